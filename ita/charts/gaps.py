"""Where points are lost: indicators against a benchmark, by effect, by level and in the spread."""

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

import pandas as pd

from ita.charts.axes import even_ticks, level_axis, score_start, score_ticks
from ita.charts.describe import Axis, Bars, Chart, Dots, Line, Mark, Texts
from ita.charts.rows import row_chart, spine
from ita.charts.words import in_words
from ita.facts import gaps as facts
from ita.facts.common import indicator_name
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import label, labels, statuses

# What the reader may order by -> the column that does it.
_ORDER_COLUMN = {"effect": "effect", "gap": "gap", "number": "indicator_no"}
ORDERS = tuple(_ORDER_COLUMN)
_SPREAD_ROOM = 15  # points below the lowest quartile; the rest of the range lies outside
_ARROW = {True: "triangle-right", False: "triangle-left"}


def in_order(gaps: pd.DataFrame, order: str) -> pd.DataFrame:
    """The indicators from the largest loss, the widest gap below the benchmark, or the first number."""
    return gaps.sort_values([_ORDER_COLUMN[order], "indicator_no"])


def indicator_effects(
    gaps: pd.DataFrame,
    fiscal_year: int,
    benchmark_kind: str,
    stamp: Stamp,
    order: str = "effect",
) -> Chart:
    """Effect of each indicator's gap on the total, the first in ``order`` on top.

    ``gaps``: one row per indicator, each with a score and a benchmark.
    """
    say = stamp.say
    ordered = in_order(gaps, order).iloc[::-1]
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
    texts = Texts(
        name="indicator-effects",
        headline=facts.effects_headline(
            say, ordered, facts.benchmark_name(say, ordered, benchmark_kind)
        ),
        subtitle=say("gaps.effects_subtitle", year=fiscal_year, order=say(f"gaps.order.{order}")),
        source=named_sources(ordered["source_id"]),
        alt=facts.effects_alt(say, ordered),
    )
    return row_chart(
        texts,
        [indicator_name(say, row) for row in rows],
        [bars],
        Axis(say("gaps.effect_axis"), lowest, highest, even_ticks(lowest, highest)),
        stamp,
        table=partial(gap_table, ordered.iloc[::-1], fiscal_year, stamp),
    )


def indicator_levels(
    gaps: pd.DataFrame,
    fiscal_year: int,
    benchmark_kind: str,
    stamp: Stamp,
    *,
    order: str = "effect",
    careful: Collection[int] = (),
) -> Chart:
    """Own score of each indicator joined to its benchmark; against last year an arrow shows the way.

    ``gaps`` as for `indicator_effects`; ``careful``: numbers of the indicators to compare with care.
    """
    say = stamp.say
    ordered = in_order(gaps, order).iloc[::-1]
    rows = ordered.to_dict("records")
    is_change = benchmark_kind == "last_year"
    lowest = score_start(float(ordered[["score", "benchmark"]].min().min()), room=1)
    of_kind = facts.benchmark_name(say, ordered, benchmark_kind)
    headline = (
        facts.change_headline(say, ordered)
        if is_change
        else facts.levels_headline(say, ordered, of_kind)
    )
    subtitle = "gaps.change_subtitle" if is_change else "gaps.levels_subtitle"
    texts = Texts(
        name="indicator-levels",
        headline=headline,
        subtitle=say(
            subtitle,
            benchmark=of_kind,
            year=fiscal_year,
            before=fiscal_year - 1,
            lowest=lowest,
        ),
        source=named_sources(ordered["source_id"]),
        alt=facts.levels_alt(say, ordered.iloc[::-1], of_kind),
    )
    return row_chart(
        texts,
        [facts.level_title(say, row, is_change=is_change) for row in rows],
        [
            mark
            for place, row in enumerate(rows)
            for mark in _dumbbell(
                row, place, say, is_change=is_change, is_dashed=row["indicator_no"] in careful
            )
        ],
        level_axis(say("column.score"), lowest),
        stamp,
        table=partial(gap_table, ordered.iloc[::-1], fiscal_year, stamp),
    )


