"""Simulated announcements of the 245 real offices, and every kind of file one may come in.

The scores are drawn from a seed and stand beside real names: they are made in memory or in a
temporary folder, every page and sheet says that it is simulated, and none is ever kept.
"""

import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Literal

import typst
import xlsxwriter
from playwright.sync_api import sync_playwright

from etl.findings import Finding
from etl.harmonise import Reading
from etl.read.document import Document
from etl.review import Checked, Known, Review, review
from etl.sources import Read
from ita.method import grade_of, method_of, to_cent
from ita.offices import all_offices, office_index

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
SIMULATED = "เอกสารจำลองสำหรับทดสอบโปรแกรม ไม่ใช่ผลการประเมินจริง"
COLUMNS = ("rank", "office", "score", "grade", "change", "result")
ROWS_ON_A_PAGE = 15
SOFFICE_SECONDS = 60
CENTIMETRES_A_CHARACTER = 0.19


# What is announced


@dataclass(frozen=True)
class AnnouncedRow:
    """One office of an announcement. ``change`` is None for an office that is new."""

    rank: int
    office_id: str
    office_name: str
    score: Decimal
    grade: str
    change: Decimal | None
    result: str


@dataclass(frozen=True)
class Announcement:
    """A ranking, one row an office, best first; ``last_year`` is office_id -> total before."""

    fiscal_year: int
    rows: tuple[AnnouncedRow, ...]
    last_year: Mapping[str, Decimal]


def announcement(fiscal_year: int, seed: int) -> Announcement:
    """A ranking of all offices: ties near the top, a long tail below 85, four offices new.

    Changes are taken before rounding, so one may differ by 0.01 from the printed scores.
    """
    chance = random.Random(f"{fiscal_year} {seed}")  # noqa: S311 - draws cases, keeps no secret
    offices = chance.sample(all_offices(), len(all_offices()))
    new = {office.office_id for office in chance.sample(offices, 4)}
    totals = _totals(chance, len(offices))
    before = [_a_year_before(total, chance) for total in totals]
    rows = tuple(
        AnnouncedRow(
            rank=rank,
            office_id=office.office_id,
            office_name=office.office_name,
            score=to_cent(total),
            grade=_grade(to_cent(total), fiscal_year, chance),
            change=None if office.office_id in new else to_cent(total - last),
            result="ผ่าน" if to_cent(total) >= (method_of(fiscal_year).pass_mark or 0) else "ไม่ผ่าน",
        )
        for rank, (office, total, last) in enumerate(
            zip(offices, totals, before, strict=True), start=1
        )
    )
    return Announcement(
        fiscal_year,
        rows,
        {
            office.office_id: to_cent(last)
            for office, last in zip(offices, before, strict=True)
            if office.office_id not in new
        },
    )


def _totals(chance: random.Random, size: int) -> list[Decimal]:
    """Unrounded totals, best first; the first twelve share six hundredths."""
    top = [chance.uniform(99.935, 99.994) for _ in range(12)]
    rest = [99.93 - 33 * chance.random() ** 3 for _ in range(size - len(top))]
    return sorted((Decimal(str(round(total, 4))) for total in top + rest), reverse=True)


def _a_year_before(total: Decimal, chance: random.Random) -> Decimal:
    gain = Decimal(str(round(chance.gauss(3, 4), 4)))
    return min(Decimal("99.9875"), max(Decimal("45.1234"), total - gain))


def _grade(score: Decimal, fiscal_year: int, chance: random.Random) -> str:
    """In years with levels one office in eight has an instrument far below its total."""
    weakest = score - 12 if chance.random() < 1 / 8 else score
    grade = grade_of(score, fiscal_year, {"iit": score, "eit": weakest, "oit": score})
    assert grade is not None
    return grade


# What the check says about it


def reviewed(document: Document, shown: Announcement, *, has_last_year: bool = True) -> Review:
    """The review of a document when nothing else is known but the totals of the year before."""
    names = office_index().by_id
    before = [
        Reading(
            shown.fiscal_year - 1,
            "before",
            number,
            {"office": names[office_id].office_name, "score": str(total)},
        )
        for number, (office_id, total) in enumerate(shown.last_year.items(), start=1)
    ]
    read = Read([], reported=before if has_last_year else [])
    known = Known(read, authority={"before": 2})
    return review(Checked("simulated", "", document), "checked", shown.fiscal_year, known)


def doubts(found: Review) -> list[Finding]:
    """The findings about the document that ask somebody to decide; notes ask nobody."""
    return [
        finding
        for finding in found.examined.findings
        if finding.source_id == found.source_id and finding.severity != "note"
    ]


