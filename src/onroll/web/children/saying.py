"""What the record of events holds as codes, in the words that an officer uses for them."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from onroll.audit.kinds import kind_of
from onroll.audit.models import Event
from onroll.release.models import HoldKind
from onroll.schools.models import Establishment
from onroll.web.cases.visiting import OUTCOMES
from onroll.web.wording import of_rule
from rulebook.disclosure import Recipient
from rulebook.disclosure.products import PRODUCTS
from rulebook.procedure.facts import CheckResult
from rulebook.procedure.outcomes import outcome_of

RECIPIENTS = {
    Recipient.PUBLIC_REFERRER: "whoever told us",
    Recipient.PROFESSIONAL_REFERRER: "whoever told us",
    Recipient.AREA_ATTENDANCE: "the attendance staff of the area",
    Recipient.PARENT: "the family",
    Recipient.OTHER_AUTHORITY: "another authority",
    Recipient.SCHOOL: "the next school",
}
FOUND = {
    CheckResult.ON_ROLL: "found on a roll",
    CheckResult.NOT_ON_ROLL: "on none of them",
    CheckResult.UNCLEAR: "not clear",
}
GROUPS = {
    "case": "Case",
    "child": "Who the child is",
    "duty": "What is owed",
    "education": "Education",
    "match": "The same child",
    "message": "Messages",
    "referral": "Notices",
    "safeguarding": "Safeguarding",
    "visit": "Visits",
}
URN = re.compile(r"establishment (\d{6})")


def _outcome(code: str) -> str:
    try:
        return outcome_of(code).words
    except (KeyError, ValueError):
        return code


SAID: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("case.closed", "outcome"): _outcome,
    ("case.outcome-recorded", "outcome"): _outcome,
    ("case.visit-recorded", "outcome"): lambda code: dict(OUTCOMES).get(code, code),  # type: ignore[call-overload]
    ("case.rolls-checked", "result"): lambda code: FOUND.get(code, code),  # type: ignore[call-overload]
    ("hold.placed", "kind"): lambda code: dict(HoldKind.choices).get(code, code).lower(),
    ("message.queued", "recipient_kind"): lambda code: RECIPIENTS.get(code, code),  # type: ignore[call-overload]
    ("disclosure.made", "recipient_kind"): lambda code: RECIPIENTS.get(code, code),  # type: ignore[call-overload]
    ("disclosure.made", "product"): lambda code: {each.code: each.words for each in PRODUCTS}.get(code, code),
}


def sentence_of_event(event: Event, schools: Mapping[str, str] | None = None) -> str:
    """Return what happened in one sentence; ``schools`` are the names of those that it names by number."""
    detail: dict[str, Any] = {
        name: SAID[event.kind, name](value)
        if (event.kind, name) in SAID and isinstance(value, str)
        else value
        for name, value in event.detail.items()
    }
    words = of_rule(kind_of(event.kind).words(detail))
    return URN.sub(lambda found: (schools or {}).get(found[1], found[0]), words)


def schools_named(events: Iterable[Event]) -> dict[str, str]:
    """Return the names of the schools that these events name by number, in one statement where there is any."""
    urns = {str(event.detail["urn"]) for event in events if "urn" in event.detail}
    return dict(Establishment.objects.filter(urn__in=urns).values_list("urn", "name")) if urns else {}
