"""The examples in docstrings run, and the rulebook stands alone."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import rulebook

OWN = ("rulebook.identity", "rulebook.ctf")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(rulebook.__path__, prefix="rulebook.")
    if not module.name.startswith(OWN)
]


def test_every_example_in_a_docstring_is_true() -> None:
    tried = 0
    for name in MODULES:
        result = doctest.testmod(importlib.import_module(name))
        assert result.failed == 0, name
        tried += result.attempted

    assert tried >= 8


def test_the_rulebook_is_imported_without_django() -> None:
    code = "import sys, rulebook.procedure, rulebook.identifiers, rulebook.disclosure; print('django' in sys.modules)"

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )

    assert answer.stdout.strip() == "False"
