"""The charts and tables of one view, each made once: for the screen, the slide and the printed page."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from ita import loaders, peers, places, planner, selection
from ita.charts import changes, gaps, items, ranking
from ita.charts.describe import Chart
from ita.charts.score_trend import score_trend
from ita.facts.planner import Situation
from ita.limits import Conditions
from ita.peers import PeerRule
from ita.planner import Goal, Missing, Route
from ita.pointer import Version
from ita.tables import Column, Table
from ita.view import View

TARGET = 95.0
NO_CONDITIONS = Conditions()
_WORTH_KEY = ["code", "first_item_no", "last_item_no"]
_INDICATORS = 10
_RANGE_STEPS = (-1.0, -0.5, 0.5, 1.0)


@dataclass(frozen=True)
class Against:
    """What indicators are compared with: the benchmark, and the target or similar offices it takes.

    ``missing`` are the benchmarks that have no value.
    """

    kind: str
    rule: PeerRule
    target: float = TARGET
    missing: tuple[str, ...] = ()


def full_marks(view: View, fiscal_year: int) -> Against:
    """Full marks as the benchmark, which is known of every office."""
    own = loaders.office_years(view.version, view.office_id)
    return Against("full_marks", PeerRule(peers.base_year(own, fiscal_year)))


# Score and its changes


@lru_cache(maxsize=512)
def trend(
    view: View,
    target: float | None = None,
    *,
    has_actions: bool = False,
    last_year: int | None = None,
) -> Chart:
    """The score trend of the office, with the steps it reports marked where they are wanted.

    With a ``last_year`` the chart ends there, as for a story of a year that others followed.
    """
    version, say = view.version, view.say

    def up_to(rows: pd.DataFrame) -> pd.DataFrame:
        return rows if last_year is None else rows[rows["fiscal_year"] <= last_year]

    names = {"all": say("benchmark.national_mean"), view.office_type: say("benchmark.type_mean")}
    means = selection.means_of_total(loaders.benchmarks(version), view.office_type, names)
    if means.empty:
        context = loaders.context_figures(version)
        means = selection.mean_of_agencies(context, say("benchmark.agency_mean"))
    return score_trend(
        up_to(loaders.office_years(version, view.office_id)),
        up_to(loaders.grade_bands(version)),
        up_to(means),
        loaders.comparability(version),
        view.stamp,
        target=target,
        actions=loaders.actions(version, view.office_id) if has_actions else None,
    )


@lru_cache(maxsize=512)
def waterfall(view: View, fiscal_year: int) -> Chart:
    """The change of a year by indicator; needs the indicators of the year and the one before."""
    change = selection.row_of(loaders.office_changes(view.version, view.office_id), fiscal_year)
    parts = loaders.indicator_changes(view.version, view.office_id, fiscal_year)
    return changes.change_waterfall(change, parts, view.stamp)


@lru_cache(maxsize=512)
def tide(view: View, fiscal_year: int) -> Chart:
    """The office's change of each year beside that of all offices."""
    moved = loaders.office_changes(view.version, view.office_id)
    return changes.change_tide(moved, fiscal_year, view.stamp)


@lru_cache(maxsize=512)
def track(view: View) -> Chart:
    """Rank and percentile over the years."""
    steps = loaders.comparability(view.version)
    return changes.percentile_track(ranked_years(view), steps, view.stamp)


def ranked_years(view: View) -> pd.DataFrame:
    """The years of the office with a rank and a percentile."""
    years = loaders.office_years(view.version, view.office_id)
    return years.dropna(subset=["rank", "percentile"])


def action_table(view: View, actions: pd.DataFrame) -> Table:
    """The steps the office reports, in order."""
    say = view.say
    source = actions["source_title"].iloc[0]
    return Table(
        name="actions",
        title=say("trend.actions_title", office=view.office_name),
        rows=actions,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year"),
            say.pick(th="pillar_th", en="pillar_en"): Column(say("column.pillar")),
            say.pick(th="what_th", en="what_en"): Column(say("column.what"), width="large"),
        },
        note=f"{view.stamp.source_line(source)} · {say('trend.actions_note')}",
        is_prose=True,
    )


# Indicators and items


@lru_cache(maxsize=256)
def peer_ids(view: View, rule: PeerRule, fiscal_year: int) -> tuple[str, ...]:
    """The similar offices all of whose indicators are known in the year."""
    found = loaders.peers(view.version, view.office_id, rule)
    if found.empty:
        return ()
    scores = loaders.compared_indicators(view.version, tuple(found["office_id"]), fiscal_year)
    counts = scores["office_id"].value_counts()
    return tuple(sorted(counts.index[counts == _INDICATORS]))


def every_gap(view: View, fiscal_year: int, target: float, rule: PeerRule) -> pd.DataFrame:
    """The ten indicators against every benchmark that is known."""
    ids = peer_ids(view, rule, fiscal_year)
    return loaders.indicator_gaps(
        view.version, view.office_id, fiscal_year, peer_ids=ids, target=target
    )


@lru_cache(maxsize=256)
def indicator_gaps(view: View, fiscal_year: int, against: Against) -> pd.DataFrame:
    """The ten indicators against one benchmark, which may be missing."""
    every = every_gap(view, fiscal_year, against.target, against.rule)
    of_kind = selection.compared(every, against.kind)
    if not of_kind.empty:
        return of_kind
    unknown = dict.fromkeys(("benchmark", "gap", "effect", "known_offices"), float("nan"))
    full = selection.compared(every, "full_marks")
    return full.assign(benchmark_kind=against.kind, **unknown)


