"""Places of signature of hostile Word files: a field at the right place, or a clear refusal."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from conformite import failures
from fabrique import (
    SAUT_DE_PAGE,
    appel,
    cadre,
    docx,
    emplacement,
    entete,
    image,
    lien,
    notes,
    p,
    pied,
    reference,
    run,
    section,
    tableau,
)
from relecture import read_back

from generator.domain.document import Proprietes
from generator.errors import ConversionError, TemplateError
from generator.pdf.conversion import Conversion, Convertisseur
from generator.pdf.norme import ACCESSIBLE, ARCHIVE

PROPRIETES = Proprietes("Titre", "Ville", "Sujet", (), None)
LIE = "<w:keepNext/>"
SECRETAIRE = emplacement("signature secretaire", "Signature de la secrétaire")
EXECUTIF = emplacement("signature executif", "Signature du maire")


def cellule(qui: str, place: str, ppr: str = LIE) -> str:
    return p(qui, ppr=ppr) + p(place, ppr=ppr) + p(f"Nom{qui}", ppr=ppr)


BLOC = tableau((cellule("Secrétaire", SECRETAIRE), cellule("Maire", EXECUTIF))) + p("Recours")


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


def fields(conversion: Conversion) -> dict[str, tuple[int, list[float]]]:
    """Name → page and rectangle of each field, read from the PDF alone and checked against it."""
    found = {}
    with pikepdf.Pdf.open(io.BytesIO(conversion.pdf)) as document:
        declared = [champ.objgen for champ in document.Root.AcroForm.Fields]
        assert int(document.Root.AcroForm.SigFlags) == 1
        for numero, page in enumerate(document.pages, start=1):
            for annotation in page.get("/Annots", ()):
                if annotation.Subtype != "/Widget":
                    continue
                assert annotation.objgen in declared
                assert annotation.FT == "/Sig"
                assert "/V" not in annotation
                assert annotation.P.objgen == page.objgen
                assert int(annotation.F) == 4
                assert annotation.AP.N.read_bytes() == b""
                found[str(annotation.T)] = (numero, [float(bord) for bord in annotation.Rect])
            assert not page.get_images()
        assert len(found) == len(declared)
    places = {place.cle: place for place in conversion.signatures}
    assert places.keys() == found.keys()
    for cle, (numero, cadre_du_champ) in found.items():
        assert places[cle].page == numero
        assert places[cle].cadre == pytest.approx(cadre_du_champ, abs=0.01)
    return found


def where(pdf: bytes, texte: str) -> tuple[int, tuple[float, float, float, float]]:
    """Page and rectangle of the first time that a text stands in a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        for numero, page in enumerate(document, start=1):
            textes = page.get_textpage()
            trouve = textes.search(texte, match_case=True).get_next()
            if trouve is not None:
                debut, nombre = trouve
                boites = [textes.get_charbox(debut + i) for i in range(nombre)]
                gauches, bas, droites, hauts = zip(*boites, strict=True)
                return numero, (min(gauches), min(bas), max(droites), max(hauts))
    raise AssertionError(texte)


def accessible(moteur: Convertisseur, fichier: bytes) -> Conversion:
    conversion = moteur.convert(fichier, proprietes=PROPRIETES)
    assert conversion.alertes == ()
    assert conversion.norme is ACCESSIBLE
    assert failures(conversion.pdf, conversion.norme.nom) == []
    assert read_back(conversion.pdf).orphelins == []
    return conversion


# Where fields are


def test_a_field_has_the_very_rectangle_of_its_picture(moteur: Convertisseur) -> None:
    conversion = accessible(moteur, docx(p("Avant") + BLOC))
    trouves = fields(conversion)
    assert list(trouves) == ["secretaire", "executif"]
    for cle, qui in (("secretaire", "Secrétaire"), ("executif", "Maire")):
        page, (gauche, bas, droite, haut) = trouves[cle]
        assert (droite - gauche, haut - bas) == pytest.approx((204.1, 48.2), abs=0.5)
        numero, dessus = where(conversion.pdf, qui)
        assert numero == page
        assert haut <= dessus[1] + 1
        assert gauche == pytest.approx(dessus[0], abs=2)
        _, dessous = where(conversion.pdf, f"Nom{qui}")
        assert dessous[3] <= bas + 1


