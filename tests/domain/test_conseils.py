"""The eight pieces of advice on a follow-up, as checks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.domain.comparaison import compare
from generator.domain.conseils import Cadre, Conseil, check, has_figure
from generator.domain.dossier import Action, FeuilleDeRoute
from generator.domain.suivi import ActionSuivie, EtatAction, Suivi

ACTION = Action(
    "Rues aux écoles",
    pilote="direction de l'urbanisme",
    partenaires=("métropole",),
    echeance=2031,
    indicateur="écoles équipées",
    participation_des_enfants="marches exploratoires avec les classes",
    publics_defavorises="d'abord les écoles de l'éducation prioritaire",
)
FAITE = ActionSuivie(
    ACTION,
    reference=1,
    etat=EtatAction.REALISEE,
    descriptif="Trente écoles équipées, 6 400 enfants, deux fois moins de voitures aux heures d'entrée.",
    commentaires="Les commerçants, consultés, ont approuvé.",
    perspectives="Les collèges en 2030.",
    valeurs={2028: "30 écoles"},
    ligne=6,
)
CLOS = Suivi(
    bilans_faits=frozenset({2028}),
    commentaires_de_la_collectivite="La Ville remercie ses partenaires.",
)


def constats(*suivies: ActionSuivie, plan: tuple[Action, ...] = (ACTION,), suivi: Suivi = CLOS):
    suivi = replace(suivi, actions=suivies)
    cadre = Cadre(2028, FeuilleDeRoute(actions=plan), suivi, mots=12)
    return check(compare(plan, suivi, 2028), cadre)


def trouves(*suivies: ActionSuivie, **options: object) -> list[tuple[Conseil, str]]:
    return [(c.conseil, c.champ) for c in constats(*suivies, **options)]  # type: ignore[arg-type]


def faite(**plus: object) -> ActionSuivie:
    return replace(FAITE, **plus)  # type: ignore[arg-type]


def en_cours(**plan: object) -> ActionSuivie:
    return faite(etat=EtatAction.EN_COURS, action=replace(ACTION, **plan))  # type: ignore[arg-type]


def test_a_follow_up_that_says_everything_gets_no_finding():
    assert constats(FAITE) == ()


def test_no_finding_twice_for_one_cell():
    vide = ActionSuivie(replace(ACTION, pilote=None), reference=1, etat=EtatAction.REALISEE)
    dits = [(id(c.ligne), c.champ) for c in constats(vide, suivi=Suivi()) if c.ligne]
    assert len(dits) == len(set(dits))


@pytest.mark.parametrize(
    ("suivie", "conseil", "champ"),
    [
        (faite(etat=None), Conseil.A_JOUR, "etat"),
        (faite(etat=EtatAction.EN_COURS, valeurs={2027: "2"}), Conseil.A_JOUR, "valeur"),
        (en_cours(pilote=None), Conseil.TRANSVERSAL, "pilote"),
        (en_cours(partenaires=()), Conseil.PARTENAIRES, "partenaires"),
        (
            en_cours(participation_des_enfants=None),
            Conseil.PARTENAIRES,
            "participation_des_enfants",
        ),
        (faite(descriptif=None), Conseil.RESULTATS, "descriptif"),
        (faite(descriptif="Formation faite en 2028."), Conseil.RESULTATS, "descriptif"),
        (faite(valeurs={}), Conseil.RESULTATS, "valeur"),
        (faite(commentaires=None), Conseil.RESULTATS, "commentaires"),
        (faite(perspectives=None), Conseil.RESULTATS, "perspectives"),
        (faite(etat=EtatAction.ANNULEE), Conseil.EVOLUTION, "motif"),
        (faite(supplementaire=True), Conseil.EVOLUTION, "supplementaire"),
    ],
)
def test_each_thing_that_lacks_is_told_where_it_is_to_be_written(suivie, conseil, champ):
    # What is not voted does not come to the rescue of a cell that was emptied.
    plan = (replace(suivie.action),)
    assert (conseil, champ) in trouves(suivie, plan=plan)


def test_a_lost_row_is_told():
    (constat,) = [c for c in constats() if c.ligne is not None]
    assert constat.conseil is Conseil.A_JOUR
    assert constat.champ == ""


def test_a_description_in_words_alone_is_vague_without_a_value():
    texte = "toutes les écoles de la ville ont désormais une rue fermée aux voitures le matin"
    assert (Conseil.RESULTATS, "descriptif") in trouves(faite(descriptif=texte, valeurs={}))
    assert trouves(faite(descriptif=texte)) == []


def test_an_added_action_asks_for_its_box_and_its_reason():
    ajoutee = faite(reference=None, action=replace(ACTION, intitule="Un forum"))
    dits = trouves(FAITE, ajoutee)
    assert dits == [(Conseil.EVOLUTION, "supplementaire"), (Conseil.EVOLUTION, "motif")]
    assert (
        trouves(FAITE, replace(ajoutee, supplementaire=True, motif="à la demande d'enfants")) == []
    )


def test_a_cancelled_action_with_its_reason_is_asked_nothing_else():
    vide = ActionSuivie(Action("Rues aux écoles"), 1, EtatAction.ANNULEE, motif="hors budget")
    assert trouves(vide) == []


@pytest.mark.parametrize("echeance", [2027, 2031])
def test_an_action_not_begun_is_asked_nothing_even_late(echeance):
    plan = (Action("Rues aux écoles", echeance=echeance, indicateur="écoles"),)
    vide = ActionSuivie(plan[0], reference=1, etat=EtatAction.PREVUE)
    assert trouves(vide, plan=plan) == []


def test_a_reworded_priority_action_is_told_with_the_name_to_restore():
    plan = (replace(ACTION, prioritaire=True),)
    renommee = faite(action=replace(ACTION, intitule="Rues pour tous"))
    (constat,) = constats(renommee, plan=plan)
    assert (constat.conseil, constat.champ) == (Conseil.PRIORITAIRES, "intitule")
    assert "« Rues aux écoles »" in constat.message
    assert constats(renommee) == ()  # free to reword what is not of the national list


def test_the_most_disadvantaged_are_asked_of_the_whole_plan_once():
    plan = (replace(ACTION, publics_defavorises=None),)
    suivie = faite(action=plan[0])
    assert trouves(suivie, plan=plan) == [(Conseil.PARTENAIRES, "publics_defavorises")]
    feuille = FeuilleDeRoute(actions=plan, publics_defavorises="les enfants hébergés à l'hôtel")
    suivi = replace(CLOS, actions=(suivie,))
    assert check(compare(plan, suivi, 2028), Cadre(2028, feuille, suivi, 12)) == ()


def test_no_figure_at_all_is_told_once():
    muette = faite(valeurs={2028: "toutes"})
    assert trouves(muette) == [(Conseil.FAIRE_SAVOIR, "valeur")]


def test_a_year_that_is_not_closed_nor_commented_is_told():
    assert trouves(FAITE, suivi=Suivi()) == [
        (Conseil.CLOTURE, "fait"),
        (Conseil.CLOTURE, "commentaires"),
    ]
    autre = Suivi(bilans_faits=frozenset({2027}), commentaires_annuels={2028: "Merci."})
    assert trouves(FAITE, suivi=autre) == [(Conseil.CLOTURE, "fait")]


@pytest.mark.parametrize(
    ("texte", "vrai"), [("30 écoles", True), ("trente", False), ("", False), (None, False)]
)
def test_what_is_a_figure(texte, vrai):
    assert has_figure(texte) is vrai


def test_every_sentence_begins_small_and_has_no_full_stop():
    vide = ActionSuivie(Action("Un"), reference=None, etat=EtatAction.REALISEE)
    dits = constats(vide, ActionSuivie(Action("Deux"), etat=EtatAction.ANNULEE), suivi=Suivi())
    assert len(dits) > 8
    for constat in dits:
        assert constat.message[0] in "«" or constat.message[0].islower(), constat.message
        assert not constat.message.endswith("."), constat.message
