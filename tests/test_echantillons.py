"""Every sample, made for real: its Word files and PDFs, read back word for word."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from conformite import failures
from docx import Document
from relecture import read_back
from reperes import AUJOURDHUI, ROOT, SAMPLES

import generator
from generator.pdf.texte import extract_text
from generator.redaction.blancs import BLANC, COURT, LONG
from generator.rendering.contenu import Contenu, as_text
from generator.rendering.ooxml.lecture import read
from generator.services.ouvrage import Production

TEXTES = ROOT / "tests" / "textes"


@pytest.fixture(scope="session")
def productions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Production]:
    """Every sample, produced once by the default engine, each in its own folder."""
    folder = tmp_path_factory.mktemp("echantillons")
    made = {}
    for path in SAMPLES:
        examen = generator.verify(path, aujourdhui=AUJOURDHUI)
        commande = generator.Commande(folder / path.stem, moteur="dxpdf")
        (made[path.stem],) = generator.produce([examen], commande)
    return made


@pytest.fixture(scope="session")
def par_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Production]:
    """Every sample, produced once by LibreOffice."""
    folder = tmp_path_factory.mktemp("libreoffice")
    made = {}
    for path in SAMPLES:
        examen = generator.verify(path, aujourdhui=AUJOURDHUI)
        commande = generator.Commande(folder / path.stem, moteur="libreoffice")
        (made[path.stem],) = generator.produce([examen], commande)
    return made


@pytest.fixture(params=["dxpdf", pytest.param("libreoffice", marks=pytest.mark.libreoffice)])
def par_moteur(request: pytest.FixtureRequest) -> dict[str, Production]:
    """Every sample, by each engine."""
    nom = "productions" if request.param == "dxpdf" else "par_libreoffice"
    return request.getfixturevalue(nom)


def _texte(production: Production, document: str) -> str:
    return as_text(read((production.dossier / f"{document}.docx").read_bytes()))


def _plat(texte: str) -> str:
    return " ".join(texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


@pytest.mark.parametrize("sample", [p.stem for p in SAMPLES])
def test_every_document_of_a_sample_is_made(
    productions: dict[str, Production], sample: str
) -> None:
    production = productions[sample]
    assert not production.echecs
    assert [p.document for p in production.produits] == list(production.examen.documents)
    for produit in production.produits:
        assert [f.suffix for f in produit.fichiers] == [".docx", ".pdf"]
        assert all(f.stat().st_size > 5_000 for f in produit.fichiers)


@pytest.mark.parametrize("sample", [p.stem for p in SAMPLES])
def test_the_text_of_each_document_is_the_one_that_was_read_and_approved(
    productions: dict[str, Production], sample: str, request: pytest.FixtureRequest
) -> None:
    for produit in productions[sample].produits:
        golden = TEXTES / sample / f"{produit.document.cle}.txt"
        text = _texte(productions[sample], produit.document.cle)
        if request.config.getoption("--recrire"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", [p.stem for p in SAMPLES])
def test_a_pdf_carries_its_title_author_subject_keywords_and_language(
    productions: dict[str, Production], sample: str
) -> None:
    for produit in productions[sample].produits:
        with pikepdf.open(produit.fichiers[1]) as pdf:
            assert str(pdf.Root.Lang) == "fr-FR"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            with pdf.open_metadata() as metadata:
                for key in ("dc:title", "dc:creator", "dc:description", "pdf:Keywords"):
                    assert metadata[key], key
            assert "Vide" not in str(pdf.docinfo["/Title"])


def _paragraphes(contenu: Contenu) -> list[str]:
    """Every paragraph that says something, in the order of the Word file, its label first."""
    textes = (p.texte_etiquete for p in (*contenu.corps, *contenu.notes))
    return [" ".join(texte.split()) for texte in textes if texte.strip()]


@pytest.mark.parametrize("sample", [p.stem for p in SAMPLES])
def test_every_pdf_is_pdf_a_2a_and_pdf_ua_1_in_one_file(
    par_moteur: dict[str, Production], sample: str
) -> None:
    for produit in par_moteur[sample].produits:
        assert produit.norme == "PDF/A-2a et PDF/UA-1"
        assert failures(produit.fichiers[1].read_bytes(), produit.norme) == []


@pytest.mark.parametrize("sample", [p.stem for p in SAMPLES])
def test_the_structure_tree_says_the_word_file_word_for_word(
    par_moteur: dict[str, Production], sample: str
) -> None:
    for produit in par_moteur[sample].produits:
        word, pdf = produit.fichiers
        lu = read_back(pdf.read_bytes())
        assert [" ".join(t.split()) for t in lu.paragraphs() if t.strip()] == _paragraphes(
            read(word.read_bytes())
        )
        assert lu.orphelins == []


def test_the_structure_of_an_act_is_the_one_that_its_reader_sees(
    par_moteur: dict[str, Production],
) -> None:
    lu = read_back((par_moteur["le-havre"].dossier / "deliberation.pdf").read_bytes())
    entete, titre, *_ = lu.document.enfants
    assert entete.genre == "Div"  # the letterhead is a frame, not data
    assert titre.genre == "H1"
    assert lu.document.all("H2")[0].texte == "Exposé"
    (table,) = lu.document.all("Table")
    assert [th.attribute("Scope") for th in table.all("TH")] == ["Column"] * 5
    (figure,) = lu.document.all("Figure")
    assert "Havre" in str(figure.objet.Alt)
    assert all(lbl.texte.strip() == "–" for lbl in lu.document.all("Lbl"))


@pytest.mark.parametrize("sample", [p.stem for p in SAMPLES])
def test_each_document_has_the_signature_fields_of_its_kind(
    par_moteur: dict[str, Production], sample: str
) -> None:
    for produit in par_moteur[sample].produits:
        attendues = list(produit.document.signatures)
        assert [place.cle for place in produit.signatures] == attendues
        with pikepdf.open(produit.fichiers[1]) as pdf:
            champs = list(pdf.Root.AcroForm.Fields) if attendues else []
            assert ("/AcroForm" in pdf.Root) is bool(attendues)
            assert [str(champ.T) for champ in champs] == attendues
            for champ, place in zip(champs, produit.signatures, strict=True):
                description = str(champ.TU)
                assert description == place.description
                assert description.startswith("Signature ")
                assert COURT not in description
                assert champ.P.objgen == pdf.pages[place.page - 1].objgen
                assert [float(bord) for bord in champ.Rect] == pytest.approx(place.cadre, abs=0.01)
            if champs:  # side by side, as wide and as high, in the frame between the margins
                gauche, droite = (place.cadre for place in produit.signatures)
                assert gauche[1::2] == pytest.approx(droite[1::2], abs=12)  # a title on two lines
                assert 79 < gauche[0] < gauche[2] < droite[0] < droite[2] < 539
                assert gauche[2] - gauche[0] == pytest.approx(204, abs=1)
        formulaires = read_back(produit.fichiers[1].read_bytes()).document.all("Form")
        assert len(formulaires) == len(attendues)


@pytest.mark.poppler
def test_poppler_sees_the_fields_and_that_nobody_signed(
    par_moteur: dict[str, Production],
) -> None:
    pdf = par_moteur["dijon"].dossier / "deliberation.pdf"
    lu = subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, check=False)
    assert re.findall(r"Signature Field Name: (\w+)", lu.stdout) == ["secretaire", "executif"]
    assert lu.stdout.count("The signature form field is not signed.") == 2


@pytest.mark.parametrize(
    ("forme", "balises"),
    [("numerotees", ["#signature_1#", "#signature_2#"]), ("unique", ["#signature#"])],
)
@pytest.mark.parametrize("sample", ["dijon", "wissembourg"])
def test_the_marks_of_i_parapheur_are_printed_once_and_no_page_is_added(
    productions: dict[str, Production], tmp_path: Path, sample: str, forme: str, balises: list[str]
) -> None:
    commande = generator.Commande(tmp_path, moteur="dxpdf", balises_parapheur=forme)
    (made,) = generator.produce([productions[sample].examen], commande)
    assert not made.echecs
    for produit, sans in zip(made.produits, productions[sample].produits, strict=True):
        assert produit.pages == sans.pages
        assert produit.norme == "PDF/A-2a et PDF/UA-1"
        pdf = produit.fichiers[1].read_bytes()
        assert failures(pdf, produit.norme) == []
        attendues = balises if produit.document.signatures else []
        assert re.findall(r"#\S+#", "\n".join(extract_text(pdf))) == attendues
        with pikepdf.open(produit.fichiers[1]) as document:
            assert "/AcroForm" not in document.Root
        prevenu = any("#signature_%n#" in alerte for alerte in produit.alertes)
        assert prevenu is (forme == "numerotees" and bool(attendues))


def test_a_record_that_types_a_mark_is_refused_where_marks_are_printed(tmp_path: Path) -> None:
    record = (ROOT / "samples/dijon.yaml").read_text(encoding="utf-8")
    path = tmp_path / "dijon.yaml"
    path.write_text(
        record.replace("ouvrir chaque année", "ouvrir (#signature_1#) chaque année"),
        encoding="utf-8",
    )
    examen = generator.verify(path, aujourdhui=AUJOURDHUI)
    for forme, echecs in (("numerotees", 1), (None, 0)):
        commande = generator.Commande(
            tmp_path, ("deliberation",), ("pdf",), "dxpdf", balises_parapheur=forme
        )
        (made,) = generator.produce([examen], commande)
        assert len(made.echecs) == echecs
        dits = [m for e in made.echecs for m in e.erreur.messages]
        dits += [a for p in made.produits for a in p.alertes]
        assert any("« #signature_1# »" in dit and "ouvrir" in dit for dit in dits)


def test_an_unknown_form_of_marks_lists_those_there_are(
    productions: dict[str, Production], tmp_path: Path
) -> None:
    commande = generator.Commande(tmp_path, balises_parapheur="autre")
    with pytest.raises(generator.ActesError, match="numerotees, unique"):
        list(generator.produce([productions["dijon"].examen], commande))


def test_a_template_without_a_place_says_which_is_missing(
    productions: dict[str, Production], tmp_path: Path
) -> None:
    """An own template, in which the mayor's picture was deleted."""
    gabarits = tmp_path / "gabarits"
    gabarits.mkdir()
    document = Document(str(ROOT / "templates/deliberation.docx"))
    (inline,) = (
        shape._inline
        for shape in document.inline_shapes
        if shape._inline.docPr.get("name") == "signature executif"
    )
    dessin = inline.getparent()
    dessin.getparent().remove(dessin)
    document.save(str(gabarits / "deliberation.docx"))
    commande = generator.Commande(tmp_path, ("deliberation",), ("pdf",), "dxpdf", gabarits=gabarits)
    (made,) = generator.produce([productions["dijon"].examen], commande)
    (produit,) = made.produits
    assert [place.cle for place in produit.signatures] == ["secretaire"]
    (alerte,) = produit.alertes
    assert alerte.startswith("le gabarit n'a pas d'emplacement pour la signature « executif »")


