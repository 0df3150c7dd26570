"""What a filled Word file says, as plain values: paragraphs, running heads, fonts, characters.

`generator.rendering.ooxml.lecture.read` makes a `Contenu` out of the bytes of a .docx; the PDF is
compared with it. Order is the order of the Word file: a text box follows the paragraph that holds
its anchor, notes follow the body.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import groupby


class Champ(Enum):
    """A field whose value depends on the page where it stands (ECMA-376 part 1 § 17.16.5)."""

    PAGE = "PAGE"
    NUMPAGES = "NUMPAGES"
    SECTIONPAGES = "SECTIONPAGES"


class Genre(Enum):
    """Which pages of its section a running head stands on (`w:hdr` types, § 17.18.36)."""

    DEFAUT = "default"
    PREMIERE = "first"
    PAIRE = "even"


class Fusion(Enum):
    """How a cell is merged with those above and below it (`w:vMerge`, § 17.4.84)."""

    AUCUNE = ""
    DEBUT = "restart"
    SUITE = "continue"


@dataclass(frozen=True, slots=True)
class Tableau:
    """What a table says of itself.

    `premiere_ligne`, `premiere_colonne`: they are formatted as headers (`w:tblLook`, § 17.4.55);
    `titre`, `description`: its alternative text (`w:tblCaption`, `w:tblDescription`).
    """

    premiere_ligne: bool
    premiere_colonne: bool
    titre: str
    description: str


@dataclass(frozen=True, slots=True)
class Cellule:
    """Where a paragraph stands in a table; indices from 0.

    `tableau` is the rank of its table in `Contenu.tableaux`; `colonne` the rank of the cell in its
    row, `grille` its first column in the table's grid, `largeur` how many columns it spans.
    `entete`: the row is repeated at the top of each page that the table reaches. `dans`: the cell
    of another table that holds this table.
    """

    tableau: int
    ligne: int
    colonne: int
    entete: bool
    grille: int
    largeur: int
    fusion: Fusion
    dans: Cellule | None


@dataclass(frozen=True, slots=True)
class Image:
    """A drawing made of `nombre` pictures; `texte` says it to those who do not see it.

    `decorative`: Word was told that it says nothing. `emplacement`: the place of signature that it
    holds (« executif »), empty for a true picture. `flottante`: it is not in the line of its text.
    """

    texte: str
    decorative: bool
    nombre: int
    emplacement: str = ""
    flottante: bool = False


@dataclass(frozen=True, slots=True)
class Appel:
    """A note: « footnote » or « endnote », its id in the file, and the number that Word draws."""

    genre: str
    nom: str
    numero: str


@dataclass(frozen=True, slots=True)
class Portion:
    """A stretch of a paragraph that is all alike.

    `langue`: a BCP 47 tag, empty where nothing says it; `lien`: the address that it leads to, an
    internal one behind « # », empty outside links; `appel`: the note that this mark calls or opens.
    """

    contenu: str | Champ | Image
    langue: str = ""
    lien: str = ""
    appel: Appel | None = None


@dataclass(frozen=True, slots=True)
class Rang:
    """The place of a paragraph in a list: which list, which level from 0, how it counts.

    `format_numero` is one of § 17.18.59: « bullet », « decimal », « lowerLetter »…
    """

    liste: str
    niveau: int
    format_numero: str


@dataclass(frozen=True)
class Paragraphe:
    """A paragraph: its text, with the fields that pages decide kept as marks.

    `style` is the style's id in the file; `titre` tells the title of the document (Word's style
    « Title »); `niveau` the heading level, 1 to 9; `lie`: it stays on the page of the next one;
    `etiquette` the list label as Word draws it (« 1. », « Article 2 »), empty outside lists;
    `cadre` the rank of its text box, from 1, and 0 outside them; `note` the note that it belongs
    to. Without slots: what several checks read of it is made once.
    """

    portions: tuple[Portion, ...]
    style: str
    titre: bool
    niveau: int | None
    lie: bool
    etiquette: str
    rang: Rang | None
    cellule: Cellule | None
    cadre: int
    note: Appel | None
    section: int

    @functools.cached_property
    def contenu(self) -> tuple[str | Champ, ...]:
        """The text and the fields, neighbouring texts made one, pictures left out."""
        joints: list[str | Champ] = []
        for portion in self.portions:
            morceau = portion.contenu
            if isinstance(morceau, Image):
                continue
            if joints and isinstance(morceau, str) and isinstance(joints[-1], str):
                joints[-1] += morceau
            else:
                joints.append(morceau)
        return tuple(joints)

    @functools.cached_property
    def texte(self) -> str:
        """The text, marks written « {PAGE} »."""
        return "".join(
            f"{{{part.value}}}" if isinstance(part, Champ) else part for part in self.contenu
        )

    @functools.cached_property
    def texte_etiquete(self) -> str:
        """The list label, a space, and the text."""
        return f"{self.etiquette} {self.texte}" if self.etiquette else self.texte

    @property
    def emplacements(self) -> tuple[Image, ...]:
        """The places of signature that it holds."""
        return tuple(
            portion.contenu
            for portion in self.portions
            if isinstance(portion.contenu, Image) and portion.contenu.emplacement
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A section and its running heads; those it does not define come from the one before.

    `continue_page`: it begins on the page where the previous one ends. `titre`: its first page has
    its own running heads. `premier_numero`: the page number it restarts at, or None.
    """

    continue_page: bool
    titre: bool
    premier_numero: int | None
    format_numero: str
    entetes: Mapping[Genre, tuple[Paragraphe, ...]]
    pieds: Mapping[Genre, tuple[Paragraphe, ...]]


