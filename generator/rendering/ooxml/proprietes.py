"""Properties of tables, cells, sections and documents (ECMA-376 part 1 § 17.4, § 17.6, § 17.15)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from generator.rendering.contenu import Fusion, Genre, Paragraphe, Section, Tableau
from generator.rendering.ooxml.paquet import W, child, entier
from generator.rendering.ooxml.styles import is_on

_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,8}")
_FUSIONS = {"restart": Fusion.DEBUT, "continue": Fusion.SUITE}
_PREMIERE_LIGNE, _PREMIERE_COLONNE = 0x20, 0x80  # bits of w:tblLook (§ 17.4.55)


def read_tableau(tblpr: etree._Element | None) -> Tableau:
    """Return what a table says of itself in its properties."""
    if tblpr is None:
        return Tableau(False, False, "", "")
    aspect = child(tblpr, f"{W}tblLook")
    return Tableau(
        premiere_ligne=_looks(aspect, "firstRow", _PREMIERE_LIGNE),
        premiere_colonne=_looks(aspect, "firstColumn", _PREMIERE_COLONNE),
        titre=val(child(tblpr, f"{W}tblCaption")),
        description=val(child(tblpr, f"{W}tblDescription")),
    )


def _looks(aspect: etree._Element | None, nom: str, bit: int) -> bool:
    """Tell whether a table is formatted so: an attribute of its own, or a bit in older files."""
    if aspect is None:
        return False
    dit = aspect.get(f"{W}{nom}")
    if dit is not None:
        return dit in {"1", "true", "on"}
    valeur = aspect.get(f"{W}val", "")
    return bool(_HEXADECIMAL.fullmatch(valeur)) and bool(int(valeur, 16) & bit)


def read_fusion(tc: etree._Element) -> Fusion:
    """Return how a cell is merged with those above and below it."""
    fusion = tc.find(f"{W}tcPr/{W}vMerge")
    if fusion is None:
        return Fusion.AUCUNE
    return _FUSIONS.get(fusion.get(f"{W}val", "continue"), Fusion.SUITE)


def val(element: etree._Element | None) -> str:
    """Return the value of an element, nothing where there is none."""
    return "" if element is None else element.get(f"{W}val", "")


def read_section(
    sectpr: etree._Element,
    entetes: Mapping[Genre, tuple[Paragraphe, ...]],
    pieds: Mapping[Genre, tuple[Paragraphe, ...]],
) -> Section:
    """Return a section from its properties and its running heads."""
    genre = child(sectpr, f"{W}type")
    numeros = child(sectpr, f"{W}pgNumType")
    premier = None if numeros is None else numeros.get(f"{W}start")
    return Section(
        continue_page=genre is not None and genre.get(f"{W}val") == "continuous",
        titre=bool(is_on(child(sectpr, f"{W}titlePg"))),
        premier_numero=None if premier is None else entier(premier),
        format_numero="decimal" if numeros is None else numeros.get(f"{W}fmt", "decimal"),
        entetes=entetes,
        pieds=pieds,
    )


def read_setting(reglages: etree._Element | None, nom: str) -> bool:
    """Tell whether a setting of the document is on."""
    return reglages is not None and bool(is_on(reglages.find(f"{W}{nom}")))
