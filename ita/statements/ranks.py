"""Ranks behind a label, a step or a place that the claim check does not look for."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ita.claims.mention import Mention

_LABELLED = re.compile(
    r"(?:\brank(?:ed|ing)?|\bposition|อันดับ|ลำดับ)[^\d\n:;=]{0,30}[:=]\s*(?:ที่\s*)?(?P<rank>\d{1,3})(?!\d|\.\d|\s*(?:คะแนน|points))",
    re.IGNORECASE,
)
# Ranks told in turn with their years: อันดับ … คือ 99 (ปี 2565) และ 120 (ปี 2566).
_SCOPED = re.compile(
    r"(?:อันดับ|ลำดับ)(?:ที่)?(?:ของ|ใน|ระดับ)?(?:จังหวัด|ภาค|กลุ่ม|ประเทศ)\s*(?:ที่\s*)?(?P<rank>\d{1,3})(?!\d|\.\d)"
)
_OF_RANKS = re.compile(r"อันดับ|ลำดับ|\brank", re.IGNORECASE)
_WITH_YEAR = re.compile(
    r"(?<![\d.,/])(?P<rank>\d{1,3})(?=\s*\((?:ใน)?(?:ปี|FY|in)[^\d()]{0,12}(?:25|20)\d\d\))"
)
# The rank of the year before in brackets behind a rank, and one in a province: 1st in Surin province.
_BEFORE_RANK = re.compile(
    r"(?:อันดับ|ลำดับ)(?:ที่)?\s*\d{1,3}[^\d()]{0,30}\(\s*(?:จาก)?(?:ปีก่อน|ปีที่แล้ว)[^\d()]{0,16}(?P<rank>\d{1,3})(?=\s*\))"
)
_IN_PLACE = re.compile(
    r"(?<!\d)(?P<rank>\d{1,3})(?:st|nd|rd|th)\s+(?:in|within)\s(?:the\s|its\s|our\s)?"
    r"(?:[A-Z]|province|region|(?:north|south|east|west|centr)[a-z]*[ -])"
)
_NUMBERED = re.compile(
    r"(?<!indicator )(?:\bno\.|\bnumber|#)\s?(?P<rank>\d{1,3})\s(?:in|of|among|nationwide|nationally)\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?:^|[\s(/]|และ|กับ)ที่\s?(?P<rank>\d{1,3})\s*(?:ของ|ใน|ระดับ)?\s*(?:จังหวัด|ภาค|ประเทศ|กลุ่ม)"
)
_MOVED_TO = re.compile(
    r"\b(?P<way>to|from)\s+(?P<rank>\d{1,3})(?=(?:st|nd|rd|th)\b(?!\s(?:of|to)\s[A-Z]))"
    r"|(?:อันดับ|ลำดับ)[^\d;\n]{0,24}\d{1,3}\s*(?:ลง|ขึ้น)?(?:ไป|มา)(?:อยู่)?(?:ที่)?\s*(?P<new>\d{1,3})(?!\d|\.\d|\s*(?:อันดับ|ลำดับ))"
    r"|จากที่\s*(?P<old>\d{1,3})(?=[^\d;]{0,24}ที่\s?\d{1,3}(?!\d|\.\d))",
    re.IGNORECASE,
)


def ranks_told(line: str) -> Iterator[Mention]:
    """Ranks behind a label or a step: Rank in province: 1, slipped to 131st."""
    for pattern in (_LABELLED, _SCOPED, _BEFORE_RANK, _IN_PLACE, _NUMBERED, PLACE):
        for match in pattern.finditer(line):
            yield Mention(*match.span("rank"), "rank", Decimal(match["rank"]))
    for match in _WITH_YEAR.finditer(line) if _OF_RANKS.search(line) else ():
        yield Mention(*match.span("rank"), "rank", Decimal(match["rank"]))
    for match in _MOVED_TO.finditer(line):
        group = match.lastgroup or "rank"
        is_old = group == "old" or (group == "rank" and match["way"].lower() == "from")
        yield Mention(*match.span(group), "rank", Decimal(match[group]), is_old=is_old)
