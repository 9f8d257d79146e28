"""The file in which an office sends its own figures: checked as a whole, then a row a figure.

A program wrote it, so it is right or it is refused: nobody is asked about single cells. What it says
of years we have no rules for is left out and told.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

from etl.errors import InputError
from etl.read import zipped
from etl.read.delimited import RawRow, read_delimited
from etl.read.document import Document, PrintedRow, Remark
from etl.read.edge import declared
from ita import exchange, reference
from ita.cells import UnreadableError, read_change, read_rank, read_score
from ita.method import method_years
from ita.offices import office_index

_PUBLISHED = "published"
_SHIELD = "'"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MOST_ROWS = 5_000


def package_in(names: Sequence[str]) -> str | None:
    """The description of a data package among the files of a ZIP, at its top or in its one folder."""
    found = [name for name in names if PurePosixPath(name).name == exchange.PACKAGE]
    return min(found, key=lambda name: name.count("/"), default=None) if len(found) == 1 else None


def read_exchange(content: bytes, name: str) -> Document:
    """The figures of an exchange file as rows of their own years.

    ``around`` are the office and a line for each of its sources. Raises InputError for a file that is
    damaged, simulated, of a later form or about more than its office.
    """
    archive = zipped.opened(content, name)
    package = package_in(archive.namelist())
    if package is None:
        raise InputError("unknown_form", file=name)
    described = _described(archive.read(package), name)
    files = {
        path: _verified(archive, package, resource, name)
        for path, resource in _resources(described, name).items()
    }
    office = office_index().find(str(described.get("office_name")))
    if office is None or office.office_id != described.get("office_id"):
        raise InputError("exchange_office", file=name, printed=described.get("office_name"))
    rows = _rows(files, exchange.FIGURES, exchange.COLUMNS, name)
    sources = _rows(files, exchange.SOURCES, exchange.SOURCE_COLUMNS, name)
    for row in rows:
        _check(row, described, {source.cells["source_id"] for source in sources}, name)
    _check_once(rows, name)
    years = {int(row.cells["fiscal_year"]) for row in rows}
    known = years & _years_with_rules()
    if not known:
        raise InputError("exchange_years", file=name, printed=_listed(years))
    return Document(
        kind="exchange",
        form="exchange",
        fiscal_year=max(known),
        stated_offices=None,
        titles={},
        rows=tuple(_printed(row) for row in rows if int(row.cells["fiscal_year"]) in known),
        around=(office.office_name, *map(_told, sources)),
        remarks=tuple(_left_out(rows, years - known)),
    )


def _described(content: bytes, name: str) -> dict[str, Any]:
    """What the package says of itself. Raises InputError where it is not one we may take in."""
    with declared("damaged", name):
        described = json.loads(content.decode("utf-8-sig"))
    if not isinstance(described, dict) or exchange.FORMAT not in described:
        raise InputError("other_package", file=name)
    if described[exchange.FORMAT] != exchange.VERSION:
        raise InputError(
            "exchange_version",
            file=name,
            printed=described[exchange.FORMAT],
            known=exchange.VERSION,
        )
    if described.get("is_simulated") is not False or described.get("edition") != _PUBLISHED:
        raise InputError("exchange_simulated", file=name)
    return described


def _resources(described: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    """What is said of each file, by its name."""
    with declared("damaged", name):
        return {str(resource["path"]): resource for resource in described["resources"]}


def _verified(archive: ZipFile, package: str, resource: Mapping[str, Any], name: str) -> bytes:
    """A file of the package, the very bytes that were meant."""
    place = str(PurePosixPath(package).with_name("_")).removesuffix("_") + str(resource["path"])
    content = archive.read(place) if place in archive.namelist() else b""
    if resource.get("hash") != f"sha256:{hashlib.sha256(content).hexdigest()}":
        raise InputError("exchange_changed", file=name, name=resource["path"])
    return content


def _rows(files: Mapping[str, bytes], file: str, columns: Sequence[str], name: str) -> list[RawRow]:
    if file not in files:
        raise InputError("exchange_changed", file=name, name=file)
    rows = read_delimited(files[file], Path(name))
    for column in columns:
        if column not in rows[0].cells:
            raise InputError("no_column", file=name, line=1, column=column)
    if len(rows) > _MOST_ROWS:
        raise InputError("too_many_rows", file=name, rows=len(rows), most=_MOST_ROWS)
    return rows


def _check(row: RawRow, described: Mapping[str, Any], sources: set[str], name: str) -> None:
    """Raise InputError at a cell that is not what the form has in its column."""
    _check_figures(row, name)
    expected = {
        "office_id": {described["office_id"]},
        "office_name": {described["office_name"]},
        "edition": {_PUBLISHED},
        "status": {_PUBLISHED, "corrected"},
        "level": set(exchange.LEVELS),
        "source_id": sources,
    }
    for column, allowed in expected.items():
        if row.cells[column] not in allowed:
            raise _wrong("exchange_cell", row, column, name)


def _check_figures(row: RawRow, name: str) -> None:
    readers = {"score": read_score, "rank_stated": read_rank, "change": read_change}
    for column, read in readers.items():
        try:
            value = read(row.cells[column])
        except UnreadableError as problem:
            raise _wrong(problem.key, row, column, name) from problem
        if column == "score" and value is None:
            raise _wrong("not_a_number", row, column, name)
    for column in ("fiscal_year", "row_no"):
        text = row.cells[column]
        if not (text.isascii() and text.isdigit()) and (column == "fiscal_year" or text):
            raise _wrong("exchange_cell", row, column, name)


def _wrong(key: str, row: RawRow, column: str, name: str) -> InputError:
    return InputError(key, file=name, line=row.line, column=column, printed=row.cells[column])


def _check_once(rows: Sequence[RawRow], name: str) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.cells[column] for column in ("fiscal_year", "level", "code"))
        first = seen.setdefault(key, row.line)
        if first != row.line:
            raise InputError(
                "key_twice", file=name, line=row.line, key_printed=" · ".join(key), first=first
            )


def _years_with_rules() -> set[int]:
    return set(method_years()) & {int(row["fiscal_year"]) for row in reference.rows("roster")}


def _printed(row: RawRow) -> PrintedRow:
    """A figure as a row of a result sheet: a total with what is stated of it, or a part by its code."""
    cells = row.cells
    named = {"office": cells["office_name"], "score": cells["score"]}
    if cells["level"] == exchange.TOTAL:
        stated = {word: cells[column] for column, word in exchange.STATED.items()}
        return PrintedRow(None, row.line, named | stated, fiscal_year=int(cells["fiscal_year"]))
    part = {cells["level"]: cells["code"]}
    return PrintedRow(None, row.line, named | part, fiscal_year=int(cells["fiscal_year"]))


def _told(source: RawRow) -> str:
    """A source of the sending office in a line."""
    title, *others = (
        _unshielded(source.cells[column])
        for column in ("title", "publisher", "published_on", "location")
    )
    return f"{title} ({', '.join(filter(None, others))})"


def _unshielded(text: str) -> str:
    """A text without the mark that keeps a spreadsheet from running it as a formula."""
    is_shielded = text.startswith(_SHIELD) and text[1:].startswith(_FORMULA_STARTS)
    return text[1:] if is_shielded else text


def _left_out(rows: Sequence[RawRow], years: set[int]) -> Iterator[Remark]:
    if years:
        count = sum(int(row.cells["fiscal_year"]) in years for row in rows)
        yield Remark("years_left_out", "fiscal_year", {"years": _listed(years), "count": count})


def _listed(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years)))
