"""Data labels of native charts: text of our own at one point, with the place and look it has."""

from dataclasses import dataclass
from typing import Literal

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from ita.charts.powerpoint.look import lines_in, text_width

Position = Literal["l", "r", "t", "b", "ctr", "inEnd", "outEnd"]
_SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
# No lines from labels to their points, in an extension of the file format.
_NO_LEADERS = (
    f'<c:extLst {nsdecls("c")}><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}"'
    ' xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
_INSETS = {"lIns": "25400", "tIns": "0", "rIns": "25400", "bIns": "0"}


@dataclass(frozen=True)
class Label:
    """A text, ``<b>`` and ``<br>`` in it, beside its point; ``dot`` is the ink of a dot before it.

    ``dot_after`` is that of a dot behind it.
    ``shift`` moves it from its position, in parts of the chart's width; ``ground`` hides what is
    behind it.
    """

    text: str
    position: Position
    size: float
    ink: str
    dot: str = ""
    dot_after: str = ""
    ground: str = ""
    shift: float = 0

    @property
    def width(self) -> float:
        """The width of its longest line in points."""
        lines = ("".join(part for part, _ in runs) for runs in lines_in(self.text))
        return max(text_width(line, self.size) for line in lines)


def add_label(series: etree._Element, point: int, label: Label) -> None:
    """Hang a label on a point of a ``c:ser`` element; the series has no other labels."""
    labels = series.get_or_add_dLbls()
    if labels.find(qn("c:dLbl")) is None:
        for child in list(labels):
            labels.remove(child)
        for name in _SHOWN:
            _child(labels, f"c:{name}", val="0")
        labels.append(parse_xml(_NO_LEADERS))
    above = len(labels.findall(qn("c:dLbl")))
    labels.insert(above, _element(labels, point, label))


def _element(parent: etree._Element, point: int, label: Label) -> etree._Element:
    element = parent.makeelement(qn("c:dLbl"), {})
    _child(element, "c:idx", val=str(point))
    if label.shift:
        manual = _child(_child(element, "c:layout"), "c:manualLayout")
        _child(manual, "c:x", val=f"{label.shift:.5f}")
        _child(manual, "c:y", val="0")
    rich = _child(_child(element, "c:tx"), "c:rich")
    body = _child(rich, "a:bodyPr", wrap="none", anchor="ctr", **_INSETS)
    _child(body, "a:spAutoFit")
    _child(rich, "a:lstStyle")
    for number, runs in enumerate(lines_in(label.text)):
        paragraph = _child(rich, "a:p")
        align = {"l": "r", "r": "l"}.get(label.position, "ctr")
        default = _child(_child(paragraph, "a:pPr", algn=align), "a:defRPr", sz=_hundredths(label))
        _fill(default, label.ink)
        if label.dot and not number:
            _run(paragraph, "● ", label, label.dot, is_bold=False)
        for text, is_bold in runs:
            _run(paragraph, text, label, label.ink, is_bold=is_bold)
        if label.dot_after:
            _run(paragraph, " ●", label, label.dot_after, is_bold=False)
    shape = _child(element, "c:spPr")
    if label.ground:
        _fill(shape, label.ground)
    else:
        _child(shape, "a:noFill")
    _child(_child(shape, "a:ln"), "a:noFill")
    text = _child(element, "c:txPr")  # some programs read here whether the text is kept on one line
    _child(text, "a:bodyPr", wrap="none", anchor="ctr", **_INSETS)
    _child(text, "a:lstStyle")
    _child(_child(_child(text, "a:p"), "a:pPr"), "a:defRPr", sz=_hundredths(label))
    _child(element, "c:dLblPos", val=label.position)
    for name in _SHOWN:
        _child(element, f"c:{name}", val=str(int(name == "showVal")))
    return element


def _run(paragraph: etree._Element, text: str, label: Label, ink: str, *, is_bold: bool) -> None:
    run = _child(paragraph, "a:r")
    _fill(_child(run, "a:rPr", sz=_hundredths(label), b=str(int(is_bold))), ink)
    _child(run, "a:t").text = text


def _hundredths(label: Label) -> str:
    return str(round(label.size * 100))


def _fill(parent: etree._Element, ink: str) -> None:
    _child(_child(parent, "a:solidFill"), "a:srgbClr", val=ink)


def _child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    child = parent.makeelement(qn(name), attributes)
    parent.append(child)
    return child
