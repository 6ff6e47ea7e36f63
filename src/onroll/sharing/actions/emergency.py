"""A child is in danger: what we know is given to social care or the police at once, by whoever is at hand."""

from django.db import transaction

from onroll.access import policy
from onroll.access.models import User
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases.models import Case, ToldHow
from onroll.cases.queries import latest_address
from onroll.people.facts import with_parts
from onroll.release import actions as release
from onroll.release.actions import Outgoing
from onroll.release.models import Disclosure
from onroll.sharing.contents import SEX, headings
from rulebook.disclosure import Recipient, product_of
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

PRODUCT = "emergency-share"
RECIPIENTS = (Recipient.SOCIAL_CARE, Recipient.POLICE)


def what_is_told(case: Case, *, concern: str, by: Actor) -> dict[str, str]:
    """Return what is given of a child at once, in words, in the order of the table; what is not known is left out."""
    child = with_parts([case.child])[0]
    address = latest_address(child)
    parents = [row.parent for row in child.relationships.all() if row.until_on is None]
    officer = User.objects.filter(pk=by.user_id).first() if by.user_id else None
    told = {
        "case_reference": case.reference,
        "child_name": child.name,
        "born_on": long_date(child.birth_date) if child.birth_date else "",
        "sex": SEX.get(child.sex, ""),
        "address": address.one_line if address else "",
        "parent_name": "; ".join(parent.name for parent in parents if parent.name),
        "telephone": "; ".join(parent.phone for parent in parents if parent.phone),
        "concern": concern,
        "officer_name": by.name,
        "officer_contact": officer.phone or officer.email if officer else "",
    }
    return {name: told[name] for name in product_of(PRODUCT).fields if told[name]}


@transaction.atomic
def share_at_once(
    case: Case, *, recipient: Recipient, with_whom: str, concern: str, how: ToldHow, by: Actor
) -> Disclosure:
    """Record that a child's information was given to social care or the police at once, word for word.

    Nobody else signs: not to share can kill as well. Source: Procedure 1.6; access model 8.
    """
    policy.require(by, "export:send", case)
    if not concern.strip() or not with_whom.strip():
        raise Refused(Finding("share-empty", "Say what the worry is, and who took it.", where="concern"))
    told = what_is_told(case, concern=concern.strip(), by=by)
    words = headings(tuple(told))
    outgoing = Outgoing(
        kind=product_of(PRODUCT).words,
        product=PRODUCT,
        recipient_kind=recipient,
        to_name=with_whom.strip(),
        to_address=ToldHow(how).label,
        channel="otherwise",
        subject=f"Case {case.reference}",
        body="\n".join(f"{word}: {value}" for word, value in zip(words, told.values(), strict=True)),
        fields=tuple(told),
    )
    given = release.record_given(outgoing, child=case.child, subject_id=case.pk, by=by)
    audit.record(
        "child.shared-at-once", subject=case, child_id=case.child_id, by=by, recipient_kind=str(recipient)
    )
    return given
