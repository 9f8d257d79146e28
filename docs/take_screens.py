"""Takes the pictures in docs/screens from a running dashboard: python docs/take_screens.py URL.

Needs requirements-dev.txt and a Chromium (ITA_CHROMIUM, else the one Playwright knows).
"""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "screens"
SCREENS = {
    "overview": "",
    "trend": "trend",
    "gaps": "gaps",
    "work-list": "gaps?part=items",
    "heat-map": "gaps?part=heat",
    "planner": "planner",
    "ranking": "ranking",
    "movement": "ranking?part=movement",
    "groups": "ranking?part=groups",
    "compare": "compare",
    "story": "story?year=2565",
    "claims": "claims",
    "findings": "sources?part=findings",
    "import": "imports",
    "import-decide": "imports",
}
# The published extract, as a file somebody checks.
EXTRACT = Path(__file__).parents[1] / "data" / "raw" / "2565" / "announcement_2565_extract.txt"
DECIDING = "import-decide"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Look(NamedTuple):
    """One way to look at every screen."""

    name: str
    query: str
    width: int
    scheme: str


LOOKS = (
    Look("th-light-1366", "", 1366, "light"),
    Look("th-dark-1920-simulated", "edition=demo", 1920, "dark"),
    Look("en-light-1366-simulated", "edition=demo&lang=en", 1366, "light"),
    Look("th-light-390", "", 390, "light"),
)


def take(browser: Browser, url: str, screen: str, look: Look) -> None:
    """One picture of the whole page, however long."""
    path = SCREENS[screen]
    query = f"{'&' if '?' in path else '?'}{look.query}" if look.query else ""
    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        color_scheme=look.scheme,
        is_mobile=look.width < 500,
    )
    page = context.new_page()
    page.goto(f"{url}/{path}{query}")
    page.wait_for_selector("[data-testid=stMain] hr", timeout=30_000)
    page.wait_for_timeout(1500)
    if screen == DECIDING:
        decide(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": look.width, "height": int(height)})
    page.wait_for_timeout(800)
    page.screenshot(path=FOLDER / f"{screen}-{look.name}.png")
    context.close()


def decide(page: Page) -> None:
    """Check the extract and go to its doubtful cells."""
    page.locator("input[type=file]").first.set_input_files(EXTRACT)
    page.get_by_test_id("stMetric").first.wait_for()
    steps = page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").locator("button")
    steps.nth(1).click()
    page.get_by_test_id("stProgress").wait_for()
    page.wait_for_timeout(1500)


def main(url: str) -> None:
    """Every screen in every look."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ITA_CHROMIUM"), args=ARGUMENTS
        )
        for look in LOOKS:
            for screen in SCREENS:
                if screen == DECIDING and "demo" in look.query:
                    continue  # announcements belong to the published edition
                take(browser, url.rstrip("/"), screen, look)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
