"""What one printed cell says: a rank, a score, a change, a grade or a result. Pure.

People write numbers in many ways: Thai or full-width digits, a percent sign, a decimal comma, a
footnote mark, brackets or a word for a fall. What such a cell says is read; what may be meant in
two ways is not guessed.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from ita.method import grade_schemes
from ita.offices import western_digits

HUNDREDTH = Decimal("0.01")
HIGHEST = Decimal(100)
PASS, FAIL = "ผ่าน", "ไม่ผ่าน"

_NONE_PRINTED = frozenset({"-", "--", "---", "...", "…", "/"})
# How a cell says that there is no value, by what it holds.
_NOT_GIVEN = (
    "ไม่มี", "ไม่ได้", "ไม่เข้า", "ไม่รับ", "ไม่ประเมิน", "ไม่จัด", "ไม่ประกาศ", "ไม่เปิดเผย", "ไม่ทราบ",
    "ไม่พบ", "ไม่สามารถ", "ไม่นำมา", "งดประเมิน", "ยกเว้น", "อุทธรณ์", "ระหว่าง", "รอผล", "รอการ", "รอประกาศ",
    "เปรียบเทียบไม่ได้", "ใหม่", "ยังไม่", "ไม่ส่ง",
)  # fmt: skip
_NOT_GIVEN_ENGLISH = re.compile(
    r"(?<![a-z])(?:n/a|n\.a\.|not|none|nil|null|new|no data|pending|appeal|exempt|withheld|missing)(?![a-z])"
    r"|(?:value|ref|div/0|null|num)!|name\?"
)
_NOT_GIVEN_WHOLE = frozenset({"NA", "ND"})
_BRACKET = "⸨"  # stands for a pair of brackets around a number
# The words and signs around a number, by what they say.
_AROUND: dict[str, tuple[str, ...]] = {
    "rise": ("เพิ่มขึ้น", "สูงขึ้น", "เพิ่ม", "increased", "increase", "up", "▲", "△", "↑", "⬆", "⇧", "🔺", "+"),
    "fall": ("ลดลง", "ต่ำลง", "ลด", "ติดลบ", "ลบ", "decreased", "decrease", "down", "▼", "▽", "↓", "⬇",
        "⇩", "🔻", "-"),
    "bracket": (_BRACKET,),
    "unit": ("คะแนน", "ร้อยละ", "เปอร์เซ็นต์", "percent", "points", "point", "pts", "%", "score", "จุด"),
    "rank": ("อันดับที่", "อันดับ", "ลำดับที่", "ลำดับ", "ที่", "rank", "no.", "no", "st", "nd", "rd", "th", "#", ".",
        ")", "("),
    "joint": ("ร่วมกัน", "ร่วม", "เท่ากัน", "jointly", "joint", "tied", "tie", "equal", "t-", "t", "="),
}  # fmt: skip
_UNCHANGED = ("คงเดิม", "เท่าเดิม", "คงที่", "ไม่เปลี่ยนแปลง", "unchanged", "no change", "same")

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
_GUARDS = "'’‘`´"
_MARKS = "*†‡§¶※^#"
_VARIATIONS = "\ufe0e\ufe0f"
_NOTE = re.compile(r"(?<=\d)\s*(?:\(\s*(?:\d{1,2}|[a-zก-ฮ])\s*\)|\[[^\[\]]{1,3}\])$", re.IGNORECASE)
_LETTER = re.compile(r"(?<=\.\d\d)\s?[ก-ฮ]$")
_GUARDED = re.compile(r'^=\s*"(.*)"$')
_YEAR = re.compile(r"25\d\d")
_DITTO = frozenset({"〃", "″", '"', "“", "”", "„", ",,", "''", "′′", "ditto", "เช่นกัน", "เช่นเดียวกัน"})
_OF_A_HUNDRED = re.compile(r"\s*(?:/|จาก|เต็ม|out of|of)\s*100(?:\.0+)?(?!\d)", re.IGNORECASE)
_BODY = re.compile(r"\d+(?:\s?[.,·]\s?\d+)?", re.ASCII)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|ถึง|to)\s*(\d{1,3})", re.ASCII)
_OF_ALL = re.compile(r"(\d{1,3})\s*(?:/|จาก|of)\s*(\d{1,3})", re.ASCII)
_MOST_DIGITS, _COMMA_DECIMALS, _LAST_RANK = 3, 2, 999
# What a scan or a font loses: marks above and below, private-use marks, spaces, joiners.
_LOST = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\ue000-\uf8ff\u200b-\u200f\u00ad\ufeff\s]")
_SAYS_RESULT = re.compile("ผาน|PASS|FAIL")
_BEFORE_A_GRADE = re.compile(r"^(?:ระดับ|เกรด|grade|level)\s*:?\s*", re.IGNORECASE)
_RESULTS = {
    PASS: ("ผ่าน", "ผ่านเกณฑ์", "ผ่านเกณฑ์การประเมิน", "ผ่านการประเมิน", "pass", "passed"),
    FAIL: ("ไม่ผ่าน", "ไม่ผ่านเกณฑ์", "ไม่ผ่านเกณฑ์การประเมิน", "ไม่ผ่านการประเมิน", "fail", "failed"),
}


class UnreadableError(Exception):
    """A cell says something that is no value of its column; ``key`` of catalogue table ``input``."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def without_marks(text: str) -> str:
    """A printed cell without footnote marks, invisible marks and the apostrophe that guards formulas.

    Full-width letters become plain ones and every dash a hyphen; Thai digits stay.
    """
    # A raised figure is a mark, not a digit: it goes before its form is folded.
    seen = "".join(letter for letter in text if not _is_unread(letter))
    folded = unicodedata.normalize("NFKC", seen).translate(_DASHES)
    guarded = _GUARDED.sub(r"\1", " ".join(folded.split()))
    plain = guarded.lstrip(_GUARDS + " ").strip(_MARKS + " ")
    digits = western_digits(plain)
    noted = _LETTER.search(digits) or (_BODY.search(digits) and _NOTE.search(digits))
    return plain[: noted.start()] if noted else plain


