"""Offices by indicators, each score tinted by where it lies in the spread of the country."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from ita.charts.describe import Axis, Cells, Chart, Note
from ita.charts.words import in_words
from ita.facts import heat_map as facts
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import office_label

# Every second tint: neighbours differ clearly, and on each of them its figure is easy to read.
LEVELS = (1, 3, 5, 8, 10)
_LIMITS = ["lower_quartile", "median", "upper_quartile", "top_decile"]
_SLOT = 22
_FULL_CENTS = 10_000
_MOST_TENTHS = 999


def levels_of(cells: pd.DataFrame, spread: pd.DataFrame) -> pd.Series:
    """The tint of each score: how many of the four limits of its indicator it reaches; 0 without them.

    ``cells``: indicator_no and score; ``spread``: one row per indicator, 0 being the total.
    """
    limits = spread.set_index("indicator_no")[_LIMITS].reindex(cells["indicator_no"]).to_numpy()
    reached = (cells["score"].to_numpy()[:, None] >= limits).sum(axis=1)
    is_known = ~np.isnan(limits).any(axis=1) & cells["score"].notna().to_numpy()
    return pd.Series(np.where(is_known, np.array(LEVELS)[reached], 0), index=cells.index)


def with_totals(matrix: pd.DataFrame) -> pd.DataFrame:
    """The matrix with the total of each office as one more cell, indicator 0."""
    offices = matrix.drop_duplicates("office_id")
    totals = offices.assign(indicator_no=0, score=offices["total"], source_id=None)
    return pd.concat([matrix, totals], ignore_index=True)


def heat_map(
    matrix: pd.DataFrame,
    spread: pd.DataFrame,
    names: dict[int, str],
    office_id: str,
    fiscal_year: int,
    stamp: Stamp,
    *,
    order_by: int = 0,
) -> Chart:
    """Rows of offices in the order of ``matrix``, columns of indicators and last the total.

    ``matrix``: one row per office and known indicator; ``spread``: the year's limits by indicator;
    ``names``: the title of each indicator, 0 being the total.
    """
    say = stamp.say
    cells = with_totals(matrix)
    cells = cells.assign(level=levels_of(cells, spread))
    rows = cells.drop_duplicates("office_id")
    order = list(names)
    medians = dict(zip(spread["indicator_no"], spread["median"], strict=True))
    # Each office takes two slots, its name above its squares: names need no margin on a phone.
    slot = {office: 2 * (len(rows) - 1 - n) for n, office in enumerate(rows["office_id"])}
    squares = Cells(
        [order.index(number) for number in cells["indicator_no"]],
        [slot[office] for office in cells["office_id"]],
        list(cells["level"]),
        [score_text(score) for score in cells["score"]],
        [
            facts.hover(say, row, names[row["indicator_no"]], medians.get(row["indicator_no"]))
            for row in cells.to_dict("records")
        ],
        [place for place, office in enumerate(cells["office_id"]) if office == office_id],
    )
    own = cells[cells["office_id"] == office_id]
    top = 2 * len(rows)
    offices = [office_label(say, row) for row in rows.to_dict("records")]
    totals = [f"{total:.2f}" for total in rows["total"]]
    return Chart(
        name="heat-map",
        headline=facts.headline(say, own, spread, stamp.office_name),
        subtitle=say("gaps.heat.subtitle", year=fiscal_year, order=names[order_by]),
        source=stamp.source_line(named_sources(cells["source_id"])),
        alt=in_words(say, say("level.total"), offices, totals),
        x=Axis("", -0.5, len(order) - 0.5, tuple(enumerate(_heads(say, order)))),
        y=Axis("", -0.6, top + 0.5),
        marks=(squares, *_names(say, rows, slot), *_columns(say, order, top)),
        table=partial(matrix_table, cells, names, fiscal_year, stamp),
        watermark=stamp.watermark,
        height=_SLOT * (top + 1),
        left_margin=8,
        row_titles=tuple(
            facts.office_title(say, row) for row in rows.iloc[::-1].to_dict("records")
        ),
    )


def score_text(score: float) -> str:
    """A score as it fits a square, to one decimal; only full marks read 100."""
    cents = round(score * 100)
    if cents >= _FULL_CENTS:
        return "100"
    return f"{min((cents + 5) // 10, _MOST_TENTHS) / 10:.1f}"


def matrix_table(
    cells: pd.DataFrame, names: dict[int, str], fiscal_year: int, stamp: Stamp
) -> Table:
    """One row per office, one column per indicator and the total, with two decimals."""
    say = stamp.say
    of_column = {number: f"indicator_{number}" if number else "total" for number in names}
    offices = cells.drop_duplicates("office_id").set_index("office_id")
    wide = cells.pivot_table(index="office_id", columns="indicator_no", values="score")
    scores = wide.reindex(index=offices.index, columns=list(names)).rename(columns=of_column)
    sources = cells.groupby("office_id")["source_id"].agg(named_sources)
    rows = scores.assign(
        office=[office_label(say, office) for office in offices.to_dict("records")],
        rank=offices["rank"],
        source=sources,
    )
    return Table(
        name=f"indicator-matrix-{fiscal_year}",
        title=say("gaps.heat.table_title", year=fiscal_year),
        rows=rows.reset_index(),
        columns={
            "office": Column(say("column.office"), width="large", is_pinned=True),
            "rank": Column(say("column.rank"), "place", help=say("help.rank")),
            **{of_column[number]: Column(title, "score") for number, title in names.items()},
            "office_id": Column(say("column.office_id")),
            "source": Column(say("column.source")),
        },
        note=say("gaps.heat.note"),
    )


def _heads(say: Say, order: list[int]) -> list[str]:
    return [say("gaps.heat.total") if number == 0 else str(number) for number in order]


def _columns(say: Say, order: list[int], top: int) -> Iterator[Note]:
    for place, head in enumerate(_heads(say, order)):
        yield Note(place, top, head)


def _names(say: Say, rows: pd.DataFrame, slot: dict[str, int]) -> Iterator[Note]:
    for office in rows.to_dict("records"):
        yield Note(
            -0.5, slot[office["office_id"]] + 1, facts.office_title(say, office), align="left"
        )
