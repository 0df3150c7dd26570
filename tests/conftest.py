"""What every test may ask for, and which tools a machine must have."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli, speak_french

_OUTILS = {
    "libreoffice": ("soffice", "LibreOffice n'est pas installé"),
    "poppler": ("pdftotext", "poppler n'est pas installé"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--recrire", action="store_true", help="récrire les textes attendus")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--recrire") and os.environ.get("CI"):
        raise pytest.UsageError("--recrire est refusé en intégration continue")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a missing tool, with its reason; where everything is required, fail."""
    for marque, (programme, raison) in _OUTILS.items():
        if shutil.which(programme) is not None:
            continue
        if os.environ.get("ACTES_ENFANCE_EXIGE_TOUT"):
            raise pytest.UsageError(raison)
        for item in items:
            if item.get_closest_marker(marque):
                item.add_marker(pytest.mark.skip(reason=raison))


@pytest.fixture
def commande(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Run `actes-enfance` with arguments, from an empty folder, as a pipe sees it."""
    monkeypatch.chdir(tmp_path)
    speak_french()

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(
            cli, [str(a) for a in arguments], prog_name="actes-enfance", catch_exceptions=False
        )

    return run
