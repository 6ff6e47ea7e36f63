"""What the stories have no example of: each is begun on the county's last day, and stops where somebody goes on."""

from datetime import date, datetime

from onroll.access.actors import actor_for
from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.cases.enquiry_models import Enquiry, Found
from onroll.cases.models import ToldHow
from onroll.cases.sweep_models import Partner, PlaceStatus
from onroll.demonstration.county.cast import SCREENING
from onroll.demonstration.county.school_year import working_days_from
from onroll.demonstration.doing.guarding import QUESTION_OF
from onroll.demonstration.leaving import offices
from onroll.demonstration.replay import ASSISTANT, Replay
from onroll.demonstration.rows import every
from onroll.education.models import Enrolment
from onroll.education.queries import roll_of
from onroll.intake import actions as intake
from onroll.intake.forms import ENQUIRY
from onroll.release.models import HoldKind
from onroll.release.queries import holds_over
from onroll.transfers.actions.receiving import Said, receive_file
from onroll.transfers.actions.staging import stage_file
from rulebook.procedure.screening import Answer

CAMDEN, LINCOLNSHIRE, SUFFOLK = "202", "925", "935"
UNKNOWN_COLUMNS = """Nr,Who,B/day,From
1,Marigold Tench,03/09/{year},Penfold
2,Barnaby Stile,21/01/{year},Carrantown
3,Ottoline Wray,17/05/{year},abroad
"""


def show_examples(replay: Replay, *, at: datetime) -> None:
    """Begin each of the examples, at the moment at which the county stands."""
    assistant = _actor(replay, ASSISTANT, at)
    concern_for_the_area_lead(replay, by=_actor(replay, "aio-south-2", at))
    suspected_crime(replay, by=assistant)
    hold_that_waits_for_its_signature(replay, by=assistant)
    authorities_that_were_asked(replay, by=assistant)
    enquiries_of_other_authorities(replay, by=assistant)
    sweep_of_a_bus_station(replay, by=assistant)
    file_with_unknown_columns(by=assistant)


def concern_for_the_area_lead(replay: Replay, *, by: Actor) -> None:
    """A concern is raised and the area lead is not told yet: whom to tell, and then to follow it up."""
    case = replay.case_of("letter-owed/seren")
    cases.raise_issue(
        case, words="Three families of this lane asked for the same bus, and none of them has a place.", by=by
    )


def suspected_crime(replay: Replay, *, by: Actor) -> None:
    """The questions, answered anew, speak of a crime: the police are to be told, and the concern referred, today."""
    case = replay.case_of("visit-late/jayden")
    answers = {QUESTION_OF[word]: str(Answer.NO) for word in SCREENING}
    answers |= {QUESTION_OF[word]: str(Answer.YES) for word in ("victim-of-crime", "older-associates")}
    source = "His aunt, by telephone: older boys took his bicycle and have him carry parcels"
    cases.screen_case(case, answers=answers, source=source, by=by)


def hold_that_waits_for_its_signature(replay: Replay, *, by: Actor) -> None:
    """Somebody asks for a hold to be lifted, with the reason; it stands until the CME manager signs."""
    case = replay.case_of("in-the-refuge/orla")
    hold = next(each for each in holds_over(case.child_id) if each.kind == HoldKind.SAFE_ROUTE_ONLY)
    reason = "They have a flat of their own. The worker says that the mother now opens her letters herself."
    cases.ask_to_lift_hold(hold, reason=reason, by=by)


def authorities_that_were_asked(replay: Replay, *, by: Actor) -> None:
    """Two other authorities were asked about a child who moved: one has answered, one is to be asked again."""
    case = replay.case_of("two-calls-no-answer/robin")
    question = "The family’s boat left its mooring here and went up river. Is the child on a roll with you?"
    answered = cases.ask_authority(
        case, new=cases.NewEnquiry(la_code=SUFFOLK, to_name="The CME officer", question=question), by=by
    )
    cases.record_authority_answer(
        answered,
        answer="not-known",
        words="On no roll here.",
        with_whom="The CME officer",
        on=by.today,
        by=by,
    )
    cases.ask_authority(
        case, new=cases.NewEnquiry(la_code=LINCOLNSHIRE, to_name="The duty desk", question=question), by=by
    )


