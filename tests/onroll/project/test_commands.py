"""The command: one page that shows them all, help for each, plain words when something is wrong."""

import io
import subprocess
import sys
from importlib import import_module

import pytest
from django.contrib.auth import authenticate
from rich.console import Console

from onroll.access.models import User
from onroll.project import command, deployment
from onroll.project.commands.demo import cast_table
from onroll.web.health.signs import State
from tests.faults.installation import Installation, installation

NAMES = sorted(command.COMMANDS)


def test_the_overview_names_every_command_in_its_group() -> None:
    shown = command.overview()

    for title, group in command.GROUPS:
        assert f"\n{title}\n" in shown
        for named in group:
            assert f"  {named.name} " in shown
    assert max(len(line) for line in shown.splitlines()) <= 110


def test_the_overview_loads_no_django() -> None:
    code = "from onroll.project import command; command.main([]); import sys; print('django' in sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert shown.splitlines()[-1] == "False"


@pytest.mark.parametrize("name", NAMES)
def test_each_command_says_what_it_does_and_hides_what_is_djangos(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["help", name])

    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert shown.startswith(f"usage: onroll {name}")
    assert "--settings" not in shown
    assert len(import_module(command.COMMANDS[name].module).Command.help) > 60


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_is_plain_text(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["help", name])

    assert "``" not in capsys.readouterr().out


def test_a_refusal_is_a_sentence_under_the_commands_own_name(tmp_path) -> None:
    asked = [sys.executable, "-m", "onroll.project.command", "backup", str(tmp_path / "gone" / "archive")]

    done = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == f"onroll backup: There is no folder {tmp_path / 'gone'}. Make it first.\n"


def test_a_command_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(SystemExit, match=r"no command 'nihgtly'. Did you mean 'nightly'\?"):
        command.main(["nihgtly"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("no such table: audit_event", "onroll migrate"),
        ("database or disk is full", "Make room"),
        ("database is locked", "Try again"),
        ("connection refused", "ONROLL_DATABASE_URL"),
    ],
)
def test_trouble_with_the_database_is_said_with_what_to_do(said: str, told: str) -> None:
    assert told in command.trouble_in_words(Exception(said))


@pytest.mark.django_db
def test_the_first_account_is_made_once_and_can_sign_in(monkeypatch, capsys) -> None:
    from io import StringIO

    words = [
        "administrator",
        "--email",
        "first@example.org",
        "--name",
        "Ada Example",
        "--password-from-stdin",
    ]
    monkeypatch.setattr(command, "run", _run_here)
    monkeypatch.setattr(sys, "stdin", StringIO("three blue kettles sing\n"))
    command.main(words)
    monkeypatch.setattr(sys, "stdin", StringIO("three blue kettles sing\n"))
    with pytest.raises(SystemExit):
        command.main([*words[:2], "second@example.org", *words[3:]])

    assert authenticate(email="first@example.org", password="three blue kettles sing")
    assert not User.objects.filter(email="second@example.org").exists()
    assert "Somebody administers accounts already" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_password_that_is_guessed_first_makes_no_account(monkeypatch, capsys) -> None:
    from io import StringIO

    monkeypatch.setattr(command, "run", _run_here)
    monkeypatch.setattr(sys, "stdin", StringIO("password\n"))
    with pytest.raises(SystemExit):
        command.main(
            ["administrator", "--email", "x@example.org", "--name", "Ada Example", "--password-from-stdin"]
        )

    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_installation_without_any_setting_is_not_fit_for_real_data(settings) -> None:
    from django.utils import timezone

    settings.HTTPS = False
    settings.REQUIRE_SECOND_FACTOR = False
    settings.ALLOWED_HOSTS = ["*"]
    settings.ONROLL_DEMONSTRATION = True

    bad = {sign.name for sign in deployment.look(timezone.now()) if sign.state is State.BAD}

    assert {"HTTPS", "Second factor", "Host names", "Demonstration", "Administrator", "Mail"} <= bad


@pytest.mark.slow
def test_serving_an_unready_database_is_refused_in_plain_words(tmp_path, server_url: str) -> None:
    with installation(tmp_path / "data", server_url) as empty:
        done = empty.onroll("serve", ok=False)

    assert done.returncode == 1
    assert "onroll migrate" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_what_a_command_makes_is_closed_to_all_others(tmp_path) -> None:
    data = tmp_path / "parent" / "data"
    url = f"sqlite:///{data / 'onroll.sqlite3'}"
    with installation(tmp_path / "home", ONROLL_DATA_DIR=str(data), ONROLL_DATABASE_URL=url) as new:
        new.onroll("check", "--quiet", ok=False)

    made = [data, *data.rglob("*")]
    assert data / "onroll.sqlite3" in made
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


@pytest.mark.slow
def test_a_monitor_is_told_by_the_exit_status(installed: Installation) -> None:
    first = installed.onroll("check", "--quiet", ok=False)

    assert first.returncode == 1
    assert "No worker has been seen." in first.stdout
    assert "Database: " not in first.stdout


def _run_here(named: command.Named, arguments: list[str]) -> None:
    """Run a command in the test's own process and transaction."""
    from django.core.management.base import CommandError

    loaded = command.load(named)
    options = loaded.create_parser("onroll", named.name).parse_args(arguments)
    try:
        loaded.handle(**vars(options))
    except CommandError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


@pytest.mark.parametrize("width", [80, 120])
def test_an_address_to_sign_in_with_is_never_broken_over_two_lines(width: int) -> None:
    email = "helen.sedland@heathend-pupil-referral-unit.wendlemere.example"  # the longest of the county
    user = User(name="Helen Sedland", email=email, story="Lists every pupil. " * 6)
    console = Console(width=width, record=True, file=io.StringIO())

    console.print(cast_table([("Attendance Improvement Officer", user)]))

    lines = console.export_text().splitlines()
    assert next(line.rstrip() for line in lines if "@" in line).endswith(email)
    assert max(len(line) for line in lines) <= width
