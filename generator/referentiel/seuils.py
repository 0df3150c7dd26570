"""The dated figures of law, from `donnees/seuils.yaml`: which are in force on a given date."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from generator.domain.seuils import Seuils
from generator.errors import ReferentielError
from generator.resources import DONNEES


@dataclass(frozen=True, slots=True)
class ValeurDatee:
    """One figure of law, in force from `depuis` until the next one of its kind."""

    depuis: datetime.date
    valeur: Any  # a number, a table or a mapping, as the field of `Seuils` wants it
    reference: str
    a_confirmer: str | None = None  # what was not read again in the text in force


def seuils(date: datetime.date) -> Seuils:
    """Return the figures in force on `date`; ReferentielError before the first known ones."""
    return Seuils(**{nom: _value_on(nom, date) for nom in valeurs_datees()})


@functools.cache
def valeurs_datees() -> Mapping[str, tuple[ValeurDatee, ...]]:
    """Return every known value of every field of `Seuils`, oldest first, with its source."""
    contenu = yaml.safe_load((DONNEES / "seuils.yaml").read_bytes())
    return {nom: tuple(map(_read, fiche["valeurs"])) for nom, fiche in contenu.items()}


def _read(fiche: dict[str, Any]) -> ValeurDatee:
    """Return one dated value, its tables frozen."""
    return ValeurDatee(**{**fiche, "valeur": _freeze(fiche["valeur"])})


def _freeze(valeur: Any) -> Any:
    """Return `valeur` with tuples for lists, at every level."""
    return tuple(map(_freeze, valeur)) if isinstance(valeur, list) else valeur


def _value_on(nom: str, date: datetime.date) -> Any:
    """Return the value of one field on `date`; ReferentielError if none is known so early."""
    connues = valeurs_datees()[nom]
    en_vigueur = [v.valeur for v in connues if v.depuis <= date]
    if not en_vigueur:
        raise ReferentielError(
            f"les seuils légaux au {date:%d/%m/%Y} ne sont pas connus : « {nom} » ne l'est que "
            f"depuis le {connues[0].depuis:%d/%m/%Y} ; vérifiez la date"
        )
    return en_vigueur[-1]
