"""Whole pages drawn with what they say and where, and what scanners, copiers and phones do to them.

The figures are drawn from a seed beside real names; every first page says that it is simulated.
"""

import io
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from scipy import ndimage

from ita.method import grade_of, method_of, to_cent
from ita.offices import all_offices

SIMULATED = "เอกสารจำลองสำหรับทดสอบโปรแกรม ไม่ใช่ผลการประเมินจริง"
A4 = (8.27, 11.69)  # inches
Picture = NDArray[np.uint8]
Box = tuple[float, float, float, float]
Rules = Literal["full", "dashed", "horizontal", "none"]
Row = Mapping[str, str]
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_HEADERS = {
    "running": "ที่",
    "rank": "อันดับที่",
    "office": "สำนักงานเขตพื้นที่การศึกษา",
    "score": "คะแนน ITA\nปี 2565",
    "before": "คะแนน ITA\nปี 2564",
    "grade": "ระดับ\nผลคะแนน",
    "change": "เปรียบเทียบ\nกับปีที่ผ่านมา",
    "result": "เปรียบเทียบ\nกับเกณฑ์",
    "indicator": "ตัวชี้วัด",
    "instrument": "เครื่องมือ",
    "year": "ปีงบประมาณ",
    "office_en": "Office",
    "score_en": "Score",
    "grade_en": "Grade",
    "rank_en": "No.",
}
# Of the height of a consonant: how wide a column is, but the names', which takes what is left.
_WIDTHS = {
    "running": 4.5, "rank": 6.5, "score": 7.5, "before": 7.5, "grade": 7, "change": 9.5,
    "result": 9, "instrument": 7, "year": 8, "score_en": 7, "grade_en": 7, "rank_en": 5,
}  # fmt: skip
_NAMES = ("office", "indicator", "office_en")
SIX = ("rank", "office", "score", "grade", "change", "result")
_INDICATORS = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต", "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
)  # fmt: skip


@dataclass(frozen=True)
class TrueLine:
    """One line of letters: what it says, the box of its ink and its base, in pixels of the drawn page."""

    text: str
    box: Box
    base: float


@dataclass(frozen=True)
class TrueCell:
    """One cell with its lines; ``row`` counts the page's rows from 0, the header is row -1."""

    row: int
    column: int
    text: str
    lines: tuple[TrueLine, ...]


@dataclass(frozen=True)
class DrawnPage:
    """A picture of a page and its truth.

    ``place`` takes a point of the drawn page to where it lies in the picture (3 by 3, projective).
    """

    picture: Picture
    dpi: int
    cells: tuple[TrueCell, ...] = ()
    place: NDArray[np.float64] = field(default_factory=lambda: np.eye(3))

    @property
    def rows(self) -> int:
        """How many rows the page has besides its header."""
        return len({cell.row for cell in self.cells if cell.row >= 0})


@dataclass(frozen=True)
class Look:
    """How an announcement is set; lengths in points, ``body`` is the height of a consonant."""

    face: Path
    columns: tuple[str, ...] = SIX
    rules: Rules = "full"
    has_thai_digits: bool = True
    dpi: int = 200
    body: float = 5.4
    pitch: float = 21
    margins: tuple[float, float] = (70, 55)
    wrapped_from: float = 1.0  # names wider than this share of their column are set in two lines
    is_top_aligned: bool = False
    is_landscape: bool = False
    has_header_everywhere: bool = True
    is_cut: bool = False  # the last row of a page lies across its end


# What is announced


