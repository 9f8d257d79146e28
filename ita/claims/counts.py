"""How many offices, items, indicators and instruments a line says there are."""

import re

from ita.claims.mention import SIGHT, Mention
from ita.claims.numerals import Number

_OFFICES = re.compile(
    r"\s*(?:แห่ง|สำนักงาน|เขต(?:พื้นที่)?|(?:education(?:al)? |service |area |participating "
    r"|assessed )*(?:offices?|areas?)\b)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s(?:of (?:them|these|those))\b", re.IGNORECASE)
# So many in a year, where a line has spoken of offices: in FY2018 there were only 225.
_THERE_WERE = re.compile(
    r"(?:\bthere (?:are|were|have been|had been)|\bit (?:is|was)"
    r"|\bnumber (?:of [a-z ]{0,32})?(?:is|was|stood at)|\btotal(?:led|ing|s)|มี|เป็น)"
    r"\s*(?:only|just|เพียง|แค่)?\s*$",
    re.IGNORECASE,
)
_OFFICE_WORD = re.compile(r"สำนักงานเขต|เขตพื้นที่|สพป|สพม|สพท|\boffices\b", re.IGNORECASE)
_RANKED = re.compile(r"อันดับ|ลำดับ|\brank|\btop\b", re.IGNORECASE)
_ALL = re.compile(
    r"ทั้งหมด|ทั้งสิ้น|ทั้งประเทศ|ทั่วประเทศ|ประเทศไทยมี|ทั้ง|(?<!ไม่)ครบ|เข้ารับการประเมิน|รวม"
    r"|\b(?:all|total)\b|\b(?:Thailand|country|nation)['’]s",
    re.IGNORECASE,
)
_OF_OFFICES = re.compile(
    r"(?:อันดับ|ลำดับ|rank|place|ได้ที่|\bnumber|\bno\.|#)(?:[^0-9]|(?:20|25)\d\d(?!\d)){0,24}\d+(?:st|nd|rd"
    r"|th)?\s*(?:ร่วม|(?:ของ|ทั่ว|ระดับ|ทั้ง)+ประเทศ)?\s*"
    r"(?:จาก|/|ใน(?:จำนวน)?|of|out of|among)\s*(?:ทั้งหมด|จำนวน|ทั้งสิ้น|the|all|\s)*$"
    r"|\b\d+(?:st|nd|rd|th)\s+(?:place\s+)?(?:of|out of|among)\s*(?:the|all|\s)*$",
    re.IGNORECASE,
)
_OF_OTHER_LIST = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ใน|ของ|ระดับ)?\s*(?:กลุ่ม|จังหวัด|ภาค|ภูมิภาค)[^\d]{0,24}\d{1,3}\s*(?:จาก|/|of)\s*$"
)
_OF_ALL = re.compile(
    r"(?<![\d/.])\d{1,3}\s?/\s?$|(?:จาก|จากทั้งหมด|ทั้งหมด|ทั้งสิ้น|ทั้ง|ใน|รวม|เป็น|มี|คือ|ของ|เท่ากับ|จำนวน|เข้าร่วม|(?:ถูก|รับการ|เข้า)ประเมิน|\bassessed|\bparticipating"
    r"|(?<=สพท\.)|\bof|\ball|among|\bfor|were|are)\s?(?:the\s|all\s)?$",
    re.IGNORECASE,
)
_IN_ALL = re.compile(r"\s*(?:in all|in total|altogether)\b", re.IGNORECASE)
_EQUALS = re.compile(r"(?:=|เป็น|รวม(?:เป็น|ทั้งหมด|ทั้งสิ้น)?)\s*$")
_FROM = re.compile(r"(?:จาก|ทั้งหมด|/|\bof|\bof all|among)\s*$", re.IGNORECASE)
_BARE = re.compile(r"\s*(?:[.,;!?)\n\"”]|$|\s[ก-๎]|(?:in|with|and|nationwide)\b)")
_NAMED_OFFICES = re.compile(
    r"\boffices\b[^\d.;]{0,24}(?:FY\s?\d{4}|\d{4})?\s*[:=]\s*$|(?:เขตพื้นที่|\boffices)[^\d.;]{0,40}\(N\s*=\s*$"
    r"|จำนวน(?:เขต|สำนักงาน|หน่วยงาน|สพท)(?:พื้นที่)?(?:การศึกษา)?(?:ที่[ก-๎]{0,24})?[\s:=]*$",
    re.IGNORECASE,
)
_TYPE = re.compile(
    r"(?P<primary>สพป|ประถม(?:ศึกษา)?|\bprimary\b)|(?P<secondary>สพม|มัธยม(?:ศึกษา)?"
    r"|\bsecondary\b)",
    re.IGNORECASE,
)
_TYPE_BEHIND = re.compile(
    r"\s*(?:\([\d.]+\s?%\)\s*)?(?:are |were )?(?:(?P<primary>primary\b|สพป)|(?P<secondary>secondary\b|สพม))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s.,:=(+]*(?:เขต)?(?:การศึกษา)?(?:จำนวน|มี|ทั่วประเทศ|จังหวัดละ|รวม|ทั้งหมด|ทั้งสิ้น|อีก"
    r"|เพียง|แค่|เดิม|offices?|has|have|had|were|only|just|rose|grew|increased|from"
    r"|\d\d to|to"
    r"|are|จาก|เพิ่ม(?:ขึ้น)?(?:เป็น)?|[\s:=(]|\d{2,3}\s*(?:เขต|แห่ง)?\s*(?:เพิ่ม(?:ขึ้น)?)?เป็น)*"
)
_TYPES_BOTH = re.compile(
    r"(?:สพป|ประถม|primary).*(?:สพม|มัธยม|secondary)|(?:สพม|มัธยม|secondary).*(?:สพป|ประถม"
    r"|primary)",
    re.IGNORECASE,
)
# All that a line of a list tells before a number: • สพม. 62 เขต.
_TYPE_WORD = re.compile(r"ประถม|มัธยม")
_TYPE_ALONE = re.compile(
    r"[\s•*▪●◦·☐✔✓–—-]*(?:จำนวน\s?)?(?:สพ[ปม]\.?|(?:เขตพื้นที่การศึกษา)?(?:ประถม|มัธยม)(?:ศึกษา)?"
    r"|(?:primary|secondary)(?: [a-z]+)* offices)(?:จำนวน|มี|[\s:=–-])*",
    re.IGNORECASE,
)
_ENDS_OFFICES = re.compile(
    r"(?:เขตพื้นที่(?:การศึกษา)?(?:ทั่วประเทศ)?|สพท\.?)\s*(?:จำนวน|มี|ทั้ง(?:หมด|สิ้น)?|รวม)?\s*$|\b(?:covers?|includes?|assess(?:es)?|surveys?)\s(?:the\s|all\s)?$",
    re.IGNORECASE,
)
# 102 จ้า จาก 245, 142 offices of 245
_OF_SO_MANY_OFFICES = re.compile(
    r"(?<![\d.])\d{1,3}\s*(?:เขต|จ้า|จ้ะ|ค่ะ|คะ|ครับ|คับ|นะ|พี่|\s)*(?:จาก|out of)\s*(?:ทั้งหมด)?\s*$"
)
# The offices of both types told as a sum of all: 245 (183 + 62).
_SUMMED = re.compile(
    r"2\d\d\s*(?:[^\d]{0,20}[(=:])\s*(?:\d{2,3}\s*\+\s*)?\+|\+\s*\+\s*\d{2,3}\s*=\s*2\d\d"
)
_NUMBERED = re.compile(r"\s*เขต\s*\d{1,2}(?![\d.])")
_GROWN = re.compile(
    r"(?:เพิ่ม(?:ขึ้น)?|ลด(?:ลง)?|กลาย)?(?:เป็น|เหลือ)\s*$|\b(?:grew|rose|fell|up|down) to\s*$",
    re.IGNORECASE,
)
_HUNDREDS = 200  # from so many on it is all offices that are counted
_FEWEST, _MOST = 20, 245  # offices of a type
_LARGEST = 1000  # of numbers that may count offices
_UNIT = re.compile(r"\s*(?:คน|ราย|โรง|บาท|คะแนน|โครงการ|วัน|อันดับ|\.\d|%|schools|people)")

