"""Members of the public who send the CME 2 form to a real server, and try again when the line breaks."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("child", {"forenames": "{tag}", "surname": "Quillfeather", "sex": "F"}),
    ("home", {"has_address": "unknown"}),
    ("family", {"parent_name": "Ottoline Quillfeather", "parent_phone": "01632 960123"}),
    ("education", {"concern": "Seen at home on school days."}),
    ("safety", {"at_risk": "no", "unsafe_contact": "no"}),
    ("background", {}),
    (
        "you",
        {"referrer_name": "A neighbour", "referrer_role": "public", "referrer_email": "{tag}@example.org"},
    ),
)


LINE = "a-line-between-the-parts-of-a-form"
MARK = re.compile(
    r'name="once" value="([^"]+)"'
)  # what a form that is drawn for somebody signed in brings along


@dataclass
class Browser:
    """A browser with cookies, which speaks from an address of this machine's own."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    mark: str = ""  # of a form of the page that is open

    def get(self, path: str) -> tuple[int, str, str]:
        """Open a page and return status, place to go to, and page."""
        answer = self._ask("GET", path, None)
        drawn = MARK.search(answer[2])
        self.mark = drawn[1] if drawn else ""
        return answer

    def post(self, path: str, answers: dict[str, str]) -> tuple[int, str, str]:
        """Send a form of the page that is open and return status, place to go to, and page."""
        return self._ask("POST", path, urlencode(answers | self._hidden()))

    def send(
        self, path: str, answers: dict[str, str], field: str, name: str, content: bytes
    ) -> tuple[int, str, str]:
        """Send a form with a file and return status, place to go to, and page."""
        told = answers | self._hidden()
        parts = [
            f'--{LINE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in told.items()
        ]
        parts.append(f'--{LINE}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + f"\r\n--{LINE}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={LINE}")

    def _hidden(self) -> dict[str, str]:
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return token | ({"once": self.mark} if self.mark else {})

    def _ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> tuple[int, str, str]:
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=20, source_address=(self.address, 0)
        )
        try:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "Host": "localhost",
            }
            if body is not None:
                headers["Content-Type"] = kind
            line.request(method, path, body, headers)
            answer = line.getresponse()
            page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
            return answer.status, answer.headers.get("Location", ""), page
        finally:
            line.close()


class NotAnswered(Exception):
    """The service did not take the form."""


def send_notice(browser: Browser, tag: str) -> None:
    """Fill in the form page by page and send it; return only when the service has said that it has it."""
    browser.get("/tell-us/")
    expect(browser.post("/tell-us/", {}), 302)
    for slug, answers in PAGES:
        expect(
            browser.post(
                f"/tell-us/{slug}/", {name: value.format(tag=tag) for name, value in answers.items()}
            ),
            302,
        )
    _, place, _ = expect(browser.post("/tell-us/check/", {}), 302)
    if not place.endswith("/tell-us/sent/"):
        raise NotAnswered(f"sent to {place}")


def expect(answer: tuple[int, str, str], status: int) -> tuple[int, str, str]:
    """Return the answer when it has the status; raise NotAnswered when not."""
    if answer[0] != status:
        raise NotAnswered(f"status {answer[0]}")
    return answer


class Public:
    """Several people who go on sending notices until told to stop, and remember which ones were acknowledged."""

    def __init__(
        self, port: int, *, people: int, seed: int, say: Callable[[str], None] = lambda words: None
    ) -> None:
        self.port = port
        self.say = say
        self.acknowledged: list[str] = []
        self.begun: list[str] = []
        self.broken_lines = 0
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._go_on, args=(n, seed), daemon=True) for n in range(people)
        ]

    def start(self) -> None:
        """Let them begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let each finish what it has begun, for two minutes at most."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=120)

    def _go_on(self, person: int, seed: int) -> None:
        chance = random.Random(seed * 1_000 + person)
        number = 0
        while not self._stop.is_set():
            number += 1
            tag = f"n{seed}x{person}x{number}"
            # A form may be sent twenty times an hour from one address: each notice comes from another.
            browser = Browser(self.port, f"127.{person + 1}.{number // 250}.{number % 250 + 1}")
            self.begun.append(tag)
            if self._sent(browser, tag):
                self.acknowledged.append(tag)
            time.sleep(chance.random() * 0.05)

    def _sent(self, browser: Browser, tag: str) -> bool:
        """Send a notice; when the line breaks, go on where it broke, as a person who presses the button again."""
        for _ in range(60):
            try:
                if browser.cookies and self._arrived(browser):
                    return True
                send_notice(browser, tag)
                return True
            except (OSError, http.client.HTTPException, NotAnswered) as trouble:
                self.broken_lines += 1
                self.say(f"{tag}: {type(trouble).__name__} {trouble}")
                time.sleep(0.5)
        return False

    def _arrived(self, browser: Browser) -> bool:
        """Press "Send" once more; a form that is complete is taken, or was taken before."""
        status, place, _ = browser.get("/tell-us/sent/")
        if status == 200:
            return True
        if not browser.cookies.get("csrftoken"):
            return False
        status, place, _ = browser.post("/tell-us/check/", {})
        return status == 302 and place.endswith("/tell-us/sent/")
