"""Which school has sent what, and when: its newest roll, its last removal, its last reply; and who is silent.

The procedure does not say how often a school sends its roll. The authority's own number does (``school-roll-again``):
a child without an address is searched for again after twelve weeks (3.1.2), and that finds nothing on an old roll.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max, QuerySet

from onroll.audit.actor import LONDON, Actor
from onroll.duties.numbers import current_parameters
from onroll.intake.removal_models import Removal, RemovalQuestion
from onroll.release.queries import every_message
from onroll.schools.models import Establishment
from onroll.schools.queries import OF_COMPULSORY_AGE, authority_calendar, open_establishments
from rulebook.parameters.values import Value

LIST = "ctf:list"  # whoever works with what schools send
READS = "cme1:read"
AGAIN, PRODUCT = "school-roll-again", "roll-reminder"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one school has sent and when, by when its next roll is expected, and when it was asked for last."""

    school: Establishment
    removal_on: date | None
    reply_on: date | None
    due_on: date | None  # None where no roll ever came: nothing was agreed with the school yet
    asked_on: date | None  # since the newest roll

    @property
    def roll_on(self) -> date | None:
        """The day of which its newest roll tells."""
        return self.school.roll_as_of_on

    @property
    def last_on(self) -> date | None:
        """The day on which anything came of it last; None where nothing ever did."""
        return max((on for on in (self.roll_on, self.removal_on, self.reply_on) if on), default=None)

    def days_silent(self, today: date) -> int | None:
        """Return how many days ago anything came of it last; None where nothing ever did."""
        return (today - self.last_on).days if self.last_on else None

    def is_silent(self, today: date) -> bool:
        """Whether a roll is awaited: none ever came, or the day for the next one has passed."""
        return self.due_on is None or self.due_on < today

    def is_to_be_asked(self, today: date) -> bool:
        """Whether the night asks it for its roll: once in each silence, by email, where one came before."""
        late = self.due_on is not None and self.due_on < today
        return late and self.asked_on is None and bool(self.school.email)


def again(on: date) -> Value:
    """Return how long after a roll the next one is expected, with its source."""
    return current_parameters()[AGAIN].on(on)


def heard(by: Actor, *, schools: QuerySet[Establishment] | None = None) -> list[Heard]:
    """Return of each of this authority's open schools for children of compulsory age what it sent, by name."""
    rows = (schools or open_establishments()).filter(
        OF_COMPULSORY_AGE, la_code=settings.ONROLL_AUTHORITY_CODE
    )
    removals = _newest(
        Removal.objects.visible_to(by, READS).exclude(sent_on=None), school="establishment", at="sent_on"
    )
    replies = _newest(
        RemovalQuestion.objects.visible_to(by, READS).exclude(answered_at=None),
        school="removal__establishment",
        at="answered_at",
    )
    asked = _newest(every_message().filter(disclosure__product=PRODUCT), school="subject_id", at="queued_at")
    calendar, span = authority_calendar(), again(by.today).span
    found = []
    for school in rows.select_related("organisation").order_by("name", "pk"):
        roll_on, asked_on = school.roll_as_of_on, _day(asked.get(school.pk))
        found.append(
            Heard(
                school=school,
                removal_on=_day(removals.get(school.pk)),
                reply_on=_day(replies.get(school.pk)),
                due_on=calendar.count(roll_on, span).ends_on if roll_on else None,
                asked_on=asked_on if asked_on and (roll_on is None or asked_on > roll_on) else None,
            )
        )
    return found


def _newest(rows: QuerySet, *, school: str, at: str) -> Mapping[UUID, date | datetime]:
    return dict(rows.order_by().values_list(school).annotate(newest=Max(at)))


def _day(moment: date | datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment
