"""The claim check: choosing a text, the text with its marks, what was found in it. Nothing is kept.

The text lives in the session only; a file is read by a process of the etl from a folder that is
gone as soon as it was read.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ita import facts
from ita.claims import Claim, Known, Verdict, check, known_of, telling
from ita.report.spreadsheet import file_name
from ita.view import View
from ita.wording import LANGUAGES, Say
from pages.shared import reviews, show

MOST_LETTERS = 600_000
_MEGABYTES = 50
_FORMATS = "DOCX, ODT, PDF, TXT, MD"
_TYPES = ["docx", "docm", "odt", "pdf", "txt", "md"]
_TEXT, _READ, _SHOWN, _CLEARED = "claims-text", "claims-read", "claims-shown", "claims-cleared"
_MOST_PARAGRAPHS = 60
_MOST_TO_SHOW = 20_000
_UNREADABLE = 2
# How a mark looks beside its shape and word; red and green are left out on purpose.
_BADGES: dict[Verdict, str] = {
    "matches": "blue",
    "rounded": "gray",
    "computed": "gray",
    "differs": "orange",
    "missing": "gray",
}
# What begins a list, a rule, a quotation or a heading at the start of a paragraph.
_BEGINS_MARKUP = re.compile(r"^(\d+)([.)])|^([-+=])")
# Where Markdown makes a link, a colour, a small picture or another letter by itself, unless a sign
# without width is put in.
_MAKES_MORE = re.compile(r"[\w.+-](?=@)|www(?=\.)|:(?=//|[\w/+-]+:|[\w-]+\\?\[)|&(?=[#\w]+;)")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """A text with what was found in it."""

    view: View
    text: str
    claims: Sequence[Claim]
    known: Known


# --- the text -------------------------------------------------------------------------------------


def chosen_text(view: View) -> str:
    """What was pasted, or the text of the file that was chosen; empty while there is none."""
    say = view.say
    st.text_area(
        say("claims.text"),
        key=_TEXT,
        height=180,
        placeholder=say("claims.placeholder"),
        persist_state="session",
        on_change=_show,
        args=("text",),
    )
    with st.container(horizontal=True):
        st.button(
            say("claims.check"),
            key="claims-check",
            icon=":material/rule:",
            on_click=_show,
            args=("text",),
        )
        example = telling.example(say, known_of(view.version, view.office_id))
        if example:
            st.button(
                say("claims.example_button"), key="claims-example", on_click=_put, args=(example,)
            )
        st.button(say("claims.clear"), key="claims-clear", on_click=_clear)
    uploaded = st.file_uploader(
        say("claims.file", megabytes=_MEGABYTES, formats=_FORMATS),
        type=_TYPES,
        key=_file_key(),
        max_upload_size=_MEGABYTES,
        on_change=_show,
        args=("file",),
    )
    if uploaded is None:
        st.caption(say("claims.file_help", megabytes=_MEGABYTES))
    is_of_file = uploaded is not None and st.session_state.get(_SHOWN) != "text"
    text = _of_file(view, uploaded) if uploaded and is_of_file else str(st.session_state[_TEXT])
    if uploaded and not is_of_file and text.strip():
        st.caption(say("claims.from_box"))
    if not text.strip():
        if not is_of_file:
            st.info(say("claims.nothing_yet"))
        return ""
    if len(text) > MOST_LETTERS:
        st.error(say("claims.too_long", length=len(text), most=MOST_LETTERS))
        return ""
    return text


def _show(what: Literal["text", "file"]) -> None:
    """Let the newest thing win: the text of the box, or that of the file."""
    st.session_state[_SHOWN] = what


def _put(text: str) -> None:
    st.session_state[_TEXT] = text
    _show("text")


def _clear() -> None:
    """Take the text away, and the file with it: a new key makes an empty place for one."""
    _put("")
    st.session_state.pop(_READ, None)
    st.session_state[_CLEARED] = st.session_state.get(_CLEARED, 0) + 1


def _file_key() -> str:
    times = st.session_state.get(_CLEARED, 0)
    return f"claims-file-{times}" if times else "claims-file"


def _of_file(view: View, uploaded: UploadedFile) -> str:
    """The text of a file; empty, having said why, when it cannot be read."""
    say = view.say
    place = st.empty()

    def tell(done: int, pages: int) -> None:
        place.progress(done / pages, text=say("claims.reading_page", done=done, pages=pages))

    with st.spinner(say("claims.reading")):
        read = _read_once(uploaded, tell)
    place.empty()
    if read.text:
        st.caption(say("claims.from_file", name=facts.plain(uploaded.name)))
        return read.text
    message = say.pick(th=read.why_th, en=read.why_en) or say("claims.failed")
    st.error(facts.plain(message), title=say("claims.refused"), icon=":material/error:")
    return ""


@dataclass(frozen=True)
class _Read:
    """What came of reading a file: its text, or why there is none; both empty when reading failed."""

    digest: str
    text: str = ""
    why_th: str = ""
    why_en: str = ""


def _read_once(uploaded: UploadedFile, report: Callable[[int, int], None]) -> _Read:
    """The file as it was read in this session, else read now."""
    digest = hashlib.sha256(uploaded.getvalue()).hexdigest()
    held: _Read | None = st.session_state.get(_READ)
    if held is None or held.digest != digest:
        held = _read(uploaded.name, uploaded.getvalue(), digest, report)
        st.session_state[_READ] = held
    return held


def _read(name: str, content: bytes, digest: str, report: Callable[[int, int], None]) -> _Read:
    with TemporaryDirectory(prefix="ita-claims-") as folder, reviews.TURNS:
        path = Path(folder) / reviews.safe_name(name)
        path.write_bytes(content)
        with (path.parent / "text").open("w+b") as answer:
            with reviews.etl_process("prose", "--progress", path, stdout=answer) as process:
                told = []
                for line in process.stderr or ():
                    progress = reviews.progress_of(line)
                    if progress is None:
                        told.append(line.strip())
                    else:
                        report(*progress)
            answer.seek(0)
            text = answer.read().decode("utf-8")
    if process.returncode == 0:
        return _Read(digest, text)
    if process.returncode == _UNREADABLE and len(told) == len(LANGUAGES):
        return _Read(digest, "", *told)
    _log.error("reading %s failed:\n%s", name, "\n".join(told))
    return _Read(digest)


# --- what was found -------------------------------------------------------------------------------


def checked(view: View, text: str) -> Checked:
    """The text held against the data of the view."""
    known = known_of(view.version, view.office_id)
    return Checked(view, text, check(text, known), known)


def summary(found: Checked) -> None:
    """One sentence on the whole text, then how many claims of each verdict."""
    say = found.view.say
    st.subheader(telling.headline(say, found.claims), anchor=False)
    if found.claims:
        show.figures(telling.figures(say, found.claims))
        kinds = telling.kinds_found(say, found.claims)
        st.caption(say("claims.found", count=len(found.claims), kinds=kinds))
        apart = telling.years_apart(say, found.claims)
        if apart:
            st.caption(apart)


def marked(found: Checked) -> None:
    """The text paragraph by paragraph, each claim with shape, word and colour."""
    say = found.view.say
    lines = telling.paragraphs(found.text, found.claims)
    claiming = [line for line in lines if any(piece.claim for piece in line)]
    if not claiming:
        return
    st.subheader(say("claims.marked"), anchor=False)
    is_short = len(lines) <= _MOST_PARAGRAPHS
    shown = lines if is_short else claiming[:_MOST_PARAGRAPHS]
    with st.container(border=True):
        st.markdown("\n\n".join(_paragraph(say, line, found.known) for line in shown))
    if not is_short:
        st.caption(say("claims.only_marked", shown=len(shown), total=len(lines)))


def _paragraph(say: Say, pieces: Sequence[telling.Piece], known: Known) -> str:
    text = "".join(
        literal(piece.text) if piece.claim is None else _badge(say, piece.claim, known)
        for piece in pieces
    )
    return unmarked(text)


def unmarked(paragraph: str) -> str:
    """A paragraph that begins no list, rule, quotation or heading."""
    return _BEGINS_MARKUP.sub(r"\1\\\2\3", paragraph.strip())


def _badge(say: Say, claim: Claim, known: Known) -> str:
    shape, colour = telling.SHAPES[claim.verdict], _BADGES[claim.verdict]
    note = literal(telling.note(say, claim, known))
    return f"**{literal(claim.printed)}** :{colour}-badge[{shape} {note}]"


def literal(text: str) -> str:
    """Text of the reader's, with nothing in it read as Markdown, link, address or picture."""
    return _MAKES_MORE.sub("\\g<0>\u2060", facts.plain(text)).replace("\t", " · ")


