"""The dashboard in a real browser, served as start.py serves it."""

import csv
import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    WebSocket,
    expect,
    sync_playwright,
)
from python_calamine import CalamineWorkbook
from screens import HOME, ROOT, VIEWS, View, charts_in, opened, view_of
from test_claim_screen import FOUND_HERE
from test_prose import SPEECH, word

from ita import store
from ita.pointer import Version
from ita.wording import Say
from pages.shared.frame import SECTIONS

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("ITA_CHROMIUM") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium's remarks on the attributes that Streamlit gives to every frame.
FRAME_NOISE = re.compile(r"Unrecognized feature: |allow-scripts and allow-same-origin")
LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
PATIENCE = 90_000  # milliseconds; only what never comes is waited for so long
STILL = {"reduced_motion": "reduce"}  # no time goes into pictures between two states
DESK = {"viewport": {"width": 1366, "height": 768}, **STILL}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, **STILL}
DEVICES: dict[str, dict[str, Any]] = {
    "desk": DESK,
    "phone": PHONE,
}
SOCKETS: dict[Page, WebSocket] = {}  # by which a page and the server speak
IDLE = """() =>
  document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
"""
SETTLED = f"""([charts, version]) => {{
  const drawn = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
    .filter((chart) => chart.querySelector('.main-svg .annotation-text'));
  return ({IDLE})()
    && document.querySelector('[data-testid="stMain"]').innerText.includes(version)
    && drawn.length === charts
    && document.fonts.status === 'loaded';
}}"""
# What the back button does: another address without loading the page again.
STEP = """(address) => {
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}"""


# The server and the browser


@contextmanager
def serving(warehouse: Path, scratch: Path) -> Iterator[str]:
    """A server on a free port of the loopback interface; gives its address."""
    with running(free_port(), scratch, {"ITA_WAREHOUSE": str(warehouse)}) as address:
        yield address


@contextmanager
def running(port: int, scratch: Path, environment: Mapping[str, str], *flags: str) -> Iterator[str]:
    """A server on this port, with these variables and flags besides; gives its address."""
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "streamlit", "run", "pages/shared/server.py"]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    with (scratch / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, *options, "--server.headless", "true", *flags],
            cwd=ROOT,
            env=os.environ | {"XDG_CACHE_HOME": str(scratch)} | environment,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def free_port() -> int:
    """A port of the loopback interface nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(PATIENCE // 100):
        assert server.poll() is None, "the server stopped"
        if answer_of(f"{address}_stcore/health")[0] == 200:
            return
        time.sleep(0.1)
    pytest.fail("the server did not start")


def answer_of(url: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer; 0 when nobody answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)
    except OSError:
        return 0, "", {}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as own:
        yield own


@pytest.fixture(scope="module")
def served(warehouse_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that nobody has visited yet."""
    with serving(warehouse_root, tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="module")
def base(served: str, first_look: dict[str, Any]) -> str:
    """The address of the server all tests share, after its first visitor."""
    assert first_look
    return served


@pytest.fixture(scope="module")
def versions(published: Version, demo: Version) -> dict[str, Version]:
    return {"published": published, "demo": demo}


@pytest.fixture(scope="module", autouse=True)
def _environment(warehouse_root: Path) -> Iterator[None]:
    """Views are also run without the browser here, to know how many charts to wait for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ITA_WAREHOUSE", str(warehouse_root))
        yield


def patient(page: Page) -> Page:
    """A page that waits as long as a busy computer may take."""
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.on("websocket", lambda socket: SOCKETS.update({page: socket}))
    return page


def idle(page: Page) -> Page:
    """Wait until the script has ended and all of it is drawn."""
    page.wait_for_function(IDLE, polling=50)
    return page


def here(page: Page) -> str:
    """The address as the page has it; Playwright hears of a change a moment later."""
    address: str = page.evaluate("location.href")
    return address


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Wait until what is done meanwhile has been told to the server, and until its answer stands."""
    with SOCKETS[page].expect_event("framesent", timeout=PATIENCE):
        yield
    idle(page)


