"""Charts as picture files, to put on a slide, in a document or in a chat."""

from typing import Literal

from ita.charts import printed
from ita.charts.describe import Chart
from ita.report.fonts import require_fonts
from ita.report.spreadsheet import file_name_of
from ita.stamp import Stamp

Shape = Literal["wide", "square"]
SHAPES: dict[Shape, printed.Size] = {"wide": printed.WIDE, "square": printed.SQUARE}


def png_file(chart: Chart, stamp: Stamp, shape: Shape) -> bytes:
    """The chart with headline and source, 1920x1080 or 1080x1080 pixels.

    Raises ReportError when the font is missing.
    """
    require_fonts(stamp.say)
    return printed.png(chart, SHAPES[shape])


def svg_file(chart: Chart, stamp: Stamp) -> bytes:
    """The wide picture as SVG with outlines, which looks the same without the font.

    Raises ReportError when the font is missing.
    """
    require_fonts(stamp.say)
    return printed.svg(chart, printed.WIDE, is_text_kept=False)


def png_name(chart: Chart, stamp: Stamp, shape: Shape) -> str:
    """The name of the PNG file: edition, chart, office, shape and version."""
    return file_name_of(stamp.version, chart.name, stamp.office_id, shape, suffix="png")


def svg_name(chart: Chart, stamp: Stamp) -> str:
    """The name of the SVG file: edition, chart, office and version."""
    return file_name_of(stamp.version, chart.name, stamp.office_id, suffix="svg")
