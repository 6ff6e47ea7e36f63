"""What is done with figures: marked as sent, and kept as they were."""

import hashlib

from django.db import transaction

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.audit import actions as audit
from onroll.audit.actor import Actor
from onroll.reports import census as figures
from onroll.reports.models import ReturnedChild, ReturnSent
from rulebook import census
from rulebook.census import CensusDay
from rulebook.findings import Finding, Refused


@transaction.atomic
def mark_return_sent(collection: str, *, day: CensusDay, note: str = "", by: Actor) -> ReturnSent:
    """Keep the figures of a census day as they stand now: the file to the letter with its hash, and whom it counts.

    Raises Refused for a day still to come, for figures that do not add up, and for the very figures that are kept.
    Source: the Department's guide asks for a return each term; keeping what was sent is our reading [I].
    """
    policy.require(by, "export:sign")
    if EVERYTHING not in policy.scopes(by, figures.READ):
        raise policy.PermissionRefused(figures.READ)
    if day.on > by.today:
        raise Refused(Finding("census-ahead", "The census day is still to come.", where="on"))
    worksheet = figures.worksheet(by, collection=collection, day=day)
    refusals = tuple(each for each in worksheet.findings if each.refuses)
    if refusals:
        raise Refused(*refusals)
    content = figures.as_csv(worksheet)
    digest = hashlib.sha256(content.encode()).hexdigest()
    if ReturnSent.objects.filter(collection=collection, census_on=day.on, sha256=digest).exists():
        words = "These very figures are marked as sent already. Nothing was changed."
        raise Refused(Finding("sent-already", words))
    mine = [each for each in worksheet.children if each.placed.collection == collection]
    row = ReturnSent(
        collection=collection,
        census_on=day.on,
        term=day.term,
        total=len(mine),
        content=content,
        sha256=digest,
        note=note.strip(),
        sent_at=by.at,
        sent_by=by.name,
    )
    row.save(force_insert=True)
    ReturnedChild.objects.bulk_create(
        [
            ReturnedChild(
                sent=row, child_id=each.child_id, cells=dict(each.placed.cells), because=each.placed.because
            )
            for each in mine
        ],
        batch_size=500,
    )
    name = census.COLLECTIONS[collection].name
    audit.record("return.sent", subject=row, by=by, collection=name, census_on=day.on, total=row.total)
    return row
