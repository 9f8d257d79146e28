"""The year of what is brought in, to choose where a file or text does not tell it."""

from collections.abc import Callable, Mapping

import streamlit as st

from ita import loaders
from ita.view import View


def choose(
    view: View, key: str, chosen: int | None, on_change: Callable[[], None] | None = None
) -> None:
    """The years there are rules for; nothing chosen leaves the year to the file."""
    words = {"label": "imports.choose.year", "placeholder": "imports.choose.year_stated"}
    _years(view, key, chosen, words, on_change)


def choose_for_facts(view: View, key: str, chosen: int | None) -> None:
    """The years there are rules for, for figures that tell none themselves."""
    words = {"label": "column.fiscal_year", "placeholder": "imports.decide.none_chosen"}
    _years(view, key, chosen, words)


def _years(
    view: View,
    key: str,
    chosen: int | None,
    words: Mapping[str, str],
    on_change: Callable[[], None] | None = None,
) -> None:
    say = view.say
    years = sorted(map(int, loaders.methods(view.version)["fiscal_year"].unique()), reverse=True)
    st.selectbox(
        say(words["label"]),
        years,
        index=None if chosen is None else years.index(chosen),
        key=key,
        format_func=lambda year: say("year.long", year=year),
        placeholder=say(words["placeholder"]),
        on_change=on_change,
        width=320,
    )
