"""Somebody signed in, asking for pages over one connection that stays open: as little of a browser as will do."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PASSWORD = "three blue kettles sing"  # of every invented person in a measured county
SECONDS = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NotAnswered(Exception):
    """A page answered otherwise than it should, so that what was measured is not the page."""


class Browser:
    """One person's browser. Cookies are kept; a redirect is followed only where that is asked."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})
        self.connection = http.client.HTTPConnection("localhost", port, timeout=SECONDS)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask for a page and return its status and text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.cookies["csrftoken"],
            }
            body = urlencode(form)
        try:
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # the server has closed it while nobody asked; a browser opens another
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer.status, text

    def sign_in(self, email: str) -> None:
        """Sign in; raises NotAnswered when the service does not let this person in."""
        self.ask("GET", "/sign-in/")
        status, text = self.ask("POST", "/sign-in/", {"login": email, "password": PASSWORD})
        if status != 302:
            raise NotAnswered(f"{email} could not sign in: {status}\n{text[:2000]}")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
