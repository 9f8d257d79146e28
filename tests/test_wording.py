"""Every word in both languages, every key used, every sentence true to its numbers."""

import ast
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest

from etl.findings import SEVERITY
from ita import facts
from ita.pointer import Version
from ita.wording import LANGUAGES, Say, catalogue
from ita.wording.labels import certainty, item_span, label, labels, result_label

ROOT = Path(__file__).resolve().parent.parent
THAI = re.compile("[ก-๛]")
TH, EN = Say("th"), Say("en")

# Thai entries whose only word is a name that is Latin in Thai too.
LATIN = re.compile(r"grade\.[A-F]{1,2}|(?:instrument|column)\.[ieo]it")
# Words that Thai readers know in Latin letters.
KNOWN_IN_LATIN = re.compile(
    r"(AA?|[B-F]|ITAS?|IIT|EIT|OIT|O|GB|MB|SIMULATED|XLSX|CSV|TOML|UTF-8|sha256|source_id|office"
    r"|PDF|HTML|XML|DOCX|RTF|ZIP|Word|Excel|doc|Apple|Pages|Numbers|Keynote"
    r"|announcement|history|items|python|m|etl|build|year|other-year|title|words|replaces|data/[\w./]+"
    r"|QR|all|docs/[\w./]+|static/[\w./]+"
    r"|PowerPoint|PPTX|pptx|potx|PNG|JPEG|WebP|SVG|ZIP|A4|Best|Practice|Online|H|U|X"
    r"|streamlit|run|dashboard\.py|start\.py|ITA_PUBLIC_ADDRESS|https?)"
)  # fmt: skip

Row = dict[str, object]


def without_values(text: str) -> str:
    """A text with its placeholders and tags taken out."""
    return re.sub(r"\{[^}]*\}|<[^>]*>", "", text)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def numbers(text: str) -> list[str]:
    """Every number of a sentence, in its order."""
    return re.findall(r"[+−-]?\d+(?:[.,]\d+)*", text)


# The catalogue


def test_every_entry_has_both_languages() -> None:
    """Thai and English, neither empty, neither with spaces around it."""
    wrong = [
        (key, texts)
        for key, texts in catalogue().items()
        if set(texts) != set(LANGUAGES) or any(not t or t != t.strip() for t in texts.values())
    ]
    assert wrong == []


def test_both_languages_hold_the_same_values() -> None:
    """A placeholder of one language stands in the other, but for pairs like name_th and name_en."""
    wrong = []
    for key, texts in catalogue().items():
        th, en = (
            {re.sub(rf"_{language}$", "", name) for name in placeholders(texts[language])}
            for language in LANGUAGES
        )
        if th != en:
            wrong.append((key, th ^ en))
    assert wrong == []


def test_thai_is_thai() -> None:
    """Thai entries hold Thai; what is left in Latin letters is known in Latin letters."""
    wrong = []
    for key, texts in catalogue().items():
        text = without_values(texts["th"])
        has_words = re.search(r"[A-Za-z]", text)
        if has_words and not THAI.search(text) and not LATIN.fullmatch(key):
            wrong.append((key, texts["th"]))
        strangers = [
            word
            for word in re.findall(r"[A-Za-z][\w./-]*", text)
            if not KNOWN_IN_LATIN.fullmatch(word.rstrip("./"))
        ]
        if strangers:
            wrong.append((key, strangers))
    assert wrong == []


def test_english_is_english() -> None:
    """No Thai in English, but for the mark of simulated data and the name of an office to copy."""
    found = [
        key
        for key, texts in catalogue().items()
        if THAI.search(without_values(texts["en"]))
        and key not in ("edition.demo.mark", "input.no_home")
    ]
    assert found == []


def test_thai_is_spelled_with_sara_am() -> None:
    """No split sara am, doubled mark or invisible character in either language."""
    odd = re.compile(
        "\u0e4d\u0e32|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{3}|\u0e40\u0e40|[\u200b-\u200f\ufeff\u00a0]"
    )
    wrong = [key for key, texts in catalogue().items() if any(map(odd.search, texts.values()))]
    assert wrong == []


