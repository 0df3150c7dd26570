"""Words of a text, and what two texts do not have in common.

A word is a run of letters and digits, or one sign of punctuation; all spaces are equal.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

_MOT = re.compile(r"\w+|[^\w\s]")
_ECART_MAXIMAL = 2000  # words; beyond, it is another text, and joining would take minutes
_EXTRAIT = 60  # characters that a message quotes
_COURT = 1000  # characters: paragraphs are, pages are not
_SIGNES = str.maketrans(
    {
        "\u2010": "-",  # hyphen
        "\u2011": "-",  # no-break hyphen: some engines draw it with the hyphen's glyph
        "\uf0b7": "\u2022",  # the bullet of Word's lists, as the font Symbol encodes it
        "\u00ad": None,  # soft hyphen, and what has no width
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)
_RARES = re.compile(f"[{''.join(map(chr, _SIGNES))}]")


def split(texte: str) -> list[str]:
    """Return the words of a text in order."""
    return list(_split_once(texte)) if len(texte) < _COURT else _split(texte)


@functools.lru_cache(maxsize=2048)
def _split_once(texte: str) -> tuple[str, ...]:
    """Return the words of a paragraph: towns have most of theirs in common."""
    return tuple(_split(texte))


def _split(texte: str) -> list[str]:
    if _RARES.search(texte):  # str.translate is slow, and few texts need it
        texte = texte.translate(_SIGNES)
    return _MOT.findall(unicodedata.normalize("NFC", texte))


def excerpt(texte: str) -> str:
    """Return a text short enough for a message to quote: « … » stands for what is left out."""
    return texte if len(texte) <= _EXTRAIT else f"{texte[: _EXTRAIT - 1]}…"


def contains_in_order(mots: Iterable[str], suite: Iterable[str]) -> bool:
    """Tell whether the words of `suite` stand in `mots` in this order, others between or not."""
    restants = iter(mots)
    return all(mot in restants for mot in suite)


@dataclass(slots=True)
class Ecart:
    """What two lists of words do not have in common, each word counted.

    Its methods take away what an engine does to words without losing any.
    """

    attendus: Sequence[str]
    trouves: Sequence[str]
    manquants: Counter[str] = field(init=False)
    en_trop: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        attendus, trouves = Counter(self.attendus), Counter(self.trouves)
        self.manquants, self.en_trop = attendus - trouves, trouves - attendus

    def __bool__(self) -> bool:
        return bool(self.manquants or self.en_trop)

    def accept_surplus(self, suite: Iterable[str], fois: int) -> None:
        """Take these words away from those too many, as a whole, at most so many times."""
        ensemble = Counter(suite)
        while fois and ensemble <= self.en_trop:
            self.en_trop -= ensemble
            fois -= 1

    def accept_same(self, cle: Callable[[str], str]) -> None:
        """Take away the missing words that a word too many equals by a key."""
        par_cle: dict[str, list[str]] = {}
        for mot in self.en_trop.elements():
            par_cle.setdefault(cle(mot), []).append(mot)
        for mot in list(self.manquants.elements()):
            if egaux := par_cle.get(cle(mot)):
                _take(self.manquants, (mot,))
                _take(self.en_trop, (egaux.pop(),))

    def rejoin(self, *, coupures: bool) -> None:
        """Take away words cut in pieces, by the end of a line, and words drawn without a space.

        `coupures`: pieces may have hyphens between them that the text does not have.
        """
        if self.manquants.total() + self.en_trop.total() > _ECART_MAXIMAL:
            return
        trouves = self.trouves
        if coupures:
            del self.en_trop["-"]
            trouves = [mot for mot in trouves if mot != "-"]
        _join(self.manquants, trouves, self.en_trop)
        _join(self.en_trop, self.attendus, self.manquants)

    def missing(self) -> list[str]:
        """Return the missing words, in order."""
        return _in_order(self.attendus, self.manquants)

    def surplus(self) -> list[str]:
        """Return the words too many, in order."""
        return _in_order(self.trouves, self.en_trop)


def _take(compte: Counter[str], mots: Iterable[str]) -> None:
    """Take words away from a count, which keeps none at zero."""
    for mot in mots:
        compte[mot] -= 1
        if not compte[mot]:
            del compte[mot]


def _in_order(mots: Iterable[str], restants: Counter[str]) -> list[str]:
    compte = restants.copy()
    ordonnes = []
    for mot in mots:
        if compte[mot] > 0:
            compte[mot] -= 1
            ordonnes.append(mot)
    return ordonnes


def _join(entiers: Counter[str], suite: Sequence[str], morceaux: Counter[str]) -> None:
    """Take away each word that consecutive words of `suite`, left in `morceaux`, make up."""
    places: dict[str, list[int]] = {}
    for place, mot in enumerate(suite):
        if mot in morceaux:
            places.setdefault(mot, []).append(place)
    longueurs = sorted({len(mot) for mot in places})
    for entier in list(entiers.elements()):
        debuts = (d for n in longueurs if n < len(entier) for d in places.get(entier[:n], ()))
        for debut in debuts:
            pieces = Counter(_pieces(entier, suite, debut))
            if pieces and pieces <= morceaux:
                _take(morceaux, pieces.elements())
                _take(entiers, (entier,))
                break


def _pieces(entier: str, suite: Sequence[str], debut: int) -> Sequence[str]:
    """Return the consecutive words from a place that make up a word, or nothing."""
    fin, lu = debut, 0
    while lu < len(entier) and fin < len(suite) and entier.startswith(suite[fin], lu):
        lu += len(suite[fin])
        fin += 1
    return suite[debut:fin] if lu == len(entier) else ()
