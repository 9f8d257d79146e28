"""What a chart is, apart from how it is drawn.

A role says what a mark means; the renderer gives each role its one colour. Text is already in the
reader's language.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ita.tables import Table

Role = Literal["own", "benchmark", "other", "faint", "target"]
Number = int | float

# Symbols of offices, each with its sign in a text; the diamond is that of a benchmark.
OWN_SYMBOL = ("circle", "●")
OTHER_SYMBOLS = (
    ("square", "■"),
    ("triangle-up", "▲"),
    ("triangle-down", "▼"),
    ("cross", "✚"),
    ("star", "★"),
)


@dataclass(frozen=True)
class Axis:
    """A number axis from ``lowest`` to ``highest``; ``ticks`` are (value, label).

    An axis of ranks runs the other way: its ``lowest`` is the larger number.
    """

    title: str
    lowest: Number
    highest: Number
    ticks: tuple[tuple[Number, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """Joined points; ``is_dashed`` for a step to be read with care, ``is_thick`` to stand out."""

    x: Sequence[Number]
    y: Sequence[Number]
    role: Role
    is_dashed: bool = False
    is_thick: bool = False


@dataclass(frozen=True)
class Dots:
    """Points with a text each on hover and, where given, a label and its side (such as "top center")."""

    x: Sequence[Number]
    y: Sequence[Number]
    role: Role
    hover: Sequence[str]
    labels: Sequence[str] = ()
    label_sides: Sequence[str] = ()
    size: int = 9
    is_hollow: bool = False
    symbol: str = "circle"


@dataclass(frozen=True)
class Bars:
    """Horizontal bars at heights ``y``, each with its role, label and hover text.

    They begin at zero, or at ``starts`` where a bar is a step on the way.
    """

    y: Sequence[Number]
    lengths: Sequence[Number]
    roles: Sequence[Role]
    labels: Sequence[str]
    hover: Sequence[str]
    starts: Sequence[Number] = ()


@dataclass(frozen=True)
class Cells:
    """Squares of a grid, each tinted by its level from 1 (least) to 10 (most), 0 for not known.

    The squares at the positions in ``framed`` are ours.
    """

    x: Sequence[int]
    y: Sequence[int]
    levels: Sequence[int]
    texts: Sequence[str]
    hover: Sequence[str]
    framed: Sequence[int] = ()


@dataclass(frozen=True)
class Band:
    """A faint rectangle, its label in the middle: a grade band, or places of unknown offices."""

    x: tuple[Number, Number]
    y: tuple[Number, Number]
    label: str = ""
    is_unknown: bool = False
    is_strong: bool = False


@dataclass(frozen=True)
class Rule:
    """A straight line across the plot at a value, with its label at one end.

    ``label_line`` counts lines of text down from the top, to keep labels apart.
    """

    axis: Literal["x", "y"]
    value: Number
    label: str
    role: Role = "faint"
    label_line: int = 0
    label_at: Literal["start", "end"] = "end"


@dataclass(frozen=True)
class Note:
    """A short text at a point; with a role, a dot of its colour stands before the text.

    ``is_covering`` hides the lines that run behind it.
    """

    x: Number
    y: Number
    text: str
    side: Literal["above", "below", "middle"] = "middle"
    align: Literal["left", "center", "right"] = "center"
    role: Role | None = None
    is_covering: bool = False


@dataclass(frozen=True)
class Texts:
    """What stands around the picture; ``source`` names the sources without the version."""

    name: str
    headline: str
    subtitle: str
    source: str
    alt: str


Mark = Line | Dots | Bars | Cells | Band | Rule | Note


@dataclass(frozen=True, eq=False)
class Chart:
    """A whole chart. ``table`` makes its twin in figures, ``alt`` is its twin in words.

    A chart equals only itself, so that what is made of it can be kept by it.

    ``watermark`` is drawn across the plot of simulated figures and empty for published ones.
    ``row_titles``, where there are rows, are their titles from the bottom up.
    """

    name: str
    headline: str
    subtitle: str
    source: str
    alt: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    table: Callable[[], Table]
    watermark: str = ""
    height: int = 380
    left_margin: int = 52
    row_titles: tuple[str, ...] = ()
