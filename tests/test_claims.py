"""The claim check: what a text says is found where it stands and judged by what the data know."""

import csv
import re
import time
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from screens import HOME, home_of

from ita.claims import Claim, Known, check, claim_table, known_of, marked_text, text_to_copy
from ita.claims import example as example_of
from ita.claims.letters import reading_of
from ita.claims.telling import headline, paragraphs, pieces, years_apart
from ita.pointer import Version
from ita.report.spreadsheet import csv_file
from ita.view import view_of
from ita.wording import LANGUAGES, Say

LABELLED = Path(__file__).parent / "claims" / "labelled.csv"
MARKED = Path(__file__).parent / "claims" / "marked.csv"
TH, EN = Say("th"), Say("en")
Found = tuple[str, str, str]
# Groups whose authors labelled years and offices only where they are wrong.
FIGURES_ONLY = (
    "independent",
    "second_held_out",
    "strangers",
    "second_strangers",
    "third_strangers",
    "fourth_strangers",
    "fifth_strangers",
    "sixth_strangers",
    "seventh_strangers",
    "eighth_strangers",
    "ninth_strangers",
    "tenth_strangers",
    "eleventh_strangers",
)
LEAST = 0.95  # of precision and of recall


@pytest.fixture(scope="module")
def known(published: Version) -> Known:
    return known_of(published, HOME)


def found(text: str, known: Known) -> list[Found]:
    """Kind, verdict and printed text of every claim."""
    return [(claim.kind, claim.verdict, claim.printed) for claim in check(text, known)]


def only(text: str, known: Known, kind: str) -> Claim:
    """The one claim of a kind."""
    (claim,) = (claim for claim in check(text, known) if claim.kind == kind)
    return claim


# The labelled set


@dataclass(frozen=True)
class Label:
    """A stretch of a sentence with its kind and verdict.

    The kind "any" is met by every kind; a claim on a stretch of verdict "optional" is not counted.
    """

    start: int
    end: int
    kind: str
    verdict: str

    def fits(self, claim: Claim) -> bool:
        """Whether a claim marks this stretch, and as this."""
        is_so = self.kind in (claim.kind, "any")
        return self.is_at(claim) and is_so and claim.verdict == self.verdict

    def is_at(self, claim: Claim) -> bool:
        """Whether a claim marks this stretch."""
        return claim.start < self.end and self.start < claim.end


@lru_cache(maxsize=1)
def labelled() -> list[dict[str, str]]:
    with LABELLED.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def labels_of(row: dict[str, str]) -> list[Label]:
    """The labels of a sentence; they stand in reading order, or say which of equal stretches is meant."""
    labels, place = [], 0
    for part in filter(None, row["claims"].split(" | ")):
        kind, verdict, printed = part.strip(" ").split(" ", 2)
        printed, _, nth = printed.partition("#")
        start = place_of(row["text"], printed, place, int(nth) if nth else None)
        place = start + len(printed)
        labels.append(Label(start, place, kind, verdict))
    return labels


def place_of(text: str, printed: str, place: int, nth: int | None) -> int:
    """Where a stretch stands: the nth of its like, else the next after a place."""
    if nth is not None:
        return [found.start() for found in re.finditer(f"(?={re.escape(printed)})", text)][nth - 1]
    start = text.index(printed, place)
    while text[start - 1 : start] == "O":  # O43 is a code, not the count 43
        start = text.index(printed, start + 1)
    return start


def is_incidental(claim: Claim) -> bool:
    """Whether a claim is a year or office that is right, which some authors did not label."""
    return claim.kind in ("year", "office") and claim.verdict == "matches"


every_claim = lru_cache(maxsize=None)(check)


def scored(known: Known, group: str | None) -> tuple[float, float, list[str]]:
    """Precision and recall over a group of sentences, and each sentence that was not read right."""
    right = marked = expected = 0
    wrong = []
    for row in labelled():
        if group and row["group"] != group:
            continue
        labels, claims = labels_of(row), every_claim(row["text"], known)
        if row["group"] in FIGURES_ONLY:
            claims = tuple(claim for claim in claims if not is_incidental(claim))
        optional = [label for label in labels if label.verdict == "optional"]
        labels = [label for label in labels if label.verdict != "optional"]
        claims = tuple(
            claim for claim in claims if not any(label.is_at(claim) for label in optional)
        )
        hits = sum(any(label.fits(claim) for label in labels) for claim in claims)
        met = sum(any(label.fits(claim) for claim in claims) for label in labels)
        right, marked, expected = right + hits, marked + len(claims), expected + len(labels)
        if hits != len(claims) or met != len(labels):
            wrong.append(f"{row['sentence']} {row['text']} {found(row['text'], known)}")
    return right / marked, right / expected, wrong


def test_the_labelled_set_is_large_and_mixed() -> None:
    """At least 80 Thai sentences: right, rounded, wrong, not in the data and unrelated ones; 25 held out."""
    thai = [row for row in labelled() if row["language"] == "th"]
    assert len(thai) >= 80
    assert sum(row["group"] == "held_out" for row in labelled()) >= 25
    assert sum(not row["claims"] for row in thai) >= 20
    verdicts = [label.verdict for row in thai for label in labels_of(row)]
    for verdict in ("matches", "rounded", "computed", "differs", "missing"):
        assert verdicts.count(verdict) >= 8
    assert len({row["text"] for row in labelled()}) == len(labelled())