def enquiries_of_other_authorities(replay: Replay, *, by: Actor) -> None:
    """Another authority asks about two children: one answer waits for the school's word, one is given."""
    cases.keep_authority_contact(
        CAMDEN, team="Children missing education", email="cme@camden.example", phone="020 7946 0999",
        published_where="The authority’s own pages", by=by,
    )  # fmt: skip
    for number, pupil in enumerate(_pupils(replay, by)):
        enquiry = _asked_about(pupil, number=number, by=by)
        cases.verify_asker(enquiry, number="020 7946 0999", spoken_with="Ola Brandt", on=by.today, by=by)
        checked = cases.Checked(
            found=Found.ON_ROLL, checked_on=by.today, data_as_of=by.today, child=pupil.child,
            establishment=pupil.establishment, words="The same name and date of birth",
        )  # fmt: skip
        cases.record_enquiry_check(enquiry, checked=checked, by=by)
        if number:
            cases.record_enquiry_school(
                enquiry, attends=True, with_whom="The school office", on=by.today, by=by
            )
            cases.record_enquiry_told(enquiry, how=ToldHow.TELEPHONE, on=by.today, by=by)


def sweep_of_a_bus_station(replay: Replay, *, by: Actor) -> None:
    """A truancy sweep stopped three pupils: of one nobody knows yet whether there is a place; one partner was told."""
    area: Area = min(replay.authority.areas.values(), key=lambda each: each.name)
    made_on = replay.county.clock.school_day_before(1)
    sweep = cases.record_sweep(
        area=area,
        made_on=made_on,
        place="The bus station",
        officers="Two attendance officers and a constable",
        by=by,
    )
    for new in _stopped(made_on):
        cases.record_stop(sweep, new=new, by=by)
    cases.finish_sweep(sweep, by=by)
    cases.share_sweep(
        sweep, partner=Partner.CONNEXIONS, organisation=replay.authority.organisations["connexions"], on=by.today,
        by=by,
    )  # fmt: skip


def file_with_unknown_columns(*, by: Actor) -> None:
    """A list came whose headings nobody uses: what each column holds is to be said before it can be read."""
    file = receive_file(
        [UNKNOWN_COLUMNS.format(year=by.today.year - 12).encode()],
        kind="population",
        name="newcomers.csv",
        said=Said(as_of=by.today),
        by=by,
    ).file
    stage_file(file, by=by)


def _stopped(day: date) -> tuple[cases.NewStop, ...]:
    return (
        cases.NewStop(
            forenames="Dexter", surname="Pollard", birth_date=date(day.year - 13, 2, 11), status=PlaceStatus.ABSENT,
            school_told="The high school", action_taken="Taken back to school, and the parents rung.",
        ),
        cases.NewStop(
            forenames="Imani", surname="Clarke", birth_date=date(day.year - 12, 6, 30), status=PlaceStatus.EXCUSED,
            school_told="The high school", action_taken="On the way to the dentist with her aunt.",
        ),
        cases.NewStop(
            forenames="Luca", status=PlaceStatus.NOT_KNOWN, school_told="Would not say",
            action_taken="Taken home. Nobody was in; a card was left.",
        ),
    )  # fmt: skip


def _pupils(replay: Replay, by: Actor) -> list[Enrolment]:
    """Return the two youngest pupils of the first school whose office has an account and that has so many."""
    for school, _ in offices(replay.authority, at=by.at):
        rows = (
            roll_of(school, by=by)
            .filter(child__birth_date__isnull=False)
            .order_by("-child__birth_date", "id")
        )
        if len(two := list(rows[:2])) == 2:
            return two
    raise LookupError("no school of the county with an office has two pupils")


def _asked_about(pupil: Enrolment, *, number: int, by: Actor) -> Enquiry:
    child = pupil.child
    answers = {
        "forenames": child.forenames, "surname": child.surname, "birth_date": f"{child.birth_date:%Y-%m-%d}",
        "sex": child.sex, "has_address": "unknown", "at_risk": "no", "unsafe_contact": "no",
        "concern": "The family left us in the summer and spoke of Merebridge. Is the child on a roll with you?",
        "la_code": CAMDEN, "referrer_agency": "Camden, children missing education", "referrer_name": "Ola Brandt",
        "referrer_phone": "020 7946 0999", "referrer_email": "" if number else "ola.brandt@camden.example",
        "their_reference": f"CAM {number + 7}",
    }  # fmt: skip
    received_on, once = working_days_from(by.today, -1), f"example-enquiry-{number}"
    notice = intake.submit(
        ENQUIRY, answers=answers, once=once, received_on=received_on, channel="email", by=by
    )
    return every(Enquiry).get(referral=notice)


def _actor(replay: Replay, key: str, at: datetime) -> Actor:
    return actor_for(replay.authority.users[key], at=at, request_id="demonstration")
