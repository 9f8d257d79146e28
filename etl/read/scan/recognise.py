"""The letters of a line of a scan: a small net in numpy, and how well a text fits what it saw.

A picture of a line is 40 rows of grey, 0 for ink and 1 for paper, its consonants 15 pixels high
and standing on row 29. The net looks at it in frames of two pixels and gives each letter, or none,
a probability in each; what a text is worth is the sum over all ways to write it in these frames
(connectionist temporal classification). ``MODEL.md`` says what it was taught and what it cannot.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float32]

HEIGHT, CONSONANT, BASELINE = 40, 15, 29  # rows of a line picture
LETTERS = (
    " กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮฯะัาำิีึืุูเแโใไๆ็่้๊๋์"
    "๐๑๒๓๔๕๖๗๘๙0123456789+-.,/():%▲▼ABCDEFIMNOPSTeilno"
)
BLANK = len(LETTERS)
WEIGHTS = Path(__file__).parent / "weights.npz"
FRAMES_A_STEP, PIXELS_A_STEP = 2, 4
_SAME = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "↑": "▲", "↓": "▼", "\xa0": " "})
_INK, _PAPER = 1, 70  # percentiles of a picture
_FAINTEST = 0.12  # contrast that is not stretched further: an empty cell has no ink
_WIDTHS, _COLUMNS_AT_ONCE = 16, 2048


class Layer(NamedTuple):
    """A convolution; the input of ``back`` layers before, counted with itself, is added to it."""

    name: str
    kernel: tuple[int, int]
    stride: tuple[int, int]
    channels: int
    back: int = 0
    is_padded_above: bool = True


LAYERS = (
    Layer("edges", (3, 3), (2, 2), 24),
    Layer("strokes", (3, 3), (1, 1), 24),
    Layer("pieces", (3, 3), (2, 2), 40),
    Layer("pieces_again", (3, 3), (1, 1), 40),
    Layer("pieces_more", (3, 3), (1, 1), 40, back=2),
    Layer("shapes", (3, 3), (2, 1), 72),
    Layer("shapes_again", (3, 3), (1, 1), 72),
    Layer("shapes_more", (3, 3), (1, 1), 72, back=2),
    Layer("columns", (5, 3), (1, 1), 144, is_padded_above=False),
    Layer("beside", (1, 3), (1, 1), 144, back=1),
    Layer("around", (1, 3), (1, 1), 144, back=1),
    Layer("beyond", (1, 5), (1, 1), 144, back=1),
    Layer("letters", (1, 1), (1, 1), FRAMES_A_STEP * (BLANK + 1)),
)


def normal(text: str) -> str:
    """A text in the letters there are: one minus, one arrow each way, one space, no lone nikhahit."""
    return " ".join(text.replace("ํา", "ำ").translate(_SAME).split())


def stretched(grey: Floats) -> Floats:
    """A picture from 0 for ink to 1 for paper, by its darkest and its common grey."""
    ink, paper = np.percentile(grey, (_INK, _PAPER))
    return np.clip((grey - paper) / max(paper - ink, _FAINTEST) + 1, 0, 1).astype(np.float32)


def log_probabilities(pictures: Sequence[Floats], file: Path = WEIGHTS) -> list[Floats]:
    """For each picture the log-probability of each letter and of none, frame by frame.

    Pictures of one width are looked at together, so that none depends on its company.
    """
    weights = _weights(file)
    together: dict[int, list[int]] = defaultdict(list)
    for place, picture in enumerate(pictures):
        together[-(-max(picture.shape[1], 1) // _WIDTHS) * _WIDTHS].append(place)
    seen: dict[int, Floats] = {}
    for width, places in together.items():
        step = max(1, _COLUMNS_AT_ONCE // width)
        for start in range(0, len(places), step):
            some = places[start : start + step]
            ink = np.zeros((len(some), HEIGHT, width, 1), np.float32)
            for row, place in zip(ink, some, strict=True):
                row[:, : pictures[place].shape[1], 0] = 1 - pictures[place]
            seen |= zip(some, _frames(ink, weights), strict=True)
    return [seen[place] for place in range(len(pictures))]


def best_text(log_probabilities: Floats) -> str:
    """The letters of the best way through the frames."""
    best = log_probabilities.argmax(axis=1)
    changes = np.flatnonzero(np.diff(best, prepend=-1))
    return "".join(LETTERS[letter] for letter in best[changes] if letter != BLANK).strip()


def likelihood(log_probabilities: Floats, text: str) -> float:
    """The log-likelihood of a text, summed over all ways to write it."""
    return float(likelihoods(log_probabilities, [text])[0])


def likelihoods(log_probabilities: Floats, texts: Sequence[str]) -> NDArray[np.float64]:
    """The log-likelihood of each text; -inf for a letter not known, no room, or nothing like it.

    Forward over the frames through a tree of the texts, so that a beginning they share is gone
    through once. What falls e^700 behind the best beginning is given up.
    """
    tree = _tree_of(tuple(texts))
    chances = np.exp(log_probabilities.astype(np.float64))
    chances = np.pad(chances, ((0, 0), (0, 1)))  # the letter that is not known
    in_letter, after = np.zeros((2, len(tree.letters)))
    after[0] = 1
    total = 0.0
    for frame in chances:
        come = after[tree.parents] + in_letter[tree.parents] * tree.may_touch
        after = (after + in_letter) * frame[BLANK]
        in_letter = (in_letter + come) * frame[tree.letters]
        scale = max(after.max(), in_letter.max())
        total += float(np.log(scale))
        after /= scale
        in_letter /= scale
    with np.errstate(divide="ignore"):
        return total + np.log(after[tree.ends] + in_letter[tree.ends])


def with_western_digits(log_probabilities: Floats) -> Floats:
    """The same where a Thai digit counts as its western one: texts are asked for in western digits."""
    thai, western = (LETTERS.index(zero) + np.arange(10) for zero in "๐0")
    merged = log_probabilities.copy()
    merged[:, western] = np.logaddexp(log_probabilities[:, thai], log_probabilities[:, western])
    merged[:, thai] = -np.inf
    return merged


class _Tree(NamedTuple):
    """Texts letter by letter, each node after its parent; ``ends`` is where each text ends."""

    letters: NDArray[np.intp]
    parents: NDArray[np.intp]
    may_touch: NDArray[np.bool_]  # a doubled letter needs a frame of nothing between
    ends: NDArray[np.intp]


@lru_cache(maxsize=64)
def _tree_of(texts: tuple[str, ...]) -> _Tree:
    nodes: dict[tuple[int, int], int] = {}
    letters, parents, ends = [BLANK + 1], [0], []
    for text in texts:
        node = 0
        for letter in (_places().get(each, BLANK + 1) for each in normal(text)):
            child = nodes.setdefault((node, letter), len(letters))
            if child == len(letters):
                letters.append(letter)
                parents.append(node)
            node = child
        ends.append(node)
    places, above = np.array(letters, np.intp), np.array(parents, np.intp)
    return _Tree(places, above, places != places[above], np.array(ends, np.intp))


@cache
def _places() -> dict[str, int]:
    return {letter: place for place, letter in enumerate(LETTERS)}


@cache
def _weights(file: Path) -> Mapping[str, Floats]:
    """The arrays of the net as float32: of each layer its kernel as a matrix, and its bias."""
    with np.load(file) as kept:
        return {name: kept[name].astype(np.float32) for name in kept.files}


def _frames(ink: Floats, weights: Mapping[str, Floats]) -> Floats:
    """The log-probabilities of pictures of one width: (pictures, frames, letters)."""
    inputs = [ink]
    for layer in LAYERS:
        made = _convolved(inputs[-1], layer, weights[layer.name], weights[f"{layer.name}_bias"])
        if layer.back:
            made += inputs[-layer.back]
        inputs.append(np.maximum(made, 0, out=made) if layer is not LAYERS[-1] else made)
    scores = inputs[-1].reshape(len(ink), -1, BLANK + 1)
    scores -= scores.max(axis=2, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=2, keepdims=True))
    return scores


def _convolved(image: Floats, layer: Layer, weight: Floats, bias: Floats) -> Floats:
    """One convolution of (pictures, rows, columns, channels), its windows laid out as a matrix."""
    tall, wide = layer.kernel
    above, beside = tall // 2 if layer.is_padded_above else 0, wide // 2
    pictures, rows, columns, channels = image.shape
    padded = np.zeros((pictures, rows + 2 * above, columns + 2 * beside, channels), np.float32)
    padded[:, above : above + rows, beside : beside + columns] = image
    windows = sliding_window_view(padded, (tall, wide), axis=(1, 2))
    windows = windows[:, :: layer.stride[0], :: layer.stride[1]].transpose(0, 1, 2, 4, 5, 3)
    matrix = windows.reshape(-1, weight.shape[0])
    made: Floats = matrix @ weight
    made += bias
    return made.reshape(*windows.shape[:3], -1)
