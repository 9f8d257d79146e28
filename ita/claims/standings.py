"""Ranks, and distances and places that follow by arithmetic: 12.39 above the pass mark, 143 behind."""

import re
from decimal import Decimal

from ita.claims.cues import Cues
from ita.claims.mention import Mention
from ita.claims.numerals import Number
from ita.method import grade_schemes

_FIRST = re.compile(r"\s*(?:อันดับ|ลำดับ|เขต|แห่ง|สำนักงาน)\s*(?:แรก|ต้น|บน)")
_TOP = re.compile(r"(?:\btop|\bท็อป|\bท๊อป|ท็อป|\bfirst)[\s-]*$", re.IGNORECASE)
_TOP_PERCENT = re.compile(
    r"(?:\btop|ท็อป|แรก|บน(?:สุด)?|หัวแถว|บนของ|กลุ่มบน)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE
)
_FIRST_PERCENT = re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:แรก|บนสุด|บน|ต้น)", re.IGNORECASE)
_PERCENTILE = re.compile(
    r"(?:เปอร์เซ็นไทล์|เปอร์เซ็นต์ไทล์|percentile)\s*(?:ที่|of|rank|:|=|is|was|\s)*$", re.IGNORECASE
)
# So many offices told again in percent: 143 เขต หรือร้อยละ 58.
_IN_PERCENT = re.compile(
    r"(?<!\d)\d{2,3}\s*(?:เขต|แห่ง|สำนักงาน|offices)?\s*[(,]?\s*(?:หรือ|คิดเป็น|เท่ากับ|ราว|ประมาณ|or|about|some|\s)*(?:ร้อยละ)?\s*$"
)
_PERCENTILE_AFTER = re.compile(r"\s*(?:percentile|เปอร์เซ็นไทล์)", re.IGNORECASE)
_OF_OFFICES = re.compile(
    r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:ของ|of)\s*(?:all |the |จำนวน)?(?:เขต|สำนักงาน|ทั้ง"
    r"|ประเทศ|หน่วย|offices|country|\d)",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"\s*(?:other )?(?:แห่ง|สำนักงาน|เขต(?:พื้นที่)?|offices?\b|areas?\b|others\b)", re.IGNORECASE
)
_POINTS = re.compile(r"\s*(?:คะแนน|แต้ม|points?\b|pts\b)", re.IGNORECASE)
_RANK = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ร่วม)?(?:โดยรวม|ภาพรวม|รวม|ที่|เป็น|คือ|[:=]|เลข|ร่วม|ได้|\bITA\b|(?:ของ|ระดับ|ใน)?ประเทศ|ของ(?:เขต|สำนักงาน)?เรา|ของ(?:เขต|สำนักงาน)|(?:เขต)?เรา|ล่าสุด|ปัจจุบัน|อยู่ที่|ปีงบประมาณ|ปี"
    r"|พ\.ศ\.|(?<!\d)(?:20|25)\d\d(?!\d)|\s)*$"
    r"|\b(?:at|is|as|in)\s+(?:the\s)?(?:number|no\.?|#)\s*$|#\s?$"
    r"|\b(?:rank(?:ed|ing|s)?|placed?|position)\s*(?:at|as"
    r"|of|was|is|no\.?|number|#|[:=\"]|FY ?\d{4}|ITA|for|our|in"
    r"|the|\s)*$"
    r"|(?:อันดับ|ลำดับ)(?:(?!คะแนน|ระดับ)[ก-๎\s]|ITA|ปี\s?\d{4}){0,24}(?:จาก|เป็น|คือ|ว่า|อยู่ที่|มาที่|สู่|[=:])\s*(?:เดิม)?(?:ที่)?\s*$"
    r"|(?:อันดับ|ลำดับ)(?:(?!คะแนน|ระดับ)[ก-๎\s]|ITA|ปี\s?\d{4}){0,24}\d{1,3}\s*"
    r"(?:(?:ใน|เมื่อ)?ปี\s?\d{4}\s*)?(?:(?:ขยับ|ไต่|เลื่อน|กระโดด|ก้าว|พุ่ง|ทะยาน)?(?:ขึ้น)?(?:มา)?(?:เป็น|สู่|ที่|อยู่(?:ที่)?|เหลือ)"
    r"|→|->)\s*(?:อันดับ)?(?:ที่)?\s*$"
    r"|(?:อันดับ|ลำดับ|\brank)(?:[^\d]|25\d\d){0,30}(?:ไม่ใช่|มิใช่|\bnot)[^\d]{0,8}\d{1,3}(?:th|st|nd|rd)?,?\s*(?:แต่|ต้อง|ที่ถูก|but)[^\d]{0,12}$"
    r"|(?:เข้าป้าย|รั้ง|ครอง|คว้า|จบ)(?:อันดับ|ลำดับ)?ที่\s*$|(?:\d\d\.\d\d\s*(?:คะแนน)?|(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z]))\s*[(,/|·]?\s*(?:เป็น)?ที่\s*$"
    r"|(?:อันดับ|ลำดับ|\d\s*เขต)[^\n;]{0,40}เรา(?:อยู่|ยืน)ที่\s*$"
    r"|(?:อันดับ|ลำดับ)(?:ที่)?\s*\d{1,3}\s*(?:,|และ|ส่วน|\s)*เรา\s*$"
    r"|(?:(?:อันดับ|ลำดับ)(?:ที่)?|(?:ได้|อยู่|เป็น)ที่(?:เท่าไ[รห]|เท่าใด|อะไร|ไหน))[^\d?]{0,30}(?:(?:20|25)\d\d[^\d?]{0,12})?\?[^\d]{0,24}$|\b(?:rank|place|position)\b[^\d?]{0,40}(?:\d{4}[^\d?]{0,8})?\?[^\d]{0,16}$"
    r"|\brank(?:ed|ing)?(?:\s(?:rose|improved|moved|climbed|went|up|fell))*\sfrom"
    r"\s(?:\d{1,3}\s(?:in (?:FY\s?)?\d{4} )?(?:up\s)?to\s)?$",
    re.IGNORECASE,
)
_OF_ALL_RIGHT = re.compile(
    r"\s?/\s?2\d\d(?![\d/])|(?:\s[ก-๎]{1,10})?\s(?:จาก|ใน|of|out of"
    r"|among)\s(?:ทั้งหมด\s?|จำนวน\s?|all\s|the\s|(?:the\s)?(?:country|nation)['’]s\s)?2\d\d(?!\d)"
)
# What so many of all offices did, which is no rank.
_HAVE = re.compile(
    r"\b(?:area )?offices (?:[a-z]+ )?(?:graded|rated|passed|failed|got|had|earned|received|reached|scored)\b"
    r"|(?:เขต|แห่ง)(?:ที่)?(?:ไม่)?(?:ผ่าน|ได้)"
)
_OF_ALL = re.compile(
    r"(?:จาก|กับ|ทั้งหมด|ใน|จำนวน|ทั้ง|(?<!ahead )\bof|\ball)(?:\sthe|\sall)*\s*$", re.IGNORECASE
)
_RANK_OF_COUNTRY_LEFT = re.compile(
    r"(?:ได้|เป็น|อยู่|คว้า|เขต|และ|แต่|คือ|^|\s)ที่\s*$|\b(?:number|no\.?)\s*$", re.IGNORECASE
)
_RANK_OF_COUNTRY = re.compile(
    r"\s*(?:ของ|ระดับ|ทั่ว)(?:ทั้ง)?ประเทศ|\s(?:in (?:Thailand|the (?:country|nation))|nation(?:ally|wide))\b"
)
# A number that may be a rank, if it is right.
_LOOSE_RANK, _FEW = re.compile(r"(?:^|[\s:(]|ได้|อยู่|เป็น|คือ)ที่\s*$"), 20
_SPOKEN_OF = re.compile(
    r"(?:อันดับ|ลำดับ(?!ชั้น|ขั้น)|\brank(?:ed|ing)?\b)[^\d\n]{0,40}(?:คือ|เป็น|ได้|ที่|เรา|(?<!ก)ว่า|[:=–\"“]|\b(?:is|was|at|us|we))\s*$",
    re.IGNORECASE,
)
_RANK_BEHIND = re.compile(
    r"\s*(?:คือ)?(?:อันดับ|ลำดับ)(?:ที่)?(?:ของ|ระดับ|ITA|\s)*(?:ประเทศ|$)"
    r"|\s*(?:national )?rank\b|\s*[—–-]\s*our (?:place|rank)\b|\s(?:was|is)\s(?:our"
    r"|the|its)\s(?:national\s)?rank\b",
    re.IGNORECASE,
)
_ORDINAL_RANK = re.compile(
    r"\s*(?:of|out of|place|overall|among|nationally|nationwide|in the (?:country|nation))"
)
_ORDINAL_ENDS = re.compile(r"\s*(?:with|at|on \d|we|[(,.;)]|and|$)")
_OF_DATE = re.compile(r"\b(?:on|by|until|the|of|every)\s*$", re.IGNORECASE)
_CAME = re.compile(
    r"\b(?:came|come|comes|finished|finish|placed|stood|stand|are|were|is"
    r"|was)\s(?:in\s)?(?:the\s)?$|\b(?:places?|puts?|ranks?|ranked|placed|leaves?"
    r"|left)\s(?:us|our office|the office)\s(?:at\s)?$",
    re.IGNORECASE,
)
_OLD_RANK = re.compile(
    r"(?:จาก(?:เดิม)?(?:ที่)?(?:อยู่)?(?:อันดับ|ลำดับ)|(?:อันดับ|ลำดับ)(?:(?!คะแนน)[ก-๎\s]|ITA){0,24}จาก"
    r"|from (?:rank )?)[^0-9]{0,8}$",
    re.IGNORECASE,
)
_HOPED = re.compile(r"(?:เป้า|คาดว่า|ดีกว่า|มุ่งสู่|target|goal|aim)[^0-9]{0,24}$", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:number|no\.?|place|position)\s*$", re.IGNORECASE)
_OTHER_RANKING = re.compile(
    r"\s*(?:ร่วม)?\s*(?:ของ|ใน|ระดับ)\s*(?:จังหวัด|อำเภอ|ภาค|ภูมิภาค|กลุ่ม|เขตตรวจ|รุ่น|สพ[ปม](?!\.?\s?[ก-๎ ]+เขต\s?\d))"
    r"|\s*จาก\s*(?:ทั้งหมด)?\s*\d+\s*สพ[ปม]|\s*(?:place)?\s*(?:in|of) (?:the|its"
    r"|our|[A-Z][a-z]+(?: [A-Z][a-z]+)*) (?:province|region|group)"
)
_AMONG_SOME = re.compile(
    r"(?:เฉพาะ|ในกลุ่ม|ระดับ(?:จังหวัด|ภาค)|ใน(?:จังหวัด|ภาค)|among (?:primary|secondary)"
    r"|in the (?:region|province),? we)[^\d]{0,44}(?:183[^\d]{0,24})?$",
    re.IGNORECASE,
)
# A turn on a stage, a prize or a matter of a meeting has a number, not a rank.
_OTHER_LEFT = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ใน|ของ|ระดับ)\s*(?:กลุ่ม|จังหวัด|ภาค|ภูมิภาค)[^\d]{0,24}$"
    r"|\bin the (?:province|region|North|South|Centr|East|West)[a-z]*\s*$",
    re.IGNORECASE,
)
RANGE = "range"  # the part of a rank that some ranks begin or end with
_TO_RANK = re.compile(r"\s*(?:[-–—]|ถึง|\bto\b)\s*(?:อันดับ|ลำดับ)?(?:ที่)?\s*\d{1,3}(?![\d.])")
_FROM_RANK = re.compile(
    r"(?:อันดับ|ลำดับ|\branks?)(?:ที่|\s)*\d{1,3}\s*(?:[-–—]|ถึง|\bto\b)\s*(?:อันดับ|ลำดับ)?(?:ที่)?\s*$",
    re.IGNORECASE,
)
_PLACE, _SCORE_BEHIND = re.compile(r"(?:^|[\s:?])ที่\s*$"), re.compile(r"\s+\d\d\.\d\d(?!\d)")
# The number of a line in a list, as in ลำดับ 1 รางวัล.
_IS_ITEM = re.compile(r"^\s*ลำดับ(?:ที่)?\s*$")
_NAMES_ITEM = re.compile(
    r"\s+(?![ก-๎]{2,20}\s+เขต\s?\d|จาก|ของ|คะแนน|ITA|สพ|ใน|ระดับ|ทั่ว|ร่วม|ปี|แล้ว|เพิ่ม|สูง|ดี)[ก-๎A-Za-z]"
)
_TURN = re.compile(r"(?:รางวัล|ชนะเลิศ|วาระ|คิว|ผู้พูด|ลงทะเบียน|บัตร|เรื่อง)\s*(?:อันดับ|ลำดับ)(?:ที่)?\s*$")
_NOT = re.compile(
    r"(?:ไม่|มิได้|ไม่ได้)(?:ติด|เข้า|อยู่|ถึง)[^\d]{0,8}$|\b(?:not|outside|n't)\b[^\d]{0,20}$", re.IGNORECASE
)
_PLACES = re.compile(r"\s*(?:(?:อันดับ|ลำดับ)(?!\s*(?:ร่วม|ที่|เป็น|:|\d))|places|ranks)")
_ARRIVED = re.compile(r"(?:เป็น|อยู่|ที่|สู่|\bto)\s*$", re.IGNORECASE)
_REACH = 44
_FAR = 64
_LIMIT = re.compile(
    r"(?:เกณฑ์|ระดับ|เส้น|ขอบล่าง|ขีด|AA|[A-F]|mark|grade|threshold|line|bar)[^\d]{0,20}\(?((?:[5-9]5|50"
    r"|100)(?:\.00)?)(?!\d)[^\d]{0,28}$",
    re.IGNORECASE,
)
# How far past a limit printed just before: ผ่านเกณฑ์ 85 มา 12.39 คะแนน.
_PAST = re.compile(
    r"(?:เกณฑ์|เส้น|ขั้นต่ำ|ระดับ AA)[^\d]{0,12}\d\d(?:\.00)?\s*(?:คะแนน)?\s*(?:มา|ไป)(?:ได้|ถึง|อยู่|แล้ว|ตั้ง|\s)*$"
)
_LIMIT_BEHIND = re.compile(
    r"\s*(?:points?|pts)\s(?:short of|below|under|above|over|past|from)\s(?:the\s)?(?:[a-z]+\s){0,3}?"
    r"((?:[5-9]5|50)(?:\.00)?)(?![\d.]\d|\d)",
    re.IGNORECASE,
)
_FULL_BEHIND = re.compile(
    r"\s*(?:คะแนน|points?)?[^\d.;]{0,20}(?:เต็ม|full marks|of full|of a full|perfect)\s*(100)(?!\d)",
    re.IGNORECASE,
)
_TO_FULL_LEFT = re.compile(
    r"(?:(?:ถึง|จะ|จาก|กว่า|ห่าง|ขาด)(?:คะแนน)?เต็ม(?:ร้อย)?|\b(?:full marks"
    r"|perfect score))[^\d]{0,16}(?:\d{1,2}\.\d\d\s*(?:คะแนน)?\s*(?:และ|กับ|เป็น|เหลือ"
    r"|to|and)\s*(?:เพียง)?\s*)?$",
    re.IGNORECASE,
)
_TO_FULL = re.compile(
    r"\s*(?:คะแนน)?\s*(?:ก็|จึง|ถึง)?จะ(?:ได้)?(?:คะแนน)?เต็ม(?:ร้อย)?(?!\s*\d)"
    r"|\s*(?:points?)?\s*(?:short of|below|from|off)\s*(?:full marks|a perfect|perfect)",
    re.IGNORECASE,
)
_GRADE = re.compile(r"(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z])")
_GRADE_BEHIND = re.compile(
    r"\s*(?:points?|คะแนน)?\s*(?:above|over|short of|below|from"
    r"|เหนือ|ถึง|จะถึง|ก็|ได้|the|an?|เส้น|ระดับ|เกรด|grade|\s)*"
    r"(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z])",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:อีก(?:แค่|เพียง|ไม่กี่|ราว)?|แค่|เพียง|\bby)\s*$")
