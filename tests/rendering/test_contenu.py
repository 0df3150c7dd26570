from __future__ import annotations

import zlib
from xml.sax.saxutils import escape

import pytest
from fabrique import (
    NOMS,
    appel,
    archive,
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
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import TemplateError
from generator.pdf import polices
from generator.rendering.contenu import Champ, Genre, as_text
from generator.rendering.ooxml import blocs, paquet
from generator.rendering.ooxml.lecture import read


def labels(corps: str, numbering: str, styles: str = "") -> list[str]:
    contenu = read(docx(corps, parties={"numbering": numbering}, styles=styles))
    return [paragraphe.etiquette for paragraphe in contenu.corps]


def style(
    nom: str, *, base: str = "", ppr: str = "", rpr: str = "", genre: str = "paragraph"
) -> str:
    parent = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="{genre}" w:styleId="{nom}"><w:name w:val="{nom}"/>{parent}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def test_the_whole_text_reads_as_people_read_the_page() -> None:
    corps = (
        p("Extrait du registre")
        + p("Une note", appel("footnote", 1), " et un cadre", cadre(p("dans le cadre")))
        + element_de_liste("premier")
        + element_de_liste("second")
        + tableau(("Axe", "Pilote"), (p("A") + p("B"), ""), entetes=1)
        + p("fin")
    )
    fin = section(reference("default", "header1") + reference("first", "footer1"), "<w:titlePg/>")
    fichier = docx(
        corps,
        fin=fin,
        parties={
            "numbering": numerotation(niveau(0, "decimal", "%1.")),
            "footnotes": notes("footnote", " Le texte de la note."),
            "header1": entete(p("Ville, page ", champ("PAGE"), " sur ", champ("NUMPAGES"))),
            "footer1": pied(p("Pied de la première")),
        },
    )
    assert as_text(read(fichier)).splitlines() == [
        "[corps]",
        "Extrait du registre",
        "Une note1 et un cadre",
        "dans le cadre",
        "1. premier",
        "2. second",
        "Axe | Pilote",
        "A / B | ",
        "fin",
        "[notes]",
        "1 Le texte de la note.",
        "[en-tête, section 1, toutes les pages]",
        "Ville, page {PAGE} sur {NUMPAGES}",
        "[pied de page, section 1, première page]",
        "Pied de la première",
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=200))
def test_any_text_is_read_as_it_stands(texte: str) -> None:
    assert read(docx(p(run(escape(texte))))).corps[0].texte == texte


def test_paragraphs_know_their_style_heading_level_and_cell() -> None:
    styles = style("Titre1", ppr='<w:outlineLvl w:val="0"/>') + style("Article", base="Titre1")
    corps = (
        p("titre", ppr='<w:pStyle w:val="Article"/>')
        + p("courant")
        + p("direct", ppr='<w:outlineLvl w:val="2"/>')
        + p("corps", ppr='<w:pStyle w:val="Titre1"/><w:outlineLvl w:val="9"/>')
        + tableau(("a", "b"), ("c", tableau(("d",)) + p("e")), entetes=1)
    )
    contenu = read(docx(corps, styles=styles))
    assert [(x.style, x.niveau) for x in contenu.corps[:4]] == [
        ("Article", 1),
        ("Normal", None),
        ("Normal", 3),
        ("Titre1", None),
    ]
    cellules = {x.texte: x.cellule for x in contenu.corps[4:] if x.cellule}
    assert [(c.tableau, c.ligne, c.colonne, c.entete) for c in cellules.values()] == [
        (0, 0, 0, True),
        (0, 0, 1, True),
        (0, 1, 0, False),
        (1, 0, 0, False),
        (0, 1, 1, False),
    ]


def test_every_number_format_counts_as_word_does() -> None:
    formats = {
        "decimal": ["1", "2", "3", "27"],
        "decimalZero": ["01", "02", "03", "27"],
        "lowerLetter": ["a", "b", "c", "aa"],
        "upperLetter": ["A", "B", "C", "AA"],
        "lowerRoman": ["i", "ii", "iii", "xxvii"],
        "upperRoman": ["I", "II", "III", "XXVII"],
        "ordinal": ["1er", "2e", "3e", "27e"],
    }
    for format_, attendues in formats.items():
        lues = labels(element_de_liste("x") * 27, numerotation(niveau(0, format_, "%1")))
        assert [lues[0], lues[1], lues[2], lues[26]] == attendues


