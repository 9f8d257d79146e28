"""``add``, ``versions`` and ``rollback``: files for good, what was published, and the way back."""

import getpass
import hashlib
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from etl import publish, withdrawal
from etl.addition import Addition, Papers, adding, at_rest
from etl.commands.build import build_from, inputs
from etl.commands.check import check_own, given_in, tell_page
from etl.commands.console import (
    data_option,
    legible,
    office_option,
    or_exit,
    out_option,
    step,
    tell,
    words_option,
)
from etl.corrections import Correction, check_signed, correct, read_corrections
from etl.errors import InputError
from etl.given import GivenFile, Unpacking, given_files
from etl.harmonise import readings
from etl.read.document import Document
from etl.read.guarded import Reader, reader_of, to_json
from etl.read.kept import keep
from etl.read.reading import read_words
from etl.read.sidecar import read_raw_files, source_of
from etl.review import AUTHORITY, Checked, check_told, year_of
from etl.sources import read_raw
from ita.offices import office_index
from ita.pointer import publications_in, version_path
from ita.wording import LANGUAGES, Say

_SOME_REFUSED = 1
_UNSTATED = "ไม่ได้ระบุ"
_OBEC = "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน (สพฐ.)"
_LICENCE = "ผู้เผยแพร่ไม่ได้ระบุสัญญาอนุญาต ใช้เฉพาะข้อเท็จจริงและตัวเลข"


