"""What a line of text mentions: years, offices, and the figures whose words say what they are.

A figure is taken only where its words say what it is; whether it is right is not asked here. All
places are in the line. What is said of whom: the last of an office's name, a word for ourselves or
a word for somebody else decides, in reading order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ita.claims.names import Named
from ita.method import grade_schemes

Kind = Literal["score", "change", "year", "grade", "result", "rank", "count", "office"]
Manner = Literal["as is", "over", "under", "about"]
Counted = Literal["offices", "primary", "secondary", "items", "indicators"]

_ERA = 543
_FIRST_YEAR, _LAST_YEAR = 2540, 2600
_SIGHT = 60  # letters to either side that say what a figure is
_DECIMALS = 2
_FULL = 100

_MONTHS = (
    r"มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
    r"|Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_UNITS = (
    r"คน|ราย|ท่าน|นาย|โรงเรียน|โรง|โครงการ|กิจกรรม|วัน|เดือน|ปี(?!งบ)|ชั่วโมง|นาที|กิโลเมตร|กม\.|เมตร|ไร่"
    r"|ครั้ง|รีม|เล่ม|ชุด|ฉบับ|หน้า|ขั้นตอน|ขั้น|ยุทธศาสตร์|ด้าน|ประเด็น|อำเภอ|ตำบล|จังหวัด|ห้อง|เครื่อง|องค์ประกอบ"
    r"|people|participants|persons|students|pupils|schools|teachers|days|weeks|months|years|hours"
    r"|minutes|km\b|pages|times|projects|steps|activities|baht|THB"
)
_LABELS = (
    r"หน้า|มาตรา|ข้อ(?:ที่)?|บทที่|ตารางที่|ตาราง|ภาพที่|แผนภูมิที่|ครั้งที่|ฉบับที่|เลขที่|รุ่นที่|ชั้น(?:ที่)?|หมู่(?:ที่)?|กลุ่มที่"
    r"|วาระที่|ระเบียบวาระที่|ศธ|ต่อ|ห้อง(?:ที่)?|pages?|p\.|section|chapter|table|figure|version|room|article|ext\.?"
)
# Numbers that are no figures of the assessment, whatever stands around them.
_NO_FIGURE = re.compile(
    rf"https?://\S+|www\.\S+|\S+@\S+"
    rf"|\d{{1,2}}\s*(?:-\s*\d{{1,2}}\s*)?(?:{_MONTHS})\s*(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*(?:\d{{4}}|\d{{2}}(?!\d))?"
    rf"|\b(?:{_MONTHS})\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|(?:{_MONTHS})\s*(?:พ\.ศ\.\s*)?\d{{4}}"
    r"|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d+(?:\.\d+)*/\d+(?!\s*(?:ข้อ|items))"
    r"|(?:โทร\S*|โทรศัพท์|tel\.?|phone|call|แฟกซ์)\s*[\d\s()-]{6,}|\b0\d{1,2}[-\s]\d{3,4}[-\s]?\d{3,4}"
    r"|\d{1,2}[.:]\d{2}\s*(?:-\s*\d{1,2}[.:]\d{2}\s*)?(?:น\.|นาฬิกา|[ap]\.?m\b)"
    r"|[\d,.]+\s*(?:ล้าน|แสน|หมื่น|พัน)?\s*(?:บาท|baht|THB)|฿\s*[\d,.]+"
    rf"|\d[\d,.]*\s*(?:{_UNITS})"
    rf"|(?:(?<![ก-๎])|(?<=[ก-๎]))(?:{_LABELS})\s*\d+(?:[./]\d+)*(?!\s*(?:คะแนน|แห่ง))"
    r"|(?:ปีการศึกษา|ภาคเรียนที่|academic year)\s*(?:พ\.?ศ\.?\s*)?\d+(?:[/-]\d+)*"
    r"|^\s*\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[ก-๎A-Za-z\"“(])(?!คะแนน|ระดับ|points)|^\s*\d{1,2}[.)]\s",
    re.IGNORECASE,
)
_RANK_OF = re.compile(r"(?:อันดับ|ลำดับ)(?:ที่)?\s*$|\brank(?:ed)?\s*$", re.IGNORECASE)

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,])(?P<sign>[+＋]\s?|(?<![\d\s])[−-](?=\d)|(?<=\s)[−-](?=\d))?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<ordinal>st|nd|rd|th)?(?![\dA-Za-z]|[.,]\d)"
)

# --- years ----------------------------------------------------------------------------------------

_YEAR = re.compile(
    r"(?P<said>(?:ปีงบประมาณ|ปีงบ|ปี|งบประมาณ)\s*(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)?\s*"
    r"|พ\.?\s?ศ\.?\s*|ค\.?\s?ศ\.?\s*|\bFY\s*-?|\b(?:fiscal\s+)?year\s*|\b(?:B\.?E\.?|A\.?D\.?|C\.?E\.?)\s*"
    r"|\b(?:in|from|since|to|of|for|by|than|over|and)\s+|(?:และ|กับ|,|ถึง|[-–—/]|→|\(|\t|\bITA\b|^)\s*)"
    r"(?P<digits>\d{4}|(?<=ปี)\s?\d{2}|(?<=งบ)\s?\d{2}|(?<=ปี )\d{2})(?![\d.,]\d|\d|\s*(?:แห่ง|คน))",
    re.IGNORECASE,
)
_THAI_ERA, _COMMON_ERA = (
    re.compile(r"พ\.?\s?ศ|B\.?E", re.IGNORECASE),
    re.compile(r"ค\.?\s?ศ|A\.?D|C\.?E", re.IGNORECASE),
)
_BARE_YEAR = re.compile(r"(?:และ|กับ|,|ถึง|[-–—/]|→|\(|\t|and|ITA)\s*|", re.IGNORECASE)
_LAW = re.compile(
    r"พระราชบัญญัติ|พ\.ร\.บ|ระเบียบ|รัฐธรรมนูญ|ยุทธศาสตร์|แผน(?:แม่บท|ปฏิบัติ|พัฒนา|การ|ยุทธ)|กฎหมาย"
    r"|พระราชกฤษฎีกา|\bact\b|\bplan\b|ก่อตั้ง|จัดตั้ง|founded|established",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"(?:จาก|กว่า|เทียบกับ|เทียบ|เทียบปี|เดิม(?:ใน)?|from|than|over|with)\s*$", re.IGNORECASE
)
_BEFORE = re.compile(
    r"เดิม|ปีก่อน|ปีที่แล้ว|ปีที่ผ่านมา|ครั้งก่อน|last year|previous(?:ly)?|year before", re.IGNORECASE
)


@dataclass(frozen=True)
class Year:
    """A fiscal year named in the line, as พ.ศ.; ``is_base`` of one that something is compared with.

    ``stated`` is the year as it should be written in its own era where the era is not its own.
    """

    start: int
    end: int
    fiscal_year: int
    is_base: bool
    is_common_era: bool
    meant: int | None = None


def years_in(line: str, blocked: list[tuple[int, int]]) -> list[Year]:
    """The years of a line that may be fiscal years; those of dates, laws and plans are none."""
    found: list[Year] = []
    for match in _YEAR.finditer(line):
        start = match.start("digits") + (match["digits"][0] == " ")
        year = _year(line, start, match, found)
        if year and not _overlaps(start, match.end(), blocked):
            found.append(year)
    return found


def _year(line: str, start: int, match: re.Match[str], before: list[Year]) -> Year | None:
    digits, said = match["digits"].strip(), match["said"]
    number = int(digits) + (2500 if len(digits) == _DECIMALS else 0)
    is_thai = _FIRST_YEAR <= number <= _LAST_YEAR
    is_common = _FIRST_YEAR <= number + _ERA <= _LAST_YEAR
    if not (is_thai or is_common) or _LAW.search(line[max(0, start - 80) : start]):
        return None
    joins = _BARE_YEAR.fullmatch(said) is not None
    if joins and not is_thai and not before:
        return None
    if joins and is_common and not is_thai and start - before[-1].end > len(said) + 1:
        return None
    told_common = bool(_COMMON_ERA.search(said)) or (is_common and not _THAI_ERA.search(said))
    fiscal_year = number if is_thai else number + _ERA
    wrong_era = (is_thai and bool(_COMMON_ERA.search(said))) or (
        is_common and bool(_THAI_ERA.search(said))
    )
    meant = (number - _ERA if is_thai else number + _ERA) if wrong_era else None
    is_base = bool(_BASE.search(line[: match.start()]) or _BASE.search(said.strip()))
    return Year(start, match.end(), fiscal_year, is_base, told_common, meant)


# --- whom it is about -----------------------------------------------------------------------------

_OURSELVES = re.compile(
    r"เรา|ทางเขต|เขตนี้|สำนักงานนี้|หน่วยงานนี้"
    r"|สำนักงาน(?=\s|ได้|มี|อยู่|ของ|ผ่าน|ไม่|จึง|สามารถ|ฯ|$)(?!\s*(?:คณะ|การตรวจ|ป\.|ปปช|ปลัด|ศึกษาธิการ))"
    r"|\b(?:our|we|us)\b|\bthe office\b",
    re.IGNORECASE,
)
_ASSESSMENT = re.compile(
    r"\bITA\b|(?<![A-Za-z])(?:ITA|OIT|IIT|EIT)(?![A-Za-z])|คุณธรรมและความโปร่งใส|integrity and transparency",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    r"โรงเรียน|สถานศึกษา|ห้องเรียน|นักเรียน|กระทรวง|กรม(?=[ก-ฮ])|เทศบาล|อบต|มหาวิทยาลัย|วิทยาลัย|เฉลี่ย|มัธยฐาน"
    r"|O-?NET|\b(?:NT|RT)\b|PISA|PMQA|สมศ|พึงพอใจ|ผลสัมฤทธิ์|สอบ(?!ถาม|สวน)|เบิกจ่าย|(?<!ปี)งบประมาณ"
    r"|ผู้เรียน|ด้านกีฬา|แข่งขัน|\b(?:schools?|students?|ministry|average|mean|budget|exams?)\b",
    re.IGNORECASE,
)
_LEADS_TO_NAME = re.compile(
    r"\s*(?:คะแนน|points?)?[\s)]*(?:ร่วม)?\s*(?:คือ|ได้แก่|เป็นของ|ของ|โดย|ตกเป็นของ|was|is|by|went to|:|-|–)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """From ``start`` on the line is about an office; ``office_id`` None is somebody else.

    ``is_named`` of an office by its name, not by a word for ourselves.
    """

    start: int
    end: int
    office_id: str | None
    is_named: bool = False


def subjects_in(line: str, names: list[tuple[Named, str | None]], home_id: str) -> list[Subject]:
    """Who the line is about, from where to where; it begins with ourselves."""
    named = [Subject(each.start, each.end, meant, is_named=True) for each, meant in names]
    spans = [(each.start, each.end) for each, _ in names]
    others = [
        Subject(match.start(), match.end(), office_id)
        for pattern, office_id in ((_OURSELVES, home_id), (_SOMEBODY_ELSE, None))
        for match in pattern.finditer(line)
        if not _overlaps(*match.span(), spans)
    ]
    topics = [match.start() for match in _ASSESSMENT.finditer(line)]
    ordered: list[Subject] = [Subject(-1, -1, home_id)]
    for subject in sorted([*named, *others], key=lambda each: each.start):
        back = [place for place in topics if ordered[-1].start < place < subject.start]
        if back and ordered[-1].office_id is None:
            ordered.append(Subject(back[0], back[0], home_id))
        ordered.append(subject)
    last = [place for place in topics if place > ordered[-1].start]
    if last and ordered[-1].office_id is None:
        ordered.append(Subject(last[0], last[0], home_id))
    return ordered


def subject_at(line: str, start: int, end: int, subjects: list[Subject]) -> Subject:
    """Whom a figure is about: a name its words lead to, else the last one before it."""
    after = next((each for each in subjects if each.is_named and each.start >= end), None)
    if after and after.start - end < _SIGHT and _LEADS_TO_NAME.fullmatch(line[end : after.start]):
        return after
    return [each for each in subjects if each.start < start][-1]


def is_about_assessment(text: str) -> bool:
    """Whether a text speaks of the assessment by name."""
    return _ASSESSMENT.search(text) is not None


# --- figures --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mention:
    """A figure and what its words say it is; what does not apply to its kind keeps its default.

    ``decimals`` printed; ``manner`` of the words before it ("over" for กว่า); ``sign`` of a change
    by its words; ``part`` an instrument, an indicator's number, an item's code or "criterion";
    ``is_old`` of a score something rose from; ``is_sure`` where it is clearly meant, so that a wrong
    one may be called wrong.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | str | bool
    decimals: int = 0
    manner: Manner = "as is"
    sign: int = 1
    part: str = ""
    counted: Counted = "offices"
    is_old: bool = False
    is_percent: bool = False
    is_sure: bool = True


