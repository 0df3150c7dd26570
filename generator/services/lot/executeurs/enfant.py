"""The process of one worker: it makes the towns that come on stdin, and ends with its input.

First comes a `Reglages`, then tasks; each answer is a `Resultat`, after a first one that says
whether the worker is ready (None) or why it cannot work (an ActesError).
"""

from __future__ import annotations

import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
from typing import IO

from generator.errors import ActesError
from generator.services import ramassage
from generator.services.lot.executeurs.trame import receive, send
from generator.services.lot.fabrication import Etabli, Reglages, Tache

_FIN_DOUCE = 5.0  # seconds left to a town in hand when the run is gone


def main() -> None:
    """Answer tasks until the input ends."""
    entree = sys.stdin.buffer
    sortie = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes with the errors, not among the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides when to stop
    ramassage.space_out()
    reglages: Reglages = receive(entree)
    taches: queue.SimpleQueue[Tache | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(entree, taches), daemon=True).start()
    try:
        with Etabli(reglages) as etabli:
            send(sortie, None)
            while (tache := taches.get()) is not None:
                send(sortie, etabli.make(tache))
    except ActesError as error:
        send(sortie, error)
    except BrokenPipeError:
        pass  # the run is gone
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)  # its own: see ouvrier.py
    os._exit(0)  # the thread may hold stdin, which would stop the interpreter's own end


def _listen(entree: IO[bytes], taches: queue.SimpleQueue[Tache | None]) -> None:
    """Pass tasks on; where the run is gone, end this process, even one that no longer answers."""
    try:
        while True:
            taches.put(receive(entree))
    except EOFError:
        taches.put(None)
    gardien = threading.Timer(_FIN_DOUCE, _kill_group)
    gardien.daemon = True
    gardien.start()


def _kill_group() -> None:
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
