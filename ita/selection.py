"""Picking rows: pure functions from a frame and what the user asked for to a smaller frame."""

from collections.abc import Sequence

import pandas as pd

from ita.offices import tidy_name

ALL = "all"
_SEARCHED = ("short_name", "office_name", "name_en", "province", "province_en", "aliases")


def row_of(years: pd.DataFrame, fiscal_year: int) -> dict:
    """The row of one fiscal year as a dict."""
    return years[years["fiscal_year"] == fiscal_year].iloc[0].to_dict()


def years_with_score(years: pd.DataFrame) -> list[str]:
    """The fiscal years an office has a total for, as they stand in the address."""
    return [str(year) for year in years.loc[years["score"].notna(), "fiscal_year"]]


def offices_called(offices: pd.DataFrame, text: str) -> pd.DataFrame:
    """The offices one of whose names, aliases or provinces contains every word of ``text``."""
    names = offices[list(_SEARCHED)].agg(" ".join, axis=1).map(tidy_name).str.casefold()
    wanted = tidy_name(text).casefold().split()
    found = [all(word in name for word in wanted) for name in names]
    return offices[found]


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
    """National and same-type mean totals by year: fiscal_year, name, score, role."""
    totals = benchmarks[benchmarks["indicator_no"] == 0]
    roles = {"all": "benchmark", office_type: "other"}
    kept = totals[totals["office_type"].isin(list(roles))]
    return pd.DataFrame(
        {
            "fiscal_year": kept["fiscal_year"],
            "name": kept["office_type"].map(names),
            "score": kept["mean"],
            "role": kept["office_type"].map(roles),
        }
    ).sort_values(["role", "fiscal_year"])


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
