"""Annotations, tied to their elements: links to the words that they lie on, fields by their name
(ISO 32000-1 § 14.7.4.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pikepdf

from generator.pdf.balisage.arbre import Noeud
from generator.pdf.balisage.flux import Nature
from generator.pdf.balisage.marquage import Cible, Visee
from generator.pdf.balisage.refus import NonBalisableError

_ORIGINE = re.compile(rb"(\S+) \S+ \S+ \S+ \S+ (\S+) cm\n")
_POSITION = re.compile(rb"(\S+) (\S+) (?:Tm|Td)\b")
_APPELS = ("Reference", "Lbl")
_SEUIL = 0.5  # points
_ECART = 6.0  # points between two words of one line

Mot = tuple[float, float, Cible | None]
"""Where a word begins, in points from the lower left corner of the page, and what it is part of."""


def tie(page: pikepdf.Page, rang: int, visee: Visee, formulaires: Mapping[str, Noeud]) -> None:
    """Tie each link of a page to its node, those of one line made one; `rang` is the page's.

    `formulaires`: the nodes of fields by their names. Raises NonBalisableError: an annotation is
    neither, or lies on no word that is a link.
    """
    annotations = page.obj.get("/Annots")
    if annotations is None or not len(annotations):
        return
    mots: list[Mot] = []
    gardees: list[tuple[Noeud, pikepdf.Object]] = []
    for annotation in annotations:
        formulaire = formulaires.get(str(annotation.get("/T", "")))
        if annotation.get("/Subtype") == "/Widget" and formulaire is not None:
            gardees.append((formulaire, annotation))
            continue
        if annotation.get("/Subtype") != "/Link":
            raise NonBalisableError("une page porte une annotation qui n'est pas un lien")
        mots = mots or list(_positions(visee))  # most pages have fields alone
        lien = _link_under(annotation, mots)
        if gardees and gardees[-1][0] is lien and _extend(gardees[-1][1], annotation):
            continue
        gardees.append((lien, annotation))
    page.obj.Annots = pikepdf.Array([annotation for _, annotation in gardees])
    for place, (lien, _) in enumerate(gardees):
        lien.annotations.append((rang, place))


def _positions(visee: Visee) -> Iterator[Mot]:
    hauteur = 0.0
    for morceau, cible in zip(visee.morceaux, visee.cibles, strict=True):
        octets = morceau.octets
        if morceau.nature is not Nature.TEXTE:
            if (origine := _ORIGINE.search(octets)) and not hauteur:
                hauteur = float(origine[2])
        elif position := _POSITION.search(octets):
            y = float(position[2])
            yield float(position[1]), hauteur - y if hauteur else y, cible


def _link_under(annotation: pikepdf.Object, mots: Sequence[Mot]) -> Noeud:
    gauche, bas, droite, haut = map(float, annotation.Rect)
    for x, y, cible in mots:
        dessous = gauche - _SEUIL <= x < droite - _SEUIL / 5 and bas - _SEUIL <= y <= haut + _SEUIL
        if dessous and isinstance(cible, Noeud) and (lien := _link_around(cible)):
            return lien
    raise NonBalisableError("un lien ne se trouve sur aucun mot du corps du texte")


def _link_around(noeud: Noeud) -> Noeud | None:
    """Return the link that holds a node; the call of a note becomes one where it leads to it."""
    parent: Noeud | None = noeud
    while parent is not None and parent.genre != "Link":
        parent = parent.parent
    hote = noeud.parent
    if parent is not None or hote is None or hote.genre not in _APPELS:
        return parent
    lien = Noeud("Link", hote, [noeud])
    hote.enfants[hote.enfants.index(noeud)] = lien
    noeud.parent = lien
    return lien


def _extend(premiere: pikepdf.Object, seconde: pikepdf.Object) -> bool:
    """Stretch a link over the next word of its line; tell whether it could be done."""
    gauche, bas, droite, haut = map(float, premiere.Rect)
    autre_gauche, autre_bas, autre_droite, _ = map(float, seconde.Rect)
    if abs(bas - autre_bas) > _SEUIL or not -_SEUIL <= autre_gauche - droite <= _ECART:
        return False
    premiere.Rect = pikepdf.Array([gauche, bas, autre_droite, haut])
    return True
