"""Reads the facts a text states, line by line: what is told, of whom and when, but not whether it is right."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ita.claims.asides import asides_in, hopes_in
from ita.claims.cues import cues_in
from ita.claims.figures import figures_in
from ita.claims.lists import heads_next
from ita.claims.mention import Mention, Span, overlaps
from ita.claims.names import Named, Names
from ita.claims.numbers import blocked_in
from ita.claims.rows import Row, heads_after, is_by_year, row_of, with_tabs
from ita.claims.subjects import subjects_in
from ita.claims.ties import Carried, Tie, tied
from ita.claims.years import ERA, Year, years_in
from ita.statements.cells import (
    bare_scores_in,
    cells_in,
    changes_in,
    full_marks_in,
    letters_in,
    levels_in,
    parts_in_turn_in,
    passes_in,
    ranks_in,
    shares_in,
)
from ita.statements.lines import reading_as_meant
from ita.statements.measures import measure_of, out_of, value_of
from ita.statements.statement import Statement
from ita.statements.whose import OTHER, OURS, named_in, reference_names

_CONTRAST = re.compile(
    r"(?:ส่วน|ขณะที่|กว่า|แพ้|ชนะ|ตาม(?:ด้วย|หลัง)?|รองจาก|เทียบกับ|ห่างจาก|while|than|behind|ahead of|compared with|versus)\s*$"
)
# What may stand between a figure and its year: 91.85 คะแนน (ผ่านดี) ในปี 2566.
_IN_YEAR = re.compile(
    r"\s*(?:คะแนน|points?)?[\s,(]*(?:(?:อยู่ใน)?(?:ระดับ|เกรด|grade)?\s*(?:AA|[A-F](?![a-z])|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|สูงมาก)[\s)]*)?"
    r"(?:in|for|ใน|เมื่อ)\s*(?:fiscal year|FY|ปีงบประมาณ|ปี|พ\.ศ\.|the|\s)*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:คะแนน|points?)?\s*(?:,|และ|กับ|and|,\s*(?:และ|and))\s*", re.IGNORECASE)
# A mean that is not told of many, and the most or least of an office's own parts.
_OWN_MEAN = re.compile(
    r"(?<=คะแนน)เฉลี่ย(?=(?:รวม)?\s*(?:คือ|อยู่ที่|เท่ากับ|ได้|[:=])?\s*\d)"
    r"|(?:สูง|ต่ำ|น้อย|มาก)(?:ที่)?สุด(?=[^\d\n]{0,12}(?:ตัวชี้วัด|[IEO]IT|ด้าน))"
)
# A score that something came from, before its year: from 85.90 in FY2565.
_PART_GRADE = "grade of a part"
_TO_GRADE = re.compile(r"\s*(?:คะแนน|points?)?[\s,(|\t:/·-]*(?:อยู่ใน)?(?:ระดับ|เกรด|grade|level)?[\s:\"“(]*", re.IGNORECASE)
_AFTER_FROM = re.compile(
    r"(?:จาก|เดิม|\bfrom)\s*(?:คะแนน)?\s*\d{2,3}(?:\.\d{1,2})?\s*(?:คะแนน|points?)?\s*\(?(?:in|ใน|เมื่อ)?\s*(?:ปีงบประมาณ|ปี|พ\.ศ\.|FY|fiscal year|\s)*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"จาก|กว่าปี|ปีก่อน|\bfrom\b|\bthan\b", re.IGNORECASE)
_MOVED = re.compile(
    r"\bfrom (?:rank |number |no\. ?)(?P<old>\d{1,3})(?=[^.;]{0,30}\bto\b)", re.IGNORECASE
)
_BARE_YEAR = re.compile(
    r"(?<![\d.,/])(?<!ศ\.)(?<!ศ\. )(?:[^\s\d]+\s|[:：]\s?|\n)(?P<year>25[5-7]\d)(?![\d.,]\d|\d|/)|(?:^|[|(;,:\t])\s*(?P<common>20[12]\d)(?=\s*(?:[:)=|–—\t-]|$))"
)
_LEVELS = re.compile("ผ่านดี")
_OURSELVES = re.compile(r"เรา|\b(?:we|our|us)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Whole:
    """What a text tells as a whole, besides its lines.

    ``main`` is the office it is about, OURS where it names none or several; ``says_we`` of words for
    ourselves; ``has_levels`` of the levels in words that are no results.
    """

    names: Names
    main: str
    says_we: bool
    has_levels: bool

    def home(self, last: str) -> str:
        """Whom a word for ourselves means where the office ``last`` was named before it."""
        return OURS if self.says_we and not self.main else self.main or last


def statements_of(text: str, names: Names | None = None) -> tuple[Statement, ...]:
    """Every fact that a text states of an area office, in the order of the text.

    Nothing is judged: what the text leaves open, as its office or year, is None.
    """
    names = names or reference_names()
    reading = reading_as_meant(text)
    lines = [(start, with_tabs(line)) for start, line in reading.lines]
    whole = _whole([line for _, line in lines], names)
    carried, last = _to_begin_with([line for _, line in lines]), whole.main
    printed: dict[str, str] = {}
    found: list[Statement] = []
    for start, line in lines:
        named = named_in(line, names)
        for each, office_id in named:
            first, end = reading.place(start + each.start, start + each.end)
            printed.setdefault(office_id, text[first:end])
        of_line, carried = _line(line, named, whole, carried, last)
        last = named[-1][1] if named else last
        for each in of_line:
            first, end = reading.place(start + each.start, start + each.end)
            found.append(replace(each, start=first, end=end))
    return tuple(
        replace(
            each, office_id=each.office_id or None, office_name=printed.get(each.office_id or "")
        )
        for each in _once(_without_grades_of_parts(found))
    )


def _bare_year(match: re.Match[str]) -> Year:
    group = match.lastgroup or ""
    is_common = group == "common"
    number = int(match[group]) + ERA * is_common
    return Year(*match.span(group), number, is_base=False, is_common_era=is_common)


def _whole(lines: list[str], names: Names) -> Whole:
    main, says_we = _main(lines, names)
    return Whole(names, main, says_we, any(_LEVELS.search(line) for line in lines))


def _to_begin_with(lines: list[str]) -> Carried:
    told = [year for line in lines for year in _years(line)]
    named = sorted({year.fiscal_year for year in told if not (year.is_relative and year.is_base)})
    is_pair = len(named) == 2 and named[1] - named[0] == 1  # noqa: PLR2004
    return Carried(
        _first_year(told),
        is_about=True,
        names_one_year=len(named) == 1,
        pair=(named[0], named[1]) if is_pair else None,
    )


def _main(lines: list[str], names: Names) -> tuple[str, bool]:
    """The office that a text is about, where it names one and compares nothing with it; does it say we?"""
    told: list[str] = []
    says_we = False
    for line in lines:
        for named, office_id in named_in(line, names):
            left = line[: named.start]
            if _CONTRAST.search(left) and (says_we or not told or _OURSELVES.search(left)):
                return (told[0] if told else OURS), says_we
            told.append(office_id)
        says_we = says_we or _OURSELVES.search(line) is not None
    return (told[0] if len(set(told)) == 1 else OURS), says_we


def _years(line: str) -> list[Year]:
    return _years_of(line, blocked_in(line, []), Carried(None, is_about=True))


def _years_of(line: str, blocked: list[Span], carried: Carried) -> list[Year]:
    """The years of a line, also one that no word leads to, as behind the name of an office."""
    years = years_in(line, blocked, carried.year, by_year=is_by_year(carried.heads))
    taken = [*blocked, *((year.start, year.end) for year in years)]
    bare = [
        _bare_year(match)
        for match in _BARE_YEAR.finditer(line)
        if not overlaps(*match.span(match.lastgroup or 0), taken)
    ]
    return [
        replace(year, is_base=year.is_base or _AFTER_FROM.search(line[: year.start]) is not None)
        for year in sorted([*years, *bare], key=lambda year: year.start)
    ]


def _first_year(told: list[Year]) -> int | None:
    """The first year a text is about; the one after the years it only compares with."""
    own = [year.fiscal_year for year in told if not year.is_base]
    bases = [year.fiscal_year + 1 for year in told if not year.is_relative]
    return own[0] if own else max(bases, default=None)


def _line(
    line: str, named: list[tuple[Named, str]], whole: Whole, carried: Carried, last: str
) -> tuple[list[Statement], Carried]:
    """The statements of a line, and what it leaves to the next."""
    only_names = [each for each, _ in named]
    blocked = blocked_in(line, only_names)
    years = _years_of(line, blocked, carried)
    row = row_of(line, carried.heads, years)
    moved = [each.span("old") for each in _MOVED.finditer(line)]
    blocked += [each for each in asides_in(line) if each not in moved]
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
    mentions = _besides(row, mentions, carried, among_levels=whole.has_levels)
    mentions = [each for each in mentions if not overlaps(each.start, each.end, blocked)]
    subjects = subjects_in(_without_own_means(line), list(named), whole.home(last), last)
    ties = tied(row, mentions, years, subjects, carried)
    ties = [_by_year_behind(line, tie, years) for tie in _in_turn(line, ties, named)]
    return list(_statements(line, ties)), _left(line, years, carried)


def _without_own_means(line: str) -> str:
    """The line without words for a mean, most or least that are an office's own, each letter in place."""
    return _OWN_MEAN.sub(lambda own: " " * len(own.group()), line)


