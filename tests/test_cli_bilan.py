"""`actes-enfance suivi bilan`, as a person or a pipe sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from reperes import ROOT
from suivis_types import dijon, workbook

from generator.referentiel.suivi import tableau

Commande = Callable[..., Result]
ANNEE = ("--annee", "2028", "--sortie", "bilans")


def test_each_town_has_its_report_and_a_bad_workbook_does_not_stop_the_others(
    commande: Commande, tmp_path: Path
) -> None:
    dijon(tmp_path / "dijon.xlsx")
    workbook(tmp_path / "sommieres.xlsx", "pays-de-sommieres")
    (tmp_path / "faux.xlsx").write_bytes(b"PK\x03\x04 ce n'est pas un classeur")
    result = commande(
        "suivi", "bilan", "faux.xlsx", "dijon.xlsx", "absent.xlsx", "sommieres.xlsx", *ANNEE,
        "--format", "docx",
    )  # fmt: skip
    assert result.exit_code == 1
    assert [Path(line).name for line in result.stdout.splitlines()] == [
        "bilan.docx",
        "communique.docx",
    ] * 2
    assert all((tmp_path / line).is_file() for line in result.stdout.splitlines())
    assert len({Path(line).parent for line in result.stdout.splitlines()}) == 2
    assert "faux.xlsx" in result.stderr
    assert "absent.xlsx" in result.stderr
    assert "alerte : dijon.xlsx, feuille Actions, ligne 8, colonne P" in result.stderr
    assert "dijon-21231/communique : le communiqué est un projet" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_report_is_of_the_town_whichever_act_its_plan_is_of(
    commande: Commande, tmp_path: Path
) -> None:
    workbook(tmp_path / "plan.xlsx", "dijon-plan")
    result = commande("suivi", "bilan", "plan.xlsx", *ANNEE, "--format", "docx")
    assert (tmp_path / "bilans/dijon-21231/bilan.docx").is_file(), result.stderr


def test_a_year_of_another_mandate_writes_nothing(commande: Commande, tmp_path: Path) -> None:
    dijon(tmp_path / "dijon.xlsx")
    result = commande("suivi", "bilan", "dijon.xlsx", "--annee", "2035", "--sortie", "bilans")
    assert result.exit_code == 1
    assert "demandez une année de 2026 à 2032" in result.stderr
    assert not (tmp_path / "bilans").exists()


def test_two_workbooks_of_one_town_are_refused_together(commande: Commande, tmp_path: Path) -> None:
    for nom in ("un", "deux"):
        dijon(tmp_path / f"{nom}.xlsx")
    result = commande("suivi", "bilan", "un.xlsx", "deux.xlsx", *ANNEE)
    assert result.exit_code == 1
    assert "écraseraient" in result.stderr
    assert not (tmp_path / "bilans").exists()


def test_the_record_may_be_given_when_the_workbook_has_lost_it(
    commande: Commande, tmp_path: Path
) -> None:
    path = dijon(tmp_path / "dijon.xlsx")
    book = load_workbook(path)
    for nom in [sheet.title for sheet in book if sheet.sheet_state != "visible"]:
        del book[nom]
    book.save(path)
    demande = ("suivi", "bilan", "dijon.xlsx", *ANNEE, "--format", "docx")
    result = commande(*demande)
    assert result.exit_code == 1
    assert "--fiche" in result.stderr
    fiche = str(ROOT / "samples" / "dijon.yaml")
    assert commande(*demande, "--fiche", fiche).exit_code == 0
    deux = commande(*demande, "autre.xlsx", "--fiche", fiche)
    assert deux.exit_code == 2


def test_a_workbook_as_people_leave_it(commande: Commande, tmp_path: Path) -> None:
    """Columns moved, rows above, the sheet renamed, blank rows: the report is the same."""
    path = dijon(tmp_path / "dijon.xlsx")
    assert commande("suivi", "bilan", "dijon.xlsx", *ANNEE, "--format", "docx").exit_code == 0
    droit = (tmp_path / "bilans/dijon-21231/bilan.docx").read_bytes()
    book = load_workbook(path)
    sheet = book[tableau().actions]
    lignes = [[cell.value for cell in row] for row in sheet.iter_rows()]
    book.remove(sheet)
    autre = book.create_sheet("Suivi 2028", 0)
    autre.append(["Suivi tenu par la direction de l'enfance"])
    for ligne in lignes:
        autre.append(ligne[::-1])
        if not any(ligne):
            autre.append([])
    book.save(path)
    result = commande("suivi", "bilan", "dijon.xlsx", *ANNEE, "--format", "docx")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "bilans/dijon-21231/bilan.docx").read_bytes() == droit


@pytest.mark.parametrize(
    "options", [("--annee", "deux", "--sortie", "s"), ("--sortie", "s"), ("--annee", "2028")]
)
def test_a_command_line_that_lacks_something_says_it_in_french(
    commande: Commande, options: tuple[str, ...]
) -> None:
    result = commande("suivi", "bilan", "x.xlsx", *options)
    assert result.exit_code == 2
    assert "Error" not in result.stderr
