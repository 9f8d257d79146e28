"""Cells of a scanned table: what letters and rules say together, what stays open, what is no row."""

import numpy as np
import pytest

from etl.read.document import ReadCell
from etl.read.scan.columns import columns_of_pages
from etl.read.scan.decode import DecodedRow, SeenCell, SeenRow, decoded, seen_cell, year_seen
from etl.read.scan.recognise import BLANK, LETTERS
from ita.offices import all_offices

HEADER = ("อันดับที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน ITA ปี ๒๕๖๕", "ระดับผลคะแนน",
          "เปรียบเทียบกับปีที่ผ่านมา", "เปรียบเทียบกับเกณฑ์")  # fmt: skip
NAMES = [office.office_name for office in all_offices()]
NUMBERED = [name for name in NAMES if "กาฬสินธุ์ เขต" in name]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FIRST = ("1", NAMES[0], "99.50", "AA", "+1.25", "ผ่าน")
SECOND = ("2", NAMES[1], "97.39", "AA", "-0.50", "ผ่าน")
THIRD = ("3", NAMES[2], "94.10", "A", "-", "ผ่าน")
FOURTH = ("4", NAMES[3], "84.99", "B", "+15.86", "ไม่ผ่าน")
ROWS = (FIRST, SECOND, THIRD, FOURTH)

Doubt = dict[int, tuple[str, float]]  # the place of a letter, what it may be instead, how likely


def frames(text: str, doubts: Doubt | None = None) -> np.ndarray:
    """Log-probabilities as of a recogniser that is sure of each letter but for some."""
    found = []
    for place, letter in enumerate(text):
        instead, share = (doubts or {}).get(place, ("", 0.0))
        seen, gap = np.full((2, BLANK + 1), 1e-9)
        seen[LETTERS.index(letter)] = 1 - share
        if instead:
            seen[LETTERS.index(instead)] = share
        gap[BLANK] = 1
        found += [seen, gap]
    chances = np.array(found)
    return np.log(chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)


def cell(text: str, doubts: Doubt | None = None, stray_ink: int = 0) -> SeenCell:
    """A cell in which a text was seen; none stands in it where that is empty."""
    return seen_cell([frames(text, doubts)] if text else [], stray_ink)


def table(
    *rows: tuple[str, ...],
    header: tuple[str, ...] = HEADER,
    instead: dict[tuple[int, int], SeenCell] | None = None,
    trust: float = 1.0,
) -> list[SeenRow]:
    """Rows as they are seen below a header; ``instead`` are cells seen otherwise, by row and column."""
    lines = [header, *rows] if header else list(rows)
    found = []
    for number, texts in enumerate(lines):
        cells = [
            (instead or {}).get((number, place)) or cell(text.translate(THAI))
            for place, text in enumerate(texts)
        ]
        found.append(SeenRow(1, number, trust, tuple(cells)))
    return found


def read(rows: list[SeenRow]) -> list[DecodedRow]:
    """What the rows say."""
    columns = columns_of_pages([[row.texts for row in rows]])
    year, _ = year_seen(rows[0].cells if rows else ())
    return decoded(rows, columns, year)


def texts(found: list[DecodedRow]) -> list[tuple[str, ...]]:
    """The cells of each row, from the first column to the last."""
    return [tuple(each.text for each in row.cells.values()) for row in found]


def doubtful(found: list[DecodedRow]) -> list[tuple[int, str]]:
    """The cells to look at, by the row's number and our word for the column."""
    return [
        (row.number, word) for row in found for word, each in row.cells.items() if each.is_doubtful
    ]


# What is plain


@pytest.mark.parametrize("digits", ["thai", "western"])
def test_a_clear_table_is_read_and_settled(digits: str) -> None:
    """Either kind of digits, the same cells; "-" is no change; the header is no row."""
    rows = table(*ROWS)
    if digits == "western":
        rows = [SeenRow(1, n, 1.0, tuple(map(cell, row))) for n, row in enumerate((HEADER, *ROWS))]
    found = read(rows)
    assert texts(found) == list(ROWS)
    assert doubtful(found) == []
    assert [row.number for row in found] == [1, 2, 3, 4]


def test_the_titles_of_all_pages_tell_the_year_together() -> None:
    """Two that waver are surer than one; without a title it is not known."""
    unsure = cell("ปี๒๕๖๕", {5: ("๔", 0.3)})
    year, certainty = year_seen([unsure])
    assert (year, certainty < year_seen([unsure, cell("อันดับที่"), unsure])[1]) == (2565, True)
    assert year_seen([]) == (None, 0.0)


