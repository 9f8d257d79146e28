"""Pieces of the gaps screen: what to compare with, and each part of the screen."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from ita import exhibits, facts, loaders, peers, selection
from ita.charts import gaps as charts
from ita.charts import heat_map, items
from ita.charts.describe import Chart
from ita.exhibits import TARGET, Against
from ita.peers import MatrixSelection, PeerRule
from ita.pointer import Version
from ita.view import View
from ita.wording import Say
from pages.shared import controls, show

PARTS = ("indicators", "spread", "items", "heat")


def against(view: View, fiscal_year: int) -> Against:
    """The chosen benchmark; those without any value are offered only where a link asks for them."""
    own = loaders.office_years(view.version, view.office_id)
    rule = PeerRule(peers.base_year(own, fiscal_year))
    gaps = exhibits.every_gap(view, fiscal_year, TARGET, rule)
    known = set(gaps.loc[gaps["benchmark"].notna(), "benchmark_kind"])
    missing = tuple(kind for kind in controls.BENCHMARK_KINDS if kind not in known)
    kind = controls.benchmark(view.say, missing)
    if kind == "peers":
        rule = controls.peer_rule(rule.fiscal_year, view.say)
    target = controls.indicator_target(view.say, TARGET) if kind == "target" else TARGET
    return Against(kind, rule, target, missing)


def compared(view: View, fiscal_year: int, chosen: Against) -> pd.DataFrame:
    """The ten indicators against the chosen benchmark; similar offices come with their rule."""
    if chosen.missing:
        st.caption(facts.gaps.not_offered(view.say, list(chosen.missing), fiscal_year))
    if chosen.kind == "peers":
        _tell_of_peers(view, fiscal_year, chosen.rule)
    gaps = exhibits.indicator_gaps(view, fiscal_year, chosen)
    if told := facts.gaps.rests_on(view.say, gaps):
        st.caption(told)
    return gaps


def narrative(
    view: View, gaps: pd.DataFrame, work: pd.DataFrame, fiscal_year: int, chosen: Against
) -> None:
    """What the comparison says, in few sentences."""
    show.story(facts.gaps.sentences(view.say, gaps, work, fiscal_year, chosen.kind))


def indicators(view: View, gaps: pd.DataFrame, fiscal_year: int, chosen: Against) -> None:
    """Effects on the total, levels beside the benchmark, and both in figures."""
    say = view.say
    order = controls.segments(
        "sort",
        say("gaps.sort"),
        charts.ORDERS,
        charts.ORDERS[0],
        say,
        lambda code: say(f"gaps.sorts.{code}"),
    )
    known = gaps.dropna(subset=["score", "benchmark"])
    total_gap = _gap_of_total(view, fiscal_year, chosen)
    if told := facts.gaps.sum_sentence(say, gaps, chosen.kind, total_gap):
        st.markdown(told)
    if not known["effect"].any():
        _no_gap(view, gaps, fiscal_year, chosen.kind)
    else:
        show.chart(exhibits.effects(view, fiscal_year, chosen, order), view)
        show.chart(exhibits.levels(view, fiscal_year, chosen, order), view)
        if careful := exhibits.indicators_with_care(view, fiscal_year, chosen):
            st.caption(facts.gaps.careful(say, careful, fiscal_year))
    show.table(charts.gap_table(charts.in_order(gaps, order), fiscal_year, view.stamp), view)


def spread(view: View, gaps: pd.DataFrame, fiscal_year: int, chosen: Against) -> None:
    """Where the office lies in the spread of all offices."""
    if gaps.dropna(subset=["score", "median"]).empty:
        show.missing(view.say("gaps.no_spread", year=fiscal_year))
        return
    show.chart(exhibits.spread(view, fiscal_year, chosen), view)


def work_list(view: View, work: pd.DataFrame, fiscal_year: int) -> None:
    """Sub-indicators with what they hold, the items in the order of what they would add, their worth."""
    say = view.say
    subs = loaders.sub_indicator_gaps(view.version, view.office_id, fiscal_year)
    worths = selection.listed_worths(loaders.item_worths(view.version), fiscal_year)
    if worths.empty:
        show.missing(say("gaps.no_items", year=fiscal_year))
        return
    has_work = bool((work["points_to_gain"] > 0).any())
    if has_work:
        show.chart(exhibits.sub_indicators(view, fiscal_year), view)
    st.subheader(say("gaps.work_list" if has_work else "gaps.all_items"), anchor=False)
    shown = _chosen_items(view, subs, work)
    if not shown.empty:
        show.table(items.item_table(shown, fiscal_year, view.stamp), view)
    show.chart(exhibits.item_worth(view, fiscal_year), view)


def all_offices(view: View, fiscal_year: int) -> None:
    """The heat map of offices by indicators, a page at a time, ours on top."""
    say = view.say
    names = _indicator_names(view, fiscal_year)
    chosen = _matrix_selection(view, names)
    version, office_id = view.version, view.office_id
    listed = loaders.indicator_matrix(version, office_id, fiscal_year, replace(chosen, most=1))
    if listed.empty:
        show.missing(say("gaps.heat.nothing", year=fiscal_year))
        return
    size = int(listed["listed_offices"].iloc[0])
    first = _first_of_page(view, size, chosen.most)
    show.chart(
        _heat_chart(view, fiscal_year, replace(chosen, first=first)),
        view,
        whole=show.Whole(
            size,
            lambda: heat_map.matrix_table(
                loaders.indicator_matrix(
                    version, office_id, fiscal_year, replace(chosen, most=size)
                ),
                names,
                fiscal_year,
                view.stamp,
            ),
        ),
    )
    st.caption(say("gaps.heat.levels"))
    st.caption(
        say("gaps.heat.names", names=" · ".join(names[number] for number in names if number))
    )


def _gap_of_total(view: View, fiscal_year: int, chosen: Against) -> float | None:
    benchmarks = loaders.benchmarks(view.version)
    totals = benchmarks[
        (benchmarks["fiscal_year"] == fiscal_year) & (benchmarks["indicator_no"] == 0)
    ]
    return facts.gaps.gap_of_total(
        selection.row_of(loaders.office_years(view.version, view.office_id), fiscal_year),
        totals,
        str(view.offices.loc[view.office_id, "office_type"]),
        chosen.kind,
        chosen.target,
    )


def _no_gap(view: View, gaps: pd.DataFrame, fiscal_year: int, benchmark_kind: str) -> None:
    say = view.say
    why = facts.gaps.why_no_gap(say, gaps, fiscal_year, benchmark_kind)
    show.missing(why, say("gaps.none.title"))


def _tell_of_peers(view: View, fiscal_year: int, rule: PeerRule) -> None:
    say, found = view.say, loaders.peers(view.version, view.office_id, rule)
    known = len(exhibits.peer_ids(view, rule, fiscal_year))
    told = facts.peers.with_indicators(say, rule, len(found), known, fiscal_year)
    st.markdown(facts.plain(told))
    if not found.empty:
        st.caption(facts.plain(facts.peers.names(say, found, rule)))


def _chosen_items(view: View, subs: pd.DataFrame, work: pd.DataFrame) -> pd.DataFrame:
    say = view.say
    names = {row["sub_indicator"]: row for row in subs.to_dict("records")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sub = controls.choice(
            "sub",
            say("gaps.sub"),
            [selection.ALL, *names],
            selection.ALL,
            say,
            shown_as=lambda code: (
                say("gaps.all_subs")
                if code == selection.ALL
                else facts.gaps.sub_indicator_name(names[code])
            ),
            width=420,
        )
        extent = controls.segments(
            "items",
            say("gaps.items_shown"),
            (selection.ALL, "open"),
            selection.ALL,
            say,
            lambda code: say(f"gaps.shown.{code}"),
        )
    within = work if sub == selection.ALL else work[work["sub_indicator"] == sub]
    if extent == selection.ALL:
        return within
    to_gain = within[within["points_to_gain"] > 0]
    if to_gain.empty:
        is_known = within["score"].notna().any()
        st.info(say("gaps.nothing_open" if is_known else "gaps.open_unknown"))
    return to_gain


def _indicator_names(view: View, fiscal_year: int) -> dict[int, str]:
    say = view.say
    gaps = loaders.indicator_gaps(view.version, view.office_id, fiscal_year)
    full = selection.compared(gaps, "full_marks").set_index("indicator_no")
    names = full[say.pick(th="name_th", en="name_en")].sort_index()
    return {**{no: f"{no} {name}" for no, name in names.items()}, 0: say("level.total")}


@lru_cache(maxsize=16)
def _filter_options(version: Version, say: Say) -> Mapping[str, Mapping[str, str]]:
    return controls.filter_options(loaders.offices(version), say)


def _matrix_selection(view: View, names: dict[int, str]) -> MatrixSelection:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order, direction, office_type, region = controls.matrix_choices(
            view.say,
            {str(number): names[number] for number in (0, *sorted(names)[1:])},
            _filter_options(view.version, view.say),
        )
    return MatrixSelection(
        order_by=int(order),
        is_lowest_first=direction == "lowest",
        office_type=office_type,
        region=region,
    )


def _first_of_page(view: View, size: int, most: int) -> int:
    pages = -(-size // most)
    page = controls.page(pages, view.say) if pages > 1 else 1
    first = (page - 1) * most + 1
    last = min(first + most - 1, size)
    st.caption(
        view.say("gaps.heat.page_of", page=page, pages=pages, first=first, last=last, total=size)
    )
    return first


# Charts, made once for a view and what is chosen


@lru_cache(maxsize=256)
def _heat_chart(view: View, fiscal_year: int, chosen: MatrixSelection) -> Chart:
    benchmarks = loaders.benchmarks(view.version)
    of_country = benchmarks[
        (benchmarks["fiscal_year"] == fiscal_year) & (benchmarks["office_type"] == "all")
    ]
    return heat_map.heat_map(
        loaders.indicator_matrix(view.version, view.office_id, fiscal_year, chosen),
        of_country,
        _indicator_names(view, fiscal_year),
        view.office_id,
        fiscal_year,
        view.stamp,
        order_by=chosen.order_by,
    )
