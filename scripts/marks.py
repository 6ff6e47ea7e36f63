"""A pytest plugin that writes down which tests prove which requirement: ``pytest -p scripts.marks --marks-to FILE``.

Tests are collected as they would be run, so a mark that is given to one example of a table is seen as well.
"""

import json
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file."""
    parser.addoption("--marks-to", type=Path, required=True, help="where to write the marks, as JSON")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Write one entry for each mark of each test: the requirement, the file, the test's name and its example."""
    found = [
        {
            "requirement": requirement,
            "file": item.path.relative_to(session.config.rootpath).as_posix(),
            "test": getattr(item, "originalname", item.name),
            "example": item.callspec.id if hasattr(item, "callspec") else "",
        }
        for item in session.items
        for mark in item.iter_markers("requirement")
        for requirement in mark.args
    ]
    session.config.getoption("marks_to").write_text(json.dumps(found), encoding="utf-8")