@lru_cache(maxsize=256)
def effects(view: View, fiscal_year: int, against: Against, order: str = "effect") -> Chart:
    """What each indicator known adds to or takes from the total against the benchmark."""
    known = indicator_gaps(view, fiscal_year, against).dropna(subset=["score", "benchmark"])
    return gaps.indicator_effects(known, fiscal_year, against.kind, view.stamp, order)


@lru_cache(maxsize=256)
def levels(view: View, fiscal_year: int, against: Against, order: str = "effect") -> Chart:
    """Each indicator known beside the benchmark."""
    known = indicator_gaps(view, fiscal_year, against).dropna(subset=["score", "benchmark"])
    careful = indicators_with_care(view, fiscal_year, against)
    return gaps.indicator_levels(
        known, fiscal_year, against.kind, view.stamp, order=order, careful=careful
    )


def indicators_with_care(view: View, fiscal_year: int, against: Against) -> list[int]:
    """The indicators that compare with last year only with care, where that is the benchmark."""
    if against.kind != "last_year":
        return []
    moved = loaders.indicator_changes(view.version, view.office_id, fiscal_year)
    return list(moved.loc[moved["comparable"] == "with_care", "indicator_no"])


@lru_cache(maxsize=256)
def spread(view: View, fiscal_year: int, against: Against) -> Chart:
    """Where the office lies in the spread of all offices, by indicator."""
    known = indicator_gaps(view, fiscal_year, against).dropna(subset=["score", "median"])
    return gaps.indicator_spread(known, fiscal_year, view.stamp)


@lru_cache(maxsize=256)
def sub_indicators(view: View, fiscal_year: int) -> Chart:
    """What each OIT sub-indicator known still holds."""
    subs = loaders.sub_indicator_gaps(view.version, view.office_id, fiscal_year)
    work = loaders.item_gaps(view.version, view.office_id, fiscal_year)
    scored = subs.dropna(subset=["score"])
    return items.sub_indicator_levels(scored, work, fiscal_year, view.stamp)


@lru_cache(maxsize=256)
def item_worth(view: View, fiscal_year: int) -> Chart:
    """What one OIT item of the year is worth in points of the total."""
    worths = selection.listed_worths(loaders.item_worths(view.version), fiscal_year)
    work = loaders.item_gaps(view.version, view.office_id, fiscal_year)
    return items.item_worth(worths, work, fiscal_year, view.stamp)


# Ranking and plan


@lru_cache(maxsize=256)
def rank_curve(view: View, fiscal_year: int) -> Chart:
    """The scores of a year by place, known or not, with the office's own."""
    places_of_year = loaders.ranking(view.version, fiscal_year)
    return ranking.rank_curve(places_of_year, view.office_id, fiscal_year, view.stamp)


@lru_cache(maxsize=256)
def score_strip(view: View, fiscal_year: int) -> Chart:
    """The scores of a year as dots, with the grade bands."""
    places_of_year = loaders.ranking(view.version, fiscal_year)
    bands = loaders.grade_bands(view.version)
    return ranking.score_strip(places_of_year, view.office_id, fiscal_year, bands, view.stamp)


@lru_cache(maxsize=256)
def rank_spans(view: View, fiscal_year: int) -> pd.DataFrame:
    """The ranks the office could have if its score moved a little; needs its sure place."""
    places_of_year = loaders.ranking(view.version, fiscal_year)
    own = places_of_year[selection.is_own(places_of_year, view.office_id)]
    return places.fragility(
        places_of_year, view.office_id, own["score"].iloc[0], steps=_RANGE_STEPS
    )


@lru_cache(maxsize=256)
def rank_range(view: View, fiscal_year: int) -> Chart:
    """How far the rank would move if the score moved a little."""
    places_of_year = loaders.ranking(view.version, fiscal_year)
    spans = rank_spans(view, fiscal_year)
    return ranking.rank_range(spans, places_of_year, fiscal_year, view.stamp)


def situation(view: View, fiscal_year: int) -> Situation:
    """Where the office stands in a year, to plan from."""
    version, office_id = view.version, view.office_id
    years = loaders.office_years(version, office_id)
    every = loaders.indicator_gaps(version, office_id, fiscal_year)
    places_of_year = loaders.ranking(version, fiscal_year)
    is_ranked = not places_of_year.empty
    return Situation(
        office_id=office_id,
        row=selection.row_of(years, fiscal_year),
        indicators=selection.compared(every, "full_marks"),
        items=loaders.item_gaps(version, office_id, fiscal_year),
        ranking=places_of_year if is_ranked else None,
        as_before=_ranking_as_before(version, fiscal_year) if is_ranked else None,
    )


@lru_cache(maxsize=256)
def routes(
    view: View, fiscal_year: int, goal: Goal, conditions: Conditions = NO_CONDITIONS
) -> tuple[Route, ...]:
    """The cheapest ways to a goal; none where indicators are not known or it is out of reach."""
    standing = situation(view, fiscal_year).standing
    if isinstance(standing, Missing):
        return ()
    return planner.routes(standing, goal, conditions.limits)


def worths(view: View, here: Situation, points: Decimal) -> pd.DataFrame:
    """What so many points are worth, in items and in indicators of the year."""
    spans = loaders.item_worths(view.version)
    of_year = spans[spans["fiscal_year"] == here.fiscal_year]
    table = planner.worth_of(points, here.fiscal_year, lost=100 - here.score)
    return table.merge(
        of_year.rename(columns={"sub_indicator": "code"})[_WORTH_KEY], how="left", on="code"
    )


@lru_cache(maxsize=16)
def _ranking_as_before(version: Version, fiscal_year: int) -> pd.DataFrame | None:
    places_of_year = loaders.ranking(version, fiscal_year)
    moved = selection.changes_of(places_of_year)
    return places.moved_as_before(places_of_year, moved) if len(moved) else None
