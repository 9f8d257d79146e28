"""Finding the table: titles in any words, headers over several lines, what is no row, which kind."""

import pytest

from etl.errors import InputError
from etl.read.document import Document, Line
from etl.read.headers import unbroken
from etl.read.tables import document_of
from etl.read.titles import column_of, columns_of, stated_offices, title_year, year_of

HEADER = ("อันดับที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน")
ONE = ("1", "สพป.ตัวอย่าง เขต 1", "99.99")
TWO = ("2", "สพม.สมมุติ", "90.00")


def read(*lines: tuple[str, ...], form: str = "text") -> Document:
    numbered = [Line(None, row, cells) for row, cells in enumerate(lines, start=1)]
    return document_of(numbered, form, "file")  # type: ignore[arg-type]


def pages(*sheets: list[tuple[str, ...]], form: str = "pdf") -> Document:
    lines = [
        Line(page, 100 * page + row, cells, (0.0, float(row), 9.0, row + 1.0))
        for page, sheet in enumerate(sheets, start=1)
        for row, cells in enumerate(sheet)
    ]
    return document_of(lines, form, "file", len(sheets))  # type: ignore[arg-type]


def cells(document: Document) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in document.rows]


def told(document: Document, rule: str) -> dict[str, object] | None:
    """What the reader remarks by one rule, None where it does not."""
    return next((dict(each.values) for each in document.remarks if each.rule == rule), None)


def unread(document: Document) -> object:
    return (told(document, "column_unread") or {}).get("titles")


# Titles

