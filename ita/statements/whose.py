"""Whom the figures of a text are about, among the offices and other bodies it names."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from ita.claims.indicators import INDICATOR_NAME
from ita.claims.mention import Mention, overlaps
from ita.claims.subjects import Subject
from ita.claims.ties import Tie
from ita.statements.names import OTHER, Mentioned

OURS = ""  # the id of an office that is not named
_CONTRAST = re.compile(
    r"(?:ส่วน|ขณะที่|กว่า|แพ้|ชนะ|ตาม(?:ด้วย|หลัง)?|รองจาก|เทียบกับ|ห่างจาก"
    r"|while|than|behind|ahead of|compared with|versus)\s*$"
)
_OURSELVES = re.compile(r"เรา|\b(?:we|our|us)\b", re.IGNORECASE)
_LEVELS = re.compile("ผ่านดี")
_AND = re.compile(r"\s*(?:คะแนน|points?)?\s*(?:,|และ|กับ|and|,\s*(?:และ|and))\s*", re.IGNORECASE)
_RESULT_OF = re.compile(r"(?:มี|ได้|โดย|และ|\s)ผล(?:คะแนน)?(?:การ)?ประเมิน(?!ภายนอก|ตนเอง|คุณภาพ)")
_DIGIT = re.compile(r"\d")
_ALL = re.compile(r"ทั้ง(?:สอง|สาม|สี่|คู่|หมด|\s?\d)|ทุก(?:เขต|แห่ง)|\b(?:both|all)\b", re.IGNORECASE)
_BECAUSE = re.compile(r"(เนื่อง|นอก|หลัง(?=จากปี))จาก")
# The weight of a part before its score: 30% ได้, (น้ำหนักร้อยละ 40), คะแนนรวม (100%).
_WEIGHT = re.compile(
    r"\(?(?:ค่า)?(?:น้ำหนัก|คิดเป็น|weight(?:ed)?)?\s?(?:ร้อยละ\s?(?:30|40)(?![\d.])|(?<![\d.])(?:30|40)\s?(?:%|percent))\)?(?=[^\d\n;]{0,30}\d)"
    r"|\((?:ร้อยละ\s?100|100\s?%)\)(?=[^\d\n;]{0,12}\d)",
    re.IGNORECASE,
)
# What was missing to a mark: ขาดอีกเพียง 0.12 คะแนน จะถึงเกณฑ์ 85 คะแนน.
_SHORT_OF = re.compile(
    r"(?:ขาด|อีก)[^\d\n]{0,12}\d{1,2}(?:\.\d{1,2})?\s*คะแนน\s*(?:ก็|ถึง)?จะ(?:ถึง|ได้|ผ่าน|เป็น)(?:เกณฑ์|ระดับ|เกรด|คะแนน|\s)*"
    r"(?:\d{2,3}(?:\.\d+)?\s*(?:คะแนน)?|AA|[A-F](?![A-Za-z])|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน)?"
)
# A mean that is not told of many, and the most or least of an office's own parts.
_OWN_MEAN = re.compile(
    r"(?<=คะแนน)เฉลี่ย(?:รวม)?(?:ของ|จาก)?(?:ทุก|ทั้ง)?\s?(?:\d{1,2}\s?)?"
    r"(?:ตัวชี้วัด|เครื่องมือ|แบบวัด|ด้าน)(?=[^\d\n]{0,8}\d\d\.\d)"
    r"|(?<=คะแนน)เฉลี่ย(?=(?:รวม)?\s*(?:คือ|อยู่ที่|เท่ากับ|ได้|[:=])?\s*\d)"
    r"|(?:สูง|ต่ำ|น้อย|มาก)(?:ที่)?สุด(?=[^\d\n]{0,12}(?:ตัวชี้วัด|[IEO]IT|ด้าน))"
    r"|(?P<part>(?:ตัวชี้วัด|[IEO]IT|ด้าน)[^\d\n]{0,48})(?:สูง|ต่ำ|น้อย|มาก)(?:ที่)?สุด(?=\s?\(\d)"
)


@dataclass(frozen=True)
class Whole:
    """What a text tells as a whole, besides its lines.

    ``main`` is the office it is about, OURS where it names none or several; ``says_we`` of words for
    ourselves; ``has_levels`` of the levels in words that are no results.
    """

    main: str
    says_we: bool
    has_levels: bool

    def home(self, last: str) -> str:
        """Whom a word for ourselves means where the office ``last`` was named before it."""
        return OURS if self.says_we and not self.main else self.main or last


def whole_of(lines: list[str], mentioned: list[list[Mentioned]]) -> Whole:
    """What is told by a text of these lines, in each of which offices are mentioned."""
    told: list[str] = []
    says_we = False
    has_levels = any(_LEVELS.search(line) for line in lines)
    for line, offices in zip(lines, mentioned, strict=True):
        for named, office_id in offices:
            left = line[: named.start]
            if _CONTRAST.search(left) and (says_we or not told or _OURSELVES.search(left)):
                return Whole(told[0] if told else OURS, says_we, has_levels)
            told.append(office_id)
        says_we = says_we or _OURSELVES.search(line) is not None
    return Whole(told[0] if len(set(told)) == 1 else OURS, says_we, has_levels)


def without_asides(line: str) -> str:
    """The line without weights, words that say why, and a mean, most or least that is an office's own.

    Each letter keeps its place.
    """
    line = _BECAUSE.sub(lambda because: because.group(1).ljust(len(because.group())), line)
    line = _SHORT_OF.sub(lambda short: " " * len(short.group()), line)
    line = _WEIGHT.sub(lambda weight: " " * len(weight.group()), line)
    return _OWN_MEAN.sub(lambda own: (own["part"] or "").ljust(len(own.group())), line)


def with_returns(line: str, subjects: list[Subject], *, in_parts: bool) -> list[Subject]:
    """The subjects, back at the office named before once what it has besides is told: money, people.

    ``in_parts`` of a line in a list of indicators, the names of which are no other subject: budget spending.
    """
    parts = [match.span() for match in INDICATOR_NAME.finditer(line)] if in_parts else []
    subjects = [each for each in subjects if not overlaps(each.start, each.end, parts)]
    returned = list(subjects)
    for match in _RESULT_OF.finditer(line):
        before = [each for each in subjects if each.start < match.start()]
        own = [each for each in before if each.office_id is not None]
        is_told = own and before[-1].office_id is None and not before[-1].is_far
        if is_told and _DIGIT.search(line, before[-1].end, match.start()):
            returned.append(replace(own[-1], start=match.start(), end=match.start()))
    return sorted(returned, key=lambda each: each.start)


def without_others(mentions: list[Mention], subjects: list[Subject]) -> list[Mention]:
    """The mentions without scores of others, and of many, which take no year of a line."""
    return [
        each
        for each in mentions
        if each.kind != "score" or each.part or not _is_else(each.start, subjects)
    ]


def _is_else(place: int, subjects: list[Subject]) -> bool:
    last = [each for each in subjects if each.start <= place][-1]
    return last.is_far or last.office_id == OTHER


def with_ranks_behind(ties: list[Tie], subjects: list[Subject]) -> list[Tie]:
    """Ranks are of the names before them, where the first name of a line stands before its first rank."""
    names = [each for each in subjects if each.is_named]
    ranks = [tie for tie in ties if tie.mention.kind == "rank"]
    if len(names) < 2 or not ranks or ranks[0].mention.start < names[0].start:  # noqa: PLR2004
        return ties
    return [
        replace(tie, subject=[each for each in names if each.start < tie.mention.start][-1])
        if tie in ranks and tie.subject.start >= tie.mention.end
        else tie
        for tie in ties
    ]


def in_turn(line: str, ties: list[Tie], offices: list[Mentioned]) -> list[Tie]:
    """Totals in the order of the names before them: A และ B ได้ 96.55 และ 95.10; what all had is of each."""
    run: list[Mentioned] = []
    for named, office_id in offices:
        is_next = bool(run) and _AND.fullmatch(line, run[-1][0].end, named.start)
        run = [*(run if is_next else []), (named, office_id)]
        if len(run) > 1:
            ties = _of_each(line, _of_run(line, ties, run), run)
    return ties


def _of_each(line: str, ties: list[Tie], run: list[Mentioned]) -> list[Tie]:
    """A grade or result that all of some names had is that of each: A และ B ผ่านทั้งสองแห่ง."""
    named, last_id = run[-1]
    if not _ALL.search(line, named.end):
        return ties
    return [
        replace(tie, subject=replace(tie.subject, office_id=office_id))
        for tie in ties
        for office_id in (
            [each for _, each in run]
            if tie.mention.kind in ("grade", "result")
            and tie.mention.start >= named.end
            and tie.subject.office_id == last_id
            else [tie.subject.office_id]
        )
    ]


def _of_run(line: str, ties: list[Tie], run: list[Mentioned]) -> list[Tie]:
    end = run[-1][0].end
    scores = [
        tie
        for tie in ties
        if tie.mention.kind == "score"
        and tie.mention.start >= end
        and tie.subject.office_id == run[-1][1]
    ]
    turns: dict[int, str] = {}
    for listed in (scores[first : first + len(run)] for first in range(len(scores))):
        is_list = len(listed) == len(run) and all(
            _AND.fullmatch(line, one.mention.end, other.mention.start)
            for one, other in pairwise(listed)
        )
        if is_list and listed[0].mention.start not in turns:
            starts = (tie.mention.start for tie in listed)
            turns |= dict(zip(starts, (office_id for _, office_id in run), strict=True))
    return [
        replace(tie, subject=replace(tie.subject, office_id=turns[tie.mention.start]))
        if tie.mention.start in turns
        else tie
        for tie in ties
    ]