def test_an_unknown_key_is_an_error() -> None:
    """Not an empty text, nor the key itself."""
    with pytest.raises(KeyError, match=r"no\.such"):
        TH("no.such")
    assert not TH.has("no.such")
    assert TH.has("overview.title")


def test_a_missing_value_is_an_error() -> None:
    """A sentence is never said with a hole in it."""
    with pytest.raises(KeyError, match="mark"):
        EN("trend.pass_mark")


# Keys and the code


@lru_cache(maxsize=1)
def code() -> list[tuple[Path, ast.Module]]:
    paths = [
        ROOT / "dashboard.py",
        *(p for room in ("pages", "ita", "etl") for p in sorted((ROOT / room).rglob("*.py"))),
    ]
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def nodes(kind: type) -> Iterator:
    return (node for _, tree in code() for node in ast.walk(tree) if isinstance(node, kind))


@lru_cache(maxsize=1)
def literals() -> frozenset[str]:
    """Every string constant of the code."""
    return frozenset(node.value for node in nodes(ast.Constant) if isinstance(node.value, str))


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """What data may hold: constants of the code, quoted words of the SQL, cells of reference tables."""
    found = set(literals())
    for path in (ROOT / "etl" / "sql").rglob("*.sql"):
        found |= set(re.findall(r"'([^'\n]*)'", path.read_text(encoding="utf-8")))
    for path in (ROOT / "data" / "reference").rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {cell for row in csv.reader(file) for cell in row}
    return frozenset(found)


def choices(node: ast.expr) -> list[tuple[str, ...] | None]:
    """The pieces of a composed text: what each may be, None where anything may stand."""
    if isinstance(node, ast.Constant):
        return [(str(node.value),)]
    if isinstance(node, ast.IfExp):
        both = [*choices(node.body), *choices(node.orelse)]
        return [both[0] + both[1]] if len(both) == 2 and None not in both else [None]
    if isinstance(node, ast.JoinedStr):
        return [piece for value in node.values for piece in choices(value)]  # noqa: PD011 - no frame
    if isinstance(node, ast.FormattedValue):
        return choices(node.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*choices(node.left), *choices(node.right)]
    return [None]


@dataclass(frozen=True)
class Composed:
    """A text the code composes of pieces, as a pattern with a group for each piece."""

    pieces: tuple[tuple[str, ...] | None, ...]
    pattern: re.Pattern[str]

    def can_be(self, key: str) -> bool:
        """Whether it can be this key, what stands open in it being a known word."""
        match = self.pattern.fullmatch(key)
        return match is not None and all(
            part in codes()
            for part, piece in zip(match.groups(), self.pieces, strict=True)
            if piece is None
        )


@lru_cache(maxsize=1)
def composed() -> tuple[Composed, ...]:
    """Every text with a dot in a known piece that the code composes, open at one end at most."""
    found = {tuple(choices(node)) for kind in (ast.JoinedStr, ast.BinOp) for node in nodes(kind)}
    return tuple(
        Composed(
            pieces,
            re.compile(
                "".join(
                    f"({'|'.join(map(re.escape, piece))})" if piece else "(.+)" for piece in pieces
                )
            ),
        )
        for pieces in found
        if any("." in each for piece in pieces if piece for each in piece)
        and (pieces[0] is not None or pieces[-1] is not None)
    )