class Tab:
    """A page of the browser that notes what goes wrong in it and waits until a screen is whole."""

    def __init__(self, context: BrowserContext, base: str, versions: dict[str, Version]) -> None:
        self.page: Page = patient(context.new_page())
        self.base = base
        self.versions = versions
        self.problems: list[str] = []
        self.wanted: list[int | str] = []  # charts and version of the view that stands
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on("request", lambda request: self._note_host(request.url))
        self.page.on("websocket", lambda socket: self._note_host(socket.url))
        self.page.on("response", self._note_failure)

    def load(self, view: View, **query: str) -> Page:
        """Open a view by its address, as most people come to it."""
        self.problems.clear()
        self.page.goto(self.base + view.address(**query))
        return self.settle(view, **query)

    def open(self, view: View, **query: str) -> Page:
        """Come to a view by its address; a page that stands is not loaded again, which costs thrice."""
        address = self.base + view.address(**query)
        if here(self.page) == "about:blank":
            return self.load(view, **query)
        self.problems.clear()
        if here(self.page) != address:
            with answered(self.page):
                self.page.evaluate(STEP, address)
        return self.settle(view, **query)

    def look(self) -> dict[str, Any]:
        """What is measured of the view that stands, and what went wrong in it so far.

        At the moment it stands: a chart that is drawn anew for its width has no letters for a while.
        """
        standing = f"(wanted) => ({SETTLED})(wanted) && ({LOOK})()"
        measured = self.page.wait_for_function(standing, arg=self.wanted, polling=50)
        return {
            **measured.json_value(),
            "address": here(self.page),
            "figures": self.page.get_by_test_id("stMetricValue").all_inner_texts(),
            "problems": list(self.problems),
        }

    def settle(self, view: View, **query: str) -> Page:
        """Wait until the view stands as it should: script done, charts drawn, fonts there."""
        self.wanted = [charts_of(view, **query), self.versions[view.edition].version_id]
        self.page.get_by_role("heading", level=1, name=view.title, exact=True).wait_for()
        self.page.wait_for_function(SETTLED, arg=self.wanted, polling=50)
        return self.page

    def _note_message(self, message: Any) -> None:
        if message.type in ("error", "warning") and not FRAME_NOISE.search(message.text):
            self.problems.append(f"console {message.type}: {message.text}")

    def _note_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.problems.append(f"request to {url}")

    def _note_failure(self, response: Any) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status} for {response.url}")


def charts_of(view: View, **query: str) -> int:
    """How many charts a view has, as many in either language."""
    return _charts_in_thai(replace(view, language="th"), **query)


@cache
def _charts_in_thai(view: View, **query: str) -> int:
    return len(charts_in(opened(view, **query)))


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Callable[[str], BrowserContext]:
    """A device by its name: all tabs of a device share its cache, devices share nothing."""
    return cache(lambda device: browser.new_context(**DEVICES[device]))


@pytest.fixture(scope="module")
def first_look(
    contexts: Callable[[str], BrowserContext], served: str, versions: dict[str, Version]
) -> dict[str, Any]:
    """What the very first visitor of the server sees, who comes by a link to a screen."""
    tab = Tab(contexts("desk"), served, versions)
    tab.open(view_of("ranking", "demo", "en"))
    look = tab.look()
    tab.page.close()
    return look


@pytest.fixture(scope="module")
def new_tab(
    contexts: Callable[[str], BrowserContext], base: str, versions: dict[str, Version]
) -> Callable[[str], Tab]:
    """Open a tab on a device."""
    return lambda device: Tab(contexts(device), base, versions)


@pytest.fixture(scope="module")
def tab(new_tab: Callable[[str], Tab]) -> Tab:
    """The one tab in which all that is not about loading is done."""
    return new_tab("desk")


