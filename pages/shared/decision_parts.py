"""Deciding: one doubtful cell after the other, beside its picture, with all rows of the file below."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ita import facts, loaders, review
from ita.decisions import NOTHING, PIXELS_A_POINT, is_signed
from ita.facts.common import counted
from ita.offices import office_index
from ita.review import Candidate, Cell, Decision, Doubt, Finding, Refusal, Review, Row
from ita.tables import Table
from ita.view import View
from ita.wording import Say
from ita.wording.labels import label, office_label
from pages.shared import controls, office_lists, reviews
from pages.shared.reviews import Desk

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

_THAILAND = timezone(timedelta(hours=7))
MOST_KEYS = 9  # the first keeps the print, so it never changes a value by a slip
_DIGIT, _FIELD, _LEAVE_OUT = "import-digit", "import-typed", "import-leave-out"
_BADGES = {"error": "orange", "warning": "blue", "note": "gray"}
_TINTS = {"▲": "217, 89, 11", "◆": "47, 109, 181", "●": "107, 114, 128"}  # over light or dark
_INK = "#0F1822"
_ROWS_AROUND = 3
_LEAST_ROW, _MARGIN = 20, 24  # pixels
_RESULTS = ("ผ่าน", "ไม่ผ่าน")  # as announcements print them
_ROW_HEIGHT = 36
_ROWS_IN_SIGHT = 12
_MEGABYTES = 5
_FIELD_WIDTH = 160
_NAME = "reviewer"
_listen = st.components.v2.component(
    "digit_keys", js=Path(__file__).with_name("digit_keys.js").read_text(encoding="utf-8")
)


def cells(desk: Desk) -> None:
    """How far it got, the cell to decide on, and all rows."""
    say, found = desk.view.say, desk.found
    cell = review.cell_of(found, st.query_params.get("cell", "")) or review.cell_of(found, "")
    if cell is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            progress(say, found)
            moves(desk, cell)
    onward(desk)
    if cell is not None:
        one(desk, cell)
    if found.missing_ranks:
        add_row(desk)
    row_grid(desk, cell)
    decision_file(desk)


def onward(desk: Desk) -> None:
    """Once no cell waits: that all are decided, or none had to be, and the way to what would change."""
    say, found = desk.view.say, desk.found
    if found.open_cells:
        return
    if found.doubts:
        st.success(say("imports.decide.done"), icon=":material/check_circle:")
    else:
        st.info(say("imports.decide.none"))
    reviews.go(say("imports.summary.go_effects"), "effects")


def one(desk: Desk, cell: Cell) -> None:
    """A cell beside what the file prints, with the ways to decide."""
    _as_printed(desk, desk.found.by_row[cell.row_no])
    doubted, decided = st.columns(2, gap="medium")
    with doubted:
        _doubt(desk, cell)
    with decided:
        _ways(desk, cell)


def progress(say: Say, found: Review) -> None:
    """How many cells are decided."""
    total = len(found.doubts)
    decided = total - len(found.open_cells)
    if total:
        text = say("imports.decide.progress", decided=decided, total=total)
        st.progress(decided / total, text=text, width="stretch")


def finding_line(say: Say, finding: Finding) -> None:
    """One finding: shape, word and colour of its weight, then the sentence."""
    badge = f":{_BADGES[finding.severity]}-badge[{label(say, 'severity', finding.severity)}]"
    message = say.pick(th=finding.message_th, en=finding.message_en)
    st.markdown(f"{badge} {facts.plain(message)}")


# --- going from cell to cell ----------------------------------------------------------------------


def moves(desk: Desk, cell: Cell) -> None:
    """Buttons to the cell before and the next one, and to take the last decision back."""
    say = desk.view.say
    ways = (("previous", -1, "Left", "arrow_back"), ("next", 1, "Right", "arrow_forward"))
    for name, step, key, icon in ways:
        to = review.neighbour(desk.found, cell, step)
        st.button(
            say(f"imports.decide.{name}"),
            key=f"import-{name}",
            icon=f":material/{icon}:",
            shortcut=key,
            disabled=to is None,
            on_click=look_at,
            args=(to,),
        )
    st.button(
        say("imports.decide.undo"),
        key="import-undo",
        icon=":material/undo:",
        shortcut="U",
        disabled=not desk.draft.decisions,
        on_click=undo,
        args=(desk,),
    )


def look_at(cell: Cell | None) -> None:
    """Bring a cell up, or the first that is open."""
    controls.put({} if cell is None else {"cell": cell.code}, "cell")


def undo(desk: Desk) -> None:
    """Take the last decision back and bring its cell up."""
    *kept, last = desk.draft.decisions
    desk.draft.record(tuple(kept))
    look_at(last.cell if last.row_no else None)


# --- what the file prints -------------------------------------------------------------------------


def _as_printed(desk: Desk, row: Row) -> None:
    """The picture of the page around a row; of a file without pages, or without a box, its text."""
    say = desk.view.say
    path = None
    if row.box is not None and row.page is not None and not desk.draft.typed.is_file():
        path = reviews.page_picture(desk.draft, row.page)
        if path is None:
            st.caption(say("imports.decide.no_picture"))
    if path is None or row.box is None:
        _printed_cells(say, row)
        return
    caption = say("imports.decide.picture", page=row.page, row=row.row)
    st.image(_strip(path, row.box), caption=caption, width="stretch", alt=caption)
    whole = st.expander(say("imports.decide.whole_page"), key="import-page", on_change="rerun")
    if whole.open:
        whole.image(path, width="stretch", alt=say("imports.scan.picture", page=row.page))


def _printed_cells(say: Say, row: Row) -> None:
    title = say("imports.decide.print_table", row=row.row)
    printed = {
        review.column_word(say, name): facts.plain(text) or "–"
        for name, text in row.printed.items()
    }
    st.table(pd.DataFrame({title: printed}), border="horizontal", alt=title)


@lru_cache(maxsize=64)
def _strip(path: Path, box: tuple[float, float, float, float]) -> bytes:
    """The part of a page around a row, as PNG: the row clear and framed, its neighbours paler."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only those who look at a PDF pay for it

    left, top, right, bottom = (PIXELS_A_POINT * side for side in box)
    around = _ROWS_AROUND * max(bottom - top, _LEAST_ROW)
    with Image.open(path) as page:
        whole = page.convert("RGB")
    first, last = max(0, round(top - around)), min(whole.height, round(bottom + around))
    start, end = max(0, round(left) - _MARGIN), min(whole.width, round(right) + _MARGIN)
    row = (start, round(top) - 4, end, round(bottom) + 4)
    shown = Image.blend(whole, Image.new("RGB", whole.size, "white"), 0.35)
    shown.paste(whole.crop(row), row[:2])
    ImageDraw.Draw(shown).rectangle((start + 1, row[1], end - 2, row[3]), outline=_INK, width=3)
    strip = io.BytesIO()
    shown.crop((start, first, end, last)).save(strip, "PNG")
    return strip.getvalue()


