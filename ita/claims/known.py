"""What the data know, put in order so that a sentence can be held against it.

Everything is looked up by office and fiscal year (พ.ศ.). OIT items are known of the home office only.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import pandas as pd

from ita import loaders
from ita.claims.names import Names, names_of, names_of_province
from ita.method import GradeBand, MethodUnknownError, method_of, possible_grades
from ita.pointer import Version

Basis = Literal["published", "corrected", "derived", "simulated", "computed", "rule", "list"]

_CENT = Decimal("0.01")
_FULL = Decimal(100)


@dataclass(frozen=True)
class Place:
    """Where a value stands: its source, and the page and line of the file where it has them."""

    source_id: str
    title: str
    page: int | None = None
    row_no: int | None = None


@dataclass(frozen=True)
class Total:
    """What is known of one office in one year; a figure that is not known is None.

    ``position`` is the rank printed in its own row, which within a tie is not the ``rank``.
    """

    office_id: str
    fiscal_year: int
    score: Decimal | None
    tolerance: Decimal
    basis: Basis
    grade: str | None
    is_pass: bool | None
    rank: int | None
    position: int | None
    change: Decimal | None
    change_computed: Decimal | None
    place: Place | None


@dataclass(frozen=True)
class Items:
    """The OIT items of one year: how many are listed, and the score of each that is known."""

    listed: int
    scores: Mapping[str, Decimal]
    place: Place | None


@dataclass(frozen=True)
class Part:
    """The score of one instrument or indicator of an office in one year."""

    score: Decimal
    place: Place | None


@dataclass(frozen=True, eq=False)
class Known:
    """All a text is checked against, seen from ``home_id``.

    ``totals`` by office and year; ``ranked`` offices by year; ``parts_of`` an office by year and "iit",
    "eit", "oit" or the number of an indicator; ``offices`` counted by type, "all" among them, and
    ``offices_in`` a province by its name and type.
    """

    home_id: str
    names: Names
    totals: Mapping[str, Mapping[int, Total]]
    ranked: Mapping[int, int]
    parts_of: Callable[[str], Mapping[tuple[int, str], Part]]
    items: Mapping[int, Items]
    offices: Mapping[str, int]
    offices_in: Mapping[tuple[str, str], int]
    is_simulated: bool

    def total(self, office_id: str, fiscal_year: int) -> Total | None:
        """What is known of an office in a year, None when nothing is."""
        return self.totals.get(office_id, {}).get(fiscal_year)

    def of_office(self, office_id: str) -> list[Total]:
        """All that is known of an office, newest year first."""
        return [total for _, total in sorted(self.totals.get(office_id, {}).items(), reverse=True)]

    def changes(self, office_id: str, since: int, year: int) -> Iterator[tuple[Decimal, Basis]]:
        """How a total changed from ``since`` to ``year``: as published, then as the totals give it."""
        now, before = self.total(office_id, year), self.total(office_id, since)
        if now is None:
            return
        if now.change is not None and since == year - 1:
            yield now.change, now.basis
        if now.score is not None and before is not None and before.score is not None:
            yield now.score - before.score, "computed"

    def grades_of(self, score: Decimal, fiscal_year: int) -> frozenset[str]:
        """The grades a total may have by the rules of its year; none where there are no rules."""
        return possible_grades(score, bands_of(fiscal_year))


@lru_cache(maxsize=64)
def bands_of(fiscal_year: int) -> tuple[GradeBand, ...]:
    """The grades of a year, best first; none where no rules are recorded."""
    try:
        return method_of(fiscal_year).grade_bands
    except MethodUnknownError:
        return ()


@lru_cache(maxsize=16)
def known_of(version: Version, office_id: str) -> Known:
    """All that a version knows, seen from an office."""
    titles = dict(
        loaders.sources(version)[["source_id", "title"]].itertuples(index=False, name=None)
    )
    offices = loaders.offices(version)
    gap_years = loaders.gap_years(version, office_id)
    by_type = offices["office_type"].value_counts()
    years = loaders.years(version)
    return Known(
        home_id=office_id,
        names=names_of(offices),
        totals=_totals(loaders.known_years(version), _positions(version, years)),
        ranked=dict(zip(years["fiscal_year"], years["ranked_offices"], strict=True)),
        parts_of=lru_cache(maxsize=512)(lambda each: dict(_parts(version, each, titles))),
        items=dict(_items(version, office_id, gap_years, titles)),
        offices={"all": len(offices), **{str(kind): int(n) for kind, n in by_type.items()}},
        offices_in=_by_province(offices),
        is_simulated=version.is_simulated,
    )


def _by_province(offices: pd.DataFrame) -> dict[tuple[str, str], int]:
    counts: Counter[tuple[str, str]] = Counter()
    for row in offices.to_dict("records"):
        for name in names_of_province(row["province"], row["province_en"]):
            counts.update([(name, row["office_type"]), (name, "offices")])
    return dict(counts)


def _positions(version: Version, years: pd.DataFrame) -> dict[tuple[str, int], int]:
    """The rank printed in the row of each office, but for those that have two rows."""
    found = {}
    for year in map(int, years.loc[years["is_ranked"], "fiscal_year"]):
        rows = loaders.ranking(version, year)
        rows = rows[rows["office_id"].notna() & ~rows["is_named_twice"].fillna(value=True)]
        for office_id, position in zip(rows["office_id"], rows["position"], strict=True):
            found[str(office_id), year] = int(position)
    return found


def _totals(
    rows: pd.DataFrame, positions: Mapping[tuple[str, int], int]
) -> dict[str, dict[int, Total]]:
    totals: dict[str, dict[int, Total]] = {}
    for row in rows.to_dict("records"):
        total = Total(
            office_id=row["office_id"],
            fiscal_year=int(row["fiscal_year"]),
            score=_score(row["score"]),
            tolerance=_score(row["tolerance"]) or Decimal(0),
            basis=row["status"] if pd.notna(row["status"]) else "published",
            grade=row["grade"] if pd.notna(row["grade"]) else None,
            is_pass=bool(row["is_pass"]) if pd.notna(row["is_pass"]) else None,
            rank=_whole(row["rank"]),
            position=positions.get((row["office_id"], int(row["fiscal_year"]))),
            change=_score(row["change"]),
            change_computed=_score(row["change_computed"]),
            place=_place(row, {row["source_id"]: row["source_title"]}),
        )
        totals.setdefault(total.office_id, {})[total.fiscal_year] = total
    return totals


def _parts(
    version: Version, office_id: str, titles: Mapping[str, str]
) -> Iterator[tuple[tuple[int, str], Part]]:
    gap_years = loaders.gap_years(version, office_id)
    for row in loaders.instrument_scores(version, office_id).to_dict("records"):
        key = int(row["fiscal_year"]), str(row["instrument"])
        yield key, Part(_known_score(row["score"]), _place(row, titles))
    for year in gap_years.loc[gap_years["known_indicators"] > 0, "fiscal_year"]:
        gaps = loaders.indicator_gaps(version, office_id, int(year))
        known = gaps[gaps["score"].notna()].drop_duplicates("indicator_no")
        for row in known.to_dict("records"):
            yield (int(year), str(row["indicator_no"])), Part(_known_score(row["score"]), None)


def _items(
    version: Version, office_id: str, gap_years: pd.DataFrame, titles: Mapping[str, str]
) -> Iterator[tuple[int, Items]]:
    for year in gap_years.loc[gap_years["listed_items"] > 0, "fiscal_year"]:
        rows = loaders.item_gaps(version, office_id, int(year))
        known = rows[rows["score"].notna()]
        scores = {row["item_code"]: _known_score(row["score"]) for row in known.to_dict("records")}
        place = _place({"source_id": known["source_id"].iloc[0]}, titles) if len(known) else None
        yield int(year), Items(len(rows), scores, place)


def _place(row: Mapping, titles: Mapping[str, str]) -> Place | None:
    source_id = row["source_id"]
    if pd.isna(source_id):
        return None
    page, row_no = row.get("page"), row.get("row_no")
    return Place(source_id, str(titles.get(source_id, source_id)), _whole(page), _whole(row_no))


def _score(value: object) -> Decimal | None:
    return None if pd.isna(value) else _known_score(value)  # type: ignore[call-overload]


def _known_score(value: object) -> Decimal:
    return Decimal(str(value)).quantize(_CENT)


def _whole(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)  # type: ignore[call-overload]


def is_full(items: Items) -> bool:
    """Whether every item listed has full marks."""
    return len(items.scores) == items.listed and set(items.scores.values()) == {_FULL}
