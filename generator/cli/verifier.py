"""`actes-enfance verifier`: every problem of every record, at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import generator
from generator.cli import options
from generator.cli.display import count, print_alerts


@click.command(name="verifier")
@options.records
def command(fiches: tuple[Path, ...]) -> None:
    """Dire si des fiches sont bonnes à produire, ou tout ce qui ne va pas.

    Chaque problème est dit avec sa place : fichier:ligne:colonne : champ : quoi faire. Les
    alertes méritent un regard et n'empêchent rien. Code de sortie 0 si toutes sont bonnes.
    """
    today = options.today()
    unfit = 0
    for path in fiches:
        try:
            examen = generator.verify(path, aujourdhui=today)
        except generator.ActesError as error:
            unfit += 1
            for message in error.messages:
                click.echo(message, err=True)
            print_alerts(getattr(error, "alertes", ()))
            continue
        print_alerts(examen.alertes)
        look = f" ({count(len(examen.alertes), 'alerte')} à regarder)" if examen.alertes else ""
        click.echo(f"{path} : peut être produite{look}")
    if unfit:
        click.echo(f"{count(unfit, 'fiche')} à corriger sur {len(fiches)}", err=True)
        sys.exit(1)
