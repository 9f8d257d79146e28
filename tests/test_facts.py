"""One fact with its proof: what a text states becomes rows beside, never over, an announcement."""

import io
import json
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from test_marts import given, numbers, offices, roster, score, scores  # noqa: F401 - a fixture

from etl.errors import InputError
from etl.facts import fact_readings, fact_sheet
from etl.harmonise import Reading, Statement, derived_statements
from etl.read.reading import read_document
from etl.rules import Evidence, check_change, check_sources, check_told_before, check_told_place
from ita.offices import office_index

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = "สพป.กาฬสินธุ์ เขต 2 ได้คะแนน 97.39 ระดับ AA เพิ่มขึ้นจากปี 2564 +15.86"
TABLE = ROOT / "data" / "raw" / "2565" / "local_history.csv"
POSTER = """ขอแสดงความยินดี
สพป.เชียงราย เขต 1
ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565
คะแนน 98.20 ระดับ AA
อันดับที่ 60 ของประเทศ จาก 245 เขต
อันดับ 1 ของจังหวัด
"""
NOBODY = "ได้คะแนน 95.20 ระดับ AA"
O_NET = "ผลการทดสอบ O-NET สพป.เลย เขต 1 ปีการศึกษา 2565\nวิชาคณิตศาสตร์ คะแนนเฉลี่ย 28.55"
LETTER = """ที่ ศธ 04042/1287
เรื่อง ขอเชิญประชุมเตรียมความพร้อม
เรียน ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา
ประชุมวันที่ 12 มกราคม 2566 เวลา 09.30 น. ห้องประชุม 3 ผู้เข้าร่วม 245 คน
"""


def rows_of(text: str | bytes, office: str = "", year: int | None = None) -> list[Reading]:
    """The rows of a text, completed as people say."""
    content = text if isinstance(text, bytes) else text.encode()
    return fact_readings("told", read_document(content, "told.txt").rows, office, year)


def stated_in(*rows: Reading) -> list[Statement]:
    """What rows state of totals."""
    found = fact_sheet(rows, office_index()).totals
    return [row.statement for row in found if row.statement]


def rules_of(rows: list[Reading]) -> list[tuple[str, str | None]]:
    """What is doubtful about rows by themselves."""
    return [(each.rule, each.column_name) for each in fact_sheet(rows, office_index()).findings]


def announced(office_id: str, total: str, year: int = 2565, **columns: object) -> Statement:
    """A row of an announcement."""
    return Statement(year, office_id, "list", 1, "", Decimal(total), total, **columns)


def evidence(*statements: Statement) -> Evidence:
    """These statements, an announcement above what offices tell."""
    authority = {"list": 1, "told": 6, "other": 6}
    names = {"list": ("ประกาศอันดับ", "The ranking")}
    return Evidence(statements, office_index(), authority, {2565: 245}, names=names)


def test_the_sentence_and_the_table_give_what_stands_in_the_warehouse(published, rows) -> None:
    """Poster sentence and year table of the home office: its totals, grades, rank and change, no more."""
    sentence, table = rows_of(SENTENCE), rows_of(TABLE.read_bytes())
    known = rows(
        published,
        "SELECT fiscal_year, score, coalesce(grade, '–'), rank, change FROM office_year "
        "WHERE office_id = 'p-kalasin-2' AND score IS NOT NULL ORDER BY fiscal_year",
    )

    def told(readings: list[Reading]) -> list[tuple]:
        return [
            (s.fiscal_year, s.score, s.grade_stated, s.rank_stated, s.change)
            for s in stated_in(*readings)
        ]

    assert told(table) == known
    assert told(sentence) == [(*known[1][:3], None, known[1][4])]
    assert [row.text("result") for row in table] == ["ไม่ผ่าน", "ผ่าน"]
    assert {s.status for s in stated_in(*table, *sentence)} == {"stated"}


def test_each_fact_stands_on_its_stretch_of_the_text() -> None:
    """Every cell of a poster is what its text prints there; its ranks keep their scope."""
    document = read_document(POSTER.encode(), "poster.txt")
    [row] = document.rows
    told = {column: document.text[slice(*ends)] for column, ends in row.stretches.items()}
    assert told == {
        "score": "98.20", "grade": "AA", "rank": "60", "ranked_offices": "245", "rank_province": "1",
    }  # fmt: skip
    assert (document.kind, row.row, row.cells["office"]) == ("statement", 4, "สพป.เชียงราย เขต 1")
    assert rules_of(rows_of(POSTER)) == [("rank_of_part", "rank")]


