"""A PDF is read once, and again when something about it changed."""

from pathlib import Path

import pytest
import typst
from announcements import write_fonts

from etl.read import kept
from etl.read.document import Document

SOURCE = """
#set page(width: 20cm, height: 10cm)
#set text(font: "Sarabun ITA")
#table(columns: 3, [อันดับที่], [สำนักงาน], [คะแนน],
  [๑], [สพป.กาฬสินธุ์ เขต ๒], [๙๗.๓๙],
  [๒], [สพป.กาฬสินธุ์ เขต ๑], [๙๖.๐๐])
"""
TEXT = "อันดับที่\tสำนักงาน\tคะแนน\n๑\tสพป.กาฬสินธุ์ เขต ๒\t๙๗.๓๙\n".encode()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    fonts = tmp_path_factory.mktemp("fonts")
    write_fonts(fonts)
    return typst.compile(SOURCE.encode(), format="pdf", font_paths=[fonts])


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files read, into a warehouse of its own."""
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    names: list[str] = []
    read = kept.read_document

    def watched(content: bytes, name: str) -> Document:
        names.append(name)
        return read(content, name)

    monkeypatch.setattr(kept, "read_document", watched)
    return names


def test_a_pdf_is_read_once(content: bytes, reads: list[str]) -> None:
    """The second time it comes from where it is kept, the same to the letter."""
    first = kept.read_once(content, "a.pdf")
    assert kept.read_once(content, "b.pdf") == first
    assert [dict(row.cells)["score"] for row in first.rows] == ["๙๗.๓๙", "๙๖.๐๐"]
    assert reads == ["a.pdf"]


def test_what_is_quick_to_read_is_not_kept(tmp_path: Path, reads: list[str]) -> None:
    """Text is read each time."""
    kept.read_once(TEXT, "a.txt")
    kept.read_once(TEXT, "a.txt")
    assert reads == ["a.txt", "a.txt"]
    assert list(tmp_path.iterdir()) == []


def test_a_half_written_document_is_read_anew(
    tmp_path: Path, content: bytes, reads: list[str]
) -> None:
    """Whatever cut it short."""
    first = kept.read_once(content, "a.pdf")
    (file,) = (tmp_path / "documents").iterdir()
    file.write_text(file.read_text(encoding="utf-8")[:100], encoding="utf-8")
    assert kept.read_once(content, "a.pdf") == first
    assert reads == ["a.pdf", "a.pdf"]


def test_another_reader_reads_again(content: bytes, reads: list[str], monkeypatch) -> None:
    """What an older release read is not taken for what this one would."""
    kept.read_once(content, "a.pdf")
    monkeypatch.setattr(kept, "readers", lambda: "another release")
    kept.read_once(content, "a.pdf")
    assert reads == ["a.pdf", "a.pdf"]