def user_name() -> str:
    """Who runs the command: the account's name, or its number where it has none, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else _UNSTATED


def _words(name: str, **options: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - as click's own
    """An option of words that go on record."""

    def in_letters(_context: click.Context, _option: click.Parameter, text: str | None) -> Any:  # noqa: ANN401
        return None if text is None else legible(text)

    return click.option(name, callback=in_letters, **options)


by_option = _words("--by", default=user_name, help="Who does it; goes on record.")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--year", type=int, help="Fiscal year (พ.ศ.) where a file names none or another.")
@_words("--title", help="What the document calls itself; its file name otherwise.")
@_words("--publisher", help="Who published it; of an announcement OBEC otherwise.")
@_words("--published-on", default=_UNSTATED, help="Its date, such as 2024-07-31.")
@_words("--licence", default=_LICENCE, show_default=True)
@_words("--note", default="", help="What a reader should know; goes on record.")
@_words("--location", default="", help="Address of the page, of a statement.")
@words_option
@office_option
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True),
    help="Decisions on their cells, as in data/corrections.csv.",
)
@click.option("--other-year", is_flag=True, help="A file names another year, and --year is meant.")
@click.option(
    "--draft",
    "drafts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    hidden=True,
    help="The folder of a review on the screen, with its file, year and decisions.",
)
@by_option
@data_option
@out_option
def add(
    files: tuple[Path, ...],
    drafts: tuple[Path, ...],
    decisions: Path | None,
    data: Path,
    out: Path,
    **said: Any,  # noqa: ANN401 - options, one a field
) -> None:
    """Add FILES for good and publish one new version with them: files, folders, ZIPs of files.

    The version is built and proved aside first; what does not pass leaves no trace. Of many files
    those that cannot be added are told, the others are. Exit 0 all are in, 1 some are not, 2 none is.
    """
    if not files and not drafts:
        raise click.UsageError(_both("add.no_files"))

    def work() -> None:
        step("add.reading")
        with tempfile.TemporaryDirectory(prefix="ita-add-") as folder:
            given = [*given_files(files, Unpacking(Path(folder))), *map(given_in, drafts)]
            if len(given) > 1 and (said["title"] or said["words"]):
                raise click.UsageError(_both("add.one_file"))
            drafted = read_corrections(decisions, is_draft=True) if decisions else []
            check_signed(drafted, decisions or data)
            batch = Batch(is_many=len(given) > 1)
            with reader_of(len(given)) as read_one:
                for each in given:
                    with batch.one():
                        batch.read.append(_read(each, said, read_one))
            batch.stop_if_none(batch.read)
            with adding(data, step) as addition:
                for read in batch.read:
                    with batch.one():
                        _place(read, addition, drafted, decisions)
                batch.stop_if_none(addition.placed)
                if not batch.refused:
                    own = (placed.source_id for placed in addition.placed)
                    check_own(drafted, own, decisions or data)
                _publish(addition, out / "published", said["by"], said["note"])
        if batch.refused:
            tell("add.some_refused", count=len(batch.refused), all=len(given))
            sys.exit(_SOME_REFUSED)

    or_exit(work, out, publish.room(out / "published"))


@click.command()
@out_option
def versions(out: Path) -> None:
    """List what was published, newest first: when, how, by whom, and whether it can be gone back to."""
    or_exit(lambda: _list(out / "published"), out)


@click.command()
@click.argument("version")
@_words("--note", default="", help="Why; goes on record.")
@by_option
@data_option
@out_option
def rollback(version: str, note: str, by: str, data: Path, out: Path) -> None:
    """Make a kept VERSION current again; files added since step aside, and nothing is deleted."""

    def work() -> None:
        moved: list[str] = []

        def commit(path: Path) -> None:
            moved.extend(withdrawal.go_to(data, path))

        with at_rest(data, step):
            publish.rollback(out / "published", version, by, note, step, commit=commit)
        tell("versions.rolled_back", version=version)
        for source_id in moved:
            tell("versions.moved", source=source_id)

    or_exit(work, out, publish.ROOM_FOR_A_RECORD)


def _list(folder: Path) -> None:
    """Raises PermissionError when the pointer or the version in use may not be read."""
    found = publications_in(folder)
    if not found:
        tell("versions.none")
    for place, each in enumerate(found):
        state = "current" if place == 0 else "kept" if each.is_kept else "gone"
        at = each.published_at.strftime("%Y-%m-%d %H:%M UTC")
        told = [_both(f"versions.how.{each.how}"), _both(f"versions.state.{state}")]
        click.echo("  ".join([each.version_id, at, *told, each.by, each.note]).rstrip())
    for current in found[:1]:
        if current.is_kept:
            version_path(folder, current.version_id).open("rb").close()


def _both(key: str) -> str:
    return "/".join(Say(language)(key) for language in LANGUAGES)


@dataclass
class Batch:
    """Files that go together: those read so far, and why others are refused."""

    is_many: bool
    read: list["ReadFile"] = field(default_factory=list)
    refused: list[InputError] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Work on one file; where it is refused that is told, and does not keep the others."""
        try:
            yield
        except InputError as error:
            self.refused.append(error)
            if self.is_many:
                tell("add.refused")
                click.echo(str(error))

    def stop_if_none(self, left: Sequence[object]) -> None:
        """Raise InputError where every file is refused: that of the file itself where it is one."""
        if left:
            return
        if len(self.refused) == 1:
            raise self.refused[0]
        raise InputError("none_added", file="–", count=len(self.refused))


@dataclass(frozen=True)
class ReadFile:
    """A file that was read: what it holds, its papers, and the decisions it came with."""

    given: GivenFile
    document: Document
    papers: Papers
    content: bytes


def _read(given: GivenFile, said: Mapping[str, Any], read: Reader) -> ReadFile:
    """A given file, told with what it is. Raises InputError where it cannot be added."""
    if given.refused:
        raise given.refused
    if not given.path.is_file():
        raise InputError("no_such_file", file=given.path)
    words = given.words or said["words"]
    try:
        document = (
            read_words(words, given.path.read_bytes(), given.path.name)
            if words
            else given.document or read(given.path, tell_page)
        )
        papers = replace(_papers(given, document, said), words=words)
    except InputError as error:
        error.file = given.name if error.file == given.path.name else error.file
        raise
    tell(
        "add.read",
        name=legible(given.name),
        kind=_both(f"kind.{document.kind}"),
        fiscal_year=papers.fiscal_year,
        rows=len(document.rows),
    )
    content = given.path.read_bytes()
    if not words:
        keep(content, document)
    return ReadFile(given, document, papers, content)


