"""Names of offices that stand in several cells, put together: by column, or where one runs over. Pure.

A name is put together only where that makes it one that is known for certain, which its cells alone
are not.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from etl.read.document import Line
from etl.read.titles import is_office_name, key_of, title_year
from ita.offices import office_index, tidy_name

TITLE = "สำนักงานเขตพื้นที่การศึกษา"

_TYPE = re.compile(
    r"(?:สงกด)?(?:สพป|สพม|(?:สนกงน)?(?:ขตพนท)?(?:กรศกษ)?(?:ปรถมศกษ|มธยมศกษ)|[ps]esao?|primary|secondary)"
)
_ZONE = re.compile(r"(?:เขต(?:พื้นที่)?|ข|area|zone|no)?\s*\.?\s*(?:ที่)?\s*(\d{1,2})", re.IGNORECASE)
_ZONE_TITLE = re.compile(r"(?:ลข)?(?:ท)?ขต(?:พนท)?(?:กรศกษ)?(?:ท)?|zone|area(?:no|number)?")
_NOTHING = frozenset({"", "-", "–", "—"})
_NUMBER = re.compile(r"(?P<name>\D.*?)\s*(?P<number>[0-9๐-๙]{1,3}\.[0-9๐-๙]+\D*)")
_MOST, _GROUPED, _FEWEST_ROWS = 0.6, 1 / 3, 2
_TALLEST_HEADER = 6
_FEWEST_TITLES = 2


@dataclass(frozen=True)
class _Spread:
    """Where the type, the province and the number of a name stand; the rows from ``first`` on."""

    places: tuple[int, ...]
    first: int


def joined_names(lines: Sequence[Line]) -> list[Line]:
    """The lines with each name of an office in one cell; what stood in the others is left blank."""
    spread = _spread(lines)
    widths = Counter(len(line.cells) for line in lines).most_common(1)
    return [
        _without_overrun(line, widths[0][0])
        for line in (_together(lines, spread) if spread else lines)
    ]


# Names over columns


def _spread(lines: Sequence[Line]) -> _Spread | None:
    """The columns a list spreads its names over, None where one column has them whole."""
    begins = max(_begin(lines, _is_type), _begin(lines, _is_unnumbered), key=len)
    if len(begins) < _FEWEST_ROWS:
        return None
    first, place = begins[0]
    body = [line for line in lines[first:] if len(line.cells) > place]
    others = [each for each in range(max(len(line.cells) for line in body)) if each != place]
    has_type = _is_type(_cell(lines[first], place))
    areas = [each for each in others if _is_most(body, each, _is_area)] if has_type else []
    zones = [each for each in others if _is_zone(lines, body, each, first)]
    whole = [(place, *areas[:1], *zones[:1])] if areas or zones else []
    found = [_Spread(places, first) for places in whole if _is_better(body, places)]
    return next(iter(found), None)


def _begin(lines: Sequence[Line], is_one: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Each line and place of the column that has most cells of a kind."""
    found = [
        (number, place)
        for number, line in enumerate(lines)
        for place, cell in enumerate(line.cells)
        if len(line.cells) > 1 and is_one(cell)
    ]
    most = Counter(place for _, place in found).most_common(1)
    return [each for each in found if each[1] == most[0][0]] if most else []


