"""The follow-up of a plan over its mandate: what the town writes, year after year.

The wording of boxes and columns is UNICEF France's own follow-up table, 2020-2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.domain.dossier import Action


class EtatAction(StrEnum):
    """Where an action stands, as people read it."""

    PREVUE = "prévue"
    EN_COURS = "en cours"
    REALISEE = "réalisée"
    ANNULEE = "annulée"


@dataclass(frozen=True, slots=True)
class ActionSuivie:
    """One action as the town tells it today.

    `action` holds its columns of the plan as they are written now; `reference` is the rank that
    it has in the plan as voted, from 1, and None for one that was added since. `valeurs`: the
    indicator's value of each year, as typed. `autres`: what stands in columns of the town's own,
    by their header. `ligne`: its row in the sheet, from 1.
    """

    action: Action
    reference: int | None = None
    etat: EtatAction | None = None
    supplementaire: bool = False  # « Action supplémentaire au plan d'action initial », as ticked
    descriptif: str | None = None  # « descriptif/analyse de l'action »
    commentaires: str | None = None
    perspectives: str | None = None  # « perspectives de développement »
    motif: str | None = None  # why it was cancelled, or added
    valeurs: Mapping[int, str] = field(default_factory=dict)
    ligne: int = 0
    societe_civile: str | None = None  # how inhabitants and associations were consulted on it
    commentaires_de_la_collectivite: str | None = None
    autres: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suivi:
    """The follow-up of one town: the years closed, its comments, its actions in their order.

    `presentation` is what the first sheet says besides, by label, as it is written now: the town
    may have changed its referents since the vote.
    """

    bilans_faits: frozenset[int] = frozenset()  # years where « Bilan annuel - Fait » is ticked
    commentaires_de_la_collectivite: str | None = None  # those of no year in particular
    actions: tuple[ActionSuivie, ...] = ()
    commentaires_annuels: Mapping[int, str] = field(default_factory=dict)
    presentation: Mapping[str, str] = field(default_factory=dict)
