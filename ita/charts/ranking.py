"""The ranking of one year: the curve of places, and the strip of scores. The unknown is drawn as such."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ita.charts.describe import Axis, Band, Chart, Dots, Mark, Rule
from ita.facts import ranking as facts
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording.labels import label, labels, office_label, result_label

_FEW = 40
_LABEL_ROOM = 0.14  # of the axis, above 100, for the two lines beside the own dot
_STRIP_HEIGHT = 300


def unknown_spans(ranking: pd.DataFrame) -> pd.DataFrame:
    """One row per run of places whose office is not known: first, last, places, lower and upper bound."""
    unknown = ranking[ranking["score"].isna()]
    run = (unknown["position"].diff() != 1).cumsum()
    return (
        unknown.groupby(run)
        .agg(
            first=("position", "min"),
            last=("position", "max"),
            places=("position", "size"),
            lower_bound=("lower_bound", "max"),
            upper_bound=("upper_bound", "min"),
        )
        .reset_index(drop=True)
    )


def rank_curve(ranking: pd.DataFrame, office_id: str, fiscal_year: int, stamp: Stamp) -> Chart:
    """Score by place; places of unknown offices are boxes between the bounds their neighbours set."""
    say = stamp.say
    known = ranking[ranking["score"].notna()]
    spans = unknown_spans(ranking)
    size = int(ranking["ranked_offices"].iloc[0])
    lowest = _lowest(known["score"])
    marks: list[Mark] = [
        *_unknown_boxes(spans, lowest, stamp),
        *_known_dots(known, office_id, stamp, x="position", y="score"),
    ]
    return Chart(
        name="rank-curve",
        headline=facts.headline(say, ranking, office_id, stamp.office_name),
        subtitle=say("ranking.curve_subtitle", year=fiscal_year, lowest=lowest),
        source=stamp.source_line(named_sources(known["source_id"])),
        alt=facts.alt(say, ranking, fiscal_year),
        x=Axis(say("ranking.place_axis"), -size * 0.02, size * 1.04, _place_ticks(size)),
        y=Axis("", lowest, 100 + (100 - lowest) * _LABEL_ROOM, _score_ticks(lowest)),
        marks=tuple(marks),
        table=partial(ranking_table, ranking, fiscal_year, stamp),
        watermark=stamp.watermark,
        left_margin=40,
    )


def score_strip(
    ranking: pd.DataFrame, office_id: str, fiscal_year: int, bands: pd.DataFrame, stamp: Stamp
) -> Chart:
    """Every known office as a dot at its score, stacked where scores fall together."""
    say = stamp.say
    known = ranking[ranking["score"].notna()]
    lowest = _lowest(known["score"])
    width = (100 - lowest) / 60
    stacked = known.assign(slot=((known["score"] - lowest) / width).round().astype(int))
    stacked = stacked.assign(
        level=stacked.groupby("slot").cumcount() + 1, shown_at=lowest + stacked["slot"] * width
    )
    tallest = max(6, int(stacked["level"].max() * 1.3) + 1)
    of_year = bands[(bands["fiscal_year"] == fiscal_year) & (bands["min_score"] > lowest)]
    minima = of_year.drop_duplicates("min_score", keep="last")
    marks: list[Mark] = [
        *(
            Rule("x", row.min_score, _band_start(row, stamp), label_line=2)
            for row in minima.itertuples()
        ),
        *_known_dots(stacked, office_id, stamp, x="shown_at", y="level"),
    ]
    return Chart(
        name="score-strip",
        headline=facts.strip_headline(say, known, ranking),
        subtitle=say("ranking.strip_subtitle", year=fiscal_year, lowest=lowest, width=width),
        source=stamp.source_line(named_sources(known["source_id"])),
        alt=facts.strip_headline(say, known, ranking),
        x=Axis(say("column.score"), lowest - 0.5, 100.8, _score_ticks(lowest)),
        y=Axis("", 0, tallest),
        marks=tuple(marks),
        table=partial(ranking_table, known, fiscal_year, stamp),
        watermark=stamp.watermark,
        height=_STRIP_HEIGHT,
        left_margin=16,
    )


def ranking_table(ranking: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """Every place with its office, score, bounds where unknown, and what is doubtful."""
    say = stamp.say
    records = ranking.to_dict("records")
    rows = ranking.assign(
        office=[_office_text(row, stamp) for row in records],
        type_text=labels(say, "office_type", ranking["office_type"]),
        region_text=ranking[say.pick(th="region", en="region_en")],
        province_text=ranking[say.pick(th="province", en="province_en")],
        grade_text=labels(say, "grade", ranking["grade"]),
        result_text=ranking["is_pass"].map(lambda passed: result_label(say, passed)).astype("str"),
        bounds=[facts.bounds_text(say, row) for row in records],
        change_shown=ranking["change"].fillna(ranking["change_computed"]),
        remark=[facts.place_remark(say, row) for row in records],
    )
    columns = {
        "position": Column(say("column.position"), "place", is_pinned=True),
        "rank": Column(say("column.rank"), "place", help=say("help.rank")),
        "tied_offices": Column(say("column.tied_offices"), "whole"),
        "office": Column(say("column.office"), width="large"),
        "score": Column(say("column.score"), "score"),
        "bounds": Column(say("column.bounds"), help=say("help.bounds")),
        "grade_text": Column(say("column.grade")),
        "result_text": Column(say("column.result")),
        "change_shown": Column(say("column.change"), "change"),
        "places_gained": Column(
            say("column.places_gained"), "whole", help=say("help.places_gained")
        ),
        "type_text": Column(say("column.office_type")),
        "province_text": Column(say("column.province")),
        "region_text": Column(say("column.region")),
        "remark": Column(say("column.remark"), width="large"),
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


def _office_text(row: dict, stamp: Stamp) -> str:
    if pd.isna(row["office_id"]):
        return stamp.say("ranking.unknown_office")
    name = office_label(stamp.say, row)
    return stamp.say("ranking.doubtful_office", office=name) if row["is_named_twice"] else name


def _known_dots(
    known: pd.DataFrame, office_id: str, stamp: Stamp, *, x: str, y: str
) -> Iterator[Dots | Rule]:
    is_own = (known["office_id"] == office_id) & ~known["is_named_twice"]
    others, own = known[~is_own], known[is_own]
    size = 8 if len(known) > _FEW else 10
    for is_doubtful, rows in others.groupby(others["open_findings"] > 0):
        yield Dots(
            list(rows[x]),
            list(rows[y]),
            "other",
            [facts.hover(stamp.say, row) for row in rows.to_dict("records")],
            size=size,
            is_hollow=bool(is_doubtful),
        )
    for row in own.to_dict("records"):
        text = facts.own_label(stamp.say, row, stamp.office_name)
        yield Rule("x", row[x], text, "own")
        yield Dots([row[x]], [row[y]], "own", [facts.hover(stamp.say, row)], size=15)


def _band_start(band: Any, stamp: Stamp) -> str:  # noqa: ANN401 - a row of the mart
    grade = label(stamp.say, "grade", band.grade)
    return stamp.say("ranking.band_start", minimum=band.min_score, grade=grade)


def _unknown_boxes(spans: pd.DataFrame, lowest: int, stamp: Stamp) -> Iterator[Band]:
    for span in spans.to_dict("records"):
        low = span["lower_bound"] if pd.notna(span["lower_bound"]) else lowest
        high = span["upper_bound"] if pd.notna(span["upper_bound"]) else 100
        yield Band(
            x=(span["first"] - 0.5, span["last"] + 0.5),
            y=(float(low), float(high)),
            label=stamp.say(
                "ranking.unknown_places",
                places=span["places"],
                bounds=facts.bounds_text(stamp.say, {**span, "score": None}),
            ).replace("\n", "<br>"),
            is_unknown=True,
        )


def _lowest(scores: pd.Series) -> int:
    return max(0, int((float(scores.min()) - 2) // 5) * 5)


def _score_ticks(lowest: int) -> tuple[tuple[int, str], ...]:
    step = 1 if lowest >= 95 else 5 if lowest >= 70 else 10  # noqa: PLR2004 - readable spacing
    return tuple((value, str(value)) for value in range(lowest, 101, step))


def _place_ticks(size: int) -> tuple[tuple[int, str], ...]:
    step = max(5, size // 50 * 10)
    inner = [place for place in range(step, size, step) if size - place >= step / 2]
    return tuple((place, f"{place:,}") for place in [1, *inner, size])
