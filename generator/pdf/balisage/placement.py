"""Where each letter of the pages stands in the Word file.

Pages bear the letters of the Word file in its order, but for what the layout moves: running heads
on each page, header rows again at the top of each page of a table, cells of a row that a page
breaks (the rest of each stands on the next page), text boxes, notes. The search takes the longest
stretch that follows the order, tries these moves where it ends, the likeliest first, and comes
back when one leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from generator.pdf.balisage.cours import CHAMP, Cours, Intervalle

_ESSAIS = 5000
_REPRISES = 40  # ends of words, back from where a stretch ends, at which a move is tried


class Hors(Enum):
    """What of a page is not the document's content (ISO 32000-1 § 14.8.2.2)."""

    ENTETE = "Header"
    PIED = "Footer"
    RANGEE = ""  # a header row said again


class Trajet(NamedTuple):
    """Letters `debut` to `fin` of a page; `place`: that of the first in the Word file."""

    debut: int
    fin: int
    place: int | Hors


class Feuillet(NamedTuple):
    """The letters of a page, the ends of its words, its running heads, and the number it bears."""

    lettres: str
    bornes: Sequence[int]
    entete: str
    pied: str
    numero: str


class EgareError(ValueError):
    """Letters that have no place: page from 0, and place on the page (None: missing from it)."""

    def __init__(self, page: int, place: int | None, manquant: int | None = None) -> None:
        self.page, self.place, self.manquant = page, place, manquant
        super().__init__(page, place, manquant)


class _Etat(NamedTuple):
    """A point of the search.

    `file`: intervals to be read in order, the body last; `reste`: cells that the next page goes on
    with; `libres`: text boxes and notes not yet met; `trace`: the steps that led here.
    """

    page: int
    place: int
    file: tuple[Intervalle, ...]
    reste: tuple[Intervalle, ...]
    libres: tuple[Intervalle, ...]
    au_debut: bool
    trace: _Pas | None


class _Pas(NamedTuple):
    page: int
    trajet: Trajet
    avant: _Pas | None


def place_letters(cours: Cours, feuillets: Sequence[Feuillet]) -> list[list[Trajet]]:
    """Return the stretches of each page, in order; together they are all its letters.

    Raises EgareError: some letters of a page, or of the Word file, have no place.
    """
    return _Recherche(cours, feuillets).run()


