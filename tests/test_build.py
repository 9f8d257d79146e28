"""``python -m etl build`` from end to end: what it prints, what it writes, what it refuses."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from etl.warehouse import TABLES
from ita.offices import western_digits
from ita.pointer import Version

ROOT = Path(__file__).resolve().parent.parent
HOME = "p-kalasin-2"
MARTS = (
    "year_size",
    "ranking",
    "office_year",
    "benchmark",
    "indicator_gap",
    "item_year",
    "item_gap",
    "rank_movement",
    "coverage",
    "indicator_change",
    "office_change",
    "change_year",
    "group_year",
    "sub_indicator_year",
    "sub_indicator_gap",
)
ANNOUNCEMENT = "raw/2565/announcement_2565_extract.txt"
ANNOUNCEMENT_PAPERS = "raw/2565/announcement_2565_extract.toml"
HISTORY = "raw/2565/local_history.csv"
HISTORY_PAPERS = "raw/2565/local_history.toml"
HOME_SETTING = "reference/home.toml"
ITEMS = "raw/2566/oit_items_2566.csv"
ITEMS_PAPERS = "raw/2566/oit_items_2566.toml"
CORRECTIONS = "corrections.csv"
SCORE, OFFICE, RANK = "คะแนน ITA ปี ๒๕๖๕", "สำนักงานเขตพื้นที่การศึกษา", "อันดับที่"
CHANGE = "เปรียบเทียบกับปีที่ผ่านมา"

Break = Callable[[Path], None]


# What it prints


def test_the_summary_says_what_is_known(build: tuple[Path, str], published: Version) -> None:
    """245 offices, 13 ranks, the home office's totals and items, findings by rule, the version."""
    told = build[1]
    for line in (
        "245 offices",
        "13 of 245 ranks of FY2565 known, 232 ranks with no office",
        "2 totals and 43 items of the home office",
        "10 totals derived from score − change (±0.01, not published figures)",
        "14 findings",
        "score_rises: 3 (2 open)",
        "office_twice: 2 (2 open)",
        "office_number: 2 (2 open)",
        "change_mismatch: 1 (0 open)",
        "change_rounding: 2 (0 open)",
        "sources_differ: 2 (0 open)",
        "ranks_missing: 2 (2 open)",
        f"version {published.version_id} (published)",
        "ปี 2565: ทราบ 13 จาก 245 อันดับ อีก 232 อันดับยังไม่ทราบว่าเป็นสำนักงานใด",
        "สพป.กาฬสินธุ์ เขต 2: คะแนนรวม 2 ปี และข้อ OIT 43 ข้อ",
    ):
        assert line in told
    assert told.count("score_rises") == 2  # Thai and English, once each


def test_every_step_is_told(build: tuple[Path, str]) -> None:
    """Each step begins its own line, in both languages, in the order of the work."""
    steps = [line for line in build[1].splitlines() if line.startswith("… ")]
    told = [step.rpartition(" · ")[2] for step in steps]
    assert [step for step in told if not step.startswith("waiting for")] == [
        "reading files and checking sha256",
        "running the rules and applying decisions",
        "writing the warehouse and computing the marts",
        "reopening it to validate before use",
    ]


# What it writes


def test_the_home_office(published: Version, rows) -> None:
    """81.52 without a rank in FY2564, 97.39 at rank 102 in FY2565, each with its source and line."""
    found = rows(
        published,
        """
        SELECT fiscal_year, score, rank, status, grade, is_pass, change, source_id, row_no
        FROM office_year WHERE office_id = $office_id AND score IS NOT NULL ORDER BY fiscal_year
        """,
        office_id=HOME,
    )
    assert found == [
        (2564, Decimal("81.52"), None, "published", "B", False, None, "local-history", 2),
        (2565, Decimal("97.39"), 102, "corrected", "AA", True, Decimal("15.86"), "announcement-2565", 14),
    ]  # fmt: skip


def test_what_is_printed_is_still_there(published: Version, rows) -> None:
    """The misread 97.59 and +1.56 beside the values as decided, and the decision that did it."""
    assert rows(
        published,
        """
        SELECT score_printed, score, change_printed, change, rank_stated, rank_printed
        FROM score WHERE office_id = $office_id AND source_id = 'announcement-2565'
            AND fiscal_year = 2565
        """,
        office_id=HOME,
    ) == [("๙๗.๕๙", Decimal("97.39"), "+๑.๕๖", Decimal("15.86"), 102, "๑๐๒")]
    assert rows(
        published,
        "SELECT source_id, row_no, column_name, printed, replacement, evidence FROM correction",
    ) == [
        ("announcement-2565", 14, "score", "๙๗.๕๙", "97.39", "bp-report-2566"),
        ("announcement-2565", 14, "change", "+๑.๕๖", "+15.86", "bp-report-2566"),
    ]


def test_the_change_computed_stands_beside_the_published_one(published: Version, rows) -> None:
    """97.39 − 81.52 = 15.87; +15.86 is what was published."""
    assert rows(
        published,
        """
        SELECT change, change_computed, previous_score
        FROM office_year WHERE office_id = $office_id AND fiscal_year = 2565
        """,
        office_id=HOME,
    ) == [(Decimal("15.86"), Decimal("15.87"), Decimal("81.52"))]


