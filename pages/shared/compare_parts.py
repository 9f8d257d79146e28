"""Pieces of the compare screen: who stands beside us, by which rule, and who once stood where we stand."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from ita import facts, peers, selection
from ita.charts import compare as charts
from ita.charts.describe import Chart
from ita.peers import PeerRule, RiserRule
from ita.store import Version
from ita.wording import Say
from ita.wording.labels import office_label
from pages.shared import controls, loaders, show
from pages.shared.view import CARRIED, View, carried_params

_ALL_LISTED = 500
_MOST_FOUND = 50
_LONGEST_NAMES = 120
_OF_THIS_SCREEN = (*CARRIED, "ptype", "pregion", "within", "indicator", "rwithin", "least", "rtype")


def fiscal_year(view: View) -> int:
    """The year to compare in: at first the latest with our total, else the latest ranked."""
    of_edition = loaders.years(view.version)
    with_score = selection.years_with_score(loaders.office_years(view.version, view.office_id))
    latest = with_score or selection.ranked_years(of_edition) or view.known_years
    return controls.year(view.known_years, latest[-1], view.known_years, view.say)


def peer_rule(view: View, year: int) -> PeerRule:
    """The rule of similarity as the reader has set it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        office_type = _same_or_any(view.say, "ptype", "same")
        region = _same_or_any(view.say, "pregion", "any")
        within = _points(view.say, "within", 2.0, highest=50.0)
    return PeerRule(
        year, is_same_type=office_type == "same", is_same_region=region == "same", within=within
    )


def similar_offices(view: View, rule: PeerRule, similar: pd.DataFrame) -> None:
    """The rule in a sentence and the offices it finds, or why there are none."""
    say = view.say
    st.caption(facts.compare.rule(say, rule, len(similar)))
    if similar.empty:
        years = loaders.office_years(view.version, view.office_id)
        is_known = str(rule.fiscal_year) in selection.years_with_score(years)
        st.info(
            facts.compare.why_nobody_similar(say, is_own_known=is_known, year=rule.fiscal_year),
            icon=":material/search_off:",
        )
    else:
        show.table(charts.similar_table(similar, rule.fiscal_year, view.stamp), view)


