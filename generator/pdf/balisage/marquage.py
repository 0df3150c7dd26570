"""Marked content: what each piece of a page is part of (ISO 32000-1 § 14.6, § 14.7.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.pdf.balisage.arbre import Noeud
from generator.pdf.balisage.flux import Morceau, Nature
from generator.pdf.balisage.placement import Hors

Cible = Noeud | Hors
DECOR = Hors.RANGEE
"""What is drawn and says nothing: borders, backgrounds, decorative pictures."""

_ARTEFACTS = {
    Hors.ENTETE: b"/Artifact <</Type /Pagination /Subtype /Header>> BDC\n",
    Hors.PIED: b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n",
    Hors.RANGEE: b"/Artifact BMC\n",
}
_FIN = b"EMC\n"
_TRAIT = Nature.TRAIT
_PILE = (b"q\n", b"Q\n")  # graphics states are saved and restored outside marked content


@dataclass(slots=True)
class Visee:
    """What each piece of a page is part of (None: nothing is drawn), in the same order.

    `blancs`: the ranks of the pieces after which stands a blank that no glyph draws.
    """

    morceaux: Sequence[Morceau]
    cibles: list[Cible | None] = field(default_factory=list)
    blancs: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Marquage:
    """The content stream of a marked page, and the element of each MCID."""

    octets: bytes = b""
    parents: list[Noeud] = field(default_factory=list)


def mark(page: int, visee: Visee) -> Marquage:
    """Wrap the pieces of a page, `page` counting from 0; nodes learn their places."""
    marquage = Marquage()
    sortie: list[bytes] = []
    ouverte: Cible | None = None
    blancs = visee.blancs
    for rang, (morceau, voulue) in enumerate(zip(visee.morceaux, visee.cibles, strict=True)):
        nature, octets, texte, dit, lettres = morceau
        cible = voulue
        if cible is None:
            cible = None if octets.startswith(_PILE) else ouverte
        elif nature is _TRAIT and isinstance(ouverte, Hors):
            cible = ouverte
        if cible is not ouverte:
            if ouverte is not None:
                sortie.append(_FIN)
            if cible is not None:
                sortie.append(_open(cible, page, marquage))
            ouverte = cible
        if lettres and (dit is not texte or rang in blancs) and isinstance(cible, Noeud):
            octets = _say(octets, texte, f"{dit} " if rang in blancs else dit)
        sortie.append(octets)
    if ouverte is not None:
        sortie.append(_FIN)
    marquage.octets = b"".join(sortie)
    return marquage


def _open(cible: Cible, page: int, marquage: Marquage) -> bytes:
    if isinstance(cible, Hors):
        return _ARTEFACTS[cible]
    element = cible if cible.genre or cible.parent is None else cible.parent
    mcid = len(marquage.parents)
    marquage.parents.append(element)
    cible.places.append((page, mcid))
    return f"/{element.genre} <</MCID {mcid}>> BDC\n".encode()


def _say(octets: bytes, texte: str, dit: str) -> bytes:
    """Return a text object, with the text that its glyphs alone do not say (§ 14.9.4)."""
    if dit == texte:
        return octets
    hexa = f"FEFF{dit.encode('utf-16-be').hex()}".encode()
    return b"/Span <</ActualText <" + hexa + b">>> BDC\n" + octets + _FIN