def test_derived_scores_are_never_published(published: Version, rows) -> None:
    """FY2564 of the ten other offices: score − change, derived, ± 0.01, no print, no rank."""
    found = rows(
        published,
        """
        SELECT office_id, score FROM office_year
        WHERE fiscal_year = 2564 AND score IS NOT NULL AND office_id <> $office_id
        ORDER BY office_id
        """,
        office_id=HOME,
    )
    assert [(office_id, str(score)) for office_id, score in found] == [
        ("p-amnatcharoen", "99.91"),
        ("p-chaiyaphum-1", "94.58"),
        ("p-chiangmai-1", "99.40"),
        ("p-loei-1", "92.66"),
        ("p-phayao-1", "92.81"),
        ("p-phetchaburi-1", "97.09"),
        ("p-suphanburi-3", "97.37"),
        ("p-trat", "91.44"),
        ("p-uttaradit-2", "99.86"),
        ("p-yala-2", "99.10"),
    ]
    assert (
        rows(
            published,
            """
            SELECT * FROM score
            WHERE fiscal_year = 2564 AND office_id <> $office_id
                AND (status <> 'derived' OR tolerance <> 0.01 OR rank_printed IS NOT NULL
                    OR grade_printed IS NOT NULL OR score_printed <> '')
            """,
            office_id=HOME,
        )
        == []
    )


def test_an_office_named_twice_has_no_score(published: Version, rows) -> None:
    """พิจิตร เขต 1 stands at ranks 6 and 103: both places are shown, neither score is its own."""
    assert rows(
        published,
        """
        SELECT position, score, is_named_twice FROM ranking
        WHERE office_id = 'p-phichit-1' ORDER BY position
        """,
    ) == [(6, Decimal("99.96"), True), (103, Decimal("97.58"), True)]
    assert rows(
        published,
        """
        SELECT fiscal_year, score, rank, missing_reason FROM office_year
        WHERE office_id = 'p-phichit-1' AND fiscal_year IN (2564, 2565) ORDER BY 1
        """,
    ) == [(2564, None, None, "not_published"), (2565, None, None, "named_twice")]


def test_unknown_places_are_bounded_by_their_neighbours(published: Version, rows) -> None:
    """Ranks 8-97 lie between 97.59 and 99.96; 104-245 below 97.39; nothing is imputed."""
    assert rows(
        published,
        """
        SELECT min(position), max(position), count(*), lower_bound, upper_bound FROM ranking
        WHERE fiscal_year = 2565 AND score IS NULL GROUP BY lower_bound, upper_bound ORDER BY 1
        """,
    ) == [
        (8, 97, 90, Decimal("97.59"), Decimal("99.96")),
        (104, 245, 142, None, Decimal("97.39")),
    ]


def test_findings_are_exactly_these(published: Version, rows) -> None:
    """Every doubt about the extract and the history, with what became of it."""
    found = rows(
        published,
        "SELECT rule, source_id, row_no, column_name, printed, expected, proposal, decision FROM finding",
    )
    trat = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตราด"
    amnat = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาอำนาจเจริญ"
    phichit = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาพิจิตร เขต ๑"
    extract, history = "announcement-2565", "local-history"
    expected = {
        ("score_rises", extract, 13, "score", "๙๗.๕๖", "≤ 97.54", None, "open"),
        ("score_rises", extract, 14, "score", "๙๗.๕๙", "≤ 97.56", "97.39", "corrected"),
        ("score_rises", extract, 15, "score", "๙๗.๕๘", "≤ 97.39", None, "open"),
        ("office_twice", extract, 7, "office", phichit, None, None, "open"),
        ("office_twice", extract, 15, "office", phichit, None, None, "open"),
        ("office_number", extract, 6, "office", f"{amnat} เขต ๑", amnat, amnat, "open"),
        ("office_number", extract, 10, "office", f"{trat} เขต ๑", trat, trat, "open"),
        ("change_mismatch", extract, 14, "change", "+๑.๕๖", "+16.07", "+15.86", "corrected"),
        ("change_rounding", extract, 14, "change", "+๑.๕๖", "+15.87", None, "none needed"),
        ("change_rounding", history, 3, "change", "+15.86", "+15.87", None, "none needed"),
        ("sources_differ", extract, 14, "score", "๙๗.๕๙", "97.39", "97.39", "corrected"),
        ("sources_differ", extract, 14, "change", "+๑.๕๖", "+15.86", "+15.86", "corrected"),
        ("ranks_missing", extract, None, "rank", None, None, None, "open"),
    }
    assert set(found) == expected
    assert len(found) == len(expected) + 1  # two runs of ranks are missing


def test_findings_call_sources_by_their_titles(published: Version, rows) -> None:
    """No finding shows the id of a source to a reader."""
    ids = "SELECT * FROM finding, source WHERE contains(message_th || message_en, source.source_id)"
    assert rows(published, ids) == []


