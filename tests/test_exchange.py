"""The file that offices exchange: out of one data folder and into another, whole or not at all."""

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from screens import opened, texts, view_of

from etl.errors import InputError
from etl.read import read_document
from ita import facts, store
from ita.exchange import FIGURES, FORMAT, PACKAGE
from ita.pointer import Version
from ita.report.archive import zip_file
from ita.report.exchange import exchange_file
from ita.wording import Say
from pages.shared import reviews

ROOT = Path(__file__).resolve().parent.parent
HOME = "p-kalasin-2"
FIRST = (
    "SELECT fiscal_year, score, rank_stated, grade_stated, result_stated, change FROM score "
    "WHERE office_id = $office AND status <> 'derived' "
)


@pytest.fixture(scope="module")
def sent(published: Version) -> bytes:
    """The figures of the home office as it sends them."""
    return exchange_file(published, HOME)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The data folder of another installation, which knows nothing yet."""
    data = tmp_path / "elsewhere"
    (data / "raw").mkdir(parents=True)
    (data / "reference").mkdir()
    shutil.copy(ROOT / "data" / "reference" / "home.toml", data / "reference")
    header = (ROOT / "data" / "corrections.csv").read_text(encoding="utf-8").splitlines()[0]
    (data / "corrections.csv").write_text(f"{header}\n", encoding="utf-8")
    return data


def changed(content: bytes, **change: Callable[[bytes], bytes]) -> bytes:
    """The file with some of the files in it changed; a dot of a name is written as a dash."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in change.items():
        place = next(each for each in files if each.endswith(name.replace("_", ".")))
        files[place] = edit(files[place])
    return zip_file(files, datetime(2026, 1, 1))  # noqa: DTZ001


def test_figures_go_out_of_one_data_folder_and_into_another(  # noqa: PLR0917
    published: Version, sent: bytes, elsewhere: Path, tmp_path: Path, run_etl, rows, version_in
) -> None:
    """Totals with rank, grade, result and change, and 43 items; derived parts are derived there too.

    They count as the office's own report and name where they come from. The same file again is there
    already; a later one of the office takes its place.
    """
    file, out = tmp_path / "k2.zip", tmp_path / "out"
    file.write_bytes(sent)
    places = ("--data", elsewhere, "--out", out)
    assert run_etl("check", file, "--data", elsewhere).exit_code == 0
    result = run_etl("add", file, *places)
    assert result.exit_code == 0, result.output
    there = version_in(out, "published")
    totals = f"{FIRST} AND source_id <> 'announcement-2565' ORDER BY 1"
    assert rows(there, totals, office=HOME) == rows(published, totals, office=HOME)
    for table in ("item_score", "indicator_score", "instrument_score"):
        figures = f"SELECT * EXCLUDE (source_id, row_no) FROM {table} WHERE office_id = $office ORDER BY ALL"
        assert rows(there, figures, office=HOME) == rows(published, figures, office=HOME)
    ((kind, authority, note),) = rows(
        there, "SELECT kind, authority, note FROM source WHERE rows_read > 0"
    )
    assert (kind, authority) == ("exchange", 2)
    assert "คะแนน OIT รายข้อ O1–O43" in note
    file.write_bytes(changed(sent))
    assert run_etl("add", file, *places).exit_code == 0
    kinds = "SELECT authority FROM source WHERE rows_read > 0 ORDER BY 1"
    assert rows(version_in(out, "published"), kinds) == [(2,), (4,)]


def test_equal_figures_give_equal_bytes_that_readers_of_data_packages_take(
    published: Version, sent: bytes
) -> None:
    """One year of it is less; the description has every column of every file; no name of a person."""
    assert exchange_file(published, HOME) == sent
    with zipfile.ZipFile(io.BytesIO(exchange_file(published, HOME, [2565]))) as archive:
        folder = archive.namelist()[0].partition("/")[0]
        described = json.loads(archive.read(f"{folder}/{PACKAGE}"))
        assert described["years"] == [2565]
        for resource in described["resources"]:
            text = archive.read(f"{folder}/{resource['path']}").decode("utf-8-sig")
            header = next(csv.reader(io.StringIO(text)))
            assert header == [field["name"] for field in resource["schema"]["fields"]]
            assert "@" not in text


