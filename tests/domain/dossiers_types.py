"""Dossiers that satisfy every rule, for the tests to spoil one fact at a time."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

from generator.domain.dossier import (
    Civilite,
    Collectivite,
    Cotisation,
    Deliberation,
    Dossier,
    Etat,
    Periode,
    Personne,
    Seance,
    Vote,
)
from generator.domain.regles import check
from generator.domain.regles.cadre import Cadre
from generator.domain.verdict import Gravite
from generator.referentiel import demarches
from generator.referentiel.seuils import seuils
from generator.referentiel.territoires import commune_by_code

MANDAT = Periode(2026, 2032)
VILLE_AMIE = demarches.load("ville-amie-des-enfants", MANDAT)
VILLE_AMIE_2020 = demarches.load("ville-amie-des-enfants", Periode(2020, 2026))
TERRITOIRES = demarches.load("territoires-denfance", MANDAT)
SEUILS = seuils(datetime.date(2026, 6, 22))
CADRE = Cadre(VILLE_AMIE, SEUILS)

DIJON = commune_by_code("21231")
GIVARDON = commune_by_code("18102")
STRASBOURG = commune_by_code("67482")
WISSEMBOURG = commune_by_code("67544")


def habitants(territoire, municipale, totale=None):
    return replace(
        territoire,
        population_municipale=municipale,
        population_totale=municipale if totale is None else totale,
    )


def dossier_adopte(territoire=DIJON, **collectivite):
    """Return an adopted dossier in which no rule finds anything to say."""
    return Dossier(
        demarche=VILLE_AMIE.cle,
        mandat=MANDAT,
        collectivite=Collectivite(territoire, **collectivite),
        executif=Personne(Civilite.MADAME, "Camille", "Exemple", "Maire"),
        seance=Seance(
            date=datetime.date(2026, 6, 22),
            heure=datetime.time(18, 30),
            lieu="hôtel de ville",
            convocation=datetime.date(2026, 6, 12),
            secretaire=Personne(Civilite.MONSIEUR, "Sacha", "Spécimen", "conseiller municipal"),
            en_exercice=59,
            presents=52,
            pouvoirs=5,
        ),
        deliberation=Deliberation(
            numero="2026-06-12",
            etat=Etat.ADOPTEE,
            vote=Vote(pour=55, contre=0, abstentions=2, ne_prend_pas_part=0),
            cotisation=Cotisation(Decimal(9500), Periode(2027, 2032), "chapitre 011, compte 6281"),
        ),
    )


def seance(dossier, **changes):
    return replace(dossier, seance=replace(dossier.seance, **changes))


def deliberation(dossier, **changes):
    return replace(dossier, deliberation=replace(dossier.deliberation, **changes))


def vote(dossier, **changes):
    return deliberation(dossier, vote=replace(dossier.deliberation.vote, **changes))


def cotisation(dossier, **changes):
    return deliberation(dossier, cotisation=replace(dossier.deliberation.cotisation, **changes))


def en_projet(dossier):
    return deliberation(dossier, etat=Etat.PROJET)


def verdicts(dossier, cadre=CADRE):
    return check(dossier, cadre)


def erreurs(dossier, cadre=CADRE):
    return [v for v in check(dossier, cadre) if v.gravite is Gravite.ERREUR]


def sur(dossier, champ, cadre=CADRE):
    """Return what the rules say of one field: (gravité, message) pairs."""
    return [(v.gravite, v.message) for v in check(dossier, cadre) if v.champ == champ]