_HAS = re.compile(
    r"(?:มี|ประเมิน|วัด|กำหนด|ประกอบด้วย|แบ่งเป็น|ใช้|ผ่าน|ตาม|คือ|จาก|เหลือ|covers?|has|have|had|are|were|with|using|uses|and|,"
    r"|\d\s?(?:เครื่องมือ|ชนิด|ชุด|ส่วน|แบบ|instruments?),?|กี่(?:ข้อ|ตัวชี้วัด"
    r"|เครื่องมือ|แบบวัด)\s?\?|how many [a-z]+\?|[IEO]IT)\s*"
    r"(?:เพียง|only|จำนวน|ข้อคำถาม|คำถาม|ตัวชี้วัด|\s)*$",
    re.IGNORECASE,
)
_NO_CLAIM = re.compile(r"(?:ขาด|อีก|เหลืออีก|แต่ละ|บาง|(?:ข้อ|ตัว)ละ|another|more)\s*$", re.IGNORECASE)
_LABELS = re.compile(
    r"(?:^|(?<!\d)[\s•*,;|(-])(?:จำนวน)?(?:(?P<instruments>เครื่องมือ|แบบวัด|instruments)|(?P<indicators>ตัวชี้วัด|indicators)"
    r"|(?P<items>(?:ข้อ\s*|จำนวนข้อ\s*)OIT|ข้อคำถาม OIT|OIT (?:items|ข้อ)))"
    r"(?:ทั้งหมด|ทั้งสิ้น|\s)*(?:[:=\t]|(?<=number of indicators )(?:is|was|remains|stays)(?: at)?"
    r"|(?<=จำนวนตัวชี้วัด)(?:ยัง)?(?:คง)?(?:คือ|เป็น|อยู่ที่|มี))\s*$",
    re.IGNORECASE,
)
_INDICATOR_WORD = re.compile(r"ตัวชี้วัด|\bindicators\b", re.IGNORECASE)
_INDICATORS_LEFT, _MOST_OF_ALL = (
    re.compile(r"\d\s*(?:ตัวชี้วัด|indicators)|ตัวชี้วัด\s*\d", re.IGNORECASE),
    12,
)
_OF_INSTRUMENT = re.compile(r"[IEO]IT\s*(?:มี|วัด|ด้วย|เพียง|แค่|ประกอบด้วย|จำนวน|has|with|[:=(–-])*\s*$")
_IN_INSTRUMENT = re.compile(
    r"\s*(?:in|under|for|of|ใน|ของ|อยู่ใน)\s*(?:the\s|แบบวัด\s?)?(?P<instrument>IIT|EIT|OIT)(?![A-Za-z])",
    re.IGNORECASE,
)
_COUNT_HEAD = re.compile(
    r"^\W*จำนวนตัวชี้วัด|^\W*(?:no\. of |number of )?indicators\W*$", re.IGNORECASE
)
_COUNT_ROW = re.compile(r"จำนวนตัวชี้วัด\s*$|\bindicators\s*$", re.IGNORECASE)
_NAME_OF_ROW = 24  # letters of the name of a row that say which instrument it is of
_SCORED = re.compile(r"\s*(?:คะแนน|%|points)")
_ASKED = re.compile(
    r"(?:how many (?:(?P<instruments>instruments)|(?P<indicators>indicators)"
    r"|(?P<items>(?:OIT )?items)|(?P<offices>[a-z ]*offices))[^\d?]{0,40}(?:\d{4})?"
    r"|กี่\s?(?:(?P<instruments3>เครื่องมือ|แบบวัด)|(?P<indicators3>ตัวชี้วัด)|(?P<items3>ข้อ))[^\d?]{0,30}(?:\d{4})?"
    r"|(?:(?P<instruments2>เครื่องมือ|แบบวัด)|(?P<indicators2>ตัวชี้วัด)|(?P<items2>OIT))[^\d?]{0,24}(?:\d{4})?[^\d?]{0,12}กี่[ก-๎]{0,12})"
    r"\s*\?*\s*(?:A|ตอบ|ผู้ตอบ|คำตอบ|เฉลย|มี|ทั้งหมด|:|\(|-|\s)*$",
    re.IGNORECASE,
)
_DONE = re.compile(r"(?<!ไม่)(?:ได้|เต็ม|ทำได้|เปิดเผย(?:ได้|ครบ)?|ครบ|ผ่าน)\s*$")
_ITEMS = re.compile(
    r"\s*(?:/\s?\d\d\s*)?(?:OIT\s+)?(?:ข้อ(?!\s*(?:\d|O\d))|รายการ|items?\b)", re.IGNORECASE
)
_ITEM_WORD = re.compile(r"OIT|(?<![A-Za-z])O\d|เปิดเผยข้อมูล|open data", re.IGNORECASE)
# From so many items to so many: OIT items fall from 43 to 35.
_ITEMS_STEP = re.compile(
    r"(?:\bitems?|ข้อ\s*OIT|ข้อคำถาม|OIT)[^\d]{0,30}(?:from|จาก(?:เดิม)?)\s*(?:\d{2}\s*(?:ข้อ|items)?\s*(?:\(?(?:ในปี|ปี|in|FY|\s)*\d{4}\)?\s*)?(?:to|เป็น|เหลือ|→)\s*(?:เพียง|แค่|only|just)?\s*)?$"
    r"|(?:OIT|\bitems|ข้อ)[^\n.;]{0,40}(?:instead of|แทน(?:ที่)?|จากเดิม|เดิม)\s*(?:มี)?\s*$",
    re.IGNORECASE,
)
# Items told again of another year: 43 items in FY2023 and 35 in FY2024.
_AGAIN = re.compile(
    r"(?:\bitems?|ข้อ|รายการ)\b(?:(?!คะแนน|score)[^\d]|(?<!\d)(?:25|20)\d\d(?!\d)|(?<![\d.])\d\d(?![\d.])){0,44}$",
    re.IGNORECASE,
)
_OIT_CUT = re.compile(
    r"OIT[^\d\n]{0,20}(?:ลด|ปรับ|เหลือ|ลง|ตัด|\b(?:cut|reduced|down))[^\d\n]{0,16}$", re.IGNORECASE
)
_OIT_LEFT = re.compile(r"OIT\s*(?:ทั้ง|ครบ|จำนวน|มี|เหลือ)*\s*(?:\d\d/)?$")
_ITEMS_ARE = re.compile(
    r"(?:\bitems?|ข้อ(?!ที่)(?:คำถาม)?|รายการ)(?:[^\d\n;]|(?<!\d)(?:25|20)\d\d(?!\d)|(?<![\d.])\d\d?(?![\d.])){0,44}"
    r"(?:\b(?:is|was|has|had|to)|มี|เป็น|คือ|เหลือ|จาก)\s*(?:เพียง|แค่|only|just|now)?\s*$",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"\s*(?:in|for|\(|ใน|เมื่อ|ปี|FY|\s)+(?:ปี|FY)?\s?(?:25|20)\d\d", re.IGNORECASE)
