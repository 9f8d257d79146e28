"""Workbooks: what a person sees in a cell, which sheets, and what is refused before it is opened."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest
import xlsxwriter
from damage import damaged, wrong_errors
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from etl.errors import InputError
from etl.read import read_document
from etl.read.document import Remark
from etl.read.xlsx import printed

HEADER = ("อันดับที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน ITA ปี 2565", "ระดับ")


def workbook(*fills: Callable[[Worksheet], object]) -> bytes:
    """A workbook with one sheet for each filler."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for fill in fills:
            fill(book.add_worksheet())
    return stream.getvalue()


def table(sheet: Worksheet, top: int = 0) -> None:
    """A header and two rows, numbers as numbers and as Thai text."""
    sheet.write_row(top, 0, HEADER)
    sheet.write_row(top + 1, 0, (1, "สพป.ตัวอย่าง เขต 1", 97.4, "AA"))
    sheet.write_row(top + 2, 0, ("๒", "สพม.สมมุติ", "๙๐.๐๕", "A"))


def replaced(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one part changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            body = old.read(part)
            new.writestr(part.filename, change(body) if part.filename == name else body)
    return stream.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip of some parts; ``__`` stands for a slash, ``_`` for a point."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return stream.getvalue()


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in read_document(content, "file").rows]


def error_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_document(content, "file")
    return caught.value


# Cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (102.0, "102"),
        (97.4, "97.40"),
        (99.99, "99.99"),
        (0.1 + 0.2, "0.30"),
        (97.385, "97.385"),
        (-0.05, "-0.05"),
        (1e300, "1e+300"),
        (True, "TRUE"),
        ("๙๗.๔๐ ", "๙๗.๔๐ "),
    ],
)
def test_a_cell_is_printed_as_it_is_seen(value: float | str, text: str) -> None:
    """Whole numbers whole, cents with two decimals; more decimals stay to be seen."""
    assert printed(value) == text


