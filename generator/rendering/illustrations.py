"""Pictures put in the places that a template keeps for them: a town's logo, charts.

The place of a picture is a drawing of the template whose name is the picture's key. Its frame is
as large as the picture may be; its alternative text is the template's. A loop of the template may
make one drawing into several, each with the name that a mark gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Membre = tuple[str, bytes]

_DRAWING = re.compile(rb"<w:drawing>.*?</w:drawing>", re.DOTALL)
_NAME = re.compile(rb'<wp:docPr [^>]*?\bname="([^"]*)"')
_EXTENT = re.compile(rb'(<(?:wp:extent|a:ext) )cx="(\d+)" cy="(\d+)"')
_EMBED = re.compile(rb'\br:embed="[^"]*"')
_IDENTIFIER = re.compile(rb'(<(?:wp:docPr|pic:cNvPr) [^>]*?\bid=)"[^"]*"')
_TYPE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_FIRST = 1000  # identifiers of the drawings that are placed, above those of any template


@dataclass(frozen=True, slots=True)
class Illustration:
    """The bytes of a picture, « png » or « jpeg », and its sides in pixels."""

    content: bytes
    extension: str
    largeur: int
    hauteur: int


def place_illustrations(
    members: list[Membre], illustrations: Mapping[str, Illustration]
) -> list[Membre]:
    """Return the members of a .docx with each picture in the drawings that have its name.

    A picture that no drawing asks for is left out.
    """
    placed: dict[str, list[str]] = {}  # part → keys of its pictures
    written = []
    for name, content in members:
        kept = content
        if illustrations and name.startswith("word/") and name.endswith(".xml"):
            part = _Part(illustrations)
            kept = _DRAWING.sub(part.place, content)
            placed[name] = part.cles
        written.append((name, kept))
    used = dict.fromkeys(cle for cles in placed.values() for cle in cles)
    if not used:
        return members
    extensions = {illustrations[cle].extension for cle in used}
    media = {cle: f"media/illustration{rank}" for rank, cle in enumerate(used, start=1)}
    for cle in used:
        media[cle] += f".{illustrations[cle].extension}"
    completed = [
        (name, _completed(name, content, placed, media, extensions)) for name, content in written
    ]
    return [*completed, *((f"word/{media[cle]}", illustrations[cle].content) for cle in used)]


class _Part:
    """One part of the file, drawing after drawing; `cles`: the pictures that it shows."""

    def __init__(self, illustrations: Mapping[str, Illustration]) -> None:
        self._illustrations = {cle.encode(): cle for cle in illustrations}
        self._sources = illustrations
        self._placed = 0
        self.cles: list[str] = []

    def place(self, match: re.Match[bytes]) -> bytes:
        """Return a drawing with the picture that it asks for, or as it is."""
        drawing = match[0]
        named = _NAME.search(drawing)
        cle = self._illustrations.get(named[1]) if named else None
        if cle is None:
            return drawing
        if cle not in self.cles:
            self.cles.append(cle)
        self._placed += 1
        identifier = b'\\1"%d"' % (_FIRST + self._placed)
        embed = b'r:embed="%s"' % _relation(self.cles.index(cle)).encode()
        drawing = _EMBED.sub(embed, drawing)
        return _fit(_IDENTIFIER.sub(identifier, drawing), self._sources[cle])


def _relation(rank: int) -> str:
    return f"rIdIllustration{rank + 1}"


def _completed(
    name: str,
    content: bytes,
    placed: Mapping[str, list[str]],
    media: Mapping[str, str],
    extensions: set[str],
) -> bytes:
    """Return a part that declares the pictures: the types of a file, the relations of a part."""
    if name == "[Content_Types].xml":
        return _with_types(content, extensions)
    folder, _, file = name.rpartition("/_rels/")
    cles = placed.get(f"{folder}/{file.removesuffix('.rels')}", []) if folder else []
    relations = b"".join(
        b'<Relationship Id="%s" Type="%s" Target="%s"/>'
        % (_relation(rank).encode(), _TYPE, media[cle].encode())
        for rank, cle in enumerate(cles)
    )
    return content.replace(b"</Relationships>", relations + b"</Relationships>")


def _with_types(content: bytes, extensions: set[str]) -> bytes:
    for extension in sorted(extensions):
        kind = extension.encode()
        if b'Extension="%s"' % kind not in content:
            declaration = b'<Default Extension="%s" ContentType="image/%s"/>' % (kind, kind)
            content = re.sub(rb"(<Types[^>]*>)", rb"\1" + declaration, content, count=1)
    return content


def _fit(drawing: bytes, illustration: Illustration) -> bytes:
    """Return the drawing with the largest sides (EMU) that fit its frame and keep proportions."""

    def resize(match: re.Match[bytes]) -> bytes:
        largeur, hauteur = illustration.largeur, illustration.hauteur
        ratio = min(int(match[2]) / largeur, int(match[3]) / hauteur)
        sides = tuple(max(1, round(side * ratio)) for side in (largeur, hauteur))
        return match[1] + b'cx="%d" cy="%d"' % sides

    return _EXTENT.sub(resize, drawing)