def test_a_name_in_two_lines_is_one() -> None:
    """A letter that ends one line and begins the next is two letters."""
    name = FIRST[1]
    lines = [frames(name[:30].translate(THAI)), frames(name[30:].translate(THAI))]
    (first, *_) = read(table(*ROWS, instead={(1, 1): seen_cell(lines)}))
    assert first.cells["office"] == ReadCell(
        name, first.cells["office"].probability, first.cells["office"].runner_up, is_doubtful=False
    )


# What the letters leave open and the rules do not


def test_an_order_settles_a_digit() -> None:
    """97.39 or 99.59 below 99.50: scores do not rise."""
    doubt = cell("๙๗.๓๙", {1: ("๙", 0.5), 3: ("๕", 0.5)})
    found = read(table(*ROWS, instead={(2, 2): doubt}))
    assert found[1].cells["score"].text != "99.59"


def test_a_grade_settles_a_digit() -> None:
    """94.10 or 95.10 with an A beside it is 94.10."""
    found = read(table(*ROWS, instead={(3, 2): cell("๙๔.๑๐", {1: ("๕", 0.6)})}))
    assert (found[2].cells["score"].text, doubtful(found)) == ("94.10", [])


def test_a_score_settles_a_grade_and_a_result() -> None:
    """A or B, passed or not, beside 84.99."""
    unsure = {(4, 3): cell("B", {0: ("A", 0.6)}), (1, 3): cell("AA", {0: ("C", 0.6)})}
    found = read(table(*ROWS, instead=unsure))
    assert (texts(found), doubtful(found)) == (list(ROWS), [])


def test_last_year_settles_a_change() -> None:
    """99.50 − 98.25 = +1.25, whatever its digits may be else."""
    header = (*HEADER[:3], "คะแนน ITA ปี ๒๕๖๔", *HEADER[3:])
    before = ("98.25", "97.89", "-", "69.13")
    rows = [(*row[:3], last, *row[3:]) for row, last in zip(ROWS, before, strict=True)]
    found = read(table(*rows, header=header, instead={(1, 5): cell("+๑.๒๕", {1: ("๗", 0.6)})}))
    assert (found[0].cells["change"].text, doubtful(found)) == ("+1.25", [])
    assert found[1].cells["last_score"].text == "97.89"


def test_a_sequence_settles_a_rank() -> None:
    """Between 1 and 3 stands 2."""
    found = read(table(*ROWS, instead={(2, 0): cell("๒", {0: ("๖", 0.7)})}))
    assert (found[1].cells["rank"].text, doubtful(found)) == ("2", [])


def test_an_office_that_is_taken_is_no_other_row_s() -> None:
    """เขต 1 or เขต 3 where เขต 3 stands elsewhere without doubt."""
    rows = [(str(n), name, "95.50", "AA", "-", "ผ่าน") for n, name in enumerate(NUMBERED, start=1)]
    name = rows[0][1].translate(THAI)
    found = read(table(*rows, instead={(1, 1): cell(name, {len(name) - 1: ("๓", 0.5)})}))
    assert [row.cells["office"].text for row in found] == NUMBERED
    assert doubtful(found) == []


def test_letters_that_a_face_draws_like_others_are_no_doubt() -> None:
    """ส is seen as ล and ร as a digit in every name; an office outside the list stays asked."""
    outside = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเมืองสมมติ เขต ๙"
    names = [*NAMES[:12], outside]
    rows = [(str(n), name, "95.50", "AA", "-", "ผ่าน") for n, name in enumerate(names, start=1)]
    seen = {
        (n, 1): cell(name.translate(THAI).replace("ส", "ล").replace("ร", "4"))
        for n, name in enumerate(names, start=1)
    }
    found = read(table(*rows, instead=seen))
    assert [row.cells["office"].text for row in found[:12]] == NAMES[:12]
    assert doubtful(found) == [(13, "office")]


def test_a_figure_is_written_as_the_others_of_its_column() -> None:
    """+ or ▲ where all others have plus or minus, and 1.2 or 1.25 where all have two decimals."""
    rows = [
        (str(n), name, "95.50", "AA", "+1.25", "ผ่าน") for n, name in enumerate(NAMES[:9], start=1)
    ]
    doubts = {(1, 4): cell("+๑.๒๕", {0: ("▲", 0.6)}), (2, 4): cell("+๑.๒๕", {4: (" ", 0.6)})}
    found = read(table(*rows, instead=doubts))
    assert (texts(found), doubtful(found)) == (rows, [])


# What stays to be looked at


def test_what_rules_do_not_settle_is_asked() -> None:
    """A change has no other witness: its digit stays open, with what it may be else."""
    found = read(table(*ROWS, instead={(1, 4): cell("+๑.๒๕", {3: ("๓", 0.4)})}))
    change = found[0].cells["change"]
    assert (change.text, change.runner_up, change.is_doubtful) == ("+1.25", "+1.35", True)
    assert 0.5 < change.probability < 0.9
    assert doubtful(found) == [(1, "change")]


