"""Error check: what the check of an announcement flags and proposes when cells are wrong.

    python -m bench.errors [--seeds 3]

Draws simulated announcements, puts errors into them and prints a table: wrong cells and the share
of them flagged, what is proposed for cells, lost and doubled rows flagged; without and with the
totals of the year before. Fails when one of the targets is missed.

A wrong score or change counts as flagged when a finding stands on the score or change of its row,
any other wrong cell when a finding stands on its row. Notes ask nobody anything and do not count.
Or noted counts as well the cells whose row a note about rounding names to look at.
Hidden are wrong scores and changes whose row still agrees with last year's total to 0.01: printed
changes come from unrounded scores, so sums cannot tell these from right ones.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal

from bench.injected import (
    Injected,
    Injection,
    Row,
    as_in_scans,
    at_random,
    digits,
    doubled_rows,
    lost_rows,
    none,
    number_of,
    same_value,
    shifted_down,
    shifted_sideways,
    swapped_offices,
)
from etl.findings import Finding
from etl.read.document import Document, PrintedRow
from ita.cells import HUNDREDTH
from ita.offices import office_index
from tests.announcements import (
    COLUMNS,
    Announcement,
    Lettering,
    announcement,
    doubts,
    printed,
    reviewed,
)

FISCAL_YEARS = (2565, 2567)
TOTALS = ("score", "change")
RATES = (0.01, 0.03, 0.08)
INJECTIONS: dict[str, Injection] = {
    "none": none,
    **{f"scan {rate:.0%} of totals": digits(rate, as_in_scans, TOTALS) for rate in RATES},
    **{f"random {rate:.0%} of totals": digits(rate, at_random, TOTALS) for rate in RATES},
    **{f"scan {rate:.0%} of figures": digits(rate, as_in_scans) for rate in RATES},
    **{f"random {rate:.0%} of figures": digits(rate, at_random) for rate in RATES},
    "offices swapped": swapped_offices,
    "rows lost": lost_rows,
    "rows doubled": doubled_rows,
    "cells shifted sideways": shifted_sideways,
    "cells shifted down": shifted_down,
}
# Titles of the table's columns with their widths; totals are wrong scores and changes.
HEADER = {
    "findings": 9,
    "totals": 7,
    "flagged": 8,
    "or noted": 9,
    "hidden": 7,
    "of visible": 11,
    "others": 7,
    "flagged ": 9,
    "right": 6,
    "wrong": 6,
    "none": 6,
    "rows flagged": 13,
}
HIGHEST_WRONG_PROPOSALS = 0.01
LOWEST_FLAGGED = 0.97


def printed_rows(shown: Announcement) -> list[Row]:
    """The rows of an announcement in Thai digits."""
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in printed(shown, Lettering()).rows]


def findings_of(
    rows: Sequence[Row], shown: Announcement, *, has_last_year: bool
) -> tuple[list[Finding], set[int]]:
    """The doubts about a printed ranking, whose rows count from 1, and the rows notes name."""
    document = Document(
        kind="announcement",
        form="text",
        fiscal_year=shown.fiscal_year,
        stated_offices=len(shown.rows),
        titles={},
        rows=tuple(PrintedRow(None, number, row) for number, row in enumerate(rows, start=1)),
    )
    found = reviewed(document, shown, has_last_year=has_last_year)
    notes = (each for each in found.examined.findings if each.severity == "note")
    noted = {row for note in notes for row in (note.row_no, *note.other_rows) if row is not None}
    return doubts(found), noted


def counted(
    injected: Injected,
    findings: Sequence[Finding],
    noted: Container[int],
    last_year: Mapping[str, Decimal],
) -> Counter[str]:
    """What the findings say about the wrong cells, and about the right ones."""
    cells = {(each.row_no, each.column_name) for each in findings}
    rows = {row_no for row_no, _ in cells}
    proposals = {
        (each.row_no, each.column_name): each.proposal
        for each in findings
        if each.row_no is not None and each.column_name and each.proposal is not None
    }
    count = Counter(findings=len(findings))
    for number, column in injected.truth:
        count["no proposal"] += (number, column) not in proposals
        if column not in TOTALS:
            count["others"] += 1
            count["others flagged"] += number in rows
            continue
        is_flagged = any((number, of) in cells for of in TOTALS)
        is_visible = not agrees(injected, number, last_year)
        count["totals"] += 1
        count["totals flagged"] += is_flagged
        count["totals noted"] += is_flagged or number in noted
        count["visible"] += is_visible
        count["visible flagged"] += is_visible and is_flagged
    for place, proposal in proposals.items():
        is_right = same_value(place[1], proposal, injected.right_text(*place))
        if place in injected.truth or not is_right:
            count["right" if is_right else "wrong"] += 1
    missing = _ranks_missing(findings)
    count["rows"] += len(injected.lost) + len(injected.doubled)
    count["rows flagged"] += len(missing & set(injected.lost))
    count["rows flagged"] += sum(1 for pair in injected.doubled if rows & set(pair))
    return count


def agrees(injected: Injected, number: int, last_year: Mapping[str, Decimal]) -> bool:
    """Whether score and change of a row lead to last year's total of the office it is about."""
    row = injected.rows[number - 1]
    office = office_index().find(injected.right_text(number, "office"))
    score, change = (number_of(row[column]) for column in TOTALS)
    if office is None or office.office_id not in last_year or score is None or change is None:
        return False
    return abs(score - last_year[office.office_id] - change) <= HUNDREDTH