def announced(seed: int, size: int = 245, fiscal_year: int = 2565) -> list[Row]:
    """Rows of a ranking, best first, each a text by column; four offices are new."""
    chance = random.Random(f"{fiscal_year} {seed}")
    offices = chance.sample(all_offices(), min(size, len(all_offices())))
    new = {office.office_id for office in chance.sample(offices, min(4, size // 8))}
    scores = sorted(
        (Decimal(str(round(99.98 - 36 * chance.random() ** 3, 2))) for _ in offices), reverse=True
    )
    rows = []
    pass_mark = method_of(fiscal_year).pass_mark or 0
    for rank, (office, score) in enumerate(zip(offices, scores, strict=True), start=1):
        before = min(
            Decimal("99.90"), max(Decimal(45), score - Decimal(str(round(chance.gauss(3, 4), 2))))
        )
        grade = grade_of(to_cent(score), fiscal_year) or "A"
        rows.append(
            {
                "running": f"{rank}",
                "rank": f"{rank}",
                "office": office.office_name,
                "score": f"{to_cent(score)}",
                "before": "-" if office.office_id in new else f"{to_cent(before)}",
                "grade": grade,
                "change": "-" if office.office_id in new else f"{to_cent(score - before):+}",
                "result": "ผ่าน" if score >= pass_mark else "ไม่ผ่าน",
            }
        )
    return rows


def result_sheet(seed: int) -> tuple[list[Row], tuple[str, ...]]:
    """The indicators of one office, its three instruments and its total, and the columns."""
    chance = random.Random(f"sheet {seed}")
    rows = [
        {
            "running": f"{number}",
            "instrument": "IIT" if number <= 5 else "EIT" if number <= 8 else "OIT",
            "indicator": f"ตัวชี้วัดที่ {number} {name}",
            "score": f"{chance.uniform(60, 100):.2f}",
        }
        for number, name in enumerate(_INDICATORS, start=1)
    ]
    total = {"running": "", "instrument": "รวม", "indicator": "คะแนนรวม", "score": "91.25"}
    return [*rows, total], ("running", "indicator", "instrument", "score")


# How a page is set


@dataclass
class _Sheet:
    """A page that is being drawn."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    face: ImageFont.FreeTypeFont
    body: float
    unit: float  # pixels a point
    cells: list[TrueCell]

    @property
    def size(self) -> tuple[int, int]:
        return self.image.size

    def write(self, text: str, x: float, base: float, anchor: str = "ls") -> Box:
        """Writes a line; returns the box of its ink."""
        left, top, right, bottom = self.pen.textbbox((x, base), text, font=self.face, anchor=anchor)
        frame = (
            math.floor(left) - 4,
            math.floor(top) - 4,
            math.ceil(right) + 4,
            math.ceil(bottom) + 4,
        )
        size = (frame[2] - frame[0], frame[3] - frame[1])
        ink = Image.new("L", size, 255)
        place = (x - frame[0], base - frame[1])
        ImageDraw.Draw(ink).text(place, text, fill=15, font=self.face, anchor=anchor)
        self.image.paste(ImageChops.darker(ink, self.image.crop(frame)), frame[:2])
        inked = ink.point(lambda grey: 255 if grey < 160 else 0).getbbox() or (0, 0, 1, 1)
        return tuple(float(each + frame[side % 2]) for side, each in enumerate(inked))  # type: ignore[return-value]


def _face(path: Path, body: float) -> ImageFont.FreeTypeFont:
    """The face at the size where a consonant is so many pixels high."""
    trial = ImageFont.truetype(str(path), 200, layout_engine=ImageFont.Layout.RAQM)
    _, top, _, bottom = trial.getbbox("บ", anchor="ls")
    return ImageFont.truetype(
        str(path), max(6, round(200 * body / (bottom - top))), layout_engine=ImageFont.Layout.RAQM
    )


def _sheet(look: Look) -> _Sheet:
    width, height = (round(side * look.dpi) for side in A4)
    if look.is_landscape:
        width, height = height, width
    image = Image.new("L", (width, height), 252)
    unit = look.dpi / 72
    return _Sheet(
        image, ImageDraw.Draw(image), _face(look.face, look.body * unit), look.body * unit, unit, []
    )


def _edges(sheet: _Sheet, look: Look) -> list[float]:
    """Where the columns begin, and where the last one ends."""
    left, right = look.margins[0] * sheet.unit, sheet.size[0] - look.margins[1] * sheet.unit
    widths = [_WIDTHS.get(column, 0) * sheet.body for column in look.columns]
    name = (
        next(place for place, column in enumerate(look.columns) if column not in _WIDTHS)
        if (any(column not in _WIDTHS for column in look.columns))
        else 0
    )
    widths[name] += right - left - sum(widths)
    return [left + sum(widths[:place]) for place in range(len(widths) + 1)]


def _split(sheet: _Sheet, text: str, most: float) -> list[str]:
    """The text in as few lines as fit, broken at a space or after a word of an office's name."""
    lines = text.split("\n")
    if len(lines) > 1 or sheet.face.getlength(text) <= most:
        return lines
    ends = [
        place + len(word)
        for word in ("การศึกษา", "มัธยมศึกษา", "ประถมศึกษา", " ")
        for place in range(len(text) - len(word))
        if text.startswith(word, place)
    ]
    fitting = [end for end in ends if sheet.face.getlength(text[:end]) <= most]
    if not fitting:
        return [text]
    end = max(fitting)
    return [text[:end].strip(), *_split(sheet, text[end:].strip(), most)]


def _rule(
    sheet: _Sheet, start: tuple[float, float], end: tuple[float, float], rules: Rules
) -> None:
    width = max(1, round(0.5 * sheet.unit))
    if rules != "dashed":
        sheet.pen.line([start, end], fill=30, width=width)
        return
    length = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    step = 4 * sheet.unit
    for place in range(int(length / step)):
        parts = [place * step / length, (place * step + 0.6 * step) / length]
        sheet.pen.line(
            [
                (start[0] + p * (end[0] - start[0]), start[1] + p * (end[1] - start[1]))
                for p in parts
            ],
            fill=40,
            width=width,
        )


def _draw_row(
    sheet: _Sheet, look: Look, edges: Sequence[float], top: float, number: int, row: Row
) -> float:
    """Draws one row from ``top``; returns where it ends."""
    line_height = look.pitch * sheet.unit * 0.86
    padding = 0.5 * sheet.body
    texts = []
    for place, column in enumerate(look.columns):
        text = row.get(column, "")
        if look.has_thai_digits and not column.endswith("_en"):
            text = text.translate(_THAI_DIGITS)
        share = look.wrapped_from if column in _NAMES else 1.0
        texts.append(_split(sheet, text, (edges[place + 1] - edges[place] - 2 * padding) * share))
    most = max(len(lines) for lines in texts)
    height = look.pitch * sheet.unit + (most - 1) * line_height
    first = top + (look.pitch * sheet.unit + sheet.body) / 2 + 0.12 * sheet.body
    for place, lines in enumerate(texts):
        if not any(lines):
            continue
        left, right = edges[place], edges[place + 1]
        is_left = look.columns[place] in _NAMES and number >= 0
        base = first + (0 if look.is_top_aligned else (most - len(lines)) * line_height / 2)
        written = []
        for each, text in enumerate(lines):
            x = left + padding if is_left else (left + right) / 2
            box = sheet.write(text, x, base + each * line_height, "ls" if is_left else "ms")
            written.append(TrueLine(text, box, base + each * line_height))
        sheet.cells.append(TrueCell(number, place, " ".join(lines), tuple(written)))
    bottom = top + height
    if look.rules != "none":
        for y in (top, bottom):
            _rule(sheet, (edges[0], y), (edges[-1], y), look.rules)
    if look.rules in ("full", "dashed"):
        for x in edges:
            _rule(sheet, (x, top), (x, bottom), look.rules)
    return bottom


def _height(sheet: _Sheet, look: Look, edges: Sequence[float], row: Row) -> float:
    """How high a row will be."""
    lines = 1
    for place, column in enumerate(look.columns):
        share = look.wrapped_from if column in _NAMES else 1.0
        most = (edges[place + 1] - edges[place] - sheet.body) * share
        lines = max(lines, len(_split(sheet, row.get(column, ""), most)))
    return look.pitch * sheet.unit * (1 + 0.86 * (lines - 1))


def drawn(rows: Sequence[Row], look: Look, seed: int = 0) -> Iterator[DrawnPage]:
    """The pages of a table: title, header, rows as many as fit, page number, signature's name."""
    chance = random.Random(f"pages {seed}")
    left = list(rows)
    page = 0
    while left:
        page += 1
        sheet = _sheet(look)
        width, height = sheet.size
        middle, top = width / 2, 50 * sheet.unit
        if page == 1:
            for text in (
                "ประกาศสำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน",
                "เรื่อง ผลการประเมินคุณธรรมและความโปร่งใส ปีงบประมาณ ๒๕๖๕",
                SIMULATED,
            ):
                sheet.write(text, middle, top, "ms")
                top += 20 * sheet.unit
        else:
            sheet.write(f"- {page} -".translate(_THAI_DIGITS), middle, top, "ms")
            top += 14 * sheet.unit
        edges = _edges(sheet, look)
        if page == 1 or look.has_header_everywhere:
            top = _draw_row(sheet, look, edges, top, -1, _HEADERS)
        number = 0
        foot = height - (40 if not look.is_cut else -8) * sheet.unit
        while left:
            needed = _height(sheet, look, edges, left[0])
            if top + needed > foot - (0 if look.is_cut else 20 * sheet.unit) and number:
                break
            top = _draw_row(sheet, look, edges, top, number, left.pop(0))
            number += 1
            if look.is_cut and top > height:
                break
        if left and not look.is_cut:
            sheet.write(
                f"/ {left[0].get('rank', '')} ...".translate(_THAI_DIGITS),
                edges[-1] - 30 * sheet.unit, top + 24 * sheet.unit,
            )  # fmt: skip
        elif not left and top < height - 100 * sheet.unit:
            sheet.write("(นายสมมติ ใจดี)", width * 0.65, top + 70 * sheet.unit, "ms")
            _scribble(sheet.pen, (width * 0.65, top + 45 * sheet.unit), 30 * sheet.unit, chance, 20)
        yield DrawnPage(np.asarray(sheet.image), look.dpi, tuple(sheet.cells))


def _scribble(
    pen: ImageDraw.ImageDraw,
    middle: tuple[float, float],
    reach: float,
    chance: random.Random,
    fill: int | tuple[int, ...],
    width: int = 3,
) -> None:
    """A signature."""
    x, y = middle
    points = []
    for step in range(60):
        phase = step / 60 * 2 - 1
        points.append(
            (
                x + phase * reach + 0.25 * reach * np.sin(step * 0.9 + chance.random()),
                y + 0.35 * reach * np.cos(step * 1.1 + chance.random()) * (1 - 0.5 * abs(phase)),
            )
        )
    pen.line(points, fill=fill, width=width, joint="curve")


# Pages that are no announcement


def letter(look: Look, seed: int) -> DrawnPage:
    """Running text with a heading."""
    chance = random.Random(f"letter {seed}")
    sheet = _sheet(look)
    width, height = sheet.size
    names = [office.office_name for office in all_offices()]
    words = [
        "ตามที่",
        "ได้ดำเนินการ",
        "ประเมินคุณธรรม",
        "และความโปร่งใส",
        "ในการดำเนินงาน",
        "ของหน่วยงานภาครัฐ",
        "จึงเรียนมาเพื่อโปรดทราบ",
        "และพิจารณา",
        "ให้ความร่วมมือ",
        "๑๕",
        "กุมภาพันธ์",
        "๒๕๖๖",
        "ร้อยละ",
        "๘๕.๒๐",
    ]
    top, foot = 80 * sheet.unit, height - chance.uniform(80, 400) * sheet.unit
    sheet.write("บันทึกข้อความ", width / 2, top, "ms")
    top += 40 * sheet.unit
    while top < foot:
        text = "        " if chance.random() < 0.15 else ""
        while sheet.face.getlength(text) < width - 190 * sheet.unit:
            text += chance.choice(words) + " " * chance.choice((0, 0, 0, 1, 1, 2))
            if chance.random() < 0.03:
                text += chance.choice(names)
        if chance.random() < 0.1:
            text = text[: chance.randint(10, len(text))]
        sheet.write(text[: len(text)], 75 * sheet.unit, top)
        top += look.pitch * sheet.unit
    return DrawnPage(np.asarray(sheet.image), look.dpi)


def noise(look: Look, seed: int) -> DrawnPage:
    """What a photo of people is to a program: shapes of all sizes, some with hard rims."""
    dice = np.random.default_rng(seed)
    width, height = (round(side * look.dpi) for side in A4)
    image = Image.new("RGB", (width, height), tuple(dice.integers(60, 220, 3).tolist()))
    pen = ImageDraw.Draw(image)
    for _ in range(int(dice.integers(20, 400))):
        x, y = dice.uniform(0, width), dice.uniform(0, height)
        across, down = dice.lognormal(4, 1, 2)
        pen.ellipse(
            (x - across, y - down, x + across, y + down),
            fill=tuple(dice.integers(10, 250, 3).tolist()),
        )
    picture = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), np.float32)
    for size in (6, 20, 60, 200):
        coarse = dice.normal(0, 1, (height // size + 2, width // size + 2)).astype(np.float32)
        grain = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
        picture = picture + 14 * np.asarray(grain)[..., None]
    return DrawnPage(np.clip(picture, 0, 255).astype(np.uint8), look.dpi)


def blank(look: Look, seed: int) -> DrawnPage:
    """Paper with the dust of a scanner."""
    dice = np.random.default_rng(seed)
    width, height = (round(side * look.dpi) for side in A4)
    picture = dice.normal(245, 3, (height, width))
    for y, x in zip(dice.integers(0, height, 30), dice.integers(0, width, 30), strict=True):
        picture[y : y + 2, x : x + 2] = 90
    return DrawnPage(np.clip(picture, 0, 255).astype(np.uint8), look.dpi)


def handwriting(look: Look, seed: int) -> DrawnPage:
    """Strokes in uneven lines."""
    chance = random.Random(f"hand {seed}")
    sheet = _sheet(look)
    width, height = sheet.size
    y = 90 * sheet.unit
    while y < height - 90 * sheet.unit:
        x = 80 * sheet.unit
        while x < width - 90 * sheet.unit:
            reach = chance.uniform(8, 26) * sheet.unit
            _scribble(
                sheet.pen,
                (x + reach, y + chance.gauss(0, 3) * sheet.unit),
                reach, chance, 40, max(2, round(sheet.unit)),
            )  # fmt: skip
            x += 2 * reach + chance.uniform(4, 14) * sheet.unit
        y += chance.uniform(26, 34) * sheet.unit
    return DrawnPage(np.asarray(sheet.image), look.dpi)


def english_table(look: Look, seed: int) -> DrawnPage:
    """A ranking of other things, in English."""
    chance = random.Random(f"english {seed}")
    names = [
        "North",
        "South",
        "East",
        "West",
        "Upper",
        "Lower",
        "River",
        "Hill",
        "Lake",
        "Forest",
        "County",
        "District",
    ]
    rows = [
        {
            "rank_en": f"{number}",
            "office_en": " ".join(chance.sample(names, 3)),
            "score_en": f"{chance.uniform(10, 99):.1f}",
            "grade_en": chance.choice(("Good", "Fair", "Poor")),
        }
        for number in range(1, 26)
    ]
    columns = ("rank_en", "office_en", "score_en", "grade_en")
    return next(drawn(rows, replace(look, columns=columns, has_thai_digits=False), seed))


OTHERS: Mapping[str, Callable[[Look, int], DrawnPage]] = {
    "letter": letter,
    "photo": noise,
    "blank": blank,
    "handwriting": handwriting,
    "English table": english_table,
}


# What is done to a page

Damage = Callable[[DrawnPage, np.random.Generator], DrawnPage]


def _grey(picture: Picture) -> Picture:
    return picture if picture.ndim == 2 else np.asarray(Image.fromarray(picture).convert("L"))


def _coloured(picture: Picture) -> Picture:
    return picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)


def moved(
    page: DrawnPage, place: NDArray[np.float64], size: tuple[int, int], paper: int
) -> DrawnPage:
    """The page as it lies in a picture of another size (width, height)."""
    back = np.linalg.inv(place)
    back /= back[2, 2]
    image = Image.fromarray(page.picture)
    fill: int | tuple[int, int, int] = paper if image.mode == "L" else (paper, paper, paper)
    picture = image.transform(
        size, Image.Transform.PERSPECTIVE, tuple(back.ravel()[:8]),
        Image.Resampling.BICUBIC, fillcolor=fill,
    )  # fmt: skip
    return replace(page, picture=np.asarray(picture), place=place @ page.place)


def skewed(degrees: float) -> Damage:
    """Turned about its middle by a little."""

    def damage(page: DrawnPage, _dice: np.random.Generator) -> DrawnPage:
        height, width = page.picture.shape[:2]
        angle = np.radians(degrees)
        turn = np.array(
            [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
        )
        to_middle, back = np.eye(3), np.eye(3)
        to_middle[:2, 2] = -width / 2, -height / 2
        back[:2, 2] = width / 2, height / 2
        return moved(page, back @ turn @ to_middle, (width, height), 250)

    return damage


def turned(quarters: int) -> Damage:
    """Turned counterclockwise by quarters."""

    def damage(page: DrawnPage, _dice: np.random.Generator) -> DrawnPage:
        place = page.place
        height, width = page.picture.shape[:2]
        for _ in range(quarters % 4):
            # x, y -> y, width - 1 - x
            place = np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1.0]]) @ place
            height, width = width, height
        picture = np.ascontiguousarray(np.rot90(page.picture, quarters))
        return replace(page, picture=picture, place=place)

    return damage