TITLES = {
    "rank": ["อันดับที่", "อันดับ", "ลำดับที่", "ที่", "Rank", "No.", "อันดับที่ ปี ๒๕๖๕", "ลำดับที่ของประเทศ"],
    "office": ["สํานักงานเขตพื้นที่การศึกษา", "ชื่อหน่วยงาน", "สพท.", "สพป./สพม.", "Office name", "unit",
        "Education Service Area Office"],
    "score": [
        "คะแนน ITA ปี ๒๕๖๕", "ผลคะแนน", "คะแนนที่ได้", "ร้อยละ", "score", "ITA score 2022", "คะแนน\nITA",
        "คะแน\uf70aน ITA", "ปี 2565", "คะแนน (เต็ม 100)", "ITA Online 2567", "คะแนนปี 67",
    ],
    "last_score": ["คะแนนปีที่ผ่านมา", "last year's score"],
    "total": ["คะแนนรวม", "Total score", "คะแนนรวม ปี ๒๕๖๗"],
    "grade": ["ระดับผลคะแนน", "ระดับ", "ผลการประเมินระดับ", "เกรด", "level"],
    "change": ["เปรียบเทียบกับปีที่ผ่านมา", "เพิ่ม/ลด", "ผลต่าง", "เทียบกับปี 2564", "Change from last year",
        "Change from previous year", "ผลการเปรียบเทียบ", "+/-", "(+ / −)", "กับปีที่ผ่านมา"],
    "result": ["เปรียบเทียบกับเกณฑ์", "ผลการประเมิน", "ผ่าน/ไม่ผ่าน", "Pass/Fail", "สถานะ"],
    "fiscal_year": ["ปีงบประมาณ", "ปี พ.ศ.", "fiscal_year"],
    "iit": ["IIT", "คะแนน IIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"],
    "instrument": ["เครื่องมือ", "แบบวัด", "instrument"],
    "indicator": ["ตัวชี้วัดที่", "indicator no."],
    "item": ["ข้อ", "item code"],
    "i1": ["ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", "1. การปฏิบัติหน้าที่", "การปฏิบัติหน้าที่", "i1"],
    "i10": ["i10", "ตัวชี้วัดที่ ๑๐"],
    "9.1": ["9.1", "ตัวชี้วัดย่อยที่ ๙.๑ ข้อมูลพื้นฐาน"],
    "O10": ["O10", "o10", "O 10", "010", "๐๑๐", "O10 แผนการดำเนินงาน"],
    None: [
        "", "จังหวัด", "หมายเหตุ", "คะแนนเต็ม", "คะแนนเต็ม (100)",
        "คะแนนถ่วงน้ำหนัก IIT", "อันดับปีที่ผ่านมา", "99.99", "AA",
        "สพป.กาฬสินธุ์ เขต 2", "ผ่าน", "คะแนนเฉลี่ยระดับประเทศ",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("title", "word"), [(title, word) for word, titles in TITLES.items() for title in titles]
)
def test_a_title_in_other_words(title: str, word: str | None) -> None:
    """Thai and English, broken sara am, private-use marks, Thai digits, a zero for the letter O."""
    assert column_of(title) == word


def test_the_plainer_of_two_ranks() -> None:
    """อันดับ is the rank where ลำดับ only counts lines."""
    assert columns_of(["ลำดับ", "หน่วยงาน", "คะแนน", "อันดับ"]) == {1: "office", 2: "score", 3: "rank"}


def test_the_scores_of_two_years() -> None:
    """The later is the score, the earlier last year's."""
    titles = ["หน่วยงาน", "คะแนนปี 2564", "คะแนนปี 2565"]
    assert columns_of(titles) == {0: "office", 1: "last_score", 2: "score"}


def test_the_rank_in_the_country() -> None:
    """It is the rank where there is no other."""
    assert columns_of(["อันดับที่ของประเทศ", "สพท.", "คะแนน"])[0] == "rank"
    assert columns_of(["อันดับที่ของประเทศ", "สพท.", "คะแนน", "ลำดับที่"]) == {
        1: "office",
        2: "score",
        3: "rank",
    }


def test_the_totals_of_two_years() -> None:
    """Without another score the later total is the score, the earlier last year's."""
    titles = ["หน่วยงาน", "IIT", "คะแนนรวม ปี 2566", "คะแนนรวม ปี 2567"]
    assert columns_of(titles) == {0: "office", 1: "iit", 2: "last_score", 3: "score"}


def test_ten_bare_numbers_are_indicators() -> None:
    """1 to 10 all together, and no fewer."""
    numbers = [str(number) for number in range(1, 11)]
    assert columns_of(["office", *numbers])[10] == "i10"
    assert columns_of(["office", *numbers[:9]]) == {0: "office"}


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("ประกาศผล ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", 2567),
        ("ITA Online 2022", 2565),
        ("ปี 2566 เทียบกับปี 2565", 2566),
        ("ประกาศ ณ วันที่ 31 สิงหาคม พ.ศ. 2565", None),
    ],
)
def test_the_year_of_a_title(line: str, year: int | None) -> None:
    """A fiscal year in either era; a date says nothing of it."""
    assert title_year([line]) == year


def test_the_year_of_a_column() -> None:
    """The latest that it names, in the Buddhist era."""
    assert [year_of(title) for title in ("คะแนน ๒๕๖๕", "score 2022", "2564-2565", "คะแนน")] == [
        2565,
        2565,
        2565,
        None,
    ]


@pytest.mark.parametrize(
    ("lines", "offices"),
    [
        (["จำนวน ๒๔๕ เขต"], 245),
        (["จ านวน 245 เขต (สพป. 183 เขต สพม. 62 เขต)"], 245),
        (["จำนวนสำนักงานเขตพื้นที่การศึกษา 245 แห่ง"], 245),
        (["รวม 245 เขต", "จำนวน 183 เขต", "จำนวน 62 เขต"], 245),
        (["จำนวน 183 เขต และจำนวน 62 เขต"], None),
        (["ผ่านเกณฑ์ จำนวน 240 เขต"], None),
        (["245 education service area offices"], 245),
    ],
)
def test_how_many_offices_a_title_states(lines: list[str], offices: int | None) -> None:
    """One number, or one that is the sum of the others; else none."""
    assert stated_offices(lines) == offices


