"""Links as they come out of mails and chats: understood where they mean one thing, else told in words."""

import asyncio
from time import process_time
from urllib.parse import urlencode

import pytest
from screens import VIEWS, View, opened, refusals, view_of

from ita.pointer import EDITIONS
from ita.wording import LANGUAGES, Say
from pages.shared import links, server

PAGES = ("trend", "ranking", "gaps", "present")
YEAR = (("year", "2566"),)


def meant(path: str, query: str = "") -> tuple[str | None, dict[str, str]]:
    """The page and the values that a link means."""
    link = links.tidy(path, query, PAGES)
    return link.page, dict(link.asked)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/ranking", "ranking"),
        ("/", ""),
        ("/overview", ""),
        ("/index.html", ""),
        ("/Ranking", "ranking"),
        ("/RANKING/", "ranking"),
        ("/ranking.", "ranking"),
        ("/ranking)", "ranking"),
        ("/ranking>,", "ranking"),
        ("/“ranking”", "ranking"),
        ("/rank\u200bing", "ranking"),
        ("/ranking\u00a0", "ranking"),
        ("/rankingครับ", "ranking"),
        ("/ranking%20", "ranking"),
        ("//ranking", "ranking"),
        ("/ｒａｎｋｉｎｇ", "ranking"),
        ("/rankings", None),
        ("/ranking/more", None),
        ("/ranking2", None),
        ("/no\u200bwhere", None),
        ("/อันดับ", None),
    ],
)
def test_a_path_means_a_page_or_none(path, page) -> None:
    """Capitals, signs, marks nobody sees and Thai words around a page's name do not hide it."""
    found, asked = meant(path)
    assert asked == {}
    assert found == page


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("lang=en&amp;year=2566", {"lang": "en", "year": "2566"}),
        ("lang=en&amp;amp;year=2566", {"lang": "en", "year": "2566"}),
        ("lang=en&#38;year=2566", {"lang": "en", "year": "2566"}),
        ("lang=en%26amp%3Byear=2566", {"lang": "en", "year": "2566"}),
        ("amp;lang=en&amp%3Byear=2566", {"lang": "en", "year": "2566"}),
        ("lang%3Den%26year%3D2566", {"lang": "en", "year": "2566"}),
        ("lang%253Den%2526year%253D2566", {"lang": "en", "year": "2566"}),
        ("lang=en?year=2566", {"lang": "en", "year": "2566"}),
        ("lang=en;year=2566", {"lang": "en", "year": "2566"}),
        ("lang=3Den&year=3D2566", {"lang": "en", "year": "2566"}),
        ("edition=demo®ion=ภาคกลาง", {"edition": "demo", "region": "ภาคกลาง"}),
        ("?lang=en&&year=2566&", {"lang": "en", "year": "2566"}),
        ("LANG=EN&Year=2566&Edition=Demo", {"lang": "en", "year": "2566", "edition": "demo"}),
        ("lang=en&year=2566&gt;", {"lang": "en", "year": "2566"}),
        ("lang=&year=2566&amp", {"year": "2566"}),
    ],
)
def test_names_and_values_are_parted_as_they_were_meant(query, asked) -> None:
    """However a mail, a chat or a copied line writes what stands between them."""
    assert meant("/ranking", query) == ("ranking", asked)


