"""French puts the right word before every official name."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.domain.territoire import Liaison
from generator.redaction.noms import (
    Nom,
    liaison_devinee,
    nom_avec_charniere,
    nom_de_departement,
    nom_de_territoire,
)
from generator.referentiel.territoires import (
    commune_by_code,
    communes,
    departements,
    find_commune,
    intercommunalites,
    territoire_by_siren,
)


def tous_les_noms():
    yield from (nom_de_territoire(t) for t in communes().values())
    yield from (nom_de_territoire(t) for t in intercommunalites().values())
    yield from (nom_de_departement(d) for d in departements().values())


def initiale(nom: str) -> str:
    return unicodedata.normalize("NFD", nom[0].casefold()).replace("œ", "o")[0]


def test_no_name_breaks_a_contraction_or_doubles_a_space():
    fautes = re.compile(r"^(?:de|à) Les? |^(?:de|à) Aux |^(?:de|à) les? |d'L'|  |'’|^d' | $")
    for nom in tous_les_noms():
        for forme in (nom.nom, nom.sujet, nom.de, nom.a, nom.dans):
            assert not fautes.search(forme), forme


def test_every_form_is_made_of_the_name():
    for nom in tous_les_noms():
        racine = re.sub(r"^(?:Les? |Aux )", "", nom.nom)
        for forme in (nom.sujet, nom.de, nom.a, nom.dans):
            assert forme.endswith(racine)


def test_elision_stands_before_a_vowel_an_h_or_a_y_alone():
    for nom in tous_les_noms():
        for article in ("d'", "de l'"):
            if nom.de.startswith(article):
                assert initiale(nom.de.removeprefix(article)) in "aeiouhy", nom.de


def test_no_vowel_is_left_without_elision():
    for nom in tous_les_noms():
        if re.match(r"(?:de|du|de la) ", nom.de):
            suite = re.sub(r"^(?:de la |de |du )", "", nom.de)
            assert initiale(suite) not in "aeiou", nom.de


def test_aspirated_h_takes_de_by_its_code():
    en_h = [c for c in communes().values() if c.nom.startswith("H") and not c.code.startswith("9")]
    for commune in en_h:
        attendu = "de " if commune.liaison is Liaison.DE else "d'"
        assert nom_de_territoire(commune).de == attendu + commune.nom


COMMUNES = [
    ("Dijon", "Dijon", "de Dijon", "à Dijon"),
    ("Le Havre", "Le Havre", "du Havre", "au Havre"),
    ("Les Mureaux", "Les Mureaux", "des Mureaux", "aux Mureaux"),
    ("Hyères", "Hyères", "d'Hyères", "à Hyères"),
    ("Haguenau", "Haguenau", "de Haguenau", "à Haguenau"),
    ("L'Haÿ-les-Roses", "L'Haÿ-les-Roses", "de L'Haÿ-les-Roses", "à L'Haÿ-les-Roses"),
    ("Aux Marais", "Aux Marais", "des Marais", "aux Marais"),
    ("Los Masos", "Los Masos", "de Los Masos", "à Los Masos"),
    ("Le Mans", "Le Mans", "du Mans", "au Mans"),
    ("La Roche-sur-Yon", "La Roche-sur-Yon", "de La Roche-sur-Yon", "à La Roche-sur-Yon"),
    ("Issy-les-Moulineaux", "Issy-les-Moulineaux", "d'Issy-les-Moulineaux",
     "à Issy-les-Moulineaux"),
    ("Évreux", "Évreux", "d'Évreux", "à Évreux"),
    ("Œting", "Œting", "d'Œting", "à Œting"),
    ("Yvetot", "Yvetot", "d'Yvetot", "à Yvetot"),
    ("Le Vernet-Chaméane", "Le Vernet-Chaméane", "du Vernet-Chaméane", "au Vernet-Chaméane"),
    ("Hiva-Oa", "Hiva-Oa", "de Hiva-Oa", "à Hiva-Oa"),
    ("L'Île-des-Pins", "L'Île-des-Pins", "de L'Île-des-Pins", "à L'Île-des-Pins"),
    ("La Terre-Adélie", "La Terre-Adélie", "de La Terre-Adélie", "à La Terre-Adélie"),
    ("Archipel des Kerguelen", "l'Archipel des Kerguelen", "de l'Archipel des Kerguelen",
     "à l'Archipel des Kerguelen"),
    ("Îles Éparses de l'océan Indien", "les Îles Éparses de l'océan Indien",
     "des Îles Éparses de l'océan Indien", "aux Îles Éparses de l'océan Indien"),
]  # fmt: skip


@pytest.mark.parametrize(("nom", "sujet", "de", "a"), COMMUNES)
def test_a_commune_in_a_sentence(nom, sujet, de, a):
    formes = nom_de_territoire(find_commune(nom))
    assert (formes.nom, formes.sujet, formes.de, formes.a) == (nom, sujet, de, a)


def test_a_commune_with_homonyms():
    formes = nom_de_territoire(commune_by_code("17300"))
    assert formes == Nom(
        nom="La Rochelle",
        sujet="La Rochelle",
        de="de La Rochelle",
        a="à La Rochelle",
        dans="à La Rochelle",
    )


@pytest.mark.parametrize(
    ("siren", "sujet", "de", "a"),
    [
        ("200033579", "la Communauté urbaine d'Arras", "de la Communauté urbaine d'Arras",
         "à la Communauté urbaine d'Arras"),
        ("200046977", "la Métropole de Lyon", "de la Métropole de Lyon", "à la Métropole de Lyon"),
        ("243300316", "Bordeaux Métropole", "de Bordeaux Métropole", "à Bordeaux Métropole"),
        ("244500468", "Orléans Métropole", "d'Orléans Métropole", "à Orléans Métropole"),
        ("200040715", "Grenoble-Alpes-Métropole", "de Grenoble-Alpes-Métropole",
         "à Grenoble-Alpes-Métropole"),
        ("246700488", "l'Eurométropole de Strasbourg", "de l'Eurométropole de Strasbourg",
         "à l'Eurométropole de Strasbourg"),
        ("200057867", "l'Établissement public territorial Plaine Commune",
         "de l'Établissement public territorial Plaine Commune",
         "à l'Établissement public territorial Plaine Commune"),
    ],
)  # fmt: skip
def test_an_intercommunalite_in_a_sentence(siren, sujet, de, a):
    formes = nom_de_territoire(territoire_by_siren(siren))
    assert (formes.sujet, formes.de, formes.a) == (sujet, de, a)


def test_every_communaute_is_feminine():
    for territoire in intercommunalites().values():
        if territoire.nom.startswith(("Communauté ", "Métropole ")):
            formes = nom_de_territoire(territoire)
            assert formes.sujet == f"la {territoire.nom}"
            assert formes.de == f"de la {territoire.nom}"


@pytest.mark.parametrize(
    ("code", "sujet", "de", "dans"),
    [
        ("21", "la Côte-d'Or", "de la Côte-d'Or", "dans la Côte-d'Or"),
        ("01", "l'Ain", "de l'Ain", "dans l'Ain"),
        ("08", "les Ardennes", "des Ardennes", "dans les Ardennes"),
        ("34", "l'Hérault", "de l'Hérault", "dans l'Hérault"),
        ("95", "le Val-d'Oise", "du Val-d'Oise", "dans le Val-d'Oise"),
        ("90", "le Territoire de Belfort", "du Territoire de Belfort",
         "dans le Territoire de Belfort"),
        ("41", "le Loir-et-Cher", "du Loir-et-Cher", "dans le Loir-et-Cher"),
        ("49", "Maine-et-Loire", "de Maine-et-Loire", "en Maine-et-Loire"),
        ("28", "Eure-et-Loir", "d'Eure-et-Loir", "en Eure-et-Loir"),
        ("75", "Paris", "de Paris", "à Paris"),
        ("971", "la Guadeloupe", "de la Guadeloupe", "en Guadeloupe"),
        ("974", "La Réunion", "de La Réunion", "à La Réunion"),
        ("975", "Saint-Pierre-et-Miquelon", "de Saint-Pierre-et-Miquelon",
         "à Saint-Pierre-et-Miquelon"),
        ("976", "Mayotte", "de Mayotte", "à Mayotte"),
        ("987", "la Polynésie française", "de la Polynésie française", "en Polynésie française"),
        ("984", "les Terres australes et antarctiques françaises",
         "des Terres australes et antarctiques françaises",
         "dans les Terres australes et antarctiques françaises"),
    ],
)  # fmt: skip
def test_a_departement_in_a_sentence(code, sujet, de, dans):
    formes = nom_de_departement(departements()[code])
    assert (formes.sujet, formes.de, formes.dans) == (sujet, de, dans)


@pytest.mark.parametrize(
    ("nom", "charniere", "de", "a"),
    [
        ("Le Havre", "du", "du Havre", "au Havre"),
        ("Havre", "du", "du Havre", "au Havre"),
        ("Les Mureaux", "des", "des Mureaux", "aux Mureaux"),
        ("Aux Marais", "des", "des Marais", "aux Marais"),
        ("La Rochelle", "de la", "de La Rochelle", "à La Rochelle"),
        ("La Rochelle", "de", "de La Rochelle", "à La Rochelle"),
        ("Rochelle", "de la", "de la Rochelle", "à la Rochelle"),
        ("L’Haÿ-les-Roses", "de l’", "de L’Haÿ-les-Roses", "à L’Haÿ-les-Roses"),
        ("L'Haÿ-les-Roses", "De  L'", "de L'Haÿ-les-Roses", "à L'Haÿ-les-Roses"),
        ("Yerres", "de", "de Yerres", "à Yerres"),
        ("Houilles", "DE", "de Houilles", "à Houilles"),
        ("Hyères", "d’", "d'Hyères", "à Hyères"),
        ("Communauté de communes du Pays de Bray", "de la",
         "de la Communauté de communes du Pays de Bray",
         "à la Communauté de communes du Pays de Bray"),
    ],
)  # fmt: skip
def test_a_record_may_give_its_own_charniere(nom, charniere, de, a):
    formes = nom_avec_charniere(nom, charniere)
    assert (formes.de, formes.a) == (de, a)


@pytest.mark.parametrize("charniere", ["", "à", "of", "de le", "d"])
def test_an_unknown_charniere_is_refused(charniere):
    with pytest.raises(ValueError, match="inconnue : écrire « de »"):
        nom_avec_charniere("Dijon", charniere)


@pytest.mark.parametrize(
    ("nom", "charniere"),
    [
        ("Le Havre", "de"),
        ("Les Mureaux", "de"),
        ("La Rochelle", "du"),
        ("L'Haÿ-les-Roses", "d'"),
        ("Dijon", "d'"),
        ("Dijon", "de l'"),
    ],
)
def test_a_charniere_that_the_name_cannot_take_is_refused(nom, charniere):
    with pytest.raises(ValueError, match="ne convient pas"):
        nom_avec_charniere(nom, charniere)


@pytest.mark.parametrize(
    ("nom", "liaison"),
    [
        ("Le Bourg", Liaison.LE),
        ("La Ville", Liaison.LA),
        ("Les Bourgs", Liaison.LES),
        ("L’Île", Liaison.L_APOSTROPHE),
        ("Épernon-sur-Rien", Liaison.D_APOSTROPHE),
        ("Brive", Liaison.DE),
        ("Hyères", Liaison.D_APOSTROPHE),
        ("Haguenau", Liaison.DE),
        ("Halloy", Liaison.DE),  # two communes of that name, one of each kind
        ("Hautbourg-Neuf", Liaison.DE),
        ("Yerres", Liaison.D_APOSTROPHE),
        ("Yonville-Neuve", Liaison.DE),
        ("Yvbourg-Neuf", Liaison.D_APOSTROPHE),
        ("Communauté de communes du Pays", Liaison.LA),
        ("Eurométropole du Rhin", Liaison.L_APOSTROPHE),
        ("Lens", Liaison.DE),
        ("", Liaison.DE),
    ],
)
def test_the_liaison_of_a_name_without_charniere_is_guessed(nom, liaison):
    assert liaison_devinee(nom) is liaison


def test_the_guess_is_the_official_liaison_of_nearly_every_name():
    faux = [c for c in communes().values() if liaison_devinee(c.nom) is not c.liaison]
    assert {c.nom[0] for c in faux} <= {"H", "Î", "A"}  # homonyms in H, five archipelagos
    assert len(faux) == 18
    assert all(liaison_devinee(t.nom) is t.liaison for t in intercommunalites().values())


@given(st.text(max_size=30))
def test_any_name_can_be_guessed(nom):
    assert liaison_devinee(nom) in Liaison
