"""The letters of a line of a scan: a small net in numpy, and how well a text fits what it saw.

A picture of a line is 40 rows of grey, 0 for ink and 1 for paper, its consonants 15 pixels high
and standing on row 29. The net looks at it in frames of two pixels and gives each letter, or none,
a probability in each; what a text is worth is the sum over all ways to write it in these frames
(connectionist temporal classification). ``MODEL.md`` says what it was taught and what it cannot.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
_NODES_AT_ONCE = 1 << 14  # of trees of texts
_FRAMES_UNSCALED = 4  # frames that cannot make a chance too small for its number


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
    places = [round((grey.size - 1) * share / 100) for share in (_INK, _PAPER)]
    ink, paper = np.partition(grey, places, axis=None)[places]
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
    """The log-likelihood of each text; -inf for a letter not known, no room, or nothing like it."""
    return likelihoods_of([log_probabilities], [texts])[0]


def likelihoods_of(
    cells: Sequence[Floats], texts: Sequence[Sequence[str]]
) -> list[NDArray[np.float64]]:
    """For each cell the log-likelihoods of its texts; many cells at once cost little more than one.

    Forward over the frames through a tree of a cell's texts, so that a beginning they share is gone
    through once. What falls e^700 behind the best beginning is given up.
    """
    trees = [_tree_of(tuple(each)) for each in texts]
    found: dict[int, NDArray[np.float64]] = {}
    order = sorted(
        range(len(cells)), key=lambda place: (len(trees[place].letters), len(cells[place]))
    )
    for some in _together(order, [len(tree.letters) for tree in trees]):
        ends = _forward([cells[place] for place in some], [trees[place] for place in some])
        found |= zip(some, ends, strict=True)
    return [found[place] for place in range(len(cells))]


def _together(order: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Places in their order, so many together as fit into the processor's memory."""
    group: list[int] = []
    for place in order:
        if group and (len(group) + 1) * sizes[place] > _NODES_AT_ONCE:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _forward(cells: Sequence[Floats], trees: Sequence["_Tree"]) -> Iterator[NDArray[np.float64]]:
    """The log-likelihood at each end of each cell's tree."""
    count, frames = len(cells), max(map(len, cells))
    size = max(len(tree.letters) for tree in trees)
    letters = np.full((count, size), BLANK + 1)
    parents, may_touch = np.zeros_like(letters), np.zeros((count, size), bool)
    # After its last frame a cell has only gaps, which change nothing.
    chances = np.zeros((frames, count, BLANK + 2))
    chances[:, :, BLANK] = 1
    for place, (seen, tree) in enumerate(zip(cells, trees, strict=True)):
        nodes = len(tree.letters)
        letters[place, :nodes], parents[place, :nodes] = tree.letters, tree.parents
        may_touch[place, :nodes] = tree.may_touch
        chances[: len(seen), place, :-1] = np.exp(seen.astype(np.float64))
    rows = np.arange(count)[:, None]
    from_parent, of_letter = parents + rows * size, letters + rows * chances.shape[2]
    in_letter, after = np.zeros((2, count, size))
    after[:, 0] = 1
    total = np.zeros(count)
    for number, frame in enumerate(chances, start=1):
        come = after.take(from_parent)
        come += in_letter.take(from_parent) * may_touch
        after += in_letter
        after *= frame[:, BLANK, None]
        in_letter += come
        in_letter *= frame.take(of_letter)
        if number % _FRAMES_UNSCALED == 0 or number == frames:
            scale = np.maximum(after.max(axis=1), in_letter.max(axis=1))
            total += np.log(scale)
            after /= scale[:, None]
            in_letter /= scale[:, None]
    with np.errstate(divide="ignore"):
        ended = np.log(after + in_letter)
    for logs, tree, whole in zip(ended, trees, total, strict=True):
        yield whole + logs[tree.ends]


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


@lru_cache(maxsize=512)
def _tree_of(texts: tuple[str, ...]) -> _Tree:
    nodes: dict[tuple[int, int], int] = {}
    letters, parents, ends = [BLANK + 1], [0], []
    for text in texts:
        node = 0
        for letter in _spelled(text):
            child = nodes.setdefault((node, letter), len(letters))
            if child == len(letters):
                letters.append(letter)
                parents.append(node)
            node = child
        ends.append(node)
    places, above = np.array(letters, np.intp), np.array(parents, np.intp)
    return _Tree(places, above, places != places[above], np.array(ends, np.intp))


@lru_cache(maxsize=4096)
def _spelled(text: str) -> tuple[int, ...]:
    """The places of a text's letters."""
    return tuple(_places().get(letter, BLANK + 1) for letter in normal(text))


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
