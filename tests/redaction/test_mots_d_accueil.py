"""The words of the welcome pack, for towns that each ask something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from accueils_types import ENVOI, FICHES, accueil

from generator.redaction.blancs import BLANC, LONG
from generator.redaction.contexte import contexte


def mots(nom, *reste):
    return contexte(accueil(nom, *reste).matiere)["accueil"]


def cout(nom, *reste):
    """What the comparison says of the dues of each way: (amount, sentences), twice."""
    (ligne,) = (ligne for ligne in mots(nom, *reste)["comparaison"] if ligne["premiere"]["montant"])
    assert ligne["critere"].startswith("Ce que paie l")
    return [(ligne[k]["montant"], ligne[k]["textes"]) for k in ("premiere", "seconde")]


# --- how the letter addresses its reader -------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "appel", "destinataire"),
    [
        ("givardon", "Madame, Monsieur le Maire", ["Commune de Givardon"]),
        ("paris", "Madame, Monsieur le Maire", ["Ville de Paris"]),
        ("l-hay-les-roses", "Madame le Maire", ["Commune de L’Haÿ-les-Roses"]),
        ("pays-de-sommieres", "Madame, Monsieur le Président", None),
        ("metropole-de-lyon", "Madame, Monsieur le Président", ["Métropole de Lyon"]),
        ("les-abymes", "Madame, Monsieur le Maire", ["Commune des Abymes"]),
        ("collectivite: Dijon\nexecutif: {titre: Première adjointe, article: la}", None, None),
    ],
)
def test_who_is_not_named_is_addressed_by_office(nom, appel, destinataire):
    accueil = mots(nom)
    appel = appel or "Madame, Monsieur la Première adjointe"
    assert accueil["appel"] == appel
    assert accueil["destinataire"][0] == appel
    if destinataire is not None:
        assert accueil["destinataire"][1:] == destinataire


@pytest.mark.parametrize(
    ("personne", "appel", "lignes"),
    [
        ("civilite: Mme, prenom: A, nom: B", "Madame la Maire", ["Madame A B", "Maire du Havre"]),
        (
            "civilite: M., prenom: A, nom: B",
            "Monsieur le Maire",
            ["Monsieur A B", "Maire du Havre"],
        ),
        ("prenom: A, nom: B", "Madame, Monsieur le Maire", ["A B", "Maire du Havre"]),
    ],
)
def test_who_is_named_is_addressed_by_name(personne, appel, lignes):
    accueil = mots(f"collectivite: Le Havre\nexecutif: {{{personne}}}")
    assert (accueil["appel"], accueil["destinataire"]) == (appel, lignes)


def test_nothing_of_the_sending_is_made_up():
    envoi = mots("givardon")["envoi"]
    assert envoi == {
        "lieu_et_date": f"{BLANC}, le {BLANC}",
        "signataire": LONG,
        "qualite": LONG,
        "correspondant": LONG,
        "est_projet": True,
    }
    envoi = mots("givardon", ENVOI)["envoi"]
    assert envoi["lieu_et_date"] == "Paris, le 1er\u00a0décembre 2026"
    assert envoi["signataire"] == "Dominique Modèle"
    assert envoi["est_projet"] is False


# --- what it costs this town ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "montant", "tranche"),
    [
        ("givardon", "2\u202f000\u00a0€", "moins de 10\u202f000 habitants"),
        ("l-hay-les-roses", "4\u202f000\u00a0€", "de 10\u202f000 à 49\u202f999 habitants"),
        ("les-abymes", "6\u202f500\u00a0€", "de 50\u202f000 à 99\u202f999 habitants"),
        ("paris", "9\u202f500\u00a0€", "plus de 100\u202f000 habitants"),
    ],
)
def test_the_dues_are_those_of_the_town_s_tier_and_none_is_given_for_2026(nom, montant, tranche):
    territoires, villes = cout(nom)
    assert territoires == ("500\u00a0€", ["Par an, quelle que soit la taille de la collectivité."])
    assert villes == (
        montant,
        [
            f"Par an pour les années 2027 à 2032 ({tranche}).",
            "Pour l’année 2026, montant à confirmer auprès d’UNICEF France.",
        ],
    )


def test_two_populations_in_two_tiers_give_two_amounts_and_a_reserve():
    montant, textes = cout("foix")[1]
    assert montant == "2\u202f000\u00a0€ ou 4\u202f000\u00a0€"
    assert textes[1].startswith("Selon la population retenue, municipale ou totale, montant à")


def test_a_population_that_nobody_knows_gives_no_amount_but_the_flat_one():
    territoires, villes = cout("iles-sans-habitants")
    assert territoires[0] == "500\u00a0€"
    assert villes[0] == "Montant à confirmer"
    assert villes[1] == [
        "La population est inconnue, le barème ne donne pas de montant, montant à confirmer auprès "
        "d’UNICEF France.",
        "Le barème va de 2\u202f000\u00a0€ à 9\u202f500\u00a0€ par an pour les années 2027 à 2032.",
    ]
    assert mots("iles-sans-habitants")["habitants"] == ""


def test_a_town_of_exactly_100_000_is_in_no_tier():
    montant, textes = cout("collectivite: {commune: Paris, population: 100000}")[1]
    assert montant == "Montant à confirmer"
    assert "100\u202f000 habitants" in textes[0]


def test_from_2027_on_nothing_is_said_of_2026():
    _, textes = cout("collectivite: Givardon\nseance: {date: 2028-03-01}")[1]
    assert textes == ["Par an pour les années 2028 à 2032 (moins de 10\u202f000 habitants)."]


def test_the_record_s_own_amount_is_that_of_its_own_programme_alone():
    dite = "collectivite: Givardon\ndeliberation: {cotisation: {montant: 450}}"
    assert [montant for montant, _ in cout(dite)] == ["450\u00a0€", "2\u202f000\u00a0€"]
    assert [m for m, _ in cout(dite, None, "ville-amie-des-enfants")] == [
        "500\u00a0€",
        "450\u00a0€",
    ]


def test_the_letter_says_the_dues_in_one_breath():
    premiere, seconde = mots("givardon")["voies"]
    assert premiere["cotisation"] == "500\u00a0€"
    assert seconde["cotisation"] == (
        "2\u202f000\u00a0€ pour les années 2027 à 2032\u202f; pour l’année 2026, montant à confirmer"
    )
    assert mots("iles-sans-habitants")["voies"][1]["cotisation"] == "montant à confirmer"


# --- the rest ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", FICHES)
def test_the_comparison_answers_every_line_for_both_ways(nom):
    for ligne in mots(nom)["comparaison"]:
        assert ligne["critere"]
        for cote in ("premiere", "seconde"):
            assert ligne[cote]["textes"]
            assert all(texte.endswith(".") for texte in ligne[cote]["textes"])


def test_the_year_begins_in_september_and_holds_only_dates_that_are_sure():
    mois = mots("givardon")["mois"]
    assert [m["nom"] for m in mois][:4] == ["Septembre", "Octobre", "Novembre", "Décembre"]
    assert len(mois) == 12
    assert {m["nom"]: m["rendez_vous"] for m in mois if m["rendez_vous"]} == {
        "Novembre": ["Journée mondiale de l’enfance (le 20\u00a0novembre)"],
        "Mai": ["UNIday (en mai, à la date fixée chaque année par UNICEF France)"],
    }


def test_the_letter_lists_what_the_pack_holds():
    pieces = mots("givardon")["pieces"]
    assert len(pieces) == 6
    assert pieces[2] == "un projet de charte, qui n’est pas le texte officiel\u202f;"
    pieces = mots("givardon", None, "ville-amie-des-enfants")["pieces"]
    assert pieces[2] == "un plan d’action à remplir\u202f;"


def test_a_dossier_that_is_no_welcome_pack_says_nothing_of_it():
    matiere = accueil("givardon").matiere
    assert "accueil" in contexte(matiere)
    assert "accueil" not in contexte(replace(matiere, accueil=None))
