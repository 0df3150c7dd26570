"""The command `actes-enfance`: the only door that knows Click, the terminal and the clock."""

from __future__ import annotations

import errno
import gettext
import os
import sys
from pathlib import Path
from typing import Any

import click

from generator.cli.groupe import Groupe
from generator.errors import OutputError
from generator.services import ramassage
from generator.version import __version__

_COMMANDES = {
    "nouveau": "Écrire une fiche nouvelle, remplie des données officielles.",
    "verifier": "Dire si des fiches sont bonnes à produire, ou tout ce qui ne va pas.",
    "produire": "Produire les documents Word et PDF d'une ou plusieurs fiches.",
    "accueil": "Produire le dossier d'accueil d'une collectivité ou d'une liste.",
    "controler": "Dire si des dossiers sont restés tels qu'ils ont été produits.",
    "signer": "Signer électroniquement un champ d'un PDF, avec un certificat.",
    "verifier-signature": "Dire ce que vaut chaque signature d'un PDF.",
    "teletransmettre": "Préparer une délibération adoptée pour le contrôle de légalité.",
    "publier": "Publier des délibérations adoptées en données ouvertes (CSV).",
    "lot": "Produire les documents de beaucoup de communes, et en rendre compte.",
    "suivi": "Suivre un plan voté : le classeur à remplir d'année en année.",
    "diagnostic": "Dire ce que cette machine sait faire, et ce qui lui manque.",
    "schema": "Écrire le schéma JSON de la fiche, pour votre éditeur.",
    "demarches": "Lister les démarches, leurs documents et leurs cotisations.",
}


@click.group(
    cls=Groupe,
    commandes=_COMMANDES,
    paquet="generator.cli",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    __version__,
    prog_name="actes-enfance",
    message="%(prog)s %(version)s",
    help="Afficher la version et sortir.",
)
def cli() -> None:  # Click reads the \b below as a character: it keeps the lines apart
    """Délibérations, chartes et plans d'action pour les droits de l'enfant.

    D'une petite fiche YAML par commune aux documents Word et PDF du conseil.

    \b
    Codes de sortie :
      0  tout est fait
      1  une fiche n'est pas bonne, un nom n'est pas connu, un dossier n'est pas intact
      2  la ligne de commande est mal écrite
      3  un gabarit Word ne peut pas être rempli
      4  un PDF n'a pas pu être fait, ou n'est pas fidèle
      5  le moteur demandé n'est pas installé
      6  le résultat ne peut pas être écrit
      7  un PDF ne peut pas être signé, ou ses signatures ne sont pas bonnes
    130  la commande a été arrêtée (Ctrl-C) ; une série se finit avec --reprendre
    """  # noqa: D301


def speak_french() -> None:
    """Give Click its French sentences, whatever the language of the machine."""
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("click", str(Path(__file__).parent / "locale"))
    gettext.textdomain("click")


def main() -> Any:
    """Run the command line and exit with its code."""
    speak_french()
    ramassage.space_out()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return cli(prog_name="actes-enfance")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("sortie standard : écriture impossible : le disque est plein", file=sys.stderr)  # noqa: T201
        sys.stdout = None  # what is left in its buffer cannot be written either
        sys.exit(OutputError.exit_code)