def test_stray_ink_is_asked_however_likely_the_value() -> None:
    """A stroke of a pen turns one digit into another without leaving a doubt."""
    found = read(table(*ROWS, instead={(2, 2): cell("๙๗.๓๙", stray_ink=5)}))
    assert found[1].cells["score"].probability > 0.9
    assert doubtful(found) == [(2, "score")]


def test_an_empty_cell_is_asked() -> None:
    """Nothing stands there, or nothing was seen."""
    found = read(table(*ROWS, instead={(2, 4): cell("")}))
    assert (found[1].cells["change"].text, doubtful(found)) == ("", [(2, "change")])


def test_an_office_outside_the_list_is_asked() -> None:
    """Its letters are told as they were seen; no other office takes its place."""
    name = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเมืองสมมติ เขต ๙"
    found = read(table(*ROWS, instead={(2, 1): cell(name)}))
    assert found[1].cells["office"].text not in NAMES
    assert doubtful(found) == [(2, "office")]


def test_words_in_place_of_a_score_are_asked() -> None:
    """They are told as seen, and make no figure."""
    found = read(table(*ROWS, instead={(3, 2): cell("ไม่ส่ง")}))
    assert found[2].cells["score"].text == "ไม่ส่ง"
    assert doubtful(found) == [(3, "score")]


# A clear print stays as it is printed


@pytest.mark.parametrize(
    ("place", "column", "text"),
    [
        ((2, 2), "score", "99.89"),
        ((3, 3), "grade", "C"),
        ((4, 5), "result", "ผ่าน"),
        ((3, 0), "rank", "2"),
        ((3, 0), "rank", "7"),
        ((1, 4), "change", "+75.20"),
        ((2, 4), "change", "0.50"),
        ((3, 1), "office", NAMES[1]),
    ],
)
def test_a_misprint_is_read_as_printed(place: tuple[int, int], column: str, text: str) -> None:
    """What breaks a rule is for the rules to find, not for the reader to mend."""
    found = read(table(*ROWS, instead={place: cell(text.translate(THAI))}))
    row = next(row for row in found if row.number == place[0])
    assert row.cells[column].text == text or row.cells[column].is_doubtful


# What is a row, what is a column


def test_what_is_no_row_shifts_no_rank() -> None:
    """A stamp between two rows, a sum below them: the ranks go on."""
    junk = ("", "รับที่", "๓", "", "", "")
    total = ("", "คะแนนเฉลี่ย", "๙๓.๙๙", "", "", "")
    found = read(table(FIRST, SECOND, junk, THIRD, FOURTH, total, trust=0.9))
    assert texts(found) == list(ROWS)
    assert [row.number for row in found] == [1, 2, 4, 5]


def test_ranks_may_be_shared_and_left_out() -> None:
    """1, 1, 3 and then 40, as printed."""
    ranks = ("1", "1", "3", "40")
    rows = [(rank, *row[1:]) for rank, row in zip(ranks, ROWS, strict=True)]
    assert [row.cells["rank"].text for row in read(table(*rows))] == list(ranks)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((0, 1, 2, 3), ["rank", "office", "score", "grade"]),
        ((1, 2, 4, 5), ["office", "score", "change", "result"]),
        ((2, 1, 0, 5, 3, 4), ["score", "office", "rank", "result", "grade", "change"]),
    ],
)
@pytest.mark.parametrize("is_titled", [True, False])
def test_columns_are_told_by_their_cells(
    places: tuple[int, ...], words: list[str], *, is_titled: bool
) -> None:
    """In any order, few or many, with titles or without."""
    rows = [tuple(row[place] for place in places) for row in ROWS]
    header = tuple(HEADER[place] for place in places) if is_titled else ()
    found = read(table(*rows, header=header))
    assert [list(row.cells) for row in found] == [words] * len(ROWS)
    assert texts(found) == rows


def test_of_two_columns_of_scores_the_later_year_is_the_score() -> None:
    """Whichever stands first."""
    header = (HEADER[0], HEADER[1], "คะแนน ITA ปี ๒๕๖๔", HEADER[2])
    rows = [(row[0], row[1], "88.25", row[2]) for row in ROWS]
    found = read(table(*rows, header=header))
    assert [row.cells["score"].text for row in found] == [row[2] for row in ROWS]


def test_a_table_of_other_things_has_no_rows() -> None:
    """Without offices beside scores it is no announcement."""
    rows = [(str(n), "MOON BASE", "91.20", "AA") for n in range(1, 9)]
    assert read(table(*rows, header=("NO", "BASE", "ITEM", "TEAM"))) == []
    assert read([]) == []
