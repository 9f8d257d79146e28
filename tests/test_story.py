"""The story: which slides are told, what stands on them, and how a link holds them."""

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita import exhibits, facts, loaders, store
from ita.charts.describe import Chart
from ita.pointer import Version
from ita.report.offline import script_hash
from ita.report.offline.page import drawn, html_file
from ita.report.powerpoint import pptx_file
from ita.story.choices import (
    CODES,
    DEFAULT_CODES,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Choices,
    Words,
    choices_in,
    own_words,
    packed_words,
    slides_text,
    unknown_codes,
    with_words,
    words_in,
)
from ita.story.compose import deck, usual_codes, what_is_missing, years_to_tell
from ita.story.slides import Deck, Picture
from ita.view import View, view_of
from ita.wording import LANGUAGES, Say

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180d0a35d480000000049454e44ae426082"
)
STORY_YEAR = {"published": 2565, "demo": 2565}


@pytest.fixture(params=LANGUAGES)
def view(edition: Version, request: pytest.FixtureRequest) -> View:
    """Each edition in each language, seen from its home office."""
    return view_of(edition, Say(request.param))


@pytest.fixture
def told(view: View) -> Deck:
    """All slides of the year of the rise, also those that the data cannot fill."""
    return deck(view, STORY_YEAR[view.version.edition], Choices(DEFAULT_CODES))


def trend_told(view: View) -> Chart:
    """The trend of the screen, which ends with the year told of where later ones are known."""
    if view.version.is_simulated:
        return exhibits.trend(view, has_actions=True, last_year=STORY_YEAR["demo"])
    return exhibits.trend(view, has_actions=True)


def slides_of(told: Deck) -> dict:
    return {slide.code: slide for slide in told.slides}


# The link


words = st.builds(
    own_words,
    title=st.text(max_size=LONGEST_TITLE),
    text=st.text(max_size=LONGEST_TEXT),
    picture_id=st.from_regex(r"[0-9a-f]{0,16}", fullmatch=True),
).filter(lambda said: said != Words())


@given(st.dictionaries(st.sampled_from(CODES), words, max_size=4))
def test_a_link_brings_back_every_word(said: dict[str, Words]) -> None:
    """What a presenter wrote, tidied once, is read back from the link as it was."""
    ordered = tuple((code, said[code]) for code in CODES if code in said)
    assert words_in(packed_words(ordered)) == ordered


@given(st.text(max_size=200))
def test_a_damaged_link_says_nothing(text: str) -> None:
    """Any text in place of the words is read without an error, as words of known slides or none."""
    assert all(code in CODES for code, _ in words_in(text))


def test_a_bomb_in_the_link_is_not_unpacked() -> None:
    """A short link that would unpack to megabytes is left unread."""
    bomb = packed_words([("cover", Words("ก" * 3_000_000))])
    assert len(bomb) < 20_000
    assert words_in(bomb) == ()


def test_a_link_that_breaks_readers_is_left_unread() -> None:
    """Deep nesting gives nothing; half a letter is dropped, as no file could hold it."""
    deep = base64.urlsafe_b64encode(zlib.compress(b"[" * 39_000)).decode().rstrip("=")
    assert words_in(deep) == ()
    half = json.dumps({"own1": ["a\ud800b", "", ""]}).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(half)).decode().rstrip("=")
    assert words_in(packed) == (("own1", Words("ab")),)


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"], ids=ascii
)
def test_every_program_s_line_end_is_one(end: str) -> None:
    """A soft break out of PowerPoint and its kin are breaks in a text, a space in a title."""
    said = own_words(f"ผล{end}สพป.ตัวอย่าง", f"ข้อหนึ่ง{end}ข้อสอง")
    assert said == Words("ผล สพป.ตัวอย่าง", "ข้อหนึ่ง\nข้อสอง")
    assert words_in(packed_words([("cover", Words(f"ผล{end}สพป.", ""))])) == (
        ("cover", Words("ผล สพป.")),
    )


