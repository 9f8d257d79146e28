"""``python -m etl.read [--prose] FILE``: the document as JSON, or its text, each page told on stderr.

``--many`` reads file after file, each named on standard input and read by a fork of this process.
Exit 2 and an error as JSON when the file cannot be read, 3 when memory does not suffice, 4 when the
disk is full that the answer goes to.
"""

import gc
import io
import json
import os
import signal
import sys
from pathlib import Path

from etl.errors import InputError
from etl.read import read_document
from etl.read.guarded import (
    BAD_INPUT,
    DISK_IS_FULL,
    ENDED,
    MANY,
    NO_ROOM,
    OUT_OF_MEMORY,
    PROGRESS,
    PROSE,
    error_json,
    to_json,
)
from ita.offices import office_index
from ita.reading_limits import LONGEST_SECONDS, MOST_MEMORY

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def _end_with_parent() -> None:
    """End with whoever asked; only Linux does."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - not on every system

        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)


def _limit_resources() -> None:
    """Bound memory and time; only Linux keeps such bounds."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415

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
    _end_with_parent()
    _limit_resources()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever is set: a program reads it
    try:
        print(_answer(path, is_prose=is_prose), flush=True)  # noqa: T201
    except InputError as error:
        print(error_json(error), flush=True)  # noqa: T201
        return BAD_INPUT
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError as error:
        if error.errno not in DISK_IS_FULL:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # there is room for nothing
        return NO_ROOM
    return 0


def read_many() -> None:
    """Read every file named on standard input in a fork of this process, and tell how each ended."""
    from etl.read import pdf, word, xlsx  # noqa: F401, PLC0415 - loaded once for every fork

    office_index()
    gc.freeze()
    _end_with_parent()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(main(Path(json.loads(line))))  # taking all down that was loaded takes longer
        _, status = os.waitpid(child, 0)
        ended = ENDED.format(status=os.waitstatus_to_exitcode(status))
        print(f"\n{ended}", file=sys.stderr, flush=True)  # noqa: T201 - on a line of its own


if __name__ == "__main__":
    if sys.argv[1] == MANY:
        read_many()
    else:
        sys.exit(main(Path(sys.argv[-1]), is_prose=PROSE in sys.argv[1:-1]))
