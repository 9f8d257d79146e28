"""The reader's limits: as text in the address, as rows of a table, as the planner takes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita.limits import (
    IndicatorLimit,
    edited,
    limits_in,
    limits_text,
    planner_limits,
    unread,
)
from ita.planner import Limits

cents = st.integers(0, 10_000).map(lambda count: count / 100)
limit = st.builds(IndicatorLimit, st.booleans(), cents, cents.filter(bool))


@given(st.dictionaries(st.integers(1, 10), limit))
def test_text_says_all_that_is_not_the_default(limits) -> None:
    """What is written into the address is read back, to the cent."""
    wanted = {number: of_one for number, of_one in limits.items() if of_one != IndicatorLimit()}
    assert limits_in(limits_text(limits)) == wanted


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("", {}),
        ("3x", {3: IndicatorLimit(is_locked=True)}),
        ("7c95", {7: IndicatorLimit(ceiling=95.0)}),
        ("10c99.5e2.5", {10: IndicatorLimit(ceiling=99.5, effort=2.5)}),
        ("1xc0e100", {1: IndicatorLimit(is_locked=True, ceiling=0.0, effort=100.0)}),
        ("3x_8e0.5", {3: IndicatorLimit(is_locked=True), 8: IndicatorLimit(effort=0.5)}),
    ],
)
def test_a_text_and_its_limits(text, limits) -> None:
    """The grammar of the address: number, x for locked, c for ceiling, e for effort."""
    assert limits_in(text) == limits
    assert limits_text(limits) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "0x",
            "11x",
            "x",
            "7y",
            "7c",
            "7e",
            "7cx",
            "7c-5",
            "-7x",
            "7 x",
            "7x ",
            "٧x",
            "nan",
            "7cnan",
        ),
        *("7c100.01", "7c999", "7c95.123", "7c95.", "7e0", "7e0.00", "7e100.5", "7e999"),
        *("9" * 5_000, "7c" + "9" * 5_000, "_" * 5_000, "7X", "7e2c95", "7xx", "7;8", "<b>7x</b>"),
    ],
)
def test_nonsense_limits_nothing(text) -> None:
    """A token that is not one of ours, or out of bounds, is left out; its neighbours are kept."""
    assert limits_in(text) == {}
    assert limits_in(f"3x_{text}_8e2") == limits_in("3x_8e2")


@given(st.text(alphabet="0123456789xce._-๙ a", max_size=40))
def test_whatever_the_address_says_the_planner_can_take(text) -> None:
    """No text gives a ceiling or an effort that the planner refuses."""
    planner_limits(limits_in(text))


def test_limits_reach_the_planner() -> None:
    """Locked indicators and items by code, ceilings by number, efforts by code, in exact decimals."""
    limits = limits_in("3x_7c95.05_8e2.5")
    assert planner_limits(limits, ["O12", "O13"]) == Limits(
        locked=frozenset({"3", "O12", "O13"}),
        ceilings={3: Decimal("100.00"), 7: Decimal("95.05"), 8: Decimal("100.00")},
        efforts={"3": Decimal("1.00"), "7": Decimal("1.00"), "8": Decimal("2.50")},
    )


def test_an_emptied_cell_is_the_default_again() -> None:
    """Emptying a ceiling takes it away and leaves what else the row says."""
    before = IndicatorLimit(is_locked=False, ceiling=95.0, effort=2.0)
    assert edited(before, {"ceiling": None}) == IndicatorLimit(effort=2.0)
    assert edited(before, {"ceiling": None, "is_locked": True}) == IndicatorLimit(
        is_locked=True, effort=2.0
    )
    assert edited(before, {"effort": 3.0}) == IndicatorLimit(ceiling=95.0, effort=3.0)
    assert edited(before, {}) == before


def test_what_cannot_be_followed_is_named() -> None:
    """Nonsense, a ceiling above 100 and an effort of nothing; what is right is not."""
    assert unread("3x_abc_7c101_8e0_7c95_") == ["abc", "7c101", "8e0"]
    assert unread("") == []
