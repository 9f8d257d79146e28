"""The three views of the ranking: every place, how places moved, groups and provinces."""

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd
import streamlit as st

from ita import exhibits, facts, loaders, selection, told
from ita.charts import groups as group_charts
from ita.charts import movement
from ita.charts import ranking as charts
from ita.charts.describe import Chart
from ita.peers import PeerRule, base_year
from ita.pointer import Version
from ita.stamp import named_sources
from ita.tables import Table
from ita.view import View
from ita.wording import Say
from pages.shared import controls, show

PARTS = ("places", "movement", "groups")
_PEERS = 5


def every_place(view: View, fiscal_year: int, ranking: pd.DataFrame) -> None:
    """The curve, the strip, what the place hangs on, and the table of all places."""
    office_id = view.office_id
    show.chart(exhibits.rank_curve(view, fiscal_year), view)
    step = selection.year_step(loaders.comparability(view.version), "rank", fiscal_year)
    known = _known(view.version, fiscal_year)
    how_many, *others = facts.ranking.sentences(view.say, ranking, office_id)
    show.story(
        [
            how_many,
            *told.told_totals(view.say, ranking, known, view.offices),
            *others,
            facts.ranking.moved(view.say, ranking, office_id, step),
        ]
    )
    _table(view, fiscal_year, ranking)
    st.subheader(view.say("ranking.range_heading"), anchor=False)
    _range(view, fiscal_year, ranking)
    show.chart(exhibits.score_strip(view, fiscal_year), view)


def _known(version: Version, fiscal_year: int) -> pd.DataFrame:
    known = loaders.known_years(version)
    return known[known["fiscal_year"] == fiscal_year]


def how_places_moved(view: View, fiscal_year: int, ranking: pd.DataFrame) -> None:
    """Our rank over the years beside similar offices, and who rose most."""
    st.subheader(view.say("ranking.path_heading"), anchor=False)
    step = selection.year_step(loaders.comparability(view.version), "rank", fiscal_year)
    moved = facts.ranking.moved(view.say, ranking, view.office_id, step)
    if moved:
        st.markdown(facts.plain(moved))
    _paths(view, fiscal_year)
    _risers(view, fiscal_year, ranking)


def by_group(view: View, fiscal_year: int, _: pd.DataFrame) -> None:
    """The spread of scores by type and region, and the provinces as tiles."""
    say = view.say
    spread = _groups(view.version, fiscal_year, group_charts.SPREAD_KINDS)
    st.subheader(say("ranking.spread_heading"), anchor=False)
    if spread["is_known"].any():
        show.chart(_spread_chart(view, fiscal_year), view)
    unknown = facts.ranking.unknown_groups(say, spread)
    if unknown:
        show.missing(unknown)
    st.subheader(say("ranking.tile_heading"), anchor=False)
    show.chart(_tile_chart(view, fiscal_year), view)
    st.caption(say("ranking.group_note.province"))


def _table(view: View, fiscal_year: int, ranking: pd.DataFrame) -> None:
    say, office_id, stamp = view.say, view.office_id, view.stamp
    st.subheader(say("ranking.table_heading"), anchor=False)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        text = controls.search(
            "q", say("ranking.search"), say("ranking.search_hint"), forgets=("page",)
        )
        filters = controls.ranking_filters(_filter_options(view.version, fiscal_year, say), say)
    called, kept = _kept(view.version, ranking, text, filters)
    with row:
        starts = selection.page_starts(kept, office_id)
        page = controls.ranking_page(kept, starts, say)
    st.caption(facts.plain(facts.ranking.kept(say, kept, ranking, called)))
    if filters["office_type"] != selection.ALL:
        st.caption(say("ranking.of_all"))
    shown = selection.page_from(kept, starts[page])
    show.table(
        charts.ranking_table(shown, fiscal_year, stamp, office_id=office_id),
        view,
        rows_in_sight=16,
        whole=show.Whole(
            len(kept), lambda: _whole(view, fiscal_year, text, tuple(filters.items()))
        ),
    )
    step = selection.year_step(loaders.comparability(view.version), "rank", fiscal_year)
    blank = facts.ranking.blank_moves(say, ranking, step)
    if blank:
        st.caption(facts.plain(blank))


def _kept(
    version: Version, ranking: pd.DataFrame, text: str, filters: Mapping[str, str]
) -> tuple[pd.DataFrame | None, pd.DataFrame]:
    """The offices that a text calls, None where it is empty, and the places that are kept."""
    offices, names = loaders.offices(version), loaders.searchable_offices(version)
    called = selection.offices_called(offices, names, text) if text else None
    office_ids = None if called is None else list(called["office_id"])
    return called, selection.ranking_of(ranking, office_ids, **filters)


@lru_cache(maxsize=16)
def _whole(view: View, fiscal_year: int, text: str, filters: tuple[tuple[str, str], ...]) -> Table:
    """The table of all places that are kept, kept itself: half of a rerun would go into it."""
    ranking = loaders.ranking(view.version, fiscal_year)
    _, kept = _kept(view.version, ranking, text, dict(filters))
    return charts.ranking_table(kept, fiscal_year, view.stamp, office_id=view.office_id)


