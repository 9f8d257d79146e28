"""Cells of a table that are nothing but a value, and levels in words: what the claim check has no need of."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from ita.claims.mention import Mention
from ita.claims.rows import Row

Told = Literal["change", "rank", "grade", "result", "score"]

_WORDS = "ผ่านดีเยี่ยม|ผ่านดี|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|สูงมาก|ปานกลาง|ต่ำมาก|สูง|ต่ำ"
_LEVEL = re.compile(
    r"(?P<led>(?:ระดับ|เกณฑ์|อยู่ใน|คุณภาพ|\blevel|\brating)\s*(?:คะแนน|เพียง|แค่|only|คุณธรรมและความโปร่งใส|คุณธรรม|ความโปร่งใส|คุณภาพ|ผล|ดังกล่าว|ของหน่วยงาน|คือ|เป็น|of|is|was|[:=“\"'‘(]|\s)*)?"
    rf"(?P<level>{_WORDS}|ผ่าน)(?![ก-๎]|\s?เกณฑ์)",
    re.IGNORECASE,
)
_OF_LEVEL = re.compile(r"ระดับ|\b(?:level|rating)", re.IGNORECASE)
_SURE = ("ผ่านดีเยี่ยม", "ผ่านดี", "สูงมาก", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน")
_OPENS = re.compile(r"(?:^|[\t(\"“:])\s*$|\d\d\.\d\d\s*(?:คะแนน|points?)?\s*[,(/·:|–-]?\s*$")
_CLOSES = re.compile(r"[\s)\"”]*(?:$|\t|,)")
_DEFINES = re.compile(
    r"\s*(?:\(?\s*\d+(?:\.\d+)?\s*(?:คะแนน)?\s*(?:[-–]|ถึง)\s*\d|ต้อง|หมายถึง|ขึ้นไป|ตั้งแต่)"
)

_SHARE = re.compile(
    r"(?:ได้(?:คะแนน)?|คะแนน|\bITA)\s*(?:รวม)?(?:คิดเป็น)?\s*ร้อยละ\s*(?P<share>\d{2,3}\.\d{1,2})(?!\d|\s*ของ)"
)
_PAST_YEAR = re.compile(
    r"(?:(?P<more>สูง|มาก|ดี|เพิ่มขึ้น)|ต่ำ|น้อย|ลดลง)(?:กว่า|จาก)(?:คะแนน)?(?:ของ)?\s*(?:ปี(?:งบประมาณ)?\s*(?:ที่ผ่านมา|ก่อน(?:หน้า(?:นี้)?)?|ที่แล้ว)|เดิม)"
    r"\s*(?:อยู่|ถึง|จำนวน|เป็น|ร้อยละ|คิดเป็น|\s)*(?P<change>\d{1,2}\.\d{1,2})(?!\d)"
)
_FULL_MARKS = re.compile(
    r"(?P<part>[IEO]IT)(?![A-Za-z])[^\d.,;\n]{0,32}(?P<full>100(?:\.00?)?)(?!\d|\.\d|\s*(?:ข้อ|คน|items))"
    r"|เต็ม\s*(?P<marks>100(?:\.00?)?)\s*(?:คะแนน)?\s*(?:ใน|จาก|ของ|ทั้ง)(?:ส่วน|ด้าน|แบบวัด|เครื่องมือ|\s)*(?P<of>[IEO]IT)",
    re.IGNORECASE,
)
_SCORE = re.compile(r"\d{2,3}(?:\.\d{1,2})?")
_BETWEEN = r"(?:\s*(?:,|และ|/|&|and)\s*|\s+)"
_IN_TURN = re.compile(
    rf"(?:(?P<names>[IEO]IT(?:{_BETWEEN}[IEO]IT){{1,2}})(?![A-Za-z])|ตัวชี้วัด(?:ที่)?\s*(?P<first>\d{{1,2}})\s*(?:ถึง|-|–|to)\s*(?P<last>\d{{1,2}})(?!\d))[^\d;]{{0,40}}?(?P<scores>\d{{2,3}}(?:\.\d{{1,2}})?(?:\s*(?:คะแนน|points?))?"
    rf"(?:(?:,?\s*(?:และ|and)|,|/)?\s*\d{{2,3}}\.?\d{{0,2}}(?!\d)(?:\s*คะแนน)?){{1,9}})",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:\brank(?:ed|ing)?|\bposition|อันดับ|ลำดับ)[^\d\n:;=]{0,30}[:=]\s*(?:ที่\s*)?(?P<rank>\d{1,3})(?!\d|\.\d|\s*(?:คะแนน|points))", re.IGNORECASE
)
_MOVED_TO = re.compile(r"\b(?P<way>to|from)\s+(?P<rank>\d{1,3})(?=(?:st|nd|rd|th)\b(?!\s(?:of|to)\s[A-Z]))", re.IGNORECASE)
_LETTER = re.compile(
    r"[\"“'‘]\s?(?P<quoted>AA|[A-F])\s?[\"”'’]|(?<![A-Za-z])(?P<before>AA|[A-F])\s*[(:=]?\s*(?=[4-9]\d\.\d\d(?!\d|\s*[-–]))"
)
_A_PASS = re.compile(
    r"\b(?:and|with|earn\w*|got|receiv\w*|secur\w*)\s(?P<pass>a pass)\b(?!\smark)", re.IGNORECASE
)
# A total as printed; one with round cents is rather a limit.
_PRINTED = re.compile(
    r"(?<![\d.,+＋/−-])(?<![+−-]\s)(?<!ร้อยละ)(?<!ร้อยละ )[4-9]\d\.(?!00|99)\d\d(?![\d.,]\d|\d|\s*(?:%|เปอร์เซ็นต์|บาท|ล้าน|per ?cent))"
)
_HEADS: dict[Told, re.Pattern[str]] = {
    told: re.compile(words, re.IGNORECASE)
    for told, words in (
        ("change", r"เพิ่ม|ลดลง|เปลี่ยน|ผลต่าง|(?:เปรียบ)?เทียบ(?:กับ)?ปี|change|\+\s?/\s?-|\bdiff|ก้าวหน้า"),
        ("rank", r"อันดับ|ลำดับ|\brank"),
        ("grade", r"ระดับ|เกรด|\bgrade|\blevel|\brating"),
        ("score", r"คะแนน|ร้อยละ|\bscore|\bpoints|\bITA\b|[IEO]IT(?![A-Za-z])|รวม|\btotal"),
        ("result", r"ผล|\bresult|สถานะ|เกณฑ์|ผ่าน"),
    )
}
_VALUE = re.compile(
    rf"[\s(]*(?:(?P<number>[+＋−–-]?\s?\d{{1,3}}(?:\.\d{{1,2}})?)\s*(?:คะแนน|%)?|(?P<place>\d{{1,3}})\s?/\s?\d{{2,3}}"
    rf"|(?P<level>AA|[A-F]|{_WORDS})|(?P<result>ไม่ผ่าน|ผ่าน|pass(?:ed)?|fail(?:ed)?))[\s)]*",
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


def levels_in(row: Row, *, among_levels: bool) -> Iterator[Mention]:
    """The levels in words: behind a word that leads to them, behind a score, or alone.

    ``among_levels`` of a text with levels that are no results, where ผ่าน behind a score is one too.
    """
    line = row.line
    for match in _LEVEL.finditer(line):
        start, end = match.span("level")
        is_led = match["led"] and (match["level"] != "ผ่าน" or _OF_LEVEL.match(match["led"]))
        is_last = _CLOSES.match(line, end) and (match["level"] != "ผ่าน" or among_levels)
        is_alone = _OPENS.search(line[:start]) and (match["level"] in _SURE or is_last)
        if (is_led or is_alone) and not _DEFINES.match(line, end):
            yield Mention(start, end, "grade", match["level"])


def shares_in(row: Row) -> Iterator[Mention]:
    """Totals that are told as so many of a hundred: ได้ร้อยละ 58.21."""
    for match in _SHARE.finditer(row.line):
        share = match["share"]
        yield Mention(*match.span("share"), "score", Decimal(share), len(share.partition(".")[2]))


def bare_scores_in(line: str) -> Iterator[Mention]:
    """Numbers printed as totals are, with two decimals, that no word need explain."""
    for match in _PRINTED.finditer(line):
        yield Mention(*match.span(), "score", Decimal(match.group()), 2, is_sure=False)


def changes_in(line: str) -> Iterator[Mention]:
    """Changes from the year before by how far the total is past it: สูงกว่าปีที่ผ่านมา 0.98 คะแนน."""
    for match in _PAST_YEAR.finditer(line):
        change = match["change"]
        sign = 1 if match["more"] else -1
        decimals = len(change.partition(".")[2])
        yield Mention(*match.span("change"), "change", Decimal(change), decimals, sign=sign)


def full_marks_in(line: str) -> Iterator[Mention]:
    """Full marks of an instrument, whatever words lead to them: OIT reached 100."""
    for match in _FULL_MARKS.finditer(line):
        part, group = (match["part"], "full") if match["part"] else (match["of"], "marks")
        yield Mention(*match.span(group), "score", Decimal(match[group]), part=part.lower())


def parts_in_turn_in(line: str) -> Iterator[Mention]:
    """Scores of a list of instruments in their order: IIT, EIT และ OIT 92.18, 87.36 และ 100."""
    for listed in _IN_TURN.finditer(line):
        names = (
            re.findall("[IEO]IT", listed["names"].upper()) if listed["names"] else _numbers(listed)
        )
        scores = list(_SCORE.finditer(line, *listed.span("scores")))
        if len(names) == len(scores):
            for name, score in zip(names, scores, strict=True):
                decimals = len(score.group().partition(".")[2])
                yield Mention(
                    *score.span(), "score", Decimal(score.group()), decimals, part=name.lower()
                )


def _numbers(listed: re.Match[str]) -> list[str]:
    return [str(number) for number in range(int(listed["first"]), int(listed["last"]) + 1)]


def letters_in(line: str) -> Iterator[Mention]:
    """Letters in quotes, or just before a total: "B" 83.13."""
    for match in _LETTER.finditer(line):
        yield Mention(*match.span(match.lastgroup or 0), "grade", match[match.lastgroup or 0])


def passes_in(line: str) -> Iterator[Mention]:
    """A result that is told as a thing: a grade of AA and a pass."""
    for match in _A_PASS.finditer(line):
        yield Mention(*match.span("pass"), "result", value=True)


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
    return next((told for told, words in _HEADS.items() if words.search(head)), None)


def _told_of_year(row: Row) -> Told | None:
    """What the cells of a row tell whose columns are years, by the name of the row."""
    first, last = row.cells[0]
    is_part = part_of_row(row, first) or _OF_INDICATORS.search(row.heads.words[0])
    return "score" if is_part else _told(row.line[first:last])


def ranks_in(line: str) -> Iterator[Mention]:
    """Ranks behind a label or a step: Rank in province: 1, slipped to 131st."""
    for match in _LABELLED.finditer(line):
        yield Mention(*match.span("rank"), "rank", Decimal(match["rank"]))
    for match in _MOVED_TO.finditer(line):
        is_old = match["way"].lower() == "from"
        yield Mention(*match.span("rank"), "rank", Decimal(match["rank"]), is_old=is_old)


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
    numbered = _NUMBERED.match(name)
    is_listed = numbered and _OF_INDICATORS.search(" ".join(row.heads.words))
    return str(int(numbered["number"])) if numbered and is_listed else ""
