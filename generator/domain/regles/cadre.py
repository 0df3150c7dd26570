"""What the rules are read with, and what they find."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from generator.domain.demarche import Demarche
from generator.domain.dossier import Dossier, Etat
from generator.domain.seuils import Seuils
from generator.domain.verdict import Gravite

Finding = tuple[Gravite, str, str]
"""How serious, on which field, and the sentence."""


ERREUR = Gravite.ERREUR
ALERTE = Gravite.ALERTE


@dataclass(frozen=True, slots=True)
class Cadre:
    """What the rules are read with: the programme and the figures of law at the session's date.

    `accueil`: the act is the specimen of a welcome pack, which no council has on its agenda.
    """

    demarche: Demarche
    seuils: Seuils
    accueil: bool = False


def severity(dossier: Dossier) -> Gravite:
    """Return what a wrong act deserves: an error once adopted, an alert while it is a draft."""
    return ERREUR if dossier.deliberation.etat is Etat.ADOPTEE else ALERTE


def name_key(nom: str) -> str:
    """Return a name without case, accents, blanks or punctuation, to compare two spellings."""
    decomposed = unicodedata.normalize("NFKD", nom).casefold()
    return "".join(c for c in decomposed if c.isalnum())
