"""Kill check: `etl add` killed at any moment leaves the old version or the new one, whole.

    python -m bench.kills [--times 100] [--seed 2565]

Adds an announcement with a decision to a copy of the data, again and again, and kills the process
group with SIGKILL: before each file it moves or removes, at its end, then at random moments over
its whole duration. After each kill the pointer, the version it names, its content, the record of
decisions and the data folder must be those before or those after, and a build must bring both
together. Meanwhile another process reads the version in use. Prints in which step the kills came
and what they left; fails when anything was between old and new. POSIX only.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from etl import publish
from etl.__main__ import cli
from etl.corrections import read_corrections
from etl.read.sidecar import visible_files
from ita import pointer, store

ROOT = Path(__file__).resolve().parents[1]
FISCAL_YEAR = 2565
HOME = "p-kalasin-2"
MOVES = frozenset({"os.rename", "os.remove"})
OLD, NEW = "old", "new"
TOO_LATE = "(done before the kill)"
PAUSE = 0.5  # seconds between two readings, so that reading leaves time for what is killed
LONGEST = 120  # seconds; a process that takes longer has not been killed but is stuck


@dataclass(frozen=True)
class Place:
    """A data folder and the warehouses built from it."""

    root: Path

    @property
    def data(self) -> Path:
        """The folder a file is added to."""
        return self.root / "data"

    @property
    def folder(self) -> Path:
        """The versions of the published edition."""
        return self.root / "warehouse" / "published"

    def add_command(self) -> list[str]:
        """The arguments of ``python -m etl`` that add the file."""
        names = ("decisions.csv", "added.txt")
        decisions, file = (str(self.root / name) for name in names)
        return [
            *("add", file, "--decisions", decisions, "--year", str(FISCAL_YEAR)),
            *("--by", "bench", "--note", "killed", *self.options()),
        ]

    def options(self) -> list[str]:
        """Where ``python -m etl`` finds the data and puts the warehouse."""
        return ["--data", str(self.data), "--out", str(self.root / "warehouse")]

    def state(self) -> str:
        """A digest of every visible file of the data."""
        digest = hashlib.sha256()
        for path in visible_files(self.data):
            digest.update(path.relative_to(self.data).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class Sides:
    """What is right before and after the addition: version id, content and data by side."""

    version_ids: dict[str, str]
    contents: dict[str, str]
    states: dict[str, str]
    seconds: float
    moves: int

    def side(self, found: str | None, known: dict[str, str]) -> str | None:
        """Whether something found is the old or the new one of its kind; None for neither."""
        return next((side for side, value in known.items() if value == found), None)


@dataclass(frozen=True)
class Kill:
    """One kill: in which step, what the pointer named then, where the build went, what was wrong."""

    step: str
    left: str | None
    built: str | None
    problems: tuple[str, ...]


@dataclass
class Readings:
    """What the reader saw: how often, every content by version id, every failure."""

    reads: int = 0
    contents: dict[str, list[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def kill_and_check(times: int, seed: int) -> list[Kill]:
    """Kill before each move, at the end, and ``times`` at random; the last line is the reader's."""
    with tempfile.TemporaryDirectory() as folder:
        base = Place(Path(folder) / "base")
        _prepare(base)
        sides = _sides(base, Place(Path(folder) / "after"))
        chance = random.Random(seed)  # noqa: S311 - drawn moments, not secrets
        with _reader(Path(folder) / "where") as readings:
            kills = [
                _kill(_copied(base, folder), sides, move=move) for move in range(1, sides.moves + 2)
            ]
            landed = 0
            while landed < times:
                moment = chance.uniform(0, sides.seconds)
                kills.append(_kill(_copied(base, folder), sides, after=moment))
                landed += kills[-1].step != TOO_LATE
        return [*kills, _of_reader(readings, sides)]


def content_of(version: pointer.Version) -> str:
    """A digest of what the screens would show of a version: everything but the time it was built."""
    facts = store.version_facts(version)
    frames = [
        facts.drop(columns="built_at"),
        store.offices(version),
        store.years(version),
        store.ranking(version, FISCAL_YEAR),
        store.office_years(version, HOME),
        store.sources(version),
        store.findings(version),
        store.coverage(version),
    ]
    texts = (frame.to_csv(index=False) for frame in frames)
    return hashlib.sha256("\f".join(texts).encode()).hexdigest()


