"""Every path that ships with the package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
DONNEES = PACKAGE / "donnees"
DEMARCHES = DONNEES / "demarches"
SRGB = DONNEES / "srgb.icc"
RAPPORT_CSS = DONNEES / "rapport.css"
CHIFFRES_CSS = DONNEES / "chiffres.css"


def _templates() -> Path:
    """Return the folder of Word templates: in the wheel, or beside the package in a checkout."""
    shipped = PACKAGE / "templates"
    return shipped if shipped.is_dir() else PACKAGE.parent / "templates"


TEMPLATES = _templates()
