"""Where the cells of a scanned table are: its rules, its columns, the lines of letters in each cell.

Rows are found by the lines of letters that stand level in several columns, and by the rules between
them where there are any; a name set in two lines belongs to the row whose other cells it surrounds
or begins. A page that is no table has no cells.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from etl.read.scan.pictures import Greys, Page, running
from etl.read.scan.recognise import BASELINE, CONSONANT, HEIGHT, stretched

Ink = NDArray[np.bool_]
Labels = NDArray[np.integer]
Sides = NDArray[np.int_]  # of each stroke by its label: top, bottom, left, right
Box = tuple[float, float, float, float]

FEWEST_COLUMNS = 3
FEWEST_ROWS = 2
STRAY = 5  # pixels of ink that leave a line: letters leave none
_PALEST_INK = 0.6  # grey of the darkest thousandth of a page: a photo evenly lit is paler
_MOST_CUT = 0.25  # of the pieces of a table lie across its columns: those of its header
_SHIFT = 3  # how far the columns of two pages may be apart
_LEAST_TRUST = 0.45  # of the rows of a table, on the average
# All lengths are in heights of a consonant unless they are named otherwise.
_BODIES = (8, 34)  # pixels
_SPECK = 3  # pixels
_STRIP, _UPRIGHT_STRIP = 64, 32  # pixels of a rule that are looked at together
_THICKEST = 6  # pixels
_LEAST_INKED = 0.75  # of the length of a rule
_DASH = 9  # pixels between two dashes
_DRIFT = 3  # pixels between two strips
_WORD_GAP = 1.3
_GUTTER = 0.6
_ABOVE, _BELOW = 1.95, 0.75  # what belongs to a line, from its base
_MARGIN = 0.5
_LEVEL = 0.25  # how far the base of a cell may be from its row's
_FILLED = 0.6  # of the rows of a body have ink
_NEAREST_LINES = 1.4  # from base to base
_FAINTEST_LINE = 0.12  # ink of a line, in each row of pixels


@dataclass(frozen=True)
class LinePicture:
    """One line of letters as the recogniser takes it.

    ``stray_ink`` counts the pixels of strokes that run through it and out of it: a stamp, a pen.
    """

    picture: Greys
    stray_ink: int
    box: Box


@dataclass(frozen=True)
class CellPicture:
    """One cell of a table with its lines from the top, none where it is empty."""

    row: int
    column: int
    box: Box
    lines: tuple[LinePicture, ...]


@dataclass(frozen=True)
class Layout:
    """The cells of a page, row by row; ``trust`` is, for each row, how sure it is that it is one.

    ``edges`` are where its columns begin and end.
    """

    cells: tuple[CellPicture, ...] = ()
    columns: int = 0
    is_ruled: bool = False
    trust: tuple[float, ...] = ()
    edges: tuple[float, ...] = ()


class _Rule(NamedTuple):
    """A rule in strips: where it is in each, and the strips it runs through."""

    places: NDArray[np.float64]
    first: int
    last: int

    @property
    def middle(self) -> float:
        return float(np.median(self.places))


class _Mark(NamedTuple):
    """A line of letters in a column: its base, and how much ink stands on it."""

    column: int
    base: float
    ink: float


class _Row(NamedTuple):
    """A row: where its base is in each column, its band, the marks that make it."""

    bases: tuple[float, ...]
    top: float
    bottom: float
    trust: float


def layout_of(page: Page, edges: Sequence[float] | None = None) -> Layout:
    """The table of a page; ``edges`` are its columns where other pages have told them."""
    return table_of(PageInk.of(page), edges)


def table_of(drawn: "PageInk | None", edges: Sequence[float] | None = None) -> Layout:
    """The table of a page that was taken apart; none where it has no letters."""
    if drawn is None:
        return Layout()
    table = _table(drawn, edges)
    if table is None:
        return Layout()
    rows = _rows(drawn, table)
    least = FEWEST_ROWS if edges is None else 1
    if len(rows) < least or sum(row.trust for row in rows) < _LEAST_TRUST * len(rows):
        return Layout()
    usual = float(np.median([row.bottom - row.top for row in rows]))
    cells = [
        cell for number, row in enumerate(rows) for cell in _cells(drawn, table, number, row, usual)
    ]
    return Layout(
        tuple(cells),
        len(table.edges) - 1,
        table.is_ruled,
        tuple(row.trust for row in rows),
        table.edges,
    )


# Ink, rules and letters


@dataclass(frozen=True)
class PageInk:
    """A page taken apart: its grey without rules, the ink of its letters, their size, its rules."""

    grey: Greys
    letters: Ink
    labels: Labels
    places: list[tuple[slice, slice]]
    sides: Sides
    body: float
    across: list[_Rule]
    down: list[_Rule]

    @staticmethod
    def of(page: Page) -> "PageInk | None":
        """None where the page has no ink or no letters of one size."""
        if np.percentile(page.grey[::2, ::2], 0.1) > _PALEST_INK:
            return None
        ink = page.grey < _threshold(page.grey)
        across = _rules(ink, _STRIP, _DASH, 5)
        down = _rules(np.ascontiguousarray(ink.T), _UPRIGHT_STRIP, _DASH, 3)
        letters, grey = ink.copy(), page.grey.copy()
        _erase(letters, grey, across, _STRIP)
        _erase(letters.T, grey.T, down, _UPRIGHT_STRIP)
        labels, _ = ndimage.label(letters, np.ones((3, 3)))
        places = ndimage.find_objects(labels)
        sides = np.array(
            [(0, 0, 0, 0), *((y.start, y.stop, x.start, x.stop) for y, x in places)], int
        )
        sizes = sides[:, 1::2] - sides[:, ::2]
        areas = np.bincount(labels.ravel(), minlength=len(sides))
        is_speck = (sizes <= _SPECK).all(axis=1) & (areas < _SPECK * 2)
        letters &= ~is_speck[labels]
        body = _body(sizes[1:], page.grey.shape[1])
        if body is None:
            return None
        return PageInk(grey, letters, labels, places, sides, body, across, down)


def _threshold(grey: Greys) -> float:
    """The grey between the ink and the paper."""
    dark = grey[::4, ::4][grey[::4, ::4] < 0.75]  # noqa: PLR2004
    ink = float(np.percentile(dark, 20)) if dark.size else 0.0
    return min(max((ink + 1) / 2, 0.4), 0.75)


def _body(sides: NDArray[np.int_], width: int) -> float | None:
    """The usual height of a letter, None where there is none."""
    low, high = _BODIES
    is_letter = (sides[:, 0] >= low) & (sides[:, 0] <= high) & (sides[:, 1] < width / 8)
    heights, widths = sides[is_letter].T
    if len(heights) < 12:  # noqa: PLR2004
        return None
    counts = np.bincount(heights, weights=np.minimum(widths, 2 * heights), minlength=high + 2)
    smooth = counts[:-1] + counts[1:] + np.concatenate([[0], counts[:-2]])
    best = int(smooth.argmax())
    near = np.arange(max(best - 1, 0), best + 2)
    return float((near * counts[near]).sum() / counts[near].sum())


def _rules(ink: Ink, strip: int, gap: int, fewest: int) -> list[_Rule]:
    """The thin long lines across a picture, dashed ones too."""
    height, width = ink.shape
    count = width // strip
    thick_ink = running(np.maximum, ink[:, : count * strip].view(np.uint8), gap, 1)
    closed = running(np.minimum, thick_ink, gap, 1)
    share = closed.reshape(height, count, strip).mean(axis=2, dtype=np.float32)
    thick = np.zeros_like(share)
    thick[_THICKEST:] = share[:-_THICKEST]
    thick[:-_THICKEST] = np.maximum(thick[:-_THICKEST], share[_THICKEST:])
    is_peak = (share >= 0.5) & (share == ndimage.maximum_filter1d(share, 5, axis=0))  # noqa: PLR2004
    is_peak &= thick < 0.55 * share
    found: list[_Rule] = []
    open_: list[list[tuple[int, float]]] = []
    for place in range(count):
        for group in _groups(np.flatnonzero(is_peak[:, place])):
            y = float(np.mean(group))
            near = [
                chain for chain in open_
                if abs(chain[-1][1] - y) <= _DRIFT and 0 < place - chain[-1][0] <= 3  # noqa: PLR2004
            ]  # fmt: skip
            if near:
                min(near, key=lambda chain: abs(chain[-1][1] - y)).append((place, y))
            else:
                open_.append([(place, y)])
        ended = [chain for chain in open_ if place - chain[-1][0] > 2]  # noqa: PLR2004
        found += [_rule(chain) for chain in ended if len(chain) >= fewest]
        open_ = [chain for chain in open_ if place - chain[-1][0] <= 2]  # noqa: PLR2004
    found += [_rule(chain) for chain in open_ if len(chain) >= fewest]
    return [rule for rule in found if _inked(rule, share) >= _LEAST_INKED]


def _inked(rule: _Rule, share: Greys) -> float:
    """How much of its length a rule has ink; letters that stand in a column have gaps."""
    places = np.rint(rule.places).astype(int)
    strips = np.arange(rule.first, rule.last + 1)
    near = [share[np.clip(places + off, 0, len(share) - 1), strips] for off in range(-2, 3)]
    return float(np.max(near, axis=0).mean())


def _groups(places: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return [
        each
        for each in np.split(places, np.flatnonzero(np.diff(places) >= _DRIFT) + 1)
        if each.size
    ]


def _rule(chain: list[tuple[int, float]]) -> _Rule:
    strips, places = zip(*chain, strict=True)
    first, last = strips[0], strips[-1]
    return _Rule(np.interp(np.arange(first, last + 1), strips, places), first, last)


def _erase(letters: Ink, grey: Greys, rules: Sequence[_Rule], strip: int) -> None:
    """Makes the rules paper, but for what of a letter stands on them."""
    height, width = letters.shape
    for rule in rules:
        first, last = max(rule.first - 1, 0), min(rule.last + 2, -(-width // strip))
        for number in range(first, last):
            place = rule.places[min(max(number - rule.first, 0), len(rule.places) - 1)]
            middle = round(float(place))
            top, bottom = max(middle - _THICKEST, 0), min(middle + _THICKEST + 1, height)
            left, right = number * strip, min((number + 1) * strip, width)
            window = letters[top:bottom, left:right]
            if not window.size:
                continue
            share = window.mean(axis=1)
            core = np.flatnonzero(share > 0.35)  # noqa: PLR2004
            core = core[np.abs(core - (middle - top)) <= 3]  # noqa: PLR2004
            if not core.size:
                core = np.array([middle - top])
            low, high = int(core.min()) - 1, int(core.max()) + 2
            low, high = max(low, 0), min(high, window.shape[0])
            # A letter that crosses the rule has ink on both of its sides.
            above = window[low - 1] if low > 0 else np.zeros(right - left, bool)
            below = window[high] if high < window.shape[0] else np.zeros(right - left, bool)
            crossed = above & below
            window[low:high, ~crossed] = False
            grey[top + low : top + high, left:right][:, ~crossed] = 1


# Columns


class _Table(NamedTuple):
    """The columns of a table, where it begins and ends, and the rules between its rows."""

    edges: tuple[float, ...]
    top: float
    bottom: float
    bands: tuple[float, ...]
    is_ruled: bool


def _table(drawn: PageInk, edges: Sequence[float] | None) -> _Table | None:
    ruled = _ruled_table(drawn)
    if ruled is not None and (edges is None or len(ruled.edges) == len(edges)):
        return ruled
    found = _unruled_table(drawn, edges)
    return found if found is not None else ruled


def _ruled_table(drawn: PageInk) -> _Table | None:
    """The table its upright rules make."""
    if len(drawn.down) <= FEWEST_COLUMNS:
        return None
    upright = sorted(drawn.down, key=lambda rule: rule.middle)
    clusters: list[list[_Rule]] = []
    for rule in upright:
        if clusters and rule.middle - clusters[-1][-1].middle < drawn.body:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    lengths = [
        len({strip for rule in each for strip in range(rule.first, rule.last + 1)})
        for each in clusters
    ]
    longest = sorted(lengths)[-min(3, len(lengths))]
    kept = [each for each, length in zip(clusters, lengths, strict=True) if length >= 0.5 * longest]
    if len(kept) <= FEWEST_COLUMNS:
        return None
    edges = [float(np.mean([rule.middle for rule in each])) for each in kept]
    top = float(np.median([min(rule.first for rule in each) for each in kept])) * _UPRIGHT_STRIP
    bottom = (
        float(np.median([max(rule.last + 1 for rule in each) for each in kept])) * _UPRIGHT_STRIP
    )
    edges = _within_rules(drawn, edges)
    if len(edges) <= FEWEST_COLUMNS:
        return None
    bands = _bands(drawn, edges[0], edges[-1])
    bands = [each for each in bands if top - 3 * drawn.body < each < bottom + 3 * drawn.body]
    if bands:
        top = bands[0] if abs(bands[0] - top) < 3 * drawn.body else top - drawn.body
        bottom = bands[-1] if abs(bands[-1] - bottom) < 3 * drawn.body else bottom + drawn.body
    return _Table(
        tuple(edges), max(top, 0), min(bottom, drawn.grey.shape[0]), tuple(bands), is_ruled=True
    )


def _within_rules(drawn: PageInk, edges: list[float]) -> list[float]:
    """The edges that the rules across reach; the rim of a photographed sheet is none."""
    inside = [
        (rule.first * _STRIP, (rule.last + 1) * _STRIP)
        for rule in drawn.across
        if sum(rule.first * _STRIP - _STRIP < x < (rule.last + 2) * _STRIP for x in edges)
        >= FEWEST_COLUMNS
    ]
    if len(inside) < FEWEST_ROWS:
        return edges
    left, right = np.median(inside, axis=0)
    return [x for x in edges if left - 1.5 * _STRIP < x < right + 1.5 * _STRIP]


def _bands(drawn: PageInk, left: float, right: float) -> list[float]:
    """The heights of rules that run across most of a table."""
    reach: dict[float, list[_Rule]] = {}
    for rule in sorted(drawn.across, key=lambda each: each.middle):
        near = [height for height in reach if abs(height - rule.middle) < 0.6 * drawn.body]
        reach.setdefault(near[0] if near else rule.middle, []).append(rule)
    found = []
    for rules in reach.values():
        covered = {
            strip
            for rule in rules
            for strip in range(rule.first, rule.last + 1)
            if left - _STRIP < strip * _STRIP and (strip + 1) * _STRIP < right + _STRIP
        }
        if len(covered) * _STRIP >= 0.6 * (right - left):
            found.append(float(np.median(np.concatenate([rule.places for rule in rules]))))
    return sorted(found)


class _Piece(NamedTuple):
    """Words with no wide gap between them."""

    left: int
    top: int
    right: int
    bottom: int
    base: float


def _pieces(drawn: PageInk) -> list[_Piece]:
    body = drawn.body
    gap = 2 * round(_WORD_GAP * body / 2) + 1
    spread = running(np.maximum, drawn.letters.view(np.uint8), gap, 1)
    smeared = running(np.minimum, spread, gap, 1)
    labels, _ = ndimage.label(smeared)
    found = []
    for down, across in ndimage.find_objects(labels):
        if not 0.75 * body <= down.stop - down.start <= 3.5 * body:
            continue
        profile = drawn.letters[down, across].sum(axis=1, dtype=np.float64)
        size = min(round(body), len(profile))
        sums = np.convolve(profile, np.ones(size), "valid")
        base = down.start + size + int(sums.argmax())
        found.append(_Piece(across.start, down.start, across.stop, down.stop, base))
    return found


def _unruled_table(drawn: PageInk, edges: Sequence[float] | None) -> _Table | None:
    """The table its gutters make: what is white beside the rows of several pieces."""
    body = drawn.body
    pieces = sorted(_pieces(drawn), key=lambda each: each.base)
    levels = _levels([piece.base for piece in pieces], 0.5 * body)
    rows = [[pieces[place] for place in level] for level in levels]
    several = [row for row in rows if len(row) >= FEWEST_COLUMNS]
    if len(several) < (FEWEST_ROWS if edges is None else 1):
        return None
    bases = np.array([np.mean([piece.base for piece in row]) for row in several])
    usual = max(float(np.median(np.diff(bases))) if len(bases) > 1 else 0.0, 1.5 * body)
    parts = np.split(np.arange(len(bases)), np.flatnonzero(np.diff(bases) > 4 * usual) + 1)
    part = max(parts, key=len)
    top, bottom = bases[part[0]] - 3 * body, bases[part[-1]] + 2 * body
    inside = [piece for piece in pieces if top <= piece.base <= bottom]
    edges = _gutters(inside, len(part), drawn) if edges is None else _shifted(inside, edges, body)
    if len(edges) <= FEWEST_COLUMNS:
        return None
    bottom = _with_last_name(pieces, edges, float(bases[part[-1]]), body)
    bands = [
        each for each in _bands(drawn, edges[0], edges[-1]) if top - body < each < bottom + 2 * body
    ]
    return _Table(
        tuple(map(float, edges)), max(float(top), 0), float(bottom), tuple(bands), is_ruled=False
    )


def _with_last_name(
    pieces: Sequence[_Piece], edges: Sequence[float], last: float, body: float
) -> float:
    """Where a table ends whose last row has its base there: below the rest of its name, if any."""
    widest = int(np.diff(edges).argmax())
    names = [
        piece for piece in pieces
        if edges[widest] < piece.left and piece.right < edges[widest + 1] and piece.base < last + body
    ]  # fmt: skip
    if names:
        left = float(np.median([piece.left for piece in names]))
        below = [piece for piece in pieces if last + body < piece.base < last + 4.5 * body]
        if below and all(abs(piece.left - left) < body for piece in below):
            last = max(piece.base for piece in below)
    return last + 2 * body


def _shifted(pieces: Sequence[_Piece], edges: Sequence[float], body: float) -> list[float]:
    """The columns of another page where they cut fewest pieces, none where they cut many."""
    reach = round(_SHIFT * body)
    shifts = sorted(range(-reach, reach + 1, 2), key=abs)
    lefts = np.array([piece.left for piece in pieces])[:, None]
    rights = np.array([piece.right for piece in pieces])[:, None]
    cuts = []
    for shift in shifts:
        inner = np.array(edges[1:-1])[None] + shift
        cuts.append(int(((lefts < inner) & (inner < rights)).any(axis=1).sum()))
    best = int(np.argmin(cuts))
    if cuts[best] > _MOST_CUT * len(pieces):
        return []
    return [float(edge + shifts[best]) for edge in edges]


def _levels(bases: Sequence[float], reach: float) -> list[list[int]]:
    """The places of sorted heights, those together that lie near one another."""
    found: list[list[int]] = []
    for place, base in enumerate(bases):
        if found and base - bases[found[-1][0]] <= reach:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _gutters(pieces: Sequence[_Piece], rows: int, drawn: PageInk) -> list[float]:
    """The edges of columns: the middles of what hardly any piece covers, and the two ends."""
    cover = np.zeros(drawn.grey.shape[1] + 1)
    for piece in pieces:
        cover[piece.left] += 1
        cover[piece.right] -= 1
    cover = np.cumsum(cover)
    is_covered = cover > max(0.12 * rows, 0.5)
    places = np.flatnonzero(np.diff(np.concatenate([[0], is_covered.view(np.int8), [0]])))
    spans = [
        (start, end)
        for start, end in places.reshape(-1, 2)
        if cover[start:end].max() >= 0.25 * rows and end - start >= 0.3 * drawn.body
    ]
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < _GUTTER * drawn.body:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if not joined:
        return []
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(joined)]
    room = 1.5 * drawn.body
    return [max(joined[0][0] - room, 0), *inner, min(joined[-1][1] + room, drawn.grey.shape[1])]


# Rows


def _peaks(profile: NDArray[np.float64], body: int) -> list[tuple[int, float]]:
    """Where lines of letters stand in the ink of rows of pixels, and how much stands there.

    A base is the row below a body that is filled all over; little is just below it and above.
    """
    if len(profile) < body:
        return []
    padded = np.pad(profile, (body + 4, 5))
    sums = np.concatenate([[0], np.cumsum(padded)])
    filled = np.concatenate([[0], np.cumsum(padded > 0)])
    ends = np.arange(len(profile) + 1) + body + 4
    within = (sums[ends] - sums[ends - body]) / body
    below = (sums[ends + 4] - sums[ends + 1]) / 3
    above = (sums[ends - body - 1] - sums[ends - body - 4]) / 3
    score = within - 0.7 * below - 0.25 * above
    score[filled[ends] - filled[ends - body] < _FILLED * body] = 0
    reach = 2 * round(0.9 * body) + 1
    is_peak = (score == ndimage.maximum_filter1d(score, reach)) & (score > _FAINTEST_LINE * body)
    found: list[tuple[int, float]] = []
    for place in sorted(np.flatnonzero(is_peak).tolist(), key=lambda each: -score[each]):
        if all(abs(place - other) > _NEAREST_LINES * body for other, _ in found):
            found.append((place, float(score[place])))
    return sorted(found)


def _ink_of_rows(drawn: PageInk, box: Box) -> NDArray[np.float64]:
    """How many pixels of letters each row of pixels has between two edges."""
    left, top, right, bottom = box
    part = drawn.letters[math.floor(top) : math.ceil(bottom), round(left) + 2 : round(right) - 1]
    return part.sum(axis=1, dtype=np.float64)


def bases_of(drawn: PageInk, box: Box) -> list[float]:
    """The bases of all lines between two edges, faint ones too."""
    peaks = _peaks(_ink_of_rows(drawn, box), round(drawn.body))
    return [float(math.floor(box[1]) + place) for place, _ in peaks]


def _marks(drawn: PageInk, table: _Table) -> list[_Mark]:
    """The lines of letters in each column, from the top."""
    found = []
    top = math.floor(table.top)
    for column, (left, right) in enumerate(pairwise(table.edges)):
        ink = _ink_of_rows(drawn, (left, table.top, right, table.bottom))
        peaks = _peaks(ink, round(drawn.body))
        if not peaks:
            continue
        strong = sorted((ink for _, ink in peaks), reverse=True)
        least = 0.2 * float(np.median(strong[: max(1, len(strong) * 3 // 4)]))
        found += [_Mark(column, float(top + place), ink) for place, ink in peaks if ink >= least]
    return sorted(found, key=lambda mark: mark.base)


class _Band(NamedTuple):
    """What one row covers, and the marks on its base."""

    top: float
    bottom: float
    marks: tuple[_Mark, ...]


def _rows(drawn: PageInk, table: _Table) -> list[_Row]:
    """The rows from the top."""
    body = drawn.body
    marks = _marks(drawn, table)
    widest = int(np.diff(table.edges).argmax())
    others = len(table.edges) - 2
    needed = max(2 if others > 2 else 1, math.ceil(0.5 * others))  # noqa: PLR2004
    levels = [
        [marks[place] for place in level]
        for level in _levels([mark.base for mark in marks], 0.7 * body)
    ]
    names = bases_of(drawn, (table.edges[widest], table.top, table.edges[widest + 1], table.bottom))
    found: list[_Band] = []
    spans = _spans(table, body)
    pitch = _pitch(spans, levels, needed, widest)
    for top, bottom in spans:
        inside = [level for level in levels if top < level[0].base - body / 2 < bottom]
        anchors = [level for level in inside if _columns_of(level, widest) >= needed]
        if bottom - top > 1.6 * pitch:
            anchors = _with_faint(anchors, inside, pitch)
        are_few = len(spans) > 3  # noqa: PLR2004
        strong = _apart(anchors, 0.7 * pitch if are_few else 1.5 * body)
        loose = [mark for level in inside for mark in level if mark.column != widest]
        if are_few and 1 < len(strong) < 4 and _stand_between(loose, strong, body):  # noqa: PLR2004
            strong = [_most_columns(strong)]
        if len(strong) > 1:
            found += _between(top, bottom, strong, names, body)
        elif inside:
            found.append(_Band(top, bottom, tuple(_most_columns(inside))))
    if len(spans) > 3:  # noqa: PLR2004
        found = _regular(found, marks, body)
    return list(_with_bases(found, table, body))


def _columns_of(level: Sequence[_Mark], widest: int) -> int:
    return len({mark.column for mark in level} - {widest})


def _base(level: Sequence[_Mark]) -> float:
    return float(np.median([mark.base for mark in level]))


def _spans(table: _Table, body: float) -> list[tuple[float, float]]:
    """What lies between the rules across a table."""
    places = [table.top, *table.bands, table.bottom]
    pairs = pairwise(places)
    return [(top, bottom) for top, bottom in pairs if bottom - top >= 1.2 * body]


def _pitch(
    spans: Sequence[tuple[float, float]],
    levels: Sequence[Sequence[_Mark]],
    needed: int,
    widest: int,
) -> float:
    """How far rows are from one another."""
    if len(spans) > 3:  # noqa: PLR2004
        return float(np.median([bottom - top for top, bottom in spans]))
    bases = [_base(level) for level in levels if _columns_of(level, widest) >= needed]
    return float(np.median(np.diff(bases))) if len(bases) > 1 else math.inf


def _with_faint(
    anchors: Sequence[list[_Mark]], levels: Sequence[list[_Mark]], pitch: float
) -> list[list[_Mark]]:
    """The anchors and, where a row's room is without one, levels of fewer columns."""
    found = list(anchors)
    for level in levels:
        is_alone = all(abs(_base(level) - _base(other)) > 0.75 * pitch for other in found)
        if is_alone and len({mark.column for mark in level}) > 1:
            found.append(level)
    return sorted(found, key=_base)


