"""The JSON Schema: valid, in French, and of the same opinion as the reader."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.errors import RecordError
from generator.records import json_schema, loads

AUJOURDHUI = datetime.date(2026, 9, 1)
EXEMPLE = Path(__file__).parent / "exemple.yaml"
ENTETE = "demarche: ville-amie-des-enfants\ncollectivite: Dijon\n"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it."""


CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), [*_first, ""]
    )
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node))
)


def views(texte: str) -> Iterator[Any]:
    """Yield the record as an editor reads it and with every scalar a text."""
    yield yaml.load(texte, Loader=CoreLoader)  # noqa: S506, a SafeLoader
    yield yaml.load(texte, Loader=yaml.BaseLoader)  # noqa: S506, texts alone


def is_read(texte: str) -> bool:
    try:
        loads(texte.encode(), source="x", folder=Path(), aujourdhui=AUJOURDHUI)
    except RecordError:
        return False
    return True


def test_the_schema_is_valid_and_described() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert all("description" in champ for champ in schema["properties"].values())


def test_the_record_of_the_contract_is_accepted() -> None:
    for view in views(EXEMPLE.read_text()):
        VALIDATOR.validate(view)


@pytest.mark.parametrize(
    "lines",
    [
        "mandat:",
        "seance: {date: 22/06/2026, heure: 18h30}",
        "seance: {date: 1er juin 2026, heure: 18 h 30, presents: 52, en_exercice: '59'}",
        "seance: {date: 1ER Août 2026}",
        "seance: {date: '', heure: , lieu: ' ', presents: }",
        "seance: {pouvoirs: [{de: A, a: B}], urgence: oui, seconde_convocation: true}",
        "seance: {urgence: NON}",
        "seance:",
        "deliberation: {etat: adoptée, numero: 12, engagements: un seul}",
        "deliberation: {etat: ADOPTEE, cotisation: {montant: '9 500 €', annees: 2027}}",
        "deliberation: {cotisation: {montant: 9500.50, annees: 2027 à 2032}}",
        "executif: {civilite: madame, article: La}",
        "executif: {civilite: m}",
        "feuille_de_route: {partenaires: [], actions: [{intitule: 12, echeance: 2028}]}",
        "feuille_de_route: {partenaires: [a, ~], diagnostic: true}",
    ],
)
def test_what_the_reader_takes_the_schema_takes(lines: str) -> None:
    texte = f"{ENTETE}{lines}\n"
    assert is_read(texte)
    for view in views(texte):
        VALIDATOR.validate(view)


@pytest.mark.parametrize(
    "collectivite",
    ["Dijon", "{code_insee: 21231}", "{siren: 212102313, charniere: de l’, population: 1 234}"],
)
def test_the_ways_to_name_a_collectivite_are_taken(collectivite: str) -> None:
    for view in views(f"demarche: Territoires d'enfance\ncollectivite: {collectivite}\n"):
        VALIDATOR.validate(view)


@pytest.mark.parametrize(
    "lines",
    [
        "plan_d_action: {}",
        "seance: {presnts: 3}",
        "seance: {presents: beaucoup}",
        "seance: {presents: -1}",
        "seance: {date: bientôt}",
        "seance: {lieu: [a]}",
        "seance: {secretaire: Jean}",
        "seance: {urgence: parfois}",
        "deliberation: {etat: votée}",
        "deliberation: {cotisation: {montant: 9.500.000}}",
        "executif: {civilite: Docteur}",
        "feuille_de_route: {actions: [{axe: protection}]}",
        "feuille_de_route: {actions: texte}",
    ],
)
def test_what_the_schema_refuses_the_reader_refuses(lines: str) -> None:
    texte = f"{ENTETE}{lines}\n"
    assert not is_read(texte)
    for view in views(texte):
        assert not VALIDATOR.is_valid(view)


def test_the_two_keys_are_required() -> None:
    assert not VALIDATOR.is_valid({"demarche": "territoires-denfance"})
    assert not VALIDATOR.is_valid({"collectivite": "Dijon"})


def test_every_example_fits_its_own_field() -> None:
    for schema in _fields(json_schema()):
        for exemple in schema.get("examples", ()):
            jsonschema.Draft202012Validator(schema).validate(exemple)


def _fields(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "description" in schema:
            yield schema
        for value in schema.values():
            yield from _fields(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _fields(value)
