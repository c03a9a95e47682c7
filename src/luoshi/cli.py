"""The ``luoshi`` command. Each subcommand is loaded only when it is asked for."""

from importlib import import_module
from typing import Any

import click

from luoshi.commands.usage import told_twice

# name → module:attribute of a click command or group
COMMANDS = {
    "audit": "luoshi.commands.audit:audit",
    "demo": "luoshi.commands.demo:demo",
    "extract": "luoshi.commands.extract:extract",
    "found": "luoshi.commands.found:found",
    "score": "luoshi.commands.score:score",
    "serve": "luoshi.commands.serve:serve",
    "tally": "luoshi.commands.tally:tally",
    "tick": "luoshi.commands.tick:tick",
}


class LazyGroup(click.Group):
    """A group that imports a subcommand's module when it is called or its help is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all subcommands, sorted."""
        return sorted({*COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of this name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is no click command")
        return command

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """As click does; its refusals in both languages."""
        with told_twice():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does; its refusals in both languages."""
        with told_twice():
            return super().invoke(ctx)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="luoshi", prog_name="luoshi")
def main() -> None:
    """落实：从政府文件到可核验、可公布的结果。

    Luoshi: from a government document to results that can be verified and published.
    """
