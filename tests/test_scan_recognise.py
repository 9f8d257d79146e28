"""The recogniser of scans: what a text is worth, pictures side by side, and what it reads."""

import random
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from etl.read.scan.recognise import (
    BASELINE,
    BLANK,
    CONSONANT,
    HEIGHT,
    LETTERS,
    WEIGHTS,
    best_text,
    likelihood,
    likelihoods,
    log_probabilities,
    normal,
    stretched,
    with_western_digits,
)
from ita.offices import all_offices

FACE = (
    Path(__file__).resolve().parent.parent / "static" / "fonts" / "print" / "SarabunITA-Regular.ttf"
)
CELLS = (
    "๑", "๙๙", "๒๔๕", "245", "๙๙.๙๙", "99.98", "๑๐๐.๐๐", "๘๗.๕๐", "+๑๕.๘๖", "-๐.๔๕", "+0.12", "-",
    "AA", "A", "B", "C", "D", "E", "F", "ผ่าน", "ไม่ผ่าน", "เขต ๒", "๒๕๖๕",
)  # fmt: skip
LEVELS = ("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน")


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - draws cases, keeps no secret


def line(text: str, *, noise: float = 0.02) -> np.ndarray:
    """A text as a line picture, in the face that training never sees."""
    font = ImageFont.truetype(str(FACE), 26)
    height = -font.getbbox("บ", anchor="ls")[1]
    page = Image.new("L", (round(font.getlength(text)) + 24, 80), 255)
    ImageDraw.Draw(page).text((12, 50), text, fill=0, font=font, anchor="ls")
    scale = CONSONANT / height
    top = 50 - BASELINE / scale
    box = (0, top, page.width, top + HEIGHT / scale)
    small = page.resize((round(page.width * scale), HEIGHT), Image.Resampling.BILINEAR, box=box)
    grains = np.random.default_rng(1).normal(0, noise, (HEIGHT, small.width))
    return stretched((np.asarray(small, np.float32) / 255 + grains).astype(np.float32))


def frames(size: int, seed: int) -> np.ndarray:
    """Some log-probabilities, mostly of a few letters."""
    scores = np.random.default_rng(seed).normal(0, 1, (size, BLANK + 1))
    scores[:, [0, 5, BLANK]] += 4
    return (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))).astype(np.float32)


def collapsed(way: tuple[int, ...]) -> str:
    kept = [now for before, now in zip((None, *way), way, strict=False) if now != before]
    return "".join(LETTERS[letter] for letter in kept if letter != BLANK)


def test_a_likelihood_is_the_sum_of_all_ways_to_write_a_text() -> None:
    """Against every way through four frames, doubled letters and the empty text included."""
    first, second = LETTERS.index("๙"), LETTERS.index("A")
    seen = frames(4, 1)
    ways: dict[str, float] = {}
    for way in product((first, second, BLANK), repeat=4):
        chance = float(np.exp(seen[np.arange(4), way].astype(float).sum()))
        ways[collapsed(way)] = ways.get(collapsed(way), 0) + chance
    assert len(ways) == 15
    assert np.exp(likelihoods(seen, list(ways))) == pytest.approx(list(ways.values()), rel=1e-6)
    assert np.exp(likelihood(seen, "AA")) == pytest.approx(ways["AA"], rel=1e-6)


def test_what_cannot_be_written_is_worth_nothing() -> None:
    """A letter there is not, and more letters than frames; a doubled letter needs one more."""
    assert likelihood(frames(9, 2), "漢") == -np.inf
    assert likelihood(frames(3, 2), "1234") == -np.inf
    assert likelihood(frames(2, 2), "11") == -np.inf
    assert likelihood(frames(3, 2), "11") > -np.inf


def test_one_kind_of_digits_has_the_chances_of_both() -> None:
    """In each frame a digit is as likely as its two shapes together."""
    seen = frames(1, 3)
    merged = with_western_digits(seen)
    both = np.exp(likelihood(seen, "7")) + np.exp(likelihood(seen, "๗"))
    assert np.exp(likelihood(merged, "7")) == pytest.approx(both, rel=1e-6)
    assert np.exp(merged).sum() == pytest.approx(1, abs=1e-5)


def test_every_name_can_be_written() -> None:
    """No official or short name has a letter that the recogniser does not know."""
    names = [name for office in all_offices() for name in (office.office_name, office.short_name)]
    assert set("".join(map(normal, names))) <= set(LETTERS)
    assert len(LETTERS) == len(set(LETTERS)) == BLANK


def test_signs_that_look_alike_are_one() -> None:
    """Dashes are minus, arrows are triangles, a lone nikhahit before sara aa is sara am."""
    assert normal("−๑ –๒  ↑ ↓ กํา") == "-๑ -๒ ▲ ▼ กำ"


def test_an_empty_cell_stays_empty() -> None:
    """Faint noise is not stretched to ink, and nothing is read in it."""
    grains = np.random.default_rng(4).normal(0.9, 0.01, (HEIGHT, 64)).astype(np.float32)
    assert stretched(grains).min() > 0.5
    assert best_text(log_probabilities([stretched(grains)])[0]) == ""


def test_no_picture_depends_on_its_company() -> None:
    """A line reads the same alone and among others, in any order."""
    pictures = [line(text) for text in CELLS]
    together = log_probabilities(pictures)
    alone = [log_probabilities([picture])[0] for picture in pictures]
    order = chance(5).sample(range(len(CELLS)), len(CELLS))
    shuffled = log_probabilities([pictures[place] for place in order])
    for place, seen in enumerate(alone):
        assert np.abs(together[place] - seen).max() < 1e-3
        assert np.abs(shuffled[order.index(place)] - seen).max() < 1e-3


def test_clean_cells_are_read() -> None:
    """Numbers, grades, results and names in a face that was held out of training."""
    read = [best_text(seen) for seen in log_probabilities([line(text) for text in CELLS])]
    assert dict(zip(CELLS, read, strict=True)) == {text: text for text in CELLS}


def test_levels_in_words_are_told_apart() -> None:
    """Each is the likeliest of them all, though some begin alike."""
    for level in LEVELS:
        seen = log_probabilities([line(level)])[0]
        assert LEVELS[int(likelihoods(seen, LEVELS).argmax())] == level


def test_an_office_is_found_among_all() -> None:
    """Its full official name is the likeliest of the 245."""
    names = [office.office_name for office in all_offices()]
    for name in chance(6).sample(names, 8):
        seen = with_western_digits(log_probabilities([line(name)])[0])
        assert names[int(likelihoods(seen, names).argmax())] == name


def test_the_weights_are_small() -> None:
    """At most three megabytes in the repository."""
    assert WEIGHTS.stat().st_size <= 3_000_000
