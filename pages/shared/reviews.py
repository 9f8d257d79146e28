"""The folder of a review, and the processes of the etl that read, picture and publish what lies in it.

A steward's review lies beside the warehouse under its id, which stands in the address; anybody
else's in a temporary folder that goes with the session, or with the server's temporary files. Files
that were given together lie in one such folder, each with its number.
"""

import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

import streamlit as st

from ita import loaders, review
from ita.pointer import current_version, warehouse_folder
from ita.review import Decision, Refusal, Review, Scan
from ita.view import View
from ita.wording import Say
from pages.shared import controls

IN_ADDRESS = ("review", "file", "part", "cell", "rows", "sheet", "column", "apart")
_ROOT = Path(__file__).resolve().parents[2]
_SESSION = "review"
_SEVERAL = ".zip"
_CODE = re.compile(r"[0-9a-f]{16}")
_UNSAFE = re.compile(r"[^\w\u0e00-\u0e7f.() -]+")  # \w leaves out Thai vowels and tones
_LONGEST_NAME = 60  # letters; a Thai one takes three bytes of the 255 a name may have
_PROGRESS = '{"done":'
_log = logging.getLogger(__name__)

# Reading is heavy and anybody may ask for it: so many at a time, the others wait.
TURNS = threading.BoundedSemaphore(2)
_A_TURN = 10  # files


