"""Score by fiscal year: grade bands, pass mark, target, means, method breaks and honest gaps."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

import pandas as pd

from ita.charts.axes import score_start, score_ticks, year_ticks
from ita.charts.describe import Axis, Band, Chart, Dots, Line, Mark, Note, Role, Rule
from ita.charts.joining import joined_lines
from ita.charts.placing import clearest_place, free_height, passed_heights
from ita.facts import trend as facts
from ita.facts.common import point_label
from ita.selection import Verdicts, breaks, year_verdicts
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import certainty, label, labels, results

_HEADROOM = 103.5
_CLOSE = 6
_LETTERS = 2  # a longer grade is a word, which covers a second year on a phone
_LINE_SHARE = 0.055  # of the height of the axis: one line of small text
_STRIP_SHARE = 0.13  # and the strip below the scores for what the office did
_GAP_LINES = 2.6  # lines of text that "not found" takes above the foot on a phone
_LEAST_BAND = 1.2  # lines of text; a lower band is told by its neighbours
_LABEL_YEARS = 4  # the years that a label at the right edge covers on a phone


def score_trend(
    years: pd.DataFrame,
    bands: pd.DataFrame,
    means: pd.DataFrame,
    comparability: pd.DataFrame,
    stamp: Stamp,
    *,
    target: float | None = None,
    actions: pd.DataFrame | None = None,
) -> Chart:
    """The chart of one office.

    ``years``: one row per fiscal year of the office; ``means``: as selection.means_of_total gives them;
    ``actions``: one row per step the office reports, marked in a strip below the scores.
    """
    say = stamp.say
    every_year = charted_years(years, bands)
    known = years[years["score"].notna()]
    passing = pass_marks(bands, every_year)
    lowest = _lowest(known, means, target, passing)
    verdicts = year_verdicts(comparability, "total")
    reported = pd.Series(dtype=int) if actions is None else actions.groupby("fiscal_year").size()
    reported = reported[reported.index.isin(every_year)]
    strip = (_HEADROOM - lowest) * _STRIP_SHARE if len(reported) else 0
    line_height = (_HEADROOM - lowest) * _LINE_SHARE
    has_gaps = len(known) < len(every_year)
    foot = lowest + line_height * _GAP_LINES * has_gaps
    own_labels = _own_label_heights(known, every_year[0], line_height)
    pass_label = _pass_label_height(
        known, own_labels, float(passing.min()), every_year[-1], line_height
    )
    heights = _mean_label_heights(known, means, lowest, pass_label)
    obstacles = [
        *_obstacles(known, means, heights),
        *own_labels.items(),
        *((year, _HEADROOM - line_height / 2) for year in every_year[1:]),
        *((every_year[-1] - back, pass_label) for back in range(2)),
    ]
    marks: list[Mark] = [
        *_bands(stamp, bands, every_year, lowest, foot, obstacles),
        *_breaks(breaks(comparability, every_year[0], every_year[-1])),
        *_pass_line(passing, pass_label, stamp),
        *_target_line(target, stamp),
        *_mean_lines(means, verdicts, stamp, heights),
        *joined_lines(_points(known), verdicts, "own"),
        *_own_dots(known, every_year[0], stamp),
        *_gaps(known, every_year, lowest, say("trend.gap")),
        *_action_marks(reported, lowest - strip / 3, every_year, stamp),
    ]
    return Chart(
        name="score-trend",
        headline=facts.headline(say, known, stamp.office_name),
        subtitle=say("trend.subtitle", office=stamp.office_name, lowest=lowest),
        source=stamp.source_line(named_sources(_sources(known, means, say))),
        alt=facts.alt(say, known, stamp.office_name),
        x=Axis("", every_year[0] - 0.5, every_year[-1] + 0.5, year_ticks(say, every_year)),
        y=Axis("", lowest - strip, _HEADROOM, score_ticks(lowest, 5)),
        marks=tuple(marks),
        table=partial(trend_table, years, means, every_year, stamp),
        watermark=stamp.watermark,
        left_margin=40,
    )


def _sources(known: pd.DataFrame, means: pd.DataFrame, say: Say) -> pd.Series:
    """The sources of the scores, and of means that are published; the table names each of these."""
    of_means = [say("trend.mean_sources")] if means["source_id"].notna().any() else []
    return pd.concat([known["source_id"], pd.Series(of_means, dtype="str")])


def charted_years(years: pd.DataFrame, bands: pd.DataFrame) -> list[int]:
    """Every fiscal year on the axis: the ten-indicator years, and earlier ones with a score."""
    ten_indicators = bands.loc[bands["scheme"] != "five-index", "fiscal_year"]
    known = years.loc[years["score"].notna(), "fiscal_year"]
    first = min(ten_indicators.min(), known.min() if len(known) else ten_indicators.min())
    return list(range(int(first), int(ten_indicators.max()) + 1))


def trend_table(
    years: pd.DataFrame, means: pd.DataFrame, every_year: list[int], stamp: Stamp
) -> Table:
    """Every charted year with total, print, grade, result, change, rank, means and source."""
    say = stamp.say
    charted = years.set_index("fiscal_year").reindex(pd.Index(every_year, name="fiscal_year"))
    is_unheard_of = charted["score"].isna() & charted["missing_reason"].isna()
    charted["missing_reason"] = charted["missing_reason"].mask(is_unheard_of, "not_published")
    charted = charted.reset_index()
    published = {
        row["fiscal_year"]: say("trend.mean_computed", source=row["source_id"])
        if row["is_computed"]
        else row["source_id"]
        for row in means.dropna(subset=["source_id"]).to_dict("records")
    }
    of_mean = {f"mean_{line['role'].iloc[0]}": (name, line) for name, line in means.groupby("name")}
    rows = charted.assign(
        grade_text=labels(say, "grade", charted["grade"]),
        result_text=results(say, charted["is_pass"]),
        certainty=[certainty(say, row) for row in charted.to_dict("records")],
        mean_source=charted["fiscal_year"].map(published),
        **{
            column: charted["fiscal_year"].map(line.set_index("fiscal_year")["score"])
            for column, (_, line) in of_mean.items()
        },
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
            **{column: Column(name, "score") for column, (name, _) in of_mean.items()},
            **({"mean_source": Column(say("column.mean_source"))} if published else {}),
            "score_printed": Column(say("column.printed")),
            "certainty": Column(say("column.certainty"), width="large"),
            "source_title": Column(say("column.source"), width="large"),
        },
        note=say("trend.table_note"),
    )


def pass_marks(bands: pd.DataFrame, years: Iterable[int]) -> pd.Series:
    """The pass mark of each of the years that has one, by fiscal year."""
    passing = bands["is_pass"].fillna(value=False) & bands["fiscal_year"].isin(list(years))
    return bands[passing].groupby("fiscal_year")["min_score"].min()


def _lowest(
    known: pd.DataFrame, means: pd.DataFrame, target: float | None, marks: pd.Series
) -> int:
    values = [*known["score"], *means["score"], *([target] if target else []), *marks]
    return score_start(min(values), room=_CLOSE)


def _pass_line(marks: pd.Series, label_height: float, stamp: Stamp) -> Iterator[Mark]:
    """The pass mark of each run of years that share it, labelled once."""
    for _, run in marks.groupby((marks != marks.shift()).cumsum()):
        mark, last = float(run.iloc[0]), run.index[-1] + 0.5
        yield Line([run.index[0] - 0.5, last], [mark, mark], "other")
        text = stamp.say("trend.pass_mark", mark=mark)
        if label_height < mark:
            yield Note(last - 0.03, mark - 0.3, text, "below", "right")
        else:
            yield Note(last - 0.03, mark + 0.3, text, "above", "right")


def _target_line(target: float | None, stamp: Stamp) -> Iterator[Rule]:
    if target is not None:
        text = stamp.say("trend.target", target=target)
        yield Rule("y", target, text, "target", label_at="start")


def _mean_label_heights(
    known: pd.DataFrame, means: pd.DataFrame, lowest: int, pass_label: float
) -> list[float]:
    """Where the labels of the mean lines stand, one under the other, as high as all else leaves free."""
    if means.empty:
        return []
    line_height = (_HEADROOM - lowest) * _LINE_SHARE
    lines = means["name"].nunique()
    last = means["fiscal_year"].max()
    first = last - _LABEL_YEARS - (lines == 1)  # the name of all agencies is the longest
    near = [
        *passed_heights(_recent(known, first), line_height),
        *(
            height
            for _, line in means.groupby("name")
            for height in passed_heights(_recent(line, first), 0)
        ),
        *(pass_label + line_height * part for part in (-0.5, 0, 0.5)),
    ]
    foot = means.loc[means["fiscal_year"] == last, "score"].min() - line_height
    top = free_height(foot, lines, line_height, near, lowest)
    return [top - line_height * place for place in range(lines)]


def _recent(line: pd.DataFrame, first: int) -> list[float]:
    """The scores over which a label at the right edge lies."""
    return list(line.loc[line["fiscal_year"] > first, "score"])


def _obstacles(
    known: pd.DataFrame, means: pd.DataFrame, label_heights: list[float]
) -> list[tuple[int, float]]:
    """All points (fiscal year, height) that a band's label should keep clear of."""
    last = means["fiscal_year"].max()
    of_labels = [(last - back, y) for y in label_heights for back in range(_LABEL_YEARS)]
    points = (zip(each["fiscal_year"], each["score"], strict=True) for each in (known, means))
    return [*chain.from_iterable(points), *of_labels]


