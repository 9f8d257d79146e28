"""Many files at once: what is looked into, what is told of each, and that one does not spoil the others."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from screens import opened, texts, view_of

from etl import given
from etl.given import Unpacking, given_files
from etl.read.sidecar import read_raw_files
from ita.offices import all_offices
from ita.pointer import publications_in


def sheet(place: int, fiscal_year: int = 2566) -> bytes:
    """A made result sheet of one office."""
    rows = "\n".join(f"{n},ตัวชี้วัดที่ {n},{90 + place}.{n:02}" for n in range(1, 11))
    office = list(all_offices())[place].office_name
    title = f"เอกสารจำลองสำหรับทดสอบ ปีงบประมาณ พ.ศ. {fiscal_year}\n{office}\n"
    return f"{title}ข้อ,ตัวชี้วัด,คะแนน\n{rows}\n".encode()


def zip_of(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def of_thai_windows(name: str, text: bytes) -> bytes:
    """A ZIP whose file has its name in the Thai code page of Windows."""
    printed = name.encode("cp874")
    return zip_of({"q" * len(printed): text}).replace(b"q" * len(printed), printed)


BOMB = zip_of({"b.csv": b"0" * 40_000_000})


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Write a file into a folder of files that people send."""
    folder = tmp_path / "ส่งมา"
    folder.mkdir()

    def write(name: str, content: bytes) -> Path:
        (folder / name).write_bytes(content)
        return folder

    return write


def test_folders_and_zips_are_looked_into(put, tmp_path: Path) -> None:
    """One ZIP deep in another, whatever their names climb over; bombs, and deeper ones, are told."""
    inner = zip_of({"ข.csv": b"b", "ลึก.zip": zip_of({"ค.csv": b"c"})})
    put("ชุด.zip", zip_of({"../../หนี.csv": b"a", "__MACOSX/._a": b"", "ใน.zip": inner}))
    put("ไทย.zip", of_thai_windows("ผล.csv", b"d"))
    put("ระเบิด.zip", BOMB)
    folder = put("ว่าง.txt", b"")
    aside = tmp_path / "aside"
    aside.mkdir()
    found = list(given_files([folder], Unpacking(aside)))
    assert {each.name: each.refused and each.refused.key for each in found} == {
        "ส่งมา/ชุด.zip/../../หนี.csv": None,
        "ส่งมา/ชุด.zip/ใน.zip/ข.csv": None,
        "ส่งมา/ชุด.zip/ใน.zip/ลึก.zip": None,  # its reader says what it is
        "ส่งมา/ไทย.zip/ผล.csv": None,
        "ส่งมา/ระเบิด.zip": "zip_bomb",
        "ส่งมา/ว่าง.txt": None,
    }
    laid = [each.path for each in found if "zip/" in each.name]
    assert all(path.resolve().is_relative_to(aside) for path in laid)
    assert [path.name for path in laid] == ["หนี.csv", "ข.csv", "ลึก.zip", "ผล.csv"]


def test_so_much_and_no_more_is_unpacked(put, tmp_path: Path, monkeypatch) -> None:
    """So many bytes in all ZIPs together, so many files; the rest is told, not read."""
    put("ก.zip", zip_of({"1.csv": b"12345", "2.csv": b"67890"}))
    folder = put("ข.csv", b"1")
    monkeypatch.setattr(given, "MOST_UNPACKED", 8)
    monkeypatch.setattr(given, "MOST_FILES", 3)
    keys = [
        each.refused and each.refused.key for each in given_files([folder], Unpacking(tmp_path))
    ]
    assert keys == [None, "too_much", None]
    monkeypatch.setattr(given, "MOST_FILES", 2)
    keys = [
        each.refused and each.refused.key
        for each in given_files([folder], Unpacking(tmp_path / "ส่งมา"))
    ]
    assert keys == [None, "too_much", "too_many_files"]


