from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fabrique import (
    champ,
    controle,
    docx,
    element_de_liste,
    niveau,
    numerotation,
    p,
    run,
    tableau,
)

from generator.domain.document import Proprietes
from generator.errors import ConversionError, EngineUnavailableError, TemplateError
from generator.pdf.conversion import Convertisseur
from generator.pdf.engines import libreoffice
from generator.pdf.norme import ACCESSIBLE
from generator.pdf.texte import extract_text

TESTS = str(Path(__file__).resolve().parent.parent)
PROPRIETES = Proprietes("Titre", "Ville", "Sujet", (), None)
SAIN = docx(p("Un document sain."))
CONTROLE = docx(p("Le ", controle(run("maire")), " signe"))
LISTE_PARTAGEE = docx(
    element_de_liste("a", num=1) + element_de_liste("b", num=2),
    parties={"numbering": numerotation(niveau(0, "decimal", "%1."), nums={1: (0, ""), 2: (0, "")})},
)
"""dxpdf starts the second instance anew; Word and LibreOffice go on."""


def test_the_default_engine_is_dxpdf_and_says_nothing_of_a_sound_document() -> None:
    with Convertisseur() as convertisseur:
        convertisseur.start()
        conversion = convertisseur.convert(SAIN, proprietes=PROPRIETES, valeurs=["document sain"])
    assert (conversion.moteur, conversion.pages, conversion.alertes) == ("dxpdf", 1, ())


@pytest.mark.parametrize("moteur", ["auto", "dxpdf"])
def test_what_cannot_be_read_is_named_and_the_next_document_is_converted(moteur: str) -> None:
    with Convertisseur(moteur) as convertisseur:
        with pytest.raises(TemplateError, match="Word") as error:
            convertisseur.convert(b"PK", proprietes=PROPRIETES)
        assert len(error.value.messages) == 1
        assert convertisseur.convert(SAIN, proprietes=PROPRIETES).pages == 1


def test_an_unfaithful_document_fails_alone_and_every_reason_is_given() -> None:
    with Convertisseur("dxpdf") as convertisseur:
        with pytest.raises(ConversionError) as error:
            convertisseur.convert(LISTE_PARTAGEE, proprietes=PROPRIETES, valeurs=["Lyon"])
        assert len(error.value.messages) == 3
        assert convertisseur.convert(SAIN, proprietes=PROPRIETES).pages == 1


def test_formats_that_dxpdf_does_not_draw_are_alerts() -> None:
    fichier = docx(p(run("Ville de Dijon", "<w:caps/>")))
    with Convertisseur("dxpdf") as convertisseur:
        conversion = convertisseur.convert(fichier, proprietes=PROPRIETES)
    assert len(conversion.alertes) == 1
    assert conversion.alertes[0].startswith("« Ville de Dijon » : capitales par format")


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("fichier", "raison"),
    [(CONTROLE, "contrôle de contenu"), (LISTE_PARTAGEE, "manquent dans le PDF")],
    ids=["known before", "found after"],
)
def test_what_dxpdf_cannot_do_falls_back_to_libreoffice_and_says_so(
    fichier: bytes, raison: str
) -> None:
    with Convertisseur() as convertisseur:
        conversion = convertisseur.convert(fichier, proprietes=PROPRIETES)
        suivante = convertisseur.convert(SAIN, proprietes=PROPRIETES)
    assert conversion.moteur == "libreoffice"
    assert any(raison in alerte for alerte in conversion.alertes)
    assert all("Converti par LibreOffice" in alerte for alerte in conversion.alertes)
    assert suivante.moteur == "dxpdf"


@pytest.mark.libreoffice
def test_a_document_that_hangs_dxpdf_falls_back_too() -> None:
    lourd = docx("".join(p("mot " * 40) for _ in range(1500)))
    with Convertisseur(delai=0.05) as convertisseur, pytest.raises(ConversionError) as error:
        convertisseur.convert(lourd, proprietes=PROPRIETES)
    assert [message.split(" ")[0] for message in error.value.messages] == ["dxpdf", "Avec"]


@pytest.mark.libreoffice
def test_a_date_field_that_no_engine_keeps_is_refused_with_both_reasons() -> None:
    with Convertisseur() as convertisseur, pytest.raises(ConversionError) as error:
        convertisseur.convert(docx(p(champ("DATE", "1er janvier 2000"))), proprietes=PROPRIETES)
    assert "champ DATE" in error.value.messages[0]
    assert "Avec LibreOffice" in error.value.messages[1]


def test_without_libreoffice_the_reasons_of_dxpdf_are_the_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a machine where it is neither on the PATH nor in its usual places."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(libreoffice, "_ENDROITS", {})
    monkeypatch.setattr(libreoffice, "_ENDROITS_UNIX", ())
    with Convertisseur() as convertisseur:
        with pytest.raises(ConversionError, match="contrôle de contenu"):
            convertisseur.convert(CONTROLE, proprietes=PROPRIETES)
        with pytest.raises(ConversionError, match="manquent dans le PDF"):
            convertisseur.convert(LISTE_PARTAGEE, proprietes=PROPRIETES)
    with Convertisseur("libreoffice") as convertisseur, pytest.raises(EngineUnavailableError):
        convertisseur.convert(SAIN, proprietes=PROPRIETES)


def test_pages_that_pdfium_takes_for_vertical_writing_are_read_as_lines() -> None:
    lignes = [(f"a{n}", f"objectif {n}") for n in range(60)]
    with Convertisseur("dxpdf") as convertisseur:
        conversion = convertisseur.convert(docx(tableau(*lignes) + p()), proprietes=PROPRIETES)
    mots = [mot for texte in extract_text(conversion.pdf) for mot in texte.split()]
    assert mots == [mot for a, objectif in lignes for mot in (a, *objectif.split())]


def test_a_program_that_starts_cold_and_has_no_main_guard_makes_its_pdf() -> None:
    programme = (
        "from generator.domain.document import Proprietes\n"
        "from generator.pdf.conversion import Convertisseur\n"
        "from fabrique import docx, p\n"
        "with Convertisseur() as c:\n"
        "    c.start()\n"
        "    fichier = docx(p('Un paragraphe de deux lignes. ' * 8) * 40)\n"
        "    print(c.convert(fichier, proprietes=Proprietes('', '', '', (), None)).pages)\n"
    )
    fini = subprocess.run(
        [sys.executable, "-c", programme],
        env={"PYTHONPATH": TESTS},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(fini.stdout) > 1


def test_pdfium_is_not_loaded_for_a_document_whose_every_letter_is_placed(tmp_path: Path) -> None:
    source = tmp_path / "sain.docx"
    source.write_bytes(docx(p("Un document sain.")))
    programme = (
        "import sys\n"
        "from pathlib import Path\n"
        "from generator.domain.document import Proprietes\n"
        "from generator.pdf.conversion import Convertisseur\n"
        "proprietes = Proprietes('Titre', 'Ville', 'Sujet', (), None)\n"
        "with Convertisseur('dxpdf') as convertisseur:\n"
        "    docx = Path(sys.argv[1]).read_bytes()\n"
        "    print(convertisseur.convert(docx, proprietes=proprietes).norme.nom)\n"
        "print('pypdfium2' in sys.modules)\n"
    )
    reponse = subprocess.run(
        [sys.executable, "-c", programme, str(source)], capture_output=True, text=True, check=True
    )
    assert reponse.stdout.split("\n")[:2] == [ACCESSIBLE.nom, "False"]
