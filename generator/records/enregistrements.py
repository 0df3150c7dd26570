"""What a bulk run reads: a folder of records, a file of several, a table, or the official list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.records.enregistrement import Avis, Element, Enregistrement, Rejet
from generator.records.recueil import SUFFIXES, read_file, read_folder
from generator.records.selection import select
from generator.records.tableur.tableaux import read_table

__all__ = ["Avis", "Element", "Enregistrement", "Rejet", "enumerate_records", "select"]


def enumerate_records(
    source: Path, *, demarche: str | None = None, feuille: str | None = None
) -> Iterator[Element]:
    """Yield what a source holds, in its order, lazily and with constant memory.

    `demarche` is for the records that do not say theirs; `feuille` names the sheet of a workbook.
    RecordError, at the first step, if the source cannot be read at all.
    """
    if source.is_dir():
        yield from read_folder(source, demarche)
    elif source.suffix.lower() in SUFFIXES:
        yield from read_file(source, demarche)
    else:
        yield from read_table(source, demarche, feuille)
