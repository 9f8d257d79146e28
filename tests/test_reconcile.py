"""Proposals for doubtful cells: what is proposed, why, and when nothing is."""

import csv
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.injected import (
    Injected,
    Injection,
    as_in_scans,
    at_random,
    digits,
    none,
    number_of,
    same_value,
    swapped_offices,
)
from etl.reconcile import Known, RankedRow, Verdict, print_likelihood, reconcile
from ita.method import method_of, possible_grades
from ita.offices import all_offices, office_index
from tests.announcements import Announcement, Lettering, announcement, printed

RAW = Path(__file__).resolve().parent.parent / "data" / "raw" / "2565"
YEAR = 2565
COLUMNS = ("rank", "office", "score", "grade", "change", "result")
SIBLINGS = {
    office.office_id: tuple(each.office_id for each in office_index().siblings(office))
    for office in all_offices()
}
# A simulated ranking: score, change, last year's score, grade, result.
OFFICES = (
    "p-kalasin-1",
    "p-kalasin-2",
    "p-chiangmai-1",
    "p-chiangmai-2",
    "p-chiangmai-3",
    "p-trat",
    "p-loei-1",
)
SCORES = ("99.12", "98.64", "97.90", "97.39", "96.85", "96.20", "95.74")
CHANGES = ("+2.31", "+0.05", "-1.10", "+15.86", "+3.27", "+0.40", "+8.63")
LAST_YEAR = dict(
    zip(OFFICES, map(Decimal, ("96.81", "98.59", "99.00", "81.53", "93.58", "95.80", "87.11")),
        strict=True)
)  # fmt: skip


def figure(text: str) -> Decimal | None:
    """A figure as a reader understands it: None where it is no score or change."""
    value = number_of(text)
    is_possible = value is not None and abs(value) <= 100 and value == round(value, 2)
    return value if is_possible else None


def ranking(**cells: Mapping[int, object]) -> list[RankedRow]:
    """The simulated ranking; a keyword gives other cells of a column by rank."""
    rows = []
    for rank, (office, score, change) in enumerate(zip(OFFICES, SCORES, CHANGES, strict=True), 1):
        printed_score = str(cells.get("score", {}).get(rank, score))
        printed_change = str(cells.get("change", {}).get(rank, change))
        rows.append(
            RankedRow(
                row_no=rank + 1,
                rank=cells.get("rank", {}).get(rank, rank),
                office_id=cells.get("office", {}).get(rank, office),
                score=figure(printed_score),
                score_printed=printed_score,
                change=figure(printed_change),
                change_printed=printed_change,
                grade=cells.get("grade", {}).get(rank, "AA"),
                result=cells.get("result", {}).get(rank, "ผ่าน"),
            )
        )
    return rows


def knowing(
    last_year: Mapping[str, Decimal] = LAST_YEAR,
    elsewhere: Mapping[tuple[str, str], Sequence[tuple[str, Decimal]]] | None = None,
    fiscal_year: int = YEAR,
) -> Known:
    method = method_of(fiscal_year)
    return Known(
        last_year=last_year,
        elsewhere=elsewhere or {},
        siblings=SIBLINGS,
        grades_of=partial(possible_grades, bands=method.grade_bands),
        pass_mark=method.pass_mark,
    )


def proposals(verdicts: Sequence[Verdict]) -> dict[tuple[int, str], str]:
    """What is proposed by row and column."""
    return {(v.row_no, v.column): v.proposal.value for v in verdicts if v.proposal}


def only(verdicts: Sequence[Verdict], column: str) -> Verdict:
    (verdict,) = (verdict for verdict in verdicts if verdict.column == column)
    return verdict


# Nothing in doubt


@pytest.mark.parametrize("known", [knowing(), knowing({})], ids=["last year", "nothing"])
def test_a_ranking_that_fits_is_left_alone(known: Known) -> None:
    """No candidates where scores fall, grades and results follow and changes add up."""
    assert reconcile(ranking(), known) == []


