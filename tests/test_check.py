"""``python -m etl check``: what a file says before anything is added, for people and as JSON."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import typst
from click.testing import Result

from etl.read import read_document
from etl.review import review_json

ROOT = Path(__file__).resolve().parent.parent
EXTRACT = ROOT / "data" / "raw" / "2565" / "announcement_2565_extract.txt"
ROW_KEYS = {"rank", "office_id", "office_name", "score", "grade", "change", "result", "page", "row"}
FINDING_KEYS = {
    "rule",
    "severity",
    "page",
    "row",
    "column",
    "printed",
    "expected",
    "proposal",
    "message_th",
    "message_en",
}
HEADER = "อันดับที่\tสำนักงาน\tคะแนน ITA ปี {year}\tระดับ\tเปรียบเทียบกับปีที่ผ่านมา\tผล\n"
ROWS = "๑\tสพป.กระบี่\t๙๙.๙๐\tAA\t+๐.๕๐\tผ่าน\n๒\tสพป.กรุงเทพมหานคร\t๙๙.๘๐\tAA\t-\tผ่าน\n"
# A page without letters: one rectangle drawn by a curve, as a scanner's picture would stand there.
PICTURE = """
#set page(width: 20cm, height: 10cm)
#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='400' height='200'><path d='M9 9C99 9 99 99 9 99'/></svg>"))
"""  # noqa: E501

Check = Callable[..., tuple[Result, dict]]


@pytest.fixture
def check(run_etl) -> Check:
    """Run ``check --json``; the result and what it printed."""

    def run(file: Path, *options: object) -> tuple[Result, dict]:
        result = run_etl("check", file, "--json", *options)
        return result, json.loads(result.stdout)

    return run


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """A file with this content."""

    def write(content: str | bytes, name: str = "announcement.txt") -> Path:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


# The real extract


def test_the_extract_yields_its_findings_and_two_proposals(check: Check) -> None:
    """Thirteen about the file itself; 97.39 and +15.86 proposed for rank 102, from the other source."""
    result, told = check(EXTRACT)
    assert result.exit_code == 1
    assert (told["fiscal_year"], told["kind"], len(told["rows"])) == (2565, "announcement", 13)
    found = [
        (finding["rule"], finding["row"], finding["column"], finding["proposal"])
        for finding in told["findings"]
    ]
    amnat, trat = (f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษา{name}" for name in ("อำนาจเจริญ", "ตราด"))
    assert sorted(found, key=str) == sorted(
        [
            ("score_rises", 13, "score", None),
            ("score_rises", 14, "score", "97.39"),
            ("score_rises", 15, "score", None),
            ("office_twice", 7, "office", None),
            ("office_twice", 15, "office", None),
            ("office_number", 6, "office", amnat),
            ("office_number", 10, "office", trat),
            ("change_mismatch", 14, "change", "+15.86"),
            ("change_rounding", 14, "change", None),
            ("sources_differ", 14, "score", "97.39"),
            ("sources_differ", 14, "change", "+15.86"),
            ("ranks_missing", None, "rank", None),
            ("ranks_missing", None, "rank", None),
        ],
        key=str,
    )


def test_the_same_text_in_another_file_is_a_new_source(check: Check, written) -> None:
    """Nobody has decided about it yet, so row 14 stands as printed; the proposals are the same."""
    result, told = check(written(EXTRACT.read_bytes() + b"\n"))
    assert result.exit_code == 1
    (row,) = (row for row in told["rows"] if row["row"] == 14)
    assert (row["rank"], row["office_id"], row["score"]) == (102, "p-kalasin-2", "97.59")
    proposals = {
        (finding["column"], finding["proposal"])
        for finding in told["findings"]
        if finding["row"] == 14 and finding["proposal"]
    }
    assert proposals == {("score", "97.39"), ("change", "+15.86")}


def test_decisions_on_record_hold_for_the_same_bytes(check: Check) -> None:
    """The extract itself is checked as decided in data/corrections.csv."""
    _, told = check(EXTRACT)
    (row,) = (row for row in told["rows"] if row["row"] == 14)
    assert (row["score"], row["change"], row["grade"]) == ("97.39", "+15.86", "AA")


# The form of the answer


def test_the_json_has_the_agreed_form(check: Check) -> None:
    """Exactly these keys; scores as text with two decimals, changes with their sign."""
    _, told = check(EXTRACT)
    assert set(told) == {"fiscal_year", "kind", "rows", "findings"}
    assert {frozenset(row) for row in told["rows"]} == {frozenset(ROW_KEYS)}
    assert {frozenset(finding) for finding in told["findings"]} == {frozenset(FINDING_KEYS)}
    assert told["rows"][0] == {
        "rank": 1,
        "office_id": "p-chiangmai-1",
        "office_name": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเชียงใหม่ เขต 1",
        "score": "99.99",
        "grade": "AA",
        "change": "+0.59",
        "result": "ผ่าน",
        "page": None,
        "row": 2,
    }


def test_a_clean_file_exits_with_nought(check: Check, written, data_copy: Path) -> None:
    """All ranks, all offices, nothing contradicted: 245 rows and no finding."""
    from announcements import Lettering, announcement, pasted, printed  # noqa: PLC0415

    shown = announcement(2567, seed=7)
    file = written(pasted(printed(shown, Lettering())))
    result, told = check(file, "--data", data_copy)
    assert (result.exit_code, told["findings"], len(told["rows"])) == (0, [], 245)


def test_what_a_machine_read_is_never_clean() -> None:
    """Each of its rows says so, and one doubt about the whole file stays open; other pages do not."""
    from announcements import (  # noqa: PLC0415
        Lettering,
        announcement,
        doubts,
        pasted,
        printed,
        reviewed,
    )

    shown = announcement(2567, seed=7)
    document = read_document(pasted(printed(shown, Lettering())), "pasted.txt")
    rows = tuple(replace(row, page=1 + place % 3) for place, row in enumerate(document.rows))
    found = reviewed(replace(document, rows=rows, pages_by_machine=(2, 3)), shown)
    (doubt,) = doubts(found)
    assert (doubt.rule, doubt.severity, doubt.row_no) == ("read_by_machine", "warning", None)
    assert "2, 3" in doubt.message_th
    assert not found.is_clean
    told = review_json(found, is_full=False)["rows"]
    assert {(row["page"], row.get("read_by")) for row in told} == {
        (1, None),
        (2, "machine"),
        (3, "machine"),
    }


def test_people_are_told_in_both_languages(run_etl) -> None:
    """What it is, how many offices were matched, and each finding with where it stands."""
    result = run_etl("check", EXTRACT)
    assert result.exit_code == 1
    for text in (
        "ประกาศผลคะแนน / announcement, FY2565, 13 rows",
        "จับคู่สำนักงานได้ 12 จาก 245 แห่ง · 12 of 245 offices matched",
        "13 findings",
        "[error] row 14 score",
        "→ 97.39",
    ):
        assert text in result.stdout


def test_a_column_nobody_reads_is_told(check: Check, written) -> None:
    """Its title says nothing we know and every row fills it: not passed over in silence."""
    lines = (HEADER.format(year="๒๕๖๖") + ROWS).splitlines()
    wider = [f"{line}\t{cell}" for line, cell in zip(lines, ("ดัชนีลึกลับ", "กข", "คง"), strict=True)]
    _, told = check(written("\n".join(wider) + "\n"))
    (doubt,) = (finding for finding in told["findings"] if finding["rule"] == "column_unread")
    assert "ดัชนีลึกลับ" in doubt["message_th"]
    assert doubt["row"] is None


def test_another_year_is_said_to_differ(check: Check, written) -> None:
    """The header says 2566, the steward says 2567: read for 2567, and doubted."""
    file = written(HEADER.format(year="๒๕๖๖") + ROWS)
    assert check(file)[1]["fiscal_year"] == 2566
    _, told = check(file, "--year", 2567)
    assert told["fiscal_year"] == 2567
    (doubt,) = (finding for finding in told["findings"] if finding["rule"] == "year_differs")
    assert (doubt["severity"], doubt["row"]) == ("error", None)


@pytest.mark.parametrize(
    ("year", "options", "sentence"),
    [
        ("", [], "the file names no fiscal year"),
        ("๒๕๖๖", ["--year", 2022], "no rules are recorded for FY2022"),
        ("๒๕๖๖", ["--year", 2570], "no rules are recorded for FY2570"),
    ],
)
def test_a_year_that_cannot_be_is_refused(
    check: Check, written, year: str, options: list, sentence: str
) -> None:
    """No year at all, one of the common era, one without rules: exit 2 and what to do."""
    result, told = check(written(HEADER.format(year=year) + ROWS), *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert (told["rows"], told["kind"]) == ([], None)
    assert sentence in told["findings"][0]["message_en"]


def test_decisions_are_applied_to_the_draft(check: Check, written, tmp_path: Path) -> None:
    """A cell decided twice is read as decided last; what was doubted about it is gone."""
    file = written(HEADER.format(year="๒๕๖๖") + ROWS.replace("๙๙.๘๐", "๙๙.๙๙"))
    _, told = check(file)
    assert [f["rule"] for f in told["findings"] if f["row"] == 3] == ["score_rises"]
    import hashlib  # noqa: PLC0415

    source = f"announcement-2566-{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
    header = (
        "source_id,row_no,column_name,printed,replacement,"
        "reason_th,reason_en,evidence,decided_by,decided_on"
    )
    lines = [
        f"{source},3,score,๙๙.๙๙,{score},ก,a,{source},ผู้ดูแล,2026-11-24"
        for score in ("99.70", "99.80")
    ]
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    _, told = check(file, "--decisions", decisions)
    assert told["rows"][1]["score"] == "99.80"
    rises = [finding for finding in told["findings"] if finding["rule"] == "score_rises"]
    assert [finding["row"] for finding in rises] == [3]


def test_two_offices_swapped_are_told_by_last_year(check: Check, written, data_copy: Path) -> None:
    """Kalasin 1 and 2 in each other's row: the change of Kalasin 2 does not lead back to 81.52."""
    lines = (
        "๑\tสพป.กาฬสินธุ์ เขต ๑\t๙๗.๓๙\tAA\t+๑๕.๘๖\tผ่าน\n๒\tสพป.กาฬสินธุ์ เขต ๒\t๙๗.๐๐\tAA\t+๑.๐๐\tผ่าน\n"
    )
    _, told = check(written(HEADER.format(year="๒๕๖๕") + lines), "--data", data_copy)
    rules = {finding["rule"] for finding in told["findings"] if finding["row"] == 3}
    assert {"change_mismatch", "sources_differ"} <= rules


