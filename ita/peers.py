"""Rules that pick offices to look at beside our own. Each is shown to the reader, who may change it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class PeerRule:
    """Who counts as similar: by the total of ``fiscal_year``, within so many points, nearest first.

    The size of an office is not in any published table, so no rule uses it.
    """

    fiscal_year: int
    is_same_type: bool = True
    is_same_region: bool = False
    within: float = 2.0
    most: int = 10


@dataclass(frozen=True)
class RiserRule:
    """Who stood where we stand: within so many points of ``level``; ``least_rise`` counts as risen."""

    level: float
    within: float = 2.0
    least_rise: float = 5.0
    office_type: str = "all"


@dataclass(frozen=True)
class MatrixSelection:
    """A page of offices in order of an indicator (0: the total), ``first`` counting from 1."""

    order_by: int = 0
    is_lowest_first: bool = False
    office_type: str = "all"
    region: str = "all"
    first: int = 1
    most: int = 30


MOST_OFFICES = 6
_NEAREST = 3


@dataclass(frozen=True)
class Chosen:
    """The offices beside our own, and the part of the wish that could not be followed."""

    office_ids: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def base_year(years: pd.DataFrame, fiscal_year: int) -> int:
    """The year similar offices are picked by, so that what ``fiscal_year`` brought does not pick them.

    The year before where our place in its ranking is known, else the year itself. ``years``: one row
    per fiscal year of our office.
    """
    ranked = set(years.loc[years["rank"].notna(), "fiscal_year"])
    return fiscal_year - 1 if fiscal_year - 1 in ranked else fiscal_year


def chosen(wanted: Sequence[str], own_id: str, known: Collection[str]) -> Chosen:
    """The wanted offices that exist, each once, as many as fit beside our own."""
    once = tuple(dict.fromkeys(filter(None, (office_id.strip() for office_id in wanted))))
    others = tuple(each for each in once if each in known and each != own_id)
    return Chosen(
        office_ids=others[: MOST_OFFICES - 1],
        unknown=tuple(each for each in once if each not in known),
        left_out=others[MOST_OFFICES - 1 :],
    )


def nearest(peers: pd.DataFrame) -> tuple[str, ...]:
    """The offices to begin a comparison with."""
    return tuple(peers["office_id"].head(_NEAREST))


def side_by_side(years: pd.DataFrame, office_ids: Sequence[str], fiscal_year: int) -> pd.DataFrame:
    """One row per office in the order given, ours first; ``difference`` from our score in points."""
    rows = years[years["fiscal_year"] == fiscal_year].set_index("office_id", drop=False)
    kept = rows.loc[[office_id for office_id in office_ids if office_id in rows.index]]
    return kept.assign(difference=(kept["score"] - kept["score"].iloc[0]).round(2)).reset_index(
        drop=True
    )


def against_others(indicators: pd.DataFrame, own_id: str) -> pd.DataFrame:
    """One row per indicator known of us and of another, our largest shortfall first.

    ``others_mean`` is their mean to the cent (half a cent goes up), ``gap`` our score less it,
    ``known_others`` how many of them are known.
    """
    is_own = indicators["office_id"] == own_id
    cents = (indicators["score"] * 100).round().astype("int64")
    of_others = cents[~is_own].groupby(indicators["indicator_no"]).agg(["sum", "size"])
    mean = (2 * of_others["sum"] + of_others["size"]) // (2 * of_others["size"])
    own = indicators[is_own].set_index("indicator_no", drop=False).rename_axis(None)
    shared = own[own.index.isin(mean.index)]
    gap = cents[is_own].set_axis(own.index) - mean
    return (
        shared.assign(
            others_mean=mean.loc[shared.index] / 100,
            gap=gap.loc[shared.index] / 100,
            known_others=of_others["size"].loc[shared.index],
        )
        .sort_values(["gap", "indicator_no"])
        .reset_index(drop=True)
    )


def costliest(indicators: pd.DataFrame) -> int:
    """The number of the indicator with most points of the total to gain; the first of equals."""
    lost = indicators["weight"] * (100 - indicators["score"])
    return int(indicators.loc[lost.round(4).idxmax(), "indicator_no"])
