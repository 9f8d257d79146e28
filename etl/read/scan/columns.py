"""Which column of a scanned table says what: by how its cells are written, and by its title."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne
from scipy.optimize import linear_sum_assignment

from etl.read.titles import column_of, columns_of, key_of, says_rank
from ita.method import grade_schemes

Texts = Sequence[str]  # of the cells of a row, column by column, as the recogniser sees them

FEWEST_ROWS = 2
_MOST = 0.5  # of the filled cells of a column are written as its word wants
_TITLED, _SAYS_RANK, _FALLS = 0.6, 0.2, 0.3  # what else speaks for a word
_FALLING = 0.8  # of the neighbours in a column of scores
_ALIKE = 75  # percent of the letters of a title
_BEGINNING = 65  # percent of the letters a name begins with
_FIGURE = re.compile(r"\d{1,3}[.,]\d{1,2}", re.ASCII)
_CHANGE = re.compile(r"[+\-▲▼]+\d{1,3}[.,]\d{1,2}|-+", re.ASCII)
_RANK = re.compile(r"\d{1,3}[.)]?", re.ASCII)
_RESULT = re.compile("ม?ผน(?:กณฑ)?")
_DOUBLED = re.compile(r"(.)\1+")
YEAR = re.compile(r"25[4-9]\d")
INSTRUMENTS = ("iit", "eit", "oit")
_NAME_BEGINS = key_of("สำนักงานเขตพื้นที่การศึกษา")
_SHORT_TYPES = (key_of("สพป"), key_of("สพม"))
_FEWEST_LETTERS = 4  # of a short name


def _once(text: str) -> str:
    """A text without its doubled letters: the likeliest way through the frames may double any."""
    return _DOUBLED.sub(r"\1", text)


# How titles are mostly worded, for those read with an error.
_TITLES = {
    _once(key_of(title)): title
    for title in (
        "อันดับที่", "ลำดับที่", "สำนักงานเขตพื้นที่การศึกษา", "คะแนน ITA", "คะแนน ITA ปี", "ระดับผลคะแนน",
        "ระดับ", "ผลต่าง", "เปรียบเทียบกับปีที่ผ่านมา", "เปรียบเทียบกับเกณฑ์", "ผลการประเมิน",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Our word for each column that is read, by its place, and the titles of those columns."""

    words: Mapping[int, str]
    titles: Mapping[int, str]

    @property
    def is_announcement(self) -> bool:
        """Whether offices stand beside their scores."""
        return {"office", "score"} <= set(self.words.values())


def columns_of_pages(
    pages: Sequence[Sequence[Texts]], above: Sequence[Mapping[int, str]] = ()
) -> Columns:
    """The columns of a table from the texts of its rows, page by page; none where there is no such table.

    ``above`` are the titles of columns on some pages, where they were looked for.
    """
    rows = [row for page in pages for row in page if is_row(row)]
    count = max((len(row) for row in rows), default=0)
    if len(rows) < FEWEST_ROWS:
        return Columns({}, {})
    found = [*above, *(dict(enumerate(_titles_of(page))) for page in pages)]
    titles = [_title([each.get(place, "") for each in found]) for place in range(count)]
    words = _words(rows, titles)
    return Columns(words, {place: titles[place] for place in words})


def is_row(texts: Texts) -> bool:
    """Whether half of the filled cells, and two at least, are written as cells of a ranking are."""
    filled = list(filter(None, texts))
    fitting = sum(any(fits(text) for fits in _WRITTEN.values()) for text in filled)
    return fitting >= max(FEWEST_ROWS, len(filled) / 2)


def is_name(text: str) -> bool:
    """Whether a text begins as the name of an office does and goes on."""
    key = _once(key_of(text))
    if key.startswith(_SHORT_TYPES):
        return len(key) >= _FEWEST_LETTERS
    begins = _once(_NAME_BEGINS)
    is_longer = len(key) > len(begins) + _FEWEST_LETTERS
    return is_longer and ratio(key[: len(begins)], begins) >= _BEGINNING


