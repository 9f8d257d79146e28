"""Where points are lost: indicators against a benchmark, and what a disclosure item is worth."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pandas as pd

from ita.charts.describe import Axis, Bars, Chart, Dots, Line, Mark, Note
from ita.facts import gaps as facts
from ita.facts.common import indicator_name
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import item_span, label, labels

_ROW = 46


def indicator_effects(
    gaps: pd.DataFrame, fiscal_year: int, benchmark_kind: str, stamp: Stamp
) -> Chart:
    """Effect of each indicator's gap on the total, largest loss on top.

    ``gaps``: one row per indicator, each with a score and a benchmark.
    """
    say = stamp.say
    ordered = gaps.sort_values(["effect", "indicator_no"], ascending=[False, False])
    rows = ordered.to_dict("records")
    effects = list(ordered["effect"])
    reach = max(0.5, max(map(abs, effects)) * 1.45)
    lowest = -reach if min(effects) < 0 else 0
    highest = reach if max(effects) > 0 else 0
    bars = Bars(
        range(len(rows)),
        effects,
        ["own" if effect < 0 else "other" for effect in effects],
        [f"{effect:+.2f}" for effect in effects],
        [facts.hover(say, row) for row in rows],
    )
    return _row_chart(
        "indicator-effects",
        [indicator_name(say, row) for row in rows],
        [bars],
        Axis(say("gaps.effect_axis"), lowest, highest, _even_ticks(lowest, highest)),
        stamp,
        headline=facts.effects_headline(say, ordered, label(say, "benchmark", benchmark_kind)),
        subtitle=say("gaps.effects_subtitle", year=fiscal_year),
        source=named_sources(ordered["source_id"]),
        alt=facts.effects_alt(say, ordered),
        table=partial(gap_table, ordered.iloc[::-1], fiscal_year, stamp),
    )


def indicator_spread(gaps: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Chart:
    """Own score in the spread of all offices: range, middle half, median, own dot."""
    say = stamp.say
    ordered = gaps.sort_values("indicator_no", ascending=False).reset_index(drop=True)
    rows = ordered.to_dict("records")
    middle = float(ordered[["lower_quartile", "score"]].min().min())
    lowest = max(0, int((middle - 15) // 10) * 10)
    own = Dots(
        list(ordered["score"]),
        range(len(rows)),
        "own",
        [facts.hover(say, row) for row in rows],
        size=13,
    )
    spines = [mark for row in ordered.itertuples() for mark in _spine(row, say, lowest)]
    return _row_chart(
        "indicator-spread",
        [indicator_name(say, row) for row in rows],
        [*spines, own],
        Axis(say("column.score"), lowest, 101, tuple((v, str(v)) for v in range(lowest, 101, 10))),
        stamp,
        headline=facts.spread_headline(say, ordered),
        subtitle=say("gaps.spread_subtitle", year=fiscal_year, lowest=lowest),
        source=named_sources(ordered["source_id"]),
        alt=facts.spread_headline(say, ordered),
        table=partial(gap_table, ordered.iloc[::-1], fiscal_year, stamp),
    )


def item_worth(worths: pd.DataFrame, items: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Chart:
    """What one full item adds to the total, by sub-indicator; ours to gain stand out.

    ``worths``: the year's sub-indicators whose item points are known; ``items``: the office's.
    """
    say = stamp.say
    ordered = worths.sort_values(["item_points", "sub_indicator"])
    rows = ordered.to_dict("records")
    to_gain = items.groupby("sub_indicator")["points_to_gain"].sum()
    is_ours = [bool(to_gain.get(row["sub_indicator"], 0) > 0) for row in rows]
    names = [f"{row['sub_indicator']} {row['name_th']}" for row in rows]
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
    return _row_chart(
        "item-worth",
        names,
        [bars],
        Axis(say("gaps.worth_axis"), 0, highest, _even_ticks(0, highest)),
        stamp,
        headline=facts.worth_headline(say, ordered, fiscal_year),
        subtitle=say(
            "gaps.worth_ours" if any(is_ours) else "gaps.worth_subtitle", year=fiscal_year
        ),
        source=say("gaps.worth_source"),
        alt=facts.worth_headline(say, ordered, fiscal_year),
        table=partial(worth_table, ordered.iloc[::-1], fiscal_year, stamp),
    )


def _row_chart(  # noqa: PLR0913 - the parts that differ from chart to chart
    name: str,
    titles: list[str],
    marks: Sequence[Mark],
    x: Axis,
    stamp: Stamp,
    *,
    headline: str,
    subtitle: str,
    source: str,
    alt: str,
    table: Callable[[], Table],
) -> Chart:
    """A chart of rows, the first at the bottom, each under its title."""
    over_rows = [
        Note(x.lowest, row + 0.22, title, "above", "left") for row, title in enumerate(titles)
    ]
    return Chart(
        name=name,
        headline=headline,
        subtitle=subtitle,
        source=stamp.source_line(source),
        alt=alt,
        x=x,
        y=Axis("", -0.5, len(titles) - 0.2),
        marks=(*marks, *over_rows),
        table=table,
        watermark=stamp.watermark,
        height=_ROW * len(titles) + 20,
        left_margin=16,
    )


def gap_table(gaps: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """Indicators with score, benchmark, gap and effect on the total."""
    say = stamp.say
    rows = gaps.assign(
        name=gaps[say.pick(th="name_th", en="name_en")],
        instrument_text=labels(say, "instrument", gaps["instrument"]),
        status_text=[
            label(say, "status", status) or say("missing.not_published")
            for status in gaps["status"]
        ],
    )
    return Table(
        name=f"indicator-gap-{fiscal_year}",
        title=say("gaps.table_title", year=fiscal_year, office=stamp.office_name),
        rows=rows,
        columns={
            "indicator_no": Column(say("column.indicator_no"), "whole", is_pinned=True),
            "name": Column(say("column.indicator"), width="large"),
            "instrument_text": Column(say("column.instrument")),
            "weight": Column(say("column.weight"), "whole", help=say("help.weight")),
            "score": Column(say("column.score"), "score"),
            "benchmark": Column(say("column.benchmark"), "score"),
            "gap": Column(say("column.gap"), "change", help=say("help.gap")),
            "effect": Column(say("column.effect"), "change", help=say("help.effect")),
            "status_text": Column(say("column.certainty"), width="large"),
        },
        note=say("gaps.table_note"),
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


def item_table(items: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """The work list: every item with its worth, own score and points still to gain, most first."""
    say = stamp.say
    share = 100 * items["full_offices"] / items["known_offices"]
    rows = items.assign(
        sub_text=items["sub_indicator"].fillna("") + " " + items["sub_indicator_name"].fillna(""),
        full_pct=share.where(items["known_offices"] > 1),
        status_text=[
            label(say, "status", status) or say("missing.not_published")
            for status in items["status"]
        ],
    ).sort_values(["points_to_gain", "item_points", "item_no"], ascending=[False, False, True])
    return Table(
        name=f"oit-items-{fiscal_year}",
        title=say("gaps.items_title", year=fiscal_year, office=stamp.office_name),
        rows=rows,
        columns={
            "item_code": Column(say("column.item"), is_pinned=True),
            "title_th": Column(say("column.item_title"), width="large"),
            "score": Column(say("column.score"), "score"),
            "item_points": Column(
                say("column.item_points"), "points", help=say("help.item_points")
            ),
            "points_to_gain": Column(
                say("column.points_to_gain"), "points", help=say("help.points_to_gain")
            ),
            "full_pct": Column(say("column.full_pct"), "percent", help=say("help.full_pct")),
            "sub_text": Column(say("column.sub_indicator"), width="large"),
            "status_text": Column(say("column.certainty")),
        },
        note=say("gaps.items_note"),
    )


def _spine(row: Any, say: Say, lowest: int) -> Iterator[Mark]:  # noqa: ANN401 - a row of the mart
    yield Line([max(row.minimum, lowest), row.maximum], [row.Index, row.Index], "faint")
    yield Line([row.lower_quartile, row.upper_quartile], [row.Index, row.Index], "other")
    yield Dots(
        [row.median],
        [row.Index],
        "benchmark",
        [f"{say('gaps.median')} {row.median:.2f}"],
        size=11,
        symbol="diamond",
    )


def _even_ticks(lowest: float, highest: float) -> tuple[tuple[float, str], ...]:
    span = highest - lowest
    step = next((s for s in (0.1, 0.25, 0.5, 1, 2, 5) if span / s <= 7), 10)  # noqa: PLR2004
    first = int(lowest // step)
    values = [round(step * n, 2) for n in range(first, int(highest // step) + 1)]
    return tuple((value, f"{value:g}") for value in values if value >= lowest)