def test_precision_and_recall(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    """Both at least 0.95 on each group and on all, which were learned from; printed.

    "independent" is by a tester who saw no rule; the rules were then mended by it. "second_held_out" was
    written before that mending was measured: its first run gave 0.966 and 0.966. "strangers" are texts of
    a writer who knew neither rules nor sets: their first run gave 0.921 and 0.782, then they were learned
    from by kind; those of "second_strangers" first gave 0.930 and 0.845, those
    of "third_strangers" 0.987 and 0.913, those of "fourth_strangers" 0.961 and 0.902, those of
    "fifth_strangers" 0.850 and 0.708, those of "sixth_strangers" 0.933 and 0.863, those of
    "seventh_strangers" 0.970 and 0.901, those of "eighth_strangers" 0.940 and 0.883,
    those of "ninth_strangers" 0.943 and 0.879, those of "tenth_strangers" 0.936 and 0.915,
    those of "eleventh_strangers" 0.977 and 0.947.
    """
    for group in (None, *dict.fromkeys(row["group"] for row in labelled())):
        precision, recall, wrong = scored(known, group)
        with capsys.disabled():
            print(  # noqa: T201 - the figures are asked for
                f"\nclaims {group or 'all'}: precision {precision:.3f} recall {recall:.3f}"
            )
        assert min(precision, recall) >= LEAST, "\n".join(wrong)


# What it must catch


REPORT = """รายงานผลการดำเนินงาน สพป.กาฬสินธุ์ เขต 2
ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 ได้ ๙๗.๓๙ คะแนน ระดับ AA ผ่านเกณฑ์ (+ 15)
ปี 2564 ได้ 81.52 คะแนน ระดับ AA
ปี 2564 อยู่ในอันดับที่ 102 จาก 245 แห่ง
ในปี ค.ศ. 2022 คะแนนเท่ากับ 97.39
งบประมาณ 97,390 บาท โทร. 043-811-015 หน้า 15
ขอขอบคุณผู้บริหารและบุคลากร สพป.กาฬสินธุ์ เขต 3 ทุกท่าน"""


def test_a_report_like_the_office_s_own(known: Known) -> None:
    """Rounding, a wrong grade, a rank of another year, both digits and eras, a wrong district."""
    assert found(REPORT, known) == [
        ("office", "matches", "สพป.กาฬสินธุ์ เขต 2"),
        ("year", "matches", "2565"),
        ("score", "matches", "๙๗.๓๙"),
        ("grade", "matches", "AA"),
        ("result", "matches", "ผ่านเกณฑ์"),
        ("change", "rounded", "+ 15"),
        ("year", "matches", "2564"),
        ("score", "matches", "81.52"),
        ("grade", "differs", "AA"),
        ("year", "matches", "2564"),
        ("rank", "missing", "102"),
        ("count", "matches", "245"),
        ("year", "matches", "2022"),
        ("score", "matches", "97.39"),
        ("office", "differs", "สพป.กาฬสินธุ์ เขต 3"),
    ]


def test_each_finding_has_value_source_and_wording(known: Known, published: Version) -> None:
    """+ 15 is +15.86 of the announcement's line 14; the wrong grade and district have the right one."""
    rows = claim_table(check(REPORT, known), known, view_of(published, TH).stamp).rows
    change, grade, office = (
        rows[rows["printed"] == printed].iloc[-1] for printed in ("+ 15", "AA", "สพป.กาฬสินธุ์ เขต 3")
    )
    assert change["value"] == "+15.86"
    assert change["wording"] == "เพิ่มขึ้น 15.86 คะแนน จากปี 2564 ถึงปี 2565"
    assert "ประกาศอันดับ ปี 2565" in change["source"]
    assert "บรรทัดที่ 14" in change["source"]
    assert (grade["value"], grade["wording"]) == ("B", "ระดับ B ปี 2564")
    assert office["wording"] == "สพป.กาฬสินธุ์ เขต 2"
    assert list(rows["wording"][rows["verdict"].str.contains("●")].unique()) == [""]


def test_a_value_of_another_year_says_whose_it_is(known: Known, published: Version) -> None:
    """97.39 said of 2564 differs from 81.52, and is told to be that of 2565."""
    claims = check("ปี 2564 เราได้คะแนน 97.39", known)
    assert (claims[1].fact.value, claims[1].also_of) == (Decimal("81.52"), 2565)
    wording = claim_table(claims, known, view_of(published, EN).stamp).rows["wording"].iloc[1]
    assert wording == "81.52 points (grade B) in FY2564 (97.39 is the value of FY2565)"


def test_a_published_change_is_told_from_one_that_follows(known: Known) -> None:
    """15.86 is printed; 15.87 follows from the two totals, and is told with its arithmetic."""
    text = "คะแนน ITA ปี 2565 เพิ่มขึ้น {} คะแนน"
    printed, follows = (only(text.format(value), known, "change") for value in ("15.86", "15.87"))
    assert (printed.verdict, printed.fact.basis) == ("matches", "corrected")
    assert (follows.verdict, follows.fact.basis) == ("computed", "computed")
    told = "97.39 − 81.52 = 15.87 ที่ประกาศคือ +15.86"
    assert f"15.87 [คำนวณได้: {told}]" in marked_text(text.format("15.87"), (follows,), known, TH)


def test_a_derived_score_counts_within_its_tolerance(known: Known) -> None:
    """99.40 of FY2564 follows from what was published; 99.41 is as good, 99.43 is not."""
    for printed, verdict in (("99.40", "computed"), ("99.41", "computed"), ("99.43", "differs")):
        claim = only(f"ปี 2564 สพป.เชียงใหม่ เขต 1 ได้ {printed} คะแนน", known, "score")
        assert (claim.verdict, claim.fact.basis) == (verdict, "derived")


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("97.39", "matches"),
        ("97.4", "rounded"),
        ("97.3", "rounded"),
        ("97", "rounded"),
        ("97.5", "differs"),
        ("98", "differs"),
        ("97.38", "differs"),
        ("97.390", "matches"),
    ],
)
def test_rounded_is_what_rounds_or_is_cut(known: Known, printed: str, verdict: str) -> None:
    """Fewer decimals that round or cut to the value; with two decimals it must be the value."""
    assert only(f"ปี 2565 เราได้คะแนน ITA {printed} คะแนน", known, "score").verdict == verdict


