"""Pieces that more than one screen, or a screen in few lines, is composed of."""

import pandas as pd
import streamlit as st

from ita import facts, loaders, selection
from ita.facts.common import Row
from ita.view import View
from pages.shared import show


def answers(asked: list[tuple[str, str]]) -> None:
    """Short questions side by side, each with its answer."""
    if not asked:
        return
    with st.grid(len(asked), min_column_width=230):
        for question, answer in asked:
            with st.container(border=True, height="stretch"):
                st.caption(question)
                st.markdown(answer)


def overview_answers(view: View, row: Row) -> None:
    """Are we better, than whom, what first: of one year."""
    version, say = view.version, view.say
    year = row["fiscal_year"]
    changes = loaders.office_changes(version, view.office_id)
    of_year = changes[changes["fiscal_year"] == year].to_dict("records")
    gaps = loaders.indicator_gaps(version, view.office_id, year)
    answers(
        facts.overview.answers(
            say,
            row,
            of_year[0] if of_year else None,
            selection.compared(gaps, "full_marks"),
            _known_items(view),
        )
    )


def _known_items(view: View) -> str:
    """Whether the OIT items are full in the latest year that they are known of; else empty."""
    years = loaders.gap_years(view.version, view.office_id)
    known = years.loc[years["known_items"] > 0, "fiscal_year"]
    if known.empty:
        return ""
    year = int(known.iloc[-1])
    items = loaders.item_gaps(view.version, view.office_id, year)
    return facts.overview.items_sentence(view.say, items, year)


def key_figures(view: View, row: Row) -> None:
    """Score, grade, rank and the nearest distance, each large."""
    show.figures(facts.overview.key_figures(view.say, row))


def where_from(view: View, row: Row) -> None:
    """The source of a year's figures, with what is doubtful about them."""
    st.caption(facts.overview.where_from(view.say, row))


def nothing_published(view: View, years: pd.DataFrame) -> None:
    """An office without a published total: why, what is known all the same, what would fill it."""
    say = view.say
    st.info(
        facts.overview.why_nothing(say, years, view.office_name),
        title=say("overview.nothing_title"),
        icon=":material/search_off:",
    )
    st.markdown(facts.bullets(facts.overview.what_is_known(say, loaders.coverage(view.version))))


def best_and_weakest(view: View, fiscal_year: int) -> None:
    """The three best and three weakest indicators, or why they cannot be told."""
    say = view.say
    gaps = selection.compared(
        loaders.indicator_gaps(view.version, view.office_id, fiscal_year), "full_marks"
    )
    if gaps.empty:
        return
    st.subheader(say("overview.indicators"), anchor=False)
    known = gaps.dropna(subset="score").sort_values("score", ascending=False)
    if len(known) < len(gaps):
        st.info(say("overview.indicators_unknown", known=len(known), year=fiscal_year))
        return
    best, weakest = st.columns(2)
    best.markdown(
        f"**{say('overview.best')}**\n\n{facts.overview.indicator_list(say, known.head(3))}"
    )
    weakest.markdown(f"**{say('overview.weakest')}**\n\n{facts.overview.loss_list(say, known)}")
