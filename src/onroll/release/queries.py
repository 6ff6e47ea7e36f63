"""Reading holds and messages."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from onroll.access import policy
from onroll.audit.actor import Actor
from onroll.people.facts import every_link, identity_record, place_of, with_parts
from onroll.people.kin import places_of
from onroll.people.models import Address, Child, HeldTwice, Parent, Relationship
from onroll.people.same import has_died, other_records, records_of
from onroll.release.files import OutgoingFile
from onroll.release.gate import Described, Family, Way, forbids, forbids_visit, goes_to, way_of
from onroll.release.models import Disclosure, Hold, HoldKind, KeptDocument, Message, MessageState
from rulebook.disclosure import may_disclose
from rulebook.disclosure.sentences import TELLS_NOTHING
from rulebook.identity import decide


class DocumentAltered(Exception):
    """A kept document is no longer what was kept: nothing is shown in its place."""


ANY_CHILD = UUID(int=0)  # stands for the child in a statement that is written once
TELLING = ("outcome", "la-reply")  # what says more than may be said under a hold
TROUBLED = (MessageState.FAILED, MessageState.UNCERTAIN)  # an officer decides


def family_of(child_id: UUID) -> set[UUID]:
    """Return the child and every child who shares a parent or a home with them: a hold on one covers all (H1).

    Two rows of one name and telephone number are one parent, wherever each of the children lives. Each of them is there
    with every record that officers decided to be of the same child.
    """
    found = records_of([child_id])
    for own in sorted(found):
        for links in _siblings_of(child_id=own):
            found.update(links.values_list("child_id", flat=True))
        found |= _household_of(own)
    return records_of(found)


def _siblings_of(**who: Any) -> tuple[QuerySet[Relationship], QuerySet[Relationship]]:
    """Return the links of the parents of a child, by their rows and by what makes two rows one person.

    ``who`` is the child, as ``child_id=…``, or several, as ``child_id__in=…``.
    """
    links = every_link()
    keys = links.filter(**who).exclude(parent__person_key=None).values("parent__person_key")
    parents = {f"parent__relationships__{name}": value for name, value in who.items()}
    return links.filter(**parents), links.filter(parent__person_key__in=keys)


def _household_of(child_id: UUID) -> set[UUID]:
    """Return the children who are held to live where the child lives now."""
    near = list(_neighbours_of(child_id=child_id))
    own = {place_of(row) for row in near if row.child_id == child_id}
    return {row.child_id for row in near if place_of(row) in own}


def _neighbours_of(**who: Any) -> QuerySet[Address]:
    """Return the addresses lived in now that share a postcode with the child's: all of the household, and others."""
    lived_in = _lived_in()
    return lived_in.filter(postcode__in=lived_in.filter(**who).values("postcode"))


def _lived_in() -> QuerySet[Address]:
    rows = Address.objects.unscoped("a hold covers the household, whoever asks")
    return rows.filter(until_on=None, no_fixed_address=False).exclude(postcode="").exclude(lines="")


def _families(child_ids: Collection[UUID]) -> Mapping[UUID, Family]:
    """Return the family of each child, by which somebody who is written to is known to be one of them."""
    parents: dict[UUID, list[Parent]] = {}
    homes: dict[UUID, list[Address]] = {}
    for link in every_link().filter(child_id__in=child_ids).select_related("parent"):
        parents.setdefault(link.child_id, []).append(link.parent)
    for home in _lived_in().filter(child_id__in=child_ids):
        homes.setdefault(home.child_id, []).append(home)
    return {
        child_id: Family(parents=parents.get(child_id, []), places=places_of(homes.get(child_id, [])))
        for child_id in child_ids
    }


def _standing() -> QuerySet[Hold]:
    return _every_hold().filter(lifted_at=None).order_by("placed_at")


def _over(child_id: UUID, rows: QuerySet[Hold]) -> list[Hold]:
    """Return those of ``rows`` that cover a child; for nearly all children there is none, and one statement says so."""
    near = _near(child_id)
    found = list(rows.filter(pk__in=near)) if near else []
    if all(hold.child_id == child_id for hold in found):
        return found
    family = family_of(child_id)
    return [hold for hold in found if hold.child_id in family]


