"""The command line: ``python -m etl COMMAND``. Exit 0 is well, 1 has findings (check), 2 a bad input."""

from importlib import import_module

import click

from ita.wording import show_on_any_console

# Command -> the module it stands in. Loaded when called: checking a file needs no database.
COMMANDS = {
    "build": "build",
    "demo": "build",
    "check": "check",
    "review": "check",
    "unpack": "check",
    "picture": "check",
    "prose": "prose",
    "confirmed": "confirmed",
    "state": "state",
    "add": "versions",
    "export": "export",
    "versions": "versions",
    "rollback": "versions",
}


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Every command, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command of that name, None when there is none."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"etl.commands.{COMMANDS[name]}"), name)
        return command


@click.group(cls=Commands)
def cli() -> None:
    """Read announcements, check them, and build the warehouse the dashboard reads."""
    show_on_any_console()


if __name__ == "__main__":
    cli(prog_name="python -m etl")