def _own_label_heights(
    known: pd.DataFrame, first_year: int, line_height: float
) -> dict[int, float]:
    """The middle of the label of each own point, by year."""
    sides = _label_sides(known, first_year)
    return {
        year: score + line_height * (-1 if sides[year].startswith("bottom") else 1)
        for year, score in zip(known["fiscal_year"], known["score"], strict=True)
    }


def _pass_label_height(
    known: pd.DataFrame,
    own_labels: dict[int, float],
    mark: float,
    last: int,
    line_height: float,
) -> float:
    """The middle of the pass mark's label: under its line, over it where our last score is there."""
    below = mark - line_height / 2
    scores = dict(zip(known["fiscal_year"], known["score"], strict=True))
    taken = [heights[last] for heights in (scores, own_labels) if last in heights]
    is_taken = any(abs(height - below) < line_height for height in taken)
    return mark + line_height / 2 if is_taken else below


def _bands(
    stamp: Stamp,
    bands: pd.DataFrame,
    every_year: list[int],
    lowest: int,
    foot: float,
    obstacles: list[tuple[int, float]],
) -> Iterator[Band | Note]:
    """The bands of each scheme, each named in its own years above ``foot``, where there is room."""
    shown = bands[bands["fiscal_year"].isin(every_year)]
    line_height = (_HEADROOM - lowest) * _LINE_SHARE
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
                named_from, named_to, upper = max(lower, foot), upper, float(minimum)
                if named_to - named_from < line_height * _LEAST_BAND:
                    continue
                text = " / ".join(label(stamp.say, "grade", name) for name in names)
                is_long = len(text) > _LETTERS and last > first
                year, y = clearest_place(
                    range(first, last - is_long + 1),
                    (named_from, named_to),
                    obstacles,
                    columns_covered=1 + is_long,
                    line_height=line_height,
                )
                obstacles = [*obstacles, (year, y)]
                yield Note(year - 0.45, y, text, "middle", "left")


