"""Ranking: all places of a year, known or not; how they moved; groups and provinces."""

import streamlit as st

from ita import facts, loaders, selection
from pages.shared import controls, ranking_parts, view

shown = view.current()
say, version = shown.say, shown.version
options = selection.ranked_years(loaders.years(version))
if not options:
    st.info(say("ranking.none"))
else:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        fiscal_year = controls.year(options, options[-1], shown.known_years, say)
        part = controls.part(ranking_parts.PARTS, say, lambda name: say(f"ranking.part.{name}"))
    ranking = loaders.ranking(version, fiscal_year)
    if part != "places":
        lead = facts.ranking.headline(say, ranking, shown.office_id, shown.office_name)
        st.markdown(f"**{facts.plain(lead)}**")
    draw = {
        "places": ranking_parts.every_place,
        "movement": ranking_parts.how_places_moved,
        "groups": ranking_parts.by_group,
    }
    draw[part](shown, fiscal_year, ranking)
