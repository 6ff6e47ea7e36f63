"""Kill -9 under load: ``python -m tests.faults.kill --rounds 50``.

People send the public form to a real server, and an officer who is signed in puts rolls in, while its processes and the
worker are killed at random moments and started again; never before so many were acknowledged since the last time. Then:
every notice that was acknowledged is there, once; every roll said to be in is in, whole, and no other in part; the
record holds; no letter was sent twice.
With ``--postgresql URL`` it runs on that server instead of SQLite.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import officer
from tests.faults.installation import Installation, installation
from tests.faults.officer import Officer
from tests.faults.post_office import PostOffice, free_port
from tests.faults.public import Public

READ_WHAT_IS_THERE = """
import json
from django_tasks_db.models import DBTaskResult
from onroll.audit import chain
from onroll.audit.models import Event
from onroll.cases.models import Referral
from onroll.nightly import integrity
from onroll.release.models import Message
integrity.check_database()
why = "counting after a fault"
print(json.dumps({
    "notices": [name.split()[0] for name in Referral.objects.unscoped(why).values_list("child_name", flat=True)],
    "received": Event.objects.filter(kind="referral.received").count(),
    "messages": list(Message.objects.unscoped(why).values_list("to_address", "state")),
    "faults": [str(fault) for fault in chain.verify()],
    "rows": Event.objects.count(),
}))
"""
NOTICES_A_ROUND, ROLLS_A_ROUND = 5, 1  # acknowledged before the next kill
MOST_SECONDS_A_ROUND = 120.0


@dataclass
class Report:
    """What was seen, and what was not right."""

    rounds: int = 0
    acknowledged: int = 0
    rolls: int = 0
    met_a_roll: int = 0
    broken_lines: int = 0
    letters: int = 0
    in_doubt: int = 0
    rows: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        killed = ", ".join(f"{what} {times}" for what, times in sorted(self.killed.items()))
        lines = [
            f"{self.rounds} rounds; killed: {killed}",
            f"{self.acknowledged} notices acknowledged, {self.broken_lines} lines broken on the way",
            f"{self.rolls} rolls put in whole; {self.met_a_roll} kills met one on its way",
            f"{self.letters} letters came to the post office, none twice; {self.in_doubt} in doubt, for an officer",
            f"{self.rows} rows of the record verified",
        ]
        return "\n".join([*lines, *(f"WRONG: {words}" for words in self.wrong)])


class Service:
    """A server and a worker that are killed and started again."""

    def __init__(self, installed: Installation, *, port: int) -> None:
        self.installed, self.port = installed, port
        self.log = installed.folder / "service.log"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start the server or the worker, when it is not running."""
        words = {"server": ("serve", "--port", str(self.port)), "worker": ("worker",)}[name]
        if name not in self.running or self.running[name].poll() is not None:
            self.running[name] = self.installed.start(*words, log=self.log)

    def kill(self, what: str) -> None:
        """Kill -9: the worker, the server with all its processes, its parent alone, or one of its children."""
        process = self.running["worker" if what == "worker" else "server"]
        if what == "one process":
            below = _descendants(process.pid)
            if below:
                os.kill(random.choice(below), signal.SIGKILL)
            return  # what watches over it starts it again
        if what == "parent":
            os.kill(process.pid, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def ready(self, *, seconds: float = 60) -> None:
        """Wait until the server answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.start("server")  # a port that the killed one still held is free a moment later
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        said = [line for line in self.log.read_text().splitlines() if '"answered"' not in line]
        states = {name: process.poll() for name, process in self.running.items()}
        raise AssertionError(f"the server did not come back: {states}\n" + "\n".join(said[-40:]))

    def stop(self) -> None:
        """Stop both in order, and make sure."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def run(installed: Installation, *, rounds: int, seed: int = 1, people: int = 4) -> Report:
    """Run the rounds on an installation and return the report."""
    chance, report = random.Random(seed), Report(rounds=rounds)
    office = PostOffice()
    office.open()
    installed.settings |= {"ONROLL_MAIL_URL": office.url, "ONROLL_DELIVERY": "smtp"}
    service = Service(installed, port=free_port())
    public = Public(service.port, people=people, seed=seed)
    assistant = Officer(service.port, seed=seed)
    try:
        installed.onroll("migrate")
        installed.python(officer.SET_UP)
        service.start("worker")
        service.ready()
        public.start()
        assistant.start()
        for _ in range(rounds):
            _wait_for_writes(public, assistant)
            time.sleep(chance.uniform(0.3, 5))
            what = chance.choice(["worker", "worker", "server", "parent", "one process"])
            report.met_a_roll += assistant.is_writing
            service.kill(what)
            report.killed[what] += 1
            service.start("worker")
            service.ready()
        public.stop()
        assistant.stop()
        _wait_for_the_post(installed)
    finally:
        public.stop()
        assistant.stop()
        service.stop()
        office.close()
    _compare(installed, public, office, report)
    _compare_rolls(installed, assistant, report)
    return report


def _wait_for_writes(public: Public, assistant: Officer) -> None:
    """Wait until so many notices and rolls were acknowledged since this was asked; less than that proves little."""
    notices, rolls = len(public.acknowledged) + NOTICES_A_ROUND, len(assistant.put_in) + ROLLS_A_ROUND
    until = time.monotonic() + MOST_SECONDS_A_ROUND
    while time.monotonic() < until:
        if len(public.acknowledged) >= notices and len(assistant.put_in) >= rolls:
            return
        time.sleep(0.05)


def _compare(installed: Installation, public: Public, office: PostOffice, report: Report) -> None:
    there = json.loads(installed.python(READ_WHAT_IS_THERE))
    times = Counter(there["notices"])
    report.acknowledged, report.broken_lines = len(public.acknowledged), public.broken_lines
    report.letters, report.rows = len(office.letters), there["rows"]
    report.wrong += [
        f"{tag} was acknowledged and is not there" for tag in public.acknowledged if tag not in times
    ]
    report.wrong += [f"{tag} is there {number} times" for tag, number in times.items() if number > 1]
    report.wrong += [f"{tag} was never sent" for tag in times if tag not in public.begun]
    report.wrong += [f"letter {letter} was sent twice" for letter in office.sent_twice()]
    report.wrong += there["faults"]
    if there["received"] != len(there["notices"]):
        report.wrong.append(f"{len(there['notices'])} notices but {there['received']} events")
    _compare_letters(there, office, report)
    if report.acknowledged < NOTICES_A_ROUND * report.rounds:
        report.wrong.append(f"only {report.acknowledged} notices were acknowledged: too little was tried")


def _compare_rolls(installed: Installation, assistant: Officer, report: Report) -> None:
    files = json.loads(installed.python(officer.ROLLS))
    times = Counter(name for name, state, *_ in files if state == "applied")
    report.rolls, report.broken_lines = times.total(), report.broken_lines + assistant.broken_lines
    report.wrong += [
        f"roll {name} was said to be in, and is not" for name in assistant.put_in if not times[name]
    ]
    report.wrong += [f"roll {name} was put in {number} times" for name, number in times.items() if number > 1]
    for name, state, rows, new, on_roll in files:
        expected = new if state == "applied" else 0
        if on_roll != expected or (state == "applied" and rows != officer.PUPILS):
            report.wrong.append(
                f"roll {name} is {state}: of {rows} pupils {on_roll} are on the roll, not {expected}"
            )
    if len(assistant.put_in) < ROLLS_A_ROUND * report.rounds:
        report.wrong.append(f"only {len(assistant.put_in)} rolls were put in: too little was tried")


def _compare_letters(there: dict[str, list[list[str]]], office: PostOffice, report: Report) -> None:
    came = Counter(to for _, to in office.letters)
    wrote = Counter(to for to, _ in there["messages"])
    report.wrong += [f"{number} letters to {to}" for to, number in wrote.items() if number > 1]
    for to, state in there["messages"]:
        if state == "sent" and not came[to]:
            report.wrong.append(f"the letter to {to} is said to be sent, and never came")
        if state in {"queued", "failed"} and came[to]:
            report.wrong.append(f"the letter to {to} came, and is {state}")
        if state == "queued":
            report.wrong.append(f"the letter to {to} was left lying")
        report.in_doubt += state in {"sending", "uncertain"}


def _wait_for_the_post(installed: Installation, *, seconds: float = 90) -> None:
    left = (
        "from onroll.release.models import Message\n"
        "print(Message.objects.unscoped('waiting').filter(state='queued').count())"
    )
    until = time.monotonic() + seconds
    while int(installed.python(left)) and time.monotonic() < until:
        time.sleep(2)


def _descendants(pid: int) -> list[int]:
    """Return every process below one, as Linux lists them."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    children = [int(word) for word in path.read_text().split()] if path.exists() else []
    return [each for child in children for each in (child, *_descendants(child))]


def main() -> int:
    """Run from the command line; the exit status is 1 when anything was not right."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=50)
    asked.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    asked.add_argument("--people", type=int, default=4)
    asked.add_argument(
        "--postgresql", default="", metavar="URL", help="a server where a database may be created"
    )
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="onroll-kill-") as folder,
        installation(Path(folder) / "data", given.postgresql) as installed,
    ):
        report = run(installed, rounds=given.rounds, seed=given.seed, people=given.people)
        if report.wrong:
            Path("kill.log").write_bytes((installed.folder / "service.log").read_bytes())
    print(report)
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
