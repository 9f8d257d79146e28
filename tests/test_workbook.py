"""The workbook of an office: every figure is the mart's, its formulas recompute, and it says what it is."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from ita import store
from ita.method import method_of, total_from
from ita.pointer import EDITIONS, Version
from ita.report.recompute import recompute_sheet
from ita.report.sheets import FONT, HEAD_ROW, Book
from ita.report.workbook import workbook_file, workbook_name
from ita.selection import year_verdicts
from ita.view import View, view_of
from ita.wording import LANGUAGES, Language, Say
from ita.wording.labels import label, result_label

MADE_AT = datetime(2026, 11, 24, 3, 0)  # noqa: DTZ001 - UTC without a zone, as the warehouse keeps it
NUMBER, NAME, CODE, SCORE, POINTS, RECORDED, DIFFERENCE, REMARK = 0, 1, 2, 4, 5, 6, 7, 8
FORMULA = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")
Cells = list[list]

every_edition = pytest.mark.parametrize("which", EDITIONS)
every_language = pytest.mark.parametrize("language", LANGUAGES)
needs_office_suite = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@pytest.fixture
def view(request: pytest.FixtureRequest, which: str, language: Language) -> View:
    return view_of(request.getfixturevalue(which), Say(language))


@lru_cache(maxsize=32)
def made(view: View) -> bytes:
    return workbook_file(view, made_at=MADE_AT)


@lru_cache(maxsize=16)
def read(content: bytes) -> dict[str, Cells]:
    """The cells of every sheet, read by another library than wrote them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def sheet(view: View, code: str) -> Cells:
    return read(made(view))[view.say(f"workbook.sheet.{code}")]


def columns(view: View, code: str) -> dict[str, list]:
    """The columns of a sheet under their titles, to the last row of the table."""
    head, *rows = sheet(view, code)[HEAD_ROW:]
    lines = []
    for row in rows:
        if not any(cell != "" for cell in row):
            break
        lines.append(row)
    return {title: [line[place] for line in lines] for place, title in enumerate(head) if title}


def parts(content: bytes, folder: str) -> Iterator[str]:
    """The XML of each part in a folder of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            if name.startswith(folder) and name.endswith((".xml", ".rels")):
                yield package.read(name).decode()


def same(found: list, expected: pd.Series) -> None:
    """Every cell is the figure of the mart, blank where that is missing."""
    assert len(found) == len(expected)
    for cell, value in zip(found, expected, strict=True):
        assert cell == ("" if pd.isna(value) else float(value))


# Figures


@every_edition
@every_language
def test_years_are_those_of_the_mart(view: View) -> None:
    """Score, rank, percentile and both changes of each year; a year without any has its reason."""
    found = columns(view, "trend")
    say = view.say
    years = store.office_years(view.version, view.office_id).set_index("fiscal_year")
    listed = [int(year) for year in found[say("column.fiscal_year")]]
    expected = years.reindex(listed)
    for column, title in {
        "score": "score",
        "rank": "rank",
        "percentile": "percentile",
        "change": "change_published",
        "change_computed": "change_computed",
    }.items():
        same(found[say(f"column.{title}")], expected[column])
    for score, told in zip(found[say("column.score")], found[say("column.certainty")], strict=True):
        assert told
        assert score != "" or told != label(say, "status", "published")


@every_edition
@every_language
def test_every_place_of_the_ranking_is_there(view: View) -> None:
    """Known or not, in order, with its score or a blank, never zero."""
    say = view.say
    years = store.years(view.version)
    year = int(years.loc[years["is_ranked"], "fiscal_year"].max())
    ranking = store.ranking(view.version, year)
    found = columns(view, "ranking")
    assert found[say("column.position")] == list(range(1, len(ranking) + 1))
    same(found[say("column.score")], ranking["score"])
    same(found[say("column.rank")], ranking["rank"])
    unknown = int(ranking["office_id"].isna().sum())
    assert found[say("column.office")].count(say("ranking.unknown_office")) == unknown
    assert 0.0 not in found[say("column.score")]


@every_edition
@every_language
def test_gaps_and_items_are_those_of_the_marts(view: View) -> None:
    """Score and effect of each indicator, points to gain of each item, of the latest year known."""
    say = view.say
    years = store.gap_years(view.version, view.office_id)
    known = years[(years["known_indicators"] > 0) | (years["known_items"] > 0)]
    year = int(known["fiscal_year"].max())
    gaps = store.indicator_gaps(view.version, view.office_id, year)
    full = gaps[gaps["benchmark_kind"] == "full_marks"].set_index("indicator_no")
    found = columns(view, "gaps")
    numbers = [int(number) for number in found[say("column.indicator_no")]]
    assert sorted(numbers) == list(range(1, 11))
    same(found[say("column.score")], full.loc[numbers, "score"])
    same(found[say("column.effect")], full.loc[numbers, "effect"])
    items = store.item_gaps(view.version, view.office_id, year).set_index("item_code")
    found = columns(view, "items")
    assert sorted(found[say("column.item")]) == sorted(items.index)
    same(
        found[say("column.points_to_gain")], items.loc[found[say("column.item")], "points_to_gain"]
    )


@every_edition
@every_language
def test_the_change_adds_up(view: View) -> None:
    """Last year's total plus every effect is this year's, and each effect is the mart's."""
    say = view.say
    change = store.office_changes(view.version, view.office_id).iloc[-1]
    found = columns(view, "change")
    effects = [cell for cell in found[say("column.effect")] if cell != ""]
    assert round(change["previous_score"] + sum(effects), 2) == change["score"]
    year = int(change["fiscal_year"])
    known = store.indicator_changes(view.version, view.office_id, year)["change_effect"]
    rest = list(effects)
    for effect in known:
        rest.remove(effect)
    assert len(rest) <= 2


