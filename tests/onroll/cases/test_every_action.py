"""What holds for every action on a case: who may not leaves no trace, what is done is recorded, half is never kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.cases import actions
from onroll.cases.letters import Named
from onroll.cases.models import Case, SourceAnswer, ToldHow, Triage
from onroll.cases.order_models import Breach, ServedHow
from onroll.cases.papers import Reader
from onroll.cases.support_models import Assessed
from onroll.duties import actions as duties
from onroll.release import actions as release
from onroll.release.models import Hold, HoldKind, Message
from rulebook.procedure.case_steps import ConcernKind
from rulebook.procedure.facts import CheckResult, DecisionKind, EducationFound, ProvisionKind
from rulebook.procedure.outcomes import ConfirmedBy, Reply
from tests import people
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.state import everything_written, nothing_written
from tests.factories.world import World
from tests.onroll.cases.served import meeting, served

Act = Callable[[Actor], Any]
ORDER_STAGES = (
    "notice_served_on", "not_satisfied_on", "school_notice_served_on", "order_served_on", "breached_on",
    "revocation_asked_on",
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """One action: who may, who may not though they read the child, its kind of event, and how it is come to."""

    name: str
    may: str
    may_not: str
    event: str
    arrange: Callable[[World], Act]

    def __str__(self) -> str:
        return self.name


def on_a_case(act: Callable[[Any, World, Actor], Any]) -> Callable[[World], Act]:
    """Come to a case just opened."""

    def arrange(world: World) -> Act:
        case = make.open_case(world)
        return lambda by: act(case, world, by)

    return arrange


def on_a_notice(act: Callable[[Any, World, Actor], Any]) -> Callable[[World], Act]:
    """Come to a notice just received."""

    def arrange(world: World) -> Act:
        referral = make.receive(world)
        return lambda by: act(referral, world, by)

    return arrange


def on_a_child_without_a_case(world: World) -> Act:
    """Come to a child recorded here."""
    child = make.known_child(world)
    return lambda by: actions.open_case(child, reason="seen in town in school hours", by=by)


def on_a_notice_of_a_known_child(world: World) -> Act:
    """Come to a notice and to a child whom it may be about."""
    referral, child = make.receive(world), make.known_child(world)
    return lambda by: actions.link_referral(referral, child=child, because="the same day of birth", by=by)


def on_a_second_notice(world: World) -> Act:
    """Come to an open case, and to a notice that says that the child is at risk."""
    case, referral = make.open_case(world), make.receive(world, urgent=True)
    return lambda by: actions.note_risk_told(case, referral=referral, by=by)


def on_an_order(
    act: Callable[[Any, World, Actor], Any], *, written: bool = False, **reached: bool
) -> Callable[[World], Act]:
    """Come to attendance proceedings, at the stage that is said: each stage before it reached long ago."""

    def arrange(world: World) -> Act:
        order = actions.begin_order(make.open_case(world), because="No place taken up", by=world.by("CMEA"))
        if written:
            actions.write_notice_to_satisfy(
                order, served=served(order.case, world), because="No school", by=world.by("CMEA")
            )
        if reached:
            for name in ORDER_STAGES[: ORDER_STAGES.index(next(iter(reached))) + 1]:
                setattr(order, name, make.days_before(world.today, 30))
            order.begun_on, order.expedient = make.days_before(world.today, 30), True
            order.save()
        return lambda by: act(order, world, by)

    return arrange


def on_a_visit(act: Callable[[Any, World, Actor], Any]) -> Callable[[World], Act]:
    """Come to a CME 4 that an officer has."""

    def arrange(world: World) -> Act:
        _, request = make.visited_case(world)
        return lambda by: act(request, world, by)

    return arrange


def on_a_screening(act: Callable[[Any, Actor], Any]) -> Callable[[World], Act]:
    """Come to safeguarding questions with a yes that suggests a crime."""

    def arrange(world: World) -> Act:
        case = make.open_case(world)
        told = make.screening_answers("victim-of-crime")
        row = actions.screen_case(case, answers=told, source="the school", by=world.by("CMEA"))
        return lambda by: act(row, by)

    return arrange


def on_a_hold(act: Callable[[Any, Actor], Any], *, asked: bool = False) -> Callable[[World], Act]:
    """Come to a standing hold, of which the lifting was asked for or not."""

    def arrange(world: World) -> Act:
        case = make.open_case(world)
        hold = actions.place_case_hold(
            case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Forced marriage is feared", by=world.by("CMEA")
        )
        if asked:
            actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=world.by("CMEA"))
        return lambda by: act(Hold.objects.unscoped("a test").get(pk=hold.pk), by)

    return arrange


def on_a_place(act: Callable[[Any, Any, World, Actor], Any]) -> Callable[[World], Act]:
    """Come to a place that was offered."""

    def arrange(world: World) -> Act:
        case = make.open_case(world)
        place = make.offer_place(case, world)
        return lambda by: act(case, place, world, by)

    return arrange


def on_an_answer_of_a_school(world: World) -> Act:
    """Come to a search that found the child on a roll."""
    found = make.check(make.open_case(world), world, result=CheckResult.ON_ROLL)
    return lambda by: actions.record_school_answer(
        found, on=world.today, attends=True, confirmed_with="Mrs Ferrier", by=by
    )


def on_education_spoken_of(world: World) -> Act:
    """Come to a visit at which the family spoke of a school."""
    _, request = make.visited_case(world)
    row = make.visit(request, world, education_found=EducationFound.ON_ROLL)
    return lambda by: actions.verify_education(
        row, verified_on=world.today, checked_with="Ms Lund", answer=SourceAnswer.SO, by=by
    )


def on_a_closed_case(world: World) -> Act:
    """Come to a case that was closed."""
    case = make.screened(make.open_case(world), world)
    close(case, world, world.by("CMEA"))
    return lambda by: actions.reopen_case(case, words="A neighbour has seen her", by=by)


def on_a_case_asked_about(world: World) -> Act:
    """Come to a case whose safeguarding questions are answered."""
    case = make.screened(make.open_case(world), world)
    return lambda by: close(case, world, by)


def on_an_answer_owed(world: World) -> Act:
    """Come to a case of which somebody has to be told."""
    referral = make.receive(world, organisation=world.organisation("AGY"))
    case = make.open_case(world, referral=referral)
    return lambda by: actions.tell_referrer(case, referral=referral, by=by)


def on_one_of_its_duties(world: World) -> Act:
    """Come to a duty that a manager may excuse."""
    case = make.open_case(world)
    duty = make.duties_of(case)["check-rolls"]
    return lambda by: actions.decide_duty(
        case,
        duty=duty.code,
        trigger=duty.trigger,
        kind=DecisionKind.EXCUSE,
        reason="The family is known",
        by=by,
    )


def on_a_leaver(world: World) -> Act:
    """Come to a child in the last year of compulsory education, who is to be shared with Connexions."""
    case = make.open_case(world, people.IDRIS)
    duty = make.duties_of(case)["share-leaver"]
    return lambda by: actions.record_done(
        case, duty=duty.code, trigger=duty.trigger, done_on=world.today, words="Sent the list", by=by
    )


def on_a_task_of_an_agency(world: World) -> Act:
    """Come to a case whose main reason gave the agencies their tasks."""
    case = make.open_case(world)
    actions.record_reason(case, code="moved-in", source="Her mother", by=world.by("CMEA"))
    trigger = make.duties_of(case)["agency-task"].trigger
    return lambda by: actions.record_agency_task(
        case, trigger=trigger, done_on=world.today, words="Rang the mother", told_by="Admissions", by=by
    )


def on_an_issue(act: Callable[[Any, Actor], Any], *, told: bool = False) -> Callable[[World], Act]:
    """Come to a concern raised for the area lead, who was told or not."""

    def arrange(world: World) -> Act:
        case, by = make.open_case(world), world.by("CMEA")
        on = {"lead_told_on": by.today, "lead_told": "Ms Hale"} if told else {}
        row = actions.raise_issue(case, words="Nobody answers in the area", by=by, **on)
        return lambda by: act(row, by)

    return arrange


def on_a_circumstance(act: Callable[[Any, Any, Actor], Any]) -> Callable[[World], Act]:
    """Come to a circumstance about which nobody was asked."""

    def arrange(world: World) -> Act:
        case = make.open_case(world)
        row = actions.record_case_circumstance(
            case, code="young-carer", source="The school", by=world.by("CMEA")
        )
        return lambda by: act(case, row, by)

    return arrange


def on_advice_asked(world: World) -> Act:
    """Come to advice that was asked for."""
    case, by = make.open_case(world), world.by("CMEA")
    about = actions.record_case_circumstance(case, code="young-carer", source="The school", by=by)
    row = actions.ask_advice(case, circumstance=about, asked="Young carers service", asked_on=by.today, by=by)
    return lambda by: actions.record_advice(
        row, answer="See her at home", answered_with="Mr Reed", answered_on=by.today, by=by
    )


def close(case: Any, world: World, by: Actor) -> Any:
    """Close a case with the school's word."""
    return actions.close_case(
        case,
        outcome="on-roll",
        confirmed_how=ConfirmedBy.SCHOOL_ATTENDING,
        confirmed_on=world.today,
        confirmed_with="Mrs Ferrier, Elmbrook",
        by=by,
    )


