"""Reads the structure tree of a PDF back, from its objects and content streams alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

PARAGRAPHES = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody"}


@dataclass
class Element:
    """A structure element: its children are elements and stretches of text, in order."""

    genre: str
    enfants: list[Element | str] = field(default_factory=list)
    objet: pikepdf.Object | None = None

    @property
    def texte(self) -> str:
        return "".join(e if isinstance(e, str) else e.texte for e in self.enfants)

    def all(self, *genres: str) -> list[Element]:
        """Every element below of these types, in reading order."""
        trouves = []
        for enfant in self.enfants:
            if isinstance(enfant, Element):
                trouves += [enfant] if enfant.genre in genres else []
                trouves += enfant.all(*genres)
        return trouves

    def outline(self) -> str:
        """« Document(H1 P L(LI(Lbl LBody)) ) », without texts."""
        dedans = [e.outline() for e in self.enfants if isinstance(e, Element)]
        return self.genre + (f"({' '.join(dedans)})" if dedans else "")

    def attribute(self, nom: str) -> object:
        assert self.objet is not None
        attributs = self.objet.get("/A", {})
        valeur = attributs.get(f"/{nom}")
        if isinstance(valeur, pikepdf.Array):
            return [float(nombre) for nombre in valeur]
        return str(valeur).removeprefix("/") if isinstance(valeur, pikepdf.Object) else valeur


@dataclass
class Relecture:
    document: Element
    artefacts: list[str]
    orphelins: list[str]
    pdf: pikepdf.Pdf

    def paragraphs(self) -> list[str]:
        """The texts of paragraph-like elements, in reading order; a label joins its item."""
        lignes: list[str] = []
        _paragraphs(self.document, lignes)
        return lignes


def _paragraphs(element: Element, lignes: list[str]) -> None:
    if element.genre == "LI":
        etiquette = "".join(e.texte for e in element.enfants if e.genre == "Lbl")
        (corps,) = [e for e in element.enfants if e.genre == "LBody"] or [Element("LBody")]
        direct = [e for e in corps.enfants if isinstance(e, str) or e.genre != "L"]
        lignes.append(f"{etiquette} {Element('', direct).texte}")
        for enfant in corps.enfants:
            if isinstance(enfant, Element) and enfant.genre == "L":
                _paragraphs(enfant, lignes)
    elif element.genre in PARAGRAPHES:
        lignes.append(element.texte)
    else:
        assert not any(isinstance(e, str) for e in element.enfants), element.outline()
        for enfant in element.enfants:
            _paragraphs(enfant, lignes)


def read_back(pdf: bytes) -> Relecture:
    document = pikepdf.Pdf.open(io.BytesIO(pdf))
    textes: dict[tuple[tuple[int, int], int], str] = {}
    artefacts: list[str] = []
    orphelins: list[str] = []
    for page in document.pages:
        for marques, texte in _shown(page):
            artefact = any(nom == "/Artifact" for nom, _ in marques)
            mcids = [mcid for _, mcid in marques if mcid is not None]
            assert len(mcids) + artefact <= 1, marques
            if artefact:
                artefacts.append(texte)
            elif mcids:
                cle = (page.objgen, mcids[0])
                textes[cle] = textes.get(cle, "") + texte
            else:
                orphelins.append(texte)
    restants = dict(textes)
    racine = _element(document.Root.StructTreeRoot.K, None, restants)
    orphelins += restants.values()
    _check_parent_tree(document)
    return Relecture(racine, artefacts, [t for t in orphelins if t.strip()], document)


def _element(objet: pikepdf.Object, page: object, textes: dict[object, str]) -> Element:
    element = Element(str(objet.S)[1:], objet=objet)
    page = objet.Pg.objgen if "/Pg" in objet else page
    enfants = objet.get("/K", pikepdf.Array())
    for enfant in enfants if isinstance(enfants, pikepdf.Array) else [enfants]:
        if isinstance(enfant, int):
            element.enfants.append(textes.pop((page, enfant), ""))
        elif enfant.get("/Type") == "/MCR":
            element.enfants.append(textes.pop((enfant.Pg.objgen, int(enfant.MCID)), ""))
        elif enfant.get("/Type") != "/OBJR":
            assert enfant.P.objgen == objet.objgen
            element.enfants.append(_element(enfant, page, textes))
    return element


def _check_parent_tree(document: pikepdf.Pdf) -> None:
    """Each MCID's element in the parent tree is the one that has it among its children."""
    nombres = list(document.Root.StructTreeRoot.ParentTree.Nums)
    arbre = dict(zip(map(int, nombres[::2]), nombres[1::2], strict=True))
    for page in document.pages:
        for mcid, element in enumerate(arbre[int(page.StructParents)]):
            enfants = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
            assert any(
                enfant == mcid and element.Pg.objgen == page.objgen
                if isinstance(enfant, int)
                else enfant.get("/Type") == "/MCR"
                and enfant.Pg.objgen == page.objgen
                and mcid == enfant.MCID
                for enfant in enfants
            )
        for annotation in page.get("/Annots", []):
            references = arbre[int(annotation.StructParent)].K
            references = references if isinstance(references, pikepdf.Array) else [references]
            assert any(
                not isinstance(r, int) and "/Obj" in r and r.Obj.objgen == annotation.objgen
                for r in references
            )


