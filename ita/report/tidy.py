"""Whole tables as CSV for machines: columns named as in the codebook, one file a table, or all in a ZIP.

The ZIP is a Frictionless data package: ``datapackage.json`` says what every file and column is.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import pandas as pd

from ita import loaders, reference, store
from ita.pointer import Version
from ita.report.archive import zip_file
from ita.report.citation import how_to_cite
from ita.report.spreadsheet import csv_bytes, file_name_of
from ita.view import View
from ita.wording import LANGUAGES, Say
from ita.wording.labels import moment

# Table -> the columns that make a row of it unique, in the order of the README.
TABLES: dict[str, tuple[str, ...]] = {
    "offices": ("office_id",),
    "office_aliases": ("alias",),
    "office_years": ("fiscal_year", "office_id"),
    "office_changes": ("fiscal_year", "office_id"),
    "rankings": ("fiscal_year", "position"),
    "rank_movements": ("fiscal_year", "office_id"),
    "instrument_scores": ("fiscal_year", "office_id", "instrument"),
    "indicator_scores": ("fiscal_year", "office_id", "indicator_no"),
    "indicator_gaps": ("fiscal_year", "office_id", "indicator_no", "benchmark_kind"),
    "indicator_changes": ("fiscal_year", "office_id", "indicator_no"),
    "item_scores": ("fiscal_year", "office_id", "item_code"),
    "benchmarks": ("fiscal_year", "indicator_no", "office_type"),
    "change_years": ("fiscal_year", "office_type"),
    "group_years": ("fiscal_year", "group_kind", "group_code"),
    "actions": ("action_id",),
    "context_figures": ("fiscal_year", "measure_en"),
    "instruments": ("fiscal_year", "instrument"),
    "indicators": ("fiscal_year", "indicator_no"),
    "sub_indicators": ("fiscal_year", "sub_indicator"),
    "items": ("fiscal_year", "item_code"),
    "grade_bands": ("fiscal_year", "grade"),
    "comparability": ("level", "from_year", "to_year"),
    "indicator_comparability": ("indicator_no", "from_year", "to_year"),
    "rosters": ("fiscal_year", "office_type"),
    "coverage": ("fiscal_year", "level"),
    "score_statements": ("source_id", "row_no", "fiscal_year"),
    "sources": ("source_id",),
    "findings": ("finding_id",),
    "corrections": ("correction_id",),
    "codebook": ("table_name", "column_name"),
}

_TYPES = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
}
_DECIMAL = re.compile(r"DECIMAL\(\d+,(\d+)\)")
_README = "README.txt"
_PACKAGE = "datapackage.json"
_STANDARD = "Frictionless Data Package"


@dataclass(frozen=True)
class Field:
    """One column: its name, its type in a data package, its unit and what it means in both languages.

    ``decimals`` is how many a figure has; None where it is no decimal number.
    """

    name: str
    type: str
    unit: str
    meaning_th: str
    meaning_en: str
    decimals: int | None = None


def tidy_name(version: Version, table: str) -> str:
    """The name of a table's file, which tells edition and version."""
    return file_name_of(version, table.replace("_", "-"), suffix="csv")


def tidy_file(version: Version, table: str) -> bytes:
    """One of TABLES as UTF-8 CSV with BOM: all offices and years, each row with edition and version.

    Missing is blank. Raises KeyError for another table.
    """
    texts = [field.name for field in fields_of(version, table) if field.type == "string"]
    return csv_bytes(_printed(version, table), texts)


def csv_pack_name(view: View) -> str:
    """The name of the ZIP of all tables."""
    return file_name_of(view.version, "csv", suffix="zip")


def csv_pack(view: View, made_at: datetime) -> bytes:
    """All of TABLES in one folder of a ZIP, with a README and ``datapackage.json``.

    ``made_at`` is in UTC; equal version and time give equal bytes, whatever the language.
    """
    version = view.version
    folder = csv_pack_name(view).removesuffix(".zip")
    files = {tidy_name(version, table): tidy_file(version, table) for table in TABLES}
    files[_PACKAGE] = _package(view, made_at, files)
    files[_README] = _readme(view, made_at)
    return zip_file({f"{folder}/{name}": content for name, content in files.items()}, made_at)


def fields_of(version: Version, table: str) -> list[Field]:
    """What each column of a table is, in the order of its file."""
    return [field_of(version, name) for name in _columns(version, table)]


@lru_cache(maxsize=256)
def _columns(version: Version, table: str) -> tuple[str, ...]:
    return tuple(map(str, _stamped(version, table)))


@lru_cache(maxsize=1)  # asked for its columns and then for its rows
def _stamped(version: Version, table: str) -> pd.DataFrame:
    rows = _codebook(version) if table == "codebook" else store.whole_table(version, table)
    return rows.assign(edition=version.edition, version_id=version.version_id)


def _codebook(version: Version) -> pd.DataFrame:
    """One row per column of every other table."""
    return pd.DataFrame(
        {
            "table_name": table,
            "column_name": field.name,
            "data_type": field.type,
            "unit": field.unit,
            "meaning_th": field.meaning_th,
            "meaning_en": field.meaning_en,
        }
        for table in TABLES
        if table != "codebook"
        for field in fields_of(version, table)
    )


