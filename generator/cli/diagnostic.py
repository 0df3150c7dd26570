"""`actes-enfance diagnostic`: what this machine can do, and what each missing thing costs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

import generator
from generator.cli import options

if TYPE_CHECKING:
    from generator.services.diagnostic import EtatMoteur


@click.command(name="diagnostic")
def command() -> None:
    """Dire les moteurs, la police et les versions, et faire une vraie conversion avec chacun.

    Code de sortie 0 si un moteur au moins a fait un document, 4 sinon.
    """
    found = generator.diagnose(aujourdhui=options.today())
    click.echo(f"actes-enfance  {generator.__version__}")
    click.echo(f"Python         {found.python} ({found.systeme})")
    click.echo(f"Police         Source Sans Pro, {found.caracteres} caractères, fournie")
    for moteur in found.moteurs:
        for line in _describe(moteur):
            click.echo(line)
    if not found.can_make_pdf:
        click.echo(
            "Aucun moteur ne fait de PDF ici : seuls les fichiers Word peuvent être produits."
        )
        sys.exit(generator.ConversionError.exit_code)


def _describe(moteur: EtatMoteur) -> list[str]:
    label = f"{moteur.nom:<14} "
    if not moteur.disponible:
        return [f"{label}absent : {moteur.cout}"]
    head = f"{label}{moteur.version or 'version inconnue'} ({moteur.chemin})"
    if moteur.duree is None:
        return [head, f"{'':<15}échec : {moteur.erreur}"]
    return [head, f"{'':<15}un document converti et contrôlé en {moteur.duree:.2f} s"]
