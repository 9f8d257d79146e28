"""Which column is which where titles do not say: by what stands in the cells."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from etl.read.document import Line, Remark
from etl.read.headers import (
    FEWEST_COLUMNS,
    INSTRUMENT_WORDS,
    NAMED_PARTS,
    Header,
    Table,
    is_filled_in,
    kind_of,
)
from etl.read.running_numbers import counts_anew, is_rank
from etl.read.titles import (
    LEVELS,
    column_of,
    is_office_name,
    is_understood,
    key_of,
    rivals_of,
    says_rank,
)
from ita.cells import read_decimal, read_grade
from ita.method import grade_schemes, possible_grades
from ita.offices import western_digits

_RANK = re.compile(r"\d{1,3}[.)]?", re.ASCII)
_SCORE = re.compile(r"\d{1,3}\.\d+", re.ASCII)
_SIGNED = re.compile(r"[+\-−–—]\s?\d{1,3}(\.\d+)?", re.ASCII)
_DASH = re.compile(r"[-−–—]")
_GRADES = frozenset(map(key_of, ("AA", *"ABCDEF"))) | set(LEVELS)
_RESULTS = frozenset(map(key_of, ("ผ่าน", "ไม่ผ่าน", "ผ่านเกณฑ์", "ไม่ผ่านเกณฑ์", "pass", "fail")))
_MOST = 0.5
_NEARLY_ALL = 0.9


def with_filled_columns(parts: list[Table]) -> tuple[list[Table], list[Remark]]:
    """The parts with the filled one of columns whose titles say the same; two that differ are told.

    Of two columns of scores the one that more of the printed grades fit is read. An instrument in two
    columns is in parts: neither is its score.
    """
    remarks: list[Remark] = []
    header = parts[0].header
    for word, places in rivals_of(header.printed).items():
        cells = {place: _column(parts, place) for place in places}
        filled = [place for place in places if any(cells[place])]
        chosen = next((place for place, its in header.columns.items() if its == word), None)
        if chosen is None or not filled:
            continue
        grades = _column(parts, _place_of(header, "grade")) if word == "score" else []
        best = max(filled, key=lambda place: (_fitting(cells[place], grades), place == chosen))
        is_differing = len({tuple(cells[place]) for place in filled}) > 1
        if is_differing and word in INSTRUMENT_WORDS:
            parts = [_without(part, word) for part in parts]
            titles = ", ".join(f"“{header.printed[place]}”" for place in filled)
            remarks.append(Remark("instrument_in_parts", word, {"titles": titles}))
            continue
        parts = [_moved(part, chosen, best) for part in parts]
        if is_differing:
            differing = {place: cells[place] for place in filled}
            remarks.append(_two_columns(word, header, differing, best))
    return parts, remarks


def _place_of(header: Header, word: str) -> int:
    """Where the column of a word stands, right of all columns where there is none."""
    return next((at for at, its in header.columns.items() if its == word), len(header.printed))


def _fitting(scores: Sequence[str], grades: Sequence[str]) -> int:
    """How many scores the printed grades fit, by the bands of any year."""
    pairs = [(read_decimal(score), read_grade(grade)) for score, grade in zip(scores, grades)]  # noqa: B905 - no grades, no pairs
    return sum(
        score is not None
        and any(grade in possible_grades(score, bands) for bands in grade_schemes().values())
        for score, grade in pairs
    )


def _column(parts: Sequence[Table], place: int) -> list[str]:
    return [cell for part in parts for cell in part.cells_at(place)]


def _without(part: Table, word: str) -> Table:
    columns = {place: its for place, its in part.header.columns.items() if its != word}
    return replace(part, header=replace(part.header, columns=columns))


def _moved(part: Table, old: int, new: int) -> Table:
    columns = {new if place == old else place: word for place, word in part.header.columns.items()}
    return replace(part, header=replace(part.header, columns=dict(sorted(columns.items()))))


def _two_columns(
    word: str, header: Header, cells: Mapping[int, Sequence[str]], chosen: int
) -> Remark:
    """That two filled columns are titled alike, with where they stand and what they hold first."""
    told = ", ".join(
        f"{place + 1}: “{header.printed[place]}” ({next(filter(None, column))} …)"
        for place, column in cells.items()
    )
    return Remark("column_twice", word, {"titles": told, "read": chosen + 1})


def untitled_table(lines: Sequence[Line]) -> tuple[list[Line], list[Table]]:
    """The table of text whose titles say nothing, or that has none: its columns by what is in them."""
    widths = Counter(len(line.cells) for line in lines if is_filled_in(line))
    width = max(widths, key=lambda each: widths[each], default=0)
    body = [line for line in lines if len(line.cells) == width]
    columns = _columns_by_content(body) if width >= FEWEST_COLUMNS else {}
    if not {"office", "score"} <= set(columns.values()):
        return [], []
    above = [line for line in lines if line.row < body[0].row]
    below = [line for line in lines if line.row >= body[0].row]
    titles = () if is_filled_in(body[0]) else body[0].cells
    return above, [Table(Header(columns, titles, 0), below[bool(titles) :])]


# What the cells of a column look like, by our word for it; the first that fits is its word.
_LOOKS: Mapping[str, Callable[[str], object]] = {
    "rank": _RANK.fullmatch,
    "office": is_office_name,
    "score": _SCORE.fullmatch,
    "grade": lambda cell: key_of(cell) in _GRADES,
    "change": lambda cell: _SIGNED.fullmatch(cell) or _DASH.fullmatch(cell),
    "result": lambda cell: key_of(cell) in _RESULTS,
}


def _columns_by_content(lines: Sequence[Line]) -> dict[int, str]:
    """Each column named by what most of its filled cells look like; a word is given once."""
    columns: dict[int, str] = {}
    for place in range(len(lines[0].cells)):
        cells = [western_digits(line.cells[place].strip()) for line in lines]
        for word in _LOOKS:
            if _share(cells, word) > _MOST and word not in columns.values():
                columns[place] = word
                break
    return columns


def _share(cells: Sequence[str], word: str) -> float:
    """The share of the filled cells that look like those of a column."""
    filled = [cell for cell in cells if cell]
    return sum(1 for cell in filled if _LOOKS[word](cell)) / len(filled) if filled else 0.0


def named_by_content(parts: list[Table]) -> tuple[list[Table], tuple[str, ...]]:
    """The parts with each column named whose title says nothing but whose cells leave no doubt.

    With them the titles of the columns that stay unread although most rows fill them.
    """
    header = parts[0].header
    strange = [
        (place, title)
        for place, title in enumerate(header.printed)
        if place not in header.columns and title and not is_understood(title)
    ]
    unread: list[str] = []
    for place, title in strange:
        alike = [part for part in parts if part.header.printed[place : place + 1] == (title,)]
        cells = [cell for part in alike for cell in part.cells_at(place)]
        word = _plain_word(cells, parts[0].header.words)
        if word and len(alike) == len(parts):
            parts = [part.with_column(place, word) for part in parts]
        elif sum(map(bool, cells)) > _MOST * len(cells) or any(map(_SCORE.fullmatch, cells)):
            unread.append(title)
    return parts, tuple(unread)


def _plain_word(cells: Sequence[str], taken: frozenset[str]) -> str | None:
    """The word of a column whose cells leave no doubt, None where they leave some.

    A result sheet may count its lines: no rank makes it an announcement.
    """
    if kind_of(taken) == "result_sheet":
        return None
    figures = [cell for cell in cells if not _DASH.fullmatch(cell)]
    if "rank" not in taken and _are_counted(cells):
        return "rank"
    plain = (
        word
        for word in ("result", "grade", "change")
        if word not in taken and _share(figures, word) >= _NEARLY_ALL
    )
    return next(plain, None)


def _are_counted(cells: Sequence[str]) -> bool:
    """Whether all cells are numbers from 1 up, one perhaps shared, or counted anew within the list."""
    if not cells or not all(map(_RANK.fullmatch, cells)):
        return False
    numbers = [int(cell.rstrip(".)")) for cell in cells]
    return counts_anew(numbers) or (numbers[0] == 1 < numbers[-1] and numbers == sorted(numbers))


def without_running_number(parts: list[Table], above: Sequence[str]) -> list[Table]:
    """The parts with a column of ranks called "number" where it only counts the lines.

    Another column titled as the rank, of the country say, is the rank then. Where columns have no
    titles of their own, the lines above may say that they hold ranks.
    """
    header = parts[0].header
    if "rank" not in header.words or _is_ranked(parts, header.titles.get("rank"), above):
        return parts
    counted = [part.renamed("rank", "number") for part in parts]
    for place, title in enumerate(header.printed):
        if place not in header.columns and column_of(title) == "rank":
            others = [part.with_column(place, "rank") for part in counted]
            if _is_ranked(others, title, above):
                return others
    return counted


def _is_ranked(parts: Sequence[Table], title: str | None, above: Sequence[str]) -> bool:
    """Whether the column called the rank is one, by its title and by the scores along it."""
    says = any(map(says_rank, [title] if title is not None else above))
    words = parts[0].header.words
    if "score" not in words or words & NAMED_PARTS:
        return says
    ranks, scores = (
        [cell for part in parts for cell in part.cells_of(word)] for word in ("rank", "score")
    )
    return is_rank(zip(ranks, scores, strict=True), says_rank=says)
