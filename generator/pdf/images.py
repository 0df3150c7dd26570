"""Where a page draws its pictures (ISO 32000-1 § 8.3.3, § 8.9.5)."""

from __future__ import annotations

import re

Cadre = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left corner of the page."""

_ORIGINE = re.compile(rb"1 0 0 -1 0 (\S+) cm\n")
_PLACEMENT = b" cm"
_MATRICE = 150  # bytes, more than six numbers take
_ETATS = {b"q", b"Q", b"Do"}


def read_frame(debut: bytes, avant: bytes) -> Cadre | None:
    """Return where a picture stands, or None if it was not placed the way engines do.

    `debut`: how the content of its page begins; `avant`: what stands before the picture.
    """
    fin = avant.rfind(_PLACEMENT)
    if fin < 0 or not _ETATS.isdisjoint(avant[fin:].split()):
        return None
    try:
        a, b, c, d, e, f = map(float, avant[max(0, fin - _MATRICE) : fin].split()[-6:])
    except ValueError:
        return None
    horizontales = [e, e + a, e + c, e + a + c]
    verticales = [f, f + b, f + d, f + b + d]
    origine = _ORIGINE.match(debut)
    if origine is not None:  # dxpdf counts from the top of the page
        hauteur = float(origine[1])
        verticales = [hauteur - verticale for verticale in verticales]
    return min(horizontales), min(verticales), max(horizontales), max(verticales)
