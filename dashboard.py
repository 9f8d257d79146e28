"""The dashboard's frame: page settings, edition, language, navigation and source line."""

import streamlit as st

from ita.pointer import NotAllowedError, NoWarehouseError
from ita.wording import Say
from pages.shared import frame, setup, view

view.tidy_address()
st.set_page_config(
    page_title=Say(view.language())("frame.product"),
    page_icon="static/icon.png",
    layout="wide",
    initial_sidebar_state="auto",
)
page = frame.navigation(Say(view.language()))
try:
    shown = view.begin()
    frame.settings(shown)
    frame.header(shown, page.title)
    page.run()
    frame.footer(shown)
except NotAllowedError as error:
    setup.not_allowed(error.path, Say(view.language()))
except NoWarehouseError:
    setup.build(view.edition(), Say(view.language()))
