"""Rows held against the rules and all else that is known: whom a contradiction is blamed on."""

from dataclasses import replace

import pytest
from announcements import Announcement, Lettering, announcement, pasted, printed, reviewed

from etl.read import read_document
from etl.read.document import Document


@pytest.fixture(scope="module")
def shown() -> Announcement:
    return announcement(2567, seed=5)


@pytest.fixture(scope="module")
def document(shown: Announcement) -> Document:
    return read_document(pasted(printed(shown, Lettering(thai_digits=False))), "a.txt")


def with_cell(document: Document, place: int, column: str, text: str) -> Document:
    """The document with another print in one cell."""
    rows = list(document.rows)
    rows[place] = replace(rows[place], cells={**rows[place].cells, column: text})
    return replace(document, rows=tuple(rows))


def doubts(document: Document, shown: Announcement, *, has_last_year: bool) -> list[tuple]:
    found = reviewed(document, shown, has_last_year=has_last_year).examined.findings
    return [
        (finding.rule, finding.row_no, finding.column_name, finding.proposal)
        for finding in found
        if finding.severity != "note"
    ]


def test_a_list_as_it_was_printed_is_beyond_doubt(document: Document, shown: Announcement) -> None:
    """With last year's totals and without."""
    assert doubts(document, shown, has_last_year=True) == []
    assert doubts(document, shown, has_last_year=False) == []


def test_the_row_that_does_not_fit_is_told_beside_the_one_that_shows_it(
    document: Document, shown: Announcement
) -> None:
    """A score misread too low: the next row rises above it, but the low one is the suspect."""
    row, score = document.rows[60], document.rows[60].cells["score"]
    assert score[0] == "9"
    low = with_cell(document, 60, "score", "93" + score[2:])
    found = doubts(low, shown, has_last_year=False)
    assert ("score_rises", row.row + 1, "score", None) in found
    assert ("cell_suspect", row.row, "score", None) in found


def test_last_year_settles_what_order_leaves_open(document: Document, shown: Announcement) -> None:
    """The same cell with last year's total: one value fits everything, and it is proposed."""
    row, score = document.rows[60], document.rows[60].cells["score"]
    low = with_cell(document, 60, "score", "93" + score[2:])
    found = doubts(low, shown, has_last_year=True)
    proposals = {(line, column, proposal) for _, line, column, proposal in found if proposal}
    assert proposals == {(row.row, "score", score)}


def test_an_extract_blames_no_neighbour(document: Document, shown: Announcement) -> None:
    """Of ten rows in 245 nothing is known of the rows between; order alone says enough."""
    few = replace(document, rows=document.rows[56:66])
    score = few.rows[4].cells["score"]
    found = doubts(with_cell(few, 4, "score", "93" + score[2:]), shown, has_last_year=False)
    assert "cell_suspect" not in {rule for rule, *_ in found}
    assert "score_rises" in {rule for rule, *_ in found}


def test_two_offices_in_each_other_s_row_are_proposed_back(
    document: Document, shown: Announcement
) -> None:
    """Phichit 1 and 2 exchanged: their changes lead back to each other's last year."""
    places = [
        place
        for place, row in enumerate(document.rows)
        if "พิจิตร" in row.cells["office"] and "ประถม" in row.cells["office"]
    ]
    assert len(places) == 2
    first, second = (document.rows[place].cells["office"] for place in places)
    swapped = with_cell(
        with_cell(document, places[0], "office", second), places[1], "office", first
    )
    found = doubts(swapped, shown, has_last_year=True)
    rows = {document.rows[place].row for place in places}
    proposed = {line: proposal for _, line, column, proposal in found if column == "office"}
    assert set(proposed) == rows
    assert all(proposed.values())
