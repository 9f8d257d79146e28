"""What the doubtful cells of a ranking may say, from all that must hold together. Pure.

A row is right when its score lies between those of its neighbours, last year's total and the
change lead to it, grade and result follow from it, and other sources agree. For a row in doubt
every reading that one misprint or some evidence leads to is weighed: how likely is the print, if
this is what it says, and how well does the row then fit? A cell gets a proposal only when evidence
outside the cell confirms it and other readings are next to impossible. Figures are in cents here.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from math import prod
from types import MappingProxyType
from typing import Literal, NamedTuple

from etl.read.running_numbers import falls_along
from ita.cells import FAIL, PASS
from ita.offices import office_index, western_digits
from ita.wording import LANGUAGES, Say

Column = Literal["rank", "office", "score", "grade", "change", "result"]
Figure = Literal["office", "score", "change"]
Clause = tuple[str, Mapping[str, object]]

COLUMNS: tuple[Column, ...] = ("rank", "office", "score", "grade", "change", "result")
FIGURES: tuple[Figure, ...] = ("office", "score", "change")
HIGHEST = 100_00

# How often a digit is misread, unless the ranking itself tells; a row has about seven.
_MISREAD = 0.03
_LEAST_MISREAD, _MOST_MISREAD = 0.02, 0.12
_DIGITS_OF_A_ROW = 7
# What else befalls a letter, for each time that one is misread.
_LOST, _DOUBLED, _ADDED, _OTHER_MARK = 0.15, 0.07, 0.01, 0.03
_SIGN_LOST = 0.01
_SIGN_TURNED = 0.002
_LOOKALIKE_SHARE = 0.6
_LOOKALIKES = {"35": 4.0, "45": 4.0, "59": 4.0, "68": 3.0, "17": 2.0, "01": 2.0}
# How often a cell of the row above or below stands in place of the right one.
_CELL_OF_NEIGHBOUR = 0.01
_NUMBER_MISREAD = 0.004
# How often a cell of a picture says neither what was read nor what comes next.
_NEITHER_SEEN = 0.02
# Two rows that each fit with the name of the other: both being misread otherwise is far rarer.
_NAMES_EXCHANGED = 0.2
# Printed changes come from unrounded scores: the printed scores may differ by a cent more or less.
_ROUNDING = {0: 0.75, 1: 0.125, -1: 0.125}
# A misread cent may hide in that rounding, so even a sure score is sure to a cent only.
_CENT_UNSEEN = 1
_CHANGE_UNEXPLAINED = 3e-6
_CHANGE_WITHOUT_LAST_YEAR = 1e-3
_SOURCES_AGREE, _SOURCES_DIFFER = 0.99, 0.0002
_WORD_FITS, _WORD_MISFITS = 0.99, 0.005
_OUT_OF_ORDER, _OUT_OF_UNSURE_ORDER = 0.001, 0.05
_OFFICE_TAKEN = 0.001
# What a row weighs in the order of all, by what speaks for or against it.
_SURE_WEIGHT, _PLAIN_WEIGHT, _CONTRADICTED_WEIGHT = 10.0, 1.0, 0.2

# With fewer sums than this that hold, the totals given as last year's are not what changes speak of.
_ENOUGH_SUMS, _FEWEST_SUMS = 10, 0.25

_CERTAIN = 0.98
_WORTH_SHOWING = 0.02
_MOST_CANDIDATES = 5
_MOST_ABSENT = 60
_AMOUNT = re.compile(r"\d{1,3}\.\d\d", re.ASCII)
_DIGITS = "0123456789"
_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"


class Seen(NamedTuple):
    """A cell read in a picture: how likely it says what is read, and the value that comes next.

    ``runner_up`` is None where a person need not look, or where it is no other value.
    """

    probability: float
    runner_up: str | int | Decimal | None = None


@dataclass(frozen=True)
class RankedRow:
    """One row of a ranking as read, in printed order; None where a cell could not be read.

    ``office_candidates`` are the offices an unreadable name may stand for, where that is known.
    ``seen`` are the cells that were read in a picture.
    """

    row_no: int
    rank: int | None
    office_id: str | None
    score: Decimal | None
    score_printed: str
    change: Decimal | None
    change_printed: str
    grade: str | None
    result: str | None
    office_candidates: tuple[str, ...] = ()
    seen: Mapping[Column, Seen] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What else is known of the offices of a ranking, by office_id.

    ``last_year``: published totals of the year before. ``elsewhere``: (office_id, "score" or
    "change") -> (source_id, value) in other sources of the same year. ``siblings``: the offices that
    differ in number only. ``grades_of``: the grades a total can have. ``names``: what sources are
    called in Thai and in English.
    """

    last_year: Mapping[str, Decimal]
    elsewhere: Mapping[tuple[str, str], Sequence[tuple[str, Decimal]]]
    siblings: Mapping[str, tuple[str, ...]]
    grades_of: Callable[[Decimal], frozenset[str]]
    pass_mark: Decimal | None
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """What a cell may say, in its printed form; ``likelihood`` is its share of all readings."""

    value: str
    likelihood: float
    reason_th: str
    reason_en: str


