"""A server of the dashboard on the loopback interface, and a visitor that speaks as a browser does.

Linux only: CPU and memory are read from /proc.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1024


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    port: int
    process_id: int

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        lines = Path(f"/proc/{self.process_id}/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / MEGABYTE

    @property
    def cpu_seconds(self) -> float:
        """User and system time so far."""
        stat = Path(f"/proc/{self.process_id}/stat").read_text(encoding="ascii")
        fields = stat.rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Visitor:
    """One browser tab: asks for screens and receives what the script sends."""

    connection: ClientConnection

    def open(self, screen: str, query: Mapping[str, str]) -> int:
        """Run the script for a screen to its end; returns the bytes received.

        Raises RuntimeError when the script did not finish or showed an error.
        """
        message = BackMsg()
        message.rerun_script.page_name = screen
        message.rerun_script.query_string = urlencode(query)
        message.rerun_script.widget_states.SetInParent()
        self.connection.send(message.SerializeToString())
        received = 0
        while True:
            told = self.connection.recv(timeout=120)
            received += len(told)
            forward = ForwardMsg.FromString(bytes(told))
            kind = forward.WhichOneof("type")
            if kind == "delta" and _is_error(forward.delta.new_element):
                raise RuntimeError(f"{screen} {query}: {forward.delta.new_element}")
            if kind == "script_finished":
                if forward.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError(f"{screen} {query}: {forward.script_finished}")
                return received


def _is_error(element: Element) -> bool:
    kind = element.WhichOneof("type")
    return kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR)


@contextmanager
def running(warehouse: Path | None = None) -> Iterator[Server]:
    """The dashboard served from ``warehouse`` until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "pages/shared/server.py"]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    environment = {**os.environ, **({"ITA_WAREHOUSE": str(warehouse)} if warehouse else {})}
    server = subprocess.Popen(
        [*command, *options, "--server.headless", "true"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env=environment,
    )
    try:
        _wait_until_up(port)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait()


@contextmanager
def visitor(server: Server) -> Iterator[Visitor]:
    """A browser tab that stays open until the block ends."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        yield Visitor(connection)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_up(port: int) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")
