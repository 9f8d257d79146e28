"""Sentences about what a change would give, and what a target would take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

import pandas as pd

from ita import places, planner
from ita.facts.common import Row, counted, indicator_name
from ita.facts.markup import plain
from ita.facts.overview import KeyFigure, grade_figure
from ita.limits import IndicatorLimit
from ita.method import GradeBand, Total, method_of, method_years, to_cent
from ita.planner import Goal, Missing, Move, Route, Standing
from ita.wording import Say
from ita.wording.labels import item_span, label, result_label

_FULL = 100
_INSTRUMENTS = ("iit", "eit", "oit")
_WAYS_NAMED = 3
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Situation:
    """Where an office stands in a year, as far as that is known.

    ``row``: its row of `store.office_years`; ``indicators``: ten rows, ``items``: its items;
    ``ranking``: the year's places, None where there is no ranking; ``as_before``: the same after
    every office moved by its last change once more, None where no change is known.
    """

    office_id: str
    row: Row
    indicators: pd.DataFrame
    items: pd.DataFrame
    ranking: pd.DataFrame | None
    as_before: pd.DataFrame | None

    @property
    def fiscal_year(self) -> int:
        """The year planned with."""
        return int(self.row["fiscal_year"])

    @property
    def score(self) -> Decimal:
        """The total on record."""
        return Decimal(f"{self.row['score']:.2f}")

    @cached_property
    def standing(self) -> Standing | Missing:
        """Ten indicators and the items below them, or which indicators are not known."""
        return planner.standing_from(self.indicators, self.items, self.fiscal_year)

    @property
    def better_grades(self) -> tuple[GradeBand, ...]:
        """The grades above the office's own, the nearest first."""
        bands = method_of(self.fiscal_year).grade_bands
        own = next((band.position for band in bands if band.grade == self.row["grade"]), None)
        reach = bands if own is None else bands[: own - 1]
        above = [band for band in reach if own is not None or band.min_score > self.score]
        return tuple(reversed(above))


@dataclass(frozen=True)
class Aim:
    """A target as the reader set it: a ``kind``, what it is called, and what it takes."""

    kind: str
    name: str
    goal: Goal
    rank: int | None = None


def grade_aim(say: Say, band: GradeBand) -> Aim:
    """A grade of the year as a target."""
    goal = Goal(band.min_score, band.min_instrument_score)
    key = "grade_name" if goal.instrument is None else "grade_name_both"
    if goal.instrument == goal.total:
        key = "grade_name_instruments"
    grade = label(say, "grade", band.grade)
    name = say(f"planner.{key}", grade=grade, score=goal.total, instrument=goal.instrument)
    return Aim("grade", name, goal)


def score_aim(say: Say, score: float) -> Aim:
    """A total as a target."""
    goal = Goal(Decimal(f"{score:.2f}"))
    return Aim("score", say("planner.score_name", score=goal.total), goal)


def next_score(situation: Situation) -> float:
    """The score to aim for where there is no better grade: a point more, as far as there is one."""
    return round(min(float(_FULL), float(situation.score) + 1), 2)


def first_aim(say: Say, situation: Situation) -> Aim:
    """The target the planner begins with: the next grade, or a little more than the present total."""
    if situation.better_grades:
        return grade_aim(say, situation.better_grades[0])
    return score_aim(say, next_score(situation))


def next_rule_sentence(say: Say, fiscal_year: int) -> str:
    """What the best grade of the year after takes; empty where that year's rules are not on record."""
    if fiscal_year + 1 not in method_years():
        return ""
    best = method_of(fiscal_year + 1).grade_bands[0]
    return say("planner.fact.next_rule", year=fiscal_year + 1, goal=grade_aim(say, best).name)


def rank_aim(say: Say, situation: Situation, rank: int) -> Aim:
    """A rank as a target, by the score that surely takes it while the others stay.

    Where places are not known, a lower score may do; the name says so.
    """
    assert situation.ranking is not None  # noqa: S101 - the page offers ranks only where there are some
    score = places.score_for_rank(situation.ranking, rank, without=situation.office_id)
    less = places.place_of(situation.ranking, score - _CENT, without=situation.office_id)
    key = "rank_name_sure" if less.best <= rank else "rank_name"
    return Aim("rank", say(f"planner.{key}", rank=rank, score=score), Goal(score), rank)


