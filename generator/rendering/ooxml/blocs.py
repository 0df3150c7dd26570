"""Paragraphs and tables whose reading is kept for the next document that has them.

Towns' documents made from one template have most of their paragraphs in common, to the byte. What
the reading of a block depends on is its key; a block that depends on more is not kept.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, NamedTuple

from generator.rendering.contenu import Paragraphe, Tableau
from generator.rendering.ooxml.numerotation import Etat, Numerotation
from generator.rendering.ooxml.releve import Releve

TAILLE_MAXIMALE: Final = 2**14
"""Bytes of the longest block that is kept; common ones have about a thousand."""
GARDES: Final = 2048
"""Blocks kept; all the templates of a town have a few hundred that never change."""


class Bloc(NamedTuple):
    """A block as read: its paragraphs and tables, what was met, and how far lists then are."""

    paragraphes: tuple[Paragraphe, ...]
    tableaux: tuple[Tableau, ...]
    releve: Releve
    etat: Etat


_gardes: dict[Hashable, Bloc] = {}


def recall(cle: Hashable, numerotation: Numerotation) -> Bloc | None:
    """Return a block that was kept and reads the same where lists have been counted so far."""
    bloc = _gardes.get(cle)
    if bloc is None or not bloc.releve.numerote:
        return bloc
    return _gardes.get((cle, numerotation.etat))


def keep(cle: Hashable, etat: Etat, bloc: Bloc) -> None:
    """Keep a block, in the place of the oldest; `etat`: how far lists were counted before it."""
    while len(_gardes) >= GARDES:
        _gardes.pop(next(iter(_gardes)), None)
    _gardes[cle] = bloc
    if bloc.releve.numerote:
        _gardes[cle, etat] = bloc
