"""A screen taken along: on paper and on the clipboard, in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from screens import View, view_of
from test_browser import STILL, Tab, chromium, serving

from ita import store
from ita.pointer import Version

pytestmark = pytest.mark.browser

MILLIMETRE = 72 / 25.4
MARGIN = 12 * MILLIMETRE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as own:
        yield own


@pytest.fixture(scope="module")
def base(warehouse_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(warehouse_root, tmp_path_factory.mktemp("paper")) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A wide screen whose pages share what was loaded once, and may use the clipboard."""
    own = browser.new_context(viewport={"width": 1920, "height": 1080}, **STILL)
    own.grant_permissions(["clipboard-read", "clipboard-write"])
    yield own
    own.close()


@pytest.fixture
def versions(published: Version, demo: Version) -> dict[str, Version]:
    return {"published": published, "demo": demo}


class Sheet(NamedTuple):
    """A printed page: its text, where its letters end at both sides, how bright it is."""

    text: str
    left: float
    right: float
    width: float
    brightness: float


def printed(tab: Tab, folder: Path) -> list[Sheet]:
    """The screen as the browser prints it to A4."""
    path = folder / "screen.pdf"
    tab.page.pdf(path=path, format="A4")
    with pdfium.PdfDocument(path) as document:
        return [sheet_of(page) for page in document]


def sheet_of(page: pdfium.PdfPage) -> Sheet:
    """What is measured of a page; PDFium misplaces Thai marks, so its letters do not count."""
    text = page.get_textpage()
    letters = [
        text.get_charbox(place)
        for place in range(text.count_chars())
        if 32 < pdfium.raw.FPDFText_GetUnicode(text, place) < 127
    ]
    grey = page.render(scale=0.5, grayscale=True).to_numpy()
    return Sheet(
        text.get_text_bounded(),
        min(left for left, _, _, _ in letters),
        max(right for _, _, right, _ in letters),
        page.get_width(),
        float(grey.mean()),
    )


@pytest.mark.parametrize(
    ("view", "scheme"),
    [
        (view_of("ranking", "demo", "en"), "light"),
        (view_of("trend", "published", "en"), "dark"),
    ],
    ids=str,
)
def test_a_screen_prints_whole(context, base, versions, tmp_path, view: View, scheme) -> None:
    """On A4 no letter leaves the margins, controls at the side stay away, every page says its version."""
    tab = Tab(context, base, versions)
    tab.page.emulate_media(color_scheme=scheme)
    tab.open(view)
    before = tab.page.locator(".js-plotly-plot").first.bounding_box()
    sheets = printed(tab, tmp_path)
    after = tab.page.locator(".js-plotly-plot").first.bounding_box()
    tab.page.close()
    assert after == before  # the screen is as it was
    for sheet in sheets:
        assert sheet.left > MARGIN - 2
        assert sheet.right < sheet.width - MARGIN + 2
        assert versions[view.edition].version_id in sheet.text
        assert sheet.brightness > 200
    text = " ".join(sheet.text for sheet in sheets)
    assert view.title in text
    assert view.say("frame.office") not in text
    assert ("SIMULATED" in sheets[-1].text) == (view.edition == "demo")
    if view.screen == "ranking":
        places = store.ranking(versions["demo"], 2568)
        offices = [name for name in places["name_en"] if name not in text]
        assert len(places) > 200
        assert offices == []
    assert tab.problems == []


def press_button(tab: Tab, view: View) -> None:
    """As somebody does who has no mouse."""
    tab.page.get_by_role("button", name=view.say("table.copy")).press("Enter")


def mark_and_copy(tab: Tab, _: View) -> None:
    """Mark a cell of the grid with the mouse and press the keys."""
    grid = tab.page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 150, "y": 100})
    tab.page.keyboard.press("Control+c")


@pytest.mark.parametrize(
    ("take", "has_clipboard"), [(press_button, False), (mark_and_copy, True)], ids=["http", "keys"]
)
def test_a_table_is_copied_and_it_is_said(context, base, versions, take, has_clipboard) -> None:
    """All its rows, then the line of edition and version; a page without https has an older clipboard."""
    tab = Tab(context, base, versions)
    if not has_clipboard:
        tab.page.add_init_script(
            "window.kept = navigator.clipboard;"
            "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
        )
    view = view_of("ranking", "demo")
    page = tab.open(view)
    take(tab, view)
    places = len(store.ranking(versions["demo"], 2568))
    said = view.say("table.copied", rows=places)
    expect(page.get_by_role("button", name=said)).to_be_visible()
    lines = page.evaluate("(window.kept ?? navigator.clipboard).readText()").splitlines()
    tab.page.close()
    assert len(lines) == places + 2
    assert lines[0].split("\t")[1] == view.say("column.office")
    assert view.say("edition.demo.mark") in lines[-1]
    assert versions["demo"].version_id in lines[-1]
    assert tab.problems == []
