"""A deck as a PowerPoint file: editable text and native charts, one slide each.

Every length is in points on a slide of 960 by 540 (13.333 by 7.5 inches).
"""

import io
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from lxml import etree
from PIL import Image, UnidentifiedImageError
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.parts.chart import ChartPart
from pptx.shapes.shapetree import SlideShapes
from pptx.slide import Slide as NativeSlide
from pptx.util import Pt

from ita.charts.powerpoint import draw
from ita.charts.powerpoint.look import (
    ACCENT,
    COLOUR,
    HAIRLINE,
    INK,
    LINE,
    MARK_INK,
    MARK_TINT,
    SMALL_INK,
    TINT,
    Box,
    describe,
    fitting_size,
    lines_of,
    paint,
    set_typeface,
    sizes_down,
    text_height,
    text_width,
    write,
)
from ita.facts.markup import bare, runs
from ita.facts.overview import KeyFigure
from ita.report.errors import ReportError
from ita.report.powerpoint_base import TITLE, WIDTH, Base, base_of, own_base
from ita.report.qr import qr_png
from ita.story.slides import Deck, Picture, Slide
from ita.wording import Say

_MARGIN = 48.0
_NARROW_TITLE = 640.0  # a template's title that is narrower does not set the sides of the body
_SECTION_SIZE = 22
_HEADLINE_SIZES = (44, 42, 40, 38, 36, 34, 32, 30, 28, 26, 24, 20)
_POINT_SIZES = (32, 30, 28, *sizes_down(26))
_SOURCE_SIZES = (16, 15, 14, 13, 12, 11, 10, 9)
_POINT_GAP = 0.35
_SIDES = (0.28, 0.32, 0.36, 0.4, 0.44)  # of the width, for points beside a chart
_LEAST_POINT = 28
_FEW_LINES = 2
_ROW_GAP, _ROW_HEIGHT, _OVER_ROWS = 12.0, 28.0, 60.0
_FOOT = 500.0
_COLUMN_GAP = 28.0
_LOGO = Box(WIDTH - _MARGIN - 96, 20, 96, 64)
_QR = 132.0
_CELL_GAP, _CELL_PAD, _PANEL_PAD = 18.0, 5.0, 22.0
# Ink and weight of year, letter, pillar and what was done.
_STEP_LOOK = ((SMALL_INK, False), (COLOUR["own"], True), (ACCENT, True), (INK, False))
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_ARROW = {"up": "▲ ", "down": "▼ ", "off": ""}
_LANGUAGE = {"th": "th-TH", "en": "en-US"}
_WHOLE = re.compile(r"-?\d+")
# The attributes that hold lengths and font sizes.
_LENGTHS = frozenset(
    (
        "x",
        "y",
        "cx",
        "cy",
        "sz",
        "w",
        "h",
        "lIns",
        "tIns",
        "rIns",
        "bIns",
        "spcPts",
        "marL",
        "indent",
    )
)


def pptx_file(
    deck: Deck,
    *,
    template: bytes | None = None,
    logo: bytes | None = None,
    made_at: datetime,
) -> bytes:
    """The deck as a PPTX file.

    ``template``: an office's own PPTX or POTX, whose layouts and size are used; ``logo``: PNG or
    JPEG, top right on every slide; ``made_at``: with its time zone. Raises ReportError where the
    template or the logo cannot be used.
    """
    say = deck.stamp.say
    base = own_base(say) if template is None else base_of(template, say)
    mark = None if logo is None else _logo(logo, deck)
    for number, slide in enumerate(deck.slides, start=1):
        native = base.slides.slides.add_slide(base.layout)
        _compose(native, slide, number, deck, base, logo=mark, made_at=made_at)
    _set_properties(base, deck, made_at)
    content = io.BytesIO()
    base.slides.save(content)
    return content.getvalue()


def _compose(
    native: NativeSlide,
    slide: Slide,
    number: int,
    deck: Deck,
    base: Base,
    *,
    logo: Picture | None,
    made_at: datetime,
) -> None:
    """One slide: what all slides carry, then its own content in the room that is left."""
    shapes = native.shapes
    _drop_empty(native)
    is_cover = number == 1 and not _evidence(slide) and not slide.figures
    below = (_cover if is_cover else _head)(native, slide, base, has_logo=logo is not None)
    sides = TITLE if is_cover or base.title.width < _NARROW_TITLE else base.title
    body = Box(sides.left, below, sides.width, _FOOT - 12 - below)
    if number == len(deck.slides) and deck.address:
        body, corner = body.columns(body.width - _QR, _COLUMN_GAP)
        _qr(shapes, deck, corner)
    _fill_body(slide, shapes, body, partial(_draw_evidence, slide, shapes, deck, made_at))
    _foot(shapes, slide, number, deck.stamp.say)
    _mark(shapes, deck, has_logo=logo is not None)
    if logo is not None:
        _picture(shapes, logo, _LOGO, "right")
    _notes(native, slide, deck.stamp.say)
    _finish(native, base.scale, deck.stamp.say)