@every_edition
@every_language
def test_the_evidence_is_whole(view: View) -> None:
    """One row per source, finding, column, grade, instrument and step between years."""
    version = view.version
    steps = store.comparability(version)
    expected = {
        "sources": len(store.sources(version)),
        "findings": len(store.findings(version)),
        "codebook": len(store.mart_columns(version)),
        "bands": len(store.grade_bands(version)),
        "weights": len(store.methods(version)),
        "comparability": int((steps["to_year"] - steps["from_year"] == 1).sum()),
    }
    assert {code: len(next(iter(columns(view, code).values()))) for code in expected} == expected


# Formulas


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[bytes]]:
    """Workbooks as LibreOffice computes them, from formulas that carry no value of ours."""
    profile = tmp_path_factory.mktemp("profile")

    def convert(*contents: bytes) -> list[bytes]:
        folder = tmp_path_factory.mktemp("recalculated")
        names = [folder / f"{place}.xlsx" for place in range(len(contents))]
        for name, content in zip(names, contents, strict=True):
            name.write_bytes(rewritten(content, lambda xml: FORMULA.sub(r"\1", xml)))
        command = [
            "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"),
        ]  # fmt: skip
        subprocess.run([*command, *map(str, names)], check=True, capture_output=True, timeout=120)
        return [(folder / "out" / name.name).read_bytes() for name in names]

    return convert