# Cells


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("  ประถมศึกษา\nกาฬสินธุ์ ", "ประถมศึกษากาฬสินธุ์"),
        ("กาฬสินธุ์\nเขต 2", "กาฬสินธุ์ เขต 2"),
        ("สำนักงาน\nเขตพื้นที่การศึกษา", "สำนักงานเขตพื้นที่การศึกษา"),
        ("เขต\n๒", "เขต ๒"),
        ("97.\n39", "97.39"),
        ("+\n๑๕.๘๖", "+๑๕.๘๖"),
        ("Office\nname", "Office name"),
        ("two  spaces", "two  spaces"),
    ],
)
def test_a_break_inside_a_cell(cell: str, read_as: str) -> None:
    """Nothing inside a Thai word or a number, a space elsewhere; all else as printed."""
    assert unbroken(cell) == read_as


# Headers and rows


def test_a_header_over_several_lines() -> None:
    """Cells that stand above each other make one title; a merged one is said once."""
    document = read(
        ("ประกาศผล ปีงบประมาณ พ.ศ. 2567", "", "", "", ""),
        ("ที่", "หน่วยงาน", "คะแนน", "คะแนน", "เปรียบเทียบ"),
        ("ที่", "หน่วยงาน", "IIT", "รวม", "กับเกณฑ์"),
        ("1", "สพป.ตัวอย่าง เขต 1", "98.00", "99.99", "ผ่าน"),
    )
    assert document.titles == {
        "rank": "ที่",
        "office": "หน่วยงาน",
        "iit": "คะแนน IIT",
        "score": "คะแนนรวม",
        "result": "เปรียบเทียบกับเกณฑ์",
    }
    assert cells(document) == [("1", "สพป.ตัวอย่าง เขต 1", "98.00", "99.99", "ผ่าน")]
    assert document.fiscal_year == 2567


def test_the_year_of_the_header_wins() -> None:
    """A title may speak of another year."""
    header = (*HEADER[:2], "คะแนน ITA ปี ๒๕๖๕")
    assert read(("ปีงบประมาณ 2566",), header, ONE).fiscal_year == 2565


@pytest.mark.parametrize("padding", [("", ""), ("ผลการประเมิน ปีงบประมาณ พ.ศ. 2566",) * 2])
def test_a_padded_title_above_the_header(padding: tuple[str, ...]) -> None:
    """A title in a cell of its own, or merged over all, is no title of the column below it."""
    title = ("ผลการประเมิน ปีงบประมาณ พ.ศ. 2566", *padding)
    document = read(title, ("หน่วยงาน", "คะแนน", "ที่"), ("สพป.ตัวอย่าง เขต 1", "99.99", "1"))
    assert (document.fiscal_year, document.titles["office"]) == (2566, "หน่วยงาน")
    assert document.around == ("ผลการประเมิน ปีงบประมาณ พ.ศ. 2566",)


def test_the_rest_of_a_cut_row_is_no_header() -> None:
    """A piece of a grade below a repeated header belongs to the row the page break cut."""
    header = (*HEADER, "ระดับ", "ผลต่าง", "ผล")
    rows = [("1", "สพป.ตัวอย่าง เขต 1", "99.99", "ผ่านดี", "-", "ผ่าน"), (*TWO, "ผ่านดี", "-", "ผ่าน")]
    document = pages([header, rows[0]], [header, ("", "", "", "เยี่ยม", "", ""), rows[1]])
    assert [row.cells["grade"] for row in document.rows] == ["ผ่านดีเยี่ยม", "ผ่านดี"]


def test_what_is_no_row() -> None:
    """A repeated header, column numbers, means, notes and carry lines are no rows."""
    document = read(
        HEADER,
        ("(1)", "(2)", "(3)"),
        ONE,
        HEADER,
        TWO,
        ("", "ค่าเฉลี่ย", "95.00"),
        ("", "หมายเหตุ", ""),
        ("/3.", "", ""),
        ("ที่มา: ตัวอย่าง",),
    )
    assert cells(document) == [ONE, TWO]
    assert document.around == ("(1) (2) (3)", "ค่าเฉลี่ย 95.00", "/3.", "ที่มา: ตัวอย่าง", "หมายเหตุ")


