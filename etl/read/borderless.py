"""Tables without rules: columns by the gaps all rows leave free, rows by their rank and score."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median, mode

from etl.read.document import Box
from etl.read.letters import Word, text_of, visual_lines
from etl.read.titles import (
    LEVELS,
    begins_a_name,
    column_of,
    is_piece_of_a_level,
    is_understood,
    key_of,
    title_year,
)
from ita.offices import western_digits

_RANK = re.compile(r"\d{1,3}[.)]?", re.ASCII)
_SCORE = re.compile(r"\d{1,3}\.\d{1,4}", re.ASCII)
_NO_PART_OF_A_ROW = re.compile(r"[/(\-–—]|หมายเหตุ|ที่มา|ลงชื่อ|หน้า|page", re.IGNORECASE)
_BEFORE_A_NUMBER = re.compile(r"เขต\s*$")
_THAI = re.compile(r"[ก-ฮ]")
_TYPES = frozenset(
    map(
        key_of,
        ("สพป.", "สพม.", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา"),
    )
)
_PASSED = key_of("ผ่าน")  # a grade in words and a result too
_WIDE_GAP = 0.6  # of the letters' size: wider than any space
_NARROW_GAP = 0.3  # of the letters' size: at one place in very many lines it is no mere space
_MANY = 60
_FEW = 0.01  # the share of lines that may reach into a gap
_REACH = 3.0  # of the letters' size: how far off the next line of a wrapped cell stands
_COVERED = 0.5
_RUNS_OVER = 2  # columns beside its own that no title of a column goes on over
_KINDS_OF_COLUMNS = 3  # rank, office and score are apart


@dataclass(frozen=True)
class Columns:
    """The left and right ends of each column, and which of them hold rank, office, score and grade.

    ``grade`` is -1 where no grade is in words.
    """

    extents: tuple[tuple[float, float], ...]
    rank: int = -1
    office: int = -1
    score: int = -1
    grade: int = -1

    def place(self, word: Word) -> int:
        """The column a word stands in: the one its middle is nearest to."""
        between = [
            (right + left) / 2
            for (_, right), (left, _) in zip(self.extents, self.extents[1:], strict=False)
        ]
        return bisect_right(between, word.middle)

    def touched_by(self, words: Iterable[Word]) -> set[int]:
        """The columns that words lie over, be it only a little."""
        return {
            place
            for word in words
            for place, (left, right) in enumerate(self.extents)
            if word.left < right and left < word.right
        }

    def is_crossed_by(self, word: Word) -> bool:
        """Whether a word lies over another column than its own, as the words of a title do."""
        own = self.place(word)
        return any(
            min(word.right, right) - max(word.left, left) > _COVERED * (right - left)
            for place, (left, right) in enumerate(self.extents)
            if place != own
        )


@dataclass(frozen=True)
class TableLine:
    """A line of the table by cells, or a text outside of it in one cell."""

    box: Box
    cells: tuple[str, ...]


@dataclass(frozen=True)
class _Cut:
    """A printed line by columns; there are no columns where a word crosses them."""

    words: tuple[Word, ...]
    columns: tuple[tuple[Word, ...], ...]

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def filled(self) -> frozenset[int]:
        return frozenset(place for place, words in enumerate(self.columns) if words)

    def text(self, column: int) -> str:
        return " ".join(word.text for word in self.columns[column]) if self.columns else ""


def columns_of_pages(pages: Iterable[Sequence[Word]]) -> Columns | None:
    """The columns of the table that runs over the pages, None where nothing looks like its rows."""
    rows: list[list[Word]] = []
    wrapped: list[list[Word]] = []
    for words in pages:
        lines = visual_lines(words)
        of_page = [line for line in lines if _looks_like_a_row(line)]
        rows += of_page
        if of_page:
            first, last = of_page[0][0].base, of_page[-1][0].base
            wrapped += [
                line for line in lines if first < line[0].base < last and line not in of_page
            ]
    if not rows:
        return None
    lines = [*rows, *wrapped]
    columns = _with_whole_names(Columns(_extents(lines)), lines)
    names = [word for line in lines for word in line if begins_a_name(word.text)]
    if not names:
        return None
    rank = mode(columns.place(word) for word in map(_rank_of, rows) if word)
    office = mode(map(columns.place, names))
    score = mode(columns.place(next(filter(is_score, line[1:]))) for line in rows)
    grades = [
        columns.place(word)
        for line in lines
        for word in line
        if is_piece_of_a_level(word.text) and key_of(word.text) != _PASSED
    ]
    grade = mode(grades) if grades else -1
    is_apart = len({rank, office, score}) == _KINDS_OF_COLUMNS
    return Columns(columns.extents, rank, office, score, grade) if is_apart else None


def _with_whole_names(columns: Columns, lines: Sequence[Sequence[Word]]) -> Columns:
    """The columns, those of an office's type and of its area made one where a space parts them."""
    texts: dict[int, set[str]] = {}
    for line in lines:
        for word in line:
            texts.setdefault(columns.place(word), set()).add(key_of(word.text))
    extents = columns.extents
    for place, keys in texts.items():
        if keys <= _TYPES and place + 1 < len(extents):
            whole = (extents[place][0], extents[place + 1][1])
            return Columns((*extents[:place], whole, *extents[place + 2 :]))
    return columns


