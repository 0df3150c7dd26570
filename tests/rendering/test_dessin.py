"""Charts: told from one another without colour, the same bytes each time."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from generator.domain.comparaison import Situation
from generator.redaction.graphiques import Barre, Graphique, Segment
from generator.referentiel.bilan import usages
from generator.rendering.dessin import draw

ASPECTS = usages().situations


def chart(*barres: Barre, legende: bool = False) -> Graphique:
    entrees = tuple((s.value.capitalize(), a) for s, a in ASPECTS.items()) if legende else ()
    return Graphique(barres, "Un texte", entrees)


def one(situation: Situation, nombre: int = 3) -> Graphique:
    return chart(Barre("Un axe", (Segment(nombre, ASPECTS[situation]),)))


def opened(graphique: Graphique) -> Image.Image:
    return Image.open(io.BytesIO(draw(graphique).content))


def grey(graphique: Graphique) -> bytes:
    image = opened(graphique)
    page = Image.new("RGBA", image.size, "white")
    page.alpha_composite(image.convert("RGBA"))
    return page.convert("L").tobytes()


def test_the_same_chart_gives_the_same_bytes():
    assert draw(one(Situation.REALISEE)) == draw(one(Situation.REALISEE))


def test_situations_are_told_apart_in_grey():
    assert len({grey(one(situation)) for situation in Situation}) == len(Situation)


def test_situations_are_told_apart_by_their_pattern_alone():
    assert len({aspect.motif for aspect in ASPECTS.values()}) == len(Situation)


@pytest.mark.parametrize("situation", Situation)
def test_what_is_drawn_stands_out_from_the_page(situation):
    # WCAG 1.4.11: three to one for what is needed to understand a picture.
    canaux = [int(ASPECTS[situation].couleur[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    lineaires = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    luminance = sum(p * c for p, c in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_a_chart_is_as_wide_as_the_text_and_as_tall_as_it_has_bars():
    seule, deux = (
        draw(one(Situation.PREVUE)),
        draw(chart(*[Barre("Un", (Segment(1, ASPECTS[Situation.PREVUE]),))] * 2)),
    )
    assert seule.largeur == deux.largeur
    assert deux.hauteur > seule.hauteur
    assert seule.largeur / (9184 / 20 / 72) >= 200  # dots to the inch


def test_a_bar_is_as_long_as_it_counts_and_one_action_is_not_a_long_bar():
    def inked(nombre: int) -> int:
        image = opened(one(Situation.REALISEE, nombre)).convert("RGBA")
        milieu = image.height // 2
        return sum(image.getpixel((x, milieu))[:3] == (31, 58, 95) for x in range(image.width))

    assert inked(2) == pytest.approx(2 * inked(1), rel=0.02)
    assert inked(40) == pytest.approx(inked(80), rel=0.02)
    assert inked(1) < inked(40) / 4


def test_a_long_name_many_actions_and_thin_stretches_are_drawn():
    segments = tuple(Segment(1 if i else 400, a) for i, a in enumerate(ASPECTS.values()))
    nom = "Planification urbaine durable des espaces publics ouverts à tous les enfants"
    illustration = draw(chart(Barre(nom, segments), legende=True))
    with Image.open(io.BytesIO(illustration.content)) as image:
        assert image.size == (illustration.largeur, illustration.hauteur)
        assert image.mode == "RGBA"  # an opaque picture would become a JPEG
