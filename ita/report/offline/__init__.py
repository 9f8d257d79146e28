"""The story as one HTML file that needs nothing else: data, charts, font and keys inside."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@lru_cache(maxsize=4)
def file_text(name: str) -> str:
    """The script or the style of the page."""
    return (_HERE / name).read_text(encoding="utf-8")


def script_hash() -> str:
    """The hash by which a content security policy lets the page's one script run."""
    digest = hashlib.sha256(file_text("story.js").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
