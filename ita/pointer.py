"""Which version of an edition is in use: the pointer beside its versions, with the record of its moves.

Knows files and names only, so that a command that reads no warehouse loads no database.
"""

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

Edition = Literal["published", "demo"]
EDITIONS: tuple[Edition, ...] = ("published", "demo")
How = Literal["build", "add", "rollback"]

_WAREHOUSE = Path(__file__).resolve().parent.parent / "data" / "warehouse"
_POINTER = "current"
_LONGEST_VERSION = 64
_LONGEST_RECORD = 50
_WAREHOUSE_SETTING = "ITA_WAREHOUSE"
_log = logging.getLogger(__name__)


class NoWarehouseError(Exception):
    """The edition has no usable warehouse; it has to be built."""


class NotAllowedError(NoWarehouseError):
    """The edition has a warehouse, but the account that runs this may not read ``path``."""

    def __init__(self, edition: Edition, path: Path) -> None:
        super().__init__(edition)
        self.path = path


@dataclass(frozen=True)
class Version:
    """One built warehouse. Hashable, so it can key a cache; ``written_at`` tells a repaired file apart."""

    edition: Edition
    version_id: str
    path: Path
    written_at: int = 0

    @property
    def is_simulated(self) -> bool:
        """Whether its figures are made up."""
        return self.edition == "demo"


@dataclass(frozen=True)
class Publication:
    """One move of the pointer: the version that became current, when (UTC), how, by whom and why.

    ``is_kept`` says whether the version's file is still there, ``is_current`` whether the version
    is the one in use; a version may have been published more than once.
    """

    version_id: str
    published_at: datetime
    how: How
    by: str = ""
    note: str = ""
    is_kept: bool = False
    is_current: bool = False


def warehouse_folder() -> Path:
    """Where the warehouses lie: ITA_WAREHOUSE when an operator sets it, else data/warehouse."""
    return Path(os.environ.get(_WAREHOUSE_SETTING) or _WAREHOUSE)


def current_version(edition: Edition) -> Version:
    """The version the pointer of ``edition`` names.

    Raises NoWarehouseError when there is none, NotAllowedError when it may not be read.
    """
    folder = warehouse_folder() / edition
    try:
        version_id = pointed_version(folder)
        if version_id is None:
            raise NoWarehouseError(edition)
        path = version_path(folder, version_id)
        with path.open("rb") as file:
            return Version(edition, version_id, path, os.fstat(file.fileno()).st_mtime_ns)
    except PermissionError as error:
        raise NotAllowedError(edition, Path(error.filename)) from error
    except OSError as error:
        raise NoWarehouseError(edition) from error


def version_path(folder: Path, version_id: str) -> Path:
    """Where a version's file lies."""
    return folder / f"ita-{version_id}.duckdb"


def pointed_version(folder: Path) -> str | None:
    """The id on the first line of the pointer in ``folder``; None when there is none.

    Raises PermissionError when the pointer may not be read.
    """
    return _as_id(_pointer_text(folder).partition(b"\n")[0])


def _pointer_text(folder: Path) -> bytes:
    """The pointer in ``folder``, empty when there is none."""
    try:
        return (folder / _POINTER).read_bytes()
    except PermissionError:
        raise
    except OSError:
        return b""


def publications(edition: Edition) -> list[Publication]:
    """Every move of the pointer of ``edition`` on record, newest first; none before the first build."""
    return publications_in(warehouse_folder() / edition)


def publications_in(folder: Path) -> list[Publication]:
    """The record of a folder of versions, newest first.

    A pointer from before there was a record, or with a damaged one, tells of the build that wrote it.
    Raises PermissionError when the pointer may not be read.
    """
    pointer = folder / _POINTER
    first, *lines = _pointer_text(folder).split(b"\n")
    current = _as_id(first)
    if current is None:
        return []
    try:
        moves = [_publication(**json.loads(line)) for line in lines if line]
    except (TypeError, ValueError) as error:
        _log.warning("the record in %s cannot be read: %s", pointer, error)
        moves = []
    if not moves or moves[0].version_id != current:
        written_at = datetime.fromtimestamp(pointer.stat().st_mtime, UTC)
        moves = [Publication(current, written_at, "build"), *moves]
    return [
        replace(
            move,
            is_kept=version_path(folder, move.version_id).is_file(),
            is_current=move.version_id == current,
        )
        for move in moves
    ]


def pointer_text(moves: Sequence[Publication]) -> str:
    """What the pointer says after ``moves``, newest first: the current version, then the record."""
    record = [
        json.dumps(
            {
                "version_id": move.version_id,
                "published_at": move.published_at.isoformat(timespec="seconds"),
                "how": move.how,
                "by": move.by,
                "note": move.note,
            },
            ensure_ascii=False,
        )
        for move in moves[:_LONGEST_RECORD]
    ]
    return "\n".join([moves[0].version_id, *record, ""])


def _as_id(line: bytes) -> str | None:
    text = line.strip()
    is_id = text.isalnum() and len(text) <= _LONGEST_VERSION
    return text.decode("ascii") if is_id else None


def _publication(version_id: str, published_at: str, how: How, by: str, note: str) -> Publication:
    if how not in get_args(How):
        raise ValueError(how)
    return Publication(version_id, datetime.fromisoformat(published_at), how, by, note)
