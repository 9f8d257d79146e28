"""Decisions on printed cells: read whole or not at all, and never drifting onto another cell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.corrections import (
    CORRECTABLE,
    Correction,
    check_signed,
    correct,
    corrections_text,
    read_corrections,
)
from etl.errors import InputError
from etl.harmonise import Reading, Understood, understood
from ita.offices import office_index

HEADER = (
    "source_id,row_no,column_name,printed,replacement,"
    "reason_th,reason_en,evidence,decided_by,decided_on"
)
CELLS = {
    "source_id": "announcement",
    "row_no": "14",
    "column_name": "score",
    "printed": "๙๗.๕๙",
    "replacement": "97.39",
    "reason_th": "เลข ๓ ถูกอ่านเป็น ๕",
    "reason_en": "3 read as 5",
    "evidence": "report",
    "decided_by": "ผู้ดูแล",
    "decided_on": "2026-11-22",
}
SCORE = Correction(
    correction_id="announcement-14-score",
    row_no=14,
    decided_on=date(2026, 11, 22),
    line=2,
    **{name: text for name, text in CELLS.items() if name not in ("row_no", "decided_on")},
)
HOME = Reading(
    fiscal_year=2565,
    source_id="announcement",
    row_no=14,
    printed={
        "rank": "๑๐๒",
        "office": "สพป.กาฬสินธุ์ เขต 2",
        "score": "๙๗.๕๙",
        "grade": "AA",
        "change": "+๑.๕๖",
        "result": "",
    },
)
OTHER = Reading(
    fiscal_year=2565,
    source_id="announcement",
    row_no=15,
    printed={"office": "สพป.กาฬสินธุ์ เขต 1", "score": "๙๗.๕๘"},
)


def meant(reading: Reading) -> Understood:
    return understood(reading, office_index())


def decision(column: str, printed: str, replacement: str, line: int = 2) -> Correction:
    """A decision on a cell of the home office's row."""
    return replace(
        SCORE,
        correction_id=f"announcement-14-{column}",
        column_name=column,
        printed=printed,
        replacement=replacement,
        line=line,
    )


def reprinted(**cells: str) -> Reading:
    return replace(HOME, printed={**HOME.printed, **cells})


def line(**cells: str) -> str:
    return ",".join({**CELLS, **cells}.values())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corrections.csv"


def read(file: Path, *lines: str) -> list[Correction]:
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return read_corrections(file)


def error_of(work, *arguments) -> InputError:
    with pytest.raises(InputError) as caught:
        work(*arguments)
    return caught.value


# Reading


def test_a_decision_is_read_whole(file: Path) -> None:
    """Every cell, the line it stands on, and an id of source, row and column."""
    assert read(file, line()) == [SCORE]


@pytest.mark.parametrize("text", ["", HEADER, HEADER + "\n", "\ufeff" + HEADER + "\n\n"])
def test_no_decisions_are_no_error(file: Path, text: str) -> None:
    """An empty file, or one with only its titles."""
    file.write_text(text, encoding="utf-8")
    assert read_corrections(file) == []


@pytest.mark.parametrize("nobody", ["-", "ไม่ระบุชื่อ"])
def test_a_decision_nobody_signed_is_not_taken(file: Path, nobody: str) -> None:
    """The first line without a name is said; signed ones pass."""
    found = read(file, line(), line(row_no="15", decided_by=nobody))
    check_signed(found[:1], file)
    error = error_of(check_signed, found, file)
    assert (error.key, error.line) == ("decision_unsigned", 3)


@pytest.mark.parametrize("column", list(CELLS))
@pytest.mark.parametrize("text", ["", "   "])
def test_a_blank_cell_is_named(file: Path, column: str, text: str) -> None:
    """Whichever of the ten cells is left out."""
    error = error_of(read, file, line(), line(**{"row_no": "15", column: text}))
    assert (error.key, error.file, error.line, error.column) == (
        "blank_cell",
        str(file),
        3,
        column,
    )


@pytest.mark.parametrize(
    ("cells", "key", "column"),
    [
        ({"column_name": "source"}, "not_correctable", "column_name"),
        ({"column_name": "row", "replacement": "99"}, "row_or_nothing", "replacement"),
        ({"column_name": "rank", "replacement": "1.5"}, "not_a_rank", "replacement"),
        ({"column_name": "rank", "replacement": "0"}, "not_a_rank", "replacement"),
        (
            {"column_name": "office", "replacement": "สพป.กาฬสินธุ์ เขต 9"},
            "unknown_office",
            "replacement",
        ),
        ({"replacement": "ninety"}, "not_a_number", "replacement"),
        ({"replacement": "100.01"}, "not_a_number", "replacement"),
        ({"replacement": "-0.01"}, "not_a_number", "replacement"),
        ({"column_name": "change", "replacement": "-100.01"}, "not_a_number", "replacement"),
        ({"row_no": "x"}, "bad_decision", None),
        ({"decided_on": "22/11/2569"}, "bad_decision", None),
        ({"decided_on": "2026-11-31"}, "bad_decision", None),
        ({"replacement": "97.395"}, "too_many_decimals", "replacement"),
    ],
)
def test_a_bad_decision_is_named(file: Path, cells: dict, key: str, column: str | None) -> None:
    """What cannot be decided, no number, no row, no date: file, line and column."""
    error = error_of(read, file, line(**cells))
    assert (error.key, error.file, error.line, error.column) == (key, str(file), 2, column)


