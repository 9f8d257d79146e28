"""Our office beside others: totals over the years, indicators, and the paths of those who rose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from ita.charts.axes import score_start, score_ticks, year_ticks
from ita.charts.describe import (
    OTHER_SYMBOLS,
    OWN_SYMBOL,
    Axis,
    Band,
    Chart,
    Dots,
    Line,
    Mark,
    Note,
    Role,
    Rule,
    Texts,
)
from ita.charts.joining import joined_lines
from ita.charts.rows import row_chart
from ita.charts.score_trend import pass_marks
from ita.facts import compare as facts
from ita.facts.common import counted
from ita.peers import RiserRule
from ita.selection import year_verdicts
from ita.stamp import Stamp, named_sources
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import labels, office_label, results

_ABREAST = 2
_PANEL_HEIGHT = 170
_TITLE_ROOM = 0.5  # of a panel's height, above it
_MOST_PATHS = 10
_MOST_LISTED = 50

Names = Mapping[str, str]


@dataclass(frozen=True)
class _Panel:
    """Where one office's little plot lies in the picture; all show the same years and scores."""

    column: int
    row: int
    first: int
    last: int
    lowest: int

    @property
    def left(self) -> float:
        return self.column * ((self.last - self.first) * 1.25 + 1.4)

    @property
    def foot(self) -> float:
        return -self.row * (100 - self.lowest) * (1 + _TITLE_ROOM)

    def x(self, fiscal_year: float) -> float:
        return self.left + fiscal_year - self.first

    def y(self, score: float) -> float:
        return self.foot + score - self.lowest


