"""The body of a slide in PowerPoint: what bears the headline out, the key figures and the sentences."""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Pt

from ita.charts.powerpoint import draw
from ita.charts.powerpoint.look import (
    ACCENT,
    COLOUR,
    INK,
    LINE,
    SMALL_INK,
    TINT,
    Box,
    describe,
    fitting_size,
    lines_of,
    paint,
    sizes_down,
    text_height,
    text_width,
    write,
)
from ita.facts.markup import bare, runs
from ita.facts.overview import KeyFigure
from ita.stamp import Stamp
from ita.story.slides import Picture, Slide

COLUMN_GAP = 28.0
_POINT_SIZES = (32, 30, 28, *sizes_down(26))
_POINT_GAP = 0.35
_SIDES = (0.28, 0.32, 0.36, 0.4, 0.44)  # of the width, for points beside a chart
_LEAST_POINT = 28
_FEW_LINES = 2
_ROW_GAP, _ROW_HEIGHT, _OVER_ROWS = 12.0, 28.0, 60.0
_CELL_GAP, _CELL_PAD, _PANEL_PAD = 18.0, 5.0, 22.0
# Ink and weight of year, letter, pillar and what was done.
_STEP_LOOK = ((SMALL_INK, False), (COLOUR["own"], True), (ACCENT, True), (INK, False))
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_ARROW = {"up": "▲ ", "down": "▼ ", "off": ""}


def has_evidence(slide: Slide) -> bool:
    """Whether there is more than sentences: steps, a chart, a picture, or why there is none."""
    return bool(slide.steps or slide.chart or slide.picture or slide.missing)


def fill_body(
    slide: Slide, shapes: SlideShapes, body: Box, stamp: Stamp, made_at: datetime
) -> None:
    """Evidence to the left with figures and points beside it; without any, figures over points."""
    draw_evidence = partial(_draw_evidence, slide, shapes, stamp, made_at)
    if not has_evidence(slide):
        if slide.figures:
            above, body = body.rows(min(170.0, body.height * 0.55), 18)
            _figures(shapes, slide.figures, above)
        _points(shapes, slide.points, body)
        return
    if not slide.points and not slide.figures:
        draw_evidence(body)
        return
    height = _height_below(slide, body)
    if height:
        above, below = body.rows(body.height - height - _ROW_GAP, _ROW_GAP)
        draw_evidence(above)
        end = above.top + _evidence_height(slide, above)
        _points(shapes, slide.points, below.moved(end - above.bottom))
        return
    main, side = body.columns(body.width * (1 - _side_share(slide, body)), COLUMN_GAP)
    draw_evidence(main)
    if slide.figures:
        above, side = side.rows(_stacked_height(slide.figures, side), 16)
        _figures_below(shapes, slide.figures, above)
    _points(shapes, slide.points, side)


def _evidence_height(slide: Slide, box: Box) -> float:
    """The height that the evidence takes of a box: steps and a panel what they need, others all."""
    if slide.steps:
        rows = _step_rows(slide)
        return _steps_height(rows, box.width, _steps_size(rows, box))
    if slide.chart or slide.picture:
        return box.height
    return _missing_size(slide.missing, box)[1]


def _height_below(slide: Slide, body: Box) -> float:
    """The height of the points under the evidence, 0 where they stand better beside it.

    They do where they are long, or where the rows of the evidence need the height.
    """
    texts = [bare(point) for point in slide.points]
    lines = sum(lines_of(text, body.width, _LEAST_POINT) for text in texts)
    height = text_height(texts, body.width, _LEAST_POINT, _POINT_GAP * _LEAST_POINT)
    rows = len(slide.chart.row_titles) if slide.chart else 0
    has_room = body.height - height - _ROW_GAP >= rows * _ROW_HEIGHT + _OVER_ROWS
    return height if lines <= _FEW_LINES and not slide.figures and has_room else 0


