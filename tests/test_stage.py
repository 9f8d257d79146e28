"""The presenter's walk in a real browser: choosing slides, the stage and its keys, the offline file."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_browser import DESK, PATIENCE, answer_of, chromium, free_port, here, idle, running

from ita.pointer import EDITIONS
from ita.report.offline.page import html_file
from ita.story.choices import Choices, Words, packed_words
from ita.story.compose import deck
from ita.view import view_of
from ita.wording import LANGUAGES, Say

pytestmark = pytest.mark.browser

TH = Say("th")
SIZES = {"projector": (1920, 1080), "laptop": (1366, 768)}
# Everything on the slide in sight stands inside it, above its foot and uncut.
SPILLED = """() => {
  const slide = document.querySelector('.slide.is-shown');
  const edge = slide.getBoundingClientRect();
  const foot = slide.querySelector('footer').getBoundingClientRect();
  const spilled = [];
  for (const part of slide.querySelectorAll('h1, p, dd, dt, li, svg, img, .side')) {
    if (part.closest('[hidden]') || part.closest('footer') || part.closest('.mark')) continue;
    const box = part.getBoundingClientRect();
    if (box.right > edge.right + 1 || box.left < edge.left - 1 || box.top < edge.top - 1
        || box.bottom > foot.top + 1) spilled.push([part.tagName, part.textContent.slice(0, 40)]);
  }
  return spilled;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as own:
        yield own


@pytest.fixture(scope="module")
def base(warehouse_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard whose operator has set a public address."""
    own = {"ITA_WAREHOUSE": str(warehouse_root), "ITA_PUBLIC_ADDRESS": "https://ita.example.go.th"}
    with running(free_port(), tmp_path_factory.mktemp("stage"), own) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    own = browser.new_context(**DESK)
    own.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield own
    own.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def in_sight(page: Page) -> str:
    """The code of the slide that the hall sees."""
    return page.locator(".slide.is-shown").get_attribute("data-code") or ""


def on_stage(page: Page, base: str, **query: str) -> Page:
    page.goto(f"{base}present?{urlencode(query)}" if query else f"{base}present")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    return page


def elsewhere(url: str) -> list[str]:
    """The address, where it is not of this server and not inside the page."""
    parts = urlsplit(url)
    return [] if parts.scheme == "data" or parts.hostname == "127.0.0.1" else [url]


# The stage


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_spills_from_a_slide(page, base, edition, language) -> None:
    """Every text and picture of each slide stands inside it, above its foot, on both screens."""
    on_stage(page, base, edition=edition, lang=language, year="2565")
    codes = page.eval_on_selector_all(
        ".slide", "slides => slides.map((slide) => slide.dataset.code)"
    )
    assert len(codes) >= 8
    spilled = {}
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Home")
        for code in codes:
            assert in_sight(page) == code
            if found := page.evaluate(SPILLED):
                spilled[name, code] = found
            page.keyboard.press("ArrowRight")
    assert spilled == {}


def test_the_presenters_keys(page: Page, base: str) -> None:
    """Arrows, space, PageUp and PageDown, Home and End move; B blackens; the ends hold."""
    on_stage(page, base)
    for key, wanted in (
        ("ArrowRight", "before"), ("Space", "did"), ("PageDown", "change"), ("PageUp", "did"),
        ("ArrowLeft", "before"), ("Home", "cover"), ("ArrowLeft", "cover"), ("End", "sources"),
        ("PageDown", "sources"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert in_sight(page) == wanted, key
    black = page.locator("#black")
    page.keyboard.press("b")
    expect(black).to_be_visible()
    page.keyboard.press("PageUp")
    expect(black).to_be_hidden()
    assert in_sight(page) == "sources"
    page.keyboard.press("h")
    expect(page.get_by_text(TH("stage.does.black"), exact=True)).to_be_visible()


def test_a_link_opens_the_same_slide(page: Page, base: str) -> None:
    """The address of a slide leads back to it, by its name and not by its number."""
    on_stage(page, base)
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    address, code = here(page), in_sight(page)
    assert urlsplit(address).fragment == code == "next"
    page.goto("about:blank")
    page.goto(address)
    assert in_sight(page) == code


@pytest.mark.parametrize("size", [(390, 844), (844, 390)])
def test_a_phone_shows_the_whole_slide(browser: Browser, base: str, size: tuple[int, int]) -> None:
    """The slide is as wide or as high as the phone, not cut: its mark and its foot are in sight."""
    width, height = size
    own = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    page = own.new_page()
    on_stage(page, base, edition="demo", year="2565")
    assert page.evaluate("window.innerWidth") == width
    for part in (".mark", "footer", "h1"):
        box = page.locator(f".slide.is-shown {part}").bounding_box()
        assert box is not None
        assert box["x"] >= -1
        assert box["y"] >= -1
        assert box["x"] + box["width"] <= width + 1
        assert box["y"] + box["height"] <= height + 1
    own.close()


def test_touch_turns_the_slides(browser: Browser, base: str) -> None:
    """A tap on the right goes on, one on the left edge goes back."""
    own = browser.new_context(
        viewport={"width": 844, "height": 390}, has_touch=True, is_mobile=True
    )
    page = own.new_page()
    on_stage(page, base)
    in_hall = page.locator(".slide.is-shown")
    page.touchscreen.tap(600, 200)
    expect(in_hall).to_have_attribute("data-code", "before")
    page.touchscreen.tap(40, 200)
    expect(in_hall).to_have_attribute("data-code", "cover")
    own.close()


def test_the_timer_runs_and_the_notes_are_apart(page: Page, base: str) -> None:
    """T shows the time since the first step; N opens notes in a window that the hall does not see."""
    on_stage(page, base)
    page.keyboard.press("t")
    expect(page.locator("#timer")).to_have_text(re.compile(r"0:0[1-9]"))
    page.keyboard.press("r")
    expect(page.locator("#timer")).to_have_text("0:00")
    assert page.locator(".slide.is-shown .notes").is_hidden()
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    desk = opened.value
    expect(desk.locator("#said")).to_contain_text(TH("story.notes.cover"))
    page.keyboard.press("PageDown")
    expect(desk.locator("#said")).to_contain_text(TH("story.notes.before"))
    desk.keyboard.press("PageDown")
    assert in_sight(page) == "did"


def test_the_stage_keeps_to_its_policy(page: Page, base: str) -> None:
    """Nothing is asked of another host, nothing is refused, and the policy lets only its script run."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda request: (
            problems.append(request.url)
            if "127.0.0.1" not in request.url and not request.url.startswith("data:")
            else None
        ),
    )
    evil = packed_words([("own1", Words("</script><script>document.title='x'</script>"))])
    on_stage(page, base, slides="own1_cover", words=evil)
    assert problems == []
    assert page.title() != "x"
    headers = answer_of(f"{base}present")[2]
    assert "unsafe-inline" not in headers["content-security-policy"].split("style-src")[0]
    assert headers["cache-control"] == "no-store"


