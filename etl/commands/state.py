"""``state``: the facts a sentence, poster or table of an office states, and what is unclear of them."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from etl.commands.console import BAD_INPUT, complain, legible, refuse, tell
from etl.errors import InputError
from etl.read.guarded import read_prose_guarded
from etl.read.prose import in_words_of_prose
from ita.offices import office_index
from ita.statements import Statement, statements_of
from ita.wording import LANGUAGES, Say

_UNCLEAR = 1
_STDIN = "-"
_LONGEST_NAME = 255


@click.command()
@click.argument("file_or_text", default=_STDIN)
@click.option("--office", help="Office of the facts that name none.")
@click.option("--year", type=int, help="Fiscal year (พ.ศ.) of the facts that tell none.")
@click.option("--json", "as_json", is_flag=True, help="Statements as JSON.")
def state(file_or_text: str, office: str | None, year: int | None, *, as_json: bool) -> None:
    """Print the facts that FILE_OR_TEXT states, from standard input where it is "-" or left out.

    Exit 0 clear, 1 where nothing is stated or an office or year is missing, 2 unreadable. Nothing is
    written.
    """
    text = _text(legible(file_or_text))
    found = [_completed(each, _office_id(office), year) for each in statements_of(text)]
    if as_json:
        rows = [_row(each, text) for each in found]
        click.echo(json.dumps({"statements": rows, "unclear": _unclear(found)}, ensure_ascii=False))
    else:
        _tell(found, text)
    sys.exit(_UNCLEAR if not found or any(_unclear(found).values()) else 0)


def _text(file_or_text: str) -> str:
    """The text itself, that of a file of this name, or that of standard input."""
    if file_or_text == _STDIN:
        return sys.stdin.read()
    path = Path(file_or_text)
    if "\n" in file_or_text or len(file_or_text.encode()) > _LONGEST_NAME or not path.is_file():
        return file_or_text
    try:
        return read_prose_guarded(path)
    except InputError as error:
        click.echo(str(in_words_of_prose(error)), err=True)
        sys.exit(BAD_INPUT)
    except OSError as error:
        refuse(error, path)


def _office_id(printed: str | None) -> str | None:
    if printed is None:
        return None
    office = office_index().find(legible(printed))
    if office is None:
        complain("state.unknown_office", office=printed)
        sys.exit(BAD_INPUT)
    return office.office_id


def _completed(each: Statement, office_id: str | None, year: int | None) -> Statement:
    """A statement with the office and year that were given, where it has none of its own."""
    return replace(
        each, office_id=each.office_id or office_id, fiscal_year=each.fiscal_year or year
    )


def _unclear(found: Sequence[Statement]) -> dict[str, int]:
    """Of how many statements the office or the year is not told."""
    return {
        "office": sum(each.office_id is None for each in found),
        "year": sum(each.fiscal_year is None for each in found),
    }


def _row(each: Statement, text: str) -> dict[str, object]:
    return {
        "office_id": each.office_id,
        "office": _short_name(each.office_id),
        "office_printed": each.office_name,
        "fiscal_year": each.fiscal_year,
        "measure": each.measure,
        "value": each.value,
        "printed": text[each.start : each.end],
        "start": each.start,
        "end": each.end,
    }


def _short_name(office_id: str | None) -> str | None:
    return None if office_id is None else office_index().by_id[office_id].short_name


def _tell(found: Sequence[Statement], text: str) -> None:
    for each in found:
        kind, _, part = each.measure.partition(" ")
        measure = " / ".join(
            Say(language)(f"state.measure.{'rank_in' if kind == 'rank' and part else kind}")
            for language in LANGUAGES
        )
        words = [
            _short_name(each.office_id) or "?",
            str(each.fiscal_year or "?"),
            f"{measure} {part.upper()}".strip(),
            each.value,
            f"“{text[each.start : each.end]}”",
        ]
        click.echo(" · ".join(words))
    if not found:
        tell("state.nothing")
    for what, count in _unclear(found).items():
        if count:
            tell(f"state.without_{what}", count=count)
