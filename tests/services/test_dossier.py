"""The whole file of every sample: one PDF and one ZIP, read back against the documents."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from conformite import failures
from relecture import Element, read_back
from reperes import AUJOURDHUI, ROOT, SAMPLES

import generator
from generator.pdf.texte import extract_text
from generator.services.ouvrage import Production

NORME = "PDF/A-2a et PDF/UA-1"
PAR_LIBREOFFICE = ("givardon", "le-havre")
CAS = [
    *(pytest.param(("dxpdf", path.stem), id=f"dxpdf-{path.stem}") for path in SAMPLES),
    *(
        pytest.param(("libreoffice", nom), id=f"libreoffice-{nom}", marks=pytest.mark.libreoffice)
        for nom in PAR_LIBREOFFICE
    ),
]


@pytest.fixture(scope="module")
def produits() -> dict[tuple[str, str], Production]:
    """What was produced already, by engine and sample."""
    return {}


@pytest.fixture
def production(
    request: pytest.FixtureRequest,
    produits: dict[tuple[str, str], Production],
    tmp_path_factory: pytest.TempPathFactory,
) -> Production:
    moteur, stem = request.param
    if request.param not in produits:
        examen = generator.verify(ROOT / f"samples/{stem}.yaml", aujourdhui=AUJOURDHUI)
        sortie = tmp_path_factory.mktemp("dossiers")
        commande = generator.Commande(sortie, moteur=moteur, pack=True)
        (produits[request.param],) = generator.produce([examen], commande)
    return produits[request.param]


de_chaque_exemple = pytest.mark.parametrize("production", CAS, indirect=True)


def _parties(production: Production) -> list[Path]:
    return [p.fichiers[1] for p in production.produits if p.document.cle != "dossier"]


def _outline(items: list[pikepdf.OutlineItem]) -> list[str]:
    return [t for item in items for t in (str(item.title), *_outline(item.children))]


def _without_fields(element: Element) -> Element:
    """The element without the signature fields below it, nor what held nothing else."""
    gardes: list[Element | str] = []
    for enfant in element.enfants:
        if isinstance(enfant, Element) and enfant.genre != "Form" and enfant.enfants:
            enfant = _without_fields(enfant)  # noqa: PLW2901
            if enfant.enfants or enfant.genre in {"TR", "TD", "TH"}:
                gardes.append(enfant)
        elif isinstance(enfant, str) or enfant.genre != "Form":
            gardes.append(enfant)
    return Element(element.genre, gardes, element.objet)


@de_chaque_exemple
def test_the_whole_file_says_its_documents_in_order_and_holds_the_standards(
    production: Production,
) -> None:
    assert not production.echecs
    *_, dossier = production.produits
    assert [f.name for f in dossier.fichiers] == ["dossier.pdf", "dossier-word.zip"]
    assert dossier.norme == NORME
    pdf = dossier.fichiers[0].read_bytes()
    assert failures(pdf, NORME) == []
    pages = [texte for part in _parties(production) for texte in extract_text(part.read_bytes())]
    assert list(extract_text(pdf)) == pages
    assert dossier.pages == len(pages)


@de_chaque_exemple
def test_the_structure_of_the_whole_is_that_of_each_document_in_order(
    production: Production,
) -> None:
    tout = read_back((production.dossier / "dossier.pdf").read_bytes())
    lues = [read_back(path.read_bytes()) for path in _parties(production)]
    parts = [e for e in tout.document.enfants if isinstance(e, Element)]
    attendus = [_without_fields(lue.document) for lue in lues]
    assert [part.outline() for part in parts] == [
        attendu.outline().replace("Document", "Part", 1) for attendu in attendus
    ]
    assert "/AcroForm" not in tout.pdf.Root
    annotations = [a for page in tout.pdf.pages for a in page.get("/Annots", [])]
    assert all(a.Subtype == "/Link" for a in annotations)
    assert [part.texte for part in parts] == [lue.document.texte for lue in lues]
    lignes = [ligne for lue in lues for ligne in lue.paragraphs()]
    assert [t for t in tout.paragraphs() if t] == [ligne for ligne in lignes if ligne]
    assert tout.orphelins == []
    assert [str(part.objet.T) for part in parts] == [str(lue.pdf.docinfo["/Title"]) for lue in lues]


@de_chaque_exemple
def test_bookmarks_are_the_documents_and_the_headings_of_their_structure(
    production: Production,
) -> None:
    noms = [p.document.nom for p in production.produits if p.document.cle != "dossier"]
    tout = read_back((production.dossier / "dossier.pdf").read_bytes())
    with tout.pdf.open_outline() as signets:
        assert [str(item.title) for item in signets.root] == noms
        for item, part in zip(signets.root, tout.document.enfants, strict=True):
            assert isinstance(part, Element)
            titres = part.all("H2", "H3", "H4", "H5", "H6")
            assert [" ".join(t.split()) for t in _outline(item.children)] == [
                " ".join(titre.texte.split()) for titre in titres
            ]


@de_chaque_exemple
def test_the_zip_holds_the_word_files_in_order(production: Production) -> None:
    with zipfile.ZipFile(production.dossier / "dossier-word.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            f"{production.dossier.name}/{path.stem}.docx" for path in _parties(production)
        ]
        for nom in archive.namelist():
            assert archive.read(nom) == (production.dossier.parent / nom).read_bytes()


@pytest.mark.parametrize("production", [("dxpdf", "le-havre")], indirect=True)
def test_the_logo_is_kept_once(production: Production) -> None:
    with pikepdf.open(production.dossier / "dossier.pdf") as pdf:
        images = [page.resources.XObject for page in pdf.pages if "/XObject" in page.resources]
        dessins = [image.objgen for nommees in images for _, image in nommees.items()]
        assert len(dessins) == 3
        assert len(set(dessins)) == 1


def test_the_same_record_gives_the_same_folder_elsewhere_and_at_another_hour(
    tmp_path: Path,
) -> None:
    """Another process, folder, language, time zone and mask."""
    mondes = [
        (tmp_path, "samples/givardon.yaml", "UTC", "C.UTF-8", 0o022),
        (tmp_path / "ailleurs", str(ROOT / "samples/givardon.yaml"), "Asia/Tokyo", "C", 0o077),
    ]
    dossiers = []
    for folder, fiche, fuseau, langue, masque in mondes:
        folder.mkdir(exist_ok=True)
        sortie = folder / "sortie"
        subprocess.run(
            [sys.executable, "-m", "generator", "produire", fiche, "--pack", "--sortie", sortie],
            cwd=ROOT if fiche.startswith("samples") else folder,
            env={**os.environ, "TZ": fuseau, "LC_ALL": langue, "HOME": str(folder)},
            umask=masque,
            check=True,
            capture_output=True,
            timeout=120,
        )
        dossiers.append({p.name: p.read_bytes() for p in (sortie / "givardon-18102").iterdir()})
    assert len(dossiers[0]) == 9
    assert dossiers[0] == dossiers[1]
    assert str(tmp_path).encode() not in dossiers[1]["manifeste.json"]


def test_the_whole_file_follows_the_formats_and_says_what_it_lacks(tmp_path: Path) -> None:
    examen = generator.verify(ROOT / "samples/givardon.yaml", aujourdhui=AUJOURDHUI)
    commande = generator.Commande(tmp_path, ("charte",), ("docx",), pack=True)
    (made,) = generator.produce([examen], commande)
    charte, dossier = made.produits
    assert [f.name for f in dossier.fichiers] == ["dossier-word.zip"]
    assert (dossier.pages, dossier.norme) == (None, None)
    assert dossier.alertes == (
        "ce dossier est partiel : il n'a pas « Délibération », « Feuille de route »",
    )
    with zipfile.ZipFile(io.BytesIO(dossier.fichiers[0].read_bytes())) as archive:
        assert archive.read("givardon-18102/charte.docx") == charte.fichiers[0].read_bytes()


def test_nothing_is_joined_when_a_document_could_not_be_made(tmp_path: Path) -> None:
    gabarits = tmp_path / "gabarits"
    gabarits.mkdir()
    (gabarits / "charte.docx").write_bytes(b"rien de Word")
    examen = generator.verify(ROOT / "samples/givardon.yaml", aujourdhui=AUJOURDHUI)
    commande = generator.Commande(tmp_path, gabarits=gabarits, pack=True)
    (made,) = generator.produce([examen], commande)
    assert [p.document.cle for p in made.produits] == ["deliberation", "feuille-de-route"]
    charte, dossier = made.echecs
    assert isinstance(charte.erreur, generator.TemplateError)
    assert isinstance(dossier.erreur, generator.ConversionError)
    assert "il y manquerait « Charte »" in str(dossier.erreur)
    assert not (made.dossier / "dossier.pdf").exists()