def test_the_same_record_gives_the_same_bytes(
    productions: dict[str, Production], tmp_path: Path
) -> None:
    first = productions["dijon"]
    (again,) = generator.produce([first.examen], generator.Commande(tmp_path, moteur="dxpdf"))
    for one, other in zip(first.produits, again.produits, strict=True):
        for a, b in zip(one.fichiers, other.fichiers, strict=True):
            assert hashlib.sha256(a.read_bytes()).hexdigest() == (
                hashlib.sha256(b.read_bytes()).hexdigest()
            ), a.name


def test_an_adopted_sample_leaves_no_blank_in_its_act(
    productions: dict[str, Production],
) -> None:
    for production in productions.values():
        if production.examen.dossier.deliberation.etat == "adoptee":
            assert COURT not in _texte(production, "deliberation"), production.dossier


def test_two_keys_leave_visible_blanks(productions: dict[str, Production]) -> None:
    deliberation = next(
        p for p in productions["givardon"].produits if p.document.cle == "deliberation"
    )
    assert deliberation.blancs > 10
    texte = _plat(_texte(productions["givardon"], "deliberation"))
    assert f"N° {BLANC} – Séance du {BLANC}" in texte
    assert f"(lieu : {LONG}) sous la présidence de {LONG}, Maire." in texte
    assert " | ".join([COURT] * 5) in texte
    assert "500 € (cinq cents euros) pour chaque année d'adhésion à compter de 2026." in texte


