"""``onroll administrator``: the first account, which makes all others."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from onroll.access import actions
from onroll.access.actors import service_actor
from onroll.access.models import User
from rulebook.findings import Refused


class Command(BaseCommand):
    """Make the first system administrator."""

    help = (
        "Make the account of the first system administrator, who then makes all others in the browser. It asks for "
        "a password; the second factor is set up at the first sign-in."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--email", required=True, help="the address to sign in with")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument(
            "--organisation",
            default=settings.ONROLL_COUNCIL_NAME,
            help="the authority (default: %(default)s)",
        )
        parser.add_argument(
            "--password-from-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        password = sys.stdin.readline().rstrip("\n") if options["password_from_stdin"] else _asked_twice()
        by = service_actor("Setting up", role="LOAD", at=timezone.now(), purpose="the first account")
        try:
            validate_email(options["email"])
            validate_password(password, User(email=options["email"], name=options["name"]))
            actions.create_first_administrator(
                email=options["email"],
                name=options["name"],
                organisation=options["organisation"],
                password=password,
                by=by,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Refused as refused:
            raise CommandError(" ".join(finding.words for finding in refused.findings)) from None
        self.stdout.write(f"The account is made. Sign in at {settings.BASE_URL}/ with {options['email']}.")


def _asked_twice() -> str:
    first, second = getpass("Password: "), getpass("The same again: ")
    if first != second:
        raise CommandError("The two are not the same. Nothing was made.")
    return first
