"""What documents are drafted from, and what drafting gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.domain.accueil import Accueil
from generator.domain.bilan import Bilan
from generator.domain.demarche import Demarche, TexteDeliberation
from generator.domain.dossier import Dossier
from generator.domain.regime import Regime
from generator.domain.seuils import Seuils

Contexte = dict[str, Any]
"""Nested plain values: texts, lists, tables and booleans."""


@dataclass(frozen=True, slots=True)
class Matiere:
    """All that a document is drafted from."""

    dossier: Dossier
    demarche: Demarche
    regime: Regime
    seuils: Seuils
    accueil: Accueil | None = None  # in a welcome pack only
    bilan: Bilan | None = None  # in a yearly report only

    @property
    def acte(self) -> TexteDeliberation:
        """The kind of act that the dossier is about, as the programme has it."""
        return self.demarche.deliberations[self.dossier.deliberation.type]
