"""Indicator gaps: where points are lost, what an item is worth, what to fix first."""

import streamlit as st

from ita import loaders, selection
from pages.shared import address, controls, gap_parts, view

shown = view.current()
say, version = shown.say, shown.version
years = loaders.gap_years(version, shown.office_id)
options, default = selection.gap_year_options(years)
with st.container(horizontal=True, vertical_alignment="bottom"):
    fiscal_year = controls.year(
        options, default, shown.known_years, say, address.forgotten_with("year")
    )
    chosen = gap_parts.against(shown, fiscal_year)
gaps = gap_parts.compared(shown, fiscal_year, chosen)
items = loaders.item_gaps(version, shown.office_id, fiscal_year)
gap_parts.narrative(shown, gaps, items, fiscal_year, chosen)
part = controls.part(gap_parts.PARTS, say, lambda name: say(f"gaps.parts.{name}"))
draw = {
    "indicators": lambda: gap_parts.indicators(shown, gaps, fiscal_year, chosen),
    "spread": lambda: gap_parts.spread(shown, gaps, fiscal_year, chosen),
    "items": lambda: gap_parts.work_list(shown, items, fiscal_year),
    "heat": lambda: gap_parts.all_offices(shown, fiscal_year),
}
draw[part]()
