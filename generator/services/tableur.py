"""What spreadsheets would do to a text."""

from __future__ import annotations

_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def is_formula(texte: str) -> bool:
    """Return whether a spreadsheet that opens the text in a CSV file would compute it."""
    return texte.startswith(_FORMULES)
