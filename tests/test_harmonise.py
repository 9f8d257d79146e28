"""Raw text to canonical rows: what is read, what is derived, and what stops the build."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.harmonise import (
    ItemScore,
    Statement,
    Understood,
    derived_statements,
    history_readings,
    item_scores,
    readings,
    stated,
    understood,
)
from etl.read.delimited import RawRow, read_delimited
from etl.read.document import PrintedRow
from etl.read.sidecar import RawFile
from ita.offices import office_index

PATH = Path("raw", "2565", "table.txt")
COLUMNS = ("rank", "office", "score", "grade", "change", "result")
HISTORY = "fiscal_year,office,score,grade,result,rank,change\n"
ITEMS = "fiscal_year,office,item,score\n"
KALASIN_2 = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสินธุ์ เขต ๒"


def raw_file(kind: str, fiscal_year: int = 2565) -> RawFile:
    return RawFile(
        path=PATH,
        content=b"",
        source_id="source",
        kind=kind,
        title="",
        publisher="",
        published_on="",
        sha256="",
        licence="",
        note="",
        fiscal_year=fiscal_year,
        authority=1,
    )


def rows(text: str) -> list[RawRow]:
    return read_delimited(text.encode(), PATH)


def meant(*lines: str, fiscal_year: int = 2565) -> list[Understood]:
    """Rows of an announcement, their cells parted by tabs; the first stands in line 2."""
    printed = [
        PrintedRow(None, number, dict(zip(COLUMNS, line.split("\t"), strict=False)))
        for number, line in enumerate(lines, start=2)
    ]
    index = office_index()
    return [understood(row, index) for row in readings("source", fiscal_year, printed)]


def announced(*lines: str, fiscal_year: int = 2565) -> list[Statement]:
    return stated(meant(*lines, fiscal_year=fiscal_year))


def reported(*lines: str) -> list[Statement]:
    text = rows(HISTORY + "\n".join(lines))
    found = history_readings(raw_file("history"), text, office_index())
    return stated(understood(reading, office_index()) for reading in found)


def scored(*lines: str) -> list[ItemScore]:
    return item_scores(raw_file("items"), rows(ITEMS + "\n".join(lines)), office_index())


def error_of(work, *lines: str) -> InputError:
    with pytest.raises(InputError) as caught:
        work(*lines)
    return caught.value


# What is read


def test_a_row_of_the_announcement() -> None:
    """Thai digits become numbers; every printed text is kept."""
    found = announced(f"๑๐๒\t{KALASIN_2}\t๙๗.๕๙\tAA\t+๑.๕๖\tผ่าน")
    assert found == [
        Statement(
            fiscal_year=2565,
            office_id="p-kalasin-2",
            source_id="source",
            row_no=2,
            office_printed=KALASIN_2,
            score=Decimal("97.59"),
            score_printed="๙๗.๕๙",
            rank_stated=102,
            rank_printed="๑๐๒",
            grade="AA",
            grade_stated="AA",
            grade_printed="AA",
            result_stated="ผ่าน",
            result_printed="ผ่าน",
            change=Decimal("1.56"),
            change_printed="+๑.๕๖",
        )
    ]


def test_a_row_of_the_history() -> None:
    """Blank grade, rank and change are not known; the year is the row's own."""
    (found,) = reported("2564,สพป.กาฬสินธุ์ เขต 2,81.52,,ไม่ผ่าน,,")
    assert (found.fiscal_year, found.score, found.grade) == (2564, Decimal("81.52"), "B")
    assert (found.grade_printed, found.rank_stated, found.change) == (None, None, None)
    assert found.result_printed == "ไม่ผ่าน"
    assert (found.status, found.tolerance, found.page) == ("published", Decimal(0), None)


def test_a_row_of_items() -> None:
    """One item, its year, office, score and line."""
    assert scored("๒๕๖๖,สพป.กาฬสินธุ์ เขต 2,O31,100") == [
        ItemScore(2566, "p-kalasin-2", "O31", Decimal(100), "source", 2)
    ]


def test_a_level_that_needs_instruments_is_not_given() -> None:
    """A total of FY2566 says nothing of its level, whatever is printed."""
    (found,) = announced(f"๑\t{KALASIN_2}\t๙๗.๕๙\tผ่านดี\t-\tผ่าน", fiscal_year=2566)
    assert (found.grade, found.grade_printed) == (None, "ผ่านดี")


@pytest.mark.parametrize("words", ["--", "ไม่มีข้อมูล", "ใหม่", "n/a", "ไม่สามารถ เปรียบเทียบได้"])
def test_no_data_in_words_is_no_change(words: str) -> None:
    """What announcements write for an office without a year before; the print is kept."""
    (found,) = meant(f"๑\t{KALASIN_2}\t๙๗.๕๙\tAA\t{words}\tผ่าน")
    assert (found.change, found.problems) == (None, {})
    assert found.statement.change_printed == words


