"""Cells by the pool: pictures with what they say, drawn by a process of its own while others are learned."""

import csv
import random
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from etl.read.scan.recognise import HEIGHT, LETTERS, Floats, normal, stretched
from training.scan.damage import MILD, USUAL, line_picture
from training.scan.fonts import trained_faces
from training.scan.words import written

BATCH, BATCHES_A_POOL = 32, 16
_PIXELS_A_LETTER = 2.1  # a frame a letter at least
_CONFIRMED_SHARE, _MILD_SHARE = 0.1, 0.35
_AHEAD = 2  # pools drawn before they are needed


class Pool(NamedTuple):
    """Cells drawn together: each picture in bytes with what it says."""

    pictures: list[NDArray[np.uint8]]
    texts: list[str]


def drawn_pool(number: int, size: int, seed: int, fonts: Path, confirmed: Path | None) -> Pool:
    """So many cells by chance, narrow ones first; the same for the same seed and number."""
    chance = random.Random(f"{seed} {number}")
    faces = trained_faces(fonts)
    shares = [face.share for face in faces]
    pool = []
    while len(pool) < size:
        if confirmed and chance.random() < _CONFIRMED_SHARE:
            picture, text = chance.choice(confirmed_cells(confirmed))
        else:
            cell = written(chance)
            face = chance.choices(faces, shares)[0].file
            wear = MILD if chance.random() < _MILD_SHARE else USUAL
            picture = line_picture(cell.drawn, face, chance, wear)
            text = cell.meant
        if picture.shape[1] >= _PIXELS_A_LETTER * (len(text) + 2):
            pool.append(((picture * 255).astype(np.uint8), text))
    pool.sort(key=lambda cell: cell[0].shape[1])
    return Pool([picture for picture, _ in pool], [text for _, text in pool])


@cache
def confirmed_cells(folder: Path) -> list[tuple[Floats, str]]:
    """The pictures of a folder that a steward has confirmed, with what they say."""
    with (folder / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = []
    for row in rows:
        picture = Image.open(folder / row["file"]).convert("L")
        wide = round(picture.width * HEIGHT / picture.height)
        grey = np.asarray(picture.resize((wide, HEIGHT)), np.float32) / 255
        cells.append((stretched(grey), normal(row["text"])))
    return cells


def pools(steps: int, seed: int, fonts: Path, confirmed: Path | None) -> Iterator[Pool]:
    """The pools of a run, drawn by a process of their own while the last one is learned."""
    size = BATCH * min(BATCHES_A_POOL, steps)
    wanted = -(-steps * BATCH // size)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        waiting: list[Future[Pool]] = []
        for number in range(wanted + _AHEAD):
            if number < wanted:
                waiting.append(other.submit(drawn_pool, number, size, seed, fonts, confirmed))
            if number >= _AHEAD:
                yield waiting.pop(0).result()


def batches(pool: Pool, chance: random.Random) -> Iterator[tuple[list[Floats], list[list[int]]]]:
    """A pool in batches of like widths, in any order."""
    places = {letter: place for place, letter in enumerate(LETTERS)}
    starts = list(range(0, len(pool.texts), BATCH))
    chance.shuffle(starts)
    for start in starts:
        chosen = slice(start, start + BATCH)
        pictures = [picture.astype(np.float32) / 255 for picture in pool.pictures[chosen]]
        yield pictures, [[places[letter] for letter in text] for text in pool.texts[chosen]]
