"""`actes-enfance suivi`, at the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from classeurs_suivi import DIJON, lire
from click.testing import Result
from reperes import ROOT

Commande = Callable[..., Result]


def test_a_workbook_is_made_and_its_path_given(commande: Commande, tmp_path: Path) -> None:
    result = commande("suivi", "creer", DIJON, "--sortie", "dijon.xlsx")
    assert (result.exit_code, result.stdout) == (0, "dijon.xlsx\n")
    assert "5 actions à suivre." in result.stderr
    assert len(lire(tmp_path / "dijon.xlsx").suivi.actions) == 5


def test_a_second_time_nothing_is_touched(commande: Commande, tmp_path: Path) -> None:
    commande("suivi", "creer", DIJON, "--sortie", "dijon.xlsx")
    before = (tmp_path / "dijon.xlsx").read_bytes()
    result = commande("suivi", "creer", DIJON, "--sortie", "dijon.xlsx")
    assert result.exit_code == 6
    assert "ce fichier existe déjà, peut-être rempli" in result.stderr
    assert (tmp_path / "dijon.xlsx").read_bytes() == before


def test_a_record_without_actions_gets_a_sentence(commande: Commande, tmp_path: Path) -> None:
    result = commande("suivi", "creer", ROOT / "samples/givardon.yaml", "--sortie", "g.xlsx")
    assert result.exit_code == 1
    assert "aucune action, donc rien à suivre" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_not_there_gets_a_sentence(commande: Commande) -> None:
    result = commande("suivi", "creer", "absente.yaml", "--sortie", "g.xlsx")
    assert result.exit_code == 1
    assert "absente.yaml : fichier introuvable" in result.stderr


def test_the_group_explains_itself(commande: Commande) -> None:
    aide = " ".join(commande("suivi", "--help").stdout.split())
    assert "creer Écrire le classeur de suivi d'un plan" in aide
    result = commande("suivi", "cree")
    assert result.exit_code == 2
    assert "la commande « cree » n'existe pas ; vouliez-vous dire creer ?" in result.stderr
    assert "Usage : actes-enfance suivi creer" in commande("suivi", "creer", "--help").stdout