def test_a_damaged_row_is_a_row() -> None:
    """A lost name, a lost score or a lost rank is for the rules to find."""
    lost = [("3", "", "80.00"), ("4", "สพป.ตัวอย่าง เขต 4", ""), ("", "สพป.ตัวอย่าง เขต 5", "70.00")]
    assert cells(read(HEADER, *lost)) == lost


def test_the_longest_of_several_tables() -> None:
    """One of other columns is left out; those of the same columns on several sheets are one."""
    best = [("สพท.", "คะแนน"), ("สพป.ตัวอย่าง เขต 1", "99.99")]
    document = pages(best, [HEADER, ONE], [HEADER, TWO], form="xlsx")
    assert cells(document) == [ONE, TWO]
    assert [row.page for row in document.rows] == [2, 3]


def test_a_sheet_of_another_year_is_left_out() -> None:
    """Two years in one workbook are two tables."""
    this_year, last_year = ((*HEADER[:2], f"คะแนนปี {year}") for year in (2565, 2564))
    document = pages([last_year, TWO], [this_year, ONE, TWO], form="xlsx")
    assert (document.fiscal_year, len(document.rows)) == (2565, 2)


# Columns whose titles say nothing


def test_a_column_that_is_not_read_is_named() -> None:
    """Filled in most rows under a strange title; known ones that are left out are not told of."""
    header = (*HEADER, "ความเห็น", "หมายเหตุ", "จังหวัด", "อันดับประเทศ", "ว่าง")
    document = read(header, (*ONE, "ดี", "-", "ก", "5", ""), (*TWO, "พอใช้", "-", "ข", "6", "x"), TWO)
    assert unread(document) == "“ความเห็น”"
    assert set(document.titles) == {"rank", "office", "score"}


def test_columns_whose_cells_leave_no_doubt() -> None:
    """Ranks from 1 down, signed changes and results under titles that say nothing."""
    header = ("#", "สพท.", "คะแนน", "ระดับ", "เทียบ", "เทียบ")
    rows = [
        ("1", "สพป.ตัวอย่าง เขต 1", "99.99", "AA", "+1.05", "ผ่าน"),
        ("2", "สพม.สมมุติ", "80.00", "B", "-", "ไม่ผ่าน"),
    ]
    document = read(header, *rows)
    assert [dict(row.cells) for row in document.rows] == [
        dict(zip(("rank", "office", "score", "grade", "change", "result"), row, strict=True))
        for row in rows
    ]
    assert unread(document) is None


@pytest.mark.parametrize("cells", [("1", "3", "2"), ("+1.00", "2.00", "3.00"), ("AA", "ก", "ข")])
def test_columns_whose_cells_leave_some_doubt(cells: tuple[str, ...]) -> None:
    """They are named as not read."""
    rows = [(f"สพป.ตัวอย่าง เขต {place}", "90.00", cell) for place, cell in enumerate(cells, 1)]
    document = read(("สพท.", "คะแนน", "เทียบ"), *rows)
    assert set(document.rows[0].cells) == {"office", "score"}
    assert unread(document) == "“เทียบ”"


def test_a_counted_result_sheet_stays_one() -> None:
    """Its running number is no rank."""
    document = read(
        ("#", "office", "i1"), ("1", "สพป.ตัวอย่าง เขต 1", "90.00"), ("2", "สพม.ก", "80.00")
    )
    assert (document.kind, unread(document)) == ("result_sheet", "“#”")


# Pages


