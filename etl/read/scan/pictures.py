"""The pages of a scan as straight pictures in grey: ink 0, paper 1, letters upright.

A page is brought to the size of A4 at 200 dots an inch; coloured ink of stamps and pens becomes
paper, the light of a photo is divided out, and the page is turned and bent until its lines of
letters lie level and its columns upright.
"""

import io
import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence
from scipy import ndimage

Greys = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Points = NDArray[np.float64]
Slopes = NDArray[np.floating]
Bend = Callable[[Points], Points]

LONG_SIDE = 2339  # pixels: A4 at 200 dots an inch
MOST_PIXELS = 120_000_000  # of a picture in a file
_NARROWEST = 0.2  # of the long side
STEP = 100  # pixels of the page between two points of the mesh
_PDF = b"%PDF"

_BLOCK = 32
_COLOURLESS = 12  # how far the channels of grey ink are apart
_COLOUR_WEIGHT = 1.3
_COLOUR = np.clip(_COLOUR_WEIGHT * (np.arange(256) - _COLOURLESS), 0, 255).astype(np.uint8)
_RULED = (0.4 * np.arange(256)).astype(np.uint8)  # of the ink of a place: less is no rule there
_BLACK = 110  # of 255: the ink of letters is darker
_OFF_PAPER = 0.62  # of the brightness paper has there
_STEEPEST = 0.12
_LEVEL = 0.0006  # slope that needs no more bending
_BENDS = 3
_STRIP = 16
_INKED = 70  # of 255
_FAINTEST = 0.06  # of a line's body: less ink is no line
_TILES = (4, 3)


