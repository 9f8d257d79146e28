"""What a rerun of each screen costs the server, and how much it sends, once everything is warm.

    python bench/screens.py [--reruns 20] [--offices 245] [--warehouse FOLDER]

Builds a demo country of that many offices unless a folder with one is given. The limit of 50 ms of
CPU holds for 245 offices; at 29,000 the bytes tell whether a screen sends more than it shows.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from running import ROOT, Server, Visitor, running, visitor

LIMIT = 50  # milliseconds of CPU
WARM_UP = 4
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}),
    ("trend", {}),
    ("gaps", {}),
    ("gaps", {"part": "spread"}),
    ("gaps", {"part": "items"}),
    ("gaps", {"part": "heat"}),
    ("planner", {}),
    ("planner", {"goal": "rank"}),
    ("planner", {"mode": "try"}),
    ("ranking", {}),
    ("ranking", {"part": "movement"}),
    ("ranking", {"part": "groups"}),
    ("compare", {}),
    ("story", {}),
    ("claims", {}),
    ("sources", {}),
    ("imports", {}),
)


def cost(server: Server, tab: Visitor, screen: str, query: dict, reruns: int) -> tuple[float, ...]:
    """First load in ms of wall clock, then CPU ms and bytes of one warm rerun."""
    began = time.perf_counter()
    tab.open(screen, query)
    first = (time.perf_counter() - began) * 1000
    for _ in range(WARM_UP):
        tab.open(screen, query)
    before = server.cpu_seconds
    sent = [tab.open(screen, query) for _ in range(reruns)]
    return first, (server.cpu_seconds - before) / reruns * 1000, sum(sent) / reruns


def measure(warehouse: Path, reruns: int) -> float:
    """Print a line per view; returns the CPU of the dearest."""
    dearest = 0.0
    print(f"{'view':<28}{'first ms':>10}{'CPU ms':>9}{'kB sent':>9}")
    with running(warehouse) as server, visitor(server) as tab:
        for screen, query in VIEWS:
            asked = {"edition": "demo", **query}
            first, spent, sent = cost(server, tab, screen, asked, reruns)
            name = " ".join([screen or "overview", *query.values()])
            print(f"{name:<28}{first:10.0f}{spent:9.1f}{sent / 1000:9.0f}", flush=True)
            dearest = max(dearest, spent)
    return dearest


def main() -> None:
    """Measure every view; fail when one costs more than the limit on the country of 245 offices."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reruns", type=int, default=20)
    parser.add_argument("--offices", type=int, default=245)
    parser.add_argument("--warehouse", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.warehouse or Path(made)
        if asked.warehouse is None:
            build = [sys.executable, "-m", "etl", "demo", "--out", str(folder)]
            subprocess.run([*build, "--offices", str(asked.offices)], cwd=ROOT, check=True)
        dearest = measure(folder, asked.reruns)
    sys.exit(asked.offices == 245 and dearest > LIMIT)


if __name__ == "__main__":
    main()
