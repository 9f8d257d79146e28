"""One warehouse file: tables, rows, marts and the queries that prove it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from ita.disk import of_the_system
from ita.store import all_queries

SQL = Path(__file__).parent / "sql"

# The order keeps every REFERENCES satisfied; it is also the list of names SQL may be built from.
TABLES = (
    "version",
    "source",
    "office",
    "office_alias",
    "roster",
    "instrument",
    "indicator",
    "sub_indicator",
    "item",
    "grade_band",
    "comparability",
    "indicator_comparability",
    "correction",
    "score",
    "instrument_score",
    "indicator_score",
    "item_score",
    "item_owner",
    "finding",
    "action",
    "context_figure",
)


class InvalidWarehouseError(Exception):
    """A built warehouse contradicts itself; the message names the check and the offending rows."""


def write(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Create the tables in a new file, fill them and compute the marts.

    Rows travel as Arrow, whose typed columns DuckDB takes without guessing. Raises OSError when the
    system refuses, and duckdb.Error.
    """
    try:
        _fill(path, tables)
    except (duckdb.Error, OSError) as error:
        raise of_the_system(error, path.parent) from error


def _fill(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    with duckdb.connect(path) as connection:
        connection.begin()
        connection.execute((SQL / "core.sql").read_text(encoding="utf-8"))
        for table in TABLES:
            frame = tables.get(table)
            if frame is not None and not frame.empty:
                given = pa.Table.from_pandas(frame, preserve_index=False)
                connection.register("given", given)
                connection.execute("INSERT INTO " + table + " BY NAME FROM given")
        connection.execute((SQL / "marts.sql").read_text(encoding="utf-8"))
        connection.commit()
        connection.execute("CHECKPOINT")


def validate(path: Path, version_id: str) -> None:
    """Reopen a warehouse and prove it before anybody reads it.

    Every row is read, every query of the dashboard is planned, every query of sql/validate must
    select nothing.

    Raises InvalidWarehouseError with the offending rows, or duckdb.Error when the file is damaged.
    """
    with duckdb.connect() as connection:  # which has read nothing of the file before
        connection.execute("ATTACH $path AS warehouse (READ_ONLY)", {"path": str(path)})
        connection.execute("USE warehouse")
        found = connection.execute("SELECT version_id FROM version").fetchall()
        if found != [(version_id,)]:
            raise InvalidWarehouseError(f"version: {found}")
        for table in _all_tables(connection):
            connection.execute("SELECT sum(hash(row)) FROM " + table + " AS row").fetchall()  # noqa: S608
        for query in sorted((SQL / "validate").glob("*.sql")):
            offending = connection.execute(query.read_text(encoding="utf-8")).fetchmany(5)
            if offending:
                raise InvalidWarehouseError(f"{query.stem}: {offending}")
        # Whether a query fits the tables shows in any plan of it.
        connection.execute("PRAGMA disable_optimizer")
        for question in all_queries():
            connection.execute("PREPARE asked AS " + question)


def _all_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    names = "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY table_name"
    return [name for (name,) in connection.execute(names).fetchall()]
