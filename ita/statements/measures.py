"""What a mention measures, in the words of a statement, and the value as printed."""

import re

from ita.claims.indicators import INDICATOR_NAME
from ita.claims.mention import Mention

_INSTRUMENTS = ("iit", "eit", "oit")
_LAST_INDICATOR = 10
_DECIMALS, _LOWEST, _FULL = 2, 20, 100
_ALL = 200  # offices from which on a rank is one of the country
_OF = re.compile(
    r"(?:st|nd|rd|th)?\s*(?:ร่วม)?\s*(?:place\s*)?(?:overall\s*|nationally\s*|nationwide\s*)?"
    r"(?:(?:ของ|ระดับ|ทั่ว|ใน)(?:ทั้ง)?ประเทศ|(?:in|of) the (?:whole )?(?:country|nation))?\s*"
    r"(?:[,(]?\s*(?:/|จาก|ใน|ของ(?=\s?(?:ทั้ง|จำนวน|สพท))|out of|of|among)"
    r"|\((?=[^\d)]{0,12}\d{2,3}\s*(?:เขต|แห่ง|สพท|offices|areas)))"
    r"\s*(?:จำนวน|ทั้งหมด|ทั้งสิ้น|(?:สำนักงาน)?เขต(?:พื้นที่(?:การศึกษา)?)?|หน่วยงาน|สพท\.?|ทั่วประเทศ"
    r"|all|the|a total of|\s)*(?P<of>\d{1,3})(?!\d|\.\d)",
    re.IGNORECASE,
)
_SCOPES = {
    "province": r"จังหวัด|province|provincial",
    "region": r"ภาค(?!รัฐ|เรียน|ส่วน)|ภูมิภาค|\bregion|the (?:north|south|centr|east|west)",
    "type": r"ประเภท|กลุ่ม|สพ[ปม](?!\.?\s?(?!ทั่ว|ทั้ง|ใน|ด้วย|ของ|จาก|และ|ปี|เช่น)[ก-๎]{3})"
    r"|(?:ประถม|มัธยม)ศึกษา(?!\s?[ก-๎]{3})|(?-i:\b(?:primary|secondary)\b)"
    r"|\b(?:primary|secondary) (?:offices|areas)|its (?:type|kind)",
}
_ENDS = re.compile(r"[,;)|\n\t]|อันดับ|ลำดับ|และ|\band\b|แต่|โดย|ด้วย")
_DIGIT, _NEAR = re.compile(r"\d"), 40
_SMALLER = re.compile(r"อำเภอ|ตำบล|กลุ่มจังหวัด|district|เขตตรวจราชการ|cluster", re.IGNORECASE)
_COUNTRY = re.compile(r"ประเทศ|nation|country|overall|Thailand", re.IGNORECASE)
_ITEM = re.compile(r"(?<![A-Za-z])[IEO]\d{1,2}\s*[:=]?\s*$", re.IGNORECASE)
_FULL_MARKS = re.compile(r"(?<!ได้)(?<!ได้รับ)คะแนนเต็ม\s*$|(?:จาก|out of|/)\s*(?:คะแนน)?เต็ม\s*$")
# Parts of a total in brackets behind it: 96.02 (IIT 95.40, …).
_BEFORE_PARTS = re.compile(
    r"\s*(?:points?|คะแนน|%)?\s*[(:]\s*(?:[IEO]IT|แบบ)[^\d\n)]{0,24}\d{1,3}(?:\.\d{1,2})?",
    re.IGNORECASE,
)
# What a mean of many has, which an office is only held against.
_THAN_MEAN = re.compile(
    r"กว่า(?:ค่า|คะแนน)?เฉลี่ย[^\d]{0,48}$"
    r"|\b(?:than|above|below) the (?:[a-z]+ ){0,2}(?:average|mean)[^\d]{0,24}$",
    re.IGNORECASE,
)
_PAST_MEAN = re.compile(
    r"กว่า(?:ค่า|คะแนน)?เฉลี่ย[^;\n]{0,60}(?:อยู่|ถึง|เป็น)\s*$|ห่างจาก[^;\n]{0,60}$", re.IGNORECASE
)
# A share of people just counted, or what people knew: 120 คน (ร้อยละ 100), หลังอบรม 88.75.
_OF_ELSE = re.compile(
    r"(?:คน|ราย|ชุด|ครั้ง|แห่ง|people)\s*\(?\s*(?:หรือ|คิดเป็น)?\s*(?:ร้อยละ)?\s*$"
    r"|ร้อยละของ(?:บุคลากร|ผู้|โรงเรียน|นักเรียน|ประชาชน|จำนวน)[^;\n]{0,60}$"
    r"|ผู้ตอบ[^;\n]{0,60}ร้อยละ\s*$|(?:ผู้ตอบ|ตอบแล้ว|มาตอบ|การตอบ|respon(?:ded|se rate))[^\d;]{0,24}$"
    r"|(?:ก่อน|หลัง)(?:การ)?(?:อบรม|เรียน|ทดสอบ)[^\d;]{0,20}$|\b(?:pre|post)-?test[^\d;]{0,20}$",
    re.IGNORECASE,
)
_FIGURE, _OF_INDICATORS = re.compile(r"\d\.\d"), re.compile(r"ตัวชี้วัด|ด้าน|indicator", re.IGNORECASE)
_ELSE_TOLD = re.compile(r"\bITA\b|(?<!\d)\d{2,3}(?!\d)")
_OF_YEAR = re.compile(
    r"\s*(?:คะแนน|points?)?\s*\(\s*(?:ปี(?:งบประมาณ)?\s?|FY\s?)?(?:25|20)\d\d\s*\)"
)
# What leads to a total with one decimal, which is told in passing.
_ROUNDED = re.compile(
    r"(?:สพ[ปม]\.\s?[ก-๎]+(?: เขต \d{1,2})?|ปีก่อน|ปีที่แล้ว|=|รวม|\b(?:overall|total))\s*(?:ได้\s*)?$"
)
_SUM_OF_ONE = re.compile(r"(?P<part>[IEO]IT)\)?\s*(?:โดย)?รวม\s*[:=]?\s*$", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:วัน|ชั่วโมง|คน|ไร่|กม|กิโลเมตร|เมตร|days|hours)")
_INSTRUMENT = re.compile(r"(?<![A-Za-z])[IEO]IT(?![A-Za-z])", re.IGNORECASE)
_WHOLE, _SIGHT = "whole", 60
_TO_SCORE = (
    r"(?=\s*(?:ได้|คะแนน|[:=(]|\s)*$)"  # nothing but a word for having stands before the score
)
_PART_NAMES = re.compile(
    r"(?P<iit>ส่วนเสีย\s?ภายใน|(?:บุคลากร|เจ้าหน้าที่|ข้าราชการ)\s?ภายใน"
    rf"|(?:^|[\s,(])(?:ภายใน|internal(?: stakeholders?| integrity[a-z ]*)?){_TO_SCORE})"
    r"|(?P<eit>ส่วนเสีย\s?ภายนอก|(?:บุคคล|ผู้รับบริการ|ประชาชน|ผู้มาติดต่อ)\s?ภายนอก"
    rf"|(?:^|[\s,(])(?:ภายนอก|external(?: stakeholders?| integrity[a-z ]*)?){_TO_SCORE})"
    r"|(?P<oit>(?:แบบ(?:วัด|ตรวจ)|เครื่องมือ)(?:การ)?เปิดเผยข้อมูล(?:สาธารณะ)?"
    r"|เปิดเผยข้อมูล(?:สาธารณะ|[ก-๎]{0,4}เว็บไซต์)"
    rf"|(?:^|[\s,(])(?:เปิดเผยข้อมูล|open data(?: integrity[a-z ]*)?){_TO_SCORE})"
    r"|(?P<index>(?:ดัชนี|ด้าน)\s?(?:ความโปร่งใส|ความพร้อมรับผิด|ความปลอด|วัฒนธรรม|คุณธรรม(?!และ)))"
    r"|[IEO]IT(?![A-Za-z])|ตัวชี้วัด|\bindicator"
    rf"|(?P<{_WHOLE}>(?:ผล|คะแนน|โดย|ภาพ)?รวม(?!ถึง|ทั้ง)|\b(?:overall|total)\b)",
    re.IGNORECASE,
)
# What is aimed at, until words say what came of it.
_AIMED = re.compile(
    r"(?:ตั้งเป้า|เป้าหมาย|มุ่ง(?:สู่|หวัง|มั่น)|คาดว่า|คาดการณ์|ประมาณการ|พยากรณ์|คาดหวัง|หวังว่า|\b(?:target|goal|aim|hope|plan)(?:s|ed|ing)?\b)"
    r"(?:(?!หลัง|แต่|ผล|จริง|ซึ่ง|ปรากฏ|ที่ผ่านมา|บรรลุ|เกิน|สำเร็จ|ล่าสุด|ปัจจุบัน|ขณะนี้|จากปี|จากเดิม|[;\n]|\.\s"
    r"|\b(?:but|after|result|actual|reached|achieved|exceed|from)).){0,60}$",
    re.IGNORECASE,
)
# What came of it, told behind an aim; and what a least score leads to.
_CAME = re.compile(
    r"\b(?:gain|r[io]se|climb|jump|improv)[a-z]*\b[^;\n]{0,24}\bto reach\s*$|"
    r"(?:(?:^|[(;,\s])ผล|ทำได้|จึง|\b(?:result|actual))[^\d;\n]{0,24}(?:(?:25|20)\d\d)?[^\d;\n]{0,20}$",
    re.IGNORECASE,
)
_RULED = re.compile(
    r"ไม่มี(?:เขต|หน่วยงาน|สำนักงาน|แห่ง)[^\d;\n]{0,48}$|(?:ขึ้นไป|\bor (?:more|above|higher))[^\d;\n]{0,40}$"
    r"|(?:\d\s*(?:[-–]|ถึง)|ต่ำกว่า|น้อยกว่า|ตั้งแต่|ไม่ถึง|\b(?:below|under))\s*\d{2,3}(?:\.\d+)?\s*(?:คะแนน|points?)?\s*(?:คือ|เป็น|ได้|[:=(])*\s*(?:ระดับ|เกรด|grade)?[\s“\"]*$",
    re.IGNORECASE,
)
_OF_PARTS = re.compile(r"\s*(?:จำนวน\s*)?\d{1,2}\s*(?:เครื่องมือ|แบบวัด|ตัวชี้วัด|ข้อ|ด้าน)")
# A change told again in percent.
_RETOLD = re.compile(
    r"\d\s*(?:คะแนน|points?)?\s*[(,]?\s*(?:หรือ|คิดเป็น|เทียบเป็น|or)?\s*(?:เพิ่มขึ้น|ลดลง)?\s*(?:ร้อยละ)?\s*$",
    re.IGNORECASE,
)
# What is said of a grade or score that was not reached; of a rank that is a prize.
_MISSED = re.compile(
    r"(?:จะ(?:ได้|ถึง|เป็น|อยู่(?:ใน)?|เข้าสู่|เท่ากับ)|ไม่ถึง|พลาด"
    r"|\bmiss(?:ed|ing)|\bshort of|\bjust below|\bneeded for"
    r"|\b(?:need|requir|short|fail|try|order|hop|aim)[a-z]*\b[^.;]{0,24}\bto reach)"
    r"\s*(?:the|an?|ระดับ|เกรด|คะแนน|grade|level|[“\"'‘\s])*$",
    re.IGNORECASE,
)
_PRIZE = re.compile(r"(?:ชนะเลิศ|รางวัล|แข่งขัน)[^\d;\n]{0,24}$")
_WEIGHTED, _MOST_WEIGHTED = re.compile(r"ถ่วงน้ำหนัก|\bweighted", re.IGNORECASE), 40
_PART_FULL = re.compile(r"เต็ม\s*(?P<full>\d{1,3}(?:\.\d+)?)\s*(?:คะแนน)?[^\d]{0,16}$")
_CHANGE_OF_PART = re.compile(
    rf"(?:[IEO]IT|ตัวชี้วัดที่\s?\d{{1,2}}|\bindicator\s\d{{1,2}}|{INDICATOR_NAME.pattern})"
    r"(?:(?!รวม|ITA|total|overall)[^;\n]){0,50}$",
    re.IGNORECASE,
)
# How far something rose or fell, before what it came to: เพิ่มขึ้น 4.10 เป็น, fell by 2.10 to.
_STEP = re.compile(
    r"(?:เพิ่ม|ลด|สูง|ขึ้น|ลง|ตก|\bby|\b(?:up|down))[^\d;\n]{0,12}(?<![\d.])\d{1,2}\.\d{1,2}\s*(?:คะแนน|points?)?\s*"
    r"(?:เป็น|เหลือ|(?:มา)?อยู่(?:ที่)?|to)\s*$",
    re.IGNORECASE,
)
_WEIGHTS = re.compile(r"IIT\D{0,16}30(?![\d.]).*OIT\D{0,16}40(?![\d.])")  # which make a hundred
# How far two offices are from each other.
_APART = re.compile(r"(?:ต่าง|ห่าง)กัน[^\d]{0,16}$|\b(?:gap|difference) of\s*$", re.IGNORECASE)


