"""A child has died: the record keeps the day, and from then on nothing leaves to the family."""

from datetime import date

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.people.models import Child
from onroll.people.told import Source
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date


@transaction.atomic
def record_death(child: Child, *, died_on: date, source: Source, by: Actor) -> None:
    """Record the day on which a child died, and who said so; from now on nothing leaves to the family.

    Raises Refused for a day to come, and for one before the child was born. Source: SI 2024/208 reg 9(1)(k).
    """
    policy.require(by, "case:update", child)
    if died_on > by.today:
        raise Refused(Finding("died-ahead", "Enter a day that is today or in the past.", where="died_on"))
    if child.birth_date and died_on < child.birth_date:
        words = f"The child was born on {long_date(child.birth_date)}. Enter that day or a later one."
        raise Refused(Finding("died-before-birth", words, where="died_on"))
    child.died_on = died_on
    child.save(update_fields=["died_on"])
    audit.record(
        "child.died", subject=child, child_id=child.pk, by=by, died_on=died_on, source=source.on_record
    )


@transaction.atomic
def take_back_death(child: Child, *, by: Actor) -> bool:
    """Take back a death that was recorded by mistake, so that the family can be written to; False when none was."""
    policy.require(by, "case:update", child)
    if child.died_on is None:
        return False
    audit.record("child.death-taken-back", subject=child, child_id=child.pk, by=by, died_on=child.died_on)
    child.died_on = None
    child.save(update_fields=["died_on"])
    return True
