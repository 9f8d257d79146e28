"""Sentences about the score over the years."""

import pandas as pd

from ita.facts.common import Row, change_of, direction, previous_score
from ita.wording import Say
from ita.wording.labels import label


def headline(say: Say, known: pd.DataFrame, office: str) -> str:
    """What the trend says: the last step up or down, or that there is nothing to compare."""
    if known.empty:
        return say("trend.headline.none", office=office)
    last = known.iloc[-1].to_dict()
    change = change_of(last)
    grade = label(say, "grade", last["grade"]) or say("grade.unknown")
    common = {"year": last["fiscal_year"], "score": last["score"], "grade": grade}
    if change is None:
        return say("trend.headline.single", **common)
    return say(
        f"trend.headline.{direction(change)}",
        **common,
        change=abs(change),
        previous_year=last["fiscal_year"] - 1,
        previous=previous_score(last) or say("trend.gap"),
    )


def alt(say: Say, known: pd.DataFrame, office: str) -> str:
    """The trend in words: every known year and its score."""
    points = ", ".join(
        say("trend.alt_point", year=row["fiscal_year"], score=row["score"])
        for row in known.to_dict("records")
    )
    return say("trend.alt", office=office, points=points or say("trend.gap"))


def year_hover(say: Say, row: Row) -> str:
    """One year of an office on hover."""
    lines = [
        say("trend.hover_score", year=row["fiscal_year"], score=row["score"]),
        say("trend.hover_grade", grade=label(say, "grade", row["grade"]) or say("grade.unknown")),
        label(say, "status", row["status"]),
    ]
    return "<br>".join(lines)


def target_sentences(say: Say, years: pd.DataFrame, target: float | None) -> list[str]:
    """How far the last known score is from the office's own target."""
    known = years[years["score"].notna()]
    if target is None or known.empty:
        return []
    last = known.iloc[-1]
    shortfall = target - last["score"]
    key = "trend.target_missing" if shortfall > 0 else "trend.target_met"
    return [
        say(
            key, year=last["fiscal_year"], score=last["score"], target=target, points=abs(shortfall)
        )
    ]


def reading(say: Say, years: pd.DataFrame, means: pd.DataFrame) -> list[str]:
    """How to read the line: known years, missing ones, derived ones, means."""
    known = years[years["score"].notna()]
    derived = known.loc[known["status"] == "derived", "fiscal_year"]
    return [
        say("trend.known_years", years=", ".join(map(str, known["fiscal_year"])) or "–"),
        say("trend.missing_years"),
        say("trend.derived_years", years=", ".join(map(str, derived))) if len(derived) else "",
        say("trend.no_means") if means[means["indicator_no"] == 0].empty else "",
    ]


def break_sentences(say: Say, steps: pd.DataFrame) -> list[str]:
    """What changed in the method at each mark."""
    return [
        say(
            "trend.break",
            first=row["from_year"],
            last=row["to_year"],
            verdict=label(say, "comparable", row["comparable"]),
            reason=say.pick(th=row["reason_th"], en=row["reason_en"]),
        )
        for row in steps.to_dict("records")
    ]
