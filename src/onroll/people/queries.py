"""Finding children: the ones that may be meant, ranked, with the evidence; and one child with all that is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, Q, QuerySet, Subquery

from onroll.access import policy
from onroll.access.matrix import EVERYTHING
from onroll.audit.actor import Actor
from onroll.people import facts
from onroll.people.models import Child, MatchKey, Relationship
from onroll.people.near_names import near_names
from onroll.people.same import followed_of
from rulebook.identity import decide, keys
from rulebook.identity.compare import IdentityRecord

Noting = Mapping[str, Exists | Subquery]  # questions of one child, by the name that the answer gets
MOST_UNDER_ONE_KEY = (
    400  # a key that more children share tells too little; it is used only when nothing else is left
)
MOST_CANDIDATES = 30  # judged, of those who share most
TELLS_SOMETHING = 4.0  # bits: of a name, also one that is a letter out, or a telephone number, not of a sex
NUMBER = re.compile(r"[A-Z0-9-]{11,13}")  # a reference, such as K-7KQ2-MXAB, or a UPN


@dataclass(frozen=True)
class Candidate:
    """A child who may be the one that is meant, and why.

    ``found_by`` is another record of the same child, where it is that one which is like what was told.
    """

    child: Child
    match: decide.Match
    found_by: Child | None = None


def candidates_for(
    record: IdentityRecord,
    *,
    by: Actor,
    permission: str = "card:list",
    most: int = 8,
    whole: bool = True,
    each_record: bool = False,
    loosely: bool = False,
) -> list[Candidate]:
    """Return the children who may be the one described, likeliest first; only those ``by`` may list.

    A child who is held more than once is there once, by the record that is followed, unless ``each_record`` is asked.
    ``loosely`` adds those of whom all that was told agrees, however little that is: a telephone number alone.

    Blocking on stored keys is all that happens in the database; the rest is the rulebook's (matching.md). They are
    judged by what the record tells of; ``whole`` fetches the other parts too, of those returned.
    """
    ids = _sharing_keys(record, misheard=loosely)
    children = list(Child.objects.visible_to(by, permission).filter(pk__in=ids))
    told = facts.parts_told(record)
    facts.with_parts(children, only=told)
    likely = [
        Candidate(child, match)
        for child in children
        if (match := judged(record, facts.identity_record(child, only=told), loosely=loosely))
    ]
    ranked = sorted(likely, key=lambda candidate: -candidate.match.probability)
    nearest = (ranked if each_record else _each_child_once(ranked, by=by, permission=permission))[:most]
    if whole:
        facts.with_parts([candidate.child for candidate in nearest])
    return nearest


def judged(record: IdentityRecord, candidate: IdentityRecord, *, loosely: bool) -> decide.Match | None:
    """Return how like two records are, or None when they are not; ``loosely`` as for ``candidates_for``."""
    if not loosely:
        return decide.assess_if_likely(record, candidate)
    match = decide.assess(record, candidate)
    return match if match.decision is not decide.Decision.DIFFERENT or _all_agrees(match) else None


def _all_agrees(match: decide.Match) -> bool:
    """Tell whether something speaks for it and nothing against."""
    bits = [line.weight_bits for line in match.evidence if line.field != "household"]
    return max(bits) >= TELLS_SOMETHING and min(bits) >= 0


def _each_child_once(ranked: Sequence[Candidate], *, by: Actor, permission: str) -> list[Candidate]:
    """Return the candidates with every child once: the likeliest record speaks for it, the one followed is shown."""
    heads = followed_of([each.child.pk for each in ranked])
    if not heads:
        return list(ranked)
    followed = Child.objects.visible_to(by, permission).in_bulk(set(heads.values()))
    found: dict[UUID, Candidate] = {}
    for each in ranked:
        head = followed.get(heads.get(each.child.pk, each.child.pk), each.child)
        other = each.child if head.pk != each.child.pk else None
        found.setdefault(head.pk, Candidate(head, each.match, found_by=other))
    return list(found.values())


def askable(record: IdentityRecord, *, by: Actor) -> IdentityRecord:
    """Return the record without what ``by`` may not ask for: searching on a hidden field finds nothing (S3).

    A number or a whereabouts may be asked for by whoever reads it of every child whom they may list.
    """
    if not _reads_of_all_listed(by, "identifiers:read"):
        record = replace(record, upn="", former_upns=(), nhs_number="")
    if not _reads_of_all_listed(by, "location:read"):
        record = replace(record, postcode="", former_postcodes=(), phones=())
    if not _reads_of_all_listed(by, "family:read"):
        record = replace(record, parent_names=(), phones=())
    return record


def find_children(words: str, *, by: Actor) -> QuerySet[Child]:
    """Return children by an exact word: a UPN, a reference, or the beginning of a surname or a forename, by name.

    A UPN finds nobody for those who may not read it. Words with a figure in them, such as a date or a postcode, are no
    part of a name and are passed over.
    """
    rows = Child.objects.visible_to(by, "card:list")
    number = "".join(words.split()).upper()
    if NUMBER.fullmatch(number):
        known = Q(reference=number)
        if _reads_of_all_listed(by, "identifiers:read"):
            known |= Q(upn=number)
        if rows.filter(known).exists():
            return rows.filter(known)
    names = [word for word in words.split() if not any(letter.isdigit() for letter in word)]
    if not names:
        return rows.none()
    first, last = names[0], names[-1]
    if len(names) > 1:
        return rows.filter(forenames__istartswith=first, surname__istartswith=last)
    return rows.filter(Q(surname__istartswith=first) | Q(forenames__istartswith=first))


def child_ids(by: Actor) -> list[UUID]:
    """Return the ids of all children whom ``by`` may list, in order."""
    return list(Child.objects.visible_to(by, "card:list").order_by("pk").values_list("pk", flat=True))


def child_alone(
    by: Actor, *, child_id: UUID, permission: str = "card:read", noting: Noting | None = None
) -> Child | None:
    """Return one child without names, addresses and family; None when ``by`` does not reach the child.

    ``noting`` are questions that rooms above this one answer in the same statement, by the names they get on the child.
    """
    rows = Child.objects.visible_to(by, permission).select_related("area").annotate(**(noting or {}))
    return rows.filter(pk=child_id).first()


def family_links(child: Child, *, by: Actor) -> tuple[list[Relationship], list[Child]]:
    """Return the child's links to its parents, and the brothers and sisters whom ``by`` may list, by age."""
    listed = Child.objects.visible_to(by, "card:list").values("pk")
    own = facts.every_link().filter(child=child).values("parent")
    rows = facts.every_link().filter(parent__in=own).filter(Q(child=child) | Q(child__in=listed))
    links = list(rows.select_related("parent", "child").order_by("pk"))
    others = {link.child_id: link.child for link in links if link.child_id != child.pk}
    siblings = sorted(others.values(), key=lambda other: other.birth_date or date.max)
    return [link for link in links if link.child_id == child.pk], siblings


