"""HTML: charsets, cells that span, tables inside tables, the text around them."""

import pytest
from damage import wrong_errors
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.read import read_document
from etl.read.document import Document
from etl.read.html import html_lines

HEAD = "<tr><th>อันดับที่<th>สำนักงานเขต<br>พื้นที่การศึกษา<th>คะแนน ITA ปี ๒๕๖๕</tr>"
ONE = "<tr><td>1<td>สพป.ตัวอย่าง<br>เขต 1<td>99.99</tr>"
TWO = "<tr><td>2</td><td> สพม.สมมุติ\n</td><td><b>90</b>.00</td></tr>"
CELLS = [("1", "สพป.ตัวอย่าง เขต 1", "99.99"), ("2", "สพม.สมมุติ", "90.00")]


def read(body: str, charset: str = "utf-8", encoding: str = "utf-8") -> Document:
    page = f'<!doctype html><html><head><meta charset="{charset}"></head><body>{body}</body></html>'
    return read_document(page.encode(encoding), "file.xls")


def cells(document: Document) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in document.rows]


def test_a_table() -> None:
    """Also when it is called .xls; breaks, bold and spaces of the source leave the cells whole."""
    document = read(f"<table>{HEAD}{ONE}{TWO}</table>")
    assert (document.form, document.fiscal_year) == ("html", 2565)
    assert document.titles["office"] == "สำนักงานเขตพื้นที่การศึกษา"
    assert cells(document) == CELLS


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("tis-620", "cp874"),
        ("windows-874", "cp874"),
        ("utf-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("no-such-charset", "utf-8"),
        ("utf-8", "cp874"),
    ],
)
def test_a_charset(charset: str, encoding: str) -> None:
    """As stated, or, where that does not fit, as any text is read."""
    assert cells(read(f"<table>{HEAD}{ONE}{TWO}</table>", charset, encoding)) == CELLS


def test_spanning_cells() -> None:
    """A header over two columns and a grade over two rows stand in all they cover."""
    document = read(
        "<table><tr><th rowspan=2>ที่<th rowspan=2>หน่วยงาน<th colspan=2>คะแนน<th rowspan=2>ระดับ"
        "<tr><th>OIT<th>รวม"
        "<tr><td>1<td>สพป.ตัวอย่าง เขต 1<td>100<td>99.50<td rowspan=2>AA"
        "<tr><td>2<td>สพม.สมมุติ<td>98<td>97.00</table>"
    )
    assert document.titles["oit"] == "คะแนน OIT"
    assert cells(document) == [
        ("1", "สพป.ตัวอย่าง เขต 1", "100", "99.50", "AA"),
        ("2", "สพม.สมมุติ", "98", "97.00", "AA"),
    ]


def test_a_table_inside_a_table() -> None:
    """A page laid out with tables: the inner one is read, the outer one's text is around."""
    document = read(
        f"<table><tr><td>เมนู<td>ปีงบประมาณ 2566 จำนวน 2 เขต<table>{HEAD}{ONE}{TWO}</table></table>"
        "<p>หมายเหตุ</p><script>var a = 'ไม่เห็น'</script>"
    )
    assert cells(document) == CELLS
    assert document.around == ("เมนู ปีงบประมาณ 2566 จำนวน 2 เขต", "หมายเหตุ")
    assert document.stated_offices == 2


def test_a_table_in_pieces() -> None:
    """Several tables with the same header are one."""
    document = read(f"<table>{HEAD}{ONE}</table><p>/2.</p><table>{HEAD}{TWO}</table>")
    assert cells(document) == CELLS


def test_an_endless_span() -> None:
    """Spans that make millions of cells are refused; those that say nothing cover one."""
    wide = "<tr>" + "<td colspan=1000 rowspan=1000>a" * 5
    with pytest.raises(InputError) as caught:
        read(f"<table>{wide * 1000}</table>")
    assert caught.value.key == "too_heavy"
    odd = ONE.replace("<td>", "<td colspan='x' rowspan='-3'>")
    assert cells(read(f"<table>{HEAD}{odd}</table>")) == CELLS[:1]


def test_a_page_without_a_table() -> None:
    """The error shows what was seen."""
    with pytest.raises(InputError) as caught:
        read("<p>เข้าสู่ระบบ</p>")
    assert (caught.value.key, caught.value.values) == ("no_table", {"seen": "เข้าสู่ระบบ"})


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td rowspan=2>",
                "<td colspan=3>",
                "</table>",
                "ก",
                "<p>",
                "<br>",
                "&",
            ]
        ),
        max_size=40,
    )
)
def test_any_markup(pieces: list[str]) -> None:
    """Tags in any order, closed or not, make lines or the declared error."""
    try:
        lines = html_lines(["".join(pieces)], "file")
    except InputError:
        return
    assert [line.row for line in lines] == list(range(1, len(lines) + 1))


def test_damaged_html() -> None:
    """A page, cut, changed and filled with anything: a table or the declared error."""
    assert wrong_errors(f"<html><table>{HEAD}{ONE}{TWO}</table></html>".encode()) == []


def test_hidden_cells_are_not_read() -> None:
    """A column or a row that the page hides is left out, and told by what it says; menus are not told."""
    hidden = '<td style="display: none">98.87'
    document = read(
        '<ul style="display:none"><li>เมนู</ul><table>'
        "<tr><th>อันดับที่<th>สำนักงาน<th hidden>คะแนน ร่าง<th>คะแนน ITA ปี 2565</tr>"
        f"<tr><td>1<td>สพป.ตัวอย่าง เขต 1{hidden}<td>99.98</tr>"
        f'<tr style="visibility:collapse"><td>9<td>สพป.เก่า เขต 9{hidden}<td>50.00</tr>'
        f"<tr><td>2<td>สพป.ตัวอย่าง เขต 2{hidden}<td>99.97</tr></table>"
    )
    assert [row.cells["score"] for row in document.rows] == ["99.98", "99.97"]
    (remark,) = document.remarks
    assert remark.rule == "hidden_left_out"
    assert str(remark.values["parts"]).startswith("“คะแนน ร่าง”, “98.87”, “9สพป.เก่า เขต 9")


def test_a_raised_mark_is_no_digit() -> None:
    """<sup>1</sup> behind a score or a number is a footnote."""
    document = read(
        f"<table>{HEAD}<tr><td>1<td>สพป.ตัวอย่าง เขต 1<sup>2</sup><td>99.98<sup>1</sup></table>"
    )
    assert cells(document) == [("1", "สพป.ตัวอย่าง เขต 1²", "99.98¹")]


def test_a_header_whose_rows_a_script_draws() -> None:
    """A saved page with the titles alone says that a script draws the rows."""
    with pytest.raises(InputError) as caught:
        read(f"<table>{HEAD}</table><script>draw()</script>")
    assert caught.value.key == "script"


def test_what_follows_the_end_of_a_page() -> None:
    """Browsers show a table after </html>; two pages joined in one file are read as one."""
    document = read(f"<table>{HEAD}{ONE}</table></body></html><table>{HEAD}{TWO}</table>")
    assert cells(document) == CELLS
