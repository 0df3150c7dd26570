"""Zip archives whose bytes depend on their content alone, with members compressed beforehand.

Most members of a filled template are those of the template: they are compressed once, when it is
compiled, and not once a town, as the standard library's `zipfile` would.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

_STORED, _DEFLATED = 0, 8
_LEVEL = 6
_LEVELS = {
    ".odttf": 1,  # half the size for 3 ms
    ".png": None,  # compressed already
    ".jpg": None,
    ".jpeg": None,
    ".docx": None,
}
_VERSION = 20  # of the format: folders and deflation
_UNIX = 3
_RIGHTS = 0o644 << 16
_UTF8_NAME = 0x800
_DATE = 1 << 5 | 1  # 1 January 1980, the first day of the format

# APPNOTE.TXT § 4.3.7, § 4.3.12 and § 4.3.16 (PKWARE): local header, directory entry, end.
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class Membre:
    """A member of an archive, ready to be written: `corps` is its content as compressed."""

    nom: str
    contenu: bytes
    somme: int
    corps: bytes
    methode: int


def pack(nom: str, contenu: bytes) -> Membre:
    """Return a member, compressed as its kind deserves."""
    level = _LEVELS.get(PurePosixPath(nom).suffix, _LEVEL)
    somme = zlib.crc32(contenu)
    if level is None:
        return Membre(nom, contenu, somme, contenu, _STORED)
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Membre(nom, contenu, somme, squeezer.compress(contenu) + squeezer.flush(), _DEFLATED)


def write(membres: Iterable[Membre], *, comprime: bool = True) -> bytes:
    """Return a zip of the members in their order; without `comprime`, none of them deflated."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for membre in membres:
        methode, corps = (membre.methode, membre.corps) if comprime else (_STORED, membre.contenu)
        nom = membre.nom.encode()
        flags = 0 if membre.nom.isascii() else _UTF8_NAME
        sizes = membre.somme, len(corps), len(membre.contenu), len(nom), 0
        local = _LOCAL.pack(b"PK\3\4", _VERSION, flags, methode, 0, _DATE, *sizes)
        directory.append(
            _ENTRY.pack(
                *(b"PK\1\2", _VERSION, _UNIX, _VERSION, 0, flags, methode, 0, _DATE, *sizes),
                *(0, 0, 0, _RIGHTS, place),
            )
            + nom
        )
        parts += local, nom, corps
        place += len(local) + len(nom) + len(corps)
    central = b"".join(directory)
    count = len(directory)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), place, 0)
    return b"".join((*parts, central, end))