def test_nested_levels_restart_and_quote_the_levels_above() -> None:
    liste = numerotation(
        niveau(0, "upperRoman", "Article %1")
        + niveau(1, "lowerLetter", "%2)")
        + niveau(2, "decimal", "%1.%2.%3.", plus="<w:isLgl/>")
        + niveau(3, "bullet", "•")
    )
    niveaux = [0, 1, 1, 2, 2, 3, 1, 0, 2, 1]
    assert labels("".join(element_de_liste("x", n) for n in niveaux), liste) == [
        "Article I", "a)", "b)", "1.2.1.", "1.2.2.", "•", "c)", "Article II", "2.1.1.", "b)",
    ]  # fmt: skip


def test_a_level_told_never_to_restart_goes_on() -> None:
    sans_reprise = '<w:lvlRestart w:val="0"/>'
    liste = numerotation(
        niveau(0, "decimal", "%1.") + niveau(1, "decimal", "n° %2", plus=sans_reprise)
    )
    corps = "".join(element_de_liste("x", n) for n in (0, 1, 1, 0, 1))
    assert labels(corps, liste) == ["1.", "n° 1", "n° 2", "2.", "n° 3"]


def test_two_instances_of_a_list_share_its_counter_until_one_starts_anew() -> None:
    reprise = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    liste = numerotation(
        niveau(0, "decimal", "%1."), nums={1: (0, ""), 2: (0, reprise), 3: (0, "")}
    )
    corps = "".join(element_de_liste("x", num=num) for num in (1, 1, 2, 2, 1, 3))
    assert labels(corps, liste) == ["1.", "2.", "5.", "6.", "7.", "8."]


