"""A group of commands, each imported when it is called, so that `--help` answers at once."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping
from typing import Any

import click

INTERROMPU = 130  # what a shell expects of a program that Ctrl-C has ended


class Groupe(click.Group):
    """Commands by name, with what each does; the module of each is in `paquet`, under its name."""

    def __init__(
        self, *args: Any, commandes: Mapping[str, str], paquet: str, **kwargs: Any
    ) -> None:
        kwargs.setdefault("options_metavar", "[OPTIONS]")
        kwargs.setdefault("subcommand_metavar", "COMMANDE [ARGUMENTS]...")
        super().__init__(*args, **kwargs)
        self.commandes = commandes
        self.paquet = paquet

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in their order."""
        return list(self.commandes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command and return it, None if there is none of that name."""
        if cmd_name not in self.commandes:
            return None
        module = importlib.import_module(f"{self.paquet}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; who stops it gets the exit code that shells give."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            click.echo("\nInterrompu.", err=True)
            ctx.exit(INTERROMPU)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; a name that is none is told, with the nearest one."""
        if args and args[0] not in self.commandes:
            near = difflib.get_close_matches(args[0], self.commandes, 1)
            advice = (
                f"vouliez-vous dire {near[0]} ?" if near else f"il y a {', '.join(self.commandes)}"
            )
            raise click.UsageError(f"la commande « {args[0]} » n'existe pas ; {advice}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does."""
        with formatter.section("Commandes\u00a0"):
            formatter.write_dl(list(self.commandes.items()))