@pytest.mark.parametrize(
    "sign", ["\0", "\a", "\x1b", "\x1c", "\x7f", "\x9f", "\uffff", "\ud800"], ids=ascii
)
def test_what_is_no_letter_is_left_out(sign: str) -> None:
    """No slide and no file shows a control character; a tab is a space, Thai keeps its word breaks."""
    assert own_words(f"ก{sign}ข", f"ก{sign}ข") == Words("กข", "กข")
    assert own_words("ก\tข", "ก\tข") == Words("ก ข", "ก ข")
    assert own_words("ก\u200bข", "").title == "ก\u200bข"


def test_words_show_alike_in_every_file(view: View) -> None:
    """On the stage and in the PPTX stand the same lines, with no code of a control character."""
    said = own_words("ผลการประเมิน\vสพป.ตัวอย่าง\a", "ข้อหนึ่ง\vข้อสอง")
    packed = packed_words([("own1", said)])
    told = deck(view, STORY_YEAR[view.version.edition], choices_in("own1", packed))
    (slide,) = told.slides
    assert slide.headline == "ผลการประเมิน สพป.ตัวอย่าง"
    assert slide.points == ("ข้อหนึ่ง", "ข้อสอง")
    parts = zipfile.ZipFile(io.BytesIO(pptx_file(told, made_at=datetime(2026, 5, 1, tzinfo=UTC))))
    shown = parts.read("ppt/slides/slide1.xml").decode()
    assert "_x00" not in shown
    assert "ผลการประเมิน สพป.ตัวอย่าง" in re.sub("<[^>]*>", "", shown)


def test_the_order_stands_in_the_link() -> None:
    """Codes in order; the usual order needs none; unknown ones are told, doubled ones kept once."""
    usual = ("cover", "change", "sources")
    assert slides_text(["change", "cover"], usual) == "change_cover"
    assert slides_text(list(usual), usual) == ""
    assert choices_in("change_cover_change_nothing", "").codes == ("change", "cover")
    assert unknown_codes("change_nothing_x") == ["nothing", "x"]


def test_words_of_one_slide_leave_the_others() -> None:
    """Only the words of the slide named are other than before."""
    before = Choices((), (("cover", Words("a")), ("change", Words("b"))))
    after = with_words(before, "change", Words("c"))
    assert after.words_of == {"cover": Words("a"), "change": Words("c")}


# What is told


def test_the_story_of_the_home_office_says_what_is_published(edition: Version) -> None:
    """81.52 B not passed, then 97.39 AA and +15.86, rank 102 of 245, all 43 items, METTA."""
    if edition.is_simulated:
        pytest.skip("figures of the published edition")
    slides = slides_of(deck(view_of(edition, Say("en")), 2565, Choices(DEFAULT_CODES)))
    assert "81.52" in slides["before"].headline
    assert "grade B" in slides["before"].headline
    assert "Not passed" in slides["before"].headline
    assert [step.letter for step in slides["did"].steps] == list("METTA")
    assert "PDCA" in slides["did"].points[0]
    assert "97.39" in slides["change"].headline
    assert "15.86" in slides["change"].headline
    assert "102 of 245" in slides["stand"].headline
    assert "all 43 OIT items of FY2566 are full" in slides["items"].headline


def test_slides_show_the_charts_of_the_screens(view: View, told: Deck) -> None:
    """A slide's chart is the very object that the screen draws: there is no second truth."""
    slides = slides_of(told)
    year = STORY_YEAR[view.version.edition]
    assert slides["change"].chart is trend_told(view)
    assert slides["stand"].chart is exhibits.rank_curve(view, year)
    if view.version.is_simulated:
        assert slides["parts"].chart is exhibits.waterfall(view, year)
        against = exhibits.full_marks(view, year)
        assert slides["indicators"].chart is exhibits.effects(view, year, against)


def test_what_cannot_be_shown_is_told_and_not_shown_by_itself(view: View, told: Deck) -> None:
    """No slide is empty; those that only say what is missing are not in the usual deck."""
    empty = [
        slide.code
        for slide in told.slides
        if not (slide.chart or slide.figures or slide.steps or slide.points or slide.missing)
    ]
    assert empty == []
    year = STORY_YEAR[view.version.edition]
    missing = {code for code, _ in what_is_missing(view, year)}
    assert {slide.code for slide in told.slides if slide.missing} == missing
    assert set(usual_codes(view, year)) == set(DEFAULT_CODES) - missing
    assert missing == (set() if view.version.is_simulated else {"parts", "indicators"})


