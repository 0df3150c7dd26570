"""What becomes of each action of a plan, by the end of one year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.domain.comparaison import Situation, compare
from generator.domain.dossier import Action
from generator.domain.suivi import ActionSuivie, EtatAction, Suivi

PLAN = (
    Action("Rues aux écoles", axe="ville", echeance=2028, indicateur="écoles", cible="30"),
    Action("Former les agents", axe="protection", echeance=2030, prioritaire=True),
)


def comparees(*suivies: ActionSuivie, annee: int = 2028):
    return compare(PLAN, Suivi(actions=suivies), annee)


def suivie(rang: int | None = 1, etat: EtatAction | None = None, **plan: object) -> ActionSuivie:
    action = replace(PLAN[rang - 1], **plan) if rang else Action("Un forum", **plan)  # type: ignore[arg-type]
    return ActionSuivie(action, reference=rang, etat=etat, ligne=6)


@pytest.mark.parametrize(
    ("etat", "annee", "situation"),
    [
        (EtatAction.REALISEE, 2027, Situation.REALISEE),
        (EtatAction.REALISEE, 2031, Situation.REALISEE),
        (EtatAction.ANNULEE, 2031, Situation.ANNULEE),
        (EtatAction.EN_COURS, 2027, Situation.EN_COURS),
        (EtatAction.PREVUE, 2027, Situation.PREVUE),
        (EtatAction.EN_COURS, 2028, Situation.EN_RETARD),
        (EtatAction.PREVUE, 2029, Situation.EN_RETARD),
        (None, 2031, Situation.SANS_ETAT),
    ],
)
def test_where_an_action_due_in_2028_stands(etat, annee, situation):
    ligne, _ = comparees(suivie(etat=etat), annee=annee)
    assert ligne.situation is situation


def test_what_was_voted_says_what_is_late_whatever_the_row_says():
    ligne, _ = comparees(suivie(etat=EtatAction.EN_COURS, echeance=2031))
    assert ligne.situation is Situation.EN_RETARD
    (changement,) = ligne.changements
    assert (changement.champ, changement.avant, changement.apres) == ("echeance", 2028, 2031)


@pytest.mark.parametrize(
    ("etat", "commencee", "engagee"),
    [
        (EtatAction.PREVUE, False, False),
        (EtatAction.EN_COURS, True, True),
        (EtatAction.REALISEE, True, False),
        (EtatAction.ANNULEE, False, False),
        (None, False, False),
    ],
)
def test_what_is_late_has_begun_only_if_its_row_says_so(etat, commencee, engagee):
    ligne, perdue = comparees(suivie(etat=etat), annee=2031)
    assert (ligne.est_commencee, ligne.est_engagee) == (commencee, engagee)
    assert not perdue.est_commencee


def test_an_action_without_a_year_is_never_late():
    (*_, ligne) = comparees(suivie(None, EtatAction.EN_COURS), annee=2032)
    assert ligne.situation is Situation.EN_COURS


def test_the_plan_comes_first_in_its_order_then_what_was_added():
    lignes = comparees(suivie(None), suivie(2, EtatAction.REALISEE), suivie(1))
    assert [x.action.intitule for x in lignes] == [
        "Rues aux écoles",
        "Former les agents",
        "Un forum",
    ]
    assert [x.est_ajoutee for x in lignes] == [False, False, True]


def test_an_action_that_has_lost_its_row_is_told_as_voted():
    perdue, _ = comparees(suivie(2))
    assert perdue.suivie is None
    assert perdue.action == PLAN[0]
    assert perdue.situation is Situation.SANS_ETAT


def test_two_rows_of_one_action_lose_nothing():
    lignes = comparees(suivie(1, EtatAction.REALISEE), suivie(2), suivie(1, EtatAction.ANNULEE))
    assert [x.situation for x in lignes] == [
        Situation.REALISEE,
        Situation.SANS_ETAT,
        Situation.ANNULEE,
    ]


@pytest.mark.parametrize("rang", [0, 3, 99])
def test_a_number_that_the_plan_does_not_have_is_an_addition(rang):
    lignes = comparees(replace(suivie(None), reference=rang))
    assert len(lignes) == 3
    assert lignes[2].est_ajoutee


@pytest.mark.parametrize(
    "intitule",
    ["rues aux écoles", "Rues  aux écoles", "Rues aux écoles.", "Rues\naux écoles", None, ""],
)
def test_what_typing_does_to_a_name_is_no_change(intitule):
    ligne, _ = comparees(suivie(intitule=intitule))
    assert ligne.changements == ()
    assert not ligne.est_reformulee


def test_apostrophes_and_guillemets_are_the_same_however_typed():
    plan = (Action("L'avis d'une « élève »"),)
    dite = ActionSuivie(Action('L’avis d’une "élève"'), reference=1)
    (ligne,) = compare(plan, Suivi(actions=(dite,)), 2028)
    assert ligne.changements == ()


def test_a_reworded_action_is_known_by_its_number():
    _, ligne = comparees(suivie(2, intitule="Former tous les agents"))
    assert ligne.est_reformulee
    assert ligne.intitule_vote == "Former les agents"
    assert ligne.action.intitule == "Former tous les agents"
    assert ligne.action.prioritaire


def test_a_row_cannot_take_an_action_out_of_the_national_list():
    _, ligne = comparees(suivie(2, prioritaire=False))
    assert ligne.action.prioritaire


def test_completing_what_was_not_voted_is_no_change_and_is_kept():
    ligne, _ = comparees(suivie(budget=Decimal(12), pilote="la direction"))
    assert ligne.changements == ()
    assert (ligne.action.budget, ligne.action.pilote) == (Decimal(12), "la direction")


def test_partners_in_another_order_are_the_same():
    plan = (Action("Un", partenaires=("la métropole", "les parents")),)
    dite = ActionSuivie(Action("Un", partenaires=("Les parents", "la métropole")), reference=1)
    (ligne,) = compare(plan, Suivi(actions=(dite,)), 2028)
    assert ligne.changements == ()
