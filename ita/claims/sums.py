"""Figures that are printed nowhere and follow by arithmetic from figures that are.

Each is told with the arithmetic that gives it: "97.39 − 81.52 = 15.87".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations

from ita.claims.known import Known, Total, bands_of

_FULL = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Sum:
    """A value, the arithmetic that gives it, and the published figure it stands beside, if any."""

    value: Decimal
    arithmetic: str
    fiscal_year: int
    published: Decimal | None = None
    is_of_mark: bool = False
    to: Decimal | None = None


def changes(known: Known, office_id: str, since: int, year: int) -> Iterator[Sum]:
    """How a total changed from one year to another, in points."""
    now, before = known.total(office_id, year), known.total(office_id, since)
    if now and before and now.score is not None and before.score is not None:
        published = now.change if since == year - 1 else None
        yield _difference(now.score, before.score, year, published)


def growths(known: Known, office_id: str, since: int, year: int) -> Iterator[Sum]:
    """The same in percent of the earlier total, by the published change and by the totals."""
    now, before = known.total(office_id, year), known.total(office_id, since)
    if not now or not before or now.score is None or not before.score:
        return
    points = [now.score - before.score]
    if now.change is not None and since == year - 1:
        points.insert(0, now.change)
    for change in points:
        value = change / before.score * _FULL
        yield Sum(value, f"{change:.2f} ÷ {before.score:.2f} × 100 = {value:.2f}", year)


def distances(known: Known, office_id: str) -> Iterator[Sum]:
    """From each total of an office to the pass mark, the grades, full marks and the other offices."""
    for total in known.of_office(office_id):
        if total.score is None:
            continue
        year = total.fiscal_year
        marks = {band.min_score: band.is_pass for band in reversed(bands_of(year))}
        pass_mark = min((mark for mark, is_pass in marks.items() if is_pass), default=None)
        for mark in sorted(marks, key=lambda mark: mark != pass_mark):
            yield _distance(total.score, mark, year, is_of_mark=mark == pass_mark)
        yield _distance(total.score, _FULL, year)
        for other in _others(known, total):
            yield _distance(total.score, other, year)


def _others(known: Known, total: Total) -> Iterator[Decimal]:
    for office_id in known.totals:
        other = known.total(office_id, total.fiscal_year)
        if office_id != total.office_id and other and other.score is not None:
            yield other.score


def _difference(
    first: Decimal, second: Decimal, year: int, published: Decimal | None = None
) -> Sum:
    value = first - second
    return Sum(value, f"{first:.2f} − {second:.2f} = {value:.2f}", year, published)


def _distance(score: Decimal, mark: Decimal, year: int, *, is_of_mark: bool = False) -> Sum:
    high, low = max(score, mark), min(score, mark)
    value = high - low
    return Sum(value, f"{high:.2f} − {low:.2f} = {value:.2f}", year, None, is_of_mark, mark)


def apart(year: int, one: Decimal, other: Decimal) -> Sum:
    """How far two scores of a year lie apart."""
    return _distance(one, other, year)


def means(known: Known, office_id: str) -> Iterator[Sum]:
    """The mean of the totals of each two years."""
    scored = [total for total in known.of_office(office_id) if total.score is not None]
    for now, before in combinations(scored, 2):
        first, second = now.score or Decimal(0), before.score or Decimal(0)
        value = (first + second) / 2
        yield Sum(value, f"({first:.2f} + {second:.2f}) ÷ 2 = {value:.3f}", now.fiscal_year)


def of_two(known: Known, office_id: str) -> Iterator[Sum]:
    """The totals of each two years together."""
    scored = [total for total in known.of_office(office_id) if total.score is not None]
    for now, before in combinations(scored, 2):
        first, second = now.score or Decimal(0), before.score or Decimal(0)
        yield Sum(
            first + second, f"{first:.2f} + {second:.2f} = {first + second:.2f}", now.fiscal_year
        )


def grades_risen(known: Known, office_id: str) -> Iterator[Sum]:
    """How many grades lie between those of each two years."""
    graded = [total for total in known.of_office(office_id) if total.grade is not None]
    for now, before in combinations(graded, 2):
        order = [band.grade for band in bands_of(now.fiscal_year)]
        if now.grade in order and before.grade in order:
            first, last = sorted((order.index(now.grade), order.index(before.grade)))
            passed = " → ".join(order[first : last + 1])
            yield Sum(Decimal(last - first), passed, now.fiscal_year)


def places(rank: int, wanted: int, year: int) -> Sum:
    """How many ranks lie between two."""
    value = abs(rank - wanted)
    return Sum(Decimal(value), f"{max(rank, wanted)} − {min(rank, wanted)} = {value}", year)


def share(rank: int, ranked: int, year: int) -> Sum:
    """Which percent from the top a rank is in."""
    value = Decimal(rank) / ranked * _FULL
    return Sum(value, f"{rank} ÷ {ranked} × 100 = {value:.2f}", year)


def share_behind(rank: int, ranked: int, year: int) -> Sum:
    """How many percent of the offices rank lower."""
    value = Decimal(ranked - rank) / ranked * _FULL
    return Sum(value, f"({ranked} − {rank}) ÷ {ranked} × 100 = {value:.2f}", year)


def behind(rank: int, ranked: int, year: int) -> Iterator[Sum]:
    """How many offices rank lower, and how many higher."""
    yield Sum(Decimal(ranked - rank), f"{ranked} − {rank} = {ranked - rank}", year)
    yield Sum(Decimal(rank - 1), f"{rank} − 1 = {rank - 1}", year)


def rounds_to(value: Decimal, printed: Decimal, decimals: int) -> bool:
    """Whether a printed number is a value, rounded or cut at its decimals."""
    unit = Decimal(1).scaleb(-decimals)
    return printed in {value.quantize(unit, rounding) for rounding in (ROUND_HALF_UP, ROUND_DOWN)}
