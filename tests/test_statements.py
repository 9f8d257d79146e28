"""The facts a text states: of whom, of which year, which measure and value, and where each stands."""

import csv
import json
import time
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from screens import ROOT

from ita.offices import office_index, western_digits
from ita.statements import Statement, statements_of

SETS = Path(__file__).parent / "statements"
# Precision and recall that each set may not fall below. The second is by two strangers: at first sight the
# S texts were read with .928 and .922, the T texts with .938 and .935; their kinds have been learned since.
# The third is by another stranger and as it was read at first sight; nothing has been learned from it.
LEAST = {"texts": (0.995, 0.995), "strangers": (0.995, 0.995), "at_first_sight": (0.96, 0.96)}
RAW = ROOT / "data" / "raw" / "2565"
POSTER = "สพป.กาฬสินธุ์ เขต 2 ได้คะแนน 97.39 ระดับ AA เพิ่มขึ้นจากปี 2564 +15.86"
Told = tuple[str, int | None, str, str]


def as_facts(statements: Iterable[Statement]) -> set[Told]:
    """Office, year, measure and value of each statement, as the texts label them."""
    offices = office_index().by_id
    return {
        (
            offices[each.office_id].short_name if each.office_id else "",
            each.fiscal_year,
            spelled(each.measure),
            each.value,
        )
        for each in statements
    }


def spelled(measure: str) -> str:
    """A measure with its part behind a colon: instrument:IIT, rank:province."""
    kind, _, part = measure.partition(" ")
    part = part.upper() if kind == "instrument" else part
    return f"{kind}:{part}" if part else kind


@lru_cache
def texts(name: str) -> list[dict]:
    return json.loads((SETS / f"{name}.json").read_text(encoding="utf-8"))


read = lru_cache(maxsize=None)(statements_of)


def told(facts: list[list]) -> set[Told]:
    return {(office, year, measure, value) for office, year, measure, value in facts}


# The labelled texts


@pytest.mark.parametrize("name", LEAST)
def test_facts_are_found_and_no_others(name: str) -> None:
    """Precision and recall of office, year, measure and value over a set of texts."""
    right = found = expected = 0
    wrong = []
    for each in texts(name):
        facts, optional = told(each["facts"]), told(each.get("optional", []))
        stated = as_facts(read(each["text"])) - (optional - facts)
        right, found, expected = (
            right + len(stated & facts),
            found + len(stated),
            expected + len(facts),
        )
        if stated != facts:
            wrong.append((each["id"], sorted(map(str, stated ^ facts))))
    assert len(texts(name)) >= 80
    assert round(right / found, 3) >= LEAST[name][0], wrong
    assert round(right / expected, 3) >= LEAST[name][1], wrong


with (SETS / "forms.csv").open(encoding="utf-8", newline="") as table:
    FORMS = [tuple(row.values()) for row in csv.DictReader(table)]


@pytest.mark.parametrize(("text", "office", "year", "facts"), FORMS)
def test_each_form_is_read(text: str, office: str, year: str, facts: str) -> None:
    """One office and year a form: what it tells, or nothing."""
    listed = [fact.rsplit(" ", 1) for fact in facts.split(", ")] if facts else []
    assert as_facts(statements_of(text)) == {
        (office, int(year), measure, value) for measure, value in listed
    }


def test_each_stands_on_its_own_letters() -> None:
    """The stretch of a statement holds its value, whatever digits it is printed in, and however spaced."""
    for each in texts("texts"):
        for fact in read(each["text"]):
            printed = western_digits(each["text"][fact.start : fact.end]).replace(",", ".")
            value = fact.value.lstrip("-").replace(" ", "")
            assert fact.measure == "result" or value in printed.replace(" ", "")


# What the warehouse holds


def rows_of(name: str, separator: str) -> list[dict[str, str]]:
    with (RAW / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader((line for line in file if line.strip()), delimiter=separator))


def facts_of(row: dict[str, str], measures: dict[str, str]) -> set[Told]:
    """The facts of a row of the data; a change without its plus."""
    office = office_index().find(row["office"])
    assert office is not None
    return {
        (office.short_name, int(row["fiscal_year"]), measure, row[column].removeprefix("+"))
        for column, measure in measures.items()
        if row[column]
    }


HISTORY = {
    "score": "total", "grade": "grade", "result": "result", "rank": "rank", "change": "change",
}  # fmt: skip


