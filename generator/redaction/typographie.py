"""French typography, applied once to every text that a document prints.

Rules of the Imprimerie nationale: a narrow no-break space before « ; ! ? », a no-break space
before « : » and « € » and inside guillemets, thousands joined by a narrow no-break space.
"""

from __future__ import annotations

import re

INSECABLE = "\u00a0"
FINE = "\u202f"

_BLANK = f"[ \t{INSECABLE}{FINE}]"
_CLOSING = r"[\w)\]»’%€°…]"  # what a sign may follow without a blank

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\u00ad", ""),  # a soft hyphen: engines would draw it
        (r"'", "’"),
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


def typographier(texte: str) -> str:
    """Return the text with French spacing and apostrophes; words and digits are left alone."""
    for pattern, replacement in _RULES:
        texte = pattern.sub(replacement, texte)
    return texte


def capitaliser(texte: str) -> str:
    """Return the text with its first letter as a capital, the rest as it stands."""
    return texte[:1].upper() + texte[1:]


def ponctuer(elements: tuple[str, ...] | list[str]) -> list[str]:
    """Return the items of a list closed as French asks: « ; » after each, « . » after the last.

    An item that already ends a sentence keeps its own sign.
    """
    last = len(elements) - 1
    return [
        element
        if element.endswith((".", "!", "?", "…", ";"))
        else f"{element}."
        if rank == last
        else f"{element}{FINE};"
        for rank, element in enumerate(elements)
    ]


def conjoindre(elements: list[str] | tuple[str, ...]) -> str:
    """Return « a, b et c »."""
    if len(elements) < 2:
        return "".join(elements)
    return f"{', '.join(elements[:-1])} et {elements[-1]}"
