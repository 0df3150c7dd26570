"""French typography, applied once to every text that a document prints.

Rules of the Imprimerie nationale: a narrow no-break space before « ; ! ? », a no-break space
before « : » and « € » and inside guillemets, thousands joined by a narrow no-break space.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

INSECABLE = "\u00a0"
FINE = "\u202f"

_BLANK = f"[ \t{INSECABLE}{FINE}]"
_CLOSING = r"[\w)\]»’%€°…]"  # what a sign may follow without a blank

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\u00ad", ""),  # a soft hyphen: engines would draw it
        (r"'", "’"),
        (r'"([^"]*)"', r"«\1»"),
        (r"(?<=\w) - (?=\w)", " – "),
        (rf"\b(La|Le|Les){_BLANK}(?=[A-ZÀ-ÖØ-ÞŒ])", rf"\1{INSECABLE}"),
        (r"\.\.\.", "…"),
        (rf"«{_BLANK}*", f"«{INSECABLE}"),
        (rf"{_BLANK}*»", f"{INSECABLE}»"),
        (rf"(?<=\S){_BLANK}+(?=[;!?](?:\W|$))", FINE),
        (rf"(?<={_CLOSING})(?=[;!?](?:{_BLANK}|$))", FINE),
        (rf"(?<=\S){_BLANK}+(?=:(?:\W|$))", INSECABLE),
        (rf"(?<={_CLOSING})(?=:(?:{_BLANK}|$))", INSECABLE),
        (rf"(?<=\d){_BLANK}*(?=[€%])", INSECABLE),
        (rf"(?<=\d){_BLANK}(?=\d{{3}}(?!\d))", FINE),
        (rf"\b(n°|art\.|p\.){_BLANK}*(?=\d)", rf"\1{INSECABLE}"),
        (rf"\b([LRDA]\.){_BLANK}*(?=\d)", rf"\1{INSECABLE}"),
        (rf"\b(MM?\.|Mmes?|Mlles?|Dr|Me){_BLANK}+(?=[A-ZÀ-ÖØ-ÞŒ])", rf"\1{INSECABLE}"),
        (rf"\b(1er|[1-3]?\d){_BLANK}(?=(?:{{mois}})\b)", rf"\1{INSECABLE}"),
    )
    for pattern in (
        pattern.replace(
            "{mois}",
            "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        ),
    )
)


# What a paste from a word processor brings, in the characters that every font has.
_COLLAGE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
    }
)


@functools.lru_cache(maxsize=4096)  # most texts are the programme's, the same for every town
def typographier(texte: str) -> str:
    """Return the text with French spacing and apostrophes; words and digits are left alone."""
    texte = texte.translate(_COLLAGE)
    for pattern, replacement in _RULES:
        texte = pattern.sub(replacement, texte)
    return texte


def capitaliser(texte: str) -> str:
    """Return the text with its first letter as a capital, the rest as it stands."""
    return texte[:1].upper() + texte[1:]


def ponctuer(elements: Sequence[str]) -> list[str]:
    """Return the items of a list closed as French asks: « ; » after each, « . » after the last.

    A full stop or a semicolon typed at the end of an item gives way; « ! », « ? », « … » and « etc. » stay.
    """
    last = len(elements) - 1
    closed = []
    for rank, element in enumerate(elements):
        bare = element.rstrip(" ;\u00a0\u202f")
        if not bare.endswith(("...", "etc.")):
            bare = bare.rstrip(" .;\u00a0\u202f")
        sign = "." if rank == last else f"{FINE};"
        if bare.endswith(("!", "?", "…", "...")) or (sign == "." and bare.endswith(".")):
            sign = ""
        closed.append(bare + sign)
    return closed


def conjoindre(elements: list[str] | tuple[str, ...]) -> str:
    """Return « a, b et c »."""
    if len(elements) < 2:
        return "".join(elements)
    return f"{', '.join(elements[:-1])} et {elements[-1]}"


def detypographier(texte: str) -> str:
    """Return a printed text as data write it: straight apostrophes, plain spaces."""
    return texte.replace("’", "'").replace(INSECABLE, " ").replace(FINE, " ")