def phone(page: DrawnPage, dice: np.random.Generator) -> DrawnPage:
    """Photographed on a desk: perspective, light from one side, a tint, soft focus, noise, JPEG."""
    height, width = page.picture.shape[:2]
    border = 0.05
    size = (round(width * (1 + 2 * border)), round(height * (1 + 2 * border)))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    target = corners + np.array([width * border, height * border])
    target += dice.uniform(-0.035, 0.035, (4, 2)) * width
    page = moved(
        replace(page, picture=_coloured(page.picture)), _homography(corners, target), size, 0
    )
    inside = (
        moved(
            DrawnPage(np.full((height, width), 255, np.uint8), page.dpi),
            _homography(corners, target),
            size,
            0,
        ).picture.astype(np.float32)[..., None]
        / 255
    )
    desk = np.array([95, 70, 50], np.float32) + dice.normal(0, 10, (*inside.shape[:2], 1))
    picture = page.picture * inside + ndimage.gaussian_filter(desk, (2, 2, 0)) * (1 - inside)
    x, y = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    a, b = dice.uniform(-0.18, 0.18, 2)
    light = 0.8 + a * x + b * y - 0.08 * (x**2 + y**2)
    picture = picture * light[..., None] * np.array([1.0, 0.96, 0.88])
    picture = ndimage.gaussian_filter(picture, (0.8, 0.8, 0))
    picture += dice.normal(0, 4, picture.shape)
    return jpeg(75)(replace(page, picture=np.clip(picture, 0, 255).astype(np.uint8)), dice)


