"""Reads the facts a text states, line by line: what is told, of whom and when, but not if it is right."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ita.claims.asides import asides_in
from ita.claims.figures import figures_in
from ita.claims.lists import heads_next
from ita.claims.mention import overlaps
from ita.claims.numbers import blocked_in
from ita.claims.rows import heads_after, row_of, with_tabs
from ita.claims.subjects import subjects_in
from ita.claims.ties import Carried, Tie, tied
from ita.claims.years import Year
from ita.statements.cells import is_of_else
from ita.statements.lines import reading_as_meant
from ita.statements.measures import measure_of, out_of, value_of
from ita.statements.names import OTHER, Mentioned, mentioned_in, reference_names
from ita.statements.parts import heads_indicators, of_its_part, with_parts, without_grades_of_parts
from ita.statements.ranks import PLACE
from ita.statements.statement import Statement
from ita.statements.told import with_more
from ita.statements.when import (
    by_this_year,
    by_year_beside,
    in_steps,
    is_in_brackets,
    of_joined_years,
    stands_alone,
    to_begin_with,
    with_their_scores,
    years_of,
)
from ita.statements.whose import (
    Whole,
    in_turn,
    whole_of,
    with_ranks_behind,
    with_returns,
    without_asides,
    without_others,
)

# A rank that an office had before, which the claim check takes for one it is only held against.
_MOVED = re.compile(
    r"\bfrom (?:rank |number |no\. ?)(?P<old>\d{1,3})(?=[^.;]{0,30}\bto\b)", re.IGNORECASE
)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*")  # a line in brackets, of which nothing is left to the next


def statements_of(text: str) -> tuple[Statement, ...]:
    """Every fact that a text states of an area office, in the order of the text.

    Nothing is judged: what the text leaves open, as its office or year, is None.
    """
    names = reference_names()
    reading = reading_as_meant(text)
    lines = [(start, with_tabs(line)) for start, line in reading.lines]
    mentioned = [mentioned_in(line, names) for _, line in lines]
    whole = whole_of([line for _, line in lines], mentioned)
    carried, last = to_begin_with([line for _, line in lines]), whole.main
    printed: dict[str, str] = {}
    found: list[Statement] = []
    for (start, line), offices in zip(lines, mentioned, strict=True):
        for named, office_id in offices:
            first, end = reading.place(start + named.start, start + named.end)
            printed.setdefault(office_id, text[first:end])
        of_line, carried = _line(line, offices, whole, carried, last)
        last = offices[-1][1] if offices else last
        for fact in of_line:
            first, end = reading.place(start + fact.start, start + fact.end)
            found.append(replace(fact, start=first, end=end))
    return tuple(
        replace(
            fact, office_id=fact.office_id or None, office_name=printed.get(fact.office_id or "")
        )
        for fact in _once(without_grades_of_parts(found))
    )


def _line(
    line: str, offices: list[Mentioned], whole: Whole, carried: Carried, last: str
) -> tuple[list[Statement], Carried]:
    """The statements of a line, and what it leaves to the next; ``last`` is the office named before."""
    line = without_asides(line)
    names = [named for named, _ in offices]
    places = [each.span() for each in PLACE.finditer(line)]
    blocked = [each for each in blocked_in(line, names) if not overlaps(*each, places)]
    years = years_of(line, blocked, carried)
    row = row_of(line, carried.heads, years)
    moved = [each.span("old") for each in _MOVED.finditer(line)]
    blocked += [each for each in asides_in(line) if each not in moved]
    mentions = figures_in(
        row,
        years,
        blocked,
        is_about=True,
        lists=carried.lists,
        provinces=[],
        name_at=names[0].start if names else None,
    )
    known = [
        *((each.start, each.end) for each in names),
        *((each.start, each.end) for each in years),
    ]
    mentions = with_more(row, mentions, carried, known, among_levels=whole.has_levels)
    mentions = [
        each
        for each in mentions
        if not (overlaps(each.start, each.end, blocked) or is_of_else(row, each.start))
    ]
    subjects = subjects_in(line, [*offices], whole.home(last), last)
    subjects = with_returns(line, subjects, in_parts="parts" in carried.lists)
    mentions = without_others(with_parts(line, mentions), subjects)
    ties = with_ranks_behind(tied(row, mentions, years, subjects, carried), subjects)
    ties = in_turn(line, ties, offices)
    ties = [by_year_beside(line, tie, years, carried.year) for tie in ties]
    ties = in_steps(ties, years)
    ties = of_joined_years(line, by_this_year(line, ties, years), years)
    ties = with_their_scores(line, ties)
    return list(_statements(line, ties)), _left(line, years, carried)


def _left(line: str, years: list[Year], carried: Carried) -> Carried:
    """What a line leaves to the next: the year it is about, the heads of its table or list."""
    is_aside = _ASIDE.fullmatch(line) is not None and carried.year is not None
    own = [
        year.fiscal_year
        for year in years
        if not (
            (year.is_base and not stands_alone(line))
            or is_aside
            or (carried.year and is_in_brackets(line, year))
        )
    ]
    after = max((year.fiscal_year + 1 for year in years if year.is_base), default=None)
    return replace(
        carried,
        year=own[-1] if own else carried.year or after,
        is_only_year=carried.is_only_year or (carried.names_one_year and bool(years)),
        heads=heads_after(line, carried.heads, years),
        lists=heads_next(line, carried.lists) | ({"parts"} if heads_indicators(line) else set()),
    )


def _statements(line: str, ties: list[Tie]) -> Iterator[Statement]:
    before: tuple[Tie, str] | None = None
    for tie in ties:
        mention, office_id = tie.mention, tie.subject.office_id
        measure = measure_of(line, mention)
        if not measure or office_id in (OTHER, None):
            continue
        measure = of_its_part(line, before, tie, measure)
        before = tie, measure
        value = value_of(line, mention)
        for year in tie.every or (tie.year,):
            yield Statement(mention.start, mention.end, office_id, None, year, measure, value)
        of = out_of(line, mention) if measure == "rank" else None
        if of:
            yield Statement(*of.span("of"), office_id, None, tie.year, "rank_of", of["of"])


def _once(found: list[Statement]) -> list[Statement]:
    """Each fact where it is told first."""
    first: dict[tuple, Statement] = {}
    for fact in found:
        first.setdefault((fact.office_id, fact.fiscal_year, fact.measure, fact.value), fact)
    return list(first.values())
