"""One workbook of an office: cover, figures, ranking, recomputed total, method and sources."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from ita import evidence, exhibits, loaders, selection
from ita.charts.changes import change_table
from ita.charts.gaps import gap_table, in_order
from ita.charts.items import item_table
from ita.charts.ranking import ranking_table
from ita.charts.score_trend import pass_marks
from ita.facts import bare
from ita.facts import gaps as gap_facts
from ita.facts import ranking as ranking_facts
from ita.facts import trend as trend_facts
from ita.report.citation import how_to_cite
from ita.report.recompute import recompute_sheet
from ita.report.sheet_charts import effect_bars, score_line
from ita.report.sheets import Book, table_sheet, widths, write_lines, write_note
from ita.report.spreadsheet import file_name_of
from ita.stamp import named_sources
from ita.tables import Column, Table
from ita.view import View
from ita.wording.labels import moment

_REASON_WIDTHS = (14, 100)

Draw = Callable[[Book, Worksheet, Table], None]


@dataclass(frozen=True)
class _Part:
    """One sheet: what it holds and what writes it."""

    code: str
    title: str
    write: Callable[[Book, str], Worksheet]


def workbook_file(view: View, *, made_at: datetime) -> bytes:
    """All that is known of the office of a view, as one XLSX in its language.

    ``made_at`` is in UTC; equal view, version and time give equal bytes.
    """
    book = Book(view.stamp, made_at)
    parts = list(_parts(view))
    _cover(book, view, parts, made_at)
    for part in parts:
        sheet = part.write(book, _sheet_name(view, part.code))
        _link(book, sheet, 2, view.say("workbook.back"), _sheet_name(view, "cover"))
    return book.content()


def workbook_name(view: View) -> str:
    """The name of the file, which tells edition, office and version."""
    return file_name_of(view.version, "workbook", view.office_id, suffix="xlsx")


def _parts(view: View) -> Iterator[_Part]:
    """The sheets after the cover, in their order."""
    say, version, stamp = view.say, view.version, view.stamp
    yield _trend(view)
    yield _change(view)
    yield _gaps(view)
    yield _items(view)
    yield _ranking(view)
    title = say("workbook.recompute.title", office=view.office_name)
    yield _Part("recompute", title, partial(_recompute, view=view))
    for code, table in {
        "comparability": evidence.comparability_table(loaders.comparability(version), stamp),
        "weights": evidence.weight_table(loaders.methods(version), stamp),
        "bands": evidence.band_table(loaders.grade_bands(version), stamp),
        "coverage": evidence.coverage_table(loaders.coverage(version), stamp),
        "findings": replace(
            evidence.finding_table(loaders.findings(version), stamp),
            title=say("sources.findings.list"),
        ),
        "sources": evidence.source_table(loaders.sources(version), stamp),
        "codebook": evidence.codebook_table(loaders.mart_columns(version), stamp),
    }.items():
        yield _of_table(code, table)


def _recompute(book: Book, name: str, view: View) -> Worksheet:
    return recompute_sheet(book, name, view)


def _of_table(code: str, table: Table, draw: Draw | None = None) -> _Part:
    def write(book: Book, name: str) -> Worksheet:
        sheet = table_sheet(book, name, table)
        write_note(book, sheet, table.note, widths(table))
        if draw is not None:
            draw(book, sheet, table)
        return sheet

    return _Part(code, table.title, write)


def _missing(view: View, code: str, reason: str) -> _Part:
    """A sheet without figures says why, and what would fill it."""
    title = view.say(f"workbook.sheet.{code}")

    def write(book: Book, name: str) -> Worksheet:
        sheet = book.sheet(name, title)
        for position, width in enumerate(_REASON_WIDTHS):
            sheet.set_column(position, position, width)
        write_note(book, sheet, reason, _REASON_WIDTHS)
        sheet.freeze_panes(1, 0)
        return sheet

    return _Part(code, title, write)


def _trend(view: View) -> _Part:
    chart = exhibits.trend(view)
    table = chart.table()
    marks = pass_marks(loaders.grade_bands(view.version), table.rows["fiscal_year"])
    with_marks = replace(
        table,
        rows=table.rows.assign(pass_mark=table.rows["fiscal_year"].map(marks)),
        columns={**table.columns, "pass_mark": Column(view.say("workbook.pass_mark"), "score")},
    )
    verdicts = selection.year_verdicts(loaders.comparability(view.version), "total")
    draw = partial(
        score_line, verdicts=verdicts, headline=bare(chart.headline), source=chart.source
    )
    return _of_table("trend", with_marks, draw if table.rows["score"].notna().any() else None)


def _change(view: View) -> _Part:
    changes = loaders.office_changes(view.version, view.office_id)
    if changes.empty:
        return _missing(view, "change", view.say("trend.no_changes"))
    year = int(changes["fiscal_year"].iloc[-1])
    years = loaders.office_years(view.version, view.office_id)
    change = {**selection.row_of(years, year), **selection.row_of(changes, year)}
    parts = loaders.indicator_changes(view.version, view.office_id, year)
    table = change_table(change, parts, view.stamp)
    if parts.empty:
        told = trend_facts.no_parts_sentence(view.say, change)
        return _of_table("change", replace(table, note=f"{told} {table.note}"))
    draw = partial(
        effect_bars,
        bars=slice(1, 1 + len(parts)),
        headline=bare(trend_facts.parts_sentence(view.say, change, parts)),
        source=view.stamp.source_line(named_sources(parts["source_id"])),
    )
    return _of_table("change", table, draw)


def _gaps(view: View) -> _Part:
    year = _gap_year(view)
    if year is None:
        return _missing(view, "gaps", view.say("workbook.no_item_list"))
    gaps = exhibits.indicator_gaps(view, year, exhibits.full_marks(view, year))
    table = gap_table(in_order(gaps, "effect"), year, view.stamp)
    if gaps["score"].isna().any():
        reason = gap_facts.why_no_gap(view.say, gaps, year, "full_marks")
        table = replace(table, note=f"{bare(reason)} {table.note}")
    return _of_table("gaps", table)


def _items(view: View) -> _Part:
    year = _gap_year(view)
    items = pd.DataFrame() if year is None else _items_of(view, year)
    if year is None or items.empty:
        return _missing(view, "items", view.say("workbook.no_item_list"))
    return _of_table("items", item_table(items, year, view.stamp))


def _items_of(view: View, year: int) -> pd.DataFrame:
    return loaders.item_gaps(view.version, view.office_id, year)


def _gap_year(view: View) -> int | None:
    """The latest year with indicators or items of the office, else the latest that has a list."""
    years = loaders.gap_years(view.version, view.office_id)
    if years[["listed_items", "known_indicators"]].sum().sum() == 0:
        return None
    return int(selection.gap_year_options(years)[1])


def _ranking(view: View) -> _Part:
    years = selection.ranked_years(loaders.years(view.version))
    if not years:
        return _missing(view, "ranking", view.say("workbook.no_ranking"))
    year = int(years[-1])
    places = loaders.ranking(view.version, year)
    table = ranking_table(places, year, view.stamp, office_id=view.office_id)
    return _of_table("ranking", table)


def _findings_told(view: View) -> Iterator[str]:
    """What the figures of the office say, a sentence each."""
    yield bare(exhibits.trend(view).headline)
    years = selection.ranked_years(loaders.years(view.version))
    if years:
        places = loaders.ranking(view.version, int(years[-1]))
        yield bare(ranking_facts.headline(view.say, places, view.office_id, view.office_name))


def _cover(book: Book, view: View, parts: list[_Part], made_at: datetime) -> None:
    say = view.say
    title = say("workbook.title", office=view.office_name)
    sheet = book.sheet(_sheet_name(view, "cover"), title)
    lines = [
        *view.stamp.lines,
        (say("workbook.made_at"), moment(say, made_at)),
        (say("workbook.citation"), how_to_cite(view.version, say, made_at)),
        *(
            (say("workbook.finding") if place == 0 else "", told)
            for place, told in enumerate(_findings_told(view))
        ),
    ]
    sheet.fit_to_pages(1, 1)
    row = write_lines(book, sheet, lines, first_row=3) + 1
    for part in parts:
        _link(book, sheet, row, _sheet_name(view, part.code), _sheet_name(view, part.code))
        sheet.write_string(row, 1, part.title, book.style(text_wrap=True))
        row += 1
    sheet.freeze_panes(1, 0)


def _link(book: Book, sheet: Worksheet, row: int, text: str, to: str) -> None:
    style = book.style(font_color="#1F4E8C", underline=1)
    sheet.write_url(row, 0, f"internal:'{to}'!A1", style, text)


def _sheet_name(view: View, code: str) -> str:
    return view.say(f"workbook.sheet.{code}")
