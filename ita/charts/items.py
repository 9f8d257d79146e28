"""OIT items: what one is worth, what each sub-indicator still holds, and the work list."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ita.charts.axes import even_ticks, level_axis, score_start
from ita.charts.describe import Axis, Bars, Chart, Dots, Line, Mark, Texts
from ita.charts.rows import row_chart
from ita.charts.words import in_words
from ita.facts import gaps as facts
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import item_span, labels, statuses

_TWO_LINES = 64
_OWNERS_FILE = "data/reference/item_owners.csv"
_OWNERS_COLUMNS = "office, fiscal_year, item, owner"


def item_worth(worths: pd.DataFrame, items: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Chart:
    """What one full item adds to the total, by sub-indicator; ours to gain stand out.

    ``worths``: the year's sub-indicators whose item points are known; ``items``: the office's.
    """
    say = stamp.say
    ordered = worths.sort_values(["item_points", "sub_indicator"])
    rows = ordered.to_dict("records")
    to_gain = items.groupby("sub_indicator")["points_to_gain"].sum()
    is_ours = [bool(to_gain.get(row["sub_indicator"], 0) > 0) for row in rows]
    names = [facts.sub_indicator_name(row) for row in rows]
    spans = [item_span(row["first_item_no"], row["last_item_no"]) for row in rows]
    highest = float(ordered["item_points"].max()) * 1.6
    bars = Bars(
        range(len(rows)),
        list(ordered["item_points"]),
        ["own" if ours else "other" for ours in is_ours],
        [f"{row['item_points']:.2f} · {span}" for span, row in zip(spans, rows, strict=True)],
        [
            say("gaps.worth_hover", name=name, points=row["item_points"], items=row["item_count"])
            for name, row in zip(names, rows, strict=True)
        ],
    )
    worth = [f"{points:.2f}" for points in ordered["item_points"]]
    texts = Texts(
        name="item-worth",
        headline=facts.worth_headline(say, ordered, fiscal_year),
        subtitle=say(
            "gaps.worth_ours" if any(is_ours) else "gaps.worth_subtitle", year=fiscal_year
        ),
        source=say("gaps.worth_source"),
        alt=in_words(say, say("gaps.worth_axis"), names[::-1], worth[::-1]),
    )
    return row_chart(
        texts,
        names,
        [bars],
        Axis(say("gaps.worth_axis"), 0, highest, even_ticks(0, highest)),
        stamp,
        table=partial(worth_table, ordered.iloc[::-1], fiscal_year, stamp),
    )


def sub_indicator_levels(
    subs: pd.DataFrame, items: pd.DataFrame, fiscal_year: int, stamp: Stamp
) -> Chart:
    """Own score of each OIT sub-indicator beside the national mean, the most to gain on top.

    ``subs``: one row per sub-indicator, each with a score; ``items`` name the sources.
    """
    say = stamp.say
    ordered = subs.sort_values(["points_to_gain", "sub_indicator"], ascending=[True, False])
    rows = ordered.to_dict("records")
    lowest = score_start(float(ordered[["score", "mean"]].min().min()), room=1)
    texts = Texts(
        name="sub-indicator-levels",
        headline=facts.sub_indicator_headline(say, ordered.iloc[::-1], fiscal_year),
        subtitle=say(
            "gaps.subs_subtitle" if ordered["mean"].notna().any() else "gaps.subs_alone",
            year=fiscal_year,
            lowest=lowest,
        ),
        source=named_sources(items["source_id"]),
        alt=facts.sub_indicator_alt(say, ordered.iloc[::-1]),
    )
    return row_chart(
        texts,
        [facts.sub_indicator_title(say, row) for row in rows],
        [mark for place, row in enumerate(rows) for mark in _level(row, place, say)],
        level_axis(say("column.score"), lowest),
        stamp,
        table=partial(sub_indicator_table, ordered.iloc[::-1], fiscal_year, stamp),
        row_height=_TWO_LINES,
    )


def worth_table(worths: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """Sub-indicators with their items and the worth of one."""
    say = stamp.say
    rows = worths.assign(
        span=[item_span(row.first_item_no, row.last_item_no) for row in worths.itertuples()],
        confidence_text=labels(say, "confidence", worths["confidence"]),
    )
    return Table(
        name=f"item-worth-{fiscal_year}",
        title=say("gaps.worth_table_title", year=fiscal_year),
        rows=rows,
        columns={
            "sub_indicator": Column(say("column.sub_indicator"), is_pinned=True),
            "name_th": Column(say("column.name"), width="large"),
            "span": Column(say("column.items")),
            "item_count": Column(say("column.item_count"), "whole"),
            "item_points": Column(
                say("column.item_points"), "points", help=say("help.item_points")
            ),
            "confidence_text": Column(say("column.confidence")),
        },
        note=say("gaps.worth_note"),
    )


def sub_indicator_table(subs: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """Sub-indicators with own score, national mean and points still to gain."""
    say = stamp.say
    return Table(
        name=f"oit-sub-indicators-{fiscal_year}",
        title=say("gaps.subs_title", year=fiscal_year, office=stamp.office_name),
        rows=subs,
        columns={
            "sub_indicator": Column(say("column.sub_indicator"), is_pinned=True),
            "name_th": Column(say("column.name"), width="large"),
            "points_to_gain": Column(
                say("column.points_to_gain"), "points", help=say("help.points_to_gain")
            ),
            "score": Column(say("column.score"), "score"),
            "mean": Column(say("benchmark.national_mean"), "score"),
            "item_count": Column(say("column.item_count"), "whole"),
        },
        note=say("gaps.worth_note"),
    )


def item_table(items: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """The work list: what each item asks for, what it would add and who answers for it, most first."""
    say = stamp.say
    share = 100 * items["full_offices"] / items["known_offices"]
    rows = items.assign(
        sub_text=items["sub_indicator"].fillna("") + " " + items["sub_indicator_name"].fillna(""),
        full_pct=share.where(items["known_offices"] > 1).round(1),
        status_text=statuses(say, items["status"]),
    ).sort_values(["points_to_gain", "item_points", "item_no"], ascending=[False, False, True])
    return Table(
        name=f"oit-items-{fiscal_year}",
        title=say("gaps.items_title", year=fiscal_year, office=stamp.office_name),
        rows=rows,
        columns={
            "item_code": Column(say("column.item"), is_pinned=True),
            "title_th": Column(say("column.item_title"), width="large"),
            "points_to_gain": Column(
                say("column.points_to_gain"), "points", help=say("help.points_to_gain")
            ),
            "item_points": Column(
                say("column.item_points"), "points", help=say("help.item_points")
            ),
            "score": Column(say("column.score"), "score"),
            "full_pct": Column(say("column.full_pct"), "percent", help=say("help.full_pct")),
            "owner": Column(say("column.owner"), help=say("help.owner")),
            "sub_text": Column(say("column.sub_indicator"), width="large"),
            "status_text": Column(say("column.certainty")),
            "source_id": Column(say("column.source")),
        },
        note=say("gaps.items_note", file=_OWNERS_FILE, columns=_OWNERS_COLUMNS),
    )


def _level(row: dict[Any, Any], place: int, say: Say) -> Iterator[Mark]:
    hover = [facts.sub_indicator_hover(say, row)]
    score, mean = row["score"], row["mean"]
    is_right = pd.isna(mean) or score >= mean
    if pd.notna(mean):
        yield Line([score, mean], [place, place], "faint")
        yield Dots(
            [mean],
            [place],
            "benchmark",
            hover,
            [f"{mean:.2f}"],
            ["middle left" if is_right else "middle right"],
            size=11,
            symbol="diamond",
        )
    side = "middle right" if is_right else "middle left"
    yield Dots([score], [place], "own", hover, [f"{score:.2f}"], [side], size=13)
