"""``check``, ``review`` and ``picture``: what a file says, before anything is added."""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import click

from etl.commands.console import BAD_INPUT, data_option, office_option, refuse, tell, words_option
from etl.corrections import Correction, read_corrections
from etl.errors import InputError
from etl.given import GivenFile, Unpacking, given_files
from etl.read.document import Document, Report
from etl.read.guarded import Reader, from_json, read_guarded, reader_of, to_json
from etl.read.kept import readers
from etl.read.reading import read_words
from etl.read.sidecar import source_of
from etl.read.sniff import form_of
from etl.review import Checked, Review, known_besides, known_in, review_json, year_of
from etl.review import review as reviewed
from etl.sources import Read, roster_sizes
from ita.decisions import PIXELS_A_POINT
from ita.offices import office_index
from ita.wording import LANGUAGES, Say

_FOUND = 1
_DOCUMENT, _DECISIONS, _TYPED = "document.json", "decisions.csv", "typed.tsv"
_YEAR, _TO_PUBLISH, _PAPERS = "fiscal_year", "decisions-to-publish.csv", "papers.json"
_WORDS = "words.txt"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=int, help="Fiscal year (พ.ศ.) where the file names none or another.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True),
    help="Decisions to apply, as in data/corrections.csv.",
)
@office_option
@words_option
@click.option("--json", "as_json", is_flag=True, help="Rows and findings as JSON.")
@data_option
def check(
    file: Path,
    year: int | None,
    decisions: Path | None,
    office: str,
    words: str,
    data: Path,
    *,
    as_json: bool,
) -> None:
    """Read FILE, hold it against the rules and all that is known, and say what is doubtful.

    Exit 0 clean, 1 with findings, 2 unreadable. Nothing is written.
    """
    try:
        known = known_in(data)
        checked = _told(_no_scan(_checked(file, words, known, tell_page)), office, year)
        found = _review(checked, year, data, known, decisions)
    except InputError as error:
        if as_json:
            click.echo(_as_text(_unreadable(error), indent=1))
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    except OSError as error:
        refuse(error, file)
    if as_json:
        click.echo(_as_text(review_json(found, is_full=False), indent=1))
    else:
        _tell(found)
    sys.exit(0 if found.is_clean else _FOUND)


@click.command(hidden=True)
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@data_option
def review(folders: tuple[Path, ...], data: Path) -> None:
    """The full review of the file in each of FOLDERS for the screen, a line of JSON each, in their order.

    Before it, a line a page tells how far it is read. What was read is kept in the folder.
    """
    known = cache(lambda: known_in(data))
    with reader_of(len(folders)) as read:
        for folder in folders:
            click.echo(_as_text(_answer(folder, read, data, known)))


def _answer(folder: Path, read: Reader, data: Path, known: Callable[[], Read]) -> dict[str, Any]:
    """The review of the file in a folder, or why there is none."""
    year, office = _year_in(folder), _papers_in(folder).get("office", "")
    drafted = folder / _DECISIONS
    decisions = drafted if drafted.is_file() else None
    try:
        checked = _told(_checked_in(folder, read, known), office, year)
        if checked.document.kind == "scan":
            return _scan(checked, year)
        return review_json(_review(checked, year, data, known(), decisions), is_full=True)
    except InputError as error:
        messages = {f"message_{language}": error.message(language) for language in LANGUAGES}
        return {"error": {"key": error.key, **messages}}


@click.command(hidden=True)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def unpack(folder: Path) -> None:
    """Lay each file that FOLDER was given, those in ZIPs too, as a review of its own in FOLDER."""
    given = folder / "given"
    with tempfile.TemporaryDirectory(prefix="ita-unpack-") as aside:
        for number, each in enumerate(
            given_files(sorted(given.glob("*/*")), Unpacking(Path(aside)))
        ):
            upload = folder / f"{number + 1:03}" / "upload"
            upload.mkdir(parents=True)
            shutil.copy(each.path, upload)
    shutil.rmtree(given)


