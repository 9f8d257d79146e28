"""Each check on hand-made rows: when it fires, when it keeps quiet, and what it says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from etl import rules
from etl.corrections import Correction
from etl.findings import SEVERITY, Finding, doubtful_cell, other_year
from etl.harmonise import Statement, Understood, readings, understood
from etl.read.document import PrintedRow
from etl.reconcile import Candidate
from etl.rules import Evidence
from ita.method import grade_of
from ita.offices import office_index

A, B, C = "p-kalasin-1", "p-kalasin-2", "p-kalasin-3"
LIST, REPORT = "announcement", "report"
AUTHORITY = {LIST: 1, REPORT: 2}
ROSTER = {2564: 3, 2565: 3, 2566: 3}
CORRECTION = Correction(
    correction_id="announcement-2-score",
    source_id=LIST,
    row_no=2,
    column_name="score",
    printed="97.59",
    replacement="97.39",
    reason_th="ก",
    reason_en="a",
    evidence="report",
    decided_by="x",
    decided_on=date(2026, 11, 22),
    line=2,
)


def row(
    office_id: str, score: str, rank: int | None = None, *, row_no: int = 2, **values
) -> Statement:
    """A row of the announcement of FY2565 unless ``values`` say otherwise."""
    fiscal_year = values.pop("fiscal_year", 2565)
    for column in ("grade", "result"):
        values.setdefault(f"{column}_printed", values.get(f"{column}_stated"))
    return Statement(
        fiscal_year=fiscal_year,
        office_id=office_id,
        source_id=values.pop("source_id", LIST),
        row_no=row_no if rank is None else rank + 1,
        office_printed=values.pop("office_printed", office_index().by_id[office_id].office_name),
        score=Decimal(score),
        score_printed=score,
        rank_stated=rank,
        grade=grade_of(Decimal(score), fiscal_year),
        change=Decimal(values["change_printed"]) if "change_printed" in values else None,
        **values,
    )


def found(check, *statements: Statement) -> list[Finding]:
    return list(check(Evidence(statements, office_index(), AUTHORITY, ROSTER)))


def told(findings: list[Finding]) -> list[tuple]:
    return [
        (finding.rule, finding.row_no, finding.column_name, finding.printed, finding.expected)
        for finding in findings
    ]


def holds(finding: Finding, *parts: str) -> bool:
    """Whether both messages hold every part, and nothing is left unfilled in them."""
    messages = (finding.message_th, finding.message_en)
    return all(part in text for text in messages for part in parts) and "{" not in "".join(messages)


def printed(*lines: str, fiscal_year: int = 2565) -> list[Understood]:
    """Rows of the announcement: rank, office, score, grade, change and result parted by bars."""
    columns = ("rank", "office", "score", "grade", "change", "result")
    rows = [
        PrintedRow(None, number, dict(zip(columns, line.split("|"), strict=False)))
        for number, line in enumerate(lines, start=2)
    ]
    return [understood(row, office_index()) for row in readings(LIST, fiscal_year, rows)]


def found_in(check, *lines: str, roster: int = 3, stated_size: int | None = None) -> list[Finding]:
    rows = printed(*lines)
    statements = [row.statement for row in rows if row.statement]
    sizes = {} if stated_size is None else {LIST: stated_size}
    evidence = Evidence(statements, office_index(), AUTHORITY, {2565: roster}, rows, sizes)
    return list(check(evidence))


# Scores fall with rank


def test_a_score_that_rises_is_found() -> None:
    """Rank 2 with 97.56 below rank 1 with 97.54: said with both ranks and both scores."""
    (finding,) = found(rules.check_order, row(A, "97.54", 1), row(B, "97.56", 2))
    assert told([finding]) == [("score_rises", 3, "score", "97.56", "≤ 97.54")]
    assert finding.office_id == B
    assert finding.proposal is None
    assert holds(finding, "97.56", "97.54", "1", "2")
    assert "สพป.กาฬสินธุ์ เขต 2" in finding.message_th
    assert "Kalasin Primary 2" in finding.message_en


def test_the_order_of_lines_does_not_matter() -> None:
    """Ranks decide who stands above whom, not lines."""
    assert len(found(rules.check_order, row(B, "97.56", 2), row(A, "97.54", 1))) == 1


@pytest.mark.parametrize(
    "statements",
    [
        [row(A, "97.56", 1), row(B, "97.56", 2), row(C, "97.54", 3)],
        [row(A, "97.54", 1), row(B, "97.56", 2, source_id=REPORT)],
        [row(A, "97.54", 1), row(B, "97.56", 2, fiscal_year=2566)],
        [row(A, "97.54"), row(B, "97.56", row_no=3)],
        [],
    ],
    ids=["equal and falling", "another source", "another year", "no ranks", "nothing"],
)
def test_scores_that_do_not_rise_are_not_found(statements: list[Statement]) -> None:
    """Ties, other sources, other years and rows without a rank are no contradiction."""
    assert found(rules.check_order, *statements) == []


def test_each_rise_is_found_once() -> None:
    """97.54, 97.56, 97.59: two steps up, two findings; a gap between the ranks changes nothing."""
    findings = found(rules.check_order, row(A, "97.54", 1), row(B, "97.56", 5), row(C, "97.59", 6))
    assert [(finding.row_no, finding.expected) for finding in findings] == [
        (6, "≤ 97.54"),
        (7, "≤ 97.56"),
    ]


# Each office once


def test_an_office_named_twice_is_found_at_both_places() -> None:
    """Both rows, each naming both ranks."""
    findings = found(rules.check_office_once, row(A, "99", 1), row(B, "98", 2), row(A, "97", 3))
    printed = office_index().by_id[A].office_name
    assert told(findings) == [
        ("office_twice", 2, "office", printed, None),
        ("office_twice", 4, "office", printed, None),
    ]
    assert all(holds(finding, "1, 3") for finding in findings)
    assert len({finding.finding_id for finding in findings}) == 2


def test_an_office_of_two_years_or_sources_is_not_named_twice() -> None:
    """Once a year and source is as it should be."""
    assert (
        found(
            rules.check_office_once,
            row(A, "99", 1),
            row(A, "99", source_id=REPORT),
            row(A, "90", fiscal_year=2564, row_no=9),
        )
        == []
    )


# A number where the province has one office


def test_a_number_too_many_is_found() -> None:
    """ตราด เขต ๑: the province has one office; its name is the proposal."""
    printed = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตราด เขต ๑"
    (finding,) = found(
        rules.check_office_number, row("p-trat", "97.59", 98, office_printed=printed)
    )
    name = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตราด"
    assert told([finding]) == [("office_number", 99, "office", printed, name)]
    assert (finding.proposal, finding.severity) == (name, "warning")
    assert "จังหวัดตราด" in finding.message_th
    assert "Trat" in finding.message_en
    assert holds(finding, "1")


@pytest.mark.parametrize(
    ("office_id", "printed"),
    [
        ("p-trat", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตราด"),
        (B, "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสินธุ์ เขต ๒"),
        ("s-kalasin", "สพม. เขต 24"),
        ("s-kalasin", "สพม. เขต ๒๔"),
    ],
)
def test_numbers_that_belong_are_not_found(office_id: str, printed: str) -> None:
    """No number, a number of several, and the former names of the secondary areas."""
    assert found(rules.check_office_number, row(office_id, "90", 1, office_printed=printed)) == []


# Grade and result


@pytest.mark.parametrize(
    ("score", "printed", "expected"),
    [("94.99", "AA", "A"), ("95.00", "A", "AA"), ("90", "Ａ", "A")],
)
def test_a_grade_that_does_not_fit_is_found(score: str, printed: str, expected: str) -> None:
    """Either side of a band's edge, and a grade misread."""
    (finding,) = found(rules.check_grade, row(A, score, 1, grade_stated=printed))
    assert told([finding]) == [("grade_mismatch", 2, "grade", printed, expected)]
    assert holds(finding, f"{Decimal(score):.2f}")