# What stands there now


def now(say: Say, situation: Situation) -> list[str]:
    """Score, grade and rank on record, and the rank by the scores where that differs."""
    row = situation.row
    key = "now" if pd.notna(row["grade"]) else "now_ungraded"
    grade = label(say, "grade", row["grade"])
    first = say(f"planner.fact.{key}", year=row["fiscal_year"], score=row["score"], grade=grade)
    if situation.ranking is None:
        return [first]
    computed = rank_text(say, situation, situation.score)
    if pd.isna(row["rank"]):
        return [f"{first} · {say('planner.fact.rank_now', place=computed)}"]
    place = say("planner.rank_exact", rank=row["rank"], total=row["ranked_offices"])
    rank = say(f"planner.fact.rank_now{'_tied' if row['tied_offices'] > 1 else ''}", place=place)
    differs = "" if computed == place else say("planner.fact.rank_computed", place=computed)
    return [f"{first} · {rank}", differs]


def rank_text(say: Say, situation: Situation, score: Decimal, *, is_as_before: bool = False) -> str:
    """The rank a score would take while the others stay, or move as they did."""
    ranking = situation.as_before if is_as_before else situation.ranking
    if ranking is None:
        return say("planner.rank_unknown")
    place = places.place_of(ranking, score, without=situation.office_id)
    if place.is_exact:
        return say("planner.rank_exact", rank=place.best, total=place.ranked_offices)
    return say("planner.rank_range", best=place.best, worst=place.worst, total=place.ranked_offices)


# Ways to a target


def conditions(
    say: Say, limits: Mapping[int, IndicatorLimit], locked_items: Sequence[str] = ()
) -> str:
    """What the reader locked, how far things may rise and what costs more or less; empty for nothing."""
    usual = IndicatorLimit()
    parts = []
    for code, limit in sorted(limits.items()):
        if limit.is_locked:
            parts.append(say("planner.fact.condition_locked", code=code))
            continue
        if limit.ceiling != usual.ceiling:
            parts.append(say("planner.fact.condition_ceiling", code=code, ceiling=limit.ceiling))
        if limit.effort != usual.effort:
            parts.append(say("planner.fact.condition_effort", code=code, effort=limit.effort))
    if locked_items:
        parts.append(say("planner.fact.condition_items", codes=", ".join(locked_items)))
    return say("planner.fact.conditions", parts=" · ".join(parts)) if parts else ""


def target_sentences(
    say: Say, situation: Situation, aim: Aim, routes: Sequence[Route]
) -> list[str]:
    """The cheapest way, what it needs of the others, and the same target if all move as before."""
    if not routes[0].moves:
        return [say("planner.fact.met", goal=aim.name), _as_before(say, situation, aim)]
    first = routes[0]
    return [
        say(
            "planner.fact.cheapest",
            goal=aim.name,
            effort=float(first.effort),
            moves=moves_text(say, first.moves),
            after=first.after.total,
        ),
        _rank_after(say, situation, _total(first.after)),
        _as_before(say, situation, aim) if aim.kind == "rank" else "",
    ]


def infeasible(say: Say, situation: Situation, aim: Aim, obstacle: planner.Obstacle) -> list[str]:
    """Why a target is out of reach under the conditions, and the nearest one that is not."""
    best = obstacle.reachable
    instruments = " · ".join(f"{name.upper()} {getattr(best, name):.2f}" for name in _INSTRUMENTS)
    lines = [
        say("planner.fact.infeasible", goal=aim.name, total=best.total, instruments=instruments),
        say("planner.fact.unmet", parts=shortfalls(say, best, aim.goal)),
    ]
    if aim.kind == "grade" and best.grade:
        grade = label(say, "grade", best.grade)
        lines.append(say("planner.fact.nearest_grade", grade=grade))
    elif aim.kind == "rank":
        place = rank_text(say, situation, _total(best))
        lines.append(say("planner.fact.nearest_rank", place=place))
    else:
        lines.append(say("planner.fact.nearest_score", score=best.total))
    return [*lines, say("planner.fact.unlock")]


