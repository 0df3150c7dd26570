"""A bulk run at the command line: the options that `lot` and `accueil` share, and the run itself."""

from __future__ import annotations

import functools
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from click.core import ParameterSource

from generator.cli import options
from generator.cli.display import count
from generator.cli.groupe import INTERROMPU
from generator.services.lot.demande import LIMITE, Demande, Moyens, Selection
from generator.services.lot.executeurs import EXECUTEURS, reseau

if TYPE_CHECKING:
    from generator.services.lot.course import Bilan

F = TypeVar("F", bound=Callable[..., Any])

feuille = click.option(
    "--feuille", metavar="NOM", help="La feuille à lire, dans un classeur qui en a plusieurs."
)

reprendre = click.option(
    "--reprendre",
    is_flag=True,
    help="Finir une série interrompue ; seul avec --sortie, il reprend la même commande.",
)

silencieux = click.option("--silencieux", is_flag=True, help="Ne rien dire, sauf les erreurs.")

_JOUR = 86_400  # seconds: beyond, a limit is none, and no timer of the system takes it


def _refuse_nan(ctx: click.Context, param: click.Parameter, seconds: float) -> float:
    """Return the limit; `nan` is a number that passes every range."""
    if math.isnan(seconds):
        raise click.BadParameter("« nan » n'est pas une durée", ctx, param)
    return seconds


_SELECTION = (
    click.option(
        "--departement",
        "departements",
        metavar="CODE",
        multiple=True,
        help="Sans SOURCE : les communes de ce département, code ou nom (répétable).",
    ),
    click.option(
        "--region",
        "regions",
        metavar="NOM",
        multiple=True,
        help="Sans SOURCE : les communes de cette région (répétable).",
    ),
    click.option(
        "--population-min",
        metavar="N",
        type=click.IntRange(min=0),
        help="Sans SOURCE : celles d'au moins N habitants (population municipale).",
    ),
    click.option(
        "--population-max",
        metavar="N",
        type=click.IntRange(min=0),
        help="Sans SOURCE : celles d'au plus N habitants.",
    ),
    click.option("--toute-la-france", is_flag=True, help="Sans SOURCE : toutes les communes."),
)

_MOYENS = (
    click.option(
        "--processus",
        metavar="N",
        type=click.IntRange(min=1),
        help="Combien de communes à la fois. Par défaut : une par cœur de la machine.",
    ),
    click.option(
        "--executeur",
        type=click.Choice(list(EXECUTEURS)),
        default="processus",
        show_default=True,
        help="Où travailler : des processus sur cette machine, ou un groupe Dask.",
    ),
    click.option(
        "--ordonnanceur", metavar="ADRESSE", help="L'ordonnanceur Dask : tcp://adresse:port."
    ),
    click.option(
        "--limite-de-temps",
        metavar="SECONDES",
        type=click.FloatRange(min=1, max=_JOUR),
        callback=_refuse_nan,
        default=LIMITE,
        show_default=True,
        help="Le temps laissé à une commune ; au-delà, elle est en échec et les autres continuent.",
    ),
)


def selection(command: F) -> F:
    """Add the options that choose communes of the official list, given as one `selection`.

    It is None where none of them was given.
    """

    @functools.wraps(command)
    def wrapped(
        *,
        departements: tuple[str, ...],
        regions: tuple[str, ...],
        population_min: int | None,
        population_max: int | None,
        toute_la_france: bool,
        **others: Any,
    ) -> Any:
        chosen = Selection(departements, regions, population_min, population_max)
        given = toute_la_france or chosen != Selection()
        return command(selection=chosen if given else None, **others)

    return _add(_SELECTION, wrapped)  # type: ignore[no-any-return]


def moyens(command: F) -> F:
    """Add the options that say with what a run works, given as one `moyens`."""

    @functools.wraps(command)
    def wrapped(
        *,
        processus: int | None,
        executeur: str,
        ordonnanceur: str | None,
        limite_de_temps: float,
        **others: Any,
    ) -> Any:
        if ordonnanceur is not None and executeur != reseau.NOM:
            raise click.UsageError(
                f"--ordonnanceur ne sert qu'avec --executeur {reseau.NOM} ; ajoutez-le, ou retirez "
                "--ordonnanceur"
            )
        given = Moyens(executeur, processus or _cores(), ordonnanceur, limite_de_temps)
        return command(moyens=given, **others)

    return _add(_MOYENS, wrapped)  # type: ignore[no-any-return]


