"""The scores, changes, ranks and counts of a line: numbers whose words say what they are.

A number is taken only where its words say what it is; whether it is right is not asked here.
"""

import re
from dataclasses import replace

from ita.claims.asides import goals_in, hopes_in, ranges_in
from ita.claims.changes import change_of
from ita.claims.counts import count_of
from ita.claims.cues import Cues, cues_in
from ita.claims.limits import ANY, PASS, limits_in
from ita.claims.lists import Head
from ita.claims.mention import SIGHT, Mention, Span, is_about_assessment, overlaps
from ita.claims.numerals import Number, numbers_in
from ita.claims.rows import Row
from ita.claims.scores import mean_of, part_listed, parts_in_turn, score_of, with_pairs
from ita.claims.standings import distance_of, is_to_full, moved_of, rank_of, standing_of
from ita.claims.weights import weights_in
from ita.claims.words import grades_in, is_had, results_in
from ita.claims.years import Year

_DECIMALS = 2
_BEHIND_LIMIT = 24  # letters behind a limit within which its grade is told
_OF_US, _NEAR = re.compile(r"เรา(?:ได้|มี|ทำ|น้อย|ต่ำ|ยัง|ไม่)|\b(?:we|our)\b", re.IGNORECASE), 40
_SHORT = 40  # letters of a line that says little but a result
_LONGEST_BARE = 400  # letters of a line of numbers that no word explains
_WEIGHT_HEAD = re.compile(r"\W*(?:ค่า)?น้ำหนัก|\W*สัดส่วน|\W*weight(?!ed score)", re.IGNORECASE)
_RANK_HEAD = re.compile(r"\W*(?:อันดับ|ลำดับ|rank)", re.IGNORECASE)
_WORD = re.compile("[A-Za-zก-๎]")
# What says another figure instead of one before it, and what tells that it is another.
_INSTEAD = re.compile(
    r"(?:เขียน(?:ว่า|ไว้)?|ระบุ(?:ว่า|ไว้)?|บอกว่า|แจ้งว่า|ลง(?:ไว้)?(?:ว่า)?|พิมพ์(?:ว่า|เป็น)?|แก้(?:ไข)?เป็น|ควรเป็น|ต้องเป็น|ที่ถูก(?:ต้อง)?(?:คือ|เป็น|ต้อง)?|จริง\s?ๆ?(?:คือ|เป็น)?"
    r"|เป็น|คือ|\b(?:says?|said|shows?|reads?|states?|stated|has|have|gives?|lists?|is|was|it as|be|to))"
    r"\s*(?:us |our office |เรา|ที่)?\s*(?:at |as )?[\"“]?$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"แต่|ขณะที่|ประกาศ|ต้นฉบับ|ผิด|ถูกต้อง|แก้|ไม่ใช่|ตามประกาศ|\b(?:but|while|whereas|instead|correct(?:ed)?|should|actual(?:ly)?|not)\b",
    re.IGNORECASE,
)
_ENDS_FIGURE = re.compile(
    r"(?:st|nd|rd|th)?\s*(?:[.,;!?()\"”]|$|\s(?:ครับ|ค่ะ|คะ|นะ|ด้วย|ตาม|ไม่ใช่|ช่วย|not\b|in\b|for\b|and\b|แทน))",
    re.IGNORECASE,
)
# What a limit leads to: below 85 is a fail.
_LEADS_TO = re.compile(
    r"\s*(?:คะแนน|points?|%)?[\s,]*(?:ขึ้นไป|or more|or above|and above)?[\s,]*(?:ถือว่า"
    r"|ถือเป็น|จึง|จึงจะ|ถึงจะ|จะ|ก็จะ|ก็|ให้|คือ|เป็น|=|is an?|are|counts? as|means)?"
    r"[\s,]*(?:ว่า|ได้)?\s*"
)