@dataclass(frozen=True)
class _Number:
    """A number with what stands to its left and right."""

    start: int
    end: int
    sign: str
    value: Decimal
    decimals: int
    is_ordinal: bool
    left: str
    right: str
    is_about: bool = field(default=False)


_OVER = re.compile(r"(?:กว่า|เกิน|over|more than|above)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE)
_OVER_AFTER = re.compile(r"\s*(?:คะแนน|แห่ง|points?)?\s*(?:กว่า|เศษ|ขึ้นไป)")
_UNDER = re.compile(r"(?:เกือบ|ใกล้|nearly|almost|close to)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:ประมาณ|ราว|ราวๆ|about|around|some|approximately)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE
)

_RANK = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ร่วม)?(?:ที่|เป็น|คือ|:|เลข|ร่วม|\s)*$"
    r"|\b(?:rank(?:ed|ing|s)?|placed?|position)\s*(?:at|as|of|was|is|no\.?|number|#|:|in|the|\s)*$",
    re.IGNORECASE,
)
_ORDINAL_RANK = re.compile(
    r"\s*(?:of|out of|place|among|nationally|nationwide|in the (?:country|nation))"
)
_OTHER_RANKING = re.compile(
    r"\s*(?:ร่วม)?\s*(?:ของ|ใน|ระดับ)\s*(?:จังหวัด|อำเภอ|ภาค|กลุ่ม|เขตตรวจ)|\s*(?:in|of) (?:the|its) (?:province|region)"
)
_PLACES = re.compile(r"\s*(?:อันดับ|ลำดับ|places|ranks)")

