"""School attendance proceedings under section 437, stage by stage: none is taken before the rulebook says that it may.

A paper is written, leaves through the gate, and counts from the day on which somebody served it. Source: Education Act
1996 s.437 to 447; Procedure 3.1.4 (SAO-1).
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from django.db import transaction

from onroll.access import policy
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.cases import letters
from onroll.cases.actions.duties import refresh_duties
from onroll.cases.actions.posting import STOPPED_AS_IT_LEFT, post_letter
from onroll.cases.actions.serving import refuse_elsewhere, release_to_family
from onroll.cases.actions.taking_up import take_up, take_up_open
from onroll.cases.facts import day_of, order_fact
from onroll.cases.letters import Named, Served
from onroll.cases.models import Case
from onroll.cases.order_models import AttendanceOrder, Breach, ServedHow
from onroll.duties.numbers import current_parameters
from onroll.release.actions import Outgoing
from onroll.release.models import Message, MessageState
from rulebook.findings import Finding, Refused, refuse_if_any
from rulebook.procedure.order_stages import Stage, may_take
from rulebook.wording import long_date

LAW = "Education Act 1996 s.437 to 447"


class Paper(StrEnum):
    """A paper of the proceedings, by the name that its message has in them."""

    NOTICE = "notice"
    SCHOOL_NOTICE = "school_notice"
    ORDER = "order"

    @property
    def words(self) -> str:
        """The paper, as it stands in a sentence."""
        return PAPERS[self][0]

    @property
    def stage(self) -> Stage:
        """The stage that it is of."""
        return PAPERS[self][1]


PAPERS = {
    Paper.NOTICE: ("the notice to satisfy the authority", Stage.NOTICE),
    Paper.SCHOOL_NOTICE: ("the notice of the school", Stage.SCHOOL_NOTICE),
    Paper.ORDER: ("the school attendance order", Stage.ORDER),
}


@transaction.atomic
def begin_order(case: Case, *, because: str, by: Actor) -> AttendanceOrder:
    """Begin proceedings today, with the reason; the notice is then to be served.

    Raises Refused while other proceedings run, and after compulsory school age.
    """
    policy.require(by, "case:update", case)
    take_up_open(case.pk)
    if case.attendanceorders.filter(satisfied_on=None, revoked_on=None, dropped_on=None).exists():
        raise Refused(Finding("order-running", "Proceedings run already. Go on with those.", source=LAW))
    _refuse_without(because, code="order-because", words="Say why proceedings are begun.", where="because")
    row = AttendanceOrder(
        case=case, child_id=case.child_id, recorded_at=by.at, recorded_by=by.name,
        begun_on=by.today, because=because.strip(),
    )  # fmt: skip
    _refuse_before(row, Stage.NOTICE, on=by.today)
    row.save(force_insert=True)
    _record("case.order-begun", row, by=by)
    return row


@transaction.atomic
def write_notice_to_satisfy(order: AttendanceOrder, *, served: Served, because: str, by: Actor) -> Message:
    """Write the notice under section 437(1): the parent is to satisfy the authority."""
    policy.require(by, "letter:create", order)
    _refuse_without(
        because,
        code="order-because",
        words="Say why it appears that the child is not in education.",
        where="because",
    )

    def write(case: Case) -> Outgoing:
        return letters.notice_to_satisfy(
            case, served=served, because=because, parameters=current_parameters()
        )

    return _write(order, Paper.NOTICE, served, write, by=by)


@transaction.atomic
def write_notice_of_school(order: AttendanceOrder, *, served: Served, named: Named, by: Actor) -> Message:
    """Write the notice under section 438: the school that the order would name."""
    policy.require(by, "letter:create", order)
    _refuse_unnamed(named)

    def write(case: Case) -> Outgoing:
        return letters.notice_of_school(case, served=served, named=named, parameters=current_parameters())

    return _write(order, Paper.SCHOOL_NOTICE, served, write, school=named.school, by=by)


@transaction.atomic
def write_attendance_order(order: AttendanceOrder, *, served: Served, named: Named, by: Actor) -> Message:
    """Write the order under section 437(3), once the parent's time to choose is over."""
    policy.require(by, "letter:create", order)
    _refuse_unnamed(named)

    def write(case: Case) -> Outgoing:
        return letters.attendance_order(case, served=served, named=named)

    return _write(order, Paper.ORDER, served, write, school=named.school, by=by)


