"""The numbers Word counts by itself before paragraphs, as ranks are often made: they stand in no text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.read.flow import Element, attribute, found, value

_LEVEL = re.compile(r"%(\d)")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_COUNTED = frozenset({"decimal", "thaiNumbers"})  # letters, bullets and Roman numbers are no ranks


@dataclass(frozen=True)
class _Level:
    """How one level of a list counts."""

    start: int = 1
    form: str = ""
    text: str = ""


@dataclass
class _List:
    """The levels of a list, and the number each has come to."""

    levels: dict[int, _Level] = field(default_factory=dict)
    reached: dict[int, int] = field(default_factory=dict)

    def next(self, place: int) -> str:
        """Count on at a level, those below it beginning anew, and say the number as it is shown."""
        level = self.levels.get(place, _Level())
        self.reached[place] = self.reached.get(place, level.start - 1) + 1
        self.reached = {each: number for each, number in self.reached.items() if each <= place}
        return _LEVEL.sub(self._shown, level.text) if level.form in _COUNTED else ""

    def _shown(self, named: re.Match[str]) -> str:
        place = int(named[1]) - 1
        level = self.levels.get(place, _Level())
        number = str(self.reached.get(place, level.start))
        return number.translate(_THAI_DIGITS) if level.form == "thaiNumbers" else number


class Numbering:
    """The lists of a document; paragraphs are to be asked for in their order."""

    def __init__(self, root: Element) -> None:
        self._lists = {
            attribute(each, "abstractNumId"): _list(each) for each in found(root, "abstractNum")
        }
        self._of_number = {attribute(each, "numId"): each for each in found(root, "num")}
        self._begun: set[str] = set()

    def next_of(self, paragraph: Element) -> str:
        """The number before a paragraph, "" before one that has none."""
        numbers = next(found(paragraph, "pPr/{*}numPr"), None)
        if numbers is None or next(found(paragraph, "pPr/{*}rPr/{*}del"), None) is not None:
            return ""
        number_id = value(numbers, "numId")
        if number_id not in self._of_number:
            return ""
        number = self._of_number[number_id]
        counted = self._lists.get(value(number, "abstractNumId"))
        if counted is None:
            return ""
        if number_id not in self._begun:
            self._begun.add(number_id)
            counted.reached |= dict(_begun_anew(number))
        return counted.next(int(value(numbers, "ilvl") or 0))


def _list(element: Element) -> _List:
    levels = {
        int(attribute(level, "ilvl") or 0): _Level(
            int(value(level, "start") or 0), value(level, "numFmt"), value(level, "lvlText")
        )
        for level in found(element, "lvl")
    }
    return _List(levels)


def _begun_anew(number: Element) -> Iterator[tuple[int, int]]:
    """The levels a list begins again at, each with the number before its first."""
    for level in found(number, "lvlOverride"):
        start = value(level, "startOverride")
        if start:
            yield int(attribute(level, "ilvl") or 0), int(start) - 1
