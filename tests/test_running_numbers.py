"""A number that only counts the lines of a list is no rank, and its order says nothing of scores."""

from collections.abc import Callable, Sequence

import pytest

from etl.read import read_document
from etl.read.running_numbers import counts_anew, is_rank
from ita.offices import office_index
from tests.announcements import Announcement, Lettering, announcement, doubts, printed, reviewed

SHOWN = announcement(2567, 11)
HEADER, *ROWS = [line[1:] for line in printed(SHOWN, Lettering(thai_digits=False)).lines]
Rows = Sequence[Sequence[str]]


def numbered(rows: Rows) -> list[tuple[str, ...]]:
    return [(str(number), *row) for number, row in enumerate(rows, start=1)]


def by_name(rows: Rows) -> list[tuple[str, ...]]:
    return numbered(sorted(rows, key=lambda row: row[0]))


def by_score_upward(rows: Rows) -> list[tuple[str, ...]]:
    return numbered(list(reversed(rows)))


def anew_in_each_province(rows: Rows) -> list[tuple[str, ...]]:
    """Numbers from 1 in each province, its offices best first."""
    seen: dict[str, int] = {}
    found = []
    for row in sorted(rows, key=lambda row: province(row[0])):
        seen[province(row[0])] = seen.get(province(row[0]), 0) + 1
        found.append((str(seen[province(row[0])]), *row))
    return found


def province(name: str) -> str:
    office = office_index().find(name)
    assert office is not None
    return office.province


def by_type(rows: Rows) -> list[tuple[str, ...]]:
    """One list after the other, each best first."""
    primary = [row for row in rows if "ประถม" in row[0]]
    return numbered(primary) + numbered([row for row in rows if row not in primary])


def found_in(title: str, rows: Rows, shown: Announcement = SHOWN) -> tuple[set[str], list[str]]:
    """The rules that ask somebody to decide, and every value proposed."""
    text = "\n".join("\t".join(row) for row in [(title, *HEADER), *rows])
    asked = doubts(reviewed(read_document(text.encode(), "list.tsv"), shown))
    return {each.rule for each in asked}, [each.proposal for each in asked if each.proposal]


@pytest.mark.parametrize(
    ("title", "arranged"),
    [
        ("ลำดับ", by_name),
        ("#", by_name),
        ("อันดับ", by_name),
        ("ที่", by_score_upward),
        ("No.", anew_in_each_province),
        ("เลขที่", anew_in_each_province),
    ],
)
def test_a_running_number_is_told_once(
    title: str, arranged: Callable[[Rows], list[tuple[str, ...]]]
) -> None:
    """A right list in another order than that of its scores: one finding about it, nothing proposed."""
    rules, proposed = found_in(title, arranged(ROWS))
    assert (rules, proposed) == ({"number_no_rank"}, [])


@pytest.mark.parametrize(("title", "step"), [("ที่", 1), ("No.", -1), ("ลำดับที่", 1), ("อันดับ", -1)])
def test_numbers_along_which_scores_fall_are_ranks(title: str, step: int) -> None:
    """Whatever their title says, and also where the list begins with the last."""
    assert found_in(title, numbered(ROWS)[::step]) == (set(), [])


def test_a_list_of_two_rankings_has_no_rank_among_all() -> None:
    """Primary offices from 1 to 183 and then secondary ones from 1 to 62."""
    assert found_in("อันดับ", by_type(ROWS)) == ({"number_no_rank"}, [])


def test_ranks_of_a_list_sorted_by_name() -> None:
    """Their scores fall along the ranks, not along the lines: they stay, and nothing is doubtful."""
    rows = sorted(numbered(ROWS), key=lambda row: row[1])
    assert found_in("ลำดับที่", rows) == (set(), [])


def test_a_misprint_in_a_list_without_ranks() -> None:
    """Last year's total and the change still tell the right score; order has no say."""
    rows = by_name(ROWS)
    number, name, score, *rest = rows[4]
    wrong = [*rows[:4], (number, name, f"{float(score) - 40:.2f}", *rest), *rows[5:]]
    rules, proposed = found_in("ลำดับ", wrong)
    assert "number_no_rank" in rules
    assert "score_rises" not in rules
    assert set(proposed) <= {score, rest[0], rest[2]}


def test_a_row_without_a_name_stays_a_row() -> None:
    """A counted line with a score is a row whose name is blank, not text."""
    rows = by_name(ROWS)
    number, _, *rest = rows[4]
    text = "\n".join("\t".join(row) for row in [("ที่", *HEADER), *rows[:4], (number, "", *rest)])
    document = read_document(text.encode(), "list.tsv")
    assert [row.cells["number"] for row in document.rows] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("cells", "says_rank", "is_one"),
    [
        ([("1", "99.1"), ("2", "98.0"), ("3", "97.5")], False, True),
        ([("1", "99.1"), ("2", "98.0"), ("3", "98.5")], False, False),
        ([("๓", "๙๗.๕"), ("๑", "๙๙.๑"), ("๒", "๙๘.๐")], False, True),
        ([("1=", "99.1"), ("1=", "99.1"), ("3", "97.5%")], False, True),
        ([("1", "99.1"), ("1", "98.0"), ("1", "97.5")], False, False),
        ([("1", "99.1"), ("2", "99.5"), ("3", "99.7")], True, True),
        ([("1", "-"), ("2", ""), ("3", "ไม่ประเมิน")], False, True),
    ],
)
def test_what_makes_a_rank(cells: list[tuple[str, str]], says_rank: bool, is_one: bool) -> None:
    """Scores that fall, or a title in a list too short to deny it; unreadable scores deny nothing."""
    assert is_rank(cells, says_rank=says_rank) == is_one


@pytest.mark.parametrize(
    ("numbers", "is_anew"),
    [([1, 2, 3, 4], False), ([1, 2, 1, 2, 3], True), ([1, 1, 1, 2], True), ([5, 1, 3], False)],
)
def test_what_counts_anew(numbers: list[int], is_anew: bool) -> None:
    """From 1 again and on by one."""
    assert counts_anew(numbers) == is_anew


def test_a_shared_first_rank_begins_nothing_anew() -> None:
    """1, 1, 2, 3, … with falling scores are ranks, however ties are counted."""
    ranks = [1, 1, *range(2, 24)]
    cells = [(str(rank), f"{99 - max(place, 1)}.00") for place, rank in enumerate(ranks)]
    assert is_rank(cells, says_rank=True)