def test_a_rank_among_some_offices_is_not_one_of_the_country() -> None:
    """อันดับ 6 จาก 183 is kept with the text and is no rank; of 245 it is one."""
    of_all = "สพป.เชียงราย เขต 1 ปี 2565 คะแนน 98.20 อันดับที่ 6 จาก 245 เขต"
    of_some = of_all.replace("245", "183")
    assert [s.rank_stated for s in stated_in(*rows_of(of_all), *rows_of(of_some))] == [6, None]


def test_what_a_text_leaves_open_is_told_and_completed() -> None:
    """Without office and year two findings; with them a statement, its print still blank."""
    assert rules_of(rows_of(NOBODY)) == [
        ("office_not_told", "office"), ("year_not_told", "fiscal_year"),
    ]  # fmt: skip
    [row] = rows_of(NOBODY, "สพป.เลย เขต 1", 2565)
    [told] = stated_in(row)
    assert (told.office_id, told.fiscal_year, told.office_printed) == ("p-loei-1", 2565, "")
    assert rules_of([row]) == []


@pytest.mark.parametrize(
    "text", [LETTER, O_NET, "", "ภาพกิจกรรมวันครู 16 มกราคม 2566", "Score list\nA 95\nB 80"]
)
def test_a_page_that_states_nothing_is_refused(text: str) -> None:
    """A letter, a blank page, a caption, a list of something else: no rows."""
    with pytest.raises(InputError):
        read_document(text.encode(), "page.txt")


def test_a_conflict_is_a_doubt_about_what_the_office_tells() -> None:
    """Another total than announced, or than follows from next year's change; a place that cannot be.

    The other source is told by its title, in the words of each language.
    """
    [told] = stated_in(*rows_of("สพป.เลย เขต 1 ปี 2565 ได้คะแนน 91.20 อันดับที่ 5 ของประเทศ"))
    [before] = stated_in(*rows_of("สพป.เลย เขต 1 ปี 2564 ได้คะแนน 80.00"))
    own = announced("p-loei-1", "97.56", change=Decimal("4.90"))
    above = announced("p-trat", "90.00", rank_stated=3)

    def found(check: Callable, *others: Statement) -> list[tuple[str, str, str | None]]:
        return [(f.rule, f.source_id, f.column_name) for f in check(evidence(*others))]

    assert found(check_sources, own, told) == [("told_differs", "told", "score")]
    assert found(check_told_before, own, before) == [("told_differs", "told", "score")]
    assert found(check_told_place, above, told) == [("told_place_differs", "told", "rank")]
    for check, other in ((check_sources, own), (check_told_place, above)):
        [doubt] = check(evidence(other, told))
        assert "“ประกาศอันดับ”" in doubt.message_th
        assert "“The ranking”" in doubt.message_en
    assert found(check_change, own, before) == []
    derived = [s for s in derived_statements([own, before]) if s.status == "derived"]
    assert [(s.fiscal_year, s.score, s.source_id) for s in derived] == [
        (2564, Decimal("92.66"), "list")
    ]


def told_of(office_id: str, total: str, **columns: object) -> dict[str, object]:
    """A total an office tells of itself."""
    return score(office_id, total, source_id="page", status="stated", **columns)


def test_the_ranking_narrows_with_what_offices_tell(given) -> None:  # noqa: F811
    """A told rank fills its place where that has room; a total without rank bounds the gap it lies in."""
    ask = given(
        office=offices(6),
        roster=roster(7),
        score=scores(
            score("a", "98", rank_stated=1),
            score("b", "90", rank_stated=6),
            told_of("c", "95", rank_stated=3),
            told_of("d", "99", rank_stated=4),
            told_of("e", "94"),
            told_of("a", "70", rank_stated=7),
        ),
    )
    found = ask(
        "SELECT position, office_id, status, lower_bound, upper_bound FROM ranking ORDER BY 1"
    )
    assert found == [
        (1, "a", "published", None, None),
        (2, None, None, *numbers("95.00", "98.00")),
        (3, "c", "stated", None, None),
        (4, None, None, *numbers("94.00", "95.00")),
        (5, None, None, *numbers("90.00", "94.00")),
        (6, "b", "published", None, None),
        (7, None, None, *numbers(None, "90.00")),
    ]
    shown = ask(
        "SELECT office_id, score, status FROM office_year WHERE fiscal_year = 2565 ORDER BY 1"
    )
    assert shown[0] == ("a", Decimal("98.00"), "published")
    assert shown[4] == ("e", Decimal("94.00"), "stated")


