"""Charts as pictures for print and slides: SVG and PNG, drawn without a browser.

A picture is laid out in pixels, its origin at the lower left, and drawn mark by mark. Lengths such
as text sizes are those of the screen (see `ita.charts.plotly`) times the zoom of the picture.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import IdentityTransform

from ita.charts.describe import (
    Axis,
    Band,
    Bars,
    Cells,
    Chart,
    Dots,
    Line,
    Mark,
    Note,
    Number,
    Role,
    Rule,
)
from ita.charts.plotly import wrapped

Colour = str | tuple[float, float, float, float]
Align = Literal["left", "center", "right"]
Anchor = Literal["above", "middle", "below"]

# The light theme of .streamlit/config.toml.
COLOUR: dict[Role, Colour] = {
    "own": "#D9590B",
    "benchmark": "#2F6DB5",
    "other": "#737E8D",
    "faint": (138 / 255, 148 / 255, 163 / 255, 0.55),
    "target": "#2F6DB5",
}
TEXT, SMALL_TEXT, PAGE = "#0F1822", "#4A5563", "#FBFAF6"
LEVELS = (
    *("#EEF3FA", "#DCE7F4", "#C3D6EC", "#A5C1E2", "#84A9D5"),
    *("#6290C6", "#3B6DAA", "#2F629F", "#1F4E8C", "#143A6C"),
)
_PAPER = "#FFFFFF"
_GRID = "#E3DFD5"
_GREY, _BLUE = (138 / 255, 148 / 255, 163 / 255), (59 / 255, 130 / 255, 196 / 255)
_TINT, _STRONG_TINT, _UNKNOWN = (*_GREY, 0.09), (*_BLUE, 0.13), (*_GREY, 0.22)
_DARK_FROM = 7  # text on a level from here on takes the colour of the ground
_MARK, _MARK_OVER_CELLS = 0.14, 0.3  # opacity of the mark of simulated figures
_MARK_SHARE, _MARK_LINES = 0.07, 4  # its size: of the width of the plot, and lines in its height

FAMILY = "Sarabun ITA"
FONTS = Path(__file__).parents[2] / "static" / "fonts" / "print"
_FALLBACK = "DejaVu Sans"  # comes with matplotlib; Sarabun has no ▲ ◆ →
_IN_BROWSER = "Sarabun, sans-serif"
_REGULAR, _BOLD = 400, 700
_HEADLINE_SIZE, _LABEL_SIZE, _TICK_SIZE, _SMALL_SIZE = 18.0, 15.0, 13.0, 12.5
_LEADING, _NOTE_LEADING = 1.5, 1.35
_DIP, _RISE = 0.3, 0.95  # of the size: the room of a line of text under and over its foot
_ASCENT, _DESCENT, _HALF_DIGIT = 1.05, 0.3, 0.33  # of the size of text
_RIGHT_MARGIN, _UNDER_HEADING, _TICK_ROOM, _TITLE_ROOM = 16, 14, 32, 22
_PAST_BAND_LABELS = 48
_BAR, _MOST_BAR = 0.42, 30  # thickness: of a row, but no more pixels than this
# How low and how tall a plot may be, of its height on the screen: in a given height, and in any.
_SQUEEZED, _STRETCHED, _SQUEEZED_ALONE = 0.66, 1.5, 0.88
_BETWEEN_ROWS, _LOWEST = 4.5, 90  # pixels between titles of rows, and the lowest plot
_MOST_BESIDE, _BEFORE_PLOT = 0.45, 14  # titles: of the width of the picture, and the gap after them
_MOST_ENLARGED = 1.3  # how much larger than the size says text may be, where there is room
_SYMBOLS = {  # the sign, and its size as a part of that of the screen
    "circle": ("o", 1.0),
    "square": ("s", 0.9),
    "diamond": ("D", 0.9),
    "triangle-up": ("^", 1.1),
    "triangle-down": ("v", 1.1),
    "cross": ("P", 1.1),
    "star": ("*", 1.4),
}
_STEPS = {"top": 1, "middle": 0, "bottom": -1, "left": -1, "center": 0, "right": 1}
_ALIGN: dict[int, Align] = {-1: "right", 0: "center", 1: "left"}
_ANCHOR: dict[int, Anchor] = {-1: "below", 0: "middle", 1: "above"}
_ASIDE = 0.5  # how far a label over a dot stands aside, of its distance
_GAP = 3  # pixels between a point and the note beside it
_SIGN = 1.1  # room for the dot before a note, of the size of its text
_DPI = 72  # so that a point of matplotlib is a pixel
_ZOOM_STEPS = 40  # parts of the usual zoom that are tried, the largest first
_MARKS_BELOW, _GRID_LINES, _RULES, _LINES, _DOTS, _COVERS, _TEXTS = range(7)

_DRAWING = Lock()  # how text is written to SVG is a setting of the whole process


@dataclass(frozen=True)
class Size:
    """A picture: ``width`` and ``height`` in pixels, its text ``zoom`` times that of the screen.

    Without a height it is as tall as the chart needs. ``padding`` is the room around all, in pixels;
    ``has_titles_beside`` puts the titles of rows at the left, where there is more width than height.
    """

    width: int
    height: int | None
    zoom: float
    padding: int = 0
    ground: str = PAGE
    has_titles_beside: bool = False


WIDE = Size(1920, 1080, 2.2, 56, has_titles_beside=True)
SQUARE = Size(1080, 1080, 2.0, 40)
COLUMN = Size(
    482, None, 0.72, ground=_PAPER, has_titles_beside=True
)  # the text width of an A4 page, in points


def svg(chart: Chart, size: Size, *, is_text_kept: bool, has_heading: bool = True) -> bytes:
    """The chart as SVG, the same bytes every time.

    ``is_text_kept`` leaves text as text in Sarabun, for pages that bring the font; else letters are
    outlines. Without a heading the headline is left out; what is measured is still said.
    """
    settings = {"svg.fonttype": "none" if is_text_kept else "path", "svg.hashsalt": chart.name}
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    buffer = io.BytesIO()
    with _DRAWING, mpl.rc_context(settings):
        _figure(chart, size, has_heading=has_heading).savefig(
            buffer, format="svg", metadata=nothing
        )
    ours, for_pages = f"'{FAMILY}', '{_FALLBACK}'".encode(), _IN_BROWSER.encode()
    return buffer.getvalue().replace(ours, for_pages)


def png(chart: Chart, size: Size, *, has_heading: bool = True) -> bytes:
    """The chart as PNG of exactly the size, the same bytes every time."""
    buffer = io.BytesIO()
    with _DRAWING:
        figure = _figure(chart, size, has_heading=has_heading)
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


# Layout


@dataclass(frozen=True)
class _Plot:
    """Where the plot lies in the picture, in pixels, and what its axes say."""

    chart: Chart
    left: float
    foot: float
    width: float
    height: float
    zoom: float
    ground: str

    def x(self, value: Number) -> float:
        return self.left + self.width * _share(value, self.chart.x)

    def y(self, value: Number) -> float:
        return self.foot + self.height * _share(value, self.chart.y)

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.foot + self.height


def _share(value: Number, axis: Axis) -> float:
    return (value - axis.lowest) / (axis.highest - axis.lowest)


@dataclass(frozen=True)
class _Block:
    """Lines of the margin with their size in pixels."""

    lines: list[str]
    size: float
    weight: int
    colour: str

    @property
    def height(self) -> float:
        return _LEADING * self.size * len(self.lines)


@dataclass(frozen=True)
class _Margins:
    """The texts over and under the plot, and how many pixels they take with all that is beside them."""

    headings: list[_Block]
    source: _Block
    above: float
    below: float


@dataclass(frozen=True)
class _Spot:
    """Lines of text at a point of the picture."""

    lines: list[str]
    x: float
    y: float
    size: float
    align: Align
    anchor: Anchor
    weight: int

    def drawn(self) -> Iterator[Text]:
        return _texts(
            self.lines,
            self.x,
            self.y,
            self.size,
            align=self.align,
            anchor=self.anchor,
            weight=self.weight,
        )


@dataclass(frozen=True)
class _Reach:
    """The rectangle that a text takes."""

    left: float
    foot: float
    right: float
    top: float

    def meets(self, other: "_Reach") -> bool:
        """Whether the two lie on each other."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.foot < other.top
            and other.foot < self.top
        )


