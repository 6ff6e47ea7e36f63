"""Which duties the service can never show yet, because nobody tells it what gives rise to them: said, not hidden."""

import ast
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any, get_args, get_type_hints

from onroll.sharing.actions.owing import OURS
from onroll.transfers.lost import OF_A_LOST_PUPIL, OF_A_REQUEST
from onroll.web.rules import tracing
from rulebook.parameters import load
from rulebook.procedure import DUTIES, rule_of
from rulebook.procedure.authority_facts import AuthorityFacts
from rulebook.procedure.facts import CaseFacts
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import SUBJECTS
from tests.onroll.web.rules.test_trace import ON

ROOT = Path(__file__).parents[4]
TELLING = (
    "src/onroll/cases/facts.py",
    "src/onroll/cases/by_word.py",
    "src/onroll/education/facts.py",
    "src/onroll/intake/facts.py",
    "src/onroll/sharing/facts.py",
    "src/onroll/intake/absence_facts.py",
    "src/onroll/intake/home_facts.py",
)
SMALLEST = tomllib.loads((ROOT / "tests/published/smallest.toml").read_text(encoding="utf-8"))
KINDS = {
    name: get_args(hint)[0].__name__
    for whole in (CaseFacts, PupilFacts, AuthorityFacts)
    for name, hint in get_type_hints(whole).items()
    if get_args(hint)
}
# A term is told for the lists that are shared, which keep no other duty of a term.
OF_A_TERM_AND_KEPT_BY_NOBODY = {
    "report-unofficial-exclusions": "authority",
    "find-children-without-intake-place": "authority",
}
CALLED = {"Sweep": "SweepFact"}  # what the code calls a fact whose name a row has as well


def told() -> dict[str, set[str]]:
    """Return what the service tells of each kind of fact, read from the code that makes the facts."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in TELLING:
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                found[name] |= {keyword.arg for keyword in node.keywords if keyword.arg}
            elif isinstance(node, ast.Dict):  # parts of the facts of a case, gathered and passed on
                found["CaseFacts"] |= {key.value for key in node.keys if isinstance(key, ast.Constant)}
    return found


def missing(smallest: dict[str, Any], about: str) -> set[str]:
    """Return what the smallest facts of a duty hold that the service never tells."""
    known = told()
    whole = known[{"case": "CaseFacts", "pupil": "PupilFacts", "authority": "AuthorityFacts"}.get(about, "")]
    lacks = {name for name in smallest if name != "about" and name not in whole}
    if lacks and about != "case":
        return {about}
    for name, facts in smallest.items():
        if name in whole and isinstance(facts, list):
            parts = known[CALLED.get(KINDS[name], KINDS[name])]
            lacks |= {f"{name}.{part}" for fact in facts for part in set(fact) - parts}
    return lacks


def test_what_the_service_never_tells_the_rules_is_said_of_each_duty() -> None:
    lacks: dict[str, list[set[str]]] = defaultdict(list)
    for which, smallest in SMALLEST.items():
        code = which.split(" ")[0]
        of_files = (
            code in OF_A_LOST_PUPIL | OF_A_REQUEST
        )  # transfer files tell of them, and of nothing else of a pupil
        lacks[code].append(set() if of_files else missing(smallest, SUBJECTS[rule_of(code).about]))
    never = {code: " ".join(sorted(min(each, key=len))) for code, each in lacks.items() if all(each)}

    assert not OF_A_TERM_AND_KEPT_BY_NOBODY.keys() & (never.keys() | OURS)
    assert dict(tracing.untold()) == never | OF_A_TERM_AND_KEPT_BY_NOBODY
    assert len(lacks) == len(DUTIES)


def test_a_requirement_whose_duties_can_never_be_owed_here_does_not_say_that_it_is_in_force() -> None:
    rows = {row.requirement.id: row for row in tracing.matrix(on=ON, parameters=load())}

    assert rows["ANNUAL-1"].standing == tracing.RULEBOOK_ONLY
    assert rows["VISIT-1"].standing == tracing.IN_FORCE
