"""Régions: the départements that each one holds, from `donnees/regions.csv`."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import ReferentielError
from generator.referentiel.territoires import fold
from generator.resources import DONNEES


@dataclass(frozen=True, slots=True)
class Region:
    """A région of the official list; `departements` are codes."""

    code: str
    nom: str
    departements: frozenset[str]


@functools.cache
def regions() -> Mapping[str, Region]:
    """Return the régions by code."""
    lines = (DONNEES / "regions.csv").read_text(encoding="utf-8").splitlines()[1:]
    fields = [line.split(";") for line in lines]
    return {code: Region(code, nom, frozenset(codes.split())) for code, nom, codes in fields}


def find_region(saisi: str) -> Region:
    """Return the région of a code or a name; ReferentielError tells the nearest, or all."""
    code = saisi.strip().rjust(2, "0")
    if code in regions():
        return regions()[code]
    par_nom = {fold(region.nom): region for region in regions().values()}
    plat = fold(saisi)
    if plat in par_nom:
        return par_nom[plat]
    proches = difflib.get_close_matches(plat, par_nom, n=1) or list(par_nom)
    suite = ", ".join(f"{par_nom[p].nom} ({par_nom[p].code})" for p in proches)
    raise ReferentielError(
        f"« {saisi[:100]} » n'est ni le code ni le nom d'une région ; écrivez : {suite}"
    )
