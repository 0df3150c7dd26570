"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
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
_ENSEMBLE = 8  # files sent to the disk at once
_TEMPORAIRE = re.compile(rf"\..+-[0-9a-f]{{{2 * _ALEA}}}")


def remove_temporaries(folder: Path) -> None:
    """Remove what a process that was killed left half-written in a folder; OSError if it cannot."""
    for path in folder.iterdir():
        if _TEMPORAIRE.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)


def write_all(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write every file, each beside its place, then move them all; return their paths.

    Files are on the disk before any is moved; they are sent there together, which takes less
    time than one by one. Nothing half-written is left, and where one cannot take its place, those
    already moved give it back. OutputError says which file and why.
    """
    temporaries: list[Path] = []
    path = next(iter(contents), Path())
    try:
        for path in contents:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            _beside(path, temporaries)
        with ThreadPoolExecutor(max(1, min(len(contents), _ENSEMBLE))) as pool:
            sent = [
                (place, pool.submit(_write, temporary, content))
                for temporary, (place, content) in zip(temporaries, contents.items(), strict=True)
            ]
            for place, written in sent:
                path = place  # what an error is about
                written.result()
        _move_all(dict(zip(contents, tuple(temporaries), strict=True)), temporaries)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        _take_away(temporaries)
    return tuple(contents)


@contextmanager
def open_all(folder: Path) -> Iterator[Path]:
    """Give an empty folder where to write files bit by bit; whole, they all move to `folder`.

    Nothing half-written is left, and where one cannot take its place, those already moved give it
    back. OutputError says which file and why.
    """
    temporaries: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atelier = _name_beside(folder / "ecriture")
        atelier.mkdir()
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        yield atelier
        written = sorted(atelier.iterdir())
        for path in written:
            with path.open("rb") as file:
                os.fsync(file.fileno())
        _move_all({folder / path.name: path for path in written}, temporaries)
    except OSError as error:
        raise _refused(folder, error) from error
    finally:
        _take_away(temporaries)
        shutil.rmtree(atelier, ignore_errors=True)


def _move_all(places: Mapping[Path, Path], temporaries: list[Path]) -> None:
    """Move each file to its place; OutputError, and all as it was, where one cannot go."""
    moved: list[tuple[Path, Path | None]] = []
    path = Path()
    try:
        for path, temporary in places.items():
            moved.append((path, _keep(path, temporaries)))
            temporary.replace(path)
    except BaseException as error:
        _give_back(moved)
        if isinstance(error, OSError):
            raise _refused(path, error) from error
        raise


def _refused(path: Path, error: OSError) -> OutputError:
    place = error.filename if error.filename == str(path.parent) else path
    return OutputError(f"{place} : écriture impossible : {explain(error)}")


def _take_away(temporaries: list[Path]) -> None:
    for temporary in temporaries:
        with suppress(OSError):  # what refused the file may refuse this too
            temporary.unlink(missing_ok=True)


def _beside(path: Path, temporaries: list[Path]) -> Path:
    """Return a name that is free beside a file, put down among those to take away."""
    temporary = _name_beside(path)
    temporaries.append(temporary)
    return temporary


def _name_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}-{secrets.token_hex(_ALEA)}")


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep(path: Path, temporaries: list[Path]) -> Path | None:
    """Return another name of the file that has this place, None if there is none."""
    if not os.path.lexists(path):
        return None
    former = _beside(path, temporaries)
    try:
        os.link(path, former, follow_symlinks=False)
    except (OSError, NotImplementedError):  # some disks have no links
        shutil.copy2(path, former, follow_symlinks=False)
    return former


def _give_back(moved: list[tuple[Path, Path | None]]) -> None:
    for path, former in reversed(moved):
        with suppress(OSError):
            if former is None:
                path.unlink()
            else:
                former.replace(path)


def explain(error: OSError) -> str:
    """Return in French why the system refused."""
    return _RAISONS.get(error.errno or 0, error.strerror or "erreur du système")


@contextmanager
def open_whole(path: Path) -> Iterator[TextIO]:
    """Open a text file (UTF-8) to be written bit by bit, which takes its place once it is whole.

    OutputError says why it cannot be; the file that stood there is then left as it was.
    """
    temporary = _name_beside(path)
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
