"""One run at a time in a folder: a lock that the system drops with the process, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from generator.errors import OutputError
from generator.services.ecriture import explain

_OCCUPE = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextmanager
def hold(path: Path) -> Iterator[Callable[[], None]]:
    """Hold the lock; OutputError when another run holds it, or when it cannot be made.

    Gives the function that raises OutputError once the lock is no longer there: its folder was
    removed or put elsewhere, with what the run had made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fichier = path.open("a+b")
    except OSError as error:
        raise OutputError(f"{path} : écriture impossible : {explain(error)}") from error
    with fichier:
        try:
            _lock(fichier)
        except OSError as error:
            if error.errno in _OCCUPE:
                raise OutputError(
                    f"{path.parent.parent} : une autre série y travaille en ce moment ; attendez sa "
                    "fin, ou donnez un autre --sortie"
                ) from error
            raise OutputError(
                f"{path} : ce disque ne sait pas verrouiller un fichier ({explain(error)}) ; "
                "donnez un --sortie sur un disque de cette machine"
            ) from error

        def check() -> None:
            try:
                there = path.stat()
            except OSError:
                there = None
            if there is None or not os.path.samestat(there, os.fstat(fichier.fileno())):
                raise OutputError(
                    f"{path.parent.parent} : ce dossier a été retiré, déplacé ou remplacé pendant le "
                    "lot, qui s'arrête ; ce qui y était fait n'est peut-être plus là : remettez-le, "
                    "ou relancez la même commande"
                )

        yield check


if sys.platform == "win32":

    def _lock(fichier: IO[bytes]) -> None:
        import msvcrt  # noqa: PLC0415, this system only

        fichier.seek(0)
        msvcrt.locking(fichier.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(fichier: IO[bytes]) -> None:
        import fcntl  # noqa: PLC0415, not on every system

        fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
