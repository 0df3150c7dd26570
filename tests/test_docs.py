"""The documents that people read keep up with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from accueils_types import accueil
from reperes import AUJOURDHUI, ROOT, SAMPLES
from suivis_types import dijon

import generator
from generator.cli import cli
from generator.redaction.contexte import contexte
from generator.referentiel import demarches

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_gives_exactly_two_commands() -> None:
    assert len(re.findall(r"^```sh$", README, re.MULTILINE)) == 2


def test_every_command_stands_in_the_readme() -> None:
    for nom in cli.list_commands(None):  # type: ignore[arg-type]
        assert f"actes-enfance {nom}" in README, nom


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_links_of_the_readme_lead_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)h#][^)]*)\)", text):
        assert (ROOT / target).exists(), target


def test_every_word_of_the_vocabulary_is_in_the_page_on_templates(tmp_path: Path) -> None:
    page = (ROOT / "docs/GABARITS.md").read_text(encoding="utf-8")
    leaves = set()
    for path in SAMPLES:
        leaves |= set(_leaves(contexte(generator.verify(path, aujourdhui=AUJOURDHUI).matiere)))
    leaves |= set(_leaves(contexte(accueil("givardon").matiere)))
    suivi = dijon(tmp_path / "suivi.xlsx")
    leaves |= set(_leaves(contexte(generator.review(suivi, 2028, aujourdhui=AUJOURDHUI).matiere)))
    for leaf in leaves:
        assert re.search(rf"[.`]{leaf}`", page), leaf


def _leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [
            name
            for key, item in value.items()
            for name in (_leaves(item) if isinstance(item, dict | list) else [key])
        ] + [key for key, item in value.items() if isinstance(item, list)]
    if isinstance(value, list):
        return [name for item in value for name in _leaves(item)]
    return []


def test_dependencies_are_each_justified() -> None:
    page = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    block = re.search(
        r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.S | re.M
    )
    assert block
    for name in re.findall(r'"([\w-]+)>=', block[1]):
        assert name in page, name


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert list(generator.__all__) == sorted(generator.__all__)
    for name in generator.__all__:
        assert getattr(generator, name) is not None


def test_every_programme_is_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("’", "'")
    for cle in demarches.cles():
        for mandat in demarches.mandats(cle):
            assert demarches.load(cle, mandat).nom.replace("’", "'") in changelog
            assert str(mandat) in changelog
