"""Every screen, run without a browser: what it says, what it makes of the address, and how it starts."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NoReturn

import duckdb
import pytest
from screens import (
    HOME,
    ROOT,
    SCREENS,
    THAI,
    VIEWS,
    View,
    charts_in,
    control,
    controls_in,
    opened,
    refusals,
    said_in,
    texts,
    view_of,
)
from streamlit.testing.v1 import AppTest

from etl import publish
from ita import evidence, pointer, selection, store
from ita.pointer import Edition, Version
from ita.wording import LANGUAGES, Say
from pages.shared import compare_parts, gap_parts, ranking_parts, setup, show
from pages.shared import view as view_in_use
from pages.shared.controls import BENCHMARK_KINDS

every_view = pytest.mark.parametrize("view", VIEWS, ids=str)
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_screen = pytest.mark.parametrize("screen", [key for _, key, _, _ in SCREENS])
UNFILLED = re.compile(r"[{}]|\b(?:nan|NaN|NaT|None|inf)\b(?! (?:of|needed))|<NA>|\bnull\b")


@pytest.fixture(autouse=True)
def _warehouse(warehouse: Path) -> None:
    """Pages read the editions built for the tests, unless a test says otherwise."""


@pytest.fixture
def version(request: pytest.FixtureRequest) -> Callable[[Edition], Version]:
    return request.getfixturevalue


def is_well(app: AppTest, view: View) -> None:
    """The page is the one asked for and nothing in it failed."""
    assert not app.exception, app.exception[0].value
    assert not app.error, app.error[0].value
    assert [title.value for title in app.title] == [view.title]


@cache
def face(view: View, **part: str) -> AppTest:
    """A screen, or a part of it, opened once for all who only look at it; who presses opens an own one."""
    return opened(view, **part)


# What stands on every screen


@every_view
def test_screen_opens(view, version) -> None:
    """The page has its title, the mark of simulated data where due, and the version in its footer."""
    app = face(view)
    is_well(app, view)
    marks = [(warning.title, warning.value) for warning in app.warning]
    words = (view.say("edition.demo.long"), view.say("edition.demo.explained"))
    assert marks == ([words] if view.edition == "demo" else [])
    assert version(view.edition).version_id in app.main.caption[-1].value


@every_view
def test_every_picture_has_its_words(view) -> None:
    """Charts, tables and grids are described for those who cannot see them."""
    app = face(view)
    pictures = [*charts_in(app), *app.dataframe, *app.table, *app.get("iframe")]
    assert pictures
    for picture in pictures:
        assert len(picture.proto.alt) > 5
    if view.screen not in ("sources", "story"):
        assert charts_in(app) or app.info  # a picture, or why there is none


@pytest.mark.parametrize("view", [view for view in VIEWS if view.language == "th"], ids=str)
def test_every_chart_opens_its_figures(view) -> None:
    """All twins of a screen can be open at once, each a table with its two files."""
    app = opened(view)
    tables = len(app.dataframe)
    charts = charts_in(app)
    for chart in charts:
        app.session_state[f"{chart.key}-table"] = True
    app.run()
    is_well(app, view)
    assert len(app.dataframe) == tables + len(charts)
    editors = [grid for grid in app.dataframe if grid.proto.editing_mode]  # to fill in, not to take
    others = ("story-", "import-send")
    of_tables = [button for button in app.download_button if not button.key.startswith(others)]
    to_take = len(app.dataframe) - len(editors) + len(app.table)
    assert len(of_tables) == 2 * to_take
    copied = [part for part in app.get("bidi_component") if part.proto.bytes]
    assert len(copied) == to_take


def test_of_a_very_long_table_the_page_in_sight_is_copied(demo, monkeypatch) -> None:
    """Rather than send all of it each time; the button says how many rows of how many."""
    monkeypatch.setattr(show, "_MOST_COPIED", 200)
    view = view_of("ranking", "demo")
    copied = [part for part in opened(view).get("bidi_component") if part.proto.bytes]
    told = json.loads(copied[0].proto.bytes)
    rows, total = told["text"].count("\n") - 1, len(store.ranking(demo, 2568))
    assert rows < 200 < total
    assert told["copied"] == view.say("table.copied_part", rows=rows, total=total)


@every_view
def test_every_screen_says_on_paper_what_it_is_of(view, version) -> None:
    """The line at the foot of each page: office, edition with the mark of simulated data, source, version."""
    paper = next(part for part in face(view).get("bidi_component") if part.proto.json)
    line = json.loads(paper.proto.json)["line"]
    told = {"demo": "edition.demo.mark", "published": "edition.published.long"}
    assert view.say(told[view.edition]) in line
    assert line.endswith(version(view.edition).version_id)
    assert view.edition == "demo" or view.say("source_kind.announcement", year=2565) in line


@every_view
def test_nothing_is_left_unfilled(view) -> None:
    """No brace, nan, None or NaT reaches a reader."""
    for part in parts_of(view):
        app = face(view, **part)
        unfilled = [text for text in texts(app) if UNFILLED.search(text)]
        assert unfilled == []


@every_view
def test_screen_speaks_one_language(view) -> None:
    """No sentence of the catalogue stands on a screen of the other language."""
    other = "en" if view.language == "th" else "th"
    foreign = said_in(other)
    for part in parts_of(view):
        seen = texts(face(view, **part))
        assert [(text, piece) for text in seen for piece in foreign if piece in text] == []


@every_screen
@pytest.mark.parametrize("edition", pointer.EDITIONS)
def test_english_headings_and_labels_have_no_thai(screen, edition) -> None:
    """On an English screen Thai stands only where data are Thai: never in headings, labels, figures."""
    view = view_of(screen, edition, "en")
    for part in parts_of(view):
        app = face(view, **part)
        said = [
            *(heading.value for heading in (*app.title, *app.subheader)),
            *(widget.label for widget in (*controls_in(app), *app.download_button)),
            *(text for metric in app.metric for text in (metric.label, metric.value, metric.delta)),
        ]
        assert [text for text in said if THAI.search(text)] == []


def parts_of(view: View) -> list[dict[str, str]]:
    """The parts of a screen that has parts, else its one face."""
    parts = {
        "sources": evidence.PARTS,
        "ranking": ranking_parts.PARTS,
        "gaps": gap_parts.PARTS,
        "compare": compare_parts.PARTS,
    }
    return [{"part": part} for part in parts.get(view.screen, ())] or [{}]


@every_language
def test_overview_tells_the_story_of_the_home_office(language) -> None:
    """97.39 points, rank 102, from 81.52, up 15.86: as published, with the office and its year."""
    app = opened(view_of("overview", "published", language))
    figures = {metric.value: metric.delta for metric in app.metric}
    assert figures["97.39"] == "+15.86"
    assert "102" in figures
    seen = "\n".join(texts(app))
    for figure in ("97.39", "15.86", "81.52", "102", "245", "2565", "AA"):
        assert figure in seen


@pytest.mark.parametrize("screen", ["gaps", "ranking", "overview", "trend"])
@pytest.mark.parametrize("edition", pointer.EDITIONS)
def test_every_year_opens(screen, edition) -> None:
    """Each year a screen offers can be chosen, and is the one then shown."""
    view = view_of(screen, edition)
    options = control(opened(view), "year").options
    assert options
    for option in options:
        year = re.search(r"\d{4}", option)[0]
        app = opened(view, year=year)
        is_well(app, view)
        assert control(app, "year").value == year
        assert not refusals(app, view)


@pytest.mark.parametrize("edition", pointer.EDITIONS)
def test_every_benchmark_opens(edition) -> None:
    """Each benchmark can be chosen in both languages; what cannot be compared is explained."""
    for language in LANGUAGES:
        view = view_of("gaps", edition, language)
        for kind in BENCHMARK_KINDS:
            app = opened(view, against=kind)
            is_well(app, view)
            assert control(app, "against").value == kind
            assert len(charts_in(app)) >= 2 or app.info


# Addresses that ask for what is not there

BAD_FOR_ALL = {
    "lang": ["xx", "thai", "en'x"],
    "edition": ["real", "publish", "demo'--x"],
    "office": ["nobody", "p-kalasin-22", "../etc/passwd", "สพป.ไม่มีจริง"],
}
BAD_FOR_ONE = [
    ("overview", "year", "1999"),
    ("overview", "year", "abc"),
    ("gaps", "year", "2565 2566"),
    ("gaps", "against", "nothing"),
    ("gaps", "part", "secrets"),
    ("gaps", "sort", "colour"),
    ("ranking", "type", "tertiary"),
    ("ranking", "region", "ภาคอวกาศ"),
    ("ranking", "grade", "Z"),
    ("ranking", "province", "Nowhere"),
    ("ranking", "page", "99"),
    ("ranking", "part", "secrets"),
    ("trend", "target", "-5"),
    ("trend", "target", "1e309"),
    ("trend", "target", "nan"),
    ("trend", "target", "abc"),
    ("trend", "target", "49.99"),
    ("sources", "part", "secrets"),
]


USUAL = {"lang": "th", "edition": "published", "office": HOME}


@every_screen
def test_bad_address_shows_the_default_and_says_so(screen) -> None:
    """An edition, language or office that does not exist is named in a message; the default is shown."""
    view = view_of(screen)
    asked = {name: values[0] for name, values in BAD_FOR_ALL.items()}
    app = opened(view, **asked)
    is_well(app, view)
    assert {name: control(app, name).value for name in asked} == USUAL
    told = refusals(app, view)
    assert [value for value in asked.values() if not any(value in line for line in told)] == []


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD_FOR_ALL.items() for value in values]
)
def test_each_bad_value_is_named(name, value) -> None:
    """Near misses, old paths and names nobody has are refused as any other."""
    view = view_of("overview")
    app = opened(view, **{name: value})
    is_well(app, view)
    assert control(app, name).value == USUAL[name]
    assert any(value in message for message in refusals(app, view))


@pytest.mark.parametrize(("screen", "name", "value"), BAD_FOR_ONE)
def test_bad_choice_shows_the_default_and_says_so(screen, name, value) -> None:
    """A year, benchmark, filter, part or target that a screen has not is named; the default is shown."""
    view = view_of(screen)
    usual = control(opened(view), name).value
    app = opened(view, **{name: value})
    is_well(app, view)
    assert control(app, name).value == usual
    assert any(value in message for message in refusals(app, view))


STRANGE_WORDS = [
    "<script>alert(1)</script>",
    "ก" * 20_000,
    "' OR 1=1; DROP TABLE office --",
    "   ",
    "((([[[",
]


@every_screen
@pytest.mark.parametrize(
    "query",
    [
        {"q": STRANGE_WORDS[0], "year": "2" * 5_000, "target": "9" * 400, "unknown": "x", "": "y"},
        {"office": ["p-tak-1", "p-trat"], "lang": ["th", "th"], "q": STRANGE_WORDS[1]},
    ],
    ids=["huge", "twice"],
)
def test_strange_address_does_no_harm(screen, query) -> None:
    """Whatever an address says, the page renders."""
    view = view_of(screen)
    is_well(opened(view, **query), view)


@pytest.mark.parametrize("words", STRANGE_WORDS, ids=["script", "long", "sql", "blank", "brackets"])
def test_strange_words_are_looked_for_as_they_are(words) -> None:
    """The screen with a search renders, whatever is looked for."""
    view = view_of("ranking")
    is_well(opened(view, q=words), view)


@pytest.mark.parametrize("name", ["edition", "office", "lang", "year"])
@pytest.mark.parametrize(
    "value", ["[here](https://evil.example)", "![x](https://evil.example/x.png)"]
)
def test_address_cannot_put_links_or_pictures_on_the_page(name, value) -> None:
    """A value of the address is told as plain text, never read as Markdown."""
    view = view_of("overview")
    [message] = refusals(opened(view, **{name: value}), view)
    assert "evil.example" in message
    assert not re.search(r"(?<!\\)\]\(", message)


# Offices of which little is known


@every_screen
@pytest.mark.parametrize(
    ("office", "language"),
    [
        ("p-tak-1", "th"),
        ("s-tak", "en"),
        ("p-phichit-1", "th"),
        ("p-chiangmai-1", "en"),
        ("s-bangkok-1", "th"),
    ],
)
def test_every_screen_opens_for_any_office(screen, language, office, published) -> None:
    """Not published, named twice, partly derived, FY2561 only: the office is named, nothing fails."""
    view = view_of(screen, "published", language)
    app = opened(view, office=office)
    is_well(app, view)
    assert control(app, "office").value == office
    named = store.offices(published).set_index("office_id").loc[office]
    name = view.say.pick(th=named["short_name"], en=named["name_en"])
    assert any(name in text for text in app.markdown.values)
    assert not any(UNFILLED.search(text) for text in texts(app))


@every_language
@pytest.mark.parametrize("screen", ["overview", "trend"])
@pytest.mark.parametrize(
    ("office", "key"),
    [
        ("p-tak-1", "overview.nothing.not_published"),
        ("s-tak", "overview.nothing.not_published"),
        ("p-phichit-1", "overview.nothing.named_twice"),
    ],
)
def test_office_without_a_score_gets_a_reason_not_a_number(
    screen, office, key, language, published
) -> None:
    """No figure is shown, and the message says why there is none."""
    view = view_of(screen, "published", language)
    app = opened(view, office=office)
    named = store.offices(published).set_index("office_id").loc[office]
    name = view.say.pick(th=named["short_name"], en=named["name_en"])
    years = store.office_years(published, office)
    twice = years.loc[years["missing_reason"] == "named_twice", "fiscal_year"]
    reason = view.say(key, office=name, years=", ".join(map(str, twice)))
    assert not app.metric
    assert reason in [message.value for message in app.info]


@every_language
def test_derived_score_is_shown_as_derived(language) -> None:
    """99.40 of FY2564 carries its tolerance and is said to be derived; it has no rank."""
    view = view_of("overview", "published", language)
    app = opened(view, office="p-chiangmai-1", year="2564")
    assert "99.40 ±0.01" in [metric.value for metric in app.metric]
    assert any(view.say("status.derived") in text for text in app.caption.values)
    assert view.say("overview.figure.rank_unknown") in [metric.delta for metric in app.metric]


@every_language
def test_office_of_an_old_method_is_shown_under_its_own_grades(language) -> None:
    """สพม.กรุงเทพมหานคร เขต 1 has 85.77 of FY2561, whose levels are words, not letters."""
    view = view_of("overview", "published", language)
    app = opened(view, office="s-bangkok-1")
    assert control(app, "year").value == "2561"
    assert "85.77" in [metric.value for metric in app.metric]
    assert any(view.say("grade.สูงมาก") in text for text in texts(app))


# Controls and the address


@every_screen
@pytest.mark.parametrize(
    ("name", "value"), [("office", "p-trat"), ("edition", "demo"), ("lang", "en")]
)
def test_setting_goes_into_the_address_and_the_view_follows(screen, name, value, published) -> None:
    """A setting changed in the sidebar stands in the address, and the page shows it."""
    app = opened(view_of(screen))
    app.query_params.clear()
    app.run()
    control(app, name).set_value(value).run()
    assert app.query_params[name] == value
    assert control(app, name).value == value
    language = "en" if name == "lang" else "th"
    is_well(app, view_of(screen, language=language))
    said = " ".join(app.markdown.values)
    if name == "office":
        assert store.offices(published).set_index("office_id").loc[value, "short_name"] in said
    if name == "edition":
        assert Say("th")("edition.demo.long") in said
    control(app, name).set_value({"office": HOME, "edition": "published", "lang": "th"}[name]).run()
    assert name not in app.query_params


@pytest.mark.parametrize(
    ("screen", "name", "value"),
    [
        ("overview", "year", "2564"),
        ("gaps", "year", "2564"),
        ("gaps", "against", "top_decile"),
        ("gaps", "part", "heat"),
        ("gaps", "sort", "number"),
        ("ranking", "year", "2563"),
        ("ranking", "type", "secondary"),
        ("ranking", "grade", "ผ่านดี"),
        ("ranking", "province", "Daonuea"),
        ("ranking", "page", "3"),
        ("ranking", "part", "groups"),
        ("sources", "part", "glossary"),
        ("trend", "target", 95.5),
        ("ranking", "q", "ดาวเหนือ"),
    ],
)
def test_control_goes_into_the_address_and_back(screen, name, value) -> None:
    """A control changed on a page stands in the address; that address opens the same view."""
    view = view_of(screen, "demo")
    app = opened(view)
    before = contents(app)
    control(app, name).set_value(value).run()
    is_well(app, view)
    assert app.query_params[name] == f"{value:g}" if isinstance(value, float) else value
    after = contents(app)
    assert after != before
    again = opened(view, **app.query_params)
    assert control(again, name).value == value
    assert contents(again) == after


def contents(app: AppTest) -> list[str]:
    """All that is shown: texts, tables and charts."""
    drawn = [node.proto.spec for node in charts_in(app)]
    return [*texts(app), *(grid.value.to_csv() for grid in app.dataframe), *drawn]


@pytest.mark.parametrize("name", ["type", "region", "grade"])
def test_filter_keeps_the_rows_it_names(name, demo) -> None:
    """Each option of a filter keeps exactly the places whose office has it, over all its pages."""
    view = view_of("ranking", "demo")
    column = {"type": "office_type"}.get(name, name)
    year = int(control(opened(view), "year").value)
    places = store.ranking(demo, year)
    for value in sorted(places[column].dropna().unique()):
        expected = places.loc[places[column] == value, "position"]
        pages = range(1, -(-len(expected) // selection.PAGE_ROWS) + 1)
        shown = [opened(view, **{name: value, "page": str(page)}).dataframe[0] for page in pages]
        assert [place for grid in shown for place in grid.value["position"]] == list(expected)


@every_view
def test_links_to_other_screens_carry_the_view(view) -> None:
    """Edition, language, office and year go along to every screen; what belongs to one page stays."""
    query = {"office": "p-x-daonuea-1" if view.edition == "demo" else HOME, "year": "2565"}
    app = opened(view, **query, q="x", target="90", part="glossary")
    links = [node.proto for node in app.sidebar if node.type == "page_link"]
    assert [link.label for link in links] == [view.say(f"{key}.title") for _, key, _, _ in SCREENS]
    for link in links:
        carried = dict(pair.split("=") for pair in link.query_string.split("&"))
        assert carried == view.query | query


# Search


@every_language
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("กส.2", {HOME}),
        ("สพป.กส.2", {HOME}),
        ("กาฬสินธุ์ ๒", {HOME}),
        ("สพป.กาฬสินธุ์ เขต ๒", {HOME}),
        ("  kalasin   PRIMARY 2 ", {HOME}),
        ("Kalasin", {"p-kalasin-1", HOME, "p-kalasin-3", "s-kalasin"}),
        ("สพม. เขต 24", {"s-kalasin"}),
        ("สพม. เขต ๒๔", {"s-kalasin"}),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตราด", {"p-trat"}),
        ("ไม่มีสำนักงานนี้", set()),
    ],
)
def test_search_finds_offices_by_any_name(text, found, language, published) -> None:
    """Short, full, former and English names, and Thai digits, find the office: ranked or named as not."""
    view = view_of("ranking", "published", language)
    app = opened(view, q=text)
    is_well(app, view)
    places = store.ranking(published, 2565)
    listed = set() if not app.dataframe else set(app.dataframe[-1].value["position"])
    assert listed == set(places.loc[places["office_id"].isin(found), "position"])
    offices = store.offices(published).set_index("office_id")
    unplaced = found - set(places["office_id"].dropna())
    names = offices.loc[sorted(unplaced), view.say.pick(th="short_name", en="name_en")]
    said = " ".join(app.caption.values)
    assert all(name in said for name in names)
    assert (view.say("ranking.nobody_called") in said) == (not found)


@every_language
def test_home_office_can_be_found_by_its_aliases(language) -> None:
    """The list to choose our office from holds all 245, each under its name and its aliases."""
    options = control(opened(view_of("overview", language=language)), "office").options
    assert len(options) == 245
    name, other = ("สพป.กาฬสินธุ์ เขต 2", "Kalasin Primary 2")[:: 1 if language == "th" else -1]
    for alias in ("สพป.กส.2", "สพม. เขต 24"):
        assert sum(alias in option for option in options) == 1
    assert sum(option.startswith(f"{name} · ") for option in options) == 1
    assert not any(other in option for option in options)


# No warehouse, or a damaged one


def database(folder: Path) -> Path:
    version_id = pointer.pointed_version(folder)
    assert version_id is not None
    return pointer.version_path(folder, version_id)


def garble(path: Path, first: int, size: int) -> None:
    with path.open("rb+") as file:
        file.seek(first)
        file.write(b"\xa5" * size)


def garble_every_block(folder: Path) -> None:
    for first in range(3 * 4096, database(folder).stat().st_size, BLOCK):
        garble(database(folder), first + 4000, 64)


def query_database(folder: Path, *statements: str, is_new: bool = False) -> None:
    if is_new:
        database(folder).unlink()
    with duckdb.connect(database(folder)) as connection:
        for statement in statements:
            connection.execute(statement)


BLOCK = 256 * 1024
TABLES_ONLY = (ROOT / "etl" / "sql" / "core.sql").read_text(encoding="utf-8")
DAMAGE: dict[str, Callable[[Path], object]] = {
    "no folder": shutil.rmtree,
    "no pointer": lambda folder: (folder / "current").unlink(),
    "empty pointer": lambda folder: (folder / "current").write_text("", encoding="utf-8"),
    "pointer to nothing": lambda folder: (folder / "current").write_text("abc", encoding="utf-8"),
    "pointer elsewhere": lambda folder: (folder / "current").write_text("../x", encoding="utf-8"),
    "pointer not text": lambda folder: (folder / "current").write_bytes(b"\xff\xfe\x00\xb2"),
    "no database": lambda folder: database(folder).unlink(),
    "empty file": lambda folder: database(folder).write_bytes(b""),
    "garbage": lambda folder: database(folder).write_bytes(b"\xa5" * 50_000),
    "cut off": lambda folder: os.truncate(database(folder), 3 * BLOCK),
    "bad header": lambda folder: garble(database(folder), 0, 4096),
    "bad blocks": garble_every_block,
    "database without tables": lambda folder: query_database(folder, is_new=True),
    "tables without marts": lambda folder: query_database(folder, TABLES_ONLY, is_new=True),
    "mart of an older release": lambda folder: query_database(
        folder, "ALTER TABLE office_year DROP COLUMN score_above"
    ),
}


@pytest.fixture
def damaged(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the warehouse that may be broken, and a limit to how often it is rebuilt."""
    copy = tmp_path / "warehouse"
    shutil.copytree(warehouse, copy)
    monkeypatch.setenv("ITA_WAREHOUSE", str(copy))
    builds = []
    start = subprocess.Popen

    def counted(command: list[str], **options: object) -> subprocess.Popen:
        builds.append(command)
        assert len(builds) <= 2, "building over and over"
        return start(command, **options)

    monkeypatch.setattr(subprocess, "Popen", counted)
    return copy


