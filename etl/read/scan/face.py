"""How a file's letters look to the recogniser, learned from names that it is sure of.

In a face it never saw it takes some letters for others throughout, ส for ล or ร for a digit. A name
is still the only one that is spelled nearly so; what it was taken for tells how its letters look.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from etl.read.scan.recognise import BLANK, LETTERS, Floats

_CAUTION = 4.0  # times each letter counts as read right before any was seen


def looks(names: Iterable[tuple[str, str]]) -> NDArray[np.float64]:
    """For each letter, a row, how often it is taken for each, or for none; of names and what was read."""
    places = {letter: place for place, letter in enumerate(LETTERS)}
    counts = _CAUTION * np.eye(BLANK + 1)
    for name, read in names:
        meant, seen = (
            [places[letter] for letter in text if letter in places] for text in (name, read)
        )
        for step in Levenshtein.opcodes(meant, seen):
            letters = meant[step.src_start : step.src_end]
            if step.tag == "delete":
                np.add.at(counts, (letters, BLANK), 1)
            elif step.tag != "insert":
                np.add.at(counts, (letters, seen[step.dest_start : step.dest_end]), 1)
    return counts / counts.sum(axis=1, keepdims=True)


def as_it_looks(log_probabilities: Floats, table: NDArray[np.float64]) -> Floats:
    """How well each letter goes with a frame in which others may have been taken for it."""
    with np.errstate(divide="ignore"):
        return np.log(np.exp(log_probabilities) @ table.T).astype(np.float32)
