"""How text and colour look in PowerPoint: one font for every script, sizes that fit, deliberate colours.

Lengths are in points (72 to an inch) and font sizes in points.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.text.text import TextFrame
from pptx.util import Pt

from ita.charts.describe import Axis, Number, Role
from ita.wording import Language

FONT = "TH Sarabun New"
INK, SMALL_INK, GROUND = "0F1822", "4A5563", "FBFAF6"
HAIRLINE, TINT, STRONG_TINT, UNKNOWN_TINT = "DDD9CE", "F1EFE8", "E7EDF5", "DDDFE1"
ACCENT, MARK_INK, MARK_TINT, PALE_MARK = "1F4E8C", "8F3A06", "F7D3B8", "F6E3D5"
COLOUR: dict[Role, str] = {
    "own": "D9590B",
    "benchmark": "2F6DB5",
    "other": "737E8D",
    "faint": "B7BDC6",
    "target": "2F6DB5",
}

LINE = 1.25  # of the font size: a line of Thai with its marks
_FULL = 0.94  # of a line that is filled, for Thai breaks between words
_NARROW = frozenset(" .,:;'()[]|!·-/ilIjtfr1เโใไๅ")
_LANGUAGE = {"th": "th-TH", "en": "en-US"}
_PROPERTIES = frozenset(qn(f"a:{name}") for name in ("rPr", "defRPr", "endParaRPr"))
_BEFORE_FONTS = frozenset(
    qn(f"a:{name}")
    for name in (
        *("ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"),
        *("effectLst", "effectDag", "highlight", "uLnTx", "uLn", "uFillTx", "uFill"),
    )
)
_MINUS = re.compile(
    r"(?<![\w-])-(?=\d)"
)  # a hyphen would be parted from its number at a line's end
_BOLD = re.compile(r"<b>(.*?)</b>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")

Runs = Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in points from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def emu(self) -> tuple[Pt, Pt, Pt, Pt]:
        """Left, top, width and height as PowerPoint counts them."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)

    def moved(self, down: float) -> "Box":
        """The box so much lower."""
        return Box(self.left, self.top + down, self.width, self.height)

    def touches(self, other: "Box") -> bool:
        """Whether the two have a part in common."""
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.bottom <= other.top or other.bottom <= self.top)

    def x(self, value: Number, axis: Axis) -> float:
        """Where a value of the level axis lies, if the box is the plot; at its edge if outside."""
        return self.left + self.width * _share(value, axis)

    def y(self, value: Number, axis: Axis) -> float:
        """Where a value of the upright axis lies, if the box is the plot; at its edge if outside."""
        return self.bottom - self.height * _share(value, axis)

    def rows(self, upper: float, gap: float = 0) -> tuple["Box", "Box"]:
        """The box cut across: a part of the height ``upper``, and the rest below a ``gap``."""
        rest = max(0.0, self.height - upper - gap)
        return (
            Box(self.left, self.top, self.width, upper),
            Box(self.left, self.bottom - rest, self.width, rest),
        )

    def columns(self, first: float, gap: float = 0) -> tuple["Box", "Box"]:
        """The box cut from top to bottom: a part of the width ``first``, and the rest after a ``gap``."""
        rest = max(0.0, self.width - first - gap)
        return (
            Box(self.left, self.top, first, self.height),
            Box(self.right - rest, self.top, rest, self.height),
        )


def colour(code: str) -> RGBColor:
    """A colour of six hexadecimal digits."""
    return RGBColor.from_string(code)


def _share(value: Number, axis: Axis) -> float:
    share = (value - axis.lowest) / (axis.highest - axis.lowest)
    return min(1.0, max(0.0, share))


# Text


def text_width(text: str, size: float) -> float:
    """The width of a line of text in points, rather too wide; marks above or below count none."""
    return size * sum(map(_advance, text))


def text_height(texts: Iterable[str], width: float, size: float, gap: float = 0) -> float:
    """The height of paragraphs broken at ``width``, with a ``gap`` before each but the first."""
    lines = [lines_of(text, width, size) for text in texts]
    return sum(lines) * size * LINE + gap * max(0, len(lines) - 1)


def lines_of(text: str, width: float, size: float) -> int:
    """The lines that a text takes at ``width``."""
    parts = text.split("\n")
    return sum(max(1, ceil(text_width(part, size) / (width * _FULL))) for part in parts)


def fitting_size(
    texts: Sequence[str], width: float, height: float, sizes: Sequence[float], gap: float = 0
) -> float:
    """The first of the falling ``sizes`` at which paragraphs stay in the box, else the last."""
    fits = (size for size in sizes if text_height(texts, width, size, gap * size) <= height)
    return next(fits, sizes[-1])


def sizes_down(largest: int, least: int = 8) -> Sequence[int]:
    """Font sizes from the largest to the least, by twos."""
    return range(largest, least - 1, -2)


def lines_in(text: str) -> list[Runs]:
    """The lines of a chart's text, each as (text, is_bold) parts."""
    return [
        [
            (_TAG.sub("", part), bool(place % 2))
            for place, part in enumerate(_BOLD.split(line))
            if part
        ]
        for line in text.split("<br>")
    ]


def plain(text: str) -> str:
    """A chart's text in one line without its markup."""
    return _TAG.sub("", text.replace("<br>", " · "))


def write(
    frame: TextFrame,
    paragraphs: Sequence[Runs],
    size: float,
    *,
    ink: str = INK,
    is_bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    gap: float = 0,
) -> None:
    """Add paragraphs of (text, is_bold) runs to a frame without insets, ``gap`` sizes apart."""
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    is_empty = not frame.text
    for number, runs in enumerate(paragraphs):
        is_first = is_empty and not number
        paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
        paragraph.alignment = align
        paragraph.space_before = Pt(gap * size if number else 0)
        for text, is_strong in runs:
            if not text and len(runs) > 1:
                continue
            run = paragraph.add_run()
            run.text = _MINUS.sub("−", text)
            run.font.size = Pt(size)
            run.font.bold = is_bold or is_strong
            run.font.color.rgb = colour(ink)


def set_typeface(element: etree._Element, language: Language) -> None:
    """Give every text below an element the one font for all scripts, and its language."""
    for run in element.iter(qn("a:r"), qn("a:fld"), qn("a:br")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, run.makeelement(qn("a:rPr"), {}))
    for properties in [each for each in element.iter() if each.tag in _PROPERTIES]:
        properties.set("lang", _LANGUAGE[language])
        for child in list(properties):
            if child.tag in {qn("a:latin"), qn("a:ea"), qn("a:cs")}:
                properties.remove(child)
        place = sum(child.tag in _BEFORE_FONTS for child in properties)
        for offset, script in enumerate(("latin", "ea", "cs")):
            font = properties.makeelement(qn(f"a:{script}"), {"typeface": FONT})
            properties.insert(place + offset, font)


def _advance(character: str) -> float:
    """The width of a letter, in parts of the font size: those of the bold face."""
    if unicodedata.category(character) in {"Mn", "Cf"}:
        return 0
    if character in _NARROW:
        return 0.25
    if character.isdigit() or character.islower():
        return 0.41
    return 0.43 if unicodedata.category(character) == "Lo" else 0.52


def paint(shape: Shape, ink: str) -> None:
    """A plain shape of one colour, without outline, shadow or the theme's style."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(ink)
    shape.line.fill.background()
    for style in shape.element.findall(qn("p:style")):
        shape.element.remove(style)


def describe(shape: BaseShape, alt: str) -> None:
    """Set the text that is read to those who cannot see the shape."""
    next(shape.element.iter(qn("p:cNvPr"))).set("descr", alt)
