"""What the cells of a scanned table say: from the letters seen in each and from what must hold together.

Every value a cell may have is weighed by how likely its letters are. Ranks go up along the rows, an
office stands once, scores do not rise, grade and result follow from the score, the change leads to
the score of last year: what breaks such a rule is not impossible but rare, so that a clear print
stays as it is printed. A cell that is not certain by both is one to look at.
"""

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract
from scipy.optimize import linear_sum_assignment
from scipy.special import logsumexp

from etl.read.document import ReadCell
from etl.read.scan.columns import INSTRUMENTS, YEAR, Columns
from etl.read.scan.face import as_it_looks, looks
from etl.read.scan.recognise import BLANK, LETTERS, best_text, likelihoods_of, with_western_digits
from ita.cells import FAIL, PASS
from ita.method import GradeBand, grade_schemes, method_of, method_years
from ita.offices import all_aliases, all_offices

Frames = NDArray[np.float32]
Logs = NDArray[np.float64]

CERTAIN = 0.9  # a cell of less is one to look at
STRAY = 5  # pixels of ink that leave a line: letters leave none
_SOFTENED, _NAMES_SOFTENED = 0.7, 0.4  # the recogniser is surer of itself than it is right
_MOST_VALUES, _MOST_NAMES, _MORE_NAMES = 14, 16, 64
_MOST_BEGINNINGS, _RAREST = (
    40,
    1e-9,
)  # of a figure; what is so much rarer than the likeliest is left
_FAINTEST = 1e-5  # a letter less likely in a frame is not tried
_LAST_RANK = 300
# What is rare, as the logarithm of how rare. Of ranks: the same again, some left out, another list.
_TIE, _GAP, _A_RANK_LEFT_OUT, _ANEW, _BACK, _NOT_FROM_ONE = -4.0, -6.0, -0.02, -8.0, -11.0, -4.0
_NO_OFFICE, _NAMED_TWICE = -14.0, -7.0
_RISES, _MISPRINTED, _UNUSUAL = -7.0, -6.0, -4.0
_NO_ROW, _NO_ROW_OF_TRUST = -10.0, -8.0
# How badly a cell may fit its word before it speaks no more against a row.
_WORST = dict.fromkeys(("grade", "change", "result"), -4.0) | {"office": -12.0, "score": -8.0}
_WORST_RANK = -20.0
# How much worse than the likeliest letters a value may fit before a person looks.
_POOR, _POOR_NAME = -5.0, -10.0
_NEAR_NAME = -5.0  # where the nearest names fit worse all others are tried too
_NEVER = -1e3
_MOST_ALIKE, _UNLIKE = 0.8, -8.0
_USUAL_CHANGE, _HIGHEST = 10_00.0, 100_00.0  # hundredths
_FALLING = 0.8  # of the neighbours in a list by score
_NOTHING = "-"
_SIGNS = "+▲▼-"  # the hyphen last, as a class of letters wants it
_OF_FIGURES = f"0123456789.{_SIGNS}"
_BEGINS = re.compile(r"\d{1,2}(?:\.\d{0,2})?|100(?:\.0{0,2})?|-", re.ASCII)
_BEGINS_SIGNED = re.compile(
    rf"[{_SIGNS}]?(?:\d{{0,2}}|\d{{1,2}}\.\d{{0,2}}|100(?:\.0{{0,2}})?)", re.ASCII
)
_FIGURE = re.compile(rf"[{_SIGNS}]?\d+(?:\.\d+)?|-", re.ASCII)
_USUAL = re.compile(rf"[{_SIGNS}]?(?:\d|[1-9]\d|100)\.\d\d|-", re.ASCII)
# How a column of figures may be written throughout: with a sign, by plus and minus, with two decimals.
_HABITS = (
    re.compile(rf"[{_SIGNS}].+"), re.compile(r"[^▲▼]+"), re.compile(r"[^+-]+"), re.compile(r".*\D\d\d"),
    re.compile(r"\D?(?:\d|[1-9]\d+)\.\d+"),
)  # fmt: skip
_FIGURES = ("score", "change", "last_score", *INSTRUMENTS)
_SURE_NAME = 0.99
_SURE_RANK, _LESSONS, _CAUTION = 0.99, 40, 2.0
_RESULTS = tuple(word + more for word in (PASS, FAIL) for more in ("", "เกณฑ์"))