def _side_share(slide: Slide, body: Box) -> float:
    """The narrowest column beside the evidence in which the points can be read from afar."""
    texts = [bare(point) for point in slide.points]

    def fits(share: float) -> bool:
        width = body.width * share - COLUMN_GAP
        used = _stacked_height(slide.figures, Box(0, 0, width, body.height)) + 16
        room = body.height - (used if slide.figures else 0)
        return text_height(texts, width, _LEAST_POINT, _POINT_GAP * _LEAST_POINT) <= room

    return next((share for share in _SIDES if fits(share)), _SIDES[-1])


def _draw_evidence(
    slide: Slide, shapes: SlideShapes, stamp: Stamp, made_at: datetime, box: Box
) -> None:
    if slide.steps:
        _steps(shapes, slide, box)
    elif slide.chart and slide.picture:
        left, right = box.columns(box.width * 0.6, COLUMN_GAP)
        draw(slide.chart, shapes, left, stamp, made_at)
        add_picture(shapes, slide.picture, right)
    elif slide.chart:
        draw(slide.chart, shapes, box, stamp, made_at)
    elif slide.picture:
        add_picture(shapes, slide.picture, box)
    else:
        _missing(shapes, slide.missing, box)


def _points(shapes: SlideShapes, points: Sequence[str], box: Box) -> None:
    """Sentences, one below the other."""
    if not points:
        return
    texts = [bare(point) for point in points]
    size = fitting_size(texts, box.width, box.height, _POINT_SIZES, _POINT_GAP)
    shape = shapes.add_textbox(*box.emu)
    write(shape.text_frame, [runs(point) for point in points], size, gap=_POINT_GAP)


def _figures(shapes: SlideShapes, figures: Sequence[KeyFigure], box: Box) -> None:
    """Key figures side by side: what it is, the figure, how it moved."""
    width = (box.width - COLUMN_GAP * (len(figures) - 1)) / len(figures)
    for place, figure in enumerate(figures):
        area = Box(box.left + place * (width + COLUMN_GAP), box.top, width, box.height)
        rule = shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(area.left, area.top, width, 3).emu)
        paint(rule, COLOUR["own"])
        area = Box(area.left, area.top + 10, width, area.height - 10)
        value = fitting_size([figure.value], width, area.height * 0.5, sizes_down(72, 28))
        rest = area.height - text_height([figure.value], width, value)
        small = fitting_size([figure.label, *_moved(figure)], width, rest, sizes_down(26, 12))
        _figure(shapes, figure, area, value, small)


def _figures_below(shapes: SlideShapes, figures: Sequence[KeyFigure], box: Box) -> None:
    """Key figures one below the other, beside a chart."""
    height = box.height / len(figures)
    for place, figure in enumerate(figures):
        area = Box(box.left, box.top + place * height, box.width, height)
        _figure(shapes, figure, area, *_stacked_sizes(figure, box.width))


def _stacked_sizes(figure: KeyFigure, width: float) -> tuple[float, float]:
    """Font sizes of the figure and of the words around it, each on one line where they fit."""
    value = fitting_size([figure.value], width, 54 * LINE, sizes_down(54, 24))
    lines = [figure.label, *_moved(figure)]
    small = min(fitting_size([line], width, 22 * LINE, sizes_down(22, 12)) for line in lines)
    return value, small


def _stacked_height(figures: Sequence[KeyFigure], side: Box) -> float:
    heights = [0.0]
    for figure in figures:
        value, small = _stacked_sizes(figure, side.width)
        heights.append(
            text_height([figure.value], side.width, value) * 0.9
            + text_height([figure.label, *_moved(figure)], side.width, small)
            + 8
        )
    return max(heights) * len(figures)


def _figure(shapes: SlideShapes, figure: KeyFigure, box: Box, value: float, small: float) -> None:
    frame = shapes.add_textbox(*box.emu).text_frame
    write(frame, [[(figure.label, False)]], small, ink=SMALL_INK)
    write(frame, [[(figure.value, True)]], value)
    frame.paragraphs[-1].line_spacing = 0.9
    write(frame, [[(text, bool(figure.change))] for text in _moved(figure)], small, ink=SMALL_INK)