@pytest.mark.parametrize("name", DAMAGE)
def test_every_damage_is_seen_by_the_builder(name, damaged, published) -> None:
    """A version that is broken does not count as current, so that the next start builds it."""
    folder = damaged / "published"
    DAMAGE[name](folder)
    assert not publish.is_current(folder, published.version_id)


@pytest.mark.parametrize(
    "name", ["no folder", "pointer not text", "garbage", "mart of an older release"]
)
def test_warehouse_that_cannot_be_read_is_built_again(name, damaged) -> None:
    """Nobody sees an error: the page says it is building, builds, and shows what was asked for."""
    DAMAGE[name](damaged / "published")
    view = view_of("overview")
    app = opened(view, timeout=60)
    is_well(app, view)
    assert "97.39" in [metric.value for metric in app.metric]
    assert pointer.current_version("published").path.is_file()


@pytest.mark.parametrize("view", [view_of("ranking", "demo", "en"), view_of("sources")], ids=str)
def test_first_start_builds_the_edition_asked_for(view, tmp_path, monkeypatch) -> None:
    """With no warehouse at all, a deep link builds its edition and then shows its page."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path / "none" / "yet"))
    app = opened(view, timeout=60)
    is_well(app, view)
    assert app.dataframe


def test_damage_a_page_trips_over_is_damage_the_builder_sees(damaged) -> None:
    """Of a version with a bad block, the builder says that it is not current, or it reads right."""
    path = database(damaged / "published")
    whole = path.read_bytes()
    trips = []
    for first in range(3 * 4096, len(whole), 7 * BLOCK):
        path.write_bytes(whole)
        garble(path, first + 4000, 64)
        version = pointer.current_version("published")
        if publish.is_current(path.parent, version.version_id) and not is_readable(version):
            trips.append(first)
    assert trips == []


def is_readable(version: Version) -> bool:
    of_version = (
        store.version_facts,
        store.offices,
        store.years,
        store.benchmarks,
        store.grade_bands,
        store.comparability,
        store.item_worths,
        store.sources,
        store.findings,
        store.coverage,
        store.context_figures,
    )
    try:
        for load in of_version:
            load(version)
        store.ranking(version, 2565)
        store.office_years(version, HOME)
        store.indicator_gaps(version, HOME, 2565)
        store.item_gaps(version, HOME, 2566)
    except (duckdb.Error, pointer.NoWarehouseError):
        return False
    return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_warehouse_that_may_not_be_read_is_named(monkeypatch, language) -> None:
    """The page says which file the server may not read; nothing is built in its place."""
    path = Path("warehouse") / "published" / "current"

    def denied(edition: pointer.Edition) -> NoReturn:
        raise pointer.NotAllowedError(edition, path)

    monkeypatch.setattr(view_in_use, "current_version", denied)
    monkeypatch.setattr(setup, "build", lambda *_: pytest.fail("builds"))
    app = opened(view_of("overview"), lang=language)
    assert not app.exception
    (error,) = app.error
    assert str(path) in error.value
    assert error.value.startswith(Say(language)("disk.not_allowed_to_read", place=path)[:14])


def test_build_that_fails_says_what_to_do(tmp_path, monkeypatch) -> None:
    """Where no warehouse can be made, the page says so and offers another try; details stay in the log."""
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("ITA_WAREHOUSE", str(blocked))
    app = opened(view_of("overview"), timeout=60)
    say = Say("th")
    assert not app.exception
    assert [error.value for error in app.error] == [say("setup.what_to_do")]
    assert say("setup.again") in [button.label for button in app.button]
    assert not any("Traceback" in text or ".py" in text for text in app.markdown.values)
