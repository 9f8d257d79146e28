"""A drawn scan through ``etl check``: its rows with their probabilities, what is open, what is refused."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from etl.corrections import Correction
from etl.errors import InputError
from etl.findings import Finding
from etl.read.document import Document, PrintedRow, ReadCell, Remark
from etl.read.guarded import from_json, to_json
from etl.read.reading import read_document, silent
from etl.read.scan import reading
from etl.read.scan.confirmed import Confirmed, confirmed_lines
from etl.read.scan.decode import DecodedRow, SeenRow, seen_cell
from etl.read.scan.reading import page_sizes, picture_of
from etl.read.scan.recognise import HEIGHT
from etl.review import Checked, known_besides, known_in, review, review_json
from ita.offices import office_index
from ita.wording import Say
from training.scan.pages import (
    OTHERS,
    DrawnPage,
    Look,
    announced,
    damaged,
    drawn,
    one_bit,
    pdf_of,
    turned,
)

ROOT = Path(__file__).resolve().parent.parent
LOOK = Look(ROOT / "static" / "fonts" / "print" / "SarabunITA-Regular.ttf")
ROWS = announced(seed=3, size=6)
COLUMNS = ("rank", "office_name", "score", "grade", "change", "result")


def page(**look: object) -> DrawnPage:
    """The first page of a short announcement."""
    return next(drawn(ROWS, replace(LOOK, **look)))  # type: ignore[arg-type]


def picture(drawn_page: DrawnPage, form: str, **how: object) -> bytes:
    """A page as one picture."""
    file = io.BytesIO()
    Image.fromarray(drawn_page.picture).save(file, form, **how)
    return file.getvalue()


@pytest.fixture(scope="module")
def scan() -> bytes:
    """A scan of one page."""
    return pdf_of([page()])


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    """The pages that are told as they are read."""
    return []


@pytest.fixture(scope="module")
def document(scan: bytes, told: list[tuple[int, int]]) -> Document:
    """What is read of it."""
    return read_document(scan, "scan.pdf", lambda done, pages: told.append((done, pages)))


def values(found: Document) -> list[tuple[str, ...]]:
    """The cells of its rows, offices by their id."""
    index = office_index()
    return [
        tuple(
            index.match(text).office.office_id if column == "office" else text  # type: ignore[union-attr]
            for column, text in row.cells.items()
        )
        for row in found.rows
    ]


def truth() -> list[tuple[str, ...]]:
    """The same of what was drawn."""
    index = office_index()
    columns = ("rank", "office", "score", "grade", "change", "result")
    return [
        tuple(
            index.match(row[column]).office.office_id if column == "office" else row[column]  # type: ignore[union-attr]
            for column in columns
        )
        for row in ROWS
    ]


def test_a_scan_is_an_announcement(document: Document, told: list[tuple[int, int]]) -> None:
    """Every value of every row, the year of the titles, and that nothing of it is print.

    Its page is told once: pages looked at for print in vain are not counted.
    """
    assert told == [(1, 1)]
    assert any("ปีงบประมาณ2565" in line for line in document.around)
    assert values(document) == truth()
    assert (document.kind, document.form, document.fiscal_year) == ("announcement", "pdf", 2565)
    assert document.pages_by_machine == (1,)
    (remark, *_) = document.remarks
    cells = sum(cell.is_doubtful for row in document.rows for cell in row.read_cells.values())
    assert (remark.rule, remark.values) == ("read_from_pictures", {"pages": "1", "cells": cells})


def test_every_cell_tells_where_it_stands(document: Document) -> None:
    """Its box lies in that of its row, on the page of the file in points."""
    for row in document.rows:
        left, top, right, bottom = row.box or (0, 0, 0, 0)
        assert 0 < left < right < 595.5
        assert 0 < top < bottom < 842
        for cell in row.read_cells.values():
            assert cell.box is not None
            assert left <= cell.box[0] < cell.box[2] <= right
            assert top <= cell.box[1] < cell.box[3] <= bottom


def test_a_document_of_read_cells_survives_json(document: Document) -> None:
    """The child's answer holds all that was read."""
    again = from_json(to_json(document))
    assert again == document
    broken = json.loads(to_json(document))
    broken["rows"][0]["read_cells"]["score"]["is_doubtful"] = 1
    with pytest.raises(InputError):
        from_json(json.dumps(broken))


