"""A table as a format receives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.services.national.colonnes import Entete


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows that may be read again and again; `cle` names a file, `titre` a sheet.

    A cell is None or a value of its column's kind: str, int, float, Decimal or bool.
    """

    cle: str
    titre: str
    description: str
    entetes: tuple[Entete, ...]
    rows: Callable[[], Iterator[tuple[Any, ...]]]
