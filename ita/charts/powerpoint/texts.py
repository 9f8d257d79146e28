"""Texts of a scatter chart that stand at no measured point: names, notes and ticks, kept apart."""

from collections.abc import Iterable, Iterator

from ita.charts.describe import Band, Chart, Dots, Mark, Note, Number, Rule
from ita.charts.powerpoint.labels import Label, Position
from ita.charts.powerpoint.look import COLOUR, GROUND, INK, LINE, SMALL_INK, Box, plain
from ita.charts.powerpoint.series import Frame, Series

# Symbols that PowerPoint has no filled marker of stand as signs in the middle of their points.
SIGN = {
    "triangle-down": "▼",
    "triangle-right": "▶",
    "triangle-left": "◀",
    "cross": "✚",
    "star": "★",
}
DOT = 1.15  # points of a marker for each pixel on the screen
_SIGN_SIZE = 1.5  # of the marker's size
_MOST_STEPS = 4  # of half a line, that a text may be moved
_SLACK = 4
_TIGHT = 0.2  # of a line's height that may touch another's: the room of marks

Place = tuple[Number, Number]


def add_texts(texts: Series, others: Iterable[Series], frame: Frame) -> bool:
    """Add every free text of a chart, moved apart; False where some still lie on another text."""
    are_apart = True
    taken = [area for series in others for area in _areas(series, frame)]
    titles = set(frame.chart.row_titles)
    free = [
        named
        for mark in frame.chart.marks
        if not (isinstance(mark, Note) and mark.text in titles)
        for named in _named(mark, frame)
    ]
    # Texts with a dot say of themselves what they are of: they go last and furthest.
    for (x, y), label in sorted(free, key=lambda each: bool(each[1].dot)):
        area = _area(x, y, label, frame)
        shift = _shift(area, taken, frame, _MOST_STEPS * 3 if label.dot else _MOST_STEPS)
        are_apart = are_apart and shift is not None
        taken.append(area.moved(shift or 0))
        texts.add(x, y - (shift or 0) * frame.unit, plain(label.text), label)
    for (x, y), label in (*_signs(frame.chart), *_ticks(frame)):
        texts.add(x, y, plain(label.text), label)
    return are_apart


def _named(mark: Mark, frame: Frame) -> Iterator[tuple[Place, Label]]:
    """The text that a mark brings, and where it stands."""
    if isinstance(mark, Rule) and mark.label:
        yield _rule_label(mark, frame)
    elif isinstance(mark, Band) and mark.label:
        middle = sum(mark.x) / 2, sum(mark.y) / 2
        yield middle, Label(mark.label, "ctr", frame.label_size, SMALL_INK)
    elif isinstance(mark, Note):
        yield _note(mark, frame)


def _rule_label(mark: Rule, frame: Frame) -> tuple[Place, Label]:
    x, y = frame.chart.x, frame.chart.y
    if mark.axis == "x":
        is_left = mark.value > (x.lowest + x.highest) / 2
        lines = mark.label.count("<br>") + 1
        place = mark.value, y.highest - frame.line * (lines / 2 + mark.label_line)
    else:
        is_left = mark.label_at == "end"
        place = (x.highest if is_left else x.lowest), mark.value + frame.line / 2
    text = f"<b>{mark.label}</b>" if mark.role == "own" else mark.label
    return place, Label(text, "l" if is_left else "r", frame.label_size, INK)


def _note(mark: Note, frame: Frame) -> tuple[Place, Label]:
    height = frame.line * (mark.text.count("<br>") + 1)
    shift = {"above": height / 2, "middle": 0, "below": -height / 2}[mark.side]
    position: dict[str, Position] = {"left": "r", "center": "ctr", "right": "l"}
    label = Label(
        mark.text,
        position[mark.align],
        frame.label_size,
        INK,
        dot=COLOUR[mark.role] if mark.role else "",
        ground=GROUND if mark.is_covering else "",
    )
    return (mark.x, mark.y + shift), label


def _signs(chart: Chart) -> Iterator[tuple[Place, Label]]:
    """Markers that are signs, each at its point."""
    for mark in chart.marks:
        if isinstance(mark, Dots) and mark.symbol in SIGN:
            size = mark.size * DOT * _SIGN_SIZE
            label = Label(SIGN[mark.symbol], "ctr", size, COLOUR[mark.role])
            yield from ((place, label) for place in zip(mark.x, mark.y, strict=True))


def _ticks(frame: Frame) -> Iterator[tuple[Place, Label]]:
    x, y = frame.chart.x, frame.chart.y
    for value, text in x.ticks:
        yield (value, y.lowest), Label(text, "b", frame.label_size, SMALL_INK)
    for value, text in y.ticks:
        yield (x.lowest, value), Label(text, "l", frame.label_size, SMALL_INK)


# Keeping texts apart


def _shift(area: Box, taken: Iterable[Box], frame: Frame, most: int) -> float | None:
    """How far down an area goes to lie on no other: half lines, the nearest first, None if none is free."""
    step = frame.label_size * LINE / 2
    shifts = (step * number * side for number in range(most) for side in (1, -1))
    return next((each for each in shifts if _is_free(area.moved(each), taken, frame.plot)), None)


def _is_free(area: Box, taken: Iterable[Box], plot: Box) -> bool:
    is_inside = plot.top - _SLACK <= area.top and area.bottom <= plot.bottom + _SLACK
    return is_inside and not any(area.touches(each) for each in taken)


def _areas(series: Series, frame: Frame) -> Iterator[Box]:
    """What the labels of a series and their markers cover."""
    half = series.size / 2
    for x, y, label in zip(series.x, series.y, series.labels, strict=True):
        if label and y is not None:
            yield _area(x, y, label, frame)
            left, top = frame.plot.x(x, frame.chart.x), frame.plot.y(y, frame.chart.y)
            yield Box(left - half, top - half, 2 * half, 2 * half)


def _area(x: Number, y: Number, label: Label, frame: Frame) -> Box:
    """What a label covers on the slide."""
    left, top = frame.plot.x(x, frame.chart.x), frame.plot.y(y, frame.chart.y)
    height = label.size * LINE * (label.text.count("<br>") + 1)
    width = label.width
    left -= {"l": width, "r": 0}.get(label.position, width / 2)
    top -= {"t": height, "b": 0}.get(label.position, height / 2)
    left += label.shift * frame.width
    return Box(left, top + _TIGHT * height / 2, width, height * (1 - _TIGHT))
