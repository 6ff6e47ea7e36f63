"""A school whose roll is late is asked for it, by email through the gate, once in each silence."""

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.base import take_up_row
from onroll.intake import silence
from onroll.release import actions as release
from onroll.release.actions import Outgoing
from onroll.release.models import Message
from onroll.schools.models import Establishment
from rulebook.disclosure import Recipient
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

PERMISSION = "letter:create"


@transaction.atomic
def ask_for_roll(school: Establishment, *, by: Actor) -> Message:
    """Ask a school whose roll is late for the next one. The email names no child.

    Raises Refused where no roll is late, where the school was asked before, and where it has no email address: it is
    telephoned then.
    """
    policy.require(by, PERMISSION)
    take_up_row(school)
    found = silence.heard(by, schools=Establishment.objects.filter(pk=school.pk, status_code__in=["1", "3"]))
    if not found or not found[0].is_to_be_asked(by.today):
        words = "No roll of this school is late, it was asked for it already, or it has no email address."
        raise Refused(Finding("roll-not-asked", words))
    message = release.release_message(_reminder(school, by=by), child=None, subject_id=school.pk, by=by)
    audit.record("school.asked-for-roll", subject=school, by=by, urn=school.urn)
    return message


def _reminder(school: Establishment, *, by: Actor) -> Outgoing:
    assert school.roll_as_of_on is not None, "a roll came before"
    return Outgoing(
        kind="Reminder of a roll",
        product=silence.PRODUCT,
        recipient_kind=Recipient.SCHOOL,
        to_name=school.name,
        to_address=school.email,
        subject="Your roll is awaited",
        body=(
            f"Dear colleague,\n\nThe newest roll of {school.name} that we hold is of "
            f"{long_date(school.roll_as_of_on)}. We ask for one every {silence.again(by.today).span}, so that a child "
            "who is on a roll is not searched for elsewhere. Please send the next one in the way agreed with us. If "
            "you have sent it these days, there is nothing to do.\n\nThe children missing education team"
        ),
        fields=(),
        organisation=school.organisation,
    )
