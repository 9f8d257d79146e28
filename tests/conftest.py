"""Shared by the tests: both editions built once, and a copy of the data to break on purpose."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from etl.__main__ import cli
from ita import pointer, store
from ita.pointer import Edition, Version

ROOT = Path(__file__).resolve().parent.parent
COMMAND: dict[Edition, str] = {"published": "build", "demo": "demo"}

RunEtl = Callable[..., Result]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that drive a browser come first: the longest must not be left to one worker at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def run_etl() -> RunEtl:
    """Run ``python -m etl`` with these arguments in this process."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory, run_etl: RunEtl) -> tuple[Path, str]:
    """A folder with both editions, and what building the published one printed."""
    folder = tmp_path_factory.mktemp("warehouse")
    results = {edition: run_etl(COMMAND[edition], "--out", folder) for edition in COMMAND}
    assert {edition: result.exit_code for edition, result in results.items()} == {
        "published": 0,
        "demo": 0,
    }, "\n".join(result.output for result in results.values())
    return folder, results["published"].stdout


@pytest.fixture(scope="session")
def warehouse_root(build: tuple[Path, str]) -> Path:
    """The folder both editions were built in. Copy from it; never write to it."""
    return build[0]


@pytest.fixture(scope="session")
def version_in() -> Callable[[Path, Edition], Version]:
    """The current version of an edition in a folder of warehouses."""

    def find(folder: Path, edition: Edition) -> Version:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ITA_WAREHOUSE", str(folder))
            return pointer.current_version(edition)

    return find


@pytest.fixture(scope="session")
def published(warehouse_root: Path, version_in) -> Version:
    """The published edition."""
    return version_in(warehouse_root, "published")


@pytest.fixture(scope="session")
def demo(warehouse_root: Path, version_in) -> Version:
    """The simulated edition."""
    return version_in(warehouse_root, "demo")


@pytest.fixture(params=["published", "demo"])
def edition(request: pytest.FixtureRequest) -> Version:
    """Either edition, one after the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def warehouse(warehouse_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of both editions, set as the one the dashboard reads."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(warehouse_root))
    return warehouse_root


@pytest.fixture(scope="session")
def rows() -> Callable[..., list[tuple]]:
    """Select rows of a version: ``rows(version, sql, **values)``."""

    def select(version: Version, sql: str, **values: object) -> list[tuple]:
        with store.cursor(version) as own:
            return own.execute(sql, values or None).fetchall()

    return select


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the data of the published edition, for ``build --data``, to break on purpose."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "raw", data / "raw")
    shutil.copy(ROOT / "data" / "corrections.csv", data)
    (data / "reference").mkdir()
    shutil.copy(ROOT / "data" / "reference" / "home.toml", data / "reference")
    return data