def totals_by_year(
    years: pd.DataFrame,
    office_ids: Sequence[str],
    fiscal_year: int,
    comparability: pd.DataFrame,
    bands: pd.DataFrame,
    stamp: Stamp,
) -> Chart:
    """A panel for each office on the same axes, ours first; our line runs through all of them.

    ``years``: one row per fiscal year and office, at least one of them with a score.
    """
    say = stamp.say
    known = years[years["score"].notna()]
    names = {row["office_id"]: office_label(say, row) for row in _one_each(years, office_ids)}
    first, last = int(known["fiscal_year"].min()), int(known["fiscal_year"].max())
    lowest = score_start(known["score"].min(), room=3, step=10)
    panels = [
        _Panel(place % _ABREAST, place // _ABREAST, first, last, lowest)
        for place in range(len(office_ids))
    ]
    of_columns, of_rows = panels[:_ABREAST], panels[::_ABREAST]
    mark = _pass_mark(bands, first, last)
    rows: dict[str, list[dict]] = {each: [] for each in office_ids} | _by_office(known)
    verdicts = year_verdicts(comparability, "total")
    lines = {
        each: list(joined_lines(_points(of_office), verdicts, "other"))
        for each, of_office in rows.items()
    }
    return Chart(
        name="compared-years",
        headline=facts.years_headline(say, years, office_ids, fiscal_year),
        subtitle=facts.years_subtitle(
            say,
            lowest=lowest,
            pass_mark=mark,
            has_dashes=any(line.is_dashed for of_office in lines.values() for line in of_office),
            has_derived=bool((known["status"] == "derived").any()),
        ),
        source=stamp.source_line(named_sources(known["source_id"])),
        alt=facts.years_alt(say, rows, names),
        x=Axis(
            "",
            -0.6,
            of_columns[-1].x(last) + 0.6,
            tuple(
                tick
                for panel in of_columns
                for tick in year_ticks(say, dict.fromkeys((first, last)), panel.x)
            ),
        ),
        y=Axis(
            "",
            of_rows[-1].foot - 1,
            (100 - lowest) * (1 + _TITLE_ROOM * 0.7),
            _score_ticks(of_rows, mark),
        ),
        marks=(
            *([Rule("y", panel.y(mark), "") for panel in of_rows] if mark is not None else []),
            *(
                each
                for panel, office_id in zip(panels, office_ids, strict=True)
                for each in _panel(panel, office_id, rows[office_id], lines, names, stamp)
            ),
        ),
        table=partial(years_table, years, office_ids, stamp),
        watermark=stamp.watermark,
        height=_PANEL_HEIGHT * len(of_rows),
        left_margin=40,
    )


def indicators_beside(
    indicators: pd.DataFrame,
    against: pd.DataFrame,
    office_ids: Sequence[str],
    fiscal_year: int,
    stamp: Stamp,
) -> Chart:
    """Our score of each indicator beside the others', our largest shortfall on top.

    ``indicators``: one row per office and known indicator; ``against``: ours against the mean of
    the others, largest shortfall first, at least one.
    """
    say = stamp.say
    height = {number: row for row, number in enumerate(against["indicator_no"].iloc[::-1])}
    shown = indicators[indicators["indicator_no"].isin(list(height))]
    rows = _by_office(shown)
    spans = shown.groupby("indicator_no")["score"].agg(["min", "max"])
    named = _names(say, shown, office_ids)
    symbols = dict(zip(office_ids, (OWN_SYMBOL, *OTHER_SYMBOLS), strict=False))
    lowest = score_start(shown["score"].min(), room=3, step=10)
    legend = " · ".join(f"{symbols[office_id][1]}\u00a0{name}" for office_id, name in named.items())
    titles = {
        row["indicator_no"]: facts.indicator_row(say, row) for row in against.to_dict("records")
    }
    texts = Texts(
        name="compared-indicators",
        headline=facts.indicators_headline(say, against),
        subtitle=say("compare.indicators_subtitle", year=fiscal_year, lowest=lowest, legend=legend),
        source=named_sources(shown["source_id"]),
        alt=" · ".join(titles.values()),
    )
    return row_chart(
        texts,
        [titles[number] for number in height],
        [
            *(
                Line([span.min, span.max], [height[span.Index]] * 2, "faint")
                for span in spans.itertuples()
            ),
            *(
                _office_dots(rows[office_id], height, symbols[office_id][0], say)
                for office_id in named
            ),
        ],
        Axis(say("column.score"), lowest, 101, score_ticks(lowest)),
        stamp,
        table=partial(indicators_table, indicators, against, office_ids, fiscal_year, stamp),
    )


def riser_paths(
    risers: pd.DataFrame,
    riser_rule: RiserRule,
    indicator: Mapping[str, Any],
    fiscal_year: int,
    stamp: Stamp,
) -> Chart:
    """From where to where the fastest went who once stood where we stand.

    ``risers``: fastest first, at least one of them risen; ``indicator``: our row of the indicator.
    """
    say = stamp.say
    fastest = risers[risers["rise"] >= riser_rule.least_rise].head(_MOST_PATHS)
    rows = list(enumerate(fastest.iloc[::-1].to_dict("records")))
    lowest = score_start(min(fastest["from_score"].min(), riser_rule.level), room=2)
    name = facts.indicator_of(say, indicator)
    texts = Texts(
        name="riser-paths",
        headline=facts.risers_headline(say, risers, riser_rule),
        subtitle=counted(
            say,
            "compare.risers_subtitle",
            len(rows),
            indicator=name,
            year=fiscal_year,
            level=riser_rule.level,
            lowest=lowest,
        ),
        source=str(indicator["source_id"]),
        alt=facts.risers_alt(say, fastest),
    )
    return row_chart(
        texts,
        [facts.riser_row(say, row) for _, row in rows],
        [
            Rule("x", riser_rule.level, "", "own"),
            *(
                Line(
                    [row["from_score"], row["to_score"]],
                    [place, place],
                    "other",
                    is_dashed=row["comparable"] == "with_care",
                )
                for place, row in rows
            ),
            *(
                Dots(
                    [row[f"{end}_score"] for _, row in rows],
                    [place for place, _ in rows],
                    "other",
                    [facts.riser_hover(say, row, fiscal_year) for _, row in rows],
                    size=size,
                )
                for end, size in (("from", 7), ("to", 13))
            ),
        ],
        Axis(say("compare.risers_axis"), lowest, 101, score_ticks(lowest)),
        stamp,
        table=partial(risers_table, risers, indicator, fiscal_year, stamp),
    )


def totals_table(totals: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """One row per office, ours first: score, grade, result, change, rank and how it is known."""
    say = stamp.say
    records = totals.to_dict("records")
    ours = totals["office_id"].iloc[0]
    rows = totals.assign(
        office=[_name(say, row, ours) for row in records],
        difference=totals["difference"].where(totals["office_id"] != ours),
        grade_text=labels(say, "grade", totals["grade"]),
        result_text=results(say, totals["is_pass"]),
        type_text=labels(say, "office_type", totals["office_type"]),
        certainty=[facts.how_known(say, row) for row in records],
    )
    return Table(
        name=f"compared-totals-{fiscal_year}",
        title=say("compare.totals_title", year=fiscal_year),
        rows=rows,
        columns={
            "office": Column(say("column.office"), is_pinned=True),
            "score": Column(say("column.score"), "score"),
            "difference": Column(say("compare.difference"), "change"),
            "grade_text": Column(say("column.grade")),
            "result_text": Column(say("column.result")),
            "certainty": Column(say("column.certainty")),
            "change": Column(say("column.change"), "change"),
            "rank": Column(say("column.rank"), "place", help=say("help.rank")),
            "tied_offices": Column(say("column.tied_offices"), "whole"),
            "percentile": Column(say("column.percentile"), "percent"),
            "type_text": Column(say("column.office_type")),
            "office_id": Column(say("column.office_id")),
            "source_id": Column(say("column.source")),
        },
        note=say("compare.totals_note"),
    )


def years_table(years: pd.DataFrame, office_ids: Sequence[str], stamp: Stamp) -> Table:
    """One row per office and year, ours first, with why a score is missing."""
    say = stamp.say
    order = {office_id: place for place, office_id in enumerate(office_ids)}
    ordered = years.assign(place=years["office_id"].map(order)).sort_values(
        ["place", "fiscal_year"]
    )
    records = ordered.to_dict("records")
    rows = ordered.assign(
        office=[_name(say, row, office_ids[0]) for row in records],
        grade_text=labels(say, "grade", ordered["grade"]),
        certainty=[facts.how_known(say, row) for row in records],
    )
    return Table(
        name="compared-years",
        title=say("compare.years_title"),
        rows=rows,
        columns={
            "office": Column(say("column.office"), is_pinned=True),
            "fiscal_year": Column(say("column.fiscal_year"), "year"),
            "score": Column(say("column.score"), "score"),
            "grade_text": Column(say("column.grade")),
            "change": Column(say("column.change"), "change"),
            "rank": Column(say("column.rank"), "place", help=say("help.rank")),
            "certainty": Column(say("column.certainty"), width="large"),
        },
        note=say("help.rank"),
    )


def indicators_table(
    indicators: pd.DataFrame,
    against: pd.DataFrame,
    office_ids: Sequence[str],
    fiscal_year: int,
    stamp: Stamp,
) -> Table:
    """One row per indicator: our score, the mean of the others, the gap, and each office's score."""
    say = stamp.say
    names = _names(say, indicators, office_ids)
    wide = indicators.pivot_table(index="indicator_no", columns="office_id", values="score")
    others = [office_id for office_id in names if office_id != office_ids[0]]
    rows = against.drop(columns="office_id").join(wide[others], on="indicator_no")
    return Table(
        name=f"compared-indicators-{fiscal_year}",
        title=say("compare.indicators_title", year=fiscal_year),
        rows=rows,
        columns={
            "indicator_no": Column(say("column.indicator_no"), "whole", is_pinned=True),
            say.pick(th="name_th", en="indicator_name_en"): Column(say("column.indicator")),
            "weight": Column(say("column.weight"), "whole", help=say("help.weight")),
            "score": Column(say("compare.own_score"), "score"),
            "others_mean": Column(say("compare.others_mean"), "score"),
            "gap": Column(say("column.gap"), "change"),
            **{office_id: Column(names[office_id], "score") for office_id in others},
        },
        note=say("compare.indicators_note"),
    )


def similar_table(peers: pd.DataFrame, fiscal_year: int, stamp: Stamp) -> Table:
    """The offices the rule finds, nearest first, with their difference from ours."""
    say = stamp.say
    rows = peers.assign(
        office=[office_label(say, row) for row in peers.to_dict("records")],
        type_text=labels(say, "office_type", peers["office_type"]),
        region_text=peers[say.pick(th="region", en="region_en")],
        certainty=labels(say, "status", peers["status"]),
    )
    return Table(
        name=f"similar-offices-{fiscal_year}",
        title=say("compare.similar_title", year=fiscal_year),
        rows=rows,
        columns={
            "office": Column(say("column.office"), is_pinned=True),
            "score": Column(say("column.score"), "score"),
            "difference": Column(say("compare.difference"), "change"),
            "rank": Column(say("column.rank"), "place", help=say("help.rank")),
            "type_text": Column(say("column.office_type")),
            "region_text": Column(say("column.region")),
            "certainty": Column(say("column.certainty")),
        },
        note=say("compare.similar_note"),
    )


def risers_table(
    risers: pd.DataFrame, indicator: Mapping[str, Any], fiscal_year: int, stamp: Stamp
) -> Table:
    """Those who stood where we stand, fastest first, also those who did not rise."""
    say = stamp.say
    shown = risers.head(_MOST_LISTED)
    rows = shown.assign(
        office=[office_label(say, row) for row in shown.to_dict("records")],
        province_text=shown[say.pick(th="province", en="province_en")],
        comparable_text=labels(say, "comparable", shown["comparable"]),
        to_year=fiscal_year,
    )
    number = int(indicator["indicator_no"])
    return Table(
        name=f"risers-{fiscal_year}-indicator-{number}",
        title=say("compare.risers_title", indicator_no=number, year=fiscal_year),
        rows=rows,
        columns={
            "office": Column(say("column.office"), is_pinned=True),
            "from_year": Column(say("column.from_year"), "year"),
            "from_score": Column(say("compare.from_score"), "score"),
            "to_year": Column(say("column.to_year"), "year"),
            "to_score": Column(say("compare.to_score"), "score"),
            "rise": Column(say("compare.rise"), "change"),
            "years": Column(say("compare.years"), "whole"),
            "rise_a_year": Column(say("compare.rise_a_year"), "change"),
            "comparable_text": Column(say("column.comparable")),
            "province_text": Column(say("column.province")),
        },
        note=say("compare.risers_note", shown=len(rows), total=int(risers["stood_there"].iloc[0])),
    )


def _panel(
    panel: _Panel,
    office_id: str,
    rows: list[dict],
    lines: Mapping[str, list[Line]],
    names: Names,
    stamp: Stamp,
) -> Iterator[Mark]:
    own_id = next(iter(names))
    edges = (panel.left - 0.4, panel.x(panel.last) + 0.4)
    yield Band(edges, (panel.foot, panel.y(100)))
    title = facts.panel_title(stamp.say, names[office_id], rows)
    yield Note(edges[0], panel.y(100), title, "above", "left", _role(office_id, own_id))
    for drawn_id in dict.fromkeys([*(each for each in lines if each != own_id), office_id, own_id]):
        role: Role = "own" if drawn_id == own_id else "other" if drawn_id == office_id else "faint"
        for line in lines[drawn_id]:
            yield Line(
                [panel.x(year) for year in line.x],
                [panel.y(score) for score in line.y],
                role,
                is_dashed=line.is_dashed,
            )
    yield from _panel_dots(panel, rows, _role(office_id, own_id), stamp.say)


def _panel_dots(panel: _Panel, rows: list[dict], role: Role, say: Say) -> Iterator[Dots]:
    for is_derived in (False, True):
        shown = [row for row in rows if (row["status"] == "derived") == is_derived]
        if shown:
            yield Dots(
                [panel.x(row["fiscal_year"]) for row in shown],
                [panel.y(row["score"]) for row in shown],
                role,
                [facts.year_hover(say, row) for row in shown],
                size=8,
                is_hollow=is_derived,
            )


def _points(rows: list[dict]) -> list[tuple[int, float]]:
    return [(row["fiscal_year"], row["score"]) for row in rows]


def _office_dots(rows: list[dict], height: Mapping[int, int], symbol: str, say: Say) -> Dots:
    is_own = symbol == OWN_SYMBOL[0]
    return Dots(
        [row["score"] for row in rows],
        [height[row["indicator_no"]] for row in rows],
        "own" if is_own else "other",
        [facts.indicator_hover(say, row) for row in rows],
        size=14 if is_own else 10,
        symbol=symbol,
    )


def _role(office_id: str, own_id: str) -> Role:
    return "own" if office_id == own_id else "other"


def _name(say: Say, row: Mapping[Any, Any], own_id: str) -> str:
    name = office_label(say, row)
    return say("compare.ours", office=name) if row["office_id"] == own_id else name


def _names(say: Say, rows: pd.DataFrame, office_ids: Sequence[str]) -> dict[str, str]:
    """The offices that have rows, each with its name, ours marked, in the order given."""
    return {row["office_id"]: _name(say, row, office_ids[0]) for row in _one_each(rows, office_ids)}


def _by_office(rows: pd.DataFrame) -> dict[str, list[dict]]:
    """The rows of each office that has any, in their order."""
    found: dict[str, list[dict]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(row["office_id"], []).append(row)
    return found


def _one_each(rows: pd.DataFrame, office_ids: Sequence[str]) -> list[dict]:
    """A row of each office that has any, in the order given."""
    named = rows.drop_duplicates("office_id").set_index("office_id", drop=False)
    return named.loc[[each for each in office_ids if each in named.index]].to_dict("records")


def _pass_mark(bands: pd.DataFrame, first: int, last: int) -> float | None:
    """The pass mark if every year has one and it is the same."""
    marks = pass_marks(bands, range(first, last + 1))
    is_shared = len(marks) == last - first + 1 and len(set(marks)) == 1
    return float(marks.iloc[0]) if is_shared else None


def _score_ticks(panels: Iterable[_Panel], mark: float | None) -> tuple[tuple[float, str], ...]:
    return tuple(
        (panel.y(score), f"{score:.0f}")
        for panel in panels
        for score in (panel.lowest, *([mark] if mark is not None else []), 100)
        if score >= panel.lowest
    )
