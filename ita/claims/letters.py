"""A text as it is read: Western digits, one spelling of sara am, and where each letter stood."""

import re
from dataclasses import dataclass
from functools import cached_property

from ita.offices import tidy_name

# What tidies to another letter, or to none; sara am in two pieces may hold a tone mark between them.
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
# A decimal that a file has torn: 81. 52; not the number of an item of a list at the start of a line.
_TORN = re.compile(r"(?<=[0-9๐-๙])(?:\. | \.)(?=[0-9๐-๙]{2}(?![0-9๐-๙.]))")
_BEFORE_TORN = re.compile(r"[^\s0-9๐-๙.] ?[0-9๐-๙]{1,3}$")
_LONGEST_BEFORE = 5
_ODD = re.compile(
    f"{_TORN.pattern}| {{3,}}|[ \\t|]{{12,}}|"
    "\u0e4d[\u0e48-\u0e4b]?\u0e32|[\u200b-\u200f\u2060\ufeff\u00ad\ue000-\uf8ff\u00a0\u0e50-\u0e59]"
)
# Up to a line break, or to a space far into a line without one.
_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAKS}]{{1,1500}}[^{_BREAKS}\s]{{0,500}}")


@dataclass(frozen=True)
class Reading:
    """``text`` as read; letter ``i`` of it stood at ``places[i]``, the last place being the end."""

    text: str
    places: range | list[int]

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """Each line that says something, with the place its first letter has in ``text``.

        A line longer than any sentence is cut at a space, so that none takes long to read.
        """
        return [
            (line.start(), line.group())
            for line in _LINE.finditer(self.text)
            if not line.group().isspace()
        ]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where letters of ``text`` stood, from the first to behind the last."""
        return self.places[start], self.places[end - 1] + 1


def reading_of(text: str) -> Reading:
    """The text with every letter in its one spelling; a text that needs no change keeps its places."""
    if not _ODD.search(text):
        return Reading(text, range(len(text) + 1))
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for odd in _ODD.finditer(text):
        start, end = odd.span()
        if "." in odd.group() and not _is_torn(text, start):
            continue
        pieces.append(text[last:start])
        places.extend(range(last, start))
        tidy = _tidy(odd.group())
        pieces.append(tidy)
        places.extend(range(end - len(tidy), end))
        last = end
    pieces.append(text[last:])
    places.extend(range(last, len(text) + 1))
    return Reading("".join(pieces), places)


def _is_torn(text: str, start: int) -> bool:
    return _BEFORE_TORN.search(text[max(0, start - _LONGEST_BEFORE) : start]) is not None


def _tidy(odd: str) -> str:
    if len(odd) > 1 and not odd.strip(" \t|"):
        return "  "
    if "." in odd:
        return "."
    if odd == "\u00a0":
        return " "
    am = _SPLIT_AM.fullmatch(odd)
    return f"{am[1]}\u0e33" if am else tidy_name(odd)
