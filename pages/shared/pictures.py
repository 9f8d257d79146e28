"""Pictures that presenters add, kept in memory for a while and never on disk."""

import hashlib
import io
import warnings
from collections import OrderedDict
from threading import Lock

from PIL import Image, ImageOps

from ita.story.slides import Picture

MOST_BYTES = 8_000_000
_MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 1600
_KEPT_BYTES = 64_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")

_kept: "OrderedDict[str, Picture]" = OrderedDict()
_lock = Lock()


class PictureError(ValueError):
    """A file that is no picture we can show."""


def keep(content: bytes, alt: str) -> str:
    """Keep a picture under an id of its content; of too many the oldest go. Raises PictureError.

    It is drawn anew as PNG, at most 1,600 pixels long, so nothing else that the file holds is kept.
    """
    picture_id = hashlib.sha256(content + alt.encode()).hexdigest()[:16]
    with _lock:
        if picture_id in _kept:
            _kept.move_to_end(picture_id)
            return picture_id
    drawn = drawn_anew(content, alt)
    with _lock:
        _kept[picture_id] = drawn
        while sum(len(picture.content) for picture in _kept.values()) > _KEPT_BYTES:
            _kept.popitem(last=False)
    return picture_id


def kept() -> dict[str, Picture]:
    """Every picture still kept, by its id."""
    with _lock:
        return dict(_kept)


def drawn_anew(content: bytes, alt: str) -> Picture:
    """A picture as PNG of a size that slides need, with nothing else the file held. Raises PictureError."""
    if len(content) > MOST_BYTES:
        raise PictureError
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise PictureError
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise PictureError from error
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    buffer = io.BytesIO()
    upright.save(buffer, "PNG", optimize=False)
    return Picture(buffer.getvalue(), upright.width, upright.height, alt)
