"""Every Thai and English string, looked up by key and filled with values.

A string lives in ``catalogue/*.toml`` as ``key = {th = "…", en = "…"}``. Values are formatted by
ordinary format specifications inside the string, so each language decides how a number is shown.
"""

import io
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = ("th", "en")

_CATALOGUE = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class Say:
    """Says a catalogue entry in one language: ``say("overview.title")``."""

    language: Language

    def __call__(self, key: str, /, **values: object) -> str:
        """The string of ``key`` with ``values`` filled in. Raises KeyError for an unknown key."""
        return catalogue()[key][self.language].format_map(values)

    def has(self, key: str) -> bool:
        """Whether the catalogue knows ``key``."""
        return key in catalogue()

    def pick(self, *, th: str, en: str) -> str:
        """Whichever of two given texts is in this language, for words that come with the data."""
        return th if self.language == "th" else en


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """All entries: key -> language -> template."""
    entries: dict[str, Mapping[str, str]] = {}
    for path in sorted(_CATALOGUE.glob("*.toml")):
        for key, texts in _flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in entries:
                raise ValueError(f"{key} stands twice in the catalogue ({path.name})")
            entries[key] = texts
    return entries


def show_on_any_console() -> None:
    """From now on a letter the console does not have is replaced: that is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for name, entry in table.items():
        if not isinstance(entry, dict):
            raise TypeError(f"{prefix}{name} is not a pair of texts")
        if all(isinstance(text, str) for text in entry.values()):
            yield f"{prefix}{name}", entry
        else:
            yield from _flat(entry, f"{prefix}{name}.")
