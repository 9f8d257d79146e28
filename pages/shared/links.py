"""Links as people paste them: cut out of a mail or chat with what stood around them, put in order.

A mail writes ``&amp;`` for ``&``, a chat takes the bracket after a link for a part of it, a phone
adds where it was clicked. What can mean one thing only is put right; all else is left to be told.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode

from ita.wording import Say
from pages.shared.address import NAMES

OVERVIEW = "overview"
_ALSO_OVERVIEW = (OVERVIEW, "index.html")
_MOST_TIMES_QUOTED = 3
_LONGEST_NAME = 60

# What mail, chat and advertisements add to tell who clicked where.
_TRACKING = re.compile(
    r"utm_\w*|mc_\w*|hsa_\w*|_hs\w*|__hs\w*|_g[al]\w*|fb_\w*|ldtag\w*|liff\.\w*|trk\w*|ref_src|ref_url"
    r"|(fb|g|d|y|tt|tw|li|ig)clid|msclkid|gad_source|gad_campaignid|gbraid|wbraid|srsltid|mibextid"
    r"|igshi?d?|igsh|li_fat_id|mkt_tok|zarsrc|xmt|rdt_cid|s_cid|_branch_match_id"
    r"|openexternalbrowser|openinappbrowser|amp|is_from_webapp|usp|pli|authuser|si|spm"
)

_ENTITY = re.compile(r"&(#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
_QUOTED_TWICE = re.compile(r"%25(?=26|3[BDF])", re.IGNORECASE)
_KNOWN = "|".join(sorted(NAMES, key=len, reverse=True))
_BETWEEN = re.compile(
    rf"(?:^|[?&;]|%26|%3F|%3B)(?:amp;|amp%3B){{0,3}}(?=(?:{_KNOWN})(?:=|%3D))", re.IGNORECASE
)
_QUOTED_EQUALS = re.compile(rf"(?:^|(?<=&))({_KNOWN})%3D", re.IGNORECASE)
# A name that begins like a letter's: ``&region`` becomes ``®ion``.
_SPOILED = {
    spoiled: f"&{name}" for name in NAMES if (spoiled := html.unescape(f"&{name}")) != f"&{name}"
}

_AROUND_NAME = re.compile(r"^(?:\W|amp;?(?=[a-z]))+|\W+$", re.IGNORECASE)
_CODE = re.compile(r"[^\w-]*(?:3D)?(-?[A-Za-z0-9](?:[A-Za-z0-9 ._,-]*[A-Za-z0-9])?)(.*)", re.DOTALL)
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
_PACKED = re.compile(r"[A-Za-z0-9_-]*")
_AROUND_WORDS = " \t()[]{}<>\"'.,;:!?*“”‘’«»…ฯๆ"
_CLOSED_BY = {")": "(", "]": "[", "}": "{", ">": "<", "”": "“", "»": "«", "’": "‘"}
_PAGE = re.compile(r"\W*(?:([a-z]+(?:\.html)?)[^a-z0-9]*)?")
_PLAIN = str.maketrans("๐๑๒๓๔๕๖๗๘๙‐‑‒–—−", "0123456789------")
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"


@dataclass(frozen=True)
class Link:
    """A page of ours, None where the link names none, and what it asks for, in its order."""

    page: str | None
    asked: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """As it stands in the address line, from the folder of the dashboard."""
        return f"./{self.page or ''}" + (f"?{urlencode(self.asked)}" if self.asked else "")


def as_written(path: str, query: str) -> Link:
    """The link with nothing put in order; ``path`` as a server has it, without percent signs."""
    return Link(path.removeprefix("/"), tuple(parse_qsl(query, keep_blank_values=True)))


def tidy(path: str, query: str, pages: Collection[str]) -> Link:
    """The link put in order; ``pages`` are the paths there are, the overview's own not among them."""
    head, *tail = re.split("[?&]", _unquoted(path), maxsplit=1)
    return Link(_page(head, pages), asked("&".join(filter(None, (*tail, query)))))


def asked(query: str) -> tuple[tuple[str, str], ...]:
    """Names and values of a query, put in order: each pair once, none that only says who clicked."""
    pairs = (
        (known := _name(name), _value(known, value))
        for name, value in parse_qsl(_separated(query), keep_blank_values=True)
    )
    return tuple(
        dict.fromkeys(
            (name, value)
            for name, value in pairs
            if re.search(r"\w", name)
            and not _TRACKING.fullmatch(name.casefold())
            and (value or name not in NAMES)
        )
    )


def seen(text: str, say: Say) -> str:
    """A text in which a reader sees every character: those without ink are told in words."""
    inked = _inked(text)
    return inked if inked == text else say("frame.invisible", text=inked)


def _page(path: str, pages: Collection[str]) -> str | None:
    found = _PAGE.fullmatch(_plain(path).casefold())
    name = (found[1] or "") if found else None
    if name in ("", *_ALSO_OVERVIEW):
        return ""
    return name if name in pages else None


def _separated(query: str) -> str:
    """The query with plain ``&`` and ``=`` around the names we know, however they were written."""
    for _ in range(_MOST_TIMES_QUOTED):
        query = _QUOTED_TWICE.sub("%", _ENTITY.sub(lambda found: html.unescape(found[0]), query))
    for spoiled, name in _SPOILED.items():
        query = query.replace(spoiled, name).replace(quote(spoiled), name)
    return _QUOTED_EQUALS.sub(r"\1=", _BETWEEN.sub("&", query))


def _name(name: str) -> str:
    """The name we know in it, else the name as it is."""
    if len(name) > _LONGEST_NAME:
        return name
    bare = _AROUND_NAME.sub("", _plain(name)).casefold()
    return bare if bare in NAMES or _TRACKING.fullmatch(bare) else name


def _value(name: str, value: str) -> str:
    return _TIDY.get(name, _code)(value) if name in NAMES else value


def _code(value: str) -> str:
    """The code in it, less what stands around it; as it is where that may belong to it."""
    plain = _plain(_unquoted(value))
    found = _CODE.fullmatch(plain)
    if found and not _LETTER_OR_DIGIT.search(found[2]):
        return found[1]
    return plain if _LETTER_OR_DIGIT.search(plain) else plain.strip(_AROUND_WORDS)


def _small(value: str) -> str:
    return _code(value).lower()


def _words(value: str) -> str:
    """Free words less what nobody sees and the brackets that only close."""
    text = " ".join(_inked(value).split())
    while text and _CLOSED_BY.get(text[-1], text[-1]) not in text[:-1] and text[-1] in _CLOSED_BY:
        text = text[:-1].rstrip()
    return text


def _packed(value: str) -> str:
    found = _PACKED.match(_inked(value))
    return found[0] if found else ""


_TIDY: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("edition", "lang", "office", "with"), _small),
    **dict.fromkeys(("q", "find"), _words),
    "words": _packed,
}


def _unquoted(text: str) -> str:
    for _ in range(_MOST_TIMES_QUOTED):
        text = unquote(text)
    return text


def _plain(text: str) -> str:
    """The text in plain letters and digits, less what nobody sees; Thai letters as they are."""
    return "".join(
        character if "\u0e00" <= character <= "\u0e7f" else unicodedata.normalize("NFKC", character)
        for character in _inked(text).translate(_PLAIN)
    ).strip()


def _inked(text: str) -> str:
    return "".join(
        character
        for character in text
        if unicodedata.category(character) not in _UNSEEN
        and character not in _FILLERS
        and not "\ufe00" <= character <= "\ufe0f"
    )
