"""What to look at before the figures are sent: each finding names how many children it is about."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rulebook.census.counting import MOVED_IN, Known, Placed
from rulebook.census.labels import HOME, MISSING, NOT_RECORDED, Collection
from rulebook.findings import Finding, Severity

FROM = "and the record does not say whether from abroad: counted as from another authority"
SOURCE = "our reading: the Department’s own rules of validation were not read"


def validate(
    collection: Collection, placed: Sequence[tuple[Placed, Known]], *, not_looked_at: int = 0
) -> tuple[Finding, ...]:
    """Return what to look at in the figures of one collection, the gravest first.

    ``not_looked_at`` is how many notices had come by the day of which nobody has said yet where they belong.
    """
    mine = [each for each in placed if each[0].collection == collection.code]
    found = [*_sums(collection, mine), *_unknown(collection, mine)]
    if collection is MISSING and not_looked_at:
        found.append(
            _about(
                "notices-waiting",
                not_looked_at,
                "notice that came by the day has not been looked at: the child may belong in the count",
                "notices that came by the day have not been looked at: the children may belong in the count",
            )
        )
    return tuple(found)


def _sums(collection: Collection, mine: Sequence[tuple[Placed, Known]]) -> Iterator[Finding]:
    for topic in collection.topics:
        counted = Counter(placed.cells[topic.code] for placed, _ in mine)
        if sum(counted[value.code] for value in topic.values) != len(mine):
            words = f"“{topic.label}” does not add up to the total. Report it as a fault of the service."
            yield Finding("does-not-add-up", words, source=SOURCE, where=topic.code)


def _unknown(collection: Collection, mine: Sequence[tuple[Placed, Known]]) -> Iterator[Finding]:
    cells = [placed.cells for placed, _ in mine]
    if collection is MISSING:
        many = sum(placed.who.counts is None for placed, _ in mine)
        yield from _if(many, "not-known-yet", "child is counted of whom it is not known yet whether they count",
                       "children are counted of whom it is not known yet whether they count")  # fmt: skip
        many = sum(each["duration"] == "unknown" for each in cells)
        yield from _if(many, "since-unknown", "child has no recorded day since which they are missing education",
                       "children have no recorded day since which they are missing education")  # fmt: skip
        many = sum(each["reason"] == NOT_RECORDED for each in cells)
        yield from _if(many, "reason-not-recorded", "child has no main reason recorded",
                       "children have no main reason recorded")  # fmt: skip
        many = sum(known.reason == MOVED_IN for _, known in mine)
        yield from _if(many, "moved-in-from", f"child moved in, {FROM}", f"children moved in, {FROM}")
    for topic, words in (("year", "date of birth"), ("sex", "sex")):
        many = sum(each[topic] == "unknown" for each in cells)
        yield from _if(
            many, f"no-{topic}", f"child has no {words} recorded", f"children have no {words} recorded"
        )
    if collection is HOME and mine:
        words = "Why a family educates at home is not recorded here: every child stands under “Not recorded”."
        yield Finding("home-reason", words, Severity.NOTE, source=SOURCE)


def _if(many: int, code: str, one: str, several: str) -> Iterator[Finding]:
    if many:
        yield _about(code, many, one, several)


def _about(code: str, many: int, one: str, several: str) -> Finding:
    return Finding(code, f"{many:,} {one if many == 1 else several}.", Severity.WARNING, source=SOURCE)
