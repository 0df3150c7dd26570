"""How towns are ranked in national figures, from `donnees/national.yaml`."""

from __future__ import annotations

import functools

import yaml

from generator.resources import DONNEES


@functools.cache
def tranches_de_population() -> tuple[tuple[int, str], ...]:
    """Return the bands of population: the inhabitants from which each begins, and its name."""
    content = yaml.load((DONNEES / "national.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return tuple((t["a_partir_de"], t["nom"]) for t in content["tranches_de_population"])


def tranche_de_population(population: int | None) -> str | None:
    """Return the name of the band of so many inhabitants; None where they are not known."""
    if population is None:
        return None
    return next(nom for debut, nom in reversed(tranches_de_population()) if debut <= population)
