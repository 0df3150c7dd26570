"""What a missing value prints: blanks, and values that may be missing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.redaction import nombres
from generator.redaction.typographie import ponctuer

BLANC = "………………"
"""What a missing value prints: room to write by hand."""


COURT = "…" * 3  # room for a number of two or three digits
LONG = "…" * 16  # room for a name or a place
LIGNE = "…" * 42  # room for a whole line of handwriting
_BLANCS = re.compile(rf"…{{{len(COURT)},}}")


def count_blanks(texts: Iterable[str]) -> int:
    """Return how many blanks the printed texts leave to fill by hand."""
    return sum(len(_BLANCS.findall(text)) for text in texts)


def items(texts: tuple[str, ...]) -> list[str]:
    """Return the items of a list closed as French asks, or three blank lines."""
    return ponctuer(texts) or [LIGNE] * 3


def paragraphs(text: str | None) -> list[str]:
    """Return the paragraphs of a text, or three blank lines."""
    if text is None:
        return [LIGNE] * 3
    return [line.strip() for line in text.split("\n") if line.strip()]


def one_line(text: str | None) -> str:
    """Return a text on one line; empty where the record is silent: its cell is left to fill."""
    return " ".join((text or "").split())


def count(number: int | None) -> str:
    """Return a number in figures, or a blank."""
    return COURT if number is None else nombres.en_chiffres(number)