_FIRST_SO_MANY = re.compile(
    r"(\d{1,3})\s*(?:อันดับ|ลำดับ)\s*(?:แรก|ต้น)|\btop\s*(\d{1,3})", re.IGNORECASE
)
_BY = re.compile(r"(?:อยู่|เพียง|แค่|เท่ากับ|ถึง|=|\bby)\s*(?:only|just|เพียง|แค่)?\s*$", re.IGNORECASE)
# What the parts of a mention of a distance say besides limits and "mark".
OFF_MEAN, GRADES, LACKS = "mean of all", "grades", "lacks"
FIRST = "first"  # the part of a distance to the office that is first
_TO_FIRST = re.compile(
    r"(?:(?:อันดับ|ลำดับ|ที่)\s*(?:ที่)?\s*(?:1|หนึ่ง)(?!\d)|แชมป์|คะแนนสูงสุด"
    r"|หัวตาราง|\b(?:top scorer|first place|number (?:one|1)|leader"
    r"|rank 1))[^\d\n]{0,24}$",
    re.IGNORECASE,
)
_TO_FIRST_BEHIND = re.compile(
    r"\s*(?:points?|คะแนน)?\s*(?:behind|below|short of|from|off|ตามหลัง|ห่างจาก"
    r"|ต่ำกว่า)\s(?:the\s)?(?:first|top|leader|number one|rank 1|อันดับ(?:ที่)?\s?(?:1"
    r"|หนึ่ง)(?!\d)|ที่\s?(?:1|หนึ่ง)(?!\d)|แชมป์)",
    re.IGNORECASE,
)
# What is lacking, where nothing says to what: to the pass mark.
_LACKING = re.compile(
    r"(?:ขาด(?:ไป|อีก|อยู่|เพียง|แค่|แต่|\s)*|(?:short|missed|missed out|fell short"
    r"|failed) by\s*(?:only|just)?\s*)(?:แค่|เพียง)?\s*$",
    re.IGNORECASE,
)
_LACKED = re.compile(r"\s*points?\s(?:too )?short(?!\sof)", re.IGNORECASE)
_OFF_MEAN = re.compile(
    r"กว่า(?:ค่า|คะแนน)?เฉลี่ย(?!\s*(?:สอง|2))[^\d]{0,40}$|\b(?:above|below|over|under)\s(?:the\s)?(?:[a-z]+\s){0,2}(?:mean|average)[^\d.;]{0,24}\bby\s*$",
    re.IGNORECASE,
)
_OFF_MEAN_BEHIND = re.compile(
    r"\s*(?:points?\s)?(?:above|below|over|under|higher than"
    r"|lower than)\s(?:the\s)?(?:[a-z]+\s){0,2}(?:mean|average)\b"
    r"|\s*(?:คะแนน)?\s*(?:สูง|ต่ำ|มาก|น้อย)กว่า(?:ค่า|คะแนน)?เฉลี่ย",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:คะแนน|points?)?\s*(?:และ|แต่|ส่วน|,|and\b|but\b)", re.IGNORECASE)
