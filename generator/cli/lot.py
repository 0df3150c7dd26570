"""`actes-enfance lot`: the documents of many towns, whatever happens to one of them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

import generator
from generator.cli import INTERROMPU, choix, options, progres
from generator.cli.display import count
from generator.domain.document import FORMATS
from generator.errors import OutputError
from generator.records.tableur.modele import write_model
from generator.services.ecriture import write_all
from generator.services.lot import course
from generator.services.lot.course import Bilan
from generator.services.lot.demande import LIMITE, Demande, Moyens, Selection
from generator.services.lot.executeurs import EXECUTEURS


@click.command(
    name="lot",
    cls=choix.CommandeAvecBalises,
    short_help="Produire les documents de beaucoup de communes.",
)
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Le dossier où écrire ; chaque collectivité y a le sien, le journal et le rapport aussi.",
)
@options.demarche()
@click.option(
    "--departement",
    "departements",
    metavar="CODE",
    multiple=True,
    help="Sans SOURCE : les communes de ce département, code ou nom (répétable).",
)
@click.option(
    "--region",
    "regions",
    metavar="NOM",
    multiple=True,
    help="Sans SOURCE : les communes de cette région (répétable).",
)
@click.option(
    "--population-min",
    metavar="N",
    type=click.IntRange(min=0),
    help="Sans SOURCE : celles d'au moins N habitants (population municipale).",
)
@click.option(
    "--population-max",
    metavar="N",
    type=click.IntRange(min=0),
    help="Sans SOURCE : celles d'au plus N habitants.",
)
@click.option("--toute-la-france", is_flag=True, help="Sans SOURCE : toutes les communes.")
@click.option(
    "--feuille", metavar="NOM", help="La feuille à lire, dans un classeur qui en a plusieurs."
)
@choix.documents
@choix.formats
@choix.moteur
@choix.gabarits
@choix.pack
@choix.balises_parapheur
@click.option(
    "--processus",
    metavar="N",
    type=click.IntRange(min=1),
    help="Combien de communes à la fois. Par défaut : une par cœur de la machine.",
)
@click.option(
    "--executeur",
    type=click.Choice(list(EXECUTEURS)),
    default="processus",
    show_default=True,
    help="Où travailler : des processus sur cette machine, ou un groupe Dask.",
)
@click.option("--ordonnanceur", metavar="ADRESSE", help="L'ordonnanceur Dask : tcp://adresse:port.")
@click.option(
    "--limite-de-temps",
    metavar="SECONDES",
    type=click.FloatRange(min=1),
    default=LIMITE,
    show_default=True,
    help="Le temps laissé à une commune ; au-delà, elle est en échec et les autres continuent.",
)
@click.option(
    "--reprendre",
    is_flag=True,
    help="Finir un lot interrompu ; seul avec --sortie, il reprend la même commande.",
)
@click.option(
    "--modele",
    metavar="F.xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrire un tableau modèle à remplir, une commune par ligne, et ne rien faire d'autre.",
)
@click.option("--silencieux", is_flag=True, help="Ne rien dire, sauf les erreurs.")
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    source: Path | None,
    sortie: Path | None,
    demarche: str | None,
    departements: tuple[str, ...],
    regions: tuple[str, ...],
    population_min: int | None,
    population_max: int | None,
    toute_la_france: bool,
    feuille: str | None,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    moteur: str,
    gabarits: Path | None,
    pack: bool,
    balises_parapheur: str | None,
    processus: int | None,
    executeur: str,
    ordonnanceur: str | None,
    limite_de_temps: float,
    reprendre: bool,
    modele: Path | None,
    silencieux: bool,
) -> None:
    """Produire les documents de beaucoup de communes, dans SORTIE/<commune>-<code>/.

    SOURCE est un dossier de fiches, un fichier YAML de plusieurs fiches ou un tableau, une commune
    par ligne. Sans SOURCE, les communes sont choisies dans la liste officielle.

    Une mauvaise commune n'arrête pas les autres : rapport.html et rapport.csv disent ce qui est
    fait, ce qui manque, où et pourquoi. Relancé, un lot ne refait que ce qui a changé. Ctrl-C
    l'arrête proprement ; --reprendre le finit. Code de sortie 0 si tout est fait.
    """
    if modele is not None:
        _write_model(modele)
        return
    if sortie is None:
        raise click.UsageError("dites où écrire : --sortie DOSSIER")
    ici = Path.cwd()
    selection = Selection(departements, regions, population_min, population_max)
    chosen = toute_la_france or selection != Selection()
    _check(source, demarche, chosen=chosen, toute=toute_la_france, reprendre=reprendre)
    if source is None and not chosen:
        demande = course.recall(sortie, ici=ici)
    else:
        commande = generator.Commande(
            sortie,
            documents,
            tuple(f for f in FORMATS if f in formats),
            moteur,
            gabarits,
            pack,
            balises_parapheur,
        )
        demande = Demande(source, selection, demarche, feuille, commande, ici)
    moyens = Moyens(executeur, processus or _cores(), ordonnanceur, limite_de_temps)
    today = options.today()
    with _stoppable() as arret, progres.follow(silent=silencieux) as suivre:
        try:
            bilan = course.run(
                demande, moyens, aujourdhui=today, reprendre=reprendre, suivre=suivre, arret=arret
            )
        except KeyboardInterrupt:
            click.echo("arrêté aussitôt ; ce qui était fini est gardé", err=True)
            sys.exit(INTERROMPU)
    if not silencieux:
        _tell(bilan, demande)
    if bilan.restantes:
        sys.exit(INTERROMPU)
    sys.exit(0 if bilan.is_complete else 1)


def _check(
    source: Path | None, demarche: str | None, *, chosen: bool, toute: bool, reprendre: bool
) -> None:
    """Refuse a command line that names no towns, or names them twice."""
    if source is not None and chosen:
        raise click.UsageError(
            "--departement, --region, --population-min, --population-max et --toute-la-france "
            "choisissent dans la liste officielle : ils ne vont pas avec SOURCE"
        )
    if source is None and not chosen and not reprendre:
        raise click.UsageError(
            "donnez une SOURCE (dossier de fiches, fichier, tableau), ou choisissez des communes : "
            "--departement 21, --region Bretagne, --population-min 3500, --toute-la-france"
        )
    if source is None and chosen and demarche is None:
        raise click.UsageError("sans SOURCE, dites la démarche : --demarche territoires-denfance")


def _write_model(path: Path) -> None:
    """Write the model table; OutputError where something stands there already."""
    if path.exists():
        raise OutputError(f"{path} existe déjà ; donnez un autre nom, ou retirez ce fichier")
    write_all({path: write_model()})
    click.echo(str(path))


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C, or a request to end, sets; a second Ctrl-C ends at once."""
    arret = threading.Event()

    def stop(number: int, _: FrameType | None) -> None:
        if arret.is_set():
            raise KeyboardInterrupt
        arret.set()

    anciens = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield arret
    finally:
        for number, ancien in anciens.items():
            signal.signal(number, ancien)


def _tell(bilan: Bilan, demande: Demande) -> None:
    """Print the summary: on stdout the reports, one a line; the rest on stderr."""
    parts = [
        count(bilan.faites, "collectivité faite", "collectivités faites")
        + (f" (dont {bilan.deja} sans changement)" if bilan.deja else "")
    ]
    if bilan.partielles:
        parts.append(f"{bilan.partielles} en partie")
    if bilan.echecs:
        parts.append(f"{bilan.echecs} en échec")
    if bilan.restantes:
        parts.append(f"{bilan.restantes} pas encore faites")
    click.echo(", ".join(parts), err=True)
    if bilan.restantes:
        click.echo(
            f"lot interrompu ; pour le finir : actes-enfance lot --sortie {demande.commande.sortie} "
            "--reprendre",
            err=True,
        )
    for path in bilan.rapports:
        click.echo(str(path))
