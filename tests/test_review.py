"""A review of a file: what the etl's answer means, going from cell to cell, decisions, differences."""

import dataclasses
import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from ita import review
from ita.decisions import NOTHING
from ita.pointer import Version
from ita.review import Candidate, Cell, Decision, Review
from ita.stamp import Stamp
from ita.wording import Say

OFFICES = {"a": "สพป.ก เขต 1", "b": "สพป.ก เขต 2", "c": "สพป.ข", "d": "สพม.ข"}


def row(number: int, rank: int | None, office_id: str | None, score: str | None, **more) -> dict:
    """A row as the etl answers it, printed as it is read."""
    office = OFFICES.get(office_id or "", "ไม่รู้จัก")
    printed = {"rank": str(rank or ""), "office": office, "score": score or "", "change": "+1.00"}
    return {
        "rank": rank,
        "office_id": office_id,
        "office_name": office,
        "score": score,
        "grade": None,
        "change": "+1.00",
        "result": None,
        "page": 1,
        "row": number,
        "printed": printed,
        "box": None,
        "office_candidates": [],
        "is_left_out": False,
    } | more


def finding(number: int | None, column: str | None, **more) -> dict:
    """An open contradiction about a cell."""
    return {
        "finding_id": f"rule-{number}-{column}",
        "rule": "score_rises",
        "severity": "error",
        "page": 1,
        "row": number,
        "column": column,
        "printed": None,
        "expected": None,
        "proposal": None,
        "proposal_reason_th": None,
        "proposal_reason_en": None,
        "candidates": [],
        "message_th": "ขัดกัน",
        "message_en": "Contradiction",
        "decision": "open",
    } | more


def candidate(value: str, reason: str) -> dict:
    return {"value": value, "reason_th": f"ไทย {reason}", "reason_en": reason}


PROPOSED = finding(
    14,
    "score",
    proposal="97.39",
    proposal_reason_th="แหล่ง local-history ระบุ 97.39",
    proposal_reason_en="source local-history says 97.39",
    candidates=[candidate("97.53", "digits"), candidate("97.39", "same value again")],
)
ROWS = [
    row(12, 100, "a", "97.54"),
    row(13, 101, "b", "97.56"),
    row(14, 102, "c", "97.59", box=[50.0, 100.0, 500.0, 118.0]),
    row(15, 103, None, None),
]
FINDINGS = [
    finding(14, "change", severity="warning", decision="corrected"),
    PROPOSED,
    finding(14, "score", finding_id="again", severity="note"),
    finding(None, None, severity="warning", message_en="Ranks 1-99 are missing"),
    finding(13, "score", severity="warning"),
    finding(15, None, severity="note"),
    finding(12, "grade", decision="none needed"),
    finding(13, "i3", message_en="Indicator 3 does not fit"),
]


def answered(rows: list[dict] = ROWS, findings: list[dict] = FINDINGS, **more) -> Review:
    """The review of an answer of the etl."""
    answer = {
        "fiscal_year": 2565,
        "read_fiscal_year": None,
        "kind": "announcement",
        "form": "pdf",
        "source_id": "announcement-2565-4ad50bc0",
        "file_name": "ประกาศ.pdf",
        "sha256": "4ad50bc0",
        "pages": 9,
        "expected_offices": 245,
        "matched_offices": 3,
        "rows": rows,
        "findings": findings,
    } | more
    found = review.read_answer(json.dumps(answer, ensure_ascii=False))
    assert isinstance(found, Review)
    return found


# The answer of the etl


def test_an_error_is_a_refusal_in_both_languages() -> None:
    """What the etl cannot read comes back as the sentence it wrote, and its key."""
    error = {"key": "empty", "message_th": "ไฟล์ว่าง", "message_en": "The file is empty"}
    assert review.read_answer(json.dumps({"error": error})) == review.Refusal(**error)