def test_every_corrected_finding_names_its_decision(published: Version, rows) -> None:
    """And no other does."""
    assert (
        rows(
            published,
            """
            SELECT * FROM finding LEFT JOIN correction USING (correction_id)
            WHERE (decision = 'corrected') <> (correction.printed IS NOT NULL)
            """,
        )
        == []
    )


def test_findings_speak_both_languages(published: Version, rows) -> None:
    """Thai text in Thai, no Thai in English, nothing unfilled in either."""
    assert (
        rows(
            published,
            """
            SELECT finding_id, message_th, message_en FROM finding
            WHERE NOT regexp_matches(message_th, '[ก-๛]') OR regexp_matches(message_en, '[ก-๛]')
                OR contains(message_th || message_en, '{')
            """,
        )
        == []
    )


@pytest.mark.parametrize("table", ["score", "item_score", "instrument_score", "indicator_score"])
def test_every_figure_has_its_source(published: Version, rows, table: str) -> None:
    """A source on record and, where it was read and not computed, the line it stands on."""
    figures = f"SELECT * FROM {table} LEFT JOIN source USING (source_id)"
    assert rows(published, f"{figures} WHERE title IS NULL") == []
    assert rows(published, f"{figures} WHERE status <> 'derived' AND row_no IS NULL") == []


def test_every_shown_score_says_where_it_stands(published: Version, rows) -> None:
    """office_year: source and line of each score, and no line beyond the rows read."""
    assert (
        rows(
            published,
            """
            SELECT office_year.*
            FROM office_year LEFT JOIN source USING (source_id)
            WHERE score IS NOT NULL AND (title IS NULL OR coalesce(page, row_no) IS NULL)
            """,
        )
        == []
    )


def test_lines_are_those_of_the_file(published: Version, rows) -> None:
    """What the warehouse says stands on a line of the extract does stand there."""
    lines = (ROOT / "data" / ANNOUNCEMENT).read_text(encoding="utf-8").splitlines()
    found = rows(
        published,
        """
        SELECT row_no, office_printed, score_printed, change_printed FROM score
        WHERE source_id = 'announcement-2565' AND status <> 'derived'
        """,
    )
    assert len(found) == 13
    assert [row for row in found if not all(text in lines[row[0] - 1] for text in row[1:])] == []


def test_full_items_make_full_indicators(published: Version, rows) -> None:
    """43 items at 100 give indicators 9 and 10 and OIT at 100, derived by the rule of FY2566."""
    assert rows(
        published,
        "SELECT count(*), min(score) FROM item_score WHERE office_id = $office_id",
        office_id=HOME,
    ) == [(43, Decimal("100.00"))]
    assert rows(
        published,
        """
        SELECT indicator_no::VARCHAR, score, status FROM indicator_score WHERE office_id = $office_id
        UNION ALL
        SELECT instrument, score, status FROM instrument_score WHERE office_id = $office_id
        ORDER BY 1
        """,
        office_id=HOME,
    ) == [(name, Decimal("100.00"), "derived") for name in ("10", "9", "oit")]


def test_unsourced_averages_are_left_out(published: Version, rows) -> None:
    """No figure about all agencies without a source, so no national average before FY2563."""
    found = rows(
        published,
        "SELECT fiscal_year FROM context_figure WHERE measure_en = 'national average' ORDER BY 1",
    )
    assert [year for (year,) in found] == list(range(2563, 2569))


# Twice the same


def exported(version: Version, folder: Path) -> dict[str, str]:
    """The digest of each table and mart as CSV, ordered by all columns."""
    folder.mkdir(parents=True)
    digests = {}
    with duckdb.connect() as connection:
        connection.execute("ATTACH $path (READ_ONLY)", {"path": str(version.path)})
        connection.execute("USE " + f'"{version.path.stem}"')
        for table in (*TABLES, *MARTS):
            path = folder / f"{table}.csv"
            columns = "* EXCLUDE (built_at)" if table == "version" else "*"
            connection.execute(f"COPY (SELECT {columns} FROM {table} ORDER BY ALL) TO '{path}'")
            digests[table] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def test_two_builds_export_the_same_bytes(
    published: Version, demo: Version, run_etl, version_in, tmp_path: Path
) -> None:
    """Every table and mart of both editions, but for the time of building."""
    for first, command in ((published, "build"), (demo, "demo")):
        again = tmp_path / command
        assert run_etl(command, "--out", again).exit_code == 0
        second = version_in(again, first.edition)
        assert second.version_id == first.version_id
        assert exported(second, again / "csv") == exported(first, tmp_path / "csv" / command)


def test_export_covers_every_table(edition: Version, rows) -> None:
    """The lists above leave out no table or view of the warehouse."""
    found = rows(
        edition,
        """
        SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1
        """,
    )
    assert [name for (name,) in found] == sorted([*TABLES, *MARTS])


# What it refuses


def edit(file: str, old: str, new: str) -> Break:
    """Replace text in a file and put its new checksum into its papers."""

    def work(data: Path) -> None:
        unsealed(file, old, new)(data)
        seal(data / file)

    return work


def unsealed(file: str, old: str, new: str) -> Break:
    """Replace text in a file, its papers left as they are."""

    def work(data: Path) -> None:
        content = (data / file).read_bytes()
        assert old.encode() in content
        (data / file).write_bytes(content.replace(old.encode(), new.encode(), 1))

    return work


