"""The grounds in words, for pages and documents."""

from dataclasses import dataclass
from datetime import date

from rulebook.grounds.table import ConsentAsked, FileTo, Ground, asks, regime_on
from rulebook.parameters import Parameters, load

FILE_WORDS = {
    FileTo.SCHOOL: "to the next school",
    FileTo.LEFT_SECTOR: "to MMMMMMM",
    FileTo.UNKNOWN: "to XXXXXXX, unless a destination is known",
    FileTo.DESTINATION: "to the next school, MMMMMMM or XXXXXXX, as the destination is",
    FileTo.NONE: "none",
}
CONSENT_WORDS = {
    ConsentAsked.NO: "",
    ConsentAsked.NEEDED: "needed for a child whom an authority placed at a special school",
    ConsentAsked.LOOK: "look: asked, it is said, on most grounds for a child placed at a special school",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionDescription:
    """One condition of a ground: the question, the facts it reads, and how sure its wording is."""

    code: str
    asks: str
    then: str
    needs: tuple[str, ...]
    mark: str
    advises: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundDescription:
    """One ground as a page or a document shows it. ``returns`` are what the school owes for a deletion on it."""

    code: str
    words: str
    regime: str
    source: str
    mark: str
    in_force_from: date
    in_force_until: date | None
    joint_enquiry: bool
    transfer_file: str
    consent: str
    note: str
    conditions: tuple[ConditionDescription, ...]
    returns: tuple[str, ...]


def describe_grounds(*, on: date, parameters: Parameters | None = None) -> tuple[GroundDescription, ...]:
    """Return every ground for a deletion on that day, in the order of the Regulations, with the numbers in force here.

    Raises NoGroundsInForce before 1 September 2006.
    """
    regime, numbers = regime_on(on), parameters or load()
    return tuple(
        GroundDescription(
            code=ground.code,
            words=ground.words,
            regime=regime.name,
            source=ground.source,
            mark=ground.mark,
            in_force_from=ground.from_on,
            in_force_until=ground.until,
            joint_enquiry=ground.joint_enquiry,
            transfer_file=FILE_WORDS[ground.file],
            consent=CONSENT_WORDS[ground.consent],
            note=ground.note,
            conditions=_conditions(ground, on=on, numbers=numbers),
            returns=tuple(
                f"{owed.words} ({owed.source})" for owed in regime.returns if owed.is_owed(on, ground.code)
            ),
        )
        for ground in regime.grounds_on(on)
    )


def _conditions(ground: Ground, *, on: date, numbers: Parameters) -> tuple[ConditionDescription, ...]:
    return tuple(
        ConditionDescription(
            code=condition.code,
            asks=asks()[condition.code].asks,
            then=asks()[condition.code].then,
            needs=asks()[condition.code].needs,
            mark=condition.mark,
            advises=condition.only_warns(numbers, on=on),
        )
        for condition in ground.conditions_on(on)
    )
