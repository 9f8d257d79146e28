"""Reading in a child process: its answer, its errors, its limits; the caller outlives it all."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.read import guarded, read_document
from etl.read.document import Document, PrintedRow, Remark
from etl.read.guarded import error_json, from_json, read_guarded, reader_of, to_json

ROOT = Path(__file__).resolve().parent.parent
EXTRACT = ROOT / "data" / "raw" / "2565" / "announcement_2565_extract.txt"
DOCUMENT = Document(
    kind="announcement",
    form="pdf",
    fiscal_year=2565,
    stated_offices=None,
    titles={"office": "หน่วยงาน"},
    rows=(
        PrintedRow(1, 2, {"office": "สพป.ตัวอย่าง เขต 1"}, (1.0, 2.0, 3.5, 4.25)),
        PrintedRow(None, 3, {}),
    ),
    pages=2,
    around=("ประกาศ",),
    remarks=(
        Remark("column_unread", "row", {"titles": "“ช่องแปลก”"}),
        Remark("numbers_rounded", "score", {"count": 2}),
    ),
    pages_by_machine=(1,),
)

Stand = Callable[[str], None]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stand:
    """Let a script of our own stand in for the reading process."""

    def stand(script: str) -> None:
        path = tmp_path / "reader.py"
        path.write_text(script, encoding="utf-8")
        started = subprocess.Popen

        def start(command: list[str], **options: object) -> subprocess.Popen:
            return started([sys.executable, str(path), command[-1]], **options)  # type: ignore[call-overload]

        monkeypatch.setattr(guarded.subprocess, "Popen", start)

    return stand


def error_of(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_guarded(path)
    return caught.value


# Its answer


def test_a_child_reads_what_we_read() -> None:
    """The extract comes back whole, and its one page is told."""
    told: list[tuple[int, int]] = []
    document = read_guarded(EXTRACT, lambda done, pages: told.append((done, pages)))
    assert (len(document.rows), document.rows[11].row, told) == (13, 14, [(1, 1)])


def test_an_error_crosses_over_whole(tmp_path: Path) -> None:
    """Key, file and values, so that it says the same."""
    path = tmp_path / "ว่าง.csv"
    path.write_text("ไม่มีตาราง", encoding="utf-8")
    error = error_of(path)
    assert (error.key, error.file, error.values) == ("no_table", "ว่าง.csv", {"seen": "ไม่มีตาราง"})


def test_the_command_prints_json() -> None:
    """``python -m etl.read FILE``: the document, or exit 2 and the error."""
    for name, status, key in ((EXTRACT, 0, "rows"), (ROOT / "LICENSE", 2, "error")):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "etl.read", str(name)],
            cwd=ROOT, capture_output=True, check=False,
        )  # fmt: skip
        assert (done.returncode, key in json.loads(done.stdout)) == (status, True)


def test_no_such_file(tmp_path: Path) -> None:
    """That is the caller's mistake, not the file's."""
    with pytest.raises(FileNotFoundError):
        read_guarded(tmp_path / "missing.pdf")


# Its limits


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    """300 MB are refused by their size alone."""
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(300 * 1024**2)
    began = time.monotonic()
    assert error_of(path).key == "too_large"
    assert time.monotonic() - began < 1


def test_too_slow(stand_in: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A child that does not end is ended, with what it started."""
    monkeypatch.setattr(guarded, "LONGEST_SECONDS", 1.5)
    mark = tmp_path / "grandchild"
    stand_in(
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(mark)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    began = time.monotonic()
    assert error_of(EXTRACT).key == "too_slow"
    assert time.monotonic() - began < 10
    if os.name == "posix":
        assert not is_alive(int(mark.read_text(encoding="utf-8")))


def is_alive(process_id: int) -> bool:
    """Whether a process still runs a little later; one that only waits to be buried does not."""
    for _ in range(50):
        status = Path(f"/proc/{process_id}/stat")
        try:
            os.kill(process_id, 0)
            if status.is_file() and ") Z " in status.read_text(encoding="utf-8"):
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        time.sleep(0.1)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds memory")
def test_too_heavy() -> None:
    """Under its limit of memory a child that wants more is stopped, and says so."""
    script = (
        "import sys; from pathlib import Path; from etl.read import __main__ as reader\n"
        "reader.read_document = lambda *_: bytearray(4 * 1024**3)\n"
        "sys.exit(reader.main(Path(sys.argv[1])))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(EXTRACT)], cwd=ROOT, check=False)
    assert done.returncode == guarded.OUT_OF_MEMORY


@pytest.mark.parametrize(
    ("script", "key"),
    [
        ("import sys; sys.exit(3)", "too_heavy"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too_heavy"),
        ("import sys; sys.exit(1)", "reader_failed"),
        ("print('[]')", "bad_document"),
        ("print('')", "bad_document"),
    ],
)
def test_a_child_that_dies(stand_in: Stand, script: str, key: str) -> None:
    """Out of memory, killed, failed or without an answer: always the declared error."""
    stand_in(script)
    assert error_of(EXTRACT).key == key


def test_a_caller_that_gives_up(stand_in: Stand) -> None:
    """When reporting fails, as on a closed page, the child is ended and the failure goes on."""
    stand_in(
        "import sys, time\nprint('page 1/9', file=sys.stderr, flush=True)\ntime.sleep(60)"
    )  # fmt: skip

    def closed(_done: int, _pages: int) -> None:
        raise ConnectionError("closed")

    began = time.monotonic()
    with pytest.raises(ConnectionError):
        read_guarded(EXTRACT, closed)
    assert time.monotonic() - began < 10


# Many files


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_a_file_that_ends_its_reader_costs_only_itself(
    stand_in: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of files read by forks of one process each has its limits; the others are read as alone."""
    stand_in(
        "import os, signal, sys, time\n"
        "sys.path.insert(0, os.getcwd())\n"
        "from etl.read import __main__ as reader\n"
        "whole = reader.read_document\n"
        "ends = {\n"
        "    'heavy': lambda: bytearray(4 * 1024**3),\n"
        "    'killed': lambda: os.kill(os.getpid(), signal.SIGKILL),\n"
        "    'broken': lambda: 1 / 0,\n"
        "    'slow': lambda: time.sleep(300),\n"
        "}\n"
        "def read(content, name, report):\n"
        "    ends.get(name, lambda: None)()\n"
        "    return whole(content, name, report)\n"
        "reader.read_document = read\n"
        "assert len(os.listdir('/proc/self/task')) == 1  # a fork has only one\n"
        "reader.read_many()\n"
    )
    alone, told = from_json(to_json(read_document(EXTRACT.read_bytes(), EXTRACT.name))), []
    keys = {"heavy": "too_heavy", "killed": "too_heavy", "broken": "reader_failed"}
    with reader_of(6) as read:
        for name, key in {**keys, "slow": "too_slow"}.items():
            path = tmp_path / name
            path.write_bytes(EXTRACT.read_bytes())
            if name == "slow":
                monkeypatch.setattr(guarded, "LONGEST_SECONDS", 1)
            with pytest.raises(InputError) as caught:
                read(path, guarded.silent)
            assert (caught.value.key, caught.value.file) == (key, name)
            monkeypatch.setattr(guarded, "LONGEST_SECONDS", 120)
            assert read(EXTRACT, lambda done, pages: told.append((done, pages))) == alone
    assert told == [(1, 1)] * 4


# Its words


def test_a_document_survives_json() -> None:
    """All of it, boxes and blanks too."""
    assert from_json(to_json(DOCUMENT)) == DOCUMENT
    scan = Document("scan", "pdf", None, None, {}, (), 3)
    assert from_json(to_json(scan)) == scan


@given(
    st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=4), st.integers(1, 10**6)
)
def test_any_cells_survive_json(cells: dict[str, str], row: int) -> None:
    """Any text in any cell."""
    document = replace(DOCUMENT, rows=(PrintedRow(1, row, cells),))
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "letter"},
        {"form": 1},
        {"fiscal_year": "2565"},
        {"rows": [{"page": 1}]},
        {"rows": [{"page": 1, "row": None, "cells": {}, "box": None}]},
        {"rows": [{"page": 1, "row": 1, "cells": {"score": 97.39}, "box": None}]},
        {"rows": [{"page": 1, "row": 1, "cells": {}, "box": [1, 2, 3]}]},
        {"around": [1]},
        {"remarks": ["column_unread"]},
        {"remarks": [{"rule": "numbers_rounded", "column": "score", "values": {"count": 2.5}}]},
        {"pages_by_machine": [None]},
        {"titles": None},
    ],
)
def test_what_is_no_document(change: dict[str, object]) -> None:
    """A record that was changed is named, not half believed."""
    fields = {**json.loads(to_json(DOCUMENT)), **change}
    with pytest.raises(InputError) as caught:
        from_json(json.dumps(fields))
    assert caught.value.key == "bad_document"


def test_an_error_as_json() -> None:
    """Numbers stay numbers, all else becomes text."""
    error = InputError("too_many_pages", file=Path("a.pdf"), line=3, pages=301, most=Path("300"))
    assert json.loads(error_json(error)) == {
        "error": {
            "key": "too_many_pages",
            "file": "a.pdf",
            "line": 3,
            "column": None,
            "values": {"pages": 301, "most": "300"},
        }
    }