def _stand_between(marks: Sequence[_Mark], levels: Sequence[list[_Mark]], body: float) -> bool:
    """Whether a cell has its only line between levels: they are lines of one row, a header."""
    on_level = {
        mark.column
        for mark in marks
        if any(abs(mark.base - _base(level)) < 0.5 * body for level in levels)
    }
    return any(mark.column not in on_level for mark in marks)


def _apart(levels: Sequence[list[_Mark]], least: float) -> list[list[_Mark]]:
    """Levels at least so far apart: of two that are nearer, the one with more columns."""
    found: list[list[_Mark]] = []
    for level in levels:
        if found and _base(level) - _base(found[-1]) < least:
            if len(level) > len(found[-1]):
                found[-1] = level
        else:
            found.append(level)
    return found


def _between(
    top: float, bottom: float, levels: Sequence[list[_Mark]], names: Sequence[float], body: float
) -> Iterator[_Band]:
    """Rows without rules between them.

    A line of names beside no other cell belongs to the nearest row where that has no name beside
    it, for names stand around the middle of such rows; else to the row above, where it began.
    """
    bases = [_base(level) for level in levels]
    is_beside = [any(abs(name - base) < 0.5 * body for name in names) for base in bases]
    first, last = list(bases), list(bases)
    for name in names:
        nearest = min(range(len(bases)), key=lambda place: abs(bases[place] - name))
        if abs(bases[nearest] - name) < 0.5 * body:
            continue
        if is_beside[nearest]:
            nearest = max(bisect_right(bases, name) - 1, 0)
        first[nearest], last[nearest] = min(first[nearest], name), max(last[nearest], name)
    pairs = zip(last, first[1:], strict=False)
    ends = [top, *((before + after - body) / 2 for before, after in pairs), bottom]
    for place, level in enumerate(levels):
        yield _Band(ends[place], ends[place + 1], tuple(level))


