"""What happens to a line between the printer and the recogniser: strange ink, copies, scanners, files.

In order: ink that is no text (rules, neighbours, stamps, pens), the copy and the lens (leaning,
strokes thicker or thinner, blur), the light (grey paper, shadow, noise), the file (one bit, salt,
JPEG), and the cut of the line out of its page. ``USUAL`` and ``MILD`` are what training draws by chance;
``MEASURES`` are single kinds of scan, some of them by damages that training never draws.
"""

import io
import math
import random
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from etl.read.scan.recognise import BASELINE, CONSONANT, HEIGHT, Floats, stretched
from training.scan.drawing import DrawnLine, drawn_line, sized

Span = tuple[float, float]


class Wear(NamedTuple):
    """How often each damage happens, and how much of it."""

    consonant: Span = (7.5, 23)  # pixels of the scan
    rules: float = 0.25
    eaten: float = 0.03  # strokes lost where a rule was taken out
    neighbour: float = 0.1
    stamp: float = 0.16
    stamp_ink: Span = (0.15, 0.9)
    pen: float = 0.1
    ghost: float = 0.08  # strokes lost where a coloured stamp was taken out
    lean: float = 0.35
    copies: float = 0.12
    stroke: float = 0.3
    blur: Span = (0.0, 0.11)  # of a consonant
    paper: Span = (0.7, 1.0)
    ink: Span = (0.0, 0.4)
    light: float = 0.3
    noise: Span = (0.0, 0.08)
    one_bit: float = 0.4
    threshold: Span = (0.35, 0.7)  # between ink and paper
    salt: Span = (0.0, 0.035)
    jpeg: float = 0.4
    quality: tuple[int, int] = (25, 85)
    unseen: str = ""  # one of the damages that training never draws


USUAL = Wear()
MILD = USUAL._replace(
    rules=0.1, eaten=0.01, neighbour=0.05, stamp=0, pen=0, ghost=0, copies=0, stroke=0.15,
    threshold=(0.4, 0.65), salt=(0.0, 0.006), noise=(0.0, 0.04), blur=(0.0, 0.07), quality=(50, 90),
)  # fmt: skip
_NONE = Wear(
    (13, 15), rules=0, eaten=0, neighbour=0, stamp=0, pen=0, ghost=0, lean=0, copies=0, stroke=0,
    blur=(0.02, 0.05), paper=(0.9, 1), ink=(0, 0.15), light=0, noise=(0, 0.02), one_bit=0, jpeg=0,
)  # fmt: skip
_BITS = _NONE._replace(one_bit=1, threshold=(0.5, 0.6), salt=(0, 0.002))

MEASURES: Mapping[str, Wear] = {
    "clean 300 dpi": _NONE._replace(consonant=(19, 22)),
    "200 dpi 1-bit leaning": _BITS._replace(lean=1),
    "grey 150 dpi": _NONE._replace(consonant=(9, 11), noise=(0.02, 0.05), jpeg=1, quality=(60, 80)),
    "phone": _NONE._replace(lean=1, light=1, noise=(0.03, 0.06), jpeg=1, quality=(50, 75), blur=(0.05, 0.1)),
    "fax 150 dpi 1-bit": _BITS._replace(consonant=(9, 11)),
    "150 dpi q30 and blur": _NONE._replace(consonant=(9, 11), blur=(0.09, 0.12), jpeg=1, quality=(28, 32)),
    "heavy salt 1-bit": _BITS._replace(salt=(0.02, 0.04)),
    "stamp, colour lost": _NONE._replace(stamp=1, stamp_ink=(0.3, 0.7), jpeg=1, quality=(60, 80)),
    "pen over it, 1-bit": _BITS._replace(pen=1),
    "copy of a copy": _NONE._replace(copies=1, stroke=1, one_bit=0.5, salt=(0, 0.01), noise=(0.02, 0.05)),
    "rules left": _NONE._replace(rules=1, neighbour=1),
    "shaken (unseen)": _NONE._replace(unseen="shaken", noise=(0.02, 0.04)),
    "WebP (unseen)": _NONE._replace(unseen="webp"),
    "halftone (unseen)": _NONE._replace(consonant=(13, 20), unseen="halftone"),
    "wavy paper (unseen)": _NONE._replace(unseen="wavy"),
    "wash over it (unseen)": _NONE._replace(unseen="wash"),
}  # fmt: skip


