"""Files that survive a kill: written aside, flushed to the disk, moved in one step; one writer at a time."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from etl.errors import InputError

LOCK = ".lock"
_TRIES, _PAUSE = 20, 0.05
LONGEST_WAIT = 60.0  # seconds; a build of the whole country takes a few


@contextmanager
def exclusive(folder: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Hold ``folder`` for writing; the system lets go of it when the process dies, however it dies.

    ``report`` is told ``build.waiting`` when another process holds it. Raises InputError when that
    one is not done within LONGEST_WAIT. Not to be entered twice for one folder.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        report("build.waiting")
        _wait(lock, folder)
    try:
        yield
    finally:
        lock.release()


def _wait(lock: FileLock, folder: Path) -> None:
    try:
        lock.acquire(timeout=LONGEST_WAIT)
    except Timeout as error:
        raise InputError("busy", file=folder, seconds=round(LONGEST_WAIT)) from error


def replace(aside: Path, path: Path) -> None:
    """Move a finished file over ``path``: a reader finds the old content or the new, whole.

    Windows refuses while somebody has ``path`` open, so it is tried for a second; raises
    PermissionError after that.
    """
    sync(aside)
    for _ in range(_TRIES - 1):
        with suppress(PermissionError):
            aside.replace(path)
            break
        time.sleep(_PAUSE)
    else:
        aside.replace(path)
    sync_folder(path.parent)


def write(path: Path, content: bytes) -> None:
    """Write a file of its own, flushed to the disk, whole or not at all."""
    try:
        path.write_bytes(content)
        sync(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Have a file's content on the disk before anything names it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk, where the system offers it."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
