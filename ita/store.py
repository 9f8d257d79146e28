"""The only reader of the warehouse: one function per question, each a DataFrame.

A version is opened once, read-only and shut in, and each query has a cursor of its own; the version
is part of every call, so a cache keyed by it can never mix two versions.
"""

import logging
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from threading import Lock

import duckdb
import pandas as pd

from ita.peers import MatrixSelection, PeerRule, RiserRule
from ita.pointer import NoWarehouseError, Version

_QUERIES = Path(__file__).parent / "queries"
_WHOLE = "whole"
_MOST_OPEN = 4  # versions: both editions, each with the one before that some visitor still looks at
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

_opened: dict[Path, tuple[Version, duckdb.DuckDBPyConnection]] = {}  # the last used stands last
_opening = Lock()


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


def cursor(version: Version) -> duckdb.DuckDBPyConnection:
    """A connection of its own to a version. Raises duckdb.Error when its file is no warehouse."""
    with _opening:
        known, connection = _opened.pop(version.path, (None, None))
        if connection is None or known != version:
            if connection is not None:
                connection.close()
            connection = connect(version.path)
        _opened[version.path] = (version, connection)
        if len(_opened) > _MOST_OPEN:
            _, oldest = _opened.pop(next(iter(_opened)))
            oldest.close()
        return connection.cursor()


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse file opened read-only and shut in. Raises duckdb.Error when it is none."""
    return duckdb.connect(path, read_only=True, config=_SHUT_IN)


def _query(version: Version, name: str, **values: object) -> pd.DataFrame:
    # The queries are ours and tested: one that fails has met a damaged or half-written file.
    try:
        with cursor(version) as own:
            return own.execute(_sql(name), values or None).df()
    except duckdb.Error as error:
        _log.warning("query %s failed on version %s: %s", name, version.version_id, error)
        _close(version.path)
        raise NoWarehouseError(version.edition) from error


def _close(path: Path) -> None:
    """Close a file that has proved damaged, so that the next query meets the file as it is then."""
    with _opening:
        _, connection = _opened.pop(path, (None, None))
        if connection is not None:
            connection.close()
