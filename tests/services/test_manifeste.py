"""The manifest: what it says of each file, and what becomes of it when documents are made again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from reperes import AUJOURDHUI, ROOT

import generator
from generator.services import manifeste
from generator.services.controle import Etat
from generator.services.ouvrage import Production

FICHE = ROOT / "samples/givardon.yaml"
Produce = Callable[..., Production]


@pytest.fixture
def produce(tmp_path: Path) -> Produce:
    """Produce the sample, or another record, in Word only unless told otherwise."""

    def run(*documents: str, fiche: Path = FICHE, **reste: Any) -> Production:
        examen = generator.verify(fiche, aujourdhui=AUJOURDHUI)
        reste = {"formats": ("docx",)} | reste
        commande = generator.Commande(tmp_path / "sortie", documents, **reste)
        (made,) = generator.produce([examen], commande)
        return made

    return run


def _manifeste(production: Production) -> dict[str, dict[str, Any]]:
    contenu = json.loads((production.dossier / "manifeste.json").read_text(encoding="utf-8"))
    assert contenu["version"] == 1
    noms = [entree["nom"] for entree in contenu["fichiers"]]
    assert noms == sorted(set(noms))
    return {entree["nom"]: entree for entree in contenu["fichiers"]}


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _etats(dossier: Path) -> dict[str, Etat]:
    (controle,) = generator.inspect(dossier)
    assert controle.erreur is None
    return dict(controle.etats)


def test_the_manifest_says_what_each_file_is_and_what_it_comes_from(produce: Produce) -> None:
    made = produce(formats=("docx", "pdf"), moteur="dxpdf", pack=True)
    entrees = _manifeste(made)
    assert set(entrees) == {f.name for p in made.produits for f in p.fichiers}
    for produit in made.produits:
        for path in produit.fichiers:
            entree = entrees[path.name]
            assert (entree["sha256"], entree["taille"]) == (_sum(path), path.stat().st_size)
            assert entree["document"] == produit.document.cle
            assert (entree["blancs"], tuple(entree["alertes"])) == (produit.blancs, produit.alertes)
            assert entree["programme"] == {"nom": "actes-enfance", "version": generator.__version__}
            assert entree["fiche"]["nom"] == "givardon.yaml"
            assert entree["fiche"]["sha256"] == _sum(FICHE)
            assert entree["fiche"]["demarche"] == "territoires-denfance"
            assert entree["fiche"]["mandat"] == "2026-2032"
            assert ("norme" in entree) == (path.suffix == ".pdf")
            if path.suffix == ".pdf":
                assert entree["norme"] == produit.norme
                assert entree["pages"] == len(pypdfium2.PdfDocument(path)) == produit.pages
                assert {"nom": "SourceSansPro-Bold", "incorporation": "sous-ensemble"} in (
                    entree["polices"]
                )
            if produit.document.cle != "dossier":
                gabarit = f"{produit.document.cle}.docx"
                assert entree["gabarit"] == {
                    "nom": gabarit,
                    "sha256": _sum(ROOT / "templates" / gabarit),
                }
    with pikepdf.open(made.dossier / "deliberation.pdf") as pdf:
        champs = {str(c.T): [float(n) for n in c.Rect] for c in pdf.Root.AcroForm.Fields}
        decrits = {str(c.T): str(c.TU) for c in pdf.Root.AcroForm.Fields}
    signatures = entrees["deliberation.pdf"]["signatures"]
    assert {s["champ"]: s["cadre"] for s in signatures} == champs
    assert {s["champ"]: s["description"] for s in signatures} == decrits
    assert set(champs) == {"executif", "secretaire"}
    assert {s["page"] for s in signatures} == {2}
    assert entrees["dossier.pdf"]["signatures"] == []
    moteur = entrees["charte.pdf"]["moteur"]
    assert moteur["nom"] == "dxpdf"
    assert moteur["version"]
    for nom, suffixe in (("dossier.pdf", ".pdf"), ("dossier-word.zip", ".docx")):
        parties = [f"{cle}{suffixe}" for cle in ("deliberation", "charte", "feuille-de-route")]
        assert entrees[nom]["parties"] == [
            {"nom": partie, "sha256": _sum(made.dossier / partie)} for partie in parties
        ]


def test_every_key_is_told_to_people(produce: Produce) -> None:
    made = produce(formats=("docx", "pdf"), moteur="dxpdf", pack=True)
    page = (ROOT / "docs/MANIFESTE.md").read_text(encoding="utf-8")
    for entree in _manifeste(made).values():
        for cle, valeur in entree.items():
            assert f"`{cle}`" in page, cle
            dedans = valeur if isinstance(valeur, list) else [valeur]
            for detail in (d for v in dedans if isinstance(v, dict) for d in v):
                assert f"`{detail}`" in page, detail


def test_nothing_tells_the_machine_nor_the_folder(produce: Produce, tmp_path: Path) -> None:
    ailleurs = tmp_path / "chez-moi" / "fiche.yaml"
    ailleurs.parent.mkdir()
    ailleurs.write_text(  # a record with alerts, which say their place
        "demarche: ville-amie-des-enfants\ncollectivite: Le Havre\nseance: {date: 2026-06-22}\n",
        encoding="utf-8",
    )
    made = produce("deliberation", fiche=ailleurs)
    texte = (made.dossier / "manifeste.json").read_text(encoding="utf-8")
    assert str(tmp_path) in "".join(made.examen.alertes)
    assert "fiche.yaml:" in texte
    assert str(tmp_path) not in texte
    assert "chez-moi" not in texte


def test_files_that_are_not_made_again_keep_their_entries(produce: Produce, tmp_path: Path) -> None:
    avant = _manifeste(produce())
    autre = tmp_path / "autre.yaml"
    autre.write_bytes(FICHE.read_bytes() + b"\n# relue\n")
    made = produce("charte", fiche=autre)
    apres = _manifeste(made)
    assert made.alertes == ()
    assert set(apres) == set(avant)
    assert apres["deliberation.docx"] == avant["deliberation.docx"]
    assert apres["charte.docx"]["fiche"]["nom"] == "autre.yaml"
    assert set(_etats(made.dossier).values()) == {Etat.INTACT}


def test_a_file_lost_since_is_not_forgotten(produce: Produce) -> None:
    made = produce()
    (made.dossier / "charte.docx").unlink()
    made = produce("deliberation")
    assert _etats(made.dossier)["charte.docx"] is Etat.MANQUANT


def test_a_whole_file_older_than_its_documents_is_said(produce: Produce, tmp_path: Path) -> None:
    produce(pack=True)
    assert produce("charte").alertes == ()  # the same bytes
    autre = tmp_path / "autre.yaml"
    autre.write_text(
        FICHE.read_text(encoding="utf-8") + "\nexecutif: {prenom: Alix, nom: Fictif}\n",
        encoding="utf-8",
    )
    made = produce("charte", fiche=autre)
    assert made.alertes == (
        "dossier-word.zip réunit une version plus ancienne de charte.docx ; refaites-le avec --pack",
    )
    assert produce(fiche=autre, pack=True).alertes == ()


def test_a_word_file_older_than_its_pdf_is_said(produce: Produce, tmp_path: Path) -> None:
    produce("charte")
    assert produce("charte", formats=("pdf",)).alertes == ()
    autre = tmp_path / "autre.yaml"
    autre.write_bytes(FICHE.read_bytes() + b"\n# relue\n")
    assert produce("charte", fiche=autre, formats=("pdf",)).alertes == (
        "charte.docx ne vient pas de la même version de la fiche ou du gabarit que charte.pdf ; "
        "refaites les deux ensemble, sans --format",
    )
    assert produce("charte", fiche=autre, formats=("docx", "pdf")).alertes == ()


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"version": 2, "fichiers": []}',
        b'{"version": 1, "fichiers": [], "a": "\\ud800"}',
    ],
)
def test_a_damaged_manifest_is_kept_aside_and_said(produce: Produce, octets: bytes) -> None:
    made = produce()
    (made.dossier / "manifeste.json").write_bytes(octets)
    made = produce("charte")
    garde = f"manifeste-illisible-{hashlib.sha256(octets).hexdigest()[:8]}.json"
    assert (made.dossier / garde).read_bytes() == octets
    assert f"l'ancien manifeste est gardé sous le nom {garde}" in made.alertes[-1]
    assert _etats(made.dossier) == {
        "charte.docx": Etat.INTACT,
        "deliberation.docx": Etat.AJOUTE,
        "feuille-de-route.docx": Etat.AJOUTE,
        garde: Etat.AJOUTE,
    }


def test_what_cannot_be_a_manifest_is_not_written_over(produce: Produce) -> None:
    made = produce("charte")
    manifest = made.dossier / "manifeste.json"
    avant = (made.dossier / "charte.docx").read_bytes()
    manifest.unlink()
    manifest.mkdir()
    made = produce("deliberation")
    (echec,) = made.echecs
    assert echec.document is None
    assert "manifeste.json : c'est un dossier" in str(echec.erreur)
    assert {p.name: p.is_file() and p.read_bytes() for p in made.dossier.iterdir()} == {
        "charte.docx": avant,
        "manifeste.json": False,
    }


def test_too_big_a_manifest_is_not_written_over(produce: Produce) -> None:
    made = produce("charte")
    with (made.dossier / "manifeste.json").open("wb") as file:
        file.truncate(manifeste.TAILLE_MAXIMALE + 1)
    (echec,) = produce("charte").echecs
    assert "fichier trop gros" in str(echec.erreur)


def test_a_failed_document_leaves_what_was_said_of_the_former_one(
    produce: Produce, tmp_path: Path
) -> None:
    avant = _manifeste(produce())
    gabarits = tmp_path / "gabarits"
    gabarits.mkdir()
    (gabarits / "charte.docx").write_bytes(b"rien de Word")
    shutil.copy(ROOT / "templates/deliberation.docx", gabarits)
    made = produce(gabarits=gabarits)
    assert [e.document and e.document.cle for e in made.echecs] == ["charte"]
    assert _manifeste(made) == avant
    assert set(_etats(made.dossier).values()) == {Etat.INTACT}


def test_a_file_changed_by_hand_is_kept_when_it_is_made_again(produce: Produce) -> None:
    made = produce("charte", "deliberation")
    intact = _sum(made.dossier / "deliberation.docx")
    edited = made.dossier / "charte.docx"
    edited.write_bytes(b"relue et corrigee par la mairie")
    garde = f"charte-modifie-{_sum(edited)[:8]}.docx"
    again = produce("charte", "deliberation")
    assert (made.dossier / garde).read_bytes() == b"relue et corrigee par la mairie"
    assert [a for a in again.alertes if garde in a] == list(again.alertes)
    assert _sum(made.dossier / "deliberation.docx") == intact
    produce("charte", "deliberation")
    assert sorted(p.name for p in made.dossier.iterdir()) == sorted(
        {"charte.docx", garde, "deliberation.docx", "manifeste.json"}
    )


def test_a_file_that_nothing_vouches_for_is_kept(produce: Produce, tmp_path: Path) -> None:
    folder = tmp_path / "sortie" / "givardon-18102"
    folder.mkdir(parents=True)
    (folder / "charte.docx").write_bytes(b"la charte de l'an dernier")
    made = produce("charte")
    assert made.dossier == folder
    (kept,) = folder.glob("charte-modifie-*.docx")
    assert kept.read_bytes() == b"la charte de l'an dernier"


def test_another_record_replaces_what_nobody_has_changed(produce: Produce, tmp_path: Path) -> None:
    produce("charte")
    autre = tmp_path / "givardon.yaml"
    autre.write_bytes(FICHE.read_bytes() + b"\n# relue\n")
    made = produce("charte", fiche=autre)
    assert not list(made.dossier.glob("*-modifie-*"))
