"""Whether rectangles of a page are clear of words for sure, told from its content stream alone.

dxpdf places each word with a plain matrix, in points from the top of the page: a word that begins
neither in the band of a rectangle nor to its left covers nothing of it. Where a page is written
otherwise, a word is near, or its letters may be tall (two accents, another script), the answer is
no, and pdfium, slower, looks at the glyphs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.pdf.balisage.flux import Morceau, Nature
from generator.pdf.images import Cadre

_MOT = re.compile(
    rb"BT\n/\S+ ([.0-9]+) Tf\n1 0 0 -1 (-?[.0-9]+) (-?[.0-9]+) Tm\n"
    rb"<[0-9A-Fa-f]+> Tj\n(?:-?[.0-9]+ 0 Td <[0-9A-Fa-f]+> Tj\n)*ET\n"
)
_ORIGINE = re.compile(rb"1 0 0 -1 0 ([.0-9]+) cm")
_MONTE, _DESCEND = 1.0, 0.4  # what European letters reach above and below their line, in sizes
_BORD = 0.5  # points: what only touches a rectangle is not in it
_EUROPEENS = re.compile("[\0-\u017f\u2010-\u203a\u20ac]*")


def are_clear(morceaux: Sequence[Morceau], cadres: Sequence[Cadre]) -> bool:
    """Tell whether no word of a page can stand in any of the rectangles."""
    mots = list(_words(morceaux))
    return None not in mots and not any(
        bas + _BORD < y + _MONTE * corps and y - _DESCEND * corps < haut - _BORD and x < droite
        for mot in mots
        if mot is not None
        for x, y, corps in [mot]
        for _, bas, droite, haut in cadres
    )


def _words(morceaux: Sequence[Morceau]) -> Iterator[tuple[float, float, float] | None]:
    """Yield where each word begins, in points from the lower left corner, and the size of its
    font; None where that is not sure.
    """
    hauteur: float | None = None
    pile: list[float | None] = []
    for morceau in morceaux:
        if morceau.nature is Nature.TEXTE:
            mot = _MOT.fullmatch(morceau.octets) if hauteur is not None else None
            if mot is None or hauteur is None or not _EUROPEENS.fullmatch(morceau.dit):
                yield None
            else:
                corps, x, y = map(float, mot.groups())
                yield x, hauteur - y, corps
            continue
        for ligne in morceau.octets.split(b"\n"):
            if ligne == b"q":
                pile.append(hauteur)
            elif ligne == b"Q":
                hauteur = pile.pop() if pile else None
            elif b"cm" in ligne:
                origine = _ORIGINE.fullmatch(ligne)
                premiere = origine is not None and hauteur is None and not pile
                hauteur = float(origine[1]) if origine is not None and premiere else None
            elif b"q" in ligne or b"Q" in ligne:
                yield None  # a graphics state saved in some other way
