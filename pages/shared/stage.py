"""The stage: the slides full screen at an address of their own, outside Streamlit."""

import os
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from ita.store import EDITIONS, Edition, NoWarehouseError
from ita.story.choices import choices_in
from ita.story.compose import deck, year_to_tell
from ita.story.slides import Deck
from ita.view import View, current_view, live_address
from ita.wording import LANGUAGES, Say
from pages.shared import pictures
from pages.shared.address import STAGE

PATH = "/present"
PUBLIC_ADDRESS_SETTING = "ITA_PUBLIC_ADDRESS"

_routes: list[Route] = []


def routes() -> list[Route]:
    """The stage's own route, for the server that offers it."""
    if not _routes:
        _routes.append(Route(PATH, present))
    return _routes


def is_served() -> bool:
    """Whether this process serves the stage; ``streamlit run dashboard.py`` alone does not."""
    return bool(_routes)


def present(request: Request) -> Response:
    """The slides that the address asks for, from the version that is current now."""
    asked = request.query_params
    say = Say(next((code for code in LANGUAGES if code == asked.get("lang")), "th"))
    edition: Edition = next((e for e in EDITIONS if e == asked.get("edition")), "published")
    try:
        view = current_view(edition, say, asked.get("office"))
    except NoWarehouseError:
        return PlainTextResponse(say("stage.no_data"), HTTPStatus.SERVICE_UNAVAILABLE)
    page = html(told(view, asked.get("year"), asked.get("slides", ""), asked.get("words", "")))
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def told(view: View, year: str | None, slides: str, words: str) -> Deck:
    """The deck of what an address asks for; a year that cannot be told of gives the latest."""
    chosen = year_to_tell(view, int(year) if year and year.isdecimal() else None)
    public = os.environ.get(PUBLIC_ADDRESS_SETTING, "")
    return deck(
        view,
        chosen,
        choices_in(slides, words),
        pictures=pictures.kept(),
        address=live_address(public, view, chosen),
    )


def html(told_deck: Deck) -> bytes:
    """The page of a deck; its renderer is loaded when the first is asked for."""
    from ita.report.offline.page import html_file  # noqa: PLC0415 - drawing charts takes a second to load

    return html_file(told_deck)


def stage_path(params: dict[str, str], slide: str = "") -> str:
    """The path of the stage for what the address of the story screen holds, at one of its slides."""
    query = urlencode({name: params[name] for name in STAGE if name in params})
    return f"{PATH}?{query}" + (f"#{slide}" if slide else "")
