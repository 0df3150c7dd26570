"""How results look: a tidy summary for a person at a terminal, plain lines for a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

    from generator.services.ouvrage import Echec, Production, Produit


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Return « 1 alerte », « 3 alertes »."""
    return f"{number} {singular if number < 2 else plural or singular + 's'}"


def print_alerts(alerts: Iterable[str]) -> None:
    """Print each alert on stderr, one a line."""
    for alert in alerts:
        click.echo(f"alerte : {alert}", err=True)


def is_terminal() -> bool:
    """Return whether a person reads stdout."""
    return sys.stdout.isatty()


def print_productions(productions: Iterable[Production], *, silent: bool = False) -> int:
    """Print each town as it is done and return the exit code; `silent`: what failed alone."""
    exit_code = 0
    for production in productions:
        if not silent:
            _print_made(production)
        for echec in production.echecs:
            _print_failure(production, echec)
            exit_code = exit_code or echec.erreur.exit_code
    return exit_code


def _print_made(production: Production) -> None:
    """Print one town: a table at a terminal; in a pipe one path a line, alerts on stderr."""
    if is_terminal():
        _print_table(production)
    else:
        for produit in production.produits:
            for path in produit.fichiers:
                click.echo(str(path))
        print_alerts(production.examen.alertes)
        for produit in production.produits:
            label = f"{production.dossier.name}/{produit.document.cle}"
            print_alerts(f"{label} : {note}" for note in _notes(produit))
        print_alerts(f"{production.dossier.name} : {alerte}" for alerte in production.alertes)


def _notes(produit: Produit) -> list[str]:
    notes = list(produit.alertes)
    if produit.blancs:
        notes.append(f"{count(produit.blancs, 'blanc')} à compléter à la main")
    return notes


def _print_failure(production: Production, echec: Echec) -> None:
    place = production.dossier.name
    if echec.document is not None:
        place += f"/{echec.document.cle}"
    for message in echec.erreur.messages:
        click.echo(f"erreur : {place} : {message}", err=True)


def _print_table(production: Production) -> None:
    from rich.console import Console  # noqa: PLC0415, a pipe does not pay for it
    from rich.measure import Measurement  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(str(production.dossier), style="bold"))
    table = _table(production.produits)
    free = console.options.update_width(_ENOUGH)
    if Measurement.get(console, free, table).maximum <= console.width:
        console.print(table)
    else:
        for produit in production.produits:
            console.print(Text(produit.document.nom, style="bold"))
            console.print(Padding(Text("\n".join(_lines(produit))), (0, 0, 0, 2)))
    alerts = [*production.examen.alertes]
    alerts += [f"{p.document.nom} : {a}" for p in production.produits for a in p.alertes]
    alerts += production.alertes
    if alerts:
        console.print("\nÀ regarder :", style="bold yellow")
        grid = Table.grid(padding=(0, 1))
        for alert in alerts:
            grid.add_row("  •", Text(alert, overflow="fold"))
        console.print(grid)
    if any(p.blancs for p in production.produits):
        console.print(
            "\nLes blancs (………………) sont à compléter à la main ou dans la fiche.", style="dim"
        )


_ENOUGH = 1000  # characters, more than a table takes when nothing presses it


def _table(produits: Iterable[Produit]) -> Table:
    """Return a table of documents in which no word may be cut."""
    from rich.table import Table  # noqa: PLC0415, a pipe does not pay for it

    table = Table(box=None)
    table.add_column("Document", style="bold", no_wrap=True)
    table.add_column("Fichiers", no_wrap=True)
    table.add_column("Pages", justify="right")
    table.add_column("Norme", no_wrap=True)
    table.add_column("Signatures", no_wrap=True)
    table.add_column("Blancs", justify="right")
    for produit in produits:
        table.add_row(
            produit.document.nom,
            "\n".join(path.name for path in produit.fichiers),
            str(produit.pages) if produit.pages is not None else "",
            (produit.norme or "").replace(" et ", "\n"),
            _signatures(produit),
            str(produit.blancs) if produit.blancs else "",
        )
    return table


def _lines(produit: Produit) -> list[str]:
    """Return what the table says of a document, for a screen too narrow for it."""
    facts = [
        count(produit.pages, "page") if produit.pages is not None else "",
        produit.norme or "",
        _signatures(produit),
        count(produit.blancs, "blanc") if produit.blancs else "",
    ]
    lines = [*(path.name for path in produit.fichiers), ", ".join(filter(None, facts))]
    return [line for line in lines if line]


def _signatures(produit: Produit) -> str:
    return f"{len(produit.signatures)} à signer" if produit.signatures else ""