# How it is printed

Names = Literal["official", "short"]
Spelling = Literal["plain", "broken_sara_am", "moved_marks", "private_use"]


@dataclass(frozen=True)
class Lettering:
    """How names and figures are spelled; ``blank`` stands where an office has no change."""

    thai_digits: bool = True
    names: Names = "official"
    is_spaced: bool = True
    minus: str = "-"
    blank: str = "-"
    spelling: Spelling = "plain"


@dataclass(frozen=True)
class PrintedTable:
    """What is printed: the lines above the table, its header, and six cells a row."""

    titles: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """Header and rows."""
        return [self.header, *self.rows]


def printed(shown: Announcement, lettering: Lettering) -> PrintedTable:
    """The announcement as text, cell by cell."""
    year, size = shown.fiscal_year, len(shown.rows)
    titles = (
        SIMULATED,
        "ประกาศสำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน",
        "เรื่อง ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
        f"ของสำนักงานเขตพื้นที่การศึกษา ประจำปีงบประมาณ พ.ศ. {year} จำนวน {size} เขต",
    )
    header = (
        "อันดับที่",
        "สำนักงานเขตพื้นที่การศึกษา",
        f"คะแนน ITA ปี {year}",
        "ระดับผลคะแนน",
        "เปรียบเทียบกับปีที่ผ่านมา",
        "เปรียบเทียบกับเกณฑ์",
    )
    rows = ([_spelled(cell, lettering) for cell in _cells(row, lettering)] for row in shown.rows)
    return PrintedTable(
        tuple(_spelled(line, lettering) for line in titles),
        tuple(_spelled(cell, lettering) for cell in header),
        tuple(
            (rank, _moved_marks(name) if lettering.spelling == "moved_marks" else name, *rest)
            for rank, name, *rest in rows
        ),
    )


def _cells(row: AnnouncedRow, lettering: Lettering) -> tuple[str, ...]:
    name = row.office_name if lettering.names == "official" else _short_names()[row.office_id]
    change = lettering.blank if row.change is None else f"{row.change:+}"
    return (
        str(row.rank),
        name if lettering.is_spaced else name.replace(" เขต", "เขต"),
        str(row.score),
        row.grade,
        change if row.change is None else change.replace("-", lettering.minus),
        row.result,
    )


def _short_names() -> dict[str, str]:
    return {office.office_id: office.short_name for office in all_offices()}


def _spelled(text: str, lettering: Lettering) -> str:
    if lettering.thai_digits:
        text = text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    if lettering.spelling == "broken_sara_am":
        return text.replace("\u0e33", "\u0e4d\u0e32")
    return _private_use(text) if lettering.spelling == "private_use" else text


def _moved_marks(text: str) -> str:
    """Tones and other small marks stand one letter late, as in text of a turned column."""
    return re.sub("([\u0e47-\u0e4c]+)([ก-ฮ])", r"\2\1", text)


def _private_use(text: str) -> str:
    """Marks as the code points that Word's Thai fonts use for their shifted shapes."""
    tones = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    low = dict(zip(tones, "\uf70a\uf70b\uf70c\uf70d\uf70e", strict=True))
    low_left = dict(zip(tones, "\uf705\uf706\uf707\uf708\uf709", strict=True))
    left = dict(zip(tones, "\uf713\uf714\uf715\uf716\uf717", strict=True))
    vowels = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d"
    left |= dict(zip(vowels, "\uf710\uf701\uf702\uf703\uf704\uf712\uf711", strict=True))

    def shifted(found: re.Match[str]) -> str:
        base, above, tone = found.groups()
        if base in "ปฝฟฬ":
            marks = above + tone if above else ""
            return base + ("".join(left.get(mark, mark) for mark in marks) or low_left[tone])
        return base + above + (tone if above else low[tone])

    return re.sub(f"([ก-ฮ])([{vowels}]?)([{tones}])", shifted, text)


# Text, CSV and HTML


