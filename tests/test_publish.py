"""Versions: built aside, valid before they are current, swept and kept as promised."""

import json
import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl import demo, durable, publish
from etl.errors import InputError
from etl.method_tables import method_tables
from etl.warehouse import InvalidWarehouseError
from ita import pointer, store
from ita.pointer import Publication, publications_in

FACTS = {"edition": "demo", "home_office_id": demo.HOME_OFFICE_ID, "seed": 1}
FIRST_OF_MAY = datetime(2026, 5, 1, tzinfo=UTC)

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """A country of ten offices and one year."""
    return {**method_tables(), **demo.simulate(10, range(2565, 2566), seed=1)}


@pytest.fixture
def put(tmp_path: Path, tables: Tables) -> Callable[..., Path]:
    """Publish the ten offices as a version; keyword arguments replace tables."""

    def work(version_id: str, **changed: pd.DataFrame) -> Path:
        return publish.publish(tmp_path, version_id, tables | changed, FACTS, quiet)

    return work


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, tables: Tables) -> Path:
    """A folder with the files of v1, v2 and v3, to copy from where building is not the point."""
    folder = tmp_path_factory.mktemp("shelf")
    for version_id in ("v1", "v2", "v3"):
        publish.publish(folder, version_id, tables, FACTS, quiet)
    return folder


@pytest.fixture
def put_as(tmp_path: Path, tables: Tables, shelf: Path) -> Callable[..., Path]:
    """Publish the ten offices as a version; keyword arguments say how, by whom, why."""

    def work(version_id: str, **occasion: object) -> Path:
        built = publish.version_path(shelf, version_id)
        path = publish.version_path(tmp_path, version_id)
        if built.is_file() and not path.exists():
            shutil.copy(built, path)
        return publish.publish(tmp_path, version_id, tables, FACTS, quiet, **occasion)

    return work


def quiet(_key: str) -> None:
    """Nobody listens to the steps."""


def files(folder: Path) -> list[str]:
    """The names in a folder of versions, without its lock, which always stays."""
    return sorted(path.name for path in folder.iterdir() if path.name != durable.LOCK)


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        name: ((folder / name).stat().st_mtime_ns, (folder / name).read_bytes())
        for name in files(folder)
    }


def current(folder: Path) -> str:
    return (folder / "current").read_text(encoding="utf-8").partition("\n")[0]


def scores_of_nobody(tables: Tables) -> dict[str, pd.DataFrame]:
    """Scores whose offices are on no list."""
    return {"score": tables["score"].assign(office_id="nobody")}


# The pointer


def test_a_valid_version_becomes_current(tmp_path: Path, put) -> None:
    """One file named after its version, the pointer naming it, nothing else left."""
    path = put("v1")
    assert path == publish.version_path(tmp_path, "v1")
    assert files(tmp_path) == ["current", "ita-v1.duckdb"]
    assert current(tmp_path) == "v1"
    assert publish.is_current(tmp_path, "v1")
    assert not publish.is_current(tmp_path, "v2")


def test_the_version_row_says_what_it_is(put) -> None:
    """Id, edition, home office and seed, and a time of building."""
    with duckdb.connect(put("v1"), read_only=True) as connection:
        found = connection.execute(
            "SELECT version_id, edition, home_office_id, seed, built_at IS NOT NULL FROM version"
        ).fetchall()
    assert found == [("v1", "demo", demo.HOME_OFFICE_ID, 1, True)]


def test_the_next_version_takes_over(tmp_path: Path, put_as) -> None:
    """Both files stay, the pointer moves."""
    put_as("v1")
    put_as("v2")
    assert files(tmp_path) == ["current", "ita-v1.duckdb", "ita-v2.duckdb"]
    assert current(tmp_path) == "v2"


def test_an_earlier_version_can_be_current_again(tmp_path: Path, put_as) -> None:
    """It is not built anew: its file stays as it is."""
    before = put_as("v1").stat().st_mtime_ns
    put_as("v2")
    assert put_as("v1").stat().st_mtime_ns == before
    assert current(tmp_path) == "v1"


def test_pointer_moves_only_after_validation(tmp_path: Path, put, put_as, monkeypatch) -> None:
    """While the new version is written and validated, the pointer names the old one."""
    put_as("v1")
    seen = []
    validate = publish.validate

    def watched(path: Path, version_id: str) -> None:
        seen.append((current(tmp_path), path.name.startswith(".building-"), version_id))
        validate(path, version_id)

    monkeypatch.setattr(publish, "validate", watched)
    put("v2")
    assert seen == [("v1", True, "v2")]
    assert current(tmp_path) == "v2"


