"""Charts drawn as pictures, in the font of the documents.

A picture rather than a chart of Word: dxpdf draws no chart, and LibreOffice would write the words
of one into the page, where the structure has no place for them. What it shows is in its alternative
text and in the table beside it; no bar is told from another by its colour alone.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import font_source_sans_pro

from generator.redaction.graphiques import Barre, Graphique, Segment
from generator.referentiel.bilan import Motif
from generator.rendering.illustrations import Illustration

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

_FINESSE = (
    220 / 72
)  # pixels for each point: the 220 to the inch beyond which dxpdf makes pictures smaller
_LARGEUR = 459  # points, the width of the text
_NOM = 150  # points kept for the names of bars
_PAS, _EPAISSEUR = 24, 15  # points from bar to bar, and for a bar
_MARGE = 4
_CORPS, _PETIT = 10, 9  # points
_ENCRE, _FILET = "#22303C", "#8895A1"
_FOND = "#FFFFFF00"  # white, and transparent
_UNITES = 5  # the least that a whole bar counts, so that one action is not a long bar


def draw(graphique: Graphique) -> Illustration:
    """Return the picture of a chart, PNG; the same chart gives the same bytes."""
    return _Dessin(graphique).draw()


def draw_all(graphiques: Mapping[str, Graphique]) -> dict[str, Illustration]:
    """Return the pictures of charts, by the same names."""
    return {nom: draw(graphique) for nom, graphique in graphiques.items()}


class _Dessin:
    """One drawing of one chart; lengths are in points."""

    def __init__(self, graphique: Graphique) -> None:
        self._graphique = graphique
        lignes = list(self._legend_rows())
        self._legende = lignes
        haut = _MARGE * 2 + len(graphique.barres) * _PAS + len(lignes) * 18 + (6 if lignes else 0)
        self._taille = (_px(_LARGEUR), _px(haut))
        self._echelle = (_LARGEUR - _NOM - 30) / max(
            _UNITES, *(barre.total for barre in graphique.barres)
        )

    def draw(self) -> Illustration:
        """Return the picture."""
        from PIL import Image, ImageDraw  # noqa: PLC0415, slow to import, and few documents have one

        # Not opaque, which dxpdf would turn into a JPEG.
        image = Image.new("RGBA", self._taille, _FOND)
        trait = ImageDraw.Draw(image)
        y = float(_MARGE)
        for barre in self._graphique.barres:
            self._bar(image, trait, barre, y)
            y += _PAS
        bas = y - (_PAS - _EPAISSEUR) / 2
        trait.line(_all(_NOM, _MARGE, _NOM, bas), _FILET, _px(0.8))
        y += 6
        for ligne in self._legende:
            for x, nom, segment in ligne:
                self._fill(image, (x, y + 3, x + 18, y + 13), segment)
                trait.text(_both(x + 23, y + 8), nom, _ENCRE, _font("Regular", _PETIT), anchor="lm")
            y += 18
        octets = io.BytesIO()
        image.save(octets, "PNG", optimize=True)
        return Illustration(octets.getvalue(), "png", *self._taille)

    def _bar(self, image: Image.Image, trait: ImageDraw.ImageDraw, barre: Barre, y: float) -> None:
        haut = y + (_PAS - _EPAISSEUR) / 2
        milieu = y + _PAS / 2
        police = _font("Regular", _CORPS)
        trait.text(
            _both(_NOM - 8, milieu), _shortened(barre.nom, police), _ENCRE, police, anchor="rm"
        )
        x = float(_NOM)
        for segment in barre.segments:
            fin = x + segment.nombre * self._echelle
            self._fill(image, (x, haut, fin, haut + _EPAISSEUR), segment)
            if len(barre.segments) > 1:
                self._count(trait, x, fin, milieu, segment)
            x = fin
        trait.text(
            _both(x + 7, milieu), str(barre.total), _ENCRE, _font("Bold", _CORPS), anchor="lm"
        )

    def _count(
        self, trait: ImageDraw.ImageDraw, debut: float, fin: float, y: float, segment: Segment
    ) -> None:
        """Write a number on a white label, where a stretch is wide enough to hold it."""
        police = _font("Bold", _PETIT)
        texte = str(segment.nombre)
        demi = police.getlength(texte) / _FINESSE / 2 + 3
        x = (debut + fin) / 2
        if fin - debut > 2 * demi:
            trait.rectangle(_all(x - demi, y - 5.5, x + demi, y + 5.5), "white")
            trait.text(_both(x, y), texte, _ENCRE, police, anchor="mm")

    def _fill(
        self, image: Image.Image, cadre: tuple[float, float, float, float], segment: Segment
    ) -> None:
        """Draw a rectangle with its pattern and its outline."""
        from PIL import Image, ImageDraw  # noqa: PLC0415, slow to import

        couleur = f"#{segment.aspect.couleur}"
        gauche, haut, droite, bas = _all(*cadre)
        carreau = Image.new("RGBA", (droite - gauche, bas - haut), "white")
        _MOTIFS[segment.aspect.motif](ImageDraw.Draw(carreau), carreau.size, couleur)
        image.paste(carreau, (gauche, haut))
        ImageDraw.Draw(image).rectangle((gauche, haut, droite, bas), None, couleur, _px(0.9))

    def _legend_rows(self) -> Iterator[list[tuple[float, str, Segment]]]:
        """Yield the entries of the legend, row after row, each with where it begins."""
        police = _font("Regular", _PETIT)
        ligne: list[tuple[float, str, Segment]] = []
        x = float(_NOM)
        for nom, aspect in self._graphique.legende:
            large = 23 + police.getlength(nom) / _FINESSE + 16
            if ligne and x + large > _LARGEUR:
                yield ligne
                ligne, x = [], float(_NOM)
            ligne.append((x, nom, Segment(1, aspect)))
            x += large
        if ligne:
            yield ligne


def _shortened(nom: str, police: ImageFont.FreeTypeFont) -> str:
    """Return a name that fits before its bar, cut at a word where it does not."""
    place = (_NOM - 12) * _FINESSE
    mots = nom.split(" ")
    while len(mots) > 1 and police.getlength(" ".join(mots)) > place:
        mots = [*mots[:-2], f"{mots[-2].rstrip(' ,')}…"]
    return " ".join(mots)


@functools.cache
def _font(face: str, points: float) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415, slow to import

    path = Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{face}.ttf"
    # The basic layout is Pillow's own: another one, where it is installed, would move letters.
    return ImageFont.truetype(str(path), _px(points), layout_engine=ImageFont.Layout.BASIC)


def _px(points: float) -> int:
    return round(points * _FINESSE)


def _both(x: float, y: float) -> tuple[int, int]:
    return _px(x), _px(y)


def _all(gauche: float, haut: float, droite: float, bas: float) -> tuple[int, int, int, int]:
    return _px(gauche), _px(haut), _px(droite), _px(bas)


# --- patterns -----------------------------------------------------------------------------------

Taille = tuple[int, int]
_ECART, _TRAIT = _px(4.5), _px(1.1)  # from line to line, and the width of a line


def _solid(trait: ImageDraw.ImageDraw, taille: Taille, couleur: str) -> None:
    trait.rectangle((0, 0, *taille), couleur)


def _empty(trait: ImageDraw.ImageDraw, taille: Taille, couleur: str) -> None:
    pass


def _hatched(trait: ImageDraw.ImageDraw, taille: Taille, couleur: str) -> None:
    largeur, hauteur = taille
    for x in range(-hauteur, largeur, _ECART):
        trait.line((x, hauteur, x + hauteur, 0), couleur, _TRAIT)


def _crossed(trait: ImageDraw.ImageDraw, taille: Taille, couleur: str) -> None:
    largeur, hauteur = taille
    _hatched(trait, taille, couleur)
    for x in range(-hauteur, largeur, _ECART):
        trait.line((x, 0, x + hauteur, hauteur), couleur, _TRAIT)


def _barred(trait: ImageDraw.ImageDraw, taille: Taille, couleur: str) -> None:
    largeur, hauteur = taille
    for x in range(_ECART // 2, largeur, _ECART):
        trait.line((x, 0, x, hauteur), couleur, _TRAIT)


def _dotted(trait: ImageDraw.ImageDraw, taille: Taille, couleur: str) -> None:
    largeur, hauteur = taille
    rayon = _TRAIT * 0.8
    for rang, y in enumerate(range(_ECART // 2, hauteur, _ECART)):
        for x in range(_ECART // 2 + (rang % 2) * _ECART // 2, largeur, _ECART):
            trait.ellipse((x - rayon, y - rayon, x + rayon, y + rayon), couleur)


_MOTIFS: Mapping[Motif, Callable[[ImageDraw.ImageDraw, Taille, str], None]] = {
    Motif.PLEIN: _solid,
    Motif.HACHURES: _hatched,
    Motif.CROISILLONS: _crossed,
    Motif.POINTS: _dotted,
    Motif.BARRES: _barred,
    Motif.VIDE: _empty,
}
