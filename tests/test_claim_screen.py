"""The claim check on screen: pasted or sent, marked, told as a table, taken along."""

import re
from pathlib import Path

import pytest
from screens import View, opened, texts, view_of
from streamlit.testing.v1 import AppTest
from test_prose import SPEECH, word
from test_read_pdf import PICTURE, pdf

from ita.pointer import EDITIONS
from ita.wording import LANGUAGES, Say
from pages.shared import claim_parts, reviews

TH = Say("th")
FOUND_HERE = """สพป.กาฬสินธุ์ เขต 2 ปี ๒๕๖๕ ได้ ๙๗.๓๙ คะแนน ระดับ AA (+ 15)
ปี 2565 อยู่อันดับที่ 120 จาก 245 แห่ง
ปี 2566 เราได้คะแนน ITA 93.17 คะแนน
ขอขอบคุณบุคลากร สพป.กาฬสินธุ์ เขต 3 ทุกท่าน"""


@pytest.fixture
def view(warehouse: Path) -> View:
    """The screen over the editions built for the tests."""
    assert warehouse
    return view_of("claims")


def pasted(view: View, text: str) -> AppTest:
    app = opened(view)
    app.text_area(key="claims-text").set_value(text)
    return app.button(key="claims-check").click().run()


def sent(view: View, name: str, content: bytes) -> AppTest:
    app = opened(view)
    app.file_uploader(key="claims-file").set_value((name, content, "application/octet-stream"))
    return app.run()


def marks(app: AppTest) -> str:
    """The marked text, empty while there is none."""
    return next((text for text in app.markdown.values if "-badge[" in text), "")


