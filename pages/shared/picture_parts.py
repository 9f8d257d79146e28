"""Deciding on cells that were read in pictures: one after the other by single keys, or all on one sheet."""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from PIL import Image

from ita import cell_pictures, contact_sheet, facts, review
from ita.cell_pictures import Box, Place, Sheet
from ita.decisions import NOTHING
from ita.review import Candidate, Cell, Decision, Review
from ita.wording import Say
from pages.shared import controls, decision_parts, reviews
from pages.shared.reviews import Desk

_HERE = Path(__file__).parent
_LOOKS = ("one", "sheet")
_ROWS_AROUND = 0.7
_SCALE = {"values": 0.6, "digits": 1.0}  # of the pictures on the sheet
_draw_sheet = st.components.v2.component(
    "contact_sheet",
    html='<div class="sheet"></div>',
    css=(_HERE / "contact_sheet.css").read_text(encoding="utf-8"),
    js=(_HERE / "contact_sheet.js").read_text(encoding="utf-8"),
)


class Cut(NamedTuple):
    """Where a cell stands on its page: its own box, that of its row, and how far its letters are turned."""

    cell: Cell
    box: Box
    row: Box
    turn: int


class LaidOut(NamedTuple):
    """A sheet of cells: where each stands on it, what of it lies within its lines, where its letters are."""

    sheet: Sheet
    at: dict[Cell, Place]
    inside: dict[Cell, Place]
    letters: dict[Cell, tuple[Place, ...]]


def cells(desk: Desk) -> None:
    """The doubtful cells one by one, least probable first, or all cells of a column on one sheet."""
    say, found = desk.view.say, desk.found
    look = controls.segments(
        "sheet",
        say("imports.picture.look"),
        _LOOKS,
        _LOOKS[0],
        say,
        lambda name: say(f"imports.picture.{name}"),
        label_visibility="collapsed",
    )
    paths = _pages(desk)
    if not paths:
        decision_parts.cells(desk)
        return
    if look == _LOOKS[0]:
        _queue(desk, paths, desk.draft.decisions)
        if found.missing_ranks:
            decision_parts.add_row(desk)
        decision_parts.row_grid(desk, None)
        decision_parts.decision_file(desk)
    else:
        _sheet(desk, paths, desk.draft.decisions)


def _pages(desk: Desk) -> dict[int, Path]:
    """The pictures of all pages with rows, drawn once."""
    place = st.empty()

    def tell(done: int, pages: int) -> None:
        text = desk.view.say("imports.picture.drawing", done=done, pages=pages)
        place.progress(done / pages, text=text)

    pages = sorted({row.page for row in desk.found.rows if row.page is not None})
    paths = reviews.page_pictures(desk.draft, pages, tell)
    place.empty()
    if len(paths) < len(pages):
        st.caption(desk.view.say("imports.picture.no_pictures"))
        return {}
    return paths


def _since(desk: Desk, checked: tuple[Decision, ...]) -> Desk:
    """The desk with what was decided since the file was checked.

    The whole screen anew after an undo, and where a button led to another step.
    """
    taken = desk.draft.decisions
    if taken[: len(checked)] != checked or st.query_params.get("part") != "cells":
        st.rerun()
    return replace(desk, found=review.decided(desk.found, taken[len(checked) :]))


# --- one by one -----------------------------------------------------------------------------------


@st.fragment
def _queue(desk: Desk, paths: dict[int, Path], checked: tuple[Decision, ...]) -> None:
    """The cell to decide on; the file is checked anew once none is left."""
    now = _since(desk, checked)
    say, found = now.view.say, now.found
    if not found.open_cells and now.draft.decisions != checked:
        st.rerun()
    cell = review.cell_of(found, st.query_params.get("cell", "")) or review.cell_of(found, "")
    if cell is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            decision_parts.progress(say, found)
            decision_parts.moves(now, cell)
    decision_parts.onward(now)
    if cell is not None and (found.open_cells or "cell" in st.query_params):
        _one(now, paths, cell)
    else:
        decision_parts.whole_file(now)


