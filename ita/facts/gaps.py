"""Sentences about indicators and items."""

import pandas as pd

from ita.facts.common import Row, indicator_name
from ita.wording import Say
from ita.wording.labels import item_span

FULL_MARKS = 100


def hover(say: Say, row: Row) -> str:
    """One indicator on hover: score, benchmark, gap and effect."""
    lines = [f"<b>{indicator_name(say, row)}</b>", say("gaps.hover_score", score=row["score"])]
    if pd.notna(row["benchmark"]):
        lines.append(say("gaps.hover_benchmark", benchmark=row["benchmark"], gap=row["gap"]))
        lines.append(say("gaps.hover_effect", effect=row["effect"]))
    return "<br>".join(lines)


def effects_headline(say: Say, gaps: pd.DataFrame, benchmark: str) -> str:
    """Which indicator loses most against the benchmark, and what all of them sum to."""
    worst = gaps.loc[gaps["effect"].idxmin()].to_dict()
    if worst["effect"] >= 0:
        return say("gaps.headline.none_below", benchmark=benchmark, count=len(gaps))
    return say(
        "gaps.headline.worst",
        indicator=indicator_name(say, worst),
        points=-worst["effect"],
        benchmark=benchmark,
    )


def effects_alt(say: Say, gaps: pd.DataFrame) -> str:
    """Every indicator with its effect on the total."""
    parts = [
        say("gaps.alt_part", indicator=indicator_name(say, row), effect=row["effect"])
        for row in gaps.to_dict("records")
    ]
    return say("gaps.alt", parts=", ".join(parts))


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


def sentences(say: Say, gaps: pd.DataFrame, items: pd.DataFrame, fiscal_year: int) -> list[str]:
    """What is known of indicators and items, what all gaps sum to, what is still to gain."""
    known = gaps[gaps["score"].notna()]
    scored = items[items["score"].notna()]
    lines = [
        say("gaps.fact.indicators", known=len(known), total=len(gaps), year=fiscal_year),
        _sum_sentence(say, gaps),
    ]
    if len(scored):
        full = int((scored["score"] == FULL_MARKS).sum())
        lines.append(say("gaps.fact.items_full", full=full, known=len(scored), total=len(items)))
        to_gain = scored["points_to_gain"].sum()
        if to_gain > 0:
            lines.append(say("gaps.fact.to_gain", points=to_gain, count=len(scored) - full))
    else:
        lines.append(say("gaps.fact.no_items", year=fiscal_year))
    return lines


def why_no_gap(say: Say, gaps: pd.DataFrame, fiscal_year: int, benchmark: str) -> str:
    """Which side of the comparison is missing, and the file that would fill it."""
    if gaps["score"].isna().all():
        return say("gaps.none.score", year=fiscal_year)
    level = gaps["effect"].dropna()
    if len(level):
        return say("gaps.none.level", year=fiscal_year, benchmark=benchmark, count=len(level))
    return say("gaps.none.benchmark", year=fiscal_year, benchmark=benchmark)


def _sum_sentence(say: Say, gaps: pd.DataFrame) -> str:
    effects = gaps["effect"].dropna()
    if len(effects) < len(gaps):
        return ""
    return say("gaps.fact.sum", points=effects.sum())