def rank_measure(line: str, rank: Mention) -> str:
    """Whether a rank is one of the country, or of a smaller scope; empty where it is of another list."""
    of = _OF.match(line, rank.end)
    end = of.end() if of else rank.end
    behind = _ENDS.split(line[end : _next_figure(line, end)])[0]
    before = line[_last_figure(line, rank.start) : rank.start][-_NEAR:]
    for told in (behind, before):
        if _SMALLER.search(told):
            return ""
        scope = next((each for each, words in _SCOPES.items() if _says(words, told)), None)
        if scope and not (of and int(of["of"]) >= _ALL):
            return f"rank {scope}"
        if _COUNTRY.search(told):
            return "rank"
    return "rank"


def _says(words: str, told: str) -> bool:
    return re.search(words, told, re.IGNORECASE) is not None


def _next_figure(line: str, place: int) -> int:
    found = _DIGIT.search(line, place)
    return found.start() if found else len(line)


def _last_figure(line: str, place: int) -> int:
    return max((each.end() for each in _DIGIT.finditer(line, 0, place)), default=0)


def out_of(line: str, rank: Mention) -> re.Match[str] | None:
    """Of how many offices a rank is, told just behind it."""
    return _OF.match(line, rank.end)


def measure_of(line: str, mention: Mention) -> str:
    """What a mention measures; empty for what is no fact of one office."""
    left = line[: mention.start]
    is_hoped = mention.is_hoped and not _CAME.search(left)
    is_missed = is_hoped or _AIMED.search(left) or _MISSED.search(left)
    is_ruled = mention.kind in ("grade", "result") and (
        _RULED.search(left) or _OF_PARTS.match(line, mention.end)
    )
    if is_missed or is_ruled or mention.manner != "as is":
        return ""
    if mention.kind == "score":
        return _score_measure(line, mention)
    if mention.kind == "change":
        return _change_measure(left, mention)
    if mention.kind == "rank":
        return "" if _PRIZE.search(left) else rank_measure(line, mention)
    return mention.kind if mention.kind in ("grade", "result") else ""


