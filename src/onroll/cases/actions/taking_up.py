"""A case is taken up for change: of two who act on it at once, the second waits and sees what the first did."""

from collections.abc import Iterable
from uuid import UUID

from onroll.cases.queries import every_case
from rulebook.findings import Finding, Refused
from rulebook.wording import long_date

WHY = "a case is kept from others, whoever acts"


def take_up(case_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return the ids of the cases, in order, with their rows kept until the transaction ends.

    Whatever is then read is as those who had the cases before have left it. Every action on a case does this before
    it writes anything, and so before it takes its lane of the chain: two who wait for each other would be refused.
    Several cases are taken in the order of their ids, for the same reason. Rows that point at a case may still be
    written (the lock is of no key). On SQLite nothing is needed: a transaction there begins by keeping all others out.
    """
    rows = every_case(WHY).filter(pk__in=list(case_ids))
    return tuple(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def take_up_open(case_id: UUID) -> None:
    """Return with the case taken up and open; raise Refused when it is closed: nothing asked of it then is owed.

    Whoever closed it a moment ago is seen. What is only recorded of a closed case (a visit that was made, the school's
    word, a referral, an answer) takes the case up without this.
    """
    take_up([case_id])
    closed_on = every_case(WHY).filter(pk=case_id).values_list("closed_on", flat=True).get()
    if closed_on is not None:
        words = (
            f"This case was closed on {long_date(closed_on)}. Open it again first, and say what was learnt."
        )
        raise Refused(Finding("case-closed", words, source="Procedure 3.1.2; decision 38"))
