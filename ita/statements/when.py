"""Of when figures are: years without a word for them, behind a figure, or only compared with."""

import re
from dataclasses import replace
from itertools import pairwise

from ita.claims.mention import Span, overlaps
from ita.claims.numbers import blocked_in
from ita.claims.rows import is_by_year
from ita.claims.ties import Carried, Tie
from ita.claims.years import ERA, Year, years_in

# What may stand between a figure and its year: 91.85 คะแนน (ผ่านดี) ในปี 2566.
_IN_YEAR = re.compile(
    r"(?:st|nd|rd|th)?\s*(?:คะแนน|points?)?[\s,(]*(?:(?:อยู่ใน)?(?:ระดับ|เกรด|grade)?\s*(?:AA|[A-F](?![a-z])|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|สูงมาก)[\s)]*)?"
    r"(?:in|for|ใน|เมื่อ)\s*(?:fiscal year|FY|ปีงบประมาณ|ปี|พ\.ศ\.|the|\s)*",
    re.IGNORECASE,
)
# What may stand between a year told by the one after it and its figure: ปีก่อนอยู่ลำดับที่ 121.
_OF_PAST = re.compile(
    r"(?:\s|[:=(,]|อยู่|ได้(?:รับ)?|เป็น(?=อันดับ|ลำดับ|ที่)|คือ|มี|ที่|เคย|ใน|อันดับ|ลำดับ|คะแนน|ระดับ|เกรด|ร้อยละ|ranked|rank|was|at|scored|score"
    r"|grade|(?:AA|[A-F])(?![A-Za-z])|\d\d\.\d\d|\d{1,3}(?:st|nd|rd|th|\s?/\s?\d{2,3})|(?:we|were|with|points)\b)*",
    re.IGNORECASE,
)
# A year that no word leads to, as behind the name of an office or at the start of an item.
_BARE_YEAR = re.compile(
    r"(?<![\d.,/])(?<!ศ\.)(?<!ศ\. )(?:[^\s\d]+\s|[:：]\s?|\n)(?P<year>25[5-7]\d)(?![\d.,]\d|\d|/)"
    r"|(?<![\d.,/])(?P<head>25[5-7]\d)(?=\s?[:=])"
    r"|(?:(?:^|[|(;,:\t])\s*|['’]s\s|\b(?:[Tt]he|[Ii]ts|[Oo]ur)\s)(?P<common>20[12]\d)"
    r"(?=\s*(?:[:)=|–—\t-]|$)|\s(?:ITA|score|result|assessment|total|overall|integrity))"
)
_LONELY = re.compile(r"(?<![\d.,/-])(?:(?P<year>25[5-7]\d)|(?P<common>20[12]\d))(?![\d/-]|[.,]\d)")
# A score that something came from, before its year: from 85.90 in FY2565.
_AFTER_FROM = re.compile(
    r"(?:จาก|เดิม|\bfrom)\s*(?:คะแนน|(?:อันดับ|ลำดับ)(?:ที่)?|ระดับ|เกรด|rank|grade)?\s*"
    r"(?:\d{2,3}(?:\.\d{1,2})?|AA|[A-F])\s*(?:คะแนน|points?)?\s*\(?"
    r"(?:in|ใน|เมื่อ)?\s*(?:ปีงบประมาณ|ปี|พ\.ศ\.|FY|fiscal year|\s)*$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:เริ่ม(?:ต้น)?(?:จาก|ที่|ตั้งแต่)?|starting (?:from|in|with))\s*(?:ปีงบประมาณ|ปี|พ\.ศ\.|FY|\s)*$"
)
_IN_BRACKETS, _FIGURE = re.compile(r"\([^()]*$"), re.compile(r"\d\.\d|\d{2}")
_TO_WORD = re.compile(r"\s*(?:คะแนน|points?)?\s*\((?:ระดับ|เกรด|grade|\s)*", re.IGNORECASE)
_TO_SECOND = re.compile(
    r"\s*(?:คะแนน|points?)?[\s,(]*(?:อยู่ใน)?(?:ระดับ|เกรด|grade|\s)*", re.IGNORECASE
)
_AND, _NEAR = (
    re.compile(r"\s*(?:และ|กับ|and|&)\s*(?:ปีงบประมาณ|ปี|พ\.ศ\.|FY|in|\s)*", re.IGNORECASE),
    20,
)
# What may stand between a figure and the year told by another: 94.20 points last year.
_THAT_YEAR = re.compile(r"(?:st|nd|rd|th)?\s+(?:points?\s)?")
_LAST_YEAR = re.compile(r"\b(?:previously|last year)\b|ปีกลาย", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.!?;]\s)\W*$")  # a sentence
_ALONE = re.compile(r"[^\d]{0,24}(?:25|20)\d\d\W*")
_THIS_YEAR = re.compile(r"ปีนี้|\bthis year\b", re.IGNORECASE)
_NOTHING = Carried(None, is_about=True)


