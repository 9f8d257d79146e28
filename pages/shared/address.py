"""The names that may stand in the address: which screen reads each, and what change makes it forgotten."""

from dataclasses import dataclass
from typing import Literal

Change = Literal["office", "edition"]


@dataclass(frozen=True)
class Name:
    """Who reads a name of the address, and to what its value belongs."""

    screens: tuple[str, ...]
    belongs_to: Literal["office", "edition", "reader"] = "reader"


EVERY_SCREEN = ("every screen",)
_FRAME = ("frame",)
_INDICATORS = range(1, 11)

# A value tried for one office says nothing of another, and an office is one of its edition.
NAMES: dict[str, Name] = {
    "edition": Name(EVERY_SCREEN),
    "lang": Name(EVERY_SCREEN),
    "office": Name(EVERY_SCREEN, "edition"),
    "year": Name(EVERY_SCREEN, "edition"),
    "find": Name(_FRAME, "office"),
    "part": Name(("gaps", "ranking", "compare", "sources")),
    "target": Name(("trend", "gaps"), "office"),
    "against": Name(("gaps",)),
    "sort": Name(("gaps",)),
    "sub": Name(("gaps",), "office"),
    "items": Name(("gaps",)),
    "dir": Name(("gaps",)),
    "by": Name(("gaps", "ranking")),
    "type": Name(("gaps", "ranking")),
    "region": Name(("gaps", "ranking"), "edition"),
    "page": Name(("gaps", "ranking"), "office"),
    "mode": Name(("planner",)),
    "goal": Name(("planner",)),
    "to_grade": Name(("planner",), "office"),
    "to_score": Name(("planner",), "office"),
    "to_rank": Name(("planner",), "office"),
    "way": Name(("planner",), "office"),
    "limits": Name(("planner",), "office"),
    "without": Name(("planner",), "office"),
    "done": Name(("planner",), "office"),
    **{f"i{number}": Name(("planner",), "office") for number in _INDICATORS},
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
}

# What stays in the address from page to page; all else belongs to one page.
CARRIED = tuple(name for name, known in NAMES.items() if known.screens == EVERY_SCREEN)


def forgotten_with(change: Change) -> tuple[str, ...]:
    """The names that a change of the office or of the edition takes out of the address."""
    gone = {"office": ("office",), "edition": ("office", "edition")}[change]
    return tuple(name for name, known in NAMES.items() if known.belongs_to in gone)


def of_screen(screen: str) -> tuple[str, ...]:
    """The names that make the view of one screen."""
    return tuple(
        name for name, known in NAMES.items() if {screen, *EVERY_SCREEN} & {*known.screens}
    )
