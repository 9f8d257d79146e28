"""The reference tables under data/reference, read as text exactly once per process."""

import csv
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "data" / "reference"

Row = dict[str, str]


@lru_cache(maxsize=64)
def rows(name: str) -> tuple[Row, ...]:
    """The rows of ``data/reference/<name>.csv`` as printed, one dict per line.

    Raises FileNotFoundError when there is no such table.
    """
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))