def to_begin_with(lines: list[str]) -> Carried:
    """What the first line of a text is read with: the years the whole of it names."""
    told = [year for line in lines for year in years_of(line, blocked_in(line, []), _NOTHING)]
    told = told or [year for line in lines for year in _lonely(line)]
    named = sorted({year.fiscal_year for year in told if not (year.is_relative and year.is_base)})
    is_pair = len(named) == 2 and named[1] - named[0] == 1  # noqa: PLR2004
    return Carried(
        _first_year(told),
        is_about=True,
        names_one_year=len(named) == 1,
        pair=(named[0], named[1]) if is_pair else None,
    )


def _lonely(line: str) -> list[Year]:
    """What looks like a year and stands by itself, for a text that tells none: ITA AWARDS 2024."""
    return [
        _bare_year(match)
        for match in _LONELY.finditer(line)
        if not overlaps(*match.span(), blocked_in(line, []))
    ]


def years_of(line: str, blocked: list[Span], carried: Carried) -> list[Year]:
    """The years of a line, also one that no word leads to, as behind the name of an office."""
    years = years_in(line, blocked, carried.year, by_year=is_by_year(carried.heads))
    taken = [*blocked, *((year.start, year.end) for year in years)]
    bare = [
        _bare_year(match)
        for match in _BARE_YEAR.finditer(line)
        if not overlaps(*match.span(match.lastgroup or 0), taken)
    ]
    for match in _LAST_YEAR.finditer(line):
        before = [year.fiscal_year for year in [*years, *bare] if year.end <= match.start()]
        now = max(before, default=carried.year)
        if now is not None:
            leads = _OPENS.search(line[: match.start()]) is not None
            past = Year(
                *match.span(), now - 1, is_base=not leads, is_common_era=False, is_relative=True
            )
            years = [*years, past]
    return [
        replace(year, is_base=_is_base(line[: year.start], year))
        for year in sorted([*years, *bare], key=lambda year: year.start)
    ]


def _is_base(left: str, year: Year) -> bool:
    """Whether something is compared with a year; not where a row of years begins with it."""
    is_told = year.is_base or _AFTER_FROM.search(left) is not None
    return is_told and not _BEGINS.search(left)


def _first_year(told: list[Year]) -> int | None:
    """The first year a text is about; the one after the years it only compares with."""
    own = [year.fiscal_year for year in told if not year.is_base]
    bases = [year.fiscal_year + 1 for year in told if not year.is_relative]
    return own[0] if own else max(bases, default=None)


def _bare_year(match: re.Match[str]) -> Year:
    group = match.lastgroup or ""
    is_common = group == "common"
    number = int(match[group]) + ERA * is_common
    return Year(*match.span(group), number, is_base=False, is_common_era=is_common)


def by_year_beside(line: str, tie: Tie, years: list[Year], carried: int | None) -> Tie:
    """A mention with a year just behind it, or a year told by another just before, is of that year.

    ``carried`` is the year of the lines before.
    """
    start, end = tie.mention.start, tie.mention.end
    before = next((year for year in reversed(years) if year.end <= start), None)
    behind = next((year for year in years if year.start >= end), None)
    if behind and behind.fiscal_year == tie.year and _IN_BRACKETS.search(line[: behind.start]):
        return _of_the_rest(line, tie, behind, years, carried)
    is_of_last = before and (tie.mention.kind == "change" or tie.year == before.fiscal_year)
    if before and is_of_last and is_in_brackets(line, before) and ")" in line[before.end : start]:
        return _of_the_rest(line, tie, before, years, carried)
    told = _told_beside(line, tie, before, behind)
    return replace(tie, year=told.fiscal_year) if told else tie