# --- one cell -------------------------------------------------------------------------------------


def _doubt(desk: Desk, cell: Cell) -> None:
    """Which cell of which row, what it prints, and why it is doubtful."""
    say, found = desk.view.say, desk.found
    row = found.by_row[cell.row_no]
    st.markdown(f"**{row_name(desk.view, row)}**")
    codes = [Cell(row.row, name).code for name in found.decidable]
    whole = Cell(row.row, review.WHOLE_ROW)
    has_whole = whole in found.doubt_at or whole in {d.cell for d in desk.draft.decisions}
    controls.choice(
        "cell",
        say("imports.decide.cell"),
        [*codes, whole.code] if has_whole or cell == whole else codes,
        cell.code,
        say,
        shown_as=lambda code: _cell_name(say, found, code),
        widget=st.pills,
        required=True,
        wrap=True,
        label_visibility="collapsed",
    )
    st.markdown(_print_and_reading(desk.view, row, cell.column))
    if row.read_by:
        st.caption(say("imports.decide.by_machine"))
    doubt = found.doubt_at.get(cell)
    for finding in doubt.findings if doubt else ():
        finding_line(say, finding)
    decision_line(desk, cell)


def _ways(desk: Desk, cell: Cell) -> None:
    """The ways to decide."""
    _choices(desk, cell)
    if cell.column != review.WHOLE_ROW:
        another_value(desk, cell, _decide)
    keys(desk, cell)


