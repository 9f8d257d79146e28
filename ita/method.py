"""The rules of a fiscal year, read from the tables under data/reference/method.

What differs by year is a row in a table. To change one rule of one year, edit its row; no code
knows a year.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Literal

from ita import reference

InstrumentCode = Literal["iit", "eit", "oit"]
Comparable = Literal["yes", "with_care", "no"]

_CENT = Decimal("0.01")
_COMPARABLE_ORDER: tuple[Comparable, ...] = ("yes", "with_care", "no")


class MethodUnknownError(LookupError):
    """No rules are recorded for a fiscal year; add its rows under data/reference/method."""


@dataclass(frozen=True)
class Instrument:
    """One of IIT, EIT, OIT in one year; ``weight`` in points of the total."""

    instrument: InstrumentCode
    name_th: str
    name_en: str
    weight: Decimal
    indicators: tuple[int, ...]
    question_count: int | None
    confidence: str


@dataclass(frozen=True)
class Indicator:
    """One of the ten indicators in one year; ``weight`` in points of the total."""

    indicator_no: int
    name_th: str
    name_en: str
    instrument: InstrumentCode
    weight: Decimal
    confidence: str


@dataclass(frozen=True)
class SubIndicator:
    """A part of indicator 9 or 10; counts are None where the year's split was not published."""

    sub_indicator: str
    name_th: str
    indicator_no: int
    item_count: int | None
    item_points: Decimal | None
    confidence: str


@dataclass(frozen=True)
class Item:
    """One OIT disclosure item of one year."""

    item_code: str
    item_no: int
    title_th: str
    indicator_no: int
    sub_indicator: str | None
    confidence: str


@dataclass(frozen=True)
class GradeBand:
    """A grade with the minima it needs; ``position`` 1 is the best grade of the year."""

    grade: str
    position: int
    scheme: str
    min_score: Decimal
    min_instrument_score: Decimal | None
    is_pass: bool | None
    confidence: str


@dataclass(frozen=True)
class Method:
    """All rules of one fiscal year."""

    fiscal_year: int
    instruments: tuple[Instrument, ...]
    indicators: tuple[Indicator, ...]
    sub_indicators: tuple[SubIndicator, ...]
    items: tuple[Item, ...]
    grade_bands: tuple[GradeBand, ...]

    @property
    def pass_mark(self) -> Decimal | None:
        """The lowest total that passes, None where the year has no pass mark."""
        return min((band.min_score for band in self.grade_bands if band.is_pass), default=None)


@dataclass(frozen=True)
class Total:
    """What indicator scores add up to. A figure is None when an input is missing; ``missing`` says which."""

    iit: Decimal | None
    eit: Decimal | None
    oit: Decimal | None
    total: Decimal | None
    grade: str | None
    missing: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """Whether two years may be compared at a level, with the reason in both languages."""

    comparable: Comparable
    reason_th: str
    reason_en: str


def to_cent(value: Decimal) -> Decimal:
    """``value`` rounded half up to two decimals, as scores are printed."""
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


@lru_cache(maxsize=1)
def method_years() -> tuple[int, ...]:
    """The fiscal years with ten-indicator rules, in order."""
    return tuple(sorted({int(row["fiscal_year"]) for row in reference.rows("method/weights")}))


@lru_cache(maxsize=32)
def method_of(fiscal_year: int) -> Method:
    """The rules of ``fiscal_year`` (พ.ศ.). Raises MethodUnknownError when none are recorded."""
    bands = _grade_bands(fiscal_year)
    if not bands or fiscal_year > max(method_years()):
        raise MethodUnknownError(fiscal_year)
    instruments = _instruments(fiscal_year)
    indicators = _indicators(fiscal_year, instruments)
    return Method(
        fiscal_year=fiscal_year,
        instruments=instruments,
        indicators=indicators,
        sub_indicators=_sub_indicators(fiscal_year, indicators),
        items=_items(fiscal_year),
        grade_bands=bands,
    )


def grade_of(
    score: Decimal,
    fiscal_year: int,
    instrument_scores: Mapping[InstrumentCode, Decimal] | None = None,
) -> str | None:
    """The grade of a total (0-100, rounded to the cent first).

    None where the year's grade needs all three instruments and they are not known.
    """
    total = to_cent(score)
    for band in method_of(fiscal_year).grade_bands:
        if total < band.min_score:
            continue
        if band.min_instrument_score is None:
            return band.grade
        if instrument_scores is None:
            return None
        if min(instrument_scores.values()) >= band.min_instrument_score:
            return band.grade
    return None


