"""A deck as a PowerPoint file: editable text and native charts, one slide each.

Every length is in points on a slide of 960 by 540 (13.333 by 7.5 inches).
"""

import io
import re
import zipfile
from datetime import UTC, datetime

from lxml import etree
from PIL import Image, UnidentifiedImageError
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.parts.chart import ChartPart
from pptx.shapes.shapetree import SlideShapes
from pptx.slide import Slide as NativeSlide

from ita.charts.powerpoint.look import (
    ACCENT,
    COLOUR,
    HAIRLINE,
    LINE,
    MARK_INK,
    MARK_TINT,
    SMALL_INK,
    Box,
    describe,
    fitting_size,
    paint,
    set_typeface,
    sizes_down,
    text_height,
    text_width,
    write,
)
from ita.facts.markup import bare, runs
from ita.report.archive import zip_file
from ita.report.errors import ReportError
from ita.report.powerpoint_base import TITLE, WIDTH, Base, base_of, own_base
from ita.report.powerpoint_body import COLUMN_GAP, add_picture, fill_body, has_evidence
from ita.report.qr import qr_png
from ita.story.slides import Deck, Picture, Slide
from ita.wording import Say

_MARGIN = 48.0
_NARROW_TITLE = 640.0  # a template's title that is narrower does not set the sides of the body
_SECTION_SIZE = 22
_HEADLINE_SIZES = (44, 42, 40, 38, 36, 34, 32, 30, 28, 26, 24, 20)
_SOURCE_SIZES = (16, 15, 14, 13, 12, 11, 10, 9)
_FOOT = 500.0
_LOGO = Box(WIDTH - _MARGIN - 96, 20, 96, 64)
_QR = 132.0
_LANGUAGE = {"th": "th-TH", "en": "en-US"}
_WHOLE = re.compile(r"-?\d+")
# The attributes that hold lengths and font sizes.
_LENGTHS = frozenset(
    ("x", "y", "cx", "cy", "sz", "w", "h", "lIns", "tIns", "rIns", "bIns", "marL", "indent")
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
    with zipfile.ZipFile(content) as parts:
        return zip_file({name: parts.read(name) for name in parts.namelist()}, made_at)


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
    is_cover = number == 1 and not has_evidence(slide) and not slide.figures
    below = (_cover if is_cover else _head)(native, slide, base, has_logo=logo is not None)
    sides = TITLE if is_cover or base.title.width < _NARROW_TITLE else base.title
    body = Box(sides.left, below, sides.width, _FOOT - 12 - below)
    if number == len(deck.slides) and deck.address:
        body, corner = body.columns(body.width - _QR, COLUMN_GAP)
        _qr(shapes, deck, corner)
    fill_body(slide, shapes, body, deck.stamp, made_at)
    _foot(shapes, slide, number, deck.stamp.say)
    _mark(shapes, deck, has_logo=logo is not None)
    if logo is not None:
        add_picture(shapes, logo, _LOGO, "right")
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
    sizes = _HEADLINE_SIZES[2:] if has_evidence(slide) else _HEADLINE_SIZES
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
        names = {"val"} if part.tag == qn("a:spcPts") else _LENGTHS & set(part.attrib)
        for name in names:
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