def test_a_change_may_be_negative(file: Path) -> None:
    """A score may not, a change may; Thai digits and signs are read."""
    (found,) = read(file, line(column_name="change", replacement="−๑.๕๖"))
    assert found.replacement == "−๑.๕๖"
    (corrected,) = correct([HOME], [replace(found, printed="+๑.๕๖")], file)
    assert meant(corrected).change == Decimal("-1.56")


def test_a_cell_is_decided_once(file: Path) -> None:
    """A second decision on the same cell names both lines; another column is another cell."""
    error = error_of(read, file, line(), line(replacement="97.40"))
    assert (error.key, error.line, error.values["first"]) == ("key_twice", 3, 2)
    assert len(read(file, line(), line(column_name="change"))) == 2


def test_in_a_draft_the_last_decision_stands(file: Path) -> None:
    """A person may think again before anything is published."""
    file.write_text("\n".join([HEADER, line(), line(replacement="97.40")]) + "\n", "utf-8")
    (found,) = read_corrections(file, is_draft=True)
    assert (found.replacement, found.line) == ("97.40", 3)


def test_decisions_are_written_as_they_are_read(file: Path) -> None:
    """Commas, quotation marks and tabs included."""
    found = read(file, line(), line(row_no="15", reason_th='"ก, ข"'))
    text = corrections_text(found)
    assert text.splitlines()[0] == HEADER
    file.write_text(text, "utf-8")
    assert read_corrections(file) == found


def test_what_can_be_decided() -> None:
    """Every cell of an announcement, and that a row is none."""
    assert CORRECTABLE == ("rank", "office", "score", "grade", "change", "result", "row")


def test_another_encoding_is_named(file: Path) -> None:
    """Saved by Excel as Thai (cp874): an InputError like that of any other file."""
    file.write_bytes(f"{HEADER}\n{line()}\n".encode("cp874"))
    assert error_of(read_corrections, file).key == "not_text"


def test_a_missing_file_is_named(file: Path) -> None:
    """No file at all is not the same as no decisions."""
    error = error_of(read_corrections, file)
    assert (error.key, error.file) == ("no_corrections", str(file))


# Applying


def test_a_decided_score_replaces_the_print(file: Path) -> None:
    """The value and its grade change, the print stays, the row is marked, others are untouched."""
    corrected, other = correct([HOME, OTHER], [replace(SCORE, replacement="94.99")], file)
    assert other == OTHER
    assert corrected == replace(HOME, decided={"score": "94.99"})
    found = meant(corrected).statement
    assert (found.score, found.grade, found.status) == (Decimal("94.99"), "A", "corrected")
    assert (found.score_printed, found.grade_printed, found.grade_stated) == ("๙๗.๕๙", "AA", "AA")


def test_two_cells_of_a_row_may_be_decided(file: Path) -> None:
    """Score and change of the home office, as in data/corrections.csv."""
    change = decision("change", "+๑.๕๖", "+15.86")
    (corrected,) = correct([HOME], [SCORE, change], file)
    found = meant(corrected).statement
    assert (found.score, found.change) == (Decimal("97.39"), Decimal("15.86"))
    assert (found.change_printed, found.status) == ("+๑.๕๖", "corrected")


def test_rank_and_office_may_be_decided(file: Path) -> None:
    """The row belongs to another place and office; what was printed is kept."""
    decisions = [
        decision("rank", "๑๐๒", "๑๐๓"),
        decision("office", "สพป.กาฬสินธุ์ เขต 2", "สพป.กาฬสินธุ์ เขต 3"),
        decision("grade", "AA", "A"),
    ]
    (corrected,) = correct([HOME], decisions, file)
    found = meant(corrected).statement
    assert (found.office_id, found.rank_stated, found.grade_stated) == ("p-kalasin-3", 103, "A")
    assert (found.office_printed, found.rank_printed, found.grade_printed) == (
        "สพป.กาฬสินธุ์ เขต 2",
        "๑๐๒",
        "AA",
    )


def test_a_blank_cell_may_be_filled_and_a_change_emptied(file: Path) -> None:
    """A dash stands for nothing printed, on either side of a decision."""
    decisions = [decision("result", "-", "ผ่าน"), decision("change", "+๑.๕๖", "-")]
    (corrected,) = correct([HOME], decisions, file)
    found = meant(corrected).statement
    assert (found.result_stated, found.result_printed, found.change) == ("ผ่าน", None, None)