def table_lines(pages: Iterable[Sequence[Word]], columns: Columns) -> Iterator[list[TableLine]]:
    """The lines of each page from the top; the lines of a wrapped row are one."""
    name_above = ""
    for words in pages:
        lines = _page_lines(words, columns, name_above) if words else []
        names = [line.cells[columns.office] for line in lines if len(line.cells) > 1]
        name_above = names[-1] if names else ""
        yield lines


def _page_lines(words: Sequence[Word], columns: Columns, name_above: str) -> list[TableLine]:
    cuts = [_cut(line, columns) for line in visual_lines(words)]
    reach = _REACH * median(word.size for word in words)
    anchors = [cut for cut in cuts if _is_anchor(cut, columns)]
    header_end = _header_end(cuts, anchors, columns)
    pieces = _pieces(cuts[header_end:], anchors, columns, reach, name_above)
    rows = _rows(anchors, pieces, columns, reach)
    others = [cut for cut in cuts if not any(cut is each for row in rows for each in row)]
    header = [cut for cut in cuts[:header_end] if cut.columns and not _is_title(cut, columns)]
    lines = [(row[0].base, _table_line(row, columns)) for row in rows]
    lines += [
        (cut.base, _table_line([cut], columns) if cut in header else _text_line(cut))
        for cut in others
    ]
    return [line for _, line in sorted(lines, key=lambda placed: placed[0])]


def _looks_like_a_row(line: Sequence[Word]) -> bool:
    return any(map(is_score, line[1:])) and _rank_of(line) is not None


def _rank_of(line: Sequence[Word]) -> Word | None:
    """The rank of a row: its first word or, after a name, the last number before the score."""
    if is_rank(line[0].text):
        return line[0]
    if not begins_a_name(line[0].text):
        return None
    before = list(takewhile(lambda word: not is_score(word), line))
    return before[-1] if is_rank(before[-1].text) else None


def is_rank(text: str) -> bool:
    """Whether a text may be a rank."""
    return _RANK.fullmatch(western_digits(text)) is not None


def is_score(word: Word) -> bool:
    """Whether a word may be a score."""
    return _SCORE.fullmatch(western_digits(word.text)) is not None


def _extents(lines: Sequence[Sequence[Word]]) -> tuple[tuple[float, float], ...]:
    """Where the words of lines stand side by side, with gaps between that next to none reaches into."""
    gap = _NARROW_GAP if len(lines) >= _MANY else _WIDE_GAP
    narrowest = gap * median(word.size for line in lines for word in line)
    ends = sorted(
        [(word.left, 1) for line in lines for word in line]
        + [(word.right, -1) for line in lines for word in line]
    )
    extents: list[tuple[float, float]] = []
    few = int(_FEW * len(lines))
    covering = 0
    for place, step in ends:
        before, covering = covering, covering + step
        if before <= few < covering:  # words begin
            if extents and place - extents[-1][1] < narrowest:
                extents[-1] = (extents[-1][0], place)
            else:
                extents.append((place, place))
        elif covering <= few < before:  # words end
            extents[-1] = (extents[-1][0], place)
    return tuple(extents)


def _cut(line: Sequence[Word], columns: Columns) -> _Cut:
    if any(map(columns.is_crossed_by, line)):
        return _Cut(tuple(line), ())
    cells: list[list[Word]] = [[] for _ in columns.extents]
    for phrase in phrases(line):
        touched = columns.touched_by(phrase)
        for word in phrase:
            cells[min(touched) if len(touched) == 1 else columns.place(word)].append(word)
    return _Cut(tuple(line), tuple(map(tuple, cells)))