@pytest.mark.parametrize(
    ("text", "printed", "right"),
    [
        ("สพป.กาฬสินธุ์ เขต 7 ได้ 97.39 คะแนน ปี 2565", "สพป.กาฬสินธุ์ เขต 7", HOME),
        ("สพป.กาฬสินธุ์ เขต 3 ได้ 97.39 คะแนน ปี 2565", "สพป.กาฬสินธุ์ เขต 3", HOME),
        ("ขอขอบคุณ สพป.กาฬสินธุ์ เขต 3 ที่ให้เราไปศึกษาดูงาน", "สพป.กาฬสินธุ์ เขต 3", None),
        ("ประชุมร่วมกับ สพป.กาฬสินธุ์ เขต 1", "สพป.กาฬสินธุ์ เขต 1", None),
        ("ขอขอบคุณบุคลากร สพป.เลย เขต 1", "สพป.เลย เขต 1", None),
    ],
)
def test_our_own_office_misnamed_is_told_from_a_neighbour(
    known: Known, text: str, printed: str, right: str | None
) -> None:
    """A number that is none, our figures or our thanks under it: ours. A neighbour is a neighbour."""
    claim = only(text, known, "office")
    assert claim.printed == printed
    assert claim.verdict == ("differs" if right else "matches")
    assert right is None or claim.fact.value == right


@pytest.mark.parametrize(
    "text",
    [
        "คะแนน 97.39 ปี 2565 และ 81.52 ปี 2564",
        "ปี 2565 ได้ 97.39 ระดับ AA ในปี 2564 ได้ 81.52 ระดับ B",
        "ITA: ปี 2564 = 81.52 (B), ปี 2565 = 97.39 (AA)",
        "คะแนนปี 2565 (97.39) สูงกว่าปี 2564 (81.52) อยู่ 15.86 คะแนน",
        "ปี 2565 ได้ 97.39 คะแนน เพิ่มขึ้นจากปี 2564 ซึ่งได้ 81.52 คะแนน ระดับ B",
        "คะแนน ITA: 97.39 (ปี 2565), 81.52 (ปี 2564)",
        "From grade B (81.52) in FY2021 to grade AA (97.39) in FY2022, a gain of 15.86 points.",
        "ITA พ.ศ.๒๕๖๕ ได้ ๙๗.๓๙ / พ.ศ.๒๕๖๔ ได้ ๘๑.๕๒",
        "ในห้วงปี 2564-2565 คะแนนเพิ่มขึ้นจาก 81.52 เป็น 97.39",
    ],
)
def test_each_figure_gets_its_own_year(known: Known, text: str) -> None:
    """Before, behind, in brackets or in step: all of it is right, and with scores swapped nothing is."""
    claims = check(text, known)
    assert {claim.verdict for claim in claims} == {"matches"}
    assert sum(claim.kind == "score" for claim in claims) == 2
    other = {"97.39": "81.52", "81.52": "97.39", "๙๗.๓๙": "๘๑.๕๒", "๘๑.๕๒": "๙๗.๓๙"}
    text = re.sub("|".join(map(re.escape, other)), lambda found: other[found.group()], text)
    scores = [claim.verdict for claim in check(text, known) if claim.kind == "score"]
    assert scores == ["differs", "differs"]


@pytest.mark.parametrize(
    ("text", "printed", "right"),
    [
        ("ผู้เข้าชมเว็บไซต์เพิ่มขึ้น 15 เท่า ในปี 2565", "15", False),
        ("คะแนน PA ปี 2565 ได้ 97.39 คะแนน", "97.39", False),
        ("เราสอบตก ปี 2564 ได้ 81.52 คะแนน", "81.52", True),
        ("ปี 2565 เราได้ 97.39 จาก 100 คะแนน", "100", False),
        ("เราตั้งเป้าอันดับ 50 ในปี 2565", "50", False),
        ("O1-O43 ครบ 43 ข้อ ได้ 100 ปี 2566", "100", True),
    ],
)
def test_words_decide_what_a_number_is(known: Known, text: str, printed: str, right: bool) -> None:
    """A multiple, another score, full marks and goals are no claims; a failed exam is our score."""
    claims = [claim for claim in check(text, known) if claim.printed == printed]
    assert [claim.verdict for claim in claims] == (["matches"] if right else [])


def test_a_named_twice_office_is_not_in_the_data(known: Known) -> None:
    """พิจิตร เขต 1 stands at two ranks, undecided: neither of its scores is called right."""
    claim = only("ปี 2565 สพป.พิจิตร เขต 1 ได้ 99.96 คะแนน", known, "score")
    assert (claim.verdict, claim.fact) == ("missing", None)


@pytest.mark.parametrize(
    "text",
    [
        "เราได้คะแนน 98.39 คะแนน",  # no year: it may be one the data do not have
        "ITA มีคะแนนเต็ม 100 คะแนน เป้าหมายปีหน้า 99 คะแนน",
        "ผลคะแนน O-NET ปี 2565 ของโรงเรียน 97.39 คะแนน",
        "รับสมัครวันที่ 12 มกราคม 2565 เวลา 09.30 น.",
        "คะแนนเฉลี่ยของทั้งประเทศ ปี 2565 อยู่ที่ 87.57 คะแนน",
    ],
)
def test_what_cannot_be_tied_is_left_alone(known: Known, text: str) -> None:
    """Scores without a year, goals, other measures, dates and means get no verdict."""
    assert [claim for claim in check(text, known) if claim.kind != "year"] == []


@pytest.mark.parametrize(
    "text",
    [
        "ตั้งเป้าหมายคะแนน ITA ปี 2565 ไว้ที่ 90 คะแนน",
        "The target for ITA FY2565 was 90 points.",
        "เทศบาลเมืองกาฬสินธุ์ได้คะแนน ITA ปี 2565 93.45 คะแนน ระดับ A ผ่านเกณฑ์",
        "คะแนน ITA ปี 2565 อยู่ระหว่าง 97-98 คะแนน",
        "คะแนน ITA ต่ำสุดของประเทศ ปี 2565 คือ 62.30 คะแนน",
        "คะแนน ITA ปี 2565 ไม่ใช่ 93.79",
        "ปี 2565 มี 2 ตัวชี้วัดที่ยังไม่ผ่านเกณฑ์ ในการประเมิน ITA",
    ],
)
def test_what_is_only_spoken_of_is_left_alone(known: Known, text: str) -> None:
    """Goals, other bodies, ranges, other lists, extremes, denials and parts."""
    assert [claim for claim in check(text, known) if not is_incidental(claim)] == []


