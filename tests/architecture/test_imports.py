"""The import contracts hold, and each catches what it is there to catch: a forbidden import is planted and found.

A copy of the source is made once; for each contract a module is added to it for every import that it must catch, the
very command of ``make check`` is run, each import must be named, and the modules are taken away again.
"""

import ast
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture import reading
from tests.architecture.conftest import Enumerated

LINKAGE_MAY_USE = {"identity", "identifiers", "findings"}
THE_RULEBOOK_STANDS_ON = {
    "lxml": "transfer files are XML, and its parser can be told to open nothing",
    "holidays": "bank holidays are proclaimed, not reckoned, and are published there",
}


@dataclass(frozen=True)
class Violation:
    """A module that imports what the contract forbids."""

    contract: str
    importer: str
    imported: str

    def __str__(self) -> str:
        return f"{self.contract}: {self.importer} imports {self.imported}"

    @property
    def planted(self) -> str:
        """The name of the module that does it."""
        return f"planted_to_import_{self.imported.replace('.', '_')}"


def upward_imports() -> list[Violation]:
    """Return, for every app, an import of each app in the layer above and of each beside it."""
    layers = reading.layers()
    found = []
    for above, here in itertools.pairwise(layers):
        found += [Violation("layers", f"onroll.{low}", f"onroll.{high}") for low in here for high in above]
    for layer in layers:
        found += [Violation("layers", f"onroll.{a}", f"onroll.{b}") for a in layer for b in layer if a != b]
    return found


def imports_between_rooms() -> list[Violation]:
    """Return, for one app, an import of each room by the room below it."""
    rooms = [room.strip("()") for room in reading.contracts()["rooms"]["layers"]]
    return [
        Violation("rooms", f"onroll.planted_app.{low}", f"onroll.planted_app.{high}")
        for high, low in itertools.pairwise(rooms)
    ]


def imports_of_linkage() -> list[Violation]:
    """Return an import by linkage of each part of the rulebook that is not for it."""
    forbidden = reading.contracts()["linkage-rulebook"]["forbidden_modules"]
    return [Violation("linkage-rulebook", "linkage", module) for module in forbidden]


VIOLATIONS = [
    *upward_imports(),
    *imports_between_rooms(),
    Violation("reading", "onroll.planted_app.queries", "onroll.people.actions"),
    Violation("reading", "onroll.planted_app.facts", "onroll.people.actions"),
    Violation("rulebook", "rulebook", "django.db"),
    Violation("rulebook", "rulebook", "onroll.audit"),
    Violation("rulebook", "rulebook", "linkage"),
    Violation("rulebook", "rulebook.procedure.duties", "django.utils.timezone"),
    Violation("duties", "rulebook.procedure.duties.planted_a", "rulebook.procedure.duties.planted_b"),
    Violation("linkage", "linkage", "django.db"),
    Violation("linkage", "linkage", "onroll.people"),
    *imports_of_linkage(),
]


@pytest.fixture(scope="module")
def copied_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the source and of the contracts, every placed app present."""
    folder = tmp_path_factory.mktemp("source")
    ignore = shutil.ignore_patterns("__pycache__", "templates", "static", "migrations")
    shutil.copytree(reading.SRC, folder / "src", ignore=ignore)
    shutil.copy(reading.ROOT / "pyproject.toml", folder)
    for app in (app for layer in reading.layers() for app in layer):
        _make_package(folder / "src" / "onroll" / app)
    return folder


@pytest.fixture
def planted(copied_source: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Plant every violation of the contract that the test is given, and take them away afterwards."""
    before = set(copied_source.rglob("*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in before if path.name == "__init__.py"}
    config = (copied_source / "pyproject.toml").read_text(encoding="utf-8")
    violations = _of(request.param)
    if any("planted_app" in violation.importer for violation in violations):
        _place_app(copied_source, "planted_app")
    for violation in violations:
        _plant(copied_source / "src", violation)
    yield copied_source
    for path in set(copied_source.rglob("*.py")) - before:
        path.unlink()
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    (copied_source / "pyproject.toml").write_text(config, encoding="utf-8")
    for folder in sorted((copied_source / "src").rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _of(contract: str) -> list[Violation]:
    return [violation for violation in VIOLATIONS if violation.contract == contract]


def _plant(source: Path, violation: Violation) -> None:
    _make_package(source / Path(*violation.imported.split(".")), only_if=_is_ours(violation.imported))
    importer = _make_package(source / Path(*violation.importer.split(".")))
    (importer / f"{violation.planted}.py").write_text(f"import {violation.imported}\n", encoding="utf-8")


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in {"rulebook", "linkage", "onroll"}


def _make_package(folder: Path, *, only_if: bool = True) -> Path:
    """Make the folder a package, if it is neither that nor a module; return the package in which to plant."""
    if not only_if:
        return folder
    if folder.with_suffix(".py").exists():
        return folder.parent
    folder.mkdir(parents=True, exist_ok=True)
    for package in (folder, *folder.parents):
        if package.name == "src":
            break
        (package / "__init__.py").touch()
    return folder


def _place_app(folder: Path, app: str) -> None:
    """Give the contract of the layers a place for one more app."""
    config = folder / "pyproject.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace('"(audit)"', f'"(audit)", "{app}"').replace('"audit"', f'"audit", "{app}"')
    )


def _examine(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-logo", "--contract", contract]
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "COLUMNS": "400"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("planted", reading.contracts(), indirect=True)
def test_each_forbidden_import_is_caught(planted: Path, request: pytest.FixtureRequest) -> None:
    contract: str = request.node.callspec.params["planted"]

    examined = _examine(planted, contract)

    assert examined.returncode == 1, "the imports were let through"
    assert f"{reading.contracts()[contract]['name']} BROKEN" in examined.stdout
    missed = [each for each in _of(contract) if f".{each.planted} ->" not in examined.stdout]
    assert not missed, f"{[*map(str, missed)]} were let through:\n{examined.stdout}"


@pytest.mark.parametrize("contract", reading.contracts())
def test_the_source_as_it_stands_keeps_the_contract(copied_source: Path, contract: str) -> None:
    examined = _examine(copied_source, contract)

    assert examined.returncode == 0, examined.stdout + examined.stderr


def test_an_app_that_nobody_placed_is_caught(copied_source: Path) -> None:
    stray = _make_package(copied_source / "src" / "onroll" / "stray")

    examined = _examine(copied_source, "layers")

    (stray / "__init__.py").unlink()
    stray.rmdir()
    assert examined.returncode == 1
    assert "stray" in examined.stdout


def test_every_contract_has_a_violation_planted(enumerated: Enumerated) -> None:
    enumerated("forbidden imports planted", VIOLATIONS, at_least=40)

    assert {violation.contract for violation in VIOLATIONS} == set(reading.contracts())


def test_no_contract_has_an_exception() -> None:
    excused = {name: contract.get("ignore_imports") for name, contract in reading.contracts().items()}

    assert not any(excused.values()), f"an exception is an ADR first: {excused}"


def test_every_part_of_the_rulebook_is_open_or_closed_to_linkage() -> None:
    parts = {module.name.split(".")[1] for module in reading.modules() if module.name.startswith("rulebook.")}
    closed = {module.split(".")[1] for module in reading.contracts()["linkage-rulebook"]["forbidden_modules"]}

    assert parts - closed - LINKAGE_MAY_USE == set(), "say in pyproject.toml whether linkage may use it"


def test_the_rulebook_stands_on_the_standard_library_and_little_else(enumerated: Enumerated) -> None:
    allowed = set(sys.stdlib_module_names) | {"rulebook"} | set(THE_RULEBOOK_STANDS_ON)
    imported = {
        (module.name, name.split(".")[0])
        for module in reading.modules()
        if module.name.split(".")[0] == "rulebook"
        for name in _modules_imported(module.tree)
    }
    enumerated("imports of the rulebook", sorted(imported), at_least=20)

    assert {pair for pair in imported if pair[1] not in allowed} == set()


def _modules_imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found
