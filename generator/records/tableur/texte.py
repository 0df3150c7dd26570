"""Tables in text files: CSV of any encoding and separator, however big, whatever stands in them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.errors import RecordError
from generator.records.files import open_regular
from generator.records.problemes import printable
from generator.records.tableur.lignes import (
    COLONNES_MAXIMUM,
    LIGNES_MAXIMUM,
    TETE,
    TROP_DE_LIGNES,
    Ligne,
    LigneIllisible,
    Table,
    text_table,
)

SEPARATEURS = (";", ",", "\t")
LIGNE_MAXIMALE = 2**20  # characters
_BLOC = 2**20  # bytes
_SEP = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)  # what Excel takes at the top of a file
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINAIRE = "ce n'est pas un tableau de texte (CSV) ; enregistrez-le en .xlsx ou en CSV UTF-8"


@dataclass(frozen=True, slots=True)
class Ecriture:
    """How a text file is written."""

    encodage: str
    separateur: str


@contextmanager
def open_text(path: Path, score: Callable[[list[str]], int]) -> Iterator[tuple[Table, Ecriture]]:
    """Open a CSV file and give its table and how it is written.

    `score` tells how many of a row's cells are known headers: the separator is the one that
    makes it best. RecordError if the file is not text; UnfitFileError if it cannot be opened.
    """
    with open_regular(path) as stream:
        encodage = _detect(stream, printable(path))
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=encodage, newline="")
        separateur = _separator(text, score)
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=encodage, newline="")
        avis = []
        if encodage == "cp1252":
            avis.append(
                "fichier lu en Windows-1252, car il n'est pas en UTF-8 ; vérifiez les accents"
            )
        yield text_table(path, _rows(text, separateur), avis), Ecriture(encodage, separateur)


def _detect(stream: BinaryIO, source: str) -> str:
    """Return the encoding of a text file, read once to its end; RecordError if it is not text."""
    head = stream.read(4096)
    for bom, encodage in _BOMS:
        if head.startswith(bom):
            _check_text(stream, encodage, source)
            return encodage
    if b"\0" in head:
        raise RecordError(f"{source} : {_BINAIRE}")
    try:
        _check_text(stream, "utf-8", source)
    except UnicodeDecodeError:
        _check_text(stream, "cp1252", source)
        return "cp1252"
    return "utf-8"


def _check_text(stream: BinaryIO, encodage: str, source: str) -> None:
    """Decode the whole file block by block; RecordError where no text can be made of it."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encodage)()
    try:
        while block := stream.read(_BLOC):
            if "\0" in decoder.decode(block):
                raise RecordError(f"{source} : {_BINAIRE}")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if encodage == "utf-8":
            raise
        raise RecordError(
            f"{source} : le codage des lettres n'est pas reconnu ; enregistrez le tableau en "
            "« CSV UTF-8 » ou en .xlsx"
        ) from error


def _separator(text: io.TextIOWrapper, score: Callable[[list[str]], int]) -> str:
    """Return the separator that gives most known headers in one of the first rows."""
    heads = [line for _ in range(TETE) if (line := text.readline(LIGNE_MAXIMALE))]
    text.detach()
    if heads and (declared := _SEP.match(heads[0])):
        return declared[1]

    def best(separateur: str) -> tuple[int, int]:
        rows = [_split_head(line, separateur) for line in heads]
        return max((score(row) for row in rows), default=0), max(map(len, rows), default=0)

    return max(SEPARATEURS, key=best)


def _split_head(line: str, separateur: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separateur), [])
    except csv.Error:
        return []


def _rows(text: io.TextIOWrapper, separateur: str) -> Iterator[Ligne | LigneIllisible]:
    """Yield every row; one that is badly quoted is told, and reading starts again after it."""
    source = _Lines(text)
    numero = 0
    while True:
        numero += 1
        if numero > LIGNES_MAXIMUM:
            yield LigneIllisible(numero, TROP_DE_LIGNES, True)
            return
        try:
            if not source.more():
                return
            source.begin_row()
            cells = next(csv.reader(source, delimiter=separateur, strict=True), [])
        except _TooLongError:
            limite = LIGNE_MAXIMALE // 2**20
            yield LigneIllisible(
                numero,
                f"cette ligne a plus de {limite} million de caractères ; vérifiez que le fichier "
                "est bien un tableau, une commune par ligne",
                True,
            )
            return
        except csv.Error:
            source.give_back()
            yield LigneIllisible(
                numero,
                "un guillemet double est ouvert sans être fermé, ou fermé au milieu d'une "
                'cellule ; fermez-le, et écrivez "" pour un guillemet à l\'intérieur',
                brut=source.line().rstrip("\r\n"),
            )
            continue
        if numero == 1 and _SEP.match(source.line()):
            numero = 0  # spreadsheets do not count this line
            continue
        if len(cells) > COLONNES_MAXIMUM:
            yield LigneIllisible(numero, f"plus de {COLONNES_MAXIMUM} cellules ; coupez le tableau")
            continue
        yield Ligne(numero, tuple(cells))


class _TooLongError(Exception):
    """A line is longer than any row may be."""


class _Lines:
    """The lines of a file; those that a row has taken can be given back, all but the first."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self._taken.append(line)
        return line

    def _read(self) -> str:
        line = self._text.readline(LIGNE_MAXIMALE)
        if len(line) >= LIGNE_MAXIMALE:
            raise _TooLongError
        return line

    def more(self) -> bool:
        """Return whether a line is left."""
        if not self._waiting and (line := self._read()):
            self._waiting.append(line)
        return bool(self._waiting)

    def begin_row(self) -> None:
        """Forget what the last row has taken."""
        self._taken.clear()

    def line(self) -> str:
        """Return the first line of the row."""
        return self._taken[0]

    def give_back(self) -> None:
        """Give back the lines of the row after the first: they may be rows of their own."""
        self._waiting.extendleft(reversed(self._taken[1:]))