def replaced(file: str, old: str, new: str) -> Break:
    """Replace text wherever it stands in a file."""

    def work(data: Path) -> None:
        filled(file, (data / file).read_bytes().replace(old.encode(), new.encode()))(data)

    return work


def filled(file: str, content: bytes) -> Break:
    """Put other content into a file and its checksum into its papers."""

    def work(data: Path) -> None:
        (data / file).write_bytes(content)
        seal(data / file)

    return work


def gone(*files: str) -> Break:
    """Remove files."""

    def work(data: Path) -> None:
        for file in files:
            (data / file).unlink()

    return work


def copied(papers: str, **fields: str) -> Break:
    """A second file beside the first, the same but for these fields of its papers."""

    def work(data: Path) -> None:
        text = (data / papers).read_text(encoding="utf-8")
        name = re.search(r'file = "(.*)"', text)[1]
        other = f"second{Path(name).suffix}"
        shutil.copy((data / papers).with_name(name), (data / papers).with_name(other))
        for field, value in {"file": other, **fields}.items():
            text = re.sub(rf'^{field} = ".*"', f'{field} = "{value}"', text, flags=re.MULTILINE)
        (data / papers).with_name("second.toml").write_text(text, encoding="utf-8")

    return work


def swapped(file: str, first: int, second: int) -> Break:
    """Two lines of a file in each other's place."""

    def work(data: Path) -> None:
        lines = (data / file).read_bytes().split(b"\n")
        lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
        (data / file).write_bytes(b"\n".join(lines))
        seal(data / file)

    return work


def seal(path: Path) -> None:
    papers = path.with_suffix(".toml")
    if papers.is_file() and papers != path:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        text = papers.read_text(encoding="utf-8")
        papers.write_text(re.sub(r'sha256 = ".*"', f'sha256 = "{digest}"', text), encoding="utf-8")


@dataclass(frozen=True)
class Bad:
    """A way to break the input, and what the message must name: where, and what to do about it."""

    spoil: Break
    file: str
    line: int | None = None
    column: str | None = None
    thai: str = ""
    english: str = ""


