"""Workers of a Dask cluster, on this machine or others: the optional extra actes-enfance[dask].

A Dask worker makes no town itself: each of its threads supervises a worker of ours, so that a
town that kills or freezes its process is that town's failure there as here. Bytes come back to
the run, which alone writes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Generator, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from generator.errors import ActesError
from generator.services.lot.cles import identity
from generator.services.lot.demande import Moyens
from generator.services.lot.executeurs.ouvrier import Ouvrier
from generator.services.lot.executeurs.protocole import TIC
from generator.services.lot.fabrication import Manque, Reglages, Resultat, Tache

if TYPE_CHECKING:
    from distributed import Client, Future

NOM = "dask"

_AVANCE = 2  # tasks in flight for each thread of the cluster
_CONNEXION = 15  # seconds granted to the scheduler to answer
_PATIENCE = 60.0  # seconds granted to a cluster without workers to find some
_OUBLI = 5.0  # seconds granted to the cluster to let go of what is dropped


def run(
    taches: Iterator[Tache], reglages: Reglages, moyens: Moyens
) -> Generator[Resultat | None, None, None]:
    """See `Executeur.run`; ActesError: no cluster answers, or it runs another version."""
    client = _connect(moyens.ordonnanceur)
    en_vol: dict[Future, Tache] = {}
    try:
        yield from _exchange(client, taches, reglages, en_vol)
    finally:
        _leave(client, en_vol)


def _connect(adresse: str | None) -> Client:
    if adresse is None:
        raise ActesError("l'exécuteur dask demande --ordonnanceur tcp://adresse:port")
    try:
        from distributed import Client  # noqa: PLC0415, an optional extra
    except ImportError as error:
        raise ActesError(
            "Dask n'est pas installé : python -m pip install 'actes-enfance[dask]'"
        ) from error
    # What it says of lost connections and lost workers, it says in English; we say it ourselves.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return Client(adresse, timeout=_CONNEXION)
    except (OSError, ValueError) as error:
        raise ActesError(
            f"{adresse} : aucun ordonnanceur Dask n'y répond ; vérifiez l'adresse et le réseau"
        ) from error


def _exchange(
    client: Client, taches: Iterator[Tache], reglages: Reglages, en_vol: dict[Future, Tache]
) -> Generator[Resultat | None, None, None]:
    """Keep two tasks in flight for each thread of the cluster, and yield what comes back."""
    places, attente, epuise = _places(client), 0.0, False
    while True:
        while not epuise and len(en_vol) < places:
            tache = next(taches, None)
            if tache is None:
                epuise = True
            else:
                en_vol[client.submit(_work, reglages, tache, pure=False)] = tache
        if epuise and not en_vol:
            return
        finis = _finished(en_vol)
        if not finis:
            places = _places(client)
            attente = 0.0 if places else attente + TIC
            if attente > _PATIENCE:
                raise ActesError(
                    "le groupe Dask n'a pas d'ouvrier ; lancez-en, puis reprenez avec --reprendre"
                )
            yield None
        for future in finis:
            yield _outcome(future, en_vol.pop(future))


def _finished(en_vol: dict[Future, Tache]) -> Collection[Future]:
    """Return what is finished, after waiting a little if nothing is."""
    from distributed import wait  # noqa: PLC0415, an optional extra

    if not en_vol:
        time.sleep(TIC)
        return ()
    try:
        finis: Collection[Future] = wait(
            list(en_vol), timeout=TIC, return_when="FIRST_COMPLETED"
        ).done
    except TimeoutError:
        return ()
    return finis


def _places(client: Client) -> int:
    try:
        threads: dict[str, int] = client.nthreads()
        return _AVANCE * sum(threads.values())
    except (OSError, TimeoutError, RuntimeError) as error:
        raise _lost() from error


def _outcome(future: Future, tache: Tache) -> Resultat:
    """Return what a finished task gave; ActesError where the cluster itself is at fault."""
    from distributed import KilledWorker  # noqa: PLC0415, an optional extra

    if future.status == "finished":
        resultat: Resultat = future.result()
        return resultat
    if future.status != "error":
        raise _lost()
    error = future.exception()
    if isinstance(error, KilledWorker):
        return Manque(
            tache.rang,
            (
                f"{tache.enregistrement.source} : plusieurs ouvriers Dask se sont arrêtés sur "
                "cette collectivité ; les autres n'en souffrent pas",
            ),
        )
    if isinstance(error, ModuleNotFoundError):
        raise ActesError(
            f"les ouvriers Dask n'ont pas actes-enfance ({error}) ; installez-y la même version"
        ) from error
    raise error


def _lost() -> ActesError:
    return ActesError(
        "l'ordonnanceur Dask ne répond plus ; relancez-le, puis reprenez avec --reprendre"
    )


def _leave(client: Client, en_vol: dict[Future, Tache]) -> None:
    """Drop what is in flight and let the workers end ours; a lost cluster needs nothing."""
    with suppress(OSError, TimeoutError, RuntimeError):
        client.cancel(list(en_vol), force=True)
        client.run(_release, on_error="ignore")
    client.close(timeout=_OUBLI)


# --- On the cluster ------------------------------------------------------------------------------

_OUVRIERS: dict[int, tuple[Reglages, Ouvrier]] = {}  # thread → its worker


def _work(reglages: Reglages, tache: Tache) -> Resultat:
    """Make one town; ActesError where this machine's program is not the run's."""
    if identity() != reglages.identite:
        raise ActesError(
            "les ouvriers Dask n'ont pas la même version d'actes-enfance, ou de ce dont il se "
            "sert, que cette machine ; installez-y les mêmes paquets"
        )
    cle = threading.get_ident()
    siens, ouvrier = _OUVRIERS.get(cle, (None, None))
    if ouvrier is None or siens != reglages:
        if ouvrier is not None:
            ouvrier.close()
        ouvrier = Ouvrier(reglages)
        _OUVRIERS[cle] = reglages, ouvrier
    return ouvrier.make(tache)


def _release() -> None:
    while _OUVRIERS:
        _OUVRIERS.popitem()[1][1].kill()
