"""A post office: a real SMTP server on this machine that keeps every letter it is given."""

import asyncio
import random
import socket
from collections import Counter
from email import message_from_bytes
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


SLOW_SECONDS = 0.3


class PostOffice:
    """Letters by their Message-ID, as they came."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self._lock = Lock()
        self._port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)

    @property
    def url(self) -> str:
        """Where it listens, as a mail setting."""
        return f"smtp://127.0.0.1:{self._port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  the library's name
        """Keep a letter and say so."""
        letter = message_from_bytes(envelope.content)
        with self._lock:
            self.letters += [(letter["Message-ID"], to) for to in envelope.rcpt_tos]
        await asyncio.sleep(random.random() * SLOW_SECONDS)  # here a sender that is killed cannot know
        return "250 kept"

    def open(self) -> None:
        """Begin to listen."""
        self._controller.start()

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()

    def sent_twice(self) -> list[str]:
        """Return the letters that came more than once."""
        return [letter for (letter, _), times in Counter(self.letters).items() if times > 1]
