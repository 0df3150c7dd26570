"""`actes-enfance suivi bilan`: the yearly report of one or several towns, from their workbooks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import generator
from generator.cli import choix, options
from generator.cli.display import print_productions


@click.command(name="bilan")
@click.argument(
    "classeurs", metavar="CLASSEUR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--annee", metavar="ANNÉE", type=int, required=True, help="L'année du bilan, comme 2028."
)
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Le dossier où écrire ; chaque collectivité y a le sien.",
)
@click.option(
    "--fiche",
    metavar="FICHE",
    type=click.Path(path_type=Path),
    help="La fiche du plan voté, si le classeur ne la garde plus ; avec un seul classeur.",
)
@choix.formats
@choix.moteur
@choix.gabarits
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    classeurs: tuple[Path, ...],
    annee: int,
    sortie: Path,
    fiche: Path | None,
    formats: tuple[str, ...],
    moteur: str,
    gabarits: Path | None,
) -> None:
    """Faire le bilan d'une année, et son résumé pour la presse.

    CLASSEUR est un classeur de suivi rempli (suivi creer), tel que la collectivité l'a laissé. Il
    est comparé au plan voté : ce qui est réalisé, en cours, en retard, annulé, ajouté, reformulé,
    ce qui manque. Dans SORTIE/<commune>-<code>/ sont écrits bilan.docx et bilan.pdf, avec un
    graphique par axe, communique.docx et communique.pdf, en une page, et manifeste.json.

    Les conseils d'UNICEF France pour le suivi sont vérifiés : chaque point à compléter est dit avec
    sa feuille, sa ligne et sa colonne, et dans le dernier chapitre du bilan.

    Un classeur illisible n'arrête pas les autres.
    """
    distincts = tuple(dict.fromkeys(classeurs))
    if fiche is not None and len(distincts) > 1:
        raise click.UsageError("--fiche est celle d'un seul classeur")
    today = options.today()
    examens: list[generator.Examen] = []
    code = 0
    for path in distincts:
        try:
            examens.append(generator.review(path, annee, aujourdhui=today, fiche=fiche))
        except generator.ActesError as error:
            code = code or error.exit_code
            for message in error.messages:
                click.echo(message, err=True)
    commande = generator.Commande(sortie, (), formats, moteur, gabarits)
    produced = print_productions(generator.produce(examens, commande)) if examens else 0
    sys.exit(code or produced)