def test_a_grade_of_no_year_is_found() -> None:
    """AĀ is no grade, and A none of the levels of FY2566; the grades there are stand as expected."""
    (finding,) = found(rules.check_grade_known, row(A, "99", 1, grade_stated="AĀ"))
    assert told([finding]) == [("grade_unknown", 2, "grade", "AĀ", "AA, A, B, C, D, E, F")]
    assert finding.severity == "error"
    of_letters = row(A, "99", 1, grade_stated="A", fiscal_year=2566)
    assert len(found(rules.check_grade_known, of_letters)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        row(A, "12", 1, grade_stated="AA"),
        row(A, "12", 1),
        row(A, "12", 1, grade_stated="ผ่านดี", fiscal_year=2566),
        row(A, "12", fiscal_year=2561, grade_stated="สูงมาก"),
    ],
    ids=["a letter", "not printed", "a level", "of five indices"],
)
def test_a_grade_of_the_year_is_not_found(statement: Statement) -> None:
    """Whether it fits the score is another question."""
    assert found(rules.check_grade_known, statement) == []


@pytest.mark.parametrize(
    "statement",
    [
        row(A, "95.00", 1, grade_stated="AA"),
        row(A, "95.00", 1),
        row(A, "95.81", 1, grade_stated="ผ่านดี", fiscal_year=2566),
    ],
    ids=["fits", "not printed", "needs instruments"],
)
def test_a_grade_that_may_fit_is_not_found(statement: Statement) -> None:
    """A fitting grade, none printed, or a level only the instruments could tell."""
    assert found(rules.check_grade, statement) == []


