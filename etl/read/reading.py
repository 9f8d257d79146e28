"""Any file to a Document: recognised by content, read by its form, then searched for its table."""

from etl.errors import InputError
from etl.read.document import Document, Report
from etl.read.edge import declared
from etl.read.sidecar import LARGEST_FILE
from etl.read.sniff import form_of
from etl.read.text import read_text


def silent(_done: int, _pages: int) -> None:
    """Reports to nobody."""


def read_document(  # noqa: PLR0911 - one a form
    content: bytes, name: str, report: Report = silent
) -> Document:
    """The table of a file; ``name`` only names it in errors, ``report`` hears of each page.

    Raises InputError, and nothing else, for whatever cannot be read.
    """
    if len(content) > LARGEST_FILE:
        raise InputError("too_large", file=name, megabytes=LARGEST_FILE // 1024**2)
    form = form_of(content, name)
    # A reader is imported where it is needed: their libraries take half a second to load.
    with declared("damaged", name):
        if form == "pdf":
            from etl.read.pdf import read_pdf  # noqa: PLC0415

            return read_pdf(content, name, report)
        if form == "xlsx":
            from etl.read.xlsx import read_xlsx  # noqa: PLC0415

            return read_xlsx(content, name, report)
        if form == "word":
            from etl.read.word import read_word  # noqa: PLC0415

            return _whole(read_word(content, name), report)
        if form == "exchange":
            from etl.read.exchange import read_exchange  # noqa: PLC0415

            return _whole(read_exchange(content, name), report)
        if form == "picture":
            from etl.read.scan.reading import read_picture  # noqa: PLC0415

            return read_picture(content, name, report)
        if form == "html":
            from etl.read.html import read_html  # noqa: PLC0415

            return _whole(read_html(content, name), report)
        return _whole(read_text(content, name), report)


def _whole(document: Document, report: Report) -> Document:
    """A document that is read at once, told as its one page."""
    report(1, 1)
    return document
