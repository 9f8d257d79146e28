"""A deck as one HTML page: each slide sized so that its text has room, its charts drawn as SVG."""

import base64
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ita import facts
from ita.charts import printed
from ita.charts.describe import Chart
from ita.report.fitting import largest_fitting, lines_of
from ita.report.fonts import WEB_FONT_FILES, WEB_FONTS, require_web_fonts
from ita.report.offline import file_text, script_hash
from ita.report.qr import qr_svg
from ita.story.slides import Deck, Slide
from ita.wording import Say

_HERE = Path(__file__).parent
_CHART_BESIDE = printed.Size(1210, None, 2.3, has_titles_beside=True)
_CHART_ALONE = printed.Size(1760, None, 2.5, has_titles_beside=True)
_SIDE_WIDTH, _WHOLE_WIDTH = 500, 1720
_POINT_SIZES = (44, 40, 36, 32, 29, 26, 23, 20)
_HEADLINE_SIZES = (64, 58, 52, 46, 40, 34)
_COVER_SIZES = (96, 84, 74, 64, 56, 48)
_STEP_SIZES = (38, 35, 32, 29, 26, 22)
_PILLAR_WIDTH, _WHAT_WIDTH, _STEP_PADDING = 500, 1040, 30  # columns and padding of a row of steps
_ROOM = {"figures": 360, "steps": 150, "cover": 260}  # other kinds take what the headline leaves
_BODY_HEIGHT = 840  # of the slide, less its margins, section line and foot
_HEADLINE_LEADING = 1.35
_FIGURE_HEIGHT, _PICTURE_HEIGHT, _QR_WIDTH = 190, 420, 280
_SPANS = {
    "thai": "U+0E00-0E7F,U+200C-200D,U+25CC",
    "latin": "U+0000-0DFF,U+2000-200B,U+200E-2FFF",
}
_TOLD = ("notes", "then", "end")
_MINUTES = 5  # what an exchange gives a presenter; the timer changes colour then
_KEYS = {
    "next": "→ · ↓ · Space · PageDown",
    "previous": "← · ↑ · PageUp",
    "black": "B · .",
    "notes": "N",
    "timer": "T",
    "restart": "R",
    "full": "F · F5",
    "help": "H · ?",
}


@dataclass(frozen=True)
class Drawn:
    """A slide ready for the page: its kind, text sizes in pixels, and its chart as SVG."""

    slide: Slide
    kind: str
    headline_size: int
    point_size: int
    step_size: int
    chart: Markup | None
    picture: str


@dataclass(frozen=True)
class Button:
    """What the presenter can do: its code, the word on its button, what it does, and its keys."""

    code: str
    word: str
    does: str
    keys: str


def html_file(deck: Deck) -> bytes:
    """The deck as one HTML page in UTF-8, the same bytes for the same deck.

    Raises ReportError when a font file is missing.
    """
    say = deck.stamp.say
    require_web_fonts(say)
    page = _environment().get_template("story.html.j2").render(
        deck=deck,
        say=say,
        slides=[
            drawn(slide, place, has_qr=bool(deck.address) and place in (0, len(deck.slides) - 1))
            for place, slide in enumerate(deck.slides)
        ],
        mark=deck.stamp.watermark,
        data=Markup(_data(deck)),  # noqa: S704 - every "<" of the data is escaped in it
        style=Markup(file_text("story.css")),  # noqa: S704 - our own file
        faces=_faces(),
        script=Markup(file_text("story.js")),  # noqa: S704 - our own file
        qr=Markup(qr_svg(deck.address)) if deck.address else "",  # noqa: S704 - drawn by us
        policy=_policy(),
        buttons=_buttons(say),
        places=_places(say, len(deck.slides)),
        words=Markup(_json({name: say(f"stage.{name}") for name in _TOLD} | {"minutes": _MINUTES})),  # noqa: S704
    )  # fmt: skip
    return page.encode("utf-8")


def _policy() -> str:
    """What the page may do, also where no server says so: run its script, show what it holds."""
    return (
        f"default-src 'none'; script-src {script_hash()}; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:"
    )


def _buttons(say: Say) -> list[Button]:
    return [
        Button(code, say(f"stage.button.{code}"), say(f"stage.does.{code}"), keys)
        for code, keys in _KEYS.items()
    ]


def _places(say: Say, total: int) -> list[str]:
    return [say("stage.slide_of", number=number, total=total) for number in range(1, total + 1)]


