"""The problems of one record, collected while it is read and raised together."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.errors import RecordError
from generator.records.arbre import DEBUT, Position

SYNTAXE = "syntaxe"  # stands for the field where a problem belongs to none

_LONGUEUR_APERCU = 40


@dataclass(frozen=True, slots=True)
class Probleme:
    """One problem at one place; without a position it is the whole file's."""

    message: str
    champ: str = ""
    position: Position | None = None


@dataclass(slots=True)
class Releve:
    """What reading has noted of one file: its problems, the place of each field, what is given.

    Fields are dotted YAML paths; the elements of a list count from 1:
    « feuille_de_route.actions[1].budget ».
    """

    source: str
    problemes: list[Probleme] = field(default_factory=list)
    positions: dict[str, Position] = field(default_factory=dict)
    donnes: set[str] = field(default_factory=set)

    def add(self, position: Position, champ: str, message: str) -> None:
        """Note a problem and go on."""
        self.problemes.append(Probleme(message, champ, position))

    def add_on(self, champ: str, message: str) -> None:
        """Note a problem of a field that has been read, at its place."""
        self.add(locate(champ, self.positions), champ, message)

    def failure(
        self, message: str, champ: str = SYNTAXE, position: Position | None = None
    ) -> RecordError:
        """Return the error to raise where reading cannot go on, with what was noted before."""
        self.problemes.append(Probleme(message, champ, position))
        return self.error()

    def error(self) -> RecordError:
        """Return the error that lists every problem, by position; the file's own come first."""
        ordered = sorted(self.problemes, key=lambda p: p.position or Position(0, 0))
        return RecordError([self._line(probleme) for probleme in ordered])

    def _line(self, probleme: Probleme) -> str:
        if probleme.position is None:
            return f"{self.source} : {probleme.message}"
        place = format_place(self.source, probleme.position)
        return f"{place} : {probleme.champ} : {probleme.message}"


def format_place(source: str, position: Position) -> str:
    """Return « fichier:ligne:colonne »."""
    return f"{source}:{position.ligne}:{position.colonne}"


def locate(champ: str, positions: dict[str, Position]) -> Position:
    """Return the position of a field, or of its nearest ancestor that stands in the file."""
    while champ and champ not in positions:
        champ = champ[: max(champ.rfind("."), champ.rfind("["), 0)]
    return positions.get(champ, DEBUT)


def shorten(texte: str) -> str:
    """Return the text on one line, cut to some forty characters, to be quoted in a message."""
    line = " ".join(texte.split())
    return line if len(line) <= _LONGUEUR_APERCU else f"{line[: _LONGUEUR_APERCU - 1]}…"


def quote(texte: str) -> str:
    """Return a text of the record between « », shortened."""
    return f"« {shorten(texte)} »"
