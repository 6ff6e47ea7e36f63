"""A post office whose letters can be read."""

import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from tests.faults.post_office import PostOffice


class ReadingRoom(PostOffice):
    """Keeps letters as they came, to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.mail: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  the library's name
        """Keep a letter whole."""
        self.mail.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return await super().handle_DATA(server, session, envelope)

    def wait_for(self, subject: str, *, to: str, seconds: float = 20.0) -> str:
        """Return the one letter to somebody about something, headers and all, once it has come."""
        give_up_at = time.monotonic() + seconds
        while time.monotonic() < give_up_at:
            found = [
                letter for letter in list(self.mail) if letter["To"] == to and letter["Subject"] == subject
            ]
            if found:
                assert len(found) == 1, f"{subject!r} came {len(found)} times"
                return found[0].as_string()
            time.sleep(0.1)
        raise AssertionError(
            f"no letter {subject!r} to {to!r}; there are {[letter['Subject'] for letter in self.mail]}"
        )