def _ranks_missing(findings: Sequence[Finding]) -> set[int]:
    spans = [each.detail.split("-") for each in findings if each.rule == "ranks_missing"]
    return {rank for first, last in spans for rank in range(int(first), int(last) + 1)}


def measured(name: str, seeds: int, *, has_last_year: bool) -> Counter[str]:
    """One injection over all seeds and years."""
    total: Counter[str] = Counter()
    for seed in range(seeds):
        for fiscal_year in FISCAL_YEARS:
            shown = announcement(fiscal_year, seed)
            chance = random.Random(f"{name} {fiscal_year} {seed}")  # noqa: S311 - draws cases, keeps no secret
            injected = INJECTIONS[name](printed_rows(shown), chance)
            found, noted = findings_of(injected.rows, shown, has_last_year=has_last_year)
            total += counted(injected, found, noted, shown.last_year)
    return total


def _share(count: Counter[str], part: str, whole: str) -> str:
    return f"{count[part] / count[whole]:.1%}" if count[whole] else ""


def _line(name: str, count: Counter[str]) -> str:
    cells = (
        count["findings"],
        count["totals"],
        _share(count, "totals flagged", "totals"),
        _share(count, "totals noted", "totals"),
        count["totals"] - count["visible"],
        _share(count, "visible flagged", "visible"),
        count["others"],
        _share(count, "others flagged", "others"),
        count["right"],
        count["wrong"],
        count["no proposal"],
        f"{count['rows flagged']} of {count['rows']}" if count["rows"] else "",
    )
    return f"{name:24}" + "".join(
        f"{cell!s:>{width}}" for cell, width in zip(cells, HEADER.values(), strict=True)
    )


def missed(every: Counter[str], clean: Counter[str], *, has_last_year: bool) -> list[str]:
    """The targets that were missed."""
    proposals = every["right"] + every["wrong"]
    targets = {
        "no finding about a clean announcement": clean["findings"] == 0,
        "every lost or doubled row flagged": every["rows flagged"] == every["rows"],
        f"at most {HIGHEST_WRONG_PROPOSALS:.0%} of proposals wrong": (
            every["wrong"] <= HIGHEST_WRONG_PROPOSALS * proposals
        ),
        f"at least {LOWEST_FLAGGED:.0%} of the wrong scores and changes that sums can tell flagged": (
            not has_last_year or every["visible flagged"] >= LOWEST_FLAGGED * every["visible"]
        ),
    }
    return [target for target, is_met in targets.items() if not is_met]


def main() -> None:
    """Measure every injection without and with last year's totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    seeds = parser.parse_args().seeds
    failures = []
    for has_last_year in (False, True):
        known = "with last year's totals" if has_last_year else "without last year's totals"
        print(f"\n{known}, {seeds * len(FISCAL_YEARS)} announcements each")
        print(f"{'errors':24}" + "".join(f"{title:>{width}}" for title, width in HEADER.items()))
        counts = {}
        for name in INJECTIONS:
            counts[name] = measured(name, seeds, has_last_year=has_last_year)
            print(_line(name, counts[name]), flush=True)
        every = sum(counts.values(), start=Counter())
        print(_line("all", every))
        failures += [
            f"{known}: {target}"
            for target in missed(every, counts["none"], has_last_year=has_last_year)
        ]
    print("", *failures or ["all targets met"], sep="\n")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
