"""Actions are the only writers: each is told by whom, keyword-only, and records an event.

A public function of an action module that neither writes nor records, whatever it calls, is a question, not an action.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.architecture import reading
from tests.architecture.conftest import Enumerated
from tests.architecture.reading import Module

RECORDING = {
    "onroll.audit.actions.record",
    "onroll.audit.actions.record_many",
    "onroll.audit.actions.record_access",
}

# Public functions of action modules that record nothing themselves, and why that is right.
RECORDS_NOTHING = {
    "onroll.access.actions.carry_out_once": "the event is that of the action it carries out, in one transaction",
    "onroll.access.actions.forget_sent_forms": "what was done has its own event; its form's mark tells of nobody",
    "onroll.people.actions.recording.rewrite_keys": "the keys follow from a change that has its own event",
}

# Where rows are written outside actions, and why.
WRITES_ELSEWHERE = {
    "onroll.access.reach": "a derived table, kept by the actions of higher rooms in their transaction (ADR 0008)",
    "onroll.audit.chain": "the chain itself, under audit's own actions",
    "onroll.audit.guards": "reads which triggers the database has; only the name of the statement is that of a write",
    "onroll.nightly": "its own tables only: runs, leases, reminders, figures; children are touched through actions",
    "onroll.web.accounts": "the sign-in library's own tables: second factors, links to single sign-on",
    "onroll.people.queries._rows": "the look-up asks by statements of its own, which only read",
    "onroll.release.queries._near": "asks by a statement that was written once, which only reads",
    "onroll.release.turns": "takes a lock of the database, and writes nothing",
    "onroll.access.scoping": "the manager that every sensitive model takes: it hands on what an action asks",
    "onroll.project": "the whole store: copied, put back, moved and looked at by commands, never one row of it",
}

# Rows of another room that are written all the same, and why.
WRITES_ANOTHERS = {
    "onroll.schools.actions._give_organisations writes onroll.access.models.Organisation": "the people of a new school "
    "come with it, thousands at once; the event is the establishment's, in one transaction",
}

QUERYING = {"filter", "exclude", "order_by", "select_related", "all", "iterator", "get", "first"}

WRITING = {
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "save",
    "get_or_create",
    "update_or_create",
}
WRITING_ANYWHERE = {*WRITING, *(f"a{name}" for name in WRITING), "execute", "executemany", "raw"}


@dataclass(frozen=True)
class Action:
    """A public function of an action module."""

    module: Module
    function: ast.FunctionDef

    @property
    def name(self) -> str:
        """Its dotted name."""
        return f"{self.module.name}.{self.function.name}"

    def __str__(self) -> str:
        return self.name


def is_action_module(module: Module) -> bool:
    """Return whether a module is an app's ``actions.py`` or lies in its ``actions/``."""
    return bool(module.app) and "actions" in module.name.split(".")[2:]


@cache
def public_functions() -> tuple[Action, ...]:
    """Return every public function of every action module."""
    return tuple(
        Action(module, node)
        for module in reading.modules()
        if is_action_module(module)
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    )


def actions() -> list[Action]:
    """Return the public functions that do something: write rows, or record an event, themselves or through others."""
    doing = writing_functions() | recording_functions()
    return [function for function in public_functions() if function.name in doing]


@cache
def calls_by_function() -> dict[str, set[str]]:
    """Return what each function of Onroll calls, all by dotted name."""
    return {
        f"{module.name}.{node.name}": _calls_of(module, node)
        for module in reading.modules()
        if module.app
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def recording_functions() -> frozenset[str]:
    """Return the functions that record an event, directly or through another that does."""
    return _with_callers(RECORDING)


@cache
def writing_functions() -> frozenset[str]:
    """Return the functions that write rows, directly or through another that does."""
    return _with_callers(
        {
            f"{module.name}.{node.name}"
            for module in reading.modules()
            if module.app
            for node in module.tree.body
            if isinstance(node, ast.FunctionDef) and _writes(node)
        }
    )


def _with_callers(functions: set[str]) -> frozenset[str]:
    found = set(functions)
    while grown := {name for name, called in calls_by_function().items() if called & found} - found:
        found |= grown
    return frozenset(found)


def _calls_of(module: Module, function: ast.FunctionDef) -> set[str]:
    """Return the dotted names of what a function calls, or passes on to be called."""
    imported = reading.names_imported(module.tree)
    own = {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef)}
    found = {
        reading.path_called(call, imported=imported)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
    }
    found |= {imported.get(node.id, node.id) for node in ast.walk(function) if isinstance(node, ast.Name)}
    found |= {f"{module.name}.{name}" for name in found & own}
    # A package of actions names its modules' functions again in its __init__.
    return found | {_without_submodule(name) for name in found}


