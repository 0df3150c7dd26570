"""Hostile Word files: the structure tree of their PDF says what they say, or nothing is claimed."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from conformite import failures
from fabrique import (
    LIEN,
    SAUT_DE_PAGE,
    appel,
    cadre,
    champ,
    docx,
    element_de_liste,
    entete,
    fin_de_section,
    image,
    lien,
    niveau,
    notes,
    numerotation,
    p,
    pied,
    reference,
    run,
    section,
    tableau,
)
from hypothesis import given
from hypothesis import strategies as st
from relecture import Relecture, read_back

from generator.domain.document import Proprietes
from generator.pdf import engines
from generator.pdf.balisage import balises, flux
from generator.pdf.balisage.arbre import build
from generator.pdf.balisage.cours import expect
from generator.pdf.balisage.placement import Feuillet, place_letters
from generator.pdf.balisage.refus import NonBalisableError
from generator.pdf.conversion import Convertisseur
from generator.pdf.norme import ACCESSIBLE, ARCHIVE
from generator.rendering.ooxml.lecture import read

PROPRIETES = Proprietes("Titre", "Ville", "Sujet", (), None)
LISTES = numerotation(
    niveau(0, "bullet", "•") + niveau(1, "decimal", "%2.") + niveau(2, "lowerLetter", "%3)")
)
BANDEAUX = {
    "fin": section(reference("default", "header1") + reference("default", "footer1")),
    "parties": {
        "header1": entete(p("Ville de Dijon", ppr='<w:pBdr><w:bottom w:val="single"/></w:pBdr>')),
        "footer1": pied(p("Page ", champ("PAGE"))),
    },
}
PAYSAGE = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" '
    'w:right="1134" w:bottom="1134" w:left="1134" w:header="500" w:footer="500" w:gutter="0"/>'
    "</w:sectPr>"
)


def titre(rang: int, texte: str) -> str:
    return p(texte, ppr=f'<w:outlineLvl w:val="{rang - 1}"/>')


def cellule(texte: str, tcpr: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{tcpr}</w:tcPr>{p(texte)}</w:tc>'


def grille(colonnes: int, *lignes: str, aspect: str = "0000") -> str:
    rangees = "".join(f"<w:tr>{ligne}</w:tr>" for ligne in lignes)
    colonne = '<w:gridCol w:w="2000"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblLook w:val="{aspect}"/></w:tblPr><w:tblGrid>'
        f"{colonne * colonnes}</w:tblGrid>{rangees}</w:tbl>"
    )


DEBUT, SUITE, DOUBLE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
FUSIONS = grille(
    4,
    cellule("T1", DOUBLE) + cellule("T2") + cellule("T3"),
    cellule("v", DEBUT) + cellule("b") + cellule("c", DEBUT) + cellule("d"),
    cellule("", SUITE) + cellule("f") + cellule("", SUITE) + cellule("h"),
    cellule("i") + cellule("jk", DOUBLE) + cellule("l"),
    aspect="00A0",
)
TROUS = grille(
    3,
    cellule("a") + cellule("b") + cellule("c"),
    '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cellule("d") + cellule("e"),
)

HOSTILES = {
    "a paragraph over four pages": docx(p("mot " * 4000) + p("fin"), **BANDEAUX),
    "a table over pages, its header repeated, all rows alike": docx(
        p("avant") + tableau(("But", "But"), *[("But", "But")] * 120, entetes=1) + p("après"),
        **BANDEAUX,
    ),
    "a row broken over pages": docx(
        tableau(("A", "B", "C"), ("mot " * 900, "bis " * 1200, "court"), ("x", "y", "z"), entetes=1)
        + p("après")
    ),
    "lists in a cell": docx(
        tableau(("T", "U"), (element_de_liste("un") + element_de_liste("sous", 1), "b"), entetes=1)
        + p(),
        parties={"numbering": LISTES},
    ),
    "lists in lists": docx(
        "".join(element_de_liste(f"e{n}", n) for n in (0, 1, 1, 2, 2, 1, 0, 1, 0)),
        parties={"numbering": LISTES},
    ),
    "two languages": docx(
        p("Bonjour ", run("good morning", '<w:lang w:val="en-GB"/>'), " à tous")
        + p(run("Guten Tag", '<w:lang w:val="de-DE"/>'))
    ),
    "footnotes": docx(
        p("un", appel("footnote", 1), " deux", appel("footnote", 2), " fin.") + p("suite"),
        parties={"footnotes": notes("footnote", " Une note.", " Deux notes.")},
    ),
    "empty paragraphs": docx(p() + p("a") + p() + p(" ") + titre(1, "") + p("b") + p()),
    "repeated words, paragraphs, rows and header": docx(
        (p("oui oui oui") + p("oui oui")) * 60 + tableau(*[("oui", "oui")] * 80) + p("oui"),
        fin=section(reference("default", "header1")),
        parties={"header1": entete(p("oui oui"))},
    ),
    "cells merged both ways": docx(FUSIONS + p()),
    "a grid with a hole": docx(TROUS + p()),
    "a table in a table": docx(
        tableau(("A", "B"), (tableau(("x", "y"), ("z", "t")) + p("sous"), "b")) + p("fin")
    ),
    "a link over two lines": docx(p("voir ", lien(run("le site de la ville " * 12)), " fin")),
    "pictures in the line": docx(p("a ", image("Le logo"), " b", image(decorative=True))),
    "a text box": docx(p("mot mot ", cadre(p("mot mot"), p("mot")), "mot") + p("mot mot mot")),
    "running heads that say what the body says": docx(
        p("Ville de Dijon") + SAUT_DE_PAGE + p("Page 2") + p("Ville de Dijon") + p("Page 2"),
        **BANDEAUX,
    ),
    "a landscape section": docx(
        p("portrait") + fin_de_section() + p("large " * 300) + p(ppr=PAYSAGE) + p("retour")
    ),
    "a word of ten thousand letters": docx(p("avant " + "abcdefghij" * 1000 + " après")),
    "names with hyphens at line ends": docx(p("Saint-Denis-en-Val-de-la-Côte-d’Or " * 60)),
    "tabulations and line breaks": docx(
        p("Nom", "<w:r><w:tab/></w:r>", "Prénom", "<w:r><w:br/></w:r>", "Ligne") + p("a\tb")
    ),
    "underlined words and backgrounds": docx(
        p(run("souligné deux", '<w:u w:val="single"/>'), run("fond", '<w:shd w:fill="FFFF00"/>'))
    ),
    "two columns": docx(p("mot " * 2500), fin=section(suite='<w:cols w:num="2"/>')),
}


@pytest.fixture(
    scope="module", params=["dxpdf", pytest.param("libreoffice", marks=pytest.mark.libreoffice)]
)
def moteur(request: pytest.FixtureRequest) -> Iterator[Convertisseur]:
    with Convertisseur(request.param) as convertisseur:
        yield convertisseur


@pytest.fixture(scope="module")
def dxpdf() -> Iterator[Convertisseur]:
    with Convertisseur("dxpdf") as convertisseur:
        yield convertisseur


def tagged(convertisseur: Convertisseur, fichier: bytes) -> Relecture:
    """Convert, check that both standards are met as declared, and read the tree back."""
    conversion = convertisseur.convert(fichier, proprietes=PROPRIETES)
    assert conversion.alertes == ()
    assert conversion.norme is ACCESSIBLE
    assert failures(conversion.pdf, conversion.norme.nom) == []
    lu = read_back(conversion.pdf)
    assert lu.orphelins == []
    return lu


def flat(textes: Iterator[str] | list[str]) -> list[str]:
    return [" ".join(texte.split()) for texte in textes if texte.strip()]


@pytest.mark.parametrize("nom", HOSTILES)
def test_a_hostile_file_is_tagged_word_for_word(moteur: Convertisseur, nom: str) -> None:
    contenu = read(HOSTILES[nom])
    attendus = [x.texte_etiquete for x in (*contenu.corps, *contenu.notes)]
    assert flat(tagged(moteur, HOSTILES[nom]).paragraphs()) == flat(attendus)


def test_lists_nest_in_the_body_of_their_item(dxpdf: Convertisseur) -> None:
    lu = tagged(dxpdf, HOSTILES["lists in lists"])
    (liste,) = (e for e in lu.document.enfants if not isinstance(e, str))
    assert liste.attribute("ListNumbering") == "Disc"
    assert lu.document.outline() == (
        "Document(L(LI(Lbl LBody(L(LI(Lbl LBody) LI(Lbl LBody(L(LI(Lbl LBody) LI(Lbl LBody)))) "
        "LI(Lbl LBody)))) LI(Lbl LBody(L(LI(Lbl LBody)))) LI(Lbl LBody)))"
    )


def test_a_repeated_header_row_is_heard_once(dxpdf: Convertisseur) -> None:
    lu = tagged(dxpdf, HOSTILES["a table over pages, its header repeated, all rows alike"])
    (table,) = lu.document.all("Table")
    assert len(table.all("TR")) == 121
    assert [th.attribute("Scope") for th in table.all("TH")] == ["Column", "Column"]
    assert "".join(lu.artefacts).count("But") == 2 * (len(lu.pdf.pages) - 1)


def test_merged_cells_are_one_cell_with_its_spans(dxpdf: Convertisseur) -> None:
    lu = tagged(dxpdf, HOSTILES["cells merged both ways"])
    cellules = {c.texte: c for c in lu.document.all("TH", "TD")}
    assert {t: c.genre for t, c in cellules.items() if c.genre == "TH"}.keys() == {
        "T1", "T2", "T3", "v", "i",
    }  # fmt: skip
    assert cellules["T1"].attribute("ColSpan") == 2
    assert cellules["v"].attribute("RowSpan") == cellules["c"].attribute("RowSpan") == 2
    assert cellules["v"].attribute("Scope") == "Row"
    assert [len(tr.enfants) for tr in lu.document.all("TR")] == [3, 4, 2, 3]


def test_a_frame_of_one_row_is_heard_as_paragraphs(moteur: Convertisseur) -> None:
    lu = tagged(moteur, docx(tableau((p("Le maire") + p("A. B."), "Le secrétaire")) + p()))
    assert lu.document.outline() == "Document(Div(P P P))"


def test_headings_do_not_skip_levels_and_the_title_is_the_first(dxpdf: Convertisseur) -> None:
    corps = titre(1, "Un") + titre(3, "Trois") + titre(3, "Bis") + titre(2, "Deux") + titre(9, "X")
    assert tagged(dxpdf, docx(corps)).document.outline() == "Document(H1 H2 H2 H2 H3)"
    style = '<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    corps = p("Délibération", ppr='<w:pStyle w:val="Titre"/>') + corps
    lu = tagged(dxpdf, docx(corps, styles=style))
    assert lu.document.outline() == "Document(H1 H2 H3 H3 H3 H4)"


def test_words_in_another_language_say_so(moteur: Convertisseur) -> None:
    lu = tagged(moteur, HOSTILES["two languages"])
    assert str(lu.pdf.Root.Lang) == "fr-FR"
    (span,) = lu.document.all("Span")
    assert (span.texte.strip(), str(span.objet.Lang)) == ("good morning", "en-GB")
    assert str(lu.document.enfants[1].objet.Lang) == "de-DE"


def test_a_link_has_its_words_its_address_and_one_area_a_line(dxpdf: Convertisseur) -> None:
    lu = tagged(dxpdf, HOSTILES["a link over two lines"])
    (element,) = lu.document.all("Link")
    assert element.texte.startswith("le site de la ville le site")
    annotations = list(lu.pdf.pages[0].Annots)
    assert len(annotations) < 6
    for annotation in annotations:
        assert str(annotation.A.URI) == LIEN
        assert str(annotation.Contents) == element.texte.strip()


def test_notes_are_called_labelled_and_named(moteur: Convertisseur) -> None:
    lu = tagged(moteur, HOSTILES["footnotes"])
    assert [r.texte.strip() for r in lu.document.all("Reference")] == ["1", "2"]
    assert [str(n.objet.ID) for n in lu.document.all("Note")] == ["footnote-1", "footnote-2"]
    assert [lbl.texte.strip() for lbl in lu.document.all("Lbl")] == ["1", "2"]
    assert len(lu.pdf.Root.StructTreeRoot.IDTree.Names) == 4


def test_a_picture_says_its_text_and_a_decorative_one_nothing(moteur: Convertisseur) -> None:
    lu = tagged(moteur, HOSTILES["pictures in the line"])
    (figure,) = lu.document.all("Figure")
    assert str(figure.objet.Alt) == "Le logo"
    gauche, bas, droite, haut = figure.attribute("BBox")
    assert droite - gauche == pytest.approx(39.4, abs=0.5)
    assert 0 < bas < haut < 842


def test_running_heads_and_rules_are_artifacts(moteur: Convertisseur) -> None:
    lu = tagged(moteur, HOSTILES["running heads that say what the body says"])
    dits = " ".join("".join(lu.artefacts).split())
    assert dits.count("Ville de Dijon") == 2
    assert "Page 1" in dits
    assert b"/Subtype /Header" in lu.pdf.pages[0].Contents.read_bytes()


# What cannot be told truly is not claimed


def test_a_picture_that_says_nothing_makes_an_honest_pdf_a_2u(moteur: Convertisseur) -> None:
    conversion = moteur.convert(docx(p("a ", image(), " b")), proprietes=PROPRIETES)
    assert conversion.norme is ARCHIVE
    (alerte,) = conversion.alertes
    assert alerte.startswith("PDF/A-2u seulement, sans les balises d'accessibilité : une image n'a")
    assert failures(conversion.pdf, conversion.norme.nom) == []
    with pikepdf.Pdf.open(io.BytesIO(conversion.pdf)) as document:
        assert not {"/StructTreeRoot", "/MarkInfo"} & set(document.Root.keys())


@pytest.mark.parametrize(
    ("word", "raison"),
    [
        (p("un trois deux"), "le mot « deux » de la page 1 n'a pas de place sûre"),
        (p("un deux"), "le mot « trois » de la page 1 n'a pas de place sûre"),
        (p("un deux trois") + p("quatre"), "le paragraphe « quatre » n'est pas tout entier"),
        (p("un de", lien(run("ux")), " trois"), "le mot « deux » tient à deux éléments à la fois"),
        (p("un deux trois", image("Logo")), "une image du fichier Word manque dans le PDF"),
    ],
)
def test_a_word_that_has_no_place_is_named_and_the_pdf_left_as_it_was(
    word: str, raison: str
) -> None:
    seance = engines.dxpdf.start(delai=20, memoire=2**31)
    pdf = seance.convert(docx(p("un deux trois")))
    seance.close()
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        avant = document.pages[0].Contents.read_bytes()
        with pytest.raises(NonBalisableError) as refus:
            feuilles = flux.read_pages(document)
            balises.tag(document, read(docx(word)), "fr-FR", feuilles, [["un", "deux", "trois"]])
        assert refus.value.raison.startswith(raison)
        assert document.pages[0].Contents.read_bytes() == avant


@given(st.lists(st.sampled_from(["oui", "ou", "i", "non", "o"]), min_size=1, max_size=12))
def test_letters_are_placed_whatever_repeats(mots: list[str]) -> None:
    """Whatever the words, the same words broken over pages at any place are all placed."""
    contenu = read(docx("".join(map(p, mots)) + tableau(("oui", "o"), ("i", "non"))))
    arbre = build(contenu, "fr-FR")
    cours = expect(contenu, arbre, 2)
    milieu = len(mots[0])
    pages = [cours.lettres[:milieu], cours.lettres[milieu:]]
    feuillets = [Feuillet(page, (len(page),), "", "", "1") for page in pages]
    trajets = place_letters(cours, feuillets)
    assert next((t.place, t.fin - t.debut) for page in trajets for t in page) == (0, milieu)
    assert sum(t.fin - t.debut for page in trajets for t in page) == len(cours.lettres)


def test_a_form_drawn_by_a_page_may_hold_words_and_a_picture_holds_none() -> None:
    document = pikepdf.Pdf.new()
    page = document.add_blank_page()
    for genre, attendu in (("Image", False), ("Form", True)):
        objet = pikepdf.Stream(document, b"", Subtype=pikepdf.Name(f"/{genre}"))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X1=objet))
        assert flux.has_text_elsewhere(document) is attendu
