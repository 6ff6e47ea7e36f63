"""Finding one child among all by a name and a date as somebody wrote them: how quick, and how often found.

``python -m benchmarks.lookup`` asks ``people.queries.candidates_for`` and, on PostgreSQL, the peer that a team would
use without keys of its own: trigram similarity, the names in one index, the dates in another. Who is meant is known,
since each question is a child of the county, mis-written. Prints JSON.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

import onroll  # noqa: F401  the database library is replaced before Django loads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.db.utils import DatabaseError

from benchmarks.misspelling import as_written
from benchmarks.plan import children_to_find
from onroll.access import actors
from onroll.audit.actor import Actor
from onroll.demonstration.county.chance import stream
from onroll.people import facts
from onroll.people.models import Child
from onroll.people.queries import candidates_for
from rulebook.identity.compare import IdentityRecord

QUESTIONS = 400
SEED = 4_363
FIRST = 10
WARMING = 20

TRIGRAM = """
    SELECT id FROM people_child
    WHERE (forenames || ' ' || surname) %% %(name)s {or_date}
    ORDER BY similarity(forenames || ' ' || surname, %(name)s) + (birth_date = %(born)s)::int DESC
    LIMIT 10
"""

Ask = Callable[[IdentityRecord], Sequence[UUID]]


@dataclass(frozen=True)
class Found:
    """How one way of asking did: milliseconds at the middle and for all but one in twenty, and how many it found."""

    way: str
    questions: int
    found: int
    first: int
    p50: float
    p95: float


def questions(number: int) -> list[tuple[UUID, IdentityRecord]]:
    """Return children of the county, each with what somebody wrote of the child."""
    draw = stream(SEED, 1)
    return [(child.pk, as_written(child, draw)) for child in children_to_find(number)]


def measure(way: str, ask: Ask, asked: Sequence[tuple[UUID, IdentityRecord]]) -> Found:
    """Ask every question and return how it went."""
    for _, record in asked[:WARMING]:
        ask(record)
    waits, places = [], []
    for wanted, record in asked:
        began = time.perf_counter()
        answer = list(ask(record))
        waits.append((time.perf_counter() - began) * 1000)
        places.append(answer.index(wanted) if wanted in answer[:FIRST] else -1)
    cuts = statistics.quantiles(waits, n=100)
    found = sum(place >= 0 for place in places)
    return Found(
        way, len(asked), found, places.count(0), round(statistics.median(waits), 1), round(cuts[94], 1)
    )


def by_keys(by: Actor) -> Ask:
    """Return the service's own way: stored keys propose, the rulebook judges."""
    return lambda record: [each.child.pk for each in candidates_for(record, by=by, most=FIRST)]


def by_trigrams(*, or_date: bool) -> Ask:
    """Return the peer's way: names alike by their trigrams, or of that date of birth too; the ten likest, fetched."""
    statement = TRIGRAM.format(or_date="OR birth_date = %(born)s" if or_date else "")

    def ask(record: IdentityRecord) -> list[UUID]:
        with connection.cursor() as cursor:
            name = f"{record.forenames} {record.surname}"
            cursor.execute(statement, {"name": name, "born": record.birth_date})
            ids = [row[0] for row in cursor.fetchall()]
        rows = list(Child.objects.unscoped("the peer fetches what it shows").filter(pk__in=ids))
        facts.with_parts(rows)
        return ids

    return ask


def by_full_text() -> Ask:
    """Return SQLite's own way: the trigrams of its full-text index, names and date, the likest ten, fetched."""

    def ask(record: IdentityRecord) -> list[UUID]:
        text = f"{record.forenames} {record.surname} {record.birth_date or ''}".replace('"', "")
        parts = dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2))
        wanted = " OR ".join(f'"{part}"' for part in parts)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT child FROM peer_text WHERE words MATCH %s ORDER BY rank LIMIT 10", [wanted]
            )
            ids = [UUID(row[0]) for row in cursor.fetchall()]
        rows = list(Child.objects.unscoped("the peer fetches what it shows").filter(pk__in=ids))
        facts.with_parts(rows)
        return ids

    return ask


def prepare_full_text() -> None:
    """Make the peer's full-text table, of trigrams."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS peer_text")
        cursor.execute(
            "CREATE VIRTUAL TABLE peer_text USING fts5(child UNINDEXED, words, tokenize = 'trigram')"
        )
        cursor.execute(
            "INSERT INTO peer_text SELECT id, forenames || ' ' || surname || ' ' || birth_date FROM people_child"
        )


def remove_full_text() -> None:
    """Take it away again."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE peer_text")


def prepare_peer() -> str:
    """Make the peer's two indexes, once, and return nothing; or return why it cannot be measured here."""
    if connection.vendor != "postgresql":
        return "trigrams are PostgreSQL's"
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS peer_names ON people_child"
                " USING gin ((forenames || ' ' || surname) gin_trgm_ops)"
            )
            cursor.execute("CREATE INDEX IF NOT EXISTS peer_dates ON people_child (birth_date)")
            cursor.execute("ANALYZE people_child")
    except DatabaseError as error:
        return f"this PostgreSQL has no trigrams: {str(error).splitlines()[0]}"
    return ""


def remove_peer() -> None:
    """Take the peer's indexes away again, so that the pages are measured without them."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS peer_names")
        cursor.execute("DROP INDEX IF EXISTS peer_dates")


def main() -> None:
    """Print how each way did, and why the peer is missing where it is."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--questions", type=int, default=QUESTIONS)
    options.add_argument("--no-peers", action="store_true", help="only the service's own way")
    wanted = options.parse_args()
    number = wanted.questions
    by = actors.service_actor("Looking up", role="LOAD", at=datetime.now(UTC), purpose="measuring")
    asked = questions(number)
    ways = [measure("stored keys, judged by the rulebook", by_keys(by), asked)]
    if wanted.no_peers:
        print(json.dumps({"ways": [asdict(way) for way in ways], "no_peer": "none was asked for"}))
        return
    if connection.vendor == "sqlite":
        prepare_full_text()
        ways.append(measure("full-text trigrams (FTS5)", by_full_text(), asked))
        remove_full_text()
    why_not = prepare_peer()
    if not why_not:
        ways.append(measure("trigrams of the name", by_trigrams(or_date=False), asked))
        ways.append(measure("trigrams of the name, or the date", by_trigrams(or_date=True), asked))
        remove_peer()
    print(json.dumps({"ways": [asdict(way) for way in ways], "no_peer": why_not}))


if __name__ == "__main__":
    main()
