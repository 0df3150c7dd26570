"""The options that say what to produce, and how: those of `produire`, `lot` and `accueil`."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import click

from generator.domain.document import FORMATS
from generator.pdf.engines import MOTEURS
from generator.referentiel import demarches

_BALISES = "--balises-parapheur"
_FORMES = [forme.cle for forme in demarches.signatures().parapheur.formes]


class CommandeAvecBalises(click.Command):
    """A command that has an option whose value may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give the option without a value its default one, but among the files that follow « -- ».

        Click would take the record that follows for its value.
        """
        options = args[: args.index("--")] if "--" in args else args
        complets = [
            f"{mot}={_FORMES[0]}" if mot == _BALISES and suivant not in _FORMES else mot
            for mot, suivant in zip_longest(options, options[1:], fillvalue="")
        ]
        return super().parse_args(ctx, [*complets, *args[len(options) :]])


documents = click.option(
    "--document",
    "documents",
    type=click.Choice([d.cle for d in demarches.documents().values() if d.jeu is None]),
    multiple=True,
    help="Le document à produire (répétable). Par défaut : tous ceux de l'acte, avec la note de "
    "synthèse là où la loi la demande ; ailleurs, demandez-la : --document note-de-synthese.",
)

formats = click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=FORMATS,
    callback=lambda _, __, asked: tuple(kind for kind in FORMATS if kind in asked),
    help="Le format à écrire (répétable). Par défaut : les deux.",
)

moteur = click.option(
    "--moteur",
    type=click.Choice(["auto", *MOTEURS]),
    default="auto",
    show_default=True,
    help="Le moteur qui fait les PDF.",
)

gabarits = click.option(
    "--gabarits",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Un dossier de gabarits Word à vous, nommés comme les nôtres, qui servent là où il n'y en a "
    "pas : <document>.docx, accueil/<document>.docx pour la lettre et les autres du dossier d'accueil, "
    "bilan/<document>.docx pour le bilan annuel.",
)

pack = click.option(
    "--pack",
    is_flag=True,
    help=(
        "Écrire aussi dossier.pdf, tous les documents en un PDF (sans leurs champs de signature, "
        "qui servent à signer chaque document), et dossier-word.zip, leurs fichiers Word."
    ),
)

balises_parapheur = click.option(
    _BALISES,
    type=click.Choice(_FORMES),
    help="Imprimer les balises de position d'i-Parapheur dans les cadres de signature, à la place des "
    f"champs de signature du PDF ; sans valeur : {_FORMES[0]}.",
)
