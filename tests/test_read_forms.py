"""Files people bring that are no announcement themselves: told by what they are and what to do."""

import base64
import bz2
import gzip
import io
import json
import lzma
import plistlib
import quopri
import tarfile
import zipfile
from email.message import EmailMessage

import pytest
import xlsxwriter
from test_read_word import word

from etl.errors import InputError
from etl.read import read_document
from etl.read.code_pages import repaired
from etl.read.document import Document
from ita.wording import LANGUAGES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CSV = (
    "อันดับที่,สำนักงานเขตพื้นที่การศึกษา,คะแนน ITA ปี 2566,ระดับ\r\n"
    "1,สพป.ตัวอย่าง เขต 1,99.98,ผ่านดีเยี่ยม\r\n"
    "2,สพม.ภูมิสมมุติ,97.40,ผ่านดี\r\n"
)
CELLS = [
    ("1", "สพป.ตัวอย่าง เขต 1", "99.98", "ผ่านดีเยี่ยม"),
    ("2", "สพม.ภูมิสมมุติ", "97.40", "ผ่านดี"),
]
TABLE = "<table>{}</table>".format(
    "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split(",")) + "</tr>"
        for line in CSV.splitlines()
    )
)
ODF = "application/vnd.oasis.opendocument"
WORD_XML = "http://schemas.microsoft.com/office/word/2003/wordml"
SHEET = "https://docs.google.com/spreadsheets/d/1a"


def read(content: bytes) -> Document:
    return read_document(content, "file")


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in read(content).rows]


def error_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read(content)
    return caught.value


def zipped(*names: str, **parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def tarred() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("ประกาศ.pdf"))
    return written.getvalue()


