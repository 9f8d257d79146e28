"""The pages of a scan or a picture, to look at beside what is typed from them."""

import streamlit as st

from ita.wording import Say
from pages.shared import reviews
from pages.shared.reviews import Draft


def page(say: Say, draft: Draft, pages: int) -> None:
    """One page as wide as there is room, to choose where there are several."""
    number = 1
    if pages > 1:
        number = st.number_input(
            say("imports.scan.page"), 1, pages, key="import-scan-page", width=200
        )
    path = reviews.page_picture(draft, number)
    if path is None:
        st.caption(say("imports.decide.no_picture"))
    else:
        st.image(path, width="stretch", alt=say("imports.scan.picture", page=number))
