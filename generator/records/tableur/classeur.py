"""Tables in XLSX workbooks, which openpyxl reads row by row; hostile ones are refused first."""

from __future__ import annotations

import itertools
import lzma
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from generator.errors import RecordError
from generator.records.files import open_regular
from generator.records.problemes import printable, quote
from generator.records.tableur.lignes import (
    LIGNES_MAXIMUM,
    MODE_D_EMPLOI,
    TETE,
    TROP_DE_LIGNES,
    Calcul,
    Ligne,
    LigneIllisible,
    Pourcentage,
    Table,
    sheet_table,
)

_PARTIE_MAXIMALE = 2**30  # bytes of a sheet, unpacked
_TEXTES_MAXIMUM = 2**27  # bytes of the shared strings, which stay in memory
_AUTRES_MAXIMUM = 2**25  # bytes of any other part that is read
_PARTIES_MAXIMUM = 5_000
_TITRES_D_UN_TABLEAU = 2  # known headers that make a sheet one that may list towns
_MONTRES = 5  # places shown in one sentence
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLOC = 2**20
_FORMULES_MAXIMUM = 100_000
_FUSIONS_MAXIMUM = 10_000

_ROW_HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=\"(?:1|true)\"[^>]*>")
_ROW_NUMBER = re.compile(rb"\br=\"([0-9]{1,7})\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z0-9]{2,10})\"")
# A formula whose cell holds no result; a text result may be empty (t="str"), and is one.
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b(?![^>]*\bt=\"str\")[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^>]*>\s*"
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# What openpyxl, zipfile and the XML parser raise on a damaged file.
_DEGATS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    InvalidFileException,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,  # xml.etree.ElementTree.ParseError is one
    OverflowError,
    OSError,
)


def describe_foreign(head: bytes, content: bytes) -> str | None:
    """Return what to say of a file that is a document, but no XLSX; None if it is none of these."""
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "ce classeur est protégé par un mot de passe ; enregistrez-le sans mot de passe"
        return "c'est un ancien fichier Office (.xls) ; enregistrez-le en .xlsx"
    if head.startswith(b"%PDF"):
        return "c'est un PDF ; donnez le tableau en .xlsx ou en CSV"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)", head, re.IGNORECASE):
        return "c'est une page web ou du XML ; ouvrez-la dans un tableur et enregistrez en .xlsx"
    return None


@contextmanager
def open_sheet(
    path: Path, feuille: str | None, score: Callable[[list[str]], int]
) -> Iterator[tuple[Table, str]]:
    """Open a sheet of a workbook and give its table and its name.

    Without `feuille`, the visible sheet whose first rows hold known headers, by `score`.
    RecordError asks for a name where there are several, and says what the workbook is when it cannot be read.
    """
    source = printable(path)
    with open_book(path) as book:
        sheet = _choose(book, feuille, score, source)
        look = look_at(sheet, source)
        rows = read_rows(sheet, look.formules)
        yield (
            sheet_table(path, sheet.title, rows, _notices(look, sheet.title, book)),
            str(sheet.title),
        )


@contextmanager
def open_book(path: Path) -> Iterator[Any]:
    """Open a workbook with openpyxl, to be read row by row, and close it.

    RecordError says what it is when it cannot be read or may not be; UnfitFileError where there
    is no file.
    """
    source = printable(path)
    with open_regular(path) as stream:
        _check(stream, source)
        # openpyxl warns of drop-down lists that it drops: they are not read here.
        warnings.filterwarnings("ignore", module="openpyxl")
        book = _load(stream, source)
        try:
            yield book
        finally:
            book.close()


# --- what may be read -------------------------------------------------------------------------


def _check(stream: BinaryIO, source: str) -> None:
    """Raise RecordError if the workbook is not one that may be read."""
    try:
        with zipfile.ZipFile(stream) as archive:
            _refuse_foreign(archive, source)
            _refuse_big(archive, source)
            for info in archive.infolist():
                if info.filename.endswith((".xml", ".rels")):
                    _refuse_doctype(archive, info, source)
    except _DEGATS as error:
        raise RecordError(_damaged(source)) from error


def _damaged(source: str) -> str:
    return (
        f"{source} : classeur abîmé, il ne s'ouvre pas ; ouvrez-le dans votre tableur et "
        "enregistrez-le de nouveau en .xlsx"
    )


