"""Pieces of the trend screen: the latest change, what it is made of, and how all others moved."""

import pandas as pd
import streamlit as st

from ita import exhibits, facts, loaders, selection
from ita.charts.score_trend import charted_years
from ita.view import View
from pages.shared import controls, parts, show

_FEWEST_FOR_A_LINE = 2


def latest_answers(view: View, years: pd.DataFrame) -> None:
    """The latest change in three short answers."""
    changes = loaders.office_changes(view.version, view.office_id)
    if changes.empty:
        return
    year = int(changes["fiscal_year"].iloc[-1])
    moved = _moved(years, changes, year)
    indicators = loaders.indicator_changes(view.version, view.office_id, year)
    comparability = loaders.comparability(view.version)
    parts.answers(facts.trend.answers(view.say, moved, indicators, comparability))


def reading(view: View, years: pd.DataFrame) -> None:
    """How to read the line of scores: what is known, what interrupts it and why."""
    say, version = view.say, view.version
    comparability = loaders.comparability(version)
    charted = charted_years(years, loaders.grade_bands(version))
    steps = selection.breaks(comparability, charted[0], charted[-1])
    with st.expander(say("trend.reading"), icon=":material/help:"):
        st.markdown(facts.bullets(facts.trend.reading(say, years, loaders.benchmarks(version))))
        st.markdown(facts.numbered(facts.trend.break_sentences(say, steps)))
        st.markdown(facts.bullets(facts.trend.not_compared(say, years, comparability)))


def change_of_a_year(view: View, years: pd.DataFrame) -> None:
    """A chosen year's change: what it is made of, and beside that of all offices."""
    say, version = view.say, view.version
    comparability = loaders.comparability(version)
    changes = loaders.office_changes(version, view.office_id)
    st.subheader(say("trend.waterfall.heading"), anchor=False)
    if changes.empty:
        show.missing(say("trend.no_changes"))
        st.markdown(facts.bullets(facts.trend.not_compared(say, years, comparability)))
        return
    options = [str(year) for year in changes["fiscal_year"]]
    year = controls.year(options, options[-1], view.known_years, say)
    change = _moved(years, changes, year)
    indicators = loaders.indicator_changes(version, view.office_id, year)
    if indicators.empty:
        show.missing(facts.trend.no_parts_sentence(say, change))
    else:
        show.chart(exhibits.waterfall(view, year), view)
    notes = facts.trend.change_notes(say, change, indicators, comparability)
    st.markdown(facts.bullets(notes))
    st.subheader(say("trend.tide.heading"), anchor=False)
    _tide(view, changes, year, change)


def _moved(years: pd.DataFrame, changes: pd.DataFrame, year: int) -> dict:
    """All that is known of a year and of its change, in one row."""
    return {**selection.row_of(years, year), **selection.row_of(changes, year)}


def _tide(view: View, changes: pd.DataFrame, year: int, change: dict) -> None:
    say = view.say
    sentence = facts.trend.tide_sentence(say, change)
    if changes["all_mean_change"].isna().all():
        show.missing(f"{sentence} {say('trend.tide.would_fill')}")
        return
    show.chart(exhibits.tide(view, year), view)
    comparability = loaders.comparability(view.version)
    standing = facts.trend.standing_sentence(say, change, comparability)
    details = facts.trend.tide_details(say, change)
    st.markdown(facts.bullets([sentence, *details, standing]))


def standing(view: View) -> None:
    """Rank and percentile over the years, or the one that is known."""
    say = view.say
    st.subheader(say("trend.track.heading"), anchor=False)
    ranked = exhibits.ranked_years(view)
    if len(ranked) < _FEWEST_FOR_A_LINE:
        st.info(facts.trend.too_few_ranks(say, ranked))
        return
    show.chart(exhibits.track(view), view)
    steps = selection.rank_only_breaks(loaders.comparability(view.version), ranked)
    st.markdown(facts.bullets(facts.trend.break_sentences(say, steps)))
