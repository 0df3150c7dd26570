"""The sentences of the data files, filled with the vocabulary."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Phrases:
    """Fills the marks of the data files with the vocabulary; strict, in a sandbox."""

    def __init__(self, vocabulaire: Mapping[str, Any]) -> None:
        self._vocabulaire = vocabulaire

    def fill(self, phrase: str) -> str:
        """Return the sentence with its marks replaced."""
        if "{" not in phrase:
            return phrase
        return _compiled(phrase).render(self._vocabulaire)

    def fill_all(self, phrases: Iterable[str]) -> list[str]:
        """Return every sentence filled."""
        return [self.fill(phrase) for phrase in phrases]

    def fill_said(self, phrases: Iterable[str]) -> list[str]:
        """Return every sentence filled, but those that their marks leave empty."""
        return [filled for phrase in phrases if (filled := self.fill(phrase).strip())]


_environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)


@functools.lru_cache(maxsize=1024)
def _compiled(phrase: str) -> Template:
    """Return a sentence ready to be filled: the data files hold the same ones for every town."""
    return _environment.from_string(phrase)
