"""Sentences as lists."""

import re
from collections.abc import Iterable

_MARKDOWN = re.compile(r"([\\`*_{}\[\]$~<>|#])")


def bullets(sentences: Iterable[str]) -> str:
    """Markdown list of the sentences that are not empty."""
    return "\n".join(f"- {sentence}" for sentence in sentences if sentence)


def numbered(sentences: Iterable[str]) -> str:
    """Sentences numbered as the marks on a chart: (1), (2), one paragraph each."""
    return "\n\n".join(f"({number}) {text}" for number, text in enumerate(sentences, start=1))


def plain(text: str) -> str:
    """Text of the data, with nothing in it read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)