def _prepare(place: Place) -> None:
    """A copy of the data, built; beside it the announcement in other bytes, and decisions on it."""
    for part in ("raw", "reference"):
        shutil.copytree(ROOT / "data" / part, place.data / part)
    shutil.copy(ROOT / "data" / "corrections.csv", place.data)
    _run(["build", *place.options()])
    known = (place.data / "raw" / "2565" / "announcement_2565_extract.txt").read_bytes()
    content = known + b"\n\n"
    (place.root / "added.txt").write_bytes(content)
    source_id = f"announcement-{FISCAL_YEAR}-{hashlib.sha256(content).hexdigest()[:8]}"
    record = (place.data / "corrections.csv").read_text(encoding="utf-8")
    decisions = record.replace(f"announcement-{FISCAL_YEAR},", f"{source_id},")
    (place.root / "decisions.csv").write_text(decisions, encoding="utf-8", newline="\n")


def _sides(base: Place, after: Place) -> Sides:
    """Add once without a kill, in a copy: how long it takes, how many moves, what is right then."""
    shutil.copytree(base.root, after.root)
    begun = time.monotonic()
    child = _add(after, die_at=0)
    told, _ = child.communicate(timeout=LONGEST)
    seconds = time.monotonic() - begun
    if child.returncode:
        sys.exit(f"the addition fails without a kill:\n{told}")
    places = {OLD: base, NEW: after}
    versions = {side: _version(place) for side, place in places.items()}
    return Sides(
        {side: version.version_id for side, version in versions.items()},
        {side: content_of(version) for side, version in versions.items()},
        {side: place.state() for side, place in places.items()},
        seconds,
        int(told.rsplit("moves: ", 1)[1]),
    )


def _kill(place: Place, sides: Sides, *, move: int = 0, after: float = LONGEST) -> Kill:
    child = _add(place, die_at=move)
    try:
        told, _ = child.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        told, _ = child.communicate()
    steps = [line for line in told.splitlines() if line.startswith("… ") and " · " in line]
    left = sides.side(pointer.pointed_version(place.folder), sides.version_ids)
    problems = [*_problems(place, sides, left)]
    if [pointer.publications_in(place.folder)[0].how] != {OLD: ["build"], NEW: ["add"]}.get(left):
        problems.append("the record does not tell of the last publication")
    result = CliRunner().invoke(cli, ["build", "--if-needed", *place.options()])
    if result.exit_code:
        problems.append(f"a build fails after it: {result.output}")
    built = sides.side(pointer.pointed_version(place.folder), sides.version_ids)
    if built != left:
        problems += _problems(place, sides, built)
    if built is None or sides.side(place.state(), sides.states) != built:
        problems.append("after a build data and version differ")
    if (left, built) == (NEW, OLD):
        problems.append("the new version was lost again")
    return Kill(_step(steps, child.returncode), left, built, tuple(problems))


def _step(steps: Sequence[str], exit_code: int) -> str:
    if exit_code == 0:
        return TOO_LATE
    return steps[-1].rsplit(" · ", 1)[-1] if steps else "starting"


def _problems(place: Place, sides: Sides, side: str | None) -> Iterator[str]:
    if side is None:
        yield "the pointer names neither version"
        return
    if not publish.is_current(place.folder, sides.version_ids[side]):
        yield f"the {side} version does not validate"
    elif content_of(_version(place)) != sides.contents[side]:
        yield f"the {side} version has another content"
    if not read_corrections(place.data / "corrections.csv"):
        yield "the decisions are gone"


def _of_reader(readings: Readings, sides: Sides) -> Kill:
    expected = {sides.version_ids[side]: [sides.contents[side]] for side in (OLD, NEW)}
    wrong = {
        version_id: contents
        for version_id, contents in readings.contents.items()
        if contents != expected.get(version_id)
    }
    problems = [*readings.failures, *(f"the reader saw {version_id} mixed" for version_id in wrong)]
    if not readings.reads:
        problems.append("the reader read nothing")
    return Kill(f"({readings.reads} readings meanwhile)", None, None, tuple(problems))


