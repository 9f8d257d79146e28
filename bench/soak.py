"""Soak check: 2,000 reruns of every screen on a running server; memory must stay flat.

    python bench/soak.py [--reruns 2000]

Starts a server of its own on the loopback interface, reruns the screens in both editions and
languages through Streamlit's agent interface, and prints resident memory and CPU per rerun.
Linux only: it reads /proc.
"""

import argparse
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ("", "trend", "gaps", "ranking", "sources")
EDITIONS = ("published", "demo")
LANGUAGES = ("th", "en")
MEGABYTE = 1024


def free_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def memory(process_id: int) -> float:
    """Resident memory in MB."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / MEGABYTE


def cpu_seconds(process_id: int) -> float:
    """User and system time so far."""
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def interact(port: int, request: dict) -> dict:
    """One request to the agent interface; its answer."""
    call = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stcore/agent/interact",
        data=json.dumps(request).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(call, timeout=60) as answer:
        return json.load(answer)


def wait_until_up(port: int) -> None:
    """Return once the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def soak(port: int, process_id: int, reruns: int) -> float:
    """Rerun the screens in turn; returns the growth in MB from the first quarter to the end."""
    views = list(itertools.product(SCREENS, EDITIONS, LANGUAGES))
    session = interact(port, {})["session_id"]
    settled = 0.0
    print(f"{'reruns':>8} {'MB':>8} {'CPU ms each':>12}")
    before = cpu_seconds(process_id)
    for number in range(1, reruns + 1):
        screen, edition, language = views[number % len(views)]
        query = {"edition": [edition], "lang": [language]}
        answer = interact(port, {"session_id": session, "page": screen, "query_params": query})
        if answer["status"] != "ready":
            sys.exit(f"{screen} {edition} {language}: {answer['status']}")
        if number % max(1, reruns // 8) == 0:
            spent = (cpu_seconds(process_id) - before) / number * 1000
            print(f"{number:8} {memory(process_id):8.1f} {spent:12.1f}", flush=True)
        if number == reruns // 4:
            settled = memory(process_id)
    return memory(process_id) - settled


def main() -> None:
    """Run the soak and fail when memory grew by more than 20 MB after settling."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reruns", type=int, default=2000)
    reruns = parser.parse_args().reruns
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "pages/shared/server.py"]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    flags = ["--server.headless", "true", "--server.enableAgentApi", "true"]
    server = subprocess.Popen([*command, *options, *flags], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_until_up(port)
        growth = soak(port, server.pid, reruns)
    finally:
        server.terminate()
        server.wait()
    print(f"growth after settling: {growth:+.1f} MB")
    sys.exit(growth > 20)


if __name__ == "__main__":
    main()
