"""The font that printed files are set in; without it letters would be wrong, so nothing is made."""

from collections.abc import Iterable
from pathlib import Path

from ita.charts.printed import FONTS
from ita.report.errors import ReportError
from ita.wording import Say

FONT_FILES = ("SarabunITA-Regular.ttf", "SarabunITA-SemiBold.ttf", "SarabunITA-Bold.ttf")


WEB_FONTS = FONTS.parent
WEB_FONT_FILES = {
    (script, weight): f"sarabun-{script}-{weight}-normal.woff2"
    for weight in (400, 600, 700)
    for script in ("thai", "latin")
}


def require_fonts(say: Say) -> None:
    """Raises ReportError naming the font files for print that are missing and how to get them."""
    _require(FONTS, FONT_FILES, say)


def require_web_fonts(say: Say) -> None:
    """Raises ReportError naming the font files for pages that are missing and how to get them."""
    _require(WEB_FONTS, WEB_FONT_FILES.values(), say)


def _require(folder: Path, names: Iterable[str], say: Say) -> None:
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise ReportError(say("paper.error.no_font", files=", ".join(missing)))
