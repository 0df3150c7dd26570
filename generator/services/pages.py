"""What the HTML pages of this program share: one file each, light, that needs no other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from generator.resources import RAPPORT_CSS

FIN = "</main>\n</body>\n</html>\n"


def head(titre: str, *, styles: Sequence[Path] = ()) -> str:
    """Return the start of a page, up to its title; `styles` are added to the common one."""
    css = "".join(path.read_text(encoding="utf-8") for path in (RAPPORT_CSS, *styles))
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(titre)}</title>\n"
        f"<style>\n{css}</style>\n</head>\n<body>\n<main>\n<h1>{escape(titre)}</h1>\n"
    )