@dataclass(frozen=True, slots=True)
class Contenu:
    """All that a Word file says and needs, read once.

    `tableaux`: the tables in order of the document. `langue`: that of text which says nothing else,
    empty where the file does not say. `textes_alternatifs`: what pictures say to those who do not
    see them, and their names, which no page bears. `pages_paires`: even pages have their own running heads.
    `coupures`: words may be hyphenated (automatic hyphenation or soft hyphens). `caracteres`: the
    characters that each font family is asked to draw. `polices_integrees`: the embedded faces of
    each family. `capitales`: the words that Word turns into capitals by format. `non_dessine`: one
    French sentence for each thing that dxpdf draws otherwise than Word; `bloquants`: those among
    them that change words.
    """

    corps: tuple[Paragraphe, ...]
    notes: tuple[Paragraphe, ...]
    sections: tuple[Section, ...]
    tableaux: tuple[Tableau, ...]
    langue: str
    textes_alternatifs: tuple[str, ...]
    pages_paires: bool
    coupures: bool
    caracteres: Mapping[str, frozenset[str]]
    polices_integrees: Mapping[str, tuple[bytes, ...]]
    capitales: tuple[str, ...]
    non_dessine: tuple[str, ...]
    bloquants: tuple[str, ...]

    def paragraphes(self) -> Iterator[Paragraphe]:
        """Every paragraph once: body, notes, then the running heads of each section."""
        yield from self.corps
        yield from self.notes
        for section in self.sections:
            for bandeaux in (section.entetes, section.pieds):
                for paragraphes in bandeaux.values():
                    yield from paragraphes


def as_text(contenu: Contenu) -> str:
    """Return the whole text, one paragraph a line, one table row a line, for people and goldens.

    Cells are separated by « | », paragraphs of one cell by « / », the empty ones left out; a title
    in square brackets opens the body, the notes, and each running head; a place of signature is
    its description in square brackets.
    """
    blocs = [("corps", contenu.corps), ("notes", contenu.notes)]
    for rang, section in enumerate(contenu.sections, start=1):
        for nom, bandeaux in (("en-tête", section.entetes), ("pied de page", section.pieds)):
            blocs += [
                (f"{nom}, section {rang}, {_GENRES[genre]}", paragraphes)
                for genre, paragraphes in bandeaux.items()
            ]
    return "\n".join(
        line
        for titre, paragraphes in blocs
        if paragraphes
        for line in (f"[{titre}]", *_lines(paragraphes))
    )


_GENRES = {
    Genre.DEFAUT: "toutes les pages",
    Genre.PREMIERE: "première page",
    Genre.PAIRE: "pages paires",
}


def _ligne(paragraphe: Paragraphe) -> tuple[int, int] | None:
    cellule = paragraphe.cellule
    return (cellule.tableau, cellule.ligne) if cellule else None


def _colonne(paragraphe: Paragraphe) -> int:
    return paragraphe.cellule.colonne if paragraphe.cellule else 0


def _lines(paragraphes: Iterable[Paragraphe]) -> Iterator[str]:
    for ligne, groupe in groupby(paragraphes, key=_ligne):
        if ligne is None:
            yield from map(_line, groupe)
        else:
            yield " | ".join(
                " / ".join(filter(None, map(_line, cellule)))
                for _, cellule in groupby(groupe, key=_colonne)
            )


def _line(paragraphe: Paragraphe) -> str:
    places = (f"[{place.texte}]" for place in paragraphe.emplacements)
    return " ".join(filter(None, (paragraphe.texte_etiquete, *places)))
