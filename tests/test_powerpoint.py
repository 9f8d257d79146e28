"""A deck in PowerPoint: native charts with their figures, text that fits, nothing unmarked or unread."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import product

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.chart.chart import Chart as NativeChart
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt
from python_calamine import CalamineWorkbook
from screens import CHARTS, NOT_PUBLISHED, home_of, last_ranking, stamp_of

from ita import loaders
from ita.charts import groups
from ita.charts.describe import Axis, Bars, Cells, Chart, Dots, Line
from ita.charts.powerpoint.look import FONT, Box, fitting_size, text_height, text_width
from ita.facts.markup import bare
from ita.facts.overview import KeyFigure
from ita.pointer import EDITIONS, Version
from ita.report.errors import ReportError
from ita.report.powerpoint import pptx_file
from ita.stamp import Stamp
from ita.story import compose
from ita.story.choices import Choices
from ita.story.slides import Deck, Picture, Slide, Step
from ita.view import view_of
from ita.wording import LANGUAGES, Language, Say

MADE_AT = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
ADDRESS = "https://ita.example.go.th/?office=p-kalasin-2"
TOLD_YEAR = {"published": 2565, "demo": 2568}
SCRIPTS = ("latin", "ea", "cs")
every_edition = pytest.mark.parametrize("which", EDITIONS)
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_chart = pytest.mark.parametrize(
    ("name", "which"),
    [pair for pair in product(CHARTS, EDITIONS) if pair not in NOT_PUBLISHED],
)


@pytest.fixture
def version(request: pytest.FixtureRequest, which: str) -> Version:
    return request.getfixturevalue(which)


@lru_cache
def told(version: Version, language: Language) -> Deck:
    """The whole story of the home office, with every slide there is."""
    view = view_of(version, Say(language))
    choices = Choices(compose.DEFAULT_CODES)
    return compose.deck(view, TOLD_YEAR[version.edition], choices, address=ADDRESS)


@lru_cache
def told_file(version: Version, language: Language) -> bytes:
    return pptx_file(told(version, language), made_at=MADE_AT)


def deck_of(stamp: Stamp, *slides: Slide) -> Deck:
    return Deck("title", "subtitle", slides, stamp)


def file_of(stamp: Stamp, *slides: Slide, **look: bytes) -> bytes:
    return pptx_file(deck_of(stamp, *slides), made_at=MADE_AT, **look)


def opened(content: bytes):
    return Presentation(io.BytesIO(content))


def shapes_in(shapes) -> Iterator:
    """Every shape, those in groups and the groups themselves included."""
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes_in(shape.shapes)


def charts_of(content: bytes) -> list[NativeChart]:
    slides = opened(content).slides
    return [s.chart for slide in slides for s in shapes_in(slide.shapes) if s.has_chart]


def texts_of(slide) -> str:
    return "\n".join(s.text_frame.text for s in shapes_in(slide.shapes) if s.has_text_frame)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def picture(width: int = 40, height: int = 20) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), "#2F6DB5").save(content, "PNG")
    return content.getvalue()


# Charts are native and hold the figures of their marks


def drawn_points(native: NativeChart) -> set[tuple[float, float]]:
    """The points of all series of a scatter chart."""
    found = set()
    for series in native.element.iter(qn("c:ser")):
        x, y = (
            {
                p.get("idx"): float(p.find(qn("c:v")).text)
                for p in series.find(axis).iter(qn("c:pt"))
            }
            for axis in (qn("c:xVal"), qn("c:yVal"))
        )
        found |= {(x[place], value) for place, value in y.items()}
    return found


@every_chart
def test_chart_is_native_and_shows_the_marks(name, version) -> None:
    """Each value of a mark is a value of the native chart: none lost, none altered."""
    chart = CHARTS[name](version)
    (native,) = charts_of(file_of(stamp_of(version, "th"), Slide("x", "", "h", chart=chart)))
    for mark in chart.marks:
        if isinstance(mark, Bars):
            starts = mark.starts or [0] * len(mark.lengths)
            drawn = native.plots[0].series
            lengths = [drawn[-1].values[int(y)] for y in mark.y]
            ends = zip(starts, mark.lengths, strict=True)
            if mark.starts:
                bases = [drawn[0].values[int(y)] for y in mark.y]
                assert bases == pytest.approx([min(a, a + b) for a, b in ends])
                assert lengths == pytest.approx([abs(length) for length in mark.lengths])
            else:
                assert lengths == pytest.approx(list(mark.lengths))
        elif isinstance(mark, Dots | Line) and not any(isinstance(m, Bars) for m in chart.marks):
            points = {(float(x), float(y)) for x, y in zip(mark.x, mark.y, strict=True)}
            assert points <= drawn_points(native)


@every_chart
def test_totals_of_a_waterfall_are_in_the_chart(name, version) -> None:
    """Dots beside bars are the ends of invisible bars, labelled with their score."""
    chart = CHARTS[name](version)
    dots = [mark for mark in chart.marks if isinstance(mark, Dots)]
    if not (dots and any(isinstance(mark, Bars) for mark in chart.marks)):
        return
    (native,) = charts_of(file_of(stamp_of(version, "th"), Slide("x", "", "h", chart=chart)))
    labels = "".join(native.element.itertext())
    for dot in dots:
        assert native.plots[0].series[0].values[int(dot.y[0])] == pytest.approx(dot.x[0])
        assert f"{dot.x[0]:.2f} ●" in labels.replace("  ", " ")


def sheet_cells(native: NativeChart) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(native.part.chart_workbook.xlsx_part.blob))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def referred(cells: dict[str, list[list]], reference: str) -> list:
    """The cells of a reference such as 'Data'!$B$4:$B$9."""
    sheet, _, area = reference.partition("!")
    ends = [part.strip("$").split("$") for part in area.split(":")]
    column = ord(ends[0][0]) - ord("A")
    first, last = int(ends[0][1]), int(ends[-1][1])
    rows = cells[sheet.strip("'")]
    return [rows[row - 1][column] if row <= len(rows) else "" for row in range(first, last + 1)]


@every_language
@every_chart
def test_data_sheet_holds_what_is_drawn(name, version, language) -> None:
    """The embedded workbook has each series' name and figures where the chart looks for them."""
    chart = CHARTS[name](version, language)
    (native,) = charts_of(file_of(stamp_of(version, language), Slide("x", "", "h", chart=chart)))
    cells = sheet_cells(native)
    names = []
    for series in native.element.iter(qn("c:ser")):
        for part in ("c:tx", "c:xVal", "c:yVal", "c:val"):
            found = series.find(qn(part))
            if found is None:
                continue
            held = referred(cells, next(found.iter(qn("c:f"))).text)
            cache = {int(p.get("idx")): p.find(qn("c:v")).text for p in found.iter(qn("c:pt"))}
            for place, value in enumerate(held):
                if part == "c:tx":
                    assert value == cache[place]
                    names.append(value)
                elif value != "":
                    assert float(value) == pytest.approx(float(cache[place]))
                else:
                    assert place not in cache
    assert len(set(names)) == len(names)
    assert not any("Series" in each or not each.strip() for each in names)