def test_the_poster_of_the_data_states_what_they_hold() -> None:
    """Total, grade and change of the year after the one it compares with, and nothing else."""
    (latest,) = (row for row in rows_of("local_history.csv", ",") if row["fiscal_year"] == "2565")
    poster = {"score": "total", "grade": "grade", "change": "change"}
    assert as_facts(statements_of(POSTER)) == facts_of(latest, poster)


def test_the_history_of_the_data_pasted_as_a_table_states_what_it_holds() -> None:
    """Each year of the office as it stands in the file, with what is empty left out."""
    rows = rows_of("local_history.csv", ",")
    columns = ["fiscal_year", "office", *HISTORY]
    pasted = "\n".join(
        "\t".join(cells) for cells in [columns, *([r[c] for c in columns] for r in rows)]
    )
    assert as_facts(statements_of(pasted)) == set().union(*(facts_of(row, HISTORY) for row in rows))


def test_the_announcement_of_the_data_states_its_rows() -> None:
    """Every row of the extract, in Thai digits as it is printed."""
    text = (RAW / "announcement_2565_extract.txt").read_text(encoding="utf-8")
    expected: set[Told] = set()
    for row in rows_of("announcement_2565_extract.txt", "\t"):
        rank, office, score, grade, change, result = map(western_digits, row.values())
        cells = {"rank": rank, "score": score, "grade": grade, "change": change, "result": result}
        expected |= facts_of({"office": office, "fiscal_year": "2565", **cells}, HISTORY)
    assert (
        len(expected) == 13 * 5 - 2
    )  # one office is printed twice, with the same grade and result
    assert as_facts(statements_of(text)) == expected


# What a text leaves open, and what is none


def test_what_is_not_told_is_none() -> None:
    """An office or year that no word tells is left open, not guessed."""
    (total,) = statements_of("สำนักงานของเราได้ 93.20 คะแนน")
    assert (total.office_id, total.office_name, total.fiscal_year) == (None, None, None)


def test_the_name_is_kept_as_printed() -> None:
    """Not the name of the list."""
    (total,) = statements_of("สพป กาฬสินธุ์ เขต๒ ปี 2566 ได้ 93.20 คะแนน")
    assert total.office_name == "สพป กาฬสินธุ์ เขต๒"


@given(
    st.lists(
        st.sampled_from(
            [*POSTER.split(" "), "\n", "\t", "๙๗.๓๙", "|", "อันดับ 3/245", "IIT", "▲ 1.2"]
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(words: list[str]) -> None:
    """Whatever stands in what order, every statement lies within its text and has a value."""
    text = " ".join(words)
    for each in statements_of(text):
        assert 0 <= each.start < each.end <= len(text)
        assert Decimal(each.value) if each.value[-1].isdigit() else each.value


def test_a_long_text_is_read_in_a_moment() -> None:
    """Two hundred lines in less than three seconds."""
    began = time.process_time()
    statements_of(f"{POSTER}\n" * 200)
    assert time.process_time() - began < 3


# The command


def test_the_command_tells_what_is_stated(run_etl) -> None:
    """One line a fact; exit 0 where office and year are told."""
    done = run_etl("state", POSTER)
    assert done.exit_code == 0
    assert [line.split(" · ")[1:4:2] for line in done.stdout.splitlines()] == [
        ["2565", "97.39"],
        ["2565", "AA"],
        ["2565", "15.86"],
    ]


def test_the_command_says_what_is_unclear(run_etl, tmp_path: Path) -> None:
    """Of a file as JSON, with exit 1; what is given with the command fills it."""
    file = tmp_path / "poster.txt"
    file.write_text("เราได้คะแนน 93.20 ระดับ A", encoding="utf-8")
    done = run_etl("state", file, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["unclear"] == {"office": 2, "year": 2}
    filled = run_etl("state", file, "--json", "--office", "สพป.กาฬสินธุ์ เขต 2", "--year", 2565)
    assert filled.exit_code == 0
    assert {row["office_id"] for row in json.loads(filled.stdout)["statements"]} == {"p-kalasin-2"}
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("arguments", [("ขอเชิญประชุม",), ("", "--json")])
def test_the_command_says_where_nothing_is_stated(run_etl, arguments: tuple[str, ...]) -> None:
    """Exit 1, so that a script can tell."""
    assert run_etl("state", *arguments).exit_code == 1


def test_the_command_refuses_an_unknown_office(run_etl) -> None:
    """Exit 2, and it is named in both languages."""
    done = run_etl("state", POSTER, "--office", "สพป.ดาวอังคาร")
    assert done.exit_code == 2
    assert done.stderr.count("สพป.ดาวอังคาร") == 2
