"""Result sheets of offices: wide or long, which part a score is of, and what does not add up."""

from decimal import Decimal

from etl.harmonise import ItemScore, readings
from etl.read.document import PrintedRow
from etl.result_sheets import ResultSheet, below_full_items, has_parts, result_sheet
from ita.offices import office_index

KALASIN = "สพป.กาฬสินธุ์ เขต 2"
SAKON = "สพป.สกลนคร เขต 1"
# 0.30 x 90 + 0.30 x 80 + 0.40 x 95 = 27 + 24 + 38
INDICATORS = {**{f"i{n}": "90.00" for n in range(1, 6)}, **{f"i{n}": "80.00" for n in (6, 7, 8)},
              "i9": "100.00", "i10": "90.00"}  # fmt: skip


def sheet(*rows: dict[str, str], fiscal_year: int = 2566) -> ResultSheet:
    printed = [PrintedRow(1, number, cells) for number, cells in enumerate(rows, start=2)]
    return result_sheet(readings("sheet", fiscal_year, printed), office_index())


def parts(found: ResultSheet) -> list[tuple[str, str, str, str]]:
    return [(part.office_id, part.level, part.code, str(part.score)) for part in found.parts]


def rules(found: ResultSheet) -> list[tuple[str, int | None, str | None]]:
    return [(doubt.rule, doubt.row_no, doubt.column_name) for doubt in found.findings]


def test_a_wide_sheet_has_a_row_per_office() -> None:
    """Instruments, indicators and items stand in columns; the total is the office's score."""
    found = sheet(
        {"office": KALASIN, "iit": "๙๐.๐๐", "i9": "๑๐๐", "O1": "100", "O10": "0", "score": "97.39"},
        {"office": SAKON, "i9": "90.00", "score": "-"},
    )
    assert parts(found) == [
        ("p-kalasin-2", "instrument", "iit", "90.00"),
        ("p-kalasin-2", "indicator", "9", "100"),
        ("p-kalasin-2", "item", "O1", "100"),
        ("p-kalasin-2", "item", "O10", "0"),
        ("p-sakonnakhon-1", "indicator", "9", "90.00"),
    ]
    assert [(row.office_id, row.score) for row in found.totals] == [
        ("p-kalasin-2", Decimal("97.39"))
    ]


def test_a_long_sheet_has_a_row_per_part() -> None:
    """The number of an indicator comes from its code or its title, the total from its own column."""
    found = sheet(
        {"office": KALASIN, "indicator": "๙", "score": "100", "total": "97.39"},
        {
            "office": KALASIN,
            "indicator": "ตัวชี้วัดที่ 10 การป้องกันการทุจริต",
            "score": "98",
            "total": "97.39",
        },
        {"office": KALASIN, "item": "o ๔๒", "score": "100", "total": ""},
        {"office": KALASIN, "instrument": "แบบวัด EIT", "score": "91.5", "total": ""},
    )
    assert parts(found) == [
        ("p-kalasin-2", "indicator", "9", "100"),
        ("p-kalasin-2", "indicator", "10", "98"),
        ("p-kalasin-2", "item", "O42", "100"),
        ("p-kalasin-2", "instrument", "eit", "91.5"),
    ]
    assert [row.score for row in found.totals] == [Decimal("97.39")]
    assert found.findings == []


def test_a_total_that_adds_up_is_no_finding() -> None:
    """Within the 0.02 that rounding of ten indicators may move it."""
    for printed in ("89.00", "89.02", "88.98"):
        assert sheet({"office": KALASIN, **INDICATORS, "score": printed}).findings == []


def test_a_total_that_does_not_add_up_is_found() -> None:
    """What follows from the ten indicators is told beside what is printed."""
    found = sheet({"office": KALASIN, **INDICATORS, "score": "89.03"})
    (doubt,) = found.findings
    assert (doubt.rule, doubt.printed, doubt.expected) == ("total_mismatch", "89.03", "89.00")


def test_an_incomplete_sheet_is_not_added_up() -> None:
    """Nine indicators say nothing of a total."""
    nine = {code: score for code, score in INDICATORS.items() if code != "i10"}
    assert sheet({"office": KALASIN, **nine, "score": "50.00"}).findings == []