def by_telephone(by: Actor) -> actions.Telling:
    """Return an answer given by telephone just now."""
    return actions.Telling(what=actions.What.ANSWER, told_on=by.today, how=ToldHow.TELEPHONE, told_by=by.name)


def on_a_letter(*, failed: bool = False) -> Callable[[World], Act]:
    """Come to a letter that waits to be posted, or to a message that failed."""

    def arrange(world: World) -> Act:
        given = {} if failed else {"referrer_email": "", "referrer_address": "2 Ropewalk, Merebridge WX1 9ZZ"}
        referral = make.receive(world, **given)
        message = Message.objects.unscoped("a test").get(subject_id=referral.pk)
        if not failed:
            return lambda by: actions.post_letter(message, by=by)
        release.claim_message(message, by=world.night())
        release.mark_failed(message, reason="the mail server refused the message", by=world.night())
        return lambda by: actions.send_message_again(message, by=by)

    return arrange


EVERY = (
    Done(
        "receive_referral",
        "CMEA",
        "AIO",
        "referral.received",
        lambda world: lambda by: make.receive(world, by=by),
    ),
    Done(
        "link_referral",
        "CMEA",
        "ARM",
        "referral.linked",
        on_a_notice_of_a_known_child,
    ),
    Done(
        "route_referral",
        "CMEA",
        "ARM",
        "referral.triaged",
        on_a_notice(
            lambda row, world, by: actions.route_referral(
                row, to=Triage.ATTENDANCE, reason="On roll", passed_to="Ms Hale, their team", by=by
            )
        ),
    ),
    Done(
        "answer_referrer",
        "CMEA",
        "ARM",
        "referral.answer-written",
        on_a_notice(lambda row, world, by: actions.answer_referrer(row, reply=Reply.IN_EDUCATION, by=by)),
    ),
    Done(
        "open_case",
        "CMEA",
        "ARM",
        "case.opened",
        on_a_child_without_a_case,
    ),
    Done("note_risk_told", "CMEA", "ARM", "case.told-of-risk", on_a_second_notice),
    Done("record_roll_check", "CMEA", "SCH", "case.rolls-checked", on_a_case(
        lambda case, world, by: make.check(case, world, by=by)
    )),
    Done("record_school_answer", "CMEA", "SCH", "case.attendance-answered", on_an_answer_of_a_school),
    Done("ask_authority", "CMEA", "AIO", "enquiry.sent", on_a_case(
        lambda case, world, by: actions.ask_authority(
            case, new=actions.NewEnquiry(la_code="202", to_name="CME team", question="Is she with you?"), by=by
        )
    )),
    Done("set_area", "CMEA", "SCH", "case.area-set", on_a_case(
        lambda case, world, by: actions.set_area(case, area=world.south, by=by)
    )),
    Done("request_visit", "CMEA", "ADM", "case.visit-requested", on_a_case(
        lambda case, world, by: make.ask_for_visit(case, world, by=by)
    )),
    Done("make_urgent", "CMEA", "ADM", "case.made-urgent", on_a_visit(
        lambda row, world, by: actions.make_urgent(row, reason="A threat was heard", by=by)
    )),
    Done("take_back_visit", "CMEA", "AIO", "case.visit-taken-back", on_a_visit(
        lambda row, world, by: actions.take_back_visit(row, reason="The family has moved", by=by)
    )),
    Done("pass_visit_on", "ARM", "AIO", "case.visit-passed-on", on_a_visit(
        lambda row, world, by: actions.pass_visit_on(row, area=world.south, reason="It lies in the south", by=by)
    )),
    Done("allocate_officer", "ARM", "AIO", "case.officer-allocated", on_a_visit(
        lambda row, world, by: actions.allocate_officer(row, officer=world.user("AIO"), by=by)
    )),
    Done("write_visit_letter", "AIO", "ARL", "case.letter-written", on_a_visit(
        lambda row, world, by: actions.write_visit_letter(row, visit_on=world.by("AIO", days=7).today, by=by)
    )),
    Done("print_cme4", "CMEA", "EHE", "document.kept", on_a_visit(
        lambda row, world, by: actions.print_cme4(row, reader=Reader(sees=True, guarded=True), by=by)
    )),
    Done("print_visit_sheet", "AIO", "EHE", "document.kept", on_a_visit(
        lambda row, world, by: actions.print_visit_sheet(row, reader=Reader(sees=True, guarded=True), by=by)
    )),
    Done("write_appointment", "CMEA", "ARL", "case.family-written-to", on_a_case(
        lambda case, world, by: actions.write_appointment(
            case, meeting=meeting(world), address=make.address_of(case), by=by
        )
    )),
    Done("begin_order", "CMEA", "SCH", "case.order-begun", on_a_case(
        lambda case, world, by: actions.begin_order(case, because="A place was not taken up", by=by)
    )),
    Done("write_notice_to_satisfy", "CMEA", "ARL", "case.family-written-to", on_an_order(
        lambda order, world, by: actions.write_notice_to_satisfy(
            order, served=served(order.case, world), because="No school has the child on its roll.", by=by
        )
    )),
    Done("record_paper_served", "CMEA", "ARL", "case.order-paper-served", on_an_order(
        lambda order, world, by: actions.record_paper_served(
            order, paper=actions.Paper.NOTICE, on=by.today, how=ServedHow.BY_HAND, by=by
        ),
        written=True,
    )),
    Done("record_order_answer", "CMEA", "SCH", "case.order-answered", on_an_order(
        lambda order, world, by: actions.record_order_answer(
            order, satisfied=True, on=by.today, words="A tutor, seen", by=by
        ),
        notice_served_on=True,
    )),
    Done("write_notice_of_school", "CMEA", "ARL", "case.family-written-to", on_an_order(
        lambda order, world, by: actions.write_notice_of_school(
            order, served=served(order.case, world), named=Named(school="Elmbrook Primary School"), by=by
        ),
        not_satisfied_on=True,
    )),
    Done("write_attendance_order", "CMEA", "ARL", "case.family-written-to", on_an_order(
        lambda order, world, by: actions.write_attendance_order(
            order, served=served(order.case, world), named=Named(school="Elmbrook Primary School"), by=by
        ),
        school_notice_served_on=True,
    )),
    Done("record_school_told", "CMEA", "SCH", "case.order-school-told", on_an_order(
        lambda order, world, by: actions.record_school_told(order, on=by.today, told_with="Mrs Ferrier", by=by),
        order_served_on=True,
    )),
    Done("record_order_kept", "CMEA", "SCH", "case.order-kept", on_an_order(
        lambda order, world, by: actions.record_order_kept(order, obeyed=True, on=by.today, by=by),
        order_served_on=True,
    )),
    Done("decide_order_breach", "CMEA", "SCH", "case.order-breach-decided", on_an_order(
        lambda order, world, by: actions.decide_order_breach(
            order, breach=Breach.NEITHER, on=by.today, words="She comes now", by=by
        ),
        breached_on=True,
    )),
    Done("record_revocation_asked", "CMEA", "SCH", "case.order-revocation-asked", on_an_order(
        lambda order, world, by: actions.record_revocation_asked(order, on=by.today, by=by), order_served_on=True
    )),
    Done("refuse_revocation", "CMEA", "SCH", "case.order-revocation-refused", on_an_order(
        lambda order, world, by: actions.refuse_revocation(order, on=by.today, words="It is needed", by=by),
        revocation_asked_on=True,
    )),
    Done("vary_order", "CMEA", "ARL", "case.order-varied", on_an_order(
        lambda order, world, by: actions.vary_order(
            order, served=served(order.case, world), named=Named(school="Mere School"), words="Asked", by=by
        ),
        order_served_on=True,
    )),
    Done("end_order", "CMEA", "SCH", "case.order-ended", on_an_order(
        lambda order, world, by: actions.end_order(order, on=by.today, words="She has started", by=by)
    )),
    Done("record_visit", "AIO", "EHE", "case.visit-recorded", on_a_visit(
        lambda row, world, by: make.visit(row, world, by=by)
    )),
    Done("verify_education", "AIO", "SCH", "case.education-verified", on_education_spoken_of),
    Done("screen_case", "CMEA", "ADM", "case.screened", on_a_case(
        lambda case, world, by: actions.screen_case(
            case, answers=make.screening_answers("sudden"), source="the school", by=by
        )
    )),
    Done("record_concern_referred", "CMEA", "ADM", "case.concern-referred", on_a_screening(
        lambda row, by: actions.record_concern_referred(row, to="The front door", on=by.today, reference="", by=by)
    )),
    Done("record_police_told", "CMEA", "ADM", "case.police-told", on_a_screening(
        lambda row, by: actions.record_police_told(row, on=by.today, reference="P-77", by=by)
    )),
    Done("decide_not_to_refer", "AEM", "CMEA", "case.concern-not-referred", on_a_screening(
        lambda row, by: actions.decide_not_to_refer(row, reason="Referred last week by the school", by=by)
    )),
    Done("place_case_hold", "CMEA", "ARL", "hold.placed", on_a_case(
        lambda case, world, by: actions.place_case_hold(
            case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Forced marriage is feared", by=by
        )
    )),
    Done("ask_to_lift_hold", "CMEA", "ARM", "hold.lift-asked", on_a_hold(
        lambda hold, by: actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=by)
    )),
    Done("lift_case_hold", "AEM", "CMEA", "hold.lifted", on_a_hold(
        lambda hold, by: actions.lift_case_hold(hold, by=by), asked=True
    )),
    Done("decide_hold_strategy", "AEM", "CMEA", "hold.strategy-decided", on_a_hold(
        lambda hold, by: actions.decide_hold_strategy(hold, words="Social care goes first", by=by)
    )),
    Done("pass_to_team", "CMEA", "AIO", "case.place-recorded", on_a_case(
        lambda case, world, by: actions.pass_to_team(case, team=world.cast.team, by=by)
    )),
    Done("offer_place", "CMEA", "SCH", "education.place-offered", on_a_case(
        lambda case, world, by: actions.offer_place(
            case, establishment=world.school, offered_on=by.today, start_on=None, by=by
        )
    )),
    Done("record_place_taken_up", "CMEA", "SCH", "education.place-taken-up", on_a_place(
        lambda case, place, world, by: actions.record_place_taken_up(case, place=place, taken_up_on=by.today, by=by)
    )),
    Done("record_start_of_place", "CMEA", "SCH", "education.place-start-set", on_a_place(
        lambda case, place, world, by: actions.record_start_of_place(case, place=place, start_on=by.today, by=by)
    )),
    Done("record_place_declined", "CMEA", "SCH", "education.place-declined", on_a_place(
        lambda case, place, world, by: actions.record_place_declined(case, place=place, declined_on=by.today, by=by)
    )),
    Done("record_place_not_taken_up", "CMEA", "SCH", "case.place-not-taken-up", on_a_place(
        lambda case, place, world, by: actions.record_place_not_taken_up(
            case, place=place, found_on=by.today, enrolled=False, by=by
        )
    )),
    Done("confirm_attendance", "CMEA", "SCH", "education.attendance-confirmed", on_a_place(
        lambda case, place, world, by: actions.confirm_attendance(
            case, place=place, confirmed_on=by.today, confirmed_with="Mrs Ferrier", by=by
        )
    )),
    Done("record_provision", "CMEA", "SCH", "education.provision-recorded", on_a_case(
        lambda case, world, by: actions.record_provision(
            case, kind=ProvisionKind.HOME, provider="", starts_on=by.today, by=by
        )
    )),
    Done("close_case", "CMEA", "AIO", "case.closed", on_a_case_asked_about),
    Done("record_outcome", "CMEA", "SCH", "case.outcome-recorded", on_a_case(
        lambda case, world, by: actions.record_outcome(case, outcome="believed-moved", words="It is empty", by=by)
    )),
    Done("reopen_case", "CMEA", "AIO", "case.reopened", on_a_closed_case),
    Done("tell_referrer", "CMEA", "ARM", "referral.answer-written", on_an_answer_owed),
    Done("record_told", "CMEA", "ARM", "referral.answered", on_a_notice(
        lambda row, world, by: actions.record_told(row, telling=by_telephone(by), by=by)
    )),
    Done("post_letter", "CMEA", "ARL", "message.sent", on_a_letter()),
    Done("send_message_again", "CMEA", "ARL", "message.queued", on_a_letter(failed=True)),
    Done("decide_duty", "AEM", "CMEA", "case.duty-decided", on_one_of_its_duties),
    Done("record_done", "CMEA", "AGY", "case.duty-done", on_a_leaver),
    Done("record_agency_task", "CMEA", "AGY", "case.agency-task-done", on_a_task_of_an_agency),
    Done("record_reason", "AIO", "SCH", "case.reason-recorded", on_a_visit(
        lambda row, world, by: actions.record_reason(row.case, code="moved-in", source="Her mother", by=by)
    )),
    Done("record_case_circumstance", "CMEA", "AIO", "circumstance.recorded", on_a_case(
        lambda case, world, by: actions.record_case_circumstance(
            case, code="young-carer", source="The school", by=by
        )
    )),
    Done("end_case_circumstance", "CMEA", "AIO", "circumstance.ended", on_a_circumstance(
        lambda case, row, by: actions.end_case_circumstance(
            case, circumstance=row, until_on=by.today, by=by
        )
    )),
    Done("ask_advice", "CMEA", "AIO", "case.advice-asked", on_a_circumstance(
        lambda case, row, by: actions.ask_advice(
            case, circumstance=row, asked="Young carers service", asked_on=by.today, by=by
        )
    )),
    Done("record_advice", "CMEA", "AIO", "case.advice-given", on_advice_asked),
    Done("record_enquiry", "AIO", "SCH", "case.enquiry-made", on_a_visit(
        lambda row, world, by: actions.record_enquiry(row.case, told=actions.LineMade(
            line="friends-neighbours", made_on=by.today, officer="AIO Person", result="Saw nobody"
        ), by=by)
    )),
    Done("record_early_help", "AIO", "SCH", "case.early-help-recorded", on_a_visit(
        lambda row, world, by: actions.record_early_help(
            row.case, assessed=Assessed.YES, source="The school", by=by
        )
    )),
    Done("raise_issue", "CMEA", "SCH", "case.issue-raised", on_a_case(
        lambda case, world, by: actions.raise_issue(case, words="Nobody answers in the area", by=by)
    )),
    Done("record_lead_told", "CMEA", "SCH", "case.lead-told", on_an_issue(
        lambda row, by: actions.record_lead_told(row, on=by.today, lead_told="Ms Hale", by=by)
    )),
    Done("follow_up_issue", "ARL", "SCH", "case.issue-followed-up", on_an_issue(
        lambda row, by: actions.follow_up_issue(row, on=by.today, words="Rang the manager", by=by), told=True
    )),
    Done("note_suspicion", "CMEA", "ADM", "case.suspicion-noted", on_a_case(
        lambda case, world, by: actions.note_suspicion(
            case, kind=ConcernKind.TRAFFICKING, source="The school", words="Seen with two men", by=by
        )
    )),
    Done("chase_holder", "CMEA", "SCH", "case.chased", on_a_visit(
        lambda row, world, by: actions.chase_holder(row.case, by=by)
    )),
    Done("write_note", "CMEA", "AGY", "case.noted", on_a_case(
        lambda case, world, by: actions.write_note(case, words="Rang the school", by=by)
    )),
)  # fmt: skip
NOT_LISTED = {
    "seek_child": "asked by other rooms for what they found, tried in intake/test_home_education",
    "reassign_cases": "of many cases, tried in test_assigning",
    "set_cover": "of no case, tried in test_assigning",
    "end_cover": "of no case, tried in test_assigning",
    "Taken": "a value",
    "Paper": "a value",
    "save_view": "of no case, tried in test_register_list",
    "remove_view": "of no case, tried in test_register_list",
    "export_register": "of many cases, tried in test_register_list",
    "LineMade": "a value",
    "NewReferral": "a value",
    "Seen": "a value",
    "record_sightings": "of what arrives, tried in transfers/test_sought",
    "look_among_sought": "of what arrives, tried in transfers/test_sought",
    "withdraw_sightings": "of a file undone, tried in transfers/test_sought",
    "NewEnquiry": "a value",
    "NewStop": "a value",
    "record_sweep": "of no case, tried in test_sweeps",
    "record_stop": "of no case, tried in test_sweeps",
    "find_status": "of no case, tried in test_sweeps",
    "finish_sweep": "of no case, tried in test_sweeps",
    "share_sweep": "of no case, tried in test_sweeps",
    "sweep_duties": "a question",
    "Checked": "a value",
    "NewVisit": "a value",
    "Telling": "a value",
    "What": "a value",
    "decide_same_child": "about two children, tried in test_same_child",
    "cases_opened_by_undoing": "a question about two children, tried in test_parting",
    "undo_same_child": "about two children, tried in test_same_child",
    "review_same_child": "about two children, tried in test_same_child",
    "join_case": "of a notice of a child told of before, tried in test_joining",
    "look_for_pairs": "the nightly run's, tried in test_same_child",
    "deliver_post": "the worker's, tried in test_posting",
    "doubt_post": "that of whoever restores a backup, tried in test_backup",
    "recheck_due": "the nightly run's, tried in test_rechecking",
    "refresh_case": "no action of a person: it follows from one",
    "refresh_duties": "no action of a person: it follows from one",
    "refresh_referral": "no action of a person: it follows from one",
    "take_up": "a question, asked before anything is written",
    "permission_to_send": "a question, tried in test_colleagues",
    "verify_asker": "of an enquiry, tried in test_enquiries",
    "record_enquiry_check": "of an enquiry, tried in test_enquiries",
    "record_enquiry_school": "of an enquiry, tried in test_enquiries",
    "answer_enquiry": "of an enquiry, tried in test_enquiries",
    "record_enquiry_told": "of an enquiry, tried in test_enquiries",
    "keep_authority_contact": "of no case, tried in test_enquiries",
    "chase_authority": "of an enquiry, tried in test_enquiries",
    "record_authority_answer": "of an enquiry, tried in test_enquiries",
    "escalate_enquiry": "of an enquiry, tried in test_enquiries",
    "may_not_leave": "a question, tried in test_print",
    "sentence_besides": "a question",
    "sentence_of": "a question",
    "standing_in_the_way": "a question",
}
WHEN_CLOSED = {  # what is done all the same when the case has been closed, and why; all else of a case is refused
    "receive_referral": "of no case yet",
    "link_referral": "of no case yet",
    "route_referral": "of no case yet",
    "answer_referrer": "of no case yet",
    "record_told": "of no case yet",
    "open_case": "another case",
    "note_risk_told": "the notice came to the case while it was open, and is kept",
    "record_visit": "the visit was made",
    "verify_education": "what was said at a visit was checked",
    "record_concern_referred": "the concern was referred",
    "record_police_told": "the police were told",
    "decide_not_to_refer": "the concern is decided upon",
    "place_case_hold": "a hold guards the family, whatever became of the case",
    "ask_to_lift_hold": "a hold guards the family, whatever became of the case",
    "lift_case_hold": "a hold guards the family, whatever became of the case",
    "decide_hold_strategy": "a hold guards the family, whatever became of the case",
    "record_place_taken_up": "the child started",
    "record_place_declined": "the family said no",
    "confirm_attendance": "the school gave its word",
    "close_case": "refused in its own words, tried in test_two_at_once",
    "reopen_case": "it is for closed cases",
    "decide_order_breach": "the order stands whatever became of the case",
    "record_revocation_asked": "the order stands whatever became of the case",
    "refuse_revocation": "the parent is answered whatever became of the case",
    "end_order": "the order stands whatever became of the case",
    "tell_referrer": "the answer is owed after the end",
    "post_letter": "an answer that waits",
    "send_message_again": "an answer that waits",
    "decide_duty": "some duties are owed after the end",
    "record_done": "some duties are owed after the end",
    "write_note": "a note asks for nothing",
}
BREAKING = {
    "chase_holder": "record",
    "print_cme4": "record",
    "print_visit_sheet": "record",
    # the last thing that each writes, where it is not the duties
    "link_referral": "record",
    "answer_referrer": "record",
    "write_note": "record",
    "ask_to_lift_hold": "record",
}

