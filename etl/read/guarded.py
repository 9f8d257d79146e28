"""Reading in a process of its own: what a hostile file does there, it does not do to the caller.

``python -m etl.read FILE`` reads under a limit of memory; here is who starts it, stops it in time
and takes its answer. Of many files each is read by a fork of one such process, which has its readers
loaded and reads nothing itself.
"""

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
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
PROSE, MANY = "--prose", "--many"
PROGRESS = "page {done}/{pages}"
ENDED = "ended {status}"
_PROGRESS = re.compile(r"page (\d+)/(\d+)")
_ENDED = re.compile(r"ended (-?\d+)\n")
# A second thread for matrices would only wait: pages of a scan are taken apart beside.
ENVIRONMENT = {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
_ROOT = Path(__file__).resolve().parents[2]

Reader = Callable[[Path, Report], Document]


def read_guarded(path: Path, report: Report = silent) -> Document:
    """The document of a file, read by a child process; ``report`` hears of each page.

    Raises InputError when the file cannot be read, or reading takes too much memory or time, and
    OSError when there is no such file or no room for the answer.
    """
    return from_json(_answer(path, report))


def read_prose_guarded(path: Path, report: Report = silent) -> str:
    """The running text of a file, a line a paragraph, read and refused like a document."""
    return _answer(path, report, PROSE)


@contextmanager
def reader_of(files: int) -> Iterator[Reader]:
    """What reads so many files like ``read_guarded``: many by forks of one process, where that is safe.

    Linux alone can fork without harm, and ends a fork with whoever made it.
    """
    if files == 1 or sys.platform != "linux":
        yield read_guarded
        return
    with _answer_file() as answer:
        many = _Many(answer)
        try:
            yield many.read
        finally:
            many.end()


class _Many:
    """One process whose forks read file after file; where it had to be ended the next file starts another."""

    def __init__(self, answer: io.FileIO) -> None:
        self._answer = answer
        self._process: subprocess.Popen[str] | None = None

    def read(self, path: Path, report: Report) -> Document:
        """The document of a file, read and refused as by ``read_guarded``."""
        _check_size(path)
        self._answer.seek(0)  # for whoever writes it too: it is one place in the file
        self._answer.truncate()
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = _started([MANY], self._answer, stdin=subprocess.PIPE)
        process = self._process
        with _in_time(process) as is_late:
            print(json.dumps(str(path.resolve())), file=process.stdin, flush=True)
            status = self._status(process, report)
        return from_json(_answered(self._answer, status, path.name, is_late=bool(is_late)))

    def end(self) -> None:
        """End the process that forks."""
        if self._process is not None:
            _stop(self._process)
            with self._process:
                pass

    @staticmethod
    def _status(process: subprocess.Popen[str], report: Report) -> int:
        """How the reading of one file ended, or the process with it."""
        for line in process.stderr or ():
            _tell(line, report)
            if ended := _ENDED.fullmatch(line):
                return int(ended[1])
        return process.wait()


def _answer(path: Path, report: Report, *how: str) -> str:
    """What the child prints of a file."""
    _check_size(path)
    with _answer_file() as answer:
        with _started([*how, str(path.resolve())], answer) as child, _in_time(child) as is_late:
            for line in child.stderr or ():
                _tell(line, report)
        return _answered(answer, child.returncode, path.name, is_late=bool(is_late))


def _check_size(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise InputError("too_large", file=path.name, megabytes=LARGEST_FILE // 1024**2)


def _answer_file() -> io.FileIO:
    return tempfile.TemporaryFile(buffering=0)


def _tell(line: str, report: Report) -> None:
    progress = _PROGRESS.match(line)
    if progress:
        report(int(progress[1]), int(progress[2]))


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


def _started(
    arguments: list[str], answer: io.FileIO, stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    """The reading process, which prints to ``answer``."""
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "etl.read", *arguments],
        cwd=_ROOT,
        env={**os.environ, **ENVIRONMENT},
        stdin=stdin,
        stdout=answer,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


@contextmanager
def _in_time(child: subprocess.Popen[str]) -> Iterator[list[bool]]:
    """A file is read meanwhile; the list fills when the child had to be stopped for its time."""
    is_late: list[bool] = []

    def stop_late() -> None:
        is_late.append(True)
        _stop(child)

    timer = Timer(LONGEST_SECONDS, stop_late)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
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


def _answered(answer: io.FileIO, status: int, name: str, *, is_late: bool) -> str:
    answer.seek(0)
    text = answer.readall().decode()
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
