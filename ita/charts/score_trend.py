"""Score by fiscal year: grade bands, pass mark, target, means, method breaks and honest gaps."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pandas as pd

from ita.charts.describe import Axis, Band, Chart, Dots, Line, Mark, Note, Role, Rule
from ita.facts import trend as facts
from ita.facts.common import point_label
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording.labels import certainty, label, labels, result_label, year_label

_HEADROOM = 103.5
_CLOSE = 6
_CLEAR_SHARE = 0.15


def score_trend(
    years: pd.DataFrame,
    bands: pd.DataFrame,
    means: pd.DataFrame,
    comparability: pd.DataFrame,
    stamp: Stamp,
    *,
    target: float | None = None,
) -> Chart:
    """The chart of one office.

    ``years``: one row per fiscal year of the office; ``means``: fiscal_year, name, score, role.
    """
    say = stamp.say
    every_year = _every_year(years, bands)
    known = years[years["score"].notna()]
    lowest = _lowest(known, means, target)
    steps = comparability[comparability["level"] == "total"]
    marks: list[Mark] = [
        *_bands(stamp, bands, every_year, lowest, _obstacles(known, means, lowest)),
        *_breaks(steps, every_year),
        *_pass_line(bands, every_year, stamp),
        *_target_line(target, stamp),
        *_mean_lines(means, stamp, lowest),
        *_own_line(known, steps),
        *_own_dots(known, every_year[0], stamp),
        *_gaps(known, every_year, lowest, say("trend.gap")),
    ]
    return Chart(
        name="score-trend",
        headline=facts.headline(say, known, stamp.office_name),
        subtitle=say("trend.subtitle", office=stamp.office_name, lowest=lowest),
        source=stamp.source_line(named_sources(known["source_id"])),
        alt=facts.alt(say, known, stamp.office_name),
        x=Axis("", every_year[0] - 0.5, every_year[-1] + 0.5, _year_ticks(stamp, every_year)),
        y=Axis("", lowest, _HEADROOM, tuple((v, str(v)) for v in range(lowest, 101, 5))),
        marks=tuple(marks),
        table=partial(trend_table, years, stamp),
        watermark=stamp.watermark,
        left_margin=40,
    )


def trend_table(years: pd.DataFrame, stamp: Stamp) -> Table:
    """The office's totals by year with print, grade, result, change, rank and source."""
    say = stamp.say
    rows = years.assign(
        grade_text=labels(say, "grade", years["grade"]),
        result_text=years["is_pass"].map(lambda is_pass: result_label(say, is_pass)).astype("str"),
        certainty=[certainty(say, row) for row in years.to_dict("records")],
    )
    return Table(
        name="score-by-year",
        title=say("trend.table_title", office=stamp.office_name),
        rows=rows,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year", is_pinned=True),
            "score": Column(say("column.score"), "score"),
            "grade_text": Column(say("column.grade")),
            "result_text": Column(say("column.result")),
            "change": Column(say("column.change_published"), "change"),
            "change_computed": Column(say("column.change_computed"), "change"),
            "rank": Column(say("column.rank"), "place"),
            "ranked_offices": Column(say("column.ranked_offices"), "whole"),
            "percentile": Column(say("column.percentile"), "percent"),
            "score_printed": Column(say("column.printed")),
            "certainty": Column(say("column.certainty"), width="large"),
            "source_title": Column(say("column.source"), width="large"),
        },
        note=say("trend.table_note"),
    )


def _every_year(years: pd.DataFrame, bands: pd.DataFrame) -> list[int]:
    ten_indicators = bands.loc[bands["scheme"] != "five-index", "fiscal_year"]
    known = years.loc[years["score"].notna(), "fiscal_year"]
    first = min(ten_indicators.min(), known.min() if len(known) else ten_indicators.min())
    return list(range(int(first), int(ten_indicators.max()) + 1))


