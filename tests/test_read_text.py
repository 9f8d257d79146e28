"""Text: what encoding, what parts the cells, which line a row stands on, what has no table."""

from pathlib import Path

import pytest
from damage import wrong_errors
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.read import read_document
from etl.read.document import Document
from etl.read.text import decoded, read_text

EXTRACT = (
    Path(__file__)
    .resolve()
    .parent.parent.joinpath("data", "raw", "2565", "announcement_2565_extract.txt")
)
HEADER = (
    "อันดับที่",
    "สำนักงานเขตพื้นที่การศึกษา",
    "คะแนน ITA ปี ๒๕๖๕",
    "ระดับผลคะแนน",
    "เปรียบเทียบกับปีที่ผ่านมา",
    "เปรียบเทียบกับเกณฑ์",
)
ROWS = (
    ("๑", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑", "๙๙.๙๙", "AA", "+๐.๕๙", "ผ่าน"),
    ("๒", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาสมมุติ", "๘๔.๙๐", "B", "-", "ไม่ผ่าน"),
)
WORDS = ("rank", "office", "score", "grade", "change", "result")
TABLE = [list(HEADER), *map(list, ROWS)]


def cells(document: Document) -> list[tuple[str, ...]]:
    return [tuple(row.cells.get(word, "") for word in WORDS) for row in document.rows]


def lines_of(document: Document) -> list[int]:
    return [row.row for row in document.rows]


def joined(delimiter: str, lines: list[list[str]] = TABLE) -> str:
    return "\n".join(delimiter.join(line) for line in lines)


def error_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_document(content, "file")
    return caught.value


# The real thing


def test_the_extract_is_read_row_by_row() -> None:
    """13 rows with the line they stand on; Kalasin's is line 14, printed as it is printed."""
    document = read_document(EXTRACT.read_bytes(), EXTRACT.name)
    assert (document.kind, document.form, document.fiscal_year) == ("announcement", "text", 2565)
    assert lines_of(document) == [2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15]
    assert cells(document)[11] == (
        "๑๐๒",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสินธุ์ เขต ๒",
        "๙๗.๕๙",
        "AA",
        "+๑.๕๖",
        "ผ่าน",
    )
    assert document.titles["score"] == "คะแนน ITA ปี ๒๕๖๕"


# What parts the cells


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_every_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    """Tab, comma, semicolon and bar, in UTF-8, UTF-16 and Thai Windows."""
    document = read_document(joined(delimiter).encode(encoding), "file")
    assert cells(document) == list(ROWS)
    assert lines_of(document) == [2, 3]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_either_order_of_utf_16(order: str) -> None:
    """The mark at the beginning tells which."""
    content = ("\ufeff" + joined(",")).encode(order)
    assert cells(read_document(content, "file")) == list(ROWS)


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_utf_16_without_its_mark(order: str, delimiter: str) -> None:
    """The zeros of its delimiters tell which order it is in."""
    assert cells(read_document(joined(delimiter).encode(order), "file")) == list(ROWS)


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_a_sheet_of_two_columns(delimiter: str) -> None:
    """Indicator and score are columns enough; the office stands above them."""
    lines = [
        ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566", ""],
        ["หน่วยงาน", "สพป.ตัวอย่าง เขต 1"],
        ["ตัวชี้วัด", "คะแนน"],
        ["1. การปฏิบัติหน้าที่", "97.20"],
        ["2. การใช้งบประมาณ", "88.00"],
    ]
    document = read_document(joined(delimiter, lines).encode(), "file")
    assert (document.kind, document.fiscal_year) == ("result_sheet", 2566)
    assert [(row.cells["office"], row.cells["score"]) for row in document.rows] == [
        ("สพป.ตัวอย่าง เขต 1", "97.20"),
        ("สพป.ตัวอย่าง เขต 1", "88.00"),
    ]


def test_lines_above_the_header_and_blank_lines() -> None:
    """Titles are around the table, and every line counts."""
    text = f"ประกาศผล\n\nปีงบประมาณ พ.ศ. 2566 จำนวน 245 เขต\n{joined(',')}\n\nหมายเหตุ"
    document = read_document(text.encode(), "file")
    assert cells(document) == list(ROWS)
    assert lines_of(document) == [5, 6]
    assert (document.fiscal_year, document.stated_offices) == (2565, 245)
    assert document.around == ("ประกาศผล", "ปีงบประมาณ พ.ศ. 2566 จำนวน 245 เขต", "หมายเหตุ")


def test_quoted_cells_and_lines_inside_them() -> None:
    """A row's line is the one it begins on; a name broken in its cell is one name."""
    text = '"อันดับ","หน่วยงาน","คะแนน\nปี 2566"\r\n1,"สพป.ตัวอย่าง\nเขต 1","99.99"\r\n2,สพม.สมมุติ,90.00'
    document = read_document(text.encode(), "file")
    assert [(row.row, dict(row.cells)) for row in document.rows] == [
        (3, {"rank": "1", "office": "สพป.ตัวอย่าง เขต 1", "score": "99.99"}),
        (5, {"rank": "2", "office": "สพม.สมมุติ", "score": "90.00"}),
    ]
    assert document.fiscal_year == 2566


def test_a_lone_quotation_mark_swallows_nothing() -> None:
    """It is printed text."""
    lines = [*TABLE, ["๓", 'สพป.ตัวอย่าง" เขต ๓', "๘๐.๐๐", "B", "", ""]]
    document = read_document(joined(",", lines).encode(), "file")
    assert cells(document)[2][1] == 'สพป.ตัวอย่าง" เขต ๓'


def test_a_row_that_lacks_cells_is_read_as_far_as_it_goes() -> None:
    """A missing cell is no reason to lose the row."""
    document = read_document((joined(",") + "\n๓,สพป.ตัวอย่าง เขต ๓,๘๐.๐๐").encode(), "file")
    assert dict(document.rows[2].cells) == {
        "rank": "๓",
        "office": "สพป.ตัวอย่าง เขต ๓",
        "score": "๘๐.๐๐",
    }


# Cells that only spaces part


def test_text_copied_from_a_viewer() -> None:
    """Rank, name, score, grade, change and result by their looks; page numbers are around."""
    text = f"{joined(' ')}\n/๓.\n- 1 -\n๓ สพป.ตัวอย่าง เขต ๓ ๘๐.๐๐ B ผ่าน"
    document = read_document(text.encode(), "file")
    assert cells(document) == [*ROWS, ("๓", "สพป.ตัวอย่าง เขต ๓", "๘๐.๐๐", "B", "", "ผ่าน")]
    assert lines_of(document) == [2, 3, 6]
    assert document.fiscal_year == 2565
    assert document.around == (" ".join(HEADER), "/๓.", "- 1 -")


def test_a_cell_a_line() -> None:
    """Some viewers put every cell on a line of its own."""
    document = read_document(joined("\n").encode(), "file")
    assert cells(document) == list(ROWS)
    assert lines_of(document) == [7, 13]


def test_a_name_wrapped_in_spaced_text() -> None:
    """The number on the next line belongs to the name."""
    text = "๑ สำนักงานเขตพื้นที่การศึกษาประถมศึกษา\nตัวอย่าง เขต\n๑ ๙๙.๙๙ AA +๐.๕๙ ผ่าน"
    assert cells(read_document(text.encode(), "file")) == [ROWS[0]]


@pytest.mark.parametrize(
    ("printed", "score", "grade"),
    [("9O.12 AA", "9O.12", "AA"), ("๙๗๓๙ AA", "๙๗๓๙", "AA"), ("AA", "", "AA")],
)
def test_a_damaged_score_keeps_the_row(printed: str, score: str, grade: str) -> None:
    """The other cells stay where they are and the damaged one as it is printed."""
    text = f"{joined(' ')}\n๓ สพป.ตัวอย่าง เขต ๓ {printed} +๑.๐๐ ผ่าน"
    assert cells(read_document(text.encode(), "file"))[2] == (
        "๓",
        "สพป.ตัวอย่าง เขต ๓",
        score,
        grade,
        "+๑.๐๐",
        "ผ่าน",
    )


def test_text_without_a_header() -> None:
    """Columns by what stands in them; absent columns are absent."""
    document = read_document(joined("\t", [list(row[:3]) for row in ROWS]).encode(), "file")
    assert [dict(row.cells) for row in document.rows] == [
        dict(zip(WORDS, row[:3], strict=False)) for row in ROWS
    ]
    assert (document.titles, document.fiscal_year) == ({}, None)


@pytest.mark.parametrize(
    "change", ["ไม่มีข้อมูล", "ใหม่", "N/A", "--", "—", "ไม่สามารถเปรียบเทียบได้", "๐.๐๐", "0.00"]
)
@pytest.mark.parametrize("grade", ["ผ่านดีเยี่ยม", "AA"])
def test_a_change_that_is_none(change: str, grade: str) -> None:
    """Words for no change, and a change of nothing without a sign, stand in the column of changes."""
    row = ("๓", "สพป.ตัวอย่าง เขต ๓", "๙๙.๐๐", grade, change, "ผ่าน")
    text = f"{joined(' ')}\n{' '.join(row)}"
    assert cells(read_document(text.encode(), "file"))[2] == row


def test_the_score_before_the_name() -> None:
    """A grade ends the name then; a line of numbers that goes on without one begins no row."""
    lines = [
        "๑ ๙๙.๙๙ สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑ AA +๐.๕๙ ผ่าน",
        "๒ ๖๔.๙๐ สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาสมมุติ ต้องปรับปรุงโดยด่วน - ไม่ผ่าน",
    ]
    assert cells(read_document("\n".join(lines).encode(), "file")) == [
        ROWS[0],
        ("๒", ROWS[1][1], "๖๔.๙๐", "ต้องปรับปรุงโดยด่วน", "-", "ไม่ผ่าน"),
    ]


# What is no table


def test_what_is_no_text() -> None:
    """Zeros on both sides, control characters and broken UTF-16 are named by key."""
    assert error_of(joined(",").encode("utf-16-le") + b"\0,\0,").key == "encoding"
    assert error_of(b"a,b\x01,c").key == "encoding"
    assert error_of(b"\xff\xfea").key == "encoding"


def test_what_has_no_table() -> None:
    """The error shows the first lines that were seen."""
    error = error_of("สวัสดี\nไม่มีตาราง".encode())
    assert (error.key, error.values) == ("no_table", {"seen": "สวัสดี / ไม่มีตาราง"})
    assert "สวัสดี / ไม่มีตาราง" in error.message("th")


def test_a_header_without_rows() -> None:
    """It is not an empty table."""
    assert error_of(joined(",", TABLE[:1]).encode()).key == "no_rows"


def test_an_endless_cell() -> None:
    """A cell longer than any table has is no table."""
    assert error_of(b"office,score\n" + b"a" * 140_000).key == "not_a_table"


# For any text

names = st.text("กขคงจชดตนบปพมรลวสอะาิีุเแโ์่้", min_size=2, max_size=12).filter(
    lambda name: name[0] in "กขคงจชดตนบปพมรลวสอ" and not name.startswith("สพ")
)
numbers = st.integers(1, 245).map(str)
cents = st.integers(101, 10_000).map(lambda value: f"{value / 100:.2f}")
DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@given(
    st.lists(st.tuples(names, st.integers(1, 9), cents), min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from(["\t", ",", ";", "|", " "]),
)
def test_any_names_and_digits(
    offices: list[tuple[str, int, str]], is_thai: bool, delimiter: str
) -> None:
    """Names, Thai or Arabic digits, any delimiter: every cell comes back as it went in."""
    rows = [
        (str(rank), f"สพป.{name} เขต {number}", score, "AA", "+0.10", "ผ่าน")
        for rank, (name, number, score) in enumerate(offices, start=1)
    ]
    printed = [tuple(cell.translate(DIGITS) if is_thai else cell for cell in row) for row in rows]
    text = joined(delimiter, [list(HEADER), *map(list, printed)])
    assert cells(read_document(text.encode(), "file")) == printed


@given(st.permutations(range(6)), st.sampled_from(["\t", ",", ";", "|"]))
def test_any_order_of_columns(order: list[int], delimiter: str) -> None:
    """Columns are found by their titles, wherever they stand."""
    lines = [[line[place] for place in order] for line in TABLE]
    assert cells(read_document(joined(delimiter, lines).encode(), "file")) == list(ROWS)


@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    """Whatever is no table raises the declared error and nothing else."""
    try:
        read_text(content, "file")
    except InputError:
        return
    assert decoded(content, "file") is not None


def test_damaged_text() -> None:
    """The extract, cut, changed and filled with anything: a table or the declared error."""
    assert wrong_errors(EXTRACT.read_bytes()) == []


def test_thai_as_codes_of_web_pages() -> None:
    """&#3629; is a letter, whatever wrote it so."""
    text = joined("\t", [list(HEADER), ["1", "สพป.ตัวอย่าง เขต 1", "99.99", "AA", "+0.10", "ผ่าน"]])
    assert read_document(text.encode("ascii", "xmlcharrefreplace"), "file") == read_document(
        text.encode(), "file"
    )
