"""A town's logo, put in the place of the template's own picture named « logo »."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from generator.errors import RecordError

PLACEHOLDER = "word/media/logo.png"

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOFn, ITU-T T.81 table B.1
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a segment
_EXTENT = re.compile(rb'(<(?:wp:extent|a:ext) )cx="(\d+)" cy="(\d+)"')
_DRAWING = re.compile(rb'<w:drawing>(?:(?!</w:drawing>).)*?name="logo".*?</w:drawing>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Logo:
    """The bytes of a PNG or JPEG picture, and its sides in pixels."""

    content: bytes
    extension: str
    largeur: int
    hauteur: int


def read_logo(path: str) -> Logo:
    """Return the picture; RecordError when it is not a readable PNG or JPEG."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise RecordError(f"{path} : le logo ne peut pas être lu") from error
    is_jpeg = content.startswith(_JPEG)
    sides = _sides_of_jpeg(content) if is_jpeg else _sides_of_png(content)
    if sides is None:
        raise RecordError(f"{path} : le logo n'est pas une image PNG ou JPEG lisible")
    if 0 in sides:
        raise RecordError(f"{path} : le logo est une image vide")
    return Logo(content, "jpeg" if is_jpeg else "png", *sides)


def _sides_of_png(content: bytes) -> tuple[int, int] | None:
    """Return width and height, or None for what is no whole PNG (ISO/IEC 15948 § 11.2.2)."""
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or b"IEND" not in content[24:]:
        return None
    largeur, hauteur = struct.unpack(">II", content[16:24])
    return largeur, hauteur


def _sides_of_jpeg(content: bytes) -> tuple[int, int] | None:
    """Return width and height, or None for what is no whole JPEG (ITU-T T.81 § B.2.2)."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _FRAMES:
            hauteur, largeur = struct.unpack(">HH", content[place + 5 : place + 9])
            return (largeur, hauteur) if b"\xff\xd9" in content[place:] else None
        if marker == 0xFF:  # a fill byte
            place += 1
        elif marker in _ALONE:
            place += 2
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None


def place_logo(members: list[tuple[str, bytes]], logo: Logo | None) -> list[tuple[str, bytes]]:
    """Return the members with the placeholder replaced by the logo, inside the same frame.

    Without a logo they come back as they are: the template's condition drops the picture.
    """
    if logo is None or not any(name == PLACEHOLDER for name, _ in members):
        return members
    target = f"word/media/logo.{logo.extension}"
    placed = []
    for name, content in members:
        if name == PLACEHOLDER:
            placed.append((target, logo.content))
        elif name.endswith(".rels"):
            placed.append((name, content.replace(b"media/logo.png", target[5:].encode())))
        elif name == "[Content_Types].xml":
            placed.append((name, _with_jpeg(content)))
        elif name.endswith(".xml"):
            placed.append((name, _DRAWING.sub(lambda m: _fit(m[0], logo), content)))
        else:
            placed.append((name, content))
    return placed


def _with_jpeg(content_types: bytes) -> bytes:
    if b'Extension="jpeg"' in content_types:
        return content_types
    declaration = b'<Default Extension="jpeg" ContentType="image/jpeg"/>'
    return re.sub(rb"(<Types[^>]*>)", rb"\1" + declaration, content_types, count=1)


def _fit(drawing: bytes, logo: Logo) -> bytes:
    """Return the drawing with the largest sides (EMU) that fit its frame and keep proportions."""

    def resize(match: re.Match[bytes]) -> bytes:
        cadre_x, cadre_y = int(match[2]), int(match[3])
        ratio = min(cadre_x / logo.largeur, cadre_y / logo.hauteur)
        sides = tuple(max(1, round(side * ratio)) for side in (logo.largeur, logo.hauteur))
        return match[1] + b'cx="%d" cy="%d"' % sides

    return _EXTENT.sub(resize, drawing)
