"""PDF: ruled and plain tables over pages, cut rows, wrapped names, scans, and what is refused.

The files are written here letter by letter, so that every place is known and no font is needed.
"""

import io
import struct
from collections.abc import Iterable, Sequence
from math import cos, radians, sin, tan

import pytest
from damage import wrong_errors
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import InputError
from etl.read import read_document
from etl.read.document import Document
from etl.read.pdf import MOST_PAGES, page_picture

WIDTH, HEIGHT = 595, 842
EDGES = (40, 80, 320, 400, 460, 520, 560)
HEADER = ("อันดับที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน", "ระดับ", "เพิ่ม/ลด", "ผล")
ONE = ("๑", "สพป.ตัวอย่าง เขต ๑", "๙๙.๙๙", "AA", "+๐.๕๙", "ผ่าน")
TWO = ("๒", "สพม.สมมุติ", "๘๔.๙๐", "B", "-", "ไม่ผ่าน")
THREE = ("๓", "สพป.ตัวอย่าง เขต ๓", "๘๐.๐๐", "B", "-๑.๐๐", "ไม่ผ่าน")
_MARKS = {
    code for code in range(0xA1, 0xFC) if code in {0xD1, *range(0xD4, 0xDB), *range(0xE7, 0xEF)}
}


FONT = (
    "/Subtype /Type1 /BaseFont /Sample /FirstChar 32 /LastChar 255 /FontDescriptor << /Type "
    "/FontDescriptor /FontName /Sample /Flags 4 /FontBBox [0 -200 500 800] /Ascent 800 /Descent -200 >>"
)
IMAGE = (
    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
)
PAGE = (
    f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
    "/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 5 0 R >> "
    "/ExtGState << /Clear << /ca 0 >> /Faint << /ca 0.2 >> >> >>"
)


# A page, letter by letter


def write(x: float, y: float, text: str) -> str:
    """Text whose line stands ``y`` points below the top."""
    return f"BT /F1 10 Tf 1 0 0 1 {x} {HEIGHT - y} Tm <{text.encode('cp874').hex()}> Tj ET\n"


def turned(x: float, y: float, text: str, angle: float, size: float = 10) -> str:
    """Text whose line begins ``x`` and ``y`` points from the left and top and rises by an angle."""
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    matrix = f"{cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {x} {HEIGHT - y}"
    return f"BT /F1 {size} Tf {matrix} Tm <{text.encode('cp874').hex()}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def row(y: float, cells: Iterable[str], edges: Sequence[float] = EDGES) -> str:
    return "".join(write(x + 4, y, cell) for x, cell in zip(edges, cells, strict=False) if cell)


def rules(
    top: float, *bottoms: float, is_open: bool = False, edges: Sequence[float] = EDGES
) -> str:
    """The rules of rows that end at ``bottoms``; an open table has none below its last row."""
    across = [top, *bottoms][: -1 if is_open else None]
    return "".join(line(edges[0], y, edges[-1], y) for y in across) + "".join(
        line(x, top, x, bottoms[-1]) for x in edges
    )


def ruled(rows: Sequence[Sequence[str]], top: float = 100, height: float = 20) -> str:
    bottoms = [top + height * (place + 1) for place in range(len(rows))]
    texts = "".join(row(bottom - 6, cells) for bottom, cells in zip(bottoms, rows, strict=True))
    return texts + rules(top, *bottoms)


def pdf(
    *pages: str, encryption: str = "", rotation: int = 0, speech: str = "/ToUnicode 4 0 R"
) -> bytes:
    """A PDF of these contents, with one font that speaks Thai and one picture to draw."""
    codes = [*range(0x20, 0x7F), *range(0xA1, 0xDB), *range(0xDF, 0xFC)]
    spoken = "\n".join(
        f"<{code:02x}> <{bytes([code]).decode('cp874').encode('utf-16-be').hex()}>"
        for code in codes
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <00> <ff> "
        f"endcodespacerange\n{len(codes)} beginbfchar\n{spoken}\nendbfchar\nendcmap"
    )
    widths = " ".join("0" if code in _MARKS else "500" for code in range(0x20, 0x100))
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< /Type /Font {FONT} /Widths [{widths}] {speech} >>",
        stream(cmap),
        stream("0", IMAGE),
    ]
    for place, content in enumerate(pages):
        objects += [
            f"<< {PAGE} /Rotate {rotation} /Contents {7 + 2 * place} 0 R >>",
            stream(content),
        ]
    return _file(objects, encryption)


