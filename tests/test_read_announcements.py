"""Whole announcements, as every program writes them, are read right to the last cell.

245 real offices with simulated scores; the files live in memory and in pytest's own folder.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from announcements import (
    Announcement,
    Layout,
    Lettering,
    PrintedTable,
    announcement,
    chromium_pdfs,
    copied,
    delimited,
    doubts,
    flat_document,
    libreoffice_pdfs,
    merged_workbook,
    pasted,
    plain_workbook,
    printed,
    reviewed,
    sheet_for_print,
    titled_workbook,
    typst_pdf,
    web_page,
    write_fonts,
)

from etl.read import read_document
from etl.read.document import Document
from ita.method import method_of

CHROMIUM = os.environ.get("ITA_CHROMIUM") or "/usr/bin/chromium"
LETTERS, LEVELS = 2565, 2567
OFFICIAL = Lettering()
ARABIC = Lettering(thai_digits=False)
SHORT = Lettering(thai_digits=False, names="short", minus="–")
UNSPACED = Lettering(is_spaced=False, minus="−", blank="")
RULED = Layout()
BARE = Layout(is_ruled=False, is_header_repeated=False)
CARRIED = Layout(is_carried=True)
SPLIT = Layout(is_narrow=True, is_split=True)
NARROW = Layout(is_narrow=True, is_header_repeated=False)
NARROW_BARE = Layout(is_ruled=False, is_narrow=True)


@dataclass(frozen=True)
class Printing:
    """An announcement of one year in one lettering, or its first rows."""

    fiscal_year: int
    lettering: Lettering
    size: int = 245

    @property
    def shown(self) -> Announcement:
        """What is announced."""
        whole = _announcement(self.fiscal_year)
        return replace(whole, rows=whole.rows[: self.size])

    @property
    def table(self) -> PrintedTable:
        """What is printed."""
        return printed(self.shown, self.lettering)


@cache
def _announcement(fiscal_year: int) -> Announcement:
    return announcement(fiscal_year, seed=fiscal_year)


def spelled(spelling: str) -> Lettering:
    return Lettering(spelling=spelling)  # type: ignore[arg-type]


FILES: dict[str, tuple[Printing, Callable[[Printing], bytes]]] = {
    "comma utf-8": (Printing(LETTERS, OFFICIAL), lambda p: delimited(p.table, "utf-8", ",")),
    "semicolon utf-8-sig": (
        Printing(LEVELS, SHORT),
        lambda p: delimited(p.table, "utf-8-sig", ";"),
    ),
    "tab utf-16": (Printing(LEVELS, UNSPACED), lambda p: delimited(p.table, "utf-16", "\t")),
    "comma cp874": (Printing(LETTERS, SHORT), lambda p: delimited(p.table, "cp874", ",")),
    "tab cp874": (Printing(LEVELS, OFFICIAL), lambda p: delimited(p.table, "cp874", "\t")),
    "broken sara am": (
        Printing(LEVELS, spelled("broken_sara_am")),
        lambda p: delimited(p.table, "utf-8-sig", ","),
    ),
    "moved marks": (Printing(LETTERS, spelled("moved_marks")), lambda p: pasted(p.table)),
    "private use": (Printing(LEVELS, spelled("private_use")), lambda p: pasted(p.table)),
    "private use copied": (
        Printing(LETTERS, spelled("private_use")),
        lambda p: copied(p.table),
    ),
    "pasted": (Printing(LETTERS, OFFICIAL), lambda p: pasted(p.table)),
    "pasted levels": (Printing(LEVELS, UNSPACED), lambda p: pasted(p.table)),
    "copied": (Printing(LETTERS, OFFICIAL), lambda p: copied(p.table)),
    "copied levels": (Printing(LEVELS, SHORT), lambda p: copied(p.table)),
    "copied unspaced": (Printing(LEVELS, UNSPACED), lambda p: copied(p.table)),
    "web page": (Printing(LETTERS, OFFICIAL), lambda p: web_page(p.table, RULED)),
    "web page of pages": (Printing(LEVELS, SHORT), lambda p: web_page(p.table, CARRIED)),
    "plain workbook": (Printing(LETTERS, ARABIC), lambda p: plain_workbook(p.shown, p.table)),
    "titled workbook": (Printing(LEVELS, SHORT), lambda p: titled_workbook(p.shown, p.table)),
    "merged workbook": (Printing(LETTERS, OFFICIAL), lambda p: merged_workbook(p.table)),
    "merged workbook levels": (
        Printing(LEVELS, spelled("private_use")),
        lambda p: merged_workbook(p.table),
    ),
}

# Every layout by two producers at least, every producer with two layouts at least. One list is
# whole; of the others so many rows stand that each layout runs over several pages.
MANY = 100
PDFS: dict[str, tuple[Printing, Layout]] = {
    "typst bare": (Printing(LEVELS, SHORT, MANY), BARE),
    "typst carried": (Printing(LETTERS, UNSPACED, MANY), CARRIED),
    "chromium ruled": (Printing(LEVELS, OFFICIAL), RULED),
    "chromium split": (Printing(LETTERS, OFFICIAL, MANY), SPLIT),
    "chromium narrow bare": (Printing(LEVELS, ARABIC, MANY), NARROW_BARE),
    "writer bare": (Printing(LEVELS, SHORT, MANY), BARE),
    "writer split": (Printing(LEVELS, OFFICIAL, MANY), SPLIT),
    "writer carried": (Printing(LETTERS, UNSPACED, MANY), CARRIED),
    "calc ruled": (Printing(LETTERS, OFFICIAL, MANY), RULED),
    "calc narrow": (Printing(LEVELS, OFFICIAL, MANY), NARROW),
}


def made_by(producer: str) -> dict[str, tuple[PrintedTable, Layout]]:
    return {
        name: (printing.table, layout)
        for name, (printing, layout) in PDFS.items()
        if name.startswith(producer)
    }


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's font for the producers that bring no Thai letters of their own."""
    folder = tmp_path_factory.mktemp("fonts")
    write_fonts(folder)
    return folder


