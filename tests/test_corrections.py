"""Decisions on printed cells: read whole or not at all, and never drifting onto another cell."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.corrections import CORRECTABLE, Correction, correct, read_corrections
from etl.errors import InputError
from etl.harmonise import Statement

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
HOME = Statement(
    fiscal_year=2565,
    office_id="p-kalasin-2",
    source_id="announcement",
    row_no=14,
    office_printed="สพป.กาฬสินธุ์ เขต 2",
    score=Decimal("97.59"),
    score_printed="๙๗.๕๙",
    rank_printed=102,
    grade="AA",
    grade_printed="AA",
    change=Decimal("1.56"),
    change_printed="+๑.๕๖",
)
OTHER = Statement(
    fiscal_year=2565,
    office_id="p-kalasin-1",
    source_id="announcement",
    row_no=15,
    office_printed="สพป.กาฬสินธุ์ เขต 1",
    score=Decimal("97.58"),
    score_printed="๙๗.๕๘",
)


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
        ({"column_name": "rank"}, "not_correctable", "column_name"),
        ({"column_name": "office"}, "not_correctable", "column_name"),
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
    assert correct([HOME], [change_of(found)], file)[0].change == Decimal("-1.56")


def change_of(correction: Correction) -> Correction:
    return Correction(**{**vars(correction), "printed": HOME.change_printed})


def test_a_cell_is_decided_once(file: Path) -> None:
    """A second decision on the same cell names both lines; another column is another cell."""
    error = error_of(read, file, line(), line(replacement="97.40"))
    assert (error.key, error.line, error.values["first"]) == ("key_twice", 3, 2)
    assert len(read(file, line(), line(column_name="change"))) == 2
    assert CORRECTABLE == ("score", "change")


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
    lower = Correction(**{**vars(SCORE), "replacement": "94.99"})
    corrected, other = correct([HOME, OTHER], [lower], file)
    assert other == OTHER
    assert vars(corrected) == {
        **vars(HOME),
        "score": Decimal("94.99"),
        "grade": "A",
        "status": "corrected",
    }
    assert (corrected.score_printed, corrected.grade_printed) == ("๙๗.๕๙", "AA")


def test_two_cells_of_a_row_may_be_decided(file: Path) -> None:
    """Score and change of the home office, as in data/corrections.csv."""
    change = Correction(
        **{
            **vars(SCORE),
            "correction_id": "announcement-14-change",
            "column_name": "change",
            "printed": "+๑.๕๖",
            "replacement": "+15.86",
        }
    )
    (found,) = correct([HOME], [SCORE, change], file)
    assert (found.score, found.change, found.status) == (
        Decimal("97.39"),
        Decimal("15.86"),
        "corrected",
    )


def test_without_decisions_nothing_changes(file: Path) -> None:
    """Every row as it was, in its order."""
    assert correct([OTHER, HOME], [], file) == [OTHER, HOME]


@pytest.mark.parametrize(
    ("statements", "key", "column"),
    [
        ([OTHER], "stale_row", None),
        ([], "stale_row", None),
        ([Statement(**{**vars(HOME), "source_id": "another"})], "stale_row", None),
        ([Statement(**{**vars(HOME), "score_printed": "๙๗.๓๙"})], "stale_print", "printed"),
        ([Statement(**{**vars(HOME), "score_printed": "97.59"})], "stale_print", "printed"),
    ],
    ids=["row gone", "no rows", "another source", "print changed", "other digits"],
)
def test_a_decision_never_drifts(file: Path, statements: list, key: str, column: str) -> None:
    """When its row is gone or prints something else, the decision must be looked at again."""
    error = error_of(correct, statements, [SCORE], file)
    assert (error.key, error.file, error.line, error.column) == (key, str(file), 2, column)


def test_a_drifted_decision_says_both_prints(file: Path) -> None:
    """What the decision takes to be printed, and what is."""
    changed = Statement(**{**vars(HOME), "score_printed": "๙๗.๓๙"})
    error = error_of(correct, [changed], [SCORE], file)
    for language in ("th", "en"):
        assert "๙๗.๕๙" in error.message(language)
        assert "๙๗.๓๙" in error.message(language)
