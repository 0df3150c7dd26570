"""The letters of a text, in the one form in which a page and a Word file are compared."""

from __future__ import annotations

import functools
import unicodedata

_EGAUX = str.maketrans(
    {
        "\u2010": "-",  # what NFKD makes of the no-break hyphen too
        "\t": " ",
        "\uf0b7": "\u2022",  # the bullet of Word's lists, as the font Symbol encodes it
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),  # soft hyphen; without width
    }
)


@functools.lru_cache(maxsize=8192)  # documents of one template bear the same texts
def letters(texte: str) -> str:
    """Return a text decomposed (NFKD), without case, spaces, and signs that have no width.

    It is made character by character, so that the letters of two texts put together are the
    letters of the one followed by those of the other.
    """
    if texte.isascii():
        return "".join(texte.lower().split())
    decompose = unicodedata.normalize("NFKD", texte.casefold())
    return "".join(decompose.translate(_EGAUX).casefold().split())


def drawn(texte: str) -> str:
    """Return a text with its private characters in the Unicode of what they draw."""
    if texte.isascii() and "\t" not in texte:
        return texte
    return texte.translate(_EGAUX)
