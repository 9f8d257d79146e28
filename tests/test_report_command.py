"""``python -m ita.report``: the reports asked for lie in the folder, whole; else it is said why."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from screens import ROOT

from ita.report import fonts
from ita.report.__main__ import command
from ita.report.orders import ReportOrder, report
from ita.wording import LANGUAGES, Say

pytestmark = pytest.mark.usefixtures("warehouse")
DAY = date(2026, 11, 24)


def run(*arguments: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path.read_bytes())
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_one_report_lies_in_the_folder(tmp_path, published) -> None:
    """The folder is made; the file is of the office, and says where the live view is."""
    out = tmp_path / "new" / "folder"
    result = run(
        *("--office", "p-kalasin-2", "--out", out, "--made-on", DAY),
        *("--address", "https://ita.example.go.th/"),
    )
    assert result.exit_code == 0, result.output
    [made] = list(out.iterdir())
    assert made.name == f"ita-published-report-p-kalasin-2-th-{published.version_id}.pdf"
    assert "https://ita.example.go.th/" in text_of(made)  # the home office needs no id
    assert Say("th")("paper.command.made", count=1, folder=out) in result.stdout


def test_several_reports_are_made_on_every_core(tmp_path, demo) -> None:
    """Each office asked for has its own file, once, the same as when made alone; old ones give way.

    In a process of its own, as it is used: tests of screens leave a main module behind that the
    processes it starts would run.
    """
    offices = ["p-x-daonuea-1", "p-x-thongkwao-1"]
    out = tmp_path / "out"
    out.mkdir()
    names = [f"ita-SIMULATED-report-{office}-en-{demo.version_id}.pdf" for office in offices]
    (out / names[0]).write_bytes(b"an old file")
    chosen = [part for office in offices for part in ("--office", office)]
    asked = [*chosen, "--edition", "demo", "--lang", "en", "--made-on", str(DAY), "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "ita.report", *asked],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Say("en")("paper.command.made", count=2, folder=out) in done.stdout
    assert sorted(path.name for path in out.iterdir()) == sorted(names), "nothing half made is left"
    again = report(ReportOrder(demo, "en", tmp_path, DAY), offices[0])
    assert again.read_bytes() == (out / names[0]).read_bytes()


@pytest.mark.parametrize("arguments", [[], ["--all", "--office", "p-kalasin-2"]])
def test_it_is_one_office_or_all(arguments, tmp_path) -> None:
    """Neither and both are refused with exit code 2, and nothing is made."""
    result = run(*arguments, "--out", tmp_path)
    assert result.exit_code == 2
    assert Say("th")("paper.command.choose") in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_offices_are_named(language, tmp_path) -> None:
    """Before anything is made, in the language asked for, with exit code 2."""
    result = run(
        *("--office", "p-kalasin-2", "--office", "nobody", "--office", "../up"),
        *("--out", tmp_path, "--lang", language),
    )
    assert result.exit_code == 2
    assert Say(language)("paper.command.unknown", offices="../up, nobody") in result.output
    assert list(tmp_path.iterdir()) == []


def test_without_data_it_says_what_to_run(tmp_path, monkeypatch) -> None:
    """Exit code 1 and the command that builds the edition."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    for edition, build in (("published", "build"), ("demo", "demo")):
        result = run("--all", "--edition", edition, "--out", tmp_path / "out")
        assert result.exit_code == 1
        assert f"python -m etl {build}" in result.output
    assert not (tmp_path / "out").exists()


def test_without_the_font_nothing_is_made(tmp_path, monkeypatch) -> None:
    """Exit code 1, the missing files by name, and no folder."""
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    result = run("--all", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert all(name in result.output for name in fonts.FONT_FILES)
    assert not (tmp_path / "out").exists()
