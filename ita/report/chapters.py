"""What stands in the report of an office, chapter by chapter, apart from how it is printed.

A block is plain data for the printer: its ``kind`` and what it shows. Every sentence, chart and
table is one of the screens'; nothing is computed here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ita import evidence, exhibits, facts, loaders, selection
from ita.charts import gaps as gap_charts
from ita.charts import items as item_charts
from ita.charts import planner as planner_charts
from ita.charts import printed
from ita.charts import ranking as ranking_charts
from ita.charts.describe import Chart
from ita.charts.plotly import columns
from ita.facts.common import Row
from ita.planner import Missing
from ita.story.told import Told
from ita.tables import Table
from ita.view import View

Block = dict[str, Any]
Run = tuple[str, bool]

_NEIGHBOURS = 5
# Columns of text: a cell that is not broken, one that counts no longer, and words of a title.
_SHORT, _LONG, _LONGEST_WORD, _THAI_WORD = 16, 40, 12, 7
_PLACE_COLUMNS = ("position", "office", "score", "distance_above", "tie_text", "bounds", "remark")
_YEAR_COLUMNS = (
    *("fiscal_year", "score", "grade_text", "result_text", "change", "change_computed"),
    *("rank", "ranked_offices", "percentile", "certainty"),
)
_GAP_COLUMNS = (
    "indicator_no",
    "name",
    "instrument_text",
    "weight",
    "score",
    "benchmark",
    "gap",
    "effect",
)
_ITEM_COLUMNS = ("item_code", "title_th", "points_to_gain", "item_points", "score", "owner")
_FINDING_COLUMNS = (
    "severity_text", "message", "decision_text", "replacement", "reason_th", "reason_en",
)  # fmt: skip
_FILE_COLUMNS = ("title", "publisher", "rows_read", "licence", "note")


@dataclass(frozen=True)
class Chapter:
    """A title and its blocks in order."""

    title: str
    blocks: list[Block]


def chapters(view: View, fiscal_year: int | None) -> list[Chapter]:
    """The chapters of an office and year; of one without a total, what is known all the same."""
    told = None if fiscal_year is None else Told(view, fiscal_year)
    made = [
        *(_of_year(told) if told else _of_known_parts(view)),
        ("actions", _actions(view)),
        ("sources", _sources(view)),
        ("method", _method(view, told)),
    ]
    return [
        Chapter(view.say(f"paper.chapter.{code}"), found)
        for code, blocks in made
        if (found := list(blocks))
    ]


def summary(view: View, fiscal_year: int | None) -> list[Block]:
    """The page for the executive: key figures, the three answers, what else there is to say."""
    if fiscal_year is None:
        return [*_nothing(view)]
    told = Told(view, fiscal_year)
    say, row = view.say, told.row
    changes = loaders.office_changes(view.version, view.office_id)
    moved = changes[changes["fiscal_year"] == told.fiscal_year].to_dict("records")
    full = exhibits.full_marks(view, told.fiscal_year)
    gaps = exhibits.indicator_gaps(view, told.fiscal_year, full)
    answers = facts.overview.answers(say, row, moved[0] if moved else None, gaps, _items_told(told))
    instruments = loaders.instrument_scores(view.version, view.office_id)
    return [
        {
            "kind": "figures",
            "figures": [
                {
                    "label": figure.label,
                    "value": figure.value,
                    "lines": [line for line in (figure.change, figure.description) if line],
                    "arrow": figure.arrow,
                }
                for figure in facts.overview.key_figures(say, row)
            ],
        },
        {
            "kind": "answers",
            "answers": [
                {"question": asked, "paragraphs": [_runs(part) for part in said.split("\n\n")]}
                for asked, said in answers
            ],
        },
        *_bullets(facts.overview.sentences(say, row, instruments)),
        _chart(told.trend),
        _small(facts.overview.where_from(say, row)),
    ]


def _of_year(told: Told) -> list[tuple[str, Iterator[Block]]]:
    view = told.view
    return [
        ("change", _change(told)),
        ("indicators", _indicators(view, told.fiscal_year)),
        ("ranking", _ranking(told)),
        ("items", _items(view, told.fiscal_year, told.item_year)),
        ("plan", _plan(told)),
    ]


def _of_known_parts(view: View) -> list[tuple[str, Iterator[Block]]]:
    """What is known of an office without a total: the indicators and items of the latest year."""
    years = loaders.gap_years(view.version, view.office_id)
    indicators, items = (
        list(years.loc[years[known] > 0, "fiscal_year"])
        for known in ("known_indicators", "known_items")
    )
    return [
        *([("indicators", _indicators(view, int(indicators[-1])))] if indicators else []),
        *([("items", _items(view, int(items[-1]), int(items[-1])))] if items else []),
    ]


def _nothing(view: View) -> Iterator[Block]:
    say, years = view.say, loaders.office_years(view.version, view.office_id)
    yield _missing(facts.overview.why_nothing(say, years, view.office_name))
    yield from _bullets(facts.overview.what_is_known(say, loaders.coverage(view.version)))


def _change(told: Told) -> Iterator[Block]:
    """Charts first and the table last, as it may run over a page."""
    view, say, version = told.view, told.view.say, told.view.version
    comparability = loaders.comparability(version)
    first = int(told.known["fiscal_year"].min())
    steps = selection.breaks(comparability, first, told.fiscal_year)
    yield from _bullets(facts.trend.reading(say, told.years, loaders.benchmarks(version)))
    yield from _numbered(facts.trend.break_sentences(say, steps))
    yield _heading(say("paper.heading.parts"))
    if told.change is None:
        yield _missing(say("trend.no_changes"))
        yield from _bullets(facts.trend.not_compared(say, told.years, comparability))
    else:
        yield from _parts(told, told.change, comparability)
        yield _heading(say("paper.heading.tide"))
        yield from _tide(told, told.change, comparability)
    yield _table(exhibits.trend(view).table(), _YEAR_COLUMNS)


def _parts(told: Told, change: Row, comparability: pd.DataFrame) -> Iterator[Block]:
    view, say = told.view, told.view.say
    parts = loaders.indicator_changes(view.version, view.office_id, told.fiscal_year)
    if parts.empty:
        yield _missing(facts.trend.no_parts_sentence(say, change))
    else:
        yield _chart(exhibits.waterfall(view, told.fiscal_year))
    yield from _bullets(facts.trend.change_notes(say, change, parts, comparability))


def _tide(told: Told, change: Row, comparability: pd.DataFrame) -> Iterator[Block]:
    view, say = told.view, told.view.say
    sentence = facts.trend.tide_sentence(say, change)
    changes = loaders.office_changes(view.version, view.office_id)
    if changes["all_mean_change"].isna().all():
        yield _missing(f"{sentence} {say('trend.tide.would_fill')}")
        return
    yield _chart(exhibits.tide(view, told.fiscal_year))
    details = facts.trend.tide_details(say, change)
    standing = facts.trend.standing_sentence(say, change, comparability)
    yield from _bullets([sentence, *details, standing])


def _indicators(view: View, year: int) -> Iterator[Block]:
    say = view.say
    against = exhibits.full_marks(view, year)
    gaps = exhibits.indicator_gaps(view, year, against)
    if gaps.empty:
        return
    known = gaps.dropna(subset=["score", "benchmark"])
    if known.empty or not known["effect"].any():
        yield _missing(facts.gaps.why_no_gap(say, gaps, year, against.kind))
        return
    items = loaders.item_gaps(view.version, view.office_id, year)
    yield from _bullets(facts.gaps.sentences(say, gaps, items, year, against.kind))
    yield _chart(exhibits.effects(view, year, against))
    listed = gap_charts.gap_table(gap_charts.in_order(gaps, "effect"), year, view.stamp)
    yield _table(listed, _GAP_COLUMNS)
    if not gaps.dropna(subset=["score", "median"]).empty:
        yield _chart(exhibits.spread(view, year, against))


def _ranking(told: Told) -> Iterator[Block]:
    view, say, year = told.view, told.view.say, told.fiscal_year
    ranking = loaders.ranking(view.version, year)
    if ranking.empty:
        yield _missing(say("story.would_fill.stand"))
        return
    step = selection.year_step(loaders.comparability(view.version), "rank", year)
    yield _chart(exhibits.rank_curve(view, year))
    yield from _bullets(
        [
            *facts.ranking.sentences(say, ranking, view.office_id),
            facts.ranking.moved(say, ranking, view.office_id, step),
        ]
    )
    own = ranking[selection.is_own(ranking, view.office_id)]
    if own.empty:
        yield _missing(say("ranking.range_none", office=view.office_name, year=year))
        return
    place = int(own["position"].iloc[0])
    near = ranking[ranking["position"].between(place - _NEIGHBOURS, place + _NEIGHBOURS)]
    yield _heading(say("paper.heading.neighbours"))
    yield _table(
        ranking_charts.ranking_table(near, year, view.stamp, office_id=view.office_id),
        _PLACE_COLUMNS,
    )
    yield _heading(say("paper.heading.fragility"))
    spans = exhibits.rank_spans(view, year)
    if is_open := facts.ranking.range_open(say, spans, ranking):
        yield _missing(is_open)
        yield from _bullets([facts.ranking.range_conflict(say, spans, ranking, view.office_id)])
        return
    yield _chart(exhibits.rank_range(view, year))
    yield from _bullets(facts.ranking.range_sentences(say, spans, ranking, view.office_id))


def _items(view: View, fiscal_year: int, year: int | None) -> Iterator[Block]:
    """The work list of ``year``, the latest whose items are known, if any."""
    say = view.say
    if year is None:
        yield _missing(say("story.items_unknown"))
        yield from _bullets([say("gaps.fact.no_items", year=fiscal_year)])
        return
    items = loaders.item_gaps(view.version, view.office_id, year)
    yield from _bullets([facts.overview.items_sentence(say, items, year)])
    work = items[items["points_to_gain"] > 0]
    if work.empty:
        yield _chart(exhibits.item_worth(view, year))
        return
    yield _chart(exhibits.sub_indicators(view, year))
    listed = item_charts.item_table(work, year, view.stamp)
    yield _table(replace(listed, note=""), _ITEM_COLUMNS)


def _items_told(told: Told) -> str:
    """Whether the OIT items are full in the latest year they are known of."""
    view, year = told.view, told.item_year
    if year is None:
        return ""
    items = loaders.item_gaps(view.version, view.office_id, year)
    return facts.overview.items_sentence(view.say, items, year)


def _plan(told: Told) -> Iterator[Block]:
    view, say, year = told.view, told.view.say, told.fiscal_year
    if str(year) not in selection.years_to_plan(told.years):
        yield _missing(say("story.no_plan", year=year))
        return
    here = exhibits.situation(view, year)
    aim = facts.planner.first_aim(say, here)
    yield from _bullets(facts.planner.now(say, here))
    if isinstance(here.standing, Missing):
        points = aim.goal.total - here.score
        worths = exhibits.worths(view, here, points)
        if here.better_grades and points > 0 and (worths["kind"] == "item").any():
            yield _chart(planner_charts.worth_chart(worths, points, here, view.stamp))
            yield from _bullets(facts.planner.worth_sentences(say, here, aim, worths))
        yield _missing(say("story.would_fill.plan"))
        return
    routes = exhibits.routes(view, year, aim.goal)
    if not routes:
        yield _missing(say("story.no_route", goal=aim.name))
        return
    yield from _bullets(facts.planner.target_sentences(say, here, aim, routes))
    for number, route in enumerate(routes, start=1):
        if route.moves:
            yield _heading(facts.planner.route_headline(say, route, number))
            yield from _bullets(facts.planner.work_list(say, here, route))
            yield _small(facts.planner.proof(say, route))
    yield _small(say("planner.routes_note"))


def _actions(view: View) -> Iterator[Block]:
    say, actions = view.say, loaders.actions(view.version, view.office_id)
    if actions.empty:
        return
    yield _paragraph(say("trend.actions_caveat"))
    yield _table(exhibits.action_table(view, actions))


def _sources(view: View) -> Iterator[Block]:
    say, version, stamp = view.say, view.version, view.stamp
    yield _table(evidence.coverage_table(loaders.coverage(version), stamp))
    files = evidence.file_table(loaders.sources(version), stamp)
    if len(files.rows):
        yield _table(files, _FILE_COLUMNS)
    else:
        yield _paragraph(say("edition.demo.long"))
    findings = loaders.findings(version)
    if len(findings):
        yield _table(evidence.finding_list(findings, stamp), _FINDING_COLUMNS)


def _method(view: View, told: Told | None) -> Iterator[Block]:
    """The rules of the years that are told of, and how all years compare."""
    say, version, stamp = view.say, view.version, view.stamp
    years = {told.fiscal_year - 1, told.fiscal_year, told.item_year} if told else set()
    methods, bands = (
        rules[rules["fiscal_year"].isin(years)]
        for rules in (loaders.methods(version), loaders.grade_bands(version))
    )
    if len(methods):
        yield _table(evidence.weight_table(methods, stamp))
    if len(bands):
        yield _table(evidence.band_table(bands, stamp))
    steps = loaders.comparability(version)
    totals = steps[steps["level"] == "total"]
    yield _table(evidence.comparability_table(totals, stamp))
    yield _missing(say("file.caveat_text"), title=say("file.caveat"))


# Blocks


def _paragraph(text: str) -> Block:
    return {"kind": "paragraph", "runs": _runs(text)}


def _small(text: str) -> Block:
    return {"kind": "small", "runs": _runs(text)}


def _heading(text: str) -> Block:
    return {"kind": "heading", "text": facts.bare(text)}


def _missing(text: str, title: str = "") -> Block:
    """What cannot be shown and why, set apart."""
    return {"kind": "aside", "title": title, "runs": _runs(text)}


def _bullets(sentences: Iterable[str]) -> Iterator[Block]:
    lines = [_runs(sentence) for sentence in sentences if sentence]
    if lines:
        yield {"kind": "bullets", "lines": lines}


def _numbered(sentences: Iterable[str]) -> Iterator[Block]:
    """Sentences numbered as the marks on the chart."""
    lines = [_runs(f"({number}) {text}") for number, text in enumerate(sentences, start=1)]
    if lines:
        yield {"kind": "lines", "lines": lines}


def _chart(chart: Chart) -> Block:
    drawn = printed.svg(chart, printed.COLUMN, is_text_kept=False, has_heading=False)
    return {
        "kind": "chart",
        "headline": facts.bare(chart.headline),
        "svg": drawn.decode(),
        "alt": chart.alt,
    }


def _table(table: Table, only: Iterable[str] = ()) -> Block:
    """A table as its readers see it, with only some columns where they are named."""
    wanted = [name for name in only if name in table.columns] or list(table.columns)
    chosen = replace(table, columns={name: table.columns[name] for name in wanted})
    cells = chosen.as_text
    return {
        "kind": "table",
        "title": table.title,
        "note": table.note,
        "columns": [
            {
                "title": column.title,
                "is_text": column.kind == "text",
                **_width(cells[column.title]),
            }
            for column in chosen.columns.values()
        ],
        "rows": cells.to_numpy().tolist(),
    }


def _width(cells: pd.Series) -> dict[str, float]:
    """The width of a column of short cells in columns of text, or else its share of what is left."""
    longest = max((columns(cell) for cell in cells), default=0)
    if longest > _SHORT:
        return {"width": 0, "share": min(longest, _LONG)}
    of_title = max(
        min(columns(word), _LONGEST_WORD if word.isascii() else _THAI_WORD)
        for word in str(cells.name).split()
    )
    return {"width": max(longest, of_title + 1), "share": 0}


def _runs(text: str) -> list[Run]:
    return facts.runs(text)