def every_claim(found: Checked) -> None:
    """All that was found as a table, with its files."""
    if found.claims:
        described = telling.claim_table(found.claims, found.known, found.view.stamp)
        st.subheader(described.title, anchor=False)
        show.table(described, found.view)


def to_copy(found: Checked) -> None:
    """The text with each verdict in brackets, to copy or to take along as a file."""
    view, say = found.view, found.view.say
    if not found.claims:
        return
    text = telling.text_to_copy(found.text, found.claims, found.known, view.stamp)
    st.subheader(say("claims.copy"), anchor=False)
    if len(text) <= _MOST_TO_SHOW:
        st.caption(say("claims.copy_help"))
        st.code(text, language=None, wrap_lines=True, height=260)
    described = telling.claim_table(found.claims, found.known, view.stamp)
    st.download_button(
        say("claims.download"),
        text.encode("utf-8-sig"),
        file_name=file_name(described, view.stamp, "txt"),
        mime="text/plain",
        key="claims-download",
        on_click="ignore",
        icon=":material/download:",
    )


def held_against(view: View) -> None:
    """The figures of the home office that a text is held against."""
    described = telling.known_table(known_of(view.version, view.office_id), view.stamp)
    st.subheader(described.title, anchor=False)
    show.table(described, view, place="known")
