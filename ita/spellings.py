"""What a name of an office says in the ways people write it: type, number, area, a province beside it.

Pure, and of form only: which areas and numbers exist is the index's business.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Type = Literal["primary", "secondary"]

# Marks of footnotes before or after a name; a number in plain digits is never one.
_MARK = r"[*†‡§¶#^~¹²³⁰⁴-⁹]"
_MARKS = re.compile(
    rf"^(?:\s|{_MARK}|\d{{1,3}}\s?[.)]\s*(?=ส))+|(?:\s|[,;:]|{_MARK}|\(\s*{_MARK}+\s*\)|\[\s*[\w*†]\s*\]|\s\d{{1,2}}/|(?<!\.)\.)+$"
)
_OFFICE = r"(?:สำนักงาน|สนง\.?)?\s*"
_AREA_OFFICE = rf"{_OFFICE}(?:เขต\s*พื้นที่\s*(?:การศึกษา|ฯ)?)?\s*"
_TYPES: tuple[tuple[Type, re.Pattern[str]], ...] = (
    (
        "primary",
        re.compile(rf"(?:{_OFFICE}(?:สพป|ส\.\s?พ\.\s?ป)|{_AREA_OFFICE}ประถมศึกษา)\s*\.?\s*"),
    ),
    (
        "secondary",
        re.compile(rf"(?:{_OFFICE}(?:สพม|ส\.\s?พ\.\s?ม)|{_AREA_OFFICE}มัธยมศึกษา)\s*\.?\s*"),
    ),
)
_NUMBER_WORD = r"(?:(?:เขต\s*พื้นที่|เขต|(?<![ก-๎])ข(?=[\s.\d(]))\s*\.?\s*(?:ที่)?|ที่)"
_LAST_NUMBER = re.compile(
    rf"(?P<area>.*?)[\s.,–/-]*[(\[]?\s*{_NUMBER_WORD}?\s*\.?\s*[(\[]?\s*(?P<number>\d{{1,2}})\s*[)\]]{{0,2}}"
)
_FIRST_NUMBER = re.compile(rf"{_NUMBER_WORD}?\s*\.?\s*(?P<number>\d{{1,2}})[\s,-]*(?P<beside>\D*)")
_IN_BRACKETS = re.compile(r"(?P<name>.*?)\s*[(\[](?P<beside>[^()\[\]\d]+)[)\]]")
_PROVINCE = re.compile(
    r"(?P<name>.*?[\s\d,])(?:(?:อำเภอ|อ\.)\s*\S+\s+)?(?:จังหวัด|จ\.)\s*(?P<beside>[^\d]+)"
)
_AFTER_NUMBER = re.compile(r"(?P<name>.*\d)\s*[\s,]\s*(?P<beside>[ก-๎][^\d()]*)")
# A code of the office before its name, and what it belongs to behind it.
_AROUND_A_NAME = re.compile(r"^\d{4,}\s*[:.\-–]?\s*|\s*,?\s*(?:สังกัด\s*)?สพฐ\.?$")
_PROVINCE_WORD = re.compile(r"^(?:จังหวัด|จ\.)\s*")
_BETWEEN = re.compile(r"\s*[,/&+–-]\s*|\s+และ\s*|(?<=[ก-๎])และ(?=[ก-๎]{3})")
_NOT_OF_AN_AREA = re.compile(r"[\d()\[\]/]|เขต")

_THAI = re.compile(r"[ก-๎]")
_ENGLISH_WORD = re.compile(r"[a-z]+|\d+")
_ENGLISH_TYPES: dict[str, Type] = {
    **dict.fromkeys(("primary", "pesao", "pesa", "peo"), "primary"),
    **dict.fromkeys(("secondary", "sesao", "sesa", "seo"), "secondary"),
}
_DIGITS = 2
_OFFICE_WORDS = frozenset({"esao", "esa", "office", "area", "service", "education", "educational"})
_FILLING = frozenset(
    (
        "the",
        "of",
        "no",
        "number",
        "and",
        "in",
        "province",
        "zone",
        "district",
        "st",
        "nd",
        "rd",
        "th",
    )
)
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Written:
    """The parts of a written name; ``office_type`` is None where an English one does not say it.

    ``beside`` is a province said apart, in brackets or after the number.
    """

    office_type: Type | None
    office_number: int | None
    area: str
    beside: str
    is_english: bool = False


def without_marks(tidy: str) -> str:
    """A tidy name without the marks of footnotes around it; what ends in dots was cut and keeps them."""
    return _MARKS.sub("", tidy) if len(tidy) <= _LONGEST_NAME else tidy


def written(tidy: str) -> Written | None:
    """The parts of a tidy name; None where it does not begin with a type or holds more than a name."""
    if len(tidy) > _LONGEST_NAME:
        return None
    plain = _AROUND_A_NAME.sub("", without_marks(tidy))
    if not _THAI.search(plain):
        return _english(plain)
    for office_type, pattern in _TYPES:
        found = pattern.match(plain)
        if found:
            return _thai(office_type, plain[found.end() :])
    return None


def area_parts(area: str) -> list[str]:
    """The provinces an area names, as they are written; a space may part them or not."""
    return [part for part in re.split(r"[\s.]+", _joined(area)) if part]


def segments(text: str, words: Iterable[str]) -> list[str] | None:
    """The words a text without spaces is put together of, None where it is not; the longest first."""
    if not text:
        return []
    for word in sorted((each for each in words if text.startswith(each)), key=len, reverse=True):
        rest = segments(text[len(word) :], words)
        if rest is not None:
            return [word, *rest]
    return None


def _thai(office_type: Type, rest: str) -> Written | None:
    name, beside = _apart(rest, (_IN_BRACKETS, _PROVINCE, _AFTER_NUMBER))
    first, last = _FIRST_NUMBER.fullmatch(name), _LAST_NUMBER.fullmatch(name)
    if first and not (beside and first["beside"].strip()):
        number, area, beside = int(first["number"]), "", beside or first["beside"]
    elif last:
        number, area = int(last["number"]), last["area"]
    else:
        number, area = None, name
    area, beside = (_PROVINCE_WORD.sub("", _joined(text)) for text in (area, beside))
    if _NOT_OF_AN_AREA.search(area) or not (area or number):
        return None
    return Written(office_type, number, area, beside)


def _apart(rest: str, patterns: Iterable[re.Pattern[str]]) -> tuple[str, str]:
    """What is left of a name, and the province said beside it."""
    found = next((match for pattern in patterns if (match := pattern.fullmatch(rest))), None)
    return (found["name"].strip(), found["beside"].strip()) if found else (rest.strip(), "")


def _joined(text: str) -> str:
    return " ".join(_BETWEEN.sub(" ", text).split())


def _english(plain: str) -> Written | None:
    words = _ENGLISH_WORD.findall(plain.lower())
    types = {_ENGLISH_TYPES[word] for word in words if word in _ENGLISH_TYPES}
    numbers = [word for word in words if word.isdigit()]
    is_office = bool(types) or not _OFFICE_WORDS.isdisjoint(words)
    is_one = len(types) <= 1 and len(numbers) <= 1 and max(map(len, numbers), default=0) <= _DIGITS
    if not (is_office and is_one):
        return None
    area = "".join(_places(words))
    number = int(numbers[0]) if numbers else None
    if not (area or number):
        return None
    return Written(next(iter(types), None), number, area, "", is_english=True)


def _places(words: Iterable[str]) -> Iterator[str]:
    left_out = _ENGLISH_TYPES.keys() | _OFFICE_WORDS | _FILLING
    return (word for word in words if word not in left_out and not word.isdigit())
