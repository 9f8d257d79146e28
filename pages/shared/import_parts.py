"""The import screen but for deciding and publishing: a file, what was read, what would change, scans."""

from datetime import UTC, datetime
from functools import lru_cache

import pandas as pd
import streamlit as st

from ita import facts, loaders, review
from ita.facts.common import counted
from ita.facts.overview import KeyFigure
from ita.reading_limits import LONGEST_SECONDS, MOST_MEMORY
from ita.report import exchange
from ita.review import Refusal, Review, Scan
from ita.tables import Table
from ita.view import View
from ita.wording import Say
from ita.wording.labels import moment, office_label
from pages.shared import (
    controls,
    import_years,
    reviews,
    scan_parts,
    show,
    statement_parts,
    stewards,
)
from pages.shared.decision_parts import whole_file
from pages.shared.reviews import Desk, Draft

STEPS = ("summary", "cells", "effects", "publish")
_FORMATS = "PDF, JPEG, PNG, TIFF, XLSX, XLS, ODS, DOCX, ODT, CSV, TSV, TXT, HTML, MHT, ZIP"
_MEGABYTES = 50
_PDF = "PDF"


# --- choosing a file ------------------------------------------------------------------------------


def choose_file(view: View, steward: str | None) -> None:
    """A file, pasted text or one typed fact, with the year it may not state; a steward's drafts."""
    say = view.say
    if "review" in st.query_params:
        st.info(say(f"imports.choose.{'not_there' if steward else 'not_for_you'}"))
    later = " → ".join(say(f"imports.step.{name}") for name in STEPS)
    st.markdown(f"**{say('imports.step.file')}** → {later}")
    if steward is not None:
        _drafts(say)
    by_file, by_paste, by_fact = st.tabs(
        [say(f"imports.choose.{name}_tab") for name in ("upload", "paste", "fact")]
    )
    by_file.file_uploader(
        say("imports.choose.upload", megabytes=_MEGABYTES, formats=_FORMATS),
        key="import-file",
        accept_multiple_files=True,
        max_upload_size=_MEGABYTES,
        on_change=_begin_with_file,
    )
    by_paste.text_area(
        say("imports.choose.paste"),
        key="import-text",
        height=220,
        placeholder=say("imports.choose.paste_example"),
    )
    by_paste.button(
        say("imports.choose.check"), key="import-check", type="primary", on_click=_begin_with_text
    )
    import_years.choose(view, "import-year", None)
    with by_fact:
        statement_parts.type_fact(view)
    st.caption(
        say(f"imports.choose.{'kept_in_session' if steward is None else 'kept_for_steward'}")
    )
    st.info(say("imports.choose.nothing_yet"))


def _drafts(say: Say) -> None:
    begun = reviews.kept()
    if begun:
        st.subheader(say("imports.choose.drafts"), anchor=False)
    for drafts in begun:
        draft = drafts[0]
        touched = datetime.fromtimestamp(draft.whole.stat().st_mtime, UTC).replace(tzinfo=None)
        with st.container(horizontal=True, vertical_alignment="center"):
            name = say(
                f"imports.choose.{'draft' if len(drafts) == 1 else 'drafts_together'}",
                name=draft.uploaded.name,
                others=len(drafts) - 1,
                when=moment(say, touched),
            )
            st.markdown(facts.plain(name), width="content")
            st.button(
                say("imports.choose.draft_open"),
                key=f"import-draft-{draft.code}",
                on_click=controls.put,
                args=({"review": draft.code}, *reviews.IN_ADDRESS),
            )
            with st.popover(say("imports.choose.draft_remove"), key=f"import-drop-{draft.code}"):
                st.markdown(say("imports.choose.draft_sure"))
                st.button(
                    say("imports.choose.draft_confirm"),
                    key=f"import-drop-sure-{draft.code}",
                    on_click=reviews.remove,
                    args=(draft,),
                )