def _papers(given: GivenFile, document: Document, said: Mapping[str, Any]) -> Papers:
    if document.kind == "scan":
        raise InputError("scan", file=given.name, pages=document.pages)
    year = given.year or said["year"]
    office = given.office or said["office"]
    checked = Checked(given.name, "", document, office, year)
    check_told(checked)
    papers = Papers(
        kind=document.kind,
        fiscal_year=year_of(checked, year),
        file_name=legible(given.path.name),
        form=document.form,
        title=said["title"] or _title(given, document),
        publisher=said["publisher"] or _publisher(document),
        published_on=said["published_on"],
        licence=said["licence"],
        office=office,
        location=given.location or said["location"],
        note=" · ".join(filter(None, (said["note"], *_sources(document)))) or _UNSTATED,
        added_by=said["by"],
        added_on=datetime.now(UTC).date(),
        authority=AUTHORITY[document.kind],
    )
    if not (said["other_year"] or given.year):
        _check_year(document, papers)
    return papers


def _title(given: GivenFile, document: Document) -> str:
    if document.kind == "exchange":
        return Say("th")("exchange.title.published", office=_publisher(document))
    return given.title or legible(given.path.stem)


def _publisher(document: Document) -> str:
    """OBEC of an announcement, of an exchange file the office whose figures they are."""
    if document.kind == "exchange":
        return document.around[0]
    return _OBEC if document.kind == "announcement" else _UNSTATED


def _sources(document: Document) -> tuple[str, ...]:
    """What the figures of an exchange file rest on where they come from."""
    return document.around[1:] if document.kind == "exchange" else ()


def _check_year(document: Document, papers: Papers) -> None:
    """A file is not taken for another year than the one it names by an oversight."""
    named = None if document.kind == "statement" else document.fiscal_year
    if named not in (None, papers.fiscal_year):
        raise InputError("other_year", file=papers.file_name, named=named, year=papers.fiscal_year)


def _place(
    each: ReadFile, addition: Addition, drafted: Sequence[Correction], path: Path | None
) -> None:
    """Put a file in the twin with its decisions. Raises InputError, the twin as it was, if it may not."""
    own = each.given.decisions
    if own:
        drafted, path = read_corrections(own, is_draft=True), own
        check_signed(drafted, own)
    papers, rows = each.papers, each.document.rows
    raw_files = read_raw_files(addition.data / "raw")
    digest = hashlib.sha256(each.content).hexdigest()
    source_id = source_of(raw_files, digest, papers.kind, papers.fiscal_year)
    decisions = [decision for decision in drafted if decision.source_id == source_id]
    if own:
        check_own(drafted, [source_id], own)
    correct(readings(source_id, papers.fiscal_year, rows), decisions, path or addition.home)
    if papers.kind == "announcement":
        _check_whole(digest, len(rows), papers, addition.data)
    reading = to_json(each.document) if each.document.pages_by_machine else ""
    placed = addition.place(each.content, papers, decisions, reading)
    key = "add.there" if placed.folder is None else "add.source"
    tell(key, source=source_id, name=legible(each.given.name))


def _check_whole(digest: str, rows: int, papers: Papers, data: Path) -> None:
    """An announcement stands for its year: one with fewer rows than it replaces would empty places."""
    read = read_raw(data, office_index())
    if digest in {raw_file.sha256 for raw_file in read.raw_files}:
        return
    for raw_file in read.raw_files:
        before = read.rows_read[raw_file.source_id]
        is_replaced = (raw_file.kind, raw_file.fiscal_year) == (papers.kind, papers.fiscal_year)
        if is_replaced and rows < before:
            raise InputError(
                "smaller_announcement",
                file=papers.file_name,
                rows=rows,
                before=before,
                source=raw_file.source_id,
            )


def _publish(addition: Addition, folder: Path, by: str, note: str) -> None:
    """A new version with the files in it, and how many doubts each has left."""
    tables = build_from(
        addition.data,
        folder,
        publish.version_of(inputs(addition.data)),
        how="add",
        by=by,
        note=note,
        commit=addition.commit,
    )
    findings = tables["finding"]
    doubts = Counter(findings.loc[findings["decision"] == "open", "source_id"])
    for source_id in dict.fromkeys(placed.source_id for placed in addition.placed):
        tell("add.doubts", source=source_id, count=doubts[source_id])