def _told_beside(line: str, tie: Tie, before: Year | None, behind: Year | None) -> Year | None:
    start, end = tie.mention.start, tie.mention.end
    if before and before.is_relative and tie.mention.kind != "change":
        is_led = tie.mention.is_old and not before.is_base
        if is_led or _OF_PAST.fullmatch(line, before.end, start):
            return before
    if behind is None or (behind.is_relative and tie.mention.kind == "change"):
        return None
    is_that = behind.is_relative and line[behind.start].isascii()
    if is_that and _THAT_YEAR.fullmatch(line, end, behind.start):
        return behind
    is_in = not tie.every and _IN_YEAR.fullmatch(line, end, behind.start)
    return behind if is_in else None


def _of_the_rest(line: str, tie: Tie, beside: Year, years: list[Year], carried: int | None) -> Tie:
    """A figure beside a year in brackets that has its own there is of the year of the line itself."""
    if _IN_BRACKETS.search(line[: tie.mention.start]) or not is_in_brackets(line, beside):
        return tie
    open_years = [each for each in years if not _IN_BRACKETS.search(line[: each.start])]
    told = [each for each in open_years if each.start < tie.mention.start] or open_years
    rest = told[-1].fiscal_year if told else carried
    return tie if rest is None else replace(tie, year=rest)


def stands_alone(line: str) -> bool:
    """Whether a line is nothing but a year and the words that lead to it: เดิมปี 2566."""
    return _ALONE.fullmatch(line) is not None


def is_in_brackets(line: str, year: Year) -> bool:
    """Whether a year stands in brackets with a figure of its own."""
    end = max(year.end, line.find(")", year.end))
    is_open = _IN_BRACKETS.search(line[: year.start])
    return bool(is_open and _FIGURE.search(line, year.end, end))


def with_their_scores(line: str, ties: list[Tie]) -> list[Tie]:
    """A grade or result in brackets just behind a score is of its year, as is a second grade."""
    beside = list(ties)
    for place, (score, word) in enumerate(pairwise(ties), 1):
        is_word = score.mention.kind == "score" and word.mention.kind in ("grade", "result")
        between = line[score.mention.end : word.mention.start]
        is_second = word.mention.kind == "grade" and any(
            (each.mention.kind, each.year) == ("grade", word.year) for each in ties[: place - 1]
        )
        pattern = _TO_SECOND if is_second else _TO_WORD
        if is_word and not word.every and pattern.fullmatch(between):
            beside[place] = replace(word, year=score.year)
    return beside


def of_joined_years(line: str, ties: list[Tie], years: list[Year]) -> list[Tie]:
    """A grade or result behind years joined by "and" is that of each: ปี 2566 และ 2567 ได้ผ่านดี."""
    joined = {
        last.fiscal_year: (first.fiscal_year, last.fiscal_year, last.end)
        for first, last in pairwise(years)
        if _AND.fullmatch(line, first.end, last.start)
    }
    return [
        replace(tie, every=joined[tie.year][:2])
        if tie.mention.kind in ("grade", "result")
        and tie.year in joined
        and 0 <= tie.mention.start - joined[tie.year][2] <= _NEAR
        else tie
        for tie in ties
    ]


def by_this_year(line: str, ties: list[Tie], years: list[Year]) -> list[Tie]:
    """What is told behind "this year" is of the year after one whose total stands before it."""
    this = next(reversed(list(_THIS_YEAR.finditer(line))), None)
    if this is None or any(year.start > this.start() for year in years):
        return ties
    told = {
        tie.year
        for tie in ties
        if tie.mention.end <= this.start() and tie.mention.kind == "score" and not tie.mention.part
    }
    return [
        replace(tie, year=tie.year + 1)
        if tie.year is not None and tie.year in told and tie.mention.start > this.start()
        else tie
        for tie in ties
    ]


def in_steps(ties: list[Tie], years: list[Year]) -> list[Tie]:
    """Of "from A to B" of one year, A is of the year before B; so is A alone in a line without years."""
    stepped = list(ties)
    for place, old in enumerate(ties):
        is_told = any(
            (each.mention.kind, each.mention.part) == (old.mention.kind, old.mention.part)
            and each.year == old.year
            and not each.mention.is_old
            for each in ties[:place]
        )
        alike = (
            new
            for new in ties[place + 1 :]
            if (new.mention.kind, new.mention.part) == (old.mention.kind, old.mention.part)
        )
        new = next(alike, None)
        is_alone = new is None and (is_told or not years) and old.mention.kind != "change"
        if is_alone and old.mention.is_old and old.year is not None:
            stepped[place] = replace(old, year=old.year - 1)
        if new and old.mention.is_old and not new.mention.is_old and old.year == new.year:
            stepped[place] = replace(old, year=None if old.year is None else old.year - 1)
    return stepped
