"""The school of the recogniser: what is written, drawn and damaged, and one tiny run of learning."""

import importlib.util
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from etl.read.scan.recognise import BASELINE, CONSONANT, HEIGHT, LETTERS, log_probabilities
from training.scan.cells import confirmed_cells
from training.scan.damage import MEASURES, USUAL, line_picture
from training.scan.drawing import drawn_line
from training.scan.fonts import FAMILIES, Face, held_out_faces, trained_faces
from training.scan.words import KINDS, cell_of, clusters, written

ROOT = Path(__file__).resolve().parent.parent
FACE = ROOT / "static" / "fonts" / "print" / "SarabunITA-Regular.ttf"
has_torch = importlib.util.find_spec("torch") is not None


def by_chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - draws cases, keeps no secret


def cells(size: int, seed: int = 1) -> list:
    chance = by_chance(seed)
    return [written(chance) for _ in range(size)]


def test_every_cell_can_be_said_in_the_letters() -> None:
    """What is meant has only letters of the recogniser, and the same seed writes the same."""
    some = cells(3000)
    assert set("".join(cell.meant for cell in some)) <= set(LETTERS)
    assert some == cells(3000)
    assert some != cells(3000, seed=2)


def test_every_letter_is_seen_often_enough() -> None:
    """No letter of the recogniser is never written, and doubled digits and both grades are frequent."""
    some = [cell.meant for cell in cells(12000)]
    seen = Counter("".join(some))
    assert [letter for letter in LETTERS if seen[letter] < 12] == []
    said = Counter(some)
    assert min(said["AA"], said["A"], said["-"], said[""]) > 100
    assert sum("๙๙" in text or "99" in text for text in some) > 150


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_writes_something_else_each_time(kind) -> None:
    """No kind is one text."""
    chance = by_chance(3)
    assert len({kind(chance) for _ in range(60)}) > 1


def test_a_mark_is_never_cut_from_its_letter() -> None:
    """Clusters begin with a letter that stands alone."""
    assert clusters("กาฬสินธุ์ ๒") == ["กา", "ฬ", "สิ", "น", "ธุ์", " ", "๒"]


def test_a_drawn_line_stands_on_its_baseline() -> None:
    """Consonants fill the rows of the recipe in a picture cut without damage."""
    line = drawn_line("บบบบ", FACE, 30, by_chance(1))
    grey = np.asarray(line.picture)
    inked = np.flatnonzero((grey < 128).any(axis=1))
    assert inked[-1] + 1 == pytest.approx(line.base, abs=2)
    assert inked[-1] - inked[0] + 1 == pytest.approx(line.consonant, abs=3)
    tall = (line.bottom - line.top) / line.consonant
    assert tall == pytest.approx(HEIGHT / CONSONANT, rel=0.01)
    assert (line.base - line.top) / line.consonant == pytest.approx(BASELINE / CONSONANT, rel=0.01)


@pytest.mark.parametrize("damage", [USUAL, *MEASURES.values()], ids=["usual", *MEASURES])
def test_a_damaged_line_is_a_picture_of_the_recipe(damage) -> None:
    """Forty rows from ink to paper, the same for the same seed, and ink where there is text."""
    pictures = [line_picture("+๑๕.๘๖", FACE, by_chance(seed), damage) for seed in range(4)]
    for picture in pictures:
        assert picture.shape[0] == HEIGHT
        assert picture.dtype == np.float32
        assert 0 <= picture.min() < 0.3
        assert picture.max() == 1
    again = line_picture("+๑๕.๘๖", FACE, by_chance(0), damage)
    assert np.array_equal(again, pictures[0])


def test_arrows_are_drawn_in_any_face() -> None:
    """A triangle or arrow is ink, up and down are not the same."""
    up, down = (np.asarray(drawn_line(arrow, FACE, 20, by_chance(4)).picture) for arrow in "▲▼")
    assert (up < 128).sum() > 50
    assert not np.array_equal(up, down)


def test_held_out_faces_are_never_trained_on() -> None:
    """No design is on both sides, each has a licence noted, and the project's own face is held out."""
    trained = {face.file.name for face in trained_faces(Path())}
    held_out = {face.file.name for face in held_out_faces(Path())}
    assert trained
    assert "sarabun-400.ttf" in held_out
    assert trained & held_out == set()
    assert all(family.licence for family in FAMILIES)


def test_confirmed_cells_are_taken_in(tmp_path: Path) -> None:
    """A folder of pictures with what they say, in the recogniser's letters and size."""
    picture = line_picture("๙๙.๙๘", FACE, by_chance(5), USUAL)
    Image.fromarray((picture * 255).astype(np.uint8)).save(tmp_path / "one.png")
    (tmp_path / "cells.csv").write_text("file,text\none.png,−๙๙.๙๘\n", encoding="utf-8")
    ((kept, text),) = confirmed_cells(tmp_path)
    assert text == "-๙๙.๙๘"
    assert kept.shape == picture.shape


@pytest.mark.skipif(not has_torch, reason="training's own packages are not installed")
def test_a_tiny_run_writes_weights_that_are_read(tmp_path: Path) -> None:
    """Two steps of one command; numpy sees what torch sees."""
    torch, learning = map(importlib.import_module, ("torch", "training.scan.net"))
    folder = tmp_path / "fonts"
    folder.mkdir()
    for face in trained_faces(folder):
        face.file.write_bytes(FACE.read_bytes())
    weights = tmp_path / "weights.npz"
    run = [
        sys.executable,
        "-m",
        "training.scan",
        "--fonts",
        folder,
        "--out",
        weights,
        "--steps",
        "2",
    ]
    subprocess.run(run, cwd=ROOT, check=True, timeout=300)
    assert 100_000 < weights.stat().st_size < 3_000_000

    torch.manual_seed(1)
    net = learning.Net().eval()
    learning.export(net, weights)
    picture = line_picture("๙๙.๙๘", FACE, by_chance(6), USUAL)
    picture = np.pad(picture, ((0, 0), (0, -picture.shape[1] % 16)), constant_values=1)
    with torch.no_grad():
        taught = net(torch.from_numpy(1 - picture)[None, None])[:, 0].numpy()
    read = log_probabilities([picture], weights)[0]
    assert np.abs(taught - read).max() < 0.02
    with torch.no_grad():
        again = learning.taught(weights, learning.ink_of([picture] * 2)).eval()
        taken_up = again(torch.from_numpy(1 - picture)[None, None])[:, 0].numpy()
    assert np.abs(taken_up - read).max() < 0.02


def test_cells_of_unknown_letters_lose_them() -> None:
    """What cannot be said is not drawn either."""
    assert cell_of("ก漢๑ −๒").drawn == "ก๑ −๒"
    assert cell_of("ก漢๑ −๒").meant == "ก๑ -๒"


def test_faces_are_drawn_by_their_shares() -> None:
    """The design of announcements is drawn most."""
    shares = Counter()
    for face in trained_faces(Path()):
        assert isinstance(face, Face)
        shares[face.file.name.split("-")[0].removesuffix(".ttf")] += face.share
    assert shares.most_common(1)[0][0] == "THSarabunNew"
