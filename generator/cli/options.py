"""Options and arguments that several commands share, and how errors leave them."""

from __future__ import annotations

import datetime
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.errors import ActesError
from generator.records.genres import RefusedValueError, Valeur
from generator.records.saisie import read_value
from generator.referentiel import demarches

F = TypeVar("F", bound=Callable[..., Any])

records = click.argument(
    "fiches", metavar="FICHE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)


def demarche(*, default: str | None = None) -> Callable[[F], F]:
    """Return the option --demarche."""
    return click.option(
        "--demarche",
        type=click.Choice(demarches.cles()),
        default=default,
        show_default=default is not None,
        help="La démarche de la collectivité.",
    )


class Saisie(click.ParamType):  # type: ignore[type-arg]
    """An option read by the rules of the record."""

    def __init__(self, genre: Valeur) -> None:
        self.name = genre.attendu
        self._genre = genre

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """Return the value; Click tells the French reason of a refusal."""
        if not isinstance(value, str):
            return value
        try:
            return read_value(self._genre, value)
        except RefusedValueError as error:
            self.fail(str(error), param, ctx)


def handle_errors(command: F) -> F:
    """Turn an ActesError into its French lines on stderr and its exit code."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except ActesError as error:
            fail(error)

    return wrapped  # type: ignore[return-value]


def now() -> datetime.datetime:
    """Return this second, with the offset of this place: the one place where the clock is read."""
    return datetime.datetime.now().astimezone().replace(microsecond=0)


def today() -> datetime.date:
    """Return the day here and now."""
    return now().date()


def fail(error: ActesError) -> None:
    """Print the error's messages on stderr and exit with its code."""
    for message in error.messages:
        click.echo(message, err=True)
    sys.exit(error.exit_code)
