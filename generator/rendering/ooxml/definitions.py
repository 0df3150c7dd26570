"""What the parts of a Word file define for its text, read once for all documents that share them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from generator.rendering.ooxml.numerotation import Liste, read_listes
from generator.rendering.ooxml.paquet import PARTIES_GARDEES, parse
from generator.rendering.ooxml.styles import Styles, read_styles

Partie = tuple[bytes, str] | None
"""The bytes of a part and its name, or None where the file does not have it."""


@dataclass(frozen=True, slots=True, eq=False)
class Definitions:
    """Styles, and lists by the id of their instance; documents with the same parts share one."""

    styles: Styles
    listes: Mapping[str, Liste]


@functools.lru_cache(maxsize=PARTIES_GARDEES)
def read_definitions(styles: Partie, theme: Partie, numbering: Partie) -> Definitions:
    """Return what three parts define.

    Raises TemplateError when one is damaged or too deeply nested.
    """
    return Definitions(
        read_styles(styles and parse(*styles), theme and parse(*theme)),
        read_listes(numbering and parse(*numbering)),
    )