def test_a_row_cut_by_the_page_end() -> None:
    """The rest of a name on the next page, below a repeated header, belongs to its row."""
    document = pages(
        [HEADER, ("1", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "99.99"), ("- 1 -",)],
        [HEADER, ("", "ตัวอย่าง เขต 1", ""), TWO],
    )
    assert cells(document) == [("1", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1", "99.99"), TWO]
    assert (document.rows[0].page, document.rows[0].row) == (1, 101)


def test_a_row_whose_figures_stand_on_the_next_page() -> None:
    """It stands where its score stands, which is what its picture must show."""
    document = pages(
        [HEADER, TWO, ("", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "")],
        [("1", "ตัวอย่าง เขต 1", "99.99")],
    )
    assert cells(document)[1] == ("1", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1", "99.99")
    assert (document.rows[1].page, document.rows[1].row) == (2, 200)


def test_whole_rows_are_never_joined() -> None:
    """Two rows that meet at a page's end stay two, also when one has lost its rank."""
    lost = ("", "สพป.ตัวอย่าง เขต 3", "80.00")
    assert cells(pages([HEADER, ONE], [TWO], [lost])) == [ONE, TWO, lost]


# Kinds

WIDE = ("office", "i1", "9.1", "O1")
LONG = ("หน่วยงาน", "เครื่องมือ", "ตัวชี้วัดที่", "คะแนน", "คะแนนรวม")


def test_a_wide_result_sheet() -> None:
    """Indicators, sub-indicators and items beside an office, without a rank."""
    document = read(WIDE, ("สพป.ตัวอย่าง เขต 1", "90.00", "80.00", "100"))
    assert document.kind == "result_sheet"
    assert dict(document.rows[0].cells) == {
        "office": "สพป.ตัวอย่าง เขต 1",
        "i1": "90.00",
        "9.1": "80.00",
        "O1": "100",
    }


def test_a_long_result_sheet() -> None:
    """One row an indicator; an office and an instrument named once stand for the rows below."""
    document = read(
        LONG,
        ("สพป.ตัวอย่าง เขต 1", "IIT", "1", "90.00", "95.00"),
        ("", "", "ตัวชี้วัดที่ 2 การใช้งบประมาณ", "91.00", ""),
        ("สพม.สมมุติ", "EIT", "6", "92.00", "93.00"),
    )
    assert document.kind == "result_sheet"
    assert cells(document) == [
        ("สพป.ตัวอย่าง เขต 1", "IIT", "1", "90.00", "95.00"),
        ("สพป.ตัวอย่าง เขต 1", "IIT", "ตัวชี้วัดที่ 2 การใช้งบประมาณ", "91.00", ""),
        ("สพม.สมมุติ", "EIT", "6", "92.00", "93.00"),
    ]


@pytest.mark.parametrize(
    "total", [("", "รวม", "95.00"), ("IIT", "รวม IIT", "95.00"), ("", "", "95.00")]
)
def test_totals_of_a_long_result_sheet(total: tuple[str, ...]) -> None:
    """A row that sums up others is no part, and none of an instrument named above."""
    office = "สพป.ตัวอย่าง เขต 1"
    document = read(LONG[:4], (office, "OIT", "9", "90.00"), (office, *total))
    assert cells(document) == [(office, "OIT", "9", "90.00")]
    assert document.around == (" ".join(filter(None, (office, *total))),)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("rank", "office", "score"), "announcement"),
        (("office", "score", "change"), "announcement"),
        (("office", "score", "grade"), "announcement"),
        (("rank", "office", "score", "iit", "i1"), "announcement"),
        (("office", "score", "result", "iit"), "result_sheet"),
        (("office", "item", "score"), "result_sheet"),
    ],
)
def test_the_kind(header: tuple[str, ...], kind: str) -> None:
    """A rank makes an announcement; instruments, indicators or items without one a result sheet."""
    row = tuple("สพป.ตัวอย่าง เขต 1" if word == "office" else "1" for word in header)
    assert read(header, row).kind == kind


# What is no table


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [("ข้อความ",)],
        [("ที่", "สำนักงาน", "โทรศัพท์"), ("1", "สพป.ตัวอย่าง เขต 1", "02")],
        [("จังหวัด", "คะแนน"), ("ตัวอย่าง", "99.99")],
    ],
)
def test_no_table(lines: list[tuple[str, ...]]) -> None:
    """Without a column of offices and one of figures there is nothing to read."""
    with pytest.raises(InputError) as caught:
        read(*lines, form="html")
    assert caught.value.key == "no_table"


# Two columns, two lists, two tables


def offices(*numbers: int) -> list[str]:
    return [f"สพป.ตัวอย่าง เขต {number}" for number in numbers]


