"""Planner check: the time of three routes to a target with ten indicators and 43 items.

    python -m bench.planner [--standings 50]

Draws standings from a fixed seed, asks for routes to several targets in FY2564 and FY2566, and
prints milliseconds for each target. Fails when one question takes a second or more.
"""

import argparse
import random
import statistics
import sys
import time
from decimal import Decimal

from ita.method import method_of
from ita.planner import Goal, Limits, PlannedItem, Standing, moved, routes

FISCAL_YEARS = (2564, 2566)
FULL = Decimal(100)
GOALS = {
    "total 85": Goal(Decimal(85)),
    "total 95": Goal(Decimal(95)),
    "85, each 85": Goal(Decimal(85), Decimal(85)),
    "95, each 95": Goal(Decimal(95), Decimal(95)),
    "90, each 80": Goal(Decimal(90), Decimal(80)),
}
MIXED_EFFORTS = {"9": "0.5", "10": "2", "9.3": "1.5", "O2": "3", "O40": "0.7", "1": "1.2", "6": "2"}
LIMITS = {
    "free": Limits(),
    "mixed": Limits(
        locked=frozenset({"4", "9.1"}),
        ceilings={number: Decimal("97.35") for number in range(1, 9)},
        efforts={code: Decimal(effort) for code, effort in MIXED_EFFORTS.items()},
    ),
}


def drawn(fiscal_year: int, chance: random.Random) -> Standing:
    """A standing with every item of the year at 0 or 100 and indicators 1-8 of 60-97."""
    method = method_of(fiscal_year)
    items = tuple(
        PlannedItem(item.item_code, item.indicator_no, item.sub_indicator or "", FULL)
        for item in method.items
    )
    full = Standing(fiscal_year, dict.fromkeys(range(1, 11), FULL), items)
    share = chance.uniform(0.1, 0.6)
    missed = [item.item_code for item in items if chance.random() < share]
    heard = {str(number): Decimal(chance.randint(6000, 9700)) / 100 for number in range(1, 9)}
    return moved(full, {**heard, **dict.fromkeys(missed, Decimal(0))})


def milliseconds(standing: Standing, goal: Goal, limits: Limits) -> float:
    """The time of one question."""
    start = time.perf_counter()
    routes(standing, goal, limits, count=3)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Time every target and fail when one question took a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--standings", type=int, default=50)
    count = parser.parse_args().standings
    chance = random.Random(2564)  # noqa: S311 - draws cases, keeps no secret
    standings = [drawn(FISCAL_YEARS[place % 2], chance) for place in range(count)]
    slowest = 0.0
    print(f"{'limits':8} {'goal':12} {'median ms':>10} {'p95':>8} {'max':>8}")
    for name, limits in LIMITS.items():
        for words, goal in GOALS.items():
            times = sorted(milliseconds(standing, goal, limits) for standing in standings)
            late = times[min(len(times) - 1, round(0.95 * len(times)))]
            median = statistics.median(times)
            print(f"{name:8} {words:12} {median:10.1f} {late:8.1f} {times[-1]:8.1f}", flush=True)
            slowest = max(slowest, times[-1])
    sys.exit(slowest >= 1000)


if __name__ == "__main__":
    main()