def _is_unread(letter: str) -> bool:
    is_raised = unicodedata.category(letter) == "No" or letter in "⁽⁾ª"
    return is_raised or unicodedata.category(letter) == "Cf" or letter in _VARIATIONS


def read_decimal(text: str) -> Decimal | None:
    """The one number a cell prints, with its sign; None when it is not one."""
    figure = plain_figure(text)
    return None if figure is None else Decimal(western_digits(figure))


@lru_cache(maxsize=4096)
def plain_figure(text: str) -> str | None:
    """The number of a cell as ``[+-]digits[.digits]`` in its own digits; None when it is not one.

    A fall may be told by a minus before or after, by brackets, an arrow or a word.
    """
    plain = _without_full_marks(without_marks(text))
    found = _BODY.findall(western_digits(plain))
    if len(found) != 1:
        return None
    start = western_digits(plain).index(found[0])
    end = start + len(found[0])
    before, after = plain[:start], plain[end:]
    if "(" in before and ")" in after:
        before, after = before.replace("(", _BRACKET, 1), after.replace(")", "", 1)
    sign = _sign(_said(before + after, ("rise", "fall", "bracket", "unit")))
    body = _point(plain[start:end])
    return None if sign is None or body is None else sign + body


def _without_full_marks(plain: str) -> str:
    """A score without the "/100" it is out of."""
    found = _OF_A_HUNDRED.search(western_digits(plain))
    return plain[: found.start()] + plain[found.end() :] if found else plain


def _said(around: str, kinds: Sequence[str]) -> frozenset[str] | None:
    """What the words and signs around a number say; None where one says nothing we know."""
    left, said = bare(around), set()
    for word, kind in _around():
        if kind in kinds and word in left:
            said.add(kind)
            left = left.replace(word, "")
    return None if left else frozenset(said)


def _sign(said: frozenset[str] | None) -> str | None:
    """The sign that is said; None where two are, or something unknown."""
    if said is None or {"rise", "fall"} <= said:
        return None
    is_fall = "fall" in said or ("bracket" in said and "rise" not in said)
    return "-" if is_fall else "+" if "rise" in said else ""


def _point(printed: str) -> str | None:
    """The digits of a number with a point for its decimal comma; None where a comma parts thousands."""
    body = "".join(printed.split()).replace("·", ".")
    whole, comma, cents = body.partition(",")
    if len(whole.partition(".")[0]) > _MOST_DIGITS or len(cents) > _COMMA_DECIMALS:
        return None
    return f"{whole}.{cents}" if comma else whole


