"""What a signature shows in its rectangle: who, in what quality, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

from generator.pdf.signature import police

_MARGE = 1.0  # points between the edge and the text, which stands under that of the frame
_GRANDE, _PETITE, _PAS = 9.5, 5.0, 0.5  # sizes of the text, in points
_INTERLIGNE = 1.22  # in em
_DESCENTE = 0.22  # of a line, under its letters' feet
_QUALITE_LONGUE = 60  # characters
_SUSPENSION = "…"


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of the stamp and the face it is drawn with."""

    texte: str
    face: Path


@dataclass(frozen=True, slots=True)
class Mention:
    """What the stamp says."""

    nom: str
    qualite: str
    date: str

    def lines(self) -> tuple[Ligne, ...]:
        """Return the lines, in order, before they are fitted."""
        lignes = [
            Ligne("Signé électroniquement par", police.NORMALE),
            Ligne(police.drawable(self.nom), police.GRASSE),
            Ligne(police.drawable(self.qualite), police.NORMALE),
            Ligne(police.drawable(f"le {self.date}"), police.NORMALE),
        ]
        return tuple(ligne for ligne in lignes if ligne.texte)


def qualite_of(description: str) -> str:
    """Return « maire de Dijon » of « Signature de Madame X, maire de Dijon »; empty if long."""
    _, _, qualite = description.partition(", ")
    qualite = " ".join(qualite.split())
    return qualite if len(qualite) <= _QUALITE_LONGUE else ""


def fit(lignes: Sequence[Ligne], largeur: float, hauteur: float) -> tuple[float, list[Ligne]]:
    """Return the size of the text, in points, and the lines that stand in a box of this size.

    Long lines are broken; what a legible size cannot hold is cut, and « … » says so.
    """
    taille = _GRANDE
    while taille >= _PETITE:
        coupees = [morceau for ligne in lignes for morceau in _wrap(ligne, largeur / taille)]
        tient = all(police.width(m.texte, m.face) * taille <= largeur for m in coupees)
        if tient and len(coupees) * _INTERLIGNE * taille <= hauteur:
            return taille, coupees
        taille -= _PAS
    taille = min(_PETITE, hauteur / (len(lignes) * _INTERLIGNE))
    return taille, [_cut(ligne, largeur / taille) for ligne in lignes]


def _wrap(ligne: Ligne, largeur: float) -> list[Ligne]:
    """Break a line at its spaces to a width in em; a word alone may stay too wide."""
    morceaux: list[str] = []
    for mot in ligne.texte.split(" "):
        suite = f"{morceaux[-1]} {mot}" if morceaux else mot
        if morceaux and police.width(suite, ligne.face) <= largeur:
            morceaux[-1] = suite
        else:
            morceaux.append(mot)
    return [Ligne(morceau, ligne.face) for morceau in morceaux]


def _cut(ligne: Ligne, largeur: float) -> Ligne:
    texte = ligne.texte
    if police.width(texte, ligne.face) <= largeur:
        return ligne
    while texte and police.width(texte + _SUSPENSION, ligne.face) > largeur:
        texte = texte[:-1]
    return Ligne(f"{texte.rstrip()}{_SUSPENSION}", ligne.face)


@dataclass(frozen=True)
class _Style(BaseStampStyle):
    """How pyHanko asks for the stamp once it knows the rectangle of the field."""

    mention: Mention = Mention("", "", "")

    def create_stamp(
        self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, object]
    ) -> BaseStamp:
        return _Cachet(writer, self, box)


def style_of(mention: Mention) -> BaseStampStyle:
    """Return what pyHanko needs to draw this mention in a field."""
    return _Style(mention=mention)


class _Cachet(BaseStamp):
    """The drawing: text alone, in the embedded font, without a frame of its own."""

    def render(self) -> bytes:
        """Return the operators that draw the lines, in the middle of the height."""
        largeur, hauteur = float(self.box.width), float(self.box.height)
        marge = min(_MARGE, largeur / 10, hauteur / 10)
        taille, lignes = fit(self.style.mention.lines(), largeur - 2 * marge, hauteur - 2 * marge)
        interligne = _INTERLIGNE * taille
        sommet = (hauteur + len(lignes) * interligne) / 2
        polices: dict[Path, tuple[bytes, police.Police]] = {}
        for face in dict.fromkeys(ligne.face for ligne in lignes):
            textes = [ligne.texte for ligne in lignes if ligne.face == face]
            fonte = police.Police(self._ensure_writer, face, textes)
            nom = f"/F{len(polices)}"
            self.set_resource(ResourceType.FONT, pdf_name(nom), fonte.reference)
            polices[face] = (nom.encode(), fonte)
        operateurs = [b"q BT 0 g"]
        for place, ligne in enumerate(lignes, 1):
            nom_de_police, fonte = polices[ligne.face]
            y = sommet - (place - _DESCENTE) * interligne
            operateurs.append(
                b"%s %.2f Tf 1 0 0 1 %.2f %.2f Tm %s Tj"
                % (nom_de_police, taille, marge, y, fonte.encode(ligne.texte))
            )
        return b"\n".join([*operateurs, b"ET Q"])