def test_a_scan_has_pages_and_perhaps_a_year() -> None:
    """A scan has neither rows nor a source id; its year may be unknown."""
    known = {"fiscal_year": None, "expected_offices": None, "pages": 9, "form": "picture"}
    answer = {"kind": "scan", "rows": [], **known}
    assert review.read_answer(json.dumps(answer)) == review.Scan(**known)


def test_doubts_are_cells_to_decide_in_the_order_of_rows_and_columns() -> None:
    """One per cell with its gravest finding first; what needs no decision or no row is none."""
    found = answered()
    assert [(d.cell.code, d.severity, d.is_open, len(d.findings)) for d in found.doubts] == [
        ("13.score", "warning", True, 1),
        ("14.score", "error", True, 2),
        ("14.change", "warning", False, 1),
        ("15.row", "note", True, 1),
    ]
    assert [cell.code for cell in found.open_cells] == ["13.score", "14.score", "15.row"]
    assert [f.message_en for f in found.about_the_table] == [
        "Ranks 1-99 are missing",
        "Indicator 3 does not fit",
    ]


def test_what_is_proposed_comes_first_with_its_reason_and_each_value_once() -> None:
    """The proposal heads the candidates; the same value again under another reason is left out."""
    doubt = answered().doubt_at[Cell(14, "score")]
    assert [(c.value, c.reason_en) for c in doubt.candidates] == [
        ("97.39", "source local-history says 97.39"),
        ("97.53", "digits"),
    ]
    assert doubt.proposal == doubt.candidates[0]


def test_two_different_proposals_are_none() -> None:
    """Where findings disagree nothing is proposed; both values are offered."""
    other = finding(14, "score", finding_id="other", proposal="97.53")
    doubt = answered(findings=[PROPOSED, other]).doubt_at[Cell(14, "score")]
    assert doubt.proposal is None
    assert [c.value for c in doubt.candidates] == ["97.39", "97.53"]


# Going from cell to cell


def test_the_address_names_a_cell_or_the_first_open_one_is_meant() -> None:
    """A code of a row and column of the file; nonsense is no cell; nothing means the first open one."""
    found = answered()
    assert review.cell_of(found, "") == Cell(13, "score")
    assert review.cell_of(found, "12.office") == Cell(12, "office")
    assert review.cell_of(found, "12.row") == Cell(12, "row")
    for code in ("99.score", "12.colour", "x.score", "12", "๑๒.score", "12.score.x", "-12.score"):
        assert review.cell_of(found, code) is None


def test_without_an_open_cell_the_first_doubtful_one_is_shown() -> None:
    """All decided: the first decided cell; nothing doubtful: none."""
    decided = answered(findings=[finding(14, "score", decision="kept")])
    assert review.cell_of(decided, "") == Cell(14, "score")
    assert review.cell_of(answered(findings=[]), "") is None


def test_after_a_decision_the_next_open_cell_comes_up() -> None:
    """The next one down, then from the top; one that is decided is passed over; None when none is left."""
    found = answered()
    assert review.next_open(found, Cell(14, "score")) == Cell(15, "row")
    assert review.next_open(found, Cell(15, "row")) == Cell(13, "score")
    assert review.next_open(found, Cell(12, "office")) == Cell(13, "score")
    assert review.next_open(answered(findings=[]), Cell(14, "score")) is None


def test_previous_and_next_go_over_all_doubtful_cells() -> None:
    """Decided ones too; there is nothing before the first and after the last."""
    found = answered()
    assert review.neighbour(found, Cell(14, "score"), 1) == Cell(14, "change")
    assert review.neighbour(found, Cell(14, "score"), -1) == Cell(13, "score")
    assert review.neighbour(found, Cell(13, "score"), -1) is None
    assert review.neighbour(found, Cell(15, "row"), 1) is None
    assert review.neighbour(found, Cell(12, "rank"), 1) == Cell(13, "score")


# Decisions


