"""The failed records of a run, written as they were given, ready to be mended and run again."""

from __future__ import annotations

import codecs
import contextlib
import csv
import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment

from generator.errors import OutputError, RecordError
from generator.records.arborescence import A_CORRIGER as NOM
from generator.records.arborescence import SUITE
from generator.records.arbre import Noeud, NoeudGroupe, NoeudScalaire
from generator.records.enregistrement import Element, Enregistrement, Rejet
from generator.records.genres import fold
from generator.records.problemes import printable
from generator.records.recueil import SUFFIXES, read_file, walk_records
from generator.records.tableur.colonnes import A_CORRIGER
from generator.records.tableur.lignes import Calcul, Ligne, LigneIllisible
from generator.records.tableur.paquet import plain_cell, settle
from generator.records.tableur.tableaux import Ouvert, is_record, open_table

Problemes = Callable[[str], Sequence[str]]

_MARQUE = "# à corriger : "
_LOGO = "collectivite.logo"
_LARGEUR = 70  # characters, of the column that says why
_INTERLIGNE = 15  # points
_HAUTEUR_MAXIMALE = 409.0  # points; Excel has no higher row
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


def write_failed(
    source: Path | None,
    problemes: Problemes,
    folder: Path,
    *,
    feuille: str | None = None,
    selection: Iterable[Enregistrement] = (),
) -> tuple[Path, ...]:
    """Write the failed records of a source, read again, and return the files written.

    `problemes` gives the sentences of the record of that `source` name, none when it has not
    failed. A table comes out as a table of the same kind with a first column « à corriger », a
    folder or a file of records as records under comments; without a source, `selection` is
    listed. Memory is constant. Each file is written whole or not at all; what an earlier run
    has left is replaced, or removed when nothing fails any more. OutputError, RecordError.
    """
    if source is not None and source.is_dir():
        # The records that are being mended are not ours to replace.
        mended = source.resolve().is_relative_to((folder / NOM).resolve())
        return _write_folder(source, problemes, folder / (SUITE if mended else NOM))
    suffix = ".csv" if source is None else _suffix(source)
    target = folder / f"{NOM}{suffix}"
    if source is not None and target.exists() and target.samefile(source):
        target = folder / f"{SUITE}{suffix}"  # the table that is being mended is not ours
    if source is None:
        rows = _list(selection, problemes)
        return _write(target, lambda stream: _write_csv(stream, rows, ";"))
    if suffix in SUFFIXES:
        return _write(target, functools.partial(_write_yaml, _elements(source), problemes))
    with open_table(source, feuille) as ouvert:
        rows = _failed_rows(ouvert, problemes, source.parent)
        if ouvert.ecriture is None:
            return _write(
                target.with_suffix(".xlsx"), lambda s: _write_xlsx(s, rows, ouvert.feuille)
            )
        separateur = ouvert.ecriture.separateur
        return _write(target.with_suffix(".csv"), lambda s: _write_csv(s, rows, separateur))


def _suffix(source: Path) -> str:
    return ".yaml" if source.suffix.lower() in SUFFIXES else source.suffix.lower() or ".csv"


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of `target` when it is written to its end."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    except OSError as error:
        raise _unwritable(target) from error
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        raise _unwritable(target) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def _unwritable(target: Path) -> OutputError:
    return OutputError(
        f"{printable(target)} : écriture impossible ; vérifiez la place et vos droits, et fermez "
        "le fichier s'il est ouvert"
    )


class _NothingError(Exception):
    """No record has failed."""


def _write(target: Path, write: Callable[[BinaryIO], bool]) -> tuple[Path, ...]:
    """Write a file unless there is nothing to say; the one of an earlier run then goes."""
    try:
        with _whole(target) as stream:
            if not write(stream):
                raise _NothingError
    except _NothingError:
        target.unlink(missing_ok=True)
        return ()
    return (target,)


# --- tables -----------------------------------------------------------------------------------

Rangee = Sequence[object]


def _failed_rows(ouvert: Ouvert, problemes: Problemes, folder: Path) -> Iterator[Rangee]:
    """Yield the headers, then each failed row, with a first cell that says why.

    First, because the model has a hundred columns: at their end nobody would look for it.
    """
    titres = ouvert.entetes.ligne.valeurs
    keep = [rang for rang, titre in enumerate(titres) if fold(str(titre)) != fold(A_CORRIGER)]
    logos = {rang for rang, titre in ouvert.entetes.titres.items() if titre.champ == _LOGO}
    yield [A_CORRIGER, *(titres[rang] for rang in keep)]
    for ligne in ouvert.lignes:
        messages = problemes(ouvert.table.name(ligne.numero))
        if not messages:
            continue
        said = "\n".join(messages)
        if isinstance(ligne, LigneIllisible):
            yield [said, ligne.brut]
        elif is_record(ligne, ouvert):
            cells = [_cell(ligne, rang, rang in logos, folder) for rang in keep]
            yield [said, *cells, *ligne.valeurs[len(titres) :]]


