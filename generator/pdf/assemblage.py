"""Several PDFs joined into one: pages, structure trees, bookmarks, links, page labels.

Each part keeps its own structure, as a Part below the one Document (ISO 32000-1 § 14.8.4.2), so
that who listens to the whole hears the parts in their order, as they are in their own files.
Signature fields are taken away: they serve to sign each part alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, String

from generator.domain.document import Proprietes
from generator.errors import ConversionError
from generator.pdf import metadonnees, mots
from generator.pdf.balisage import ecriture
from generator.pdf.balisage.arbre import GARDES
from generator.pdf.norme import ACCESSIBLE, ARCHIVE, Norme
from generator.pdf.polices import Police, used_fonts
from generator.pdf.texte import extract_text


@dataclass(frozen=True, slots=True)
class Partie:
    """One PDF to join.

    `cle`: an ASCII word that no other part has. `nom`: its bookmark. `titre`: that of its file.
    """

    cle: str
    nom: str
    titre: str
    pdf: bytes
    norme: Norme


@dataclass(frozen=True, slots=True)
class Assemblage:
    """The PDF of the whole, its pages, the standard that it meets, its fonts, and what to tell about it."""

    pdf: bytes
    pages: int
    norme: Norme
    polices: tuple[Police, ...]
    alertes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A part, opened; `premiere` is the rank of its first page in the whole, from 0."""

    partie: Partie
    document: pikepdf.Pdf
    premiere: int
    liens: tuple[_Lien, ...]


@dataclass(frozen=True, slots=True)
class _Lien:
    """A link within a part: where it stands, the page that it leads to, and the place there."""

    page: int
    rang: int
    cible: int
    vue: tuple[pikepdf.Object, ...]


def assemble(parties: Sequence[Partie], proprietes: Proprietes) -> Assemblage:
    """Return the parts in their order as one PDF; the same parts give the same bytes.

    It meets the lesser of the standards of its parts, and an alert says why. Raises
    ConversionError when a page does not say what it says in its part.
    """
    faibles = [partie.nom for partie in parties if not partie.norme.accessible]
    norme = ARCHIVE if faibles else ACCESSIBLE
    with ExitStack() as pile:
        dossier = pile.enter_context(pikepdf.new())
        sources = []
        for partie in parties:
            document = pile.enter_context(pikepdf.Pdf.open(BytesIO(partie.pdf)))
            sources.append(_add(dossier, partie, document))
        if norme.accessible:
            _join_trees(dossier, sources)
        else:
            ecriture.erase(dossier)
        _write_labels(dossier, sources)
        _write_bookmarks(dossier, sources)
        _share_pictures(dossier)
        pdf = metadonnees.write(dossier, proprietes, norme)
        pages, polices = len(dossier.pages), used_fonts(dossier)
    verify_words(pdf, [partie.pdf for partie in parties])
    return Assemblage(pdf, pages, norme, polices, tuple(_alert(nom) for nom in faibles))


def _alert(nom: str) -> str:
    return f"{ARCHIVE.nom} seulement, sans les balises d'accessibilité : « {nom} » n'en a pas."


def _add(dossier: pikepdf.Pdf, partie: Partie, document: pikepdf.Pdf) -> _Source:
    """Add the pages of a part; links within it are tied again once all its pages are there."""
    premiere = len(dossier.pages)
    _remove_fields(document)
    liens = tuple(_untie_links(document))
    for page in document.pages:
        dossier.pages.append(page)
    source = _Source(partie, document, premiere, liens)
    for lien in liens:
        annotation = dossier.pages[premiere + lien.page].obj.Annots[lien.rang]
        annotation.Dest = Array([dossier.pages[premiere + lien.cible].obj, *lien.vue])
    return source


def _write_labels(dossier: pikepdf.Pdf, sources: Sequence[_Source]) -> None:
    """Number the pages of each part by itself, as the pages do: « Charte, p. 2 »."""
    nombres = Array()
    for source in sources:
        nombres.append(source.premiere)
        nombres.append(Dictionary(S=Name.D, P=String(f"{source.partie.nom}, p. ")))
    dossier.Root.PageLabels = Dictionary(Nums=nombres)


# Signature fields


