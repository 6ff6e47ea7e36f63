"""What an authority's own number has to keep to: the law's, the unit the procedure counts in, and its neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rulebook.parameters.values import Parameter, Parameters, Value
from rulebook.wording import counted, listed, long_date

FIRST_DAY, LAST_DAY = (
    date(2010, 1, 1),
    date(2050, 12, 31),
)  # from the procedure to the last bank holiday known
READ = "S"


@dataclass(frozen=True, slots=True)
class Unfit:
    """One value that cannot stand: the parameter, the place of the value among its own, and why, with what to do."""

    key: str
    row: int
    words: str


def unfit(own: dict[str, Parameter], *, built_in: Parameters, laid_over: Parameters) -> Iterator[Unfit]:
    """Yield every value of an authority that cannot stand beside the law, the procedure or its own other numbers."""
    for key, parameter in own.items():
        for row, value in enumerate(parameter.values):
            for words in _alone(value, built_in[key]):
                yield Unfit(key, row, words)
    for key, parameter in own.items():
        for row, value in enumerate(parameter.values):
            for words in _beside(built_in[key], value, laid_over):
                yield Unfit(key, row, words)


def _alone(value: Value, default: Parameter) -> Iterator[str]:
    if not FIRST_DAY <= value.from_on <= LAST_DAY:
        yield (
            f"has a value from {long_date(value.from_on)}: expected a day from {long_date(FIRST_DAY)} to "
            f"{long_date(LAST_DAY)}."
        )
    if value.mark == READ:
        yield (
            "has mark = 'S', which is for what was read in the law or in the founding procedure. Mark a number of your "
            "own 'I', and name who decided it as its source."
        )
    if default.recurs and value.span.count == 0:
        yield f"has value = 0 {value.span.noun}s, and would come round without end on one day: expected 1 or more."
    yield from _unit(value, default)


def _unit(value: Value, default: Parameter) -> Iterator[str]:
    standing = default.values[0] if value.from_on < default.values[0].from_on else default.on(value.from_on)
    noun, expected = value.span.noun, standing.span.noun
    if default.units:
        if f"{noun}s" not in default.units or value.span.count != standing.span.count:
            yield (
                f"is set by law, which says {standing.span.count}. Yours to say is only whether they are "
                f"{listed(default.units, joined_by='or')}."
            )
    elif noun != expected and value.instead_of != f"{expected}s":
        yield (
            f"has unit = '{noun}s', and is counted in {expected}s. Write it in those, or say that it is meant with "
            f"instead_of = '{expected}s'."
        )


def _beside(default: Parameter, value: Value, numbers: Parameters) -> Iterator[str]:
    """What another number says about this one, on the first day of this one and on every later one of the other."""
    for other_key in default.no_more_than:
        other = numbers[other_key]
        for day in _days(value, other):
            most = other.on(day)
            if type(most.span) is not type(value.span) or value.span.count > most.span.count:
                yield (
                    f"has {value.span}, and {other_key} ({_lower(other.words)}) is {most.span} from "
                    f"{long_date(most.from_on)}. Give no more than that, in {most.span.noun}s."
                )
    for longer in numbers.by_key.values():
        if default.key in longer.no_more_than and not _fits(value, longer, numbers):
            yield f"has {value.span}, which is less than {longer.key} ({_lower(longer.words)}). Shorten that one too."
        if default.key in (longer.key, *longer.room_for) and longer.room_for:
            yield from _no_room(longer, value.from_on, numbers)


def _fits(value: Value, shorter: Parameter, numbers: Parameters) -> bool:
    least = numbers[shorter.key].on(value.from_on).span
    return type(least) is type(value.span) and least.count <= value.span.count


def _no_room(longer: Parameter, day: date, numbers: Parameters) -> Iterator[str]:
    """Whether what has to happen first, one after the other, leaves no day of the longer time."""
    whole = numbers[longer.key].on(day).span
    first = [numbers[key].on(day).span for key in longer.room_for]
    if any(type(span) is not type(whole) for span in first):
        yield f"is not counted as {listed((longer.key, *longer.room_for))} together are: give all in {whole.noun}s."
    elif sum(span.count for span in first) > whole.count:
        needed = counted(sum(span.count for span in first), whole.noun)
        yield f"leaves no time: {listed(longer.room_for)} take {needed}, and {longer.key} is {whole}."


def _days(value: Value, other: Parameter) -> Iterator[date]:
    yield max(value.from_on, other.values[0].from_on)
    yield from (later.from_on for later in other.values if later.from_on > value.from_on)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
