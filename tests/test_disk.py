"""What the system refuses: a full disk, a disk to read only, files of another account; who adds a file."""

import errno
import getpass
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from test_publish import FACTS, contents, files, put_as, quiet, shelf, tables  # noqa: F401 - fixtures

from etl import durable, publish, warehouse
from etl.commands.console import legible
from etl.commands.versions import user_name
from ita.disk import of_the_system, refused
from ita.pointer import NotAllowedError, NoWarehouseError, current_version, version_path
from ita.report import orders
from ita.report.__main__ import command as report_command
from ita.wording import LANGUAGES, Say

NO_SPACE = os.strerror(errno.ENOSPC)


def full(*_arguments: object, **_options: object) -> None:
    """Stands in for a write: the disk is full, and the error names no file."""
    raise OSError(errno.ENOSPC, NO_SPACE)


# In words


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (OSError(errno.ENOSPC, "x"), "disk.full"),
        (OSError(errno.EDQUOT, "x"), "disk.quota"),
        (OSError(errno.EROFS, "x"), "disk.read_only"),
        (shutil.Error([("a", "b", f"[Errno 28] {NO_SPACE}: 'b'")]), "disk.full"),
        (FileNotFoundError(2, "No usable temporary directory found in [...]"), "disk.no_temporary"),
        (OSError(errno.EIO, "x"), "disk.other"),
    ],
    ids=["full", "quota", "read-only", "full while copying", "no temporary folder", "another"],
)  # fmt: skip
def test_each_refusal_has_its_sentence(tmp_path: Path, error: OSError, key: str) -> None:
    """Which file, and how much room is left and needed, in both languages."""
    found, values = refused(error, tmp_path / "not" / "there", 5 * 1024**2)
    assert found == key
    for language in LANGUAGES:
        told = Say(language)(found, **values)
        assert (str(tmp_path) in told) == ("place" in values)
        assert ("5 MB" in told) == (key in ("disk.full", "disk.quota"))


@pytest.mark.parametrize(("is_there", "key"), [(True, "read"), (False, "write")])
def test_who_may_not_is_told_what(tmp_path: Path, monkeypatch, is_there: bool, key: str) -> None:
    """Reading a file that is there, writing one that is not."""
    path = tmp_path / "current"
    if is_there:
        path.write_bytes(b"x")
        monkeypatch.setattr(os, "access", lambda place, mode: (place, mode) != (path, os.R_OK))
    denied = PermissionError(errno.EACCES, "x", str(path))
    assert refused(denied, tmp_path) == (f"disk.not_allowed_to_{key}", {"place": path})


def test_room_is_known_where_nobody_may_look(tmp_path: Path, monkeypatch) -> None:
    """A folder of another account does not stop the sentence about it: a whole version is assumed."""
    (tmp_path / "ita-1.duckdb").write_bytes(b"x" * 50 * 1024**2)
    seen = publish.room(tmp_path)
    monkeypatch.setattr(os, "access", lambda _place, _mode: False)
    assert publish.room(tmp_path) == publish.room(tmp_path / "not there") < seen


def test_a_library_s_error_of_the_disk_is_the_system_s(tmp_path: Path) -> None:
    """By its text, which is all some hand on; another error stays what it is."""
    error = of_the_system(duckdb.IOException(f"Could not write file: {NO_SPACE}"), tmp_path)
    assert isinstance(error, OSError)
    assert (error.errno, error.filename) == (errno.ENOSPC, str(tmp_path))
    other = duckdb.IOException("corrupt")
    assert of_the_system(other, tmp_path) is other


# A disk that fills while a version is written


def fill_while_writing_the_log(_path: Path, _tables: object) -> None:
    Path(f"{_path}.wal").write_bytes(b"half")
    raise duckdb.IOException(f'Could not write file "{_path}": {NO_SPACE}')


@pytest.mark.parametrize(
    ("module", "name", "write"),
    [
        (warehouse, "_fill", fill_while_writing_the_log),
        (publish, "replace", full),
        (durable, "sync", full),
        (publish, "pointer_text", full),
    ],
    ids=["rows", "moving", "flushing", "pointer"],
)
def test_a_full_disk_leaves_the_version_in_use(
    tmp_path: Path, put_as, monkeypatch, module, name, write  # noqa: F811 - a fixture
) -> None:  # fmt: skip
    """Wherever it fills, the error is the disk's, nothing half written stays, and nothing is committed."""
    put_as("v1")
    before = contents(tmp_path)
    committed: list[str] = []
    monkeypatch.setattr(module, name, write)
    with pytest.raises(OSError, match=NO_SPACE):
        put_as("v9", commit=lambda: committed.append("v9"))
    assert contents(tmp_path) == before
    assert committed == []