@pytest.mark.parametrize("dash", ["", "-", "–", "—"])
def test_a_dash_is_nothing_printed(dash: str) -> None:
    """No change against a year without a score; the print is kept as it stands."""
    (found,) = announced(f"๑\t{KALASIN_2}\t๙๗.๕๙\tAA\t{dash}\tผ่าน")
    assert found.change is None
    assert found.change_printed == (dash or None)


# What is derived


def test_last_year_follows_from_the_change() -> None:
    """99.99 up 0.59 gives 99.40 ± 0.01 a year earlier, derived, with the same line."""
    (derived,) = derived_statements(announced(f"๑\t{KALASIN_2}\t๙๙.๙๙\tAA\t+๐.๕๙\tผ่าน"))
    assert derived == Statement(
        fiscal_year=2564,
        office_id="p-kalasin-2",
        source_id="source",
        row_no=2,
        office_printed=KALASIN_2,
        score=Decimal("99.40"),
        score_printed="",
        grade="AA",
        tolerance=Decimal("0.01"),
        status="derived",
    )


def test_a_printed_score_is_not_derived() -> None:
    """Where last year's score is on record, nothing is derived beside it."""
    known = reported(
        "2564,สพป.กาฬสินธุ์ เขต 2,81.52,B,ไม่ผ่าน,,",
        "2565,สพป.กาฬสินธุ์ เขต 2,97.39,AA,ผ่าน,102,+15.86",
    )
    assert derived_statements(known) == []


def test_nothing_is_derived_without_a_change() -> None:
    """A score alone says nothing of the year before."""
    assert derived_statements(announced(f"๑\t{KALASIN_2}\t๙๙.๙๙\tAA\t-\tผ่าน")) == []


@pytest.mark.parametrize(
    ("change", "score", "grade"),
    [
        ("+๐.๐๐", "95.02", "AA"),
        ("+๐.๐๑", "95.01", "AA"),
        ("+๐.๐๒", "95.00", None),
        ("+๐.๐๓", "94.99", None),
        ("+๐.๐๔", "94.98", "A"),
        ("-๔.๙๘", "100.00", "AA"),
    ],
)
def test_a_derived_grade_is_certain_or_not_given(
    change: str, score: str, grade: str | None
) -> None:
    """Within 0.01 of the edge at 95.00 the grade may be either, so none is given."""
    (derived,) = derived_statements(announced(f"๑\t{KALASIN_2}\t๙๕.๐๒\tAA\t{change}\tผ่าน"))
    assert (derived.score, derived.grade) == (Decimal(score), grade)


@pytest.mark.parametrize(("score", "change"), [("๙๙.๙๙", "-๐.๕๙"), ("๔๐.๐๐", "+๕๐.๐๐")])
def test_an_impossible_score_is_not_derived(score: str, change: str) -> None:
    """A change whose sign or digits were misread gives no score above 100 or below 0."""
    assert derived_statements(announced(f"๑\t{KALASIN_2}\t{score}\tF\t{change}\tผ่าน")) == []


# What stops the build


