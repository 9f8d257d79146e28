"""Which slides are told, in what order, and what the presenter adds; short enough for a link.

The order stands in the link as codes joined by ``_``; own words, which are longer, as one packed
text, so that a copied link opens the same slides.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

OWN_CODES = ("own1", "own2", "own3")
DEFAULT_CODES = (
    "cover", "before", "did", "change", "parts", "stand", "indicators", "items", "next", "sources",
)  # fmt: skip
CODES = (*DEFAULT_CODES, *OWN_CODES)
LONGEST_TITLE, LONGEST_TEXT = 120, 600
_LONGEST_PACKED = 20_000
_LONGEST_UNPACKED = 40_000
_BETWEEN = "_"

# Programs end lines in many ways: PowerPoint puts U+000B for a soft break onto the clipboard.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Words:
    """What the presenter puts on one slide: a title instead of ours, a text, a picture by its id."""

    title: str = ""
    text: str = ""
    picture_id: str = ""


@dataclass(frozen=True)
class Choices:
    """The slides of a deck in order, and the presenter's words by slide code; hashable, as a cache key.

    No codes stand for the usual slides, less those that the data cannot fill.
    """

    codes: tuple[str, ...] = ()
    words: tuple[tuple[str, Words], ...] = ()

    @property
    def words_of(self) -> Mapping[str, Words]:
        """The presenter's words by slide code."""
        return dict(self.words)


def choices_in(slides: str, packed: str) -> Choices:
    """The choices that a link holds; codes nobody knows and words that cannot be read are left out."""
    codes = tuple(dict.fromkeys(code for code in slides.split(_BETWEEN) if code in CODES))
    return Choices(codes, words_in(packed))


def unknown_codes(slides: str) -> list[str]:
    """The parts of the link's order that name no slide."""
    return [code for code in slides.split(_BETWEEN) if code and code not in CODES]


def slides_text(codes: Sequence[str], usual: Sequence[str]) -> str:
    """The order for the link; empty for the usual one."""
    return "" if list(codes) == list(usual) else _BETWEEN.join(codes)


def packed_words(words: Iterable[tuple[str, Words]]) -> str:
    """The presenter's words for the link; empty where there are none."""
    told = {
        code: [said.title, said.text, said.picture_id] for code, said in words if said != Words()
    }
    if not told:
        return ""
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip("=")


def words_in(packed: str) -> tuple[tuple[str, Words], ...]:
    """The presenter's words in the link, cut to their longest; none where it was damaged."""
    if not packed or len(packed) > _LONGEST_PACKED:
        return ()
    try:
        squeezed = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        plain = zlib.decompressobj().decompress(squeezed, _LONGEST_UNPACKED)
        told = json.loads(plain)
    except (ValueError, RecursionError, binascii.Error, zlib.error):
        return ()
    if not isinstance(told, dict):
        return ()
    return tuple((code, _words(told[code])) for code in CODES if _is_told(told.get(code)))


def own_words(title: str, text: str, picture_id: str = "") -> Words:
    """The presenter's words as every slide and file can show them, cut to their longest."""
    return Words(in_one_line(title)[:LONGEST_TITLE], in_lines(text)[:LONGEST_TEXT], picture_id)


def in_one_line(text: str) -> str:
    """A text whose lines are parted by spaces, without what is no letter."""
    return _SPACES.sub(" ", in_lines(text)).strip()


def in_lines(text: str) -> str:
    """A text whose lines end as ours do, without what is no letter; a tab is a space."""
    # Half a pair of surrogates is no letter, and no file could hold it.
    letters = text.encode("utf-8", "ignore").decode()
    return _NO_LETTER.sub("", _LINE_END.sub("\n", letters)).replace("\t", " ")


def with_words(choices: Choices, code: str, said: Words) -> Choices:
    """The choices with other words on one slide."""
    kept = {**choices.words_of, code: said}
    return Choices(choices.codes, tuple((each, kept[each]) for each in CODES if each in kept))


def _is_told(told: object) -> bool:
    return (
        isinstance(told, list)
        and len(told) == len(Words.__dataclass_fields__)
        and all(isinstance(text, str) for text in told)
    )


def _words(told: Sequence[str]) -> Words:
    title, text, picture_id = told
    is_id = picture_id.isalnum() and picture_id.isascii()
    return own_words(title, text, picture_id[:64] if is_id else "")
