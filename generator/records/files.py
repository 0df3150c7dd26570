"""Reading a file whatever it is: never more than a given size, never from a device or a pipe."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class UnfitFileError(Exception):
    """The file cannot be read whole; the message is a French sentence without the file's name."""


_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "fichier introuvable ; vérifiez son chemin et son nom"),
    (NotADirectoryError, "fichier introuvable ; vérifiez son chemin et son nom"),
    (PermissionError, "le système refuse la lecture ; vérifiez les droits sur le fichier"),
    (Exception, "fichier illisible ; vérifiez son chemin, son nom et le support qui le porte"),
)


def read_regular(path: Path, limite: int) -> bytes:
    """Return the content of a regular file of at most `limite` bytes; UnfitFileError otherwise."""
    try:
        state = path.stat()
        _check(state.st_mode, state.st_size, limite)
        with path.open("rb") as stream:
            content = stream.read(limite + 1)
    except OSError as error:
        raise UnfitFileError(_explain(error)) from error
    # The file may have grown since, or have no size of its own (/proc).
    _check(state.st_mode, len(content), limite)
    return content


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file to be read as it comes; UnfitFileError where it cannot be."""
    try:
        _check(path.stat().st_mode, 0, 0)
        stream = path.open("rb")
    except (OSError, ValueError) as error:
        raise UnfitFileError(_explain(error)) from error
    with stream:
        try:
            yield stream
        except OSError as error:
            raise UnfitFileError(_explain(error)) from error


def _check(mode: int, taille: int, limite: int) -> None:
    if stat.S_ISDIR(mode):
        raise UnfitFileError("c'est un dossier ; indiquez un fichier")
    if not stat.S_ISREG(mode):
        raise UnfitFileError("ce n'est pas un fichier ordinaire (tube, périphérique) ; copiez-le")
    if taille > limite:
        raise UnfitFileError(f"fichier trop gros : {limite // 2**20} Mio au plus ; allégez-le")


def _explain(error: OSError | ValueError) -> str:
    return next(phrase for kind, phrase in _CAUSES if isinstance(error, kind))
