"""A Chromium for the browser tests: ``python -m scripts.browser`` prints where it is, fetched first if need be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.system import fetch_system_packages, say

# The one without windows first: a page costs it a third less.
SHELL = "chromium-headless-shell"
NAMES = (
    SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
PLACES = (
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoBrowserError(Exception):
    """There is no Chromium to drive; the message says what to do."""


def find_browser() -> Path | None:
    """Return the browser named in ONROLL_BROWSER, or the first Chromium of this system that runs, or None."""
    named = os.environ.get("ONROLL_BROWSER")
    candidates = [named] if named else [*(shutil.which(name) for name in NAMES), *PLACES]
    return next((Path(found) for found in candidates if found and _runs(found)), None)


def browser() -> Path:
    """Return a Chromium, installed now if need be and this is root. Raises NoBrowserError when there is none."""
    if found := find_browser():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("No Chromium was found: installing the system's package.")
        for package in (SHELL, "chromium"):
            if fetch_system_packages(package, "fonts-liberation") and (found := find_browser()):
                return found
    raise NoBrowserError(
        "The tests drive a Chromium, and none was found or could be installed. "
        "Install Chromium or Chrome, or name it: make test ONROLL_BROWSER=/path/to/chromium"
    )


def _runs(program: str) -> bool:
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> int:
    """Print the path of the browser and return the exit status."""
    try:
        print(browser())
    except NoBrowserError as trouble:
        say(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
