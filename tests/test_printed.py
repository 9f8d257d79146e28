"""Charts in print: all that the description says stands in the picture, whole, the same every time."""

import hashlib
import io
import re
import subprocess
import sys
import tomllib
from functools import lru_cache
from itertools import product

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from matplotlib.font_manager import FontProperties, findfont
from PIL import Image
from screens import CHARTS, NOT_PUBLISHED, ROOT

from docs.merge_fonts import STYLES, merged
from ita import pointer
from ita.charts import printed
from ita.charts.describe import Axis, Band, Bars, Cells, Chart, Dots, Mark, Note, Rule
from ita.pointer import Version
from ita.wording import LANGUAGES, catalogue

SVG = "{http://www.w3.org/2000/svg}"
SLIDE = printed.Size(1210, 700, 2.3, has_titles_beside=True)
SIZES = {
    "wide": printed.WIDE,
    "square": printed.SQUARE,
    "slide": SLIDE,
    "column": printed.COLUMN,
}
every_chart = pytest.mark.parametrize(
    ("name", "which"),
    [pair for pair in product(CHARTS, pointer.EDITIONS) if pair not in NOT_PUBLISHED],
)
every_size = pytest.mark.parametrize("size", SIZES)


@pytest.fixture
def version(request: pytest.FixtureRequest, which: str) -> Version:
    return request.getfixturevalue(which)


@lru_cache(maxsize=64)
def chart_of(name: str, version: Version, language: str = "th") -> Chart:
    return CHARTS[name](version, language)


def small(*marks: Mark, **others: object) -> Chart:
    """A chart of ten by ten with these marks."""
    texts = {"headline": "Headline", "subtitle": "Subtitle", "source": "Source"} | others
    axes = {"x": Axis("", 0, 10), "y": Axis("", 0, 10)}
    return Chart("small", alt="alt", marks=marks, table=list, **axes, **texts)


def texts_in(drawn: bytes) -> list[str]:
    """The texts of an SVG in the order they are drawn."""
    return ["".join(element.itertext()) for element in etree.fromstring(drawn).iter(f"{SVG}text")]


def bare(text: str) -> str:
    """A text without marks of weight, line ends and spaces, which break differently by size."""
    return re.sub(r"<br>|</?b>|\s", "", text)


def texts_of(chart: Chart) -> list[str]:
    """Every text that the description of a chart wants to be seen."""
    wanted = [chart.subtitle, chart.source, chart.x.title, *chart.watermark.split(" · ")]
    wanted += [label for axis in (chart.x, chart.y) for _, label in axis.ticks]
    for mark in chart.marks:
        match mark:
            case Dots() | Bars():
                wanted += mark.labels
            case Cells():
                wanted += mark.texts
            case Band() | Rule():
                wanted.append(mark.label)
            case Note():
                wanted.append(mark.text)
    return wanted


# What stands in the picture


@every_size
@every_chart
def test_every_text_of_the_description_stands_in_the_picture(name, version, size) -> None:
    """Headline, subtitle, source, ticks, labels, notes and the mark are there, in Sarabun."""
    chart = chart_of(name, version)
    drawn = printed.svg(chart, SIZES[size], is_text_kept=True)
    whole = bare("".join(texts_in(drawn)))
    lost = [text for text in (chart.headline, *texts_of(chart)) if bare(text) not in whole]
    assert lost == []
    families = set(re.findall(r"font-family: ([^;\"]+)", drawn.decode()))
    assert families == {"Sarabun, sans-serif"}


@pytest.mark.parametrize("language", LANGUAGES)
@every_chart
def test_a_picture_without_heading_still_says_what_is_measured(name, version, language) -> None:
    """The headline is left to the slide; subtitle and source with the version stay."""
    chart = chart_of(name, version, language)
    drawn = printed.svg(chart, SLIDE, is_text_kept=True, has_heading=False)
    whole = bare("".join(texts_in(drawn)))
    assert bare(chart.headline) not in whole
    for text in (chart.subtitle, chart.source, version.version_id):
        assert bare(text) in whole


@every_chart
def test_simulated_pictures_carry_their_mark_and_published_ones_do_not(name, version) -> None:
    """The mark is drawn across the plot of the demo edition only, in Thai and in English."""
    drawn = texts_in(printed.svg(chart_of(name, version), printed.SQUARE, is_text_kept=True))
    assert ("SIMULATED" in drawn) == version.is_simulated
    assert ("ข้อมูลจำลอง" in drawn) == version.is_simulated


