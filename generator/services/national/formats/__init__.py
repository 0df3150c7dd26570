"""The formats of the national tables: a new one is one module and one row of this table."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import EngineUnavailableError
from generator.services.national.formats import classeur, parquet, texte
from generator.services.national.formats.table import Table


@dataclass(frozen=True, slots=True)
class Format:
    """How tables are written.

    `write` writes their files in a folder and returns what deserves a look. `paquet` is the
    Python package that it needs and `extra` the extra that installs it, where it needs one.
    """

    cle: str
    write: Callable[[Sequence[Table], Path], Iterable[str]]
    paquet: str | None = None
    extra: str | None = None

    @property
    def is_available(self) -> bool:
        """Whether this machine has what the format needs."""
        return self.paquet is None or importlib.util.find_spec(self.paquet) is not None

    @property
    def absence(self) -> str:
        """Return what to say where it cannot be written."""
        return (
            f"le format {self.cle} demande {self.paquet}, qui n'est pas installé : "
            f"python -m pip install 'actes-enfance[{self.extra}]'"
        )


FORMATS = {
    f.cle: f
    for f in (
        Format("csv", texte.write),
        Format("xlsx", classeur.write),
        Format("parquet", parquet.write, "pyarrow", "parquet"),
    )
}


def choose(demandes: Sequence[str]) -> tuple[tuple[Format, ...], tuple[str, ...]]:
    """Return the formats to write and what is told of those that cannot be.

    Without any asked for, all that can be; one that is asked for and cannot be written raises
    EngineUnavailableError.
    """
    chosen = [FORMATS[cle] for cle in dict.fromkeys(demandes)] or list(FORMATS.values())
    absents = [f.absence for f in chosen if not f.is_available]
    if demandes and absents:
        raise EngineUnavailableError(absents)
    return tuple(f for f in chosen if f.is_available), tuple(absents)