def _refuse_foreign(archive: zipfile.ZipFile, source: str) -> None:
    names = set(archive.namelist())
    found = next((phrase for mark, phrase in _ETRANGERS if any(mark in n for n in names)), None)
    if "mimetype" in names:
        found = "c'est un fichier OpenDocument (.ods) ; enregistrez-le en .xlsx"
    elif found is None and "xl/workbook.xml" not in names:
        found = "ce n'est pas un classeur ; donnez un tableau en .xlsx ou en CSV"
    if found is None and any(info.flag_bits & 1 for info in archive.infolist()):
        found = "cette archive est protégée par un mot de passe ; enregistrez-la sans"
    if found:
        raise RecordError(f"{source} : {found}")


_ETRANGERS = (
    ("vbaProject.bin", "ce classeur contient des macros ; enregistrez-le en .xlsx, sans macros"),
    ("xl/workbook.bin", "c'est un classeur .xlsb ; enregistrez-le en .xlsx"),
    ("word/document.xml", "c'est un document Word ; donnez un tableau en .xlsx ou en CSV"),
    ("Index/Document.iwa", "c'est un fichier Numbers ; exportez-le en .xlsx"),
)


def _refuse_big(archive: zipfile.ZipFile, source: str) -> None:
    """Refuse what would fill memory; zipfile never unpacks more than the size that is declared."""
    infos = archive.infolist()
    if len(infos) > _PARTIES_MAXIMUM or any(_limit(i) < i.file_size for i in infos):
        raise RecordError(
            f"{source} : ce classeur est démesuré une fois déplié ; n'en gardez "
            "que les lignes et les feuilles utiles"
        )


def _limit(info: zipfile.ZipInfo) -> int:
    if info.filename.startswith("xl/worksheets/"):
        return _PARTIE_MAXIMALE
    if info.filename == "xl/sharedStrings.xml":
        return _TEXTES_MAXIMUM
    # Pictures and the like are never unpacked.
    return _AUTRES_MAXIMUM if info.filename.endswith((".xml", ".rels")) else _PARTIE_MAXIMALE


class _DoctypeError(Exception):
    """The part declares a document type: entities may grow without end."""


class _RootReachedError(Exception):
    """The part has begun without one."""


