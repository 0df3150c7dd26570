"""Why a PDF cannot be tagged truly."""

from __future__ import annotations


class NonBalisableError(Exception):
    """The structure of a Word file cannot be told of its PDF; `raison`: one French clause."""

    def __init__(self, raison: str) -> None:
        self.raison = raison
        super().__init__(raison)
