"""What a line tells besides the figures that the claim check looks for: levels, lists in turn, labels."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from ita.claims.asides import hopes_in
from ita.claims.cues import cues_in
from ita.claims.indicators import INDICATOR_NAME
from ita.claims.mention import Mention, Span, overlaps
from ita.claims.rows import Row
from ita.claims.ties import Carried
from ita.statements.cells import LEVELS, cells_in

_LEVEL = re.compile(
    r"(?P<led>(?:ระดับ|เกณฑ์|อยู่ใน|คุณภาพ|\blevel|\brating)\s*(?:คะแนน|เพียง|แค่|only|คุณธรรมและความโปร่งใส|คุณธรรม|ความโปร่งใส|คุณภาพ|ผล|ดังกล่าว|ของหน่วยงาน|คือ|เป็น|of|is|was|[:=“\"'‘(]|\s)*)?"
    rf"(?P<level>{LEVELS}|ผ่าน)(?!(?!ครับ|ค่ะ|คะ|นะ|จ้า|แล้ว|เลย|โดย|ด้วย|และ|ใน|ซึ่ง)[ก-๎]|\s?เกณฑ์)",
    re.IGNORECASE,
)
_OF_LEVEL = re.compile(r"ระดับ|\b(?:level|rating)", re.IGNORECASE)
_IS_RESULT = re.compile(r"(?:ผล(?:การ)?(?:ประเมิน)?|สถานะ)\s*[:=]\s*$|(?:AA|[A-F])\s*[(/,]\s*$")
_SURE = ("ผ่านดีเยี่ยม", "ผ่านดี", "สูงมาก", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน")
_OPENS = re.compile(r"(?:^|[\t(\"“:])\s*$|\d\d\.\d\d\s*(?:คะแนน|points?)?\s*[,(/·:|–—-]?\s*$")
_CLOSES = re.compile(r"[\s)\"”]*(?:$|\t|,)")
_DEFINES = re.compile(
    r"\s*(?:(?:คือ|ได้แก่|[:=])?\s*\(?\s*\d+(?:\.\d+)?\s*(?:คะแนน)?\s*(?:(?:[-–]|ถึง)\s*\d|ขึ้นไป)|ต้อง|หมายถึง|ขึ้นไป|ตั้งแต่"
    r"|(?:จำนวน)?\s?\d{1,3}\s*(?:เขต|แห่ง|หน่วยงาน|สำนักงาน|สพท|โรง))"
)
# All the levels there are, which no office has at once.
_LISTED = re.compile(rf"(?:{LEVELS}|ผ่าน)(?:(?:[ ,/]|และ|หรือ|ระดับ)+(?:{LEVELS}|ผ่าน)(?![ก-๎])){{2,}}")

_SHARE = re.compile(
    r"(?:ได้(?:คะแนน)?|คะแนน|\bITA|^(?=.{0,24}(?:ระดับ|เกรด)))\s*(?:รวม)?(?:คิดเป็น)?\s*ร้อยละ\s*(?P<share>\d{2,3}\.\d{1,2})(?!\d|\s*ของ)"
)
_SHARE_BEHIND = re.compile(
    r"[\s:=]*(?:ได้|คะแนน|คิดเป็น|\s)*ร้อยละ\s*(?P<share>\d{2,3}\.\d\d)(?!\d|\s*ของ)"
)
_PAST_YEAR = re.compile(
    r"(?:สูง|มาก|ดี|เพิ่มขึ้น|(?P<fall>ต่ำ|น้อย|ลดลง))(?:กว่า|จาก)(?:คะแนน)?(?:ของ)?\s*(?:ปี(?:งบประมาณ)?\s*(?:ที่ผ่านมา|ก่อน(?:หน้า(?:นี้)?)?|ที่แล้ว|(?:พ\.ศ\.\s*)?(?:25)?[56]\d(?!\d))|เดิม)"
    r"\s*(?:อยู่|ถึง|จำนวน|เป็น|ร้อยละ|คิดเป็น|เท่ากับ|\s)*(?P<change>\d{1,2}\.\d{1,2})(?!\d)"
)
# The same where the score of that year stands between.
_PAST_SCORE = re.compile(
    r"(?:สูง|มาก|ดี|เพิ่มขึ้น|(?P<fall>ต่ำ|น้อย|ลดลง))(?:กว่า|จาก)(?:คะแนน)?(?:ของ)?\s*ปี[^\d\n]{0,20}(?:25)?\d\d\s*(?:(?:ที่|ซึ่ง)[^\d\n]{0,16}|\()"
    r"\d\d\.\d\d\s*(?:คะแนน)?\s*\)?\s*(?:\([^)\d]{1,14}\))?\s*(?:อยู่|ถึง|จำนวน|เป็น|เท่ากับ|\s)+(?P<change>\d{1,2}\.\d{1,2})(?!\d)"
)
_THAN_BEFORE = re.compile(
    r"(?<![\d.])(?P<change>\d{1,2}\.\d{1,2})\s*(?:points?\s)?(?:more|higher|better|up|(?P<fall>less|lower|fewer|down))"
    r"\s(?:than|on|from)\s(?:in\s)?(?:FY|fiscal|the (?:year|previous)|last|20|25)",
    re.IGNORECASE,
)
_BY_POINTS = re.compile(
    r"\b(?:improv|ris|rose|increas|climb|gain|grew|jump|(?P<fall>fell|fall|drop|decreas|declin|slip))[^;]{0,100}?"
    r"\bby\s(?P<change>\d{1,2}\.\d{1,2})(?=\spoints?\b)",
    re.IGNORECASE,
)
_POINT_STEP = re.compile(
    r"(?<![\d.])(?P<change>\d{1,2}\.\d{1,2})[- ]points?\s"
    r"(?:rise|gain|increase|improvement|jump|climb|(?P<fall>drop|fall|decline|decrease|loss|slip))\b",
    re.IGNORECASE,
)
_RISE_OF = re.compile(
    r"\b(?:rise|gain|increase|improvement|jump|(?P<fall>drop|fall|decline|decrease|loss|slip|reduction))\sof\s(?:just\s|only\s)?"
    r"(?P<change>\d{1,2}\.\d{1,2})(?!\d|\s?%)",
    re.IGNORECASE,
)
_FORMER_RANK = re.compile(r"เดิม\s*(?:อยู่)?\s*(?:อันดับ|ลำดับ)?(?:ที่)?\s*$|\bformerly [a-z ]{0,12}$")
_CAME_TO = re.compile(r"(?:\bto\s|เหลือ\s?)$")
# Rises and falls in livelier words than a claim has.
_LIVELY = re.compile(
    r"(?:โต|ดีด(?:ตัว)?|พุ่ง|ไต่|ทะยาน|ก้าวหน้า|ขยับ|กระเตื้อง|\b(?:surged?|soared?|edged up|ticked up|climbed|added)"
    r"|(?P<fall>หด(?:ตัว)?|ถอย|ตก|ดิ่ง|ทรุด|หาย|วูบ|ดรอป|แผ่ว|อ่อนตัว|ปรับ(?:ตัว)?ลง|ย่อ(?:ตัว)?"
    r"|\b(?:slid|shed|slipped|sank|edged down|ticked down|lost)))"
    r"(?:ขึ้น|ลง|ไป|มา|ถึง|อีก|จำนวน|เพียง|\s|by|of)*(?P<change>[1-4]?\d\.\d{1,2})(?=\s*(?:คะแนน|แต้ม|จุด|points?|จาก|from|[)(,.;!]|$))(?!\.\d)",
    re.IGNORECASE,
)
# A change that its sign tells, alone in its cell.
_SIGNED_CELL = re.compile(
    r"(?:^|\t)\s*(?:[+＋]|(?P<fall>[-−–]))\s?(?P<change>\d{1,2}\.\d{1,2})\s*(?=$|\t)"
)
# A fall by its sign just behind the total, which might be a range: 92.75 -0.63.
_BEHIND_SCORE = re.compile(
    r"\d\d\.\d\d\s*(?:คะแนน|points?)?\s+(?P<fall>[-−])(?P<change>[0-4]?\d\.\d{1,2})(?!\d)"
)
_FULL_MARKS = re.compile(
    r"(?P<part>[IEO]IT)(?![A-Za-z])[^\d.,;\n]{0,32}(?P<full>100(?:\.00?)?)(?!\d|\.\d|\s*(?:ข้อ|คน|items))"
    r"|เปิดเผยข้อมูล(?:สาธารณะ|[ก-๎]{0,4}เว็บไซต์)[^\d.,;\n]{0,24}(?P<open>100(?:\.00?)?)(?!\d|\.\d|\s*%)"
    r"|เต็ม\s*(?P<marks>100(?:\.00?)?)\s*(?:คะแนน)?\s*(?:ใน|จาก|ของ|ทั้ง)(?:ส่วน|ด้าน|แบบวัด|เครื่องมือ|\s)*(?P<of>[IEO]IT)",
    re.IGNORECASE,
)
_LEADING_PART = re.compile(
    r"\((?P<part>[IEO]IT)\)[\s:=]*(?:ได้|คะแนน|\s)*(?P<score>\d{2,3}\.\d{1,2})(?!\d)"
)
_TWO_DIGITS = re.compile(r"\d\d\.\d")
_SCORE = re.compile(r"\d{2,3}(?:\.\d{1,2})?")
_BETWEEN = r"(?:\s*(?:,|และ|/|&|and)\s*|\s+)"
_IN_TURN = re.compile(
    rf"(?:(?P<names>[IEO]IT(?:{_BETWEEN}[IEO]IT){{1,2}})(?![A-Za-z])|ตัวชี้วัด(?:ที่)?\s*(?P<each>\d{{1,2}}(?:\s*(?:,|และ)\s*(?:(?:ตัวชี้วัด)?ที่\s*)?\d{{1,2}}(?![\d.]))+)|ตัวชี้วัด(?:ที่)?\s*(?P<first>\d{{1,2}})\s*(?:ถึง|-|–|to)\s*(?P<last>\d{{1,2}})(?!\d))[^\d;]{{0,90}}?(?P<scores>\d{{2,3}}(?:\.\d{{1,2}})?(?:\s*(?:คะแนน|points?))?"
    rf"(?:(?:,?\s*(?:และ|and)|,|/)?\s*\d{{2,3}}\.?\d{{0,2}}(?!\d)(?:\s*คะแนน)?){{1,9}})",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:\brank(?:ed|ing)?|\bposition|อันดับ|ลำดับ)[^\d\n:;=]{0,30}[:=]\s*(?:ที่\s*)?(?P<rank>\d{1,3})(?!\d|\.\d|\s*(?:คะแนน|points))",
    re.IGNORECASE,
)
_LABEL_OF_RANK = re.compile(r"(?:อันดับ|ลำดับ)[^\d\n:;=]{0,30}[:=]\s*$")
# Ranks told in turn with their years: อันดับ … คือ 99 (ปี 2565) และ 120 (ปี 2566).
_SCOPED = re.compile(
    r"(?:อันดับ|ลำดับ)(?:ที่)?(?:ของ|ใน|ระดับ)?(?:จังหวัด|ภาค|กลุ่ม|ประเทศ)\s*(?:ที่\s*)?(?P<rank>\d{1,3})(?!\d|\.\d)"
)
_OF_RANKS = re.compile(r"อันดับ|ลำดับ|\brank", re.IGNORECASE)
_WITH_YEAR = re.compile(
    r"(?<![\d.,/])(?P<rank>\d{1,3})(?=\s*\((?:ใน)?(?:ปี|FY|in)[^\d()]{0,12}(?:25|20)\d\d\))"
)
# The rank of the year before in brackets behind a rank, and one in a province: 1st in Surin province.
_BEFORE_RANK = re.compile(
    r"(?:อันดับ|ลำดับ)(?:ที่)?\s*\d{1,3}[^\d()]{0,30}\(\s*(?:จาก)?(?:ปีก่อน|ปีที่แล้ว)[^\d()]{0,16}(?P<rank>\d{1,3})(?=\s*\))"
)
_IN_PLACE = re.compile(
    r"(?<!\d)(?P<rank>\d{1,3})(?:st|nd|rd|th)\s+(?:in|within)\s(?:the\s|its\s|our\s)?"
    r"(?:[A-Z]|province|region|(?:north|south|east|west|centr)[a-z]*[ -])"
)
_NUMBERED = re.compile(
    r"(?<!indicator )(?:\bno\.|\bnumber|#)\s?(?P<rank>\d{1,3})\s(?:in|of|among|nationwide|nationally)\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?:^|[\s(/]|และ|กับ)ที่\s?(?P<rank>\d{1,3})\s*(?:ของ|ใน|ระดับ)?\s*(?:จังหวัด|ภาค|ประเทศ|กลุ่ม)"
)
_MOVED_TO = re.compile(
    r"\b(?P<way>to|from)\s+(?P<rank>\d{1,3})(?=(?:st|nd|rd|th)\b(?!\s(?:of|to)\s[A-Z]))"
    r"|(?:อันดับ|ลำดับ)[^\d;\n]{0,24}\d{1,3}\s*(?:ลง|ขึ้น)?(?:ไป|มา)(?:อยู่)?(?:ที่)?\s*(?P<new>\d{1,3})(?!\d|\.\d|\s*(?:อันดับ|ลำดับ))"
    r"|จากที่\s*(?P<old>\d{1,3})(?=[^\d;]{0,24}ที่\s?\d{1,3}(?!\d|\.\d))",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"[\"“'‘]\s?(?P<quoted>AA|[A-F])\s?[\"”'’]|(?<![A-Za-z])(?P<before>AA|[A-F])\s*[(:=)]?\s*(?=[4-9]\d\.\d\d(?!\d|\s*[-–]\s?\d\d))"
)
_LETTER_BEHIND = re.compile(
    r"\d\d\.\d\d\s*(?:คะแนน|points?)?\s*[—–|/:-]\s*(?P<behind>AA|[A-F])(?![A-Za-z])"
)
_LETTER_LED = re.compile(
    r"(?:ระดับ|เกรด|grade|level)(?:คะแนน|ที่ได้|ของ|ผล(?:การ)?(?:ประเมิน)?|การประเมิน|คุณภาพ)*"
    r"\s*(?:เท่ากับ|คือ|เป็น|[:=]|is|was|of)?\s*(?P<led>AA|[A-F])(?![A-Za-z])"
)
_GRADE_STEP = re.compile(
    rf"(?:จาก|from)\s*(?:ระดับ|เกรด|grade)?\s*[\"“]?(?P<old>AA|[A-F]|{LEVELS}|ผ่าน)[\"”]?\s*(?:เหลือ|ลงมา|มา|ลง|ขึ้น|สู่|เป็น|→"
    r"|(?:up |down )?to)"
    rf"(?:เป็น|อยู่|ที่|ใน)*\s*(?:ระดับ|เกรด|grade)?\s*[\"“]?(?P<new>AA|[A-F](?![A-Za-z])|{LEVELS}|ผ่าน)(?![ก-๎])"
)
_A_PASS = re.compile(
    r"\b(?:and|with|earn\w*|got|receiv\w*|secur\w*)\s(?P<pass>a pass)\b(?!\smark)"
    r"|(?<!ไม่)(?P<led>ผ่าน)(?=\s?ด้วยคะแนน)|(?P<fail>ไม่ผ่าน)(?=\s*(?:!+\s*|\s)ITA)|(?:สอบ|แต่(?:ก็)?(?:ยัง)?|ก็ยัง)(?P<exam>ผ่าน)(?=[\s!]|การประเมิน)",
    re.IGNORECASE,
)
# A total as printed; one with round cents is rather a limit.
_PRINTED = re.compile(
    r"(?<![\d.,+＋/−-])(?<![+−-]\s)(?<!ร้อยละ)(?<!ร้อยละ )[4-9]\d\.(?!00|99)\d\d"
    r"(?![\d.,]\d|\d|\s*(?:%|เปอร์เซ็นต์|บาท|ล้าน|per ?cent|วัน|ชั่วโมง|คน|ไร่|ตร|กม|เมตร))"
)
_ROUNDED = re.compile(r"(?<![\d.,+−-])[7-9]\d\.\d(?!\d|\s*(?:%|คน|ล้าน|บาท|วัน))")


def with_more(
    row: Row, mentions: list[Mention], carried: Carried, known: list[Span], *, among_levels: bool
) -> list[Mention]:
    """The mentions with what else their line tells, in order; ``known`` are its names and years."""
    line = row.line
    hopes = hopes_in(line, cues_in(line), goes_on="hopes" in carried.lists)
    mentions = _with([each for each in mentions if each.kind != "limit"], _changes(line))
    mentions = _without_misread(line, mentions)
    for find in (_full_marks, _bare_scores, _shares, _letters, _passes, _ranks):
        taken = [*hopes, *((each.start, each.end) for each in mentions)]
        mentions += [each for each in find(line) if not overlaps(each.start, each.end, taken)]
    mentions = _with(mentions, [*_grade_steps(line), *_leading_parts(line)])
    mentions = _with(mentions, _parts_in_turn(_blanked(line, known)))
    mentions = _with(mentions, _levels(line, among_levels=among_levels))
    mentions = _without_rules(line, _with(mentions, cells_in(row)))
    return sorted(mentions, key=lambda each: each.start)


def _without_rules(line: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without grades that a rule explains, or lists among all there are."""
    listed = [match.span() for match in _LISTED.finditer(line)]
    return [
        each
        for each in mentions
        if each.kind != "grade"
        or not (_DEFINES.match(line, each.end) or overlaps(each.start, each.end, listed))
    ]


