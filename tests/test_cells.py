"""What one printed cell says, in every way people write it; what may be two things is not guessed."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita.cells import (
    UnreadableError,
    is_not_given,
    plain_figure,
    read_change,
    read_decimal,
    read_grade,
    read_rank,
    read_result,
    read_score,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("๙๗.๕๙", "97.59"),
        ("+๐.๕๙", "0.59"),
        ("-1.5", "-1.5"),
        ("−1.5", "-1.5"),
        ("–๑.๕", "-1.5"),
        (" 100 ", "100"),
        ("0", "0"),
        ("99.98%", "99.98"),
        ("ร้อยละ ๙๙.๙๘", "99.98"),
        ("99.98 คะแนน", "99.98"),
        ("99,98", "99.98"),
        ("99·98", "99.98"),
        ("97.39/100", "97.39"),
        ("97.39 จาก 100 คะแนน", "97.39"),
        ("เต็ม 100 ได้ 97.39", None),
        ("100/100", "100"),
        ("99.98*", "99.98"),
        ("99.98 ¹", "99.98"),
        ("99.98¹⁾", "99.98"),
        ("99.98)", None),
        ("*99.98", "99.98"),
        ("+4.08†", "4.08"),
        ("99.98 (1)", "99.98"),
        ("99.98 [ก]", "99.98"),
        ("99\u200b.98\u200e", "99.98"),
        ("\u202a+4.08\u202c", "4.08"),
        ("＋５．０２", "5.02"),
        ("\u20110.35", "-0.35"),
        ("'+4.08", "4.08"),
        ("’-0.00", "0"),
        ("+ 4.08", "4.08"),
        ("99 .98", "99.98"),
        ("(0.35)", "-0.35"),
        ("0.35-", "-0.35"),
        ("0.35 −", "-0.35"),
        ("▲ 4.08", "4.08"),
        ("▼0.35", "-0.35"),
        ("⬆️ 4.08", "4.08"),
        ("4.08 ↑", "4.08"),
        ("🔻 0.35", "-0.35"),
        ("▼ -0.35", "-0.35"),
        ('="99.94"', "99.94"),
        ('="-0.43"', "-0.43"),
        ("98.86ก", "98.86"),
        ("87.11#", "87.11"),
        ("-0.04 จุด", "-0.04"),
        ("เพิ่มขึ้น 4.08", "4.08"),
        ("เพิ ่มขึ้น 4.08 คะแนน", "4.08"),
        ("ลดลง 0.35", "-0.35"),
        ("ลดลงร้อยละ ๐.๓๕", "-0.35"),
        ("ลดลง (0.35)", "-0.35"),
        ("เพิ่มขึ้น (4.08)", "4.08"),
        ("ต่ำลง 0.35", "-0.35"),
        ("up 4.08 points", "4.08"),
        ("decreased 0.35", "-0.35"),
    ],
)
def test_numbers_as_printed(text: str, value: str | None) -> None:
    """Digits, signs, marks and words of any kind; a fall is told by any of its signs."""
    assert read_decimal(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "NaN",
        "Infinity",
        "๙๗.๕l",
        "1 2",
        "O",
        "1,234",
        "1,234.50",
        "97.39 - 81.52",
        "▲ -0.35",
        "ลดลง +0.35",
        "±0.35",
        "97.39 AA",
        "~97.39",
        "2565",
        "99.98.1",
        "4.08 (4.25%)",
        "๙O.๑๒",
    ],
)
def test_what_is_no_number(text: str) -> None:
    """Thousands, two numbers, two signs, a letter, a word for no number at all: never a guess."""
    assert read_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [("๙๗.๓๙*", "๙๗.๓๙"), ("▼ ๐.๓๕", "-๐.๓๕"), ("99,98 %", "99.98"), ("9O.12", None)],
)
def test_a_plain_figure_keeps_its_digits(text: str, figure: str | None) -> None:
    """Thai digits stay: what they are misread for depends on how they look."""
    assert plain_figure(text) == figure


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("๑๐๒", 102), ("1.", 1), ("1)", 1), ("1=", 1), ("=1", 1), ("T1", 1), ("T-12", 12), ("12T", 12),
        ("1 (ร่วม)", 1), ("ร่วม 1", 1),
        ("๑ (เท่ากัน)", 1), ("๖ (ร่วมกัน)", 6), ("〃", None),
        ("1 joint", 1), ("อันดับที่ 1 ร่วม", 1), ("1-4", 1), ("๙–๑๒", 9),
        ("1 ถึง 4", 1), ("102/245", 102), ("102 จาก 245", 102), ("1st", 1), ("22nd", 22), ("No. 7", 7),
        ("#7", 7), ("1*", 1), ("1¹", 1), ("'7", 7), ("7.00", 7), ("๗\u200b", 7), ("-", None), ("N/A", None),
        ("ไม่จัดอันดับ", None),
    ],
)  # fmt: skip
def test_a_rank_shared_or_not(text: str, rank: int | None) -> None:
    """Every way to write a tie is the rank that is shared; a word for none is none."""
    assert read_rank(text) == rank


@pytest.mark.parametrize(
    "text", ["0", "๑O", "1.5", "4-1", "1 2", "AA", "1,002", "1002", "97.39", "one"]
)
def test_what_is_no_rank(text: str) -> None:
    """A part, a falling range, two numbers, a letter for a digit."""
    with pytest.raises(UnreadableError):
        read_rank(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "—", "ไม่ประเมิน", "ไม่ได้รับการประเมิน", "N/A", "n.a.", "#N/A", "อยู่ระหว่างอุทธรณ์", "อยู่ระหว่าง อุทธรณ์ผล*",
     "รอผล", "not assessed", "ยกเว้น", "ไม\uf70aประเมิน", "(ไม่มีข้อมูล)", "*",
      "#REF!", "ไม่ส่งข้อมูลตามกำหนด", "ไม่ได้ประเมินปี 2564"],
)  # fmt: skip
def test_words_for_no_value(text: str) -> None:
    """What is not given is no value and no mistake, in every column of numbers."""
    assert is_not_given(text)
    assert (read_score(text), read_change(text), read_rank(text)) == (None, None, None)


@pytest.mark.parametrize("text", ["9", "ไม่ประเมิน 9", "กข", "AA", "ผ่าน", "O", "²"])
def test_words_that_are_not_for_no_value(text: str) -> None:
    """A digit beside the word, a letter that may be a digit, a word of another column."""
    assert not is_not_given(text)


def test_an_unchanged_score_changed_by_nothing() -> None:
    """Words for no change are the number 0, not a missing change."""
    assert [read_change(word) for word in ("คงเดิม", "เท่าเดิม", "unchanged")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("AA", "AA"),
        ("ＡＡ", "AA"),
        (" a a ", "AA"),
        ("ผ่านดีเยี่ยม", "ผ่านดีเยี่ยม"),
        ("ผ\uf70aานดเยยม", "ผ่านดีเยี่ยม"),
        ("ต้อง ปรับปรุง", "ต้องปรับปรุง"),
        ("AA*", "AA"),
        ("ระดับ AA", "AA"),
        ("ผ่านดี ¹", "ผ่านดี"),
        ("N/A", None),
        ("รอผล", None),
        ("AAA", "AAA"),
        ("", None),
    ],
)
def test_a_grade_is_read_over_lost_marks(text: str, grade: str | None) -> None:
    """Marks that fonts and scans lose do not make another grade; an unknown word stands as it is."""
    assert read_grade(text) == grade


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ผ่าน", "ผ่าน"),
        ("ผาน", "ผ่าน"),
        ("ไม\uf70aผ่าน", "ไม่ผ่าน"),
        ("ไม่ ผ่าน", "ไม่ผ่าน"),
        ("ผาด", "ผาด"),
        ("ผ่านเกณฑ์", "ผ่าน"),
        ("ไม่ผ่านเกณฑ์*", "ไม่ผ่าน"),
        ("ไม่ผ่าน (รออุทธรณ์)", "ไม่ผ่าน (รออุทธรณ์)"),
        ("Fail", "ไม่ผ่าน"),
    ],
)
def test_a_result_is_read_over_lost_marks(text: str, result: str) -> None:
    """Passed is never taken for failed."""
    assert read_result(text) == result


@given(st.decimals(min_value=-100, max_value=100, places=2), st.sampled_from("๐0"))
def test_every_number_reads_back(value: Decimal, zero: str) -> None:
    """Whatever is printed with two decimals, in Thai or Western digits, is read as it was."""
    printed = f"{value:+.2f}"
    thai = printed.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert read_decimal(thai if zero == "๐" else printed) == value


@given(st.text(max_size=30))
def test_no_cell_is_too_strange(text: str) -> None:
    """Any text is a value, no value, or unreadable: nothing else happens."""
    for read in (read_score, read_change, read_rank):
        with contextlib.suppress(UnreadableError):
            assert read(text) is None or read(text) <= 100
