"""Scores and grades of a part of the assessment that do not name it again: EIT 88.42, up from 85.17."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from ita.claims.mention import Mention
from ita.claims.ties import Tie
from ita.statements.measures import names_total
from ita.statements.statement import Statement

_GRADE_OF_PART = "grade of a part"
_TO_GRADE = re.compile(
    r"\s*(?:คะแนน|points?)?[\s,(|\t:/·-]*(?:อยู่ใน)?(?:ระดับ|เกรด|grade|level)?[\s:\"“(]*",
    re.IGNORECASE,
)
_HEAD, _FIGURE, _LONGEST_HEAD = (
    re.compile(r"ตัวชี้วัด(?!ที่)|\bindicators\b", re.IGNORECASE),
    re.compile(r"\d\.\d"),
    120,
)
_FROM = re.compile(r"จาก|กว่าปี|ปีก่อน|\bfrom\b|\bthan\b", re.IGNORECASE)
_WHICH_HAD = re.compile(
    r"[^\d\n]{0,40}(?:จาก|กว่า)(?:ปี[^\d\n]{0,20}(?:25)?\d\d|ปี[ก-๎]{3,12})\s*(?:ที่|ซึ่ง|\()(?:ได้|มี|คะแนน|เท่ากับ|\s)*"
)
_TO = re.compile(r"เป็น|สู่|เหลือ|→|->|\bto\b")


def heads_indicators(line: str) -> bool:
    """Whether a line is the head of a list of indicators, which it tells no score of."""
    is_short = len(line) <= _LONGEST_HEAD and not _FIGURE.search(line)
    return is_short and _HEAD.search(line) is not None


def with_parts(line: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with the part of a score also for what it had before: 88.95 จากปี 2566 ซึ่งได้ 85.60."""
    known = list(mentions)
    scores = [place for place, each in enumerate(known) if each.kind == "score"]
    for first, second in pairwise(scores):
        between = line[known[first].end : known[second].start]
        if known[first].part and not known[second].part and _WHICH_HAD.fullmatch(between):
            known[second] = replace(known[second], part=known[first].part)
    return known


def of_its_part(line: str, before: tuple[Tie, str] | None, tie: Tie, measure: str) -> str:
    """The measure of a figure, that of the part told just before it where it goes on about that."""
    if before is None or not before[1].startswith(("instrument", "indicator")):
        return measure
    last, part = before
    between = line[last.mention.end : tie.mention.start]
    if names_total(between):
        return measure
    if measure == "grade" and _TO_GRADE.fullmatch(between):
        return _GRADE_OF_PART
    is_earlier = None not in (tie.year, last.year) and (tie.year or 0) < (last.year or 0)
    is_step = last.mention.is_old and _TO.search(between)
    goes_on = is_step or (is_earlier and _FROM.search(between))
    return part if measure == "total" and goes_on else measure


def without_grades_of_parts(found: list[Statement]) -> list[Statement]:
    """The facts without grades of parts; the only one behind a part is that of the total all the same."""
    own = {_whose(fact) for fact in found if fact.measure == "grade"}
    parts = Counter(_whose(fact) for fact in found if fact.measure == _GRADE_OF_PART)
    return [
        replace(fact, measure="grade") if fact.measure == _GRADE_OF_PART else fact
        for fact in found
        if fact.measure != _GRADE_OF_PART or (_whose(fact) not in own and parts[_whose(fact)] == 1)
    ]


def _whose(fact: Statement) -> tuple[str | None, int | None]:
    return fact.office_id, fact.fiscal_year
