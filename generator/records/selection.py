"""A run without a source: communes of the official list, chosen by place and size."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeVar

from generator.domain.territoire import Territoire
from generator.errors import ReferentielError
from generator.records.arbre import Cellule, Entree, NoeudGroupe, NoeudScalaire
from generator.records.enregistrement import Enregistrement, from_tree
from generator.referentiel.regions import find_region
from generator.referentiel.territoires import commune_by_code, communes, find_departement

T = TypeVar("T")


def select(  # noqa: PLR0913, one parameter a criterion
    *,
    demarche: str,
    departements: Collection[str] = (),
    regions: Collection[str] = (),
    population_min: int | None = None,
    population_max: int | None = None,
    codes: Collection[str] = (),
) -> Iterator[Enregistrement]:
    """Yield the chosen communes by Insee code: every one if nothing is asked.

    Départements and régions, by code or name, add up; `codes` are added to them, and the
    populations (municipale, both bounds included) narrow the whole. A commune whose population
    is unknown passes no bound. ReferentielError lists every code or name that is not known.
    """
    wanted = _departements(departements, regions)
    named = _codes(codes)
    everything = not (departements or regions or codes)
    for code, commune in communes().items():
        here = everything or code in named or commune.departement.code in wanted
        if here and _fits(commune, population_min, population_max):
            yield record_of(commune, demarche)


def record_of(territoire: Territoire, demarche: str) -> Enregistrement:
    """Return the record that says the place's code and the programme, and nothing else."""
    place = Cellule(1)
    cle, nature = ("code_insee", "commune") if territoire.is_commune else ("siren", "SIREN")
    code = Entree(place, cle, NoeudScalaire(place, territoire.code))
    arbre = NoeudGroupe(
        place,
        (
            Entree(place, "demarche", NoeudScalaire(place, demarche)),
            Entree(place, "collectivite", NoeudGroupe(place, (code,))),
        ),
    )
    return from_tree(arbre, source=f"{nature} {territoire.code}", folder=Path())


def _departements(departements: Collection[str], regions: Collection[str]) -> frozenset[str]:
    """Return the codes of the départements that are asked for."""
    found = _look_up(find_departement, departements)
    of_regions = [region.departements for region in _look_up(find_region, regions)]
    return frozenset(d.code for d in found).union(*of_regions)


def _codes(codes: Collection[str]) -> frozenset[str]:
    return frozenset(commune.code for commune in _look_up(commune_by_code, codes))


def _look_up(find: Callable[[str], T], saisis: Collection[str]) -> list[T]:
    """Return what each text designates; ReferentielError lists all those that designate nothing."""
    found, problems = list[T](), list[str]()
    for saisi in saisis:
        try:
            found.append(find(saisi))
        except ReferentielError as error:
            problems += error.messages
    if problems:
        raise ReferentielError(problems)
    return found


def _fits(commune: Territoire, minimum: int | None, maximum: int | None) -> bool:
    if minimum is None and maximum is None:
        return True
    population = commune.population_municipale
    if population is None:
        return False
    return (minimum is None or population >= minimum) and (maximum is None or population <= maximum)