def stream(content: str, entries: str = "") -> str:
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str], encryption: str) -> bytes:
    written = io.BytesIO()
    written.write(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(written.tell())
        written.write(f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1"))
    start = written.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    written.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(objects) + 1} /Root 1 0 R {encryption} >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return written.getvalue()


PICTURE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im1 Do Q\n"


def read(*contents: str) -> Document:
    return read_document(pdf(*contents), "file")


def cells(document: Document) -> list[tuple[str, ...]]:
    return [tuple(each.cells.values()) for each in document.rows]


def error_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_document(content, "file")
    return caught.value


# With rules


def test_a_ruled_table_over_pages() -> None:
    """Header repeated; titles, page numbers and carry lines are around; each row has its place."""
    first = write(60, 60, "ผล ปีงบประมาณ พ.ศ. ๒๕๖๖ จำนวน ๓ เขต") + ruled([HEADER, ONE, TWO])
    second = write(290, 40, "- ๒ -") + ruled([HEADER, THREE]) + write(500, 800, "/๔.")
    document = read(first, second)
    assert cells(document) == [ONE, TWO, THREE]
    assert (document.form, document.kind, document.pages) == ("pdf", "announcement", 2)
    assert (document.fiscal_year, document.stated_offices) == (2566, 3)
    assert document.around == ("ผล ปีงบประมาณ พ.ศ. ๒๕๖๖ จำนวน ๓ เขต", "- ๒ -", "/๔.")
    assert [(each.page, each.row) for each in document.rows] == [(1, 3), (1, 4), (2, 7)]
    assert document.rows[1].box == (40, 140, 560, 160)


def test_the_header_on_the_first_page_only() -> None:
    """Columns go on by their place."""
    assert cells(read(ruled([HEADER, ONE]), ruled([TWO, THREE]))) == [ONE, TWO, THREE]


def test_a_row_cut_by_the_page_end() -> None:
    """The table is left open below; the rest of the name stands on top of the next page."""
    name = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา"
    first = ruled([HEADER, ONE], top=740) + row(794, ("๒", name, *TWO[2:]))
    first += rules(780, 805, is_open=True)
    second = ruled([("", "ตัวอย่าง เขต ๒"), THREE], top=40)
    assert cells(read(first, second)) == [ONE, ("๒", f"{name}ตัวอย่าง เขต ๒", *TWO[2:]), THREE]


def test_a_cell_merged_over_rows() -> None:
    """A grade in the middle of a tall cell is the grade of every row beside it."""
    rows = [(*each[:3], "", *each[4:]) for each in (ONE, TWO)]
    texts = (
        row(114, HEADER) + row(134, rows[0]) + row(154, rows[1]) + write(EDGES[3] + 4, 144, "AA")
    )
    across = [line(EDGES[0], y, EDGES[-1], y) for y in (100, 120, 160)]
    across += [line(EDGES[0], 140, EDGES[3], 140), line(EDGES[4], 140, EDGES[-1], 140)]
    down = [line(x, 100, x, 160) for x in EDGES]
    found = cells(read(texts + "".join([*across, *down])))
    assert [each[3] for each in found] == ["AA", "AA"]


def test_a_name_over_lines_of_its_cell() -> None:
    """Joined inside a word, parted before เขต."""
    texts = row(114, HEADER) + row(144, (ONE[0], "", *ONE[2:]))
    texts += write(84, 134, "สำนักงานเขตพื้นที่การศึกษา") + write(84, 146, "ประถมศึกษาตัวอย่าง")
    texts += write(84, 158, "เขต ๑")
    found = cells(read(texts + rules(100, 120, 164)))
    assert found == [(ONE[0], "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑", *ONE[2:])]


NARROW = (40, 70, 130, 170, 205, 250, 300)


@pytest.mark.parametrize("place", ["left", "middle", "right"])
def test_a_word_longer_than_its_cell(place: str) -> None:
    """It runs over the rules into the cells beside it, and yet is no part of them."""
    names = ["สพป.พระนครศรีอยุธยา", "เขต ๑", "สพม.กระบี่", "สพม.ประจวบคีรีขันธ์"]
    lines = [
        ("๑", names[0], *ONE[2:]),
        ("", names[1]),
        ("๒", names[2], *TWO[2:]),
        ("๓", names[3], *THREE[2:]),
    ]

    def left_of(cell: str, begin: float, end: float) -> float:
        width = 5 * sum(1 for code in cell.encode("cp874") if code not in _MARKS)
        offsets = {"left": 3, "middle": (end - begin - width) / 2, "right": end - begin - width - 3}
        return begin + offsets[place]

    texts = "".join(
        write(left_of(cell, begin, end), 114 + 12 * line, cell)
        for line, cells in enumerate([("ที่", "สพท.", *HEADER[2:]), *lines])
        for cell, begin, end in zip(cells, NARROW, NARROW[1:], strict=False)
        if cell
    )
    found = cells(read(texts + rules(102, 118, 142, 154, 166, edges=NARROW)))
    assert found == [
        ("๑", "สพป.พระนครศรีอยุธยา เขต ๑", *ONE[2:]),
        ("๒", names[2], *TWO[2:]),
        ("๓", names[3], *THREE[2:]),
    ]


# Without rules


def plain(rows: Sequence[Sequence[str]], top: float = 120) -> str:
    return "".join(row(top + 24 * place, cells) for place, cells in enumerate(rows))


def test_a_table_without_rules() -> None:
    """Columns by the gaps, titles above, a page number below."""
    title = write(60, 60, "ผล ปีงบประมาณ พ.ศ. ๒๕๖๖ จำนวน ๓ เขต")
    document = read(title + plain([HEADER, ONE, TWO]) + write(290, 820, "- ๑ -"), plain([THREE]))
    assert cells(document) == [ONE, TWO, THREE]
    assert (document.fiscal_year, document.stated_offices) == (2566, 3)
    assert document.around == ("ผล ปีงบประมาณ พ.ศ. ๒๕๖๖ จำนวน ๓ เขต", "- ๑ -")


@pytest.mark.parametrize("shift", [-12, 0, 12])
def test_a_wrapped_name_without_rules(shift: float) -> None:
    """Rank and score stand at the first, the middle or the last line of the name."""
    name = ("สำนักงานเขตพื้นที่การศึกษา", "ประถมศึกษาตัวอย่าง เขต", "๑")
    texts = plain([HEADER])
    for place, each in enumerate((ONE, TWO, THREE)):
        base = 160 + 44 * place
        texts += row(base + shift, (each[0], "", *each[2:]))
        texts += "".join(
            write(84, base + 12 * (number - 1), part) for number, part in enumerate(name)
        )
    whole = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑"
    assert cells(read(texts)) == [(each[0], whole, *each[2:]) for each in (ONE, TWO, THREE)]


def test_a_name_cut_by_the_page_end_without_rules() -> None:
    """Its number, alone on top of the next page, is no page number."""
    first = plain([HEADER, ONE, ("๒", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต", *TWO[2:])])
    found = cells(read(first, write(84, 96, "๒") + plain([THREE])))
    assert found[1] == ("๒", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๒", *TWO[2:])


LEVEL_HEADER = (*HEADER[:3], "ระดับ", *HEADER[4:])


def graded(base: float, rank: str, *grade: str) -> str:
    """A row without rules, its grade wrapped over lines of 12 points from the first."""
    cells = (rank, f"สพป.ตัวอย่าง เขต {rank}", "๙๐.๐๐", "", "-", "ผ่าน")
    pieces = (write(EDGES[3] + 4, base + 12 * line, piece) for line, piece in enumerate(grade))
    return row(base, cells) + "".join(pieces)


@pytest.mark.parametrize("step", [20, 24, 28])
def test_a_wrapped_grade_without_rules(step: float) -> None:
    """A piece belongs to the row whose grade it completes, also where the next row is nearer."""
    grades = [("ผ่านดี", "เยี่ยม"), ("ผ่านดี",), ("ผ่านดี", "เยี่ยม"), ("ต้องปรับปรุง",)]
    texts = [
        graded(160 + step * place, str(place + 1), *grade) for place, grade in enumerate(grades)
    ]
    found = read(plain([LEVEL_HEADER]) + "".join(texts)).rows
    assert [each.cells["grade"] for each in found] == ["".join(grade) for grade in grades]


def test_a_grade_cut_by_the_page_end_without_rules() -> None:
    """Its end, on top of the next page, is no piece of the row below it."""
    first = plain([LEVEL_HEADER]) + graded(160, "1", "ผ่านดี") + graded(200, "2", "ผ่านดี")
    second = write(EDGES[3] + 4, 96, "เยี่ยม") + graded(110, "3", "ผ่านดี")
    found = read(first, second).rows
    assert [each.cells["grade"] for each in found] == ["ผ่านดี", "ผ่านดีเยี่ยม", "ผ่านดี"]


def test_a_piece_of_no_grade_makes_none() -> None:
    """What completes no grade leaves a cell that is none, for the rules to find."""
    texts = graded(160, "1", "ต้อง", "เยี่ยม") + graded(200, "2", "ผ่านดี")
    found = read(plain([LEVEL_HEADER]) + texts).rows
    assert [each.cells["grade"] for each in found] == ["ต้องเยี่ยม", "ผ่านดี"]


def test_the_name_before_the_rank_without_rules() -> None:
    """The rank is the number before the score, not the one of the name."""
    rows = [(each[1], each[0], *each[2:]) for each in (HEADER, ONE, TWO, THREE)]
    edges = (60, 290, 330, *EDGES[3:])
    texts = "".join(row(120 + 24 * place, cells, edges) for place, cells in enumerate(rows))
    assert cells(read(texts)) == rows[1:]


def test_rules_around_the_columns_only() -> None:
    """A frame that does not part the rows is as good as none."""
    rows = [
        (str(place), f"สพป.ตัวอย่าง เขต {place}", "90.00", "A", "-", "ผ่าน") for place in range(1, 7)
    ]
    assert cells(read(plain([HEADER, *rows]) + rules(100, 290))) == rows


# Blocks side by side

LEFT, RIGHT = (30, 60, 200, 240, 280), (310, 340, 480, 520, 560)
SHORT_HEADER = ("อันดับ", "สำนักงาน", "คะแนน", "ระดับ")


def block(
    first: int, last: int, edges: Sequence[float], tall: int | None, *, is_ruled: bool
) -> str:
    """Ranks of a list under their own header; the name of ``tall`` is of two lines."""
    lines, bottoms = [row(114, SHORT_HEADER, edges)], [100.0, 120.0]
    for rank in range(first, last + 1):
        top = bottoms[-1]
        name = (f"สพป.ตัวอย่าง เขต {rank}",) if rank != tall else ("สพป.ตัวอย่าง", f"เขต {rank}")
        lines.append(row(top + 14, (str(rank), "", f"{100 - rank}.50", "AA"), edges))
        lines += [write(edges[1] + 4, top + 14 + 12 * at, each) for at, each in enumerate(name)]
        bottoms.append(top + 8 + 12 * len(name))
    return "".join(lines) + (rules(*bottoms, edges=edges) if is_ruled else "")


@pytest.mark.parametrize("is_ruled", [True, False])
@pytest.mark.parametrize("tall", [None, 2, 7])
def test_blocks_side_by_side_are_one_list(tall: int | None, is_ruled: bool) -> None:
    """Left before right on each page, also where their rows do not stand on the same lines."""
    pages = [
        write(120, 60, "ผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๗ จำนวน ๒๐ เขต ทั่วประเทศ และรายละเอียดอื่น ๆ")
        + block(first, first + 5, LEFT, tall, is_ruled=is_ruled)
        + block(first + 6, min(first + 11, 20), RIGHT, tall, is_ruled=is_ruled)
        for first in (1, 13)
    ]
    document = read(*pages)
    assert cells(document) == [
        (str(rank), f"สพป.ตัวอย่าง เขต {rank}", f"{100 - rank}.50", "AA") for rank in range(1, 21)
    ]
    assert (document.fiscal_year, document.stated_offices) == (2567, 20)


def test_three_blocks_side_by_side() -> None:
    """The last is shorter, and its rows stand on lines of their own."""
    thirds = [tuple(20 + 190 * place + x for x in (0, 25, 120, 158)) for place in range(3)]
    blocks = [
        block(1, 5, thirds[0], None, is_ruled=False),
        block(6, 10, thirds[1], 6, is_ruled=False),
        block(11, 13, thirds[2], 12, is_ruled=False),
    ]
    found = read("".join(blocks)).rows
    assert [each.cells["rank"] for each in found] == [str(rank) for rank in range(1, 14)]


# What the letters say


def test_the_text_its_writer_says() -> None:
    """Shapes without letters of their own, with the letters beside them as ActualText."""
    said = "สมมุติ".encode("utf-16-be").hex()
    spoken = f"/Span << /ActualText <feff{said}> >> BDC\n{write(110, 154, 'xyz')}EMC\n"
    texts = row(114, HEADER) + row(134, ONE) + row(154, (TWO[0], "สพม.", *TWO[2:]))
    document = read(
        texts.replace(write(84, 154, "สพม."), write(84, 154, "สพม.") + spoken)
        + rules(100, 120, 140, 160)
    )
    assert cells(document)[1][1].replace(" ", "") == "สพม.สมมุติ"


FOREIGN = {
    "Windows": "/Encoding /WinAnsiEncoding",
    "Macintosh": "/Encoding /MacRomanEncoding",
    "none": "",
}


@pytest.mark.parametrize("encoding", FOREIGN)
@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_font_from_before_unicode(encoding: str, is_ruled: bool) -> None:
    """It says Latin letters for the codes of Thai ones, and nothing for some; all are known."""
    rows = [HEADER, ONE, ("๒", "สพป.กาญจนบุรี เขต ๒", *TWO[2:]), THREE]
    content = write(60, 60, "ผล ปีงบประมาณ พ.ศ. ๒๕๖๖") + (ruled(rows) if is_ruled else plain(rows))
    document = read_document(pdf(content, speech=FOREIGN[encoding]), "file")
    assert cells(document) == rows[1:]
    assert document.fiscal_year == 2566


def test_a_font_whose_codes_nobody_knows() -> None:
    """Refused by what is wrong with it, and not as a file without a table."""
    scrambled = bytes(range(0x20, 0xA1)) + bytes(reversed(range(0xA1, 0x100)))
    texts = ruled([HEADER, ONE, TWO, THREE])
    codes = {text: text.encode("cp874") for each in (HEADER, ONE, TWO, THREE) for text in each}
    for code in codes.values():
        texts = texts.replace(
            f"<{code.hex()}>", f"<{bytes(scrambled[each - 0x20] for each in code).hex()}>"
        )
    error = error_of(pdf(texts, speech=FOREIGN["Windows"]))
    assert error.key == "garbled_font"


def test_bold_by_drawing_twice() -> None:
    """A letter drawn again a little beside itself is one letter."""
    twice = "".join(row(114, HEADER).replace("1 0 0 1 ", f"1 0 0 1 {shift}") for shift in ("", "0"))
    assert read(twice + row(134, ONE) + rules(100, 120, 140)).titles["grade"] == "ระดับ"


# Scans


@pytest.mark.parametrize("text", ["", "สำเนาถูกต้อง", "- ๑ -"])
def test_pages_of_pictures_are_a_scan(text: str) -> None:
    """Nothing to read, or a stamp and a page number: pages are counted, rows there are none."""
    document = read(PICTURE + write(80, 800, text), PICTURE)
    assert (document.kind, document.pages, document.rows) == ("scan", 2, ())


def test_a_letter_with_a_scanned_table() -> None:
    """The first page is text, the table behind it pictures."""
    letter = "".join(write(60, 60 + 20 * place, "เรื่อง ประกาศผลการประเมิน") for place in range(8))
    assert read(letter, PICTURE).kind == "scan"


def test_text_without_a_table_is_no_scan() -> None:
    """A letter alone is an error that shows what was seen."""
    letter = "".join(write(60, 60 + 20 * place, "เรื่อง ประกาศผลการประเมิน") for place in range(8))
    assert error_of(pdf(letter)).key == "no_table"


def test_an_empty_page_is_no_scan() -> None:
    """Nothing at all is not a picture."""
    assert error_of(pdf("")).key == "no_table"


def test_the_picture_of_a_page() -> None:
    """A PNG as large as asked."""
    picture = page_picture(pdf(ruled([HEADER, ONE])), 1, 2.0)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (2 * WIDTH, 2 * HEIGHT)


# Text that a machine read in a scan

TITLE = "ผลการประเมิน ITA Online ปีงบประมาณ พ.ศ. ๒๕๖๗"


@pytest.mark.parametrize(
    "scanned",
    [
        f"{PICTURE}q 3 Tr {{text}} Q",
        f"{PICTURE}3 Tr {{text}}",
        f"{{text}}{PICTURE}",
        f"{PICTURE}q 1 g {{text}} Q",
        f"{PICTURE}q /Clear gs {{text}} Q",
        "q 3 Tr {text} Q",
    ],
    ids=["hidden", "hidden for good", "under", "white", "clear", "without a picture"],
)
def test_the_invisible_text_of_a_scan_is_a_machine_s(scanned: str) -> None:
    """It is read, and every page of it is told; what is repeated on each page is no row."""
    pages = [
        scanned.format(text=write(60, 60, TITLE) + plain([HEADER, *rows]))
        for rows in ([ONE, TWO], [THREE])
    ]
    document = read(*pages)
    assert cells(document) == [ONE, TWO, THREE]
    assert document.pages_by_machine == (1, 2)
    assert document.fiscal_year == 2567


def test_what_stands_on_every_page_is_no_row() -> None:
    """Titles that the columns happen to part, a date and a page's number in them too."""
    titles = [
        row(60 + 20 * line, cells)
        for line, cells in enumerate(
            (
                ("ประกาศ", "สพฐ. ลงวันที่ ๑๒", "กันยายน", "๒๕๖๗", "", "หน้า ๑"),
                ("", "ผลการประเมิน ITA ปีงบประมาณ", "พ.ศ. ๒๕๖๗", "(ต่อ)"),
            )
        )
    ]
    pages = ["".join(titles) + plain([HEADER, each]) for each in (ONE, TWO, THREE)]
    assert cells(read(*pages)) == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    "printed",
    [
        f"{PICTURE}{{text}}",
        "{text}q 30 0 0 30 500 800 cm /Im1 Do Q\n",
        f"{{text}}q /Faint gs {PICTURE} Q",
        "q 3 Tr " + write(300, 700, "ร่าง") + " Q {text}",
        "q 0.7 g {text} Q",
    ],
    ids=["a letterhead below", "a seal beside", "a faint picture over it", "a hidden word", "grey"],
)
def test_print_with_pictures_is_print(printed: str) -> None:
    """Pictures behind the text or seen through, and a little that is hidden, change nothing."""
    document = read(printed.format(text=plain([HEADER, ONE, TWO])))
    assert (cells(document), document.pages_by_machine) == ([ONE, TWO], ())


def test_hidden_text_is_no_print() -> None:
    """A draft hidden behind the figures that are seen is not read with them."""
    draft = "q 3 Tr " + "".join(write(404, 144 + 24 * place, "๑๑.๑๑") for place in range(2)) + " Q "
    assert cells(read(draft + plain([HEADER, ONE, TWO]))) == [ONE, TWO]


@pytest.mark.parametrize("angle", [-3, -1, 1.5, 4])
def test_a_scan_laid_down_askew(angle: float) -> None:
    """Its lines lean, over the width of the page by more than a line is high."""
    lines = "".join(
        turned(x + 4, 120 + 24 * place - x * tan(radians(angle)), cell, angle)
        for place, cells in enumerate([HEADER, ONE, TWO, THREE])
        for x, cell in zip(EDGES, cells, strict=False)
    )
    document = read(f"{PICTURE}q 3 Tr {lines} Q")
    assert cells(document) == [ONE, TWO, THREE]
    assert document.pages_by_machine == (1,)


def test_only_pages_with_rows_are_told() -> None:
    """A typed page between two scanned ones is print."""
    hidden = f"{PICTURE}q 3 Tr {{text}} Q"
    first = hidden.format(text=plain([HEADER, ONE]))
    document = read(first, plain([TWO]), hidden.format(text=plain([THREE])))
    assert (cells(document), document.pages_by_machine) == ([ONE, TWO, THREE], (1, 3))


def test_a_printed_page_with_rules_before_a_scanned_one() -> None:
    """Each is cut in its own way: the rules of the scan are in its picture."""
    second = f"{PICTURE}q 3 Tr {plain([HEADER, THREE])} Q"
    document = read(ruled([HEADER, ONE, TWO]), second)
    assert (cells(document), document.pages_by_machine) == ([ONE, TWO, THREE], (2,))


def test_a_ruled_sheet_of_one_office() -> None:
    """Rules around figures cut a table too, where the office stands in the title alone."""
    title = "ผล ITA ปีงบประมาณ พ.ศ. ๒๕๖๕ สพป.กาฬสินธุ์ เขต ๒"
    lines = [
        ("ที่", "ตัวชี้วัด", "คะแนน"),
        ("๑", "การปฏิบัติหน้าที่", "๘๙.๘๙"),
        ("๒", "การใช้งบประมาณ", "๗๙.๗๙"),
    ]
    document = read(write(60, 60, title) + ruled(lines))
    assert [row.cells["score"] for row in document.rows] == ["๘๙.๘๙", "๗๙.๗๙"]
    assert {row.cells["office"] for row in document.rows} == {"สพป.กาฬสินธุ์ เขต 2"}


def test_a_raised_mark_is_no_digit() -> None:
    """A small figure above the line behind a rank or a score is a footnote."""
    cells_drawn = [write(x + 4, 144, cell) for x, cell in zip(EDGES, ONE, strict=False)]
    cells_drawn[2] += turned(EDGES[2] + 4 + 5 * len(ONE[2]), 142, "1", 0, size=6)
    page = row(120, HEADER) + "".join(cells_drawn) + row(168, TWO)
    assert cells(read(page))[0][2] == f"{ONE[2]}¹"


# Watermarks


def watermark(y: float, how: str = "0.85 g", size: float = 44) -> str:
    return f"q {how} {turned(60, y, 'สำเนาคู่ฉบับ ITA', 0, size)} Q\n"


@pytest.mark.parametrize("how", ["0.85 g", "1 0.8 0.8 rg", "/Faint gs", "0 0 0 0.15 k"])
@pytest.mark.parametrize("layout", ["ruled", "plain"])
def test_a_watermark_is_no_part_of_cells(how: str, layout: str) -> None:
    """Large and faint letters that lie across the table, drawn before or after it."""
    table = (
        ruled([HEADER, ONE, TWO, THREE]) if layout == "ruled" else plain([HEADER, ONE, TWO, THREE])
    )
    over, under = table + watermark(170, how), watermark(150, how) + table
    assert cells(read(over)) == cells(read(under)) == [ONE, TWO, THREE]
    (told,) = read(over).remarks
    assert (told.rule, told.values) == ("watermark_left_out", {"text": "สำเนาคู่ฉบับ ITA"})


@pytest.mark.parametrize("angle", [30, 45, 60, 90, -45])
def test_a_turned_watermark_is_no_part_of_cells(angle: float) -> None:
    """Whatever its colour and size."""
    across = "".join(turned(x, 240, "สำเนา", angle, 14) for x in (60, 180, 300))
    assert cells(read(ruled([HEADER, ONE, TWO, THREE]) + across)) == [ONE, TWO, THREE]


def test_a_watermark_as_small_as_the_print() -> None:
    """Many small faint words over the whole page, more letters than the table has."""
    tiles = "".join(
        turned(40 + 51 * column, 103 + 7 * line, "สำเนา ITA", 0, 10)
        for column in range(10)
        for line in range(12)
    )
    content = f"q 0.8 g {tiles} Q {ruled([HEADER, ONE, TWO, THREE])}"
    assert cells(read(content)) == [ONE, TWO, THREE]


@pytest.mark.parametrize("ink", ["0.5 g", "1 0 0 rg", "0 0 1 rg"])
def test_a_table_in_another_colour_is_read(ink: str) -> None:
    """A grey header, a red row and a grey table are print."""
    table = ruled([HEADER, ONE, TWO])
    assert cells(read(f"q {ink} {table} Q")) == [ONE, TWO]
    parts = row(114, HEADER), row(134, ONE), row(154, TWO)
    for part in parts:
        coloured = f"q {ink} {part} Q " + "".join(each for each in parts if each != part)
        assert cells(read(coloured + rules(100, 120, 140, 160))) == [ONE, TWO]


# Pages on their side


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("layout", ["ruled", "plain"])
def test_a_page_on_its_side(angle: int, layout: str) -> None:
    """Turned as a whole to be read; the picture of the page is turned like it."""
    table = ruled([HEADER, ONE, TWO]) if layout == "ruled" else plain([HEADER, ONE, TWO])
    upright = pdf(table)
    lying = pdf(table, rotation=angle)
    (first, *_), document = read_document(upright, "file").rows, read_document(lying, "file")
    assert cells(document) == [ONE, TWO]
    assert document.rows[0].box == pytest.approx(first.box, abs=0.01)
    assert page_picture(lying, 1, 1.0) == page_picture(upright, 1, 1.0)


def test_letters_on_their_side() -> None:
    """Whole pages drawn sideways, as a table too wide for its paper is; other pages stand upright."""
    turn = f"q 0 1 -1 0 {HEIGHT} 0 cm {ruled([HEADER, TWO])} Q"
    assert cells(read(ruled([HEADER, ONE]), turn, ruled([HEADER, THREE]))) == [ONE, TWO, THREE]


# What is refused


def test_progress_is_told_by_page() -> None:
    """Each page once, in order."""
    told: list[tuple[int, int]] = []
    read_document(
        pdf(ruled([HEADER, ONE]), ruled([TWO])), "file", lambda done, of: told.append((done, of))
    )
    assert told == [(1, 2), (2, 2)]


def test_a_password() -> None:
    """A locked file is named as such."""
    key = "ab" * 32
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<01> <01>]"
    assert error_of(pdf(ruled([HEADER, ONE]), encryption=lock)).key == "password"


def test_too_many_pages() -> None:
    """Before any is read."""
    error = error_of(pdf(*[""] * (MOST_PAGES + 1)))
    assert (error.key, error.values) == ("too_many_pages", {"pages": 301, "most": 300})


def test_a_file_cut_short() -> None:
    """What is left of a download is damaged, or read as far as its pages are whole."""
    content = pdf(ruled([HEADER, ONE]))
    assert error_of(content[:200]).key == "damaged"


# Any layout

EVEN = tuple(40 + 86 * place for place in range(7))
WORDS = ("rank", "office", "score", "grade", "change", "result")


@settings(max_examples=40, deadline=None)
@given(
    st.permutations(range(1, 6)),
    st.lists(st.sampled_from([ONE, TWO, THREE]), min_size=2, max_size=12),
    st.booleans(),
)
def test_any_order_of_columns(
    order: list[int], rows: list[tuple[str, ...]], is_ruled: bool
) -> None:
    """Columns are found by their titles, with rules and without; rows keep their order."""
    places = [0, *order]
    header = ("ที่", "หน่วยงาน", *HEADER[2:])
    lines = [[each[place] for place in places] for each in (header, *rows)]
    bottoms = [120 + 20 * place for place in range(len(lines))]
    content = "".join(
        row(bottom - 6, each, EVEN) for bottom, each in zip(bottoms, lines, strict=True)
    )
    content += rules(100, *bottoms, edges=EVEN) if is_ruled else ""
    found = read(content)
    assert [tuple(each.cells[word] for word in WORDS) for each in found.rows] == rows


@pytest.mark.parametrize("content", [ruled([HEADER, ONE, TWO]), plain([HEADER, ONE, TWO]), PICTURE])
def test_damaged_pdf(content: str) -> None:
    """A file, cut, changed and filled with anything: a document or the declared error."""
    assert wrong_errors(pdf(content)) == []
