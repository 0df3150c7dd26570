"""`actes-enfance accueil`: the welcome pack of one town or of a list of towns."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import generator
from generator.cli import options
from generator.cli.display import count, print_alerts, print_production
from generator.domain.accueil import Envoi
from generator.domain.document import FORMATS
from generator.pdf.engines import MOTEURS
from generator.records.enregistrements import Avis, Rejet
from generator.records.genres import DATE, NOM, RefusedValueError, Valeur
from generator.records.saisie import read_value

if TYPE_CHECKING:
    from generator.services.ouvrage import Production


class _Saisie(click.ParamType):  # type: ignore[type-arg]
    """An option read by the rules of the record."""

    def __init__(self, genre: Valeur) -> None:
        self.name = genre.attendu
        self._genre = genre

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """Return the value; Click tells the French reason of a refusal."""
        if not isinstance(value, str):
            return value
        try:
            return read_value(self._genre, value)
        except RefusedValueError as error:
            self.fail(str(error), param, ctx)


@click.command(name="accueil", short_help="Produire le dossier d'accueil de collectivités.")
@click.argument("source")
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sortie"),
    show_default=True,
    help="Le dossier où écrire ; chaque collectivité y a le sien.",
)
@options.demarche(default="territoires-denfance")
@click.option("--feuille", metavar="NOM", help="La feuille du classeur, s'il en a plusieurs.")
@click.option(
    "--date", metavar="DATE", type=_Saisie(DATE), help="La date de la lettre (2026-12-01)."
)
@click.option("--lieu", metavar="TEXTE", type=_Saisie(NOM), help="D'où part la lettre (Paris).")
@click.option(
    "--signataire", metavar="TEXTE", type=_Saisie(NOM), help="Qui la signe pour UNICEF France."
)
@click.option("--qualite", metavar="TEXTE", type=_Saisie(NOM), help="La qualité du signataire.")
@click.option(
    "--correspondant",
    metavar="TEXTE",
    type=_Saisie(NOM),
    help="À qui la collectivité s'adressera : nom, téléphone, courriel.",
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
    help="Un dossier de gabarits Word à vous, accueil/<document>.docx et <document>.docx.",
)
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    source: str,
    sortie: Path,
    demarche: str,
    feuille: str | None,
    date: datetime.date | None,
    lieu: str | None,
    signataire: str | None,
    qualite: str | None,
    correspondant: str | None,
    formats: tuple[str, ...],
    moteur: str,
    gabarits: Path | None,
) -> None:
    """Produire le dossier qu'UNICEF France envoie à une collectivité pour faire connaissance.

    SOURCE est le nom d'une commune, son code Insee ou un SIREN ; ou un fichier de fiches, un
    tableau, un dossier. Une lettre, une fiche qui met les deux voies côte à côte, les documents de
    la démarche, le calendrier, les ressources : en un PDF, accueil.pdf, et en Word,
    accueil-word.zip. La démarche est celle des fiches qui n'en disent pas.

    Une fiche qui n'est pas bonne n'arrête pas les autres. Ce que les options de la lettre ne
    disent pas est laissé en blanc.
    """
    commande = generator.Commande(
        sortie, (), tuple(f for f in FORMATS if f in formats), moteur, gabarits, pack=True
    )
    envoi = Envoi(date, lieu, signataire, qualite, correspondant)
    elements = generator.enumerate_places(source, demarche=demarche, feuille=feuille)
    refused, exit_code = 0, 0
    for done in generator.produce_welcomes(elements, commande, envoi, aujourdhui=options.today()):
        code = _tell(done)
        refused += isinstance(done, Rejet)
        exit_code = exit_code or code
    if refused:
        click.echo(f"{count(refused, 'fiche')} à corriger", err=True)
    sys.exit(exit_code)


def _tell(done: Production | Rejet | Avis) -> int:
    """Print what was made or not, and return the exit code that it asks for."""
    if isinstance(done, Avis):
        print_alerts(done.messages)
        return 0
    if isinstance(done, Rejet):
        for message in done.messages:
            click.echo(message, err=True)
        return generator.RecordError.exit_code
    print_production(done)
    return next((echec.erreur.exit_code for echec in done.echecs), 0)