class SeenCell(NamedTuple):
    """The letters of a cell frame by frame, digits western, without spaces; no frames where it is empty."""

    frames: Frames
    stray_ink: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no letters stand in it."""
        return len(self.frames) == 0

    @property
    def text(self) -> str:
        """Its likeliest letters."""
        return "" if self.is_empty else best_text(self.frames)


@dataclass(frozen=True)
class SeenRow:
    """What may be a row of the table: its page, its number in the file, how sure it is that it is one."""

    page: int
    number: int
    trust: float
    cells: tuple[SeenCell, ...]

    @cached_property
    def texts(self) -> list[str]:
        """The likeliest letters of each cell."""
        return [cell.text for cell in self.cells]


@dataclass(frozen=True)
class DecodedRow:
    """A row as it is read: what each of its cells says, by our word for the column."""

    page: int
    number: int
    cells: Mapping[str, ReadCell]


class _Values(NamedTuple):
    """What a cell may say, likeliest first, each with how much worse it fits than the likeliest letters."""

    texts: tuple[str, ...]
    fits: Logs

    @property
    def cents(self) -> Logs:
        """Each as a figure in hundredths, NaN where it is none."""
        return np.array([_cents(text) for text in self.texts])


def seen_cell(lines: Sequence[Frames], stray_ink: int = 0) -> SeenCell:
    """A cell from the log-probabilities of its lines, from the top."""
    frames = np.full((1, BLANK + 1), -np.inf, np.float32)
    frames[0, BLANK] = 0
    if not lines:
        return SeenCell(frames[:0], stray_ink)
    between = [part for line in lines for part in (frames, line)]
    seen = with_western_digits(np.concatenate(between[1:]))
    space = LETTERS.index(" ")
    seen[:, BLANK] = np.logaddexp(seen[:, BLANK], seen[:, space])
    seen[:, space] = -np.inf
    return SeenCell(seen, stray_ink)


def year_seen(titles: Iterable[SeenCell]) -> tuple[int | None, float]:
    """The fiscal year that titles name, all of them together, and how likely it is."""
    years = method_years()
    logs = np.zeros(len(years))
    for cell in titles:
        if YEAR.search(cell.text):
            texts = [YEAR.sub(str(year), cell.text, count=1) for year in years]
            logs += _SOFTENED * _fits([cell], [texts])[0]
    if not logs.any():
        return None, 0.0
    chances = _shares(logs)
    return years[int(chances.argmax())], float(chances.max())


def decoded(rows: Sequence[SeenRow], columns: Columns, fiscal_year: int | None) -> list[DecodedRow]:
    """The rows of an announcement with what their cells say; what is no row is left out."""
    if not columns.is_announcement:
        return []
    seen = {word: [row.cells[place] for row in rows] for place, word in columns.words.items()}
    bands = _bands(seen.get("grade", ()), fiscal_year)
    values = {word: _values(word, cells, bands) for word, cells in seen.items()}
    values |= {word: _by_habit(found) for word, found in values.items() if word in _FIGURES}
    ranks = _ranks(values, [row.trust for row in rows])
    kept = [place for place, chances in enumerate(ranks) if chances[0] < 1 / 2]
    of_kept = {word: [found[place] for place in kept] for word, found in values.items()}
    if "rank" in values:
        leanings = _leanings(of_kept["rank"], [ranks[place][1:] for place in kept])
        of_kept |= {
            word: [_leaning(each, leanings) for each in found]
            for word, found in of_kept.items()
            if word in _FIGURES
        }
    chances = _figures_and_words(of_kept, bands)
    chances["office"] = _offices(of_kept["office"])
    if "rank" in values:
        chances["rank"] = [ranks[place][1:] for place in kept]
    return [
        DecodedRow(
            rows[place].page,
            rows[place].number,
            {
                word: _read(word, seen[word][place], found[place_kept], chances[word][place_kept])
                for word, found in of_kept.items()
            },
        )
        for place_kept, place in enumerate(kept)
    ]


def _read(word: str, cell: SeenCell, values: _Values, chances: Logs) -> ReadCell:
    """What a cell says, with what it says else and whether a person should look."""
    best, *others = np.argsort(-chances)[:2]
    probability = float(chances[best])
    poor = _POOR_NAME if word == "office" else _POOR
    is_certain = probability >= CERTAIN and values.fits[best] >= poor and not cell.is_empty
    is_listed = word != "office" or values.texts[best] in _office_ids()
    return ReadCell(
        values.texts[best],
        round(probability, 4),
        values.texts[others[0]] if others else "",
        is_doubtful=not is_certain or cell.stray_ink >= STRAY or not is_listed,
    )


# What a cell may say by its letters


def _values(word: str, cells: Sequence[SeenCell], bands: Sequence[GradeBand]) -> list[_Values]:
    """What each cell of a column may say."""
    if word == "rank":
        return _ranked(cells)
    filled = [cell for cell in cells if not cell.is_empty]
    if word == "office":
        found = iter(_named(filled))
    elif word == "grade":
        found = iter(_fitting(filled, [[band.grade for band in bands]] * len(filled)))
    elif word == "result":
        found = iter(_fitting(filled, [_RESULTS] * len(filled)))
    else:
        found = iter(_figured(filled, is_signed=word == "change"))
    return [_Values(("",), np.zeros(1)) if cell.is_empty else next(found) for cell in cells]


def _fitting(
    cells: Sequence[SeenCell], texts: Sequence[Sequence[str]], most: int = _MOST_VALUES
) -> list[_Values]:
    """For each cell its texts by how well they fit, the best of them."""
    fits = _fits(cells, texts)
    return [_sorted(*each, most) for each in zip(texts, fits, strict=True)]


def _fits(cells: Sequence[SeenCell], texts: Sequence[Sequence[str]]) -> list[Logs]:
    """For each cell how much worse its texts fit than its likeliest letters."""
    asked = [tuple(text.replace(" ", "") for text in each) for each in texts]
    found = likelihoods_of([cell.frames for cell in cells], asked)
    likeliest = [float(cell.frames.max(axis=1).sum()) for cell in cells]
    return [np.maximum(fits - best, _NEVER) for fits, best in zip(found, likeliest, strict=True)]


def _sorted(texts: Sequence[str], fits: Logs, most: int | None = None) -> _Values:
    order = np.argsort(-fits, kind="stable")[:most]
    return _Values(tuple(texts[place] for place in order), fits[order])


def _ranked(cells: Sequence[SeenCell]) -> list[_Values]:
    """Every rank there may be, in their order."""
    texts = _rank_texts()
    filled = [cell for cell in cells if not cell.is_empty]
    found = iter(_fits(filled, [texts] * len(filled)))
    return [
        _Values(texts, np.full(_LAST_RANK, _WORST_RANK) if cell.is_empty else next(found))
        for cell in cells
    ]


@lru_cache(maxsize=1)
def _rank_texts() -> tuple[str, ...]:
    return tuple(map(str, range(1, _LAST_RANK + 1)))


def _named(cells: Sequence[SeenCell]) -> list[_Values]:
    """The names that are nearest to the letters, and those letters where they are none of them."""
    found = _nearest(cells, _MOST_NAMES)
    poor = [place for place, each in enumerate(found) if each.fits[0] < _NEAR_NAME]
    sure = [
        (each.texts[0].replace(" ", ""), cell.text)
        for cell, each in zip(cells, found, strict=True)
        if _shares(_NAMES_SOFTENED * each.fits)[0] >= _SURE_NAME
    ]
    table = looks(sure)
    again = _nearest(
        [cells[place]._replace(frames=as_it_looks(cells[place].frames, table)) for place in poor],
        _MORE_NAMES,
    )
    of_poor = dict(zip(poor, again, strict=True))
    own = _NO_OFFICE / _NAMES_SOFTENED
    return [
        _sorted((*near.texts, cell.text), np.append(near.fits, own))
        for cell, near in (
            (cell, of_poor.get(place, found[place])) for place, cell in enumerate(cells)
        )
    ]


def _nearest(cells: Sequence[SeenCell], count: int) -> list[_Values]:
    """Of so many names that are spelled most like the letters the likeliest."""
    near = [extract(cell.text, _names(), scorer=ratio, limit=count) for cell in cells]
    return _fitting(cells, [[name for _, _, name in each] for each in near], _MOST_NAMES)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every known name of an office and its letters without spaces, each spelling once."""
    names = {name.replace(" ", ""): name for name in reversed(_office_ids())}
    return {name: letters for letters, name in names.items()}


