"""The tasks of Appendix 1: for each group of reasons, what each agency does.

A task that has a clock of its own elsewhere names that duty in ``carried_by`` and is not raised twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTask:
    """One cell of the table: who does what. ``carried_by`` is the code of the duty that already asks for it.

    What reaches the family is ``contact``: a hold stands in its way.
    """

    code: str
    owed_by: str
    words: str
    carried_by: str = ""
    contact: bool = False


GROUPS: Mapping[int, str] = {
    1: "not registered at five, a failed transition, frequent moves, or a move in mid-year",
    2: "family breakdown, persistent truancy, or disaffection",
    3: "exclusion, formal or informal",
    4: "a family moving into the area",
}

ABSENCE_ROUTE = AgencyTask(
    code="non-attendance",
    owed_by="AIO",
    words="Follow the procedures for non-attendance where they apply",
    contact=True,
)
ADVICE_ON_PLACE = AgencyTask(
    code="advise-on-place", owed_by="ADM", words="Advise the family about a school place", contact=True
)
PROCESS_REQUEST = AgencyTask(
    code="process-request",
    owed_by="ADM",
    words="Process the request for a place",
    carried_by="answer-application",
)
HOME_VISIT = AgencyTask(
    code="home-visit",
    owed_by="AIO",
    words="Visit the home and offer support",
    carried_by="first-visit",
)
SHARE_KNOWLEDGE = AgencyTask(code="share-knowledge", owed_by="AGY", words="Share what is known of the family")
SUPPORT_FAMILY = AgencyTask(
    code="support-family",
    owed_by="AGY",
    words="Support the family so that the child takes up education",
    contact=True,
)
PASS_ON_UNOFFICIAL = AgencyTask(
    code="pass-on-unofficial",
    owed_by="AIO",
    words="Tell the Attendance and Exclusions Team of an unofficial exclusion",
)
FOLLOW_REMOVAL = AgencyTask(
    code="follow-removal",
    owed_by="SCH",
    words="Follow the procedure for removing a name, and tell the CME Assistant",
    carried_by="deletion-return",
)

TASKS: Mapping[int, tuple[AgencyTask, ...]] = {
    1: (
        AgencyTask(
            code="non-arrival",
            owed_by="SCH",
            words="Follow up that the child did not arrive",
            carried_by="contact-after-no-show",
        ),
        AgencyTask(
            code="check-with-admissions",
            owed_by="SCH",
            words="Ask Admissions where the child is registered",
            carried_by="ask-admissions",
        ),
        AgencyTask(
            code="refer-to-attendance",
            owed_by="SCH",
            words="Refer the child to the area's attendance staff",
            carried_by="refer-no-show",
        ),
        FOLLOW_REMOVAL,
        AgencyTask(code="investigate", owed_by="ADM", words="Find out how the child came to have no place"),
        ADVICE_ON_PLACE,
        PROCESS_REQUEST,
        HOME_VISIT,
        ABSENCE_ROUTE,
        SHARE_KNOWLEDGE,
        SUPPORT_FAMILY,
    ),
    2: (
        AgencyTask(
            code="follow-up-absence",
            owed_by="SCH",
            words="Follow up the absence",
            carried_by="contact-after-absence",
        ),
        AgencyTask(
            code="refer-to-attendance",
            owed_by="SCH",
            words="Refer the child to the area's attendance staff",
            carried_by="refer-absence",
        ),
        HOME_VISIT,
        ABSENCE_ROUTE,
        PASS_ON_UNOFFICIAL,
        SHARE_KNOWLEDGE,
        SUPPORT_FAMILY,
    ),
    3: (
        AgencyTask(
            code="exclude-properly",
            owed_by="SCH",
            words="Follow the procedure for excluding a pupil",
            carried_by="tell-of-exclusion",
        ),
        FOLLOW_REMOVAL,
        AgencyTask(
            code="monitor-exclusion",
            owed_by="AEM",
            words="See that every step of the exclusion is followed, and advise the school",
        ),
        ADVICE_ON_PLACE,
        PROCESS_REQUEST,
        PASS_ON_UNOFFICIAL,
        HOME_VISIT,
        AgencyTask(
            code="agency-pass-on-unofficial",
            owed_by="AGY",
            words="Tell the Attendance and Exclusions Team of an unofficial exclusion",
        ),
        SUPPORT_FAMILY,
    ),
    4: (
        ADVICE_ON_PLACE,
        PROCESS_REQUEST,
        AgencyTask(
            code="advise-family", owed_by="AIO", words="Advise the family where they ask for it", contact=True
        ),
        HOME_VISIT,
        AgencyTask(
            code="legal-procedure",
            owed_by="AIO",
            words="Follow the legal procedure where it is needed",
            carried_by="begin-attendance-order",
        ),
        SHARE_KNOWLEDGE,
        SUPPORT_FAMILY,
    ),
}


def tasks_of(group: int) -> tuple[AgencyTask, ...]:
    """Return the tasks of a group of reasons. Raises ValueError for an unknown group."""
    if group not in TASKS:
        raise ValueError(f"unknown group {group!r}: expected one of {', '.join(map(str, TASKS))}")
    return TASKS[group]
