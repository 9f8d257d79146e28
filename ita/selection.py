"""Picking rows: pure functions from a frame and what the user asked for to a smaller frame."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from ita.method import method_years
from ita.offices import tidy_name

Verdicts = Mapping[tuple[int, int], str]

ALL = "all"
PAGE_ROWS = 100
OURS = "ours"
_ROWS_ABOVE_OURS = 5
_WORD_START = re.compile(r"(?<=[^\d\s])(?=\d)|(?<=สพ[ปม]\.)")
_SEARCHED = ("short_name", "office_name", "name_en", "province", "province_en", "aliases")


def row_of(years: pd.DataFrame, fiscal_year: int) -> dict:
    """The row of one fiscal year as a dict."""
    return years[years["fiscal_year"] == fiscal_year].iloc[0].to_dict()


def years_with_score(years: pd.DataFrame) -> list[str]:
    """The fiscal years an office has a total for, as they stand in the address."""
    return [str(year) for year in years.loc[years["score"].notna(), "fiscal_year"]]


def searchable(offices: pd.DataFrame) -> pd.Series:
    """All names, aliases and provinces of each office as one folded text, in the rows' order."""
    columns = [offices[name].fillna("") for name in _SEARCHED]
    names = [tidy_name(" ".join(row)).casefold() for row in zip(*columns, strict=True)]
    return pd.Series(names, index=offices.index, dtype="str")


def years_to_plan(years: pd.DataFrame) -> list[str]:
    """The fiscal years with a total under the ten-indicator rules, as they stand in the address."""
    return [year for year in years_with_score(years) if int(year) in method_years()]


def changes_of(ranking: pd.DataFrame) -> pd.Series:
    """The last change of each named office, published or else computed: points by office_id."""
    named = ranking[ranking["office_id"].notna() & ~ranking["is_named_twice"]]
    changes = named["change"].fillna(named["change_computed"]).astype(float)
    return changes.set_axis(named["office_id"]).dropna()


def offices_called(offices: pd.DataFrame, names: pd.Series, text: str) -> pd.DataFrame:
    """The offices whose ``names``, as `searchable` makes them, contain every word of ``text``.

    A number is looked for whole, however close it stands: "เขต 2" does not find เขต 24, "สพม.24"
    finds the office once called สพม. เขต 24.
    """
    left = names.reset_index(drop=True)
    for word in _WORD_START.sub(" ", tidy_name(text).casefold()).split():
        left = left[left.str.contains(word, regex=False)]
        before = r"(?:^|[^0-9])" if word[0].isdecimal() else ""
        after = r"(?:[^0-9]|$)" if word[-1].isdecimal() else ""
        if before or after:
            left = left[left.str.contains(before + re.escape(word) + after)]
    return offices.iloc[left.index]


def ranking_of(
    ranking: pd.DataFrame, offices: Sequence[str] | None, **filters: str
) -> pd.DataFrame:
    """The places of the wanted offices whose columns equal every filter that is not ``all``.

    ``offices`` None keeps every place, also those whose office is not known.
    """
    kept = ranking if offices is None else ranking[ranking["office_id"].isin(offices)]
    for column, wanted in filters.items():
        if wanted != ALL:
            kept = kept[kept[column] == wanted]
    return kept


def means_of_total(
    benchmarks: pd.DataFrame, office_type: str, names: dict[str, str]
) -> pd.DataFrame:
    """Mean totals of all and of one type by year: fiscal_year, name, score, role, source_id, is_computed."""
    totals = benchmarks[benchmarks["indicator_no"] == 0]
    roles = {"all": "benchmark", office_type: "other"}
    kept = totals[totals["office_type"].isin(list(roles))]
    return pd.DataFrame(
        {
            "fiscal_year": kept["fiscal_year"],
            "name": kept["office_type"].map(names),
            "score": kept["mean"],
            "role": kept["office_type"].map(roles),
            "source_id": None,
            "is_computed": True,
        }
    ).sort_values(["role", "fiscal_year"])


def mean_of_agencies(context: pd.DataFrame, name: str) -> pd.DataFrame:
    """The published mean of every agency of the country, as means_of_total gives that of the offices.

    It is no mean of the 245; where their own is known, this one is not wanted.
    """
    kept = context[context["measure_en"] == "national average"]
    return pd.DataFrame(
        {
            "fiscal_year": kept["fiscal_year"],
            "name": name,
            "score": kept["printed"].astype(float),
            "role": "benchmark",
            "source_id": kept["source_id"],
            # A note says from which published figures.
            "is_computed": kept["note"].fillna("") != "",
        }
    ).sort_values("fiscal_year")


def compared(gaps: pd.DataFrame, benchmark_kind: str) -> pd.DataFrame:
    """The ten indicators against one benchmark."""
    return gaps[gaps["benchmark_kind"] == benchmark_kind]