def line_picture(text: str, face: Path, chance: random.Random, damage: Wear = USUAL) -> Floats:
    """A text as the recogniser is given it: drawn, damaged, cut to its line and stretched."""
    consonant = math.exp(chance.uniform(*map(math.log, damage.consonant)))
    line = drawn_line(text, face, consonant, chance)
    line = line._replace(picture=_strange_ink(line, face, chance, damage))
    lean = chance.uniform(-3, 3) if chance.random() < damage.lean else 0
    scanned = _scanned(line, lean, chance, damage)
    if lean:
        scanned = scanned.rotate(
            chance.gauss(0, 0.25) - lean, Image.Resampling.BICUBIC, fillcolor=_common(scanned)
        )
    return cut(line._replace(picture=scanned), chance)


def cut(line: DrawnLine, chance: random.Random) -> Floats:
    """The line out of its page, its size and place a little wrong."""
    scale = CONSONANT / line.consonant * chance.uniform(0.88, 1.12)
    base = line.base + chance.gauss(0, 0.06) * line.consonant
    top, bottom = base - BASELINE / scale, base + (HEIGHT - BASELINE) / scale
    width = max(8, round((line.right - line.left) * scale * chance.uniform(0.88, 1.14)))
    page = line.picture
    if chance.random() < 0.3:
        half = (round(page.width * 0.75), round(page.height * 0.75))
        page = page.resize(half, Image.Resampling.BILINEAR).resize(
            page.size, Image.Resampling.BILINEAR
        )
    box = (line.left, max(top, 0), line.right, min(bottom, page.height))
    filters = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
    small = page.resize((width, HEIGHT), chance.choice(filters), box=box)
    return stretched(np.asarray(small, np.float32) / 255)


# Ink that is no text


def _strange_ink(line: DrawnLine, face: Path, chance: random.Random, damage: Wear) -> Image.Image:
    picture = line.picture
    if chance.random() < damage.neighbour:
        picture = _beside_neighbours(line, face, chance)
    if chance.random() < damage.eaten:
        _eat(picture, line, chance)
    if chance.random() < damage.rules:
        _rule(picture, line, chance)
    if chance.random() < damage.ghost:
        lost = _strokes(picture.size, line, chance, ink=chance.uniform(0.3, 1))
        picture = ImageChops.lighter(picture, ImageChops.invert(lost))
    for share, marks in ((damage.stamp, _stamp), (damage.pen, _strokes)):
        if chance.random() < share:
            ink = chance.uniform(*damage.stamp_ink) if marks is _stamp else chance.uniform(0.4, 1)
            picture = ImageChops.darker(picture, marks(picture.size, line, chance, ink))
    return picture


def _beside_neighbours(line: DrawnLine, face: Path, chance: random.Random) -> Image.Image:
    """The feet of the line above, or the heads of the line below."""
    picture = line.picture.copy()
    font, _ = sized(face, line.consonant)
    words = "".join(chance.choices("กขญฐฏุูคปนมำสิีึ่้์ั็ฝฟ0123456789๐๑๒๓๔๕๖๗๘๙ ", k=chance.randint(2, 12)))
    step = line.consonant * chance.uniform(2.1, 2.6) * chance.choice((-1, 1))
    place = (chance.uniform(0, line.right), line.base + step)
    ImageDraw.Draw(picture).text(place, words, fill=0, font=font, anchor="ls")
    return picture