@lru_cache(maxsize=1)
def groups() -> frozenset[str]:
    """Groups of labels: the constants given to label(), labels() and their like."""
    return frozenset(
        argument.value
        for call in nodes(ast.Call)
        if ast.unparse(call.func).split(".")[-1] in ("label", "labels", "_in_words")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


def is_used(key: str) -> bool:
    group, _, rest = key.partition(".")
    counted = key.removesuffix(".one").removesuffix(".many")
    return (
        key in literals()
        or (group in groups() and rest in codes())
        or any(text.can_be(key) or text.can_be(counted) for text in composed())
    )


def test_every_key_is_used() -> None:
    """Literally, composed from known words, or as the label of a code."""
    assert [key for key in catalogue() if not is_used(key)] == []


def test_the_search_for_keys_can_fail() -> None:
    """A key nobody composes is not taken for used."""
    for key in (
        "overview.fact.nonsense",
        "input.nonsense",
        "nonsense.title",
        "grade.nonsense",
        "x.y",
    ):
        assert not is_used(key)


def told_keys() -> Iterator[tuple[str, str]]:
    """Every literal key the code says, with its place."""
    speakers = {
        "say": "",
        "_say": "",
        "tell": "",
        "step": "",
        "report": "",
        "InputError": "input.",
        "error": "input.",
    }
    for path, tree in code():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = ast.unparse(call.func).split(".")[-1]
            if isinstance(call.func, ast.Call) and ast.unparse(call.func.func) == "Say":
                name = "say"
            first = call.args[0]
            is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if name in speakers and is_text and re.fullmatch(r"[\w.]+", first.value):
                yield f"{path.name}:{call.lineno}", speakers[name] + first.value
            if name == "counted" and isinstance(call.args[1], ast.Constant):
                yield from (
                    (f"{path.name}:{call.lineno}", f"{call.args[1].value}.{form}")
                    for form in ("one", "many")
                )


def test_every_key_said_exists() -> None:
    """Each literal key of the code is in the catalogue."""
    told = list(told_keys())
    assert len(told) > 250
    assert [(place, key) for place, key in told if key not in catalogue()] == []


def test_every_rule_has_its_words() -> None:
    """A message and a name for each rule, and no message without a rule."""
    for group in ("finding", "rule"):
        assert {key.split(".")[1] for key in catalogue() if key.startswith(f"{group}.")} == set(
            SEVERITY
        )


# Codes of the data

# Group of labels: the columns of the warehouse that hold its codes.
CODES = {
    "status": (
        "score.status",
        "instrument_score.status",
        "indicator_score.status",
        "item_score.status",
        "item.status",
        "sub_indicator.status",
    ),
    "missing": ("office_year.missing_reason",),
    "grade": ("office_year.grade", "office_year.next_grade", "grade_band.grade"),
    "level": ("coverage.level", "comparability.level"),
    "severity": ("finding.severity",),
    "decision": ("finding.decision",),
    "rule": ("finding.rule",),
    "column": ("finding.column_name", "correction.column_name"),
    "confidence": (
        "roster.confidence",
        "instrument.confidence",
        "indicator.confidence",
        "sub_indicator.confidence",
        "item.confidence",
        "grade_band.confidence",
        "context_figure.confidence",
    ),
    "benchmark": ("indicator_gap.benchmark_kind",),
    "office_type": ("office.office_type",),
    "comparable": ("comparability.comparable", "rank_movement.comparable"),
    "instrument": ("instrument.instrument", "indicator.instrument"),
}


@pytest.mark.parametrize("group", CODES)
def test_every_code_has_a_label(edition: Version, rows, group: str) -> None:
    """Each value that stands in a warehouse can be told to a reader."""
    found = set()
    for place in CODES[group]:
        table, column = place.split(".")
        select = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
        found |= {code for (code,) in rows(edition, select)}
    assert {code for code in found if f"{group}.{code}" not in catalogue()} == set()
    assert found or (edition.is_simulated and group in ("severity", "decision", "rule", "column"))


def test_every_code_a_table_may_hold_has_a_label() -> None:
    """The values that CHECKs of core.sql allow, also those no row has yet."""
    sql = (ROOT / "etl" / "sql" / "core.sql").read_text(encoding="utf-8")
    allowed = {
        (column, code)
        for column, values in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", sql)
        for code in re.findall(r"'([^']*)'", values)
    }
    assert len(allowed) > 15
    keys = {
        (column, code): f"edition.{code}.long" if column == "edition" else f"{column}.{code}"
        for column, code in allowed
    }
    assert {pair for pair, key in keys.items() if key not in catalogue()} == set()


def test_labels_of_missing_codes_are_blank() -> None:
    """No code, no words; never "None" or "nan"."""
    for missing in (None, float("nan"), pd.NA):
        assert label(TH, "status", missing) == ""
        assert result_label(EN, missing) == ""
    codes_found = labels(TH, "status", pd.Series(["derived", None]))
    assert codes_found.tolist() == ["คำนวณจากค่าที่เผยแพร่", ""]
    assert [result_label(EN, passed) for passed in (True, False)] == ["Passed", "Not passed"]


def test_certainty_is_the_reason_where_there_is_no_score() -> None:
    """Why it is missing, else how it is known."""
    known = {"missing_reason": None, "status": "corrected"}
    missing = {"missing_reason": "named_twice", "status": None}
    assert certainty(EN, known) == "Corrected on evidence"
    assert certainty(EN, missing) == "Named at several ranks, undecided"


@pytest.mark.parametrize(
    ("first", "last", "text"), [(1, 9, "O1–O9"), (42, 42, "O42"), (None, None, "")]
)
def test_a_span_of_items(first: int | None, last: int | None, text: str) -> None:
    """A run, a single item, none."""
    assert item_span(first, last) == text


# Sentences about one year


class Known(dict):
    """A row of which only some columns are known; any other is missing."""

    def __missing__(self, _column: str) -> None:
        """What is not known."""


HOME: Row = {
    "fiscal_year": 2565,
    "score": 97.39,
    "score_printed": "๙๗.๕๙",
    "tolerance": 0.0,
    "status": "corrected",
    "grade": "AA",
    "is_pass": True,
    "rank": 102,
    "tied_offices": 1,
    "is_tie_open": False,
    "ranked_offices": 245,
    "offices_below": 143,
    "percentile": 58.61,
    "change": 15.86,
    "change_printed": "+๑.๕๖",
    "change_comparable": "yes",
    "change_computed": 15.87,
    "previous_score": 81.52,
    "next_grade": None,
    "next_grade_min_score": None,
    "next_grade_min_instrument_score": None,
    "score_above": 97.56,
    "open_findings": 0,
    "is_score_above_doubtful": False,
    "previous_tolerance": 0.0,
    "source_title": "X",
    "is_file": True,
    "row_no": 14,
    "page": None,
}

overview = facts.overview
NO_INSTRUMENTS = pd.DataFrame({"fiscal_year": [], "instrument": [], "score": []})


def said(sentence: Callable[[Say, Row], str], **changes: object) -> tuple[str, str]:
    row = Known({**HOME, **changes})
    return sentence(TH, row), sentence(EN, row)


FELL = {"change": -1.5, "change_computed": -1.5, "previous_score": 98.89}
SAME = {"change": 0.0, "change_computed": 0.0, "previous_score": 97.39}
NOTHING_BEFORE = {"change": None, "change_computed": None, "previous_score": None}
TIED = {"rank": 4, "tied_offices": 4, "offices_below": 238, "percentile": 97.54}
NOT_COUNTED = {"is_tie_open": True, "offices_below": None, "percentile": None}
OPEN = {"rank": 98, **NOT_COUNTED}
TIED_OPEN = {**TIED, **NOT_COUNTED}
FAILED = {"score": 81.52, "grade": "B", "is_pass": False}
BELOW_A = {**FAILED, "next_grade": "A", "next_grade_min_score": 85.0}
HELD_BACK = {
    "grade": "ผ่าน",
    "next_grade": "ผ่านดี",
    "next_grade_min_score": 85.0,
    "next_grade_min_instrument_score": 85.0,
}
UNGRADED = {"grade": None, "is_pass": None}


@pytest.mark.parametrize(
    ("sentence", "changes", "thai", "english", "values"),
    [
        (overview.result_sentence, {}, "**AA** (ผ่านเกณฑ์)", "**AA** (Passed)", "2565 97.39"),
        (overview.result_sentence, FAILED, "**B** (ไม่ผ่านเกณฑ์)", "**B** (Not passed)", "2565 81.52"),
        (overview.result_sentence, UNGRADED, "ได้ **97.39** คะแนน", "points.", "2565 97.39"),
        (overview.result_sentence, {"is_pass": None}, "ระดับ **AA**", "**AA**", "2565 97.39"),
        (overview.change_sentence, {"change": 15.87}, "เพิ่มขึ้น", "Up", "15.87 2564 81.52"),
        (overview.change_sentence, {"change": None}, "เพิ่มขึ้น", "Up", "15.87 2564 81.52"),
        (overview.change_sentence, {}, "ปัดเศษ", "rounded", "15.86 2564 81.52 +15.87"),
        (overview.change_sentence, FELL, "ลดลง", "Down", "1.50 2564 98.89"),
        (overview.change_sentence, SAME, "เท่ากับ", "The same as", "2564 97.39"),
        (overview.change_sentence, NOTHING_BEFORE, "ไม่มีคะแนน", "There is no", "2564"),
        (overview.rank_sentence, {}, "อันดับ **102**", "Rank **102**", "102 245 143 244 58.6"),
        (overview.rank_sentence, TIED, "อันดับร่วม", "Shared", "4 4 245 238 244 97.5"),
        (overview.rank_sentence, OPEN, "อาจมีคะแนนเท่ากัน", "may share the score", "98 245"),
        (overview.rank_sentence, TIED_OPEN, "อย่างน้อย 4", "at least 4", "4 245 4"),
        (overview.rank_sentence, {"rank": None}, "ไม่พบประกาศอันดับ", "No published rank", "245"),
        (overview.next_step_sentence, {}, "สูงสุด (AA)", "top grade (AA)", ""),
        (overview.next_step_sentence, BELOW_A, "ขาดอีก", "short of grade A", "3.48"),
        (overview.next_step_sentence, HELD_BACK, "ทุกแบบวัด", "in each of IIT, EIT and OIT", "85"),
        (overview.next_step_sentence, UNGRADED, "ไม่คำนวณ", "not computed", ""),
        (overview.doubt_sentence, {"open_findings": 1}, "1 ข้อ", "1 open finding concerns", "1"),
        (overview.doubt_sentence, {"open_findings": 2}, "2 ข้อ", "2 open findings concern", "2"),
    ],
)
def test_sentences_of_a_year(sentence, changes: Row, thai: str, english: str, values: str) -> None:
    """The right words and numbers for rise, fall and same, tied and alone, one and many, none."""
    in_thai, in_english = said(sentence, **changes)
    assert thai in in_thai
    assert english in in_english
    assert sorted(numbers(in_thai)) == sorted(numbers(in_english)) == sorted(values.split())


def test_a_derived_score_before_shows_how_far_it_may_be_off() -> None:
    """81.52 ±0.01 where it was computed back; a printed one stands alone."""
    for text in said(overview.change_sentence, change=15.87, previous_tolerance=0.01):
        assert "81.52 ±0.01" in text
    for text in said(overview.change_sentence):
        assert "±" not in text


def test_a_neighbour_is_named_with_its_distance() -> None:
    """97.56 − 97.39 = 0.17; with a doubtful neighbour the sentence says so; without one it is empty."""
    for text in said(overview.neighbour_sentence):
        assert sorted(numbers(text)) == ["0.17", "97.56"]
    plain, doubtful = (
        said(overview.neighbour_sentence, is_score_above_doubtful=is_so) for is_so in (False, True)
    )
    assert all(
        after.startswith(before) and after != before
        for before, after in zip(plain, doubtful, strict=True)
    )
    assert said(overview.neighbour_sentence, score_above=None) == ("", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_without_the_score_before_is_told_without_it(language) -> None:
    """The change was published, the score it was taken from is not on record."""
    row = {**HOME, "change_computed": None, "previous_score": float("nan")}
    text = overview.change_sentence(Say(language), row)
    assert "15.86" in text
    assert "nan" not in text
    known = pd.DataFrame([row])
    assert "nan" not in facts.trend.headline(Say(language), known, "X")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_misread_grade_is_shown_as_printed(language) -> None:
    """The scan printed AĀ: a finding says so, and the screens go on."""
    row = {**HOME, "grade": "AĀ", "is_pass": None}
    assert "AĀ" in overview.result_sentence(Say(language), row)
    assert "AĀ" in facts.trend.year_hover(Say(language), row)


def test_a_misread_grade_is_not_the_top_grade() -> None:
    """What AĀ stands for is not known, so neither is what comes next."""
    row = {**HOME, "grade": "AĀ", "score": 60.0, "is_pass": False}
    assert "top grade" not in overview.next_step_sentence(EN, row)


def test_sentences_come_without_holes() -> None:
    """Every sentence of a full and of an empty row: nothing unfilled, no nan, no None."""
    certain = ("fiscal_year", "score", "ranked_offices", "status", "source_title", "row_no")
    always = {**{name: HOME[name] for name in certain}, "open_findings": 0}
    for row, say in product((Known(HOME), Known(always)), (TH, EN)):
        shown = [*overview.sentences(say, row, NO_INSTRUMENTS), overview.where_from(say, row)]
        shown += [
            text or ""
            for figure in overview.key_figures(say, row)
            for text in (figure.label, figure.value, figure.change, figure.description)
        ]
        assert [text for text in shown if re.search(r"nan|None|[{}]", text)] == []


def test_large_figures() -> None:
    """Score with its arrow, grade with its result, rank of how many, distance to the next step."""
    score, grade, rank, following = overview.key_figures(EN, Known(HOME))
    assert (score.value, score.change, score.arrow) == ("97.39", "+15.86", "up")
    assert (grade.value, grade.change, grade.arrow) == ("AA", "Passed", "off")
    assert (rank.value, numbers(str(rank.change))) == ("102", ["245"])
    assert following.value == "0.17"


@pytest.mark.parametrize(
    ("changes", "value", "change", "arrow"),
    [
        ({"change": -0.5}, "97.39", "-0.50", "down"),
        ({"change": 0.0}, "97.39", "+0.00", "off"),
        ({"change": None, "change_computed": None}, "97.39", None, "off"),
        ({"change": None, "tolerance": 0.01}, "97.39 ±0.01", "+15.87", "up"),
    ],
)
def test_the_score_s_arrow_follows_its_change(changes: Row, value: str, change, arrow: str) -> None:
    """Up, down, none; a derived score shows how far it may be off."""
    figure = overview.key_figures(EN, Known({**HOME, **changes}))[0]
    assert (figure.value, figure.change, figure.arrow) == (value, change, arrow)


def test_a_level_is_told_after_its_result() -> None:
    """From FY2566 the result is the large word and the level explains it."""
    figure = overview.key_figures(EN, Known({**HOME, "grade": "ต้องปรับปรุง", "is_pass": False}))[1]
    assert (figure.value, figure.change) == ("Fail", "To improve")
    unknown = overview.key_figures(EN, Known({**HOME, "grade": None, "is_pass": None}))[1]
    assert (unknown.value, unknown.change) == ("–", "grade not known")


def test_a_score_says_where_it_comes_from() -> None:
    """Source, how it came about, line, and the print where it is another; simulated ones say only that."""
    assert "๙๗.๕๙" in overview.where_from(TH, HOME)
    assert "line 14" in overview.where_from(EN, HOME)
    assert "+๑.๕๖ ใช้ +15.86" in overview.where_from(TH, HOME)
    same = {**HOME, "score_printed": "๙๗.๓๙", "status": "published", "change_printed": "+๑๕.๘๖"}
    assert "๙๗.๓๙" not in overview.where_from(TH, same)
    assert "๑๕.๘๖" not in overview.where_from(TH, same)
    assert "line" not in overview.where_from(EN, Known({**HOME, "is_file": False}))
    assert "หน้า 5 บรรทัดที่ 14" in overview.where_from(TH, Known({**HOME, "page": 5}))
    added = overview.where_from(EN, Known({**HOME, "row_no": -102, "score_printed": ""}))
    assert "added from the original by hand" in added
    assert "-102" not in added
    simulated = overview.where_from(EN, Known({**HOME, "status": "simulated"}))
    assert simulated == EN("edition.demo.long")


# Sentences about several years


def trend(*changes: Row) -> pd.DataFrame:
    return pd.DataFrame([{**HOME, **change} for change in changes])


@pytest.mark.parametrize(
    ("changes", "thai", "english", "values"),
    [
        ({}, "เพิ่มขึ้น", "rose", {"15.86", "81.52", "2564", "97.39", "2565"}),
        (FELL, "ลดลง", "fell", {"1.50", "98.89", "2564", "97.39", "2565"}),
        (SAME, "เท่ากับ", "equals", {"97.39", "2564", "2565"}),
        (NOTHING_BEFORE, "ไม่มีคะแนนปีก่อน", "not known", {"97.39", "2565"}),
    ],
)
def test_the_trend_says_its_last_step(
    changes: Row, thai: str, english: str, values: set[str]
) -> None:
    """Rise, fall, same, or nothing to compare with."""
    in_thai, in_english = (facts.trend.headline(say, trend(changes), "X") for say in (TH, EN))
    assert thai in in_thai
    assert english in in_english
    assert set(numbers(in_thai)) == set(numbers(in_english)) == values


def test_a_trend_without_scores_names_the_office() -> None:
    """Nothing was found, of whom."""
    for say in (TH, EN):
        assert "XYZ" in facts.trend.headline(say, trend({}).head(0), "XYZ")


@pytest.mark.parametrize(
    ("target", "english", "points"),
    [(99.0, "short of", "1.61"), (97.39, "above", "0.00"), (90.0, "above", "7.39")],
)
def test_a_target_is_missed_or_met(target: float, english: str, points: str) -> None:
    """99 − 97.39 = 1.61 short; at or above it, by how much."""
    (text,) = facts.trend.target_sentences(EN, trend({}), target)
    assert english in text
    assert numbers(text) == ["2565", "97.39", *([points, f"{target:.2f}"])]
    assert facts.trend.target_sentences(EN, trend({}), None) == []


def test_the_reading_names_derived_years() -> None:
    """Known years are listed, derived ones once more, and missing means are said to be missing."""
    years = trend({"fiscal_year": 2564, "status": "derived"}, {})
    no_means = pd.DataFrame({"indicator_no": [1]})
    lines = facts.trend.reading(EN, years, no_means)
    assert numbers(lines[0]) == ["2564", "2565"]
    assert numbers(lines[2])[0] == "2564"
    assert lines[3] == EN("trend.no_means")
    assert facts.trend.reading(EN, trend({}), pd.DataFrame({"indicator_no": [0]}))[2:] == ["", ""]


# Sentences about indicators and items


def gaps(*effects: float | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_no": range(1, len(effects) + 1),
            "name_th": "ก",
            "name_en": "K",
            "score": [None if effect is None else 80.0 for effect in effects],
            "benchmark": 80.0,
            "median": 79.0,
            "effect": effects,
        }
    )


def test_the_costliest_indicator_is_named() -> None:
    """−1.25 of the second costs most; with none below the benchmark that is said."""
    for say in (TH, EN):
        worst = facts.gaps.effects_headline(say, gaps(0.5, -1.25, -1.0), "B")
        assert numbers(worst) == ["2", "1.25"]
        assert numbers(facts.gaps.effects_headline(say, gaps(0.5, 0.0), "B")) == ["2"]
    assert "costs most" in facts.gaps.effects_headline(EN, gaps(-0.01), "B")
    assert "None of the" in facts.gaps.effects_headline(EN, gaps(0.0), "B")


def items(*scores: float | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "score": scores,
            "points_to_gain": [None if s is None else (100 - s) / 20 for s in scores],
        },
        dtype=float,
    ).assign(status="simulated")


