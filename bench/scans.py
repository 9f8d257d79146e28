"""Scans bench: what is read of drawn scans in faces and damages the recogniser never saw.

    python -m bench.scans FACES [--kinds "ruled 200" phone] [--rows 245] [--others 50] [--keep FOLDER]

FACES is the folder that ``python -m training.scan.fonts`` fills. For each kind of damage and the face it
is drawn in it prints the cells read right by column, the share of cells to look at, cells that are wrong
and not flagged, seconds and memory of the reading process, and at the end how often cells of a
probability are right.
Exits 1 when a cell is wrong without a flag, or a page that is no announcement gives rows.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from etl.read.document import Document, PrintedRow
from etl.read.guarded import ENVIRONMENT, from_json
from ita.offices import office_index
from training.scan.pages import KINDS, OTHERS, Kind, Look, announced, pdf_of, scanned

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("rank", "office", "score", "grade", "change", "result")
FACES = ("sarabun-400", "Kinnari", "Umpush", "taviraj-400", "Sawasdee", "ibm-plex-sans-thai-400")
SMALL = ("ruled 200", "unruled 200", "1-bit skewed", "phone", "colour stamps")
_KILOBYTES = 1024
_PAUSE = 0.05  # seconds between two looks at the memory
_BINS = (0.0, 0.5, 0.9, 0.99, 1.01)


@dataclass
class Tally:
    """Of one file: rows there are, cells right by column, cells read, flagged, wrong and not flagged."""

    rows: int
    read: int = 0
    right: Counter[str] = field(default_factory=Counter)
    cells: int = 0
    flagged: int = 0
    unflagged: list[str] = field(default_factory=list)
    reliability: Counter[tuple[int, bool]] = field(default_factory=Counter)
    pages_refused: str = ""


@dataclass(frozen=True)
class Run:
    """What a reading process said, and what it took."""

    document: Document | None
    seconds: float
    megabytes: float
    processor_seconds: float


def read(path: Path) -> Run:
    """A file read in a process of its own; no document where it is refused."""
    start, before = time.perf_counter(), _processor_seconds()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as answer:
        command = [sys.executable, "-m", "etl.read", str(path)]
        environment = {**os.environ, **ENVIRONMENT}
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=answer, stderr=subprocess.DEVNULL
        ) as child:
            most = 0
            while child.poll() is None:
                most = max(most, _peak(child.pid))
                time.sleep(_PAUSE)
        answer.seek(0)
        document = from_json(answer.read()) if child.returncode == 0 else None
    took = time.perf_counter() - start
    return Run(document, took, most / _KILOBYTES, _processor_seconds() - before)


def _processor_seconds() -> float:
    """What all reading processes took so far: on a shared machine the clock tells little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(process_id: int) -> int:
    """The most memory a process had so far, in KB; what it had before its program began is not counted."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def tally(rows: Sequence[PrintedRow], truth: Sequence[Mapping[str, str]]) -> Tally:
    """What is right of rows that were read; a row is held against the one of its office, else of its rank."""
    index = office_index()
    by_office = {index.match(row["office"]).office: row for row in truth}
    by_rank = {row["rank"]: row for row in truth}
    found = Tally(len(truth), len(rows))
    for row in rows:
        meant = by_rank.get(row.cells.get("rank", "")) or by_office.get(
            index.match(row.cells.get("office", "")).office
        )
        for column, cell in row.read_cells.items():
            if column not in COLUMNS:
                continue
            is_right = meant is not None and _same(column, cell.text, meant[column])
            found.cells += 1
            found.right[column] += is_right
            found.flagged += cell.is_doubtful
            place = next(p for p, edge in enumerate(_BINS[1:]) if cell.probability < edge)
            found.reliability[place, is_right] += 1
            if not is_right and not cell.is_doubtful:
                true = meant[column] if meant else "no such row"
                found.unflagged.append(
                    f"page {row.page} row {row.row} {column}:"
                    f" {cell.text} ({cell.probability:.3f}), truth {true}"
                )
    return found


def _same(column: str, text: str, truth: str) -> bool:
    if column != "office":
        return text == truth
    index = office_index()
    return index.match(text).office == index.match(truth).office


def measured(kind: Kind, face: Path, seed: int, rows: int, folder: Path) -> tuple[Tally, Run]:
    """One drawn scan read."""
    path = folder / f"{kind.name.replace(' ', '_')}.pdf"
    path.write_bytes(pdf_of(scanned(kind, face, seed, rows)))
    run = read(path)
    document = run.document
    found = tally(document.rows if document else (), announced(seed, rows))
    remarks = document.remarks if document else ()
    found.pages_refused = " ".join(
        str(remark.values["pages"]) for remark in remarks if remark.rule == "page_illegible"
    )
    return found, run


def others(face: Path, count: int, folder: Path) -> Iterator[tuple[str, int]]:
    """Pages that are no announcement, and how many rows are read of each."""
    names = list(OTHERS)
    for number in range(count):
        name = names[number % len(names)]
        path = folder / f"other_{number}.pdf"
        path.write_bytes(pdf_of([OTHERS[name](Look(face), number)]))
        document = read(path).document
        yield name, len(document.rows) if document else 0


def _line(name: str, found: Tally, run: Run) -> str:
    columns = " ".join(f"{column[:3]} {found.right[column]:3}" for column in COLUMNS)
    share = 100 * found.flagged / max(found.cells, 1)
    refused = f" refused: page {found.pages_refused}" if found.pages_refused else ""
    return (
        f"{name:38} {found.read:3}/{found.rows} rows  {columns}  look {share:5.2f}%"
        f"  wrong unflagged {len(found.unflagged):2}  {run.seconds:5.1f} s"
        f" ({run.processor_seconds:.1f} s of processors) {run.megabytes:4.0f} MB{refused}"
    )


def main() -> int:
    """Draw, read and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faces", type=Path)
    parser.add_argument("--kinds", nargs="*", default=list(SMALL), metavar="KIND")
    parser.add_argument("--rows", type=int, default=245)
    parser.add_argument("--others", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the drawn files")
    wanted = parser.parse_args()
    kinds = [kind for kind in KINDS if wanted.kinds == ["all"] or kind.name in wanted.kinds]
    reliability: Counter[tuple[int, bool]] = Counter()
    is_wrong = False
    with tempfile.TemporaryDirectory() as aside:
        folder = wanted.keep or Path(aside)
        folder.mkdir(exist_ok=True)
        for number, kind in enumerate(kinds):
            face = wanted.faces / f"{FACES[(number + wanted.seed) % len(FACES)]}.ttf"
            found, run = measured(kind, face, wanted.seed + number, wanted.rows, folder)
            print(_line(f"{kind.name} ({face.stem})", found, run), flush=True)
            for line in found.unflagged[:5]:
                print(f"    {line}")
            reliability += found.reliability
            is_wrong = is_wrong or bool(found.unflagged)
        read_others = Counter[str]()
        for name, rows in others(wanted.faces / f"{FACES[0]}.ttf", wanted.others, folder):
            read_others[name] += rows
    print(f"no announcement: {wanted.others} pages, rows read: {dict(read_others)}")
    for place, low in enumerate(_BINS[:-1]):
        right, wrong = reliability[place, True], reliability[place, False]
        print(
            f"p from {low:.2f}: {right + wrong:6} cells, {100 * right / max(right + wrong, 1):6.2f}% right"
        )
    return 1 if is_wrong or sum(read_others.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
