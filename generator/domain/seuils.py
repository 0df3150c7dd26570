"""Figures of law, dated: each comes from `donnees/seuils.yaml` with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seuils:
    """The figures in force on one date. Populations in inhabitants, delays in days or months."""

    population_note_de_synthese: int  # CGCT L. 2121-12: note and longer notice from here on
    convocation_jours_francs_sous_le_seuil: int  # CGCT L. 2121-11
    convocation_jours_francs: int  # CGCT L. 2121-12
    convocation_jours_alsace_moselle: int  # CGCT L. 2541-2, days that are not clear days
    convocation_jours_francs_urgence: int  # CGCT L. 2121-11 and L. 2121-12
    convocation_jours_apres_defaut_de_quorum: int  # CGCT L. 2121-17
    recours_mois: int  # CJA R. 421-1
    effectifs: tuple[tuple[int, int], ...]  # (population from, members), ascending; L. 2121-2
    effectifs_particuliers: Mapping[str, int]  # Insee code → members: Paris, Lyon, Marseille
    effectifs_reputes_complets: tuple[tuple[int, int, int], ...]  # (from, to, members); L. 2121-2-1
