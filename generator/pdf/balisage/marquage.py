"""Marked content: what each piece of a page is part of (ISO 32000-1 § 14.6, § 14.7.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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


class Marque(NamedTuple):
    """A piece of a page, what it is part of, and whether a blank follows that no glyph draws."""

    morceau: Morceau
    cible: Cible | None
    blanc: bool = False


@dataclass(slots=True)
class Marquage:
    """The content stream of a marked page, and the element of each MCID."""

    octets: bytes = b""
    parents: list[Noeud] = field(default_factory=list)


def mark(page: int, marques: Sequence[Marque]) -> Marquage:
    """Wrap the pieces of a page, `page` counting from 0; nodes learn their places."""
    marquage = Marquage()
    sortie: list[bytes] = []
    ouverte: Cible | None = None
    for marque in marques:
        morceau, cible, _ = marque
        nature, octets, *_ = morceau
        if cible is None:  # nothing is drawn
            cible = None if octets.startswith(_PILE) else ouverte
        elif nature is _TRAIT and isinstance(ouverte, Hors):
            cible = ouverte
        if cible is not ouverte:
            if ouverte is not None:
                sortie.append(_FIN)
            if cible is not None:
                sortie.append(_open(cible, page, marquage))
            ouverte = cible
        sortie.append(_say(marque) if isinstance(cible, Noeud) else octets)
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


def _say(marque: Marque) -> bytes:
    """Return a text object, with the text that its glyphs alone do not say (§ 14.9.4)."""
    _, octets, texte, dit, lettres = marque.morceau
    if marque.blanc:
        dit += " "
    if dit == texte or not lettres:
        return octets
    hexa = f"FEFF{dit.encode('utf-16-be').hex()}".encode()
    return b"/Span <</ActualText <" + hexa + b">>> BDC\n" + octets + _FIN