@pytest.mark.parametrize("lignes", [0, 20, 30, 38, 41, 44, 47, 60])
def test_the_field_follows_its_block_whatever_the_length_of_the_text(
    dxpdf: Convertisseur, lignes: int
) -> None:
    corps = (
        p("Une ligne de texte tout ordinaire, assez longue.") * lignes
        + p("Dernier article du texte", ppr=LIE)
        + BLOC
    )
    conversion = accessible(dxpdf, docx(corps))
    trouves = fields(conversion)
    assert {page for page, _ in trouves.values()} == {where(conversion.pdf, "NomMaire")[0]}
    assert {page for page, _ in trouves.values()} == {where(conversion.pdf, "Dernier")[0]}


def test_a_field_is_heard_in_the_order_of_the_word_file(moteur: Convertisseur) -> None:
    lu = read_back(accessible(moteur, docx(p("Avant") + BLOC)).pdf)
    assert lu.document.outline() == "Document(P Div(P P(Form) P P P(Form) P) P)"
    formulaires = lu.document.all("Form")
    assert [str(f.objet.Alt) for f in formulaires] == [
        "Signature de la secrétaire",
        "Signature du maire",
    ]
    assert [str(f.objet.K.Obj.TU) for f in formulaires] == [str(f.objet.Alt) for f in formulaires]
    assert [str(f.objet.K.Obj.T) for f in formulaires] == ["secretaire", "executif"]


PLACES = {
    "in a table in a table": docx(tableau((BLOC,)) + p("fin")),
    "in a table of data": docx(tableau(("A", "B"), (p(EXECUTIF), p(SECRETAIRE)), entetes=1) + p()),
    "beside words, in the middle of a line": docx(p("avant ", EXECUTIF, " après")),
    "on pages apart": docx(p(SECRETAIRE) + SAUT_DE_PAGE + p("deux") + p(EXECUTIF)),
    "with pictures and links": docx(
        p(image("Le logo"), " le ", lien(run("site de la ville")), " de Dijon")
        + p(EXECUTIF)
        + p("Suite, ", lien(run("autre lien")))
    ),
    "under a name with capitals, accents and blanks": docx(
        p(emplacement("  Signature   Exécutif ", "Signature du maire"))
    ),
    "on a landscape page": docx(
        p(EXECUTIF),
        fin='<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>',
    ),
}


@pytest.mark.parametrize("nom", [n for n in PLACES if n != "with pictures and links"])
def test_a_place_is_found_wherever_the_body_puts_it(moteur: Convertisseur, nom: str) -> None:
    conversion = accessible(moteur, PLACES[nom])
    assert "executif" in fields(conversion)
    lu = read_back(conversion.pdf)
    assert [str(f.objet.K.Obj.T) for f in lu.document.all("Form")] == [
        place.cle for place in conversion.signatures
    ]


def test_a_place_lives_with_true_pictures_and_links(dxpdf: Convertisseur) -> None:
    conversion = accessible(dxpdf, PLACES["with pictures and links"])
    lu = read_back(conversion.pdf)
    assert [element.genre for element in lu.document.all("Figure", "Form", "Link")] == [
        "Figure", "Link", "Form", "Link",
    ]  # fmt: skip
    (page,) = lu.pdf.pages
    assert len(page.get_images()) == 1


def test_a_place_without_a_description_gets_that_of_its_signatory(dxpdf: Convertisseur) -> None:
    conversion = accessible(dxpdf, docx(p(emplacement("signature unicef", ""))))
    (place,) = conversion.signatures
    assert place.description == "Signature d’UNICEF France"