@pytest.fixture(scope="module")
def seen(new_tab: Callable[[str], Tab]) -> Callable[[View, str], dict[str, Any]]:
    """What was measured of a view on a device, once each; "dark" is the desk with the light off.

    On the desk the first screen of each section is loaded; all other views are come to without
    loading the page again.
    """
    tabs = cache(new_tab)
    first = {screen for (_, screen, _, _), *_ in SECTIONS.values()}

    @cache
    def look(view: View, device: str) -> dict[str, Any]:
        tab = tabs("phone" if device == "phone" else "desk")
        tab.page.emulate_media(color_scheme="dark" if device == "dark" else "light")
        is_plain = device == "desk" and view.query == {"edition": "published", "lang": "th"}
        (tab.load if is_plain and view.screen in first else tab.open)(view)
        return tab.look()

    return look


# The first visit


def test_cold_deep_link_opens_its_screen(first_look) -> None:
    """The very first visitor of a server, coming by a link to a screen, gets that screen."""
    assert first_look["headings"] == [view_of("ranking", "demo", "en").title]
    assert first_look["boxes"] == 0
    assert first_look["problems"] == []


# Every screen in every edition and language at the width of a desk, two of the four in the dark

SEEN_ON = {
    "desk": {("published", "th"), ("demo", "en")},
    "phone": {("published", "th"), ("demo", "en")},
    "dark": {("published", "en"), ("demo", "th")},
}
LOOKS = [
    pytest.param(view, device, id=f"{view}-{device}")
    for device, view in product(SEEN_ON, VIEWS)
    if (view.edition, view.language) in SEEN_ON[device]
]
every_look = pytest.mark.parametrize(("view", "device"), LOOKS)
every_wide_look = pytest.mark.parametrize(
    ("view", "device"), [look for look in LOOKS if look.values[1] != "phone"]
)


@every_look
def test_screen_opens_without_trouble(seen, view, device) -> None:
    """No error in the console, no failed request, none to another host, no error box, no dialog."""
    measured = seen(view, device)
    assert measured["problems"] == []
    assert measured["boxes"] == 0
    assert measured["headings"] == [view.title]
    assert measured["language"] == "th"


@every_look
def test_screen_fits_its_width(seen, view, device) -> None:
    """Nothing has to be scrolled sideways."""
    assert seen(view, device)["wide"] == []


@every_look
def test_charts_are_drawn_whole(seen, view, device) -> None:
    """Each chart has marks, and no word of it sticks out of the picture."""
    charts = seen(view, device)["charts"]
    assert len(charts) == charts_of(view)
    for chart in charts:
        assert chart["marks"] > 0
        assert chart["labels"] > 5
        assert chart["outside"] == []


@every_wide_look
def test_words_in_charts_do_not_collide(seen, view, device) -> None:
    """On a wide screen no word of a chart lies over another; 390 px leave them too little room."""
    collisions = [chart["collisions"] for chart in seen(view, device)["charts"]]
    assert [pairs for pairs in collisions if pairs] == []


@every_look
def test_every_text_is_readable(seen, view, device) -> None:
    """Every text, in charts too, has a contrast of 4.5 or more with what is behind it."""
    measured = seen(view, device)
    assert measured["texts"] > 15
    assert measured["faint"] == []


def test_home_office_needs_no_address(seen) -> None:
    """The plain address shows our office, in Thai, with published figures."""
    measured = seen(view_of("overview"), "desk")
    assert HOME not in measured["address"]
    assert {"97.39", "102"} <= set(measured["figures"])


@pytest.mark.parametrize("office", ["p-tak-1", "p-phichit-1", "s-bangkok-1"])
def test_trend_of_a_little_known_office_opens(tab, office) -> None:
    """With one score, or none, nothing fails, and a chart that is there is whole."""
    view = view_of("trend")
    measured = tab.open(view, office=office).evaluate(LOOK)
    assert tab.problems == []
    assert measured["boxes"] == 0
    outside = [chart["outside"] for chart in measured["charts"]]
    assert outside == [[]] * charts_of(view, office=office)


# The address


def query_of(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(here(page)).query))