def test_a_total_with_room_in_one_place_only_has_that_place(given) -> None:  # noqa: F811
    """Between 98 and 90 lies one unknown place: 95 stands in it, though no rank was told."""
    ask = given(
        office=offices(4),
        roster=roster(3),
        score=scores(
            score("a", "98", rank_stated=1), score("b", "90", rank_stated=3), told_of("c", "95")
        ),
    )
    assert ask("SELECT rank, office_id FROM ranking ORDER BY 1") == [(1, "a"), (2, "c"), (3, "b")]


def test_a_text_is_checked_and_published_by_command(
    data_copy, tmp_path, run_etl, version_in, rows
) -> None:
    """Check says what is unclear, add asks for it, then publishes with title, address and who did it."""
    text = tmp_path / "text.txt"
    text.write_text(NOBODY, encoding="utf-8")
    here = ("--data", data_copy, "--out", tmp_path / "warehouse")
    checked = run_etl("check", text, "--json", "--data", data_copy)
    assert checked.exit_code == 1
    assert json.loads(checked.stdout)["rows"][0]["facts"]["score"] == {
        "printed": "95.20", "start": 9, "end": 14,
    }  # fmt: skip
    assert run_etl("add", text, *here, "--by", "สมชาย").exit_code == 2
    said = ("--office", "สพป.เชียงราย เขต 1", "--year", 2565, "--by", "สมชาย")
    added = run_etl(
        "add", text, *said, "--title", "โปสเตอร์", "--location", "https://x.go.th/a", *here
    )
    assert added.exit_code == 0, added.output
    version = version_in(tmp_path / "warehouse", "published")
    assert rows(
        version,
        "SELECT kind, title, location, added_by, score, office_year.status FROM office_year "
        "JOIN source USING (source_id) WHERE office_id = 'p-chiangrai-1' AND score IS NOT NULL "
        "AND office_year.status = 'stated'",
    ) == [("statement", "โปสเตอร์", "https://x.go.th/a", "สมชาย", Decimal("95.20"), "stated")]


def poster_picture() -> bytes:
    """A picture in which nothing can be read."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 90), "orange").save(picture, "JPEG")
    return picture.getvalue()


def test_a_picture_of_a_poster_is_published_with_the_words_a_person_gives_it(
    data_copy, tmp_path, run_etl, version_in, rows
) -> None:
    """The picture itself is the source, its words stand in its papers and are read again by every build.

    Words that state nothing, words beside a text and other words for the same picture are refused.
    """
    poster, text = tmp_path / "poster.jpg", tmp_path / "text.txt"
    poster.write_bytes(poster_picture())
    text.write_text(NOBODY, encoding="utf-8")
    here = ("--data", data_copy, "--out", tmp_path / "warehouse")
    lines = [word for line in POSTER.splitlines() for word in ("--words", line)]
    checked = run_etl("check", poster, *lines, "--json", "--data", data_copy)
    assert json.loads(checked.stdout)["rows"][0]["facts"]["score"]["printed"] == "98.20"
    for file, words, why in ((poster, "ขอแสดงความยินดี", "state no ITA"), (text, NOBODY, "is text")):
        refused = run_etl("check", file, "--words", words, "--data", data_copy)
        assert (refused.exit_code, why in refused.output) == (2, True)
    said = ("--title", "โปสเตอร์", "--by", "สมชาย", *here)
    added = run_etl("add", poster, *lines, *said)
    assert added.exit_code == 0, added.output
    [papers] = (data_copy / "raw").glob("*/statement-2565-*/*.toml")
    told = tomllib.loads(papers.read_text(encoding="utf-8"))
    assert (told["words"], told["form"], told["added_by"]) == (POSTER.strip(), "picture", "สมชาย")
    assert papers.with_suffix(".jpg").read_bytes() == poster_picture()
    other = run_etl("add", poster, "--words", POSTER.replace("98.20", "98.30"), *said)
    assert (other.exit_code, told["source_id"] in other.output) == (2, True)
    version = version_in(tmp_path / "warehouse", "published")
    assert rows(
        version,
        "SELECT title, score, rank, office_year.status FROM office_year JOIN source USING (source_id) "
        "WHERE office_id = 'p-chiangrai-1' AND office_year.fiscal_year = 2565",
    ) == [("โปสเตอร์", Decimal("98.20"), 60, "stated")]