@lru_cache(maxsize=1)
def _office_ids() -> dict[str, str]:
    of_names = {
        name: each.office_id
        for each in all_offices()
        for name in (each.office_name, each.short_name)
    }
    return of_names | {alias: office_id for alias, office_id, _ in all_aliases()}


def _figured(cells: Sequence[SeenCell], *, is_signed: bool) -> list[_Values]:
    """The figures nearest to the letters; those letters themselves where they are none."""
    begins = _BEGINS_SIGNED if is_signed else _BEGINS
    texts = [_figures(cell.frames, begins) for cell in cells]
    found = []
    for cell, figures, fits in zip(cells, texts, _fits(cells, texts), strict=True):
        if figures:
            habits = [0.0 if _USUAL.fullmatch(text) else _UNUSUAL for text in figures]
            rare = _large(figures) if is_signed else 0.0
            found.append(_sorted(figures, fits + habits - rare, _MOST_VALUES))
        else:
            found.append(_Values((cell.text,), np.array([_NEVER])))
    return found


def _figures(frames: Frames, begins: re.Pattern[str]) -> list[str]:
    """The likeliest figures by a search from frame to frame that keeps the likeliest beginnings.

    Each beginning has its chance to end in a gap, and to end within its last letter.
    """
    kept = {"": (1.0, 0.0)}
    places = [LETTERS.index(letter) for letter in _OF_FIGURES]
    chances = np.exp(frames[:, places])
    for row, gap, is_gap in zip(
        chances.tolist(),
        np.exp(frames[:, BLANK]).tolist(),
        (chances.max(axis=1) <= _FAINTEST).tolist(),
        strict=True,
    ):
        if is_gap:
            kept = {text: ((apart + within) * gap, 0.0) for text, (apart, within) in kept.items()}
            continue
        likely = {
            letter: chance
            for letter, chance in zip(_OF_FIGURES, row, strict=True)
            if chance > _FAINTEST
        }
        found: dict[str, tuple[float, float]] = {}
        for text, (apart, within) in kept.items():
            both, last = apart + within, text[-1:]
            stays = found.get(text, (0.0, 0.0))[1] + within * likely.get(last, 0.0)
            found[text] = (both * gap, stays)
            for letter, chance in likely.items():
                longer = text + letter
                if begins.fullmatch(longer):
                    ends = found.get(longer, (0.0, 0.0))
                    come = apart if letter == last else both
                    found[longer] = (ends[0], ends[1] + come * chance)
        best = heapq.nlargest(_MOST_BEGINNINGS, found.items(), key=lambda each: sum(each[1]))
        most = sum(best[0][1]) or 1.0
        kept = {
            text: (apart / most, within / most)
            for text, (apart, within) in best
            if apart + within >= _RAREST * most
        }
    return [text for text in kept if _FIGURE.fullmatch(text)]


