"""What an office tells of itself on screen: pasted or typed, marked, completed, published, in the ranking."""

import shutil
from pathlib import Path

import pytest
from screens import opened, texts, view_of
from streamlit.testing.v1 import AppTest
from test_facts import NOBODY, POSTER, poster_picture

from etl.read.reading import read_document
from ita import told
from ita.offices import all_offices
from ita.wording import Say
from pages.shared import stewards

TH = Say("th")


@pytest.fixture
def own(
    warehouse_root: Path, data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Data and a warehouse that may be added to, and a steward who is signed in."""
    shutil.copytree(warehouse_root / "published", tmp_path / "warehouse" / "published")
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.setenv("ITA_DATA", str(data_copy))
    monkeypatch.setattr(stewards, "email", lambda: "steward@example.go.th")
    return tmp_path


def pasted(text: str) -> AppTest:
    """The review of a pasted text."""
    app = opened(view_of("imports"), timeout=240)
    app.text_area(key="import-text").set_value(text)
    return app.button(key="import-check").click().run()


def marked(app: AppTest) -> str:
    """The text with its marks."""
    return next(text for text in app.markdown.values if "-badge[" in text)


def sent(app: AppTest, label: str) -> AppTest:
    """Press the button of a form."""
    return next(button for button in app.button if button.label == TH(label)).click().run()


@pytest.mark.usefixtures("own")
def test_a_poster_is_pasted_published_and_narrows_the_ranking() -> None:
    """Each figure beside its words; 14 places instead of 13; the title asked for; then on the ranking."""
    app = pasted(POSTER)
    assert "**98.20** :blue-badge[● คะแนนรวม 2565]" in marked(app)
    assert "**1** :blue-badge[● อันดับในจังหวัด 2565]" in marked(app)
    app = app.button(key="import-go-effects").click().run()
    known = TH("imports.told.known", year=2565, after=14, total=245, before=13)
    assert known in " ".join(app.markdown.values)
    app = app.button(key="import-go-publish").click().run()
    assert app.button(key="import-publish").disabled
    app = app.button(key="import-fill-in").click().run()
    app.text_input(key="import-papers-title").set_value("โปสเตอร์แสดงความยินดี")
    app = sent(app, "imports.told.save")
    app = app.button(key="import-go-effects").click().run()
    app = app.button(key="import-go-publish").click().run()
    app.text_area(key="import-note").set_value("จากโปสเตอร์")
    app = app.run().button(key="import-publish").click().run()
    assert not app.exception
    assert any("เผยแพร่แล้วเป็นรุ่น" in message.value for message in app.success)
    said = " ".join(texts(opened(view_of("ranking"), year="2565")))
    assert TH("ranking.fact.known", known=14, total=245, unknown=231) in said
    assert TH("ranking.fact.stated.one", count=1) in said


@pytest.mark.usefixtures("warehouse")
def test_what_a_text_does_not_tell_is_asked_for() -> None:
    """No office and no year: both are marked and asked for; given, they are read with the text."""
    app = pasted(NOBODY)
    assert "**95.20** :orange-badge[▲ คะแนนรวม ไม่บอกปี]" in marked(app)
    app.selectbox(key="import-papers-office").select("สพป.เชียงราย เขต 1")
    app.selectbox(key="import-papers-year").select(2565)
    app = sent(app, "imports.told.save")
    assert "**95.20** :blue-badge[● คะแนนรวม 2565]" in marked(app)
    app = app.button(key="import-go-effects").click().run()
    assert "104–245" in " ".join(app.markdown.values)
    app.button(key="import-another").click().run()  # which takes the folder of the visit away


@pytest.mark.usefixtures("warehouse")
def test_a_typed_fact_comes_to_the_same_review() -> None:
    """Office, year, measure and value become a sentence with its marks; what is no score is refused."""
    app = opened(view_of("imports"), timeout=240)
    app.selectbox(key="import-fact-office").select("สพป.เชียงราย เขต 1")
    app.selectbox(key="import-fact-year").select(2565)
    app.text_input(key="import-fact-value").set_value("198.2")
    app = sent(app, "imports.told.check")
    assert [toast.value for toast in app.toast] == [TH("imports.told.no_value")]
    app.text_input(key="import-fact-value").set_value("98.2")
    app.text_input(key="import-fact-rank").set_value("60")
    app = sent(app, "imports.told.check")
    assert "**98.20** :blue-badge[● คะแนนรวม 2565]" in marked(app)
    assert "**60** :blue-badge[● อันดับ 2565]" in marked(app)
    app.button(key="import-another").click().run()


@pytest.mark.parametrize("measure", told.MEASURES)
def test_a_typed_fact_is_read_as_it_was_typed(measure: str) -> None:
    """The sentence of any measure and office states that figure of that office and year, nothing else."""
    column = "score" if measure == "total" else measure
    for office in all_offices()[::40]:
        text = told.sentence(office.short_name, 2566, measure, "๘๗.๕")
        [row] = read_document(str(text).encode(), "fact.txt").rows
        assert dict(row.cells) == {
            "office": office.short_name, "fiscal_year": "2566", column: "87.50",
        }  # fmt: skip


@pytest.mark.usefixtures("warehouse")
def test_a_picture_of_a_poster_is_worded_beside_it() -> None:
    """Words that state nothing are refused and stay to be mended; a fact typed under them is marked.

    A year is needed, and whoever is no steward sees the command with the words in it.
    """
    app = opened(view_of("imports"), timeout=240)
    picture = ("poster.jpg", poster_picture(), "image/jpeg")
    app = app.file_uploader(key="import-file").set_value([picture]).run()
    assert TH("imports.poster.explained") in [info.value for info in app.info]
    app.text_area(key="import-poster-words-0").set_value("ขอแสดงความยินดี")
    app = sent(app, "imports.scan.save")
    assert app.error
    assert TH("imports.poster.explained") in texts(app)
    app.selectbox(key="import-poster-office").select("สพป.เชียงราย เขต 1")
    app.text_input(key="import-poster-value").set_value("98.2")
    app = sent(app, "imports.poster.add")
    assert [toast.value for toast in app.toast] == [TH("imports.told.incomplete")]
    app.selectbox(key="import-poster-year").select(2565)
    app = sent(app, "imports.poster.add")
    assert [len(box.value.splitlines()) for box in app.text_area] == [2]
    app = app.button(key="import-poster-check").click().run()
    assert "**98.20** :blue-badge[● คะแนนรวม 2565]" in marked(app)
    assert TH("imports.form.words") in " ".join(app.markdown.values)
    app = app.button(key="import-go-effects").click().run()
    app = app.button(key="import-go-publish").click().run()
    assert "--words ขอแสดงความยินดี --words" in app.code[0].value
    assert not app.exception
    app.button(key="import-another").click().run()