_GRADES = re.compile(
    r"\s*(?:ระดับ|ขั้น|เกรด|(?:letter |whole |full )?(?:grades|levels|bands)\b)(?!\s*(?:AA|[A-F]\b))"
)
_RISEN = re.compile(r"(?:เลื่อน|ขยับ|ยก|ข้าม)(?:ขึ้น)?(?:มา)?(?:ถึง)?\s*$")
_LARGEST_GAP, _FULL, _CENT_DIGITS = 50, 100, 2
_CENTS = re.compile(r"\d\.\d|[\n;]")


_OFFICES_LEFT = re.compile(
    r"(?:เขต|แห่ง|สำนักงาน|\boffices)(?:[^\d]|(?<!\d)2[05]\d\d(?!\d)|(?<!\d)\d{2,3}(?!\d)){0,44}$",
    re.IGNORECASE,
)
_OTHERS_LEFT = re.compile(
    r"\d{1,3}\s[a-z ]{0,20}(?:higher|lower|above|below|better|worse|ahead"
    r"|behind)[a-z ]{0,16}\b(?:and|but)\s*$",
    re.IGNORECASE,
)
_BESIDE_US = re.compile(
    r"\s*(?:เขต|แห่ง)?\s*(?:อยู่)?(?:ข้าง|ด้าน)?(?:หน้า|หลัง|เหนือ)(?:เรา)?(?=\s|[.,;]|$)"
    r"|\s(?:did|scored|ranked|finished|came) (?:better|worse|higher|lower)\b"
    r"|\s(?:are |were |ranked |stand )?(?:above|below|ahead|behind|higher|lower)(?: us)?(?=[.,;]|$| and)",
    re.IGNORECASE,
)


