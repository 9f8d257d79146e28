"""Words that say what a figure is: the table ``cues.csv``, and where its words stand in a line.

A row is a phrase and its role. Roles: "goal", "wish" and "future" of what is hoped for or still to come,
"outcome" and "turn" of what came of it; "rise", "fall" and "difference" of a change, "gap" of a
distance; "mark" of the pass mark, "limit" of a least or most, "weight" of the share of an instrument;
"under" and "fails" of what lies below a limit, "line" of one spoken of by itself; "within" of being among
the first so many, "behind" of offices that rank lower or higher; "plain" of a phrase that holds a word of
another role without meaning it.
"""

import csv
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ita.claims.mention import Span

_TABLE = Path(__file__).parent / "cues.csv"
# A number that is no year.
_NUMBER = re.compile(r"(?<!\d)(?<!ปี)(?<!ปี )(?<!FY)(?<!งบ)(?!(?:25|20)\d\d(?!\d))\d")
_LATIN, _WITHIN_WORD = re.compile("[a-z]"), re.compile("[a-z0-9]")
REACH = 36  # letters within which words belong to a figure


@dataclass(frozen=True)
class Cues:
    """Where the words of each role stand in a line, in order."""

    line: str
    spans: dict[str, list[Span]]

    def before(self, place: int, role: str, reach: int = REACH) -> bool:
        """Whether words of a role end within reach before a place, with no number between."""
        spans = self.spans.get(role, [])
        ends = [end for _, end in spans]
        near = spans[bisect_left(ends, place - reach) : bisect_right(ends, place)]
        return any(not self.has_figure(end, place) for _, end in near)

    def after(self, place: int, role: str, reach: int = REACH) -> bool:
        """Whether words of a role begin within reach behind a place, with no number between."""
        spans = self.spans.get(role, [])
        starts = [start for start, _ in spans]
        near = spans[bisect_left(starts, place) : bisect_right(starts, place + reach)]
        return any(not self.has_figure(place, start) for start, _ in near)

    def near(self, start: int, end: int, role: str, reach: int = REACH) -> bool:
        """Whether words of a role stand just before or behind a stretch."""
        return self.before(start, role, reach) or self.after(end, role, reach)

    def has_figure(self, start: int, end: int) -> bool:
        """Whether a number that is no year stands between two places."""
        return _NUMBER.search(self.line, start, end) is not None

    def has(self, role: str) -> bool:
        """Whether the line has words of a role at all."""
        return bool(self.spans.get(role))


def cues_in(line: str) -> Cues:
    """The cues of a line: from left to right the longest phrase, with the roles of all it begins with."""
    lower = line.lower() if len(line.lower()) == len(line) else line
    spans: dict[str, list[Span]] = defaultdict(list)
    for start, end in sorted(_phrases_in(lower)):
        for role, length in _roles()[lower[start:end]]:
            spans[role].append((start, start + length))
    return Cues(line, spans)


def _phrases_in(line: str) -> Iterator[Span]:
    """Where phrases stand; English ones are whole words."""
    thai, english = _patterns()
    for match in thai.finditer(line):
        yield match.span()
    if line.isascii() or _LATIN.search(line):
        for match in english.finditer(line):
            if not _WITHIN_WORD.search(
                line[match.start() - 1 : match.start()] + line[match.end() :][:1]
            ):
                yield match.span()


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, str, str], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table)
        return tuple((row["role"], row["language"], row["words"].lower()) for row in rows)


@lru_cache(maxsize=1)
def _roles() -> dict[str, list[tuple[str, int]]]:
    """The roles of each phrase, and of every other it begins with, with the length of that."""
    plain = {words for role, _, words in _table() if role == "plain"}
    return {
        phrase: [
            (role, len(words))
            for role, of, words in _table()
            if phrase == words or (phrase.startswith(words) and of == "th" and phrase not in plain)
        ]
        for _, _, phrase in _table()
    }


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    thai = {words for _, language, words in _table() if language == "th"}
    english = {words for _, language, words in _table() if language == "en"}
    return _pattern(thai), _pattern(english)


def _pattern(phrases: set[str]) -> re.Pattern[str]:
    """Phrases by their first letter, so that a place where none begins is passed quickly."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(phrases, key=len, reverse=True):
        by_letter[phrase[0]].append(re.escape(phrase[1:]))
    return re.compile(
        "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    )
