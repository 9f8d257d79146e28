"""How places moved: our office and similar ones over the years, and who rose most in one."""

from collections.abc import Iterator, Sequence
from functools import partial

import pandas as pd

from ita.charts.axes import place_ticks, year_ticks
from ita.charts.describe import (
    OTHER_SYMBOLS,
    OWN_SYMBOL,
    Axis,
    Bars,
    Chart,
    Dots,
    Line,
    Mark,
    Note,
    Role,
    Texts,
)
from ita.charts.joining import joined_lines
from ita.charts.placing import spaced
from ita.charts.rows import row_chart
from ita.charts.words import in_words
from ita.facts import ranking as facts
from ita.selection import Verdicts, year_verdicts
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording.labels import office_label

MEASURES = ("percentile", "rank")
KINDS = ("points", "places")
_COLUMN_OF = {"points": "change_shown", "places": "places_gained"}
_SIGNED = {"points": "{:+.2f}", "places": "{:+,.0f}"}
_SYMBOLS = (OWN_SYMBOL, *OTHER_SYMBOLS)
_LABEL_ROOM = 0.68  # of the years, to the right of the last one
_LABEL_GAP = 0.125  # of the axis, for a label of two lines
_MARGIN = 0.06
_MOST_YEARS = 5
TOP = 10


def rank_paths(
    years: pd.DataFrame, office_ids: Sequence[str], measure: str, steps: pd.DataFrame, stamp: Stamp
) -> Chart:
    """Places of our office, the first of ``office_ids``, and of similar ones by year.

    ``years``: one row per fiscal year and office, with a known place of ours in the last year.
    """
    say = stamp.say
    known = years[years[measure].notna()]
    of_office = {office_id: known[known["office_id"] == office_id] for office_id in office_ids}
    own = of_office[office_ids[0]]
    first, last = int(known["fiscal_year"].min()), int(own["fiscal_year"].max())
    axis = _measure_axis(known, measure)
    verdicts = year_verdicts(steps, "rank")
    marks: list[Mark] = []
    for office_id, (symbol, _) in reversed(list(zip(office_ids, _SYMBOLS, strict=False))):
        role: Role = "own" if office_id == office_ids[0] else "other"
        marks += _path(of_office[office_id], measure, role, symbol, verdicts, stamp)
    return Chart(
        name="rank-paths",
        headline=facts.path_headline(say, own, measure, steps, stamp.office_name),
        subtitle=say(f"ranking.path_subtitle.{measure}", first=first, last=last),
        source=stamp.source_line(named_sources(known["source_id"])),
        alt=facts.path_alt(say, own, stamp.office_name),
        x=Axis(
            "",
            first - 0.3,
            last + max(0.8, (last - first) * _LABEL_ROOM),
            year_ticks(say, range(last, first - 1, -1 if last - first < _MOST_YEARS else -2)),
        ),
        y=axis,
        marks=(*marks, *_end_labels(of_office, measure, last, axis, stamp)),
        table=partial(path_table, years, office_ids, stamp),
        watermark=stamp.watermark,
        height=440,
        left_margin=40,
    )


def path_table(years: pd.DataFrame, office_ids: Sequence[str], stamp: Stamp) -> Table:
    """Score, rank, percentile and change of each office by year, ours first."""
    say = stamp.say
    order = {office_id: place for place, office_id in enumerate(office_ids)}
    rows = years.assign(
        office=[office_label(say, row) for row in years.to_dict("records")],
        place=years["office_id"].map(order),
    ).sort_values(["place", "fiscal_year"])
    return Table(
        name="rank-paths",
        title=say("ranking.path_title", office=stamp.office_name),
        rows=rows,
        columns={
            "office": Column(say("column.office"), width="large", is_pinned=True),
            "fiscal_year": Column(say("column.fiscal_year"), "year"),
            "score": Column(say("column.score"), "score"),
            "rank": Column(say("column.rank"), "place", help=say("help.rank")),
            "ranked_offices": Column(say("column.ranked_offices"), "whole"),
            "percentile": Column(
                say("column.percentile"), "percent", help=say("ranking.help.percentile")
            ),
            "change": Column(say("column.change"), "change"),
        },
        note=say("ranking.path_note"),
    )