@click.command(hidden=True)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--page", "pages", type=click.IntRange(1), required=True, multiple=True)
def picture(folder: Path, pages: tuple[int, ...]) -> None:
    """Draw pages of the PDF or picture in FOLDER as page-N.png beside it."""
    from etl.read.pdf import page_picture  # noqa: PLC0415 - only this command draws
    from etl.read.scan.reading import picture_of  # noqa: PLC0415

    content = _upload(folder).read_bytes()
    draw = page_picture if form_of(content, "") == "pdf" else picture_of
    try:
        for done, page in enumerate(pages, start=1):
            target = folder / f"page-{page}.png"
            if not target.is_file():
                aside = target.with_suffix(".part")
                aside.write_bytes(draw(content, page, PIXELS_A_POINT))
                aside.replace(target)
            _report_page(done, len(pages), err=True)
            click.echo(str(target))
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)


def _review(
    checked: Checked, year: int | None, data: Path, read: Read, decisions: Path | None
) -> Review:
    fiscal_year = year_of(checked, year)
    source_id = source_of(read.raw_files, checked.sha256, checked.document.kind, fiscal_year)
    drafted = read_corrections(decisions, is_draft=True) if decisions else []
    check_own(drafted, [source_id], decisions or data)
    replacing = fiscal_year if checked.document.kind == "announcement" else None
    known = known_besides(read, source_id, replacing)
    return reviewed(
        checked,
        source_id,
        fiscal_year,
        known,
        _decisions(data, drafted),
        decisions or data / "corrections.csv",
    )


def _told(checked: Checked, office: str, year: int | None) -> Checked:
    """The file with what people say of its rows that tell no office or no year."""
    return replace(checked, office=office, told_year=year)


def _no_scan(checked: Checked) -> Checked:
    """The file, unless it is pictures only. Raises InputError for those: there is nothing to check."""
    if checked.document.kind == "scan":
        raise InputError("scan", file=checked.name, pages=checked.document.pages)
    return checked


def check_own(decisions: Sequence[Correction], source_ids: Iterable[str], path: Path) -> None:
    """Raise InputError where decisions are about other sources than the files they come with."""
    own = sorted(source_ids)
    others = sorted({each.source_id for each in decisions}.difference(own))
    if others:
        raise InputError("other_source", file=path, sources=", ".join(others), own=", ".join(own))


def _decisions(data: Path, drafted: Sequence[Correction]) -> list[Correction]:
    """What was decided before about this very file, and what the draft decides now."""
    on_record = read_corrections(data / "corrections.csv")
    return list({each.correction_id: each for each in (*on_record, *drafted)}.values())


def _checked(file: Path, words: str, known: Read, report: Report) -> Checked:
    if not file.is_file():
        raise InputError("no_such_file", file=file)
    if words:
        return _worded(file, words)
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    document = _read_when_added(known, digest) or read_guarded(file, report)
    return Checked(file.name, digest, document)


def _read_when_added(known: Read, digest: str) -> Document | None:
    """What was read of this very picture when it was added: decisions about it stay about that."""
    readings = (each.reading for each in known.raw_files if each.sha256 == digest)
    return next((from_json(reading) for reading in readings if reading), None)


def _worded(file: Path, words: str) -> Checked:
    """A picture with what a person says it tells."""
    content = file.read_bytes()
    document = read_words(words, content, file.name)
    return Checked(file.name, hashlib.sha256(content).hexdigest(), document)


def _checked_in(folder: Path, read: Reader, known: Callable[[], Read]) -> Checked:
    """The file of a review; read once, and again only after other rows or words were typed."""
    if words := _words_in(folder):
        return _worded(_upload(folder), words)
    file = folder / _TYPED if (folder / _TYPED).is_file() else _upload(folder)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    before = _read_before(folder, digest)
    if before:
        return Checked(file.name, digest, before)
    document, kept = _read_when_added(known(), digest), folder / _DOCUMENT
    document = document or read(file, _report_page)
    aside = kept.with_suffix(".part")
    aside.write_text(
        json.dumps({"sha256": digest, "readers": readers(), "document": to_json(document)}),
        encoding="utf-8",
    )
    aside.replace(kept)
    return Checked(file.name, digest, document)


def _read_before(folder: Path, digest: str) -> Document | None:
    """What was read of the file of a review, while neither it nor a reader has changed."""
    kept = folder / _DOCUMENT
    if not kept.is_file():
        return None
    read = json.loads(kept.read_text(encoding="utf-8"))
    is_same = (read["sha256"], read["readers"]) == (digest, readers())
    return from_json(read["document"]) if is_same else None


def _upload(folder: Path) -> Path:
    return next(path for path in sorted((folder / "upload").iterdir()) if path.is_file())


