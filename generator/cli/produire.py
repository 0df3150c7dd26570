"""`actes-enfance produire`: the documents of one or several records."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import generator
from generator.cli import choix, options
from generator.cli.display import print_productions


@click.command(name="produire", cls=choix.CommandeAvecBalises)
@options.records
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sortie"),
    show_default=True,
    help="Le dossier où écrire ; chaque collectivité y a le sien.",
)
@choix.documents
@choix.formats
@choix.moteur
@choix.gabarits
@choix.pack
@choix.balises_parapheur
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    fiches: tuple[Path, ...],
    sortie: Path,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    moteur: str,
    gabarits: Path | None,
    pack: bool,
    balises_parapheur: str | None,
) -> None:
    """Produire les documents Word et PDF d'une ou plusieurs fiches.

    Ils sont écrits dans SORTIE/<commune>-<code>/, avec un manifeste.json qui dit ce qu'est chaque
    fichier et de quoi il vient. Rien n'est écrit si une fiche n'est pas bonne.
    Au terminal, un résumé ; dans un tube, un chemin par ligne.
    """
    today = options.today()
    examens: list[generator.Examen] = []
    problems: list[str] = []
    for path in dict.fromkeys(fiches):
        try:
            examens.append(generator.verify(path, aujourdhui=today))
        except generator.ActesError as error:
            problems += error.messages
    if problems:
        raise generator.RecordError(problems)
    commande = generator.Commande(
        sortie,
        documents,
        formats,
        moteur,
        gabarits,
        pack,
        balises_parapheur,
    )
    sys.exit(print_productions(generator.produce(examens, commande)))