def decided(cell: Cell, value: str, reason: str = "digits") -> Decision:
    return review.decision(
        answered(),
        cell,
        Candidate(value, f"ไทย {reason}", reason),
        sources=("local", "local-history", "page-x"),
        by="somchai@example.go.th",
        on=date(2026, 11, 24),
    )


def test_a_decision_is_a_line_of_corrections() -> None:
    """Source, row, column, print, replacement, reasons; the source that the reason names is evidence."""
    made = decided(Cell(14, "score"), "97.39", "source local-history says 97.39")
    assert review.write_decisions([made]) == (
        "source_id,row_no,column_name,printed,replacement,reason_th,reason_en,evidence,"
        "decided_by,decided_on\n"
        "announcement-2565-4ad50bc0,14,score,97.59,97.39,"
        "ไทย source local-history says 97.39,source local-history says 97.39,local-history,"
        "somchai@example.go.th,2026-11-24\n"
    )


def test_without_another_source_the_print_is_the_evidence() -> None:
    """A reason that names no source: a person looked at the file itself."""
    assert decided(Cell(14, "score"), "97.53").evidence == "announcement-2565-4ad50bc0"


def test_a_blank_cell_and_a_whole_row_have_a_print_too() -> None:
    """A dash for nothing printed; the cells of a row with tabs between them."""
    assert decided(Cell(15, "score"), "90.00").printed == "-"
    assert decided(Cell(14, "row"), "-").printed == "102\tสพป.ข\t97.59\t+1.00"


def test_of_a_row_left_out_nothing_is_asked_any_more() -> None:
    """Its cells are decided with it; those of other rows stay open."""
    left = review.decided(answered(), [decided(Cell(14, "row"), NOTHING)])
    assert {cell.row_no for cell in answered().open_cells} == {13, 14, 15}
    assert {cell.row_no for cell in left.open_cells} == {13, 15}


def test_of_a_cell_the_last_decision_counts() -> None:
    """Deciding again replaces what was decided, and leaves other cells alone."""
    first, other = decided(Cell(14, "score"), "97.53"), decided(Cell(13, "score"), "97.50")
    last = decided(Cell(14, "score"), "97.39")
    assert review.last_of_each([first, other, last]) == (last, other)


@pytest.mark.parametrize("nobody", [NOTHING, "ไม่ระบุชื่อ", " "])
def test_decisions_can_be_signed(nobody: str) -> None:
    """Only the name of who decided changes, and only where nobody signed."""
    made = decided(Cell(14, "score"), "97.39")
    unsigned = dataclasses.replace(made, decided_by=nobody)
    by_him = dataclasses.replace(made, decided_by="สมชาย")
    assert review.signed([unsigned, made], "สมชาย") == (by_him, made)


texts = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1)
decisions = some.builds(
    Decision,
    **dict.fromkeys((f.name for f in dataclasses.fields(Decision) if f.name != "row_no"), texts),
    row_no=some.integers(min_value=1, max_value=10**6),
)


@given(some.lists(decisions, max_size=4))
def test_decisions_read_back_as_written(made: list[Decision]) -> None:
    """Quotes, commas, line breaks and Thai survive the file."""
    text = review.write_decisions(made)
    assert review.read_decisions(text) == tuple(made)
    assert review.read_decisions("\ufeff" + text) == tuple(made)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("", "columns", 1),
        ("a,b\n1,2\n", "columns", 1),
        ("HEADER\ns,14,score,1,2,ก,a,e,b\n", "line", 2),
        ("HEADER\ns,14,score,1,2,ก,a,e,b,d,too much\n", "line", 2),
        ("HEADER\ns,14,score,1,2,ก,a,e,b,d\ns,x,score,1,2,ก,a,e,b,d\n", "line", 3),
        ("HEADER\ns,14,score,,2,ก,a,e,b,d\n", "line", 2),
        ('HEADER\ns,14,"score"x,1,2,ก,a,e,b,d\n', "line", 2),
    ],
)
def test_a_file_that_is_not_of_decisions_says_why(text: str, key: str, line: int) -> None:
    """Another header, a short or long line, a row that is no number, a blank cell, a stray quote."""
    header = review.write_decisions([]).strip()
    with pytest.raises(review.DecisionsError) as error:
        review.read_decisions(text.replace("HEADER", header))
    assert (error.value.key, error.value.line) == (key, line)