@pytest.mark.parametrize(
    ("scores", "english", "values"),
    [
        ((100.0, 0.0, 0.0, None), "would add", ["2", "3", "10.00"]),
        ((100.0, 100.0), "nothing left to gain", ["2", "2565"]),
        ((100.0, None), "items with a known score are full", ["1", "1", "2"]),
        ((None, None), "No OIT item scores", ["2565"]),
    ],
)
def test_items_say_what_is_to_gain(scores, english: str, values: list[str]) -> None:
    """Two empty items of 5 points are 10.00 to gain; all full, nothing; none known, that."""
    text = facts.gaps.sentences(EN, gaps(-1.0), items(*scores), 2565, "national_mean")[-1]
    assert english in text
    assert numbers(text) == values


# Sentences about a ranking


def ranking(*places: Row) -> pd.DataFrame:
    base = {
        "position": 1,
        "rank": 1,
        "tied_offices": 1,
        "is_tie_open": False,
        "ranked_offices": 4,
        "office_id": "a",
        "is_named_twice": False,
        "score": 90.0,
        "open_findings": 0,
        "lower_bound": None,
        "upper_bound": None,
        "status": "published",
        "percentile": None,
    }
    return pd.DataFrame([{**base, **place} for place in places])


FOUR = ranking(
    {"score": 99.0},
    {"position": 2, "rank": 2, "tied_offices": 2, "office_id": "b", "score": 98.0},
    {"position": 3, "rank": 2, "tied_offices": 2, "office_id": "c", "score": 98.0},
    {"position": 4, "rank": 4, "office_id": "d", "score": 97.5},
)
UNKNOWN = {"rank": None, "tied_offices": None, "office_id": None, "score": None}
HALF = ranking(
    {"score": 99.0},
    {"position": 2, **UNKNOWN, "lower_bound": 97.0, "upper_bound": 99.0},
    {"position": 3, "rank": 3, "office_id": "c", "score": 97.0, "open_findings": 2},
    {"position": 4, **UNKNOWN, "upper_bound": 97.0},
)


