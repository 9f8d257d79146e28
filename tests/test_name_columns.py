"""Names that stand in several cells are put together, where that makes them known and else not."""

import pytest

from etl.read.document import Line
from etl.read.name_columns import TITLE, joined_names
from etl.read.tables import document_of
from ita.offices import office_index

HOME, BANGKOK, PAIR = "p-kalasin-2", "s-bangkok-1", "s-lampang-lamphun"
Rows = list[tuple[str, ...]]


def lines(rows: Rows) -> list[Line]:
    return [Line(1, number, cells) for number, cells in enumerate(rows, start=1)]


def offices(rows: Rows) -> list[str | None]:
    """The office of each row that is read."""
    document = document_of(lines(rows), "xlsx", "list.xlsx")
    found = [office_index().find(row.cells["office"]) for row in document.rows]
    return [office.office_id if office else None for office in found]


SPREAD: dict[str, Rows] = {
    "type, province, zone": [
        ("ลำดับที่", "สังกัด", "จังหวัด", "เขต", "คะแนน ITA ปี 2567"),
        ("1", "สพป.", "กาฬสินธุ์", "เขต 2", "99.98"),
        ("2", "สพม.", "กรุงเทพมหานคร", "เขต 1", "99.97"),
        ("3", "สพม.", "ลำปาง ลำพูน", "", "99.96"),
    ],
    "province first, bare numbers": [
        ("จังหวัด", "ประเภท", "เขตที่", "คะแนน ITA"),
        ("กาฬสินธุ์", "ประถมศึกษา", "๒", "๙๙.๙๘"),
        ("กรุงเทพมหานคร", "มัธยมศึกษา", "๑", "๙๙.๙๗"),
        ("ลำปาง ลำพูน", "มัธยมศึกษา", "-", "๙๙.๙๖"),
    ],
    "type printed once": [
        ("ที่", "หน่วยงาน", "จังหวัด", "เขต", "คะแนน"),
        ("1", "สพป.", "กาฬสินธุ์", "2", "99.98"),
        ("2", "สพม.", "กรุงเทพมหานคร", "1", "99.97"),
        ("3", "", "ลำปาง ลำพูน", "", "99.96"),
    ],
    "two columns": [
        ("ที่", "ประเภทสำนักงาน", "ชื่อ", "คะแนน"),
        ("1", "สพป.", "กาฬสินธุ์ เขต 2", "99.98"),
        ("2", "สพม.", "กรุงเทพมหานคร เขต 1", "99.97"),
        ("3", "สพม.", "ลำปาง ลำพูน", "99.96"),
    ],
    "number apart, untitled": [
        ("ที่", "สำนักงานเขตพื้นที่การศึกษา", "", "คะแนน"),
        ("1", "สพป.กาฬสินธุ์", "เขต 2", "99.98"),
        ("2", "สพม.กรุงเทพมหานคร", "เขต 1", "99.97"),
        ("3", "สพม.ลำปาง ลำพูน", "", "99.96"),
    ],
    "English": [
        ("No.", "Type", "Province", "Area", "Score"),
        ("1", "Primary", "Kalasin", "2", "99.98"),
        ("2", "Secondary", "Bangkok", "1", "99.97"),
        ("3", "Secondary", "Lampang-Lamphun", "", "99.96"),
    ],
    "two lines of titles": [
        ("ที่", "หน่วยงาน", "หน่วยงาน", "หน่วยงาน", "คะแนน"),
        ("", "สังกัด", "จังหวัด", "เขต", "ITA"),
        ("1", "สพป.", "กาฬสินธุ์", "2", "99.98"),
        ("2", "สพม.", "กรุงเทพมหานคร", "1", "99.97"),
        ("3", "สพม.", "ลำปาง ลำพูน", "", "99.96"),
    ],
    "below a title, titles twice": [
        ("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567", "", "", "", ""),
        ("ที่", "สังกัด", "จังหวัด", "เขต", "คะแนน"),
        ("1", "สพป.", "กาฬสินธุ์", "2", "99.98"),
        ("2", "สพม.", "กรุงเทพมหานคร", "1", "99.97"),
        ("ที่", "สังกัด", "จังหวัด", "เขต", "คะแนน"),
        ("3", "สพม.", "ลำปาง ลำพูน", "", "99.96"),
    ],
    "abbreviated": [
        ("ที่", "สังกัด", "จังหวัด", "เขต", "คะแนน"),
        ("1", "สพป", "กส.", "เขต ๒", "99.98"),
        ("2", "สพม", "กทม.", "เขต ๑", "99.97"),
        ("3", "สพม", "ลป. ลพ.", "", "99.96"),
    ],
    "parted by a comma": [
        ("ที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน", "ระดับ"),
        ("1", "สพป.กาฬสินธุ์ เขต 2", "99.98", "AA"),
        ("2", "สพม.กรุงเทพมหานคร เขต 1", "99.97", "AA"),
        ("3", "สพม.ลำปาง", "ลำพูน", "99.96", "AA"),
    ],
    "running over": [
        ("ที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน", "ระดับ"),
        ("1", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสิ", "นธุ์ เขต 2 99.98", "AA"),
        ("2", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษากรุงเทพมหานคร", "เขต 1 99.97", "AA"),
        ("3", "สพม.ลำปาง ลำพูน", "99.96", "AA"),
    ],
}


@pytest.mark.parametrize("rows", [pytest.param(rows, id=name) for name, rows in SPREAD.items()])
def test_a_name_in_several_cells_is_one(rows: Rows) -> None:
    """By columns in any order, a type said once, or running over into the cell beside."""
    assert offices(rows) == [HOME, BANGKOK, PAIR]
    document = document_of(lines(rows), "xlsx", "list.xlsx")
    assert [row.cells["score"][-1] for row in document.rows] in (["8", "7", "6"], ["๘", "๗", "๖"])


@pytest.mark.parametrize(
    "rows",
    [
        # names that are whole, beside a column of provinces and one of numbers
        [("สำนักงาน", "จังหวัด", "เขต", "คะแนน"),
         ("สพป.กาฬสินธุ์ เขต 2", "กาฬสินธุ์", "2", "99.98"),
         ("สพม.กาฬสินธุ์", "กาฬสินธุ์", "", "99.97")],
        # a number that no office has, and a figure that is none of a name
        [("สำนักงาน", "เขต", "คะแนน"), ("สพป.กาฬสินธุ์", "7", "99.98"), ("สพป.ขอนแก่น", "9", "99.97")],
        [("สำนักงาน", "คะแนน"), ("สพป.กาฬสินธุ์", "2.50"), ("สพป.ขอนแก่น", "3.50")],
        [("สำนักงาน", "หมายเหตุ", "คะแนน"), ("สพป.กาฬสินธุ์", "ใหม่", "99.98")],
    ],
)  # fmt: skip
def test_what_makes_no_known_name_is_left_alone(rows: Rows) -> None:
    """Line by line as it came."""
    assert joined_names(lines(rows)) == lines(rows)


def test_the_cells_of_a_name() -> None:
    """The first of its columns has the name and the title of offices, the others nothing."""
    found = [line.cells for line in joined_names(lines(SPREAD["type, province, zone"]))]
    assert found[:2] == [
        ("ลำดับที่", TITLE, "", "", "คะแนน ITA ปี 2567"),
        ("1", "สพป. กาฬสินธุ์ เขต 2", "", "", "99.98"),
    ]


def test_a_lost_province_is_not_the_one_above() -> None:
    """A lone blank cell of a list that prints every province was lost: whose row it is, is asked."""
    rows = [
        ("ลำดับที่", "สังกัด", "จังหวัด", "เขต", "คะแนน ITA ปี 2567"),
        ("1", "สพป.", "กาฬสินธุ์", "เขต 2", "99.98"),
        ("2", "สพป.", "ขอนแก่น", "เขต 1", "99.97"),
        ("3", "สพป.", "ชุมพร", "เขต 1", "99.96"),
        ("4", "สพป.", "", "เขต 2", "99.95"),
    ]
    assert offices(rows)[-1] is None


def test_a_figure_of_the_next_column_is_no_number_of_an_area() -> None:
    """Where a name lost its number, a count beside it is not put in its place."""
    rows = [
        ("อันดับ", "หน่วยงาน", "จำนวนครั้ง", "คะแนน"),
        ("1", "สพป.กาฬสินธุ์ เขต 2", "3", "99.98"),
        ("2", "สพป.ขอนแก่น", "2", "99.97"),
    ]
    assert offices(rows) == [HOME, None]