@dataclass(frozen=True)
class Verdict:
    """A doubtful cell: its candidates, likeliest first, and the one that clearly wins, if any.

    ``keeps_print`` where the list itself bears out what is printed: another source alone is then a
    conflict and no correction.
    """

    row_no: int
    column: Column
    candidates: tuple[Candidate, ...]
    proposal: Candidate | None
    keeps_print: bool = False


class Reading(NamedTuple):
    """What a row says in one way to read it; a figure is None where nothing is read."""

    office: str | None
    score: int | None
    change: int | None


@dataclass(frozen=True)
class Bounds:
    """What a score lies between: ``low`` and ``high`` by rows that are sure, the rest by any row."""

    low: int
    high: int
    unsure_low: int
    unsure_high: int

    def hold(self, score: int) -> bool:
        """Whether a score keeps the order of the sure rows."""
        return self.low - _CENT_UNSEEN <= score <= self.high + _CENT_UNSEEN

    def likelihood(self, score: int) -> float:
        """How likely a row of this score stands here."""
        if not self.hold(score):
            return _OUT_OF_ORDER
        return 1 if self.unsure_low <= score <= self.unsure_high else _OUT_OF_UNSURE_ORDER


@dataclass(frozen=True)
class Belief:
    """Every reading of a row that came into question with its share, likeliest first."""

    shares: tuple[tuple[Reading, float], ...]
    bounds: Bounds

    @property
    def best(self) -> Reading:
        """The likeliest reading."""
        return self.shares[0][0]

    def values(self, column: Figure) -> dict[str | int | None, float]:
        """What a cell says in any reading, with the share of all readings, likeliest first."""
        total: dict[str | int | None, float] = defaultdict(float)
        for reading, share in self.shares:
            total[getattr(reading, column)] += share
        return dict(sorted(total.items(), key=lambda each: -each[1]))


def reconcile(rows: Sequence[RankedRow], known: Known) -> list[Verdict]:
    """The doubtful cells of one ranking that may say something else, row by row."""
    ranking = Ranking(_in_order(rows), known)
    found = (
        verdict
        for place in range(len(rows))
        for verdict in _with_runners_up(
            ranking.rows[place],
            (
                *_rank_verdict(ranking, place),
                *_figure_verdicts(ranking, place),
                *_word_verdicts(ranking, place),
            ),
        )
    )
    return [verdict for verdict in found if verdict.candidates or verdict.keeps_print]


