"""The archival and accessibility standards that a PDF can declare."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Norme:
    """What a PDF declares: its name for people, its PDF/A-2 level, and whether it is PDF/UA-1.

    `niveau`: « A » tagged, « U » text that can be searched and copied (ISO 19005-2 § 5).
    """

    nom: str
    niveau: str
    accessible: bool


ACCESSIBLE = Norme("PDF/A-2a et PDF/UA-1", "A", True)
ARCHIVE = Norme("PDF/A-2u", "U", False)
