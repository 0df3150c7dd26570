"""`actes-enfance teletransmettre`: an adopted act, ready for the legality check."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

import generator
from generator.cli import choix, options
from generator.cli.display import is_terminal, print_alerts
from generator.records.genres import DATE

_fichier = click.Path(path_type=Path, dir_okay=False)


@click.command(name="teletransmettre")
@click.argument("fiche", metavar="FICHE", type=click.Path(path_type=Path))
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("teletransmission"),
    show_default=True,
    help="Le dossier où écrire ; ce qu'une télétransmission précédente y a écrit est remplacé.",
)
@click.option(
    "--produits",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sortie"),
    show_default=True,
    help="Où « produire » a écrit : ses PDF sont repris s'ils sont intacts, le PDF signé aussi.",
)
@click.option(
    "--signe", metavar="PDF", type=_fichier, help="La délibération signée, si elle est ailleurs."
)
@click.option(
    "--annexe",
    "annexes",
    metavar="FICHIER",
    type=_fichier,
    multiple=True,
    help="Une annexe de plus : PDF, PNG ou JPEG (répétable).",
)
@click.option("--matiere", metavar="CODE", help="Le code matière, à la place de celui de la fiche.")
@click.option(
    "--numero", metavar="N", help="Le numéro à transmettre, si celui de la fiche ne va pas."
)
@click.option(
    "--objet", metavar="TEXTE", help="L'objet à transmettre, à la place de celui de l'acte."
)
@click.option(
    "--classification",
    metavar="DATE",
    type=options.Saisie(DATE),
    help="La date de la classification en matières de la préfecture ; sans elle, pas de message XML.",
)
@click.option(
    "--typologie",
    metavar="CODE",
    help="Ce qui précède les noms des fichiers si la plateforme le veut (99_DE).",
)
@choix.moteur
@choix.gabarits
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    fiche: Path,
    sortie: Path,
    produits: Path,
    signe: Path | None,
    annexes: tuple[Path, ...],
    matiere: str | None,
    numero: str | None,
    objet: str | None,
    classification: datetime.date | None,
    typologie: str | None,
    moteur: str,
    gabarits: Path | None,
) -> None:
    """Préparer une délibération adoptée pour le contrôle de légalité (ACTES).

    Le dossier contient le PDF de l'acte et ses annexes, nommés et numérotés comme les plateformes
    les attendent ; fiche-de-transmission, ce qu'il faut saisir et vérifier ; metadonnees.json, la
    même chose pour un logiciel ; et le message XML, si la date de la classification est connue.
    L'enveloppe est celle de votre plateforme. Rien n'est envoyé.

    Les PDF déjà produits de la même fiche sont repris s'ils n'ont pas changé ; la délibération
    signée est reconnue dans leur dossier. Seul un acte adopté se transmet.
    """
    demande = generator.DemandeTransmission(
        matiere,
        numero,
        objet,
        classification,
        produits,
        signe,
        annexes,
        typologie,
        moteur,
        gabarits,
    )
    faite = generator.transmit(
        fiche, sortie, demande, aujourdhui=options.today(), maintenant=options.now()
    )
    print_alerts(faite.alertes)
    if is_terminal():
        _print_screen(faite)
    else:
        for path in faite.fichiers:
            click.echo(str(path))


def _print_screen(faite: generator.Transmission) -> None:
    """Print for a person what to type, then the files."""
    acte = faite.acte
    code = acte.code
    lignes = (
        ("Nature", f"{acte.nature.code} – {acte.nature.abrege} – {acte.nature.libelle}"),
        ("Numéro", acte.numero),
        ("Date", f"{acte.date:%d/%m/%Y}"),
        ("Objet", acte.objet),
        ("Matière", f"{code.code} – {code.matiere.nom}, à faire valider par la préfecture"),
    )
    click.echo(click.style(str(faite.sortie), bold=True))
    for nom, valeur in lignes:
        click.echo(f"  {nom:<8} {valeur}")
    click.echo()
    for path in faite.fichiers:
        click.echo(f"  {path.name}")
