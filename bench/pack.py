"""How long the presenter's pack of one office takes, file by file.

    python -m bench.pack [--edition demo] [--year 2565]

In a process of its own that has made nothing before, as after a server start. Fails when the whole
takes longer than 15 seconds.
"""

import argparse
import sys
import time
from datetime import UTC, datetime

from ita.pointer import EDITIONS
from ita.report.pack import PackOrder, pack_file, pack_name
from ita.story.choices import Choices
from ita.story.compose import deck, years_to_tell
from ita.view import current_view
from ita.wording import Say

LIMIT = 15  # seconds


def made(order: PackOrder) -> tuple[float, str]:
    """The seconds a pack took and a line that says what of it each file took."""
    marks: list[tuple[str, float]] = []

    def tell(_done: int, _total: int, code: str) -> None:
        marks.append((code, time.perf_counter()))

    content = pack_file(order, tell)
    ends = [*(mark for _, mark in marks[1:]), time.perf_counter()]
    parts = [f"{code} {end - start:.2f}" for (code, start), end in zip(marks, ends, strict=True)]
    return ends[-1] - marks[0][1], f"{len(content) / 1e6:.1f} MB · {' · '.join(parts)}"


def main() -> None:
    """Make the pack twice, cold and warm, and print what each file took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edition", choices=EDITIONS, default="demo")
    parser.add_argument("--year", type=int)
    asked = parser.parse_args()
    began = time.perf_counter()
    view = current_view(asked.edition, Say("th"))
    year = asked.year or int(years_to_tell(view)[-1])
    told = deck(view, year, Choices(), address="https://ita.example.go.th/")
    order = PackOrder(view, told, year, datetime.now(UTC).replace(microsecond=0))
    composed = time.perf_counter() - began
    (cold, said), (warm, again) = made(order), made(order)
    print(pack_name(order))
    print(f"cold: {composed + cold:.2f} s · story {composed:.2f} · {said}")
    print(f"warm: {warm:.2f} s · {again}")
    sys.exit(composed + cold > LIMIT)


if __name__ == "__main__":
    main()