def keys(desk: Desk, cell: Cell, *, comes_up: bool = False) -> None:
    """Which keys there are, the same for every cell; ``comes_up`` brings its choices in sight."""
    st.caption(desk.view.say("imports.decide.keys"))
    names = {"value": _DIGIT, "field": _FIELD, "leaveOut": _LEAVE_OUT}
    _listen(key="import-keys", data={**names, "cell": cell.code, "comesUp": comes_up})


def row_name(view: View, row: Row) -> str:
    """A row by its rank and office."""
    name = _in_words(view, "office", row.read_in("office")) or row.printed_in("office")
    if row.rank is not None:
        name = view.say("imports.decide.ranked", rank=row.rank, office=name)
    return facts.plain(name)


def _cell_name(say: Say, found: Review, code: str) -> str:
    cell = review.cell_of(found, code)
    if cell is None:
        return code
    doubt = found.doubt_at.get(cell)
    mark = "" if doubt is None else f"{review.mark_of(doubt)} "
    return mark + review.column_word(say, cell.column)


def _in_words(view: View, column: str, value: str) -> str:
    """A value as the reader knows it: an office by its short name, all else as it stands."""
    office = office_index().find(value) if column == "office" else None
    return value if office is None else office_label(view.say, view.offices.loc[office.office_id])


def _print_and_reading(view: View, row: Row, column: str) -> str:
    say = view.say
    printed, reading = row.printed_in(column), _in_words(view, column, row.read_in(column))
    if column == review.WHOLE_ROW:
        return facts.plain(" · ".join(row.printed.values()))
    if not printed:
        return say("imports.decide.blank")
    key = "printed" if reading else "printed_only"
    return facts.plain(say(f"imports.decide.{key}", printed=printed, read=reading))


def decision_line(desk: Desk, cell: Cell) -> None:
    """What was decided on a cell in this review, by whom and why."""
    say = desk.view.say
    of_cell = [decision for decision in desk.draft.decisions if decision.cell == cell]
    for last in of_cell[-1:]:
        is_row = cell.column == review.WHOLE_ROW and last.replacement == NOTHING
        key = "left_out" if is_row else "kept" if last.replacement == last.printed else "read"
        reason = say.pick(th=last.reason_th, en=last.reason_en)
        text = say(
            f"imports.decide.was_{key}",
            value=_in_words(desk.view, cell.column, last.replacement),
            reason=reason,
            by=last.decided_by if is_signed(last.decided_by) else say("imports.nobody"),
        )
        st.info(facts.plain(text))


def _choices(desk: Desk, cell: Cell) -> None:
    """The buttons: as printed, what is proposed, what else it may be, no row at all.

    As printed is the first choice where the file itself bears it out, else what is proposed.
    """
    doubt = desk.found.doubt_at.get(cell)
    is_row = cell.column == review.WHOLE_ROW
    printed = desk.found.by_row[cell.row_no].printed_in(cell.column) or NOTHING
    choice(
        desk,
        cell,
        1,
        desk.view.say(f"imports.decide.{'keep_row' if is_row else 'keep'}"),
        review.by_person(printed, "kept_row" if is_row else "kept"),
        _decide,
        is_first=doubt is not None and doubt.keeps_print,
    )
    if doubt is not None:
        _candidates(desk, cell, doubt)
    leave_out(desk, cell, _decide)


def _candidates(desk: Desk, cell: Cell, doubt: Doubt) -> None:
    """A button for each value a cell may have, with its reason."""
    say = desk.view.say
    told = {finding.message_en for finding in doubt.findings}
    for digit, candidate in enumerate(doubt.candidates[: MOST_KEYS - 1], start=2):
        is_proposed = candidate is doubt.proposal
        value = _in_words(desk.view, cell.column, candidate.value)
        text = say(f"imports.decide.{'accept' if is_proposed else 'take'}", value=value)
        with st.container(horizontal=True, vertical_alignment="center"):
            choice(desk, cell, digit, text, candidate, _decide, is_first=is_proposed)
            if candidate.reason_en not in told:
                reason = say.pick(th=candidate.reason_th, en=candidate.reason_en)
                st.caption(facts.plain(reason), width=240)


Take = Callable[[Desk, Cell, Candidate], None]