_STEP_FROM = re.compile(r"(?:from|จาก)\s*$", re.IGNORECASE)
_YEAR_LEFT = re.compile(
    r"(?:25|20)\d\d\s*(?:จำนวน|มี|ใช้|กำหนด|รวม|ทั้งหมด|ทั้งสิ้น|อยู่ที่|เท่ากับ|คือ|[:=(]|has|had|was|were|with|\s)*$",
    re.IGNORECASE,
)
# Back then there were fewer: ตอนนั้น สพม. มีเพียง 42 แห่ง.
_BACK_THEN = re.compile(
    r"(?:ตอนนั้น|ขณะนั้น|ช่วงนั้น|ปีนั้น|สมัยนั้น|เดิม|ก่อน(?!หน้าเรา)|จาก"
    r"|\b(?:from|then|at that time|back then|formerly|earlier|used to"
    r"|before|until))"
    r"(?:[^\d]|(?<!\d)(?:25|20)\d\d(?!\d)){0,40}$",
    re.IGNORECASE,
)
_OF_RANK = re.compile(r"\d\s*จาก(?!เดิม|ที่|ปี)[^\d]{0,40}$")  # 102 จาก 245
DONE = "done"  # the part of a count of items that have full marks, of so many
_OF_SO_MANY = re.compile(
    r"\s*(?:ข้อ|items?)?\s*(?:จาก|ใน|/|out of|of)\s*(?:ทั้งหมด|ทั้งสิ้น|จำนวน|the|all|\s)*(?P<all>\d\d)(?!\d|\.\d)"
    r"\s*(?:OIT\s)?(?:ข้อ|items?\b)",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"(?:เต็ม|100\s*คะแนน|ครบถ้วน|\bfull (?:marks|score)|\b100)[^\d]{0,24}$", re.IGNORECASE
)
OF_SOME = "some"  # the part of a count of offices that have a grade or result
_HAVE = re.compile(
    r"(?:(?:ระดับ|เกรด|\bgrade|(?:เขต|แห่ง|สำนักงาน|offices)[\s,]+(?:และ|and)?)\s*(?:AA|[A-F])|(?<![A-Za-z])AA|(?:ไม่)?ผ่าน(?:เกณฑ์|การประเมิน)?)"
    r"\s*(?:มี|ได้แก่|จำนวน|ใน|คือ|เป็น|ITA|ปี(?:งบประมาณ)?\s?(?:พ\.ศ\.\s?)?\d{4}|ทั้งสิ้น|ทั้งหมด|ทั้ง|รวม|อีก|เพียง|ถึง|[:=\s])*$",
    re.IGNORECASE,
)
_HAVE_BEHIND = re.compile(
    r"\s*(?:(?:เขต|แห่ง)\s*จาก(?:ทั้งหมด)?\s*2\d\d\s*)?"
    r"(?:เขต|แห่ง|สำนักงาน|(?:area )?offices?\b)\s*(?:ที่|ซึ่ง)?\s*"
    r"(?:(?:ได้|อยู่(?:ใน)?|had|got|reached|earned"
    r"|received|at|with|in|(?:were |are )?(?:graded|rated|given|awarded))"
    r"\s*(?:ITA|ระดับ|เกรด|grade|an?|\s)*(?:AA|[A-F])(?![A-Za-z])|ผ่าน|ไม่ผ่าน|passed|failed)"
    r"|\s(?:got|earned|received|reached|(?:were |are )?(?:graded|rated|given|awarded))"
    r"\s(?:an?\s)?(?:AA|[A-F])(?![A-Za-z])"
    r"|\s(?:of them\s|area\s|offices\s)*(?:passed|failed)\b",
    re.IGNORECASE,
)
_OF_ALL_HAVE = re.compile(
    r"\s(?:out )?of (?:the |all )*2\d\d (?:[a-z]+ ){0,3}offices (?:were )?(?:graded|rated|passed|failed|got"
    r"|had|earned|received|reached)\b",
    re.IGNORECASE,
)
_OF_SCHOOLS = re.compile(r"(?:โรงเรียน|สถานศึกษา|ตำบล|อบต|เทศบาล|\bschools)(?:(?!เขตพื้นที่).){0,60}$")
SHARE = "share"  # the same of a type as a share of all
_TO_SHARE = re.compile(
    r"(?:เขต|แห่ง|สำนักงาน|การศึกษา|offices|คิดเป็น|หรือ|ร้อยละ|จำนวน|มี|area|are|at"
    r"|make up|[\s(:=,.]|\d{2,3}(?![\d.]))*"
)
_SHARE_BEHIND = re.compile(
    r"\s*(?:%|per ?cent|เปอร์เซ็นต์)?\s*\)?\s*(?:(?:are|were|is|of them|เป็น"
    r"|ของ)\s?)*(?:(?P<primary>primary|สพป|ประถม)|(?P<secondary>secondary|สพม|มัธยม))",
    re.IGNORECASE,
)
_SOME_LEFT = re.compile(
    r"(?:ได้|อยู่(?:ใน)?|graded|rated|with|at|got|in)\s*(?:ระดับ|เกรด|grade|an?|\s)*(?:AA|[A-F])(?![A-Za-z])[^\d.]{0,30}$"
    r"|(?<!เกณฑ์)(?:ไม่)?ผ่าน(?:เกณฑ์|การประเมิน)?\s*(?:มี|จำนวน|คิดเป็น)?\s*(?:\d{1,3}\s*(?:เขต|แห่ง)\s*)?[\s(]*(?:หรือ|คิดเป็น)?\s*(?:ร้อยละ)?\s*$",
    re.IGNORECASE,
)
_SOME_RIGHT = re.compile(
    r"\s*(?:%|per ?cent|เปอร์เซ็นต์)?\s*(?:ของ|of)[^\d.]{0,44}(?:ได้|อยู่|ผ่าน|passed|failed|got|reached|graded)",
    re.IGNORECASE,
)
CHANGE = "change"  # the same of how many more or fewer there are
_CHANGED = re.compile(
    r"(?:เพิ่ม(?:ขึ้น)?|ลดลง|ลด|น้อยลง|มากขึ้น|หายไป|ต่างกัน|\b(?:grew|rose|fell|up|down|increased|decreased|dropped|fewer|more))"
    r"\s*(?:จำนวน|อีก|ไป|ถึง|รวม|จากเดิม|มา|by|of|สพ[ปม]\.?|\s)*\s*$",
    re.IGNORECASE,
)
_CHANGED_BEHIND = re.compile(
    r"\s*(?:OIT\s)?(?:items?\s|ข้อ\s*)?(?:fewer|more|less|(?:น้อย|มาก)(?:กว่าเดิม|ลง|ขึ้น)(?!\s*(?:อีก|ถึง)?\s*\d)|หายไป|ที่(?:หายไป|ลด|ตัดออก|เพิ่ม))",
    re.IGNORECASE,
)
_GREW = re.compile(
    r"\b(?:number|total)\s(?:of (?:area )?offices\s)?(?:grew|rose|fell|increased|dropped) by\s*$",
    re.IGNORECASE,
)
_MOST_OF_PROVINCE = 12
_TYPE_BESIDE = re.compile(r"สพ[ปม]\.?\s*(?:มี|[:=])?\s*$")
_PROVINCE_HAS = re.compile(
    r"มี|รวม|ทั้งหมด|ทั้งสิ้น|แบ่งเป็น|ประกอบด้วย|ได้แก่|จำนวน|\b(?:home to|has|have|there are|consists of)\b|:",
    re.IGNORECASE,
)
_ITEMS_LEAST, _ITEMS_MOST = 25, 60  # between which the number of all items may be told
_MOST_OF_ONE = 5  # indicators that an instrument has
_UNITS = {
    "indicators": re.compile(
        r"\s*(?:ตัวชี้วัด(?!ที่|\s*\d+\s*(?:ได้|การ|คะแนน|ยัง|ไม่|[=:]))|indicators?\b)", re.IGNORECASE
    ),
    "instruments": re.compile(
        r"\s*(?:เครื่องมือ|แบบวัด|แบบสำรวจ|แบบ(?=\s*(?:\d+\s*ตัวชี้วัด|[(:]|ได้แก่|คือ))|instruments?\b|tools?\b)",
        re.IGNORECASE,
    ),
}
# The thing counted stands before, a word that only counts behind: ตัวชี้วัดทั้ง 10 ตัว.
_COUNTED_BEFORE = {
    "indicators": re.compile(
        r"(?:ตัวชี้วัด|IIT|EIT|OIT)\s*(?:ITA\s*)?(?:ทั้ง(?:หมด|สิ้น)?|รวม|จำนวน|มี)?\s*$"
    ),
    "instruments": re.compile(
        r"(?:เครื่องมือ|แบบวัด|แบบสำรวจ)(?:ทั้ง(?:หมด|สิ้น)?|รวม|จำนวน|ที่ใช้|มี|ITA|[\s:–—-])*$"
    ),
}
_COUNTS = {
    "indicators": re.compile(r"\s*(?:ตัว(?!ชี้)|ตัวชี้วัด)"),
    "instruments": re.compile(r"\s*(?:ชนิด|ประเภท|ชุด|แบบ(?!วัด)|ส่วน|อย่าง|ฉบับ|เครื่องมือ)"),
}
# What leads to how many instruments or indicators there are: a bullet, or what they are used for.
_LED = re.compile(
    r"(?:^[\s•*▪●·◦–—-]*|(?:ใช้|ด้วย|ประกอบด้วย|โดย|ผ่าน)\s*)(?:เครื่องมือ|แบบวัด|ตัวชี้วัด)?\s*(?:จำนวน|ทั้ง(?:หมด|สิ้น)?|รวม)?\s*$"
)
_OF_A_PLAN = re.compile(r"แผน|ยุทธศาสตร์|โครงการ|กลยุทธ์|สมศ|\bplan\b|\bproject", re.IGNORECASE)
_ASSESSED = re.compile(r"การประเมิน|assessment", re.IGNORECASE)
_SPLIT, _PARTS = re.compile(r"แบ่ง(?:ออก)?(?:เป็น)?\s*$"), re.compile(r"\s*(?:ส่วน|ด้าน|แบบ)")
# Some of the items or indicators only.
_PART_OF = re.compile(
    r"\s*(?:ข้อ|ตัวชี้วัด|ตัว|items?|indicators?)\s*(?:ที่|ซึ่ง|ได้|ผ่าน(?!\s*\d)|มี|จาก(?!เดิม)|that|with"
    r"|which|scored|passed|of)",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", re.IGNORECASE)


def count_of(number: Number) -> Mention | None:
    """A count by its words; None where a number counts something else."""
    if number.is_percent:
        return _share(number)
    if number.decimals or number.sign in ("-", "−"):
        return None
    return (
        _labelled(number)
        or _of_some(number)
        or _change_of(number)
        or _of_province(number)
        or _of_type(number)
        or _of_offices(number)
        or _of_items(number)
        or _of_method(number)
    )


def _labelled(number: Number) -> Mention | None:
    """A count behind its label or a question for it, as in "Instruments: 3"."""
    if not number.is_in_report or _SCORED.match(number.right):
        return None
    label, asked = _LABELS.search(number.left), _ASKED.search(number.left)
    is_of_row = _INSTRUMENT.search(number.head) and _COUNT_ROW.search(number.left)
    if number.head and (is_of_row or _COUNT_HEAD.search(number.head)):
        part = _instrument(number, _NAME_OF_ROW)
        return number.mention("count", counted="indicators", part=part)
    told = label or asked
    if told is None:
        return None
    counted = str(told.lastgroup).rstrip("23")
    names = {name.lower() for name in _INSTRUMENT.findall(number.left)}
    is_of_one = asked and not label and counted == "indicators" and len(names) == 1
    return number.mention("count", counted=counted, part=names.pop() if is_of_one else "")


def _of_some(number: Number) -> Mention | None:
    """So many offices that have a grade or result, of which the data hold no count."""
    is_have = _OFFICES.match(number.right) and _HAVE.search(number.left)
    is_behind = number.value < _MOST and _HAVE_BEHIND.match(number.right)
    is_some = number.is_in_report and number.value < _MOST
    is_behind = is_behind or _OF_ALL_HAVE.match(number.right)
    if not is_some or not (is_have or is_behind) or _OF_SCHOOLS.search(number.left):
        return None
    return number.mention("count", part=OF_SOME)


def _share(number: Number) -> Mention | None:
    """The share of the offices that are of a type, or have a grade or result."""
    if not number.is_in_report or number.sign:
        return None
    near = number.left + number.right[:_NAME_OF_ROW]
    if _OFFICE_WORD.search(near) and (
        _SOME_LEFT.search(number.left) or _SOME_RIGHT.match(number.right)
    ):
        return number.mention("count", part=OF_SOME)
    before = next(reversed(list(_TYPE.finditer(number.left))), None)
    is_before = before and _TO_SHARE.fullmatch(number.left[before.end() :])
    of_type = before if is_before else _SHARE_BEHIND.match(number.right)
    if of_type is None:
        return None
    counted = "primary" if of_type["primary"] else "secondary"
    return number.mention("count", counted=counted, part=SHARE, is_sure=False)


def _change_of(number: Number) -> Mention | None:
    """How many more or fewer offices or items there are: ลดลง 8 ข้อ."""
    is_behind = _CHANGED_BEHIND.match(number.right)
    is_told = number.is_in_report or _TYPES_BOTH.search(number.left)
    if not is_told or not (is_behind or _CHANGED.search(number.left)):
        return None
    is_items = (is_behind or _ITEMS.match(number.right)) and (number.of_items or number.is_about)
    if is_items and number.value >= _ITEMS_LEAST:
        return None
    if not is_items and not _OFFICES.match(number.right) and not _GREW.search(number.left):
        return None
    return number.mention(
        "count", counted="items" if is_items else "offices", part=CHANGE, is_sure=False
    )


def _of_province(number: Number) -> Mention | None:
    """So many offices of a province: กาฬสินธุ์มี สพป. 3 เขต."""
    office = _OFFICES.match(number.right) or _OF_THEM.match(number.right)
    behind = _TYPE_BEHIND.match(number.right)
    beside = _TYPE_BESIDE.search(number.left)
    if beside and not (behind and behind.group().isascii()):
        behind = None
    if not number.province or number.value > _MOST_OF_PROVINCE or not (office or behind or beside):
        return None
    before = next(reversed(list(_TYPE.finditer(number.left))), None)
    between = number.left[before.end() :] if before else ""
    is_before = (
        _BETWEEN.fullmatch(between)
        or not _ALL.search(between)
        or (_TYPE_WORD.search(number.left) and not _TYPES_BOTH.search(number.left))
    )
    of_type = behind or (before if is_before else None)
    if of_type is None and not _OFFICE_WORD.search(
        number.left + number.right[: office.end() if office else 0]
    ):
        return None
    of_type = None if _OF_THEM.match(number.right) else of_type
    counted = "offices" if of_type is None else "primary" if of_type["primary"] else "secondary"
    is_sure = bool(_PROVINCE_HAS.search(number.left) or _TYPES_BOTH.search(number.left))
    return number.mention("count", counted=counted, part=number.province, is_sure=is_sure)


def _of_offices(number: Number) -> Mention | None:  # noqa: PLR0911 - each form of words is one
    if _OF_OTHER_LIST.search(number.left) or _NUMBERED.match(number.right):
        return None
    is_sum = _IN_ALL.match(number.right) or (
        _EQUALS.search(number.left) and _TYPES_BOTH.search(number.left)
    )
    is_of_all = is_sum and 200 <= number.value < 300 and _OFFICE_WORD.search(number.left)  # noqa: PLR2004
    is_named = _NAMED_OFFICES.search(number.left) and number.value >= _HUNDREDS
    if is_of_all or _OF_OFFICES.search(number.left) or is_named:
        return number.mention("count", counted="offices", is_sure=True)
    is_office = _OFFICES.match(number.right)
    if is_office and number.is_in_report and number.value < _FEWEST:
        return number.mention("count", counted="offices", is_sure=False)
    if is_office and _OFFICE_WORD.search(number.left + number.right):
        is_all = _ALL.search(number.left[-40:]) or (
            200 <= number.value < 300 and _OF_ALL.search(number.left)  # noqa: PLR2004
        )
        is_told = _HUNDREDS <= number.value < _HUNDREDS + 100 and _ENDS_OFFICES.search(number.left)
        is_sure = bool(is_all or is_told) and number.value < _LARGEST
        return number.mention(
            "count", counted="offices", is_sure=is_sure, is_old=_is_of_then(number)
        )
    is_counted = is_office or not _UNIT.match(number.right)
    if not is_counted or not 200 <= number.value < 300:  # noqa: PLR2004 - they are counted in hundreds
        return None
    around = number.left + number.right
    is_meant = number.is_in_report or _RANKED.search(around) or _TYPES_BOTH.search(around)
    is_after_them = is_office and _ENDS_OFFICES.search(number.left)
    is_of_offices = _OFFICE_WORD.search(number.left) or _TYPE.search(number.left)
    there_were = _THERE_WERE.search(number.left) and is_of_offices
    is_of_all = (is_office and _OF_ALL.search(number.left)) or _OF_SO_MANY_OFFICES.search(
        number.left
    )
    is_grown = is_office and _GROWN.search(number.left) and is_of_offices
    is_sure = bool(is_meant and (is_of_all or there_were or is_after_them or is_grown))
    if not is_office and not is_meant:
        return None
    return number.mention("count", counted="offices", is_sure=is_sure, is_old=_is_of_then(number))


def _is_of_then(number: Number) -> bool:
    """Whether a count is told of earlier years."""
    return not _OF_RANK.search(number.left) and _BACK_THEN.search(number.left) is not None


def _of_type(number: Number) -> Mention | None:
    """So many primary or secondary offices: 183 and 62."""
    if not _FEWEST <= number.value < _MOST or _UNIT.match(number.right):
        return None
    behind = _TYPE_BEHIND.match(number.right)
    before = next(reversed(list(_TYPE.finditer(number.left))), None)
    if before and not _BETWEEN.fullmatch(number.left[before.end() :]):
        before = None
    is_english = behind and behind.group().isascii()
    of_type = behind if is_english else before or behind
    is_office = _OFFICES.match(number.right) or _OFFICE_WORD.search(number.left + number.right)
    is_both = _TYPES_BOTH.search(number.left + number.right)
    if not of_type and number.is_in_report and _SUMMED.search(number.left + "+" + number.right):
        counted = "primary" if number.value > _MOST / 2 else "secondary"
        return number.mention("count", counted=counted, is_sure=False)
    if not of_type or not (is_office or number.is_in_report or is_both):
        return None
    counted = "primary" if of_type["primary"] else "secondary"
    is_alone = is_office and number.is_in_report and _TYPE_ALONE.fullmatch(number.left)
    return number.mention(
        "count",
        counted=counted,
        is_sure=bool(is_alone or (is_both and (is_office or number.is_in_report))),
        is_old=_is_of_then(number),
    )


def _of_items(number: Number) -> Mention | None:  # noqa: PLR0911 - each form of words is one
    of_all = _OF_SO_MANY.match(number.right)
    is_some = of_all and int(of_all["all"]) > number.value and _FULL.search(number.left)
    if is_some and number.of_items:
        return number.mention("count", counted="items", part=DONE)
    if number.is_in_report and _ITEMS_STEP.search(number.left) and not _SCORED.match(number.right):
        is_sure = number.of_items and _ITEMS_LEAST <= number.value <= _ITEMS_MOST
        return number.mention("count", counted="items", is_old=True, is_sure=is_sure)
    if (
        number.of_items
        and _ITEMS_LEAST <= number.value <= _ITEMS_MOST
        and _AGAIN.search(number.left)
    ):
        is_year = _IN_YEAR.match(number.right) or _YEAR_LEFT.search(number.left)
        if is_year and not _SCORED.match(number.right):
            return number.mention("count", counted="items")
    is_of_their_size = number.of_items and _ITEMS_LEAST <= number.value <= _ITEMS_MOST
    is_led = _ITEMS_ARE.search(number.left) or _OIT_CUT.search(number.left)
    if is_of_their_size and not _UNIT.match(number.right) and is_led:
        return number.mention("count", counted="items", is_old=_is_of_then(number))
    if not _ITEMS.match(number.right):
        return None
    if not _ITEM_WORD.search(number.left + number.right):
        is_likely = (number.is_about or number.of_items) and (
            _HAS.search(number.left) or _DONE.search(number.left)
        )
        is_sure = number.of_items and _ITEMS_LEAST <= number.value <= _ITEMS_MOST
        return number.mention("count", counted="items", is_sure=is_sure) if is_likely else None
    part = _instrument(number, 24)
    part = part if part in ("iit", "eit") else ""
    is_done = _DONE.search(number.left) and number.value >= _ITEMS_LEAST
    is_of_year = number.of_items and _YEAR_LEFT.search(number.left) and number.value >= _ITEMS_LEAST
    is_of_oit = _OIT_LEFT.search(number.left) and _ITEMS_LEAST <= number.value <= _ITEMS_MOST
    is_whole = is_of_their_size and not _PART_OF.match(number.right)
    is_sure = bool(_is_sure(number) or is_done or is_of_year or is_of_oit or is_whole) and not part
    is_old = _STEP_FROM.search(number.left) is not None
    return number.mention("count", counted="items", part=part, is_sure=is_sure, is_old=is_old)


def _of_method(number: Number) -> Mention | None:
    """How many indicators or instruments the assessment, or an instrument, has."""
    if not number.is_in_report:
        return None
    in_turn = _OF_INSTRUMENT.search(number.left) and _INDICATORS_LEFT.search(number.left)
    if in_turn and number.value <= _MOST_OF_ALL and not _SCORED.match(number.right):
        return number.mention("count", counted="indicators", part=_instrument(number, SIGHT))
    for counted in ("indicators", "instruments"):
        is_split = (
            counted == "instruments" and _SPLIT.search(number.left) and _PARTS.match(number.right)
        )
        if is_split:
            return number.mention("count", counted=counted, is_sure=False)
        behind = _IN_INSTRUMENT.match(number.right)
        if counted == "indicators" and behind and _INDICATOR_WORD.search(number.left):
            part = behind["instrument"].lower()
            return number.mention("count", counted=counted, part=part, is_sure=False)
        is_before = _COUNTED_BEFORE[counted].search(number.left) and _COUNTS[counted].match(
            number.right
        )
        if is_before or _UNITS[counted].match(number.right):
            reach = 8 if number.value > _MOST_OF_ONE else SIGHT
            part = _instrument(number, reach) if counted == "indicators" else ""
            is_of_part = part and _OF_INSTRUMENT.search(number.left)
            is_in_all = _ALL.search(number.left[-16:]) and not _OF_A_PLAN.search(number.left)
            is_led = number.of_items and _LED.search(number.left)
            is_named = number.is_about or is_led or _ASSESSED.search(number.left) or is_in_all
            is_told = _is_sure(number) or is_led
            is_sure = bool(is_of_part or (is_told and is_named and not part))
            return number.mention("count", counted=counted, part=part, is_sure=is_sure)
    return None


def _instrument(number: Number, reach: int) -> str:
    """The instrument that a count is of, which stands just before it."""
    found = _INSTRUMENT.findall(number.left[-reach:])
    return found[-1].lower() if found else ""


def _is_sure(number: Number) -> bool:
    is_all = _ALL.search(number.left[-16:]) or _ALL.match(number.right[:24].partition(" ")[2])
    is_whole = _HAS.search(number.left) and not _PART_OF.match(number.right)
    return bool(is_all or is_whole) and not _NO_CLAIM.search(number.left)
