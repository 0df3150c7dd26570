"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from generator.errors import OutputError

_RAISONS = {
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.EEXIST: "un fichier porte le nom du dossier",
    errno.ENOTDIR: "un fichier porte le nom du dossier",
    errno.EISDIR: "un dossier porte le nom du fichier",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre quota est atteint",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENAMETOOLONG: "le nom est trop long",
}


_ALEA = 4  # random bytes in the name of a file that is being written
_TEMPORAIRE = re.compile(rf"\..+-[0-9a-f]{{{2 * _ALEA}}}")


def remove_temporaries(folder: Path) -> None:
    """Remove what a process that was killed left half-written in a folder; OSError if it cannot."""
    for path in folder.iterdir():
        if _TEMPORAIRE.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)


def write_all(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write every file, each beside its place, then move them all; return their paths.

    Nothing half-written is left, whatever happens. OutputError says which file and why.
    """
    temporaries: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            temporary = path.with_name(f".{path.name}-{secrets.token_hex(_ALEA)}")
            temporaries.append((temporary, path))
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for temporary, path in temporaries:
            temporary.replace(path)
    except OSError as error:
        place = error.filename2 or error.filename or next(iter(contents))
        raise OutputError(f"{place} : écriture impossible : {explain(error)}") from error
    finally:
        for temporary, _ in temporaries:
            temporary.unlink(missing_ok=True)
    return tuple(contents)


def explain(error: OSError) -> str:
    """Return in French why the system refused."""
    return _RAISONS.get(error.errno or 0, error.strerror or "erreur du système")


@contextmanager
def open_whole(path: Path) -> Iterator[TextIO]:
    """Open a text file (UTF-8) to be written bit by bit, which takes its place once it is whole.

    OutputError says why it cannot be; the file that stood there is then left as it was.
    """
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(_ALEA)}")
    try:
        with temporary.open("x", encoding="utf-8", newline="", errors="replace") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} : écriture impossible : {explain(error)}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
