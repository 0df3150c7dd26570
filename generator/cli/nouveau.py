"""`actes-enfance nouveau`: a commented record, filled from the official data."""

from __future__ import annotations

from pathlib import Path

import click

import generator
from generator.cli import options
from generator.errors import OutputError
from generator.services.creation import doubt
from generator.services.ecriture import write_all


@click.command(name="nouveau")
@click.argument("nom")
@options.demarche(default="territoires-denfance")
@click.option(
    "--sortie",
    metavar="FICHIER",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Le fichier à écrire ; « - » pour la sortie standard. Par défaut : <commune>-<code>.yaml.",
)
@options.handle_errors
def command(nom: str, demarche: str, sortie: Path | None) -> None:
    """Écrire la fiche d'une collectivité, remplie des données officielles.

    NOM est le nom d'une commune, son code Insee, ou le SIREN d'une commune ou d'une
    intercommunalité. Toutes les clés y sont, commentées ; deux seulement sont nécessaires.
    """
    slug, text = generator.create(nom, demarche, aujourdhui=options.today())
    if sortie is not None and str(sortie) == "-":
        click.echo(text, nl=False)
        return
    path = sortie or Path(f"{slug}.yaml")
    if path.exists():
        raise OutputError(
            f"{path} : ce fichier existe déjà et n'a pas été touché ; choisissez un autre nom (--sortie)"
        )
    write_all({path: text.encode()})
    click.echo(str(path))
    doute = doubt(nom)
    if doute is not None:
        click.echo(f"alerte : {nom} : {doute}", err=True)
    click.echo(f"Complétez cette fiche, puis : actes-enfance produire {path}", err=True)
