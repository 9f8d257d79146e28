"""Any file to a Document: recognised by content, read by its form, searched for its table or its facts."""

from etl.errors import InputError
from etl.read.document import Document, Form, Report
from etl.read.edge import declared
from etl.read.sidecar import LARGEST_FILE
from etl.read.sniff import form_of
from etl.read.text import read_text

_NO_TABLE = ("no_table", "no_rows")
_SAID: tuple[Form, ...] = ("text", "word", "html", "pdf")
_FEW = 10


def silent(_done: int, _pages: int) -> None:
    """Reports to nobody."""


def read_document(content: bytes, name: str, report: Report = silent) -> Document:
    """The table of a file, else the facts its text states; ``name`` only names it in errors.

    ``report`` hears of each page. Raises InputError, and nothing else, for whatever cannot be read.
    """
    if len(content) > LARGEST_FILE:
        raise InputError("too_large", file=name, megabytes=LARGEST_FILE // 1024**2)
    form = form_of(content, name)
    with declared("damaged", name):
        try:
            table = _table(content, form, name, report)
        except InputError as error:
            facts = _facts(content, form, name) if error.key in _NO_TABLE else None
            if facts is None:
                raise
            return facts
        facts = _facts(content, form, name) if _may_be_told(table) else None
        return facts if facts and _tells_all(facts, table) else table


def read_words(words: str, content: bytes, name: str) -> Document:
    """The facts of a picture as a person words them. Raises InputError as `document_of_words` does."""
    from etl.read.facts import document_of_words  # noqa: PLC0415

    return document_of_words(words, content, name)


def _may_be_told(table: Document) -> bool:
    """Whether what was read as a table may be what an office tells of itself: an announcement lists many.

    The years of one office are such, and a few rows that no titles head and no ranks order.
    """
    if table.kind != "announcement" or table.pages_by_machine or table.fiscal_year:
        return False
    offices = {row.cells.get("office", "") for row in table.rows}
    return len(offices) == 1 or (len(table.rows) < _FEW and not _is_headed(table))


def _is_headed(table: Document) -> bool:
    """Whether titles head its columns, or ranks order its rows."""
    return any(table.titles.values()) or any(row.cells.get("rank") for row in table.rows)


def _tells_all(facts: Document, table: Document) -> bool:
    """Whether facts are of as many offices and years as there are rows, and each names them if titles do."""
    keys = {(row.cells["office"], row.cells["fiscal_year"]) for row in facts.rows}
    is_named = all(office and (year or not _is_headed(table)) for office, year in keys)
    return is_named and len(keys) >= len(table.rows)


def _facts(content: bytes, form: Form, name: str) -> Document | None:
    """The facts the text of a file states, None where it states none or is no text."""
    if form not in _SAID:
        return None
    from etl.read.facts import facts_document  # noqa: PLC0415

    return facts_document(content, form, name)


# A reader is imported where it is needed: their libraries take half a second to load.
def _table(  # noqa: PLR0911 - one a form
    content: bytes, form: Form, name: str, report: Report
) -> Document:
    """The table of a file of a form."""
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
