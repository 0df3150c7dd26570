"""The letters that a document must bear, in the order of the Word file, and whose they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.pdf.balisage.arbre import Arbre, Piece
from generator.pdf.balisage.lettres import letters
from generator.rendering.contenu import Cellule, Champ, Contenu, Image, Paragraphe

CHAMP = "\ue000"
"""Stands for a field whose value the page decides; letters never hold it (NFKD keeps it, but the
private sign of a font is refused before)."""

Intervalle = tuple[int, int]


@dataclass(slots=True)
class Cours:
    """`lettres` is the body, then text boxes, then notes; `fils` are these threads as intervals."""

    paragraphes: Sequence[Paragraphe]
    lettres: str = ""
    fils: list[Intervalle] = field(default_factory=list)
    _debuts: list[int] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _etendues: dict[int, Intervalle] = field(default_factory=dict)
    _blancs: dict[int, set[int]] = field(default_factory=dict)

    def has_blank(self, place: int) -> bool:
        """Tell whether white space parts the letter before a place from the next of its paragraph."""
        rang = bisect_right(self._debuts, place - 1) - 1
        piece, debut = self._pieces[rang], self._debuts[rang]
        if place < self._end(rang):
            if rang not in self._blancs:
                self._blancs[rang] = set(_blanks(piece.contenu))
            return place - debut in self._blancs[rang]
        if _text(piece)[-1:].isspace():
            return True
        suivantes = self._pieces[rang + 1 : rang + 2]
        return any(
            suivante.paragraphe == piece.paragraphe and _text(suivante)[:1].isspace()
            for suivante in suivantes
        )

    def _end(self, rang: int) -> int:
        return self._debuts[rang + 1] if rang + 1 < len(self._debuts) else len(self.lettres)

    def piece(self, place: int) -> Piece:
        """Return the piece whose letter stands at a place."""
        return self._pieces[bisect_right(self._debuts, place) - 1]

    def end_of_piece(self, place: int) -> int:
        """Return the place where the piece ends whose letter stands at a place."""
        return self._end(bisect_right(self._debuts, place) - 1)

    def pieces(self, debut: int, fin: int) -> Sequence[Piece]:
        """Return the pieces whose letters stand from a place to another."""
        premiere = bisect_right(self._debuts, debut) - 1
        if fin <= self._end(premiere):
            return (self._pieces[premiere],)
        return self._pieces[premiere : bisect_right(self._debuts, fin - 1)]

    def paragraphe(self, place: int) -> Paragraphe:
        """Return the paragraph whose letter stands at a place."""
        return self.paragraphes[self.piece(place).paragraphe]

    def rest_of_cells(self, place: int) -> Iterator[int]:
        """Yield where each cell that holds a place ends, if another of its row follows."""
        rang = self.piece(place).paragraphe
        cellule = self.paragraphes[rang].cellule
        while cellule is not None:
            fin = self._end_of(rang, cellule)
            if fin is not None:
                yield fin
            cellule = cellule.dans

    def repeated_rows(self, place: int) -> Iterator[Intervalle]:
        """Yield the header rows that a page which begins at a place bears again."""
        cellule = self.paragraphe(place).cellule
        while cellule is not None:
            if not cellule.entete:
                rangs = self._headers(cellule.tableau)
                if rangs and self._start(rangs[0]) < place:
                    yield self._start(rangs[0]), self._etendues[rangs[-1]][1]
            cellule = cellule.dans

    def _headers(self, tableau: int) -> list[int]:
        return [
            rang
            for rang in self._etendues
            if (cellule := self.paragraphes[rang].cellule)
            and cellule.tableau == tableau
            and cellule.entete
        ]

    def _start(self, rang: int) -> int:
        return self._etendues[rang][0]

    def _end_of(self, rang: int, cellule: Cellule) -> int | None:
        fin = None
        for suivant in range(rang, len(self.paragraphes)):
            if suivant not in self._etendues or self.paragraphes[suivant].cadre:
                continue
            autre = _same_table(self.paragraphes[suivant].cellule, cellule.tableau)
            if autre is None or autre.ligne != cellule.ligne:
                return None
            if autre.colonne != cellule.colonne:
                return fin
            fin = self._etendues[suivant][1]
        return None


def _same_table(cellule: Cellule | None, tableau: int) -> Cellule | None:
    while cellule is not None and cellule.tableau != tableau:
        cellule = cellule.dans
    return cellule


def expect(contenu: Contenu, arbre: Arbre, pages: int) -> Cours:
    """Return what a document of so many pages must bear."""
    cours = Cours((*contenu.corps, *contenu.notes))
    par_fil: dict[tuple[int, object], list[Piece]] = {}
    for piece in arbre.pieces:
        paragraphe = cours.paragraphes[piece.paragraphe]
        cle: tuple[int, object] = (0, None)
        if paragraphe.note is not None:
            cle = (2, paragraphe.note)
        elif paragraphe.cadre:
            cle = (1, paragraphe.cadre)
        par_fil.setdefault(cle, []).append(piece)
    morceaux: list[str] = []
    place = 0
    for fil in sorted(par_fil, key=lambda cle: cle[0]):
        debut = place
        for piece in par_fil[fil]:
            lettres = _letters(piece, pages)
            if lettres:
                cours._debuts.append(place)
                cours._pieces.append(piece)
                morceaux.append(lettres)
                ancien, _ = cours._etendues.get(piece.paragraphe, (place, place))
                place += len(lettres)
                cours._etendues[piece.paragraphe] = (ancien, place)
        if place > debut:
            cours.fils.append((debut, place))
    cours.lettres = "".join(morceaux)
    return cours


def _letters(piece: Piece, pages: int) -> str:
    contenu = piece.contenu
    if isinstance(contenu, Image):
        return ""
    if isinstance(contenu, Champ):
        return str(pages) if contenu is Champ.NUMPAGES else CHAMP
    return letters(contenu)


def _text(piece: Piece) -> str:
    return piece.contenu if isinstance(piece.contenu, str) else ""


def _blanks(contenu: str | Champ | Image) -> Iterator[int]:
    """Yield after how many letters of a text white space stands, but at its end."""
    lu = 0
    for bout in contenu.split()[:-1] if isinstance(contenu, str) else ():
        lu += len(letters(bout))
        yield lu
