"""What the scripts share: where the checkout is, a line to the developer, and packages of the system."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def say(words: str) -> None:
    """Tell the developer something, on standard error, so that a script's own output stays clean."""
    print(words, file=sys.stderr, flush=True)


def fetch_system_packages(*names: str) -> bool:
    """Install packages of Debian or Ubuntu, as root, and return whether that worked; what went wrong is shown."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names],
    )
    return all(
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
        for command in commands
    )
