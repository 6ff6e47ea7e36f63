"""Each step of a case: opened, filled in and sent it writes its rows and its event; refused it writes nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.utils import timezone

from onroll.access.models import Area, SentForm
from onroll.audit.models import Event
from onroll.cases import actions
from onroll.cases.models import Case
from onroll.education.models import Place, Provision
from onroll.release.models import Disclosure, Hold, HoldKind, Message
from onroll.release.queries import message_on_its_way
from onroll.web.cases.views import STEPS
from rulebook.procedure.facts import CheckResult, EducationFound
from rulebook.procedure.outcomes import ConfirmedBy
from rulebook.procedure.screening import QUESTIONS
from tests import people
from tests.factories import cases as make
from tests.factories.world import World, at_another_moment, days_on
from tests.onroll.cases import proceedings
from tests.onroll.web.cases.sending import HIDDEN, on, opened, send
from tests.onroll.web.conftest import SignIn, words

Answers = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One step: who takes it, in which case, with which answers, what it writes, and what it refuses."""

    slug: str
    role: str
    case: Callable[[World], Case]
    answers: Callable[[World, Case], Answers]
    event: str
    wrote: Callable[[Case, World], bool]
    refused: Answers = field(default_factory=dict)  # instead of the answers, by name
    words: str


def just_opened(world: World) -> Case:
    """Return a case just put on the register."""
    return make.open_case(world)


def visited(world: World) -> Case:
    """Return a case that the officer of the north is to visit."""
    return make.visited_case(world)[0]


def leaving(world: World) -> Case:
    """Return a case of a child in the last year of compulsory education."""
    return make.open_case(world, people.IDRIS)


def twice_without_education(world: World) -> Case:
    """Return a case whose child two visits found without education."""
    case, request = make.visited_case(world)
    for _ in range(2):
        make.visit(request, world, education_found=EducationFound.NONE)
    return case


def a_young_carer(world: World) -> Case:
    """Return a case of a young carer, about whom nobody was asked."""
    case = make.open_case(world)
    actions.record_case_circumstance(case, code="young-carer", source="The school", by=world.by("CMEA"))
    return case


def advice_asked(world: World) -> Case:
    """Return a case in which a specialist team was asked."""
    case = a_young_carer(world)
    about, by = case.child.circumstances.get(), world.by("CMEA")
    actions.ask_advice(case, circumstance=about, asked="Young carers service", asked_on=by.today, by=by)
    return case


def raised(world: World) -> Case:
    """Return a case with a concern for the area lead, who is not told yet."""
    case = make.open_case(world)
    actions.raise_issue(case, words="Nobody answers in the area", by=world.by("CMEA"))
    return case


def lead_told(world: World) -> Case:
    """Return a case with a concern of which the area lead was told."""
    case = raised(world)
    actions.record_lead_told(case.areaissues.get(), on=world.today, lead_told="Ms Hale", by=world.by("CMEA"))
    return case


def moved_in(world: World) -> Case:
    """Return a case whose reason gave the agencies their tasks."""
    case = make.open_case(world)
    actions.record_reason(case, code="moved-in", source="Her mother", by=world.by("CMEA"))
    return case


def place_waiting(world: World) -> Case:
    """Return a case in which a place was offered."""
    case = make.open_case(world)
    make.offer_place(case, world)
    return case


def proceedings_at(stage: str) -> Callable[[World], Case]:
    """Return what makes a case whose proceedings began forty days ago, each stage on its first day, up to one.

    The notice is served on that day, answered on day 15 when the school is named too, and the order served on day 30.
    """

    def make_it(world: World) -> Case:
        past = at_another_moment(world, days_on(world.at, -40))
        order = actions.begin_order(place_waiting(past), because="Not taken up", by=past.by("CMEA"))
        reached = ("begun", "written", "served", "answered", "named", "order").index(stage)
        if reached == 5:
            proceedings.up_to_the_order(order, past)
        if 1 <= reached < 5:
            proceedings.notice(order, past)
        if 2 <= reached < 5:
            proceedings.by_hand(order, past, actions.Paper.NOTICE)
        if 3 <= reached < 5:
            proceedings.not_satisfied(order, past, days=15)
        if reached == 4:
            proceedings.school_named(order, past, days=15)
            proceedings.by_hand(order, past, actions.Paper.SCHOOL_NOTICE, days=15)
        return order.case

    return make_it


def breached(world: World) -> Case:
    """Return a case whose order is not obeyed."""
    case = proceedings_at("order")(world)
    by = world.by("CMEA")
    actions.record_order_kept(case.attendanceorders.get(), obeyed=False, on=by.today, by=by)
    return case


def revocation_asked(world: World) -> Case:
    """Return a case whose parent asks for the order to be revoked."""
    case = proceedings_at("order")(world)
    by = world.by("CMEA")
    actions.record_revocation_asked(case.attendanceorders.get(), on=by.today, by=by)
    return case