def _eat(picture: Image.Image, line: DrawnLine, chance: random.Random) -> None:
    """A thin stripe of paper where a rule was looked for."""
    pen = ImageDraw.Draw(picture)
    thick = max(1, round(line.consonant * 0.1))
    if chance.random() < 0.5:
        height = line.base - chance.uniform(-0.5, 1.6) * line.consonant
        pen.line([(0, height), (picture.width, height)], fill=255, width=thick)
    else:
        place = chance.uniform(line.left, line.right)
        pen.line([(place, 0), (place, picture.height)], fill=255, width=thick)


def _rule(picture: Image.Image, line: DrawnLine, chance: random.Random) -> None:
    """Rules of the table that were left in: above, below, or at the sides; solid, dashed or in bits."""
    pen = ImageDraw.Draw(picture)
    thick = max(1, round(line.consonant * chance.uniform(0.04, 0.16)))
    tone = round(255 * chance.uniform(0, 0.5))
    for _ in range(chance.randint(1, 2)):
        if chance.random() < 0.5:
            height = chance.choice((
                line.top + chance.uniform(-0.1, 0.35) * line.consonant,
                line.bottom - chance.uniform(-0.1, 0.3) * line.consonant,
            ))  # fmt: skip
            slope = chance.gauss(0, 0.004) * picture.width
            ends = ((0.0, height), (float(picture.width), height + slope))
        else:
            near = chance.uniform(0, 0.25) * line.consonant
            place = chance.choice((line.left + near, line.right - near))
            ends = ((place, 0.0), (place + chance.gauss(0, 0.5), float(picture.height)))
        _line_in_bits(pen, ends, chance.choice((0, 0, 3, 6)), (tone, thick), chance)


def _line_in_bits(
    pen: ImageDraw.ImageDraw,
    ends: tuple[tuple[float, float], tuple[float, float]],
    bits: int,
    ink: tuple[int, int],
    chance: random.Random,
) -> None:
    """A line, whole or in dashes of some pixels; sometimes a part of it."""
    (left, top), (right, bottom) = ends
    length = math.hypot(right - left, bottom - top)
    first, last = (
        (0.0, 1.0) if chance.random() < 0.6 else sorted((chance.random(), chance.random()))
    )
    step = bits * 2 / length if bits else 1
    share = first
    while share < last:
        until = min(share + (step / 2 if bits else 1), last)
        places = [
            (left + (right - left) * each, top + (bottom - top) * each) for each in (share, until)
        ]
        pen.line(places, fill=ink[0], width=ink[1])
        share += step


def _stamp(
    size: tuple[int, int], line: DrawnLine, chance: random.Random, ink: float
) -> Image.Image:
    """A stamp's rings or frames with letters between them, in one grey."""
    layer = Image.new("L", size, 255)
    pen = ImageDraw.Draw(layer)
    consonant = line.consonant
    tone = round(255 * (1 - ink))
    thick = max(1, round(consonant * chance.uniform(0.08, 0.25)))
    middle = (chance.uniform(0, size[0]), chance.uniform(-1, 2) * size[1])
    if chance.random() < 0.65:
        radius = consonant * chance.uniform(3, 9)
        for inner in (0, chance.uniform(1.2, 2.2) * consonant):
            around = radius - inner
            box = (middle[0] - around, middle[1] - around, middle[0] + around, middle[1] + around)
            pen.ellipse(box, outline=tone, width=thick)
    else:
        wide, tall = consonant * chance.uniform(3, 12), consonant * chance.uniform(1, 3)
        box = (middle[0] - wide, middle[1] - tall, middle[0] + wide, middle[1] + tall)
        pen.rectangle(box, outline=tone, width=thick)
    for _ in range(chance.randint(0, 6)):  # letters, each at an angle of its own
        place = (chance.uniform(0, size[0]), chance.uniform(0, size[1]))
        turn, wide = chance.uniform(0, 360), consonant * chance.uniform(0.3, 0.6)
        box = (place[0] - wide, place[1] - wide, place[0] + wide, place[1] + wide)
        pen.arc(box, turn, turn + chance.uniform(90, 300), fill=tone, width=thick)
        foot = (place[0] + wide * math.cos(turn), place[1] + wide * math.sin(turn))
        pen.line([place, foot], fill=tone, width=thick)
    if chance.random() < 0.4:
        layer = _worn(layer, chance)
    return layer


