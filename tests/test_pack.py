"""The presenter's pack: what is in it, of which version, and what is said when it cannot be made."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pdfplumber
import pypdfium2 as pdfium
import pytest
from PIL import Image
from pptx import Presentation

from ita.pointer import Version
from ita.report import pack
from ita.report.errors import ReportError
from ita.report.pack import PackOrder
from ita.story.choices import Choices
from ita.story.compose import deck
from ita.view import view_of
from ita.wording import Say

MADE_AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
ADDRESS = "https://ita.example.go.th/?year=2565"


def order_of(version: Version, language: str = "th") -> PackOrder:
    view = view_of(version, Say(language))
    told = deck(view, 2565, Choices(), address=ADDRESS)
    return PackOrder(view, told, 2565, MADE_AT)


def files_in(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int, str]]:
    """What was told while the packs were made: files done, all files, which is next."""
    return []


@pytest.fixture(scope="module")
def packs(published: Version, demo: Version, told) -> dict[str, dict[str, bytes]]:
    """The files of one pack of each edition."""
    return {
        version.edition: files_in(
            pack.pack_file(order_of(version), lambda *step: told.append(step))
        )
        for version in (published, demo)
    }


def one(files: dict[str, bytes], ending: str) -> bytes:
    found = [content for name, content in files.items() if name.endswith(ending)]
    assert len(found) == 1, ending
    return found[0]


def test_every_kind_of_file_is_in_the_pack(packs, edition) -> None:
    """HTML, PPTX, PDF, XLSX, CSV, pictures, QR and a README, each naming edition and version."""
    files = packs[edition.edition]
    endings = {re.sub(r".*\.", "", name) for name in files}
    assert endings == {"html", "pptx", "pdf", "xlsx", "zip", "png", "txt"}
    assert len(files) == 8
    mark = "SIMULATED" if edition.is_simulated else "published"
    wrong = [n for n in files if not n.startswith(f"ita-{mark}-") or edition.version_id not in n]
    assert wrong == []


def test_one_version_stands_in_every_file(packs, edition) -> None:
    """The page, the slides, the report, the workbook, the README: all of the same version."""
    files = packs[edition.edition]
    version = edition.version_id
    data = re.search(r'id="story-data">(.*?)</script>', one(files, ".html").decode())[1]
    assert json.loads(data)["version"] == version
    slides = Presentation(io.BytesIO(one(files, ".pptx"))).slides
    for slide in slides:
        assert any(
            version in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        )
    with pdfium.PdfDocument(one(files, ".pdf")) as report:
        for page in report:
            assert version in page.get_textpage().get_text_bounded()
    assert version in one(files, ".txt").decode("utf-8-sig")
    sheets = files_in(one(files, ".xlsx"))
    assert version in sheets["xl/sharedStrings.xml"].decode()


def test_the_report_tells_of_the_year_of_the_story(packs) -> None:
    """A story of FY2565 comes with a report of FY2565, also where later years are known."""
    with pdfplumber.open(io.BytesIO(one(packs["demo"], ".pdf"))) as report:
        first = report.pages[0].extract_text()
    story = order_of_year(packs["demo"])
    assert story == "2565"
    assert "95.63" in first


def order_of_year(files: dict[str, bytes]) -> str:
    data = json.loads(re.search(r'id="story-data">(.*?)</script>', one(files, ".html").decode())[1])
    return re.search(r"(\d{4})\D*$", data["subtitle"])[1]


def test_each_chart_is_there_as_pictures(packs, edition) -> None:
    """Wide, square and SVG of every chart of the deck, of the sizes that LINE and slides take."""
    files = packs[edition.edition]
    pictures = files_in(next(c for n, c in files.items() if "-pictures-" in n))
    charts = {s.chart.name for s in order_of(edition).deck.slides if s.chart}
    assert len(pictures) == 3 * len(charts)
    sizes = {
        Image.open(io.BytesIO(content)).size
        for name, content in pictures.items()
        if name.endswith(".png")
    }
    assert sizes == {(1920, 1080), (1080, 1080)}


def test_the_same_story_gives_the_same_files(published: Version, packs) -> None:
    """Two packs made at two times differ in no file but those that say when they were made."""
    later = replace(order_of(published), made_at=MADE_AT + timedelta(days=1))
    again = files_in(pack.pack_file(later, lambda *_: None))
    before = packs["published"]
    assert again.keys() == before.keys()
    timeless = (".html", "pictures", "-qr-")
    named = [name for name in before if any(part in name for part in timeless)]
    assert len(named) == 3
    assert [name for name in named if not same(before[name], again[name])] == []


def test_each_file_is_told_before_it_is_made(demo: Version, packs, told) -> None:
    """How many are done, of how many, and which is next: from none to all."""
    assert packs
    *_, of_demo = range(0, len(told), 7)
    steps = told[of_demo:]
    assert [done for done, _, _ in steps] == list(range(7))
    assert {total for _, total, _ in steps} == {6}
    assert [code for _, _, code in steps][:-1] == [part.code for part in pack.parts(order_of(demo))]


def same(first: bytes, second: bytes) -> bool:
    """Whether two files hold the same; of archives, the same files."""
    if zipfile.is_zipfile(io.BytesIO(first)):
        return files_in(first) == files_in(second)
    return first == second


def test_a_template_that_is_none_is_told_before_anything_is_made(published: Version) -> None:
    """The screen can say so at once; the pack itself refuses."""
    broken = replace(order_of(published), template=b"no presentation")
    assert set(pack.problems(broken)) == {"pptx"}
    assert "PowerPoint" in pack.problems(broken)["pptx"]
    assert pack.problems(order_of(published)) == {}
    with pytest.raises(ReportError):
        pack.pack_file(broken, lambda *_: None)


def test_a_missing_font_is_told_before_anything_is_made(
    published: Version, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    """The message names the file."""
    monkeypatch.setattr("ita.report.fonts.FONTS", tmp_path)
    found = pack.problems(order_of(published))
    assert "SarabunITA-Regular.ttf" in found["pdf"]


def test_an_office_without_a_score_gets_a_pack_that_says_so(published: Version) -> None:
    """Every file is made; the slide says why there is nothing to tell."""
    view = view_of(published, Say("th"), "p-tak-1")
    order = PackOrder(view, deck(view, None, Choices()), None, MADE_AT)
    files = files_in(pack.pack_file(order, lambda *_: None))
    assert "ไม่มีคะแนนรวม" in one(files, ".html").decode()
