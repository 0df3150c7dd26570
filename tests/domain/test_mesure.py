"""A value is a number only where it says one, and no other."""

from __future__ import annotations

import pytest

from generator.domain.mesure import read_number


@pytest.mark.parametrize(
    ("texte", "nombre"),
    [
        ("12", 12.0),
        (" 1 250 enfants ", 1250.0),
        ("1\u202f250\u00a0000", 1_250_000.0),
        ("85 %", 85.0),
        ("3,5", 3.5),
        ("3.25 jours", 3.25),
        ("0.125", 0.125),
        ("3 km", 3.0),
        ("12 m", 12.0),
        ("4 élèves", 4.0),
        ("5 enfants", 5.0),
        ("-4", -4.0),
        ("−4 points", -4.0),
        ("0", 0.0),
    ],
)
def test_a_single_number_is_read(texte: str, nombre: float) -> None:
    assert read_number(texte) == nombre


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "beaucoup",
        "9 enfants sur 10",
        "moins de 15",
        "2027-2028",
        "12 et 14",
        "1 2",
        "1,2,3",
        "~5",
        "1.200 enfants",
        "-1.200",
        "12 k€",
        "3 millions d'enfants",
        "1,2 million",
        "2 M€",
        "5 milliers",
        "2e place",
        "1er rang",
    ],
)
def test_nothing_is_guessed(texte: str) -> None:
    assert read_number(texte) is None
