"""The structure elements that a Word file asks for, before any page is looked at.

Rules that are choices, and why:

- The one paragraph in Word's style « Title » is the H1 and headings go down one level, so that
  who goes from heading to heading starts with the title. A level that is skipped is closed up
  (ISO 14289-1 § 7.4.2), and what is deeper than H6 is H6.
- A table of one row, or of one column without a header, is a layout frame: its paragraphs are
  heard in their order, in a Div. Every other table is a Table.
- Header cells are those of rows repeated on each page or, where there are none, of a first row
  that the table formats as one; and those of a first column formatted as one.
- Text boxes are heard after the paragraph that anchors them, notes after the body.
- An empty paragraph is no element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from generator.rendering.contenu import (
    Cellule,
    Champ,
    Contenu,
    Fusion,
    Image,
    Paragraphe,
    Portion,
)

_TITRES = 6
_NUMEROTATIONS = {
    "bullet": "Disc",
    "lowerLetter": "LowerAlpha",
    "upperLetter": "UpperAlpha",
    "lowerRoman": "LowerRoman",
    "upperRoman": "UpperRoman",
    "none": "None",
}
"""Number format of Word → ListNumbering (ISO 32000-1 § 14.8.5.5); any other counts in digits."""

Valeur = str | int


@dataclass(slots=True, eq=False)
class Noeud:
    """A structure element, or with an empty `genre` the content of its parent at this place.

    `places`: its marked content, (page from 0, MCID). `attributs`: by owner (« Table », « List »,
    « Layout »). `annotations`: (page, rank among the page's annotations).
    """

    genre: str
    parent: Noeud | None = None
    enfants: list[Noeud] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    annotations: list[tuple[int, int]] = field(default_factory=list)
    attributs: dict[str, dict[str, Valeur]] = field(default_factory=dict)
    langue: str = ""
    alternatif: str = ""
    titre: str = ""
    identifiant: str = ""
    lien: str = ""
    cadre: tuple[float, float, float, float] | None = None

    def add(self, genre: str) -> Noeud:
        """Return a new last child."""
        enfant = Noeud(genre, self)
        self.enfants.append(enfant)
        return enfant


class Piece(NamedTuple):
    """What one node must bear: text, a field of the page, or pictures; None: an artifact.

    `paragraphe`: the rank of its paragraph in the body and the notes, put end to end.
    """

    noeud: Noeud | None
    contenu: str | Champ | Image
    paragraphe: int


@dataclass(frozen=True, slots=True)
class Arbre:
    """The Document element, and every piece in the order of the Word file."""

    document: Noeud
    pieces: tuple[Piece, ...]

    @property
    def formulaires(self) -> dict[str, Noeud]:
        """The element of each field, by its name."""
        return {
            piece.contenu.emplacement: piece.noeud
            for piece in self.pieces
            if isinstance(piece.contenu, Image) and piece.contenu.emplacement and piece.noeud
        }


Suite = Sequence[tuple[int, Paragraphe]]


def build(contenu: Contenu, langue: str) -> Arbre:
    """Return the structure of a Word file; `langue` is that of the whole PDF (BCP 47)."""
    return _Batisseur(contenu, langue).build()


class _Batisseur:
    """One building of one tree."""

    def __init__(self, contenu: Contenu, langue: str) -> None:
        self._contenu = contenu
        self._langues = {"", langue, contenu.langue}
        self._pieces: list[Piece] = []
        self._titres: list[int] = []
        self._a_un_titre = sum(p.titre and _has_text(p) for p in contenu.corps) == 1

    def build(self) -> Arbre:
        document = Noeud("Document")
        corps, notes = self._contenu.corps, self._contenu.notes
        self._blocks(document, list(enumerate(corps)), 0)
        suite = enumerate(notes, start=len(corps))
        for appel, groupe in groupby(suite, key=lambda element: element[1].note):
            note = document.add("Note")
            if appel is not None:
                note.identifiant = f"{appel.genre}-{appel.nom}"
            self._blocks(note, list(groupe), 0)
        return Arbre(document, tuple(self._pieces))

    def _blocks(self, parent: Noeud, suite: Suite, profondeur: int) -> None:
        """Add the elements of paragraphs whose cells are nested `profondeur` deep at least."""
        for (genre, _), groupe in groupby(suite, key=lambda element: _kind(element[1], profondeur)):
            blocs = list(groupe)
            if genre == "tableau":
                self._table(parent, blocs, profondeur)
            elif genre == "liste":
                self._list(parent, blocs)
            else:
                for rang, paragraphe in blocs:
                    noeud = parent.add(self._paragraph_type(paragraphe))
                    self._content(noeud, rang, paragraphe, paragraphe.etiquette)

    def _paragraph_type(self, paragraphe: Paragraphe) -> str:
        if not _has_text(paragraphe):
            return "P"
        if paragraphe.titre and self._a_un_titre:
            self._titres = [0]
            return "H1"
        if paragraphe.niveau is None:
            return "P"
        while self._titres and self._titres[-1] >= paragraphe.niveau:
            self._titres.pop()
        self._titres.append(paragraphe.niveau)
        return f"H{min(len(self._titres), _TITRES)}"

    # Lists

    def _list(self, parent: Noeud, suite: Suite) -> None:
        ouvertes: list[tuple[str, int, Noeud]] = []
        for rang, paragraphe in suite:
            place = paragraphe.rang
            if place is None:
                continue
            while ouvertes and _closes(ouvertes[-1], place.liste, place.niveau):
                ouvertes.pop()
            if not ouvertes or ouvertes[-1][1] < place.niveau:
                hote = ouvertes[-1][2].enfants[-1].enfants[-1] if ouvertes else parent
                liste = hote.add("L")
                numerotation = _NUMEROTATIONS.get(place.format_numero, "Decimal")
                liste.attributs["List"] = {"ListNumbering": numerotation}
                ouvertes.append((place.liste, place.niveau, liste))
            element = ouvertes[-1][2].add("LI")
            if paragraphe.etiquette:
                etiquette = element.add("Lbl").add("")
                self._pieces.append(Piece(etiquette, paragraphe.etiquette, rang))
            self._content(element.add("LBody"), rang, paragraphe, "")

    # Tables

    def _table(self, parent: Noeud, suite: Suite, profondeur: int) -> None:
        lignes = [
            [(_cell(blocs[0][1], profondeur), blocs) for blocs in _grouped(ligne, profondeur, True)]
            for ligne in _grouped(suite, profondeur, False)
        ]
        numero = lignes[0][0][0].tableau
        tableau = self._contenu.tableaux[numero]
        entetes = sum(ligne[0][0].entete for ligne in lignes)
        if not entetes and tableau.premiere_ligne and len(lignes) > 1:
            entetes = 1
        colonnes = max(c.grille + c.largeur for ligne in lignes for c, _ in ligne)
        if len(lignes) == 1 or (colonnes == 1 and not entetes):
            cadre = parent.add("Div")
            for ligne in lignes:
                for _, blocs in ligne:
                    self._blocks(cadre, blocs, profondeur + 1)
            return
        table = parent.add("Table")
        resume = " – ".join(filter(None, (tableau.titre, tableau.description)))
        if resume:
            table.attributs["Table"] = {"Summary": resume}
        grille = _Grille(colonnes)
        for rang, ligne in enumerate(lignes):
            tr = table.add("TR")
            grille.start_row()
            for cellule, blocs in ligne:
                noeud = grille.continued(cellule)
                if noeud is None:
                    entete = rang < entetes
                    titre = entete or (tableau.premiere_colonne and cellule.grille == 0)
                    noeud = grille.place(tr, cellule, "TH" if titre else "TD")
                    if titre:
                        noeud.attributs["Table"]["Scope"] = "Column" if entete else "Row"
                self._blocks(noeud, blocs, profondeur + 1)
            grille.fill(tr)

    # Runs

    def _content(self, noeud: Noeud, rang: int, paragraphe: Paragraphe, etiquette: str) -> None:
        langues = {
            portion.langue
            for portion in paragraphe.portions
            if not (isinstance(portion.contenu, str) and not portion.contenu.strip())
        }
        if len(langues) == 1 and not langues & self._langues:
            (noeud.langue,) = langues
        if etiquette:
            self._pieces.append(Piece(noeud.add(""), etiquette, rang))
        courants = self._langues | {noeud.langue}
        for cle, groupe in groupby(
            paragraphe.portions, key=lambda portion: _sort(portion, courants)
        ):
            portions = list(groupe)
            feuille = None if isinstance(cle, Image) else _leaf(noeud, cle, paragraphe)
            for portion in portions:
                cible = feuille
                if isinstance(portion.contenu, Image) and not portion.contenu.decorative:
                    cible = noeud.add("Form" if portion.contenu.emplacement else "Figure")
                    cible.alternatif = portion.contenu.texte
                self._pieces.append(Piece(cible, portion.contenu, rang))


Cle = tuple[str, str, bool]


def _sort(portion: Portion, courantes: set[str]) -> Image | Cle:
    """Return what tells apart the nodes of portions: language, link, mark of a note."""
    if isinstance(portion.contenu, Image):
        return portion.contenu
    langue = "" if portion.langue in courantes else portion.langue
    return langue, portion.lien, portion.appel is not None


def _leaf(noeud: Noeud, cle: Cle, paragraphe: Paragraphe) -> Noeud:
    """Return the node for the text of portions, within the element that they need."""
    langue, lien, appel = cle
    if appel:
        noeud = noeud.add("Reference" if paragraphe.note is None else "Lbl")
    elif lien:
        noeud = noeud.add("Link")
        noeud.lien = lien
    elif langue:
        noeud = noeud.add("Span")
    if langue:
        noeud.langue = langue
    return noeud.add("")


@dataclass(slots=True)
class _Grille:
    """The cells of a table on its grid, as rows come by: merged cells, and holes."""

    colonnes: int
    libres: list[int] = field(default_factory=list)
    portees: dict[int, tuple[Noeud, int]] = field(default_factory=dict)
    rangee: list[tuple[int, Noeud]] = field(default_factory=list)
    prises: set[int] = field(default_factory=set)

    def start_row(self) -> None:
        """Begin a row."""
        self.rangee, self.prises = [], set()

    def continued(self, cellule: Cellule) -> Noeud | None:
        """Return the cell of a row above that this one only goes on with, made one row taller."""
        if cellule.fusion is not Fusion.SUITE or cellule.grille not in self.portees:
            self.portees.pop(cellule.grille, None)
            return None
        noeud, largeur = self.portees[cellule.grille]
        if largeur != cellule.largeur:
            return None
        attributs = noeud.attributs["Table"]
        attributs["RowSpan"] = int(attributs.get("RowSpan", 1)) + 1
        self.prises.update(range(cellule.grille, cellule.grille + largeur))
        return noeud

    def place(self, tr: Noeud, cellule: Cellule, genre: str) -> Noeud:
        """Return a new cell of the row."""
        noeud = tr.add(genre)
        noeud.attributs["Table"] = {"ColSpan": cellule.largeur} if cellule.largeur > 1 else {}
        if cellule.fusion is Fusion.DEBUT:
            self.portees[cellule.grille] = (noeud, cellule.largeur)
        self.rangee.append((cellule.grille, noeud))
        self.prises.update(range(cellule.grille, cellule.grille + cellule.largeur))
        return noeud

    def fill(self, tr: Noeud) -> None:
        """Add an empty cell for each hole of the row, so that every row is as wide (§ 14.8.4.3.4)."""
        for colonne in range(self.colonnes):
            if colonne not in self.prises:
                self.rangee.append((colonne, Noeud("TD", tr)))
        tr.enfants = [noeud for _, noeud in sorted(self.rangee, key=lambda place: place[0])]


def prune(noeud: Noeud) -> bool:
    """Take away the elements that bear nothing; tell whether this one is to be kept."""
    noeud.enfants = [enfant for enfant in noeud.enfants if prune(enfant)]
    return bool(noeud.enfants or noeud.places or noeud.annotations) or noeud.genre in GARDES


GARDES: Mapping[str, None] = dict.fromkeys(("Document", "TR", "TD", "TH"))


def _has_text(paragraphe: Paragraphe) -> bool:
    return bool(paragraphe.texte_etiquete.strip())


def _chain(cellule: Cellule | None) -> list[Cellule]:
    """Return a cell and those around it, the outermost first."""
    chaine: list[Cellule] = []
    while cellule is not None:
        chaine.append(cellule)
        cellule = cellule.dans
    return chaine[::-1]


def _depth(paragraphe: Paragraphe) -> int:
    return len(_chain(paragraphe.cellule))


def _cell(paragraphe: Paragraphe, profondeur: int) -> Cellule:
    return _chain(paragraphe.cellule)[profondeur]


def _kind(paragraphe: Paragraphe, profondeur: int) -> tuple[str, object]:
    """Return what a paragraph is part of at a depth; neighbours that are alike go together."""
    if _depth(paragraphe) > profondeur:
        return "tableau", _cell(paragraphe, profondeur).tableau
    if paragraphe.rang is not None and paragraphe.niveau is None and not paragraphe.titre:
        return "liste", paragraphe.cadre
    return "paragraphe", None


def _grouped(suite: Suite, profondeur: int, par_colonne: bool) -> Iterator[Suite]:
    """Yield the paragraphs of each row, or of each cell of a row."""

    def place(element: tuple[int, Paragraphe]) -> int:
        cellule = _cell(element[1], profondeur)
        return cellule.colonne if par_colonne else cellule.ligne

    for _, groupe in groupby(suite, key=place):
        yield list(groupe)


def _closes(ouverte: tuple[str, int, Noeud], liste: str, niveau: int) -> bool:
    """Tell whether an item of a list at a level ends a list that is open."""
    return ouverte[1] > niveau or (ouverte[1] == niveau and ouverte[0] != liste)
