"""What a reader hands on: the rows of a file as printed, each with the page and row it stands on.

A reader turns bytes into lines of cells; `etl.read.tables` finds the table in them. Neither judges
a value: what a cell says is harmonise's business, whether it may be right is the rules'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["announcement", "result_sheet", "exchange", "statement", "scan"]
Form = Literal["pdf", "xlsx", "word", "text", "html", "picture", "exchange"]
Box = tuple[float, float, float, float]
MOST_CELLS = 2_000_000  # of a file; more are no announcement and fill the memory

Report = Callable[[int, int], None]  # told after each page or sheet: how many are done, of how many


_RAISED = str.maketrans("0123456789๐๑๒๓๔๕๖๗๘๙()", 2 * "⁰¹²³⁴⁵⁶⁷⁸⁹" + "⁽⁾", ",")


def raised(text: str) -> str:
    """A mark printed above the line, so that it is no digit of the number before it."""
    return text.translate(_RAISED)


@dataclass(frozen=True)
class Line:
    """One printed line of cells, in reading order.

    ``page`` is the page of a PDF or the sheet of a workbook, from 1, None for plain text. ``row``
    counts from 1 and is unique within a document: the line of a text, the row of a sheet, the
    running line of a PDF. ``box`` is left, top, right, bottom on the page in points.
    """

    page: int | None
    row: int
    cells: tuple[str, ...]
    box: Box | None = None


@dataclass(frozen=True)
class ReadCell:
    """A cell read in a picture: what it says, how likely that is, what it says else, where it is.

    ``is_doubtful`` where a person should look; ``box`` is on the page as that of a line.
    """

    text: str
    probability: float
    runner_up: str
    is_doubtful: bool
    box: Box | None = None


@dataclass(frozen=True)
class PrintedRow:
    """One row of the table: its printed cells by our word for the column; absent columns are absent.

    ``read_cells`` are those cells where they were read in a picture, ``fiscal_year`` the year of the
    row where those of a file are of several; ``stretches`` is where in the text of a statement each
    of them stands.
    """

    page: int | None
    row: int
    cells: Mapping[str, str]
    box: Box | None = None
    read_cells: Mapping[str, ReadCell] = field(default_factory=dict)
    fiscal_year: int | None = None
    stretches: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """What a reader says of a file besides its rows: the rule of a finding about the whole list.

    ``values`` fill the finding's sentence, in both languages alike; ``column`` is what it is about.
    """

    rule: str
    column: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A file that was read.

    ``fiscal_year`` and ``stated_offices`` are what its title or header says, None where it says
    nothing. ``titles`` are the printed column titles by our word. ``pages`` is the number of pages
    or sheets, 1 for plain text. A ``scan`` has pages and no rows. ``remarks`` say what else was seen:
    columns nobody reads, what is hidden, what was rounded.
    ``pages_by_machine`` are the pages whose rows are no print but what a machine read in a picture.
    ``text`` is what a statement was read from; its rows tell their years themselves.
    """

    kind: Kind
    form: Form
    fiscal_year: int | None
    stated_offices: int | None
    titles: Mapping[str, str]
    rows: tuple[PrintedRow, ...]
    pages: int = 1
    around: tuple[str, ...] = field(default=())
    remarks: tuple[Remark, ...] = ()
    pages_by_machine: tuple[int, ...] = ()
    text: str = ""
