"""Sentences about indicators and items."""

from collections.abc import Sequence

import pandas as pd

from ita.facts.common import Row, counted, direction, indicator_name
from ita.method import indicator_comparisons
from ita.wording import Say
from ita.wording.labels import item_span

FULL_MARKS = 100
# The benchmarks of one office or of a mean: only for these do the gaps sum to the gap of the total.
SUMMING = ("full_marks", "national_mean", "type_mean", "known_mean", "last_year", "peers", "target")
_ROUNDING = 0.02


def hover(say: Say, row: Row) -> str:
    """One indicator on hover: score, benchmark, gap and effect."""
    lines = [f"<b>{indicator_name(say, row)}</b>", say("gaps.hover_score", score=row["score"])]
    if pd.notna(row["benchmark"]):
        lines.append(say("gaps.hover_benchmark", benchmark=row["benchmark"], gap=row["gap"]))
        lines.append(say("gaps.hover_effect", effect=row["effect"]))
    return "<br>".join(lines)


def benchmark_name(say: Say, gaps: pd.DataFrame, benchmark_kind: str) -> str:
    """A benchmark as it stands within a sentence; a target with its score, a mean of some with how many."""
    if benchmark_kind == "known_mean":
        offices = gaps["known_offices"].max()
        named = say("benchmark.known_mean")
        return named if pd.isna(offices) else say("gaps.than.known_mean", offices=int(offices))
    return say(f"gaps.than.{benchmark_kind}", target=gaps["benchmark"].max())


def rests_on(say: Say, gaps: pd.DataFrame) -> str:
    """How many offices the benchmark is worked out from; empty for one that rests on none."""
    offices = gaps["known_offices"].dropna()
    if offices.empty:
        return ""
    least, most = int(offices.min()), int(offices.max())
    return say(f"gaps.rests_on.{'same' if least == most else 'span'}", least=least, most=most)


def effects_headline(say: Say, gaps: pd.DataFrame, benchmark: str) -> str:
    """Which indicator loses most against the benchmark; those that lose as much are named too."""
    worst = gaps[gaps["effect"] == gaps["effect"].min()].sort_values("indicator_no")
    least = float(worst["effect"].iloc[0])
    if least >= 0:
        return say("gaps.headline.none_below", benchmark=benchmark, count=len(gaps))
    return say(
        f"gaps.headline.worst.{'one' if len(worst) == 1 else 'many'}",
        indicator=_named(say, worst),
        points=-least,
        benchmark=benchmark,
    )


def effects_alt(say: Say, gaps: pd.DataFrame) -> str:
    """Every indicator with its effect on the total."""
    parts = [
        say("gaps.alt_part", indicator=indicator_name(say, row), effect=row["effect"])
        for row in gaps.to_dict("records")
    ]
    return say("gaps.alt", parts=", ".join(parts))


def level_title(say: Say, row: Row, *, is_change: bool) -> str:
    """An indicator with its gap, or with how it moved since last year."""
    key = f"gaps.moved.{direction(row['gap'])}" if is_change else "gaps.level_title"
    return say(key, indicator=indicator_name(say, row), gap=row["gap"], points=abs(row["gap"]))


def levels_headline(say: Say, gaps: pd.DataFrame, benchmark: str) -> str:
    """How many indicators reach the benchmark, and which lies farthest below it."""
    reached = int((gaps["gap"] >= 0).sum())
    if reached == len(gaps):
        return say("gaps.levels_headline.all", benchmark=benchmark, total=reached)
    worst = gaps[gaps["gap"] == gaps["gap"].min()].sort_values("indicator_no")
    values = {"reached": reached} if reached else {}
    return say(
        "gaps.levels_headline.some" if reached else "gaps.levels_headline.none",
        **values,
        benchmark=benchmark,
        total=len(gaps),
        indicator=_named(say, worst),
        points=-float(worst["gap"].iloc[0]),
    )


def change_headline(say: Say, gaps: pd.DataFrame) -> str:
    """How many indicators rose and fell since last year, and the largest fall, else the largest rise."""
    rose, fell = int((gaps["gap"] > 0).sum()), int((gaps["gap"] < 0).sum())
    if not rose and not fell:
        return say("gaps.change_headline.same", total=len(gaps))
    farthest = gaps["gap"].min() if fell else gaps["gap"].max()
    return say(
        f"gaps.change_headline.{'fall' if fell else 'rise'}",
        rose=rose,
        fell=fell,
        total=len(gaps),
        indicator=_named(say, gaps[gaps["gap"] == farthest].sort_values("indicator_no")),
        points=abs(float(farthest)),
    )