# Builds that fail


def test_an_invalid_build_changes_nothing(tmp_path: Path, put, put_as, tables: Tables) -> None:
    """InvalidWarehouseError names the check; old version, pointer and folder stay byte for byte."""
    put_as("v1")
    before = contents(tmp_path)
    with pytest.raises(InvalidWarehouseError, match="every_known_office"):
        put("v2", **scores_of_nobody(tables))
    assert contents(tmp_path) == before


def test_the_first_build_may_fail(tmp_path: Path, put, tables: Tables) -> None:
    """Then there is no version and nothing left behind."""
    with pytest.raises(InvalidWarehouseError):
        put("v1", **scores_of_nobody(tables))
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("etl.publish.write", MemoryError),
        ("etl.publish.validate", KeyboardInterrupt),
        ("etl.durable.sync", OSError),
    ],
)
def test_a_crash_changes_nothing(
    tmp_path: Path, put, put_as, monkeypatch, step: str, error: type[BaseException]
) -> None:
    """Whatever ends a build at whatever step: the old version, and no leftovers."""
    put_as("v1")
    before = contents(tmp_path)
    module, name = step.rsplit(".", 1)
    work = getattr(sys.modules[module], name)

    def crash(*arguments: object) -> None:
        work(*arguments)
        raise error

    monkeypatch.setattr(step, crash)
    with pytest.raises(error):
        put("v2")
    assert contents(tmp_path) == before


def test_a_row_the_tables_refuse_changes_nothing(
    tmp_path: Path, put, put_as, tables: Tables
) -> None:
    """A constraint that fails in the middle of filling leaves no file, not even a log beside it."""
    put_as("v1")
    before = contents(tmp_path)
    with pytest.raises(duckdb.ConstraintException):
        put("v2", item_score=tables["item_score"].assign(score=101))
    assert contents(tmp_path) == before


# Leftovers


def test_leftovers_are_swept(tmp_path: Path, put) -> None:
    """Files, their logs, pointers and folders of builds that died, whatever their number is now."""
    for name in (
        "1.duckdb",
        f"{os.getpid()}.duckdb.wal",
        f"{os.getppid()}.pointer",
        "x",
    ):
        (tmp_path / f".building-{name}").write_bytes(b"half")
    (tmp_path / ".building-1").mkdir()
    put("v1")
    assert files(tmp_path) == ["current", "ita-v1.duckdb"]


