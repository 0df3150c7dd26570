"""The reports of a run: a table for a spreadsheet, a page for people. No clock is in them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from generator.services.ecriture import open_whole
from generator.services.lot.demande import Demande
from generator.services.lot.journal import Journal, Ligne, Piece
from generator.services.lot.page import count_pages, write_page
from generator.services.tableur import is_formula

_COLONNES = (
    "source",
    "commune",
    "code",
    "état",
    "documents",
    "pages",
    "norme",
    "blancs",
    "alertes",
    "erreurs",
    "dossier",
)


def write_reports(demande: Demande, journal: Journal, rejets: Sequence[Path]) -> tuple[Path, ...]:
    """Write `rapport.csv` and `rapport.html`; return their paths. OutputError if they cannot be.

    `rejets`: the tables of what failed, to be mended.
    """
    sortie = demande.commande.sortie
    tableau, page = sortie / "rapport.csv", sortie / "rapport.html"
    with open_whole(tableau) as file:
        file.write("\ufeff")  # without it Excel takes the accents for another alphabet's
        lignes = csv.writer(file, delimiter=";")
        lignes.writerow(_COLONNES)
        for ligne in journal.lines():
            lignes.writerow([_cell(valeur) for valeur in _row(ligne, journal.pieces(ligne))])
    with open_whole(page) as file:
        write_page(file, demande, journal, rejets)
    return tableau, page


def _row(ligne: Ligne, pieces: Sequence[Piece]) -> tuple[str, ...]:
    pages = count_pages(pieces)
    return (
        ligne.source,
        ligne.nom or "",
        ligne.code or "",
        ligne.etat,
        ", ".join(ligne.documents),
        str(pages) if pages else "",
        ", ".join(dict.fromkeys(piece.norme for piece in pieces if piece.norme)),
        str(sum(piece.blancs for piece in pieces)) if pieces else "",
        "\n".join((*ligne.alertes, *ligne.notes)),
        "\n".join(ligne.erreurs),
        (ligne.documents and ligne.dossier) or "",
    )


def _cell(valeur: str) -> str:
    return f"'{valeur}" if is_formula(valeur) else valeur