def _change_measure(left: str, change: Mention) -> str:
    """Whether a change is one of the total, and not told again in percent."""
    is_size = change.is_sure or change.decimals == _DECIMALS
    is_retold = change.is_percent and _RETOLD.search(left)
    is_else = (
        _OF_ELSE.search(left)
        or _CHANGE_OF_PART.search(left)
        or _PAST_MEAN.search(left)
        or _APART.search(left)
        or is_retold
    )
    return "change" if is_size and not is_else else ""


def _score_measure(line: str, score: Mention) -> str:
    """Whether a score is a total, or of which part; empty for one of a mean, a maximum, a weight."""
    left = line[: score.start]
    of_year = _OF_YEAR.match(line, score.end) is not None and float(score.value) >= _LOWEST
    of_year = of_year or (score.decimals == 1 and "ITA" in line and bool(_ROUNDED.search(left)))
    if not _is_score(left, score, of_year=of_year) or _UNIT.match(line, score.end):
        return ""
    words = _STEP.sub("", left)
    part = _only_part(words, score) or _named_part(words) or score.part
    part = part or _spoken_part(words, is_sure=words != left)
    is_total = part in _INSTRUMENTS and _last_part(left[-_SIGHT:]) == _WHOLE
    is_total = is_total and not _SUM_OF_ONE.search(left)
    if is_total or part in ("", _WHOLE) or _BEFORE_PARTS.match(line, score.end):
        is_sum = float(score.value) == _FULL and not score.decimals and _WEIGHTS.search(line)
        return "total" if float(score.value) >= _LOWEST and not is_sum else ""
    is_weighted = _WEIGHTED.search(line) and float(score.value) <= _MOST_WEIGHTED
    if part in _INSTRUMENTS and not is_weighted:
        return f"instrument {part}"
    return f"indicator {part}" if part.isdigit() and int(part) <= _LAST_INDICATOR else ""