def shortfalls(say: Say, reached: Total, goal: Goal) -> str:
    """What of a goal is not met, by how many points."""
    parts = []
    for name in goal.unmet(reached):
        if name == "total":
            parts.append(say("planner.fact.unmet_total", points=goal.total - _total(reached)))
        else:
            missing = (goal.instrument or Decimal(0)) - getattr(reached, name)
            instrument = label(say, "instrument", name)
            parts.append(
                say("planner.fact.unmet_instrument", instrument=instrument, points=missing)
            )
    return ", ".join(parts)


def moves_text(say: Say, moves: Iterable[Move]) -> str:
    """Moves in short: each indicator with its rise, all items together."""
    parts = []
    for kind, of_kind in groupby(moves, key=lambda move: move.kind):
        if kind == "item":
            codes = ", ".join(move.code for move in of_kind)
            parts.append(say("planner.move_items_short", codes=codes))
        else:
            parts += [
                say("planner.move_short", code=move.code, rise=move.after - move.before)
                for move in of_kind
            ]
    return " · ".join(parts)


def move_name(say: Say, situation: Situation, move: Move) -> str:
    """What moves: number and name of an indicator, or code and subject of an item."""
    if move.kind == "indicator":
        rows = situation.indicators
        row = rows[rows["indicator_no"] == int(move.code)].iloc[0].to_dict()
        return indicator_name(say, row)
    items = situation.items
    title = items.loc[items["item_code"] == move.code, "title_th"].iloc[0]
    return say("planner.move_item", code=move.code, name=title)


def route_headline(say: Say, route: Route, number: int) -> str:
    """How many moves, and from which total to which."""
    before, after = _total(route.before), _total(route.after)
    return counted(
        say,
        "planner.route_headline",
        len(route.moves),
        number=number,
        points=after - before,
        before=before,
        after=after,
    )


def card(say: Say, situation: Situation, route: Route, number: int) -> str:
    """A way in short, as Markdown: its effort, what moves, and what that gives."""
    title = say("planner.route_number", number=number)
    effort = say("planner.card_effort", effort=float(route.effort))
    score = _total(route.after)
    grade = label(say, "grade", route.after.grade)
    gives = [say("planner.card_result", after=score, grade=grade)]
    if situation.ranking is not None:
        gives.append(say("planner.card_rank", place=rank_text(say, situation, score)))
    return f"**{title}** · {effort}\n\n{moves_text(say, route.moves)}\n\n{' · '.join(gives)}"


def work_list(say: Say, situation: Situation, route: Route) -> list[str]:
    """What to do, most points first, and who answers for it where the office wrote that down."""
    owners = situation.items.set_index("item_code")["owner"]
    lines = []
    for move in sorted(route.moves, key=lambda move: -move.points):
        work = say(
            "planner.work",
            name=plain(move_name(say, situation, move)),
            before=move.before,
            after=move.after,
            points=to_cent(move.points),
            effort=float(move.effort),
        )
        owner = owners.get(move.code)
        has_owner = isinstance(owner, str) and owner
        lines.append(
            say("planner.work_owner", work=work, owner=plain(owner)) if has_owner else work
        )
    return lines


def proof(say: Say, route: Route) -> str:
    """The line that adds up: present total, each move, rounding, total after."""
    names = {"before": say("planner.now"), "rounding": say("planner.rounding")}
    kinds = {move.code: move.kind for move in route.moves}
    names |= {
        code: say("planner.indicator_row", name=code)
        for code, kind in kinds.items()
        if kind == "indicator"
    }
    parts = [
        f"{'−' if points < 0 else '+'} "
        + say("planner.proof_part", points=abs(points), name=names.get(code, code))
        for code, points in route.proof
        if points or code != "rounding"
    ]
    sum_of_parts = " ".join(parts).removeprefix("+ ")
    return say("planner.proof", parts=sum_of_parts, after=route.after.total)


