"""The pictures of cells cut from those of their pages: one large, many on a sheet, digit by digit. Pure."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ita.decisions import PIXELS_A_POINT
from ita.review import Row

Box = tuple[float, float, float, float]
Place = tuple[int, int, int, int]  # left, top, right, bottom in pixels
Run = tuple[int, int]  # from, to

_INK = "#0F1822"
_MARGIN = 4  # pixels around a cell
_LARGE, _WIDEST = 150, 1000  # pixels high and wide at most
_QUALITY = 85
_SHEET_WIDTH = 2400
_RULE = 0.06  # of a cell's height: what may be the line around it
_SPECKS = (0, 3, 5)  # pixels of dirt that is wiped off, where letters do not stand apart with it
_HALF_A_LETTER, _GAP = 1.1, 2  # of a letter's width; pixels beside it
_INKS = (0.5, 0.4, 0.62, 0.3)  # of the light between the darkest ink and paper


@dataclass(frozen=True)
class Sheet:
    """Many pictures in one, and where each stands in it."""

    picture: bytes
    width: int
    height: int
    places: tuple[Place, ...]


def turn_of(row: Row) -> int:
    """By how many degrees a row has to be turned for its cells to go to the right."""
    boxes = [cell["box"] for cell in row.read_cells.values()]
    if len(boxes) < 2:  # noqa: PLR2004
        return 0
    steps = [
        (next_["x"] - one["x"], next_["y"] - one["y"])
        for one, next_ in pairwise(map(_middle, boxes))
    ]
    across, down = (sum(step[place] for step in steps) for place in (0, 1))
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 180
    return 90 if down > 0 else 270


def _middle(box: Box) -> dict[str, float]:
    left, top, right, bottom = box
    return {"x": (left + right) / 2, "y": (top + bottom) / 2}


def cut(page: Image.Image, box: Box, turn: int) -> Image.Image:
    """The picture of a cell, upright, with a little of what is around it."""
    left, top, right, bottom = _scaled(box)
    around = (
        max(0, left - _MARGIN), max(0, top - _MARGIN),
        min(page.width, right + _MARGIN), min(page.height, bottom + _MARGIN),
    )  # fmt: skip
    return page.crop(around).rotate(turn, expand=True)


def _scaled(box: Box) -> Place:
    left, top, right, bottom = (round(PIXELS_A_POINT * side) for side in box)
    return left, top, right, bottom


def large(page: Image.Image, box: Box, turn: int) -> bytes:
    """The picture of a cell as large as one looks at it, as JPEG."""
    cell = cut(page, box, turn)
    scale = min(_LARGE / cell.height, _WIDEST / cell.width)
    size = (round(cell.width * scale), round(cell.height * scale))
    return _jpeg(cell.resize(size, Image.Resampling.LANCZOS))


def around(page: Image.Image, row: Box, cell: Box, turn: int, rows: float) -> bytes:
    """A row with so many rows around it, the cell framed and all else paler, as JPEG."""
    own, frame = _scaled(row), _scaled(cell)
    across, down = own[2] - own[0], own[3] - own[1]
    more_across, more_down = (0.0, rows * down) if turn in (0, 180) else (rows * across, 0.0)
    left = max(0, round(own[0] - more_across) - _MARGIN)
    top = max(0, round(own[1] - more_down) - _MARGIN)
    right = min(page.width, round(own[2] + more_across) + _MARGIN)
    bottom = min(page.height, round(own[3] + more_down) + _MARGIN)
    seen = page.crop((left, top, right, bottom))
    shown = Image.blend(seen, Image.new("RGB", seen.size, "white"), 0.35)
    shown.paste(page.crop(own), (own[0] - left, own[1] - top))
    framed = (frame[0] - left, frame[1] - top, frame[2] - left, frame[3] - top)
    ImageDraw.Draw(shown).rectangle(framed, outline=_INK, width=3)
    return _jpeg(shown.rotate(turn, expand=True))


def sheet(pictures: Sequence[Image.Image]) -> Sheet:
    """Pictures side by side in rows, as one JPEG."""
    places: list[Place] = []
    left = top = height = 0
    for each in pictures:
        if left and left + each.width > _SHEET_WIDTH:
            left, top, height = 0, top + height, 0
        places.append((left, top, left + each.width, top + each.height))
        left, height = left + each.width, max(height, each.height)
    width = max((place[2] for place in places), default=1)
    whole = Image.new("RGB", (width, max(1, top + height)), "white")
    for each, place in zip(pictures, places, strict=True):
        whole.paste(each, place[:2])
    return Sheet(_jpeg(whole), whole.width, whole.height, tuple(places))


def inside(cell: Image.Image) -> Place:
    """The part of a cell within the lines around it."""
    edge = _edge(cell.height)
    return edge, edge, cell.width - edge, cell.height - edge


def letters(cell: Image.Image, text: str) -> tuple[Place, ...]:
    """Where each letter of a text stands in the picture of its cell; none where they do not stand apart."""
    left, top, right, bottom = inside(cell)
    for size in _SPECKS:
        clean = cell.filter(ImageFilter.MedianFilter(size)) if size else cell
        # The lightest of the three colours: ink of stamps is light.
        light = np.asarray(clean.convert("RGB"), np.float32).max(axis=2)[top:bottom, left:right]
        rows_and_runs = _rows_and_runs(light, text)
        if rows_and_runs:
            (first, last), runs = rows_and_runs
            return tuple(
                (left + start - _GAP, max(0, top + first), left + end + _GAP, top + last)
                for start, end in runs
            )
    return ()


def _rows_and_runs(light: NDArray[np.float32], text: str) -> tuple[Run, list[Run]] | None:
    """From which row to which the letters stand, and from where to where each, where they stand apart."""
    if not light.size:
        return None
    dark, paper = float(light.min()), float(np.percentile(light, 90))
    for share in _INKS:
        ink = light < dark + share * (paper - dark)
        found = _runs(ink.sum(axis=0) > 0)
        if len(found) == len(text) and _is_point_least(ink, found, text):
            middle = float(np.average(np.arange(len(ink)), weights=ink.sum(axis=1)))
            half = _HALF_A_LETTER * float(np.median([end - start for start, end in found]))
            return (round(middle - half), min(len(ink), round(middle + half))), found
    return None


def _is_point_least(ink: NDArray[np.bool_], runs: Sequence[Run], text: str) -> bool:
    """Whether each digit has more ink than the point; else something else was taken for a letter."""
    sizes = [
        (letter, int(ink[:, start:end].sum()))
        for letter, (start, end) in zip(text, runs, strict=True)
    ]
    point = max((size for letter, size in sizes if letter == "."), default=0)
    return all(size > point for letter, size in sizes if letter.isdigit())


def _runs(filled: Iterable[bool]) -> list[Run]:
    """From where to where something is filled."""
    marks = np.flatnonzero(np.diff(np.array([False, *filled, False], np.int8)))
    return [(int(start), int(end)) for start, end in marks.reshape(-1, 2)]


def _edge(height: int) -> int:
    return _MARGIN + max(1, round(_RULE * height))


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
