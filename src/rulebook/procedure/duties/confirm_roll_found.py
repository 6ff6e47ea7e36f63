"""A name on a roll is not yet a child at school: the school is asked."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, CheckResult, RollCheck, trigger_of
from rulebook.procedure.reading import conclusive
from rulebook.procedure.rule import Clock, Ended, Owed, Until, duty
from rulebook.wording import long_date


@duty(
    code="confirm-roll-found",
    title="Ask the school whether the child attends",
    owed_by="CMEA",
    source="Procedure 3.1.2; decision 41",
    requirements=("CHECK-2",),
    parameters=("confirm-roll-found",),
    until=Until.CLOSING,
)
def confirm_roll_found(facts: CaseFacts) -> Iterator[Owed]:
    """When a search finds the child on a roll, the school is asked whether the child attends.

    Either answer meets the duty: that the child attends, or that the child is on the roll and does not. A
    later search that finds the child on no roll ends it.
    """
    for check in facts.roll_checks:
        if check.result is CheckResult.ON_ROLL:
            answers = (
                day for day in (check.attendance_confirmed_on, check.not_attending_on) if day is not None
            )
            yield Owed(
                trigger=trigger_of(check),
                triggered_on=check.made_on,
                because=f"The child was found on a roll on {long_date(check.made_on)}.",
                clock=Clock("confirm-roll-found", check.made_on),
                met_on=min(answers, default=None),
                ended=_contradicted(facts, check),
                school=check.school,
            )


def _contradicted(facts: CaseFacts, check: RollCheck) -> Ended | None:
    later = (
        each.made_on
        for each in conclusive(facts)
        if each.made_on > check.made_on and each.result is CheckResult.NOT_ON_ROLL
    )
    on = next(later, None)
    return Ended(on, f"The search of {long_date(on)} found the child on no roll.") if on else None