def test_an_indicator_below_full_items_is_noted() -> None:
    """Indicator 10 is 90 while 43 of 43 items are full: both are named; one lesser item explains it."""
    codes = [f"O{number}" for number in range(1, 44)]
    of_office = sheet({"office": KALASIN, **INDICATORS, "score": "89.00"})
    full, lesser = (
        [ItemScore(2566, "p-kalasin-2", code, Decimal(100), "items", 2) for code in of_year]
        for of_year in (codes, codes[:-1])
    )
    [note] = below_full_items([of_office], full)
    assert (note.rule, note.severity, note.row_no) == ("items_full", "note", 2)
    for text in ("indicator 10", "90.00", "43 of 43"):
        assert text in note.message_en
    low = ItemScore(2566, "p-kalasin-2", "O43", Decimal(0), "items", 3)
    assert list(below_full_items([of_office], [*lesser, low])) == []
    assert list(below_full_items([of_office], lesser)) == []


def test_what_cannot_be_read_is_found_and_left_out() -> None:
    """A name of no office, a cell that is no score, an item of another year."""
    found = sheet(
        {"office": "สพป.กาฬสินธุ์ เขต 9", "i1": "90"},
        {"office": KALASIN, "i1": "9O.1", "i2": "100.01", "O44": "100"},
    )
    assert parts(found) == [("p-kalasin-2", "item", "O44", "100")]
    assert rules(found) == [
        ("office_unknown", 2, "office"),
        ("item_unknown", 3, "item"),
        ("cell_unreadable", 3, "i1"),
        ("cell_unreadable", 3, "i2"),
    ]


def test_two_scores_of_one_part_are_found() -> None:
    """The first stands; the same score again is no doubt."""
    rows = [{"office": KALASIN, "i1": score} for score in ("90", "90.00", "91")]
    found = sheet(*rows)
    assert parts(found) == [("p-kalasin-2", "indicator", "1", "90")]
    assert rules(found) == [("score_twice", 4, "score")]


def test_an_announcement_may_hold_parts() -> None:
    """Columns of indicators beside the total."""
    (with_one, without) = readings(
        "list",
        2566,
        [
            PrintedRow(1, 2, {"rank": "1", "office": KALASIN, "score": "97", "i1": "90"}),
            PrintedRow(1, 3, {"rank": "2", "office": SAKON, "score": "96", "i1": ""}),
        ],
    )
    assert (has_parts(with_one), has_parts(without)) == (True, False)


def test_an_instrument_that_does_not_follow_is_found() -> None:
    """IIT is the mean of its five indicators; what is not printed is not held against anything."""
    row = {"office": KALASIN, **INDICATORS, "score": "89.00"}
    assert sheet({**row, "iit": "90.01", "eit": "80.00"}).findings == []
    (doubt,) = sheet({**row, "iit": "50.00"}).findings
    assert (doubt.rule, doubt.column_name, doubt.printed, doubt.expected) == (
        "total_mismatch", "iit", "50.00", "90.00",
    )  # fmt: skip


def test_a_total_is_held_against_the_three_instruments() -> None:
    """0.30 x 90 + 0.30 x 80 + 0.40 x 95 = 89.00, where no indicators are printed."""
    three = {"office": KALASIN, "iit": "90", "eit": "80", "oit": "95"}
    assert sheet({**three, "score": "89.02"}).findings == []
    (doubt,) = sheet({**three, "score": "99.00"}).findings
    assert (doubt.column_name, doubt.expected) == ("score", "89.00")
    assert sheet({"office": KALASIN, "iit": "90", "score": "99.00"}).findings == []


def test_blank_cells_of_filled_columns_are_found() -> None:
    """A part or a total that the other offices have; a column filled nowhere is not missing."""
    rows = [{"office": KALASIN, "i1": "90", "i2": "", "score": "97"},
            {"office": SAKON, "i1": "", "i2": "", "score": "96"},
            {"office": "สพป.สกลนคร เขต 2", "i1": "90", "i2": "", "score": ""}]  # fmt: skip
    assert rules(sheet(*rows)) == [("cell_blank", 3, "i1"), ("cell_blank", 4, "score")]


def test_an_indicator_no_year_has_is_found() -> None:
    """There are ten; the eleventh is a slip."""
    assert rules(sheet({"office": KALASIN, "i11": "90"})) == [("item_unknown", 2, "item")]


def test_items_of_a_year_whose_list_is_not_known_are_not_doubted() -> None:
    """Of FY2567 only two titles were found: that says nothing against O35."""
    assert sheet({"office": KALASIN, "O35": "100"}, fiscal_year=2567).findings == []


def test_two_totals_of_one_office_are_two_rows() -> None:
    """The same total repeated in a long sheet is one."""
    twice = sheet({"office": KALASIN, "score": "97"}, {"office": KALASIN, "score": "96"})
    assert [row.score for row in twice.totals] == [Decimal(97), Decimal(96)]
    again = [{"office": KALASIN, "indicator": n, "score": "9", "total": "97"} for n in "12"]
    assert [row.score for row in sheet(*again).totals] == [Decimal(97)]
