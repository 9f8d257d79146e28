"""Holds a text against what is known: every figure that can be tied to an office and a year is judged.

The year of a figure is the one its words give it: behind it ("in 2565", "(2565)"), else the last one
before it, else that of the figures around it. A figure without a year of its own is right when it is
right of any year; a wrong one is called wrong only where its year is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

from ita.claims.figures import figures_in
from ita.claims.known import Basis, Known, Place, Total, bands_of, is_full
from ita.claims.letters import reading_of
from ita.claims.mention import Kind, Mention, is_about_assessment, speaks_of_scores
from ita.claims.names import Named
from ita.claims.numbers import blocked_in
from ita.claims.subjects import Subject, is_of_own_people, subject_at, subjects_in
from ita.claims.years import ERA, Year, says_score_of, takes_year_behind, years_in
from ita.offices import Office

Verdict = Literal["matches", "rounded", "differs", "missing"]
VERDICTS: tuple[Verdict, ...] = ("matches", "rounded", "differs", "missing")
KINDS: tuple[Kind, ...] = (
    "score", "change", "year", "grade", "result", "rank", "count", "office",
)  # fmt: skip

_NEXT = 32  # letters behind a year within which the next figure may be the one it belongs to
_FAR = 160  # letters after which a year before a figure only suggests itself
_ITEMS, _CRITERION = "items", "criterion"
_INDICATORS = 10
_DECIMALS = 2
_ERA_SIGNS = " (=/พค.ศBEADC"
_FULL_MARKS = Decimal(100)


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
class _Tie:
    """A mention with whom it is about and when; ``is_told`` of a year that its own words give."""

    mention: Mention
    subject: Subject
    year: int | None
    since: int | None = None
    is_told: bool = False


@dataclass(frozen=True)
class _Judged:
    """A verdict with the value it rests on."""

    verdict: Verdict
    fact: Fact | None
    year: int | None
    also_of: int | None = None


@dataclass(frozen=True)
class _Carried:
    """What a line leaves to the next: the last year named, and whether the text is about the ITA."""

    year: int | None
    is_about: bool


def check(text: str, known: Known) -> tuple[Claim, ...]:
    """Every claim of a text, in its order, none over another; what cannot be tied is left out."""
    reading = reading_of(text)
    carried = _Carried(None, is_about_assessment(reading.text))
    claims: list[Claim] = []
    for start, line in reading.lines:
        of_line, carried = _line(line, known, carried)
        for claim in of_line:
            first, last = reading.place(start + claim.start, start + claim.end)
            claims.append(replace(claim, start=first, end=last, printed=text[first:last]))
    return tuple(claims)


def _line(line: str, known: Known, carried: _Carried) -> tuple[list[Claim], _Carried]:
    names = known.names.found_in(line)
    blocked = blocked_in(line, names)
    years = years_in(line, blocked)
    mentions = figures_in(line, years, blocked, is_about=carried.is_about)
    meant = [_meant(line, named, known) for named in names]
    offices = list(zip(names, [each.office_id if each else None for each in meant], strict=True))
    subjects = subjects_in(line, offices, known.home_id)
    ties = _tied(line, mentions, _without_twins(line, years), subjects, carried)
    ties, misnamed = _of_home_after_all(ties, names, known)
    judged = _with_anchors([(tie, _judged(tie, known)) for tie in ties], known)
    judged = _grades_by_rule(_in_step_with_scores(line, judged, known), known)
    claims = [_claim(tie, found) for tie, found in judged if found is not None]
    claims += _office_claims(names, meant, misnamed, known)
    claims += _year_claims(line, years, subjects, judged, known)
    last = years[-1].fiscal_year if years else carried.year
    return sorted(claims, key=lambda claim: claim.start), replace(carried, year=last)


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
    ties: list[_Tie], names: list[Named], known: Known
) -> tuple[list[_Tie], set[int]]:
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


def _tied(
    line: str,
    mentions: list[Mention],
    years: list[Year],
    subjects: list[Subject],
    carried: _Carried,
) -> list[_Tie]:
    """Every mention with its subject and year, but for those about somebody else."""
    in_turn = _in_turn(mentions, years)
    spent: set[int] = set()
    ties: list[_Tie] = []
    for mention in mentions:
        subject = subject_at(
            line, mention.start, mention.end, subjects, is_rank=mention.kind == "rank"
        )
        if subject.office_id is None and not subject.is_named:
            continue
        turn = in_turn.get(mention.start)
        own = turn or _year_of(line, mention, mentions, years, spent)
        if turn or (own and _is_its_own(line, mention, own)):
            meant = _made_sure(mention, is_in_report=carried.is_about or speaks_of_scores(line))
            tie = _tie(replace(meant, is_old=False), subject, own, years, carried)
            ties.append(replace(tie, mention=meant))
        else:
            ties.append(_tie(mention, subject, own, years, carried))
    return _pairs_in_step(_beside_scores(line, ties))


def _is_its_own(line: str, mention: Mention, year: Year) -> bool:
    """Whether a year stands beside a score: just behind it, or so before it that no other has it."""
    if mention.kind != "score":
        return False
    return year.start >= mention.end or says_score_of(line, year, mention.start)


def _made_sure(mention: Mention, *, is_in_report: bool) -> Mention:
    """A number as scores are printed, with its year beside it, is a score where scores are spoken of."""
    is_like_one = mention.decimals == _DECIMALS and not mention.part
    return replace(mention, is_sure=mention.is_sure or (is_in_report and is_like_one))


def _beside_scores(line: str, ties: list[_Tie]) -> list[_Tie]:
    """A grade just before the score it stands for, as in AA (97.39), is of the year of that score."""
    beside = list(ties)
    for place, (grade, score) in enumerate(pairwise(ties)):
        between = line[grade.mention.end : score.mention.start].strip()
        if grade.mention.kind == "grade" and score.mention.kind == "score" and between == "(":
            beside[place] = replace(grade, year=score.year, is_told=score.is_told)
    return beside


def _tie(
    mention: Mention, subject: Subject, own: Year | None, years: list[Year], carried: _Carried
) -> _Tie:
    if own is None:
        return _Tie(mention, subject, carried.year)
    near = own.start > mention.start or mention.start - own.end <= _FAR
    if mention.kind == "change":
        since = next((each.fiscal_year for each in years if each.is_base), None)
        year = own.fiscal_year + 1 if own.is_base else own.fiscal_year
        return _Tie(mention, subject, year, None if own.is_base else since, near)
    if mention.is_old and own.end <= mention.start and not own.is_base:
        return _Tie(mention, subject, own.fiscal_year - 1, None, is_told=False)
    return _Tie(mention, subject, own.fiscal_year, None, near)


def _in_turn(mentions: list[Mention], years: list[Year]) -> dict[int, Year]:
    """Years for scores that stand in the order of a list of years: 2564 and 2565: 81.52 and 97.39."""
    scores = [each for each in mentions if each.kind == "score" and not each.part]
    if len(years) < 2 or len(scores) != len(years) or years[-1].end > scores[0].start:  # noqa: PLR2004
        return {}
    return {score.start: year for score, year in zip(scores, years, strict=True)}


def _year_of(
    line: str, mention: Mention, mentions: list[Mention], years: list[Year], spent: set[int]
) -> Year | None:
    """The year of a mention: one behind it that belongs to it, else the last one before it."""
    before = [year for year in years if year.end <= mention.start]
    if before and mention.kind == "score" and says_score_of(line, before[-1], mention.start):
        return before[-1]
    behind = next((year for year in years if year.start >= mention.end), None)
    others = [(each.start, each.kind) for each in mentions if each.start > mention.start]
    if behind is not None and takes_year_behind(line, mention, behind, others):
        is_open = not before or before[-1].start in spent or before[-1].is_base
        is_last = all(not 0 <= start - behind.end <= _NEXT for start, _ in others)
        if is_open or is_last or mention.is_old or _is_bracketed(line, behind):
            spent.add(behind.start)
            return behind
    free = [year for year in before if not year.is_base] or before
    if mention.kind == "change":
        return free[-1] if free else (behind if behind and behind.is_base else None)
    unspent = [year for year in free if year.start not in spent]
    if unspent:
        return unspent[-1]
    return free[-1] if free else None


def _is_bracketed(line: str, year: Year) -> bool:
    before = line[: year.start]
    return before.rfind("(") > max(before.rfind(")"), year.start - _NEXT)


def _pairs_in_step(ties: list[_Tie]) -> list[_Tie]:
    """Of "from A to B" without a year of its own, A is of the year before B."""
    stepped = list(ties)
    for place, (old, new) in enumerate(pairwise(ties)):
        is_pair = old.mention.is_old and new.mention.kind == "score" and not new.mention.is_old
        if not is_pair or old.is_told or new.year is None:
            continue
        if new.is_told or old.year is None:
            stepped[place] = replace(old, year=new.year - 1)
    return stepped


def _year_claims(
    line: str,
    years: list[Year],
    subjects: list[Subject],
    judged: list[tuple[_Tie, _Judged | None]],
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


def _without_twins(line: str, years: list[Year]) -> list[Year]:
    """The years but for those that only say the one before them in the other era."""
    return [
        year
        for place, year in enumerate(years)
        if not place or not _is_twin(line, years[place - 1], year)
    ]


def _is_twin(line: str, first: Year, second: Year) -> bool:
    between = line[first.end : second.start]
    return first.is_common_era != second.is_common_era and not between.strip(_ERA_SIGNS)


def _other_era(line: str, first: Year, second: Year) -> int | None:
    """The year the second should be, where it is the first one in the other era and is not right."""
    if not _is_twin(line, first, second) or first.fiscal_year == second.fiscal_year:
        return None
    return first.fiscal_year - ERA if second.is_common_era else first.fiscal_year


def _year_claim(year: Year, verdict: Verdict, value: int | None) -> Claim:
    fact = None if value is None else Fact(value, "list", None, year.fiscal_year)
    return Claim(year.start, year.end, "year", verdict, "", fact, None, year.fiscal_year)


# --- figures --------------------------------------------------------------------------------------


def _claim(tie: _Tie, found: _Judged) -> Claim:
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
    judged: list[tuple[_Tie, _Judged | None]], known: Known
) -> list[tuple[_Tie, _Judged | None]]:
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
    line: str, judged: list[tuple[_Tie, _Judged | None]], known: Known
) -> list[tuple[_Tie, _Judged | None]]:
    """A grade or result just behind a score that is right of another year is of that year too."""
    found = list(judged)
    for place, ((before, score), (tie, _)) in enumerate(pairwise(judged), start=1):
        is_behind = before.mention.kind == "score" and tie.mention.kind in ("grade", "result")
        between = line[before.mention.end : tie.mention.start]
        is_near = len(between) <= _NEXT and not any(letter.isdigit() for letter in between)
        if not is_behind or not is_near or score is None or before.mention.part:
            continue
        if score.verdict in ("matches", "rounded") and score.year != tie.year:
            moved = replace(tie, year=score.year, is_told=True)
            found[place] = (moved, _judged(moved, known))
    return found


def _judged(tie: _Tie, known: Known) -> _Judged | None:
    judges = {
        "score": _score,
        "change": _change,
        "rank": _rank,
        "grade": _grade,
        "result": _result,
        "count": _count,
    }
    return judges[tie.mention.kind](tie, known)


def _candidates(tie: _Tie, known: Known) -> list[Total]:
    """What is known of the office, that of the year in question first."""
    totals = known.of_office(tie.subject.office_id or "")
    return sorted(totals, key=lambda total: total.fiscal_year != tie.year)


def _score(tie: _Tie, known: Known) -> _Judged | None:
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


def _of_years(tie: _Tie, facts: list[tuple[Fact, Decimal]]) -> _Judged | None:
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


def _criterion(tie: _Tie, known: Known) -> _Judged | None:
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


def _part(tie: _Tie, known: Known) -> _Judged | None:
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


def _change(tie: _Tie, known: Known) -> _Judged | None:
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


def _rank(tie: _Tie, known: Known) -> _Judged | None:
    printed = tie.mention.value
    ranks = [
        Fact(total.rank, total.basis, total.office_id, total.fiscal_year, total.place)
        for total in _candidates(tie, known)
        if total.rank is not None
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


def _grade(tie: _Tie, known: Known) -> _Judged | None:
    total = None if tie.year is None else known.total(tie.subject.office_id or "", tie.year)
    if tie.year is None or (not tie.is_told and total is None):
        return None
    if total is None or total.grade is None:
        return _Judged("missing", None, tie.year)
    fact = Fact(total.grade, total.basis, total.office_id, total.fiscal_year, total.place)
    verdict: Verdict = "matches" if total.grade == tie.mention.value else "differs"
    return _Judged(verdict, fact, tie.year)


def _grades_by_rule(
    judged: list[tuple[_Tie, _Judged | None]], known: Known
) -> list[tuple[_Tie, _Judged | None]]:
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


def _result(tie: _Tie, known: Known) -> _Judged | None:
    total = None if tie.year is None else known.total(tie.subject.office_id or "", tie.year)
    if tie.year is None or (not tie.is_told and total is None):
        return None
    if total is None or total.is_pass is None:
        return _Judged("missing", None, tie.year)
    fact = Fact(total.is_pass, total.basis, total.office_id, total.fiscal_year, total.place)
    verdict: Verdict = "matches" if total.is_pass == tie.mention.value else "differs"
    return _Judged(verdict, fact, tie.year)


def _count(tie: _Tie, known: Known) -> _Judged | None:
    mention = tie.mention
    facts = list(_counts(tie, known))
    own = [fact for fact in facts if fact.fiscal_year in (tie.year, None)]
    pool = own if tie.is_told and own else [*own, *facts]
    for fact in pool:
        if isinstance(fact.value, int) and mention.value == fact.value:
            return _Judged("matches", fact, fact.fiscal_year)
    for fact in pool:
        if isinstance(fact.value, int) and _is_round_for(mention, fact.value):
            return _Judged("rounded", fact, fact.fiscal_year)
    if own and mention.is_sure and (tie.year is not None or mention.counted == "offices"):
        return _Judged("differs", own[0], own[0].fiscal_year)
    return None


def _counts(tie: _Tie, known: Known) -> Iterator[Fact]:
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
