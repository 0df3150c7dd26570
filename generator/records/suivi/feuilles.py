"""The sheets of a follow-up workbook: their rows that say something, and how places are said."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl.utils import range_boundaries

from generator.errors import RecordError
from generator.records.arbre import Cellule
from generator.records.genres import fold
from generator.records.problemes import format_place, printable
from generator.records.tableur import classeur
from generator.records.tableur.lignes import Ligne, LigneIllisible, is_blank

TETE = 60  # rows among which headers are looked for: a town may put its own above
_LIGNES_MAXIMUM = 5_000  # rows that say something
_COLONNES_MAXIMUM = 500


@dataclass(frozen=True, slots=True)
class Feuille:
    """A sheet. `lignes` are the rows that say something, in order; columns count from 1.

    `fusions` are its merged cells: first column, first row, last column, last row.
    """

    titre: str  # « suivi.xlsx, feuille Actions »
    nom: str
    lignes: tuple[Ligne, ...]
    fusions: tuple[tuple[int, int, int, int], ...] = ()
    masquees: int = 0

    def place(self, ligne: int, colonne: int = 0, entete: str = "") -> str:
        """Return a place for people: « suivi.xlsx, feuille Actions, ligne 7, colonne C « Axe » »."""
        return format_place(f"{self.titre}, ligne {ligne}", Cellule(ligne, colonne, entete))


@dataclass(slots=True)
class Constats:
    """What reading has noted: problems, which end it, and what deserves a look."""

    problemes: list[str] = field(default_factory=list)
    alertes: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Raise RecordError if there is a problem: it lists them all."""
        if self.problemes:
            raise RecordError(self.problemes, self.alertes)


def key(texte: object) -> str:
    """Return the letters and digits of a header or a choice, without accents or case."""
    return re.sub("[^a-z0-9]", "", fold(str(texte)).replace("œ", "oe").replace("æ", "ae"))


def cell(ligne: Ligne, colonne: int) -> object:
    """Return the value of a cell, None beyond the end of the row; columns count from 1."""
    return ligne.valeurs[colonne - 1] if 0 < colonne <= len(ligne.valeurs) else None


def head_of(sheet: Any, source: str) -> tuple[Ligne, ...]:
    """Return the rows of a sheet that say something, among the first ones."""
    first = itertools.takewhile(
        lambda ligne: ligne.numero <= TETE, classeur.read_rows(sheet, {}, formats=True)
    )
    return tuple(_keep(first, source))


def read_sheet(sheet: Any, path: Path) -> Feuille:
    """Return a sheet, whole; RecordError if it is damaged or out of measure."""
    source = f"{printable(path)}, feuille {printable(Path(sheet.title))}"
    look = classeur.look_at(sheet, source)
    rows = classeur.read_rows(sheet, look.formules, formats=True)
    return Feuille(
        titre=source,
        nom=str(sheet.title),
        lignes=tuple(_keep(rows, source)),
        fusions=tuple(range_boundaries(place) for place in look.fusions),
        masquees=look.masquees,
    )


def _keep(rows: Iterable[Ligne | LigneIllisible], source: str) -> Iterator[Ligne]:
    """Yield the rows that say something, without the empty cells at their end."""
    kept = 0
    for row in rows:
        if isinstance(row, LigneIllisible):
            raise RecordError(f"{source}, ligne {row.numero} : {row.message}")
        valeurs = _trim(row.valeurs)
        if not valeurs:
            continue
        kept += 1
        if kept > _LIGNES_MAXIMUM or len(valeurs) > _COLONNES_MAXIMUM:
            raise RecordError(
                f"{source}, ligne {row.numero} : cette feuille est démesurée pour un tableau de suivi "
                f"(plus de {_LIGNES_MAXIMUM} lignes ou de {_COLONNES_MAXIMUM} colonnes) ; n'y gardez "
                "que le suivi"
            )
        yield replace(row, valeurs=valeurs)


def _trim(valeurs: Sequence[object]) -> tuple[object, ...]:
    last = next((rang for rang in range(len(valeurs), 0, -1) if not is_blank(valeurs[rang - 1])), 0)
    return tuple(valeurs[:last])