class Ranking:
    """A ranking and what is known about it: readings of its rows are weighed against both.

    Rows are named by their place, from 0.
    """

    def __init__(self, rows: Sequence[RankedRow], known: Known) -> None:
        self.rows = rows
        self.known = known
        self.read = [Reading(row.office_id, _cents(row.score), _cents(row.change)) for row in rows]
        self.last_year = {office: _cents(score) for office, score in known.last_year.items()}
        self.misread = _MISREAD
        sums = [self.is_sum(read) for read in self.read if self.rest(read) is not None]
        if len(sums) >= _ENOUGH_SUMS:
            if sum(sums) < _FEWEST_SUMS * len(sums):
                self.last_year = {}
            else:
                self.misread = _misread_rate(sum(sums) / len(sums))
        self._sources: dict[tuple[str | None, str], list[tuple[str, int | None]]] = {
            cell: [(source, _cents(said)) for source, said in found]
            for cell, found in known.elsewhere.items()
        }
        self.pass_mark = _cents(known.pass_mark)
        self.is_ordered = _is_ordered(rows)
        self._grades: dict[int, list[str]] = {}
        self.holders: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            if row.office_id is not None:
                self.holders[row.office_id].append(place)
        self.absent = tuple(office for office in known.siblings if office not in self.holders)
        self.has_change = [_has_digit(row.change_printed) for row in rows]
        self.has_grades = any(row.grade for row in rows)
        self.has_results = any(row.result for row in rows)
        self.expected_ranks = expected_ranks(rows)

    @cached_property
    def repeated(self) -> frozenset[tuple[int, Figure]]:
        """Cells that print the same as the one above or below."""
        return frozenset(
            (place + step, column)
            for place, (row, next_row) in enumerate(pairwise(self.rows))
            for column in FIGURES[1:]
            if _printed(row, column) == _printed(next_row, column)
            for step in (0, 1)
        )

    # What bears out a reading

    def before(self, reading: Reading) -> int | None:
        """Last year's total of its office, None where it is not known."""
        return self.last_year.get(reading.office or "")

    def rest(self, reading: Reading) -> int | None:
        """What score − last year − change leaves, None where one of them is not known."""
        before = self.before(reading)
        if before is None or reading.score is None or reading.change is None:
            return None
        return reading.score - before - reading.change

    def is_sum(self, reading: Reading) -> bool:
        """Whether last year's total and the change lead to the score, to the cent of rounding."""
        return self.rest(reading) in _ROUNDING

    def source_of(self, reading: Reading, column: Figure) -> str | None:
        """Another source that says the same of a cell."""
        value = getattr(reading, column)
        found = self._sources.get((reading.office, column), ())
        return next((source for source, said in found if said == value), None)

    def elsewhere(self, reading: Reading, column: Figure) -> set[int | None]:
        """What other sources say of a cell."""
        return {said for _, said in self._sources.get((reading.office, column), ())}

    def misfits(self, place: int, score: int) -> list[Column]:
        """Which of the printed grade and result are not those of a score."""
        row = self.rows[place]
        words: tuple[tuple[Column, str | None, list[str]], ...] = (
            ("grade", row.grade, self.grades(score)),
            ("result", row.result, self.results(score)),
        )
        return [column for column, word, right in words if word and right and word not in right]

    def grades(self, score: int) -> list[str]:
        """The grades a score can have."""
        if score not in self._grades:
            self._grades[score] = sorted(self.known.grades_of(_amount(score)))
        return self._grades[score]

    def results(self, score: int) -> list[str]:
        """The result of a score, none in a year without a pass mark."""
        if self.pass_mark is None:
            return []
        return [PASS if score >= self.pass_mark else FAIL]

    # Which rows are sure, which are in doubt

    @cached_property
    def contradicted(self) -> frozenset[int]:
        """Rows with a cell that is unreadable or speaks against another cell or source."""
        return frozenset(place for place in range(len(self.rows)) if self._is_contradicted(place))

    def _is_contradicted(self, place: int) -> bool:
        read = self.read[place]
        if read.office is None or read.score is None:
            return True
        if read.change is None and self.has_change[place]:
            return True
        differs = any(
            getattr(read, column) is not None
            and self.elsewhere(read, column)
            and self.source_of(read, column) is None
            for column in FIGURES
        )
        is_off = self.rest(read) is not None and not self.is_sum(read)
        return differs or is_off or bool(self.misfits(place, read.score))

    @cached_property
    def borne_out(self) -> dict[int, int]:
        """The score of each row that last year's total or another source confirms."""
        return {
            place: read.score
            for place, read in enumerate(self.read)
            if read.score is not None
            and place not in self.contradicted
            and (self.is_sum(read) or self.source_of(read, "score"))
        }

    @cached_property
    def doubtful(self) -> list[int]:
        """Rows that something speaks against: themselves, their neighbours, another such name."""
        return [
            place
            for place, read in enumerate(self.read)
            if place in self.contradicted
            or self._is_out_of_order(place)
            or len(self.holders.get(read.office or "", ())) > 1
        ]

    def _is_out_of_order(self, place: int) -> bool:
        if not self.is_ordered:
            return False
        around = [self.read[near].score for near in (place - 1, place, place + 1) if near in self]
        scores = [score for score in around if score is not None]
        return place not in self.borne_out and scores != sorted(scores, reverse=True)

    def bears_out(self, place: int, column: Figure) -> bool:
        """Whether order, grade and result of a row support its printed score against other sources.

        Not where another score fits as well and one misprint parts the two, or where it makes the
        sum with the printed change and the print does not. The change of such a row goes with it
        where it makes the sum, or where the other sources speak of another score.
        """
        read = self.read[place]
        if column == "office" or read.score is None or not self._fits(place, read.score):
            return False
        rivals = {s for s in self.elsewhere(read, "score") if s not in (None, read.score)}
        misprints = _nearly(self.rows[place].score_printed) & rivals
        if any(self._fits(place, score) for score in misprints):
            return False
        is_sum = self.is_sum(read)
        if not is_sum and any(self.is_sum(read._replace(score=score)) for score in rivals):
            return False
        return column == "score" or is_sum or bool(rivals)

    def _fits(self, place: int, score: int) -> bool:
        """Whether a score keeps the order of the rows around it, and the printed grade and result."""
        above = self._nearest(reversed(range(place)))
        below = self._nearest(range(place + 1, len(self.rows)))
        is_bound = self.is_ordered and (above is not None or below is not None)
        high, low = (HIGHEST if above is None else above), (below or 0)
        return is_bound and low <= score <= high and not self.misfits(place, score)

    def _nearest(self, places: Iterable[int]) -> int | None:
        """The first score among rows that nothing but their order speaks against."""
        scores = (self.read[each].score for each in places if each not in self.contradicted)
        return next((score for score in scores if score is not None), None)

    def __contains__(self, place: int) -> bool:
        return 0 <= place < len(self.rows)

    # What the doubtful rows may say

    @cached_property
    def beliefs(self) -> dict[int, Belief]:
        """What each doubtful row may say; rows that are settled at first then bound the others."""
        first = self._beliefs(self.borne_out)
        settled = {
            place: belief.best.score
            for place, belief in first.items()
            if belief.shares
            and belief.best.score is not None
            and belief.values("score")[belief.best.score] >= _CERTAIN
        }
        second = self._beliefs({**self.borne_out, **settled}, first)
        return {place: belief for place, belief in second.items() if belief.shares}

    def _beliefs(
        self, sure: Mapping[int, int], before: Mapping[int, Belief] = MappingProxyType({})
    ) -> dict[int, Belief]:
        """The belief about each doubtful row; one held before stands while its bounds do."""
        kept = self._kept_in_order(sure) if self.is_ordered else {}
        found = {}
        for place in self.doubtful:
            bounds = _bounds(place, kept, sure)
            is_same = place in before and before[place].bounds == bounds
            found[place] = before[place] if is_same else self._belief(place, bounds)
        return found

    def _kept_in_order(self, sure: Mapping[int, int]) -> dict[int, int]:
        """The scores of rows that stand in the right order and that nothing else speaks against."""
        scores = {
            place: sure.get(place, read.score or 0)
            for place, read in enumerate(self.read)
            if place in sure or read.score is not None
        }
        weights = {
            place: _SURE_WEIGHT
            if place in sure
            else _CONTRADICTED_WEIGHT
            if place in self.contradicted
            else _PLAIN_WEIGHT
            for place in scores
        }
        return {
            place: scores[place]
            for place in _falling(scores, weights)
            if weights[place] >= _PLAIN_WEIGHT
        }

    def _belief(self, place: int, bounds: Bounds) -> Belief:
        weights = {
            reading: prior * self._weight(place, reading, bounds)
            for office, prior in self._offices(place)
            for reading in self._readings(place, office, bounds)
        }
        total = sum(weights.values())
        if total == 0:  # a print so long that no reading of it has a chance
            return Belief((), bounds)
        likeliest_first = sorted(weights.items(), key=lambda each: -each[1])
        return Belief(tuple((each, weight / total) for each, weight in likeliest_first), bounds)

    def _offices(self, place: int) -> Iterator[tuple[str | None, float]]:
        """The offices a row may be about, and how likely it is printed for one as it is."""
        row = self.rows[place]
        if row.office_id is None:
            among = row.office_candidates or self.absent
            yield None, _OFFICE_TAKEN
            if len(among) <= _MOST_ABSENT:
                yield from ((office, self._free(office, place) / len(among)) for office in among)
            return
        yield row.office_id, self._free(row.office_id, place)
        is_twice = len(self.holders[row.office_id]) > 1
        siblings = self.known.siblings.get(row.office_id, ())
        for office in siblings:
            if self._is_exchanged(place, office):
                yield office, _NAMES_EXCHANGED
            elif is_twice or office in self.last_year or (office, "score") in self._sources:
                yield office, _NUMBER_MISREAD / len(siblings) * self._free(office, place)

    def _is_exchanged(self, place: int, office: str) -> bool:
        """Whether a row and one printed with ``office`` both fit with each other's name only."""
        read = self.read[place]
        return self.is_sum(read._replace(office=office)) and any(
            self.is_sum(self.read[other]._replace(office=read.office))
            and not self.is_sum(self.read[other])
            for other in self.holders.get(office, ())
        )

    def _free(self, office: str, place: int) -> float:
        """How likely an office is left for a row, another being printed with it or even sure of it."""
        others = [holder for holder in self.holders.get(office, ()) if holder != place]
        if any(holder in self.borne_out for holder in others):
            return _OFFICE_TAKEN
        return _NUMBER_MISREAD if others else 1

    def _readings(self, place: int, office: str | None, bounds: Bounds) -> set[Reading]:
        """Readings of a row as being about an office.

        A score may be as printed, as printed but for one misprint, as another source says, or what
        last year's total and a change lead to; a change likewise. With the last year of an office
        of another name the figures are not taken for misprints, or they would fit any office.
        """
        row, read = self.rows[place], self.read[place]._replace(office=office)
        stated_scores = self.elsewhere(read, "score") | {read.score}
        stated_changes = self.elsewhere(read, "change") | {read.change}
        scores, changes = set(stated_scores), set(stated_changes)
        before = self.before(read)
        if office == row.office_id or before is None:
            scores |= _nearly(row.score_printed)
            changes |= _nearly(row.change_printed)
        if before is not None:
            scores |= {
                before + change + cent
                for change in changes
                if change is not None
                for cent in _ROUNDING
            }
        found = set()
        for score in scores:
            if score is None or not 0 <= score <= HIGHEST:
                continue
            if not bounds.hold(score) and score not in stated_scores:
                continue
            leading = stated_changes
            if before is not None and self.has_change[place]:
                leading = stated_changes | {score - before + cent for cent in _ROUNDING}
            elif score == read.score and read.change is None:
                leading = changes
            found |= {Reading(office, score, change) for change in leading}
        return found

    def _weight(self, place: int, reading: Reading, bounds: Bounds) -> float:
        """How likely the row is printed as it is, if this is what it says."""
        score = reading.score or 0
        misfits = self.misfits(place, score)
        weight = bounds.likelihood(score) * self._print_likelihood(place, reading, "score")
        for column in ("grade", "result"):
            weight *= _WORD_MISFITS if column in misfits else _WORD_FITS
        for figure in FIGURES[1:]:
            for said in self.elsewhere(reading, figure):
                is_same = said == getattr(reading, figure)
                weight *= _SOURCES_AGREE if is_same else _SOURCES_DIFFER
        if not self.has_change[place]:
            return weight
        if reading.change is None:
            return weight * _CHANGE_UNEXPLAINED
        weight *= self._print_likelihood(place, reading, "change")
        rest = self.rest(reading)
        if rest is None:
            return weight * _CHANGE_WITHOUT_LAST_YEAR
        return weight * _ROUNDING.get(rest, _CHANGE_UNEXPLAINED)

    def _print_likelihood(self, place: int, reading: Reading, column: Figure) -> float:
        row, value = self.rows[place], getattr(reading, column)
        printed = _printed(row, column)
        likelihood = print_likelihood(printed, value, self.misread)
        likelihood = max(
            likelihood, _CELL_OF_NEIGHBOUR if (place, column) in self.repeated else 0.0
        )
        seen = row.seen.get(column)
        if seen is None:
            return likelihood
        if value == getattr(self.read[place], column):
            return seen.probability
        is_next = isinstance(seen.runner_up, Decimal) and value == _cents(seen.runner_up)
        return (1 - seen.probability if is_next else _NEITHER_SEEN) * max(likelihood, is_next)


