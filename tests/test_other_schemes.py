"""Lists of another scheme than the year's: one finding a column or file tells it, none a row."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from etl.errors import InputError
from etl.harmonise import readings
from etl.read import read_document
from etl.result_sheets import result_sheet
from etl.review import Checked, Known, Review, review, year_of
from etl.sources import Read
from ita.method import grade_of
from ita.offices import all_offices, office_index

NAMES = [office.office_name for office in all_offices()]
ROWS = 40
TITLES = "อันดับที่,สำนักงานเขตพื้นที่การศึกษา,คะแนน,ระดับ,ผล"
OF_AN_EXTRACT = {"ranks_missing"}


def score(place: int) -> Decimal:
    return Decimal("99.90") - Decimal("0.35") * place


def listed(
    fiscal_year: int,
    grade: Callable[[int], str],
    rank: Callable[[int], int] = lambda place: place + 1,
    names: Sequence[str] = NAMES,
) -> bytes:
    """A made list of the first offices, by falling score."""
    rows = [
        f"{rank(place)},{names[place]},{score(place)},{grade(place)},ผ่าน" for place in range(ROWS)
    ]
    title = f"เอกสารจำลองสำหรับทดสอบ ประกาศผล ITA ปีงบประมาณ พ.ศ. {fiscal_year}"
    return "\n".join([title, TITLES, *rows, ""]).encode()


def letters(place: int) -> str:
    return grade_of(score(place), 2565) or ""


def checked(content: bytes) -> Review:
    document = read_document(content, "list.csv")
    of_file = Checked("list.csv", "0" * 64, document)
    return review(of_file, "list", year_of(of_file, None), Known(Read([]), {}))


def rules(content: bytes) -> Counter[str]:
    """How often each rule spoke."""
    return Counter(finding.rule for finding in checked(content).examined.findings)


MIXED = [f"ศธจ.{name[-6:]}" if place % 5 == 4 else name for place, name in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (listed(2565, lambda place: "ดีเยี่ยม" if place < 9 else "ดีมาก"), {"grades_unknown"}),
        (listed(2566, lambda _: "–"), set()),
        (listed(2566, letters), {"grades_of_other_years"}),
        (listed(2565, letters, lambda place: place + 1 + place // 5), set()),
        (listed(2565, letters, lambda place: 7 * place + 246), {"ranks_beyond"}),
        (listed(2565, letters, names=MIXED), {"other_bodies"}),
    ],
    ids=[
        "words",
        "dashes",
        "letters of other years",
        "gaps",
        "ranks of all bodies",
        "other bodies",
    ],
)
def test_another_scheme_is_told_once(content: bytes, told: set[str]) -> None:
    """One finding for the column or list, none for each row."""
    found = rules(content)
    assert set(found) - OF_AN_EXTRACT == told
    assert set(found.values()) <= {1}


def test_an_instrument_in_two_columns_is_no_score() -> None:
    """Neither part is taken for the whole; the other instruments and the totals are read."""
    rows = "\n".join(f"{name},95.00,94.00,93.50,97.00,95.63" for name in NAMES[:12])
    titles = "สำนักงาน,IIT,EIT (Public),EIT (Survey),OIT,คะแนนรวม"
    document = read_document(f"ปีงบประมาณ พ.ศ. 2568\n{titles}\n{rows}\n".encode(), "sheet.csv")
    assert [remark.rule for remark in document.remarks] == ["instrument_in_parts"]
    sheet = result_sheet(readings("sheet", 2568, document.rows), office_index())
    assert {part.code for part in sheet.parts} == {"iit", "oit"}
    assert len(sheet.totals) == 12
    assert sheet.findings == []


def test_totals_that_mostly_do_not_follow_are_told_once() -> None:
    """The parts are of another form, not every total wrong."""
    rows = "\n".join(f"{name},95.00,94.00,97.00,99.00" for name in NAMES[:12])
    document = read_document(
        f"ปีงบประมาณ พ.ศ. 2568\nสำนักงาน,IIT,EIT,OIT,คะแนนรวม\n{rows}\n".encode(), "sheet.csv"
    )
    sheet = result_sheet(readings("sheet", 2568, document.rows), office_index())
    assert [finding.rule for finding in sheet.findings] == ["totals_mismatch"]


def test_a_year_before_the_assessment_is_a_misprint() -> None:
    """Said so, with what to do; a year that only lacks its rules is another matter."""
    keys = []
    for fiscal_year in (2557, 2560):
        with pytest.raises(InputError) as caught:
            checked(listed(fiscal_year, letters))
        keys.append(caught.value.key)
    assert keys == ["year_misprint", "years_unknown"]