def drawn(slide: Slide, place: int, *, has_qr: bool = False) -> Drawn:
    """A slide with its sizes chosen so that all of its text has room; the first is set as a cover."""
    kind = _kind(slide, place)
    is_beside = kind == "chart" and bool(slide.points or slide.figures or slide.picture)
    headline_size = largest_fitting(
        [slide.headline],
        _COVER_SIZES if kind == "cover" else _HEADLINE_SIZES,
        width=_WHOLE_WIDTH,
        height=420 if kind == "cover" else 190,
    )
    lines = lines_of(slide.headline, headline_size, _WHOLE_WIDTH)
    body = _BODY_HEIGHT - lines * headline_size * _HEADLINE_LEADING
    size = replace(_CHART_BESIDE if is_beside else _CHART_ALONE, height=round(body))
    row = (body - _ROOM["steps"]) / max(1, len(slide.steps)) - _STEP_PADDING
    return Drawn(
        slide=slide,
        kind=f"is-{kind} is-beside" if is_beside else f"is-{kind}",
        headline_size=headline_size,
        point_size=largest_fitting(
            [facts.bare(point) for point in (*slide.points, slide.missing) if point],
            _POINT_SIZES,
            width=(_SIDE_WIDTH if is_beside else _WHOLE_WIDTH) - (_QR_WIDTH if has_qr else 0),
            height=_room(slide, kind, body, is_beside=is_beside),
        ),
        step_size=min(
            (
                largest_fitting([text], _STEP_SIZES, width=width, height=row)
                for step in slide.steps
                for text, width in ((step.pillar, _PILLAR_WIDTH), (step.what, _WHAT_WIDTH))
            ),
            default=_STEP_SIZES[0],
        ),
        chart=_svg(slide.chart, size) if slide.chart else None,
        picture=base64.b64encode(slide.picture.content).decode() if slide.picture else "",
    )


def _room(slide: Slide, kind: str, body: float, *, is_beside: bool) -> float:
    """The height left for the points of a slide, in pixels."""
    if kind in _ROOM:
        return _ROOM[kind]
    figures = len(slide.figures) * _FIGURE_HEIGHT if is_beside else 0
    return body - figures - (_PICTURE_HEIGHT if slide.picture else 0)


def _kind(slide: Slide, place: int) -> str:
    kinds = {
        "cover": place == 0,
        "chart": slide.chart,
        "steps": slide.steps,
        "figures": slide.figures,
    }
    return next((kind for kind, is_so in kinds.items() if is_so), "words")


@lru_cache(maxsize=128)
def _svg(chart: Chart, size: printed.Size) -> Markup:
    without_source = replace(chart, source="")  # the slide says it once, at its foot
    drawing = printed.svg(without_source, size, is_text_kept=True, has_heading=False).decode(
        "utf-8"
    )
    return Markup(drawing[drawing.index("<svg") :])  # noqa: S704 - drawn by us, texts escaped by it


def _data(deck: Deck) -> str:
    """Every figure of the deck."""
    stamp = deck.stamp
    told = {
        "title": deck.title,
        "subtitle": deck.subtitle,
        "language": stamp.say.language,
        "edition": stamp.version.edition,
        "version": stamp.version.version_id,
        "office": stamp.office_name,
        "slides": [_slide_data(slide) for slide in deck.slides],
    }
    return _json(told)


def _json(told: object) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def _slide_data(slide: Slide) -> dict[str, object]:
    table = slide.chart.table() if slide.chart else None
    return {
        "code": slide.code,
        "headline": slide.headline,
        "points": [facts.bare(point) for point in slide.points],
        "figures": [
            [figure.label, figure.value, figure.change, figure.description]
            for figure in slide.figures
        ],
        "steps": [[step.fiscal_year, step.pillar, step.what] for step in slide.steps],
        "source": slide.source,
        "table": {
            "title": table.title,
            "columns": [column.title for column in table.columns.values()],
            "rows": json.loads(table.shown.to_json(orient="values", force_ascii=False)),
        }
        if table
        else None,
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["strong"] = _strong
    return environment


def _strong(text: str) -> Markup:
    """A sentence with its strong parts as such, all else escaped."""
    parts = (
        Markup("<strong>{}</strong>").format(part) if is_strong else Markup("{}").format(part)
        for part, is_strong in facts.runs(text)
    )
    return Markup("").join(parts)


@dataclass(frozen=True)
class Face:
    """One file of the font: weight, the characters it has, and its content in base64."""

    weight: int
    span: str
    content: str


@lru_cache(maxsize=1)
def _faces() -> list[Face]:
    return [
        Face(weight, _SPANS[script], base64.b64encode((WEB_FONTS / name).read_bytes()).decode())
        for (script, weight), name in WEB_FONT_FILES.items()
    ]
