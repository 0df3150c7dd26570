"""Records in YAML files: every file of a folder, every document of a file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.errors import RecordError
from generator.records.arborescence import walk
from generator.records.enregistrement import Avis, Element, Enregistrement, Rejet, from_yaml
from generator.records.files import UnfitFileError, open_regular
from generator.records.problemes import printable
from generator.records.reading import TAILLE_MAXIMALE

SUFFIXES = (".yaml", ".yml")
TABLEAUX = (".csv", ".tsv", ".xlsx")

_SEPARATEUR = re.compile(rb"---(?:\s|$)")
_VIDE = re.compile(rb"(?:\xef\xbb\xbf)?(?:---|\.\.\.|%.*)?\s*(?:#.*)?$")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_folder(folder: Path, demarche: str | None) -> Iterator[Element]:
    """Yield the records of a folder and of those inside it, by name.

    Hidden files and folders, links to folders and the results of a run are left aside.
    RecordError if there is no record at all.
    """
    found = False
    for path in _walk(folder):
        if path.suffix.lower() in TABLEAUX:
            source = printable(path)
            yield Avis(
                source,
                (
                    f"{source} : un tableau ne se lit pas avec un dossier ; donnez-le seul, en SOURCE",
                ),
            )
            continue
        found = True
        try:
            yield from read_file(path, demarche)
        except RecordError as error:
            yield Rejet(printable(path), error.messages)
    if not found:
        raise RecordError(
            f"{printable(folder)} : aucune fiche dans ce dossier ; une fiche est un fichier .yaml "
            "ou .yml"
        )


def walk_records(folder: Path) -> Iterator[Path]:
    """Yield the record files that `read_folder` reads, in its order."""
    return (path for path in _walk(folder) if path.suffix.lower() in SUFFIXES)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the records and the tables of a folder, sorted; RecordError if it cannot be listed."""
    return (path for path in walk(folder) if path.suffix.lower() in (*SUFFIXES, *TABLEAUX))


@dataclass(frozen=True, slots=True)
class Morceau:
    """One document of a YAML file, or, without `content`, one that is too big to be read."""

    avant: int  # lines of the file before it
    content: bytes | None


def read_file(path: Path, demarche: str | None) -> Iterator[Enregistrement | Rejet]:
    """Yield the records of a YAML file, one by document; RecordError if it cannot be opened."""
    fichier = printable(path)
    try:
        with open_regular(path) as stream:
            yield from _name(fichier, path.parent, demarche, split(stream))
    except UnfitFileError as error:
        raise RecordError(f"{fichier} : {error}") from error


def _name(
    fichier: str, folder: Path, demarche: str | None, morceaux: Iterator[Morceau]
) -> Iterator[Enregistrement | Rejet]:
    """Yield each document, named by its file when it is the only one."""
    first = next(morceaux, None)
    if first is None:
        yield Rejet(fichier, (f"{fichier} : fichier vide ; écrivez une fiche ou retirez-le",))
        return
    second = next(morceaux, None)
    if second is None:
        yield _record(fichier, fichier, folder, demarche, first)
        return
    for morceau in itertools.chain((first, second), morceaux):
        yield _record(f"{fichier}:{morceau.avant + 1}", fichier, folder, demarche, morceau)


def _record(
    source: str, fichier: str, folder: Path, demarche: str | None, morceau: Morceau
) -> Enregistrement | Rejet:
    if morceau.content is None:
        limite = TAILLE_MAXIMALE // 2**20
        return Rejet(source, (f"{source} : fiche trop grosse : {limite} Mio au plus ; allégez-la",))
    return from_yaml(
        morceau.content,
        source=source,
        folder=folder,
        demarche=demarche,
        fichier=fichier,
        avant=morceau.avant,
    )


def split(stream: BinaryIO) -> Iterator[Morceau]:
    """Yield the documents that say something, with bounded memory.

    A line « --- » begins a document wherever it stands (YAML 1.2 § 9.1.2), even inside a text.
    UTF-16 is one document, which reading refuses with its reason.
    """
    lines: list[bytes] = []
    avant = numero = taille = 0
    begun = says = False
    for line in _lines(stream):
        if _SEPARATEUR.match(line) and not (lines and lines[0].startswith(_UTF_16)):
            if says:
                yield _piece(avant, lines, taille)
            if says or begun:  # else comments and directives go with the document that they head
                lines, avant, taille, says = [], numero, 0, False
            begun = True
        numero += line.endswith(b"\n")
        taille += len(line)
        says = says or not _VIDE.match(line)
        if taille <= TAILLE_MAXIMALE or not lines:
            lines.append(line)
    if says:
        yield _piece(avant, lines, taille)


def _piece(avant: int, lines: list[bytes], taille: int) -> Morceau:
    return Morceau(avant, None if taille > TAILLE_MAXIMALE else b"".join(lines))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, in pieces where one is longer than a record may be."""
    while line := stream.readline(TAILLE_MAXIMALE + 1):
        yield line