def test_a_confirmed_print_is_no_correction(file: Path) -> None:
    """Whoever keeps a cell as printed changes nothing, and the row is not marked."""
    kept = replace(SCORE, replacement="๙๗.๕๙")
    assert kept.is_confirmation
    (confirmed,) = correct([HOME], [kept], file)
    found = meant(confirmed).statement
    assert (found.score, found.status) == (Decimal("97.59"), "published")


def test_a_row_that_is_none_is_left_out(file: Path) -> None:
    """A row doubled by a page break; the decision quotes it whole."""
    whole = "\t".join(HOME.printed.values())
    assert correct([HOME, OTHER], [decision("row", whole, "-")], file) == [OTHER]
    assert correct([HOME, OTHER], [decision("row", whole, whole)], file) == [HOME, OTHER]


def test_a_row_the_reader_missed_may_be_added(file: Path) -> None:
    """Its number is its rank below nought; nothing of it is printed, all of it is decided."""
    cells = "8\tสพป.กาฬสินธุ์ เขต 3\t๙๙.๙๕\tAA\t-\tผ่าน"
    (addition,) = read(file, line(row_no="-8", column_name="row", printed="-", replacement=cells))
    kept, added = correct([HOME], [addition], file)
    assert kept == HOME
    found = meant(added).statement
    assert (found.row_no, found.rank_stated, found.office_id) == (-8, 8, "p-kalasin-3")
    assert (found.score, found.score_printed, found.change) == (Decimal("99.95"), "", None)
    assert found.status == "corrected"


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ("8\tสพป.กาฬสินธุ์ เขต 3\t99.95", "row_or_nothing"),
        ("8\tสพป.กาฬสินธุ์ เขต 9\t99.95\tAA\t-\tผ่าน", "unknown_office"),
        ("8\tสพป.กาฬสินธุ์ เขต 3\t-\tAA\t-\tผ่าน", "not_a_number"),
        ("x\tสพป.กาฬสินธุ์ เขต 3\t99.95\tAA\t-\tผ่าน", "not_a_rank"),
    ],
)
def test_a_bad_addition_is_named(file: Path, cells: str, key: str) -> None:
    """Six cells, each a value of its column; office and score are needed."""
    bad = line(row_no="-8", column_name="row", printed="-", replacement=cells)
    assert error_of(read, file, bad).key == key


def test_a_row_is_added_to_a_source_that_is_there(file: Path) -> None:
    """Not to one that is gone, and not where a row stands."""
    cells = "8\tสพป.กาฬสินธุ์ เขต 3\t99.95\tAA\t-\tผ่าน"
    (addition,) = read(file, line(row_no="-8", column_name="row", printed="-", replacement=cells))
    assert error_of(correct, [], [addition], file).key == "stale_row"


def test_a_doubt_about_the_whole_file_is_confirmed_and_no_row_changes(file: Path) -> None:
    """Row 0 stands for the file; what was doubted of it can be confirmed, not changed."""
    about = {"row_no": "0", "column_name": "read_from_pictures-row", "printed": "pages 1 · cells 3"}
    (confirmed,) = read(file, line(**about, replacement=about["printed"]))
    assert confirmed.is_of_file
    assert correct([HOME], [confirmed], file) == [HOME]
    assert error_of(read, file, line(**about, replacement="-")).key == "file_confirmed_only"


def test_without_decisions_nothing_changes(file: Path) -> None:
    """Every row as it was, in its order."""
    assert correct([OTHER, HOME], [], file) == [OTHER, HOME]


@pytest.mark.parametrize(
    ("rows", "key", "column"),
    [
        ([OTHER], "stale_row", None),
        ([], "stale_row", None),
        ([replace(HOME, source_id="another")], "stale_row", None),
        ([reprinted(score="๙๗.๓๙")], "stale_print", "printed"),
        ([reprinted(score="97.59")], "stale_print", "printed"),
    ],
    ids=["row gone", "no rows", "another source", "print changed", "other digits"],
)
def test_a_decision_never_drifts(file: Path, rows: list, key: str, column: str) -> None:
    """When its row is gone or prints something else, the decision must be looked at again."""
    error = error_of(correct, rows, [SCORE], file)
    assert (error.key, error.file, error.line, error.column) == (key, str(file), 2, column)


def test_a_drifted_decision_says_both_prints(file: Path) -> None:
    """What the decision takes to be printed, and what is."""
    error = error_of(correct, [reprinted(score="๙๗.๓๙")], [SCORE], file)
    for language in ("th", "en"):
        assert "๙๗.๕๙" in error.message(language)
        assert "๙๗.๓๙" in error.message(language)
