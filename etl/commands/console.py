"""How every command speaks and ends: two languages, a step at a time, exit 2 on a bad input."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from etl.errors import InputError
from ita.disk import refused
from ita.offices import office_index
from ita.pointer import warehouse_folder
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


def _known_office(_context: click.Context, _option: click.Parameter, text: str | None) -> str:
    """An office of the list by any of its names, in letters."""
    name = legible(text or "")
    if name and office_index().find(name) is None:
        raise click.BadParameter(
            "\n".join(Say(language)("state.unknown_office", office=name) for language in LANGUAGES)
        )
    return name


office_option = click.option(
    "--office", callback=_known_office, help="Whose facts they are that name no office."
)


def _in_lines(_context: click.Context, _option: click.Parameter, lines: tuple[str, ...]) -> str:
    return "\n".join(map(legible, lines))


words_option = click.option(
    "--words", multiple=True, callback=_in_lines, help="What a poster says; may be given per line."
)

# Whether it may be read is ours to say.
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, readable=False),
    default=warehouse_folder,
    help="Folder of warehouses.",
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


def refuse(error: OSError, place: Path, needed: int = 0) -> NoReturn:
    """Say what the system refused, and end with exit 2."""
    key, values = refused(error, place, needed)
    complain(key, **values)
    sys.exit(BAD_INPUT)


def legible(text: str) -> str:
    """A name or word given to a command, in letters, whatever the encoding of the console is."""
    try:
        given = os.fsencode(text)
    except UnicodeEncodeError:  # it did not come from the system
        return text
    for encoding in ("utf-8", "cp874"):
        with suppress(UnicodeDecodeError):
            return given.decode(encoding)
    return given.decode("utf-8", "replace")


def or_exit(work: Callable[[], None], place: Path, needed: int = 0) -> None:
    """Do ``work``; a bad input, what the system refuses or an invalid warehouse ends with exit 2.

    ``place`` is where it writes, ``needed`` about how many bytes.
    """
    import duckdb  # noqa: PLC0415 - checking a file needs no database

    from etl.warehouse import InvalidWarehouseError  # noqa: PLC0415

    try:
        work()
    except InputError as error:
        click.echo(str(error), err=True)
        click.echo(" · ".join(Say(language)("build.failed") for language in LANGUAGES), err=True)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        raise  # whoever read the output has gone, as `head` does
    except OSError as error:
        refuse(error, place, needed)
    except (InvalidWarehouseError, duckdb.Error) as error:
        complain("build.invalid", reason=error)
        sys.exit(BAD_INPUT)
