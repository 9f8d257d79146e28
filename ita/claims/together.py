"""What the figures of a line say of each other: years they share, and rules that bind them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, permutations

from ita.claims.known import Known
from ita.claims.mention import Mention
from ita.claims.sums import rounds_to
from ita.claims.ties import NEXT, Tie
from ita.claims.verdict import Fact, Judged
from ita.claims.verdicts import judged

_TURNS = re.compile(r"[;.]\s|แต่|ปี|ปัจจุบัน|วันนี้|ตอนนี้|ต่อมา|\byear\b|\bbut\b", re.IGNORECASE)
_FOLLOWING = ("score", "change", "distance")
_INSTRUMENTS = ("iit", "eit", "oit")
_ALL_OFFICES = ("count", "offices")
_MOST = 8  # figures of a line that others are worked out from
Pairs = list[tuple[Tie, Judged | None]]


def together(line: str, ties: list[Tie], known: Known) -> Pairs:
    """Each figure with its verdict, once the others of its line have had their say."""
    pairs: Pairs = [(tie, judged(tie, known)) for tie in ties]
    pairs = _one_total_a_year(pairs, known)
    pairs = _parts_of_total(_with_anchors(pairs, known), known)
    pairs = _in_step_with_scores(line, _types_of_all(pairs, known), known)
    return _from_each_other(_grades_by_rule(pairs, known))


def _one_total_a_year(pairs: Pairs, known: Known) -> Pairs:
    """An office has one total a year: a second one told of it is right of another year, if of any."""
    found: Pairs = []
    taken: set[tuple[str | None, int | None]] = set()
    for tie, answer in pairs:
        key = tie.subject.office_id, tie.year
        is_total = tie.mention.kind == "score" and not tie.mention.part
        if is_total and answer and not answer.is_right and key in taken and not tie.is_beside:
            moved = replace(tie, year=answer.also_of, is_told=True)
            found.append((moved, judged(moved, known) if answer.also_of else answer))
            continue
        if is_total:
            taken.add(key)
        found.append((tie, answer))
    return found


def _with_anchors(pairs: Pairs, known: Known) -> Pairs:
    """Judges again, by the year of the nearest claim of the same office, what had no year of its own."""
    found: Pairs = []
    for tie, answer in pairs:
        year = _nearest_year(tie, pairs) if answer is None and not tie.is_told else None
        if year is None:
            found.append((tie, answer))
        else:
            moved = replace(tie, year=year, is_told=True)
            found.append((moved, judged(moved, known)))
    return found


def _parts_of_total(pairs: Pairs, known: Known) -> Pairs:
    """Scores of instruments beside a total of ours are of its year."""
    year = next(
        (answer.year for tie, answer in pairs if _is_total(tie) and answer and answer.is_right),
        None,
    )
    return [
        (moved := replace(tie, year=year, is_told=True), judged(moved, known))
        if year
        and tie.mention.part in _INSTRUMENTS
        and tie.mention.kind == "score"
        and not tie.is_told
        else (tie, answer)
        for tie, answer in pairs
    ]


def _types_of_all(pairs: Pairs, known: Known) -> Pairs:
    """So many primary or secondary offices beside the number of all of a year are of that year."""
    years = [
        answer.year
        for tie, answer in pairs
        if answer and answer.is_right and (tie.mention.kind, tie.mention.counted) == _ALL_OFFICES
    ]
    found: Pairs = []
    for tie, answer in pairs:
        is_of_type = tie.mention.kind == "count" and tie.mention.counted in ("primary", "secondary")
        is_open = is_of_type and not tie.mention.part and answer and answer.verdict == "differs"
        moved = [judged(replace(tie, year=year), known) for year in years if is_open]
        found.append((tie, next((each for each in moved if each and each.is_right), answer)))
    return found


def as_many_as_named(pairs: Pairs, named: int) -> Pairs:
    """So many offices as the line names are counted from it: ยะลา เขต 2 พะเยา เขต 1 รวม 2 เขต."""
    told = Judged("computed", Fact(Decimal(named), "computed", arithmetic=f"= {named}"), None)
    return [
        (tie, told)
        if named > 1
        and answer is None
        and (tie.mention.kind, tie.mention.counted) == _ALL_OFFICES
        and tie.mention.value == named
        else (tie, answer)
        for tie, answer in pairs
    ]


def _is_total(tie: Tie) -> bool:
    return tie.mention.kind == "score" and not tie.mention.part


def _nearest_year(tie: Tie, pairs: Pairs) -> int | None:
    """The year of the nearest claim of the same office; a change came to the latest year there is."""
    if tie.mention.kind == "change":
        years = [
            answer.year for _, answer in pairs if answer is not None and answer.year is not None
        ]
        return max(years, default=None)
    near = [
        (
            other.subject.office_id != tie.subject.office_id,
            abs(other.mention.start - tie.mention.start),
            answer.year,
        )
        for other, answer in pairs
        if answer is not None and answer.year is not None and not tie.mention.is_old
    ]
    return min(near, default=(True, 0, None))[2]


def _in_step_with_scores(line: str, pairs: Pairs, known: Known) -> Pairs:
    """A grade or result just behind a score is of the year of that score."""
    found = list(pairs)
    for place in range(1, len(found)):
        (before, score), (tie, _) = found[place - 1], found[place]
        if score is None or score.year in (None, tie.year):
            continue
        if _is_just_behind(line, before, tie):
            moved = replace(tie, year=score.year, is_told=True)
            found[place] = (moved, judged(moved, known))
    return found


def _is_just_behind(line: str, before: Tie, tie: Tie) -> bool:
    kinds = before.mention.kind, tie.mention.kind
    if kinds == ("rank", "count") and not _TURNS.search(
        line[before.mention.end : tie.mention.start]
    ):
        return True
    is_pair = kinds[0] in ("score", "grade") and kinds[1] in ("grade", "result")
    between = line[before.mention.end : tie.mention.start]
    is_near = len(between) <= NEXT and not any(letter.isdigit() for letter in between)
    is_own = tie.is_beside or tie.mention.is_old or _TURNS.search(between)
    return is_pair and is_near and not is_own and not before.mention.part and kinds[0] != kinds[1]


def _grades_by_rule(pairs: Pairs, known: Known) -> Pairs:
    """A grade the data do not know is held against the score printed just before it."""
    found = list(pairs)
    for place, ((before, _), (tie, answer)) in enumerate(pairwise(pairs), start=1):
        score = before.mention
        is_open = tie.mention.kind == "grade" and answer is not None and answer.verdict == "missing"
        if (
            not is_open
            or score.kind != "score"
            or score.part
            or not isinstance(score.value, Decimal)
        ):
            continue
        year = answer.year if answer else None
        fitting = known.grades_of(score.value, year or 0)
        if fitting and tie.mention.value not in fitting:
            found[place] = (tie, Judged("differs", Fact(min(fitting), "rule", None, year), year))
    return found


def _from_each_other(pairs: Pairs) -> Pairs:
    """A figure that the data do not have and that follows from two right ones of its own line."""
    told = [
        (tie.mention.value, tie.mention.kind)
        for tie, answer in pairs
        if answer and answer.is_right and tie.mention.kind in ("score", "limit")
    ]
    found: Pairs = []
    for tie, answer in pairs:
        follows = None
        if (answer is None or not answer.is_right) and tie.mention.kind in _FOLLOWING:
            kinds = ("score", "limit") if tie.mention.decimals else ("score",)
            values = {value for value, kind in told if kind in kinds}
            follows = next(_sums_to(tie.mention, values), None)
        found.append((tie, follows or answer))
    return found


def _sums_to(mention: Mention, given: set[Decimal | str | bool]) -> Iterator[Judged]:
    """Differences and means of two values that a figure may be, told with their arithmetic."""
    values = sorted((value for value in given if isinstance(value, Decimal)), reverse=True)
    if not isinstance(mention.value, Decimal):
        return
    for high, low in permutations(values[:_MOST], 2):
        difference, mean = high - low, (high + low) / 2
        if difference == mention.value * mention.sign:
            told = f"{high:.2f} − {low:.2f} = {difference:.2f}"
            yield Judged("computed", Fact(difference, "computed", arithmetic=told), None)
        if high > low and mention.decimals and rounds_to(mean, mention.value, mention.decimals):
            told = f"({high:.2f} + {low:.2f}) ÷ 2 = {mean:.3f}"
            yield Judged("computed", Fact(mean, "computed", arithmetic=told), None)
