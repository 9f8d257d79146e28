"""Many files together: seconds from a ZIP of result sheets to a version with them, and where they go.

    python -m bench.many [--files 30]

Every step is what the import screen or ``add FOLDER`` starts. Processor seconds count all that a step
started; on a busy machine they tell more than the clock.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ita.offices import all_offices

ROOT = Path(__file__).resolve().parent.parent


def sheet(place: int) -> bytes:
    """A made result sheet of one office."""
    rows = "".join(f"{n},ตัวชี้วัดที่ {n},{80 + place % 20}.{n:02}\n" for n in range(1, 11))
    title = "เอกสารจำลองสำหรับทดสอบ ปีงบประมาณ พ.ศ. 2566"
    return f"{title}\n{list(all_offices())[place].office_name}\nข้อ,ตัวชี้วัด,คะแนน\n{rows}".encode()


def step(name: str, *arguments: object) -> None:
    """Run a command of the etl and print what it took."""
    began, before = time.monotonic(), _processor_seconds()
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(f"{name}: {done.stdout.decode()}{done.stderr.decode()}")
    spent = _processor_seconds() - before
    print(f"{name:<34}{time.monotonic() - began:9.1f}{spent:9.1f}", flush=True)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(files: int, place: Path) -> None:
    """Print a line a step."""
    folder, given = place / "review", place / "review" / "given" / "000"
    given.mkdir(parents=True)
    for number in range(files):
        (given / f"{number:03}.csv").write_bytes(sheet(number))
    sent = shutil.copytree(given, place / "sent")
    hidden = shutil.ignore_patterns(".*")
    homes = [shutil.copytree(ROOT / "data", place / name, ignore=hidden) for name in ("a", "b")]
    print(f"{files} files{'':<26}{'seconds':>9}{'CPU':>9}")
    step("a process", "-c", "pass")
    step("what checks is imported", "-c", "import etl.commands.check")
    step("what publishes is imported", "-c", "import etl.commands.versions")
    step("unpacked", "-m", "etl", "unpack", folder)
    drafts = sorted(path.parent for path in folder.glob("*/upload"))
    step("one is read", "-m", "etl.read", next((drafts[0] / "upload").iterdir()))
    step("one is reviewed", "-m", "etl", "review", drafts[0])
    step("all are reviewed", "-m", "etl", "review", *drafts)
    step("all again, as they were read", "-m", "etl", "review", *drafts)
    papers = ("--by", "bench", "--note", "bench")
    out = ("--data", homes[0], "--out", place / "out-a")
    step(
        "published from the screen",
        *("-m", "etl", "add", *papers, *out),
        *(word for draft in drafts for word in ("--draft", draft)),
    )
    out = ("--data", homes[1], "--out", place / "out-b")
    step("add FOLDER", "-m", "etl", "add", sent, *papers, *out)


def main() -> None:
    """Measure in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=30)
    with tempfile.TemporaryDirectory() as place:
        measure(parser.parse_args().files, Path(place))


if __name__ == "__main__":
    main()
