"""`actes-enfance publier`: adopted acts as open data."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import generator
from generator.cli import options, serie
from generator.cli.display import count, print_alerts


@click.command(name="publier")
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--sortie",
    metavar="F.csv",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("deliberations.csv"),
    show_default=True,
    help="Le fichier à écrire ou à compléter.",
)
@options.demarche()
@serie.feuille
@options.handle_errors
def command(
    sources: tuple[Path, ...], sortie: Path, demarche: str | None, feuille: str | None
) -> None:
    """Publier des délibérations adoptées en données ouvertes (schéma SCDL 2.1.5).

    SOURCE est une fiche, un dossier de fiches, un fichier de plusieurs fiches ou un tableau. Chaque
    acte adopté devient une ligne du fichier CSV, que validata.fr reconnaît (schéma
    « Délibérations »). Si le fichier existe, ses autres lignes sont gardées, et celle d'un acte déjà
    publié (mêmes SIRET, numéro et date) est remplacée.

    Une fiche qui n'est pas prête n'arrête pas les autres : elle est nommée, avec ce qui lui manque
    (acte non adopté, SIRET, code matière…). Code de sortie 0 si toutes y sont, 1 sinon.
    """
    publication = generator.publish(
        tuple(dict.fromkeys(sources)),
        sortie,
        aujourdhui=options.today(),
        demarche=demarche,
        feuille=feuille,
    )
    print_alerts(publication.alertes)
    for message in publication.erreurs:
        click.echo(f"erreur : {message}", err=True)
    click.echo(_summary(publication), err=True)
    if publication.sortie is not None:
        click.echo(str(publication.sortie))
    if publication.refusees:
        sys.exit(generator.RecordError.exit_code)


def _summary(publication: generator.Publication) -> str:
    faits = (
        (publication.ajoutees, "délibération ajoutée", "délibérations ajoutées"),
        (publication.remplacees, "remplacée", "remplacées"),
        (publication.gardees, "ligne gardée", "lignes gardées"),
        (publication.refusees, "source à corriger", "sources à corriger"),
    )
    dits = [count(nombre, un, plusieurs) for nombre, un, plusieurs in faits if nombre]
    ecrit = "" if publication.sortie is not None else "rien n'a été écrit ; "
    return ecrit + ", ".join(dits or ["aucune délibération dans ces sources"])