def test_an_address_full_of_nonsense_still_opens(page: Page, base: str) -> None:
    """Unknown office, year, edition, language, slides and words fall back to what there is."""
    on_stage(page, base, office="x", year="1", edition="?", lang="de", slides="a_b", words="%%%")
    assert in_sight(page) == "cover"
    assert answer_of(f"{base}present?year={'9' * 5000}")[0] == 200


def test_the_qr_code_stands_on_the_first_and_last_slide(page: Page, base: str) -> None:
    """It names the public address of the office and year in sight."""
    on_stage(page, base, year="2565")
    assert page.locator(".qr").count() == 2
    assert (
        page.locator(".qr").first.get_attribute("aria-label")
        == "https://ita.example.go.th/?year=2565"
    )


# The offline file


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_works_with_the_network_cut(
    browser, tmp_path, published, demo, edition, language
) -> None:
    """Opened from a folder, offline: every slide, its font and its keys are there."""
    version = {"published": published, "demo": demo}[edition]
    path = tmp_path / "story.html"
    path.write_bytes(html_file(deck(view_of(version, Say(language)), 2565, Choices())))
    own = browser.new_context(**DESK, offline=True)
    page = own.new_page()
    failures: list[str] = []
    page.on("requestfailed", lambda request: failures.append(request.url))
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    loaded = page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').length")
    page.keyboard.press("End")
    assert in_sight(page) == "sources"
    assert loaded >= 2
    assert failures == []
    own.close()