def whom(case: Case) -> Answers:
    """Return the parent and the address of a paper that is served."""
    parent = case.child.relationships.earliest("recorded_at").parent_id
    return {"parent": str(parent), "address": str(make.address_of(case).pk)}


def the_order(case: Case) -> Any:
    """Return the proceedings of a case, read anew."""
    return case.attendanceorders.get()


def given_of(case: Case) -> Disclosure:
    """Return the one disclosure of a case."""
    row: Disclosure = Disclosure.objects.unscoped("a test").get(subject_id=case.pk)
    return row


def no_day(name: str) -> Answers:
    """Return a day that was left out."""
    return {f"{name}-day": "", f"{name}-month": "", f"{name}-year": ""}


def chosen(case: Case, code: str) -> str:
    """Return what the form sends for a duty."""
    return f"{code}|{make.duties_of(case)[code].trigger}"


def met_on(case: Case, code: str) -> Any:
    """Return the day on which a duty was met."""
    return make.duties_of(case)[code].met_on


def asked(world: World) -> Case:
    """Return a case with a CME 4 that nobody has yet."""
    case = make.open_case(world)
    make.check(case, world)
    make.ask_for_visit(case, world)
    return case


def found_on_roll(world: World) -> Case:
    """Return a case whose child was found on a roll."""
    case = make.open_case(world)
    make.check(case, world, result=CheckResult.ON_ROLL)
    return case


def with_concern(world: World) -> Case:
    """Return a case with every safeguarding question answered yes."""
    case = make.open_case(world)
    answers = make.screening_answers(*make.screening_answers())
    actions.screen_case(case, answers=answers, source="the test", by=world.by("CMEA"))
    return case


def held(world: World) -> Case:
    """Return a case under a hold."""
    case = make.open_case(world)
    actions.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared forced marriage", by=world.by("CMEA")
    )
    return case


def lifting_asked(world: World) -> Case:
    """Return a case under a hold that somebody asked to be lifted."""
    case = held(world)
    hold = Hold.objects.unscoped("a test").get(child_id=case.child_id)
    actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=world.by("CMEA"))
    return case


def offered(world: World) -> Case:
    """Return a case in which a place was offered."""
    case = visited(world)
    make.offer_place(case, world)
    return case


def spoken_of(world: World) -> Case:
    """Return a case in which the family said that the child is taught at home."""
    case, request = make.visited_case(world)
    make.visit(request, world, education_found=EducationFound.HOME)
    return case


def written_to_family(case: Case) -> Message:
    """Return the one letter to the family."""
    return Message.objects.unscoped("a test").get(child_id=case.child_id, to_family=True)


def told_of(world: World) -> Case:
    """Return a case of which a professional told us, who wants an answer."""
    return make.open_case(world, referral=make.receive(world, organisation=world.organisation("AGY")))


def asked_about(world: World) -> Case:
    """Return a case whose safeguarding questions are answered."""
    return make.screened(just_opened(world), world)


def closed(world: World) -> Case:
    """Return a closed case."""
    case = asked_about(world)
    actions.close_case(
        case,
        outcome="on-roll",
        confirmed_how=ConfirmedBy.SCHOOL_ATTENDING,
        confirmed_on=world.today,
        confirmed_with="Mrs Ferrier",
        by=world.by("CMEA"),
    )
    return case


def hold_of(case: Case) -> Hold:
    """Return the hold over the child."""
    return Hold.objects.unscoped("a test").get(child_id=case.child_id)


def place_of(case: Case) -> Place:
    """Return the place offered."""
    return Place.objects.unscoped("a test").get(case_id=case.pk)


def closing_answers(world: World, case: Case) -> Answers:
    """Return the answers that close a case because the school says that the child attends."""
    how = {"outcome": "on-roll", "how_on-roll": "school-attending", "confirmed_with": "Mrs Ferrier"}
    return how | on("confirmed_on", world.today)


def screening(world: World, case: Case) -> Answers:
    """Return an answer to every safeguarding question."""
    return {**make.screening_answers(), "source": "The head teacher"}


