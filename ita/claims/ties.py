"""Ties each figure of a line to the office and the year it is about.

The year of a figure is one that stands beside it ("2565 (97.39)", "97.39 in 2565"), else the last one
before it that no other figure has, else that of the lines before. Of "from A to B", A is of the year
before B.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ita.claims.lists import Head
from ita.claims.mention import SIGHT, Kind, Mention, is_about_assessment, speaks_of_scores
from ita.claims.rows import NO_HEADS, Heads, Row
from ita.claims.subjects import Subject, subject_at
from ita.claims.years import Year, leads_on, says_score_of, takes_year_behind

NEXT = 32  # letters within which the next figure, grade or year belongs to one
_DISTANCE = re.compile(
    r"ต่าง|ห่าง|กว่า|แพ้|ชนะ|เฉือน|\b(?:than|below|above|behind|ahead|apart|differ|gap|margin)",
    re.IGNORECASE,
)
_APART = 96  # letters between a distance and the office it is to
_FAR = 160  # letters after which a year before a figure only suggests itself
_DECIMALS = 2
_OFFICES = re.compile(r"เขต(?:พื้นที่|ทั้ง|ทั่ว)|\d\s*เขต|ทุกเขต|สพป|สพม|สพท|\boffices\b", re.IGNORECASE)
_ALL_AGENCIES = re.compile(r"หน่วยงาน(?:ทั้ง|ภาครัฐ|ทั่ว|ของรัฐ)|\bagencies\b", re.IGNORECASE)
_OF_NOBODY = ("limit", "weight", "count")
_OF_YEAR = ("score", "grade", "result", "rank", "standing")
_BESIDE = 16  # letters between the name of an office and its score
_LOWEST = 50  # of totals that are ever printed
_RANKED = re.compile(r"อันดับ|ลำดับ")
_DIGIT = re.compile(r"\d")
_ERA_SIGNS = " (=/พค.ศBEADC"


_FORMER = re.compile(
    r"เดิม|เคย|ปีก่อน|ปีที่แล้ว|ปีที่ผ่านมา|ครั้งก่อน|ก่อนหน้า|จาก\s*[5-9]\d|last year|previous"
    r"|before|used to",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"วันนี้|ตอนนี้|ปัจจุบัน|ล่าสุด|บัดนี้|ต่อมา|ปีนี้|\b(?:today|now|this year|since then)\b", re.IGNORECASE
)
_WITH = re.compile(r"\(|with|at|ด้วย|ด้วยคะแนน|ที่|ที่คะแนน", re.IGNORECASE)
_MEAN = re.compile(r"(?:เฉลี่ย|\bmean|\baverage)[^\d]{0,12}$", re.IGNORECASE)
_BY_NOW = re.compile(
    r"วันนี้|ตอนนี้|บัดนี้|ปัจจุบัน|ปีนี้|\b(?:now|today|this (?:fiscal )?year)\b", re.IGNORECASE
)
_BOTH = re.compile(
    r"ทั้ง\s*(?:สอง|2|๒)\s*ปี|(?:สอง|2|๒)\s*ปี(?:ซ้อน|ติด)|ทั้ง(?:ใน)?ปี[^\n]{0,24}และ"
    r"|\bin both\b|\bboth (?:fiscal )?(?:years|times)\b",
    re.IGNORECASE,
)


_RANGE = re.compile(r"\s*(?:[-–—]|ถึง|to)\s*(?:ปี|FY|พ\.ศ\.|\s)*")
# What begins to tell of something else than the figure before it.
_ELSE_TOLD = re.compile(
    r"(?<![ก-๎])[.!?;]\s|เพราะ|หลังจาก|ทั้งที่|จากที่|จากเดิม|แม้|\b(?:after|since|although|though|because|which|who|when|that)\b",
    re.IGNORECASE,
)
# How a year is told of a score or count before it.
_OF_SCORE = re.compile(
    r"\s*(?:คะแนน|points?|ข้อ|items?)?\s*\(?(?:in|for|of|ใน|เมื่อ|ของ)?\s*"
    r"(?:ปีงบประมาณ|ปี|พ\.ศ\.|FY|fiscal year|\s)*",
    re.IGNORECASE,
)
_ENDS_CLAUSE = re.compile(
    r"\s*(?:$|[^\sก-๎A-Za-z\d]|และ|ซึ่ง|โดย|แต่|ส่วน|เพิ่ม|ลด|สูง|คิดเป็น|คือ|อยู่|ถือ|ทำ|จาก|มา|นั้น|นี้|ครับ|ค่ะ|คะ|นะ"
    r"|(?:and|but|while|which|with|up|from|so|to)\b)",
    re.IGNORECASE,
)
# What was once so in the year just named.
_ONCE = re.compile(r"[\s,]*(?:นั้น|เรา|เขต|สำนักงาน|we\s|ours?\s)*\s*(?:เคย|ยัง|เดิม|had|were|was)")
# A count just before its year: 245 แห่งในปี 2564.
_COUNTED_IN = re.compile(
    r"\s?(?:แห่ง|เขต|สำนักงาน|ข้อ)(?:ใน|เมื่อ)ปี(?:งบประมาณ)?\s?(?:พ\.ศ\.\s?)?"
    r"|\s(?:offices|items) in (?:FY ?|fiscal year )?"
)
_SATISFIED = re.compile(r"พึงพอใจ|satisfaction", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<![ก-๎])[.!?;]\s")
_BETWEEN = re.compile(
    r"\s*(?:คะแนน|points?|%)?\s*\(?(?:ระหว่าง|จาก|between|from)\s*(?:ปีงบประมาณ|ปี|พ\.ศ\.|FY|fiscal years?|\s)*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Tie:
    """A mention with whom it is about and when; ``is_told`` of a year that its own words give.

    ``other`` is the office that a distance may be to;
    ``is_beside`` of a year that touches it; ``every`` year of those that a grade or result is said of.
    """

    mention: Mention
    subject: Subject
    year: int | None
    since: int | None = None
    is_told: bool = False
    every: tuple[int, ...] = ()
    is_beside: bool = False
    other: Subject | None = None


@dataclass(frozen=True)
class Carried:
    """What a line leaves to the next.

    The last year named, whether the text names just one, and whether that was told by now; the two
    years of a text that names just two, one after the other; whether it speaks of the items of the OIT;
    whether it is about the ITA; another office that the line ended with; whether it asks for a figure of
    its year or heads those of it; the office that a letter is addressed to; the province whose offices it
    counts; the heads of a table; what it is the head of, if of a list.
    """

    year: int | None
    is_about: bool
    names_one_year: bool = False
    is_only_year: bool = False
    pair: tuple[int, int] | None = None
    of_items: bool = False
    office_id: str | None = None
    is_asked: bool = False
    addressee: str | None = None
    province: str = ""
    heads: Heads = NO_HEADS
    lists: frozenset[Head] = frozenset()


def tied(
    row: Row,
    mentions: list[Mention],
    years: list[Year],
    subjects: list[Subject],
    carried: Carried,
) -> list[Tie]:
    """Every mention with its subject and year, but for those about somebody else."""
    line = row.line
    years = _with_bases(line, mentions, _without_twins(line, years))
    in_turn = _in_turn(line, mentions, years)
    spent: dict[int, Kind] = {}
    ties: list[Tie] = []
    came: Tie | None = None
    for told in mentions:
        subject = subject_at(line, told.start, told.end, subjects, is_rank=told.kind == "rank")
        is_mean = _is_mean_of_offices(line, told, subject)
        is_rule = is_mean or _is_of_nobody(line, told, subject)
        if subject.office_id is None and not subject.is_named and not is_rule:
            continue
        mention = replace(told, is_sure=True) if is_mean else _sure_of_name(line, told, subject)
        mention = _sure_in_report(mention, subject, years, carried)
        column = row.year(mention.start)
        if column is not None:
            ties.append(Tie(mention, subject, column, is_told=True))
            continue
        turn = in_turn.get(mention.start)
        own = turn or _year_of(line, mention, mentions, years, spent)
        if own and (turn or _is_its_own(line, mention, own)):
            is_in_report = carried.is_about or speaks_of_scores(line)
            ties.append(_with_its_own(mention, subject, own, is_in_report=is_in_report))
        else:
            tie = _tie(line, mention, subject, own, years, carried)
            tie = _after(came, tie, own)
            ties.append(_of_each(line, tie, years))
            came = tie if mention.kind == "change" else came
    if carried.pair and not years:
        ties = _of_pair(ties, carried.pair)
    ties = [replace(tie, other=_other(line, tie, subjects)) for tie in ties]
    return _pairs_in_step(_beside_scores(line, ties))


def _other(line: str, tie: Tie, subjects: list[Subject]) -> Subject | None:
    """The office that stands nearest beside the one a distance is told of, just before or behind it."""
    start, end = tie.mention.start, tie.mention.end
    is_small = isinstance(tie.mention.value, Decimal) and tie.mention.value < _LOWEST
    is_loose = tie.mention.kind == "score" and is_small and not tie.mention.is_sure
    is_apart = is_loose and _DISTANCE.search(line, max(0, start - _APART), start)
    if not (is_apart or tie.mention.kind in ("distance", "change")):
        return None
    near = [
        (min(abs(start - each.end), abs(each.start - end)), place, each)
        for place, each in enumerate(subjects)
        if each.is_named
        and each.office_id != tie.subject.office_id
        and start - each.end <= _APART
        and each.start - end <= NEXT
    ]
    return min(near)[2] if near else None


def _with_bases(line: str, mentions: list[Mention], years: list[Year]) -> list[Year]:
    """The years, those just behind what something came from as bases: from 81.52 in FY2564."""
    old = [each.end for each in mentions if each.kind in ("score", "count") and each.is_old]
    return [
        replace(year, is_base=True)
        if not year.is_relative
        and any(end <= year.start and _OF_SCORE.fullmatch(line, end, year.start) for end in old)
        else year
        for year in years
    ]


def _of_pair(ties: list[Tie], pair: tuple[int, int]) -> list[Tie]:
    """Of "from A to B" in a line without years, B is of the later of the two years of its text."""
    return [
        replace(new, year=pair[1], is_told=True)
        if old and old.mention.is_old and new.mention.kind == old.mention.kind == "score"
        else new
        for old, new in zip([None, *ties], ties, strict=False)
    ]


def _is_of_nobody(line: str, mention: Mention, subject: Subject) -> bool:
    """Whether a figure is the same whoever tells it: a rule, or how many area offices there are."""
    is_of_offices = (
        subject.is_far
        and mention.kind == "count"
        and _OFFICES.search(line, subject.end, mention.end + SIGHT) is not None
    )
    is_wished = mention.kind == "limit" and _SATISFIED.match(line, max(0, subject.start))
    return is_of_offices or (subject.is_of_many and mention.kind in _OF_NOBODY and not is_wished)


def _is_mean_of_offices(line: str, mention: Mention, subject: Subject) -> bool:
    """Whether a score is the mean, or the most or least, of the offices: a measure of this assessment."""
    told = line[max(0, subject.start - NEXT) : mention.start]
    is_score = mention.kind == "score" and mention.decimals > 0 and not mention.is_hoped
    if (
        not subject.is_of_many
        or not is_score
        or _ALL_AGENCIES.search(line, subject.start, mention.start)
    ):
        return False
    return bool(_OFFICES.search(told))


def _is_its_own(line: str, mention: Mention, year: Year) -> bool:
    """Whether a year stands beside a score: just behind it, or so before it that no other has it."""
    if mention.kind != "score":
        return False
    return year.start >= mention.end or says_score_of(line, year, mention.start)


def _with_its_own(mention: Mention, subject: Subject, year: Year, *, is_in_report: bool) -> Tie:
    """A score of the year beside it; a number as scores are printed is one where they are spoken of."""
    is_high = isinstance(mention.value, Decimal) and mention.value >= _LOWEST
    is_like_one = is_in_report and mention.decimals == _DECIMALS and not mention.part and is_high
    meant = replace(mention, is_sure=mention.is_sure or is_like_one)
    return Tie(meant, subject, year.fiscal_year, is_told=True, is_beside=True)


def _sure_of_name(line: str, mention: Mention, subject: Subject) -> Mention:
    """A number printed as scores are, just behind the name of an office, is its score; or its rank."""
    between = line[subject.end : mention.start]
    is_behind = subject.is_named and 0 < len(between) <= _BESIDE and not _DIGIT.search(between)
    is_score = mention.kind == "score" and mention.decimals == _DECIMALS and not mention.is_hoped
    if is_behind and mention.kind == "rank" and between.strip() == "ที่" and _RANKED.search(line):
        return replace(mention, is_sure=True)
    is_high = isinstance(mention.value, Decimal) and mention.value >= _LOWEST
    return replace(mention, is_sure=True) if is_behind and is_score and is_high else mention


def _sure_in_report(
    mention: Mention, subject: Subject, years: list[Year], carried: Carried
) -> Mention:
    """A number printed as totals are, in a report, is one where its line tells whose and of when."""
    value = mention.value
    is_like_one = mention.kind == "score" and mention.decimals == _DECIMALS and not mention.part
    is_told = bool(years) and subject.start >= 0 and carried.is_about
    if not (is_like_one and is_told) or mention.is_hoped or mention.is_percent:
        return mention
    return (
        replace(mention, is_sure=True)
        if isinstance(value, Decimal) and value >= _LOWEST
        else mention
    )


def _beside_scores(line: str, ties: list[Tie]) -> list[Tie]:
    """A grade or result just before its score, as in AA (97.39), is of the year of that score."""
    beside = list(ties)
    for place, (grade, score) in enumerate(pairwise(ties)):
        between = line[grade.mention.end : score.mention.start].strip()
        is_word = grade.mention.kind in ("grade", "result")
        if is_word and score.mention.kind == "score" and _WITH.fullmatch(between):
            beside[place] = replace(grade, year=score.year, is_told=score.is_told)
    return beside


def _tie(
    line: str,
    mention: Mention,
    subject: Subject,
    own: Year | None,
    years: list[Year],
    carried: Carried,
) -> Tie:
    if own is None:
        return _without_year(line, mention, subject, years, carried)
    near = own.start > mention.start or mention.start - own.end <= _FAR
    near = near and not _BY_NOW.search(line, own.end, max(own.end, mention.start))
    if mention.kind == "change":
        year = own.fiscal_year + 1 if own.is_base else _latest(own, mention, years)
        since = None if own.is_base else _nearest_base(mention, years)
        return Tie(mention, subject, year, since, near)
    if own.is_base and mention.kind == "score" and leads_on(line, own, mention.start):
        return Tie(mention, subject, own.fiscal_year + 1)
    is_of_then = mention.kind == "grade" and _ONCE.match(line, own.end)
    if mention.is_old and own.end <= mention.start and not (own.is_base or is_of_then):
        return Tie(mention, subject, own.fiscal_year - 1)
    return Tie(mention, subject, own.fiscal_year, None, near)


def _without_year(
    line: str, mention: Mention, subject: Subject, years: list[Year], carried: Carried
) -> Tie:
    """A mention that no year of its line has: of the only one behind it, else of the lines before."""
    named = [year for year in years if not year.is_relative]
    is_before = len(named) == 1 and mention.start < named[0].start
    if is_before and _may_stand_before_year(line, mention, named[0]):
        return Tie(mention, subject, named[0].fiscal_year - mention.is_old, is_told=True)
    pair = carried.pair if not years else tuple(sorted({year.fiscal_year for year in years}))
    if mention.kind == "change" and pair and len(pair) == 2 and pair[1] - pair[0] == 1:  # noqa: PLR2004
        return Tie(mention, subject, pair[1], is_told=True)
    is_clear = carried.is_only_year and carried.year is not None
    is_change = mention.kind == "change"
    is_clear = (is_clear or carried.is_asked) and not is_change and not mention.is_old
    is_told = is_clear and not _FORMER.search(line) and not _NOW.search(line)
    return Tie(mention, subject, carried.year, is_told=is_told)


def _after(change: Tie | None, tie: Tie, own: Year | None) -> Tie:
    """What is told behind a change is of the year that the change came to, unless a year stands between."""
    if change is None or own is None or tie.mention.kind not in _OF_YEAR or tie.mention.is_old:
        return tie
    is_between = change.mention.start < own.start
    is_same = tie.subject.office_id == change.subject.office_id
    if is_between or not is_same or change.year is None:
        return tie
    return replace(tie, year=change.year, is_told=change.is_told)


def _nearest_base(mention: Mention, years: list[Year]) -> int | None:
    """The year nearest to a change that something is compared with."""
    bases = [(abs(year.start - mention.start), year.fiscal_year) for year in years if year.is_base]
    return min(bases)[1] if bases else None


def _latest(own: Year, mention: Mention, years: list[Year]) -> int:
    """The year a change came to: the later of two that stand before it, the last with its own figure."""
    before = [year.fiscal_year for year in years if year.end <= mention.start and not year.is_base]
    is_beside = own.start >= mention.end or mention.start - own.end <= _BESIDE
    return own.fiscal_year if is_beside or not before else max(before)


def _may_stand_before_year(line: str, mention: Mention, year: Year) -> bool:
    """Whether the only year of a line is that of a mention wherever it stands.

    It is not where something is compared with that year, or another sentence tells of it.
    """
    if year.is_base or _ELSE_TOLD.search(line, mention.end, year.start):
        return False
    if mention.kind in ("grade", "result"):
        return is_about_assessment(line)
    return mention.kind in ("rank", "count", "standing")


def _of_each(line: str, tie: Tie, years: list[Year]) -> Tie:
    """A grade or result that is said of two years at once, as in "passed in both years"."""
    if tie.mention.kind not in ("grade", "result") or not _BOTH.search(line):
        return tie
    named = sorted({year.fiscal_year for year in years})
    return replace(tie, every=tuple(named) if len(named) > 1 else ())


def _in_range(line: str, told: list[Mention], years: list[Year]) -> dict[int, Year]:
    """Years for as many scores as a range of years has, behind it: 2561-2565: a, b, c, d, e."""
    if len(years) != 2 or len(told) < 3 or told[0].start < years[1].end:  # noqa: PLR2004
        return {}
    first, last = years
    is_range = _RANGE.fullmatch(line[first.end : last.start])
    if not is_range or last.fiscal_year - first.fiscal_year + 1 != len(told):
        return {}
    return {
        each.start: replace(first, fiscal_year=first.fiscal_year + place)
        for place, each in enumerate(told)
    }


def _in_turn(line: str, mentions: list[Mention], years: list[Year]) -> dict[int, Year]:
    """Years for scores and grades in the order of a list of years: 2564 and 2565: 81.52 and 97.39."""
    turns: dict[int, Year] = {}
    for kind in ("score", "grade"):
        told = [
            each
            for each in mentions
            if each.kind == kind and not each.part and not _MEAN.search(line[: each.start][-NEXT:])
        ]
        turns |= _in_range(line, told, years)
        if len(years) < 2 or len(told) != len(years):  # noqa: PLR2004
            continue
        if years[-1].end > told[0].start and told[-1].end > years[0].start:
            continue
        is_step = len(told) == 2 and told[0].is_old and not told[1].is_old  # noqa: PLR2004
        in_order = sorted(years, key=lambda year: year.fiscal_year) if is_step else years
        turns |= {each.start: year for each, year in zip(told, in_order, strict=True)}
    return turns


def _year_of(
    line: str, mention: Mention, mentions: list[Mention], years: list[Year], spent: dict[int, Kind]
) -> Year | None:
    """The year of a mention: one behind it that belongs to it, else the last one before it."""
    before = [year for year in years if year.end <= mention.start]
    is_said_of = mention.kind == "score" or (
        mention.kind in ("rank", "count", "grade", "result") and before and before[-1].is_base
    )
    if before and is_said_of and says_score_of(line, before[-1], mention.start):
        return before[-1]
    behind = next((year for year in years if year.start >= mention.end), None)
    behind = None if behind and _begins_range(line, behind, years) else behind
    if behind and _belongs_to(line, mention, behind, mentions, years, spent):
        later = (year for year in years if year.fiscal_year == behind.fiscal_year + 1)
        return next(later, behind) if mention.kind == "change" and not behind.is_base else behind
    free = [year for year in before if not year.is_base] or [
        year for year in before if not year.is_relative
    ]
    if mention.kind == "change":
        by_base = behind if behind and behind.is_base else None
        return free[-1] if free else _spanned(line, mention, years) or by_base
    if mention.kind in _OF_NOBODY and free and free[-1].start in spent:
        return None
    unspent = [year for year in free if year.start not in spent]
    return next(reversed([*free, *unspent]), None)


def _belongs_to(
    line: str,
    mention: Mention,
    behind: Year,
    mentions: list[Mention],
    years: list[Year],
    spent: dict[int, Kind],
) -> bool:
    """Whether a year behind a mention is its own, which is kept in ``spent`` then."""
    others = [(each.start, each.kind) for each in mentions if each.start > mention.start]
    if not takes_year_behind(line, mention, behind, others):
        return False
    before = [year for year in years if year.end <= mention.start]
    is_open = (
        not before
        or _is_taken(before[-1], mention, spent)
        or before[-1].is_base
        or _scores_lead(mentions, years)
        or _SENTENCE.search(line, before[-1].end, mention.start)
        or (mention.kind == "count" and _COUNTED_IN.fullmatch(line, mention.end, behind.start))
    )
    is_last = _ENDS_CLAUSE.match(line, behind.end) is not None and all(
        not 0 <= start - behind.end <= NEXT for start, _ in others
    )
    is_bracketed = _is_bracketed(line, behind, others)
    is_own = bool(is_open or is_last or mention.is_old or is_bracketed)
    if is_own and (mention.kind not in _OF_NOBODY or is_bracketed):
        spent[behind.start] = mention.kind
    return is_own


def _is_taken(year: Year, mention: Mention, spent: dict[int, Kind]) -> bool:
    """Whether a figure before has a year, and not only a word that a score may stand beside."""
    kind = spent.get(year.start)
    return kind is not None and not (mention.kind == "score" and kind in ("grade", "result"))


def _begins_range(line: str, year: Year, years: list[Year]) -> bool:
    """Whether a year is the first of a range, as in 2564-2565."""
    later = next((each for each in years if each.start > year.start), None)
    return later is not None and _RANGE.fullmatch(line[year.end : later.start]) is not None


def _scores_lead(mentions: list[Mention], years: list[Year]) -> bool:
    """Whether a line tells scores and then their years, as its first score stands before its first year."""
    scores = [each.start for each in mentions if each.kind == "score"]
    return len(scores) > 1 and len(years) > 1 and scores[0] < years[0].start


def _spanned(line: str, mention: Mention, years: list[Year]) -> Year | None:
    """The later of two years that a change is told to lie between: 15.86 between 2564 and 2565."""
    behind = [year for year in years if year.start >= mention.end][:2]
    if len(behind) < 2 or not _BETWEEN.fullmatch(line[mention.end : behind[0].start]):  # noqa: PLR2004
        return None
    return max(behind, key=lambda year: year.fiscal_year)


def _is_bracketed(line: str, year: Year, others: list[tuple[int, Kind]]) -> bool:
    """Whether a year stands in brackets behind a figure, with no figure of its own in them."""
    before, end = line[: year.start], line.find(")", year.end)
    if any(year.end <= start < end for start, _ in others):
        return False
    return before.rfind("(") > max(before.rfind(")"), year.start - NEXT)


def _pairs_in_step(ties: list[Tie]) -> list[Tie]:
    """Of "from A to B" without a year of its own, A is of the year before B."""
    stepped = list(ties)
    for place, (old, new) in enumerate(pairwise(ties)):
        kind = new.mention.kind
        is_step = old.mention.is_old and not new.mention.is_old
        is_pair = is_step and kind in ("score", "grade", "rank")
        is_pair = is_pair and kind in {"score", old.mention.kind}
        if not is_pair or old.is_told or new.year is None:
            continue
        if new.is_told or old.year is None:
            stepped[place] = replace(old, year=new.year - 1, is_told=new.is_told)
    return stepped


def _without_twins(line: str, years: list[Year]) -> list[Year]:
    """The years but for those that only say the one before them in the other era."""
    return [
        year
        for place, year in enumerate(years)
        if not place or not is_twin(line, years[place - 1], year)
    ]


def is_twin(line: str, first: Year, second: Year) -> bool:
    """Whether the second year says the first one in the other era: พ.ศ. 2565 (ค.ศ. 2022)."""
    between = line[first.end : second.start]
    return first.is_common_era != second.is_common_era and not between.strip(_ERA_SIGNS)
