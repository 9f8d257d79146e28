"""Holds a text against what is known: every figure that can be tied to an office and a year is judged.

A figure without a year of its own is right when it is right of any year, and else held to the year of
the figures around it. A wrong one is called wrong only where its year is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ita.claims.asides import asides_in
from ita.claims.figures import figures_in
from ita.claims.known import Known
from ita.claims.letters import Reading, reading_of
from ita.claims.lists import heads_next, is_rank_of_list
from ita.claims.mention import Kind, Mention, is_about_assessment, overlaps
from ita.claims.names import Named
from ita.claims.numbers import blocked_in
from ita.claims.rows import heads_after, is_by_year, row_of, with_tabs
from ita.claims.subjects import Subject, is_of_own_people, subject_at, subjects_in
from ita.claims.ties import Carried, Tie, is_twin, tied
from ita.claims.together import Pairs, as_many_as_named, together
from ita.claims.verdict import Fact, Judged, Verdict
from ita.claims.verdicts import judged
from ita.claims.years import ERA, Year, years_in
from ita.offices import Office

KINDS: tuple[Kind, ...] = (
    "score", "change", "distance", "year", "grade", "result", "rank", "standing", "count", "limit",
    "weight", "office",
)  # fmt: skip


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


_SEVERAL = 2
_CENTS = 2  # decimals of a total
# So many offices as a province has.
_FEW_OFFICES = re.compile(
    r"(?<!\d)\d{1,2}\s*(?:แห่ง|เขต|สำนักงาน|(?:education|area|primary|secondary|offices?"
    r"|of (?:them|these|those))\b)"
)
_OUR_PROVINCE = re.compile(r"จังหวัด(?:ของ)?เรา|\bour (?:own )?province\b", re.IGNORECASE)
_ITEMS = re.compile(r"(?<![A-Za-z])OIT(?![A-Za-z])|เปิดเผยข้อมูลสาธารณะ|open data", re.IGNORECASE)
# What a text that does not name the assessment has of it: so many of these, and nothing of other ones.
_ENOUGH = 4
_SIGNS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"ปีงบประมาณ|ปี\s?(?:25)?6\d(?!\d)|\bFY\s?2\d|fiscal year",
        r"(?<![\d.,])(?:[5-9]\d\.\d\d|100\.00)(?!\d|\s*(?:บาท|ล้าน))",
        r"คะแนน|\bpoints?\b|\bscor",
        r"อันดับ|ลำดับที่|\brank",
        r"(?<![A-Za-z])AA(?![A-Za-z])|(?:ระดับ|เกรด|\bgrade)\s*[A-F](?![A-Za-z])",
        r"เขตพื้นที่|สพป|สพม|เขต(?:ของ)?เรา|\b(?:primary|secondary)(?: \w+){0,4} \d|area offices",
        r"โปร่งใส|สุจริต|\bintegrity\b|\btransparen",
        r"ผ่านเกณฑ์|เกณฑ์ผ่าน|\bpass mark|\bpass(?:ed|ing)\b",
        r"\d\s*(?:ตัวชี้วัด|indicators)|(?:ตัวชี้วัด(?:ที่)?|\bindicator)\s?\d",
        r"\d\s*(?:เครื่องมือ(?!\S)|instruments)",
    )
)
_ELSE = re.compile(r"O-?NET|\b(?:NT|RT|PISA|PMQA)\b|สมศ|แข่งขัน|ฟุตบอล|กีฬา|ศิลปหัตถกรรม")
_OF_RULES: tuple[Kind, ...] = ("limit", "weight", "count")
# How a line begins that goes on about the office of the line before.
_GOES_ON = re.compile(
    r"\s*[-•*]?\s*(?:อยู่ใน|ได้)?\s*(?:ระดับ|อันดับ|ลำดับ|คะแนน|เพิ่มขึ้น|ผ่าน|ไม่ผ่าน|grade|rank)"
)


_ADDRESSED = re.compile(
    r"\s*(?:กราบ)?(?:เรียน(?!รู้)|ถึง|สวัสดี|\bDear\b|\bTo\b|\bHello\b|\bHi\b)", re.IGNORECASE
)
_QUESTION = re.compile(
    r"\?|เท่าไ[รห]|เท่าใด|กี่|อะไร|ระดับไหน|^\s*(?:ถาม|Q|คำถาม)\b|\bhow (?:much|many)\b|\bwhat\b",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(
    r"(?:[\s:•*▪●◦·#=–—-]|ปีงบประมาณ|ปี|พ\.ศ\.|ค\.ศ\.|FY|fiscal year|ผลการประเมิน|ผล|ITA|\d{1,2}[.)])*",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def check(text: str, known: Known) -> tuple[Claim, ...]:
    """Every claim of a text, in its order, none over another; what cannot be tied is left out.

    The last few are kept, so that a screen may ask again.
    """
    reading = reading_of(text)
    named = sorted(_years_named(reading))
    carried = Carried(
        named[0] if len(named) == 1 else None,
        _is_about(reading.text, known),
        names_one_year=len(named) == 1,
        pair=(named[0], named[1]) if _is_pair(named) else None,
        of_items=_ITEMS.search(reading.text) is not None,
    )
    claims: list[Claim] = []
    for start, line in reading.lines:
        of_line, carried = _line(line, known, carried)
        for claim in of_line:
            first, last = reading.place(start + claim.start, start + claim.end)
            claims.append(replace(claim, start=first, end=last, printed=text[first:last]))
    return tuple(claims)


def _is_about(text: str, known: Known) -> bool:
    """Whether a text is about the assessment: it names it, has its signs, or figures of those it names."""
    if is_about_assessment(text) or _signs(text) >= _ENOUGH:
        return True
    ours = {
        f"{abs(figure):.2f}"
        for office_id in {known.home_id, *_named(text, known)}
        for total in known.of_office(office_id)
        for figure in (total.score, total.change, total.change_computed)
        if figure is not None
    }
    told = sum(figure in text for figure in ours)
    return told >= _SEVERAL or (told > 0 and _signs(text) >= _ENOUGH - 2)


def _named(text: str, known: Known) -> Iterator[str]:
    """The offices that a text names."""
    for line in text.splitlines():
        yield from (each.office.office_id for each in known.names.found_in(line) if each.office)


def _signs(text: str) -> int:
    """How many kinds of words a text has that results of the assessment are told with."""
    return 0 if _ELSE.search(text) else sum(sign.search(text) is not None for sign in _SIGNS)


def _is_pair(years: list[int]) -> bool:
    """Whether the years a text names are just two, one after the other."""
    return len(years) == _SEVERAL and years[1] - years[0] == 1


def _years_named(reading: Reading) -> set[int]:
    """The fiscal years that a text names, as far as they are known without reading its lines."""
    years = [
        year
        for _, line in reading.lines
        for year in years_in(line, blocked_in(line, []))
        if not (year.is_relative and year.is_base)
    ]
    told = {year.fiscal_year for year in years if not (year.is_base and len(years) == 1)}
    return told or {year.fiscal_year + 1 for year in years}


def _line(line: str, known: Known, carried: Carried) -> tuple[list[Claim], Carried]:
    line = with_tabs(line)
    names = known.names.found_in(line, known.names.office(known.home_id))
    blocked = blocked_in(line, names)
    years = years_in(line, blocked, carried.year, by_year=is_by_year(carried.heads))
    row = row_of(line, carried.heads, years)
    blocked += asides_in(line)
    if "ranks" in carried.lists:
        blocked = [span for span in blocked if not is_rank_of_list(line, *span)]
    provinces = [(-1, carried.province), *_provinces_in(line, names, known)]
    mentions = figures_in(
        row,
        years,
        blocked,
        is_about=carried.is_about,
        lists=carried.lists,
        of_items=carried.of_items,
        provinces=provinces,
        name_at=names[0].start if names else None,
    )
    meant = [_meant(line, named, known) for named in names]
    offices = list(zip(names, [each.office_id if each else None for each in meant], strict=True))
    goes_on = None if years or names or not _GOES_ON.match(line) else carried.office_id
    addressee = _addressee(line, meant) or carried.addressee
    first_id = goes_on or known.home_id
    subjects = subjects_in(
        line, offices, known.home_id, first_id, addressee, _own_totals(known, carried)
    )
    ties = tied(row, mentions, years, subjects, carried)
    ties, misnamed = _of_namesakes_after_all(ties, names, known)
    pairs = as_many_as_named(
        together(line, ties, known), len({each for _, each in offices if each})
    )
    if goes_on:
        pairs = [each for each in pairs if each[1] and each[1].is_right]
    claims = [_claim(tie, found) for tie, found in pairs if found is not None]
    claims += _office_claims(names, meant, misnamed)
    claims += _year_claims(line, years, subjects, pairs, known)
    is_side = bool(mentions) or "\t" in line
    told = [year for year in years if not (year.is_relative and year.is_base and is_side)]
    last = told[-1].fiscal_year if told else carried.year
    left = replace(
        carried,
        year=last or _year_of(pairs, known),
        is_only_year=carried.is_only_year
        or (carried.names_one_year and any(not year.is_base for year in years)),
        office_id=goes_on or _office_left(ties, known),
        is_asked=_asks(line, years, mentions) or (carried.is_asked and not years and not mentions),
        addressee=addressee,
        heads=heads_after(line, carried.heads, years),
        lists=heads_next(line, carried.lists),
        province=provinces[-1][1]
        if any(each.part == provinces[-1][1] for each in mentions)
        else "",
    )
    return sorted(claims, key=lambda claim: claim.start), left


def _provinces_in(line: str, names: list[Named], known: Known) -> list[tuple[int, str]]:
    """Where a line names provinces, but for those in names of offices."""
    if not _FEW_OFFICES.search(line):
        return []
    spans = [(each.start, each.end) for each in names]
    return [
        (match.start(), match.group())
        for match in known.names.provinces.finditer(line)
        if not overlaps(*match.span(), spans)
    ] + [
        (match.start(), known.names.office(known.home_id).province)
        for match in _OUR_PROVINCE.finditer(line)
    ]


def _own_totals(known: Known, carried: Carried) -> frozenset[str]:
    """The totals of our own as they are printed, in a text about the assessment."""
    totals = known.of_office(known.home_id) if carried.is_about else ()
    return frozenset(f"{total.score:.2f}" for total in totals if total.score is not None)


def _year_of(pairs: Pairs, known: Known) -> int | None:
    """The year of the last total, rank or grade of ours that a line tells rightly."""
    return next(
        (
            found.year
            for tie, found in reversed(pairs)
            if found
            and found.is_right
            and tie.mention.kind in ("score", "rank", "grade")
            and tie.subject.office_id == known.home_id
        ),
        None,
    )


def _addressee(line: str, meant: list[Office | None]) -> str | None:
    """The office that a letter is addressed to, where the line says so."""
    first = next((office for office in meant if office is not None), None)
    return first.office_id if first and _ADDRESSED.match(line) else None


def _asks(line: str, years: list[Year], mentions: list[Mention]) -> bool:
    """Whether a line asks for a figure of the one year it names, or is nothing but its year."""
    if len(years) != 1 or mentions:
        return False
    year = years[0]
    rest = line[: year.start] + line[year.end :]
    is_head = rest.rstrip().endswith(":") and _YEAR_ALONE.fullmatch(rest)
    return bool(is_head or _QUESTION.search(line))


def _office_left(ties: list[Tie], known: Known) -> str | None:
    """The other office that a line ends with, having told a figure of it."""
    office_id = ties[-1].subject.office_id if ties else None
    return None if office_id == known.home_id else office_id


# --- offices --------------------------------------------------------------------------------------


def _meant(line: str, named: Named, known: Known) -> Office | None:
    """The office a name means; one of our own area that cannot be meant is our own misnamed."""
    home = known.names.office(known.home_id)
    is_of_our_area = home in named.siblings
    is_misnamed = named.office != home and is_of_our_area
    return home if is_misnamed and is_of_own_people(line, named.start, named.end) else named.office


def _of_namesakes_after_all(
    ties: list[Tie], names: list[Named], known: Known
) -> tuple[list[Tie], dict[int, Office]]:
    """Scores under a name that only another office of its area has: the name is wrong, not they.

    What is left says, by where such names begin, which office is meant.
    """
    home = known.names.office(known.home_id)
    meant: dict[int, Office] = {}
    for tie in ties:
        named = next((each for each in names if each.start == tie.subject.start), None)
        theirs = judged(tie, known)
        is_score = tie.mention.kind == "score" and tie.mention.decimals == _CENTS
        if named is None or named.office == home or not is_score or (theirs and theirs.is_right):
            continue
        namesakes = sorted(named.siblings, key=lambda each: each != home)
        right = next((each for each in namesakes if _is_of(each, tie, known)), None)
        if right is not None and right != named.office:
            meant[named.start] = right
    return [
        replace(tie, subject=replace(tie.subject, office_id=meant[tie.subject.start].office_id))
        if tie.subject.start in meant
        else tie
        for tie in ties
    ], meant


def _is_of(office: Office, tie: Tie, known: Known) -> bool:
    """Whether a figure is exactly that of an office."""
    found = judged(replace(tie, subject=replace(tie.subject, office_id=office.office_id)), known)
    return found is not None and found.verdict == "matches"


def _office_claims(
    names: list[Named], meant: list[Office | None], misnamed: dict[int, Office]
) -> Iterator[Claim]:
    for named, office in zip(names, meant, strict=True):
        right = misnamed.get(named.start, office)
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
    pairs: Pairs,
    known: Known,
) -> Iterator[Claim]:
    """The years that claims are about, or that stand in a line about the assessment.

    One of which nothing is known is left to its figures, where those say so.
    """
    used = {found.year for tie, found in pairs if found and tie.mention.kind not in _OF_RULES}
    used |= {tie.since for tie, found in pairs if found is not None}
    unknown = {found.year for _, found in pairs if found and found.verdict == "missing"}
    changes = any(tie.mention.kind == "change" for tie, found in pairs if found is not None)
    is_about = is_about_assessment(line)
    for place, year in enumerate(years):
        is_used = year.fiscal_year in used or (changes and year.fiscal_year + 1 in used)
        subject = subject_at(line, year.start, year.end, subjects)
        is_meant = is_used or (is_about and subject.office_id is not None)
        if year.is_relative or not is_meant:
            continue
        twin = years[place - 1] if place else None
        right = _other_era(line, twin, year) if twin else year.meant
        right = right or year.meant
        if right is not None:
            yield _year_claim(year, "differs", right)
        elif year.fiscal_year in known.ranked:
            yield _year_claim(year, "matches", year.fiscal_year - ERA * year.is_common_era)
        elif year.fiscal_year in used - unknown:
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


def _claim(tie: Tie, found: Judged) -> Claim:
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