@transaction.atomic
def vary_order(order: AttendanceOrder, *, served: Served, named: Named, words: str, by: Actor) -> Message:
    """Let another school take the place of the one that the order names: the order is written anew, with the reason."""
    policy.require(by, "letter:create", order)
    _take_up(order)
    _refuse_before(order, Stage.REVOKE, on=by.today)
    _refuse_unnamed(named)
    _refuse_without(words, code="order-words", words="Say why the order is varied.", where="words")
    _refuse_unserved(order, served)
    if named.school.strip() == order.school:
        raise Refused(Finding("order-same-school", "The order names this school already.", where="school"))
    message = release_to_family(
        order.case, outgoing=letters.attendance_order(order.case, served=served, named=named), by=by
    )
    _change(
        order, order=message, school=named.school.strip(), varied_on=by.today, ended_words=words.strip(),
        school_told_on=None, school_told_with="",
    )  # fmt: skip
    _record("case.order-varied", order, by=by)
    return message


@transaction.atomic
def record_paper_served(order: AttendanceOrder, *, paper: Paper, on: date, how: ServedHow, by: Actor) -> None:
    """Record on which day a paper reached the parent: the parent's time begins with that day.

    By post it has to have been posted before; given by hand it leaves with this, if no hold has come up since. Raises
    Refused for a paper that was not written or was stopped, and for a stage that has not come.
    """
    policy.require(by, "letter:create", order)
    _take_up(order)
    message: Message | None = getattr(order, paper)
    if message is None or message.state == MessageState.CANCELLED:
        raise Refused(Finding("paper-unwritten", f"Write {paper.words} first.", where="on", source=LAW))
    _refuse_day(order, on=on, by=by)
    _refuse_before(order, paper.stage, on=on)
    if getattr(order, f"{paper}_served_on"):
        raise Refused(Finding("paper-served", f"It is recorded already that {paper.words} was served."))
    if how != ServedHow.POST and message.state == MessageState.QUEUED:
        if not post_letter(message, by=by):
            raise Refused(Finding("paper-held", STOPPED_AS_IT_LEFT, where="how", source="Procedure 2.7.10"))
        message.refresh_from_db()
    if message.sent_at is None:
        words = f"Post {paper.words} first, and say so under Messages and letters."
        raise Refused(Finding("paper-not-posted", words, where="how"))
    if how == ServedHow.POST and on < day_of(message.sent_at):
        words = f"It was posted on {long_date(day_of(message.sent_at))}. It was not served before that day."
        raise Refused(Finding("served-before-posted", words, where="on"))
    _change(order, **{f"{paper}_served_on": on, "served_how": str(how)})
    _record("case.order-paper-served", order, by=by, paper=paper.words, on=on)


@transaction.atomic
def record_order_answer(
    order: AttendanceOrder, *, satisfied: bool, on: date, words: str, by: Actor, expedient: bool | None = None
) -> None:
    """Record whether the parent has satisfied the authority; where not, whether the child should attend a school.

    That the parent has not is decided when the time of the notice is over, and no earlier.
    """
    policy.require(by, "case:update", order)
    _take_up(order)
    _refuse_day(order, on=on, by=by)
    _refuse_before(order, Stage.SATISFIED if satisfied else Stage.NOT_SATISFIED, on=on)
    _refuse_without(words, code="order-words", words="Say what the parent answered.", where="words")
    if order.not_satisfied_on is not None:
        raise Refused(Finding("order-answered", "This was decided before.", source=LAW))
    if not satisfied and expedient is None:
        asked = "Say whether it is expedient that the child attend school."
        raise Refused(
            Finding("order-expedient", asked, where="expedient", source="Education Act 1996 s.437(3)")
        )
    days = {"satisfied_on": on} if satisfied else {"not_satisfied_on": on, "expedient": expedient}
    _change(order, **days, answer_words=words.strip())
    _record("case.order-answered", order, by=by, answer="satisfied" if satisfied else "not satisfied")


