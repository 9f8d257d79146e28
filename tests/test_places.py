"""The place a score would take, held against hand-made rankings and against every possible one."""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pandas as pd
import pytest

from ita.places import Place, fragility, moved_as_before, place_of, score_for_rank

Row = tuple[str | None, float | None, float | None, float | None]


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - draws cases, keeps no secret


def ranking_of(*rows: Row) -> pd.DataFrame:
    """Places in order: office (None: not known), score, lower bound, upper bound."""
    frame = pd.DataFrame(rows, columns=["office_id", "score", "lower_bound", "upper_bound"])
    counts = frame["office_id"].value_counts()
    return frame.astype(dict.fromkeys(["score", "lower_bound", "upper_bound"], float)).assign(
        position=range(1, len(frame) + 1),
        rank=frame["score"].astype(float).rank(method="min", ascending=False),
        is_named_twice=frame["office_id"].map(counts).fillna(0) > 1,
        ranked_offices=len(frame),
        tied_offices=1,
    )


def known(**scores: float) -> pd.DataFrame:
    """A ranking of which every place is known."""
    return ranking_of(*((office, score, None, None) for office, score in scores.items()))


TIED = known(a=95.0, b=90.0, c=90.0, d=85.0)
GAPPED = ranking_of(
    ("a", 95.0, None, None),
    (None, None, 90.0, 95.0),
    (None, None, 90.0, 95.0),
    ("b", 90.0, None, None),
    (None, None, None, 90.0),
)


# The place of a score


@pytest.mark.parametrize(
    ("score", "without", "rank", "ranked"),
    [
        (90.0, "b", 2, 4),  # its own place
        (90.01, "b", 2, 4),
        (95.0, "b", 1, 4),
        (89.99, "b", 3, 4),
        (84.99, "b", 4, 4),
        (85.0, "d", 4, 4),
        (85.0, "other", 4, 5),  # joins the four
        (80.0, None, 5, 5),
    ],
)
def test_the_rank_of_a_score(score: float, without: str | None, rank: int, ranked: int) -> None:
    """1 + the others with a higher score; who ties shares the rank."""
    assert place_of(TIED, score, without=without) == Place(rank, rank, ranked)


def test_cents_are_compared_as_cents() -> None:
    """A float a hair off 81.52 is 81.52."""
    ranking = known(a=0.1 + 81.42, b=70.0)
    assert place_of(ranking, Decimal("81.52"), without="b").best == 1
    assert place_of(ranking, 81.515, without="b").best == 1
    assert place_of(ranking, Decimal("81.51"), without="b").best == 2


@pytest.mark.parametrize(
    ("score", "without", "best", "worst"),
    [
        (96.0, "b", 1, 1),
        (92.0, "b", 2, 4),
        (89.0, "b", 4, 5),  # two unknown places are surely higher, the last may be
        (92.0, "other", 2, 4),
        (89.0, "other", 4, 6),  # one of the unknown places may be its own, or none
    ],
)
def test_unknown_places_leave_a_range(score: float, without: str, best: int, worst: int) -> None:
    """Bounds say which unknown places are surely and which are possibly higher."""
    place = place_of(GAPPED, score, without=without)
    assert (place.best, place.worst) == (best, worst)
    assert place.is_exact == (best == worst)
    assert place.ranked_offices == max(5, worst)


def test_an_office_named_twice_has_one_of_the_places() -> None:
    """Of the places of a, at 95 and 85, either may be another office's."""
    ranking = ranking_of(("a", 95.0, None, None), ("b", 90.0, None, None), ("a", 85.0, None, None))
    assert place_of(ranking, 90.0, without="a") == Place(1, 2, 3)


def worlds(ranking: pd.DataFrame, without: str) -> Iterator[list[int]]:
    """The scores, in cents, of the others in every ranking the frame leaves possible."""
    rows = list(ranking.itertuples())
    spans = []
    for row in rows:
        least, most = (
            (row.score, row.score) if pd.notna(row.score) else (row.lower_bound, row.upper_bound)
        )
        first = 8999 if pd.isna(least) else round(least * 100)
        last = 9004 if pd.isna(most) else round(most * 100)
        spans.append(range(first, last + 1))
    own = [place for place, row in enumerate(rows) if row.office_id == without]
    unknown = [place for place, row in enumerate(rows) if pd.isna(row.score)]
    taken = own or [*unknown, None]
    for scores in product(*spans):
        for place in taken:
            yield [score for at, score in enumerate(scores) if at != place]


def small_ranking(chance: random.Random) -> pd.DataFrame:
    """Up to five places between 90.00 and 90.03, some unknown, some named twice."""
    rows: list[Row] = []
    for place in range(chance.randint(1, 5)):
        first, last = sorted(chance.randint(9000, 9003) / 100 for _ in range(2))
        unknown = (None, None, *(chance.choice([b, b, None]) for b in (first, last)))
        office = chance.choice([f"o{place}", f"o{place}", "own"])
        rows.append(unknown if chance.random() < 0.4 else (office, first, None, None))
    own = [place for place, row in enumerate(rows) if row[0] == "own"]
    for place in own[2:]:
        rows[place] = (f"o{place}", *rows[place][1:])
    return ranking_of(*rows)


