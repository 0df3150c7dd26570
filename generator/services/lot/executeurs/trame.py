"""How a run and its worker talk: a length (8 bytes, big endian), then a pickled object."""

from __future__ import annotations

import pickle
from typing import IO, Any

_TETE = 8


def send(sortie: IO[bytes], objet: object) -> None:
    """Write one object and flush."""
    octets = pickle.dumps(objet, pickle.HIGHEST_PROTOCOL)
    sortie.write(len(octets).to_bytes(_TETE, "big"))
    sortie.write(octets)
    sortie.flush()


def receive(entree: IO[bytes]) -> Any:
    """Return the next object; EOFError where the other end is gone, even in mid-object."""
    longueur = int.from_bytes(_read(entree, _TETE), "big")
    return pickle.loads(_read(entree, longueur))  # noqa: S301, both ends are this program


def _read(entree: IO[bytes], taille: int) -> bytes:
    octets = entree.read(taille)
    if len(octets) < taille:
        raise EOFError
    return octets