def _reach(spot: _Spot) -> _Reach:
    width = max(_text_width(line, spot.size, spot.weight) for line in spot.lines)
    left = spot.x - {"left": 0, "center": 0.5, "right": 1}[spot.align] * width
    baselines = _baselines(len(spot.lines), spot.y, spot.size, spot.anchor)
    foot, top = baselines[-1] - _DIP * spot.size, baselines[0] + _RISE * spot.size
    return _Reach(left, foot, left + width, top)


def _figure(chart: Chart, size: Size, *, has_heading: bool) -> Figure:
    titles = _row_titles(chart) if size.has_titles_beside else []
    zoom = _zoom(chart, size, titles, has_heading=has_heading)
    least = _least_height(chart, titles, size, zoom)
    margins = _margins(chart, size, zoom, has_heading=has_heading)
    room = margins.above + margins.below
    height = size.height or round(room + max(least, _LOWEST) * zoom)
    beside = _titles_width(titles, size, zoom) if titles else chart.left_margin * zoom
    plot = _Plot(
        chart=chart,
        left=size.padding + beside,
        foot=margins.below,
        width=size.width - 2 * size.padding - beside - _RIGHT_MARGIN * zoom,
        height=height - room,
        zoom=zoom,
        ground=size.ground,
    )
    marks = [mark for mark in _clear(_apart(chart.marks, plot), plot) if mark not in titles]
    figure = Figure(figsize=(size.width / _DPI, height / _DPI), dpi=_DPI, facecolor=size.ground)
    for artist in (
        *_axes(plot),
        *(artist for mark in marks for artist in _drawn(mark, plot)),
        *(artist for title in titles for artist in _title(title, size.padding, plot)),
        *_watermark(plot),
        *_margin_texts(margins.headings, size.padding, height - size.padding),
        *_margin_texts([margins.source], size.padding, size.padding + margins.source.height),
    ):
        artist.set_transform(IdentityTransform())
        figure.add_artist(artist, clip=False)
    return figure


