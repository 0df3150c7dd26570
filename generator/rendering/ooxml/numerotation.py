"""List labels as Word computes them (ECMA-376 part 1 § 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.rendering.contenu import Rang
from generator.rendering.ooxml.paquet import W, child, entier
from generator.rendering.ooxml.styles import Numero, Styles, is_on, read_numero

_AUCUN = "0"  # w:numId 0 takes a paragraph out of its style's list (§ 17.9.18)
_PLACE = re.compile(r"%([1-9])")
_ROMAINS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(nombre: int) -> str:
    """Return a number in lower-case Roman numerals; 0 has none and stays a digit."""
    if nombre <= 0:
        return str(nombre)
    chiffres = []
    for valeur, lettres in _ROMAINS:
        fois, nombre = divmod(nombre, valeur)
        chiffres.append(lettres * fois)
    return "".join(chiffres)


def letter(nombre: int) -> str:
    """Return a, b, … z, then aa, bb, … as Word does (not ab)."""
    if nombre <= 0:
        return str(nombre)
    tour, rang = divmod(nombre - 1, 26)
    return chr(ord("a") + rang) * (tour + 1)


def ordinal(nombre: int) -> str:
    """Return the French ordinal in digits: 1er, 2e, 3e."""
    return f"{nombre}er" if nombre == 1 else f"{nombre}e"


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda nombre: f"{nombre:02d}",
    "lowerLetter": letter,
    "upperLetter": lambda nombre: letter(nombre).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda nombre: roman(nombre).upper(),
    "ordinal": ordinal,
    "none": lambda nombre: "",
    "bullet": lambda nombre: "",
}
"""Number formats (§ 17.18.59); Word itself writes in digits those that it does not know."""


def write_number(nombre: int, format_numero: str) -> str:
    """Return a number in one of Word's formats, in digits when the format is not in `FORMATS`."""
    return FORMATS.get(format_numero, str)(nombre)


@dataclass(frozen=True, slots=True)
class Niveau:
    """One level of a list: how it counts and what it prints (`w:lvl`)."""

    depart: int
    format_numero: str
    modele: str
    style: str
    reprise: int | None
    en_chiffres: bool
    rpr: etree._Element | None


@dataclass(frozen=True, slots=True)
class Liste:
    """A numbering instance (`w:num`): its levels, and the levels that it starts anew."""

    abstraite: str
    niveaux: Mapping[int, Niveau]
    departs: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Etiquette:
    """A list label, its place in its list, and the direct formatting of its characters."""

    texte: str
    rang: Rang
    rpr: etree._Element | None


Etat = tuple[tuple[tuple[str, tuple[tuple[int, int], ...]], ...], frozenset[tuple[str, int]]]
"""Counters of each abstract list by level, and the levels of instances that have begun."""


@dataclass(slots=True)
class Numerotation:
    """The lists of a document and, as paragraphs come by in order, their counters.

    Instances of one abstract list share its counters, as in Word: an instance that starts anew
    does so at its first paragraph only.
    """

    listes: Mapping[str, Liste]
    _compteurs: dict[str, dict[int, int]] = field(default_factory=dict)
    _commencees: set[tuple[str, int]] = field(default_factory=set)

    @property
    def etat(self) -> Etat:
        """How far the lists have been counted, as a value that can be compared and put back."""
        compteurs = ((nom, tuple(comptes.items())) for nom, comptes in self._compteurs.items())
        return tuple(compteurs), frozenset(self._commencees)

    @etat.setter
    def etat(self, etat: Etat) -> None:
        compteurs, commencees = etat
        self._compteurs = {nom: dict(comptes) for nom, comptes in compteurs}
        self._commencees = set(commencees)

    def etiquette(self, ppr: etree._Element | None, style: str, styles: Styles) -> Etiquette | None:
        """Return the label of the next paragraph of the document, or None outside lists."""
        num_id, rang = self._find(read_numero(ppr), style, styles)
        liste = self.listes.get(num_id)
        if liste is None or rang not in liste.niveaux:
            return None
        compteurs = self._advance(num_id, liste, rang)
        niveau = liste.niveaux[rang]
        texte = _write(niveau, liste.niveaux, compteurs)
        return Etiquette(texte, Rang(num_id, rang, niveau.format_numero), niveau.rpr)

    def _find(self, direct: Numero, style: str, styles: Styles) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own words first, then its styles'."""
        dits = styles.numero(style)
        num_id = direct.num_id or next((n.num_id for _, n in dits if n.num_id), None) or _AUCUN
        if direct.niveau is not None:
            return num_id, direct.niveau
        liens = self._links(num_id)
        for nom, numero in dits:
            # § 17.9.23: the level that names the style counts before what the style says.
            if nom in liens:
                return num_id, liens[nom]
            if numero.niveau is not None:
                return num_id, numero.niveau
        return num_id, 0

    def _links(self, num_id: str) -> dict[str, int]:
        liste = self.listes.get(num_id)
        if liste is None:
            return {}
        return {niveau.style: rang for rang, niveau in liste.niveaux.items() if niveau.style}

    def _advance(self, num_id: str, liste: Liste, rang: int) -> dict[int, int]:
        """Count one more paragraph at a level; return the counters of the abstract list."""
        compteurs = self._compteurs.setdefault(liste.abstraite, {})
        for plus_haut in range(rang):
            if plus_haut in liste.niveaux:
                compteurs.setdefault(plus_haut, liste.niveaux[plus_haut].depart)
        depart = liste.departs.get(rang)
        if depart is not None and (num_id, rang) not in self._commencees:
            compteurs[rang] = depart
        elif rang in compteurs:
            compteurs[rang] += 1
        else:
            compteurs[rang] = liste.niveaux[rang].depart
        self._commencees.add((num_id, rang))
        for plus_bas in [autre for autre in compteurs if autre > rang]:
            if _restarts(liste.niveaux.get(plus_bas), rang):
                del compteurs[plus_bas]
        return compteurs