def rewritten(content: bytes, change: Callable[[str], str]) -> bytes:
    """The file with the XML of its sheets changed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            is_sheet = name.startswith("xl/worksheets/sheet")
            new.writestr(name, change(part.decode()).encode() if is_sheet else part)
    return result.getvalue()


def blocks(say: Say, cells: Cells) -> dict[int, Mapping[str, list]]:
    """The rows of each year on the recompute sheet, by their name."""
    heading = re.compile(
        re.escape(say("workbook.recompute.of_year", year=0)).replace("0", r"(\d+)")
    )
    found: dict[int, dict[str, list]] = {}
    year = 0
    for row in cells[HEAD_ROW + 1 :]:
        if started := heading.fullmatch(str(row[NUMBER])):
            year = int(started[1])
            found[year] = {}
        elif row[NAME]:
            found[year][row[NAME]] = row
    return found


def told(say: Say, part: str) -> str:
    return say(f"workbook.recompute.{part}")


def recompute_only(view: View) -> bytes:
    """A workbook with only the sheet that recomputes, which another program opens sooner."""
    book = Book(view.stamp, MADE_AT)
    recompute_sheet(book, view.say("workbook.sheet.recompute"), view)
    return book.content()


@needs_office_suite
@every_language
def test_formulas_give_the_recorded_totals(demo: Version, language, recalculated) -> None:
    """Computed by another program, total, instruments, grade and result of every year are the mart's."""
    say = Say(language)
    offices = store.offices(demo)["office_id"].iloc[::40]
    views = [view_of(demo, say, office_id) for office_id in offices]
    contents = recalculated(*map(recompute_only, views))
    for view, content in zip(views, contents, strict=True):
        found = blocks(say, read(content)[say("workbook.sheet.recompute")])
        years = store.office_years(demo, view.office_id).set_index("fiscal_year")
        assert list(found) == sorted(years.index, reverse=True)
        scored = years[years["score"].notna()]
        assert len(scored) >= 5
        instruments = store.instrument_scores(demo, view.office_id)
        for year, row in scored.iterrows():
            of_year = found[year]
            total = of_year[told(say, "total")]
            assert total[POINTS] == total[RECORDED] == row["score"]
            assert total[DIFFERENCE] == 0
            assert total[REMARK] == told(say, "same")
            grade, result = of_year[told(say, "grade")], of_year[told(say, "result")]
            assert grade[POINTS] == grade[RECORDED] == label(say, "grade", row["grade"])
            assert result[POINTS] == result[RECORDED] == result_label(say, row["is_pass"])
            for part in instruments[instruments["fiscal_year"] == year].itertuples():
                shown = of_year[say("workbook.recompute.instrument", code=part.instrument.upper())]
                assert shown[SCORE] == shown[RECORDED] == part.score
        for year in years.index[years["score"].isna()]:
            assert found[year][told(say, "total")][POINTS] == ""


@needs_office_suite
def test_values_shown_without_computing_are_those_computed(
    published: Version, demo: Version, recalculated
) -> None:
    """Each formula carries the value it has, so a phone that cannot compute shows the same."""
    views = [view_of(version, Say("th")) for version in (published, demo)]
    for view, content in zip(views, recalculated(*map(made, views)), strict=True):
        name = view.say("workbook.sheet.recompute")
        compare(read(made(view))[name], read(content)[name])


def compare(ours: Cells, theirs: Cells) -> None:
    """Cell by cell the same text, or the same number but for what binary fractions lose."""
    assert len(ours) >= len(theirs) > HEAD_ROW
    for row, (own, other) in enumerate(zip(ours, theirs, strict=False)):
        padded = other + [""] * (len(own) - len(other))
        for cell, computed in zip(own, padded, strict=True):
            if isinstance(cell, float) and isinstance(computed, float):
                assert cell == pytest.approx(computed, abs=1e-9), row
            else:
                assert cell == computed, row


HALF_CENT = {1: "90.00", 2: "90.00", 3: "90.00", 4: "90.00", 5: "90.25", 6: "90", 7: "90", 8: "90",
             9: "90", 10: "90"}  # fmt: skip
TYPED: list[dict[int, str]] = [
    HALF_CENT,  # 90.015 exactly: half a cent goes up
    {**dict.fromkeys(range(1, 11), "84.99"), 10: "85.03"},  # 84.998: rounds up to the pass mark
    {**dict.fromkeys(range(1, 11), "100"), 8: "84.97"},
    {**dict.fromkeys(range(1, 11), "33.33"), 6: "66.67", 7: "66.66"},
    dict.fromkeys(range(1, 11), "0"),
]


