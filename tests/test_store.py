"""The only reader of the warehouse: shut in, honest about damage, one documented grain each."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from ita import pointer, store
from ita.peers import MatrixSelection, PeerRule, RiserRule
from ita.pointer import NoWarehouseError, Version

HOME = {"published": "p-kalasin-2", "demo": "p-x-daonuea-1"}
YEAR = 2565

# Function, its arguments after the version, and the columns that make a row unique.
GRAINS: list[tuple[Callable[..., pd.DataFrame], tuple[str, ...], tuple[str, ...]]] = [
    (store.version_facts, (), ("version_id",)),
    (store.offices, (), ("office_id",)),
    (store.years, (), ("fiscal_year",)),
    (store.office_years, ("office",), ("fiscal_year",)),
    (store.known_years, (), ("office_id", "fiscal_year")),
    (store.ranking, ("year",), ("position",)),
    (store.benchmarks, (), ("fiscal_year", "indicator_no", "office_type")),
    (store.grade_bands, (), ("fiscal_year", "grade")),
    (store.comparability, (), ("level", "from_year", "to_year")),
    (store.indicator_gaps, ("office", "year"), ("benchmark_kind", "indicator_no")),
    (store.item_gaps, ("office", "year"), ("item_code",)),
    (store.indicator_changes, ("office", "year"), ("indicator_no",)),
    (store.office_changes, ("office",), ("fiscal_year",)),
    (store.exchange_figures, ("office",), ("fiscal_year", "level", "code")),
    (store.instrument_scores, ("office",), ("fiscal_year", "instrument")),
    (store.sub_indicator_gaps, ("office", "year"), ("sub_indicator",)),
    (store.group_years, ("year",), ("group_kind", "group_code")),
    (store.compared_years, ("offices",), ("office_id", "fiscal_year")),
    (store.compared_indicators, ("offices", "year"), ("office_id", "indicator_no")),
    (store.peers, ("office", "peers"), ("office_id",)),
    (store.risers, ("office", "indicator", "year", "risers"), ("office_id",)),
    (store.indicator_matrix, ("office", "year", "matrix"), ("office_id", "indicator_no")),
    (store.gap_years, ("office",), ("fiscal_year",)),
    (store.methods, (), ("fiscal_year", "instrument")),
    (store.item_worths, (), ("fiscal_year", "sub_indicator")),
    (store.actions, ("office",), ("fiscal_year", "position")),
    (store.sources, (), ("source_id",)),
    (store.findings, (), ("finding_id",)),
    (store.coverage, (), ("fiscal_year", "level")),
    (store.context_figures, (), ("fiscal_year", "measure_en")),
    (store.mart_columns, (), ("table_name", "column_name")),
]
EMPTY = {
    # Too few scores are known, and no indicator of an area office.
    "published": {
        "benchmarks",
        "indicator_changes",
        "compared_indicators",
        "risers",
        "indicator_matrix",
    },
    "demo": {"findings", "context_figures"},  # nothing is doubtful, nothing is real
}


def asked(function: Callable[..., pd.DataFrame], names: tuple[str, ...], version: Version):
    home = HOME[version.edition]
    values = {
        "office": home,
        "offices": (home,),
        "year": YEAR,
        "indicator": 8,
        "peers": PeerRule(YEAR),
        "risers": RiserRule(85.0, within=10.0),
        "matrix": MatrixSelection(),
    }
    return function(version, *(values[name] for name in names))


# Grains


@pytest.mark.parametrize(
    ("function", "names", "key"),
    [pytest.param(*grain, id=grain[0].__name__) for grain in GRAINS],
)
def test_every_answer_has_its_grain(edition: Version, function, names, key) -> None:
    """No two rows share the key, none lacks it, and there are rows where there can be."""
    found = asked(function, names, edition)
    doubled = found[found.duplicated(list(key), keep=False)]
    assert doubled.to_dict("records") == []
    assert found[found[list(key)].isna().any(axis=1)].to_dict("records") == []
    assert found.empty == (function.__name__ in EMPTY[edition.edition])


def test_every_function_of_the_store_is_tried() -> None:
    """The list above holds each function that takes a version; tests/test_tidy.py tries whole tables."""
    public = {
        name
        for name, function in vars(store).items()
        if callable(function) and "version" in getattr(function, "__annotations__", {})
    }
    assert {function.__name__ for function, _, _ in GRAINS} == {
        name for name in public - {"cursor", "whole_table"} if not name.startswith("_")
    }


def test_every_query_is_used() -> None:
    """ita/queries holds one file per function and no other."""
    files = {path.stem for path in (Path(store.__file__).parent / "queries").glob("*.sql")}
    assert files == {function.__name__ for function, _, _ in GRAINS}


def test_answers_are_ordered(published: Version) -> None:
    """Oldest year first, best place first, errors before notes, files read before cited sources."""
    assert store.office_years(published, HOME["published"])["fiscal_year"].is_monotonic_increasing
    assert store.ranking(published, YEAR)["position"].tolist() == list(range(1, 246))
    findings = store.findings(published)
    severities = findings.loc[findings["decision"] == "open", "severity"]
    order = severities.map(["error", "warning", "note"].index)
    assert order.is_monotonic_increasing
    assert (findings["decision"] != "open").is_monotonic_increasing
    assert store.sources(published)["sha256"].isna().is_monotonic_increasing
    types = store.offices(published)["office_type"]
    assert types.is_monotonic_increasing


def test_an_unknown_office_or_year_has_no_rows(published: Version) -> None:
    """Nothing, not an error: the address may hold anything."""
    for office_id in ("nobody", "", "p-kalasin-2' OR '1'='1", "๑"):
        assert store.office_years(published, office_id).empty
        assert store.item_gaps(published, office_id, YEAR).empty
    assert store.ranking(published, 2022).empty
    assert store.indicator_gaps(published, HOME["published"], 0).empty


def test_every_office_has_a_row_in_every_year(edition: Version) -> None:
    """Also those without a score, each with its reason."""
    years = store.years(edition)["fiscal_year"].tolist()
    found = store.office_years(edition, store.offices(edition)["office_id"].iloc[-1])
    assert found["fiscal_year"].tolist() == years
    assert (found["score"].isna() == found["missing_reason"].notna()).all()


# Types


def test_values_keep_their_types(published: Version) -> None:
    """Cents, whole numbers, Thai text, truth, dates: none turned into another on the way."""
    row = store.office_years(published, HOME["published"]).iloc[-2].to_dict()
    assert (row["fiscal_year"], row["rank"], row["score"]) == (2565, 102, 97.39)
    assert (row["change"], row["change_computed"], row["score_printed"]) == (15.86, 15.87, "๙๗.๕๙")
    assert row["is_pass"] is True or bool(row["is_pass"]) is True
    assert row["grade"] == "AA"
    assert pd.isna(row["missing_reason"])
    frame = store.office_years(published, HOME["published"])
    assert str(frame["fiscal_year"].dtype) == "int32"
    assert frame["score"].dtype.kind == "f"
    (decided_on,) = store.findings(published)["decided_on"].dropna().unique()
    assert pd.Timestamp(decided_on).date() == date(2026, 11, 22)
    built_at = store.version_facts(published)["built_at"].iloc[0]
    assert isinstance(built_at, datetime)
    home = store.offices(published).set_index("office_id").loc[HOME["published"]]
    assert home["short_name"] == "สพป.กาฬสินธุ์ เขต 2"
    assert home["aliases"] == "สพป. กาฬสินธุ์ เขต 2 · สพป.กส.2 · สพป.กาฬสินธุ์ 2"


def test_scores_come_out_to_the_cent(demo: Version, rows) -> None:
    """Every total of a year, printed with two decimals, is the DECIMAL of the table."""
    exact = rows(
        demo, "SELECT score::VARCHAR FROM ranking WHERE fiscal_year = 2565 ORDER BY position"
    )
    assert [f"{score:.2f}" for score in store.ranking(demo, YEAR)["score"]] == [
        text for (text,) in exact
    ]


# Shut in


@pytest.fixture
def ask(published: Version, monkeypatch) -> Callable[[str], pd.DataFrame]:
    """Ask the store's own connection anything."""

    def run(sql: str) -> pd.DataFrame:
        monkeypatch.setattr("ita.store._sql", lambda _name: sql)
        return store.coverage(published)

    return run


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM glob('{folder}/*')",
        "ATTACH '{folder}/other.duckdb' AS other",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{folder}/x.duckdb_extension'",
        "SELECT * FROM read_csv('https://localhost:1/x.csv')",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "SET allow_unsigned_extensions = true",
        "PRAGMA threads = 64",
        "CREATE TABLE mine (a INTEGER)",
        "UPDATE office_year SET score = 100",
        "DELETE FROM score",
        "DROP TABLE score",
        "SELECT * FROM frame_of_python",
    ],
)
def test_the_connection_is_shut_in(ask, tmp_path: Path, sql: str) -> None:
    """No file, network, extension, setting, writing or Python variable is within reach."""
    frame_of_python = pd.DataFrame({"secret": [1]})
    assert len(frame_of_python) == 1
    file = tmp_path / "secret.csv"
    file.write_text("secret\n1\n", encoding="utf-8")
    with pytest.raises((duckdb.Error, NoWarehouseError)):
        ask(sql.format(file=file, folder=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_the_connection_answers_what_it_may(ask) -> None:
    """The same road, with a question it may be asked: the refusals above are not the road's."""
    assert ask("SELECT 42 AS answer").to_dict("list") == {"answer": [42]}


def test_reading_leaves_no_trace(published: Version) -> None:
    """No log, lock or other file beside the warehouse, whose bytes and time stay."""
    before = published.path.stat()
    store.coverage(published)
    after = published.path.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)
    names = sorted(path.name for path in published.path.parent.iterdir())
    assert [name for name in names if not name.startswith(".")] == [
        "current",
        published.path.name,
    ]


# No usable warehouse


@pytest.fixture
def folder(tmp_path: Path, warehouse_root: Path, monkeypatch) -> Path:
    """The published edition in a folder of its own, to break."""
    shutil.copytree(warehouse_root / "published", tmp_path / "published")
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    return tmp_path / "published"


def test_the_pointer_names_the_version(warehouse: Path, published: Version, demo: Version) -> None:
    """Each edition has its own; only the demo is simulated."""
    assert pointer.current_version("published") == published
    assert pointer.current_version("demo") == demo
    assert (published.is_simulated, demo.is_simulated) == (False, True)
    assert published.path.is_relative_to(warehouse)


def test_the_folder_can_be_set(monkeypatch, tmp_path: Path) -> None:
    """ITA_WAREHOUSE names it; unset or empty, it is the project's own."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    assert pointer.warehouse_folder() == tmp_path
    for unset in (
        lambda: monkeypatch.setenv("ITA_WAREHOUSE", ""),
        lambda: monkeypatch.delenv("ITA_WAREHOUSE"),
    ):
        unset()
        assert pointer.warehouse_folder().parts[-2:] == ("data", "warehouse")


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\n",
        b"000000000000",
        b"../demo/ita-x",
        b"..",
        b"/",
        b"\x00",
        b"a b",
        b"\xff\xfe\x00",
        b"a" * 5000,
        "๑๒".encode(),
    ],
)
def test_a_bad_pointer_is_no_warehouse(folder: Path, content: bytes | None) -> None:
    """Absent, empty, junk, naming nothing or something elsewhere: NoWarehouseError."""
    (folder / "current").unlink()
    if content is not None:
        (folder / "current").write_bytes(content)
    with pytest.raises(NoWarehouseError, match="published"):
        pointer.current_version("published")


def test_a_pointer_never_leads_out_of_its_folder(folder: Path, demo: Version) -> None:
    """Even to a warehouse that is there, by a way that is there."""
    shutil.copy(demo.path, folder.parent / "ita-x.duckdb")
    (folder / "ita-x").mkdir()
    way_out = "x/../../ita-x"
    assert (folder / f"ita-{way_out}.duckdb").is_file()
    for named in (way_out, "../ita-x"):
        (folder / "current").write_text(named, encoding="utf-8")
        with pytest.raises(NoWarehouseError):
            pointer.current_version("published")


def test_an_absent_folder_is_no_warehouse(tmp_path: Path, monkeypatch) -> None:
    """Before the first build."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path / "nowhere"))
    for edition in pointer.EDITIONS:
        with pytest.raises(NoWarehouseError, match=edition):
            pointer.current_version(edition)


def empty_database(path: Path) -> None:
    path.unlink()
    duckdb.connect(path).close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_bytes(b"not a database" * 1000),
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "cut at the first block": lambda path: path.write_bytes(path.read_bytes()[:12288]),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "zeros in the first blocks": lambda path: path.write_bytes(
        path.read_bytes()[:12288] + bytes(262144) + path.read_bytes()[12288 + 262144 :]
    ),
    "a database without tables": empty_database,
}


@pytest.mark.parametrize(
    "damage", [pytest.param(damage, id=name) for name, damage in DAMAGES.items()]
)
def test_a_damaged_file_is_no_warehouse(folder: Path, published: Version, damage) -> None:
    """However a file is spoilt, reading it is a NoWarehouseError, so the dashboard can rebuild it."""
    path = folder / published.path.name
    damage(path)
    with pytest.raises(NoWarehouseError, match="published"):
        store.ranking(replace(published, path=path), YEAR)
