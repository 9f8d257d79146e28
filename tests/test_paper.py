"""The A4 report: every word copies back, every figure is on record, and each page says what it is."""

import base64
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise, product

import pdfplumber
import pypdfium2
import pytest
from screens import home_of

from ita import exhibits
from ita.facts.planner import first_aim
from ita.planner import Missing
from ita.pointer import EDITIONS, Version
from ita.report import fonts
from ita.report.chapters import chapters, summary
from ita.report.errors import ReportError
from ita.report.paper import pdf_file, pdf_name
from ita.story.compose import year_to_tell
from ita.story.slides import Picture
from ita.view import View, view_of
from ita.wording import LANGUAGES, Say

LOGO = base64.b64decode(  # one grey pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
MADE_ON = date(2026, 11, 24)
ADDRESS = "https://ita.example.go.th/?office=p-kalasin-2"
WITHOUT_TOTAL = "p-tak-1"
DECIMAL = re.compile(r"\d+\.\d+")
RANGE_STEPS = (-1, -0.5, 0.5, 1, 0.01)  # by which a score is tried to move
DRAWN = {"svg", "alt", "kind", "arrow"}  # of a block: what is not written as text
every_view = pytest.mark.parametrize(("which", "language"), list(product(EDITIONS, LANGUAGES)))


class Made:
    """A report that was made, with what it is made of and what it reads."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.content = pdf_file(view, made_on=MADE_ON, address=ADDRESS)
        document = pypdfium2.PdfDocument(self.content)
        self.metadata = document.get_metadata_dict()
        self.pages = [page.get_textpage().get_text_range() for page in document]
        self.blocks = [
            *summary(view, year_to_tell(view)),
            *(b for part in chapters(view, year_to_tell(view)) for b in part.blocks),
        ]

    @property
    def text(self) -> str:
        """All pages without spaces, which stand where lines break; pdfium marks a hyphen there."""
        return bare("".join(self.pages)).replace("\ufffe", "-").replace("\x02", "-")


@pytest.fixture(scope="module")
def made(published: Version, demo: Version) -> dict[tuple[str, str], Made]:
    """The home office's report in each edition and language."""
    versions = {"published": published, "demo": demo}
    return {
        (which, language): Made(view_of(versions[which], Say(language)))
        for which, language in product(EDITIONS, LANGUAGES)
    }


@pytest.fixture
def report(made, which, language) -> Made:
    return made[which, language]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def written(block: object) -> Iterator[str]:
    """Every text of a block that is to be read."""
    match block:
        case str():
            yield block
        case (str() as text, bool()):
            yield text
        case dict():
            for name, part in block.items():
                if name not in DRAWN:
                    yield from written(part)
        case list():
            for part in block:
                yield from written(part)


# Words


@every_view
def test_every_text_copies_back_as_it_was_written(report) -> None:
    """Sentences, titles and table cells, Thai above all, are found in the text of the PDF."""
    texts = [text for text in written(report.blocks) if text.strip()]
    assert len(texts) > 300
    assert [text for text in texts if bare(text) not in report.text] == []
    for chapter in chapters(report.view, year_to_tell(report.view)):
        assert bare(chapter.title) in report.text


@every_view
def test_executive_finds_the_answers_on_the_first_page(report) -> None:
    """Key figures, the three answers and the trend stand on page one, and nothing of a chapter."""
    first = bare(report.pages[0])
    for block in summary(report.view, year_to_tell(report.view)):
        for text in written(block):
            assert bare(text).replace("-", "") in first.replace("-", "").replace("\ufffe", "")
    assert bare(chapters(report.view, year_to_tell(report.view))[0].title) not in first


@every_view
def test_each_page_says_its_number_office_edition_and_version(report, which) -> None:
    """A page that gets lost can be put back; one of simulated data can never pass as real."""
    say, version = report.view.say, report.view.version
    for number, page in enumerate(report.pages, start=1):
        place = say("paper.page", page=number, pages=len(report.pages))
        for text in (
            place,
            report.view.office_name,
            say(f"edition.{which}.long"),
            version.version_id,
        ):
            assert bare(text) in bare(page)
        assert ("SIMULATED" in page) == version.is_simulated
        assert ("ข้อมูลจำลอง" in page) == version.is_simulated


# Figures


OF_OFFICE = (
    *("office_year", "office_change", "indicator_gap", "indicator_change"),
    *("sub_indicator_gap", "item_gap", "instrument_score"),
)
OF_ALL = ("grade_band", "sub_indicator", "finding", "correction", "source", "comparability")


def on_record(view: View, rows) -> Iterator[object]:
    """Every cell that the marts hold of the office, and of rules, sources and findings."""
    for table in OF_OFFICE:
        query = f"SELECT * FROM {table} WHERE office_id = $office"
        for row in rows(view.version, query, office=view.office_id):
            yield from row
    for table in OF_ALL:
        for row in rows(view.version, f"SELECT * FROM {table}"):
            yield from row


def derived(view: View, rows) -> Iterator[float]:
    """What follows from them: distances to neighbours, grades and full marks, and ways to a goal."""
    version, office = view.version, view.office_id
    year, own = rows(
        version,
        "SELECT fiscal_year, score FROM office_year WHERE office_id = $office"
        " AND score IS NOT NULL ORDER BY fiscal_year DESC LIMIT 1",
        office=office,
    )[0]
    places = rows(
        version,
        "SELECT score FROM ranking WHERE fiscal_year = $year AND score IS NOT NULL ORDER BY position",
        year=year,
    )
    scores = [float(score) for (score,) in places]
    near = [score for score in scores if abs(score - float(own)) < 3]
    yield from (scores[0], *near, *(score - float(own) for score in near))
    yield from (after - before for before, after in pairwise(near))
    yield from (*RANGE_STEPS, *(float(own) + step for step in RANGE_STEPS))
    instruments = rows(
        version,
        "SELECT score FROM instrument_score WHERE office_id = $office AND fiscal_year = $year",
        office=office,
        year=year,
    )
    yield from (
        minimum - float(score) for minimum in (95, 100) for (score,) in ((own,), *instruments)
    )
    here = exhibits.situation(view, year)
    goal = first_aim(view.say, here).goal
    if isinstance(here.standing, Missing):
        worths = exhibits.worths(view, here, goal.total - here.score)
        yield from (float(goal.total), *worths["points_per_step"], *worths["needed"].dropna())
        return
    for route in exhibits.routes(view, year, goal):
        yield from (float(route.after.total), float(route.after.total) - float(own))
        for move in route.moves:
            yield from map(float, (move.after, move.points, move.after - move.before))


def as_written(value: object) -> set[str]:
    """The decimals of a text, or a number as reports write it."""
    if isinstance(value, str):
        return set(DECIMAL.findall(value))
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return {f"{abs(value):.{digits}f}" for digits in (1, 2, 4)}
    return set()


@every_view
def test_figures_stem_from_the_marts(report, rows) -> None:
    """No figure with decimals stands in the report but those on record or plainly derived from them."""
    on_paper = chain(on_record(report.view, rows), derived(report.view, rows))
    known = {figure for value in on_paper for figure in as_written(value)}
    shown = {figure for page in report.pages for figure in DECIMAL.findall(page)}
    assert len(shown) > 30
    assert sorted(shown - known) == []


# The file


@every_view
def test_file_is_tagged_and_says_its_language_and_title(report, language) -> None:
    """A screen reader is told the language and finds headings, tables and pictures as such."""
    office = report.view.office_name
    assert report.metadata["Title"] == report.view.say("story.deck_title", office=office)
    assert report.metadata["CreationDate"].startswith("D:20261124")
    with pdfplumber.open(io.BytesIO(report.content)) as pdf:
        catalog = pdf.doc.catalog
        assert catalog["Lang"].decode() == language
        assert catalog["MarkInfo"]["Marked"]
        assert "StructTreeRoot" in catalog
        assert b"pdfuaid:part" in pdf.doc.getobj(catalog["Metadata"].objid).get_data()


@every_view
def test_each_chart_has_its_words(report) -> None:
    """For every chart, and for the QR code, the file holds what it shows as alternative text."""
    with pdfplumber.open(io.BytesIO(report.content)) as pdf:
        tree = pdf.structure_tree
    told = {part["alt_text"] for part in parts_of(tree) if part.get("alt_text")}
    charts = [block for block in report.blocks if block["kind"] == "chart"]
    assert len(charts) >= 3
    assert {block["alt"] for block in charts} <= told
    assert report.view.say("paper.live_alt", address=ADDRESS) in told
    assert {"Table", "TH", "L", "H1", "H2"} <= {part["type"] for part in parts_of(tree)}


def parts_of(tree: list[dict]) -> Iterator[dict]:
    """Every part of the structure of a PDF, the outer before the inner."""
    for part in tree:
        yield part
        yield from parts_of(part.get("children", []))


@every_view
def test_name_says_edition_office_language_and_version(report, language) -> None:
    """Files of both editions and languages can lie in one folder."""
    name = pdf_name(report.view)
    simulated = report.view.version.is_simulated
    parts = ["SIMULATED" if simulated else "published", report.view.office_id, language]
    assert all(part in name for part in (*parts, report.view.version.version_id))
    assert name.endswith(".pdf")


def test_same_data_and_day_make_the_same_file(made, published) -> None:
    """To the byte; another day or no address makes another."""
    again = pdf_file(view_of(published, Say("th")), made_on=MADE_ON, address=ADDRESS)
    assert again == made["published", "th"].content
    assert pdf_file(view_of(published, Say("th")), made_on=MADE_ON) != again


def test_two_readers_at_once_each_get_their_own(made, published, demo) -> None:
    """Reports asked for at the same moment are those that are made one after the other."""
    views = [view_of(version, Say("en")) for version in (published, demo)] * 2
    with ThreadPoolExecutor(4) as readers:
        files = readers.map(lambda view: pdf_file(view, made_on=MADE_ON, address=ADDRESS), views)
        expected = [made["published", "en"].content, made["demo", "en"].content] * 2
        assert list(files) == expected


def test_address_is_printed_and_a_logo_stands_beside_it(made, demo) -> None:
    """Where the operator set an address and gave a logo, they are there; else they are not."""
    assert ADDRESS in made["demo", "en"].text
    view = view_of(demo, Say("en"))
    logo = Picture(LOGO, 1, 1, "the emblem")
    with pdfplumber.open(io.BytesIO(pdf_file(view, made_on=MADE_ON, logo=logo))) as pdf:
        told = {part.get("alt_text") for part in parts_of(pdf.structure_tree)}
        text = pdf.pages[0].extract_text()
    assert "the emblem" in told
    assert "https://" not in text


def test_an_office_without_a_total_is_told_why(published) -> None:
    """It has a report all the same: why there is no score, what is known, and the sources."""
    report = Made(view_of(published, Say("th"), WITHOUT_TOTAL))
    assert report.view.office_id == WITHOUT_TOTAL
    why = next(
        block
        for block in summary(report.view, year_to_tell(report.view))
        if block["kind"] == "aside"
    )
    assert bare(next(written(why))) in report.text
    assert "97.39" not in bare(report.pages[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_font_no_report_is_made(published, language, monkeypatch, tmp_path) -> None:
    """The reader is told in their language which files are missing and how to get them."""
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    with pytest.raises(ReportError, match=r"SarabunITA-Bold\.ttf.*merge_fonts"):
        pdf_file(view_of(published, Say(language)), made_on=MADE_ON)


def test_home_office_is_the_one_reported(made, published) -> None:
    """Without another office the report is that of the edition's home office."""
    assert made["published", "th"].view.office_id == home_of(published)