def indicator_spread(gaps: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Chart:
    """Own score in the spread of all offices: range, middle half, median, own dot."""
    say = stamp.say
    ordered = gaps.sort_values("indicator_no", ascending=False).reset_index(drop=True)
    rows = ordered.to_dict("records")
    least = float(ordered[["lower_quartile", "score"]].min().min())
    lowest = score_start(least, room=_SPREAD_ROOM, step=10)
    own = Dots(
        list(ordered["score"]),
        range(len(rows)),
        "own",
        [facts.spread_hover(say, row) for row in rows],
        size=13,
    )
    names = [indicator_name(say, row) for row in rows]
    medians = [f"{say('gaps.median')} {row['median']:.2f}" for row in rows]
    spines = [
        mark
        for place, (row, median) in enumerate(zip(rows, medians, strict=True))
        for mark in spine(row, place, median, lowest=lowest)
    ]
    figures = [f"{row['score']:.2f} ({median})" for row, median in zip(rows, medians, strict=True)]
    texts = Texts(
        name="indicator-spread",
        headline=facts.spread_headline(say, ordered),
        subtitle=say("gaps.spread_subtitle", year=fiscal_year, lowest=lowest),
        source=named_sources(ordered["source_id"]),
        alt=in_words(say, say("column.score"), names[::-1], figures[::-1]),
    )
    return row_chart(
        texts,
        names,
        [*spines, own],
        Axis(say("column.score"), lowest, 101, score_ticks(lowest, 10)),
        stamp,
        table=partial(spread_table, ordered.iloc[::-1], fiscal_year, stamp),
    )


def gap_table(gaps: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """Indicators with score, benchmark, gap and effect on the total."""
    say = stamp.say
    kind = str(gaps["benchmark_kind"].iloc[0])
    rows = gaps.assign(
        name=gaps[say.pick(th="name_th", en="name_en")],
        instrument_text=labels(say, "instrument", gaps["instrument"]),
        status_text=statuses(say, gaps["status"]),
    )
    return Table(
        name=f"indicator-gap-{kind.replace('_', '-')}-{fiscal_year}",
        title=say(
            "gaps.table_title",
            year=fiscal_year,
            office=stamp.office_name,
            benchmark=label(say, "benchmark", kind),
        ),
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
            "source_id": Column(say("column.source")),
        },
        note=say("gaps.table_note"),
    )


def spread_table(gaps: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """Indicators with their own score and the spread of all offices."""
    say = stamp.say
    spread = ("minimum", "lower_quartile", "median", "upper_quartile", "maximum")
    return Table(
        name=f"indicator-spread-{fiscal_year}",
        title=say("gaps.spread_table_title", year=fiscal_year, office=stamp.office_name),
        rows=gaps.assign(name=gaps[say.pick(th="name_th", en="name_en")]),
        columns={
            "indicator_no": Column(say("column.indicator_no"), "whole", is_pinned=True),
            "name": Column(say("column.indicator"), width="large"),
            "score": Column(say("column.score"), "score"),
            **{name: Column(say(f"gaps.{name}"), "score") for name in spread},
            "source_id": Column(say("column.source")),
        },
        note=say("gaps.spread_note"),
    )


def _dumbbell(
    row: dict[Any, Any], place: int, say: Say, *, is_change: bool, is_dashed: bool
) -> Iterator[Mark]:
    score, benchmark = row["score"], row["benchmark"]
    hover = [facts.hover(say, row)]
    if score == benchmark:
        yield Dots([score], [place], "own", hover, [f"{score:.2f}"], ["middle left"], size=13)
        return
    sides = (
        ("middle right", "middle left") if score > benchmark else ("middle left", "middle right")
    )
    yield Line([benchmark, score], [place, place], "other", is_dashed=is_dashed)
    yield Dots(
        [benchmark],
        [place],
        "benchmark",
        hover,
        [f"{benchmark:.2f}"],
        [sides[1]],
        size=11,
        is_hollow=is_change,
        symbol="circle" if is_change else "diamond",
    )
    symbol = _ARROW[score > benchmark] if is_change else "circle"
    yield Dots([score], [place], "own", hover, [f"{score:.2f}"], [sides[0]], size=13, symbol=symbol)