def choice(
    desk: Desk,
    cell: Cell,
    digit: int,
    text: str,
    value: Candidate,
    take: Take,
    *,
    is_first: bool,
    reason: str | None = None,
) -> None:
    """A button and a key for one value; the first choice stands out until the cell is decided."""
    doubt = desk.found.doubt_at.get(cell)
    is_decided = doubt is not None and not doubt.is_open
    st.button(
        text,
        # A press that comes after the next cell is shown is one on a cell that is gone.
        key=f"{_DIGIT}-{digit}-{cell.code}",
        type="primary" if is_first and not is_decided else "secondary",
        shortcut=str(digit),
        help=reason,
        on_click=take,
        args=(desk, cell, value),
    )


def leave_out(desk: Desk, cell: Cell, take: Take) -> None:
    """The button that leaves the row of a cell out."""
    whole, nothing = Cell(cell.row_no, review.WHOLE_ROW), review.by_person(NOTHING, "not_a_row")
    st.button(
        desk.view.say("imports.decide.leave_out"),
        key=f"{_LEAVE_OUT}-{cell.code}",
        shortcut="X",
        on_click=take,
        args=(desk, whole, nothing),
    )


def another_value(desk: Desk, cell: Cell, take: Take) -> None:
    """A value typed, or chosen where a column has a list of them, for ``take`` to record."""
    say = desk.view.say
    options = _options(desk.view, desk.found, cell.column)
    key = f"{_FIELD}-{cell.code}"
    line = st.form(f"import-value-{cell.code}", border=False).container(
        horizontal=True, vertical_alignment="bottom"
    )
    with line:
        if options is None:
            st.text_input(say("imports.decide.type"), key=key)
        else:
            st.selectbox(
                say("imports.decide.choose"),
                list(options),
                index=None,
                key=key,
                format_func=options.__getitem__,
                placeholder=say("imports.decide.none_chosen"),
                filter_mode="contains",
            )
        st.form_submit_button(
            say("imports.decide.save"), on_click=_save_value, args=(desk, cell, key, take)
        )


# What a form saves is saved by a callback: the page would lose a press that another one follows
# before it is drawn as far as the form.


def _save_value(desk: Desk, cell: Cell, key: str, take: Take) -> None:
    value = review.typed_value(desk.found, cell.column, st.session_state[key] or "")
    if value is None:
        _refuse_value(desk, cell.column)
    else:
        take(desk, cell, review.by_person(value, "typed"))


def _refuse_value(desk: Desk, column: str) -> None:
    say = desk.view.say
    key = column if say.has(f"imports.invalid.{column}") else "choice"
    _refuse(say(f"imports.invalid.{key}", highest=desk.found.expected_offices))


def _options(view: View, found: Review, column: str) -> Mapping[str, str] | None:
    """What a column may hold, as decisions write it, under the reader's words; None for a number."""
    say = view.say
    if column == "office":
        named = office_lists.names(view.version, say)
        return {short: named[office_id] for office_id, short in view.offices["short_name"].items()}
    if column == "grade":
        bands = loaders.grade_bands(view.version)
        grades = bands.loc[bands["fiscal_year"] == found.fiscal_year, "grade"]
        return {grade: label(say, "grade", grade) for grade in grades}
    return {result: result for result in _RESULTS} if column == "result" else None


# --- taking a decision ----------------------------------------------------------------------------


def decision_on(desk: Desk, cell: Cell, value: Candidate) -> Decision:
    """A decision of whoever works, taken today."""
    return review.decision(
        desk.found,
        cell,
        value,
        sources=loaders.sources(desk.view.version)["source_id"],
        by=_who(desk),
        on=_today(),
    )


def _who(desk: Desk) -> str:
    """Who decides: the steward's account, the name somebody gave, or a dash until there is one."""
    return desk.steward or st.session_state.get(_NAME) or NOTHING


def _today() -> date:
    return datetime.now(_THAILAND).date()


def _decide(desk: Desk, cell: Cell, value: Candidate) -> None:
    _is_recorded(desk, decision_on(desk, cell, value))


