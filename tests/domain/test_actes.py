"""What an act becomes for the channel of the legality check: nothing is lost, nothing is cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.domain.actes import (
    RefusedActeError,
    departement_transmis,
    numero_interne,
    objet_transmis,
    two_levels,
)
from generator.domain.siret import is_luhn, why_wrong
from generator.referentiel.actes import actes

TABLE = actes().translitterations


def transmis(objet: str, limite: int = 499) -> str:
    return objet_transmis(objet, TABLE, limite)[0]


@pytest.mark.parametrize(
    ("numero", "interne"),
    [
        ("2026-06-12", "2026_06_12"),
        ("2026/06 – 12", "2026_06_12"),
        ("délib. n° 12", "DELIB_N_12"),
        ("DEL_2026_12", "DEL_2026_12"),
        ("12", "12"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_a_number_is_written_in_capitals_digits_and_underscores(numero, interne):
    assert numero_interne(numero, 15) == interne


@pytest.mark.parametrize(
    "numero", ["", "---", "12#4", "№ 12", "二", "2026-06-12-conseil", "1" * 16]
)
def test_a_number_that_cannot_be_sent_is_refused_and_never_cut(numero):
    with pytest.raises(RefusedActeError, match="--numero"):
        numero_interne(numero, 15)


@given(st.text(max_size=30))
def test_what_comes_out_is_always_what_the_platforms_take(numero):
    try:
        made = numero_interne(numero, 15)
    except RefusedActeError:
        return
    assert re.fullmatch(r"[0-9A-Z_]{1,15}", made)
    assert numero_interne(made, 15) == made


def test_french_signs_have_a_counterpart_in_latin_1():
    assert transmis("L’œuvre\u202f: « l’été »\u00a0–\u00a0suite…") == (
        "L'oeuvre : « l'été » - suite..."
    )
    assert transmis("e\u0301te\u0301") == "été"  # an accent apart is one letter again


def test_each_replacement_is_told_with_its_count():
    _, remplacements = objet_transmis("l’œil et l’œuvre", TABLE, 499)
    assert [(r.signe, r.par, r.nombre) for r in remplacements] == [("’", "'", 2), ("œ", "oe", 2)]


@pytest.mark.parametrize(
    ("objet", "dit"),
    [
        ("Łódź", "« Ł » (U+0141), « ź » (U+017A)"),
        ("enfants 😀", "U+1F600"),
        ("a\u0085b", "un caractère invisible (U+0085)"),
        ("a\nb", "un caractère invisible (U+000A)"),
        ("a\u00adb", "un caractère invisible (U+00AD)"),
    ],
)
def test_a_sign_without_a_counterpart_is_named_and_never_dropped(objet, dit):
    with pytest.raises(RefusedActeError, match=re.escape(dit)):
        transmis(objet)


def test_the_limit_counts_what_is_sent_and_nothing_is_cut():
    assert transmis("a" * 499) == "a" * 499
    assert len(transmis("œ" * 249)) == 498
    with pytest.raises(RefusedActeError, match="500 caractères, 499 au plus"):
        transmis("œ" * 250)
    with pytest.raises(RefusedActeError, match="vide"):
        transmis(" \u00a0 ".strip())


@given(st.text(max_size=60))
def test_a_subject_is_sent_whole_or_refused(objet):
    try:
        made = transmis(objet)
    except RefusedActeError:
        return
    assert made.encode("iso-8859-1").decode("iso-8859-1") == made
    assert transmis(made) == made.strip()


@pytest.mark.parametrize(("code", "transmise"), [("21", "021"), ("2A", "02A"), ("974", "974")])
def test_a_departement_has_three_characters(code, transmise):
    assert departement_transmis(code) == transmise


@pytest.mark.parametrize(
    ("code", "deux"), [("9.1", "9.1"), ("7.10", "7.10"), ("9.1.2", "9.1"), ("1.1.1.1.1", "1.1")]
)
def test_a_matter_has_two_to_five_levels(code, deux):
    assert two_levels(code) == deux


@pytest.mark.parametrize("code", ["9", "9,1", "9.1.", "0.1", "9.01", "1.1.1.1.1.1", "neuf", ""])
def test_what_is_not_a_matter_is_refused(code):
    with pytest.raises(RefusedActeError, match="n'est pas un code matière"):
        two_levels(code)


# --- SIRET -----------------------------------------------------------------------------------------


def test_a_siret_ends_with_its_key_and_begins_with_the_siren():
    assert why_wrong("21210231300013", "212102313") is None
    assert why_wrong("21210231300013", None) is None


@pytest.mark.parametrize(
    ("siret", "dit"),
    [
        ("2121023130001", "quatorze chiffres"),
        ("21210231300013²", "quatorze chiffres"),
        ("٢١٢١٠٢٣١٣٠٠٠١٣", "quatorze chiffres"),
        ("21210231300018", "clé de contrôle"),
        ("21330063500017", "son SIREN, 212102313"),
    ],
)
def test_a_wrong_siret_says_why(siret, dit):
    assert dit in (why_wrong(siret, "212102313") or "")


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(rang, ecart):
    chiffres = list(map(int, "21210231300013"))
    chiffres[rang] = (chiffres[rang] + ecart) % 10
    assert not is_luhn("".join(map(str, chiffres)))