def _lowest(known: pd.DataFrame, means: pd.DataFrame, target: float | None) -> int:
    values = [*known["score"], *means["score"], *([target] if target else []), 85.0]
    return max(0, int((min(values) - _CLOSE) // 5) * 5)


def _year_ticks(stamp: Stamp, every_year: list[int]) -> tuple[tuple[int, str], ...]:
    return tuple((year, year_label(stamp.say, year)) for year in every_year)


def _pass_line(bands: pd.DataFrame, every_year: list[int], stamp: Stamp) -> Iterator[Mark]:
    """The pass mark of each run of years that share it, labelled once."""
    passing = bands[bands["is_pass"].fillna(value=False) & bands["fiscal_year"].isin(every_year)]
    marks = passing.groupby("fiscal_year")["min_score"].min()
    for _, run in marks.groupby((marks != marks.shift()).cumsum()):
        mark, last = float(run.iloc[0]), run.index[-1] + 0.5
        yield Line([run.index[0] - 0.5, last], [mark, mark], "other")
        text = stamp.say("trend.pass_mark", mark=mark)
        yield Note(last - 0.03, mark + 0.3, text, "above", "right")


def _target_line(target: float | None, stamp: Stamp) -> Iterator[Rule]:
    if target is not None:
        text = stamp.say("trend.target", target=target)
        yield Rule("y", target, text, "target", label_at="start")


def _mean_label_heights(means: pd.DataFrame, lowest: int) -> list[float]:
    """Where the labels of the mean lines stand, one under the other below the last points."""
    line_height = (_HEADROOM - lowest) * 0.055
    foot = means.loc[means["fiscal_year"] == means["fiscal_year"].max(), "score"].min()
    return [foot - line_height * place for place in range(1, means["name"].nunique() + 1)]


def _obstacles(known: pd.DataFrame, means: pd.DataFrame, lowest: int) -> list[tuple[int, float]]:
    """All points (fiscal year, height) that a band's label should keep clear of."""
    points = pd.concat([known, means])
    labels_of_means = [(means["fiscal_year"].max(), y) for y in _mean_label_heights(means, lowest)]
    return [*zip(points["fiscal_year"], points["score"], strict=True), *labels_of_means]


def _bands(
    stamp: Stamp,
    bands: pd.DataFrame,
    every_year: list[int],
    lowest: int,
    obstacles: list[tuple[int, float]],
) -> Iterator[Band | Note]:
    shown = bands[bands["fiscal_year"].isin(every_year)]
    for _, of_scheme in shown.groupby("scheme", sort=False):
        first, last = of_scheme["fiscal_year"].min(), of_scheme["fiscal_year"].max()
        one_year = of_scheme[of_scheme["fiscal_year"] == last]
        grades = one_year.groupby("min_score")["grade"].agg(list).sort_index(ascending=False)
        passes = set(one_year.loc[one_year["is_pass"].fillna(value=False), "min_score"])
        upper = _HEADROOM
        for minimum, names in grades.items():
            if upper > lowest:
                lower = max(float(minimum), lowest)
                yield Band((first - 0.5, last + 0.5), (lower, upper), is_strong=minimum in passes)
                x, y = _clearest_place((first, last), (lower, upper), obstacles)
                text = " / ".join(label(stamp.say, "grade", name) for name in names)
                yield Note(x, y, text, "middle", "left")
            upper = float(minimum)


def _clearest_place(
    years: tuple[int, int], band: tuple[float, float], obstacles: list[tuple[int, float]]
) -> tuple[float, float]:
    """The first place in a band that is clear of the points around it, else the clearest."""
    lower, upper = band
    places = [
        (year, lower + (upper - lower) * share)
        for year in range(years[0], years[1] + 1)
        for share in (0.5, 0.8, 0.2)
    ]

    def clearance(place: tuple[int, float]) -> float:
        year, height = place
        near = [abs(y - height) for x, y in obstacles if -1 <= x - year <= 0]
        return min(near, default=upper - lower)

    enough = (upper - lower) * _CLEAR_SHARE
    year, height = next((p for p in places if clearance(p) >= enough), max(places, key=clearance))
    return year - 0.45, height


def _breaks(steps: pd.DataFrame, every_year: list[int]) -> Iterator[Rule]:
    number = 0
    for before, after in pairwise(every_year):
        step = steps[(steps["from_year"] == before) & (steps["to_year"] == after)]
        if len(step) and step["comparable"].iloc[0] != "yes":
            number += 1
            yield Rule("x", before + 0.5, f"({number})")


def _mean_lines(means: pd.DataFrame, stamp: Stamp, lowest: int) -> Iterator[Mark]:
    heights = _mean_label_heights(means, lowest)
    for height, (name, line) in zip(heights, means.groupby("name", sort=False), strict=True):
        role: Role = line["role"].iloc[0]
        yield Line(list(line["fiscal_year"]), list(line["score"]), role)
        yield Dots(
            list(line["fiscal_year"]),
            list(line["score"]),
            role,
            [
                stamp.say("trend.mean_hover", name=name, year=year, score=score)
                for year, score in zip(line["fiscal_year"], line["score"], strict=True)
            ],
            size=5,
        )
        last = line.iloc[-1]
        text = stamp.say("trend.mean_label", name=name, score=last["score"])
        yield Note(last["fiscal_year"] + 0.45, height, text, "middle", "right", role)


def _own_line(known: pd.DataFrame, steps: pd.DataFrame) -> Iterator[Line]:
    comparable = {
        (row.from_year, row.to_year): row.comparable for row in steps.itertuples(index=False)
    }
    for before, after in pairwise(known.itertuples(index=False)):
        verdict = comparable.get((before.fiscal_year, after.fiscal_year), "no")
        if after.fiscal_year - before.fiscal_year == 1 and verdict != "no":
            yield Line(
                [before.fiscal_year, after.fiscal_year],
                [before.score, after.score],
                "own",
                is_dashed=verdict == "with_care",
            )


def _own_dots(known: pd.DataFrame, first_year: int, stamp: Stamp) -> Iterator[Dots]:
    sides = _label_sides(known, first_year)
    for is_derived, rows in known.groupby(known["status"] == "derived"):
        yield Dots(
            list(rows["fiscal_year"]),
            list(rows["score"]),
            "own",
            [facts.year_hover(stamp.say, row) for row in rows.to_dict("records")],
            [point_label(row) for row in rows.to_dict("records")],
            [sides[year] for year in rows["fiscal_year"]],
            size=12,
            is_hollow=bool(is_derived),
        )


def _label_sides(known: pd.DataFrame, first_year: int) -> dict[int, str]:
    """The side of each dot that the line into and out of it leaves free; the last keeps left."""
    goes_up = (known["score"].shift(-1) > known["score"]) | known["score"].shift(-1).isna()
    comes_from_above = known["score"].shift(1) > known["score"]
    return {
        year: "bottom center"
        if above and up
        else "top left"
        if up and year > first_year
        else "top center"
        for year, up, above in zip(known["fiscal_year"], goes_up, comes_from_above, strict=True)
    }


def _gaps(known: pd.DataFrame, every_year: list[int], lowest: int, text: str) -> Iterator[Note]:
    for year in every_year:
        if year not in set(known["fiscal_year"]):
            yield Note(year, lowest + 0.6, text, "above")
