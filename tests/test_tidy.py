"""Whole tables as CSV: every cell is the warehouse's, every column is explained, the package is whole."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import pytest

from ita import store
from ita.pointer import Version
from ita.report import tidy
from ita.report.tidy import TABLES, csv_pack, csv_pack_name, fields_of, tidy_file, tidy_name
from ita.view import view_of
from ita.wording import Say

MADE_AT = datetime(2026, 11, 24, 3, 0)  # noqa: DTZ001 - UTC without a zone, as the warehouse keeps it
# Table of the package -> table of the warehouse it holds whole.
WHOLE = {
    "office_years": "office_year",
    "rankings": "ranking",
    "office_changes": "office_change",
    "indicator_scores": "indicator_score",
    "instrument_scores": "instrument_score",
    "item_scores": "item_score",
    "indicator_changes": "indicator_change",
    "benchmarks": "benchmark",
    "group_years": "group_year",
    "grade_bands": "grade_band",
    "comparability": "comparability",
    "score_statements": "score",
    "sources": "source",
    "findings": "finding",
    "corrections": "correction",
    "coverage": "coverage",
    "offices": "office",
    "office_aliases": "office_alias",
    "items": "item",
}


@lru_cache(maxsize=4)
def pack(version: Version) -> bytes:
    return csv_pack(view_of(version, Say("th")), MADE_AT)


@lru_cache(maxsize=4)
def contents(version: Version) -> dict[str, bytes]:
    """The files of the package by their name in its folder."""
    with zipfile.ZipFile(io.BytesIO(pack(version))) as package:
        return {name.partition("/")[2]: package.read(name) for name in package.namelist()}


def described(version: Version) -> dict:
    return json.loads(contents(version)["datapackage.json"])


@lru_cache(maxsize=128)
def lines(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def shielded(value: object) -> str:
    """A cell of the warehouse as the file should have it."""
    if value is None:
        return ""
    text = str(value)
    is_dangerous = isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{text}" if is_dangerous else text


# Rows


@pytest.mark.parametrize("table", WHOLE)
def test_every_cell_is_the_warehouse_s(edition: Version, rows, table) -> None:
    """All rows of all offices and years, decimals as they are kept, blanks blank."""
    found = lines(contents(edition)[tidy_name(edition, table)])
    key = TABLES[table]
    stored_columns = [
        name for name, in rows(
            edition,
            "SELECT column_name FROM duckdb_columns() WHERE table_name = $table",
            table=WHOLE[table],
        )
    ]  # fmt: skip
    kept = [name for name in stored_columns if not found or name in found[0]]
    stored = rows(edition, f"SELECT {', '.join(kept)} FROM {WHOLE[table]}")
    assert len(found) == len(stored)
    expected = {
        tuple(line[name] for name in key): line
        for line in (dict(zip(kept, map(shielded, row), strict=True)) for row in stored)
    }
    assert len(expected) == len(stored)
    wrong = [
        (line, expected[tuple(line[name] for name in key)])
        for line in found
        if {name: line[name] for name in kept} != expected[tuple(line[name] for name in key)]
    ]
    assert wrong[:3] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_grain(edition: Version, table) -> None:
    """No two rows share the key the package names, none lacks it, and each says edition and version."""
    found = lines(contents(edition)[tidy_name(edition, table)])
    keys = [tuple(line[name] for name in TABLES[table]) for line in found]
    assert len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)
    assert {(line["edition"], line["version_id"]) for line in found} <= {
        (edition.edition, edition.version_id)
    }


def test_every_whole_table_is_in_the_package() -> None:
    """The queries, and the codebook of them all; nothing else can be asked for."""
    assert set(TABLES) == {*store.whole_tables(), "codebook"}


def test_an_unknown_table_is_refused(published: Version) -> None:
    """A name is looked up, never put into a path or a query."""
    for table in ("score; DROP TABLE score", "../offices", "", "version"):
        with pytest.raises(KeyError):
            tidy_file(published, table)


def test_published_figures_are_never_simulated(published: Version) -> None:
    """No row of the published package has the status simulated; of the demo, every score has."""
    for table in TABLES:
        found = lines(contents(published)[tidy_name(published, table)])
        assert "simulated" not in {line.get("status") for line in found}


def test_simulated_scores_say_so(demo: Version) -> None:
    """Every score of the demo carries the status simulated and the edition demo."""
    for table in ("indicator_scores", "instrument_scores", "item_scores", "score_statements"):
        found = lines(contents(demo)[tidy_name(demo, table)])
        assert {(line["status"], line["edition"]) for line in found} == {("simulated", "demo")}


# Form


def test_files_open_right_in_a_thai_spreadsheet(edition: Version) -> None:
    """UTF-8 with one byte order mark, Windows line ends, and no cell that runs as a formula."""
    for table in TABLES:
        content = contents(edition)[tidy_name(edition, table)]
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\xef\xbb\xbf") == 1
        assert content.endswith(b"\r\n")
        numbers = {field.name for field in fields_of(edition, table) if field.type != "string"}
        dangerous = [
            (name, cell)
            for line in lines(content)
            for name, cell in line.items()
            if name not in numbers and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        ]
        assert dangerous == []


def test_a_printed_sign_is_shielded(published: Version) -> None:
    """A change printed with its plus sign is text; a negative figure stays a number."""
    found = lines(tidy_file(published, "score_statements"))
    assert "'+๑.๕๖" in {line["change_printed"] for line in found}
    bounds = lines(tidy_file(published, "office_changes"))
    assert bounds
    assert all(re.fullmatch(r"-?\d+\.\d\d", line["change"]) for line in bounds)


def test_columns_are_those_of_the_codebook(edition: Version) -> None:
    """Machine names in order, each with type and meaning in both languages, and no other column."""
    thai = re.compile("[ก-๛]")
    for table in TABLES:
        header = contents(edition)[tidy_name(edition, table)].decode("utf-8-sig").split("\r\n")[0]
        fields = fields_of(edition, table)
        assert header.split(",") == [field.name for field in fields]
        for field in fields:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
            assert thai.search(field.meaning_th)
            assert not thai.search(field.meaning_en)
            assert field.meaning_en
    explained = {
        (line["table_name"], line["column_name"]) for line in lines(tidy_file(edition, "codebook"))
    }
    assert explained == {
        (table, field.name)
        for table in TABLES
        if table != "codebook"
        for field in fields_of(edition, table)
    }


# The package


def test_the_package_describes_every_file(edition: Version) -> None:
    """Path, size, hash, key and fields of each resource are those of the file."""
    package, files = described(edition), contents(edition)
    assert [each["name"] for each in package["resources"]] == [
        table.replace("_", "-") for table in TABLES
    ]
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert set(resource["schema"]["primaryKey"]) <= set(names)
        assert content.decode("utf-8-sig").startswith(",".join(names))
    described_files = {resource["path"] for resource in package["resources"]}
    assert set(files) == {*described_files, "README.txt", "datapackage.json"}
    assert package["version"] == edition.version_id
    assert package["created"] == "2026-11-24T03:00:00Z"
    assert package["is_simulated"] == edition.is_simulated


CELLS: Mapping[str, re.Pattern] = {
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "boolean": re.compile("True|False"),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
}


def test_every_cell_has_the_type_the_package_says(edition: Version) -> None:
    """Whole numbers, numbers, truth and days read as such; a blank is missing."""
    files = contents(edition)
    for resource in described(edition)["resources"]:
        found = lines(files[resource["path"]])
        for field in resource["schema"]["fields"]:
            form = CELLS.get(field["type"])
            cells = {line[field["name"]] for line in found} - {""}
            wrong = [cell for cell in cells if form and not form.fullmatch(cell)]
            assert wrong == [], (resource["name"], field)


def test_the_readme_says_what_it_is_in_both_languages(edition: Version) -> None:
    """Edition, version, every file, licence and how to cite, in Thai and in English."""
    text = contents(edition)["README.txt"].decode("utf-8-sig")
    for say in (Say("th"), Say("en")):
        assert say(f"edition.{edition.edition}.long") in text
        assert say("file.caveat_text") in text
        assert say("tidy.licence") in text
        assert say("workbook.citation") in text
    assert text.count(edition.version_id) > 2 * len(TABLES)
    for table in TABLES:
        assert text.count(tidy_name(edition, table)) >= 2
    if not edition.is_simulated:
        for source in store.sources(edition)["title"].head(3):
            assert source in text


def test_simulated_files_shout_it(edition: Version) -> None:
    """Every path of the simulated package, its README and its description say so; the published none."""
    view = view_of(edition, Say("th"))
    with zipfile.ZipFile(io.BytesIO(pack(edition))) as package:
        paths = package.namelist()
    readme = contents(edition)["README.txt"].decode("utf-8-sig")
    texts = [*paths, csv_pack_name(view), readme.splitlines()[0], described(edition)["title"]]
    csv_names = [path.rpartition("/")[2] for path in paths if path.endswith(".csv")]
    assert {"SIMULATED" in text for text in [*texts, *csv_names]} == {edition.is_simulated}
    assert all(edition.version_id in text for text in [*paths, *csv_names])


def test_equal_inputs_give_equal_bytes(published: Version) -> None:
    """The same version at the same time is the same file in any language; entries are sorted and dated."""
    assert csv_pack(view_of(published, Say("en")), MADE_AT) == pack(published)
    with zipfile.ZipFile(io.BytesIO(pack(published))) as package:
        entries = package.infolist()
        assert package.testzip() is None
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(2026, 11, 24, 3, 0, 0)}


def test_nothing_of_the_machine_is_told(edition: Version) -> None:
    """No file names a folder of the computer it was made on."""
    machine = re.compile(rb"(?<![\w.}>~-])(/(?:work|root|home|Users|mnt|tmp)/|[A-Z]:\\Users)\w")
    for name, content in contents(edition).items():
        assert not machine.search(content), name


def test_the_warehouse_s_types_are_all_known(edition: Version) -> None:
    """A column of a type nobody has named would stop the package."""
    stored = set(store.mart_columns(edition)["data_type"])
    unknown = {name for name in stored if not name.startswith("DECIMAL(")} - set(tidy._TYPES)  # noqa: SLF001
    assert unknown == set()