def _without_submodule(name: str) -> str:
    """Return ``onroll.cases.actions.close`` as it is defined: in the one module of the package that has it."""
    return _defined_in_a_package().get(name, name)


@cache
def _defined_in_a_package() -> dict[str, str]:
    return {
        f"{module.name.rpartition('.')[0]}.{node.name}": f"{module.name}.{node.name}"
        for module in reading.modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    }


def test_every_action_is_told_by_whom_and_the_rest_by_name(enumerated: Enumerated) -> None:
    enumerated("actions", actions(), at_least=30)

    untold = [
        action.name
        for action in actions()
        if "by" not in {arg.arg for arg in action.function.args.kwonlyargs}
    ]
    by_place = [
        action.name
        for action in actions()
        if len(action.function.args.posonlyargs) + len(action.function.args.args) > 1
    ]
    assert untold == [], "an action takes ``by`` keyword-only"
    assert by_place == [], "from the second argument on, an action takes its arguments by name"


def test_every_public_function_says_in_a_docstring_what_becomes_true() -> None:
    assert [
        function.name for function in public_functions() if not ast.get_docstring(function.function)
    ] == []


def test_a_question_beside_the_actions_says_what_comes_back(enumerated: Enumerated) -> None:
    questions = [function for function in public_functions() if function not in actions()]
    enumerated("questions beside the actions", questions, at_least=0)

    docstrings = {question.name: ast.get_docstring(question.function) or "" for question in questions}
    assert (
        sorted(name for name, words in docstrings.items() if not words.startswith(("Return", "Yield"))) == []
    )


def test_every_action_records_an_event(enumerated: Enumerated) -> None:
    recording = [action.name for action in actions() if action.name in recording_functions()]
    enumerated("actions that record an event", recording, at_least=30)

    silent = {action.name for action in actions()} - set(recording)
    assert silent - set(RECORDS_NOTHING) == set(), "record an event, or say here why not"
    assert set(RECORDS_NOTHING) - silent == set(), "the exemption is no longer needed"


def test_every_action_is_one_transaction(enumerated: Enumerated) -> None:
    """An action is atomic, or only hands on to one that is; those of the audit are called inside another's."""
    atomic = [action.name for action in actions() if _is_atomic(action.function)]
    enumerated("actions in a transaction of their own", atomic, at_least=25)

    loose = [
        action.name
        for action in actions()
        if action.name not in atomic and _writes(action.function)
        if action.module.app != "audit" and action.name not in RECORDS_NOTHING
    ]
    assert loose == []


def test_nothing_else_writes(enumerated: Enumerated) -> None:
    """Rows are created, changed and deleted in actions; what else does so is listed with its reason."""
    writers = {
        f"{module.name}.{function.name}"
        for module in reading.modules()
        if module.app and module.app != "demonstration" and not is_action_module(module)
        for function in reading.functions(module.tree)
        if _may_write(function)
    }
    enumerated("writers that are not actions", sorted(writers), at_least=10)

    assert sorted(name for name in writers if not name.startswith(tuple(WRITES_ELSEWHERE))) == []
    unused = {room for room in WRITES_ELSEWHERE if not any(name.startswith(room) for name in writers)}
    assert unused == set(), "the exemption is no longer needed"


@pytest.mark.parametrize(
    "written",
    [
        "case.save()",
        "case.save(update_fields=['stage'])",
        "rows.update(stage='closed')",
        "case.delete()",
        "case.notes.create(words='x')",
        "await case.asave()",
        "cursor.execute('delete from cases_case')",
        "connection.cursor().executemany('delete', [])",
        "Case.objects.bulk_update(rows, ['stage'])",
        "Case.objects.raw('delete from cases_case')",
    ],
)
def test_a_write_outside_an_action_is_seen_however_it_is_written(written: str) -> None:
    function = ast.parse(f"async def view(request, by, case, rows, cursor):\n    {written}\n").body[0]

    assert _may_write(function)


@pytest.mark.parametrize("read", ["found.update({1: 2})", "digest.update(b'x')", "found.add(1)", "words.set"])
def test_what_only_looks_like_writing_is_passed(read: str) -> None:
    assert not _may_write(ast.parse(f"def view(found, digest, words):\n    {read}\n").body[0])


def test_each_room_writes_its_own_rows_only(enumerated: Enumerated) -> None:
    """A room that needs another's row written calls that room's action: one row, one writer, one event."""
    written = [
        (f"{module.name}.{function.name}", model, module.app)
        for module in reading.modules()
        if module.app and module.app != "demonstration"
        for function in reading.functions(module.tree)
        for model in sorted(_models_written(module, function))
    ]
    enumerated(
        "kinds of row, each with a writer", (f"{name}: {row}" for name, row, _ in written), at_least=60
    )

    foreign = {f"{name} writes {row}" for name, row, app in written if row.split(".")[1] != app}
    assert foreign - set(WRITES_ANOTHERS) == set(), "call an action of the room whose row it is"
    assert set(WRITES_ANOTHERS) - foreign == set(), "the exemption is no longer needed"


