"""National tables made and read back, each format by its own reader, for the tests."""

from __future__ import annotations

import csv
import datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import suivis_nationaux
from pyarrow import parquet

from generator.services.national.colonnes import Entete, Genre
from generator.services.national.consolidation import Consolidation, Demande, consolidate
from generator.services.national.formats import FORMATS

AUJOURDHUI = datetime.date(2029, 1, 15)
TABLES = {
    "actions": "Actions",
    "valeurs": "Valeurs",
    "collectivites": "Collectivités",
    "remarques": "Remarques",
}
Rangee = dict[str, Any]


def run(dossier: Path, sortie: Path, *formats: str) -> Consolidation:
    """Consolidate a folder for the year of the samples, in every format unless some are named."""
    chosen = tuple(FORMATS[cle] for cle in formats) or tuple(FORMATS.values())
    demande = Demande(dossier, sortie, suivis_nationaux.ANNEE_DU_BILAN, chosen)
    return consolidate(demande, aujourdhui=AUJOURDHUI)


def csv_texts(sortie: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a CSV table as it writes them."""
    with (sortie / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_csv(sortie: Path, table: str, entetes: tuple[Entete, ...]) -> list[Rangee]:
    """Return the rows of a CSV table, each cell read as its column's kind."""
    return [
        {e.cle: _value(row[e.cle], e.genre) for e in entetes} for row in csv_texts(sortie, table)
    ]


def _value(texte: str, genre: Genre) -> Any:
    if texte == "":
        return None
    return {
        Genre.TEXTE: str,
        Genre.ENTIER: int,
        Genre.NOMBRE: float,
        Genre.MONTANT: Decimal,
        Genre.CASE: {"oui": True, "non": False}.__getitem__,
    }[genre](texte)


def read_xlsx(sortie: Path, table: str) -> list[Rangee]:
    """Return the rows of a sheet of the workbook, as typed there."""
    book = openpyxl.load_workbook(sortie / "national.xlsx", read_only=True)
    rows = book[TABLES[table]].iter_rows(values_only=True)
    cles = next(rows)
    return [dict(zip_longest(cles, row)) for row in rows]  # empty cells at the end are not written


def read_parquet(sortie: Path, table: str) -> list[Rangee]:
    """Return the rows of a Parquet table."""
    found: list[Rangee] = parquet.read_table(sortie / f"{table}.parquet").to_pylist()
    return found
