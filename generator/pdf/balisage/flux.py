"""The content stream of a page, as the pieces that can be marked (ISO 32000-1 § 7.8.2, § 9.4).

dxpdf writes one text object a word, LibreOffice one a stretch of a line; both open and close them
on lines of their own and write glyphs as hexadecimal strings. A stream of another make is refused,
because its pieces could not be told apart for sure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

import pikepdf

from generator.pdf.balisage.lettres import drawn, letters
from generator.pdf.balisage.refus import NonBalisableError

_DEBUT, _FIN = b"BT\n", b"ET\n"
_TETE = re.compile(rb"/(\S+) \S+ Tf")  # first line of a text object of dxpdf
_PLACE = re.compile(rb"[-.0-9 ]*Tm")  # its second line; the others draw glyphs
_IMAGE = re.compile(rb"/\S+ Do\s")
_PEINTURE = re.compile(rb"(?m)(?:^|\s)(?:[SsFfBb]\*?|sh)$")
_POLICE = re.compile(rb"/(\S+) \S+ Tf\b")
_CODES = re.compile(rb"<([0-9A-Fa-f]+)>")
_MARQUES = re.compile(rb"\n(?:/[^\n]*(?:BDC|BMC)|EMC)(?=\n)")
_MARQUEURS = (b"BDC", b"BMC", b"EMC")
_ETRANGERS = (b"(", b"\nBI\n", *_MARQUEURS)
_PLAGES = re.compile(r"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_HEXA = re.compile(r"<([0-9A-Fa-f]*)>|(\[[^\]]*\])")
_CHOIX_DE_POLICE = b" Tf"
_GLYPHE = re.compile(rb"[0-9A-Fa-f]{4}")
_NOTDEF = b"0000"
_TABULATION = "\t"
_ABSENT = "\ufffd"
_COURT = 500  # bytes
_UN_SIGNE = 4  # hexadecimal digits of a character in UTF-16
_SUBSTITUTS = "dD"  # where halves of longer characters begin, and some others
_ETRANGE = "le moteur a écrit une page d'une façon que le balisage ne connaît pas"


class Nature(Enum):
    """What a piece of a page is."""

    TEXTE = "texte"
    IMAGE = "image"
    TRAIT = "trait"  # borders, backgrounds, rules
    ETAT = "etat"  # colours and positions: nothing is drawn


class Morceau(NamedTuple):
    """A piece of a content stream: its bytes, what it draws, and its letters as compared.

    `texte` is what its glyphs say, `dit` what a reader must be told. There is one for each word:
    a tuple is made three times faster than a dataclass.
    """

    nature: Nature
    octets: bytes
    texte: str = ""
    dit: str = ""
    lettres: str = ""


_TEXTE = Nature.TEXTE
Mot = tuple[str, str, str]
"""What a text object says, what a reader must be told, its letters."""


def read_pages(document: pikepdf.Pdf) -> list[list[Morceau]]:
    """Return the pieces of each page in order; put end to end, they are its content stream
    without the marked content that the engine wrote.

    Raises NonBalisableError: a page was not written the way this reader knows.
    """
    lecteur = _Lecteur()
    return [lecteur.read(page) for page in document.pages]


def has_text_elsewhere(document: pikepdf.Pdf) -> bool:
    """Tell whether a page draws, besides its own pieces, a form that may hold words."""
    return any(
        objet.get("/Subtype") != "/Image"
        for page in document.pages
        for objet in page.resources.get("/XObject", pikepdf.Dictionary()).values()
    )


def text(morceaux: Sequence[Morceau]) -> str:
    """Return the text of a page, a space between its text objects."""
    return " ".join([morceau.texte for morceau in morceaux if morceau.texte])


class _Lecteur:
    """Reads the pages of one document; fonts and words are decoded once."""

    def __init__(self) -> None:
        self._polices: dict[tuple[int, int], _Codage] = {}

    def read(self, page: pikepdf.Page) -> list[Morceau]:
        contenu = page.obj.get("/Contents")
        if not isinstance(contenu, pikepdf.Stream):
            raise NonBalisableError(_ETRANGE)
        octets = contenu.read_bytes()
        if any(marqueur in octets for marqueur in _MARQUEURS):
            octets = _MARQUES.sub(b"", octets)  # the engine's own: headings, artifacts
        if any(signe in octets for signe in _ETRANGERS):
            raise NonBalisableError(_ETRANGE)
        lecture = _LecteurDePage(self._fonts(page))
        avant, *objets = octets.split(_DEBUT)
        morceaux = list(_graphics(avant))
        for suite in objets:
            objet, apres = suite, b""
            if not suite.endswith(_FIN):
                objet, fin, apres = suite.partition(_FIN)
                objet += fin
            texte, dit, lettres = lecture.say(objet)
            if _TABULATION in texte:
                objet = _without_notdef(objet)
            morceaux.append(Morceau(_TEXTE, _DEBUT + objet, texte, dit, lettres))
            if apres:
                morceaux += _graphics(apres)
        return morceaux

    def _fonts(self, page: pikepdf.Page) -> dict[bytes, _Codage]:
        polices = {}
        for nom, police in page.resources.get("/Font", pikepdf.Dictionary()).items():
            cle = police.objgen
            if cle not in self._polices or not police.is_indirect:
                self._polices[cle] = _read_cmap(police)
            polices[nom[1:].encode()] = self._polices[cle]
        return polices


class _LecteurDePage:
    """Reads the text objects of one page, each up to its end; `polices`: its fonts by name."""

    def __init__(self, polices: Mapping[bytes, _Codage]) -> None:
        self._polices = polices
        self._par_tete: dict[bytes, _Codage] = {}

    def say(self, objet: bytes) -> Mot:
        """Return what a text object says, what a reader must be told, and its letters."""
        tete, _, suite = objet.partition(b"\n")
        place, _, glyphes = suite.partition(b"\n")
        codage = self._par_tete.get(tete) or self._choose(tete)
        if codage is None or _PLACE.fullmatch(place) is None:
            return self._decode(objet)
        # dxpdf draws a word with the same bytes wherever it stands: its place apart.
        return codage.mots.get(glyphes) or codage.read(glyphes)

    def _choose(self, tete: bytes) -> _Codage | None:
        police = _TETE.fullmatch(tete)
        codage = self._polices.get(police[1]) if police else None
        if codage is not None:
            self._par_tete[tete] = codage
        return codage

    def _decode(self, objet: bytes) -> Mot:
        choix = _POLICE.findall(objet)
        if len(choix) != 1 or choix[0] not in self._polices:
            raise NonBalisableError(_ETRANGE)
        return self._polices[choix[0]].read(objet, choix=1)


@functools.lru_cache(maxsize=8192)  # documents of one template say the same words
def _said(texte: str) -> Mot:
    dit = drawn(texte)
    return texte, texte if dit == texte else dit, letters(texte)  # one object where they are equal


class _Codage(dict[bytes, str]):
    """Hexadecimal string → what it says; a code of which nothing is known says U+FFFD.

    `codes`: character code → what it says; `longueur`: hexadecimal digits of a code; `mots`: the
    words read, by the bytes that draw them.
    """

    def __init__(self, codes: dict[int, str], longueur: int) -> None:
        super().__init__((b"%0*X" % (longueur, code), texte) for code, texte in codes.items())
        self.codes = codes
        self.longueur = longueur
        self.mots: dict[bytes, Mot] = {}

    def __missing__(self, chaine: bytes) -> str:
        if len(chaine) % self.longueur:
            raise NonBalisableError(_ETRANGE)
        texte = self[chaine] = "".join(
            self.codes.get(int(chaine[place : place + self.longueur], 16), _ABSENT)
            for place in range(0, len(chaine), self.longueur)
        )
        return texte

    def read(self, octets: bytes, *, choix: int = 0) -> Mot:
        """Return what glyphs say, and keep it for the word drawn again; `choix`: how many times
        they choose a font.
        """
        if octets.find(_FIN) != len(octets) - len(_FIN) or octets.count(_CHOIX_DE_POLICE) != choix:
            raise NonBalisableError(_ETRANGE)
        mot = _said("".join([self[chaine] for chaine in _CODES.findall(octets)]))
        self.mots[octets] = mot
        return mot


def _without_notdef(objet: bytes) -> bytes:
    """Return a text object without glyph 0, which PDF/A forbids (ISO 19005-2 § 6.2.11.8)."""

    def keep(codes: re.Match[bytes]) -> bytes:
        glyphes = _GLYPHE.findall(codes[1])
        return b"<" + b"".join(glyphe for glyphe in glyphes if glyphe != _NOTDEF) + b">"

    return _CODES.sub(keep, objet)


def _read_cmap(police: pikepdf.Object) -> _Codage:
    """Return the ToUnicode map of a font, of one-byte or two-byte codes (ISO 32000-1 § 9.10.3)."""
    if "/ToUnicode" not in police:
        raise NonBalisableError(_ETRANGE)
    deux_octets = police.Subtype == "/Type0"
    if deux_octets and police.Encoding != "/Identity-H":
        raise NonBalisableError(_ETRANGE)
    codes: dict[int, str] = {}
    cmap = police.ToUnicode.read_bytes().decode("latin-1")
    for genre, plage in _PLAGES.findall(cmap):
        valeurs = [hexa or liste for hexa, liste in _HEXA.findall(plage)]
        if genre == "bfchar":
            for code, texte in zip(valeurs[::2], valeurs[1::2], strict=True):
                codes[int(code, 16)] = _utf16(texte)
            continue
        for debut, fin, texte in zip(valeurs[::3], valeurs[1::3], valeurs[2::3], strict=True):
            codes.update(_range(int(debut, 16), int(fin, 16), texte))
    codes.setdefault(0, _TABULATION)  # .notdef: a tabulation typed as a character
    return _Codage(codes, 4 if deux_octets else 2)


def _range(debut: int, fin: int, texte: str) -> Iterator[tuple[int, str]]:
    if texte.startswith("["):
        for rang, (hexa, _) in enumerate(_HEXA.findall(texte[1:-1])):
            yield debut + rang, _utf16(hexa)
        return
    premier = _utf16(texte)
    for rang in range(fin - debut + 1):
        yield debut + rang, premier[:-1] + chr(ord(premier[-1]) + rang)


def _utf16(hexa: str) -> str:
    if len(hexa) == _UN_SIGNE and hexa[0] not in _SUBSTITUTS:
        return chr(int(hexa, 16))
    return bytes.fromhex(hexa).decode("utf-16-be", "replace") or _ABSENT


def _graphics(octets: bytes) -> Sequence[Morceau]:
    """Return the pieces of a stretch without text: pictures, and what stands between them."""
    return _cut_once(octets) if len(octets) < _COURT else tuple(_cut(octets))


@functools.lru_cache(maxsize=2048)
def _cut_once(octets: bytes) -> tuple[Morceau, ...]:
    """Return the pieces of a short stretch: most set a colour, one of a few."""
    return tuple(_cut(octets))


def _cut(octets: bytes) -> Iterator[Morceau]:
    fin = 0
    for image in _IMAGE.finditer(octets) if b" Do" in octets else ():
        yield from _strokes(octets[fin : image.start()])
        yield Morceau(Nature.IMAGE, image[0])
        fin = image.end()
    yield from _strokes(octets[fin:])


def _strokes(octets: bytes) -> Iterator[Morceau]:
    if octets:
        nature = Nature.TRAIT if _PEINTURE.search(octets) else Nature.ETAT
        yield Morceau(nature, octets)