def breaks(comparability: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """The steps between adjacent years from ``first`` to ``last`` whose totals do not simply compare."""
    steps = comparability[
        (comparability["level"] == "total")
        & (comparability["to_year"] - comparability["from_year"] == 1)
        & (comparability["from_year"] >= first)
        & (comparability["to_year"] <= last)
    ]
    return steps[steps["comparable"] != "yes"].sort_values("from_year")


def rank_only_breaks(comparability: pd.DataFrame, ranked: pd.DataFrame) -> pd.DataFrame:
    """The steps between ranked years whose ranks need care though their totals compare."""
    key = ["from_year", "to_year"]
    steps = comparability[comparability["to_year"] - comparability["from_year"] == 1]
    totals = steps.loc[(steps["level"] == "total") & (steps["comparable"] == "yes"), key]
    ranks = steps[(steps["level"] == "rank") & (steps["comparable"] != "yes")]
    both = ranks[
        ranks["from_year"].isin(ranked["fiscal_year"])
        & ranks["to_year"].isin(ranked["fiscal_year"])
    ]
    return both.merge(totals, on=key)


def ranked_years(years: pd.DataFrame) -> list[str]:
    """The fiscal years with a ranking, as they stand in the address."""
    return [str(year) for year in years.loc[years["is_ranked"], "fiscal_year"]]


def gap_year_options(years: pd.DataFrame) -> tuple[list[str], str]:
    """The years to look at indicators or items in, and the latest with figures of the office."""
    options = years[(years["listed_items"] > 0) | (years["known_indicators"] > 0)]
    known = options[(options["known_indicators"] > 0) | (options["known_items"] > 0)]
    latest = known if len(known) else options
    return [str(year) for year in options["fiscal_year"]], str(latest["fiscal_year"].iloc[-1])


def listed_worths(worths: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """The sub-indicators of a year whose item worth is known."""
    return worths[(worths["fiscal_year"] == fiscal_year) & worths["item_points"].notna()]


def is_own(ranking: pd.DataFrame, office_id: str) -> pd.Series:
    """Which places are surely those of an office: not where it is named at several."""
    return (ranking["office_id"] == office_id) & ~ranking["is_named_twice"]


def page_starts(places: pd.DataFrame, office_id: str) -> dict[str, int]:
    """The pages of a long list of places: page as it stands in the address -> its first row.

    Where the office has a sure place, the page that begins a little above it comes first.
    """
    starts = {
        str(number): start
        for number, start in enumerate(range(0, max(len(places), 1), PAGE_ROWS), start=1)
    }
    own = is_own(places, office_id).to_numpy()
    if len(starts) == 1 or not own.any():
        return starts
    return {OURS: max(0, int(own.argmax()) - _ROWS_ABOVE_OURS), **starts}


def page_from(places: pd.DataFrame, start: int) -> pd.DataFrame:
    """The places on the page that begins at a row."""
    return places.iloc[start : start + PAGE_ROWS]


def year_step(comparability: pd.DataFrame, level: str, fiscal_year: int) -> dict | None:
    """How a year compares with the year before at a level; None where nothing is recorded."""
    steps = comparability[
        (comparability["level"] == level)
        & (comparability["from_year"] == fiscal_year - 1)
        & (comparability["to_year"] == fiscal_year)
    ]
    return None if steps.empty else steps.iloc[0].to_dict()


def year_verdicts(comparability: pd.DataFrame, level: str) -> Verdicts:
    """How each year compares with the one before it at a level; none where nothing is recorded."""
    steps = comparability[
        (comparability["level"] == level)
        & (comparability["to_year"] - comparability["from_year"] == 1)
    ]
    years = zip(steps["from_year"], steps["to_year"], strict=True)
    return dict(zip(years, steps["comparable"], strict=True))


def year_steps(points: Iterable[tuple], verdicts: Verdicts) -> list[tuple[Any, Any, str]]:
    """The steps from each point of a series to the next, each with whether its years compare.

    ``points``: tuples by year that begin with it. What is not recorded does not compare.
    """
    return [
        (before, after, verdicts.get((before[0], after[0]), "no"))
        for before, after in pairwise(points)
    ]


def joined_steps(years: pd.DataFrame, measure: str, steps: pd.DataFrame) -> list[tuple]:
    """The steps of one office between adjacent years whose ranks compare, each with its verdict.

    ``years``: one row per fiscal year of the office; ``steps``: the comparability of years.
    """
    known = years[years[measure].notna()].sort_values("fiscal_year")
    rows = known.set_index("fiscal_year", drop=False).itertuples()
    return [step for step in year_steps(rows, year_verdicts(steps, "rank")) if step[2] != "no"]