def test_a_cent_of_rounding_is_no_doubt() -> None:
    """97.39 − 81.53 is 15.86; +15.85 and +15.87 may be printed as well."""
    for change in ("+15.85", "+15.87"):
        assert reconcile(ranking(change={4: change}), knowing()) == []


def test_no_rows_no_verdicts() -> None:
    """An empty list, and a list of one."""
    assert reconcile([], knowing()) == []
    assert reconcile(ranking()[:1], knowing()) == []


# A score


def test_a_misread_score_is_proposed_from_last_year() -> None:
    """97.39 read as 97.59, both between its neighbours: last year's 81.53 and +15.86 decide."""
    verdicts = reconcile(ranking(score={4: "๙๗.๕๙"}), knowing())
    assert proposals(verdicts) == {(5, "score"): "97.39"}
    proposal = only(verdicts, "score").proposal
    assert proposal is not None
    assert proposal.likelihood > 0.98
    assert proposal.reason_th == (
        "คะแนนปีก่อน 81.53 กับผลต่าง +15.86 รวมกันเป็นคะแนนนี้ และเลข ๓ มักอ่านผิดเป็น ๕"
    )
    assert proposal.reason_en == (
        "last year's score 81.53 and change +15.86 make this score, and ๓ is often misread as ๕"
    )


@pytest.mark.parametrize("read", ["9O.39", "๙๗๓๙", "๙๗.๓๙.", "๙๗๗.๓๙", "๒๗.๓๙", "๙๑.๓๙"])
def test_a_score_that_cannot_be_right_is_proposed(read: str) -> None:
    """A foreign letter, a lost dot, a doubled digit, a score far out of place."""
    assert proposals(reconcile(ranking(score={4: read}), knowing())) == {(5, "score"): "97.39"}


def test_a_lost_cent_is_not_guessed() -> None:
    """97.3: changes are exact to a cent only, so 97.38 to 97.40 are listed, likeliest first."""
    verdict = only(reconcile(ranking(score={4: "๙๗.๓"}), knowing()), "score")
    assert verdict.proposal is None
    assert [candidate.value for candidate in verdict.candidates[:1]] == ["97.39"]
    assert verdict.candidates[0].reason_en.endswith("digits are missing from what was read")
    assert {candidate.value for candidate in verdict.candidates} == {"97.38", "97.39"}


def test_a_score_of_another_source_is_proposed() -> None:
    """Without last year: what the report says, with its name in the reason."""
    known = knowing({}, {("p-chiangmai-2", "score"): [("report", Decimal("97.39"))]})
    verdict = only(reconcile(ranking(score={4: "97.59"}), known), "score")
    assert verdict.proposal is not None
    assert verdict.proposal.value == "97.39"
    assert verdict.proposal.reason_th == "“report” ระบุ 97.39 และเลข 3 มักอ่านผิดเป็น 5"
    assert verdict.proposal.reason_en == "“report” says 97.39, and 3 is often misread as 5"


def test_another_source_that_no_misprint_explains_is_a_candidate() -> None:
    """97.39 here, 96.91 there: two figures, and nobody knows whose is right."""
    known = knowing({}, {("p-chiangmai-2", "score"): [("report", Decimal("96.91"))]})
    assert proposals(reconcile(ranking(), known)) == {}


def test_order_alone_gives_candidates_only() -> None:
    """91.39 between 97.90 and 96.85: one digit makes it 97.39, but nothing confirms that."""
    verdicts = reconcile(ranking(score={4: "๙๑.๓๙"}), knowing({}))
    verdict = next(v for v in verdicts if (v.row_no, v.column) == (5, "score"))
    assert proposals(verdicts) == {}
    assert verdict.candidates[0].value == "97.39"
    assert verdict.candidates[0].reason_th == "เลข ๗ มักอ่านผิดเป็น ๑"
    assert verdict.candidates[0].reason_en == "๗ is often misread as ๑"