@pytest.mark.parametrize(
    "value",
    [
        "2566)", "2566]", "2566,", "2566.", "2566ฯ", "2566ๆ", "2566>", "2566*", "2566”", "2566)ค่ะ",
        "2566นะครับ", "(2566)", "“2566”", "2566%2529", "2566%20", "+2566", "2566\u200b",
        "\ufeff2566", "25\u200d66", "2566\u00a0", "2566\u200e", "2566\ufe0f", "2566\u00ad", "๒๕๖๖",
        "２５６６", "๒๕๖๖)", "2566&quot;", "2566&nbsp;", "2566…", "2566 (ปีงบประมาณ)",
    ],
)  # fmt: skip
def test_what_stands_around_a_code_is_left_out(value) -> None:
    """Brackets, stops, Thai words, marks nobody sees; Thai and full-width digits are digits."""
    assert meant("/ranking", f"year={value}") == ("ranking", dict(YEAR))


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("office", "P-Kalasin-2)", "p-kalasin-2"),
        ("office", "p–kalasin‑2", "p-kalasin-2"),
        ("office", "p-kala%0D%0Asin-2", "p-kalasin-2"),
        ("province", "Chiang\u00a0Mai.", "Chiang Mai"),
        ("province", "Phra+Nakhon+Si+Ayutthaya", "Phra Nakhon Si Ayutthaya"),
        ("region", "ภาคกลาง)", "ภาคกลาง"),
        ("region", "“ภาคตะวันตก”", "ภาคตะวันตก"),
        ("grade", "ผ่านดีเยี่ยม,", "ผ่านดีเยี่ยม"),
        ("with", "p-trat,s-yala,", "p-trat,s-yala"),
        ("without", "-O3_O5.", "-O3_O5"),
        ("target", "๙๕.๕", "95.5"),
        ("cell", "14.score)", "14.score"),
        ("limits", "3x_7c95_8e2)", "3x_7c95_8e2"),
        ("q", "กำแพงเพชร)", "กำแพงเพชร"),
        ("q", "สพม.24 (ปทุมธานี)", "สพม.24 (ปทุมธานี)"),
        ("q", "เขต\u200b 2", "เขต 2"),
        ("words", "eJyrVkrLz1eyUg-_)", "eJyrVkrLz1eyUg-_"),
    ],
)
def test_each_kind_of_value_keeps_its_own_letters(name, written, value) -> None:
    """Codes, Thai names, lists, decimals and free words: what belongs to them stays."""
    assert meant("/gaps", f"{name}={written}") == ("gaps", {name: value})


@pytest.mark.parametrize(
    "value", ["2566 see page 2", "2566/2567", "สพป.กาฬสินธุ์ เขต 2", "-", "2566-7"]
)
def test_what_may_mean_more_is_left_as_it_is(value) -> None:
    """Nothing is guessed: the page names the value and says what it shows."""
    assert meant("/ranking", urlencode({"office": value})) == ("ranking", {"office": value})


def test_words_of_advertisements_go_and_strangers_stay() -> None:
    """What only says who clicked is taken out; a name nobody knows stays, to be told."""
    tracking = (
        "fbclid=IwAR0_aem&utm_source=line&utm_medium=chat&gclid=1&openExternalBrowser=1&igsh=a"
        "&mibextid=x&_gl=1*abc&ttclid=2&msclkid=3&srsltid=4"
    )
    page, asked = meant("/ranking", f"{tracking}&year=2566&ofice=p-trat&embed=true")
    assert (page, asked) == ("ranking", {"year": "2566", "ofice": "p-trat", "embed": "true"})


def test_a_query_swallowed_by_the_path_is_given_back() -> None:
    """``%3F`` for a question mark, or none at all."""
    for path in ("/overview?office=p-trat", "/overview%3Foffice=p-trat", "/overview&office=p-trat"):
        assert meant(path, "lang=en") == ("", {"office": "p-trat", "lang": "en"})


def test_two_values_for_one_name_are_not_decided() -> None:
    """Twice the same is one; two that differ both stay, and the page says which it took."""
    link = links.tidy("/ranking", "year=2566&year=2566&edition=demo&edition=published", PAGES)
    assert link.asked == (*YEAR, ("edition", "demo"), ("edition", "published"))


def test_a_link_in_order_stays_as_it_is() -> None:
    """What is tidied once is tidy, so that nobody is led in a circle."""
    query = "lang=en&amp;region=ภาคกลาง)&q=ก (ข&words=a_-&province=Chiang%20Mai&x=y)&year=2566 see"
    once = links.tidy("/Ranking.", query, PAGES)
    path, _, told = once.address.removeprefix(".").partition("?")
    assert links.as_written(path, told) == once == links.tidy(path, told, PAGES)


