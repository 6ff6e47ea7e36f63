"""The ``onroll`` command: Django's management commands under the service's own name."""

import os
import sys

import onroll  # noqa: F401  the database library is replaced before Django loads


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
