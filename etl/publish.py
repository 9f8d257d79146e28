"""Versions of a warehouse: built aside, validated, then made current by moving a pointer.

A reader sees the old version or the new one, whole. Names carry the version because DuckDB keeps
reading an old file that was replaced under the same name.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from etl.warehouse import InvalidWarehouseError, validate, write

KEPT_VERSIONS = 5
_POINTER = "current"
_ASIDE = ".building-"


def version_of(inputs: Mapping[str, Path], *parameters: object) -> str:
    """A digest of files by name, name and content, and of parameters: equal inputs, equal version."""
    digest = hashlib.sha256(repr(parameters).encode())
    for name, path in sorted(inputs.items()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256")
        digest.update(name.encode())
        digest.update(content.digest())
    return digest.hexdigest()[:12]


def version_path(folder: Path, version_id: str) -> Path:
    """Where a version's file lies."""
    return folder / f"ita-{version_id}.duckdb"


def is_current(folder: Path, version_id: str) -> bool:
    """Whether the pointer names this version and its file is sound."""
    pointer = folder / _POINTER
    return (
        pointer.is_file()
        and pointer.read_bytes().strip() == version_id.encode()
        and _is_sound(version_path(folder, version_id), version_id)
    )


def publish(
    folder: Path,
    version_id: str,
    tables: Mapping[str, pd.DataFrame],
    facts: Mapping[str, object],
    report: Callable[[str], None],
) -> Path:
    """Write ``tables`` as a version and make it current; returns its path.

    ``facts`` are the other columns of the version row. Raises InvalidWarehouseError, leaving the
    current version as it was, when the new one does not validate.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    path = version_path(folder, version_id)
    if not _is_sound(path, version_id):
        aside = folder / f"{_ASIDE}{os.getpid()}.duckdb"
        version = {"version_id": version_id, "built_at": datetime.now(UTC).replace(tzinfo=None)}
        report("build.filling")
        try:
            write(aside, {**tables, "version": pd.DataFrame([{**version, **facts}])})
            report("build.validating")
            validate(aside, version_id)
            _sync(aside)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    _point(folder, version_id)
    _forget_old(folder, version_id)
    return path


def _is_sound(path: Path, version_id: str) -> bool:
    if not path.is_file():
        return False
    try:
        validate(path, version_id)
    except (duckdb.Error, InvalidWarehouseError):
        return False
    return True


def _point(folder: Path, version_id: str) -> None:
    aside = folder / f"{_ASIDE}{os.getpid()}.pointer"
    aside.write_text(version_id + "\n", encoding="utf-8")
    _sync(aside)
    aside.replace(folder / _POINTER)
    _sync_folder(folder)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what builds that died left behind."""
    for leftover in folder.glob(f"{_ASIDE}*"):
        owner = leftover.name.removeprefix(_ASIDE).split(".")[0]
        if not _is_alive(owner):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)


def _is_alive(process_id: str) -> bool:
    if os.name != "posix" or not process_id.isdigit():
        return False
    try:
        os.kill(int(process_id), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _forget_old(folder: Path, version_id: str) -> None:
    versions = sorted(
        folder.glob("ita-*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    others = [path for path in versions if path != version_path(folder, version_id)]
    for path in others[KEPT_VERSIONS - 1 :]:
        path.unlink(missing_ok=True)