def test_a_document_without_places_has_no_form(moteur: Convertisseur) -> None:
    conversion = accessible(moteur, docx(p("Rien à signer")))
    assert conversion.signatures == ()
    with pikepdf.Pdf.open(io.BytesIO(conversion.pdf)) as document:
        assert "/AcroForm" not in document.Root


def test_a_document_that_cannot_be_tagged_keeps_its_fields(moteur: Convertisseur) -> None:
    """A picture without alternative text makes a PDF/A-2u."""
    corps = p("a ", image(decorative=False)) + p(EXECUTIF)
    conversion = moteur.convert(docx(corps), proprietes=PROPRIETES)
    assert conversion.norme is ARCHIVE
    assert failures(conversion.pdf, conversion.norme.nom) == []
    with pikepdf.Pdf.open(io.BytesIO(conversion.pdf)) as document:
        (champ,) = document.Root.AcroForm.Fields
        assert (str(champ.T), str(champ.TU)) == ("executif", "Signature du maire")
        assert "/StructParent" not in champ


# What is refused


def refused(moteur: Convertisseur, fichier: bytes, **options: dict[str, str]) -> str:
    with pytest.raises((TemplateError, ConversionError)) as error:
        moteur.convert(fichier, proprietes=PROPRIETES, **options)
    return "\n".join(error.value.messages)


@pytest.mark.parametrize(
    ("fichier", "raison"),
    [
        (
            docx(p("Le texte") + p(EXECUTIF) + p("Encore") + p(EXECUTIF)),
            "Emplacement de signature « executif » (après « Encore ») : ce nom y est déjà pris",
        ),
        (
            docx(p("Le texte") + p(emplacement("signature mère"))),
            "Emplacement de signature « mere » (après « Le texte ») : ce nom n'est pas connu",
        ),
        (docx(p(EXECUTIF.replace("inline", "anchor"))), "« Aligné sur le texte »"),
        (docx(p("a", emplacement("signature executif", ancree=True))), "« Aligné sur le texte »"),
        (
            docx(
                p("corps"),
                fin=section(reference("default", "header1")),
                parties={"header1": entete(p(EXECUTIF))},
            ),
            "ne peut pas être dans un en-tête",
        ),
        (
            docx(
                p("corps"),
                fin=section(reference("default", "footer1")),
                parties={"footer1": pied(p(EXECUTIF))},
            ),
            "ne peut pas être dans un en-tête, un pied de page",
        ),
        (docx(p("a ", cadre(p(EXECUTIF)))), "une zone de texte"),
        (docx(tableau((p(EXECUTIF), "b"), ("c", "d"), entetes=1) + p()), "tableau répétée"),
        (
            docx(
                p("un", appel("footnote", 1)),
                parties={
                    "footnotes": notes("footnote", " note").replace(
                        "</w:p></w:footnote></w:footnotes>",
                        f"{EXECUTIF}</w:p></w:footnote></w:footnotes>",
                    )
                },
            ),
            "une note",
        ),
    ],
    ids=["twice", "unknown", "anchor", "floating", "header", "footer", "box", "row", "note"],
)
def test_a_place_that_no_field_can_take_is_refused_with_its_paragraph(
    dxpdf: Convertisseur, fichier: bytes, raison: str
) -> None:
    assert raison in refused(dxpdf, fichier)


def test_an_unknown_name_lists_those_that_are_known(dxpdf: Convertisseur) -> None:
    message = refused(dxpdf, docx(p(emplacement("signature maire"))))
    for cle in ("secretaire", "executif", "unicef"):
        assert f"« signature {cle} »" in message


def test_every_place_at_fault_is_told_at_once(dxpdf: Convertisseur) -> None:
    corps = p(EXECUTIF) + p(EXECUTIF) + p(emplacement("signature x"))
    assert len(refused(dxpdf, docx(corps)).splitlines()) == 2


