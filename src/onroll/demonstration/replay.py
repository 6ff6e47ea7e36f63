"""The hand-shaped cases, done over again through the service's own actions, each step at its own time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from onroll.access import policy
from onroll.access.actors import actor_for, public_actor, service_actor
from onroll.audit.actor import LONDON, Actor
from onroll.cases import actions as cases
from onroll.cases import queries
from onroll.cases.models import Case, Referral
from onroll.demonstration.county import County
from onroll.demonstration.county.cast import Referral as FilledForm
from onroll.demonstration.county.script import NIGHTLY, PUBLIC, PutOnRegister, ReferralReceived, Step, Story
from onroll.demonstration.setting_up import Authority
from onroll.intake import actions as intake
from onroll.intake.forms import CME2
from onroll.intake.reading import to_record
from onroll.people.queries import candidates_for
from onroll.release.delivery import deliver_waiting
from rulebook.findings import Refused
from rulebook.identity.decide import Decision

ASSISTANT = "cmea-1"
Key = tuple[str, str]


@dataclass(frozen=True)
class Moment:
    """One step of one story, for one child."""

    at: datetime
    order: int
    story: Story
    step: Step
    child: str


@dataclass
class Kept:
    """What the replay remembers of one child of one story."""

    referrals: list[Referral] = field(default_factory=list)
    case_id: UUID | None = None
    reason: str = ""


@dataclass
class Replay:
    """The county's stories, replayed for one authority; ``refused`` says what the service would not do, and why."""

    county: County
    authority: Authority
    until: datetime
    doing: Mapping[type[Step], Callable[["Replay", Moment], None]]
    kept: dict[Key, Kept] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def run(self, *, progress: Callable[[int, int], None]) -> None:
        """Do every step of every story, in the order of time, and take the post out as it goes."""
        moments = sorted(self._moments(), key=lambda each: (each.at, each.order))
        for number, moment in enumerate(moments, start=1):
            self._do(moment)
            progress(number, len(moments))

    def _moments(self) -> Iterator[Moment]:
        order = 0
        for story in self.county.stories:
            for step in story.steps:
                for child in self._children_of(story, step):
                    order += 1
                    yield Moment(min(step.at or self.until, self.until), order, story, step, child)

    def _children_of(self, story: Story, step: Step) -> tuple[str, ...]:
        if isinstance(step, ReferralReceived):
            return tuple(form.child for form in step.referrals)
        return (step.child,) if step.child else tuple(child.key for child in story.cases)

    def _do(self, moment: Moment) -> None:
        try:
            self.doing[type(moment.step)](self, moment)
        except Refused as refused:
            words = " ".join(finding.words for finding in refused.findings)
            self.refused.append(f"{moment.story.key}/{moment.child} {type(moment.step).__name__}: {words}")
        if isinstance(moment.step, ReferralReceived) or type(moment.step).__name__ in {
            "ReferrerTold",
            "LetterSent",
        }:
            deliver_waiting(by=service_actor("Worker", role="NIGHT", at=moment.at))

    # ------------------------------------------------------------------------------------------------ for the steps
    def memory(self, moment: Moment) -> Kept:
        """Return what is remembered of the child of a moment."""
        return self.kept.setdefault((moment.story.key, moment.child), Kept())

    def actor(self, moment: Moment, *, key: str = "") -> Actor:
        """Return who acts in a moment, at its time; ``key`` names somebody else."""
        who = key or moment.step.by
        if who == PUBLIC:
            return public_actor(at=moment.at, request_id="replay")
        if who == NIGHTLY or who not in self.authority.users:
            return service_actor("Nightly run", role="NIGHT", at=moment.at)
        return actor_for(self.authority.users[who], at=moment.at, request_id="replay")

    def able(self, moment: Moment, permission: str, thing: object = None) -> Actor:
        """Return who acts, or the assistant where that person may not do it in this service."""
        by = self.actor(moment)
        return by if policy.may(by, permission, thing) else self.actor(moment, key=ASSISTANT)

    def case(self, moment: Moment) -> Case:
        """Return the case of the child of a moment; the first step that needs one puts the child on the register."""
        memory = self.memory(moment)
        if memory.case_id is None:
            memory.case_id = self._open(moment, memory).pk
        return queries.visible_to(self.actor(moment, key=ASSISTANT)).get(pk=memory.case_id)

    def _open(self, moment: Moment, memory: Kept) -> Case:
        by = self.actor(moment, key=ASSISTANT)
        referral = memory.referrals[0]
        reason = self._reason(moment.story, moment.child)
        best = next(iter(candidates_for(to_record(referral.answers), by=by)), None)
        if best is not None and best.match.decision is Decision.SAME:
            because = f"{best.match.odds_words}; name and date of birth agree"
            return intake.register_known_child(
                referral, child=best.child, because=because, reason=reason, by=by
            )
        return intake.register_new_child(referral, reason=reason, by=by)

    def _reason(self, story: Story, child: str) -> str:
        found = (
            step for step in story.steps if isinstance(step, PutOnRegister) and step.child in {"", child}
        )
        return next((step.reason for step in found), "Not recorded")


def answers_of(form: FilledForm) -> dict[str, object]:
    """Return a filled form as the answers of CME 2."""
    parent = form.parents[0] if form.parents else None
    no_home = "no fixed" in form.address.casefold()
    home = "none" if no_home else "lives" if form.address else "unknown"
    professional = bool(form.referrer.agency or form.referrer.organisation)
    return {
        "forenames": form.forename or "Not known",
        "surname": form.surname,
        "other_names": form.known_as,
        "birth_date": form.born_on.isoformat() if form.born_on else None,
        "about_age": form.about_age,
        "sex": form.sex if form.sex in {"F", "M"} else "",
        "has_address": home,
        "address_lines": form.address if home == "lives" else "",
        "town": "",
        "postcode": form.postcode if home == "lives" else "",
        "since": form.lived_there_since,
        "parent_name": parent.name if parent else "",
        "parent_phone": parent.telephone if parent else "",
        "siblings": form.brothers_and_sisters,
        "school": form.current_school,
        "concern": form.concern,
        "more": form.more,
        "at_risk": "yes" if form.risk_now else "no",
        "at_risk_why": form.concern if form.risk_now else "",
        "unsafe_contact": "no",
        "first_language": form.first_language,
        "ethnicity": form.ethnicity,
        "referrer_name": form.referrer.name,
        "referrer_role": "professional" if professional else "public",
        "referrer_agency": form.referrer.agency,
        "referrer_email": form.referrer.email,
        "referrer_phone": form.referrer.telephone,
        "referrer_address": form.referrer.address,
    }


def receive(replay: Replay, moment: Moment) -> None:
    """Take in the filled form of one child."""
    step = moment.step
    if not isinstance(step, ReferralReceived):
        raise TypeError(f"not a notice: {step!r}")
    form = next(each for each in step.referrals if each.child == moment.child)
    organisation = replay.authority.organisations.get(form.referrer.organisation)
    memory = replay.memory(moment)
    referral = intake.submit(
        CME2,
        answers=answers_of(form),
        once=f"{moment.story.key}-{moment.child}-{moment.order}",
        by=replay.able(moment, "cme2:create"),
        kind=step.kind,
        received_on=_day(moment.at),
        organisation=organisation,
        channel="web" if step.by == PUBLIC else "phone",
    )
    memory.referrals.append(referral)


def refresh_all(*, by: Actor) -> int:
    """Work out every open case anew as of the actor's day; returns how many there are."""
    ids = list(queries.open_case_ids())
    for case_id in ids:
        cases.refresh_case(case_id, by=by)
    return len(ids)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