def test_marks_of_weight_and_lines_are_not_written_out() -> None:
    """``<b>`` and ``<br>`` of a note are drawn as weight and lines, not as letters."""
    chart = small(Note(5, 5, "<b>one</b><br>two"), Rule("x", 2, "three<br>four", "own"))
    drawn = printed.svg(chart, printed.WIDE, is_text_kept=True)
    assert {"one", "two", "three", "four"} < set(texts_in(drawn))


def test_own_labels_are_bold() -> None:
    """The label of our own dot is bold, that of another is not."""
    chart = small(
        Dots([2], [2], "own", ["h"], ["ours"]), Dots([8], [8], "other", ["h"], ["theirs"])
    )
    root = etree.fromstring(printed.svg(chart, printed.WIDE, is_text_kept=True))
    styles = {element.text: element.get("style", "") for element in root.iter(f"{SVG}text")}
    assert "font-weight: 700" in styles["ours"]
    assert "font-weight" not in styles["theirs"]


def test_outlines_need_no_font(published) -> None:
    """The picture for PDF holds no text, only shapes."""
    drawn = printed.svg(chart_of("score_trend", published), printed.COLUMN, is_text_kept=False)
    assert texts_in(drawn) == []
    assert drawn.count(b"<use") > 100


# Nothing is cut, nothing lies on another


@pytest.mark.parametrize("size", ["wide", "square"])
@every_chart
def test_nothing_reaches_the_edge(name, version, size) -> None:
    """PNGs have exactly their size, and a rim of the ground all around: no letter is cut."""
    for language in LANGUAGES:
        drawn = printed.png(chart_of(name, version, language), SIZES[size])
        picture = np.asarray(Image.open(io.BytesIO(drawn)).convert("RGB"))
        assert picture.shape == (SIZES[size].height, SIZES[size].width, 3)
        rim = SIZES[size].padding // 3
        ground = [int(SIZES[size].ground[at : at + 2], 16) for at in (1, 3, 5)]
        inner = np.ones(picture.shape[:2], dtype=bool)
        inner[rim:-rim, rim:-rim] = False
        assert (picture[inner] == ground).all()
        assert (picture != ground).any()


def test_labels_of_neighbouring_rules_stand_in_lines_of_their_own() -> None:
    """Two rules whose labels would lie on each other have them at different heights."""
    chart = small(Rule("x", 1, "a long label of the first"), Rule("x", 2, "of the second"))
    root = etree.fromstring(printed.svg(chart, printed.SQUARE, is_text_kept=True))
    heights = {element.text: element.get("y") for element in root.iter(f"{SVG}text")}
    assert heights["a long label of the first"] != heights["of the second"]


@pytest.mark.parametrize("height", [5, 9.6])
def test_the_name_of_a_band_makes_way_for_the_label_of_a_dot(height) -> None:
    """Where both would stand at one place the name goes over the label, at the top under it."""
    chart = small(
        Dots([5], [height], "own", ["h"], ["97.39"], ["middle right"]),
        Note(5.3, height, "band", "middle", "left"),
        Note(1, height, "free", "middle", "left"),
    )
    root = etree.fromstring(printed.svg(chart, printed.WIDE, is_text_kept=True))
    heights = {element.text: float(element.get("y")) for element in root.iter(f"{SVG}text")}
    size = printed.WIDE.zoom * 12.5
    assert abs(heights["band"] - heights["97.39"]) > size
    assert (heights["band"] < heights["97.39"]) == (height == 5)
    assert abs(heights["free"] - heights["97.39"]) < size / 2


def test_rows_have_their_titles_beside_where_there_is_width(demo) -> None:
    """On a wide picture the title of a row stands left of its plot, at the height of its bar."""
    chart = chart_of("item_worth", demo)
    for size, is_beside in ((printed.WIDE, True), (printed.SQUARE, False)):
        root = etree.fromstring(printed.svg(chart, size, is_text_kept=True))
        places = {
            element.text: (float(element.get("x")), float(element.get("y")))
            for element in root.iter(f"{SVG}text")
        }
        [bars] = [mark for mark in chart.marks if isinstance(mark, Bars)]
        _, height = places[chart.row_titles[-1]]
        _, of_bar = places[bars.labels[-1]]
        assert (abs(height - of_bar) < 4) == is_beside


