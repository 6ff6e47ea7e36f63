"""``onroll load``: take in establishments, rolls, transfer files and lists from files on this machine."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from onroll.access.actors import service_actor
from onroll.audit.actor import Actor
from onroll.transfers import reporting, telling
from onroll.transfers.actions.applying import apply_file, approve_file, cancel_file
from onroll.transfers.actions.receiving import Said, receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.formats.registry import FORMATS, format_of
from onroll.transfers.models import FileState, ReceivedFile
from rulebook.findings import Refused

CHUNK = 1024 * 1024
COLUMNS = (
    SpinnerColumn(),
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


class Command(BaseCommand):
    """Read files, show what each would change, ask, and put them in."""

    help = (
        "Take in files: establishments (GIAS), a school's roll, transfer files (CTF), or a population list. Each file "
        "is read first and what it would change is shown; nothing is changed before you say yes. A file is put in "
        "whole or not at all, and the same file twice changes nothing. Ends with 0 when every file is in, 1 when one "
        "was refused, stopped or declined, 2 when the command was not right."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        kinds = "; ".join(f"{one.code}: {one.words.lower().rstrip('.')}" for one in FORMATS)
        add = parser.add_argument
        add("kind", choices=[one.code for one in FORMATS], metavar="KIND", help=kinds)
        add("files", nargs="+", type=Path, metavar="FILE", help="files, or folders with files of that kind")
        add("--dry-run", action="store_true", help="show what would change, and change nothing")
        add("--as-of", type=_day, metavar="DATE", help="the day as of which a list is true, as 2026-09-15")
        add("--school", default="", metavar="URN", help="whose roll it is, where the file does not say")
        add("--yes", action="store_true", help="do not ask before putting in")
        add("--json", action="store_true", help="write the results as JSON, for another program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load one file after the other."""
        kind, said = options["kind"], Said(urn=options["school"], as_of=options["as_of"])
        paths = list(_paths(options["files"], kind))
        if options["school"] and len(paths) > 1:
            raise CommandError("--school goes with one file: whose roll are the others?", returncode=2)
        self.console = Console(
            file=cast("IO[str]", self.stdout), width=None if sys.stdout.isatty() else 110, highlight=False
        )
        self.options, self.ask = options, not options["yes"]
        results = [self._load(path, kind, said) for path in paths]
        if options["json"]:
            self.stdout.write(json.dumps([report for report, _ in results], indent=2, ensure_ascii=False))
        elif len(results) > 1:
            self.console.print(reporting.together([report for report, _ in results]))
        if not all(went_well for _, went_well in results):
            sys.exit(1)

    def _load(self, path: Path, kind: str, said: Said) -> tuple[dict[str, Any], bool]:
        """Load one file and return what is told of it, and whether it is in (or, in a dry run, could be)."""
        by = service_actor("Command line", role="LOAD", at=timezone.now())
        try:
            received = receive_file(_chunks(path), kind=kind, name=path.name, said=said, by=by)
            file, again = received.file, received.again
            if file.state == FileState.READING:
                self._with_progress(f"Reading {path.name}", file, stage_file, by)
            self._show(file, again)
            went_well = self._finish(file, again, by)
        except Refused as refused:
            words = [finding.words for finding in refused.findings]
            if not self.options["json"]:
                self.console.print(f"[bold]{path.name}[/bold]: not put in.", *words, sep="\n  ")
            return {"file": path.name, "kind": kind, "state": "refused", "findings": words}, False
        return reporting.as_data(file, again=again), went_well

    def _finish(self, file: ReceivedFile, again: bool, by: Actor) -> bool:
        if file.state == FileState.APPLIED:
            return True
        if self.options["dry_run"]:
            could_be = file.state == FileState.STAGED and not file.stopped
            if not again and file.state == FileState.STAGED:
                cancel_file(file, by=by)
            self._say("A dry run: nothing was changed.")
            return could_be
        if file.state == FileState.APPLYING:
            self._say("It was approved before, and putting it in did not finish: nothing of it was in.")
            return self._carry_on(file, by)
        if file.state != FileState.STAGED:
            return False
        if file.stopped:
            self._say("It was stopped. A manager can allow it on the Files page. Nothing was changed.")
            return False
        return self._put_in(file, by) if self._agreed(file) else False

    def _put_in(self, file: ReceivedFile, by: Actor) -> bool:
        approve_file(file, by=by)
        return self._carry_on(file, by)

    def _carry_on(self, file: ReceivedFile, by: Actor) -> bool:
        self._with_progress(f"Putting in {file.name}", file, apply_file, by)
        if file.state != FileState.APPLIED:
            self._say("What we hold changed meanwhile, so nothing was put in. Load it again and look again.")
            return False
        self._say(telling.what_came_of_it(file))
        return True

    def _agreed(self, file: ReceivedFile) -> bool:
        if not self.ask:
            return True
        if not sys.stdin.isatty():
            self._say("Nothing was changed. Add --yes to put it in without being asked.")
            return False
        answer = input("Put this in? [y]es, [n]o, yes to [a]ll: ").strip().lower()
        self.ask = not answer.startswith("a")
        if answer[:1] in {"y", "a"}:
            return True
        self._say("Left as read. It waits on the Files page, where it can be approved or cancelled.")
        return False

    def _with_progress(self, words: str, file: ReceivedFile, act: Any, by: Actor) -> None:
        screen = Console(stderr=True)
        with Progress(*COLUMNS, console=screen, transient=True, disable=not screen.is_terminal) as bar:
            line = bar.add_task(words, total=file.counts.get("rows"))
            act(file, progress=lambda done: bar.update(line, completed=done), by=by)

    def _show(self, file: ReceivedFile, again: bool) -> None:
        if not self.options["json"]:
            for part in reporting.shown(file, again=again, noun=format_of(file.kind).noun):
                self.console.print(part)

    def _say(self, words: str) -> None:
        if not self.options["json"]:
            self.console.print(words)


def _paths(given: Sequence[Path], kind: str) -> Iterator[Path]:
    """Yield every file given, and those of the kind in every folder given, by name."""
    for path in given:
        if path.is_dir():
            endings = format_of(kind).endings
            inside = sorted(
                one for one in path.iterdir() if one.is_file() and one.name.lower().endswith(endings)
            )
            if not inside:
                raise CommandError(f"There is no file to load in {path}.", returncode=2)
            yield from inside
        elif path.is_file():
            yield path
        else:
            raise CommandError(f"There is no file {path}.", returncode=2)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _day(text: str) -> date:
    return date.fromisoformat(text)
