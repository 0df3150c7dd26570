"""Fonts embedded in a Word file (fontTable.xml), their obfuscation undone."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from generator.rendering.ooxml.paquet import PARTIES_GARDEES, Paquet, R, W

_FACES = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
_BROUILLES = 32  # bytes of the font file that are XORed with the key


def read_polices(paquet: Paquet, partie: str | None) -> dict[str, tuple[bytes, ...]]:
    """Return the embedded faces of each font family, as TrueType or OpenType files.

    `partie` names the font table. Raises TemplateError when a part is damaged.
    """
    racine = None if partie is None else paquet.xml(partie)
    if partie is None or racine is None:
        return {}
    relations = paquet.relations(partie)
    polices = {
        police.get(f"{W}name", ""): tuple(_faces(police, paquet, relations))
        for police in racine.iterfind(f"{W}font")
    }
    return {famille: faces for famille, faces in polices.items() if faces}


def _faces(
    police: etree._Element, paquet: Paquet, relations: dict[str, tuple[str, str]]
) -> Iterator[bytes]:
    for nom in _FACES:
        face = police.find(f"{W}{nom}")
        if face is None:
            continue
        _, cible = relations.get(face.get(f"{R}id", ""), ("", ""))
        octets = paquet.octets(cible)
        if octets is not None:
            yield _deobfuscate(octets, face.get(f"{W}fontKey", ""))


@functools.lru_cache(maxsize=PARTIES_GARDEES)  # one object for each face, however often it is read
def _deobfuscate(octets: bytes, cle: str) -> bytes:
    """Return the font file: its first 32 bytes XORed with the GUID (ECMA-376 part 4 § 2.8.1)."""
    chiffres = cle.strip("{}").replace("-", "")
    if len(chiffres) != _BROUILLES:  # no key: the font is stored as it is
        return octets
    guid = bytes.fromhex(chiffres)[::-1]
    tete = bytes(octet ^ guid[i % len(guid)] for i, octet in enumerate(octets[:_BROUILLES]))
    return tete + octets[_BROUILLES:]
