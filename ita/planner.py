"""The planner: what a change of scores gives, and the cheapest ways to a target, exact to the cent.

Forward, `moved` and `total_of`; backward, `routes`, `best_reachable` and `why_not`; and `worth_of`
for an office of which no more than its total is known.

The target is an integer programme. Indicators are counted in whole cents and every condition is
brought to the smallest whole numbers first, so that the solver's tolerance stays far below the
smallest difference there is; each route is then scored again by `ita.method.total_from`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import cycle, islice
from math import ceil, floor, gcd, lcm
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from ita.method import Total, method_of, to_cent, total_from

_INDICATORS = range(1, 11)
_FULL = Decimal(100)
_STEP = 100  # cents of an indicator that one step moves it by
_HALF_CENT = Fraction(1, 2)
_OPTIMAL, _INFEASIBLE = 0, 2


class PlannerError(ArithmeticError):
    """The solver gave no answer, or one that does not hold when scored exactly."""


@dataclass(frozen=True)
class PlannedItem:
    """One disclosure item of an office, ``score`` 0-100."""

    item_code: str
    indicator_no: int
    sub_indicator: str
    score: Decimal


@dataclass(frozen=True)
class Standing:
    """The scores of one office in one year: ten indicators (0-100) and the items below them.

    An indicator that has items moves by them alone and must be what they give; one that has none
    moves by itself. Raises ValueError when an indicator is missing, when a score is not of 0-100
    in whole cents, and when an indicator is not what its items give.
    """

    fiscal_year: int
    indicator_scores: Mapping[int, Decimal]
    items: tuple[PlannedItem, ...] = ()

    def __post_init__(self) -> None:
        if set(self.indicator_scores) != set(_INDICATORS):
            raise ValueError(f"not ten indicators: {sorted(self.indicator_scores)}")
        for score in (*self.indicator_scores.values(), *(item.score for item in self.items)):
            if not _is_score(score):
                raise ValueError(f"not a score of 0-100 in whole cents: {score}")
        for number, score in _indicators_of(self.items).items():
            if score != self.indicator_scores[number]:
                raise ValueError(f"indicator {number} is not what its items give: {score}")


@dataclass(frozen=True)
class Missing:
    """Why there is no standing: the indicators without a score."""

    indicators: tuple[int, ...]


@dataclass(frozen=True)
class Limits:
    """What may move, how far and at what effort; a code the standing does not have limits nothing.

    Codes are those of indicators (``9``), sub-indicators (``9.3``) and items (``O12``).
    ``ceilings`` are the highest scores (0-100) by indicator number, 100 where none is given.
    ``efforts`` are what one step (one point of an indicator, or one item) costs: the most specific
    code counts, 1 where none is given. Raises ValueError for a ceiling outside 0-100 or finer than
    a cent, and for an effort that is not above 0.
    """

    locked: frozenset[str] = frozenset()
    ceilings: Mapping[int, Decimal] = field(default_factory=dict)
    efforts: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not all(_is_score(ceiling) for ceiling in self.ceilings.values()):
            raise ValueError(f"a ceiling is not of 0-100 in whole cents: {self.ceilings}")
        if any(effort <= 0 for effort in self.efforts.values()):
            raise ValueError(f"an effort is not above 0: {self.efforts}")


@dataclass(frozen=True)
class Goal:
    """The total to reach (0-100) and, where ``instrument`` is set, the least each instrument needs."""

    total: Decimal
    instrument: Decimal | None = None

    def unmet(self, reached: Total) -> tuple[str, ...]:
        """Which of ``total``, ``iit``, ``eit``, ``oit`` falls short in ``reached``."""
        minima = {"total": self.total}
        if self.instrument is not None:
            minima |= dict.fromkeys(("iit", "eit", "oit"), self.instrument)
        return tuple(name for name, least in minima.items() if getattr(reached, name) < least)


@dataclass(frozen=True)
class Move:
    """One indicator or item moved; ``points`` of the total it brings, not rounded."""

    code: str
    kind: Literal["indicator", "item"]
    before: Decimal
    after: Decimal
    points: Decimal
    effort: Decimal


@dataclass(frozen=True)
class Route:
    """One way to a goal: its moves in the order of the indicators, what they cost and give."""

    moves: tuple[Move, ...]
    effort: Decimal
    before: Total
    after: Total

    @property
    def rounding(self) -> Decimal:
        """Cents that the rounded parts leave to the total after, of either sign."""
        return (
            _points(self.after)
            - _points(self.before)
            - sum((to_cent(move.points) for move in self.moves), start=Decimal(0))
        )

    @property
    def proof(self) -> tuple[tuple[str, Decimal], ...]:
        """The line that adds up to the total after: ``before``, each move by code, ``rounding``."""
        return (
            ("before", _points(self.before)),
            *((move.code, to_cent(move.points)) for move in self.moves),
            ("rounding", self.rounding),
        )


@dataclass(frozen=True)
class Obstacle:
    """How far a goal is out of reach: the best that can be had, and what still falls short then.

    ``reachable.total`` and ``reachable.grade`` are the nearest goals within reach. ``unmet`` names
    the conditions of the goal (``total``, ``iit``, ``eit``, ``oit``) that fail, none when it can be met.
    """

    reachable: Total
    unmet: tuple[str, ...]


# The standing, and what a change of it gives


def standing_from(
    indicator_rows: pd.DataFrame, item_rows: pd.DataFrame, fiscal_year: int
) -> Standing | Missing:
    """The standing of one office, or which indicators it lacks.

    ``indicator_rows`` has indicator_no and score, as `ita.store.indicator_gaps`; ``item_rows`` has
    item_code, item_no, indicator_no, sub_indicator and score, as `ita.store.item_gaps`. The items of
    an indicator are left out when one is not known or when they do not give its score.
    """
    scores = {
        int(number): to_cent(Decimal(str(score)))
        for number, score in zip(
            indicator_rows["indicator_no"], indicator_rows["score"], strict=True
        )
        if pd.notna(score)
    }
    missing = tuple(number for number in _INDICATORS if number not in scores)
    if missing:
        return Missing(missing)
    items: list[PlannedItem] = []
    for number, rows in item_rows.sort_values("item_no").groupby("indicator_no"):
        if rows[["sub_indicator", "score"]].isna().to_numpy().any():
            continue
        listed = tuple(
            PlannedItem(row.item_code, int(number), row.sub_indicator, _printed(row.score))
            for row in rows.itertuples()
        )
        if _indicators_of(listed)[int(number)] == scores[int(number)]:
            items += listed
    return Standing(fiscal_year, scores, tuple(items))


def moved(standing: Standing, targets: Mapping[str, Decimal]) -> Standing:
    """The standing with new scores (0-100, whole cents) by the code of an indicator or item.

    Raises ValueError for a code the standing does not have, for an indicator that moves by its
    items, and for a score outside 0-100 or finer than a cent.
    """
    steered = {item.indicator_no for item in standing.items}
    codes = {str(number) for number in _INDICATORS if number not in steered}
    unknown = targets.keys() - codes - {item.item_code for item in standing.items}
    if unknown:
        raise ValueError(f"nothing to move: {sorted(unknown)}")
    items = tuple(
        replace(item, score=targets.get(item.item_code, item.score)) for item in standing.items
    )
    scores = {
        number: targets.get(str(number), score)
        for number, score in standing.indicator_scores.items()
    }
    return Standing(standing.fiscal_year, scores | _indicators_of(items), items)


def total_of(standing: Standing) -> Total:
    """Instruments, total and grade of a standing."""
    return total_from(standing.indicator_scores, standing.fiscal_year)


# The way back from a goal


def routes(standing: Standing, goal: Goal, limits: Limits, count: int = 3) -> tuple[Route, ...]:
    """Up to ``count`` ways to a goal, the least effort first; none when it is out of reach.

    An indicator without items moves in steps of one point and, after all of these, by the part of
    a point up to its ceiling at the effort of a step; an item moves to 100. Among ways of equal
    effort one through the fewest groups is taken, a group being an indicator or, for items, a
    sub-indicator, and of these one with the highest total. Each further way leaves out at least
    one group of every way before it. A goal that is met gives one route without moves. Raises
    PlannerError when a way does not hold.
    """
    if not goal.unmet(total_of(standing)):
        return (_route(standing, limits, (), ()),)[:count]
    programme = _programme(standing, limits)
    rows = [*programme.rows, *_goal_rows(programme, goal)]
    found: list[Route] = []
    while len(found) < count and programme.levers:
        cheapest = _solved(programme, programme.efforts(), rows)
        if cheapest is None:
            break
        solution = _highest(programme, cheapest, rows)
        route = _route(standing, limits, programme.levers, solution)
        if goal.unmet(route.after):
            raise PlannerError(f"a route misses its goal: {route} {goal}")
        found.append(route)
        rows.append(_detour(programme, solution))
    return tuple(found)


def best_reachable(standing: Standing, limits: Limits) -> Total:
    """Instruments, total and grade with everything that may move as high as it may."""
    programme = _programme(standing, limits)
    if not programme.levers:
        return total_of(standing)
    solution = _solved(programme, programme.losses(), programme.rows)
    if solution is None:
        raise PlannerError(f"no way to stay: {standing} {limits}")
    return _route(standing, limits, programme.levers, solution).after


def why_not(standing: Standing, goal: Goal, limits: Limits) -> Obstacle:
    """What keeps a goal out of reach."""
    reachable = best_reachable(standing, limits)
    return Obstacle(reachable, goal.unmet(reachable))


def worth_of(points: Decimal, fiscal_year: int, *, lost: Decimal = _FULL) -> pd.DataFrame:
    """What would bring so many points of the total, each lever moved alone.

    ``lost`` are all the points the office lacks to 100: no lever can have lost more than these.
    One row per indicator and per sub-indicator whose split is published: kind (indicator, item),
    code, name_th, name_en (None for a sub-indicator: none is recorded), points_per_step (points of
    the total per point of the indicator or per item in full, to four decimals), needed (points of
    the indicator, up to the cent, or number of items), available (the most points, or items, that
    can be missing), is_enough_alone.
    """
    method = method_of(fiscal_year)
    wanted = max(Fraction(points), Fraction(0))
    worths = _worths(fiscal_year)
    parts = [sub.indicator_no for sub in method.sub_indicators]
    rows: list[tuple[str, str, str, str | None, Fraction, Fraction, Fraction]] = []
    for indicator in method.indicators:
        worth = worths[indicator.indicator_no]
        needed = Fraction(ceil(wanted / worth * 100), 100)
        room = min(Fraction(_FULL), Fraction(floor(Fraction(lost) / worth * 100), 100))
        code = str(indicator.indicator_no)
        rows.append(("indicator", code, indicator.name_th, indicator.name_en, worth, needed, room))
    for sub in method.sub_indicators:
        if sub.item_count is None:
            continue
        worth = worths[sub.indicator_no] * 100 / parts.count(sub.indicator_no) / sub.item_count
        needed = Fraction(ceil(wanted / worth))
        room = Fraction(min(sub.item_count, floor(Fraction(lost) / worth)))
        rows.append(("item", sub.sub_indicator, sub.name_th, None, worth, needed, room))
    columns = ["kind", "code", "name_th", "name_en", "points_per_step", "needed", "available"]
    worth_rows = pd.DataFrame(rows, columns=columns)
    return worth_rows.assign(
        points_per_step=[round(float(worth), 4) for worth in worth_rows["points_per_step"]],
        needed=worth_rows["needed"].astype(float),
        available=worth_rows["available"].astype(float),
        is_enough_alone=(worth_rows["needed"] <= worth_rows["available"]).astype(bool),
    )


# Scores as fractions


def _is_score(score: Decimal) -> bool:
    return 0 <= score <= _FULL and score == to_cent(score)


def _cents(score: Decimal) -> int:
    return int(score * 100)


def _printed(score: float) -> Decimal:
    return to_cent(Decimal(str(score)))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def _points(reached: Total) -> Decimal:
    if reached.total is None:
        raise ValueError(f"indicators are missing: {reached.missing}")
    return reached.total


def _worths(fiscal_year: int) -> dict[int, Fraction]:
    """Points of the total that one point of an indicator brings, by indicator number."""
    return {
        number: Fraction(part.weight) / 100 / len(part.indicators)
        for part in method_of(fiscal_year).instruments
        for number in part.indicators
    }


def _shares(items: Sequence[PlannedItem]) -> list[Fraction]:
    """The part of its indicator that each item is: mean of items, then of sub-indicators."""
    counts: dict[int, dict[str, int]] = {}
    for item in items:
        parts = counts.setdefault(item.indicator_no, {})
        parts[item.sub_indicator] = parts.get(item.sub_indicator, 0) + 1
    return [
        Fraction(1, len(parts) * parts[item.sub_indicator])
        for item in items
        for parts in [counts[item.indicator_no]]
    ]


def _means(items: Sequence[PlannedItem]) -> dict[int, Fraction]:
    """Indicators from their items in cents, not rounded."""
    means: dict[int, Fraction] = {}
    for item, share in zip(items, _shares(items), strict=True):
        means[item.indicator_no] = means.get(item.indicator_no, Fraction(0)) + share * _cents(
            item.score
        )
    return means


def _indicators_of(items: Sequence[PlannedItem]) -> dict[int, Decimal]:
    """Indicators from their items, rounded half up to the cent."""
    return {
        number: Decimal(floor(mean + _HALF_CENT)) / 100 for number, mean in _means(items).items()
    }


# The integer programme


@dataclass(frozen=True)
class _Lever:
    """Steps the solver need not tell apart, each ``step`` cents of an indicator.

    ``codes`` are the items, one step each, or the one indicator that all the steps move.
    """

    indicator_no: int
    group: str
    codes: tuple[str, ...]
    steps: int
    step: Fraction
    effort: Decimal


@dataclass(frozen=True)
class _Sum:
    """A constant and factors by column of the programme."""

    constant: Fraction
    factors: Mapping[int, Fraction]


@dataclass(frozen=True)
class _Row:
    """The condition that a sum of columns, in whole numbers, is at least ``bound``."""

    factors: Mapping[int, int]
    bound: int


@dataclass(frozen=True)
class _Programme:
    """Columns, all whole numbers: steps of each lever, cents of each rounded indicator, groups used."""

    fiscal_year: int
    levers: tuple[_Lever, ...]
    rounded_columns: Mapping[int, int]
    group_columns: Mapping[str, int]
    cents: Mapping[int, _Sum]
    rows: tuple[_Row, ...]

    @property
    def uppers(self) -> list[int]:
        """The highest value of each column."""
        return [
            *(lever.steps for lever in self.levers),
            *(_cents(_FULL) for _ in self.rounded_columns),
            *(1 for _ in self.group_columns),
        ]

    def efforts(self) -> list[int]:
        """Costs of each column by which effort comes first and groups second, in whole numbers."""
        efforts = [Fraction(lever.effort) for lever in self.levers]
        scale = lcm(*(effort.denominator for effort in efforts)) * (len(self.group_columns) + 1)
        return [
            *(int(effort * scale) for effort in efforts),
            *(0 for _ in self.rounded_columns),
            *(1 for _ in self.group_columns),
        ]

    def losses(self) -> list[int]:
        """Costs of each column by which the highest total is cheapest, in whole numbers."""
        total = _total(self).factors
        scale = lcm(*(factor.denominator for factor in total.values()))
        return [-int(total.get(column, 0) * scale) for column in range(len(self.uppers))]


def _programme(standing: Standing, limits: Limits) -> _Programme:
    levers = tuple(_levers(standing, limits))
    steered = {item.indicator_no for item in standing.items}
    rounded = dict.fromkeys(lever.indicator_no for lever in levers if lever.indicator_no in steered)
    rounded_columns = {number: len(levers) + place for place, number in enumerate(rounded)}
    groups = dict.fromkeys(lever.group for lever in levers)
    first = len(levers) + len(rounded)
    group_columns = {group: first + place for place, group in enumerate(groups)}
    cents = {
        number: _Sum(Fraction(0), {rounded_columns[number]: Fraction(1)})
        if number in rounded
        else _Sum(Fraction(_cents(score)), _steps_of(number, levers))
        for number, score in standing.indicator_scores.items()
    }
    means = _means(standing.items)
    exact = {number: _Sum(means[number], _steps_of(number, levers)) for number in rounded}
    rows = (
        *(_rounding_row(exact[number], rounded_columns[number]) for number in rounded),
        *(_ceiling_row(exact[number], _ceiling(number, limits)) for number in rounded),
        *(
            _Row({column: -1, group_columns[lever.group]: lever.steps}, 0)
            for column, lever in enumerate(levers)
        ),
    )
    return _Programme(standing.fiscal_year, levers, rounded_columns, group_columns, cents, rows)


def _steps_of(number: int, levers: Sequence[_Lever]) -> dict[int, Fraction]:
    """What a step in each column brings to an indicator, in cents before rounding."""
    return {
        column: lever.step for column, lever in enumerate(levers) if lever.indicator_no == number
    }


def _ceiling(number: int, limits: Limits) -> int:
    """The highest cents an indicator may have."""
    return _cents(limits.ceilings.get(number, _FULL))


def _levers(standing: Standing, limits: Limits) -> Iterator[_Lever]:
    """What may still move, by indicator; whole steps before the part of a step."""
    steered = {item.indicator_no for item in standing.items}
    for number, score in sorted(standing.indicator_scores.items()):
        room = _ceiling(number, limits) - _cents(score)
        if room <= 0 or str(number) in limits.locked:
            continue
        if number in steered:
            yield from _item_levers(standing, limits, number)
            continue
        code = str(number)
        effort = limits.efforts.get(code, Decimal(1))
        whole, part = divmod(room, _STEP)
        if whole:
            yield _Lever(number, code, (code,), whole, Fraction(_STEP), effort)
        if part:
            yield _Lever(number, code, (code,), 1, Fraction(part), effort)


def _item_levers(standing: Standing, limits: Limits, number: int) -> Iterator[_Lever]:
    """The items of an indicator that are not at 100; items alike share a lever."""
    alike: dict[tuple[str, Fraction, Decimal], list[str]] = {}
    for item, share in zip(standing.items, _shares(standing.items), strict=True):
        codes = (item.item_code, item.sub_indicator, str(number))
        if item.indicator_no != number or item.score == _FULL or limits.locked & {*codes}:
            continue
        effort = next((limits.efforts[c] for c in codes if c in limits.efforts), Decimal(1))
        step = share * _cents(_FULL - item.score)
        alike.setdefault((item.sub_indicator, step, effort), []).append(item.item_code)
    for (group, step, effort), codes_alike in alike.items():
        yield _Lever(number, group, tuple(codes_alike), len(codes_alike), step, effort)


def _row(left: _Sum, least: Fraction, *, is_strict: bool = False) -> _Row:
    """``left`` at least, or if strict above, ``least``: in the smallest whole numbers."""
    scale = lcm(*(factor.denominator for factor in left.factors.values()))
    whole = {column: int(factor * scale) for column, factor in left.factors.items()}
    common = gcd(*whole.values()) or 1
    bound = (least - left.constant) * scale / common
    return _Row(
        {column: factor // common for column, factor in whole.items()},
        floor(bound) + 1 if is_strict else ceil(bound),
    )


def _rounding_row(own: _Sum, column: int) -> _Row:
    """The rounded cents of an indicator are at most half a cent above its mean."""
    difference = _Sum(own.constant, {**own.factors, column: Fraction(-1)})
    return _row(difference, -_HALF_CENT)


def _ceiling_row(own: _Sum, ceiling: int) -> _Row:
    """The mean of an indicator stays below what would be rounded above its ceiling."""
    negative = {column: -factor for column, factor in own.factors.items()}
    return _row(_Sum(-own.constant, negative), -ceiling - _HALF_CENT, is_strict=True)


def _weighted(programme: _Programme, weights: Mapping[int, Fraction]) -> _Sum:
    """The weighted sum of the cents of some indicators; no two share a column."""
    return _Sum(
        sum((programme.cents[n].constant * weight for n, weight in weights.items()), Fraction(0)),
        {
            column: factor * weight
            for number, weight in weights.items()
            for column, factor in programme.cents[number].factors.items()
        },
    )


def _total(programme: _Programme) -> _Sum:
    return _weighted(programme, _worths(programme.fiscal_year))


def _goal_rows(programme: _Programme, goal: Goal) -> Iterator[_Row]:
    """The minima of a goal, each met from half a cent below."""
    yield _row(_total(programme), ceil(goal.total * 100) - _HALF_CENT)
    if goal.instrument is None:
        return
    least = ceil(goal.instrument * 100) - _HALF_CENT
    for part in method_of(programme.fiscal_year).instruments:
        share = Fraction(1, len(part.indicators))
        yield _row(_weighted(programme, dict.fromkeys(part.indicators, share)), least)


def _detour(programme: _Programme, solution: Sequence[int]) -> _Row:
    """At least one group of a solution stays unused."""
    used = {lever.group for lever, steps in zip(programme.levers, solution, strict=False) if steps}
    factors = {programme.group_columns[group]: -1 for group in sorted(used)}
    return _Row(factors, 1 - len(used))


def _solved(
    programme: _Programme, costs: Sequence[int], rows: Sequence[_Row]
) -> tuple[int, ...] | None:
    """The cheapest value of every column, None when no value meets all rows."""
    matrix = np.zeros((len(rows), len(costs)))
    for place, row in enumerate(rows):
        matrix[place, list(row.factors)] = list(row.factors.values())
    answer = milp(
        costs,
        integrality=np.ones(len(costs)),
        bounds=Bounds(0, programme.uppers),
        constraints=LinearConstraint(matrix, [row.bound for row in rows], np.inf),
        options={"mip_rel_gap": 0},
    )
    if answer.status == _INFEASIBLE:
        return None
    if answer.status != _OPTIMAL:
        raise PlannerError(answer.message)
    return tuple(round(value) for value in answer.x)


def _highest(
    programme: _Programme, cheapest: Sequence[int], rows: Sequence[_Row]
) -> tuple[int, ...]:
    """Of all that cost no more than the cheapest, the one with the highest total."""
    costs = programme.efforts()
    spent = sum(cost * value for cost, value in zip(costs, cheapest, strict=True))
    no_dearer = _Row({column: -cost for column, cost in enumerate(costs) if cost}, -spent)
    best = _solved(programme, programme.losses(), [*rows, no_dearer])
    if best is None:
        raise PlannerError(f"the cheapest way is lost: {programme} {cheapest}")
    return best


def _route(
    standing: Standing, limits: Limits, levers: Sequence[_Lever], solution: Sequence[int]
) -> Route:
    """The steps of a solution as moves, scored exactly."""
    counts: Counter[str] = Counter()
    efforts: dict[str, Decimal] = {}
    for lever, steps in zip(levers, solution, strict=False):
        taken = list(islice(cycle(lever.codes), steps))
        counts.update(taken)
        efforts |= dict.fromkeys(taken, lever.effort)
    moves = tuple(
        replace(move, effort=efforts[move.code] * counts[move.code])
        for move in _possible_moves(standing, limits, counts)
        if counts[move.code]
    )
    after = moved(standing, {move.code: move.after for move in moves})
    effort = sum((move.effort for move in moves), start=Decimal(0))
    return Route(moves, effort, total_of(standing), total_of(after))


def _possible_moves(
    standing: Standing, limits: Limits, counts: Mapping[str, int]
) -> Iterator[Move]:
    """Every indicator moved by so many steps and every item to 100, as yet without effort."""
    worths = _worths(standing.fiscal_year)
    for number, score in sorted(standing.indicator_scores.items()):
        code = str(number)
        after = min(score + counts.get(code, 0), limits.ceilings.get(number, _FULL))
        points = _decimal(Fraction(after - score) * worths[number])
        yield Move(code, "indicator", score, after, points, Decimal(0))
    for item, share in zip(standing.items, _shares(standing.items), strict=True):
        points = _decimal(Fraction(_FULL - item.score) * share * worths[item.indicator_no])
        yield Move(item.item_code, "item", item.score, _FULL, points, Decimal(0))