def _is_recorded(desk: Desk, *decisions: Decision) -> bool:
    """Record decisions, check the file anew, go to the next open cell; False, saying why, if refused."""
    before = desk.draft.decisions
    desk.draft.record((*before, *decisions))
    answer = reviews.read(desk.draft, lambda _done, _pages: None)
    if isinstance(answer, Refusal):
        desk.draft.record(before)
        _refuse(desk.view.say.pick(th=answer.message_th, en=answer.message_en))
        return False
    last = decisions[-1].cell
    following = review.next_open(answer, last) if isinstance(answer, Review) else None
    look_at(following or last)
    return True


def _refuse(message: str) -> None:
    """Say why a decision does not count, over the screen until it is read.

    Drawn by a callback, a message in the page would stand above all else and move every part below
    it, and the browser would drop a file that is on its way into one of them.
    """
    st.toast(facts.plain(message), icon=":material/error:", duration="infinite")


# --- the file as a whole --------------------------------------------------------------------------


def whole_file(desk: Desk) -> None:
    """What is doubtful about the file as a whole, each to confirm, and what is confirmed."""
    say, found = desk.view.say, desk.found
    if found.about_the_table or found.confirmed:
        st.subheader(say("imports.summary.about_table"), anchor=False)
    for finding in found.about_the_table:
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                finding_line(say, finding)
            if finding.of_file:
                st.button(
                    say("imports.whole.confirm"),
                    key=f"import-confirm-{finding.of_file}",
                    icon=":material/check:",
                    on_click=_confirm,
                    args=(desk, finding),
                )
    for finding in found.confirmed:
        message = say.pick(th=finding.message_th, en=finding.message_en)
        st.caption(facts.plain(say("imports.whole.confirmed", message=message)))


def _confirm(desk: Desk, finding: Finding) -> None:
    own = review.confirmation(desk.found, finding, by=_who(desk), on=_today())
    desk.draft.record((*desk.draft.decisions, own))


# --- all rows -------------------------------------------------------------------------------------


def row_grid(desk: Desk, cell: Cell | None) -> None:
    """All rows or the doubtful ones; selecting one brings it up."""
    say, found = desk.view.say, desk.found
    st.subheader(say("imports.rows.title"), anchor=False)
    options = ("doubtful", "all") if found.doubts else ("all",)
    which = controls.segments(
        "rows",
        say("imports.rows.show"),
        options,
        options[0],
        say,
        lambda name: say(f"imports.rows.{name}"),
        label_visibility="collapsed",
    )
    table = _row_table(desk.view, found, which)
    numbers = [int(number) for number in table.rows["row"]]
    at = [numbers.index(cell.row_no)] if cell is not None and cell.row_no in numbers else []
    key = f"import-rows-{which}-{at}"  # the selection follows the cell, so it is never an old one
    st.dataframe(
        _tinted(table),
        key=key,
        hide_index=True,
        column_config={
            name: st.column_config.Column(column.title, width=column.width, pinned=column.is_pinned)
            for name, column in table.columns.items()
        },
        height=_ROW_HEIGHT * (min(len(numbers), _ROWS_IN_SIGHT) + 1) + 2,
        row_height=_ROW_HEIGHT,
        placeholder="–",
        on_select=lambda: _look_at_selected(key, found, numbers),
        selection_mode="single-row",
        selection_default={"selection": {"rows": at, "columns": [], "cells": []}},
        alt=table.title,
    )
    st.caption(say("imports.rows.note"))


def _look_at_selected(key: str, found: Review, numbers: Sequence[int]) -> None:
    for position in st.session_state[key]["selection"]["rows"]:
        row_no = numbers[position]
        doubtful = (doubt.cell for doubt in found.doubts if doubt.cell.row_no == row_no)
        look_at(next(doubtful, Cell(row_no, next(iter(found.decidable), review.WHOLE_ROW))))


@lru_cache(maxsize=32)
def _row_table(view: View, found: Review, which: str) -> Table:
    names = {
        office["office_id"]: office_label(view.say, office)
        for office in view.offices.to_dict("records")
    }
    return review.row_table(found, names, view.stamp, is_doubtful_only=which == "doubtful")


def _tinted(table: Table) -> "Styler":
    """The rows, each cell that names doubts tinted by the gravest, beside its shape and word."""
    return table.shown.style.map(_tint, subset=["mark"])


def _tint(mark: str) -> str:
    tints = (tint for shape, tint in _TINTS.items() if shape in mark)
    return next((f"background-color: rgba({tint}, 0.25)" for tint in tints), "")


