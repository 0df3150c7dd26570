"""How a long run shows where it stands: a bar for a person, a line now and then for a log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from generator.services.lot.course import Avancement

_LARGE = 80  # columns under which the figures take the place of the bar
_PERIODE = 10.0  # seconds between two lines where there is no terminal

Suivi = Callable[[Avancement], None]


@contextmanager
def follow(*, silent: bool) -> Iterator[Suivi]:
    """Give the function that shows where a run stands, on stderr."""
    if silent:
        yield lambda _: None
    elif _can_redraw():
        with _bar() as suivre:
            yield suivre
    else:
        yield _lines()


def _can_redraw() -> bool:
    """Return whether stderr is a terminal where a line can be written over."""
    # It is None where a program has closed it.
    tty = sys.stderr is not None and sys.stderr.isatty()
    return tty and os.environ.get("TERM", "") not in ("dumb", "unknown")


def _lines() -> Suivi:
    """Return what prints a line every few seconds."""
    start = last = time.monotonic()

    def suivre(etat: Avancement) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _PERIODE:
            return
        last = now
        if etat.total is None:
            click.echo(f"lecture : {etat.lues} collectivités", err=True)
            return
        rate = (etat.faites + etat.echecs - etat.deja) / (now - start)
        left = etat.total - etat.faites - etat.echecs
        reste = f", reste environ {_duration(left / rate)}" if rate else ""
        click.echo(
            f"{etat.faites} faites, {etat.echecs} en échec sur {etat.total} ; "
            f"{rate:.1f} par seconde{reste}".replace(".", ","),
            err=True,
        )

    return suivre


@contextmanager
def _bar() -> Iterator[Suivi]:
    from rich.console import Console  # noqa: PLC0415, only a terminal pays for it
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    wide = console.width >= _LARGE
    progress = Progress(
        TextColumn("{task.description}"),
        *([BarColumn()] if wide else []),
        MofNCompleteColumn(),
        TextColumn("{task.fields[detail]}"),
        TextColumn("reste"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    start = time.monotonic()
    with progress:
        bar = progress.add_task("Lecture", total=None, detail="")

        def suivre(etat: Avancement) -> None:
            done = etat.faites + etat.echecs
            if etat.total is None:
                progress.update(bar, completed=etat.lues)
                return
            rate = (done - etat.deja) / max(time.monotonic() - start, 1e-6)
            detail = f"[red]{etat.echecs} en échec[/]  " if etat.echecs else ""
            detail += f"{rate:.1f}{' par seconde' if wide else '/s'}".replace(".", ",")
            progress.update(
                bar, description="Communes", completed=done, total=etat.total, detail=detail
            )

        yield suivre


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d}"