def _shown(page: pikepdf.Page) -> Iterator[tuple[list[tuple[str, int | None]], str]]:
    """Yield each text or picture shown, with the marked content that holds it."""
    pile: list[tuple[str, int | None]] = []
    dits: list[str | None] = []
    cmap: dict[int, str] = {}
    for operandes, operateur in pikepdf.parse_content_stream(page):
        nom = str(operateur)
        if nom in {"BDC", "BMC"}:
            liste = operandes[1] if nom == "BDC" else {}
            if isinstance(liste, pikepdf.Name):
                liste = page.resources.Properties[liste]
            mcid = int(liste["/MCID"]) if "/MCID" in liste else None
            pile.append((str(operandes[0]), mcid))
            dits.append(str(liste["/ActualText"]) if "/ActualText" in liste else None)
        elif nom == "EMC":
            dits.pop()
            pile.pop()
        elif nom == "Tf":
            cmap = _cmap(page.resources.Font[operandes[0]])
        elif nom in {"Tj", "TJ"}:
            chaines = operandes[0] if nom == "TJ" else [operandes[0]]
            octets = b"".join(bytes(c) for c in chaines if isinstance(c, pikepdf.String))
            texte = _decoded(octets, cmap)
            dit = next((rang for rang, mot in enumerate(dits) if mot is not None), None)
            if dit is not None:
                texte, dits[dit] = dits[dit] or "", ""
            yield list(pile), texte
        elif nom in {"Do", "S", "f", "f*", "B", "b", "s", "sh"}:
            yield list(pile), "" if any(pile) else f"<{nom}>"


def _decoded(octets: bytes, cmap: dict[int, str]) -> str:
    pas = 2 if cmap.get(-1) is None else 1
    codes = (int.from_bytes(octets[i : i + pas]) for i in range(0, len(octets), pas))
    return "".join(cmap[code] for code in codes)


def _cmap(police: pikepdf.Object) -> dict[int, str]:
    texte = police.ToUnicode.read_bytes().decode("latin-1")
    table: dict[int, str] = {}
    if police.Subtype != "/Type0":
        table[-1] = "one byte a code"
    for bloc in re.findall(r"beginbfchar(.*?)endbfchar", texte, re.DOTALL):
        for code, valeur in re.findall(r"<(\w+)>\s*<(\w+)>", bloc):
            table[int(code, 16)] = bytes.fromhex(valeur).decode("utf-16-be")
    for bloc in re.findall(r"beginbfrange(.*?)endbfrange", texte, re.DOTALL):
        for debut, fin, valeur in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", bloc):
            premier = bytes.fromhex(valeur).decode("utf-16-be")
            for rang in range(int(fin, 16) - int(debut, 16) + 1):
                table[int(debut, 16) + rang] = premier[:-1] + chr(ord(premier[-1]) + rang)
    return table
