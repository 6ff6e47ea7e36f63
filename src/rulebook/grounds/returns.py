"""What follows a deletion: the return to the authority and the transfer file, each with its clock."""

from collections.abc import Iterator
from datetime import date

from rulebook.grounds.facts import DeletionFacts, Towards
from rulebook.grounds.table import FileTo, Ground, Regime
from rulebook.grounds.verdict import Return, TransferFile
from rulebook.parameters import Parameters
from rulebook.school_days.calendar import Calendar
from rulebook.school_days.not_published import CalendarNotPublished

UNKNOWN, LEFT_SECTOR = "XXXXXXX", "MMMMMMM"
OUTSIDE_THE_SECTOR = (Towards.INDEPENDENT, Towards.ABROAD, Towards.HOME)


def returns_for(
    facts: DeletionFacts, *, regime: Regime, ground: Ground, calendar: Calendar, parameters: Parameters
) -> Iterator[Return]:
    """Yield each return that the deletion makes the school owe, with its last day.

    Exempt is a pupil who leaves the most senior class at its normal end, unless the authority asks for all.
    Source: Procedure 5.6(iii); SI 2024/208 reg 13; flow.md 6.6 decisions 15 and 17.
    """
    exempt = ""
    if facts.standard_leaver and not facts.authority_asks_for_all:
        exempt = "The pupil leaves the most senior class at its normal end, and the authority has not asked for all."
    for owed in regime.returns:
        if not owed.is_owed(facts.deletes_on, ground.code):
            continue
        due_on, counted = _due(owed.parameter, facts.deletes_on, calendar=calendar, parameters=parameters)
        yield Return(
            code=owed.code,
            words=owed.words,
            due_on=None if exempt else due_on,
            counted="" if exempt else counted,
            source=owed.source,
            mark=owed.mark,
            exempt=exempt,
            carries=owed.carries,
        )


def transfer_file_for(
    facts: DeletionFacts, *, ground: Ground, calendar: Calendar, parameters: Parameters
) -> TransferFile | None:
    """Return to whom the transfer file goes and by when; None where none is made: a death, or the end of school age.

    A known school gets its own; MMMMMMM is for education outside the maintained sector and XXXXXXX for a
    destination not known. Source: Procedure 6.1(i), (iii) and 6.1.1, Appendix 2.
    """
    if ground.file is FileTo.NONE:
        return None
    addressed_to, words = _addressed(facts, ground)
    due_on, counted = _due(
        "records-to-next-school", facts.deletes_on, calendar=calendar, parameters=parameters
    )
    return TransferFile(
        addressed_to=addressed_to,
        words=words,
        due_on=due_on,
        counted=counted,
        source="Procedure 5.6(i), 5.6(ii) and 6.1; decision 20",
        mark=parameters.value("records-to-next-school", on=facts.deletes_on).mark,
    )


def _addressed(facts: DeletionFacts, ground: Ground) -> tuple[str, str]:
    going = facts.destination
    if going is not None and going.towards in OUTSIDE_THE_SECTOR:
        return LEFT_SECTOR, "The pupil goes outside the maintained sector."
    if going is not None and going.towards is Towards.SCHOOL:
        if not going.school:
            return "", "The pupil goes to a school; record its number to address the file."
        return going.school, "The pupil goes to this school."
    if ground.file is FileTo.LEFT_SECTOR:
        return LEFT_SECTOR, "The pupil is to be educated otherwise than at school."
    if ground.file is FileTo.SCHOOL:
        return "", "The pupil goes to a school; record its number to address the file."
    return UNKNOWN, "Where the pupil goes is not known: the file waits among the lost pupils."


def _due(
    parameter: str, since: date, *, calendar: Calendar, parameters: Parameters
) -> tuple[date | None, str]:
    try:
        count = calendar.count(since, parameters.value(parameter, on=since).span)
    except CalendarNotPublished as unknown:
        return None, unknown.words
    return count.ends_on, count.words
