"""Which modules of an app may know what writes: its actions, and those named here with the reason; nothing else.

The import contracts know the rooms by the names of house; an app has more modules than rooms, and these are read here.
"""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture import reading
from tests.architecture.conftest import Enumerated
from tests.architecture.reading import SRC, Module

ABOVE = frozenset(
    {"web", "demonstration", "nightly", "project"}
)  # they carry things out, by the actions below them
LETTER = "a letter is made ready for the gate, in the gate's own words"
NUMBERS = "asks for the numbers in force and what is owed by them, and writes nothing"
FILE = "a file put in becomes what the rooms below record"
QUEUE = "carries out what waited, in a process of its own"
KNOWS_WHAT_WRITES = {
    "onroll.cases.enquiry_letters": LETTER,
    "onroll.cases.letters.authorities": LETTER,
    "onroll.cases.letters.family": LETTER,
    "onroll.cases.letters.orders": LETTER,
    "onroll.cases.letters.referrers": LETTER,
    "onroll.cases.papers": LETTER,
    "onroll.intake.home": NUMBERS,
    "onroll.intake.reading": "what a form said, in the shape in which a notice is received",
    "onroll.reconciliation.working": QUEUE,
    "onroll.release.delivery": QUEUE,
    "onroll.reports.running": NUMBERS,
    "onroll.transfers.changes": FILE,
    "onroll.transfers.formats.base": FILE,
    "onroll.transfers.formats.ctf": FILE,
    "onroll.transfers.formats.ctf_pupils": FILE,
    "onroll.transfers.formats.establishments": FILE,
    "onroll.transfers.formats.roll": FILE,
    "onroll.transfers.formats.told": FILE,
    "onroll.transfers.formats.twice": FILE,
    "onroll.transfers.working": QUEUE,
}
ACTIONS = 2  # the place of the room in a name: onroll, the app, the room


def knowing(modules: Iterable[Module]) -> set[str]:
    """Return the modules of apps, their actions left out, that import the actions of any app."""
    return {
        module.name
        for module in modules
        if module.app and module.app not in ABOVE
        if "management" not in module.path.parts and not _is_action(module.name)
        if any(_is_action(name) for name in reading.names_imported(module.tree).values())
    }


def _is_action(name: str) -> bool:
    parts = name.split(".")
    return parts[0] == "onroll" and len(parts) > ACTIONS and parts[ACTIONS] == "actions"


def test_only_the_actions_and_those_named_know_what_writes(enumerated: Enumerated) -> None:
    modules = [module for module in reading.modules() if module.app and module.app not in ABOVE]

    found = knowing(modules)

    enumerated("modules of apps read for what writes", [module.name for module in modules], at_least=250)
    assert found == set(KNOWS_WHAT_WRITES)


def test_a_module_with_a_name_of_its_own_is_caught() -> None:
    planted = ["cases/order_models.py", "cases/register_queries.py", "intake/home_facts.py", "people/kin.py"]
    source = ast.parse("from onroll.people import actions")

    found = knowing(Module(SRC / "onroll" / Path(path), source) for path in planted)

    assert found == {
        "onroll.cases.order_models",
        "onroll.cases.register_queries",
        "onroll.intake.home_facts",
        "onroll.people.kin",
    }
