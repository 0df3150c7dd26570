"""French spacing is put once, costs no letter, and a second pass changes nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.redaction.typographie import capitaliser, conjoindre, ponctuer, typographier

EXEMPLES = [
    ("l'enfance", "l’enfance"),
    ("Il dit : oui ; non ! vraiment ?", "Il dit\xa0: oui\u202f; non\u202f! vraiment\u202f?"),
    ("Il dit: oui; non! vraiment?", "Il dit\xa0: oui\u202f; non\u202f! vraiment\u202f?"),
    ("« Ville amie »", "«\xa0Ville amie\xa0»"),
    ("«Ville amie»", "«\xa0Ville amie\xa0»"),
    ("«   Ville amie\t»", "«\xa0Ville amie\xa0»"),
    ("« Ville » : oui", "«\xa0Ville\xa0»\xa0: oui"),
    ("2 000 €", "2\u202f000\xa0€"),
    ("1 234 567 €", "1\u202f234\u202f567\xa0€"),
    ("50%", "50\xa0%"),
    ("n° 90-917", "n°\xa090-917"),
    ("n°12", "n°\xa012"),
    ("art. 3", "art.\xa03"),
    ("article L. 2121-29", "article L.\xa02121-29"),
    ("article R.2121-9", "article R.\xa02121-9"),
    ("M. Exemple et Mme Modèle", "M.\xa0Exemple et Mme\xa0Modèle"),
    ("M. Œuvre, MM. Éloi", "M.\xa0Œuvre, MM.\xa0Éloi"),
    ("le 1er juin 2026", "le 1er\xa0juin 2026"),
    ("le 22 août", "le 22\xa0août"),
    ("etc...", "etc…"),
    ("inter\xadcommunal", "intercommunal"),
    ('dit "Ville amie" : oui', "dit «\xa0Ville amie\xa0»\xa0: oui"),
    ('"a" et "b"', "«\xa0a\xa0» et «\xa0b\xa0»"),
    ('un "', 'un "'),
    ("Ville amie - mandat 2026", "Ville amie – mandat 2026"),
    ("a - b - c", "a – b – c"),
    ("La Roche-sur-Yon", "La\xa0Roche-sur-Yon"),
    ("Les Mureaux et Le Havre", "Les\xa0Mureaux et Le\xa0Havre"),
    ("Le Écrin", "Le\xa0Écrin"),
    ("porte\u2010à\u2011porte", "porte-à-porte"),
    ("\u2002mot\u2009mot\u200a", " mot mot "),
    ("2\u2009000\u2007€", "2\u202f000\xa0€"),
    ("e\ufb00ort \ufb01n \ufb02ot a\ufb03rmer a\ufb04uent", "effort fin flot affirmer affluent"),
]


@pytest.mark.parametrize(("saisi", "compose"), EXEMPLES)
def test_a_text_as_typed_becomes_a_text_as_printed(saisi, compose):
    assert typographier(saisi) == compose


INTACTS = [
    "https://villeamiedesenfants.fr/?a=1;b=2",
    "collectivites@unicef.fr",
    "18:30",
    "un rapport de 3:1",
    "2026-2032",
    "21231",
    "le compte 6281 en 2026",
    "D. Exemple",
    "la Roche-sur-Yon",
    "La maire",
    "Cela Dure",
    "9 enfants sur 10",
    "- un tiret en tête",
    "………………",
    "",
]


@pytest.mark.parametrize("texte", INTACTS)
def test_what_is_not_punctuation_is_left_alone(texte):
    assert typographier(texte) == texte


FRANCAIS = st.text(
    "aéÉœ 01239\t\n'’«»\";:!?€%°.…()[],-–LRMles\xa0\u202f\xad\u2009\u2011\ufb03", max_size=40
)
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}


@settings(max_examples=1000)
@given(st.text() | FRANCAIS)
@example("a ;;")
@example("« « a » »")
@example("n° n° 1 000 000 €")
@example("'''...'")
def test_a_second_pass_changes_nothing(texte):
    once = typographier(texte)
    assert typographier(once) == once


def bare(texte: str) -> str:
    """Return a text without blanks nor soft hyphens, the signs that have two forms in one."""
    plat = "".join(
        c for c in texte if c not in " \t\xa0\u202f\xad" and not "\u2002" <= c <= "\u200a"
    )
    for forme, simple in (LIGATURES | dict.fromkeys("\u2010\u2011–", "-")).items():
        plat = plat.replace(forme, simple)
    return re.sub("[«»]", '"', plat).replace("’", "'").replace("…", "...")


@settings(max_examples=1000)
@given(st.text() | FRANCAIS)
def test_no_letter_digit_or_sign_is_lost_or_moved(texte):
    assert bare(typographier(texte)) == bare(texte)


@given(
    st.lists(st.sampled_from(["enfant", "9", "500", "l’école", "M.", "Élan", "n°", "12", "mai"]))
)
def test_words_stay_apart(mots):
    assert typographier(" ".join(mots)).split() == mots


def test_a_capital_keeps_its_accent_and_the_rest_as_it_stands():
    assert capitaliser("école de Dijon") == "École de Dijon"
    assert capitaliser("œuvre") == "Œuvre"
    assert capitaliser("l’Haÿ") == "L’Haÿ"
    assert capitaliser("") == ""


@pytest.mark.parametrize(
    ("elements", "clos"),
    [
        ([], []),
        (["a"], ["a."]),
        (["a", "b", "c"], ["a\u202f;", "b\u202f;", "c."]),
        (["a.", "b"], ["a\u202f;", "b."]),
        (["a;", "b\xa0; ", "c ;"], ["a\u202f;", "b\u202f;", "c."]),
        (["a..", "b ;."], ["a\u202f;", "b."]),
        (["a, etc.", "b, etc.", "c, etc. ;"], ["a, etc.\u202f;", "b, etc.\u202f;", "c, etc."]),
        (["a...", "b... ;", "c..."], ["a...", "b...", "c..."]),
        (["a", "b !"], ["a\u202f;", "b !"]),
        (("a ?", "b…"), ["a ?", "b…"]),
    ],
)
def test_the_items_of_a_list_are_closed(elements, clos):
    assert ponctuer(elements) == clos


@pytest.mark.parametrize(
    ("elements", "phrase"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (("a", "b", "c"), "a, b et c")],
)
def test_names_are_joined_as_they_are_said(elements, phrase):
    assert conjoindre(elements) == phrase