def _add(group: Sequence[Callable[[Any], Any]], command: Any) -> Any:
    for option in reversed(group):
        command = option(command)
    return command


def check_towns(
    source: object, selection: Selection | None, *, reprendre: bool, sources: str
) -> None:
    """Refuse a command line that names no towns, or names them twice; `sources`: what may be given."""
    if source is not None and selection is not None:
        raise click.UsageError(
            "--departement, --region, --population-min, --population-max et --toute-la-france "
            "choisissent dans la liste officielle : ils ne vont pas avec SOURCE"
        )
    if source is None and selection is None and reprendre:
        _refuse_other_options()
    elif source is None and selection is None:
        raise click.UsageError(
            f"donnez une SOURCE ({sources}), ou choisissez des communes : --departement 21, "
            "--region Bretagne, --population-min 3500, --toute-la-france"
        )


_DE_LA_REPRISE = {
    "sortie",
    "reprendre",
    "silencieux",
    "processus",
    "executeur",
    "ordonnanceur",
    "limite_de_temps",
}
"""The options that may go with --reprendre alone: those that say how to work, not what to make."""


def _refuse_other_options() -> None:
    """Refuse, with --reprendre alone, an option that the run which is resumed would not follow."""
    ctx = click.get_current_context()
    given = [
        param.opts[0]
        for param in ctx.command.params
        if param.name not in _DE_LA_REPRISE
        and ctx.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(
            f"--reprendre sans SOURCE reprend la même commande : {', '.join(given)} n'y changerait "
            "rien ; retirez-le, ou redonnez toute la commande"
        )


def run(
    demande: Demande | Path, moyens: Moyens, *, nom: str, reprendre: bool, silencieux: bool
) -> NoReturn:
    """Make the run, tell it, and exit; a folder stands for the run that was interrupted there.

    `nom`: the command, for what is said of how to resume it. Raises what `course.run` raises.
    """
    from generator.cli import progres  # noqa: PLC0415, one town alone does not pay for a run
    from generator.services.lot import course  # noqa: PLC0415

    if isinstance(demande, Path):
        demande = course.recall(demande, ici=Path.cwd())
    today = options.today()
    with _stoppable() as arret, progres.follow(silent=silencieux) as suivre:
        try:
            bilan = course.run(
                demande, moyens, aujourdhui=today, reprendre=reprendre, suivre=suivre, arret=arret
            )
        except KeyboardInterrupt:
            click.echo("arrêté aussitôt ; ce qui était fini est gardé", err=True)
            sys.exit(INTERROMPU)
    if not silencieux:
        _tell(bilan, f"actes-enfance {nom} --sortie {demande.commande.sortie} --reprendre")
    if bilan.restantes:
        sys.exit(INTERROMPU)
    sys.exit(0 if bilan.is_complete else 1)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C, or a request to end, sets; a second Ctrl-C ends at once."""
    arret = threading.Event()

    def stop(number: int, _: FrameType | None) -> None:
        if arret.is_set():
            raise KeyboardInterrupt
        arret.set()

    anciens = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield arret
    finally:
        for number, ancien in anciens.items():
            signal.signal(number, ancien)


def _tell(bilan: Bilan, reprise: str) -> None:
    """Print the summary: on stdout the reports, one a line; the rest on stderr."""
    parts = [
        count(bilan.faites, "collectivité faite", "collectivités faites")
        + (f" (dont {bilan.deja} sans changement)" if bilan.deja else "")
    ]
    if bilan.partielles:
        parts.append(f"{bilan.partielles} en partie")
    if bilan.echecs:
        parts.append(f"{bilan.echecs} en échec")
    if bilan.restantes:
        parts.append(f"{bilan.restantes} pas encore faites")
    click.echo(", ".join(parts), err=True)
    if bilan.restantes:
        click.echo(f"série interrompue ; pour la finir : {reprise}", err=True)
    for path in bilan.rapports:
        click.echo(str(path))
