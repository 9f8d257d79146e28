"""The presenter's desk: which slides, in what order, with which words; what the hall will see."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ita.story import choices as codec
from ita.story import compose
from ita.story.choices import CODES, Choices, Words
from ita.story.slides import Deck
from ita.view import View
from pages.shared import address, controls, pictures, stage

_PREVIEW_HEIGHT = 440
_TITLE, _TEXT = "story-title", "story-text"


def year(view: View) -> int | None:
    """The year to tell of; None for an office without any score."""
    options = compose.years_to_tell(view)
    if not options:
        return None
    forgets = address.forgotten_with("year")
    return controls.year(options, options[-1], view.known_years, view.say, forgets)


def choices(view: View, fiscal_year: int | None) -> Choices:
    """What the address says of slides and words; codes it has wrong are named."""
    text = st.query_params.get("slides", "")
    if unknown := codec.unknown_codes(text):
        usual = ", ".join(_name(view, code) for code in compose.usual_codes(view, fiscal_year)[:3])
        controls.tell_of_link(view.say, view.say("story.order"), ", ".join(unknown), f"{usual} …")
    return codec.choices_in(text, st.query_params.get("words", ""))


def deck(view: View, fiscal_year: int | None) -> Deck:
    """The slides as they will be shown, with the pictures that are still kept."""
    asked = st.query_params
    year = None if fiscal_year is None else str(fiscal_year)
    return stage.told(view, year, asked.get("slides", ""), asked.get("words", ""))


def lead(view: View, told: Deck, fiscal_year: int | None) -> None:
    """How many slides there are, from which figures."""
    if fiscal_year is not None:
        version = view.version.version_id
        text = view.say("story.lead", count=len(told.slides), year=fiscal_year, version=version)
        st.markdown(text)


def slide_to_show(view: View, told: Deck) -> str:
    """The slide that is edited and previewed."""
    codes = [slide.code for slide in told.slides]
    return controls.choice(
        "slide",
        view.say("story.slide_to_edit"),
        codes,
        codes[0],
        view.say,
        shown_as=lambda code: f"{codes.index(code) + 1}. {_name(view, code)}",
        elsewhere=CODES,
        width=420,
    )


def preview(view: View, told: Deck, slide: str) -> None:
    """The slides as the hall sees them, and the way to show them full screen."""
    say = view.say
    if stage.is_served():
        params = {name: st.query_params[name] for name in address.STAGE if name in st.query_params}
        path = stage.stage_path(params, slide)
        st.iframe(path, height=_PREVIEW_HEIGHT, alt=say("story.preview"))
        st.link_button(
            say("story.open"),
            path,
            icon=":material/slideshow:",
            type="primary",
            help=say("story.open_help"),
        )
    else:
        st.iframe(stage.html(told).decode(), height=_PREVIEW_HEIGHT, alt=say("story.preview"))
        st.info(say("story.not_served"), icon=":material/fullscreen:")


# Which slides, in what order


def order(view: View, fiscal_year: int | None, told: Deck) -> None:
    """The chosen slides with buttons to move each and take it out, and what else there is."""
    say = view.say
    codes = [slide.code for slide in told.slides]
    usual = compose.usual_codes(view, fiscal_year)
    with st.expander(say("story.order"), icon=":material/reorder:", expanded=True):
        for place, code in enumerate(codes):
            _row(view, codes, place, code, usual)
        left = [code for code in CODES if code not in codes]
        st.selectbox(
            say("story.add"),
            left,
            index=None,
            placeholder=say("story.add_hint"),
            format_func=lambda code: _name(view, code),
            key="story-add",
            on_change=_add,
            args=(codes, usual),
            disabled=fiscal_year is None or not left,
        )
        st.button(
            say("story.usual"),
            key="story-usual",
            icon=":material/undo:",
            disabled="slides" not in st.query_params,
            on_click=controls.put,
            args=({}, "slides"),
        )
        _unfilled(view, fiscal_year)


def _row(view: View, codes: list[str], place: int, code: str, usual: Sequence[str]) -> None:
    say = view.say
    before, after = codes[:place], codes[place + 1 :]
    ways = {
        "up": (":material/arrow_upward:", [*before[:-1], code, *before[-1:], *after], place == 0),
        "down": (":material/arrow_downward:", [*before, *after[:1], code, *after[1:]], not after),
        "take": (":material/close:", [*before, *after], len(codes) == 1),
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"{place + 1}. {_name(view, code)}", width="stretch")
        for way, (icon, then, is_idle) in ways.items():
            st.button(
                say(f"story.{way}"),
                key=f"story-{way}-{code}",
                icon=icon,
                type="tertiary",
                disabled=is_idle,
                on_click=_put_order,
                args=(then, usual),
                help=f"{say(f'story.{way}')}: {_name(view, code)}",
            )


def _unfilled(view: View, fiscal_year: int | None) -> None:
    missing = [] if fiscal_year is None else compose.what_is_missing(view, fiscal_year)
    if missing:
        st.caption(view.say("story.unfilled"))
        st.caption("\n".join(f"- **{_name(view, code)}** · {why}" for code, why in missing))


def _add(codes: list[str], usual: Sequence[str]) -> None:
    code = st.session_state["story-add"]
    if code:
        _put_order([*codes, code], usual)
        st.session_state["story-add"] = None


def _put_order(codes: list[str], usual: Sequence[str]) -> None:
    text = codec.slides_text(codes, usual)
    controls.put({"slides": text} if text else {}, "slides")


# What the presenter adds


def words(view: View, chosen: Choices, slide: str) -> None:
    """Own title, text and picture of a slide; words go into the address."""
    say = view.say
    said = chosen.words_of.get(slide, Words())
    title, text = f"{_TITLE}-{slide}", f"{_TEXT}-{slide}"
    st.session_state[title], st.session_state[text] = said.title, said.text
    with st.expander(say("story.edit"), icon=":material/edit:", expanded=said != Words()):
        for widget, key, label, most in (
            (st.text_input, title, "own_title", codec.LONGEST_TITLE),
            (st.text_area, text, "own_text", codec.LONGEST_TEXT),
        ):
            widget(
                say(f"story.{label}"),
                key=key,
                max_chars=most,
                on_change=_put_words,
                args=(chosen, slide, said.picture_id),
            )
        _picture(view, chosen, slide, said)
        st.caption(say("story.edit_note"))


def _picture(view: View, chosen: Choices, slide: str, said: Words) -> None:
    say = view.say
    uploaded = st.file_uploader(
        say("story.own_picture"), type=["png", "jpg", "jpeg", "webp"], key=f"story-picture-{slide}"
    )
    if uploaded is not None:
        _keep(view, chosen, slide, said, uploaded)
    elif said.picture_id:
        st.button(
            say("story.remove_picture"),
            key=f"story-unpicture-{slide}",
            icon=":material/hide_image:",
            on_click=_put,
            args=(chosen, slide, Words(said.title, said.text)),
        )


def _keep(view: View, chosen: Choices, slide: str, said: Words, uploaded: UploadedFile) -> None:
    alt = view.say("story.picture_alt", name=uploaded.name)
    try:
        picture_id = pictures.keep(uploaded.getvalue(), alt)
    except pictures.PictureError:
        st.error(view.say("story.picture_refused", name=uploaded.name), icon=":material/error:")
        return
    if picture_id != said.picture_id:
        _put(chosen, slide, Words(said.title, said.text, picture_id))
        st.rerun()


def _put_words(chosen: Choices, slide: str, picture_id: str) -> None:
    state = st.session_state
    said = Words(state[f"{_TITLE}-{slide}"], state[f"{_TEXT}-{slide}"], picture_id)
    _put(chosen, slide, said)


def _put(chosen: Choices, slide: str, said: Words) -> None:
    packed = codec.packed_words(codec.with_words(chosen, slide, said).words)
    controls.put({"words": packed} if packed else {}, "words")


def _name(view: View, code: str) -> str:
    return view.say(f"story.slide.{code}")
