"""Running text of TXT, DOCX and PDF: its paragraphs in order, in a child process, and what is refused."""

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest
from damage import damaged
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from screens import ROOT
from test_read_pdf import PICTURE, pdf, write

from etl.errors import InputError
from etl.read.guarded import read_prose_guarded
from etl.read.prose import in_words_of_prose, read_prose
from ita.wording import LANGUAGES, catalogue

SPEECH = "ในปี ๒๕๖๕ เราได้คะแนน ๙๗.๓๙ คะแนน"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_LOCK = "ab" * 32
_ENCRYPTION = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{_LOCK}> /U <{_LOCK}> /P -4 >> /ID [<01> <01>]"
)


def word(*paragraphs: str, box: str = "") -> bytes:
    """A Word document of paragraphs, the last with a text box on it, twice as Word writes them."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if box:
        inside = f"<w:txbxContent><w:p><w:r><w:t>{box}</w:t></w:r></w:p></w:txbxContent>"
        document.paragraphs[-1]._p.append(  # noqa: SLF001 - there is no other way to a text box
            parse_xml(
                f'<w:r xmlns:w="{_W}" xmlns:mc="{_MC}"><mc:AlternateContent>'
                f'<mc:Choice Requires="wps">{inside}</mc:Choice>'
                f"<mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r>"
            )
        )
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def error_of(content: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_prose(content, "file")
    return caught.value


# What is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp874"])
def test_text_in_any_encoding_of_thailand(encoding: str) -> None:
    """Paragraphs that say something, with their Thai digits as printed."""
    text = f"{SPEECH}\r\n\r\nบรรทัดที่สอง\n"
    assert read_prose(text.encode(encoding), "file") == (SPEECH, "บรรทัดที่สอง")


def test_thai_is_mended() -> None:
    """Split sara am, private letters and invisible signs become the letters they stand for."""
    assert read_prose("ท\u0e4d\u0e32\u200bป\uf70a".encode(), "file") == ("ทำป่",)


def test_word_paragraphs_and_boxes_once_each() -> None:
    """In order, a text box after its paragraph, and not a second time from its fallback."""
    content = word(SPEECH, "ขอขอบคุณ", box="อันดับที่ 102")
    assert read_prose(content, "file") == (SPEECH, "ขอขอบคุณ", "อันดับที่ 102")


def test_word_headers_and_footers_are_read() -> None:
    """After the text, each once."""
    document = docx.Document()
    document.add_paragraph(SPEECH)
    document.sections[0].header.paragraphs[0].text = "หัวกระดาษ"
    document.sections[0].footer.paragraphs[0].text = "ท้ายกระดาษ"
    assert sorted(read_prose(saved(document), "file")) == sorted((SPEECH, "หัวกระดาษ", "ท้ายกระดาษ"))


def test_word_tables_row_by_row() -> None:
    """A row is a paragraph, its cells parted by tabs, where it stands in the text."""
    document = docx.Document()
    document.add_paragraph("ก่อน")
    table = document.add_table(2, 2)
    for place, text in enumerate(("ปี", "คะแนน", "2565", "97.39")):
        table.cell(place // 2, place % 2).text = text
    document.add_paragraph("หลัง")
    assert read_prose(saved(document), "file") == ("ก่อน", "ปี\tคะแนน", "2565\t97.39", "หลัง")


def test_lines_of_a_pdf_become_paragraphs() -> None:
    """A line that fills the page goes on in the next, without a space where Thai is broken."""
    page = (
        write(60, 60, "ผลการประเมินของสำนักงานเขตพื้นที่การศึกษาได้คะแนน")
        + write(60, 80, "รวม 97.39 คะแนน")
        + write(60, 100, "ขอขอบคุณ")
    )
    assert read_prose(pdf(page), "file") == (
        "ผลการประเมินของสำนักงานเขตพื้นที่การศึกษาได้คะแนนรวม 97.39 คะแนน",
        "ขอขอบคุณ",
    )


def test_each_page_of_a_pdf_is_told() -> None:
    """Pages done, of how many."""
    told: list[tuple[int, int]] = []
    read_prose(pdf(write(60, 60, SPEECH), write(60, 60, SPEECH)), "file", lambda *n: told.append(n))
    assert told == [(1, 2), (2, 2)]


# What is refused


def bomb() -> bytes:
    """A document of 101 MB in less than one."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", b" " * 101 * 1024**2)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (word(""), "empty"),
        (word(SPEECH)[:-200], "damaged"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"%PDF-1.7 broken", "damaged"),
        (pdf(PICTURE, PICTURE), "scan"),
        (pdf(write(60, 60, SPEECH), encryption=_ENCRYPTION), "password"),
        (pdf(*[""] * 301), "too_many_pages"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
        (b"{\\rtf1 speech}", "word_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "word_document"),
        (b"<html><body><table>x</table></body></html>", "unknown_form"),
        (b"\x01\x02\x03\x04\x05", "encoding"),
    ],
    ids=[
        "nothing", "blank", "empty word", "cut word", "no archive", "broken pdf", "scan",
        "locked pdf", "long pdf", "picture", "rtf", "locked word", "old word", "html", "letters",
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(content: bytes, key: str) -> None:
    """An error with its own words in both languages; words on tables and importing are not used."""
    error = error_of(content)
    assert error.key == key
    told = in_words_of_prose(error)
    for language in LANGUAGES:
        assert told.message(language)
    if f"input.prose_{key}" in catalogue():
        assert told.key == f"prose_{key}"


def test_a_bomb_is_not_unpacked() -> None:
    """101 MB in less than one are refused in a moment."""
    content = bomb()
    began = time.monotonic()
    assert error_of(content).key == "zip_bomb"
    assert time.monotonic() - began < 5


def test_word_that_reaches_outside_is_harmless() -> None:
    """An entity that names a file of ours is not followed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word("REPLACED"))) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(ROOT / "LICENSE").as_uri()}">]>'
                head, _, rest = content.decode().partition("?>")
                content = f"{head}?>{entity}{rest.replace('REPLACED', '&e;')}".encode()
            new.writestr(part, content)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n")[0]
    try:
        read = " ".join(read_prose(written.getvalue(), "file"))
    except InputError:
        read = ""
    assert licence not in read


@pytest.mark.parametrize(
    "whole", [word(SPEECH, box="กล่อง"), pdf(write(60, 60, SPEECH))], ids=["word", "pdf"]
)
def test_damage_is_an_error_or_harmless(whole: bytes) -> None:
    """However a file is damaged, it is read or declared unreadable."""
    silent = []
    for content in list(damaged(whole))[::4]:
        try:
            read_prose(content, "file")
        except InputError as error:
            silent += [error.key for language in LANGUAGES if not error.message(language)]
    assert silent == []


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Nothing but the declared error."""
    try:
        paragraphs = read_prose(content, "file")
    except InputError:
        return
    assert all(paragraph.strip() for paragraph in paragraphs)


# The child and the command


def test_a_child_reads_it(tmp_path: Path) -> None:
    """The text comes back whole; a huge file is refused by its size alone."""
    path = tmp_path / "speech.docx"
    path.write_bytes(word(SPEECH, "ขอขอบคุณ"))
    assert read_prose_guarded(path).splitlines() == [SPEECH, "ขอขอบคุณ"]
    with path.open("wb") as file:
        file.truncate(300 * 1024**2)
    with pytest.raises(InputError) as caught:
        read_prose_guarded(path)
    assert caught.value.key == "too_large"


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("คำกล่าว.txt", SPEECH.encode(), 0), ("scan.pdf", pdf(PICTURE), 2)],
    ids=["text", "scan"],
)
def test_the_command_prints_the_text(
    tmp_path: Path, name: str, content: bytes, status: int
) -> None:
    """Exit 0 with the text, or 2 with a sentence a language, Thai first."""
    path = tmp_path / name
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "etl", "prose", str(path)],
        cwd=ROOT, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == status
    if status:
        thai, english = done.stderr.splitlines()
        assert "เป็นภาพสแกน 1 หน้า" in thai
        assert "is a scan of 1 pages" in english
    else:
        assert done.stdout.strip() == SPEECH