def _one(desk: Desk, paths: dict[int, Path], cell: Cell) -> None:
    """The picture of a cell beside the values it may have; a cell without one by its text."""
    say, found = desk.view.say, desk.found
    row = found.by_row[cell.row_no]
    if review.probability_of(found, cell) is None or row.page is None:
        decision_parts.one(desk, cell)
        return
    column = review.column_word(say, cell.column)
    doubts = _cuts(found, row.page, tuple(doubt.cell for doubt in found.doubts))
    cuts = doubts if any(cut.cell == cell for cut in doubts) else _cuts(found, row.page, (cell,))
    large, around = _views(paths[row.page], cuts)[cell]
    seen, ways = st.columns(2, gap="medium")
    with seen:
        st.markdown(f"**{decision_parts.row_name(desk.view, row)}**")
        st.image(large, alt=say("imports.picture.cell", column=column))
        st.caption(say("imports.picture.place", column=column, page=row.page))
    with ways:
        _as_read(desk, cell)
        with st.container(horizontal=True):
            _values(desk, cell)
        decision_parts.another_value(desk, cell, _take)
    st.image(around, width="stretch", alt=say("imports.picture.row", page=row.page))
    doubt = found.doubt_at.get(cell)
    for finding in doubt.findings if doubt else ():
        decision_parts.finding_line(say, finding)
    decision_parts.decision_line(desk, cell)
    decision_parts.keys(desk, cell, comes_up="sheet" in st.query_params)
    st.caption(say("imports.picture.checked_last"))


def _as_read(desk: Desk, cell: Cell) -> None:
    """The value read in letters as large as those of the picture; a name is longer."""
    say, probability = desk.view.say, review.probability_of(desk.found, cell) or 0
    label = say("imports.picture.as_read", percent=f"{100 * probability:.0f}")
    value = _shown(say, desk.found.by_row[cell.row_no].printed_in(cell.column) or NOTHING)
    if cell.column == "office":
        st.markdown(f"{label}  \n**{facts.plain(value)}**")
    else:
        st.metric(label, value)


def _shown(say: Say, value: str) -> str:
    return say("imports.picture.blank") if value == NOTHING else value


def _values(desk: Desk, cell: Cell) -> None:
    """A button and a key for each value, what was read first, and for leaving the row out."""
    say = desk.view.say
    values = review.choices(desk.found, cell)[: decision_parts.MOST_KEYS]
    for digit, value in enumerate(values, start=1):
        is_read = digit == 1
        decision_parts.choice(
            desk,
            cell,
            digit,
            facts.plain(_shown(say, value.value)),
            value,
            _take,
            is_first=is_read,
            reason=None if is_read else say.pick(th=value.reason_th, en=value.reason_en),
        )
    decision_parts.leave_out(desk, cell, _take)


def _take(desk: Desk, cell: Cell, value: Candidate) -> None:
    """Put a decision on record and go on; the file is checked with it when the last one is taken."""
    own = decision_parts.decision_on(desk, cell, value)
    desk.draft.record((*desk.draft.decisions, own))
    left = review.decided(desk.found, [own])
    decision_parts.look_at(None if "sheet" in st.query_params else review.next_open(left, cell))


# --- all of a column ------------------------------------------------------------------------------


@st.fragment
def _sheet(desk: Desk, paths: dict[int, Path], checked: tuple[Decision, ...]) -> None:
    """All cells of a column by what they were read as; above them the one that was pressed."""
    now = _since(desk, checked)
    say, found = now.view.say, now.found
    decision_parts.onward(now)
    cell = review.cell_of(found, st.query_params["cell"]) if "cell" in st.query_params else None
    if cell is not None:
        _one(now, paths, cell)
        st.button(
            say("imports.picture.close"),
            key="import-close",
            icon=":material/close:",
            shortcut="Escape",
            on_click=decision_parts.look_at,
            args=(None,),
        )
    columns = [name for name in found.decidable if contact_sheet.cells_of(found, name)]
    apart = next(iter(_SCALE))
    by_column, by_kind = st.columns([2, 1])
    with by_column:
        column = controls.segments(
            "column",
            say("imports.picture.column"),
            columns,
            "score",
            say,
            lambda name: review.column_word(say, name),
        )
    if column in contact_sheet.FIGURES:
        with by_kind:
            apart = controls.segments(
                "apart",
                say("imports.picture.apart"),
                tuple(_SCALE),
                apart,
                say,
                lambda name: say(f"imports.picture.{name}"),
            )
    laid_out = _of_column(found, paths, column)
    key = f"import-sheet-{column}-{apart}"
    _draw_sheet(
        key=key,
        data=_on_sheet(now, laid_out, column, apart, is_open=cell is not None),
        on_cell_change=lambda: _open(found, st.session_state[key]["cell"]),
    )
    st.caption(say("imports.picture.sheet_note"))
    together = sum(not letters for letters in laid_out.letters.values())
    if apart == "digits" and together:
        st.caption(say("imports.picture.together", count=together))


