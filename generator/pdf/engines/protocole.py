"""What an engine is: a module with a probe, and sessions that convert documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sonde:
    """What a probe found: whether the engine is here, which version, and where."""

    disponible: bool
    version: str | None = None
    chemin: Path | None = None


class Seance(Protocol):
    """A running engine; it converts documents one by one until it is closed."""

    def convert(self, docx: bytes) -> bytes:
        """Return the PDF; raise ConversionError with one French sentence."""

    def close(self) -> None:
        """Stop the engine and remove what it wrote."""


class Moteur(Protocol):
    """What the module of an engine offers; NOM is the name that users type.

    `REPLIS`: characters that it draws with the glyph of another where a font lacks theirs.
    """

    NOM: str
    REPLIS: Mapping[str, str]

    def probe(self) -> Sonde:
        """Look for the engine on this machine."""

    def start(self, *, delai: float, memoire: int) -> Seance:
        """Open a session with limits in seconds and bytes; EngineUnavailableError without it."""
