"""The year of what is brought in, to choose where a file or text does not tell it."""

from collections.abc import Callable

import streamlit as st

from ita import loaders
from ita.view import View


def choose(
    view: View, key: str, chosen: int | None, on_change: Callable[[], None] | None = None
) -> None:
    """The years there are rules for; nothing chosen leaves the year to the file."""
    say = view.say
    years = sorted(map(int, loaders.methods(view.version)["fiscal_year"].unique()), reverse=True)
    st.selectbox(
        say("imports.choose.year"),
        years,
        index=None if chosen is None else years.index(chosen),
        key=key,
        format_func=lambda year: say("year.long", year=year),
        placeholder=say("imports.choose.year_stated"),
        on_change=on_change,
        width=320,
    )