def delimited(table: PrintedTable, encoding: str, delimiter: str) -> bytes:
    """A header and the rows, quoted where needed, with the line ends of a spreadsheet."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(table.lines)
    return stream.getvalue().encode(encoding)


def pasted(table: PrintedTable) -> bytes:
    """Text as pasted from a scan that was read: tabs, a blank line where a page ends."""
    pages = [table.rows[at : at + 30] for at in range(0, len(table.rows), 30)]
    text = "\n".join("".join("\t".join(row) + "\n" for row in page) for page in pages)
    return ("\t".join(table.header) + "\n" + text).encode()


def copied(table: PrintedTable) -> bytes:
    """Text as copied from a viewer: single spaces, titles, a page number and a carry line a page."""
    lines = [*table.titles, " ".join(table.header)]
    for number, page in enumerate(_pages(table), start=1):
        lines += [" ".join(filter(None, row)) for row in page.rows]
        lines += [page.carry, f"- {number} -"]
    return "\n".join(lines).encode()


@dataclass(frozen=True)
class _Page:
    rows: tuple[tuple[str, ...], ...]
    carry: str


def _pages(table: PrintedTable) -> list[_Page]:
    """Rows a page, each but the last with its carry line: "/" and what begins the next page."""
    pages = [
        table.rows[at : at + ROWS_ON_A_PAGE] for at in range(0, len(table.rows), ROWS_ON_A_PAGE)
    ]
    carries = [f"/{page[0][0]}." for page in pages[1:]]
    return [_Page(rows, carry) for rows, carry in zip(pages, [*carries, ""], strict=True)]


@dataclass(frozen=True)
class Layout:
    """How a table is set on pages.

    ``is_carried``: a table a page, ended by a carry line. ``is_narrow``: long names wrap and the
    other cells stand in the middle of the row. ``is_split``: a row may go over a page's end.
    """

    is_ruled: bool = True
    is_header_repeated: bool = True
    is_carried: bool = False
    is_narrow: bool = False
    is_split: bool = False

    def pages(self, table: PrintedTable) -> list[_Page]:
        """The tables to set: one, or one a page."""
        return _pages(table) if self.is_carried else [_Page(table.rows, "")]

    @property
    def widths(self) -> tuple[float, ...]:
        """The width of each column in centimetres."""
        return (1.5, 4, 1.9, 3, 3.3, 3.3) if self.is_narrow else (1.5, 7.7, 1.6, 2.3, 2.1, 2.1)


def web_page(table: PrintedTable, layout: Layout, font_faces: str = "") -> bytes:
    """An HTML page with the titles and the table."""
    style = f"""
        {font_faces}
        body {{ font-family: Sarabun, sans-serif; font-size: 10pt; line-height: 1.3; margin: 0 }}
        table {{ border-collapse: collapse; table-layout: fixed; width: {sum(layout.widths)}cm }}
        th, td {{ padding: 2px 5px; border: {"1px solid #000" if layout.is_ruled else "0"} }}
        td {{ vertical-align: middle }}
        thead {{ display: {"table-header-group" if layout.is_header_repeated else "table-row-group"} }}
        tr {{ break-inside: {"auto" if layout.is_split else "avoid"} }}
        .carry {{ text-align: right; break-after: page }}
    """
    titles = "".join(f"<p>{escape(line)}</p>" for line in table.titles)
    body = "".join(
        _html_table(table.header, page.rows, layout.widths)
        + (f'<p class="carry">{page.carry}</p>' if page.carry else "")
        for page in layout.pages(table)
    )
    head = f'<meta charset="utf-8"><title>{SIMULATED}</title><style>{style}</style>'
    return f"<!doctype html><html><head>{head}</head><body>{titles}{body}</body></html>".encode()


def _html_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
) -> str:
    head = "".join(
        f'<th style="width: {width}cm">{escape(cell)}</th>'
        for cell, width in zip(header, widths, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


# Workbooks


def _workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book)
    return stream.getvalue()


def plain_workbook(shown: Announcement, table: PrintedTable) -> bytes:
    """Header in the first row, numbers as numbers, a new office's change empty."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("จำลอง")
        _write_texts(sheet, 0, table.header)
        _write_numbers(book, sheet, 1, shown, table)

    return _workbook(fill)


def titled_workbook(shown: Announcement, table: PrintedTable) -> bytes:
    """Notes on a sheet in front; then titles, a header over two rows with merged cells, numbers."""
    groups = ("", "", f"ผลการประเมิน ITA ปี {shown.fiscal_year}", "", "เปรียบเทียบ", "")
    parts = ("", "", "คะแนน", "ระดับ", "กับปีที่ผ่านมา", "กับเกณฑ์")

    def fill(book: xlsxwriter.Workbook) -> None:
        notes = book.add_worksheet("หมายเหตุ")
        for line, text in enumerate((SIMULATED, "1. คะแนนเต็ม 100", "2. เกณฑ์ผ่าน 85 คะแนน")):
            notes.write_string(line, 0, text)
        sheet = book.add_worksheet("ผลการประเมิน")
        first = len(table.titles) + 1
        for line, text in enumerate(table.titles):
            sheet.merge_range(line, 0, line, 5, text)
        for column in (0, 1):
            sheet.merge_range(first, column, first + 1, column, table.header[column])
        for column in (2, 4):
            sheet.merge_range(first, column, first, column + 1, groups[column])
        for column in range(2, 6):
            sheet.write_string(first + 1, column, parts[column])
        _write_numbers(book, sheet, first + 2, shown, table)

    return _workbook(fill)


