"""How the cells of a follow-up workbook look, and how a text stays a text in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.dimensions import RowDimension

from generator.records.tableur.valeurs import encode

BLEU = "1F3864"
BLEU_CLAIR = "D9E7F8"  # of priority actions; « oui » says it too
GRIS = "595959"
BANDES: Mapping[str, str] = {
    "plan": BLEU,
    "realisation": "1E5A4E",
    "resultats": "553772",
    "bilan": "74450F",
}
_TRAIT = Side(style="thin", color="BFBFBF")
CADRE = Border(left=_TRAIT, right=_TRAIT, top=_TRAIT, bottom=_TRAIT)
LIBRE = Protection(locked=False)
EN_HAUT = Alignment(vertical="top", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="top", wrap_text=True)
AU_MILIEU = Alignment(horizontal="center", vertical="center", wrap_text=True)
_FORMULE = ("=", "+", "-", "@")
INTERLIGNE = 15.0  # points


class RangeeAjustee(RowDimension):  # type: ignore[misc]
    """A row of a given height, which a program may fit again as its cells are filled."""

    customHeight = False  # noqa: N815, the attribute's name in the file


def set_row(sheet: Any, ligne: int, hauteur: float) -> None:
    """Give a row its height, until a program fits it to what is typed."""
    sheet.row_dimensions[ligne] = RangeeAjustee(sheet, index=ligne, ht=hauteur)


def police(**traits: Any) -> Font:
    """Return the font of the workbook, with those traits."""
    return Font(**{"name": "Calibri", "size": 11, **traits})


def write_text(cell: Any, texte: str) -> None:
    """Write a text that stays a text, be it « =A1 » and were it typed again."""
    cell.value = encode(texte)
    cell.data_type = "s"
    cell.quotePrefix = texte.startswith(_FORMULE)


def head(cell: Any, titre: str, couleur: str = BLEU) -> None:
    """Write the header of a column, or the title of a band of columns."""
    write_text(cell, titre)
    cell.font = police(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=couleur)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.border = CADRE


def title(sheet: Any, titre: str, sous_titre: str) -> None:
    """Write the two lines that head a sheet."""
    write_text(sheet["A1"], titre)
    sheet["A1"].font = police(bold=True, size=16, color=BLEU)
    sheet.row_dimensions[1].height = 24
    write_text(sheet["A2"], sous_titre)
    sheet["A2"].font = police(color=GRIS)


def height(texte: str, largeur: int) -> float:
    """Return the height, in points, of a text in a cell of that many characters.

    Programs fit the height of a row by themselves, unless its cells are merged.
    """
    lines = sum(1 + len(line) // max(largeur - 4, 1) for line in texte.split("\n"))
    return INTERLIGNE * lines + 3


def set_page(sheet: Any, *, gauche: str, droite: str, largeur: int = 1, hauteur: int = 0) -> None:
    """Print a sheet on A4 pages, with its running head and foot.

    `largeur`: how many pages across; `hauteur`: how many down, 0 for as many as it takes.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = largeur
    sheet.page_setup.fitToHeight = hauteur
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddHeader.left.text = _literal(gauche)
    sheet.oddHeader.right.text = _literal(droite)
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "Page &P sur &N"


def _literal(texte: str) -> str:
    """Return a text of a running head: « & » begins a code there; the whole has 255 characters."""
    return texte[:100].replace("&", "&&")