def _in_turn(line: str, ties: list[Tie], named: list[tuple[Named, str]]) -> list[Tie]:
    """Totals in the order of the names before them: A และ B ได้ 96.55 และ 95.10."""
    run: list[str] = []
    end = 0
    for each, office_id in named:
        is_next = bool(run) and _AND.fullmatch(line, end, each.start)
        run = [*run, office_id] if is_next else [office_id]
        end = each.end
        scores = [
            tie for tie in ties if tie.mention.kind == "score" and tie.mention.start >= each.end
        ][: len(run)]
        is_list = all(
            _AND.fullmatch(line, one.mention.end, other.mention.start)
            for one, other in pairwise(scores)
        )
        if len(run) > 1 and len(scores) == len(run) and is_list:
            turns = dict(zip((id(tie) for tie in scores), run, strict=True))
            ties = [
                replace(tie, subject=replace(tie.subject, office_id=turns.get(id(tie), tie.subject.office_id)))
                for tie in ties
            ]
    return ties


def _besides(
    row: Row, mentions: list[Mention], carried: Carried, *, among_levels: bool
) -> list[Mention]:
    """The mentions with what the claim check has no need of, in order."""
    line = row.line
    hopes = hopes_in(line, cues_in(line), goes_on="hopes" in carried.lists)
    mentions = _with([each for each in mentions if each.kind != "limit"], changes_in(line))
    for more in (
        bare_scores_in(line),
        shares_in(row),
        full_marks_in(line),
        letters_in(line),
        passes_in(line),
        ranks_in(line),
    ):
        taken = [*hopes, *((each.start, each.end) for each in mentions)]
        mentions += [each for each in more if not overlaps(each.start, each.end, taken)]
    mentions = _with(mentions, parts_in_turn_in(line))
    mentions = _with(mentions, levels_in(row, among_levels=among_levels))
    return sorted(_with(mentions, cells_in(row)), key=lambda each: each.start)