@pytest.mark.parametrize("command", ["check", "add"])
def test_decisions_about_another_file_are_refused(
    run_etl, written, tmp_path: Path, data_copy: Path, command: str
) -> None:
    """They would be passed over without a word; both sources are named."""
    file = written(HEADER.format(year="๒๕๖๖") + ROWS)
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        "source_id,row_no,column_name,printed,replacement,"
        "reason_th,reason_en,evidence,decided_by,decided_on\n"
        "announcement-2565,2,score,๙๙.๙๙,99.98,ก,a,announcement-2565,ผู้ดูแล,2026-11-24\n",
        encoding="utf-8",
    )
    out = ("--out", tmp_path / "out") if command == "add" else ()
    result = run_etl(command, file, "--decisions", decisions, "--data", data_copy, *out)
    assert result.exit_code == 2
    assert "another source (announcement-2565)" in result.stderr


def test_a_file_of_another_year_is_added_only_on_purpose(
    run_etl, written, tmp_path: Path, data_copy: Path
) -> None:
    """The header says 2566: --year 2567 alone is taken for a slip, and nothing is changed."""
    file = written(HEADER.format(year="๒๕๖๖") + ROWS)
    options = ("--year", 2567, "--data", data_copy, "--out", tmp_path / "out")
    refused = run_etl("add", file, *options)
    assert refused.exit_code == 2
    assert "names FY2566, but FY2567 was asked for" in refused.stderr
    assert not (data_copy / "raw" / "2567").exists()
    assert run_etl("add", file, "--other-year", *options).exit_code == 0


