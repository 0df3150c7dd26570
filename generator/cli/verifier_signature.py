"""`actes-enfance verifier-signature`: what each signature of a PDF is worth."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import generator
from generator.cli import options
from generator.cli.display import is_terminal
from generator.redaction.nombres import moment_en_chiffres

if TYPE_CHECKING:
    from generator.pdf.signature.verification import Constat, Releve


@click.command(name="verifier-signature")
@click.argument("pdf", metavar="PDF", type=click.Path(path_type=Path))
@click.option(
    "--autorite",
    "autorites",
    metavar="PEM",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Le certificat d'une autorité à qui vous faites confiance (répétable).",
)
@options.handle_errors
def command(pdf: Path, autorites: tuple[Path, ...]) -> None:
    """Dire ce que vaut chaque signature d'un PDF : qui, quand, intacte ou altérée.

    Dit aussi ce qui a changé depuis, et les champs encore à signer. Sans --autorite, les
    certificats ne sont pas vérifiés : une signature intacte prouve que le document n'a pas changé,
    non que le signataire est bien celui qu'elle nomme. Rien n'est cherché sur le réseau, donc la
    révocation d'un certificat n'est pas vue.

    Code de sortie 0 s'il y a au moins une signature, que toutes sont intactes et, avec --autorite,
    que tous les certificats sont reconnus ; 7 sinon.
    """
    releve = generator.verify_signatures(pdf, maintenant=options.now(), autorites=autorites)
    if is_terminal():
        _print_screen(pdf, releve)
    else:
        _print_lines(releve)
    if not releve.signatures:
        click.echo(f"{pdf} : ce PDF n'a aucune signature", err=True)
    if not releve.bon:
        sys.exit(generator.SignatureError.exit_code)


def _verdict(constat: Constat) -> str:
    return "intacte" if constat.intacte else f"ALTÉRÉE : {constat.alteration}"


def _signatory(constat: Constat) -> str:
    if not constat.signataire:
        return "inconnu"
    return f"{constat.signataire} (certificat émis par {constat.emetteur})"


def _date(constat: Constat) -> str:
    if constat.date is None:
        return "date inconnue"
    if constat.horodatee_par:
        return f"{moment_en_chiffres(constat.date)}, horodatée par {constat.horodatee_par}"
    return f"{moment_en_chiffres(constat.date)}, date déclarée par le signataire"


def _print_lines(releve: Releve) -> None:
    """Print one signature a line, then one field to sign a line."""
    for constat in releve.signatures:
        parts = [f"{constat.champ} : {_verdict(constat)}", f"signataire : {_signatory(constat)}"]
        parts += [_date(constat), *(f"depuis : {suite}" for suite in constat.suites)]
        click.echo(" ; ".join([*parts, constat.confiance.value]))
    for champ in releve.a_signer:
        click.echo(f"{champ} : à signer")


def _print_screen(pdf: Path, releve: Releve) -> None:
    from rich.console import Console  # noqa: PLC0415, a pipe does not pay for it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    console.print(Text(str(pdf), style="bold"))
    for constat in releve.signatures:
        marque, style = ("✓", "green") if constat.intacte else ("✗", "red")
        console.print()
        console.print(
            Text(f"{marque} {constat.champ} : {_verdict(constat)}", style=f"bold {style}")
        )
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", no_wrap=True)
        table.add_column()
        rows = [("Signataire", _signatory(constat)), ("Date", _date(constat))]
        rows += [("Depuis", suite) for suite in constat.suites]
        rows.append(("Confiance", constat.confiance.value))
        for label, value in rows:
            table.add_row(f"  {label}", Text(value))
        console.print(table)
    if releve.a_signer:
        console.print(Text(f"\nÀ signer : {', '.join(releve.a_signer)}", style="yellow"))
