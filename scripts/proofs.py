"""Which tests prove which requirement: ``python -m scripts.proofs [--write]``, and 1 when a requirement has no proof.

Tests are collected as pytest would run them. What was found stands in ``proofs.csv``, from which the service and
docs/generated/trace.md show it; without ``--write`` it has to be there already.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from onroll.web.rules.tracing import as_sentence, screens
from rulebook.procedure import DUTIES
from rulebook.requirements import requirements
from scripts.system import ROOT, say

PROOFS = ROOT / "src" / "onroll" / "web" / "rules" / "proofs.csv"
UNPROVEN = PROOFS.with_name("unproven.csv")
HEAD = ("requirement", "test", "examples", "file")
MARK = "mark.requirement("
LAST_WORDS = 2_000  # of what pytest says when it cannot collect
OF_THE_RULEBOOK = ("duty", "rule")

Proof = tuple[str, str, int, str]


def collected() -> list[Proof]:
    """Return each test that proves a requirement, with how many examples it takes, in the order of the requirements."""
    files = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if MARK in path.read_text(encoding="utf-8")
    ]
    order = {each.id: number for number, each in enumerate(requirements())}
    counted = Counter((each["requirement"], each["test"], each["file"]) for each in _marks(files))
    rows = [(requirement, test, count, file) for (requirement, test, file), count in counted.items()]
    return sorted(rows, key=lambda row: (order.get(row[0], len(order)), row[3], row[1]))


def _marks(files: list[str]) -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "marks.json"
        command = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "scripts.marks"]
        done = subprocess.run(
            [*command, "--ds", "tests.settings", "--marks-to", str(answer), *files],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"the tests could not be collected:\n{done.stdout[-LAST_WORDS:]}")
        found: list[dict[str, str]] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def as_csv(proofs: list[Proof]) -> str:
    """Return the proofs as the text of their file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(proofs)
    return text.getvalue()


def write() -> list[Proof]:
    """Write the file of the proofs anew, and return them."""
    proofs = collected()
    PROOFS.write_text(as_csv(proofs), encoding="utf-8")
    return proofs


def faults(proofs: list[Proof]) -> list[str]:
    """Return what is wrong: a mark of no requirement, and a requirement that no test proves.

    What is only kept on record may go without where ``unproven.csv`` says why, which it says of none that has one.
    """
    proven = {proof[0] for proof in proofs}
    known = {each.id for each in requirements()}
    wrong = [
        f"{name}: a test is marked with it, and there is no such requirement"
        for name in sorted(proven - known)
    ]
    for each in requirements():
        excused = each.kind not in OF_THE_RULEBOOK and each.id in unproven()
        if each.id not in proven and not excused:
            wrong.append(f"{each.id} ({each.paragraph}): no test proves it: {each.words}")
        if each.id in proven and each.id in unproven():
            wrong.append(f"{each.id}: a test proves it, and {UNPROVEN.name} says that none does")
    wrong += [
        f"{name}: {UNPROVEN.name} names it, and there is no such requirement"
        for name in unproven()
        if name not in known
    ]
    return wrong


def unproven() -> dict[str, str]:
    """Return what is kept on record without a test of its own yet, and why, by the id of the requirement."""
    rows = csv.DictReader(UNPROVEN.read_text(encoding="utf-8").splitlines())
    return {row["requirement"]: row["why"] for row in rows}


def _print(proofs: list[Proof]) -> None:
    """Say of every requirement what carries it and what proves it, each by its name."""
    for each in requirements():
        print(f"{each.id} ({each.paragraph}; {each.kind}): {each.words}")
        for kind, names in _carried(each.id, proofs):
            for name in names:
                print(f"    {kind:<9}{name}")
    different = len({(proof[1], proof[3]) for proof in proofs})
    print(
        f"\n{len(requirements())} requirements, {len(DUTIES)} duties, {different} tests that prove something, "
        f"{len(unproven())} requirements on record without a test of their own."
    )


def _carried(requirement: str, proofs: list[Proof]) -> list[tuple[str, list[str]]]:
    """What carries one requirement and what proves it: (kind, names), each kind even when it has none."""
    rules = [f"{rule.code}, {rule.source}" for rule in DUTIES if requirement in rule.requirements]
    pages = [f"{screen.words} ({screen.address})" for screen in screens().get(requirement, ())]
    tests = [
        f"{as_sentence(test)}{f' ({count} examples)' if count > 1 else ''}, {file}"
        for name, test, count, file in proofs
        if name == requirement
    ]
    why = [f"none: {unproven()[requirement]}"] if requirement in unproven() else ["none"]
    return [("rule", rules or ["none"]), ("screen", pages or ["none"]), ("test", tests or why)]


def main(arguments: list[str]) -> int:
    """Print the matrix, say what is wrong, and return 1 when something is; ``--write`` writes the file first."""
    found = write() if "--write" in arguments else collected()
    _print(found)
    wrong = faults(found)
    if not PROOFS.exists() or PROOFS.read_text(encoding="utf-8") != as_csv(found):
        wrong.append(f"{PROOFS.name} does not say what the tests say: make docs")
    for words in wrong:
        say(words)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