def test_two_columns_of_one_title_are_told() -> None:
    """Both are named with where they stand and what they hold; equal or empty ones need no word."""
    header = ("อันดับที่", "สำนักงาน", "คะแนน ITA ปี 2565", "คะแนน ITA ปี 2565")
    document = read(header, ("1", ONE[1], "98.87", "99.98"), ("2", TWO[1], "98.86", "99.97"))
    assert told(document, "column_twice") == {
        "titles": "3: “คะแนน ITA ปี 2565” (98.87 …), 4: “คะแนน ITA ปี 2565” (99.98 …)",
        "read": 3,
    }
    equal = read(header, ("1", ONE[1], "99.98", "99.98"), ("2", TWO[1], "99.97", "99.97"))
    filled = read(header, ("1", ONE[1], "", "99.98"), ("2", TWO[1], "", "99.97"))
    assert told(equal, "column_twice") is told(filled, "column_twice") is None
    assert [row.cells["score"] for row in filled.rows] == ["99.98", "99.97"]


def test_of_two_columns_the_grades_tell() -> None:
    """The column that the printed grades fit is read, and it is still told that there are two."""
    header = ("อันดับที่", "สำนักงาน", "คะแนน ITA ปี 2565", "คะแนน ITA ปี 2565", "ระดับ")
    document = read(
        header, ("1", ONE[1], "93.74", "99.94", "AA"), ("2", TWO[1], "80.10", "86.30", "A")
    )
    assert [row.cells["score"] for row in document.rows] == ["99.94", "86.30"]
    assert (told(document, "column_twice") or {})["read"] == 4


def test_a_running_number_beside_the_rank_of_the_country() -> None:
    """Where scores do not fall along "ลำดับ", another column titled as a rank is the rank."""
    document = read(
        ("ลำดับ", "สำนักงาน", "คะแนน", "อันดับประเทศ"),
        *(
            (str(number), f"สพป.ตัวอย่าง เขต {number}", f"{99 - rank}.50", str(rank))
            for number, rank in enumerate((8, 1, 2, 9, 3, 7, 4, 6, 5), start=1)
        ),
    )
    assert [row.cells["rank"] for row in document.rows] == list("812937465")


@pytest.mark.parametrize("gap", [(), ("",)])
@pytest.mark.parametrize("is_titled", [True, False])
def test_lists_side_by_side_are_one(gap: tuple[str, ...], *, is_titled: bool) -> None:
    """Left to right, with or without a gap and titles of their own; rows are counted on."""
    names = offices(*range(1, 13))
    listed = [(str(rank), name, f"{99 - rank}.50") for rank, name in enumerate(names, start=1)]
    second, third = (HEADER, HEADER) if is_titled else ((), ())
    blank = gap if is_titled else ()
    lines = [(*listed[row], *gap, *listed[row + 4], *gap, *listed[row + 8]) for row in range(4)]
    document = read((*HEADER, *blank, *second, *blank, *third), *lines, ("ที่มา: สพฐ.",))
    assert [row.cells["rank"] for row in document.rows] == [str(rank) for rank in range(1, 13)]
    assert [row.cells["office"] for row in document.rows] == names
    assert len({row.row for row in document.rows}) == 12
    assert told(document, "blocks_joined") == {"count": 3}


def test_lists_side_by_side_go_on_page_by_page() -> None:
    """The right half of a page comes before the left half of the next; a short half ends the list."""
    names = offices(*range(1, 8))
    one, two, three, four, five, six, seven = (
        (str(rank), name, f"{99 - rank}.50") for rank, name in enumerate(names, start=1)
    )
    sheets = (
        [HEADER * 2, (*one, *three), (*two, *four)],
        [HEADER * 2, (*five, *seven), (*six, "", "", "")],
    )
    document = pages(*sheets)
    assert [row.cells["office"] for row in document.rows] == names


def test_a_table_below_the_list_is_no_part_of_it() -> None:
    """A second table under its own titles is left out, and told by them."""
    document = read(
        HEADER,
        ONE,
        TWO,
        ("ลำดับ", "กลุ่มหน่วยงาน", "คะแนนเฉลี่ย", "สัดส่วน (%)"),
        ("1", "สพป. ทั้งประเทศ", "93.11", "74.69"),
    )
    assert cells(document) == [ONE, TWO]
    assert told(document, "table_left_out") == {
        "titles": "“ลำดับ กลุ่มหน่วยงาน คะแนนเฉลี่ย สัดส่วน (%)”",
        "rows": 1,
    }


