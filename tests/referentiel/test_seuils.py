"""The dated figures of law, against domain facts, and the legal size of councils."""

from __future__ import annotations

import dataclasses
import datetime
import itertools

import pytest

from generator.domain.effectifs import effectif_legal
from generator.domain.seuils import Seuils
from generator.errors import ReferentielError
from generator.referentiel.seuils import seuils, valeurs_datees
from generator.referentiel.territoires import commune_by_code, communes, territoire_by_siren

JUIN_2026 = datetime.date(2026, 6, 1)


def test_the_figures_of_2026():
    en_vigueur = seuils(JUIN_2026)
    assert en_vigueur.population_note_de_synthese == 3_500
    assert en_vigueur.convocation_jours_francs_sous_le_seuil == 3
    assert en_vigueur.convocation_jours_francs == 5
    assert en_vigueur.convocation_jours_alsace_moselle == 3
    assert en_vigueur.convocation_jours_francs_urgence == 1
    assert en_vigueur.convocation_jours_apres_defaut_de_quorum == 3
    assert en_vigueur.recours_mois == 2
    assert en_vigueur.effectifs_particuliers == {"75056": 163, "69123": 73, "13055": 111}
    assert en_vigueur.effectifs_reputes_complets == ((0, 99, 5), (100, 499, 9), (500, 999, 13))


def test_the_figures_before_the_elections_of_march_2026():
    en_vigueur = seuils(datetime.date(2026, 3, 14))
    assert en_vigueur.effectifs_particuliers["13055"] == 101
    assert en_vigueur.effectifs_reputes_complets == ((0, 99, 5), (100, 499, 9))
    assert seuils(datetime.date(2026, 3, 15)).effectifs_particuliers["13055"] == 111


def test_a_date_too_old_is_refused():
    with pytest.raises(ReferentielError, match="13/05/2001 ne sont pas connus"):
        seuils(datetime.date(2001, 5, 13))


def test_every_value_has_a_date_and_a_source_in_order():
    assert set(valeurs_datees()) == {champ.name for champ in dataclasses.fields(Seuils)}
    for nom, valeurs in valeurs_datees().items():
        dates = [valeur.depuis for valeur in valeurs]
        assert dates == sorted(set(dates)), nom
        assert all(valeur.reference for valeur in valeurs), nom


def test_marseille_is_marked_as_to_be_confirmed():
    (*_, derniere) = valeurs_datees()["effectifs_particuliers"]
    assert "2025-795" in (derniere.a_confirmer or "")


# CGCT L. 2121-2: the last population of each stratum, its council.
EFFECTIFS = [
    (99, 7), (499, 11), (1_499, 15), (2_499, 19), (3_499, 23), (4_999, 27), (9_999, 29),
    (19_999, 33), (29_999, 35), (39_999, 39), (49_999, 43), (59_999, 45), (79_999, 49),
    (99_999, 53), (149_999, 55), (199_999, 59), (249_999, 61), (299_999, 65), (3_000_000, 69),
]  # fmt: skip


@pytest.mark.parametrize(("jusqu_a", "membres"), EFFECTIFS)
def test_the_last_inhabitant_of_a_stratum(jusqu_a, membres):
    commune = dataclasses.replace(commune_by_code("21231"), population_municipale=jusqu_a)
    assert effectif_legal(commune, seuils(JUIN_2026)) == membres


@pytest.mark.parametrize(
    ("depuis", "membres"),
    [(bas + 1, haut) for (bas, _), (_, haut) in itertools.pairwise(EFFECTIFS)],
)
def test_the_first_inhabitant_of_a_stratum(depuis, membres):
    commune = dataclasses.replace(commune_by_code("21231"), population_municipale=depuis)
    assert effectif_legal(commune, seuils(JUIN_2026)) == membres


@pytest.mark.parametrize(
    ("code", "membres"),
    [("21231", 59), ("75056", 163), ("69123", 73), ("13055", 111), ("31555", 69)],
)
def test_the_council_of_a_real_town(code, membres):
    assert effectif_legal(commune_by_code(code), seuils(JUIN_2026)) == membres


def test_no_size_where_the_law_gives_none():
    en_vigueur = seuils(JUIN_2026)
    assert effectif_legal(territoire_by_siren("243300316"), en_vigueur) is None
    for code in ("98818", "97701", "98412", "55039"):  # Nouméa, Saint-Barthélemy, nobody, nobody
        assert effectif_legal(commune_by_code(code), en_vigueur) is None


def test_every_other_commune_has_a_size():
    en_vigueur = seuils(JUIN_2026)
    sans = [c.code for c in communes().values() if effectif_legal(c, en_vigueur) is None]
    assert len(sans) == 94 + 6