def _most_columns(levels: Sequence[list[_Mark]]) -> list[_Mark]:
    """The level with marks in most columns."""
    return max(levels, key=lambda level: len({mark.column for mark in level}))


def _regular(bands: Sequence[_Band], marks: Sequence[_Mark], body: float) -> list[_Band]:
    """Rows of the usual height have their base where most of them have it.

    What runs through a row may have made a level of its own beside the true one.
    """
    usual = float(np.median([band.bottom - band.top for band in bands]))
    offsets = [
        _base(band.marks) - band.top
        for band in bands
        if band.marks and abs(band.bottom - band.top - usual) < 0.4 * body
    ]
    if len(offsets) < 4:  # noqa: PLR2004
        return list(bands)
    offset = float(np.median(offsets))
    found = []
    for band in bands:
        expected = band.top + offset
        is_usual = abs(band.bottom - band.top - usual) < 0.4 * body
        if is_usual and (not band.marks or abs(_base(band.marks) - expected) > 0.5 * body):
            near = tuple(mark for mark in marks if abs(mark.base - expected) < 0.5 * body)
            found.append(band._replace(marks=near or band.marks))
        else:
            found.append(band)
    return found


def _with_bases(bands: Sequence[_Band], table: _Table, body: float) -> Iterator[_Row]:
    """The rows of bands: the base in each column lies along the slope of the rows around."""
    columns = len(table.edges) - 1
    middles = np.array([(a + b) / 2 for a, b in pairwise(table.edges)])
    slopes = [_slope(band.marks, middles) for band in bands]
    for place, band in enumerate(bands):
        near = [each for each in slopes[max(0, place - 5) : place + 6] if each is not None]
        slope = float(np.median(near)) if near else 0.0
        base, level = (band.top + band.bottom + body) / 2, set()
        if band.marks:
            x = middles[[mark.column for mark in band.marks]]
            heights = np.array([mark.base for mark in band.marks]) - slope * x
            base = float(np.median(heights))
            is_level = np.abs(heights - base) < _LEVEL * body
            level = {band.marks[each].column for each in np.flatnonzero(is_level)}
        bases = tuple((base + slope * middles * bool(band.marks)).tolist())
        yield _Row(bases, band.top, band.bottom, max(len(level), 0.5) / columns)