def _strokes(
    size: tuple[int, int], line: DrawnLine, chance: random.Random, ink: float
) -> Image.Image:
    """A pen's loops."""
    layer = Image.new("L", size, 255)
    pen = ImageDraw.Draw(layer)
    tone = round(255 * (1 - ink))
    thick = max(1, round(line.consonant * chance.uniform(0.06, 0.2)))
    for _ in range(chance.randint(1, 2)):
        points = [
            (chance.uniform(-0.2, 1.2) * size[0], chance.uniform(-0.2, 1.2) * size[1])
            for _ in range(4)
        ]
        pen.line([_on_curve(points, step / 12) for step in range(13)], fill=tone, width=thick)
    return layer


def _on_curve(points: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """A point of the Bezier curve through the ends of four."""
    parts = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3]
    across, down = (
        sum(part * point[axis] for part, point in zip(parts, points, strict=True))
        for axis in (0, 1)
    )
    return across, down


def _worn(layer: Image.Image, chance: random.Random) -> Image.Image:
    grains = np.random.default_rng(chance.getrandbits(32)).random((layer.height, layer.width))
    worn = np.where(grains < chance.uniform(0.1, 0.5), 255, np.asarray(layer))
    return Image.fromarray(worn.astype(np.uint8))


# Copies, lens, light and file


def _scanned(line: DrawnLine, lean: float, chance: random.Random, damage: Wear) -> Image.Image:
    picture = line.picture
    grains = np.random.default_rng(chance.getrandbits(32))
    if lean:
        picture = picture.rotate(lean, Image.Resampling.BICUBIC, fillcolor=255)
    if chance.random() < damage.copies:
        picture = _copied(picture, line.consonant, chance, grains)
    if chance.random() < damage.stroke:
        picture = _restroked(picture, line.consonant, chance)
    blur = chance.uniform(*damage.blur) * line.consonant
    if blur > 0.2:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if damage.unseen:
        picture = _UNSEEN[damage.unseen](picture, chance)
    grey = _lit(np.asarray(picture, np.float32) / 255, chance, damage, grains)
    is_one_bit = chance.random() < damage.one_bit
    if is_one_bit:
        grey = _one_bit(grey, chance, damage, grains)
    picture = Image.fromarray((np.clip(grey, 0, 1) * 255).astype(np.uint8))
    if not is_one_bit and chance.random() < damage.jpeg / (1 - min(damage.one_bit, 0.99)):
        picture = _saved(picture, "JPEG", chance.randint(*damage.quality))
    return picture


def _copied(
    picture: Image.Image, consonant: float, chance: random.Random, grains: np.random.Generator
) -> Image.Image:
    """Passes through a copier: soft, hard again, grains in between."""
    for _ in range(chance.randint(1, 2)):
        soft = np.asarray(
            picture.filter(ImageFilter.GaussianBlur(consonant * chance.uniform(0.05, 0.1))),
            np.float32,
        )
        soft = soft + grains.normal(0, chance.uniform(5, 30), soft.shape)
        hard = (soft - 255 * chance.uniform(0.4, 0.65)) * chance.uniform(2, 6) + 128
        picture = Image.fromarray(np.clip(hard, 0, 255).astype(np.uint8))
    return picture


def _restroked(picture: Image.Image, consonant: float, chance: random.Random) -> Image.Image:
    """Strokes that ran or dried: by a share where the letters are small."""
    kind = chance.choice((ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3)))
    most = min(1, consonant / 16) * (1 if isinstance(kind, ImageFilter.MinFilter) else 0.7)
    return Image.blend(picture, picture.filter(kind), chance.uniform(0.3, 1) * most)