def _with(mentions: list[Mention], surer: Iterable[Mention]) -> list[Mention]:
    """The mentions with surer ones in place of those they stand on."""
    known = list(surer)
    spans = [(each.start, each.end) for each in known]
    return [*(each for each in mentions if not overlaps(each.start, each.end, spans)), *known]


def _left(line: str, years: list[Year], carried: Carried) -> Carried:
    """What a line leaves to the next: the year it is about, the heads of its table or list."""
    own = [year.fiscal_year for year in years if not year.is_base]
    after = max((year.fiscal_year + 1 for year in years if year.is_base), default=None)
    return replace(
        carried,
        year=own[-1] if own else carried.year or after,
        is_only_year=carried.is_only_year or (carried.names_one_year and bool(years)),
        heads=heads_after(line, carried.heads, years),
        lists=heads_next(line, carried.lists),
    )


def _statements(line: str, ties: list[Tie]) -> Iterator[Statement]:
    before: tuple[Tie, str] | None = None
    for tie in ties:
        mention, office_id = tie.mention, tie.subject.office_id
        measure = measure_of(line, mention)
        if not measure or office_id in (OTHER, None):
            continue
        if measure == "total" and before and _is_of_same_part(line, *before, tie):
            measure = before[1]
        if measure == "grade" and before and _is_of_part(line, *before, tie):
            measure = _PART_GRADE
        before = (tie, measure)
        for year in tie.every or (tie.year,):
            yield Statement(
                mention.start, mention.end, office_id, None, year, measure, value_of(line, mention)
            )
        of = out_of(line, mention) if measure == "rank" else None
        if of:
            yield Statement(*of.span("of"), office_id, None, tie.year, "rank_of", of["of"])


def _is_of_part(line: str, before: Tie, measure: str, tie: Tie) -> bool:
    """Whether a grade stands just behind the score of an instrument or indicator."""
    between = line[before.mention.end : tie.mention.start]
    is_part = measure.startswith(("instrument", "indicator"))
    return is_part and _TO_GRADE.fullmatch(between) is not None


def _without_grades_of_parts(found: list[Statement]) -> list[Statement]:
    """A grade behind the last part told is that of the total, unless each part or the total has its own."""
    own = {(each.office_id, each.fiscal_year) for each in found if each.measure == "grade"}
    parts = Counter(
        (each.office_id, each.fiscal_year) for each in found if each.measure == _PART_GRADE
    )
    told = [(each, (each.office_id, each.fiscal_year)) for each in found]
    return [
        replace(each, measure="grade") if each.measure == _PART_GRADE else each
        for each, of in told
        if each.measure != _PART_GRADE or (of not in own and parts[of] == 1)
    ]


def _is_of_same_part(line: str, before: Tie, measure: str, tie: Tie) -> bool:
    """Whether a score is that of the year before of the part just told: EIT 88.42 จากปี 2566 ที่ 85.17."""
    between = line[before.mention.end : tie.mention.start]
    is_part = measure.startswith(("instrument", "indicator"))
    is_earlier = tie.year is not None and before.year is not None and tie.year < before.year
    return is_part and is_earlier and _FROM.search(between) is not None


def _by_year_behind(line: str, tie: Tie, years: list[Year]) -> Tie:
    """A mention with a year just behind it is of that year, whatever year stands before."""
    behind = next((year for year in years if year.start >= tie.mention.end), None)
    if behind and not tie.every and _IN_YEAR.fullmatch(line, tie.mention.end, behind.start):
        return replace(tie, year=behind.fiscal_year)
    return tie


def _once(found: list[Statement]) -> list[Statement]:
    """Each fact where it is told first."""
    first: dict[tuple, Statement] = {}
    for each in found:
        first.setdefault((each.office_id, each.fiscal_year, each.measure, each.value), each)
    return list(first.values())