def read_listes(numbering: etree._Element | None) -> Mapping[str, Liste]:
    """Return the lists of a document by the id of their instance; its part may be missing."""
    if numbering is None:
        return {}
    abstraites = {
        element.get(f"{W}abstractNumId", ""): element
        for element in numbering.iterfind(f"{W}abstractNum")
    }
    liens = {
        lien.get(f"{W}val", ""): nom
        for nom, element in abstraites.items()
        if (lien := element.find(f"{W}styleLink")) is not None
    }
    return {
        num.get(f"{W}numId", ""): _read_liste(num, abstraites, liens)
        for num in numbering.iterfind(f"{W}num")
    }


def _read_liste(
    num: etree._Element, abstraites: Mapping[str, etree._Element], liens: Mapping[str, str]
) -> Liste:
    nom = _text(num, "abstractNumId", "")
    element = abstraites.get(nom)
    # § 17.9.21: a list may be no more than a link to the list of a numbering style.
    lien = None if element is None else element.find(f"{W}numStyleLink")
    if lien is not None:
        nom = liens.get(lien.get(f"{W}val", ""), nom)
        element = abstraites.get(nom)
    niveaux = {} if element is None else dict(map(_read_niveau, element.iterfind(f"{W}lvl")))
    departs = {}
    for remplacement in num.iterfind(f"{W}lvlOverride"):
        rang = entier(remplacement.get(f"{W}ilvl"))
        niveaux.update(map(_read_niveau, remplacement.iterfind(f"{W}lvl")))
        depart = remplacement.find(f"{W}startOverride")
        if depart is not None:
            departs[rang] = entier(depart.get(f"{W}val"))
    return Liste(nom, niveaux, departs)


def _read_niveau(lvl: etree._Element) -> tuple[int, Niveau]:
    reprise = lvl.find(f"{W}lvlRestart")
    dessinee = lvl.find(f"{W}lvlPicBulletId") is not None
    return entier(lvl.get(f"{W}ilvl")), Niveau(
        depart=entier(_text(lvl, "start", "0")),
        format_numero=_text(lvl, "numFmt", "decimal"),
        modele="" if dessinee else _text(lvl, "lvlText", ""),
        style=_text(lvl, "pStyle", ""),
        reprise=None if reprise is None else entier(reprise.get(f"{W}val")),
        en_chiffres=bool(is_on(lvl.find(f"{W}isLgl"))),
        rpr=lvl.find(f"{W}rPr"),
    )


def _text(parent: etree._Element, nom: str, defaut: str) -> str:
    element = child(parent, W + nom)
    return defaut if element is None else element.get(f"{W}val", defaut)


def _restarts(niveau: Niveau | None, avance: int) -> bool:
    """Tell whether a level starts anew when a higher one advances (§ 17.9.10)."""
    if niveau is None or niveau.reprise is None:
        return True
    return avance < niveau.reprise


def _write(niveau: Niveau, niveaux: Mapping[int, Niveau], compteurs: Mapping[int, int]) -> str:
    def number(place: re.Match[str]) -> str:
        rang = int(place[1]) - 1
        if rang not in niveaux or rang not in compteurs:
            return ""
        format_numero = "decimal" if niveau.en_chiffres else niveaux[rang].format_numero
        return write_number(compteurs[rang], format_numero)

    return _PLACE.sub(number, niveau.modele)
