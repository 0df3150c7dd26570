"""What is bad is told and left out; it never takes the others with it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import suivis_nationaux
import suivis_types
from classeurs_suivi import Main
from consolidations import csv_texts, run

from generator.errors import EngineUnavailableError, OutputError, RecordError
from generator.services.national.formats import FORMATS, choose

Poser = Callable[[Path], None]


@pytest.fixture
def dossier(classeurs: Path, tmp_path: Path) -> Path:
    """Three good workbooks, in a folder of the test's own."""
    folder = tmp_path / "classeurs"
    folder.mkdir()
    for path in sorted(classeurs.glob("*.xlsx"))[:3]:
        shutil.copy(path, folder)
    return folder


def _codes(sortie: Path) -> list[str]:
    return [row["code"] for row in csv_texts(sortie, "collectivites")]


def _tronque(path: Path) -> None:
    path.write_bytes(next(path.parent.glob("suivi-*.xlsx")).read_bytes()[:4000])


def _verrouille(path: Path) -> None:
    """As Excel writes a workbook under a password: an OLE file around an encrypted package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(512))


def _sans_plan(path: Path) -> None:
    book = openpyxl.load_workbook(next(path.parent.glob("suivi-*.xlsx")))
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            book.remove(sheet)
    book.save(path)


def _vide(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("nom", "poser", "dit"),
    [
        ("a.xlsx", _tronque, "abîmé"),
        ("a.xlsx", _verrouille, "mot de passe"),
        ("z.xlsx", _sans_plan, "ne garde pas le plan voté"),
        ("a.ods", _vide, "fichier vide"),
        ("a.XLS", _vide, "fichier vide"),
    ],
)
def test_a_bad_workbook_is_named_and_the_others_are_the_same(
    dossier: Path, tmp_path: Path, nom: str, poser: Poser, dit: str
) -> None:
    run(dossier, tmp_path / "sans", "csv")
    poser(dossier / nom)
    faite = run(dossier, tmp_path / "avec", "csv")
    assert len(faite.refus) == 1
    assert dit in faite.refus[0]
    assert str(dossier / nom) in faite.refus[0]
    for table in ("actions", "valeurs", "collectivites"):
        avec, sans = (tmp_path / d / f"{table}.csv" for d in ("avec", "sans"))
        assert avec.read_bytes() == sans.read_bytes()
    (row,) = [r for r in csv_texts(tmp_path / "avec", "remarques") if r["nature"] == "refusé"]
    assert (row["fichier"], row["message"]) == (nom, faite.refus[0])
    assert dit in (tmp_path / "avec" / "chiffres.html").read_text(encoding="utf-8")


def test_a_bad_cell_is_told_with_its_sheet_row_and_column(dossier: Path, tmp_path: Path) -> None:
    path = next(dossier.glob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book["Actions"]
    place = next(c for row in sheet.iter_rows() for c in row if c.value == "Échéance")
    sheet.cell(place.row + 1, place.column).value = "un de ces jours"
    book.save(path)
    faite = run(dossier, tmp_path / "sortie", "csv")
    assert faite.villes == 2
    (refus,) = faite.refus
    for part in (path.name, "Actions", str(place.row + 1), place.column_letter, "Échéance"):
        assert part in refus


def test_files_that_are_no_workbooks_are_named_and_temporary_ones_are_not(
    dossier: Path, tmp_path: Path
) -> None:
    for nom in ("lettre.pdf", "notes.txt", "~$suivi.xlsx", ".~lock.suivi.xlsx#"):
        (dossier / nom).write_bytes(b"?")
    faite = run(dossier, tmp_path / "sortie", "xlsx")
    assert faite.refus == ()
    (alerte,) = faite.alertes
    assert "lettre.pdf" in alerte
    assert "notes.txt" in alerte
    assert "~" not in alerte


# --- several workbooks of one town ------------------------------------------------------------


def _close(path: Path, annees: list[int]) -> None:
    book = openpyxl.load_workbook(path)
    suivis_nationaux.close(book, annees)
    book.save(path)


def test_a_copy_counts_once(dossier: Path, tmp_path: Path) -> None:
    path = sorted(dossier.glob("*.xlsx"))[0]
    shutil.copy(path, dossier / "z copie.xlsx")
    faite = run(dossier, tmp_path / "sortie", "csv")
    assert faite.refus == ()
    assert len(_codes(tmp_path / "sortie")) == 3
    (row,) = csv_texts(tmp_path / "sortie", "remarques")
    assert row["fichier"] == "z copie.xlsx"
    assert f"dit la même chose que {path.name}" in row["message"]


def test_a_copy_that_was_sorted_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "classeurs"
    folder.mkdir()
    path = suivis_types.dijon(folder / "dijon.xlsx")
    shutil.copy(path, folder / "trie.xlsx")
    main = Main(folder / "trie.xlsx")
    main.sort([5, 4, 2, 0, 1, 3])
    main.save()
    faite = run(folder, tmp_path / "sortie", "csv")
    assert faite.refus == ()
    assert _codes(tmp_path / "sortie") == ["21231"]
    assert [row["fichier"] for row in csv_texts(tmp_path / "sortie", "remarques")] == ["trie.xlsx"]


@pytest.mark.parametrize("nom", ["a.xlsx", "z.xlsx"])
def test_the_version_that_closes_one_more_year_is_kept(
    dossier: Path, tmp_path: Path, nom: str
) -> None:
    path = sorted(dossier.glob("*.xlsx"))[0]
    shutil.copy(path, dossier / nom)
    _close(path, [2027])
    _close(dossier / nom, [2027, 2028])
    faite = run(dossier, tmp_path / "sortie", "csv")
    assert faite.refus == ()
    villes = csv_texts(tmp_path / "sortie", "collectivites")
    assert [v["annees_closes"] for v in villes if v["fichier"] == nom] == ["2027 | 2028"]
    assert path.name not in {v["fichier"] for v in villes}
    (row,) = csv_texts(tmp_path / "sortie", "remarques")
    assert row["fichier"] == path.name
    assert f"{nom} clôt en plus 2028" in row["message"]


def test_where_nothing_tells_none_is_kept_and_both_are_named(dossier: Path, tmp_path: Path) -> None:
    path = sorted(dossier.glob("*.xlsx"))[0]
    shutil.copy(path, dossier / "z.xlsx")
    _close(path, [2027])
    _close(dossier / "z.xlsx", [2028])
    faite = run(dossier, tmp_path / "sortie", "csv")
    assert len(faite.refus) == 2
    assert all(path.name in refus and "z.xlsx" in refus for refus in faite.refus)
    assert len(_codes(tmp_path / "sortie")) == 2
    assert all(row["nature"] == "refusé" for row in csv_texts(tmp_path / "sortie", "remarques"))


def test_two_programmes_of_one_town_are_both_kept(tmp_path: Path) -> None:
    (dijon,) = suivis_nationaux.towns("75", 1)
    folder = tmp_path / "classeurs"
    folder.mkdir()
    seen: set[str] = set()
    for graine in range(20):  # the hand chooses the programme
        path = suivis_nationaux.workbook(
            folder,
            dijon,
            suivis_nationaux.hand(graine),
            f"{graine}.xlsx",
        )
        run(folder, tmp_path / "sortie", "csv")
        found = {row["demarche"] for row in csv_texts(tmp_path / "sortie", "collectivites")}
        if found == seen:
            path.unlink()
        seen = found
        if len(seen) == 2:
            break
    assert len(seen) == 2
    assert _codes(tmp_path / "sortie") == [dijon.code] * 2


# --- nothing to do, nowhere to write ----------------------------------------------------------


def test_an_empty_folder_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    with pytest.raises(RecordError, match="aucun classeur de suivi"):
        run(tmp_path / "vide", tmp_path / "sortie")
    assert not (tmp_path / "sortie").exists()


def test_when_none_can_be_read_the_former_results_stay(dossier: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "sortie"
    run(dossier, sortie, "csv")
    before = {path.name: path.read_bytes() for path in sortie.iterdir()}
    for path in dossier.glob("*.xlsx"):
        path.write_bytes(b"?")
    with pytest.raises(RecordError) as error:
        run(dossier, sortie, "csv")
    assert len(error.value.messages) == 3
    assert {path.name: path.read_bytes() for path in sortie.iterdir()} == before


def test_results_inside_the_folder_are_not_read_again(dossier: Path) -> None:
    first = run(dossier, dossier / "national")
    again = run(dossier, dossier / "national")
    assert again == first


def test_the_folder_of_workbooks_is_never_written_in(dossier: Path) -> None:
    before = sorted(dossier.iterdir())
    with pytest.raises(OutputError, match="c'est le dossier des classeurs"):
        run(dossier, dossier)
    assert sorted(dossier.iterdir()) == before


def test_a_place_that_cannot_be_written_is_told(dossier: Path, tmp_path: Path) -> None:
    (tmp_path / "sortie").write_text("un fichier")
    with pytest.raises(OutputError, match="écriture impossible"):
        run(dossier, tmp_path / "sortie", "csv")


def test_what_an_earlier_run_left_is_told(dossier: Path, tmp_path: Path) -> None:
    run(dossier, tmp_path / "sortie", "parquet")
    faite = run(dossier, tmp_path / "sortie", "xlsx")
    assert any(
        "restes d'une consolidation précédente" in a and "actions.parquet" in a
        for a in faite.alertes
    )


def test_a_format_that_cannot_be_written_is_told_and_refused_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [f.cle for f in choose([])[0]] == ["csv", "xlsx", "parquet"]
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    chosen, absents = choose([])
    assert [f.cle for f in chosen] == ["csv", "xlsx"]
    assert "actes-enfance[parquet]" in absents[0]
    assert choose(["xlsx"]) == ((FORMATS["xlsx"],), ())
    with pytest.raises(EngineUnavailableError, match=r"actes-enfance\[parquet\]"):
        choose(["csv", "parquet"])