_OFFICES = re.compile(r"\s*(?:แห่ง|สำนักงาน|เขต(?:พื้นที่)?|offices?\b|areas?\b)", re.IGNORECASE)
_OF_OFFICES = re.compile(
    r"(?:อันดับ|ลำดับ|rank|place)[^0-9]{0,16}\d+(?:st|nd|rd|th)?\s*(?:ร่วม)?\s*"
    r"(?:จาก|/|ใน(?:จำนวน)?|of|out of|among)\s*(?:ทั้งหมด|จำนวน|ทั้งสิ้น|the|all|\s)*$"
    r"|\b\d+(?:st|nd|rd|th)\s+(?:place\s+)?(?:of|out of|among)\s*(?:the|all|\s)*$",
    re.IGNORECASE,
)
_OFFICE_WORD = re.compile(r"สำนักงานเขต|เขตพื้นที่|สพป|สพม|สพท|\boffices\b", re.IGNORECASE)
_ALL = re.compile(
    r"ทั้งหมด|ทั้งสิ้น|ทั้งประเทศ|ทั่วประเทศ|ประเทศไทยมี|ทั้ง|ครบ|เข้ารับการประเมิน|รวม|\b(?:all|total)\b",
    re.IGNORECASE,
)
_OF_TYPE = re.compile(r"(?:(สพป)|(สพม))\.?\s*(?:จำนวน|มี|รวม|ทั้งหมด|ทั้งสิ้น|\s)*$")
_ITEMS = re.compile(r"\s*(?:ข้อ(?!\s*\d)|items?\b)", re.IGNORECASE)
_ITEM_WORD = re.compile(r"OIT|(?<![A-Za-z])O\d|เปิดเผยข้อมูล", re.IGNORECASE)
_INDICATORS = re.compile(r"\s*(?:ตัวชี้วัด|indicators?\b)", re.IGNORECASE)