@pytest.fixture(scope="module")
def typst_files(fonts: Path) -> Mapping[str, bytes]:
    """PDFs by typst."""
    return {name: typst_pdf(*source, fonts) for name, source in made_by("typst").items()}


@pytest.fixture(scope="module")
def chromium_files() -> Mapping[str, bytes]:
    """PDFs by Chromium."""
    return chromium_pdfs(made_by("chromium"), CHROMIUM)


@pytest.fixture(scope="module")
def libreoffice_files(tmp_path_factory: pytest.TempPathFactory, fonts: Path) -> Mapping[str, bytes]:
    """PDFs by LibreOffice's Writer and Calc."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice")
    folder = tmp_path_factory.mktemp("libreoffice")
    sources = {
        **{f"{name}.fodt": flat_document(*it) for name, it in made_by("writer").items()},
        **{f"{name}.xlsx": sheet_for_print(*it) for name, it in made_by("calc").items()},
    }
    return {
        Path(name).stem: content
        for name, content in libreoffice_pdfs(sources, folder, fonts).items()
    }


@pytest.fixture
def pdf(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """One PDF by its name."""
    producer = request.param.split()[0]
    fixture = "libreoffice" if producer in ("writer", "calc") else producer
    return request.param, request.getfixturevalue(f"{fixture}_files")[request.param]


@pytest.mark.parametrize("fiscal_year", [LETTERS, LEVELS])
def test_announcements_hold_what_is_hard_to_read(fiscal_year: int) -> None:
    """Ties at the top, negative changes, new offices, changes off by a hundredth, rare grades."""
    shown = _announcement(fiscal_year)
    rows = shown.rows
    changed = [row for row in rows if row.change is not None]
    rounded = {row.score - row.change - shown.last_year[row.office_id] for row in changed}
    grades = {row.grade for row in rows}
    assert [row.rank for row in rows] == list(range(1, 246))
    assert len({row.office_id for row in rows}) == 245
    assert len({row.score for row in rows[:12]}) < 12
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert len(rows) - len(changed) == 4 == 245 - len(shown.last_year)
    assert min(row.change for row in changed) < 0
    assert rounded == {Decimal("-0.01"), Decimal(0), Decimal("0.01")}
    assert grades >= {band.grade for band in method_of(fiscal_year).grade_bands[:4]}
    assert {row.result for row in rows} == {"ผ่าน", "ไม่ผ่าน"}


def assert_read_right(document: Document, shown: Announcement) -> None:
    """Every cell of every row is what was announced, and the check misses the rows cut off alone."""
    assert (document.kind, document.fiscal_year) == ("announcement", shown.fiscal_year)
    found = reviewed(document, shown)
    assert [
        (row.rank, row.office_id, row.score, row.grade, row.change, row.result)
        for row in found.rows
    ] == [
        (row.rank, row.office_id, row.score, row.grade, row.change, row.result)
        for row in shown.rows
    ]
    absent = [] if len(shown.rows) == 245 else ["ranks_missing", "size_differs"]
    assert [finding.rule for finding in doubts(found)] == absent


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_read_right(name: str) -> None:
    """Sheets, text and web pages: ranks, offices, scores, grades, changes, results, no finding."""
    printing, make = FILES[name]
    assert_read_right(read_document(make(printing), name), printing.shown)


@pytest.mark.parametrize("pdf", PDFS, indirect=True)
def test_every_pdf_is_read_right(pdf: tuple[str, bytes]) -> None:
    """Each producer's pages: ranks, offices, scores, grades, changes, results, no finding."""
    name, content = pdf
    document, shown = read_document(content, name), PDFS[name][0].shown
    assert document.stated_offices == len(shown.rows)
    assert_read_right(document, shown)