def test_a_full_disk_stops_going_back(tmp_path: Path, put_as, monkeypatch) -> None:  # noqa: F811
    """The record could not be written: no data moved, the newer version stays in use."""
    put_as("v1")
    put_as("v2")
    before = contents(tmp_path)
    monkeypatch.setattr(durable, "sync", full)
    with pytest.raises(OSError, match=NO_SPACE):
        publish.rollback(
            tmp_path, "v1", "me", "why", quiet, commit=lambda _path: pytest.fail("moved")
        )
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("command", "needed"), [(("build",), "40 MB"), (("demo", "--offices", 10), "40 MB")]
)
def test_a_command_says_so_in_one_sentence(
    tmp_path: Path, run_etl, monkeypatch, command: tuple[object, ...], needed: str
) -> None:
    """Exit 2: what, where, how much is left and needed; no traceback and no file."""
    monkeypatch.setattr(warehouse, "_fill", fill_while_writing_the_log)
    result = run_etl(*command, "--out", tmp_path)
    assert result.exit_code == 2
    thai, english = result.stderr.strip().splitlines()
    assert thai.startswith(f"ดิสก์เต็ม เขียน {tmp_path}")
    assert english.startswith(f"the disk is full: {tmp_path}")
    for told in (thai, english):
        assert needed in told
    assert [files(folder) for folder in tmp_path.iterdir()] == [[]]


def test_room_grows_with_what_is_built(tmp_path: Path) -> None:
    """Twice the largest version there, or what the offices and years asked for will take."""
    assert publish.room(tmp_path) == 40 * 1024**2
    with (tmp_path / "ita-v1.duckdb").open("wb") as file:
        file.truncate(30 * 1024**2)
    assert publish.room(tmp_path) == 60 * 1024**2
    assert publish.room(tmp_path, 29_000 * 7) > 1024**3


def test_a_report_that_finds_no_room(
    tmp_path: Path, build: tuple[Path, str], monkeypatch
) -> None:  # fmt: skip
    """Exit 2 with the sentence, and no part of a file."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(build[0]))
    monkeypatch.setattr(orders, "pdf_file", lambda *_arguments, **_options: b"%PDF")
    monkeypatch.setattr(Path, "replace", full)  # the bytes may be refused as late as that
    options = ["--office", "p-kalasin-2", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(report_command, options)
    assert (result.exit_code, list((tmp_path / "out").iterdir())) == (2, [])
    assert "ดิสก์เต็ม" in result.stderr


# Files of another account


@pytest.fixture
def denied(monkeypatch) -> Callable[[Path], None]:
    """Let the system refuse to open one file, as it does to another account after umask 077."""

    def deny(path: Path) -> None:
        opened = Path.open

        def refuse(self: Path, *arguments: object, **options: object) -> object:
            if self == path:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return opened(self, *arguments, **options)

        monkeypatch.setattr(Path, "open", refuse)
        monkeypatch.setattr(os, "access", lambda place, mode: (place, mode) != (path, os.R_OK))

    return deny


@pytest.mark.parametrize("name", ["current", "ita-v1.duckdb"])
def test_a_file_that_may_not_be_read_is_named(
    tmp_path: Path, put_as, run_etl, monkeypatch, denied, name: str  # noqa: F811
) -> None:  # fmt: skip
    """The store and ``versions`` name it; that is another thing than no warehouse."""
    folder = tmp_path / "published"
    put_as("v1")
    folder.mkdir()
    for file in (version_path(tmp_path, "v1"), tmp_path / "current"):
        file.rename(folder / file.name)
    denied(folder / name)
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    with pytest.raises(NotAllowedError) as caught:
        current_version("published")
    assert caught.value.path == folder / name
    result = run_etl("versions", "--out", tmp_path)
    assert result.exit_code == 2
    assert f"ไม่มีสิทธิ์อ่าน {folder / name}" in result.stderr
    assert f"not allowed to read {folder / name}" in result.stderr


def test_no_warehouse_is_still_none(tmp_path: Path, monkeypatch) -> None:
    """An empty folder is not one that may not be read."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    with pytest.raises(NoWarehouseError) as caught:
        current_version("published")
    assert not isinstance(caught.value, NotAllowedError)


# Who does it, in letters


@pytest.mark.parametrize("error", [KeyError("getpwuid(): uid not found: 12345"), OSError("no")])
def test_an_account_without_a_name_has_its_number(monkeypatch, error: Exception) -> None:
    """As in a container: the record says which uid it was."""

    def nameless() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nameless)
    monkeypatch.setattr(os, "getuid", lambda: 12345, raising=False)
    assert user_name() == "uid 12345"


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_a_word_of_the_command_line_is_letters(encoding: str) -> None:
    """Whether the console is in UTF-8, in Thai Windows or in none that Python knows."""
    given = "ประกาศ.pdf".encode(encoding).decode("ascii", "surrogateescape")
    assert legible(given) == "ประกาศ.pdf"
    assert legible("สมชาย") == "สมชาย"
