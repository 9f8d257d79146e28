"""A chart in words, for those who cannot see it."""

from collections.abc import Sequence

from ita.wording import Say

MOST_NAMED = 12


def in_words(
    say: Say,
    measure: str,
    names: Sequence[str],
    figures: Sequence[str],
    *,
    count: int | None = None,
) -> str:
    """What is measured, then name and figure of each row; of many the first, and how many more.

    ``count`` is the number of rows where only the first are given.
    """
    pairs = zip(names[:MOST_NAMED], figures[:MOST_NAMED], strict=True)
    text = say("alt.words", measure=measure, parts=", ".join(" ".join(pair) for pair in pairs))
    more = (count or len(names)) - MOST_NAMED
    return say("alt.more", words=text, more=more) if more > 0 else text
