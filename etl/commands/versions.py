"""``add``, ``versions`` and ``rollback``: a file for good, what was published, and the way back."""

import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from etl import publish, withdrawal
from etl.addition import Addition, Papers, adding, at_rest
from etl.commands.build import build_from, inputs
from etl.commands.check import check_own, tell_page
from etl.commands.console import data_option, legible, or_exit, out_option, step, tell
from etl.corrections import check_signed, read_corrections
from etl.errors import InputError
from etl.read.document import Document
from etl.read.guarded import read_guarded
from etl.read.kept import keep
from etl.review import AUTHORITY, Checked, year_of
from etl.sources import read_raw
from ita.offices import office_index
from ita.store import publications_in, version_path
from ita.wording import LANGUAGES, Say

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
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=int, help="Fiscal year (พ.ศ.) where the file names none or another.")
@_words("--title", help="What the document calls itself; its file name otherwise.")
@_words("--publisher", help="Who published it; of an announcement OBEC otherwise.")
@_words("--published-on", default=_UNSTATED, help="Its date, such as 2024-07-31.")
@_words("--licence", default=_LICENCE, show_default=True)
@_words("--note", default="", help="What a reader should know; goes on record.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True),
    help="Decisions on its cells, as in data/corrections.csv.",
)
@click.option("--other-year", is_flag=True, help="FILE names another year, and --year is meant.")
@by_option
@data_option
@out_option
def add(
    file: Path,
    year: int | None,
    decisions: Path | None,
    by: str,
    data: Path,
    out: Path,
    *,
    other_year: bool,
    **said: str,
) -> None:
    """Add FILE for good and publish a new version with it.

    The version is built and proved aside first; a file that does not pass leaves no trace.
    """

    def work() -> None:
        step("add.reading")
        if not file.is_file():
            raise InputError("no_such_file", file=file)
        document = read_guarded(file, tell_page)
        papers = _papers(file, document, year, by, said)
        if not other_year:
            _check_year(document, papers)
        drafted = read_corrections(decisions, is_draft=True) if decisions else []
        check_signed(drafted, decisions or data)
        content = file.read_bytes()
        keep(content, document)
        with adding(data, content, papers, drafted, step) as addition:
            check_own(drafted, addition.source_id, decisions or data)
            _check_whole(addition, file)
            _publish(addition, out / "published", by, said["note"])

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


def _papers(
    file: Path, document: Document, year: int | None, by: str, said: dict[str, str]
) -> Papers:
    if document.kind == "scan":
        raise InputError("scan", file=file.name, pages=document.pages)
    return Papers(
        kind=document.kind,
        fiscal_year=year_of(Checked(file.name, "", document), year),
        file_name=legible(file.name),
        form=document.form,
        title=said["title"] or legible(file.stem),
        publisher=said["publisher"] or (_OBEC if document.kind == "announcement" else _UNSTATED),
        published_on=said["published_on"],
        licence=said["licence"],
        note=said["note"] or _UNSTATED,
        added_by=by,
        added_on=datetime.now(UTC).date(),
        authority=AUTHORITY[document.kind],
    )


def _check_year(document: Document, papers: Papers) -> None:
    """A file is not taken for another year than the one it names by an oversight."""
    named = document.fiscal_year
    if named not in (None, papers.fiscal_year):
        raise InputError("other_year", file=papers.file_name, named=named, year=papers.fiscal_year)


def _check_whole(addition: Addition, file: Path) -> None:
    """An announcement stands for its year: one with fewer rows than it replaces would empty places."""
    read = read_raw(addition.data, office_index())
    (own,) = (each for each in read.raw_files if each.source_id == addition.source_id)
    for replaced in own.replaces:
        rows, before = read.rows_read[own.source_id], read.rows_read[replaced]
        if rows < before:
            raise InputError(
                "smaller_announcement", file=file.name, rows=rows, before=before, source=replaced
            )


def _publish(addition: Addition, folder: Path, by: str, note: str) -> None:
    tell("add.source", source=addition.source_id)
    build_from(
        addition.data,
        folder,
        publish.version_of(inputs(addition.data)),
        how="add",
        by=by,
        note=note,
        commit=addition.commit,
    )
