"""The columns of a table, drawn from the table of fields: their names, their kinds, their spellings.

A column bears the dotted path of a field: « executif.nom ». An element of a list is numbered,
« deliberation.engagements[2] », « seance.pouvoirs[1].de »; a list of texts may also stand in one
cell. Case, accents, blanks and signs do not matter, nor does the beginning of the path where
what is left designates one field only.
"""

from __future__ import annotations

import difflib
import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.records.champs import fiche
from generator.records.genres import Champ, Genre, Groupe, Liste, SelonForme, Valeur, fold, walk

COMMUNE = "collectivite.commune"
DESIGNATIONS = (COMMUNE, "collectivite.code_insee", "collectivite.siren")
A_CORRIGER = "à corriger"  # heads the column that is added to the failed rows of a table
NUMERO_MAXIMAL = 50  # of an element of a list

_RESSEMBLANCE = 0.75


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column that a table may have.

    `chemin` is the path of the field, « [] » after each list whose element must be numbered.
    """

    chemin: str
    champ: Champ
    genre: Valeur
    is_liste: bool = False  # several texts in one cell, or one column for each


@dataclass(frozen=True, slots=True)
class Titre:
    """A header that designates a column: which one, and the numbers of its elements."""

    colonne: Colonne
    numeros: tuple[int, ...] = ()

    @property
    def champ(self) -> str:
        """The dotted path: « feuille_de_route.actions[1].budget »."""
        path = self.colonne.chemin
        for numero in self.numeros:
            path = path.replace("[]", f"[{numero}]", 1) if "[]" in path else f"{path}[{numero}]"
        return path


@functools.cache
def colonnes() -> Mapping[str, Colonne]:
    """Return every column by its path, in the order of the record."""
    return {colonne.chemin: colonne for colonne in _columns(fiche(), "")}


def _columns(genre: Groupe, parent: str) -> Iterator[Colonne]:
    for champ in genre.champs:
        yield from _column(champ, champ.genre, f"{parent}.{champ.cle}" if parent else champ.cle)


def _column(champ: Champ, genre: Genre, chemin: str) -> Iterator[Colonne]:
    match genre:
        case Valeur():
            yield Colonne(chemin, champ, genre)
        case Groupe():
            yield from _columns(genre, chemin)
        case Liste(element=Valeur() as element):
            yield Colonne(chemin, champ, element, is_liste=True)
        case Liste(element=Groupe() as groupe):
            yield from _columns(groupe, f"{chemin}[]")
        case SelonForme(valeur=valeur, autre=autre):
            # The bare name of a commune has a column of its own: « collectivite.commune ».
            if isinstance(autre, Liste) or isinstance(valeur, Liste):
                yield from _column(champ, valeur, chemin)
            yield from _column(champ, autre, chemin)


# --- headers ----------------------------------------------------------------------------------


def resolve(entete: str) -> Titre | tuple[str, ...]:
    """Return the column that a header designates, or the paths of those that it may mean.

    An empty tuple: it means none.
    """
    key, numeros = _key(entete)
    if not all(1 <= numero <= NUMERO_MAXIMAL for numero in numeros):
        return ()
    whole, part = _spellings()
    found = whole.get(key) or part.get(key, ())
    if len(found) == 1:
        return Titre(colonnes()[found[0]], numeros)
    return found


def nearest(entete: str) -> str:
    """Return the path whose name looks most like a header, empty if none does."""
    key, _ = _key(entete)
    whole, part = _spellings()
    spellings = {**part, **whole}
    close = difflib.get_close_matches(key, spellings, n=1, cutoff=_RESSEMBLANCE)
    return spellings[close[0]][0].replace("[]", "[1]") if close else ""


def _key(entete: str) -> tuple[str, tuple[int, ...]]:
    """Return the letters of a header, « # » for each number, and those numbers."""
    folded = re.sub(r"[^a-z0-9]", "", fold(entete))
    numeros = tuple(int(number[:9]) for number in re.findall("[0-9]+", folded))
    return re.sub("[0-9]+", "#", folded), numeros


@functools.cache
def _spellings() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return the paths by spelling: those of whole paths, and those of their ends."""
    whole: dict[str, tuple[str, ...]] = {_key("collectivite")[0]: (COMMUNE,)}
    part: dict[str, tuple[str, ...]] = {}
    for chemin, colonne in colonnes().items():
        segments = chemin.split(".")
        kept = [
            i
            for i, segment in enumerate(segments)
            if segment.endswith("[]") or ".".join(segments[: i + 1]) in _apart()
        ]
        last_start = min(kept, default=len(segments) - 1)
        for start in range(last_start + 1):
            table = part if start else whole
            for spelt in _variants(segments[start:], colonne):
                table[spelt] = tuple(dict.fromkeys((*table.get(spelt, ()), chemin)))
    return whole, part


def _variants(segments: list[str], colonne: Colonne) -> Iterator[str]:
    """Yield how the end of a path may be spelt."""
    choices = [list(_segment(segment)) for segment in segments]
    for words in itertools.product(*choices):
        yield "".join(words)
    if colonne.is_liste:
        yield from (
            f"{''.join(words)}#"
            for words in itertools.product(*choices[:-1], [*choices[-1], *_singular(segments[-1])])
        )


def _segment(segment: str) -> Iterator[str]:
    cle = segment.removesuffix("[]")
    mark = "#" if segment.endswith("[]") else ""
    for word in (cle, *_confusions().get(cle, ()), *(_singular(cle) if mark else ())):
        yield _key(word)[0] + mark


def _singular(cle: str) -> tuple[str, ...]:
    return (_key(cle.removesuffix("s"))[0],)


@functools.cache
def _apart() -> frozenset[str]:
    """Return the paths of the groups without whose key theirs designate nothing."""
    return frozenset(f"{parent}.{champ.cle}" for parent, champ in walk(fiche()) if champ.apart)


@functools.cache
def _confusions() -> Mapping[str, tuple[str, ...]]:
    """Return the wrong keys that people write, by the right one."""
    return {champ.cle: champ.confusions for _, champ in walk(fiche()) if champ.confusions}