# What wins


def is_won(ranking: Ranking, place: int, column: Figure) -> bool:
    """Whether a cell says something else than read, for certain, and something outside it confirms."""
    belief = ranking.beliefs.get(place)
    if belief is None:
        return False
    value, share = next(iter(belief.values(column).items()))
    is_new = value not in {None, getattr(ranking.read[place], column)}
    if not is_new or value != getattr(belief.best, column) or share < _CERTAIN:
        return False
    if column == "office":
        return is_only_wrong(ranking, place, column) and _is_left(ranking, place)
    if is_only_wrong(ranking, place, column):
        return True
    is_said = ranking.source_of(belief.best, column) is not None
    return is_said and not ranking.bears_out(place, column)


def is_only_wrong(ranking: Ranking, place: int, column: Figure) -> bool:
    """Whether all else of a row fits as it is printed, once this cell is read otherwise."""
    belief, read = ranking.beliefs[place], ranking.read[place]
    best = belief.best
    are_others_kept = all(
        getattr(best, other) == getattr(read, other) or ranking.source_of(best, other)
        for other in FIGURES
        if other != column
    )
    score = best.score or 0
    is_in_place = belief.bounds.hold(score) and not ranking.misfits(place, score)
    return are_others_kept and is_in_place and ranking.is_sum(best)