def test_numbering_comes_through_styles_and_can_be_refused() -> None:
    styles = style("Art", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>') + style(
        "Alinea", base="Art", ppr='<w:numPr><w:ilvl w:val="1"/></w:numPr>'
    )
    liste = numerotation(
        niveau(0, "decimal", "Article %1", style="Art") + niveau(1, "decimal", "%1.%2")
    )
    corps = "".join(
        p("x", ppr=f'<w:pStyle w:val="{nom}"/>{plus}')
        for nom, plus in (
            ("Art", ""),
            ("Alinea", ""),
            ("Art", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("Art", ""),
        )
    )
    assert labels(corps, liste, styles) == ["Article 1", "1.1", "", "Article 2"]


def test_fields_of_the_page_stay_marks_and_others_keep_their_result() -> None:
    simple = f'<w:fldSimple w:instr=" page \\* MERGEFORMAT ">{run("7")}</w:fldSimple>'
    imbrique = champ("IF x", "").replace("IF x", f"IF </w:instrText></w:r>{champ('PAGE')}<w:r>"
                                         "<w:instrText> = 1")  # fmt: skip
    contenu = read(docx(p("a ", champ("NUMPAGES", "9"), simple, champ("REF x", "cible"), imbrique)))
    assert contenu.corps[0].contenu == ("a ", Champ.NUMPAGES, Champ.PAGE, "cible")


def test_what_is_hidden_deleted_or_written_twice_is_read_as_drawn() -> None:
    styles = style("Cache", genre="character", rpr="<w:vanish/>")
    contenu = read(
        docx(
            p(
                run("caché", "<w:vanish/>"),
                run("caché", '<w:rStyle w:val="Cache"/>'),
                run("vu ", '<w:rStyle w:val="Cache"/><w:vanish w:val="0"/>'),
                f'<w:ins w:id="1" w:author="x">{run("ajouté")}</w:ins>',
                '<w:del w:id="2" w:author="x"><w:r><w:delText>ôté</w:delText></w:r></w:del>',
                cadre(p("une fois")),
            ),
            styles=styles,
        )
    )
    assert [x.texte for x in contenu.corps] == ["vu ajouté", "une fois"]
    assert [x.cadre for x in contenu.corps] == [False, True]


def test_sections_inherit_the_running_heads_that_they_do_not_define() -> None:
    corps = p("a") + fin_de_section(
        reference("default", "header1") + reference("even", "header2")
    ) + p("b")  # fmt: skip
    fin = section(
        reference("default", "header3"),
        '<w:type w:val="continuous"/><w:pgNumType w:start="4" w:fmt="lowerRoman"/>',
    )
    contenu = read(
        docx(
            corps,
            fin=fin,
            reglages="<w:evenAndOddHeaders/>",
            parties={f"header{n}": entete(p(f"tête {n}")) for n in (1, 2, 3)},
        )
    )
    premiere, seconde = contenu.sections
    assert contenu.pages_paires
    assert [x.section for x in contenu.corps if x.texte] == [0, 1]
    assert seconde.entetes[Genre.DEFAUT][0].texte == "tête 3"
    assert seconde.entetes[Genre.PAIRE] == premiere.entetes[Genre.PAIRE]
    assert (seconde.continue_page, seconde.premier_numero, seconde.format_numero) == (
        True, 4, "lowerRoman",
    )  # fmt: skip


def test_fonts_come_from_run_style_theme_and_defaults_in_this_order() -> None:
    theme = (
        f"<a:theme {NOMS}><a:themeElements><a:fontScheme><a:majorFont><a:latin "
        'typeface="Marianne"/></a:majorFont><a:minorFont><a:latin typeface="Spectral"/>'
        "</a:minorFont></a:fontScheme></a:themeElements></a:theme>"
    )
    styles = style("T", rpr='<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/>')
    contenu = read(
        docx(
            p("d") + p("t", run("é", '<w:rFonts w:hAnsi="Arial"/>'), ppr='<w:pStyle w:val="T"/>'),
            police="Lato",
            styles=styles,
            parties={"theme": theme},
        )
    )
    assert contenu.caracteres == {"Lato": {"d"}, "Marianne": {"t"}, "Arial": {"é"}}


def test_embedded_fonts_are_given_back_as_they_were() -> None:
    police = polices.FACES[0].read_bytes()
    contenu = read(docx(p("x"), polices={"Source Sans Pro": police}))
    assert contenu.polices_integrees == {"Source Sans Pro": (police,)}


def test_what_dxpdf_does_not_draw_is_said_with_its_words() -> None:
    styles = style("Grand", rpr="<w:caps/>") + style("Sobre", genre="character", rpr="<w:caps/>")
    contenu = read(
        docx(
            p("avant ", controle(run("perdu")), champ("DATE", "1er juin"), "con\u00adseil")
            + p(
                "ville",
                run(" normale", '<w:rStyle w:val="Sobre"/>'),
                run("petit", "<w:caps w:val='0'/><w:smallCaps/>"),
                run("rayé", "<w:caps w:val='0'/><w:dstrike/>"),
                ppr='<w:pStyle w:val="Grand"/>',
            )
            + controle(p("bloc")),
            styles=styles,
        )
    )
    assert [phrase.split(" : ")[0] for phrase in contenu.bloquants] == [
        "« perdu »",
        "« 1er juin »",
        "« con\u00adseil »",
    ]
    assert [phrase.split(" : ")[0] for phrase in contenu.non_dessine[3:]] == [
        "« ville »",
        "« petit »",
        "« rayé »",
    ]
    assert contenu.capitales == ("ville", "petit")


def test_an_ordinary_document_has_nothing_to_say_before_the_run() -> None:
    assert read(docx(p("Bonjour") + tableau(("a",)))).non_dessine == ()


def deep(niveaux: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * niveaux + p("x") + "</w:tc></w:tr></w:tbl>" * niveaux + p()


BOMBE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("octets", "mot"),
    [
        (b"", "n'est pas un document Word"),
        (b"%PDF-1.7", "n'est pas un document Word"),
        (docx(p("x"))[:-40], "n'est pas un document Word"),
        (archive({"a.txt": b"a"}), "n'est pas un document Word"),
        (docx("<w:p><w:r>"), "abîmé"),
        (docx(p("x"), parties={"numbering": BOMBE}), "n'est pas un document Word"),
        (docx(deep(2000)), "imbrique trop"),
        (docx(p("x" * 11_000_000)), "10 millions"),
        (docx(p('<w:r><w:sym w:char="ZZZZ"/></w:r>')), "symbole"),
    ],
    ids=["empty", "pdf", "cut", "no document", "xml", "entities", "depth", "text", "symbol"],
)
def test_what_is_no_sound_word_file_is_one_french_sentence(octets: bytes, mot: str) -> None:
    with pytest.raises(TemplateError, match=mot) as error:
        read(octets)
    assert len(error.value.messages) == 1


def test_a_zip_bomb_is_refused_before_it_is_inflated() -> None:
    bombe = docx(p("x"), parties={"numbering": " " * (paquet.PARTIE_MAXIMALE + 1)})
    assert len(bombe) < 2**20
    with pytest.raises(TemplateError, match="dépasse 32 Mio"):
        read(bombe)


def test_a_part_whose_bytes_were_altered_is_refused() -> None:
    octets = bytearray(docx(p("bonjour " * 500)))
    place = octets.index(b"word/document.xml") + 40
    octets[place : place + 8] = zlib.compress(b"autre")[:8]
    with pytest.raises(TemplateError):
        read(bytes(octets))


def test_documents_of_one_template_do_not_count_on_from_each_other() -> None:
    numbering = numerotation(niveau(0, "decimal", "%1."))
    premier = docx(element_de_liste("a") + element_de_liste("b"), parties={"numbering": numbering})
    second = docx(element_de_liste("c"), parties={"numbering": numbering})
    assert [p.etiquette for p in read(premier).corps] == ["1.", "2."]
    assert [p.etiquette for p in read(second).corps] == ["1."]
    assert read(premier) == read(premier)


def test_documents_with_other_styles_are_not_read_with_those_of_the_first() -> None:
    corps = p("x", ppr='<w:pStyle w:val="T"/>')
    polices_lues = [
        read(docx(corps, styles=style("T", rpr=f'<w:rFonts w:ascii="{police}"/>'))).caracteres
        for police in ("Lato", "Arial")
    ]
    assert [list(caracteres) for caracteres in polices_lues] == [["Lato"], ["Arial"]]


MORCEAUX = (
    p("Vu le code"),
    p("<w:r><w:softHyphen/></w:r>", run("Majuscules", "<w:caps/>")),
    element_de_liste("premier"),
    element_de_liste("dedans", 1),
    tableau(("Axe", "Pilote"), ("A", element_de_liste("B"))),
    tableau(("seul",)),
    p("note", appel("footnote", 1)),
    p("cadre", cadre(element_de_liste("dans le cadre"))),
    p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "non lu"),
    p('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    fin_de_section(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(MORCEAUX), max_size=8), min_size=2, max_size=6))
def test_a_file_reads_the_same_after_others_that_have_paragraphs_in_common(
    documents: list[list[str]],
) -> None:
    parties = {
        "numbering": numerotation(niveau(0, "decimal", "%1.") + niveau(1, "lowerLetter", "%1%2)")),
        "footnotes": notes("footnote", "Au pied"),
    }
    fichiers = [docx("".join(morceaux), parties=parties) for morceaux in documents]
    seuls = []
    for fichier in fichiers:
        blocs._gardes.clear()
        seuls.append(read(fichier))
    blocs._gardes.clear()
    assert [read(fichier) for fichier in fichiers] == seuls


def test_paragraphs_kept_for_the_next_files_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocs, "GARDES", 10)
    blocs._gardes.clear()
    for rang in range(5):
        read(docx("".join(p(f"{rang} {numero}") for numero in range(20))))
    assert 0 < len(blocs._gardes) <= 10
    read(docx(p("long " * blocs.TAILLE_MAXIMALE)))
    assert sum(len(cle[0]) for cle in blocs._gardes) <= 10 * blocs.TAILLE_MAXIMALE
