"""What a format cannot hold is told, never lost in silence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.services.national.colonnes import Entete, Genre
from generator.services.national.formats import classeur, texte
from generator.services.national.formats.table import Table

ENTETES = (Entete("nom", Genre.TEXTE, "Un nom."), Entete("nombre", Genre.NOMBRE, "Un nombre."))


def _table(*rows: tuple[object, object]) -> Table:
    return Table("essai", "Essai", "un essai", ENTETES, lambda: iter(rows))


def test_a_text_longer_than_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    (alerte,) = classeur.write([_table(("é" * 40_000, 1.0), ("court", 2.5))], tmp_path)
    assert "Essai A2" in alerte
    sheet = openpyxl.load_workbook(tmp_path / "national.xlsx")["Essai"]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("…")
    assert texte.write([_table(("é" * 40_000, 1.0))], tmp_path) == []
    assert "é" * 40_000 in (tmp_path / "essai.csv").read_text(encoding="utf-8-sig")


def test_more_rows_than_a_sheet_holds_go_on_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classeur, "_LIGNES_MAXIMUM", 4)
    assert classeur.write([_table(*((f"n{i}", float(i)) for i in range(7)))], tmp_path) == []
    book = openpyxl.load_workbook(tmp_path / "national.xlsx")
    assert book.sheetnames == ["Essai", "Essai (2)", "Essai (3)", "Colonnes"]
    said = [
        row[0]
        for sheet in book.worksheets[:-1]
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    assert said == [f"n{i}" for i in range(7)]
    assert all(sheet["A1"].value == "nom" for sheet in book.worksheets[:-1])


def test_a_character_that_a_workbook_refuses_is_shown(tmp_path: Path) -> None:
    classeur.write([_table(("a\x07b", None))], tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "national.xlsx")["Essai"]
    assert sheet["A2"].value == "a\ufffdb"


@pytest.mark.parametrize("mot", ["=1+1", "+33 1", "@nom", "- liste", "\tx"])
def test_what_a_spreadsheet_would_compute_is_told(tmp_path: Path, mot: str) -> None:
    (alerte,) = texte.write([_table((mot, None))], tmp_path)
    assert "essai.csv A2" in alerte


@pytest.mark.parametrize("mot", ["-4", "-4 points", "a=b", "0"])
def test_a_number_or_a_plain_text_is_not(tmp_path: Path, mot: str) -> None:
    assert texte.write([_table((mot, -2.0))], tmp_path) == []
