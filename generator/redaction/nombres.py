"""Numbers, amounts, dates and hours in figures and in words."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from num2words import num2words

from generator.domain.dossier import Periode
from generator.redaction.typographie import INSECABLE

_FR = "fr_FR"


def en_lettres(nombre: int, *, feminin: bool = False) -> str:
    """Return a whole number in words: « quatre-vingts », « vingt et une » in the feminine."""
    mots = str(num2words(nombre, lang="fr"))
    return f"{mots}e" if feminin and re.search(r"\bun$", mots) else mots


def en_chiffres(nombre: int) -> str:
    """Return « 161 830 », thousands joined by a narrow no-break space."""
    return str(format_decimal(nombre, locale=_FR))


def en_pourcentage(partie: int, tout: int) -> str:
    """Return « 42 % », rounded; « – » where there is nothing to share.

    What is rounded is never said to be none or all.
    """
    if not tout:
        return "–"
    arrondi = round(100 * partie / tout)
    if 0 < partie < tout:
        arrondi = min(max(arrondi, 1), 99)
    return f"{arrondi}{INSECABLE}%"


def habitants(population: int) -> str:
    """Return « 1 habitant », « 161 830 habitants »."""
    return f"{en_chiffres(population)} habitant{'s' if population > 1 else ''}"


def montant_en_chiffres(montant: Decimal) -> str:
    """Return « 9 500 € », with cents only where there are any."""
    motif = "#,##0\u00a0¤" if montant == montant.to_integral_value() else "#,##0.00\u00a0¤"
    return str(format_currency(montant, "EUR", motif, locale=_FR, currency_digits=False))


def montant_en_lettres(montant: Decimal) -> str:
    """Return « neuf mille cinq cents euros », « un euro et cinquante centimes »."""
    entier = int(montant)
    centimes = int((montant - entier) * 100)
    parts = [_compte(entier, "euro")] if entier or not centimes else []
    if centimes:
        parts.append(_compte(centimes, "centime"))
    return " et ".join(parts)


def date_en_chiffres(date: datetime.date) -> str:
    """Return « 1er juin 2026 », the day bound to its month."""
    jour = "1er" if date.day == 1 else str(date.day)
    return f"{jour}{INSECABLE}{mois(date)} {date.year}"


def quantieme_en_lettres(date: datetime.date) -> str:
    """Return « premier juin », « vingt-deux juin »."""
    return f"{'premier' if date.day == 1 else en_lettres(date.day)} {mois(date)}"


def mois(date: datetime.date) -> str:
    """Return the name of the month: « juin »."""
    return str(format_date(date, "MMMM", locale=_FR))


def heure_en_lettres(heure: datetime.time) -> str:
    """Return « dix-huit heures trente », « une heure », « zéro heure cinq »."""
    heures = en_lettres(heure.hour, feminin=True)
    texte = f"{heures} heure{'s' if heure.hour > 1 else ''}"
    return f"{texte} {en_lettres(heure.minute, feminin=True)}" if heure.minute else texte


def heure_en_chiffres(heure: datetime.time) -> str:
    """Return « 18 h 30 », « 18 h »."""
    texte = f"{heure.hour}{INSECABLE}h"
    return f"{texte}{INSECABLE}{heure.minute:02d}" if heure.minute else texte


def moment_en_chiffres(moment: datetime.datetime) -> str:
    """Return « 1er juin 2026 à 18 h 30 (UTC+02:00) »; « (fuseau non dit) » without an offset."""
    heure = heure_en_chiffres(moment.time())
    return f"{date_en_chiffres(moment.date())} à {heure} ({_fuseau(moment)})"


def _fuseau(moment: datetime.datetime) -> str:
    decalage = f"{moment:%z}"
    if not decalage:
        return "fuseau non dit"
    return f"UTC{decalage[:3]}:{decalage[3:5]}" if moment.utcoffset() else "UTC"


def annees(periode: Periode) -> str:
    """Return « pour les années 2027 à 2032 » or « pour l'année 2028 »."""
    if periode.debut == periode.fin:
        return f"pour l’année {periode.debut}"
    liaison = "et" if periode.fin == periode.debut + 1 else "à"
    return f"pour les années {periode.debut} {liaison} {periode.fin}"


def _compte(nombre: int, unite: str) -> str:
    mots = en_lettres(nombre)
    liaison = " d’" if mots.endswith(("million", "millions", "milliard", "milliards")) else " "
    return f"{mots}{liaison}{unite}{'s' if nombre > 1 else ''}"
