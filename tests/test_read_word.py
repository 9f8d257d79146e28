"""Word and Writer documents: tables, tabbed lines and boxes as they are shown, nothing that is hidden."""

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
import pytest
from damage import wrong_errors
from docx.oxml import parse_xml
from docx.table import Table
from screens import ROOT
from test_prose import bomb

from etl.errors import InputError
from etl.read import read_document
from etl.read.document import Document
from etl.read.prose import read_prose

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 จำนวน 2 เขต"
HEADER = ("อันดับที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน", "ระดับ")
ONE = ("1", "สพป.ตัวอย่าง เขต 1", "99.98", "ผ่านดีเยี่ยม")
TWO = ("2", "สพม.สมมุติ", "97.40", "ผ่านดี")

Change = Callable[[docx.document.Document, Table], object]


def word(change: Change | None = None, rows: Sequence[Sequence[str]] = (HEADER, ONE, TWO)) -> bytes:
    """A document with a title and a table of rows, changed in some way."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    if change:
        change(document, table)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def replaced(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The document with the text of a part changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for each in old.infolist():
            body = old.read(each)
            new.writestr(each, change(body.decode()) if each.filename == part else body)
    return written.getvalue()


def run(text: str, inside: str = "") -> str:
    return f'<w:r {_W}><w:rPr>{inside}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def put(paragraph, *elements: str) -> None:
    for element in elements:
        paragraph._p.append(parse_xml(element))  # noqa: SLF001 - there is no other way


def read(content: bytes) -> Document:
    return read_document(content, "ประกาศ.docx")


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in read(content).rows]


# Tables


def test_a_table_is_an_announcement_like_any() -> None:
    """Its rows, the year and size of the title, and each paragraph in its place."""
    document = read(word(lambda document, _table: document.add_paragraph("หมายเหตุ")))
    assert (document.kind, document.form, document.fiscal_year) == ("announcement", "word", 2566)
    assert (document.stated_offices, document.pages) == (2, 1)
    assert [tuple(row.cells.values()) for row in document.rows] == [ONE, TWO]
    assert document.around == (TITLE, "หมายเหตุ")


def test_a_document_with_macros_is_read_alike() -> None:
    """A .docm differs in what its main part is called."""
    content = replaced(
        word(),
        "[Content_Types].xml",
        lambda text: text.replace(
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "vnd.ms-word.document.macroEnabled.main",
        ),
    )
    assert cells(content) == [ONE, TWO]


def test_merged_cells_stand_in_all_they_cover() -> None:
    """A title over two columns, a grade over two rows."""
    rows = [
        ("ที่", "หน่วยงาน", "คะแนน", "", "ระดับ"),
        ("", "", "OIT", "รวม", ""),
        ("1", "สพป.ตัวอย่าง เขต 1", "100", "99.50", "AA"),
        ("2", "สพม.สมมุติ", "98", "97.00", ""),
    ]

    def merge(_document: docx.document.Document, table: Table) -> None:
        table.cell(0, 2).merge(table.cell(0, 3))
        table.cell(2, 4).merge(table.cell(3, 4))
        for column in (0, 1, 4):
            table.cell(0, column).merge(table.cell(1, column))

    content = word(merge, rows)
    assert read(content).titles["oit"] == "คะแนน OIT"
    assert cells(content) == [
        ("1", "สพป.ตัวอย่าง เขต 1", "100", "99.50", "AA"),
        ("2", "สพม.สมมุติ", "98", "97.00", "AA"),
    ]


def test_a_table_inside_a_table() -> None:
    """A page laid out with tables: the inner one is read."""

    def nest(document: docx.document.Document, table: Table) -> None:
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = "เมนู"
        outer.cell(0, 1)._tc.append(table._tbl)  # noqa: SLF001 - moved into the cell

    assert cells(word(nest)) == [ONE, TWO]


def test_a_table_in_a_text_box() -> None:
    """Read once, though Word writes it twice."""

    def into_box(document: docx.document.Document, table: Table) -> None:
        box = parse_xml(
            f'<w:r {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent/></mc:Choice>'
            "<mc:Fallback><w:txbxContent/></mc:Fallback></mc:AlternateContent></w:r>"
        )
        for inside in box.iter("{*}txbxContent"):
            inside.append(parse_xml(table._tbl.xml))  # noqa: SLF001
        table._tbl.getparent().remove(table._tbl)  # noqa: SLF001
        document.paragraphs[0]._p.append(box)  # noqa: SLF001

    assert cells(word(into_box)) == [ONE, TWO]


def test_rows_inside_content_controls() -> None:
    """Rows and cells that a form or a mail merge has wrapped are rows and cells."""

    def wrap(_document: docx.document.Document, table: Table) -> None:
        for element in (table.rows[2]._tr, table.cell(1, 2)._tc):  # noqa: SLF001
            control = parse_xml(f"<w:sdt {_W}><w:sdtPr/><w:sdtContent/></w:sdt>")
            element.addprevious(control)
            control[1].append(element)

    assert cells(word(wrap)) == [ONE, TWO]


def test_ranks_that_word_counts() -> None:
    """Numbers made by automatic numbering stand in no text and are read; Thai ones too."""
    numbered = (
        '<w:p {0}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr></w:p>'
    )

    def number(document: docx.document.Document, table: Table) -> None:
        for row in table.rows[1:]:
            cell = row.cells[0]._tc  # noqa: SLF001
            cell.replace(cell[-1], parse_xml(numbered.format(_W)))
        numbering = document.part.numbering_part.element
        level = (
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="thaiNumbers"/>'
            '<w:lvlText w:val="%1."/></w:lvl>'
        )
        lists = f'<w:abstractNum {_W} w:abstractNumId="77">{level}</w:abstractNum>'
        used = f'<w:num {_W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
        numbering.extend([parse_xml(lists), parse_xml(used)])

    assert [row[0] for row in cells(word(number))] == ["๑.", "๒."]


# What is not shown


@pytest.mark.parametrize(
    "hidden",
    [
        run("98.87", "<w:vanish/>"),
        f'<w:del {_W} w:id="1" w:author="a"><w:r><w:delText>98.87</w:delText></w:r></w:del>',
        f'<w:moveFrom {_W} w:id="1" w:author="a">{run("98.87")}</w:moveFrom>',
    ],
    ids=["hidden", "deleted", "moved from here"],
)
def test_what_is_not_shown_is_left_out(hidden: str) -> None:
    """A draft score behind the one that stands is no part of it, nor of a speech."""
    content = word(lambda _document, table: put(table.cell(1, 2).paragraphs[0], hidden))
    assert cells(content) == [ONE, TWO]
    assert "98.87" not in " ".join(read_prose(content, "file"))


@pytest.mark.parametrize("kind", ["ins", "moveTo"])
def test_what_a_change_put_there_stands(kind: str) -> None:
    """Inserted and moved-to text is shown, so it is read."""
    change = f'<w:{kind} {_W} w:id="1" w:author="a">{run("99.98")}</w:{kind}>'
    rows = (HEADER, (*ONE[:2], "", ONE[3]), TWO)
    content = word(lambda _document, table: put(table.cell(1, 2).paragraphs[0], change), rows)
    assert cells(content) == [ONE, TWO]


def test_text_hidden_by_its_style() -> None:
    """Also by a style that is based on a hidden one; a run may show itself all the same."""
    styles = (
        '<w:style w:type="character" w:styleId="Draft"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Note"><w:basedOn w:val="Draft"/></w:style>'
    )
    runs = [
        run("98.87", '<w:rStyle w:val="Note"/>'),
        run("99.98", '<w:rStyle w:val="Draft"/><w:vanish w:val="0"/>'),
    ]
    rows = (HEADER, (*ONE[:2], "", ONE[3]), TWO)
    content = word(lambda _document, table: put(table.cell(1, 2).paragraphs[0], *runs), rows)
    styled = replaced(
        content, "word/styles.xml", lambda text: text.replace("</w:styles>", f"{styles}</w:styles>")
    )
    assert cells(styled) == [ONE, TWO]


@pytest.mark.parametrize("mark", ['<w:del w:id="1" w:author="a"/>', "<w:hidden/>"])
def test_a_row_that_is_not_shown(mark: str) -> None:
    """A row deleted with changes tracked, or hidden, is none."""
    rows = (HEADER, ONE, ("9", "สพป.ร่าง เขต 9", "11.11", "F"), TWO)

    def hide(_document: docx.document.Document, table: Table) -> None:
        table.rows[2]._tr.insert(0, parse_xml(f"<w:trPr {_W}>{mark}</w:trPr>"))  # noqa: SLF001

    assert cells(word(hide, rows)) == [ONE, TWO]


# Without a table


@pytest.mark.parametrize("separator", ["\t", "   "], ids=["tabs", "spaces"])
def test_lines_without_a_table(separator: str) -> None:
    """Paragraphs parted by tabs are cells; those parted by spaces are read as text is."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    for row in (HEADER, ONE, TWO):
        document.add_paragraph(separator.join(row))
    assert [row[:3] for row in cells(saved(document))] == [ONE[:3], TWO[:3]]


