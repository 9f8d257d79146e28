"""The stage: the slides full screen at an address of their own, outside Streamlit.

Only its address is known at start-up; what makes the slides is loaded when they are first asked for.
"""

import logging
import os
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from ita.pointer import EDITIONS, Edition, NotAllowedError, NoWarehouseError
from ita.view import current_view, is_public
from ita.wording import LANGUAGES, Say
from pages.shared.address import STAGE

PATH = "/present"
PUBLIC_ADDRESS_SETTING = "ITA_PUBLIC_ADDRESS"

_routes: list[Route] = []
_log = logging.getLogger(__name__)


def routes() -> list[Route]:
    """The stage's own route, for the server that offers it."""
    if not _routes:
        _routes.append(Route(PATH, present))
        public = os.environ.get(PUBLIC_ADDRESS_SETTING)
        if public and not is_public(public):
            _log.warning("no QR codes: %s is no address: %s", PUBLIC_ADDRESS_SETTING, public)
    return _routes


def is_served() -> bool:
    """Whether this process serves the stage; ``streamlit run dashboard.py`` alone does not."""
    return bool(_routes)


def present(request: Request) -> Response:
    """The slides that the address asks for, from the version that is current now."""
    from ita.report.offline.page import html_file  # noqa: PLC0415 - see above
    from pages.shared import asked  # noqa: PLC0415

    wanted = request.query_params
    say = Say(next((code for code in LANGUAGES if code == wanted.get("lang")), "th"))
    edition: Edition = next((e for e in EDITIONS if e == wanted.get("edition")), "published")
    try:
        view = current_view(edition, say, wanted.get("office"))
        page = html_file(asked.deck_asked_for(view, wanted))
    except NotAllowedError as error:
        told = say("disk.not_allowed_to_read", place=error.path)
        return PlainTextResponse(told, HTTPStatus.SERVICE_UNAVAILABLE)
    except NoWarehouseError:
        return PlainTextResponse(say("stage.no_data"), HTTPStatus.SERVICE_UNAVAILABLE)
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def stage_path(params: dict[str, str], slide: str = "") -> str:
    """The path of the stage for what the address of the story screen holds, at one of its slides."""
    query = urlencode({name: params[name] for name in STAGE if name in params})
    return f"{PATH}?{query}" + (f"#{slide}" if slide else "")
