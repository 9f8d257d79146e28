"""The web server: the dashboard, with the headers, health check and compression it lacks alone.

Start it from the project's root with ``streamlit run pages/shared/server.py`` (start.py does).
``streamlit run dashboard.py`` shows the same pages without any of this.
"""

import base64
import gzip
import hashlib
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STREAMLIT_FILES = Path(st.__file__).parent / "static"

# Streamlit puts this folder on the path, where our module names would hide installed ones.
sys.path[:] = [str(ROOT), *(entry for entry in sys.path if Path(entry).resolve() != HERE)]

from ita.pointer import (  # noqa: E402 (needs the path above)
    NotAllowedError,
    NoWarehouseError,
    current_version,
)
from ita.report.offline import script_hash  # noqa: E402 (needs the path above)
from ita.wording import Say  # noqa: E402
from pages.shared import links, no_such_page, stage, view  # noqa: E402
from pages.shared.frame import SECTIONS  # noqa: E402

# dashboard.py declares the pages; else the first visitor's are looked up as files in pages/.
PagesManager.uses_pages_directory = False

TITLE = "ITA Online เขตพื้นที่การศึกษา"
COMPRESSED_TYPES = {".js": "text/javascript", ".css": "text/css"}
YEAR_LONG = "public, immutable, max-age=31536000"
MONTH_LONG = "public, max-age=2592000"
RETURN_COOKIE = "ita-return"
BASE_PATH = st.get_option("server.baseUrlPath").strip("/")
PAGES = {stage.PATH[1:], *(path for screens in SECTIONS.values() for *_, path in screens)}


# --- the page -------------------------------------------------------------------------------------


def dressed(html: str) -> str:
    """Streamlit's index.html in Thai, with our title and fonts.

    Raises ValueError when a place to change is not found, as after an upgrade of Streamlit.
    """
    fonts = "".join(
        f'<link rel="preload" href="./app/static/fonts/sarabun-{script}-400-normal.woff2" '
        'as="font" type="font/woff2" crossorigin />'
        for script in ("thai", "latin")
    )
    # Told where the server is, a page opened by its own address need not try its path first.
    backend = "window.__streamlit = { BACKEND_BASE_URL: new URL('./', location).href }"
    changes = {
        r'<html lang="en">': '<html lang="th">',
        r"<title>.*?</title>": f"<title>{TITLE}</title>",
        r"<script>": f"<script>\n      {backend}",
        r'<link\s+rel="preload"\s[^>]*?as="font"[^>]*>': fonts,
    }
    for pattern, replacement in changes.items():
        html, count = re.subn(pattern, replacement, html, flags=re.DOTALL)
        if count != 1:
            message = f"index.html of this Streamlit has {count} places for {pattern}, not one"
            raise ValueError(message)
    return html


