"""The A4 report of one office as a tagged PDF, set by typst from data it gets as JSON."""

import base64
import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from ita.charts.printed import FONTS
from ita.report.chapters import Chapter, chapters, summary
from ita.report.fonts import require_fonts
from ita.report.qr import qr_svg
from ita.report.spreadsheet import file_name_of
from ita.story.compose import year_to_tell
from ita.story.slides import Picture
from ita.view import View
from ita.wording import Say
from ita.wording.labels import day

_SETTING = Lock()  # the compiler keeps its input, so it sets one report at a time
_TEMPLATE = Path(__file__).with_suffix(".typ")


def pdf_file(
    view: View,
    *,
    made_on: date,
    fiscal_year: int | None = None,
    address: str = "",
    logo: Picture | None = None,
) -> bytes:
    """The report of the view's office, the same bytes for the same data, day and address.

    It tells of ``fiscal_year``, or of the latest year where none is given or that one is not known;
    ``address`` is the public address of the live view, printed with a QR code; ``logo`` stands
    beside the title. Raises ReportError when a font file is missing.
    """
    require_fonts(view.say)
    content = json.dumps(
        _content(view, year_to_tell(view, fiscal_year), made_on, address, logo), ensure_ascii=False
    )
    with _SETTING:
        made: Any = _compiler().compile(
            format="pdf",
            sys_inputs={"report": content},
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(made_on, time(), UTC),
        )
    return bytes(made)


def pdf_name(view: View) -> str:
    """The name of the report's file: edition, office, language and version."""
    return file_name_of(view.version, "report", view.office_id, view.say.language, suffix="pdf")


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(_TEMPLATE, font_paths=[FONTS], ignore_system_fonts=True)


def _content(
    view: View, fiscal_year: int | None, made_on: date, address: str, logo: Picture | None
) -> dict[str, Any]:
    say, version = view.say, view.version
    footer = [
        say(f"edition.{version.edition}.long"),
        say("paper.version", version=version.version_id),
        say("paper.made", day=day(say, made_on)),
    ]
    return {
        "language": say.language,
        "title": say("story.deck_title", office=view.office_name),
        "subtitle": say("story.subtitle_nothing")
        if fiscal_year is None
        else say("story.subtitle", year=fiscal_year),
        "author": view.office_name,
        "office": view.office_name,
        "made": [made_on.year, made_on.month, made_on.day],
        "mark": view.stamp.watermark,
        "footer": " · ".join(footer),
        "page": say("paper.page", page="{page}", pages="{pages}"),
        "summary": summary(view, fiscal_year),
        "has_page_of_its_own": fiscal_year is not None,
        "chapters": [_chapter(chapter) for chapter in chapters(view, fiscal_year)],
        "address": _address(say, address) if address else None,
        "logo": _logo(logo) if logo else None,
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {"title": chapter.title, "blocks": chapter.blocks}


def _address(say: Say, address: str) -> dict[str, str]:
    return {
        "url": address,
        "svg": qr_svg(address),
        "alt": say("paper.live_alt", address=address),
        "said": say("paper.live"),
    }


def _logo(logo: Picture) -> dict[str, Any]:
    """The logo inside an SVG, as text: typst takes bytes only as a list of numbers, a gigabyte for some."""
    content = base64.b64encode(logo.content).decode()
    size = f'width="{logo.width}" height="{logo.height}"'
    picture = f'<image {size} href="data:image/png;base64,{content}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{picture}</svg>'
    return {"svg": svg, "alt": logo.alt}