@pytest.mark.parametrize("titles", [("อันดับที่", "สถานศึกษา", "คะแนน"), ("ที่", "ระดับ", "จำนวน (เขต)")])
def test_a_header_over_other_names_begins_another_table(titles: tuple[str, ...]) -> None:
    """Schools under the same titles, or grades counted, are no offices of the list."""
    document = read(HEADER, ONE, TWO, titles, ("1", "โรงเรียนบ้านตัวอย่าง", "96.50"), ("2", "AA", "7"))
    assert cells(document) == [ONE, TWO]
    assert told(document, "table_left_out") == {"titles": f"“{' '.join(titles)}”", "rows": 2}


def test_a_table_of_other_columns_is_told() -> None:
    """Of two lists the longest is read, and that there is another is said."""
    other = ("สำนักงาน", "คะแนน", "ระดับ")
    document = read(HEADER, ONE, TWO, other, ("สพป.ตัวอย่าง เขต 3", "80.00", "B"))
    assert cells(document) == [ONE, TWO]
    assert told(document, "table_left_out") == {"titles": "“สำนักงาน คะแนน ระดับ”", "rows": 1}


@pytest.mark.parametrize(
    "line",
    [
        ("", "ค่าเฉลี่ยทั้งประเทศ", "93.11"), ("", "เฉลี่ย สพป. 183 เขต", "93.11"), ("", "คะแนนสูงสุด", "99.99"),
        ("", "จำนวนสำนักงานที่ผ่าน", "200"), ("รวม 245 เขต", "", "93.11"), ("", "Average (all offices)", "93.11"),
        3 * ("หมายเหตุ : ข้อมูล ณ 1 ส.ค. 2565 ผ่านเกณฑ์ 85 คะแนน",),
        ("", "(ลงชื่อ) นายสมมุติ เลขาธิการ 12 ส.ค. 2565", "1"), ("", "หมายเหตุ 2 แห่งไม่ประเมิน", "2"),
    ],
)  # fmt: skip
def test_sums_and_notes_below_the_list_are_no_rows(line: tuple[str, ...]) -> None:
    """Means, counts and signatures are no offices."""
    assert cells(read(HEADER, ONE, TWO, line)) == [ONE, TWO]


def test_a_name_that_goes_on_in_the_line_below() -> None:
    """A number alone under a name belongs to it where that makes an office; else it is left alone."""
    first, second = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสินธุ์", "สพป.ไม่มี"
    document = read(
        HEADER, ("1", first, "99.60"), ("", "เขต 2", ""), ("2", second, "90.00"), ("", "เขต 1", "")
    )
    assert [row.cells["office"] for row in document.rows] == [f"{first} เขต 2", second]


# Sheets of one office


KALASIN = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสินธุ์ เขต 2"
INDICATORS = [
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
]  # fmt: skip


