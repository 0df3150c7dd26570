"""A hundred towns of one département, which have sent their workbooks; made once."""

from __future__ import annotations

from pathlib import Path

import pytest
import suivis_nationaux
from consolidations import run

from generator.services.national.consolidation import Consolidation

VILLES = 100


@pytest.fixture(scope="session")
def classeurs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of their workbooks, some in a folder inside it; tests only read it."""
    folder = tmp_path_factory.mktemp("classeurs")
    hasard = suivis_nationaux.hand(5)
    for rang, commune in enumerate(suivis_nationaux.towns("21", VILLES)):
        place = folder / "second envoi" if rang % 3 else folder
        place.mkdir(exist_ok=True)
        suivis_nationaux.workbook(place, commune, hasard)
    return folder


@pytest.fixture(scope="session")
def consolidation(
    classeurs: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Consolidation]:
    """What is made of them all, and where."""
    sortie = tmp_path_factory.mktemp("sortie") / "national"
    return sortie, run(classeurs, sortie)
