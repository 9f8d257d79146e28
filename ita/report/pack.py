"""The presenter's pack: every file of one story, of one version, in one ZIP."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from ita.charts.describe import Chart
from ita.report.archive import zip_file
from ita.report.citation import how_to_cite
from ita.report.errors import ReportError
from ita.report.fonts import require_fonts, require_web_fonts
from ita.report.offline.page import html_file
from ita.report.paper import pdf_file
from ita.report.pictures import SHAPES, png_file, png_name, svg_file, svg_name
from ita.report.powerpoint import pptx_file
from ita.report.powerpoint_base import base_of
from ita.report.qr import qr_png
from ita.report.spreadsheet import file_name_of
from ita.report.tidy import csv_pack, csv_pack_name
from ita.report.workbook import workbook_file
from ita.story.slides import Deck, Picture
from ita.view import View
from ita.wording.labels import day_in_thailand, moment

Maker = Callable[[], bytes]


@dataclass(frozen=True)
class PackOrder:
    """What a story's files are made from; ``made_at`` in UTC, ``fiscal_year`` None where none is told.

    ``template`` is the office's own PowerPoint file, ``logo`` its mark.
    """

    view: View
    deck: Deck
    fiscal_year: int | None
    made_at: datetime
    template: bytes | None = None
    logo: Picture | None = None

    def name(self, *parts: str, suffix: str) -> str:
        """A file name that tells edition, office, year, language and version."""
        view = self.view
        year = "" if self.fiscal_year is None else str(self.fiscal_year)
        told = (view.office_id, year, view.say.language)
        return file_name_of(view.version, *parts, *told, suffix=suffix)


@dataclass(frozen=True)
class Part:
    """One file to make: its code, its name, and how."""

    code: str
    name: str
    make: Maker


def parts(order: PackOrder) -> list[Part]:
    """Every file of the story, the quick ones first."""
    view, made_at = order.view, order.made_at
    pictures = Part("pictures", order.name("pictures", suffix="zip"), partial(_pictures, order))
    return [
        Part("html", order.name("story", suffix="html"), partial(html_file, order.deck)),
        Part("pptx", order.name("slides", suffix="pptx"), partial(_pptx, order)),
        Part("pdf", order.name("report", suffix="pdf"), partial(_pdf, order)),
        Part(
            "xlsx",
            order.name("workbook", suffix="xlsx"),
            partial(workbook_file, view, made_at=made_at),
        ),
        Part("csv", csv_pack_name(view), partial(csv_pack, view, made_at)),
        *([pictures] if _charts(order.deck) else []),
    ]


def part_of(order: PackOrder, code: str) -> Part:
    """One file of the story by its code. Raises StopIteration for an unknown one."""
    return next(part for part in parts(order) if part.code == code)


def problems(order: PackOrder) -> dict[str, str]:
    """The files that cannot be made, by code, each with what is missing and what to do."""
    say = order.view.say
    checks: dict[str, Callable[[], object]] = {
        "html": partial(require_web_fonts, say),
        "pdf": partial(require_fonts, say),
        "pictures": partial(require_fonts, say),
        "pptx": partial(base_of, order.template, say) if order.template else lambda: None,
    }
    found = {}
    for code, check in checks.items():
        try:
            check()
        except ReportError as error:
            found[code] = str(error)
    return found


def pack_name(order: PackOrder) -> str:
    """The name of the ZIP of everything."""
    return order.name("best-practice", suffix="zip")


def pack_file(order: PackOrder, tell: Callable[[int, int, str], None]) -> bytes:
    """Every file of the story in one ZIP, with a README.

    ``tell`` hears before each file how many are done, of how many, and its code. Raises ReportError
    for the first file that cannot be made: a pack is whole or not at all.
    """
    every = parts(order)
    files = {}
    for done, part in enumerate(every):
        tell(done, len(every), part.code)
        files[part.name] = part.make()
    tell(len(every), len(every), "readme")
    if order.deck.address:
        files[order.name("qr", suffix="png")] = qr_png(order.deck.address)
    files[order.name("readme", suffix="txt")] = _readme(order, every).encode("utf-8-sig")
    return zip_file(files, order.made_at)


def _pptx(order: PackOrder) -> bytes:
    logo = order.logo.content if order.logo else None
    return pptx_file(order.deck, template=order.template, logo=logo, made_at=order.made_at)


def _pdf(order: PackOrder) -> bytes:
    return pdf_file(
        order.view,
        fiscal_year=order.fiscal_year,
        made_on=day_in_thailand(order.made_at),
        address=order.deck.address,
        logo=order.logo,
    )


def _pictures(order: PackOrder) -> bytes:
    """Each chart of the deck as PNG, wide and square, and as SVG."""
    stamp = order.deck.stamp
    files = {}
    for chart in _charts(order.deck):
        for shape in SHAPES:
            files[png_name(chart, stamp, shape)] = png_file(chart, stamp, shape)
        files[svg_name(chart, stamp)] = svg_file(chart, stamp)
    return zip_file(files, order.made_at)


def _charts(deck: Deck) -> list[Chart]:
    """The charts of the deck, each once."""
    return list({slide.chart.name: slide.chart for slide in deck.slides if slide.chart}.values())


def _readme(order: PackOrder, every: list[Part]) -> str:
    say, version = order.view.say, order.view.version
    listed = [f"- {part.name}: {say(f'pack.what.{part.code}')}" for part in every]
    return "\r\n".join(
        [
            order.deck.title,
            *(f"{label}: {text}" for label, text in order.deck.stamp.lines),
            say("pack.made", moment=moment(say, order.made_at)),
            "",
            *listed,
            "",
            how_to_cite(version, say, order.made_at),
            "",
        ]
    )