def test_a_foreign_picture_in_a_place_is_refused(moteur: Convertisseur) -> None:
    etrangere = emplacement("signature executif", "Signature", dessin="image")
    message = refused(moteur, docx(p(etrangere)))
    assert "ne se retrouvent pas tous" in message
    assert "61 × 17 pixels" in message


def test_a_transparent_picture_that_nothing_names_is_refused(moteur: Convertisseur) -> None:
    corps = p(EXECUTIF) + p(emplacement("Image 3", "Une image"))
    assert "Le PDF a 2 emplacements de signature et le fichier Word en nomme 1" in refused(
        moteur, docx(corps)
    )


def test_a_place_over_a_word_is_refused(moteur: Convertisseur) -> None:
    """A negative indent draws the picture over the cell before."""
    retrait = '<w:ind w:left="-3000"/>'
    corps = tableau(("mot couvert " * 20, p(EXECUTIF, ppr=retrait))) + p()
    message = refused(moteur, docx(corps))
    assert "« executif » couvre «" in message
    assert "page 1" in message


def test_places_that_overlap_are_refused(dxpdf: Convertisseur) -> None:
    corps = tableau((p(SECRETAIRE), p(EXECUTIF, ppr='<w:ind w:left="-3000"/>'))) + p()
    assert "se chevauchent" in refused(dxpdf, docx(corps))


def test_a_place_that_leaves_the_page_is_refused(moteur: Convertisseur) -> None:
    for retrait in (-3000, 8000):
        hors = p(EXECUTIF, ppr=f'<w:ind w:left="{retrait}"/>')
        assert "sort de la page" in refused(moteur, docx(hors))


def test_a_place_too_small_to_be_read_is_refused(moteur: Convertisseur) -> None:
    petit = EXECUTIF.replace('cy="612000"', 'cy="120000"')
    assert "est trop petit" in refused(moteur, docx(p(petit)))


# What holds together


def test_a_block_parted_from_its_article_is_told_with_both_pages(moteur: Convertisseur) -> None:
    corps = (
        p("Article 3 – Charge la maire de tout", ppr=LIE)
        + p('<w:r><w:br w:type="page"/></w:r>', ppr=LIE)
        + BLOC
    )
    conversion = moteur.convert(docx(corps), proprietes=PROPRIETES)
    (alerte,) = conversion.alertes
    assert alerte.startswith(
        "La signature « secretaire » est page 2, et « Article 3 – Charge la maire de tout », qui "
        "doit rester avec elle, page 1 : raccourcissez"
    )


def test_a_paragraph_that_need_not_stay_may_be_on_another_page(moteur: Convertisseur) -> None:
    corps = p("Article 3") + SAUT_DE_PAGE + BLOC
    assert moteur.convert(docx(corps), proprietes=PROPRIETES).alertes == ()


def test_a_style_keeps_paragraphs_together_as_direct_format_does(dxpdf: Convertisseur) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:pPr><w:keepNext/></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/>'
        '<w:basedOn w:val="A"/></w:style>'
    )
    saut = p('<w:r><w:br w:type="page"/></w:r>', ppr='<w:pStyle w:val="A"/>')
    for ppr, nombre in (
        ('<w:pStyle w:val="B"/>', 1),
        ('<w:pStyle w:val="B"/><w:keepNext w:val="0"/>', 0),
    ):
        corps = p("Article trois", ppr=ppr) + saut + p(EXECUTIF)
        conversion = dxpdf.convert(docx(corps, styles=styles), proprietes=PROPRIETES)
        assert len(conversion.alertes) == nombre


def test_places_of_one_table_on_two_pages_are_told(moteur: Convertisseur) -> None:
    corps = tableau((p(SECRETAIRE), "a"), (p("mot") * 70, "b"), (p(EXECUTIF), "c")) + p()
    conversion = moteur.convert(docx(corps), proprietes=PROPRIETES)
    (alerte,) = conversion.alertes
    assert alerte.startswith("Les signatures « secretaire » et « executif » d'un même cadre sont")


