"""Cells of a table that are nothing but a value, by the heads of their columns."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from ita.claims.indicators import INDICATOR_NAME
from ita.claims.mention import Mention
from ita.claims.rows import Row

Told = Literal["change", "rank", "grade", "result", "score"]

LEVELS = "ผ่านดีเยี่ยม|ผ่านดี|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|สูงมาก|ปานกลาง|ต่ำมาก|สูง|ต่ำ"
_HEADS: dict[Told, str] = {
    "change": r"เพิ่ม|ลดลง|เปลี่ยน|ผลต่าง|(?:เปรียบ)?เทียบ(?:กับ)?ปี|change|\+\s?/\s?-|\bdiff|ก้าวหน้า",
    "rank": r"อันดับ|ลำดับ|\brank",
    "grade": r"ระดับ|เกรด|\bgrade|\blevel|\brating",
    "score": r"คะแนน|ร้อยละ|\bscore|\bpoints|\bITA\b|[IEO]IT(?![A-Za-z])|รวม|\btotal",
    "result": r"ผล|\bresult|สถานะ|เกณฑ์|ผ่าน",
}
_VALUE = re.compile(
    rf"[\s(]*(?:(?P<number>[+＋−–-]?\s?\d{{1,3}}(?:\.\d{{1,2}})?)\s*(?:คะแนน|%)?|(?P<place>\d{{1,3}})\s?/\s?\d{{2,3}}"
    rf"|(?P<level>AA|[A-F]|{LEVELS})|(?P<result>ไม่ผ่าน|ผ่าน|pass(?:ed)?|fail(?:ed)?))[\s)]*",
    re.IGNORECASE,
)
_FITS: dict[Told, tuple[str, ...]] = {
    "change": ("number",),
    "rank": ("number", "place"),
    "grade": ("level", "result"),
    "score": ("number",),
    "result": ("result", "level"),
}
_YEAR_HEAD = re.compile(r"\W*(?:ปี|พ\.ศ\.|year\b|FY|fiscal)", re.IGNORECASE)
_PART = re.compile(
    r"(?P<instrument>[IEO]IT)(?![A-Za-z])|(?:ตัวชี้วัด(?:ที่)?|\bindicator)\s*(?P<indicator>\d{1,2})(?![\d.])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,2})(?:[.)]|\s|$)")
_OF_INDICATORS = re.compile(r"ตัวชี้วัด|indicator", re.IGNORECASE)
_MOST = 100


_ELSE = re.compile(
    r"เต็ม|น้ำหนัก|เป้า|เฉลี่ย|จำนวน|\b(?:target|goal|max|full|weight|average|mean)", re.IGNORECASE
)
_WEIGHTED, _SUM = (
    re.compile(r"ถ่วง|weighted"),
    re.compile(r"(?:คะแนน|ผล)?รวม|ITA|total|overall", re.IGNORECASE),
)
_NUMBERS = re.compile(r"(?:ลำดับ|อันดับ)(?:ที่)?|ที่|no\.?|#|rank", re.IGNORECASE)
_RANKS = re.compile(r"อันดับ|ลำดับ|rank", re.IGNORECASE)


def is_of_else(row: Row, place: int) -> bool:
    """Whether a place is in a column or row of what no office had, or in one that numbers the years."""
    if not row.heads.words:
        return False
    head = row.head(place)
    if head == row.heads.words[0]:
        is_of_years = _YEAR_HEAD.match(row.heads.words[1]) is not None
        return bool(_NUMBERS.fullmatch(head) and (is_of_years or not _RANKS.search(head)))
    first, last = row.cells[0]
    name = row.line[first:last].strip()
    is_sum = _WEIGHTED.search(head) and _SUM.match(name)
    is_change_of_part = _told(head) == "change" and (part_of_row(row, place) or _RANKS.search(name))
    return bool(is_change_of_part) or (not is_sum and bool(_ELSE.search(head) or _ELSE.match(name)))


def cells_in(row: Row) -> Iterator[Mention]:
    """The values of a row, by the heads of their columns; not the first cell, which names it."""
    for start, end in row.cells[1:] if row.heads.words else ():
        value = _VALUE.fullmatch(row.line, start, end)
        told = _told_of_year(row) if row.year(start) else _told(row.head(start))
        if value and told and value.lastgroup in _FITS[told]:
            yield from _cell(row, told, value)


def _told(head: str) -> Told | None:
    if _YEAR_HEAD.fullmatch(head):
        return None
    return next(
        (told for told, words in _HEADS.items() if re.search(words, head, re.IGNORECASE)), None
    )


def _told_of_year(row: Row) -> Told | None:
    """What the cells of a row tell whose columns are years, by the name of the row."""
    first, last = row.cells[0]
    is_part = part_of_row(row, first) or _OF_INDICATORS.search(row.heads.words[0])
    return "score" if is_part else _told(row.line[first:last])


def _cell(row: Row, told: Told, value: re.Match[str]) -> Iterator[Mention]:
    group = value.lastgroup or ""
    start, end = value.span(group)
    printed = value[group]
    if told == "grade" or group == "level":
        yield Mention(start, end, "grade", printed)
        return
    if told == "result":
        yield Mention(start, end, "result", printed.lower().startswith(("ผ่าน", "pass")))
        return
    digits = re.sub(r"[^\d.]", "", printed)
    decimals = len(digits.partition(".")[2])
    number = Decimal(digits)
    if number > _MOST and told == "score":
        return
    yield Mention(
        start,
        end,
        told,
        number,
        decimals,
        sign=-1 if printed[0] in "−–-" else 1,
        part=part_of_row(row, start) if told == "score" else "",
    )


def part_of_row(row: Row, place: int) -> str:
    """The instrument or indicator of a cell, by the head of its column or the name of its row."""
    first, last = row.cells[0]
    name = row.line[first:last]
    for words in (row.head(place), name):
        part = _PART.search(words)
        if part:
            return part["instrument"].lower() if part["instrument"] else part["indicator"]
    named = INDICATOR_NAME.search(name)
    if named:
        return (named.lastgroup or "").removeprefix("n")
    numbered = _NUMBERED.match(name)
    is_listed = numbered and _OF_INDICATORS.search(" ".join(row.heads.words))
    return str(int(numbered["number"])) if numbered and is_listed else ""
