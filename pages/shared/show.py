"""Draws charts and tables, each with its twin and its files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from ita.charts import plotly
from ita.charts.describe import Chart
from ita.facts import bullets, plain
from ita.facts.overview import KeyFigure
from ita.report.spreadsheet import csv_file, file_name, xlsx_file
from ita.tables import Column, Kind, Table
from ita.view import View
from pages.shared import copying

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CHART_CONFIG = {"displayModeBar": False, "responsive": True, "showSendToCloud": False}
_FILES: dict[str, tuple[Callable[..., bytes], str]] = {
    "xlsx": (xlsx_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (csv_file, "text/csv"),
}
_NUMBER_FORMAT: dict[Kind, str] = {
    "score": "%.2f",
    "change": "%+.2f",
    "points": "%.4f",
    "percent": "%.1f",
    "whole": "%d",
    "year": "%d",
    "place": "%d",
}
_ROW_HEIGHT = 36
_ROWS_IN_SIGHT = 12
_MOST_COPIED = 1_000


@dataclass(frozen=True)
class Whole:
    """All of a long table, of which a page is shown: how many rows, and how it is made."""

    rows: int
    make: Callable[[], Table]

    def __call__(self) -> Table:
        """The table."""
        return self.make()


def missing(text: str, title: str | None = None) -> None:
    """What is not there, and what would fill it."""
    st.info(plain(text), title=title, icon=":material/search_off:")


def figures(shown: Iterable[KeyFigure]) -> None:
    """Each figure large, with its change and note."""
    with st.grid(4, min_column_width=210):
        for figure in shown:
            st.metric(
                figure.label,
                figure.value,
                figure.change,
                delta_color="off",
                delta_arrow=figure.arrow,
                delta_description=figure.description,
                border=True,
                height="stretch",
            )


def story(sentences: Iterable[str]) -> None:
    """The sentences that are not empty as a list; nothing in them is read as Markdown."""
    st.markdown(bullets(map(plain, sentences)))


def chart(described: Chart, view: View, *, whole: Whole | None = None) -> None:
    """The chart, and its figures as a table that opens on demand; ``whole`` as for a table."""
    st.plotly_chart(_figure(described), key=described.name, config=_CHART_CONFIG, alt=described.alt)
    twin = st.expander(
        view.say("table.of_chart"),
        key=f"{described.name}-table",
        on_change="rerun",
        icon=":material/table_rows:",
        type="compact",
    )
    if twin.open:
        with twin:
            table(described.table(), view, place=f"{described.name}-twin", whole=whole)


@lru_cache(maxsize=256)
def _figure(described: Chart) -> "Figure":
    """The figure of a chart, checked by Plotly once and not at every rerun."""
    from plotly.graph_objects import Figure  # noqa: PLC0415 - half a second that start-up need not pay

    return Figure(plotly.figure(described))


def table(
    described: Table,
    view: View,
    *,
    place: str = "page",
    rows_in_sight: int = _ROWS_IN_SIGHT,
    whole: Whole | None = None,
) -> None:
    """The table with its note and downloads; an empty one says so.

    ``place`` tells two showings of one table on a screen apart. Of a long table ``described`` is
    the page to show and ``whole`` makes all of it for the files.
    """
    if described.rows.empty:
        st.info(view.say("table.empty"))
        return
    if described.is_prose:
        st.table(described.as_text.map(plain), border="horizontal", alt=described.title)
    else:
        with st.container(key=_key(described, place, "grid")):
            _grid(described, place, rows_in_sight)
    note = [described.note] if described.note else []
    if view.version.is_simulated:
        note.insert(0, view.say("edition.demo.long"))
    if note:
        st.caption(" · ".join(note))
    with st.container(horizontal=True, key=_key(described, place, "files")):
        _download(described, whole, view, place, "xlsx")
        _download(described, whole, view, place, "csv")
        _copy(described, whole, view, place)


def _copy(in_sight: Table, whole: Whole | None, view: View, place: str) -> None:
    """Offer the whole table, or of a very long one the page in sight."""
    copying.button(
        whole() if whole and whole.rows <= _MOST_COPIED else in_sight,
        whole.rows if whole else len(in_sight.rows),
        view,
        key=_key(in_sight, place, "copy"),
        grid=_key(in_sight, place, "grid"),
    )


def _key(described: Table, place: str, part: str) -> str:
    return f"{place}-{described.name}-{part}"


def _grid(described: Table, place: str, rows_in_sight: int) -> None:
    in_sight = min(len(described.rows), rows_in_sight)
    st.dataframe(
        described.shown,
        hide_index=True,
        column_config={name: _column(column) for name, column in described.columns.items()},
        height=_ROW_HEIGHT * (in_sight + 1) + 2,
        row_height=_ROW_HEIGHT,
        placeholder="–",
        alt=described.title,
        key=_key(described, place, "rows"),
    )


def _download(described: Table, whole: Whole | None, view: View, place: str, suffix: str) -> None:
    make, mime = _FILES[suffix]
    stamp = view.stamp
    st.download_button(
        view.say(f"table.download_{suffix}"),
        lambda: make(whole() if whole else described, stamp),
        file_name=file_name(described, stamp, suffix),
        mime=mime,
        key=_key(described, place, suffix),
        on_click="ignore",
        icon=":material/download:",
        help=view.say("table.download_help", title=described.title),
    )


def _column(column: Column) -> ColumnConfig:
    if column.kind == "text":
        return st.column_config.TextColumn(
            column.title, help=column.help, width=column.width, pinned=column.is_pinned
        )
    return st.column_config.NumberColumn(
        column.title,
        help=column.help,
        format=_NUMBER_FORMAT[column.kind],
        width=column.width,
        pinned=column.is_pinned,
    )