TRIED = (
    Tried(
        slug="search-of-rolls", role="CMEA", case=just_opened, event="case.rolls-checked",
        answers=lambda world, case: {
            **on("made_on", world.today), **on("data_as_of", world.today), "searched": ["rolls"],
            "result": "not-on-roll",
        },
        wrote=lambda case, world: case.rollchecks.get().result == "not-on-roll",
        refused={"searched": []}, words="Choose at least one list",
    ),
    Tried(
        slug="answer-of-school", role="CMEA", case=found_on_roll, event="case.attendance-answered",
        answers=lambda world, case: {"attends": "yes", "confirmed_with": "Mrs Ferrier", **on("on", world.today)},
        wrote=lambda case, world: case.rollchecks.get().attendance_confirmed_on == world.today,
        refused={"confirmed_with": ""}, words="Enter who at the school said so",
    ),
    Tried(
        slug="safeguarding-questions", role="ARM", case=just_opened, event="case.screened", answers=screening,
        wrote=lambda case, world: case.screenings.get().source == "The head teacher",
        refused={"source": ""}, words="Enter where the answers come from",
    ),
    Tried(
        slug="refer-concern", role="CMEA", case=with_concern, event="case.concern-referred",
        answers=lambda world, case: {"to": "The front door", "reference": "SC-1", **on("on", world.today)},
        wrote=lambda case, world: case.screenings.get().referred_to == "The front door",
        refused={"to": ""}, words="Enter to whom it was referred",
    ),
    Tried(
        slug="tell-police", role="CMEA", case=with_concern, event="case.police-told",
        answers=lambda world, case: {"reference": "P-77", **on("on", world.today)},
        wrote=lambda case, world: case.screenings.get().police_reference == "P-77",
        refused={"reference": ""}, words="Enter the police reference",
    ),
    Tried(
        slug="reason-not-to-refer", role="AEM", case=with_concern, event="case.concern-not-referred",
        answers=lambda world, case: {"reason": "The school explained the bruise."},
        wrote=lambda case, world: case.screenings.get().not_referred_by == "AEM Person",
        refused={"reason": ""}, words="Enter why the concern is not referred",
    ),
    Tried(
        slug="cme-4", role="CMEA", case=just_opened, event="case.visit-requested",
        answers=lambda world, case: {
            "address": str(make.address_of(case).pk), "area": str(world.north.pk), "urgent": "no",
        },
        wrote=lambda case, world: case.visitrequests.get().area == world.north,
        refused={"urgent": "yes", "reason": ""}, words="Enter why it is urgent",
    ),
    Tried(
        slug="other-area", role="CMEA", case=visited, event="case.visit-passed-on",
        answers=lambda world, case: {"area": str(world.south.pk), "reason": "The street lies in the south"},
        wrote=lambda case, world: case.visitrequests.get().area == world.south and case.officer is None,
        refused={"reason": ""}, words="Enter why another area is to visit",
    ),
    Tried(
        slug="take-back", role="CMEA", case=visited, event="case.visit-taken-back",
        answers=lambda world, case: {"reason": "The family has moved away"},
        wrote=lambda case, world: case.visitrequests.get().taken_back_on == world.today,
        refused={"reason": ""}, words="Enter why it is taken back",
    ),
    Tried(
        slug="officer", role="ARM", case=asked, event="case.officer-allocated",
        answers=lambda world, case: {"officer": str(world.user("AIO").pk)},
        wrote=lambda case, world: case.officer == world.user("AIO"),
        refused={"officer": ""}, words="Choose an officer",
    ),
    Tried(
        slug="urgent", role="ARM", case=visited, event="case.made-urgent",
        answers=lambda world, case: {"reason": "A neighbour heard screaming"},
        wrote=lambda case, world: case.visitrequests.get().made_urgent_on == world.today,
        refused={"reason": ""}, words="Enter why the visit is urgent",
    ),
    Tried(
        slug="letter", role="AIO", case=visited, event="case.letter-written",
        answers=lambda world, case: on("visit_on", make.days_before(world.today, -7)),
        wrote=lambda case, world: Message.objects.unscoped("a test").get(child_id=case.child_id).channel == "post",
        refused={"visit_on-day": "", "visit_on-month": "", "visit_on-year": ""}, words="Enter the day of the visit",
    ),
    Tried(
        slug="visit", role="AIO", case=visited, event="case.visit-recorded",
        answers=lambda world, case: {
            **on("visited_on", world.today), "officers": "AIO Person", "outcome": "seen-living-there",
            "education_found": "none", "support_needed": "yes", "child_words": "I would like to go back.",
        },
        wrote=lambda case, world: case.visits.get().child_words == "I would like to go back.",
        refused={"outcome": ""}, words="Choose what you found",
    ),
    Tried(
        slug="education-checked", role="AIO", case=spoken_of, event="case.education-verified",
        answers=lambda world, case: {
            **on("verified_on", world.today), "checked_with": "Ms Lund, Elmbrook", "answer": "not-so",
        },
        wrote=lambda case, world: case.visits.get().education_checked_with == "Ms Lund, Elmbrook",
        refused={"answer": ""}, words="Choose what they said",
    ),
    Tried(
        slug="team", role="CMEA", case=just_opened, event="case.place-recorded",
        answers=lambda world, case: {"team": str(world.cast.team.pk)},
        wrote=lambda case, world: case.team == world.cast.team,
        refused={"team": ""}, words="Choose the team",
    ),
    Tried(
        slug="place", role="CMEA", case=visited, event="education.place-offered",
        answers=lambda world, case: {"establishment": str(world.school.pk), **on("offered_on", world.today)},
        wrote=lambda case, world: place_of(case).establishment == world.school,
        refused={"establishment": ""}, words="Choose the school",
    ),
    Tried(
        slug="start-of-place", role="CMEA", case=offered, event="education.place-start-set",
        answers=lambda world, case: on("start_on", make.days_before(world.today, -7)),
        wrote=lambda case, world: place_of(case).start_on == make.days_before(world.today, -7),
        refused={"start_on-day": ""}, words="must include a day",
    ),
    Tried(
        slug="answer-to-place", role="CMEA", case=offered, event="education.place-declined",
        answers=lambda world, case: {"answer": "declined", **on("on", world.today)},
        wrote=lambda case, world: place_of(case).declined_on == world.today,
        refused={"answer": ""}, words="Choose what became of it",
    ),
    Tried(
        slug="word-of-school", role="AIO", case=offered, event="education.attendance-confirmed",
        answers=lambda world, case: {"confirmed_with": "Mrs Ferrier", **on("confirmed_on", world.today)},
        wrote=lambda case, world: place_of(case).confirmed_with == "Mrs Ferrier",
        refused={"confirmed_with": ""}, words="Enter who at the school said so",
    ),
    Tried(
        slug="education", role="CMEA", case=visited, event="education.provision-recorded",
        answers=lambda world, case: {
            "kind": "home", "full_time": "not_known", "suitable": "not_known", **on("starts_on", world.today),
        },
        wrote=lambda case, world: Provision.objects.unscoped("a test").get(case_id=case.pk).kind == "home",
        refused={"kind": ""}, words="Choose the kind of education",
    ),
    Tried(
        slug="close", role="CMEA", case=asked_about, event="case.closed", answers=closing_answers,
        wrote=lambda case, world: case.closed_on == world.today and case.outcomes.get().code == "on-roll",
        refused={"how_on-roll": ""}, words="Choose what confirms it",
    ),
    Tried(
        slug="belief", role="AIO", case=visited, event="case.outcome-recorded",
        answers=lambda world, case: {"outcome": "not-found", "words": "Nobody has seen her since June."},
        wrote=lambda case, world: case.is_open and case.outcomes.get().code == "not-found",
        refused={"words": ""}, words="Enter what makes you think so",
    ),
    Tried(
        slug="answer", role="CMEA", case=told_of, event="referral.answer-written",
        answers=lambda world, case: {"referral": str(case.referrals.get().pk)},
        wrote=lambda case, world: message_on_its_way(case.referrals.get().pk, product="outcome"),
        refused={"referral": ""}, words="Choose the notice",
    ),
    Tried(
        slug="told", role="CMEA", case=told_of, event="referral.told-so-far",
        answers=lambda world, case: {
            "referral": str(case.referrals.get().pk), "what": "outcome", "how": "telephone",
            "told_by": "CMEA Person", **on("told_on", world.today),
        },
        wrote=lambda case, world: case.referrals.get().acknowledged_on == world.today,
        refused={"how": ""}, words="Choose how the sender was told",
    ),
    Tried(
        slug="open-again", role="CMEA", case=closed, event="case.reopened",
        answers=lambda world, case: {"words": "The school never saw the child."},
        wrote=lambda case, world: case.is_open and case.reopenings.get().closed_before_on == world.today,
        refused={"words": ""}, words="Enter what was learnt",
    ),
    Tried(
        slug="appointment", role="CMEA", case=just_opened, event="case.family-written-to",
        answers=lambda world, case: {
            "address": str(case.child.addresses.get().pk), **on("meeting_on", world.today + timedelta(days=9)),
            "meeting_time": "10:30", "meeting_place": "Merebridge Library, Mill Lane",
        },
        wrote=lambda case, world: "10:30" in written_to_family(case).body,
        refused={"meeting_time": ""}, words="Enter the time of the meeting",
    ),
    Tried(
        slug="ask-authority", role="CMEA", case=just_opened, event="enquiry.sent",
        answers=lambda world, case: {"la_code": "202", "to_name": "CME team", "question": "Is she with you?"},
        wrote=lambda case, world: case.enquirysents.get().sent_on == world.today,
        refused={"question": ""}, words="Enter what you ask",
    ),
    Tried(
        slug="note", role="AIO", case=visited, event="case.noted",
        answers=lambda world, case: {"words": "The aunt rang."},
        wrote=lambda case, world: case.notes.latest("recorded_at").words == "The aunt rang.",
        refused={"words": ""}, words="Enter the note",
    ),
    Tried(
        slug="address", role="AIO", case=visited, event="address.recorded",
        answers=lambda world, case: {"lines": "3 Lark Rise", "postcode": "wx12 1ab", "source": "The aunt"},
        wrote=lambda case, world: case.child.addresses.filter(postcode="WX12 1AB", source="The aunt").exists(),
        refused={"source": ""}, words="Enter who says so",
    ),
    Tried(
        slug="hold", role="AIO", case=visited, event="hold.placed",
        answers=lambda world, case: {"reason": "Feared forced marriage"},
        wrote=lambda case, world: case.stage == "held" and hold_of(case).reason == "Feared forced marriage",
        refused={"reason": ""}, words="Enter why the hold is placed",
    ),
    Tried(
        slug="strategy", role="AEM", case=held, event="hold.strategy-decided",
        answers=lambda world, case: {"words": "Through the school nurse."},
        wrote=lambda case, world: hold_of(case).decisions.get().words == "Through the school nurse.",
        refused={"words": ""}, words="Enter how the child is to be reached",
    ),
    Tried(
        slug="ask-to-lift", role="CMEA", case=held, event="hold.lift-asked",
        answers=lambda world, case: {"reason": "The police have spoken with her"},
        wrote=lambda case, world: hold_of(case).lift_asked_by == "CMEA Person" and case.stage == "held",
        refused={"reason": ""}, words="Enter why the family may be approached again",
    ),
    Tried(
        slug="lift", role="AEM", case=lifting_asked, event="hold.lifted", answers=lambda world, case: {},
        wrote=lambda case, world: hold_of(case).lifted_by == "AEM Person" and case.stage != "held",
        refused={"once": ""}, words="This page was out of date",
    ),
    Tried(
        slug="review", role="AEM", case=twice_without_education, event="case.duty-done",
        answers=lambda world, case: {
            "duty": chosen(case, "review-without-place"), "words": "The panel asks Elmbrook.",
            **on("done_on", world.today),
        },
        wrote=lambda case, world: met_on(case, "review-without-place") == world.today,
        refused={"words": ""}, words="Enter what was done, and with whom",
    ),
    Tried(
        slug="done", role="CMEA", case=leaving, event="case.duty-done",
        answers=lambda world, case: {
            "duty": chosen(case, "share-leaver"), "words": "Told Connexions.", **on("done_on", world.today),
        },
        wrote=lambda case, world: met_on(case, "share-leaver") == world.today,
        refused={"duty": ""}, words="Choose what was done",
    ),
    Tried(
        slug="enquiry", role="AIO", case=visited, event="case.enquiry-made",
        answers=lambda world, case: {
            "line": "friends-neighbours", "what": "made", "officer": "AIO Person", "contact": "Number 5",
            "result": "They left on Saturday", **on("made_on", world.today),
        },
        wrote=lambda case, world: case.enquirymades.get().contact == "Number 5",
        refused={"result": ""}, words="Enter what came of it, or why it does not apply",
    ),
    Tried(
        slug="early-help", role="AIO", case=visited, event="case.early-help-recorded",
        answers=lambda world, case: {
            "assessed": "yes", "lead_professional": "Mr Reed, early help", "source": "The school",
            **on("assessed_on", world.today),
        },
        wrote=lambda case, world: case.earlyhelps.get().assessed_on == world.today,
        refused={"source": ""}, words="Enter who says so",
    ),
    Tried(
        slug="area-lead", role="CMEA", case=just_opened, event="case.issue-raised",
        answers=lambda world, case: {"words": "Nobody answers in the area", "told": "no"},
        wrote=lambda case, world: met_on(case, "tell-area-lead") is None,
        refused={"words": ""}, words="Enter the concern or question",
    ),
    Tried(
        slug="area-lead-told", role="CMEA", case=raised, event="case.lead-told",
        answers=lambda world, case: {
            "issue": str(case.areaissues.get().pk), "lead_told": "Ms Hale", **on("on", world.today)
        },
        wrote=lambda case, world: met_on(case, "tell-area-lead") == world.today,
        refused={"lead_told": ""}, words="Enter whom you told",
    ),
    Tried(
        slug="follow-up", role="ARL", case=lead_told, event="case.issue-followed-up",
        answers=lambda world, case: {
            "issue": str(case.areaissues.get().pk), "words": "Rang the manager", **on("on", world.today)
        },
        wrote=lambda case, world: met_on(case, "follow-up-issue") == world.today,
        refused={"words": ""}, words="Enter what was done",
    ),
    Tried(
        slug="suspicion", role="CMEA", case=just_opened, event="case.suspicion-noted",
        answers=lambda world, case: {
            "kind": "forced-marriage", "source": "A teacher", "words": "She spoke of a wedding in June"
        },
        wrote=lambda case, world: case.stage == "held" and met_on(case, "place-hold") == world.today,
        refused={"kind": ""}, words="Choose what is suspected",
    ),
    Tried(
        slug="reason", role="AIO", case=visited, event="case.reason-recorded",
        answers=lambda world, case: {"code": "moved-in", "source": "Her mother"},
        wrote=lambda case, world: case.mainreasons.get().source == "Her mother",
        refused={"code": ""}, words="Choose the main reason",
    ),
    Tried(
        slug="circumstance", role="CMEA", case=just_opened, event="circumstance.recorded",
        answers=lambda world, case: {"code": "young-carer", "source": "The school"},
        wrote=lambda case, world: case.child.circumstances.get().code == "young-carer",
        refused={"source": ""}, words="Enter who says so",
    ),
    Tried(
        slug="circumstance-ended", role="CMEA", case=a_young_carer, event="circumstance.ended",
        answers=lambda world, case: {
            "circumstance": str(case.child.circumstances.get().pk), **on("until_on", world.today)
        },
        wrote=lambda case, world: case.child.circumstances.get().until_on == world.today,
        refused={"circumstance": ""}, words="Choose the circumstance",
    ),
    Tried(
        slug="ask-advice", role="CMEA", case=a_young_carer, event="case.advice-asked",
        answers=lambda world, case: {
            "circumstance": str(case.child.circumstances.get().pk), "asked": "Young carers service",
            **on("asked_on", world.today),
        },
        wrote=lambda case, world: met_on(case, "seek-advice") == world.today,
        refused={"asked": ""}, words="Enter who was asked",
    ),
    Tried(
        slug="advice", role="CMEA", case=advice_asked, event="case.advice-given",
        answers=lambda world, case: {
            "advice": str(case.advices.get().pk), "answered_with": "Mr Reed", "answer": "See her at home",
            **on("answered_on", world.today),
        },
        wrote=lambda case, world: case.advices.get().answer == "See her at home",
        refused={"answer": ""}, words="Enter what they advise",
    ),
    Tried(
        slug="agency-task", role="CMEA", case=moved_in, event="case.agency-task-set-aside",
        answers=lambda world, case: {
            "trigger": f"reason:{case.mainreasons.get().pk}+advise-family", "what": "set-aside",
            "told_by": "The officer", "words": "They did not ask", **on("done_on", world.today),
        },
        wrote=lambda case, world: case.dutydones.get().applies is False,
        refused={"words": ""}, words="Enter what was done, or why it does not apply",
    ),
    Tried(
        slug="decision", role="AEM", case=just_opened, event="case.duty-decided",
        answers=lambda world, case: {"duty": "screen-case|case:opened", "kind": "excuse", "reason": "Done by phone"},
        wrote=lambda case, world: case.managerdecisions.get().duty == "screen-case",
        refused={"reason": ""}, words="Enter why",
    ),
    Tried(
        slug="order-begin", role="CMEA", case=place_waiting, event="case.order-begun",
        answers=lambda world, case: {"because": "She never came"},
        wrote=lambda case, world: the_order(case).begun_on == world.today,
        refused={"because": ""}, words="Enter why proceedings are begun",
    ),
    Tried(
        slug="order-notice", role="CMEA", case=proceedings_at("begun"), event="message.queued",
        answers=lambda world, case: whom(case) | {"because": "On no roll"},
        wrote=lambda case, world: the_order(case).notice.channel == "post",
        refused={"because": ""}, words="Enter why it appears that the child is not in education",
    ),
    Tried(
        slug="order-served", role="CMEA", case=proceedings_at("written"), event="case.order-paper-served",
        answers=lambda world, case: {"how": "by-hand", **on("on", world.today)},
        wrote=lambda case, world: the_order(case).notice_served_on == world.today,
        refused=no_day("on"), words="Enter the day of service",
    ),
    Tried(
        slug="order-answer", role="CMEA", case=proceedings_at("served"), event="case.order-answered",
        answers=lambda world, case: {
            "satisfied": "no", "expedient": "yes", "words": "Nobody answered", **on("on", world.today),
        },
        wrote=lambda case, world: the_order(case).not_satisfied_on == world.today and the_order(case).expedient,
        refused={"words": ""}, words="Enter what was answered",
    ),
    Tried(
        slug="order-school", role="CMEA", case=proceedings_at("answered"), event="message.queued",
        answers=lambda world, case: whom(case) | {"school": "Elmbrook Primary School", "others": "Mere School"},
        wrote=lambda case, world: the_order(case).school == "Elmbrook Primary School",
        refused={"school": ""}, words="Enter the school to be named",
    ),
    Tried(
        slug="order-make", role="CMEA", case=proceedings_at("named"), event="message.queued",
        answers=lambda world, case: whom(case) | {"school": "Elmbrook Primary School"},
        wrote=lambda case, world: the_order(case).order.channel == "post",
        refused={"school": ""}, words="Enter the school to be named",
    ),
    Tried(
        slug="order-school-told", role="CMEA", case=proceedings_at("order"), event="case.order-school-told",
        answers=lambda world, case: {"told_with": "Mrs Oduya", **on("on", world.today)},
        wrote=lambda case, world: the_order(case).school_told_with == "Mrs Oduya",
        refused={"told_with": ""}, words="Enter whom you told",
    ),
    Tried(
        slug="order-kept", role="CMEA", case=proceedings_at("order"), event="case.order-kept",
        answers=lambda world, case: {"obeyed": "no", **on("on", world.today)},
        wrote=lambda case, world: the_order(case).breached_on == world.today,
        refused={"obeyed": ""}, words="Say whether the order is obeyed",
    ),
    Tried(
        slug="order-breach", role="CMEA", case=breached, event="case.order-breach-decided",
        answers=lambda world, case: {"breach": "supervision", "words": "It helps more", **on("on", world.today)},
        wrote=lambda case, world: the_order(case).breach == "supervision",
        refused={"words": ""}, words="Enter why",
    ),
    Tried(
        slug="order-revocation-asked", role="CMEA", case=proceedings_at("order"),
        event="case.order-revocation-asked",
        answers=lambda world, case: on("on", world.today),
        wrote=lambda case, world: the_order(case).revocation_asked_on == world.today,
        refused=no_day("on"), words="Enter the day",
    ),
    Tried(
        slug="order-revocation", role="CMEA", case=revocation_asked, event="case.order-revocation-refused",
        answers=lambda world, case: {"answer": "stands", "words": "She is on no roll", **on("on", world.today)},
        wrote=lambda case, world: the_order(case).is_running and the_order(case).revocation_answered_on == world.today,
        refused={"answer": ""}, words="Choose what was decided",
    ),
    Tried(
        slug="order-vary", role="CMEA", case=proceedings_at("order"), event="case.order-varied",
        answers=lambda world, case: whom(case) | {"school": "Ropewalk Academy", "words": "They moved"},
        wrote=lambda case, world: the_order(case).school == "Ropewalk Academy",
        refused={"words": ""}, words="Enter why the order is varied",
    ),
    Tried(
        slug="order-end", role="CMEA", case=proceedings_at("order"), event="case.order-ended",
        answers=lambda world, case: {"words": "She is at school", **on("on", world.today)},
        wrote=lambda case, world: the_order(case).revoked_on == world.today,
        refused={"words": ""}, words="Enter why",
    ),
    Tried(
        slug="share-at-once", role="ARL", case=just_opened, event="child.shared-at-once",
        answers=lambda world, case: {
            "recipient": "police", "with_whom": "Desk, incident 12", "concern": "Seen in a van", "how": "telephone",
        },
        wrote=lambda case, world: given_of(case).recipient_kind == "police",
        refused={"concern": ""}, words="Enter what the worry is",
    ),
)  # fmt: skip


