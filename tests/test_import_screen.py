"""The import screen in a real browser: anybody checks a file, a steward decides, publishes, goes back."""

import csv
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import streamlit as st
from announcements import Layout, PrintedTable, chromium_pdfs
from oidc_provider import Provider, providing
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as TooLateError
from screens import ROOT, opened, view_of
from test_browser import (
    CHROMIUM,
    DESK,
    DEVICES,
    LOOK,
    PATIENCE,
    answered,
    chromium,
    downloaded,
    free_port,
    here,
    idle,
    patient,
    running,
)

from ita.pointer import Publication, publications_in
from ita.review import Refusal, Review
from ita.wording import Say
from pages.shared import reviews, stewards

pytestmark = pytest.mark.browser

EXTRACT = ROOT / "data" / "raw" / "2565" / "announcement_2565_extract.txt"
STEWARD = "steward@example.go.th"
TH = Say("th")


# The server, with data of its own


class Secrets(dict):
    """Secrets that an operator has set."""

    def load_if_toml_exists(self) -> bool:
        """They are there."""
        return True


@contextmanager
def serving(folder: Path, secrets: str) -> Iterator[str]:
    """The dashboard over the data and warehouse in a folder; gives its address.

    ``secrets`` are the operator's, with DASHBOARD for the address.
    """
    port = free_port()
    kept = folder / "secrets.toml"
    address = f"http://127.0.0.1:{port}/"
    kept.write_text(secrets.replace("DASHBOARD", address), encoding="utf-8")
    own = {"ITA_DATA": str(folder / "data"), "ITA_WAREHOUSE": str(folder / "warehouse")}
    with running(port, folder, own, f"--secrets.files={kept}"):
        yield address


