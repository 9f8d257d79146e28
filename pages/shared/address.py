"""The names that may stand in the address: which screen reads each, and what change makes it forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

Change = Literal["year", "office", "edition"]


@dataclass(frozen=True)
class Name:
    """Who reads a name of the address, and to what its value belongs."""

    screens: tuple[str, ...]
    belongs_to: Literal["year", "office", "edition", "reader"] = "reader"


EVERY_SCREEN = ("every screen",)
_FRAME = ("frame",)
_INDICATORS = range(1, 11)

# A value tried for one year of an office says nothing of another year or office, and an office is
# one of its edition.
NAMES: dict[str, Name] = {
    "edition": Name(EVERY_SCREEN),
    "lang": Name(EVERY_SCREEN),
    "office": Name(EVERY_SCREEN, "edition"),
    "year": Name(EVERY_SCREEN, "edition"),
    "find": Name(_FRAME, "office"),
    "part": Name(("gaps", "ranking", "compare", "sources", "imports")),
    "target": Name(("trend", "gaps"), "office"),
    "against": Name(("gaps",)),
    "sort": Name(("gaps",)),
    "sub": Name(("gaps",), "year"),
    "items": Name(("gaps",)),
    "dir": Name(("gaps",)),
    "by": Name(("gaps", "ranking")),
    "type": Name(("gaps", "ranking")),
    "region": Name(("gaps", "ranking"), "edition"),
    "page": Name(("gaps", "ranking"), "office"),
    "mode": Name(("planner",)),
    "goal": Name(("planner",)),
    "to_grade": Name(("planner",), "year"),
    "to_score": Name(("planner",), "year"),
    "to_rank": Name(("planner",), "year"),
    "way": Name(("planner",), "year"),
    "limits": Name(("planner",), "year"),
    "without": Name(("planner",), "year"),
    "done": Name(("planner",), "year"),
    **{f"i{number}": Name(("planner",), "year") for number in _INDICATORS},
    "q": Name(("ranking", "compare"), "office"),
    "province": Name(("ranking",), "edition"),
    "grade": Name(("ranking",), "edition"),
    "measure": Name(("ranking",)),
    "with": Name(("compare",), "office"),
    "ptype": Name(("gaps", "compare")),
    "pregion": Name(("gaps", "compare")),
    "within": Name(("gaps", "compare")),
    "indicator": Name(("compare",), "office"),
    "rwithin": Name(("compare",)),
    "least": Name(("compare",)),
    "rtype": Name(("compare",)),
    "review": Name(("imports",)),
    "file": Name(("imports",)),
    "cell": Name(("imports",)),
    "rows": Name(("imports",)),
    "sheet": Name(("imports",)),
    "column": Name(("imports",)),
    "apart": Name(("imports",)),
    "slides": Name(("story",)),
    "slide": Name(("story",)),
    "words": Name(("story",), "office"),
}

_GONE_WITH: dict[Change, tuple[str, ...]] = {
    "year": ("year",),
    "office": ("year", "office"),
    "edition": ("year", "office", "edition"),
}

# What stays in the address from page to page; all else belongs to one page.
CARRIED = tuple(name for name, known in NAMES.items() if known.screens == EVERY_SCREEN)

# What the stage, outside Streamlit, reads of the address of the story screen.
STAGE = (*CARRIED, "slides", "words")


def forgotten_with(change: Change) -> tuple[str, ...]:
    """The names that a change of year, office or edition takes out of the address."""
    gone = _GONE_WITH[change]
    return tuple(name for name, known in NAMES.items() if known.belongs_to in gone)


def of_screen(screen: str) -> tuple[str, ...]:
    """The names that make the view of one screen."""
    return tuple(
        name for name, known in NAMES.items() if {screen, *EVERY_SCREEN} & {*known.screens}
    )


def leave(screen: str, names: Sequence[str]) -> None:
    """Note what the address says of these names, for the link that leads back to the screen."""
    values = {name: st.query_params[name] for name in names if name in st.query_params}
    st.session_state[_left_key(screen)] = values


def left_at(screen: str) -> dict[str, str]:
    """What the address of a screen said when it was left, for this office and edition."""
    return dict(st.session_state.get(_left_key(screen), {}))


def _left_key(screen: str) -> str:
    asked = st.query_params
    return f"left-{screen}-{asked.get('edition', '')}-{asked.get('office', '')}"
