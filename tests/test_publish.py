"""Versions: built aside, valid before they are current, swept and kept as promised."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl import demo, publish
from etl.method_tables import method_tables
from etl.warehouse import InvalidWarehouseError
from ita import store

FACTS = {"edition": "demo", "home_office_id": demo.HOME_OFFICE_ID, "seed": 1}
ROOT = Path(__file__).resolve().parent.parent

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """A country of ten offices and one year."""
    return {**method_tables(), **demo.simulate(10, range(2565, 2566), seed=1)}


@pytest.fixture
def put(tmp_path: Path, tables: Tables) -> Callable[..., Path]:
    """Publish the ten offices as a version; keyword arguments replace tables."""

    def work(version_id: str, **changed: pd.DataFrame) -> Path:
        return publish.publish(tmp_path, version_id, tables | changed, FACTS, lambda _key: None)

    return work


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def current(folder: Path) -> str:
    return (folder / "current").read_text(encoding="utf-8").strip()


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


def test_the_next_version_takes_over(tmp_path: Path, put) -> None:
    """Both files stay, the pointer moves."""
    put("v1")
    put("v2")
    assert files(tmp_path) == ["current", "ita-v1.duckdb", "ita-v2.duckdb"]
    assert current(tmp_path) == "v2"


def test_an_earlier_version_can_be_current_again(tmp_path: Path, put) -> None:
    """It is not built anew: its file stays as it is."""
    before = put("v1").stat().st_mtime_ns
    put("v2")
    assert put("v1").stat().st_mtime_ns == before
    assert current(tmp_path) == "v1"


def test_pointer_moves_only_after_validation(tmp_path: Path, put, monkeypatch) -> None:
    """While the new version is written and validated, the pointer names the old one."""
    put("v1")
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


def test_an_invalid_build_changes_nothing(tmp_path: Path, put, tables: Tables) -> None:
    """InvalidWarehouseError names the check; old version, pointer and folder stay byte for byte."""
    put("v1")
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
    [("write", MemoryError), ("validate", KeyboardInterrupt), ("_sync", OSError)],
)
def test_a_crash_changes_nothing(
    tmp_path: Path, put, monkeypatch, step: str, error: type[BaseException]
) -> None:
    """Whatever ends a build at whatever step: the old version, and no leftovers."""
    put("v1")
    before = contents(tmp_path)
    work = getattr(publish, step)

    def crash(*arguments: object) -> None:
        work(*arguments)
        raise error

    monkeypatch.setattr(publish, step, crash)
    with pytest.raises(error):
        put("v2")
    assert contents(tmp_path) == before


def test_a_row_the_tables_refuse_changes_nothing(tmp_path: Path, put, tables: Tables) -> None:
    """A constraint that fails in the middle of filling leaves no file, not even a log beside it."""
    put("v1")
    before = contents(tmp_path)
    with pytest.raises(duckdb.ConstraintException):
        put("v2", item_score=tables["item_score"].assign(score=101))
    assert contents(tmp_path) == before


# Leftovers


@pytest.fixture
def dead_process() -> int:
    """The id of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_leftovers_of_the_dead_are_swept(tmp_path: Path, put, dead_process: int) -> None:
    """Files, their logs, pointers and folders of builds that died, also with a strange name."""
    for name in (
        f"{dead_process}.duckdb",
        f"{dead_process}.duckdb.wal",
        f"{dead_process}.pointer",
        "x",
    ):
        (tmp_path / f".building-{name}").write_bytes(b"half")
    (tmp_path / f".building-{dead_process}").mkdir()
    put("v1")
    assert files(tmp_path) == ["current", "ita-v1.duckdb"]


@pytest.mark.skipif(os.name != "posix", reason="only there can a process be asked for")
def test_leftovers_of_the_living_are_kept(tmp_path: Path, put) -> None:
    """Another build is under way: its file is not ours to remove."""
    other = tmp_path / f".building-{os.getppid()}.duckdb"
    other.write_bytes(b"half")
    put("v1")
    assert other.read_bytes() == b"half"


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


# Damage


DAMAGES = {
    "cut in half": lambda content: content[: len(content) // 2],
    "empty": lambda _content: b"",
    "not a database": lambda _content: b"\x00\xff not a database" * 1000,
    "a flipped block": lambda content: content[:16384] + bytes(65536) + content[81920:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_is_rebuilt(tmp_path: Path, put, damage: str) -> None:
    """It no longer counts as current, and publishing it again makes it whole."""
    path = put("v1")
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert not publish.is_current(tmp_path, "v1")
    put("v1")
    assert publish.is_current(tmp_path, "v1")
    assert files(tmp_path) == ["current", "ita-v1.duckdb"]


@pytest.mark.parametrize(
    "pointer",
    [
        b"",
        b"\n",
        b"v2",
        b"../v1",
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_pointer_is_put_right(tmp_path: Path, put, pointer: bytes) -> None:
    """Whatever it says, the version is not current; publishing points to it again."""
    put("v1")
    (tmp_path / "current").write_bytes(pointer)
    assert not publish.is_current(tmp_path, "v1")
    put("v1")
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
    version = store.current_version(edition)
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