def _is_better(body: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether the names put together are known, and more of them than of any column alone."""
    names = list(_names(body, places))
    together = sum(map(_is_known, names))
    alone = max(
        sum(_is_known(_cell(line, place)) for line in body)
        for place in range(max(len(line.cells) for line in body))
    )
    return together > alone and together >= _MOST * sum(map(bool, names))


def _names(body: Sequence[Line], places: Sequence[int]) -> Iterator[str]:
    """The name of each row; a type or a province printed once stands for the rows below it."""
    above = [""] * len(places)
    goes_down = [number == 0 or _is_grouped(body, place) for number, place in enumerate(places)]
    for line in body:
        cells = [_cell(line, place) for place in places]
        is_row = sum(map(bool, line.cells)) > 1 and any(cells)
        last = len(cells) - 1 if _is_number(cells[-1]) or not cells[-1] else len(cells)
        if is_row:
            cells = [
                cell or (above[number] if number < last and goes_down[number] else "")
                for number, cell in enumerate(cells)
            ]
            above = cells
        yield _name(cells) if is_row else ""


def _is_grouped(body: Sequence[Line], place: int) -> bool:
    """Whether a column is printed once for several rows; a lone blank cell is a lost one."""
    cells = [_cell(line, place) for line in body if sum(map(bool, line.cells)) > 1]
    return sum(not cell for cell in cells) >= _GROUPED * len(cells)


def _name(cells: Sequence[str]) -> str:
    """The cells of a name as one; a bare number is that of its area."""
    told = [cell for cell in cells if cell not in _NOTHING]
    words = [f"เขต {cell}" if cell.isdigit() and not told[0].isascii() else cell for cell in told]
    return " ".join(words)


def _together(lines: Sequence[Line], spread: _Spread) -> list[Line]:
    """The lines with the names in the first of their columns, its title that of offices."""
    header = lines[spread.first - 1] if spread.first else None
    titles = [_cell(header, place) for place in spread.places] if header else []
    above = range(max(0, spread.first - _TALLEST_HEADER), spread.first)
    names = _names(lines[spread.first :], spread.places)
    found = []
    for number, line in enumerate(lines):
        name = next(names) if number >= spread.first else ""
        is_header = header is line or [_cell(line, each) for each in spread.places] == titles
        if is_header and any(titles):
            found.append(_with(line, spread.places, TITLE))
        elif name:
            found.append(_with(line, spread.places, name))
        elif number in above and _is_of_header(line):
            found.append(_with(line, spread.places, ""))
        else:
            found.append(line)
    return found


def _with(line: Line, places: Sequence[int], text: str) -> Line:
    cells = {**dict(enumerate(line.cells)), **dict.fromkeys(places, ""), min(places): text}
    return replace(line, cells=tuple(cells[place] for place in range(len(line.cells))))


def _is_of_header(line: Line) -> bool:
    filled = [cell for cell in line.cells if cell.strip()]
    return len(filled) > _FEWEST_TITLES and title_year(filled[:1]) is None


def _is_zone(lines: Sequence[Line], body: Sequence[Line], place: int, first: int) -> bool:
    """Whether a column holds numbers of areas: its cells or its title say เขต."""
    says = [cell for line in body if _is_zone_word(cell := _cell(line, place))]
    title = _cell(lines[first - 1], place) if first else ""
    is_told = len(says) >= _FEWEST_ROWS or _ZONE_TITLE.fullmatch(key_of(title))
    return bool(is_told) and _is_most(
        body, place, lambda cell: cell in _NOTHING or _is_number(cell)
    )


def _is_most(body: Sequence[Line], place: int, is_one: Callable[[str], bool]) -> bool:
    cells = [_cell(line, place) for line in body if sum(map(bool, line.cells)) > 1]
    return sum(map(is_one, cells)) > _MOST * len(cells)


@lru_cache(maxsize=4096)
def _is_type(cell: str) -> bool:
    return cell.strip()[:1].isalpha() and _TYPE.fullmatch(key_of(cell)) is not None


@lru_cache(maxsize=4096)
def _is_name(cell: str) -> bool:
    return cell.strip()[:1].isalpha() and is_office_name(cell)


def _is_unnumbered(cell: str) -> bool:
    return _is_name(cell) and not any(letter.isdigit() for letter in cell)


def _is_area(cell: str) -> bool:
    return bool(cell) and office_index().is_area(cell)


def _is_number(cell: str) -> bool:
    return _ZONE.fullmatch(tidy_name(cell)) is not None


def _is_zone_word(cell: str) -> bool:
    return _is_number(cell) and not cell.isdigit()


# Names that run over their cell


def _without_overrun(line: Line, width: int) -> Line:
    """The line with a name that goes on in the next cell put together, if it then is a known one.

    Where the line has a cell more than the others, the name was parted and the rest moves back.
    """
    for place, (cell, following) in enumerate(pairwise(line.cells)):
        is_figure = following.strip().isdecimal() and len(line.cells) <= width
        if not following.strip() or is_figure:
            continue
        if _is_name(cell) and not _is_known(cell.strip()):
            name, left = _moved(cell.strip(), following.strip())
            kept = () if not left and len(line.cells) > width else (left,)
            cells = (*line.cells[:place], name, *kept, *line.cells[place + 2 :])
            return replace(line, cells=cells) if name else line
    return line


def _moved(cell: str, following: str) -> tuple[str, str]:
    """The name two cells make and what is left in the second; nothing where they make none."""
    number = _NUMBER.fullmatch(following)
    rest, left = (number["name"], number["number"]) if number else (following, "")
    names = [name for name in (f"{cell}{rest}", f"{cell} {rest}") if _is_known(name)]
    return (names[0], left) if names else ("", "")


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    return bool(name) and office_index().find(name) is not None


def _cell(line: Line, place: int) -> str:
    return line.cells[place].strip() if place < len(line.cells) else ""