_RISE = (
    r"เพิ่มขึ้น|เพิ่ม|สูงขึ้น|ขยับขึ้น|ปรับขึ้น|พุ่งขึ้น|ก้าวขึ้น|พัฒนาขึ้น|ดีขึ้น|มากขึ้น|ขึ้นมา"
    r"|\b(?:rose|risen|rise|rises|up|increased?|gain(?:ed)?|improved?|improvement|climbed|jumped|grew)\b"
)
_FALL = r"ลดลง|ต่ำลง|ตกลง|น้อยลง|\b(?:fell|fallen|down|dropped|declined?|decreased?|lost)\b"
_DIFFERENCE = r"ผลต่าง|ต่างจากเดิม|เปลี่ยนแปลง|\bchange\b"
_SINCE = r"(?:จาก(?:เดิม|ปีก่อน(?:หน้า)?|ปีที่แล้ว|ปีที่ผ่านมา|ปี(?:งบประมาณ)?\s*(?:พ\.ศ\.|ค\.ศ\.)?\s*\d{2,4})|from (?:FY)?\s?\d{4})"
_CHANGE = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL})|(?P<difference>{_DIFFERENCE}))\s*(?:{_SINCE})?"
    r"(?:\s|ถึง|มากกว่า|กว่า|เกิน|ประมาณ|ราว|เกือบ|อีก|เท่ากับ|คิดเป็น|จำนวน|คะแนน|ร้อยละ|:|\(|was|of|by|more than"
    r"|over|about|around|nearly|almost|some)*$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\s*(?:คะแนน(?!เต็ม)|แต้ม|points?\b|pts\b)", re.IGNORECASE)