def test_each_slide_says_its_version(view: View, told: Deck) -> None:
    """Every slide carries a source line with the data version."""
    silent = [s.code for s in told.slides if view.version.version_id not in s.source]
    assert silent == []


def test_no_slide_is_in_the_other_language(told: Deck) -> None:
    """English slides hold Thai only where the data have no English: item titles and source titles."""
    if told.stamp.say.language == "th":
        return
    thai = re.compile("[ก-๛]")
    found = [
        (slide.code, text)
        for slide in told.slides
        for text in (slide.section, slide.headline, *slide.points, slide.missing)
        if thai.search(text) and not re.search("[๐-๙]", text)
    ]
    assert found == []


def test_a_story_tells_of_its_year_and_not_of_later_ones(demo: Version) -> None:
    """Headlines and charts of each year name no score of a later one; steps are those of the year."""
    view = view_of(demo, Say("en"))
    years = loaders.office_years(demo, view.office_id).set_index("fiscal_year")["score"]
    for year in map(int, years_to_tell(view)[:4]):
        later = {f"{score:.2f}" for score in years[years.index > year]} - {f"{years[year]:.2f}"}
        slides = slides_of(deck(view, year, Choices(("cover", "before", "did", "change"))))
        texts = [t for s in slides.values() for t in (s.headline, *s.points)]
        texts.append(slides["change"].chart.headline)
        assert [text for text in texts if later & numbers(text)] == []
        assert {step.fiscal_year for step in slides["did"].steps} <= {year}


def test_an_office_without_a_score_gets_one_slide_that_says_why(published: Version) -> None:
    """With what is known all the same, and what would fill it."""
    seen = view_of(published, Say("th"), "p-tak-1")
    assert years_to_tell(seen) == []
    [only] = deck(seen, None, Choices()).slides
    assert only.missing
    assert only.points


def test_a_derived_score_is_told_as_derived(published: Version) -> None:
    """Never as if it had been announced: the headline says how it was found and how far it may be off."""
    years = loaders.years(published)["fiscal_year"]
    derived = [
        (office_id, int(row["fiscal_year"]))
        for office_id in store.ranking(published, int(years.iloc[-2]))["office_id"].dropna()
        for row in store.office_years(published, office_id).to_dict("records")
        if row["status"] == "derived"
    ]
    assert derived
    office_id, year = derived[0]
    slides = slides_of(deck(view_of(published, Say("en"), office_id), year, Choices(DEFAULT_CODES)))
    for code in ("cover", "change"):
        assert "±0.01" in slides[code].headline
        assert "derived" in slides[code].headline


def test_the_presenters_words_are_marked_as_theirs(view: View) -> None:
    """An own title stands in place of ours, an own text before it, and the slide says whose they are."""
    choices = Choices(
        ("change", "own1"),
        (("change", Words("หัวเรื่องเอง", "ข้อหนึ่ง\nข้อสอง")), ("own1", Words("ของฉัน", "", "abc"))),
    )
    year = STORY_YEAR[view.version.edition]
    picture = Picture(PNG, 1, 1, "ภาพ")
    change, own = deck(view, year, choices, pictures={"abc": picture}).slides
    assert change.headline == "หัวเรื่องเอง"
    assert change.points[:2] == ("ข้อหนึ่ง", "ข้อสอง")
    assert change.chart is trend_told(view)
    assert own.picture is picture
    mark = view.say("story.own_words")
    assert mark in change.source
    assert mark in own.source


def test_a_picture_that_is_no_longer_kept_is_told(view: View) -> None:
    """On a slide of the presenter's own as on one with a chart."""
    year = STORY_YEAR[view.version.edition]
    said = tuple((code, Words(picture_id="abc")) for code in ("change", "own1"))
    for slide in deck(view, year, Choices(("change", "own1"), said)).slides:
        assert view.say("story.picture_lost") in slide.points


# The page


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+\.\d{2}", text))


