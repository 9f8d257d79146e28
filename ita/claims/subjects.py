"""Whom a line is about: the last name, word for ourselves or word for somebody else before a figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ita.claims.mention import ASSESSMENT, SIGHT, Span, overlaps
from ita.claims.names import Named

_OURSELVES = re.compile(
    r"เรา|ทางเขต|ของเขต(?=ที่?ได้)|สำนักงานเขต(?=\s*(?:ได้|มี|อยู่|ผ่าน|ไม่|เอง|นั้น|ทำ))|เขตนี้|สำนักงานนี้|หน่วยงานนี้"
    r"|สำนักงาน(?=\s|ได้|มี|อยู่|ของ|ผ่าน|ไม่|จึง|สามารถ|ฯ|$)(?!\s*(?:คณะ|การตรวจ|ป\.|ปปช"
    r"|ปลัด|ศึกษาธิการ))"
    r"|\b(?:ours?|we|us)\b|\bthe office\b",
    re.IGNORECASE,
)
_NEAR = 30  # letters before a mean that say of whom it is
_THE_LAST = "the office named last"
_THEM = re.compile(
    r"(?:ท่าน|เขา|เขต(?:ดังกล่าว|นั้น)|สำนักงานดังกล่าว)(?=\s?(?:ได้|มี|อยู่|ทำ|ที่|\d))|\bthey\b"
    r"|\btheirs?\b",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"(?:เขต|สำนักงาน|หน่วยงาน|คะแนน|ผล(?:งาน|การประเมิน)?|ความสำเร็จ)?(?:ของ|ทาง|ที่)ท่าน|(?<!ทุก)ท่าน(?=\s?(?:ได้|มี|อยู่|ทำ|ขึ้น|ผ่าน))"
    r"|\byours?\b|\byou (?=(?:got|had|have|scored|were|are|ranked|rose|reached|earned)\b)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_POINTS = re.compile(r"\d\.\d|(?<!\d)\d\d\s*(?:คะแนน|points|[,)])")
_SOMEBODY_ELSE = re.compile(
    r"(?<!ผู้อำนวยการ)(?<!ผู้บริหาร)(?<!ครู)(?:โรงเรียน|สถานศึกษา)|ห้องเรียน|นักเรียน|O-?NET|\b(?:NT|RT)\b|PISA|PMQA|สมศ|ผลสัมฤทธิ์"
    r"|สอบ(?!ถาม|สวน|ตก|ผ่าน)|เบิกจ่าย|(?<!ปี)(?<!การใช้)งบประมาณ"
    r"|คะแนน\s*(?!ITA|IIT|EIT|OIT|AA)[A-Z][A-Z-]+|ผู้เรียน|ด้านกีฬา"
    r"|แข่งขัน|แบบทดสอบ|องค์กรคุณธรรม(?!และ)|\bTOEIC\b|\b(?:English|placement) test"
    r"|ตอบแบบ(?:สำรวจ|สอบถาม|ประเมิน)|\bresponse rate|พยากรณ์ได้|ความแปรปรวน|ความเชื่อมั่น|สัมประสิทธิ์|\bvariance\b"
    r"|(?<!use of )\b(?:schools?(?! (?:heads?|principals?|directors?))"
    r"|students?|budget|exams?)\b",
    re.IGNORECASE,
)
# Whom no word for the assessment leads back from: other bodies, and what many have together.
_FAR_FROM_US = re.compile(
    r"(?<!กว่าค่า)(?<!กว่าคะแนน)(?<!กว่า)เฉลี่ย(?!\s*(?:สอง|2|สาม|3)\s*ปี|(?:โดย|ภาพ)?รวม(?!ทั้ง|ทุก|ของ))|มัธยฐาน|พึงพอใจ"
    r"|\b(?:average|mean|median|satisfaction)\b"
    r"|หน่วยงานท้องถิ่น|องค์การบริหารส่วน|(?<!ส)อบต|อบจ|เทศบาล|สพฐ(?!\.?\s*(?:มี|ประกอบด้วย|แบ่งเป็น|กำกับ|ดูแล)(?:ทั้งหมด|ทั้งสิ้น)?สำนักงานเขต)|กระทรวง|กรม(?=[ก-ฮ])|มหาวิทยาลัย|วิทยาลัย"
    r"|ศึกษาธิการ(?:จังหวัด|ภาค)|ศธจ\.?|สำนักงานจังหวัด|โรงพยาบาล|สถานีตำรวจ|อาชีวศึกษา"
    r"|\b(?:provincial education office|hospital|subdistrict administrati)"
    r"|ประเทศไทย(?=ได้|มี(?:คะแนน|อันดับ)|อยู่)|ดัชนีการรับรู้"
    r"|\bCPI\b|(?<!of )(?<!in )(?<!across )\bThailand\b(?!['’]s \d|\s*[–—,-])"
    r"|Corruption Perceptions?|\bschools? (?:scored|got|had|passed|earned)"
    r"|\b(?:municipality|ministry|university)\b"
    r"|(?:โรงเรียน|จังหวัด)[ก-๎]{2,24}\s*(?:ได้(?!รับการ)|มีคะแนน|มีผล|ผ่าน)|(?:คะแนน|ITA"
    r"|ผล)\s*ของ(?:จังหวัด|โรงเรียน)",
    re.IGNORECASE,
)
# So many schools that an office has: it is still what the line is about.
_HAS_SCHOOLS = re.compile(
    r"(?:มี|ดูแล|รับผิดชอบ|บริหาร|กำกับ|ครอบคลุม)\s*(?:(?:โรงเรียน|สถานศึกษา)?(?:ในสังกัด|ในความรับผิดชอบ)?\s*(?:จำนวน|ทั้งหมด|ทั้งสิ้น|รวม)?\s*\d{1,3}\s*)?$"
    r"|\b(?:runs?|serves?|with|has|have|oversees?|for"
    r"|supervises?|of)\s(?:all |some |about )?\d{1,3}\s(?:[a-z]+\s)?$",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"(?:ในสังกัด|ในความรับผิดชอบ)?\s*(?:จำนวน|ทั้งหมด|ทั้งสิ้น|รวม|ทั้ง|มี)*\s*\d{1,3}(?![\d.])"
)
# Other measures than the assessment, whose figures are as high.
_MEASURE = re.compile(
    r"O-?NET|NT|RT|PISA|PMQA|สมศ|ผลสัมฤทธิ์|สอบ|แบบทดสอบ|นักเรียน|ผู้เรียน|คะแนน.*|TOEIC|.*test|exams?|students?",
    re.IGNORECASE,
)
# What another body only tells, or does with us.
_TELLS = re.compile(
    r"[.\s]*(?:(?:ได้|ก็|จึง|ร่วมกับ\s?ป\.ป\.ช\.)\s*)?(?:ประกาศ|แจ้ง|เผยแพร่|รายงาน|กำหนด(?!ตำแหน่ง)|มีหนังสือ|มีประกาศ|ส่งผล)"
    r"|(?: of [A-Z][a-z]+)?(?: has| have)? (?:announced|published|released|informed"
    r"|told|notified|reported)\b",
)
# What begins to tell of something else.
_TURNS = re.compile(
    r"ทั้งนี้|นอกจากนี้|อนึ่ง|สำหรับ(?=ผล|คะแนน|การประเมิน)|ส่วน(?=ผล|คะแนน|การประเมิน)"
    r"|\b(?:meanwhile|moreover|in addition)\b",
    re.IGNORECASE,
)
# What leads back to us from those who helped.
_SO_THAT = re.compile(
    r"(?:ทำให้|ส่งผลให้|จน|จึง)\s*(?:เรา|เขต|สำนักงาน|ผล|คะแนน|ใน|ปี|ได้)", re.IGNORECASE
)
# The mean of an office itself: so many answered, and it got a mean score.
_OWN_MEAN = re.compile(
    r"(?:ได้(?:รับ)?|มี|ด้วย|ผล(?:การ)?ประเมิน)(?:ค่า|ผล|คะแนน|รวม|โดยรวม|ITA|การ|ประเมิน|\s)*$"
    r"|\b(?:had|has|got|scored|received|achieved|obtained|earned|with|at|of)\s(?:an?|our|its)\s(?:overall\s|total\s)?$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"ทั้ง|ทุก|ทั่ว|ประเทศ|จังหวัด|ภาค|กลุ่ม|พึงพอใจ|\d\s*(?:เขต|แห่ง|สำนักงาน)"
    r"|\d [a-z ]{0,24}offices\b"
    r"|\b(?:all|every|national|country|region|province|satisfaction)",
    re.IGNORECASE,
)
_FOUND = re.compile(r"ปรากฏ(?:ว่า)?|พบว่า|โดย|ซึ่ง")  # begins to tell what came of it
_OF_YEAR = re.compile(r"(?<!\d)(?:25|20)\d\d(?!\d)|ปี|\byear", re.IGNORECASE)
_TOTAL = re.compile(r"(?<![\d.])\d\d\.\d\d(?![\d.])")
_CLAUSE = re.compile(r"[^\d.;]*")
_IN_PASSING = re.compile(
    r"(?:ประกาศ|หนังสือ|เว็บไซต์|เกณฑ์|นโยบาย|คู่มือ)(?:ของ)?\s*$"
    r"|(?:โดย|ตาม|จาก|สังกัด|ใน|ต่อ|ถึง|กับ|ให้|และ|แก่|\b(?:by|from|to|of the"
    r"|under)(?: the)?)\s*$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"เฉลี่ย|มัธยฐาน|พึงพอใจ|average|mean|median|satisfaction", re.IGNORECASE)
_EXTREME = re.compile(
    r"(?:สูง|ต่ำ)(?:ที่)?สุด(?!\s*(?:ในรอบ|ตั้งแต่|ในประวัติ|เท่าที่|ของเรา|ที่เราเคย|ที่เคย|นับ))"
    r"|\b(?:highest|lowest|maximum|minimum)\b(?! (?:ever|in (?:\w+ )?years|since|yet|we have|our))",
    re.IGNORECASE,
)
_OF_ITS_SCHOOLS = re.compile(r"(?:โรงเรียน|สถานศึกษา)[ก-๎]{0,16}สังกัด(?:ของ)?\s*$")
_NAME_OF_WORK = re.compile(
    r"(?:โครงการ|อบรม|กิจกรรม|ทดสอบ|ความรู้|project|training)\s*$", re.IGNORECASE
)
_THANKS = re.compile(r"ขอบคุณ|ขอบพระคุณ|ในนาม|\bthank|on behalf", re.IGNORECASE)
_OWN_PEOPLE = re.compile(
    r"ผู้บริหาร|บุคลากร|คณะ|ข้าราชการ|ครู|ทุกท่าน|ทุกคน|ทีมงาน|ชาว|ในนาม|\b(?:staff|everyone"
    r"|all of|team|behalf)\b",
    re.IGNORECASE,
)
_AS_GUEST = re.compile(
    r"ที่ให้|ศึกษาดูงาน|แลกเปลี่ยน|ต้นแบบ|แบบอย่าง|พี่เลี้ยง|เครือข่าย|visit|neighbou?r"
    r"|for (?:letting|sharing|hosting)",
    re.IGNORECASE,
)
# A mean of years is no mean of many.
_OF_YEARS = re.compile(
    r"(?:สอง|สาม|[23])\s*ปี[^\d\n]{0,20}$|\d\d\.\d\d\s*(?:คะแนน)?\s*(?:และ|กับ|,"
    r"|and)\s*\d\d\.\d\d[^\d\n]{0,16}$|\b(?:two|three|2|3)[- ]years?\s*$",
    re.IGNORECASE,
)
# The most or least that is said of a figure just before it.
_OF_A_FIGURE = re.compile(r"\d\s*(?:คะแนน|%|points?)?\s*(?:ซึ่ง|ถือว่า|เป็น|,|the)?\s*$", re.IGNORECASE)
# The most or least of our own indicators.
_OF_OWN_PARTS = re.compile(
    r"(?:ตัวชี้วัด|แบบวัด|เครื่องมือ|(?<![A-Za-z])[IEO]IT(?![A-Za-z]))[^\n.;]{0,48}$"
    r"|\b(?:indicators?|instruments?)\b[^\n.;]{0,48}$|\b(?:our|its)\s*$|ของเรา\s*(?:ที่)?\s*(?:ได้|มี)?\s*(?:คะแนน)?\s*$",
    re.IGNORECASE,
)
# Within brackets: behind what opens them, and up to their end.
_OPEN, _IN_BRACKETS = re.compile(r"\([^()]*$"), re.compile(r"[^()]{0,60}\)")
_COMPARED = re.compile(
    r"(?:กว่า|ห่าง(?:จาก)?|ต่างจาก|ตามหลัง|แพ้|ชนะ|เฉือน|เทียบกับ|\b(?:than|below|above|behind|ahead of|beat))\s*$",
    re.IGNORECASE,
)
_LED_BY_RANK = re.compile(r"(?:อันดับ|ลำดับ)(?:ที่)?\s*\d{1,3}\s*$")
_LEADS_TO_NAME = re.compile(
    r"\s*(?:คะแนน|points?)?[\s)]*(?:ร่วม)?\s*(?:คือ|ได้แก่|เป็นของ|ของ|โดย|ตกเป็นของ|was|is|by"
    r"|went to|:|-|–|\()\s*$",
    re.IGNORECASE,
)


_OF_COUNTRY = ("ของประเทศ", "ระดับประเทศ", "ทั่วประเทศ", "nationally", "nationwide")
_HAD = re.compile(
    r"(?:ได้|อยู่|เป็น|ติด|คว้า|มี|ครอง)\s*(?:ใน)?\s*(?:อันดับ|ลำดับ|ที่)[^\d]{0,8}$|\b(?:ranked|is|are|was|were|came)\b[^\d]{0,12}$",
    re.IGNORECASE,
)
_RANK_LEADS = re.compile(
    r"[^\d?]{0,40}(?:25\d\d[^\d?]{0,30})?\?\s*|(?:ของ|ทั้ง|ทั่ว|ระดับ|ประเทศ|เขต|\s)*(?:ได้|มี|คะแนน|\d\d\.\d\d"
    r"|\s)*\s?(?:คือ|ได้แก่|เป็นของ|ตกเป็นของ|was|is|went to)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """From ``start`` on the line is about an office; ``office_id`` None is somebody else.

    ``is_named`` of an office by its name, not by a word for ourselves; ``is_far`` of somebody else
    from whom no word for the assessment leads back to us before their figure; ``is_of_many`` of means
    and extremes, which are of all offices.
    """

    start: int
    end: int
    office_id: str | None
    is_named: bool = False
    is_far: bool = False
    is_of_many: bool = False


def subjects_in(
    line: str,
    names: list[tuple[Named, str | None]],
    home_id: str,
    first_id: str,
    addressee: str | None = None,
    ours: frozenset[str] = frozenset(),
) -> list[Subject]:
    """Who the line is about, from where to where; it begins with ``first_id``.

    ``addressee`` is the office that "you" means, where the text is a letter to one; ``ours`` are the
    totals of our own, which lead back to us from whomever a line speaks of before them.
    """
    named = [
        Subject(each.start, each.end, meant, is_named=True)
        for each, meant in names
        if not _OF_ITS_SCHOOLS.search(line[: each.start][-SIGHT:])
    ]
    spans = [(each.start, each.end) for each, _ in names]
    others = [
        Subject(match.start(), match.end(), office_id)
        for pattern, office_id in (
            (_OURSELVES, home_id),
            (_SOMEBODY_ELSE, None),
            (_THEM, _THE_LAST),
        )
        for match in pattern.finditer(line)
        if not overlaps(*match.span(), spans)
        and (office_id or not _is_number_of_schools(line, match))
    ]
    if addressee:
        others += [
            Subject(*match.span(), addressee, is_named=True)
            for match in _YOU.finditer(line)
            if not overlaps(*match.span(), spans)
        ]
    others += _far_from_us(line, spans)
    topics = [
        match.start()
        for match in ASSESSMENT.finditer(line)
        if not _NAME_OF_WORK.search(line[: match.start()][-SIGHT:])
    ]
    topics += [match.start() for match in _SO_THAT.finditer(line)]
    own = [match.start() - 1 for match in _TOTAL.finditer(line) if match.group() in ours]
    ordered: list[Subject] = [Subject(-1, -1, first_id)]
    end = Subject(len(line), len(line), None)
    for subject in sorted([*named, *others, end], key=lambda each: each.start):
        last = ordered[-1]
        back = [
            place
            for place in sorted([*topics, *own])
            if last.start < place < subject.start
            and (_leads_back(line, last, place) if place in topics else _is_ours(line, last, place))
        ]
        if back and last.office_id is None and not last.is_named:
            ordered.append(Subject(back[0], back[0], home_id))
        ordered.append(_resolved(subject, ordered))
    return _without_extremes_of_named(line, _out_of_brackets(line, ordered[:-1]))


def _out_of_brackets(line: str, subjects: list[Subject]) -> list[Subject]:
    """A mean told in brackets is spoken of up to their end; then the line goes on as before."""
    found: list[Subject] = []
    for place, subject in enumerate(subjects):
        before = found[-1] if found else None
        found.append(subject)
        end = _IN_BRACKETS.match(line, subject.end) if subject.is_of_many else None
        later = subjects[place + 1].start if place + 1 < len(subjects) else len(line)
        if before and end and end.end() <= later and _OPEN.search(line[: subject.start][-SIGHT:]):
            found.append(replace(before, start=end.end() - 1, end=end.end()))
    return found


def _leads_back(line: str, subject: Subject, place: int) -> bool:
    """Whether a word for the assessment leads back to us: from means and extremes once they are told."""
    if not subject.is_far or _TURNS.search(line, subject.end, place):
        return True
    return subject.is_of_many and _POINTS.search(line, subject.end, place) is not None


def _is_number_of_schools(line: str, school: re.Match[str]) -> bool:
    """Whether a word for schools only says how many an office has."""
    left = line[: school.start()][-SIGHT:]
    is_told = left.rstrip()[-1:].isdigit() or _SO_MANY.match(line, school.end())
    return bool(is_told and _HAS_SCHOOLS.search(left))


def _is_ours(line: str, subject: Subject, place: int) -> bool:
    """Whether a total of ours is told as ours behind somebody else: of another measure it is not."""
    if "\t" in line or _MEASURE.fullmatch(line[subject.start : subject.end]):
        return False
    leads = _FIGURE if subject.is_of_many else _OF_YEAR
    return leads.search(line, subject.end, place) is not None


def _resolved(subject: Subject, before: list[Subject]) -> Subject:
    """Whom a word like "they" means: the office named last; ourselves where none was."""
    if subject.office_id != _THE_LAST:
        return subject
    named = next((each for each in reversed(before) if each.is_named), before[0])
    return replace(subject, office_id=named.office_id, is_named=named.is_named)


def _far_from_us(line: str, names: list[Span]) -> Iterator[Subject]:
    """Other bodies where they are what the line is about, means, and the most or least of all."""
    for match in _FAR_FROM_US.finditer(line):
        if _OF_YEARS.search(line[: match.start()][-SIGHT:]):
            continue
        is_body = not _TOGETHER.fullmatch(match.group())
        if not is_body and _is_own_mean(line, match):
            continue
        is_in_passing = is_body and (
            _IN_PASSING.search(line[: match.start()][-SIGHT:]) or _TELLS.match(line, match.end())
        )
        if not overlaps(*match.span(), names) and not is_in_passing:
            yield Subject(*match.span(), None, is_far=True, is_of_many=not is_body)
    for match in _EXTREME.finditer(line):
        left = line[: match.start()][-SIGHT:]
        if _OF_A_FIGURE.search(left) or _OF_OWN_PARTS.search(left):
            continue
        yield Subject(*match.span(), None, is_far=True, is_of_many=True)


def _is_own_mean(line: str, mean: re.Match[str]) -> bool:
    """Whether a mean is the score of the office that a clause is about: nobody else is told there."""
    left = line[: mean.start()][-SIGHT:]
    behind = _CLAUSE.match(line, mean.end(), mean.end() + SIGHT)
    told = _FOUND.split(left[-_NEAR:])[-1] + " " + (behind.group() if behind else "")
    return _OWN_MEAN.search(left) is not None and not _OF_OTHERS.search(told)


def _without_extremes_of_named(line: str, subjects: list[Subject]) -> list[Subject]:
    """A named office that has the most or least is still what the line is about."""
    kept: list[Subject] = []
    for subject in subjects:
        is_extreme = subject.is_far and _EXTREME.fullmatch(line[subject.start : subject.end])
        if not (is_extreme and kept and kept[-1].is_named):
            kept.append(subject)
    return kept


def subject_at(
    line: str, start: int, end: int, subjects: list[Subject], *, is_rank: bool = False
) -> Subject:
    """Whom a figure is about: a name its words lead to, else the last one before it.

    A rank needs no words: a name just behind it is the office of that rank.
    """
    led = [each for each in subjects if each.start < start]
    before = led[-1]
    is_done = _FIGURE.search(line, before.end, start) is not None
    if len(led) > 1 and before.is_named and is_done and _compares(line, before):
        before = led[-2]
    after = next((each for each in subjects if each.is_named and each.start >= end), None)
    if after is None:
        return before
    between = line[end : after.start]
    is_own = before.is_named and not _FIGURE.search(line, before.end, start)
    is_own = is_own and not _LED_BY_RANK.search(line[: before.start][-SIGHT:])
    is_beside = is_rank and bool(between) and not between.strip(" \t.)") and not is_own
    leads = _leads_to_name(line, start, between, after) or (
        is_rank and _leads_rank(line, start, between)
    )
    return after if leads or is_beside else before


def _compares(line: str, named: Subject) -> bool:
    """Whether an office is named only as the one that another is compared with."""
    return _COMPARED.search(line[: named.start][-SIGHT:]) is not None


def _leads_to_name(line: str, start: int, between: str, after: Subject) -> bool:
    """Whether words lead from a figure to a name: 97.39 (a name), or a name behind a comma in brackets."""
    is_in_brackets = between.strip() == "," and line[:start].rstrip().endswith("(")
    if is_in_brackets or between.rstrip().endswith("("):
        is_closed = re.match(r"\s*\)", line[after.end :]) is not None
        return is_closed and (is_in_brackets or _LEADS_TO_NAME.fullmatch(between) is not None)
    return _LEADS_TO_NAME.fullmatch(between) is not None


def _leads_rank(line: str, start: int, between: str) -> bool:
    """Whether words lead from a rank to the name of its office: of the country, or with its score."""
    is_of_country = between.strip() in _OF_COUNTRY and not _HAD.search(line[:start][-SIGHT:])
    return is_of_country or _RANK_LEADS.fullmatch(between) is not None


def is_of_own_people(line: str, start: int, end: int) -> bool:
    """Whether a name stands where a text thanks, or speaks for, its own people."""
    before, after = line[max(0, start - 2 * SIGHT) : start], line[end : end + SIGHT]
    return bool(
        _THANKS.search(before)
        and _OWN_PEOPLE.search(before + after)
        and not _AS_GUEST.search(before + after)
    )
