"""What a printed column title means, and what a line above a table says: the year, how many offices.

Titles are compared by their consonants, digits and Latin letters: vowels and tone marks are what a
text layer splits, moves or loses.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, reduce

from ita.method import method_of, method_years
from ita.offices import office_index, tidy_name

_NOT_IN_KEY = re.compile(r"[^ก-ฮa-z0-9]")
_LONGEST_TITLE = 200
_COMMON_ERA = 543
_YEAR = re.compile(r"(?<!\d)(25[4-9]\d|20[0-5]\d)(?!\d)")
_YEAR_IN_KEY = r"(25[4-9]\d|20[0-5]\d)"
_TITLE_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"ปงบปรมณ(?:พศ)?{_YEAR_IN_KEY}",
        rf"(?:fiscalyear|fy){_YEAR_IN_KEY}",
        rf"ita\D{{0,20}}?{_YEAR_IN_KEY}",
        rf"ปรจป(?:พศ)?{_YEAR_IN_KEY}",
        rf"(?<!วน)ป(?:พศ)?{_YEAR_IN_KEY}",
    )
)
_STATED_OFFICES = re.compile(
    r"(?:(?<!ผนกณฑ)(?:จนวน|ทงสน|ทงหมด|รวม|ทง)(?:ทงสน|ทงหมด)?(?:สนกงน(?:ขตพนทกรศกษ)?)?(\d{1,3})(?:ขต|สนกงน|หง|หนวยงน|สพท)"
    r"|(?<!ผนกณฑ)(?<!\d)(\d{1,3})(?:educationservicearea)?(?:offices|areas|units))"
)
_OFFICE_NAME = re.compile(
    r"(?:สนกงนขตพนทกรศกษ(?:ปรถมศกษ|มธยมศกษ)|สพป|สพม)(?!สพ|ปรถมศกษ|มธยมศกษ|ลมธยมศกษ|$)"
)
_OTHER_BODY = re.compile(r"(?:สนกงน|สนง)?ศกษธกร(?:จงหวด|ภค)|ศธ[จภ]")
_NAME_IN_TEXT = re.compile(r"สำนักงานเขต(?=พื้นที่)|สพป|สพม")
_OFFICE_START = re.compile(r"สนกงน|สพป|สพม|สพท")

# Titles of indicators and items, on the text with its points and with spaces beside numbers only:
# marks that stand apart from their consonant part no words.
_NOT_IN_TITLE = re.compile(r"[^ก-ฮa-z0-9.\s_:()]")
_SPACE_IN_WORDS = re.compile(r"(?<![0-9.])[\s_:()]+(?![0-9.])")
_SUB_INDICATOR = re.compile(
    r"(?:ตวชวด(?:ยอย)?ท?|(?:sub)?indicator|i)?\W*(9\.[1-5]|10\.[12])(?!\d).*"
)
_ITEM = re.compile(r"(?:ขอท?|item)?\W*[o0]\s?0?(\d{1,2})(?![\d.]*\d).*")
_INDICATOR = re.compile(r"(?:ตวชวดท?|indicator(?:no\.?)?|kpi|i)[\s_.]*(10|[1-9])(?!\.?\d).*")
_NUMBERED_NAME = re.compile(r"(?:(10|[1-9])\s*[.)]?\s*)?([^\d].*)")
_IN_PERCENT = re.compile(r"รอยล$|percent$")
_HIGHEST_ITEM = 50

_SHORTHANDS = {
    "OF_A_YEAR": r"(?:ป|พศ|งบปรมณ|fy)*(?:YEAR|(?<=ป)6\d)?(?:รอยล)?",
    "PREVIOUS": r"(?:the)?(?:last|previous|prior)(?:fiscal)?year",
    "YEAR": _YEAR_IN_KEY,
}


def _spelled_out(pattern: str) -> str:
    return reduce(lambda text, short: text.replace(*short), _SHORTHANDS.items(), pattern)


# The other columns by the key of their title, first match wins.
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(_spelled_out(pattern)))
    for word, pattern in (
        ("rank", r"(?:อนดบ|ลดบ)(?:ท)?(?:ทด|คนน|ita|ของ|น|รดบ|ปรทศ)*(?:ป|พศ|งบปรมณ)*YEAR?"),
        ("rank", r"ท|no|number|rank(?:ing|no)?(?:ita|fy|in)*YEAR?|national(?:rank|ranking)"),
        ("", r"(?:อนดบ|ลดบ|rank).*|.*(?:ปรยบทยบ|change|ปลยน).*(?:อนดบ|rank).*"),
        ("last_score", r"(?:คนน|ผลคนน)(?:ita)?(?:รวม)?(?:ปทผนม|ปกอน|ปทลว)|(?:last|previous).*score"),
        ("change", r".*(?:ทยบ|ตง|ปลยน|พม|ลดลง|พฒนกร).*(?:ปทผนม|ปกอน|ปทลว|ป(?:พศ|งบปรมณ)*YEAR).*"),
        ("change", r"(?:คนน)?(?:ผลตง|สวนตง|พมขนลดลง|พมลด|กรปลยนปลง|ปลยนปลง|พฒนกร)(?:คนน|ของคนน)?"),
        ("change", r"(?:ผล)(?:กร)?ปรยบทยบ(?:คนน)?|กบ(?:ปทผนม|ปกอน|ปทลว)"),
        ("change", r"(?:score)?(?:changes?|difference|diff|delta)(?:from|vs)?(?:PREVIOUS|YEAR)?"),
        ("result", r"(?!.*รดบ).*กณฑ.*|.*ผนมผน.*|ผล|สรปผล|ผลกรปรมน(?:ita)?|สถน"),
        ("result", r"result|pass(?:ed)?(?:fail)?|status|outcome"),
        ("grade", r"(?:ผลกรปรมน|ผลคนน|ผล)?(?:รดบ|กรด).*|(?:ita)?(?:grade|level|rating)"),
        ("", r".*(?:ถวง|นหนก|คนนตม|ปรทศ|weight|maximum).*"),
        ("total", r"(?:ผล)?(?:คนน|รอยล)?(?:รวม|ผลรวม)(?:ทงสน|ทงหมด|ทกครองมอ|ita|online)*OF_A_YEAR"),
        ("total", r"(?:overall|grand)?total(?:score)?(?:fy|in)?YEAR?|overall(?:score)?(?:fy|in)?YEAR?"),
        ("score", r"(?:ผล|ค)?(?:คนน|กรปรมน)(?:ฉลย|ทด|ita|online|กรปรมน|รอยล)*OF_A_YEAR"),
        ("score", r"รอยล(?:คนน)?|(?:ita)?(?:online)?score(?:s)?(?:ita)?(?:fy|in)?YEAR?"),
        ("score", r"(?:ita(?:online)?)?(?:ป|ปงบปรมณ|fy)?(?:พศ)?YEAR|ita(?:online)?"),
        ("fiscal_year", r"ป(?:งบปรมณ)?(?:พศ)?|พศ|(?:fiscal|budget)?year|fy"),
        ("instrument", r"ครองมอ(?:ทช|กรปรมน|ปรมน)?|บบวด|บบสรวจ|(?:assessment)?(?:instrument|tool)"),
        ("indicator", r"(?:ปรดน)?ตวชวด(?:ท)?|(?:ชอ)ตวชวด|indicator(?:no|number|name)?"),
        ("indicator", r"หวขอ(?:กรปรมน)?|ปรดน(?:กรปรมน)?|ดน(?:ท)?(?:ปรมน)?"),
        ("item", r"ขอ(?:ท|คถม|มล)?|รหสขอ|รยกร(?:ปรมน)?|item(?:code|no)?"),
        ("office", r"(?:ชอ)?(?:สนกงน|สนง)?(?:ขต)?(?:พนท)?(?:กรศกษ)?(?:ปรถมศกษ|ล|มธยมศกษ|สพ[ทปม])*"),
        ("office", r"(?:ชอ)?หนวยงน(?:ทรบกรปรมน|ทปรมน|ภครฐ)?"),
        ("office", r"(?:nameof)?(?:education(?:al)?servicearea)?(?:office|area|unit|agency)s?(?:name)?"),
        ("office", r"esao?"),
        ("", r"จงหวด|อภอ|ภค|ภมภค|สงกด|ปรภท.*|รหส.*|หมยหต.*|บอรทร.*|ทรศพท.*"),
        ("", r"province|district|region|type|(?:office)?code|remarks?|notes?|phone"),
    )
)  # fmt: skip
# The title of a group of columns, printed above the title of each.
_GROUP = re.compile(
    rf"^(?:ผลกรปรมน|คนน)(?:ita)?(?:online)?(?:ประจป|ปรจป|ป)?(?:งบปรมณ)?(?:พศ)?{_YEAR_IN_KEY}(?=.)"
)
_INSTRUMENT = re.compile(r"iit|eit|oit")
_SIGNS = re.compile(r"\(?\s*(?:\+\s*/?\s*[-−–—]|[-−–—]\s*/?\s*\+|±)\s*\)?")
_OUT_OF = re.compile(r"\((?:[^()]*เต็?ม)?\s*100[^()]*\)")
_UNIT = re.compile(r"\(\s*(?:ร\s*้?\s*อยละ|%|percent)\s*\)")
_PERCENT_FIRST = re.compile(r"^(?:ร้อยละ|%)\s*(?:ของ)?\s*(?=\S)")
_SHORT_YEAR = re.compile(r"ปี\s*(6\d)(?!\d)")
_SHORT_YEARS_FROM = 2500
_NATIONAL = re.compile(r"ปรทศ|nation")
_WEIGHTED = re.compile(r"ถวง|weight")
# Of two columns of one word the one whose title says it plainly.
_PLAIN = {
    "rank": re.compile(r".*(?:อนดบ|rank)|ลดบ(?:ท)?(?:ทด|คนน|ita|ของ|ปรทศ)"),
    "indicator": re.compile(r"ตวชวดท|indicatorno|indicatornumber"),
    "item": re.compile(r"รหส|ขอ|itemcode|itemno"),
}


def key_of(text: str) -> str:
    """The Thai consonants, Latin letters and digits of a text, in small letters."""
    return _NOT_IN_KEY.sub("", tidy_name(text).lower())


def is_office_name(text: str) -> bool:
    """Whether a cell names one office: its type and then something more."""
    return _OFFICE_NAME.match(key_of(text)) is not None


def is_other_body(text: str) -> bool:
    """Whether a cell names an office of the ministry in a province or region, which is no area office."""
    return _OTHER_BODY.match(key_of(text)) is not None


def office_in(texts: Sequence[str]) -> str | None:
    """The one office that texts name, as printed; None where they name none or several.

    A name may run over two of them.
    """
    for lines in (texts, [" ".join(texts)]):
        printed = {name: _known_office(name) for line in lines for name in _names_in(line)}
        known = {office: name for name, office in printed.items() if office}
        if known:
            return next(iter(known.values())) if len(known) == 1 else None
    return next(iter(printed)) if len(printed) == 1 else None


def _names_in(line: str) -> Iterator[str]:
    """The names a line holds: each the longest that is known, else all that follows its beginning."""
    text = tidy_name(line)
    for start in (each.start() for each in _NAME_IN_TEXT.finditer(text)):
        names = (text[start:end] for end in range(len(text), start, -1))
        yield next((name for name in names if _known_office(name)), text[start:])


def _known_office(name: str) -> str | None:
    office = office_index().find(name)
    return office.office_id if office else None


def begins_a_name(text: str) -> bool:
    """Whether a piece of a wrapped name is its beginning."""
    return _OFFICE_START.match(key_of(text)) is not None


def is_piece_of_a_level(text: str) -> bool:
    """Whether a text is a grade in words, or a line of one that is wrapped."""
    key = key_of(text)
    return len(key) > 1 and any(key in level for level in LEVELS)


@lru_cache(maxsize=8192)
def column_of(title: str) -> str | None:
    """Our word for the column a title stands over, None when it says nothing we read."""
    return _meaning(title) or None


def says_rank(title: str) -> bool:
    """Whether a title says that its numbers are ranks, not that lines are counted."""
    return _PLAIN["rank"].match(key_of(title)) is not None


def is_understood(title: str) -> bool:
    """Whether we know what a title says, be it a column that is left out on purpose."""
    return _meaning(title) is not None


def _meaning(title: str) -> str | None:
    """Our word for a title, "" for a column that is left out, None when it says nothing we know."""
    if not title or len(title) > _LONGEST_TITLE:
        return None
    plain = _UNIT.sub("", _OUT_OF.sub("", tidy_name(title).lower())).strip()
    plain = _PERCENT_FIRST.sub("", plain) if _numbered(_PERCENT_FIRST.sub("", plain)) else plain
    if _SIGNS.fullmatch(plain):
        return "change"
    key = key_of(plain)
    word = _numbered(plain) or _instrument(key) or _word(key)
    return word or _word(_GROUP.sub("", key)) or word


def columns_of(titles: Sequence[str]) -> dict[int, str]:
    """Our word by position. Of two columns of one word the plainer title, then the later year wins.

    A rank in the whole country is the rank only where there is no other.

    The score of an earlier year beside a later one is ``last_score``; other doubles are left out.
    """
    columns: dict[int, str] = {}
    places: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        word = column_of(title)
        if word:
            places.setdefault(word, []).append(place)
    for word, found in places.items():
        ordered = sorted(found, key=lambda place: _preference(word, titles[place]))
        columns[ordered[0]] = word
        if word == "score" or (word == "total" and "score" not in places):
            columns |= _last_score(titles, ordered)
    words = set(columns.values())
    if "score" not in words and "total" in words:
        columns = {place: "score" if word == "total" else word for place, word in columns.items()}
    return dict(sorted({**columns, **_bare_indicators(titles)}.items()))


def rivals_of(titles: Sequence[str]) -> dict[str, list[int]]:
    """The places of columns whose titles say one thing equally plainly, by our word for it."""
    places: dict[tuple[str, object], list[int]] = {}
    for place, title in enumerate(titles):
        word = column_of(title)
        if word and word != "office":
            places.setdefault((word, _preference(word, title)), []).append(place)
    return {word: found for (word, _), found in places.items() if len(found) > 1}


def blocks_of(titles: Sequence[str]) -> list[range]:
    """The stretches of a header that each name an office and a figure: lists side by side.

    Each begins with the title that the first begins with; a header of one list is one stretch.
    """
    words = [column_of(title) for title in titles]
    first = next((place for place, word in enumerate(words) if word), None)
    if first is None:
        return [range(len(titles))]
    for signs in (list(map(key_of, titles)), words):
        begins = [place for place, sign in enumerate(signs) if sign == signs[first]]
        ends = [*begins[1:], len(titles)]
        stretches = [range(begin, end) for begin, end in zip(begins, ends, strict=True)]
        if all(_is_of_a_list(words[each.start : each.stop]) for each in stretches):
            return stretches
    return [range(len(titles))]


def _is_of_a_list(words: Sequence[str | None]) -> bool:
    return "office" in words and any(word in ("score", "total") for word in words)


def year_of(title: str) -> int | None:
    """The latest year a column title names, in the Buddhist era."""
    plain = tidy_name(title)
    years = [_buddhist(year) for year in _YEAR.findall(plain)]
    years += [_SHORT_YEARS_FROM + int(year) for year in _SHORT_YEAR.findall(plain)]
    return max(years) if years else None


def title_year(lines: Sequence[str]) -> int | None:
    """The fiscal year the lines around a table speak of; a date is not one."""
    keys = [key_of(line) for line in lines]
    for pattern in _TITLE_YEARS:
        for key in keys:
            found = pattern.search(key)
            if found:
                return _buddhist(found[1])
    return None


def stated_offices(lines: Sequence[str]) -> int | None:
    """How many offices the title says the list has; None when its numbers do not agree."""
    numbers = {
        int(found[1] or found[2])
        for line in lines
        for found in _STATED_OFFICES.finditer(key_of(line))
    }
    if not numbers:
        return None
    largest = max(numbers)
    is_sum = sum(numbers) - largest == largest
    return largest if len(numbers) == 1 or is_sum else None


def _numbered(plain: str) -> str | None:
    words = _SPACE_IN_WORDS.sub("", _NOT_IN_TITLE.sub("", plain))
    sub_indicator = _SUB_INDICATOR.fullmatch(words)
    if sub_indicator:
        return sub_indicator[1]
    item = _ITEM.fullmatch(words)
    if item and 1 <= int(item[1]) <= _HIGHEST_ITEM:
        return f"O{int(item[1])}"
    indicator = _INDICATOR.fullmatch(words)
    if indicator:
        return f"i{indicator[1]}"
    named = _NUMBERED_NAME.fullmatch(plain)
    number = indicator_named(named[2]) if named else None
    return f"i{number}" if named and number and named[1] in (None, str(number)) else None


def indicator_named(text: str) -> int | None:
    """The number of the indicator of a name, with or without "(ร้อยละ)" behind it."""
    return _indicator_names().get(_IN_PERCENT.sub("", key_of(text)))


def _instrument(key: str) -> str | None:
    found = set(_INSTRUMENT.findall(key))
    return found.pop() if len(found) == 1 and not _WEIGHTED.search(key) else None


def _word(key: str) -> str | None:
    if not key:
        return None
    return next((word for word, pattern in _WORDS if pattern.fullmatch(key)), None)


def _preference(word: str, title: str) -> tuple[bool, bool, int]:
    plain, key = _PLAIN.get(word), key_of(title)
    is_vague = plain is not None and not plain.match(key)
    return _NATIONAL.search(key) is not None, is_vague, -(year_of(title) or 0)


def _last_score(titles: Sequence[str], ordered: Sequence[int]) -> dict[int, str]:
    latest = year_of(titles[ordered[0]])
    earlier = [
        place for place in ordered[1:] if latest and 0 < (year_of(titles[place]) or 0) < latest
    ]
    return dict.fromkeys(earlier[:1], "last_score")


def _bare_indicators(titles: Sequence[str]) -> Mapping[int, str]:
    """Ten columns titled with nothing but 1 to 10 are the ten indicators."""
    places = {tidy_name(title): place for place, title in enumerate(titles)}
    numbers = [str(number) for number in range(1, 11)]
    if not all(number in places for number in numbers):
        return {}
    return {places[number]: f"i{number}" for number in numbers}


def _buddhist(year: str) -> int:
    number = int(year)
    return number + _COMMON_ERA if number < 2500 else number  # noqa: PLR2004 - the two eras


LEVELS = tuple(map(key_of, ("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุงโดยด่วน", "ต้องปรับปรุง")))


@lru_cache(maxsize=1)
def _indicator_names() -> dict[str, int]:
    """Every name of an indicator: of any year, with and without the word for system."""
    names = {
        key_of(indicator.name_th): indicator.indicator_no
        for fiscal_year in method_years()
        for indicator in method_of(fiscal_year).indicators
    }
    return {name.replace(key_of("ระบบ"), ""): number for name, number in names.items()} | names
