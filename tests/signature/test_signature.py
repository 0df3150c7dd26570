"""Signing leaves the document what it was: archival, accessible, and the same to the byte."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import certificats
import pikepdf
import pypdfium2
import pytest
import serveur_horodatage
from conformite import failures
from relecture import read_back
from reperes import AUJOURDHUI, ROOT

import generator

NORME = "PDF/A-2a et PDF/UA-1"
# The validator wants every ByteRange to reach the end of the file, which no earlier signature can do
# once another has been added: each revision is validated alone instead.
CONNU = "PDFA2A-SIGNATURE-BYTERANGE-001"
MOTEURS = ["dxpdf", pytest.param("libreoffice", marks=pytest.mark.libreoffice)]
Signer = Callable[..., bytes]


@pytest.mark.parametrize("moteur", MOTEURS)
def test_two_signatures_keep_the_file_archival_and_accessible(
    produire: Callable[[str], bytes], signer: Signer, tmp_path: Path, moteur: str
) -> None:
    (tmp_path / "acte.pdf").write_bytes(origine := produire(moteur))
    assert failures(origine, NORME) == []
    un = signer(tmp_path / "acte.pdf", "secretaire", tmp_path / "un.pdf", "Modeste Exemple courbe")
    deux = signer(tmp_path / "un.pdf", "executif", tmp_path / "deux.pdf")
    assert failures(un, NORME) == []
    assert {echec.split(":")[0] for echec in failures(deux, NORME)} <= {CONNU}
    with pikepdf.Pdf.open(io.BytesIO(deux)) as pdf:
        champs = {str(champ.T): champ for champ in pdf.Root.AcroForm.Fields}
        for nom, revision in (("secretaire", un), ("executif", deux)):
            debut, _, reprise, reste = map(int, champs[nom].V.ByteRange)
            assert (debut, reprise + reste) == (0, len(revision))
    assert un.startswith(origine)
    assert deux.startswith(un)
    releve = generator.verify_signatures(tmp_path / "deux.pdf", maintenant=certificats.MOMENT)
    assert [(c.champ, c.intacte) for c in releve.signatures] == [
        ("secretaire", True),
        ("executif", True),
    ]
    assert releve.signatures[0].suites == ("la signature « executif » a été ajoutée",)
    assert releve.signatures[1].suites == ()
    assert releve.a_signer == ()
    assert releve.bon


def test_the_tag_tree_and_the_properties_stay_as_they_were(
    a_signer: Path, signe_deux_fois: Path
) -> None:
    avant, apres = a_signer.read_bytes(), signe_deux_fois.read_bytes()
    assert read_back(apres).document.outline() == read_back(avant).document.outline()
    assert "Form" in read_back(apres).document.outline()
    with pikepdf.Pdf.open(io.BytesIO(avant)) as un, pikepdf.Pdf.open(io.BytesIO(apres)) as deux:
        assert dict(un.docinfo) == dict(deux.docinfo)
        assert un.Root.Metadata.read_bytes() == deux.Root.Metadata.read_bytes()
        for vieux, neuf in zip(un.Root.AcroForm.Fields, deux.Root.AcroForm.Fields, strict=True):
            assert vieux.TU == neuf.TU
            assert vieux.Rect == neuf.Rect
            assert vieux.StructParent == neuf.StructParent


def test_the_signature_says_its_reason_its_place_and_its_hour(
    a_signer: Path, signer: Signer, tmp_path: Path
) -> None:
    signe = signer(
        a_signer, "executif", tmp_path / "s.pdf", motif="Approbation", lieu="Dijon (Côte-d'Or)"
    )
    with pikepdf.Pdf.open(io.BytesIO(signe)) as pdf:
        (valeur,) = [c.V for c in pdf.Root.AcroForm.Fields if "/V" in c]
        assert str(valeur.Reason) == "Approbation"
        assert str(valeur.Location) == "Dijon (Côte-d'Or)"
        assert str(valeur.M) == "D:20260622183000+02'00'"
        assert valeur.SubFilter == "/ETSI.CAdES.detached"


def _words(pdf: bytes, cadre: tuple[float, float, float, float]) -> str:
    """What a page shows inside a rectangle, its forms drawn."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as source:
        aplati = pikepdf.Pdf.new()
        aplati.pages.append(source.pages[-1])
        aplati.flatten_annotations()
        tampon = io.BytesIO()
        aplati.save(tampon)
    document = pypdfium2.PdfDocument(tampon.getvalue())
    texte = document[0].get_textpage().get_text_bounded(*cadre)
    return " ".join(texte.split())