def figures_in(
    row: Row,
    years: list[Year],
    blocked: list[Span],
    *,
    is_about: bool,
    lists: frozenset[Head] = frozenset(),
    name_at: int | None = None,
    of_items: bool = False,
    provinces: list[tuple[int, str]],
) -> list[Mention]:
    """The figures, grades and results of a line, in order; numbers that say nothing are left out.

    ``is_about`` says whether the text as a whole is about the assessment, ``lists`` what the head above
    the line tells, ``of_items`` whether the text speaks of the items of the OIT, ``name_at`` where its
    first name of an office begins.
    """
    line = row.line
    taken = [*blocked, *((year.start, year.end) for year in years)]
    about = is_about_assessment(line)
    if row.counts_else or row.is_hoped:
        return []
    if not row.heads.words and not _WORD.search(line) and len(line) > _LONGEST_BARE:
        return []
    cues = cues_in(line)
    numbers = [
        number
        for number in numbers_in(
            row,
            taken,
            is_about=about,
            is_in_report=is_about,
            of_items=of_items,
            provinces=provinces,
        )
        if not (_is_goal(row, number.digits_at) or row.is_number_of_row(number.digits_at))
    ]
    limits, defined = limits_in(line, numbers, cues)
    limits = [
        replace(each, is_sure=each.part != ANY and (each.part != PASS or about or is_about))
        for each in limits
    ]
    weights = (
        list(
            weights_in(
                line,
                _of_weight(row, _without(numbers, limits)),
                cues,
                under_weights="weights" in lists,
            )
        )
        if about or is_about
        else []
    )
    if name_at is not None:
        is_ranked = "ranks" in lists or _RANK_HEAD.match(row.head(0)) is not None
        limits += _leading_rank(line, numbers, name_at, is_sure=is_ranked)
    free = _without(numbers, [*limits, *weights])
    ranges = ranges_in(line)
    free = [number for number in free if not overlaps(number.start, number.end, ranges)]
    found = [mention for number in free if (mention := _figure(number, cues)) is not None]
    found = parts_in_turn(line, with_pairs(line, free, _with_corrections(line, free, found)))
    if "parts" in lists:
        found = part_listed(line, free, found)
    grades = list(grades_in(row, is_about=about or is_about))
    is_short = bool(years or row.heads.words) or len(line.strip()) <= _SHORT or " ? " in line
    is_told = about or bool(found or grades) or (is_about and is_short)
    distances = [each for each in found if each.kind == "distance"]
    results = [
        each
        for each in results_in(row, is_about=is_told)
        if not _is_rule(line, each, [*limits, *(distances if each.value else [])])
    ]
    words = [*grades, *results]
    defined = [
        span
        for span in defined
        if not is_had(line[: span[0]][-SIGHT:])
        or any(0 <= span[0] - each.end <= _BEHIND_LIMIT for each in limits)
    ]
    spans = [*blocked, *defined, *((mention.start, mention.end) for mention in found)]
    words = [
        word
        for word in words
        if not overlaps(word.start, word.end, spans) and not _is_goal(row, word.start)
    ]
    goes_on = "hopes" in lists and not row.heads.words
    goals = goals_in(line, cues, goes_on=goes_on)
    hopes = hopes_in(line, cues, goes_on=goes_on)
    rules = [
        each
        for each in (*limits, *weights)
        if not _lies_in(each, hopes if each.part == ANY else goals)
    ]
    told = [*rules, *_without_hopes([*found, *words], hopes)]
    return sorted(told, key=lambda mention: mention.start)


def _is_goal(row: Row, place: int) -> bool:
    """Whether a place is in a column of goals."""
    head = row.head(place)
    return bool(head) and cues_in(head).has("goal")


def _with_corrections(line: str, numbers: list[Number], found: list[Mention]) -> list[Mention]:
    """With what is said instead of a rank or score told before: the list says 102."""
    told = {mention.end for mention in found}
    corrected = list(found)
    for number in numbers:
        before = [
            each
            for each in found
            if each.end <= number.start and each.kind in ("rank", "score") and not each.part
        ]
        last = before[-1] if before else None
        if last is None or number.end in told or not _INSTEAD.search(number.left):
            continue
        is_alike = number.decimals == last.decimals and _ENDS_FIGURE.match(number.right)
        if is_alike and _SAID.search(line, last.end, number.start):
            corrected.append(number.mention(last.kind, is_sure=last.is_sure))
    return corrected


def _of_weight(row: Row, numbers: list[Number]) -> list[Number]:
    """The numbers that may be weights: those under a head that says so, where there is one."""
    under = [number for number in numbers if _WEIGHT_HEAD.match(row.head(number.digits_at))]
    return under if any(map(_WEIGHT_HEAD.match, row.heads.words)) else numbers


def _leading_rank(
    line: str, numbers: list[Number], name_at: int, *, is_sure: bool
) -> list[Mention]:
    """The rank that a row of a ranking begins with, before the name."""
    first = next(iter(numbers), None)
    if first is None or first.decimals or line[: first.start].strip() or first.end > name_at:
        return []
    return (
        [first.mention("rank", is_sure=is_sure)]
        if not line[first.end : name_at].strip(" \t.)")
        else []
    )


def _is_rule(line: str, result: Mention, limits: list[Mention]) -> bool:
    """Whether a result is what a limit just before it leads to: below 85 is a fail."""
    return any(
        _LEADS_TO.fullmatch(line[limit.end : result.start])
        and not _OF_US.search(line, max(0, limit.start - _NEAR), limit.start)
        for limit in limits
        if limit.end <= result.start
    )


def _without(numbers: list[Number], mentions: list[Mention]) -> list[Number]:
    """The numbers that no mention has taken."""
    taken = {mention.end for mention in mentions}
    return [number for number in numbers if number.end not in taken]


def _lies_in(mention: Mention, spans: list[Span]) -> bool:
    return overlaps(mention.start, mention.end, spans)


def _without_hopes(mentions: list[Mention], hopes: list[Span]) -> list[Mention]:
    """The mentions but for those hoped for; a figure to the cent may still be one somebody had.

    So may a count, as of the items that next year has.
    """
    kept = []
    for mention in mentions:
        if not _lies_in(mention, hopes) or mention.part == "mean":
            kept.append(mention)
        elif mention.decimals == _DECIMALS or mention.kind == "count":
            kept.append(replace(mention, is_hoped=True))
    return kept


def _figure(number: Number, cues: Cues) -> Mention | None:
    if not number.decimals and not _WORD.search(number.left + number.right):
        return None
    return (
        (distance_of(number, cues) if is_to_full(number) else None)
        or standing_of(number, cues)
        or moved_of(number, cues)
        or rank_of(number)
        or count_of(number)
        or change_of(number, cues)
        or mean_of(number)
        or distance_of(number, cues)
        or score_of(number)
    )