@pytest.mark.parametrize(
    ("score", "printed", "expected"),
    [("84.99", "ผ่าน", "ไม่ผ่าน"), ("85.00", "ไม่ผ่าน", "ผ่าน"), ("85.00", "ผาน", "ผ่าน")],
)
def test_a_result_that_does_not_fit_is_found(score: str, printed: str, expected: str) -> None:
    """Passing is 85.00 or more; the message names the pass mark."""
    (finding,) = found(rules.check_result, row(A, score, 1, result_stated=printed))
    assert told([finding]) == [("result_mismatch", 2, "result", printed, expected)]
    assert holds(finding, "85.00", score)


@pytest.mark.parametrize(
    "statement",
    [
        row(A, "85.00", 1, result_stated="ผ่าน"),
        row(A, "84.99", 1, result_stated="ไม่ผ่าน"),
        row(A, "12", 1),
        row(A, "12", fiscal_year=2561, result_stated="ผ่าน"),
    ],
    ids=["passes", "fails", "not printed", "no pass mark that year"],
)
def test_a_result_that_fits_is_not_found(statement: Statement) -> None:
    """Right results, none printed, and the year without a pass mark."""
    assert found(rules.check_result, statement) == []


# Change


def changes(printed: str) -> list[Finding]:
    return found(
        rules.check_change,
        row(B, "81.52", fiscal_year=2564, source_id=REPORT),
        row(B, "97.39", 102, change_printed=printed),
    )


@pytest.mark.parametrize(
    ("printed", "rule", "severity"),
    [
        ("+15.86", "change_rounding", "note"),
        ("+15.88", "change_rounding", "note"),
        ("+15.85", "change_mismatch", "error"),
        ("+1.56", "change_mismatch", "error"),
        ("-15.87", "change_mismatch", "error"),
    ],
)
def test_a_change_that_differs_is_found(printed: str, rule: str, severity: str) -> None:
    """97.39 − 81.52 = 15.87: a hundredth off is rounding and a note, more is an error."""
    (finding,) = changes(printed)
    assert told([finding]) == [(rule, 103, "change", printed, "+15.87")]
    assert finding.severity == severity
    assert holds(finding, "97.39", "81.52", "+15.87", printed)


def test_many_rounded_changes_are_told_once() -> None:
    """Five are told one by one; the sixth makes it a habit of the list."""
    offices = list(office_index().by_id)[:6]
    before = [row(o, "90.00", fiscal_year=2564, source_id=REPORT) for o in offices]
    now = [
        row(office_id, "91.00", rank, change_printed="+1.01")
        for rank, office_id in enumerate(offices, start=1)
    ]
    few = found(rules.check_change, *before, *now[:5])
    assert [finding.rule for finding in few] == ["change_rounding"] * 5
    (one,) = found(rules.check_change, *before, *now)
    assert (one.rule, one.severity, one.row_no) == ("changes_rounded", "note", None)
    assert one.other_rows == (2, 3, 4, 5, 6, 7)
    assert holds(one, "6", "2, 3, 4, 5, 6, 7")


def test_changes_of_another_year_are_told_once() -> None:
    """Eight sums and none holds: it is the year to doubt, not each row; seven are told singly."""
    offices = list(office_index().by_id)[:10]
    before = [row(o, "80.00", fiscal_year=2564, source_id=REPORT) for o in offices]
    now = [
        row(office_id, "91.00", rank, change_printed="+1.00" if rank <= 8 else "+11.00")
        for rank, office_id in enumerate(offices, start=1)
    ]
    (one,) = found(rules.check_change, *before, *now[:9])
    assert (one.rule, one.severity, one.row_no) == ("changes_of_another_year", "error", None)
    assert holds(one, "8", "9", "2564")
    assert {f.rule for f in found(rules.check_change, *before, *now)} == {"change_mismatch"}
    assert len(found(rules.check_change, *before, *now[:7])) == 7


def test_an_office_named_twice_last_year_is_no_year_before() -> None:
    """Which of the two totals was its own is not known."""
    twice = [row(A, score, rank, fiscal_year=2564) for rank, score in ((1, "90"), (9, "80"))]
    assert found(rules.check_change, *twice, row(A, "95", 1, change_printed="+1.00")) == []


def test_a_change_that_fits_is_not_found() -> None:
    """To the cent."""
    assert changes("+15.87") == []


def test_a_change_without_the_year_before_is_not_judged() -> None:
    """A score two years back is no year before."""
    statement = row(B, "97.39", 102, change_printed="+1.00")
    older = row(B, "81.52", fiscal_year=2563, source_id=REPORT)
    assert found(rules.check_change, statement, older) == []