def _slope(marks: Sequence[_Mark], middles: NDArray[np.float64]) -> float | None:
    """How much the base of a row sinks along it, None where too few cells tell."""
    if len(marks) < 3:  # noqa: PLR2004
        return None
    x, y = middles[[mark.column for mark in marks]], np.array([mark.base for mark in marks])
    pairs = [(i, j) for i in range(len(x)) for j in range(i) if x[i] != x[j]]
    return float(np.median([(y[i] - y[j]) / (x[i] - x[j]) for i, j in pairs])) if pairs else None


# Cells


def _cells(
    drawn: PageInk, table: _Table, number: int, row: _Row, usual: float
) -> Iterator[CellPicture]:
    """The cells of a row.

    A name may have several lines; other cells only where several have, in a row of more than the
    usual height: a header.
    """
    widest = int(np.diff(table.edges).argmax())
    boxes = [(left, row.top, right, row.bottom) for left, right in pairwise(table.edges)]
    bases = [bases_of(drawn, box) or [base] for box, base in zip(boxes, row.bases, strict=True)]
    found = {
        column: line_pictures(drawn, boxes[column], each)
        for column, each in enumerate(bases)
        if column == widest or len(each) > 1
    }
    of_header = [
        column
        for column, lines in found.items()
        if column != widest and sum(line.stray_ink < STRAY for line in lines) > 1
    ]
    is_header = len(of_header) >= FEWEST_COLUMNS and row.bottom - row.top > 1.3 * usual
    for column, box in enumerate(boxes):
        if column == widest or (column in found and is_header):
            lines = found[column]
        else:
            lines = line_pictures(drawn, box, [_steady(bases[column], row, column, drawn.body)])
        yield CellPicture(number, column, box, lines)