# A button and nothing to fill in: tests/onroll/web/today/test_assigning.py sends it, and sends it twice.
A_BUTTON = {"chase"}
AT_ONCE = {"hold", "share-at-once", "suspicion"}  # these keep somebody from harm, and wait for nobody


def test_every_step_is_tried_here() -> None:
    assert {each.slug for each in TRIED} == {step.slug for step in STEPS} - A_BUTTON
    assert {step.slug for step in STEPS if step.at_once} == AT_ONCE


def note_of_a_colleague(case: Case, world: World, *, not_of: str) -> None:
    """Let somebody else act in the case, at this very moment."""
    colleague = replace(world.by("AEM" if not_of != "AEM" else "CMEA"), at=timezone.now())
    actions.write_note(case, words="The aunt rang.", by=colleague)


@pytest.mark.parametrize("tried", TRIED, ids=[each.slug for each in TRIED])
def test_a_step_is_carried_out_once_by_whoever_saw_what_others_did(
    world: World, sign_in: SignIn, tried: Tried
) -> None:
    case = tried.case(world)
    case.refresh_from_db()
    browser, answers = sign_in(tried.role), tried.answers(world, case)
    marks = opened(browser, case, tried.slug)
    note_of_a_colleague(case, world, not_of=tried.role)
    before = Event.objects.count()

    answer = send(browser, case, tried.slug, marks, **answers)
    if tried.slug not in AT_ONCE:  # the second officer reads what changed, and nothing is written yet
        page = words(answer)
        assert answer.status_code == 200
        assert "Nothing is recorded yet" in page
        assert "Note written (" in page
        assert Event.objects.count() == before
        kept = answer.content.decode()
        for value in answers.values():  # what was typed is still there
            typed = [value] if isinstance(value, str | int) else value
            assert all(escape(str(each)) in kept for each in typed), value
        marks = dict(HIDDEN.findall(kept))
        answer = send(browser, case, tried.slug, marks, **answers)

    assert answer.status_code == 302, words(answer)
    assert answer.headers["Location"] == f"/children/{case.child_id}/"
    case = Case.objects.unscoped("a test").get(pk=case.pk)
    assert tried.wrote(case, world)
    event = Event.objects.filter(child_id=case.child_id, kind=tried.event).order_by("-recorded_at").first()
    assert event is not None
    assert (event.by_id, event.by_name) == (world.user(tried.role).pk, f"{tried.role} Person")

    before = Event.objects.count()
    again = send(browser, case, tried.slug, marks, **answers)  # a double click, or the page sent again

    assert again.headers["Location"] == answer.headers["Location"]
    assert Event.objects.count() == before
    assert SentForm.objects.filter(once=marks["once"]).count() == 1


