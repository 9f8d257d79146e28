"""The series of a scatter chart before it is drawn: points, what each of them is, and their look."""

from dataclasses import dataclass, field
from typing import Any

from ita.charts.describe import Chart, Number
from ita.charts.powerpoint.labels import Label
from ita.charts.powerpoint.look import LINE, Box


@dataclass
class Series:
    """One series: its points, what each of them is, and how it is drawn."""

    name: str
    ink: str
    x: list[Number] = field(default_factory=list)
    y: list[Any] = field(default_factory=list)  # None parts one line from the next
    texts: list[str] = field(default_factory=list)
    labels: list[Any] = field(default_factory=list)  # Label, or None
    line: float = 0
    is_dashed: bool = False
    symbol: str = ""
    size: float = 0
    is_hollow: bool = False
    is_aid: bool = False

    def add(self, x: Number, y: Number | None, text: str = "", label: Label | None = None) -> None:
        """One more point."""
        self.x.append(x)
        self.y.append(y)
        self.texts.append(text)
        self.labels.append(label)


@dataclass(frozen=True)
class Frame:
    """A chart with the room it is drawn in: ``plot`` is the inside of its axes, ``width`` is overall.

    ``label_size`` is the font size of its labels.
    """

    chart: Chart
    plot: Box
    width: float
    label_size: float

    @property
    def unit(self) -> float:
        """How much of the upright axis is one point of height."""
        return (self.chart.y.highest - self.chart.y.lowest) / self.plot.height

    @property
    def line(self) -> float:
        """How much of the upright axis is one line of text."""
        return self.label_size * LINE * self.unit
