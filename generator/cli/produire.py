"""`actes-enfance produire`: the documents of one or several records."""

from __future__ import annotations

import sys
from itertools import zip_longest
from pathlib import Path

import click

import generator
from generator.cli import options
from generator.cli.display import print_production
from generator.domain.document import FORMATS
from generator.pdf.engines import MOTEURS
from generator.referentiel import demarches

_BALISES = "--balises-parapheur"
_FORMES = [forme.cle for forme in demarches.signatures().parapheur.formes]


class _Produire(click.Command):
    """A command that has an option whose value may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give the option without a value its default one.

        Click would take the record that follows for its value.
        """
        complets = [
            f"{mot}={_FORMES[0]}" if mot == _BALISES and suivant not in _FORMES else mot
            for mot, suivant in zip_longest(args, args[1:], fillvalue="")
        ]
        return super().parse_args(ctx, complets)


@click.command(name="produire", cls=_Produire, short_help="Produire les documents Word et PDF.")
@options.records
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sortie"),
    show_default=True,
    help="Le dossier où écrire ; chaque collectivité y a le sien.",
)
@click.option(
    "--document",
    "documents",
    type=click.Choice(list(demarches.documents())),
    multiple=True,
    help="Le document à produire (répétable). Par défaut : tous ceux de la démarche.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=FORMATS,
    help="Le format à écrire (répétable). Par défaut : les deux.",
)
@click.option(
    "--moteur",
    type=click.Choice(["auto", *MOTEURS]),
    default="auto",
    show_default=True,
    help="Le moteur qui fait les PDF.",
)
@click.option(
    "--gabarits",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Un dossier de gabarits Word à vous, <document>.docx ; ceux qui y manquent sont les nôtres.",
)
@click.option(
    "--pack",
    is_flag=True,
    help=(
        "Écrire aussi dossier.pdf, tous les documents en un PDF (sans leurs champs de signature, "
        "qui servent à signer chaque document), et dossier-word.zip, leurs fichiers Word."
    ),
)
@click.option(
    _BALISES,
    type=click.Choice(_FORMES),
    help="Imprimer les balises de position d'i-Parapheur dans les cadres de signature, à la place des "
    f"champs de signature du PDF ; sans valeur : {_FORMES[0]}.",
)
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
        tuple(f for f in FORMATS if f in formats),
        moteur,
        gabarits,
        pack,
        balises_parapheur,
    )
    exit_code = 0
    for production in generator.produce(examens, commande):
        print_production(production)
        exit_code = exit_code or next((e.erreur.exit_code for e in production.echecs), 0)
    sys.exit(exit_code)
