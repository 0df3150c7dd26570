"""Workers on this machine: so many supervised processes, each with its engine kept warm."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator

from generator.errors import ActesError
from generator.services.lot.demande import Moyens
from generator.services.lot.executeurs.ouvrier import Ouvrier
from generator.services.lot.executeurs.protocole import TIC
from generator.services.lot.fabrication import Reglages, Resultat, Tache

NOM = "processus"

_AVANCE = 2  # tasks in flight for each worker: one in hand, one ready


def run(
    taches: Iterator[Tache], reglages: Reglages, moyens: Moyens
) -> Generator[Resultat | None, None, None]:
    """See `Executeur.run`; ActesError when a worker cannot be started."""
    ouvriers = [Ouvrier(reglages) for _ in range(moyens.processus)]
    demandes: queue.SimpleQueue[Tache | None] = queue.SimpleQueue()
    reponses: queue.SimpleQueue[Resultat | ActesError] = queue.SimpleQueue()
    fils = [
        threading.Thread(target=_serve, args=(ouvrier, demandes, reponses), daemon=True)
        for ouvrier in ouvriers
    ]
    fini = False
    try:
        for fil in fils:
            fil.start()
        yield from _exchange(taches, demandes, reponses, _AVANCE * moyens.processus)
        fini = True
    finally:
        for ouvrier in ouvriers:
            if not fini:
                ouvrier.kill()
            demandes.put(None)
        for fil in fils:
            fil.join()
        for ouvrier in ouvriers:
            ouvrier.close()


def _exchange(
    taches: Iterator[Tache],
    demandes: queue.SimpleQueue[Tache | None],
    reponses: queue.SimpleQueue[Resultat | ActesError],
    places: int,
) -> Generator[Resultat | None, None, None]:
    """Keep `places` tasks in flight and yield what comes back, until there is nothing more."""
    en_vol = 0
    epuise = False
    while True:
        while not epuise and en_vol < places:
            tache = next(taches, None)
            if tache is None:
                epuise = True
            else:
                demandes.put(tache)
                en_vol += 1
        if not en_vol:
            return
        try:
            reponse = reponses.get(timeout=TIC)
        except queue.Empty:
            yield None
            continue
        if isinstance(reponse, ActesError):
            raise reponse
        en_vol -= 1
        yield reponse


def _serve(
    ouvrier: Ouvrier,
    demandes: queue.SimpleQueue[Tache | None],
    reponses: queue.SimpleQueue[Resultat | ActesError],
) -> None:
    """Give tasks to one worker until there are no more, or it can no longer be started."""
    while (tache := demandes.get()) is not None:
        try:
            reponses.put(ouvrier.make(tache))
        except ActesError as error:
            reponses.put(error)
            return
