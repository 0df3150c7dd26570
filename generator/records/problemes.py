"""The problems of one record, collected while it is read and raised together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import RecordError
from generator.records.arbre import DEBUT, Cellule, Place

SYNTAXE = "syntaxe"  # stands for the field where a problem belongs to none

_LONGUEUR_APERCU = 40


@dataclass(frozen=True, slots=True)
class Probleme:
    """One problem at one place; without a position it is the whole file's."""

    message: str
    champ: str = ""
    position: Place | None = None


@dataclass(slots=True)
class Releve:
    """What reading has noted of one record: its problems, the place of each field, what is given.

    `source` names the file, or the row of a table.
    Fields are dotted YAML paths; the elements of a list count from 1:
    « feuille_de_route.actions[1].budget ».
    """

    source: str
    problemes: list[Probleme] = field(default_factory=list)
    positions: dict[str, Place] = field(default_factory=dict)
    donnes: set[str] = field(default_factory=set)

    def add(self, position: Place, champ: str, message: str) -> None:
        """Note a problem and go on."""
        self.problemes.append(Probleme(message, champ, position))

    def add_on(self, champ: str, message: str) -> None:
        """Note a problem of a field that has been read, at its place."""
        self.add(locate(champ, self.positions), champ, message)

    def failure(
        self, message: str, champ: str = SYNTAXE, position: Place | None = None
    ) -> RecordError:
        """Return the error to raise where reading cannot go on, with what was noted before."""
        self.problemes.append(Probleme(message, champ, position))
        return self.error()

    def error(self) -> RecordError:
        """Return the error that lists every problem, by position; the file's own come first."""
        ordered = sorted(self.problemes, key=_order)
        return RecordError([self._line(probleme) for probleme in ordered])

    def _line(self, probleme: Probleme) -> str:
        if probleme.position is None:
            return f"{self.source} : {probleme.message}"
        place = format_place(self.source, probleme.position)
        return " : ".join(filter(None, (place, probleme.champ, probleme.message)))


def _order(probleme: Probleme) -> tuple[int, int]:
    position = probleme.position
    return (position.ligne, position.colonne) if position else (0, 0)


def format_place(source: str, position: Place) -> str:
    """Return « fichier:ligne:colonne », or « ligne d'un tableau, colonne C « en-tête » »."""
    match position:
        case Cellule(colonne=0):
            return source
        case Cellule(colonne=colonne, entete=entete):
            head = f" {quote(entete)}" if entete else ""
            return f"{source}, colonne {column_letter(colonne)}{head}"
        case _:
            return f"{source}:{position.ligne}:{position.colonne}"


def column_letter(colonne: int) -> str:
    """Return the name that a spreadsheet gives to a column: 1 is « A », 27 is « AA »."""
    letters = ""
    while colonne > 0:
        colonne, rest = divmod(colonne - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def locate(champ: str, positions: dict[str, Place]) -> Place:
    """Return the position of a field, or of its nearest ancestor that stands in the file."""
    while champ and champ not in positions:
        champ = champ[: max(champ.rfind("."), champ.rfind("["), 0)]
    return positions.get(champ, DEBUT)


def printable(path: Path) -> str:
    """Return a path as messages say it: what cannot be printed is replaced."""
    return "".join(c if c.isprintable() else "\ufffd" for c in str(path))


def shorten(texte: str) -> str:
    """Return the text on one line, cut to some forty characters, to be quoted in a message."""
    line = " ".join(texte.split())
    return line if len(line) <= _LONGUEUR_APERCU else f"{line[: _LONGUEUR_APERCU - 1]}…"


def quote(texte: str) -> str:
    """Return a text of the record between « », shortened."""
    return f"« {shorten(texte)} »"