_PERCENT_LEFT, _PERCENT = (
    re.compile(r"(?:ร้อยละ|เปอร์เซ็นต์)\s*$"),
    re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)"),
)
_OF_SOMETHING = re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:ของ(?!คะแนน)|of (?!the score))")
_SCORE_WORD = re.compile(
    r"(?:คะแนน(?!เต็ม)|ผลการประเมิน|ผลประเมิน|\bscore[sd]?\b|\bpoints\b|\bresult\b)[^0-9\n]{0,40}$",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"(?:ได้|อยู่ที่|เท่ากับ|คิดเป็น|เป็น|คือ|จาก|ถึง|สู่|ที่|→|->|\bITA\b|[(:=\t]|\b(?:at|to|with|was|from|of|is))\s*(?:ร้อยละ|กว่า|เกือบ|ประมาณ|ราว|over|nearly|about)?\s*$",
    re.IGNORECASE,
)
_GRADED = re.compile(
    r"\s*(?:คะแนน|points?)?\s*[(,/·|]?\s*(?:อยู่ใน)?(?:ระดับ|เกรด|grade)?\s*(?:AA|[A-F])(?![A-Za-z])"
)
_NO_CLAIM = re.compile(
    r"(?:เต็ม|เป้าหมาย|ตั้งเป้า|เป้า|คาดว่า|คาดหวัง|มุ่งสู่|ขาด(?:อีก)?|อีก|ห่าง(?:จาก|กัน)?|ต่างกัน|น้ำหนัก|(?:ข้อ|แห่ง|ด้าน|ตัว)ละ|หัก|target|goal|weight|short|out of|worth)"
    r"[^0-9]{0,24}$",
    re.IGNORECASE,
)
_CRITERION = re.compile(
    r"(?:เกณฑ์|ไม่ต่ำกว่า|ไม่น้อยกว่า|ตั้งแต่|pass mark|threshold|at least)[^0-9]{0,40}$", re.IGNORECASE
)
_UPWARDS = re.compile(r"\s*(?:คะแนน)?\s*ขึ้นไป|\s*(?:points )?(?:or more|and above)", re.IGNORECASE)
_PASS_MARK = re.compile(r"(?:เกณฑ์ผ่าน|ผ่านเกณฑ์|เกณฑ์การผ่าน|pass mark)[^0-9]{0,40}$", re.IGNORECASE)
_GRADE_BEFORE = re.compile(r"(?<![A-Za-z])(AA|[A-F])(?![A-Za-z])[^0-9]{0,30}$")
_OLD = re.compile(r"(?:จาก|เดิม|ปีก่อน|ปีที่แล้ว|from)[^0-9]{0,24}$", re.IGNORECASE)
_BECAME = re.compile(
    r"[^0-9]{0,12}?(?:เป็น|→|->|–>|สู่|ถึง|\bto\b)\s*(?:ร้อยละ|คะแนน|กว่า)?\s*", re.IGNORECASE
)
_PART = re.compile(
    r"(?P<instrument>IIT|EIT|OIT)(?![A-Za-z])|ตัวชี้วัด(?:ที่)?\s*(?P<indicator>\d{1,2})|\bindicator\s+(?P<en>\d{1,2})"
    r"|(?<![A-Za-z])O(?P<item>\d{1,2})(?!\d)|(?P<whole>ITA|คะแนนรวม|ภาพรวม|\btotal\b)",
    re.IGNORECASE,
)
_ITEM_SPAN = re.compile(r"(?<![A-Za-z])O1\s*(?:-|–|—|ถึง|to)\s*O\d+", re.IGNORECASE)


def figures_in(line: str, years: list[Year], blocked: list[tuple[int, int]]) -> list[Mention]:
    """The figures, grades and results of a line, in order; numbers that say nothing are left out."""
    taken = [*blocked, *((year.start, year.end) for year in years)]
    about = is_about_assessment(line)
    numbers = list(_numbers(line, taken, is_about=about))
    found = [mention for number in numbers if (mention := _figure(number)) is not None]
    found = _with_pairs(line, numbers, found)
    words = [*_grades_in(line, is_about=about), *_results_in(line, is_about=about)]
    spans = [(mention.start, mention.end) for mention in found]
    words = [word for word in words if not _overlaps(word.start, word.end, spans)]
    return sorted([*found, *words], key=lambda mention: mention.start)


def blocked_in(line: str, names: list[Named]) -> list[tuple[int, int]]:
    """The stretches whose numbers are no figures: names, dates, telephones, money, labels."""
    spans = [(named.start, named.end) for named in names]
    for match in _NO_FIGURE.finditer(line):
        if not ("/" in match.group() and _RANK_OF.search(line[: match.start()][-_SIGHT:])):
            spans.append(match.span())
    return spans


