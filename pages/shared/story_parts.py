"""The presenter's desk: which slides, in what order, with which words; what the hall will see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ita.report import pack
from ita.report.offline.page import html_file
from ita.report.pack import PackOrder
from ita.story import choices as codec
from ita.story import compose
from ita.story.choices import CODES, Choices, Words
from ita.story.slides import Deck, Picture
from ita.view import View
from pages.shared import address, asked, controls, pictures, stage

_PREVIEW_HEIGHT = 340
_PICTURE_MEGABYTES, _TEMPLATE_MEGABYTES = 8, 20
_TITLE, _TEXT, _ADD, _PACK = "story-title", "story-text", "story-add", "story-pack"


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


def deck(view: View) -> Deck:
    """The slides as they will be shown, with the pictures that are still kept."""
    return asked.deck_asked_for(view, st.query_params)


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
            help=say("story.open_help"),
        )
    else:
        st.iframe(html_file(told).decode(), height=_PREVIEW_HEIGHT, alt=say("story.preview"))
        st.info(say("story.not_served"), icon=":material/fullscreen:")


# Which slides, in what order


def order(view: View, fiscal_year: int | None, told: Deck, slide: str) -> None:
    """The chosen slides; buttons move the one in sight or take it out, and what else there is."""
    say = view.say
    codes = [each.code for each in told.slides]
    usual = compose.usual_codes(view, fiscal_year)
    with st.expander(say("story.order"), icon=":material/reorder:", expanded=True):
        lines = (
            f"**{_name(view, code)}**" if code == slide else _name(view, code) for code in codes
        )
        st.markdown("\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1)))
        if fiscal_year is not None:
            _move(view, codes, slide, usual)
            _add(view, codes, usual)
            _unfilled(view, fiscal_year)


def _move(view: View, codes: list[str], slide: str, usual: Sequence[str]) -> None:
    say, place = view.say, codes.index(slide)
    before, after = codes[:place], codes[place + 1 :]
    ways = {
        "up": ("arrow_upward", [*before[:-1], slide, *before[-1:], *after], bool(before)),
        "down": ("arrow_downward", [*before, *after[:1], slide, *after[1:]], bool(after)),
        "take": ("close", [*before, *after], len(codes) > 1),
    }
    stays = {"up": slide, "down": slide, "take": next(iter((*after, *before[::-1])), slide)}
    with st.container(horizontal=True):
        for way, (icon, then, is_possible) in ways.items():
            if is_possible:
                st.button(
                    say(f"story.{way}"),
                    key=f"story-{way}",
                    icon=f":material/{icon}:",
                    on_click=_put_order,
                    args=(then, usual, stays[way]),
                )
        if "slides" in st.query_params:
            st.button(
                say("story.usual"),
                key="story-usual",
                icon=":material/undo:",
                on_click=controls.put,
                args=({}, "slides"),
            )


def _add(view: View, codes: list[str], usual: Sequence[str]) -> None:
    st.selectbox(
        view.say("story.add"),
        [code for code in CODES if code not in codes],
        index=None,
        placeholder=view.say("story.add_hint"),
        format_func=lambda code: _name(view, code),
        key=_ADD,
        on_change=_put_added,
        args=(codes, usual),
    )


def _unfilled(view: View, fiscal_year: int) -> None:
    missing = compose.what_is_missing(view, fiscal_year)
    if missing:
        st.caption(view.say("story.unfilled"))
        st.caption("\n".join(f"- **{_name(view, code)}** · {why}" for code, why in missing))


def _put_added(codes: list[str], usual: Sequence[str]) -> None:
    """The added slide comes last, in sight at once."""
    code = st.session_state[_ADD]
    if code:
        _put_order([*codes, code], usual, code)
        st.session_state[_ADD] = None


def _put_order(codes: list[str], usual: Sequence[str], in_sight: str | None = None) -> None:
    text = codec.slides_text(codes, usual)
    told = {"slides": text, "slide": in_sight} if in_sight else {"slides": text}
    controls.put({name: value for name, value in told.items() if value}, *told)


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
                on_change=_put_words,
                args=(view, chosen, slide, said.picture_id),
                help=say("story.at_most", count=most),
            )
        _picture(view, chosen, slide, said)
        st.caption(say("story.edit_note"))


def _picture(view: View, chosen: Choices, slide: str, said: Words) -> None:
    say = view.say
    uploaded = st.file_uploader(
        say("story.own_picture"),
        type=["png", "jpg", "jpeg", "webp"],
        key=f"story-picture-{view.office_id}-{slide}",
        max_upload_size=_PICTURE_MEGABYTES,
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
    alt = view.say("story.picture_alt", name=codec.in_one_line(uploaded.name))
    try:
        picture_id = pictures.keep(uploaded.getvalue(), alt)
    except pictures.PictureError:
        st.error(view.say("story.picture_refused", name=uploaded.name), icon=":material/error:")
        return
    if picture_id != said.picture_id:
        _put(chosen, slide, Words(said.title, said.text, picture_id))
        st.rerun()


def _put_words(view: View, chosen: Choices, slide: str, picture_id: str) -> None:
    """Put the words into the address, cut to what a slide and a link can hold, which is told."""
    title, text = (st.session_state[f"{key}-{slide}"] for key in (_TITLE, _TEXT))
    said = codec.own_words(title, text, picture_id)
    if (said.title, said.text) != (codec.in_one_line(title), codec.in_lines(text)):
        st.toast(view.say("story.cut"), icon=":material/content_cut:", duration="infinite")
    _put(chosen, slide, said)


def _put(chosen: Choices, slide: str, said: Words) -> None:
    packed = codec.packed_words(codec.with_words(chosen, slide, said).words)
    controls.put({"words": packed} if packed else {}, "words")


def _name(view: View, code: str) -> str:
    return view.say(f"story.slide.{code}")


# The files


def files(view: View, told: Deck, fiscal_year: int | None) -> None:
    """Each file of the story, and all of them in one pack."""
    say = view.say
    st.subheader(say("pack.title"), anchor=False)
    order_of_files, brand = _branded(view, PackOrder(view, told, fiscal_year, _now()))
    faults = _problems((say.language, brand), order_of_files)
    for fault in dict.fromkeys(faults.values()):
        st.error(fault, icon=":material/error:")
    _whole_pack(view, order_of_files, is_possible=not faults)
    with st.grid(2, min_column_width=330):
        for part in pack.parts(order_of_files):
            st.download_button(
                say(f"pack.what.{part.code}"),
                partial(_made_now, order_of_files, part.code),
                file_name=part.name,
                key=f"story-file-{part.code}",
                on_click="ignore",
                icon=":material/download:",
                disabled=part.code in faults,
                width="stretch",
            )
    st.caption(say("pack.note"))
    if not told.address:
        st.caption(say("pack.no_address"))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _made_now(order_of_files: PackOrder, code: str) -> bytes:
    """One file, dated when it is asked for."""
    return pack.part_of(replace(order_of_files, made_at=_now()), code).make()


@st.cache_data(max_entries=64, show_spinner=False)
def _problems(of: tuple[str, str], _order: PackOrder) -> dict[str, str]:  # noqa: ARG001 - kept by it
    return pack.problems(_order)


def _branded(view: View, plain: PackOrder) -> tuple[PackOrder, str]:
    """The order with the office's template and logo, and the id of the template in this session."""
    say = view.say
    with st.expander(say("pack.brand"), icon=":material/palette:"):
        template = st.file_uploader(
            say("pack.template"),
            type=["pptx", "potx"],
            key="story-template",
            max_upload_size=_TEMPLATE_MEGABYTES,
        )
        logo = st.file_uploader(
            say("pack.logo"),
            type=["png", "jpg", "jpeg"],
            key="story-logo",
            max_upload_size=_PICTURE_MEGABYTES,
        )
        st.caption(say("pack.brand_note"))
        mark = _logo(view, logo) if logo else None
    content = template.getvalue() if template else None
    return replace(plain, template=content, logo=mark), template.file_id if template else ""


