"""Every field is sorted for privacy, and every moment has its person."""

import re

import pytest
from django.db import models

from onroll.audit import base
from tests.architecture import reading
from tests.architecture.conftest import Enumerated
from tests.architecture.test_keys import onroll_models

KINDS = ("personal", "sensitive", "operational")

# Where a moment stands without a person, or a person without a moment, and why.
ALONE = {
    "cases.DutyDone.told_by": "whose word it was that an agency did its task; when is done_on",
    "access.SentForm.carried_out_at": "by_id says who",
    "audit.AccessRecord.recorded_at": "by_id, by_name and by_role say who",
    "audit.ChildSeen.seen_at": "an index: its access record says who",
    "audit.Event.recorded_at": "by_id, by_name and by_role say who",
    "duties.Duty.owed_by": "a role, from the rule",
    "intake.Submission.received_at": "the public form asks for no account",
    "nightly.Lease.until_at": "held by a machine",
    "nightly.Run.finished_at": "ended by a machine",
    "nightly.Run.started_at": "begun by the clock",
    "nightly.Slot.slot_at": "set by the timetable",
    "nightly.WorkerSeen.seen_at": "noted by the worker of itself",
    "nightly.WorkerSeen.started_at": "noted by the worker of itself",
    "release.Message.claimed_at": "taken by the worker",
    "release.Message.try_again_at": "when the server may be asked again: nobody did anything then",
    "release.Message.sent_at": "sent by the worker",
}
NOT_A_PERSON = {"supplied_by": "the organisation that gave the information"}
DAYS_MAY_ALSO_END = ("as_of", "_since", "_until", "not_before", "birth_date")


def label(model: type[models.Model]) -> str:
    """Return the model's name as tests list it."""
    return str(model._meta.label)


def fields_of(model: type[models.Model]) -> set[str]:
    """Return the names of the fields that the model stores."""
    return {field.name for field in [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]} | {
        field.name for parent in model._meta.get_parent_list() for field in parent._meta.local_concrete_fields
    }


@pytest.mark.parametrize("model", onroll_models(), ids=label)
def test_every_field_is_sorted_exactly_once(model: type[models.Model]) -> None:
    handling = model.__dict__.get("Handling")
    assert handling is not None, f"{label(model)} says nothing of how its fields are handled"
    assert issubclass(handling, base.Handling)

    sorted_into = {kind: set(getattr(handling, kind)) for kind in KINDS}

    everywhere = [name for kind in KINDS for name in getattr(handling, kind)]
    assert fields_of(model) - set(everywhere) == set(), "unsorted"
    assert set(everywhere) - fields_of(model) == set(), "no such field"
    assert len(everywhere) == len(set(everywhere)), f"sorted twice: {sorted_into}"


@pytest.mark.parametrize("model", onroll_models(), ids=label)
def test_every_model_says_how_long_its_rows_are_kept(model: type[models.Model]) -> None:
    retention = model.__dict__["Handling"].retention

    assert retention, "a retention class is missing"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", retention)


def test_all_fields_are_counted(enumerated: Enumerated) -> None:
    fields = [f"{label(model)}.{name}" for model in onroll_models() for name in sorted(fields_of(model))]

    enumerated("fields sorted for privacy", fields, at_least=200)


def moments_of(model: type[models.Model]) -> list[str]:
    """Return what was done at a moment or by a person: the names without ``_at`` or ``_by``."""
    names = fields_of(model) - set(NOT_A_PERSON)
    return sorted({name[:-3] for name in names if name.endswith(("_at", "_by"))})


def test_a_moment_and_its_person_come_in_pairs(enumerated: Enumerated) -> None:
    """A person may stand beside a day instead: what was so on a day is not always known to the minute."""
    pairs = [(model, stem) for model in onroll_models() for stem in moments_of(model)]
    enumerated("moments and their people", (f"{label(model)}.{stem}" for model, stem in pairs), at_least=20)

    alone = set()
    for model, stem in pairs:
        when = {f"{stem}_at", f"{stem}_on"} & fields_of(model)
        who = {f"{stem}_by"} & fields_of(model)
        if not (when and who):
            alone |= {f"{label(model)}.{name}" for name in when | who if not name.endswith("_on")}
    assert alone - set(ALONE) == set(), "give it its other half, or a reason in ALONE"
    assert set(ALONE) - alone == set(), "the exemption is no longer needed"


def test_a_pair_that_may_be_empty_is_held_together_by_the_database(enumerated: Enumerated) -> None:
    may_be_empty = [
        (model, stem)
        for model in onroll_models()
        for stem in moments_of(model)
        if {f"{stem}_at", f"{stem}_by"} <= fields_of(model) and model._meta.get_field(f"{stem}_at").null
    ]
    enumerated(
        "pairs held by a constraint", (f"{label(model)}.{stem}" for model, stem in may_be_empty), at_least=5
    )

    loose = [f"{label(model)}.{stem}" for model, stem in may_be_empty if not _is_held(model, stem)]
    assert loose == []


def _is_held(model: type[models.Model], stem: str) -> bool:
    """Return whether one check of the table speaks of both columns."""
    checks = [
        str(one.condition) for one in model._meta.constraints if isinstance(one, models.CheckConstraint)
    ]
    return any(f"{stem}_at" in check and f"{stem}_by" in check for check in checks)


def test_names_end_as_their_types_do(enumerated: Enumerated) -> None:
    """Moments end in ``_at``, days in ``_on``: a reader knows the type from the name."""
    dated = {
        f"{label(model)}.{field.name}": type(field)
        for model in onroll_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateField)
    }
    enumerated("dates and moments", dated, at_least=40)

    endings = {models.DateTimeField: ("_at", "last_login"), models.DateField: ("_on", *DAYS_MAY_ALSO_END)}
    assert [name for name, kind in dated.items() if not name.endswith(endings[kind])] == []


def test_every_retention_class_is_described() -> None:
    described = (reading.ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
    classes = {model.__dict__["Handling"].retention for model in onroll_models()}

    assert sorted(name for name in classes if f"`{name}`" not in described) == []
