"""The published edition: every table from the files under data/, findings and decisions included."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from etl.corrections import Correction, read_corrections
from etl.errors import InputError
from etl.examination import settled
from etl.findings import Finding
from etl.harmonise import ItemScore, derived_statements
from etl.method_tables import method_tables
from etl.result_sheets import Level, PartScore
from etl.sources import (
    Read,
    authorities,
    authority_of,
    decided,
    known_office,
    read_raw,
    stated_by,
)
from ita import reference
from ita.method import indicators_from_items, method_of
from ita.offices import OfficeIndex, all_aliases, all_offices, office_index

Tables = dict[str, pd.DataFrame]

_UNSOURCED = "from general knowledge, unsourced"
_OFFICE_ENTITY = "education area office"
_METHOD_SOURCE = "chotiwat-seeder"
_PART_COLUMNS: dict[Level, tuple[str, Callable[[str], object]]] = {
    "instrument": ("instrument", str),
    "indicator": ("indicator_no", int),
    "item": ("item_code", str),
}
_PART_KEYS = {column for column, _ in _PART_COLUMNS.values()}


def published_tables(data: Path, report: Callable[[str], None]) -> Tables:
    """Every core table of the published edition. Raises InputError when an input cannot be used.

    ``report`` is told the catalogue key of each step as it begins.
    """
    report("build.reading")
    index = office_index()
    read = read_raw(data, index)
    corrections = read_corrections(data / "corrections.csv")
    sources = _sources(read, data)
    _check_evidence(corrections, set(sources["source_id"]), data / "corrections.csv")
    report("build.checking")
    read_decided = decided(read, corrections, data / "corrections.csv")
    authority = authorities(read)
    as_printed = stated_by(read, authority, index)
    as_decided = stated_by(read_decided, authority, index)
    found = settled(as_printed.examined, as_decided.examined, corrections)
    totals = [*as_decided.totals, *derived_statements(as_decided.totals)]
    parts = sorted(as_decided.parts, key=lambda part: authority[part.source_id])
    told = [part for part in parts if part.status == "stated"]
    printed = [part for part in parts if part.status != "stated"]
    items = [*read.items, *_items(printed)]
    indicators = pd.concat([_page_indicators(index, data), _indicators(items)])
    return {
        **method_tables(sorted({s.fiscal_year for s in totals})),
        "source": sources,
        "office": _offices(),
        "office_alias": _aliases(),
        "roster": _roster(),
        "correction": _frame(corrections, drop=["line"]),
        "score": _frame(totals),
        "instrument_score": _preferred(
            _parts(printed, "instrument"), _oit_scores(items), _parts(told, "instrument")
        ),
        "indicator_score": _preferred(
            _parts(printed, "indicator"), indicators, _parts(told, "indicator")
        ),
        "item_score": _preferred(
            _parts(printed, "item"), _frame(read.items).assign(status="published")
        ),
        "finding": _finding_frame(found.findings),
        "item_owner": _owners(index),
        "action": _actions(index),
        "context_figure": _context(),
    }


def _check_evidence(corrections: Sequence[Correction], known: set[str], path: Path) -> None:
    for correction in corrections:
        for column in ("source_id", "evidence"):
            if getattr(correction, column) not in known:
                raise InputError(
                    "no_such_source",
                    file=path,
                    line=correction.line,
                    column=column,
                    printed=getattr(correction, column),
                )


def _page_indicators(index: OfficeIndex, data: Path) -> pd.DataFrame:
    rows = [
        {
            "fiscal_year": int(row["fiscal_year"]),
            "office_id": known_office(row["entity"], index, data, line).office_id,
            "indicator_no": int(row["indicator"]),
            "score": Decimal(row["score"]),
            "source_id": row["source"],
            "row_no": line,
            "status": "published",
        }
        for line, row in enumerate(reference.rows("indicator_scores"), start=2)
        if row["entity_kind"] == _OFFICE_ENTITY and row["source"].startswith("page-")
    ]
    return pd.DataFrame(rows)


def _items(parts: Iterable[PartScore]) -> Iterator[ItemScore]:
    """The items among the parts that sheets of offices give."""
    for part in parts:
        if part.level == "item":
            yield ItemScore(
                part.fiscal_year, part.office_id, part.code, part.score, part.source_id, part.row_no
            )


def _items_by_office(items: Iterable[ItemScore]) -> Iterator[tuple[int, str, list[ItemScore]]]:
    """The items of each year and office, from the first source of them."""
    grouped: dict[tuple[int, str], list[ItemScore]] = {}
    for item in items:
        grouped.setdefault((item.fiscal_year, item.office_id), []).append(item)
    for (fiscal_year, office_id), of_office in grouped.items():
        first = [item for item in of_office if item.source_id == of_office[0].source_id]
        yield fiscal_year, office_id, first


def _indicators(items: Iterable[ItemScore]) -> pd.DataFrame:
    """Indicators 9 and 10 that follow from complete item scores by the rule of the year."""
    rows = [
        {
            "fiscal_year": fiscal_year,
            "office_id": office_id,
            "indicator_no": number,
            "score": score,
            "source_id": scores[0].source_id,
            "row_no": None,
            "status": "derived",
        }
        for fiscal_year, office_id, scores in _items_by_office(items)
        for number, score in indicators_from_items(
            {item.item_code: item.score for item in scores}, fiscal_year
        ).items()
    ]
    return pd.DataFrame(rows)


def _oit_scores(items: Iterable[ItemScore]) -> pd.DataFrame:
    indicators = _indicators(items)
    if indicators.empty:
        return indicators
    both = indicators.groupby(["fiscal_year", "office_id", "source_id"])["score"]
    whole = both.agg(list).loc[lambda scores: scores.map(len) == 2]  # noqa: PLR2004
    means = whole.map(lambda scores: sum(scores, start=Decimal(0)) / len(scores))
    return (
        means.rename("score").reset_index().assign(instrument="oit", row_no=None, status="derived")
    )


def _parts(parts: Sequence[PartScore], level: Level) -> pd.DataFrame:
    """Part scores of one level as rows of their table."""
    column, as_code = _PART_COLUMNS[level]
    return pd.DataFrame(
        [
            {
                "fiscal_year": part.fiscal_year,
                "office_id": part.office_id,
                column: as_code(part.code),
                "score": part.score,
                "source_id": part.source_id,
                "row_no": part.row_no,
                "status": part.status,
            }
            for part in parts
            if part.level == level
        ]
    )


def _preferred(*frames: pd.DataFrame) -> pd.DataFrame:
    """The rows of all frames, each figure once: that of the first frame that has it."""
    rows = pd.concat([frame for frame in frames if not frame.empty] or list(frames))
    return rows.drop_duplicates(["fiscal_year", "office_id", *_PART_KEYS & {*rows.columns}])


def _finding_frame(found: Sequence[Finding]) -> pd.DataFrame:
    rows = [
        {"finding_id": finding.finding_id, "severity": finding.severity, **asdict(finding)}
        for finding in found
    ]
    columns = ["finding_id", "severity", *(field.name for field in fields(Finding))]
    return pd.DataFrame(rows, columns=columns).drop(columns=["detail", "other_rows", "told"])


def _sources(read: Read, data: Path) -> pd.DataFrame:
    cited_ids = {row["id"] for row in reference.rows("sources")}
    for raw_file in read.raw_files:
        if raw_file.source_id in cited_ids:
            raise InputError(
                "source_twice",
                file=raw_file.path,
                source_id=raw_file.source_id,
                other="data/reference/sources.csv",
            )
    authority = authorities(read)
    own = [
        {
            "source_id": raw_file.source_id,
            "kind": raw_file.kind,
            "title": raw_file.title,
            "publisher": raw_file.publisher,
            "location": raw_file.location or raw_file.path.relative_to(data.parent).as_posix(),
            "published_on": raw_file.published_on,
            "sha256": raw_file.sha256,
            "licence": raw_file.licence,
            "note": raw_file.note,
            "fiscal_year": raw_file.fiscal_year,
            "added_by": raw_file.added_by or None,
            "added_on": raw_file.added_on or None,
            "authority": authority[raw_file.source_id],
            "rows_read": read.rows_read[raw_file.source_id],
        }
        for raw_file in read.raw_files
    ]
    cited = [
        {
            "source_id": row["id"],
            "kind": row["kind"],
            "title": row["title_th"],
            "location": " · ".join(filter(None, (row["url_or_repository"], row["path"]))),
            "note": row["used_for"],
            "published_on": row["version"],
            "authority": authority_of(row),
        }
        for row in reference.rows("sources")
    ]
    return pd.DataFrame(own + cited)


def _offices() -> pd.DataFrame:
    return pd.DataFrame([asdict(office) for office in all_offices()]).assign(
        source_id=_METHOD_SOURCE
    )


def _aliases() -> pd.DataFrame:
    return pd.DataFrame(all_aliases(), columns=["alias", "office_id", "note"])


def _roster() -> pd.DataFrame:
    rows = pd.DataFrame(reference.rows("roster")).drop(columns="source")
    return rows.astype({"fiscal_year": int, "offices": int})


def _actions(index: OfficeIndex) -> pd.DataFrame:
    rows = pd.DataFrame(reference.rows("actions"))
    ids = rows["office"].map(lambda name: known_office(name, index, Path("data"), 0).office_id)
    named = rows.assign(
        office_id=ids,
        action_id=ids + "-" + rows["fiscal_year"] + "-" + rows["position"],
        source_id=rows["source"],
    )
    return named.drop(columns=["office", "source", "note"]).astype(
        {"fiscal_year": int, "position": int}
    )


def _owners(index: OfficeIndex) -> pd.DataFrame:
    """Who answers for an item, as the office itself wrote it down."""
    file = Path("data/reference/item_owners.csv")
    owners = []
    for line, row in enumerate(reference.rows("item_owners"), start=2):
        office = known_office(row["office"], index, file, line)
        listed = {item.item_code for item in method_of(int(row["fiscal_year"])).items}
        if row["item"] not in listed:
            raise InputError(
                "unknown_item",
                file=file,
                line=line,
                fiscal_year=row["fiscal_year"],
                printed=row["item"],
            )
        owners.append((office.office_id, int(row["fiscal_year"]), row["item"], row["owner"]))
    return pd.DataFrame(owners, columns=["office_id", "fiscal_year", "item_code", "owner"])


def _context() -> pd.DataFrame:
    """Figures about all agencies, only those that name a source."""
    rows = pd.DataFrame(reference.rows("national_context"))
    sourced = rows[rows["source"] != _UNSOURCED]
    return sourced.rename(columns={"value": "printed", "source": "source_id"}).astype(
        {"fiscal_year": int}
    )


def _frame(rows: Sequence[Any], drop: Sequence[str] = ()) -> pd.DataFrame:
    return pd.DataFrame([asdict(row) for row in rows]).drop(columns=list(drop), errors="ignore")