def _remove_fields(document: pikepdf.Pdf) -> None:
    """Take the fields of a form away from its pages and from its structure."""
    numeros = set()
    for page in document.pages:
        annotations = list(page.obj.get("/Annots", ()))
        champs = [a for a in annotations if a.get("/Subtype") == "/Widget"]
        if champs:
            numeros |= {int(champ.StructParent) for champ in champs if "/StructParent" in champ}
            page.obj.Annots = Array([a for a in annotations if a.get("/Subtype") != "/Widget"])
            if not len(page.obj.Annots):
                del page.obj.Annots
    if numeros:
        tronc = document.Root.StructTreeRoot
        _prune(tronc.K)
        gardes = Array()
        for cle, element in _pairs(tronc):
            if cle not in numeros:
                gardes.append(cle)
                gardes.append(element)
        tronc.ParentTree.Nums = gardes


def _prune(element: pikepdf.Object) -> bool:
    """Take away the fields below an element, and what then bears nothing; tell if it is kept."""
    enfants = []
    for enfant in _kids(element):
        if isinstance(enfant, int) or (
            not _is_field(enfant) if "/S" not in enfant else _prune(enfant)
        ):
            enfants.append(enfant)
    if enfants:
        element.K = enfants[0] if len(enfants) == 1 else Array(enfants)
    elif "/K" in element:
        del element.K
    return bool(enfants) or str(element.S)[1:] in GARDES


def _is_field(reference: pikepdf.Object) -> bool:
    return "/Obj" in reference and reference.Obj.get("/Subtype") == "/Widget"


def _kids(element: pikepdf.Object) -> list[pikepdf.Object | int]:
    enfants = element.get("/K", ())
    return list(enfants) if isinstance(enfants, Array | tuple) else [enfants]


