"""What the recogniser reads, by kind of scan: ``python -m training.scan.measure FONTS [CELLS]``.

Cells in faces that were held out, by damages of which some were too. Of each column two shares are
printed: the best text as drawn, and the likeliest of the closed list that the column allows; then
how many were wrong though the list gave them nine chances in ten.
"""

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from etl.read.scan.recognise import best_text, likelihoods, log_probabilities, with_western_digits
from ita.offices import all_offices, western_digits
from training.scan.damage import MEASURES, Wear, line_picture
from training.scan.fonts import Face, held_out_faces
from training.scan.words import GRADES, LEVELS, THAI_DIGITS, cell_of

SURE = 0.9


class Column(NamedTuple):
    """What a column may say, and how one of it is drawn by chance."""

    texts: Sequence[str]
    draw: Callable[[random.Random], str]


class Reading(NamedTuple):
    """How one cell was read."""

    column: str
    is_text_right: bool
    is_choice_right: bool
    probability: float
    meant: str
    text: str
    choice: str


def columns() -> Mapping[str, Column]:
    """The six columns of a ranking, with both schemes of levels."""
    ranks = [str(place) for place in range(1, 246)]
    scores = [f"{cents // 100}.{cents % 100:02}" for cents in range(1000, 10001)]
    changes = [
        "",
        "-",
        *(f"{sign}{cents // 100}.{cents % 100:02}" for sign in "+-" for cents in range(4000)),
    ]
    offices = [office.office_name for office in all_offices()]
    return {
        "rank": Column(ranks, lambda chance: chance.choice(ranks)),
        "office": Column(offices, lambda chance: chance.choice(offices)),
        "score": Column(scores, lambda chance: f"{min(100, 100 - 30 * chance.random() ** 2):.2f}"),
        "grade": Column([*GRADES, *LEVELS], lambda chance: chance.choice(("AA", "A", "B", "C", *LEVELS[:4]))),
        "change": Column(changes, _drawn_change),
        "result": Column(["ผ่าน", "ไม่ผ่าน"], lambda chance: chance.choice(("ผ่าน", "ไม่ผ่าน"))),
    }  # fmt: skip


def readings(damage: Wear, faces: Sequence[Face], cells: int, seed: int) -> list[Reading]:
    """So many cells of each column, drawn and read."""
    chance = random.Random(seed)
    asked = [
        (name, column, _in_digits(column.draw(chance), chance))
        for name, column in columns().items()
        for _ in range(cells)
    ]
    faces_drawn = [chance.choice(faces).file for _ in asked]
    pictures = [
        line_picture(cell_of(text).drawn, face, chance, damage)
        for (_, _, text), face in zip(asked, faces_drawn, strict=True)
    ]
    return [
        _read(name, column, text, seen)
        for (name, column, text), seen in zip(asked, log_probabilities(pictures), strict=True)
    ]


def _read(name: str, column: Column, text: str, seen: np.ndarray) -> Reading:
    worth = likelihoods(with_western_digits(seen), column.texts)
    chances = np.exp(worth - worth.max())
    choice = column.texts[int(worth.argmax())]
    best, meant = best_text(seen), cell_of(text).meant
    return Reading(
        name,
        best == meant,
        choice == western_digits(meant),
        float(chances.max() / chances.sum()),
        meant,
        best,
        choice,
    )


def _drawn_change(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return chance.choice(("", "-", "–"))
    return f"{chance.choice('+-–')}{abs(chance.gauss(2, 4)):.2f}"


def _in_digits(text: str, chance: random.Random) -> str:
    return text.translate(THAI_DIGITS) if chance.random() < 0.75 else text


def main(fonts: Path, cells: int) -> None:
    """Prints a row of a table for each kind of scan, and what was wrong though sure."""
    faces = held_out_faces(fonts)
    names = list(columns())
    print(f"| {'scan':24} | {' | '.join(f'{name:>11}' for name in names)} | unsure | wrong, sure |")
    wrong = []
    for seed, (kind, damage) in enumerate(MEASURES.items()):
        read = readings(damage, faces, cells, seed)
        shares = []
        for name in names:
            of_column = [each for each in read if each.column == name]
            text, choice = (100 * np.mean([each[place] for each in of_column]) for place in (1, 2))
            shares.append(f"{text:5.1f} {choice:5.1f}")
        sure = [each for each in read if each.probability >= SURE]
        wrong += [(kind, each) for each in sure if not each.is_choice_right]
        unsure = 100 * (1 - len(sure) / len(read))
        mistakes = sum(not each.is_choice_right for each in sure)
        right = " | ".join(shares)
        print(f"| {kind:24} | {right} | {unsure:5.1f}% | {mistakes:4} of {len(sure)} |", flush=True)
    for kind, each in wrong:
        read_as = f"read {each.text!r}, chosen {each.choice!r} {each.probability:.4f}"
        print(f"{kind}: {each.column} {each.meant!r} {read_as}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40)
