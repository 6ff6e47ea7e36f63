"""The web server: granian with the service in it. Started by ``onroll serve`` as a process of its own.

The parent holds the port and watches the workers; it loads no Django, so that it stays small and has nothing to fail.
"""

import os
import sys
from collections.abc import Callable
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
    from onroll.project.wsgi import application

    return application


if __name__ == "__main__":
    sys.exit(main())