@every_edition
def test_own_series_bears_the_name_of_the_office(version) -> None:
    """A reader of the data sheet finds the office by its name, each point with what it is."""
    stamp = stamp_of(version, "th")
    chart = CHARTS["rank_curve"](version)
    (native,) = charts_of(file_of(stamp, Slide("x", "", "h", chart=chart)))
    written = {str(cell) for rows in sheet_cells(native).values() for row in rows for cell in row}
    assert stamp.office_name in written
    others = next(mark for mark in chart.marks if isinstance(mark, Dots) and mark.role == "other")
    first = others.hover[0].split("<br>")[0].replace("<b>", "").replace("</b>", "")
    assert any(first in each for each in written)


def test_lines_are_parted_where_the_description_parts_them(demo) -> None:
    """Marks of one look share a series, an empty point between them: no line joins their ends."""
    chart = CHARTS["indicator_spread"](demo)
    (native,) = charts_of(file_of(stamp_of(demo, "th"), Slide("x", "", "h", chart=chart)))
    faint = [m for m in chart.marks if isinstance(m, Line) and not m.is_thick]
    named = Say("th")("powerpoint.series.line", name=Say("th")("powerpoint.role.faint"))
    series = next(s for s in native.plots[0].series if s.name == named)
    runs, run = [], []
    for value in [*series.values, None]:
        if value is None:
            runs.append(run)
            run = []
        else:
            run.append(value)
    assert runs == [[float(y) for y in line.y] for line in faint]