@pytest.mark.parametrize(
    ("frame", "office_id", "english", "values"),
    [
        (FOUR, "a", "ranks 1 of", ["1", "4", "99.00"]),
        (FOUR, "b", "shares rank 2", ["2", "4", "98.00", "2"]),
        (FOUR.assign(is_tie_open=True), "b", "at least 2", ["2", "4", "98.00", "2"]),
        (HALF, "z", "is not known", ["2", "4"]),
        (FOUR.assign(is_named_twice=True), "a", "is not known", ["4", "4"]),
        (FOUR, "z", "was not assessed", ["4"]),
    ],
)
def test_the_ranking_says_where_we_stand(frame, office_id: str, english: str, values) -> None:
    """Alone, tied, unknown, or named twice."""
    text = facts.ranking.headline(EN, frame, office_id, "X")
    assert english in text
    assert numbers(text) == values
    assert sorted(numbers(facts.ranking.headline(TH, frame, office_id, "X"))) == sorted(values)


def test_the_ranking_tells_what_is_known() -> None:
    """All four, with one shared rank and the next scores beside it; or two of four, one doubtful."""
    full = facts.ranking.sentences(EN, FOUR, "b")
    assert numbers(full[0]) == ["4"]
    assert full[1].startswith("1 rank is shared")
    assert numbers(full[1]) == ["1", "2", "2", "98.00"]
    assert numbers(full[-1]) == ["1", "99.00", "+1.00", "4", "97.50", "-0.50"]
    half = facts.ranking.sentences(EN, HALF, "a")
    assert numbers(half[0]) == ["2", "4", "2"]
    assert half[1].startswith("1 row is doubtful")
    assert half[-1] == ""