def _printed(version: Version, table: str) -> pd.DataFrame:
    return printed_decimals(_stamped(version, table), fields_of(version, table))


def printed_decimals(rows: pd.DataFrame, fields: Iterable[Field]) -> pd.DataFrame:
    """The rows as they stand in a file: decimals as in the warehouse, days without a time."""
    shown = {
        field.name: rows[field.name].map(f"{{:.{field.decimals}f}}".format, na_action="ignore")
        for field in fields
        if field.decimals is not None
    }
    return rows.assign(**shown)


def field_of(version: Version, name: str) -> Field:
    """What a column is: that of the codebook, else one of these files alone."""
    meanings = _meanings()
    if name not in meanings:
        th, en = (Say(language)(f"tidy.column.{name}") for language in LANGUAGES)
        return Field(name, "string", "", th, en)
    stored = _stored_types(version)[name]
    decimal = _DECIMAL.fullmatch(stored)
    return Field(
        name,
        "number" if decimal else _TYPES[stored],
        meanings[name]["unit"],
        meanings[name]["meaning_th"],
        meanings[name]["meaning_en"],
        int(decimal[1]) if decimal else None,
    )


@lru_cache(maxsize=1)
def _meanings() -> dict[str, reference.Row]:
    return {row["column_name"]: row for row in reference.rows("codebook")}


@lru_cache(maxsize=8)
def _stored_types(version: Version) -> dict[str, str]:
    columns = loaders.mart_columns(version)
    return dict(zip(columns["column_name"], columns["data_type"], strict=True))


# What the package says of itself


def _package(view: View, made_at: datetime, files: dict[str, bytes]) -> bytes:
    version = view.version
    th, en = (Say(language) for language in LANGUAGES)
    described = {
        "profile": "tabular-data-package",
        "name": csv_pack_name(view).removesuffix(".zip").lower(),
        "title": th(f"tidy.title.{version.edition}"),
        "title_en": en(f"tidy.title.{version.edition}"),
        "description": th("file.caveat_text"),
        "description_en": en("file.caveat_text"),
        "version": version.version_id,
        "edition": version.edition,
        "is_simulated": version.is_simulated,
        "created": f"{made_at:%Y-%m-%dT%H:%M:%SZ}",
        "sources": list(_sources(version)),
        "resources": [
            described_file(
                table.replace("_", "-"),
                tidy_name(version, table),
                f"tidy.table.{table}",
                files[tidy_name(version, table)],
                fields_of(version, table),
                TABLES[table],
            )
            for table in TABLES
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=2).encode()


def described_file(
    name: str,
    path: str,
    title: str,
    content: bytes,
    fields: Iterable[Field],
    key: Iterable[str],
) -> dict[str, Any]:
    """A CSV file as a resource of a data package; ``title`` is the catalogue key of its title."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "title": Say("th")(title),
        "title_en": Say("en")(title),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_described(field) for field in fields],
            "primaryKey": list(key),
            "missingValues": [""],
        },
    }


def _described(field: Field) -> dict[str, Any]:
    described = {
        "name": field.name,
        "type": field.type,
        "unit": field.unit,
        "description": field.meaning_th,
        "description_en": field.meaning_en,
    }
    truth = {"trueValues": ["True"], "falseValues": ["False"]} if field.type == "boolean" else {}
    return {name: value for name, value in described.items() if value} | truth


def _sources(version: Version) -> Iterator[dict[str, str]]:
    """The title, publisher, address and licence of each source, as far as they are known."""
    for row in loaders.sources(version).to_dict("records"):
        yield {
            name: row[name]
            for name in ("title", "publisher", "location", "licence")
            if pd.notna(row[name])
        }


def _readme(view: View, made_at: datetime) -> bytes:
    """What is in the folder and how it may be used, in Thai and then in English."""
    parts = [_readme_in(Say(language), view, made_at) for language in LANGUAGES]
    return "\n\n\n".join(parts).replace("\n", "\r\n").encode("utf-8-sig")


def _readme_in(say: Say, view: View, made_at: datetime) -> str:
    version = view.version
    files = [f"{tidy_name(version, table)}\n    {say(f'tidy.table.{table}')}" for table in TABLES]
    sources = [" | ".join(source.values()) for source in _sources(version) if "licence" in source]
    paragraphs = [
        say(f"tidy.title.{version.edition}"),
        "\n".join(
            [
                f"{say('file.edition')}: {say(f'edition.{version.edition}.long')}",
                f"{say('file.version')}: {version.version_id}",
                f"{say('workbook.made_at')}: {moment(say, made_at)}",
            ]
        ),
        say("file.caveat_text"),
        say(
            "tidy.how_to_read",
            codebook=tidy_name(version, "codebook"),
            package=_PACKAGE,
            standard=_STANDARD,
        ),
        f"{say('tidy.files')}\n\n" + "\n".join(files),
        f"{say('tidy.licence')}\n{_licence(version, say)}",
        "\n".join(sources),
        f"{say('workbook.citation')}\n{how_to_cite(version, say, made_at)}",
    ]
    return "\n\n".join(filter(None, paragraphs))


def _licence(version: Version, say: Say) -> str:
    return say(
        f"tidy.licence_text.{version.edition}",
        derived="derived",
        sources=tidy_name(version, "sources"),
        corrections=tidy_name(version, "corrections"),
    )