def test_the_range_is_that_of_every_possible_ranking() -> None:
    """Best and worst are the best and worst rank in any ranking the frame leaves possible."""
    chance = chance_of(1)
    wrong = []
    for _ in range(150):
        ranking = small_ranking(chance)
        score = chance.randint(9000, 9003)
        ranks = [1 + sum(other > score for other in others) for others in worlds(ranking, "own")]
        place = place_of(ranking, Decimal(score) / 100, without="own")
        if (place.best, place.worst) != (min(ranks), max(ranks)):
            wrong.append((ranking, score, place, min(ranks), max(ranks)))
    assert wrong == []


# How much hangs on little


def test_a_point_and_half_a_cent_either_way() -> None:
    """Half a cent decides between b and its tie; a cent is enough for e to pass."""
    ranking = known(a=95.0, b=90.0, c=90.0, e=89.99, d=85.0)
    assert fragility(ranking, "b", Decimal("90.00")).to_numpy().tolist() == [
        [-1.0, 89.0, 4, 4],
        [-0.005, 89.995, 3, 3],
        [0.0, 90.0, 2, 3],
        [0.005, 90.005, 2, 2],
        [1.0, 91.0, 2, 2],
    ]


def test_steps_stay_within_the_scale() -> None:
    """A score cannot rise above 100; the rounding row is there whatever the steps."""
    rows = fragility(known(a=99.5, b=100.0), "a", 99.5, steps=[3])
    assert rows.to_numpy().tolist() == [[0.0, 99.5, 2, 2], [3.0, 100.0, 1, 1]]


def test_unknown_places_widen_every_row() -> None:
    """At 90.00 two unknown places may tie or be higher; the last may tie at the most."""
    rows = fragility(GAPPED, "b", 90.0, steps=[])
    assert rows.to_numpy().tolist() == [[0.0, 90.0, 2, 5]]


# The score of a rank


@pytest.mark.parametrize(
    ("rank", "without", "score"),
    [
        (1, "d", "95.00"),
        (2, "d", "90.00"),  # a tie is enough
        (3, "d", "90.00"),
        (4, "d", "0.00"),
        (2, "a", "90.00"),
        (1, "a", "90.00"),
        (9, "a", "0.00"),
    ],
)
def test_the_lowest_score_of_a_rank(rank: int, without: str, score: str) -> None:
    """The score of the office that holds the rank once the own row is out."""
    assert str(score_for_rank(TIED, rank, without=without)) == score


def test_unknown_places_count_as_high_as_they_may() -> None:
    """The third place is sure from 95.00 on, where the upper bounds of both unknown places end."""
    assert score_for_rank(GAPPED, 3, without="b") == Decimal("95.00")
    assert score_for_rank(GAPPED, 4, without="b") == Decimal("90.00")
    boundless = ranking_of(("a", 90.0, None, None), (None, None, None, None))
    assert score_for_rank(boundless, 1, without="a") == Decimal("100.00")


def test_the_score_of_a_rank_is_the_lowest_that_surely_takes_it() -> None:
    """It takes the rank in every possible ranking; a cent less does not."""
    chance = chance_of(2)
    for _ in range(150):
        ranking = small_ranking(chance)
        rank = chance.randint(1, 6)
        score = score_for_rank(ranking, rank, without="own")
        assert place_of(ranking, score, without="own").worst <= rank
        if score:
            below = score - Decimal("0.01")
            assert place_of(ranking, below, without="own").worst > rank


@pytest.mark.parametrize("rank", [0, -1])
def test_there_is_no_rank_below_one(rank: int) -> None:
    """A rank below 1 is refused."""
    with pytest.raises(ValueError, match="no rank"):
        score_for_rank(TIED, rank, without=None)


# Everyone moves


def test_all_move_as_before() -> None:
    """One falls to the end; d, without a change, moves by the mean of 1.00; c stops at 100."""
    ranking = known(a=95.0, b=94.0, c=93.0, d=90.0)
    changes = pd.Series({"a": -5.0, "b": 0.0, "c": 8.0})
    after = moved_as_before(ranking, changes)
    columns = ["position", "rank", "office_id", "score"]
    assert after[columns].to_numpy().tolist() == [
        [1, 1, "c", 100.0],
        [2, 2, "b", 94.0],
        [3, 3, "d", 91.0],
        [4, 4, "a", 90.0],
    ]
    assert {"ranked_offices", "is_named_twice"} <= {*after.columns}
    assert "tied_offices" not in after
    assert ranking["score"].tolist() == [95.0, 94.0, 93.0, 90.0]


def test_offices_that_meet_share_the_rank() -> None:
    """Scores are rounded half up to the cent before they are compared."""
    after = moved_as_before(known(a=90.01, b=90.0, c=80.0), pd.Series({"a": 0.0, "b": 0.005}))
    assert after["score"].tolist() == [90.01, 90.01, 80.0]
    assert after["rank"].tolist() == [1, 1, 3]


def test_unknown_places_leave_ranks_open() -> None:
    """Bounds move by the mean change; only the first rank is sure."""
    after = moved_as_before(GAPPED, pd.Series({"a": 2.0, "b": 0.0}))
    assert after["score"].dropna().tolist() == [97.0, 90.0]
    assert after["upper_bound"].dropna().tolist() == [96.0, 96.0, 91.0]
    assert after["office_id"].iloc[0] == "a"
    assert after["rank"].iloc[0] == 1
    assert after["rank"].iloc[1:].isna().all()


def test_without_any_change_nothing_can_be_said() -> None:
    """Changes of offices that are not ranked do not help."""
    with pytest.raises(ValueError, match="no office of the ranking"):
        moved_as_before(TIED, pd.Series({"x": 1.0}))