def _is_left(ranking: Ranking, place: int) -> bool:
    """Whether every other row printed with the office this row is read as is read as another."""
    office = ranking.beliefs[place].best.office
    wanting = [other for other, belief in ranking.beliefs.items() if belief.best.office == office]
    holding = [other for other in ranking.holders.get(office or "", ()) if other != place]
    return wanting == [place] and all(
        other in ranking.beliefs and is_only_wrong(ranking, other, "office") for other in holding
    )


def sure_score(ranking: Ranking, place: int) -> int | None:
    """The score of a row where it is confirmed, else None."""
    belief = ranking.beliefs.get(place)
    if belief is None:
        return ranking.borne_out.get(place)
    best = belief.best
    is_kept = best == ranking.read[place]
    is_confirmed = is_kept and (ranking.is_sum(best) or ranking.source_of(best, "score"))
    is_certain = belief.shares[0][1] >= _CERTAIN and belief.bounds.hold(best.score or 0)
    return best.score if is_certain and (is_confirmed or is_won(ranking, place, "score")) else None


def expected_ranks(rows: Sequence[RankedRow]) -> dict[int, int]:
    """The rank of each row, by its place, that breaks a sequence which leaves room for just it.

    A row is in sequence with one beside it when the lower has the next rank. Shared ranks of equal
    scores break nothing.
    """
    first = {place: row.rank - place for place, row in enumerate(rows) if row.rank is not None}
    first[-1] = 1  # above the first row stands rank 0
    in_sequence = [
        place
        for place in sorted(first)
        if place == -1 or first[place] in (first.get(place - 1), first.get(place + 1))
    ]
    return {
        place: place + first[above]
        for above, below in pairwise(in_sequence)
        if first[above] == first[below]
        for place in range(above + 1, below)
        if not _is_shared(rows, place)
    }


