"""What stands in a cell, said as a person would type it in a record."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.records.genres import DATE, HEURE, OUI_NON, Valeur
from generator.records.tableur.lignes import Calcul, is_blank
from generator.records.textes import clean
from generator.referentiel.territoires import communes

# What spreadsheet programs write where a formula fails, in English and in French.
_ERREURS = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"),
        *("#VALEUR!", "#NOM?", "#NUL!", "#NOMBRE!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
    }
)
_SANS_RESULTAT = (
    "formule sans résultat enregistré ; ouvrez le classeur dans votre tableur, enregistrez-le, "
    "ou remplacez la formule par sa valeur"
)
_ABREGE = "le tableur a abrégé ce code ; mettez la colonne au format Texte et retapez-le en entier"
_NON_TEXTE = "la cellule est une date pour le tableur"
_VRAI_FAUX = "la cellule est vrai ou faux pour le tableur"
_ECHAPPEMENT = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376 Part 1 § 22.9.2.19
_CODE = "collectivite.code_insee"
_SIREN = "collectivite.siren"
_DEPARTEMENT = "collectivite.departement"


@dataclass(frozen=True, slots=True)
class Dit:
    """What a cell says: a text, None for nothing, or a problem; and what deserves a look."""

    texte: str | None = None
    probleme: str = ""
    alerte: str = ""


def say(valeur: object, genre: Valeur, champ: str) -> Dit:
    """Return what a cell says to a field of that kind."""
    if is_blank(valeur):
        return Dit()
    if valeur is Calcul.SANS_RESULTAT:
        return Dit(probleme=_SANS_RESULTAT)
    if isinstance(valeur, str):
        return say_text(decode(valeur), champ)
    if isinstance(valeur, datetime.date | datetime.time | datetime.timedelta):
        return _say_moment(valeur, genre)
    said = _mend(_number(valeur), champ)
    if isinstance(valeur, bool) and genre is not OUI_NON:
        return replace(said, alerte=f"{_VRAI_FAUX} ; lue « {said.texte} », retapez ce qu'elle dit")
    return said


def say_text(valeur: str, champ: str = "") -> Dit:
    """Return what a text, without the escapes of workbooks, says to a field."""
    texte, problem = clean(valeur)
    if problem:
        return Dit(probleme=problem)
    if texte in _ERREURS:
        return Dit(
            probleme=f"la cellule porte l'erreur {texte} ; corrigez sa formule, ou effacez-la"
        )
    return _mend(texte, champ)


def decode(texte: str) -> str:
    """Return the text of a cell without the escapes that workbooks use: « _x000B_ »."""
    return _ECHAPPEMENT.sub(lambda found: chr(int(found[1], 16)), texte)


def encode(texte: str) -> str:
    """Return a text as a cell must hold it, for programs to read it as it is."""
    return _ECHAPPEMENT.sub(r"_x005F_x\1_", texte)


def _number(valeur: object) -> str:
    """Return a number without a tail of decimals: 59.0 is « 59 »; a boolean is oui or non."""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, float):
        if valeur.is_integer():
            return str(int(valeur))
        return format(Decimal(f"{valeur:.15g}"), "f")  # the precision of spreadsheets
    return str(valeur)


def _say_moment(valeur: datetime.date | datetime.time | datetime.timedelta, genre: Valeur) -> Dit:
    """Return a date or an hour of a spreadsheet, as text; told where the field is neither."""
    match valeur:
        case datetime.datetime():
            whole = valeur.time() == datetime.time()
            texte = valeur.date().isoformat() if whole else valeur.isoformat(" ", "minutes")
        case datetime.date():
            texte = valeur.isoformat()
        case datetime.time():
            texte = valeur.isoformat("minutes")
        case _:
            minutes = round(valeur.total_seconds() / 60)
            texte = f"{minutes // 60:02d}:{minutes % 60:02d}"
    if genre in (DATE, HEURE):
        return Dit(texte)
    return Dit(texte, alerte=f"{_NON_TEXTE} ; lue « {texte} », mettez la colonne au format Texte")


def _mend(texte: str, champ: str) -> Dit:
    """Return a text, mended where it is a code that a spreadsheet took for a number."""
    if champ in (_CODE, _SIREN):
        if re.fullmatch(r"[0-9][.,][0-9]+[eE][+]?[0-9]+", texte):
            return Dit(probleme=_ABREGE)
        texte = re.sub(r"^([0-9]+)\.0+$", r"\1", texte)
    if champ == _CODE and re.fullmatch("[0-9]{4}", texte):
        return _restore_zero(texte)
    if champ == _DEPARTEMENT and re.fullmatch("[1-9]", texte):
        return Dit(f"0{texte}")
    return Dit(texte)


def _restore_zero(texte: str) -> Dit:
    """Return the code whose first zero was lost, when a commune has it."""
    commune = communes().get(f"0{texte}")
    if commune is None:
        return Dit(texte)
    return Dit(
        commune.code,
        alerte=f"le code « {texte} » a perdu son zéro initial ; lu {commune.code}, "
        f"{commune.nom} ({commune.departement.nom})",
    )