def line_pictures(drawn: PageInk, box: Box, bases: Sequence[float]) -> tuple[LinePicture, ...]:
    """The lines of a box that stand on these bases, each as its picture; a base without ink gives none."""
    found = (_line(drawn, box, base, [each for each in bases if each != base]) for base in bases)
    return tuple(line for line in found if line is not None)


def _steady(bases: Sequence[float], row: _Row, column: int, body: float) -> float:
    """The base of a cell's only line, held by its row's where the row's other cells tell it well."""
    expected = row.bases[column]
    nearest = min(bases, key=lambda base: abs(base - expected))
    if row.trust * len(row.bases) < 3 and abs(nearest - expected) < body:  # noqa: PLR2004
        return nearest
    return (nearest + expected) / 2 if abs(nearest - expected) < 0.25 * body else expected


def _line(drawn: PageInk, box: Box, base: float, others: Sequence[float]) -> LinePicture | None:
    """One line of a cell; None where it has no ink."""
    body = drawn.body
    left, right = math.ceil(box[0]) + 2, math.floor(box[2]) - 1
    top = max(0, round(base - _ABOVE * body))
    bottom = min(drawn.grey.shape[0], round(base + _BELOW * body))
    if bottom - top < body or right - left < 3:  # noqa: PLR2004
        return None
    window = (slice(top, bottom), slice(left, right))
    own, stray = _own_ink(drawn, window, base, others)
    columns = np.flatnonzero(own.any(axis=0))
    if own.sum() < 4:  # noqa: PLR2004
        return None
    room = round(_MARGIN * body)
    start, end = (
        max(left + columns[0] - room, 0),
        min(left + columns[-1] + 1 + room, drawn.grey.shape[1]),
    )
    scale = CONSONANT / body
    crop_top, crop_bottom = base - BASELINE / scale, base + (HEIGHT - BASELINE) / scale
    corner = (math.floor(crop_top) - 2, start)
    crop = np.ones((math.ceil(crop_bottom) + 2 - corner[0], end - start), np.float32)
    first, last = max(corner[0], 0), min(corner[0] + len(crop), drawn.grey.shape[0])
    crop[first - corner[0] : last - corner[0]] = drawn.grey[first:last, start:end]
    crop = _without_others(drawn, crop, corner, base, others, (left, right))
    width = max(8, round((end - start) * scale))
    picture = Image.fromarray(crop).resize(
        (width, HEIGHT), Image.Resampling.BICUBIC,
        box=(0, crop_top - corner[0], crop.shape[1], crop_bottom - corner[0]),
    )  # fmt: skip
    line_box = (float(start), crop_top, float(end), crop_bottom)
    return LinePicture(stretched(np.asarray(picture)), stray, line_box)