# So many offices beside one that is named: ลำดับสูงกว่า สพป.กาฬสินธุ์ เขต 2 อีก 101 เขต.
_THAN_NAMED = re.compile(r"(?:อันดับ|ลำดับ|คะแนน)[^\d]{0,8}กว่า[^\n;]{2,40}(?:อีก|มี|อยู่|ถึง|จำนวน)\s*$")


def rank_of(number: Number) -> Mention | None:
    """A rank by its words; ``part`` says where it is one of another list than that of all offices."""
    if number.decimals or number.value == 0:
        return None
    is_of_country = _RANK_OF_COUNTRY.match(number.right) or _OTHER_RANKING.match(number.right)
    is_rank = (
        _RANK.search(number.left)
        or _FROM_RANK.search(number.left)
        or (number.is_ordinal and _ORDINAL_RANK.match(number.right))
        or (number.is_ordinal and _CAME.search(number.left))
        or (number.is_ordinal and _OTHER_RANKING.match(number.right))
        or (
            number.is_ordinal
            and number.is_in_report
            and _ORDINAL_ENDS.match(number.right)
            and not _OF_DATE.search(number.left)
        )
        or (is_of_country and _RANK_OF_COUNTRY_LEFT.search(number.left))
        or (
            number.is_in_report
            and number.value > 1
            and _OF_ALL_RIGHT.match(number.right)
            and not (_HAVE.search(number.right) or _OFFICES.match(number.right))
        )
        or (_SCORE_BEHIND.match(number.right) and _PLACE.search(number.left))
        or _OTHER_LEFT.search(number.left)
    )
    if not is_rank:
        is_loose = number.is_in_report and (
            _LOOSE_RANK.search(number.left)
            or (number.value > _FEW and _SPOKEN_OF.search(number.left))
            or (number.value > _FEW and _RANK_BEHIND.match(number.right))
        )
        return number.mention("rank", is_sure=False) if is_loose else None
    if _HOPED.search(number.left) or _TURN.search(number.left):
        return None
    if _IS_ITEM.search(number.left) and _NAMES_ITEM.match(number.right):
        return None
    is_other = (
        _OTHER_RANKING.match(number.right)
        or _AMONG_SOME.search(number.left)
        or _OTHER_LEFT.search(number.left)
    )
    part = "other list" if is_other else RANGE if _is_of_range(number) else ""
    return number.mention("rank", part=part, is_old=bool(_OLD_RANK.search(number.left)))


