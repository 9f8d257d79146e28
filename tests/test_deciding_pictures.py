"""Deciding on cells read in pictures: the least probable first, a key a value, a column on a sheet."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image, ImageDraw, ImageFont
from screens import ROOT, opened, texts, view_of
from streamlit.testing.v1 import AppTest

from etl.commands.check import given_in
from etl.read.document import Document, PrintedRow, ReadCell, Remark
from etl.read.guarded import to_json
from etl.read.kept import readers
from ita import cell_pictures, contact_sheet
from ita.decisions import PIXELS_A_POINT
from ita.review import Cell, Review, Row
from ita.wording import Say
from pages.shared import reviews

TH = Say("th")
FACE = ImageFont.truetype(str(ROOT / "static/fonts/print/SarabunITA-Regular.ttf"), 36)
# Simulated: rank, office, score, grade, and how likely score and grade are.
ROWS = (
    ("1", "สพป.ตราด", "99.22", "AA", 0.99, 0.99),
    ("2", "สพป.ขอนแก่น เขต 5", "98.16", "AA", 0.55, 0.99),
    ("3", "สพป.ขอนแก่น เขต 4", "97.10", "AA", 0.81, 0.99),
)
OTHERS = {"98.16": "98.76", "97.10": "97.70"}


def read_cell(column: str, text: str, probability: float, line: int) -> ReadCell:
    left = 40 + 130 * ("rank", "office", "score", "grade").index(column)
    box = (left, 40 + 30 * line, left + 130, 70 + 30 * line)
    return ReadCell(text, probability, OTHERS.get(text, ""), probability < 0.9, box)


def document() -> Document:
    """A page of three rows, two scores of which are not certain."""
    rows = []
    for line, (rank, office, score, grade, of_score, of_grade) in enumerate(ROWS):
        cells = {
            "rank": read_cell("rank", rank, 0.99, line),
            "office": read_cell("office", office, 0.99, line),
            "score": read_cell("score", score, of_score, line),
            "grade": read_cell("grade", grade, of_grade, line),
        }
        box = (40.0, 40.0 + 30 * line, 560.0, 70.0 + 30 * line)
        texts_of = {column: cell.text for column, cell in cells.items()}
        rows.append(PrintedRow(1, line + 1, texts_of, box, cells))
    remark = Remark("read_from_pictures", "row", {"pages": "1", "cells": 2})
    return Document(
        "announcement", "picture", 2565, None, {}, tuple(rows), remarks=(remark,),
        pages_by_machine=(1,),
    )  # fmt: skip


def page() -> Image.Image:
    """The picture of the page, as large as pages are drawn for the screen."""
    drawn = Image.new("RGB", (600 * PIXELS_A_POINT, 842 * PIXELS_A_POINT), "white")
    pen = ImageDraw.Draw(drawn)
    for row in document().rows:
        for cell in row.read_cells.values():
            left, top, *_ = (PIXELS_A_POINT * side for side in cell.box)
            pen.text((left + 30, top + 20), cell.text, "black", FACE)
    return drawn


@pytest.fixture
def folder() -> Iterator[TemporaryDirectory]:
    """A review whose file was read before."""
    held = TemporaryDirectory()
    upload = Path(held.name) / "upload" / "scan.png"
    upload.parent.mkdir()
    page().save(upload)
    page().save(Path(held.name) / "page-1.png")
    digest = hashlib.sha256(upload.read_bytes()).hexdigest()
    kept = {"sha256": digest, "readers": readers(), "document": to_json(document())}
    (Path(held.name) / "document.json").write_text(json.dumps(kept), encoding="utf-8")
    yield held
    held.cleanup()


@pytest.fixture
def screen(warehouse, folder: TemporaryDirectory) -> AppTest:  # noqa: ARG001 - the pages read it
    """The import screen where this file is under review."""
    app = opened(view_of("imports"))
    app.session_state["review"] = folder
    app.query_params["part"] = "cells"
    return app.run()


def taken(folder: TemporaryDirectory) -> list[tuple[str, str, str]]:
    """The decisions so far: row, column, what it is read as."""
    text = (Path(folder.name) / "decisions.csv").read_text(encoding="utf-8")
    lines = csv.DictReader(io.StringIO(text))
    return [(line["row_no"], line["column_name"], line["replacement"]) for line in lines]


def test_doubts_are_settled_by_single_keys(screen: AppTest, folder: TemporaryDirectory) -> None:
    """55% comes before 81%; 1 keeps what was read, 2 takes the runner-up; then all is checked anew."""
    keys = {button.key: button.proto.shortcut for button in screen.button}
    assert [metric.value for metric in screen.metric] == ["98.16"]
    assert keys["import-digit-1-2.score"] == "1"
    assert keys["import-digit-2-2.score"] == "2"
    assert keys["import-leave-out-2.score"] == "x"
    assert TH("imports.decide.keys") in texts(screen)
    assert screen.button(key="import-digit-2-2.score").label == "98.76"
    screen.button(key="import-digit-2-2.score").click().run()
    assert [metric.value for metric in screen.metric] == ["97.10"]
    screen.button(key="import-digit-1-3.score").click().run()
    assert taken(folder) == [("2", "score", "98.76"), ("3", "score", "97.10")]
    found = reviews.read(reviews.Draft(Path(folder.name)), lambda *_: None)
    assert isinstance(found, Review)
    assert found.by_row[2].score == "98.76"
    assert not [
        doubt.cell for doubt in found.doubts if doubt.cell.column == "score" and doubt.is_open
    ]


def test_what_is_doubted_of_the_whole_file_is_confirmed(
    screen: AppTest, folder: TemporaryDirectory
) -> None:
    """One button; the decision stands under row 0, and the doubt is kept from then on."""
    screen.query_params["part"] = "summary"
    screen.run()
    screen.button(key="import-confirm-read_from_pictures-row").click().run()
    assert taken(folder) == [("0", "read_from_pictures-row", "pages 1 · cells 2")]
    assert any("✓" in text for text in texts(screen))


def test_what_was_read_for_the_screen_is_what_is_published(folder: TemporaryDirectory) -> None:
    """A scan is not read a second time, which takes as long; one that has changed is."""
    assert given_in(Path(folder.name)).document == document()
    page().rotate(90).save(Path(folder.name) / "upload" / "scan.png")
    assert given_in(Path(folder.name)).document is None


@pytest.mark.usefixtures("warehouse")
def test_a_sheet_shows_a_column_by_what_was_read(folder: TemporaryDirectory) -> None:
    """Scores by their whole part, falling, each a picture of its own; digits with their like."""
    found = reviews.read(reviews.Draft(Path(folder.name)), lambda *_: None)
    assert isinstance(found, Review)
    cuts = {
        cell: cell_pictures.cut(page(), found.by_row[cell.row_no].read_cells["score"]["box"], 0)
        for cell in contact_sheet.cells_of(found, "score")
    }
    inside = {cell: cell_pictures.inside(picture) for cell, picture in cuts.items()}
    by_value = contact_sheet.by_value(found, "score", inside)
    assert [(each.group, each.cell.row_no) for each in by_value] == [
        ("99", 1),
        ("98", 2),
        ("97", 3),
    ]
    letters = {
        Cell(row.row, "score"): cell_pictures.letters(cuts[Cell(row.row, "score")], row.score or "")
        for row in found.rows
    }
    by_digit = contact_sheet.by_digit(found, "score", letters)
    nines = [each.cell.row_no for each in by_digit if each.group == "9"]
    assert nines == [1, 1, 2, 3]
    sheet = cell_pictures.sheet(list(cuts.values()))
    at = dict(zip(cuts, sheet.places, strict=True))
    told = contact_sheet.payload(
        found, by_digit, sheet, at, name=lambda cell: cell.code, title=lambda group, _: group
    )
    first = told["groups"][0]
    assert (first["title"], first["cells"][0][:2]) == ("๐ 0", ["3.score", "3.score"])


def test_digits_that_touch_are_not_parted() -> None:
    """A cell with other ink has as many runs by chance only; then no letter is taken from it."""
    cell = Image.new("RGB", (300, 80), "white")
    pen = ImageDraw.Draw(cell)
    pen.text((60, 20), "97.39", "black", FACE)
    assert len(cell_pictures.letters(cell, "97.39")) == 5
    pen.line((50, 40, 200, 40), "black", 3)
    assert cell_pictures.letters(cell, "97.39") == ()


@pytest.mark.parametrize(
    ("steps", "turn"), [((10, 0), 0), ((-10, 0), 180), ((0, 10), 90), ((0, -10), 270)]
)
def test_a_cell_of_a_page_that_lies_on_its_side_stands_upright(
    steps: tuple[int, int], turn: int
) -> None:
    """The columns go to the right once the picture is turned."""
    boxes = [(50 + n * steps[0], 50 + n * steps[1], 58, 58) for n in range(3)]
    seen = {str(n): {"box": (x, y, x + 8, y + 8)} for n, (x, y, *_) in enumerate(boxes)}
    row = Row(*[None] * 8, 1, {}, None, (), is_left_out=False, read_cells=seen)
    assert cell_pictures.turn_of(row) == turn
