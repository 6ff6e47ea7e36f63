"""The lost pupils are searched for a school that asks."""

from collections.abc import Iterator

from rulebook.procedure.owing import end, owes
from rulebook.procedure.pupil_facts import PupilFacts
from rulebook.procedure.rule import Owed, duty


@duty(
    code="search-lost-pupils",
    title="Search the Lost Pupil Database",
    owed_by="CMEA",
    source="Procedure 6.1(v)",
    requirements=("CTF-6",),
    parameters=("search-lost-pupils",),
)
def search_lost_pupils(facts: PupilFacts) -> Iterator[Owed]:
    """The lost pupils are searched for a school that asks.

    When a school asks for a file that has not come, the Lost Pupil Database is searched by names and
    former names, date of birth and sex, and what is found is sent on.

    A file that comes ends the duty.
    """
    for entry in facts.entries:
        if entry.file_asked_for_on is not None:
            yield owes(
                entry,
                since=entry.file_asked_for_on,
                within="search-lost-pupils",
                because="A school asked for a pupil's file on {day}.",
                met_on=entry.file_searched_on,
                ended=end(entry.file_received_on, "The file came on {day}."),
                school=facts.school,
            )