def _frame(pdf: bytes, nom: str) -> tuple[float, float, float, float]:
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as source:
        (champ,) = [c for c in source.Root.AcroForm.Fields if nom == c.T]
        gauche, bas, droite, haut = map(float, champ.Rect)
    return gauche - 1, bas - 1, droite + 1, haut + 1


def test_the_stamp_says_who_in_what_quality_and_when(
    a_signer: Path, signer: Signer, tmp_path: Path
) -> None:
    signe = signer(a_signer, "executif", tmp_path / "s.pdf")
    texte = _words(signe, _frame(signe, "executif"))
    assert "Signé électroniquement par Camille Exemple" in texte
    assert "le 22 juin 2026 à 18 h 30 (UTC+02:00)" in texte
    with pikepdf.Pdf.open(io.BytesIO(signe)) as pdf:
        (champ,) = [c for c in pdf.Root.AcroForm.Fields if c.T == "executif"]
        assert str(champ.TU).partition(", ")[2] in texte
        assert not {"/B", "/S"} & set(champ.AP.N.read_bytes().split()), "no frame is drawn"


@pytest.mark.parametrize("nom", ["W" * 60, "Modeste Exemple Spécimen Inventé Fictif"])
@pytest.mark.parametrize(
    "cadre", [(318, 163, 518, 209), (318, 163, 378, 180), (318, 163, 326, 300)]
)
def test_the_stamp_stays_in_its_rectangle(
    produire: Callable[[str], bytes],
    signer: Signer,
    tmp_path: Path,
    nom: str,
    cadre: tuple[float, float, float, float],
) -> None:
    """Whatever the length of the name and the shape of the field, nothing is drawn beyond."""
    a_signer = tmp_path / "acte.pdf"
    with pikepdf.Pdf.open(io.BytesIO(produire("dxpdf"))) as pdf:
        (champ,) = [c for c in pdf.Root.AcroForm.Fields if c.T == "executif"]
        champ.TU = pikepdf.String("Signature de quelqu'un, présidente de l'essai")
        champ.Rect = pikepdf.Array(cadre)
        pdf.save(a_signer)
    signe = signer(a_signer, "executif", tmp_path / "s.pdf", nom)
    with pikepdf.Pdf.open(io.BytesIO(signe)) as source:
        (champ,) = [c for c in source.Root.AcroForm.Fields if c.T == "executif"]
        forme = champ.AP.N
        largeur, hauteur = cadre[2] - cadre[0], cadre[3] - cadre[1]
        gauche, haut, droite, bas = map(float, forme.BBox)  # any two opposite corners
        assert (gauche, bas, droite, haut) == pytest.approx((0, 0, largeur, hauteur))
        # A page much larger than the field shows what would be clipped by it.
        forme.BBox = pikepdf.Array([-500, -500, 500 + largeur, 500 + hauteur])
        page = pikepdf.Pdf.new()
        page.add_blank_page(page_size=(1000 + largeur, 1000 + hauteur))
        page.pages[0].Contents = page.make_stream(b"q 1 0 0 1 500 500 cm /F Do Q")
        page.pages[0].Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(F=page.copy_foreign(forme))
        )
        page.save(tampon := io.BytesIO())
    texte = pypdfium2.PdfDocument(tampon.getvalue())[0].get_textpage()
    boites = [texte.get_rect(i) for i in range(texte.count_rects())]
    assert boites
    for gauche, bas, droite, haut in boites:
        assert gauche >= 499.5
        assert bas >= 499.5
        assert droite <= 500.5 + largeur
        assert haut <= 500.5 + hauteur


