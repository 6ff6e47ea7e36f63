"""Where school attendance proceedings stand: the stages with their days, what comes next, and what still stops it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onroll.cases.facts import order_fact
from onroll.cases.models import Case
from onroll.cases.order_models import AttendanceOrder
from onroll.release.models import Message, MessageState
from rulebook.findings import Finding
from rulebook.parameters import Parameters
from rulebook.procedure.order_stages import WAITS, Stage, may_take, runs_out_on
from rulebook.school_days.ages import compulsory_school_age


class Next(StrEnum):
    """What can be done next in proceedings; the screen has a step for each."""

    WRITE_NOTICE = "write-notice"
    SERVE = "serve"
    ANSWER = "answer"
    NAME_SCHOOL = "name-school"
    MAKE = "make"
    TELL_SCHOOL = "tell-school"
    FIND_OUT = "find-out"
    BREACH = "breach"
    ASK_REVOCATION = "ask-revocation"
    ANSWER_REVOCATION = "answer-revocation"
    VARY = "vary"
    END = "end"


def running_order(case: Case) -> AttendanceOrder | None:
    """Return the proceedings of a case that run, or None."""
    return next((row for row in case.attendanceorders.all() if row.is_running), None)


def next_of(order: AttendanceOrder) -> tuple[Next, ...]:
    """Return what can be done next, in the order of the Act; a stage that waits for the parent's time is among it."""
    if order.order_served_on is not None:
        return (*_after_order(order), Next.VARY, Next.END)
    if paper_to_serve(order):
        return (Next.SERVE, Next.END)
    if order.notice_served_on is None:
        return (Next.WRITE_NOTICE, Next.END)
    if order.not_satisfied_on is None:
        return (Next.ANSWER, Next.END)
    if order.expedient is False:
        return (Next.END,)
    return (Next.NAME_SCHOOL if order.school_notice_served_on is None else Next.MAKE, Next.END)


def _after_order(order: AttendanceOrder) -> tuple[Next, ...]:
    asked = order.revocation_asked_on is not None and order.revocation_answered_on is None
    undecided = order.breached_on is not None and order.breach_decided_on is None
    return (
        *((Next.TELL_SCHOOL,) if order.school_told_on is None else ()),
        *((Next.FIND_OUT,) if order.obeyed_on is None else ()),
        *((Next.BREACH,) if undecided else ()),
        Next.ANSWER_REVOCATION if asked else Next.ASK_REVOCATION,
    )


def paper_to_serve(order: AttendanceOrder) -> str:
    """Return the name of the paper that is written and not served yet; empty for none."""
    for name in ("notice", "school_notice", "order"):
        message: Message | None = getattr(order, name)
        written = message is not None and message.state != MessageState.CANCELLED
        if written and getattr(order, f"{name}_served_on") is None:
            return name
    return ""


def lapsed_on(order: AttendanceOrder, *, on: date) -> date | None:
    """Return the day with which compulsory school age ended the proceedings, or None while it has not (s.437(4))."""
    born_on = order.case.child.birth_date
    if born_on is None or not order.is_running:
        return None
    ends_on = compulsory_school_age(born_on).ends_on
    return ends_on if on > ends_on else None


@dataclass(frozen=True, kw_only=True)
class Reached:
    """One stage of proceedings on screen: its words, its day, or what it waits for."""

    words: str
    on: date | None
    note: str
    source: str


def stages_of(order: AttendanceOrder) -> tuple[Reached, ...]:
    """Return the stages of the Act in their order, each with its day or None."""
    answered_on = order.satisfied_on or order.not_satisfied_on
    answer = "The parent satisfied us" if order.satisfied_on else "The parent did not satisfy us"
    return (
        Reached(words="Proceedings begun", on=order.begun_on, note=order.because, source=""),
        Reached(words="Notice to satisfy us served", on=order.notice_served_on, note="", source="s.437(1)"),
        Reached(
            words=answer if answered_on else "The parent’s answer", on=answered_on, note=order.answer_words,
            source="s.437(1) to (3)",
        ),
        Reached(
            words="Notice of the school served", on=order.school_notice_served_on, note=order.school, source="s.438"
        ),
        Reached(words="Order made and served", on=order.order_served_on, note=order.school, source="s.437(3)"),
    )  # fmt: skip


def waits_until(order: AttendanceOrder, *, parameters: Parameters) -> date | None:
    """Return the last day of the parent's time, where the next stage waits for it; None where nothing waits."""
    waiting = {
        Stage.NOT_SATISFIED: order.notice_served_on if order.not_satisfied_on is None else None,
        Stage.ORDER: order.school_notice_served_on if order.order_served_on is None else None,
    }
    for stage in WAITS:
        served_on = waiting.get(stage)
        if served_on is not None:
            return runs_out_on(served_on, stage=stage, parameters=parameters)
    return None


def standing_in_the_way(order: AttendanceOrder, *, on: date, parameters: Parameters) -> tuple[Finding, ...]:
    """Return why the next stage may not be taken on a day, and what to look at first."""
    stage = {
        Next.WRITE_NOTICE: Stage.NOTICE,
        Next.ANSWER: Stage.NOT_SATISFIED,
        Next.NAME_SCHOOL: Stage.SCHOOL_NOTICE,
        Next.MAKE: Stage.ORDER,
    }.get(next_of(order)[0])
    if stage is None:
        return ()
    born_on = order.case.child.birth_date
    return may_take(stage, order=order_fact(order), on=on, parameters=parameters, born_on=born_on)
