"""Whether the next stage of school attendance proceedings may be taken: none before the parent's time is over.

A notice served too short, or an order made before the parent could choose, falls in court. Source: Education Act
1996 s.437(1) to (3) and 438; decision 14.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from rulebook.findings import Finding, Severity
from rulebook.parameters import Parameters
from rulebook.procedure.order_facts import AttendanceOrder
from rulebook.school_days.ages import compulsory_school_age
from rulebook.school_days.spans import Days
from rulebook.wording import long_date


class Stage(StrEnum):
    """What may be done next."""

    NOTICE = "notice"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not-satisfied"
    SCHOOL_NOTICE = "school-notice"
    ORDER = "order"
    BREACH = "breach"
    REVOKE = "revoke"

    @property
    def words(self) -> str:
        """The stage, as it stands in a sentence."""
        return STAGE_WORDS[self]


STAGE_WORDS = {
    Stage.NOTICE: "the notice to satisfy the authority",
    Stage.SATISFIED: "the parent's answer",
    Stage.NOT_SATISFIED: "the decision that the parent has not satisfied the authority",
    Stage.SCHOOL_NOTICE: "the notice of the school",
    Stage.ORDER: "the order",
    Stage.BREACH: "the breach",
    Stage.REVOKE: "the revocation",
}
# What has to have happened before each stage, and the words for it.
BEFORE: dict[Stage, tuple[str, str]] = {
    Stage.SATISFIED: ("notice_served_on", "the notice to satisfy the authority was served"),
    Stage.NOT_SATISFIED: ("notice_served_on", "the notice to satisfy the authority was served"),
    Stage.SCHOOL_NOTICE: (
        "not_satisfied_on",
        "it was decided that the parent has not satisfied the authority",
    ),
    Stage.ORDER: ("school_notice_served_on", "the notice of the school was served"),
    Stage.BREACH: ("order_served_on", "the order was served"),
    Stage.REVOKE: ("order_served_on", "the order was served"),
}
# The stages that wait for the parent, and for how long from the stage before.
WAITS = {Stage.NOT_SATISFIED: "attendance-order-notice", Stage.ORDER: "school-choice-notice"}


def may_take(
    stage: Stage, *, order: AttendanceOrder, on: date, parameters: Parameters, born_on: date | None = None
) -> tuple[Finding, ...]:
    """Return why a stage may not be taken on a day; nothing when it may.

    The parent's time begins with the day of service, so a notice of fifteen days served on the 1st runs to the
    end of the 15th, and the next stage may be taken from the 16th. A school is named only where it is expedient that
    the child attend one. No stage is taken after compulsory school age, and with it an order lapses.
    """
    return (
        *_lapsed(stage, on=on, born_on=born_on),
        *_reasons(stage, order=order, on=on, parameters=parameters),
        *_not_expedient(stage, order=order),
    )


def runs_out_on(served_on: date, *, stage: Stage, parameters: Parameters) -> date:
    """Return the last day of the parent's time before a stage that waits for it, the day of service being day 1.

    Raises ValueError for a stage that waits for nobody.
    """
    if stage not in WAITS:
        raise ValueError(f"{stage.value} waits for nobody: expected one of {', '.join(WAITS)}")
    span = parameters.value(WAITS[stage], on=served_on).span
    if not isinstance(span, Days):
        raise TypeError(f"{WAITS[stage]} is counted in {span.noun}s: expected days, as the Act counts them")
    return served_on + timedelta(days=span.count - 1)


def _lapsed(stage: Stage, *, on: date, born_on: date | None) -> Iterator[Finding]:
    if born_on is None or stage is Stage.REVOKE:
        return
    ends_on = compulsory_school_age(born_on).ends_on
    if on > ends_on:
        words = (
            f"Compulsory school age ended on {long_date(ends_on)}, and with it an order and the proceedings for one. "
            "Record the outcome of the case."
        )
        yield Finding("order-lapsed", words, source="Education Act 1996 s.437(1) and (4)")


def _not_expedient(stage: Stage, *, order: AttendanceOrder) -> Iterator[Finding]:
    if stage not in (Stage.SCHOOL_NOTICE, Stage.ORDER) or order.expedient:
        return
    words = "It is not recorded whether it is expedient that the child attend school. Decide it and record the reason."
    if order.expedient is False:
        words = "It was decided that it is not expedient that the child attend school. Drop the proceedings."
    yield Finding("not-expedient", words, source="Education Act 1996 s.437(3)")


def _reasons(stage: Stage, *, order: AttendanceOrder, on: date, parameters: Parameters) -> Iterator[Finding]:
    source = "Education Act 1996 s.437 to 443"
    if order.ended_on is not None and order.ended_on <= on:
        words = f"The proceedings ended on {long_date(order.ended_on)}. Begin new ones if they are needed."
        yield Finding("proceedings-ended", words, source=source)
    if on < order.begun_on:
        words = f"The proceedings were begun on {long_date(order.begun_on)}. Correct one of the dates."
        yield Finding("before-proceedings", words, source=source)
    if parameters.in_force("s436I", on=on):
        law = parameters.waiting["s436I"]
        words = (
            f"From {long_date(law.from_on or on)} orders here are made under sections 436H and 436I, and the stages "
            "held are those of section 437. Read the Act before this stage is taken."
        )
        yield Finding("other-law-of-orders", words, Severity.WARNING, source=law.source)
    if stage not in BEFORE:
        return
    field, happened = BEFORE[stage]
    before: date | None = getattr(order, field)
    if before is None or on < before:
        yield Finding(
            "stage-missing",
            f"Before {stage.words} it has to be recorded that {happened}. Record that first.",
            source=source,
        )
    elif stage in WAITS:
        last = runs_out_on(before, stage=stage, parameters=parameters)
        if on <= last:
            words = (
                f"The parent has until the end of {long_date(last)}, {(last - before).days + 1} days beginning with "
                f"the day of service. Wait until then for {stage.words}."
            )
            yield Finding("parent-has-time", words, source=parameters.value(WAITS[stage], on=before).source)
