"""Numbers that are no figures of the assessment, whatever stands around them."""

import re
from functools import lru_cache

from ita.claims.mention import SIGHT, Span
from ita.claims.names import Named

_MONTHS = (
    r"มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม"
    r"|พฤศจิกายน|ธันวาคม"
    r"|ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
    r"|Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_MEASURES = (
    r"ล้าน|แสน|กิโลเมตร|กม\.|เมตร|ไร่|ตัน|กิโลกรัม|ลิตร|ตร\.|ตาราง|เฮกตาร์|องศา|แกรม|กก\.|ซม\.|มม\.|นิ้ว|เท่า(?!กับ|กัน|เดิม|นั้น|นี้|ที่|ไร)|ชั่วโมง|นาที|km\b"
    r"|hours|minutes|million"
)
_UNITS = (
    r"คน|ราย(?!ละเอียด|งาน|ชื่อ|การ)|ท่าน(?!ผอ|ผู้|รอง|ที่|ประธาน|ได้)|โรงเรียน|โรง|โครงการ|กิจกรรม"
    r"|วัน(?!นี้|ที่|ก่อน|เดียวกัน)|เดือน(?!นี้|หน้า|ก่อน)|สัปดาห์(?!นี้|หน้า|ก่อน)"
    r"|ปี(?!งบ|ที่|ก่อน|นี้|หน้า|ถัด|ต่อ|แล้ว|\s*(?:พ\.|ค\.|\d))|ครั้ง(?!แรก|ที่|ก่อน|นี้|หน้า)|รีม"
    r"|เล่ม|ชุด(?!ที่|นี้)|ฉบับ(?!ที่|นี้)|หน้า(?!ที่|นี้|จอ|ต่อ)|ขั้นตอน|ขั้น|ยุทธศาสตร์|ด้าน|ประเด็น|อำเภอ|ตำบล|จังหวัด|ห้อง"
    r"|เครื่อง(?!มือ)|องค์ประกอบ|หลัง(?!จาก)"
    r"|คัน|เรื่อง(?!นี้|ที่)|ชิ้น|หลักสูตร|ครัวเรือน|หมู่บ้าน|ทุน|รางวัล"
    r"|people|participants|persons|students|pupils|schools|teachers|days|weeks|months|years"
    r"|pages|times"
    r"|projects|steps|activities|districts|staff|members|principals|heads|seats|copies|minutes"
    r"|hours|buses|villages|pillars|teams?"
)
_LABELS = (
    r"วันที่|(?<!ก่อน)หน้า|มาตรา|(?<!ทุก)ข้อ(?:ที่)?|บทที่|ตารางที่|ตาราง|ภาพที่|แผนภูมิที่|ครั้งที่|ฉบับที่"
    r"|เลขที่|รุ่นที่|ชั้น(?:ที่)?|หมู่(?:ที่)?|กลุ่มที่"
    r"|(?<!10 )(?<!10)ตัวชี้วัด(?:ย่อย)?(?:ที่)?|วาระ(?:ที่)?|ระเบียบวาระที่|ศธ|ห้อง(?:ที่)?|pages?|p\.|section|chapter"
    r"|table|figure|indicator|version|room|article"
)
_NO_FIGURE = re.compile(
    rf"https?://\S+|www\.\S+|[\w.+-]{1, 64}@\S+"
    rf"|(?<!\d)\d{{1,2}}\s*(?:-\s*\d{{1,2}}\s*)?(?:{_MONTHS})\s*(?:พ\.?ศ\.?"
    rf"|ค\.?ศ\.?)?\s*(?:\d{{4}}|\d{{2}}(?!\d))?"
    rf"|\b(?:{_MONTHS})\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|(?:{_MONTHS})\s*(?:พ\.ศ\.\s*)?\d{{4}}"
    r"|(?<!\d)\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
    r"|(?<![\d.])(?!\d\d\.\d\d/\d\d\.\d|25\d\d/25\d\d(?!\d))\d{1,9}(?:\.\d{1,9}){0,4}/\d+(?<!\.\d\d/100)(?!\d|\s*(?:ข้อ|items))"
    r"|(?:โทร\S*|โทรศัพท์|tel\.?|phone|call|แฟกซ์)\s*[\d\s()-]{6,30}"
    r"|(?:รหัส|\b(?:zoom|meeting ID|passcode|PIN|ID))[^\d\n]{0,12}\d[\d\s-]{2,20}"
    r"|\b0\d{1,2}[-\s]\d{3,4}[-\s]?\d{3,4}"
    r"|(?<!\d)\d{1,2}[.:]\d{2}\s*(?:[-–]\s*\d{1,2}[.:]\d{2}\s*)?(?:น\.|นาฬิกา|[ap]\.?m\b)"
    r"|(?<![\d:])[0-2]?\d:[0-5]\d(?![\d:])|(?<![ก-๎.])น\.\s*\d{1,4}(?![\d.])"
    r"|(?<![\d,.])\d[\d,.]{0,20}\s*(?:ล้าน|แสน|หมื่น|พัน)?\s*(?:บาท|baht|THB)|฿\s*[\d,.]+"
    rf"|(?<![\d,.])\d[\d,.]{{0,20}}\s*(?:{_MEASURES})"
    rf"|(?<!แบบวัด )(?<!แบบวัด)(?<!เครื่องมือ )(?<!เครื่องมือ)(?<![\d,.])\d[\d,]{{0,20}}[^\S\t]*(?:{_UNITS})"
    rf"|(?:{_LABELS})[^\S\t]*\d+(?:[./]\d+)*(?![\d./]|\s*(?:คะแนน|แห่ง|เครื่องมือ|แบบวัด|ตัว(?!\s?\d)))"
    r"|(?:ปีการศึกษา|ภาคเรียนที่|academic year)\s*(?:พ\.?ศ\.?\s*)?\d+(?:[/-]\d+)*"
    r"|^\s*(?![5-9]\d\.\d\d\s)\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[ก-๎A-Za-z\"“(])(?!คะแนน|ระดับ|points)|^\s*\d{1,2}[.)]\s|(?:ต่อ|ext\.?)\s*\d{1,5}(?![\d.])",
    re.IGNORECASE,
)
_RANK_OF = re.compile(
    r"(?:อันดับ|ลำดับ|\brank(?:ed)?)(?:ที่|\bITA\b|ปี|งบประมาณ|พ\.ศ\.|(?<!\d)(?:20"
    r"|25)\d\d(?!\d)|[\s:=])*$",
    re.IGNORECASE,
)

