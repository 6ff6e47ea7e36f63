"""What is on a list as things stand now: its children, with the fields that its recipient may have, and who stays off.

A field that the table of ``rulebook.disclosure`` does not give is not worked out by anybody else: all pass ``cut``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from onroll.audit.actor import Actor
from onroll.cases import queries as cases
from onroll.cases.models import Case, Stage
from onroll.duties.models import Duty
from onroll.people.models import Child
from onroll.release.files import OutgoingFile
from onroll.release.queries import staying_behind
from onroll.sharing.models import Pack
from rulebook.disclosure import Recipient, cut, fields_for, product_of
from rulebook.disclosure.products import FIELDS
from rulebook.school_days.ages import year_group, year_group_words
from rulebook.wording import long_date

MONTHLY, TERMLY, POST_16 = "monthly-register", "termly-list", "post-16-list"
LEAVER = "share-leaver"  # the duty that says who is on the post-16 list, and that its release meets
SEX = {"F": "Female", "M": "Male"}
ASK_FIRST = "Speak to the CME manager first"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One child who goes on a list, with what is given."""

    case: Case
    given: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a list holds now: who is on it, in order, and how many a hold leaves out."""

    fields: tuple[str, ...]
    entries: tuple[Entry, ...]
    withheld: int

    @property
    def digest(self) -> str:
        """A short mark of what is given: whoever releases a list says by it which one they looked at."""
        rows = [[str(each.case.pk), dict(each.given)] for each in self.entries]
        return hashlib.sha256(json.dumps([rows, self.withheld], sort_keys=True).encode()).hexdigest()[:32]

    @property
    def headings(self) -> list[str]:
        """The words of its fields."""
        return headings(self.fields)


def headings(fields: tuple[str, ...]) -> list[str]:
    """Return the words of fields, as headings."""
    return [FIELDS[name][:1].upper() + FIELDS[name][1:] for name in fields]


def fields_of(pack: Pack) -> tuple[str, ...]:
    """Return the fields that the recipient of a pack may have, in the order of the table."""
    allowed = fields_for(pack.product, recipient=Recipient(pack.recipient_kind))
    return tuple(name for name in product_of(pack.product).fields if name in allowed)


def outgoing_of(pack: Pack) -> OutgoingFile:
    """Return what leaves with a pack, as the gate asks it."""
    return OutgoingFile(
        product=pack.product,
        recipient_kind=Recipient(pack.recipient_kind),
        to_name=pack.recipient,
        organisation=pack.organisation,
        fields=fields_of(pack),
        reference=pack.reference,
    )


def contents_of(pack: Pack, *, by: Actor) -> Contents:
    """Return what a pack would hold if ``by`` released it now; held children are left out as the gate decides."""
    outgoing, listed = outgoing_of(pack), list(_cases(pack, by=by))
    left_off = staying_behind([case.child_id for case in listed], outgoing=outgoing)
    entries = []
    for case in listed:
        if case.child_id in left_off:
            continue
        told = cut(_values(case, on=by.today, by=by), product=pack.product, recipient=outgoing.recipient_kind)
        entries.append(Entry(case=case, given={name: str(value) for name, value in told.items()}))
    return Contents(fields=outgoing.fields, entries=tuple(entries), withheld=len(left_off))


def _cases(pack: Pack, *, by: Actor) -> QuerySet[Case]:
    rows = cases.each_child_once(cases.register(by, whole=True)).filter(child__died_on=None)
    if pack.area_id:
        rows = rows.filter(area_id=pack.area_id)
    if pack.product == TERMLY:
        rows = rows.filter(whereabouts_known=False)
    if pack.product == POST_16:
        owed = Duty.objects.visible_to(by, "duty:read").filter(code=LEAVER, met_on=None, excused_on=None)
        rows = rows.filter(pk__in=owed.values("subject_id"))
    return rows.prefetch_related("child__addresses").order_by(
        "child__surname", "child__forenames", "opened_on", "id"
    )


def _values(case: Case, *, on: date, by: Actor) -> dict[str, str]:
    """Return all that a list may tell of a case, as somebody reads it who may read neither holds nor concerns."""
    child = case.child
    nobody = Actor(name="Whoever reads a list", roles=(), at=by.at, request_id=by.request_id)
    seen = cases.as_seen(case, by=nobody)
    return {
        "case_reference": case.reference,
        "child_name": child.name,
        "born_on": long_date(child.birth_date) if child.birth_date else "",
        "sex": SEX.get(child.sex, ""),
        "year_group": year_group_words(year_group(child.birth_date, on)) if child.birth_date else "",
        "last_town": last_town(child),
        "address": _address(child),
        "on_register_since": long_date(case.opened_on),
        "stage": Stage(seen.stage).label,
        "next_date": long_date(seen.next_due_on) if seen.next_due_on else "",
        "waiting_on": seen.waiting_on,
        "officer_name": case.officer.name if case.officer else "",
        "flag": ASK_FIRST if cases.is_guarded(case) else "",
    }


def _address(child: Child) -> str:
    """Return where a child lives as far as we know; the addresses are fetched."""
    address = cases.latest_address(child)
    return address.one_line if address else ""


def last_town(child: Child) -> str:
    """Return the town of the newest address that names one, lived in still or not; the addresses are fetched."""
    rows = [row for row in child.addresses.all() if row.town]
    newest = max(rows, key=lambda row: (row.as_of_on or date.min, row.recorded_at), default=None)
    return newest.town if newest else ""
