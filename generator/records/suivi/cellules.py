"""What stands in a cell of a follow-up workbook, as people leave it: what it is taken for."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.domain.suivi import EtatAction
from generator.records.genres import (
    ANNEE,
    MONTANT,
    PARAGRAPHES,
    TEXTE,
    RefusedValueError,
    fold,
)
from generator.records.problemes import quote
from generator.records.suivi.feuilles import key
from generator.records.tableur.lignes import Pourcentage, is_blank
from generator.records.tableur.valeurs import decode, say, say_text
from generator.records.textes import INTERDITS
from generator.referentiel.suivi import tableau

_ANNEES = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_PARTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|pour cent)")
_SEPARATEURS = re.compile(r"[\n;|]")


@dataclass(frozen=True, slots=True)
class Lu:
    """What a cell says, None for nothing; a problem, or what deserves a look."""

    valeur: Any = None
    probleme: str = ""
    alerte: str = ""


def read_texte(valeur: object) -> Lu:
    """Return the text of a cell, as typed, on as many lines as it has.

    A cell without a letter, a digit or a sign of its own (« - », « … ») says nothing.
    """
    if is_blank(valeur):
        return Lu()
    if isinstance(valeur, str):
        valeur = _clean(valeur)
        if is_blank(valeur) or not re.search(r"[^\s\-–—_/.…?:]", valeur):
            return Lu()
    if isinstance(valeur, Pourcentage):
        return Lu(str(valeur))
    dit = say_text(valeur) if isinstance(valeur, str) else say(valeur, TEXTE, "")
    texte = dit.texte
    if texte is not None:
        decimal = isinstance(valeur, float) and not isinstance(valeur, bool)
        texte = texte.replace(".", ",") if decimal else str(PARAGRAPHES.convert(texte))
    return Lu(texte, dit.probleme, dit.alerte)


def _clean(texte: str) -> str:
    """Return a text without what a paste brings that nobody sees."""
    texte = re.sub("[\x0b\x0c\u2028\u2029]", "\n", decode(texte))
    return INTERDITS.sub("", texte).replace("\u200b", "")


def read_liste(valeur: object) -> Lu:
    """Return several texts: one a line, or separated by « ; », « | », else by commas."""
    lu = read_texte(valeur)
    if lu.valeur is None:
        return Lu((), lu.probleme, lu.alerte)
    separateur = _SEPARATEURS if _SEPARATEURS.search(lu.valeur) else re.compile(",")
    parts = (part.strip(" -•\u00a0") for part in separateur.split(lu.valeur))
    return Lu(tuple(part for part in parts if part), lu.probleme, lu.alerte)


def read_annee(valeur: object) -> Lu:
    """Return a year; of a date or a text that holds years, the last one, and say so."""
    if isinstance(valeur, datetime.date):
        # Of a cell that shows a number as a date, the year may be 1900.
        return _convert(str(valeur.year), ANNEE.convert)
    lu = _typed(valeur)
    if lu.valeur is None:
        return lu
    try:
        return Lu(ANNEE.convert(lu.valeur), alerte=lu.alerte)
    except RefusedValueError as error:
        if found := _ANNEES.findall(lu.valeur):
            annee = max(map(int, found))
            return Lu(annee, alerte=f"{quote(lu.valeur)} : lue {annee} ; écrivez une année seule")
        return Lu(probleme=str(error))


def read_montant(valeur: object) -> Lu:
    """Return an amount in euros."""
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        valeur = f"{Decimal(f'{valeur:.15g}'):.2f}"
    return _convert(valeur, MONTANT.convert)


def read_etat(valeur: object) -> Lu:
    """Return a state, by any of its spellings; what follows it in the cell is told, not lost."""
    spellings = _etats()
    lu = read_texte(valeur)
    said = key(lu.valeur or "")
    if said in spellings and not _is_doubtful(lu.valeur, spellings[said]):
        return Lu(spellings[said])
    lu = _typed(valeur)
    if lu.valeur is None:
        return lu
    begun = {etat for mot, etat in spellings.items() if said.startswith(mot)}
    held = {etat for mot, etat in spellings.items() if mot in said}
    etat = begun.pop() if len(begun) == 1 and held == begun else None
    if etat is not None and not _is_doubtful(lu.valeur, etat):
        return Lu(
            etat,
            alerte=f"{quote(lu.valeur)} : lu « {etat} » ; écrivez le reste dans les commentaires ou dans "
            "le motif",
        )
    choix = ", ".join(EtatAction)
    return Lu(probleme=f"état inconnu {quote(lu.valeur)} ; choisissez l'un de : {choix}")


def _is_doubtful(texte: str, etat: EtatAction) -> bool:
    """Return whether a text takes back a part of an end that it says (« réalisée à 50 % »)."""
    if etat not in (EtatAction.REALISEE, EtatAction.ANNULEE):
        return False
    parts = {part for part in _PARTS.findall(texte) if part != "100"}
    folded = fold(texte)
    return bool(parts) or any(fold(mot) in folded for mot in tableau().doutes)


def read_case(valeur: object) -> Lu:
    """Return whether a box is ticked; an empty one is not."""
    if isinstance(valeur, bool):
        return Lu(valeur)
    lu = read_texte(valeur)
    if lu.valeur is None:
        return Lu(False, lu.probleme)
    signe = lu.valeur.strip().strip("[]() .\ufe0f")
    for is_ticked, (signes, mots) in _cases().items():
        if signe in signes or (key(signe) and key(signe) in mots):
            return Lu(is_ticked)
    if not signe:  # « [ ] »
        return Lu(False)
    return Lu(
        probleme=f"ni oui ni non : {quote(lu.valeur)} ; écrivez « oui », ou effacez la cellule"
    )


def read_valeur(valeur: object) -> Lu:
    """Return the value of an indicator as typed, None for nothing (« NC », « à préciser »)."""
    if isinstance(valeur, bool):
        return Lu("oui" if valeur else "non")
    lu = read_texte(valeur)
    return Lu(None, lu.probleme) if lu.valeur and key(lu.valeur) in _riens() else lu


def _typed(valeur: object) -> Lu:
    """Return the text of a cell whose values are closed; what stands for nothing is told."""
    lu = read_texte(valeur)
    if lu.valeur is not None and key(lu.valeur) in _riens():
        return Lu(alerte=f"{quote(lu.valeur)} : lu comme une cellule vide")
    return lu


def _convert(valeur: object, convert: Callable[[str], object]) -> Lu:
    lu = _typed(valeur)
    if lu.valeur is None:
        return lu
    try:
        return Lu(convert(lu.valeur), lu.probleme, lu.alerte)
    except RefusedValueError as error:
        return Lu(probleme=str(error))


@functools.cache
def _etats() -> Mapping[str, EtatAction]:
    """Return the states by the letters of their spellings, feminine and plural too."""
    return {
        form: etat
        for etat, mots in tableau().etats.items()
        for mot in (etat.value, *mots)
        for form in _forms(key(mot))
    }


def _forms(mot: str) -> Iterable[str]:
    return (mot, f"{mot}e", f"{mot}s", f"{mot}es")


@functools.cache
def _cases() -> Mapping[bool, tuple[frozenset[str], frozenset[str]]]:
    """Return the signs and the letters of the words of a box, ticked and not."""
    return {
        is_ticked: (
            frozenset(mot for mot in mots if not key(mot)),
            frozenset(key(mot) for mot in mots if key(mot)),
        )
        for is_ticked, mots in tableau().cases.items()
    }


@functools.cache
def _riens() -> frozenset[str]:
    return frozenset(key(mot) for mot in tableau().riens if key(mot))
