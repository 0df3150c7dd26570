"""The welcome pack: what UNICEF France sends a collectivité to make acquaintance."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from generator.domain.demarche import Contact, Demarche
from generator.domain.document import Document

COUT = "cout"
"""The line of the comparison that the scales of dues answer."""


@dataclass(frozen=True, slots=True)
class Critere:
    """One line of the comparison; `nom` may hold marks."""

    cle: str
    nom: str


@dataclass(frozen=True, slots=True)
class Envoi:
    """Who sends the pack, and when; None leaves a blank. Nothing of it is ever inferred."""

    date: datetime.date | None = None
    lieu: str | None = None
    signataire: str | None = None
    qualite: str | None = None
    correspondant: str | None = None  # who answers the town, and how


@dataclass(frozen=True, slots=True)
class Accueil:
    """One welcome pack: its documents in order, the ways it compares, and its sending."""

    entier: Document  # all of them in one file
    auteur: str  # of those that are not the programme's
    documents: tuple[Document, ...]
    voies: tuple[Demarche, Demarche]
    criteres: tuple[Critere, ...]
    contact: Contact  # where the letter asks to write
    envoi: Envoi = field(default_factory=Envoi)