def _is_of_range(number: Number) -> bool:
    """Whether a rank is the first or last of some: อันดับ 98-102."""
    return bool(_TO_RANK.match(number.right) or _FROM_RANK.search(number.left))


def moved_of(number: Number, cues: Cues) -> Mention | None:
    """How many ranks an office rose or fell, which no ranks of two years tell."""
    is_move = _PLACES.match(number.right) and not _FIRST.match(number.right)
    is_led = cues.before(number.digits_at, "rise", 24) or cues.before(number.digits_at, "fall", 24)
    is_there = _ARRIVED.search(number.left)
    if number.decimals or not number.is_in_report or is_there or not (is_move and is_led):
        return None
    return number.mention("rank", part="places")


def standing_of(number: Number, cues: Cues) -> Mention | None:
    """A place among all offices: the first so many, the first percents, how many are behind."""
    at = number.digits_at
    if number.sign:
        return None
    if (
        number.is_percent
        or _PERCENTILE.search(number.left)
        or _PERCENTILE_AFTER.match(number.right)
    ):
        return _percent(number, cues)
    if number.decimals:
        return None
    is_first = _FIRST.match(number.right) or _TOP.search(number.left)
    if is_first and _NOT.search(number.left):
        return None
    if is_first and cues.before(at, "within", 16):
        return number.mention("standing", part="first")
    return number.mention("standing", part="behind") if _is_behind(number, cues) else None