@pytest.mark.parametrize(
    "query",
    [
        "office=p-x-mali-1&with=p-x-mali-2,s-x-mora&ptype=any&within=2.5",
        "goal=rank&to_rank=3&limits=3x_7c95_8e2&without=O2_-O4&i10=99.5&done=O1_O43",
        "region=" + "ภาคตะวันออกเฉียงเหนือ" + "&province=Phra+Nakhon+Si+Ayutthaya&grade=ผ่านดี",
        "slides=cover_own1_sources&slide=own1&words=eJyrVkrLz1eyUoqOVapVAAAnvQTz-_",
        "review=0a1b2c3d4e5f6071&cell=-3.row&rows=all&part=summary",
        "q=" + "สพม.กท 1" + "&sub=10.1&items=open&by=0&page=2",
    ],
)
def test_links_the_dashboard_writes_are_in_order(query) -> None:
    """Codes of every kind pass unchanged."""
    assert links.tidy("/ranking", query, PAGES) == links.as_written("/ranking", query)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 30_000,
        "q=" + ")" * 30_000,
        "&amp;" * 6_000,
        "a&" + "((" * 15_000 + "b=1",
        "%25" * 9_000,
    ],
)
def test_no_link_takes_long(query) -> None:
    """However it is built, it is read in well under a second."""
    before = process_time()
    links.tidy("/" + query, query, PAGES)
    assert process_time() - before < 1


def test_marks_nobody_sees_are_told_in_words() -> None:
    """The text without them, and that they are there."""
    for language in LANGUAGES:
        say = Say(language)
        assert links.seen("2566", say) == "2566"
        for mark in "\u200b\ufeff\u00ad\u200e\x07":
            assert links.seen(f"25{mark}66", say) == say("frame.invisible", text="2566")


# On the pages


def alerts(view: View, **query: str) -> list[str]:
    """The messages of a screen opened by a link."""
    app = opened(view, **query)
    assert not app.exception
    return [message.value for message in app.info]


@pytest.mark.usefixtures("warehouse")
def test_a_screen_follows_a_link_where_no_server_of_ours_has_tidied_it() -> None:
    """``streamlit run dashboard.py`` too: the value is used and the address put in order."""
    app = opened(view_of("ranking", "demo"), year="๒๕๖๖)", type="PRIMARY\u200b", fbclid="x")
    assert {**app.query_params, "year": "2566"} == app.query_params
    assert "fbclid" not in app.query_params
    assert refusals(app, view_of("ranking", "demo")) == []
    assert next(box for box in app.selectbox if box.key == "control-type").value == "primary"


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_nobody_knows_is_told(language) -> None:
    """In the reader's language, with its letters."""
    view = view_of("trend", "published", language)
    assert view.say("frame.link_names", names="ofice") in alerts(view, ofice="p-trat")


# From the server


def answered(path: str, query: str = "") -> tuple[int, dict[str, str], str]:
    """Status, headers and text for a request that Streamlit itself would answer with its page."""

    async def streamlit(_scope, _receive, send) -> None:
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"4")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"page"})

    sent: list[dict] = []

    async def keep(message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [],
    }  # fmt: skip
    app = server.with_tidy_links(server.with_page(streamlit, "OURS"))
    asyncio.run(app(scope, None, keep))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part["body"] for part in sent[1:]).decode()


@pytest.mark.parametrize(
    ("path", "query", "to"),
    [
        ("/Ranking", "edition=demo", "./ranking?edition=demo"),
        ("/ranking/", "edition=demo&amp;lang=en", ".././ranking?edition=demo&lang=en"),
        ("/overview?office=p-trat", "", "./?office=p-trat"),
        ("/overview", "", "./"),
        ("/Present", "lang=en)", "./present?lang=en"),
    ],
)
def test_the_server_leads_to_the_right_address(path, query, to) -> None:
    """With what was asked, and from wherever the dashboard's folder is."""
    status, headers, _ = answered(path, query)
    assert (status, headers["location"]) == (307, to)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_is_told_in_the_reader_s_language(language) -> None:
    """404, the name of the page as text, and every screen to choose from, in the same edition."""
    say = Say(language)
    status, headers, text = answered("/<b>x/y", f"lang={language}&edition=demo")
    assert status == 404
    assert headers["content-length"] == str(len(text.encode()))
    assert f'<html lang="{language}">' in text
    assert say("frame.no_page", path="/&lt;b&gt;x/y") in text
    for view in VIEWS:
        assert f">{view.title.replace('&', '&amp;')}</a>" in text or view.language != language
    assert text.count("edition=demo") == len(VIEWS) / len(LANGUAGES) / len(EDITIONS)


@pytest.mark.parametrize("path", ["/", "/ranking", "/auth/done", "/oauth2callback"])
def test_pages_are_answered_with_the_page(path) -> None:
    """Screens and what belongs to signing in."""
    assert answered(path, "lang=en")[::2] == (200, "OURS")