def content_security_policy(html: str) -> str:
    """The policy under which this page works: nothing from another host, only known scripts.

    Components' scripts come as blobs; Streamlit and Plotly style their elements inline. The stage
    has one script of its own.
    """
    inline_scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in inline_scripts
    ]
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' blob:", *hashes, script_hash())),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def with_page(app: ASGIApp, html: str) -> ASGIApp:
    """Answer every HTML page of Streamlit's with this one, or say that there is no such page.

    The stage is our own.
    """
    own = html.encode()

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        body = None

        async def send_page(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_html = headers.get("content-type", "").startswith("text/html")
                if is_html and message["status"] == HTTPStatus.OK:
                    missing = "" if is_sign_in(scope) else no_page_for(scope)
                    body = missing.encode() or own
                    message["status"] = HTTPStatus.NOT_FOUND if missing else HTTPStatus.OK
                    headers["content-length"] = str(len(body))
                    # These describe Streamlit's own file.
                    del headers["content-encoding"], headers["etag"], headers["last-modified"]
            elif body is not None:
                if message.get("more_body"):
                    return
                message = {**message, "body": b"" if scope["method"] == "HEAD" else body}
            await send(message)

        is_streamlit = scope["type"] == "http" and scope["path"] != stage.PATH
        await app(scope, receive, send_page if is_streamlit else send)

    return serve


# --- links ----------------------------------------------------------------------------------------


def with_tidy_links(app: ASGIApp) -> ASGIApp:
    """Lead a link that mail or chat has damaged to the address it means, where it means one only."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            link = link_of(scope)
            if link.page is not None and link != links.as_written(path_of(scope), query_of(scope)):
                headers = {"Location": folder_of(scope) + link.address, "Cache-Control": "no-store"}
                answer = PlainTextResponse("", HTTPStatus.TEMPORARY_REDIRECT, headers)
                await answer(scope, receive, send)
                return
        await app(scope, receive, send)

    return serve


def no_page_for(scope: Scope) -> str:
    """A page that says so where the path is no page of ours; else empty."""
    link = link_of(scope)
    if link.page is not None:
        return ""
    return no_such_page.page(path_of(scope), link, f"{folder_of(scope)}./")


def is_sign_in(scope: Scope) -> bool:
    """Whether the path is one of Streamlit's for signing in and out."""
    return path_of(scope).startswith(("/auth/", "/oauth2callback"))


def link_of(scope: Scope) -> links.Link:
    """What a request asks for, put in order."""
    return links.tidy(path_of(scope), query_of(scope), PAGES)


def path_of(scope: Scope) -> str:
    """The path under the dashboard's own folder."""
    return str(scope["path"]).removeprefix(f"/{BASE_PATH}" if BASE_PATH else "")


def query_of(scope: Scope) -> str:
    """The query as it was sent."""
    return scope["query_string"].decode("utf-8", "replace")


def folder_of(scope: Scope) -> str:
    """The way from the address in the browser up to the dashboard's folder, wherever that is served."""
    sent = scope.get("raw_path") or scope["path"].encode()
    return "../" * (sent.count(b"/") - len([part for part in BASE_PATH.split("/") if part]) - 1)


# --- headers --------------------------------------------------------------------------------------


def with_headers(app: ASGIApp, policy: str) -> ASGIApp:
    """Add the security headers to every answer, and a lifetime to our own static files."""
    security = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(security)
                if "/app/static/fonts/" in scope["path"]:
                    headers.setdefault("Cache-Control", MONTH_LONG)
            await send(message)

        await app(scope, receive, send_headers if scope["type"] == "http" else send)

    return serve


def without_metrics(app: ASGIApp) -> ASGIApp:
    """Hide Streamlit's metrics, which tell strangers about the process."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        is_hidden = scope["type"] == "http" and scope["path"].endswith("/_stcore/metrics")
        await (PlainTextResponse("Not Found", HTTPStatus.NOT_FOUND) if is_hidden else app)(
            scope, receive, send
        )

    return serve


def with_return(app: ASGIApp) -> ASGIApp:
    """After signing in lead back to the page it began on; Streamlit itself leads to the first page.

    The page is what the browser says it came from, less its host, kept in a cookie meanwhile.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        is_start, is_end = path.endswith("/auth/login"), path.endswith("/oauth2callback")
        if not is_start and not is_end:
            await app(scope, receive, send)
            return
        request = Request(scope)

        async def send_back(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if is_start:
                    came_from = urlsplit(request.headers.get("referer", ""))
                    page = came_from._replace(scheme="", netloc="", fragment="").geturl()
                    cookie = f"{RETURN_COOKIE}={quote(page)}; Path=/; Max-Age=600"
                    headers.append("Set-Cookie", f"{cookie}; HttpOnly; SameSite=Lax")
                elif page := unquote(request.cookies.get(RETURN_COOKIE, "")):
                    # One slash and one only: "//host" would lead to another host.
                    headers["location"] = "/" + page.lstrip("/\\")
            await send(message)

        await app(scope, receive, send_back)

    return serve


# --- compression ----------------------------------------------------------------------------------


def cache_folder() -> Path:
    """Where this user's compressed copies of this Streamlit's files are kept."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(home or Path.home() / ".cache") / "ita-dashboard" / f"streamlit-{st.__version__}"


def write_gzip(source: Path, target: Path) -> None:
    """Compress a file beside its final name, then move it there: whole, or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as aside:
        try:
            aside.write(gzip.compress(source.read_bytes(), compresslevel=9, mtime=0))
            aside.flush()
        except OSError:
            Path(aside.name).unlink()
            raise
    Path(aside.name).replace(target)


def compress_files(folder: Path, cache: Path, ready: dict[str, Path]) -> None:
    """Note in ``ready`` the gzip copy of each script and stylesheet, making those not yet there.

    Until it gets to a file, and for good where the cache cannot be written, that file is served
    as it is.
    """
    try:
        for source in folder.rglob("*"):
            if source.suffix in COMPRESSED_TYPES:
                name = source.relative_to(folder).as_posix()
                target = cache / f"{name}.gz"
                if not target.is_file():
                    write_gzip(source, target)
                ready[f"/{name}"] = target
    except OSError as error:
        logging.getLogger(__name__).warning("Streamlit's files stay uncompressed: %s", error)


def with_compression(app: ASGIApp, ready: dict[str, Path]) -> ASGIApp:
    """Serve the gzip copies in ``ready`` (by URL path) to browsers that accept them."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        copy = ready.get(scope["path"]) if scope["type"] == "http" else None
        if copy is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await app(scope, receive, send)
            return
        headers = {
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
            "Cache-Control": YEAR_LONG,
        }
        media_type = COMPRESSED_TYPES[copy.with_suffix("").suffix]
        await FileResponse(copy, media_type=media_type, headers=headers)(scope, receive, send)

    return serve


# --- the application ------------------------------------------------------------------------------


async def readyz(_request: Request) -> PlainTextResponse:
    """Say "ok" when there is a published warehouse to show, else answer 503 and why."""
    try:
        current_version("published")
    except NotAllowedError as error:
        advice = Say("en")("disk.not_allowed_to_read", place=error.path)
        return PlainTextResponse(advice, HTTPStatus.SERVICE_UNAVAILABLE)
    except NoWarehouseError:
        advice = "No warehouse yet: run python -m etl build"
        return PlainTextResponse(advice, HTTPStatus.SERVICE_UNAVAILABLE)
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


@asynccontextmanager
async def compressing(_app: st.App) -> AsyncIterator[None]:
    """Compress behind the running server, so that starting never waits for it."""
    arguments = (STREAMLIT_FILES, cache_folder(), COMPRESSED)
    threading.Thread(target=compress_files, args=arguments, daemon=True).start()
    yield


def tell_of_error(error: Exception) -> bool:
    """Log an error of a page in full and tell the reader in a sentence of their language."""
    logging.getLogger(__name__).error("a page failed", exc_info=error)
    st.error(Say(view.language())("frame.error"), icon=":material/error:")
    return True


COMPRESSED: dict[str, Path] = {}
PAGE = dressed((STREAMLIT_FILES / "index.html").read_text(encoding="utf-8"))

app = st.App(
    ROOT / "dashboard.py",
    lifespan=compressing,
    on_script_error=tell_of_error,
    routes=[Route("/readyz", readyz), *stage.routes()],
    middleware=[
        Middleware(with_headers, policy=content_security_policy(PAGE)),
        Middleware(without_metrics),
        Middleware(with_return),
        Middleware(with_compression, ready=COMPRESSED),
        Middleware(with_tidy_links),
        Middleware(with_page, html=PAGE),
    ],
)
