"""The ranking of one year: the curve of places, and the strip of scores. The unknown is drawn as such.

Of a long ranking no more than 500 points are drawn, and the chart says how many stand for all.
"""

from collections.abc import Iterator
from functools import partial
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from ita.charts.axes import place_ticks, place_ticks_between, score_start, score_ticks
from ita.charts.describe import Axis, Band, Chart, Dots, Line, Mark, Note, Role, Rule, Texts
from ita.charts.rows import row_chart
from ita.charts.words import MOST_NAMED, in_words
from ita.facts import ranking as facts
from ita.selection import is_own
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording.labels import label, labels, office_label, results

_FEW = 40
_LABEL_ROOM = 0.14  # of the axis, above 100, for the two lines beside the own dot
_STRIP_HEIGHT = 300
_STRIP_SLOTS = 60
_MOST_POINTS = 500
_NEIGHBOURS = 2
_LABELLED_SHARE = 0.1  # of the axis that a box of unknown places must take to hold its label
_RANGE_ROW = 56
_HOVERED = [
    *("short_name", "name_en", "position", "score"),
    *("status", "is_named_twice", "open_findings"),
]


def unknown_spans(ranking: pd.DataFrame) -> pd.DataFrame:
    """One row per run of places whose office is not known: first, last, places, lower and upper bound.

    The bounds are those of the whole run: what an office tells may bound some of its places more closely.
    """
    unknown = ranking[ranking["score"].isna()]
    run = (unknown["position"].diff() != 1).cumsum()
    return (
        unknown.groupby(run)
        .agg(
            first=("position", "min"),
            last=("position", "max"),
            places=("position", "size"),
            lower_bound=("lower_bound", lambda bounds: bounds.min(skipna=False)),
            upper_bound=("upper_bound", lambda bounds: bounds.max(skipna=False)),
        )
        .reset_index(drop=True)
    )


def rank_curve(ranking: pd.DataFrame, office_id: str, fiscal_year: int, stamp: Stamp) -> Chart:
    """Score by place; places of unknown offices are boxes between the bounds their neighbours set."""
    say = stamp.say
    known = ranking[ranking["score"].notna()]
    drawn = _sampled(known, office_id)
    spans = unknown_spans(ranking)
    size = int(ranking["ranked_offices"].iloc[0])
    lowest = score_start(float(known["score"].min()), room=2)
    listed = ranking if len(ranking) <= _MOST_POINTS else drawn
    marks: list[Mark] = [
        *_unknown_boxes(spans, lowest, size, stamp),
        *_known_dots(drawn, office_id, stamp, x="position", y="score"),
    ]
    return Chart(
        name="rank-curve",
        headline=facts.headline(say, ranking, office_id, stamp.office_name),
        subtitle=facts.curve_subtitle(
            say, fiscal_year, lowest, drawn=len(drawn), known=len(known), total=size
        ),
        source=stamp.source_line(named_sources(known["source_id"])),
        alt=_alt(ranking, office_id, fiscal_year, stamp),
        x=Axis(say("ranking.place_axis"), -size * 0.02, size * 1.04, place_ticks(size)),
        y=Axis("", lowest, 100 + (100 - lowest) * _LABEL_ROOM, score_ticks(lowest)),
        marks=tuple(marks),
        table=partial(ranking_table, listed, fiscal_year, stamp, office_id=office_id),
        watermark=stamp.watermark,
        left_margin=40,
    )