@pytest.mark.parametrize("is_turned", [False, True])
def test_the_announcement_is_the_year_before(*, is_turned: bool) -> None:
    """Of two scores of last year the one of the higher authority counts, in any order of rows."""
    before = [
        row(B, "81.52", fiscal_year=2564, row_no=9),
        row(B, "90.00", fiscal_year=2564, source_id=REPORT),
    ]
    statement = row(B, "97.39", 102, change_printed="+15.87")
    rows = [*(reversed(before) if is_turned else before), statement]
    assert found(rules.check_change, *rows) == []


def test_another_office_is_not_the_year_before() -> None:
    """เขต 1 of last year says nothing of เขต 2."""
    assert (
        found(
            rules.check_change,
            row(A, "81.52", fiscal_year=2564, source_id=REPORT),
            row(B, "97.39", 102, change_printed="+1.00"),
        )
        == []
    )


# Sources


def test_sources_that_differ_are_found_on_the_one_shown() -> None:
    """Score and change each once, on the announcement, with the report's value as proposal."""
    findings = found(
        rules.check_sources,
        row(B, "97.39", source_id=REPORT, change_printed="+15.86"),
        row(B, "97.59", 102, change_printed="+1.56"),
    )
    assert told(findings) == [
        ("sources_differ", 103, "score", "97.59", "97.39"),
        ("sources_differ", 103, "change", "+1.56", "+15.86"),
    ]
    assert [(f.source_id, f.proposal) for f in findings] == [(LIST, "97.39"), (LIST, "+15.86")]
    assert all(holds(finding, REPORT, finding.expected, finding.printed) for finding in findings)
    assert findings[0].message_th.startswith("คะแนน")
    assert findings[0].message_en.startswith("Score")


@pytest.mark.parametrize(
    "other",
    [
        row(B, "97.59", source_id=REPORT),
        row(A, "12.00", source_id=REPORT),
        row(B, "12.00", source_id=REPORT, fiscal_year=2564),
        row(B, "12.00", row_no=9),
    ],
    ids=["agrees", "another office", "another year", "the same source"],
)
def test_sources_that_agree_are_not_found(other: Statement) -> None:
    """One score, one change missing, or not about the same thing."""
    assert found(rules.check_sources, row(B, "97.59", 102, change_printed="+1.56"), other) == []


# Every rank


@pytest.mark.parametrize(
    ("ranks", "gaps"),
    [
        ([1, 2, 3], []),
        ([3, 1, 2], []),
        ([2], [("1-1", 1), ("3-3", 1)]),
        ([1], [("2-3", 2)]),
        ([3], [("1-2", 2)]),
    ],
)
def test_missing_ranks_are_found(ranks: list[int], gaps: list[tuple[str, int]]) -> None:
    """Of three offices: each run of ranks that is not there, with its first, last and length."""
    findings = found(rules.check_ranks, *(row(A, str(90 - rank), rank) for rank in ranks))
    assert [finding.detail for finding in findings] == [detail for detail, _ in gaps]
    for finding, (detail, count) in zip(findings, gaps, strict=True):
        assert holds(finding, *detail.split("-"), str(count))
    assert {(finding.row_no, finding.office_id) for finding in findings} <= {(None, None)}


def test_a_report_is_no_ranking() -> None:
    """A rank in the office's own report asks for no other ranks."""
    assert found(rules.check_ranks, row(B, "97.39", 2, source_id=REPORT)) == []


def test_a_rank_beyond_the_last_is_found() -> None:
    """Rank 4 of 3 offices cannot be; it is no missing rank of them either."""
    statements = [row(A, "90", 1), row(B, "80", 2), row(C, "70", 3), row("p-trat", "60", 4)]
    (finding,) = found(rules.check_last_rank, *statements)
    assert told([finding]) == [("rank_beyond", 5, "rank", "4", "≤ 3")]
    assert finding.severity == "error"
    assert holds(finding, "4", "3")
    assert found(rules.check_ranks, *statements) == []
    assert found(rules.check_last_rank, *statements[:3]) == []


@pytest.mark.parametrize(
    ("score", "change", "is_found"),
    [
        ("99.99", "-0.59", True),
        ("40.00", "+40.01", True),
        ("99.99", "-0.02", True),
        ("99.99", "-0.01", False),
        ("40.00", "+40.00", False),
    ],
)
def test_a_change_that_cannot_be_is_found(score: str, change: str, *, is_found: bool) -> None:
    """A lost plus leads above 100, a lost digit below 0; exactly 100 and 0 may be."""
    findings = found(rules.check_change_possible, row(A, score, 1, change_printed=change))
    assert [(f.rule, f.severity, f.printed) for f in findings] == (
        [("change_impossible", "error", change)] if is_found else []
    )
    before = f"{Decimal(score) - Decimal(change):.2f}"
    assert all(holds(finding, score, before, change) for finding in findings)


