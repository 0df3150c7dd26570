"""`actes-enfance schema`: the JSON Schema of the record."""

from __future__ import annotations

import json

import click

import generator


@click.command(name="schema")
def command() -> None:
    """Écrire sur la sortie standard le schéma JSON de la fiche.

    Un éditeur qui le connaît complète et vérifie la fiche pendant qu'on l'écrit.
    """
    click.echo(json.dumps(generator.json_schema(), ensure_ascii=False, indent=2))
