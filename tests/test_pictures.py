"""Picture files of charts: named for what they are, whole, and never in a wrong font."""

import io
from itertools import product

import pytest
from lxml import etree
from PIL import Image
from screens import rank_curve_of, stamp_of, trend_of

from ita.pointer import EDITIONS, Version
from ita.report import fonts, pictures
from ita.report.errors import ReportError
from ita.stamp import Stamp
from ita.wording import LANGUAGES

every_view = pytest.mark.parametrize(("which", "language"), list(product(EDITIONS, LANGUAGES)))


@pytest.fixture
def version(request: pytest.FixtureRequest, which: str) -> Version:
    return request.getfixturevalue(which)


@pytest.fixture
def stamp(version: Version, language) -> Stamp:
    return stamp_of(version, language)


@every_view
def test_png_has_the_pixels_of_its_shape(version, language, stamp) -> None:
    """Wide is 1920 by 1080, square 1080 by 1080, both real PNG files."""
    sizes = {"wide": (1920, 1080), "square": (1080, 1080)}
    assert set(sizes) == set(pictures.SHAPES)
    for shape, size in sizes.items():
        with Image.open(
            io.BytesIO(pictures.png_file(trend_of(version, language), stamp, shape))
        ) as picture:
            assert (picture.format, picture.size) == ("PNG", size)


@every_view
def test_svg_is_whole_without_a_font(version, language, stamp) -> None:
    """It is XML in 16:9 that holds shapes and no text."""
    root = etree.fromstring(pictures.svg_file(rank_curve_of(version, language), stamp))
    assert root.get("viewBox") == "0 0 1920 1080"
    assert root.find(".//{*}text") is None
    assert len(root.findall(".//{*}use")) > 100


@every_view
def test_names_say_edition_chart_shape_and_version(version, language, stamp) -> None:
    """A simulated picture says so in its name, a published one never does."""
    chart = trend_of(version, language)
    names = [
        *(pictures.png_name(chart, stamp, shape) for shape in pictures.SHAPES),
        pictures.svg_name(chart, stamp),
    ]
    assert len(set(names)) == 3
    for name in names:
        assert name.isascii()
        assert chart.name in name
        assert version.version_id in name
        assert ("SIMULATED" in name) == version.is_simulated
        assert ("published" in name) != version.is_simulated


@every_view
def test_without_the_font_no_picture_is_made(language, stamp, version, monkeypatch, tmp_path):
    """A missing font file is said by name, with what to do, before anything is drawn."""
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    for make in (
        lambda: pictures.png_file(trend_of(version, language), stamp, "wide"),
        lambda: pictures.svg_file(trend_of(version, language), stamp),
    ):
        with pytest.raises(ReportError, match=r"SarabunITA-Regular\.ttf.*merge_fonts"):
            make()