def test_grade_and_result_speak_too() -> None:
    """85.98 with 80.97 and +3.01: 83.98 and +5.01 would both do, but 85.98 is no B."""
    last = RankedRow(
        row_no=9, rank=8, office_id="p-loei-2", score=Decimal("85.98"), score_printed="85.98",
        change=Decimal("3.01"), change_printed="+3.01", grade="B", result="ไม่ผ่าน",
    )  # fmt: skip
    known = knowing({**LAST_YEAR, "p-loei-2": Decimal("80.97")})
    assert proposals(reconcile([*ranking(), last], known)) == {(9, "score"): "83.98"}
    verdicts = reconcile([*ranking(), replace(last, grade=None, result=None)], known)
    assert {(9, "score"), (9, "change")}.isdisjoint(proposals(verdicts))
    assert only(verdicts, "score").candidates[0].value == "83.98"
    assert only(verdicts, "change").candidates[0].value == "+5.01"


# A change


def test_a_misread_change_is_proposed_from_last_year() -> None:
    """+15.86 read as +1.56 and as +19.86: 97.39 − 81.53, with the reason."""
    verdicts = reconcile(ranking(change={4: "+๑๙.๘๖"}), knowing())
    assert proposals(verdicts) == {(5, "change"): "+15.86"}
    proposal = only(verdicts, "change").proposal
    assert proposal is not None
    assert proposal.reason_th == ("คะแนน 97.39 ต่างจากคะแนนปีก่อน 81.53 เท่านี้ และเลข ๕ มักอ่านผิดเป็น ๙")
    assert proposal.reason_en == (
        "score 97.39 differs by this from last year's 81.53, and ๕ is often misread as ๙"
    )


@pytest.mark.parametrize(("rank", "read"), [(4, "+15.8b"), (4, "+1586"), (3, "1.10"), (3, "+1.10")])
def test_a_change_that_does_not_lead_to_the_score_is_proposed(rank: int, read: str) -> None:
    """A foreign letter at its end, a lost dot, a minus lost or read as plus."""
    found = reconcile(ranking(change={rank: read}), knowing())
    right = {3: "-1.10", 4: "+15.86"}[rank]
    assert only(found, "change").candidates[0].value == right
    assert {v.column for v in found if v.proposal} <= {"change"}


@pytest.mark.parametrize("blank", ["", "-", "–"])
def test_no_change_is_no_doubt(blank: str) -> None:
    """An office without a change is new, whatever dash is printed."""
    assert reconcile(ranking(change={4: blank}), knowing({})) == []
    assert reconcile(ranking(change={4: blank}), knowing()) == []


def test_totals_of_another_year_are_not_believed() -> None:
    """Where no change at all leads to the totals given as last year's, nothing follows from them."""
    shown = announcement(YEAR, 0)
    moved = {office: score - 1 for office, score in shown.last_year.items()}
    assert reconcile(ranked(rows_of(shown)), knowing(moved)) == []


# An office


def test_exchanged_siblings_are_proposed() -> None:
    """เชียงใหม่ เขต 1 and 2 in each other's place: both rows fit with the other's last year."""
    rows = ranking(office={3: "p-chiangmai-2", 4: "p-chiangmai-1"})
    verdicts = reconcile(rows, knowing())
    assert proposals(verdicts) == {
        (4, "office"): "สพป.เชียงใหม่ เขต 1",
        (5, "office"): "สพป.เชียงใหม่ เขต 2",
    }
    proposal = verdicts[0].proposal
    assert proposal is not None
    assert proposal.reason_th == (
        "คะแนน 97.90 และผลต่าง -1.10 ตรงกับคะแนนปีก่อนของ สพป.เชียงใหม่ เขต 1 คือ 99.00"
    )
    assert proposal.reason_en == (
        "score 97.90 and change -1.10 lead to last year's score of Chiang Mai Primary 1, 99.00"
    )