class _Recherche:
    def __init__(self, cours: Cours, feuillets: Sequence[Feuillet]) -> None:
        self._cours = cours
        self._feuillets = feuillets
        self._cadres = [_frame(rang, feuillet) for rang, feuillet in enumerate(feuillets)]
        self._corps = [cadre.corps for cadre in self._cadres]
        self._loin = (0, 0)  # the farthest letter that a search has reached
        self._manquant: int | None = None

    def run(self) -> list[list[Trajet]]:
        fils = self._cours.fils
        principal = [fil for fil in fils if fil[0] == 0 and not self._is_apart(fil)]
        libres = tuple(fil for fil in fils if fil not in principal)
        # What may come next at each step; it is worked out only where the search comes back.
        pile = [iter([self._page(_Etat(-1, 0, tuple(principal), (), libres, True, None))])]
        for _ in range(_ESSAIS):
            while pile and (etat := next(pile[-1], None)) is None:
                pile.pop()
            if not pile or etat is None:
                break
            if etat.page == len(self._feuillets):
                restants = [fil for fil in (*etat.file, *etat.libres) if fil[0] < fil[1]]
                if not restants:
                    return self._trace(etat)
                self._loin = (etat.page, 0)
                self._manquant = restants[0][0]
                continue
            self._loin = max(self._loin, (etat.page, etat.place))
            pile.append(self._follow(etat))
        page, place = self._loin
        if page == len(self._feuillets):
            raise EgareError(page - 1, None, self._manquant)
        raise EgareError(page, place)

    def _is_apart(self, fil: Intervalle) -> bool:
        paragraphe = self._cours.paragraphe(fil[0])
        return bool(paragraphe.cadre) or paragraphe.note is not None

    def _page(self, etat: _Etat) -> _Etat:
        """Turn to the next page."""
        page = etat.page + 1
        debut = self._corps[page][0] if page < len(self._corps) else 0
        return etat._replace(
            page=page, place=debut, file=etat.reste + etat.file, reste=(), au_debut=True
        )

    def _follow(self, etat: _Etat) -> Iterator[_Etat]:
        """Yield what may come next, the likeliest first."""
        _, fin = self._corps[etat.page]
        if etat.place == fin:
            yield self._page(etat)
            return
        if etat.au_debut:
            yield from self._after_header_row(etat)
            etat = etat._replace(au_debut=False)
        if not etat.file:
            yield from self._apart(etat)
            return
        (debut, borne), *suite = etat.file
        lu = self._common(etat.page, etat.place, fin, debut, borne)
        self._loin = max(self._loin, (etat.page, etat.place + lu))
        if etat.place + lu == fin:
            yield self._advance(etat, lu)
        elif lu == borne - debut:
            yield self._advance(etat, lu)._replace(file=tuple(suite))
        elif champ := self._field(etat, lu):
            yield champ
        for recul in self._stops(etat, lu):
            ici = self._advance(etat, recul) if recul else etat
            yield from self._next_cell(ici)
            yield from self._apart(ici)

    def _after_header_row(self, etat: _Etat) -> Iterator[_Etat]:
        lettres = self._feuillets[etat.page].lettres
        file = [fil for fil in etat.file if fil[0] < fil[1]]
        if not file:
            return
        for debut, fin in self._cours.repeated_rows(file[0][0]):
            rangee = self._cours.lettres[debut:fin]
            if lettres.startswith(rangee, etat.place):
                arrivee = etat.place + len(rangee)
                trajet = Trajet(etat.place, arrivee, Hors.RANGEE)
                yield etat._replace(
                    place=arrivee,
                    au_debut=False,
                    trace=_Pas(etat.page, trajet, etat.trace),
                )

    def _advance(self, etat: _Etat, lu: int) -> _Etat:
        """Read so many letters of the first interval."""
        (debut, borne), *suite = etat.file
        trajet = Trajet(etat.place, etat.place + lu, debut)
        reste = ((debut + lu, borne),) if debut + lu < borne else ()
        return etat._replace(
            place=etat.place + lu,
            file=(*reste, *suite),
            au_debut=False,
            trace=_Pas(etat.page, trajet, etat.trace),
        )

    def _field(self, etat: _Etat, lu: int) -> _Etat | None:
        """Read the number of the page where the Word file has a field for it."""
        debut, _ = etat.file[0]
        feuillet = self._feuillets[etat.page]
        if self._cours.lettres[debut + lu] != CHAMP:
            return None
        if not feuillet.lettres.startswith(feuillet.numero, etat.place + lu):
            return None
        avance = self._advance(etat, lu + 1)
        fin = etat.place + lu + len(feuillet.numero)
        trace = _Pas(etat.page, Trajet(etat.place, fin, debut), etat.trace)
        return avance._replace(place=fin, trace=trace)

    def _stops(self, etat: _Etat, lu: int) -> Iterator[int]:
        """Yield the lengths, ends of words, after which a move may be tried, longest first."""
        rendus = 0
        for borne in reversed(self._feuillets[etat.page].bornes):
            if borne <= etat.place + lu:
                if borne <= etat.place or rendus == _REPRISES:
                    break
                rendus += 1
                yield borne - etat.place
        yield 0

    def _next_cell(self, etat: _Etat) -> Iterator[_Etat]:
        """Leave the rest of a cell to the next page, and go on with the next cell of its row."""
        if not etat.file:
            return
        (debut, borne), *suite = etat.file
        if suite:
            yield etat._replace(file=tuple(suite), reste=(*etat.reste, (debut, borne)))
        for fin in self._cours.rest_of_cells(debut):
            if debut < fin < borne:
                yield etat._replace(file=((fin, borne), *suite), reste=(*etat.reste, (debut, fin)))

    def _apart(self, etat: _Etat) -> Iterator[_Etat]:
        """Read a text box or a note, to its end or to the end of the page."""
        _, fin_de_page = self._corps[etat.page]
        for rang, (debut, fin) in enumerate(etat.libres):
            lu = self._common(etat.page, etat.place, fin_de_page, debut, fin)
            if not lu or (debut + lu < fin and etat.place + lu < fin_de_page):
                continue
            reste = ((debut + lu, fin),) if debut + lu < fin else ()
            trajet = Trajet(etat.place, etat.place + lu, debut)
            yield etat._replace(
                place=etat.place + lu,
                libres=(*etat.libres[:rang], *reste, *etat.libres[rang + 1 :]),
                au_debut=False,
                trace=_Pas(etat.page, trajet, etat.trace),
            )

    def _common(self, page: int, place: int, fin: int, debut: int, borne: int) -> int:
        """Return how many letters of a page and of the Word file are the same from two places."""
        lettres, attendues = self._feuillets[page].lettres, self._cours.lettres
        sur, maximum = 0, min(fin - place, borne - debut)
        if lettres[place : place + maximum] == attendues[debut : debut + maximum]:
            return maximum
        while maximum - sur > 1:  # the first `sur` are the same, the first `maximum` are not
            milieu = (sur + maximum) // 2
            if lettres[place + sur : place + milieu] == attendues[debut + sur : debut + milieu]:
                sur = milieu
            else:
                maximum = milieu
        return sur

    def _trace(self, etat: _Etat) -> list[list[Trajet]]:
        par_page: list[list[Trajet]] = [[] for _ in self._feuillets]
        pas = etat.trace
        while pas is not None:
            par_page[pas.page].append(pas.trajet)
            pas = pas.avant
        return [
            [trajet for trajet in cadre.put_around(trajets[::-1]) if trajet.debut < trajet.fin]
            for cadre, trajets in zip(self._cadres, par_page, strict=True)
        ]


class _Cadre(NamedTuple):
    """Where the body of a page stands among its letters, with its running heads around it."""

    corps: Intervalle
    avant: tuple[Trajet, ...]
    apres: tuple[Trajet, ...]

    def put_around(self, trajets: Sequence[Trajet]) -> list[Trajet]:
        return [*self.avant, *trajets, *self.apres]


def _frame(rang: int, feuillet: Feuillet) -> _Cadre:
    """Find the running heads of a page: both engines begin with its header; dxpdf ends with its
    footer, LibreOffice writes it after the header.
    """
    lettres, debut = feuillet.lettres, len(feuillet.entete)
    entete = Trajet(0, debut, Hors.ENTETE)
    if not lettres.startswith(feuillet.entete):
        raise EgareError(rang, 0)
    fin = len(lettres) - len(feuillet.pied)
    if fin >= debut and lettres.endswith(feuillet.pied):
        return _Cadre((debut, fin), (entete,), (Trajet(fin, len(lettres), Hors.PIED),))
    if lettres.startswith(feuillet.pied, debut):
        suite = debut + len(feuillet.pied)
        pied = Trajet(debut, suite, Hors.PIED)
        return _Cadre((suite, len(lettres)), (entete, pied), ())
    raise EgareError(rang, max(fin, debut))