def _words_in(folder: Path) -> str:
    """What somebody typed from the picture of a review."""
    words = folder / _WORDS
    return words.read_text(encoding="utf-8") if words.is_file() else ""


def given_in(folder: Path) -> GivenFile:
    """The file of a review as it is to be added: what is read of it, its year and its decisions."""
    upload, typed, said = _upload(folder), folder / _TYPED, _papers_in(folder)
    decisions = folder / _TO_PUBLISH
    path = typed if typed.is_file() else upload
    return GivenFile(
        name=upload.name,
        path=path,
        document=_read_before(folder, hashlib.sha256(path.read_bytes()).hexdigest()),
        title=said.get("title") or upload.stem,
        year=_year_in(folder),
        office=said.get("office", ""),
        location=said.get("location", ""),
        words=_words_in(folder),
        decisions=decisions if decisions.is_file() else None,
    )


def _year_in(folder: Path) -> int | None:
    """The year somebody chose for the file of a review."""
    year = folder / _YEAR
    return int(year.read_text(encoding="ascii")) if year.is_file() else None


def _papers_in(folder: Path) -> dict[str, str]:
    """What somebody said of the file of a review."""
    papers = folder / _PAPERS
    said: dict[str, str] = (
        json.loads(papers.read_text(encoding="utf-8")) if papers.is_file() else {}
    )
    return said


def _report_page(done: int, pages: int, *, err: bool = False) -> None:
    click.echo(json.dumps({"done": done, "pages": pages}), err=err)


def tell_page(done: int, pages: int) -> None:
    """The page being read, on a terminal; a file of output is spared it."""
    if sys.stderr.isatty():
        says = " · ".join(
            Say(language)("check.page", done=done, pages=pages) for language in LANGUAGES
        )
        click.echo(f"\r{says}", nl=done == pages, err=True)


def _unreadable(error: InputError) -> dict[str, Any]:
    """What ``--json`` prints for a file that cannot be read: the schema, with why as its only finding."""
    why = {
        "rule": "file_unreadable",
        "severity": "error",
        "page": error.values.get("page"),
        "row": error.line,
        "column": error.column,
        "printed": None,
        "expected": None,
        "proposal": None,
        "message_th": error.message("th"),
        "message_en": error.message("en"),
    }
    kind = "scan" if error.key == "scan" else None
    return {"fiscal_year": None, "kind": kind, "rows": [], "findings": [why]}


def _scan(checked: Checked, year: int | None) -> dict[str, Any]:
    """A review of pictures: no rows yet; people type them from the pages."""
    fiscal_year = year or checked.document.fiscal_year
    return {
        "fiscal_year": fiscal_year,
        "read_fiscal_year": checked.document.fiscal_year,
        "kind": "scan",
        "form": checked.document.form,
        "file_name": checked.name,
        "sha256": checked.sha256,
        "pages": checked.document.pages,
        "expected_offices": roster_sizes().get(fiscal_year or 0),
        "rows": [],
        "findings": [],
    }


def _as_text(value: dict[str, Any], indent: int | None = None) -> str:
    # In another encoding than Unicode's a letter is told by its number, which is the same JSON.
    return json.dumps(value, ensure_ascii=not sys.stdout.encoding.startswith("utf"), indent=indent)


def _tell(found: Review) -> None:
    kind = found.checked.document.kind
    offices = office_index()
    matched = len({row.office_id for row in found.rows if row.office_id in offices.by_id})
    kinds = [Say(language)(f"kind.{kind}") for language in LANGUAGES]
    year = found.fiscal_year or "–"
    tell("check.what", kind=" / ".join(kinds), fiscal_year=year, rows=len(found.rows))
    tell("check.matched", matched=matched, expected=found.expected_offices)
    findings = found.examined.findings
    waiting = sum(finding.decision == "open" for finding in findings)
    tell("check.findings", count=len(findings), open=waiting)
    for finding in findings:
        where = [
            f"{name} {value}"
            for name, value in (("page", finding.page), ("row", finding.row_no))
            if value is not None
        ]
        decision = "" if finding.decision == "open" else f" ({finding.decision})"
        click.echo(
            f"  [{finding.severity}] {' '.join(where)} {finding.column_name or ''}{decision}"
        )
        click.echo(f"      {finding.message_th}\n      {finding.message_en}")
        if finding.proposal:
            click.echo(f"      → {finding.proposal}")
