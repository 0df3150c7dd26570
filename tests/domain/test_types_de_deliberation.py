"""The kinds of act: what each recalls, whether it decides dues, who may decide it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from dossiers_types import (
    CADRE,
    DIJON,
    SEUILS,
    TERRITOIRES,
    VILLE_AMIE,
    VILLE_AMIE_2020,
    cotisation,
    deliberation,
    dossier_adopte,
    en_projet,
    erreurs,
    seance,
    sur,
    verdicts,
)

from generator.domain.cotisation import cotisation_due, decides_dues
from generator.domain.dossier import ActePrecedent, Cotisation, Periode, TypeDeliberation
from generator.domain.regles.cadre import Cadre
from generator.domain.verdict import Gravite
from generator.referentiel.territoires import territoire_by_siren

EN_2027 = Periode(2027, 2027)
PRECEDENTE = ActePrecedent("2025-12-01", datetime.date(2025, 12, 15))
METROPOLE_DE_LYON = territoire_by_siren("200046977")
COMMUNAUTE = territoire_by_siren("243000296")


def plan(dossier=None, **changes):
    """Return the second act of a candidate, which says nothing of dues."""
    given = {"type": TypeDeliberation.PLAN_D_ACTION, "precedente": PRECEDENTE}
    return deliberation(dossier or dossier_adopte(), cotisation=Cotisation(), **(given | changes))


def renouvellement(dossier=None, annees=EN_2027, **changes):
    dues = Cotisation(annees=annees, imputation="chapitre 011, compte 6281")
    given = {"type": TypeDeliberation.RENOUVELLEMENT, "precedente": PRECEDENTE, "cotisation": dues}
    return deliberation(dossier or dossier_adopte(), **(given | changes))


# --- the act that it follows --------------------------------------------------------------------


@pytest.mark.parametrize("acte", [plan, renouvellement])
def test_an_adopted_act_that_follows_another_must_name_it(acte):
    assert erreurs(acte()) == []
    for cle in ("numero", "date"):
        tu = acte(precedente=replace(PRECEDENTE, **{cle: None}))
        (erreur,) = erreurs(tu)
        assert erreur.champ == f"deliberation.precedente.{cle}"
        assert sur(en_projet(tu), erreur.champ) == []


def test_a_first_act_recalls_none_and_says_so():
    for change in ({"precedente": PRECEDENTE}, {"acceptation": datetime.date(2026, 1, 5)}):
        (verdict,) = verdicts(deliberation(dossier_adopte(), **change))
        assert verdict.gravite is Gravite.ALERTE
        assert verdict.champ == f"deliberation.{next(iter(change))}"
        assert "ne sera imprimé nulle part" in verdict.message


def test_a_renewal_recalls_no_acceptance_and_says_so():
    jour = datetime.date(2026, 12, 5)  # later than the sitting: it is not compared either
    ((gravite, message),) = sur(renouvellement(acceptation=jour), "deliberation.acceptation")
    assert gravite is Gravite.ALERTE
    assert "imprimée nulle part" in message
    assert erreurs(renouvellement(acceptation=jour)) == []


def test_a_renewal_adds_no_commitments_and_says_so():
    ((gravite, message),) = sur(
        renouvellement(engagements=("ouvrir un jardin",)), "deliberation.engagements"
    )
    assert gravite is Gravite.ALERTE
    assert "imprimés nulle part" in message
    assert sur(plan(engagements=("ouvrir un jardin",)), "deliberation.engagements") == []


def test_the_first_act_the_acceptance_and_the_sitting_follow_one_another():
    jour = datetime.date(2026, 6, 22)
    tard = plan(precedente=replace(PRECEDENTE, date=jour))
    ((gravite, message),) = sur(tard, "deliberation.precedente.date")
    assert gravite is Gravite.ERREUR
    assert "la séance (22/06/2026)" in message
    assert sur(en_projet(tard), "deliberation.precedente.date")[0][0] is Gravite.ALERTE
    accepted = plan(acceptation=datetime.date(2025, 12, 1))
    assert (
        "l'acceptation d'UNICEF France (01/12/2025)"
        in (sur(accepted, "deliberation.precedente.date")[0][1])
    )
    assert sur(plan(acceptation=jour), "deliberation.acceptation")
    assert erreurs(plan(acceptation=datetime.date(2026, 3, 2))) == []
    assert erreurs(seance(en_projet(plan(acceptation=jour)), date=None, convocation=None)) == []


# --- dues -----------------------------------------------------------------------------------------


def test_a_plan_decides_dues_only_where_the_record_speaks_of_them():
    assert not decides_dues(plan(), VILLE_AMIE)
    assert not [v for v in verdicts(plan()) if "cotisation" in v.champ]
    dite = cotisation(plan(), annees=Periode(2026, 2026))
    assert decides_dues(dite, VILLE_AMIE)
    assert [v.champ for v in erreurs(dite)] == ["deliberation.cotisation.annees"]
    assert decides_dues(dossier_adopte(), VILLE_AMIE)
    assert decides_dues(deliberation(dossier_adopte(), cotisation=Cotisation()), VILLE_AMIE)


def test_the_year_of_a_renewal_is_never_supposed():
    due = cotisation_due(renouvellement(), VILLE_AMIE)
    assert (due.montant, due.annees) == (Decimal(9500), EN_2027)
    tue = renouvellement(annees=None)
    due = cotisation_due(tue, VILLE_AMIE)
    assert (due.montant, due.annees, due.depuis) == (None, None, None)
    due = cotisation_due(tue, TERRITOIRES)
    assert (due.montant, due.annees, due.depuis) == (Decimal(500), None, None)
    (erreur,) = erreurs(tue)
    assert erreur.champ == "deliberation.cotisation.annees"
    assert "« annees »" in erreur.message
    assert sur(en_projet(tue), erreur.champ)[0][0] is Gravite.ALERTE


def test_the_dues_of_a_renewal_are_checked_as_those_of_a_membership():
    (erreur,) = erreurs(renouvellement(annees=Periode(2026, 2026)))
    assert "aucun montant n'est connu pour 2026" in erreur.message
    autre = cotisation(renouvellement(), montant=Decimal(200))
    assert sur(autre, "deliberation.cotisation.montant")
    ancien = Cadre(VILLE_AMIE_2020, SEUILS)
    assert sur(
        renouvellement(annees=Periode(2025, 2025)), "deliberation.cotisation.montant", ancien
    )


# --- who decides ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("territoire", "texte"),
    [
        (DIJON, "L. 2122-22, 24°"),
        (COMMUNAUTE, "L. 5211-10"),
        (METROPOLE_DE_LYON, None),
    ],
    ids=lambda value: getattr(value, "nom", value),
)
def test_a_renewal_may_be_for_the_head_of_the_executive_to_decide(territoire, texte):
    found = sur(renouvellement(dossier_adopte(territoire)), "deliberation.type")
    assert [texte in message for _, message in found] == ([True] if texte else [])
    assert all(gravite is Gravite.ALERTE for gravite, _ in found)
    assert sur(plan(dossier_adopte(territoire)), "deliberation.type") == []


def test_what_is_not_published_of_the_second_act_is_told_before_the_vote():
    ((gravite, message),) = sur(en_projet(plan()), "deliberation.type", CADRE)
    assert gravite is Gravite.ALERTE
    assert "texte de la convention" in message
    assert sur(plan(), "deliberation.type") == []
    ancien = Cadre(VILLE_AMIE_2020, SEUILS)
    assert sur(en_projet(plan()), "deliberation.type", ancien) == []
