"""Labels that would cover one another are moved apart, and no further."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita.charts.placing import spaced

places = st.lists(st.integers(0, 1_000), max_size=20)
gaps = st.integers(1, 50)


@pytest.mark.parametrize(
    ("before", "gap", "after"),
    [
        ([], 1, []),
        ([5], 1, [5]),
        ([0, 10], 2, [0, 10]),  # far enough apart
        ([0, 2], 2, [0, 2]),  # just far enough
        ([0, 0], 2, [-1, 1]),  # as far up as down
        ([0, 1], 2, [-0.5, 1.5]),
        ([10, 0, 11], 2, [9.5, 0, 11.5]),  # only those that meet; each keeps its position
        ([0, 0, 3], 2, [-1, 1, 3]),  # the block just touches the next
        ([0, 0, 2], 2, [-4 / 3, 2 / 3, 8 / 3]),  # the block takes the next in
    ],
)
def test_labels_that_meet_form_a_block_around_their_middle(before, gap, after) -> None:
    """Every block has its own gap between labels and the mean of their places as its middle."""
    assert spaced(before, gap) == pytest.approx(after)


@given(places, gaps)
def test_any_two_labels_are_a_gap_apart_in_their_order(before, gap) -> None:
    """None covers another, none passes another, and together they stay where they were."""
    after = spaced(before, gap)
    order = sorted(range(len(before)), key=lambda position: before[position])
    moved = [after[position] for position in order]
    assert all(high - low >= gap - 1e-6 for low, high in pairwise(moved))
    assert sum(after) == pytest.approx(sum(before), abs=1e-6)


@given(places, gaps)
def test_labels_keep_between_bounds_where_there_is_room(before, gap) -> None:
    """Inside the bounds a gap apart in their order; bounds that all keep to change nothing."""
    highest = 1_000 + gap * len(before)
    after = spaced(before, gap, 0, highest)
    order = sorted(range(len(before)), key=lambda position: before[position])
    moved = [after[position] for position in order]
    assert all(-1e-6 <= place <= highest + 1e-6 for place in moved)
    assert all(high - low >= gap - 1e-6 for low, high in pairwise(moved))
    free = spaced(before, gap)
    if all(0 <= place <= highest for place in free):
        assert after == pytest.approx(free)


@given(places, gaps)
def test_labels_set_apart_stay_where_they_are(before, gap) -> None:
    """Spacing twice is spacing once."""
    after = spaced(before, gap)
    assert spaced(after, gap - 1e-6) == pytest.approx(after, abs=1e-3)