def _breaks(steps: pd.DataFrame) -> Iterator[Rule]:
    for number, before in enumerate(steps["from_year"], start=1):
        yield Rule("x", before + 0.5, f"({number})")


def _points(line: pd.DataFrame) -> Iterator[tuple[int, float]]:
    return zip(line["fiscal_year"], line["score"], strict=True)


def _mean_lines(
    means: pd.DataFrame, verdicts: Verdicts, stamp: Stamp, heights: list[float]
) -> Iterator[Mark]:
    joined = {step: "yes" for step, verdict in verdicts.items() if verdict != "no"}
    for height, (name, line) in zip(heights, means.groupby("name", sort=False), strict=True):
        role: Role = line["role"].iloc[0]
        yield from joined_lines(_points(line), joined, role)
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


def _own_dots(known: pd.DataFrame, first_year: int, stamp: Stamp) -> Iterator[Dots]:
    sides = _label_sides(known, first_year)
    every = known.to_dict("records")
    for is_derived in (False, True):
        rows = [row for row in every if (row["status"] == "derived") == is_derived]
        if rows:
            yield Dots(
                [row["fiscal_year"] for row in rows],
                [row["score"] for row in rows],
                "own",
                [facts.year_hover(stamp.say, row) for row in rows],
                [point_label(row) for row in rows],
                [sides[row["fiscal_year"]] for row in rows],
                size=12,
                is_hollow=is_derived,
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
            yield Note(year, lowest + 0.6, text.replace(" ", "<br>"), "above")


def _action_marks(
    reported: pd.Series, height: float, every_year: list[int], stamp: Stamp
) -> Iterator[Line | Note]:
    """A bar under each year the office reports steps of, with their number."""
    for year, count in reported.items():
        yield Line([year - 0.42, year + 0.42], [height, height], "other")
        text = facts.action_label(stamp.say, year, int(count), is_only_year=len(reported) == 1)
        if year == every_year[0]:
            yield Note(year - 0.42, height, text, "below", "left")
        elif year == every_year[-1]:
            yield Note(year + 0.42, height, text, "below", "right")
        else:
            yield Note(year, height, text, "below", is_covering=True)
