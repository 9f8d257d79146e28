"""Merges the Thai and the Latin files of Sarabun into static/fonts/print: python docs/merge_fonts.py.

Needs requirements-dev.txt. The same files come out every time.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "static" / "fonts"
FAMILY = "Sarabun ITA"
STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
SCRIPTS = ("thai", "latin")
_FAMILY_NAME, _STYLE_NAME, _UNIQUE_NAME, _FULL_NAME, _POSTSCRIPT_NAME = 1, 2, 3, 4, 6
_THAI = "uni0E"
_LEVELS = (576, 952)  # over a letter, and over a letter with a vowel
_NEAR = 50  # units of 1000 to the size
_OWN_FAMILY, _OWN_STYLE = 16, 17  # for programs that know more than regular and bold


def merged(weight: int) -> TTFont:
    """One weight with both scripts, under our own family name."""
    with TemporaryDirectory() as folder:
        parts = [_unpacked(script, weight, Path(folder)) for script in SCRIPTS]
        font = Merger().merge([str(part) for part in parts])
        with TTFont(parts[0]) as first:
            font["head"].created = first["head"].created
            font["head"].modified = first["head"].modified
            font["OS/2"].usWeightClass = weight
    font.recalcTimestamp = False
    _rename(font, STYLES[weight])
    _level(font)
    return font


def _unpacked(script: str, weight: int, folder: Path) -> Path:
    """A file of the browser as a plain TTF, which the merger can read."""
    path = folder / f"{script}.ttf"
    with TTFont(FONTS / f"sarabun-{script}-{weight}-normal.woff2", recalcTimestamp=False) as font:
        font.flavor = None
        font.save(path)
    return path


def _rename(font: TTFont, style: str) -> None:
    """The family renamed, as what is changed is not the font its makers published."""
    is_plain = style in ("Regular", "Bold")
    names = {
        _FAMILY_NAME: FAMILY if is_plain else f"{FAMILY} {style}",
        _STYLE_NAME: style if is_plain else "Regular",
        _UNIQUE_NAME: f"{FAMILY} {style}, merged from Sarabun 1.000",
        _FULL_NAME: f"{FAMILY} {style}",
        _POSTSCRIPT_NAME: f"{FAMILY.replace(' ', '')}-{style}",
        _OWN_FAMILY: FAMILY,
        _OWN_STYLE: style,
    }
    for name_id, text in names.items():
        font["name"].removeNames(nameID=name_id)
        font["name"].setName(text, name_id, 3, 1, 0x409)


def _level(font: TTFont) -> None:
    """Upper marks meet at one of two heights, on every letter and on every mark below them.

    Where a mark is moved up or down, typst writes the letters twice into a PDF: copied text would
    read "ขึ้ขึ้น". No mark moves by more than a twentieth of the size.
    """
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for glyph, anchor in _anchors(table):
                if glyph.startswith(_THAI):
                    anchor.YCoordinate = _levelled(anchor.YCoordinate)


def _anchors(table: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - fontTools names its tables at run time
    """The glyphs of a table that places marks, each with where it meets another."""
    kind = type(table).__name__
    if kind == "MarkBasePos":
        below, records = table.BaseCoverage, table.BaseArray.BaseRecord
        above, marks = table.MarkCoverage, table.MarkArray.MarkRecord
        places = [record.BaseAnchor for record in records]
    elif kind == "MarkMarkPos":
        below, records = table.Mark2Coverage, table.Mark2Array.Mark2Record
        above, marks = table.Mark1Coverage, table.Mark1Array.MarkRecord
        places = [record.Mark2Anchor for record in records]
    else:
        return
    for glyph, mark in zip(above.glyphs, marks, strict=True):
        yield glyph, mark.MarkAnchor
    for glyph, of_glyph in zip(below.glyphs, places, strict=True):
        yield from ((glyph, anchor) for anchor in of_glyph if anchor)


def _levelled(height: int) -> int:
    """The height at which marks meet that is near, or else the same height."""
    return next((level for level in _LEVELS if abs(height - level) <= _NEAR), height)


if __name__ == "__main__":
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for weight, style in STYLES.items():
        merged(weight).save(FONTS / "print" / f"SarabunITA-{style}.ttf")
