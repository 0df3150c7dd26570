"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

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
            temporary = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
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