def _homography(corners: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(right)), 1).reshape(3, 3)


def jpeg(quality: int) -> Damage:
    """Kept as JPEG."""

    def damage(page: DrawnPage, _dice: np.random.Generator) -> DrawnPage:
        file = io.BytesIO()
        Image.fromarray(page.picture).save(file, "JPEG", quality=quality)
        return replace(page, picture=np.asarray(Image.open(file)))

    return damage


def blurred(reach: float) -> Damage:
    """Out of focus."""

    def damage(page: DrawnPage, _dice: np.random.Generator) -> DrawnPage:
        image = Image.fromarray(page.picture).filter(ImageFilter.GaussianBlur(reach))
        return replace(page, picture=np.asarray(image))

    return damage


def noisy(strength: float) -> Damage:
    """Grain."""

    def damage(page: DrawnPage, dice: np.random.Generator) -> DrawnPage:
        picture = page.picture + dice.normal(0, strength, page.picture.shape)
        return replace(page, picture=np.clip(picture, 0, 255).astype(np.uint8))

    return damage


def one_bit(threshold: int = 150) -> Damage:
    """Black or white."""

    def damage(page: DrawnPage, _dice: np.random.Generator) -> DrawnPage:
        return replace(
            page, picture=np.where(_grey(page.picture) < threshold, 0, 255).astype(np.uint8)
        )

    return damage