def levels_alt(say: Say, gaps: pd.DataFrame, benchmark: str) -> str:
    """Every indicator with its score and benchmark."""
    parts = [
        say(
            "gaps.levels_alt_part",
            indicator=indicator_name(say, row),
            score=row["score"],
            benchmark=row["benchmark"],
        )
        for row in gaps.to_dict("records")
    ]
    return say("gaps.levels_alt", benchmark=benchmark, parts=", ".join(parts))


def careful(say: Say, indicator_nos: Sequence[int], fiscal_year: int) -> str:
    """Which indicators compare with last year only with care, and the reasons on record."""
    steps = [indicator_comparisons()[no, fiscal_year - 1, fiscal_year] for no in indicator_nos]
    reasons = dict.fromkeys(say.pick(th=step.reason_th, en=step.reason_en) for step in steps)
    return say(
        "gaps.careful", numbers=", ".join(map(str, indicator_nos)), reason=" · ".join(reasons)
    )


def spread_hover(say: Say, row: Row) -> str:
    """One indicator on hover: score and the spread of all offices."""
    return "<br>".join(
        [
            f"<b>{indicator_name(say, row)}</b>",
            say("gaps.hover_score", score=row["score"]),
            say("gaps.hover_median", median=row["median"]),
            say("gaps.hover_half", low=row["lower_quartile"], high=row["upper_quartile"]),
            say("gaps.hover_range", low=row["minimum"], high=row["maximum"]),
        ]
    )


def spread_headline(say: Say, gaps: pd.DataFrame) -> str:
    """In how many indicators the office stands above the median."""
    above = int((gaps["score"] > gaps["median"]).sum())
    return say("gaps.spread_headline", above=above, count=len(gaps))


def worth_headline(say: Say, worths: pd.DataFrame, fiscal_year: int) -> str:
    """The dearest and the cheapest item of the year."""
    least, most = worths.iloc[0], worths.iloc[-1]
    return say(
        "gaps.worth_headline",
        year=fiscal_year,
        most=most["item_points"],
        most_items=item_span(most["first_item_no"], most["last_item_no"]),
        least=least["item_points"],
        least_items=item_span(least["first_item_no"], least["last_item_no"]),
    )


def sub_indicator_name(row: Row) -> str:
    """Number and name of a sub-indicator; the sources have Thai names only."""
    return f"{row['sub_indicator']} {row['name_th']}"


def sub_indicator_title(say: Say, row: Row) -> str:
    """A sub-indicator with what it still holds."""
    key = "gaps.sub_title.to_gain" if row["points_to_gain"] > 0 else "gaps.sub_title.full"
    return say(key, name=sub_indicator_name(row), points=row["points_to_gain"])


def sub_indicator_hover(say: Say, row: Row) -> str:
    """One sub-indicator on hover."""
    lines = [f"<b>{sub_indicator_name(row)}</b>", say("gaps.hover_score", score=row["score"])]
    if pd.notna(row["mean"]):
        lines.append(say("gaps.hover_mean", mean=row["mean"]))
    lines.append(say("gaps.hover_to_gain", points=row["points_to_gain"]))
    return "<br>".join(lines)


def sub_indicator_headline(say: Say, subs: pd.DataFrame, fiscal_year: int) -> str:
    """The sub-indicator that still holds most, with those that hold as much."""
    most = subs["points_to_gain"].max()
    if most <= 0:
        return say("gaps.subs_headline.full", total=len(subs), year=fiscal_year)
    numbers = list(subs.loc[subs["points_to_gain"] == most, "sub_indicator"])
    key = f"gaps.subs_headline.{'one' if len(numbers) == 1 else 'many'}"
    return say(key, numbers=", ".join(numbers), points=most)


def sub_indicator_alt(say: Say, subs: pd.DataFrame) -> str:
    """Every sub-indicator with its score and what it still holds."""
    parts = [
        say(
            "gaps.subs_alt_part",
            number=row["sub_indicator"],
            score=row["score"],
            points=row["points_to_gain"],
        )
        for row in subs.to_dict("records")
    ]
    return say("gaps.subs_alt", parts=", ".join(parts))


