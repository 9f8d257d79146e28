"""The place a score would take in a year's ranking while the others stay, or move as before.

Ranks are standard competition ranks: 1 + the offices with a higher score. Scores are compared as
whole thousandths of a point, so that neither cents nor half cents are lost to floating point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from ita.method import to_cent

_FULL = 100.0
_THOUSANDTHS = 1000
_HALF_CENT = 5
_WHATEVER_THE_SCORE = [
    *("office_id", "office_printed", "is_named_twice", "short_name", "name_en", "office_type"),
    *("province", "province_en", "region", "region_en", "ranked_offices"),
]


@dataclass(frozen=True)
class Place:
    """The ranks a score may take, ``best`` to ``worst``, among ``ranked_offices``."""

    best: int
    worst: int
    ranked_offices: int

    @property
    def is_exact(self) -> bool:
        """Whether the places known leave one rank only."""
        return self.best == self.worst


def place_of(ranking: pd.DataFrame, score: Decimal | float, *, without: str | None) -> Place:
    """The place of ``score`` (0-100, rounded to the cent) with the row of one office taken out.

    ``ranking`` is as `ita.store.ranking`. An unknown place counts as higher for ``worst`` where it
    may be and for ``best`` where it must be, by its bounds. An office without a row may hold one of
    the unknown places: ``best`` then takes out the one that helps most, ``worst`` none. Of an office
    named at several places one is its own: ``best`` and ``worst`` take out the one that suits them.
    """
    return _place(ranking, _thousandths(to_cent(Decimal(str(score)))), without)


def room_for(
    ranking: pd.DataFrame, score: Decimal | float, rank: int | None = None
) -> Place | None:
    """The places nobody announced whose bounds leave room for ``score``, first to last; None for none.

    Only the one of ``rank`` is looked at where it is told. A place that an office tells itself is open
    to another that tells the same.
    """
    own = _thousandths(to_cent(Decimal(str(score))))
    is_open = ranking["score"].isna() | (ranking["status"] == "stated")
    is_asked = ranking["position"] == (ranking["position"] if rank is None else rank)
    fitting = ranking[is_open & is_asked & (_lower(ranking) <= own) & (_higher(ranking) >= own)]
    if fitting.empty:
        return None
    return Place(int(fitting["position"].min()), int(fitting["position"].max()), len(ranking))


def fragility(
    ranking: pd.DataFrame,
    office_id: str,
    score: Decimal | float,
    *,
    steps: Sequence[float] = (-1, -0.005, 0.005, 1),
) -> pd.DataFrame:
    """How the place of an office hangs on its score: step, score, best_rank, worst_rank.

    One row per step in points (no finer than 0.001; the score stays within 0-100) while the others
    stay as printed; and the row of step 0, the ranks that rounding leaves: two offices printed with
    one score may lie either way. Ordered by step.
    """
    own = _thousandths(to_cent(Decimal(str(score))))
    most = round(_FULL * _THOUSANDTHS)
    stepped = {step: min(max(own + round(step * _THOUSANDTHS), 0), most) for step in steps}
    places = {step: _place(ranking, at, office_id) for step, at in stepped.items()}
    printed = _place(ranking, own, office_id)
    tied_above = _place(ranking, own - _HALF_CENT, office_id)
    places[0] = Place(printed.best, tied_above.worst, printed.ranked_offices)
    stepped[0] = own
    ordered = sorted(places)
    return pd.DataFrame(
        {
            "step": [float(step) for step in ordered],
            "score": [stepped[step] / _THOUSANDTHS for step in ordered],
            "best_rank": [places[step].best for step in ordered],
            "worst_rank": [places[step].worst for step in ordered],
        }
    )


def score_for_rank(ranking: pd.DataFrame, rank: int, *, without: str | None) -> Decimal:
    """The lowest score (0-100, in cents) that surely takes ``rank`` or better, the others unchanged.

    Unknown places count with the highest score they may have, 100 where no bound is known, so a
    lower score may do. Raises ValueError for a rank below 1.
    """
    if rank < 1:
        raise ValueError(f"no rank {rank}")
    _, upper = _others(ranking, without)
    if rank > len(upper):
        return to_cent(Decimal(0))
    return to_cent(Decimal(int(np.sort(upper)[-rank])) / _THOUSANDTHS)


def moved_as_before(ranking: pd.DataFrame, changes: pd.Series) -> pd.DataFrame:
    """The ranking after every office moved by its last change once more, best first.

    ``changes`` has points by office_id; an office without one, and the bounds of an unknown place,
    move by the mean change of the offices ranked. Scores stay within 0-100 and are rounded to the
    cent. An unknown place stands as high as it may; a rank is missing where unknown places leave it
    open. Of the other columns those are kept that hold whatever the score. Raises ValueError when
    no office ranked has a change.
    """
    known = ranking["office_id"].map(changes).astype(float)
    if known.isna().all():
        raise ValueError("no office of the ranking has a change")
    points = known.fillna(known.mean())
    kept = ranking[[column for column in _WHATEVER_THE_SCORE if column in ranking]]
    scores = {
        column: _rounded(ranking[column].astype(float) + points)
        for column in ("score", "lower_bound", "upper_bound")
    }
    after = kept.assign(**scores)
    best_first = np.argsort(-_higher(after), kind="stable")
    after = after.iloc[best_first].reset_index(drop=True)
    own = _lower(after)
    best = _ranks(own, own)
    is_exact = after["score"].notna() & (best == _ranks(_higher(after), own))
    return after.assign(
        position=np.arange(1, len(after) + 1, dtype=np.int32),
        rank=pd.Series(best, index=after.index).astype("Int32").where(is_exact),
    )


def _place(ranking: pd.DataFrame, own: int, without: str | None) -> Place:
    lower, upper = _others(ranking, without)
    best, worst = 1 + int((lower > own).sum()), 1 + int((upper > own).sum())
    return Place(best, worst, max(len(lower) + 1, worst))


def _others(ranking: pd.DataFrame, without: str | None) -> tuple[np.ndarray, np.ndarray]:
    """The least scores of the others as ``best`` counts them, the highest as ``worst`` does."""
    lower, higher = _lower(ranking), _higher(ranking)
    if without is None:
        return lower, higher
    own = np.flatnonzero(ranking["office_id"] == without)
    may_be_own = own if own.size else np.flatnonzero(ranking["score"].isna())
    highest = may_be_own[np.argsort(lower[may_be_own])[-1:]]
    lowest = own[np.argsort(higher[own])[:1]]
    return np.delete(lower, highest), np.delete(higher, lowest)


def _lower(ranking: pd.DataFrame) -> np.ndarray:
    """The least thousandths each place may have."""
    return _whole(ranking["score"].astype(float).fillna(ranking["lower_bound"]).fillna(0.0))


def _higher(ranking: pd.DataFrame) -> np.ndarray:
    """The most thousandths each place may have."""
    return _whole(ranking["score"].astype(float).fillna(ranking["upper_bound"]).fillna(_FULL))


def _ranks(scores: np.ndarray, own: np.ndarray) -> np.ndarray:
    """1 + how many of ``scores`` are above each of ``own``."""
    return 1 + len(scores) - np.searchsorted(np.sort(scores), own, side="right")


def _whole(scores: pd.Series) -> np.ndarray:
    return np.rint(scores.to_numpy() * _THOUSANDTHS).astype(np.int64)


def _thousandths(score: Decimal) -> int:
    return int(score * _THOUSANDTHS)


def _rounded(scores: pd.Series) -> pd.Series:
    """Within 0-100 and half up to the cent; a millionth of a cent is floating point, not a score."""
    cents = (scores.clip(0, _FULL) * 100).round(6)
    return np.floor(cents + 0.5) / 100