def test_a_letter_is_no_announcement() -> None:
    """The error shows what was seen."""
    document = docx.Document()
    document.add_paragraph("เรียน ผู้อำนวยการ")
    with pytest.raises(InputError) as caught:
        read(saved(document))
    assert (caught.value.key, caught.value.values) == ("no_table", {"seen": "เรียน ผู้อำนวยการ"})


# Writer

_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw")
)


def writer(body: str) -> bytes:
    """A document of LibreOffice Writer with this body."""
    styles = (
        '<office:automatic-styles><style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style></office:automatic-styles>'
    )
    content = (
        f"<office:document-content {_ODF}>{styles}<office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return written.getvalue()


def writer_row(*texts: str) -> str:
    row = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
    return f"<table:table-row>{row}</table:table-row>"


def test_a_table_of_writer() -> None:
    """Header rows, spaces, a grade over two rows; deleted and hidden text and comments left out."""
    head = f"<table:table-header-rows>{writer_row(*HEADER)}</table:table-header-rows>"
    comment = "<office:annotation><text:p>ตรวจแล้ว</text:p></office:annotation>"
    one = writer_row(
        "1",
        f"สพป.ตัวอย่าง<text:s/>เขต<text:s text:c='1'/>1{comment}",
        '<text:span text:style-name="H">98.87</text:span>99.98',
        "ผ่านดี",
    )
    one = one.replace(
        "<table:table-cell><text:p>ผ่านดี",
        '<table:table-cell table:number-rows-spanned="2"><text:p>ผ่านดี',
    )
    two = writer_row(*TWO[:3]).replace(
        "</table:table-row>", "<table:covered-table-cell/></table:table-row>"
    )
    deleted = "<text:tracked-changes><text:p>สพป.ร่าง เขต 9 11.11</text:p></text:tracked-changes>"
    content = writer(
        f"{deleted}<text:h>{TITLE}</text:h><table:table>{head}{one}{two}</table:table>"
    )
    document = read(content)
    assert (document.form, document.fiscal_year, document.around) == ("word", 2566, (TITLE,))
    assert cells(content) == [(*ONE[:3], "ผ่านดี"), TWO]
    assert read_prose(content, "file")[0] == TITLE


# What is refused


def test_a_bomb_is_not_unpacked() -> None:
    """As for workbooks: 101 MB in less than one."""
    with pytest.raises(InputError) as caught:
        read(bomb())
    assert caught.value.key == "zip_bomb"


def test_an_endless_span() -> None:
    """Spans that make millions of cells are refused."""
    rows = [HEADER, *[ONE] * 501]

    def widen(_document: docx.document.Document, table: Table) -> None:
        for cell in table._tbl.iter("{*}tc"):  # noqa: SLF001
            cell.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {_W} w:val="99999"/>'))

    with pytest.raises(InputError) as caught:
        read(word(widen, rows))
    assert caught.value.key == "too_heavy"


def test_an_entity_is_not_followed() -> None:
    """Neither a file of ours nor a thousand laughs come in through a definition."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 9}">' for n in range(1, 12))
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(ROOT / "LICENSE").as_uri()}"><!ENTITY l0 "ha">{laughs}]>'
    content = replaced(
        word(rows=(HEADER, (*ONE[:2], "99.98SIGN", ONE[3]), TWO)),
        "word/document.xml",
        lambda text: text.replace("?>", f"?>{entity}", 1).replace("SIGN", "&e;&l11;"),
    )
    try:
        assert cells(content) == [ONE, TWO]
    except InputError as error:
        assert error.key == "damaged"  # noqa: PT017 - either is right


def test_damaged_documents() -> None:
    """A document, cut, changed and filled with anything: a table or the declared error."""
    assert wrong_errors(word()) == []


def test_a_raised_mark_is_no_digit() -> None:
    """A run set above the line behind a score is a footnote."""

    def mark(_document: docx.document.Document, table: Table) -> None:
        table.cell(1, 2).paragraphs[0].add_run("1").font.superscript = True

    assert cells(word(mark))[0][2] == f"{ONE[2]}¹"


def test_tabs_that_only_align_make_no_cells() -> None:
    """A list in tabbed paragraphs has as many cells a row as most rows have."""
    document = docx.Document()
    for line in ("อันดับที่\tสำนักงาน\tคะแนน", "1\tสพป.ตัวอย่าง เขต 1\t99.99", "2\tสพม.สมมุติ\t\t90.00"):
        document.add_paragraph(line)
    assert cells(saved(document)) == [
        ("1", "สพป.ตัวอย่าง เขต 1", "99.99"),
        ("2", "สพม.สมมุติ", "90.00"),
    ]
