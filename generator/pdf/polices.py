"""Fonts: those of the package given to the engines, and what a font file can draw."""

from __future__ import annotations

import functools
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import font_source_sans_pro
import pikepdf

FAMILLE = "Source Sans Pro"
FACES = tuple(
    Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{face}.ttf"
    for face in ("Regular", "It", "Bold", "BoldIt", "Semibold", "SemiboldIt")
)

_SOUS_ENSEMBLE = re.compile(r"^[A-Z]{6}\+")  # ISO 32000-1 § 9.6.4

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


@dataclass(frozen=True, slots=True, order=True)
class Police:
    """A font of a PDF: its PostScript name, whether it is embedded, and whether only in part."""

    nom: str
    integree: bool
    partielle: bool


def used_fonts(document: pikepdf.Pdf) -> tuple[Police, ...]:
    """Return the fonts of a PDF, each once, sorted."""
    return tuple(sorted(set(_fonts(document))))


def _fonts(document: pikepdf.Pdf) -> Iterator[Police]:
    for objet in document.objects:
        if isinstance(objet, pikepdf.Dictionary) and objet.get("/Type") == "/Font":
            if "/DescendantFonts" in objet:
                continue  # its descendant is met by itself
            descripteur = objet.get("/FontDescriptor", pikepdf.Dictionary())
            nom = str(objet.get("/BaseFont", descripteur.get("/FontName", "/police sans nom")))[1:]
            integree = objet.get("/Subtype") == "/Type3" or any(
                cle in descripteur for cle in ("/FontFile", "/FontFile2", "/FontFile3")
            )
            entier = _SOUS_ENSEMBLE.sub("", nom)
            yield Police(entier, integree, entier != nom)


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
    return frozenset(map(chr, _read(police, lambda font: font.getBestCmap()) or {}))


@functools.lru_cache(maxsize=64)
def postscript_name(police: bytes) -> str:
    """Return the name that a font file bears in a PDF; empty if it cannot be read."""
    # Apart from the characters: reading names loads another 60 ms of fontTools.
    return _read(police, lambda font: "name" in font and font["name"].getDebugName(6)) or ""


def _read(police: bytes, ask: Callable[[Any], Any]) -> Any:
    """Return what is asked of a font file, None if it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415, slow to import

    try:
        with TTFont(BytesIO(police), lazy=True) as font:
            return ask(font)
    except (TTLibError, struct.error, LookupError, ValueError, AssertionError):
        return None
