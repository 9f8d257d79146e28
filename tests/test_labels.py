"""Words shortened for a narrow place, and days as readers write them."""

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita.wording import Say
from ita.wording.labels import day, moment, shortened


def width_of(text: str) -> int:
    """The columns of a text: marks above and below a letter take none."""
    return sum(unicodedata.category(character) != "Mn" for character in text)


@pytest.mark.parametrize(
    ("text", "cells", "short"),
    [
        ("", 5, ""),
        ("เขต", 3, "เขต"),
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("ab cdefg", 4, "ab…"),  # no blank before the ellipsis
        ("ตัวชี้วัดที่", 6, "ตัวชี้วัดที่"),  # six letters; the marks take no place
        ("ตัวชี้วัดที่", 5, "ตัวชี้วั…"),  # the last letter keeps its mark
        ("ตัวชี้วัดที่", 4, "ตัวชี้…"),
    ],
)
def test_a_long_text_ends_in_an_ellipsis(text, cells, short) -> None:
    """It takes no more columns than allowed, and a letter keeps the marks above and below it."""
    assert shortened(text, cells) == short


@given(st.text(alphabet="กขคงที่้ัำุูเ abc", max_size=40), st.integers(2, 30))
def test_no_text_is_wider_than_its_place(text, cells) -> None:
    """A text that fits is left alone; any other begins as it did and fits."""
    short = shortened(text, cells)
    assert width_of(short) <= cells
    if width_of(text) <= cells:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


def test_a_day_is_of_the_reader_s_era() -> None:
    """26 August 2021 is of B.E. 2564 in Thai."""
    assert day(Say("th"), date(2021, 8, 26)) == "26 ส.ค. 2564"
    assert day(Say("en"), date(2021, 8, 26)) == "26 Aug 2021"


def test_a_moment_is_told_in_thai_time() -> None:
    """18:30 UTC on 31 December is 01:30 on New Year's Day in Thailand."""
    utc = datetime(2025, 12, 31, 18, 30)  # noqa: DTZ001 - the warehouse keeps UTC without a zone
    assert moment(Say("th"), utc) == "1 ม.ค. 2569 เวลา 01:30 น."
    assert moment(Say("en"), utc) == "1 Jan 2026, 01:30 in Thailand"
