"""The only reader of the warehouse: one function per question, each a DataFrame.

Connections are opened read-only and shut in, used for one query and closed; the version is part
of every call, so a cache keyed by it can never mix two versions.
"""

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import duckdb
import pandas as pd

from ita.peers import MatrixSelection, PeerRule, RiserRule

Edition = Literal["published", "demo"]
EDITIONS: tuple[Edition, ...] = ("published", "demo")
How = Literal["build", "add", "rollback"]

_WAREHOUSE = Path(__file__).resolve().parent.parent / "data" / "warehouse"
_POINTER = "current"
_LONGEST_VERSION = 64
_LONGEST_RECORD = 50
_WAREHOUSE_SETTING = "ITA_WAREHOUSE"
_QUERIES = Path(__file__).parent / "queries"
_WHOLE = "whole"
_log = logging.getLogger(__name__)

# A warehouse file is data, never code: it may not reach the network, the disk or Python.
_SHUT_IN = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "lock_configuration": "true",
}


class NoWarehouseError(Exception):
    """The edition has no usable warehouse; it has to be built."""


class NotAllowedError(NoWarehouseError):
    """The edition has a warehouse, but the account that runs this may not read ``path``."""

    def __init__(self, edition: Edition, path: Path) -> None:
        super().__init__(edition)
        self.path = path


@dataclass(frozen=True)
class Version:
    """One built warehouse. Hashable, so it can key a cache; ``written_at`` tells a repaired file apart."""

    edition: Edition
    version_id: str
    path: Path
    written_at: int = 0

    @property
    def is_simulated(self) -> bool:
        """Whether its figures are made up."""
        return self.edition == "demo"


@dataclass(frozen=True)
class Publication:
    """One move of the pointer: the version that became current, when (UTC), how, by whom and why.

    ``is_kept`` says whether the version's file is still there, ``is_current`` whether the version
    is the one in use; a version may have been published more than once.
    """

    version_id: str
    published_at: datetime
    how: How
    by: str = ""
    note: str = ""
    is_kept: bool = False
    is_current: bool = False


def warehouse_folder() -> Path:
    """Where the warehouses lie: ITA_WAREHOUSE when an operator sets it, else data/warehouse."""
    return Path(os.environ.get(_WAREHOUSE_SETTING) or _WAREHOUSE)


def current_version(edition: Edition) -> Version:
    """The version the pointer of ``edition`` names.

    Raises NoWarehouseError when there is none, NotAllowedError when it may not be read.
    """
    folder = warehouse_folder() / edition
    try:
        version_id = pointed_version(folder)
        if version_id is None:
            raise NoWarehouseError(edition)
        path = version_path(folder, version_id)
        with path.open("rb") as file:
            return Version(edition, version_id, path, os.fstat(file.fileno()).st_mtime_ns)
    except PermissionError as error:
        raise NotAllowedError(edition, Path(error.filename)) from error
    except OSError as error:
        raise NoWarehouseError(edition) from error


def version_path(folder: Path, version_id: str) -> Path:
    """Where a version's file lies."""
    return folder / f"ita-{version_id}.duckdb"


def pointed_version(folder: Path) -> str | None:
    """The id on the first line of the pointer in ``folder``; None when there is none.

    Raises PermissionError when the pointer may not be read.
    """
    return _as_id(_pointer_text(folder).partition(b"\n")[0])


def _pointer_text(folder: Path) -> bytes:
    """The pointer in ``folder``, empty when there is none."""
    try:
        return (folder / _POINTER).read_bytes()
    except PermissionError:
        raise
    except OSError:
        return b""


def publications(edition: Edition) -> list[Publication]:
    """Every move of the pointer of ``edition`` on record, newest first; none before the first build."""
    return publications_in(warehouse_folder() / edition)


def publications_in(folder: Path) -> list[Publication]:
    """The record of a folder of versions, newest first.

    A pointer from before there was a record, or with a damaged one, tells of the build that wrote it.
    Raises PermissionError when the pointer may not be read.
    """
    pointer = folder / _POINTER
    first, *lines = _pointer_text(folder).split(b"\n")
    current = _as_id(first)
    if current is None:
        return []
    try:
        moves = [_publication(**json.loads(line)) for line in lines if line]
    except (TypeError, ValueError) as error:
        _log.warning("the record in %s cannot be read: %s", pointer, error)
        moves = []
    if not moves or moves[0].version_id != current:
        written_at = datetime.fromtimestamp(pointer.stat().st_mtime, UTC)
        moves = [Publication(current, written_at, "build"), *moves]
    return [
        replace(
            move,
            is_kept=version_path(folder, move.version_id).is_file(),
            is_current=move.version_id == current,
        )
        for move in moves
    ]