def typed_in(view: View, year: int, scores: Mapping[int, str]) -> bytes:
    """The workbook of a view with scores typed into the blank cells of a year."""
    content = recompute_only(view)
    cells = read(content)[view.say("workbook.sheet.recompute")]
    heading = view.say("workbook.recompute.of_year", year=year)
    first = next(place for place, row in enumerate(cells) if row[NUMBER] == heading)
    wanted = {f"E{first + 1 + number}": score for number, score in scores.items()}

    def put(xml: str) -> str:
        for cell, score in wanted.items():
            xml, count = re.subn(
                rf'<c r="{cell}"( s="\d+")(?:/>|><v>[^<]*</v></c>)',
                rf'<c r="{cell}"\1><v>{score}</v></c>',
                xml,
            )
            assert count == 1, cell
        return xml

    return rewritten(content, put)


@needs_office_suite
def test_typed_scores_give_the_total_of_the_rules(published: Version, recalculated) -> None:
    """Where nothing is published, the scores of a result sheet typed in give total and grade exactly."""
    say = Say("th")
    view = view_of(published, say)
    cases = [(year, scores) for year in (2565, 2566) for scores in TYPED]
    contents = recalculated(*(typed_in(view, year, scores) for year, scores in cases))
    for (year, scores), content in zip(cases, contents, strict=True):
        expected = total_from({no: Decimal(score) for no, score in scores.items()}, year)
        of_year = blocks(say, read(content)[say("workbook.sheet.recompute")])[year]
        assert of_year[told(say, "total")][POINTS] == float(expected.total)
        assert of_year[told(say, "grade")][POINTS] == label(say, "grade", expected.grade)
        for code in ("iit", "eit", "oit"):
            shown = of_year[say("workbook.recompute.instrument", code=code.upper())][SCORE]
            assert shown == float(getattr(expected, code))
    assert total_from({no: Decimal(s) for no, s in HALF_CENT.items()}, 2565).total == Decimal(
        "90.02"
    )


@every_language
def test_a_total_that_cannot_be_computed_is_blank(published: Version, language) -> None:
    """No 0.00 beside a real office: no points, total, grade or result, and the sheet says what is missing."""
    say = Say(language)
    view = view_of(published, say)
    years = store.office_years(published, view.office_id).set_index("fiscal_year")
    gaps = store.gap_years(published, view.office_id).set_index("fiscal_year")
    found = blocks(say, sheet(view, "recompute"))
    assert set(found) == {2564, 2565, 2566}
    for year, of_year in found.items():
        missing = 10 - int(gaps.loc[year, "known_indicators"])
        total = of_year[told(say, "total")]
        assert total[POINTS] == total[DIFFERENCE] == ""
        assert total[REMARK] == say("workbook.recompute.missing", count=missing)
        recorded = years.loc[year, "score"]
        assert total[RECORDED] == ("" if pd.isna(recorded) else recorded)
        for part in ("grade", "result", "unrounded"):
            assert of_year[told(say, part)][POINTS] == ""
        names = [say.pick(th=i.name_th, en=i.name_en) for i in method_of(year).indicators]
        blank = [name for name in names if of_year[name][SCORE] == ""]
        assert len(blank) == missing
        assert all(of_year[name][POINTS] == "" and of_year[name][REMARK] for name in blank)


# What the file is


@every_edition
@every_language
def test_sheets_are_named_in_the_reader_s_language(view: View) -> None:
    """Known names, none too long for Excel, none twice, in Thai for Thai readers."""
    names = list(read(made(view)))
    assert names[0] == view.say("workbook.sheet.cover")
    assert view.say("workbook.sheet.recompute") in names
    assert len({name.casefold() for name in names}) == len(names) == 14
    for name in names:
        assert len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\']", name)
        assert bool(re.search("[ก-๛]", name)) == (view.say.language == "th")


