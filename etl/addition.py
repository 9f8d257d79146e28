"""Adding files for good: tried on a twin of the data folder, then moved in by a rename each.

The twin holds the data as they will be. The new version is built from it and proved before anything
of the real folder is touched, so files that do not pass leave no trace and nothing needs undoing.
Decisions travel inside the folder of the file they came with: a kill between a rename and the
record of decisions is completed by whoever opens the data next. A kill between two renames leaves
the files before it in and those after it out, each whole: adding them again adds the rest.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl import withdrawal
from etl.corrections import Correction, corrections_text, read_corrections
from etl.durable import exclusive, replace, sync_folder, write
from etl.errors import InputError
from etl.read.sidecar import RawFile, read_raw_files, reading_of, source_of
from etl.record import RECORD, merged

_TWIN = ".adding-"
DECISIONS = ".decisions.csv"
_REPLACED_BY_SAME = {"announcement": "fiscal_year", "exchange": "publisher"}
_SUFFIX = re.compile(r"\.(?!toml$)[a-z0-9]{1,5}", re.ASCII)
_DELETE = "\x7f"  # the one character JSON leaves bare and TOML forbids

Report = Callable[[str], None]


@dataclass(frozen=True)
class Papers:
    """What the steward says about a file; ``form`` is what its reader recognised it as.

    Of a statement ``office`` is whose it is where its text names none, ``location`` where it was found,
    ``words`` what a person says a picture tells.
    """

    kind: str
    fiscal_year: int
    file_name: str
    form: str
    title: str
    publisher: str
    published_on: str
    licence: str
    note: str
    added_by: str
    added_on: date
    authority: int = 1
    office: str = ""
    location: str = ""
    words: str = ""


@dataclass(frozen=True)
class Placed:
    """A file in the twin: its papers, its decisions and its folder, None where it was there before."""

    source_id: str
    papers: Papers
    decisions: Sequence[Correction]
    folder: Path | None


@dataclass(frozen=True)
class Addition:
    """Files about to be added: ``data`` is the twin to build from, ``home`` the real data folder.

    ``before`` is the record of decisions as it was when the twin was made.
    """

    data: Path
    home: Path
    before: bytes
    placed: list[Placed] = field(default_factory=list)

    def place(
        self,
        content: bytes,
        papers: Papers,
        decisions: Sequence[Correction] = (),
        reading: str = "",
    ) -> Placed:
        """Put a file and its decisions in the twin; ``reading`` is what a machine read in its pictures.

        Content that is there already keeps its place and its papers; only the decisions are new then.
        Raises InputError, with the twin as it was, where it is there as something else.
        """
        source_id, folder = _place(self.data, content, papers, reading)
        record = self.data / RECORD
        write(record, merged(record.read_bytes(), decisions))
        self.placed.append(Placed(source_id, papers, decisions, folder))
        return self.placed[-1]

    def commit(self) -> None:
        """Move the files and their decisions into the real data folder.

        Raises InputError when somebody edited the record of decisions since, and OSError, with
        nothing moved, when the system refuses.
        """
        record = self.home / RECORD
        if record.read_bytes() != self.before:
            raise InputError("changed_meanwhile", file=record)
        moved: list[tuple[Path, Path]] = []
        try:
            for each in self.placed:
                if each.folder is None:
                    continue
                write(each.folder / DECISIONS, corrections_text(each.decisions).encode())
                place = self.home / each.folder.relative_to(self.data)
                place.parent.mkdir(exist_ok=True)
                each.folder.rename(place)
                moved.append((each.folder, place))
                sync_folder(place.parent)
            replace(self.data / RECORD, record)
        except OSError:
            for folder, place in reversed(moved):
                place.rename(folder)
            raise
        for _, place in moved:
            (place / DECISIONS).unlink()

    def own_name(self, file: str) -> str:
        """What people call a file of the twin: its own name, or its place in the real data folder."""
        path = Path(file)
        if not path.is_relative_to(self.data):
            return file
        place = self.home / path.relative_to(self.data)
        names = (p.papers.file_name for p in self.placed if p.folder in path.parents)
        return next(names, str(place))


@contextmanager
def at_rest(data: Path, report: Report) -> Iterator[None]:
    """Hold the data folder with no addition under way; one that a kill cut short is completed.

    A folder that may not be written to is at rest. Raises InputError when another process does not
    stop adding.
    """
    if not os.access(data, os.W_OK):
        yield
        return
    with exclusive(data, report):
        _settle(data)
        yield


@contextmanager
def adding(data: Path, report: Report) -> Iterator[Addition]:
    """A twin of ``data`` to place files in; ``data`` stays as it is until commit.

    InputErrors raised inside speak of files by their own names and of ``data``, not of the twin.
    """
    with at_rest(data, report):
        root = data / f"{_TWIN}{os.getpid()}"
        twin = root / data.name
        try:
            addition = Addition(twin, data, _copy(data, twin))
            try:
                yield addition
            except InputError as error:
                error.file = addition.own_name(error.file)
                raise
        finally:
            shutil.rmtree(root, ignore_errors=True)


def sidecar_text(fields: Mapping[str, str | int | Sequence[str]]) -> str:
    """The papers as TOML, whose strings, numbers and lists are written as in JSON but for one character."""
    values = {
        name: json.dumps(field, ensure_ascii=False).replace(_DELETE, "\\u007f")
        for name, field in fields.items()
    }
    return "".join(f"{name} = {value}\n" for name, value in values.items())


def _settle(data: Path) -> None:
    """Complete what a kill cut short, and remove what additions that died left behind."""
    withdrawal.complete(data)
    for leftover in data.glob(f"{_TWIN}*"):
        shutil.rmtree(leftover)
    for pending in sorted(data.glob(f"raw/*/*/{DECISIONS}")):
        record = data / RECORD
        aside = pending.with_name(f".{RECORD}")
        write(aside, merged(record.read_bytes(), read_corrections(pending)))
        replace(aside, record)
        pending.unlink()


def _copy(data: Path, twin: Path) -> bytes:
    """Make the twin, its unchanging files by links; returns the record of decisions."""
    record = data / RECORD
    if not record.is_file():
        raise InputError("no_corrections", file=record)
    hidden = shutil.ignore_patterns(".*")
    for part in ("raw", "reference"):
        shutil.copytree(data / part, twin / part, ignore=hidden, copy_function=_link)
    shutil.copy(record, twin)
    return record.read_bytes()


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def _place(twin: Path, content: bytes, papers: Papers, reading: str) -> tuple[str, Path | None]:
    """Put the file and its papers where they will be; nowhere when the content is there already."""
    raw_files = read_raw_files(twin / "raw")
    digest = hashlib.sha256(content).hexdigest()
    source_id = source_of(raw_files, digest, papers.kind, papers.fiscal_year)
    for raw_file in raw_files:
        if raw_file.source_id == source_id:
            _check_same(raw_file, papers)
            return source_id, None
    folder = twin / "raw" / str(papers.fiscal_year) / source_id
    folder.mkdir(parents=True)
    file = folder / f"{source_id}{_suffix(papers)}"
    write(file, content)
    fields: dict[str, str | int | Sequence[str]] = {
        "source_id": source_id,
        "kind": papers.kind,
        "file": file.name,
        "title": papers.title,
        "publisher": papers.publisher,
        "published_on": papers.published_on,
        "fiscal_year": papers.fiscal_year,
        "authority": papers.authority,
        "sha256": digest,
        "licence": papers.licence,
        "note": papers.note,
        "file_name": papers.file_name,
        "form": papers.form,
        "added_by": papers.added_by,
        "added_on": papers.added_on.isoformat(),
        "replaces": _replaced(raw_files, papers),
        **{
            name: text
            for name in ("office", "location", "words")
            if (text := getattr(papers, name))
        },
    }
    if reading:
        write(reading_of(file), reading.encode())
        fields["reading_sha256"] = hashlib.sha256(reading.encode()).hexdigest()
    write(file.with_suffix(".toml"), sidecar_text(fields).encode())
    sync_folder(folder)
    return source_id, folder


def _suffix(papers: Papers) -> str:
    """That of the original name where it is a plain one; no reader goes by it."""
    suffix = Path(papers.file_name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else f".{papers.form}"


def _check_same(raw_file: RawFile, papers: Papers) -> None:
    if (raw_file.fiscal_year, raw_file.kind) != (papers.fiscal_year, papers.kind):
        raise InputError(
            "added_before",
            file=papers.file_name,
            source_id=raw_file.source_id,
            fiscal_year=raw_file.fiscal_year,
            kind=raw_file.kind,
        )
    if raw_file.words != papers.words:
        raise InputError("other_words", file=papers.file_name, source_id=raw_file.source_id)


def _replaced(raw_files: Sequence[RawFile], papers: Papers) -> list[str]:
    """What a new file takes the place of: announcements of its year, what its office sent before."""
    same = _REPLACED_BY_SAME.get(papers.kind)
    return sorted(
        raw_file.source_id
        for raw_file in raw_files
        if same
        and raw_file.kind == papers.kind
        and getattr(raw_file, same) == getattr(papers, same)
    )