def test_dijon_2020_says_all_that_the_real_deliberation_says(
    productions: dict[str, Production],
) -> None:
    texte = _plat(_texte(productions["dijon-2020"], "deliberation"))
    for words in (
        # five commitments
        "– le bien-être de chaque enfant et de chaque jeune ;",
        "– la lutte contre l'exclusion et la discrimination, pour l'équité ;",
        "– un parcours éducatif de qualité ;",
        "– la participation et l'engagement de chaque enfant et de chaque jeune ;",
        "– le partenariat avec UNICEF France.",
        # six undertakings
        "une vision partagée de ce que la ville doit aux enfants",
        "forme ses élus et ses agents aux droits de l'enfant",
        "un plan d'action de Ville amie des enfants",
        "mesure l'avancement du plan et réunit les données utiles",
        "fait connaître son appartenance au réseau",
        "une fois au moins dans le mandat, la Consultation nationale des 6-18 ans",
        # two decisions, and who reports
        "Article 1er – Autorise Monsieur le Maire, ou la personne qui reçoit sa délégation, à",
        "présenter à UNICEF France la candidature de la Ville de Dijon au titre de « Ville amie des "
        "enfants » pour le mandat 2020-2026.",
        "Article 2 – Approuve l'adhésion à UNICEF France pour les années 2020 à 2026",
        "une cotisation de 200 € (deux cents euros) par an",
        "au nom de la commission de l'éducation, de la petite enfance, des sports et de la jeunesse",
    ):
        assert words in texte, words
    assert "Article 3" not in texte


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (
            "le-havre",
            ["Ville du Havre", "de la Ville du Havre", "Arrondissement du Havre", "Maire du Havre"],
        ),
        ("l-hay-les-roses", ["Ville de L'Haÿ-les-Roses", "tribunal administratif de Melun"]),
        ("paris", ["le conseil de Paris", "Ville de Paris", "9 500 €"]),
        ("wissembourg", ["L. 2541-12", "tribunal administratif de Strasbourg", "Madame le Maire"]),
        (
            "pays-de-sommieres",
            [
                "conseil communautaire",
                "Madame la Présidente",
                "article L. 5211-1",
                "les statuts de la Communauté",
                "Pouvoirs : M. Ange Fictif a donné pouvoir à Mme Charlie Fictive ;",
                "à la majorité des suffrages exprimés",
            ],
        ),
        (
            "dijon",
            [
                "Département de la Côte-d'Or",
                "9 500 € (neuf mille cinq cents euros)",
                "Madame la Maire",
            ],
        ),
        (
            "dijon-plan",
            [
                "Par délibération n° 2026-06-12 du 22 juin 2026, le conseil municipal a autorisé",
                "UNICEF France a accepté cette candidature le 10 février 2027.",
                "il compte cinq actions, et celles qui sont chiffrées représentent 887 000 €.",
                "Vu la délibération n° 2026-06-12 du 22 juin 2026, relative à la candidature de la Ville ;",
                "Article 1er – Approuve le plan d'action 2026-2032 de la Ville de Dijon annexé",
                "à signer avec UNICEF France la convention « Ville amie des enfants » pour le mandat",
                "d'en présenter chaque année le bilan au conseil municipal.",
            ],
        ),
        (
            "givardon-renouvellement",
            [
                "au titre du réseau Territoires d'enfance pour l'année 2027",
                "relative à l'adhésion de la Commune ;",
                "une cotisation de 500 € (cinq cents euros). La dépense sera imputée au budget de la "
                "Commune (chapitre 011, compte 6281), dans la limite des crédits ouverts.",
            ],
        ),
    ],
)
def test_each_case_of_law_and_grammar_is_in_its_sample(
    productions: dict[str, Production], sample: str, words: list[str]
) -> None:
    texte = _plat(_texte(productions[sample], "deliberation"))
    for word in words:
        assert word in texte, word