BAD_INPUT = {
    "no sidecar": Bad(
        gone(ANNOUNCEMENT_PAPERS), ANNOUNCEMENT,
        thai="วางไฟล์กำกับ", english="has no sidecar announcement_2565_extract.toml. Put one",
    ),
    "no file": Bad(
        gone(ANNOUNCEMENT), ANNOUNCEMENT_PAPERS, column="file",
        thai="คืนไฟล์", english="Restore the file",
    ),
    "wrong checksum": Bad(
        unsealed(ANNOUNCEMENT, "๙๙.๙๙", "๙๙.๙๘"), ANNOUNCEMENT,
        thai="sha256", english="Restore the original",
    ),
    "sidecar field missing": Bad(
        unsealed(ANNOUNCEMENT_PAPERS, "licence", "license"), ANNOUNCEMENT_PAPERS, column="licence",
        thai="เติมให้ครบ", english="Fill it in",
    ),
    "sidecar field of another type": Bad(
        unsealed(ANNOUNCEMENT_PAPERS, "2565\n", '"2565"\n'), ANNOUNCEMENT_PAPERS,
        column="fiscal_year", thai="ชนิดข้อมูลไม่ถูกต้อง", english="wrong type",
    ),
    "broken TOML": Bad(
        unsealed(ANNOUNCEMENT_PAPERS, '"announcement"', "announcement"), ANNOUNCEMENT_PAPERS,
        thai="แก้ไวยากรณ์ TOML", english="at line 2",
    ),
    "sidecar not UTF-8": Bad(
        filled(ANNOUNCEMENT_PAPERS, "ก".encode("cp874")), ANNOUNCEMENT_PAPERS,
        thai="อ่านไฟล์กำกับไม่ได้", english="cannot be read as TOML",
    ),
    "unknown kind": Bad(
        unsealed(ANNOUNCEMENT_PAPERS, '"announcement"', '"poster"'), ANNOUNCEMENT,
        thai="ใช้ announcement, history หรือ items", english="Use announcement, history or items",
    ),
    "source_id twice": Bad(
        copied(ITEMS_PAPERS), "raw/2566/second.csv", thai="ตั้งชื่อใหม่", english="Give it another",
    ),
    "no encoding of ours": Bad(
        filled(ANNOUNCEMENT, b"\xff\xfd\xdb\xfc\t\xde"), ANNOUNCEMENT,
        thai="UTF-8", english="UTF-8",
    ),
    "items not UTF-8": Bad(
        filled(ITEMS, "ข้อ,คะแนน\n".encode("cp874")), ITEMS,
        thai="บันทึกไฟล์เป็น UTF-8", english="Save it as UTF-8",
    ),
    "empty": Bad(
        filled(ANNOUNCEMENT, b""), ANNOUNCEMENT, thai="ไฟล์ว่างเปล่า", english="empty",
    ),
    "a column missing": Bad(
        edit(HISTORY, ",score,", ",points,"), HISTORY, 1, "score",
        thai="ตรวจบรรทัดหัวตาราง", english="Check the header line",
    ),
    "a cell of a history lost": Bad(
        edit(HISTORY, "81.52,B,", "81.52,"), HISTORY, 2,
        thai="หัวตารางมี 8 ช่อง", english="where the header has 8. Check",
    ),
    "unknown office in a history": Bad(
        edit(HISTORY, "เขต 2", "เขต 9"), HISTORY, 2, "office",
        thai="เขต 9” ตรวจตัวสะกด", english="add the name to data/reference/office_aliases.csv",
    ),
    "score in words": Bad(
        edit(HISTORY, "81.52", "แปดสิบ"), HISTORY, 2, "score",
        thai="“แปดสิบ” ไม่ใช่ตัวเลข", english="“แปดสิบ” is not a number. Check it",
    ),
    "an item twice": Bad(
        edit(ITEMS, ",O2,", ",O1,"), ITEMS, 3, thai="· O1” ซ้ำกับบรรทัดที่ 2", english="already stands in line 2",
    ),
    "a year twice": Bad(
        edit(HISTORY, "\n2564,", "\n2565,"), HISTORY, 3,
        thai="ซ้ำกับบรรทัดที่ 2", english="“2565 · p-kalasin-2” already stands in line 2",
    ),
    "score -1": Bad(
        edit(HISTORY, "81.52", "-1"), HISTORY, 2, "score", thai="“-1” อยู่นอกช่วง", english="outside 0-100",
    ),
    "year of the common era": Bad(
        edit(HISTORY, "\n2564,", "\n2022,"), HISTORY, 2, "fiscal_year",
        thai="ใช้ปี พ.ศ. เช่น 2565", english="Use the Buddhist year, such as 2565",
    ),
    "year without rules": Bad(
        edit(HISTORY, "\n2564,", "\n2570,"), HISTORY, thai="พ.ศ. 2570", english="Add the year's rows",
    ),
    "year without rules in the sidecar": Bad(
        unsealed(ANNOUNCEMENT_PAPERS, "2565\n", "2022\n"), ANNOUNCEMENT,
        thai="พ.ศ. 2022", english="no rules are recorded for FY2022",
    ),
    "unknown item": Bad(
        edit(ITEMS, ",O43,", ",O44,"), ITEMS, 44,
        thai="ปี 2566 ไม่มีข้อ “O44” ตรวจรหัสข้อ", english="has no item “O44”. Check the item code",
    ),
    "item of a year without a list": Bad(
        edit(ITEMS, "\n2566,", "\n2563,"), ITEMS, 2, thai="ปี 2563 ไม่มีข้อ “O1”", english="FY2563 has no item",
    ),
    "decision on an unknown source": Bad(
        edit(CORRECTIONS, "\nannouncement-2565", "\nannouncement-2599"), CORRECTIONS, 2, "source_id",
        thai="ใช้ source_id จากไฟล์กำกับ", english="Use a source_id from a sidecar",
    ),
    "decision on unknown evidence": Bad(
        edit(CORRECTIONS, "bp-report-2566", "hearsay"), CORRECTIONS, 2, "evidence",
        thai="ไม่มีแหล่งข้อมูล “hearsay”", english="there is no source “hearsay”",
    ),
    "decision half filled": Bad(
        edit(CORRECTIONS, ",2026-11-22", ","), CORRECTIONS, 2, "decided_on",
        thai="ต้องบันทึกให้ครบทุกช่อง", english="needs every cell filled",
    ),
    "decision on a row that is gone": Bad(
        edit(CORRECTIONS, "-2565,14,score", "-2565,16,score"), CORRECTIONS, 2,
        thai="แก้หรือลบการตัดสิน", english="Mend or remove the decision",
    ),
    "decision on another print": Bad(
        edit(CORRECTIONS, "๙๗.๕๙,", "๙๗.๕๘,"), CORRECTIONS, 2, "printed",
        thai="แต่ในแหล่งข้อมูลพิมพ์ “๙๗.๕๙”", english="the source prints “๙๗.๕๙”. Check, then mend",
    ),
    "a neighbour in the decided line": Bad(
        swapped(ANNOUNCEMENT, 14, 15), CORRECTIONS, 2, "printed",
        thai="แต่ในแหล่งข้อมูลพิมพ์ “๙๗.๕๘”", english="the source prints “๙๗.๕๘”. Check, then mend",
    ),
    "unknown home office": Bad(
        edit(HOME_SETTING, "เขต 2", "เขต 9"), HOME_SETTING,
        thai="ไม่รู้จักสำนักงาน", english="is not known. Check spelling and number",
    ),
    "item of a year without rules": Bad(
        edit(ITEMS, "\n2566,", "\n2570,"), ITEMS, thai="พ.ศ. 2570", english="Add the year's rows",
    ),
    "year without a roster": Bad(
        unsealed(ANNOUNCEMENT_PAPERS, "2565\n", "2560\n"), ANNOUNCEMENT,
        thai="พ.ศ. 2560", english="data/reference/roster.csv",
    ),
    "authority 0": Bad(
        unsealed(ANNOUNCEMENT_PAPERS, "authority = 1", "authority = 0"), ANNOUNCEMENT_PAPERS,
        column="authority", thai="เติมให้ครบ", english="Fill it in",
    ),
    "source_id of a cited source": Bad(
        copied(HISTORY_PAPERS, source_id="bp-report-2566"), "raw/2565/second.csv",
        thai="ซ้ำกับของ data/reference/sources.csv", english="Give it another",
    ),
    "papers twice for one file": Bad(
        lambda data: shutil.copy(data / ANNOUNCEMENT_PAPERS, data / "raw" / "2565" / "second.toml"),
        ANNOUNCEMENT, thai="ตั้งชื่อใหม่", english="Give it another",
    ),
    "the same items in two files": Bad(
        copied(ITEMS_PAPERS, source_id="second"), "raw/2566/second.csv", 2,
        thai="“O1” ของสำนักงานและปีนี้มีอยู่ในไฟล์อื่น", english="Remove the second row or file",
    ),
    "a cell without end": Bad(
        edit(HISTORY, ",B,", "," + "B" * 200_000 + ","), HISTORY, 2,
        thai="ช่องที่ยาวผิดปกติ", english="Check quotation marks and endless cells",
    ),
    "corrections not UTF-8": Bad(
        filled(CORRECTIONS, "ก\nข".encode("cp874")), CORRECTIONS,
        thai="บันทึกไฟล์เป็น UTF-8", english="Save it as UTF-8",
    ),
    "corrections missing": Bad(
        gone(CORRECTIONS), CORRECTIONS, thai="คืนไฟล์นี้จากประวัติ", english="Restore it from history",
    ),
    "home office not TOML": Bad(
        filled(HOME_SETTING, b"office ="), HOME_SETTING, thai="ต้องมีบรรทัด office", english="It needs a line",
    ),
    "home office not named": Bad(
        filled(HOME_SETTING, b""), HOME_SETTING, thai="ต้องมีบรรทัด office", english="It needs a line",
    ),
    "home office missing": Bad(
        gone(HOME_SETTING), HOME_SETTING, thai="ต้องมีบรรทัด office", english="It needs a line",
    ),
}  # fmt: skip


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file of a folder with its time and content."""
    return {
        path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def in_use(warehouse_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse somebody is looking at."""
    folder = tmp_path_factory.mktemp("in-use")
    shutil.copytree(warehouse_root / "published", folder / "published")
    return folder


