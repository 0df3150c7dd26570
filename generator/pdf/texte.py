"""The text of a PDF as a reader of the page finds it, page by page."""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.errors import ConversionError
from generator.pdf.images import Cadre

if TYPE_CHECKING:
    import pypdfium2

_COUPURE = "\ufffe"
"""What pdfium gives for a hyphen, hard or soft, at the end of a line."""
_REGLE = "\u00a4"
_REGLE_SEULE = re.compile(rf"(?m)^{_REGLE}\r?$")
_EPAISSEUR = 5  # points, along the lower edge of the page
_LETTRES_PAR_LIGNE = 3
_BORD = 0.5  # points: what only touches a rectangle is not in it

_verrou = threading.Lock()  # pdfium is not safe for threads


@dataclass(frozen=True, slots=True)
class Lecture:
    """The text of each page, a hyphen at the end of a line being « - », and that of each zone."""

    pages: tuple[str, ...]
    zones: tuple[str, ...]


def extract_text(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page; raises ConversionError when the bytes are no PDF."""
    return read_pages(pdf).pages


def read_zones(pdf: bytes, zones: Sequence[tuple[int, Cadre]]) -> tuple[str, ...]:
    """Return what each zone (page from 1, rectangle) holds a part of; other pages are not read.

    Raises ConversionError when the bytes are no PDF.
    """
    return read_pages(pdf, zones, toutes=False).zones if zones else ()


def read_pages(
    pdf: bytes, zones: Sequence[tuple[int, Cadre]] = (), *, toutes: bool = True
) -> Lecture:
    """Return the text of a PDF, and what each zone (page from 1, rectangle) holds a part of.

    Without `toutes`, the text of the pages that have zones only. Raises ConversionError when the
    bytes are no PDF.
    """
    import pypdfium2  # noqa: PLC0415, slow to load, and not always asked

    with _verrou:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ConversionError("Le moteur a produit un PDF illisible.") from error
        with document:
            dans: dict[int, str] = {}
            pages = []
            numeros = range(1, len(document) + 1)
            for numero in numeros if toutes else sorted({n for n, _ in zones}):
                page = document[numero - 1]
                cadres = {rang: cadre for rang, (n, cadre) in enumerate(zones) if n == numero}
                pages.append(_page_text(document, page, cadres, dans))
            return Lecture(tuple(pages), tuple(dans[rang] for rang in range(len(zones))))


def _page_text(
    document: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    cadres: Mapping[int, Cadre],
    dans: dict[int, str],
) -> str:
    """Return the text of a page, and put in `dans` what each rectangle holds."""
    texte = _read(page, cadres, dans)
    if _looks_vertical(texte):
        _draw_rule(document, page)
        texte = _REGLE_SEULE.sub("", _read(page, {}, dans), count=1)
    return texte.replace(_COUPURE, "-")


def _read(page: pypdfium2.PdfPage, cadres: Mapping[int, Cadre], dans: dict[int, str]) -> str:
    page_de_texte = page.get_textpage()
    texte: str = page_de_texte.get_text_range()
    for rang, cadre in cadres.items():
        gauche, bas, droite, haut = cadre
        dans[rang] = page_de_texte.get_text_bounded(
            gauche + _BORD, bas + _BORD, droite - _BORD, haut - _BORD
        )
    page_de_texte.close()
    return texte


def _looks_vertical(texte: str) -> bool:
    """Tell whether pdfium took the page for vertical writing: a line for every letter or so.

    It guesses so of pages whose text leaves white columns, as tables do, and then loses spaces.
    """
    lignes = texte.split()
    return bool(lignes) and sum(map(len, lignes)) < _LETTRES_PAR_LIGNE * texte.count("\n")


def _draw_rule(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> None:
    """Add, in memory, a sign as wide as the page: pdfium then takes its writing for horizontal."""
    from pypdfium2 import raw  # noqa: PLC0415, see read_pages

    objet = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", ctypes.c_float(1))
    signes = ctypes.create_string_buffer(f"{_REGLE}\0".encode("utf-16-le"))
    raw.FPDFText_SetText(objet, ctypes.cast(signes, ctypes.POINTER(ctypes.c_ushort)))
    gauche, bas, droite, haut = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(objet, gauche, bas, droite, haut)
    largeur, _ = page.get_size()
    x = largeur / (droite.value - gauche.value)
    y = _EPAISSEUR / (haut.value - bas.value)
    raw.FPDFPageObj_SetMatrix(objet, raw.FS_MATRIX(x, 0, 0, y, -x * gauche.value, -y * bas.value))
    raw.FPDFPage_InsertObject(page, objet)