def _range(view: View, fiscal_year: int, ranking: pd.DataFrame) -> None:
    say = view.say
    own = ranking[selection.is_own(ranking, view.office_id)]
    if own.empty:
        show.missing(say("ranking.range_none", office=view.office_name, year=fiscal_year))
        return
    spans = exhibits.rank_spans(view, fiscal_year)
    if is_open := facts.ranking.range_open(say, spans, ranking):
        show.missing(is_open)
        show.story([facts.ranking.range_conflict(say, spans, ranking, view.office_id)])
        return
    show.chart(exhibits.rank_range(view, fiscal_year), view)
    show.story(facts.ranking.range_sentences(say, spans, ranking, view.office_id))


def _paths(view: View, fiscal_year: int) -> None:
    say, version = view.say, view.version
    own_years = loaders.office_years(version, view.office_id)
    rule = PeerRule(base_year(own_years, fiscal_year), most=_PEERS)
    peers = loaders.peers(version, view.office_id, rule)
    office_ids = (view.office_id, *peers["office_id"])
    compared = loaders.compared_years(version, office_ids)
    years = compared[compared["fiscal_year"] <= fiscal_year]
    steps = loaders.comparability(version)
    own = years[years["office_id"] == view.office_id]
    measure = controls.segments(
        "measure",
        say("ranking.measure_label"),
        movement.MEASURES,
        movement.MEASURES[0],
        say,
        lambda code: say(f"ranking.measure.{code}"),
    )
    if not selection.joined_steps(own, measure, steps):
        show.missing(say("ranking.path_none", office=view.office_name))
        return
    show.chart(_path_chart(view, office_ids, fiscal_year, measure), view)
    st.caption(facts.peers.of_paths(say, rule, len(peers), fiscal_year))


def _risers(view: View, fiscal_year: int, ranking: pd.DataFrame) -> None:
    say = view.say
    heading = st.container()
    kind = controls.segments(
        "by",
        say("ranking.riser_kind"),
        movement.KINDS,
        movement.KINDS[0],
        say,
        lambda code: say(f"ranking.kind.{code}"),
    )
    offices = movement.risen(ranking, kind)
    heading.subheader(facts.ranking.riser_heading(say, offices), anchor=False)
    level = {"points": "total", "places": "rank"}[kind]
    step = selection.year_step(loaders.comparability(view.version), level, fiscal_year)
    if offices.empty or step is None:
        text = say(f"ranking.riser_none.{kind}", year=fiscal_year, before=fiscal_year - 1)
        show.missing(text)
        return
    show.chart(_riser_chart(view, fiscal_year, kind), view)
    total = int(ranking["ranked_offices"].iloc[0])
    lines = facts.ranking.riser_rule(say, offices, movement.TOP, total, step, kind)
    show.story(lines)


@lru_cache(maxsize=32)
def _filter_options(version: Version, fiscal_year: int, say: Say) -> dict[str, dict[str, str]]:
    return controls.filter_options(loaders.ranking(version, fiscal_year), say)


@lru_cache(maxsize=32)
def _groups(version: Version, fiscal_year: int, kinds: tuple[str, ...]) -> pd.DataFrame:
    groups = group_charts.with_known(loaders.group_years(version, fiscal_year))
    return groups[groups["group_kind"].isin(kinds)]


# Charts, made once for a view


@lru_cache(maxsize=256)
def _spread_chart(view: View, fiscal_year: int) -> Chart:
    ranking = loaders.ranking(view.version, fiscal_year)
    placed = ranking.loc[selection.is_own(ranking, view.office_id), "score"]
    office = view.offices.loc[view.office_id]
    own = {**office.to_dict(), "score": placed.iloc[0] if len(placed) else None}
    spread = _groups(view.version, fiscal_year, group_charts.SPREAD_KINDS)
    source = named_sources(ranking["source_id"])
    known = spread[spread["is_known"]]
    return group_charts.group_spread(known, own, fiscal_year, source, view.stamp)


@lru_cache(maxsize=256)
def _tile_chart(view: View, fiscal_year: int) -> Chart:
    provinces = _groups(view.version, fiscal_year, ("province",))
    own = str(view.offices.loc[view.office_id, "province"])
    source = named_sources(loaders.ranking(view.version, fiscal_year)["source_id"])
    return group_charts.tile_map(provinces, own, fiscal_year, source, view.stamp)


@lru_cache(maxsize=256)
def _path_chart(view: View, office_ids: tuple[str, ...], fiscal_year: int, measure: str) -> Chart:
    compared = loaders.compared_years(view.version, office_ids)
    years = compared[compared["fiscal_year"] <= fiscal_year]
    steps = loaders.comparability(view.version)
    return movement.rank_paths(years, office_ids, measure, steps, view.stamp)


@lru_cache(maxsize=256)
def _riser_chart(view: View, fiscal_year: int, kind: str) -> Chart:
    offices = movement.risen(loaders.ranking(view.version, fiscal_year), kind)
    return movement.most_improved(offices, view.office_id, kind, fiscal_year, view.stamp)