def test_strangers_are_left_alone(tmp_path: Path, put) -> None:
    """A file that is no version and no leftover stays."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    put("v1")
    assert "notes.txt" in files(tmp_path)


# Old versions


def age(folder: Path, count: int) -> None:
    """Old versions v1, v2 …, each an hour younger than the one before, all long ago."""
    for number in range(1, count + 1):
        path = publish.version_path(folder, f"v{number}")
        path.write_bytes(b"old")
        os.utime(path, (1_600_000_000 + 3_600 * number,) * 2)


def test_the_last_five_are_kept(tmp_path: Path, put) -> None:
    """With a seventh version the two oldest go."""
    age(tmp_path, 6)
    put("v7")
    assert files(tmp_path) == ["current", *(f"ita-v{number}.duckdb" for number in range(3, 8))]
    assert publish.KEPT_VERSIONS == 5


def test_the_current_version_is_never_forgotten(tmp_path: Path, put) -> None:
    """Made current again, the oldest file stays beside the four youngest others."""
    path = put("v0")
    age(tmp_path, 6)
    os.utime(path, (1_500_000_000,) * 2)
    put("v0")
    kept = ["v0", "v3", "v4", "v5", "v6"]
    assert files(tmp_path) == ["current", *(f"ita-{version}.duckdb" for version in kept)]
    assert publish.is_current(tmp_path, "v0")


def test_the_versions_last_in_use_are_kept(tmp_path: Path, put_as) -> None:
    """Gone back to, the oldest of six files outlives the second oldest: it was in use after it."""
    for number in range(1, 6):
        put_as(f"v{number}")
    publish.rollback(tmp_path, "v1", "", "", quiet)
    put_as("v6")
    assert files(tmp_path) == ["current", *(f"ita-v{number}.duckdb" for number in (1, 3, 4, 5, 6))]


def test_a_file_in_use_goes_next_time(tmp_path: Path, put, monkeypatch) -> None:
    """Where a file being read cannot be removed (Windows), the version is published all the same."""
    age(tmp_path, 5)
    unlink = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "ita-v1.duckdb":
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        put("v6")
    assert current(tmp_path) == "v6"
    assert "ita-v1.duckdb" in files(tmp_path)
    put("v6")
    assert "ita-v1.duckdb" not in files(tmp_path)


# The record


def told(folder: Path) -> list[tuple[str, str, str, str]]:
    """The record, newest first, without times."""
    return [(p.version_id, p.how, p.by, p.note) for p in publications_in(folder)]


def test_every_move_is_on_record(tmp_path: Path, put_as) -> None:
    """What, when, how, by whom and why, newest first."""
    begun = datetime.now(UTC) - timedelta(seconds=1)
    put_as("v1")
    put_as("v2", how="add", by="สมศรี", note="ประกาศปี 2566 “ฉบับเต็ม”\nหน้า 1–9")
    publish.rollback(tmp_path, "v1", "Somchai", "wrong file", quiet)
    assert told(tmp_path) == [
        ("v1", "rollback", "Somchai", "wrong file"),
        ("v2", "add", "สมศรี", "ประกาศปี 2566 “ฉบับเต็ม”\nหน้า 1–9"),
        ("v1", "build", "", ""),
    ]
    times = [move.published_at for move in publications_in(tmp_path)]
    assert times == sorted(times, reverse=True)
    assert begun <= times[-1] <= times[0] <= datetime.now(UTC)


def test_the_record_tells_what_can_be_gone_back_to(tmp_path: Path, put_as) -> None:
    """Which version is in use, and which file is still there."""
    for version_id in ("v1", "v2", "v3"):
        put_as(version_id)
    publish.version_path(tmp_path, "v1").unlink()
    assert [(p.version_id, p.is_current, p.is_kept) for p in publications_in(tmp_path)] == [
        ("v3", True, True),
        ("v2", False, True),
        ("v1", False, False),
    ]


def test_the_pointer_is_one_file(tmp_path: Path, put_as) -> None:
    """First the version, then one line a publication: they are moved together."""
    put_as("v1")
    put_as("v2", how="add", by="a", note="ข")
    first, *record, end = (tmp_path / "current").read_text(encoding="utf-8").split("\n")
    assert (first, end) == ("v2", "")
    assert [json.loads(line)["version_id"] for line in record] == ["v2", "v1"]
    assert json.loads(record[0]).keys() == {"version_id", "published_at", "how", "by", "note"}


def test_what_does_not_move_is_not_recorded(tmp_path: Path, put_as) -> None:
    """Published again, the current version has one line, also when its file had to be mended."""
    path = put_as("v1", note="first")
    put_as("v1", note="again")
    path.write_bytes(b"")
    put_as("v1", note="mended")
    assert told(tmp_path) == [("v1", "build", "", "first")]


def test_the_last_fifty_moves_are_kept(tmp_path: Path) -> None:
    """The oldest lines go."""
    moves = [
        Publication("v1", FIRST_OF_MAY - timedelta(days=day), "build", note=str(day))
        for day in range(60)
    ]
    (tmp_path / "current").write_text(pointer.pointer_text(moves), encoding="utf-8")
    assert publications_in(tmp_path) == [replace(move, is_current=True) for move in moves[:50]]


def test_a_pointer_without_record_is_understood(tmp_path: Path, put_as) -> None:
    """As written before there was one: a build at the time of the file; the next move keeps it."""
    put_as("v1")
    pointer = tmp_path / "current"
    pointer.write_text("v1\n", encoding="utf-8")
    os.utime(pointer, (FIRST_OF_MAY.timestamp(),) * 2)
    assert publish.is_current(tmp_path, "v1")
    assert publications_in(tmp_path) == [
        Publication("v1", FIRST_OF_MAY, "build", is_kept=True, is_current=True)
    ]
    put_as("v2")
    assert [p.version_id for p in publications_in(tmp_path)] == ["v2", "v1"]
    assert publications_in(tmp_path)[1].published_at == FIRST_OF_MAY


DAMAGED_RECORDS = (
    b"{",
    b"[]",
    b"1",
    b"\xff",
    b"{}",
    b'{"version_id": "v1"}',
    b'{"how": "magic"}',
)


def test_a_damaged_record_begins_anew(tmp_path: Path, put_as, caplog) -> None:
    """The version stays in use and can be gone back to; the log says what was lost."""
    put_as("v1")
    for line in DAMAGED_RECORDS:
        (tmp_path / "current").write_bytes(b"v1\n" + line + b"\n")
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert told(tmp_path) == [("v1", "build", "", "")], line
        assert "record" in caplog.text, line
    assert publish.is_current(tmp_path, "v1")
    put_as("v2")
    assert [p.version_id for p in publications_in(tmp_path)] == ["v2", "v1"]


def test_a_pointer_moved_by_hand_is_told(tmp_path: Path, put_as) -> None:
    """A first line the record does not begin with is the version in use, before the record."""
    put_as("v1")
    put_as("v2")
    pointer = tmp_path / "current"
    pointer.write_bytes(pointer.read_bytes().replace(b"v2", b"v1", 1))
    assert [(p.version_id, p.is_current) for p in publications_in(tmp_path)] == [
        ("v1", True),
        ("v2", False),
        ("v1", True),
    ]


def test_there_is_no_record_before_the_first_build(tmp_path: Path, monkeypatch) -> None:
    """No folder, no pointer, or one that names nothing: an empty list."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    assert pointer.publications("published") == []
    (tmp_path / "published").mkdir()
    assert pointer.publications("published") == []
    (tmp_path / "published" / "current").write_bytes(b"../x\n")
    assert pointer.publications("published") == []


