"""The official lists are whole, and every way of asking for a territory answers or explains."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.domain.territoire import Liaison, TypeCollectivite
from generator.errors import ReferentielError
from generator.referentiel.territoires import (
    bigger_namesake,
    commune_by_code,
    communes,
    communes_named,
    departements,
    find_commune,
    intercommunalites,
    territoire_by_siren,
)


def refusal(find, *arguments):
    with pytest.raises(ReferentielError) as caught:
        find(*arguments)
    (message,) = caught.value.messages
    return message


def test_every_commune_is_there():
    tout = communes()
    assert len(tout) == 34_969
    assert all(code == commune.code for code, commune in tout.items())
    assert all(commune.is_commune for commune in tout.values())


def test_every_intercommunalite_is_there():
    types = Counter(t.type for t in intercommunalites().values())
    assert types == {
        TypeCollectivite.COMMUNAUTE_DE_COMMUNES: 989,
        TypeCollectivite.COMMUNAUTE_D_AGGLOMERATION: 230,
        TypeCollectivite.COMMUNAUTE_URBAINE: 14,
        TypeCollectivite.METROPOLE: 21,
        TypeCollectivite.METROPOLE_DE_LYON: 1,
        TypeCollectivite.ETABLISSEMENT_PUBLIC_TERRITORIAL: 11,
    }


def test_every_departement_is_there_with_its_tribunal():
    assert len(departements()) == 109
    assert [d.code for d in departements().values() if d.tribunal is None] == ["984", "989"]
    assert [d.code for d in departements().values() if d.is_alsace_moselle] == ["57", "67", "68"]
    assert departements()["21"].tribunal == "tribunal administratif de Dijon"
    assert departements()["974"].tribunal == "tribunal administratif de La Réunion"


def test_liaisons_are_counted_as_the_insee_counts_them():
    """The Insee's 34,875, one corrected (63448: 0 to 2), and 94 overseas deduced."""
    counts = Counter(c.liaison for c in communes().values() if not c.code.startswith("98"))
    counts -= Counter(commune_by_code(c).liaison for c in ("97501", "97502", "97701", "97801"))
    assert counts == {
        Liaison.DE: 28_624 - 1,
        Liaison.D_APOSTROPHE: 4_028,
        Liaison.LE: 755 + 1,
        Liaison.LA: 1_054,
        Liaison.LES: 331,
        Liaison.L_APOSTROPHE: 81,
        Liaison.AUX: 1,
        Liaison.LOS: 1,
    }
    assert len(communes()) - counts.total() == 94


def test_dijon_is_described_in_full():
    dijon = commune_by_code("21231")
    assert (dijon.nom, dijon.siren, dijon.liaison) == ("Dijon", "212102313", Liaison.DE)
    assert (dijon.departement.nom, dijon.arrondissement) == ("Côte-d'Or", "Dijon")
    assert (dijon.population_municipale, dijon.population_totale) == (161_830, 163_169)


def test_what_is_not_known_is_none():
    sans_total = {c.nom for c in communes().values() if c.population_totale is None}
    assert {"Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu", "Nouméa"} <= sans_total
    sans_population = [c.code for c in communes().values() if c.population_municipale is None]
    assert sans_population == ["98411", "98412", "98413", "98414", "98415", "98901"]
    sans_siren = [c for c in communes().values() if c.siren is None]
    assert len(sans_siren) == 94


@pytest.mark.parametrize(
    ("siren", "nom"),
    [
        ("200071116", "Communauté d'agglomération ECLA (Espace Communautaire Lons Agglomération)"),
        ("200068757", "Communauté d'agglomération d'Épinal"),
        ("200036473", "Communauté d'agglomération Saintes - Grandes Rives - L'Agglo"),
        ("200056232", "Communauté d'agglomération Paris-Saclay"),
        ("200096956", "Communauté d'agglomération d'Agen"),
        ("200030385", "Communauté d'agglomération de Blois « Agglopolys »"),
        ("200058782", "Communauté d'agglomération de Saint-Quentin-en-Yvelines"),
        ("200023307", "Communauté d'agglomération du Grand Villeneuvois"),
        ("200000172", "Communauté de communes Faucigny - Glières"),
        ("200033579", "Communauté urbaine d'Arras"),
        ("243300316", "Bordeaux Métropole"),
        ("246700488", "Eurométropole de Strasbourg"),
        ("200093201", "Métropole européenne de Lille"),
        ("200046977", "Métropole de Lyon"),
        ("200057867", "Établissement public territorial Plaine Commune"),
    ],
)
def test_intercommunalites_have_their_full_printable_name(siren, nom):
    assert territoire_by_siren(siren).nom == nom


def test_no_name_keeps_a_mark_of_the_raw_list():
    for territoire in intercommunalites().values():
        nom = territoire.nom
        assert not any(mark in nom for mark in ("  ", '"', "''", "oeur", "Ile")), nom
        assert not nom.startswith(("CC ", "CA ", "CU ", "METRO"))
        assert nom == nom.strip()
    for commune in communes().values():
        assert "  " not in commune.nom
        assert commune.nom == commune.nom.strip()