def test_an_office_is_not_taken_from_a_row_that_fits() -> None:
    """เขต 4 read as เขต 1, which another row surely is: the name that no row has is proposed."""
    known = knowing({**LAST_YEAR, "p-chiangmai-4": Decimal("93.58")})
    rows = ranking(office={5: "p-chiangmai-1"})
    verdicts = reconcile(rows, known)
    assert (6, "office") not in proposals(verdicts)  # two offices had 93.58, เขต 3 and 4
    (verdict,) = (v for v in verdicts if (v.row_no, v.column) == (6, "office"))
    assert {c.value for c in verdict.candidates} == {"สพป.เชียงใหม่ เขต 3", "สพป.เชียงใหม่ เขต 4"}
    assert proposals(reconcile(rows, knowing())) == {(6, "office"): "สพป.เชียงใหม่ เขต 3"}


def test_an_unreadable_office_is_proposed_from_last_year() -> None:
    """Of the offices the name may stand for, the one whose last year fits; else all are listed."""
    rows = ranking(office={4: None})
    rows[3] = replace(rows[3], office_candidates=("p-chiangmai-1", "p-chiangmai-2"))
    assert proposals(reconcile(rows, knowing())) == {(5, "office"): "สพป.เชียงใหม่ เขต 2"}
    verdict = only(reconcile(rows, knowing({})), "office")
    assert verdict.proposal is None
    assert verdict.candidates[0].value == "สพป.เชียงใหม่ เขต 2"  # the other stands elsewhere


# Rank, grade, result


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ({4: 9}, {(5, "rank"): "4"}),
        ({4: None}, {(5, "rank"): "4"}),
        ({1: 7}, {(2, "rank"): "1"}),
        ({3: 5, 4: 8}, {(4, "rank"): "3", (5, "rank"): "4"}),
        ({7: 1}, {}),
        ({4: 5, 5: 6, 6: 7, 7: 8}, {}),
    ],
    ids=["misread", "unreadable", "first", "two", "last", "one rank missing"],
)
def test_a_rank_is_proposed_where_its_neighbours_leave_one(
    read: dict[int, int | None], expected: dict
) -> None:
    """Between two good ranks with room for just the rows between; at an open end nothing is known."""
    assert proposals(reconcile(ranking(rank=read), knowing())) == expected


def test_shared_ranks_are_right() -> None:
    """1, 2, 2, 4 with equal scores is a way to print ranks."""
    rows = ranking(rank={3: 2}, score={3: "98.64"}, change={3: "-0.36"})
    assert reconcile(rows, knowing()) == []


def test_a_rank_says_why() -> None:
    """The ranks above and below, in both languages."""
    proposal = only(reconcile(ranking(rank={4: 9}), knowing()), "rank").proposal
    assert proposal is not None
    assert proposal.reason_th == "แถวนี้อยู่ระหว่างอันดับ 3 กับอันดับ 5"
    assert proposal.reason_en == "the row stands between rank 3 and rank 5"


def test_grade_and_result_follow_from_a_sure_score() -> None:
    """Confirmed by last year's total, 97.39 is AA and ผ่าน."""
    rows = ranking(grade={4: "B"}, result={4: "ไม่ผ่าน"})
    verdicts = reconcile(rows, knowing())
    assert proposals(verdicts) == {(5, "grade"): "AA", (5, "result"): "ผ่าน"}
    reasons = {v.column: v.proposal.reason_en for v in verdicts if v.proposal}
    assert reasons == {
        "grade": "it is the grade of score 97.39",
        "result": "it is the result of score 97.39 by the year's pass mark",
    }


def test_an_unreadable_grade_follows_too() -> None:
    """A blank where all others have one; a list without the column lacks nothing."""
    assert proposals(reconcile(ranking(grade={4: None}), knowing())) == {(5, "grade"): "AA"}
    nowhere = dict.fromkeys(range(1, 8))
    assert reconcile(ranking(grade=nowhere, result=nowhere), knowing()) == []