def pointer_text(moves: Sequence[Publication]) -> str:
    """What the pointer says after ``moves``, newest first: the current version, then the record."""
    record = [
        json.dumps(
            {
                "version_id": move.version_id,
                "published_at": move.published_at.isoformat(timespec="seconds"),
                "how": move.how,
                "by": move.by,
                "note": move.note,
            },
            ensure_ascii=False,
        )
        for move in moves[:_LONGEST_RECORD]
    ]
    return "\n".join([moves[0].version_id, *record, ""])


def _as_id(line: bytes) -> str | None:
    text = line.strip()
    is_id = text.isalnum() and len(text) <= _LONGEST_VERSION
    return text.decode("ascii") if is_id else None


def _publication(version_id: str, published_at: str, how: How, by: str, note: str) -> Publication:
    if how not in get_args(How):
        raise ValueError(how)
    return Publication(version_id, datetime.fromisoformat(published_at), how, by, note)


def version_facts(version: Version) -> pd.DataFrame:
    """The one row of the version table. Raises NoWarehouseError when a build left it empty."""
    facts = _query(version, "version_facts")
    if facts.empty:
        raise NoWarehouseError(version.edition)
    return facts


def offices(version: Version) -> pd.DataFrame:
    """One row per office with its aliases joined by ' · ', ordered by type, province and number."""
    return _query(version, "offices")


def years(version: Version) -> pd.DataFrame:
    """One row per fiscal year with figures: ranked_offices, named_offices, is_complete, is_ranked."""
    return _query(version, "years")


def office_years(version: Version, office_id: str) -> pd.DataFrame:
    """One row per fiscal year with figures for one office, oldest first."""
    return _query(version, "office_years", office_id=office_id)


def known_years(version: Version) -> pd.DataFrame:
    """One row per office and fiscal year with a total or rank known or in doubt, and where it stands."""
    return _query(version, "known_years")


def ranking(version: Version, fiscal_year: int) -> pd.DataFrame:
    """One row per place of a year's ranking, known or not, best first."""
    return _query(version, "ranking", fiscal_year=fiscal_year)


def benchmarks(version: Version) -> pd.DataFrame:
    """One row per fiscal year, indicator (0 = total) and office type with a known spread."""
    return _query(version, "benchmarks")


def grade_bands(version: Version) -> pd.DataFrame:
    """One row per fiscal year and grade, best first."""
    return _query(version, "grade_bands")


def comparability(version: Version) -> pd.DataFrame:
    """One row per level and pair of fiscal years."""
    return _query(version, "comparability")


def indicator_gaps(
    version: Version,
    office_id: str,
    fiscal_year: int,
    *,
    peer_ids: tuple[str, ...] = (),
    target: float = 100.0,
) -> pd.DataFrame:
    """Ten rows per benchmark kind for one office and year; gap in points, effect in total points.

    ``peers`` is the mean of ``peer_ids`` where all of them are known, ``target`` one score for all,
    ``known_mean`` that of the others of the type whose indicators are all known, where these are too
    few for ``type_mean``. ``known_offices`` is how many a mean or median rests on.
    """
    return _query(
        version,
        "indicator_gaps",
        office_id=office_id,
        fiscal_year=fiscal_year,
        peer_ids=list(peer_ids),
        target=target,
    )


def indicator_changes(version: Version, office_id: str, fiscal_year: int) -> pd.DataFrame:
    """One row per indicator known in the year and the one before; change_effect in cents of the total."""
    return _query(version, "indicator_changes", office_id=office_id, fiscal_year=fiscal_year)


def instrument_scores(version: Version, office_id: str) -> pd.DataFrame:
    """One row per fiscal year and instrument known of one office, 0-100."""
    return _query(version, "instrument_scores", office_id=office_id)


def exchange_figures(version: Version, office_id: str) -> pd.DataFrame:
    """One row per fiscal year, level and code: each figure of one office that a source gives."""
    return _query(version, "exchange_figures", office_id=office_id)


def office_changes(version: Version, office_id: str) -> pd.DataFrame:
    """One row per year whose total compares with the one before: its parts, and how all others moved."""
    return _query(version, "office_changes", office_id=office_id)


def sub_indicator_gaps(version: Version, office_id: str, fiscal_year: int) -> pd.DataFrame:
    """One row per OIT sub-indicator of the year for one office: score, national mean, points to gain."""
    return _query(version, "sub_indicator_gaps", office_id=office_id, fiscal_year=fiscal_year)


def group_years(version: Version, fiscal_year: int) -> pd.DataFrame:
    """One row per office type, region and province: known offices, of how many, and their spread."""
    return _query(version, "group_years", fiscal_year=fiscal_year)