@dataclass(frozen=True)
class Draft:
    """The folder of one review; ``code`` is its id in the address, empty when it dies with the session.

    ``number`` tells it from the files that were given with it, empty where there are none.
    """

    folder: Path
    code: str = ""
    number: str = ""

    @property
    def whole(self) -> Path:
        """The folder of all that was given together."""
        return self.folder.parent if self.number else self.folder

    @property
    def uploaded(self) -> Path:
        """The file as it was sent."""
        return next((self.folder / "upload").iterdir())

    @property
    def typed(self) -> Path:
        """The rows somebody types from a scan."""
        return self.folder / "typed.tsv"

    @property
    def _words(self) -> Path:
        return self.folder / "words.txt"

    @property
    def words(self) -> str:
        """What somebody typed that the picture of a poster says, empty while nobody did."""
        return self._words.read_text(encoding="utf-8") if self._words.is_file() else ""

    @property
    def source(self) -> Path:
        """What is read: what was typed where the file is a scan, else the file."""
        return self.typed if self.typed.is_file() else self.uploaded

    @property
    def sha256(self) -> str:
        """The fingerprint of what is read."""
        return hashlib.sha256(self.source.read_bytes()).hexdigest()

    @property
    def is_read(self) -> bool:
        """Whether its rows were read before, which for a scan takes a while."""
        return (self.folder / "document.json").is_file()

    @property
    def _year(self) -> Path:
        return self.folder / "fiscal_year"

    @property
    def fiscal_year(self) -> int | None:
        """The year somebody chose, None for the one the file states."""
        return int(self._year.read_text(encoding="ascii")) if self._year.is_file() else None

    def choose_year(self, fiscal_year: int | None) -> None:
        """Read the file as one of this year, or of the year it states."""
        self._published.unlink(missing_ok=True)
        if fiscal_year is None:
            self._year.unlink(missing_ok=True)
        else:
            self._year.write_text(str(fiscal_year), encoding="ascii")

    @property
    def _papers(self) -> Path:
        return self.folder / "papers.json"

    @property
    def papers(self) -> dict[str, str]:
        """What somebody said of a statement: its office, title and location, as far as they did."""
        kept = self._papers
        return json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}

    def write_papers(self, papers: Mapping[str, str]) -> None:
        """Put on file what somebody said of a statement."""
        self._put(json.dumps(dict(papers), ensure_ascii=False), self._papers)

    @property
    def title(self) -> str:
        """What the source is called: as somebody said, else as its file."""
        return self.papers.get("title") or self.uploaded.stem

    @property
    def _decisions(self) -> Path:
        return self.folder / "decisions.csv"

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision taken, in its order; of a cell the last one counts."""
        if not self._decisions.is_file():
            return ()
        return review.read_decisions(self._decisions.read_text(encoding="utf-8"))

    def record(self, decisions: tuple[Decision, ...]) -> None:
        """Put the decisions on file."""
        self._put(review.write_decisions(decisions), self._decisions)

    def write_typed(self, text: str, scan: Scan) -> None:
        """Put what was typed from a scan on file."""
        self._scan_pages.write_text(str(scan.pages), encoding="ascii")
        self._put(text, self.typed)

    def write_words(self, text: str, scan: Scan) -> None:
        """Put on file what somebody says the picture of a poster tells."""
        self._scan_pages.write_text(str(scan.pages), encoding="ascii")
        self._put(text, self._words)

    def _put(self, text: str, path: Path) -> None:
        """Write a file whole or not at all; what was published is then no longer what lies here."""
        self._published.unlink(missing_ok=True)
        aside = path.with_suffix(".aside")
        aside.write_text(text, encoding="utf-8", newline="")
        aside.replace(path)

    @property
    def _scan_pages(self) -> Path:
        return self.folder / "scan_pages"

    @property
    def scan_pages(self) -> int:
        """The pages of the scan that rows or words were typed from."""
        return int(self._scan_pages.read_text(encoding="ascii"))

    @property
    def _published(self) -> Path:
        return self.folder / "published"

    @property
    def published_as(self) -> str:
        """The version that was published from it as it is now, empty while there is none."""
        return self._published.read_text(encoding="utf-8") if self._published.is_file() else ""

    def mark_published(self, version_id: str) -> None:
        """Note the version that was published from it."""
        self._published.write_text(version_id, encoding="utf-8")


Report = Callable[[Draft, int, int], None]


@dataclass(frozen=True)
class Desk:
    """What a step of the review works on: the view, the folder, what was read, and which steward works."""

    view: View
    draft: Draft
    found: Review
    steward: str | None


# --- which review is open -------------------------------------------------------------------------


def current(steward: str | None) -> list[Draft]:
    """The files of the review this visitor has open, if any; one of the address only for a steward."""
    code = st.query_params.get("review", "")
    if code:
        is_ours = steward and _CODE.fullmatch(code) is not None
        return _drafts_in(_kept_folder() / code, code) if is_ours else []
    held = st.session_state.get(_SESSION)
    return [] if held is None else _drafts_in(Path(held.name))


def chosen(drafts: Sequence[Draft]) -> Draft | None:
    """The file to look at: the only one, or that of the address; None for all of several."""
    number = st.query_params.get("file", "")
    if len(drafts) == 1:
        return drafts[0]
    return next((draft for draft in drafts if draft.number == number), None)


def kept() -> list[list[Draft]]:
    """The reviews stewards have begun and not published, each with its files, the last touched first."""
    folders = sorted(_kept_folder().glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
    begun = [_drafts_in(path, path.name) for path in folders if path.is_dir()]
    return [drafts for drafts in begun if any(not draft.published_as for draft in drafts)]


def begin(
    files: Sequence[tuple[str, bytes]],
    steward: str | None,
    fiscal_year: int | None,
    papers: Mapping[str, str] | None = None,
) -> None:
    """Start the review of files and make it the open one; those in a ZIP are looked at one by one.

    ``papers`` are what is said of a statement.
    """
    if steward:
        folder = _kept_folder() / secrets.token_hex(8)
        controls.put({"review": folder.name}, *IN_ADDRESS)
    else:
        held = TemporaryDirectory(prefix="ita-review-")
        st.session_state[_SESSION] = held
        folder = Path(held.name)
        controls.put({}, *IN_ADDRESS)
    if len(files) == 1 and not files[0][0].lower().endswith(_SEVERAL):
        _lay(folder / "upload", *files[0])
    else:
        for number, (name, content) in enumerate(files):
            _lay(folder / "given" / f"{number:03}", name, content)
        with TURNS, etl_process("unpack", folder) as process:
            told = "".join(process.stderr or ())
        if process.returncode:
            _log.error("unpacking %s failed:\n%s", folder, told)
        if len(drafts := _drafts_in(folder)) == 1:
            (drafts[0].folder / "upload").rename(folder / "upload")
    for draft in _drafts_in(folder):
        draft.choose_year(fiscal_year)
        if papers:
            draft.write_papers(papers)


def _lay(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / safe_name(name)).write_bytes(content)


def _drafts_in(folder: Path, code: str = "") -> list[Draft]:
    """The one file of a review, or those given together in their order."""
    if (folder / "upload").is_dir():
        return [Draft(folder, code)]
    numbered = sorted(path.parent for path in folder.glob("*/upload"))
    return [Draft(path, code, path.name) for path in numbered]


def leave() -> None:
    """Go back to choosing a file; a steward's review stays, another's is gone."""
    held = st.session_state.pop(_SESSION, None)
    if held is not None:
        held.cleanup()
    controls.put({}, *IN_ADDRESS)


def remove(draft: Draft) -> None:
    """Take a steward's draft away for good, with the files given together with it."""
    shutil.rmtree(draft.whole, ignore_errors=True)


