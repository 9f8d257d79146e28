"""Sentences as lists."""

from collections.abc import Iterable


def bullets(sentences: Iterable[str]) -> str:
    """Markdown list of the sentences that are not empty."""
    return "\n".join(f"- {sentence}" for sentence in sentences if sentence)


def numbered(sentences: Iterable[str]) -> str:
    """Sentences numbered as the marks on a chart: (1), (2), one paragraph each."""
    return "\n\n".join(f"({number}) {text}" for number, text in enumerate(sentences, start=1))
