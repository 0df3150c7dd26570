"""The note of synthesis: the money over the years, the calendar, who reports, what is joined."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.records.fiche import loads
from generator.redaction.blancs import BLANC, LONG
from generator.redaction.contexte import contexte
from generator.services.verification import examine

AUJOURDHUI = datetime.date(2026, 9, 1)
VILLE = "demarche: ville-amie-des-enfants\ncollectivite: Dijon\n"
RESEAU = "demarche: territoires-denfance\ncollectivite: Givardon\n"


def mots(record: str):
    fiche = loads(record.encode(), source="fiche", folder=Path(), aujourdhui=AUJOURDHUI)
    return contexte(examine(fiche, aujourdhui=AUJOURDHUI).matiere)


def note(record: str):
    return mots(record)["note"]


@pytest.mark.parametrize(
    ("record", "ligne"),
    [
        (VILLE, ("9\u202f500\xa0€", "2027 à 2032 (six années)", "57\u202f000\xa0€", BLANC)),
        (
            VILLE + "seance: {date: 2030-01-15}\n",
            ("9\u202f500\xa0€", "2030 à 2032 (trois années)", "28\u202f500\xa0€", BLANC),
        ),
        (
            VILLE + "deliberation: {cotisation: {annees: 2028, imputation: 6281}}\n",
            ("9\u202f500\xa0€", "2028", "9\u202f500\xa0€", "6281"),
        ),
        (
            RESEAU + "seance: {date: 2027-05-01}\n",
            ("500\xa0€", "2027 à 2032 (six années au plus)", "3\u202f000\xa0€ au plus", BLANC),
        ),
        (
            RESEAU + "deliberation: {type: renouvellement}\n",
            ("500\xa0€", BLANC, f"{BLANC}\xa0€", BLANC),
        ),
        (
            VILLE + "mandat: 2020-2026\n",
            (f"{BLANC}\xa0€", "2020 à 2026 (sept années)", f"{BLANC}\xa0€", BLANC),
        ),
    ],
)
def test_the_dues_by_the_year_and_over_the_years(record, ligne):
    (depense,) = note(record)["depense"]
    assert tuple(depense.values()) == ligne


def test_a_renewal_of_a_year_that_is_not_told_leaves_one_blank_everywhere():
    dits = mots(RESEAU + "deliberation: {type: renouvellement}\n")
    assert dits["deliberation"]["objet"].endswith(f"pour l’année {BLANC}")
    assert "cinq cents euros). La dépense" in dits["deliberation"]["articles"][1]["texte"]
    assert dits["note"]["decide"][0] == f"rester, pour l’année {BLANC}, dans le réseau\u202f;"


@pytest.mark.parametrize(
    ("acte", "dits"), [("adhesion", ["ouvrir un jardin."]), ("renouvellement", [])]
)
def test_a_renewal_prints_no_commitments_of_its_own(acte, dits):
    record = RESEAU + f"deliberation: {{type: {acte}, engagements: [ouvrir un jardin]}}\n"
    assert mots(record)["deliberation"]["engagements_propres"] == dits


def test_a_plan_says_what_its_actions_cost_and_that_no_dues_are_decided():
    plan = VILLE + "deliberation: {type: plan-d-action}\n"
    dite = note(plan)
    assert dite["depense"] == []
    assert dite["engage"] == [
        "Le plan ne chiffre pas encore ses actions\u202f; leurs crédits s’ouvriront chaque année, avec "
        "le budget.",
        "Aucune cotisation n’est décidée par cet acte.",
    ]
    actions = "feuille_de_route: {actions: [{intitule: A, budget: 1200, echeance: 2029}]}\n"
    chiffree = note(plan + actions)
    assert chiffree["engage"][0].startswith(
        "Les actions chiffrées du plan représentent 1\u202f200\xa0€"
    )
    assert {"quand": "De 2029 à 2029", "quoi": "Échéances des actions."} not in chiffree[
        "calendrier"
    ]
    assert {"quand": "2029", "quoi": "Échéances des actions."} in chiffree["calendrier"]
    payee = note(VILLE + "deliberation: {type: plan-d-action, cotisation: {annees: 2028}}\n")
    assert len(payee["depense"]) == 1
    assert "payer la cotisation annuelle\u202f;" in payee["decide"]
    assert all("Aucune cotisation" not in phrase for phrase in payee["engage"])


def test_the_calendar_goes_from_the_former_act_to_the_end_of_the_mandate():
    etapes = note(
        VILLE + "seance: {date: 2027-05-31}\n"
        "deliberation: {type: plan-d-action, acceptation: 2027-02-10, precedente: {date: 2026-06-22}}\n"
    )["calendrier"]
    assert [etape["quand"] for etape in etapes] == [
        "22\xa0juin 2026",
        "10\xa0février 2027",
        "31\xa0mai 2027",
        "Ensuite",
        "Jusqu’en 2032",
    ]
    assert note(VILLE)["calendrier"][0] == {"quand": BLANC, "quoi": "Vote de la candidature."}


def test_the_law_is_named_where_it_asks_for_the_note():
    assert note(VILLE)["reference"] == (
        "article L.\xa02121-12 du code général des collectivités territoriales"
    )
    assert note(RESEAU)["reference"] == ""
    epci = RESEAU.replace("Givardon", '{siren: "243000296"}')
    assert "L.\xa05211-1" in note(epci)["reference"]


def test_what_is_joined_is_what_is_made_of_the_act():
    assert note(VILLE)["joints"] == (
        "le projet de délibération et le plan d’action en préparation, pour information"
    )
    assert note(VILLE + "deliberation: {type: plan-d-action}\n")["joints"].endswith(
        "soumis au vote"
    )
    assert note(RESEAU + "deliberation: {type: renouvellement}\n")["joints"] == (
        "le projet de délibération"
    )


def test_who_reports():
    def rapporteur(texte=""):
        return mots(VILLE + texte)["deliberation"]["rapporteur"]

    assert rapporteur() == {"intitule": "Rapporteur", "presente": LONG}
    assert rapporteur(
        "deliberation:\n"
        "  rapporteur: {civilite: Mme, prenom: Lou, nom: Modèle, commission: commission des sports}\n"
    ) == {
        "intitule": "Rapporteuse",
        "presente": "Mme\xa0Lou Modèle, au nom de la commission des sports",
    }