def _numbers(line: str, taken: list[tuple[int, int]], *, is_about: bool) -> Iterator[_Number]:
    for match in _NUMBER.finditer(line):
        start, end = match.start("digits"), match.end("digits")
        if _overlaps(start, end, taken):
            continue
        digits = match["digits"].replace(",", "")
        yield _Number(
            match.start(),
            end,
            (match["sign"] or "").strip(),
            Decimal(digits),
            len(digits.partition(".")[2]),
            match["ordinal"] is not None,
            line[max(0, match.start() - _SIGHT) : match.start()],
            line[end : end + _SIGHT],
            is_about,
        )


def _figure(number: _Number) -> Mention | None:
    for read in (_rank, _count, _change, _criterion, _score):
        mention = read(number)
        if mention is not None:
            return mention
    return None


def _manner(number: _Number) -> Manner:
    if _OVER.search(number.left) or _OVER_AFTER.match(number.right):
        return "over"
    if _UNDER.search(number.left):
        return "under"
    return "about" if _ABOUT.search(number.left) else "as is"


def _mention(number: _Number, kind: Kind, **rest: object) -> Mention:
    start = number.end - (number.end - number.start) if kind == "change" else _digits_at(number)
    made = Mention(start, number.end, kind, number.value, number.decimals, _manner(number))
    return replace(made, **rest)  # type: ignore[arg-type]


def _digits_at(number: _Number) -> int:
    """Where the digits begin, without a sign."""
    return number.start + (len(number.sign) if number.sign else 0)


def _rank(number: _Number) -> Mention | None:
    is_rank = _RANK.search(number.left) or (
        number.is_ordinal and _ORDINAL_RANK.match(number.right[2:])
    )
    if not is_rank or number.decimals or number.value == 0:
        return None
    if _OTHER_RANKING.match(number.right):
        return None
    return _mention(number, "rank", is_sure=True)


def _count(number: _Number) -> Mention | None:
    if number.decimals or number.sign:
        return None
    if _OF_OFFICES.search(number.left):
        return _mention(number, "count", is_sure=True)
    if _OFFICES.match(number.right) and _OFFICE_WORD.search(number.left + number.right):
        of_type = _OF_TYPE.search(number.left)
        counted = "offices" if not of_type else "primary" if of_type[1] else "secondary"
        is_sure = counted == "offices" and bool(_ALL.search(number.left[-40:]))
        return _mention(number, "count", counted=counted, is_sure=is_sure)
    if _ITEMS.match(number.right) and (
        _ITEM_WORD.search(number.left) or _ITEM_WORD.search(number.right)
    ):
        is_sure = bool(_ALL.search(number.left[-16:])) and not _NO_CLAIM.search(number.left)
        return _mention(number, "count", counted="items", is_sure=is_sure)
    if _INDICATORS.match(number.right) and number.is_about:
        return _mention(number, "count", counted="indicators", is_sure=False)
    return None


def _change(number: _Number) -> Mention | None:
    words = _CHANGE.search(number.left)
    if _OFFICES.match(number.right) or _PLACES.match(number.right) or _ITEMS.match(number.right):
        return None
    if not words and number.sign not in ("+", "＋"):
        return None
    if number.value > _FULL or number.decimals > _DECIMALS:
        return None
    falls = number.sign in ("-", "−") or bool(words and words["fall"])
    return _mention(
        number,
        "change",
        sign=-1 if falls else 1,
        is_percent=_is_percent(number),
        is_sure=not _NO_CLAIM.search(number.left) or bool(words),
    )


def _is_percent(number: _Number) -> bool:
    return bool(_PERCENT_LEFT.search(number.left) or _PERCENT.match(number.right))


def _criterion(number: _Number) -> Mention | None:
    is_one = _CRITERION.search(number.left) or _UPWARDS.match(number.right)
    if not is_one or not 0 < number.value <= _FULL:
        return None
    is_meant = number.is_about or _GRADE_BEFORE.search(number.left)
    if not is_meant or re.search(r"เป้า|target|goal", number.left, re.IGNORECASE):
        return None
    is_sure = bool(_PASS_MARK.search(number.left))
    return replace(_mention(number, "score", part="criterion", is_sure=is_sure), manner="as is")


