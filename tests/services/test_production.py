"""One town's folder: made in memory, pickled, written whole or not at all."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from reperes import AUJOURDHUI, ROOT

import generator
from generator.services.production import documents_of, folder_of, write


@pytest.fixture
def examen() -> generator.Examen:
    return generator.verify(ROOT / "samples/givardon.yaml", aujourdhui=AUJOURDHUI)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_an_atelier_makes_towns_as_produce_does(examen: generator.Examen, tmp_path: Path) -> None:
    autre = generator.verify(ROOT / "samples/dijon.yaml", aujourdhui=AUJOURDHUI)
    with generator.Atelier(generator.Commande(tmp_path / "un")) as atelier:
        made = [atelier.produce(e) for e in (examen, autre, examen)]
    assert [p.dossier.name for p in made] == ["givardon-18102", "dijon-21231", "givardon-18102"]
    (seule,) = generator.produce([examen], generator.Commande(tmp_path / "deux"))
    assert _files(made[0].dossier) == _files(seule.dossier)


@pytest.mark.parametrize(
    ("sample", "dossier"),
    [
        ("dijon", "dijon-21231"),
        ("dijon-plan", "dijon-21231-plan-d-action"),
        ("givardon-renouvellement", "givardon-18102-renouvellement-2027"),
    ],
)
def test_each_act_of_a_town_has_its_own_folder(sample: str, dossier: str) -> None:
    examen = generator.verify(ROOT / f"samples/{sample}.yaml", aujourdhui=AUJOURDHUI)
    assert folder_of(examen) == dossier


@pytest.mark.parametrize(
    ("sample", "due"),
    [("dijon", True), ("dijon-plan", True), ("pays-de-sommieres", True), ("givardon", False)],
)
def test_the_note_of_synthesis_comes_first_where_it_is_due_and_on_request_elsewhere(
    sample: str, due: bool
) -> None:
    examen = generator.verify(ROOT / f"samples/{sample}.yaml", aujourdhui=AUJOURDHUI)
    note, usual = "note-de-synthese", list(examen.matiere.acte.documents)
    made = [d.cle for d in documents_of(examen, generator.Commande(Path()))]
    assert made == ([note, *usual] if due else usual)
    asked = generator.Commande(Path(), documents=("deliberation", note))
    assert [d.cle for d in documents_of(examen, asked)] == [note, "deliberation"]


def test_a_note_on_request_is_made_beside_what_stands_there(
    examen: generator.Examen, tmp_path: Path
) -> None:
    for documents in ((), ("note-de-synthese",)):
        commande = generator.Commande(tmp_path, documents, ("docx",))
        (made,) = generator.produce([examen], commande)
        assert not made.echecs
        assert not made.alertes
    assert sorted(_files(made.dossier)) == [
        "charte.docx",
        "deliberation.docx",
        "feuille-de-route.docx",
        "manifeste.json",
        "note-de-synthese.docx",
    ]


def test_what_an_atelier_makes_travels_between_processes(
    examen: generator.Examen, tmp_path: Path
) -> None:
    commande = generator.Commande(tmp_path / "un")
    with generator.Atelier(commande) as atelier:
        livraison = pickle.loads(pickle.dumps(atelier.make(examen)))  # noqa: S301, our own bytes
        directe = atelier.produce(examen)
    ailleurs = write(livraison, examen, generator.Commande(tmp_path / "deux"))
    assert _files(ailleurs.dossier) == _files(directe.dossier)


def test_a_failure_of_one_document_leaves_the_others_and_travels_too(
    examen: generator.Examen, tmp_path: Path
) -> None:
    gabarits = tmp_path / "gabarits"
    gabarits.mkdir()
    (gabarits / "charte.docx").write_bytes(b"rien de Word")
    with generator.Atelier(generator.Commande(tmp_path, gabarits=gabarits)) as atelier:
        made = atelier.produce(examen)
    (echec,) = made.echecs
    assert echec.document is not None
    assert echec.document.cle == "charte"
    assert [p.document.cle for p in made.produits] == ["deliberation", "feuille-de-route"]
    copie = pickle.loads(pickle.dumps(echec.erreur))  # noqa: S301, our own bytes
    assert (type(copie), copie.messages) == (generator.TemplateError, echec.erreur.messages)


def test_a_folder_that_cannot_be_written_whole_is_not_written(
    examen: generator.Examen, tmp_path: Path
) -> None:
    (tmp_path / "givardon-18102" / "charte.pdf").mkdir(parents=True)
    (made,) = generator.produce([examen], generator.Commande(tmp_path))
    assert made.produits == ()
    (echec,) = made.echecs
    assert echec.document is None
    assert isinstance(echec.erreur, generator.OutputError)
    assert [p.name for p in made.dossier.iterdir()] == ["charte.pdf"]


def test_the_alerts_of_a_record_travel_with_its_errors() -> None:
    erreur = generator.RecordError(["un", "deux"], ["gare"])
    copie = pickle.loads(pickle.dumps(erreur))  # noqa: S301, our own bytes
    assert (copie.messages, copie.alertes, str(copie)) == (("un", "deux"), ("gare",), "un\ndeux")