def test_decisions_about_another_file_are_named() -> None:
    """The sources that are not the file under review, each once."""
    own = decided(Cell(14, "score"), "97.39")
    strange = dataclasses.replace(own, source_id="announcement-2564-x")
    assert review.of_other_sources(answered(), [own, strange, strange]) == ["announcement-2564-x"]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("score", "๙๗.๓๙", "97.39"),
        ("score", " 97.4 ", "97.40"),
        ("score", "100", "100.00"),
        ("score", "100.01", None),
        ("score", "-1", None),
        ("score", "97.395", None),
        ("score", "97,39", "97.39"),
        ("score", "9 7.39", None),
        ("score", "1e2", None),
        ("score", "", None),
        ("change", "+15.86", "+15.86"),
        ("change", "๑๕.๘๖", "+15.86"),
        ("change", "− ๒.๑", "-2.10"),
        ("change", "–0.00", "+0.00"),
        ("change", "+100.01", None),
        ("rank", "๑๐๒", "102"),
        ("rank", "0102", "102"),
        ("rank", "0", None),
        ("rank", "246", None),
        ("rank", "1.5", None),
        ("rank", "12=", "12"),
        ("grade", " AA ", "AA"),
        ("office", "สพป.ข", "สพป.ข"),
        ("office", "", None),
        ("result", "ไม่ผ่าน", "ไม่ผ่าน"),
    ],
)
def test_a_typed_value_is_written_in_one_way_or_refused(column: str, text: str, value) -> None:
    """Typed as cells are printed, any way people write them; beyond its bounds it is no value."""
    assert review.typed_value(answered(), column, text) == value


# The rows as a table


@pytest.fixture
def stamp(tmp_path) -> Stamp:
    """A stamp in English."""
    return Stamp(Version("published", "v1", tmp_path), Say("en"), "Office")


def test_rows_name_their_doubtful_cells_by_shape_and_word(stamp) -> None:
    """Doubtful rows only, or all; a decided cell has a tick; names in the reader's words."""
    names = {code: f"Office {code}" for code in OFFICES}
    table = review.row_table(answered(), names, stamp, is_doubtful_only=True)
    assert table.rows[["mark", "rank", "office", "score", "row"]].to_numpy().tolist() == [
        ["◆ Score", "101", "Office b", "97.56", 13],
        ["▲ Score · ✓ Change", "102", "Office c", "97.59", 14],
        ["● Whole row", "103", "ไม่รู้จัก", "", 15],
    ]
    everything = review.row_table(answered(), names, stamp, is_doubtful_only=False)
    assert list(everything.rows["row"]) == [12, 13, 14, 15]
    assert list(everything.columns) == [
        "mark", "rank", "office", "score", "change", "page", "line"
    ]  # fmt: skip


def test_a_cell_that_cannot_be_read_is_shown_as_printed(stamp) -> None:
    """Nothing is hidden: what stands in the file stands in the table."""
    unread = row(16, None, "a", None, printed={"rank": "๑O", "office": "ก", "score": "9O.12"})
    table = review.row_table(answered([unread], []), OFFICES, stamp, is_doubtful_only=False)
    assert table.rows[["rank", "score"]].to_numpy().tolist() == [["๑O", "9O.12"]]


def test_a_row_left_out_says_so_and_a_text_has_no_pages(stamp) -> None:
    """The mark of a row that is none; no column of pages where there are none."""
    rows = [row(2, 1, "a", "90.00", is_left_out=True, page=None)]
    table = review.row_table(answered(rows, []), OFFICES, stamp, is_doubtful_only=False)
    assert list(table.rows["mark"]) == ["× left out"]
    assert "page" not in table.columns


