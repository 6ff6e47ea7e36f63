"""Processes that belong together: a child ends with its parent, and one that fell over is started again.

``python -m onroll.project.processes server worker`` keeps both running; it loads no Django, so that it stays small.
"""

import ctypes
import logging.config
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from onroll.project import logs

RESTART_SECONDS = 2.0
STOP_SECONDS = 30.0  # what a child gets to finish what it has in hand


def end_with_parent() -> None:
    """Ask Linux to stop this process when its parent ends, even by kill -9; elsewhere the parent's end is not seen."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


class Kept:
    """A child process that is kept running: started again whenever it ends, until it is told to stop."""

    def __init__(self, command: Sequence[str], *, say: Callable[[str], None]) -> None:
        self.command = list(command)
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process."""
        self.process = subprocess.Popen(self.command, preexec_fn=end_with_parent)  # noqa: PLW1509, S603  no threads yet

    def ended(self) -> bool:
        """Whether the process is no longer there."""
        return self.process is None or self.process.poll() is not None

    def stop(self) -> int:
        """Ask the process to stop, insist after a while, and return its exit status."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def keep_running(children: Sequence[Kept]) -> None:
    """Start the children and start again whichever ends, until SIGTERM or Ctrl-C; then stop them all."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    for child in children:
        child.start()
    while not stopping.wait(0.5):
        for child in children:
            if child.ended():
                child.say("ended unexpectedly and is started again")
                time.sleep(RESTART_SECONDS)
                child.start()
    for child in reversed(children):
        child.stop()


KINDS = {
    "server": [sys.executable, "-m", "onroll.project.server"],
    "worker": [sys.executable, "-m", "onroll.project.command", "worker"],
}


def main(names: Sequence[str]) -> None:
    """Keep the named kinds of process running until asked to stop."""
    log = structlog.get_logger("onroll.processes")
    logging.config.dictConfig(
        logs.settings(level=os.environ.get("ONROLL_LOG_LEVEL", "INFO"), json=logs.wants_json(os.environ))
    )
    logs.configure()
    keep_running([Kept(KINDS[name], say=partial(log.error, task=name)) for name in names])


if __name__ == "__main__":
    main(sys.argv[1:])