def _moved(figure: KeyFigure) -> list[str]:
    """The change with its arrow and what is said of it, in one line."""
    change = f"{_ARROW[figure.arrow]}{figure.change}" if figure.change else ""
    text = " ".join(filter(None, (change, figure.description)))
    return [text] if text else []


def _steps(shapes: SlideShapes, slide: Slide, box: Box) -> None:
    """What was done: fiscal year, letter, pillar and what, as a table without lines."""
    rows = _step_rows(slide)
    size = _steps_size(rows, box)
    widths = _step_widths(rows, box.width, size)
    shape = shapes.add_table(len(rows), len(widths), *box.emu)
    shape.name = slide.section
    describe(shape, slide.headline)
    shape.height = Pt(_steps_height(rows, box.width, size))
    table = shape.table
    table.first_row = False
    next(table._tbl.iter(qn("a:tableStyleId"))).text = _PLAIN_TABLE  # noqa: SLF001
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for number, cells in enumerate(rows):
        table.rows[number].height = Pt(_row_height(cells, widths, size))
        for place, text in enumerate(cells):
            cell = table.cell(number, place)
            ink, is_bold = _STEP_LOOK[place]
            write(cell.text_frame, [[(text, is_bold)]], size, ink=ink)
            cell.margin_left, cell.margin_right = 0, Pt(_CELL_GAP)
            cell.margin_top = cell.margin_bottom = Pt(_CELL_PAD)


def _step_rows(slide: Slide) -> list[tuple[str, ...]]:
    return [(str(step.fiscal_year), step.letter, step.pillar, step.what) for step in slide.steps]


def _steps_size(rows: Sequence[tuple[str, ...]], box: Box) -> float:
    fits = (size for size in _POINT_SIZES if _steps_height(rows, box.width, size) <= box.height)
    return next(fits, _POINT_SIZES[-1])


def _step_widths(rows: Sequence[tuple[str, ...]], width: float, size: float) -> list[float]:
    """The width of each column: years and pillars on one line, what was done in the rest."""
    widths = [
        max(text_width(row[place], size) for row in rows) * 1.2 + _CELL_GAP for place in (0, 1, 2)
    ]
    widths[2] = min(widths[2], width * 0.3)
    return [*widths, width - sum(widths)]


def _steps_height(rows: Sequence[tuple[str, ...]], width: float, size: float) -> float:
    widths = _step_widths(rows, width, size)
    return sum(_row_height(row, widths, size) for row in rows)


def _row_height(cells: Sequence[str], widths: Sequence[float], size: float) -> float:
    return 2 * _CELL_PAD + max(
        text_height([text], width - _CELL_GAP, size)
        for text, width in zip(cells, widths, strict=True)
    )


def _missing_size(text: str, box: Box) -> tuple[float, float]:
    """Font size and height of the panel that says what is missing."""
    inner, room = box.width - 2 * _PANEL_PAD, box.height - 2 * _PANEL_PAD
    size = fitting_size([bare(text)], inner, room, _POINT_SIZES)
    return size, text_height([bare(text)], inner, size) + 2 * _PANEL_PAD


def _missing(shapes: SlideShapes, text: str, box: Box) -> None:
    """What cannot be shown and what would fill it, on a tinted panel as high as it needs."""
    size, height = _missing_size(text, box)
    panel = shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(box.left, box.top, box.width, height).emu)
    paint(panel, TINT)
    edge = shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(box.left, box.top, 6, height).emu)
    paint(edge, COLOUR["other"])
    write(panel.text_frame, [runs(text)], size, anchor=MSO_ANCHOR.MIDDLE)
    panel.text_frame.margin_left = panel.text_frame.margin_right = Pt(_PANEL_PAD)


def add_picture(shapes: SlideShapes, picture: Picture, box: Box, align: str = "middle") -> None:
    """A picture as large as fits, in its own proportions."""
    scale = min(box.width / picture.width, box.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    left = box.right - width if align == "right" else box.left + (box.width - width) / 2
    area = Box(left, box.top, width, height)
    shape = shapes.add_picture(io.BytesIO(picture.content), *area.emu)
    describe(shape, picture.alt)
