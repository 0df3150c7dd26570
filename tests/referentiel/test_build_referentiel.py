"""The maintainer's script repairs the official names by rules, each shown on one name."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from generator.domain.territoire import Liaison

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "build_referentiel.py"


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(SCRIPT))


@pytest.mark.parametrize(
    ("brut", "propre"),
    [
        ("ECLA  (Espace Communautaire)", "ECLA (Espace Communautaire)"),
        ("Terre Valserhône (CCTV)", "Terre Valserhône"),
        ("du Cordais et du Causse (4 C)", "du Cordais et du Causse"),
        ("Vallée des Baux-Alpilles (CC VBA)", "Vallée des Baux-Alpilles"),
        ("de Guérande Atlantique (Cap Atlantique)", "de Guérande Atlantique (Cap Atlantique)"),
        ('"Saintes - Grandes Rives"', "Saintes - Grandes Rives"),
        ("de Blois ''Agglopolys''", "de Blois « Agglopolys »"),
        ("de Domme- Villefranche", "de Domme-Villefranche"),
    ],
)
def test_marks_of_the_raw_list_go(script, brut, propre):
    assert script["clean"](brut) == propre


@pytest.mark.parametrize(
    ("sigle", "brut", "membres", "nom"),
    [
        ("CA", "CA d'Epinal", ["Épinal"], "Communauté d'agglomération d'Épinal"),
        ("CC", "CC du Pays de l'Arbresle", ["L'Arbresle"],
         "Communauté de communes du Pays de L'Arbresle"),
        ("CC", "CC Pays d'Evian", ["Évian-les-Bains"], "Communauté de communes Pays d'Évian"),
        ("CC", "CC de Hanau-La Petite Pierre", ["La Petite-Pierre"],
         "Communauté de communes de Hanau-La Petite-Pierre"),
        ("CC", "CC de Seille et Grand Couronné", ["Grand-Couronne-sur-Rien"],
         "Communauté de communes de Seille et Grand Couronné"),
        ("CC", "CC la Domitienne", [], "Communauté de communes La Domitienne"),
        ("CC", "CC de la Dombes", [], "Communauté de communes de la Dombes"),
        ("CC", "CC Coeur de Berry", [], "Communauté de communes Cœur de Berry"),
        ("CC", "CC Grand Orb Communauté de Communes en Languedoc", [],
         "Grand Orb Communauté de communes en Languedoc"),
        ("CA", "CA Agglo du Pays de Dreux", [], "Communauté d'agglomération du Pays de Dreux"),
        ("CA", "CA Agglo Pays d'Issoire", [], "Communauté d'agglomération Agglo Pays d'Issoire"),
        ("EPT", "Est Ensemble", [], "Établissement public territorial Est Ensemble"),
        ("METRO", "Brest Métropole", [], "Brest Métropole"),
    ],
)  # fmt: skip
def test_the_full_name_of_an_intercommunalite(script, sigle, brut, membres, nom):
    assert script["name_of_groupement"]({"type": sigle, "nom": brut}, membres) == nom


@pytest.mark.parametrize(
    ("nom", "liaison"),
    [
        ("Nouméa", Liaison.DE),
        ("Ouvéa", Liaison.D_APOSTROPHE),
        ("Hiva-Oa", Liaison.DE),
        ("Yaté", Liaison.DE),
        ("Le Mont-Dore", Liaison.LE),
        ("La Foa", Liaison.LA),
        ("L'Île-des-Pins", Liaison.L_APOSTROPHE),
    ],
)
def test_the_liaison_of_a_name_without_code(script, nom, liaison):
    assert script["liaison_without_code"](nom) is liaison
