"""A sentence, poster or year table of an office as a document: the facts it states by office and year."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from etl.errors import InputError
from etl.read.document import Document, Form, PrintedRow
from etl.read.html import html_text
from etl.read.meant import text_as_meant
from etl.read.prose import paragraphs_of
from etl.read.sidecar import LARGEST_FILE
from etl.read.sniff import form_of
from etl.read.text import decoded
from ita.offices import mended, office_index
from ita.statements import Statement, statements_of

_COLUMNS = {"total": "score", "rank_of": "ranked_offices"}
_OF_FIGURES = ("total", "rank", "instrument", "indicator")
_LONGEST = 200_000  # letters; a book states no facts of its own
_DELIMITERS = (",", ";", "|")
_FEWEST_CELLS = 3
_ABOUT_ITA = re.compile(
    r"ITA(?![A-Za-z])|[IEO]IT(?![A-Za-z])|คุณธรรมและความโปร่งใส|integrity and transparency",
    re.IGNORECASE,
)
_ABOUT_OTHERS = re.compile(
    r"O-?NET|PISA|(?<![A-Z])(?:NT|RT|V-NET|I-NET)(?![A-Z])|วิชา|สอบ(?!ถาม)|คัดเลือก|สรรหา|แข่งขัน|กีฬา|พึงพอใจ"
    r"|นักเรียน|ผู้สมัคร|\bexam|\bstudents?\b|satisfaction",
    re.IGNORECASE,
)
_OWN_GRADE = "AA"
_PICTURES: tuple[Form, ...] = ("picture", "pdf")

Stretch = tuple[int, int]


def facts_document(content: bytes, form: Form, name: str) -> Document | None:
    """The facts a text states as rows, one an office and year; None where it states no figures.

    Raises InputError when its text cannot be read.
    """
    text = _text(content, form, name)
    found = statements_of(text) if len(text) <= _LONGEST else ()
    if not _states_figures(text, found):
        return None
    rows = fact_rows(found, text)
    years = [int(row.cells["fiscal_year"]) for row in rows if row.cells["fiscal_year"]]
    return Document("statement", form, max(years, default=None), None, {}, rows, text=text)


def document_of_words(words: str, content: bytes, name: str) -> Document:
    """The facts of a picture as a person words them; nothing is read in the picture itself.

    Raises InputError where the file is no picture, or the words state no figures.
    """
    if len(content) > LARGEST_FILE:
        raise InputError("too_large", file=name, megabytes=LARGEST_FILE // 1024**2)
    form = form_of(content, name)
    if form not in _PICTURES:
        raise InputError("words_of_text", file=name)
    document = facts_document(words.encode(), "text", name)
    if document is None:
        raise InputError("words_state_nothing", file=name)
    return replace(document, form=form)


def fact_rows(found: Iterable[Statement], text: str) -> tuple[PrintedRow, ...]:
    """The facts as rows in the order of the text, each with the stretches its cells were read from.

    A row is one office's in one year, empty cells where the text names none; what it tells twice and
    differently begins another. ``row`` is the line of its first fact, or the next that is free.
    """
    rows: list[tuple[tuple[str, str], dict[str, str], dict[str, Stretch]]] = []
    for fact in found:
        key = (_office(fact), str(fact.fiscal_year or ""))
        column = column_of_measure(fact.measure)
        value = _signed(fact, text)
        fitting = (row for row in rows if row[0] == key and row[1].get(column, value) == value)
        row = next(fitting, None)
        if row is None:
            row = (key, {"office": key[0], "fiscal_year": key[1]}, {})
            rows.append(row)
        row[1][column] = value
        row[2].setdefault(column, (fact.start, fact.end))
    taken: set[int] = set()
    return tuple(
        PrintedRow(None, _free(text, min(stretches.values()), taken), cells, stretches=stretches)
        for _, cells, stretches in rows
    )


def column_of_measure(measure: str) -> str:
    """Our word for the column of a measure: score, rank, iit, i3, rank_province."""
    kind, _, part = measure.partition(" ")
    if kind == "indicator":
        return f"i{part}"
    if kind == "instrument":
        return part
    return f"{kind}_{part}" if part else _COLUMNS.get(kind, kind)


def _states_figures(text: str, found: Sequence[Statement]) -> bool:
    """Whether facts are figures of an integrity assessment: it says so, or nothing says otherwise.

    Where no word says so they are of an office, or have the grade that no other assessment gives.
    """
    if not any(fact.measure.partition(" ")[0] in _OF_FIGURES for fact in found):
        return False
    is_likely = any(fact.office_id or fact.value == _OWN_GRADE for fact in found)
    is_other = _ABOUT_OTHERS.search(text) is not None
    return _ABOUT_ITA.search(text) is not None or (is_likely and not is_other)


def _office(fact: Statement) -> str:
    """The office as printed, where that names it by itself; else as the list has it."""
    if fact.office_id is None:
        return ""
    printed = office_index().find(fact.office_name or "")
    is_plain = printed is not None and printed.office_id == fact.office_id
    return fact.office_name if is_plain and fact.office_name else _short_name(fact.office_id)


def _short_name(office_id: str) -> str:
    return office_index().by_id[office_id].short_name


def _signed(fact: Statement, text: str) -> str:
    """A value as printed, a rise with the sign it is printed with."""
    is_signed = fact.measure == "change" and text[fact.start] == "+"
    return f"+{fact.value}" if is_signed else fact.value


def _free(text: str, stretch: Stretch, taken: set[int]) -> int:
    line = text.count("\n", 0, stretch[0]) + 1
    row = next(number for number in count(line) if number not in taken)
    taken.add(row)
    return row


def _text(content: bytes, form: Form, name: str) -> str:
    """The text of a file line by line, the cells of its tables parted by tabs."""
    if form == "html":
        return html_text(content, name)
    if form != "text":
        return "\n".join(paragraphs_of(content, name))
    text, _ = text_as_meant(decoded(content, name))
    lines = [mended(line) for line in text.splitlines()]
    return "\n".join(next(filter(None, (_in_tabs(lines, each) for each in _DELIMITERS)), lines))


def _in_tabs(lines: Sequence[str], delimiter: str) -> list[str]:
    """The lines with tabs for a delimiter that parts all of them into as many cells; else none."""
    written = [line for line in lines if line.strip()]
    rows = list(csv.reader(written, delimiter=delimiter))
    widths = {len(row) for row in rows}
    is_table = len(rows) > 1 and len(widths) == 1 and min(widths) >= _FEWEST_CELLS
    return ["\t".join(row) for row in rows] if is_table else []