@lru_cache(maxsize=1)
def grade_schemes() -> dict[str, tuple[GradeBand, ...]]:
    """The grades of each scheme, best first: letters, levels and the five words before both."""
    rows = reference.rows("method/grades")
    return {
        scheme: _bands([row for row in rows if row["scheme"] == scheme])
        for scheme in dict.fromkeys(row["scheme"] for row in rows)
    }


def possible_grades(score: Decimal, bands: Iterable[GradeBand]) -> frozenset[str]:
    """The grades of ``bands`` (best first) a total may have while its instruments are not known."""
    possible: set[str] = set()
    for band in bands:
        if to_cent(score) >= band.min_score:
            possible.add(band.grade)
            if band.min_instrument_score is None:
                break
    return frozenset(possible)


def total_from(indicator_scores: Mapping[int, Decimal], fiscal_year: int) -> Total:
    """Instruments, total and grade from indicator scores (0-100 by indicator number)."""
    method = method_of(fiscal_year)
    wanted = {number for instrument in method.instruments for number in instrument.indicators}
    missing = tuple(sorted(wanted - indicator_scores.keys()))
    shown = {
        part.instrument: to_cent(_mean([indicator_scores[number] for number in part.indicators]))
        for part in method.instruments
        if not set(part.indicators) & set(missing)
    }
    total = None if missing else _weighted(indicator_scores, method)
    return Total(
        iit=shown.get("iit"),
        eit=shown.get("eit"),
        oit=shown.get("oit"),
        total=total,
        grade=None if total is None else grade_of(total, fiscal_year, shown),
        missing=missing,
    )


def indicators_from_items(
    item_scores: Mapping[str, Decimal], fiscal_year: int
) -> dict[int, Decimal]:
    """Indicators 9 and 10 from item scores: mean of items, then mean of sub-indicators.

    An indicator is left out when an item of it is missing or its split is not published.
    """
    method = method_of(fiscal_year)
    parts: dict[int, list[Decimal | None]] = {}
    for sub in method.sub_indicators:
        scores = [
            item_scores.get(item.item_code)
            for item in method.items
            if item.sub_indicator == sub.sub_indicator
        ]
        known = [score for score in scores if score is not None]
        is_whole = len(known) == len(scores) == sub.item_count
        parts.setdefault(sub.indicator_no, []).append(_mean(known) if is_whole else None)
    return {
        number: to_cent(_mean([part for part in means if part is not None]))
        for number, means in parts.items()
        if None not in means
    }


@lru_cache(maxsize=1)
def comparisons() -> dict[tuple[str, int, int], Comparison]:
    """The comparability of every (level, from_year, to_year): the worst step on the way decides."""
    rows = reference.rows("method/comparability")
    levels = dict.fromkeys(row["level"] for row in rows)
    return {
        (level, first, last): comparison
        for level in levels
        for (first, last), comparison in _spans(r for r in rows if r["level"] == level)
    }


@lru_cache(maxsize=1)
def indicator_comparisons() -> dict[tuple[int, int, int], Comparison]:
    """The comparability of every (indicator_no, from_year, to_year), worst step first."""
    rows = [r for r in reference.rows("method/comparability") if r["level"] == "indicator"]
    numbers = sorted({int(row["indicator"]) for row in reference.rows("method/indicators")})
    return {
        (number, first, last): comparison
        for number in numbers
        for (first, last), comparison in _spans(
            r for r in rows if not r["indicators"] or str(number) in r["indicators"].split("|")
        )
    }


def _spans(rows: Iterable[reference.Row]) -> Iterator[tuple[tuple[int, int], Comparison]]:
    """Every pair of years the steps in ``rows`` lead through, with what the steps come to."""
    steps: dict[int, list[Comparison]] = {}
    for row in rows:
        comparison = Comparison(_comparable(row["comparable"]), row["reason_th"], row["reason_en"])
        steps.setdefault(int(row["from_year"]), []).append(comparison)
    for first in steps:
        for last in range(first, max(steps) + 1):
            way = [step for year in range(first, last + 1) for step in steps[year]]
            yield (first, last + 1), _over(way)


def _over(steps: list[Comparison]) -> Comparison:
    worst = max((step.comparable for step in steps), key=_COMPARABLE_ORDER.index)
    telling = [step for step in steps if step.comparable == worst]
    return Comparison(
        worst,
        "; ".join(dict.fromkeys(step.reason_th for step in telling)),
        "; ".join(dict.fromkeys(step.reason_en for step in telling)),
    )


