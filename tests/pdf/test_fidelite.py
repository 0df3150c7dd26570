from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from fabrique import (
    SAUT_DE_PAGE,
    appel,
    cadre,
    champ,
    controle,
    docx,
    element_de_liste,
    entete,
    fin_de_section,
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
from fontTools.ttLib import TTFont

from generator.domain.document import Proprietes
from generator.errors import ConversionError
from generator.pdf import fidelite, pages, polices
from generator.pdf.conversion import Conversion, Convertisseur
from generator.pdf.engines import libreoffice
from generator.pdf.mots import Ecart, split
from generator.pdf.texte import extract_text
from generator.rendering.contenu import as_text
from generator.rendering.ooxml.lecture import read

PROPRIETES = Proprietes("Titre", "Ville", "Sujet", (), None)
PUCE = numerotation(niveau(0, "bullet", "•") + niveau(1, "decimal", "%2."))


@pytest.fixture(
    scope="module",
    params=[
        "dxpdf",
        pytest.param("libreoffice", marks=pytest.mark.libreoffice),
    ],
)
def moteur(request: pytest.FixtureRequest) -> Iterator[Convertisseur]:
    with Convertisseur(request.param) as convertisseur:
        yield convertisseur


@pytest.fixture(scope="module")
def dxpdf() -> Iterator[Convertisseur]:
    with Convertisseur("dxpdf") as convertisseur:
        yield convertisseur


def convert(convertisseur: Convertisseur, fichier: bytes) -> Conversion:
    return convertisseur.convert(fichier, proprietes=PROPRIETES)


def error_of(convertisseur: Convertisseur, fichier: bytes) -> str:
    with pytest.raises(ConversionError) as error:
        convert(convertisseur, fichier)
    return "\n".join(error.value.messages)


# What both engines draw without losing anything


def test_ordinary_french_typography_is_kept(moteur: Convertisseur) -> None:
    texte = (
        "L’élève « n° 1 » doit 2\u202f000\u00a0€ : œuvre, Haÿ-les-Roses ; ☐ ☑ ffi fl 1er A\u0301…"
    )
    convert(moteur, docx(p(texte)))


def test_a_word_of_ten_thousand_letters_is_cut_but_not_lost(moteur: Convertisseur) -> None:
    assert convert(moteur, docx(p("avant " + "abcdefghij" * 1000 + " après"))).pages > 1


def test_hyphenated_names_at_the_end_of_lines_are_not_lost(moteur: Convertisseur) -> None:
    convert(moteur, docx(p("Saint-Denis-en-Val-de-la-Côte-d’Or " * 30)))


def test_running_heads_bear_their_page_numbers_on_every_page(moteur: Convertisseur) -> None:
    tete = entete(p("Ville de Dijon, page ", champ("PAGE"), " sur ", champ("NUMPAGES")))
    fichier = docx(
        SAUT_DE_PAGE.join(p(f"page {n}") for n in "abc"),
        fin=section(reference("default", "header1")),
        parties={"header1": tete},
    )
    conversion = convert(moteur, fichier)
    assert conversion.pages == 3
    assert "page 3 sur 3" in extract_text(conversion.pdf)[2]


def test_first_even_and_default_running_heads_stand_on_their_pages(moteur: Convertisseur) -> None:
    fichier = docx(
        SAUT_DE_PAGE.join(p(f"corps {n}") for n in range(4)),
        fin=section(
            reference("first", "header1")
            + reference("even", "header2")
            + reference("default", "header3")
            + reference("default", "footer1"),
            "<w:titlePg/>",
        ),
        reglages="<w:evenAndOddHeaders/>",
        parties={
            "header1": entete(p("première")),
            "header2": entete(p("paire ", champ("PAGE"))),
            "header3": entete(p("impaire ", champ("PAGE"))),
            "footer1": pied(p("pied ", champ("PAGE"))),
        },
    )
    textes = extract_text(convert(moteur, fichier).pdf)
    assert ["première" in texte for texte in textes] == [True, False, False, False]
    assert ["pied" in texte for texte in textes] == [False, False, True, False]


def test_each_section_has_its_own_running_heads(moteur: Convertisseur) -> None:
    corps = (
        p("Délibération du conseil municipal")
        + SAUT_DE_PAGE
        + p("suite")
        + fin_de_section(reference("default", "header1"))
        + p("Annexe en tableau")
        + SAUT_DE_PAGE
        + p("suite")
    )
    fichier = docx(
        corps,
        fin=section(reference("default", "header2"), '<w:pgNumType w:start="7"/>'),
        parties={
            "header1": entete(p("registre ", champ("PAGE"))),
            "header2": entete(p("annexe ", champ("PAGE"))),
        },
    )
    conversion = convert(moteur, fichier)
    contenu = read(fichier)
    decoupage = pages.locate_pages(contenu, [split(t) for t in extract_text(conversion.pdf)])
    assert [(page.section, page.numero) for page in decoupage] == [(0, 1), (0, 2), (1, 7), (1, 8)]


def test_header_rows_repeated_on_each_page_are_not_too_many(moteur: Convertisseur) -> None:
    lignes = [(f"Action {n}", f"objectif assez long de l’action {n}") for n in range(120)]
    conversion = convert(moteur, docx(tableau(("Intitulé", "But"), *lignes, entetes=1) + p()))
    assert conversion.pages > 2


def test_footnotes_and_text_boxes_are_read_with_the_body(moteur: Convertisseur) -> None:
    convert(
        moteur,
        docx(
            p("premier", appel("footnote", 1), " et second", appel("footnote", 2), ".")
            + p("ancre", cadre(p("dans le cadre"))),
            parties={"footnotes": notes("footnote", " Une note.", " Deux notes.")},
        ),
    )


def test_lists_are_labelled_as_their_word_file_asks(moteur: Convertisseur) -> None:
    corps = "".join(element_de_liste("élément", n) for n in (0, 1, 1, 0, 1))
    convert(moteur, docx(corps, parties={"numbering": PUCE}))


def test_the_bullet_of_words_own_lists_is_drawn(moteur: Convertisseur) -> None:
    symbole = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr></w:lvl>'
    liste = numerotation(niveau(0, "bullet", "\uf0b7").replace("</w:lvl>", symbole))
    convert(moteur, docx(element_de_liste("élément"), parties={"numbering": liste}))


def test_a_font_embedded_in_the_word_file_is_used(moteur: Convertisseur) -> None:
    police = renamed_font("Municipale")
    conversion = convert(
        moteur, docx(p("Texte"), police="Municipale", polices={"Municipale": police})
    )
    with pikepdf.Pdf.open(io.BytesIO(conversion.pdf)) as pdf:
        noms = {str(o.BaseFont) for o in pdf.objects if _is_font(o)}
    assert noms
    assert all(nom.endswith("+Municipale") for nom in noms)


def _is_font(objet: pikepdf.Object) -> bool:
    return isinstance(objet, pikepdf.Dictionary) and objet.get("/Type") == "/Font"


def renamed_font(famille: str) -> bytes:
    """Return Source Sans Pro Regular under another name, so that no system has it."""
    font = TTFont(polices.FACES[0])
    for rang in (1, 3, 4, 6, 16):
        font["name"].setName(famille, rang, 3, 1, 0x409)
        font["name"].setName(famille, rang, 1, 0, 0)
    tampon = io.BytesIO()
    font.save(tampon)
    return tampon.getvalue()


@pytest.mark.libreoffice
def test_labels_are_those_that_libreoffice_draws() -> None:
    liste = numerotation(
        niveau(0, "decimal", "Article %1")
        + niveau(1, "lowerLetter", "%2)")
        + niveau(2, "lowerRoman", "%1.%2.%3.")
        + niveau(3, "upperRoman", "%4.", depart=4),
        niveau(0, "upperLetter", "%1") + niveau(1, "bullet", "•") + niveau(2, "decimalZero", "%3"),
        nums={
            1: (0, ""),
            2: (0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
            3: (1, ""),
        },
    )
    suite = [
        (1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 0), (1, 2), (1, 1), (2, 0),
        (2, 0), (2, 1), (1, 0), (3, 0), (3, 1), (3, 2), (3, 2), (3, 0),
    ]  # fmt: skip
    corps = "".join(element_de_liste("mot", rang, num) for num, rang in suite)
    fichier = docx(corps, parties={"numbering": liste})
    seance = libreoffice.start(delai=60, memoire=0)
    try:
        (page,) = extract_text(seance.convert(fichier))
    finally:
        seance.close()
    assert split(as_text(read(fichier)).removeprefix("[corps]")) == split(page)


@pytest.mark.libreoffice
def test_capitals_by_format_and_soft_hyphens_are_no_losses_in_libreoffice() -> None:
    mot = "inter\u00adcommu\u00adna\u00adli\u00adté "
    fichier = docx(
        p(run("Ville de Dijon", "<w:caps/>"), run(" et ses élus", "<w:smallCaps/>")) + p(mot * 60)
    )
    with Convertisseur("libreoffice") as convertisseur:
        assert "VILLE DE DIJON" in extract_text(convert(convertisseur, fichier).pdf)[0]


# What is lost, added or replaced, and must be said


def test_words_in_a_content_control_are_caught_before_the_run(dxpdf: Convertisseur) -> None:
    message = error_of(dxpdf, docx(p("Le ", controle(run("maire adjoint")), " signe")))
    assert "« maire adjoint » : texte dans un contrôle de contenu" in message


def test_words_that_dxpdf_loses_without_a_word_are_named(dxpdf: Convertisseur) -> None:
    perdu = f'<w:bdo w:val="ltr">{run("disparu")}</w:bdo>'
    assert "manquent dans le PDF : « disparu »" in error_of(dxpdf, docx(p("a ", perdu, " b")))


def test_a_label_counted_otherwise_is_a_difference(dxpdf: Convertisseur) -> None:
    liste = numerotation(niveau(0, "decimal", "Article %1"), nums={1: (0, ""), 2: (0, "")})
    corps = "".join(element_de_liste("x", num=num) for num in (1, 2))
    message = error_of(dxpdf, docx(corps, parties={"numbering": liste}))
    assert "manquent dans le PDF : « 2 »" in message
    assert "n'a pas : « 1 »" in message


def test_a_character_that_no_font_has_is_named_with_its_word(moteur: Convertisseur) -> None:
    message = error_of(moteur, docx(p("la ville de x漢y")))
    assert "« 漢 » (U+6F22) (dans « x漢y »)" in message


def test_a_bullet_that_the_font_lacks_is_named_with_its_paragraph(moteur: Convertisseur) -> None:
    liste = numerotation(niveau(0, "bullet", "\uf0a7"))
    message = error_of(moteur, docx(element_de_liste("suivi"), parties={"numbering": liste}))
    assert "U+F0A7 (puce ou numéro du paragraphe « suivi »)" in message


def test_a_substituted_font_is_named_with_what_to_do(moteur: Convertisseur) -> None:
    message = error_of(moteur, docx(p("a", run("b", '<w:rFonts w:ascii="Marianne" w:hAnsi="M"/>'))))
    assert "La police « Marianne » est demandée" in message
    assert "Intégrez-la au fichier Word" in message


def test_many_missing_words_are_counted_rather_than_listed() -> None:
    contenu = read(docx(p(" ".join(f"mot{n}" for n in range(30)))))
    with pytest.raises(ConversionError, match="« mot9 » et 20 autres"):
        fidelite.verify_words(contenu, [split("")])


def test_a_word_said_twice_must_be_drawn_twice() -> None:
    contenu = read(docx(p("oui et oui")))
    fidelite.verify_words(contenu, [split("oui oui et")])
    with pytest.raises(ConversionError, match="manquent dans le PDF : « oui »"):
        fidelite.verify_words(contenu, [split("oui et")])
    with pytest.raises(ConversionError, match="n'a pas : « et »"):
        fidelite.verify_words(contenu, [split("oui et oui et")])


def test_values_of_the_record_stand_in_both_files() -> None:
    contenu = read(docx(p("La Ville de ", run("Dijon", "<w:b/>"), " verse 9 500 €")))
    textes = [split("La Ville de\r\nDijon verse 9"), split("500 €")]
    fidelite.verify_values(["Ville de Dijon", "9\u202f500 €", ""], contenu, textes)
    with pytest.raises(ConversionError, match="« Lyon » manque dans le fichier Word"):
        fidelite.verify_values(["Lyon"], contenu, textes)
    with pytest.raises(ConversionError, match="« 9 500 € » manque dans le PDF"):
        fidelite.verify_values(["9 500 €"], contenu, [split("La Ville de Dijon verse 500 €")])


def test_a_value_in_the_alternative_text_of_a_picture_stands_on_no_page() -> None:
    contenu = read(docx(p("Ville", cadre(p("x")).replace('name="Cadre"', 'descr="Logo du Havre"'))))
    fidelite.verify_values(["Logo du Havre"], contenu, [split("Ville x")])
    with pytest.raises(ConversionError, match="« Logo de Lyon » manque dans le fichier Word"):
        fidelite.verify_values(["Logo de Lyon"], contenu, [split("Ville x")])


def test_pieces_are_joined_in_their_order_only() -> None:
    ecart = Ecart(["abcd", "ef", "gh", "l"], ["ab", "cd", "efgh", "l"])
    ecart.rejoin(coupures=False)
    assert not ecart
    ecart = Ecart(["abcd"], ["cd", "ab"])
    ecart.rejoin(coupures=False)
    assert ecart.missing() == ["abcd"]
    assert ecart.surplus() == ["cd", "ab"]
