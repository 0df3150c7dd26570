"""What a bulk run is asked for, and with what it works; both can be pickled."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.domain.accueil import Envoi
from generator.records.enregistrements import (
    Element,
    Enregistrement,
    enumerate_records,
    select,
)
from generator.services.production import Commande

LIMITE = 300.0
"""Seconds granted to one town before its worker is stopped."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which communes of the official list; no criterion means all of France."""

    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    population_min: int | None = None
    population_max: int | None = None


@dataclass(frozen=True, slots=True)
class Demande:
    """What to make: the towns of `source`, or of `selection` where there is none, and how.

    `demarche` stands for the programme of a row that names none; `ici` is the working folder,
    from which the paths are told. `envoi`: the welcome packs of the towns, rather than the
    documents of their programmes.
    """

    source: Path | None
    selection: Selection
    demarche: str | None
    feuille: str | None
    commande: Commande
    ici: Path
    envoi: Envoi | None = None

    def enumerate(self) -> Iterator[Element]:
        """Yield the records one by one; RecordError or ReferentielError where none can be read."""
        if self.source is not None:
            return enumerate_records(self.source, demarche=self.demarche, feuille=self.feuille)
        return self.select()

    def select(self) -> Iterator[Enregistrement]:
        """Yield the communes of the official list that are asked for; ReferentielError."""
        return select(demarche=self.demarche or "", **dataclasses.asdict(self.selection))

    def dumps(self) -> str:
        """Return it as JSON, for `loads`; in ASCII, for a path may hold bytes that are no text."""
        return json.dumps(dataclasses.asdict(self), default=str)

    @classmethod
    def loads(cls, texte: str, *, ici: Path) -> Demande:
        """Return what `dumps` wrote, its paths seen from the working folder `ici`.

        ValueError, KeyError or TypeError: another version of the programme wrote it.
        """
        content: dict[str, Any] = json.loads(texte)
        there = Path(content["ici"])

        def path(valeur: str | None) -> Path | None:
            return None if valeur is None else Path(valeur) if there == ici else there / valeur

        commande = {cle: _tuple(valeur) for cle, valeur in content["commande"].items()}
        for cle in ("sortie", "gabarits"):
            commande[cle] = path(commande[cle])
        selection = {cle: _tuple(valeur) for cle, valeur in content["selection"].items()}
        return cls(
            path(content["source"]),
            Selection(**selection),
            content["demarche"],
            content["feuille"],
            Commande(**commande),
            ici,
            _envoi(content.get("envoi")),
        )


@dataclass(frozen=True, slots=True)
class Moyens:
    """With what a run works: an executor of the table EXECUTEURS, and its limits.

    `limite`: seconds granted to one town; `ordonnanceur`: address of a Dask scheduler.
    """

    executeur: str = "processus"
    processus: int = 1
    ordonnanceur: str | None = None
    limite: float = LIMITE


def _envoi(content: dict[str, Any] | None) -> Envoi | None:
    if content is None:
        return None
    date = content["date"] and datetime.date.fromisoformat(content["date"])
    return Envoi(**(content | {"date": date}))


def _tuple(valeur: Any) -> Any:
    return tuple(valeur) if isinstance(valeur, list) else valeur
