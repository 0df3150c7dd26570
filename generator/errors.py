"""Every error a user can meet, each with its exit code.

ActesError                     1   base
├── RecordError                1   the record (YAML) is not fit
├── ReferentielError           1   a town, département or programme is not in the official data
├── ManifestError              1   a manifest cannot be read, or is not one of this program
├── TemplateError              3   a Word template cannot be filled
├── ConversionError            4   the PDF could not be made, or is not faithful
│   └── EngineUnavailableError 5   the engine asked for is not on this machine
├── OutputError                6   the result cannot be written
└── SignatureError             7   a PDF cannot be signed, or its signatures are not sound

Exit code 2 is Click's: a wrong command line. Messages are French sentences that say what,
where and what to do. A bug is not one of these: it keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ActesError(Exception):
    """What the user can mend. `messages` holds one French sentence a line, in order."""

    exit_code = 1

    def __init__(self, messages: str | Sequence[str]) -> None:
        self.messages: tuple[str, ...] = (
            (messages,) if isinstance(messages, str) else tuple(messages)
        )
        super().__init__("\n".join(self.messages))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle whole: an error may come from another process."""
        return type(self), (self.messages,)


class RecordError(ActesError):
    """A record cannot be read or breaks a rule; every problem of the file is listed.

    `alertes` are what deserves a look besides.
    """

    def __init__(self, messages: str | Sequence[str], alertes: Sequence[str] = ()) -> None:
        super().__init__(messages)
        self.alertes = tuple(alertes)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.messages, self.alertes)


class ReferentielError(ActesError):
    """A name or a code that the official data does not know, or knows more than once."""


class ManifestError(ActesError):
    """The manifest of a folder is missing, damaged, or not one of this program."""


class TemplateError(ActesError):
    """A Word template cannot be opened, compiled or filled."""

    exit_code = 3


class ConversionError(ActesError):
    """A PDF could not be made, or does not say what its Word file says."""

    exit_code = 4


class EngineUnavailableError(ConversionError):
    """The conversion engine asked for is not installed."""

    exit_code = 5


class OutputError(ActesError):
    """A file or folder cannot be written."""

    exit_code = 6


class SignatureError(ActesError):
    """A PDF cannot be signed, or its signatures cannot be read."""

    exit_code = 7