def _is_of(sides: Sides, base: float, others: Sequence[float], body: float) -> Ink:
    """Whether most of a stroke's height stands in a line and in no other line's body more."""
    top, bottom = sides[:, 0], sides[:, 1]
    shared = np.minimum(bottom, base + _BELOW * body) - np.maximum(top, base - _ABOVE * body)
    found = shared >= 0.5 * (bottom - top)
    middle = (top + bottom) / 2 + 0.7 * body
    for other in others:
        found &= np.abs(middle - base) <= np.abs(middle - other)
    return found


def _labels_in(labels: Labels, numbers: Labels) -> Ink:
    """Where a picture of labels has one of these."""
    table = np.zeros(int(labels.max(initial=0)) + 1, bool)
    table[numbers] = True
    found: Ink = table[labels]
    return found


def _own_ink(
    drawn: PageInk, window: tuple[slice, slice], base: float, others: Sequence[float]
) -> tuple[Ink, int]:
    """The ink of a line in a window, and how many pixels of it run out of the line."""
    labels = np.where(drawn.letters[window], drawn.labels[window], 0)
    counts = np.bincount(labels.ravel())
    counts[0] = 0
    found = np.flatnonzero(counts)
    sides = drawn.sides[found]
    top, bottom = base - (_ABOVE + 0.2) * drawn.body, base + (_BELOW + 0.2) * drawn.body
    start = max(0, round(base - drawn.body) - window[0].start)
    body = labels[start : round(base) - window[0].start]
    is_through = np.bincount(body.ravel(), minlength=len(counts))[found] > 0
    leaves = is_through & ((sides[:, 0] < top) | (sides[:, 1] > bottom))
    left, right = window[1].start, window[1].stop
    is_beside = is_through & ~leaves & ((sides[:, 2] < left - 3) | (sides[:, 3] > right + 3))
    stray = 0
    for number in found[leaves]:
        place = drawn.places[number - 1]
        rows = np.arange(place[0].start, place[0].stop)
        shape = drawn.labels[place] == number
        stray += int(shape[(rows < top) | (rows >= bottom)].sum())
    for number in found[is_beside]:
        place = drawn.places[number - 1]
        columns = np.arange(place[1].start, place[1].stop)
        shape = drawn.labels[place] == number
        stray += int(shape[:, (columns < left - 2) | (columns >= right + 2)].sum())
    own = _labels_in(labels, found[_is_of(sides, base, others, drawn.body) | leaves])
    return own, stray


