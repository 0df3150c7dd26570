"""Kinds: what each kind of value takes and what it refuses, and in which words."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest

from generator.domain.dossier import Civilite, Etat, Periode
from generator.records import genres
from generator.records.genres import RefusedValueError, Valeur

CIVILITE = genres.enum_choix(Civilite, {"Monsieur": Civilite.MONSIEUR, "Madame": Civilite.MADAME})
ETAT = genres.enum_choix(Etat)
CHARNIERE = genres.texte_choix("de", "d'", "du", "des", "de la", "de l'")

TAKEN: tuple[tuple[Valeur, str, object], ...] = (
    (genres.DATE, "2026-06-22", datetime.date(2026, 6, 22)),
    (genres.DATE, "2026-6-2", datetime.date(2026, 6, 2)),
    (genres.DATE, "22/06/2026", datetime.date(2026, 6, 22)),
    (genres.DATE, "22 juin 2026", datetime.date(2026, 6, 22)),
    (genres.DATE, "1er juin 2026", datetime.date(2026, 6, 1)),
    (genres.DATE, "1ER JUIN 2026", datetime.date(2026, 6, 1)),
    (genres.DATE, "29 février 2028", datetime.date(2028, 2, 29)),
    (genres.DATE, "15 Aout 2026", datetime.date(2026, 8, 15)),
    (genres.DATE, "2\u00a0décembre\u00a02026", datetime.date(2026, 12, 2)),
    (genres.HEURE, "18:30", datetime.time(18, 30)),
    (genres.HEURE, "18h30", datetime.time(18, 30)),
    (genres.HEURE, "18 h 30", datetime.time(18, 30)),
    (genres.HEURE, "18H", datetime.time(18)),
    (genres.HEURE, "9 heures 05", datetime.time(9, 5)),
    (genres.HEURE, "00:00", datetime.time(0)),
    (genres.ENTIER, "59", 59),
    (genres.ENTIER, "0", 0),
    (genres.ENTIER, "1 234", 1234),
    (genres.ENTIER, "1\u202f234\u00a0567", 1234567),
    (genres.ENTIER, "9999999", 9_999_999),
    (genres.MONTANT, "25 000 000", Decimal(25_000_000)),
    (genres.MONTANT, "999999999,99", Decimal("999999999.99")),
    (genres.MONTANT, "9500", Decimal(9500)),
    (genres.MONTANT, "9 500", Decimal(9500)),
    (genres.MONTANT, "9500,50", Decimal("9500.50")),
    (genres.MONTANT, "9500.5", Decimal("9500.5")),
    (genres.MONTANT, "9 500 €", Decimal(9500)),
    (genres.MONTANT, "9\u202f500,00\u00a0€", Decimal("9500.00")),
    (genres.MONTANT, "200 euros", Decimal(200)),
    (genres.ANNEE, "2028", 2028),
    (genres.PERIODE, "2027-2032", Periode(2027, 2032)),
    (genres.PERIODE, "2027 – 2032", Periode(2027, 2032)),
    (genres.PERIODE, "2027 à 2032", Periode(2027, 2032)),
    (genres.PERIODE, "2020 / 2026", Periode(2020, 2026)),
    (genres.PERIODE, "2027", Periode(2027, 2027)),
    (CIVILITE, "M.", Civilite.MONSIEUR),
    (CIVILITE, "m", Civilite.MONSIEUR),
    (CIVILITE, "monsieur", Civilite.MONSIEUR),
    (CIVILITE, "MME", Civilite.MADAME),
    (CIVILITE, "Madame", Civilite.MADAME),
    (ETAT, "adoptée", Etat.ADOPTEE),
    (ETAT, "Projet", Etat.PROJET),
    (CHARNIERE, "de l’", "de l'"),
    (CHARNIERE, "De La", "de la"),
    (CHARNIERE, "d'", "d'"),
    (genres.OUI_NON, "oui", True),
    (genres.OUI_NON, "Non", False),
    (genres.OUI_NON, "true", True),
    (genres.OUI_NON, "FALSE", False),
    (genres.CODE, "212 102 313", "212102313"),
    (genres.CODE, "01004", "01004"),
    (genres.TEXTE, "un\ndeux\ttrois", "un deux trois"),
    (genres.NOM, "n" * 200, "n" * 200),
    (genres.NOM, "un\ndeux\ttrois", "un deux trois"),
    (genres.PARAGRAPHES, "un \n\n  deux\ttrois", "un\ndeux trois"),
)

REFUSED: tuple[tuple[Valeur, str, str], ...] = (
    (genres.DATE, "31 février 2026", "n'existe pas dans le calendrier"),
    (genres.DATE, "2026-02-30", "n'existe pas dans le calendrier"),
    (genres.DATE, "00/06/2026", "n'existe pas dans le calendrier"),
    (genres.DATE, "22/06/1789", "l'année 1789 n'est pas entre 1990 et 2100"),
    (genres.DATE, "2101-01-01", "l'année 2101 n'est pas entre 1990 et 2100"),
    (genres.DATE, "22/06/26", "attendu : une date"),
    (genres.DATE, "22 jouin 2026", "attendu : une date"),
    (genres.DATE, "bientôt", "attendu : une date"),
    (genres.DATE, "٢٢/06/2026", "attendu : une date"),
    (genres.HEURE, "24:00", "n'existe pas"),
    (genres.HEURE, "18:60", "n'existe pas"),
    (genres.HEURE, "18", "attendu : une heure"),
    (genres.HEURE, "18:", "attendu : une heure"),
    (genres.HEURE, "18:30:00", "attendu : une heure"),
    (genres.ENTIER, "-3", "attendu : un nombre entier"),
    (genres.ENTIER, "12 34", "attendu : un nombre entier"),
    (genres.ENTIER, "cinq", "attendu : un nombre entier"),
    (genres.ENTIER, "3.0", "attendu : un nombre entier"),
    (genres.ENTIER, "٣", "attendu : un nombre entier"),
    (genres.ENTIER, "10000000", "trop grand : moins de 10 000 000 attendu"),
    (genres.MONTANT, "1000000000", "trop grand : moins de 1 000 000 000 attendu"),
    (genres.ENTIER, "9" * 20_000, "trop grand"),
    (genres.MONTANT, "9.500", "plus de deux décimales"),
    (genres.MONTANT, "9" * 20_000, "trop grand"),
    (genres.MONTANT, "9 999 999,999", "plus de deux décimales"),
    (genres.MONTANT, "-1", "attendu : un montant"),
    (genres.MONTANT, "1e3", "attendu : un montant"),
    (genres.MONTANT, "NaN", "attendu : un montant"),
    (genres.ANNEE, "fin 2028", "attendu : une année"),
    (genres.ANNEE, "1989", "l'année 1989"),
    (genres.PERIODE, "2032-2027", "finit avant de commencer"),
    (genres.PERIODE, "2027-2101", "l'année 2101"),
    (genres.PERIODE, "six ans", "attendu : des années"),
    (CIVILITE, "Docteur", "écrivez l'un de : M., Mme"),
    (ETAT, "voté", "écrivez l'un de : projet, adoptee"),
    (CHARNIERE, "aux", "écrivez l'un de : de, d', du, des, de la, de l'"),
    (genres.NOM, "n" * 201, "201 caractères, 200 au plus"),
    (genres.OUI_NON, "peut-être", "écrivez l'un de : oui, non"),
)


@pytest.mark.parametrize(("genre", "texte", "value"), TAKEN)
def test_a_kind_takes_what_people_write(genre: Valeur, texte: str, value: object) -> None:
    assert genre.convert(texte) == value


@pytest.mark.parametrize(("genre", "texte", "words"), REFUSED)
def test_a_kind_refuses_with_a_sentence(genre: Valeur, texte: str, words: str) -> None:
    with pytest.raises(RefusedValueError) as caught:
        genre.convert(texte)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(("genre", "texte", "value"), TAKEN)
def test_the_schema_of_a_kind_takes_the_same_texts(
    genre: Valeur, texte: str, value: object
) -> None:
    patterns = [a["pattern"] for a in genre.alternatives if "pattern" in a]
    free = any("string" in a.get("type", ()) and "pattern" not in a for a in genre.alternatives)
    assert free or any(re.search(pattern, texte) for pattern in patterns)