def test_an_act_that_follows_another_says_neither_the_commitments_again_nor_dues_that_it_does_not_decide(
    productions: dict[str, Production],
) -> None:
    plan = _plat(_texte(productions["dijon-plan"], "deliberation"))
    assert "Trois engagements" not in plan
    assert "cotisation" not in plan
    assert "Article 5" not in plan
    renouvellement = _plat(_texte(productions["givardon-renouvellement"], "deliberation"))
    assert "quatre principes" not in renouvellement
    annexe = _plat(_texte(productions["dijon-plan"], "plan-d-action"))
    assert "Plan d'action annexé à la délibération n° 2027-05-08 du 31 mai 2027." in annexe


def test_no_amount_of_ville_amie_des_enfants_is_printed_for_2026(
    productions: dict[str, Production],
) -> None:
    for sample in ("dijon", "le-havre", "l-hay-les-roses", "paris"):
        texte = _plat(_texte(productions[sample], "deliberation"))
        assert "pour les années 2027 à 2032" in texte
        assert "années 2026" not in texte


def test_every_page_of_an_act_bears_town_date_number_and_page(
    productions: dict[str, Production],
) -> None:
    """CGCT R. 2121-9: each leaf bears the commune, the date of the sitting, and is numbered."""
    pages = extract_text((productions["dijon"].dossier / "deliberation.pdf").read_bytes())
    for rank, page in enumerate(map(_plat, pages), start=1):
        tete = f"Ville de Dijon Page {rank}/{len(pages)}"
        assert page.startswith(f"{tete} Délibération n° 2026-06-12 – séance du 22 juin 2026 ")


@pytest.mark.libreoffice
def test_libreoffice_breaks_the_pages_where_the_default_engine_does(
    productions: dict[str, Production], par_libreoffice: dict[str, Production]
) -> None:
    for sample in ("dijon", "pays-de-sommieres"):
        ours, theirs = productions[sample], par_libreoffice[sample]
        assert not theirs.echecs
        assert [p.pages for p in theirs.produits] == [p.pages for p in ours.produits]


@pytest.mark.libreoffice
@pytest.mark.parametrize("sample", ["givardon", "wissembourg"])
def test_libreoffice_gives_the_same_bytes_twice(
    productions: dict[str, Production], tmp_path: Path, sample: str
) -> None:
    examen = productions[sample].examen
    sums = []
    for turn in ("un", "deux"):
        commande = generator.Commande(tmp_path / turn, formats=("pdf",), moteur="libreoffice")
        (made,) = generator.produce([examen], commande)
        assert not made.echecs
        files = (file for produit in made.produits for file in produit.fichiers)
        sums.append({f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files})
    assert sums[0] == sums[1]
