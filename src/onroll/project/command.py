"""The ``onroll`` command: what an installation needs, in groups, each with its own help.

Every command is a Django management command under the service's own name; Django's others are under ``onroll manage``.
"""

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import onroll  # noqa: F401  the database library is replaced before Django loads

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

WIDTH = 15
NOBODY_ELSE = 0o077  # what a command writes is children's data: no other user of the machine may read it


@dataclass(frozen=True)
class Named:
    """A command: its name, the module of its ``Command``, and what it does in one line.

    ``alone``: it needs neither settings nor a database, and runs without Django.
    """

    name: str
    module: str
    words: str
    alone: bool = False


GROUPS: tuple[tuple[str, tuple[Named, ...]], ...] = (
    (
        "Try it",
        (
            Named(
                "demo",
                "onroll.project.commands.demo",
                "load a whole invented county and run the service",
            ),
        ),
    ),
    (
        "Run",
        (
            Named(
                "serve",
                "onroll.project.commands.serve",
                "answer the browser, on port 8436 unless told otherwise",
            ),
            Named(
                "worker",
                "onroll.nightly.management.commands.worker",
                "carry out what waits, keep the clock, send the post",
            ),
            Named(
                "nightly",
                "onroll.nightly.management.commands.nightly",
                "do a night's work now, or as of any day",
            ),
            Named(
                "simulate",
                "onroll.project.commands.simulate",
                "say what would fall due, with these numbers or others",
            ),
            Named(
                "assess",
                "onroll.project.commands.assess",
                "say who owes what by when and why, from a file of facts",
                alone=True,
            ),
        ),
    ),
    (
        "Set up",
        (
            Named("migrate", "onroll.project.commands.migrate", "make or update the database's tables"),
            Named(
                "administrator",
                "onroll.project.commands.administrator",
                "make the first account, which makes all others",
            ),
            Named(
                "check",
                "onroll.project.commands.check",
                "say what is not right with this installation (--deploy: for real use)",
            ),
        ),
    ),
    (
        "Data",
        (
            Named(
                "load",
                "onroll.transfers.management.commands.load",
                "take in establishments, rolls, transfer files, lists",
            ),
            Named(
                "ctf",
                "onroll.project.commands.ctf",
                "check transfer files, or show where two differ",
                alone=True,
            ),
            Named(
                "exchange",
                "onroll.transfers.management.commands.exchange",
                "take in and write out transfer files, by the folders of S2S",
            ),
        ),
    ),
    (
        "The same child",
        (
            Named(
                "reconcile",
                "linkage.commands.reconcile",
                "say who of a population is on no roll, from files alone",
                alone=True,
            ),
            Named(
                "identity",
                "linkage.commands.identity",
                "compare two records, and show the evidence",
                alone=True,
            ),
            Named(
                "linkage",
                "linkage.commands.linkage",
                "say how good such decisions are, where the truth is known",
                alone=True,
            ),
            Named("keys", "onroll.project.commands.keys", "write the search keys of all children anew"),
        ),
    ),
    (
        "Safety",
        (
            Named(
                "backup",
                "onroll.project.commands.backup",
                "write database and files into one archive, while running",
            ),
            Named(
                "restore",
                "onroll.project.commands.restore",
                "bring an archive back, and prove that it is whole",
            ),
            Named(
                "move", "onroll.project.commands.move", "move from SQLite to PostgreSQL, counted and verified"
            ),
            Named(
                "audit", "onroll.project.commands.audit", "verify the record of what was done and who looked"
            ),
        ),
    ),
)
COMMANDS = {named.name: named for _, group in GROUPS for named in group}