def salted(share: float) -> Damage:
    """Black and white specks of one to four pixels."""

    def damage(page: DrawnPage, dice: np.random.Generator) -> DrawnPage:
        picture = _grey(page.picture).copy()
        count = int(share * picture.size)
        for value in (0, 255):
            ys = dice.integers(0, picture.shape[0] - 2, count)
            xs = dice.integers(0, picture.shape[1] - 2, count)
            picture[ys, xs] = value
            half = count // 3
            picture[ys[:half] + 1, xs[:half]] = value
            picture[ys[:half], xs[:half] + 1] = value
        return replace(page, picture=picture)

    return damage


def photocopied(page: DrawnPage, dice: np.random.Generator) -> DrawnPage:
    """Copied twice: uneven toner, thickened and broken strokes, a black edge, dust."""
    picture = _grey(page.picture).astype(np.float32)
    for _ in range(2):
        height, width = picture.shape
        coarse = dice.normal(0, 14, (height // 90 + 2, width // 90 + 2)).astype(np.float32)
        uneven = np.asarray(
            Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
        )
        picture = ndimage.gaussian_filter(picture, 0.7) + uneven + dice.normal(0, 9, picture.shape)
        picture = 255 / (1 + np.exp(-(picture - 150) / 18))
    edge = round(0.012 * picture.shape[1])
    picture[:, :edge] = np.minimum(picture[:, :edge], dice.normal(50, 20, (picture.shape[0], edge)))
    return salted(0.0008)(replace(page, picture=np.clip(picture, 0, 255).astype(np.uint8)), dice)


def stamped(count: int = 3, *, is_grey: bool = False) -> Damage:
    """Round stamps and signatures across the letters, in colour or where colour is lost."""

    def damage(page: DrawnPage, dice: np.random.Generator) -> DrawnPage:
        ink = Image.fromarray(_coloured(page.picture))
        chance = random.Random(int(dice.integers(1 << 30)))
        width, height = ink.size
        unit = page.dpi / 72
        layer = Image.new("RGB", ink.size, (255, 255, 255))
        pen = ImageDraw.Draw(layer)
        for number in range(count):
            colour = chance.choice(((40, 60, 170), (190, 40, 50), (90, 40, 140)))
            x, y = chance.uniform(0.25, 0.8) * width, chance.uniform(0.2, 0.85) * height
            reach = chance.uniform(36, 48) * unit
            if number % 2:
                _scribble(pen, (x, y), reach, chance, (30, 50, 150), max(2, round(1.1 * unit)))
                continue
            for each in (reach, 0.72 * reach):
                pen.ellipse(
                    (x - each, y - each, x + each, y + each),
                    outline=colour,
                    width=round(1.4 * unit),
                )
            for angle in range(0, 360, 15):
                u, v = np.cos(np.radians(angle)), np.sin(np.radians(angle))
                pen.line(
                    (x + 0.78 * reach * u, y + 0.78 * reach * v, x + 0.93 * reach * u, y + 0.93 * reach * v),
                    fill=colour, width=round(1.5 * unit),
                )  # fmt: skip
        top = np.asarray(layer, np.float32) / 255
        picture = (np.asarray(ink, np.float32) * top).astype(np.uint8)
        return replace(page, picture=_grey(picture) if is_grey else picture)

    return damage


def smaller(dpi: int) -> Damage:
    """Scanned again at fewer dots."""

    def damage(page: DrawnPage, _dice: np.random.Generator) -> DrawnPage:
        scale = dpi / page.dpi
        image = Image.fromarray(page.picture)
        size = (round(image.width * scale), round(image.height * scale))
        place = np.diag([size[0] / image.width, size[1] / image.height, 1.0])
        picture = np.asarray(image.resize(size, Image.Resampling.LANCZOS))
        return replace(page, picture=picture, dpi=dpi, place=place @ page.place)

    return damage


def damaged(page: DrawnPage, damages: Sequence[Damage], seed: int) -> DrawnPage:
    """One after the other."""
    dice = np.random.default_rng(seed)
    for damage in damages:
        page = damage(page, dice)
    return page


def pdf_of(pages: Sequence[DrawnPage], quality: int = 80) -> bytes:
    """A scan as offices keep it: a PDF of pictures, 1-bit ones without loss."""
    images = [
        Image.fromarray(page.picture).convert("1")
        if page.picture.ndim == 2 and set(np.unique(page.picture)) <= {0, 255}
        else Image.fromarray(page.picture)
        for page in pages
    ]
    file = io.BytesIO()
    kept = {} if images[0].mode == "1" else {"quality": quality}
    images[0].save(
        file, "PDF", save_all=True, append_images=images[1:], resolution=pages[0].dpi, **kept
    )
    return file.getvalue()


@dataclass(frozen=True)
class Kind:
    """One kind of scan: how its pages are set and what was done to them."""

    name: str
    look: Mapping[str, object] = field(default_factory=dict)
    damages: tuple[Damage, ...] = ()


_FOUR = ("rank", "office", "score", "grade")
_SEVEN = ("running", "rank", "office", "score", "grade", "change", "result")
_EIGHT = ("running", "rank", "office", "before", "score", "grade", "change", "result")
_FIVE = ("rank", "office", "score", "grade", "result")
KINDS: tuple[Kind, ...] = (
    Kind("ruled 200", {}),
    Kind("ruled 300", {"dpi": 300}),
    Kind("ruled 150", {"dpi": 150}, (noisy(4),)),
    Kind("Arabic digits", {"has_thai_digits": False}),
    Kind("dashed", {"rules": "dashed"}),
    Kind("unruled 300", {"rules": "none", "dpi": 300}),
    Kind("unruled 200", {"rules": "none"}, (noisy(4),)),
    Kind("1-bit skewed", {}, (skewed(1.6), one_bit())),
    Kind("skew 3", {}, (skewed(3), noisy(4))),
    Kind("skew -3 unruled", {"rules": "none"}, (skewed(-3), noisy(4))),
    Kind("turned 90", {}, (skewed(0.7), turned(1))),
    Kind("turned 180", {"rules": "none"}, (skewed(-0.7), turned(2))),
    Kind("turned 270", {}, (turned(3), jpeg(60))),
    Kind("landscape", {"is_landscape": True, "columns": _EIGHT}, (skewed(-1),)),
    Kind("phone", {}, (phone,)),
    Kind("phone unruled", {"rules": "none"}, (phone,)),
    Kind("JPEG 30", {}, (noisy(5), jpeg(30))),
    Kind("blur 150", {"dpi": 150}, (blurred(0.9), noisy(4), jpeg(30))),
    Kind("salt", {}, (skewed(0.8), one_bit(), salted(0.004))),
    Kind("heavy salt", {}, (one_bit(), salted(0.012))),
    Kind("photocopy", {}, (skewed(-1.2), photocopied)),
    Kind("colour stamps", {}, (stamped(5), jpeg(75))),
    Kind("grey stamps", {}, (stamped(4, is_grey=True),)),
    Kind("wrapped middle", {"wrapped_from": 0.8}, (skewed(0.5),)),
    Kind("wrapped top", {"wrapped_from": 0.8, "is_top_aligned": True}, (skewed(0.5),)),
    Kind("wrapped unruled", {"wrapped_from": 0.8, "rules": "none"}, (skewed(-0.5),)),
    Kind("wrapped unruled top", {"wrapped_from": 0.8, "rules": "none", "is_top_aligned": True}),
    Kind("horizontal rules", {"rules": "horizontal"}, (skewed(1),)),
    Kind("4 columns", {"columns": _FOUR}, (skewed(1),)),
    Kind("5 columns unruled", {"columns": _FIVE, "rules": "none"}, (skewed(1),)),
    Kind("7 columns", {"columns": _SEVEN}, (skewed(-1),)),
    Kind("8 columns", {"columns": _EIGHT, "wrapped_from": 0.9, "body": 4.8}, (skewed(-1),)),
    Kind("cut rows", {"is_cut": True}, (skewed(0.4),)),
)  # fmt: skip


def scanned(kind: Kind, face: Path, seed: int, size: int = 245) -> list[DrawnPage]:
    """The pages of a drawn announcement of one kind."""
    look = replace(Look(face), **kind.look)  # type: ignore[arg-type]
    pages = drawn(announced(seed, size), look, seed)
    return [damaged(page, kind.damages, seed * 1000 + place) for place, page in enumerate(pages)]