@pytest.mark.parametrize("tried", TRIED, ids=[each.slug for each in TRIED])
def test_a_step_refused_writes_nothing_and_keeps_what_was_typed(
    world: World, sign_in: SignIn, tried: Tried
) -> None:
    case = tried.case(world)
    case.refresh_from_db()
    browser = sign_in(tried.role)
    marks = opened(browser, case, tried.slug)
    before = Event.objects.count()

    answer = send(browser, case, tried.slug, {**marks, **tried.answers(world, case), **tried.refused})

    assert answer.status_code == 200
    assert tried.words in words(answer)
    assert Event.objects.count() == before
    assert not SentForm.objects.exists()


@pytest.mark.parametrize("slug", ["close", "reason-not-to-refer", "lift", "decision", "officer"])
def test_an_officer_without_the_permission_is_refused(world: World, sign_in: SignIn, slug: str) -> None:
    case = visited(world)

    answer = sign_in("AIO").post(f"/cases/{case.pk}/{slug}/", {"once": "one"})

    assert answer.status_code == 403
    assert not SentForm.objects.exists()


# ------------------------------------------------------------------------------------------------------------- closing
def test_what_to_look_at_is_said_before_a_case_is_closed(world: World, sign_in: SignIn) -> None:
    case = make.screened(held(world), world)
    browser = sign_in("CMEA")

    page = words(browser.get(f"/cases/{case.pk}/close/"))
    refused = send(browser, case, "close", **closing_answers(world, case))
    sent = send(browser, case, "close", **closing_answers(world, case), looked="on")

    assert "Look at this before you close the case. A hold has stood since" in page
    assert "Tick the box to confirm" in words(refused)
    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.closed_on == world.today