# The same every time, at little cost


@pytest.mark.parametrize("is_text_kept", [True, False])
def test_the_same_chart_is_the_same_file(demo, is_text_kept) -> None:
    """SVG and PNG are equal to the byte when made again, and hold no date or program."""
    chart = chart_of("change_waterfall", demo)
    first, again = (printed.svg(chart, printed.WIDE, is_text_kept=is_text_kept) for _ in range(2))
    assert first == again
    assert b"<metadata" not in first
    assert printed.png(chart, printed.SQUARE) == printed.png(chart, printed.SQUARE)


def test_another_process_draws_the_same_bytes() -> None:
    """What is drawn does not hang on the order of a set or on what was drawn before."""
    program = (
        "import hashlib; from ita.charts import printed;"
        "from ita.charts.describe import *;"
        "c = Chart('c', 'ที่ ปี่', 's', 's', 'a', Axis('', 0, 9), Axis('', 0, 9),"
        " (Dots([1], [2], 'own', ['h'], ['ก่ำ']), Band((1, 3), (2, 4), 'b', True)), list);"
        "print(hashlib.sha256(printed.svg(c, printed.WIDE, is_text_kept=False)).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


def test_the_dashboard_starts_without_what_makes_files() -> None:
    """What stands round every screen, and what the first one shows, waits for no maker of files."""
    makers = {"matplotlib", "typst", "pptx", "docx", "segno", "jinja2"}
    program = (
        "import sys; from pages.shared import frame, parts, server, show, view;"
        f"sys.exit(', '.join({makers} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


# Colours and letters


def test_colours_are_those_of_the_light_theme() -> None:
    """A role has the same colour on paper as on the screen by day."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme = config["theme"]["light"]
    roles = theme["chartCategoricalColors"][:6]
    assert roles == [
        *(printed.COLOUR[role] for role in ("own", "benchmark", "other")),
        *(printed.TEXT, printed.SMALL_TEXT, printed.PAGE),
    ]
    assert printed.COLOUR["target"] == printed.COLOUR["benchmark"]
    assert list(printed.LEVELS) == theme["chartSequentialColors"]


@pytest.mark.parametrize(
    ("low", "high"),
    [("ก่", "ป่"), ("กี", "ปี"), ("กู", "ญู"), ("กุ", "ฐุ")],
)
def test_thai_marks_make_room(low, high) -> None:
    """Beside a tall or long-footed letter a mark, or the letter, has another shape or place."""
    drawn = [printed.svg(small(headline=t), printed.WIDE, is_text_kept=False) for t in (low, high)]
    places = [
        re.findall(r'<use xlink:href="#SarabunITA-Bold-(\w+)"(?: transform="([^"]*)")?', d.decode())
        for d in drawn
    ]
    assert all(places)
    assert places[0][1:] != places[1][1:] or len(places[0]) != len(places[1])


def test_every_letter_of_the_catalogue_can_be_drawn() -> None:
    """Sarabun, or for a sign the font that stands in, has each character of every text."""
    fallback = findfont(FontProperties(family="DejaVu Sans"), fallback_to_default=False)
    for path in sorted(printed.FONTS.glob("*.ttf")):
        known = {*TTFont(path).getBestCmap(), *TTFont(fallback).getBestCmap()}
        letters = {
            letter for entry in catalogue().values() for text in entry.values() for letter in text
        }
        assert {letter for letter in letters - {"\n"} if ord(letter) not in known} == set()


def test_print_fonts_are_the_web_fonts_merged(tmp_path) -> None:
    """The committed files come out of the script again, and have the sums of their README."""
    told = (printed.FONTS / "README.md").read_text(encoding="utf-8")
    for weight, style in STYLES.items():
        path = printed.FONTS / f"SarabunITA-{style}.ttf"
        again = tmp_path / path.name
        merged(weight).save(again)
        assert again.read_bytes() == path.read_bytes()
        assert (
            f"| `{path.name}` | {weight} | `{hashlib.sha256(path.read_bytes()).hexdigest()}`"
            in told
        )