def test_those_that_can_be_are_added_together(
    put, tmp_path: Path, data_copy: Path, run_etl
) -> None:
    """One version with all that can be read; a letter, a bomb and a double are told, exit 1.

    Where all are refused none is in, exit 2.
    """
    put("ชุด.zip", zip_of({"หนึ่ง.csv": sheet(0), "จดหมาย.txt": "ขอเชิญประชุม".encode()}))
    put("ไทย.zip", of_thai_windows("สอง.csv", sheet(1)))
    folder = put("ซ้ำ.csv", sheet(0))
    places = ("--data", data_copy, "--out", tmp_path / "out")
    result = run_etl("add", folder, tmp_path / "ไม่มี.csv", "--by", "สมศรี", *places)
    assert result.exit_code == 1, result.output
    added = [raw for raw in read_raw_files(data_copy / "raw") if raw.added_by]
    assert {raw.file_name for raw in added} == {"สอง.csv", "หนึ่ง.csv"}
    assert [move.how for move in publications_in(tmp_path / "out" / "published")] == ["add"]
    for told in (
        "already there",
        "จดหมาย.txt: has no table",
        "is not there",
        "2 of 5 files refused",
    ):
        assert told in result.output
    refused = run_etl("add", put("ระเบิด.zip", BOMB) / "ระเบิด.zip", *places)
    assert refused.exit_code == 2
    assert "abnormal size" in refused.stderr


# On the screen


@pytest.fixture
def together(tmp_path: Path, warehouse_root: Path, data_copy: Path, run_etl, monkeypatch) -> Path:
    """The folder of a steward's review of four files that were given as one ZIP and a file."""
    folder = tmp_path / "warehouse" / "reviews" / ("0" * 16)
    shutil.copytree(warehouse_root / "published", tmp_path / "warehouse" / "published")
    for number, (name, content) in enumerate(
        {
            "ชุด.zip": zip_of({"หนึ่ง.csv": sheet(0), "สอง.csv": sheet(1), "จดหมาย.txt": b"?"}),
            "ไม่มีปี.csv": sheet(2).partition(b"\n")[2],
        }.items()
    ):
        given_folder = folder / "given" / f"{number:03}"
        given_folder.mkdir(parents=True)
        (given_folder / name).write_bytes(content)
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.setenv("ITA_DATA", str(data_copy))
    monkeypatch.setattr("pages.shared.stewards.email", lambda: "steward@example.go.th")
    assert run_etl("unpack", folder).exit_code == 0
    return folder


def test_a_steward_sees_where_each_stands_and_publishes_them_together(
    together: Path, data_copy: Path
) -> None:
    """Two are ready, one is no table, one waits for its year; the two are one version, and told so."""
    published = view_of("imports")
    app = opened(published, timeout=120, review=together.name)
    assert not app.exception
    said = " ".join(texts(app))
    for told in ("**4** ไฟล์", "✓ พร้อมเผยแพร่ 2", "◆ ต้องเลือกปี 1", "▲ นำเข้าไม่ได้ 1", "ไม่พบตาราง"):
        assert told in said
    app.text_area(key="import-note").input("แลกไฟล์").run()
    app.button(key="import-publish").click().run(timeout=240)
    assert not app.exception
    added = [raw for raw in read_raw_files(data_copy / "raw") if raw.added_by]
    assert {raw.file_name for raw in added} == {"หนึ่ง.csv", "สอง.csv"}
    moves = publications_in(together.parents[1] / "published")
    assert (moves[0].how, moves[0].note, moves[1].how) == ("add", "แลกไฟล์", "build")
    said = " ".join(texts(app))
    assert "✓ เผยแพร่แล้ว 2" in said
    assert f"เผยแพร่แล้วเป็นรุ่น {moves[0].version_id}" in said
    ways_on = [node.proto.label for node in app.main if node.type == "page_link"]
    assert ways_on == ["ดูอันดับของปีนี้", "แหล่งข้อมูลและคุณภาพ"]
    app.button(key="import-file-004").click().run(timeout=120)
    assert "ไฟล์ 4 จาก 4" in " ".join(texts(app))
