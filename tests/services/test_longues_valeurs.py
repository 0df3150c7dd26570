"""Ten thousand characters typed in one field: nothing is lost, nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from reperes import AUJOURDHUI, ROOT

import generator

LONGUE = ("mot " * 2500).strip()


def _set(record, champ, value):
    *parents, key = champ.split(".")
    for parent in parents:
        record = record[int(parent) if parent.isdigit() else parent]
    record[key] = value


@pytest.mark.parametrize(
    "champ",
    [
        "feuille_de_route.actions.1.intitule",
        "feuille_de_route.actions.1.objectif",
        "feuille_de_route.actions.1.pilote",
        "feuille_de_route.actions.1.indicateur",
        "feuille_de_route.actions.1.cible",
        "feuille_de_route.actions.1.participation_des_enfants",
        "feuille_de_route.diagnostic",
        "deliberation.rapporteur.commission",
        "deliberation.engagements",
    ],
)
def test_a_long_value_is_printed_whole(tmp_path: Path, champ: str) -> None:
    record = yaml.load((ROOT / "samples/dijon.yaml").read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506, as typed
    _set(record, champ, LONGUE)
    path = tmp_path / "fiche.yaml"
    path.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    examen = generator.verify(path, aujourdhui=AUJOURDHUI)
    commande = generator.Commande(tmp_path, formats=("pdf",), moteur="dxpdf")
    (production,) = generator.produce([examen], commande)
    assert not production.echecs


def test_a_name_that_no_line_can_hold_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "fiche.yaml"
    path.write_text(
        f"demarche: territoires-denfance\ncollectivite: Givardon\nexecutif: {{nom: {'x' * 201}}}\n"
    )
    with pytest.raises(generator.RecordError, match=r"executif\.nom : 201 caractères, 200 au plus"):
        generator.verify(path, aujourdhui=AUJOURDHUI)