# --- a row the reader did not find ----------------------------------------------------------------


def add_row(desk: Desk) -> None:
    """A form for a rank that no row of the file has, filled in from the original."""
    say, found = desk.view.say, desk.found
    count = len(found.missing_ranks)
    title = counted(say, "imports.add.title", count)
    with st.expander(title, icon=":material/playlist_add:"), st.form("import-add", border=False):
        st.caption(say("imports.add.explained"))
        with st.container(horizontal=True):
            st.selectbox(
                review.column_word(say, "rank"),
                found.missing_ranks,
                key=_add_key("rank"),
                width=_FIELD_WIDTH,
            )
            for name in review.COLUMNS[1:]:
                _field(desk, name)
        st.form_submit_button(
            say("imports.add.save"), type="primary", on_click=_save_row, args=(desk,)
        )


def _save_row(desk: Desk) -> None:
    found = desk.found
    fields = {name: st.session_state[_add_key(name)] or "" for name in review.COLUMNS[1:]}
    typed = {name: text.strip() for name, text in fields.items()}
    values = {name: review.typed_value(found, name, text) for name, text in typed.items() if text}
    wrong = [name for name, value in values.items() if value is None]
    wrong += [name for name in ("office", "score") if not typed[name]]
    if wrong:
        _refuse_value(desk, wrong[0])
        return
    given = {name: value for name, value in values.items() if value is not None}
    rank = int(st.session_state[_add_key("rank")])
    _is_recorded(desk, review.addition(found, rank, given, by=_who(desk), on=_today()))


def _add_key(column: str) -> str:
    return f"import-add-{column}"


def _field(desk: Desk, column: str) -> None:
    """The field of one cell of a row to add."""
    options = _options(desk.view, desk.found, column)
    word, key = review.column_word(desk.view.say, column), _add_key(column)
    if options is None:
        st.text_input(word, key=key, width=_FIELD_WIDTH)
        return
    st.selectbox(
        word,
        list(options),
        index=None,
        key=key,
        format_func=options.__getitem__,
        placeholder=desk.view.say("imports.decide.none_chosen"),
        filter_mode="contains",
        width=2 * _FIELD_WIDTH if column == "office" else _FIELD_WIDTH,
    )


# --- decisions as a file --------------------------------------------------------------------------


def decision_file(desk: Desk) -> None:
    """Decisions to take along under the name of who took them, and to load again."""
    say = desk.view.say
    if desk.steward is None:
        _name(say)
    decisions = review.signed(review.last_of_each(desk.draft.decisions), _who(desk))
    is_named = all(is_signed(decision.decided_by) for decision in decisions)
    with st.expander(say("imports.file.title"), icon=":material/save:"):
        if not is_named:
            st.caption(say("imports.file.by_needed"))
        st.download_button(
            say("imports.file.download"),
            review.write_decisions(decisions).encode(),
            file_name=f"decisions-{desk.found.source_id}.csv",
            mime="text/csv",
            key="import-download",
            icon=":material/download:",
            on_click="ignore",
            disabled=not (decisions and is_named),
        )
        st.file_uploader(
            say("imports.file.load"),
            key="import-decisions",
            max_upload_size=_MEGABYTES,
            on_change=_load,
            args=(desk,),
        )


def _name(say: Say) -> None:
    """The name of who decides, kept for the visit; it goes on record with every decision."""
    given = st.session_state.get(_NAME, "")
    text = st.text_input(say("imports.file.by"), given, key="import-by", width=320)
    st.session_state[_NAME] = " ".join(text.split())


def _load(desk: Desk) -> None:
    say = desk.view.say
    file = st.session_state["import-decisions"]
    if file is None:
        return
    try:
        loaded = review.read_decisions(file.getvalue().decode("utf-8"))
    except UnicodeDecodeError:
        _refuse(say("imports.file.not_text"))
        return
    except review.DecisionsError as error:
        _refuse(say(f"imports.file.{error.key}", line=error.line))
        return
    others = review.of_other_sources(desk.found, loaded)
    if others:
        _refuse(say("imports.file.other", sources=", ".join(others)))
    elif loaded:
        _is_recorded(desk, *loaded)
