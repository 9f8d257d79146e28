"""Charts of a workbook: native, editable, drawn from the cells of the sheet they stand on."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd
from xlsxwriter.chart import Chart as NativeChart
from xlsxwriter.worksheet import Worksheet

from ita.charts.axes import score_start
from ita.charts.joining import joined_lines
from ita.report.sheets import FONT, HEAD_ROW, INK, LINE, SMALL_INK, Book
from ita.selection import Verdicts
from ita.tables import Table
from ita.wording import Say

_OWN, _OTHER, _BENCHMARK = "#D9590B", "#737E8D", "#2F6DB5"
_GRID = "#DDD9CE"
_WIDTH = 920
_ROOM = 2  # points below the lowest score
_SMALL, _TITLE = 13, 16


def score_line(
    book: Book, sheet: Worksheet, table: Table, verdicts: Verdicts, headline: str, source: str
) -> None:
    """Score by fiscal year with the pass mark, under the table that holds both.

    Joined where years compare, dashed where they do with care; a missing year is a gap.
    """
    say, rows = book.stamp.say, table.rows.reset_index(drop=True)
    cells = _Cells(sheet, table)
    chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight"})
    known = rows[rows["score"].notna()]
    place = {year: position for position, year in enumerate(rows["fiscal_year"])}
    points = zip(known["fiscal_year"], known["score"], strict=True)
    for line in joined_lines(points, verdicts, "own"):
        span = (place[line.x[0]], place[line.x[-1]])
        dash = "dash" if line.is_dashed else "solid"
        chart.add_series(
            {
                "categories": cells.of("fiscal_year", *span),
                "values": cells.of("score", *span),
                "line": {"color": _OWN, "width": 2.25, "dash_type": dash},
                "marker": {"type": "none"},
            }
        )
    whole = (0, len(rows) - 1)
    chart.add_series(
        {
            "name": say("column.score"),
            "categories": cells.of("fiscal_year", *whole),
            "values": cells.of("score", *whole),
            "line": {"none": True},
            "marker": {
                "type": "circle",
                "size": 9,
                "fill": {"color": _OWN},
                "border": {"color": _OWN},
            },
            "data_labels": {
                "value": True,
                "position": "above",
                "num_format": "0.00",
                "font": _font(_SMALL, bold=True),
            },
        }
    )
    _pass_line(chart, cells, rows, say)
    lowest = score_start(float(rows[["score", "pass_mark"]].min().min()), room=_ROOM)
    first, last = int(rows["fiscal_year"].min()), int(rows["fiscal_year"].max())
    chart.set_x_axis(
        {
            **_axis(say("column.fiscal_year")),
            "min": first - 1,
            "max": last + 1,
            "major_unit": 1,
            "num_format": f'[<{first}]"";[>{last}]"";0',
            "crossing": first - 1,
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_y_axis(
        {
            **_axis(say("workbook.score_axis", lowest=lowest)),
            "min": lowest,
            "max": 100,
            "num_format": "0",
            "crossing": lowest,
        }
    )
    chart.show_blanks_as("gap")
    _place(book, sheet, table, chart, headline, source, height=380)


def effect_bars(
    book: Book, sheet: Worksheet, table: Table, bars: slice, headline: str, source: str
) -> None:
    """What each part added to the total or took from it; ``bars`` are the rows of the table drawn."""
    say = book.stamp.say
    cells = _Cells(sheet, table)
    span = (bars.start, bars.stop - 1)
    effects = table.rows["change_effect"].iloc[bars]
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": say("column.effect"),
            "categories": cells.of("step", *span),
            "values": cells.of("change_effect", *span),
            "fill": {"color": _OWN},
            "points": [{"fill": {"color": _OTHER if effect < 0 else _OWN}} for effect in effects],
            "gap": 60,
            "data_labels": {
                "value": True,
                "num_format": "+0.00;-0.00;0.00",
                "font": _font(_SMALL),
            },
        }
    )
    chart.set_x_axis(
        {
            **_axis(say("column.effect")),
            "num_format": "+0.0;-0.0;0",
            "label_position": "high",  # the far side of the reversed rows: below them
        }
    )
    chart.set_y_axis(
        {
            **_axis(say("column.indicator")),
            "reverse": True,
            "label_position": "low",
            "major_gridlines": {"visible": False},
        }
    )
    height = 130 + 34 * (bars.stop - bars.start)
    _place(book, sheet, table, chart, headline, source, height=height)


class _Cells:
    """Where the columns of a table stand on its sheet."""

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        self._name = sheet.get_name()
        self._position = {name: place for place, name in enumerate(table.columns)}

    def of(self, column: str, first: int, last: int) -> Sequence[str | int]:
        """Some rows of a column, counted from 0."""
        position, top = self._position[column], HEAD_ROW + 1
        return [self._name, top + first, position, top + last, position]


def _pass_line(chart: NativeChart, cells: _Cells, rows: pd.DataFrame, say: Say) -> None:
    """The pass mark, named once at its end."""
    marked = list(rows.index[rows["pass_mark"].notna()])
    if not marked:
        return
    named: list[Mapping[str, Any]] = [{"delete": True} for _ in marked[:-1]]
    text = f"{say('workbook.pass_mark')} {rows.loc[marked[-1], 'pass_mark']:.2f}"
    chart.add_series(
        {
            "name": say("workbook.pass_mark"),
            "categories": cells.of("fiscal_year", marked[0], marked[-1]),
            "values": cells.of("pass_mark", marked[0], marked[-1]),
            "line": {"color": _BENCHMARK, "width": 1.5},
            "marker": {"type": "none"},
            "data_labels": {
                "value": True,
                "position": "below",
                "font": _font(_SMALL, color=_BENCHMARK),
                "custom": [*named, {"value": text, "font": _font(_SMALL, color=_BENCHMARK)}],
            },
        }
    )


def _axis(title: str) -> dict[str, Any]:
    return {
        "name": title,
        "name_font": _font(_SMALL, color=SMALL_INK, bold=False),
        "num_font": _font(_SMALL),
        "line": {"color": _OTHER},
        "major_gridlines": {"visible": True, "line": {"color": _GRID}},
    }


def _font(size: int, color: str = INK, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": color, "bold": bold}


def _place(
    book: Book,
    sheet: Worksheet,
    table: Table,
    chart: NativeChart,
    headline: str,
    source: str,
    *,
    height: int,
) -> None:
    """The chart below the table, its source and version in the cell below the chart."""
    top = HEAD_ROW + len(table.rows) + 2
    mark = book.stamp.watermark
    title = f"{headline} ({mark})" if mark else headline
    chart.set_title({"name": title, "name_font": _font(_TITLE, bold=True), "overlay": False})
    chart.set_legend({"none": True})
    chart.set_size({"width": _WIDTH, "height": height})
    chart.set_chartarea({"border": {"color": _GRID}})
    sheet.insert_chart(top, 0, chart, {"description": headline})
    below = top + ceil(height / LINE)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(below, 0, source, book.style(font_color=SMALL_INK))