def _zoom(chart: Chart, size: Size, titles: Sequence[Note], *, has_heading: bool) -> float:
    """That of the plot: smaller where it would be too low, larger with all else where too tall."""
    if size.height is None:
        return size.zoom

    def room(zoom: float) -> float:
        margins = _margins(chart, size, zoom, has_heading=has_heading)
        return margins.above + margins.below

    def fits(zoom: float) -> bool:
        return room(zoom) + _least_height(chart, titles, size, zoom) * zoom <= high

    high = size.height
    zooms = [size.zoom * step / _ZOOM_STEPS for step in range(_ZOOM_STEPS, 0, -1)]
    zoom = next(filter(fits, zooms), zooms[-1])
    if zoom < size.zoom:
        return zoom
    tallest = room(zoom) + chart.height * _STRETCHED * size.zoom
    return size.zoom * min(_MOST_ENLARGED, max(1.0, high / tallest))


def _least_height(chart: Chart, titles: Sequence[Note], size: Size, zoom: float) -> float:
    """How low the plot may be, in pixels of the screen: room for the lines of each title beside it."""
    if any(isinstance(mark, Cells) for mark in chart.marks):
        return chart.height  # its texts fill its squares
    if not titles:
        return chart.height * (_SQUEEZED if size.height else _SQUEEZED_ALONE)
    room = _titles_width(titles, size, zoom) - _BEFORE_PLOT * zoom
    lines = max(len(_title_lines(title, room, _SMALL_SIZE * zoom)) for title in titles)
    return len(titles) * (lines * _NOTE_LEADING * _SMALL_SIZE + _BETWEEN_ROWS)


