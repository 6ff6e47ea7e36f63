"""``onroll serve``: answer the browser."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from onroll.project import database, server, statics

PORT = 8436


class Command(BaseCommand):
    """Serve the pages until stopped."""

    help = (
        "Answer the browser. Two processes share the work; one that falls over is started again. "
        "Put a proxy that speaks HTTPS before it for real use (docs/how-to/install.md). "
        "Stops in order on Ctrl-C or SIGTERM: what is being answered is answered."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        port = int(os.environ.get("ONROLL_PORT") or os.environ.get("PORT") or PORT)
        parser.add_argument("--host", default=os.environ.get("ONROLL_HOST", "127.0.0.1"),
                            help="address to listen on (default: %(default)s, this machine only)")  # fmt: skip
        parser.add_argument("--port", type=int, default=port, help="port to listen on (default: %(default)s)")
        parser.add_argument(
            "--workers", type=int, default=server.WORKERS, help="processes (default: %(default)s)"
        )
        parser.add_argument("--threads", type=int, default=server.THREADS,
                            help="requests that each process answers at a time (default: %(default)s)")  # fmt: skip
        parser.add_argument("--with-worker", action="store_true",
                            help="run the worker beside it, for an installation on one machine")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Look whether all is ready, then become the server."""
        self._refuse_unready_database()
        self._refuse_taken_port(options["host"], options["port"])
        if statics.collect_if_needed():
            self._say("Static files collected.")
        self._say(f"Onroll answers at http://{options['host']}:{options['port']}/  (Ctrl-C stops it)")
        self._become_server(options)

    def _refuse_unready_database(self) -> None:
        waiting = database.waiting_migrations()
        if waiting:
            raise CommandError(
                f"The {database.in_words()} is not ready: {len(waiting)} changes of its tables have not been made.\n"
                "Make a backup if there is data in it (onroll backup FILE), then run: onroll migrate"
            )

    def _refuse_taken_port(self, host: str, port: int) -> None:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, OverflowError) as error:
                why = str(getattr(error, "strerror", None) or "ports go from 0 to 65535")
                raise CommandError(
                    f"Port {port} on {host} cannot be used: {why.lower()}.\n"
                    "Stop what listens there, or choose another port: onroll serve --port 8437"
                ) from None

    def _become_server(self, options: dict[str, Any]) -> None:
        os.environ |= {
            "ONROLL_SERVE_HOST": options["host"],
            "ONROLL_SERVE_PORT": str(options["port"]),
            "ONROLL_SERVE_WORKERS": str(options["workers"]),
            "ONROLL_SERVE_THREADS": str(options["threads"]),
            "ONROLL_LOG_LEVEL": settings.LOG_LEVEL,
        }
        connections.close_all()
        sys.stdout.flush()
        kinds = ["worker", "server"] if options["with_worker"] else ["server"]
        command = [sys.executable, "-m", "onroll.project.processes", *kinds]
        os.execv(sys.executable, command)  # noqa: S606  our own interpreter and our own module

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
