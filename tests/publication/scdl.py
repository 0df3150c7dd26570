"""The SCDL schema « Délibérations » under the frictionless library, with the schema's own checks.

`scdl-deliberations-2.1.5.json` holds the public schema's fields, constraints and checks. The checks
that frictionless does not have are written here, after what the schema says of them.
"""

from __future__ import annotations

import json
import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import stdnum.fr.siret
from frictionless import Check, Resource, Schema, errors, formats, validate

SCHEMA = Path(__file__).with_name("scdl-deliberations-2.1.5.json")
DOMAINES = (
    "commande publique",
    "urbanisme",
    "domaine et patrimoine",
    "fonction publique",
    "institutions et vie politique",
    "libertes publiques et pouvoirs de police",
    "finances locales",
    "domaines de competences par themes",
    "autres domaines de competences",
)


class _Regle(Check):
    """One check of the schema, with its parameters."""

    Errors = [errors.RowError]  # noqa: RUF012, frictionless reads it so

    def __init__(self, nom: str, params: dict[str, object]) -> None:
        super().__init__()
        self.nom, self.params = nom, params

    def validate_row(self, row) -> Iterable[errors.RowError]:
        for note in _CONTROLES[self.nom](row, **self.params):
            yield errors.RowError.from_row(row, note=f"{self.nom}: {note}")


def _siret(row, column: str) -> Iterator[str]:
    if row[column] and not stdnum.fr.siret.is_valid(row[column]):
        yield row[column]


def _interval(row, column: str, **_) -> Iterator[str]:
    valeur = row[column]
    if not valeur:
        return
    trouve = re.fullmatch(r"(\d{4})(?:/(\d{4}))?", valeur)
    if trouve is None or (trouve[2] and trouve[2] <= trouve[1]):
        yield valeur


def _cohesive(row, column: str, othercolumns: list[str]) -> Iterator[str]:
    pleines = {row[nom] not in (None, "") for nom in (column, *othercolumns)}
    if len(pleines) > 1:
        yield f"{column}, {', '.join(othercolumns)}"


def _compare(row, column: str, op: str, column2: str) -> Iterator[str]:
    gauche, droite = row[column], row[column2]
    if None in (gauche, droite) or "" in (gauche, droite):
        return
    if not {">=": operator.ge, ">": operator.gt}[op](gauche, droite):
        yield f"{column} {gauche} {op} {column2} {droite}"


def _sum(row, column: str, columns: list[str]) -> Iterator[str]:
    valeurs = [row[nom] for nom in (column, *columns)]
    if None not in valeurs and valeurs[0] != sum(valeurs[1:]):
        yield f"{valeurs}"


def _nomenclature(row, column: str) -> Iterator[str]:
    domaine, barre, suite = (row[column] or "").partition("/")
    nu = "".join(
        c for c in unicodedata.normalize("NFD", domaine.lower()) if not unicodedata.combining(c)
    )
    if nu not in DOMAINES or not barre or suite.startswith(" "):
        yield row[column]


_CONTROLES = {
    "french-siret-value": _siret,
    "year-interval-value": _interval,
    "cohesive-columns-value": _cohesive,
    "compare-columns-value": _compare,
    "sum-columns-value": _sum,
    "nomenclature-actes-value": _nomenclature,
}


def failures(fichier: Path) -> list[str]:
    """Return what frictionless says of a CSV file, by the schema and its own checks."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    regles = [
        _Regle(c["name"], {k.replace("-", "_"): v for k, v in c["params"].items()})
        for c in schema.pop("custom_checks")
    ]
    resource = Resource(
        path=fichier.name,
        basepath=str(fichier.parent),
        schema=Schema.from_descriptor(schema),
        control=formats.CsvControl(delimiter=","),
        encoding="utf-8",
    )
    report = validate(resource, checks=regles)
    return [
        f"{ligne} {type_} {note}"
        for ligne, type_, note in report.flatten(["rowNumber", "type", "note"])
    ]
