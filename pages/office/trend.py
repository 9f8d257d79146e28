"""Trend: the score by fiscal year, what its changes are made of, and what the office did meanwhile."""

import streamlit as st

from ita import exhibits, facts, loaders, selection
from pages.shared import change_parts, controls, parts, show, view

shown = view.current()
say, version = shown.say, shown.version
years = loaders.office_years(version, shown.office_id)
actions = loaders.actions(version, shown.office_id)
is_known = bool(selection.years_with_score(years))

if is_known:
    change_parts.latest_answers(shown, years)
target = controls.number(
    "target",
    say("trend.target_label"),
    say,
    lowest=50.0,
    highest=100.0,
    step=0.5,
    explained=say("trend.target_help"),
)
if is_known:
    show.chart(exhibits.trend(shown, target, has_actions=True), shown)
    st.markdown(facts.bullets(facts.trend.target_sentences(say, years, target)))
    change_parts.reading(shown, years)
    change_parts.change_of_a_year(shown, years)
    change_parts.standing(shown)
else:
    parts.nothing_published(shown, years)

st.subheader(say("trend.actions"), anchor=False)
if actions.empty:
    st.info(say("trend.no_actions"))
else:
    st.markdown(say("trend.actions_caveat"))
    show.table(exhibits.action_table(shown, actions), shown)
