"""The welcome pack of one place, from its name alone; a list of them is a bulk run (`lot`)."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

from generator.domain.accueil import Envoi
from generator.records.selection import record_of
from generator.services.creation import doubt, find
from generator.services.verification import Examen, examine


def welcome(nom: str, envoi: Envoi, *, demarche: str, aujourdhui: datetime.date) -> Examen:
    """Return what the welcome pack of a place is drafted from; it is for `produce`, with its pack.

    `nom`: a name, an Insee code or a SIREN. Raises ReferentielError when no place, or more than
    one, answers to it, and RecordError when a rule makes it unfit.
    """
    fiche = record_of(find(nom), demarche).read(aujourdhui=aujourdhui)
    examen = examine(fiche, aujourdhui=aujourdhui, envoi=envoi)
    doute = doubt(nom)
    return replace(examen, alertes=(f"{nom} : {doute}", *examen.alertes)) if doute else examen


def is_path(source: str) -> bool:
    """Return whether a file or a folder is meant, there or not, rather than a place's name."""
    path = Path(source)
    if path.name != source or re.fullmatch(r"\.\w{2,5}", path.suffix):
        return True
    try:
        return bool(source) and path.exists()
    except (OSError, ValueError):  # too long for a file, or with a NUL
        return False
