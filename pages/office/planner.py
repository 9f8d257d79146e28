"""Planner: what a change would give, and the cheapest ways to a target."""

import streamlit as st

from ita import exhibits, facts, loaders, selection
from ita.planner import Missing
from pages.shared import address, controls, planner_parts, view

shown = view.current()
say, version = shown.say, shown.version
years = loaders.office_years(version, shown.office_id)
options = selection.years_to_plan(years)
if not options:
    planner_parts.nothing_to_plan(shown, years)
else:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        fiscal_year = controls.year(
            options, options[-1], shown.known_years, say, address.forgotten_with("year")
        )
        here = exhibits.situation(shown, fiscal_year)
        standing = here.standing
        mode = "worth" if isinstance(standing, Missing) else planner_parts.mode(shown)
    st.markdown(facts.bullets(facts.planner.now(say, here)))
    if isinstance(standing, Missing):
        planner_parts.worths(shown, here, standing, planner_parts.aim(shown, here))
    elif mode == "try":
        planner_parts.try_out(shown, here, standing)
    else:
        wanted = planner_parts.aim(shown, here)
        allowed = planner_parts.conditions(shown, here, standing)
        planner_parts.ways(shown, here, standing, wanted, allowed)
    planner_parts.earlier(shown, years, fiscal_year)