def _is_score(left: str, score: Mention, *, of_year: bool) -> bool:
    full = _PART_FULL.search(left)
    is_of_maximum = (full and float(full["full"]) != _FULL) or _FULL_MARKS.search(left)
    if _ITEM.search(left) or is_of_maximum or _THAN_MEAN.search(left) or _OF_ELSE.search(left):
        return False
    is_high = float(score.value) >= _LOWEST
    is_printed = is_high and score.decimals == _DECIMALS
    is_clear = of_year or score.is_sure or is_printed or bool(score.part)
    return is_clear and (is_high or score.decimals > 0)


def _only_part(left: str, score: Mention) -> str:
    """The only instrument named since the last figure, where the score was taken for one of another."""
    named = {each.lower() for each in _INSTRUMENT.findall(_since_figure(left))}
    is_other = len(named) == 1 and score.part in _INSTRUMENTS and score.part not in named
    is_other = is_other and not left.rstrip().endswith(")")
    return named.pop() if is_other else ""


def _since_figure(left: str) -> str:
    return left[max((each.end() for each in _FIGURE.finditer(left)), default=0) :]


def _spoken_part(left: str, *, is_sure: bool) -> str:
    """The part spoken of before a score, with whatever words between but those for a total."""
    words = _since_figure(left)
    instrument = next(reversed(list(_INSTRUMENT.finditer(words))), None)
    indicator = next(reversed(list(INDICATOR_NAME.finditer(words))), None)
    last = instrument or indicator
    rest = words[last.end() :] if last else ""
    if last is None or _last_part(rest) or _ELSE_TOLD.search(rest):
        return ""
    if instrument:
        return instrument.group().lower()
    return (
        (last.lastgroup or "").removeprefix("n") if is_sure or _OF_INDICATORS.search(left) else ""
    )


def _named_part(left: str) -> str:
    """The instrument whose Thai name leads to a score, _WHOLE where a word for the total does."""
    of_one = _SUM_OF_ONE.search(left)
    if of_one:
        return of_one["part"].lower()
    return _last_part(left[_last_figure(left, len(left)) :])


def names_total(words: str) -> bool:
    """Whether words name the total after whatever part they name."""
    return _last_part(words) == _WHOLE


def _last_part(words: str) -> str:
    last = next(reversed(list(_PART_NAMES.finditer(words))), None)
    return "" if last is None or last.lastgroup is None else last.lastgroup


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
