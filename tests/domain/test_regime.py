"""Which organs and texts a collectivité has."""

from __future__ import annotations

import pytest

from generator.domain.dossier import Periode
from generator.domain.regime import regime_key
from generator.referentiel.demarches import regimes
from generator.referentiel.territoires import commune_by_code, communes, intercommunalites

INTERCOMMUNALITES = [
    ("243000296", "communaute", "conseil communautaire"),  # a communauté de communes
    ("200058782", "communaute", "conseil communautaire"),  # a communauté d'agglomération
    ("243300316", "metropole", "conseil de la métropole"),
    ("200046977", "metropole-de-lyon", "conseil de la métropole"),
    ("200057941", "ept", "conseil de territoire"),
]


@pytest.mark.parametrize(("siren", "cle", "assemblee"), INTERCOMMUNALITES)
def test_an_intercommunalite_has_a_president(siren, cle, assemblee):
    regime = regimes()[regime_key(intercommunalites()[siren])]
    assert (regime.cle, regime.assemblee) == (cle, assemblee)
    assert regime.executif.titre == "Président"


@pytest.mark.parametrize(
    ("code", "cle"),
    [
        ("21231", "commune"),
        ("75056", "paris"),
        ("57463", "alsace-moselle"),
        ("67482", "alsace-moselle"),
        ("68224", "alsace-moselle"),
        ("54395", "commune"),
        ("97411", "commune"),
        ("97209", "commune"),
        ("97502", "commune"),
        ("98412", "commune"),
        ("98611", "droit-communal-propre"),
        ("98735", "droit-communal-propre"),
        ("98818", "droit-communal-propre"),
    ],
)
def test_the_regime_of_a_town(code, cle):
    assert regime_key(commune_by_code(code)) == cle


def test_alsace_moselle_does_not_cite_the_article_that_the_law_sets_aside():
    # CGCT L. 2541-1 sets L. 2121-29 aside; L. 2541-12 is the local ground.
    assert "L. 2121-29" not in regimes()["alsace-moselle"].texte
    assert "L. 2541-12" in regimes()["alsace-moselle"].texte
    assert "L. 2121-29" in regimes()["commune"].texte


def test_no_text_stands_for_a_law_that_is_not_described():
    assert [r.cle for r in regimes().values() if r.texte is None] == ["droit-communal-propre"]


def test_the_metropole_de_lyon_is_not_an_epci():
    assert "L. 5211-1" not in regimes()["metropole-de-lyon"].texte
    assert "L. 3611-1" in regimes()["metropole-de-lyon"].texte
    assert all("L. 5211-1" in regimes()[cle].texte for cle in ("communaute", "metropole", "ept"))


def test_every_territory_has_a_regime_with_a_source():
    cles = {regime_key(t) for t in (*communes().values(), *intercommunalites().values())}
    assert cles == set(regimes())
    assert all(regime.source for regime in regimes().values())


@pytest.mark.parametrize(
    ("periode", "texte"), [(Periode(2026, 2032), "2026-2032"), (Periode(2028, 2028), "2028")]
)
def test_a_period_is_written_short(periode, texte):
    assert str(periode) == texte
