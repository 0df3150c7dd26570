"""What an executor is: a module that makes towns elsewhere and gives them back as they come."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol

from generator.services.lot.demande import Moyens
from generator.services.lot.fabrication import Reglages, Resultat, Tache

TIC = 0.2
"""Seconds after which an executor yields None where no town is finished."""


class Executeur(Protocol):
    """What the module of an executor offers; NOM is the name that users type."""

    NOM: str

    def run(
        self, taches: Iterator[Tache], reglages: Reglages, moyens: Moyens
    ) -> Generator[Resultat | None, None, None]:
        """Yield one result a task, in any order; None now and then while nothing is finished.

        Tasks are taken as they are needed, a bounded number at a time. A task that kills or
        freezes its worker is a `Manque`, and the worker is replaced. Closing the generator
        drops what is being made and ends every worker. Raises ActesError when no worker can be
        had at all.
        """
