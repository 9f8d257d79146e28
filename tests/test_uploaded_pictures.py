"""Pictures that presenters add: drawn anew, kept for a while, refused when they are none."""

import io

import pytest
from PIL import Image

from pages.shared import pictures


def picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size).save(content, kind, **more)
    return content.getvalue()


def test_a_photograph_is_made_smaller_and_upright() -> None:
    """At most 1,600 pixels long, turned as the camera was held, and without what it knew."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    exif[0x010F] = "the maker"
    picture_id = pictures.keep(picture((3000, 2000), "JPEG", exif=exif), "a team")
    kept = pictures.kept([picture_id])[picture_id]
    assert (kept.width, kept.height) == (1067, 1600)
    assert b"the maker" not in kept.content
    assert kept.alt == "a team"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        picture((50, 50))[:40],
        picture((20_000, 20_000), mode="1"),
        picture((7_000, 7_000), mode="1"),
        b"\x89PNG" + b"0" * pictures.MOST_BYTES,
    ],
    ids=["empty", "text", "cut", "bomb", "too many pixels", "too many bytes"],
)
def test_what_is_no_picture_of_ours_is_refused(content: bytes) -> None:
    """With the declared error, whatever is wrong with it."""
    with pytest.raises(pictures.PictureError):
        pictures.keep(content, "alt")


def test_what_is_in_use_is_kept_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many pictures those go first that were not asked for of late."""
    monkeypatch.setattr(pictures, "_kept", type(pictures._kept)())  # noqa: SLF001
    ids = [pictures.keep(picture((40 + n, 40)), "alt") for n in range(3)]
    each = len(pictures.kept(ids[:1])[ids[0]].content)
    monkeypatch.setattr(pictures, "_KEPT_BYTES", 3 * each + 10)
    newest = pictures.keep(picture((60, 40)), "alt")
    left = pictures.kept([*ids, newest])
    assert ids[0] in left
    assert newest in left
    assert ids[1] not in left
