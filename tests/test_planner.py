"""The planner, held against hand-made cases and against every combination there is."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations, product
from math import floor

import pandas as pd
import pytest

from ita.method import method_of, total_from
from ita.planner import (
    Goal,
    Limits,
    Missing,
    PlannedItem,
    Route,
    Standing,
    best_reachable,
    moved,
    routes,
    standing_from,
    total_of,
    why_not,
    worth_of,
)

FULL = Decimal(100)
CASES = 160


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - draws cases, keeps no secret


def cents(score: Decimal) -> int:
    return int(score * 100)


def score_of(count: int) -> Decimal:
    return Decimal(count) / 100


def even(score: str = "80.00", **others: str) -> Standing:
    """Ten indicators of one score but for the ones named ``i9``, and no items."""
    scores = {number: Decimal(others.get(f"i{number}", score)) for number in range(1, 11)}
    return Standing(2564, scores)


def listed(parts: dict[str, str], score: str = "80.00", fiscal_year: int = 2564) -> Standing:
    """Indicators 1-8 of one score; items by sub-indicator, ``x`` in full, ``-`` at 0, from O1 on."""
    marks = [(part, mark) for part, row in parts.items() for mark in row]
    items = tuple(
        PlannedItem(f"O{place}", int(part.split(".")[0]), part, FULL if mark == "x" else Decimal(0))
        for place, (part, mark) in enumerate(marks, start=1)
    )
    return standing_of(fiscal_year, dict.fromkeys(range(1, 11), Decimal(score)), items)


def standing_of(
    fiscal_year: int, scores: dict[int, Decimal], items: tuple[PlannedItem, ...]
) -> Standing:
    """A standing whose indicators with items are what these give, by the rule spelled out here."""
    lists: dict[int, dict[str, list[int]]] = {}
    for item in items:
        parts = lists.setdefault(item.indicator_no, {})
        parts.setdefault(item.sub_indicator, []).append(cents(item.score))
    given = {number: score_of(rounded_mean(parts.values())) for number, parts in lists.items()}
    return Standing(fiscal_year, scores | given, items)


def rounded_mean(parts: Iterable[list[int]]) -> int:
    means = [Fraction(sum(part), len(part)) for part in parts]
    return floor(Fraction(sum(means), len(means)) + Fraction(1, 2))


def only(*codes: str, **limits: object) -> Limits:
    """Limits that lock every indicator but the ones named."""
    locked = frozenset(str(number) for number in range(1, 11)) - {*codes}
    return Limits(locked=locked, **limits)


def summary(found: tuple[Route, ...]) -> list[tuple]:
    """Effort, moves as code and score after, and total of each route."""
    return [
        (str(route.effort), {m.code: str(m.after) for m in route.moves}, str(route.after.total))
        for route in found
    ]


# Every combination there is


@dataclass(frozen=True)
class State:
    """One combination of moves: what it costs, the groups it uses, what it gives in cents."""

    effort: Fraction
    groups: frozenset[str]
    figures: dict[str, int]


def figures_of(scores: dict[int, int]) -> dict[str, int]:
    """Total and instruments in cents from indicators in cents, half up, in whole numbers only."""
    iit, eit, oit = (sum(scores[n] for n in part) for part in ((1, 2, 3, 4, 5), (6, 7, 8), (9, 10)))
    return {
        "total": (3 * iit + 5 * eit + 10 * oit + 25) // 50,
        "iit": (2 * iit + 5) // 10,
        "eit": (2 * eit + 3) // 6,
        "oit": (oit + 1) // 2,
    }


def effort_of(limits: Limits, *codes: str) -> Fraction:
    return Fraction(next((limits.efforts[code] for code in codes if code in limits.efforts), 1))


Option = tuple[int, Fraction, frozenset[str]]


def step_options(number: int, score: int, limits: Limits) -> Iterator[Option]:
    """Every score an indicator without items can take."""
    ceiling = cents(limits.ceilings.get(number, FULL))
    effort = effort_of(limits, str(number))
    yield score, Fraction(0), frozenset()
    steps = 0
    while score + 100 * steps < ceiling and str(number) not in limits.locked:
        steps += 1
        yield min(score + 100 * steps, ceiling), steps * effort, frozenset({str(number)})


def item_options(number: int, standing: Standing, limits: Limits) -> Iterator[Option]:
    """Every score an indicator can take by its items."""
    items = [item for item in standing.items if item.indicator_no == number]
    movable = [
        item
        for item in items
        if item.score < FULL
        and not limits.locked & {item.item_code, item.sub_indicator, str(number)}
    ]
    for chosen in chain.from_iterable(
        combinations(movable, count) for count in range(len(movable) + 1)
    ):
        parts: dict[str, list[int]] = {}
        for item in items:
            after = 10000 if item in chosen else cents(item.score)
            parts.setdefault(item.sub_indicator, []).append(after)
        score = rounded_mean(parts.values())
        if chosen and score > cents(limits.ceilings.get(number, FULL)):
            continue
        efforts = [
            effort_of(limits, item.item_code, item.sub_indicator, str(number)) for item in chosen
        ]
        yield score, sum(efforts, Fraction(0)), frozenset(item.sub_indicator for item in chosen)


def states(standing: Standing, limits: Limits) -> list[State]:
    """Every combination of moves."""
    steered = {item.indicator_no for item in standing.items}
    options = [
        list(
            item_options(number, standing, limits)
            if number in steered
            else step_options(number, cents(score), limits)
        )
        for number, score in sorted(standing.indicator_scores.items())
    ]
    return [
        State(
            sum((effort for _, effort, _ in chosen), Fraction(0)),
            frozenset().union(*(groups for _, _, groups in chosen)),
            figures_of({n: score for n, (score, _, _) in enumerate(chosen, start=1)}),
        )
        for chosen in product(*options)
    ]


def meets(state: State, goal: Goal) -> bool:
    least = {} if goal.instrument is None else dict.fromkeys(("iit", "eit", "oit"), goal.instrument)
    return all(state.figures[n] >= m * 100 for n, m in {"total": goal.total, **least}.items())


def groups_of(route: Route, standing: Standing) -> frozenset[str]:
    parts = {item.item_code: item.sub_indicator for item in standing.items}
    return frozenset(parts.get(move.code, move.code) for move in route.moves)


def small_case(chance: random.Random) -> tuple[Standing, Limits]:
    """A standing of which few enough indicators and items may move to try them all."""
    fiscal_year = chance.choice([2564, 2566])
    scores = {number: score_of(chance.randint(7000, 9700)) for number in range(1, 11)}
    free = set(chance.sample(range(1, 9), chance.choice([0, 1, 2, 2, 3])))
    ceilings = {n: min(FULL, scores[n] + score_of(chance.randint(-60, 380))) for n in free}
    items: list[PlannedItem] = []
    for number in (9, 10):
        if chance.random() < 0.25:
            ceilings[number] = min(FULL, scores[number] + score_of(chance.randint(1, 250)))
            continue
        for part in range(1, chance.choice([2, 3])):
            for _ in range(chance.choice([1, 2, 3])):
                score = Decimal(chance.choice(["0", "0", "0", "100", "50", "33.33"]))
                items.append(PlannedItem(f"O{len(items) + 1}", number, f"{number}.{part}", score))
        if chance.random() < 0.3:
            ceilings[number] = score_of(chance.randint(5000, 10000))
    codes = [item.item_code for item in items] + ["9.1", "9.2", "10.1", "9", "10", "1", "5", "8"]
    efforts = {
        c: Decimal(chance.choice(["0.5", "1", "2", "2.25"])) for c in codes if chance.random() < 0.3
    }
    locked = {str(number) for number in range(1, 9) if number not in free}
    locked |= {code for code in codes if chance.random() < 0.08}
    limits = Limits(frozenset(locked), ceilings, efforts)
    return standing_of(fiscal_year, scores, tuple(items)), limits


def near_goal(chance: random.Random, known: list[State]) -> Goal:
    """A goal some state just meets or just misses, or one out of reach."""
    state = chance.choice(known)
    total = score_of(state.figures["total"] + chance.choice([0, 0, 0, 1, 2, 40]))
    if chance.random() < 0.5:
        return Goal(total)
    least = min(chance.choice(known).figures[name] for name in ("iit", "eit", "oit"))
    return Goal(total, score_of(least + chance.choice([0, 0, 1])))


@pytest.mark.parametrize("seed", range(4))
def test_routes_are_the_cheapest_of_all_combinations(seed: int) -> None:
    """Each route costs the least there is, then through the fewest groups; none where none exists."""
    chance = chance_of(seed)
    wrong = []
    lengths = set()
    for _ in range(CASES // 4):
        standing, limits = small_case(chance)
        known = states(standing, limits)
        goal = near_goal(chance, known)
        found = routes(standing, goal, limits)
        lengths.add(len(found))
        left = [state for state in known if meets(state, goal)]
        for place in range(3):
            best = min(((state.effort, len(state.groups)) for state in left), default=None)
            route = found[place] if place < len(found) else None
            used = None if route is None else groups_of(route, standing)
            if best != (None if route is None else (Fraction(route.effort), len(used))):
                wrong.append((standing, limits, goal, place, best, route))
            if not used:
                break
            left = [state for state in left if not used <= state.groups]
    assert wrong == []
    assert lengths == {0, 1, 2, 3}


@pytest.mark.parametrize("seed", range(4))
def test_a_route_is_what_its_moves_give(seed: int) -> None:
    """Moved forward, a route gives its total; its proof adds up to the cent; the goal is met."""
    chance = chance_of(100 + seed)
    wrong = []
    for _ in range(CASES // 4):
        standing, limits = small_case(chance)
        goal = near_goal(chance, states(standing, limits))
        for route in routes(standing, goal, limits):
            after = total_of(moved(standing, {move.code: move.after for move in route.moves}))
            added = sum(part for _, part in route.proof)
            efforts = sum(move.effort for move in route.moves)
            if after != route.after or added != after.total or efforts != route.effort:
                wrong.append((standing, goal, route))
            if goal.unmet(after):
                wrong.append((standing, goal, route))
    assert wrong == []


def test_the_best_within_reach_is_the_best_of_all_combinations() -> None:
    """No combination gives a higher total or instrument, and one gives all of these."""
    chance = chance_of(7)
    wrong = []
    for _ in range(40):
        standing, limits = small_case(chance)
        known = states(standing, limits)
        best = best_reachable(standing, limits)
        wanted = {name: max(state.figures[name] for state in known) for name in known[0].figures}
        if {name: cents(getattr(best, name)) for name in wanted} != wanted:
            wrong.append((standing, limits, best))
    assert wrong == []


def test_the_combinations_are_scored_as_the_method_scores() -> None:
    """The whole-number scoring of these tests is that of `total_from`."""
    chance = chance_of(3)
    for _ in range(200):
        scores = {number: chance.randint(4000, 10000) for number in range(1, 11)}
        total = total_from({n: score_of(score) for n, score in scores.items()}, 2566)
        assert figures_of(scores) == {
            name: cents(getattr(total, name)) for name in ("total", "iit", "eit", "oit")
        }


# Routes by hand


def test_routes_take_different_groups() -> None:
    """One point of the total costs 5 steps of indicator 9, then of 10, then 10 of one EIT indicator."""
    found = routes(even(), Goal(Decimal("81.00")), Limits())
    first, second, third = summary(found)
    assert sorted([first, second], key=str) == [
        ("5", {"10": "85.00"}, "81.00"),
        ("5", {"9": "85.00"}, "81.00"),
    ]
    assert (third[0], third[2]) == ("10", "81.00")
    assert list(third[1]) in (["6"], ["7"], ["8"])


def test_a_goal_that_is_met_needs_no_move() -> None:
    """One route without moves, whose proof is the total itself."""
    (route,) = routes(even(), Goal(Decimal("80.00")), Limits())
    assert (route.moves, route.effort) == ((), 0)
    assert route.proof == (("before", Decimal("80.00")), ("rounding", Decimal("0.00")))


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (2, 2)])
def test_no_more_routes_than_asked_for(count: int, expected: int) -> None:
    """``count`` is the most routes given, met or not."""
    assert len(routes(even(), Goal(Decimal(81)), Limits(), count)) == expected
    assert len(routes(even(), Goal(Decimal(80)), Limits(), count)) == min(expected, 1)


@pytest.mark.parametrize(("ceiling", "reached"), [("80.05", True), ("80.04", False)])
def test_half_a_cent_reaches_the_goal(ceiling: str, reached: bool) -> None:
    """A tenth of 0.05 is half a cent and goes up to 80.01; a tenth of 0.04 does not."""
    found = routes(even(), Goal(Decimal("80.01")), only("6", ceilings={6: Decimal(ceiling)}))
    assert summary(found) == ([("1", {"6": "80.05"}, "80.01")] if reached else [])


def test_rounding_stands_in_the_proof() -> None:
    """Two moves of 0.004 points are each printed 0.00; together they bring a cent."""
    limits = only("6", "7", ceilings={6: Decimal("80.04"), 7: Decimal("80.04")})
    (route,) = routes(even(), Goal(Decimal("80.01")), limits)
    assert [(move.code, str(move.points)) for move in route.moves] == [
        ("6", "0.004"),
        ("7", "0.004"),
    ]
    assert route.proof == (
        ("before", Decimal("80.00")),
        ("6", Decimal("0.00")),
        ("7", Decimal("0.00")),
        ("rounding", Decimal("0.01")),
    )


def test_the_last_part_of_a_step_costs_a_step() -> None:
    """From 80.00 to a ceiling of 82.50 are three steps, the last of half a point."""
    limits = only("9", ceilings={9: Decimal("82.50")}, efforts={"9": Decimal("1.5")})
    assert summary(routes(even(), Goal(Decimal("80.50")), limits)) == [
        ("4.5", {"9": "82.50"}, "80.50")
    ]


def test_the_dearer_lever_waits() -> None:
    """At four times the effort indicator 9 brings less for it than an EIT indicator."""
    limits = only("6", "9", efforts={"9": Decimal(4)})
    assert summary(routes(even(), Goal(Decimal("80.30")), limits, 1)) == [
        ("3", {"6": "83.00"}, "80.30")
    ]


@pytest.mark.parametrize(
    ("efforts", "expected"),
    [
        ({}, "1"),
        ({"10": "3"}, "3"),
        ({"10": "3", "10.1": "2"}, "2"),
        ({"10": "3", "10.1": "2", "O1": "0.5"}, "0.5"),
    ],
)
def test_the_most_specific_effort_counts(efforts: dict[str, str], expected: str) -> None:
    """Item before sub-indicator before indicator, and 1 without any."""
    limits = only("10", efforts={code: Decimal(effort) for code, effort in efforts.items()})
    (route,) = routes(listed({"10.1": "-x"}), Goal(Decimal("82.00")), limits)
    assert [(move.code, str(move.effort)) for move in route.moves] == [("O1", expected)]


@pytest.mark.parametrize(
    ("locked", "code"),
    [((), "O3"), (("O3",), "O4"), (("10.2",), "O1"), (("10.2", "O1"), "O2"), (("10",), None)],
)
def test_what_is_locked_stays(locked: tuple[str, ...], code: str | None) -> None:
    """An item is locked by its own code, that of its sub-indicator or of its indicator."""
    standing = listed({"10.1": "--", "10.2": "--"})
    limits = only("10", efforts={"O3": Decimal("0.5"), "O4": Decimal("0.6"), "O1": Decimal("0.9")})
    limits = Limits(limits.locked | {*locked}, {}, limits.efforts)
    found = routes(standing, Goal(Decimal("69.00")), limits, 1)
    assert [move.code for route in found for move in route.moves] == ([code] if code else [])


def test_items_alike_move_in_their_order() -> None:
    """Of four items alike the first ones in the list are taken."""
    (route,) = routes(listed({"9.1": "x----"}), Goal(Decimal("76.00")), only("9"))
    assert [move.code for move in route.moves] == ["O2", "O3"]
    assert [str(move.points) for move in route.moves] == ["4", "4"]


def test_items_stay_below_the_ceiling_of_their_indicator() -> None:
    """A third item would bring indicator 9 to 100: two bring it to 66.67, above 66.66."""
    standing = listed({"9.1": "---"})
    best = [
        best_reachable(standing, only("9", ceilings={9: Decimal(ceiling)})).total
        for ceiling in ("66.66", "66.67", "99.99", "100")
    ]
    assert [str(total) for total in best] == ["70.67", "77.33", "77.33", "84.00"]


def test_a_mean_that_rounds_above_the_ceiling_is_above_it() -> None:
    """O1 in full gives 66.665, printed 66.67: with a ceiling of 66.66 only O2 may move."""
    items = (PlannedItem("O1", 9, "9.1", Decimal(0)), PlannedItem("O2", 9, "9.1", Decimal("33.33")))
    standing = standing_of(2564, dict.fromkeys(range(1, 11), Decimal(80)), items)
    assert standing.indicator_scores[9] == Decimal("16.67")
    for ceiling, code in (("66.66", "O2"), ("66.67", "O1")):
        limits = only("9", ceilings={9: Decimal(ceiling)}, efforts={"O2": Decimal(2)})
        (route,) = routes(standing, Goal(Decimal("70.00")), limits, 1)
        assert [move.code for move in route.moves] == [code]


def test_a_ceiling_below_the_score_keeps_it() -> None:
    """Nothing falls to a ceiling, and nothing rises above it."""
    limits = only("1", "9", ceilings={1: Decimal(70), 9: Decimal(10)})
    assert best_reachable(listed({"9.1": "x-"}), limits).total == Decimal("74.00")


def test_instruments_have_to_be_met_too() -> None:
    """From FY2566 a total of 85 with an EIT of 80 needs the EIT at 85 for the better level."""
    scores = {number: Decimal(90) for number in range(1, 11)} | dict.fromkeys(
        (6, 7, 8), Decimal(80)
    )
    standing = Standing(2566, scores)
    assert total_of(standing).grade == "ผ่าน"
    goal = Goal(Decimal("85.00"), Decimal("85.00"))
    (route,) = routes(standing, goal, Limits(), 1)
    assert (route.effort, route.after.eit, route.after.grade) == (15, Decimal("85.00"), "ผ่านดี")


@pytest.mark.parametrize("fiscal_year", [2564, 2566])
def test_a_route_through_a_whole_year_adds_up(fiscal_year: int) -> None:
    """Ten indicators and the 43 items of the year: three routes, each proof to the cent."""
    chance = chance_of(fiscal_year)
    items = tuple(
        PlannedItem(
            item.item_code, item.indicator_no, item.sub_indicator, chance.choice([FULL, Decimal(0)])
        )
        for item in method_of(fiscal_year).items
    )
    scores = {number: score_of(chance.randint(7000, 9700)) for number in range(1, 11)}
    standing = standing_of(fiscal_year, scores, items)
    found = routes(standing, Goal(Decimal(95), Decimal(90)), Limits())
    assert len(found) == 3
    assert len({groups_of(route, standing) for route in found}) == 3
    assert [sum(part for _, part in route.proof) for route in found] == [
        route.after.total for route in found
    ]
    assert sorted(route.effort for route in found) == [route.effort for route in found]


# Out of reach


def test_an_obstacle_names_what_falls_short() -> None:
    """With indicators 9 and 10 locked at 80 a total of 92 is the most, the OIT stays at 80."""
    limits = Limits(frozenset({"9", "10"}))
    goal = Goal(Decimal("95.00"))
    assert routes(even(), goal, limits) == ()
    obstacle = why_not(even(), goal, limits)
    assert obstacle.unmet == ("total",)
    assert (obstacle.reachable.total, obstacle.reachable.grade) == (Decimal("92.00"), "A")
    assert why_not(even(), Goal(Decimal(90), Decimal(85)), limits).unmet == ("oit",)
    assert why_not(even(), Goal(Decimal(90)), limits).unmet == ()


def test_with_everything_locked_nothing_moves() -> None:
    """No route, and the best within reach is what there is."""
    limits = only()
    assert routes(even(), Goal(Decimal(81)), limits) == ()
    assert best_reachable(even(), limits) == total_of(even())


# The standing


def test_moved_items_move_their_indicator() -> None:
    """One of two items of 10.2 brings 25 points to the indicator and 5 to the total."""
    standing = listed({"10.1": "xxxxxxxx", "10.2": "--"})
    after = moved(standing, {"O9": FULL, "1": Decimal("81.00")})
    assert standing.indicator_scores[10] == Decimal("50.00")
    assert after.indicator_scores[10] == Decimal("75.00")
    assert (total_of(standing).total, total_of(after).total) == (Decimal("74.00"), Decimal("79.06"))


@pytest.mark.parametrize(
    ("code", "score"),
    [("O3", "100"), ("10", "90"), ("11", "90"), ("1", "100.01"), ("1", "-1"), ("1", "80.001")],
)
def test_what_cannot_be_moved_is_refused(code: str, score: str) -> None:
    """Unknown codes, an indicator that has items, scores out of range or finer than a cent."""
    with pytest.raises(ValueError, match=r"nothing to move|not a score"):
        moved(listed({"10.1": "x-"}), {code: Decimal(score)})


def test_a_standing_agrees_with_itself() -> None:
    """Ten indicators, and each that has items is what they give."""
    scores = dict.fromkeys(range(1, 11), Decimal(80))
    with pytest.raises(ValueError, match="not ten indicators"):
        Standing(2564, {1: Decimal(80)})
    with pytest.raises(ValueError, match="indicator 9 is not what its items give"):
        Standing(2564, scores, (PlannedItem("O1", 9, "9.1", FULL),))


@pytest.mark.parametrize(
    "limits",
    [
        {"ceilings": {1: Decimal(101)}},
        {"ceilings": {1: Decimal("97.355")}},
        {"efforts": {"1": Decimal(0)}},
    ],
)
def test_limits_make_sense(limits: dict) -> None:
    """A ceiling is of 0-100 in whole cents and an effort above 0."""
    with pytest.raises(ValueError, match=r"a ceiling is not|an effort is not"):
        Limits(**limits)


def indicator_rows(scores: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame({"indicator_no": list(scores), "score": list(scores.values())})


ITEM_ROWS = pd.DataFrame(
    {
        "item_code": ["O3", "O1", "O2", "O4"],
        "item_no": [3, 1, 2, 4],
        "indicator_no": [9, 9, 9, 10],
        "sub_indicator": ["9.1", "9.1", "9.1", "10.1"],
        "score": [0.0, 100.0, 0.0, 100.0],
    }
)


def test_a_standing_is_made_from_frames() -> None:
    """Items in their order where they give the indicator; 10 has others, so it moves by itself."""
    scores = dict.fromkeys(range(1, 11), 81.52) | {9: 33.33}
    standing = standing_from(indicator_rows(scores), ITEM_ROWS, 2564)
    assert isinstance(standing, Standing)
    assert standing.indicator_scores[1] == Decimal("81.52")
    assert [item.item_code for item in standing.items] == ["O1", "O2", "O3"]


@pytest.mark.parametrize("column", ["score", "sub_indicator"])
def test_items_with_a_gap_are_left_out(column: str) -> None:
    """An indicator one of whose items is not known, or not grouped, moves by itself."""
    rows = ITEM_ROWS.assign(**{column: ITEM_ROWS[column].where(ITEM_ROWS["item_no"] != 2)})
    scores = dict.fromkeys(range(1, 11), 100.0) | {9: 33.33}
    standing = standing_from(indicator_rows(scores), rows, 2564)
    assert isinstance(standing, Standing)
    assert [item.item_code for item in standing.items] == ["O4"]


def test_missing_indicators_are_named() -> None:
    """Absent rows and missing scores alike."""
    scores = dict.fromkeys(range(1, 10), 80.0) | {4: float("nan")}
    assert standing_from(indicator_rows(scores), ITEM_ROWS, 2564) == Missing((4, 10))
    assert standing_from(indicator_rows({}), ITEM_ROWS.head(0), 2564) == Missing(
        tuple(range(1, 11))
    )


# What a shortfall is worth


def test_a_shortfall_in_fy2564() -> None:
    """From 81.52 to 85: 58.00 points of an IIT indicator, or one item of 10.2, or three of 10.1."""
    rows = worth_of(Decimal("3.48"), 2564)
    columns = ["kind", "code", "points_per_step", "needed", "available", "is_enough_alone"]
    assert rows[columns].to_numpy().tolist() == [
        *(["indicator", str(number), 0.06, 58.00, 100, True] for number in range(1, 6)),
        *(["indicator", str(number), 0.1, 34.80, 100, True] for number in range(6, 9)),
        *(["indicator", str(number), 0.2, 17.40, 100, True] for number in (9, 10)),
        ["item", "9.1", 0.4444, 8, 9, True],
        ["item", "9.2", 0.5, 7, 8, True],
        ["item", "9.3", 0.5714, 7, 7, True],
        ["item", "9.4", 1.0, 4, 4, True],
        ["item", "9.5", 0.8, 5, 5, True],
        ["item", "10.1", 1.25, 3, 8, True],
        ["item", "10.2", 5.0, 1, 2, True],
    ]
    assert rows["name_th"].notna().all()
    assert (rows["name_en"].isna() == (rows["kind"] == "item")).all()


def test_a_shortfall_no_lever_covers_alone() -> None:
    """7 points are 116.67 of an IIT indicator and 9 items of 9.4: more than there are."""
    rows = worth_of(Decimal(7), 2564).set_index("code")
    assert rows.loc[["1", "6", "9", "9.4", "10.2"], "needed"].tolist() == [116.67, 70.0, 35.0, 7, 2]
    assert rows.loc[["1", "6", "9", "9.4", "10.2"], "is_enough_alone"].tolist() == [
        *(False, True, True),
        *(False, True),
    ]


def test_no_shortfall_needs_nothing() -> None:
    """A total at the goal or above it needs no step."""
    assert worth_of(Decimal("-0.5"), 2564)["needed"].eq(0).all()


def test_the_worth_of_an_item_is_that_of_the_method() -> None:
    """The points per item are those recorded with the sub-indicators of each year."""
    for fiscal_year in (2564, 2565, 2566):
        rows = worth_of(Decimal(1), fiscal_year).set_index("code")["points_per_step"]
        recorded = {s.sub_indicator: s.item_points for s in method_of(fiscal_year).sub_indicators}
        assert {code: Decimal(str(rows[code])) for code in recorded} == recorded


def test_a_year_without_a_published_split_has_indicators_only() -> None:
    """What an item of FY2567 is worth is not known."""
    assert worth_of(Decimal(1), 2567)["kind"].tolist() == ["indicator"] * 10


def test_nothing_can_lack_more_than_the_office_does() -> None:
    """From 97.39 only 2.61 points are lost: no item of 5.00 can be missing, two of 1.25 can."""
    rows = worth_of(Decimal(1), 2565, lost=Decimal("2.61")).set_index("code")
    assert rows.loc["10.2", "available"] == 0
    assert not rows.loc["10.2", "is_enough_alone"]
    assert rows.loc["10.1", "available"] == 2
    assert rows.loc["1", "available"] == 43.5
    assert rows.loc["9", "available"] == 13.05