@pytest.mark.parametrize("title", ["หัวข้อ", "ตัวชี้วัด (ร้อยละ)", "ประเด็นการประเมิน"])
def test_the_office_of_a_sheet_stands_in_its_title(title: str) -> None:
    """A sheet without a column of offices is that of the one its title names, its total included."""
    lines = [(str(no), name, f"9{no % 10}.50") for no, name in enumerate(INDICATORS, start=1)]
    document = read(
        (f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 {KALASIN}", "", ""),
        ("ลำดับ", title, "คะแนน"),
        *lines,
        ("", "คะแนนรวม", "94.75"),
    )
    assert document.kind == "result_sheet"
    assert {row.cells["office"] for row in document.rows} == {KALASIN}
    assert [row.cells["indicator"] for row in document.rows[:-1]] == INDICATORS
    assert document.rows[-1].cells == {"office": KALASIN, "total": "94.75"}


def test_a_sheet_whose_title_names_no_office_is_no_table() -> None:
    """Parts of nobody's total say nothing; two names in a title say not whose it is."""
    for above in ("ผลการประเมิน ITA 2567", "สพป.กาฬสินธุ์ เขต 1 และ สพป.กาฬสินธุ์ เขต 2"):
        with pytest.raises(InputError) as caught:
            read((above, ""), ("ตัวชี้วัด", "คะแนน"), ("การปฏิบัติหน้าที่", "95.11"))
        assert caught.value.key == "no_table"


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("ตัวชี ้วัดที ่ 1 การปฏิบัติหน้าที ่", "i1"), ("ตัวช้ีวัดท่ี 10 การป้องกันการทุจริต", "i10"), ("ตัวชีวดที่ ๓", "i3"),
        ("4. การใช้ทรัพย์สินของราชการ (ร้อยละ)", "i4"), ("การเปิดเผยข้อมูล(%)", "i9"), ("8 การปรับปรุงการทำงาน", "i8"),
        ("ร้อยละ 1. การปฏิบัติหน้าที่", "i1"), ("การใช้งบประมาณ\n(ร้อยละ)\n(100)", "i2"),
        ("รวม\n(100 คะแนน)", "total"),
        ("ตัวชี ้วัดย่อยที ่ 9.2 การบริหารงาน", "9.2"), ("ข ้อ O12", "O12"), ("ตัวชี้วัดที่ 1 ปี 2565", "i1"),
        ("ตัวชี้วัดที่ 11", None),
    ],
)  # fmt: skip
def test_titles_of_indicators_over_displaced_marks(title: str, word: str | None) -> None:
    """Marks that stand apart, are swapped or lost, and a unit behind the name, change no meaning."""
    assert column_of(title) == word


@pytest.mark.parametrize("highest", ["0.9998", "1"])
def test_scores_held_as_shares_are_refused(highest: str) -> None:
    """A column of 0.99 is no column of scores below 1: one message says how to mend the file."""
    with pytest.raises(InputError) as caught:
        read(HEADER, ("1", ONE[1], highest), ("2", TWO[1], "0.99"), ("3", "สพม.สมมุติ", "0.4"))
    assert (caught.value.key, caught.value.values["printed"]) == ("shares", highest)


# Nothing is lost without a word


def test_a_row_whose_rank_says_shared_is_a_row() -> None:
    """The word ร่วม has the consonants of รวม: a row that names an office sums up nothing."""
    assert cells(read(HEADER, ONE, ("ร่วม", TWO[1], "99.99"))) == [ONE, ("ร่วม", TWO[1], "99.99")]


def test_a_last_row_with_a_score_is_a_row() -> None:
    """A name that could not be read at the end of a list without ranks is asked, not dropped."""
    document = read(HEADER[1:], ONE[1:], TWO[1:], ("(อ่านไม่ออก)", "85.10"))
    assert [row.cells["score"] for row in document.rows] == ["99.99", "90.00", "85.10"]


def test_a_few_scores_in_a_column_nobody_knows_are_told() -> None:
    """A column that corrects a few scores is filled in a few rows."""
    header = (*HEADER, "คะแนนหลังทบทวนผล")
    document = read(header, (*ONE, ""), (*TWO, ""), ("3", "สพป.ตัวอย่าง เขต 3", "80.00", "86.00"))
    assert unread(document) == "“คะแนนหลังทบทวนผล”"


def test_titles_that_say_nothing_are_told() -> None:
    """Of two columns of scores under titles nobody knows the one that is not read is told."""
    titles = ("ลำดับ", "หน่วย", "ผลก่อนทวน", "ผลหลังทวน")
    document = read(titles, ("1", ONE[1], "88.00", "99.99"), ("2", TWO[1], "87.00", "90.00"))
    assert unread(document) == "“ผลหลังทวน”"


def test_a_sheet_without_a_header_is_told() -> None:
    """The rest of a list on a sheet of its own, under no titles, is left out with a word."""
    document = pages([HEADER, ONE], [("2", *TWO[1:])], form="xlsx")
    assert cells(document) == [ONE]
    assert told(document, "table_left_out") is not None