def _row_titles(chart: Chart) -> list[Note]:
    """The titles that stand over the rows of a chart; those within a grid are not among them."""
    return [
        mark
        for mark in chart.marks
        if isinstance(mark, Note) and mark.side == "above" and mark.text in chart.row_titles
    ]


def _titles_width(titles: Iterable[Note], size: Size, zoom: float) -> float:
    """The room that titles take beside the plot; longer ones break."""
    widest = max(_note_width(title, _SMALL_SIZE * zoom) for title in titles)
    return min(widest, size.width * _MOST_BESIDE) + _BEFORE_PLOT * zoom


def _apart(marks: Iterable[Mark], plot: _Plot) -> Iterator[Mark]:
    """The marks, the labels of upright rules a line lower where they would lie on one before."""
    taken: list[tuple[int, float, float]] = []
    for mark in marks:
        if not (isinstance(mark, Rule) and mark.axis == "x" and mark.label):
            yield mark
            continue
        left, right = _label_span(mark, plot)
        line = mark.label_line
        while any(at == line and left < end and start < right for at, start, end in taken):
            line += 1
        taken += [(line + more, left, right) for more in range(len(_lines(mark.label)))]
        yield replace(mark, label_line=line)


def _clear(marks: Iterable[Mark], plot: _Plot) -> Iterator[Mark]:
    """The marks, names of bands moved over the labels of dots that they would lie on, or under them."""
    every = list(marks)
    taken = [
        _reach(spot)
        for mark in every
        if isinstance(mark, Dots)
        for spot in _label_spots(mark, plot)
    ]
    for mark in every:
        if not isinstance(mark, Note) or mark.side != "middle" or mark.role:
            yield mark
            continue
        own = _reach(_note_spot(mark, plot))
        met = [label for label in taken if own.meets(label)]
        if not met:
            yield mark
            continue
        up = max(label.top for label in met) - own.foot
        down = min(label.foot for label in met) - own.top
        yield _moved(mark, up if own.top + up < plot.top else down, plot)


def _moved(note: Note, pixels: float, plot: _Plot) -> Note:
    axis = plot.chart.y
    return replace(note, y=note.y + pixels / plot.height * (axis.highest - axis.lowest))


def _margins(chart: Chart, size: Size, zoom: float, *, has_heading: bool) -> _Margins:
    """The texts around the plot, not smaller than usual where it is; what hangs on the axis is."""
    width = size.width - 2 * size.padding
    of_texts = max(zoom, size.zoom)
    headline = _block(chart.headline, width, _HEADLINE_SIZE * of_texts, _BOLD, TEXT)
    subtitle, source = (
        _block(text, width, _SMALL_SIZE * of_texts, _REGULAR, SMALL_TEXT)
        for text in (chart.subtitle, chart.source)
    )
    headings = [headline, subtitle] if has_heading else [subtitle]
    over_plot = sum(block.height for block in headings) + _UNDER_HEADING * zoom
    under_plot = source.height + (_TICK_ROOM + _TITLE_ROOM * bool(chart.x.title)) * zoom
    return _Margins(headings, source, size.padding + over_plot, size.padding + under_plot)


def _block(text: str, width: float, size: float, weight: int, colour: str) -> _Block:
    return _Block(_fitted(text, width, size, weight), size, weight, colour)


def _fitted(text: str, width: float, size: float, weight: int) -> list[str]:
    """A text in lines that are not wider than ``width`` pixels."""
    return wrapped(text, width, lambda line: _text_width(line, size, weight))


# Marks


def _drawn(mark: Mark, plot: _Plot) -> Iterator[Artist]:
    draw: dict[type, Callable[[Any, _Plot], Iterator[Artist]]] = {
        Line: _line,
        Dots: _dots,
        Bars: _bars,
        Cells: _cells,
        Band: _band,
        Rule: _rule,
        Note: _note,
    }
    return draw[type(mark)](mark, plot)