def _alerts(acte: Path, dossier: Path) -> tuple[str, ...]:
    pkcs12 = certificats.write(dossier, "Camille Exemple")
    return generator.sign(
        generator.DemandeSignature(acte, "executif", pkcs12, dossier / "s.pdf"),
        mot_de_passe=lambda: certificats.MOT_DE_PASSE,
        maintenant=certificats.MOMENT,
    ).alertes


def test_a_draft_that_is_signed_is_told(tmp_path: Path) -> None:
    examen = generator.verify(ROOT / "samples/givardon.yaml", aujourdhui=AUJOURDHUI)
    commande = generator.Commande(tmp_path, ("deliberation",), ("pdf",), "dxpdf")
    (production,) = generator.produce([examen], commande)
    (alerte,) = _alerts(production.produits[0].fichiers[0], tmp_path)
    assert "« Projet de délibération – Adhésion" in alerte


def test_an_act_that_is_signed_needs_no_look(a_signer: Path, tmp_path: Path) -> None:
    assert _alerts(a_signer, tmp_path) == ()


def test_letters_that_the_font_lacks_are_told(a_signer: Path, tmp_path: Path) -> None:
    pkcs12 = certificats.write(tmp_path, "山田 Exemple")
    apposee = generator.sign(
        generator.DemandeSignature(a_signer, "executif", pkcs12, tmp_path / "s.pdf"),
        mot_de_passe=lambda: certificats.MOT_DE_PASSE,
        maintenant=certificats.MOMENT,
    )
    assert apposee.signataire == "山田 Exemple"
    assert "山" in apposee.alertes[0]
    signe = (tmp_path / "s.pdf").read_bytes()
    assert "?? Exemple" in _words(signe, _frame(signe, "executif"))
    assert failures(signe, NORME) == []


def test_a_timestamp_gives_the_date(
    a_signer: Path, signer: Signer, autorite: Path, tmp_path: Path
) -> None:
    with serveur_horodatage.serve() as adresse:
        signe = signer(a_signer, "executif", tmp_path / "s.pdf", horodatage=adresse)
    assert failures(signe, NORME) == []
    (constat,) = generator.verify_signatures(
        tmp_path / "s.pdf", maintenant=certificats.MOMENT, autorites=[autorite]
    ).signatures
    assert constat.date == serveur_horodatage.MOMENT
    assert constat.horodatee_par == "Horodateur d'essai"
    assert constat.confiance is constat.confiance.VERIFIEE


def test_a_timestamp_still_vouches_when_the_certificate_has_expired(
    a_signer: Path, signer: Signer, autorite: Path, tmp_path: Path
) -> None:
    """The authority's certificate outlives the signatory's; without a timestamp nothing does."""
    with serveur_horodatage.serve() as adresse:
        signer(a_signer, "executif", tmp_path / "s.pdf", "Bref Exemple", horodatage=adresse)
    signer(a_signer, "executif", tmp_path / "t.pdf", "Bref Exemple")
    plus_tard = certificats.FIN.replace(year=2028)
    for fichier, bon in (("s.pdf", True), ("t.pdf", False)):
        releve = generator.verify_signatures(
            tmp_path / fichier, maintenant=plus_tard, autorites=[autorite]
        )
        assert releve.signatures[0].intacte
        assert releve.bon is bon


@pytest.mark.poppler
def test_poppler_agrees(signe_deux_fois: Path) -> None:
    dit = subprocess.run(
        ["pdfsig", "-nocert", str(signe_deux_fois)], capture_output=True, text=True, check=True
    ).stdout
    assert dit.count("Signature is Valid") == 2
    assert dit.count("ETSI.CAdES.detached") == 2
    assert "Camille Exemple" in dit
    assert "Modeste Exemple" in dit
    polices = subprocess.run(
        ["pdffonts", str(signe_deux_fois)], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert len(polices) >= 6
    assert all("SourceSansPro" in ligne and "yes yes yes" in ligne for ligne in polices)
