"""Running text: a speech or report in text, Word or PDF to its paragraphs, in reading order.

Thai is mended as for tables; digits stay as they are printed. No paragraph is judged.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pdfplumber

from etl.errors import InputError
from etl.read.document import Report
from etl.read.edge import declared
from etl.read.letters import UNKNOWN, Word, letters_of, visual_lines, words_of
from etl.read.pdf import MOST_PAGES, page_count
from etl.read.reading import silent
from etl.read.sidecar import LARGEST_FILE
from etl.read.sniff import form_of
from etl.read.spoken_page import spoken_pages
from etl.read.text import decoded
from etl.read.word import blocks_of
from ita.offices import mended

# What is said of a file with a table does not fit a speech.
_OWN_WORDS = {
    "encoding": "prose_encoding",
    "too_heavy": "prose_too_heavy",
    "too_slow": "prose_too_slow",
    "unknown_form": "prose_unknown_form",
    "word_document": "prose_word_document",
    "picture": "prose_picture",
    "scan": "prose_scan",
    "empty": "prose_empty",
    "password": "prose_password",
    "damaged": "prose_damaged",
    "too_large": "prose_too_large",
    "zip_bomb": "prose_zip_bomb",
    "too_many_pages": "prose_too_many_pages",
}
_FEWEST_LETTERS = 20  # of a PDF that says anything at all
_FULL_LINE = 0.88  # of the width of its page's text: a line that long goes on in the next
_NEW = re.compile(r"[•●○▪–—-]\s|[(]?[0-9๐-๙]+(?:\.[0-9๐-๙]+)*[.)]\s")
_THAI = re.compile("[ก-๎]")


def read_prose(content: bytes, name: str, report: Report = silent) -> tuple[str, ...]:
    """The paragraphs of a file that say something; ``report`` hears of each page.

    Raises InputError, and nothing else, for whatever cannot be read.
    """
    if len(content) > LARGEST_FILE:
        raise InputError("too_large", file=name, megabytes=LARGEST_FILE // 1024**2)
    with declared("damaged", name):
        paragraphs = tuple(paragraphs_of(content, name, report))
    if not paragraphs:
        raise InputError("empty", file=name)
    return paragraphs


def in_words_of_prose(error: InputError) -> InputError:
    """An error of reading in words that fit a speech."""
    if error.key not in _OWN_WORDS:
        return error
    values: dict[str, Any] = {name: each for name, each in error.values.items() if name != "reason"}
    return InputError(_OWN_WORDS[error.key], file=error.file, **values)


def paragraphs_of(content: bytes, name: str, report: Report = silent) -> Iterator[str]:
    """The paragraphs of a file that say something, if any do. Raises InputError."""
    form = form_of(content, name)
    if form == "word":
        found = _of_word(content, name)
    elif form == "pdf":
        found = _of_pdf(content, name, report)
    elif form == "text":
        found = iter(decoded(content, name).splitlines())
    else:
        raise InputError("picture" if form == "picture" else "unknown_form", file=name)
    for paragraph in found:
        text = mended(paragraph).strip()
        if text:
            yield text


# --- Word -----------------------------------------------------------------------------------------


def _of_word(content: bytes, name: str) -> Iterator[str]:
    """The paragraphs, a table row as one with tabs between its cells; what stands beside at the end."""
    blocks = blocks_of(content, name, are_counted=False)
    for block in (*blocks.body, *blocks.above, *blocks.below):
        if isinstance(block, str):
            yield block
        else:
            cells = (cell for cell in block if not cell.is_continued)
            yield "\t".join(" ".join(cell.text.split("\n")) for cell in cells)


# --- PDF ------------------------------------------------------------------------------------------


def _of_pdf(content: bytes, name: str, report: Report) -> Iterator[str]:
    pages = page_count(content, name)
    if pages > MOST_PAGES:
        raise InputError("too_many_pages", file=name, pages=pages, most=MOST_PAGES)
    found: list[str] = []
    has_pictures = False
    with pdfplumber.open(BytesIO(content)) as document:
        for page in spoken_pages(document):
            words = words_of(letters_of(page.chars, float(page.height)))
            found += _joined(visual_lines(words))
            has_pictures = has_pictures or bool(page.images)
            page.close()  # else every page's objects stay in memory
            report(page.page_number, pages)
    letters = [letter for text in found for letter in text if letter.isalnum() or letter == UNKNOWN]
    if len(letters) < _FEWEST_LETTERS and has_pictures:
        raise InputError("scan", file=name, pages=pages)
    yield from found


def _joined(lines: Sequence[Sequence[Word]]) -> list[str]:
    """The paragraphs of a page: a line that fills the width of the text goes on in the next one."""
    if not lines:
        return []
    left = min(line[0].left for line in lines)
    width = max(line[-1].right for line in lines) - left
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        text = " ".join(word.text for word in line)
        if is_open and not _NEW.match(text):
            paragraphs[-1] += _between(paragraphs[-1], text) + text
        else:
            paragraphs.append(text)
        is_open = line[-1].right - left > _FULL_LINE * width
    return paragraphs


def _between(before: str, after: str) -> str:
    """A space where a line ends, but for one that breaks Thai between two words."""
    return "" if _THAI.match(before[-1:]) and _THAI.match(after[:1]) else " "