def _pairs(tronc: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """Yield the entries of a parent tree (ISO 32000-1 § 14.7.4.4)."""
    nombres = list(tronc.ParentTree.Nums)
    yield from zip(map(int, nombres[::2]), nombres[1::2], strict=True)


# Structure trees


def _join_trees(dossier: pikepdf.Pdf, sources: Sequence[_Source]) -> None:
    """Write one tree with those of the parts: numbers and names follow on from part to part."""
    racine = dossier.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tout = dossier.make_indirect(Dictionary(S=Name.Document, P=racine, K=Array()))
    nombres = Array()
    identifiants: dict[str, pikepdf.Object] = {}
    decalage = 0
    for source in sources:
        tronc = dossier.copy_foreign(source.document.Root.StructTreeRoot)
        element = tronc.K
        element.S = Name.Part
        element.P = tout
        element.T = String(source.partie.titre)
        tout.K.append(element)
        for cle, valeur in _pairs(tronc):
            nombres.append(cle + decalage)
            nombres.append(valeur)
        for page in _pages(dossier, source):
            page.StructParents = int(page.StructParents) + decalage
            for annotation in page.get("/Annots", ()):
                annotation.StructParent = int(annotation.StructParent) + decalage
        for nom, nomme in _names(tronc):
            nomme.ID = String(f"{source.partie.cle}-{nom}")
            identifiants[str(nomme.ID)] = nomme
        decalage += int(tronc.ParentTreeNextKey)
    racine.K = tout
    racine.ParentTree = dossier.make_indirect(Dictionary(Nums=nombres))
    racine.ParentTreeNextKey = decalage
    if identifiants:
        paires = sorted(identifiants.items())
        noms = Array([valeur for nom, nomme in paires for valeur in (String(nom), nomme)])
        racine.IDTree = dossier.make_indirect(Dictionary(Names=noms))
    dossier.Root.StructTreeRoot = racine
    dossier.Root.MarkInfo = Dictionary(Marked=True)


def _pages(dossier: pikepdf.Pdf, source: _Source) -> list[pikepdf.Object]:
    fin = source.premiere + len(source.document.pages)
    return [page.obj for page in dossier.pages[source.premiere : fin]]


def _names(tronc: pikepdf.Object) -> list[tuple[str, pikepdf.Object]]:
    if "/IDTree" not in tronc:
        return []
    noms = list(tronc.IDTree.Names)
    return [(str(nom), nomme) for nom, nomme in zip(noms[::2], noms[1::2], strict=True)]


# Links and bookmarks


def _untie_links(document: pikepdf.Pdf) -> Iterator[_Lien]:
    """Yield the links of a part to its own pages, and take their destination away."""
    for page, feuille in enumerate(document.pages):
        for rang, annotation in enumerate(feuille.obj.get("/Annots", ())):
            action = annotation.get("/A", Dictionary())
            interne = action.get("/S") == "/GoTo"
            cible = annotation.get("/Dest", action.get("/D") if interne else None)
            if cible is None:
                continue
            for cle in ("/Dest", "/A"):
                if cle in annotation:
                    del annotation[cle]
            place = _place(document, cible)
            if place is not None:
                yield _Lien(page, rang, *place)


def _place(document: pikepdf.Pdf, cible: object) -> tuple[int, tuple[pikepdf.Object, ...]] | None:
    """Return the rank of the page that a destination designates, and the place on that page.

    None when nothing bears the name that it gives (ISO 32000-1 § 12.3.2).
    """
    if isinstance(cible, Name):
        cible = document.Root.get("/Dests", Dictionary()).get(cible)
    elif isinstance(cible, String):
        noms = document.Root.get("/Names", Dictionary()).get("/Dests")
        cible = NameTree(noms).get(str(cible)) if noms is not None else None
    if isinstance(cible, Dictionary):
        cible = cible.get("/D")
    if not isinstance(cible, Array):
        return None
    feuilles = [page.obj.objgen for page in document.pages]
    feuille, *vue = cible
    return feuilles.index(feuille.objgen), tuple(vue)


def _write_bookmarks(dossier: pikepdf.Pdf, sources: Sequence[_Source]) -> None:
    """Give each part a bookmark, open, with those of its headings beneath; readers show them."""
    dossier.Root.PageMode = Name.UseOutlines
    with dossier.open_outline() as signets:
        for source in sources:
            signet = OutlineItem(source.partie.nom, source.premiere, "Fit")
            with source.document.open_outline() as siens:
                signet.children.extend(_moved(item, dossier, source) for item in siens.root)
            signets.root.append(signet)


def _moved(item: OutlineItem, dossier: pikepdf.Pdf, source: _Source) -> OutlineItem:
    """Return a bookmark of a part that leads to the same place in the whole."""
    place = _place(source.document, item.destination)
    page, vue = place or (0, (Name.Fit,))
    cible = Array([dossier.pages[source.premiere + page].obj, *vue])
    signet = OutlineItem(item.title, cible)
    signet.is_closed = item.is_closed
    signet.children.extend(_moved(enfant, dossier, source) for enfant in item.children)
    return signet


# Shared content


def _share_pictures(dossier: pikepdf.Pdf) -> None:
    """Keep once a picture, such as the logo, that several parts draw.

    Fonts are not alike from part to part: each holds the letters of its own text.
    """
    connues: dict[tuple[bytes, ...], pikepdf.Object] = {}
    for page in dossier.pages:
        dessins = page.resources.get("/XObject", Dictionary())
        for nom, dessin in list(dessins.items()):
            if dessin.get("/Subtype") == "/Image":
                dessins[nom] = connues.setdefault(tuple(_fingerprint(dessin)), dessin)


def _fingerprint(image: pikepdf.Object) -> Iterator[bytes]:
    """Yield what two pictures that are one have in common, soft masks included."""
    yield hashlib.sha256(image.read_raw_bytes()).digest()
    for cle, valeur in sorted(image.items()):
        yield cle.encode()
        if cle in {"/SMask", "/Mask"} and isinstance(valeur, pikepdf.Stream):
            yield from _fingerprint(valeur)
        else:
            yield valeur.unparse() if isinstance(valeur, pikepdf.Object) else repr(valeur).encode()


def verify_words(pdf: bytes, parties: Sequence[bytes]) -> None:
    """Raise ConversionError naming the first page that does not say what it says in its part."""
    attendues = (page for partie in parties for page in extract_text(partie))
    couples = zip_longest(extract_text(pdf), attendues, fillvalue="")
    for rang, (page, attendue) in enumerate(couples, start=1):
        if mots.split(page) != mots.split(attendue):
            raise ConversionError(
                f"La page {rang} du PDF assemblé ne dit pas ce qu'elle dit dans son document ; "
                "employez les PDF de chaque document."
            )
