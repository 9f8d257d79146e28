"""Sentences about offices side by side in all indicators."""

import pandas as pd

from ita.facts.common import Row
from ita.wording import Say
from ita.wording.labels import office_label


def office_title(say: Say, office: Row) -> str:
    """The name over a row, with the rank of the total where there is one."""
    name = office_label(say, office)
    if pd.isna(office["rank"]):
        return name
    return say("gaps.heat.office", office=name, rank=office["rank"])


def hover(say: Say, row: Row, indicator: str, median: float | None) -> str:
    """One square: office, indicator, score with two decimals, and the median of the country."""
    lines = [
        f"<b>{office_label(say, row)}</b>",
        indicator,
        say("gaps.hover_score", score=row["score"]),
    ]
    if median is not None:
        lines.append(say("gaps.heat.hover_median", median=median))
    return "<br>".join(lines)


def headline(say: Say, own: pd.DataFrame, spread: pd.DataFrame, office: str) -> str:
    """In which indicators the office lies in the lowest quarter of the country.

    ``own``: its cells, none when it is not among those shown; ``spread``: the limits by indicator.
    """
    known = own[own["indicator_no"] > 0].merge(spread, on="indicator_no")
    if own.empty:
        return say("gaps.heat.headline.absent", office=office)
    if known.empty:
        return say("gaps.heat.headline.no_spread", office=office)
    low = known.loc[known["score"] < known["lower_quartile"], "indicator_no"].sort_values()
    if low.empty:
        return say("gaps.heat.headline.none_low", office=office, total=len(known))
    return say(
        "gaps.heat.headline.low",
        office=office,
        count=len(low),
        total=len(known),
        numbers=", ".join(map(str, low)),
    )
