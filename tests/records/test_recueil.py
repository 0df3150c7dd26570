"""Records of a run: folders, files of several documents, and the official list."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reperes import AUJOURDHUI, ROOT

from generator.errors import RecordError, ReferentielError
from generator.records.enregistrements import (
    Avis,
    Enregistrement,
    Rejet,
    enumerate_records,
    select,
)
from generator.records.fiche import load
from generator.records.recueil import split

DIJON = "demarche: ville-amie-des-enfants\ncollectivite: Dijon\n"
LYON = "demarche: territoires-denfance\ncollectivite: Lyon\n"


def test_a_folder_gives_its_records_by_name_and_leaves_aside_what_is_not_one(
    tmp_path: Path,
) -> None:
    for name in ("b.yaml", "a.yml", ".cache.yaml", "21/c.YAML", "notes.txt", ".git/d.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(DIJON)
    (tmp_path / "sortie" / ".actes-enfance").mkdir(parents=True)
    (tmp_path / "sortie" / "e.yaml").write_text(DIJON)
    (tmp_path / "lien").symlink_to(tmp_path)
    found = list(enumerate_records(tmp_path))
    assert [e.source for e in found] == [
        str(tmp_path / name) for name in ("21/c.YAML", "a.yml", "b.yaml")
    ]
    assert len({e.empreinte for e in found if isinstance(e, Enregistrement)}) == 1


def test_the_samples_read_from_a_folder_as_they_read_alone() -> None:
    records = [e for e in enumerate_records(ROOT / "samples") if isinstance(e, Enregistrement)]
    assert records
    for record in records:
        copy = pickle.loads(pickle.dumps(record))  # noqa: S301
        assert copy.read(aujourdhui=AUJOURDHUI).dossier.collectivite.territoire.code


def test_a_table_within_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(DIJON)
    (tmp_path / "villes.csv").write_text("commune\nDijon\n")
    avis, record = sorted(enumerate_records(tmp_path), key=lambda e: type(e).__name__)
    assert isinstance(avis, Avis)
    assert "donnez-le seul" in avis.messages[0]
    assert isinstance(record, Enregistrement)


def test_a_folder_without_a_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="aucune fiche"):
        list(enumerate_records(tmp_path))


def test_an_empty_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("\n# rien\n---\n")
    (tmp_path / "b.yaml").write_text(DIJON)
    rejet, record = enumerate_records(tmp_path)
    assert isinstance(rejet, Rejet)
    assert "fichier vide" in rejet.messages[0]
    assert isinstance(record, Enregistrement)


def test_the_documents_of_one_file_keep_their_true_lines(tmp_path: Path) -> None:
    path = tmp_path / "villes.yaml"
    path.write_text(
        f"# les villes\n---\n{DIJON}---\n# rien\n---  # Lyon\n{LYON}executif: {{nom: [a]}}\n"
        "---\ndemarche: territoires-denfance\n--- \na: b: c\n"
    )
    records = [e for e in enumerate_records(path) if isinstance(e, Enregistrement)]
    assert [e.source.removeprefix(str(path)) for e in records] == [":1", ":7", ":11", ":13"]
    assert records[0].read(aujourdhui=AUJOURDHUI).source == str(path)
    told = []
    for record in records[1:]:
        with pytest.raises(RecordError) as caught:
            record.read(aujourdhui=AUJOURDHUI)
        told += [m.removeprefix(str(path)) for m in caught.value.messages]
    assert [m.split(" : ")[:2] for m in told] == [
        [":10:12", "executif.nom"],
        [":12:1", "collectivite"],
        [":14:5", "syntaxe"],
    ]


def test_a_record_alone_reads_from_a_run_as_it_reads_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "ville.yaml"
    path.write_text(f"%YAML 1.1\n# la ville\n---\n{DIJON}...\n")
    (record,) = enumerate_records(path)
    assert isinstance(record, Enregistrement)
    read, alone = record.read(aujourdhui=AUJOURDHUI), load(path, aujourdhui=AUJOURDHUI)
    assert (read.source, read.dossier) == (alone.source, alone.dossier)
    assert read.empreinte == alone.empreinte
    assert read.positions == alone.positions


def test_the_programme_of_the_run_is_only_for_the_records_without_one(tmp_path: Path) -> None:
    path = tmp_path / "villes.yaml"
    path.write_text(f"{DIJON}---\ncollectivite: Lyon\n---\ndemarche:\ncollectivite: Paris\n")
    records = [
        e
        for e in enumerate_records(path, demarche="territoires-denfance")
        if isinstance(e, Enregistrement)
    ]
    said = [e.read(aujourdhui=AUJOURDHUI).dossier.demarche for e in records]
    assert said == ["ville-amie-des-enfants", "territoires-denfance", "territoires-denfance"]


def test_the_fingerprint_holds_the_programme_and_the_picture_but_not_the_place(
    tmp_path: Path,
) -> None:
    def fingerprint(name: str, texte: str, demarche: str | None = None) -> str:
        (tmp_path / name).write_text(texte)
        (record,) = enumerate_records(tmp_path / name, demarche=demarche)
        assert isinstance(record, Enregistrement)
        return record.empreinte

    assert fingerprint("a.yaml", DIJON) == fingerprint("b.yaml", DIJON)
    assert fingerprint("a.yaml", DIJON) != fingerprint("a.yaml", LYON)
    assert fingerprint("a.yaml", DIJON) != fingerprint("a.yaml", DIJON, "territoires-denfance")
    with_logo = "demarche: territoires-denfance\ncollectivite: {commune: Lyon, logo: l.png}\n"
    seen = {fingerprint("a.yaml", with_logo)}
    for picture in (b"\x89PNG\r\n\x1a\n1", b"\x89PNG\r\n\x1a\n2"):
        (tmp_path / "l.png").write_bytes(picture)
        seen.add(fingerprint("a.yaml", with_logo))
    assert len(seen) == 3


@given(st.lists(st.sampled_from(["a: 1", "---", "--- b", "---c", "# d", "", "...", " --- "])))
def test_splitting_loses_no_line_that_says_something(lines: list[str]) -> None:
    content = "".join(f"{line}\n" for line in lines).encode()
    pieces = list(split(io.BytesIO(content)))
    numbered = content.splitlines(keepends=True)
    kept = set[int]()
    for piece in pieces:
        assert piece.content is not None
        mine = piece.content.splitlines(keepends=True)
        assert numbered[piece.avant : piece.avant + len(mine)] == mine
        kept |= set(range(piece.avant, piece.avant + len(mine)))
    lost = {i for i in range(len(lines)) if i not in kept}
    assert all(lines[i] in {"---", "# d", "", "...", " --- "} for i in lost)


def test_a_document_too_big_is_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "villes.yaml"
    path.write_text(f"{DIJON}---\na: {'x' * 3_000_000}\n---\n{LYON}")
    first, second, third = enumerate_records(path)
    assert isinstance(second, Rejet)
    assert second.source == f"{path}:3"
    assert isinstance(first, Enregistrement)
    assert isinstance(third, Enregistrement)
    assert third.avant == 4


@pytest.mark.parametrize("name", ["absent.yaml", "absent\0.yaml"])
def test_a_source_that_cannot_be_opened_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordError) as caught:
        list(enumerate_records(tmp_path / name))
    assert len(caught.value.messages) == 1


def test_a_selection_narrows_the_official_list() -> None:
    def codes(**criteria: object) -> list[str]:
        found = select(demarche="territoires-denfance", **criteria)  # type: ignore[arg-type]
        return [e.source.removeprefix("commune ") for e in found]

    assert codes(departements=["Côte-d'Or"], population_min=20_000) == ["21054", "21231"]
    assert codes(regions=["Bretagne"]) == codes(departements=["22", "29", "35", "56"])
    assert codes(codes=["75056", "01004"]) == ["01004", "75056"]
    assert "21231" not in codes(departements=["21"], population_max=100_000)
    assert len(codes()) == 34_969
    (dijon,) = select(demarche="territoires-denfance", codes=["21231"])
    fiche = dijon.read(aujourdhui=AUJOURDHUI)
    assert fiche.locate("executif.nom") == "commune 21231"
    assert fiche.dossier.collectivite.territoire.nom == "Dijon"


def test_every_unknown_place_of_a_selection_is_told() -> None:
    with pytest.raises(ReferentielError) as caught:
        list(select(demarche="territoires-denfance", departements=["xx"], regions=["Bretange"]))
    assert len(caught.value.messages) == 1
    with pytest.raises(ReferentielError, match="Bretagne"):
        list(select(demarche="territoires-denfance", regions=["Bretange"]))