def phrases(line: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of a line that nothing wider than a space parts."""
    phrase: list[Word] = []
    for word in line:
        if phrase and word.left - phrase[-1].right > _WIDE_GAP * word.size:
            yield phrase
            phrase = []
        phrase.append(word)
    yield phrase


def _is_anchor(cut: _Cut, columns: Columns) -> bool:
    """Whether a line holds the rank or score of a row, and something beside the name with it."""
    if not cut.columns:
        return False
    has_score = any(map(is_score, cut.columns[columns.score]))
    has_rank = is_rank(cut.text(columns.rank))
    return has_score or (has_rank and len(cut.filled - {columns.office}) > 1)


def _header_end(cuts: Sequence[_Cut], anchors: Sequence[_Cut], columns: Columns) -> int:
    """The place after the last line of the header above the first row; 0 where there is none."""
    first = next((place for place, cut in enumerate(cuts) if cut in anchors), len(cuts))
    above = list(enumerate(cuts[:first], start=1))
    if not any(
        len(cut.filled) > 1 and cut.filled & {columns.rank, columns.score} for _, cut in above
    ):
        return 0
    of_header = [
        end
        for end, cut in above
        if cut.filled - {columns.office} and not _holds_only_pieces(cut, columns)
    ]
    return of_header[-1]


def _is_title(cut: _Cut, columns: Columns) -> bool:
    """Whether a line above the rows is running text that happens to part where the columns do."""
    is_running = len(list(phrases(cut.words))) == 1
    office = cut.text(columns.office)
    others = [cut.text(column) for column in cut.filled - {columns.office}]
    if is_running and len(others) >= _RUNS_OVER:
        return True
    is_no_office = bool(office) and column_of(office) != "office"
    names_a_year = title_year([" ".join(word.text for word in cut.words)]) is not None
    return is_no_office and names_a_year and (is_running or not any(map(is_understood, others)))


def _holds_only_pieces(cut: _Cut, columns: Columns) -> bool:
    """Whether a line holds nothing but a piece of a name or of a grade in words."""
    others = cut.filled - {columns.office}
    return not others & {columns.rank, columns.score} and all(
        is_piece_of_a_level(cut.text(column)) for column in others
    )


def _pieces(
    cuts: Sequence[_Cut],
    anchors: Sequence[_Cut],
    columns: Columns,
    reach: float,
    name_above: str,
) -> list[_Cut]:
    """The lines that hold only more of a name, or of a grade, of a row close by."""
    possible: list[_Cut] = []
    for cut in cuts:
        if cut not in anchors and _may_be_a_piece(cut, name_above, columns):
            possible.append(cut)
        name_above = cut.text(columns.office) or name_above
    near = [cut.base for cut in anchors]
    pieces: list[_Cut] = []
    while True:
        found = [
            cut
            for cut in possible
            if cut not in pieces and any(abs(cut.base - base) <= reach for base in near)
        ]
        if not found:
            return sorted(pieces, key=lambda cut: cut.base)
        pieces += found
        near += [cut.base for cut in found]


def _may_be_a_piece(cut: _Cut, name_above: str, columns: Columns) -> bool:
    if not cut.columns or cut.filled & {columns.rank, columns.score}:
        return False
    text = " ".join(word.text for word in cut.words)
    if _NO_PART_OF_A_ROW.match(text):
        return False
    return bool(_THAI.search(text) or _BEFORE_A_NUMBER.search(name_above))


def _rows(
    anchors: Sequence[_Cut], pieces: Sequence[_Cut], columns: Columns, reach: float
) -> list[list[_Cut]]:
    """The lines of each row from the top: names from one beginning to the next, with their anchor.

    A piece of a grade that completes no grade of its page is a row of its own, the rest of one that
    a page break cut.
    """
    names = _names(sorted([*anchors, *pieces], key=lambda cut: cut.base), columns)
    owned: list[list[_Cut]] = [[] for _ in names]
    alone: list[list[_Cut]] = []
    spans = [(name[0].base, name[-1].base) for name in names]
    for anchor in anchors:
        nearest = _nearest(spans, anchor.base) if spans else -1
        if spans and spans[nearest][0] - reach <= anchor.base <= spans[nearest][1] + reach:
            owned[nearest].append(anchor)
        else:
            alone.append([anchor])
    rows = [*alone]
    for name, owners in zip(names, owned, strict=True):
        rows += _shared_out(name, owners)
    unnamed = [cut for cut in pieces if not cut.text(columns.office)]
    of_grades = [cut for cut in unnamed if _holds_a_piece_of_a_grade(cut, columns)]
    spans = [(min(cut.base for cut in row), max(cut.base for cut in row)) for row in rows]
    for cut in unnamed:
        if cut not in of_grades:
            rows[_nearest(spans, cut.base)].append(cut)
    rows = _with_grades(sorted(map(_from_the_top, rows), key=_base_of), of_grades, columns)
    return list(map(_from_the_top, rows))


def _from_the_top(row: Sequence[_Cut]) -> list[_Cut]:
    return sorted(row, key=lambda cut: cut.base)


def _base_of(row: Sequence[_Cut]) -> float:
    """Where the first line of a row stands."""
    return row[0].base


def _holds_a_piece_of_a_grade(cut: _Cut, columns: Columns) -> bool:
    return columns.grade >= 0 and is_piece_of_a_level(cut.text(columns.grade))


@dataclass(frozen=True)
class _Shared:
    """Pieces of grades shared out among rows: the pieces of each, what is no grade, how far they go.

    Of what is no grade a part of one, as a page break leaves it, counts 1, anything else 2.
    """

    rows: tuple[tuple[_Cut, ...], ...] = ()
    unknown: int = 0
    distance: float = 0.0

    def cost(self) -> tuple[int, float]:
        return self.unknown, self.distance


def _with_grades(
    rows: Sequence[Sequence[_Cut]], pieces: Sequence[_Cut], columns: Columns
) -> list[list[_Cut]]:
    """The rows, from the top, with the pieces of their grades, shared out from the top too.

    Of all ways to part the pieces between two rows, some to the upper and the rest to the lower, the
    one under which most rows have a grade that is known, then the one with the shortest ways.
    """
    if not pieces or not rows:
        return [*map(list, rows), *([piece] for piece in pieces)]
    starts = [_base_of(row) for row in rows]
    gaps: list[list[_Cut]] = [[] for _ in range(len(rows) + 1)]
    for piece in pieces:
        gaps[bisect_right(starts, piece.base)].append(piece)
    shared = {
        tuple(gaps[0][alone:]): _Shared((tuple(gaps[0][:alone]),), int(alone > 0))
        for alone in range(len(gaps[0]) + 1)
    }
    for row, gap in zip(rows, gaps[1:], strict=True):
        ways: dict[tuple[_Cut, ...], _Shared] = {}
        for own in range(len(gap) + 1):
            below = tuple(gap[own:])
            each = (
                _given(way, row, (*above, *gap[:own]), columns) for above, way in shared.items()
            )
            ways[below] = min(each, key=_Shared.cost)
        shared = ways
    alone, *own_pieces = shared[()].rows
    whole = [[*row, *own] for row, own in zip(rows, own_pieces, strict=True)]
    return [*([piece] for piece in alone), *whole]


def _given(way: _Shared, row: Sequence[_Cut], own: Sequence[_Cut], columns: Columns) -> _Shared:
    """The sharing out with one row more and its pieces."""
    whole = _from_the_top([*row, *own])
    grade = key_of("".join(cut.text(columns.grade) for cut in whole))
    unknown = 0 if grade in LEVELS else 1 if is_piece_of_a_level(grade) else 2
    distance = sum(min(abs(piece.base - cut.base) for cut in row) for piece in own)
    return _Shared((*way.rows, tuple(own)), way.unknown + unknown, way.distance + distance)


def _nearest(spans: Sequence[tuple[float, float]], base: float) -> int:
    """The place of the span a line is in or closest to."""
    distances = [max(top - base, base - bottom, 0) for top, bottom in spans]
    return distances.index(min(distances))


def _names(cuts: Sequence[_Cut], columns: Columns) -> list[list[_Cut]]:
    """The lines of each name."""
    names: list[list[_Cut]] = []
    for cut in cuts:
        text = cut.text(columns.office)
        if text and (not names or begins_a_name(text)):
            names.append([cut])
        elif text:
            names[-1].append(cut)
    return names


def _shared_out(name: Sequence[_Cut], owners: Sequence[_Cut]) -> list[list[_Cut]]:
    """One row of a name and its anchor; where a name's beginning was not seen, each line's nearest."""
    if len(owners) < 2:  # noqa: PLR2004
        return [[*owners, *(cut for cut in name if cut not in owners)]]
    rows = [[owner] for owner in owners]
    for cut in name:
        if cut not in owners:
            min(rows, key=lambda row: abs(row[0].base - cut.base)).append(cut)
    return rows


def _table_line(cuts: Sequence[_Cut], columns: Columns) -> TableLine:
    cells = tuple(
        text_of([word for cut in cuts for word in cut.columns[place]])
        for place in range(len(columns.extents))
    )
    return TableLine(_box(word for cut in cuts for word in cut.words), cells)


def _text_line(cut: _Cut) -> TableLine:
    return TableLine(_box(iter(cut.words)), (" ".join(word.text for word in cut.words),))


def _box(words: Iterator[Word]) -> Box:
    boxes = [(word.left, word.top, word.right, word.bottom) for word in words]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