def test_a_case_with_nothing_to_look_at_asks_for_no_tick(world: World, sign_in: SignIn) -> None:
    page = words(sign_in("CMEA").get(f"/cases/{just_opened(world).pk}/close/"))

    assert "Look at this" not in page
    assert "I have looked" not in page


def test_a_case_opened_again_and_closed_on_the_same_day_is_closed(world: World, sign_in: SignIn) -> None:
    case = closed(world)
    browser = sign_in("CMEA")
    send(browser, case, "open-again", words="The school never saw the child.")

    answer = send(browser, case, "close", **closing_answers(world, case))

    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.closed_on, case.stage) == (world.today, "closed")
    assert case.closings.count() == 2


def test_a_child_is_looked_at_again_after_the_case_is_closed(world: World, sign_in: SignIn) -> None:
    case = closed(world)
    browser = sign_in("CMEA")
    page = browser.get(f"/children/{case.child_id}/")
    assert f'href="/cases/{case.pk}/done/"' in page.content.decode()
    assert "See that the child is still in education" in words(page)

    sent = send(
        browser, case, "done", duty=chosen(case, "follow-up-return"), words="She comes every day.",
        **on("done_on", world.today),
    )  # fmt: skip

    assert sent.status_code == 302
    assert "Nothing is owed for this child." in words(browser.get(f"/children/{case.child_id}/"))


