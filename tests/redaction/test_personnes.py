"""Persons are named and addressed as they are, and every word agrees."""

from __future__ import annotations

import pytest

from generator.domain.dossier import Civilite, Personne
from generator.domain.regime import Fonction
from generator.redaction.blancs import BLANC, LONG
from generator.redaction.personnes import (
    accord,
    adresse,
    au,
    avec_article,
    de,
    du,
    nom_civil,
    nom_complet,
    nom_et_qualite,
)

MME, M = Civilite.MADAME, Civilite.MONSIEUR
MAIRE = Fonction("Maire", "le Maire", "la Maire")
PRESIDENT = Fonction("Président", "le Président", "la Présidente")


@pytest.mark.parametrize(
    ("personne", "fonction", "dit"),
    [
        (Personne(MME, "Camille", "Exemple", "Maire"), MAIRE, "Madame la Maire"),
        (Personne(MME, "Camille", "Exemple", "Maire", article="le"), MAIRE, "Madame le Maire"),
        (Personne(M, "Alex", "Exemple", "Maire"), MAIRE, "Monsieur le Maire"),
        (Personne(MME), MAIRE, "Madame la Maire"),
        (Personne(M), MAIRE, "Monsieur le Maire"),
        (Personne(MME, titre="Présidente"), PRESIDENT, "Madame la Présidente"),
        (Personne(MME), PRESIDENT, "Madame la Présidente"),
        (Personne(M), PRESIDENT, "Monsieur le Président"),
        (
            Personne(MME, titre="adjointe faisant fonction de maire"),
            MAIRE,
            "Madame l’adjointe faisant fonction de maire",
        ),
        (None, MAIRE, "le Maire"),
        (None, PRESIDENT, "le Président"),
        (Personne(nom="Exemple", prenom="Camille"), MAIRE, "le Maire"),
    ],
)
def test_the_head_is_addressed_by_title(personne, fonction, dit):
    assert adresse(personne, fonction) == dit


@pytest.mark.parametrize(
    ("titre", "article", "avec", "avec_de", "avec_a"),
    [
        ("Maire", "la", "la Maire", "de la Maire", "à la Maire"),
        ("Maire", "le", "le Maire", "du Maire", "au Maire"),
        ("adjointe", "la", "l’adjointe", "de l’adjointe", "à l’adjointe"),
        ("adjoint", "le", "l’adjoint", "de l’adjoint", "à l’adjoint"),
        ("élu", "le", "l’élu", "de l’élu", "à l’élu"),
        ("Présidente", "la", "la Présidente", "de la Présidente", "à la Présidente"),
        ("œuvre", "la", "l’œuvre", "de l’œuvre", "à l’œuvre"),
    ],
)
def test_the_article_elides_and_contracts(titre, article, avec, avec_de, avec_a):
    assert avec_article(titre, article) == avec
    assert du(titre, article) == avec_de
    assert au(titre, article) == avec_a


def test_de_elides_before_a_vowel():
    assert de("Mme\xa0Exemple") == "de Mme\xa0Exemple"
    assert de("Anne Exemple") == "d’Anne Exemple"
    assert de("Émile Exemple") == "d’Émile Exemple"


def test_nobody_has_no_name():
    for personne in (None, Personne(), Personne(MME)):
        assert nom_complet(personne) is None
        assert nom_civil(personne) is None
        assert nom_et_qualite(personne) is None
    assert nom_et_qualite(Personne(MME, titre="adjointe")) == f"{LONG}, adjointe"


@pytest.mark.parametrize(
    ("personne", "dite"),
    [
        (Personne(MME, "Camille", "Exemple"), "Camille Exemple"),
        (Personne(MME, prenom="Camille"), f"Camille {BLANC}"),
        (Personne(MME, nom="Exemple"), f"{BLANC} Exemple"),
    ],
)
def test_the_part_of_a_name_that_is_missing_is_left_blank(personne, dite):
    assert nom_complet(personne) == dite
    assert nom_civil(personne) == f"Mme\xa0{dite}"
    assert nom_et_qualite(personne) == f"Mme\xa0{dite}"


def test_the_civility_is_bound_to_the_name():
    assert nom_civil(Personne(MME, "Camille", "Exemple")) == "Mme\xa0Camille Exemple"
    assert nom_civil(Personne(M, "Alex", "Exemple")) == "M.\xa0Alex Exemple"
    assert nom_civil(Personne(None, "Alex", "Exemple")) == "Alex Exemple"


def test_the_quality_follows_the_name():
    adjointe = Personne(MME, "Jo", "Modèle", "adjointe à la jeunesse")
    assert nom_et_qualite(adjointe) == "Mme\xa0Jo Modèle, adjointe à la jeunesse"
    assert nom_et_qualite(Personne(MME, "Jo", "Modèle")) == "Mme\xa0Jo Modèle"


def test_the_masculine_stands_for_whoever_is_not_known():
    assert accord(Personne(MME)).choose("élu", "élue") == "élue"
    for personne in (None, Personne(), Personne(M)):
        assert accord(personne).choose("élu", "élue") == "élu"
