"""Teaches the recogniser: ``python -m training.scan --fonts FOLDER`` writes ``weights.npz``.

One process draws, one learns; the same seed draws the same cells. ``--confirmed`` takes a folder of
cells that a steward has confirmed, ``cells.csv`` (file, text) beside pictures of lines.
"""

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from etl.read.scan.recognise import WEIGHTS
from training.scan.cells import batches, drawn_pool, pools
from training.scan.net import Net, export, ink_of, loss_of, rate_at, taught

_LINES_TO_MEASURE = 256


def learn(options: argparse.Namespace) -> None:
    """A run from the first step to the last, its weights kept on the way."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    net = taught(options.begin, _some_lines(options)) if options.begin else Net()
    net = net.to(memory_format=torch.channels_last)
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.998), use_buffers=True)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    chance = random.Random(options.seed)
    began, step, running = time.monotonic(), 0, 0.0
    for pool in pools(options.steps, options.seed, options.fonts, options.confirmed):
        for pictures, codes in batches(pool, chance):
            rate = rate_at(step, options.steps, options.rate)
            for group in optimizer.param_groups:
                group["lr"] = rate
            loss = loss_of(net, pictures, codes)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5)
            optimizer.step()
            mean.update_parameters(net)
            running += (loss.item() - running) * (1 if step == 0 else 0.02)
            step += 1
        minutes = (time.monotonic() - began) / 60
        left = minutes / step * (options.steps - step)
        print(
            f"step {step}/{options.steps}  loss {running:.4f}  {minutes:.1f} min, {left:.0f} to go",
            flush=True,
        )
        export(mean.module, options.out)


def _some_lines(options: argparse.Namespace) -> torch.Tensor:
    """As many lines as a few batches hold, of those the run will draw."""
    pool = drawn_pool(0, _LINES_TO_MEASURE, options.seed, options.fonts, options.confirmed)
    return ink_of([picture.astype(np.float32) / 255 for picture in pool.pictures])


def options_of(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    reads = argparse.ArgumentParser("python -m training.scan", description=__doc__)
    reads.add_argument(
        "--fonts", type=Path, required=True, help="what python -m training.scan.fonts made"
    )
    reads.add_argument("--out", type=Path, default=WEIGHTS)
    reads.add_argument("--steps", type=int, default=12_000)
    reads.add_argument("--rate", type=float, default=2.5e-3)
    reads.add_argument("--seed", type=int, default=1)
    reads.add_argument(
        "--threads", type=int, default=1, help="more are slower where the machine is shared"
    )
    reads.add_argument("--confirmed", type=Path, help="cells that a steward has confirmed")
    reads.add_argument("--begin", type=Path, help="weights to go on from, as --out wrote them")
    return reads.parse_args(arguments)


if __name__ == "__main__":
    learn(options_of(sys.argv[1:]))