def _is_behind(number: Number, cues: Cues) -> bool:
    """Whether a number counts the offices that rank lower or higher."""
    at, end = number.digits_at, number.end
    of_all = _OF_ALL_RIGHT.match(number.right)
    is_of_rank = of_all and (_RANK.search(number.left) or _NUMBERED.search(number.left))
    if (
        of_all
        and not is_of_rank
        and (cues.before(at, "behind", 16) or cues.after(end + of_all.end(), "behind", _REACH))
    ):
        return True
    is_of_offices = _OFFICES_LEFT.search(number.left) or _OTHERS_LEFT.search(number.left)
    if _BESIDE_US.match(number.right) and is_of_offices:
        return True
    if _OFFICES.match(number.right) and _THAN_NAMED.search(number.left):
        return True
    is_office = _OFFICES.match(number.right) and not _OF_ALL.search(number.left)
    return bool(is_office and cues.near(at, end, "behind", 24))


def _percent(number: Number, cues: Cues) -> Mention | None:
    is_top = _TOP_PERCENT.search(number.left) or _FIRST_PERCENT.match(number.right)
    if is_top:
        return number.mention("standing", part="top percent")
    is_above = (
        (_IN_PERCENT.search(number.left) and cues.has("behind"))
        or _PERCENTILE.search(number.left)
        or _PERCENTILE_AFTER.match(number.right)
        or (
            cues.near(number.digits_at, number.end, "behind", _REACH)
            and _OF_OFFICES.match(number.right)
        )
    )
    return number.mention("standing", part="above percent") if is_above else None


