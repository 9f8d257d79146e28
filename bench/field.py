"""Field check: what the product makes of small inputs that failed elsewhere, one line each.

    python -m bench.field FOLDER

FOLDER has one folder a case: inputs, ``expected.md`` in words and, for a list, ``min-truth.json``
with the right values of its rows. A list is right when every column it prints is, and what has to
be told is told. Cases of the console, of links and of slides are tried by what the product runs.
Exits 1 when a case is wrong, 2 when the folder is not there.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from etl.commands.versions import user_name
from etl.errors import InputError
from etl.read.reading import read_document
from etl.read.sidecar import read_raw_files
from etl.review import Checked, Known, Review, known_besides, known_in, review
from ita.claims import check, known_of
from ita.offices import office_index
from ita.pointer import current_version
from ita.story.choices import own_words
from pages.shared import links

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
_LISTS = (".xlsx", ".csv", ".html", ".pdf", ".docx")
_COLUMNS = ("rank", "office_id", "score", "grade", "change", "result")
_YEAR = 2567
_HOME = "p-kalasin-2"


@dataclass(frozen=True)
class Told:
    """What was read of a file: its review, or why it was refused."""

    review: Review | None
    refused: str = ""

    @property
    def rules(self) -> list[str]:
        """The rules of what was found."""
        return [] if self.review is None else [each.rule for each in self.review.examined.findings]

    @property
    def proposals(self) -> int:
        """How many cells are proposed another value."""
        found = [] if self.review is None else self.review.examined.findings
        return sum(each.proposal is not None for each in found)


Verdict = tuple[bool, str]  # whether a case is right, and what was seen


def read(path: Path, known: Known) -> Told:
    """What is said of a file, without a process of its own."""
    try:
        document = read_document(path.read_bytes(), path.name)
    except InputError as error:
        return Told(None, error.key)
    year = document.fiscal_year or _YEAR
    return Told(review(Checked(path.name, "0" * 64, document), "field", year, known))


def right_rows(told: Told, truth: Sequence[Mapping[str, object]]) -> tuple[int, int]:
    """How many rows are right in every column that the file prints, of how many there are."""
    if told.review is None:
        return 0, len(truth)
    printed = {
        column for row in told.review.rows for column, text in row.reading.printed.items() if text
    }
    wanted = [each for each in _COLUMNS if each.removesuffix("_id") in printed]
    by_office = {row.office_id: row for row in told.review.rows}
    right = 0
    for row in truth:
        found = by_office.get(str(row["id"]))
        if found and len(told.review.rows) == len(truth):
            right += all(_same(getattr(found, column), row[_key(column)]) for column in wanted)
    return right, len(truth)


def _key(column: str) -> str:
    return "id" if column == "office_id" else column


def _same(read_value: object, right: object) -> bool:
    if isinstance(read_value, Decimal):
        return right not in (None, "") and read_value == Decimal(str(right))
    return (read_value or None) == (right or None)


def lists(folder: Path, known: Known) -> Iterator[tuple[str, Verdict]]:
    """Each list of a case against its right values and what has to be told of it."""
    truth_file = folder / "min-truth.json"
    truth = (
        json.loads(truth_file.read_text(encoding="utf-8"))["rows"] if truth_file.is_file() else []
    )
    for path in sorted(each for each in folder.iterdir() if each.suffix in _LISTS):
        told = read(path, known)
        right, of_all = right_rows(told, truth)
        judge = _SPECIAL.get((folder.name[:2], path.stem), _SPECIAL.get((folder.name[:2], "")))
        is_right, why = judge(told, folder) if judge else (right == of_all, "")
        seen = f"{right}/{of_all} rows" if truth else ""
        rules = ", ".join(sorted(set(told.rules) - {"ranks_missing"})) or told.refused or "nothing"
        yield f"{folder.name}/{path.name}", (is_right, " · ".join(filter(None, (seen, why, rules))))


def _is_told(*rules: str) -> Callable[[Told, Path], Verdict]:
    def judge(told: Told, folder: Path) -> Verdict:
        truth = json.loads((folder / "min-truth.json").read_text(encoding="utf-8"))["rows"]
        right, of_all = right_rows(told, truth)
        is_told = any(rule in told.rules or rule == told.refused for rule in rules)
        return is_told and (right == of_all or told.review is None), f"told: {is_told}"

    return judge


def _two_columns(told: Told, _folder: Path) -> Verdict:
    return "column_twice" in told.rules, ""


def _no_rank(told: Told, folder: Path) -> Verdict:
    truth = json.loads((folder / "min-truth.json").read_text(encoding="utf-8"))["rows"]
    scores = {str(row["id"]): Decimal(str(row["score"])) for row in truth}
    rows = told.review.rows if told.review else []
    is_right = {row.office_id: row.score for row in rows} == scores
    has_rank = any(row.rank for row in rows)
    doubts = len(told.rules)
    return (
        is_right and not has_rank and not told.proposals,
        f"{doubts} findings, {told.proposals} proposals",
    )


def _scan_text(told: Told, folder: Path) -> Verdict:
    truth = json.loads((folder / "min-truth.json").read_text(encoding="utf-8"))["rows"]
    is_told = bool({"read_by_machine", "read_from_pictures"} & set(told.rules))
    rows = len(told.review.rows) if told.review else 0
    return is_told and rows == len(truth), f"{rows} of {len(truth)} rows, told: {is_told}"


def _parts(told: Told, folder: Path) -> Verdict:
    truth = json.loads((folder / "truth-parts.json").read_text(encoding="utf-8"))
    if told.review is None:
        return False, ""
    of_office: dict[str, dict[str, Decimal]] = {}
    for part in told.review.parts:
        if part.level == "indicator":
            of_office.setdefault(part.office_id, {})[part.code] = part.score
    wanted = {code: Decimal(score) for code, score in truth["scores"].items()}
    is_known = bool(of_office) and set(of_office) <= set(truth["offices"])
    totals = {row.score for row in told.review.rows if row.score is not None}
    is_total = totals == {Decimal(truth["total"])}
    return is_known and is_total and all(parts == wanted for parts in of_office.values()), ""


def _names(told: Told, _folder: Path) -> Verdict:
    rows = told.review.rows if told.review else []
    known = sum(row.office_id in office_index().by_id for row in rows)
    return known == len(rows) > 0, f"{known} of {len(rows)} names known"


_SPECIAL: dict[tuple[str, str], Callable[[Told, Path], Verdict]] = {
    ("05", "min"): _is_told("hidden_left_out"),
    ("05", "min-silent"): _is_told("hidden_left_out"),
    ("05", "min-visible"): _two_columns,
    ("12", ""): _is_told("code_page_repaired", "wrong_code_page"),
    ("15", ""): _no_rank,
    ("29", ""): _scan_text,
    ("36", ""): _parts,
    ("40", ""): _names,
}


def main() -> None:
    """Try every case and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    if not folder.is_dir():
        print(f"no folder {folder}", file=sys.stderr)
        sys.exit(2)
    known = known_besides(known_in(DATA), "field", _YEAR)
    wrong = 0
    for case in sorted(each for each in folder.iterdir() if each.is_dir()):
        tried = _TRIED.get(case.name[:2])
        found = [(case.name, tried(case))] if tried else lists(case, known)
        for name, (is_right, seen) in found:
            wrong += not is_right
            print(f"{'right' if is_right else 'WRONG':6}{name:45}{seen}")
    print(f"{wrong} wrong")
    sys.exit(bool(wrong))