def test_axes_run_as_described(published) -> None:
    """The ranges are those of the description, and an axis of ranks runs downwards."""
    chart = CHARTS["score_trend"](published)
    upside_down = replace(chart, y=replace(chart.y, lowest=245, highest=0, ticks=()), marks=())
    for described, is_reversed in ((chart, False), (upside_down, True)):
        (native,) = charts_of(
            file_of(stamp_of(published, "th"), Slide("x", "", "h", chart=described))
        )
        axis = native.value_axis
        ends = sorted((described.y.lowest, described.y.highest))
        assert axis.minimum_scale == pytest.approx(ends[0])
        assert axis.maximum_scale >= ends[1]
        assert axis.reverse_order is is_reversed
        assert native.category_axis.minimum_scale == pytest.approx(chart.x.lowest)
        assert native.category_axis.maximum_scale == pytest.approx(chart.x.highest)


def tile_map_of(version: Version) -> Chart:
    year, places = last_ranking(version)
    provinces = groups.with_known(loaders.group_years(version, year))
    of_kind = provinces[provinces["group_kind"] == "province"]
    own = loaders.offices(version).set_index("office_id").loc[home_of(version), "province"]
    source = str(places["source_id"].dropna().iloc[0])
    return groups.tile_map(of_kind, own, year, source, stamp_of(version, "th"))


@every_edition
def test_tiles_become_a_native_table(version) -> None:
    """Every square is a cell with its text, ours with a frame; the table says what it shows."""
    chart = tile_map_of(version)
    content = file_of(stamp_of(version, "th"), Slide("x", "", "h", chart=chart))
    (slide,) = opened(content).slides
    (shape,) = (each for each in slide.shapes if each.has_table)
    squares = next(mark for mark in chart.marks if isinstance(mark, Cells))
    filled = [cell.text for cell in shape.table.iter_cells() if cell.text]
    assert sorted(filled) == sorted(text.replace("<br>", "\n") for text in squares.texts)
    assert b"D9590B" in etree.tostring(shape.element)
    assert next(shape.element.iter(qn("p:cNvPr"))).get("descr") == chart.alt
    marked = f"{Say('th')('edition.demo.mark')} · {chart.subtitle}"
    assert (marked in texts_of(slide)) == version.is_simulated


