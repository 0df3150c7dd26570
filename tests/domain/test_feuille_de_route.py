"""What a feuille de route or a plan leaves out: one alert, once it has been begun."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dossiers_types import SEUILS, TERRITOIRES, deliberation, dossier_adopte, en_projet, sur

from generator.domain.dossier import Action, FeuilleDeRoute, TypeDeliberation
from generator.domain.regles.cadre import Cadre
from generator.domain.verdict import Gravite

ENTIERE = FeuilleDeRoute(
    partenaires=("écoles",),
    participation_des_enfants="Le conseil des enfants.",
    societe_civile="Une réunion publique.",
    publics_defavorises="Une équipe mobile.",
    actions=(Action("Une action"), Action("Une autre", publics_defavorises="au foyer")),
)


def feuille(**changes):
    return replace(dossier_adopte(), feuille_de_route=replace(ENTIERE, **changes))


def oublis(dossier, cadre=None):
    return sur(dossier, "feuille_de_route", *([cadre] if cadre else []))


def test_a_whole_feuille_de_route_deserves_no_look():
    assert oublis(feuille()) == []


@pytest.mark.parametrize(
    ("cle", "dit"),
    [
        ("partenaires", "qui sont les partenaires"),
        ("participation_des_enfants", "comment les enfants sont entendus"),
        ("societe_civile", "comment la société civile est consultée"),
        ("publics_defavorises", "quels enfants, les plus éloignés de leurs droits"),
        ("actions", "quelles actions seront menées"),
    ],
)
def test_what_is_left_out_is_told_with_its_key(cle, dit):
    ((gravite, message),) = oublis(
        feuille(**{cle: () if cle in ("partenaires", "actions") else None})
    )
    assert gravite is Gravite.ALERTE
    assert dit in message
    assert f"« {cle} »" in message


def test_one_alert_tells_all_and_one_action_for_the_most_deprived_is_enough():
    ((_, message),) = oublis(
        replace(dossier_adopte(), feuille_de_route=FeuilleDeRoute(suivi="Ok."))
    )
    assert message.count("«") == 5
    ((_, message),) = oublis(feuille(actions=(Action("Une action"),)))
    assert "lesquelles de ses actions" in message


def test_a_form_to_fill_in_is_let_alone_but_not_a_plan_put_to_the_vote():
    rien = replace(dossier_adopte(), feuille_de_route=FeuilleDeRoute())
    assert oublis(rien) == oublis(en_projet(rien)) == []
    assert oublis(deliberation(rien, type=TypeDeliberation.PLAN_D_ACTION))


def test_a_renewal_prints_no_feuille_de_route_and_says_nothing_of_it():
    cadre = Cadre(TERRITOIRES, SEUILS)
    assert oublis(feuille(partenaires=()), cadre)
    assert (
        oublis(deliberation(feuille(partenaires=()), type=TypeDeliberation.RENOUVELLEMENT), cadre)
        == []
    )
