"""Publishing what was decided, and the versions that were published before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC

import pandas as pd
import streamlit as st

from ita import facts, pointer
from ita.facts.common import counted
from ita.pointer import Publication
from ita.tables import Column, Table
from ita.view import View
from ita.wording import Say
from ita.wording.labels import moment
from pages.shared import decision_parts, import_parts, reviews, show, statement_parts, stewards
from pages.shared.reviews import Desk

_IN_SIGHT = 8  # versions; all of them are in the files


def publish(desk: Desk) -> None:
    """For a steward the note and the button; for anybody else the command that would publish."""
    say, version_id = desk.view.say, desk.draft.published_as
    import_parts.left_open(say, desk.found)
    if version_id == desk.view.version.version_id:
        done(say, version_id)
    else:
        if version_id:
            st.info(say("imports.publish.superseded", version=version_id))
        _to_publish(desk)
    versions(desk.view, desk.steward)


def done(say: Say, version_id: str) -> None:
    """Which version was published, and the ways on to what it shows and what it rests on."""
    st.success(say("imports.publish.done", version=version_id), icon=":material/check_circle:")
    with st.container(horizontal=True):
        st.page_link("pages/national/ranking.py", label=say("imports.publish.see"))
        st.page_link("pages/data/sources.py", label=say("sources.title"))


def _to_publish(desk: Desk) -> None:
    say = desk.view.say
    if desk.steward is None:
        st.markdown(say(f"imports.publish.{'by_command' if stewards.is_offered() else 'off'}"))
        st.code(_command(desk), language=None, wrap_lines=True)
        decision_parts.decision_file(desk)
        return
    note = st.text_area(say("imports.publish.note"), key="import-note", max_chars=500).strip()
    is_sure = _is_sure(desk) and statement_parts.is_told(desk)
    go = say("imports.publish.do")
    if st.button(go, key="import-publish", type="primary", disabled=not is_sure):
        if note:
            carry_out(say, lambda by: reviews.publish(desk, by, note), "publish")
        else:
            st.error(say("imports.publish.note_needed"))


def _is_sure(desk: Desk) -> bool:
    """What is not settled has to be ticked before it is published; a clean file needs no tick."""
    say, found = desk.view.say, desk.found
    doubts = []
    if found.open_cells:
        doubts.append(counted(say, "imports.publish.open", len(found.open_cells)))
    if found.missing_ranks:
        doubts.append(counted(say, "imports.publish.missing", len(found.missing_ranks)))
    if found.is_of_pictures and found.about_the_table:
        doubts.append(counted(say, "imports.publish.whole", len(found.about_the_table)))
    if found.is_of_another_year:
        years = {"read": found.read_fiscal_year, "year": found.fiscal_year}
        doubts.append(say("imports.publish.year", **years))
    if not doubts:
        return True
    told = say("imports.publish.sure", year=found.fiscal_year, doubts=" · ".join(doubts))
    return st.checkbox(told, key="import-publish-sure")


def _command(desk: Desk) -> str:
    words = [f'"{word}"' if " " in str(word) else str(word) for word in reviews.of_file(desk)]
    return (
        f'python -m etl add "{desk.draft.source.name}" {" ".join(words)} '
        "--decisions decisions.csv --by NAME"
    )


def carry_out(say: Say, lines: Callable[[str], Iterator[str]], what: str) -> None:
    """Publish or go back, telling each step; who asks is looked up again, not taken from the page."""
    by = stewards.email()
    if by is None:
        st.error(say("imports.publish.not_allowed"))
        return
    with st.status(say(f"imports.{what}.working"), expanded=True) as status:
        try:
            for line in lines(by):
                st.markdown(facts.plain(line))
        except reviews.EtlError:
            status.update(label=say(f"imports.{what}.failed"), state="error")
            return
    st.rerun()


def versions(view: View, steward: str | None) -> None:
    """Every version that was current, newest first; a steward can go back to one that is kept."""
    say = view.say
    moves = pointer.publications(view.version.edition)
    st.subheader(say("imports.versions.title"), anchor=False)
    if moves and moves[0].how == "rollback":
        st.info(say("imports.versions.done", version=moves[0].version_id))
    whole = _version_table(view, moves, steward)
    newest = replace(whole, rows=whole.rows.head(_IN_SIGHT))
    if len(moves) > _IN_SIGHT:
        newest = replace(
            newest, note=say("imports.versions.newest", count=_IN_SIGHT, of=len(moves))
        )
    show.table(newest, view, whole=show.Whole(len(moves), lambda: whole))
    if steward is not None:
        _way_back(say, moves)


def _version_table(view: View, moves: Sequence[Publication], steward: str | None) -> Table:
    """A move a row; names and notes wrap, so that none is cut off on a narrow screen."""
    say = view.say

    def by(move: Publication) -> str:
        is_private = "@" in move.by and steward is None
        return say("imports.versions.steward") if is_private else move.by or "–"

    def version(place: int, move: Publication) -> str:
        state, how = (say(f"imports.versions.{name}") for name in (_state(place, move), move.how))
        return f"{move.version_id} · {state} · {how}"

    rows = pd.DataFrame(
        [
            {
                "when": _when(say, move),
                "version": version(place, move),
                "by": by(move),
                "note": move.note or "–",
            }
            for place, move in enumerate(moves)
        ]
    )
    titles = {name: say(f"imports.versions.{name}") for name in ("when", "version", "by")}
    return Table(
        name="versions",
        title=say("imports.versions.title"),
        rows=rows,
        columns={name: Column(title) for name, title in titles.items()}
        | {"note": Column(say("column.note"))},
        is_prose=True,
    )


def _state(place: int, move: Publication) -> str:
    """The newest move is the one in use; the same version may have been current before."""
    return "current" if place == 0 else "kept" if move.is_kept else "removed"


def _when(say: Say, move: Publication) -> str:
    return moment(say, move.published_at.astimezone(UTC).replace(tzinfo=None))


def _way_back(say: Say, moves: Sequence[Publication]) -> None:
    """Choose a former version, say why, confirm."""
    former: dict[str, Publication] = {}
    for move in moves:
        if move.is_kept and not move.is_current:
            former.setdefault(move.version_id, move)
    with st.expander(say("imports.versions.choose"), key="import-back", icon=":material/history:"):
        if not former:
            st.info(say("imports.versions.nothing_kept"))
            return
        chosen = st.selectbox(
            say("imports.versions.which"),
            list(former),
            key="import-version",
            format_func=lambda version_id: say(
                "imports.versions.one", version=version_id, when=_when(say, former[version_id])
            ),
        )
        note = st.text_input(
            say("imports.versions.note"), key=f"import-back-note-{len(moves)}"
        ).strip()
        is_sure = st.checkbox(say("imports.versions.sure"), key=f"import-sure-{len(moves)}")
        is_ready = is_sure and bool(note)
        go = st.button(say("imports.versions.go_back"), key="import-go-back", disabled=not is_ready)
    if go:
        carry_out(say, lambda by: reviews.roll_back(chosen, by, note), "versions")
