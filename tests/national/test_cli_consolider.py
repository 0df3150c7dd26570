"""`suivi consolider`, as a person and a script use it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli, speak_french

Lancer = Callable[..., Result]


@pytest.fixture
def lancer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Lancer:
    monkeypatch.chdir(tmp_path)
    speak_french()
    return lambda *args: CliRunner().invoke(
        cli, ["suivi", "consolider", *map(str, args)], prog_name="actes-enfance"
    )


@pytest.fixture
def dossier(classeurs: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "classeurs"
    folder.mkdir()
    for path in sorted(classeurs.glob("*.xlsx"))[:2]:
        shutil.copy(path, folder)
    return folder


def test_files_are_listed_and_the_rest_goes_to_stderr(lancer: Lancer, dossier: Path) -> None:
    result = lancer(dossier, "--annee", 2028)
    assert result.exit_code == 0, result.output
    fichiers = [Path(line) for line in result.stdout.splitlines()]
    assert [path.parent.name for path in fichiers] == ["national"] * 10
    assert all(path.is_file() for path in fichiers)
    assert "2 collectivités, " in result.stderr


def test_a_format_may_be_chosen(lancer: Lancer, dossier: Path) -> None:
    result = lancer(dossier, "--sortie", "ici", "--format", "xlsx", "--annee", 2028)
    assert result.exit_code == 0
    assert result.stdout.split() == ["ici/chiffres.html", "ici/national.xlsx"]


def test_a_bad_workbook_gives_exit_code_1_and_the_files(lancer: Lancer, dossier: Path) -> None:
    (dossier / "a.xlsx").write_bytes(b"?")
    result = lancer(dossier, "--silencieux", "--annee", 2028)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "erreur : " in result.stderr
    assert "a.xlsx : " in result.stderr
    assert Path("national/actions.csv").is_file()


def test_a_year_outside_every_mandate_is_told(lancer: Lancer, dossier: Path) -> None:
    result = lancer(dossier, "--annee", 2050)
    assert result.exit_code == 0
    assert "aucun des mandats ne comprend 2050" in result.stderr


@pytest.mark.parametrize(
    ("args", "dit"),
    [
        (("absent",), "absent"),
        (("classeurs", "--annee", "1900"), "1990"),
        (("classeurs", "--format", "ods"), "ods"),
    ],
)
def test_a_wrong_command_line_is_told(
    lancer: Lancer, dossier: Path, args: tuple[str, ...], dit: str
) -> None:
    result = lancer(*args)
    assert result.exit_code == 2
    assert dit in result.stderr


def test_the_help_is_french(lancer: Lancer) -> None:
    result = lancer("--help")
    assert result.exit_code == 0
    assert "Usage : actes-enfance suivi consolider" in result.stdout
    assert "chiffres.html" in result.stdout