def test_of_many_rows_the_first_and_ours_are_kept(published) -> None:
    """A table holds as many rows as can be read, ours among them, and says how many there are."""
    count = 60
    places = [(x, y) for y in range(count) for x in range(3)]
    squares = Cells(
        [x for x, _ in places],
        [y for _, y in places],
        [5] * len(places),
        [f"{y}.{x}" for x, y in places],
        ["hover"] * len(places),
        framed=(0, 1, 2),
    )
    chart = Chart(
        *("heat-map", "h", "subtitle", "source", "alt"),
        Axis("", -0.5, 2.5, ((0, "1"), (1, "2"), (2, "3"))),
        Axis("", -0.5, count),
        (squares,),
        CHARTS["item_worth"](published).table,
        row_titles=tuple(f"row {y}" for y in range(count)),
    )
    (slide,) = opened(file_of(stamp_of(published, "en"), Slide("x", "", "h", chart=chart))).slides
    (shape,) = (each for each in slide.shapes if each.has_table)
    rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
    assert rows[0] == ["", "1", "2", "3"]
    assert rows[1] == ["row 59", "59.0", "59.1", "59.2"]
    assert rows[-1] == ["row 0", "0.0", "0.1", "0.2"]
    assert len(rows) < 25
    said = Say("en")("powerpoint.rows_kept", shown=len(rows) - 1, total=count)
    assert said in texts_of(slide)


# Every slide


@every_language
@every_edition
def test_slides_tell_the_deck(version, language) -> None:
    """One slide each, its headline the title, its sentences and source on it, in order."""
    deck = told(version, language)
    slides = list(opened(told_file(version, language)).slides)
    assert len(slides) == len(deck.slides) > 5
    for slide, native in zip(deck.slides, slides, strict=True):
        shown = texts_of(native).replace("−", "-")
        assert native.shapes.title.text_frame.text.replace("−", "-") == slide.headline
        assert slide.section in shown
        for point in slide.points:
            assert bare(point) in shown
        assert (slide.source or slide.chart.source) in shown
        for figure in slide.figures:
            assert figure.value in shown
            assert figure.label in shown
        if not (slide.chart or slide.picture or slide.steps):
            assert bare(slide.missing) in shown
        assert bool(slide.chart) == any(s.has_chart for s in shapes_in(native.shapes))
        cells = [cell.text for s in native.shapes if s.has_table for cell in s.table.iter_cells()]
        assert all(
            {s.what, s.pillar, s.letter, str(s.fiscal_year)} <= set(cells) for s in slide.steps
        )


@every_language
@every_edition
def test_simulated_slides_and_charts_are_marked(version, language) -> None:
    """The mark stands on each slide, in each chart and its data sheet, and on no published one."""
    mark = Say(language)("edition.demo.mark")
    content = told_file(version, language)
    for slide in opened(content).slides:
        assert (mark in texts_of(slide).splitlines()) == version.is_simulated
    charts = charts_of(content)
    assert charts
    for native in charts:
        assert native.has_title == version.is_simulated
        assert (mark in "".join(native.element.itertext())) == version.is_simulated
        written = [cell for rows in sheet_cells(native).values() for row in rows for cell in row]
        assert (Say(language)("edition.demo.long") in written) == version.is_simulated


@every_language
@every_edition
def test_notes_hold_what_is_said_and_the_source(version, language) -> None:
    """The presenter reads the notes without marks of markup, then where the figures come from."""
    deck = told(version, language)
    for slide, native in zip(deck.slides, opened(told_file(version, language)).slides, strict=True):
        notes = native.notes_slide.notes_text_frame.text
        assert bare(slide.notes) in notes
        assert slide.source in notes
        assert "**" not in notes


@every_language
@every_edition
def test_every_graphic_is_described(version, language) -> None:
    """Charts, groups, tables and pictures have an alt text."""
    graphics = [
        shape
        for slide in opened(told_file(version, language)).slides
        for shape in shapes_in(slide.shapes)
        if shape.has_chart
        or shape.has_table
        or shape.shape_type in (MSO_SHAPE_TYPE.GROUP, MSO_SHAPE_TYPE.PICTURE)
    ]
    assert len(graphics) > 5
    for shape in graphics:
        assert next(shape.element.iter(qn("p:cNvPr"))).get("descr", "").strip(), shape.name


