"""Versions of a warehouse: built aside, validated, then made current by moving a pointer.

A reader sees the old version or the new one, whole. Names carry the version because DuckDB keeps
reading an old file that was replaced under the same name. The record of publications stands in the
pointer itself, so that no crash can part the two.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas as pd

from etl import durable
from etl.durable import exclusive, replace
from etl.errors import InputError
from etl.warehouse import InvalidWarehouseError, validate, write
from ita.pointer import (
    How,
    Publication,
    pointed_version,
    pointer_text,
    publications_in,
    version_path,
)

KEPT_VERSIONS = 5
_POINTER = "current"
_ASIDE = ".building-"

# What a build writes before the file of the version is made: all of it once more, as a log.
_BYTES_OF_A_VERSION = 20 * 1024**2
_BYTES_OF_AN_OFFICE_AND_YEAR = 3_600
_TIMES_WRITTEN = 2
ROOM_FOR_A_RECORD = 1024**2

Report = Callable[[str], None]


def version_of(inputs: Mapping[str, Path], *parameters: object) -> str:
    """A digest of files by name, name and content, and of parameters: equal inputs, equal version."""
    digest = hashlib.sha256(repr(parameters).encode())
    for name, path in sorted(inputs.items()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256")
        digest.update(name.encode())
        digest.update(content.digest())
    return digest.hexdigest()[:12]


def room(folder: Path, office_years: int = 0) -> int:
    """About how many bytes a build needs to write into ``folder`` until it is done."""
    may_look = os.access(folder, os.R_OK | os.X_OK)
    versions = folder.glob("ita-*.duckdb") if may_look else ()
    largest = max((path.stat().st_size for path in versions), default=0)
    of_figures = _BYTES_OF_AN_OFFICE_AND_YEAR * office_years
    return _TIMES_WRITTEN * max(largest, _BYTES_OF_A_VERSION, of_figures)


def is_current(folder: Path, version_id: str) -> bool:
    """Whether the pointer names this version and its file is sound."""
    return pointed_version(folder) == version_id and _is_sound(folder, version_id)


def is_held_back(folder: Path, version_id: str) -> bool:
    """Whether somebody went back from this version to one that is sound, and nobody published since."""
    for newer, older in pairwise(publications_in(folder)):
        if newer.how != "rollback":
            return False
        if older.version_id == version_id:
            return _is_sound(folder, pointed_version(folder))
    return False


def publish(
    folder: Path,
    version_id: str,
    tables: Mapping[str, pd.DataFrame],
    facts: Mapping[str, object],
    report: Report,
    *,
    how: How = "build",
    by: str = "",
    note: str = "",
    commit: Callable[[], None] = lambda: None,
) -> Path:
    """Write ``tables`` as a version and make it current; returns its path.

    ``facts`` are the other columns of the version row; ``how``, ``by`` and ``note`` go on record.
    ``commit`` is called when the version is whole and valid, just before the pointer moves.

    Raises InvalidWarehouseError, leaving the current version as it was, when the new one does not
    validate, and InputError when another process does not stop publishing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = version_path(folder, version_id)
    with exclusive(folder, report), _swept(folder):
        is_new = not _is_sound(folder, version_id)
        if is_new:
            _write(path, version_id, tables, facts, report)
        try:
            pointer = _pointer(folder, version_id, how, by, note)
            commit()
        except BaseException:
            if is_new:
                path.unlink()
            raise
        if pointed_version(folder) != version_id:
            replace(pointer, folder / _POINTER)
        _forget_old(folder)
    return path


def rollback(
    folder: Path,
    version_id: str,
    by: str,
    note: str,
    report: Report,
    *,
    commit: Callable[[Path], None] = lambda _version: None,
) -> Path:
    """Make a kept version current again; returns its path.

    ``commit`` is given the path when the version has proved valid, just before the pointer moves.

    Raises InputError when the version is not kept, already current, damaged, or built by a release
    whose tables this one cannot read.
    """
    kept = [_version_id(path) for path in _versions(folder)]
    if version_id not in kept:
        raise InputError(
            "no_such_version", file=folder, version=version_id, kept=", ".join(kept) or "–"
        )
    with exclusive(folder, report), _swept(folder):
        path = version_path(folder, version_id)
        try:
            validate(path, version_id)
        except (duckdb.Error, InvalidWarehouseError) as error:
            raise InputError("unusable_version", file=path, reason=error) from error
        if pointed_version(folder) == version_id:
            raise InputError("already_current", file=path, version=version_id)
        pointer = _pointer(folder, version_id, "rollback", by, note)
        commit(path)
        replace(pointer, folder / _POINTER)
    return path


def _write(
    path: Path,
    version_id: str,
    tables: Mapping[str, pd.DataFrame],
    facts: Mapping[str, object],
    report: Report,
) -> None:
    aside = path.with_name(f"{_ASIDE}{os.getpid()}.duckdb")
    version = {"version_id": version_id, "built_at": _now().replace(tzinfo=None)}
    report("build.filling")
    write(aside, {**tables, "version": pd.DataFrame([{**version, **facts}])})
    report("build.validating")
    validate(aside, version_id)
    replace(aside, path)


def _is_sound(folder: Path, version_id: str | None) -> bool:
    if version_id is None or not version_path(folder, version_id).is_file():
        return False
    try:
        validate(version_path(folder, version_id), version_id)
    except (duckdb.Error, InvalidWarehouseError):
        return False
    return True


def _pointer(folder: Path, version_id: str, how: How, by: str, note: str) -> Path:
    """The new pointer, written aside: a disk that is full shows here, before anything is committed."""
    moves = [Publication(version_id, _now(), how, by, note), *publications_in(folder)]
    aside = folder / f"{_ASIDE}{os.getpid()}.pointer"
    durable.write(aside, pointer_text(moves).encode())
    return aside


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _swept(folder: Path) -> Iterator[None]:
    """The folder without what builds that died left behind, before and after, however this one ends."""
    _sweep(folder)
    try:
        yield
    finally:
        _sweep(folder)


def _sweep(folder: Path) -> None:
    """Remove what was written aside: whoever holds the folder is the only one building."""
    for leftover in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)


def _versions(folder: Path) -> list[Path]:
    """The kept files, the one last in use first; those never on record follow, youngest first."""
    used = list(dict.fromkeys(move.version_id for move in publications_in(folder)))

    def age(path: Path) -> tuple[int, float]:
        version_id = _version_id(path)
        place = used.index(version_id) if version_id in used else len(used)
        return place, -path.stat().st_mtime

    return sorted(folder.glob("ita-*.duckdb"), key=age)


def _version_id(path: Path) -> str:
    return path.stem.removeprefix("ita-")


def _forget_old(folder: Path) -> None:
    for path in _versions(folder)[KEPT_VERSIONS:]:
        with suppress(
            PermissionError
        ):  # on Windows a file that is being read stays until next time
            path.unlink(missing_ok=True)