def test_check_tells_the_probabilities(run_etl: Callable, tmp_path: Path, scan: bytes) -> None:
    """The shape of any file, a probability a cell; open findings speak of the same rows; exit 1."""
    file = tmp_path / "scan.pdf"
    file.write_bytes(scan)
    result = run_etl("check", file, "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["kind"], told["fiscal_year"]) == (1, "announcement", 2565)
    assert [row["rank"] for row in told["rows"]] == list(range(1, 7))
    for row in told["rows"]:
        assert tuple(row["probability"]) == COLUMNS
        assert all(0.5 < probability <= 1 for probability in row["probability"].values())
        assert row["read_by"] == "machine"
    numbers = {row["row"] for row in told["rows"]}
    assert {each["row"] for each in told["findings"]} - {None} <= numbers
    rules = [each["rule"] for each in told["findings"]]
    assert "read_from_pictures" in rules
    assert "read_by_machine" not in rules


def test_a_doubtful_cell_is_open_until_somebody_looked(document: Document) -> None:
    """A settled cell is no finding; one that is not asks, and offers what it may be else."""
    row = document.rows[1]
    cell = replace(row.read_cells["change"], probability=0.61, runner_up="+9.99", is_doubtful=True)
    cells = {**row.read_cells, "change": cell}
    unsure = replace(document, rows=(document.rows[0], replace(row, read_cells=cells)))
    known = known_besides(known_in(ROOT / "data"), "scan", 2565)
    found = review(Checked("scan.pdf", "0" * 64, unsure), "scan", 2565, known)
    asked = [each for each in found.examined.findings if each.rule == "cell_from_picture"]
    about = [(each.row_no, each.column_name, each.decision) for each in asked]
    open_cells = [
        (each.row, column, "open")
        for each in unsure.rows
        for column, read in each.read_cells.items()
        if read.is_doubtful
    ]
    assert about == open_cells
    assert (row.row, "change", "open") in about
    message = next(each.message_en for each in asked if each.column_name == "change")
    assert "61%" in message
    assert "+9.99" in message
    full = review_json(found, is_full=True)
    assert full["rows"][1]["read_cells"]["change"]["runner_up"] == "+9.99"
    (offered,) = (
        each["candidates"]
        for each in full["findings"]
        if (each["rule"], each["row"], each["column"]) == ("cell_from_picture", row.row, "change")
    )
    assert ("+9.99", Say("en")("reconcile.runner_up")) in [
        (each["value"], each["reason_en"]) for each in offered
    ]


def test_that_a_file_was_read_in_pictures_is_confirmed_once(document: Document) -> None:
    """The doubt about all of it is kept by a decision on record, and open again once it says more."""
    known = known_besides(known_in(ROOT / "data"), "scan", 2565)

    def doubt(read: Document, *decisions: Correction) -> Finding:
        found = review(Checked("scan.pdf", "0" * 64, read), "scan", 2565, known, decisions)
        (about,) = (f for f in found.examined.findings if f.rule == "read_from_pictures")
        return about

    asked = doubt(document)
    reason = ("ดูแล้ว", "looked at", "scan", "สมชาย", date(2026, 12, 1), 2)
    confirmed = Correction("scan-0", "scan", 0, asked.of_file, asked.told, asked.told, *reason)
    assert (asked.decision, doubt(document, confirmed).decision) == ("open", "kept")
    more = Remark("read_from_pictures", "row", {"pages": "1, 2", "cells": 9})
    assert doubt(replace(document, remarks=(more,)), confirmed).decision == "open"


def test_a_decided_cell_is_kept_as_the_recogniser_saw_it(scan: bytes, document: Document) -> None:
    """Its line, said in the digits that are drawn there: a decision says Western ones."""
    scores = [
        Confirmed(1, row.read_cells["score"].box, row.cells["score"]) for row in document.rows
    ]
    drawn_as = [row["score"].translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) for row in ROWS]
    lines = list(confirmed_lines(scan, "pdf", scores))
    assert [text for _, text in lines] == drawn_as
    assert {len(line) for line, _ in lines} == {HEIGHT}


