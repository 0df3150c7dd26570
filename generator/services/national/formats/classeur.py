"""The national tables in one Excel workbook, one sheet a table, written row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from generator.records.problemes import column_letter
from generator.records.tableur.paquet import plain_cell, settle
from generator.services.national.colonnes import Entete, Genre
from generator.services.national.formats.table import Table

NOM = "national.xlsx"

_LIGNES_MAXIMUM = 2**20  # of a sheet, the header included: what Excel holds
_TEXTE_MAXIMUM = 32_767  # characters of a cell: what Excel holds
_COULEUR = "1F3864"
_A4 = 9  # ECMA-376 part 1 § 18.3.1.63
_FORMATS = {Genre.ENTIER: "0", Genre.MONTANT: "#,##0.00", Genre.NOMBRE: "#,##0.###"}
_DICTIONNAIRE = "Colonnes"


def write(tables: Sequence[Table], folder: Path) -> list[str]:
    """Write the workbook; return what to tell of the texts that a cell cannot hold whole."""
    book = Workbook(write_only=True)
    book.properties.creator = "actes-enfance"
    book.properties.title = "Suivi national"
    book.properties.language = "fr-FR"
    coupes: list[str] = []
    for table in tables:
        _fill(book, table, coupes)
    _explain(book, tables)
    with tempfile.TemporaryFile() as brut, (folder / NOM).open("xb") as file:
        book.save(brut)
        settle(brut, file)
    if not coupes:
        return []
    return [
        f"{NOM} : une cellule Excel ne tient pas plus de {_TEXTE_MAXIMUM} caractères ; coupés : "
        f"{', '.join(coupes)} ; le texte entier est dans les fichiers .csv et .parquet"
    ]


def _fill(book: Any, table: Table, coupes: list[str]) -> None:
    """Write a table, on as many sheets as its rows need."""
    sheet: Any = None
    numero, feuilles = _LIGNES_MAXIMUM, 0
    for row in table.rows():
        if numero == _LIGNES_MAXIMUM:
            feuilles += 1
            _close(sheet, table, numero)
            sheet = _open(book, table, feuilles)
            numero = 1
        numero += 1
        sheet.append(
            [
                _cell(sheet, valeur, entete, f"{column_letter(rang)}{numero}", coupes)
                for rang, (valeur, entete) in enumerate(
                    zip(row, table.entetes, strict=True), start=1
                )
            ]
        )
    if sheet is None:
        sheet, numero = _open(book, table, 1), 1
    _close(sheet, table, numero)


def _open(book: Any, table: Table, feuille: int) -> Any:
    sheet = book.create_sheet(table.titre if feuille == 1 else f"{table.titre} ({feuille})")
    sheet.freeze_panes = "C2" if len(table.entetes) > _LARGE else "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    for rang, entete in enumerate(table.entetes, start=1):
        sheet.column_dimensions[get_column_letter(rang)].width = max(
            entete.largeur, len(entete.cle) + 4
        )
    sheet.append([_head(sheet, entete.cle) for entete in table.entetes])
    return sheet


_LARGE = 8  # columns from which the first two stay in sight


def _close(sheet: Any, table: Table, lignes: int) -> None:
    if sheet is not None:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.entetes))}{lignes}"


def _head(sheet: Any, texte: str) -> Any:
    cell = WriteOnlyCell(sheet, texte)
    cell.font = _GRAS
    cell.fill = _FOND
    cell.alignment = _ENTETE
    return cell


_GRAS = Font(bold=True, color="FFFFFF")
_FOND = PatternFill("solid", fgColor=_COULEUR)
_ENTETE = Alignment(vertical="center", wrap_text=True)


def _cell(sheet: Any, valeur: Any, entete: Entete, place: str, coupes: list[str]) -> Any:
    """Return a cell; `place` goes to `coupes` where it cannot hold the whole text."""
    if isinstance(valeur, str):
        texte = ILLEGAL_CHARACTERS_RE.sub("\ufffd", valeur)
        if len(texte) > _TEXTE_MAXIMUM:
            coupes.append(f"{sheet.title} {place}")
            texte = f"{texte[: _TEXTE_MAXIMUM - 1]}…"
        return plain_cell(sheet, texte)
    if valeur is None or entete.genre not in _FORMATS:
        return valeur
    cell = WriteOnlyCell(sheet, valeur)
    cell.number_format = _FORMATS[entete.genre]
    return cell


def _explain(book: Any, tables: Sequence[Table]) -> None:
    """Add the sheet that says what each column holds."""
    sheet = book.create_sheet(_DICTIONNAIRE)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCD", (16, 34, 20, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(
        [_head(sheet, texte) for texte in ("feuille", "colonne", "genre", "ce qu'elle dit")]
    )
    for table in tables:
        for entete in table.entetes:
            sheet.append([table.titre, entete.cle, entete.genre.value, entete.description])
