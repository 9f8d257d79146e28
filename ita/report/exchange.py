"""One office's own figures as a small file for other offices: a Frictionless data package in a ZIP.

No names of people, nothing of other offices; equal figures give equal bytes.
"""

import json
from collections.abc import Collection
from datetime import datetime

import pandas as pd

from ita import exchange, loaders, store
from ita.pointer import Version
from ita.report.archive import zip_file
from ita.report.spreadsheet import csv_bytes, file_name_of
from ita.report.tidy import described_file, field_of, printed_decimals
from ita.wording import LANGUAGES, Say

_KEYS = {exchange.FIGURES: ("fiscal_year", "level", "code"), exchange.SOURCES: ("source_id",)}
_README = "README.txt"
_ADDRESS = "http"
_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the files in the ZIP need one; it says nothing


def exchange_name(version: Version, office_id: str) -> str:
    """The name of the file, which tells edition, office and version."""
    return file_name_of(version, "exchange", office_id, suffix="zip")


def own_figures(version: Version, office_id: str, years: Collection[int] = ()) -> pd.DataFrame:
    """One row per figure that a source gives of the office, of all years or some; none is derived."""
    known = store.exchange_figures(version, office_id)
    return known[known["fiscal_year"].isin(list(years))] if years else known


def exchange_file(version: Version, office_id: str, years: Collection[int] = ()) -> bytes:
    """The own figures of an office with their sources, in one folder of a ZIP."""
    office = loaders.offices_by_id(version).loc[office_id]
    figures = own_figures(version, office_id, years)
    named = figures.fillna({"name_th": Say("th")("exchange.total")}).assign(
        office_id=office_id, office_name=office["office_name"], edition=version.edition
    )
    tables = {
        exchange.FIGURES: named[list(exchange.COLUMNS)],
        exchange.SOURCES: _sources(version, set(figures["source_id"])),
    }
    files = {name: _csv(version, rows) for name, rows in tables.items()}
    described = {
        "profile": "tabular-data-package",
        "name": f"ita-exchange-{office_id}",
        "title": _title(version, office, Say("th")),
        "title_en": _title(version, office, Say("en")),
        exchange.FORMAT: exchange.VERSION,
        "edition": version.edition,
        "is_simulated": version.is_simulated,
        "office_id": office_id,
        "office_name": office["office_name"],
        "years": sorted({int(year) for year in figures["fiscal_year"]}),
        "resources": [
            described_file(
                name.removesuffix(".csv"),
                name,
                f"exchange.table.{name.removesuffix('.csv')}",
                files[name],
                [field_of(version, column) for column in rows],
                _KEYS[name],
            )
            for name, rows in tables.items()
        ],
    }
    files[exchange.PACKAGE] = json.dumps(described, ensure_ascii=False, indent=2).encode()
    files[_README] = _readme(version, office)
    return zip_file({f"{described['name']}/{name}": files[name] for name in files}, _ANY_DAY)


def _sources(version: Version, used: Collection[str]) -> pd.DataFrame:
    """The sources of the figures; where a file lies here is nothing to others, an address is."""
    known = loaders.sources(version)
    named = known[known["source_id"].isin(list(used))].sort_values("source_id")
    location = named["location"].where(named["location"].str.startswith(_ADDRESS, na=False))
    stamped = named.assign(location=location, edition=version.edition)
    return stamped[list(exchange.SOURCE_COLUMNS)]


def _csv(version: Version, rows: pd.DataFrame) -> bytes:
    fields = [field_of(version, column) for column in rows]
    texts = [field.name for field in fields if field.type == "string"]
    return csv_bytes(printed_decimals(rows, fields), texts)


def _title(version: Version, office: pd.Series, say: Say) -> str:
    name = say.pick(th=office["office_name"], en=office["name_en"])
    return say(f"exchange.title.{version.edition}", office=name)


def _readme(version: Version, office: pd.Series) -> bytes:
    """What is inside and how another office takes it in, in Thai and then in English."""
    parts = [
        "\n\n".join(
            [
                _title(version, office, say),
                say("exchange.what", figures=exchange.FIGURES, sources=exchange.SOURCES),
                say(f"exchange.take_in.{version.edition}"),
                say("file.caveat_text"),
            ]
        )
        for say in map(Say, LANGUAGES)
    ]
    return "\n\n\n".join(parts).replace("\n", "\r\n").encode("utf-8-sig")
