"""One line of text drawn as a scanner sees it, before anything happens to it."""

import random
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from etl.read.scan.recognise import BASELINE, CONSONANT, HEIGHT

_ARROWS = frozenset("▲▼↑↓")
_TRIAL = 100  # size at which a face's consonants are measured
ABOVE, BELOW = BASELINE / CONSONANT, (HEIGHT - BASELINE) / CONSONANT  # of the line, in consonants
_ROOM = 0.5  # around the line, in consonants, for what leans and leaves it


class DrawnLine(NamedTuple):
    """A picture in grey, with the place of the line in it, and the height of its consonants."""

    picture: Image.Image
    left: float
    right: float
    base: float
    consonant: float

    @property
    def top(self) -> float:
        """Where the line picture begins."""
        return self.base - ABOVE * self.consonant

    @property
    def bottom(self) -> float:
        """Where the line picture ends."""
        return self.base + BELOW * self.consonant


def drawn_line(text: str, face: Path, consonant: float, chance: random.Random) -> DrawnLine:
    """A text with consonants of about so many pixels, black on white."""
    font, consonant = sized(face, consonant)
    pieces = _pieces(text)
    widths = [_width(piece, font, consonant) for piece in pieces]
    left, right = (_margin(chance) * consonant for _ in range(2))
    margin = _ROOM * consonant
    width = max(sum(widths), consonant * (0 if text else chance.uniform(1, 5)))
    base = ABOVE * consonant + margin
    size = (round(width + left + right + 2 * margin), round(base + BELOW * consonant + margin))
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    place = margin + left
    for piece, wide in zip(pieces, widths, strict=True):
        if piece in _ARROWS:
            _draw_arrow(pen, piece, (place, base), consonant, chance)
        else:
            pen.text((place, base), piece, fill=0, font=font, anchor="ls")
        place += wide
    return DrawnLine(picture, margin, size[0] - margin, base, consonant)


def _margin(chance: random.Random) -> float:
    """Paper beside a line, in consonants; a grain of dirt that passes for ink makes it wide."""
    return chance.uniform(0.1, 1.2) if chance.random() < 0.9 else chance.uniform(1.2, 4)


def sized(face: Path, consonant: float) -> tuple[ImageFont.FreeTypeFont, float]:
    """A face whose consonants have about this height, and the height they have."""
    share = _consonant_share(face)
    size = max(4, round(consonant / share))
    return _font(face, size), size * share


@cache
def _consonant_share(face: Path) -> float:
    """The height of a face's consonants as a share of its size."""
    return -_font(face, _TRIAL).getbbox("บ", anchor="ls")[1] / _TRIAL


def _pieces(text: str) -> list[str]:
    """The text around its arrows, which few faces have."""
    pieces = [""]
    for letter in text:
        if letter in _ARROWS:
            pieces += [letter, ""]
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if piece]


def _width(piece: str, font: ImageFont.FreeTypeFont, consonant: float) -> float:
    return consonant * 1.15 if piece in _ARROWS else font.getlength(piece)


def _draw_arrow(
    pen: ImageDraw.ImageDraw,
    arrow: str,
    place: tuple[float, float],
    consonant: float,
    chance: random.Random,
) -> None:
    """A triangle, filled or not, or an arrow with a shaft."""
    tall, wide = consonant * chance.uniform(0.75, 1.15), consonant * chance.uniform(0.4, 0.5)
    middle, base = place[0] + consonant * 0.5, place[1]
    tip, foot = (base - tall, base) if arrow in "▲↑" else (base, base - tall)
    line = max(1, round(consonant * chance.uniform(0.08, 0.16)))
    if arrow in "▲▼":
        corners = [(middle, tip), (middle - wide, foot), (middle + wide, foot)]
        is_filled = chance.random() < 0.75
        pen.polygon(corners, fill=0 if is_filled else None, outline=0, width=line)
        return
    barb = tip + (foot - tip) * chance.uniform(0.3, 0.5)
    pen.line([(middle, foot), (middle, tip)], fill=0, width=line)
    for side in (-wide, wide):
        pen.line([(middle + side * 0.8, barb), (middle, tip)], fill=0, width=line)


@lru_cache(maxsize=512)
def _font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face), size, layout_engine=ImageFont.Layout.RAQM)
