"""``python -m etl.read [--prose] FILE``: the document as JSON, or its text, each page told on stderr.

Exit 2 and an error as JSON when the file cannot be read, 3 when memory does not suffice, 4 when the
disk is full that the answer goes to.
"""

import io
import os
import signal
import sys
from pathlib import Path

from etl.errors import InputError
from etl.read import read_document
from etl.read.guarded import (
    BAD_INPUT,
    DISK_IS_FULL,
    NO_ROOM,
    OUT_OF_MEMORY,
    PROGRESS,
    PROSE,
    error_json,
    to_json,
)
from ita.reading_limits import LONGEST_SECONDS, MOST_MEMORY

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def _limit_resources() -> None:
    """Bound memory and time, and end with whoever asked; only Linux keeps such bounds."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - not on every system
        import resource  # noqa: PLC0415

        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS))


def _report(done: int, pages: int) -> None:
    print(PROGRESS.format(done=done, pages=pages), file=sys.stderr, flush=True)  # noqa: T201


def _answer(path: Path, *, is_prose: bool) -> str:
    content = path.read_bytes()
    if not is_prose:
        return to_json(read_document(content, path.name, _report))
    from etl.read.prose import read_prose  # noqa: PLC0415 - tables need no reader of documents

    return "\n".join(read_prose(content, path.name, _report))


def main(path: Path, *, is_prose: bool = False) -> int:
    """Read one file, print what came of it, and say how it ended."""
    _limit_resources()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever is set: a program reads it
    try:
        print(_answer(path, is_prose=is_prose))  # noqa: T201
    except InputError as error:
        print(error_json(error))  # noqa: T201
        return BAD_INPUT
        sys.stdout.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError as error:
        if error.errno not in DISK_IS_FULL:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # there is room for nothing
        return NO_ROOM
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[-1]), is_prose=PROSE in sys.argv[1:-1]))