def _is_shared(rows: Sequence[RankedRow], place: int) -> bool:
    if place == 0:
        return False
    row, before = rows[place], rows[place - 1]
    return (row.rank, row.score) == (before.rank, before.score)


# Verdicts


def _figure_verdicts(ranking: Ranking, place: int) -> Iterator[Verdict]:
    """Office, score and change of a doubtful row."""
    belief = ranking.beliefs.get(place)
    if belief is None:
        return
    for column in FIGURES:
        read = ranking.read[place]
        said = ranking.elsewhere(read, column) - {getattr(read, column)}
        is_right = is_won(ranking, place, column)
        keeps_print = bool(said) and not is_right and ranking.bears_out(place, column)
        candidates = tuple(
            Candidate(_text(column, value), share, *_reason(ranking, place, column, value))
            for value, share in belief.values(column).items()
            if value not in {None, getattr(read, column)}
            and (share >= _WORTH_SHOWING or (keeps_print and value in said))
        )
        verdict = _verdict(ranking, place, column, candidates, is_won=is_right)
        yield replace(verdict, keeps_print=keeps_print)


def _word_verdicts(ranking: Ranking, place: int) -> Iterator[Verdict]:
    """Grade and result where they are not those of the score."""
    row, sure = ranking.rows[place], sure_score(ranking, place)
    belief = ranking.beliefs.get(place)
    likeliest = belief.best.score if belief else ranking.read[place].score
    score = likeliest if sure is None else sure
    if score is None:
        return
    share = belief.values("score")[score] if belief else 1.0
    words: tuple[tuple[Column, str | None, bool, list[str]], ...] = (
        ("grade", row.grade, ranking.has_grades, ranking.grades(score)),
        ("result", row.result, ranking.has_results, ranking.results(score)),
    )
    for column, printed, is_printed, right in words:
        if is_printed and printed not in right:
            reason = _told((f"reconcile.{column}", {"score": _amount(score)}))
            candidates = tuple(Candidate(word, share / len(right), *reason) for word in right)
            is_certain = sure is not None and len(right) == 1
            yield _verdict(ranking, place, column, candidates, is_won=is_certain)


def _rank_verdict(ranking: Ranking, place: int) -> Iterator[Verdict]:
    """The rank of a row that breaks a sequence."""
    rank = ranking.expected_ranks.get(place)
    if rank is not None and rank != ranking.rows[place].rank:
        reason = _told(("reconcile.rank", {"before": rank - 1, "after": rank + 1}))
        candidate = Candidate(str(rank), _CERTAIN, *reason)
        yield _verdict(ranking, place, "rank", (candidate,), is_won=True)


