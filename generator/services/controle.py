"""Whether a folder is what its manifest says: files intact, altered, missing or added."""

from __future__ import annotations

import enum
import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ManifestError
from generator.services import manifeste

_DU_SYSTEME = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that systems write in the folders that they show."""


class Etat(enum.Enum):
    """What a file of a folder is, compared with the manifest."""

    INTACT = "intact"
    ALTERE = "altéré"
    MANQUANT = "manquant"
    AJOUTE = "ajouté"


@dataclass(frozen=True, slots=True)
class Controle:
    """What was found in one folder: the state of each file by name, sorted.

    `erreur`: why the folder could not be compared with its manifest.
    """

    dossier: Path
    etats: tuple[tuple[str, Etat], ...] = ()
    erreur: ManifestError | None = None

    @property
    def is_intact(self) -> bool:
        """True when every file is intact, and none is missing or added."""
        return self.erreur is None and all(etat is Etat.INTACT for _, etat in self.etats)


def inspect(dossier: Path) -> Iterator[Controle]:
    """Yield what is found in a folder, or in each folder that it holds when it has no manifest.

    Raises ManifestError when there is no manifest anywhere.
    """
    if (dossier / manifeste.NOM).exists():
        yield _inspect(dossier)
        return
    dedans = _folders(dossier)
    if not any((sous_dossier / manifeste.NOM).exists() for sous_dossier in dedans):
        raise ManifestError(
            f"{dossier} : il n'y a pas de {manifeste.NOM}, ni dans ce dossier ni dans ceux qu'il "
            "contient ; indiquez un dossier écrit par « produire »"
        )
    yield from map(_inspect, dedans)


def _folders(dossier: Path) -> list[Path]:
    """Return the folders of a folder, sorted, but hidden ones."""
    try:
        return sorted(
            path for path in dossier.iterdir() if path.is_dir() and not path.name.startswith(".")
        )
    except OSError as error:
        raise ManifestError(
            f"{dossier} : dossier introuvable ou illisible ; vérifiez son chemin et ses droits"
        ) from error


def _inspect(dossier: Path) -> Controle:
    try:
        attendus = manifeste.read(dossier / manifeste.NOM).fichiers
        presents = {path.name for path in dossier.iterdir()}
    except ManifestError as error:
        return Controle(dossier, erreur=error)
    except OSError:
        erreur = ManifestError(f"{dossier} : dossier illisible ; vérifiez ses droits")
        return Controle(dossier, erreur=erreur)
    etats = {
        nom: _compare(dossier / nom, entree["sha256"], entree["taille"])
        for nom, entree in attendus.items()
    }
    ajoutes = presents - attendus.keys() - _DU_SYSTEME - {manifeste.NOM}
    etats |= dict.fromkeys(ajoutes, Etat.AJOUTE)
    return Controle(dossier, tuple(sorted(etats.items(), key=lambda etat: etat[0])))


def _compare(path: Path, somme: str, taille: int) -> Etat:
    """Return the state of a file; only a regular file is read, so that a pipe stops nothing."""
    try:
        etat = path.lstat()
        if not stat.S_ISREG(etat.st_mode) or etat.st_size != taille:
            return Etat.ALTERE
        with path.open("rb") as fichier:
            trouvee = hashlib.file_digest(fichier, "sha256").hexdigest()
    except FileNotFoundError:
        return Etat.MANQUANT
    except OSError:  # there, and not to be read: nothing says that it is intact
        return Etat.ALTERE
    return Etat.INTACT if trouvee == somme else Etat.ALTERE