def score_strip(
    ranking: pd.DataFrame, office_id: str, fiscal_year: int, bands: pd.DataFrame, stamp: Stamp
) -> Chart:
    """Every known office as a dot at its score, stacked where scores fall together.

    Where there are too many, a dot stands for several of them.
    """
    say = stamp.say
    known = ranking[ranking["score"].notna()]
    lowest = score_start(float(known["score"].min()), room=2)
    width = (100 - lowest) / _STRIP_SLOTS
    slot = ((known["score"] - lowest) / width).round().astype(int)
    each = ceil(len(known) / (_MOST_POINTS - _STRIP_SLOTS - 1))
    stacked = known.assign(
        slot=slot, level=slot.groupby(slot).cumcount() // each + 1, shown_at=lowest + slot * width
    )
    tallest = max(6, int(stacked["level"].max() * 1.3) + 1)
    of_year = bands[(bands["fiscal_year"] == fiscal_year) & (bands["min_score"] > lowest)]
    minima = of_year.drop_duplicates("min_score", keep="last")
    if each == 1:
        dots = _known_dots(stacked, office_id, stamp, x="shown_at", y="level")
        twin = partial(ranking_table, known, fiscal_year, stamp, office_id=office_id)
    else:
        slots = _strip_slots(stacked, width)
        dots = _shared_dots(stacked, slots, office_id, stamp)
        twin = partial(strip_table, slots, fiscal_year, stamp)
    marks: list[Mark] = [
        *(
            Rule("x", row.min_score, _band_start(row, stamp), label_line=2)
            for row in minima.itertuples()
        ),
        *dots,
    ]
    return Chart(
        name="score-strip",
        headline=facts.strip_headline(say, known, ranking),
        subtitle=facts.strip_subtitle(say, fiscal_year, lowest, width, each),
        source=stamp.source_line(named_sources(known["source_id"])),
        alt=_alt(ranking, office_id, fiscal_year, stamp),
        x=Axis(say("column.score"), lowest - 0.5, 100.8, score_ticks(lowest)),
        y=Axis("", 0, tallest),
        marks=tuple(marks),
        table=twin,
        watermark=stamp.watermark,
        height=_STRIP_HEIGHT,
        left_margin=16,
    )


