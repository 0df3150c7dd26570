"""The kinds of value that a field may hold: how each is read, and how JSON Schema says it.

A pattern serves both: it is written in what Python and ECMA 262 have in common.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from generator.domain.dossier import Periode
from generator.records.problemes import quote

ANNEE_MINIMALE, ANNEE_MAXIMALE = 1990, 2100
NOMBRE_LIMITE = 10_000_000  # numbers stay below: no town has as many inhabitants
MONTANT_LIMITE = 1_000_000_000  # euros: what a big town spends over a whole mandate stays below

_MOIS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_ENTIER = r"(?:[0-9]+|[0-9]{1,3}(?:\s[0-9]{3})+)"
_MONTANT = rf"({_ENTIER})(?:[.,]([0-9]+))?\s*(?:€|[eE][uU][rR][oO][sS]?)?"
_DATE_ISO = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
_DATE_CHIFFRES = r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
_DATE_LETTRES = r"([0-9]{1,2})(?:[eE][rR])?\s+([^\s0-9]+)\s+([0-9]{4})"
_HEURE = r"([0-9]{1,2})\s*(?:[hH](?:[eE][uU][rR][eE][sS]?)?\s*([0-9]{2})?|:\s*([0-9]{2}))"
_ANNEE = r"[0-9]{4}"
_PERIODE = rf"({_ANNEE})(?:\s*(?:-|–|à|/)\s*({_ANNEE}))?"

# What may separate the words of a choice, and the letters with accents that it may be typed with.
_SEPARATEURS = r"\s_.'’-"
_ACCENTUEES = "\u00c0-\u024f\u1e00-\u1eff"
_ACCENTS = "\u0300-\u036f"


class RefusedValueError(ValueError):
    """A text that its kind cannot take; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Valeur:
    """A kind of scalar.

    `convert` takes a text without newline troubles, neither None nor empty, and returns the
    value or raises RefusedValueError. `alternatives` are JSON Schemas, one of which must hold.
    """

    attendu: str  # « une date (2026-06-22) »
    convert: Callable[[str], object]
    alternatives: tuple[Mapping[str, Any], ...]
    is_number: bool = False  # an editor's example is a number rather than a text


@dataclass(frozen=True, slots=True)
class Liste:
    """A kind of list; a single scalar stands for a list of one."""

    element: Valeur | Groupe


@dataclass(frozen=True, slots=True)
class Groupe:
    """A kind of mapping; `build` makes its value from the fields that are given, were it none.

    A required field that is missing has been noted as a problem: the value is then not used.
    `adapt` makes of the YAML keys the arguments of `build`, where they differ.
    """

    champs: tuple[Champ, ...]
    build: Callable[..., object]
    adapt: Callable[[dict[str, Any]], dict[str, Any]] = dict


@dataclass(frozen=True, slots=True)
class SelonForme:
    """Two kinds in one: a scalar, or a list or a mapping; or else a list, or a mapping."""

    valeur: Valeur | Liste
    autre: Liste | Groupe


Genre = Valeur | Liste | Groupe | SelonForme


@dataclass(frozen=True, slots=True)
class Champ:
    """A field of the record: its YAML key, its kind, and what it means, in French.

    `exemple` is one or several texts as a person types them; a group has none of its own.
    `confusions` are wrong keys that people write for this one. `apart`: the keys under it are also
    those of better known fields, and mean nothing without its own.
    """

    cle: str
    genre: Genre
    description: str
    exemple: str | tuple[str, ...] = ""
    obligatoire: bool = False
    confusions: tuple[str, ...] = ()
    apart: bool = False


def walk(genre: Genre, parent: str = "") -> Iterator[tuple[str, Champ]]:
    """Yield every field under a kind, each with the dotted path of the group that holds it."""
    match genre:
        case Groupe(champs=champs):
            for champ in champs:
                yield parent, champ
                yield from walk(champ.genre, f"{parent}.{champ.cle}" if parent else champ.cle)
        case Liste(element=inner) | SelonForme(autre=inner):
            yield from walk(inner, parent)
        case Valeur():
            pass


def fold(texte: str) -> str:
    """Return the text without accents, case, blanks, hyphens, apostrophes and dots."""
    decomposed = unicodedata.normalize("NFD", texte).lower()
    return re.sub(f"[{_ACCENTS}{_SEPARATEURS}]", "", decomposed)


