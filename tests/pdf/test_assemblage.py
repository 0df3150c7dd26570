"""PDFs joined into one: trees, names, links, bookmarks, fields taken away."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from conformite import failures
from fabrique import POLICE, appel, docx, image, lien, notes, p, run
from pikepdf import Array, Dictionary, Name, String
from relecture import Element, read_back

from generator.domain.document import Proprietes
from generator.errors import ConversionError
from generator.pdf.assemblage import Assemblage, Partie, assemble, verify_words
from generator.pdf.conversion import Conversion, Convertisseur

PROPRIETES = Proprietes(
    "Dossier « complet » & fin", "Ville d’Essai", "Sujet", ("droits de l’enfant",), None
)
NOTRE = f'<w:rPr><w:rFonts w:ascii="{POLICE}" w:hAnsi="{POLICE}" w:cs="{POLICE}"/></w:rPr>'
TITRE = f'<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/>{NOTRE}</w:style>'
TITRES = TITRE + "".join(
    f'<w:style w:type="paragraph" w:styleId="T{n}"><w:name w:val="heading {n}"/><w:pPr>'
    f'<w:outlineLvl w:val="{n - 1}"/></w:pPr>{NOTRE}</w:style>'
    for n in (1, 2)
)
SAUT = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _titre(texte: str, style: str) -> str:
    return p(texte, ppr=f'<w:pStyle w:val="{style}"/>')


def _renvoi(texte: str, signet: str) -> str:
    return f'<w:p><w:hyperlink w:anchor="{signet}">{run(texte)}</w:hyperlink></w:p>'


def _signet(nom: str, texte: str) -> str:
    return f'<w:p><w:bookmarkStart w:id="1" w:name="{nom}"/>{run(texte)}<w:bookmarkEnd w:id="1"/></w:p>'


AVEC_NOTES = docx(
    p("un", appel("footnote", 1), " deux", appel("footnote", 2), " fin."),
    parties={"footnotes": notes("footnote", " Une note.", " Deux notes.")},
)
AVEC_TITRES = docx(
    _titre("Le titre", "T")
    + _titre("Premier", "T1")
    + p("texte")
    + _titre("Dedans", "T2")
    + SAUT
    + _titre("Second", "T1")
    + p("suite"),
    styles=TITRES,
)
AVEC_RENVOIS = docx(
    _renvoi("vers la fin", "fin") + p(lien(run("un site"))) + SAUT + _signet("fin", "La fin")
)
SANS_BALISES = docx(p("avant", image("")))


@pytest.fixture(
    scope="module",
    params=["dxpdf", pytest.param("libreoffice", marks=pytest.mark.libreoffice)],
)
def partie(request: pytest.FixtureRequest) -> Callable[[str, bytes], Partie]:
    """Convert a Word file with an engine, once."""
    convertisseur = Convertisseur(request.param)
    request.addfinalizer(convertisseur.close)
    faits: dict[bytes, Conversion] = {}

    def convert(cle: str, fichier: bytes) -> Partie:
        if fichier not in faits:
            proprietes = Proprietes("Titre", "Ville", "Sujet", ("mot",), None)
            faits[fichier] = convertisseur.convert(fichier, proprietes=proprietes)
        fait = faits[fichier]
        return Partie(cle, cle.capitalize(), f"Titre {cle}", fait.pdf, fait.norme)

    return convert


def _open(octets: bytes) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(octets))


def _joined(parties: list[Partie]) -> Assemblage:
    fait = assemble(parties, PROPRIETES)
    assert failures(fait.pdf, fait.norme.nom) == []
    assert assemble(parties, PROPRIETES) == fait
    return fait


def test_the_tree_is_those_of_the_parts_in_their_order(
    partie: Callable[[str, bytes], Partie],
) -> None:
    parties = [
        partie("a", AVEC_NOTES),
        partie("b", AVEC_TITRES),
        partie("c", AVEC_NOTES),
        partie("d", AVEC_RENVOIS),
    ]
    fait = _joined(parties)
    tout, lues = read_back(fait.pdf), [read_back(une.pdf) for une in parties]
    assert tout.document.genre == "Document"
    assert [e.genre for e in tout.document.enfants if isinstance(e, Element)] == ["Part"] * 4
    for part, une, lue in zip(tout.document.enfants, parties, lues, strict=True):
        assert isinstance(part, Element)
        assert str(part.objet.T) == une.titre
        assert part.outline() == lue.document.outline().replace("Document", "Part", 1)
    assert tout.paragraphs() == [ligne for lue in lues for ligne in lue.paragraphs()]
    assert tout.orphelins == []
    assert [n for n in tout.artefacts if n.strip()] == [
        n for lue in lues for n in lue.artefacts if n.strip()
    ]


def test_names_of_elements_stay_one_of_a_kind(partie: Callable[[str, bytes], Partie]) -> None:
    fait = _joined([partie("a", AVEC_NOTES), partie("b", AVEC_NOTES)])
    lue = read_back(fait.pdf)
    noms = [f"{cle}-footnote-{n}" for cle in "ab" for n in (1, 2)]
    assert [str(note.objet.ID) for note in lue.document.all("Note")] == noms
    index = list(lue.pdf.Root.StructTreeRoot.IDTree.Names)
    assert [str(nom) for nom in index[::2]] == noms
    assert [str(element.ID) for element in index[1::2]] == noms


def test_bookmarks_are_the_parts_and_their_headings(
    partie: Callable[[str, bytes], Partie],
) -> None:
    fait = _joined([partie("un", AVEC_NOTES), partie("deux", AVEC_TITRES)])
    with _open(fait.pdf) as pdf, pdf.open_outline() as signets:
        assert pdf.Root.PageMode == "/UseOutlines"
        un, deux = signets.root
        assert (un.title, un.children) == ("Un", [])
        assert deux.title == "Deux"
        premier, second = deux.children
        assert (premier.title, second.title) == ("Premier", "Second")
        assert [dedans.title for dedans in premier.children] == ["Dedans"]
        rangs = {page.obj.objgen: rang for rang, page in enumerate(pdf.pages)}
        assert [rangs[s.destination[0].objgen] for s in (un, deux, premier, second)] == [0, 1, 1, 2]
        titres = [e.texte for e in read_back(fait.pdf).document.all("H2", "H3")]
        assert titres == ["Premier", "Dedans", "Second"]


def test_pages_are_labelled_by_part(partie: Callable[[str, bytes], Partie]) -> None:
    fait = _joined([partie("un", AVEC_NOTES), partie("deux", AVEC_TITRES)])
    with _open(fait.pdf) as pdf:
        assert [page.label for page in pdf.pages] == ["Un, p. 1", "Deux, p. 1", "Deux, p. 2"]


def test_links_lead_to_the_pages_of_their_own_part() -> None:
    """dxpdf names its destinations, and two parts may give the same name."""
    with Convertisseur("dxpdf") as convertisseur:
        fait = convertisseur.convert(AVEC_RENVOIS, proprietes=PROPRIETES)
    parties = [Partie(cle, cle, cle, fait.pdf, fait.norme) for cle in ("a", "b")]
    with _open(_joined(parties).pdf) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        liens = [(rang, a) for rang, page in enumerate(pdf.pages) for a in page.get("/Annots", [])]
        internes = [(rang, pages.index(a.Dest[0].objgen)) for rang, a in liens if "/Dest" in a]
        assert internes == [(0, 1), (2, 3)]
        assert [(rang, str(a.A.URI)) for rang, a in liens if "/A" in a] == [
            (0, "https://exemple.fr/"),
            (2, "https://exemple.fr/"),
        ]


def _with_field(pdf: bytes) -> bytes:
    """Add a signature field to the first page, alone in its paragraph at the end of the tree."""
    with _open(pdf) as document:
        page = document.pages[0].obj
        tronc = document.Root.StructTreeRoot
        champ = document.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("executif"),
                       TU=String("Signature"), F=4, P=page, Rect=Array([50, 50, 250, 100]),
                       StructParent=int(tronc.ParentTreeNextKey))
        )  # fmt: skip
        page.Annots = Array([*page.get("/Annots", []), champ])
        document.Root.AcroForm = Dictionary(Fields=Array([champ]))
        paragraphe = document.make_indirect(Dictionary(S=Name.P, P=tronc.K))
        forme = document.make_indirect(Dictionary(S=Name.Form, P=paragraphe))
        forme.K = Dictionary(Type=Name.OBJR, Pg=page, Obj=champ)
        paragraphe.K = forme
        enfants = tronc.K.K
        tronc.K.K = Array([*(enfants if isinstance(enfants, Array) else [enfants]), paragraphe])
        tronc.ParentTree.Nums.append(int(tronc.ParentTreeNextKey))
        tronc.ParentTree.Nums.append(forme)
        tronc.ParentTreeNextKey = int(tronc.ParentTreeNextKey) + 1
        sortie = io.BytesIO()
        document.save(sortie)
    return sortie.getvalue()


def test_signature_fields_stay_with_the_document_that_they_sign(
    partie: Callable[[str, bytes], Partie],
) -> None:
    sans = partie("a", AVEC_RENVOIS)
    avec = Partie("a", sans.nom, sans.titre, _with_field(sans.pdf), sans.norme)
    assert read_back(avec.pdf).document.all("Form")
    autre = partie("b", AVEC_NOTES)
    fait = _joined([avec, autre])
    lue = read_back(fait.pdf)
    assert lue.document.outline() == (read_back(_joined([sans, autre]).pdf).document.outline())
    assert "/AcroForm" not in lue.pdf.Root
    genres = [str(a.Subtype) for page in lue.pdf.pages for a in page.get("/Annots", [])]
    assert "/Widget" not in genres
    assert "/Link" in genres


def test_one_part_without_tags_makes_the_whole_a_lesser_one_and_is_said(
    partie: Callable[[str, bytes], Partie],
) -> None:
    fait = _joined([partie("un", AVEC_NOTES), partie("deux", SANS_BALISES)])
    assert fait.norme.nom == "PDF/A-2u"
    assert fait.alertes == (
        "PDF/A-2u seulement, sans les balises d'accessibilité : « Deux » n'en a pas.",
    )
    with _open(fait.pdf) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert "pdfuaid" not in pdf.Root.Metadata.read_bytes().decode()


def test_properties_are_those_of_the_whole(partie: Callable[[str, bytes], Partie]) -> None:
    fait = _joined([partie("a", AVEC_NOTES)])
    with _open(fait.pdf) as pdf:
        assert str(pdf.docinfo["/Title"]) == PROPRIETES.titre
        assert str(pdf.Root.Lang) == "fr-FR"
        assert {"Titre a"} == {str(e.T) for e in pdf.Root.StructTreeRoot.K.K}


def test_a_page_that_says_something_else_is_refused(
    partie: Callable[[str, bytes], Partie],
) -> None:
    a, b = partie("a", AVEC_NOTES).pdf, partie("b", AVEC_TITRES).pdf
    verify_words(a, [a])
    for autres in ([b], [a, b], []):
        with pytest.raises(ConversionError, match=r"La page [12] du PDF assemblé"):
            verify_words(a, autres)
