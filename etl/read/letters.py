"""The letters of a PDF page and the text they make: in the order they were written, by lines.

Thai vowels and tone marks stand above or below their consonant, often with a place of their own;
they never begin a word or a line.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import radians, tan
from statistics import median
from typing import Any, NamedTuple

from etl.read.document import raised

_WORD_GAP = 0.25  # of the letter's size
_LINE_STEP = 0.5
_BACK_STEP = 1.0
_SMALL, _RAISED = 0.8, 0.15  # of the word's size
UNKNOWN = "\ufffd"
SNAP = 3.0  # points within which two ends are one


class Letter(NamedTuple):
    """One letter where it stands on the page, in points from the left and the top."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    font: str = ""
    shade: float = 0.0  # from 0 for ink to 1 for paper
    is_hidden: bool = False
    order: int = 0  # in which it was drawn, among pictures too
    code: int = 0  # its byte, in a font of at most 256 shapes

    @property
    def size(self) -> float:
        """The height of its line."""
        return self.bottom - self.top

    @property
    def is_mark(self) -> bool:
        """Whether it stands above or below another letter."""
        return _is_mark(self.text)

    @property
    def middle(self) -> tuple[float, float]:
        """How far from the left and from the top its middle is."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Word:
    """Letters without a gap, on one line."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float

    @property
    def middle(self) -> float:
        """How far from the left its middle is."""
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        """The height of its line."""
        return self.bottom - self.top


def letters_of(chars: Iterable[dict[str, Any]], page_height: float) -> list[Letter]:
    """The upright letters of a page; what is drawn twice to look bold is one letter.

    Lines that all lean a little, as a scan laid down askew, are set straight.
    """
    chars = list(chars)
    slope = tan(radians(median(char["angle"] for char in chars))) if chars else 0.0
    found: list[Letter] = []
    drawn: set[tuple[str, int, bool, int, int]] = set()
    for char in chars:
        if not char["upright"] or not char["text"]:
            continue
        text = _known(char["text"])
        drop = slope * char["x0"]
        base = page_height - char["matrix"][5] + drop
        shape = text, char["code"], char["is_hidden"]
        place = (*shape, round(char["x0"]), round(base))
        # Letters that their font gives no width all stand in one place.
        is_placed = char["x1"] > char["x0"] or _is_mark(text)
        if place in drawn and is_placed and not text.isspace():
            continue
        drawn.add(place)
        box = char["x0"], char["x1"], char["top"] + drop, char["bottom"] + drop
        drawing = char["fontname"], char["shade"], char["is_hidden"], char["order"]
        found.append(Letter(text, *box, base, *drawing, char["code"]))
    return found


def _known(text: str) -> str:
    """The text of a shape, with a sign for what has none."""
    return UNKNOWN if text.startswith("(cid:") else text.replace("\0", UNKNOWN)


def words_of(letters: Iterable[Letter]) -> list[Word]:
    """The words, in the order they were written."""
    words: list[list[Letter]] = []
    is_open = False
    for drawn in letters:
        if drawn.text.isspace():
            is_open = False
            continue
        is_raised = is_open and words and _is_raised(words[-1], drawn)
        letter = drawn._replace(text=raised(drawn.text)) if is_raised else drawn
        if words and (_is_mark(letter.text) or (is_open and _continues(words[-1], letter))):
            words[-1].append(letter)
        else:
            words.append([letter])
        is_open = True
    return [_word(each) for each in words]


def visual_lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words by printed line, from the top, each line from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.base):
        if lines and abs(word.base - lines[-1][0].base) < _LINE_STEP / 2 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def text_of(words: Sequence[Word]) -> str:
    """The text of words: a space between two, a line break between two lines."""
    return "\n".join(" ".join(word.text for word in line) for line in visual_lines(words))


def joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans in order, those that touch made one."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1] + SNAP:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found


def _continues(word: Sequence[Letter], letter: Letter) -> bool:
    first = next((each for each in word if not _is_mark(each.text)), word[0])
    end = max(each.right for each in word)
    gap = letter.left - end
    is_same_line = abs(letter.base - first.base) < _LINE_STEP * letter.size
    return is_same_line and -_BACK_STEP * letter.size < gap < _WORD_GAP * letter.size


def _is_raised(word: Sequence[Letter], letter: Letter) -> bool:
    """Whether a letter is a footnote's mark: smaller than the word it follows, above its line."""
    first = next((each for each in word if not _is_mark(each.text)), word[0])
    is_small = letter.size < _SMALL * first.size
    return is_small and first.base - letter.base > _RAISED * first.size


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(each) == "Mn" for each in text)


def _word(letters: Sequence[Letter]) -> Word:
    carriers = [letter for letter in letters if not _is_mark(letter.text)] or letters
    return Word(
        "".join(letter.text for letter in letters),
        min(letter.left for letter in letters),
        max(letter.right for letter in letters),
        min(letter.top for letter in carriers),
        max(letter.bottom for letter in carriers),
        carriers[0].base,
    )
