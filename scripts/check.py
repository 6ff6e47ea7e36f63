"""Everything that can be said of the code without running it: ``python -m scripts.check``, one line for each matter."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts.system import ROOT

BIN = Path(sys.executable).parent
BOTH_CORES = 2
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "onroll.project.settings",
    "ONROLL_DATA_DIR": str(ROOT / "var" / "check"),
}


@dataclass(frozen=True)
class Matter:
    """One thing that is checked: what it is called, by which command, and what to type when it is not in order."""

    name: str
    command: tuple[str, ...]
    remedy: str = ""


MATTERS = (
    Matter("types", ("mypy",)),
    Matter(
        "migrations", ("python", "-m", "django", "makemigrations", "--check", "--dry-run"), "make migrations"
    ),
    Matter("settings", ("python", "-m", "django", "check", "--fail-level", "WARNING")),
    Matter("format", ("ruff", "format", "--check", "."), "make fmt"),
    Matter("faults", ("ruff", "check", "."), "make fmt"),
    Matter("imports", ("lint-imports", "--no-logo")),
    Matter("templates", ("djlint", "--lint", "--quiet", "src/onroll/web/templates")),
    Matter("dependencies", ("deptry", "src")),
    Matter("generated pages", ("python", "-m", "scripts.generated", "--check"), "make docs"),
    Matter("proofs", ("python", "-m", "scripts.proofs"), "mark a test with the requirement, then make docs"),
    Matter("static files", ("python", "-m", "scripts.static_fresh"), "make static"),
)


def examine(matter: Matter) -> bool:
    """Run one check, say how it went, and return whether all is in order."""
    began = time.perf_counter()
    program, *arguments = matter.command
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=os.environ | ENVIRONMENT,
    )
    in_order = done.returncode == 0
    line = f"{matter.name:<16} {'in order' if in_order else 'NOT IN ORDER':<13} {time.perf_counter() - began:5.1f} s"
    if not in_order:
        line += f"\n{done.stdout.rstrip()}\n" + (f"To mend it: {matter.remedy}\n" if matter.remedy else "")
    print(line, flush=True)
    return in_order


def main() -> int:
    """Examine every matter and return 0 when all are in order."""
    with ThreadPoolExecutor(BOTH_CORES) as pool:
        outcomes = list(pool.map(examine, MATTERS))
    wrong = outcomes.count(False)
    print(f"{len(outcomes)} matters examined, {wrong or 'none'} not in order.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