def mail(*, html: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    for name, text in headers.items():
        message[name.replace("_", "-")] = text
    message.set_content("ส่งประกาศมาตามแนบ")
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


def workbook(rows: list[list[str]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return written.getvalue()


def word_table(rows: list[list[str]]) -> bytes:
    return word(rows=rows)


# What is told


@pytest.mark.parametrize(
    ("content", "key", "said"),
    [
        (b"Rar!\x1a\x07\x01\0", "archive", "RAR"),
        (b"Rar!\x1a\x07\0", "archive", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "archive", "7z"),
        (gzip.compress(CSV.encode()), "archive", "gzip"),
        (bz2.compress(CSV.encode()), "archive", "bzip2"),
        (lzma.compress(CSV.encode()), "archive", "xz"),
        (tarred(), "archive", "tar"),
        (gzip.compress(tarred()), "archive", "gzip"),
        (zipped("ประกาศ.pdf", "บัญชี.xlsx", "__MACOSX/._a"), "files", "ประกาศ.pdf, บัญชี.xlsx"),
        (zipped("แบบ/ประกาศ.docx"), "files", "ประกาศ.docx"),
        (zipped(*(f"{number}.pdf" for number in range(9))), "files", "4.pdf, +4"),
        (zipped("__MACOSX/._a"), "unknown_form", ""),
        (zipped("Index/Document.iwa", "Metadata/Properties.plist"), "apple", "Numbers"),
        (zipped("index.xml", "buildVersionHistory.plist"), "apple", "Pages"),
        (zipped("ppt/presentation.xml", "[Content_Types].xml"), "other_document", "PowerPoint"),
        (zipped(mimetype=f"{ODF}.presentation".encode()), "other_document", "OpenDocument"),
        (zipped(mimetype=b"application/epub+zip"), "other_document", "EPUB"),
        (zipped("FixedDocSeq.fdseq"), "other_document", "XPS"),
        (OLE + "WordDocument".encode("utf-16-le"), "word_document", "DOCX"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "other_document", "PowerPoint"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "email", ""),
        (b"{\\rtf1\\ansi a}", "word_document", "DOCX"),
        (f"<?xml?><w:wordDocument xmlns:w='{WORD_XML}'>".encode(), "word_document", "DOCX"),
        (f'<?xml?><o:document o:mimetype="{ODF}.spreadsheet">'.encode(), "spreadsheet_xml", "XLSX"),
        (b"[InternetShortcut]\r\nURL=https://obec.go.th/ita\r\n", "shortcut", "https://obec.go.th/ita"),
        ("[InternetShortcut]\r\nURL=https://obec.go.th/ita\r\n".encode("utf-16"), "shortcut", "https://obec.go.th/ita"),
        (b"[Desktop Entry]\nType=Link\nURL=https://obec.go.th/ita\n", "shortcut", "https://obec.go.th/ita"),
        (plistlib.dumps({"URL": "https://obec.go.th/ita"}), "shortcut", "https://obec.go.th/ita"),
        (plistlib.dumps({"URL": "https://obec.go.th/ita"}, fmt=plistlib.FMT_BINARY), "shortcut", "https://obec.go.th/ita"),
        (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "shortcut", ""),
        (json.dumps({"url": SHEET, "doc_id": "1a", "email": "a@b.th"}).encode(), "shortcut", SHEET),
        (json.dumps({"": "WARNING!", "doc_id": "1a", "resource_key": ""}).encode(), "shortcut", "Google"),
        (f"{SHEET}\n".encode(), "shortcut", SHEET),
        (mail(From="a@b.th", To="c@d.th", Subject="ITA"), "email", ""),
        (b"Return-Path: <a@b.th>\r\nReceived: from mail\r\n\tby mx\r\nSubject: ITA\r\n\r\nx", "email", ""),
        (b"<html><frameset><frame src='a_files/b.htm'></frameset></html>", "frame", "a_files/b.htm"),
        (f"<!doctype html><body><p>เมนู<iframe width=9 src='{SHEET}'></iframe>".encode(), "frame", SHEET),
        (b"<!doctype html><body><div id=root></div><script src=app.js></script>", "script", ""),
    ],
)  # fmt: skip
def test_what_is_no_announcement_is_told(content: bytes, key: str, said: str) -> None:
    """Each by its kind, with what to do, in both languages."""
    error = error_of(content)
    assert error.key == key
    messages = [error.message(language) for language in LANGUAGES]
    assert len(set(messages)) == 2
    assert all(said in message for message in messages)


@pytest.mark.parametrize("encoding", ["cp874", "utf-8"])
def test_names_in_a_zip_are_letters(encoding: str) -> None:
    """Whatever code page the program that packed them wrote them in."""
    names = ("ผล.pdf", "ประกาศ.pdf")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for place, thai in enumerate(names):
            archive.writestr("x" * (len(thai.encode(encoding)) - 1) + str(place), b"x")
    content = written.getvalue()
    for place, thai in enumerate(names):
        code = thai.encode(encoding)
        content = content.replace(b"x" * (len(code) - 1) + str(place).encode(), code)
    assert error_of(content).values["names"] == "ผล.pdf, ประกาศ.pdf"


def test_a_list_of_links_is_read() -> None:
    """A table that has addresses in it, or begins with one, is no shortcut."""
    linked = CSV.replace("ระดับ\r\n", "ระดับ,ลิงก์\r\n").replace("ผ่านดี\r\n", f"ผ่านดี,{SHEET}\r\n")
    assert [row[:4] for row in cells(linked.encode())] == CELLS
    assert cells(f"{SHEET}\r\n{CSV}".encode()) == CELLS
    assert cells(f"ที่มา: {SHEET}\r\n{CSV}".encode()) == CELLS


# Saved pages


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_a_page_saved_in_one_file(encoding: str, transfer: str) -> None:
    """MHT as browsers write it is a web page."""
    charset = {"utf-8": "utf-8", "cp874": "windows-874"}[encoding]
    body = f"<html><head><meta charset={charset}></head><body>{TABLE}</body></html>".encode(
        encoding
    )
    written = base64.encodebytes(body) if transfer == "base64" else quopri.encodestring(body)
    content = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://obec.go.th/\r\nSubject: ITA\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        b'\tboundary="--x"\r\n\r\n----x\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: " + transfer.encode() + b"\r\n\r\n" + written + b"\r\n----x--\r\n"
    )  # fmt: skip
    assert (read(content).form, cells(content)) == ("html", CELLS)


def test_a_workbook_saved_as_one_page() -> None:
    """Excel's MHT: a frame, and the sheet in a page of its own."""
    content = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n'
        '--x\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n'
        "<html><frameset><frame src=sheet001.htm></frameset></html>\n"
        '--x\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n'
        f"<html><body>{TABLE}</body></html>\n--x--\n"
    )  # fmt: skip
    assert cells(content.encode()) == CELLS


def test_fields_of_a_form_are_cells() -> None:
    """What an input, a selection or a text area shows; what is hidden or not chosen is not read."""
    rows = "".join(
        f"<tr><td><input type='hidden' name=c value='0{rank}'>{rank}<td>"
        f"<textarea>{office}</textarea><td><label><input name=s value='{score}'></label><td><select>"
        f"<option>-<option selected>{grade}<option>ไม่ผ่าน</select><button>บันทึก</button>".replace(
            "<button>บันทึก</button>", "<input type=submit value='บันทึก'>"
        )
        for rank, office, score, grade in CELLS
    )
    header = "".join(f"<th>{title}" for title in CSV.splitlines()[0].split(","))
    assert cells(f"<html><table><tr>{header}{rows}</table>".encode()) == CELLS


def test_a_selection_without_a_choice_shows_its_first() -> None:
    """As a browser does."""
    table = TABLE.replace("ผ่านดีเยี่ยม", "<select><option>ผ่านดีเยี่ยม<option>ผ่านดี</select>")
    assert cells(f"<html>{table}".encode()) == CELLS


# Letters of a wrong code page


def read_as(text: str, right: str, wrong: str) -> str:
    """The text as a program shows it that takes its bytes for another code page."""
    return "".join(
        letter if letter != "\ufffd" else chr(code)
        for code in text.encode(right)
        for letter in [bytes([code]).decode(wrong, "replace")]
    )


WRONG = [
    ([("utf-8", "cp874")], "UTF-8", "Windows-874"),
    ([("utf-8", "cp1252")], "UTF-8", "Windows-1252"),
    ([("utf-8", "latin-1")], "UTF-8", "Windows-1252"),
    ([("cp874", "latin-1")], "Windows-874 (TIS-620)", "Windows-1252"),
    ([("utf-8", "cp874"), ("utf-8", "cp874")], "UTF-8", "Windows-874"),
]


def garbled(steps: list[tuple[str, str]]) -> str:
    text = CSV
    for right, wrong in steps:
        text = read_as(text, right, wrong)
    assert repaired(text) == CSV
    return text


@pytest.mark.parametrize(("steps", "right", "wrong"), WRONG)
@pytest.mark.parametrize("form", ["csv", "html"])
def test_a_wrong_code_page_is_undone_and_told(
    form: str, steps: list[tuple[str, str]], right: str, wrong: str
) -> None:
    """The values are right, and a remark says what had happened."""
    text = garbled(steps)
    rows = "".join(f"<tr><td>{line.replace(',', '<td>')}" for line in text.split("\r\n") if line)
    document = read((text if form == "csv" else f"<html><table>{rows}</table></html>").encode())
    assert [tuple(row.cells.values()) for row in document.rows] == CELLS
    (remark,) = (each for each in document.remarks if each.rule == "code_page_repaired")
    assert remark.values == {"right": right, "wrong": wrong}


@pytest.mark.parametrize(("steps", "_right", "_wrong"), WRONG)
@pytest.mark.parametrize("make", [workbook, word_table])
def test_cells_of_a_wrong_code_page_are_undone(make, steps, _right, _wrong) -> None:
    """Those of a workbook and of a Word document too, line breaks inside them as well."""
    rows = [line.split(",") for line in garbled(steps).split("\r\n") if line]
    broken = [[cell.replace(" ", "\n") for cell in row] for row in rows]
    for table in (rows, broken):
        assert cells(make(table)) == CELLS


def test_only_one_column_of_a_wrong_code_page() -> None:
    """As where names were pasted from another list: the rest stays as it is."""
    rows = [line.split(",") for line in CSV.split("\r\n") if line]
    for row in rows:
        row[1] = read_as(row[1], "utf-8", "cp874")  # the header too
    for content in (workbook(rows), "\r\n".join(map(",".join, rows)).encode()):
        document = read(content)
        assert [tuple(row.cells.values()) for row in document.rows] == CELLS
        assert [remark.rule for remark in document.remarks] == ["code_page_repaired"]


def test_right_letters_are_not_remarked() -> None:
    """Nothing is said of a file in whatever code page it was saved in."""
    for encoding in ("utf-8", "utf-8-sig", "cp874", "utf-16"):
        assert read(CSV.encode(encoding)).remarks == ()


def test_letters_that_are_lost_are_told() -> None:
    """Which code page it was, and to save the original again; marks of question alone have another word."""
    for bytes_of, read_with, names in (
        ("utf-8", "cp874", ("UTF-8", "Windows-874")),
        ("cp874", "utf-8", ("Windows-874 (TIS-620)", "UTF-8")),
    ):
        error = error_of(CSV.encode(bytes_of).decode(read_with, "replace").encode())
        assert (error.key, tuple(error.values.values())) == ("code_page", names)
    assert error_of(CSV.encode("ascii", "replace")).key == "letters_lost"
