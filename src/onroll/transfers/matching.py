"""Which child is each record about? The same for every format: the UPN first, then what the records share.

Nothing uncertain is ever taken for sure: it is held, with the children it may be, until somebody decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from onroll.audit.actor import Actor
from onroll.people import facts, lookups, same
from onroll.people.models import Child
from onroll.people.queries import Candidate
from onroll.transfers.formats.base import Proposed
from onroll.transfers.models import Consequence
from rulebook.findings import Finding, Severity
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.decide import Decision, assess

CLEARLY_BETTER_BITS = 10.0
BETTER_OF_TWO_BITS = 3.0  # eight times as likely, of two whom an officer told apart
EVENS = 0.5


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What was recognised: a child for certain; or nobody; or, held, the children it may be and why it is held."""

    child: Child | None = None
    held: Consequence | None = None
    proposed: tuple[Proposed, ...] = ()
    findings: tuple[Finding, ...] = ()


def recognise(records: Sequence[IdentityRecord], *, by: Actor) -> list[Recognised]:
    """Return for each record, in order, the child it is about, with few statements for the whole batch."""
    by_upn = lookups.children_with_upns((record.upn for record in records), by=by)
    likely = lookups.likely_children(records, by=by)
    said = same.Said.of({one.child.pk for some in likely for one in some} | _ids(by_upn.values()))
    return [
        _recognise(record, by_upn.get(record.upn, []) if record.upn else [], candidates, said)
        for record, candidates in zip(records, likely, strict=True)
    ]


def _ids(found: Iterable[Sequence[Child]]) -> set[UUID]:
    return {child.pk for some in found for child in some}


def compared(record: IdentityRecord, children: Sequence[Child], *, by: Actor) -> list[Candidate]:
    """Return children whom a held record may be, in the order given, each with the evidence as it stands now."""
    fetched = lookups.fetch_children((child.pk for child in children), by=by)
    return [_candidate(record, fetched[child.pk]) for child in children if child.pk in fetched]


def _recognise(
    record: IdentityRecord, with_upn: list[Child], likely: list[Candidate], said: same.Said
) -> Recognised:
    if len(with_upn) > 1 and all(said.one_child(with_upn[0].pk, other.pk) for other in with_upn[1:]):
        nearest = max((_candidate(record, child) for child in with_upn), key=lambda one: one.match.total_bits)
        return _by_number(nearest, likely, said)
    if len(with_upn) > 1:
        words = "More than one child here has this UPN. Decide which one is meant."
        return _held(
            Consequence.CONFLICT, [_candidate(record, child) for child in with_upn], words, "upn-twice-here"
        )
    if with_upn:
        return _by_number(_candidate(record, with_upn[0]), likely, said)
    likely = [one for one in likely if _worth_asking(one)]
    sure = [one for one in likely if one.match.decision is Decision.SAME]
    if not likely:
        return Recognised()
    alone = bool(sure) and all(said.decided(sure[0].child.pk, one.child.pk) for one in sure[1:])
    if alone and _stands_out(sure[0], likely, said) and not _another_upn(record, sure[0].child):
        return Recognised(child=sure[0].child)
    if sure and _another_upn(record, sure[0].child):
        words = "Name and date of birth are those of a child here who has another UPN. Decide whether it is one child."
        return _held(Consequence.CONFLICT, likely, words, "two-upns")
    words = "This may be a child who is here already. Decide whether it is."
    return _held(Consequence.CLOSE, likely, words, "close-match")


def _by_number(candidate: Candidate, likely: list[Candidate], said: same.Said) -> Recognised:
    if candidate.match.decision is Decision.SAME:
        others = [
            one
            for one in likely
            if one.child.pk != candidate.child.pk
            and one.match.decision is Decision.SAME
            and not said.decided(candidate.child.pk, one.child.pk)
        ]
        return Recognised(child=candidate.child, findings=(TWICE_HERE,) if others else ())
    words = (
        "The UPN is that of a child here with another name or date of birth. It may have been given to the wrong "
        "child. Decide which child this is."
    )
    others = [one for one in likely if one.child.pk != candidate.child.pk]
    return _held(Consequence.CONFLICT, [candidate, *others], words, "upn-of-another")


TWICE_HERE = Finding(
    "child-twice-here",
    "Another child here has the same name and date of birth, and may be the same child. Look at both.",
    Severity.WARNING,
)


def _held(consequence: Consequence, candidates: Sequence[Candidate], words: str, code: str) -> Recognised:
    proposed = tuple(Proposed(child_id=one.child.pk, words=_odds(one)) for one in candidates)
    warnings = candidates[0].match.warnings if candidates else ()
    return Recognised(
        held=consequence,
        proposed=proposed,
        findings=(Finding(code, words, Severity.WARNING), *warnings),
    )


def _odds(candidate: Candidate) -> str:
    told = [f"{one.field}: {one.words}" for one in candidate.match.evidence if one.level != "missing"]
    return f"{candidate.match.odds_words}. {'; '.join(told)}"


def _candidate(record: IdentityRecord, child: Child) -> Candidate:
    return Candidate(child, assess(record, facts.identity_record(child)))


def _stands_out(one: Candidate, among: Sequence[Candidate], said: same.Said) -> bool:
    """Tell whether nobody else comes near: another record of the same child is nobody else.

    Where an officer said that the next is another child, less is enough: else the same would be asked at every roll.
    """
    for other in among:
        if other is one or said.one_child(one.child.pk, other.child.pk):
            continue
        told_apart = said.two_children(one.child.pk, other.child.pk)
        needed = BETTER_OF_TWO_BITS if told_apart else CLEARLY_BETTER_BITS
        if one.match.total_bits - other.match.total_bits < needed:
            return False
    return True


def _worth_asking(candidate: Candidate) -> bool:
    """Tell whether somebody must look: where two permanent UPNs differ, only if it is still likelier than not."""
    levels = {one.field: one.level for one in candidate.match.evidence}
    return levels.get("UPN") != "different" or candidate.match.probability >= EVENS


def _another_upn(record: IdentityRecord, child: Child) -> bool:
    return bool(record.upn and child.upn and record.upn != child.upn)