def _logo(view: View, uploaded: UploadedFile) -> Picture | None:
    try:
        name = view.office_name
        picture_id = pictures.keep(uploaded.getvalue(), name, pictures.LONGEST_LOGO)
        return pictures.kept([picture_id])[picture_id]
    except pictures.PictureError:
        text = view.say("story.picture_refused", name=uploaded.name)
        st.error(text, icon=":material/error:")
        return None


def _whole_pack(view: View, wanted: PackOrder, *, is_possible: bool) -> None:
    """Make the pack with a progress bar; the one made is offered while it is of what is in sight."""
    say = view.say
    key = _identity(wanted)
    if st.button(
        say("pack.all"),
        icon=":material/inventory_2:",
        disabled=not is_possible,
        help=say("pack.all_help"),
        key="story-pack-make",
    ):
        st.session_state[_PACK] = (key, pack.pack_name(wanted), _made_with_progress(view, wanted))
    made = st.session_state.get(_PACK)
    if made is None:
        return
    made_of, name, content = made
    if made_of != key:
        st.info(say("pack.changed"), icon=":material/history:")
        return
    st.success(
        say("pack.ready", name=name, size=len(content) / 1e6), icon=":material/check_circle:"
    )
    st.download_button(
        say("pack.get"),
        content,
        file_name=name,
        mime="application/zip",
        key="story-pack-get",
        on_click="ignore",
        icon=":material/download:",
    )


def _made_with_progress(view: View, wanted: PackOrder) -> bytes:
    bar = st.progress(0.0)

    def tell(done: int, total: int, code: str) -> None:
        name = view.say(f"pack.what.{code}")
        text = view.say("pack.making", name=name, done=done, total=total)
        bar.progress(done / total, text=text)

    content = pack.pack_file(wanted, tell)
    bar.empty()
    return content


def _identity(wanted: PackOrder) -> tuple[object, ...]:
    """What a pack is made of, apart from when."""
    asked = {name: st.query_params.get(name, "") for name in address.STAGE}
    return (wanted.view, wanted.deck.address, *asked.items(), wanted.template, wanted.logo)