def _open(found: Review, code: str | None) -> None:
    cell = review.cell_of(found, code) if code else None
    if cell is not None:
        decision_parts.look_at(cell)


def _of_column(found: Review, paths: dict[int, Path], column: str) -> LaidOut:
    """The sheet of a column."""
    cells = contact_sheet.cells_of(found, column)
    cuts = tuple((path, _cuts(found, page, tuple(cells))) for page, path in sorted(paths.items()))
    texts = tuple(str(found.by_row[cell.row_no].read_cells[column]["text"]) for cell in cells)
    return _laid_out(cuts, tuple(cells), texts)


def _on_sheet(desk: Desk, laid_out: LaidOut, column: str, apart: str, *, is_open: bool) -> bytes:
    """What the sheet shows, as its component takes it."""
    say, found = desk.view.say, desk.found
    sheet, at, inside, letters = laid_out
    pictures = (
        contact_sheet.by_digit(found, column, letters)
        if apart == "digits"
        else contact_sheet.by_value(found, column, inside)
    )

    def name(cell: Cell) -> str:
        row = found.by_row[cell.row_no]
        read = row.read_in(column) or row.printed_in(column)
        return f"{read} · {decision_parts.row_name(desk.view, row)}"

    def title(group: str, count: int) -> str:
        shown = group or say("imports.picture.unread")
        return say("imports.picture.group", title=shown, count=count)

    told = contact_sheet.payload(found, pictures, sheet, at, name=name, title=title)
    picture = base64.b64encode(sheet.picture).decode()
    told |= {
        "picture": f"data:image/jpeg;base64,{picture}",
        "scale": _SCALE[apart],
        "isOpen": is_open,
    }
    return json.dumps(told, ensure_ascii=False).encode()


# --- the pictures of cells ------------------------------------------------------------------------


def _cuts(found: Review, page: int, wanted: Sequence[Cell]) -> tuple[Cut, ...]:
    """Where some cells stand, those of one page."""
    rows = ((cell, found.by_row[cell.row_no]) for cell in wanted)
    return tuple(
        Cut(cell, tuple(seen["box"]), row.box, cell_pictures.turn_of(row))
        for cell, row in rows
        if row.page == page and row.box and (seen := row.read_cells.get(cell.column))
    )


@lru_cache(maxsize=64)
def _views(path: Path, cuts: tuple[Cut, ...]) -> dict[Cell, tuple[bytes, bytes]]:
    """Cells of a page, each large and with the rows around it; the page is opened once for all."""
    with Image.open(path) as file:
        page = file.convert("RGB")
    return {
        cut.cell: (
            cell_pictures.large(page, cut.box, cut.turn),
            cell_pictures.around(page, cut.row, cut.box, cut.turn, _ROWS_AROUND),
        )
        for cut in cuts
    }


@lru_cache(maxsize=12)
def _laid_out(
    cuts: tuple[tuple[Path, tuple[Cut, ...]], ...], cells: tuple[Cell, ...], texts: tuple[str, ...]
) -> LaidOut:
    """The sheet of some cells; each page is opened once."""
    pictures: dict[Cell, Image.Image] = {}
    for path, of_page in cuts:
        with Image.open(path) as file:
            page = file.convert("RGB")
        pictures |= {cut.cell: cell_pictures.cut(page, cut.box, cut.turn) for cut in of_page}
    sheet = cell_pictures.sheet([pictures[cell] for cell in cells])
    return LaidOut(
        sheet,
        dict(zip(cells, sheet.places, strict=True)),
        {cell: cell_pictures.inside(pictures[cell]) for cell in cells},
        {
            cell: cell_pictures.letters(pictures[cell], text)
            for cell, text in zip(cells, texts, strict=True)
        },
    )
