"""The real server over one measured county, and what its processes spend."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browser import Browser

SECONDS_TO_START = 90
TICKS = os.sysconf("SC_CLK_TCK")


class NotStarted(Exception):
    """The server did not answer; the message holds the end of its log."""


@dataclass(frozen=True)
class Service:
    """A server that answers on ``port``; ``pid`` is its parent process."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Return the seconds of processor, user and system together, that its processes have spent so far."""
        return spent_by(tree_of(self.pid))


@contextmanager
def serving(environment: Mapping[str, str], *, folder: Path) -> Iterator[Service]:
    """Run ``onroll serve`` as an installation does until the block ends. Raises NotStarted."""
    port = _free_port()
    log = folder / "serve.log"
    command = [sys.executable, "-m", "onroll.project.command", "serve", "--port", str(port)]
    with log.open("wb") as written:
        server = subprocess.Popen(command, env=dict(environment), stdout=written, stderr=written)
    try:
        _wait_for_answer(port, server, log)
        yield Service(port, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(timeout=40)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for_answer(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        browser = Browser(port)
        try:
            status, _ = browser.ask("GET", "/sign-in/")
        except OSError:
            time.sleep(0.2)
        else:
            if status == 200:
                return
        finally:
            browser.close()
    raise NotStarted(f"the server does not answer on port {port}:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ------------------------------------------------------------------------------------------------------- processes
def tree_of(pid: int) -> set[int]:
    """Return a process and everything that it started, as they are now."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            parents[int(folder.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def spent_by(processes: set[int]) -> float:
    """Return the seconds of processor of these processes, of children that they have waited for too."""
    return (
        sum(sum(int(each) for each in fields[11:15]) for pid in processes if (fields := _stat(pid))) / TICKS
    )


def _stat(pid: int) -> list[str]:
    """Return the fields of a process after its name, which may hold anything; none for one that has gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()
