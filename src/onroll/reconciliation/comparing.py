"""Lists compared with everybody held here: from files in a private folder to one reason for each row."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from linkage.reconcile import Asked, reconcile
from linkage.records import ListKind
from onroll.access.models import Area
from onroll.audit.actor import Actor
from onroll.people import lookups
from onroll.people.queries import Candidate
from onroll.reconciliation import private
from onroll.reconciliation.explaining import Explained, Known, explain, of_age, of_stranger
from onroll.reconciliation.known import families_at, home_of, known_of
from onroll.reconciliation.models import ComparedList, Listed, Reason
from onroll.reconciliation.told import listed_again, record_of
from onroll.schools.registering import area_of
from onroll.transfers import storage
from onroll.transfers.formats import lists
from rulebook.identity import keys
from rulebook.identity.compare import IdentityRecord
from rulebook.identity.decide import Decision, assess

BATCH = 1_000
MEMORY = "1GB"  # what does not fit is put into the private folder
TELLING = 12.0  # bits of a key that two rows of one child are likely to share
MOST_UNDER_ONE_KEY = 30
EVENS = 0.5

Say = Callable[[str], None]
Row = dict[str, Any]


def say_nothing(_words: str) -> None:
    """Take no notice of how far it has got."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Which postcodes are ours, as far as the areas say."""

    areas: Sequence[Area]

    def ours(self, postcode: str) -> bool | None:
        """Return whether a postcode is in one of our areas; None where nobody can tell."""
        if not postcode or not any(area.postcode_prefixes for area in self.areas):
            return None
        return area_of(postcode, areas=self.areas) is not None


@dataclass
class Compared:
    """What came of comparing: rows in batches, and what the comparison itself expects to have got wrong."""

    batches: Iterator[list[Listed]]
    reckoned: Mapping[str, Any]


def compare(compared: Sequence[ComparedList], *, folder: Path, on: date, say: Say, by: Actor) -> Compared:
    """Return each row of these lists with its reason, in the order of the lists; everything is written to ``folder``.

    Raises Refused when a list is none.
    """
    say("Reading the lists")
    rows = folder / "rows.jsonl"
    _write_lists(compared, rows=rows, population=folder / "population.csv")
    say("Writing out everybody held here")
    private.write_rows(folder / "roll.csv", private.rows_held(by))
    asked = Asked(
        population=[folder / "population.csv"],
        roll=[folder / "roll.csv"],
        out=folder / "out",
        id_column="id",
        memory=MEMORY,
    )
    answer = reconcile(asked, say=lambda words: say(f"Comparing: {words}"))
    say("Looking what explains each child")
    told = _Sorting(compared, on=on, places=Places(areas=list(Area.objects.all())), by=by)
    return Compared(told.batches(rows, folder / "out" / "decisions.csv"), _reckoned(answer.summary))


def _write_lists(compared: Sequence[ComparedList], *, rows: Path, population: Path) -> None:
    """Write every row as it is kept, and those that can be compared once more for comparing."""
    with rows.open("w", encoding="utf-8") as kept:
        private.write_rows(population, _population(compared, kept))


def _population(compared: Sequence[ComparedList], kept: Any) -> Iterator[tuple[Any, ...]]:
    place = 0
    for number, one in enumerate(compared):
        assert one.file is not None
        path = storage.path_of(one.file.stored_as)
        reader = lists.open_list(path, kind=ListKind.POPULATION, chosen=one.file.told.get("columns", {}))
        for row in reader:
            place += 1
            refused = next((finding.words for finding in row.findings if finding.refuses), "")
            told = private.told_by(row)
            kept.write(json.dumps([place, number, row.line, refused, told]) + "\n")
            if not refused:
                yield private.row_told(place, told)


