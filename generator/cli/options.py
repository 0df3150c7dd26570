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