def test_the_page_holds_the_figures_of_its_charts(view: View, told: Deck) -> None:
    """The JSON in the page has the table of each chart, cell by cell, and the scores of the mart."""
    page = html_file(told).decode()
    data = json.loads(re.search(r'id="story-data">(.*?)</script>', page)[1])
    by_code = {slide["code"]: slide for slide in data["slides"]}
    wrong = []
    for slide in (slide for slide in told.slides if slide.chart):
        shown = slide.chart.table().shown
        cells = shown.astype("object").where(shown.notna(), None)
        rows = by_code[slide.code]["table"]["rows"]
        pairs = zip(cells.itertuples(index=False), rows, strict=True)
        wrong += [(slide.code, own, read) for own, read in pairs if not alike(own, read)]
    assert wrong == []
    column = by_code["change"]["table"]["columns"].index(view.say("column.score"))
    scores = {row[column] for row in by_code["change"]["table"]["rows"]} - {None}
    years = loaders.office_years(view.version, view.office_id)
    told_of = years[years["fiscal_year"] <= STORY_YEAR[view.version.edition]]
    assert scores == set(told_of["score"].dropna())
    assert data["version"] == view.version.version_id
    assert data["edition"] == view.version.edition


def alike(own: Sequence[object], read: Sequence[object]) -> bool:
    """Whether a row of a table was read back as it is, to the precision that JSON keeps."""
    return all(
        abs(mine - theirs) < 1e-9
        if isinstance(mine, float) and theirs is not None
        else mine == theirs
        for mine, theirs in zip(own, read, strict=True)
    )


def test_every_text_of_the_deck_stands_on_the_page(told: Deck) -> None:
    """Headlines, points, figures, steps, sources and notes, each as it is in the deck."""
    page = html_file(told).decode()
    body = re.sub(r"<script.*?</script>|<style.*?</style>|</?strong>", "", page, flags=re.DOTALL)
    plain = re.sub(r"\s+", " ", unescape(body))
    missing = [
        (slide.code, text)
        for slide in told.slides
        for text in (
            slide.headline, slide.source, *map(facts.bare, slide.points), facts.bare(slide.missing),
            *(facts.bare(line) for line in slide.notes.splitlines()),
            *(figure.value for figure in slide.figures), *(step.what for step in slide.steps),
        )
        if re.sub(r"\s+", " ", text) not in plain
    ]  # fmt: skip
    assert missing == []


def test_the_page_needs_nothing_from_outside(told: Deck) -> None:
    """No address but that of the SVG names is in it, and the simulated edition is marked on each slide."""
    page = html_file(told).decode()
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"(?:src|href)=[\"'](?!data:|#)", page)
    marks = page.count('<p class="mark">')
    assert marks == (len(told.slides) if told.stamp.version.is_simulated else 0)


def test_the_same_deck_gives_the_same_page(view: View) -> None:
    """Byte for byte."""
    year = STORY_YEAR[view.version.edition]
    assert html_file(deck(view, year, Choices())) == html_file(deck(view, year, Choices()))


def test_words_on_the_page_are_text(view: View) -> None:
    """Markup and scripts in a presenter's words, or in the data, stay text."""
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    choices = Choices(("own1",), (("own1", Words(evil, evil)),))
    page = html_file(deck(view, STORY_YEAR[view.version.edition], choices)).decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("<script") == 3
    assert script_hash().startswith("'sha256-")


def test_a_qr_code_leads_to_the_live_view(view: View) -> None:
    """With a public address the first and the last slide carry it; without one there is none."""
    year = STORY_YEAR[view.version.edition]
    with_address = deck(view, year, Choices(), address="https://ita.example.go.th/?year=2565")
    assert html_file(with_address).decode().count('class="qr"') == 2
    assert 'class="qr"' not in html_file(deck(view, year, Choices())).decode()


def test_long_words_get_a_smaller_size(view: View) -> None:
    """A headline or a text of the greatest length is set smaller, not cut."""
    year = STORY_YEAR[view.version.edition]
    long = Words("ก" * LONGEST_TITLE, "ข" * LONGEST_TEXT)
    short, longer = (
        drawn(deck(view, year, Choices(("change",), words)).slides[0], 1)
        for words in ((("change", Words("สั้น")),), (("change", long),))
    )
    assert longer.headline_size < short.headline_size
    assert longer.point_size < short.point_size
