"""Pages of scans made straight, and the cells of their tables found where they were drawn."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from etl.read.scan.layout import STRAY, Layout, layout_of
from etl.read.scan.pictures import Page, TooManyPixelsError, pages_of
from etl.read.scan.reading import laid_out
from training.scan import pages
from training.scan.pages import Damage, DrawnPage, Look

FACE = (
    Path(__file__).resolve().parent.parent / "static" / "fonts" / "print" / "SarabunITA-Regular.ttf"
)
LOOK = Look(FACE)


def drawn_page(look: Look, rows: int = 8, damages: Sequence[Damage] = ()) -> DrawnPage:
    page = next(pages.drawn(pages.announced(5, rows), look))
    return pages.damaged(page, damages, 1)


def read(page: DrawnPage) -> tuple[Page, Layout]:
    (found,) = pages_of(pages.pdf_of([page]))
    return found, layout_of(found)


def on_drawn_page(drawn: DrawnPage, page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of a page that was made straight lay when it was drawn."""
    height, width = drawn.picture.shape[:2]
    across, down = page.source_of(x, y)
    u, v, w = np.linalg.inv(drawn.place) @ (across * width, down * height, 1)
    return u / w, v / w


def lines_where_they_were_drawn(drawn: DrawnPage, page: Page, layout: Layout) -> list[str]:
    """What is wrong: cells of another row or column, lines that were missed, made up or off."""
    of_row = {
        row: [cell for cell in layout.cells if cell.row == row] for row in range(len(layout.trust))
    }
    header = len(of_row) - drawn.rows
    wrong = [] if 1 <= header <= 2 else [f"{len(of_row)} rows for {drawn.rows}"]
    for true in drawn.cells:
        if true.row < 0 or wrong:
            continue
        (cell,) = [each for each in of_row[true.row + header] if each.column == true.column]
        if len(cell.lines) != len(true.lines):
            wrong.append(f"{true.text}: {len(cell.lines)} lines")
            continue
        for line, drawn_line in zip(cell.lines, true.lines, strict=True):
            left, top, right, bottom = line.box
            base = top + (bottom - top) * 29 / 40
            start, at = on_drawn_page(drawn, page, left, base)
            end, _ = on_drawn_page(drawn, page, right, base)
            body = (bottom - top) * 15 / 40 * drawn.dpi / page.dpi
            if (
                start > drawn_line.box[0]
                or end < drawn_line.box[2]
                or abs(at - drawn_line.base) > body / 4
            ):
                wrong.append(f"{drawn_line.text}: {start, at, end} for {drawn_line}")
    return wrong


@pytest.mark.parametrize(
    ("look", "damages"),
    [
        (LOOK, [pages.skewed(2.5), pages.one_bit()]),
        (replace(LOOK, rules="none", dpi=150), [pages.noisy(4), pages.jpeg(40)]),
        (replace(LOOK, rules="dashed"), [pages.turned(1)]),
        (replace(LOOK, rules="none"), [pages.skewed(-1), pages.turned(2)]),
        (LOOK, [pages.phone]),
        (replace(LOOK, rules="none", wrapped_from=0.7), []),
        (replace(LOOK, wrapped_from=0.7, is_top_aligned=True), [pages.turned(3)]),
        (replace(LOOK, columns=("rank", "office", "score", "grade")), [pages.salted(0.003)]),
        (
            replace(
                LOOK,
                is_landscape=True,
                columns=(
                    "running",
                    "rank",
                    "office",
                    "before",
                    "score",
                    "grade",
                    "change",
                    "result",
                ),
            ),
            [],
        ),
    ],
)
def test_every_line_is_found_where_it_was_drawn(look: Look, damages: list[Damage]) -> None:
    """Level and upright, each in its row and column, and no row is made up."""
    drawn = drawn_page(look, damages=damages)
    page, layout = read(drawn)
    assert layout.columns == len(look.columns)
    assert lines_where_they_were_drawn(drawn, page, layout) == []
    assert min(layout.trust[-drawn.rows :]) > 0.5


@pytest.mark.parametrize("name", ["letter", "photo", "blank", "handwriting"])
def test_a_page_without_a_table_has_no_rows(name: str) -> None:
    """Whatever shapes it has."""
    _, layout = read(pages.OTHERS[name](LOOK, 1))
    assert layout == Layout()


def test_ink_that_leaves_its_line_is_told() -> None:
    """A stroke through a cell is flagged there and nowhere else."""
    drawn = drawn_page(LOOK)
    (score,) = [cell for cell in drawn.cells if (cell.row, cell.column) == (3, 2)]
    left, top, right, bottom = score.lines[0].box
    picture = Image.fromarray(drawn.picture)
    ImageDraw.Draw(picture).line([(left, bottom + 20), (right, top - 16)], fill=60, width=3)
    _, layout = read(replace(drawn, picture=np.asarray(picture)))
    strayed = {
        (cell.row, cell.column)
        for cell in layout.cells
        for line in cell.lines
        if line.stray_ink >= STRAY
    }
    header = len(layout.trust) - drawn.rows
    assert strayed == {(3 + header, 2)}


def test_coloured_ink_is_paper() -> None:
    """The letters under a coloured stroke are left."""
    drawn = drawn_page(LOOK)
    picture = Image.fromarray(drawn.picture).convert("RGB")
    ImageDraw.Draw(picture).ellipse((300, 300, 900, 900), outline=(40, 60, 190), width=6)
    stamped = replace(drawn, picture=np.asarray(picture))
    page, layout = read(stamped)
    assert lines_where_they_were_drawn(stamped, page, layout) == []
    assert max(line.stray_ink for cell in layout.cells for line in cell.lines) < STRAY


def test_pages_tell_one_another_their_columns() -> None:
    """A last page with one row and no rules has the columns of the others; a letter stays none."""
    look = replace(LOOK, rules="none", has_header_everywhere=False)
    found = list(pages.drawn(pages.announced(5, 40), look))
    last = next(pages.drawn(pages.announced(6, 1), look))
    together = laid_out(pages.pdf_of([found[0], last, pages.letter(look, 1)]))
    assert [layout.columns for _, _, layout in together] == [6, 6, 0]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_pictures_of_every_form_are_pages(form: str) -> None:
    """Grey, colour with a profile's transparency, and 1-bit with two pages in one file."""
    drawn = drawn_page(LOOK, 4)
    image = Image.fromarray(drawn.picture)
    image = {"PNG": image.convert("RGBA"), "JPEG": image, "TIFF": image.convert("1")}[form]
    file = io.BytesIO()
    more = {"save_all": True, "append_images": [image]} if form == "TIFF" else {}
    image.save(file, form, **more)
    found = list(pages_of(file.getvalue()))
    assert [page.number for page in found] == ([1, 2] if form == "TIFF" else [1])
    layout = layout_of(found[-1])
    assert lines_where_they_were_drawn(drawn, found[-1], layout) == []


def test_a_picture_larger_than_any_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it fills the memory."""
    monkeypatch.setattr("etl.read.scan.pictures.MOST_PIXELS", 1000)
    file = io.BytesIO()
    Image.new("L", (100, 100), 255).save(file, "PNG")
    with pytest.raises(TooManyPixelsError):
        list(pages_of(file.getvalue()))
