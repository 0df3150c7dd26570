"""The national tables in CSV: UTF-8, semicolons, one file a table, values as they are."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.domain.mesure import read_number
from generator.records.problemes import column_letter, quote
from generator.services.national.formats.table import Table
from generator.services.tableur import is_formula

_MONTREES = 3  # cells shown in one sentence


def write(tables: Sequence[Table], folder: Path) -> list[str]:
    """Write each table; return what to tell of the cells that a spreadsheet would compute.

    They are left as they were typed, since other programs read these files: the workbook is what
    people open.
    """
    formules: list[str] = []
    nombre = 0
    for table in tables:
        path = folder / f"{table.cle}.csv"
        with path.open("x", encoding="utf-8-sig", newline="", errors="replace") as file:
            lignes = csv.writer(file, delimiter=";")
            lignes.writerow([entete.cle for entete in table.entetes])
            for numero, row in enumerate(table.rows(), start=2):
                cells = [_say(valeur) for valeur in row]
                lignes.writerow(cells)
                for rang, cell in enumerate(cells, start=1):
                    if is_formula(cell) and read_number(cell) is None:
                        nombre += 1
                        if len(formules) < _MONTREES:
                            place = f"{column_letter(rang)}{numero}"
                            formules.append(f"{path.name} {place} {quote(cell)}")
    if not nombre:
        return []
    suite = "…" if nombre > len(formules) else ""
    return [
        f"un tableur prendrait pour des formules {nombre} textes des fichiers .csv, laissés tels "
        f"qu'ils ont été tapés : {', '.join(formules)}{suite} ; dans un tableur, ouvrez plutôt "
        "national.xlsx (--format xlsx)"
    ]


def _say(valeur: Any) -> str:
    """Return a cell as text: a point before the decimals, oui or non, nothing for None."""
    match valeur:
        case None:
            return ""
        case bool():
            return "oui" if valeur else "non"
        case float():
            return f"{valeur:.15g}"
        case Decimal():
            return f"{valeur:.2f}"
        case _:
            return str(valeur)