def _axes(plot: _Plot) -> Iterator[Artist]:
    chart, zoom = plot.chart, plot.zoom
    size, title_size = _TICK_SIZE * zoom, _SMALL_SIZE * zoom
    for value, label in chart.y.ticks:
        yield _stroke([plot.left, plot.right], [plot.y(value)] * 2, _GRID, zoom, _GRID_LINES)
        x, y = plot.left - 8 * zoom, plot.y(value)
        yield from _texts([label], x, y, size, align="right", colour=SMALL_TEXT)
    for value, label in chart.x.ticks:
        x, y = plot.x(value), plot.foot - 5 * zoom
        yield from _texts([label], x, y, size, anchor="below", colour=SMALL_TEXT)
    if chart.x.title:
        x, y = plot.left + plot.width / 2, plot.foot - (5 + _TITLE_ROOM) * zoom
        yield from _texts([chart.x.title], x, y, title_size, anchor="below", colour=SMALL_TEXT)
    if any(isinstance(mark, Bars) for mark in chart.marks) and _holds(chart.x, 0):
        x = plot.x(0)
        yield _stroke([x, x], [plot.foot, plot.top], COLOUR["faint"], zoom, _GRID_LINES)


def _line(mark: Line, plot: _Plot) -> Iterator[Artist]:
    width = 7.0 if mark.is_thick else 3.5 if mark.role == "own" else 2.0
    yield _stroke(
        [plot.x(value) for value in mark.x],
        [plot.y(value) for value in mark.y],
        COLOUR[mark.role],
        width * plot.zoom,
        _LINES,
        dash=(6 * plot.zoom, 5 * plot.zoom) if mark.is_dashed else None,
    )


def _dots(mark: Dots, plot: _Plot) -> Iterator[Artist]:
    zoom, colour = plot.zoom, COLOUR[mark.role]
    sign, part = _SYMBOLS[mark.symbol]
    xs, ys = [plot.x(value) for value in mark.x], [plot.y(value) for value in mark.y]
    yield Line2D(
        xs,
        ys,
        linestyle="none",
        marker=sign,
        markersize=mark.size * part * zoom,
        markerfacecolor=plot.ground if mark.is_hollow else colour,
        markeredgecolor=colour,
        markeredgewidth=2.5 * zoom if mark.is_hollow else 0,
        zorder=_DOTS,
    )
    for spot in _label_spots(mark, plot):
        yield from spot.drawn()


def _label_spots(mark: Dots, plot: _Plot) -> Iterator[_Spot]:
    """Where the labels of dots stand."""
    zoom, is_own = plot.zoom, mark.role == "own"
    away = (mark.size / 2 + 3) * zoom
    sides = mark.label_sides or ["top center"] * len(mark.labels)
    for x, y, label, side in zip(mark.x, mark.y, mark.labels, sides, strict=False):
        up, across = (_STEPS[word] for word in side.split())
        yield _Spot(
            [label],
            plot.x(x) + across * (away if up == 0 else away * _ASIDE),
            plot.y(y) + up * away,
            (_LABEL_SIZE if is_own else _SMALL_SIZE) * zoom,
            align=_ALIGN[across],
            anchor=_ANCHOR[up],
            weight=_weight(mark.role),
        )


def _bars(mark: Bars, plot: _Plot) -> Iterator[Artist]:
    starts = mark.starts or [0] * len(mark.lengths)
    row_height = abs(plot.y(1) - plot.y(0))
    half = min(_BAR, _MOST_BAR * plot.zoom / row_height) / 2
    rows = zip(mark.y, starts, mark.lengths, mark.roles, mark.labels, strict=True)
    for row, start, length, role, label in rows:
        box = _Box(start, start + length, row - half, row + half)
        yield _filled(box, plot, COLOUR[role], _LINES)
        end = plot.x(start + length)
        is_right = length > 0 or (length == 0 and end < plot.left + plot.width / 2)
        x = end + (4 if is_right else -4) * plot.zoom
        size = _TICK_SIZE * plot.zoom
        width = _text_width(label, size, _REGULAR)
        left = x if is_right else x - width
        yield _cover(left, width, _block_span(1, plot.y(row), size, "middle"), plot)
        yield from _texts([label], left, plot.y(row), size, align="left")


