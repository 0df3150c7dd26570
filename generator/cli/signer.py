"""`actes-enfance signer`: one field of a PDF, signed with a certificate."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

import generator
from generator.cli import options
from generator.cli.display import print_alerts
from generator.errors import SignatureError

_VARIABLE = "ACTES_ENFANCE_MOT_DE_PASSE"
_fichier = click.Path(path_type=Path)


@click.command(name="signer")
@click.argument("pdf", metavar="PDF", type=_fichier)
@click.option(
    "--champ",
    metavar="NOM",
    required=True,
    help="Le champ à signer : executif, secretaire ou unicef.",
)
@click.option(
    "--pkcs12",
    metavar="FICHIER",
    type=_fichier,
    required=True,
    help="Votre certificat avec sa clé (.p12 ou .pfx).",
)
@click.option(
    "--sortie",
    metavar="FICHIER",
    type=_fichier,
    required=True,
    help="Le PDF signé à écrire ; il ne remplace aucun fichier.",
)
@click.option(
    "--horodatage",
    metavar="URL",
    help="Un serveur d'horodatage (RFC 3161), qui atteste la date. Sans lui, elle est déclarée.",
)
@click.option("--motif", metavar="TEXTE", help="Pourquoi vous signez, inscrit dans la signature.")
@click.option("--lieu", metavar="TEXTE", help="Où vous signez, inscrit dans la signature.")
@options.handle_errors
def command(  # noqa: PLR0913, one parameter an option
    pdf: Path,
    champ: str,
    pkcs12: Path,
    sortie: Path,
    horodatage: str | None,
    motif: str | None,
    lieu: str | None,
) -> None:
    """Signer électroniquement un champ d'un PDF, avec un certificat en fichier.

    Le mot de passe du certificat est demandé au terminal, ou lu dans ACTES_ENFANCE_MOT_DE_PASSE ;
    il n'est jamais un argument. Le PDF d'origine n'est pas touché. Un second signataire signe le
    fichier que le premier a signé : leurs signatures restent valables toutes les deux.

    La commande fait une signature PAdES (niveau B-B, ou B-T avec --horodatage). Ce qu'elle vaut en
    droit (RGS, eIDAS : simple, avancée, qualifiée) dépend de votre certificat et de qui l'a émis,
    non de ce programme. Un certificat qualifié est le plus souvent sur une clé USB ou une carte, et
    ne s'exporte pas : signez alors dans votre parapheur ou avec le logiciel de votre fournisseur.
    Le tampon de la télétransmission récrit le fichier et peut invalider la signature : gardez
    l'original signé.
    """
    apposee = generator.sign(
        generator.DemandeSignature(pdf, champ, pkcs12, sortie, horodatage, motif, lieu),
        mot_de_passe=lambda: _password(pkcs12),
        maintenant=options.now(),
    )
    click.echo(str(apposee.sortie))
    print_alerts(apposee.alertes)
    click.echo(
        f"Signé par {apposee.signataire} (certificat émis par {apposee.emetteur}).", err=True
    )
    if apposee.a_signer:
        click.echo(f"Reste à signer : {', '.join(apposee.a_signer)}.", err=True)


def _password(pkcs12: Path) -> str:
    """Return the password from the environment, or asked for, unseen, at the terminal."""
    donne = os.environ.get(_VARIABLE)
    if donne is not None:
        return donne
    if not sys.stdin.isatty():
        raise SignatureError(
            f"{pkcs12} : pas de terminal où demander le mot de passe ; mettez-le dans {_VARIABLE}"
        )
    reponse: str = click.prompt(
        f"Mot de passe de {pkcs12}", default="", hide_input=True, show_default=False, err=True
    )
    return reponse
