"""The command line: ``python -m ita.report``, A4 reports of one office, several or all.

Exit 0: all were made; 1: they cannot be made (no data, no font), as told; 2: a wrong option,
or a folder that cannot be written to.
"""

import sys
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path

import click

from ita import loaders
from ita.disk import refused
from ita.pointer import (
    EDITIONS,
    Edition,
    NotAllowedError,
    NoWarehouseError,
    Version,
    current_version,
)
from ita.report.errors import ReportError
from ita.report.fonts import require_fonts
from ita.report.orders import BYTES_OF_A_REPORT, ReportOrder, every_report
from ita.view import is_public
from ita.wording import LANGUAGES, Language, Say, show_on_any_console


class _DiskError(click.ClickException):
    """The system does not let the files be written."""

    exit_code = 2


@click.command()
@click.option(
    "--office", "offices", multiple=True, metavar="ID", help="An office; may be repeated."
)
@click.option("--all", "is_all", is_flag=True, help="Every office of the edition.")
@click.option("--edition", type=click.Choice(EDITIONS), default="published", show_default=True)
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="th", show_default=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder for the files; those of the same name are replaced.",
)
@click.option("--address", default="", help="Public address of the dashboard, for the QR code.")
@click.option(
    "--made-on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: f"{datetime.now().astimezone():%Y-%m-%d}",
    help="The day printed on the reports; today if not given.",
)
def command(  # noqa: PLR0917 - one per option
    offices: tuple[str, ...],
    is_all: bool,
    edition: Edition,
    language: Language,
    out: Path,
    address: str,
    made_on: datetime,
) -> None:
    """Make A4 reports as PDF."""
    say = Say(language)
    if address and not is_public(address):
        raise click.UsageError(say("paper.command.address", address=address))
    if bool(offices) == is_all:
        raise click.UsageError(say("paper.command.choose"))
    try:
        version = current_version(edition)
        wanted = _wanted(version, offices, say)
        require_fonts(say)
    except NotAllowedError as cause:
        raise click.ClickException(say("disk.not_allowed_to_read", place=cause.path)) from cause
    except NoWarehouseError as cause:
        build = {"published": "build", "demo": "demo"}[edition]
        raise click.ClickException(say("paper.command.no_data", build=build)) from cause
    except ReportError as cause:
        raise click.ClickException(str(cause)) from cause
    order = ReportOrder(version, language, out, made_on.date(), address)
    made = every_report(order, wanted)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with click.progressbar(made, length=len(wanted), label="PDF", file=sys.stderr) as paths:
            count = sum(1 for _ in paths)
    except BrokenProcessPool as cause:
        raise click.ClickException(say("paper.command.stopped", folder=out)) from cause
    except OSError as cause:
        key, values = refused(cause, out, BYTES_OF_A_REPORT * len(wanted))
        raise _DiskError(say(key, **values)) from cause
    click.echo(say("paper.command.made", count=count, folder=out))


def _wanted(version: Version, offices: tuple[str, ...], say: Say) -> list[str]:
    """The offices asked for, all where none is named."""
    known = list(loaders.offices(version)["office_id"])
    unknown = sorted(set(offices) - set(known))
    if unknown:
        raise click.UsageError(say("paper.command.unknown", offices=", ".join(unknown)))
    return list(dict.fromkeys(offices)) or known


if __name__ == "__main__":
    show_on_any_console()
    command(prog_name="python -m ita.report")
