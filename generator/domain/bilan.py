"""The yearly report of a plan: what its documents are drafted from."""

from __future__ import annotations

from dataclasses import dataclass

from generator.domain.comparaison import LigneDeBilan, Situation
from generator.domain.conseils import Constat
from generator.domain.document import Document
from generator.domain.suivi import Suivi


@dataclass(frozen=True, slots=True)
class Bilan:
    """One year's report: what it is drafted from besides the dossier.

    `suivi`: the table as the town has filled it; `lignes`: one action at least; `documents`: what
    is made of the report.
    """

    annee: int
    suivi: Suivi
    lignes: tuple[LigneDeBilan, ...]
    constats: tuple[Constat, ...]
    documents: tuple[Document, ...]

    def dans(self, *situations: Situation) -> tuple[LigneDeBilan, ...]:
        """Return the actions that are in one of these situations."""
        return tuple(ligne for ligne in self.lignes if ligne.situation in situations)