def _with_runners_up(row: RankedRow, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """The verdicts on a row, with what a doubtful cell of a picture may say else among its candidates."""
    found = {verdict.column: verdict for verdict in verdicts}
    for column, seen in row.seen.items():
        if seen.runner_up is None:
            continue
        value = _text(column, seen.runner_up)
        verdict = found.setdefault(column, Verdict(row.row_no, column, (), None))
        if value not in {candidate.value for candidate in verdict.candidates}:
            reason = _told(("reconcile.runner_up", {}))
            last = Candidate(value, 1 - seen.probability, *reason)
            candidates = (*verdict.candidates[: _MOST_CANDIDATES - 1], last)
            found[column] = replace(verdict, candidates=candidates)
    yield from found.values()


def _verdict(
    ranking: Ranking,
    place: int,
    column: Column,
    candidates: tuple[Candidate, ...],
    *,
    is_won: bool,
) -> Verdict:
    proposal = candidates[0] if candidates and is_won else None
    return Verdict(ranking.rows[place].row_no, column, candidates[:_MOST_CANDIDATES], proposal)


# Why


def _reason(
    ranking: Ranking, place: int, column: Figure, value: str | int | None
) -> tuple[str, str]:
    """Thai and English: what leads to a value, and what misprint it takes."""
    belief = ranking.beliefs[place]
    reading = next(each for each, _ in belief.shares if getattr(each, column) == value)
    clauses = [*_evidence(ranking, column, reading, belief.bounds)]
    if isinstance(value, int):
        clauses += _misprint(_printed(ranking.rows[place], column), value)
    return _told(*clauses or [("reconcile.possible", {})])


def _evidence(
    ranking: Ranking, column: Figure, reading: Reading, bounds: Bounds
) -> Iterator[Clause]:
    """The strongest of what leads to a cell of a reading."""
    source = ranking.source_of(reading, column)
    office = office_index().by_id.get(reading.office or "")
    figures = {
        "score": _amount(reading.score or 0),
        "change": _amount(reading.change or 0),
        "before": _amount(ranking.before(reading) or 0),
        "office_th": office.short_name if office else "",
        "office_en": office.name_en if office else "",
    }
    if source is not None:
        thai, english = ranking.known.names.get(source, (source, source))
        value = _text(column, getattr(reading, column))
        yield "reconcile.elsewhere", {"source_th": thai, "source_en": english, "value": value}
    elif ranking.is_sum(reading):
        yield f"reconcile.{'rounded' if ranking.rest(reading) else 'sum'}.{column}", figures
    elif column == "office":
        yield "reconcile.absent", figures
    elif column == "score":
        yield from _place_in_order(bounds)


def _place_in_order(bounds: Bounds) -> Iterator[Clause]:
    """Between which scores a row stands, where a sure row is above or below it."""
    ends = {"low": _amount(bounds.low), "high": _amount(bounds.high)}
    if bounds.low > 0 and bounds.high < HIGHEST:
        yield "reconcile.between", ends
    elif bounds.high < HIGHEST:
        yield "reconcile.at_most", ends
    elif bounds.low > 0:
        yield "reconcile.at_least", ends


def _misprint(printed: str, value: int) -> Iterator[Clause]:
    """What happened to a figure that says ``value``, where that is one thing."""
    read, right = _body(printed), _body_of(value)
    wrong = [(digit, seen) for digit, seen in zip(right, read, strict=False) if digit != seen]
    if len(read) == len(right) and len(wrong) == 1 and wrong[0][1].isdigit():
        digit, seen = wrong[0]
        is_alike = "".join(sorted(digit + seen)) in _LOOKALIKES
        thai = _THAI_DIGITS if western_digits(printed) != printed else _DIGITS
        yield (
            "reconcile.looks_like" if is_alike else "reconcile.misread",
            {"digit": thai[int(digit)], "seen": thai[int(seen)]},
        )
    elif read == right.replace(".", ""):
        yield "reconcile.dot_lost", {}
    elif len(read) < len(right) and "." in read:
        yield "reconcile.digits_lost", {}


def _told(*clauses: Clause) -> tuple[str, str]:
    """One clause or two as a sentence in Thai and in English."""
    th, en = (
        _joined(say, [say(key, **values) for key, values in clauses]) for say in map(Say, LANGUAGES)
    )
    return th, en


def _joined(say: Say, clauses: Sequence[str]) -> str:
    if len(clauses) == 1:
        return clauses[0]
    return say("reconcile.both", first=clauses[0], second=clauses[1])


# Order


def _in_order(rows: Sequence[RankedRow]) -> list[RankedRow]:
    """As printed where ranks mostly rise that way, else by rank: a sheet may be sorted by name."""
    ranks = [row.rank for row in rows if row.rank is not None]
    falls = sum(after < before for before, after in pairwise(ranks))
    if 3 * falls <= len(ranks):
        return list(rows)
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))


def _is_ordered(rows: Sequence[RankedRow]) -> bool:
    """Whether a list goes by score: it has ranks, or its scores fall along it."""
    if any(row.rank is not None for row in rows):
        return True
    scores = [(place, float(row.score)) for place, row in enumerate(rows) if row.score is not None]
    return falls_along(scores)


def _falling(scores: Mapping[int, int], weights: Mapping[int, float]) -> list[int]:
    """The places, in order, of the heaviest rows among which no score rises."""
    heaviest: dict[int, float] = {}
    above: dict[int, int | None] = {}
    for place, score in scores.items():
        reachable = [other for other in heaviest if scores[other] >= score]
        above[place] = max(reachable, key=heaviest.__getitem__, default=None)
        best = above[place]
        heaviest[place] = weights[place] + (0.0 if best is None else heaviest[best])
    found: list[int] = []
    last = max(heaviest, key=heaviest.__getitem__, default=None)
    while last is not None:
        found.insert(0, last)
        last = above[last]
    return found


def _bounds(place: int, kept: Mapping[int, int], sure: Mapping[int, int]) -> Bounds:
    """The bounds of a row, from the nearest rows above and below that are kept in order."""
    above = [other for other in kept if other < place][::-1]
    below = [other for other in kept if other > place]

    def nearest(places: Sequence[int], open_end: int) -> int:
        return kept[places[0]] if places else open_end

    return Bounds(
        low=nearest([other for other in below if other in sure], 0),
        high=nearest([other for other in above if other in sure], HIGHEST),
        unsure_low=nearest(below, 0),
        unsure_high=nearest(above, HIGHEST),
    )


