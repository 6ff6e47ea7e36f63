"""The hand-shaped cases, done over again through the service's own actions, each step at its own time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from onroll.access import policy
from onroll.access.actors import actor_for, public_actor, service_actor
from onroll.audit import actions as audit
from onroll.audit.actor import LONDON, Actor, ActorKind
from onroll.cases import actions as cases
from onroll.cases import queries
from onroll.cases.models import Case, Referral
from onroll.demonstration.before import FormerPupils
from onroll.demonstration.county import County
from onroll.demonstration.county.cast import State
from onroll.demonstration.county.people import Child as Person
from onroll.demonstration.county.script import (
    NIGHTLY,
    PUBLIC,
    CandidateDecided,
    PutOnRegister,
    RollChecked,
    Step,
    Story,
)
from onroll.demonstration.rows import every
from onroll.demonstration.setting_up import Authority
from onroll.intake import actions as intake
from rulebook.findings import Refused
from rulebook.procedure.facts import CheckResult

ASSISTANT, MANAGER = "cmea-1", "aem-1"
FIRST_HOURS = timedelta(hours=12)


@dataclass(frozen=True)
class Moment:
    """One step of one story, for one child, at its time."""

    at: datetime
    story: Story
    step: Step
    child: str

    @property
    def words(self) -> str:
        """Which it is, for whoever has to mend it."""
        return f"{self.story.key}/{self.child} {type(self.step).__name__}"


@dataclass
class Thread:
    """What the replay remembers of one child of one story."""

    referrals: list[Referral] = field(default_factory=list)
    case_id: UUID | None = None


class Replay:
    """The county's stories, replayed for one authority.

    ``refused`` says what the service would not do, and why: nothing, or a script is not as the service is.
    """

    def __init__(
        self,
        county: County,
        authority: Authority,
        *,
        before: FormerPupils,
        until: datetime,
        doing: Mapping[type[Step], Callable[["Replay", Moment], None]],
    ) -> None:
        self.county, self.authority, self.before, self.until, self.doing = (
            county,
            authority,
            before,
            until,
            doing,
        )
        self.refused: list[str] = []
        self._threads: dict[tuple[str, str], Thread] = {}
        self._actors: dict[str, Actor] = {}
        self._seen: set[tuple[UUID, UUID | None, date]] = set()
        # By time: the record of what was done is then in the order in which it was done.
        self._to_do = sorted(self._moments(), key=lambda moment: moment.at, reverse=True)

    @property
    def left(self) -> int:
        """How many steps are still to be done."""
        return len(self._to_do)

    def run(
        self, *, before: datetime | None = None, progress: Callable[[int], None] = lambda done: None
    ) -> None:
        """Do the steps of all stories in the order of time, those before a moment or all; the post is taken out too."""
        while self._to_do and (before is None or self._to_do[-1].at < before):
            moment = self._to_do.pop()
            self.before.let_leave(before=moment.at)
            try:
                self.doing[type(moment.step)](self, moment)
            except (Refused, policy.PermissionRefused) as refused:
                self.refused.append(f"{moment.words}: {refused}")
            progress(1)

    def clock(self, at: datetime) -> datetime:
        """Return a moment of a story, none of them after ``until``: a county loaded early in the day is told faster."""
        dawn = datetime.combine(self.county.day, datetime.min.time(), tzinfo=LONDON)
        if at < dawn or self.until >= dawn + FIRST_HOURS:
            return min(at, self.until)
        return dawn + (at - dawn) * ((self.until - dawn) / FIRST_HOURS)

    def differing(self) -> list[str]:
        """Return the stories whose cases do not stand where their scripts say, with where they stand instead."""
        found = []
        for story in self.county.stories:
            stages = {self._stage(story.key, child.key) for child in story.cases}
            if stages != {str(story.state)}:
                found.append(f"{story.key}: is {', '.join(sorted(stages))}, should be {story.state}")
        return found

    # ------------------------------------------------------------------------------------------------- for the doing
    def thread(self, moment: Moment) -> Thread:
        """Return what is remembered of the child of a moment."""
        return self._threads.setdefault((moment.story.key, moment.child), Thread())

    def actor(self, moment: Moment, key: str = "") -> Actor:
        """Return who acts in a moment; ``key`` names somebody else of the county's staff."""
        who = key or moment.step.by
        if who == PUBLIC:
            return public_actor(at=moment.at, request_id="demonstration")
        if who == NIGHTLY:
            return service_actor("Nightly run", role="NIGHT", at=moment.at)
        if who not in self._actors:  # nobody's roles change in a story
            self._actors[who] = actor_for(self.authority.users[who], at=moment.at, request_id="demonstration")
        return replace(self._actors[who], at=moment.at)

    def able(self, moment: Moment, permission: str, thing: object = None) -> Actor:
        """Return who acts or, where that person may not do it in this service, the assistant to whom it was told."""
        by = self.actor(moment)
        return by if policy.may(by, permission, thing) else self.actor(moment, ASSISTANT)

    def person(self, moment: Moment) -> Person | None:
        """Return the child of a moment as he or she really is; nobody where the child is another story's."""
        name = f"{moment.story.key}/{moment.child}"
        family = self.county.story_family(moment.story.key)
        return next((child for child in family.children if child.story == name), None)

    def case(self, moment: Moment) -> Case:
        """Return the case of the child of a moment; the first step that needs one puts the child on the register."""
        thread = self.thread(moment)
        if thread.case_id is None:
            thread.case_id = self._open(moment, thread).pk
        case: Case = every(Case).select_related("child", "area").get(pk=thread.case_id)
        self._look(case, self.actor(moment))
        return case

    def case_of(self, name: str) -> Case:
        """Return the case of a child of any story, by ``story/child``. Raises LookupError before it is opened."""
        story, child = name.split("/")
        case_id = self._threads[(story, child)].case_id
        if case_id is None:
            raise LookupError(f"the case of {name} is not opened yet")
        case: Case = every(Case).get(pk=case_id)
        return case

    def take_out_post(self, moment: Moment) -> None:
        """Deliver what waits, at the time of the moment; what was written on the county's day waits for the worker."""
        if moment.at.astimezone(LONDON).date() < self.county.day:
            cases.deliver_post(by=service_actor("Sending of messages", role="NIGHT", at=moment.at), most=100)

    # ------------------------------------------------------------------------------------------------------- workings
    def _stage(self, story: str, child: str) -> str:
        thread = self._threads.get((story, child), Thread())
        if thread.case_id is None:
            return str(State.RECEIVED)
        return str(every(Case).get(pk=thread.case_id).stage)

    def _moments(self) -> Iterator[Moment]:
        for story in self.county.stories:
            for step in story.steps:
                children = (step.child,) if step.child else tuple(child.key for child in story.cases)
                for child in children:
                    assert step.at is not None  # a told story has its times
                    yield Moment(self.clock(step.at), story, step, child)

    def _open(self, moment: Moment, thread: Thread) -> Case:
        by = self.actor(moment, ASSISTANT)
        referral, reason = thread.referrals[0], _reason(moment)
        known = self.before.child(moment.story.key, moment.child)
        if known is None or _is_unclear(moment.story):
            return intake.register_new_child(referral, reason=reason, by=by)
        because = "the same name, date of birth and last school"
        return intake.register_known_child(referral, child=known, because=because, reason=reason, by=by)

    def _look(self, case: Case, by: Actor) -> None:
        """Record that whoever acts has opened the child's page first, once a day."""
        seen = (case.child_id, by.user_id, by.today)
        if by.kind is ActorKind.PERSON and seen not in self._seen and policy.may(by, "card:read", case):
            self._seen.add(seen)
            with transaction.atomic():
                audit.record_access("child", by=by, permission="card:read", child_ids=[case.child_id])


def refresh_all(*, by: Actor) -> int:
    """Work out every open case anew as of the actor's day, as each night does; returns how many there are."""
    ids = list(queries.open_case_ids())
    for case_id in ids:
        cases.refresh_case(case_id, by=by)
    return len(ids)


def _reason(moment: Moment) -> str:
    """Return why the child is on no roll, in the Department's words, as the story says later."""
    steps = (step for step in moment.story.steps if isinstance(step, PutOnRegister))
    return next((step.reason for step in steps if step.child in {"", moment.child}), "Not recorded")


def _is_unclear(story: Story) -> bool:
    """Tell whether nobody has decided yet which child it is."""
    checks = [step for step in story.steps if isinstance(step, RollChecked)]
    decided = any(isinstance(step, CandidateDecided) for step in story.steps)
    return bool(checks) and checks[-1].result is CheckResult.UNCLEAR and not decided
