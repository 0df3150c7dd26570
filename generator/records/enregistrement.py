"""One record of a run, not yet interpreted: enough to read it elsewhere, later, or not at all."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import RecordError
from generator.records.arbre import (
    Entree,
    Noeud,
    NoeudGroupe,
    NoeudListe,
    NoeudScalaire,
    Position,
    is_absent,
)
from generator.records.fiche import LOGO_MAXIMAL, Fiche, resolve
from generator.records.files import UnfitFileError, read_regular
from generator.records.problemes import Probleme, Releve
from generator.records.reading import read


@dataclass(frozen=True, slots=True)
class Enregistrement:
    """One record of a run: what it says, not yet interpreted; it can be pickled.

    Either `arbre`, the tree of a table's row or of a selection, or `octets`, the YAML text of a
    record file, is there. `demarche` is the run's, for a record that does not say its own.
    `problemes` were met while the tree was made: `read` tells them with the others. `alertes`
    are whole sentences that begin with their place.
    """

    source: str  # for people: « villes.csv:12 », « fiches/dijon.yaml », « commune 21231 »
    folder: Path  # where a logo is looked for
    arbre: NoeudGroupe | None
    octets: bytes | None
    empreinte: str  # SHA-256 (hex) of what the record says and of its logo, wherever it stands
    demarche: str | None = None
    fichier: str = ""  # the file that places name, where `source` names a part of it
    avant: int = 0  # lines of the file before `octets`
    problemes: tuple[Probleme, ...] = ()
    alertes: tuple[str, ...] = ()

    def read(self, *, aujourdhui: datetime.date) -> Fiche:
        """Return the record, typed and resolved; RecordError lists every problem, with its place.

        `aujourdhui` decides the mandate of a record without a session date.
        """
        releve = Releve(self.fichier or self.source, problemes=list(self.problemes))
        for probleme in self.problemes:  # what is given, if badly, is not missing
            releve.donnes.update(_ancestors(probleme.champ))
        arbre = self._tree(releve)
        if not (self.arbre is None and self.avant == 0):
            releve.positions[""] = arbre.position  # where the problems of the whole record stand
        said = self.empreinte if self.octets is None else hashlib.sha256(self.octets).hexdigest()
        return resolve(arbre, releve, folder=self.folder, aujourdhui=aujourdhui, empreinte=said)

    def _tree(self, releve: Releve) -> NoeudGroupe:
        arbre = self.arbre or read(self.octets or b"", releve, self.avant)
        return arbre if self.demarche is None else with_demarche(arbre, self.demarche)


@dataclass(frozen=True, slots=True)
class Rejet:
    """A row or a file that cannot even be read as a tree; `messages` begin with their place."""

    source: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Avis:
    """What the whole source deserves to have told, once; `messages` begin with their place."""

    source: str
    messages: tuple[str, ...]


Element = Enregistrement | Rejet | Avis


def from_yaml(  # noqa: PLR0913, one parameter a fact
    content: bytes,
    *,
    source: str,
    folder: Path,
    demarche: str | None,
    fichier: str = "",
    avant: int = 0,
) -> Enregistrement:
    """Return the record of a YAML text, of which `avant` lines of the file stand before."""
    digest = hashlib.sha256(f"yaml\0{demarche or ''}\0".encode() + content)
    # The tree is only made where the text may name a logo: reading is the workers' part.
    if b"logo" in content:
        digest.update(_logo_of(_leaves(_try_read(content), ""), folder))
    return Enregistrement(
        source, folder, None, content, digest.hexdigest(), demarche, fichier, avant
    )


def from_tree(  # noqa: PLR0913, one parameter a fact
    arbre: NoeudGroupe,
    *,
    source: str,
    folder: Path,
    demarche: str | None = None,
    problemes: tuple[Probleme, ...] = (),
    alertes: tuple[str, ...] = (),
) -> Enregistrement:
    """Return the record of a tree, whose nodes say their places in the row `source`."""
    leaves = sorted(_leaves(arbre, ""))
    said = [*leaves, *((p.champ, p.message) for p in problemes)]
    digest = hashlib.sha256(
        f"arbre\0{demarche or ''}\0{said!r}".encode("utf-8", "backslashreplace")
    )
    digest.update(_logo_of(leaves, folder))
    return Enregistrement(
        source,
        folder,
        arbre,
        None,
        digest.hexdigest(),
        demarche,
        problemes=problemes,
        alertes=alertes,
    )


def with_demarche(arbre: NoeudGroupe, demarche: str) -> NoeudGroupe:
    """Return the tree with that programme, unless it says its own."""
    if any(e.cle == "demarche" and not is_absent(e.valeur) for e in arbre.entrees):
        return arbre
    others = tuple(e for e in arbre.entrees if e.cle != "demarche")
    given = Entree(arbre.position, "demarche", NoeudScalaire(arbre.position, demarche))
    return replace(arbre, entrees=(given, *others))


def _ancestors(champ: str) -> Iterator[str]:
    """Yield a field and the groups that hold it."""
    while champ:
        yield champ
        champ = champ[: max(champ.rfind("."), champ.rfind("["), 0)]


def _leaves(noeud: Noeud, champ: str) -> Iterator[tuple[str, str]]:
    """Yield every value that the tree gives, with its dotted path."""
    match noeud:
        case NoeudScalaire(texte=texte):
            if texte is not None:
                yield champ, texte
        case NoeudListe(elements=elements):
            for numero, element in enumerate(elements, start=1):
                yield from _leaves(element, f"{champ}[{numero}]")
        case NoeudGroupe(entrees=entrees):
            for entree in entrees:
                yield from _leaves(entree.valeur, f"{champ}.{entree.cle}")


def _try_read(content: bytes) -> NoeudGroupe:
    """Return the tree of a YAML text, empty where it cannot be read: `read` will say why."""
    try:
        return read(content, Releve(""))
    except RecordError:
        return NoeudGroupe(Position(1, 1), ())


def _logo_of(leaves: Iterable[tuple[str, str]], folder: Path) -> bytes:
    """Return the SHA-256 of the picture that the record names, empty if there is none."""
    names = [texte for champ, texte in leaves if champ == ".collectivite.logo"]
    if not names:
        return b""
    try:
        return hashlib.sha256(read_regular(folder / names[0], LOGO_MAXIMAL)).digest()
    except (UnfitFileError, ValueError):  # ValueError: a NUL in the name
        return b""
