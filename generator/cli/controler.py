"""`actes-enfance controler`: whether the files are still those that were produced."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

import generator
from generator.cli.display import count, is_terminal
from generator.services.controle import Controle, Etat

_COULEURS = {Etat.INTACT: "green", Etat.ALTERE: "red", Etat.MANQUANT: "red", Etat.AJOUTE: "yellow"}


@click.command(name="controler")
@click.argument(
    "dossiers", metavar="DOSSIER...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
def command(dossiers: tuple[Path, ...]) -> None:
    """Dire si des dossiers sont restés tels que « produire » les a écrits.

    L'empreinte SHA-256 de chaque fichier est recalculée et comparée à celle de manifeste.json :
    intact, altéré, manquant ou ajouté. DOSSIER est celui d'une ville, ou un dossier qui en contient
    plusieurs. Code de sortie 0 si tout est intact et que rien ne manque ni n'a été ajouté, 1 sinon.

    Le manifeste lui-même n'est pas signé : gardez-en une copie, ou son empreinte, en lieu sûr.
    """
    total: Counter[Etat] = Counter()
    intact = True
    for dossier in dossiers:
        try:
            for controle in generator.inspect(dossier):
                _print(controle)
                total.update(etat for _, etat in controle.etats)
                intact = intact and controle.is_intact
        except generator.ManifestError as error:
            _print_error(error)
            intact = False
    if is_terminal():
        click.echo(_summary(total))
    if not intact:
        sys.exit(generator.ManifestError.exit_code)


def _print(controle: Controle) -> None:
    if controle.erreur is not None:
        _print_error(controle.erreur)
    elif not is_terminal():
        for nom, etat in controle.etats:
            click.echo(f"{etat.value}\t{_visible(str(controle.dossier / nom))}")
    else:
        _print_folder(controle)


def _print_folder(controle: Controle) -> None:
    """Print one line for an intact folder; else a line for each file that is not."""
    autres = [(nom, etat) for nom, etat in controle.etats if etat is not Etat.INTACT]
    intacts = len(controle.etats) - len(autres)
    titre = click.style(_visible(str(controle.dossier)), bold=True)
    click.echo(f"{titre} : {count(intacts, 'fichier intact', 'fichiers intacts')}")
    for nom, etat in autres:
        click.echo(f"  {click.style(f'{etat.value:<9}', fg=_COULEURS[etat])} {_visible(nom)}")


def _print_error(error: generator.ActesError) -> None:
    for message in error.messages:
        click.echo(f"erreur : {_visible(message)}", err=True)


def _summary(total: Counter[Etat]) -> str:
    accords = (
        (Etat.INTACT, "intact", "intacts"),
        (Etat.ALTERE, "altéré", "altérés"),
        (Etat.MANQUANT, "manquant", "manquants"),
        (Etat.AJOUTE, "ajouté", "ajoutés"),
    )
    return ", ".join(count(total[etat], un, plusieurs) for etat, un, plusieurs in accords)


def _visible(texte: str) -> str:
    """Return a file's name without what a terminal would obey."""
    return "".join(c if c.isprintable() else "\ufffd" for c in texte)