def test_shared_ranks_are_counted() -> None:
    """Two pairs: many; the highest is named."""
    pairs = FOUR.assign(rank=[1, 1, 3, 3], tied_offices=2, score=[99.0, 99.0, 98.0, 98.0])
    text = facts.ranking.sentences(EN, pairs, "z")[1]
    assert text.startswith("2 ranks are shared")
    assert numbers(text) == ["2", "1", "2", "99.00"]


@pytest.mark.parametrize(
    ("low", "high", "english"),
    [(97.0, 99.0, "97.00–99.00"), (None, 97.0, "at most 97.00"), (97.0, None, "at least 97.00")],
)
def test_an_unknown_place_says_its_bounds(low, high, english: str) -> None:
    """Between both, or on the side that is known; a known place says nothing."""
    row = {"score": None, "lower_bound": low, "upper_bound": high}
    assert facts.ranking.bounds_text(EN, row) == english
    assert facts.ranking.bounds_text(EN, {**row, "score": 98.0}) == ""


# Markdown


def test_text_of_the_data_is_never_markdown() -> None:
    """Signs that would make bold, links, tables or HTML are shown as they are."""
    assert facts.plain("a*b_c`d[e](f)<g>|h#$~") == r"a\*b\_c\`d\[e\](f)\<g\>\|h\#\$\~"


def test_lists_leave_out_what_is_empty() -> None:
    """No bullet without a sentence."""
    assert facts.bullets(["a", "", "b"]) == "- a\n- b"
    assert facts.numbered(["a", "b"]) == "(1) a\n\n(2) b"