@every_language
@every_edition
def test_one_font_for_every_script_everywhere(version, language) -> None:
    """Runs, fields, defaults, cells and chart texts name the font for Latin, East Asian and Thai."""
    tongue = {"th": "th-TH", "en": "en-US"}[language]
    parts = parts_of(told_file(version, language))
    told_of = [
        name
        for name in parts
        if name.endswith(".xml")
        and name.split("/")[1:2]
        and name.split("/")[1]
        in ("slides", "charts", "notesSlides", "slideMasters", "slideLayouts")
    ]
    assert any("charts" in name for name in told_of)
    seen = 0
    for name in told_of:
        root = etree.fromstring(parts[name])
        for run in root.iter(qn("a:r"), qn("a:fld")):
            assert run.find(qn("a:rPr")) is not None, name
        for properties in root.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
            fonts = [properties.find(qn(f"a:{script}")) for script in SCRIPTS]
            assert all(font is not None and font.get("typeface") == FONT for font in fonts), name
            assert properties.get("lang") == tongue
            seen += 1
    assert seen > 100
    theme = parts["ppt/theme/theme1.xml"].decode()
    assert "Calibri" not in theme
    assert FONT in theme


@every_language
@every_edition
def test_nothing_lies_off_the_slide_and_no_placeholder_is_empty(version, language) -> None:
    """Every shape is inside 13.333 by 7.5 inches; the only placeholder is the title, filled."""
    presentation = opened(told_file(version, language))
    assert (presentation.slide_width, presentation.slide_height) == (Pt(960), Pt(540))
    for slide in presentation.slides:
        assert [p.placeholder_format.type for p in slide.placeholders] == [PP_PLACEHOLDER.TITLE]
        assert slide.shapes.title.text_frame.text.strip()
        for shape in shapes_in(slide.shapes):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= Pt(960) + 1, shape.name
            assert shape.top + shape.height <= Pt(540) + 1, shape.name


@every_language
@every_edition
def test_text_stays_in_its_box(version, language) -> None:
    """By its own measure no text of a slide needs more height than its box has."""
    for slide in opened(told_file(version, language)).slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text:
                continue
            frame = shape.text_frame
            width = (shape.width - frame.margin_left - frame.margin_right) / Pt(1)
            needed = 0.0
            for paragraph in frame.paragraphs:
                sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
                size = max(sizes, default=16)
                tight = paragraph.line_spacing or 1
                needed += text_height([paragraph.text], width, size) * tight
                needed += paragraph.space_before.pt if paragraph.space_before else 0
            assert needed <= shape.height / Pt(1) + 1, frame.text