@given(st.integers(-10_000, 10_000))
def test_every_cent(cents: int) -> None:
    """A score typed with two decimals is printed with two, whatever a float makes of it."""
    value = cents / 100
    assert printed(value) == (str(cents // 100) if cents % 100 == 0 else f"{value:.2f}")


def test_the_rows_of_a_sheet() -> None:
    """Each with the row it has on its sheet."""
    document = read_document(workbook(table), "file")
    assert (document.form, document.kind, document.pages) == ("xlsx", "announcement", 1)
    assert [(row.page, row.row, tuple(row.cells.values())) for row in document.rows] == [
        (1, 2, ("1", "สพป.ตัวอย่าง เขต 1", "97.40", "AA")),
        (1, 3, ("๒", "สพม.สมมุติ", "๙๐.๐๕", "A")),
    ]


def scored(*figures: tuple[float, float]) -> bytes:
    """A workbook of scores and changes."""

    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("ที่", "สพท.", "คะแนน", "ผลต่าง"))
        for place, (score, change) in enumerate(figures, start=1):
            sheet.write_row(place, 0, (place, f"สพป.ตัวอย่าง เขต {place}", score, change))

    return workbook(fill)


def test_a_workbook_of_unrounded_numbers() -> None:
    """Shown with two decimals, held with more: rounded half up, and how many of them is said."""
    figures = [(99.9950001, 1.0049), (97.385, -0.0012), (97.3862, -2.615), (90.0, 5.25)]
    document = read_document(scored(*figures), "file")
    assert [(row.cells["score"], row.cells["change"]) for row in document.rows] == [
        ("100.00", "1.00"),
        ("97.39", "0.00"),
        ("97.39", "-2.62"),
        ("90.00", "5.25"),
    ]
    assert document.remarks == (Remark("numbers_rounded", "score", {"count": 6}),)


def test_one_strange_score_is_no_unrounded_column() -> None:
    """Three decimals where the others have two are a slip, for the rules to find."""
    document = read_document(scored((99.99, 1.0), (97.385, 2.0), (90.5, 0.5)), "file")
    assert [row.cells["score"] for row in document.rows] == ["99.99", "97.385", "90.50"]
    assert document.remarks == ()


def test_shares_are_no_unrounded_scores() -> None:
    """A percent cell of 97.39% holds 0.9739; what it holds is left alone."""
    document = read_document(scored((0.9739, 1.0), (0.9612, 2.0)), "file")
    assert [row.cells["score"] for row in document.rows] == ["0.9739", "0.9612"]
    assert document.remarks == ()


def test_a_sheet_behind_notes_and_titles() -> None:
    """The table's sheet and its own rows; titles above it say the year and how many offices."""

    def titled(sheet: Worksheet) -> None:
        sheet.merge_range("A1:D1", "ผล ปีงบประมาณ พ.ศ. 2566 จำนวน 2 เขต")
        table(sheet, top=4)

    document = read_document(workbook(lambda sheet: sheet.write("A1", "หมายเหตุ"), titled), "file")
    assert [(row.page, row.row) for row in document.rows] == [(2, 6), (2, 7)]
    assert (document.fiscal_year, document.stated_offices, document.pages) == (2565, 2, 2)


def test_a_table_over_two_sheets() -> None:
    """Rows of both, each number once."""
    document = read_document(workbook(table, table), "file")
    assert [row.page for row in document.rows] == [1, 1, 2, 2]
    assert len({row.row for row in document.rows}) == 4


def test_merged_cells_are_filled() -> None:
    """A grade merged over rows is each row's; a header merged over columns is each one's."""

    def merged(sheet: Worksheet) -> None:
        for column, title in enumerate(("ที่", "หน่วยงาน")):
            sheet.merge_range(0, column, 1, column, title)
        sheet.merge_range(0, 2, 0, 3, "คะแนน")
        sheet.write_row(1, 2, ("OIT", "รวม"))
        sheet.merge_range(0, 4, 1, 4, "ระดับ")
        for row, name in ((2, "สพป.ตัวอย่าง เขต 1"), (3, "สพม.สมมุติ")):
            sheet.write_row(row, 0, (row - 1, name, 100, 99.5))
        sheet.merge_range(2, 4, 3, 4, "AA")

    document = read_document(workbook(merged), "file")
    assert document.titles["oit"] == "คะแนน OIT"
    assert [tuple(row.cells.values()) for row in document.rows] == [
        ("1", "สพป.ตัวอย่าง เขต 1", "100", "99.50", "AA"),
        ("2", "สพม.สมมุติ", "100", "99.50", "AA"),
    ]


def test_a_hidden_sheet_is_not_read() -> None:
    """What nobody sees is not announced: it is read only where nothing else is, and that is said."""

    def hidden(sheet: Worksheet) -> None:
        table(sheet)
        sheet.hide()

    document = read_document(workbook(table, hidden), "file")
    assert {row.page for row in document.rows} == {1}
    assert document.remarks == (Remark("hidden_left_out", "row", {"parts": "“Sheet2”"}),)
    alone = read_document(workbook(lambda sheet: sheet.write("A1", "ว่าง"), hidden), "file")
    assert {row.page for row in alone.rows} == {2}
    assert alone.remarks == (Remark("hidden_read", "row", {"parts": "“Sheet2”"}),)


def test_a_hidden_column_is_not_read() -> None:
    """A draft of the scores in a hidden column, or one without breadth, is left out, and said."""
    for how in ({"hidden": True}, {"level": 1, "hidden": True}, {}):

        def fill(sheet: Worksheet, how: dict = how) -> None:
            sheet.write_row("A1", ("อันดับที่", "สำนักงาน", "คะแนน ITA ปี 2565", "คะแนน ITA ปี 2565"))
            sheet.write_row("A2", (1, "สพป.ตัวอย่าง เขต 1", 98.87, 99.98))
            sheet.write_row("A3", (2, "สพป.ตัวอย่าง เขต 2", 98.86, 99.97))
            sheet.set_column(2, 2, 0 if not how else 13, None, how)

        document = read_document(workbook(fill), "file")
        assert [row.cells["score"] for row in document.rows] == ["99.98", "99.97"]
        assert document.remarks == (Remark("hidden_left_out", "row", {"parts": "C"}),)


def test_a_hidden_row_is_not_read() -> None:
    """A row hidden by hand or by a filter is left out, and told by its number."""

    def fill(sheet: Worksheet) -> None:
        table(sheet)
        sheet.set_row(1, None, None, {"hidden": True})

    document = read_document(workbook(fill), "file")
    assert 2 not in {row.row for row in document.rows}
    assert document.remarks == (Remark("hidden_left_out", "row", {"parts": "2"}),)


def test_cells_shown_as_percent() -> None:
    """0.9998 shown as 99.98% is 99.98, whatever the format's sections say; a share in words is text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        score = book.add_format({"num_format": 10})
        change = book.add_format({"num_format": "+0.00%;-0.00%;0.00%"})
        words = book.add_format({"num_format": '0.00" %"'})
        sheet.write_row("A1", (*HEADER, "ผลต่าง", "คะแนนปีที่ผ่านมา"))
        for row, (value, moved) in enumerate(((0.9998, 0.0408), (0.99, -0.0035)), start=1):
            sheet.write_row(row, 0, (row, f"สพป.ตัวอย่าง เขต {row}"))
            sheet.write(row, 2, value, score)
            sheet.write(row, 4, moved, change)
            sheet.write(row, 5, 95.5, words)
    first, second = read_document(stream.getvalue(), "file").rows
    assert [first.cells[word] for word in ("score", "change", "last_score")] == [
        "99.98%",
        "4.08%",
        "95.50",
    ]
    assert [second.cells[word] for word in ("score", "change")] == ["99.00%", "-0.35%"]


def test_a_raised_mark_is_no_digit() -> None:
    """A footnote set above the line is a mark beside the number, not a digit of it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, up = book.add_worksheet(), book.add_format({"font_script": 1})
        table(sheet)
        sheet.write_rich_string("B2", "สพป.ตัวอย่าง เขต 1", up, "2")
        sheet.write_rich_string("C2", "99.98", up, "1")
    row = read_document(stream.getvalue(), "file").rows[0]
    assert (row.cells["office"], row.cells["score"]) == ("สพป.ตัวอย่าง เขต 1²", "99.98¹")


def test_a_stray_cell_at_the_end_of_a_sheet() -> None:
    """Formats without values, on a million rows or in the last cell there is, hold nothing to read."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        table(sheet)
        for row in range(1_048_000, 1_048_576):
            sheet.write_blank(row, 0, None, bold)
        sheet.write_blank(1_048_575, 16_383, None, bold)
    assert len(read_document(stream.getvalue(), "file").rows) == 2


def test_an_open_document_sheet() -> None:
    """A workbook of LibreOffice's own form."""
    row = "<table:table-row>{}</table:table-row>".format
    cell = (
        '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    )
    lines = [HEADER, ("1", "สพป.ตัวอย่าง เขต 1", "97.40", "AA")]
    body = "".join(row("".join(map(cell, line))) for line in lines)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = zipped(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
        content_xml=content.encode(),
        **{"META-INF__manifest_xml": b"<manifest/>"},
    )
    assert cells(file) == [("1", "สพป.ตัวอย่าง เขต 1", "97.40", "AA")]


# Formulas

SHEET = "xl/worksheets/sheet1.xml"


def with_formula(stored: bytes) -> bytes:
    def formula(sheet: Worksheet) -> None:
        table(sheet)
        sheet.write_formula("E2", "=C2*2", None, 194.8)

    value = b"<f>C2*2</f><v>194.8</v>"
    content = workbook(formula)
    assert value in zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    return replaced(content, SHEET, lambda body: body.replace(value, b"<f>C2*2</f>" + stored))


def test_a_calculated_formula_is_its_value() -> None:
    """Stored values are read."""
    assert len(cells(with_formula(b"<v>194.8</v>"))) == 2


@pytest.mark.parametrize("stored", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_that_was_never_calculated(stored: bytes) -> None:
    """It would read as blank: the error says which cell, and to open, recalculate and save."""
    error = error_of(with_formula(stored))
    assert (error.key, error.values) == ("formula", {"sheet": "sheet1", "cell": "E2"})
    assert "recalculate" in error.message("en")


# What is refused


def test_a_bomb_is_refused_at_once() -> None:
    """By what its parts say they hold, before one is unpacked."""
    bomb = zipped(xl__worksheets__sheet1_xml=b"0" * 101 * 1024**2)
    assert len(bomb) < 200_000
    assert error_of(bomb).key == "zip_bomb"


def test_a_tightly_packed_part_is_refused() -> None:
    """Two megabytes in two kilobytes are no table."""
    assert error_of(zipped(xl__a_xml=b"0" * 2 * 1024**2)).key == "zip_bomb"


def test_a_part_that_lies_about_its_size() -> None:
    """One that holds more than it says fails its sum."""
    content = bytearray(zipped(xl__a_xml=zlib.crc32(b"x").to_bytes(4, "big") * 1000))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + at
        content[place : place + 4] = (10).to_bytes(4, "little")
    assert error_of(bytes(content)).key == "damaged"


def test_a_cell_in_the_farthest_corner() -> None:
    """A lone space in the last cell there is would make seventeen billion cells: it is named."""

    def fill(sheet: Worksheet) -> None:
        table(sheet)
        sheet.write_string(1_048_575, 16_383, " ")

    error = error_of(workbook(fill))
    assert (error.key, error.values["cell"]) == ("cell_far_out", "XFD1048576")


def test_entities_are_not_expanded() -> None:
    """A sheet that defines entities is damaged or read without them, never blown up."""
    laughs = (
        b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 100 + b'"><!ENTITY b "' + b"&a;" * 10_000 + b'">]>'
    )
    content = replaced(
        workbook(table), SHEET, lambda body: body.replace(b"<worksheet", laughs + b"<worksheet", 1)
    )
    try:
        found = cells(content)
    except InputError as error:
        found = [(error.key,)]
    assert found in ([("damaged",)], cells(workbook(table)))


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "word_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown_form"),
        (b"{\\rtf1 a}", "word_document"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         "spreadsheet_xml"),
        (b"", "empty"),
        (b" \r\n\0", "empty"),
    ],
)  # fmt: skip
def test_what_is_not_read(content: bytes, key: str) -> None:
    """Each kind with its own remedy, in both languages."""
    error = error_of(content)
    assert error.key == key
    assert error.message("th") != error.message("en")