@pytest.mark.parametrize("bad", [pytest.param(bad, id=name) for name, bad in BAD_INPUT.items()])
def test_bad_input_is_refused(bad: Bad, data_copy: Path, in_use: Path, run_etl) -> None:
    """Exit 2; file, line, column and remedy in Thai and English; the warehouse in use untouched."""
    bad.spoil(data_copy)
    before = snapshot(in_use)
    result = run_etl("build", "--data", data_copy, "--out", in_use)
    assert result.exit_code == 2, result.output
    thai, english, assurance = result.stderr.splitlines()
    for message, line, column, remedy in (
        (thai, "บรรทัดที่", "คอลัมน์", bad.thai),
        (english, "line", "column", bad.english),
    ):
        where = [
            str(data_copy / bad.file),
            *([f"{line} {bad.line}"] if bad.line else []),
            *([f"{column} {bad.column}"] if bad.column else []),
        ]
        assert message.startswith(" · ".join(where) + ": ")
        assert remedy in message
    assert "คลังข้อมูลเดิมยังใช้ได้ตามปกติ" in assurance
    assert "the warehouse in use is untouched" in assurance
    assert snapshot(in_use) == before


def test_a_huge_file_is_refused_at_once(data_copy: Path, in_use: Path, run_etl) -> None:
    """300 MB of zeros: exit 2 with the file's name, within three seconds, nothing touched."""
    with (data_copy / ANNOUNCEMENT).open("wb") as file:
        file.truncate(300_000_000)
    before = snapshot(in_use)
    started = time.monotonic()
    result = run_etl("build", "--data", data_copy, "--out", in_use)
    assert time.monotonic() - started < 3
    assert result.exit_code == 2
    assert f"{data_copy / ANNOUNCEMENT}: is larger than 50 MB" in result.stderr
    assert "ไฟล์ใหญ่เกิน 50 MB" in result.stderr
    assert snapshot(in_use) == before


def test_a_huge_file_without_papers_is_refused_at_once(data_copy: Path, tmp_path, run_etl) -> None:
    """300 MB that nobody vouches for are not looked into."""
    with (data_copy / "raw" / "2565" / "scan.pdf").open("wb") as file:
        file.truncate(300_000_000)
    started = time.monotonic()
    result = run_etl("build", "--data", data_copy, "--out", tmp_path / "out")
    assert time.monotonic() - started < 3
    assert result.exit_code == 2
    assert "scan.pdf: has no sidecar scan.toml" in result.stderr