def _cells(mark: Cells, plot: _Plot) -> Iterator[Artist]:
    for x, y, level, text in zip(mark.x, mark.y, mark.levels, mark.texts, strict=True):
        tint = LEVELS[level - 1] if level else _UNKNOWN
        yield _filled(_around(x, y, 0.48), plot, tint, _MARKS_BELOW)
        colour = plot.ground if level >= _DARK_FROM else TEXT
        yield from _texts(
            _lines(text), plot.x(x), plot.y(y), _SMALL_SIZE * plot.zoom, colour=colour
        )
    for place in mark.framed:
        box = _around(mark.x[place], mark.y[place], 0.48)
        yield _outlined(box, plot, COLOUR["own"], 3 * plot.zoom)


def _band(mark: Band, plot: _Plot) -> Iterator[Artist]:
    box = _Box(*mark.x, *mark.y)
    fill = _UNKNOWN if mark.is_unknown else _STRONG_TINT if mark.is_strong else _TINT
    yield _filled(box, plot, fill, _MARKS_BELOW)
    if mark.is_unknown:
        yield _outlined(box, plot, COLOUR["faint"], plot.zoom, is_dotted=True)
    if mark.label:
        x, y = plot.x(sum(mark.x) / 2), plot.y(sum(mark.y) / 2)
        yield from _texts(_lines(mark.label), x, y, _SMALL_SIZE * plot.zoom)


def _rule(mark: Rule, plot: _Plot) -> Iterator[Artist]:
    zoom, size, is_level = plot.zoom, _SMALL_SIZE * plot.zoom, mark.axis == "y"
    dash = None if mark.role == "other" else (4 * zoom, 4 * zoom)
    at = [plot.y(mark.value) if is_level else plot.x(mark.value)] * 2
    ends = [plot.left, plot.right] if is_level else [plot.foot, plot.top]
    xs, ys = (ends, at) if is_level else (at, ends)
    yield _stroke(xs, ys, COLOUR[mark.role], 1.6 * zoom, _RULES, dash=dash)
    if mark.label:
        x, align = _label_place(mark, plot)
        yield from _texts(
            _lines(mark.label),
            x,
            at[0] if is_level else plot.top - _LEADING * size * mark.label_line,
            size,
            align=align,
            anchor="above" if is_level else "below",
            weight=_weight(mark.role),
        )


def _label_place(mark: Rule, plot: _Plot) -> tuple[float, Align]:
    """Where the label of a rule begins, or ends."""
    if mark.axis == "y" and mark.label_at == "start":
        return plot.left + _PAST_BAND_LABELS * plot.zoom, "left"
    if mark.axis == "y":
        return plot.right - 4 * plot.zoom, "right"
    x = plot.x(mark.value)
    if x > plot.left + plot.width / 2:
        return x - 4 * plot.zoom, "right"
    return x + 4 * plot.zoom, "left"


def _label_span(mark: Rule, plot: _Plot) -> tuple[float, float]:
    """From where to where the label of a rule goes."""
    x, align = _label_place(mark, plot)
    size = _SMALL_SIZE * plot.zoom
    width = max(_text_width(line, size, _weight(mark.role)) for line in _lines(mark.label))
    return (x, x + width) if align == "left" else (x - width, x)


def _weight(role: Role) -> int:
    return _BOLD if role == "own" else _REGULAR


