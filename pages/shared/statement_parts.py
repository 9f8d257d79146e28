"""What an office tells of itself: a typed fact, the text with its marks, its papers, what it changes."""

import pandas as pd
import streamlit as st

from ita import facts, loaders, told
from ita.facts.common import counted
from ita.review import Review
from ita.view import View
from ita.wording import Say
from ita.wording.labels import office_label
from pages.shared import controls, import_years, office_lists, reviews, scan_parts, show, stewards
from pages.shared.claim_parts import literal, unmarked
from pages.shared.decision_parts import finding_line
from pages.shared.reviews import Desk

_TYPED = "import-fact"
_PAPERS = ("title", "location")


# --- one typed fact -------------------------------------------------------------------------------


def type_fact(view: View) -> None:
    """A form for one fact of one office: it is written down as a sentence and reviewed like any text."""
    say = view.say
    st.caption(say("imports.told.typed"))
    with st.form("import-fact", border=False):
        fact_fields(view, _TYPED, None)
        for name in _PAPERS:
            st.text_input(say(f"imports.told.{name}"), key=f"{_TYPED}-{name}")
        st.form_submit_button(
            say("imports.told.check"), type="primary", on_click=_begin_with_fact, args=(say,)
        )


def fact_fields(view: View, form: str, fiscal_year: int | None) -> None:
    """What a fact is of, and its figure; the keys begin with the name of the form."""
    say = view.say
    _office(view, f"{form}-office", None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        import_years.choose_for_facts(view, f"{form}-year", fiscal_year)
        st.selectbox(
            say("imports.told.measure"),
            told.MEASURES,
            key=f"{form}-measure",
            format_func=lambda code: told.measure_word(say, "score" if code == "total" else code),
            width=240,
        )
        st.text_input(say("imports.told.value"), key=f"{form}-value", width=140)
        st.text_input(say("imports.told.rank"), key=f"{form}-rank", width=180)


def typed_sentence(say: Say, form: str) -> str | None:
    """What a form of one fact holds as a sentence; None, having said why, where it is none."""
    office, year, measure, value, rank = (
        st.session_state[f"{form}-{name}"]
        for name in ("office", "year", "measure", "value", "rank")
    )
    if not office or not year:
        _refuse(say("imports.told.incomplete"))
        return None
    text = told.sentence(office, year, measure, value, rank)
    if text is None:
        _refuse(say("imports.told.no_value"))
    return text


def _begin_with_fact(say: Say) -> None:
    text = typed_sentence(say, _TYPED)
    if text is None:
        return
    papers = {name: st.session_state[f"{_TYPED}-{name}"].strip() for name in _PAPERS}
    reviews.begin([("fact.txt", text.encode())], stewards.email(), None, papers)


def _refuse(message: str) -> None:
    st.toast(facts.plain(message), icon=":material/error:", duration="infinite")


def _office(view: View, key: str, chosen: str | None) -> None:
    """The offices of the list, by any of their names; the value is the short name."""
    say = view.say
    named = office_lists.names(view.version, say)
    options = {short: named[office_id] for office_id, short in view.offices["short_name"].items()}
    st.selectbox(
        say("column.office"),
        list(options),
        index=None if chosen is None else list(options).index(chosen),
        key=key,
        format_func=options.__getitem__,
        placeholder=say("imports.decide.none_chosen"),
        filter_mode="contains",
    )


# --- what was read --------------------------------------------------------------------------------


def summary(desk: Desk) -> None:
    """The text with its facts marked, what it leaves open, and the facts one by one."""
    view, found = desk.view, desk.found
    say = view.say
    what = say("imports.summary.statement")
    form_name = "words" if desk.draft.words else found.form
    form = say(f"imports.form.{form_name}", pages=found.pages, format="PDF")
    st.markdown(f"**{say('imports.summary.read_from', what=what, form=form)}**")
    place = st.container()
    if desk.draft.words:
        seen, place = st.columns(2, gap="medium")
        with seen:
            scan_parts.page(say, desk.draft, desk.draft.scan_pages)
    with place.container(border=True):
        st.markdown("\n\n".join(_line(say, line) for line in told.lines_of(found)))
    for finding in found.about_the_table:
        finding_line(say, finding)
    _papers(desk)
    table = told.fact_table(found, lambda office_id: _name(view, office_id), view.stamp)
    st.subheader(table.title, anchor=False)
    show.table(table, view)
    if found.open_cells:
        reviews.go(counted(say, "imports.summary.go_decide", len(found.open_cells)), "cells")
    else:
        reviews.go(say("imports.summary.go_effects"), "effects")


def _line(say: Say, pieces: list[told.Piece]) -> str:
    return unmarked("".join(_piece(say, piece) for piece in pieces))


def _piece(say: Say, piece: told.Piece) -> str:
    if piece.row is None:
        return literal(piece.text)
    is_clear = told.is_clear(piece)
    colour, shape = ("blue", "●") if is_clear else ("orange", "▲")
    return f"**{literal(piece.text)}** :{colour}-badge[{shape} {literal(told.mark(say, piece))}]"


def _papers(desk: Desk) -> None:
    """A form for what the text does not tell: office and year, and what it is and where it was found."""
    say, draft, found = desk.view.say, desk.draft, desk.found
    papers = draft.papers
    needs_office = "office" in papers or _leaves_open(found, "office")
    needs_year = draft.fiscal_year is not None or _leaves_open(found, "fiscal_year")
    st.subheader(say("imports.told.papers"), anchor=False)
    with st.form("import-papers", border=False):
        if needs_office:
            _office(desk.view, "import-papers-office", papers.get("office"))
        if needs_year:
            import_years.choose_for_facts(desk.view, "import-papers-year", draft.fiscal_year)
        for name in _PAPERS:
            st.text_input(
                say(f"imports.told.{name}"), papers.get(name, ""), key=f"import-papers-{name}"
            )
        st.form_submit_button(say("imports.told.save"), on_click=_save_papers, args=(desk,))


def _leaves_open(found: Review, column: str) -> bool:
    """Whether some fact has no office or no year of its own."""
    return any(row.facts and not row.printed.get(column) for row in found.rows)


def _save_papers(desk: Desk) -> None:
    """Keep what was filled in; what was not asked for stays as it is."""
    given = {
        name: st.session_state[key]
        for name in ("office", "year", *_PAPERS)
        if (key := f"import-papers-{name}") in st.session_state
    }
    if "year" in given:
        desk.draft.choose_year(given.pop("year"))
    kept = {**desk.draft.papers, **{name: (text or "").strip() for name, text in given.items()}}
    desk.draft.write_papers({name: text for name, text in kept.items() if text})


# --- what would change ----------------------------------------------------------------------------


def effects(desk: Desk) -> None:
    """By how much the ranking of each year is better known, and what each total does."""
    view, found = desk.view, desk.found
    say = view.say
    changes = told.effects(found, lambda year: _ranking(view, year))
    known = told.narrowing(say, changes, lambda year: _ranking(view, year))
    if changes:
        st.markdown("  \n".join(f"**{facts.plain(line)}**" for line in known))
        show.story(told.effect_lines(say, changes, lambda office_id: _name(view, office_id)))
    else:
        st.info(say("imports.told.no_total"))
    st.caption(say("imports.told.beside"))
    reviews.go(say("imports.summary.go_publish"), "publish")


def _ranking(view: View, fiscal_year: int) -> pd.DataFrame:
    """The places of a year; none where it has no ranking."""
    return loaders.ranking(view.version, fiscal_year)


def _name(view: View, office_id: str) -> str:
    return office_label(view.say, view.offices.loc[office_id])


# --- publishing -----------------------------------------------------------------------------------


def is_told(desk: Desk) -> bool:
    """Whether a statement may be published: office, year and title are known. Says what is missing."""
    say, found = desk.view.say, desk.found
    if not found.is_statement:
        return True
    rows = [row for row in found.rows if not row.is_left_out]
    lacks = [
        name
        for name, is_missing in (
            ("office", not all(row.office_id for row in rows)),
            ("year", not all(row.fiscal_year for row in rows)),
            ("title", not desk.draft.papers.get("title")),
        )
        if is_missing
    ]
    if lacks:
        words = " · ".join(say(f"imports.told.lacks.{name}") for name in lacks)
        st.info(say("imports.told.fill_in", lacks=words))
        st.button(
            say("imports.told.go_back"),
            key="import-fill-in",
            on_click=controls.put,
            args=({}, "part"),
        )
    else:
        st.caption(say("imports.told.confirms"))
    return not lacks