def rank_range(spans: pd.DataFrame, ranking: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Chart:
    """The places an office may take if its score were a little different and all others the same.

    ``spans``: one row per step in points, as `ita.places.fragility`.
    """
    say = stamp.say
    size = int(ranking["ranked_offices"].iloc[0])
    ordered = spans.sort_values("step").reset_index(drop=True)
    first, last = int(ordered["best_rank"].min()), int(ordered["worst_rank"].max())
    room = max(2, (last - first) * 0.22)
    lowest, highest = max(first - room / 2, -size * 0.02), last + room * 1.6
    marks: list[Mark] = []
    for row in ordered.itertuples():
        role: Role = "own" if row.step == 0 else "other"
        ends = [row.best_rank, row.worst_rank]
        text = facts.rank_span(say, row.best_rank, row.worst_rank)
        title = facts.range_row(say, row.step, row.score)
        marks += [
            Line(ends, [row.Index] * 2, role),
            Dots(
                ends,
                [row.Index] * 2,
                role,
                [f"{title} · {text}"] * 2,
                size=13 if role == "own" else 10,
            ),
            Note(row.worst_rank + room * 0.12, row.Index, text, "middle", "left"),
        ]
    texts = Texts(
        name="rank-range",
        headline=facts.range_headline(say, ordered, size),
        subtitle=say("ranking.range_subtitle", year=fiscal_year, office=stamp.office_name),
        source=named_sources(ranking["source_id"]),
        alt=facts.range_alt(say, ordered),
    )
    return row_chart(
        texts,
        [facts.range_row(say, row.step, row.score) for row in ordered.itertuples()],
        marks,
        Axis(say("column.rank"), lowest, highest, place_ticks_between(first, last)),
        stamp,
        table=partial(range_table, ordered, fiscal_year, stamp),
        row_height=_RANGE_ROW,
    )


def range_table(spans: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """The best and worst place for each change of the score, the highest score first."""
    say = stamp.say
    return Table(
        name=f"rank-range-{fiscal_year}",
        title=say("ranking.range_title", year=fiscal_year, office=stamp.office_name),
        rows=spans.sort_values("step", ascending=False),
        columns={
            "step": Column(say("ranking.column.step"), "change", is_pinned=True),
            "score": Column(say("column.score"), "score"),
            "best_rank": Column(say("ranking.column.best_rank"), "place"),
            "worst_rank": Column(say("ranking.column.worst_rank"), "place"),
        },
        note=say("ranking.range_note"),
    )


def strip_table(slots: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """How many offices have a score in each step of the strip."""
    say = stamp.say
    return Table(
        name=f"score-strip-{fiscal_year}",
        title=say("ranking.strip_title", year=fiscal_year),
        rows=slots,
        columns={
            "lowest": Column(say("ranking.column.lowest"), "score", is_pinned=True),
            "highest": Column(say("ranking.column.highest"), "score"),
            "offices": Column(say("ranking.column.offices"), "whole"),
        },
        note=say("ranking.strip_note"),
    )


def ranking_table(
    ranking: pd.DataFrame, fiscal_year: int, stamp: Stamp, *, office_id: str | None = None
) -> Table:
    """Every place with its office, score, bounds where unknown, and what is doubtful.

    The row of ``office_id`` is marked as ours.
    """
    say = stamp.say
    records = ranking.to_dict("records")
    rows = ranking.assign(
        tie_text=[facts.tie_text(say, row) for row in records],
        office=[_office_text(row, office_id, stamp) for row in records],
        distance_above=(ranking["score_above"] - ranking["score"]).round(2),
        type_text=labels(say, "office_type", ranking["office_type"]),
        region_text=ranking[say.pick(th="region", en="region_en")],
        province_text=ranking[say.pick(th="province", en="province_en")],
        grade_text=labels(say, "grade", ranking["grade"]),
        result_text=results(say, ranking["is_pass"]),
        bounds=[facts.bounds_text(say, row) for row in records],
        change_shown=ranking["change"].fillna(ranking["change_computed"]),
        remark=[facts.row_remark(say, row) for row in records],
    )
    columns = {
        "position": Column(say("column.position"), "place", width="small", is_pinned=True),
        "office": Column(say("column.office"), width="medium"),
        "score": Column(say("column.score"), "score"),
        "rank": Column(say("column.rank"), "place", help=say("help.rank")),
        "distance_above": Column(
            say("ranking.column.distance_above"), "score", help=say("ranking.help.distance_above")
        ),
        "tie_text": Column(say("ranking.column.tie")),
        "bounds": Column(say("column.bounds"), help=say("help.bounds")),
        "grade_text": Column(say("column.grade")),
        "result_text": Column(say("column.result")),
        "percentile": Column(
            say("column.percentile"), "percent", help=say("ranking.help.percentile")
        ),
        "change_shown": Column(say("column.change"), "change"),
        "places_gained": Column(
            say("column.places_gained"), "whole", help=say("help.places_gained")
        ),
        "previous_rank": Column(say("ranking.column.previous_rank"), "place"),
        "type_text": Column(say("column.office_type")),
        "province_text": Column(say("column.province")),
        "region_text": Column(say("column.region")),
        "remark": Column(say("column.remark"), width="large"),
        "office_id": Column(say("column.office_id")),
        "source_id": Column(say("column.source")),
        "row_no": Column(say("column.row_no"), "whole"),
    }
    is_whole = bool(ranking["score"].notna().all())
    return Table(
        name=f"ranking-{fiscal_year}",
        title=say("ranking.table_title", year=fiscal_year),
        rows=rows,
        columns={
            name: column for name, column in columns.items() if not (is_whole and name == "bounds")
        },
        note=say("ranking.table_note"),
    )


def _alt(ranking: pd.DataFrame, office_id: str, fiscal_year: int, stamp: Stamp) -> str:
    """How many places are known, then the known offices with their scores, ours first."""
    say = stamp.say
    known = ranking[ranking["score"].notna()]
    ours_first = np.argsort(~is_own(known, office_id), kind="stable")
    first = known.iloc[ours_first[:MOST_NAMED]]
    names = [_office_text(row, office_id, stamp) for row in first.to_dict("records")]
    scores = [f"{score:.2f}" for score in first["score"]]
    of_year = facts.alt(say, ranking, fiscal_year)
    return in_words(say, of_year, names, scores, count=len(known))


def _office_text(row: dict, office_id: str | None, stamp: Stamp) -> str:
    if pd.isna(row["office_id"]):
        return stamp.say("ranking.unknown_office")
    name = office_label(stamp.say, row)
    if row["is_named_twice"]:
        return stamp.say("ranking.doubtful_office", office=name)
    return stamp.say("ranking.own_office", office=name) if row["office_id"] == office_id else name


def _sampled(known: pd.DataFrame, office_id: str) -> pd.DataFrame:
    """At most so many known places, evenly spread, with our own and its neighbours."""
    if len(known) <= _MOST_POINTS:
        return known
    own = np.flatnonzero(is_own(known, office_id))
    near = [own + step for step in range(-_NEIGHBOURS, _NEIGHBOURS + 1)]
    spread = np.linspace(0, len(known) - 1, _MOST_POINTS - len(near)).round().astype(int)
    return known.iloc[np.unique(np.concatenate([spread, *near]).clip(0, len(known) - 1))]


def _strip_slots(stacked: pd.DataFrame, width: float) -> pd.DataFrame:
    """One row per step of the strip that holds an office: its scores, place and number of offices."""
    return (
        stacked.groupby("slot")
        .agg(shown_at=("shown_at", "first"), offices=("score", "size"), levels=("level", "max"))
        .reset_index()
        .assign(
            lowest=lambda slots: slots["shown_at"] - width / 2,
            highest=lambda slots: (slots["shown_at"] + width / 2).clip(upper=100),
        )
    )


def _shared_dots(
    stacked: pd.DataFrame, slots: pd.DataFrame, office_id: str, stamp: Stamp
) -> Iterator[Dots | Rule]:
    """One dot for several offices of a step; ours stands for itself."""
    own = stacked[is_own(stacked, office_id)]
    at_own = set(zip(own["slot"], own["level"], strict=True))
    places = [
        (
            slot.shown_at,
            level,
            facts.strip_hover(stamp.say, slot.lowest, slot.highest, slot.offices),
        )
        for slot in slots.itertuples()
        for level in range(1, slot.levels + 1)
        if (slot.slot, level) not in at_own
    ]
    x, y, hover = zip(*places, strict=True)
    yield Dots(x, y, "other", hover, size=6)
    yield from _own_dots(own, stamp, x="shown_at", y="level")


def _known_dots(
    known: pd.DataFrame, office_id: str, stamp: Stamp, *, x: str, y: str
) -> Iterator[Dots | Rule]:
    ours = is_own(known, office_id)
    others, own = known[~ours], known[ours]
    size = 8 if len(known) > _FEW else 10
    for is_doubtful, rows in others.groupby(others["open_findings"] > 0):
        yield Dots(
            list(rows[x]),
            list(rows[y]),
            "other",
            [facts.hover(stamp.say, row) for row in rows[_HOVERED].to_dict("records")],
            size=size,
            is_hollow=bool(is_doubtful),
        )
    yield from _own_dots(own, stamp, x=x, y=y)


def _own_dots(own: pd.DataFrame, stamp: Stamp, *, x: str, y: str) -> Iterator[Dots | Rule]:
    for row in own.to_dict("records"):
        text = facts.own_label(stamp.say, row, stamp.office_name)
        yield Rule("x", row[x], text, "own")
        yield Dots([row[x]], [row[y]], "own", [facts.hover(stamp.say, row)], size=15)


def _band_start(band: Any, stamp: Stamp) -> str:  # noqa: ANN401 - a row of the mart
    grade = label(stamp.say, "grade", band.grade)
    return stamp.say("ranking.band_start", minimum=band.min_score, grade=grade)


def _unknown_boxes(spans: pd.DataFrame, lowest: int, size: int, stamp: Stamp) -> Iterator[Band]:
    for span in spans.to_dict("records"):
        is_wide = span["places"] >= size * _LABELLED_SHARE
        low = span["lower_bound"] if pd.notna(span["lower_bound"]) else lowest
        high = span["upper_bound"] if pd.notna(span["upper_bound"]) else 100
        yield Band(
            x=(span["first"] - 0.5, span["last"] + 0.5),
            y=(float(low), float(high)),
            label=stamp.say(
                "ranking.unknown_places",
                places=span["places"],
                bounds=facts.bounds_text(stamp.say, {**span, "score": None}),
            ).replace("\n", "<br>")
            if is_wide
            else "",
            is_unknown=True,
        )
