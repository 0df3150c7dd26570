"""Whether a PDF can be opened by everyone: sound, and neither encrypted nor locked."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def why_closed(pdf: bytes) -> str | None:
    """Return why a platform would refuse a PDF, as a French clause; None if it would not."""
    try:
        with pikepdf.Pdf.open(BytesIO(pdf)) as document:
            if document.is_encrypted:
                return "ce PDF est protégé ; enregistrez-le sans mot de passe ni restriction"
            return None if len(document.pages) else "ce PDF n'a aucune page"
    except pikepdf.PasswordError:
        return "ce PDF est protégé par un mot de passe ; enregistrez-le sans"
    except pikepdf.PdfError:
        return "ce n'est pas un PDF, ou il est endommagé ; enregistrez-le de nouveau"