# The walk


def open_story(page: Page, base: str, **query: str) -> Page:
    page.goto(f"{base}story?{urlencode(query)}" if query else f"{base}story")
    page.get_by_role("heading", level=1).wait_for()
    page.get_by_role("link", name=re.compile("เปิดเต็มจอ|Open full screen")).wait_for()
    return page


def in_link(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def wait_for_link(page: Page, is_there: Callable[[], bool]) -> None:
    """Wait until the address says what is expected and the page stands."""
    page.wait_for_url(lambda _url: is_there())
    idle(page)


def test_a_presenter_walks_from_choosing_slides_to_the_offline_file(page, base, tmp_path) -> None:
    """Take a slide out, add an own one with words and a picture, show it, download the file."""
    say = TH
    page.set_viewport_size(
        {"width": 1366, "height": 1600}
    )  # a list that scrolls while it opens, shuts
    open_story(page, base, slide="before")
    page.get_by_role("button", name=say("story.take"), exact=True).click()
    wait_for_link(
        page, lambda: "before" not in in_link(page, "slides") and "cover" in in_link(page, "slides")
    )
    expect(page.locator("[data-testid=stMain] ol > li")).to_have_count(7)
    idle(page)
    page.get_by_role("combobox", name=say("story.add")).click()
    page.get_by_role("option", name=say("story.slide.own1"), exact=True).click()
    wait_for_link(page, lambda: in_link(page, "slides").endswith("own1"))
    assert in_link(page, "slide") == "own1"
    slides = in_link(page, "slides")
    page.get_by_text(say("story.edit"), exact=True).click()
    title = page.get_by_role("textbox", name=say("story.own_title"))
    title.fill("ขอบคุณทุกท่าน")
    title.press("Enter")
    wait_for_link(page, lambda: bool(in_link(page, "words")))
    words = in_link(page, "words")
    picture = io.BytesIO()
    Image.new("RGB", (640, 360), "#2F6DB5").save(picture, "JPEG")
    chooser = page.locator("input[type=file][accept*='webp']")
    chooser.set_input_files(
        {"name": "team.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    wait_for_link(page, lambda: in_link(page, "words") != words)
    link = page.get_by_role("link", name=say("story.open"))
    expect(link).to_have_attribute("href", re.compile(re.escape(in_link(page, "words"))))
    href = link.get_attribute("href") or ""
    stage = page.context.new_page()
    stage.goto(base.rstrip("/") + href)
    assert in_sight(stage) == "own1"
    expect(stage.locator(".slide.is-shown h1")).to_have_text("ขอบคุณทุกท่าน")
    assert stage.locator(".slide.is-shown img").evaluate("image => image.naturalWidth") == 640
    with page.expect_download() as coming:
        page.get_by_role("button", name=say("pack.what.html")).click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.name.startswith("ita-published-story-p-kalasin-2-")
    stage.goto(file.as_uri() + "#own1")
    expect(stage.locator(".slide.is-shown h1")).to_have_text("ขอบคุณทุกท่าน")
    assert stage.locator(".slide").count() == 8
    page.get_by_test_id("stSidebar").get_by_role("link", name=say("trend.title")).click()
    page.get_by_role("heading", level=1, name=say("trend.title"), exact=True).wait_for()
    page.get_by_test_id("stSidebar").get_by_role("link", name=say("story.title")).click()
    wait_for_link(page, lambda: in_link(page, "slides") == slides and bool(in_link(page, "words")))
