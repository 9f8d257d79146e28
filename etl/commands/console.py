"""How every command speaks and ends: two languages, a step at a time, exit 2 on a bad input."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from etl.errors import InputError
from ita.wording import LANGUAGES, Say

ROOT = Path(__file__).resolve().parents[2]
BAD_INPUT = 2

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    default=ROOT / "data",
    envvar="ITA_DATA",
    hidden=True,
)


def tell(key: str, **values: object) -> None:
    """One line in Thai and English."""
    click.echo(" · ".join(Say(language)(key, **values) for language in LANGUAGES))


def step(key: str, **values: object) -> None:
    """The beginning of a step, told at once."""
    click.echo("… ", nl=False)
    tell(key, **values)
    sys.stdout.flush()


def complain(key: str, **values: object) -> None:
    """Say on standard error what went wrong, a line a language."""
    click.echo("\n".join(Say(language)(key, **values) for language in LANGUAGES), err=True)


def or_exit(work: Callable[[], None]) -> None:
    """Do ``work``; a bad input, a file out of reach or an invalid warehouse ends with exit 2."""
    import duckdb  # noqa: PLC0415 - checking a file needs no database

    from etl.warehouse import InvalidWarehouseError  # noqa: PLC0415

    try:
        work()
    except InputError as error:
        click.echo(str(error), err=True)
        click.echo(" · ".join(Say(language)("build.failed") for language in LANGUAGES), err=True)
        sys.exit(BAD_INPUT)
    except OSError as error:
        complain("build.no_access", reason=error)
        sys.exit(BAD_INPUT)
    except (InvalidWarehouseError, duckdb.Error) as error:
        complain("build.invalid", reason=error)
        sys.exit(BAD_INPUT)