def test_each_safeguarding_question_left_out_is_named(world: World, sign_in: SignIn) -> None:
    case = just_opened(world)

    page = words(send(sign_in("CMEA"), case, "safeguarding-questions"))

    for question in QUESTIONS:  # in the summary, and beside the field
        assert page.count(f"Choose yes, no or not known: {question.about}") == 2, question.code


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("CMEA", "Somebody else has to sign before the hold is lifted."),
        (
            "AEM",
            "You alone can sign, and whoever asks does not sign. Let a CME assistant ask, then sign yourself.",
        ),
    ],
)
def test_who_has_to_sign_is_said_before_the_reason_is_written(
    world: World, sign_in: SignIn, role: str, told: str
) -> None:
    case = held(world)

    assert told in words(sign_in(role).get(f"/cases/{case.pk}/ask-to-lift/"))


def test_a_cme_4_to_the_only_address_in_one_area_asks_for_neither(world: World, sign_in: SignIn) -> None:
    case, browser = just_opened(world), sign_in("CMEA")

    page = browser.get(f"/cases/{case.pk}/cme-4/")
    fields = dict(
        re.findall(r'<input type="hidden" name="(address|area)" value="([^"]*)"', page.content.decode())
    )
    send(browser, case, "cme-4", urgent="no", **fields)

    assert "The visit Address 14 Tanners Reach, Merebridge, WX1 2AB Area South, by the postcode" in words(
        page
    )
    assert "Which address?" not in words(page)
    assert "Which area?" not in words(page)
    request = case.visitrequests.get()
    assert (request.area, request.address) == (world.south, make.address_of(case))


def test_a_cme_4_asks_for_the_area_where_the_postcode_lies_in_none(world: World, sign_in: SignIn) -> None:
    case = just_opened(world)
    Area.objects.update(postcode_prefixes=[])

    page = words(sign_in("CMEA").get(f"/cases/{case.pk}/cme-4/"))

    assert "Which area?" in page
    assert "Which address?" not in page