@transaction.atomic
def record_school_told(order: AttendanceOrder, *, on: date, told_with: str, by: Actor) -> None:
    """Record that the school was told that the order names it (s.437(5))."""
    policy.require(by, "case:update", order)
    _take_up(order)
    _refuse_day(order, on=on, by=by)
    _refuse_before(order, Stage.REVOKE, on=on)
    _refuse_without(told_with, code="order-told-with", words="Enter whom you told.", where="told_with")
    _change(order, school_told_on=on, school_told_with=told_with.strip())
    _record("case.order-school-told", order, by=by, on=on)


@transaction.atomic
def record_order_kept(order: AttendanceOrder, *, obeyed: bool, on: date, by: Actor) -> None:
    """Record that the child is registered at the school of the order, or that the order is not obeyed (s.443)."""
    policy.require(by, "case:update", order)
    _take_up(order)
    _refuse_day(order, on=on, by=by)
    _refuse_before(order, Stage.REVOKE if obeyed else Stage.BREACH, on=on)
    _change(order, **{"obeyed_on" if obeyed else "breached_on": on})
    _record("case.order-kept", order, by=by, found="is obeyed" if obeyed else "is not obeyed", on=on)


@transaction.atomic
def decide_order_breach(order: AttendanceOrder, *, breach: Breach, on: date, words: str, by: Actor) -> None:
    """Record what follows an order that is not obeyed; a supervision order is considered before prosecuting (s.447)."""
    policy.require(by, "case:update", order)
    take_up([order.case_id])
    order.refresh_from_db()
    _refuse_day(order, on=on, by=by)
    if order.breached_on is None or on < order.breached_on:
        asked = "Record first that the order is not obeyed."
        raise Refused(Finding("not-breached", asked, where="on", source="Education Act 1996 s.443"))
    _refuse_without(words, code="order-words", words="Say why, and what was considered.", where="words")
    _change(order, breach_decided_on=on, breach=str(breach), breach_words=words.strip())
    _record("case.order-breach-decided", order, by=by, breach=Breach(breach).label)


@transaction.atomic
def record_revocation_asked(order: AttendanceOrder, *, on: date, by: Actor) -> None:
    """Record that the parent asks for the order to be revoked (s.442): an answer is then owed."""
    policy.require(by, "case:update", order)
    take_up([order.case_id])
    order.refresh_from_db()
    _refuse_day(order, on=on, by=by)
    _refuse_before(order, Stage.REVOKE, on=on)
    _change(order, revocation_asked_on=on, revocation_answered_on=None)
    _record("case.order-revocation-asked", order, by=by, on=on)


@transaction.atomic
def refuse_revocation(order: AttendanceOrder, *, on: date, words: str, by: Actor) -> None:
    """Record that the parent was told that the order stands, and why."""
    policy.require(by, "case:update", order)
    take_up([order.case_id])
    order.refresh_from_db()
    _refuse_day(order, on=on, by=by)
    if order.revocation_asked_on is None or on < order.revocation_asked_on:
        raise Refused(Finding("revocation-not-asked", "Record first that the parent asked.", where="on"))
    _refuse_without(words, code="order-words", words="Say why the order stands.", where="words")
    _change(order, revocation_answered_on=on, ended_words=words.strip())
    _record("case.order-revocation-refused", order, by=by, on=on)


