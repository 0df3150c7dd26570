"""What a check concludes: an error makes the act wrong, an alert deserves a look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Gravite(StrEnum):
    """How serious a verdict is."""

    ERREUR = "erreur"
    ALERTE = "alerte"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One finding on one field; `champ` is the dotted YAML path (« seance.presents »)."""

    gravite: Gravite
    champ: str
    message: str