def test_a_grade_beside_an_unsure_score_is_a_candidate() -> None:
    """Nothing confirms 97.39, so score or grade may be wrong."""
    verdicts = reconcile(ranking(grade={4: "B"}), knowing({}))
    assert proposals(verdicts) == {}
    assert [c.value for c in only(verdicts, "grade").candidates] == ["AA"]


def test_several_grades_are_listed() -> None:
    """From FY2566 a total of 97 may have three levels: none is proposed."""
    levels = dict.fromkeys(range(1, 8), "ผ่านดี")
    verdicts = reconcile(ranking(grade={**levels, 4: "ต้องปรับปรุง"}), knowing(fiscal_year=2567))
    verdict = only(verdicts, "grade")
    assert {c.value for c in verdict.candidates} == {"ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน"}
    assert verdict.proposal is None


# Whole lists


def test_a_sheet_sorted_by_name_is_read_by_rank() -> None:
    """The order of lines is no order of scores where ranks jump about."""
    rows = ranking(score={4: "๙๗.๕๙"})
    mixed = [rows[place] for place in (3, 0, 6, 2, 5, 1, 4)]
    assert reconcile(mixed[:0] + [r for r in mixed if r.row_no != 5], knowing()) == []
    assert proposals(reconcile(mixed, knowing())) == {(5, "score"): "97.39"}


def test_the_real_extract() -> None:
    """Rank 102 has 97.39 and +15.86 in the office's own report; of the rest nothing is proposed."""
    lines = (RAW / "announcement_2565_extract.txt").read_text(encoding="utf-8-sig").splitlines()
    rows = ranked(
        {number: dict(zip(COLUMNS, line.split("\t"), strict=True))
         for number, line in enumerate(lines, start=1) if number > 1 and line.strip()}
    )  # fmt: skip
    with (RAW / "local_history.csv").open(encoding="utf-8", newline="") as file:
        before, now = csv.DictReader(file)
    known = knowing(
        {"p-kalasin-2": Decimal(before["score"])},
        {
            ("p-kalasin-2", column): [("local-history", Decimal(now[column]))]
            for column in ("score", "change")
        },
    )
    verdicts = reconcile(rows, known)
    assert proposals(verdicts) == {(14, "score"): "97.39", (14, "change"): "+15.86"}
    reasons = {
        v.column: (v.proposal.reason_th, v.proposal.reason_en) for v in verdicts if v.proposal
    }
    assert reasons == {
        "score": (
            "“local-history” ระบุ 97.39 และเลข ๓ มักอ่านผิดเป็น ๕",
            "“local-history” says 97.39, and ๓ is often misread as ๕",
        ),
        "change": (
            "“local-history” ระบุ +15.86 และตัวเลขหายไปจากค่าที่อ่านได้",
            "“local-history” says +15.86, and digits are missing from what was read",
        ),
    }
    listed = {(v.row_no, v.column): v.candidates[0].value for v in verdicts if not v.proposal}
    assert listed == {
        (7, "office"): "สพป.พิจิตร เขต 2",
        (13, "score"): "97.46",
        (15, "office"): "สพป.พิจิตร เขต 2",
        (15, "score"): "97.38",
    }


def rows_of(shown: Announcement) -> dict[int, Mapping[str, str]]:
    """The printed rows of an announcement by their number."""
    cells = printed(shown, Lettering()).rows
    return {number: dict(zip(COLUMNS, row, strict=True)) for number, row in enumerate(cells, 1)}