def test_damaged_workbook() -> None:
    """A workbook and its sheet, cut, changed and filled with anything: the declared error."""
    content = workbook(table)
    assert wrong_errors(content) == []


def test_damaged_sheet() -> None:
    """The same inside a whole container."""
    content = workbook(table)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    wrong = []
    for body in damaged(sheet):
        try:
            read_document(replaced(content, SHEET, lambda _, body=body: body), "file")
        except InputError as error:
            wrong += [] if error.message("th") else [error.key]
    assert wrong == []


def open_workbook(*rows: str, columns: str = "") -> bytes:
    """An OpenDocument workbook of one sheet."""
    stream = io.BytesIO()
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="1">{columns}{"".join(rows)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()


def open_row(*cells: str | float, visibility: str = "visible") -> str:
    kinds = [
        f'office:value-type="percentage" office:value="{cell}"'
        if isinstance(cell, float)
        else 'office:value-type="string"'
        for cell in cells
    ]
    inside = "".join(
        f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>"
        for kind, cell in zip(kinds, cells, strict=True)
    )
    return f'<table:table-row table:visibility="{visibility}">{inside}</table:table-row>'


def test_what_an_open_document_hides() -> None:
    """Collapsed columns, filtered rows and percent cells are known in a file of LibreOffice as well."""
    content = open_workbook(
        open_row("อันดับที่", "สำนักงาน", "คะแนน", "คะแนน"),
        open_row("1", "สพป.ตัวอย่าง เขต 1", 0.9887, 0.9998),
        open_row("2", "สพป.ตัวอย่าง เขต 2", 0.9886, 0.9997, visibility="filter"),
        open_row("3", "สพป.ตัวอย่าง เขต 3", 0.9885, 0.9996),
        columns='<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/><table:table-column/>',
    )
    document = read_document(content, "file")
    assert [row.cells["score"] for row in document.rows] == ["99.98%", "99.96%"]
    assert document.remarks == (Remark("hidden_left_out", "row", {"parts": "C, 3"}),)
