"""The dues: by population and year, and never a figure that UNICEF France has not given."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from dossiers_types import (
    DIJON,
    SEUILS,
    TERRITOIRES,
    VILLE_AMIE,
    VILLE_AMIE_2020,
    cotisation,
    dossier_adopte,
    en_projet,
    habitants,
    seance,
    sur,
)
from hypothesis import given
from hypothesis import strategies as st

from generator.domain.cotisation import annees_sans_montant, cotisation_due, population_du_bareme
from generator.domain.dossier import Periode
from generator.domain.regles.cadre import Cadre
from generator.domain.verdict import Gravite
from generator.referentiel.territoires import commune_by_code, communes

MONTANT, ANNEES = "deliberation.cotisation.montant", "deliberation.cotisation.annees"


def muet(territoire=DIJON, **collectivite):
    """Return a dossier whose record says nothing of the amount nor of the years."""
    return cotisation(dossier_adopte(territoire, **collectivite), montant=None, annees=None)


TRANCHES = [
    (0, 2_000), (1, 2_000), (9_999, 2_000), (10_000, 4_000), (49_999, 4_000), (50_000, 6_500),
    (99_999, 6_500), (100_000, None), (100_001, 9_500), (2_200_000, 9_500),
]  # fmt: skip


@pytest.mark.parametrize(("population", "montant"), TRANCHES)
def test_the_scale_of_ville_amie_des_enfants(population, montant):
    due = cotisation_due(muet(habitants(DIJON, population)), VILLE_AMIE)
    assert due.montant == (None if montant is None else Decimal(montant))
    assert due.annees == Periode(2027, 2032)


@pytest.mark.parametrize("population", [1, 300, 100_000, 2_000_000])
def test_territoires_d_enfance_asks_500_euros_of_everybody(population):
    due = cotisation_due(muet(habitants(DIJON, population)), TERRITOIRES)
    assert (due.montant, due.source) == (Decimal(500), "barème")


@pytest.mark.parametrize(
    ("date", "depuis"),
    [
        (None, 2026),
        (datetime.date(2026, 6, 22), 2026),
        (datetime.date(2029, 1, 10), 2029),
        (datetime.date(2032, 12, 31), 2032),
    ],
)
def test_a_scale_without_years_holds_from_the_sitting_s_on(date, depuis):
    due = cotisation_due(seance(muet(), date=date), TERRITOIRES)
    assert (due.montant, due.annees, due.depuis) == (Decimal(500), None, depuis)


def test_the_record_s_own_years_win_over_a_scale_without_years():
    dite = cotisation(muet(), annees=Periode(2027, 2029))
    due = cotisation_due(dite, TERRITOIRES)
    assert (due.montant, due.annees, due.depuis) == (Decimal(500), Periode(2027, 2029), None)
    assert annees_sans_montant(dite, TERRITOIRES) == ()


def test_a_scale_with_years_tells_no_first_year():
    assert cotisation_due(muet(), VILLE_AMIE).depuis is None


def test_a_town_of_exactly_100_000_is_asked_for_its_amount():
    seul = muet(habitants(DIJON, 100_000))
    ((gravite, message),) = sur(seul, MONTANT)
    assert gravite is Gravite.ERREUR
    assert "aucune tranche du barème ne contient 100 000 habitants" in message
    assert "demandez-le à UNICEF France et indiquez « montant »" in message
    assert [g for g, _ in sur(en_projet(seul), MONTANT)] == [Gravite.ALERTE]
    assert sur(cotisation(seul, montant=Decimal(9_500)), MONTANT) == []


def test_no_amount_without_a_population():
    due = cotisation_due(muet(habitants(DIJON, None)), VILLE_AMIE)
    assert due.montant is None
    assert "la population est inconnue" in sur(muet(habitants(DIJON, None)), MONTANT)[0][1]


# --- years ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("annees", "inconnues"),
    [
        (Periode(2026, 2026), (2026,)),
        (Periode(2026, 2032), (2026,)),
        (Periode(2027, 2033), (2033,)),
        (Periode(2025, 2034), (2025, 2026, 2033, 2034)),
        (Periode(2027, 2032), ()),
        (Periode(2030, 2030), ()),
        (None, ()),
    ],
)
def test_the_years_without_a_known_amount(annees, inconnues):
    assert annees_sans_montant(cotisation(dossier_adopte(), annees=annees), VILLE_AMIE) == inconnues


@pytest.mark.parametrize("montant", [None, Decimal(9_500)])
def test_2026_is_refused_even_in_a_draft_and_even_with_an_amount(montant):
    voulu = cotisation(dossier_adopte(), montant=montant, annees=Periode(2026, 2032))
    for dossier in (voulu, en_projet(voulu)):
        ((gravite, message),) = sur(dossier, ANNEES)
        assert gravite is Gravite.ERREUR
        assert "aucun montant n'est connu pour 2026" in message
        assert "écrivez « annees: 2027-2032 »" in message


def test_the_scale_never_gives_an_amount_for_2026():
    for annees in (Periode(2026, 2026), Periode(2026, 2032)):
        assert cotisation_due(cotisation(muet(), annees=annees), VILLE_AMIE).montant is None


@pytest.mark.parametrize(
    ("date", "annees"),
    [
        (None, Periode(2027, 2032)),
        (datetime.date(2026, 6, 22), Periode(2027, 2032)),
        (datetime.date(2029, 1, 10), Periode(2029, 2032)),
        (datetime.date(2032, 12, 31), Periode(2032, 2032)),
        (datetime.date(2033, 1, 1), None),
    ],
)
def test_the_years_run_from_the_sitting_to_the_end_of_the_scale(date, annees):
    due = cotisation_due(seance(muet(), date=date), VILLE_AMIE)
    assert due.annees == annees
    assert (due.montant is None) is (annees is None)


@given(st.integers(0, 3_000_000), st.integers(2020, 2040), st.integers(0, 12))
def test_no_figure_ever_stands_for_a_year_outside_the_scale(population, debut, duree):
    annees = Periode(debut, debut + duree)
    dossier = cotisation(muet(habitants(DIJON, population)), annees=annees)
    due = cotisation_due(dossier, VILLE_AMIE)
    if due.montant is not None:
        assert annees.debut >= 2027
        assert annees.fin <= 2032


# --- the record's own amount ---------------------------------------------------------------------------


def test_the_record_s_amount_wins_and_the_difference_is_told():
    dit = cotisation(dossier_adopte(), montant=Decimal("9000.50"))
    assert cotisation_due(dit, VILLE_AMIE).montant == Decimal("9000.50")
    ((gravite, message),) = sur(dit, MONTANT)
    assert gravite is Gravite.ALERTE
    assert "le montant de la fiche (9 000,50 €)" in message
    assert "celui du barème (9 500 € pour 161 830 habitants)" in message
    assert "c'est celui de la fiche qui est imprimé" in message


def test_dijon_paid_200_euros_a_year_in_2020_2026():
    dit = cotisation(dossier_adopte(), montant=Decimal(200), annees=Periode(2020, 2026))
    due = cotisation_due(dit, VILLE_AMIE_2020)
    assert (due.montant, due.annees, due.source) == (Decimal(200), Periode(2020, 2026), "fiche")


def test_the_mandate_2020_2026_has_no_scale():
    ancien = replace(muet(), mandat=Periode(2020, 2026))
    assert cotisation_due(ancien, VILLE_AMIE_2020).montant is None
    found = sur(ancien, MONTANT, Cadre(VILLE_AMIE_2020, SEUILS))
    assert "aucun barème n'est connu pour le mandat 2020-2026" in found[0][1]


# --- which population ------------------------------------------------------------------------------------


def test_the_record_s_population_wins():
    assert population_du_bareme(muet(DIJON, population=9_000)) == 9_000
    assert cotisation_due(muet(DIJON, population=9_000), VILLE_AMIE).montant == Decimal(2_000)


def test_two_populations_in_two_tiers_are_told_with_both_amounts():
    foix = commune_by_code("09122")
    ((gravite, message),) = sur(muet(foix), MONTANT)
    assert gravite is Gravite.ALERTE
    assert "2 000 € avec la population municipale" in message
    assert "4 000 € avec la population totale" in message
    assert "faites confirmer le montant par UNICEF France" in message


def test_the_towns_that_change_tier_are_a_score_and_all_are_told():
    bareme = VILLE_AMIE.bareme
    changent = {
        c.nom
        for c in communes().values()
        if c.population_municipale is not None
        and c.population_totale is not None
        and bareme.montant(c.population_municipale) != bareme.montant(c.population_totale)
    }
    assert {"Foix", "Redon", "Figeac", "Le Rheu", "Laval"} <= changent
    assert 15 <= len(changent) <= 30
    for commune in communes().values():
        due = cotisation_due(muet(commune), VILLE_AMIE) if commune.nom in changent else None
        if due is not None and commune.population_municipale != commune.population_totale:
            differs = bareme.montant(commune.population_municipale) != bareme.montant(
                commune.population_totale
            )
            assert (due.montant_population_totale is not None) is differs


def test_no_town_of_france_has_exactly_100_000_inhabitants():
    assert all(
        100_000 not in (c.population_municipale, c.population_totale) for c in communes().values()
    )


@given(st.integers(0, 3_000_000))
def test_a_population_is_in_one_tier_or_in_none(population):
    for demarche in (VILLE_AMIE, TERRITOIRES):
        holding = [t for t in demarche.bareme.tranches if t.holds(population)]
        assert len(holding) == (0 if (demarche is VILLE_AMIE and population == 100_000) else 1)
