"""Thai text that was read with the wrong code page, as in "ÊÓ¹Ñ¡§Ò¹" for สำนักงาน: the text that was meant.

A wrong reading is undone by going back to the bytes and reading these as what they were. Undefined
bytes of a code page are taken for the letters of the same number, as most programs take them.
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache

# What bytes were read as, and what they were. Both by name; a table holds what Python has no name for.
_WRONG = ("cp874", "cp1252", "latin-1", "mac_roman", "cp437", "cp850")
_RIGHT = ("utf-8", "windows-thai", "mac-thai")
_MOST_TIMES = 3  # wrong readings on top of each other

_TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
# The shapes of marks moved aside that fonts keep where the code page has no letter: first code, marks.
_MOVED_MARKS = {
    "windows-thai": (
        (0x81, "\u0e34\u0e35\u0e36\u0e37"),
        (0x86, _TONES),
        (0x8B, _TONES),
        (0x98, "\u0e31\u0e4d\u0e47"),
        (0x9B, _TONES),
        (0xFC, "\u0e38\u0e39\u0e3a"),
    ),
    "mac-thai": (
        (0x80, "«»…"),
        (0x83, _TONES),
        (0x88, _TONES),
        (0x8D, "“”\u0e4d"),
        (0x91, "•\u0e31\u0e47\u0e34\u0e35\u0e36\u0e37"),
        (0x98, _TONES),
        (0x9D, "‘’"),
        (0xDB, "\u2060\u200b–—"),
    ),
}

# What a list of offices and scores cannot do without; no wrong reading makes two of them by chance.
_WORD = re.compile("สำนัก|เขต|ศึกษา|พื้นที่|หน่วยงาน|สพป|สพม|คะแนน|ระดับ|อันดับ|ผ่าน|ประเมิน|ร้อยละ|ตัวชี้วัด")
_FEWEST_WORDS = 2
_NO_LETTER_OF_THAI = re.compile("[\u0080-\u009f\u00a1-\u00ff\ufffd]")
_THAI = re.compile("[\u0e01-\u0e5b]")
_MARK_WITHOUT_CONSONANT = re.compile(r"(?:^|[^ก-ฮ\u0e31-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_FEW = 0.02  # of the letters
# UTF-8 read with a one-byte code page: every Thai letter begins with one of two pairs.
_PAIRS = re.compile("เธ|เน|à[¸¹]|‡[∏π]|α[╕╣]|Ó[©╣]")
_OF_A_PAIR = 3
_LATIN = re.compile("[\u0080-\u00ff]")
_WRITTEN = re.compile(r"[A-Za-z]|[^\x00-\x7f\s]")
_MOST = 0.75
_LONGEST_SAMPLE = 20_000  # letters that tell whether a long text is worth the time


def repaired(text: str) -> str | None:
    """The Thai text whose bytes were read with a wrong code page, perhaps more than once.

    None for a text that is right as it is, and for one that cannot be made right.
    """
    plain = text.lstrip("\ufeff")
    sample = _first_lines(plain)
    if plain.isascii() or _is_thai(plain) or (sample != plain and repaired(sample) is None):
        return None
    texts = {plain}
    for _ in range(_MOST_TIMES):
        readings = dict.fromkeys(reading for each in texts for reading in _other_readings(each))
        thai = [reading for reading in readings if _is_thai(reading)]
        if thai:
            return min(thai, key=_stray_marks).lstrip("\ufeff")
        texts = {reading for each in texts for reading in _other_readings(each, ("utf-8",))}
    return None


def is_garbled(text: str) -> bool:
    """Whether most of a text is what a wrong code page makes of Thai, also where letters are lost."""
    sample = _first_lines(text)
    written = len(_WRITTEN.findall(sample))
    of_pairs = _OF_A_PAIR * len(_PAIRS.findall(sample))
    of_latin = 0 if _THAI.search(sample) else len(_LATIN.findall(sample))
    return not _is_thai(sample) and max(of_pairs, of_latin) > _MOST * written


def _first_lines(text: str) -> str:
    """The whole lines a text begins with, all of it where it is short or one line."""
    if len(text) <= _LONGEST_SAMPLE:
        return text
    return text[:_LONGEST_SAMPLE].rpartition("\n")[0] or text[:_LONGEST_SAMPLE]


def _other_readings(text: str, right: tuple[str, ...] = _RIGHT) -> Iterator[str]:
    """Every text the bytes may have meant that were read as this one."""
    for wrong in _WRONG:
        try:
            content, _ = codecs.charmap_encode(text, "strict", _codes(wrong))
        except UnicodeEncodeError:
            continue
        for name in right:
            reading = _decoded(content, name)
            if reading is not None and reading != text:
                yield reading


def _decoded(content: bytes, name: str) -> str | None:
    if name != "utf-8":
        return codecs.charmap_decode(content, "strict", _letters(name))[0]
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


@cache
def _letters(name: str) -> str:
    """The letter of each of the 256 bytes."""
    letters = [
        bytes([code]).decode("cp874" if name in _MOVED_MARKS else name, "replace")
        for code in range(256)
    ]
    letters = [chr(code) if letter == "\ufffd" else letter for code, letter in enumerate(letters)]
    for first, marks in _MOVED_MARKS.get(name, ()):
        letters[first : first + len(marks)] = marks
    return "".join(letters)


@cache
def _codes(name: str) -> dict[int, int]:
    """The byte of each letter."""
    return {ord(letter): code for code, letter in enumerate(_letters(name))}


def _is_thai(text: str) -> bool:
    """Whether a text says what lists of offices say, with next to no letter that is not Thai's."""
    words = set(_WORD.findall(text))
    strange = len(_NO_LETTER_OF_THAI.findall(text))
    return len(words) >= _FEWEST_WORDS and strange <= _FEW * len(_THAI.findall(text))


def _stray_marks(text: str) -> int:
    """How many marks stand on no consonant: the fewest in the right reading."""
    return len(_MARK_WITHOUT_CONSONANT.findall(text))
