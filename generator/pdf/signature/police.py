"""The package's font in a PDF update, reduced to the characters of a few lines."""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from generator.pdf.polices import FACES

NORMALE, GRASSE = FACES[0], FACES[2]
REMPLACANT = "?"
_MILLIEMES = 1000  # widths in a PDF are thousandths of the size (ISO 32000-1 § 9.2.4)
_SYMBOLIQUE = 4  # the font's own characters, not those of a standard set (§ 9.8.2)
_INUTILES = [
    "GDEF",
    "GPOS",
    "GSUB",
    "name",
]  # slow to read, and of no use to glyphs drawn by number
_FUT = 80  # thickness of a stem: no table of the font says it

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{plages}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@functools.cache
def _metrics(face: Path) -> tuple[dict[str, float], float]:
    """Return the advance of each character that a face draws, in em, and its ascent in em."""
    with TTFont(face, lazy=True) as police:
        unite = police["head"].unitsPerEm
        avances = police["hmtx"]
        largeurs = {chr(c): avances[g][0] / unite for c, g in police.getBestCmap().items()}
        return largeurs, police["hhea"].ascent / unite


def replaceable(texte: str) -> set[str]:
    """Return the characters of a text that the font does not draw."""
    connus = _metrics(NORMALE)[0].keys() & _metrics(GRASSE)[0].keys()
    return {c for c in texte if c not in connus}


def drawable(texte: str) -> str:
    """Return a text where what the font does not draw is a question mark."""
    manquants = replaceable(texte)
    return "".join(REMPLACANT if c in manquants else c for c in texte)


def width(texte: str, face: Path) -> float:
    """Return the width of a text in em. Raises KeyError for what the face does not draw."""
    largeurs, _ = _metrics(face)
    return sum(largeurs[c] for c in texte)


class Police:
    """A face embedded in an update with the characters given, and how to write them."""

    def __init__(self, sortie: BasePdfFileWriter, face: Path, textes: Iterable[str]) -> None:
        caracteres = sorted({c for texte in textes for c in texte})
        octets, self._glyphes = _reduce(face, caracteres)
        self.reference = _embed(sortie, octets, self._glyphes, face)

    def encode(self, texte: str) -> bytes:
        """Return a text as the operand of Tj: two bytes a glyph, in hexadecimal."""
        return b"<" + b"".join(b"%04X" % self._glyphes[c] for c in texte) + b">"


def _reduce(face: Path, caracteres: list[str]) -> tuple[bytes, dict[str, int]]:
    """Return a TrueType file that draws these characters alone, and the glyph of each."""
    options = subset.Options(hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += _INUTILES
    police = subset.load_font(str(face), options, lazy=False)
    reducteur = subset.Subsetter(options)
    reducteur.populate(unicodes=[ord(c) for c in caracteres])
    reducteur.subset(police)
    tampon = BytesIO()
    subset.save_font(police, tampon, options)
    octets = tampon.getvalue()
    with TTFont(BytesIO(octets)) as reduite:
        carte = reduite.getBestCmap()
        return octets, {c: reduite.getGlyphID(carte[ord(c)]) for c in caracteres}


def _embed(
    sortie: BasePdfFileWriter, octets: bytes, glyphes: dict[str, int], face: Path
) -> IndirectObject:
    """Write a composite font (ISO 32000-1 § 9.7) and return its reference."""
    etiquette = "".join(chr(65 + o % 26) for o in hashlib.sha256(octets).digest()[:6])
    with TTFont(BytesIO(octets)) as police:
        echelle = _MILLIEMES / police["head"].unitsPerEm
        tete, lignes = police["head"], police["hhea"]
        boite = [tete.xMin, tete.yMin, tete.xMax, tete.yMax]
        hauteur = lignes.ascent * echelle
        profondeur = lignes.descent * echelle
        capitale = getattr(police["OS/2"], "sCapHeight", lignes.ascent) * echelle
        avances = [police["hmtx"][nom][0] * echelle for nom in police.getGlyphOrder()]
    nom = pdf_name(f"/{etiquette}+{face.stem}")
    descripteur = _dictionnaire(
        Type=pdf_name("/FontDescriptor"),
        FontName=nom,
        Flags=NumberObject(_SYMBOLIQUE),
        FontBBox=ArrayObject(FloatObject(round(v * echelle, 3)) for v in boite),
        ItalicAngle=NumberObject(0),
        Ascent=FloatObject(hauteur),
        Descent=FloatObject(profondeur),
        CapHeight=FloatObject(capitale),
        StemV=NumberObject(_FUT),
        FontFile2=sortie.add_object(stream(octets, mesuree=True)),
    )
    descendante = _dictionnaire(
        Type=pdf_name("/Font"),
        Subtype=pdf_name("/CIDFontType2"),
        BaseFont=nom,
        CIDSystemInfo=_dictionnaire(
            Registry=TextStringObject("Adobe"),
            Ordering=TextStringObject("Identity"),
            Supplement=NumberObject(0),
        ),
        FontDescriptor=sortie.add_object(descripteur),
        DW=NumberObject(0),
        W=ArrayObject([NumberObject(0), ArrayObject(FloatObject(round(a, 3)) for a in avances)]),
        CIDToGIDMap=pdf_name("/Identity"),
    )
    return sortie.add_object(
        _dictionnaire(
            Type=pdf_name("/Font"),
            Subtype=pdf_name("/Type0"),
            BaseFont=nom,
            Encoding=pdf_name("/Identity-H"),
            DescendantFonts=ArrayObject([sortie.add_object(descendante)]),
            ToUnicode=sortie.add_object(stream(_to_unicode(glyphes))),
        )
    )


def _to_unicode(glyphes: dict[str, int]) -> bytes:
    lignes = [
        f"<{glyphe:04X}> <{c.encode('utf-16-be').hex().upper()}>"
        for c, glyphe in sorted(glyphes.items(), key=lambda paire: paire[1])
    ]
    paquets = [
        lignes[i : i + 100] for i in range(0, len(lignes), 100)
    ]  # the most that a CMap takes
    plages = "\n".join(
        f"{len(paquet)} beginbfchar\n" + "\n".join(paquet) + "\nendbfchar" for paquet in paquets
    )
    return _CMAP.format(plages=plages).encode()


def stream(octets: bytes, *, mesuree: bool = False, **cles: object) -> StreamObject:
    """Return a compressed stream whose length can be told from the file itself.

    Compressed data that ends with a carriage return would pass for shorter (ISO 19005-2 § 6.1.7.1): a byte
    more changes it. `mesuree`: a font file, that says its own length.
    """
    while (comprime := zlib.compress(octets, 9)).endswith(b"\r"):
        octets += b"\n"
    if mesuree:
        cles["Length1"] = NumberObject(len(octets))
    dictionnaire = _dictionnaire(**cles, Filter=pdf_name("/FlateDecode"))
    return StreamObject(dict(dictionnaire), encoded_data=comprime)


def _dictionnaire(**cles: object) -> DictionaryObject:
    return DictionaryObject({pdf_name(f"/{cle}"): valeur for cle, valeur in cles.items()})