@pytest.mark.parametrize(
    ("siren", "departement", "tribunal"),
    [
        ("200073096", "07", "Lyon"),  # Arche Agglo: more inhabitants in Drôme, seat in Ardèche
        ("200068765", "04", "Marseille"),
        ("200041887", "70", "Besançon"),
        ("200054781", "75", "Paris"),
        ("243500741", "35", "Rennes"),
    ],
)
def test_the_seat_gives_the_departement_of_an_intercommunalite(siren, departement, tribunal):
    territoire = territoire_by_siren(siren)
    assert territoire.departement.code == departement
    assert territoire.departement.tribunal == f"tribunal administratif de {tribunal}"


def test_sirens_of_old_intercommunalites_agree_with_their_departement():
    """A SIREN 24DDnnnnn was given in département DD (20 for both of Corsica, 97n overseas)."""
    for siren, territoire in intercommunalites().items():
        code = territoire.departement.code
        if siren.startswith("24"):
            assert siren[2:5] == f"9{code[1:]}" or siren[2:4] in (code[:2], code.rstrip("AB") + "0")


# --- By code -----------------------------------------------------------------------------------


def test_a_code_may_be_typed_with_spaces_or_small_letters():
    assert commune_by_code(" 2a004 ").nom == "Ajaccio"


@pytest.mark.parametrize(
    ("code", "suite"),
    [
        (
            "1004",
            'écrivez 01004 (dans une fiche, code_insee: "01004") pour Ambérieu-en-Bugey (Ain)',
        ),
        ("75101", 'écrivez 75056 (dans une fiche, code_insee: "75056") pour Paris'),
        ("69381", 'écrivez 69123 (dans une fiche, code_insee: "69123") pour Lyon (Rhône)'),
        (
            "13201",
            'écrivez 13055 (dans une fiche, code_insee: "13055") pour Marseille (Bouches-du-Rhône)',
        ),
        ("01120", 'écrivez 01262 (dans une fiche, code_insee: "01262") pour Montluel (Ain)'),
        ("01126", 'écrivez 01033 (dans une fiche, code_insee: "01033") pour Valserhône (Ain)'),
        ("21000", "n'est pas le code postal"),
        ("", "cinq caractères"),
    ],
)
def test_an_unknown_code_says_what_to_write(code, suite):
    message = refusal(commune_by_code, code)
    assert f"« {code} »" in message
    assert suite in message


# --- By SIREN ----------------------------------------------------------------------------------


def test_every_siren_finds_its_own():
    for commune in communes().values():
        if commune.siren:
            assert territoire_by_siren(commune.siren).code == commune.code
    for siren in intercommunalites():
        assert territoire_by_siren(siren).code == siren


def test_a_siren_may_be_typed_in_groups():
    assert territoire_by_siren("212 102 313").nom == "Dijon"
    assert territoire_by_siren("243\u00a0300\u00a0316").nom == "Bordeaux Métropole"


@pytest.mark.parametrize(
    ("siren", "raison"),
    [
        ("21210231", "neuf chiffres"),
        ("21231", "neuf chiffres"),
        ("2121023I3", "neuf chiffres"),
        ("٢١٢١٠٢٣١٣", "neuf chiffres"),
        ("212102314", "clé de contrôle"),
        ("732829320", "aucune commune ni intercommunalité"),
    ],
)
def test_a_wrong_siren_says_why(siren, raison):
    assert raison in refusal(territoire_by_siren, siren)


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(rang, ecart):
    chiffres = list("212102313")
    chiffres[rang] = str((int(chiffres[rang]) + ecart) % 10)
    assert "clé de contrôle" in refusal(territoire_by_siren, "".join(chiffres))


# --- By name -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "code"),
    [
        ("Dijon", "21231"),
        ("dijon", "21231"),
        ("  DIJON ", "21231"),
        ("Le Havre", "76351"),
        ("L’Haÿ-les-Roses", "94038"),
        ("l'hay les roses", "94038"),
        ("St Etienne", "42218"),
        ("ST-ÉTIENNE", "42218"),
        ("Oeting", "57521"),
        ("Œting", "57521"),
        ("Y", "80829"),
        ("Hyères", "83069"),
        ("Hye\u0300res", "83069"),
        ("Châlus", "87032"),
        ("Château-Chinon (Ville)", "58062"),
        ("chateau chinon ville", "58062"),
        ("Arboys en Bugey", "01015"),
    ],
)
def test_spelling_does_not_matter(nom, code):
    assert find_commune(nom).code == code


def test_every_commune_is_found_by_its_name_and_departement():
    for commune in communes().values():
        assert find_commune(commune.nom, commune.departement.code) == commune


def test_ste_stands_for_sainte():
    assert {c.code for c in communes_named("Ste-Geneviève-des-Bois")} == {"45278", "91549"}