def choose(page: Page, label: str, text: str) -> None:
    """Pick the option of a select box that a typed text finds."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(text)
    page.get_by_role("option").filter(has_text=text).first.click()


def press(page: Page, text: str) -> None:
    """Press a segment of a control in the sidebar."""
    page.get_by_test_id("stSidebar").get_by_text(text, exact=True).click()


def state_of(page: Page) -> dict[str, Any]:
    """What a reader sees chosen and said: to compare two browsers."""
    return {
        "heading": page.locator("h1").inner_text(),
        "values": [box.input_value() for box in page.locator("input:visible").all()],
        "charts": [chart.inner_text() for chart in page.locator(".js-plotly-plot").all()],
    }


def test_copied_address_opens_the_same_view(tab, new_tab) -> None:
    """Office, year, benchmark and language chosen by hand are in the address; it reopens that view."""
    view = view_of("gaps", "demo")
    say = view.say
    page = tab.open(view)
    choose(page, say("frame.office"), "กฤษณา เขต 1")
    page.wait_for_url("**office=*")
    choose(page, say("frame.year"), "2565")
    page.wait_for_url("**year=2565*")
    choose(page, say("gaps.against"), say("benchmark.top_decile"))
    page.wait_for_url("**against=top_decile*")
    press(page, "English")
    page.wait_for_url("**lang=en*")
    english = view_of("gaps", "demo", "en")
    chosen = {"office": query_of(page)["office"], "year": "2565", "against": "top_decile"}
    tab.settle(english, **chosen)
    assert query_of(page) == {"edition": "demo", "lang": "en", **chosen}
    copied, seen_before = here(page), state_of(page)
    other_tab = new_tab("phone")
    other_tab.page.set_viewport_size(DESK["viewport"])
    other_tab.page.goto(copied)
    assert state_of(other_tab.settle(english, **chosen)) == seen_before
    other_tab.page.close()


def test_a_target_typed_is_in_the_address(tab) -> None:
    """A number is written into the address once it is entered."""
    view = view_of("trend")
    page = tab.open(view)
    target = page.get_by_role("spinbutton", name=view.say("trend.target_label"))
    target.fill("99.5")
    target.press("Enter")
    page.wait_for_url("**target=99.5*")
    tab.settle(view, target="99.5")
    assert query_of(page) == {"target": "99.5"}


def test_links_keep_edition_language_office_and_year(tab) -> None:
    """Going from one section to the next by the links at the side keeps what was chosen."""
    query = {"office": "p-trat", "year": "2565"}
    page = tab.open(view_of("overview", "published", "en"), **query)
    for *_, (_, screen, _, _) in reversed(SECTIONS.values()):
        view = view_of(screen, "published", "en")
        page.get_by_test_id("stSidebar").get_by_role("link", name=view.title).click()
        tab.settle(view, **query)
        assert query_of(page) == {"lang": "en", **query}
        assert page.get_by_text("Trat Primary").first.is_visible()
    assert tab.problems == []


def test_back_returns_to_the_former_view(tab) -> None:
    """The browser's back button undoes a setting and a change of screen."""
    trend, ranking = view_of("trend"), view_of("ranking")
    page = tab.open(trend)
    first = here(page)
    press(page, Say("th")("edition.demo.short"))
    page.wait_for_url("**edition=demo*")
    simulated = view_of("trend", "demo")
    tab.settle(simulated)
    second = here(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name=ranking.title).click()
    tab.settle(view_of("ranking", "demo"))
    page.go_back()
    tab.settle(simulated)
    assert here(page) == second
    page.go_back()
    tab.settle(trend)
    assert here(page) == first
    assert tab.problems == []


def test_bad_address_is_told_in_a_message(tab) -> None:
    """The page opens with its defaults and a sentence that names each value."""
    view, query = view_of("overview"), {"edition": "real", "lang": "xx", "office": "nobody"}
    page = tab.open(view, **query)
    for value in query.values():
        assert page.get_by_test_id("stAlert").filter(has_text=value).count() >= 1
    assert tab.problems == []


# Tables and files