def merged_workbook(table: PrintedTable) -> bytes:
    """All cells as text, one merged grade cell over each run of the same grade."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("จำลอง")
        sheet.merge_range(0, 0, 0, 5, table.titles[-1])
        for line, row in enumerate(table.lines, start=1):
            _write_texts(sheet, line, [*row[:3], "", *row[4:]])
        for first, last, grade in _runs([row[3] for row in table.lines]):
            if first == last:
                sheet.write_string(1 + first, 3, grade)
            else:
                sheet.merge_range(1 + first, 3, 1 + last, 3, grade)

    return _workbook(fill)


def sheet_for_print(table: PrintedTable, layout: Layout) -> bytes:
    """A workbook to be printed by Calc: text cells, page numbers, print titles."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("จำลอง")
        cell = book.add_format(
            {"text_wrap": True, "valign": "vcenter", "border": 1 if layout.is_ruled else 0}
        )
        sheet.set_paper(9)
        sheet.set_footer("&C- &P -")
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(layout.widths):
            sheet.set_column(column, column, width / CENTIMETRES_A_CHARACTER)
        for line, text in enumerate(table.titles):
            sheet.merge_range(line, 0, line, 5, text)
        first = len(table.titles)
        if layout.is_header_repeated:
            sheet.repeat_rows(first)
        for line, row in enumerate(table.lines, start=first):
            sheet.set_row(line, 48 if layout.is_narrow or line == first else 32)
            _write_texts(sheet, line, row, cell)

    return _workbook(fill)


def _write_texts(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    cells: Sequence[str],
    style: xlsxwriter.format.Format | None = None,
) -> None:
    for column, cell in enumerate(cells):
        sheet.write_string(line, column, cell, style)


def _write_numbers(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    first: int,
    shown: Announcement,
    table: PrintedTable,
) -> None:
    score = book.add_format({"num_format": "0.00"})
    change = book.add_format({"num_format": "+0.00;-0.00"})
    for line, (row, cells) in enumerate(zip(shown.rows, table.rows, strict=True), start=first):
        _write_texts(sheet, line, cells)
        sheet.write_number(line, 0, row.rank)
        sheet.write_number(line, 2, float(row.score), score)
        if row.change is None:
            sheet.write_blank(line, 4, None)
        else:
            sheet.write_number(line, 4, float(row.change), change)


