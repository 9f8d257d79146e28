"""Reading in a process of its own: what a hostile file does there, it does not do to the caller.

``python -m etl.read FILE`` reads under a limit of memory; here is who starts it, stops it in time
and takes its answer.
"""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any, get_args

from etl.errors import InputError
from etl.read.document import (
    Box,
    Document,
    Form,
    Kind,
    PrintedRow,
    ReadCell,
    Remark,
    Report,
)
from etl.read.reading import silent
from etl.read.sidecar import LARGEST_FILE
from ita.reading_limits import LONGEST_SECONDS

BAD_INPUT = 2
OUT_OF_MEMORY = 3
NO_ROOM = 4
DISK_IS_FULL = (errno.ENOSPC, errno.EDQUOT)
PROSE = "--prose"
PROGRESS = "page {done}/{pages}"
_PROGRESS = re.compile(r"page (\d+)/(\d+)")
# A second thread for matrices would only wait: pages of a scan are taken apart beside.
ENVIRONMENT = {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
_ROOT = Path(__file__).resolve().parents[2]


def read_guarded(path: Path, report: Report = silent) -> Document:
    """The document of a file, read by a child process; ``report`` hears of each page.

    Raises InputError when the file cannot be read, or reading takes too much memory or time, and
    OSError when there is no such file or no room for the answer.
    """
    return from_json(_answer(path, report))


def read_prose_guarded(path: Path, report: Report = silent) -> str:
    """The running text of a file, a line a paragraph, read and refused like a document."""
    return _answer(path, report, PROSE)


def _answer(path: Path, report: Report, *how: str) -> str:
    """What the child prints of a file."""
    if path.stat().st_size > LARGEST_FILE:
        raise InputError("too_large", file=path.name, megabytes=LARGEST_FILE // 1024**2)
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as answer:
        with _child(path, answer.fileno(), how) as (child, is_late):
            for line in child.stderr or ():
                progress = _PROGRESS.match(line)
                if progress:
                    report(int(progress[1]), int(progress[2]))
        answer.seek(0)
        return _answered(answer.read(), child.returncode, path.name, is_late=bool(is_late))


def to_json(document: Document) -> str:
    """The document as JSON, for ``from_json``."""
    fields = {**asdict(document), "titles": dict(document.titles)}
    return json.dumps(fields, ensure_ascii=False)


def from_json(text: str) -> Document:
    """The document ``to_json`` wrote. Raises InputError when the text is no such thing."""
    try:
        return _document(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise InputError("bad_document", file="JSON", reason=error) from error


def error_json(error: InputError) -> str:
    """An error as JSON: its key, where it stands, and what its sentence is filled with."""
    values = {
        name: value if isinstance(value, int) else str(value)
        for name, value in error.values.items()
    }
    where = {"file": error.file, "line": error.line, "column": error.column}
    return json.dumps({"error": {"key": error.key, **where, "values": values}}, ensure_ascii=False)


@contextmanager
def _child(
    path: Path, answer: int, how: tuple[str, ...]
) -> Iterator[tuple[subprocess.Popen[str], list[bool]]]:
    """The reading process; the list fills when it had to be stopped for its time."""
    is_late: list[bool] = []

    def stop_late() -> None:
        is_late.append(True)
        _stop(child)

    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "etl.read", *how, str(path.resolve())],
        cwd=_ROOT,
        env={**os.environ, **ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        stdout=answer,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    timer = Timer(LONGEST_SECONDS, stop_late)
    timer.daemon = True
    timer.start()
    try:
        with child:
            try:
                yield child, is_late
            except BaseException:
                _stop(child)
                raise
    finally:
        timer.cancel()


def _stop(child: subprocess.Popen[str]) -> None:
    """End a child with all that it may have started."""
    if child.poll() is not None:
        return
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)


def _answered(text: str, status: int, name: str, *, is_late: bool) -> str:
    if is_late:
        raise InputError("too_slow", file=name, seconds=LONGEST_SECONDS)
    if status < 0 or status == OUT_OF_MEMORY:
        raise InputError("too_heavy", file=name)
    if status == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), tempfile.gettempdir())
    if status == BAD_INPUT:
        error = json.loads(text)["error"]
        raise InputError(
            error["key"],
            file=error["file"],
            line=error["line"],
            column=error["column"],
            **error["values"],
        )
    if status != 0:
        raise InputError("reader_failed", file=name, status=status)
    return text


def _document(fields: Mapping[str, Any]) -> Document:
    kind, form = _one_of(fields["kind"], Kind), _one_of(fields["form"], Form)
    return Document(
        kind=kind,
        form=form,
        fiscal_year=_whole(fields["fiscal_year"]),
        stated_offices=_whole(fields["stated_offices"]),
        titles=_texts_by_word(fields["titles"]),
        rows=tuple(map(_row, fields["rows"])),
        pages=_whole(fields["pages"]) or 0,
        around=tuple(map(_text, fields["around"])),
        remarks=tuple(map(_remark, fields["remarks"])),
        pages_by_machine=tuple(map(_number, fields["pages_by_machine"])),
        text=_text(fields["text"]),
    )


def _row(fields: Mapping[str, Any]) -> PrintedRow:
    return PrintedRow(
        _whole(fields["page"]),
        _number(fields["row"]),
        _texts_by_word(fields["cells"]),
        _box(fields),
        {_text(word): _read_cell(cell) for word, cell in dict(fields["read_cells"]).items()},
        _whole(fields["fiscal_year"]),
        {_text(word): _stretch(ends) for word, ends in dict(fields["stretches"]).items()},
    )


def _stretch(ends: Any) -> tuple[int, int]:  # noqa: ANN401 - JSON
    start, end = map(_number, ends)
    return start, end


def _read_cell(fields: Mapping[str, Any]) -> ReadCell:
    if not isinstance(fields["is_doubtful"], bool):
        raise TypeError("is_doubtful is neither true nor false")
    return ReadCell(
        _text(fields["text"]),
        float(fields["probability"]),
        _text(fields["runner_up"]),
        fields["is_doubtful"],
        _box(fields),
    )


def _remark(fields: Mapping[str, Any]) -> Remark:
    values = {
        _text(name): value if type(value) is int else _text(value)
        for name, value in dict(fields["values"]).items()
    }
    return Remark(_text(fields["rule"]), _text(fields["column"]), values)


def _box(fields: Mapping[str, Any]) -> Box | None:
    ends = fields["box"]
    if ends is None:
        return None
    left, top, right, bottom = map(float, ends)
    return left, top, right, bottom


def _texts_by_word(fields: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    return {_text(word): _text(cell) for word, cell in dict(fields).items()}


def _text(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _whole(value: Any) -> int | None:  # noqa: ANN401
    if value is not None and type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value


def _number(value: Any) -> int:  # noqa: ANN401
    number = _whole(value)
    if number is None:
        raise TypeError("a number is missing")
    return number


def _one_of(value: Any, words: Any) -> Any:  # noqa: ANN401
    if value not in get_args(words):
        raise ValueError(f"{value!r} is none of {get_args(words)}")
    return value