def _cell(ligne: Ligne, rang: int, is_logo: bool, folder: Path) -> object:
    """Return a cell as it was; the path of a logo holds from anywhere."""
    valeur = ligne.valeurs[rang] if rang < len(ligne.valeurs) else None
    if is_logo and isinstance(valeur, str) and valeur.strip():
        return str((folder / valeur.strip()).absolute())
    return valeur


def _list(selection: Iterable[Enregistrement], problemes: Problemes) -> Iterator[Rangee]:
    """Yield the headers and the failed communes of a selection."""
    yield [A_CORRIGER, "demarche", "collectivite.code_insee"]
    for record in selection:
        if messages := problemes(record.source):
            said = dict(_scalars(record.arbre, "")) if record.arbre else {}
            yield [
                "\n".join(messages),
                said.get(".demarche"),
                said.get(".collectivite.code_insee"),
            ]


def _scalars(noeud: Noeud, champ: str) -> Iterator[tuple[str, str | None]]:
    match noeud:
        case NoeudScalaire(texte=texte):
            yield champ, texte
        case NoeudGroupe(entrees=entrees):
            for entree in entrees:
                yield from _scalars(entree.valeur, f"{champ}.{entree.cle}")


def _write_csv(stream: BinaryIO, rows: Iterator[Rangee], separateur: str) -> bool:
    """Write the rows in UTF-8 with the mark that spreadsheets need; False if none has failed."""
    stream.write(codecs.BOM_UTF8)
    writer = csv.writer(_Encoded(stream), delimiter=separateur)
    written = 0
    for row in rows:
        writer.writerow(["" if value is None else value for value in row])
        written += 1
    return written > 1  # the headers are the first


class _Encoded:
    """A stream of text over one of bytes that stays open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, texte: str) -> int:
        return self._stream.write(texte.encode("utf-8", "replace"))


def _write_xlsx(stream: BinaryIO, rows: Iterator[Rangee], feuille: str) -> bool:
    """Write the rows in a workbook of one sheet; False if none has failed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(feuille)
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = _LARGEUR
    written = 0
    for row in rows:
        reason, *cells = row
        rang = written + 1
        sheet.row_dimensions[rang].height = _height(str(reason))
        sheet.append([_told(sheet, str(reason)), *(_as_it_was(sheet, cell) for cell in cells)])
        del sheet.row_dimensions[rang]  # written: the memory stays the same
        written += 1
    with tempfile.TemporaryFile() as brut:
        book.save(brut)
        settle(brut, stream)
    return written > 1


def _height(reason: str) -> float:
    """Return the height, in points, of a row that shows it all: programs do not agree on it."""
    lines = sum(1 + len(line) // (_LARGEUR - 6) for line in reason.split("\n"))
    return min(_INTERLIGNE * lines, _HAUTEUR_MAXIMALE)


def _told(sheet: Any, reason: str) -> object:
    """Return the cell that says why a row has failed, all of it in sight."""
    cell: Any = plain_cell(sheet, reason)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _as_it_was(sheet: Any, valeur: object) -> object:
    return None if valeur is Calcul.SANS_RESULTAT else plain_cell(sheet, valeur)


# --- records in YAML --------------------------------------------------------------------------


def _write_folder(source: Path, problemes: Problemes, target: Path) -> tuple[Path, ...]:
    """Write each file of which a record has failed at its own place under `target`."""
    written: list[Path] = []
    if target.exists():
        shutil.rmtree(target)
    for path in walk_records(source):
        elements = _elements(path)
        place = target / path.relative_to(source)
        written += _write(place, functools.partial(_write_yaml, elements, problemes))
    for folder, _, _ in os.walk(target, topdown=False):
        with contextlib.suppress(OSError):  # something stands in it
            Path(folder).rmdir()
    return tuple(written)


def _elements(path: Path) -> Iterator[Element]:
    try:
        yield from read_file(path, None)
    except RecordError as error:
        yield Rejet(printable(path), error.messages)


def _write_yaml(elements: Iterator[Element], problemes: Problemes, stream: BinaryIO) -> bool:
    """Write the failed records, each under comments that say why; False if none has failed."""
    written = 0
    for element in elements:
        messages = problemes(element.source)
        if not messages:
            continue
        content = element.octets if isinstance(element, Enregistrement) else b""
        stream.write(_comment(content or b"", messages, first=not written))
        written += 1
    return written > 0


def _comment(content: bytes, messages: Sequence[str], *, first: bool) -> bytes:
    """Return a record under its problems, those of an earlier run taken off."""
    if content.startswith(_UTF_16):
        content = content.decode("utf-16", "replace").encode()
    lines = content.removeprefix(_BOM).splitlines(keepends=True)
    marque = _MARQUE.encode()
    lines = [line for line in lines if not line.startswith(marque)]
    if lines and not lines[-1].endswith((b"\n", b"\r")):
        lines[-1] += b"\n"
    has_mark = bool(lines) and lines[0].startswith(b"---")
    head = [lines.pop(0)] if has_mark else [] if first else [b"---\n"]
    said = [f"{_MARQUE}{message}\n".encode("utf-8", "replace") for message in messages]
    return b"".join([*head, *said, *lines])