def _note(mark: Note, plot: _Plot) -> Iterator[Artist]:
    size, x, y = _SMALL_SIZE * plot.zoom, plot.x(mark.x), plot.y(mark.y)
    x += {"left": 1, "center": 0, "right": -1}[mark.align] * _GAP * plot.zoom
    lines, width = _lines(mark.text), _note_width(mark, size)
    left = x - {"left": 0, "center": 0.5, "right": 1}[mark.align] * width
    if mark.is_covering:
        yield _cover(left, width, _block_span(len(lines), y, size, mark.side), plot)
    if mark.role:
        [baseline] = _baselines(1, y, size, mark.side)
        yield _sign(mark.role, left, baseline, size)
    sign = _SIGN * size if mark.role else 0.0
    at = {"left": left + sign, "center": left + (sign + width) / 2, "right": x}[mark.align]
    yield from _texts(
        lines, at, y, size, align=mark.align, anchor=mark.side, weight=_note_weight(mark)
    )


def _note_spot(mark: Note, plot: _Plot) -> _Spot:
    """Where a note without a dot before it stands."""
    return _Spot(
        _lines(mark.text),
        plot.x(mark.x),
        plot.y(mark.y),
        _SMALL_SIZE * plot.zoom,
        mark.align,
        mark.side,
        _note_weight(mark),
    )


def _title(note: Note, left: float, plot: _Plot) -> Iterator[Artist]:
    """The title of a row, at the left of it."""
    size, y = _SMALL_SIZE * plot.zoom, plot.y(floor(note.y))
    sign = _SIGN * size if note.role else 0.0
    lines = _title_lines(note, plot.left - left - _BEFORE_PLOT * plot.zoom, size)
    baselines = _baselines(len(lines), y, size, "middle")
    if note.role:
        yield _sign(note.role, left, baselines[0], size)
    yield from _texts(lines, left + sign, y, size, align="left", weight=_note_weight(note))


def _title_lines(note: Note, room: float, size: float) -> list[str]:
    room -= _SIGN * size if note.role else 0.0
    weight = _note_weight(note)
    return [part for line in _lines(note.text) for part in _fitted(line, room + 1, size, weight)]


def _sign(role: Role, left: float, baseline: float, size: float) -> Line2D:
    """The dot before a text, of the colour of what it names."""
    return Line2D(
        [left + 0.4 * size],
        [baseline + _HALF_DIGIT * size],
        linestyle="none",
        marker="o",
        markersize=0.65 * size,
        markerfacecolor=COLOUR[role],
        markeredgewidth=0,
        zorder=_TEXTS,
    )


def _note_width(note: Note, size: float) -> float:
    weight = _note_weight(note)
    sign = _SIGN * size if note.role else 0.0
    return sign + max(_text_width(line, size, weight) for line in _lines(note.text))


def _note_weight(note: Note) -> int:
    return _BOLD if note.text.startswith("<b>") else _REGULAR


def _watermark(plot: _Plot) -> Iterator[Artist]:
    """The mark of simulated figures, across the plot."""
    if not plot.chart.watermark:
        return
    has_cells = any(isinstance(mark, Cells) for mark in plot.chart.marks)
    lines = plot.chart.watermark.split(" · ")
    size = min(plot.width * _MARK_SHARE, plot.height / _MARK_LINES)
    x, y = plot.left + plot.width / 2, plot.foot + plot.height / 2
    for text in _texts(lines, x, y, size, weight=_BOLD, colour=COLOUR["own"]):
        text.set_rotation(12)
        text.set_rotation_mode("anchor")
        text.set_alpha(_MARK_OVER_CELLS if has_cells else _MARK)
        yield text


def _margin_texts(blocks: Iterable[_Block], left: float, top: float) -> Iterator[Text]:
    """Blocks of lines one under the other from the top."""
    for block in blocks:
        for number, line in enumerate(block.lines, start=1):
            y = top - _LEADING * block.size * number + (_LEADING - _ASCENT) * block.size
            yield _text(line, left, y, _font(block.size, block.weight), block.colour)
        top -= block.height


# Shapes and text in pixels


def _lines(text: str) -> list[str]:
    """The lines of a text of the description, without its marks of weight."""
    return text.replace("<b>", "").replace("</b>", "").split("<br>")