# What cannot be read


@pytest.mark.parametrize(
    ("content", "thai", "english"),
    [
        (b"", "ไฟล์ว่างเปล่า", "is empty"),
        (b"%PDF-1.7\n%cut", "เสียหาย", "damaged"),
        (b"PK\x03\x04" + b"x" * 99, "เสียหาย", "damaged"),
        ("ไม่มีตารางในข้อความนี้\n".encode(), "ไม่พบตาราง", "has no table"),
    ],
    ids=["empty", "cut PDF", "cut workbook", "no table"],
)
def test_what_cannot_be_read_says_why(
    check: Check, written, content: bytes, thai: str, english: str
) -> None:
    """Exit 2; the reason and the remedy in both languages, and as the only finding of the JSON."""
    result, told = check(written(content))
    assert result.exit_code == 2
    assert thai in result.stderr
    assert english in result.stderr
    (why,) = told["findings"]
    assert (why["rule"], why["severity"]) == ("file_unreadable", "error")
    assert thai in why["message_th"]
    assert english in why["message_en"]


def test_pictures_are_said_to_be_a_scan(check: Check, written) -> None:
    """A PDF without letters is no empty table: it has to be typed."""
    result, told = check(written(typst.compile(PICTURE.encode(), format="pdf"), "scan.pdf"))
    assert (result.exit_code, told["kind"]) == (2, "scan")
    assert "ภาพสแกน 1 หน้า" in told["findings"][0]["message_th"]
    assert "scan of 1 pages" in result.stderr