@pytest.mark.usefixtures("warehouse")
def test_the_screen_says_whose_figures_of_which_years_they_are(
    sent: bytes, tmp_path: Path, run_etl
) -> None:
    """The office, each year with what the file holds of it, and no year to choose for all of them."""
    (tmp_path / "upload").mkdir()
    (tmp_path / "upload" / "k2.zip").write_bytes(sent)
    *_, answer = run_etl("review", tmp_path).stdout.splitlines()  # after its progress
    reviews.answer_file(reviews.Draft(tmp_path)).write_text(answer, encoding="utf-8")
    app = opened(view_of("imports"))
    app.session_state["review"] = SimpleNamespace(name=str(tmp_path))
    said = " ".join(texts(app.run()))
    say = Say("th")
    assert say("imports.summary.exchange", office="สพป.กาฬสินธุ์ เขต 2", years="2564–2566") in said
    for told in ("- ปี 2566: ข้อ OIT 43 ข้อ", "- ปี 2565: คะแนนรวม\n", "- ปี 2564: คะแนนรวม"):
        assert told in said
    assert say("imports.choose.year") not in said


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"figures_csv": lambda text: text.replace(b"97.39", b"99.39")}, "exchange_changed"),
        (
            {"datapackage_json": lambda text: text.replace(b'change": 1', b'change": 2')},
            "exchange_version",
        ),
        (
            {"datapackage_json": lambda text: text.replace(FORMAT.encode(), b"other")},
            "other_package",
        ),
        (
            {"datapackage_json": lambda text: text.replace(HOME.encode(), b"p-krabi")},
            "exchange_office",
        ),
        ({"datapackage_json": lambda text: text[:99]}, "damaged"),
    ],
    ids=["a figure", "a later form", "another package", "another office", "cut short"],
)
def test_what_was_changed_is_refused(sent: bytes, change, key: str) -> None:
    """Each with its own reason."""
    with pytest.raises(InputError) as caught:
        read_document(changed(sent, **change), "k2.zip")
    assert caught.value.key == key


def test_years_without_rules_are_left_out_and_told(sent: bytes) -> None:
    """A file of a later release: its checksums hold, its newest year is not known here."""
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        (figures,) = (archive.read(name) for name in archive.namelist() if name.endswith(FIGURES))
    later = figures.replace(b"\r\n2565,", b"\r\n2599,")
    document = read_document(
        changed(resigned(sent, figures, later), figures_csv=lambda _: later), "k"
    )
    assert {row.fiscal_year for row in document.rows} == {2564, 2566}
    (remark,) = document.remarks
    assert (remark.rule, dict(remark.values)) == ("years_left_out", {"years": "2599", "count": 1})


def resigned(content: bytes, before: bytes, after: bytes) -> bytes:
    """The file with the checksum of other bytes in its description."""
    old, new = (zip_digest(each) for each in (before, after))
    return changed(content, datapackage_json=lambda text: text.replace(old, new))


def zip_digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def test_a_comparison_says_on_how_many_offices_it_rests(
    elsewhere: Path, tmp_path: Path, run_etl, version_in
) -> None:
    """The mean of the others of the type that are known, from two on, in words with their number."""
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    for place, office in enumerate(("กาฬสินธุ์ เขต 2", "กาฬสินธุ์ เขต 1", "กาฬสินธุ์ เขต 3"), start=1):
        rows = "".join(f"{n},ตัวชี้วัดที่ {n},{90 + place}.00\n" for n in range(1, 11))
        title = f"เอกสารจำลองสำหรับทดสอบ ปีงบประมาณ พ.ศ. 2566\nสพป.{office}\nข้อ,ตัวชี้วัด,คะแนน\n"
        (sheets / f"{place}.csv").write_text(title + rows, encoding="utf-8")
    assert run_etl("add", sheets, "--data", elsewhere, "--out", tmp_path / "out").exit_code == 0
    version = version_in(tmp_path / "out", "published")
    every = store.indicator_gaps(version, HOME, 2566)
    gaps = every[every["benchmark_kind"] == "known_mean"]
    assert (set(gaps["benchmark"]), set(gaps["gap"])) == ({92.5}, {-1.5})
    assert facts.gaps.rests_on(Say("en"), gaps) == (
        "The benchmark rests on 2 offices whose indicator scores are known"
    )
    assert "the 2 offices of our type" in facts.gaps.benchmark_name(Say("en"), gaps, "known_mean")


@pytest.mark.usefixtures("warehouse")
def test_simulated_figures_are_marked_and_never_taken_in(
    demo: Version, tmp_path: Path, elsewhere: Path, run_etl, rows
) -> None:
    """A file of the demo edition says so in its title and rows; the published edition refuses it."""
    ((office,),) = rows(demo, "SELECT home_office_id FROM version")
    file = tmp_path / "demo.zip"
    assert run_etl("export", "--edition", "demo", "--office", office, "--out", file).exit_code == 0
    with zipfile.ZipFile(file) as archive:
        texts = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    assert all("SIMULATED" in text or "demo" in text for text in texts)
    result = run_etl("add", file, "--data", elsewhere, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "simulated figures" in result.stderr


@pytest.mark.usefixtures("warehouse")
def test_an_office_is_named_as_people_write_it(tmp_path: Path, run_etl) -> None:
    """Short or in full; one nobody knows, or without figures, is told, and nothing is written."""
    file = tmp_path / "k2.zip"
    assert run_etl("export", "--office", "สพป.กาฬสินธุ์ เขต ๒", "--out", file).exit_code == 0
    assert file.is_file()
    for office in ("สพป.ไม่มี", "สพป.สระแก้ว เขต 2"):
        refused = run_etl("export", "--office", office, "--out", tmp_path / "none.zip")
        assert refused.exit_code == 2
        assert not (tmp_path / "none.zip").exists()
