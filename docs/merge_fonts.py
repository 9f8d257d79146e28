"""Merges the Thai and the Latin files of Sarabun into static/fonts/print: python docs/merge_fonts.py.

Needs requirements-dev.txt. The same files come out every time.
"""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "static" / "fonts"
FAMILY = "Sarabun ITA"
STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
SCRIPTS = ("thai", "latin")
_FAMILY_NAME, _STYLE_NAME, _UNIQUE_NAME, _FULL_NAME, _POSTSCRIPT_NAME = 1, 2, 3, 4, 6
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


if __name__ == "__main__":
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for weight, style in STYLES.items():
        merged(weight).save(FONTS / "print" / f"SarabunITA-{style}.ttf")