def _without_others(
    drawn: PageInk,
    crop: Greys,
    corner: tuple[int, int],
    base: float,
    others: Sequence[float],
    sides: tuple[int, int],
) -> Greys:
    """The crop of a line, cut at a corner, without the strokes of the lines above and below."""
    top, start = corner
    first, last = max(top, 0), min(top + crop.shape[0], drawn.grey.shape[0])
    labels = np.zeros(crop.shape, np.int32)
    labels[first - top : last - top] = drawn.labels[first:last, start : start + crop.shape[1]]
    counts = np.bincount(labels.ravel())
    counts[0] = 0
    found = np.flatnonzero(counts)
    strokes = drawn.sides[found]
    reaches = (strokes[:, 1] > base - drawn.body) & (strokes[:, 0] < base)
    is_own = reaches | _is_of(strokes, base, others, drawn.body)
    foreign = _labels_in(labels, found[~is_own])
    foreign[:, : max(0, sides[0] - start)] |= labels[:, : max(0, sides[0] - start)] > 0
    if not foreign.any():
        return crop
    return np.where(_spread(foreign, 2) & ((labels == 0) | foreign), np.float32(1), crop)


def _spread(ink: Ink, reach: int) -> Ink:
    """Ink and what lies so many steps beside it."""
    for _ in range(reach):
        wider = ink.copy()
        wider[1:] |= ink[:-1]
        wider[:-1] |= ink[1:]
        wider[:, 1:] |= ink[:, :-1]
        wider[:, :-1] |= ink[:, 1:]
        ink = wider
    return ink