def ranked(rows: Mapping[int, Mapping[str, str]]) -> list[RankedRow]:
    """Printed rows as the check understands them."""
    found = []
    for number, row in rows.items():
        rank, match = number_of(row["rank"]), office_index().match(row["office"])
        found.append(
            RankedRow(
                row_no=number,
                rank=None if rank is None else int(rank),
                office_id=match.office and match.office.office_id,
                score=figure(row["score"]),
                score_printed=row["score"],
                change=figure(row["change"]),
                change_printed=row["change"],
                grade=row["grade"] or None,
                result=row["result"] or None,
                office_candidates=tuple(office.office_id for office in match.candidates),
            )
        )
    return found


def outcome(injection: Injection, seed: int, fiscal_year: int) -> Counter[str]:
    """How many cells were wrong, rightly proposed, wrongly proposed; the seconds it took."""
    shown = announcement(fiscal_year, seed)
    injected: Injected = injection(list(rows_of(shown).values()), Random(seed))  # noqa: S311
    rows = ranked(dict(enumerate(injected.rows, start=1)))
    start = time.process_time()
    verdicts = reconcile(rows, knowing(shown.last_year, fiscal_year=fiscal_year))
    count = Counter(cells=len(injected.truth), seconds=time.process_time() - start)
    for place, value in proposals(verdicts).items():
        is_right = same_value(place[1], value, injected.right_text(*place))
        count["right" if is_right else "wrong"] += 1
    return count


@pytest.mark.parametrize("fiscal_year", [2565, 2567])
def test_proposals_are_right(fiscal_year: int) -> None:
    """Of simulated rankings with misread digits and exchanged names: at most 1% are wrong.

    Half of all wrong cells get a proposal, in less than two seconds of computing a ranking.
    """
    injections = (
        none,
        *(
            digits(rate, misread)
            for rate in (0.01, 0.03, 0.08)
            for misread in (as_in_scans, at_random)
        ),
        swapped_offices,
    )
    counts = [outcome(injection, 1, fiscal_year) for injection in injections]
    total = sum(counts, start=Counter())
    assert total["wrong"] <= 0.01 * (total["right"] + total["wrong"])
    assert total["right"] >= 0.5 * total["cells"]
    assert max(count["seconds"] for count in counts) < 2


def test_a_clean_ranking_of_all_offices_has_no_verdict() -> None:
    """245 offices with ties, new offices and rounded changes, with and without last year."""
    for fiscal_year in (2565, 2567):
        shown = announcement(fiscal_year, 3)
        rows = ranked(rows_of(shown))
        assert reconcile(rows, knowing(shown.last_year, fiscal_year=fiscal_year)) == []
        assert reconcile(rows, knowing({}, fiscal_year=fiscal_year)) == []


figures = st.sampled_from(
    ["", "-", "๙๗.๕๙", "97.39", "+1.5", "9O.12", "๙๗๓๙", "AA", "100.00", "-3.10"]
)


@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from([*OFFICES, None]),
            figures,
            figures,
            st.sampled_from(["AA", "B", "4A", None]),
            st.sampled_from(["ผ่าน", "ไม่ผ่าน", None]),
            st.one_of(st.none(), st.integers(1, 9)),
        ),
        max_size=7,
    ),
    last_year=st.sampled_from([LAST_YEAR, {}]),
)
def test_whatever_is_read_is_weighed(cells: list[tuple], last_year: Mapping[str, Decimal]) -> None:
    """Any cells: no error, each cell once, shares of at most 1, proposals first and new."""
    rows = [
        RankedRow(number, rank, office, figure(score), score, figure(change), change, grade, result)
        for number, (office, score, change, grade, result, rank) in enumerate(cells, start=1)
    ]
    verdicts = reconcile(rows, knowing(last_year))
    assert len({(v.row_no, v.column) for v in verdicts}) == len(verdicts)
    for verdict in verdicts:
        shares = [candidate.likelihood for candidate in verdict.candidates]
        assert 1 <= len(shares) <= 5
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1 + 1e-9
        assert verdict.proposal in (None, verdict.candidates[0])
        assert all(c.reason_th and c.reason_en for c in verdict.candidates)


