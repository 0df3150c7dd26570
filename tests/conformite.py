"""What an independent validator says of a PDF."""

from __future__ import annotations

import page

_REGLES = {
    "PDF/A-2a et PDF/UA-1": (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1),
    "PDF/A-2u": (page.ValidationProfile.PDF_A_2U,),
}


def failures(pdf: bytes, norme: str) -> list[str]:
    """Return each rule of a standard that a PDF breaks, with what the validator says of it."""
    return [
        f"{failure.rule_id}: {failure.message}"
        for profile in _REGLES[norme]
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]
