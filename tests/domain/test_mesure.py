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
    ],
)
def test_nothing_is_guessed(texte: str) -> None:
    assert read_number(texte) is None
