"""Story: the slides of the home office, chosen and ordered by the presenter, and their files."""

import streamlit as st

from pages.shared import address, story_parts, view

shown = view.current()
address.leave("story", ("slides", "slide", "words"))
year = story_parts.year(shown)
chosen = story_parts.choices(shown, year)
told = story_parts.deck(shown)
story_parts.lead(shown, told, year)
stage_side, desk_side = st.columns([3, 2], gap="large")
with desk_side:
    slide = story_parts.slide_to_show(shown, told)
    story_parts.order(shown, year, told, slide)
    story_parts.words(shown, chosen, slide)
with stage_side:
    story_parts.preview(shown, told, slide)
    story_parts.files(shown, told, year)