# How figures are misread


def test_likely_misprints_come_before_unlikely_ones() -> None:
    """97.59 is sooner a misread 97.39 than 97.29, and that sooner than 92.29."""
    by_value = [print_likelihood("๙๗.๕๙", value) for value in (9759, 9739, 9729, 9229)]
    assert by_value == sorted(by_value, reverse=True)
    assert by_value[1] > 3 * by_value[2]


def test_a_minus_is_not_lost_lightly() -> None:
    """1.10 is +1.10; that it is -1.10 takes a misprint."""
    assert print_likelihood("1.10", 110) == print_likelihood("+1.10", 110)
    assert print_likelihood("−๑.๑๐", -110) == print_likelihood("+1.10", 110)
    assert print_likelihood("1.10", -110) < 0.02 * print_likelihood("-1.10", -110)


# What the list itself bears out


BESIDE = {3: "89.22", 4: "89.16", 5: "89.10", 6: "88.20", 7: "87.74"}
GRADES = dict.fromkeys((3, 4, 5, 6, 7), "A")


@pytest.mark.parametrize(
    ("said", "grades"),
    [("97.39", GRADES), ("89.61", GRADES), ("98.16", GRADES), ("97.39", dict.fromkeys(GRADES))],
)
def test_a_row_in_order_is_kept_against_another_source(said: str, grades: dict) -> None:
    """89.16, A, between 89.22 and 89.10: what another source says is shown and never proposed."""
    known = knowing({}, {("p-chiangmai-2", "score"): [("report", Decimal(said))]})
    verdicts = reconcile(ranking(score=BESIDE, grade=grades), known)
    verdict = only(verdicts, "score")
    assert proposals(verdicts) == {}
    assert (verdict.row_no, verdict.keeps_print) == (5, True)
    assert said in [candidate.value for candidate in verdict.candidates]


def test_a_change_that_makes_no_sum_denies_no_score() -> None:
    """Last year and the change lead neither to the print nor to what another source says."""
    known = knowing(LAST_YEAR, {("p-chiangmai-2", "score"): [("report", Decimal("97.39"))]})
    rows = ranking(score=BESIDE, grade=GRADES, change={4: "+1.00"})
    verdicts = [verdict for verdict in reconcile(rows, known) if verdict.row_no == 5]
    assert only(verdicts, "score").keeps_print
    assert proposals(verdicts) == {}


def test_a_change_is_kept_with_its_score() -> None:
    """What another source says of the change goes with the other score it says."""
    office = "p-chiangmai-2"
    said = {
        (office, "score"): [("report", Decimal("97.39"))],
        (office, "change"): [("report", Decimal("9.99"))],
    }
    verdicts = reconcile(ranking(score=BESIDE, grade=GRADES), knowing({}, said))
    assert proposals(verdicts) == {}
    assert only(verdicts, "change").keeps_print


@pytest.mark.parametrize(
    ("cells", "last_year"),
    [
        ({"score": {**BESIDE, 4: "89.96"}, "grade": GRADES}, {}),
        ({"score": BESIDE, "grade": {**GRADES, 4: "AA"}}, {}),
        ({"score": {4: "97.59"}}, LAST_YEAR),
    ],
)
def test_a_row_that_something_denies_is_not_kept(cells: dict, last_year: dict) -> None:
    """Out of order, of another grade, or no sum of last year and its change: the print has no say."""
    known = knowing(last_year, {("p-chiangmai-2", "score"): [("report", Decimal("97.39"))]})
    assert not any(verdict.keeps_print for verdict in reconcile(ranking(**cells), known))


def test_a_list_in_no_order_is_no_ranking() -> None:
    """Without ranks and with scores that rise and fall, no row stands out of order."""
    rows = [replace(row, rank=None) for row in ranking()]
    assert reconcile([rows[place] for place in (3, 0, 6, 2, 5, 1, 4)], knowing({})) == []
