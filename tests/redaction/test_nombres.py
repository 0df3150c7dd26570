"""Numbers, amounts, dates and hours, in figures and in words."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.domain.dossier import Periode
from generator.redaction import nombres

LETTRES = [
    (0, "zéro"), (1, "un"), (10, "dix"), (16, "seize"), (17, "dix-sept"), (20, "vingt"),
    (21, "vingt et un"), (22, "vingt-deux"), (31, "trente et un"), (70, "soixante-dix"),
    (71, "soixante et onze"), (72, "soixante-douze"), (80, "quatre-vingts"),
    (81, "quatre-vingt-un"), (90, "quatre-vingt-dix"), (91, "quatre-vingt-onze"),
    (99, "quatre-vingt-dix-neuf"), (100, "cent"), (101, "cent un"), (200, "deux cents"),
    (201, "deux cent un"), (280, "deux cent quatre-vingts"), (999, "neuf cent quatre-vingt-dix-neuf"),
    (1_000, "mille"), (1_001, "mille un"), (2_000, "deux mille"), (2_026, "deux mille vingt-six"),
    (2_080, "deux mille quatre-vingts"), (80_000, "quatre-vingt mille"),
    (200_000, "deux cent mille"), (1_000_000, "un million"), (2_000_000, "deux millions"),
    (80_000_000, "quatre-vingts millions"), (200_000_000, "deux cents millions"),
]  # fmt: skip


@pytest.mark.parametrize(("nombre", "mots"), LETTRES)
def test_a_number_in_words(nombre, mots):
    assert nombres.en_lettres(nombre) == mots


@pytest.mark.parametrize(
    ("nombre", "mots"),
    [
        (1, "une"), (21, "vingt et une"), (41, "quarante et une"), (81, "quatre-vingt-une"),
        (101, "cent une"), (11, "onze"), (71, "soixante et onze"), (2, "deux"), (0, "zéro"),
    ],
)  # fmt: skip
def test_only_one_has_a_feminine(nombre, mots):
    assert nombres.en_lettres(nombre, feminin=True) == mots


EUROS = [
    ("0", "0 €", "zéro euro"),
    ("1", "1 €", "un euro"),
    ("2", "2 €", "deux euros"),
    ("21", "21 €", "vingt et un euros"),
    ("71", "71 €", "soixante et onze euros"),
    ("80", "80 €", "quatre-vingts euros"),
    ("81", "81 €", "quatre-vingt-un euros"),
    ("99", "99 €", "quatre-vingt-dix-neuf euros"),
    ("200", "200 €", "deux cents euros"),
    ("201", "201 €", "deux cent un euros"),
    ("500", "500 €", "cinq cents euros"),
    ("1000", "1_000 €", "mille euros"),
    ("2000", "2_000 €", "deux mille euros"),
    ("4000", "4_000 €", "quatre mille euros"),
    ("6500", "6_500 €", "six mille cinq cents euros"),
    ("9500", "9_500 €", "neuf mille cinq cents euros"),
    ("80000", "80_000 €", "quatre-vingt mille euros"),
    ("200000", "200_000 €", "deux cent mille euros"),
    ("1000000", "1_000_000 €", "un million d’euros"),
    ("2000000", "2_000_000 €", "deux millions d’euros"),
    ("80000000", "80_000_000 €", "quatre-vingts millions d’euros"),
    ("1000001", "1_000_001 €", "un million un euros"),
    ("1000000000", "1_000_000_000 €", "un milliard d’euros"),
    ("0.01", "0,01 €", "un centime"),
    ("0.50", "0,50 €", "cinquante centimes"),
    ("1.50", "1,50 €", "un euro et cinquante centimes"),
    ("9500.80", "9_500,80 €", "neuf mille cinq cents euros et quatre-vingts centimes"),
    ("9500.00", "9_500 €", "neuf mille cinq cents euros"),
    ("1.1", "1,10 €", "un euro et dix centimes"),
    ("19.99", "19,99 €", "dix-neuf euros et quatre-vingt-dix-neuf centimes"),
]


@pytest.mark.parametrize(("montant", "chiffres", "lettres"), EUROS)
def test_an_amount_in_figures_and_in_words(montant, chiffres, lettres):
    attendu = chiffres.replace("_", "\u202f").replace(" ", "\xa0")
    assert nombres.montant_en_chiffres(Decimal(montant)) == attendu
    assert nombres.montant_en_lettres(Decimal(montant)) == lettres


@given(st.integers(0, 10**11))
def test_figures_keep_every_digit_and_words_keep_the_plural(centimes):
    montant = Decimal(centimes) / 100
    chiffres = nombres.montant_en_chiffres(montant)
    digits = re.sub(r"\D", "", chiffres)
    assert int(digits) == (centimes if "," in chiffres else centimes // 100)
    lettres = nombres.montant_en_lettres(montant)
    assert ("euros" in lettres) is (centimes >= 200)
    assert ("centimes" in lettres) is (centimes % 100 >= 2)


def test_a_number_in_figures_has_narrow_no_break_spaces():
    assert nombres.en_chiffres(161_830) == "161\u202f830"
    assert nombres.en_chiffres(999) == "999"


@pytest.mark.parametrize(
    ("date", "chiffres", "lettres"),
    [
        (datetime.date(2026, 6, 1), "1er\xa0juin 2026", "premier juin"),
        (datetime.date(2026, 6, 2), "2\xa0juin 2026", "deux juin"),
        (datetime.date(2026, 6, 21), "21\xa0juin 2026", "vingt et un juin"),
        (datetime.date(2026, 8, 31), "31\xa0août 2026", "trente et un août"),
        (datetime.date(2027, 2, 11), "11\xa0février 2027", "onze février"),
        (datetime.date(2026, 12, 20), "20\xa0décembre 2026", "vingt décembre"),
    ],
)
def test_only_the_first_of_the_month_is_an_ordinal(date, chiffres, lettres):
    assert nombres.date_en_chiffres(date) == chiffres
    assert nombres.quantieme_en_lettres(date) == lettres


@pytest.mark.parametrize(
    ("heure", "lettres", "chiffres"),
    [
        (datetime.time(18, 30), "dix-huit heures trente", "18_h_30"),
        (datetime.time(18, 0), "dix-huit heures", "18_h"),
        (datetime.time(1, 0), "une heure", "1_h"),
        (datetime.time(21, 21), "vingt et une heures vingt et une", "21_h_21"),
        (datetime.time(0, 5), "zéro heure cinq", "0_h_05"),
        (datetime.time(9, 1), "neuf heures une", "9_h_01"),
        (datetime.time(2, 0), "deux heures", "2_h"),
    ],
)
def test_hours_are_feminine(heure, lettres, chiffres):
    assert nombres.heure_en_lettres(heure) == lettres
    assert nombres.heure_en_chiffres(heure) == chiffres.replace("_", "\xa0")


@pytest.mark.parametrize(
    ("periode", "texte"),
    [
        (Periode(2027, 2032), "pour les années 2027 à 2032"),
        (Periode(2027, 2028), "pour les années 2027 et 2028"),
        (Periode(2028, 2028), "pour l’année 2028"),
    ],
)
def test_years_as_they_are_said(periode, texte):
    assert nombres.annees(periode) == texte


def test_a_moment_says_its_offset() -> None:
    ete = datetime.timezone(datetime.timedelta(hours=2))
    terre_neuve = datetime.timezone(datetime.timedelta(hours=-3, minutes=-30))
    moment = datetime.datetime(2026, 6, 1, 18, 5, tzinfo=ete)
    date = "1er\u00a0juin 2026 à 18\u00a0h\u00a005"
    assert nombres.moment_en_chiffres(moment) == f"{date} (UTC+02:00)"
    assert nombres.moment_en_chiffres(moment.replace(tzinfo=terre_neuve)) == f"{date} (UTC-03:30)"
    assert nombres.moment_en_chiffres(moment.replace(tzinfo=datetime.UTC)) == f"{date} (UTC)"
    assert nombres.moment_en_chiffres(moment.replace(tzinfo=None)) == f"{date} (fuseau non dit)"
