"""The JSON Schema of a record: editors complete and check the YAML with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.records.champs import fiche
from generator.records.genres import Champ, Genre, Groupe, Liste, SelonForme, Valeur

_DIALECTE = "https://json-schema.org/draft/2020-12/schema"
_VIDE: Mapping[str, Any] = {"type": ["string", "null"], "pattern": r"^\s*$"}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record, described in French.

    It takes what `load` takes, read by an editor's YAML parser (59 is a number, true a boolean);
    what only the whole record can tell (homonyms, axes, mandates) stays with `load`.
    """
    return {
        "$schema": _DIALECTE,
        "title": "Fiche d'une collectivité pour actes-enfance",
        **_groupe(fiche()),
    }


def _alternatives(genre: Genre) -> list[Mapping[str, Any]]:
    """Return the schemas of which one must hold."""
    return _SCHEMAS[type(genre)](genre)


def _valeur(genre: Valeur) -> list[Mapping[str, Any]]:
    return list(genre.alternatives)


def _liste(genre: Liste) -> list[Mapping[str, Any]]:
    items = {"anyOf": [*_alternatives(genre.element), _VIDE]}
    seul = _alternatives(genre.element) if isinstance(genre.element, Valeur) else []
    return [{"type": "array", "items": items}, *seul]


def _groupe(genre: Groupe) -> dict[str, Any]:
    required = [c.cle for c in genre.champs if c.obligatoire]
    return {
        "type": "object",
        "properties": {c.cle: _champ(c) for c in genre.champs},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _selon_forme(genre: SelonForme) -> list[Mapping[str, Any]]:
    return [*_alternatives(genre.valeur), *_alternatives(genre.autre)]


_SCHEMAS: dict[type, Callable[..., list[Mapping[str, Any]]]] = {
    Valeur: _valeur,
    Liste: _liste,
    Groupe: lambda genre: [_groupe(genre)],
    SelonForme: _selon_forme,
}


def _champ(champ: Champ) -> dict[str, Any]:
    vide = [] if champ.obligatoire else [_VIDE]
    schema: dict[str, Any] = {
        "description": champ.description,
        "anyOf": [*_alternatives(champ.genre), *vide],
    }
    if champ.exemple:
        schema["examples"] = [_exemple(champ)]
    return schema


def _exemple(champ: Champ) -> str | int | list[str]:
    """Return the example as an editor should insert it."""
    if isinstance(champ.exemple, tuple):
        return list(champ.exemple)
    is_number = isinstance(champ.genre, Valeur) and champ.genre.is_number
    return int(champ.exemple) if is_number else champ.exemple
