"""What a mention measures, in the words of a statement; and the levels and ranks a line tells besides."""

import re

from ita.claims.mention import Mention

_INSTRUMENTS = ("iit", "eit", "oit")
_LAST_INDICATOR = 10
_DECIMALS, _LOWEST, _FULL = 2, 20, 100
_ALL = 200  # offices from which on a rank is one of the country
_OF = re.compile(
    r"(?:st|nd|rd|th)?\s*(?:ร่วม)?\s*(?:place\s*)?(?:overall\s*|nationally\s*|nationwide\s*)?(?:(?:ของ|ระดับ|ทั่ว|ใน)(?:ทั้ง)?ประเทศ)?\s*[,(]?\s*(?:/|จาก|ใน|out of|of|among)"
    r"\s*(?:จำนวน|ทั้งหมด|ทั้งสิ้น|all|the|a total of|\s)*(?P<of>\d{2,3})(?![\d.])",
    re.IGNORECASE,
)
_SCOPES = {
    "province": r"จังหวัด|province|provincial",
    "region": r"ภาค(?!รัฐ|เรียน|ส่วน)|ภูมิภาค|\bregion|the (?:north|south|centr|east|west)",
    "type": r"ประเภท|กลุ่ม|สพ[ปม]\.?(?!\s?[ก-๎]{3})|ประถมศึกษา(?!\s?[ก-๎]{3})|มัธยมศึกษา(?!\s?[ก-๎]{3})|\b(?:primary|secondary)\b|its (?:type|kind)",
}
_SMALLER = re.compile(r"อำเภอ|ตำบล|กลุ่มจังหวัด|district|เขตตรวจราชการ|cluster", re.IGNORECASE)
_COUNTRY = re.compile(r"ประเทศ|nation|country", re.IGNORECASE)
_FULL_MARKS = re.compile(r"(?<!ได้)(?<!ได้รับ)คะแนนเต็ม\s*$|(?:จาก|out of|/)\s*(?:คะแนน)?เต็ม\s*$")
_PART_FULL = re.compile(r"เต็ม\s*(?P<full>\d{1,3}(?:\.\d+)?)\s*(?:คะแนน)?[^\d]{0,16}$")
_CHANGE_OF_PART = re.compile(
    r"(?:[IEO]IT|ตัวชี้วัดที่\s?\d{1,2}|\bindicator\s\d{1,2})(?:(?!รวม|ITA|total|overall)[^;\n]){0,50}$", re.IGNORECASE
)


def rank_measure(line: str, rank: Mention, numbers: int) -> str:
    """Whether a rank is one of the country, or of a smaller scope; empty where it is of another list."""
    behind = line[rank.end : numbers]
    of = _OF.match(line, rank.end)
    if of:
        behind = line[of.end() : _next_figure(line, of.end())]
    before = line[_last_figure(line, rank.start) : rank.start]
    for told in (re.split(r"[,;)\n]|และ|\band\b|แต่|โดย|ด้วย", behind)[0], before[-40:]):
        if _SMALLER.search(told):
            return ""
        scope = next((each for each, word in _SCOPES.items() if re.search(word, told, re.IGNORECASE)), None)
        if scope and not (of and int(of["of"]) >= _ALL):
            return f"rank {scope}"
        if _COUNTRY.search(told):
            return "rank"
    return "rank"


def _next_figure(line: str, place: int) -> int:
    found = re.compile(r"\d").search(line, place)
    return found.start() if found else len(line)


def _last_figure(line: str, place: int) -> int:
    return max((each.end() for each in re.finditer(r"\d", line[:place])), default=0)


def out_of(line: str, rank: Mention) -> re.Match[str] | None:
    """Of how many offices a rank is, told just behind it."""
    return _OF.match(line, rank.end)


def measure_of(line: str, mention: Mention) -> str:
    """What a mention measures; empty for what is no fact of one office."""
    if mention.is_hoped or mention.manner != "as is":
        return ""
    if mention.kind == "score":
        return _score(line, mention)
    if mention.kind == "change":
        is_part = _CHANGE_OF_PART.search(line[: mention.start])
        is_size = mention.is_sure or mention.decimals == _DECIMALS
        return "change" if is_size and not is_part else ""
    if mention.kind == "rank":
        return rank_measure(line, mention, _next_figure(line, mention.end))
    return mention.kind if mention.kind in ("grade", "result") else ""


def _score(line: str, mention: Mention) -> str:
    part = mention.part
    left = line[: mention.start]
    full = _PART_FULL.search(left)
    if (full and float(full["full"]) != _FULL) or _FULL_MARKS.search(left):
        return ""
    is_like_one = mention.decimals == _DECIMALS and float(mention.value) >= _LOWEST
    if not (mention.is_sure or is_like_one or (part and mention.decimals)):
        return ""
    if not part:
        return "total"
    if part in _INSTRUMENTS:
        return f"instrument {part}"
    return f"indicator {part}" if part.isdigit() and int(part) <= _LAST_INDICATOR else ""


def value_of(line: str, mention: Mention) -> str:
    """The value as printed: a fall with a minus, a result in its word, digits as they stand."""
    if mention.kind == "result":
        return "ผ่าน" if mention.value else "ไม่ผ่าน"
    printed = line[mention.start : mention.end].lstrip("+＋−- ")
    if mention.kind == "grade":
        return printed
    digits = re.match(r"[\d,.]+", printed)
    value = (digits.group() if digits else printed).replace(",", "")
    return f"-{value}" if mention.kind == "change" and mention.sign < 0 else value