def _by_habit(figures: Sequence[_Values]) -> list[_Values]:
    """Figures by the habit of their column: what hardly any of the others is written like is rare."""
    likeliest = [each.texts[0] for each in figures if not np.isnan(_cents(each.texts[0]))]
    usual = {
        habit: sum(bool(habit.fullmatch(text)) for text in likeliest)
        >= _MOST_ALIKE * len(likeliest)
        for habit in _HABITS
    }
    found = []
    for each in figures:
        rare = [
            _UNLIKE * sum(usual[habit] and not habit.fullmatch(text) for habit in _HABITS)
            if text != _NOTHING
            else 0.0
            for text in each.texts
        ]
        found.append(_sorted(each.texts, each.fits + rare))
    return found


def _large(texts: Sequence[str]) -> Logs:
    """How much rarer a change is than none: few offices move by more than ten."""
    return np.log1p((np.nan_to_num([_cents(text) for text in texts]) / _USUAL_CHANGE) ** 2)


def _cents(text: str) -> float:
    """A figure in hundredths, NaN where a text is none."""
    if text == _NOTHING or not _FIGURE.fullmatch(text):
        return float("nan")
    sign = -1 if text[0] in "-▼" else 1
    return sign * round(float(text.lstrip(_SIGNS)) * 100)


