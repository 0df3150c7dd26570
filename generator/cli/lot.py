"""`actes-enfance lot`: the documents of many towns, whatever happens to one of them."""

from __future__ import annotations

from pathlib import Path

import click

import generator
from generator.cli import choix, options, serie
from generator.errors import OutputError
from generator.records.tableur.modele import write_model
from generator.services.ecriture import write_all
from generator.services.lot.demande import Demande, Moyens, Selection


@click.command(name="lot", cls=choix.CommandeAvecBalises)
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Le dossier où écrire ; chaque collectivité y a le sien, le journal et le rapport aussi.",
)
@options.demarche()
@serie.selection
@serie.feuille
@choix.documents
@choix.formats
@choix.moteur
@choix.gabarits
@choix.pack
@choix.balises_parapheur
@serie.moyens
@serie.reprendre
@click.option(
    "--modele",
    metavar="F.xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrire un tableau modèle à remplir, une commune par ligne, et ne rien faire d'autre.",
)
@serie.silencieux
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    source: Path | None,
    sortie: Path | None,
    demarche: str | None,
    selection: Selection | None,
    feuille: str | None,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    moteur: str,
    gabarits: Path | None,
    pack: bool,
    balises_parapheur: str | None,
    moyens: Moyens,
    reprendre: bool,
    modele: Path | None,
    silencieux: bool,
) -> None:
    """Produire les documents de beaucoup de communes, dans SORTIE/<commune>-<code>/.

    SOURCE est un dossier de fiches, un fichier YAML de plusieurs fiches, un tableau Excel ou CSV,
    une commune par ligne, ou la liste nationale des maires. Sans SOURCE, les communes sont
    choisies dans la liste officielle.

    Une mauvaise commune n'arrête pas les autres : rapport.html et rapport.csv disent ce qui est
    fait, ce qui manque, où et pourquoi. Relancée, une série ne refait que ce qui a changé.
    Ctrl-C l'arrête proprement ; --reprendre la finit. Code de sortie 0 si tout est fait.
    """
    if modele is not None:
        _write_model(modele)
        return
    if sortie is None:
        raise click.UsageError("dites où écrire : --sortie DOSSIER")
    serie.check_towns(
        source, selection, reprendre=reprendre, sources="dossier de fiches, fichier, tableau"
    )
    if selection is not None and demarche is None:
        raise click.UsageError("sans SOURCE, dites la démarche : --demarche territoires-denfance")
    demande: Demande | Path = sortie
    if source is not None or selection is not None:
        commande = generator.Commande(
            sortie,
            documents,
            formats,
            moteur,
            gabarits,
            pack,
            balises_parapheur,
        )
        demande = Demande(source, selection or Selection(), demarche, feuille, commande, Path.cwd())
    serie.run(demande, moyens, nom="lot", reprendre=reprendre, silencieux=silencieux)


def _write_model(path: Path) -> None:
    """Write the model table; OutputError where something stands there already."""
    if path.exists():
        raise OutputError(f"{path} existe déjà ; donnez un autre nom, ou retirez ce fichier")
    write_all({path: write_model()})
    click.echo(str(path))