# All together, and what becomes of a finding


def found_with_last_year(check, before: dict[str, str], *lines: str) -> list[Finding]:
    """As ``found_in``, with totals of the year before by office."""
    rows = printed(*lines)
    earlier = [
        row(office_id, score, fiscal_year=2564, source_id=REPORT, row_no=number)
        for number, (office_id, score) in enumerate(before.items())
    ]
    statements = [*(meant.statement for meant in rows if meant.statement), *earlier]
    return list(check(Evidence(statements, office_index(), AUTHORITY, ROSTER, rows)))


def test_a_change_that_is_missing_is_found() -> None:
    """The office has a total of the year before, so a blank or a dash says the row is not its own."""
    lines = ("๑|สพป.กาฬสินธุ์ เขต 1|๙๗|AA|+๑", "๒|สพป.กส.2|๙๖|AA|-", "๓|สพป.กาฬสินธุ์ เขต 3|๙๕|AA|+๑")
    before = {A: "96", B: "95"}
    assert told(found_with_last_year(rules.check_change_printed, before, *lines)) == [
        ("change_blank", 3, "change", "-", None)
    ]
    assert found_with_last_year(rules.check_change_printed, {A: "96"}, *lines) == []


def test_a_change_without_a_year_before_is_found() -> None:
    """Where all others have one; among few known totals its absence says nothing."""
    offices = list(office_index().by_id.values())[:6]
    lines = [f"{rank}|{office.office_name}|90|A|+1" for rank, office in enumerate(offices, 1)]
    before = {office.office_id: "89" for office in offices[1:]}
    assert told(found_with_last_year(rules.check_change_printed, before, *lines)) == [
        ("change_unfounded", 2, "change", "+1", None)
    ]
    few = {office.office_id: "89" for office in offices[:3]}
    assert found_with_last_year(rules.check_change_printed, few, *lines) == []


def test_the_figures_of_an_unknown_office_are_held_against_those_left() -> None:
    """96 − 1 is last year's total of an office without a row; 96.50 − 1 is nobody's."""
    known, before = "๑|สพป.กาฬสินธุ์ เขต 1|๙๗|AA|+๑", {A: "96", B: "95.00", C: "90.00"}
    fits = found_with_last_year(rules.check_unnamed, before, known, "๒|สพป.กาฬสินธุ์ เขต 9|๙๖|AA|+๑")
    assert fits == []
    wrong = "๒|สพป.กาฬสินธุ์ เขต 9|๙๖.๕๐|AA|+๑"
    assert told(found_with_last_year(rules.check_unnamed, before, known, wrong)) == [
        ("figures_unfounded", 3, "score", "๙๖.๕๐", None)
    ]
    taken = found_with_last_year(rules.check_unnamed, {A: "96"}, known, wrong)
    assert taken == []


@pytest.mark.parametrize(
    ("score", "grade", "result", "count"),
    [
        ("39.10", "AA", "ผ่าน", 1),
        ("95.10", "B", "ไม่ผ่าน", 1),
        ("95.10", "A", "ผ่าน", 0),
        ("84.10", "AA", "ไม่ผ่าน", 0),
        ("95.10", "AA", "ผ่าน", 0),
    ],
)
def test_a_score_that_grade_and_result_contradict_is_found(
    score: str, grade: str, result: str, count: int
) -> None:
    """Two cells against one: the score is to doubt. One against one leaves it open."""
    statement = row(A, score, 1, grade_stated=grade, result_stated=result)
    findings = found(rules.check_score_against_both, statement)
    assert told(findings) == [
        ("score_contradicted", 2, "score", score, finding.expected) for finding in findings
    ]
    assert len(findings) == count


def test_a_number_people_read_otherwise_is_no_doubt() -> None:
    """The name was decided to be the office's own; kept as printed it stays a doubt."""
    (meant,) = printed("๑|สพป.ตราด เขต 1|๙๗")
    trat = office_index().by_id["p-trat"].office_name
    for text, count in ((trat, 0), ("สพป.ตราด เขต 1", 1)):
        reading = replace(meant.reading, decided={"office": text})
        row_ = understood(reading, office_index())
        evidence = Evidence([row_.statement], office_index(), AUTHORITY, ROSTER, [row_])
        assert len(list(rules.check_office_number(evidence))) == count


# What cannot be read, or is not all there


def test_a_cell_that_cannot_be_read_is_found() -> None:
    """Where it stands, what is printed, and why it is no value."""
    findings = found_in(
        rules.check_cells,
        "๑|สพป.กส.2|๙๗.๓l|AA|+๑|ผ่าน",
        "๒|สพป.กาฬสินธุ์ เขต 1|๙๗.๓๕|AA|บวก|ผ่าน",
    )
    assert told(findings) == [
        ("cell_unreadable", 2, "score", "๙๗.๓l", None),
        ("cell_unreadable", 3, "change", "บวก", None),
    ]
    assert all(holds(finding, finding.printed) for finding in findings)