_OF_ALL = re.compile(r"\d{1,3}/2[0-9]\d")
_LIKE_YEAR = re.compile(r"(?:25|20)\d\d(?!\d)\s*[^\d\s/.,-]")
_SAID_YEAR = re.compile(
    r"(?:ปี(?:งบประมาณ|งบ)?|งบประมาณ|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|\bFY|year|\bITA)\s*$", re.IGNORECASE
)
_SHARES = re.compile(r"[1-9]0[/-][2-9]0[/-][1-9]0")  # no month is later than the twelfth
_SHARE = re.compile(r"(?<![\d-])[1-9]0\s*$")
_NUMBERED = re.compile(r"(?:ที่|เลข|ฉบับ|คำสั่ง|no\.?|#|ศธ[\s\d.]*)\s*$", re.IGNORECASE)


def blocked_in(line: str, names: list[Named]) -> list[Span]:
    """The stretches whose numbers are no figures: names, dates, telephones, money, labels."""
    return [*((named.start, named.end) for named in names), *_no_figures(line)]


@lru_cache(maxsize=2048)  # each line is asked for the years of its text, then for its own figures
def _no_figures(line: str) -> tuple[Span, ...]:
    return tuple(
        match.span()
        for match in _NO_FIGURE.finditer(line)
        if not (_is_rank(line, match) or _is_year(line, match) or _is_share(line, match))
    )


def _is_year(line: str, match: re.Match[str]) -> bool:
    """Whether what looks like so many of something is a year: ปี 2564 วันนี้, ปี 2565 โรงเรียน."""
    is_like_one = _LIKE_YEAR.match(match.group())
    return bool(is_like_one and _SAID_YEAR.search(line[: match.start()][-SIGHT:]))


def _is_share(line: str, match: re.Match[str]) -> bool:
    """Whether what looks like a date or an extension is one of the shares of a whole: 30/30/40."""
    is_next = match.group().startswith("ต่อ") and _SHARE.search(line[: match.start()][-SIGHT:])
    return bool(is_next or _SHARES.fullmatch(match.group()))


def _is_rank(line: str, match: re.Match[str]) -> bool:
    """Whether what looks like a label is a rank of so many: อันดับ 102/245, or 102/245 by itself."""
    before = line[: match.start()][-SIGHT:]
    is_bare = _OF_ALL.fullmatch(match.group()) and not _NUMBERED.search(before)
    return "/" in match.group() and bool(is_bare or _RANK_OF.search(before))
