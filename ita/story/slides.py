"""What a slide and a deck are, apart from how they are drawn: on a screen, in PowerPoint, offline."""

from dataclasses import dataclass

from ita.charts.describe import Chart
from ita.facts.overview import KeyFigure
from ita.stamp import Stamp


@dataclass(frozen=True)
class Step:
    """One thing the office did: its fiscal year, the pillar it belongs to and what it was.

    ``letter`` is the initial of the pillar's English name, by which models such as PDCA are called.
    """

    fiscal_year: int
    letter: str
    pillar: str
    what: str


@dataclass(frozen=True)
class Picture:
    """A picture of the presenter's own, as PNG, ``width`` by ``height`` pixels."""

    content: bytes
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Slide:
    """One slide: a headline that says the finding, and what bears it out.

    ``section`` is the short line over the headline. ``headline`` is plain text; ``points``,
    ``missing`` and ``notes`` may hold ``**strong**`` parts (see `ita.facts.markup.runs`).
    ``missing`` says what cannot be shown and what would fill it, where there is no chart.
    ``source`` is the whole source line with the data version; a chart brings its own. ``notes``
    is what the presenter sees and the hall does not.
    """

    code: str
    section: str
    headline: str
    points: tuple[str, ...] = ()
    figures: tuple[KeyFigure, ...] = ()
    steps: tuple[Step, ...] = ()
    chart: Chart | None = None
    picture: Picture | None = None
    missing: str = ""
    source: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Deck:
    """Slides in order with what all of them carry.

    ``address`` is the public address of the live view, empty where the operator has set none.
    """

    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    stamp: Stamp
    address: str = ""