def _drop_empty(native: NativeSlide) -> None:
    """Without placeholders that nothing is put into."""
    for place in list(native.placeholders):
        if place is not native.shapes.title and place.element is not native.shapes.title.element:
            place.element.getparent().remove(place.element)


# What every slide has


def _head(native: NativeSlide, slide: Slide, base: Base, *, has_logo: bool) -> float:
    """Section line and headline; returns where the body begins."""
    title = base.title
    width = title.width - (_LOGO.width + 16 if has_logo and title.right > _LOGO.left else 0)
    section = Box(title.left, max(12.0, title.top - 30), width * 0.66, _SECTION_SIZE * LINE)
    if slide.section:
        box = native.shapes.add_textbox(*section.emu)
        size = fitting_size([slide.section], section.width, section.height, sizes_down(22, 14))
        write(box.text_frame, [runs(slide.section)], size, ink=ACCENT, is_bold=True)
    sizes = _HEADLINE_SIZES[2:] if _evidence(slide) else _HEADLINE_SIZES
    size = fitting_size([slide.headline], width, title.height, sizes)
    height = text_height([slide.headline], width, size)
    _set_title(native, slide.headline, Box(title.left, title.top, width, height), size)
    return title.top + height + 14


def _cover(native: NativeSlide, slide: Slide, base: Base, *, has_logo: bool) -> float:
    """The first slide: its headline large in the middle; returns where the body begins."""
    del base, has_logo
    width = WIDTH - 2 * _MARGIN
    section = native.shapes.add_textbox(*Box(_MARGIN, 104, width, 40).emu)
    size = fitting_size([slide.section], width, 40, sizes_down(30, 16))
    write(section.text_frame, [runs(slide.section)], size, ink=ACCENT, is_bold=True)
    size = fitting_size([slide.headline], width, 220, sizes_down(66, 24))
    height = text_height([slide.headline], width, size)
    _set_title(native, slide.headline, Box(_MARGIN, 150, width, height), size)
    line = native.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(_MARGIN, 162 + height, 120, 5).emu)
    paint(line, COLOUR["own"])
    return 184 + height


def _set_title(native: NativeSlide, headline: str, box: Box, size: float) -> None:
    title = native.shapes.title
    title.left, title.top, title.width, title.height = box.emu
    write(title.text_frame, [[(headline, False)]], size, is_bold=True)


def _foot(shapes: SlideShapes, slide: Slide, number: int, say: Say) -> None:
    """Source and data version, and the number of the page."""
    line = shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(_MARGIN, _FOOT, WIDTH - 2 * _MARGIN, 1).emu)
    paint(line, HAIRLINE)
    source, page = Box(_MARGIN, _FOOT + 6, WIDTH - 2 * _MARGIN, 34).columns(780, 12)
    text = _source(slide)
    size = fitting_size([text], source.width, source.height, _SOURCE_SIZES)
    shape = shapes.add_textbox(*source.emu)
    write(shape.text_frame, [[(text, False)]], size, ink=SMALL_INK)
    shape = shapes.add_textbox(*page.emu)
    shape.name = say("powerpoint.slide.page")
    words = [[(f"{say('powerpoint.slide.page')} ", False), (str(number), False)]]
    write(shape.text_frame, words, _SOURCE_SIZES[0], ink=SMALL_INK, align=PP_ALIGN.RIGHT)
    _make_page_number(shape.text_frame.paragraphs[0].runs[1]._r)  # noqa: SLF001


def _make_page_number(run: etree._Element) -> None:
    """Turn a run into the field of the slide's number, so that it follows when slides are moved."""
    run.tag = qn("a:fld")
    run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    run.set("type", "slidenum")


def _mark(shapes: SlideShapes, deck: Deck, *, has_logo: bool) -> None:
    """The mark of simulated figures, top right."""
    text = deck.stamp.watermark
    if not text:
        return
    width = text_width(text, 20) + 24
    right = (_LOGO.left - 16) if has_logo else WIDTH - _MARGIN
    shape = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *Box(right - width, 14, width, 30).emu)
    paint(shape, MARK_TINT)
    write(
        shape.text_frame,
        [[(text, True)]],
        20,
        ink=MARK_INK,
        align=PP_ALIGN.CENTER,
        anchor=MSO_ANCHOR.MIDDLE,
    )


def _source(slide: Slide) -> str:
    return slide.source or (slide.chart.source if slide.chart else "")


def _notes(native: NativeSlide, slide: Slide, say: Say) -> None:
    """What the presenter says, then the source."""
    texts = filter(None, (bare(slide.notes), bare(slide.missing), _source(slide)))
    native.notes_slide.notes_text_frame.text = "\n\n".join(texts)
    set_typeface(native.notes_slide.element, say.language)


# What a slide shows


