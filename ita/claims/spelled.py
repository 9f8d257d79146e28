"""Numbers written in words: where they stand in a text, and what they are in digits.

A single digit in words is read only before what the assessment counts: "three" and "สาม" stand
in too many other words.
"""

import re
from collections.abc import Iterator

_THAI = {
    "ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6,
    "เจ็ด": 7, "แปด": 8, "เก้า": 9,
}  # fmt: skip
_THAI_SCALES = {"พัน": 1000, "ร้อย": 100, "สิบ": 10}
_ENGLISH = {
    word: number
    for number, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        )
    )
}
_ENGLISH |= {
    word: 10 * number
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_COUNTED = (
    r"(?=\s?(?:เครื่องมือ|แบบวัด|ตัวชี้วัด|ระดับ|เขต(?!\s?\d)|แห่ง|instruments?\b"
    r"|indicators?\b|(?:letter )?(?:grades|levels)\b"
    r"|(?:are )?(?:primary|secondary|(?:education(?:al)? |service |area )*offices?)\b"
    r"|(?:under|for|in) [IEO]IT\b))"
)


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_DIGIT = f"(?:{_any(_THAI)})"
_TEENS, _HUNDRED = _any(_ENGLISH), r"(?:hundred)"
_WORDS = re.compile(
    rf"(?P<thai>(?:{_DIGIT}พัน)?(?:{_DIGIT}ร้อย)?(?:{_DIGIT}?สิบ)?{_DIGIT}?)(?P<point>\s?จุด\s?(?P<cents>{_DIGIT}{{1,2}}))"
    rf"|(?P<large>(?:{_DIGIT}พัน)?{_DIGIT}ร้อย(?:{_DIGIT}?สิบ)?{_DIGIT}?|{_DIGIT}สิบ{_DIGIT}?)(?!ล้าน|แสน|หมื่น|พัน|ร้อย|สิบ)"
    rf"|(?P<counted>สิบ{_DIGIT}?|{_DIGIT}){_COUNTED}|(?P<points>สิบ{_DIGIT}?)(?=\s?(?:คะแนน|แต้ม))"
    rf"|\b(?P<english>(?:(?:{_TEENS})\s{_HUNDRED}(?:\s(?:and\s)?))?(?:(?:{_TEENS})(?:[-\s](?:{_TEENS}))?)?)"
    rf"(?P<dot>\spoint\s(?P<after>(?:{_TEENS})(?:\s(?:{_TEENS}))?))\b"
    rf"|\b(?P<whole>(?:{_TEENS})\s{_HUNDRED}(?:\s(?:and\s)?(?:{_TEENS})(?:[-\s](?:{_TEENS}))?)?|[a-z]{{3,5}}ty-(?:{_TEENS}))\b(?!\s(?:thousand|million))"
    rf"|\b(?P<few>{_TEENS})\b{_COUNTED}|(?<=[IEO]IT )(?P<part>{_TEENS})(?=[,.;]|\sand\b"
    rf"|$)|(?<=[:?]\s)(?P<answer>{_TEENS})(?=[.,:;]|\s?\n|$)"
    rf"|\b(?P<over>{_TEENS})(?=\spoints\b)",
    re.IGNORECASE,
)
# One of these stands in every number in words; most long reports have none.
_ANY_WORD = re.compile(
    rf"จุด|สิบ|ร้อย(?!ละ)|{_DIGIT}\s?(?:เครื่องมือ|แบบวัด|ตัวชี้วัด|แห่ง|เขต|ระดับ)|\b(?:{_TEENS}|hundred)\b",
    re.IGNORECASE,
)
# Grades as they are spoken; ดี is no letter but a word for good.
_GRADES = {
    "ดับเบิลเอ": "AA", "ดับเบิ้ลเอ": "AA", "ดับเบิล เอ": "AA", "เอเอ": "AA", "เอ เอ": "AA",
    "double a": "AA", "double-a": "AA",
    "เอ": "A", "บี": "B", "ซี": "C", "เอฟ": "F",
}  # fmt: skip
_ENDS = r"(?=[\s\"”),.(/]|$|ครับ|ค่ะ|คะ|นะ|จ้า|เป็น|มา|สู่|แล้ว|เลย|เท่านั้น|เอง|ด้วย)"
_GRADE = re.compile(
    rf"(?P<word>ดับเบิ้?ล\s?เอ|(?<![ก-๎])เอ\s?เอ|(?<=ระดับ)เอเอ|\bdouble[\s-]A\b){_ENDS}"
    rf"|(?:ระดับ|เกรด|ได้)\s?[\"“]?(?P<letter>เอฟ|เอ|บี|ซี){_ENDS}",
    re.IGNORECASE,
)
_HUNDRED_FIRST = re.compile(r"(?P<hundred>ร้อย)(?<![ก-๎]ร้อย)(?=\s?(?:อันดับ|เขต|แห่ง)แรก)")
# Ranks in words, where a rank is told: อันดับหนึ่ง, came second with.
_RANKS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip
_RANK = re.compile(
    rf"(?:อันดับ|ลำดับ)\s?(?:ที่\s?)?(?P<rank>{_DIGIT})(?!{_DIGIT}|สิบ|ร้อย)"
    rf"|(?<=ที่)(?P<place>{_DIGIT})(?=\s?(?:ของ|ระดับ|ทั่ว)ประเทศ)"
    rf"|\b(?:came|finished|ranked|placed|was|were|is|stood)\s(?:in\s)?(?P<ordinal>{'|'.join(_RANKS)})\b"
    r"(?=\s(?:with|place|in (?:the|our) (?:country|nation|ranking|province|region"
    r"|(?:FY\s?)?(?:\d{4} )?ITA\b)"
    r"|nationally|nationwide|overall|among|of|at|and)|[.,;)]|\s*(?:\n|$))"
    rf"|\b(?P<taken>{'|'.join(_RANKS)})(?=[- ]place\b)",
    re.IGNORECASE,
)
_RANKED = re.compile(
    rf"(?:อันดับ|ลำดับ|ที่)\s?(?:ที่\s?)?{_DIGIT}|\b(?:{'|'.join(_RANKS)})\b", re.IGNORECASE
)
# Digits with the word for the point between them.
_SPOKEN_POINT = re.compile(r"(?<=[0-9๐-๙])\s?(?:จุด|point)\s?(?=[0-9๐-๙])")


def spelled_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each number in words begins and ends, and its digits."""
    for match in _WORDS.finditer(text) if _ANY_WORD.search(text) else ():
        digits = _digits(match)
        if digits:
            yield (*match.span(), digits)
    for match in _RANK.finditer(text) if _RANKED.search(text) else ():
        word = match[match.lastgroup or 0]
        told = _RANKS.get(word.lower()) or str(_THAI.get(word, word))
        yield (*match.span(match.lastgroup or 0), told)
    for match in _HUNDRED_FIRST.finditer(text):
        yield (*match.span("hundred"), "100")
    for match in _GRADE.finditer(text):
        group = match.lastgroup or 0
        yield (*match.span(group), _GRADES[match[group].lower()])
    for match in _SPOKEN_POINT.finditer(text):
        yield (*match.span(), ".")


_SPOKEN = ("english", "whole", "few", "part", "answer", "over")


def _digits(match: re.Match[str]) -> str:
    whole = match["thai"] or match["large"] or match["counted"] or match["points"]
    if whole:
        return f"{_thai_whole(whole)}{_thai_cents(match['cents'])}"
    spoken = next(filter(None, map(match.group, _SPOKEN)), "")
    return f"{_english_whole(spoken)}{_english_cents(match['after'])}" if spoken else ""


def _thai_whole(words: str) -> int:
    total, digit = 0, 0
    for word in re.findall(f"{_any(_THAI | _THAI_SCALES)}", words):
        if word in _THAI_SCALES:
            total += (digit or 1) * _THAI_SCALES[word]
            digit = 0
        else:
            digit = _THAI[word]
    return total + digit


def _thai_cents(words: str | None) -> str:
    return "." + "".join(str(_THAI[word]) for word in re.findall(_DIGIT, words)) if words else ""


def _english_whole(words: str) -> int:
    total = 0
    for word in re.findall("[a-z]+", words.lower()):
        total = total * 100 if word == "hundred" else total + _ENGLISH.get(word, 0)
    return total


def _english_cents(words: str | None) -> str:
    return "." + "".join(str(_ENGLISH[word]) for word in words.lower().split()) if words else ""