@pytest.mark.parametrize("years", ["2561-2568", "2562-2569", "2568-2562", "2565", "x", "2022-2025"])
def test_a_span_that_cannot_be_simulated_is_refused(years: str, tmp_path: Path, run_etl) -> None:
    """Exit 2, the span that can be, in both languages; nothing is written."""
    result = run_etl("demo", "--years", years, "--out", tmp_path / "out")
    assert result.exit_code == 2
    for part in (f"“{years}” ไม่ถูกต้อง", f"“{years}” are not right", "2562–2568", "2562-2568"):
        assert part in result.stderr
    assert not (tmp_path / "out").exists()


# Elsewhere and otherwise


def test_the_command_itself(tmp_path: Path) -> None:
    """``python -m etl build --out DIR`` in a process of its own: exit 0 and the summary."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--out", str(tmp_path)],
        cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "13 of 245 ranks of FY2565 known, 232 ranks with no office" in done.stdout


@pytest.mark.parametrize(
    ("encoding", "command", "status"),
    [
        ("cp874", ["check", f"data/{ANNOUNCEMENT}", "--json"], 1),
        ("cp1252", ["build", "--out"], 0),
    ],
)
def test_any_console_will_do(
    encoding: str, command: list[str], status: int, tmp_path: Path
) -> None:
    """A Windows console or pipe that lacks some letters is no reason to fail, nor to tell less."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", *command, *([str(tmp_path)] if status == 0 else [])],
        cwd=ROOT, env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
        capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (status, False)
    if status:
        assert "กาฬสินธุ์" in json.loads(done.stdout)["rows"][11]["office_name"]


@pytest.fixture
def rebuild(data_copy: Path, tmp_path: Path, run_etl, version_in) -> Callable[[Break], Version]:
    """The version built from the copy of the data after a change to it."""

    def work(change: Break) -> Version:
        change(data_copy)
        result = run_etl("build", "--data", data_copy, "--out", tmp_path / "out")
        assert result.exit_code == 0, result.output
        return version_in(tmp_path / "out", "published")

    return work


def test_data_may_lie_anywhere(rebuild, published: Version, rows) -> None:
    """``--data`` takes a folder outside the project and gives the same figures."""
    figures = "SELECT * FROM office_year ORDER BY ALL"
    assert rows(rebuild(gone()), figures) == rows(published, figures)


@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=["Windows", "old Mac"])
def test_line_endings_build_the_same(rebuild, published: Version, rows, ending: str) -> None:
    """A file saved elsewhere reads as before; only its checksum differs."""
    version = rebuild(replaced(ANNOUNCEMENT, "\n", ending))
    scores = "SELECT * FROM score ORDER BY ALL"
    assert rows(version, scores) == rows(published, scores)


def test_western_digits_build_the_same(rebuild, published: Version, rows) -> None:
    """The announcement typed with 0-9 gives the same figures; decisions must follow its print."""

    def retype(data: Path) -> None:
        for file in (ANNOUNCEMENT, CORRECTIONS):
            text = (data / file).read_text(encoding="utf-8")
            filled(file, western_digits(text).encode())(data)

    figures = "SELECT * EXCLUDE (score_printed, change_printed) FROM office_year ORDER BY ALL"
    assert rows(rebuild(retype), figures) == rows(published, figures)


def test_without_decisions_the_print_is_shown(rebuild, rows) -> None:
    """A file with its titles only: 97.59 and +1.56 as printed, and every finding open but notes."""

    def empty(data: Path) -> None:
        titles = (data / CORRECTIONS).read_bytes().partition(b"\n")[0]
        (data / CORRECTIONS).write_bytes(titles + b"\n")

    version = rebuild(empty)
    home = """
        SELECT score, change, status FROM office_year
        WHERE office_id = $office_id AND fiscal_year = 2565
    """
    assert rows(version, home, office_id=HOME) == [(Decimal("97.59"), Decimal("1.56"), "published")]
    decisions = "SELECT DISTINCT severity = 'note', decision FROM finding ORDER BY 1"
    assert rows(version, decisions) == [(False, "open"), (True, "none needed")]


def test_a_decision_may_settle_the_row_below(rebuild, rows) -> None:
    """Rank 100 decided as 97.56: rank 101 no longer rises, and says which decision did it."""
    decision = "announcement-2565,12,score,๙๗.๕๔,97.56,ก,a,bp-report-2566,ผู้ดูแล,2026-11-22"
    version = rebuild(edit(CORRECTIONS, "decided_on\n", f"decided_on\n{decision}\n"))
    found = rows(
        version,
        """
        SELECT decision, correction_id FROM finding
        WHERE rule = 'score_rises' AND row_no = 13
        """,
    )
    assert found == [("corrected", "announcement-2565-12-score")]


def test_a_decided_change_leads_to_another_derived_score(rebuild, rows) -> None:
    """99.99 with +0.59 decided as +0.69: FY2564 is 99.30, not 99.40."""
    decision = "announcement-2565,2,change,+๐.๕๙,+0.69,ก,a,bp-report-2566,ผู้ดูแล,2026-11-22"
    version = rebuild(edit(CORRECTIONS, "decided_on\n", f"decided_on\n{decision}\n"))
    derived = """
        SELECT score, status FROM office_year
        WHERE office_id = 'p-chiangmai-1' AND fiscal_year = 2564
    """
    assert rows(version, derived) == [(Decimal("99.30"), "derived")]