@dataclass
class _Sorting:
    """Gives each row its reason, remembering which children were met before."""

    compared: Sequence[ComparedList]
    on: date
    places: Places
    by: Actor
    met: dict[UUID, int] = field(default_factory=dict)  # children held here, by where a list first named them
    strangers: dict[int, list[tuple[int, IdentityRecord]]] = field(default_factory=dict)

    def batches(self, rows: Path, decisions: Path) -> Iterator[list[Listed]]:
        """Yield the rows in batches, each with what was decided of it."""
        with rows.open(encoding="utf-8") as lines, decisions.open(encoding="utf-8", newline="") as table:
            both = _side_by_side(map(json.loads, lines), csv.DictReader(table))
            while batch := list(islice(both, BATCH)):
                yield self._sorted(batch)

    def _sorted(self, batch: Sequence[tuple[list[Any], Row | None]]) -> list[Listed]:
        wanted = {UUID(said["roll_id"]) for _, said in batch if said and said["roll_id"]}
        known = known_of(wanted, on=self.on, by=self.by)
        found = [self._one(row, said, known) for row, said in batch]
        self._look_again([one for one in found if one.reason == Reason.UNEXPLAINED and one.child_id is None])
        return found

    def _one(self, row: list[Any], said: Row | None, known: Mapping[UUID, Known]) -> Listed:
        place, number, line, refused, told = row
        one = Listed(list=self.compared[number], place=place, line=line, told=told)
        if refused or said is None:
            return _with(one, Explained(Reason.UNREADABLE, refused or "This row cannot be compared."))
        one.probability = float(said["probability"])
        held = UUID(said["roll_id"]) if said["roll_id"] else None
        if held is None or held not in known:
            return _with(one, self._stranger(told, one))
        if said["decision"] == "review":
            one.maybe_id = held
            words = f"May be {known[held].reference}: {said['because']}"
            return _with(one, of_age(record_of(told).birth_date, on=self.on) or Explained(Reason.LOOK, words))
        one.child_id = held
        first = self.met.setdefault(held, place)
        if first != place:
            one.twice_of = first
            return _with(
                one, Explained(Reason.LISTED_TWICE, f"{known[held].reference}, who is listed before")
            )
        return _with(one, explain(known[held], on=self.on))

    def _stranger(self, told: Mapping[str, Any], one: Listed, near: str = "", family: str = "") -> Explained:
        postcode = str(told.get("postcode", ""))
        return of_stranger(
            born_on=record_of(told).birth_date,
            on=self.on,
            postcode=postcode,
            ours=self.places.ours(postcode),
            listed_on=one.list.data_as_of,
            near=near,
            family=family,
        )

    def _look_again(self, strangers: Sequence[Listed]) -> None:
        """Ask the rulebook about those whom nobody can explain: is one held here after all, or listed before?"""
        records = [record_of(one.told) for one in strangers]
        homes = families_at(records, on=self.on, by=self.by)
        for one, record, likely in zip(
            strangers, records, lookups.likely_children(records, by=self.by), strict=True
        ):
            before = self._listed_before(one.place, record)
            if before is not None:
                one.twice_of = before
                _with(one, Explained(Reason.LISTED_TWICE, listed_again(before)))
            elif likely:
                self._may_be(one, likely[0])
            elif home_of(record) in homes:
                _with(one, self._stranger(one.told, one, family=homes[home_of(record)]))

    def _may_be(self, one: Listed, nearest: Candidate) -> None:
        one.maybe = nearest.child
        if nearest.match.probability >= EVENS:
            words = f"May be {nearest.child.reference}: {nearest.match.odds_words}"
            _with(one, Explained(Reason.LOOK, words))
        else:
            _with(one, self._stranger(one.told, one, near=nearest.child.reference))

    def _listed_before(self, place: int, record: IdentityRecord) -> int | None:
        """Return where the lists have the same child before, by the evidence that makes one child of two rows."""
        telling = [key for key, weight in keys.query_keys(record) if weight >= TELLING]
        compared: set[int] = set()
        for key in telling:
            for before, other in self.strangers.get(key, ()):
                if before not in compared:
                    compared.add(before)
                    if assess(record, other).decision is Decision.SAME:
                        return before
        for key in keys.keys_of(record):
            under = self.strangers.setdefault(key, [])
            if len(under) < MOST_UNDER_ONE_KEY:
                under.append((place, record))
        return None


def _with(one: Listed, explained: Explained) -> Listed:
    one.reason, one.because, one.likeliest = explained.reason, explained.words, explained.likeliest
    return one


def _side_by_side(
    rows: Iterator[list[Any]], decisions: Iterable[Row]
) -> Iterator[tuple[list[Any], Row | None]]:
    """Yield each row with its decision; both come in the order of the lists, and a row set aside has none."""
    waiting = iter(decisions)
    said = next(waiting, None)
    for row in rows:
        if said is not None and int(said["population_id"]) == row[0]:
            yield row, said
            said = next(waiting, None)
        else:
            yield row, None
    if said is not None:
        raise RuntimeError("decisions do not stand in the order of the lists")


def _reckoned(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the comparison says of its own errors."""
    names = ("expected_false_alarms", "expected_misses", "model")
    return {name: summary[name] for name in names if name in summary}