def test_a_blank_cell_is_found_where_others_are_filled() -> None:
    """Score and name always; the rank only in a list that has ranks; a blank change is none."""
    lines = ("๑|สพป.กส.2||AA||ผ่าน", "|สพป.กาฬสินธุ์ เขต 1|๙๗.๓๕|AA||", "๓||๙๗|AA||", "๔|สพป.กส.2|๙๖")
    assert told(found_in(rules.check_cells, *lines)) == [
        ("cell_blank", 2, "score", None, None),
        ("cell_blank", 4, "office", None, None),
        ("cell_blank", 3, "rank", None, None),
    ]
    unranked = ("|สพป.กส.2|๙๗", "|สพป.กาฬสินธุ์ เขต 1|๙๖")
    assert found_in(rules.check_cells, *unranked) == []


def test_a_name_of_no_office_is_found_with_those_nearest() -> None:
    """Kalasin has offices 1 to 3: which one "เขต 9" is, nobody can tell."""
    (finding,) = found_in(rules.check_office_known, "๑|สพป.กาฬสินธุ์ เขต 9|๙๗", "๒|สพป.กส.2|๙๖")
    assert told([finding]) == [("office_unknown", 2, "office", "สพป.กาฬสินธุ์ เขต 9", None)]
    assert holds(finding, "เขต 9")


def test_the_nearest_name_is_to_be_confirmed() -> None:
    """A consonant misread: the office is taken, and a person is asked to look."""
    (finding,) = found_in(
        rules.check_office_known,
        "๑|สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสุพรรณนุรี เขต ๓|๙๗",
    )
    office = office_index().by_id["p-suphanburi-3"]
    assert (finding.rule, finding.proposal) == ("office_close", office.office_name)
    assert finding.office_id == "p-suphanburi-3"


def test_a_rank_printed_twice_is_found_at_both_places() -> None:
    """Different scores at one rank, or a rank that another row follows at once."""
    twice = ("๑|สพป.กส.2|๙๗", "๒|สพป.กาฬสินธุ์ เขต 1|๙๖", "๒|สพป.กาฬสินธุ์ เขต 3|๙๕")
    assert told(found_in(rules.check_rank_once, *twice)) == [
        ("rank_twice", 3, "rank", "๒", None),
        ("rank_twice", 4, "rank", "๒", None),
    ]
    doubled = ("๑|สพป.กส.2|๙๗", "๑|สพป.กส.2|๙๗", "๒|สพป.กาฬสินธุ์ เขต 1|๙๖")
    assert [finding.row_no for finding in found_in(rules.check_rank_once, *doubled)] == [2, 3]


def test_a_shared_rank_is_no_finding() -> None:
    """Equal scores share rank 1 and rank 2 is left out: nothing is doubled, nothing missing."""
    shared = ("๑|สพป.กส.2|๙๗", "๑|สพป.กาฬสินธุ์ เขต 1|๙๗", "๓|สพป.กาฬสินธุ์ เขต 3|๙๕")
    assert found_in(rules.check_rank_once, *shared) == []
    assert found_in(rules.check_ranks, *shared) == []


def test_the_rank_of_a_row_that_states_nothing_is_not_missing() -> None:
    """Its score cannot be read, yet the row is there."""
    lines = ("๑|สพป.กส.2|๙๗", "๒|สพป.กาฬสินธุ์ เขต 1|x", "๓|สพป.กาฬสินธุ์ เขต 3|๙๕")
    assert found_in(rules.check_ranks, *lines) == []
    assert [f.detail for f in found_in(rules.check_ranks, lines[0], lines[2])] == ["2-2"]


def test_an_office_that_no_row_names_is_found() -> None:
    """All 245 rows are there, but one office stands twice: the one left over is told."""
    offices = list(office_index().by_id.values())
    names = [office.office_name for office in offices]
    lines = [f"{rank}|{name}|90.00" for rank, name in enumerate(names, start=1)]
    assert found_in(rules.check_offices, *lines, roster=245) == []
    doubled = [*lines[:-1], f"245|{names[0]}|90.00"]
    (finding,) = found_in(rules.check_offices, *doubled, roster=245)
    assert finding.rule == "offices_missing"
    assert offices[-1].short_name in finding.message_th
    assert offices[-1].name_en in finding.message_en
    assert found_in(rules.check_offices, *lines[:-1], roster=245) == []