def siblings_of(child: Child, *, by: Actor) -> QuerySet[Child]:
    """Return the other children of the same parents whom ``by`` may list."""
    rows = Child.objects.visible_to(by, "card:list").filter(relationships__parent__relationships__child=child)
    return rows.exclude(pk=child.pk).distinct().order_by("birth_date")


def _reads_of_all_listed(by: Actor, permission: str) -> bool:
    reads = policy.scopes(by, permission)
    return EVERYTHING in reads or policy.scopes(by, "card:list") <= reads


def _sharing_keys(record: IdentityRecord, *, misheard: bool) -> Sequence[UUID]:
    """Return the ids of the children who share most with the record, by the weight of the keys shared.

    ``misheard`` asks for names, too, that are one letter apart from those told, where names are all that was told.
    """
    told_more = record.birth_date or record.postcode or record.phones
    near = near_names(keys.names_to_expand(record)) if misheard and not told_more else {}
    weights = dict(keys.query_keys(record, near))
    if not weights:
        return []
    sizes = _sizes(list(weights))
    telling = [key for key, size in sizes.items() if size <= MOST_UNDER_ONE_KEY]
    if not telling and sizes:
        telling = [_least_common(list(sizes))]  # every key is common: the least common is better than none
    return _heaviest({key: weights[key] for key in telling})


def _sizes(asked: Sequence[int]) -> dict[int, int]:
    """Return how many children share each key, where any do; counted no further than to where it is too many.

    A common surname has tens of thousands of a million: counting them all took longer than all else together.
    """
    counted = f"""WITH asked(key) AS (VALUES {_given(len(asked), "bigint")})
        SELECT asked.key, (SELECT count(*) FROM
            (SELECT 1 FROM people_matchkey held WHERE held.key = asked.key LIMIT {MOST_UNDER_ONE_KEY + 1}) few)
        FROM asked"""  # noqa: S608  numbers and column types of our own; what is told goes in as parameters
    rows = _rows(counted, asked)
    return {key: size for key, size in rows if size}


def _least_common(asked: Sequence[int]) -> int:
    """Return the key that the fewest children share, all of them counted."""
    sizes = dict(
        MatchKey.objects.filter(key__in=asked).values_list("key").annotate(children=Count("pk")).order_by()
    )
    return min(sizes, key=lambda key: sizes[key])


def _heaviest(weights: Mapping[int, float]) -> list[UUID]:
    """Return the children whose shared keys weigh most, the heaviest first; of equals the same ones every time."""
    if not weights:
        return []
    summed = f"""WITH asked(key, weight) AS (VALUES {_given(len(weights), "bigint", "double precision")})
        SELECT held.child_id FROM asked JOIN people_matchkey held ON held.key = asked.key
        GROUP BY held.child_id ORDER BY sum(asked.weight) DESC, held.child_id LIMIT {MOST_CANDIDATES}"""  # noqa: S608
    rows = _rows(summed, [part for pair in weights.items() for part in pair])
    return [one if isinstance(one, UUID) else UUID(one) for (one,) in rows]


def _given(count: int, *kinds: str) -> str:
    """Return the SQL for so many rows of parameters, their types told with the first, as either database takes it."""
    first = ", ".join(f"CAST(%s AS {kind})" for kind in kinds)
    others = ", ".join("%s" for _ in kinds)
    return f"({first})" + f", ({others})" * (count - 1)


def _rows(statement: str, parameters: Sequence[int | float]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
