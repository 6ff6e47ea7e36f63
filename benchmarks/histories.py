"""What was done in the cases of the measured county, as rows: every stage of the procedure, in fixed proportions."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Model

from onroll.access.models import Area, User
from onroll.audit.base import new_reference
from onroll.cases.models import (
    Case,
    Closing,
    Outcome,
    Referral,
    RollCheck,
    Screening,
    Visit,
    VisitLetter,
    VisitRequest,
)
from onroll.demonstration.county.chance import Draw, pick, table, whole
from onroll.education.models import Place
from onroll.people.models import Address, Child
from onroll.release.models import Disclosure, Hold, Message
from onroll.schools.models import Establishment

OFFICER = "Farah Iqbal"
CONCERNS = (
    "The family moved in over the summer and the children have not been seen in any uniform since.",
    "A neighbour says that two children are at home during the day, every day, and nobody answers the door.",
    "The child stopped coming after half-term. Letters came back and the telephone is switched off.",
    "Seen at the surgery with no school named. The parent said that they are still waiting for a place.",
)


@dataclass
class Known:
    """What a history is made with: the child, where it lives, who works there, and the day on which all is loaded."""

    child: Child
    address: Address | None
    area: Area
    officers: Sequence[User]
    schools: Sequence[Establishment]
    day: date
    draw: Draw


@dataclass
class History:
    """One case with the rows of everything that was done in it, each to be inserted as it stands."""

    known: Known
    case: Case
    rows: list[Model] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)

    def ago(self, days: int) -> date:
        """Return the working day that was ``days`` days before the day of loading, or the Friday before it."""
        day = self.known.day - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def add(self, model: type[Model], on: date, **values: Any) -> Any:
        """Add something done in the case on a day."""
        row = model(case=self.case, child=self.known.child, recorded_at=at(on), recorded_by=OFFICER, **values)
        self.rows.append(row)
        return row


def at(on: date, hour: int = 10) -> datetime:
    """Return a moment in office hours of a day."""
    return datetime.combine(on, time(hour, 5), tzinfo=UTC)


def referral_of(known: Known, on: date, *, urgent: bool = False) -> Referral:
    """Return a notice about the child as a form brings it, acknowledged and not yet looked at."""
    child, told = known.child, known.address
    return Referral(
        reference=new_reference("R"), kind="cme2", received_on=on, keyed_at=at(on), keyed_by="Nicola Barrett",
        child_name=child.name, urgent=urgent, referrer_name="Nicola Barrett", referrer_agency="Health visiting",
        referrer_email="nicola.barrett@health-visitors.example", referrer_is_professional=True,
        acknowledged_on=on, once=hashlib.sha256(f"{child.pk}{on}{known.draw()}".encode()).hexdigest(),
        answers={
            "child_forenames": child.forenames, "child_surname": child.surname, "child_sex": child.sex,
            "child_born_on": child.birth_date.isoformat() if child.birth_date else "",
            "address": told.one_line if told else "", "family_known": "yes", "school_last": "",
            "concern": pick(CONCERNS, known.draw), "risk_now": "yes" if urgent else "no",
        },
    )  # fmt: skip


def history_of(known: Known, *, closed: bool) -> History:
    """Return a case of this child and all that was done in it; which stage it reached is drawn by fixed weights."""
    draw, child = known.draw, known.child
    script = _closed if closed else pick(_OPEN, draw)
    days = script.days(draw)
    told = History(known, Case(reference=new_reference("K"), child=child, opened_by=OFFICER, area=known.area))
    opened = told.ago(days)
    told.case.opened_on = opened
    referral = referral_of(known, opened, urgent=script.urgent)
    referral.child, referral.case = child, told.case
    referral.triage, referral.triaged_at, referral.triaged_by = "cme", at(opened, 14), OFFICER
    referral.triage_reason = "on the register"
    told.rows.append(referral)
    _message(told, opened, kind="acknowledgement", subject_id=referral.pk)
    script.tell(told, days)
    return told


@dataclass(frozen=True)
class Script:
    """One way that a case goes: how many days ago it began, from and to, and what was done since."""

    tell: Callable[[History, int], None]
    first: int
    last: int
    urgent: bool = False

    def days(self, draw: Draw) -> int:
        """Return how many days ago the case began."""
        return whole(self.first, self.last, draw)


def _just_opened(told: History, days: int) -> None:
    """Nothing was done yet."""


def _checked(told: History, days: int) -> None:
    told.add(
        RollCheck, told.ago(days), made_on=told.ago(days), data_as_of=told.ago(days + 3),
        searched=["rolls", "lost-pupils"], result="not-on-roll",
    )  # fmt: skip


def _without_address(told: History, days: int) -> None:
    _checked(told, days)
    if told.known.address:
        told.known.address.until_on = told.ago(days + 20)
        told.last["moved_out"] = told.known.address


def _asked(told: History, days: int, *, urgent: bool = False) -> None:
    _checked(told, days)
    officer, on = pick(told.known.officers, told.known.draw), told.ago(days - 1)
    told.case.officer = officer
    told.last["request"] = told.add(
        VisitRequest, on, sent_on=on, urgent=urgent, reason="No answer by telephone.", area=told.known.area,
        address=told.known.address, officer=officer, allocated_on=on, allocated_by="Samir Haddad",
    )  # fmt: skip


def _asked_urgently(told: History, days: int) -> None:
    _asked(told, days, urgent=True)


def _written_to(told: History, days: int) -> None:
    _asked(told, days)
    request = told.last["request"]
    message = _message(told, told.ago(days - 2), kind="letter-before-visit", subject_id=request.pk)
    told.add(VisitLetter, told.ago(days - 2), request=request, message=message)


def _visited(told: History, days: int, outcome: str = "seen-living-there", *, after: int = 5) -> None:
    _written_to(told, days)
    on = told.ago(max(days - after, 0))
    told.add(
        Visit, on, request=told.last["request"], address=told.known.address, visited_on=on, officers="one officer",
        outcome=outcome, child_seen="with a parent", education_found="none", who_said="The mother",
        education_words="No school since we came here. We asked for a place in September and heard nothing.",
        child_words="Would like to go back and misses friends.",
    )  # fmt: skip
    answers = dict.fromkeys(("harm", "forced-marriage", "exploitation", "no-good-reason", "crime"), "no")
    told.add(Screening, on, made_on=on, answers=answers, source="The visit and the health visitor")


def _not_there(told: History, days: int) -> None:
    _visited(told, days, "not-living-there")


def _placed(told: History, days: int) -> None:
    _visited(told, days)
    offered = told.ago(max(days - 12, 0))
    place = Place(
        child=told.known.child, case_id=told.case.pk, establishment=pick(told.known.schools, told.known.draw),
        offered_on=offered, start_on=offered + timedelta(days=10), source="admissions",
        recorded_at=at(offered), recorded_by="Tom Steward",
    )  # fmt: skip
    told.last["place"] = place
    told.rows.append(place)


def _visited_again(told: History, days: int) -> None:
    _visited(told, days)
    on = told.ago(max(days - 47, 0))
    told.add(
        Visit, on, address=told.known.address, visited_on=on, officers="one officer",
        outcome="living-there-not-seen", education_found="none", who_said="An older brother",
    )  # fmt: skip


def _held(told: History, days: int) -> None:
    _checked(told, days)
    on = told.ago(days - 1)
    told.rows.append(
        Hold(
            child=told.known.child, kind="no-approach-family", placed_at=at(on), placed_by="Margaret Okafor",
            reason="Police ask that the family is not approached until they say so.",
        )
    )  # fmt: skip


def _closed_script(told: History, days: int) -> None:
    _placed(told, days)
    place, on = told.last["place"], told.ago(max(days - 25, 0))
    place.taken_up_on, place.confirmed_on, place.confirmed_with = on, on, "the school office"
    outcome = told.add(
        Outcome, on, code="on-roll", decided_on=on, confirmed_on=on, confirmed_with="the school office",
        confirmed_how="school-attending",
    )  # fmt: skip
    told.add(Closing, on, closed_on=on, outcome=outcome)
    referral = told.rows[0]
    assert isinstance(referral, Referral)
    referral.outcome_told_on = on


def _message(told: History, on: date, *, kind: str, subject_id: Any) -> Message:
    """Add a letter that went, with the disclosure that it is."""
    child, family = told.known.child, kind.startswith("letter")
    words = (
        f"We write about {child.name}. " + "We would like to hear from you and to help find a school. " * 6
    )
    disclosure = Disclosure(
        child=child, subject_id=subject_id, product=kind, recipient_kind="family" if family else "referrer",
        recipient="The parents" if family else "Nicola Barrett", purpose="to find the child a school",
        power="Education Act 1996 s.436A", fields=["name"], decided_at=at(on), decided_by=OFFICER,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
    )  # fmt: skip
    message = Message(
        disclosure=disclosure, child=child, subject_id=subject_id, kind=kind, channel="letter" if family else "email",
        to_name=disclosure.recipient, to_address="nicola.barrett@health-visitors.example", to_family=family,
        subject="About a child's school", body=words, state="sent", queued_at=at(on), queued_by=OFFICER,
        sent_at=at(on, 11),
    )  # fmt: skip
    told.rows += [disclosure, message]
    return message


_closed = Script(_closed_script, 40, 400)
_OPEN = table(
    (
        (Script(_just_opened, 0, 6), 10),
        (Script(_checked, 1, 12), 12),
        (Script(_without_address, 10, 120), 5),
        (Script(_asked, 1, 10), 8),
        (Script(_asked_urgently, 1, 5, urgent=True), 2),
        (Script(_written_to, 4, 18), 12),
        (Script(_visited, 8, 60), 15),
        (Script(_not_there, 8, 150), 12),
        (Script(_placed, 14, 60), 16),
        (Script(_visited_again, 50, 200), 6),
        (Script(_held, 5, 90), 2),
    ),
    size=200,
)
