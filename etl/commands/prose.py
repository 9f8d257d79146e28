"""``prose``: the running text of a speech or report, for the claim check."""

import json
import sys
from pathlib import Path

import click

from etl.commands.check import tell_page
from etl.commands.console import BAD_INPUT, refuse
from etl.errors import InputError
from etl.read.guarded import read_prose_guarded
from etl.read.prose import in_words_of_prose


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--progress", is_flag=True, help="Tell each page as JSON on standard error.")
def prose(file: Path, *, progress: bool) -> None:
    """Print the text of FILE (TXT, MD, DOCX, PDF), a line a paragraph.

    Exit 0 read, 2 unreadable: why stands on standard error, in Thai and then in English.
    """
    try:
        click.echo(read_prose_guarded(file, _tell if progress else tell_page))
    except InputError as error:
        click.echo(str(in_words_of_prose(error)), err=True)
        sys.exit(BAD_INPUT)
    except OSError as error:
        refuse(error, file)


def _tell(done: int, pages: int) -> None:
    click.echo(json.dumps({"done": done, "pages": pages}), err=True)