@dataclass(frozen=True)
class Page:
    """One page, level and upright.

    ``sources`` tells where its points lie in the picture of the file (after the size was brought
    to ours): one (x, y) for each ``STEP`` pixels down and across.
    """

    number: int
    grey: Greys
    dpi: int
    sources: Points
    pages: int = 1  # of the file

    def source_of(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page lies in the file's picture, as shares of its width and height."""
        place = [[y / STEP], [x / STEP]]
        return (
            float(ndimage.map_coordinates(self.sources[..., 0], place, order=1, mode="nearest")[0]),
            float(ndimage.map_coordinates(self.sources[..., 1], place, order=1, mode="nearest")[0]),
        )


class TooManyPixelsError(ValueError):
    """A picture that is larger than any scan of a page."""


def pages_of(content: bytes, only: Collection[int] | None = None) -> Iterator[Page]:
    """The pages of a PDF of pictures, or of a JPEG, PNG or TIFF, one at a time; all or some."""
    is_pdf = content[:1024].lstrip().startswith(_PDF)
    for picture, number, count in (_of_pdf if is_pdf else _of_image)(content, only):
        yield page_of(picture, number, count)


_Numbered = tuple[Image.Image, int, int]  # a page, its number, how many there are


def _of_pdf(content: bytes, only: Collection[int] | None) -> Iterator[_Numbered]:
    document = pypdfium2.PdfDocument(content)
    try:
        for number in range(1, len(document) + 1):
            if only is not None and number not in only:
                continue
            sheet = document[number - 1]
            bitmap = sheet.render(scale=LONG_SIDE / max(sheet.get_size()), rev_byteorder=True)
            picture = bitmap.to_pil().convert("RGB")
            bitmap.close()
            sheet.close()
            yield _in_grey(picture), number, len(document)
    finally:
        document.close()


def _of_image(content: bytes, only: Collection[int] | None) -> Iterator[_Numbered]:
    with Image.open(io.BytesIO(content)) as file:
        count = getattr(file, "n_frames", 1)
        for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
            if only is not None and number not in only:
                continue
            if frame.width * frame.height > MOST_PIXELS:
                raise TooManyPixelsError(f"{frame.width} x {frame.height}")
            yield _in_our_size(frame), number, count


def _in_our_size(frame: Image.Image) -> Image.Image:
    frame.draft("RGB", (LONG_SIDE, LONG_SIDE))
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        upright = Image.new("RGB", seen.size, "white")
        upright.paste(seen, mask=seen.getchannel("A"))
    elif upright.mode in ("1", "L"):
        upright = upright.convert("L")
    elif upright.mode.startswith(("I", "F")):
        values = np.asarray(upright, np.float32)
        low, high = float(values.min()), float(values.max())
        upright = Image.fromarray(((values - low) * (255 / max(high - low, 1))).astype(np.uint8))
    else:
        upright = upright.convert("RGB")
    scale = LONG_SIDE / max(upright.size)
    size = tuple(max(round(side * scale), round(LONG_SIDE * _NARROWEST)) for side in upright.size)
    resampling = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS
    return _in_grey(upright.resize((size[0], size[1]), resampling, reducing_gap=3))


def _in_grey(picture: Image.Image) -> Image.Image:
    """The same where it has colour, else in grey."""
    if picture.mode == "L":
        return picture
    few = np.asarray(picture.reduce(4), np.int16)
    chroma = few.max(axis=2) - few.min(axis=2)
    return picture if np.percentile(chroma, 99.8) > 2 * _COLOURLESS else picture.convert("L")


def page_of(picture: Image.Image, number: int, pages: int = 1) -> Page:
    """The page in a picture of our size."""
    flat = _flat(picture)
    bends, quarters = _straightened(flat)
    grey, sources = _bent(flat, bends, quarters)
    if _is_upside_down(grey):
        grey, sources = grey[::-1, ::-1], _sources(grey.shape, bends, quarters + 2, flat)
    values = np.ascontiguousarray(grey).astype(np.float32) / np.float32(255)
    return Page(number, values, 200, sources / (flat.width, flat.height), pages)


# Light and colour


def _flat(picture: Image.Image) -> Image.Image:
    """Grey with white paper: the light divided out, coloured ink and what is not paper left away."""
    grounds = [_ground(channel) for channel in picture.split()]
    lit = [_lit(*each) for each in zip(picture.split(), grounds, strict=True)]
    grey = reduce(np.maximum, lit)
    if len(lit) > 1:
        chroma = grey - reduce(np.minimum, lit)
        # The rim of a coloured stroke has little colour of its own.
        around = running(np.maximum, running(np.maximum, chroma, 3, 0), 3, 1)
        colour = _COLOUR[np.where(grey > _BLACK, around, chroma)]
        grey = np.minimum(grey, 255 - colour) + colour
    off = _off_paper(np.min(grounds, axis=0))
    if off.any():
        mask = Image.fromarray(off.astype(np.uint8) * 255)
        size = picture.size
        grey[np.asarray(mask.resize(size, Image.Resampling.BILINEAR)) > 25] = 255  # noqa: PLR2004 - a tenth
    return Image.fromarray(grey)


def _lit(channel: Image.Image, ground: Greys) -> Bytes:
    """A channel as bright as if its paper were white, a strip at a time to stay in the cache."""
    gains = Image.fromarray(255 / np.maximum(ground, 8))
    gain = np.asarray(gains.resize(channel.size, Image.Resampling.BILINEAR))
    values = np.asarray(channel)
    found = np.empty_like(values)
    for top in range(0, len(values), _BLOCK):
        strip = values[top : top + _BLOCK] * gain[top : top + _BLOCK]
        found[top : top + _BLOCK] = np.minimum(strip, 255, out=strip)
    return found


def running(pick: np.ufunc, values: Bytes, length: int, axis: int) -> Bytes:
    """The most (``np.maximum``) or the least of so many places about each, along an axis.

    It does what the filters of scipy do, for bytes many times as fast.
    """
    room = [(0, 0)] * values.ndim
    room[axis] = (length // 2, length - 1 - length // 2)
    found = np.moveaxis(np.pad(values, room, mode="edge"), axis, 0)
    seen = 1
    while seen < length:
        step = min(seen, length - seen)
        found = pick(found[:-step], found[step:])
        seen += step
    return np.moveaxis(found, 0, axis)


def _ground(channel: Image.Image) -> Greys:
    """How bright the paper is, block by block."""
    few = np.asarray(channel.reduce(4))
    side = _BLOCK // 4
    rows, columns = -(-few.shape[0] // side), -(-few.shape[1] // side)
    padded = np.pad(
        few, ((0, rows * side - few.shape[0]), (0, columns * side - few.shape[1])), mode="edge"
    )
    blocks = padded.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(rows, columns, -1)
    bright = np.sort(blocks, axis=2)[..., int(0.8 * side * side)].astype(np.float32)
    closed = ndimage.grey_closing(bright, (3, 3), mode="nearest")
    return ndimage.gaussian_filter(closed, 0.8, mode="nearest").astype(np.float32)


def _off_paper(ground: Greys) -> NDArray[np.bool_]:
    """Blocks at the picture's rim that are darker than the paper would be there."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side) for side in ground.shape), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1).reshape(-1, 6)
    values = ground.ravel()
    kept = values >= np.percentile(values, 30)
    paper = values
    for _ in range(4):
        weights, *_ = np.linalg.lstsq(terms[kept], values[kept], rcond=None)
        paper = terms @ weights
        kept = values > 0.85 * paper
    dark = (values < _OFF_PAPER * paper).reshape(ground.shape)
    labels, _ = ndimage.label(dark)
    rim = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return np.isin(labels, rim[rim > 0])


# Level lines, upright columns


def _straightened(flat: Image.Image) -> tuple[list[Bend], int]:
    """What bends the page straight, in order, and by how many quarters it is to be turned."""
    small = flat.reduce(2)
    angle = _lean(small)
    bends: list[Bend] = [_rotation(angle, flat.size)] if abs(angle) > _LEVEL else []
    straight = _through(small, bends, 0.5)
    for _ in range(_BENDS):
        across, down = _slopes(_strips(straight)), _slopes(_strips(straight, is_down=True))
        if max(_steepest(across), _steepest(down)) < _LEVEL:
            break
        bends.append(_bending(across, down, flat.size))
        straight = _through(small, bends, 0.5)
    return bends, 1 if _is_on_its_side(straight) else 0


def _strips(picture: Image.Image, *, is_down: bool = False) -> Greys:
    """The ink of a picture row by row, summed across strips; of the turned picture for its columns."""
    if is_down:
        return 255 - np.asarray(picture.reduce((1, _STRIP)), np.float32).T
    return 255 - np.asarray(picture.reduce((_STRIP, 1)), np.float32)


def _sharpness(strips: Greys, slopes: Slopes) -> NDArray[np.float64]:
    """How sharply the rows of ink stand apart when summed along each slope."""
    height, count = strips.shape
    columns = np.ascontiguousarray(strips.T)
    middles = (np.arange(count) + 0.5 - count / 2) * _STRIP
    reach = math.ceil(float(np.abs(slopes).max()) * abs(float(middles[0]))) + 1
    found = np.zeros(len(slopes))
    if height <= 2 * reach + 4:
        return found
    for place, slope in enumerate(slopes):
        total = np.zeros(height - 2 * reach, np.float32)
        for values, shift in zip(columns, np.rint(slope * middles).astype(int), strict=True):
            total += values[reach + shift : height - reach + shift]
        found[place] = np.square(np.diff(total)).sum()
    return ndimage.gaussian_filter1d(found, 1, mode="nearest")


def _peak(slopes: Slopes, found: NDArray[np.float64]) -> float:
    """The slope of the highest value, between the steps."""
    best = int(found.argmax())
    if not 0 < best < len(found) - 1:
        return float(slopes[best])
    before, at, after = found[best - 1 : best + 2]
    bow = before - 2 * at + after
    offset = 0.0 if bow == 0 else 0.5 * (before - after) / bow
    return float(slopes[best] + offset * (slopes[1] - slopes[0]))


def _lean(small: Image.Image) -> float:
    """The slope by which the whole page is turned."""
    slopes = np.arange(-30, 31) * (_STEEPEST / 30)
    tiny = small.reduce(2)
    across = _sharpness(_strips(tiny), slopes)
    down = _sharpness(_strips(tiny, is_down=True), -slopes)
    found = sum(each / max(float(np.median(each)), 1.0) for each in (across, down))
    return _peak(slopes, np.asarray(found))


def _slopes(strips: Greys) -> tuple[float, float, float]:
    """The slope of the rows: at the middle, its growth across and down (over half the page)."""
    height, width = strips.shape
    slopes = np.arange(-16, 17) * 0.0025
    rows, columns = _TILES
    equations, right, weights = [], [], []
    for row in range(rows):
        for column in range(columns):
            top, bottom = row * height // rows, (row + 1) * height // rows
            left, end = column * width // columns, (column + 1) * width // columns
            reach = math.ceil(0.02 * (end - left) * _STRIP) + 1
            tile = strips[max(0, top - reach) : bottom + reach, left:end]
            found = _sharpness(tile, slopes)
            usual = float(np.median(found))
            gain = float(found.max()) - usual
            if usual <= 0 or gain < 0.15 * usual:
                continue
            equations.append([1, (left + end) / width - 1, (top + bottom) / height - 1])
            right.append(_peak(slopes, found))
            weights.append(min(gain / usual, 3) * math.sqrt(usual))
    if len(right) < 4:  # noqa: PLR2004
        return 0.0, 0.0, 0.0
    return _fitted(np.array(equations), np.array(right), np.array(weights))


def _fitted(equations: Slopes, right: Slopes, weights: Slopes) -> tuple[float, float, float]:
    """Weighted least squares that leave aside what lies far off; little is taken for none."""
    weights = weights / weights.max()
    found: Slopes = np.zeros(3)
    for _ in range(5):
        root = np.sqrt(weights)[:, None]
        ridge = np.diag([1e-3, 0.03, 0.03])
        found = np.linalg.solve(
            (equations * root).T @ (equations * root) + ridge,
            (equations * root).T @ (right * root[:, 0]),
        )
        off = np.abs(right - equations @ found)
        weights = weights / (1 + np.square(off / 0.004))
    return float(found[0]), float(found[1]), float(found[2])


def _steepest(slopes: tuple[float, float, float]) -> float:
    return sum(map(abs, slopes))


def _rotation(slope: float, size: tuple[int, int]) -> Bend:
    cosine, sine = math.cos(math.atan(slope)), math.sin(math.atan(slope))
    turn = np.array([[cosine, sine], [-sine, cosine]])
    middle = np.array(size) / 2

    def bend(points: Points) -> Points:
        return (points - middle) @ turn + middle

    return bend


def _bending(
    across: tuple[float, float, float], down: tuple[float, float, float], size: tuple[int, int]
) -> Bend:
    """Moves each point along the slopes that were measured from the middle to it."""
    middle = np.array(size) / 2

    def bend(points: Points) -> Points:
        u, v = np.moveaxis((points - middle) / middle, -1, 0)
        rise = (across[0] * u + across[1] * u * u / 2 + across[2] * u * v) * middle[0]
        # Of the turned page "across" is down: its growths are swapped.
        shift = (down[0] * v + down[1] * v * v / 2 + down[2] * u * v) * middle[1]
        return points + np.stack([shift, rise], axis=-1)

    return bend


def _mesh(bends: list[Bend], size: tuple[int, int]) -> Points:
    """Where the points of a mesh over the page lie in its picture."""
    xs = np.arange(0, size[0] + STEP, STEP, dtype=float)
    ys = np.arange(0, size[1] + STEP, STEP, dtype=float)
    points = np.stack(np.meshgrid(xs, ys), axis=-1)
    for bend in reversed(bends):
        points = bend(points)
    return points


def _through(picture: Image.Image, bends: list[Bend], scale: float = 1.0) -> Image.Image:
    """The picture, which is as large as the page times ``scale``, bent."""
    if not bends:
        return picture
    full = (round(picture.width / scale), round(picture.height / scale))
    mesh = _mesh(bends, full) * scale
    step = STEP * scale
    quads = []
    for row in range(mesh.shape[0] - 1):
        for column in range(mesh.shape[1] - 1):
            corners = (
                mesh[row, column], mesh[row + 1, column], mesh[row + 1, column + 1], mesh[row, column + 1],
            )  # fmt: skip
            box = tuple(round(each * step) for each in (column, row, column + 1, row + 1))
            quads.append((box, tuple(float(value) for corner in corners for value in corner)))
    wide = (round((mesh.shape[1] - 1) * step), round((mesh.shape[0] - 1) * step))
    resampling = Image.Resampling.BICUBIC if scale == 1 else Image.Resampling.BILINEAR
    bent = picture.transform(wide, Image.Transform.MESH, quads, resampling, fillcolor=255)
    return bent.crop((0, 0, picture.width, picture.height))


def _bent(flat: Image.Image, bends: list[Bend], quarters: int) -> tuple[Bytes, Points]:
    picture = np.rot90(np.asarray(_through(flat, bends)), quarters)
    return picture, _sources(picture.shape, bends, quarters, flat)


def _sources(shape: tuple[int, ...], bends: list[Bend], quarters: int, flat: Image.Image) -> Points:
    """The mesh of a page that was bent and then turned counterclockwise by quarters."""
    xs = np.arange(0, shape[1] + STEP, STEP, dtype=float)
    ys = np.arange(0, shape[0] + STEP, STEP, dtype=float)
    x, y = np.meshgrid(xs, ys)
    for turn in range(quarters):
        # A quarter back: the page's x was the picture's y, its y ran from the picture's right end.
        width = (flat.width, flat.height)[(quarters - 1 - turn) % 2]
        x, y = width - 1 - y, x
    points = np.stack([x, y], axis=-1)
    for bend in reversed(bends):
        points = bend(points)
    return points


# Which way is up


def _letters(grey: Bytes, longest: int) -> Bytes:
    """The ink of a picture without its rules: what is long and thin across or down."""
    ink = 255 - grey
    for axis in (0, 1):
        closed = running(np.maximum, ink, 3, axis)
        rules = running(np.maximum, running(np.minimum, closed, longest, axis), longest, axis)
        ink = np.where(running(np.maximum, rules, 3, 1 - axis) > _RULED[ink], 0, ink)
    return ink


def _is_on_its_side(straight: Image.Image) -> bool:
    """Whether the lines of letters run down the page: letters stand closer together than lines."""
    ink = _letters(np.asarray(straight.reduce(2)), 25)
    spread = running(np.maximum, running(np.maximum, ink, 3, 0), 3, 1)
    words, _ = ndimage.label(spread > _INKED)
    sides = [
        (down.stop - down.start, across.stop - across.start)
        for down, across in ndimage.find_objects(words)
    ]
    most = 0.7 * max(ink.shape)
    return sum(height - width for height, width in sides if max(height, width) < most) > 0


def _is_upside_down(grey: Bytes) -> bool:
    """Whether the marks of Thai letters, most of which stand above them, stand below."""
    ink = _letters(np.asarray(Image.fromarray(grey).reduce(2)), 45) > _INKED
    labels, _ = ndimage.label(ink)
    heights = np.array([each[0].stop - each[0].start for each in ndimage.find_objects(labels)])
    usual = heights[(heights >= 5) & (heights <= 20)]  # noqa: PLR2004
    if usual.size < 10:  # noqa: PLR2004
        return False
    body = int(np.bincount(usual, weights=usual).argmax())
    return _marks_above(ink, body) < _marks_above(ink[::-1], body)


def _marks_above(ink: NDArray[np.bool_], body: int) -> float:
    """Ink just above the lines of letters, in strips down the page."""
    strip = 8 * body
    count = ink.shape[1] // strip
    profiles = (
        ink[:, : count * strip].reshape(ink.shape[0], count, strip).mean(axis=2, dtype=np.float32)
    )
    bodies = ndimage.uniform_filter1d(profiles, body, axis=0)
    is_line = (bodies == ndimage.maximum_filter1d(bodies, 2 * body, axis=0)) & (bodies > _FAINTEST)
    above = ndimage.uniform_filter1d(profiles, max(1, body // 2), axis=0)
    above = np.minimum(np.roll(above, round(0.95 * body), axis=0), bodies)
    return float(above[is_line].sum())