def _comparable(text: str) -> Comparable:
    return _COMPARABLE_ORDER[_COMPARABLE_ORDER.index(text)]  # type: ignore[arg-type]


def _weighted(indicator_scores: Mapping[int, Decimal], method: Method) -> Decimal:
    # Fractions, because a third of a point cut short can lose the half cent that rounds up.
    points = (
        Fraction(indicator_scores[number]) * Fraction(part.weight) / (100 * len(part.indicators))
        for part in method.instruments
        for number in part.indicators
    )
    return Decimal(floor(sum(points) * 100 + Fraction(1, 2))).scaleb(-2)


def _mean(scores: list[Decimal]) -> Decimal:
    return sum(scores, start=Decimal(0)) / len(scores)


def _year(row: reference.Row, column: str = "fiscal_year") -> int:
    return int(row[column])


def _number(text: str) -> int | None:
    return int(text) if text else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _instrument_code(text: str) -> InstrumentCode:
    codes: dict[str, InstrumentCode] = {"IIT": "iit", "EIT": "eit", "OIT": "oit"}
    return codes[text]


def _instruments(fiscal_year: int) -> tuple[Instrument, ...]:
    return tuple(
        Instrument(
            instrument=_instrument_code(row["instrument"]),
            name_th=row["name_th"],
            name_en=row["name_en"],
            weight=Decimal(row["weight_pct"]),
            indicators=tuple(map(int, row["indicators"].split("|"))),
            question_count=_number(row["n_items"]),
            confidence=row["confidence"],
        )
        for row in reference.rows("method/weights")
        if _year(row) == fiscal_year
    )


def _indicators(fiscal_year: int, instruments: tuple[Instrument, ...]) -> tuple[Indicator, ...]:
    """An indicator holds an even share of the weight of its instrument."""
    part_of = {number: part for part in instruments for number in part.indicators}
    return tuple(
        Indicator(
            indicator_no=int(row["indicator"]),
            name_th=row["name_th"],
            name_en=row["name_en"],
            instrument=part.instrument,
            weight=part.weight / len(part.indicators),
            confidence="high" if str(fiscal_year) in row["sourced_years"] else "unsourced",
        )
        for row in reference.rows("method/indicators")
        if _is_in_span(row, fiscal_year) and int(row["indicator"]) in part_of
        for part in [part_of[int(row["indicator"])]]
    )


def _sub_indicators(
    fiscal_year: int, indicators: tuple[Indicator, ...]
) -> tuple[SubIndicator, ...]:
    """A sub-indicator holds an even share of its indicator, an item one of its sub-indicator."""
    rows = [row for row in reference.rows("method/oit_sub_indicators") if _year(row) == fiscal_year]
    parts = Counter(int(row["indicator"]) for row in rows)
    weights = {part.indicator_no: part.weight for part in indicators}
    return tuple(
        SubIndicator(
            sub_indicator=row["sub_indicator"],
            name_th=row["name_th"],
            indicator_no=number,
            item_count=count,
            item_points=round(weights[number] / parts[number] / count, 4) if count else None,
            confidence=row["confidence"],
        )
        for row in rows
        for number, count in [(int(row["indicator"]), _number(row["n_items"]))]
    )


def _items(fiscal_year: int) -> tuple[Item, ...]:
    return tuple(
        Item(
            item_code=row["item"],
            item_no=int(row["item_no"]),
            title_th=row["title_th"],
            indicator_no=int(row["indicator"]),
            sub_indicator=row["sub_indicator"] or None,
            confidence=row["confidence"],
        )
        for row in reference.rows("method/oit_items")
        if _year(row) == fiscal_year
    )


def _is_in_span(row: reference.Row, fiscal_year: int) -> bool:
    """Whether a year lies in the years of a row; one without an end holds until it is changed."""
    last = _number(row["fiscal_year_to"])
    return _year(row, "fiscal_year_from") <= fiscal_year and (last is None or fiscal_year <= last)


def _grade_bands(fiscal_year: int) -> tuple[GradeBand, ...]:
    return _bands([row for row in reference.rows("method/grades") if _is_in_span(row, fiscal_year)])


def _bands(rows: Iterable[reference.Row]) -> tuple[GradeBand, ...]:
    return tuple(
        GradeBand(
            grade=row["level"],
            position=position,
            scheme=row["scheme"],
            min_score=Decimal(row["min_score"]),
            min_instrument_score=_decimal(row["min_instrument_score"]),
            is_pass={"ผ่าน": True, "ไม่ผ่าน": False}.get(row["result"]),
            confidence=row["confidence"],
        )
        for position, row in enumerate(rows, start=1)
    )
