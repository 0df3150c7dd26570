"""`actes-enfance suivi consolider`: many towns' workbooks into one national table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.cli.display import count, print_alerts
from generator.errors import RecordError
from generator.records.genres import ANNEE_MAXIMALE, ANNEE_MINIMALE
from generator.services.national import formats as table

if TYPE_CHECKING:
    from generator.services.national.consolidation import Consolidation


@click.command(name="consolider")
@click.argument(
    "dossier", metavar="DOSSIER", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("national"),
    show_default=True,
    help="Le dossier où écrire.",
)
@click.option(
    "--annee",
    metavar="AAAA",
    type=click.IntRange(ANNEE_MINIMALE, ANNEE_MAXIMALE),
    help="L'année à la fin de laquelle on regarde. Par défaut : celle en cours.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(table.FORMATS)),
    multiple=True,
    help="Le format des tables (répétable). Par défaut : tous ceux que cette machine sait écrire.",
)
@click.option("--silencieux", is_flag=True, help="Ne dire que ce qui ne va pas.")
@options.handle_errors
def command(
    dossier: Path, sortie: Path, annee: int | None, formats: tuple[str, ...], silencieux: bool
) -> None:
    """Réunir les tableaux de suivi de beaucoup de collectivités en une table nationale.

    DOSSIER est celui des classeurs (.xlsx) que les collectivités ont remplis ; ceux des dossiers
    qu'il contient sont lus aussi. Quatre tables en sortent, en CSV, dans un classeur Excel et en
    Parquet : les actions, les valeurs des indicateurs, les collectivités, les remarques ; et une
    page de chiffres, chiffres.html.

    Un classeur illisible n'arrête pas les autres : il est laissé de côté, et dit. De plusieurs
    classeurs d'une même collectivité, celui qui clôt une année de plus que les autres est retenu ; si
    rien ne les départage, aucun ne l'est. Code de sortie 0 si tous sont pris, 1 si l'un est refusé.
    """
    from generator.services.national.consolidation import Demande, consolidate  # noqa: PLC0415

    today = options.today()
    chosen, absents = table.choose(formats)
    with _follow(silent=silencieux) as suivre:
        faite = consolidate(
            Demande(dossier, sortie, annee or today.year, chosen), aujourdhui=today, suivre=suivre
        )
    for message in faite.refus:
        click.echo(f"erreur : {message}", err=True)
    print_alerts((*absents, *faite.alertes))
    if not silencieux:
        _tell(faite)
    sys.exit(RecordError.exit_code if faite.refus else 0)


@contextmanager
def _follow(*, silent: bool) -> Iterator[Callable[[int, int], None]]:
    """Give the function that is told how many workbooks are read: a bar for a person, on stderr."""
    if silent or not sys.stderr.isatty():
        yield lambda lus, total: None
        return
    with click.progressbar(
        length=1, label="Lecture des classeurs", show_pos=True, file=sys.stderr
    ) as bar:

        def suivre(lus: int, total: int) -> None:
            bar.length = total
            bar.update(lus - bar.pos)

        yield suivre


def _tell(faite: Consolidation) -> None:
    """Print the summary: on stdout the files, one a line; the rest on stderr."""
    parts = [count(faite.villes, "collectivité"), count(faite.actions, "action")]
    if faite.remarques:
        parts.append(f"{count(faite.remarques, 'remarque')} dans la table « remarques »")
    click.echo(", ".join(parts), err=True)
    for path in faite.fichiers:
        click.echo(str(path))
