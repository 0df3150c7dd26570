"""The files of a folder and of those inside it, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator.errors import RecordError
from generator.records.problemes import printable

JOURNAL = ".actes-enfance"  # a folder that holds one is what a run has made, not a source
A_CORRIGER = "a-corriger"  # what a run leaves of the records that failed: a table or a folder
SUITE = f"{A_CORRIGER}-suite"  # the same, where the first is the source of the run


def walk(folder: Path) -> Iterator[Path]:
    """Yield every file, folders and files mixed by name; RecordError if one cannot be listed.

    Hidden files and folders, links to folders, the results of a run and what it copied of the
    records that failed are left aside.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise RecordError(
            f"{printable(folder)} : dossier illisible ; vérifiez son chemin et vos droits"
        ) from error
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            rest = entry.name in (A_CORRIGER, SUITE) and (folder / JOURNAL).exists()
            if not rest and not (path / JOURNAL).exists():
                yield from walk(path)
        elif not entry.is_dir():
            yield path