@pytest.fixture(scope="module")
def folder(warehouse_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data and of the warehouse that may be added to."""
    own = tmp_path_factory.mktemp("import")
    shutil.copytree(warehouse_root, own / "warehouse")
    shutil.copytree(ROOT / "data" / "raw", own / "data" / "raw")
    shutil.copy(ROOT / "data" / "corrections.csv", own / "data")
    (own / "data" / "reference").mkdir()
    shutil.copy(ROOT / "data" / "reference" / "home.toml", own / "data" / "reference")
    return own


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Where stewards sign in."""
    with providing(free_port()) as own:
        yield own


@pytest.fixture(scope="module")
def base(folder: Path, provider: Provider) -> Iterator[str]:
    """A dashboard where one steward may publish."""
    with serving(folder, provider.secrets("DASHBOARD", STEWARD)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as own:
        yield own


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """Where the pages of all visitors open: what the browser has loaded once it keeps."""
    context = browser.new_context(**DESK)
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(desk: BrowserContext, base: str) -> Page:
    """The import screen, loaded once for all who only bring a file."""
    own = patient(desk.new_page())
    own.goto(f"{base}imports")
    return idle(own)


@pytest.fixture
def visitor(page: Page) -> Page:
    """Somebody who is not signed in, before a file is chosen."""
    page.set_viewport_size(DESK["viewport"])
    if page.get_by_role("button", name=TH("imports.open.another")).count():
        press(page, "imports.open.another")
    page.get_by_role("tab", name=TH("imports.choose.paste_tab")).wait_for()
    return page


@pytest.fixture
def caller(desk: BrowserContext, base: str) -> Iterator[Page]:
    """Somebody who is about to sign in, in a page of their own."""
    desk.clear_cookies()
    page = patient(desk.new_page())
    page.goto(f"{base}imports")
    yield idle(page)
    page.close()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The 13 rows at hand, as the announcement prints them, on a page of a PDF."""
    header, *rows = (
        tuple(line.split("\t")) for line in EXTRACT.read_text(encoding="utf-8").splitlines() if line
    )
    table = PrintedTable(("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๕",), header, tuple(rows))
    return chromium_pdfs({"announcement": (table, Layout())}, CHROMIUM)["announcement"]


# What a visitor does; each waits until the page has answered


def upload(page: Page, name: str, content: bytes) -> None:
    """Choose a file that is read, or refused."""
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name=TH("imports.open.another")).wait_for()
    idle(page)


def paste(page: Page, text: str) -> None:
    """Paste a text and have it checked."""
    page.get_by_role("tab", name=TH("imports.choose.paste_tab")).click()
    box = page.get_by_role("textbox", name=TH("imports.choose.paste"))
    box.fill(text)
    with answered(page):
        box.blur()
    press(page, "imports.choose.check")
    page.get_by_role("button", name=TH("imports.open.another")).wait_for()


def press(page: Page, key: str) -> None:
    """Press a button."""
    with answered(page):
        page.get_by_role("button", name=TH(key)).click()


def in_a_row(page: Page, *names: str) -> None:
    """Press buttons faster than the page answers."""
    page.evaluate(
        """async (names) => {
          const buttons = [...document.querySelectorAll('[data-testid="stMain"] button')];
          for (const name of names) {
            buttons.find((button) => button.innerText.includes(name)).click();
            await new Promise((rings) => setTimeout(rings, 60));
          }
        }""",
        list(names),
    )


def press_key(page: Page, key: str) -> None:
    """Press a key of the keyboard, away from all fields."""
    with answered(page):
        page.keyboard.press(key)


def write(page: Page, key: str, text: str) -> None:
    """Write into a field and leave it."""
    field = page.get_by_label(TH(key))
    field.fill(text)
    with answered(page):
        field.press("Tab")


def choose(page: Page, key: str, text: str) -> None:
    """Pick the only option of a list that a typed text leaves."""
    box = page.get_by_role("combobox", name=TH(key), exact=True)
    box.click()
    box.fill(text)
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text(text)
    option.click()
    expect(option).to_have_count(0)
    idle(page)


def tick(page: Page, text: str) -> None:
    """Tick the box before a text."""
    with answered(page):
        page.get_by_text(text).click()


def go_to(page: Page, step: str) -> None:
    """Press a step; its button may carry a count."""
    name = TH(f"imports.step.{step}")
    with answered(page):
        page.get_by_test_id("stMain").locator("button").filter(has_text=name).click()
    page.wait_for_url(lambda url: query_of(url).get("part", "summary") == step)


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def open_up(page: Page, title: str) -> None:
    """Open what is folded under a title."""
    page.get_by_test_id("stExpander").get_by_text(title, exact=True).click()
    idle(page)


def type_into(page: Page, column: int, text: str) -> None:
    """Write into the first row of the only grid, so many pixels from its left."""
    grid, editor = page.get_by_test_id("stDataFrame"), page.locator("#portal textarea")
    grid.scroll_into_view_if_needed()
    for _ in range(10):  # the picture beside it may still be coming and move what was aimed at
        corner = grid.bounding_box()
        page.mouse.click(corner["x"] + column, corner["y"] + 54)
        page.keyboard.press("Enter")
        with suppress(TooLateError):
            editor.wait_for(timeout=PATIENCE / 30)
            break
    editor.fill(text)
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)


def expect_figures(page: Page, *wanted: str) -> None:
    """The first figures of the summary, once all of it stands."""
    shown = page.get_by_test_id("stMetricValue")
    expect(shown).to_have_count(4)
    for place, figure in enumerate(wanted):
        expect(shown.nth(place)).to_have_text(figure)


def progress(page: Page) -> str:
    return idle(page).get_by_test_id("stProgress").inner_text().strip()


def sign_in(page: Page, base: str) -> None:
    """Sign in, wherever that leads, and come back to the import screen."""
    page.evaluate("window.isBefore = true")
    page.get_by_role("button", name=TH("imports.steward.sign_in")).click()
    page.wait_for_function("() => !window.isBefore && document.querySelector('h1')")
    page.goto(f"{base}imports")
    page.get_by_role("button", name=TH("imports.steward.sign_out")).wait_for()
    idle(page)


def record(folder: Path) -> list[Publication]:
    return publications_in(folder / "warehouse" / "published")


# The folder of a review


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ประกาศ ITA 2565 (แก้ไข).pdf", "ประกาศ ITA 2565 (แก้ไข).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\a.xlsx", "a.xlsx"),
        (".hidden", "hidden"),
        ("--help.pdf", "help.pdf"),
        ('a";rm -rf $HOME;.csv', "a_rm -rf _HOME_.csv"),
        ("ก" * 300 + ".pdf", "ก" * 60 + ".pdf"),
        ("a" * 80, "a" * 60),
        ("\n\0", "_"),
        ("", "file"),
    ],
)
def test_a_file_keeps_its_name_as_far_as_that_is_safe(name: str, safe: str) -> None:
    """No folder, no sign a command line minds, not too long; Thai stays."""
    assert reviews.safe_name(name) == safe


@pytest.mark.usefixtures("warehouse")
def test_a_reader_that_dies_is_told_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An etl that ends without an answer is a sentence, not an error; nothing of it is kept."""
    (tmp_path / "upload").mkdir()
    shutil.copy(EXTRACT, tmp_path / "upload")
    draft = reviews.Draft(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(reviews, "_ROOT", tmp_path)  # where there is no etl
        answer = reviews.read(draft, lambda _done, _pages: None)
    assert answer == Refusal("failed", TH("imports.failed"), Say("en")("imports.failed"))
    told = []
    assert isinstance(reviews.read(draft, lambda *pages: told.append(pages)), Review)
    assert told == [(1, 1)]


@pytest.mark.usefixtures("warehouse")
def test_files_read_together_do_not_fail_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The etl may die of one, also amid its answer: that one is refused, the others are asked for again."""
    drafts = []
    for number in ("001", "002", "003"):
        (tmp_path / number / "upload").mkdir(parents=True)
        drafts.append(reviews.Draft(tmp_path / number, number=number))
    (tmp_path / "etl").mkdir()
    (tmp_path / "etl" / "__main__.py").write_text(
        "import os, sys\n"
        "for folder in sys.argv[2:]:\n"
        """    print('{"done": 1, "pages": 2}', flush=True)\n"""
        "    if folder.endswith('002'):\n"
        "        os.write(1, b'{')\n"
        "        os._exit(1)\n"
        """    print('{"error": {"key": "' + folder[-3:] + '", "message_th": "", "message_en": ""}}')\n""",
        encoding="utf-8",
    )
    monkeypatch.setattr(reviews, "_ROOT", tmp_path)
    told = []
    found = reviews.read_together(drafts, lambda draft, *pages: told.append((draft.number, *pages)))
    assert [answer.key for answer in found] == ["001", "failed", "003"]
    assert told == [(draft.number, 1, 2) for draft in drafts]


# Anybody


def test_anybody_checks_a_text_decides_by_keys_and_takes_the_decisions_along(visitor) -> None:
    """Pasted text: 13 rows, 12 offices; the keys keep, undo and choose; the decisions are a CSV.

    Its decisions count when it is brought again; those about another text are refused with its source.
    No step has to be scrolled sideways at 390 px.
    """
    paste(visitor, EXTRACT.read_text(encoding="utf-8"))
    expect_figures(visitor, "13", "12")
    go_to(visitor, "cells")
    before = progress(visitor)
    total = int(before.split()[-2])
    press_key(visitor, "1")
    expect(visitor.get_by_test_id("stProgress")).not_to_have_text(before)
    after = progress(visitor)
    press_key(visitor, "u")
    expect(visitor.get_by_test_id("stProgress")).to_have_text(before)
    expect(visitor.get_by_role("button", name=TH("imports.decide.undo"))).to_be_disabled()
    press_key(visitor, "1")
    expect(visitor.get_by_test_id("stProgress")).to_have_text(after)
    assert "cell=" in here(visitor)
    open_up(visitor, TH("imports.file.title"))
    write(visitor, "imports.file.by", "สมชาย")
    name, content = downloaded(visitor, TH("imports.file.download"))
    [line] = csv.DictReader(io.StringIO(content.decode("utf-8")))
    assert name.startswith("decisions-announcement-2565")
    assert (line["row_no"], line["column_name"]) == ("6", "office")
    assert line["printed"] == line["replacement"]
    assert line["decided_by"] == "สมชาย"
    assert total > 3
    press_key(visitor, "u")
    expect(visitor.get_by_test_id("stProgress")).to_have_text(before)
    files = visitor.locator("input[type=file]")
    other = content.replace(b"announcement-2565", b"announcement-1999")
    for taken, is_known in ((other, False), (content, True)):
        files.set_input_files({"name": name, "mimeType": "text/csv", "buffer": taken})
        if not is_known:
            refused = TH("imports.file.other", sources="announcement-1999")
            expect(visitor.get_by_text(refused)).to_be_visible()
            assert progress(visitor) == before
    expect(visitor.get_by_test_id("stProgress")).to_have_text(after)
    go_to(visitor, "publish")
    expect(visitor.get_by_text("python -m etl add")).to_be_visible()
    assert visitor.get_by_role("button", name=TH("imports.publish.do")).count() == 0
    visitor.set_viewport_size(DEVICES["phone"]["viewport"])
    for step in ("effects", "summary", "cells", "publish"):
        go_to(visitor, step)
        measured = visitor.evaluate(LOOK)
        assert (measured["boxes"], measured["wide"]) == (0, [])


def test_a_row_the_reader_missed_is_added_from_the_original(visitor) -> None:
    """Rank 8 is in no row: office and score are asked for, and the row then stands among the others.

    It does so too when something else is pressed before the page has answered.
    """
    paste(visitor, EXTRACT.read_text(encoding="utf-8"))
    go_to(visitor, "cells")
    open_up(visitor, TH("imports.add.title.many", count=232))
    press(visitor, "imports.add.save")
    expect(visitor.get_by_text(TH("imports.invalid.choice"))).to_be_visible()
    choose(visitor, "column.office", "กาฬสินธุ์ เขต 3")
    score = visitor.get_by_test_id("stForm").get_by_role("textbox", name=TH("column.score"))
    score.fill("๙๙.๕๐")
    score.press("Tab")
    in_a_row(visitor, TH("imports.add.save"), TH("imports.step.summary"))
    expect_figures(visitor, "14", "13")
    go_to(visitor, "cells")
    left = TH("imports.add.title.many", count=231)
    expect(visitor.get_by_test_id("stExpander").get_by_text(left, exact=True)).to_be_visible()


def test_a_broken_file_is_refused_in_a_sentence(visitor) -> None:
    """Garbage under the name of a PDF: one clear message, and another file can be checked at once."""
    upload(visitor, "ประกาศ.pdf", b"%PDF-1.7\n" + b"\xa5" * 5000)
    expect(visitor.get_by_text(TH("imports.open.refused"))).to_be_visible()
    assert visitor.get_by_test_id("stException").count() == 0
    press(visitor, "imports.open.another")
    upload(visitor, "table.txt", EXTRACT.read_bytes())
    expect_figures(visitor, "13", "12")


def test_a_file_without_a_year_asks_for_it(visitor) -> None:
    """The year can be chosen once the file is there, and the file is then read for it."""
    text = EXTRACT.read_text(encoding="utf-8").replace("คะแนน ITA ปี ๒๕๖๕", "คะแนน ITA")
    paste(visitor, text)
    expect(visitor.get_by_text(TH("imports.open.year_needed"))).to_be_visible()
    choose(visitor, "imports.choose.year", "2565")
    expect_figures(visitor, "13", "12")


def test_a_scan_is_typed_beside_its_picture(visitor) -> None:
    """A PDF of a picture: said to be a scan; what is typed into the table is read as any file."""
    picture = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(picture).text((50, 50), "1 97.39", fill="black")
    page = io.BytesIO()
    picture.save(page, "PDF")
    choose(visitor, "imports.choose.year", "2565")
    upload(visitor, "scan.pdf", page.getvalue())
    expect(visitor.get_by_text(TH("imports.scan.explained"))).to_be_visible()
    expect(visitor.get_by_test_id("stImage")).to_be_visible()
    for column, text in ((100, "สพป.กาฬสินธุ์ เขต 2"), (300, "๙๗.๓๙")):
        type_into(visitor, column, text)
    # The table tells the form of its cells a moment later; a later timer of the page rings after that.
    visitor.evaluate("() => new Promise((rings) => setTimeout(rings, 500))")
    press(visitor, "imports.scan.save")
    expect_figures(visitor, "1", "1")


# Stewards


def test_a_steward_decides_on_a_pdf_publishes_and_goes_back(
    caller: Page, base: str, folder: Path, provider: Provider, pdf: bytes
) -> None:
    """Sign in, upload, decide by key, reload, publish with a note, see the version, roll back."""
    provider.email, provider.is_verified = STEWARD, True
    first = record(folder)[0].version_id
    sign_in(caller, base)
    upload(caller, "ประกาศ 2565.pdf", pdf)
    expect_figures(caller, "13", "12")
    go_to(caller, "cells")
    expect(caller.get_by_test_id("stImage").first).to_be_visible()
    before = progress(caller)
    press_key(caller, "1")
    expect(caller.get_by_test_id("stProgress")).not_to_have_text(before)
    after = progress(caller)
    caller.reload()
    expect(caller.get_by_test_id("stProgress")).to_have_text(after)
    address = here(caller)
    go_to(caller, "publish")
    expect(caller.get_by_role("button", name=TH("imports.publish.do"))).to_be_disabled()
    tick(caller, TH("imports.publish.missing.many", count=232))
    press(caller, "imports.publish.do")
    expect(caller.get_by_text(TH("imports.publish.note_needed"))).to_be_visible()
    write(caller, "imports.publish.note", "ประกาศฉบับทดลอง")
    press(caller, "imports.publish.do")
    expect(caller.get_by_test_id("stAlertContentSuccess")).to_be_visible()
    newest = record(folder)[0]
    assert (newest.how, newest.by, newest.note) == ("add", STEWARD, "ประกาศฉบับทดลอง")
    assert newest.version_id != first
    expect(caller.get_by_test_id("stCaptionContainer").last).to_contain_text(newest.version_id)
    open_up(caller, TH("imports.versions.choose"))
    write(caller, "imports.versions.note", "ลองย้อน")
    tick(caller, TH("imports.versions.sure"))
    press(caller, "imports.versions.go_back")
    expect(caller.get_by_test_id("stCaptionContainer").last).to_contain_text(first)
    expect(caller.get_by_text(TH("imports.versions.done", version=first))).to_be_visible()
    open_up(caller, TH("imports.versions.choose"))
    again = caller.get_by_role("button", name=TH("imports.versions.go_back"))
    expect(again).to_be_disabled()
    back = record(folder)[0]
    assert (back.version_id, back.how, back.by, back.note) == (first, "rollback", STEWARD, "ลองย้อน")
    caller.goto(address)
    expect(caller.get_by_test_id("stProgress")).to_have_text(after)


def test_a_stranger_who_signs_in_may_check_and_no_more(
    caller: Page, base: str, folder: Path, provider: Provider
) -> None:
    """Told that the e-mail is not listed; no draft of a steward opens, nothing can be published."""
    provider.email, provider.is_verified = "stranger@example.com", True
    upload_of = folder / "warehouse" / "reviews" / "0123456789abcdef" / "upload"
    upload_of.mkdir(parents=True)
    shutil.copy(EXTRACT, upload_of)
    sign_in(caller, base)
    expect(caller.get_by_text("ไม่อยู่ในรายชื่อผู้ดูแลข้อมูล")).to_be_visible()
    assert caller.get_by_text(TH("imports.versions.choose")).count() == 0
    assert caller.get_by_text(TH("imports.choose.drafts")).count() == 0
    caller.goto(f"{base}imports?review=0123456789abcdef")
    expect(caller.get_by_text(TH("imports.choose.not_for_you"))).to_be_visible()
    paste(caller, EXTRACT.read_text(encoding="utf-8"))
    go_to(caller, "publish")
    expect(caller.get_by_text("python -m etl add")).to_be_visible()
    assert caller.get_by_role("button", name=TH("imports.publish.do")).count() == 0


@pytest.mark.parametrize(
    ("user", "is_steward"),
    [
        ({"email": STEWARD.upper(), "email_verified": True, "is_logged_in": True}, True),
        ({"email": STEWARD, "email_verified": False, "is_logged_in": True}, False),
        ({"email": STEWARD, "email_verified": "true", "is_logged_in": True}, False),
        ({"email": STEWARD, "is_logged_in": True}, False),
        ({"email": "x" + STEWARD, "email_verified": True, "is_logged_in": True}, False),
        ({}, False),
    ],
)
def test_only_a_verified_address_of_the_list_is_a_stewards(monkeypatch, user, is_steward) -> None:
    """A provider that has not verified the address does not make a steward."""
    monkeypatch.setattr(st, "secrets", Secrets(stewards={"emails": [STEWARD]}, auth={}))
    monkeypatch.setattr(st, "user", user)
    assert (stewards.email() is not None) == is_steward


@pytest.mark.usefixtures("warehouse")
def test_without_secrets_signing_in_is_off() -> None:
    """No secrets file: no button to sign in and no error."""
    app = opened(view_of("imports"))
    assert not app.exception
    assert not app.error
    assert TH("imports.steward.sign_in") not in [button.label for button in app.button]