def _bands(cells: Sequence[SeenCell], fiscal_year: int | None) -> Sequence[GradeBand]:
    """The grades of the year; without one those that the cells fit best."""
    if fiscal_year:
        return method_of(fiscal_year).grade_bands
    filled = [cell for cell in cells if not cell.is_empty]

    def fit(bands: Sequence[GradeBand]) -> float:
        texts = [band.grade for band in bands]
        found = _fits(filled, [texts] * len(filled))
        return sum(max(_WORST["grade"], fits.max()) for fits in found)

    return max(grade_schemes().values(), key=fit)


# Rows and ranks


def _ranks(values: Mapping[str, Sequence[_Values]], trust: Sequence[float]) -> list[Logs]:
    """For each row how likely it is none, then how likely each rank is."""
    fit = sum(
        np.array([max(each.fits[0] if each.texts[0] else worst, worst) for each in values[word]])
        for word, worst in _WORST.items()
        if word in values
    )
    no_row = _NO_ROW + _NO_ROW_OF_TRUST * np.array(trust)
    if "rank" not in values:
        chances = 1 / (1 + np.exp(no_row - np.asarray(fit)))
        return [np.array([1 - chance, chance]) for chance in chances]
    seen = np.array([np.maximum(each.fits, _WORST_RANK) for each in values["rank"]])
    rows = np.exp(_SOFTENED * seen + np.asarray(fit)[:, None] - no_row[:, None])
    follows = np.exp(_follows())
    size = len(rows)
    ahead, behind = np.zeros((size + 1, _LAST_RANK + 1)), np.ones((size + 1, _LAST_RANK + 1))
    ahead[0, 0] = 1
    for place in range(size):
        ahead[place + 1] = ahead[place]
        ahead[place + 1, 1:] += (ahead[place] @ follows) * rows[place]
        ahead[place + 1] /= ahead[place + 1].sum()
    for place in reversed(range(size)):
        behind[place] = behind[place + 1] + follows @ (rows[place] * behind[place + 1, 1:])
        behind[place] /= behind[place].sum()
    found = []
    for place in range(size):
        none = float(ahead[place] @ behind[place + 1])
        each = (ahead[place] @ follows) * rows[place] * behind[place + 1, 1:]
        found.append(np.array([none, *each]) / (none + each.sum()))
    return found


@lru_cache(maxsize=1)
def _follows() -> Logs:
    """How likely each rank follows each other, and 0 before the first."""
    before, after = np.arange(_LAST_RANK + 1)[:, None], np.arange(1, _LAST_RANK + 1)[None, :]
    left_out = after - before - 1
    found = np.where(left_out > 0, _GAP + _A_RANK_LEFT_OUT * left_out, _BACK)
    found = np.where(left_out == 0, 0, np.where(left_out == -1, _TIE, found))
    found = np.where((after == 1) & (before > 1), _ANEW, found)
    return np.where((before == 0) & (after > 1), _NOT_FROM_ONE, found)


