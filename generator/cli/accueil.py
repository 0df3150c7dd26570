"""`actes-enfance accueil`: the welcome pack of one town, or of a list of towns as a bulk run."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

import generator
from generator.cli import choix, options, serie
from generator.cli.display import print_productions
from generator.domain.accueil import Envoi
from generator.records.genres import DATE, NOM
from generator.services.accueil import is_path
from generator.services.lot.demande import Demande, Moyens, Selection


@click.command(name="accueil")
@click.argument("source", required=False)
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Le dossier où écrire ; chaque collectivité y a le sien. Par défaut, pour un nom seul : "
    "sortie.",
)
@options.demarche(default="territoires-denfance")
@click.option(
    "--date", metavar="DATE", type=options.Saisie(DATE), help="La date de la lettre (2026-12-01)."
)
@click.option(
    "--lieu", metavar="TEXTE", type=options.Saisie(NOM), help="D'où part la lettre (Paris)."
)
@click.option(
    "--signataire",
    metavar="TEXTE",
    type=options.Saisie(NOM),
    help="Qui la signe pour UNICEF France.",
)
@click.option(
    "--qualite", metavar="TEXTE", type=options.Saisie(NOM), help="La qualité du signataire."
)
@click.option(
    "--correspondant",
    metavar="TEXTE",
    type=options.Saisie(NOM),
    help="À qui la collectivité s'adressera : nom, téléphone, courriel.",
)
@serie.selection
@serie.feuille
@choix.formats
@choix.moteur
@choix.gabarits
@serie.moyens
@serie.reprendre
@serie.silencieux
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    source: str | None,
    sortie: Path | None,
    demarche: str,
    date: datetime.date | None,
    lieu: str | None,
    signataire: str | None,
    qualite: str | None,
    correspondant: str | None,
    selection: Selection | None,
    feuille: str | None,
    formats: tuple[str, ...],
    moteur: str,
    gabarits: Path | None,
    moyens: Moyens,
    reprendre: bool,
    silencieux: bool,
) -> None:
    """Produire le dossier qu'UNICEF France envoie à une collectivité pour faire connaissance.

    SOURCE est le nom d'une commune, son code Insee ou un SIREN ; ou un fichier de fiches, un
    tableau, un dossier. Une lettre, une fiche qui met les deux voies côte à côte, les documents de
    la démarche, le calendrier, les ressources : en un PDF, accueil.pdf, et en Word,
    accueil-word.zip. La démarche est celle des fiches qui n'en disent pas. Ce que les options de
    la lettre ne disent pas est laissé en blanc.

    Pour une liste, ou des communes choisies dans la liste officielle, c'est une série, comme
    « lot » : une mauvaise ligne n'arrête pas les autres, rapport.html et rapport.csv en rendent
    compte, --reprendre finit ce qui a été interrompu.
    """
    serie.check_towns(
        source, selection, reprendre=reprendre, sources="nom, code Insee, SIREN, fichier, dossier"
    )
    is_name = source is not None and not is_path(source)
    if sortie is None and not is_name:
        raise click.UsageError("dites le dossier de la série : --sortie DOSSIER")
    sortie = sortie or Path("sortie")
    commande = generator.Commande(sortie, (), formats, moteur, gabarits, pack=True)
    envoi = Envoi(date, lieu, signataire, qualite, correspondant)
    if source is not None and is_name:
        if reprendre:
            raise click.UsageError("--reprendre finit une série : il ne va pas avec un nom")
        examen = generator.welcome(source, envoi, demarche=demarche, aujourdhui=options.today())
        sys.exit(print_productions(generator.produce([examen], commande), silent=silencieux))
    demande: Demande | Path = sortie
    if source is not None or selection is not None:
        liste = Path(source) if source is not None else None
        demande = Demande(
            liste, selection or Selection(), demarche, feuille, commande, Path.cwd(), envoi
        )
    serie.run(demande, moyens, nom="accueil", reprendre=reprendre, silencieux=silencieux)
