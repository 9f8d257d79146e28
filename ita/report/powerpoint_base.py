"""The empty presentation that slides are put into: our own look, or an office's template."""

import io
import zipfile
from dataclasses import dataclass

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Slides
from pptx.slide import SlideLayout
from pptx.util import Pt

from ita.charts.powerpoint.look import (
    ACCENT,
    COLOUR,
    FONT,
    GROUND,
    HAIRLINE,
    INK,
    SMALL_INK,
    Box,
    colour,
    set_typeface,
)
from ita.report.errors import ReportError
from ita.wording import Say

WIDTH, HEIGHT = 960.0, 540.0
TITLE = Box(48, 52, 864, 128)
_TEMPLATE, _PRESENTATION = (
    b"presentationml.template.main+xml",
    b"presentationml.presentation.main+xml",
)
_TYPES = "[Content_Types].xml"
_MOST_UNPACKED = 60_000_000
_WIDE, _ABOUT = 16 / 9, 0.02
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_FOOTERS = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_LOWEST_TITLE = 0.45  # of the height: a title that ends below leaves no room for a chart
_THEME_COLOURS = {
    "dk1": INK,
    "lt1": "FFFFFF",
    "dk2": ACCENT,
    "lt2": GROUND,
    "accent1": COLOUR["own"],
    "accent2": COLOUR["benchmark"],
    "accent3": COLOUR["other"],
    "accent4": SMALL_INK,
    "accent5": "2E8B8B",
    "accent6": HAIRLINE,
    "hlink": ACCENT,
    "folHlink": SMALL_INK,
}


@dataclass(frozen=True)
class Base:
    """An empty presentation, the layout of its slides, where their title stands, and its scale.

    ``title`` is in points of a slide 960 wide; ``scale`` makes them those of this presentation.
    """

    slides: Slides
    layout: SlideLayout
    title: Box
    scale: float = 1.0


def own_base(say: Say) -> Base:
    """Our own look: the ground of the dashboard, one font, nothing but a title."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _drop_thumbnail(slides)
    layout = next(each for each in slides.slide_layouts if _holds_only_title(each))
    for other in list(slides.slide_layouts):
        if other is not layout:
            slides.slide_layouts.remove(other)
    master = slides.slide_master
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = colour(GROUND)
    for holder in (master, layout):
        for place in list(holder.placeholders):
            if place.placeholder_format.type in _TITLES:
                place.left, place.top, place.width, place.height = TITLE.emu
            else:
                place.element.getparent().remove(place.element)
    _set_title_style(master.element)
    _set_theme(slides)
    for holder in (master, layout):
        set_typeface(holder.element, say.language)
    set_typeface(slides.element, say.language)
    return Base(slides, layout, TITLE)


def base_of(template: bytes, say: Say) -> Base:
    """The look of an office's template (PPTX or POTX) without its slides.

    Raises ReportError where the file cannot be read, is not 16:9, or has no layout with a title.
    """
    try:
        return _base_of(template, say)
    except ReportError:
        raise
    except Exception as cause:  # a damaged file breaks the library in ways it does not declare
        raise ReportError(say("powerpoint.template.unreadable")) from cause


def _base_of(template: bytes, say: Say) -> Base:
    slides = _opened(template, say)
    width, height = slides.slide_width, slides.slide_height
    if not width or not height or abs(width / height - _WIDE) > _ABOUT:
        raise ReportError(say("powerpoint.template.not_wide"))
    layout = _layout(slides)
    if layout is None:
        raise ReportError(say("powerpoint.template.no_title"))
    _drop_slides(slides)
    _drop_thumbnail(slides)
    scale = width / Pt(WIDTH)
    return Base(slides, layout, _title_of(layout, scale), scale)


def _opened(template: bytes, say: Say) -> Slides:
    """The presentation in the file; a template opens as one once it is called one."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            raise ReportError(say("powerpoint.template.too_large"))
        parts = {name: archive.read(name) for name in archive.namelist()}
    if b"macroEnabled" in parts[_TYPES]:
        raise ReportError(say("powerpoint.template.macros"))
    parts[_TYPES] = parts[_TYPES].replace(_TEMPLATE, _PRESENTATION)
    return Presentation(_packed(parts))


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content


def _layout(slides: Slides) -> SlideLayout | None:
    """The layout with a title and nothing else to fill, else one with a title among others."""
    with_title = [each for each in slides.slide_layouts if _types(each) & _TITLES]
    alone = [each for each in with_title if _holds_only_title(each)]
    return next(iter((*alone, *with_title)), None)


def _types(layout: SlideLayout) -> set[PP_PLACEHOLDER]:
    return {place.placeholder_format.type for place in layout.placeholders}


def _holds_only_title(layout: SlideLayout) -> bool:
    return (_types(layout) - _FOOTERS) == {PP_PLACEHOLDER.TITLE}


def _title_of(layout: SlideLayout, scale: float) -> Box:
    """Where the layout has its title, else where ours is."""
    place = next(each for each in layout.placeholders if each.placeholder_format.type in _TITLES)
    sides = place.left, place.top, place.width, place.height
    if any(side is None for side in sides):
        return TITLE
    box = Box(*(side / Pt(1) / scale for side in sides))
    return box if box.bottom <= HEIGHT * _LOWEST_TITLE else TITLE


def _drop_slides(slides: Slides) -> None:
    """Without the slides, and without the sections that would name them."""
    listed = slides.element.sldIdLst
    for slide in list(listed) if listed is not None else []:
        slides.part.drop_rel(slide.rId)
        listed.remove(slide)
    for extensions in slides.element.findall(qn("p:extLst")):
        slides.element.remove(extensions)


def _drop_thumbnail(slides: Slides) -> None:
    """The little picture of a first slide that is not ours."""
    package = slides.part.package
    for relation in list(package.iter_rels()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(relation.rId)


def _set_title_style(master: etree._Element) -> None:
    """Titles to the left, bold, in ink."""
    level = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    properties = level.find(qn("a:defRPr"))
    properties.set("sz", "4000")
    properties.set("b", "1")


def _set_theme(slides: Slides) -> None:
    """The one font for all scripts and the colours of the dashboard, for what is added by hand."""
    old = slides.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(old.blob)
    for font in theme.iter(qn("a:latin"), qn("a:ea"), qn("a:cs")):
        font.set("typeface", FONT)
    for font in theme.iter(qn("a:font")):
        if font.get("script") == "Thai":
            font.set("typeface", FONT)
    for name, code in _THEME_COLOURS.items():
        place = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        for child in list(place):
            place.remove(child)
        etree.SubElement(place, qn("a:srgbClr"), val=code)
    blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    new = Part(old.partname, old.content_type, old.package, blob)
    for holder in (slides.part, slides.slide_master.part):
        for relation in list(holder.rels.values()):
            if relation.reltype == RELATIONSHIP_TYPE.THEME:
                holder.drop_rel(relation.rId)
                holder.relate_to(new, RELATIONSHIP_TYPE.THEME)
