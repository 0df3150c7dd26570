"""One supervised worker: a process that can be lost with its town, and is replaced.

A plain subprocess, like the child of dxpdf and for the same reasons; it leads its own group of
processes, so that the engine that it runs never outlives it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from generator.errors import ActesError
from generator.services.lot.executeurs.trame import receive, send
from generator.services.lot.fabrication import Manque, Reglages, Resultat, Tache

_AMORCE = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from generator.services.lot.executeurs.enfant import main; main()"
)
_DEMARRAGE = 120.0  # seconds granted to a worker to be ready, on a machine however busy
_FIN_DOUCE = 2.0
_DIT = 4096  # bytes read of what a worker that died wrote on stderr


class Ouvrier:
    """Makes towns one by one; one thread at a time may ask it, any thread may `kill` it."""

    def __init__(self, reglages: Reglages) -> None:
        self._reglages = reglages
        self._verrou = threading.Lock()  # guards the birth of the process, and the end of births
        self._travail = threading.Lock()  # held while a town is in hand: pipes are its thread's own
        self._processus: subprocess.Popen[bytes] | None = None
        self._dossier = Path()
        self._ferme = False

    def make(self, tache: Tache) -> Resultat:
        """Return the town; a worker that dies is tried once more, for its death may be another's.

        Raises ActesError when no worker can be started.
        """
        causes: list[str] = []
        with self._travail:
            for _ in range(2):
                resultat = self._attempt(tache)
                if not isinstance(resultat, str):
                    return resultat
                causes.append(resultat)
        return Manque(
            tache.rang,
            (
                f"{tache.enregistrement.source} : le programme s'est arrêté deux fois sur cette "
                f"collectivité ({' ; '.join(dict.fromkeys(causes))}) ; les autres n'en souffrent pas",
            ),
        )

    def close(self) -> None:
        """Let an idle worker end by itself; kill it if it does not."""
        with self._travail:
            processus = self._processus
            if processus is not None:
                with suppress(OSError):
                    _pipes(processus)[0].close()
                with suppress(subprocess.TimeoutExpired):
                    processus.wait(_FIN_DOUCE)
        self.kill()

    def kill(self) -> None:
        """End the worker now, with the engine that it runs, and remove what they wrote."""
        with self._verrou:
            self._ferme = True
            if self._processus is not None:
                _kill_group(self._processus)
        # A thread that waits for a town in hand now learns that it will not come, and buries it.
        if self._travail.acquire(blocking=False):
            self._bury()
            self._travail.release()

    def _attempt(self, tache: Tache) -> Resultat | str:
        """Return the town, or why the worker died of it."""
        processus = self._ready()
        entree, sortie = _pipes(processus)
        limite = self._reglages.limite
        trop_long = threading.Event()
        gardien = threading.Timer(limite, _expire, (processus, trop_long))
        gardien.start()
        try:
            send(entree, tache)
            resultat: Resultat = receive(sortie)
        except (OSError, EOFError):
            gardien.cancel()
            cause = self._cause(processus)
            self._bury()
            if not trop_long.is_set():
                return cause
            return Manque(
                tache.rang,
                (
                    f"{tache.enregistrement.source} : pas finie en {limite:g} s et arrêtée ; "
                    "augmentez --limite-de-temps, ou cherchez ce qui bloque (gabarit, image)",
                ),
            )
        finally:
            gardien.cancel()
        return resultat

    def _ready(self) -> subprocess.Popen[bytes]:
        """Return the worker, started if need be, twice at most; ActesError when it cannot work."""
        if self._processus is not None and self._processus.poll() is None:
            return self._processus
        self._bury()
        causes: list[str] = []
        for _ in range(2):  # another program may have killed the first one
            with self._verrou:
                if self._ferme:
                    raise ActesError("la série s'arrête")
                processus = self._processus = self._launch()
            gardien = threading.Timer(_DEMARRAGE, _kill_group, (processus,))
            gardien.start()
            entree, sortie = _pipes(processus)
            try:
                send(entree, self._reglages)
                refus: ActesError | None = receive(sortie)
            except (OSError, EOFError):
                causes.append(self._cause(processus))
                self._bury()
                continue
            finally:
                gardien.cancel()
            if refus is not None:
                raise refus
            return processus
        raise ActesError(
            f"un ouvrier de la série ne démarre pas ({' ; '.join(dict.fromkeys(causes))}) ; essayez "
            "« actes-enfance diagnostic »"
        )

    def _launch(self) -> subprocess.Popen[bytes]:
        # Its temporary files have their own folder, which goes with it however it ends.
        self._dossier = Path(tempfile.mkdtemp(prefix="actes-enfance-"))
        with (self._dossier / "stderr.txt").open("wb") as journal:
            return subprocess.Popen(
                [sys.executable, "-c", _AMORCE, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=journal,
                env={**os.environ, "TMPDIR": str(self._dossier), "TEMP": str(self._dossier)},
                start_new_session=True,
            )

    def _bury(self) -> None:
        """Make sure that the process is dead, and clean up after it."""
        processus, self._processus = self._processus, None
        if processus is None:
            return
        _kill_group(processus)
        processus.wait()
        for tuyau in _pipes(processus):
            with suppress(OSError):
                tuyau.close()
        shutil.rmtree(self._dossier, ignore_errors=True)

    def _cause(self, processus: subprocess.Popen[bytes]) -> str:
        """Return how the worker ended, and the last line that it wrote about it."""
        try:
            code = processus.wait(_FIN_DOUCE)
        except subprocess.TimeoutExpired:
            return "il ne répond plus"
        fin = signal.Signals(-code).name if code < 0 else f"code {code}"
        with suppress(OSError):
            with (self._dossier / "stderr.txt").open("rb") as journal:
                journal.seek(max(0, journal.seek(0, os.SEEK_END) - _DIT))
                lignes = journal.read().decode("utf-8", "replace").strip().splitlines()
            return f"{fin} : {lignes[-1]}" if lignes else fin
        return fin


def _expire(processus: subprocess.Popen[bytes], trop_long: threading.Event) -> None:
    trop_long.set()
    _kill_group(processus)


def _kill_group(processus: subprocess.Popen[Any]) -> None:
    """Kill the worker and what it started."""
    if sys.platform == "win32":
        processus.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(processus.pid, signal.SIGKILL)


def _pipes(processus: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert processus.stdin is not None and processus.stdout is not None  # noqa: S101, both asked
    return processus.stdin, processus.stdout