def claims(case: Path) -> Verdict:
    """No grade of a target or an earlier year is called wrong; "97.39/100" is a score."""
    known = known_of(current_version("published"), _HOME)
    texts = [path.read_text(encoding="utf-8") for path in sorted(case.glob("*.txt"))]
    found = [claim for text in texts for claim in check(text, known)]
    wrong = [claim.printed for claim in found if claim.verdict == "differs"]
    seen = {claim.printed for claim in found if claim.verdict == "matches"}
    return not wrong and {"97.39", "81.52"} <= seen, f"{len(found)} claims, wrong: {wrong}"


def console(case: Path) -> Verdict:
    """The check says the same under every encoding of a console."""
    ends = []
    for encoding in ("utf-8", "cp874", "tis-620", "ascii", "latin-1"):
        command = [sys.executable, "-m", "etl", "check", str(case / "small.csv"), "--json"]
        variables = {**os.environ, "PYTHONIOENCODING": encoding}
        ran = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=False)
        ends.append((ran.returncode, len(json.loads(ran.stdout.decode(encoding))["rows"])))
    return len(set(ends)) == 1, f"exit and rows {sorted(set(ends))}"


def left_beside(_case: Path) -> Verdict:
    """What systems leave beside the sources is passed over."""
    with tempfile.TemporaryDirectory() as folder:
        raw = shutil.copytree(DATA / "raw", Path(folder) / "raw")
        before = len(read_raw_files(raw))
        for name in ("Thumbs.db", "desktop.ini", "~$announcement.xlsx"):
            (raw / "2565" / name).write_bytes(b"x")
        return len(read_raw_files(raw)) == before, f"{before} sources"


def nameless(_case: Path) -> Verdict:
    """Whoever has no name is on record by number; tried only where another user may be become."""
    if os.name != "posix" or os.geteuid() != 0:
        return True, "not tried: needs root"
    answer, told = os.pipe()
    if os.fork() == 0:
        os.setuid(_NOBODY)
        for name in _NAMES:
            os.environ.pop(name, None)
        os.write(told, user_name().encode())
        os._exit(0)
    os.close(told)
    with os.fdopen(answer) as said:
        name = said.read()
    return name == f"uid {_NOBODY}", name


def soft_break(_case: Path) -> Verdict:
    """A soft line break out of PowerPoint is a space in a title and a break in a text."""
    words = own_words("ผลการประเมิน\u000bสพป.ตัวอย่าง\u0007", "ก\u000bข")
    return (words.title, words.text) == ("ผลการประเมิน สพป.ตัวอย่าง", "ก\nข"), repr(words.title)


def copying(_case: Path) -> Verdict:
    """A table is copied, and it is said: tried in a browser by the test of it."""
    test = "tests/test_paper_and_clipboard.py"
    command = [sys.executable, "-m", "pytest", "-q", test, "-k", "copied"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.returncode == 0, ran.stdout.strip().splitlines()[-1]


def pasted_links(_case: Path) -> Verdict:
    """Links mangled by mail and chat mean what they meant."""
    right = {"edition": "demo", "lang": "en", "year": "2566"}
    queries = (
        "edition=demo&amp;lang=en&amp;year=2566",
        "edition=demo&lang=en&year=2566)",
        "edition=demo&lang=en&year=2566%E2%80%8B",
        "edition=demo&lang=en&year=๒๕๖๖",
    )
    found = [links.tidy("/Ranking", query, ("ranking",)) for query in queries]
    meant = [dict(link.asked) == right and link.page == "ranking" for link in found]
    return all(meant), f"{sum(meant)} of {len(meant)} links"


_NOBODY = 54321
_NAMES = ("USER", "LOGNAME", "LNAME", "USERNAME")
_TRIED: dict[str, Callable[[Path], Verdict]] = {
    "42": claims,
    "60": console,
    "61": left_beside,
    "63": nameless,
    "65": soft_break,
    "66": copying,
    "68": pasted_links,
}


if __name__ == "__main__":
    main()