def test_a_row_that_a_machine_read_says_so(stamp) -> None:
    """Beside its other marks."""
    rows = [row(2, 1, "a", "90.00", read_by="machine"), row(3, 2, "b", "89.00")]
    table = review.row_table(answered(rows, []), OFFICES, stamp, is_doubtful_only=False)
    assert list(table.rows["mark"]) == ["read by machine", ""]


# What would change


def places(*known: tuple[str | None, int, float | None, bool]) -> pd.DataFrame:
    return pd.DataFrame(known, columns=["office_id", "position", "score", "is_named_twice"])


def test_differences_name_new_changed_and_gone_offices_largest_move_first() -> None:
    """By office: rank and score before and after, a rise counts as positive."""
    before = places(
        ("a", 3, 97.54, False),
        ("b", 1, 99.00, False),
        ("c", 2, 98.00, False),
        ("d", 4, 90.0, False),
    )
    rows = [
        row(2, 1, "a", "99.10"),
        row(3, 2, "b", "99.00"),
        row(4, 4, "d", "90.00"),
        row(5, 5, "e", "80.00"),
        row(6, 6, None, "79.00"),
        row(7, 7, "c", "78.00", is_left_out=True),
    ]
    found = review.differences(answered(rows, []), before)
    told = found[["office_id", "kind", "position_before", "position_after", "places_moved"]]
    assert told.astype("object").where(told.notna(), None).to_numpy().tolist() == [
        ["a", "changed", 3, 1, 2],
        ["b", "changed", 1, 2, -1],
        ["e", "new", None, 5, None],
        ["c", "gone", 2, None, None],
        ["d", "same", 4, 4, 0],
    ]
    assert list(found.loc[found["office_id"] == "a", "score_after"]) == [99.10]


def test_an_office_named_twice_or_without_score_is_compared_as_far_as_known() -> None:
    """Named twice before or now it is in no comparison; two missing scores are the same."""
    before = places(
        ("a", 1, None, False), ("b", 2, 98.0, True), ("b", 5, 90.0, True), (None, 3, None, False)
    )
    rows = [row(2, 1, "a", None), row(3, 2, "c", "98.00"), row(4, 3, "c", "97.00")]
    found = review.differences(answered(rows, []), before)
    assert found[["office_id", "kind"]].to_numpy().tolist() == [["a", "same"]]


def test_a_first_ranking_is_all_new() -> None:
    """A year without any ranking so far."""
    found = review.differences(answered(), places())
    assert list(found["kind"]) == ["new", "new", "new"]


def test_the_table_of_differences_leaves_out_what_stays(stamp) -> None:
    """Only what changes, each with its word."""
    changes = review.differences(
        answered(), places(("a", 100, 97.54, False), ("b", 101, 97.0, False))
    )
    table = review.difference_table(changes, OFFICES.__getitem__, 2565, stamp)
    assert table.rows[["kind_text", "office"]].to_numpy().tolist() == [
        ["Changed", OFFICES["b"]],
        ["New", OFFICES["c"]],
    ]


# Rows typed from a scan


def test_typed_rows_keep_their_line_whatever_is_typed_later() -> None:
    """A rank nobody typed is an empty line: the row of rank 3 is the fourth line of the file."""
    rows = review.typed_rows("", 4)
    assert rows.to_numpy().tolist() == [[str(rank), "", "", "", "", ""] for rank in range(1, 5)]
    rows.loc[2, ["office", "score"]] = ["สพป.ก\tเขต 1", " ๙๗.๓๙\n"]
    text = review.typed_text(rows, 2565)
    titles, *lines = text.splitlines()
    assert titles.split("\t") == [
        "อันดับที่",
        "สำนักงานเขตพื้นที่การศึกษา",
        "คะแนน ITA ปี 2565",
        "ระดับผลคะแนน",
        "เปรียบเทียบกับปีที่ผ่านมา",
        "เปรียบเทียบกับเกณฑ์",
    ]
    assert lines == ["", "", "3\tสพป.ก เขต 1\t๙๗.๓๙\t\t\t", ""]
    again = review.typed_rows(text, 4)
    assert again.iloc[2].to_list() == ["3", "สพป.ก เขต 1", "๙๗.๓๙", "", "", ""]
    assert review.typed_text(again, 2565) == text