def _lit(grey: Floats, chance: random.Random, damage: Wear, grains: np.random.Generator) -> Floats:
    paper, ink = chance.uniform(*damage.paper), chance.uniform(*damage.ink)
    lit = ink + grey * (paper - ink)
    if chance.random() < damage.light:
        across = np.linspace(chance.uniform(0.8, 1), chance.uniform(0.8, 1), grey.shape[1])
        down = np.linspace(chance.uniform(0.85, 1), chance.uniform(0.85, 1), grey.shape[0])
        lit = lit * across * down[:, None]
    noise = grains.standard_normal(grey.shape, np.float32) * chance.uniform(*damage.noise)
    return (lit + noise).astype(np.float32)


def _one_bit(
    grey: Floats, chance: random.Random, damage: Wear, grains: np.random.Generator
) -> Floats:
    """Black or white by a threshold, then salt and pepper in grains of one pixel or four."""
    ink, paper = np.percentile(grey, (1, 70))
    paper = max(paper, ink + 0.3)
    bits = (grey > ink + chance.uniform(*damage.threshold) * (paper - ink)).astype(np.float32)
    share = chance.uniform(*damage.salt) * chance.random() ** (0 if damage.salt[0] else 1)
    size = chance.choice((1, 1, 2))
    tall, wide = (-(-side // size) for side in grey.shape)
    fate = (
        grains.random((tall, wide))
        .repeat(size, 0)
        .repeat(size, 1)[: grey.shape[0], : grey.shape[1]]
    )
    share /= size
    bits[fate < share / 2] = 0
    bits[fate > 1 - share / 2] = 1
    return bits


def _saved(picture: Image.Image, kind: str, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, kind, quality=quality)
    return Image.open(file).convert("L")


def _common(picture: Image.Image) -> int:
    """The grey of the paper."""
    return int(np.percentile(np.asarray(picture)[::3, ::3], 70))


# What training never draws


def _shaken(picture: Image.Image, chance: random.Random) -> Image.Image:
    """The hand moved while the picture was taken."""
    kernel = np.zeros((5, 5))
    kernel[chance.choice(((2, slice(1, 4)), (slice(1, 4), 2), (range(1, 4), range(1, 4))))] = 1
    return picture.filter(ImageFilter.Kernel((5, 5), kernel.ravel().tolist()))


def _halftoned(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Grey as dots, by an ordered screen."""
    screen = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) * 16 + 8
    grey = np.asarray(picture, np.float32) * chance.uniform(0.85, 1)
    tall, wide = grey.shape
    screens = np.tile(screen, (tall // 4 + 1, wide // 4 + 1))[:tall, :wide]
    return Image.fromarray(np.where(grey > screens, 255, 0).astype(np.uint8))


def _wavy(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Paper that does not lie flat: the line goes up and down."""
    grey = np.asarray(picture)
    height = picture.height * chance.uniform(0.015, 0.03)
    length = picture.height * chance.uniform(1.5, 3)
    phase = chance.uniform(0, 6)
    moved = np.full_like(grey, 255)
    for column in range(grey.shape[1]):
        moved[:, column] = np.roll(
            grey[:, column], round(height * math.sin(column / length * 6.28 + phase))
        )
    return Image.fromarray(moved)


def _washed(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A marker's or a spill's edge across the line."""
    wash = Image.new("L", picture.size, 255)
    edge = chance.uniform(0.2, 0.8) * picture.width
    ImageDraw.Draw(wash).rectangle(
        (edge, 0, picture.width, picture.height), fill=chance.randint(150, 200)
    )
    return ImageChops.multiply(picture, wash.filter(ImageFilter.GaussianBlur(1.5)))


_UNSEEN = {
    "shaken": _shaken,
    "webp": lambda picture, chance: _saved(picture, "WEBP", chance.randint(15, 25)),
    "halftone": _halftoned,
    "wavy": _wavy,
    "wash": _washed,
}