@pytest.mark.parametrize(
    "written",
    [
        "Place(child=child).save(force_insert=True)",
        "row = Place(child=child)\n    row.save(force_insert=True)",
        "Place.objects.create(child=child)",
        "Place.objects.visible_to(by, 'x').filter(pk=1).update(child=child)",
        "rows = Place.objects.unscoped('x')\n    rows.filter(pk=1).delete()",
        "place.save(update_fields=['taken_up_on'])",
        "maybe.save(update_fields=['taken_up_on'])",
        "for each in places:\n        each.save(update_fields=['taken_up_on'])",
    ],
)
def test_a_row_of_another_room_is_seen_however_it_is_written(written: str) -> None:
    text = (
        "from onroll.education.models import Place\n"
        "def act(child, *, place: Place, maybe: Place | None, places: list[Place], by):\n"
        f"    {written}\n"
    )
    tree = ast.parse(text)
    module = Module(reading.SRC / "onroll" / "cases" / "actions" / "tried.py", tree)

    assert _models_written(module, tree.body[1]) == {"onroll.education.models.Place"}


def _models_written(module: Module, function: ast.AST) -> set[str]:
    """Return the models, by dotted name, of whose rows a function writes some: as far as its own text tells."""
    imported = reading.names_imported(module.tree)
    models = {
        name: path for name, path in imported.items() if path.startswith("onroll.") and ".models." in path
    }
    of_variable = _models_of_variables(function, models)
    return {
        of_variable[root.id]
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in WRITING
        if _is_of_the_orm(call) or call.func.attr in {"create", "bulk_create", "delete"}
        if isinstance(root := _root(call.func.value), ast.Name) and root.id in of_variable
        if not _is_of_a_key(call.func.value, root)
    }


def _models_of_variables(function: ast.AST, models: dict[str, str]) -> dict[str, str]:
    """Return which model each name in a function stands for: by annotation, or by what it is made of or runs over."""
    found = dict(models)
    for node in ast.walk(function):
        annotation = getattr(node, "annotation", None)
        if isinstance(node, ast.arg | ast.AnnAssign) and annotation is not None:
            name = node.arg if isinstance(node, ast.arg) else getattr(node.target, "id", "")
            named = (part.id for part in ast.walk(annotation) if isinstance(part, ast.Name))
            found.update((name, models[each]) for each in named if each in models)
    for name, made_of in _made_of(function):
        root = _root(made_of)
        if isinstance(root, ast.Name) and root.id in found and not _is_of_a_key(made_of, root):
            found.setdefault(name, found[root.id])
    return found


def _made_of(function: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield each name that a function sets, with what it is set from."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            yield node.target.id, node.iter


def _root(node: ast.expr) -> ast.expr:
    """Return what a chain of attributes and calls begins with: ``Place`` of ``Place.objects.filter(pk=1)``."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node


def _is_of_a_key(chain: ast.expr, root: ast.Name) -> bool:
    """Tell whether a chain goes from a row to another (``place.child``), which may be of another model."""
    first = next(
        (node.attr for node in ast.walk(chain) if isinstance(node, ast.Attribute) and node.value is root),
        "objects",
    )
    return first not in {"objects", "_base_manager", *QUERYING}


def _is_atomic(function: ast.FunctionDef) -> bool:
    decorated = any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
    return decorated or any(
        isinstance(node, ast.With) and "atomic(" in ast.unparse(node) for node in ast.walk(function)
    )


def _writes(function: ast.AST) -> bool:
    """Return whether the function calls a method of the ORM that writes: on a row, a manager or a query."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITING
        and _is_of_the_orm(node)
        for node in ast.walk(function)
    )


def _may_write(function: ast.AST) -> bool:
    """Return whether the function calls anything that is named like a writer, whatever it is called on.

    A dictionary and a hash are updated with what stands in the first place, rows only with values by name.
    """
    return any(
        node.func.attr in WRITING_ANYWHERE and not (node.func.attr == "update" and node.args)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )


def _is_of_the_orm(call: ast.Call) -> bool:
    """Return whether a call named like a writer's is one: dictionaries and hashes have ``update`` too."""
    written = ast.unparse(call.func)
    if (
        ".objects" in written
        or "_base_manager" in written
        or ".filter(" in written
        or ".unscoped(" in written
    ):
        return True
    return written.endswith(".save") and bool(call.keywords)
