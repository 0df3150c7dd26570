"""The national list of mayors (répertoire national des élus), read as it is published.

Its columns are in `donnees/rne.yaml`. What it says is proposed, never imposed: the list comes
out each quarter and may be late on an election.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from generator.records.genres import fold
from generator.records.tableur.colonnes import Titre, colonnes
from generator.resources import DONNEES

AVIS = (
    "liste nationale des élus (RNE) : elle peut être en retard sur la dernière élection ; "
    "relisez le nom de chaque maire avant de signer",
    "les noms en capitales sont mis en minuscules ; vérifiez les particules et les accents",
)
_FONCTION = "fonction"
_REQUISES = {"collectivite.code_insee", "executif.nom", "executif.prenom"}
_MOT = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Regles:
    """What `donnees/rne.yaml` says of the list; headers and particles are folded."""

    colonnes: dict[str, str]
    fonction: str
    titre: str
    civilites: dict[str, str]
    particules: frozenset[str]
    debuts_laisses: tuple[str, ...]


@functools.cache
def regles() -> Regles:
    """Return the rules of the list."""
    said = yaml.safe_load((DONNEES / "rne.yaml").read_bytes())
    return Regles(
        colonnes={_plain(titre): cle for cle, titre in said["colonnes"].items()},
        fonction=_plain(said["fonction"]),
        titre=said["titre"],
        civilites=said["civilites"],
        particules=frozenset(said["particules"]),
        debuts_laisses=tuple(said["debuts_laisses"]),
    )


def is_head(cells: Sequence[str]) -> bool:
    """Return whether a row is the headers of the list: code, name and first name are there."""
    known = {regles().colonnes.get(_plain(cell)) for cell in cells}
    return known >= _REQUISES


def titles(cells: Sequence[str]) -> dict[int, Titre]:
    """Return the columns of the list that are read, by rank."""
    keys = ((rang, regles().colonnes.get(_plain(cell), "")) for rang, cell in enumerate(cells))
    return {rang: Titre(colonnes()[cle]) for rang, cle in keys if cle in colonnes()}


def is_mayor(cells: Sequence[str], entetes: Sequence[str]) -> bool:
    """Return whether a row is a mayor's: every row of the list of mayors, some of the council's."""
    for rang, entete in enumerate(entetes):
        if regles().colonnes.get(_plain(entete)) == _FONCTION and rang < len(cells):
            return _plain(cells[rang]) == regles().fonction
    return True


def propose(champ: str, texte: str) -> tuple[str, str]:
    """Return what the list says of a field as a record says it, and an alert where it is doubtful."""
    if champ == "executif.civilite":
        return regles().civilites.get(texte.upper(), texte), ""
    if champ not in ("executif.nom", "executif.prenom"):
        return texte, ""
    written = lower_name(texte)
    if any(mot.isupper() and len(mot) > 1 for mot in _MOT.findall(written)):
        return written, f"{written} : ce nom est laissé en capitales ; écrivez-le comme il se doit"
    return written, ""


def lower_name(nom: str) -> str:
    """Return a name given in capitals in ordinary French letters: « DE LA TOUR » is « de La Tour ».

    « de », « d' », « du » and « des » before another word lose their capital, articles keep
    it. A name that has a small letter is left as it is, and so is a word that no rule can tell
    (« MCDONALD »).
    """
    if any(c.islower() for c in nom):
        return nom
    last = max((found.start() for found in _MOT.finditer(nom)), default=0)

    def write(found: re.Match[str]) -> str:
        mot = found[0]
        if found.start() != last and mot.lower() in regles().particules:
            return mot.lower()
        if mot.startswith(regles().debuts_laisses) and len(mot) > 3:
            return mot
        return mot.capitalize()

    return _MOT.sub(write, nom)


def _plain(texte: str) -> str:
    """Return the letters and digits of a header."""
    return re.sub("[^a-z0-9]", "", fold(texte))