def test_headlines_and_points_read_from_afar(published) -> None:
    """Of the usual story headlines are 34 points or larger and half of them 40; labels 14 or more."""
    slides = list(opened(told_file(published, "th")).slides)
    sizes = [s.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt for s in slides]
    assert min(sizes) >= 34
    assert sorted(sizes)[len(sizes) // 2] >= 40
    for native in charts_of(told_file(published, "th")):
        labels = [
            int(each.get("sz")) for each in native.element.iter(qn("a:rPr")) if each.get("sz")
        ]
        assert min(labels, default=1400) >= 1400


def test_pages_are_numbered_by_a_field(published) -> None:
    """The number follows when slides are moved."""
    for slide in opened(told_file(published, "th")).slides:
        (field,) = slide.element.iter(qn("a:fld"))
        assert field.get("type") == "slidenum"


def test_last_slide_leads_to_the_live_figures(published) -> None:
    """The QR code of the address stands on the last slide only, and can be clicked."""
    slides = list(opened(told_file(published, "th")).slides)
    pictures = [
        [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE] for slide in slides
    ]
    assert [len(found) for found in pictures] == [0] * (len(slides) - 1) + [1]
    assert pictures[-1][0].click_action.hyperlink.address == ADDRESS
    without = opened(pptx_file(replace(told(published, "th"), address=""), made_at=MADE_AT))
    last = without.slides[len(slides) - 1]
    assert not any(s.shape_type == MSO_SHAPE_TYPE.PICTURE for s in last.shapes)


@every_edition
def test_file_says_what_it_is(version) -> None:
    """Title, language, office, edition with version, and the time stand in its properties."""
    deck = told(version, "th")
    properties = opened(told_file(version, "th")).core_properties
    assert (properties.title, properties.language) == (deck.title, "th-TH")
    assert properties.author == deck.stamp.office_name
    assert version.version_id in properties.comments
    assert ("จำลอง" in properties.comments) == version.is_simulated
    assert properties.created == properties.modified == MADE_AT.replace(tzinfo=None)


@every_edition
def test_same_deck_gives_the_same_file(version) -> None:
    """Part by part, workbooks included; another time changes only what tells the time."""
    deck = told(version, "th")
    first, again = (parts_of(pptx_file(deck, made_at=MADE_AT)) for _ in range(2))
    assert first == again
    later = parts_of(pptx_file(deck, made_at=MADE_AT.replace(year=2027)))
    changed = {name for name in first if first[name] != later[name]}
    assert changed <= {"docProps/core.xml", *(n for n in first if "embeddings" in n)}
    assert "docProps/thumbnail.jpeg" not in first


# What an office brings


def template_of(width: float = 960, height: float = 540, *, layouts: int = 11) -> bytes:
    """A presentation of PowerPoint's own look, with a slide in it."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(width), Pt(height)
    presentation.slides.add_slide(presentation.slide_layouts[6])
    for layout in list(presentation.slide_layouts)[layouts:]:
        presentation.slide_layouts.remove(layout)
    content = io.BytesIO()
    presentation.save(content)
    return content.getvalue()


def with_types(template: bytes, old: bytes, new: bytes) -> bytes:
    """The file with another word in its list of content types."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts_of(template).items():
            archive.writestr(name, part.replace(old, new) if "Content_Types" in name else part)
    return content.getvalue()


def with_part(template: bytes, wanted: str, content: bytes | None) -> bytes:
    """The template with other content in one part, or without it."""
    parts = {**parts_of(template), wanted: content}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if part is not None:
                archive.writestr(name, part)
    return made.getvalue()


def as_potx(template: bytes) -> bytes:
    return with_types(template, b"presentation.main+xml", b"template.main+xml")


@pytest.mark.parametrize("width", [960, 720])
def test_template_gives_its_layouts_and_size(published, width) -> None:
    """A POTX is used without its slides, at its own 16:9 size, everything scaled to it."""
    template = as_potx(template_of(width, width * 9 / 16))
    deck = told(published, "th")
    presentation = opened(pptx_file(deck, template=template, made_at=MADE_AT))
    assert len(presentation.slides) == len(deck.slides)
    assert presentation.slide_width == Pt(width)
    assert len(presentation.slide_layouts) == 11
    for slide in presentation.slides:
        assert [p.placeholder_format.type for p in slide.placeholders] == [PP_PLACEHOLDER.TITLE]
        for shape in shapes_in(slide.shapes):
            assert shape.left >= 0
            assert shape.left + shape.width <= Pt(width) + Pt(1)
            assert shape.top + shape.height <= Pt(width * 9 / 16) + Pt(1)
    plain = opened(told_file(published, "th"))
    sizes = [
        p.slides[2].shapes[-2].text_frame.paragraphs[0].runs[0].font.size.pt
        for p in (plain, presentation)
    ]
    assert sizes[1] == pytest.approx(sizes[0] * width / 960, abs=0.1)


@every_language
@pytest.mark.parametrize(
    ("broken", "key"),
    [
        (b"not a presentation", "unreadable"),
        (template_of()[:2000], "unreadable"),
        (with_part(template_of(), "ppt/presentation.xml", b"<other/>"), "unreadable"),
        (with_part(template_of(), "ppt/slideMasters/slideMaster1.xml", None), "unreadable"),
        (with_part(template_of(), "ppt/slideLayouts/slideLayout1.xml", b"<other/>"), "unreadable"),
        (with_part(template_of(), "ppt/media/large.bin", b"0" * 61_000_000), "too_large"),
        (template_of(720, 540), "not_wide"),
        (with_types(template_of(), b"presentation.main", b"macroEnabled.main"), "macros"),
    ],
)
def test_template_that_cannot_be_used_says_why(published, broken, key, language) -> None:
    """The error is a sentence in the reader's language that says what to do."""
    with pytest.raises(ReportError) as refused:
        pptx_file(told(published, language), template=broken, made_at=MADE_AT)
    assert str(refused.value) == Say(language)(f"powerpoint.template.{key}")


def test_template_without_a_title_is_refused(published) -> None:
    """A headline needs a place to stand."""
    presentation = Presentation(io.BytesIO(template_of()))
    for layout in list(presentation.slide_layouts):
        if layout.name != "Blank":
            presentation.slide_layouts.remove(layout)
    content = io.BytesIO()
    presentation.save(content)
    with pytest.raises(ReportError) as refused:
        pptx_file(told(published, "th"), template=content.getvalue(), made_at=MADE_AT)
    assert str(refused.value) == Say("th")("powerpoint.template.no_title")


def test_logo_stands_on_every_slide(published) -> None:
    """Top right, in its own proportions, described; what is no picture is refused."""
    stamp = stamp_of(published, "th")
    slides = (Slide("a", "s", "h", ("p",)), Slide("b", "s", "h", ("p",)))
    presentation = opened(file_of(stamp, *slides, logo=picture(200, 50)))
    for slide in presentation.slides:
        (logo,) = (s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
        assert logo.left > Pt(600)
        assert logo.top < Pt(60)
        assert logo.width / logo.height == pytest.approx(4, rel=0.01)
        assert stamp.office_name in next(logo.element.iter(qn("p:cNvPr"))).get("descr")
    with pytest.raises(ReportError):
        file_of(stamp, *slides, logo=b"GIF89a no picture")


def test_own_picture_figures_and_long_words_find_room(published) -> None:
    """A slide of a presenter's own, with everything on it and more text than is wise, holds."""
    stamp = stamp_of(published, "th")
    sentence = "ข้อความยาวมากที่ผู้นำเสนอเขียนเอง **สำคัญ** " * 12
    figure = KeyFigure("คะแนนรวม", "97.39", "+15.86", "up", "จากปี 2564")
    own = Picture(picture(), 40, 20, "ภาพกิจกรรม")
    slides = (
        Slide("a", "s", bare(sentence)[:160], (sentence, sentence), picture=own, source="ที่มา"),
        Slide("b", "s", "h", (sentence,), (figure,) * 4, source="ที่มา"),
        Slide(
            "c",
            "s",
            "h",
            (sentence,),
            (figure,),
            (Step(2565, "M", "การบริหารจัดการที่ดี", sentence),) * 6,
        ),
        Slide("d", "", "h", missing=sentence),
    )
    presentation = opened(file_of(stamp, *slides))
    assert "**" not in "".join(texts_of(slide) for slide in presentation.slides)
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= Pt(540), (slide.slide_id, shape.name)
    shown = next(s for s in presentation.slides[0].shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert shown.width / shown.height == pytest.approx(2, rel=0.01)


# Measuring


def test_marks_take_no_width_and_text_shrinks_to_fit() -> None:
    """Thai marks above and below count none; the largest size that fits is taken, else the last."""
    assert text_width("กิ่", 40) == text_width("ก", 40) > 0
    box = Box(0, 0, 200, 60)
    assert fitting_size(["ก"], box.width, box.height, (40, 20, 10)) == 40
    assert fitting_size(["ก" * 40], box.width, box.height, (40, 20, 10)) == 20
    assert fitting_size(["ก" * 4000], box.width, box.height, (40, 20, 10)) == 10