each_action = pytest.mark.parametrize("done", EVERY, ids=str)


def test_every_action_of_the_room_is_tried_here() -> None:
    tried = {done.name for done in EVERY}

    assert tried == set(actions.__all__) - set(NOT_LISTED)


@each_action
def test_who_may_not_is_refused_and_leaves_no_trace(done: Done, world: World) -> None:
    act = done.arrange(world)

    with nothing_written(), pytest.raises(PermissionRefused):
        act(world.by(done.may_not))


@pytest.mark.parametrize("done", [done for done in EVERY if done.name not in WHEN_CLOSED], ids=str)
def test_nothing_that_would_be_owed_is_asked_of_a_closed_case(done: Done, world: World) -> None:
    act = done.arrange(world)
    Case.objects.unscoped("a test").update(closed_on=world.today)

    with (
        nothing_written(),
        refused("This case was closed on 23 November 2026. Open it again first, and say what was learnt."),
    ):
        act(world.by(done.may))


@pytest.mark.parametrize(
    "done", [done for done in EVERY if done.name in set(WHEN_CLOSED) - {"close_case"}], ids=str
)
def test_what_happened_all_the_same_is_recorded_of_a_closed_case(done: Done, world: World) -> None:
    act = done.arrange(world)
    Case.objects.unscoped("a test").update(closed_on=world.today)

    act(world.by(done.may))

    assert Event.objects.filter(kind=done.event).exists()


def test_of_each_action_it_is_said_whether_a_closed_case_takes_it() -> None:
    assert {done.name for done in EVERY} >= set(WHEN_CLOSED)


@each_action
def test_what_is_done_is_recorded_with_who_and_when(done: Done, world: World) -> None:
    act = done.arrange(world)
    by = world.by(done.may)
    before = set(Event.objects.values_list("pk", flat=True))

    act(by)

    told = [event for event in Event.objects.exclude(pk__in=before) if event.kind == done.event]
    assert told, f"no event {done.event}"
    assert {(event.by_name, event.by_role, event.recorded_at) for event in told} == {
        (by.name, done.may, by.at)
    }


@each_action
def test_when_the_last_write_fails_nothing_is_left(
    done: Done, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = done.arrange(world)

    class LostLineError(Exception):
        pass

    def fail(*args: Any, **values: Any) -> None:
        raise LostLineError

    if BREAKING.get(done.name) == "record":
        monkeypatch.setattr(audit, "record", fail)
    else:
        monkeypatch.setattr(duties, "keep", fail)
    before = everything_written()

    with pytest.raises(LostLineError):
        act(world.by(done.may))

    assert everything_written() == before