def test_places_of_a_row_broken_over_pages_stay_in_their_cells(moteur: Convertisseur) -> None:
    """The page of the second comes first: taken in the order of pages, they would be exchanged."""
    corps = tableau((p("mot " * 900) + p(SECRETAIRE), p(EXECUTIF))) + p("fin")
    conversion = moteur.convert(docx(corps), proprietes=PROPRIETES)
    trouves = fields(conversion)
    assert trouves["secretaire"][0] > trouves["executif"][0] == 1
    assert trouves["secretaire"][1][2] < trouves["executif"][1][0]
    (alerte,) = conversion.alertes
    assert alerte.startswith("Les signatures « secretaire » et « executif » d'un même cadre sont")


# The marks of i-Parapheur


MARQUES = {"secretaire": "#signature_1#", "executif": "#signature_2#", "unicef": ""}
MARQUES_PRETES = docx(
    tableau(
        (
            p("Secrétaire") + p(SECRETAIRE) + p("#signature_1#"),
            p("Maire") + p(EXECUTIF) + p("#signature_2#"),
        )
    )
    + p("fin")
)


def test_marks_stand_instead_of_fields(moteur: Convertisseur) -> None:
    conversion = moteur.convert(MARQUES_PRETES, proprietes=PROPRIETES, marques=MARQUES)
    assert conversion.alertes == ()
    assert conversion.norme is ACCESSIBLE
    assert failures(conversion.pdf, conversion.norme.nom) == []
    for place in conversion.signatures:
        numero, (_, _, _, haut) = where(conversion.pdf, MARQUES[place.cle])
        assert numero == place.page
        assert haut <= place.cadre[1] + 1
    with pikepdf.Pdf.open(io.BytesIO(conversion.pdf)) as document:
        assert "/AcroForm" not in document.Root
        assert not document.pages[0].get_images()
    assert read_back(conversion.pdf).document.all("Form") == []


@pytest.mark.parametrize(
    ("corps", "raison"),
    [
        (
            p(EXECUTIF),
            "« #signature_2# » de l'emplacement « executif » doit être imprimée une fois",
        ),
        (p(EXECUTIF) + p("#signature_2#") * 2, "et l'est 2 fois"),
        (p(EXECUTIF) + p("signez #signature_2# ici"), "et l'est 0 fois"),
        (
            p(EXECUTIF) + p("#signature_2#") + p("un texte #signature# tapé"),
            "Le texte « un texte #signature# tapé » porte « #signature# »",
        ),
        (p(EXECUTIF) + p("#signature_2#") + p("et #x#cachet_12#"), "porte « #cachet_12# »"),
    ],
    ids=["absent", "twice", "not alone", "typed", "typed behind another"],
)
def test_a_mark_that_would_misplace_a_signature_is_refused(
    dxpdf: Convertisseur, corps: str, raison: str
) -> None:
    assert raison in refused(dxpdf, docx(corps), marques=MARQUES)


def test_what_only_looks_like_a_mark_is_told(dxpdf: Convertisseur) -> None:
    corps = p(EXECUTIF) + p("#signature_2#") + p("avec #DijonEnfants# et n° 3 # 4 #")
    conversion = dxpdf.convert(docx(corps), proprietes=PROPRIETES, marques=MARQUES)
    (alerte,) = conversion.alertes
    assert "« #DijonEnfants# »" in alerte
    assert "pourrait prendre" in alerte


def test_without_marks_a_typed_one_is_told_and_a_hash_is_not(dxpdf: Convertisseur) -> None:
    corps = p("un #signature_1# tapé") + p("avec #DijonEnfants#")
    (alerte,) = dxpdf.convert(docx(corps), proprietes=PROPRIETES).alertes
    assert "« #signature_1# », dans « un #signature_1# tapé »" in alerte
