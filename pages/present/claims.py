"""Claim check: the figures, years and offices of a speech or report, held against the data."""

import streamlit as st

from pages.shared import claim_parts, view

shown = view.current()
st.markdown(shown.say("claims.explained"))
text = claim_parts.chosen_text(shown)
if text:
    checked = claim_parts.checked(shown, text)
    claim_parts.summary(checked)
    claim_parts.marked(checked)
    claim_parts.every_claim(checked)
    claim_parts.to_copy(checked)
claim_parts.held_against(shown)