def test_a_picture_is_read_as_a_scan() -> None:
    """A TIFF of a page that lies on its side, in two colours."""
    content = picture(damaged(page(), [turned(1), one_bit()], 1), "TIFF")
    found = read_document(content, "scan.tiff")
    assert values(found) == truth()
    assert (found.form, found.pages) == ("picture", 1)


def test_a_useless_text_behind_the_picture_gives_way() -> None:
    """Letters that a program wrote behind a picture say less than the picture does."""
    shown = picture(page(), "JPEG")
    width, height = page().picture.shape[1::-1]
    text = "BT 3 Tr /F1 9 Tf 60 700 Td (lll7 0O1 9q.g8 AA rn cl vv W3 lll7 0O1 9q.g8 AA rn cl vv W3) Tj ET"
    content = f"q 595 0 0 842 0 0 cm /Im Do Q {text}".encode()
    kept = f"/Filter /DCTDecode /ColorSpace /DeviceGray /BitsPerComponent 8 /Width {width} /Height {height}"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
        % b"<< /XObject << /Im 5 0 R >> /Font << /F1 6 0 R >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content),
        b"<< /Type /XObject /Subtype /Image %s /Length %d >> stream\n%s\nendstream"
        % (kept.encode(), len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(file))
        file += b"%d 0 obj %s endobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(places)
    end = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n" % (len(objects) + 1, len(file))
    found = read_document(file + table + end + b"%%EOF", "scan.pdf")
    assert values(found) == truth()


def test_the_picture_of_a_picture_s_page() -> None:
    """As upright as its papers say, as large as asked."""
    exif = Image.Exif()
    exif[0x0112] = 6
    blank = DrawnPage(np.full((300, 400), 255, np.uint8), 200)
    content = picture(blank, "JPEG", exif=exif)
    ((width, height),) = page_sizes(content, "picture")
    assert (width, height) == (631.5, 842)
    with Image.open(io.BytesIO(picture_of(content, 1, 0.5))) as shown:
        assert (shown.format, shown.size) == ("PNG", (316, 421))


@pytest.mark.parametrize("name", ["letter", "English table"])
def test_other_pages_have_no_rows(name: str) -> None:
    """A letter, a table of other things: a scan to type from."""
    other = OTHERS[name](LOOK, 5)
    found = read_document(pdf_of([other]), "other.pdf")
    assert (found.kind, found.rows) == ("scan", ())


def test_a_picture_without_an_announcement_has_no_rows() -> None:
    """It is a scan to type from, as a poster is; a file that only begins like a picture is refused."""
    found = read_document(picture(OTHERS["blank"](LOOK, 1), "PNG"), "poster.png")
    assert (found.kind, found.form, found.pages, found.rows) == ("scan", "picture", 1, ())
    with pytest.raises(InputError) as refused:
        read_document(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "photo.png")
    assert refused.value.key == "picture"


def test_a_page_of_which_a_quarter_is_doubtful_is_refused(
    monkeypatch: pytest.MonkeyPatch, scan: bytes
) -> None:
    """Its rows are none and its number is told; the rows of other pages stay."""
    sure, unsure = (ReadCell("1", 0.99, "", is_doubtful=each) for each in (False, True))
    rows = [
        DecodedRow(1, 1, {"rank": sure, "office": sure, "score": sure, "grade": unsure}),
        DecodedRow(2, 2, {"rank": sure, "office": sure, "score": unsure, "grade": unsure}),
    ]
    monkeypatch.setattr(reading, "decoded", lambda *_: rows)
    monkeypatch.setattr(reading, "_printed", lambda row, *_: PrintedRow(row.page, row.number, {}))
    monkeypatch.setattr(reading, "_sheets", lambda *_: iter([_sheet(1), _sheet(2)]))
    found = reading.read_scan(scan, "pdf", silent)
    assert found is not None
    assert ([row.page for row in found.rows], found.pages_by_machine) == ([1], (1,))
    assert [each.values for each in found.remarks if each.rule == "page_illegible"] == [
        {"pages": "2"}
    ]


def _sheet(number: int) -> reading.Sheet:
    empty = SeenRow(number, number, 1.0, (seen_cell([]),))
    return reading.Sheet(number, (empty,), {number: ((0.0, 0.0, 1.0, 1.0),)})