def read_score(text: str) -> Decimal | None:
    """A printed score, 0-100 with at most two decimals; None where it says there is none.

    Raises UnreadableError.
    """
    if is_not_given(text):
        return None
    value = _number(text)
    if not 0 <= value <= HIGHEST:
        raise UnreadableError("score_range")
    return _to_the_cent(value)


def read_change(text: str) -> Decimal | None:
    """A printed change within ±100; None for a dash, nothing or "no data". Raises UnreadableError."""
    if bare(text) in map(bare, _UNCHANGED):
        return Decimal(0)
    if is_not_given(text):
        return None
    value = _number(text)
    if abs(value) > HIGHEST:
        raise UnreadableError("change_range")
    return _to_the_cent(value)


def read_rank(text: str) -> int | None:
    """A printed rank from 1, shared or not; None where it says there is none.

    A range such as 1-4 is a rank that offices share: its first. Raises UnreadableError.
    """
    if is_not_given(text) or is_ditto(text):
        return None
    plain = western_digits(without_marks(text))
    shared = _RANGE.fullmatch(plain) or _OF_ALL.fullmatch(plain)
    if shared and int(shared[1]) <= int(shared[2]):
        plain = shared[1]
    found = _BODY.findall(plain)
    if len(found) != 1 or _said(_BODY.sub("", plain), ("rank", "joint")) is None:
        raise UnreadableError("not_a_rank")
    whole, _, cents = found[0].partition(".")
    if not whole.isdigit() or not 1 <= int(whole) <= _LAST_RANK or cents.strip("0"):
        raise UnreadableError("not_a_rank")
    return int(whole)


def read_grade(text: str) -> str | None:
    """A printed grade in the spelling of the rules, as it stands when it is none of theirs."""
    plain = _BEFORE_A_GRADE.sub("", without_marks(text))
    grade = _grade_words().get(bare(plain))
    return grade or (None if is_not_given(text) else text)


def read_result(text: str) -> str | None:
    """A printed result, passed or not, in its right spelling, else as it stands."""
    result = _result_words().get(bare(without_marks(text)))
    says_result = _SAYS_RESULT.search(bare(text))
    return result or (None if is_not_given(text) and not says_result else text or None)


def is_not_given(text: str) -> bool:
    """Whether a cell is blank or says in words that there is no value."""
    plain = without_marks(text).lower()
    if not plain:
        return all(unicodedata.category(letter) != "No" for letter in text)
    if plain in _NONE_PRINTED or bare(plain) in _NOT_GIVEN_WHOLE:
        return True
    has_digit = any(letter.isdigit() for letter in _YEAR.sub("", western_digits(plain)))
    is_said = _NOT_GIVEN_ENGLISH.search(plain) or any(word in bare(plain) for word in _not_given())
    return not has_digit and bool(is_said)


def is_ditto(text: str) -> bool:
    """Whether a cell says only that it is like the one above."""
    return text.strip().lower() in _DITTO


def bare(text: str) -> str:
    """A Thai word without what scans and fonts lose: marks above and below, spaces, joiners."""
    return _LOST.sub("", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=1)
def _around() -> list[tuple[str, str]]:
    """Each word and what it says, longer ones first."""
    words = [(bare(word), kind) for kind, words in _AROUND.items() for word in words]
    return sorted(words, key=lambda each: -len(each[0]))


@lru_cache(maxsize=1)
def _not_given() -> tuple[str, ...]:
    return tuple(map(bare, _NOT_GIVEN))


@lru_cache(maxsize=1)
def _grade_words() -> dict[str, str]:
    return {bare(band.grade): band.grade for bands in grade_schemes().values() for band in bands}


@lru_cache(maxsize=1)
def _result_words() -> dict[str, str]:
    return {bare(word): result for result, words in _RESULTS.items() for word in words}


def _number(text: str) -> Decimal:
    value = read_decimal(text)
    if value is None:
        raise UnreadableError("not_a_number")
    return value


def _to_the_cent(value: Decimal) -> Decimal:
    if value != value.quantize(HUNDREDTH):
        raise UnreadableError("too_many_decimals")
    return value