# Digits


def _leanings(seen: Sequence[_Values], ranks: Sequence[Logs]) -> Logs:
    """How much likelier each digit is in this file than the recogniser takes it for.

    Ranks teach it: their order tells what most of them say, whatever their digits look like here.
    """
    sure = [place for place, chances in enumerate(ranks) if chances.max() >= _SURE_RANK]
    leanings = np.zeros(10)
    if not sure:
        return leanings
    fits = _SOFTENED * np.array([seen[place].fits for place in sure])
    counts = _digits(_rank_texts())
    said = counts[[int(ranks[place].argmax()) for place in sure]]
    for _ in range(_LESSONS):
        logs = fits + leanings @ counts.T
        chances = np.exp(logs - logsumexp(logs, axis=1, keepdims=True))
        expected = chances @ counts
        spread = (chances @ counts**2 - expected**2).sum(axis=0)
        step = (said - expected).sum(axis=0) - _CAUTION * leanings
        leanings += step / (2 * (spread + _CAUTION))
    return leanings / _SOFTENED


def _leaning(values: _Values, leanings: Logs) -> _Values:
    """The same values with what the ranks teach of their digits."""
    return _sorted(values.texts, values.fits + _digits(values.texts) @ leanings)


def _digits(texts: Sequence[str]) -> Logs:
    """How often each digit stands in each text."""
    return np.array([[text.count(digit) for digit in "0123456789"] for text in texts], float)


# Offices


def _offices(values: Sequence[_Values]) -> list[Logs]:
    """How likely each name of each row is, where an office stands once."""
    ids = _office_ids()
    numbers = {office.office_id: place for place, office in enumerate(all_offices())}
    offices = [[numbers.get(ids.get(text, ""), -1) for text in each.texts] for each in values]
    own = [_shares(_NAMES_SOFTENED * each.fits) for each in values]
    count = len(numbers)
    costs = np.full((len(values), count + len(values)), -_NEVER)
    for row, (places, shares) in enumerate(zip(offices, own, strict=True)):
        for place, share in zip(places, shares, strict=True):
            column = place if place >= 0 else count + row
            costs[row, column] = min(costs[row, column], -np.log(max(share, 1e-300)))
    taken = dict(zip(*(each.tolist() for each in linear_sum_assignment(costs)), strict=True))
    by = {column: row for row, column in taken.items()}
    found = []
    for row, (places, shares) in enumerate(zip(offices, own, strict=True)):
        twice = np.array([_NAMED_TWICE if by.get(place, row) != row else 0.0 for place in places])
        found.append(_shares(np.log(np.maximum(shares, 1e-300)) + twice))
    return found


def _shares(logs: Logs) -> Logs:
    return np.exp(logs - logsumexp(logs))


# Figures and words


class _Beside(NamedTuple):
    """Cells beside a score, and how likely each of their values is with each value of the score."""

    words: tuple[str, ...]
    logs: Logs  # the score's values first, then those of each word


def _figures_and_words(
    values: Mapping[str, Sequence[_Values]], bands: Sequence[GradeBand]
) -> dict[str, list[Logs]]:
    """How likely each value of each other cell is, from its row and from the order of the scores."""
    scores = values["score"]
    beside = [
        list(_beside({word: found[row] for word, found in values.items()}, bands))
        for row in range(len(scores))
    ]
    spoken = [
        [logsumexp(each.logs, axis=tuple(range(1, each.logs.ndim))) for each in row]
        for row in beside
    ]
    own = [_SOFTENED * score.fits + sum(said) for score, said in zip(scores, spoken, strict=True)]
    order = _in_order([score.cents for score in scores], own)
    found: dict[str, list[Logs]] = {
        word: [_shares(_SOFTENED * each.fits) for each in of_word]
        for word, of_word in values.items()
        if word not in ("rank", "office")
    }
    found["score"] = [_shares(logs) for logs in order]
    for row, (logs, groups, said) in enumerate(zip(order, beside, spoken, strict=True)):
        for group, own_words in zip(groups, said, strict=True):
            without = (logs - own_words).reshape(-1, *(1 for _ in group.words))
            joint = group.logs + without
            for axis, word in enumerate(group.words, start=1):
                others = tuple(each for each in range(joint.ndim) if each != axis)
                found[word][row] = _shares(logsumexp(joint, axis=others))
    return found


