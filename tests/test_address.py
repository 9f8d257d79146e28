"""The address: every name is known, and what was tried for one office does not follow to another."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from screens import HOME, SCREENS, View, control, controls_in, opened, view_of

from ita import evidence, pointer, store
from ita.wording import Say
from pages.shared import address, compare_parts, gap_parts, office_lists, ranking_parts

PARTS = {
    "sources": evidence.PARTS,
    "ranking": ranking_parts.PARTS,
    "gaps": gap_parts.PARTS,
    "compare": compare_parts.PARTS,
}
FRAME = {"office", "edition", "lang"}


@pytest.fixture(autouse=True)
def _warehouse(warehouse: Path) -> None:
    """Pages read the editions built for the tests."""


def faces_of(view: View) -> list[dict[str, str]]:
    """What opens every control of a screen."""
    faces = [{"part": part} for part in PARTS.get(view.screen, ())] or [{}]
    if view.screen == "gaps":
        faces += [{"against": "peers"}, {"against": "target"}]
    if view.screen == "planner":
        goals = ("grade", "score", "rank")
        faces = [{"mode": "try"}, *({"goal": goal} for goal in goals)]
    return faces


@pytest.mark.parametrize("screen", [key for _, key, _, _ in SCREENS])
def test_every_control_of_a_screen_is_in_the_table(screen) -> None:
    """Each control writes a name the table has for its screen; the buttons are not in the address."""
    view = view_of(screen, "demo")
    faces = faces_of(view)
    for face in [{"year": "2565", **faces[0]}, *({"year": "2568", **face} for face in faces)]:
        widgets = controls_in(opened(view, **face))
        names = {w.key.removeprefix("control-") for w in widgets if w.key.startswith("control")}
        assert names - FRAME <= set(address.of_screen(screen))


def test_what_belongs_to_an_office_goes_with_it_and_with_the_edition() -> None:
    """Things tried go; the reader's own ways of looking stay; an edition takes the office along."""
    office, edition = (set(address.forgotten_with(change)) for change in ("office", "edition"))
    tried = {"i1", "i10", "done", "limits", "without", "to_rank", "to_score", "to_grade", "with"}
    assert tried | {"page", "q", "sub", "target"} <= office < edition
    assert {"office", "year", "province"} <= edition - office
    assert not edition & {"edition", "lang", "part", "sort", "ptype", "within", "measure"}
    assert set(address.CARRIED) == {"edition", "lang", "office", "year"}


@pytest.mark.parametrize(
    ("screen", "tried"),
    [
        ("planner", {"mode": "try", "i1": "99", "done": "O1"}),
        ("planner", {"goal": "rank", "to_rank": "3", "limits": "1-100-2", "without": "O2"}),
        ("compare", {"with": "p-x-kulap-2", "within": "1.5", "part": "risers", "indicator": "6"}),
        ("ranking", {"q": "1", "page": "2", "type": "primary"}),
        ("gaps", {"part": "items", "sub": "10.1", "items": "open"}),
        ("trend", {"target": "95"}),
    ],
)
def test_another_office_starts_anew(screen, tried) -> None:
    """A change of the office takes its values out of the address; language, year and views stay."""
    view = view_of(screen, "demo")
    app = opened(view, year="2568", **tried)
    control(app, "office").set_value("p-x-saikaeo-2").run()
    assert not app.exception
    gone = set(address.forgotten_with("office"))
    left = {name for name in app.query_params if name not in {*view.query, "office", "year"}}
    assert left == set(tried) - gone
    assert app.query_params["office"] == "p-x-saikaeo-2"
    assert app.query_params["year"] == "2568"


def test_another_edition_keeps_only_the_way_of_looking() -> None:
    """Office, year and what belongs to them go; the part of the screen stays."""
    app = opened(view_of("ranking", "demo"), office="p-x-saikaeo-2", year="2565", part="movement")
    control(app, "edition").set_value("published").run()
    assert set(app.query_params) == {"lang", "part"}


# Lists of offices


def test_a_long_list_of_offices_is_searched(demo, monkeypatch) -> None:
    """Too many to send: ours alone until something is looked for, then so many of those found."""
    monkeypatch.setattr(office_lists, "_MOST_LISTED", 100)
    monkeypatch.setattr(office_lists, "_MOST_FOUND", 5)
    view = view_of("compare", "demo")
    app = opened(view)
    assert len(control(app, "office").options) == 1
    found = opened(view, find="Primary", q="Secondary")
    assert len(control(found, "office").options) == 6
    beside = control(found, "with")
    assert len(beside.options) == len(beside.value) + 5
    assert len(store.offices(demo)) > 100


# Names of the data are text


NAME = "*a* [b](c) #1 $x$"
READ_AS_MARKDOWN = re.compile(r"(?<!\\)(\*a|\[b|\$x)")


@pytest.fixture
def odd_names(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the warehouse whose offices all have a name that Markdown would make something of."""
    copy = tmp_path / "warehouse"
    shutil.copytree(warehouse, copy)
    monkeypatch.setenv("ITA_WAREHOUSE", str(copy))
    read = store._query  # noqa: SLF001 - the one place all names come through

    def renamed(*asked: object, **values: object) -> pd.DataFrame:
        frame = read(*asked, **values)
        if "short_name" not in frame:
            return frame
        return frame.assign(short_name=frame["short_name"].mask(frame["short_name"].notna(), NAME))

    monkeypatch.setattr(store, "_query", renamed)


@pytest.mark.parametrize("screen", ["ranking", "compare", "gaps"])
@pytest.mark.parametrize("edition", pointer.EDITIONS)
@pytest.mark.usefixtures("odd_names")
def test_names_of_offices_are_never_read_as_markdown(screen, edition) -> None:
    """Stars, brackets and signs of a name stand on the page as they are in the data."""
    view = view_of(screen, edition)
    asked = {"q": "สพ"} if screen == "ranking" else {}
    seen = []
    for face in faces_of(view):
        app = opened(view, **face, **asked)
        assert not app.exception
        for node in (*app.markdown, *app.caption, *app.info):
            seen += [node.value]
    assert any(r"\*a" in text for text in seen)
    assert [text for text in seen if READ_AS_MARKDOWN.search(text)] == []


def test_the_list_of_offices_says_each_in_one_language(published) -> None:
    """Name, province where the name has it not, and the names an office was known by."""
    thai, english = (office_lists.names(published, Say(code)) for code in ("th", "en"))
    assert thai[HOME].startswith("สพป.กาฬสินธุ์ เขต 2 · ")
    assert not re.search("[A-Za-z]", thai[HOME])
    assert english[HOME].startswith("Kalasin Primary 2 · ")
    assert "กาฬสินธุ์" in thai["s-kalasin"]
