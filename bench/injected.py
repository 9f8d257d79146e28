"""Errors put into a printed ranking on purpose, each with what the cell said before.

A ranking is a list of rows, each its printed cells by our word for the column, best first.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ita.offices import name_key, office_index, western_digits

Row = Mapping[str, str]
Place = tuple[int, str]
Misread = Callable[[str, random.Random], str]

FIGURES = ("rank", "office", "score", "change")
THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
# What a digit of a scan is taken for, with how often, and "" where it is lost.
CONFUSIONS: dict[str, dict[str, int]] = {
    "๐": {"๑": 6, "": 3, "๕": 1},
    "๑": {"๗": 6, "๐": 2, "": 2},
    "๒": {"๖": 3, "๗": 3, "": 2},
    "๓": {"๕": 12, "๔": 1, "": 2},
    "๔": {"๕": 10, "๘": 1, "": 2},
    "๕": {"๓": 6, "๔": 6, "๙": 3, "": 2},
    "๖": {"๘": 6, "๒": 1, "": 2},
    "๗": {"๑": 6, "๒": 2, "": 2},
    "๘": {"๖": 6, "๔": 1, "": 2},
    "๙": {"๕": 10, "๘": 1, "": 2},
}


@dataclass(frozen=True)
class Injected:
    """A ranking with errors.

    ``truth`` is the right text of each wrong cell, by row number (from 1) and column. ``lost``
    are the ranks whose row is gone, ``doubled`` the numbers of both rows of each pair.
    """

    rows: tuple[Row, ...]
    truth: Mapping[Place, str]
    lost: tuple[int, ...] = ()
    doubled: tuple[tuple[int, int], ...] = ()

    def right_text(self, number: int, column: str) -> str:
        """What a cell should say; it may well say so."""
        return self.truth.get((number, column), self.rows[number - 1].get(column, ""))


Injection = Callable[[Sequence[Row], random.Random], Injected]


def as_in_scans(digit: str, chance: random.Random) -> str:
    """What a digit of a scan is read as, or "" when it is lost."""
    likely = CONFUSIONS[digit]
    return chance.choices(list(likely), list(likely.values()))[0]


def at_random(digit: str, chance: random.Random) -> str:
    """Any other digit."""
    return chance.choice(THAI_DIGITS.replace(digit, ""))


def none(rows: Sequence[Row], _: random.Random) -> Injected:
    """The ranking as it is."""
    return Injected(tuple(rows), {})


def digits(rate: float, misread: Misread, columns: Sequence[str] = FIGURES) -> Injection:
    """A share of all digits of ranks, office numbers, scores and changes is misread.

    Where digits are misread as in scans, half that share of the decimal points is lost.
    """

    def inject(rows: Sequence[Row], chance: random.Random) -> Injected:
        def read(character: str) -> str:
            if character in CONFUSIONS and chance.random() < rate:
                return misread(character, chance)
            if character == "." and misread is as_in_scans and chance.random() < rate / 2:
                return ""
            return character

        return _compared(
            rows, [{**row, **{c: "".join(map(read, row[c])) for c in columns}} for row in rows]
        )

    return inject


def swapped_offices(rows: Sequence[Row], chance: random.Random) -> Injected:
    """In four provinces the names of two offices that differ in their number stand exchanged."""
    places: dict[tuple[str | None, str], list[int]] = {}
    for place, row in enumerate(rows):
        key = name_key(row["office"])
        if key.office_number is not None:
            places.setdefault((key.office_type, key.skeleton), []).append(place)
    changed = [dict(row) for row in rows]
    for siblings in chance.sample([found for found in places.values() if len(found) > 1], 4):
        one, other = chance.sample(siblings, 2)
        changed[one]["office"], changed[other]["office"] = (
            rows[other]["office"],
            rows[one]["office"],
        )
    return _compared(rows, changed)


def lost_rows(rows: Sequence[Row], chance: random.Random) -> Injected:
    """Five rows are gone, wherever they stood."""
    lost = set(chance.sample(range(len(rows)), 5))
    kept = [row for place, row in enumerate(rows) if place not in lost]
    return Injected(tuple(kept), {}, lost=tuple(sorted(place + 1 for place in lost)))


def doubled_rows(rows: Sequence[Row], chance: random.Random) -> Injected:
    """Five rows stand twice, one below the other."""
    doubled = set(chance.sample(range(len(rows)), 5))
    found: list[Row] = []
    pairs = []
    for place, row in enumerate(rows):
        found.append(row)
        if place in doubled:
            found.append(row)
            pairs.append((len(found) - 1, len(found)))
    return Injected(tuple(found), {}, doubled=tuple(pairs))


def shifted_sideways(rows: Sequence[Row], chance: random.Random) -> Injected:
    """In four rows the cells right of the office stand one column too far right or left."""
    changed = [dict(row) for row in rows]
    columns = ("score", "grade", "change", "result")
    for place in chance.sample(range(len(rows)), 4):
        cells = [rows[place][column] for column in columns]
        moved = chance.choice((["", *cells[:-1]], [*cells[1:], ""]))
        changed[place].update(zip(columns, moved, strict=True))
    return _compared(rows, changed)


def shifted_down(rows: Sequence[Row], chance: random.Random) -> Injected:
    """In one column of figures a run of six cells stands one row too low, the first doubled."""
    changed = [dict(row) for row in rows]
    column = chance.choice(("score", "change"))
    first = chance.randrange(len(rows) - 6)
    for place in range(first + 1, first + 7):
        changed[place][column] = rows[place - 1][column]
    return _compared(rows, changed)


def _compared(right: Sequence[Row], found: Sequence[Row]) -> Injected:
    """Two rankings of the same rows: what differs is wrong in ``found``."""
    return Injected(
        tuple(found),
        {
            (number, column): before[column]
            for number, (before, after) in enumerate(zip(right, found, strict=True), start=1)
            for column in before
            if before[column] != after[column]
        },
    )


def same_value(column: str, one: str, other: str) -> bool:
    """Whether two texts of a column mean the same office, number or word."""
    if column == "office":
        index = office_index()
        found = index.find(one)
        return found is not None and found == index.find(other)
    number = number_of(one)
    return one.strip() == other.strip() if number is None else number == number_of(other)


def number_of(text: str) -> Decimal | None:
    """The number a cell prints, None where it prints none."""
    western = re.sub("[−–]", "-", western_digits(text)).strip()
    return Decimal(western) if re.fullmatch(r"[+-]?\d+(\.\d+)?", western, re.ASCII) else None