def test_an_office_may_have_no_items(rebuild, rows) -> None:
    """Without the items of FY2566 the rest is built; nothing is at 100 by itself."""
    version = rebuild(gone(ITEMS, ITEMS_PAPERS))
    assert rows(version, "SELECT count(*) FROM item_score") == [(0,)]
    assert rows(version, "SELECT * FROM indicator_score WHERE status = 'derived'") == []


# What a scan may do to a cell, each in a row of its own, and the rule that tells of it.
MISREAD = {
    (2, "change_impossible"): ("+๐.๕๙", "-๐.๕๙"),
    (3, "grade_mismatch"): ("๙๙.๙๘\tAA", "๙๙.๙๘\tAĀ"),
    (4, "result_mismatch"): ("+๒.๖๐\tผ่าน", "+๒.๖๐\tผวน"),
    (5, "office_unknown"): ("ยะลา เขต ๒", "ยะลา เขต ๙"),
    (6, "cell_unreadable"): ("เจริญ เขต ๑\t๙๙.๙๖", "เจริญ เขต ๑\t๑๐๑"),
    (7, "cell_unreadable"): ("พิจิตร เขต ๑\t๙๙.๙๖", "พิจิตร เขต ๑\t๙๙.๙๖๙"),
    (8, "cell_unreadable"): ("พะเยา เขต ๑\t๙๙.๙๖", "พะเยา เขต ๑\tเก้าสิบ"),
    (10, "cell_blank"): ("ตราด เขต ๑\t๙๗.๕๙", "ตราด เขต ๑\t"),
    (11, "cell_unreadable"): ("\n๙๙\t", "\nl๙\t"),
    (12, "cell_unreadable"): ("+๐.๔๕", "+๑๐๑"),
    (13, "cell_unreadable"): ("+๒.๙๘", "+๒.๙๘๕"),
    (15, "rank_beyond"): ("\n๑๐๓\t", "\n๒๔๖\t"),
}


def test_every_misread_cell_is_a_finding(rebuild, rows) -> None:
    """What a scan may do is told and built, not refused and not swallowed."""

    def misread(data: Path) -> None:
        for old, new in MISREAD.values():
            edit(ANNOUNCEMENT, old, new)(data)

    found = "SELECT row_no, rule FROM finding WHERE decision = 'open' AND source_id = $source_id"
    told = rows(rebuild(misread), found, source_id="announcement-2565")
    assert [cell for cell in MISREAD if cell not in told] == []


def test_a_rank_read_twice_is_told_at_both_rows(rebuild, rows) -> None:
    """Nobody is put at rank 98; the warehouse is built all the same."""
    version = rebuild(edit(ANNOUNCEMENT, "\n๙๙\t", "\n๙๘\t"))
    found = "SELECT row_no FROM finding WHERE rule = 'rank_twice' ORDER BY row_no"
    assert rows(version, found) == [(10,), (11,)]
    assert rows(version, "SELECT office_id FROM ranking WHERE position = 98") == [(None,)]


def test_a_row_that_cannot_be_read_is_a_place_of_nobody(rebuild, rows) -> None:
    """Its score is unknown, not 0; the place keeps the bounds its neighbours set."""
    version = rebuild(edit(ANNOUNCEMENT, "๙๙.๙๘", "๙๙.๙l"))
    place = "SELECT office_id, score, lower_bound, upper_bound FROM ranking WHERE position = 2"
    assert rows(version, place) == [(None, None, Decimal("99.97"), Decimal("99.99"))]
    known = "SELECT count(*) FROM score WHERE office_id = 'p-uttaradit-2'"
    assert rows(version, known) == [(0,)]


def test_a_row_people_added_is_in_the_ranking(rebuild, rows) -> None:
    """Rank 8, which the text at hand does not have, read from the original by a person."""
    cells = "8\tสพป.กาฬสินธุ์ เขต 3\t99.95\tAA\t-\tผ่าน"
    decision = f"announcement-2565,-8,row,-,{cells},ก,a,bp-report-2566,ผู้ดูแล,2026-11-22"
    version = rebuild(edit(CORRECTIONS, "decided_on\n", f"decided_on\n{decision}\n"))
    place = "SELECT office_id, score, status FROM ranking WHERE position = 8"
    assert rows(version, place) == [("p-kalasin-3", Decimal("99.95"), "corrected")]
    gaps = """
        SELECT message_en FROM finding
        WHERE rule = 'ranks_missing' AND decision = 'open' ORDER BY 1
    """
    assert ["9–97 (89" in message for (message,) in rows(version, gaps)] == [False, True]


def test_a_row_that_was_not_to_be_added_after_all(rebuild, rows) -> None:
    """Left out again: nothing is added, nothing fails."""
    decision = "announcement-2565,-8,row,-,-,ก,a,bp-report-2566,ผู้ดูแล,2026-11-22"
    version = rebuild(edit(CORRECTIONS, "decided_on\n", f"decided_on\n{decision}\n"))
    assert rows(version, "SELECT office_id FROM ranking WHERE position = 8") == [(None,)]