def test_each_edition_has_its_record(tmp_path: Path, tables: Tables, monkeypatch) -> None:
    """The store reads the record of the edition it is asked for."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    publish.publish(tmp_path / "demo", "v1", tables, FACTS, quiet, by="me")
    assert [(p.version_id, p.by) for p in pointer.publications("demo")] == [("v1", "me")]
    assert pointer.publications("published") == []
    assert pointer.current_version("demo").version_id == "v1"


# Going back


def test_going_back_moves_the_pointer_only(tmp_path: Path, put_as) -> None:
    """The file gone back to is the same, the one gone back from stays."""
    path = put_as("v1")
    put_as("v2")
    before = path.stat().st_mtime_ns, path.read_bytes()
    assert publish.rollback(tmp_path, "v1", "me", "why", quiet) == path
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before
    assert files(tmp_path) == ["current", "ita-v1.duckdb", "ita-v2.duckdb"]
    assert publish.is_current(tmp_path, "v1")


NO_WAY_BACK = {
    "v2": "already_current",
    "v3": "no_such_version",
    "../v1": "no_such_version",
    "": "no_such_version",
    "v0": "unusable_version",
}


def test_what_cannot_be_gone_back_to(tmp_path: Path, put_as) -> None:
    """In use, unknown, outside the folder, damaged: said so, and nothing changes."""
    publish.version_path(tmp_path, "v0").write_bytes(b"not a database")
    put_as("v1")
    put_as("v2")
    before = contents(tmp_path)
    for version_id, key in NO_WAY_BACK.items():
        with pytest.raises(InputError) as caught:
            publish.rollback(tmp_path, version_id, "me", "why", quiet)
        assert (version_id, caught.value.key) == (version_id, key)
        assert contents(tmp_path) == before


def test_a_damaged_version_in_use_is_not_said_to_be_fine(tmp_path: Path, put_as) -> None:
    """Going back to the current version says it is unusable, not that nothing needs to be done."""
    put_as("v1").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        publish.rollback(tmp_path, "v1", "", "", quiet)
    assert caught.value.key == "unusable_version"


def test_the_kept_versions_are_offered(tmp_path: Path, put_as) -> None:
    """An unknown version is answered with those that can be chosen, the last in use first."""
    put_as("v1")
    put_as("v2")
    publish.rollback(tmp_path, "v1", "", "", quiet)
    with pytest.raises(InputError, match="still kept: v1, v2"):
        publish.rollback(tmp_path, "v9", "", "", quiet)


def test_nothing_to_go_back_to(tmp_path: Path) -> None:
    """Before the first build, also without a folder."""
    with pytest.raises(InputError) as caught:
        publish.rollback(tmp_path / "nowhere", "v1", "", "", quiet)
    assert caught.value.key == "no_such_version"


def test_what_was_gone_back_from_is_held_back(tmp_path: Path, put_as) -> None:
    """Until something is published again; over several steps back, each version left is."""
    for version_id in ("v1", "v2", "v3"):
        put_as(version_id)
    assert not publish.is_held_back(tmp_path, "v2")
    publish.rollback(tmp_path, "v2", "", "", quiet)
    publish.rollback(tmp_path, "v1", "", "", quiet)
    held = {version_id: publish.is_held_back(tmp_path, version_id) for version_id in ("v2", "v3")}
    assert held == {"v2": True, "v3": True}
    assert not publish.is_held_back(tmp_path, "v4")
    put_as("v3")
    assert not publish.is_held_back(tmp_path, "v2")


def test_a_damaged_file_holds_nothing_back(tmp_path: Path, put_as) -> None:
    """Where the version gone back to no longer works, the inputs may be published again."""
    put_as("v1")
    put_as("v2")
    publish.rollback(tmp_path, "v1", "", "", quiet)
    assert publish.is_held_back(tmp_path, "v2")
    publish.version_path(tmp_path, "v1").write_bytes(b"")
    assert not publish.is_held_back(tmp_path, "v2")


# One publisher at a time


def test_the_second_publisher_waits(tmp_path: Path, put_as) -> None:
    """It says so, and publishes when the first is done; both are on record, neither is lost."""
    put_as("v1")
    steps = []
    is_waiting = threading.Event()

    def listen(key: str) -> None:
        steps.append(key)
        is_waiting.set()

    second = threading.Thread(
        target=publish.rollback, args=(tmp_path, "v1", "second", "", listen), daemon=True
    )

    def begin_second() -> None:
        second.start()
        assert is_waiting.wait(20)

    put_as("v2", by="first", commit=begin_second)
    second.join(20)
    assert steps == ["build.waiting"]
    assert [(p.version_id, p.by) for p in publications_in(tmp_path)] == [
        ("v1", "second"),
        ("v2", "first"),
        ("v1", ""),
    ]


def test_waiting_has_an_end(tmp_path: Path, put, put_as, monkeypatch) -> None:
    """After a minute, here a moment: InputError, and the version in use is as it was."""
    put_as("v1")
    monkeypatch.setattr(durable, "LONGEST_WAIT", 0.2)
    before = contents(tmp_path)
    with durable.exclusive(tmp_path, quiet), pytest.raises(InputError) as caught:
        put("v2")
    assert caught.value.key == "busy"
    assert contents(tmp_path) == before
    put("v2")
    assert current(tmp_path) == "v2"


def refusing(times: int) -> Callable[[Path, Path], Path]:
    """Path.replace as Windows has it while somebody reads the target: refused so many times."""
    refusals = iter(range(times))
    work = Path.replace

    def try_to(aside: Path, path: Path) -> Path:
        if next(refusals, None) is not None:
            raise PermissionError("in use")
        return work(aside, path)

    return try_to


def test_a_file_being_read_is_replaced_when_let_go(tmp_path: Path, monkeypatch) -> None:
    """A moment's refusal is waited for; one that lasts is an error, and the file stays."""
    aside, path = tmp_path / "aside", tmp_path / "current"
    monkeypatch.setattr(durable, "_PAUSE", 0)
    for content, refusals in ((b"one", 0), (b"two", 19)):
        aside.write_bytes(content)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", refusing(refusals))
            durable.replace(aside, path)
        assert path.read_bytes() == content
        assert not aside.exists()
    aside.write_bytes(b"three")
    monkeypatch.setattr(Path, "replace", refusing(20))
    with pytest.raises(PermissionError, match="in use"):
        durable.replace(aside, path)
    assert path.read_bytes() == b"two"


