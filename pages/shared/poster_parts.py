"""A picture of a poster: shown large, beside it a form for its facts one by one or a box for its words."""

import streamlit as st

from ita.review import Scan
from ita.view import View
from ita.wording import Say
from pages.shared import controls, scan_parts, statement_parts
from pages.shared.claim_parts import literal
from pages.shared.reviews import Desk, Draft

_FACT = "import-poster"
_MOST_WORDS = 5000  # letters


def is_poster(say: Say, draft: Draft, scan: Scan) -> bool:
    """Whether the picture is of a poster or else of a table; asked as long as nothing is typed."""
    if draft.words:
        return True
    is_one_picture = scan.form == "picture" and scan.pages == 1
    chosen = controls.segments(
        "part",
        say("imports.poster.what"),
        ("poster", "typing"),
        "poster" if is_one_picture else "typing",
        say,
        lambda name: say(f"imports.poster.as_{name}"),
    )
    return chosen == "poster"


def typing(view: View, draft: Draft, scan: Scan) -> None:
    """The picture, and beside it what it says: fact by fact, or its words at once."""
    say = view.say
    st.info(say("imports.poster.explained"))
    seen, typed = st.columns(2, gap="medium")
    with seen:
        scan_parts.page(say, draft, scan.pages)
    with typed:
        by_fact, by_words = st.tabs(
            [say(f"imports.poster.by_{name}") for name in ("fact", "words")]
        )
        with by_fact:
            _facts(view, draft, scan)
        with by_words:
            _words(say, draft, scan)


def type_on(desk: Desk) -> None:
    """The picture again, with what was typed so far."""
    typing(desk.view, desk.draft, Scan(None, None, desk.draft.scan_pages))


def _facts(view: View, draft: Draft, scan: Scan) -> None:
    """The form of one fact after the other, and those typed so far."""
    say = view.say
    with st.form("import-poster-fact", border=False):
        statement_parts.fact_fields(view, _FACT, draft.fiscal_year)
        st.form_submit_button(
            say("imports.poster.add"),
            type="secondary" if draft.words else "primary",
            icon=":material/add:",
            on_click=_add_fact,
            args=(say, draft, scan),
        )
    if draft.words:
        st.markdown(f"**{say('imports.poster.so_far')}**")
        st.markdown("  \n".join(literal(line) for line in draft.words.splitlines() if line.strip()))
        st.button(
            say("imports.poster.check"),
            key="import-poster-check",
            type="primary",
            on_click=controls.put,
            args=({}, "part", "cell"),
        )


def _add_fact(say: Say, draft: Draft, scan: Scan) -> None:
    """Write a fact under those before it, and stay for the next."""
    sentence = statement_parts.typed_sentence(say, _FACT)
    if sentence is not None:
        before = f"{draft.words.rstrip()}\n" if draft.words else ""
        draft.write_words(before + sentence, scan)
        controls.put({"part": "poster"}, "part", "cell")


def _words(say: Say, draft: Draft, scan: Scan) -> None:
    """The words of the poster in a box, with the facts typed before."""
    key = f"import-poster-words-{len(draft.words)}"  # a fact typed beside it stands in the box too
    with st.form("import-poster-text", border=False):
        st.text_area(
            say("imports.poster.words"),
            draft.words,
            key=key,
            height=260,
            max_chars=_MOST_WORDS,
            placeholder=say("imports.poster.example"),
        )
        st.form_submit_button(
            say("imports.scan.save"),
            type="primary",
            on_click=_save_words,
            args=(draft, scan, key),
        )


def _save_words(draft: Draft, scan: Scan, key: str) -> None:
    text = st.session_state[key].strip()
    if text != draft.words:
        draft.write_words(text, scan)
    controls.put({}, "part", "cell")