@every_edition
@every_language
def test_the_cover_says_what_the_file_is(view: View) -> None:
    """Office, edition, version, time, caveat, citation, and a link to each sheet."""
    say, content = view.say, made(view)
    cells = {str(cell) for row in sheet(view, "cover") for cell in row}
    assert say("workbook.title", office=view.office_name) in cells
    assert {text for _, text in view.stamp.lines} <= cells
    assert say.pick(th="24 พ.ย. 2569 เวลา 10:00 น.", en="24 Nov 2026, 10:00 in Thailand") in cells
    cited = next(cell for cell in cells if view.version.version_id in cell and len(cell) > 40)
    assert (say("edition.published.long") in cited) != view.version.is_simulated
    cover = next(parts(content, "xl/worksheets/sheet1.xml"))
    targets = re.findall(r'location="\'?([^\'"!]+)\'?!A1"', cover)
    assert targets == list(read(content))[1:]


@every_edition
@every_language
def test_simulated_data_are_marked_on_every_sheet(view: View) -> None:
    """At the top and in print; published files carry no such mark, and the name tells them apart."""
    mark = view.say("edition.demo.long")
    is_simulated = view.version.is_simulated
    for name, cells in read(made(view)).items():
        assert (mark in [row[0] for row in cells[:3]]) == is_simulated, name
    for xml in parts(made(view), "xl/worksheets/sheet"):
        assert (mark in xml.partition("<oddHeader>")[2]) == is_simulated
    edition = "SIMULATED" if is_simulated else "published"
    version_id = view.version.version_id
    assert workbook_name(view) == f"ita-{edition}-workbook-{view.office_id}-{version_id}.xlsx"


@every_edition
def test_equal_inputs_give_equal_bytes(request: pytest.FixtureRequest, which) -> None:
    """The same view at the same time is the same file; only the time told in it differs else."""
    view = view_of(request.getfixturevalue(which), Say("th"))
    assert workbook_file(view, made_at=MADE_AT) == made(view)
    later = workbook_file(view, made_at=MADE_AT.replace(hour=4))
    assert later != made(view)

    def without_time(content: bytes) -> dict[str, list]:
        told_time = re.compile(r"\d\d:\d\d")
        return {
            name: [[told_time.sub("", str(cell)) for cell in row] for row in cells]
            for name, cells in read(content).items()
        }

    assert without_time(later) == without_time(made(view))


@every_edition
@every_language
def test_nothing_leads_out_of_the_file(view: View) -> None:
    """No external link, connection or macro: the file opens without a warning."""
    content = made(view)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        odd = ("externalLink", "vba", "connections", "oleObject")
        assert [n for n in package.namelist() if any(word in n for word in odd)] == []
    assert [xml for xml in parts(content, "") if "TargetMode" in xml] == []


@every_edition
@every_language
def test_every_sheet_keeps_its_head_in_sight_and_prints_across(view: View) -> None:
    """Frozen rows, A4 landscape as wide as the page, and the titles of a table on every page."""
    sheets = list(parts(made(view), "xl/worksheets/sheet"))
    assert len(sheets) == 14
    for xml in sheets:
        assert 'state="frozen"' in xml
        assert 'paperSize="9"' in xml
        assert 'orientation="landscape"' in xml
        assert "<pageSetUpPr fitToPage" in xml
    workbook = next(parts(made(view), "xl/workbook.xml"))
    assert workbook.count("_xlnm.Print_Titles") >= 10
    assert workbook.count("_xlnm._FilterDatabase") >= 10


@every_edition
@every_language
def test_only_the_recompute_sheet_holds_formulas(view: View) -> None:
    """Text that begins like a formula stays text: printed changes with their sign are among it."""
    with_formulas = [
        place for place, xml in enumerate(sorted_sheets(made(view))) if re.search(r"<f[ >]", xml)
    ]
    names = list(read(made(view)))
    assert [names[place] for place in with_formulas] == [view.say("workbook.sheet.recompute")]
    texts = {cell for cells in read(made(view)).values() for row in cells for cell in row}
    if not view.version.is_simulated:
        assert "+๑.๕๖" in texts


