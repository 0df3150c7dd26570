"""Welcome packs of towns that each ask something else of the texts."""

from __future__ import annotations

import datetime
from pathlib import Path

from reperes import AUJOURDHUI

from generator.domain.accueil import Envoi
from generator.records.fiche import loads
from generator.services.verification import Examen, examine

FICHES = {
    "givardon": "collectivite: Givardon",
    "paris": "collectivite: Paris",
    "le-havre": "collectivite: Le Havre\nexecutif: {civilite: Mme, prenom: Camille, nom: Exemple}",
    "l-hay-les-roses": "collectivite: L'Haÿ-les-Roses\nexecutif: {civilite: Mme, article: le}",
    "foix": "collectivite: Foix",
    "les-abymes": "collectivite: Les Abymes",
    "iles-sans-habitants": 'collectivite: {code_insee: "98411"}',
    "pays-de-sommieres": 'collectivite: {siren: "243000296"}',
    "metropole-de-lyon": 'collectivite: {siren: "200046977"}',
}
"""What a record says of its town, by a name for the tests."""

ENVOI = Envoi(
    date=datetime.date(2026, 12, 1),
    lieu="Paris",
    signataire="Dominique Modèle",
    qualite="directrice inventée des collectivités",
    correspondant="Sacha Spécimen, 01 00 00 00 00",
)


def accueil(nom: str, envoi: Envoi | None = None, demarche: str = "territoires-denfance") -> Examen:
    """Return the welcome pack of one of `FICHES`, or of the town that a record's lines tell."""
    fiche = f"demarche: {demarche}\n{FICHES.get(nom, nom)}\n"
    lue = loads(fiche.encode(), source="fiche.yaml", folder=Path(), aujourdhui=AUJOURDHUI)
    return examine(lue, aujourdhui=AUJOURDHUI, envoi=envoi or Envoi())
