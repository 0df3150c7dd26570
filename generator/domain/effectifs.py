"""The number of members that the law gives a conseil municipal."""

from __future__ import annotations

from generator.domain.seuils import Seuils
from generator.domain.territoire import Territoire


def effectif_legal(territoire: Territoire, seuils: Seuils) -> int | None:
    """Return the number of members of the council of a commune (CGCT L. 2121-2).

    The population is the municipal one (code électoral, R. 25-1). None for an
    intercommunalité, whose council depends on local agreements (CGCT L. 5211-6-1), for the
    overseas collectivités outside the départements, and for a commune without population:
    nobody votes in the six villages destroyed in 1916. The figure can only alert: a commune
    nouvelle may have another (CGCT L. 2113-7 and L. 2113-8).
    """
    population = territoire.population_municipale
    if territoire.departement.is_collectivite_d_outre_mer:
        return None
    if not territoire.is_commune or not population:
        return None
    if territoire.code in seuils.effectifs_particuliers:
        return seuils.effectifs_particuliers[territoire.code]
    return max(membres for depuis, membres in seuils.effectifs if depuis <= population)
