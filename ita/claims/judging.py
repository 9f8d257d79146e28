"""Holds a text against what is known: every figure that can be tied to an office and a year is judged.

A figure without a year of its own is right when it is right of any year, and else held to the year of
the figures around it. A wrong one is called wrong only where its year is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from ita.claims.asides import asides_in
from ita.claims.figures import figures_in
from ita.claims.known import Basis, Known, Place, Total, bands_of, is_full
from ita.claims.letters import reading_of
from ita.claims.mention import Kind, Mention, is_about_assessment
from ita.claims.names import Named
from ita.claims.numbers import blocked_in
from ita.claims.rows import heads_after, row_of, with_tabs
from ita.claims.subjects import Subject, is_of_own_people, subject_at, subjects_in
from ita.claims.ties import NEXT, Carried, Tie, is_twin, tied
from ita.claims.years import ERA, Year, years_in
from ita.offices import Office

Verdict = Literal["matches", "rounded", "differs", "missing"]
VERDICTS: tuple[Verdict, ...] = ("matches", "rounded", "differs", "missing")
KINDS: tuple[Kind, ...] = (
    "score", "change", "year", "grade", "result", "rank", "count", "office",
)  # fmt: skip

_ITEMS, _CRITERION = "items", "criterion"
_INDICATORS = 10
_DECIMALS = 2
_FULL_MARKS = Decimal(100)


_WORST_FIRST: tuple[Verdict, ...] = ("differs", "missing", "rounded", "matches")


@dataclass(frozen=True)
class Fact:
    """A value of the data: whose, of which year, how it came to be known, and where it stands.

    ``value`` is a Decimal for scores and changes (signed), an int for years, ranks and counts, a
    grade, an office_id, or whether the office passed. ``part`` as in a mention. ``since`` is the
    year a change counts from.
    """

    value: Decimal | int | str | bool
    basis: Basis
    office_id: str | None = None
    fiscal_year: int | None = None
    place: Place | None = None
    part: str = ""
    since: int | None = None


@dataclass(frozen=True)
class Claim:
    """One marked stretch of the text: ``text[start:end] == printed``.

    ``fact`` is what the data say, None where they say nothing. ``office_id`` and ``fiscal_year`` are
    what the claim is about. ``also_of`` is another year of which a differing value is true.
    """

    start: int
    end: int
    kind: Kind
    verdict: Verdict
    printed: str
    fact: Fact | None = None
    office_id: str | None = None
    fiscal_year: int | None = None
    part: str = ""
    also_of: int | None = None


@dataclass(frozen=True)
class _Judged:
    """A verdict with the value it rests on."""

    verdict: Verdict
    fact: Fact | None
    year: int | None
    also_of: int | None = None


# How a line begins that goes on about the office of the line before.
_GOES_ON = re.compile(
    r"\s*[-•*]?\s*(?:อยู่ใน|ได้)?\s*(?:ระดับ|อันดับ|ลำดับ|คะแนน|เพิ่มขึ้น|ผ่าน|ไม่ผ่าน|grade|rank)"
)


@lru_cache(maxsize=4)
def check(text: str, known: Known) -> tuple[Claim, ...]:
    """Every claim of a text, in its order, none over another; what cannot be tied is left out.

    The last few are kept, so that a screen may ask again.
    """
    reading = reading_of(text)
    carried = Carried(None, is_about_assessment(reading.text))
    claims: list[Claim] = []
    for start, line in reading.lines:
        of_line, carried = _line(line, known, carried)
        for claim in of_line:
            first, last = reading.place(start + claim.start, start + claim.end)
            claims.append(replace(claim, start=first, end=last, printed=text[first:last]))
    return tuple(claims)


def _line(line: str, known: Known, carried: Carried) -> tuple[list[Claim], Carried]:
    line = with_tabs(line)
    names = known.names.found_in(line)
    blocked = blocked_in(line, names)
    years = years_in(line, blocked)
    row = row_of(line, carried.heads, years)
    blocked += asides_in(line)
    mentions = figures_in(row, years, blocked, is_about=carried.is_about)
    meant = [_meant(line, named, known) for named in names]
    offices = list(zip(names, [each.office_id if each else None for each in meant], strict=True))
    goes_on = None if years or names or not _GOES_ON.match(line) else carried.office_id
    subjects = subjects_in(line, offices, known.home_id, goes_on or known.home_id)
    ties = tied(row, mentions, years, subjects, carried)
    ties, misnamed = _of_home_after_all(ties, names, known)
    judged = _with_anchors([(tie, _judged(tie, known)) for tie in ties], known)
    judged = _grades_by_rule(_in_step_with_scores(line, judged, known), known)
    if goes_on:
        judged = [each for each in judged if each[1] and each[1].verdict in ("matches", "rounded")]
    claims = [_claim(tie, found) for tie, found in judged if found is not None]
    claims += _office_claims(names, meant, misnamed, known)
    claims += _year_claims(line, years, subjects, judged, known)
    last = years[-1].fiscal_year if years else carried.year
    left = replace(
        carried,
        year=last,
        office_id=goes_on or _office_left(ties, known),
        heads=heads_after(line, carried.heads, years),
    )
    return sorted(claims, key=lambda claim: claim.start), left


def _office_left(ties: list[Tie], known: Known) -> str | None:
    """The other office that a line ends with, having told a figure of it."""
    office_id = ties[-1].subject.office_id if ties else None
    return None if office_id == known.home_id else office_id


# --- offices --------------------------------------------------------------------------------------


def _meant(line: str, named: Named, known: Known) -> Office | None:
    """The office a name means; one of our own area that cannot be meant is our own misnamed."""
    home = known.names.office(known.home_id)
    is_of_our_area = home in named.siblings
    if named.office is None:
        return home if is_of_our_area else None
    is_neighbour = named.office != home and is_of_our_area
    return home if is_neighbour and is_of_own_people(line, named.start, named.end) else named.office


def _of_home_after_all(
    ties: list[Tie], names: list[Named], known: Known
) -> tuple[list[Tie], set[int]]:
    """Figures under a neighbour's name that only our own office has: the name is wrong, not they.

    The set holds where such names begin.
    """
    home = known.names.office(known.home_id)
    wrong: set[int] = set()
    for tie in ties:
        subject = tie.subject
        named = next((each for each in names if each.start == subject.start), None)
        if named is None or named.office in (None, home) or home not in named.siblings:
            continue
        theirs = _judged(tie, known)
        ours = _judged(replace(tie, subject=replace(subject, office_id=home.office_id)), known)
        has_fact = theirs is not None and theirs.verdict in ("matches", "rounded")
        is_ours = ours is not None and ours.verdict == "matches" and tie.mention.decimals > 0
        if is_ours and not has_fact:
            wrong.add(named.start)
    return [
        replace(tie, subject=replace(tie.subject, office_id=home.office_id))
        if tie.subject.start in wrong
        else tie
        for tie in ties
    ], wrong


def _office_claims(
    names: list[Named], meant: list[Office | None], misnamed: set[int], known: Known
) -> Iterator[Claim]:
    home = known.names.office(known.home_id)
    for named, office in zip(names, meant, strict=True):
        right = home if named.start in misnamed else office
        verdict: Verdict = (
            "missing" if right is None else "matches" if right == named.office else "differs"
        )
        fact = None if right is None else Fact(right.office_id, "list", right.office_id)
        office_id = None if right is None else right.office_id
        yield Claim(named.start, named.end, "office", verdict, "", fact, office_id)


# --- years ----------------------------------------------------------------------------------------


def _year_claims(
    line: str,
    years: list[Year],
    subjects: list[Subject],
    judged: list[tuple[Tie, _Judged | None]],
    known: Known,
) -> Iterator[Claim]:
    """The years that claims are about, or that stand in a line about the assessment."""
    used = {found.year for _, found in judged if found is not None}
    used |= {tie.since for tie, found in judged if found is not None}
    changes = any(tie.mention.kind == "change" for tie, found in judged if found is not None)
    is_about = is_about_assessment(line)
    for place, year in enumerate(years):
        is_used = year.fiscal_year in used or (changes and year.fiscal_year + 1 in used)
        subject = subject_at(line, year.start, year.end, subjects)
        if not is_used and not (is_about and subject.office_id is not None):
            continue
        twin = years[place - 1] if place else None
        right = _other_era(line, twin, year) if twin else year.meant
        right = right or year.meant
        if right is not None:
            yield _year_claim(year, "differs", right)
        elif year.fiscal_year in known.ranked:
            yield _year_claim(year, "matches", year.fiscal_year - ERA * year.is_common_era)
        elif is_used:
            yield _year_claim(year, "missing", None)


def _other_era(line: str, first: Year, second: Year) -> int | None:
    """The year the second should be, where it is the first one in the other era and is not right."""
    if not is_twin(line, first, second) or first.fiscal_year == second.fiscal_year:
        return None
    return first.fiscal_year - ERA if second.is_common_era else first.fiscal_year


def _year_claim(year: Year, verdict: Verdict, value: int | None) -> Claim:
    fact = None if value is None else Fact(value, "list", None, year.fiscal_year)
    return Claim(year.start, year.end, "year", verdict, "", fact, None, year.fiscal_year)


# --- figures --------------------------------------------------------------------------------------


def _claim(tie: Tie, found: _Judged) -> Claim:
    mention = tie.mention
    return Claim(
        mention.start,
        mention.end,
        mention.kind,
        found.verdict,
        "",
        found.fact,
        tie.subject.office_id,
        found.year,
        mention.part,
        found.also_of,
    )


def _with_anchors(
    judged: list[tuple[Tie, _Judged | None]], known: Known
) -> list[tuple[Tie, _Judged | None]]:
    """Judges again, by the year of the nearest claim of the same office, what had no year of its own."""
    found = []
    for tie, verdict in judged:
        if verdict is None and not tie.is_told:
            near = [
                (
                    other.subject.office_id != tie.subject.office_id,
                    abs(other.mention.start - tie.mention.start),
                    answer.year,
                )
                for other, answer in judged
                if answer is not None and answer.year is not None and not tie.mention.is_old
            ]
            year = min(near, default=(True, 0, None))[2]
            if year is not None:
                tied = replace(tie, year=year, is_told=True)
                found.append((tied, _judged(tied, known)))
                continue
        found.append((tie, verdict))
    return found


def _in_step_with_scores(
    line: str, judged: list[tuple[Tie, _Judged | None]], known: Known
) -> list[tuple[Tie, _Judged | None]]:
    """A grade or result just behind a score that is right of another year is of that year too."""
    found = list(judged)
    for place, ((before, score), (tie, _)) in enumerate(pairwise(judged), start=1):
        is_behind = before.mention.kind == "score" and tie.mention.kind in ("grade", "result")
        between = line[before.mention.end : tie.mention.start]
        is_near = len(between) <= NEXT and not any(letter.isdigit() for letter in between)
        if not is_behind or not is_near or score is None or before.mention.part:
            continue
        if score.verdict in ("matches", "rounded") and score.year != tie.year:
            moved = replace(tie, year=score.year, is_told=True)
            found[place] = (moved, _judged(moved, known))
    return found


def _judged(tie: Tie, known: Known) -> _Judged | None:
    judges = {
        "score": _score,
        "change": _change,
        "rank": _rank,
        "grade": _grade,
        "result": _result,
        "count": _count,
    }
    judge = judges[tie.mention.kind]
    if tie.every:
        found = [judge(replace(tie, year=year, is_told=True), known) for year in tie.every]
        told = [each for each in found if each is not None]
        return min(told, key=lambda each: _WORST_FIRST.index(each.verdict), default=None)
    return judge(tie, known)


def _candidates(tie: Tie, known: Known) -> list[Total]:
    """What is known of the office, that of the year in question first."""
    totals = known.of_office(tie.subject.office_id or "")
    return sorted(totals, key=lambda total: total.fiscal_year != tie.year)


def _score(tie: Tie, known: Known) -> _Judged | None:
    mention = tie.mention
    if mention.part == _CRITERION:
        return _criterion(tie, known)
    if mention.part:
        return _part(tie, known)
    facts = [
        (
            Fact(total.score, total.basis, total.office_id, total.fiscal_year, total.place),
            total.tolerance,
        )
        for total in _candidates(tie, known)
        if total.score is not None
    ]
    return _of_years(tie, facts)


def _of_years(tie: Tie, facts: list[tuple[Fact, Decimal]]) -> _Judged | None:
    """The verdict by the fact of the year told; where none is told, by that of any year that fits."""
    mention = tie.mention
    own = [each for each in facts if each[0].fiscal_year == tie.year]
    for pool in (own,) if tie.is_told else (own, facts):
        for wanted in ("matches", "rounded"):
            for fact, tolerance in pool:
                if _fit(mention, fact.value, tolerance) == wanted:
                    return _Judged(wanted, fact, fact.fiscal_year)  # type: ignore[arg-type]
    if tie.year is None or not mention.is_sure:
        return None
    if own:
        also = [
            fact.fiscal_year for fact, off in facts if _fit(mention, fact.value, off) == "matches"
        ]
        return _Judged("differs", own[0][0], tie.year, also[0] if also else None)
    return _Judged("missing", None, tie.year) if tie.is_told else None


def _fit(mention: Mention, value: object, tolerance: Decimal = Decimal(0)) -> Verdict:
    """Whether a printed number is a value, or one it may be rounded or cut to."""
    printed = mention.value
    if not isinstance(printed, Decimal) or not isinstance(value, Decimal):
        return "differs"
    if abs(printed - value) <= tolerance:
        return "matches"
    unit = Decimal(1).scaleb(-mention.decimals)
    near = {value.quantize(unit, rounding) for rounding in (ROUND_HALF_UP, ROUND_DOWN)}
    if mention.decimals < _DECIMALS and printed in near:
        return "rounded"
    is_under = mention.manner == "under" and 0 < printed - value < unit
    return "rounded" if is_under else "differs"


def _criterion(tie: Tie, known: Known) -> _Judged | None:
    """A minimum of a grade, or the pass mark; of the year told, else of any with figures."""
    own = [] if tie.year is None else [tie.year]
    years = own if tie.is_told else [*own, *sorted(known.ranked, reverse=True)]
    for year in years:
        for band in bands_of(year):
            if band.min_score == tie.mention.value:
                return _Judged("matches", _rule(band.min_score, year), tie.year)
    marks = [(band.min_score, year) for year in years for band in bands_of(year) if band.is_pass]
    if not tie.mention.is_sure or not marks:
        return None
    return _Judged("differs", _rule(*min(marks)), tie.year)


def _rule(value: Decimal, year: int) -> Fact:
    return Fact(value, "rule", None, year, None, _CRITERION)


def _part(tie: Tie, known: Known) -> _Judged | None:
    """A score of an instrument, an indicator, an item, or of all items."""
    mention = tie.mention
    if tie.subject.office_id != known.home_id:
        return None
    facts = [(fact, Decimal(0)) for fact in _part_facts(mention.part, known)]
    facts.sort(key=lambda each: each[0].fiscal_year != tie.year)
    judged = _of_years(tie, facts)
    whole = _score(replace(tie, mention=replace(mention, part="")), known)
    is_of_total = whole is not None and whole.verdict == "matches" and mention.decimals
    if is_of_total and (judged is None or judged.verdict in ("differs", "missing")):
        return whole
    return judged


def _part_facts(part: str, known: Known) -> Iterator[Fact]:
    for (year, name), score in known.parts.items():
        if name == part:
            yield Fact(score.score, "published", known.home_id, year, score.place, part)
    for year, items in known.items.items():
        if part in items.scores:
            yield Fact(items.scores[part], "published", known.home_id, year, items.place, part)
        if part == _ITEMS and is_full(items):
            yield Fact(_FULL_MARKS, "published", known.home_id, year, items.place, part)


def _change(tie: Tie, known: Known) -> _Judged | None:
    mention, office_id = tie.mention, tie.subject.office_id
    if office_id is None or not isinstance(mention.value, Decimal):
        return None
    signed = replace(mention, value=mention.value * mention.sign)
    years = sorted(known.totals.get(office_id, {}), key=lambda year: (year != tie.year, -year))
    facts = [
        Fact(value, basis, office_id, year, _place_of(known, office_id, year), since=since)
        for year in years
        for since in [tie.since if tie.since and tie.since < year == tie.year else year - 1]
        for value, basis in known.changes(office_id, since, year)
    ]
    own = [fact for fact in facts if fact.fiscal_year == tie.year]
    for pool in (own,) if tie.is_told else (own, facts):
        for wanted in ("matches", "rounded"):
            for fact in pool:
                if _fit(signed, fact.value) == wanted:
                    return _Judged(wanted, fact, fact.fiscal_year)  # type: ignore[arg-type]
    if tie.year is None or not mention.is_sure or (mention.is_percent and not mention.decimals):
        return None
    if own:
        return _Judged("differs", own[0], tie.year)
    return _Judged("missing", None, tie.year) if tie.is_told else None


def _place_of(known: Known, office_id: str, year: int) -> Place | None:
    total = known.total(office_id, year)
    return total.place if total else None


def _rank(tie: Tie, known: Known) -> _Judged | None:
    printed = tie.mention.value
    ranks = [
        Fact(rank, total.basis, total.office_id, total.fiscal_year, total.place)
        for total in _candidates(tie, known)
        for rank in dict.fromkeys((total.rank, total.position))
        if rank is not None
    ]
    own = [fact for fact in ranks if fact.fiscal_year == tie.year]
    for fact in own if tie.is_told else [*own, *ranks]:
        if fact.value == printed:
            return _Judged("matches", fact, fact.fiscal_year)
    if tie.year is None:
        return None
    if own:
        also = [fact.fiscal_year for fact in ranks if fact.value == printed]
        return _Judged("differs", own[0], tie.year, also[0] if also else None)
    return _Judged("missing", None, tie.year) if tie.is_told else None


def _grade(tie: Tie, known: Known) -> _Judged | None:
    total = None if tie.year is None else known.total(tie.subject.office_id or "", tie.year)
    if tie.year is None or (not tie.is_told and total is None):
        return None
    if total is None or total.grade is None:
        return _Judged("missing", None, tie.year)
    fact = Fact(total.grade, total.basis, total.office_id, total.fiscal_year, total.place)
    verdict: Verdict = "matches" if total.grade == tie.mention.value else "differs"
    return _Judged(verdict, fact, tie.year)


def _grades_by_rule(
    judged: list[tuple[Tie, _Judged | None]], known: Known
) -> list[tuple[Tie, _Judged | None]]:
    """A grade the data do not know is held against the score printed just before it."""
    found = list(judged)
    for place, (tie, answer) in enumerate(judged):
        if (
            tie.mention.kind != "grade"
            or answer is None
            or answer.verdict != "missing"
            or not place
        ):
            continue
        score = judged[place - 1][0].mention
        if score.kind != "score" or score.part or not isinstance(score.value, Decimal):
            continue
        fitting = known.grades_of(score.value, answer.year or 0)
        if fitting and tie.mention.value not in fitting:
            fact = Fact(min(fitting), "rule", None, answer.year)
            found[place] = (tie, _Judged("differs", fact, answer.year))
    return found


def _result(tie: Tie, known: Known) -> _Judged | None:
    total = None if tie.year is None else known.total(tie.subject.office_id or "", tie.year)
    if tie.year is None or (not tie.is_told and total is None):
        return None
    if total is None or total.is_pass is None:
        return _Judged("missing", None, tie.year)
    fact = Fact(total.is_pass, total.basis, total.office_id, total.fiscal_year, total.place)
    verdict: Verdict = "matches" if total.is_pass == tie.mention.value else "differs"
    return _Judged(verdict, fact, tie.year)


def _count(tie: Tie, known: Known) -> _Judged | None:
    mention = tie.mention
    facts = list(_counts(tie, known))
    own = [fact for fact in facts if fact.fiscal_year in (tie.year, None)]
    pool = own if tie.year is not None and own else [*own, *facts]
    for fact in pool:
        if isinstance(fact.value, int) and mention.value == fact.value:
            return _Judged("matches", fact, fact.fiscal_year)
    for fact in pool:
        if isinstance(fact.value, int) and _is_round_for(mention, fact.value):
            return _Judged("rounded", fact, fact.fiscal_year)
    if own and mention.is_sure and (tie.year is not None or mention.counted == "offices"):
        return _Judged("differs", own[0], own[0].fiscal_year)
    return None


def _counts(tie: Tie, known: Known) -> Iterator[Fact]:
    counted = tie.mention.counted
    if counted == "items":
        for year, items in known.items.items():
            yield Fact(items.listed, "list", known.home_id, year, items.place, _ITEMS)
    elif counted == "indicators":
        yield Fact(_INDICATORS, "list", part="indicators")
    elif counted == "offices":
        for year, ranked in known.ranked.items():
            yield Fact(int(ranked), "list", None, int(year))
        yield Fact(known.offices["all"], "list")
    else:
        yield Fact(known.offices[counted], "list", part=counted)


def _is_round_for(mention: Mention, value: int) -> bool:
    """Over 240 for 245: cut at the zeros that are printed."""
    if mention.manner not in ("over", "about") or not isinstance(mention.value, Decimal):
        return False
    printed = int(mention.value)
    step = next((step for step in (100, 10) if printed and printed % step == 0), 1)
    return 0 < value - printed < step or (mention.manner == "about" and abs(value - printed) < step)