def distance_of(number: Number, cues: Cues) -> Mention | None:
    """A distance by its words: to the pass mark, a grade, full marks, another office or year."""
    end = number.end
    if (
        number.decimals
        and number.value <= _LARGEST_GAP
        and not number.is_percent
        and (_OFF_MEAN.search(number.left) or _OFF_MEAN_BEHIND.match(number.right))
    ):
        return number.mention("distance", part=OFF_MEAN)
    is_step = cues.before(number.digits_at, "rise", 16) or _RISEN.search(number.left)
    if is_step and _GRADES.match(number.right):
        return number.mention("distance", part=GRADES, is_sure=False)
    if number.is_percent or number.value > _LARGEST_GAP or number.sign in ("+", "＋"):
        return None
    if _PLACES.match(number.right) and not number.decimals:
        return _places(number, cues)
    is_size = number.decimals > 0 or _POINTS.match(number.right)
    is_past = _PAST.search(number.left) or is_to_full(number) or _LACKED.match(number.right)
    if not is_size or not (is_past or _follows_gap(number, cues) or cues.after(end, "gap", 24)):
        return None
    to = _to(number, cues)
    is_sized = number.decimals > 0 or number.manner != "as is"
    is_lacking = _LACKING.search(number.left) or _LACKED.match(number.right)
    if not to and number.decimals == _CENT_DIGITS and is_lacking:
        to = LACKS
    return number.mention("distance", part=to, is_sure=bool(to and is_sized))


