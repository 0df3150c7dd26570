"""The tables of the legality check: the nomenclature, the codes proposed, the prefectures."""

from __future__ import annotations

import unicodedata

import pytest

from generator.domain.dossier import TypeDeliberation
from generator.errors import ReferentielError
from generator.referentiel import demarches
from generator.referentiel.actes import actes, find_matiere, matieres, prefecture_of
from generator.referentiel.territoires import (
    commune_by_code,
    departements,
    territoire_by_siren,
)

# How far each domain goes in the SCDL schema 2.1.5: « 1.1 » to « 1.7 », and so on.
BORNES = {1: 7, 2: 3, 3: 6, 4: 5, 5: 8, 6: 5, 7: 10, 8: 9, 9: 4}
DOMAINES = (
    "Commande publique",
    "Urbanisme",
    "Domaine et patrimoine",
    "Fonction publique",
    "Institutions et vie politique",
    "Libertés publiques et pouvoirs de police",
    "Finances locales",
    "Domaines de compétences par thèmes",
    "Autres domaines de compétences",
)


def test_the_nomenclature_is_whole():
    assert list(matieres()) == [
        f"{premier}.{second}" for premier, fin in BORNES.items() for second in range(1, fin + 1)
    ]
    for code, matiere in matieres().items():
        assert matiere.domaine == DOMAINES[int(code[0]) - 1]


def test_names_are_written_for_open_data():
    assert find_matiere("9.1").intitule == (
        "autres domaines de compétences/autres domaines de compétences des communes"
    )
    assert find_matiere("7.10.3").intitule == "finances locales/divers"
    for matiere in matieres().values():
        assert matiere.intitule.count("/") == 1
        assert matiere.intitule == matiere.intitule.lower().replace("/ ", "/").replace(" /", "/")
        assert not set(",()") & set(matiere.intitule)


@pytest.mark.parametrize(
    ("code", "dit"), [("9.9", "la plus proche est"), ("8", "n'est pas un code matière")]
)
def test_an_unknown_matter_is_refused_with_what_to_write(code, dit):
    with pytest.raises(ReferentielError, match=dit):
        find_matiere(code)


def test_every_kind_of_act_has_a_code_with_its_reason_and_its_annexes():
    types = {t.value for t in TypeDeliberation}
    assert set(actes().matieres) == set(actes().annexes) == types
    for proposition in actes().matieres.values():
        assert proposition.code in matieres()
        assert len(proposition.raison) > 60
    for annexes in actes().annexes.values():
        assert set(annexes) <= set(demarches.documents())


def test_every_replacement_is_latin_1_and_of_one_sign():
    for signe, par in actes().translitterations.items():
        assert len(signe) == 1
        assert par
        assert par.isascii()
        assert unicodedata.normalize("NFC", signe) == signe


def test_the_prefecture_is_known_in_its_own_arrondissement_alone():
    assert prefecture_of(commune_by_code("21231")) == "PREF021"
    assert prefecture_of(commune_by_code("21054")) is None  # Beaune
    assert prefecture_of(commune_by_code("75056")) == "PREF075"
    assert prefecture_of(commune_by_code("2A004")) == "PREF02A"
    assert prefecture_of(commune_by_code("97411")) == "PREF974"
    assert prefecture_of(commune_by_code("98735")) is None
    assert prefecture_of(territoire_by_siren("243300316")) == "PREF033"


def test_every_departement_but_mayotte_has_a_prefecture():
    chefs_lieux = {"21": "21231", "29": "29232", "13": "13055", "2B": "2B033"}
    for code, commune in chefs_lieux.items():
        assert prefecture_of(commune_by_code(commune)) == f"PREF{departements()[code].code:0>3}"
