"""Rectangles told clear of words from the content stream: never one that a word may touch."""

from __future__ import annotations

import pytest

from generator.pdf.balisage.flux import Morceau, Nature
from generator.pdf.emplacements.degagement import are_clear

ORIGINE = Morceau(Nature.ETAT, b"1 0 0 -1 0 842 cm\n0 0 0 rg\n")
CADRE = (100.0, 400.0, 300.0, 450.0)


def mot(x: float, y: float, texte: str = "mot") -> Morceau:
    """A word that begins at a place, in points from the lower left corner, in size 10."""
    place = f"1 0 0 -1 {x} {842 - y} Tm\n".encode()
    glyphes = b"<0012> Tj\n4.7 0 Td <0019> Tj\n"
    return Morceau(
        Nature.TEXTE, b"BT\n/F1 10 Tf\n" + place + glyphes + b"ET\n", texte, texte, texte
    )


@pytest.mark.parametrize(
    ("morceau", "libre"),
    [
        (mot(120, 500), True),  # above
        (mot(120, 380), True),  # beneath
        (mot(310, 420), True),  # to its right
        (mot(120, 420), False),  # within
        (mot(50, 420), False),  # to its left: it may be long
        (mot(120, 453), False),  # its descenders
        (mot(120, 392), False),  # its ascenders
        (mot(120, 380, "Ế"), False),  # letters of which the height is not known
    ],
)
def test_a_word_near_the_rectangle_leaves_it_to_pdfium(morceau: Morceau, libre: bool) -> None:
    assert are_clear([ORIGINE, morceau], [CADRE]) is libre


@pytest.mark.parametrize(
    "avant",
    [
        [],  # no origin
        [Morceau(Nature.ETAT, b"2 0 0 2 0 0 cm\n")],
        [ORIGINE, Morceau(Nature.ETAT, b"q\n1 0 0 1 0 -100 cm\n")],
        [Morceau(Nature.ETAT, b"q\n1 0 0 -1 0 842 cm\n")],
        [ORIGINE, Morceau(Nature.ETAT, b"0 g q\n")],
    ],
)
def test_a_page_placed_otherwise_is_left_to_pdfium(avant: list[Morceau]) -> None:
    assert not are_clear([*avant, mot(120, 500)], [CADRE])


def test_what_a_saved_state_moves_does_not_move_what_follows() -> None:
    image = Morceau(Nature.ETAT, b"q\n50 0 0 50 0 0 cm\nQ\n")
    assert are_clear([ORIGINE, image, mot(120, 500)], [CADRE])
    assert not are_clear([ORIGINE, image, mot(120, 420)], [CADRE])


def test_a_word_written_in_an_unknown_way_is_left_to_pdfium() -> None:
    tourne = Morceau(Nature.TEXTE, b"BT\n/F1 10 Tf\n0 1 1 0 9 9 Tm\n<0012> Tj\nET\n", "a", "a", "a")
    assert not are_clear([ORIGINE, tourne], [CADRE])
