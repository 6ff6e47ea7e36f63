"""Four people who ask for the next page as soon as they have the last one: a closed loop, and how long each waited."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.browser import Browser, NotAnswered

CLIENTS = 4
ANSWERED = {"GET": 200, "POST": 302}

Ask = Sequence[tuple[str, str, dict[str, str] | None]]


@dataclass
class Measured:
    """One round of one page: seconds that each request waited, seconds in all, and processor by where it was spent."""

    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    service_cpu: float = 0.0
    database_cpu: float = 0.0

    @property
    def asked(self) -> int:
        """How many times the page was opened."""
        return len(self.waits)


def measure(
    browsers: Sequence[Browser],
    asks: Sequence[Ask],
    *,
    seconds: float,
    cpu: Callable[[], tuple[float, float]],
) -> Measured:
    """Open a page again and again for ``seconds``, each browser as fast as it is answered, and return what it cost.

    ``cpu`` tells what server and database have spent so far. Raises NotAnswered when the page is not the page.
    """
    found = Measured()
    wrong: list[Exception] = []
    turn, lock = iter(range(1_000_000_000)), threading.Lock()
    until = time.perf_counter() + seconds

    def work(browser: Browser) -> None:
        while time.perf_counter() < until and not wrong:
            with lock:
                ask = asks[next(turn) % len(asks)]
            began = time.perf_counter()
            try:
                open_once(browser, ask)
            except (NotAnswered, OSError) as error:
                wrong.append(error)
                return
            found.waits.append(time.perf_counter() - began)

    before, began = cpu(), time.perf_counter()
    threads = [threading.Thread(target=work, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    after = cpu()
    if wrong:
        raise wrong[0]
    found.service_cpu, found.database_cpu = after[0] - before[0], after[1] - before[1]
    return found


def open_once(browser: Browser, ask: Ask) -> str:
    """Ask for everything that one opening of a page takes and return its last text; raises NotAnswered."""
    text = ""
    for method, path, form in ask:
        status, text = browser.ask(method, path, form)
        if status != ANSWERED[method]:
            raise NotAnswered(f"{method} {path} answered {status}:\n{text[:1500]}")
    return text
