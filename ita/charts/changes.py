"""What a change of the total is made of, how it compares with everyone's, and where it left the office."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ita.charts.axes import even_ticks, year_ticks
from ita.charts.describe import Axis, Band, Chart, Dots, Line, Mark, Note, Role, Rule, Texts
from ita.charts.joining import joined_lines
from ita.charts.waterfall import End, Step, waterfall
from ita.facts import trend as facts
from ita.facts.common import Row, indicator_name
from ita.selection import year_verdicts
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording.labels import labels

_ROW = 46
_LABEL_ROOM = 0.3  # of the span of the changes, on either side
_LEAST_SPAN = 0.5
_LOW = 15  # a label below a lower percentile would touch the figures under it
_QUARTERS = (0, 25, 50, 75, 100)


def change_waterfall(change: Row, parts: pd.DataFrame, stamp: Stamp) -> Chart:
    """From last year's total to this year's: one step per indicator, then what no indicator explains.

    ``change``: a row of the office's changes; ``parts``: its known indicators, at least one.
    """
    say = stamp.say
    steps = [*_indicator_steps(parts, stamp), *_other_steps(change, stamp)]
    before, after = (
        End(say("trend.waterfall.total", year=change[year]), float(change[score]))
        for year, score in (("previous_year", "previous_score"), ("fiscal_year", "score"))
    )
    texts = Texts(
        name="change-waterfall",
        headline=facts.parts_sentence(say, change, parts),
        subtitle=facts.waterfall_subtitle(say, change, parts),
        source=named_sources(parts["source_id"]),
        alt=say(
            "trend.waterfall.alt",
            previous_year=change["previous_year"],
            previous=before.score,
            year=change["fiscal_year"],
            score=after.score,
            parts=", ".join(f"{step.label} {step.points:+.2f}" for step in steps),
        ),
    )
    return waterfall(
        before,
        steps,
        after,
        texts,
        stamp,
        axis=say("trend.waterfall.axis"),
        table=partial(change_table, change, parts, stamp),
    )


def change_table(change: Row, parts: pd.DataFrame, stamp: Stamp) -> Table:
    """The steps in figures: both totals, indicators, the rest, and the total of what kept its method."""
    say = stamp.say
    ordered = by_size(parts)
    indicators = ordered.assign(
        step=[indicator_name(say, row) for row in ordered.to_dict("records")],
        comparable_text=labels(say, "comparable", ordered["comparable"]),
    )
    totals = [
        {
            "step": say("trend.waterfall.total", year=change["previous_year"]),
            "score": change["previous_score"],
        },
        {
            "step": say("trend.waterfall.total", year=change["fiscal_year"]),
            "score": change["score"],
        },
    ]
    others = [
        {"step": step.label, "change_effect": step.points} for step in _other_steps(change, stamp)
    ]
    records = [
        totals[0],
        *indicators.to_dict("records"),
        *others,
        totals[1],
        *_like_row(change, parts, stamp),
    ]
    columns = {
        "step": Column(say("trend.waterfall.step"), width="large", is_pinned=True),
        "weight": Column(say("column.weight"), "whole", help=say("help.weight")),
        "previous_score": Column(
            say("trend.waterfall.score", year=change["previous_year"]), "score"
        ),
        "score": Column(say("trend.waterfall.score", year=change["fiscal_year"]), "score"),
        "change": Column(say("column.change"), "change"),
        "change_effect": Column(
            say("column.effect"), "change", help=say("trend.waterfall.effect_help")
        ),
        "comparable_text": Column(say("column.comparable")),
    }
    return Table(
        name=f"change-{change['fiscal_year']}",
        title=say(
            "trend.waterfall.table_title", year=change["fiscal_year"], office=stamp.office_name
        ),
        rows=pd.DataFrame(records, columns=[*columns, "indicator_no"]),
        columns=columns,
        note=say("trend.waterfall.table_note"),
    )


def by_size(parts: pd.DataFrame) -> pd.DataFrame:
    """The indicators, those first that moved the total most."""
    size = parts["change_effect"].abs()
    return parts.assign(size=size).sort_values(["size", "indicator_no"], ascending=[False, True])


def _indicator_steps(parts: pd.DataFrame, stamp: Stamp) -> Iterator[Step]:
    for row in by_size(parts).to_dict("records"):
        points = float(row["change_effect"])
        arrow = "▲ " if points > 0 else "▼ " if points < 0 else ""
        care = "" if row["comparable"] == "yes" else " *"
        name = indicator_name(stamp.say, row)
        yield Step(f"{arrow}{name}{care}", points, facts.part_hover(stamp.say, row))


def _other_steps(change: Row, stamp: Stamp) -> Iterator[Step]:
    """What no indicator explains, and where the published change is not the difference of the totals."""
    titles = {
        "residual": facts.residual_name(stamp.say, change),
        "print_rounding": stamp.say("trend.waterfall.print_rounding"),
    }
    for column, title in titles.items():
        points = float(change[column])
        if points or (column == "residual" and change["missing_indicators"]):
            yield Step(title, points, f"<b>{title}</b><br>{points:+.2f}", is_certain=False)


def _like_row(change: Row, parts: pd.DataFrame, stamp: Stamp) -> Iterator[dict[str, Any]]:
    if pd.notna(change["like_weight"]):
        kept = parts.loc[parts["comparable"] == "yes", "indicator_no"]
        yield {
            "step": stamp.say("trend.waterfall.like", indicators=facts.runs(kept)),
            "weight": change["like_weight"],
            "previous_score": change["previous_like_score"],
            "score": change["like_score"],
            "change": round(change["like_score"] - change["previous_like_score"], 2),
        }


def change_tide(changes: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Chart:
    """The office's change beside the mean change of all offices and of its type, newest year on top.

    ``changes``: the office's changes, some with a mean; ``fiscal_year`` is the year that stands out.
    """
    say = stamp.say
    first, last = int(changes["fiscal_year"].min()), int(changes["fiscal_year"].max())
    x = _change_axis(changes, say("trend.tide.axis"))
    rows = changes.to_dict("records")
    chosen = next(row for row in rows if row["fiscal_year"] == fiscal_year)
    marks: list[Mark] = [
        Band((x.lowest, x.highest), (fiscal_year - 0.45, fiscal_year + 0.45), is_strong=True),
        Rule("x", 0, "", "other"),
        *_tide_lines(rows),
        _tide_dots(rows, "type_mean_change", "other", stamp, size=7),
        _tide_dots(rows, "all_mean_change", "benchmark", stamp, size=11, symbol="diamond"),
        _tide_dots(rows, "change", "own", stamp, size=12),
        *_tide_labels(rows, fiscal_year, x, stamp),
        *(
            Note(0, year, say("trend.tide.no_change"), "middle", "left")
            for year in range(first, last + 1)
            if year not in set(changes["fiscal_year"])
        ),
    ]
    return Chart(
        name="change-tide",
        headline=facts.tide_headline(say, chosen),
        subtitle=say("trend.tide.subtitle"),
        source=stamp.source_line(say("trend.tide.source")),
        alt=facts.tide_alt(say, rows),
        x=x,
        y=Axis("", first - 0.6, last + 0.6, year_ticks(say, range(first, last + 1))),
        marks=tuple(marks),
        table=partial(tide_table, changes, stamp),
        watermark=stamp.watermark,
        height=_ROW * (last - first + 1) + 20,
        left_margin=46,
    )


def tide_table(changes: pd.DataFrame, stamp: Stamp) -> Table:
    """Own change, mean changes, how far apart they are and the percentiles, by year."""
    say = stamp.say
    rows = changes.assign(
        net=(changes["change"] - changes["all_mean_change"]).round(2),
        comparable_text=labels(say, "comparable", changes["comparable"]),
    )
    return Table(
        name="change-by-year",
        title=say("trend.tide.table_title", office=stamp.office_name),
        rows=rows,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year", is_pinned=True),
            "change": Column(say("column.change"), "change"),
            "all_mean_change": Column(say("trend.tide.all_mean"), "change"),
            "net": Column(say("trend.tide.net_column"), "change"),
            "type_mean_change": Column(say("trend.tide.type_mean"), "change"),
            "all_known_offices": Column(say("trend.tide.known_offices"), "whole"),
            "all_risen_offices": Column(say("trend.tide.risen_offices"), "whole"),
            "previous_percentile": Column(say("trend.tide.percentile_before"), "percent"),
            "percentile": Column(say("column.percentile"), "percent"),
            "comparable_text": Column(say("column.comparable")),
        },
        note=say("trend.tide.table_note"),
    )


_MOVED = ["change", "all_mean_change", "type_mean_change"]


def _change_axis(changes: pd.DataFrame, title: str) -> Axis:
    low = min(0.0, float(changes[_MOVED].min().min()))
    high = max(0.0, float(changes[_MOVED].max().max()))
    room = max(high - low, _LEAST_SPAN) * _LABEL_ROOM
    ticks = even_ticks(low - room, high + room)
    return Axis(
        title, low - room, high + room, tuple((v, f"{v:+g}" if v else "0") for v, _ in ticks)
    )


def _tide_lines(rows: list[dict]) -> Iterator[Line]:
    for row in rows:
        if pd.notna(row["all_mean_change"]):
            ends = [row["all_mean_change"], row["change"]]
            is_dashed = row["comparable"] != "yes"
            yield Line(ends, [row["fiscal_year"]] * 2, "faint", is_dashed=is_dashed)


def _tide_dots(
    rows: list[dict],
    column: str,
    role: Role,
    stamp: Stamp,
    *,
    size: int,
    symbol: str = "circle",
) -> Dots:
    known = [row for row in rows if pd.notna(row[column])]
    return Dots(
        [row[column] for row in known],
        [row["fiscal_year"] for row in known],
        role,
        [facts.tide_hover(stamp.say, row) for row in known],
        size=size,
        symbol=symbol,
    )


def _tide_labels(rows: list[dict], fiscal_year: int, x: Axis, stamp: Stamp) -> Iterator[Note]:
    """Own change and national mean, each on its outer side; in the top row with their names."""
    away = (x.highest - x.lowest) * 0.025
    named = max(row["fiscal_year"] for row in rows if pd.notna(row["all_mean_change"]))
    for row in rows:
        year, own, mean = row["fiscal_year"], row["change"], row["all_mean_change"]
        is_plain = year != fiscal_year
        form = "named" if year == named else "plain"
        places = [row[column] for column in _MOVED if pd.notna(row[column])]
        texts = [f"<b>{stamp.say(f'trend.tide.own_{form}', change=own)}</b>"]
        if pd.notna(mean):
            texts.insert(0 if own >= mean else 1, stamp.say(f"trend.tide.mean_{form}", change=mean))
            yield Note(min(places) - away, year, texts[0], "middle", "right", is_covering=is_plain)
        yield Note(max(places) + away, year, texts[-1], "middle", "left", is_covering=is_plain)


def percentile_track(years: pd.DataFrame, comparability: pd.DataFrame, stamp: Stamp) -> Chart:
    """Which share of the other offices stood below ours, by year, with the rank at each point.

    ``years``: the office's years with a rank and a percentile, at least two.
    """
    say = stamp.say
    verdicts = year_verdicts(comparability, "rank")
    first, last = int(years["fiscal_year"].min()), int(years["fiscal_year"].max())
    rows = years.to_dict("records")
    every_year = range(first, last + 1)
    marks: list[Mark] = [
        *joined_lines(zip(years["fiscal_year"], years["percentile"], strict=True), verdicts, "own"),
        Dots(
            list(years["fiscal_year"]),
            list(years["percentile"]),
            "own",
            [facts.standing_hover(say, row) for row in rows],
            [facts.rank_label(say, row) for row in rows],
            _track_sides(list(years["percentile"])),
            size=12,
        ),
        *(
            Note(
                row["fiscal_year"],
                -4,
                say("trend.track.of", total=int(row["ranked_offices"])),
                "below",
            )
            for row in rows
        ),
        *(
            Note(year, -4, say("trend.gap"), "below")
            for year in every_year
            if year not in set(years["fiscal_year"])
        ),
    ]
    return Chart(
        name="percentile-track",
        headline=facts.track_headline(say, rows, verdicts),
        subtitle=say("trend.track.subtitle"),
        source=stamp.source_line(named_sources(years["source_id"])),
        alt=facts.track_alt(say, rows),
        x=Axis("", first - 0.5, last + 0.5, year_ticks(say, every_year)),
        y=Axis("", -22, 118, tuple((value, str(value)) for value in _QUARTERS)),
        marks=tuple(marks),
        table=partial(track_table, years, stamp),
        watermark=stamp.watermark,
        height=320,
        left_margin=40,
    )


def track_table(years: pd.DataFrame, stamp: Stamp) -> Table:
    """Rank, ties, offices ranked and percentile by year."""
    say = stamp.say
    return Table(
        name="rank-by-year",
        title=say("trend.track.table_title", office=stamp.office_name),
        rows=years,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year", is_pinned=True),
            "rank": Column(say("column.rank"), "place", help=say("help.rank")),
            "tied_offices": Column(say("column.tied_offices"), "whole"),
            "ranked_offices": Column(say("column.ranked_offices"), "whole"),
            "percentile": Column(say("column.percentile"), "percent"),
            "score": Column(say("column.score"), "score"),
        },
        note=say("trend.track.table_note"),
    )


def _track_sides(values: list[float]) -> list[str]:
    """The side of each point that the lines into and out of it leave free."""
    sides = []
    for before, value, after in zip([None, *values], values, [*values[1:], None], strict=False):
        falls_in = before is not None and before > value
        rises_out = after is not None and after > value
        falls_out = after is not None and after < value
        if falls_in and not falls_out and value > _LOW:
            sides.append("bottom center")
        elif falls_in and falls_out:
            sides.append("top right")
        elif rises_out and before is not None:
            sides.append("top left")
        else:
            sides.append("top center")
    return sides
