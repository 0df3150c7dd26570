"""Fonts: those of the package given to the engines, and what a font file can draw."""

from __future__ import annotations

import functools
import shutil
import struct
from html import escape
from io import BytesIO
from pathlib import Path

import font_source_sans_pro

FAMILLE = "Source Sans Pro"
FACES = tuple(
    Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{face}.ttf"
    for face in ("Regular", "It", "Bold", "BoldIt", "Semibold", "SemiboldIt")
)

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{inclus}<dir>{dossier}</dir>
<cachedir>{cache}</cachedir>
<match target="pattern">
<edit name="family" mode="append_last" binding="same"><string>{famille}</string></edit>
</match>
</fontconfig>
"""
_SYSTEME = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'


def install(dossier: Path, *, avec_celles_du_systeme: bool = False) -> Path:
    """Write a private fontconfig into an empty folder and return its configuration file.

    It lists the package's faces, beside those of the system if asked. Fonts are linked (copied
    where the file system has no links), because fontconfig writes into the folders it lists.
    """
    faces = dossier / "polices"
    faces.mkdir()
    for face in FACES:
        try:
            (faces / face.name).symlink_to(face)
        except OSError:
            shutil.copyfile(face, faces / face.name)
    configuration = dossier / "fonts.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            inclus=_SYSTEME if avec_celles_du_systeme else "",
            dossier=escape(str(faces)),
            cache=escape(str(dossier / "cache")),
            famille=FAMILLE,
        ),
        encoding="utf-8",
    )
    return configuration


@functools.cache
def package_characters() -> frozenset[str]:
    """Return the characters that the package's Source Sans Pro can draw."""
    return characters(FACES[0].read_bytes())


@functools.lru_cache(maxsize=64)
def characters(police: bytes) -> frozenset[str]:
    """Return the characters that a font file can draw; none if it cannot be read."""
    font = _open(police)
    return frozenset() if font is None else font[0]


@functools.lru_cache(maxsize=64)
def postscript_name(police: bytes) -> str:
    """Return the name that a font file bears in a PDF; empty if it cannot be read."""
    font = _open(police)
    return "" if font is None else font[1]


@functools.lru_cache(maxsize=64)
def _open(police: bytes) -> tuple[frozenset[str], str] | None:
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415, slow to import

    try:
        with TTFont(BytesIO(police), lazy=True) as font:
            cmap = font.getBestCmap() or {}
            nom = font["name"].getDebugName(6) if "name" in font else None
    except (TTLibError, struct.error, LookupError, ValueError, AssertionError):
        return None
    return frozenset(map(chr, cmap)), nom or ""