# How figures are printed and misread


def _misread_rate(right_rows: float) -> float:
    """The share of digits misread in a ranking, from the share of rows that add up."""
    rate = 1 - right_rows ** (1 / _DIGITS_OF_A_ROW)
    return round(min(_MOST_MISREAD, max(_LEAST_MISREAD, rate)), 2)


@lru_cache(maxsize=100_000)
def print_likelihood(printed: str, value: int, misread: float = _MISREAD) -> float:
    """How likely it is that cents are read from their print as ``printed``.

    ``misread`` is the share of digits that are. A plus may be left out; a lost minus is a misprint.
    """
    sign = _plain(printed)[:1]
    body = _misread_likelihood(_body(printed), _body_of(value), misread)
    if (sign == "-") == (value < 0):
        return body
    return body * (_SIGN_TURNED if sign in {"+", "-"} else _SIGN_LOST)


def _misread_likelihood(read: str, right: str, misread: float) -> float:
    """The likelihood of the likeliest way from the right letters to those read."""
    if len(read) == len(right):
        pairs = zip(right, read, strict=True)
        return prod(_letter_likelihood(letter, seen, misread) for letter, seen in pairs)
    added = [
        misread * (_DOUBLED if read[place - 1 : place] == seen else _ADDED)
        for place, seen in enumerate(read)
    ]
    ways = [prod(added[:place]) for place in range(len(read) + 1)]
    for letter in right:
        longer = [ways[0] * misread * _LOST]
        for place, seen in enumerate(read):
            kept = ways[place] * _letter_likelihood(letter, seen, misread)
            lost = ways[place + 1] * misread * _LOST
            longer.append(max(kept, lost, longer[place] * added[place]))
        ways = longer
    return ways[-1]


def _letter_likelihood(letter: str, seen: str, misread: float) -> float:
    if letter == seen:
        return 1.0 if letter == "." else 1 - misread
    return misread * _READ_AS.get((letter, seen), _OTHER_MARK)


def _read_as() -> dict[tuple[str, str], float]:
    """What a misread digit is read as: a digit that looks like it, or any other."""
    found = {}
    for digit in _DIGITS:
        alike = {
            pair.replace(digit, ""): weight for pair, weight in _LOOKALIKES.items() if digit in pair
        }
        share = _LOOKALIKE_SHARE if alike else 0.0
        for seen in _DIGITS.replace(digit, ""):
            by_looks = share * alike.get(seen, 0.0) / (sum(alike.values()) or 1.0)
            found[digit, seen] = by_looks + (1 - share) / 9
    return found


_READ_AS = _read_as()


@lru_cache(maxsize=10_000)
def _nearly(printed: str) -> frozenset[int]:
    """Every amount, in cents, that one misprint parts from what is printed."""
    plain, body = _plain(printed), _body(printed)
    places = range(len(body) + 1)
    texts = {
        body,
        *(body[:place] + body[place + 1 :] for place in places),
        *(body[:place] + mark + body[place:] for place in places for mark in (*_DIGITS, ".")),
        *(body[:place] + digit + body[place + 1 :] for place in places for digit in _DIGITS),
    }
    amounts = {int(text.replace(".", "")) for text in texts if _AMOUNT.fullmatch(text)}
    sign = -1 if plain.startswith("-") else 1
    return frozenset({sign * amount for amount in amounts})


def _has_digit(printed: str) -> bool:
    """Whether a figure is printed; a dash is none."""
    return any(letter.isdigit() for letter in printed)


def _plain(printed: str) -> str:
    """A printed figure with Western digits, one kind of minus and no spaces."""
    return "".join(western_digits(printed).replace("−", "-").replace("–", "-").split())


def _body(printed: str) -> str:
    return _plain(printed).lstrip("+-")


def _body_of(value: int) -> str:
    return f"{abs(value) // 100}.{abs(value) % 100:02d}"


def _printed(row: RankedRow, column: Figure) -> str:
    return row.score_printed if column == "score" else row.change_printed


def _cents(amount: Decimal | None) -> int | None:
    """Whole cents; None where there is no amount or it has more than two decimals."""
    if amount is None or amount * 100 != int(amount * 100):
        return None
    return int(amount * 100)


def _amount(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _text(column: Column, value: str | int | Decimal | None) -> str:
    """A value as it is printed: an office by its id, a figure in cents or as it is."""
    if column in ("score", "change"):
        figure = _amount(value) if isinstance(value, int) else value
        return f"{figure:+.2f}" if column == "change" else f"{figure:.2f}"
    return office_index().by_id[str(value)].short_name if column == "office" else str(value)
