"""Asked to stop: long work looks here between its subjects and leaves off where it can be taken up again."""

import threading


class NotNow(Exception):
    """The task cannot be done at this moment; it goes back into the queue, and the attempt does not count."""


class Stopped(NotNow):
    """The work was left off because this process was asked to stop; nothing is lost."""


asked = threading.Event()


def leave_off_if_asked() -> None:
    """Raise Stopped when this process was asked to stop."""
    if asked.is_set():
        raise Stopped