def _is_grade(text: str) -> bool:
    return _once(key_of(text)) in _grades()


@lru_cache(maxsize=1)
def _grades() -> frozenset[str]:
    return frozenset(_once(key_of(each.grade)) for s in grade_schemes().values() for each in s)


_WRITTEN: Mapping[str, Callable[[str], object]] = {
    "rank": _RANK.fullmatch,
    "office": is_name,
    "score": _FIGURE.fullmatch,
    "grade": _is_grade,
    "change": _CHANGE.fullmatch,
    "result": lambda text: _RESULT.fullmatch(_once(key_of(text))),
}
_OF_FIGURES = ("last_score", *INSTRUMENTS)  # known by their titles alone


def _titles_of(page: Sequence[Texts]) -> list[str]:
    """What stands over each column of a page, before its first row."""
    above = list(takewhile(lambda row: not is_row(row), page))
    count = max((len(row) for row in page), default=0)
    return [
        " ".join(row[place] for row in above if place < len(row) and row[place])
        for place in range(count)
    ]


def _title(of_pages: Sequence[str]) -> str:
    """The title of a column, from what was read on each page."""
    meant = Counter(_meant(title) for title in of_pages if title)
    known = [title for title, _ in meant.most_common() if column_of(title)]
    return next(iter(known or meant), "")


def _meant(title: str) -> str:
    """A title as it is mostly worded, where that is nearly what was read."""
    if column_of(title) and column_of(title) not in INSTRUMENTS:  # ITA is easily read as IITA
        return title
    year = YEAR.search(title)
    key = _once(key_of(title.replace(year[0], "") if year else title))
    near = extractOne(key, _TITLES, scorer=ratio, score_cutoff=_ALIKE)
    return " ".join(filter(None, (near[0], year and year[0]))) if near else title


def _words(rows: Sequence[Texts], titles: Sequence[str]) -> dict[int, str]:
    """The word of each column: those that fit best together, each once."""
    titled = columns_of(titles)
    if not set(titled.values()) >= set(INSTRUMENTS):
        titled = {place: word for place, word in titled.items() if word not in INSTRUMENTS}
    words = (*_WRITTEN, *_OF_FIGURES)
    fit = np.zeros((len(words), len(titles)))
    for place, title in enumerate(titles):
        texts = [row[place] for row in rows if place < len(row) and row[place]]
        for number, word in enumerate(words):
            share = _share(texts, word, is_titled=titled.get(place) == word)
            if share >= _MOST:
                extra = _TITLED * (titled.get(place) == word) + _SAYS_RANK * (
                    word == "rank" and says_rank(title)
                )
                fit[number, place] = share + extra + _FALLS * (word == "score" and _falls(texts))
    pairs = zip(*linear_sum_assignment(-fit), strict=True)
    return dict(sorted((int(place), words[word]) for word, place in pairs if fit[word, place] > 0))


def _share(texts: Sequence[str], word: str, *, is_titled: bool) -> float:
    """How many of the cells of a column are written as a word wants."""
    if not texts or (word in _OF_FIGURES and not is_titled):
        return 0
    written = _WRITTEN.get(word, _FIGURE.fullmatch)
    fitting = sum(bool(written(text)) for text in texts)
    if word == "change" and is_titled:
        fitting = max(fitting, sum(bool(_FIGURE.fullmatch(text)) for text in texts))
    return fitting / len(texts)


def _falls(texts: Sequence[str]) -> bool:
    """Whether the figures of a column mostly do not rise."""
    figures = [float(text.replace(",", ".")) for text in texts if _FIGURE.fullmatch(text)]
    falling = sum(first >= second for first, second in pairwise(figures))
    return falling >= _FALLING * (len(figures) - 1) > 0
