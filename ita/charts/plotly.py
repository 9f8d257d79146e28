"""Charts as Plotly figures: plain dicts, because building figure objects costs a hundred times more."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from ita.charts.describe import Axis, Band, Bars, Cells, Chart, Dots, Line, Mark, Note, Role, Rule

Figure = dict[str, Any]

# Streamlit puts the theme's categorical colours in place of #000001, #000002 … in the browser, so
# marks and text follow a switch between light and dark at once. Their order stands in config.toml.
COLOUR: dict[Role, str] = {
    "own": "#000001",
    "benchmark": "#000002",
    "other": "#000003",
    "faint": "rgba(138,148,163,0.55)",
    "target": "#000002",
}
_TEXT = "#000004"
_SMALL_TEXT = "#000005"
_GROUND = "#000006"
_LEVELS = [f"#0000{place}" for place in range(11, 21)]  # the theme's sequential colours
_DARK_FROM = 7  # text on a level from here on takes the colour of the ground
_TINT = "rgba(138,148,163,0.07)"
_STRONG_TINT = "rgba(59,130,196,0.10)"
_UNKNOWN = "rgba(138,148,163,0.20)"
_MARK, _MARK_OVER_CELLS = 0.13, 0.28  # opacity of the mark of simulated figures
_NO_TRACE = {"type": "scatter", "x": [None], "y": [None]}  # Plotly draws no axes without a trace
_HEADLINE_CELLS = 33
_SUBTITLE_CELLS = 48
_HEADLINE_SIZE = 18
_SMALL_SIZE = 12.5
_PAST_BAND_LABELS = 48
_THICK = 7
_LINE_HEIGHT = 1.5
_GLUE = re.compile(r"(ปี|เขต|ระดับ|อันดับ|จาก|grade|rank|of) (?=[\dA-F])")


def figure(chart: Chart) -> Figure:
    """The Plotly figure of a chart, as a dict with ``data`` and ``layout``."""
    headline = wrapped(chart.headline, _HEADLINE_CELLS)
    subtitle = wrapped(chart.subtitle, _SUBTITLE_CELLS)
    source = wrapped(chart.source, _SUBTITLE_CELLS)
    above = _text_height(headline, _HEADLINE_SIZE), _text_height(subtitle, _SMALL_SIZE)
    margin = {
        "l": chart.left_margin,
        "r": 16,
        "t": round(sum(above)) + 22,
        "b": round(_text_height(source, _SMALL_SIZE)) + (58 if chart.x.title else 38),
    }
    layout: Figure = {
        "margin": margin,
        "height": chart.height + margin["t"] + margin["b"],
        "font": {"family": "Sarabun, sans-serif", "size": 14, "color": _TEXT},
        "hoverlabel": {"align": "left", "font": {"family": "Sarabun, sans-serif", "size": 14}},
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "xaxis": {**_axis(chart.x), "showgrid": False},
        "yaxis": {**_axis(chart.y), "zeroline": False},
        "shapes": [shape for mark in chart.marks for shape in _shapes(mark, chart)],
        "annotations": [
            *(note for mark in chart.marks for note in _annotations(mark, chart)),
            *_watermark(chart),
            _margin_text(
                [f"<b>{line}</b>" for line in headline], _HEADLINE_SIZE, margin, margin["t"]
            ),
            _margin_text(subtitle, _SMALL_SIZE, margin, margin["t"] - above[0]),
            _margin_text(source, _SMALL_SIZE, margin, None),
        ],
    }
    traces = [trace for mark in chart.marks for trace in _traces(mark)]
    return {"data": traces or [_NO_TRACE], "layout": layout}


def columns(text: str) -> float:
    """The columns a text takes; marks above or below a letter count none."""
    return sum(unicodedata.category(character) != "Mn" for character in text)


def wrapped(text: str, most: float, measure: Callable[[str], float] = columns) -> list[str]:
    """``text`` broken at spaces into lines of at most ``most`` columns, or of what ``measure`` tells.

    A word longer than a line keeps a line of its own; "เขต 2" and "ปี 2565" stay together.
    """
    lines: list[str] = []
    for word in _GLUE.sub("\\1\u00a0", text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined) <= most:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _axis(axis: Axis) -> Figure:
    return {
        "title": {"text": axis.title, "standoff": 8, "font": _font(_SMALL_SIZE, _SMALL_TEXT)},
        "range": [axis.lowest, axis.highest],
        "tickmode": "array",
        "tickvals": [value for value, _ in axis.ticks],
        "ticktext": [label for _, label in axis.ticks],
        "tickfont": _font(13, _SMALL_TEXT),
        "tickangle": 0,
        "fixedrange": True,
        "automargin": False,
    }


def _traces(mark: Mark) -> list[Figure]:
    draw: dict[type, Callable[[Any], list[Figure]]] = {
        Line: _line,
        Dots: _dots,
        Bars: _bars,
        Cells: _cells,
    }
    return draw[type(mark)](mark) if type(mark) in draw else []


def _line(mark: Line) -> list[Figure]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(mark.x),
            "y": list(mark.y),
            "line": {
                "color": COLOUR[mark.role],
                "width": _THICK if mark.is_thick else 3.5 if mark.role == "own" else 2,
                "dash": "6px,5px" if mark.is_dashed else "solid",
            },
            "hoverinfo": "skip",
        }
    ]


def _dots(mark: Dots) -> list[Figure]:
    colour = COLOUR[mark.role]
    ring = {"color": colour, "width": 2.5 if mark.is_hollow else 0}
    return [
        {
            "type": "scatter",
            "mode": "markers+text" if mark.labels else "markers",
            "x": list(mark.x),
            "y": list(mark.y),
            "text": [f"<b>{label}</b>" if mark.role == "own" else label for label in mark.labels],
            "textposition": list(mark.label_sides) or "top center",
            "textfont": _font(15 if mark.role == "own" else _SMALL_SIZE),
            "marker": {
                "symbol": f"{mark.symbol}-open" if mark.is_hollow else mark.symbol,
                "size": mark.size,
                "color": colour,
                "line": ring,
            },
            "customdata": list(mark.hover),
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }
    ]


def _bars(mark: Bars) -> list[Figure]:
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": list(mark.lengths),
            "y": list(mark.y),
            "base": list(mark.starts) or 0,
            "width": 0.42,
            "marker": {"color": [COLOUR[role] for role in mark.roles]},
            "text": list(mark.labels),
            "textposition": "outside",
            "textfont": _font(13),
            "customdata": list(mark.hover),
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }
    ]


def _cells(mark: Cells) -> list[Figure]:
    """One heat map for the tints and the hover, texts over it in the two colours that stand out."""
    columns, rows = (list(range(min(places), max(places) + 1)) for places in (mark.x, mark.y))
    level: list[list[int | None]] = [[None] * len(columns) for _ in rows]
    hover = [[""] * len(columns) for _ in rows]
    for x, y, of_cell, text in zip(mark.x, mark.y, mark.levels, mark.hover, strict=True):
        level[y - rows[0]][x - columns[0]] = of_cell
        hover[y - rows[0]][x - columns[0]] = text
    tints = [_UNKNOWN, *_LEVELS]
    steps = [(n / len(tints), (n + 1) / len(tints), tint) for n, tint in enumerate(tints)]
    return [
        {
            "type": "heatmap",
            "x": columns,
            "y": rows,
            "z": level,
            "zmin": -0.5,
            "zmax": len(tints) - 0.5,
            "colorscale": [[place, tint] for *ends, tint in steps for place in ends],
            "showscale": False,
            "xgap": 2,
            "ygap": 2,
            "hoverongaps": False,
            "customdata": hover,
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        _cell_texts(mark, range(_DARK_FROM), _TEXT),
        _cell_texts(mark, range(_DARK_FROM, len(tints)), _GROUND),
    ]


def _cell_texts(mark: Cells, levels: range, colour: str) -> Figure:
    chosen = [place for place, of_cell in enumerate(mark.levels) if of_cell in levels]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [mark.x[place] for place in chosen],
        "y": [mark.y[place] for place in chosen],
        "text": [mark.texts[place] for place in chosen],
        "textfont": _font(_SMALL_SIZE, colour),
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _shapes(mark: Mark, chart: Chart) -> Iterable[Figure]:
    if isinstance(mark, Band):
        fill = _UNKNOWN if mark.is_unknown else _STRONG_TINT if mark.is_strong else _TINT
        outline = {"color": COLOUR["faint"], "width": 1, "dash": "dot"}
        yield {
            "type": "rect",
            "layer": "below",
            "x0": mark.x[0],
            "x1": mark.x[1],
            "y0": mark.y[0],
            "y1": mark.y[1],
            "fillcolor": fill,
            "line": outline if mark.is_unknown else {"width": 0},
        }
    if isinstance(mark, Cells):
        for place in mark.framed:
            yield {
                "type": "rect",
                "x0": mark.x[place] - 0.48,
                "x1": mark.x[place] + 0.48,
                "y0": mark.y[place] - 0.48,
                "y1": mark.y[place] + 0.48,
                "line": {"color": COLOUR["own"], "width": 3},
            }
    if isinstance(mark, Rule):
        across = {"x": (chart.y.lowest, chart.y.highest), "y": (chart.x.lowest, chart.x.highest)}
        start, end = across[mark.axis]
        other = "y" if mark.axis == "x" else "x"
        yield {
            "type": "line",
            "layer": "below",
            f"{mark.axis}0": mark.value,
            f"{mark.axis}1": mark.value,
            f"{other}0": start,
            f"{other}1": end,
            "line": {
                "color": COLOUR[mark.role],
                "width": 1.6,
                "dash": "solid" if mark.role == "other" else "4px,4px",
            },
        }


def _annotations(mark: Mark, chart: Chart) -> Iterable[Figure]:
    if isinstance(mark, Band) and mark.label:
        yield _text(mark.label, x=sum(mark.x) / 2, y=sum(mark.y) / 2, xanchor="center")
    if isinstance(mark, Rule) and mark.label:
        is_level = mark.axis == "y"
        is_right = mark.label_at == "end" if is_level else mark.value > _middle(chart.x)
        yield _text(
            f"<b>{mark.label}</b>" if mark.role == "own" else mark.label,
            x=(chart.x.highest if is_right else chart.x.lowest) if is_level else mark.value,
            y=mark.value if is_level else chart.y.highest,
            xanchor="right" if is_right else "left",
            yanchor="bottom" if is_level else "top",
            xshift=-4 if is_right else _PAST_BAND_LABELS if is_level else 4,
            yshift=0 if is_level else -_LINE_HEIGHT * _SMALL_SIZE * mark.label_line,
        )
    if isinstance(mark, Note):
        anchor = {"above": "bottom", "below": "top", "middle": "middle"}[mark.side]
        dot = f'<span style="color:{COLOUR[mark.role]}">●</span> ' if mark.role else ""
        cover = {"bgcolor": _GROUND} if mark.is_covering else {}
        yield _text(
            dot + mark.text, x=mark.x, y=mark.y, xanchor=mark.align, yanchor=anchor, **cover
        )


def _text(text: str, **place: float | str) -> Figure:
    return {
        "text": text,
        "showarrow": False,
        "font": _font(_SMALL_SIZE),
        "align": "left",
        **place,
    }


def _middle(axis: Axis) -> float:
    return (axis.lowest + axis.highest) / 2


def _watermark(chart: Chart) -> list[Figure]:
    if not chart.watermark:
        return []
    has_cells = any(isinstance(mark, Cells) for mark in chart.marks)
    return [
        {
            "text": f"<b>{chart.watermark}</b>".replace(" · ", "<br>"),
            "xref": "paper",
            "yref": "paper",
            "x": 0.5,
            "y": 0.5,
            "showarrow": False,
            "opacity": _MARK_OVER_CELLS if has_cells else _MARK,
            "font": {"size": 30, "color": COLOUR["own"]},
            "textangle": -12,
        }
    ]


def _font(size: float, colour: str = _TEXT) -> Figure:
    return {"size": size, "color": colour}


def _text_height(lines: list[str], size: float) -> float:
    return _LINE_HEIGHT * size * len(lines)


def _margin_text(
    lines: list[str], size: float, margin: dict[str, int], above_plot: float | None
) -> Figure:
    """Text from the left edge: ``above_plot`` pixels over the plot, or at the very bottom."""
    is_top = above_plot is not None
    return {
        "text": "<br>".join(lines),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1 if is_top else 0,
        "xanchor": "left",
        "yanchor": "top" if is_top else "bottom",
        "xshift": -margin["l"],
        "yshift": above_plot if is_top else 2 - margin["b"],
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": _font(size, _TEXT if size == _HEADLINE_SIZE else _SMALL_TEXT),
    }