@pytest.mark.parametrize(
    ("text", "kind", "verdicts"),
    [
        ("เราผ่านเกณฑ์การประเมิน ITA ทั้งปี 2564 และ 2565", "result", ["differs"]),
        ("ผล ITA ปี 2565 ยกระดับจาก C เป็น AA", "grade", ["differs", "matches"]),
        ("คะแนน ITA ปี 2565 เทียบกับปี 2564 -15.86 คะแนน", "change", ["differs"]),
        ("คะแนน ITA ปี 2565 ลดลงจาก 97.39 เหลือ 81.52", "score", ["differs", "differs"]),
        ("คะแนน ITA ปี 2525 ได้ 97.39 คะแนน", "score", ["differs"]),
        ("อันดับที่ 102 จาก 225 เขตพื้นที่การศึกษา ในปี 2565", "count", ["differs"]),
        ("สพป.พะเยา เขต 1 อันดับที่ 7 ปี 2565", "rank", ["matches"]),
        ("รายการ\tปี 2564\tปี 2565\nITA ระดับ\tB\tA", "grade", ["matches", "differs"]),
    ],
)
def test_what_is_wrong_is_not_called_right(
    known: Known, text: str, kind: str, verdicts: list[str]
) -> None:
    """Both years, old grades, signs, directions, years and numbers of other years, columns of years."""
    assert [claim.verdict for claim in check(text, known) if claim.kind == kind] == verdicts


def test_a_year_in_both_eras_must_be_one_year(known: Known) -> None:
    """ค.ศ. 2021 is not พ.ศ. 2565, nor is 2565 a year of the common era."""
    assert [
        (claim.printed, claim.verdict, claim.fact.value)
        for claim in check("ITA ปี พ.ศ. 2565 (ค.ศ. 2021) และ ITA ค.ศ. 2564", known)
    ] == [("2565", "matches", 2565), ("2021", "differs", 2022), ("2564", "differs", 2021)]


def test_a_torn_decimal_is_one_number(known: Known) -> None:
    """As LibreOffice writes Thai digits into a PDF; the number of an item of a list stays apart."""
    claim = only("ปี ๒๕๖๕ ได้คะแนน ITA ๙๗. ๓๙ คะแนน", known, "score")
    assert (claim.printed, claim.verdict) == ("๙๗. ๓๙", "matches")
    assert reading_of("1. 25 คน").text == "1. 25 คน"


def test_marks_stand_where_the_letters_stood(known: Known) -> None:
    """Split sara am, private letters, invisible signs and Thai digits do not move a mark."""
    text = "ท\u0e4d\u0e32งาน\u200b \uf70aปี\u00a0๒๕๖๕ เรา\u200bได้ ๙๗.๓๙ คะแนน"
    claims = check(text, known)
    assert [text[claim.start : claim.end] for claim in claims] == ["๒๕๖๕", "๙๗.๓๙"]
    assert reading_of("น\u0e4d\u0e49\u0e32").text == "น\u0e49\u0e33"


def test_any_office_can_be_home(published: Version) -> None:
    """For เชียงใหม่ เขต 1, "we" had 99.99, and the thanks to เขต 2 are meant for เขต 1."""
    theirs = known_of(published, "p-chiangmai-1")
    assert found("ปี 2565 เราได้ 99.99 คะแนน อันดับที่ 1", theirs) == [
        ("year", "matches", "2565"),
        ("score", "matches", "99.99"),
        ("rank", "matches", "1"),
    ]
    for text in ("ในนามบุคลากร สพป.เชียงใหม่ เขต 2", "ขอขอบคุณบุคลากร สพป.เชียงใหม่ เขต 2"):
        claim = only(text, theirs, "office")
        assert (claim.verdict, claim.fact.value) == ("differs", "p-chiangmai-1")


# What follows by arithmetic, and what the rules say

OURS = "สพป.กาฬสินธุ์ เขต 2 "
VERDICT = {"=": "matches", "~": "rounded", "+": "computed", "!": "differs", "?": "missing"}