def _near(child_id: UUID) -> list[Any]:
    """Return the ids of the holds that ever stood near a child: on whom shares a parent, a postcode or a record."""
    statement, parameters = _statement_of_near(connection.vendor)
    stand_in, asked = (Hold._meta.pk.get_db_prep_value(each, connection) for each in (ANY_CHILD, child_id))
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked if each == stand_in else each for each in parameters])
        return [row[0] for row in cursor.fetchall()]


@cache
def _statement_of_near(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of a database for a stand-in of the child; to write it takes far longer than to ask it."""
    near = Q(child_id=ANY_CHILD) | Q(child_id__in=HeldTwice.objects.values("child_id"))
    for who in ({"child_id": ANY_CHILD}, {"child_id__in": other_records(ANY_CHILD).values("child_id")}):
        for links in _siblings_of(**who):
            near |= Q(child_id__in=links.values("child_id"))
        near |= Q(child_id__in=_neighbours_of(**who).values("child_id"))
    query = _every_hold().filter(near).order_by().values_list("pk").query
    statement, parameters = query.get_compiler(connection=connection).as_sql()
    return statement, tuple(parameters)


def holds_over(child_id: UUID) -> list[Hold]:
    """Return every hold that stands over a child, through the child or through the family, oldest first."""
    return _over(child_id, _standing())


def all_holds_over(child_id: UUID) -> list[Hold]:
    """Return every hold that ever stood over a child or the family, lifted ones too: the clocks remember them."""
    rows = _every_hold().select_related("address").prefetch_related("decisions")
    return _over(child_id, rows.order_by("placed_at"))


def holds_placed_since(moment: datetime) -> list[Hold]:
    """Return the holds that stand and were placed after a moment, the oldest first."""
    return list(_standing().filter(placed_at__gt=moment))


def holds_to_lift(by: Actor) -> list[Hold]:
    """Return the holds that somebody else asked to be lifted and that ``by`` may sign for, the oldest request first."""
    if not policy.may(by, "hold:sign"):
        return []
    rows = Hold.objects.visible_to(by, "hold:sign").filter(lifted_at=None).exclude(lift_asked_at=None)
    return list(rows.exclude(lift_asked_by_id=by.user_id).order_by("lift_asked_at", "id"))


def lift_reasons(by: Actor, *, among: Collection[UUID]) -> dict[UUID, str]:
    """Return why these holds were asked to be lifted, by their id, as far as ``by`` may read holds."""
    rows = Hold.objects.visible_to(by, "hold:read").filter(pk__in=among)
    return dict(rows.values_list("pk", "lift_reason"))


def is_held(child_id: UUID) -> bool:
    """Return whether the family of a child must not be approached at all."""
    return bool(_over(child_id, _standing().filter(kind=HoldKind.NO_APPROACH_FAMILY)))


def holds_against_visit(child_id: UUID, *, address: Address | None) -> list[Hold]:
    """Return the holds that forbid a call at this address: of the family, of the place, of all but one way."""
    standing = _over(child_id, _standing().select_related("address"))
    return [hold for hold in standing if forbids_visit(hold, address=address)]


def holds_against(way: Way, *, child_id: UUID | None, described: Described | None = None) -> list[Hold]:
    """Return the standing holds that forbid what would leave by this way, oldest first (access model 7, H1).

    Those over the child it is about are asked, and those over every family whose number, mailbox or home it goes to:
    whoever told us of a child may be the very parent who must not be written to. Where nobody said yet which child it
    is, those who are like the one described are asked, and the family that the notice names counts as theirs.
    """
    standing = list(_standing().select_related("parent", "address"))
    if not standing:
        return []
    over = {hold.pk for hold in holds_near(child_id, described=described)}
    known = child_id or (described.child_id if described else None)
    families = _families({hold.child_id for hold in standing} | ({known} if known else set()))
    own = families[known] if known else Family()
    if described and not child_id:
        own |= described.family

    def guarded(hold: Hold) -> Family:
        """Return whom the hold guards: the child's own family only where it covers the child."""
        return families[hold.child_id] | own if hold.pk in over else families[hold.child_id]

    return [hold for hold in standing if forbids(hold, way, near=hold.pk in over, family=guarded(hold))]


def staying_behind(child_ids: Collection[UUID], *, outgoing: OutgoingFile) -> set[UUID]:
    """Return those of these children who may not be on a list: a hold stands in its way, or no held child is on it.

    Only those of a family under some hold are asked about one by one; the others are under none. Where a hold forbids
    whatever goes to this recipient, all stay behind.
    """
    asked = set(child_ids)
    if may_disclose((), product=outgoing.product, recipient=outgoing.recipient_kind):
        return asked
    standing = list(_standing())
    if not standing:
        return set()
    if holds_against(outgoing.way, child_id=None):
        return asked
    held = asked & set().union(*(family_of(each) for each in {hold.child_id for hold in standing}))
    if may_disclose((), product=outgoing.product, recipient=outgoing.recipient_kind, held=True):
        return held
    return {each for each in held if holds_against(outgoing.way, child_id=each)}


def stopped_by(hold: Hold, *, notices: Collection[UUID]) -> list[Message]:
    """Return the messages waiting to leave that a new hold stops; ``notices`` are the ids of those about its family.

    An answer about the family that says more than may be said under a hold is one of them: another is written for it.
    """
    waiting = every_message().filter(state=MessageState.QUEUED).order_by("queued_at")
    rows = list(waiting.select_related("disclosure__organisation", "parent", "address"))
    covered = family_of(hold.child_id)
    families = _families(covered | {hold.child_id})
    stopped = []
    for row in rows:
        near = row.child_id in covered or row.subject_id in notices
        family = families[hold.child_id] | families.get(row.child_id or hold.child_id, Family())
        if (near and _tells_an_outcome(row)) or forbids(hold, way_of(row), near=near, family=family):
            stopped.append(row)
    return stopped


def bereaved(way: Way, *, child_id: UUID | None) -> bool:
    """Return whether this would go to the family of a child who has died, by whatever way it is known to be theirs."""
    if child_id is None:
        return False
    records = records_of([child_id])
    if not has_died(records):
        return False
    return way.to_family or any(goes_to(family, way) for family in _families(records).values())


def waiting_for_the_bereaved(child_id: UUID) -> list[Message]:
    """Return the messages that wait to leave to the family of a child who has died."""
    waiting = every_message().filter(state=MessageState.QUEUED, child_id__in=records_of([child_id]))
    rows = waiting.select_related("disclosure__organisation", "parent", "address").order_by("queued_at")
    return [row for row in rows if bereaved(way_of(row), child_id=row.child_id)]


def must_stop(message: Message, *, described: Described | None = None) -> bool:
    """Return whether a message that waits may now not leave: a hold may have been placed since it was written.

    ``described`` is whom it is about where nobody has said yet which child that is.
    """
    if _tells_an_outcome(message) and holds_near(message.child_id, described=described):
        return True
    way = way_of(message)
    if bereaved(way, child_id=message.child_id):
        return True
    return bool(holds_against(way, child_id=message.child_id, described=described))


def _tells_an_outcome(message: Message) -> bool:
    told = message.disclosure.product in TELLING
    return told and not any(words in message.body for words in TELLS_NOTHING)


def held_children_like(described: Described) -> list[Child]:
    """Return the children under a standing hold who may be the one described, or are of that home or those parents."""
    held = list({hold.child_id: hold.child for hold in _standing().select_related("child")}.values())
    return [child for child in with_parts(held) if is_like(child, described)]


def is_like(child: Child, described: Described) -> bool:
    """Return whether a child, the parts fetched, may be the one described, or a brother or sister."""
    told = {parent.person_key for parent in described.family.parents} - {None}
    if told & {row.parent.person_key for row in child.relationships.all()}:
        return True
    if described.place in places_of(child.addresses.all()):
        return True
    match = decide.assess(described.record, identity_record(child))
    return match.decision is not decide.Decision.DIFFERENT


def holds_near(child_id: UUID | None, *, described: Described | None) -> list[Hold]:
    """Return the holds over a child; of what names none, over those like whom it describes and who it is said to be."""
    if child_id is not None:
        return holds_over(child_id)
    if described is None:
        return []
    near = {child.pk for child in held_children_like(described)}
    near |= {described.child_id} if described.child_id else set()
    return list({hold.pk: hold for pk in near for hold in holds_over(pk)}.values())


def disclosures(by: Actor, permission: str = "disclosure:read") -> QuerySet[Disclosure]:
    """Return what was given to anybody, as far as ``by`` may read of it, the newest first."""
    rows = Disclosure.objects.visible_to(by, permission).select_related("child", "organisation", "message")
    return rows.order_by("-decided_at", "id")


def list_with(row: Disclosure, *, by: Actor) -> Disclosure | None:
    """Return the list on which a child was given; None for what was given of the child alone, and for a list itself."""
    if row.child_id is None:
        return None
    same = disclosures(by).filter(
        subject_id=row.subject_id, product=row.product, sha256=row.sha256, child=None
    )
    return same.filter(document__isnull=False).select_related("document").first()


def messages_of(by: Actor, *, child_id: UUID) -> QuerySet[Message]:
    """Return the messages about a child that ``by`` may read, newest first."""
    return Message.objects.visible_to(by, "letter:read").filter(child_id=child_id).order_by("-queued_at")


def waiting_messages(*, at: datetime) -> QuerySet[Message]:
    """Return the e-mails that wait to be sent, oldest first, without those put off until after ``at``."""
    rows = every_message().filter(state=MessageState.QUEUED, channel="email").order_by("queued_at")
    return rows.exclude(try_again_at__gt=at).select_related("disclosure__document")


def document_of(message: Message) -> KeptDocument | None:
    """Return the letter as it was printed, or None where a message has its words alone."""
    document: KeptDocument | None = getattr(message.disclosure, "document", None)
    return document


def content_of(document: KeptDocument) -> bytes:
    """Return the bytes of a kept document. Raises DocumentAltered when they are not those that were kept."""
    content = bytes(document.content)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DocumentAltered(f"the bytes of document {document.pk} do not have their hash")
    return content


def message_on_its_way(subject_id: UUID, *, product: str) -> bool:
    """Return whether something of this kind was written about a subject and waits to leave, whoever asks."""
    waiting = every_message().filter(state__in=[MessageState.QUEUED, MessageState.SENDING])
    return waiting.filter(subject_id=subject_id, disclosure__product=product).exists()


def unsettled_messages(
    subject_ids: Collection[UUID],
    *,
    products: Collection[str],
    states: Collection[str] = (*TROUBLED, "queued"),
) -> list[Message]:
    """Return what was written about these subjects and has not got there, oldest first, whoever asks."""
    rows = every_message().filter(subject_id__in=subject_ids, state__in=states)
    return list(
        rows.filter(disclosure__product__in=products).select_related("disclosure").order_by("queued_at")
    )


def claimed_before(at: datetime) -> list[Message]:
    """Return the messages taken out to be sent before a moment, and of which nothing was heard since.

    One without a moment was taken out by restoring a backup: nobody sends it.
    """
    taken = Q(claimed_at__lt=at) | Q(claimed_at=None)
    rows = every_message().filter(taken, state=MessageState.SENDING)
    return list(rows.select_related("disclosure").order_by("claimed_at"))


def messages_to_look_at(by: Actor) -> QuerySet[Message]:
    """Return what waits for an officer: letters to be posted, messages that were not sent or of which nobody knows."""
    troubled = Q(state__in=TROUBLED)
    to_post = Q(state=MessageState.QUEUED, channel="post")
    return Message.objects.visible_to(by, "letter:list").filter(troubled | to_post).order_by("queued_at")


def every_message() -> QuerySet[Message]:
    """Return every message, for whoever carries the post and counts it; who may read one is asked elsewhere."""
    return Message.objects.unscoped("the post is carried, and stopped, whoever wrote it")


def _every_hold() -> QuerySet[Hold]:
    return Hold.objects.unscoped("the gate and the rules see every hold, whoever asks")