def _evidence(slide: Slide) -> bool:
    """Whether there is more than sentences: steps, a chart, a picture, or why there is none."""
    return bool(slide.steps or slide.chart or slide.picture or slide.missing)


def _fill_body(
    slide: Slide, shapes: SlideShapes, body: Box, draw_evidence: Callable[[Box], None]
) -> None:
    """Evidence to the left with figures and points beside it; without any, figures over points."""
    if not _evidence(slide):
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
    main, side = body.columns(body.width * (1 - _side_share(slide, body)), _COLUMN_GAP)
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
        width = body.width * share - _COLUMN_GAP
        used = _stacked_height(slide.figures, Box(0, 0, width, body.height)) + 16
        room = body.height - (used if slide.figures else 0)
        return text_height(texts, width, _LEAST_POINT, _POINT_GAP * _LEAST_POINT) <= room

    return next((share for share in _SIDES if fits(share)), _SIDES[-1])


def _draw_evidence(
    slide: Slide, shapes: SlideShapes, deck: Deck, made_at: datetime, box: Box
) -> None:
    if slide.steps:
        _steps(shapes, slide, box)
    elif slide.chart and slide.picture:
        left, right = box.columns(box.width * 0.6, _COLUMN_GAP)
        draw(slide.chart, shapes, left, deck.stamp, made_at)
        _picture(shapes, slide.picture, right)
    elif slide.chart:
        draw(slide.chart, shapes, box, deck.stamp, made_at)
    elif slide.picture:
        _picture(shapes, slide.picture, box)
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
    width = (box.width - _COLUMN_GAP * (len(figures) - 1)) / len(figures)
    for place, figure in enumerate(figures):
        area = Box(box.left + place * (width + _COLUMN_GAP), box.top, width, box.height)
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


def _picture(shapes: SlideShapes, picture: Picture, box: Box, align: str = "middle") -> None:
    """A picture as large as fits, in its own proportions."""
    scale = min(box.width / picture.width, box.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    left = box.right - width if align == "right" else box.left + (box.width - width) / 2
    area = Box(left, box.top, width, height)
    shape = shapes.add_picture(io.BytesIO(picture.content), *area.emu)
    describe(shape, picture.alt)


def _logo(content: bytes, deck: Deck) -> Picture:
    """The logo with its size. Raises ReportError where it is neither PNG nor JPEG."""
    say = deck.stamp.say
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            width, height = image.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as cause:
        raise ReportError(say("powerpoint.logo_unreadable")) from cause
    alt = say("powerpoint.slide.logo_alt", office=deck.stamp.office_name)
    return Picture(content, width, height, alt)


def _qr(shapes: SlideShapes, deck: Deck, box: Box) -> None:
    """The way to the live figures, for whoever sits in the hall."""
    say = deck.stamp.say
    square, below = box.rows(_QR, 6)
    alt = say("powerpoint.slide.qr_alt", address=deck.address)
    shape = shapes.add_picture(io.BytesIO(qr_png(deck.address)), *square.emu)
    shape.click_action.hyperlink.address = deck.address
    describe(shape, alt)
    text = say("powerpoint.slide.address")
    size = fitting_size([text], below.width, 50, sizes_down(20, 12))
    area = Box(below.left, below.top, below.width, text_height([text], below.width, size))
    frame = shapes.add_textbox(*area.emu).text_frame
    write(frame, [[(text, False)]], size, ink=SMALL_INK, align=PP_ALIGN.CENTER)


# What python-pptx leaves to be said


def _finish(native: NativeSlide, scale: float, say: Say) -> None:
    """One font in every script and the size of this presentation, in the slide and in its charts."""
    charts = [part.chart for part in _related(native) if isinstance(part, ChartPart)]
    for element in (native.element, *(chart.element for chart in charts)):
        set_typeface(element, say.language)
        if scale != 1:
            _scale(element, scale)


def _related(native: NativeSlide) -> list[Part]:
    return [each.target_part for each in native.part.rels.values() if not each.is_external]


def _scale(element: etree._Element, scale: float) -> None:
    """Make every length and font size longer or shorter."""
    for part in element.iter():
        for name in _LENGTHS & set(part.attrib):
            if _WHOLE.fullmatch(part.get(name)):
                part.set(name, str(round(int(part.get(name)) * scale)))


def _set_properties(base: Base, deck: Deck, made_at: datetime) -> None:
    """Title, language, who made it of what version and when."""
    stamp = deck.stamp
    properties = base.slides.core_properties
    made = made_at.astimezone(UTC).replace(tzinfo=None)
    properties.title, properties.subject = deck.title, deck.subtitle
    properties.author = properties.last_modified_by = stamp.office_name
    properties.comments = " · ".join(text for _, text in stamp.lines[:2])
    properties.language = _LANGUAGE[stamp.say.language]
    properties.category = stamp.say(f"edition.{stamp.version.edition}.short")
    properties.created = properties.modified = made
    properties.revision = 1
