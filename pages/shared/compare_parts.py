"""Pieces of the compare screen: who stands beside us, by which rule, and who once stood where we stand."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from ita import facts, loaders, peers, selection
from ita.charts import compare as charts
from ita.charts.describe import Chart
from ita.peers import PeerRule, RiserRule
from ita.pointer import Version
from ita.view import View
from ita.wording import Say
from ita.wording.labels import office_label
from pages.shared import address, controls, office_lists, show
from pages.shared.view import carried_params

PARTS = ("totals", "indicators", "risers")
_LONGEST_NAMES = 120
_RULE = ("ptype", "pregion", "within")


def fiscal_year(view: View) -> int:
    """The year to compare in: at first the latest with our total, else the latest ranked."""
    of_edition = loaders.years(view.version)
    with_score = selection.years_with_score(loaders.office_years(view.version, view.office_id))
    latest = with_score or selection.ranked_years(of_edition) or view.known_years
    return controls.year(view.known_years, latest[-1], view.known_years, view.say)


def similar_offices(view: View, year: int) -> pd.DataFrame:
    """The offices a rule finds, told in a sentence; the rule and their table open on demand."""
    say = view.say
    told = st.container()
    more = st.expander(
        say("compare.similar"),
        expanded=any(name in st.query_params for name in _RULE),
        key="similar-offices",
        on_change="rerun",
        icon=":material/tune:",
    )
    with more:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            rule = controls.peer_rule(_base_year(view, year), say)
        similar = loaders.peers(view.version, view.office_id, rule)
        if more.open:
            _table_of_similar(view, rule, similar)
    told.caption(facts.plain(facts.peers.rule(say, rule, len(similar))))
    return similar


def _base_year(view: View, year: int) -> int:
    return peers.base_year(loaders.office_years(view.version, view.office_id), year)


def _table_of_similar(view: View, rule: PeerRule, similar: pd.DataFrame) -> None:
    say = view.say
    if similar.empty:
        years = loaders.office_years(view.version, view.office_id)
        is_known = str(rule.fiscal_year) in selection.years_with_score(years)
        show.missing(
            facts.compare.why_nobody_similar(say, is_own_known=is_known, year=rule.fiscal_year)
        )
    else:
        told = facts.compare.told_similar(say, similar)
        show.table(charts.similar_table(told, rule.fiscal_year, view.stamp), view)


def offices_beside(view: View, similar: pd.DataFrame) -> tuple[str, ...]:
    """Our office and those chosen beside it; what the address asks in vain is named."""
    say, of_edition = view.say, view.offices
    default = peers.nearest(similar)
    wanted = controls.wanted_offices()
    choice = peers.chosen(default if wanted is None else wanted, view.office_id, of_edition.index)
    found = office_lists.offered(view, "q", say("compare.find"), list(similar["office_id"]))
    options = dict.fromkeys((*choice.office_ids, *found))
    options.pop(view.office_id, None)
    controls.offices(
        say("compare.with"),
        list(options),
        choice.office_ids,
        default,
        shown_as=office_lists.names(view.version, say).__getitem__,
        max_selections=peers.MOST_OFFICES - 1,
        placeholder=say("compare.with_hint"),
        filter_mode="contains",
        select_all=False,
        wrap=True,
    )
    if choice.unknown:
        st.info(say("compare.unknown", names=_shortened(", ".join(choice.unknown))))
    if choice.left_out:
        left_out = of_edition.loc[list(choice.left_out)].to_dict("records")
        names_left_out = ", ".join(office_label(say, office) for office in left_out)
        st.info(say("compare.left_out", names=_shortened(names_left_out)))
    if wanted is None and default:
        st.caption(say("compare.by_rule", count=len(default)))
    office_ids = (view.office_id, *choice.office_ids)
    if len(set(of_edition.loc[list(office_ids), "office_type"])) > 1:
        st.caption(say("compare.mixed"))
    return office_ids


def narrative(view: View, office_ids: tuple[str, ...], year: int) -> None:
    """Who leads and by how much, what is doubtful, and where we are behind."""
    say = view.say
    if len(office_ids) == 1:
        show.missing(say("compare.nobody", year=_base_year(view, year)))
    side_by_side = _totals(view.version, office_ids, year)
    against = _against(view.version, office_ids, year)
    show.story(facts.compare.sentences(say, side_by_side, against, year))


def totals(view: View, office_ids: tuple[str, ...], year: int) -> None:
    """The totals of the year side by side, and over the years."""
    say = view.say
    st.subheader(say("compare.totals", year=year), anchor=False)
    side_by_side = _totals(view.version, office_ids, year)
    show.table(charts.totals_table(side_by_side, year, view.stamp), view)
    st.subheader(say("compare.years_heading"), anchor=False)
    if loaders.compared_years(view.version, office_ids)["score"].notna().any():
        show.chart(_totals_chart(view, office_ids, year), view)
    else:
        show.missing(say("compare.years_none"))


def indicators(view: View, office_ids: tuple[str, ...], year: int) -> None:
    """Our indicators beside those of the others, or which side is not known."""
    say = view.say
    st.subheader(say("compare.indicators_heading"), anchor=False)
    if _against(view.version, office_ids, year).empty:
        known = loaders.compared_indicators(view.version, office_ids, year)
        show.missing(facts.compare.why_no_indicators(say, known, view.office_id, year))
    else:
        show.chart(_indicator_chart(view, office_ids, year), view)


def risers(view: View, _: tuple[str, ...], year: int) -> None:
    """Who once stood where we stand in an indicator, and how far they got."""
    say = view.say
    st.subheader(say("compare.risers"), anchor=False)
    own = loaders.compared_indicators(view.version, (view.office_id,), year)
    if own.empty:
        show.missing(say("compare.risers_none.own", year=year))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = _indicator(say, own)
        rule = _riser_rule(view, float(indicator["score"]))
    number = int(indicator["indicator_no"])
    found = loaders.risers(view.version, view.office_id, number, year, rule)
    if found.empty:
        name = facts.compare.indicator_of(say, indicator)
        show.missing(facts.compare.why_no_risers(say, rule, name, year))
        return
    show.story(facts.compare.riser_sentences(say, found, rule, year))
    if found["risen_offices"].iloc[0]:
        show.chart(_riser_chart(view, number, year, rule), view)
    else:
        st.info(say("compare.risers_none.risen", least=rule.least_rise))
    show.table(charts.risers_table(found, indicator, year, view.stamp), view)


def link(view: View, office_ids: tuple[str, ...]) -> None:
    """The address of this comparison, which names its offices even where a rule chose them."""
    say = view.say
    names = address.of_screen("compare")
    asked = {name: st.query_params[name] for name in names if name in st.query_params}
    beside = {"with": ",".join(office_ids[1:])} if len(office_ids) > 1 else {}
    query = urlencode(asked | beside, safe=",")
    here = st.context.url
    st.caption(say("compare.share_whole" if here else "compare.share_part"))
    st.code(f"{_folder(here)}compare?{query}", language=None, wrap_lines=True)
    st.page_link(
        "pages/national/ranking.py",
        label=say("compare.most_improved"),
        query_params={**carried_params(), "part": "movement"},
    )


def _folder(here: str | None) -> str:
    """The address of the dashboard up to the name of this screen; empty where it is not known."""
    return f"{here.rstrip('/').removesuffix('/compare')}/" if here else ""


def _riser_rule(view: View, level: float) -> RiserRule:
    say = view.say
    within = controls.points("rwithin", say("compare.rwithin"), 2.0, say, highest=20.0)
    least = controls.points("least", say("compare.least"), 5.0, say, highest=50.0)
    own_type = str(view.offices.loc[view.office_id, "office_type"])
    is_same = controls.same_or_any("rtype", say("compare.rtype"), "type", "same", say)
    return RiserRule(level, within, least, own_type if is_same else selection.ALL)


def _indicator(say: Say, own: pd.DataFrame) -> Mapping[str, Any]:
    rows = {str(row["indicator_no"]): row for row in own.to_dict("records")}
    number = controls.choice(
        "indicator",
        say("compare.indicator"),
        list(rows),
        str(peers.costliest(own)),
        say,
        shown_as=lambda code: facts.compare.indicator_of(say, rows[code]),
        width=320,
    )
    return rows[number]


def _shortened(text: str) -> str:
    return facts.plain(text if len(text) <= _LONGEST_NAMES else f"{text[:_LONGEST_NAMES]}…")


# Figures and charts, made once for a view


@lru_cache(maxsize=256)
def _totals(version: Version, office_ids: tuple[str, ...], year: int) -> pd.DataFrame:
    return peers.side_by_side(loaders.compared_years(version, office_ids), office_ids, year)


@lru_cache(maxsize=256)
def _against(version: Version, office_ids: tuple[str, ...], year: int) -> pd.DataFrame:
    known = loaders.compared_indicators(version, office_ids, year)
    return peers.against_others(known, office_ids[0])


@lru_cache(maxsize=256)
def _totals_chart(view: View, office_ids: tuple[str, ...], year: int) -> Chart:
    """The totals of the offices over the years."""
    version = view.version
    return charts.totals_by_year(
        loaders.compared_years(version, office_ids),
        office_ids,
        year,
        loaders.comparability(version),
        loaders.grade_bands(version),
        view.stamp,
    )


@lru_cache(maxsize=256)
def _indicator_chart(view: View, office_ids: tuple[str, ...], year: int) -> Chart:
    """The ten indicators of the offices in a year."""
    known = loaders.compared_indicators(view.version, office_ids, year)
    against = _against(view.version, office_ids, year)
    return charts.indicators_beside(known, against, office_ids, year, view.stamp)


@lru_cache(maxsize=256)
def _riser_chart(view: View, indicator_no: int, year: int, rule: RiserRule) -> Chart:
    own = loaders.compared_indicators(view.version, (view.office_id,), year)
    indicator = own[own["indicator_no"] == indicator_no].iloc[0].to_dict()
    found = loaders.risers(view.version, view.office_id, indicator_no, year, rule)
    return charts.riser_paths(found, rule, indicator, year, view.stamp)
