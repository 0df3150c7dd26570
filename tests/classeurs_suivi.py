"""Follow-up workbooks: made by the program, then filled in by hand, as people do."""

from __future__ import annotations

import functools
import itertools
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
from reperes import AUJOURDHUI, ROOT

from generator.records.suivi.lecture import ClasseurSuivi, read
from generator.services.suivi.creation import create_follow_up

DIJON = ROOT / "samples/dijon.yaml"
ENTETES = 5  # the row of headers of the sheet of actions
PREMIERE = 6  # the row of the first action


def creer(folder: Path, fiche: Path = DIJON, nom: str = "suivi.xlsx") -> Path:
    """Make the follow-up workbook of a record."""
    path = folder / nom
    path.write_bytes(_octets(fiche, fiche.read_bytes()))
    return path


@functools.cache
def _octets(fiche: Path, _: bytes) -> bytes:
    """Return the workbook of a record, made once as long as the record does not change."""
    with tempfile.TemporaryDirectory() as folder:
        sortie = Path(folder) / "suivi.xlsx"
        return create_follow_up(fiche, sortie, aujourdhui=AUJOURDHUI).sortie.read_bytes()


def lire(path: Path, **options: Any) -> ClasseurSuivi:
    return read(path, aujourdhui=AUJOURDHUI, **options)


def fiche_de(folder: Path, *remplacements: tuple[str, str], nom: str = "fiche.yaml") -> Path:
    """Write the record of Dijon with some texts replaced."""
    texte = DIJON.read_text(encoding="utf-8")
    for avant, apres in remplacements:
        assert avant in texte
        texte = texte.replace(avant, apres)
    path = folder / nom
    path.write_text(texte, encoding="utf-8")
    return path


class Main:
    """A hand that fills a workbook in, by titles; `save` leaves it on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.actions = self.book["Actions"]
        self.presentation = self.book["Présentation"]

    def column(self, titre: object) -> int:
        found = [cell.column for cell in self.actions[ENTETES] if cell.value == titre]
        assert found, titre
        return int(found[0])

    def cells(self, ligne: int, valeurs: dict[Any, object]) -> None:
        """Write cells of a row, by the titles of their columns."""
        for titre, valeur in valeurs.items():
            self.actions.cell(ligne, self.column(titre)).value = valeur

    def year(self, annee: object) -> int:
        """Return the row of a year in the sheet « Présentation »."""
        return next(row[0].row for row in self.presentation.iter_rows() if row[0].value == annee)

    def move_column(self, titre: str, ou: int) -> None:
        """Move a column before the one numbered `ou`, as dragging it does."""
        source = self.column(titre)
        rows = [[cell.value for cell in row] for row in self.actions.iter_rows(min_row=ENTETES)]
        for row in rows:
            row.insert(ou - 1 if ou <= source else ou - 2, row.pop(source - 1))
        for ligne, row in enumerate(rows, start=ENTETES):
            for rang, valeur in enumerate(row, start=1):
                self.actions.cell(ligne, rang).value = valeur

    def sort(self, ordre: list[int]) -> None:
        """Put the rows of the actions in another order; ranks count from 0."""
        lignes = range(PREMIERE, PREMIERE + len(ordre))
        rows = [[cell.value for cell in self.actions[ligne]] for ligne in lignes]
        for ligne, rang in zip(lignes, ordre, strict=True):
            for colonne, valeur in enumerate(rows[rang], start=1):
                self.actions.cell(ligne, colonne).value = valeur

    def free_row(self) -> int:
        """Return the first row without a wording."""
        colonne = self.column("Intitulé de l’action")
        return next(
            ligne
            for ligne in itertools.count(PREMIERE)
            if self.actions.cell(ligne, colonne).value is None
        )

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path
