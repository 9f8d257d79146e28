"""The rules of each year as tables, the same for both editions."""

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from ita.method import (
    Method,
    comparisons,
    indicator_comparisons,
    method_of,
    method_years,
)


def method_tables(extra_years: Sequence[int] = ()) -> dict[str, pd.DataFrame]:
    """instrument, indicator, sub_indicator, item, grade_band and both kinds of comparability of all years.

    ``extra_years`` are years with scores before the ten indicators; they have grade bands only.
    """
    methods = [method_of(year) for year in sorted({*method_years(), *extra_years})]
    return {
        "instrument": _rows(methods, "instruments").drop(columns="indicators"),
        "indicator": _rows(methods, "indicators"),
        "sub_indicator": _rows(methods, "sub_indicators").assign(status="published"),
        "item": _items(methods),
        "grade_band": _rows(methods, "grade_bands"),
        "comparability": pd.DataFrame(
            [
                {"level": level, "from_year": first, "to_year": last, **asdict(comparison)}
                for (level, first, last), comparison in comparisons().items()
            ]
        ),
        "indicator_comparability": pd.DataFrame(
            [
                {"indicator_no": number, "from_year": first, "to_year": last, **asdict(comparison)}
                for (number, first, last), comparison in indicator_comparisons().items()
            ]
        ),
    }


def _rows(methods: Sequence[Method], part: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"fiscal_year": method.fiscal_year, **asdict(row)}
            for method in methods
            for row in getattr(method, part)
        ]
    )


def _items(methods: Sequence[Method]) -> pd.DataFrame:
    items = _rows(methods, "items").assign(status="published")
    points = _rows(methods, "sub_indicators")[["fiscal_year", "sub_indicator", "item_points"]]
    return items.merge(points, how="left", on=["fiscal_year", "sub_indicator"])