def figures(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


# Without a browser


def test_nothing_is_checked_before_there_is_a_text(view: View) -> None:
    """The screen says so, and shows what a text is held against."""
    app = opened(view)
    assert view.say("claims.nothing_yet") in [message.value for message in app.info]
    assert figures(app) == []
    assert list(app.dataframe[0].value["score"]) == [97.39, 81.52]


def test_a_pasted_speech_is_summed_up_marked_and_listed(view: View) -> None:
    """Counts on top, each claim with shape, word and value in the text, and a row in the table."""
    app = pasted(view, FOUND_HERE)
    assert not app.exception
    assert figures(app) == ["4", "1", "0", "2", "1"]  # years there are data of do not count here
    assert app.subheader[0].value == view.say("claims.headline.differs.many", count=2, found=8)
    shown = marks(app)
    assert "**๙๗.๓๙** :blue-badge[● ตรง]" in shown
    assert "**+ 15** :gray-badge[◐ ปัดเศษ: +15.86]" in shown
    assert "**120** :orange-badge[▲ ไม่ตรง: 102]" in shown
    assert "**93.17** :gray-badge[○ ไม่มีในข้อมูล]" in shown
    rows = app.dataframe[0].value
    assert list(rows["printed"][rows["verdict"] == "▲ ไม่ตรง"]) == ["120", "สพป.กาฬสินธุ์ เขต 3"]
    assert "120 [ไม่ตรง: 102]" in app.code[0].value


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_made_of_real_figures(edition: str, language: str) -> None:
    """Nothing in it differs from the data; another text can take its place."""
    app = opened(view_of("claims", edition, language))
    app.button(key="claims-example").click().run()
    assert not app.exception
    assert int(figures(app)[0]) >= 4
    assert figures(app)[2:] == ["0", "0", "0"]
    app.button(key="claims-clear").click().run()
    assert figures(app) == []


@pytest.mark.usefixtures("warehouse")
def test_an_office_without_figures_has_no_example() -> None:
    """There is nothing to make one of, and the screen still opens."""
    app = opened(view_of("claims"), office="p-tak-1")
    assert not app.exception
    assert "claims-example" not in [button.key for button in app.button]


@pytest.mark.parametrize(
    ("name", "content"),
    [("คำกล่าว.txt", SPEECH.encode()), ("speech.docx", word(SPEECH, "ขอขอบคุณ"))],
    ids=["text", "word"],
)
def test_a_file_is_read_and_checked(view: View, name: str, content: bytes) -> None:
    """Its text is marked; the file is named."""
    app = sent(view, name, content)
    assert not app.exception
    assert "**๙๗.๓๙** :blue-badge[● ตรง]" in marks(app)
    assert any(name in caption.value for caption in app.caption)


def test_the_newest_text_wins(view: View) -> None:
    """A text after a file is checked and named; a file after a text too; clearing takes both away."""
    app = sent(view, "speech.txt", SPEECH.encode())
    app.text_area(key="claims-text").set_value("ปี 2565 เราได้คะแนน ITA 93.79")
    app.button(key="claims-check").click().run()
    assert "**93.79**" in marks(app)
    assert view.say("claims.from_box") in [caption.value for caption in app.caption]
    other = ("other.txt", b"ITA FY2022: 97.39", "text/plain")
    app.file_uploader(key="claims-file").set_value(other).run()
    assert "**97.39**" in marks(app)
    app.button(key="claims-clear").click().run()
    assert figures(app) == []
    assert view.say("claims.nothing_yet") in [message.value for message in app.info]


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scan_is_refused_with_a_sentence(language: str) -> None:
    """In the reader's language, with what to do."""
    view = view_of("claims", language=language)
    app = sent(view, "scan.pdf", pdf(PICTURE, PICTURE))
    assert [view.say("input.prose_scan", pages=2) in error.value for error in app.error] == [True]
    assert figures(app) == []


def test_a_reader_that_dies_is_told(
    view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An etl that ends without an answer is a sentence, not an error."""
    monkeypatch.setattr(reviews, "_ROOT", tmp_path)  # where there is no etl
    app = sent(view, "speech.txt", SPEECH.encode())
    assert not app.exception
    assert [error.value for error in app.error] == [view.say("claims.failed")]


def test_nothing_of_a_text_is_read_as_markdown(view: View) -> None:
    """No link, picture, icon, bold or list comes out of what somebody pasted."""
    hostile = (
        "1. ปี 2565 ได้ 97.39 คะแนน [x](https://evil.example) ![y](z.png) *หนา* :smile: `code` <b>b</b> "
        ":red[แดง] &lt;x www.evil.example a@evil.example $x$"
    )
    shown = marks(pasted(view, hostile))
    assert shown.startswith("1\\. ปี **2565**")
    for raw in (
        "[x](",
        "![y",
        "*หนา*",
        ":smile:",
        "`code`",
        "<b>",
        ":red",
        "&lt;",
        "www.",
        "a@e",
        "://",
        "$x$",
    ):
        assert not re.search(rf"(?<!\\){re.escape(raw)}", shown), raw


def test_a_long_text_shows_its_claims_only(view: View) -> None:
    """Of many paragraphs those with something to check are shown, and it is said of how many."""
    app = pasted(view, "บทนำ\n" * 100 + "ปี 2565 เราได้ 97.39 คะแนน")
    assert "บทนำ" not in marks(app)
    told = view.say("claims.only_marked", shown=1, total=101)
    assert told in [caption.value for caption in app.caption]


def test_a_text_too_long_is_refused(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its length and what can be checked at once."""
    monkeypatch.setattr(claim_parts, "MOST_LETTERS", 20)
    app = pasted(view, SPEECH)
    assert [error.value for error in app.error] == [
        view.say("claims.too_long", length=len(SPEECH), most=20)
    ]


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_result_is_in_the_reader_s_language(language: str) -> None:
    """No value is left out, and no Thai of ours stands on the English screen."""
    app = pasted(
        view_of("claims", language=language), "In FY2022 we scored 97.93 points, rank 12 of 245."
    )
    assert not app.exception
    said = [text for text in texts(app) if "{" in text or "None" in text]
    assert said == []
    if language == "en":
        assert not re.search("[ก-๛]", " ".join(app.dataframe[0].value.astype(str).sum()))
