"""Trend: the score by fiscal year, what interrupts it, and what the office did meanwhile."""

import streamlit as st

from ita import facts, selection
from pages.shared import controls, loaders, parts, show, view

shown = view.current()
say, version = shown.say, shown.version
target = controls.number(
    "target",
    say("trend.target_label"),
    say,
    lowest=50.0,
    highest=100.0,
    step=0.5,
    explained=say("trend.target_help"),
)
years = loaders.office_years(version, shown.office_id)
chart = parts.trend_chart(shown, target)
if selection.years_with_score(years):
    show.chart(chart, shown)
else:
    parts.nothing_published(shown, years)
st.markdown(facts.bullets(facts.trend.target_sentences(say, years, target)))
st.subheader(say("trend.reading"), anchor=False)
steps = selection.breaks(
    loaders.comparability(version), int(chart.x.lowest + 1), int(chart.x.highest)
)
st.markdown(facts.bullets(facts.trend.reading(say, years, loaders.benchmarks(version))))
st.markdown(facts.numbered(facts.trend.break_sentences(say, steps)))

actions = loaders.actions(version, shown.office_id)
st.subheader(say("trend.actions"), anchor=False)
if actions.empty:
    st.info(say("trend.no_actions"))
else:
    st.markdown(say("trend.actions_caveat"))
    show.table(parts.action_table(shown, actions), shown)
