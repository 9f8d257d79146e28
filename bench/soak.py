"""Soak check: 2,000 reruns of every screen on a running server; memory must stay flat.

    python bench/soak.py [--reruns 2000]

Starts a server of its own, reruns the screens in both editions and languages as a browser does,
and prints resident memory and CPU per rerun.
"""

import argparse
import itertools
import sys

from running import running, visitor
from screens import VIEWS

EDITIONS = ("published", "demo")
LANGUAGES = ("th", "en")


def soak(reruns: int) -> float:
    """Rerun the screens in turn; returns the growth in MB from the first quarter to the end."""
    views = list(itertools.product(VIEWS, EDITIONS, LANGUAGES))
    settled = 0.0
    with running() as server, visitor(server) as tab:
        print(f"{'reruns':>8} {'MB':>8} {'CPU ms each':>12}")
        before = server.cpu_seconds
        for number in range(1, reruns + 1):
            (screen, query), edition, language = views[number % len(views)]
            tab.open(screen, {"edition": edition, "lang": language, **query})
            if number % max(1, reruns // 8) == 0:
                spent = (server.cpu_seconds - before) / number * 1000
                print(f"{number:8} {server.memory:8.1f} {spent:12.1f}", flush=True)
            if number == reruns // 4:
                settled = server.memory
        return server.memory - settled


def main() -> None:
    """Run the soak and fail when memory grew by more than 20 MB after settling."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reruns", type=int, default=2000)
    growth = soak(parser.parse_args().reruns)
    print(f"growth after settling: {growth:+.1f} MB")
    sys.exit(growth > 20)


if __name__ == "__main__":
    main()