def anchored(pattern: str) -> dict[str, Any]:
    """Return the JSON Schema of a text that is the pattern and no more, blanks around allowed."""
    return {"type": "string", "pattern": rf"^\s*(?:{pattern})\s*$"}


LONGUEUR_D_UN_NOM = 200  # characters

# --- texts ------------------------------------------------------------------------------------

_TEXTE: tuple[Mapping[str, Any], ...] = ({"type": ["string", "number", "boolean"]},)


def _join_lines(texte: str) -> str:
    """Return the text on one line: a newline or a tab becomes a space."""
    return re.sub(r"\s*[\r\n]\s*|\t", " ", texte)


def _split_paragraphs(texte: str) -> str:
    """Return the text with one newline between paragraphs and none elsewhere."""
    lines = (_join_lines(line).strip() for line in re.split(r"[\r\n]+", texte))
    return "\n".join(line for line in lines if line)


def _convert_nom(texte: str) -> str:
    if len(texte) > LONGUEUR_D_UN_NOM:
        raise RefusedValueError(
            f"{len(texte)} caractères, {LONGUEUR_D_UN_NOM} au plus ; raccourcissez-le"
        )
    return _join_lines(texte)


TEXTE = Valeur("un texte", _join_lines, _TEXTE)
NOM = Valeur("un texte", _convert_nom, _TEXTE)
"""What stands in a running head, a signature or a title: a line or two at most."""
PARAGRAPHES = Valeur("un texte", _split_paragraphs, _TEXTE)
CODE = Valeur(
    "un code",
    lambda texte: "".join(texte.split()),
    ({"type": "string"}, {"type": "integer", "minimum": 0}),
)


# --- numbers ----------------------------------------------------------------------------------


def _check_limit(nombre: Decimal, limite: int, texte: str) -> Decimal:
    if nombre >= limite:
        attendu = f"{limite:,}".replace(",", " ")
        raise RefusedValueError(
            f"{quote(texte)} est trop grand : moins de {attendu} attendu ; vérifiez les chiffres"
        )
    return nombre


def _convert_entier(texte: str) -> int:
    if not re.fullmatch(_ENTIER, texte):
        raise _unexpected(ENTIER, texte)
    return int(_check_limit(Decimal("".join(texte.split())), NOMBRE_LIMITE, texte))


def _convert_montant(texte: str) -> Decimal:
    found = re.fullmatch(_MONTANT, texte)
    if found is None:
        raise _unexpected(MONTANT, texte)
    entiers, decimales = "".join(found[1].split()), found[2]
    if decimales is None:
        return _check_limit(Decimal(entiers), MONTANT_LIMITE, texte)
    if len(decimales) > 2:
        raise RefusedValueError(
            f"{quote(texte)} a plus de deux décimales ; écrivez 9500,50, et une espace entre les "
            "milliers"
        )
    return _check_limit(Decimal(f"{entiers}.{decimales}"), MONTANT_LIMITE, texte)


ENTIER = Valeur(
    "un nombre entier, en chiffres (52)",
    _convert_entier,
    (
        {"type": "integer", "minimum": 0, "exclusiveMaximum": NOMBRE_LIMITE},
        anchored(_ENTIER),
    ),
    is_number=True,
)
MONTANT = Valeur(
    "un montant en euros, en chiffres (9500 ou 9500,50)",
    _convert_montant,
    (
        {"type": "number", "minimum": 0, "exclusiveMaximum": MONTANT_LIMITE},
        anchored(_MONTANT),
    ),
    is_number=True,
)


# --- dates and hours --------------------------------------------------------------------------


def _convert_date(texte: str) -> datetime.date:
    annee, mois, jour = _date_parts(texte)
    _check_year(annee)
    try:
        return datetime.date(annee, mois, jour)
    except ValueError as error:
        raise RefusedValueError(
            f"la date {quote(texte)} n'existe pas dans le calendrier ; vérifiez le jour et le mois"
        ) from error


def _date_parts(texte: str) -> tuple[int, int, int]:
    """Return year, month and day as they are written, in one of the three forms."""
    if found := re.fullmatch(_DATE_ISO, texte):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(_DATE_CHIFFRES, texte):
        return int(found[3]), int(found[2]), int(found[1])
    found = re.fullmatch(_DATE_LETTRES, texte)
    if found and fold(found[2]) in _MOIS:
        return int(found[3]), _MOIS.index(fold(found[2])) + 1, int(found[1])
    raise _unexpected(DATE, texte)


