"""A new record: the commented YAML of a town, filled from the official data."""

from __future__ import annotations

import datetime
import re

from generator.domain.dossier import Periode
from generator.domain.territoire import Territoire
from generator.records.fiche_vierge import skeleton
from generator.referentiel import demarches, territoires
from generator.referentiel.territoires import explain_namesake, slug_of

_INSEE = re.compile(r"2[AB]\d{3}|\d{1,5}")


def create(nom: str, demarche: str, *, aujourdhui: datetime.date) -> tuple[str, str]:
    """Return the slug and the YAML of a new record for a name, an Insee code or a SIREN.

    Raises ReferentielError when the place or the programme is not known.
    """
    mandat: Periode = demarches.mandat_en_cours(demarche, aujourdhui)
    territoire = find(nom)
    return slug_of(territoire), skeleton(territoire, demarche, mandat)


def find(nom: str) -> Territoire:
    """Return the commune or intercommunalité; ReferentielError lists homonyms or near names."""
    code = _code(nom)
    if _INSEE.fullmatch(code):
        return territoires.commune_by_code(code)
    if code.isdigit():
        return territoires.territoire_by_siren(code)
    return territoires.find_commune(nom)


def doubt(nom: str) -> str | None:
    """Return what to tell of a name that `find` knows, where a much bigger town may be meant."""
    territoire = find(nom)
    is_code = any(c.isdigit() for c in _code(nom))
    return None if is_code else explain_namesake(territoire)


def _code(nom: str) -> str:
    return nom.replace(" ", "").upper()