def _begin_with_file() -> None:
    files = st.session_state["import-file"]
    if files:
        _begin([(file.name, file.getvalue()) for file in files])


def _begin_with_text() -> None:
    text = st.session_state["import-text"]
    if text.strip():
        _begin([("pasted.txt", text.encode())])


def _begin(files: list[tuple[str, bytes]]) -> None:
    reviews.begin(files, stewards.email(), st.session_state["import-year"])


def send(view: View) -> None:
    """The figures of the office on view as a file for other offices."""
    say, version, office_id = view.say, view.version, view.office_id
    st.subheader(say("imports.send.title"), anchor=False)
    figures = exchange.own_figures(version, office_id)
    if figures.empty:
        st.info(facts.plain(say("exchange.nothing", office=view.office_name)))
        return
    years = review.spans(sorted(figures["fiscal_year"].unique()))
    st.markdown(facts.plain(say("imports.send.what", office=view.office_name)))
    st.download_button(
        say("imports.send.button"),
        lambda: exchange.exchange_file(version, office_id),
        file_name=exchange.exchange_name(version, office_id),
        mime="application/zip",
        key="import-send",
        on_click="ignore",
        icon=":material/share:",
    )
    st.caption(counted(say, "imports.send.count", len(figures), years=years))


# --- the file that is open ------------------------------------------------------------------------


def opened(view: View, draft: Draft) -> None:
    """Which file is under review, how long it is kept, and the way back."""
    say = view.say
    with st.container(horizontal=True, vertical_alignment="center"):
        name = facts.plain(draft.uploaded.name)
        st.markdown(say("imports.open.file", name=name), width="content")
        if draft.number:
            return
        st.button(
            say("imports.open.another"),
            key="import-another",
            icon=":material/arrow_back:",
            on_click=reviews.leave,
        )
        kept = say(f"imports.open.{'as_draft' if draft.code else 'in_session'}")
        st.caption(kept, width="content")


def read(view: View, draft: Draft) -> Review | Scan | None:
    """The review of the open file; None, having said why, when it cannot be read."""
    say = view.say
    place = st.empty()

    def tell(done: int, pages: int) -> None:
        text = say("imports.open.reading_page", done=done, pages=pages)
        place.progress(done / pages, text=text)

    stop = st.empty()
    if not draft.is_read:
        with stop.container():
            _way_out(say)
    with st.spinner(say("imports.open.reading")):
        answer = reviews.read(draft, tell)
    place.empty()
    stop.empty()
    if not isinstance(answer, Refusal):
        return answer
    if answer.key == "year_needed":
        st.info(say("imports.open.year_needed"))
    else:
        message = say.pick(th=answer.message_th, en=answer.message_en)
        st.error(facts.plain(message), title=say("imports.open.refused"), icon=":material/error:")
    if answer.may_pass:
        st.button(
            say("imports.open.again"),
            key="import-again",
            type="primary",
            icon=":material/refresh:",
            on_click=reviews.forget,
            args=(draft,),
        )
    if answer.is_about_the_year:
        _chosen_year(view, draft, None)
    # Words that were refused are there to be mended, beside their picture.
    return Scan(None, None, draft.scan_pages) if draft.words else None


