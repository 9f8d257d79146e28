"""Sentences as lists."""

import re
from collections.abc import Iterable

_MARKDOWN = re.compile(r"([\\`*_{}\[\]$~<>|#])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]$~<>|#])")
_STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def bullets(sentences: Iterable[str]) -> str:
    """Markdown list of the sentences that are not empty."""
    return "\n".join(f"- {sentence}" for sentence in sentences if sentence)


def numbered(sentences: Iterable[str]) -> str:
    """Sentences numbered as the marks on a chart: (1), (2), one paragraph each."""
    return "\n\n".join(f"({number}) {text}" for number, text in enumerate(sentences, start=1))


def plain(text: str) -> str:
    """Text of the data, with nothing in it read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def runs(text: str) -> list[tuple[str, bool]]:
    """A sentence cut into (text, is_strong) parts, for files that know no Markdown; undoes `plain`."""
    parts = _STRONG.split(text)
    return [
        (_ESCAPED.sub(r"\1", part), bool(place % 2)) for place, part in enumerate(parts) if part
    ]


def bare(text: str) -> str:
    """A sentence without the marks of its strong parts."""
    return "".join(part for part, _ in runs(text))
