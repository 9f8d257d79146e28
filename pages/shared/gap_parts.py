"""Pieces of the gaps screen: what to compare with, and each part of the screen."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from ita import facts, selection
from ita.charts import gaps as charts
from ita.charts import heat_map, items
from ita.peers import MatrixSelection, PeerRule
from pages.shared import controls, loaders, show
from pages.shared.view import View

PARTS = ("indicators", "spread", "items", "heat")
_TARGET = 95.0
_WITHIN = 2.0
_INDICATORS = 10


@dataclass(frozen=True)
class Against:
    """What indicators are compared with: the benchmark, and the target where it is one."""

    kind: str
    missing: tuple[str, ...]
    target: float


def against(view: View, fiscal_year: int) -> Against:
    """The chosen benchmark; those without any value are offered only where a link asks for them."""
    usual = PeerRule(fiscal_year - 1)
    gaps = loaders.indicator_gaps(
        view.version,
        view.office_id,
        fiscal_year,
        peer_ids=_known_ids(view, _peers(view, usual), fiscal_year),
    )
    known = set(gaps.loc[gaps["benchmark"].notna(), "benchmark_kind"])
    missing = tuple(kind for kind in controls.BENCHMARK_KINDS if kind not in known)
    kind = controls.benchmark(view.say, missing)
    target = controls.indicator_target(view.say, _TARGET) if kind == "target" else _TARGET
    return Against(kind, missing, target)


def compared(view: View, fiscal_year: int, chosen: Against) -> pd.DataFrame:
    """The ten indicators against the chosen benchmark; similar offices come with their rule."""
    say = view.say
    if chosen.missing:
        st.caption(facts.gaps.not_offered(say, list(chosen.missing), fiscal_year))
    peer_ids = _asked_peers(view, fiscal_year) if chosen.kind == "peers" else ()
    gaps = loaders.indicator_gaps(
        view.version, view.office_id, fiscal_year, peer_ids=peer_ids, target=chosen.target
    )
    of_kind = selection.compared(gaps, chosen.kind)
    if not of_kind.empty:
        return of_kind
    unknown = dict.fromkeys(("benchmark", "gap", "effect"), float("nan"))
    return selection.compared(gaps, "full_marks").assign(benchmark_kind=chosen.kind, **unknown)


def narrative(
    view: View, gaps: pd.DataFrame, work: pd.DataFrame, fiscal_year: int, chosen: Against
) -> None:
    """What the comparison says, in few sentences."""
    sentences = facts.gaps.sentences(view.say, gaps, work, fiscal_year, chosen.kind)
    st.markdown(facts.bullets(sentences))


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
        show.chart(
            charts.indicator_effects(known, fiscal_year, chosen.kind, view.stamp, order), view
        )
    if not known.empty:
        careful = _careful(view, fiscal_year) if chosen.kind == "last_year" else []
        show.chart(
            charts.indicator_levels(
                known, fiscal_year, chosen.kind, view.stamp, order=order, careful=careful
            ),
            view,
        )
        if careful:
            st.caption(facts.gaps.careful(say, careful, fiscal_year))
    show.table(charts.gap_table(charts.in_order(gaps, order), fiscal_year, view.stamp), view)


def spread(view: View, gaps: pd.DataFrame, fiscal_year: int) -> None:
    """Where the office lies in the spread of all offices."""
    known = gaps.dropna(subset=["score", "median"])
    if known.empty:
        st.info(view.say("gaps.no_spread", year=fiscal_year), icon=":material/search_off:")
        return
    show.chart(charts.indicator_spread(known, fiscal_year, view.stamp), view)


def work_list(view: View, work: pd.DataFrame, fiscal_year: int) -> None:
    """Sub-indicators with what they hold, the items in the order of what they would add, their worth."""
    say = view.say
    subs = loaders.sub_indicator_gaps(view.version, view.office_id, fiscal_year)
    worths = selection.listed_worths(loaders.item_worths(view.version), fiscal_year)
    if worths.empty:
        st.info(say("gaps.no_items", year=fiscal_year), icon=":material/search_off:")
        return
    scored = subs.dropna(subset=["score"])
    if not scored.empty:
        show.chart(items.sub_indicator_levels(scored, work, fiscal_year, view.stamp), view)
    st.subheader(say("gaps.work_list"), anchor=False)
    shown = _chosen_items(view, subs, work)
    if not shown.empty:
        show.table(items.item_table(shown, fiscal_year, view.stamp), view)
    show.chart(items.item_worth(worths, work, fiscal_year, view.stamp), view)


def all_offices(view: View, gaps: pd.DataFrame, fiscal_year: int) -> None:
    """The heat map of offices by indicators, a page at a time, ours on top."""
    say = view.say
    names = _indicator_names(view, gaps)
    chosen = _matrix_selection(view, names)
    version, office_id = view.version, view.office_id
    listed = loaders.indicator_matrix(version, office_id, fiscal_year, replace(chosen, most=1))
    if listed.empty:
        st.info(say("gaps.heat.nothing", year=fiscal_year), icon=":material/search_off:")
        return
    size = int(listed["listed_offices"].iloc[0])
    first = _first_of_page(view, size, chosen.most)
    matrix = loaders.indicator_matrix(version, office_id, fiscal_year, replace(chosen, first=first))
    benchmarks = loaders.benchmarks(version)
    of_country = benchmarks[
        (benchmarks["fiscal_year"] == fiscal_year) & (benchmarks["office_type"] == "all")
    ]
    drawn = heat_map.heat_map(
        matrix,
        of_country,
        names,
        office_id,
        fiscal_year,
        view.stamp,
        order_by=chosen.order_by,
    )
    show.chart(drawn, view)
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
    st.info(
        facts.gaps.why_no_gap(say, gaps, fiscal_year, benchmark_kind),
        title=say("gaps.none.title"),
        icon=":material/search_off:",
    )


def _peers(view: View, rule: PeerRule) -> pd.DataFrame:
    return loaders.peers(view.version, view.office_id, rule)


def _known_ids(view: View, peers: pd.DataFrame, fiscal_year: int) -> tuple[str, ...]:
    """The peers all of whose indicators are known in the year."""
    if peers.empty:
        return ()
    scores = loaders.compared_indicators(view.version, tuple(peers["office_id"]), fiscal_year)
    counts = scores["office_id"].value_counts()
    return tuple(sorted(counts.index[counts == _INDICATORS]))


def _asked_peers(view: View, fiscal_year: int) -> tuple[str, ...]:
    """The rule of similar offices, open to change, and whom it finds."""
    say = view.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        is_same_type = controls.same_or_any("ptype", "type", "same", say)
        is_same_region = controls.same_or_any("pregion", "region", "any", say)
        within = controls.amount(
            "within",
            say("gaps.peers.within_label"),
            _WITHIN,
            say,
            lowest=0.1,
            highest=20.0,
            step=0.5,
            format="%.2f",
            width=260,
        )
    rule = PeerRule(fiscal_year - 1, is_same_type, is_same_region, within)
    peers = _peers(view, rule)
    known = _known_ids(view, peers, fiscal_year)
    st.markdown(facts.gaps.peer_sentence(say, peers, rule, len(known), fiscal_year))
    if not peers.empty:
        names = facts.gaps.peer_names(say, peers)
        st.caption(say("gaps.peers.names", base=rule.fiscal_year, names=names))
    return known


def _careful(view: View, fiscal_year: int) -> list[int]:
    changes = loaders.indicator_changes(view.version, view.office_id, fiscal_year)
    return list(changes.loc[changes["comparable"] == "with_care", "indicator_no"])


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


def _indicator_names(view: View, gaps: pd.DataFrame) -> dict[int, str]:
    say = view.say
    names = gaps.set_index("indicator_no")[say.pick(th="name_th", en="name_en")].sort_index()
    return {**{no: f"{no} {name}" for no, name in names.items()}, 0: say("level.total")}


def _matrix_selection(view: View, names: dict[int, str]) -> MatrixSelection:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order, direction, office_type, region = controls.matrix_choices(
            view.say,
            {str(number): names[number] for number in (0, *sorted(names)[1:])},
            view.offices,
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