def test_the_commit_comes_last_before_the_pointer(tmp_path: Path, put_as) -> None:
    """When it is called the version is whole and the pointer names the old one."""
    put_as("v1")
    seen = []

    def look() -> None:
        with duckdb.connect(publish.version_path(tmp_path, "v2"), read_only=True) as connection:
            found = connection.execute("SELECT version_id FROM version").fetchall()
        seen.append((current(tmp_path), found))

    put_as("v2", commit=look)
    assert seen == [("v1", [("v2",)])]


def test_a_commit_that_fails_moves_nothing(tmp_path: Path, put_as) -> None:
    """The version in use and the record stay; the new file is kept for the next try."""
    put_as("v1")
    pointer = (tmp_path / "current").read_bytes()

    def fail() -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        put_as("v2", commit=fail)
    assert (tmp_path / "current").read_bytes() == pointer
    assert put_as("v2") == publish.version_path(tmp_path, "v2")


# Damage


DAMAGES = {
    "cut in half": lambda content: content[: len(content) // 2],
    "empty": lambda _content: b"",
    "not a database": lambda _content: b"\x00\xff not a database" * 1000,
    "a flipped block": lambda content: content[:16384] + bytes(65536) + content[81920:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_is_rebuilt(tmp_path: Path, put_as, damage: str) -> None:
    """It no longer counts as current, and publishing it again makes it whole."""
    path = put_as("v1")
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert not publish.is_current(tmp_path, "v1")
    put_as("v1")
    assert publish.is_current(tmp_path, "v1")
    assert files(tmp_path) == ["current", "ita-v1.duckdb"]


def test_a_damaged_pointer_is_put_right(tmp_path: Path, put_as) -> None:
    """Whatever it says, the version is not current; publishing points to it again."""
    put_as("v1")
    for damaged in (b"", b"\n", b"v2", b"../v1", b"\xff\xfe\x00"):
        (tmp_path / "current").write_bytes(damaged)
        assert not publish.is_current(tmp_path, "v1"), damaged
    put_as("v1")
    assert publish.is_current(tmp_path, "v1")


# The command


@pytest.fixture
def built(tmp_path: Path, warehouse_root: Path) -> Path:
    """A folder with both editions, to write to."""
    folder = tmp_path / "warehouse"
    shutil.copytree(warehouse_root, folder)
    return folder


@pytest.mark.parametrize(("command", "edition"), [("build", "published"), ("demo", "demo")])
def test_if_needed_does_nothing_when_current(
    built: Path, run_etl, command: str, edition: str
) -> None:
    """Neither the pointer nor the file is written again, and it says so."""
    before = contents(built / edition)
    result = run_etl(command, "--if-needed", "--out", built)
    assert result.exit_code == 0
    assert "คลังข้อมูลเป็นปัจจุบันแล้ว" in result.stdout
    assert f"the warehouse is up to date, version {current(built / edition)}" in result.stdout
    assert contents(built / edition) == before


@pytest.mark.parametrize(("command", "edition"), [("build", "published"), ("demo", "demo")])
def test_if_needed_rebuilds_what_is_damaged(
    built: Path, run_etl, monkeypatch, command: str, edition: str
) -> None:
    """The file of the current version is half gone: it is built again and can be read."""
    (path,) = (built / edition).glob("*.duckdb")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert run_etl(command, "--if-needed", "--out", built).exit_code == 0
    monkeypatch.setenv("ITA_WAREHOUSE", str(built))
    version = pointer.current_version(edition)
    assert version.path == path
    assert len(store.offices(version)) == 245


def test_if_needed_builds_what_is_absent(tmp_path: Path, run_etl) -> None:
    """No folder yet: a build."""
    result = run_etl("build", "--if-needed", "--out", tmp_path / "new" / "folder")
    assert result.exit_code == 0
    assert "245 offices" in result.stdout


def test_another_simulation_is_another_version(tmp_path: Path, run_etl) -> None:
    """Offices, years and seed are part of the version; the same ones give the same id."""
    versions = []
    for arguments in (
        ("--offices", 10, "--years", "2565-2566", "--seed", 1),
        ("--offices", 10, "--years", "2565-2566", "--seed", 2),
        ("--offices", 11, "--years", "2565-2566", "--seed", 1),
        ("--offices", 10, "--years", "2565-2565", "--seed", 1),
        ("--offices", 10, "--years", "2565-2566", "--seed", 1),
    ):
        assert run_etl("demo", *arguments, "--out", tmp_path).exit_code == 0
        versions.append(current(tmp_path / "demo"))
    assert len(set(versions[:4])) == 4
    assert versions[4] == versions[0]


def test_going_back_sticks(data_copy: Path, tmp_path: Path, run_etl) -> None:
    """The next start leaves it, and says so; a build on purpose or a changed input ends it."""
    out = tmp_path / "out"
    folder = out / "published"
    places = ("--data", data_copy, "--out", out)
    record = data_copy / "corrections.csv"
    run_etl("build", *places)
    first = current(folder)
    record.write_bytes(record.read_bytes() + b"\n")
    run_etl("build", *places)
    second = current(folder)
    assert run_etl("rollback", first, "--by", "me", "--note", "why", "--out", out).exit_code == 0

    result = run_etl("build", "--if-needed", *places)
    assert (result.exit_code, current(folder)) == (0, first)
    assert f"somebody went back from version {second} to {first}, so it stays" in result.stdout

    assert run_etl("build", *places).exit_code == 0
    assert current(folder) == second
    run_etl("rollback", first, "--out", out)
    record.write_bytes(record.read_bytes() + b"\n")
    assert run_etl("build", "--if-needed", *places).exit_code == 0
    assert current(folder) not in (first, second)
    assert [how for _, how, _, _ in told(folder)] == [
        *("build", "rollback", "build", "rollback", "build", "build"),
    ]


def test_a_version_that_cannot_be_gone_back_to_is_a_bad_input(built: Path, run_etl) -> None:
    """Exit 2, both languages, and the pointer stays."""
    before = contents(built / "published")
    result = run_etl("rollback", "0", "--out", built)
    assert result.exit_code == 2
    assert "ไม่มีรุ่นข้อมูล “0”" in result.stderr
    assert f"still kept: {current(built / 'published')}" in result.stderr
    assert contents(built / "published") == before


# The id of a version


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, Path]:
    paths = {"data/a.csv": tmp_path / "a.csv", "etl/b.py": tmp_path / "b.py"}
    for name, path in paths.items():
        path.write_text(name, encoding="utf-8")
    return paths


def test_the_same_inputs_are_the_same_version(inputs: dict[str, Path]) -> None:
    """In any order, twelve letters and digits."""
    version_id = publish.version_of(inputs)
    assert version_id == publish.version_of(dict(reversed(inputs.items())))
    assert len(version_id) == 12
    assert version_id.isalnum()


def test_the_place_of_the_project_is_of_no_account(inputs: dict[str, Path], tmp_path: Path) -> None:
    """Two clones in two folders give one version."""
    other = tmp_path / "clone"
    other.mkdir()
    copies = {name: Path(shutil.copy(path, other)) for name, path in inputs.items()}
    assert publish.version_of(copies) == publish.version_of(inputs)


@pytest.mark.parametrize(
    "content", [b"etl/b.pz", b"etl/b.py\n", b""], ids=["one byte", "one more", "emptied"]
)
def test_one_byte_is_another_version(inputs: dict[str, Path], content: bytes) -> None:
    """Of any file."""
    before = publish.version_of(inputs)
    inputs["etl/b.py"].write_bytes(content)
    assert publish.version_of(inputs) != before


def test_names_and_parameters_are_part_of_the_version(inputs: dict[str, Path]) -> None:
    """A file under another name, one file more or less, another seed: six versions."""
    path = inputs["etl/b.py"]
    ids = [
        publish.version_of(inputs),
        publish.version_of({"data/a.csv": inputs["data/a.csv"], "etl/c.py": path}),
        publish.version_of({"etl/b.py": path}),
        publish.version_of({**inputs, "etl/c.py": path}),
        publish.version_of(inputs, 1),
        publish.version_of(inputs, 2),
    ]
    assert len(set(ids)) == 6


def test_contents_do_not_run_together(tmp_path: Path) -> None:
    """A byte moved from one file to the next is a change."""
    paths = {"a": tmp_path / "a", "b": tmp_path / "b"}
    ids = set()
    for contents_of in ((b"12", b"3"), (b"1", b"23"), (b"123", b""), (b"", b"123")):
        for path, content in zip(paths.values(), contents_of, strict=True):
            path.write_bytes(content)
        ids.add(publish.version_of(paths))
    assert len(ids) == 4


def test_a_byte_of_the_data_is_another_version(data_copy: Path, tmp_path: Path, run_etl) -> None:
    """Through the command: a remark added to the corrections gives a new version of equal figures."""
    assert run_etl("build", "--data", data_copy, "--out", tmp_path / "out").exit_code == 0
    folder = tmp_path / "out" / "published"
    before = current(folder)
    with (data_copy / "corrections.csv").open("ab") as file:
        file.write(b"\n")
    assert (
        run_etl("build", "--data", data_copy, "--if-needed", "--out", tmp_path / "out").exit_code
        == 0
    )
    assert current(folder) != before
    assert len(list(folder.glob("*.duckdb"))) == 2