def downloaded(page: Page, button: str, place: int = 0) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).nth(place).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_tables_download_as_they_are(tab, published: Version) -> None:
    """XLSX and CSV of the ranking come with edition and version in the name and every row inside."""
    view = view_of("ranking")
    page = tab.open(view)
    places = store.ranking(published, 2565)
    stem = f"ita-published-ranking-2565-{HOME}-{published.version_id}"
    name, content = downloaded(page, view.say("table.download_xlsx"))
    assert name == f"{stem}.xlsx"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    titles = sheet[3]
    score = titles.index(view.say("column.score"))
    assert [row[score] or None for row in sheet[4:]] == list(
        places["score"].astype(object).where(places["score"].notna(), None)
    )
    name, content = downloaded(page, view.say("table.download_csv"))
    assert name == f"{stem}.csv"
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(lines) == 1 + len(places)
    assert lines[0][: len(titles)] == titles
    assert tab.problems == []


def test_figures_of_a_chart_open_as_a_table(tab) -> None:
    """A click shows the chart's figures with their downloads; all charts of a page can be open."""
    view = view_of("ranking")
    page = tab.open(view)
    grids = page.get_by_test_id("stDataFrame")
    before = grids.count()
    twins = page.get_by_test_id("stExpander").filter(has_text=view.say("table.of_chart"))
    for place in range(twins.count()):
        twins.nth(place).get_by_text(view.say("table.of_chart")).click()
        grids.nth(before + place).wait_for()
        for kind in ("XLSX", "CSV"):
            twins.nth(place).get_by_role("button", name=kind).wait_for()
    assert twins.count() == charts_of(view)
    assert page.evaluate(LOOK)["boxes"] == 0
    assert tab.problems == []


# The server


def test_health_is_told_and_metrics_are_not(base) -> None:
    """/readyz says ok, and Streamlit's metrics, which tell of the process, are closed."""
    assert answer_of(f"{base}readyz")[:2] == (200, "ok")
    assert answer_of(f"{base}_stcore/metrics")[0] == 404


def test_readyz_is_not_ok_without_a_warehouse(tmp_path) -> None:
    """A server that has nothing to show yet says 503, so that nobody is sent to it."""
    empty = tmp_path / "empty"
    empty.mkdir()
    with serving(empty, tmp_path) as address:
        status, text, _ = answer_of(f"{address}readyz")
    assert status == 503
    assert "etl build" in text


@pytest.mark.parametrize("path", ["", "ranking", "readyz", "app/static/fonts/OFL.txt", "nowhere"])
def test_every_answer_has_the_security_headers(base, path) -> None:
    """Pages, files and errors alike: no sniffing, no foreign sources, no referrer to other hosts."""
    headers = {name.lower(): value for name, value in answer_of(base + path)[2].items()}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert not re.search(r"https?:|\*|unsafe", policy["script-src"])
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] in ("'self'", "'none'")
    assert "camera=()" in headers["permissions-policy"]


# The claim check


def test_a_speech_is_checked_from_paste_to_file(tab) -> None:
    """Paste, see the marks, take the text along; then a Word file, and the text stays away from it."""
    view = view_of("claims")
    say = view.say
    page = tab.open(view)
    page.get_by_role("textbox", name=say("claims.text")).fill(FOUND_HERE)
    page.get_by_role("button", name=say("claims.check"), exact=True).click()
    page.get_by_text(say("claims.headline.differs.many", count=2, found=8)).wait_for()
    badges = page.locator(".stMarkdownBadge")
    expect(badges.filter(has_text="▲")).to_have_count(2)
    measured = idle(page).evaluate(LOOK)
    assert (measured["boxes"], measured["wide"], measured["faint"]) == (0, [], [])
    name, content = downloaded(page, say("claims.download"))
    assert re.fullmatch(r"ita-published-claim_check-p-kalasin-2-\w+\.txt", name)
    assert "120 [ไม่ตรง: 102]" in content.decode("utf-8-sig")
    page.locator("input[type=file]").set_input_files(
        {"name": "speech.docx", "mimeType": "application/octet-stream", "buffer": word(SPEECH)}
    )
    page.get_by_text(say("claims.from_file", name="speech.docx")).wait_for()
    expect(badges).to_have_count(2)
    for screen in ("trend", "claims"):
        other = view_of(screen)
        page.get_by_test_id("stSidebar").get_by_role("link", name=other.title).click()
        tab.settle(other)
    expect(page.get_by_role("textbox", name=say("claims.text"))).to_have_value(FOUND_HERE)
