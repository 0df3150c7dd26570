from __future__ import annotations

import datetime
import io
import subprocess
import time
from pathlib import Path

import pikepdf
import pytest
from fabrique import docx, entete, p, reference, run, section
from lxml import etree

from generator.domain.document import Proprietes
from generator.pdf.conversion import Convertisseur
from generator.pdf.engines import MOTEURS

PROPRIETES = Proprietes(
    titre="Délibération n° 2026-06-12 « Ville & enfants »",
    auteur="Ville de L’Haÿ-les-Roses",
    sujet="Adhésion <2026-2032>",
    mots_cles=("droits de l’enfant", "UNICEF France"),
    date=datetime.datetime(2026, 6, 22, tzinfo=datetime.UTC),
)
FICHIER = docx(
    p("Texte ", run("gras", "<w:b/>"), run(" penché", "<w:i/>")) * 40,
    fin=section(reference("default", "header1")),
    parties={"header1": entete(p("En-tête"))},
)
TOUS = [
    "dxpdf",
    pytest.param("libreoffice", marks=pytest.mark.libreoffice),
]


def make(moteur: str, proprietes: Proprietes = PROPRIETES) -> bytes:
    with Convertisseur(moteur) as convertisseur:
        return convertisseur.convert(FICHIER, proprietes=proprietes).pdf


@pytest.mark.parametrize("moteur", TOUS)
def test_the_same_file_gives_the_same_bytes_whatever_the_hour(moteur: str) -> None:
    premier = make(moteur)
    time.sleep(1.1)  # dates in PDFs count seconds
    assert make(moteur) == premier


@pytest.mark.parametrize("moteur", TOUS)
def test_properties_stand_in_the_information_and_in_the_xmp(moteur: str) -> None:
    with pikepdf.Pdf.open(io.BytesIO(make(moteur))) as pdf:
        information = {str(nom): str(valeur) for nom, valeur in pdf.docinfo.items()}
        xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
        assert str(pdf.Root.Lang) == "fr-FR"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.pdf_version == "1.7"
    producteur = information.pop("/Producer")
    assert producteur.startswith("actes-enfance")
    assert information == {
        "/Title": PROPRIETES.titre,
        "/Author": PROPRIETES.auteur,
        "/Subject": PROPRIETES.sujet,
        "/Keywords": "droits de l’enfant, UNICEF France",
        "/Creator": producteur,
        "/CreationDate": "D:20260622000000Z",
        "/ModDate": "D:20260622000000Z",
    }
    noms = {"dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/"}
    textes = {
        nom: "".join(xmp.find(f".//{nom}", noms).itertext())
        for nom in ("dc:title", "dc:creator", "dc:description", "dc:language", "xmp:CreateDate")
    }
    assert textes == {
        "dc:title": PROPRIETES.titre,
        "dc:creator": PROPRIETES.auteur,
        "dc:description": PROPRIETES.sujet,
        "dc:language": "fr-FR",
        "xmp:CreateDate": "2026-06-22T00:00:00Z",
    }


@pytest.mark.parametrize("moteur", TOUS)
def test_a_document_without_a_date_has_none(moteur: str) -> None:
    pdf = make(moteur, Proprietes("Projet", "Ville", "Sujet", (), None))
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        assert not {"/CreationDate", "/ModDate"} & set(document.docinfo.keys())
        assert b"Date>" not in document.Root.Metadata.read_bytes()


def test_every_engine_is_tested_here() -> None:
    assert len(TOUS) == len(MOTEURS)


@pytest.mark.poppler
@pytest.mark.parametrize("moteur", TOUS)
def test_poppler_reads_the_same_properties_and_embedded_fonts(moteur: str, tmp_path: Path) -> None:
    fichier = tmp_path / "essai.pdf"
    fichier.write_bytes(make(moteur))
    lignes = [_run("pdffonts", fichier), _run("pdfinfo", fichier)]
    polices = [ligne.split() for ligne in lignes[0].splitlines()[2:]]
    assert polices
    assert all("SourceSansPro" in police[0] and "yes" in police for police in polices)
    assert PROPRIETES.titre in lignes[1]


def _run(commande: str, fichier: Path) -> str:
    return subprocess.run(
        [commande, str(fichier)], capture_output=True, text=True, check=True
    ).stdout