def _check_year(annee: int) -> int:
    if not ANNEE_MINIMALE <= annee <= ANNEE_MAXIMALE:
        raise RefusedValueError(
            f"l'année {annee:04d} n'est pas entre {ANNEE_MINIMALE} et {ANNEE_MAXIMALE} ; "
            "corrigez-la"
        )
    return annee


def _convert_heure(texte: str) -> datetime.time:
    found = re.fullmatch(_HEURE, texte)
    if found is None:
        raise _unexpected(HEURE, texte)
    try:
        return datetime.time(int(found[1]), int(found[2] or found[3] or 0))
    except ValueError as error:
        raise RefusedValueError(
            f"l'heure {quote(texte)} n'existe pas ; écrivez de 00:00 à 23:59"
        ) from error


def _convert_annee(texte: str) -> int:
    if not re.fullmatch(_ANNEE, texte):
        raise _unexpected(ANNEE, texte)
    return _check_year(int(texte))


def _convert_periode(texte: str) -> Periode:
    found = re.fullmatch(_PERIODE, texte)
    if found is None:
        raise _unexpected(PERIODE, texte)
    debut, fin = _check_year(int(found[1])), _check_year(int(found[2] or found[1]))
    if fin < debut:
        raise RefusedValueError(f"{quote(texte)} finit avant de commencer ; inversez les années")
    return Periode(debut, fin)


_JSON_ANNEE = {"type": "integer", "minimum": ANNEE_MINIMALE, "maximum": ANNEE_MAXIMALE}

DATE = Valeur(
    "une date (2026-06-22, 22/06/2026 ou 22 juin 2026)",
    _convert_date,
    (anchored(rf"{_DATE_ISO}|{_DATE_CHIFFRES}|{_DATE_LETTRES}"),),
)
HEURE = Valeur(
    "une heure (18:30 ou 18h30)",
    _convert_heure,
    # An editor that still reads YAML 1.1 takes 18:30 for a number of minutes.
    (anchored(_HEURE), {"type": "integer", "minimum": 0, "exclusiveMaximum": 24 * 60}),
)
ANNEE = Valeur("une année (2028)", _convert_annee, (_JSON_ANNEE, anchored(_ANNEE)), is_number=True)
PERIODE = Valeur(
    "des années (2027-2032) ou une année (2027)",
    _convert_periode,
    (_JSON_ANNEE, anchored(_PERIODE)),
)


# --- choices ----------------------------------------------------------------------------------


def choix(valeurs: Mapping[str, object], autres: Mapping[str, object] | None = None) -> Valeur:
    """Return the kind of a choice among named values, and other spellings taken for them.

    Case, accents, blanks, hyphens, apostrophes and dots do not matter.
    """
    spellings = {**valeurs, **(autres or {})}
    folded = {fold(nom): valeur for nom, valeur in spellings.items()}
    attendu = f"un choix parmi {', '.join(valeurs)}"

    def convert(texte: str) -> object:
        try:
            return folded[fold(texte)]
        except KeyError:
            raise RefusedValueError(
                f"choix inconnu {quote(texte)} ; écrivez l'un de : {', '.join(valeurs)}"
            ) from None

    spelt = "|".join(_tolerant_pattern(nom) for nom in folded)
    tolerant = {"type": "string", "pattern": f"^[{_SEPARATEURS}]*(?:{spelt})$"}
    return Valeur(attendu, convert, ({"enum": list(valeurs)}, tolerant))


def enum_choix(kind: type[StrEnum], autres: Mapping[str, object] | None = None) -> Valeur:
    """Return the kind of a choice among the members of an enumeration, by their value."""
    return choix({membre.value: membre for membre in kind}, autres)


def texte_choix(*valeurs: str) -> Valeur:
    """Return the kind of a choice among texts."""
    return choix({valeur: valeur for valeur in valeurs})


def _tolerant_pattern(folded: str) -> str:
    """Return what matches every spelling that `fold` makes `folded` of, and little more."""
    return "".join(rf"[{c}{c.upper()}{_ACCENTUEES}][{_ACCENTS}{_SEPARATEURS}]*" for c in folded)


_OUI_NON = choix({"oui": True, "non": False}, {"true": True, "false": False})
OUI_NON = Valeur(_OUI_NON.attendu, _OUI_NON.convert, ({"type": "boolean"}, *_OUI_NON.alternatives))


def _unexpected(genre: Valeur, texte: str) -> RefusedValueError:
    return RefusedValueError(f"attendu : {genre.attendu} ; trouvé : {quote(texte)}")