def earlier_shortfall(say: Say, years: pd.DataFrame, fiscal_year: int) -> tuple[int, str] | None:
    """The latest year before that did not pass, and what it lacked; None where there is none.

    ``years``: the rows of `store.office_years` of one office.
    """
    failed = years[(years["fiscal_year"] < fiscal_year) & ~years["is_pass"].fillna(value=True)]
    planned = failed[failed["fiscal_year"].isin(method_years())]
    if planned.empty:
        return None
    row = planned.iloc[-1]
    year, score = int(row["fiscal_year"]), Decimal(f"{row['score']:.2f}")
    mark = method_of(year).pass_mark or score
    return year, say("planner.earlier", year=year, score=score, points=mark - score)


# A change tried out


def open_items(say: Say, items: pd.DataFrame) -> list[str]:
    """The items not yet full with their subjects, most points first."""
    to_do = items[items["points_to_gain"] > 0].sort_values(
        ["points_to_gain", "item_no"], ascending=[False, True]
    )
    return [
        say(
            "planner.open_item",
            code=row["item_code"],
            title=plain(row["title_th"]),
            points=row["points_to_gain"],
        )
        for row in to_do.to_dict("records")
    ]


def try_sentences(say: Say, situation: Situation, before: Total, after: Total) -> list[str]:
    """What a change gives: total, grade, what the next grade still lacks, rank."""
    change = _total(after) - _total(before)
    if not change:
        return [say("planner.fact.try_same", before=before.total)]
    grades = {name: label(say, "grade", t.grade) for name, t in (("a", before), ("b", after))}
    return [
        say("planner.fact.try_change", before=before.total, after=after.total, change=change),
        say("planner.fact.try_grade_same", grade=grades["b"])
        if before.grade == after.grade
        else say("planner.fact.try_grade", before=grades["a"], after=grades["b"]),
        next_grade(say, after, situation.fiscal_year),
        _rank_after(say, situation, _total(after)),
    ]


def next_grade(say: Say, reached: Total, fiscal_year: int) -> str:
    """What the grade above still lacks; empty in the top grade."""
    bands = method_of(fiscal_year).grade_bands
    own = next((band.position for band in bands if band.grade == reached.grade), 1)
    if own == 1:
        return ""
    band = bands[own - 2]
    parts = shortfalls(say, reached, Goal(band.min_score, band.min_instrument_score))
    return say("planner.fact.try_next", grade=label(say, "grade", band.grade), parts=parts)


def key_figures(say: Say, situation: Situation, before: Total, after: Total) -> list[KeyFigure]:
    """Total, grade, weakest instrument and rank after a change, as large figures."""
    change = _total(after) - _total(before)
    weakest = min(_INSTRUMENTS, key=lambda name: getattr(after, name))
    return [
        KeyFigure(
            say("planner.figure_total"),
            f"{after.total:.2f}",
            f"{change:+.2f}" if change else None,
            "up" if change > 0 else "down" if change < 0 else "off",
            None,
        ),
        grade_figure(say, after.grade, _is_pass(after, situation.fiscal_year)),
        KeyFigure(
            say("planner.figure_weakest"),
            f"{label(say, 'instrument', weakest)} {getattr(after, weakest):.2f}",
            None,
            "off",
            None,
        ),
        _rank_figure(say, situation, _total(after)),
    ]


def _is_pass(after: Total, fiscal_year: int) -> bool | None:
    bands = {band.grade: band.is_pass for band in method_of(fiscal_year).grade_bands}
    return bands[after.grade] if after.grade else None


def _rank_figure(say: Say, situation: Situation, score: Decimal) -> KeyFigure:
    name = say("planner.figure_rank")
    if situation.ranking is None:
        return KeyFigure(name, "–", None, "off", say("planner.rank_unknown"))
    place = places.place_of(situation.ranking, score, without=situation.office_id)
    ranks = str(place.best) if place.is_exact else f"{place.best}–{place.worst}"
    note = say("planner.figure_rank_note", total=place.ranked_offices)
    return KeyFigure(name, ranks, None, "off", note)


# Where indicators are not known: what the missing points are worth


def worth_sentences(say: Say, situation: Situation, aim: Aim, worths: pd.DataFrame) -> list[str]:
    """What separates the total from a target, in items and in single indicators.

    ``worths``: `planner.worth_of` with first_item_no and last_item_no of each sub-indicator.
    """
    points = aim.goal.total - situation.score
    year = situation.fiscal_year
    if points <= 0:
        return [say("planner.fact.met", goal=aim.name)]
    return [
        say("planner.fact.short_of", score=situation.score, goal=aim.name, points=points),
        _in_items(say, worths) or say("planner.fact.no_items_listed", year=year),
        _in_indicators(say, worths, year),
        say("planner.fact.instruments_needed", minimum=aim.goal.instrument)
        if aim.goal.instrument is not None
        else "",
    ]