def sentences(
    say: Say, gaps: pd.DataFrame, items: pd.DataFrame, fiscal_year: int, benchmark_kind: str
) -> list[str]:
    """Where most is lost against a benchmark, where the office stands, what its items would add."""
    known = gaps[gaps["score"].notna()]
    compared = gaps.dropna(subset=["effect"])
    spread = known.dropna(subset=["median"])
    is_part = len(known) < len(gaps)
    return [
        say("gaps.fact.indicators", known=len(known), total=len(gaps), year=fiscal_year)
        if is_part
        else "",
        effects_headline(say, compared, benchmark_name(say, compared, benchmark_kind))
        if len(compared)
        else "",
        spread_headline(say, spread) if len(spread) else "",
        _item_sentence(say, items, fiscal_year),
    ]


def sum_sentence(say: Say, gaps: pd.DataFrame, benchmark_kind: str, total_gap: float | None) -> str:
    """What all effects sum to beside the gap of the total; empty while one is not known."""
    effects = gaps["effect"].dropna()
    if len(effects) < len(gaps):
        return ""
    points = round(float(effects.sum()), 4)
    if benchmark_kind not in SUMMING:
        return say("gaps.fact.sum_apart", points=points)
    if total_gap is None:
        return say("gaps.fact.sum", points=points)
    is_equal = abs(points - total_gap) <= _ROUNDING
    return say(
        f"gaps.fact.{'sum_equal' if is_equal else 'sum_differs'}",
        points=points,
        total_gap=total_gap,
    )


def gap_of_total(
    row: Row, totals: pd.DataFrame, office_type: str, benchmark_kind: str, target: float
) -> float | None:
    """The printed total of an office minus the same benchmark's total, None where one is not known.

    ``row``: the office's year; ``totals``: the year's spread of totals by office type.
    """
    means = dict(zip(totals["office_type"], totals["mean"], strict=True))
    of_total = {
        "full_marks": float(FULL_MARKS),
        "target": target,
        "last_year": row["previous_score"],
        "national_mean": means.get("all"),
        "type_mean": means.get(office_type),
    }.get(benchmark_kind)
    if of_total is None or pd.isna(of_total) or pd.isna(row["score"]):
        return None
    return round(float(row["score"]) - float(of_total), 2)


def not_offered(say: Say, missing: list[str], fiscal_year: int) -> str:
    """The benchmarks that cannot be computed, and why; empty when there are none."""
    named = [kind for kind in missing if kind != "known_mean"]  # in place of one that is named
    if not named:
        return ""
    names = ", ".join(say(f"benchmark.{kind}") for kind in named)
    reasons = [
        say("gaps.not_offered.last_year") if "last_year" in missing else "",
        say("gaps.not_offered.others") if set(missing) - {"last_year"} else "",
    ]
    reason = " · ".join(filter(None, reasons))
    return say("gaps.not_offered.line", names=names, year=fiscal_year, reason=reason)


def why_no_gap(say: Say, gaps: pd.DataFrame, fiscal_year: int, benchmark_kind: str) -> str:
    """Which side of the comparison is missing, and the file that would fill it."""
    if gaps["score"].isna().all():
        return say("gaps.none.score", year=fiscal_year)
    benchmark = benchmark_name(say, gaps, benchmark_kind)
    level = gaps["effect"].dropna()
    if len(level):
        return say("gaps.none.level", year=fiscal_year, benchmark=benchmark, count=len(level))
    if benchmark_kind == "last_year":
        return say("gaps.none.last_year", year=fiscal_year, before=fiscal_year - 1)
    return say("gaps.none.benchmark", year=fiscal_year, benchmark=benchmark)


def _named(say: Say, indicators: pd.DataFrame) -> str:
    return _and(say, [indicator_name(say, row) for row in indicators.to_dict("records")])


def _and(say: Say, names: list[str]) -> str:
    return f" {say('gaps.and')} ".join(names)


def _item_sentence(say: Say, items: pd.DataFrame, fiscal_year: int) -> str:
    scored = items[items["score"].notna()]
    if scored.empty:
        return say("gaps.fact.no_items", year=fiscal_year)
    full = int((scored["score"] == FULL_MARKS).sum())
    if full == len(items):
        is_reported = scored["status"].iloc[0] == "published"
        key = "all_reported_full" if is_reported else "all_full"
        return say(f"gaps.fact.{key}", total=full, year=fiscal_year)
    to_gain = scored["points_to_gain"].sum()
    if to_gain > 0:
        return counted(
            say, "gaps.fact.to_gain", len(scored) - full, points=to_gain, known=len(scored)
        )
    return say("gaps.fact.items_full", full=full, known=len(scored), total=len(items))
