"""The structure tree, written in a PDF (ISO 32000-1 § 14.7)."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator.pdf.balisage.arbre import Noeud


def erase(document: pikepdf.Pdf) -> None:
    """Take away every trace of tagging but marked content."""
    for nom in ("/StructTreeRoot", "/MarkInfo"):
        if nom in document.Root:
            del document.Root[nom]
    for page in document.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
        for annotation in page.obj.get("/Annots", ()):
            if "/StructParent" in annotation:
                del annotation["/StructParent"]
    _erase_outline(document.Root.get("/Outlines"))


def write_tree(document: pikepdf.Pdf, racine: Noeud, parents: Sequence[Sequence[Noeud]]) -> None:
    """Write the tree of a document, and tie pages and annotations to it.

    `parents`: for each page, the element of each of its MCIDs.
    """
    erase(document)
    _Ecrivain(document).write(racine, parents)


class _Ecrivain:
    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._pages = [page.obj for page in document.pages]
        self._objets: dict[int, pikepdf.Object] = {}
        self._annotations: list[pikepdf.Object] = []
        self._identifiants: dict[str, pikepdf.Object] = {}

    def write(self, racine: Noeud, parents: Sequence[Sequence[Noeud]]) -> None:
        document = self._document
        tronc = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tronc.K = self._element(racine, tronc)
        numeros = Array()
        for rang, (page, elements) in enumerate(zip(self._pages, parents, strict=True)):
            page.StructParents = rang
            page.Tabs = Name.S
            numeros.append(rang)
            objets = [self._objets[id(element)] for element in elements]
            numeros.append(document.make_indirect(Array(objets)))
        for rang, element in enumerate(self._annotations, start=len(self._pages)):
            numeros.append(rang)
            numeros.append(element)
        tronc.ParentTree = document.make_indirect(Dictionary(Nums=numeros))
        tronc.ParentTreeNextKey = len(self._pages) + len(self._annotations)
        if self._identifiants:
            noms = Array()
            for identifiant, element in sorted(self._identifiants.items()):
                noms.extend([String(identifiant), element])
            tronc.IDTree = document.make_indirect(Dictionary(Names=noms))
        document.Root.StructTreeRoot = tronc
        document.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, noeud: Noeud, parent: pikepdf.Object) -> pikepdf.Object:
        genre = "Span" if noeud.genre == "Link" and not noeud.annotations else noeud.genre
        element = self._document.make_indirect(Dictionary(S=_name(genre), P=parent))
        self._objets[id(noeud)] = element
        contenu, page = self._kids(noeud, element)
        if contenu:
            element.K = contenu[0] if _stands_alone(contenu) else Array(contenu)
        if page is not None:
            element.Pg = self._pages[page]
        for cle, texte in (
            ("/Lang", noeud.langue),
            ("/Alt", noeud.alternatif),
            ("/T", noeud.titre),
            ("/ID", noeud.identifiant),
        ):
            if texte:
                element[cle] = String(texte)
        if noeud.identifiant:
            self._identifiants[noeud.identifiant] = element
        if noeud.cadre is not None:
            element.A = Dictionary(O=Name.Layout, BBox=Array(noeud.cadre))
        for proprietaire, valeurs in noeud.attributs.items():
            if valeurs:
                element.A = _attributes(proprietaire, valeurs)
        return element

    def _kids(
        self, noeud: Noeud, element: pikepdf.Object
    ) -> tuple[list[pikepdf.Object | int], int | None]:
        """Return the children of an element, and the page whose content is written as plain MCIDs."""
        contenu: list[pikepdf.Object | int] = []
        premiere: int | None = None
        for enfant in (noeud, *noeud.enfants):
            if enfant is noeud or not enfant.genre:
                for page, mcid in enfant.places:
                    premiere = page if premiere is None else premiere
                    contenu.append(mcid if page == premiere else self._elsewhere(page, mcid))
            else:
                contenu.append(self._element(enfant, element))
        for page, rang in noeud.annotations:
            contenu.append(self._reference(page, rang, element))
        return contenu, premiere

    def _elsewhere(self, page: int, mcid: int) -> pikepdf.Object:
        return Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=mcid)

    def _reference(self, page: int, rang: int, element: pikepdf.Object) -> pikepdf.Object:
        annotations = self._pages[page].Annots
        annotation = annotations[rang]
        if not annotation.is_indirect:
            annotation = annotations[rang] = self._document.make_indirect(annotation)
        annotation.StructParent = len(self._pages) + len(self._annotations)
        self._annotations.append(element)
        return Dictionary(Type=Name.OBJR, Pg=self._pages[page], Obj=annotation)


@functools.cache  # there are as many as standard structure types
def _name(genre: str) -> pikepdf.Object:
    return Name(f"/{genre}")


def _attributes(proprietaire: str, valeurs: dict[str, str | int]) -> pikepdf.Object:
    attributs = Dictionary(O=Name(f"/{proprietaire}"))
    for nom, valeur in valeurs.items():
        if isinstance(valeur, int):
            attributs[f"/{nom}"] = valeur
        elif nom == "Summary":
            attributs[f"/{nom}"] = String(valeur)
        else:
            attributs[f"/{nom}"] = Name(f"/{valeur}")
    return attributs


def _erase_outline(signets: pikepdf.Object | None) -> None:
    """Take the elements of the engine's own tree away from its bookmarks."""
    pile = [] if signets is None else [signets]
    while pile:
        signet = pile.pop()
        if "/SE" in signet:
            del signet["/SE"]
        pile += [signet[cle] for cle in ("/First", "/Next") if cle in signet]


def _stands_alone(contenu: Sequence[pikepdf.Object | int]) -> bool:
    """Tell whether an only child may do without an array (ISO 32000-1 § 14.7.2, K).

    Content may; an element may too, but pyHanko then loses what is below it and takes the second
    of two signatures for a forbidden change.
    """
    if len(contenu) != 1:
        return False
    return isinstance(contenu[0], int) or not contenu[0].is_indirect