def _way_out(say: Say) -> None:
    """A button that ends reading, and how long and in how much memory it may go on."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("imports.open.stop"),
            key="import-stop",
            icon=":material/stop_circle:",
            on_click=reviews.leave,
        )
        minutes, gigabytes = LONGEST_SECONDS // 60, MOST_MEMORY / 1024**3
        st.caption(say("imports.open.limits", minutes=minutes, gigabytes=f"{gigabytes:g}"))


def _chosen_year(view: View, draft: Draft, fiscal_year: int | None) -> None:
    """The year the file is read for, to change."""
    key = f"import-read-year-{fiscal_year}"
    import_years.choose(view, key, fiscal_year, lambda: draft.choose_year(st.session_state[key]))


def step(view: View, draft: Draft, found: Review) -> str:
    """The step to look at; what was typed from a picture can be typed on."""
    say = view.say
    own = STEPS[:-1] if draft.number else STEPS  # files given together are published together
    typed = ("poster",) if draft.words else ("typing",) if draft.typed.is_file() else ()
    options = (*typed, *own)
    return controls.segments(
        "part",
        say("imports.steps"),
        options,
        STEPS[0],
        say,
        lambda name: _step(say, found, name),
        label_visibility="collapsed",
    )


def _step(say: Say, found: Review, name: str) -> str:
    total = len(found.doubts)
    done = f" {total - len(found.open_cells)}/{total}" if name == "cells" and total else ""
    return say(f"imports.step.{name}") + done


# --- what was read --------------------------------------------------------------------------------


def summary(desk: Desk) -> None:
    """What the file is, how much of it was read and matched, and what is doubtful about all of it."""
    view, found = desk.view, desk.found
    say = view.say
    if found.is_statement:
        statement_parts.summary(desk)
        return
    if found.is_exchange:
        _sent(view, found)
    else:
        what = say(f"imports.summary.{found.kind}", year=found.fiscal_year)
        form = say(f"imports.form.{found.form}", pages=found.pages, format=_PDF)
        st.markdown(f"**{say('imports.summary.read_from', what=what, form=form)}**")
        show.figures(_figures(say, found))
    if not found.is_exchange or found.is_of_another_year:
        _year(desk)
    whole_file(desk)
    if not found.findings:
        st.info(say("imports.summary.clean"))
    count = len(found.open_cells)
    if len(found.open_findings) > count:
        st.caption(_counts(say, found))
    if count:
        reviews.go(counted(say, "imports.summary.go_decide", count), "cells")
    else:
        reviews.go(say("imports.summary.go_effects"), "effects")


def _sent(view: View, found: Review) -> None:
    """Whose figures an exchange file holds, of which years, and how many of each year."""
    say, of_years = view.say, review.figures_of_years(found)
    office_id = next(row.office_id for row in found.rows if row.office_id)
    office, years = office_label(say, view.offices.loc[office_id]), review.spans(sorted(of_years))
    what = facts.plain(say("imports.summary.exchange", office=office, years=years))
    st.markdown(f"**{what}**")
    lines = []
    for year, levels in of_years.items():
        parts = [counted(say, f"imports.sent.{level}", count) for level, count in levels.items()]
        lines.append(f"- {say('imports.sent.year', year=year, parts=' · '.join(parts))}")
    st.markdown("\n".join(lines))


def _year(desk: Desk) -> None:
    """The year the file is read for, to change, and where it comes from if not from the file."""
    say, found = desk.view.say, desk.found
    read, year = found.read_fiscal_year, found.fiscal_year
    _chosen_year(desk.view, desk.draft, year)
    if read is None:
        st.caption(say("imports.summary.year_by_hand"))
    elif read != year:
        st.caption(say("imports.summary.year_differs", read=read, year=year))


def _counts(say: Say, found: Review) -> str:
    """Why there are more findings than cells to decide on."""
    table = len(found.about_the_table)
    total, cells = len(found.open_findings), len(found.open_cells)
    if not cells:
        return say("imports.summary.counted_none", findings=total)
    return say(
        "imports.summary.counted", findings=total, in_cells=total - table, cells=cells, table=table
    )


def _figures(say: Say, found: Review) -> list[KeyFigure]:
    severities = [each.severity for each in found.findings if each.decision == "open"]
    of = say("imports.summary.matched_of", expected=found.expected_offices)
    shown: tuple[tuple[str, int, str | None], ...] = (
        ("rows", len(found.rows), None),
        ("matched", found.matched_offices, of),
        ("errors", severities.count("error"), None),
        ("warnings", severities.count("warning"), None),
    )
    return [
        KeyFigure(say(f"imports.summary.{name}"), f"{value:,}", None, "off", note)
        for name, value, note in shown
    ]


# --- what would change ----------------------------------------------------------------------------


def effects(desk: Desk) -> None:
    """The offices that would be new, changed or gone against the current version."""
    view, found = desk.view, desk.found
    say = view.say
    if found.is_statement:
        left_open(say, found)
        statement_parts.effects(desk)
        return
    if found.kind == "announcement":
        changes = _differences(view, found)
        counts = {kind: int((changes["kind"] == kind).sum()) for kind in review.KINDS}
        st.markdown(f"**{say('imports.change.counts', **counts)}**")
        if counts["same"] == len(changes):
            st.info(say("imports.change.nothing"))
        else:
            show.table(_difference_table(view, found), view, rows_in_sight=15)
    else:
        st.info(say(f"imports.change.no_ranking.{found.kind}"))
    left_open(say, found)
    if not desk.draft.number:
        reviews.go(say("imports.summary.go_publish"), "publish")


def left_open(say: Say, found: Review) -> None:
    """What nobody decided on, and the ranks no row has: neither is filled by anything."""
    if found.open_cells:
        st.info(counted(say, "imports.change.open", len(found.open_cells)))
    if found.missing_ranks:
        ranks = review.spans(found.missing_ranks)
        st.info(counted(say, "imports.change.missing", len(found.missing_ranks), ranks=ranks))


@lru_cache(maxsize=16)
def _differences(view: View, found: Review) -> pd.DataFrame:
    return review.differences(found, loaders.ranking(view.version, found.fiscal_year))


@lru_cache(maxsize=16)
def _difference_table(view: View, found: Review) -> Table:
    return review.difference_table(
        _differences(view, found),
        lambda office_id: office_label(view.say, view.offices.loc[office_id]),
        found.fiscal_year,
        view.stamp,
    )


# --- scans ----------------------------------------------------------------------------------------


def typing(view: View, draft: Draft, scan: Scan) -> None:
    """The pictures of a scan beside a table to fill in."""
    say = view.say
    st.info(say("imports.scan.explained"))
    if scan.fiscal_year is None or scan.expected_offices is None:
        _chosen_year(view, draft, None)
        return
    seen, typed = st.columns(2, gap="medium")
    with seen:
        scan_parts.page(say, draft, scan.pages)
    with typed, st.form("import-typing", border=False):
        st.caption(say("imports.scan.table"))
        before = draft.typed.read_text(encoding="utf-8") if draft.typed.is_file() else ""
        rows = st.data_editor(
            review.typed_rows(before, scan.expected_offices),
            key="import-typing-rows",
            hide_index=True,
            num_rows="fixed",
            height=640,
            column_config={
                name: st.column_config.TextColumn(
                    review.column_word(say, name), width="medium" if name == "office" else "small"
                )
                for name in review.COLUMNS
            },
            disabled=["rank"],
            alt=say("imports.scan.table"),
        )
        if not st.form_submit_button(say("imports.scan.save"), type="primary"):
            return
        text = review.typed_text(rows, scan.fiscal_year)
        if not text:
            st.error(say("imports.scan.nothing"))
            return
    draft.write_typed(text, scan)
    controls.put({}, "part", "cell")
    st.rerun()


def type_on(desk: Desk) -> None:
    """The table again, with what was typed so far."""
    found = desk.found
    scan = Scan(found.fiscal_year, found.expected_offices, desk.draft.scan_pages)
    typing(desk.view, desk.draft, scan)


# --- the simulated edition ------------------------------------------------------------------------


def only_published(say: Say) -> None:
    """Announcements belong to the published edition; the way there."""
    st.info(say("imports.demo.explained"))
    params = {"lang": st.query_params["lang"]} if "lang" in st.query_params else {}
    st.page_link("pages/data/imports.py", label=say("imports.demo.go"), query_params=params)
