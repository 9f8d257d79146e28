"""The published edition: every table from the files under data/, findings and decisions included."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from etl import rules
from etl.corrections import Correction, correct, read_corrections
from etl.errors import InputError
from etl.harmonise import (
    ItemScore,
    Statement,
    derived_statements,
    item_scores,
    statements,
)
from etl.method_tables import method_tables
from etl.read.delimited import read_delimited
from etl.read.sidecar import RawFile, read_raw_files
from ita import reference
from ita.method import MethodUnknownError, grade_of, indicators_from_items, method_of
from ita.offices import Office, OfficeIndex, all_aliases, all_offices, office_index

Tables = dict[str, pd.DataFrame]

_UNSOURCED = "from general knowledge, unsourced"
_OFFICE_ENTITY = "education area office"
_METHOD_SOURCE = "chotiwat-seeder"


@dataclass(frozen=True)
class Read:
    """What the raw files say: totals and item scores as printed, with the rows read of each file."""

    raw_files: list[RawFile]
    rows_read: dict[str, int]
    statements: list[Statement]
    items: list[ItemScore]


def published_tables(data: Path, report: Callable[[str], None]) -> Tables:
    """Every core table of the published edition. Raises InputError when an input cannot be used.

    ``report`` is told the catalogue key of each step as it begins.
    """
    report("build.reading")
    index = office_index()
    read = _read_raw(data / "raw", index)
    corrections = read_corrections(data / "corrections.csv")
    sources = _sources(read, data)
    _check_evidence(corrections, set(sources["source_id"]), data / "corrections.csv")
    report("build.checking")
    printed = [*read.statements, *_page_statements(index, data)]
    corrected = correct(printed, corrections, data / "corrections.csv")
    found = _findings(printed, corrected, corrections, sources, index)
    totals = [*corrected, *derived_statements(corrected)]
    return {
        **method_tables(sorted({s.fiscal_year for s in totals})),
        "source": sources,
        "office": _offices(),
        "office_alias": _aliases(),
        "roster": _roster(),
        "correction": _frame(corrections, drop=["line"]),
        "score": _frame(totals),
        "instrument_score": _oit_scores(read.items),
        "indicator_score": pd.concat([_page_indicators(index, data), _indicators(read.items)]),
        "item_score": _frame(read.items).assign(status="published"),
        "finding": _finding_frame(found),
        "item_owner": _owners(index),
        "action": _actions(index),
        "context_figure": _context(),
    }


def _read_raw(folder: Path, index: OfficeIndex) -> Read:
    raw_files = read_raw_files(folder)
    read = Read(raw_files, {}, [], [])
    for raw_file in raw_files:
        rows = read_delimited(raw_file.content, raw_file.path)
        read.rows_read[raw_file.source_id] = len(rows)
        try:
            if raw_file.kind == "items":
                read.items.extend(item_scores(raw_file, rows, index))
            else:
                read.statements.extend(statements(raw_file, rows, index))
            _check_items(raw_file, read.items)
        except MethodUnknownError as error:
            raise InputError("years_unknown", file=raw_file.path, printed=error) from error
        _check_years(raw_file, read)
    return read


def _check_years(raw_file: RawFile, read: Read) -> None:
    known = {int(row["fiscal_year"]) for row in reference.rows("roster")}
    years = {s.fiscal_year for s in read.statements} | {i.fiscal_year for i in read.items}
    for year in sorted(years - known):
        raise InputError("years_unknown", file=raw_file.path, printed=year)


def _check_items(raw_file: RawFile, items: Sequence[ItemScore]) -> None:
    seen = {
        (i.fiscal_year, i.office_id, i.item_code)
        for i in items
        if i.source_id != raw_file.source_id
    }
    for score in items:
        if score.source_id != raw_file.source_id:
            continue
        if (score.fiscal_year, score.office_id, score.item_code) in seen:
            raise InputError(
                "item_in_two_files", file=raw_file.path, line=score.row_no, printed=score.item_code
            )
        known = {item.item_code for item in method_of(score.fiscal_year).items}
        if score.item_code not in known:
            raise InputError(
                "unknown_item",
                file=raw_file.path,
                line=score.row_no,
                fiscal_year=score.fiscal_year,
                printed=score.item_code,
            )


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


def _page_statements(index: OfficeIndex, data: Path) -> list[Statement]:
    """Totals published on web pages; the report's rows come from the raw files instead."""
    return [
        Statement(
            fiscal_year=int(row["fiscal_year"]),
            office_id=_known_office(row["office"], index, data, line).office_id,
            source_id=row["source"],
            row_no=line,
            office_printed=row["office"],
            score=Decimal(row["score"]),
            score_printed=row["score"],
            grade=grade_of(Decimal(row["score"]), int(row["fiscal_year"])),
            grade_printed=row["grade"],
        )
        for line, row in enumerate(reference.rows("published_scores"), start=2)
        if row["source"].startswith("page-")
    ]


def _page_indicators(index: OfficeIndex, data: Path) -> pd.DataFrame:
    rows = [
        {
            "fiscal_year": int(row["fiscal_year"]),
            "office_id": _known_office(row["entity"], index, data, line).office_id,
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


def _known_office(printed: str, index: OfficeIndex, data: Path, line: int) -> Office:
    office = index.find(printed)
    if office is None:
        raise InputError("unknown_office", file=data / "reference", line=line, printed=printed)
    return office


def _items_by_office(items: Iterable[ItemScore]) -> dict[tuple[int, str], list[ItemScore]]:
    grouped: dict[tuple[int, str], list[ItemScore]] = {}
    for item in items:
        grouped.setdefault((item.fiscal_year, item.office_id), []).append(item)
    return grouped


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
        for (fiscal_year, office_id), scores in _items_by_office(items).items()
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


def _findings(
    printed: Sequence[Statement],
    corrected: Sequence[Statement],
    corrections: Sequence[Correction],
    sources: pd.DataFrame,
    index: OfficeIndex,
) -> list[rules.Finding]:
    authority = dict(zip(sources["source_id"], sources["authority"], strict=True))
    roster = _roster().groupby("fiscal_year")["offices"].sum().to_dict()

    def found(statements: Sequence[Statement]) -> list[rules.Finding]:
        return rules.findings(rules.Evidence(statements, index, authority, roster))

    return rules.decided(found(printed), found(corrected), corrections)


def _finding_frame(found: Sequence[rules.Finding]) -> pd.DataFrame:
    rows = [
        {"finding_id": finding.finding_id, "severity": finding.severity, **asdict(finding)}
        for finding in found
    ]
    columns = ["finding_id", "severity", *(field.name for field in fields(rules.Finding))]
    return pd.DataFrame(rows, columns=columns).drop(columns="detail")


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
    own = [
        {
            "source_id": raw_file.source_id,
            "kind": raw_file.kind,
            "title": raw_file.title,
            "publisher": raw_file.publisher,
            "location": raw_file.path.relative_to(data.parent).as_posix(),
            "published_on": raw_file.published_on,
            "sha256": raw_file.sha256,
            "licence": raw_file.licence,
            "note": raw_file.note,
            "fiscal_year": raw_file.fiscal_year,
            "authority": raw_file.authority,
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
            "authority": 3 if row["id"].startswith("page-") else 5,
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
    ids = rows["office"].map(lambda name: _known_office(name, index, Path("data"), 0).office_id)
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
        office = _known_office(row["office"], index, file, line)
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