def _score(number: _Number) -> Mention | None:
    """A score by its words, or one with decimals that somebody got."""
    value, is_percent = number.value, _is_percent(number)
    if not 0 <= value <= _FULL or number.sign or _NO_CLAIM.search(number.left):
        return None
    if (
        _OFFICES.match(number.right)
        or _ITEMS.match(number.right)
        or _INDICATORS.match(number.right)
    ):
        return None
    if is_percent and _OF_SOMETHING.match(number.right):
        return None
    said = bool(_POINTS.match(number.right) or _SCORE_WORD.search(number.left))
    graded = number.decimals > 0 and bool(_GRADED.match(number.right))
    got = number.decimals > 0 and bool(_GOT.search(number.left)) and number.is_about
    if is_percent and not (number.is_about or _SCORE_WORD.search(number.left)):
        return None
    is_sure = said or graded or got
    if not is_sure and number.decimals != _DECIMALS:
        return None
    return _mention(
        number,
        "score",
        part=_part(number.left),
        is_old=bool(_OLD.search(number.left)),
        is_percent=is_percent,
        is_sure=is_sure,
    )


def _part(left: str) -> str:
    """The part of a total that the words before a score name last; empty for the total."""
    if _ITEM_SPAN.search(left):
        return "items"
    last = None
    for last in _PART.finditer(left):
        pass
    if last is None or last["whole"]:
        return ""
    if last["instrument"]:
        return last["instrument"].lower()
    return f"O{int(last['item'])}" if last["item"] else str(int(last["indicator"] or last["en"]))


def _with_pairs(line: str, numbers: list[_Number], found: list[Mention]) -> list[Mention]:
    """Scores that "from A to B" makes of two numbers, where one of them is a score by its words."""
    by_end = {mention.end: mention for mention in found}
    for old, new in zip(numbers, numbers[1:], strict=False):
        between = line[old.end : new.start]
        if (
            not _BECAME.search(between)
            or len(between) > _SIGHT
            or re.search(r"\d{3}", old.right[:0])
        ):
            continue
        ends = [by_end.get(old.end), by_end.get(new.end)]
        is_pair = any(each and each.kind == "score" and each.is_sure for each in ends) or (
            old.decimals == new.decimals == _DECIMALS
        )
        if not is_pair or any(each and each.kind != "score" for each in ends):
            continue
        if max(old.value, new.value) > _FULL:
            continue
        part = next((each.part for each in ends if each), "")
        by_end[old.end] = _mention(old, "score", is_old=True, part=part)
        by_end[new.end] = _mention(new, "score", part=part)
    return list(by_end.values())


# --- what a figure's words lead to -------------------------------------------------------------

_TO_YEAR = re.compile(
    r"(?:\s|คะแนน|points?|อยู่|[(,|\t)]|ระดับ|เกรด|grade|AA|(?<![A-Za-z])[A-F](?![A-Za-z])|ไม่|ผ่าน|เกณฑ์|การประเมิน|จาก|ทั้งหมด|\d{3}"
    r"|แห่ง|สำนักงาน|offices|of|ใน|เมื่อ|สำหรับ|ของ|ด้วย|in|for|ปีงบประมาณ|ปี|พ\.ศ\.|ค\.ศ\.|FY|fiscal year)*",
    re.IGNORECASE,
)
_LINKS = re.compile(r"ใน|เมื่อ|สำหรับ|ของ|\(|\bin\b|\bfor\b|\bof\b|\s*(?:คะแนน)?\s*ปี", re.IGNORECASE)
_THANKS = re.compile(r"ขอบคุณ|ขอบพระคุณ|ในนาม|\bthank|on behalf", re.IGNORECASE)
_OWN_PEOPLE = re.compile(
    r"ผู้บริหาร|บุคลากร|คณะ|ข้าราชการ|ครู|ทุกท่าน|ทุกคน|ทีมงาน|ชาว|ในนาม|\b(?:staff|everyone|all of|team|behalf)\b",
    re.IGNORECASE,
)
_AS_GUEST = re.compile(
    r"ที่ให้|ศึกษาดูงาน|แลกเปลี่ยน|ต้นแบบ|แบบอย่าง|พี่เลี้ยง|เครือข่าย|visit|neighbou?r|for (?:letting|sharing|hosting)",
    re.IGNORECASE,
)


def takes_year_behind(
    line: str, mention: Mention, year: Year, others: list[tuple[int, Kind]]
) -> bool:
    """Whether a year behind a figure belongs to it: only words that lead there stand between."""
    between = line[mention.end : year.start]
    if len(between) > _SIGHT or not _TO_YEAR.fullmatch(between):
        return False
    if any(start < year.start and kind in ("score", "change", "rank") for start, kind in others):
        return False
    return bool(_LINKS.search(between))