def go(text: str, to: str) -> None:
    """A button that leads to another step."""
    st.button(
        text,
        key=f"import-go-{to}",
        type="primary",
        icon=":material/arrow_forward:",
        on_click=controls.put,
        args=({"part": to}, "part"),
    )


def safe_name(name: str) -> str:
    """A file's own name with nothing in it that a file system or a command line minds."""
    path = Path(_UNSAFE.sub("_", Path(name.replace("\\", "/")).name).lstrip(".-"))
    return f"{path.stem[:_LONGEST_NAME] or 'file'}{path.suffix[:10]}"


def _kept_folder() -> Path:
    return warehouse_folder() / "reviews"


# --- reading --------------------------------------------------------------------------------------


def read(draft: Draft, report: Callable[[int, int], None]) -> Review | Scan | Refusal:
    """The review of what lies in the folder; ``report`` is told pages done and all pages."""
    return next(read_together([draft], lambda _draft, done, pages: report(done, pages)))


def read_together(drafts: Sequence[Draft], report: Report) -> Iterator[Review | Scan | Refusal]:
    """The review of each draft, in their order; ``report`` hears of each page that is read.

    All that are not on file are read before the first is given. They are kept under a digest of all
    they depend on, so that an unchanged folder is read once.
    """
    paths = {draft: answer_file(draft) for draft in drafts}
    left = [draft for draft in drafts if not paths[draft].is_file()]
    failed = set()
    while left:
        some = left[:_A_TURN]
        with TURNS:
            answered = _ask(some, paths, report)
        failed.update(some[answered : answered + 1])  # it died of it; those behind are asked again
        left = left[answered + 1 :] if answered < len(some) else left[answered:]
    for draft, path in paths.items():
        yield _failed() if draft in failed else _answer(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _answer(path: Path, _written: int) -> Review | Scan | Refusal:
    """What a file says, as it was written at that time: it may be read again."""
    return review.read_answer(path.read_text(encoding="utf-8"))


def answer_file(draft: Draft) -> Path:
    """Where the answer about what lies in the folder now is kept."""
    digest = hashlib.sha256(
        f"{draft.fiscal_year} {draft.papers.get('office')} "
        f"{current_version('published').version_id}".encode()
    )
    for path in (draft.typed, draft.folder / "words.txt", draft.folder / "decisions.csv"):
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return draft.folder / f"answer-{digest.hexdigest()[:16]}.json"


def _ask(drafts: Sequence[Draft], paths: Mapping[Draft, Path], report: Report) -> int:
    """Have the answers written to ``paths``; how many came before the process died, if it did."""
    answered = 0
    with (
        TemporaryFile("w+", encoding="utf-8", errors="replace") as told,
        etl_process("review", *(draft.folder for draft in drafts), stderr=told) as process,
    ):
        for line in process.stdout or ():
            progress = progress_of(line)
            if progress is not None:
                report(drafts[answered], *progress)
            elif line.endswith("\n"):  # else it died while it wrote
                _keep(line, drafts[answered], paths[drafts[answered]])
                answered += 1
        if answered < len(drafts):
            told.seek(0)
            _log.error("reviewing %s failed:\n%s", drafts[answered].folder, told.read())
    return answered


def _keep(answer: str, draft: Draft, path: Path) -> None:
    """Put the answer for a draft on file in the place of former ones."""
    aside = draft.folder / f"answer-{threading.get_ident()}.aside"
    aside.write_text(answer, encoding="utf-8", newline="")
    forget(draft)
    aside.replace(path)


def _failed() -> Refusal:
    """What is told of a file whose review died; it is not kept, so that it is asked for again."""
    return Refusal("failed", Say("th")("imports.failed"), Say("en")("imports.failed"))


def forget(draft: Draft) -> None:
    """Take the answer kept for a file away, so that it is read again."""
    for old in draft.folder.glob("answer-*.json"):
        old.unlink(missing_ok=True)


def _told_by(process: "subprocess.Popen[str]", report: Callable[[int, int], None]) -> str:
    """What a process tells besides its progress, which is reported as it comes."""
    told = []
    for line in process.stderr or ():
        progress = progress_of(line)
        if progress is None:
            told.append(line)
        else:
            report(*progress)
    return "".join(told)


def progress_of(line: str) -> tuple[int, int] | None:
    """Pages done and all pages, from a line that tells them."""
    if not line.startswith(_PROGRESS):
        return None
    told = json.loads(line)
    return told["done"], told["pages"]


def page_picture(draft: Draft, page: int) -> Path | None:
    """The picture of a page; None where none can be made."""
    return page_pictures(draft, [page], lambda _done, _pages: None).get(page)


def page_pictures(
    draft: Draft, pages: Sequence[int], report: Callable[[int, int], None]
) -> dict[int, Path]:
    """The pictures of pages by their number, those that can be made; ``report`` as in reading."""
    paths = {page: draft.folder / f"page-{page}.png" for page in pages}
    missing = [
        each for page, path in paths.items() if not path.is_file() for each in ("--page", page)
    ]
    if missing:
        with TURNS, etl_process("picture", draft.folder, *missing) as process:
            told = _told_by(process, report)
        if process.returncode:
            _log.error("picturing %s failed:\n%s", draft.folder, told)
    return {page: path for page, path in paths.items() if path.is_file()}


# --- publishing -----------------------------------------------------------------------------------


class EtlError(Exception):
    """The etl refused; the message says why, in both languages."""


def publish(desk: Desk, by: str, note: str) -> Iterator[str]:
    """Publish a new version with this file and its decisions, telling each step. Raises EtlError."""
    draft = desk.draft
    _to_publish(draft, by)
    yield from _steps(
        "add", "--draft", draft.folder, "--by", by, "--note", note, *of_file(desk),
    )  # fmt: skip
    draft.mark_published(current_version("published").version_id)


def publish_all(drafts: Sequence[Draft], by: str, note: str) -> Iterator[str]:
    """Publish one new version with these files and their decisions, telling each step.

    Files that are refused at the last are told among the steps. Raises EtlError where all are.
    """
    given = []
    for draft in drafts:
        _to_publish(draft, by)
        given += ["--draft", draft.folder]
    try:
        yield from _steps("add", *given, "--by", by, "--note", note)
    except EtlError:
        if not _mark_those_in(drafts):
            raise
        return
    _mark_those_in(drafts)


def _to_publish(draft: Draft, by: str) -> None:
    """Put the decisions of a draft, signed, in the file they are published from."""
    text = review.write_decisions(review.signed(review.last_of_each(draft.decisions), by))
    decided = draft.folder / "decisions-to-publish.csv"
    decided.write_text(text, encoding="utf-8", newline="")


def _mark_those_in(drafts: Sequence[Draft]) -> bool:
    """Note the current version with the drafts whose files are in it; whether there is any."""
    version = current_version("published")
    known = set(loaders.sources(version)["sha256"].dropna())
    there = [draft for draft in drafts if draft.sha256 in known]
    for draft in there:
        draft.mark_published(version.version_id)
    return bool(there)


def of_file(desk: Desk) -> list[object]:
    """What a file is added with: its year, or of a statement what its text does not tell."""
    draft, found = desk.draft, desk.found
    if found.is_statement:
        year = {} if draft.fiscal_year is None else {"year": draft.fiscal_year}
        said = {**year, **{name: draft.papers.get(name) for name in ("office", "location")}}
        options = [(name, text) for name, text in said.items() if text]
        options += [("words", line) for line in draft.words.splitlines() if line.strip()]
        return [word for name, text in options for word in (f"--{name}", text)]
    other = ["--other-year"] if found.is_of_another_year else []
    return ["--year", found.fiscal_year, *other]


def roll_back(version_id: str, by: str, note: str) -> Iterator[str]:
    """Make a former version current again, telling each step. Raises EtlError."""
    yield from _steps("rollback", version_id, "--by", by, "--note", note)


def _steps(*arguments: object) -> Iterator[str]:
    told = []
    with etl_process(*arguments, stderr=subprocess.STDOUT) as process:
        for line in process.stdout or ():
            told.append(line.rstrip())
            yield told[-1]
    if process.returncode:
        _log.error("etl %s failed:\n%s", arguments[0], "\n".join(told))
        raise EtlError("\n".join(told))


@contextmanager
def etl_process(
    *arguments: object,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int | IO[str] = subprocess.PIPE,
) -> Iterator["subprocess.Popen[str]"]:
    """A process of the etl, ended when its reader is: a visitor who left waits for no answer."""
    with subprocess.Popen(  # noqa: S603 - our own command; the arguments reach no shell
        [sys.executable, "-m", "etl", *map(str, arguments)],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise
