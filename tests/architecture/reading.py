"""Reading the code as a reader would: its files, its functions, its layers and its contracts."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"


@cache
def pyproject() -> dict[str, Any]:
    """Return pyproject.toml as data."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contracts() -> dict[str, dict[str, Any]]:
    """Return the import contracts by their id."""
    return {contract["id"]: contract for contract in pyproject()["tool"]["importlinter"]["contracts"]}


def layers() -> list[list[str]]:
    """Return the apps of Onroll from the top layer to the bottom one; those side by side share a layer."""
    return [[app.strip(" ()") for app in layer.split("|")] for layer in contracts()["layers"]["layers"]]


def rank(app: str) -> int:
    """Return how high an app stands: 0 is the ground. Raises KeyError for an app that nobody placed."""
    ranks = {app: height for height, side_by_side in enumerate(reversed(layers())) for app in side_by_side}
    return ranks[app]


def tracked_files() -> list[Path]:
    """Return every file that belongs to the project: committed, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


@dataclass(frozen=True)
class Module:
    """One Python module of the source, read."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its dotted name."""
        parts = self.path.relative_to(SRC).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def app(self) -> str:
        """The app of Onroll it belongs to, or the empty string."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "onroll" and len(parts) > 1 else ""

    def at(self, node: ast.AST) -> str:
        """Return the place of a node in words: file and line."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every module under src, migrations left out, in order of name."""
    paths = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Module(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method in the tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def names_imported(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for, as a dotted path, wherever in the module it is imported."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def path_called(call: ast.Call, *, imported: dict[str, str]) -> str:
    """Return the dotted path of what is called, imports spelt out: ``date.today()`` is ``datetime.date.today``."""
    parts: list[str] = []
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(imported.get(node.id, node.id))
    return ".".join(reversed(parts))