def test_a_huge_file_is_refused_at_once(check: Check, tmp_path: Path) -> None:
    """300 MB are not read into memory to say so."""
    file = tmp_path / "huge.pdf"
    with file.open("wb") as huge:
        huge.truncate(300_000_000)
    result, told = check(file)
    assert result.exit_code == 2
    assert "50 MB" in told["findings"][0]["message_th"]


def test_a_file_that_is_not_there_is_named(run_etl, tmp_path: Path) -> None:
    """No traceback: exit 2 and its name."""
    result = run_etl("check", tmp_path / "missing.pdf")
    assert result.exit_code == 2
    assert "missing.pdf" in result.stderr


# For the screen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review of the extract under another name."""
    upload = tmp_path / "review" / "upload"
    upload.mkdir(parents=True)
    (upload / "ประกาศ.txt").write_bytes(EXTRACT.read_bytes() + b"\n")
    return upload.parent


def review(*folders: Path) -> tuple[list[dict], list[dict]]:
    """The reviews of what lies in folders, and what was told of pages before them."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", "review", *map(str, folders)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [each for each in told if "done" not in each], [each for each in told if "done" in each]


def test_a_review_tells_all_a_screen_needs(folder: Path) -> None:
    """Prints, candidates, reasons and decisions; reading is told by the page and kept."""
    (told,), progress = review(folder)
    assert progress == [{"done": 1, "pages": 1}]
    assert (told["form"], told["pages"], told["file_name"]) == ("text", 1, "ประกาศ.txt")
    assert (told["expected_offices"], told["matched_offices"]) == (245, 12)
    assert told["source_id"] == f"announcement-2565-{told['sha256'][:8]}"
    (row,) = (row for row in told["rows"] if row["row"] == 14)
    assert (row["printed"]["score"], row["is_left_out"]) == ("๙๗.๕๙", False)
    doubts = [finding for finding in told["findings"] if finding["row"] == 14]
    score = next(finding for finding in doubts if finding["column"] == "score")
    assert (score["decision"], score["proposal"]) == ("open", "97.39")
    assert "คะแนน ITA ของ สพป.กาฬสินธุ์ เขต 2" in score["proposal_reason_th"]
    assert score["candidates"][0]["value"] == "97.39"
    assert review(folder) == ([told], [])


def test_typed_rows_take_the_place_of_the_upload(folder: Path) -> None:
    """Rows typed for a scan are what is reviewed from then on."""
    (folder / "typed.tsv").write_text(HEADER.format(year="๒๕๖๖") + ROWS, encoding="utf-8")
    (told,), _ = review(folder)
    assert (told["fiscal_year"], len(told["rows"])) == (2566, 2)


def test_a_review_of_pictures_has_no_rows_yet(tmp_path: Path) -> None:
    """It says how many pages there are to type from, and draws them."""
    upload = tmp_path / "upload"
    upload.mkdir()
    (upload / "scan.pdf").write_bytes(typst.compile(PICTURE.encode(), format="pdf"))
    (tmp_path / "fiscal_year").write_text("2566", encoding="ascii")
    (told,), _ = review(tmp_path)
    assert (told["kind"], told["pages"], told["rows"]) == ("scan", 1, [])
    assert told["expected_offices"] == 245
    drawn = subprocess.run(
        [sys.executable, "-m", "etl", "picture", str(tmp_path), "--page", "1"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(drawn.stdout.strip()).read_bytes().startswith(b"\x89PNG")


def test_reviews_together_are_those_of_each(folder: Path, tmp_path: Path) -> None:
    """In their order, whatever is read before; a file that is refused says why, in both languages."""
    empty = tmp_path / "empty"
    (empty / "upload").mkdir(parents=True)
    (empty / "upload" / "a.txt").write_bytes(b"")
    together, progress = review(folder, empty, folder)
    assert progress == [{"done": 1, "pages": 1}]  # what was read is kept
    (folder / "document.json").unlink()
    alone, _ = review(folder)
    assert together == [alone[0], together[1], alone[0]]
    assert together[1]["error"]["key"] == "empty"
    assert "ไฟล์ว่างเปล่า" in together[1]["error"]["message_th"]


def test_checking_loads_no_database_and_no_frames() -> None:
    """Every file brought to the screen waits for such a process to start."""
    program = (
        "import sys, etl.commands.check;"
        "sys.exit(', '.join({'duckdb', 'pandas', 'numpy'} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