@pytest.mark.parametrize(
    ("work", "row", "key", "column"),
    [
        (reported, "2022,สพป.กาฬสินธุ์ เขต 2,81.52,B,,,", "not_a_year", "fiscal_year"),
        (reported, ",สพป.กาฬสินธุ์ เขต 2,81.52,B,,,", "not_a_year", "fiscal_year"),
        (scored, "2566,สพป.กาฬสินธุ์ เขต 2,O1,101", "score_range", "score"),
        (scored, "2566,,O1,100", "unknown_office", "office"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named(work, row: str, key: str, column: str) -> None:
    """What is wrong, in which file, line and column."""
    error = error_of(work, row)
    assert (error.key, error.file, error.line, error.column) == (key, str(PATH), 2, column)


@pytest.mark.parametrize(
    ("work", "first", "second", "printed"),
    [
        (reported, "2564,สพป.กาฬสินธุ์ เขต 2,81,B,,,", "2564,สพป.กส.2,82,B,,,", "2564 · p-kalasin-2"),
        (scored, "2566,สพป.กส.2,O1,0", "2566,สพป.กาฬสินธุ์ เขต 2,O1,100", "2566 · p-kalasin-2 · O1"),
    ],
)  # fmt: skip
def test_a_doubled_key_names_both_lines(work, first: str, second: str, printed: str) -> None:
    """A year of an office, an item of both: the second line, and the first."""
    error = error_of(work, first, second)
    assert (error.key, error.line, error.values) == (
        "key_twice",
        3,
        {"key_printed": printed, "first": 2},
    )


def test_the_same_item_of_another_year_is_another_item() -> None:
    """O1 of FY2565 and of FY2566 stand side by side."""
    assert len(scored("2565,สพป.กส.2,O1,0", "2566,สพป.กส.2,O1,0")) == 2


def test_an_office_may_be_named_twice_in_an_announcement() -> None:
    """That is a finding for people to decide, not an end of the build."""
    assert len(announced(*(f"{rank}\t{KALASIN_2}\t๙๙\tAA\t-\tผ่าน" for rank in (1, 2)))) == 2


@pytest.mark.parametrize(
    ("kind", "text", "column"),
    [
        ("history", "office,score\nx,9\n", "fiscal_year"),
        ("items", "fiscal_year,office,score\n2566,x,9\n", "item"),
    ],
)
def test_a_missing_column_is_named(kind: str, text: str, column: str) -> None:
    """The header line, and the title looked for."""
    read = item_scores if kind == "items" else history_readings
    error = error_of(lambda: read(raw_file(kind), rows(text), office_index()))
    assert (error.key, error.line, error.column) == ("no_column", 1, column)


def test_optional_columns_may_be_missing() -> None:
    """Year, office and score are enough for a history."""
    text = "fiscal_year,office,score\n2564,สพป.กส.2,81.52\n"
    (found,) = history_readings(raw_file("history"), rows(text), office_index())
    (statement,) = stated([understood(found, office_index())])
    assert (statement.rank_stated, statement.grade_stated, statement.change) == (None, None, None)


# What an announcement prints that cannot be read


@pytest.mark.parametrize(
    ("row", "column", "key"),
    [
        (f"๑\t{KALASIN_2}\t๑๐๐.๐๑\tAA\t-\tผ่าน", "score", "score_range"),
        (f"๑\t{KALASIN_2}\t-๐.๐๑\tAA\t-\tผ่าน", "score", "score_range"),
        (f"๑\t{KALASIN_2}\t๙๙.๙๙๙\tAA\t-\tผ่าน", "score", "too_many_decimals"),
        (f"๑\t{KALASIN_2}\t๙๙ ๙๙\tAA\t-\tผ่าน", "score", "not_a_number"),
        (f"๐\t{KALASIN_2}\t๙๙\tAA\t-\tผ่าน", "rank", "not_a_rank"),
        (f"๑.๕\t{KALASIN_2}\t๙๙\tAA\t-\tผ่าน", "rank", "not_a_rank"),
        (f"²\t{KALASIN_2}\t๙๙\tAA\t-\tผ่าน", "rank", "not_a_rank"),
        (f"๑\t{KALASIN_2}\t๙๙\tAA\tบวก\tผ่าน", "change", "not_a_number"),
        (f"๑\t{KALASIN_2}\t๙๙\tAA\t+๑๐๐.๐๑\tผ่าน", "change", "change_range"),
        (f"๑\t{KALASIN_2}\t๙๙\tAA\t+๐.๕๙๕\tผ่าน", "change", "too_many_decimals"),
        ("๑\tสพป.กาฬสินธุ์ เขต ๔\t๙๙\tAA\t-\tผ่าน", "office", "unknown_office"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_problem_and_no_end(
    row: str, column: str, key: str
) -> None:
    """The row stays, its value is None, and what is wrong is named; the other cells are read."""
    found, other = meant(row, f"๒\t{KALASIN_2}\t๙๘\tAA\t-\tผ่าน")
    assert found.problems == {column: key}
    assert {"rank": found.rank, "score": found.score, "change": found.change}.get(column) is None
    assert found.grade == "AA"
    assert (other.problems, other.score) == ({}, Decimal(98))


def test_a_row_without_office_or_score_states_nothing() -> None:
    """Neither is guessed; a row without a rank still states a total."""
    lines = (
        "๑\tสพป.กาฬสินธุ์ เขต ๔\t๙๙\tAA\t-\tผ่าน",
        f"๒\t{KALASIN_2}\t๙๙.๙๐๑\tAA\t-\tผ่าน",
        f"\t{KALASIN_2}\t๙๗\tAA\t-\tผ่าน",
    )
    assert [(s.row_no, s.rank_stated) for s in announced(*lines)] == [(4, None)]


# Text into rows


def test_rows_know_their_lines() -> None:
    """Blank lines are skipped and counted; a quoted line break belongs to its cell."""
    found = rows('a,b\n\n1,2\n , \n"3\n3",4\n')
    assert found == [RawRow(3, {"a": "1", "b": "2"}), RawRow(6, {"a": "3\n3", "b": "4"})]


def test_line_endings_and_a_byte_order_mark_are_of_no_account() -> None:
    """Text of Windows and of an old Mac reads as Unix text."""
    unix = rows("a\tb\n1\t2\n")
    assert read_delimited("\ufeffa\tb\r\n1\t2\r\n".encode(), PATH) == unix
    assert read_delimited(b"a\tb\r1\t2\r", PATH) == unix


@pytest.mark.parametrize(
    ("content", "key", "line"),
    [
        ("ก".encode("cp874"), "not_text", None),
        (b"", "no_rows", None),
        (b"a,b\n\n", "no_rows", None),
        (b"a,b\n1\n", "cell_count", 2),
        (b"a,b\n1,2,3\n", "cell_count", 2),
        (b"a,b\n1,2\n" + b"x" * 200_000 + b",2\n", "not_a_table", 3),
    ],
)
def test_text_that_cannot_be_rows(content: bytes, key: str, line: int | None) -> None:
    """Another encoding, nothing in it, more or fewer cells than titles, a cell without end."""
    error = error_of(lambda: read_delimited(content, PATH))
    assert (error.key, error.file, error.line) == (key, str(PATH), line)
