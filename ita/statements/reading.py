"""Reads the facts a text states, line by line: what is told, of whom and when, but not whether it is right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ita.claims.asides import asides_in
from ita.claims.figures import figures_in
from ita.claims.letters import reading_of
from ita.claims.lists import heads_next
from ita.claims.mention import Mention, Span, overlaps
from ita.claims.names import Named, Names
from ita.claims.numbers import blocked_in
from ita.claims.rows import Row, heads_after, is_by_year, row_of, with_tabs
from ita.claims.subjects import subjects_in
from ita.claims.ties import Carried, Tie, tied
from ita.claims.years import Year, years_in
from ita.statements.cells import cells_in, levels_in, shares_in
from ita.statements.lines import as_meant
from ita.statements.measures import measure_of, out_of, value_of
from ita.statements.statement import Statement
from ita.statements.whose import OTHER, OURS, named_in, reference_names

_CONTRAST = re.compile(
    r"(?:ส่วน|ขณะที่|กว่า|แพ้|ชนะ|ตาม(?:ด้วย|หลัง)?|รองจาก|เทียบกับ|ห่างจาก|while|than|behind|ahead of|compared with|versus)\s*$"
)
_OURSELVES = re.compile(r"เรา|\b(?:we|our|us)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Whose:
    """The office that figures without a name of their own are of, and where it was named."""

    office_id: str = OURS
    name: str | None = None


def statements_of(text: str, names: Names | None = None) -> tuple[Statement, ...]:
    """Every fact that a text states of an area office, in the order of the text.

    Nothing is judged: what the text leaves open, as its office or year, is None.
    """
    names = names or reference_names()
    reading = as_meant(reading_of(text))
    lines = [(start, with_tabs(line)) for start, line in reading.lines]
    whose = _main(lines, names)
    named = sorted(_years_named(lines))
    told = [year for _, line in lines for year in _years(line)]
    carried = Carried(
        _year_to_begin_with(told),
        is_about=True,
        names_one_year=len(named) == 1,
        pair=(named[0], named[1]) if len(named) == 2 and named[1] - named[0] == 1 else None,  # noqa: PLR2004
    )
    printed: dict[str, str] = {}
    found: list[Statement] = []
    for start, line in lines:
        for named_, office_id in named_in(line, names):
            first, last = reading.place(start + named_.start, start + named_.end)
            printed.setdefault(office_id, text[first:last])
    main = whose
    for start, line in lines:
        of_line, carried, whose = _line(line, names, carried, whose, main)
        for each in of_line:
            first, last = reading.place(start + each.start, start + each.end)
            office_id = each.office_id or None
            found.append(
                replace(
                    each, start=first, end=last, office_id=office_id, office_name=printed.get(office_id or "")
                )
            )
    return tuple(_once(found))


def _main(lines: list[tuple[int, str]], names: Names) -> str:
    """The office that a text is about where it names one and compares nothing with it."""
    ids: list[str] = []
    ours = False
    for _, line in lines:
        for named, office_id in named_in(line, names):
            if _CONTRAST.search(line[: named.start]) and (ours or not ids or _OURSELVES.search(line[: named.start])):
                return OURS if not ids else ids[0]
            ids.append(office_id)
        ours = ours or _OURSELVES.search(line) is not None
    listed = list(dict.fromkeys(ids))
    return listed[0] if len(listed) == 1 else OURS


def _years(line: str) -> list[Year]:
    return years_in(line, blocked_in(line, []))


def _years_named(lines: list[tuple[int, str]]) -> set[int]:
    return {
        year.fiscal_year
        for _, line in lines
        for year in _years(line)
        if not (year.is_relative and year.is_base)
    }


def _year_to_begin_with(told: list[Year]) -> int | None:
    """The first year a text is about; the one after the years it only compares with."""
    own = [year.fiscal_year for year in told if not year.is_base]
    bases = [year.fiscal_year + 1 for year in told if not year.is_relative]
    return own[0] if own else max(bases, default=None)


def _line(
    line: str, names: Names, carried: Carried, whose: str, main: str
) -> tuple[list[Statement], Carried, str]:
    named = named_in(line, names)
    only_names = [each for each, _ in named]
    blocked = blocked_in(line, only_names)
    years = years_in(line, blocked, carried.year, by_year=is_by_year(carried.heads))
    row = row_of(line, carried.heads, years)
    blocked += asides_in(line)
    mentions = figures_in(
        row,
        years,
        blocked,
        is_about=True,
        lists=carried.lists,
        of_items=carried.of_items,
        provinces=[],
        name_at=only_names[0].start if only_names else None,
    )
    mentions = _besides(row, mentions, blocked)
    subjects = subjects_in(line, named, main or OURS, whose)
    ties = tied(row, mentions, years, subjects, carried)
    found = list(_statements(line, ties))
    left = _left(line, years, carried, named, whose)
    return found, *left, 


def _besides(row: Row, mentions: list[Mention], blocked: list[Span]) -> list[Mention]:
    """The mentions with the levels in words and the cells of a table, which know their column."""
    taken = [(each.start, each.end) for each in mentions]
    shares = [each for each in shares_in(row) if not overlaps(each.start, each.end, taken)]
    for known in (shares, list(levels_in(row)), list(cells_in(row))):
        spans = [(each.start, each.end) for each in known]
        mentions = [each for each in mentions if not overlaps(each.start, each.end, spans)] + known
    return sorted(
        (each for each in mentions if not overlaps(each.start, each.end, blocked)),
        key=lambda each: each.start,
    )


def _left(line, years, carried, named, whose):
    own = [year for year in years if not year.is_base]
    bases = [year.fiscal_year + 1 for year in years if year.is_base]
    year = own[-1].fiscal_year if own else carried.year or max(bases, default=None)
    return (
        replace(
            carried,
            year=year,
            is_only_year=carried.is_only_year or (carried.names_one_year and bool(years)),
            heads=heads_after(line, carried.heads, years),
            lists=heads_next(line, carried.lists),
        ),
        named[-1][1] if named else whose,
    )


def _statements(line: str, ties: list[Tie]) -> Iterator[Statement]:
    for tie in ties:
        mention, office_id = tie.mention, tie.subject.office_id
        measure = measure_of(line, mention)
        if not measure or office_id in (OTHER, None):
            continue
        for year in tie.every or (tie.year,):
            yield Statement(mention.start, mention.end, office_id, None, year, measure, value_of(line, mention))
        of = out_of(line, mention) if measure == "rank" else None
        if of:
            yield Statement(*of.span("of"), office_id, None, tie.year, "rank_of", of["of"])


def _once(found: list[Statement]) -> list[Statement]:
    """Each fact where it is told first."""
    first: dict[tuple, Statement] = {}
    for each in found:
        first.setdefault((each.office_id, each.fiscal_year, each.measure, each.value), each)
    return list(first.values())