def is_to_full(number: Number) -> bool:
    """Whether words before a number say that it is missing to full marks."""
    return bool(number.decimals and _TO_FULL_LEFT.search(number.left))


def _to(number: Number, cues: Cues) -> str:
    """What a distance is told to be to: a limit printed just before it, else the pass mark; "" else."""
    at, end = number.digits_at, number.end
    printed = (
        _LIMIT.search(number.left)
        or _FULL_BEHIND.match(number.right)
        or _LIMIT_BEHIND.match(number.right)
    )
    if printed:
        return str(Decimal(printed[1]))
    if _TO_FULL_LEFT.search(number.left) or _TO_FULL.match(number.right):
        return str(_FULL)
    if _TO_FIRST.search(number.left) or _TO_FIRST_BEHIND.match(number.right):
        return FIRST
    limit = _of_grade(number, cues)
    if limit:
        return limit
    is_behind = cues.after(end, "mark", 24) and not _GOES_ON.match(number.right)
    is_to_mark = cues.before(at, "mark", _REACH) or is_behind
    marks = [end for _, end in cues.spans["mark"] if end <= at]
    left = cues.line[max(at - _REACH, *marks[-1:], 0) : at]
    is_to_grade = _GRADE.search(left) or _GRADE_BEHIND.match(number.right)
    return "mark" if is_to_mark and not is_to_grade else ""


def _of_grade(number: Number, cues: Cues) -> str:
    """The least of the grade a distance is told to be to, behind its word of distance or the number."""
    at = number.digits_at
    ends = [end for _, end in cues.spans["gap"] if at - _FAR <= end <= at]
    before = list(_GRADE.finditer(cues.line, ends[-1], at)) if ends else []
    behind = _GRADE_BEHIND.match(number.right)
    grade = before[-1].group() if before else (behind.group().split()[-1] if behind else "")
    bands = grade_schemes()["letter"]
    return next((str(band.min_score) for band in bands if band.grade == grade), "")


def _places(number: Number, cues: Cues) -> Mention | None:
    """How many places are missing to the first so many."""
    first = _FIRST_SO_MANY.search(number.right) or _FIRST_SO_MANY.search(number.left)
    if first is None or not (cues.before(number.digits_at, "gap", 24) or _MORE.search(number.left)):
        return None
    return number.mention("distance", part=f"rank {first[1] or first[2]}")


def _follows_gap(number: Number, cues: Cues) -> bool:
    """Whether a word of distance stands before, with only what it is a distance to between them."""
    at = number.digits_at
    ends = [end for _, end in cues.spans["gap"] if at - _FAR <= end <= at]
    if not ends:
        return False
    between = cues.line[ends[-1] : at]
    if len(_CENTS.findall(between)) > bool(_BY.search(between)):
        return False
    return not any(ends[-1] <= start < at for start, _ in cues.spans["goal"])
