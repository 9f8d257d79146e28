"""``export``: an office's own figures as one file that other installations take in."""

import sys
from pathlib import Path

import click
import pandas as pd

from etl.commands.console import BAD_INPUT, complain, legible, or_exit, tell
from etl.durable import write
from ita.loaders import offices_by_id
from ita.offices import office_index
from ita.pointer import (
    EDITIONS,
    Edition,
    NotAllowedError,
    NoWarehouseError,
    Version,
    current_version,
)
from ita.report.exchange import exchange_file, own_figures


@click.command()
@click.option("--office", required=True, help="The office whose figures they are: its name or id.")
@click.option("--year", "years", type=int, multiple=True, help="A fiscal year (พ.ศ.); else all.")
@click.option("--edition", type=click.Choice(EDITIONS), default="published", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The ZIP to write.",
)
def export(office: str, years: tuple[int, ...], edition: Edition, out: Path) -> None:
    """Write the figures of an office, each with its source, as a file for other offices.

    One of the demo edition says that it is simulated and is taken in nowhere as real. Exit 0 written,
    2 where there is nothing to write.
    """
    version = _version(edition)
    office_id = _office_id(legible(office), offices_by_id(version))
    if office_id is None:
        complain("state.unknown_office", office=legible(office))
        sys.exit(BAD_INPUT)
    figures = own_figures(version, office_id, years)
    if figures.empty:
        complain("exchange.nothing", office=legible(office))
        sys.exit(BAD_INPUT)
    content = exchange_file(version, office_id, years)
    or_exit(lambda: write(out, content), out, len(content))
    told = sorted({int(year) for year in figures["fiscal_year"]})
    tell("exchange.written", file=out.name, count=len(figures), years=", ".join(map(str, told)))


def _version(edition: Edition) -> Version:
    try:
        return current_version(edition)
    except NotAllowedError as error:
        complain("disk.not_allowed_to_read", place=error.path)
    except NoWarehouseError:
        complain("exchange.no_data")
    sys.exit(BAD_INPUT)


def _office_id(printed: str, offices: pd.DataFrame) -> str | None:
    """The office of the edition that a name or id is; spellings are known of real offices alone."""
    names = offices[["office_id", "office_name", "short_name"]]
    same = names.index[names.eq(printed).any(axis="columns")]
    found = office_index().find(printed)
    if len(same):
        return str(same[0])
    return found.office_id if found and found.office_id in offices.index else None