@pytest.mark.parametrize(("stated", "count"), [(None, 0), (3, 0), (4, 1)])
def test_another_number_of_offices_in_the_title_is_found(stated: int | None, count: int) -> None:
    """The roster of the year has three."""
    assert len(found_in(rules.check_size, "๑|สพป.กส.2|๙๗", stated_size=stated)) == count


def test_an_announcement_without_ranks_says_so() -> None:
    """No place follows from it by itself; a list with some blank ranks is another matter."""
    (finding,) = found_in(rules.check_ranked, "|สพป.กส.2|๙๗", "|สพป.กาฬสินธุ์ เขต 1|๙๖")
    assert told([finding]) == [("ranks_absent", None, "rank", None, None)]
    assert found_in(rules.check_ranked, "๑|สพป.กส.2|๙๗", "|สพป.กาฬสินธุ์ เขต 1|๙๖") == []


def test_a_change_that_lost_its_sign_is_found() -> None:
    """Where the other rows print theirs; a nought needs none, and a list without signs has none to lose."""
    signed = [f"{rank}|สพป.กส.2|๙๗|AA|+๑.๐{rank}|ผ่าน" for rank in range(1, 6)]
    (finding,) = found_in(rules.check_signs, *signed, "6|สพป.กส.2|๙๗|AA|๑.๕๖|ผ่าน")
    assert told([finding]) == [("change_unsigned", 7, "change", "๑.๕๖", None)]
    assert found_in(rules.check_signs, *signed, "6|สพป.กส.2|๙๗|AA|0.00|ผ่าน") == []
    bare = [line.replace("+", "") for line in signed]
    assert found_in(rules.check_signs, *bare, "6|สพป.กส.2|๙๗|AA|-๑.๕๖|ผ่าน") == []


def test_a_score_that_lost_a_decimal_is_found() -> None:
    """Where noughts are printed (97.40); a list that drops them (97.4) has lost nothing."""
    (finding,) = found_in(rules.check_decimals, "1|สพป.กส.2|๙๗.๔๐", "2|สพป.กาฬสินธุ์ เขต 1|๙๗.๓")
    assert told([finding]) == [("decimals_lost", 3, "score", "๙๗.๓", None)]
    dropped = ("1|สพป.กส.2|97.4", "2|สพป.กาฬสินธุ์ เขต 1|97.35")
    assert found_in(rules.check_decimals, *dropped) == []


@pytest.mark.parametrize(
    ("score", "change", "count"), [("51.52", None, 0), ("51.51", None, 1), ("51.51", "-30.01", 0)]
)
def test_a_total_that_moves_implausibly_far_is_found(
    score: str, change: str | None, count: int
) -> None:
    """By more than 30 points, unless the print itself says so."""
    values = {} if change is None else {"change_printed": change}
    before = row(A, "81.52", fiscal_year=2564, source_id=REPORT)
    findings = found(rules.check_move, before, row(A, score, 1, **values))
    assert len(findings) == count


def test_grades_of_another_scheme_throughout_are_a_habit() -> None:
    """Letters in a year of levels are told once and held against the letters' bands, row by row."""
    offices = list(office_index().by_id)
    rows = [
        row(office_id, "96.00", rank, fiscal_year=2567, grade_stated="AA")
        for rank, office_id in enumerate(offices[:5], start=1)
    ]
    wrong = row(offices[5], "84.99", 6, fiscal_year=2567, grade_stated="A")
    (other,) = found(rules.check_grade_known, *rows, wrong)
    assert (other.rule, other.row_no) == ("grades_of_other_years", None)
    (finding,) = found(rules.check_grade, *rows, wrong)
    assert told([finding]) == [("grade_mismatch", 7, "grade", "A", "B")]
    (stranger,) = found(rules.check_grade_known, wrong)
    assert stranger.rule == "grade_unknown"