def _runs(values: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First and last place of each run of one value."""
    for value, places in groupby(range(len(values)), key=values.__getitem__):
        run = list(places)
        yield run[0], run[-1], value


# PDFs of three producers

# The project's own font for print.
FONT_FAMILY = "Sarabun ITA"
FONT_SETTINGS = """<?xml version="1.0"?>
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def write_fonts(folder: Path) -> None:
    """Put the project's font into ``folder``, with the settings that make LibreOffice find it."""
    shutil.copy(FONTS / "print" / "SarabunITA-Regular.ttf", folder)
    (folder / "fonts.conf").write_text(FONT_SETTINGS.format(folder=folder), encoding="utf-8")


TYPST_SOURCE = """
#let it = json(bytes(sys.inputs.table))
#set page(paper: "a4", margin: 1.8cm, header: context align(center, "- " + str(here().page()) + " -"))
#set text(font: it.fonts, size: 10pt, lang: "th")
#set table.cell(breakable: it.is_split)
#for line in it.titles { align(center, line) }
#for page in it.pages {
  table(
    columns: it.widths.map(width => width * 1cm),
    inset: 3pt,
    stroke: if it.is_ruled { 0.5pt } else { none },
    align: horizon,
    table.header(repeat: it.is_header_repeated, ..it.header),
    ..page.rows.flatten(),
  )
  if page.carry != "" { align(right, page.carry); pagebreak() }
}
"""


def typst_pdf(table: PrintedTable, layout: Layout, fonts: Path) -> bytes:
    """A PDF made by typst with the fonts of a folder."""
    told = {
        "fonts": FONT_FAMILY,
        "titles": table.titles,
        "header": table.header,
        "pages": [{"rows": page.rows, "carry": page.carry} for page in layout.pages(table)],
        "is_ruled": layout.is_ruled,
        "is_header_repeated": layout.is_header_repeated,
        "widths": layout.widths,
        "is_split": layout.is_split,
    }
    return typst.compile(
        TYPST_SOURCE.encode(),
        format="pdf",
        sys_inputs={"table": json.dumps(told)},
        font_paths=[fonts],
        ignore_system_fonts=True,
    )


def chromium_pdfs(
    sources: Mapping[str, tuple[PrintedTable, Layout]], executable: str
) -> dict[str, bytes]:
    """PDFs printed by one Chromium, by the names of their sources."""
    faces = "".join(_font_face(script) for script in ("thai", "latin"))
    footer = '<div style="font-size: 8px; margin: auto">- <span class="pageNumber"></span> -</div>'

    def printed_pages() -> dict[str, bytes]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            found = {}
            for name, (table, layout) in sources.items():
                page.set_content(web_page(table, layout, faces).decode())
                page.evaluate("document.fonts.ready")
                found[name] = page.pdf(
                    format="A4",
                    display_header_footer=True,
                    header_template="<span></span>",
                    footer_template=footer,
                    margin={"top": "1.5cm", "bottom": "1.5cm", "left": "1.5cm", "right": "1.5cm"},
                )
            browser.close()
            return found

    # A thread of its own: another test of the same process may hold a Playwright open.
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(printed_pages).result()


def _font_face(script: str) -> str:
    content = b64encode((FONTS / f"sarabun-{script}-400-normal.woff2").read_bytes()).decode()
    span = "U+0E01-0E5B, U+200C-200D, U+25CC" if script == "thai" else "U+0000-00FF, U+2000-22FF"
    return (
        "@font-face { font-family: Sarabun; "
        f"src: url(data:font/woff2;base64,{content}); unicode-range: {span} }}"
    )


def libreoffice_pdfs(sources: Mapping[str, bytes], folder: Path, fonts: Path) -> dict[str, bytes]:
    """PDFs printed by one LibreOffice; the suffix of a source's name tells what it is."""
    for name, content in sources.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / name) for name in sources),
        ],
        check=True,
        capture_output=True,
        timeout=SOFFICE_SECONDS,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts / "fonts.conf")},
    )
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in sources}


FLAT_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph"><style:text-properties
 style:font-name-complex="{font}" fo:font-family="{font}" style:font-family-complex="{font}"
 fo:font-size="10pt" style:font-size-complex="10pt" style:language-complex="th"
 style:country-complex="TH"/></style:default-style></office:styles>
<office:automatic-styles>
<style:style style:name="T" style:family="table">
 <style:table-properties style:width="17.4cm" table:align="margins"/></style:style>
{columns}
<style:style style:name="R" style:family="table-row">
 <style:table-row-properties fo:keep-together="{keep}"/></style:style>
<style:style style:name="C" style:family="table-cell">
 <style:table-cell-properties fo:padding="0.08cm" fo:border="{border}" style:vertical-align="middle"/>
</style:style>
<style:style style:name="Carry" style:family="paragraph"><style:paragraph-properties
 fo:text-align="end"/></style:style>
<style:style style:name="Next" style:family="paragraph"><style:paragraph-properties
 fo:break-before="page"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="1.8cm"/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">
<style:footer><text:p>- <text:page-number/> -</text:p></style:footer></style:master-page>
</office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""


def flat_document(table: PrintedTable, layout: Layout) -> bytes:
    """A document for Writer (.fodt)."""
    columns = "".join(
        f'<style:style style:name="C{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for place, width in enumerate(layout.widths)
    )
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in table.titles)
    for page in layout.pages(table):
        body += _flat_table(table.header, page.rows, layout)
        if page.carry:
            body += f'<text:p text:style-name="Carry">{page.carry}</text:p>'
            body += '<text:p text:style-name="Next"/>'
    return FLAT_DOCUMENT.format(
        font=FONT_FAMILY,
        columns=columns,
        keep="auto" if layout.is_split else "always",
        border="0.5pt solid #000000" if layout.is_ruled else "none",
        body=body,
    ).encode()


def _flat_table(header: Sequence[str], rows: Iterable[Sequence[str]], layout: Layout) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="C{place}"/>' for place, _ in enumerate(header)
    )
    first = _flat_row(header)
    if layout.is_header_repeated:
        first = f"<table:table-header-rows>{first}</table:table-header-rows>"
    body = "".join(map(_flat_row, rows))
    return f'<table:table table:style-name="T">{columns}{first}{body}</table:table>'


def _flat_row(cells: Sequence[str]) -> str:
    inside = "".join(
        f'<table:table-cell table:style-name="C"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:style-name="R">{inside}</table:table-row>'
