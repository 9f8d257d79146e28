"""``python -m etl build`` and ``python -m etl demo``: the two editions, each from its own input."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import click
import pandas as pd

from etl import demo as simulation
from etl import publish
from etl.addition import at_rest
from etl.commands.console import ROOT, data_option, or_exit, out_option, step, tell
from etl.errors import InputError
from etl.method_tables import method_tables
from etl.published import Tables, published_tables
from etl.read.sidecar import visible_files
from ita.offices import Office, office_index
from ita.pointer import pointed_version
from ita.wording import LANGUAGES, Say


@click.command()
@out_option
@data_option
@click.option(
    "--if-needed", is_flag=True, help="Do nothing when the current version is up to date."
)
def build(out: Path, data: Path, *, if_needed: bool) -> None:
    """Build the published edition from the files under data/."""
    folder = out / "published"

    def work() -> None:
        with at_rest(data, step):
            version_id = publish.version_of(inputs(data))
            if if_needed and publish.is_current(folder, version_id):
                tell("build.up_to_date", version=version_id)
            elif if_needed and publish.is_held_back(folder, version_id):
                tell("build.held_back", version=version_id, current=pointed_version(folder))
            else:
                build_from(data, folder, version_id)

    or_exit(work, folder, publish.room(folder))


@click.command()
@out_option
@click.option("--offices", type=click.IntRange(10, 29_000), default=245, show_default=True)
@click.option(
    "--years",
    default=f"{simulation.YEARS[0]}-{simulation.YEARS[-1]}",
    show_default=True,
    help="Span of fiscal years (พ.ศ.).",
)
@click.option("--seed", type=int, default=2565, show_default=True)
@click.option(
    "--if-needed", is_flag=True, help="Do nothing when the current version is up to date."
)
def demo(out: Path, offices: int, years: str, seed: int, *, if_needed: bool) -> None:
    """Build the demo edition: a simulated country of fictional offices."""
    span = _span(years)
    folder = out / "demo"

    def work() -> None:
        version_id = publish.version_of(inputs(ROOT / "data"), offices, span, seed)
        if if_needed and publish.is_current(folder, version_id):
            tell("build.up_to_date", version=version_id)
        else:
            _build_demo(folder, offices, span, seed, version_id)

    or_exit(work, folder, publish.room(folder, offices * len(span)))


def build_from(data: Path, folder: Path, version_id: str, **record: Any) -> Tables:  # noqa: ANN401
    """Publish the published edition from ``data`` as ``version_id``; ``record`` as publish takes it.

    Returns the tables it was built from.
    """
    tables = published_tables(data, step)
    office = _home_office(data / "reference" / "home.toml")
    facts = {"edition": "published", "home_office_id": office.office_id, "seed": None}
    publish.publish(folder, version_id, tables, facts, step, **record)
    _summarise(tables, office.office_id)
    tell("build.version", version=version_id, edition="published")
    return tables


def _home_office(path: Path) -> Office:
    try:
        printed = str(tomllib.loads(path.read_text(encoding="utf-8"))["office"])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise InputError("no_home", file=path) from error
    office = office_index().find(printed)
    if office is None:
        raise InputError("unknown_office", file=path, printed=printed)
    return office


def _build_demo(folder: Path, offices: int, span: range, seed: int, version_id: str) -> None:
    step("build.simulating", offices=offices, first=span[0], last=span[-1])
    tables = {**method_tables(), **simulation.simulate(offices, span, seed)}
    facts = {"edition": "demo", "home_office_id": simulation.HOME_OFFICE_ID, "seed": seed}
    publish.publish(folder, version_id, tables, facts, step)
    tell("build.offices", count=len(tables["office"]))
    tell("build.version", version=version_id, edition="demo")


def _summarise(tables: Tables, home_office_id: str) -> None:
    totals = tables["score"]
    direct = totals[totals["status"] != "derived"]
    ranked = direct[direct["rank_stated"].notna() & (direct["source_id"] != "local-history")]
    size = tables["roster"].groupby("fiscal_year")["offices"].sum()
    tell("build.offices", count=len(tables["office"]))
    for fiscal_year, rows in ranked.groupby("fiscal_year"):
        known = rows["rank_stated"].nunique()
        total = size[fiscal_year]
        tell(
            "build.ranks", fiscal_year=fiscal_year, known=known, total=total, unknown=total - known
        )
    home = direct[direct["office_id"] == home_office_id]
    items = tables["item_score"]
    tell(
        "build.home",
        office=office_index().by_id[home_office_id].short_name,
        totals=home["fiscal_year"].nunique(),
        items=0 if items.empty else int((items["office_id"] == home_office_id).sum()),
    )
    derived = totals.loc[totals["status"] == "derived", "office_id"]
    tell("build.derived", count=int((~derived.duplicated(keep=False)).sum()))
    _summarise_findings(tables["finding"])


def _summarise_findings(findings: pd.DataFrame) -> None:
    tell("build.findings", count=len(findings))
    still_open = Counter(findings.loc[findings["decision"] == "open", "rule"])
    for rule, count in Counter(findings["rule"]).items():
        click.echo("  ", nl=False)
        tell("build.finding_rule", rule=rule, count=count, open=still_open[rule])


def _span(years: str) -> range:
    first, _, last = years.partition("-")
    known = simulation.YEARS
    if first.isdigit() and last.isdigit() and known[0] <= int(first) <= int(last) <= known[-1]:
        return range(int(first), int(last) + 1)
    problems = (
        Say(language)("build.bad_years", printed=years, first=known[0], last=known[-1])
        for language in LANGUAGES
    )
    raise click.UsageError("\n".join(problems))


def inputs(data: Path) -> dict[str, Path]:
    """Every file the marts depend on, by name: data, SQL and the code that reads them."""
    of_data = [
        *visible_files(data / "raw"),
        *visible_files(data / "reference"),
        data / "corrections.csv",
    ]
    of_code = [
        *(path for pattern in ("*.py", "*.sql") for path in (ROOT / "etl").rglob(pattern)),
        *(
            path
            for part in ("", "claims", "statements")
            for path in (ROOT / "ita" / part).glob("*.py")
        ),
        *(ROOT / "ita" / "wording" / "catalogue").glob("*.toml"),
    ]
    named = {
        **{f"data/{path.relative_to(data).as_posix()}": path for path in of_data},
        **{path.relative_to(ROOT).as_posix(): path for path in of_code},
    }
    return {name: path for name, path in named.items() if path.is_file()}