def risen(ranking: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The offices whose change from the year before is known, the largest rise first.

    Adds ``change_shown`` (as published, else computed), ``amount`` and its ``standing``.
    """
    shown = ranking.assign(change_shown=ranking["change"].fillna(ranking["change_computed"]))
    known = shown[shown[_COLUMN_OF[kind]].notna() & ~shown["is_named_twice"]]
    amounts = known[_COLUMN_OF[kind]].astype(float)
    return known.assign(
        amount=amounts, standing=amounts.rank(method="min", ascending=False).astype(int)
    ).sort_values(["standing", "position"])


def most_improved(
    offices: pd.DataFrame, office_id: str, kind: str, fiscal_year: int, stamp: Stamp
) -> Chart:
    """The ten largest rises, and ours below them where it is not one.

    ``offices`` as `risen` gives them, at least one.
    """
    say = stamp.say
    is_top = offices["position"].isin(offices["position"].head(TOP))
    shown = offices[is_top | (offices["office_id"] == office_id)].iloc[::-1]
    rows = shown.to_dict("records")
    amounts = list(shown["amount"])
    reach = max(1.0, *map(abs, amounts))
    lowest = min(0.0, *amounts) - reach * 0.3 if min(amounts) < 0 else 0
    signed = [_SIGNED[kind].format(amount) for amount in amounts]
    bars = Bars(
        range(len(rows)),
        amounts,
        ["own" if row["office_id"] == office_id else "other" for row in rows],
        signed,
        [facts.riser_hover(say, row, kind) for row in rows],
    )
    names = [office_label(say, row) for row in rows]
    measure = say({"points": "column.change", "places": "column.places_gained"}[kind])
    texts = Texts(
        name="most-improved",
        headline=facts.riser_headline(say, offices, office_id, kind, stamp.office_name),
        subtitle=say(f"ranking.riser_subtitle.{kind}", year=fiscal_year, before=fiscal_year - 1),
        source=named_sources(shown["source_id"]),
        alt=in_words(say, measure, names[::-1], signed[::-1]),
    )
    return row_chart(
        texts,
        [facts.riser_title(say, row) for row in rows],
        [bars],
        Axis("", lowest, reach * 1.35),
        stamp,
        table=partial(riser_table, shown.iloc[::-1], kind, fiscal_year, stamp),
    )


def riser_table(offices: pd.DataFrame, kind: str, fiscal_year: int, stamp: Stamp) -> Table:
    """Offices with their rise in points and places, in the order of ``kind``."""
    say = stamp.say
    rows = offices.assign(
        office=[office_label(say, row) for row in offices.to_dict("records")],
        region_text=offices[say.pick(th="region", en="region_en")],
        remark=[facts.place_remark(say, row) for row in offices.to_dict("records")],
    )
    return Table(
        name=f"most-improved-{kind}-{fiscal_year}",
        title=say("ranking.riser_title", year=fiscal_year),
        rows=rows,
        columns={
            "standing": Column(say("ranking.column.standing"), "place", is_pinned=True),
            "office": Column(say("column.office"), width="large"),
            "change_shown": Column(say("column.change"), "change"),
            "places_gained": Column(
                say("column.places_gained"), "whole", help=say("help.places_gained")
            ),
            "score": Column(say("column.score"), "score"),
            "rank": Column(say("column.rank"), "place"),
            "region_text": Column(say("column.region")),
            "remark": Column(say("column.remark"), width="large"),
            "office_id": Column(say("column.office_id")),
            "source_id": Column(say("column.source")),
        },
        note=say("ranking.riser_note"),
    )


def _measure_axis(known: pd.DataFrame, measure: str) -> Axis:
    if measure == "percentile":
        margin = 100 * _MARGIN
        ticks = tuple((value, str(value)) for value in range(0, 101, 25))
        return Axis("", -margin, 100 + margin, ticks)
    size = int(known["ranked_offices"].max())
    return Axis("", size * (1 + _MARGIN), 1 - size * _MARGIN, place_ticks(size))


def _path(
    years: pd.DataFrame,
    measure: str,
    role: Role,
    symbol: str,
    verdicts: Verdicts,
    stamp: Stamp,
) -> Iterator[Mark]:
    by_year = years.sort_values("fiscal_year")
    points = zip(by_year["fiscal_year"], by_year[measure], strict=True)
    yield from joined_lines(points, verdicts, role)
    yield Dots(
        list(years["fiscal_year"]),
        list(years[measure]),
        role,
        [facts.path_hover(stamp.say, row) for row in years.to_dict("records")],
        size=11 if role == "own" else 9,
        symbol=symbol,
    )


def _end_labels(
    of_office: dict[str, pd.DataFrame], measure: str, last: int, axis: Axis, stamp: Stamp
) -> Iterator[Line | Note]:
    """The name and last value of each path, beside its end and apart from the others."""
    ends = [
        (place, years[years["fiscal_year"] == last].iloc[0].to_dict())
        for place, years in enumerate(of_office.values())
        if (years["fiscal_year"] == last).any()
    ]
    heights = _label_heights([float(row[measure]) for _, row in ends], axis)
    for (place, row), height in zip(ends, heights, strict=True):
        text = facts.path_label(stamp.say, row, measure)
        glyph = "" if place == 0 else f"{_SYMBOLS[place][1]} "
        yield Line([last + 0.08, last + 0.22], [row[measure], height], "faint")
        yield Note(last + 0.24, height, glyph + text, "middle", "left", None if place else "own")


def _label_heights(values: list[float], axis: Axis) -> list[float]:
    """Where the labels of ``values`` stand: a gap apart, all inside the axis."""
    span = axis.highest - axis.lowest
    shares = [(value - axis.lowest) / span for value in values]
    inside = spaced(shares, _LABEL_GAP, _LABEL_GAP / 2, 1 - _LABEL_GAP / 2)
    return [axis.lowest + share * span for share in inside]
