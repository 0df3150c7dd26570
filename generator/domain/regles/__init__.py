"""The rules that an act must satisfy: pure functions from a dossier to verdicts.

What makes the act wrong is an error once it is adopted; on a draft it is an alert, since the
figures may still change. What deserves a look is an alert in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.domain.dossier import Dossier
from generator.domain.regles import (
    acte,
    collectivite,
    convocation,
    cotisation,
    feuille_de_route,
    mentions,
    seance,
    vote,
)
from generator.domain.regles.cadre import Cadre, Finding
from generator.domain.verdict import Verdict


def check(dossier: Dossier, cadre: Cadre) -> tuple[Verdict, ...]:
    """Return every finding of every rule, in the order of the record."""
    return tuple(
        Verdict(gravite, champ, message)
        for rule in _REGLES
        for gravite, champ, message in rule(dossier, cadre)
    )


_REGLES: tuple[Callable[[Dossier, Cadre], Iterator[Finding]], ...] = (
    cotisation.check_mandat,
    collectivite.check_charniere,
    collectivite.check_hors_champ,
    collectivite.check_executif,
    collectivite.check_charte,
    convocation.check_seuil_de_population,
    mentions.check_mentions,
    mentions.check_personnes,
    convocation.check_convocation,
    seance.check_secretaire,
    seance.check_effectif,
    seance.check_presence,
    seance.check_pouvoirs,
    vote.check_vote,
    acte.check_avertissement,
    acte.check_precedente,
    acte.check_delegation,
    cotisation.check_cotisation,
    cotisation.check_montant,
    feuille_de_route.check_oublis,
)
