"""Rises and falls that a line tells besides those the claim check looks for."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ita.claims.mention import Mention

_PAST_YEAR = re.compile(
    r"(?:สูง|มาก|ดี|เพิ่มขึ้น|(?P<fall>ต่ำ|น้อย|ลดลง))(?:กว่า|จาก)(?:คะแนน)?(?:ของ)?\s*(?:ปี(?:งบประมาณ)?\s*(?:ที่ผ่านมา|ก่อน(?:หน้า(?:นี้)?)?|ที่แล้ว|(?:พ\.ศ\.\s*)?(?:25)?[56]\d(?!\d))|เดิม)"
    r"\s*(?:อยู่|ถึง|จำนวน|เป็น|ร้อยละ|คิดเป็น|เท่ากับ|\s)*(?P<change>\d{1,2}\.\d{1,2})(?!\d)"
)
# The same where the score of that year stands between.
_PAST_SCORE = re.compile(
    r"(?:สูง|มาก|ดี|เพิ่มขึ้น|(?P<fall>ต่ำ|น้อย|ลดลง))(?:กว่า|จาก)(?:คะแนน)?(?:ของ)?\s*ปี[^\d\n]{0,20}(?:25)?\d\d\s*(?:(?:ที่|ซึ่ง)[^\d\n]{0,16}|\()"
    r"\d\d\.\d\d\s*(?:คะแนน)?\s*\)?\s*(?:\([^)\d]{1,14}\))?\s*(?:อยู่|ถึง|จำนวน|เป็น|เท่ากับ|\s)+(?P<change>\d{1,2}\.\d{1,2})(?!\d)"
)
_THAN_BEFORE = re.compile(
    r"(?<![\d.])(?P<change>\d{1,2}\.\d{1,2})\s*(?:points?\s)?(?:more|higher|better|up|(?P<fall>less|lower|fewer|down))"
    r"\s(?:than|on|from)\s(?:in\s)?(?:FY|fiscal|the (?:year|previous)|last|20|25)",
    re.IGNORECASE,
)
_BY_POINTS = re.compile(
    r"\b(?:improv|ris|rose|increas|climb|gain|grew|jump|(?P<fall>fell|fall|drop|decreas|declin|slip))[^;]{0,100}?"
    r"\bby\s(?P<change>\d{1,2}\.\d{1,2})(?=\spoints?\b)",
    re.IGNORECASE,
)
_POINT_STEP = re.compile(
    r"(?<![\d.])(?P<change>\d{1,2}\.\d{1,2})[- ]points?\s"
    r"(?:rise|gain|increase|improvement|jump|climb|(?P<fall>drop|fall|decline|decrease|loss|slip))\b",
    re.IGNORECASE,
)
_RISE_OF = re.compile(
    r"\b(?:rise|gain|increase|improvement|jump|(?P<fall>drop|fall|decline|decrease|loss|slip|reduction))\sof\s(?:just\s|only\s)?"
    r"(?P<change>\d{1,2}\.\d{1,2})(?!\d|\s?%)",
    re.IGNORECASE,
)
# Rises and falls in livelier words than a claim has.
_LIVELY = re.compile(
    r"(?:โต|ดีด(?:ตัว)?|พุ่ง|ไต่|ทะยาน|ก้าวหน้า|ขยับ|กระเตื้อง|\b(?:surged?|soared?|edged up|ticked up|climbed|added)"
    r"|(?P<fall>หด(?:ตัว)?|ถอย|ตก|ดิ่ง|ทรุด|หาย|วูบ|ดรอป|แผ่ว|อ่อนตัว|ปรับ(?:ตัว)?ลง|ย่อ(?:ตัว)?"
    r"|\b(?:slid|shed|slipped|sank|edged down|ticked down|lost)))"
    r"(?:ขึ้น|ลง|ไป|มา|ถึง|อีก|จำนวน|เพียง|\s|by|of)*(?P<change>[1-4]?\d\.\d{1,2})(?=\s*(?:คะแนน|แต้ม|จุด|points?|จาก|from|[)(,.;!]|$))(?!\.\d)",
    re.IGNORECASE,
)
# A change that its sign tells, alone in its cell.
_SIGNED_CELL = re.compile(
    r"(?:^|\t)\s*(?:[+＋]|(?P<fall>[-−–]))\s?(?P<change>\d{1,2}\.\d{1,2})\s*(?=$|\t)"
)
# A fall by its sign just behind the total, which might be a range: 92.75 -0.63.
_BEHIND_SCORE = re.compile(
    r"\d\d\.\d\d\s*(?:คะแนน|points?)?\s+(?P<fall>[-−])(?P<change>[0-4]?\d\.\d{1,2})(?!\d)"
)


def changes_told(line: str) -> Iterator[Mention]:
    """Changes by how far a total is past that of the year before, or by a sign just behind it."""
    for pattern in (
        _BEHIND_SCORE,
        _PAST_YEAR,
        _PAST_SCORE,
        _THAN_BEFORE,
        _BY_POINTS,
        _POINT_STEP,
        _RISE_OF,
        _SIGNED_CELL,
        _LIVELY,
    ):
        for match in pattern.finditer(line):
            change = match["change"]
            decimals = len(change.partition(".")[2])
            sign = -1 if match["fall"] else 1
            yield Mention(*match.span("change"), "change", Decimal(change), decimals, sign=sign)
