"""Files given together on the import screen: where each stands, the way through them, one publication."""

from collections.abc import Mapping, Sequence

import streamlit as st

from ita import facts, loaders, review
from ita.facts.common import counted
from ita.review import FileState, StateName
from ita.view import View
from ita.wording import Say
from pages.shared import controls, publication_parts, reviews, stewards
from pages.shared.reviews import Draft

_SHAPES: Mapping[StateName, str] = {
    "ready": "✓",
    "published": "✓",
    "there": "●",
    "doubts": "◆",
    "no_year": "◆",
    "to_type": "◆",
    "refused": "▲",
}
_COUNTED: Mapping[StateName, str] = {
    "doubts": "imports.many.counted.doubts",
    "to_type": "imports.many.counted.to_type",
}
_TO_PUBLISH: tuple[StateName, ...] = ("ready", "doubts")
_ASKS: tuple[StateName, ...] = ("doubts", "no_year", "to_type")


def overview(view: View, drafts: Sequence[Draft], steward: str | None) -> None:
    """Every file with its state, the first that asks for somebody, and one publication of all."""
    say = view.say
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(say("imports.many.title", count=len(drafts)), width="content")
        st.button(
            say("imports.open.another"),
            key="import-another",
            icon=":material/arrow_back:",
            on_click=reviews.leave,
        )
    states = _states(view, drafts)
    _tell(say, states)
    asking = [draft for draft in drafts if states[draft].name in _ASKS]
    if asking:
        st.button(
            counted(say, "imports.many.decide", len(asking)),
            key="import-many-decide",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=_open,
            args=(asking[0], "cells" if states[asking[0]].name == "doubts" else ""),
        )
    for draft in drafts:
        _line(say, draft, states[draft])
    _published(view, drafts)
    _publish(say, drafts, states, steward)


def moves(say: Say, draft: Draft, drafts: Sequence[Draft]) -> None:
    """Which of several files it is, the ones before and after it, and the way back to all."""
    if len(drafts) == 1:
        return
    place = drafts.index(draft)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("imports.many.place", place=place + 1, count=len(drafts)), width="content")
        for name, step, icon in (("previous", -1, "arrow_back"), ("next", 1, "arrow_forward")):
            is_there = 0 <= place + step < len(drafts)
            st.button(
                say(f"imports.many.{name}"),
                key=f"import-file-{name}",
                icon=f":material/{icon}:",
                disabled=not is_there,
                on_click=_open,
                args=(drafts[place + step] if is_there else draft,),
            )
        st.button(
            say("imports.many.all"),
            key="import-file-all",
            icon=":material/list:",
            on_click=controls.put,
            args=({}, "file", "part", "cell", "rows"),
        )


def _open(draft: Draft, part: str = "") -> None:
    values = {"file": draft.number, **({"part": part} if part else {})}
    controls.put(values, "file", "part", "cell", "rows")


def _states(view: View, drafts: Sequence[Draft]) -> dict[Draft, FileState]:
    """The state of each file; those not read yet are read now."""
    known = frozenset(loaders.sources(view.version)["sha256"].dropna())
    states = {draft: FileState("published") for draft in drafts if draft.published_as}
    asked = [draft for draft in drafts if draft not in states]
    place = st.empty()

    def tell(draft: Draft, done: int, pages: int) -> None:
        before, key = drafts.index(draft), "reading_page" if pages > 1 else "reading"
        where = {"done": before + 1, "count": len(drafts), "page": done, "pages": pages}
        text = view.say(f"imports.many.{key}", **where)
        place.progress((before + done / pages) / len(drafts), text=text)

    with st.spinner(view.say("imports.open.reading")):
        for draft, answer in zip(asked, reviews.read_together(asked, tell), strict=True):
            states[draft] = review.state_of(answer, is_there=draft.sha256 in known)
    place.empty()
    return states


def _tell(say: Say, states: Mapping[Draft, FileState]) -> None:
    """How many files stand where."""
    names = [state.name for state in states.values()]
    told = [
        f"{shape} {say(f'imports.many.states.{name}')} {names.count(name)}"
        for name, shape in _SHAPES.items()
        if name in names
    ]
    st.markdown(f"**{' · '.join(told)}**")


def _line(say: Say, draft: Draft, state: FileState) -> None:
    """A file with its shape, its state in words and the way into it."""
    told = say(f"imports.many.states.{state.name}")
    if state.name in _COUNTED:
        told = counted(say, _COUNTED[state.name], state.count)
    name = facts.plain(draft.uploaded.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{_SHAPES[state.name]} **{name}** · {told}", width="content")
        st.button(
            say("imports.many.open"),
            key=f"import-file-{draft.number}",
            on_click=_open,
            args=(draft,),
        )
    if state.why is not None:
        st.caption(facts.plain(say.pick(th=state.why.message_th, en=state.why.message_en)))


def _published(view: View, drafts: Sequence[Draft]) -> None:
    """The version in use where it was published from these files, and the ways on."""
    say, version_id = view.say, view.version.version_id
    if any(draft.published_as == version_id for draft in drafts):
        publication_parts.done(say, version_id)


def _publish(
    say: Say, drafts: Sequence[Draft], states: Mapping[Draft, FileState], steward: str | None
) -> None:
    """One version with all that can be read; what is not decided has to be ticked."""
    ready = [draft for draft in drafts if states[draft].name in _TO_PUBLISH]
    if not ready:
        return
    st.subheader(say("imports.many.publish"), anchor=False)
    if steward is None:
        st.markdown(say(f"imports.publish.{'by_command' if stewards.is_offered() else 'off'}"))
        names = " ".join(f'"{draft.uploaded.name}"' for draft in ready)
        st.code(f"python -m etl add {names} --by NAME", language=None, wrap_lines=True)
        return
    note = st.text_area(say("imports.publish.note"), key="import-note", max_chars=500).strip()
    waiting = sum(states[draft].count for draft in ready)
    is_sure = not waiting or st.checkbox(
        counted(say, "imports.many.sure", waiting), key="import-publish-sure"
    )
    left = len(drafts) - len(ready)
    key = "imports.many.do_some" if left else "imports.many.do"
    go = counted(say, key, len(ready), left=left)
    if st.button(go, key="import-publish", type="primary", disabled=not is_sure):
        if note:
            publication_parts.carry_out(
                say, lambda by: reviews.publish_all(ready, by, note), "publish"
            )
        else:
            st.error(say("imports.publish.note_needed"))