@transaction.atomic
def end_order(order: AttendanceOrder, *, on: date, words: str, by: Actor) -> None:
    """End the proceedings: an order that was served is revoked, and before that they are dropped, with the reason."""
    policy.require(by, "case:update", order)
    take_up([order.case_id])
    order.refresh_from_db()
    _refuse_day(order, on=on, by=by)
    _refuse_without(words, code="order-words", words="Say why.", where="words")
    if not order.is_running:
        raise Refused(Finding("order-ended", "These proceedings ended before.", source=LAW))
    if order.order_served_on is None:
        _change(order, dropped_on=on, ended_words=words.strip())
    else:
        _refuse_before(order, Stage.REVOKE, on=on)
        answered = {"revocation_answered_on": on} if order.revocation_asked_on else {}
        _change(order, revoked_on=on, ended_words=words.strip(), **answered)
    how = "revoked" if order.revoked_on else "dropped"
    _record("case.order-ended", order, by=by, how=how, on=on)


def _write(
    order: AttendanceOrder,
    paper: Paper,
    served: Served,
    write: Callable[[Case], Outgoing],
    *,
    by: Actor,
    school: str = "",
) -> Message:
    """Write a paper of the stage that has come, and keep in the proceedings which message it is."""
    _take_up(order)
    _refuse_before(order, paper.stage, on=served.on)
    standing: Message | None = getattr(order, paper)
    if standing is not None and standing.state != MessageState.CANCELLED:
        words = f"{paper.words[0].upper()}{paper.words[1:]} is written already. Serve that one."
        raise Refused(Finding("paper-written", words, source=LAW))
    _refuse_unserved(order, served)
    message = release_to_family(order.case, outgoing=write(order.case), by=by)
    _change(
        order,
        **{str(paper): message, "parent": served.parent},
        **({"school": school.strip()} if school else {}),
    )
    refresh_duties(order.case, by=by)
    return message


def _refuse_unserved(order: AttendanceOrder, served: Served) -> None:
    child = order.case.child
    refuse_elsewhere(order.case, served.address)
    if not child.relationships.filter(parent=served.parent, until_on=None).exists():
        words = "This person is no parent of the child on our record. Record that first."
        raise Refused(Finding("served-parent", words, where="parent", source="Education Act 1996 s.576"))
    if child.birth_date is None or child.birth_date_estimated:
        words = "An order needs the child’s date of birth. Record it first."
        raise Refused(Finding("served-born", words, source="Education Act 1996 s.437"))


def _refuse_before(order: AttendanceOrder, stage: Stage, *, on: date) -> None:
    """Raise Refused where the stage may not be taken on a day, with the reason of the rulebook."""
    born_on = order.case.child.birth_date
    refuse_if_any(
        may_take(stage, order=order_fact(order), on=on, parameters=current_parameters(), born_on=born_on)
    )


def _refuse_day(order: AttendanceOrder, *, on: date, by: Actor) -> None:
    if on > by.today:
        raise Refused(Finding("order-day-to-come", "Enter today or an earlier day.", where="on"))
    if on < order.begun_on:
        words = f"The proceedings were begun on {long_date(order.begun_on)}. Enter that day or a later one."
        raise Refused(Finding("before-proceedings", words, where="on"))


def _refuse_without(text: str, *, code: str, words: str, where: str) -> None:
    if not text.strip():
        raise Refused(Finding(code, words, where=where))


def _refuse_unnamed(named: Named) -> None:
    _refuse_without(named.school, code="order-school", words="Enter the school to be named.", where="school")


def _take_up(order: AttendanceOrder) -> None:
    """Take the case up, which has to be open, and read the proceedings as they now stand."""
    take_up_open(order.case_id)
    order.refresh_from_db()


def _change(row: AttendanceOrder, /, **changes: object) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def _record(kind: str, order: AttendanceOrder, *, by: Actor, **detail: object) -> None:
    audit.record(kind, subject=order, child_id=order.child_id, by=by, **detail)
    refresh_duties(order.case, by=by)