@pytest.mark.parametrize(
    ("score", "grade", "expected"),
    [
        ("96.00", "ผ่านดีเยี่ยม", None),
        ("96.00", "ผ่าน", None),
        ("94.99", "ผ่านดีเยี่ยม", "ผ่านดี, ผ่าน"),
        ("84.99", "ผ่าน", "ต้องปรับปรุง"),
        ("69.99", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_a_level_the_total_rules_out_is_found(score: str, grade: str, expected: str | None) -> None:
    """Which of several levels it is needs the instruments; which it cannot be, the total says."""
    findings = found(rules.check_grade, row(A, score, 1, fiscal_year=2567, grade_stated=grade))
    assert [finding.expected for finding in findings] == ([expected] if expected else [])


def test_a_cell_to_blame_is_told_with_its_reason() -> None:
    """Nothing in the cell itself is impossible; the reason says what points at it."""
    (meant,) = printed("๑|สพป.กส.2|๙๗.๕๙")
    finding = doubtful_cell(meant, "score", Candidate("97.39", 0.9, "เหตุ", "because"))
    assert (finding.rule, finding.column_name, finding.proposal) == (
        "cell_doubtful",
        "score",
        "97.39",
    )
    assert "เหตุ" in finding.message_th
    assert "because" in finding.message_en


def test_another_year_in_the_title_is_told() -> None:
    """Both years are named."""
    (meant,) = printed("๑|สพป.กส.2|๙๗.๕๙")
    finding = other_year(meant.reading, 2566)
    assert (finding.rule, finding.row_no) == ("year_differs", None)
    assert holds(finding, "2565", "2566")


def test_a_clean_table_has_no_findings() -> None:
    """Three offices, three ranks, right grades, results and changes."""
    statements = [
        row(A, "95.00", 1, grade_stated="AA", result_stated="ผ่าน", change_printed="+1.00"),
        row(B, "85.00", 2, grade_stated="A", result_stated="ผ่าน"),
        row(C, "84.99", 3, grade_stated="B", result_stated="ไม่ผ่าน"),
        row(A, "94.00", fiscal_year=2564, source_id=REPORT),
    ]
    evidence = Evidence(statements, office_index(), AUTHORITY, ROSTER)
    assert rules.findings(evidence) == []


def test_every_rule_has_a_severity() -> None:
    """A finding of a rule nobody weighed could not be stored."""
    assert set(SEVERITY.values()) == {"error", "warning", "note"}
    assert Finding("score_rises", 2565, LIST, "ก", "a").severity == "error"


def doubt(rule: str = "score_rises", row_no: int | None = 2, **values) -> Finding:
    return Finding(rule, 2565, LIST, "ก", "a", row_no=row_no, column_name="score", **values)


def test_a_finding_that_goes_away_is_corrected() -> None:
    """It names the correction of its cell."""
    (finding,) = rules.decided([doubt()], [], [CORRECTION])
    assert (finding.decision, finding.correction_id) == ("corrected", "announcement-2-score")


def test_a_finding_that_stays_is_open() -> None:
    """A correction of the same cell that does not settle it leaves it open."""
    assert rules.decided([doubt()], [doubt()], [CORRECTION]) == [doubt()]


def test_a_finding_only_the_correction_shows_is_open() -> None:
    """A doubt that comes with the corrected value is listed as well."""
    new = doubt(row_no=3)
    assert rules.decided([], [new], [CORRECTION]) == [new]


def test_a_finding_that_changes_is_told_as_it_is_after() -> None:
    """Each doubt once, in its last form."""
    before, after = doubt(printed="97.59"), doubt(printed="97.40")
    assert rules.decided([before], [after], [CORRECTION]) == [after]


def test_a_confirmed_print_is_kept() -> None:
    """The doubt is still there, but a person has looked at the cell and let it stand."""
    confirmed = replace(CORRECTION, replacement=CORRECTION.printed)
    (finding,) = rules.decided([doubt()], [doubt()], [confirmed])
    assert (finding.decision, finding.correction_id) == ("kept", CORRECTION.correction_id)
    (other,) = rules.decided([doubt(row_no=3)], [doubt(row_no=3)], [confirmed])
    assert other.decision == "open"


def test_a_note_needs_no_decision() -> None:
    """Rounding explains itself."""
    note = doubt("change_rounding")
    assert rules.decided([note], [note], []) == [replace(note, decision="none needed")]


def test_the_correction_of_the_cell_is_preferred() -> None:
    """Of two decisions on the row, the one about the finding's column."""
    of_change = replace(CORRECTION, column_name="change", correction_id="announcement-2-change")
    (finding,) = rules.decided([doubt()], [], [of_change, CORRECTION])
    assert finding.correction_id == "announcement-2-score"
    (finding,) = rules.decided([doubt()], [], [of_change])
    assert finding.correction_id == "announcement-2-change"


def test_a_decision_on_another_row_may_settle_a_finding() -> None:
    """Rank 100 decided upwards, rank 101 no longer rises: corrected, by the decision it is about."""
    (finding,) = rules.decided([doubt(row_no=3, other_rows=(2,))], [], [CORRECTION])
    assert (finding.decision, finding.correction_id) == ("corrected", CORRECTION.correction_id)


def test_no_decision_is_named_that_is_about_other_rows() -> None:
    """What made a finding go away is not guessed: it is corrected, by nothing on record."""
    (finding,) = rules.decided([doubt(row_no=9)], [], [CORRECTION])
    assert (finding.decision, finding.correction_id) == ("corrected", None)


def test_ids_tell_findings_apart_and_last() -> None:
    """The id names rule, year, source, line, column and detail; blanks are left out."""
    assert doubt().finding_id == "score_rises-2565-announcement-2-score"
    gap = doubt("ranks_missing", None, detail="8-97")
    assert gap.finding_id == "ranks_missing-2565-announcement-score-8-97"