def marked(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without its marks, and each marked stretch with its verdict: [+3.48] is computed."""
    parts = re.split(r"\[([=~+!?])([^\]]+)\]", text)
    stretches = list(zip(parts[2::3], (VERDICT[sign] for sign in parts[1::3]), strict=True))
    plain = "".join(part for place, part in enumerate(parts) if place % 3 != 1)
    return plain, stretches


def told(text: str, known: Known) -> list[tuple[str, str]]:
    """Each claimed stretch with its verdict, but for years and offices that are right."""
    return [
        (claim.printed, claim.verdict) for claim in check(text, known) if not is_incidental(claim)
    ]


KINDS_OF_FIGURES = {
    "weights": [
        "ITA ให้น้ำหนัก IIT ร้อยละ [=30] EIT ร้อยละ [=30] และ OIT ร้อยละ [=40]",
        "น้ำหนักของแบบวัด ITA คือ IIT [=30] EIT [!20] OIT [!50]",
        "[=30]% มาจาก IIT อีก [=30]% มาจาก EIT และ [=40]% มาจาก OIT",
        "น้ำหนัก ITA\nIIT = [!40]\nOIT = [=40]",
        "IIT กับ EIT มีน้ำหนักรวมกัน [+60]",
    ],
    "limits": [
        "ต้องได้ [=85] คะแนนขึ้นไปจึงจะผ่านเกณฑ์ ITA",
        "เกณฑ์ผ่านการประเมิน ITA คือ [!80] คะแนน",
        "ระดับ AA [=95.00]-[=100] คะแนน ระดับ A [!80.00]-[=94.99] คะแนน",
        "ช่วงคะแนน [=75.00] ถึง [=84.99] = B",
        "Grade A runs from [=85] to [!90] points.",
    ],
    "distances": [
        "ปี 2564 เราขาดอีก [+3.48] คะแนนก็จะถึงเกณฑ์ผ่าน",
        "ปี 2565 คะแนน ITA [=97.39] สูงกว่าเกณฑ์ [+12.39] คะแนน เกินเส้น AA [+2.39]",
        "ปี 2564 ต่ำกว่าเกณฑ์ผ่าน [!4.48] คะแนน ITA",
        "ปี 2565 เราห่างจากอันดับ 1 เพียง [+2.60] คะแนน",
        "ปี 2565 ตามหลัง สพป.เลย เขต 1 อยู่ [+0.17] คะแนน",
        "In FY2564 we were [+3.48] points below the pass mark of [=85].",
    ],
    "percents": [
        "คะแนน ITA ปี 2565 เพิ่มขึ้นร้อยละ [+19.5]",
        "คะแนน ITA ปี 2565 เพิ่มขึ้น [=15.86] คะแนน หรือคิดเป็นร้อยละ [+19.46]",
        "คะแนน ITA ปี 2565 เพิ่มขึ้นร้อยละ [!25.4]",
    ],
    "standings": [
        "ปี 2565 " + OURS + "ติด [!100] อันดับแรกของประเทศ",
        "ปี 2565 " + OURS + "เข้าไปอยู่ใน [+150] อันดับแรก",
        "ITA ปี 2565 เราติด Top [+42]% ของประเทศ",
        "ITA ปี 2565 เราติด Top [!40]% ของประเทศ",
        "อันดับ [=102]/[=245] ปี 2565 มีอีก [+143] เขตที่ตามหลังเรา และ [+101] เขตที่นำหน้าเรา",
        "ปี 2565 อีก [+2] อันดับก็จะเข้า 100 อันดับแรก",
    ],
    "counts": [
        "ITA ใช้ [=3] เครื่องมือ รวม [=10] ตัวชี้วัด โดย OIT ปี 2565 มี [=43] ข้อ",
        "ตัวชี้วัด ITA ทั้ง [=10] ตัว",
        "ITA มีทั้งหมด [!12] ตัวชี้วัด",
        "ITA ประเมินเขตพื้นที่ [=245] แห่ง เป็น สพป. [=183] แห่ง และ สพม. [!65] แห่ง",
        "Of [=245] offices in the ITA, [=183] are primary and [!60] secondary.",
        "OIT ปี 2567 มี [=35] ข้อ",
    ],
    "without a year": [
        "ขึ้นจากระดับ [=B] เป็นระดับ [=AA] ในการประเมิน ITA",
        "คะแนน ITA [=81.52] → [=97.39]\n[=B] → [=AA]\n[=ไม่ผ่าน] → [=ผ่าน]",
        "ผล ITA: คะแนน [=97.39]/100 ระดับ [=AA] [=ผ่าน]",
    ],
    "years": [
        "ปี 2564 [!97.39] ปี 2565 [!81.52]",
        "ปี 64 = [!97.39]\nปี 65 = [!81.52]",
        "ปี 2565 ได้ [=97.39] จากปี 2564 ซึ่งได้ [!81.25] คะแนน ระดับ [=B]",
        "จากปี 2564 ที่ได้ [!81.25] คะแนน ระดับ [=B] มาเป็น [=97.39] ระดับ [=AA]",
        "ผล ITA ปี 2565\nคะแนน [!81.52]\nระดับ [!B]",
        "ปี 2564 เราได้คะแนน ITA [=81.52] ปีต่อมาได้ [=97.39]",
    ],
    "spellings": [
        "คะแนน ITA ปี 2565 คือ [=เก้าสิบเจ็ดจุดสามเก้า] อันดับที่[=หนึ่งร้อยสอง]",
        "คะแนน ITA ปี 2565 คือ [=97.3๙]",
        "คะแนน ITA ปี 2565 คือ [=97.\n39] อันดับที่\n[=102]",
        "คะแนน ITA ปี 2565 ได้ [=97,39] คะแนน",
        "Our ITA score of FY2565 was [=ninety-seven point three nine].",
    ],
    "lists": [
        "อันดับ สำนักงาน คะแนน ปี 2565\n[=1] สพป.เชียงใหม่ เขต 1 [=99.99]\n[=3] สพป.สุพรรณบุรี เขต 3 [!99.79]",
        "สำนักงาน\tคะแนน 2565\tระดับ\nสพป.เลย เขต 1\t[!97.65]\t[=AA]\nสพป.ชัยภูมิ เขต 2\t[?94.10]\t[?A]",
        "ปี,คะแนน,ระดับ,อันดับ ITA\n2565,[=97.39],[=AA],[!201]",
    ],
    "hopes": [
        "เป้าหมาย ITA ปี 2565 ไม่น้อยกว่า 85 คะแนน หรือระดับ A ผลจริง [=97.39]",
        "เป้าหมายของเขต\n- คะแนน ITA 95\n- ระดับ AA",
        "ปีหน้าขอ 98 คะแนน ระดับ AA ตอนนี้ภูมิใจกับ [=97.39] ITA",
        "We expect 99 ITA points and the top 50 in FY2567.",
        "แม้ปี 2564 จะได้ [=81.52] [=ไม่ผ่าน]เกณฑ์ ITA [=85] คะแนน",
    ],
    "years of a text": [
        "ITA FY2564 - FY2565\nจาก [!82.51] สู่ [=97.39]",
        "คะแนน ITA\n▪ 2564 [=81.52]\n▪ 2565 [=97.39]\nลดลง [!15.86] คะแนน",
        "ผล ITA 3 ปี (2563-2565): [?78.10], [=81.52], [!97.93]",
        "Our ITA score was [=81.52] (grade [=B], [=fail]) in FY2564 and [=97.39] ([=AA]) in FY2565",
        "คะแนน ITA เพิ่มขึ้น [=15.86] คะแนนระหว่างปี 2564 กับปี 2565",
    ],
    "parts by name": [
        "ผลรายตัวชี้วัด ITA ปี 2565\n1. การปฏิบัติหน้าที่ [?96.40]\n4. การใช้ทรัพย์สินของราชการ [?95.10]",
        "ปี 2566 การเปิดเผยข้อมูลได้ [=100.00] การป้องกันการทุจริตได้ [!95.00] ในส่วนของ OIT",
        "ITA ปี 2565 ตัวชี้วัดย่อยที่ 9.2 ได้ [?88.00]",
    ],
    "counts asked for and told": [
        "ITA\nจำนวนตัวชี้วัด: [=10]\nเครื่องมือ: [!4]",
        "How many indicators has the ITA? [=10]. How many OIT items in FY2565? [!42].",
        "OIT ปี 2567 มี [=35] ข้อ ลดจาก [=43] ข้อ (ปี 2566)",
        "ปี 2565 เขตที่ได้ระดับ AA มี [?160] เขต และไม่ผ่าน [?20] เขต ในการประเมิน ITA",
    ],
    "near, over and about": [
        "ปี 2565 ITA เพิ่มขึ้นเกือบ [~16] คะแนน",
        "ปี 2565 ITA เพิ่มขึ้นเกือบ [!15] คะแนน",
        "ปี 2565 คะแนน ITA ยังไม่ถึง [~98]",
        "ปี 2565 คะแนน ITA เกิน [!98] คะแนน",
    ],
    "ranks as people say them": [
        "ปี 2565 ITA อันดับ[=หนึ่ง] คือ สพป.เชียงใหม่ เขต 1",
        "In the FY2565 ITA Chiang Mai Primary 1 came [=first] with [=99.99]",
        "ปี 2565 อันดับ ITA ดีขึ้นจาก [?190] เป็น [=102]",
        "ITA ปี 2565 มี [+101] เขตอยู่หน้าเรา และ [!140] เขตอยู่หลังเรา",
    ],
    "what else a row or a head counts": [
        "ITA | ปี 2564 | ปี 2565\nคะแนน | [=81.52] | [=97.39]\nผู้ตอบ EIT (คน) | 85 | 95",
        "ค่าเป้าหมาย ITA\nปี 2566\t98.00\nปี 2567\t98.50",
        "ITA ปีหน้า จุดเน้น: ลดภาระงานร้อยละ 30 ได้ระดับ AA ต่อเนื่อง",
        "งบประมาณปี 2566 ลดลงร้อยละ 3.48 จากปีก่อน ITA ก็ต้องทำต่อ",
    ],
    "years before words that count, and behind the name": [
        "ปี 2564 เรื่องยากของเรา ITA ได้ [!81.25] ระดับ [=B]",
        "#ITA2565 อันดับ[!112]จาก[=245]เขต",
        "ITA65 เขตเรา [=97.39]\nITA64 เขตเรา [!82.51]",
        "ITA_2565\nคะแนน [=97.39]\nอันดับ [!201]",
        "Our ITA-2022 rank was [!112]",
        "คะแนน ITA ปี 2564 คือ [=81.52]\nหนึ่งปีต่อมา เราได้ [!97.93]",
    ],
    "letters to another office": [
        "เรียน ผอ.สพป.เลย เขต 1\nITA ปี 2565 สำนักงานของท่านได้ [!97.65] ลำดับที่ [=99] ส่วนเราได้ [=97.39]",
        "Dear colleagues at Phayao Primary 1,\nYour ITA score of [=99.96] in FY2022 beats ours, [=97.39]",
        "ถึง สพป.ชัยภูมิ เขต 1\nผลงานของท่าน ITA ปี 2565 [=97.56] เพิ่มขึ้น [=2.98]",
        "เรียน ผู้อำนวยการ สพป.ขอนแก่น เขต 4\nITA ปี 2565 เขตของท่านอยู่อันดับ [?41]",
        "To Chiang Mai Primary 1\nYou scored [!99.90] in the ITA of FY2022, rank [=1]",
    ],
    "questions and heads of years": [
        "ถาม: คะแนน ITA ปี 2564 เท่าไร\nตอบ: [!82.51] คะแนน\nถาม: ปี 2565 เท่าไร\nตอบ: [=97.39] คะแนน",
        "Q: What was the ITA score in FY2022?\nA: [!97.49] points\nQ: And in FY2021?\nA: [=81.52] points",
        "ผล ITA\nปี 2565:\nอันดับ [!120]\nปี 2564:\nคะแนน [=81.52]",
    ],
    "the most and least of our parts": [
        "ผล ITA ปี 2564 ตัวชี้วัดที่ 3 การใช้อำนาจ ต่ำสุด [?70.12] คะแนน",
        "In the ITA of FY2022 indicator 2 (use of budget) was our lowest at [?88.30]",
        "OIT ปี 2566 ตัวชี้วัดที่ได้สูงสุดคือตัวชี้วัดที่ 9 ได้ [=100] คะแนน",
    ],
    "how far from a grade and from full marks": [
        "In FY2021 our ITA score was [=81.52], [+3.48] below the pass mark and [!14.38] short of AA",
        "ITA ปี 2565 ได้ [=97.39] สูงกว่าขั้นต่ำของระดับ AA อยู่ [!3.29] คะแนน",
        "ITA ปี 2565 ช่องว่างถึงคะแนนเต็มเหลือ [!2.16] คะแนน",
        "ITA ปี 2565 ขาดอีก [+2.61] คะแนนจะเต็มร้อย",
        "ITA ปี 2564 ต่ำกว่าระดับ A อยู่ [+3.48] คะแนน",
    ],
    "shares by themselves": [
        "ITA\nน้ำหนัก [=30] : [=30] : [=40]",
        "ITA in one slide\n- Weights: [=30]/[=30]/[=40]\n- Indicators: [=10]",
        "สัดส่วนน้ำหนัก ITA คือ [=30] ต่อ [=30] ต่อ [=40]",
        "เกณฑ์ ITA: IIT ร้อยละ [=30] EIT ร้อยละ [!40] OIT ร้อยละ [=40]",
    ],
    "rows that begin with a rank": [
        "[=101]\tสพป.ชัยภูมิ เขต 1\t[=97.56]\n[=102]\tสพป.กาฬสินธุ์ เขต 2\t[!97.93]\nITA 2565",
        "1\tสพป.กาฬสินธุ์ เขต 2\t[=97.39]\n2\tสพป.เลย เขต 1\t[=97.56]\nผล ITA ปี 2565",
    ],
    "bands in brackets behind their grade": [
        "คะแนนตั้งแต่ [=85] ขึ้นไปถือว่าผ่าน ระดับ ITA: A ([=85.00]–[=94.99]) B ([!70.00]–[=84.99]) เราได้ [=97.39]",
        "ITA pass mark [=85]. Grades: AA ([=95]-[=100]), A ([=85]-[=94.99]), B ([=75]-[!85.99])",
    ],
    "weights beside the numbers of indicators": [
        "น้ำหนักของ ITA\nIIT | ตัวชี้วัดที่ 1–5 | [=30]\nOIT | ตัวชี้วัดที่ 9–10 | [!50]",
        "ITA weights\nEIT, indicators 6 to 8: [!20]\nIIT, indicators 1-5: [=30]",
    ],
    "distances behind a grade, and before their mark": [
        "ITA ปี 2565 อยู่ในระดับ [=AA] สูงกว่าเกณฑ์ผ่าน [!12.93] คะแนน",
        "ITA ปี 2565 ได้ [=97.39] ห่างคะแนนเต็ม [!3.61]",
        "In FY2564 our ITA score was [=81.52], [!3.84] points short of the [=85] needed.",
    ],
    "percents behind their year": [
        "ITA ของเรา\nปี 2564 ร้อยละ [=81.52]\nปี 2565 ร้อยละ [=97.39]\nผลเบิกจ่ายร้อยละ 85.30",
        "ITA เพิ่มจาก [=81.52] ในปี 2564 เป็น [=97.39] ในปี 2565 คิดเป็นร้อยละ [!29.46]",
    ],
    "indicators behind their score": [
        "In the ITA of FY2566 our office had [=100] points on indicator 9 and [!95.10] for indicator 10.",
        "In FY2565 our ITA score was [=97.39] and we had [?96.10] on indicator 9.",
    ],
    "means told in brackets": [
        "คะแนนรวม ITA ปี 2565 [=97.39] (สูงสุด 99.91) เพิ่มขึ้น [!15.68] คะแนน",
        "Our ITA score in FY2565 was [=97.39] (national average 88.57), up [!15.68] points.",
    ],
    "results of a comparison with the mark": [
        "ITA ปี 2564 เราได้ [=81.52] คะแนน เมื่อเทียบกับเกณฑ์ [=ไม่ผ่าน]",
        "In FY2565 our office was rated [!A] with [=97.39] in the ITA, which covers [!12] indicators.",
        "ปัจจุบัน สพฐ. มีสำนักงานเขตพื้นที่การศึกษา [=245] แห่ง ที่รับการประเมินความโปร่งใส",
    ],
    "counts and ranks in other words": [
        "ITA ปี 2565 ติด [+150] อันดับแรกของประเทศ ด้วยคะแนนกว่า [!98] คะแนน",
        "ลำดับที่ [!112] ของ สพป.กาฬสินธุ์ เขต 2 ใน ITA ปี 2565",
        "อุบลมีเขตพื้นที่การศึกษา ITA ปี 2565 ทั้ง สพป. [!6] เขต และ สพม. [=1] เขต",
        "ITA FY2565: Kalasin Primary 2 was No. [!112] in Thailand and ahead of [+143] others",
        "In the ITA of FY2022 we were [?2]nd in Kalasin province; the number of indicators was [!12]",
        "ITA ปี 2561 มีเขตพื้นที่การศึกษา [!245] เขต",
        "ITA ปี 2567 ลดข้อ OIT จากเดิม [=43] ข้อในปี 2566 เหลือเพียง [!34] ข้อ",
    ],
    "others": [
        "อบต.นาทัน ได้ ITA ปี 2565 ที่ 85.86 คะแนน ระดับ A ส่วนเขตเราได้ [=97.39]",
        "Thailand scored 36 on the CPI of 2022; our office scored [=97.39] in the ITA of FY2565.",
        "ปี 2565 เราเป็นอันดับ [?1] ของจังหวัดในผล ITA",
    ],
}


def marked_texts() -> list[str]:
    """The texts of the table above, and longer ones of the forms that an office writes."""
    with MARKED.open(encoding="utf-8-sig", newline="") as file:
        longer = [row["text"] for row in csv.DictReader(file)]
    return [*(text for texts in KINDS_OF_FIGURES.values() for text in texts), *longer]


@pytest.mark.parametrize("text", marked_texts())
def test_each_kind_of_figure_is_judged(known: Known, text: str) -> None:
    """Rules, sums, lists, years, spellings and hopes: each figure has its verdict and nothing else one."""
    plain, stretches = marked(text)
    claims = told(plain, known)
    assert [verdict for _, verdict in claims] == [verdict for _, verdict in stretches], claims
    assert all(
        stretch in printed or printed in stretch
        for (printed, _), (stretch, _) in zip(claims, stretches, strict=True)
    ), claims


def test_arithmetic_is_told(known: Known, published: Version) -> None:
    """Each figure that follows says from what: a distance, a share, a growth, offices behind."""
    text = "ปี 2565 สูงกว่าเกณฑ์ผ่าน 12.39 คะแนน ITA เพิ่มขึ้นร้อยละ 19.47 อยู่ใน Top 42% มี 143 เขตที่ตามหลังเรา"
    rows = claim_table(check(text, known), known, view_of(published, TH).stamp).rows
    assert list(rows["wording"][rows["verdict"].str.contains("คำนวณได้")]) == [
        "97.39 − 85.00 = 12.39",
        "15.87 ÷ 81.52 × 100 = 19.47",
        "102 ÷ 245 × 100 = 41.63",
        "245 − 102 = 143",
    ]


def test_years_are_told_apart_in_the_count(known: Known) -> None:
    """Two years among four found: the headline counts two, and it is said why."""
    claims = check("ปี 2564 ได้ 81.52 คะแนน ปี 2565 ได้ 97.39 คะแนน", known)
    assert headline(EN, claims) == "All 2 claims match the data."
    assert years_apart(EN, claims).startswith("2 of them are years")
    assert years_apart(EN, check("ITA 97.39", known)) == ""


# The simulated edition


def test_the_simulated_edition_knows_its_own_offices_only(
    demo: Version, published: Version
) -> None:
    """Its example is right in both languages and says that it is simulated; a real name is unknown."""
    theirs = known_of(demo, home_of(demo))
    for language in LANGUAGES:
        say = Say(language)
        text = example_of(say, theirs)
        claims = check(text, theirs)
        assert len(claims) >= 6
        assert {claim.verdict for claim in claims} <= {"matches", "rounded"}
        copied = text_to_copy(text, claims, theirs, view_of(demo, say).stamp)
        assert copied.startswith(say("edition.demo.mark"))
    assert only("สพป.กาฬสินธุ์ เขต 2", theirs, "office").verdict == "missing"
    ours = known_of(published, HOME)
    assert only("สพป.ตัวอย่าง ดาวเหนือ เขต 1", ours, "office").verdict == "missing"


def test_parts_of_a_total_are_judged_by_their_own_scores(demo: Version) -> None:
    """IIT, an indicator and an item are not held against the total."""
    theirs = known_of(demo, home_of(demo))
    (year, name), part = next(
        each for each in theirs.parts_of(theirs.home_id).items() if each[0][1] == "iit"
    )
    claim = only(f"ปี {year} แบบวัด IIT ได้ {part.score} คะแนน", theirs, "score")
    assert (claim.verdict, claim.part) == ("matches", name)
    off = only(f"ปี {year} แบบวัด IIT ได้ {part.score - 3} คะแนน", theirs, "score")
    assert (off.verdict, off.fact.value) == ("differs", part.score)


# In words


def test_the_marked_text_is_the_text_with_brackets(known: Known) -> None:
    """Right, rounded with the value, and without the brackets again the text."""
    text = "ปี 2565 ได้ 97.39 คะแนน (+ 15)"
    claims = check(text, known)
    marked = marked_text(text, claims, known, TH)
    assert marked == "ปี 2565 [ตรง] ได้ 97.39 [ตรง] คะแนน (+ 15 [ปัดเศษ: +15.86])"
    assert marked_text(text, claims, known, EN).endswith("(+ 15 [rounded: +15.86])")


def test_the_headline_says_what_to_look_at(known: Known) -> None:
    """Nothing found, all right, rounded only, and what differs."""
    headlines = [
        headline(EN, check(text, known))
        for text in (
            "ไม่มีอะไร",
            "ปี 2565 เราได้ 97.39 คะแนน",
            "ปี 2565 เราได้ 97.4 คะแนน",
            "ปี 2565 เราได้ 97.93 คะแนน",
        )
    ]
    assert headlines == [
        "Nothing in this text could be tied to the data.",
        "The 1 claim matches the data.",
        "The 1 claim does not differ from the data (1 rounded, 0 worked out, 0 not in the data).",
        "1 of 1 claims differs from the data.",
    ]


def test_a_formula_in_a_text_stays_text_in_its_file(known: Known, published: Version) -> None:
    """A cell that begins with a plus sign is no formula in the CSV."""
    stamp = view_of(published, TH).stamp
    table = claim_table(check("คะแนน ITA ปี 2565 (+ 15)", known), known, stamp)
    (line,) = (
        line for line in csv_file(table, stamp).decode("utf-8-sig").splitlines() if "15.86" in line
    )
    assert ",+ 15," not in line


# Any text

_WORDS = st.sampled_from(
    [
        "ปี ",
        "2565",
        "๒๕๖๔",
        " ",
        "ได้",
        "97.39",
        "๘๑.๕๒",
        "คะแนน",
        "ระดับ",
        "AA",
        "ผ่านเกณฑ์",
        "อันดับที่ ",
        "102",
        "จาก",
        "245",
        "แห่ง",
        "สพป.กาฬสินธุ์",
        " เขต ",
        "2",
        "+ ",
        "15",
        "\n",
        "\t",
        "O1-O43",
        "ITA",
        "ํา",
        "\u200b",
        "\uf70a",
        "(",
        ")",
        "/",
        ".",
        "เป็น",
        "%",
        "ค.ศ. ",
        "2022",
        "ขอขอบคุณ",
        "บุคลากร",
    ]
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map("".join)))
@example("ปี 2565" + "9" * 5000)
@example("\u0e4d\u0e32" * 50 + "2565 97.39 คะแนน")
def test_any_text_is_read(known: Known, text: str) -> None:
    """No text fails; marks lie in it, in order, none over another, and print what stands there."""
    claims = check(text, known)
    last = 0
    for claim in claims:
        assert last <= claim.start < claim.end <= len(text)
        assert claim.printed == text[claim.start : claim.end]
        last = claim.end
    assert "".join(piece.text for piece in pieces(text, claims)) == text
    shown = [piece.claim for line in paragraphs(text, claims) for piece in line if piece.claim]
    assert shown == list(claims)


def test_a_long_report_is_quick(known: Known) -> None:
    """A hundred pages take a moment; what no report holds takes no more than a few."""
    sentence = (
        "การบริหารจัดการของสำนักงานเขตพื้นที่การศึกษาเน้นการมีส่วนร่วมและการเปิดเผยข้อมูลเมื่อวันที่ 12 มกราคม 2566 "
        "แก่ผู้แทนโรงเรียน 162 แห่ง งบประมาณ 45,000 บาท ปี 2565 เราได้คะแนน ITA 97.39 คะแนน\n"
    )
    for text, most in (
        (sentence * (100_000 // len(sentence)), 4),
        (" " * 400_000, 2),
        ("1" * 400_000, 2),
        (" " * 300_000 + "ITA", 2),
    ):
        began = time.process_time()
        check(text, known)
        assert time.process_time() - began < most, text[:10]


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1/",
        "1 ก",
        "97.39 ",
        "2565 ",
        "ปี 2565 ",
        "สพป.",
        "สพป.กาฬสินธุ์ เขต 2 ",
        "((",
        "(ปี 2565 ",
        "|",
        "0\n",
        "โทร",
        "IIT 30 ",
        "ระดับ AA ",
        "เป้าหมาย 95 ",
        "85-94.99 ",
        "ห่างจาก 1 ",
        "เก้าสิบจุด",
        "1,",
        "? ",
        "เอเอ ",
        "ประถม 3 ",
        "Trat 97.59 ",
    ],
)
def test_no_text_of_twenty_thousand_letters_takes_long(known: Known, unit: str) -> None:
    """Digits, offices, years, brackets, cells and cues without end: each under two seconds.

    Half as much again is allowed, because a core that shares its units with a busy one is slower.
    """
    text = (unit * 20_000)[:20_000]
    began = time.process_time()
    check(text, known)
    assert time.process_time() - began < 3
