"""`actes-enfance suivi creer`: the workbook in which a town follows its plan."""

from __future__ import annotations

from pathlib import Path

import click

import generator
from generator.cli import options
from generator.cli.display import count, print_alerts


@click.command(name="creer")
@click.argument("fiche", metavar="FICHE", type=click.Path(path_type=Path))
@click.option(
    "--sortie",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    required=True,
    help="Le classeur à écrire (.xlsx) ; il ne remplace aucun fichier.",
)
@options.handle_errors
def command(fiche: Path, sortie: Path) -> None:
    """Écrire le classeur de suivi d'un plan, à remplir d'année en année.

    FICHE est celle du plan voté. Le classeur (Excel, LibreOffice, Google Sheets) a une feuille
    « Présentation » avec la case « Bilan annuel - Fait » de chaque année, une feuille « Actions » avec
    le plan, les états en listes et une colonne de valeurs par année, et un mode d'emploi. Les
    actions prioritaires y sont en bleu, leur intitulé verrouillé. Il garde aussi, sur une feuille
    masquée, le plan tel qu'il a été voté : le bilan s'y compare sans autre fichier.
    """
    cree = generator.create_follow_up(fiche, sortie, aujourdhui=options.today())
    click.echo(str(cree.sortie))
    print_alerts(cree.alertes)
    actions = len(cree.examen.dossier.feuille_de_route.actions)
    click.echo(f"{count(actions, 'action')} à suivre.", err=True)
