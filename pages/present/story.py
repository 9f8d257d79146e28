"""Story: the slides of the home office, chosen and ordered by the presenter, and their files."""

import streamlit as st

from pages.shared import story_parts, view

shown = view.current()
year = story_parts.year(shown)
chosen = story_parts.choices(shown, year)
told = story_parts.deck(shown, year)
story_parts.lead(shown, told, year)
slide = story_parts.slide_to_show(shown, told)
controls_side, stage_side = st.columns([2, 3], gap="large")
with stage_side:
    story_parts.preview(shown, told, slide)
with controls_side:
    story_parts.order(shown, year, told)
    story_parts.words(shown, chosen, slide)
