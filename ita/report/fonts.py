"""The font that printed files are set in; without it letters would be wrong, so nothing is made."""

from ita.charts.printed import FONTS
from ita.report.errors import ReportError
from ita.wording import Say

FONT_FILES = ("SarabunITA-Regular.ttf", "SarabunITA-SemiBold.ttf", "SarabunITA-Bold.ttf")


def require_fonts(say: Say) -> None:
    """Raises ReportError naming the font files that are missing and how to get them."""
    missing = [name for name in FONT_FILES if not (FONTS / name).is_file()]
    if missing:
        raise ReportError(say("paper.error.no_font", files=", ".join(missing)))