def compared_years(version: Version, office_ids: tuple[str, ...]) -> pd.DataFrame:
    """One row per fiscal year with figures and office of ``office_ids``."""
    return _query(version, "compared_years", office_ids=list(office_ids))


def compared_indicators(
    version: Version, office_ids: tuple[str, ...], fiscal_year: int
) -> pd.DataFrame:
    """One row per office of ``office_ids`` and indicator known in the year."""
    return _query(
        version, "compared_indicators", office_ids=list(office_ids), fiscal_year=fiscal_year
    )


def peers(version: Version, office_id: str, rule: PeerRule) -> pd.DataFrame:
    """The offices like ``office_id`` by ``rule``, nearest score first; difference in points."""
    return _query(version, "peers", office_id=office_id, **asdict(rule))


def risers(
    version: Version, office_id: str, indicator_no: int, fiscal_year: int, rule: RiserRule
) -> pd.DataFrame:
    """Offices that stood at a level of an indicator one to three years before, fastest rise first.

    Each office once, from the earliest such year; ``stood_there`` and ``risen_offices`` count all.
    """
    return _query(
        version,
        "risers",
        office_id=office_id,
        indicator_no=indicator_no,
        fiscal_year=fiscal_year,
        **asdict(rule),
    )


def indicator_matrix(
    version: Version, office_id: str, fiscal_year: int, selection: MatrixSelection
) -> pd.DataFrame:
    """One row per office and indicator: the own office first, then a page of the others in order."""
    return _query(
        version,
        "indicator_matrix",
        office_id=office_id,
        fiscal_year=fiscal_year,
        **asdict(selection),
    )


def item_gaps(version: Version, office_id: str, fiscal_year: int) -> pd.DataFrame:
    """One row per OIT item of the year for one office: worth, score, points still to gain."""
    return _query(version, "item_gaps", office_id=office_id, fiscal_year=fiscal_year)


def gap_years(version: Version, office_id: str) -> pd.DataFrame:
    """One row per ten-indicator year with figures: indicators and items known of one office."""
    return _query(version, "gap_years", office_id=office_id)


def methods(version: Version) -> pd.DataFrame:
    """One row per fiscal year and instrument: weight, indicators, questions or items."""
    return _query(version, "methods")


def item_worths(version: Version) -> pd.DataFrame:
    """One row per fiscal year and OIT sub-indicator: items and what one item is worth."""
    return _query(version, "item_worths")


def actions(version: Version, office_id: str) -> pd.DataFrame:
    """One row per step the office reports, in order."""
    return _query(version, "actions", office_id=office_id)


def sources(version: Version) -> pd.DataFrame:
    """One row per source, the files read first."""
    return _query(version, "sources")


def findings(version: Version) -> pd.DataFrame:
    """One row per finding with its decision, errors first."""
    return _query(version, "findings")


def coverage(version: Version) -> pd.DataFrame:
    """One row per fiscal year and level: offices with a figure, of how many."""
    return _query(version, "coverage")


def context_figures(version: Version) -> pd.DataFrame:
    """One row per published figure about all agencies."""
    return _query(version, "context_figures")


def mart_columns(version: Version) -> pd.DataFrame:
    """One row per column of each table and view: table_name, column_name, data_type."""
    return _query(version, "mart_columns")


def whole_tables() -> tuple[str, ...]:
    """The tables that can be had whole, of all offices and years: the files of queries/whole."""
    return tuple(sorted(path.stem for path in (_QUERIES / _WHOLE).glob("*.sql")))


def whole_table(version: Version, table: str) -> pd.DataFrame:
    """Every row of one of ``whole_tables``, its columns named as in the codebook.

    Raises KeyError for another table.
    """
    if table not in whole_tables():
        raise KeyError(table)
    return _query(version, f"{_WHOLE}/{table}")


def all_queries() -> list[str]:
    """The text of every query, so that a new warehouse can be held against them."""
    names = (path.relative_to(_QUERIES).with_suffix("") for path in _QUERIES.rglob("*.sql"))
    return [_sql(name.as_posix()) for name in sorted(names)]


@lru_cache(maxsize=64)
def _sql(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _query(version: Version, name: str, **values: object) -> pd.DataFrame:
    # The queries are ours and tested: one that fails has met a damaged or half-written file.
    try:
        with duckdb.connect(version.path, read_only=True, config=_SHUT_IN) as connection:
            return connection.execute(_sql(name), values or None).df()
    except duckdb.Error as error:
        _log.warning("query %s failed on version %s: %s", name, version.version_id, error)
        raise NoWarehouseError(version.edition) from error
