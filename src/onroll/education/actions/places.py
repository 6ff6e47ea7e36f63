"""A school place: offered, then taken up or declined."""

from datetime import date
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.education.actions.enrolments import NewEnrolment, enrol
from onroll.education.models import Place
from onroll.education.sources import sourced
from onroll.people.models import Child
from onroll.people.told import Source
from onroll.schools.models import Establishment
from rulebook.findings import Finding, Refused
from rulebook.school_days.ages import A_YEAR, takes_year_group, year_group, year_group_words
from rulebook.wording import long_date


@transaction.atomic
def offer_place(
    child: Child,
    *,
    establishment: Establishment,
    offered_on: date,
    start_on: date | None = None,
    case_id: UUID | None = None,
    out_of_year: bool = False,
    source: Source,
    by: Actor,
) -> Place:
    """Record that a place at a school was offered to a child, and return it.

    Raises Refused for an offer in the future, a start before the offer or more than a year ahead, a school that is not
    open, and one whose ages do not take the child's year group unless ``out_of_year`` says that it is meant.
    """
    policy.require(by, "case:update", child)
    if offered_on > by.today:
        raise Refused(
            Finding(
                "offered-in-future", "The day of the offer must be today or in the past.", where="offered_on"
            )
        )
    if start_on:
        _refuse_start(start_on, offered_on=offered_on, by=by)
    told = out_of_year_words(child, establishment, on=start_on or offered_on)
    if told and not out_of_year:
        words = f"{told} Confirm that the place is meant all the same, or choose another school."
        raise Refused(Finding("out-of-year", words, where="establishment"))
    if not establishment.is_open:
        raise Refused(
            Finding(
                "school-not-open", "This establishment is not open. Choose another.", where="establishment"
            )
        )
    row = Place(
        child=child,
        case_id=case_id,
        establishment=establishment,
        offered_on=offered_on,
        start_on=start_on,
        **sourced(source, by=by),
    )
    row.save(force_insert=True)
    _record("education.place-offered", row, by=by, offered_on=offered_on, start_on=start_on)
    return row


@transaction.atomic
def record_start_of_place(place: Place, *, start_on: date, by: Actor) -> None:
    """Record the day on which a child is to start. Raises Refused as for an offer, and once the place was settled."""
    policy.require(by, "case:update", place)
    _refuse_start(start_on, offered_on=place.offered_on, by=by)
    _settle(place, field="start_on", on=start_on, by=by)
    _record("education.place-start-set", place, by=by, start_on=start_on)


def _refuse_start(start_on: date, *, offered_on: date, by: Actor) -> None:
    if start_on < offered_on:
        words = (
            f"The place was offered on {long_date(offered_on)}. Enter a starting day that is not before it."
        )
        raise Refused(Finding("start-before-offer", words, where="start_on"))
    if start_on > by.today + A_YEAR:
        words = "The start is more than a year ahead. Correct it, or leave it out until it is known."
        raise Refused(Finding("start-far-ahead", words, where="start_on"))


def out_of_year_words(child: Child, establishment: Establishment, *, on: date) -> str:
    """Return why a school does not seem to be for a child's year group on a day; empty where it is, or nobody knows."""
    if child.birth_date is None:
        return ""
    year = year_group(child.birth_date, on)
    low, high = establishment.low_age, establishment.high_age
    if takes_year_group(year, low_age=low, high_age=high):
        return ""
    ages = (
        f"children from {low} to {high}" if low is not None and high is not None else "children of other ages"
    )
    return f"{establishment.name} is for {ages}, and this child is in {year_group_words(year)}."


@transaction.atomic
def record_place_taken_up(place: Place, *, taken_up_on: date, by: Actor) -> None:
    """Record that the child started at the school on ``taken_up_on``; from that day the child is on its roll.

    Raises Refused when it is not so yet, when it was before the offer, or when the place was settled before.
    """
    policy.require(by, "case:update", place)
    take_up_place(place, taken_up_on=taken_up_on, where="on", by=by)


@transaction.atomic
def take_up_place(place: Place, *, taken_up_on: date, where: str, by: Actor) -> None:
    """Take a place up for an action that has required the permission; a refusal stands beside the field ``where``."""
    refuse_before_offer(place, on=taken_up_on, by=by, where=where)
    _settle(place, field="taken_up_on", on=taken_up_on, by=by)
    source = Source(words="Place taken up", as_of_on=taken_up_on)
    new = NewEnrolment(child=place.child, establishment=place.establishment, starting_on=taken_up_on)
    enrol([(new, source)], permission="case:update", by=by)
    _record("education.place-taken-up", place, by=by, taken_up_on=taken_up_on)


@transaction.atomic
def record_place_declined(place: Place, *, declined_on: date, by: Actor) -> None:
    """Record that the place was declined, or not taken up, on ``declined_on``. Raises Refused as for taking up."""
    policy.require(by, "case:update", place)
    refuse_before_offer(place, on=declined_on, by=by, where="on")
    _settle(place, field="declined_on", on=declined_on, by=by)
    _record("education.place-declined", place, by=by, declined_on=declined_on)


def _record(kind: str, place: Place, *, by: Actor, **detail: date | None) -> None:
    school = place.establishment
    audit.record(
        kind, subject=place, child_id=place.child_id, by=by, urn=school.urn, school=school.name, **detail
    )


def refuse_before_offer(place: Place, *, on: date, by: Actor, where: str) -> None:
    """Return when something may have become of a place on a day; raise Refused when not, beside the field ``where``."""
    if on > by.today:
        raise Refused(Finding("not-yet", "Enter a day that is today or in the past.", where=where))
    if on < place.offered_on:
        words = f"The place was offered on {long_date(place.offered_on)}. Enter that day or a later one."
        raise Refused(Finding("before-offer", words, where=where))


def _settle(place: Place, *, field: str, on: date, by: Actor) -> None:
    """Claim the place where nobody has settled it; raises Refused when somebody has."""
    rows = Place.objects.visible_to(by, "case:update")
    waiting = rows.filter(pk=place.pk, taken_up_on=None, declined_on=None)
    if not waiting.update(**{field: on}):
        raise Refused(
            Finding(
                "place-settled", "What became of this place was recorded before. Look at the child again."
            )
        )
    setattr(place, field, on)
