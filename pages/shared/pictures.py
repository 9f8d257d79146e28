"""Pictures that presenters add, kept in memory for a while and never on disk."""

import hashlib
import io
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from PIL import Image, ImageOps

from ita.story.slides import Picture

MOST_BYTES = 8_000_000
_MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 1600
LONGEST_LOGO = 600
_KEPT_BYTES = 64_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")

_kept: "OrderedDict[str, Picture]" = OrderedDict()
_lock = Lock()


class PictureError(ValueError):
    """A file that is no picture we can show."""


def keep(content: bytes, alt: str, longest: int = _LONGEST_SIDE) -> str:
    """Keep a picture under an id of its content; of too many the oldest go. Raises PictureError.

    It is drawn anew as PNG, at most ``longest`` pixels long, so nothing else the file holds is kept.
    """
    picture_id = hashlib.sha256(content + f"{alt} {longest}".encode()).hexdigest()[:16]
    with _lock:
        if picture_id in _kept:
            _kept.move_to_end(picture_id)
            return picture_id
        _kept[picture_id] = _drawn_anew(content, alt, longest)
        while sum(len(picture.content) for picture in _kept.values()) > _KEPT_BYTES:
            _kept.popitem(last=False)
    return picture_id


def kept(picture_ids: Iterable[str]) -> dict[str, Picture]:
    """Those of the pictures that are still kept, by id; what is asked for is kept longest."""
    with _lock:
        found = [picture_id for picture_id in picture_ids if picture_id in _kept]
        for picture_id in found:
            _kept.move_to_end(picture_id)
        return {picture_id: _kept[picture_id] for picture_id in found}


def _drawn_anew(content: bytes, alt: str, longest: int) -> Picture:
    """One at a time, under the lock: a large photograph takes hundreds of megabytes to open."""
    if len(content) > MOST_BYTES:
        raise PictureError
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise PictureError
            opened.draft("RGB", (longest, longest))
            opened.thumbnail((longest, longest))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError from error
    buffer = io.BytesIO()
    upright.save(buffer, "PNG", optimize=False)
    return Picture(buffer.getvalue(), upright.width, upright.height, alt)
