"""The web server: granian with the service in it. Started by ``onroll serve`` as a process of its own.

The parent holds the port and watches the workers; it loads no Django, so that it stays small and has nothing to fail.
"""

import os
import signal
import threading
from collections.abc import Callable
from time import sleep
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from onroll.project import logs
from onroll.project.processes import end_with_parent

TARGET = "onroll.project.server:make_application"
WORKERS, THREADS = 2, 2  # set by us: a server's own guess at threads can be far too many for one database


def main() -> None:
    """Serve until stopped. Where to listen comes from ``onroll serve``, in the environment."""
    end_with_parent()
    Granian(
        TARGET,
        factory=True,
        address=os.environ["ONROLL_SERVE_HOST"],
        port=int(os.environ["ONROLL_SERVE_PORT"]),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("ONROLL_SERVE_WORKERS", WORKERS)),
        blocking_threads=int(os.environ.get("ONROLL_SERVE_THREADS", THREADS)),
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=25,
        websockets=False,
        log_access=False,  # the service writes its own line for each request, without the address asked for
        log_dictconfig=logs.settings(
            level=os.environ.get("ONROLL_LOG_LEVEL", "INFO"), json=logs.wants_json(os.environ)
        ),
        process_name=None,
    ).serve()


def make_application() -> Callable[..., Any]:
    """Return the service, loaded in the worker that will run it."""
    end_with_parent()
    _hear_the_stop_signal()
    from onroll.project.wsgi import application

    return application


def _hear_the_stop_signal() -> None:
    """Keep a stop signal that comes while the service is still being loaded until the server can act on it.

    The worker sets its handler after loading; until then it has its parent's, which does nothing here, and a signal
    that came early was lost: the stop then lasted until the worker was killed. One thread waits for the signal instead.
    """
    signals = {signal.SIGTERM, signal.SIGINT}
    before = {number: signal.getsignal(number) for number in signals}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # threads started from now on inherit this

    def wait() -> None:
        number = signal.Signals(signal.sigwait(signals))
        while (handler := signal.getsignal(number)) == before[number]:
            sleep(0.05)
        if callable(handler):
            handler(number, None)

    threading.Thread(target=wait, name="stop-signal", daemon=True).start()


if __name__ == "__main__":
    main()