# Django's own options of every command: they still work, and the help is about ours.
DJANGOS_OPTIONS = {
    "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
    "--skip-checks",
}  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Run one command; without any, or with ``help``, show them all."""
    os.umask(NOBODY_ELSE)
    words = sys.argv[1:] if arguments is None else arguments
    name, rest = (words[0], words[1:]) if words else ("help", [])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")
    if name in {"help", "-h", "--help"}:
        if not rest:
            print(overview())
            return
        name, rest = rest[0], ["--help"]
    if name in {"--version", "version"}:
        from importlib.metadata import version

        print(f"onroll {version('onroll')}")
    elif name == "manage":
        from django.core.management import execute_from_command_line

        execute_from_command_line(["onroll manage", *rest])
    elif name in COMMANDS:
        run(COMMANDS[name], rest)
    else:
        sys.exit(f"onroll: there is no command {name!r}.{_nearest(name)}\nSee them all with: onroll help")


def overview() -> str:
    """Return the page that ``onroll help`` shows."""
    lines = [
        "onroll: find every child who is on no school roll, and see each one safely back into education.",
        "",
    ]
    lines += ["Use:  onroll COMMAND [OPTIONS]", "      onroll COMMAND --help"]
    for title, group in GROUPS:
        lines += ["", title, *(f"  {named.name:<{WIDTH}}{named.words}" for named in group)]
    lines += [
        "",
        "Settings come from the environment (ONROLL_DATABASE_URL, ONROLL_BASE_URL …): see docs/how-to/configure.md.",
        "Without any, data is kept in ./var in an embedded database.",
        "Django's own commands, for those who know them: onroll manage COMMAND",
    ]
    return "\n".join(lines)


def run(named: Named, arguments: list[str]) -> None:
    """Run a command of ours; what goes wrong with the database or the disk is said in plain words."""
    if named.alone:
        load(named).run_from_argv(["onroll", named.name, *arguments])
        return
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import InterfaceError, OperationalError, connections

    if named.name == "demo":
        # The demonstration keeps its data apart, and says so to everything that reads settings.
        os.environ["ONROLL_DEMO"] = "1"
        os.environ.setdefault("ONROLL_DATA_DIR", "var/demo")
    try:
        django.setup()
        command = load(named)
        say_refusals_plainly(command, named.name)
        command.run_from_argv(["onroll", named.name, *arguments])
    except ImproperlyConfigured as error:
        sys.exit(f"onroll {named.name}: a setting is wrong. {error}")
    except (OperationalError, InterfaceError) as error:
        if "--traceback" in arguments:
            raise
        sys.exit(f"onroll {named.name}: {trouble_in_words(error)}")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        connections.close_all()


def load(named: Named) -> "BaseCommand":
    """Return the command, ready to run."""
    try:
        module = import_module(named.module)
    except ModuleNotFoundError as error:
        if error.name and named.module.startswith(error.name):
            sys.exit(f"onroll {named.name}: this installation was made without it.")
        raise
    command: BaseCommand = module.Command()
    command.suppressed_base_arguments = DJANGOS_OPTIONS
    return command


def say_refusals_plainly(command: "BaseCommand", name: str) -> None:
    """Let a refusal be read as the sentence it is, under the command's own name: Django would begin with a class."""
    from django.core.management.base import CommandError, SystemCheckError

    execute = command.execute

    def execute_plainly(*arguments: Any, **options: Any) -> str | None:
        try:
            return execute(*arguments, **options)
        except SystemCheckError:
            raise  # a list of what Django's checks found, which it sets out itself
        except CommandError as refused:
            if options.get("traceback"):
                raise
            command.stderr.write(f"onroll {name}: {refused}")
            sys.exit(refused.returncode)

    command.execute = execute_plainly  # type: ignore[method-assign]


def trouble_in_words(error: Exception) -> str:
    """Return what a database's error means to an administrator, and what to do."""
    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "no such table" in words or "does not exist" in words:
        return f"the database is not ready ({words}).\nMake its tables with: onroll migrate"
    if "full" in words:
        return f"the disk is full ({words}).\nNothing was written. Make room, then try again."
    if "locked" in words:
        return f"the database is busy ({words}).\nTry again in a moment."
    return f"the database does not answer ({words}).\nLook whether it runs, and at ONROLL_DATABASE_URL."


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, COMMANDS, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


if __name__ == "__main__":
    main()