def _beside(row: Mapping[str, _Values], bands: Sequence[GradeBand]) -> Iterator[_Beside]:
    """What the cells beside a score say of it."""
    scores = row["score"].cents[:, None]
    unknown = np.isnan(scores)
    if "grade" in row:
        floor = [_floor(bands, grade) for grade in row["grade"].texts]
        holds = np.array([[low <= score < high for low, high in floor] for score in scores[:, 0]])
        yield _Beside(("grade",), _weighed(row["grade"], holds | unknown))
    if "result" in row:
        marks = [float(band.min_score) * 100 for band in bands if band.is_pass]
        passes = np.array([text.startswith(PASS) for text in row["result"].texts])[None, :]
        holds = (scores >= min(marks)) == passes if marks else np.ones_like(scores == passes)
        yield _Beside(("result",), _weighed(row["result"], holds | unknown))
    words = tuple(word for word in ("change", "last_score") if word in row)
    if words:
        yield _Beside(words, _led_to(scores, [row[word] for word in words], words))


def _weighed(values: _Values, holds: NDArray[np.bool_]) -> Logs:
    return _SOFTENED * values.fits[None, :] + np.where(holds, 0.0, _MISPRINTED)


def _floor(bands: Sequence[GradeBand], grade: str) -> tuple[float, float]:
    """The scores a grade may have: from its own to that of the next better one, if only scores decide."""
    place = next((place for place, band in enumerate(bands) if band.grade == grade), None)
    if place is None:
        return 0.0, np.inf
    better = [band for band in bands[:place] if band.min_instrument_score is None]
    high = min((float(band.min_score) * 100 for band in better), default=np.inf)
    return float(bands[place].min_score) * 100, high


def _led_to(scores: Logs, values: Sequence[_Values], words: tuple[str, ...]) -> Logs:
    """How likely a change and the score of last year are with a score; one of both may not be printed."""
    if len(words) == 1:
        before = scores - values[0].cents[None, :] if words[0] == "change" else scores * 0
        holds = np.isnan(before) | ((before >= 0) & (before <= _HIGHEST))
        return _weighed(values[0], holds)
    change, last = values
    left = scores[:, :, None] - change.cents[None, :, None] - last.cents[None, None, :]
    holds = np.isnan(left) | (np.abs(left) <= 1)
    logs = _SOFTENED * (change.fits[:, None] + last.fits[None, :])
    return logs[None] + np.where(holds, 0.0, _MISPRINTED)


def _in_order(cents: Sequence[Logs], own: Sequence[Logs]) -> list[Logs]:
    """The scores of all rows weighed by each other: they do not rise, where most of them do not."""
    likeliest = np.array([each[logs.argmax()] for each, logs in zip(cents, own, strict=True)])
    falls = np.isnan(np.diff(likeliest)) | (np.diff(likeliest) <= 0)
    if len(own) < 2 or falls.mean() < _FALLING:  # noqa: PLR2004 - neighbours
        return list(own)

    def passed(order: Sequence[int]) -> dict[int, Logs]:
        """What the rows before each say of it, going one way."""
        told = {order[0]: np.zeros_like(own[order[0]])}
        for before, place in pairwise(order):
            first, second = (before, place) if before < place else (place, before)
            rises = cents[second][None, :] > cents[first][:, None]
            rises = rises if before < place else rises.T
            known = told[before] + own[before]
            told[place] = logsumexp(known[:, None] + np.where(rises, _RISES, 0.0), axis=0)
        return told

    ahead, back = passed(range(len(own))), passed(range(len(own) - 1, -1, -1))
    return [logs + ahead[place] + back[place] for place, logs in enumerate(own)]