def _copied(base: Place, folder: str) -> Place:
    """A fresh copy to kill in, of which the reader is told; the copy before the last is removed."""
    where = Path(folder) / "where"
    number = int(where.read_text().rsplit("-", 1)[1]) + 1 if where.exists() else 0
    place = Place(Path(folder) / f"round-{number}")
    shutil.copytree(base.root, place.root)
    aside = where.with_suffix(".new")
    aside.write_text(str(place.root))
    aside.replace(where)
    shutil.rmtree(Path(folder) / f"round-{number - 2}", ignore_errors=True)
    return place


def _version(place: Place) -> pointer.Version:
    os.environ["ITA_WAREHOUSE"] = str(place.root / "warehouse")
    return pointer.current_version("published")


def _run(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, arguments)
    if result.exit_code:
        sys.exit(result.output)


def _add(place: Place, die_at: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.kills", "--die-at", str(die_at), *place.add_command()]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


def _add_and_die(die_at: int, arguments: list[str]) -> None:
    """Run ``python -m etl`` here and die before the n-th file it moves or removes, or at its end.

    With 0 it lives and counts them.
    """
    moves = Counter[str]()
    root = str(Path(arguments[1]).parent)

    def count(event: str, touched: tuple[object, ...]) -> None:
        if event in MOVES and str(touched[0]).startswith(root):
            moves[event] += 1
            if moves.total() == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    cli(arguments, standalone_mode=False)
    if die_at:
        os.kill(os.getpid(), signal.SIGKILL)
    print(f"moves: {moves.total()}")


@contextmanager
def _reader(where: Path) -> Iterator[Readings]:
    """Another process reading the version in use until the block ends; then what it saw."""
    readings = Readings()
    command = [sys.executable, "-m", "bench.kills", "--read", str(where)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as reader:
        yield readings
        told, _ = reader.communicate()
    vars(readings).update(json.loads(told))


def _read(where: Path) -> None:
    """Read the version in use again and again, until standard input is closed; print what was seen."""
    readings = Readings()
    is_over = threading.Event()

    def wait_for_end() -> None:
        sys.stdin.read()
        is_over.set()

    threading.Thread(target=wait_for_end, daemon=True).start()
    while not is_over.is_set():
        if not where.exists():
            time.sleep(0.05)
            continue
        os.environ["ITA_WAREHOUSE"] = str(Path(where.read_text()) / "warehouse")
        try:
            version = pointer.current_version("published")
            content = content_of(version)
            told = store.version_facts(version)["version_id"].item()
        except Exception as error:  # noqa: BLE001 - any failure of a reader is what is looked for
            readings.failures.append(repr(error))
            continue
        if told != version.version_id:
            readings.failures.append(f"{version.version_id} says it is {told}")
        seen = readings.contents.setdefault(version.version_id, [])
        if content not in seen:
            seen.append(content)
        readings.reads += 1
        time.sleep(PAUSE)
    print(json.dumps(vars(readings)))


def main() -> None:
    """Kill as often as asked and print the table; fail when anything was between old and new."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2565)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--die-at", type=int, help=argparse.SUPPRESS)
    options, arguments = parser.parse_known_args()
    if options.read:
        _read(options.read)
    elif options.die_at is not None:
        _add_and_die(options.die_at, arguments)
    else:
        _report(kill_and_check(options.times, options.seed))


def _report(kills: Sequence[Kill]) -> None:
    print(f"{'killed while':<45} {'kills':>5} {'left old':>8} {'left new':>8} {'built new':>9}")
    for step in dict.fromkeys(kill.step for kill in kills):
        of_step = [kill for kill in kills if kill.step == step]
        left = Counter(kill.left for kill in of_step)
        built = Counter(kill.built for kill in of_step)
        print(f"{step:<45} {len(of_step):>5} {left[OLD]:>8} {left[NEW]:>8} {built[NEW]:>9}")
    problems = [f"{kill.step}: {problem}" for kill in kills for problem in kill.problems]
    print("\n".join(problems) or "every kill left the old version or the new one, whole")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