@dataclass(frozen=True)
class _Box:
    """A rectangle of the plot in the units of its axes."""

    x0: Number
    x1: Number
    y0: Number
    y1: Number


def _around(x: Number, y: Number, half: float) -> _Box:
    return _Box(x - half, x + half, y - half, y + half)


def _holds(axis: Axis, value: Number) -> bool:
    return min(axis.lowest, axis.highest) < value < max(axis.lowest, axis.highest)


def _filled(box: _Box, plot: _Plot, colour: Colour, order: int) -> Rectangle:
    return Rectangle(*_span(box, plot), facecolor=colour, linewidth=0, zorder=order)


def _outlined(
    box: _Box, plot: _Plot, colour: Colour, width: float, *, is_dotted: bool = False
) -> Rectangle:
    return Rectangle(
        *_span(box, plot),
        fill=False,
        edgecolor=colour,
        linewidth=width,
        linestyle=(0, (1, 2)) if is_dotted else "solid",
        zorder=_DOTS,
    )


def _span(box: _Box, plot: _Plot) -> tuple[tuple[float, float], float, float]:
    left, foot = plot.x(box.x0), plot.y(box.y0)
    return (left, foot), plot.x(box.x1) - left, plot.y(box.y1) - foot


def _cover(left: float, width: float, span: tuple[float, float], plot: _Plot) -> Rectangle:
    """What hides the lines behind a text."""
    foot, height = span
    return Rectangle(
        (left - 1, foot), width + 2, height, facecolor=plot.ground, linewidth=0, zorder=_COVERS
    )


def _stroke(
    xs: Sequence[float],
    ys: Sequence[float],
    colour: Colour,
    width: float,
    order: int,
    *,
    dash: tuple[float, float] | None = None,
) -> Line2D:
    """A line; the lengths of its dashes and gaps are in pixels."""
    style = (0, tuple(length / width for length in dash)) if dash else "solid"
    return Line2D(
        xs, ys, color=colour, linewidth=width, linestyle=style, zorder=order, dash_capstyle="butt"
    )


def _texts(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    align: Align = "center",
    anchor: Anchor = "middle",
    weight: int = _REGULAR,
    colour: Colour = TEXT,
) -> Iterator[Text]:
    """Lines of one text above, around or below a height."""
    for line, baseline in zip(lines, _baselines(len(lines), y, size, anchor), strict=True):
        yield _text(line, x, baseline, _font(size, weight), colour, align)


def _baselines(count: int, y: float, size: float, anchor: Anchor) -> list[float]:
    """Where each line stands; by the size alone, so that marks over Thai letters move nothing."""
    leading = _NOTE_LEADING * size
    last = {
        "above": y + _DESCENT * size,
        "middle": y - _HALF_DIGIT * size - leading * (count - 1) / 2,
        "below": y - _ASCENT * size - leading * (count - 1),
    }[anchor]
    return [last + leading * number for number in reversed(range(count))]


def _block_span(count: int, y: float, size: float, anchor: Anchor) -> tuple[float, float]:
    """Foot and height of the lines of a text."""
    baselines = _baselines(count, y, size, anchor)
    foot = baselines[-1] - _DESCENT * size
    return foot, baselines[0] + _ASCENT * size - foot


def _text(
    text: str, x: float, y: float, font: FontProperties, colour: Colour, align: Align = "left"
) -> Text:
    return Text(
        x,
        y,
        text,
        color=colour,
        fontproperties=font,
        horizontalalignment=align,
        verticalalignment="baseline",
        parse_math=False,
        zorder=_TEXTS,
    )


@lru_cache(maxsize=4096)
def _text_width(text: str, size: float, weight: int) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(
        text, _font(size, weight), ismath=False
    )
    return float(width)


@lru_cache(maxsize=64)
def _font(size: float, weight: int) -> FontProperties:
    _register_fonts()
    return FontProperties(family=[FAMILY, _FALLBACK], size=size, weight=weight)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for path in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(path)
