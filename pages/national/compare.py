"""Compare: our office beside up to five others, and those who once stood where we stand."""

import streamlit as st

from pages.shared import compare_parts, controls, view

shown = view.current()
say = shown.say
who, story, similar = st.container(), st.container(), st.container()

with who:
    fiscal_year = compare_parts.fiscal_year(shown)
with similar:
    alike = compare_parts.similar_offices(shown, fiscal_year)
with who:
    office_ids = compare_parts.offices_beside(shown, alike)
with story:
    compare_parts.narrative(shown, office_ids, fiscal_year)

part = controls.part(compare_parts.PARTS, say, lambda name: say(f"compare.parts.{name}"))
draw = {
    "totals": compare_parts.totals,
    "indicators": compare_parts.indicators,
    "risers": compare_parts.risers,
}
draw[part](shown, office_ids, fiscal_year)

st.subheader(say("compare.share"), anchor=False)
compare_parts.link(shown, office_ids)
