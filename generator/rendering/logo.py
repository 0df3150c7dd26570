"""A town's logo, put in the place of the template's own picture named « logo »."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from generator.errors import RecordError

PLACEHOLDER = "word/media/logo.png"

_EXTENSIONS = {"PNG": "png", "JPEG": "jpeg"}
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
    """Return the picture, decoded once; RecordError when it is not a sound PNG or JPEG."""
    from PIL import Image  # noqa: PLC0415, slow to import, and most records have no logo

    unreadable = (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    )
    try:
        content = Path(path).read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_EXTENSIONS)) as image:
                image.verify()  # the sums of a PNG, to its end; it leaves the picture closed
            with Image.open(io.BytesIO(content), formats=tuple(_EXTENSIONS)) as image:
                image.load()
                return Logo(content, _EXTENSIONS[image.format or ""], *image.size)
    except unreadable as error:
        raise RecordError(
            f"{path} : le logo n'est pas une image PNG ou JPEG entière et de taille raisonnable ; "
            "enregistrez-le de nouveau"
        ) from error


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