def _refuse_doctype(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str) -> None:
    """Refuse a part with a document type, which no spreadsheet program writes."""

    def on_doctype(*_: object) -> None:
        raise _DoctypeError

    def on_root(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_root
    try:
        with archive.open(info) as part:
            while block := part.read(4096):
                parser.Parse(block)
    except _RootReachedError:
        pass
    except (_DoctypeError, expat.ExpatError) as error:
        raise RecordError(_damaged(source)) from error


# --- a sheet and its rows ---------------------------------------------------------------------


def _load(stream: BinaryIO, source: str) -> Any:
    try:
        return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except _DEGATS as error:
        raise RecordError(_damaged(source)) from error


def _choose(book: Any, feuille: str | None, score: Callable[[list[str]], int], source: str) -> Any:
    """Return the sheet that is named, or the one whose first rows hold most known headers."""
    names = [sheet.title for sheet in book.worksheets]
    if feuille is not None:
        found = [s for s in book.worksheets if s.title.casefold() == feuille.strip().casefold()]
        if not found:
            raise RecordError(
                f"{source} : aucune feuille {quote(feuille)} ; écrivez l'une de : {', '.join(names)}"
            )
        return found[0]
    visible = [s for s in book.worksheets if s.sheet_state == "visible"] or book.worksheets
    if not visible:
        raise RecordError(f"{source} : ce classeur n'a aucune feuille de cellules")
    scores = {sheet.title: _score(sheet, score, source) for sheet in visible}
    most = max(scores.values())
    best = [sheet for sheet in visible if scores[sheet.title] == most]
    # Towns may be written in a sheet with fewer columns as well: it is not dropped on a guess.
    rivals = [
        s for s in visible if s.title != MODE_D_EMPLOI and scores[s.title] >= _TITRES_D_UN_TABLEAU
    ]
    if len(rivals) > 1 and best[0] in rivals:
        best = rivals
    if len(best) > 1 and most:
        raise RecordError(
            f"{source} : plusieurs feuilles ont des colonnes connues "
            f"({', '.join(sheet.title for sheet in best)}) ; nommez la bonne avec --feuille"
        )
    return best[0]


def _score(sheet: Any, score: Callable[[list[str]], int], source: str) -> int:
    best = 0
    for row in itertools.islice(read_rows(sheet, {}), TETE):
        if isinstance(row, LigneIllisible):
            raise RecordError(_damaged(source))
        best = max(best, score(["" if v is None else str(v) for v in row.valeurs]))
    return best


def read_rows(
    sheet: Any, formules: Mapping[int, set[int]], *, formats: bool = False
) -> Iterator[Ligne | LigneIllisible]:
    """Yield every row of a sheet; `formules` are the columns without a result, by row.

    With `formats`, a number shown as a percentage comes as such: `Pourcentage`.
    """
    numero = 0
    try:
        sheet.reset_dimensions()  # what the file says of its own size may be anything
        for numero, row in enumerate(
            sheet.iter_rows(max_row=LIGNES_MAXIMUM + 1, values_only=not formats), start=1
        ):
            if numero > LIGNES_MAXIMUM:
                yield LigneIllisible(numero, TROP_DE_LIGNES, fatal=True)
                return
            if formats:
                row = tuple(map(_shown, row))  # noqa: PLW2901
            without = formules.get(numero, ())
            yield Ligne(
                numero,
                tuple(
                    Calcul.SANS_RESULTAT if rang in without else valeur
                    for rang, valeur in enumerate(row, start=1)
                )
                if without
                else row,
            )
    except _DEGATS:
        yield LigneIllisible(
            numero + 1,
            "la feuille est abîmée à partir d'ici ; ouvrez le classeur dans votre tableur et "
            "enregistrez-le de nouveau",
            fatal=True,
        )


def _shown(cell: Any) -> object:
    """Return the value of a cell, as a percentage where it is shown as one."""
    valeur = cell.value
    is_number = isinstance(valeur, int | float) and not isinstance(valeur, bool)
    return Pourcentage(valeur) if is_number and "%" in cell.number_format else valeur


# --- what a sheet hides -----------------------------------------------------------------------


@dataclass(slots=True)
class Apercu:
    """What the XML of a sheet says that its values do not."""

    formules: dict[int, set[int]] = field(default_factory=dict)  # without a result: rows, columns
    masquees: int = 0
    premieres: list[str] = field(default_factory=list)  # the first hidden rows
    fusions: list[str] = field(default_factory=list)  # merged cells, « B3:B5 »


def look_at(sheet: Any, source: str) -> Apercu:
    """Return what the XML of a sheet says, read block by block, whole rows together."""
    look = Apercu()
    tail = b""
    try:
        with sheet._get_source() as xml:
            while block := xml.read(_BLOC):
                text = tail + block
                end = text.rfind(b"row>") + 4
                whole, tail = (text[:end], text[end:]) if end > 3 else (b"", text)
                if len(tail) > 4 * _BLOC:
                    whole, tail = whole + tail, b""
                _note(whole, look)
        _note(tail, look)
    except _DEGATS as error:
        raise RecordError(_damaged(source)) from error
    if len(look.formules) > _FORMULES_MAXIMUM:
        raise RecordError(
            f"{source} : {len(look.formules)} lignes de formules sans résultat "
            "enregistré ; ouvrez le classeur dans votre tableur et enregistrez-le"
        )
    return look


def _note(xml: bytes, look: Apercu) -> None:
    for letters, number in _FORMULA.findall(xml):
        columns = look.formules.setdefault(int(number), set())
        columns.add(column_index_from_string(letters.decode()))
    for found in _ROW_HIDDEN.finditer(xml):
        look.masquees += 1
        number = _ROW_NUMBER.search(found[0])
        if number and len(look.premieres) < _MONTRES:
            look.premieres.append(number[1].decode())
    merged = (found.decode() for found in _MERGED.findall(xml))
    look.fusions += itertools.islice(merged, _FUSIONS_MAXIMUM - len(look.fusions))


def _notices(look: Apercu, titre: str, book: Any) -> list[str]:
    """Return what is said once of the sheet."""
    said = []
    if look.masquees:
        suite = f"… ({look.masquees} en tout)" if look.masquees > len(look.premieres) else ""
        said.append(
            "lignes masquées (filtre ou groupe), lues comme les autres : "
            f"{', '.join(look.premieres)}{suite} ; supprimez-les si elles ne comptent pas"
        )
    if look.fusions:
        said.append(
            f"cellules fusionnées ({', '.join(look.fusions[:_MONTRES])}) : seule la première porte la "
            "valeur, les autres sont vides ; défaites la fusion et recopiez la valeur"
        )
    others = [s.title for s in book.worksheets if s.title not in (titre, MODE_D_EMPLOI)]
    if others:
        said.append(f"seule cette feuille est lue ; laissées de côté : {', '.join(others)}")
    return said