def sorted_sheets(content: bytes) -> list[str]:
    """The XML of the sheets in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        return [package.read(name).decode() for name in names]


# Charts


@every_edition
@every_language
def test_charts_say_finding_axes_and_source(view: View) -> None:
    """A title with a figure, two axis titles, our font; scores as a line, effects as bars from zero."""
    charts = list(parts(made(view), "xl/charts/chart"))
    has_parts = view.version.is_simulated
    assert len(charts) == (2 if has_parts else 1)
    for xml in charts:
        titles = re.findall(r"<c:title>.*?</c:title>", xml)
        assert len(titles) == 3
        finding = re.sub("<[^>]*>", "", titles[0])
        assert re.search(r"\d", finding)
        assert ("SIMULATED" in finding) == view.version.is_simulated
        assert set(re.findall(r'<a:latin typeface="([^"]*)"', xml)) == {FONT}
    line = charts[0]
    assert "<c:scatterChart>" in line
    lowest = re.findall(r'<c:min val="(\d+)"/>', line)[-1]
    assert view.say("workbook.score_axis", lowest=lowest) in re.sub("<[^>]*>", " ", line)
    for bars in charts[1:]:
        assert "<c:barChart>" in bars
        assert "<c:min " not in bars
    theme = next(parts(made(view), "xl/theme"))
    assert f'<a:cs typeface="{FONT}"/>' in theme
    for code in ("trend", "change")[: len(charts)]:
        below = [row[0] for row in sheet(view, code) if row[0]][-1]
        assert view.version.version_id in below


@every_edition
def test_no_line_runs_over_a_year_that_is_missing_or_differs(
    request: pytest.FixtureRequest, which
) -> None:
    """Each line of the chart joins years with a score that compare, dashed where they do with care."""
    view = view_of(request.getfixturevalue(which), Say("th"))
    line = next(parts(made(view), "xl/charts/chart"))
    years = [int(year) for year in columns(view, "trend")[view.say("column.fiscal_year")]]
    scores = store.office_years(view.version, view.office_id).set_index("fiscal_year")["score"]
    verdicts = year_verdicts(store.comparability(view.version), "total")
    joined: dict[tuple[int, int], bool] = {}
    for series in re.findall(r"<c:ser>.*?</c:ser>", line):
        span = re.search(r"<c:yVal>.*?\$B\$(\d+):\$B\$(\d+)", series)
        if span and "<a:noFill/>" not in series.partition("<c:marker>")[0]:
            first, last = (years[int(row) - HEAD_ROW - 2] for row in span.groups())
            is_dashed = 'prstDash val="dash"' in series
            joined |= {(year, year + 1): is_dashed for year in range(first, last)}
    known = set(scores.dropna().index)
    assert joined == {
        step: verdict == "with_care"
        for step, verdict in verdicts.items()
        if set(step) <= known and verdict != "no"
    }


# Offices of which little is known


@every_language
def test_an_office_without_any_score_has_its_reasons(published: Version, language) -> None:
    """Every sheet is there, says why it is empty, and shows no figure of the office."""
    view = view_of(published, Say(language), "p-chiangrai-1")
    assert view.office_id == "p-chiangrai-1"
    years = store.office_years(published, view.office_id)
    assert years["score"].isna().all()
    found = columns(view, "trend")
    assert set(found[view.say("column.score")]) == {""}
    assert view.say("trend.no_changes") in {c for row in sheet(view, "change") for c in row}
    for of_year in blocks(view.say, sheet(view, "recompute")).values():
        assert of_year[told(view.say, "total")][POINTS] == ""
    assert list(parts(made(view), "xl/charts/chart")) == []
    assert all('state="frozen"' in xml for xml in sorted_sheets(made(view)))


@every_edition
def test_an_unknown_office_is_the_home_office(request: pytest.FixtureRequest, which) -> None:
    """An address may name anybody."""
    version = request.getfixturevalue(which)
    assert view_of(version, Say("th"), "nobody").office_id == HOME[which]


HOME = {"published": "p-kalasin-2", "demo": "p-x-daonuea-1"}