def _without_misread(line: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without counts that are shares or ranks, and ordinals taken for what a score became."""
    kept: list[Mention] = []
    for mention in mentions:
        is_score = mention.kind == "score"
        if mention.kind == "rank" and _FORMER_RANK.search(line[: mention.start]):
            mention = replace(mention, is_old=True)  # noqa: PLW2901
        if is_score and mention.is_old and _CAME_TO.search(line[: mention.start]):
            mention = replace(mention, is_old=False)  # noqa: PLW2901
        if is_score and line[: mention.end].endswith(("st", "nd", "rd", "th")):
            kept = [replace(each, is_old=False) for each in kept]
        elif mention.kind != "count" or not (
            mention.decimals or _LABEL_OF_RANK.search(line[: mention.start])
        ):
            kept.append(mention)
    return kept


def _with(mentions: list[Mention], surer: Iterable[Mention]) -> list[Mention]:
    """The mentions with surer ones in place of those they stand on."""
    known = list(surer)
    spans = [(each.start, each.end) for each in known]
    return [*(each for each in mentions if not overlaps(each.start, each.end, spans)), *known]


def _levels(line: str, *, among_levels: bool) -> Iterator[Mention]:
    """The levels in words: behind a word that leads to them, behind a score, or alone.

    ``among_levels`` of a text with levels that are no results, where ผ่าน behind a score is one too.
    """
    for match in _LEVEL.finditer(line):
        start, end = match.span("level")
        if match["level"] == "ผ่าน" and _IS_RESULT.search(line[:start]):
            continue
        is_led = match["led"] and (match["level"] != "ผ่าน" or _OF_LEVEL.match(match["led"]))
        is_last = _CLOSES.match(line, end) and (match["level"] != "ผ่าน" or among_levels)
        is_alone = _OPENS.search(line[:start]) and (match["level"] in _SURE or is_last)
        if is_led or is_alone:
            yield Mention(start, end, "grade", match["level"])


def _shares(line: str) -> Iterator[Mention]:
    """Totals that are told as so many of a hundred: ได้ร้อยละ 58.21."""
    for match in _SHARE.finditer(line):
        share = match["share"]
        yield Mention(*match.span("share"), "score", Decimal(share), len(share.partition(".")[2]))
    for name in INDICATOR_NAME.finditer(line):
        behind = _SHARE_BEHIND.match(line, name.end())
        if behind:
            part = (name.lastgroup or "").removeprefix("n")
            yield Mention(*behind.span("share"), "score", Decimal(behind["share"]), 2, part=part)


def _bare_scores(line: str) -> Iterator[Mention]:
    """Numbers printed as totals are, with two decimals, that no word need explain."""
    for match in _PRINTED.finditer(line):
        yield Mention(*match.span(), "score", Decimal(match.group()), 2, is_sure=False)
    for match in _ROUNDED.finditer(line):
        yield Mention(*match.span(), "score", Decimal(match.group()), 1, is_sure=False)


def _changes(line: str) -> Iterator[Mention]:
    """Changes by how far a total is past that of the year before, or by a sign just behind it."""
    for pattern in (
        _BEHIND_SCORE,
        _PAST_YEAR,
        _PAST_SCORE,
        _THAN_BEFORE,
        _BY_POINTS,
        _POINT_STEP,
        _RISE_OF,
        _SIGNED_CELL,
        _LIVELY,
    ):
        for match in pattern.finditer(line):
            change = match["change"]
            decimals = len(change.partition(".")[2])
            sign = -1 if match["fall"] else 1
            yield Mention(*match.span("change"), "change", Decimal(change), decimals, sign=sign)


def _full_marks(line: str) -> Iterator[Mention]:
    """Full marks of an instrument, whatever words lead to them: OIT reached 100."""
    for match in _FULL_MARKS.finditer(line):
        group = next(each for each in ("full", "open", "marks") if match[each])
        part = match["part"] or match["of"] or "oit"
        yield Mention(*match.span(group), "score", Decimal(match[group]), part=part.lower())


def _leading_parts(line: str) -> Iterator[Mention]:
    """Scores just behind the names of instruments that lead a line: (IIT) 93.22 (EIT) 89.15."""
    parts = list(_LEADING_PART.finditer(line))
    if len(parts) < 2 or _TWO_DIGITS.search(line, 0, parts[0].start()):  # noqa: PLR2004
        return
    for match in parts:
        score = match["score"]
        decimals = len(score.partition(".")[2])
        part = match["part"].lower()
        yield Mention(*match.span("score"), "score", Decimal(score), decimals, part=part)


def _blanked(line: str, spans: list[Span]) -> str:
    for start, end in spans:
        line = line[:start] + " " * (end - start) + line[end:]
    return line


def _parts_in_turn(line: str) -> Iterator[Mention]:
    """Scores of a list of instruments in their order: IIT, EIT และ OIT 92.18, 87.36 และ 100."""
    for listed in _IN_TURN.finditer(line):
        names = (
            re.findall("[IEO]IT", listed["names"].upper()) if listed["names"] else _numbers(listed)
        )
        scores = list(_SCORE.finditer(line, *listed.span("scores")))
        if len(names) == len(scores):
            for name, score in zip(names, scores, strict=True):
                decimals = len(score.group().partition(".")[2])
                yield Mention(
                    *score.span(), "score", Decimal(score.group()), decimals, part=name.lower()
                )


def _numbers(listed: re.Match[str]) -> list[str]:
    if listed["each"]:
        return re.findall(r"\d+", listed["each"])
    return [str(number) for number in range(int(listed["first"]), int(listed["last"]) + 1)]


def _letters(line: str) -> Iterator[Mention]:
    """Letters in quotes, or just before a total: "B" 83.13."""
    patterns = (_LETTER, _LETTER_BEHIND, _LETTER_LED)
    found = {each.span(each.lastgroup or 0) for one in patterns for each in one.finditer(line)}
    for start, end in sorted(found):
        yield Mention(start, end, "grade", line[start:end])


def _grade_steps(line: str) -> Iterator[Mention]:
    """Grades that one fell or came from to another: จาก AA เหลือ A."""
    for match in _GRADE_STEP.finditer(line):
        yield Mention(*match.span("old"), "grade", match["old"], is_old=True)
        yield Mention(*match.span("new"), "grade", match["new"])


def _passes(line: str) -> Iterator[Mention]:
    """A result that is told as a thing: a grade of AA and a pass."""
    for match in _A_PASS.finditer(line):
        is_pass = match.lastgroup != "fail"
        yield Mention(*match.span(match.lastgroup or 0), "result", value=is_pass)


def _ranks(line: str) -> Iterator[Mention]:
    """Ranks behind a label or a step: Rank in province: 1, slipped to 131st."""
    for pattern in (_LABELLED, _SCOPED, _BEFORE_RANK, _IN_PLACE, _NUMBERED, PLACE):
        for match in pattern.finditer(line):
            yield Mention(*match.span("rank"), "rank", Decimal(match["rank"]))
    for match in _WITH_YEAR.finditer(line) if _OF_RANKS.search(line) else ():
        yield Mention(*match.span("rank"), "rank", Decimal(match["rank"]))
    for match in _MOVED_TO.finditer(line):
        group = match.lastgroup or "rank"
        is_old = group == "old" or (group == "rank" and match["way"].lower() == "from")
        yield Mention(*match.span(group), "rank", Decimal(match[group]), is_old=is_old)