def is_of_own_people(line: str, start: int, end: int) -> bool:
    """Whether a name stands where a text thanks, or speaks for, its own people."""
    before, after = line[max(0, start - 2 * _SIGHT) : start], line[end : end + _SIGHT]
    return bool(
        _THANKS.search(before)
        and _OWN_PEOPLE.search(before + after)
        and not _AS_GUEST.search(before + after)
    )


# --- grades and results ---------------------------------------------------------------------------

_LETTER = re.compile(r"(?<![A-Za-z0-9])(?:AA|[A-F])(?![A-Za-z0-9])")
_GRADE_LEFT = re.compile(
    r"(?:ระดับ|เกรด|\bgraded?|\blevel)\s*(?:คุณภาพ|ผลคะแนน|คือ|เป็น|of|an?)?\s*[:“\"(]?\s*$",
    re.IGNORECASE,
)
_SCORE_LEFT = re.compile(r"\d\.\d{1,2}\s*(?:คะแนน|points?)?\s*[(/,·|\t]?\s*$", re.IGNORECASE)
_GRADE_RIGHT = re.compile(r"\s*(?:grade|level)\b", re.IGNORECASE)
_DEFINED = re.compile(
    r"\s*(?:ต้อง|หมายถึง|ขึ้นไป|ตั้งแต่|คือคะแนน|means|requires|or better|or above)", re.IGNORECASE
)
_HOPED = re.compile(
    r"(?:เป้าหมาย|เป้า|ให้ถึง|ไปสู่|เพื่อ|เกณฑ์|target|goal|aim)[^0-9]{0,24}$", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _levels() -> re.Pattern[str]:
    """The grades that are words, longest first, after the word for level or standing alone."""
    words = {band.grade for bands in grade_schemes().values() for band in bands}
    thai = sorted((word for word in words if not word.isascii()), key=len, reverse=True)
    return re.compile(
        rf"ระดับ\s*[“\"]?(?P<level>{'|'.join(thai)})(?![ก-๎])|(?P<alone>ผ่านดีเยี่ยม|ผ่านดี)(?![ก-๎])"
    )


def _grades_in(line: str, *, is_about: bool) -> Iterator[Mention]:
    for match in _LETTER.finditer(line):
        left, right = line[max(0, match.start() - _SIGHT) : match.start()], line[match.end() :][:24]
        is_grade = (
            _GRADE_LEFT.search(left)
            or _SCORE_LEFT.search(left)
            or _GRADE_RIGHT.match(right)
            or (match.group() == "AA" and is_about)
        )
        if is_grade and not _DEFINED.match(right) and not _HOPED.search(left):
            yield Mention(match.start(), match.end(), "grade", match.group())
    for match in _levels().finditer(line):
        group = "level" if match["level"] else "alone"
        start, end = match.span(group)
        left, right = line[max(0, start - _SIGHT) : start], line[end:][:24]
        if not _DEFINED.match(right) and not _HOPED.search(left):
            yield Mention(start, end, "grade", match[group])


_RESULT = re.compile(
    r"(?P<no>ไม่)?ผ่าน(?:เกณฑ์(?:การประเมิน|ขั้นต่ำ)?|การประเมิน)"
    r"|(?:ผล(?:การประเมิน)?\s*(?:คือ|เป็น|:)?|คะแนน|[A-F)]|\t|\s{2,})\s*(?P<alone>(?P<not>ไม่)?ผ่าน)(?=\s|[,.)]|$)"
    r"|(?P<alone2>ไม่ผ่าน)(?=\s|[,.)]|$)"
    r"|\b(?P<fails>(?:did not|didn't|not|failed to) pass(?:ed)?|failed)\b|\bpassed\b(?! (?:the law|away|on\b|by|through))",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"(?:เพื่อ|ให้|ต้อง|จะ|ควร|เป้าหมาย|หาก|ถ้า|ที่|ผู้|คน|แห่ง|เกณฑ์|to|must|should|will|if|who)\s*$",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\s*(?:ร้อยละ|จำนวน|\d+\s*(?:แห่ง|คน)|คือ|\d)")


def _results_in(line: str, *, is_about: bool) -> Iterator[Mention]:
    has_score = is_about or re.search(r"คะแนน|ระดับ|ปี|\bscore|grade", line)
    for match in _RESULT.finditer(line):
        group = "alone" if match["alone"] else "alone2" if match["alone2"] else 0
        start, end = match.span(group)
        if not has_score or _NOT_SAID.search(line[:start][-16:]) or _COUNTS.match(line[end:][:16]):
            continue
        fails = any(match[name] for name in ("no", "not", "alone2", "fails"))
        yield Mention(start, end, "result", not fails)


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)