def test_nothing_typed_is_nothing_to_read() -> None:
    """Not a header without rows; a cell that was emptied is None in the editor's frame."""
    rows = review.typed_rows("", 3)
    rows.loc[1, "office"] = None
    assert review.typed_text(rows, 2565) == ""


# Rows the reader did not find


def test_missing_ranks_are_those_no_row_has() -> None:
    """Ranks 1 to 99 and from 104; a row left out leaves its rank missing; of one office none is."""
    assert answered().missing_ranks[:3] == [1, 2, 3]
    assert {100, 101, 102, 103} & set(answered().missing_ranks) == set()
    left_out = answered(rows=[*ROWS[:3], {**ROWS[3], "is_left_out": True}])
    assert 103 in left_out.missing_ranks
    assert answered(rows=[row(2, None, "a", "97.54")]).missing_ranks == []
    assert answered(kind="exchange").missing_ranks == []


def test_an_added_row_is_a_decision_of_six_cells() -> None:
    """Its number is its rank below nought; what the original does not print is a dash."""
    values = {"office": "สพป.ก เขต 2", "score": "97.60", "change": "+1.00"}
    added = review.addition(answered(), 99, values, by="ผู้ดูแล", on=date(2026, 11, 24))
    assert (added.row_no, added.column_name, added.printed) == (-99, "row", "-")
    assert added.replacement == "99\tสพป.ก เขต 2\t97.60\t-\t+1.00\t-"
    assert review.read_decisions(review.write_decisions([added])) == (added,)


def test_an_added_row_is_shown_as_one() -> None:
    """Also among the doubtful only, and its cells can be looked at."""
    shown = answered(rows=[*ROWS, row(-99, 99, "d", "97.60", page=None, printed={})])
    assert review.cell_of(shown, "-99.score") == Cell(-99, "score")
    stamp = Stamp(Version("published", "v", None), Say("th"), "")
    table = review.row_table(shown, OFFICES, stamp, is_doubtful_only=True)
    marks = dict(zip(table.rows["row"], table.rows["mark"], strict=True))
    assert marks[-99] == "+ เพิ่มแถว"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([8], "8"), ([8, 9], "8–9"), ([1, 2, 3, 7, 9, 10], "1–3, 7, 9–10")],
)
def test_numbers_are_told_as_spans(numbers: list[int], text: str) -> None:
    """What follows one another is told by its ends."""
    assert review.spans(numbers) == text


def test_a_doubt_about_a_row_that_is_not_shown_is_about_the_table() -> None:
    """Nothing that was found is hidden; what was decided is told no more."""
    lost = finding(99, "score", message_en="About a row nobody sees")
    closed = finding(None, None, finding_id="closed", decision="corrected")
    told = answered(findings=[lost, closed]).about_the_table
    assert [each.message_en for each in told] == ["About a row nobody sees"]


def test_offices_that_share_a_rank_do_not_move_by_it() -> None:
    """Printed 1, 2, 2: the places are 1, 2 and 3, as the ranking has them."""
    shared = answered(
        rows=[row(2, 1, "a", "97.00"), row(3, 2, "b", "96.00"), row(4, 2, "c", "96.00")],
        findings=[],
    )
    places = pd.DataFrame(
        {
            "office_id": ["a", "b", "c"],
            "position": [1, 2, 3],
            "score": [97.0, 96.0, 96.0],
            "is_named_twice": [False, False, False],
        }
    )
    assert set(review.differences(shared, places)["kind"]) == {"same"}
