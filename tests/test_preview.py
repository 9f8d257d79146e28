"""What a check says of a file is what a build with the file in it says: one look, two occasions."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from announcements import Lettering, announcement, pasted, printed

Etl = Callable[..., str]
KALASIN = "สพป.กาฬสินธุ์ เขต 2"
SAKON = "สพป.สกลนคร เขต 1"
RANKED = "อันดับที่\tสำนักงาน\tคะแนน ITA ปี ๒๕๖๕\tระดับ\tผลต่าง\tผล\n"
LONG = "หน่วยงาน\tตัวชี้วัดที่\tคะแนน\tคะแนนรวม\n"


def long_sheet(total: str, score: str = "90.00") -> str:
    """Ten indicators of one score, the total beside the first."""
    rows = [
        f"{KALASIN}\t{number}\t{score}\t{total if number == 1 else ''}" for number in range(1, 11)
    ]
    return LONG + "\n".join(rows) + "\n"


def doubtful_list() -> str:
    """A whole list with a misread score, a rank twice, an unknown office and a lost row."""
    lines = pasted(printed(announcement(2567, seed=3), Lettering())).decode().splitlines()
    cells = [line.split("\t") for line in lines]
    rows = [place for place, row in enumerate(cells) if len(row) == len(cells[-1]) > 3]
    cells[rows[40]][2] = cells[rows[40]][2][:1] + "๑" + cells[rows[40]][2][2:]
    cells[rows[60]][0] = cells[rows[61]][0]
    cells[rows[80]][1] = "สพป.กาฬสินธุ์ เขต ๙"
    del cells[rows[100]]
    return "\n".join("\t".join(row) for row in cells) + "\n"


WIDE = f"""หน่วยงาน\tIIT\tตัวชี้วัดที่ 9\tO1\tคะแนนรวม
{KALASIN}\t90\t9l\t100\t97.39
{SAKON}\t90\t95\t100\t
สพป.ไม่มี\t90\t95\t100\t90
"""
FILES = {
    "an extract": (RANKED + f"๑๐๒\t{KALASIN}\t๙๗.๕๙\tAA\t+๑.๕๖\tผ่าน\n" * 14, 2565),
    "a doubtful list": (doubtful_list(), 2567),
    "a long sheet": (long_sheet("90.00"), 2566),
    "a long sheet that does not add up": (long_sheet("91.00"), 2565),
    "a wide sheet": (WIDE, 2565),
}


@pytest.fixture
def etl(run_etl, data_copy: Path, tmp_path: Path) -> Etl:
    def run(*arguments: object, code: int = 0) -> str:
        options = ["--data", data_copy]
        if arguments[0] != "check":
            options += ["--out", tmp_path / "out"]
        result = run_etl(*arguments, *options)
        assert result.exit_code == code, result.output
        return result.stdout

    return run


@pytest.mark.parametrize("name", FILES)
def test_a_build_finds_what_the_check_found(
    etl: Etl, version_in, rows, tmp_path: Path, name: str
) -> None:
    """The same rules about the same cells with the same proposals, of lists and of sheets."""
    text, year = FILES[name]
    file = tmp_path / "file.txt"
    file.write_text(text, encoding="utf-8")
    told = json.loads(
        etl("check", file, "--year", year, "--json", code=1 if name != "a long sheet" else 0)
    )
    etl("add", file, "--year", year)
    version = version_in(tmp_path / "out", "published")
    found = rows(
        version,
        """
        SELECT rule, row_no, column_name, printed, proposal FROM finding
        WHERE source_id LIKE $source ORDER BY ALL
        """,
        source=f"%-{year}-%",
    )
    keys = ("rule", "row", "column", "printed", "proposal")
    checked = [tuple(finding[key] for key in keys) for finding in told["findings"]]
    assert sorted(checked, key=str) == sorted(found, key=str)


def test_sheets_of_two_years_do_not_mix(etl: Etl, version_in, rows, tmp_path: Path) -> None:
    """Each total stands against the indicators of its own year; both are in the warehouse."""
    for year, total, score in ((2567, "90.00", "90.00"), (2568, "95.00", "95.00")):
        file = tmp_path / f"{year}.txt"
        file.write_text(long_sheet(total, score), encoding="utf-8")
        etl("add", file, "--year", year)
    version = version_in(tmp_path / "out", "published")
    found = """
        SELECT fiscal_year, score::VARCHAR FROM score
        WHERE office_id = 'p-kalasin-2' AND fiscal_year > 2566 ORDER BY 1
    """
    assert rows(version, found) == [(2567, "90.00"), (2568, "95.00")]
    assert rows(version, "SELECT * FROM finding WHERE rule = 'total_mismatch'") == []
    parts = "SELECT fiscal_year, count(*) FROM indicator_score WHERE fiscal_year > 2566 GROUP BY 1 ORDER BY 1"
    assert rows(version, parts) == [(2567, 10), (2568, 10)]


def test_a_part_of_a_long_sheet_is_no_total(etl: Etl, tmp_path: Path) -> None:
    """Indicators of 90 beside a list that says 97.39: nothing speaks against the list."""
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(long_sheet(""), encoding="utf-8")
    etl("add", sheet, "--year", 2567)
    text = RANKED.replace("๒๕๖๕", "๒๕๖๗") + f"๑\t{KALASIN}\t๙๗.๓๙\tผ่านดี\t-\tผ่าน\n"
    announced = tmp_path / "announced.txt"
    announced.write_text(text, encoding="utf-8")
    told = json.loads(etl("check", announced, "--json", code=1))
    assert "sources_differ" not in {finding["rule"] for finding in told["findings"]}


def test_a_replaced_announcement_is_no_evidence_against_its_successor(
    etl: Etl, tmp_path: Path
) -> None:
    """Loei 1 stands at 97.56 in the extract; a fuller list that says 97.51 is not told to go back."""
    rows = [
        f"{rank}\tสพป.เลย เขต {rank - 98}\t97.5{rank % 10}\tAA\t-\tผ่าน" for rank in (99, 100, 101)
    ]
    filler = [
        f"{rank}\tสพป.ขอนแก่น เขต {rank - 101}\t97.0{9 - rank % 10}\tAA\t-\tผ่าน"
        for rank in range(102, 107)
    ]
    more = [
        f"{rank}\tสพป.อุดรธานี เขต {rank - 106}\t96.0{9 - rank % 10}\tAA\t-\tผ่าน"
        for rank in range(107, 111)
    ]
    last = ["111\tสพป.กระบี่\t95.00\tAA\t-\tผ่าน", "112\tสพป.พังงา\t94.99\tA\t-\tผ่าน"]
    file = tmp_path / "fuller.txt"
    file.write_text(RANKED + "\n".join([*rows, *filler, *more, *last]) + "\n", encoding="utf-8")
    told = json.loads(etl("check", file, "--json", code=1))
    assert len(told["rows"]) == 14
    loei = [f["rule"] for f in told["findings"] if f["row"] == 2]
    assert "sources_differ" not in loei


def test_an_announcement_of_fewer_rows_takes_no_place(etl: Etl, tmp_path: Path) -> None:
    """One corrected row would empty twelve known places: refused, with the way to do it."""
    file = tmp_path / "corrigendum.txt"
    file.write_text(RANKED + f"๑๐๒\t{KALASIN}\t๙๗.๓๙\tAA\t+๑๕.๘๖\tผ่าน\n", encoding="utf-8")
    etl("build")
    etl("add", file, code=2)
