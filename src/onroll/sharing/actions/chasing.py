"""Whoever was given a list and has not answered by its day is asked again, once."""

from django.db import transaction
from django.db.models import Q

from onroll.access import policy
from onroll.access.models import Membership, User
from onroll.access.queries import current
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.release import actions as release
from onroll.release.actions import Outgoing
from onroll.release.models import Message
from onroll.sharing.models import Pack, PackState
from rulebook.disclosure import Recipient, product_of
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

ANSWERING = ("ARL", "AGY", "CNX")  # the roles that are given a list, and answer it


@transaction.atomic
def chase_pack(pack: Pack, *, by: Actor) -> list[Message]:
    """Ask everybody who may answer a late list for its answer, by e-mail through the gate; once for each list.

    The mail names the list by its reference, and no child. Raises Refused where nobody can be written to, where no
    answer is late, and when it was asked for before.
    """
    policy.require(by, "pack:send")
    people = recipients_of(pack, by=by)
    if not people:
        words = "Nobody with an account can answer this list. Telephone, and key in the answer."
        raise Refused(Finding("chase-nobody", words))
    if not pack.is_late(by.today):
        raise Refused(Finding("chase-early", "No answer to this list is late."))
    late = Pack.objects.filter(pk=pack.pk, state=PackState.RELEASED, chased_at=None)
    if not late.update(chased_at=by.at, chased_by=by.name):
        raise Refused(
            Finding("chase-twice", "The answer to this list was asked for again already. Telephone.")
        )
    pack.refresh_from_db()
    sent = [
        release.release_message(_reminder(pack, person, by=by), child=None, subject_id=pack.pk, by=by)
        for person in people
    ]
    audit.record("pack.chased", subject=pack, by=by, recipient_kind=pack.recipient_kind, people=len(sent))
    return sent


def recipients_of(pack: Pack, *, by: Actor) -> list[User]:
    """Return who may answer a list and can be written to: the leads of its area, or the people of its body."""
    held = Membership.objects.filter(current(on=by.today), role__in=ANSWERING)
    if pack.organisation_id is None:
        who = Q(pk__in=held.filter(area=pack.area_id).values("user"))
    else:
        who = Q(pk__in=held.values("user"), organisation=pack.organisation_id)
    return list(User.objects.filter(who, is_active=True).exclude(email="").order_by("name"))


def _reminder(pack: Pack, person: User, *, by: Actor) -> Outgoing:
    assert pack.answer_due_on is not None, "an answer is owed"
    words = product_of(pack.product).words
    return Outgoing(
        kind="Reminder of a list",
        product="list-reminder",
        recipient_kind=Recipient(pack.recipient_kind),
        to_name=person.name,
        to_address=person.email,
        subject=f"List {pack.reference} waits for your answer",
        body=(
            f"Dear {person.name},\n\nOn {long_date(pack.answer_due_on)} your answer was due to list {pack.reference}: "
            f"{words}, {pack.period_words}. Please sign in and say what you know. That you know nothing is an answer "
            f"too.\n\n{by.name}"
        ),
        fields=(),
        organisation=pack.organisation,
    )