def test_homonyms_are_all_listed_with_their_codes():
    message = refusal(find_commune, "Saint-Denis")
    for candidat in (
        "11339 Saint-Denis (Aude)",
        "30247 Saint-Denis (Gard)",
        "93066 Saint-Denis (Seine-Saint-Denis)",
        "97411 Saint-Denis (La Réunion)",
    ):
        assert candidat in message
    assert 'code_insee: "' in message


@pytest.mark.parametrize("departement", ["93", "Seine-Saint-Denis", "la seine st denis"])
def test_a_departement_parts_homonyms(departement):
    assert find_commune("Saint-Denis", departement).code == "93066"


def test_a_departement_may_be_typed_without_its_zero():
    assert find_commune("Bourg-en-Bresse", "1").code == "01053"


def test_a_name_that_lies_elsewhere_says_where():
    message = refusal(find_commune, "Saint-Denis", "Côte-d'Or")
    assert "n'est pas dans le département Côte-d'Or (21)" in message
    assert "93066" in message


def test_an_unknown_departement_suggests_the_nearest():
    assert "Dordogne (24)" in refusal(find_commune, "Dijon", "Dordoigne")
    assert "« 21 »" in refusal(find_commune, "Dijon", "zzz")


def test_names_told_apart_by_an_accent_alone_are_homonyms_without_it():
    assert {c.code for c in communes_named("CHALUS")} == {"63074", "87032"}
    assert [c.code for c in communes_named("Châlus")] == ["87032"]
    assert "63074" in refusal(find_commune, "Chalus")


@pytest.mark.parametrize(
    ("nom", "proche"),
    [
        ("Dijn", "21231 Dijon"),
        ("Dijjon", "21231 Dijon"),
        ("Marseile", "13055 Marseille"),
        ("Havre", "76351 Le Havre"),
        ("Rochelle", "17300 La Rochelle"),
        ("Les Mans", "72181 Le Mans"),
        ("Boulogne sur Mère", "62160 Boulogne-sur-Mer"),
        ("Villeurbane", "69266 Villeurbanne"),
        ("L'Hay-les-Rose", "94038 L'Haÿ-les-Roses"),
    ],
)
def test_a_typing_error_suggests_the_nearest_first(nom, proche):
    message = refusal(find_commune, nom)
    assert f"noms proches : {proche}" in message


@pytest.mark.parametrize(
    ("nom", "suite"),
    [
        ("Bordeaux Métropole", 'pour Bordeaux Métropole, écrivez siren: "243300316"'),
        (
            "pays de sommieres",
            'pour Communauté de communes du Pays de Sommières, écrivez siren: "243000296"',
        ),
    ],
)
def test_the_name_of_an_intercommunalite_gives_its_siren(nom, suite):
    assert suite in refusal(find_commune, nom)


def test_a_name_that_many_intercommunalites_bear_names_few():
    assert refusal(find_commune, "Communauté de communes").count("écrivez siren") == 3


def test_the_beginning_of_a_name_suggests_the_rest():
    assert "62160 Boulogne-sur-Mer" in refusal(find_commune, "Boulogne")


def test_suggestions_stay_in_the_departement_given():
    message = refusal(find_commune, "Saint-Étiene", "42")
    assert "noms proches : 42218 Saint-Étienne (Loire)" in message


def test_a_former_commune_names_the_one_it_joined():
    message = refusal(find_commune, "Bellegarde-sur-Valserine")
    assert "est une commune déléguée" in message
    assert 'écrivez 01033 (dans une fiche, code_insee: "01033") pour Valserhône (Ain)' in message


def test_an_arrondissement_is_not_a_commune():
    message = refusal(find_commune, "Paris 12e Arrondissement")
    assert "est un arrondissement municipal : écrivez 75056 (dans une fiche," in message


@pytest.mark.parametrize("nom", ["", "  ", "…", "--"])
def test_an_empty_name_says_so(nom):
    assert "vide" in refusal(find_commune, nom)


def test_a_name_like_no_other_says_what_to_do():
    assert "code_insee" in refusal(find_commune, "Qqzzxw")


def test_an_endless_name_is_cut_in_the_message():
    assert len(refusal(find_commune, "Saint-" * 20_000)) < 300


@pytest.mark.parametrize(
    ("code", "ville"),
    [
        ("19002", "13001"),  # Aix (Corrèze), Aix-en-Provence
        ("89162", "91228"),  # Évry (Yonne), Évry-Courcouronnes
        ("60157", "63113"),  # Clermont (Oise), 10 564 inhabitants, and Clermont-Ferrand
        ("21231", None),
        ("69123", None),  # Lyon: Lyons-la-Forêt is neither its name nor big
        ("94038", None),
    ],
)
def test_a_much_bigger_town_may_be_meant_by_a_shorter_name(code: str, ville: str | None) -> None:
    found = bigger_namesake(communes()[code])
    assert (found.code if found else None) == ville