def worth_headline(say: Say, worths: pd.DataFrame, points: Decimal) -> str:
    """The fewest items that are worth the points."""
    items = _enough_items(worths)
    if items.empty:
        return say("planner.worth", points=points)
    row = items.iloc[0]
    return counted(
        say,
        "planner.worth_headline",
        int(row["needed"]),
        points=points,
        span=item_span(row["first_item_no"], row["last_item_no"]),
        worth=row["points_per_step"],
    )


def worth_bar(say: Say, row: Row) -> str:
    """What one item is worth, and how many would bring the points, or why they cannot."""
    worth = row["points_per_step"]
    if not row["available"]:
        return say("planner.worth_bar_none", worth=worth)
    if row["is_enough_alone"]:
        return say("planner.worth_bar", worth=worth, needed=row["needed"])
    return say("planner.worth_bar_short", worth=worth, available=row["available"])


def enough_text(say: Say, row: Row) -> str:
    """Whether one matter alone would bring the points; an indicator only from far enough below."""
    if not row["is_enough_alone"]:
        return say("planner.is_not_enough")
    if row["kind"] == "indicator":
        return say("planner.is_enough_if", highest=_FULL - row["needed"])
    return say("planner.is_enough")


def grade_option(say: Say, band: GradeBand) -> str:
    """A grade to choose, with whether it passes where its name does not say so."""
    grade = label(say, "grade", band.grade)
    result = result_label(say, band.is_pass) if band.grade.isascii() else ""
    return " · ".join(filter(None, (grade, result)))


def _in_items(say: Say, worths: pd.DataFrame) -> str:
    parts = [
        counted(
            say,
            "planner.fact.worth_item",
            int(row["needed"]),
            span=item_span(row["first_item_no"], row["last_item_no"]),
            worth=row["points_per_step"],
        )
        for row in _enough_items(worths).head(_WAYS_NAMED).to_dict("records")
    ]
    return say("planner.fact.worth_items", parts=_or(say, parts)) if parts else ""


def _enough_items(worths: pd.DataFrame) -> pd.DataFrame:
    items = worths[(worths["kind"] == "item") & worths["is_enough_alone"]]
    return items.sort_values(["needed", "code"])


def _in_indicators(say: Say, worths: pd.DataFrame, fiscal_year: int) -> str:
    needed = worths[worths["kind"] == "indicator"].set_index("code")["needed"]
    parts = [
        say(
            "planner.fact.worth_indicator",
            instrument=label(say, "instrument", part.instrument),
            needed=needed[str(part.indicators[0])],
        )
        for part in method_of(fiscal_year).instruments
    ]
    return say("planner.fact.worth_indicators", parts=_or(say, parts))


def _or(say: Say, parts: Iterable[str]) -> str:
    return f" {say('planner.fact.or')} ".join(parts)


def _rank_after(say: Say, situation: Situation, score: Decimal) -> str:
    if situation.ranking is None:
        return ""
    place = rank_text(say, situation, score)
    sentence = say("planner.fact.rank_after", score=score, place=place)
    if situation.as_before is None:
        return sentence
    then = rank_text(say, situation, score, is_as_before=True)
    return f"{sentence} {say('planner.fact.rank_as_before', place=then)}"


def _as_before(say: Say, situation: Situation, aim: Aim) -> str:
    if situation.as_before is None:
        return ""
    if aim.rank is None:
        place = rank_text(say, situation, situation.score, is_as_before=True)
        return say("planner.fact.rank_as_before_same", score=situation.score, place=place)
    score = places.score_for_rank(situation.as_before, aim.rank, without=situation.office_id)
    return say("planner.fact.rank_as_before_needs", rank=aim.rank, score=score)


def _total(reached: Total) -> Decimal:
    assert reached.total is not None  # noqa: S101 - a standing has all ten indicators
    return reached.total