def offices_beside(view: View, similar: pd.DataFrame) -> tuple[str, ...]:
    """Our office and those chosen beside it; what the address asks in vain is named."""
    say, of_edition = view.say, view.offices
    default = peers.nearest(similar)
    wanted = controls.wanted_offices()
    choice = peers.chosen(default if wanted is None else wanted, view.office_id, of_edition.index)
    found = _offered(view, similar)
    options = dict.fromkeys((*choice.office_ids, *found[found != view.office_id]))
    beside = of_edition.loc[list(choice.office_ids)].to_dict("index")
    names = _long_names(view.version, say, tuple(options)) | {
        office_id: office_label(say, office) for office_id, office in beside.items()
    }
    controls.offices(
        say("compare.with"),
        list(options),
        choice.office_ids,
        default,
        shown_as=names.__getitem__,
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


def risers(view: View, indicators: pd.DataFrame, year: int) -> None:
    """Who once stood where we stand in an indicator, and how far they got."""
    say = view.say
    own = indicators[indicators["office_id"] == view.office_id]
    if own.empty:
        st.info(say("compare.risers_none.own", year=year), icon=":material/search_off:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = _indicator(say, own)
        rule = _riser_rule(view, float(indicator["score"]))
    number = int(indicator["indicator_no"])
    found = loaders.risers(view.version, view.office_id, number, year, rule)
    if found.empty:
        name = facts.compare.indicator_of(say, indicator)
        st.info(facts.compare.why_no_risers(say, rule, name, year), icon=":material/search_off:")
        return
    st.markdown(facts.bullets(facts.compare.riser_sentences(say, found, rule, year)))
    if found["risen_offices"].iloc[0]:
        show.chart(_riser_chart(view, number, year, rule), view)
    else:
        st.info(say("compare.risers_none.risen", least=rule.least_rise))
    show.table(charts.risers_table(found, indicator, year, view.stamp), view)


@lru_cache(maxsize=256)
def totals_chart(view: View, office_ids: tuple[str, ...], year: int) -> Chart:
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
def indicator_chart(view: View, office_ids: tuple[str, ...], year: int) -> Chart:
    """The ten indicators of the offices in a year."""
    indicators = loaders.compared_indicators(view.version, office_ids, year)
    against = peers.against_others(indicators, view.office_id)
    return charts.indicators_beside(indicators, against, office_ids, year, view.stamp)


@lru_cache(maxsize=256)
def _riser_chart(view: View, indicator_no: int, year: int, rule: RiserRule) -> Chart:
    own = loaders.compared_indicators(view.version, (view.office_id,), year)
    indicator = own[own["indicator_no"] == indicator_no].iloc[0].to_dict()
    found = loaders.risers(view.version, view.office_id, indicator_no, year, rule)
    return charts.riser_paths(found, rule, indicator, year, view.stamp)


def link(view: View, office_ids: tuple[str, ...]) -> None:
    """The address of this comparison, which names its offices even where a rule chose them."""
    asked = {name: st.query_params[name] for name in _OF_THIS_SCREEN if name in st.query_params}
    beside = {"with": ",".join(office_ids[1:])} if len(office_ids) > 1 else {}
    st.caption(view.say("compare.share_how"))
    st.code(f"compare?{urlencode(asked | beside, safe=',')}", language=None, wrap_lines=True)
    st.page_link(
        "pages/national/ranking.py",
        label=view.say("compare.most_improved"),
        query_params=carried_params(),
    )


def _offered(view: View, similar: pd.DataFrame) -> pd.Series:
    """The offices to choose from: all of them, or of very many those a search finds."""
    say, of_edition = view.say, view.offices
    if len(of_edition) <= _ALL_LISTED:
        return of_edition["office_id"]
    text = controls.search("q", say("compare.find"), say("compare.find_hint"))
    if not text:
        return similar["office_id"]
    names = loaders.searchable_offices(view.version)
    found = selection.offices_called(of_edition, names, text)["office_id"]
    listed = found.head(_MOST_FOUND)
    st.caption(facts.compare.found(say, len(found), len(listed)))
    return listed


def _riser_rule(view: View, level: float) -> RiserRule:
    within = _points(view.say, "rwithin", 2.0, highest=20.0)
    least = _points(view.say, "least", 5.0, highest=50.0)
    kind = _same_or_any(view.say, "rtype", "same")
    own_type = str(view.offices.loc[view.office_id, "office_type"])
    return RiserRule(level, within, least, own_type if kind == "same" else selection.ALL)


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


def _same_or_any(say: Say, name: str, default: str) -> str:
    words = {code: say(f"compare.{name}_{code}") for code in ("same", "any")}
    return controls.choice(
        name,
        say(f"compare.{name}"),
        list(words),
        default,
        say,
        shown_as=words.__getitem__,
        width=220,
    )


def _points(say: Say, name: str, default: float, *, highest: float) -> float:
    points = controls.amount(
        name,
        say(f"compare.{name}"),
        default,
        say,
        lowest=0.5,
        highest=highest,
        step=0.5,
        format="%.2f",
        width=220,
    )
    return round(points, 2)


@lru_cache(maxsize=32)
def _long_names(version: Version, say: Say, office_ids: tuple[str, ...]) -> dict[str, str]:
    """Every name an office may be looked for by, in one line."""
    found = loaders.offices_by_id(version).loc[list(office_ids)].to_dict("index")
    return {office_id: _long_name(say, office) for office_id, office in found.items()}


def _long_name(say: Say, office: Mapping[str, Any]) -> str:
    names = say.pick(
        th=f"{office['short_name']} · {office['province']}",
        en=f"{office['name_en']} · {office['short_name']}",
    )
    return f"{names} · {office['aliases']}" if office["aliases"] else names


def _shortened(text: str) -> str:
    return facts.plain(text if len(text) <= _LONGEST_NAMES else f"{text[:_LONGEST_NAMES]}…")
