"""Loading the measured county: the invented children through the service's own actions, cases with all that was done.

``python -m benchmarks.county --children 5000 --cases 500`` fills the empty database of this environment. Children and
enrolments go through ``record_children`` and ``record_enrolments``, and every case through ``refresh_case``: stage,
duties, reach and the record of what was done are what the service itself would have made. Only the rows of what was
done in a case are inserted as they stand.
"""

import argparse
import gc
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

import onroll  # noqa: F401  the database library is replaced before Django loads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.project.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model, QuerySet

from benchmarks.browser import PASSWORD
from benchmarks.histories import Known, history_of, referral_of
from onroll.access import actors
from onroll.access.models import Area, Membership, Organisation, OrganisationKind, Team, User
from onroll.audit.actor import LONDON, Actor
from onroll.cases.actions.duties import refresh_case, refresh_referral
from onroll.cases.models import Case
from onroll.demonstration.county import County
from onroll.demonstration.county.chance import pick, stream
from onroll.demonstration.county.people import Child as Person
from onroll.demonstration.county.people import Family, Situation
from onroll.demonstration.county.school_year import of_compulsory_age
from onroll.demonstration.county.schools import Establishment as SchoolAsMade
from onroll.education.actions import NewEnrolment, record_enrolments
from onroll.people.actions import record_children
from onroll.people.models import Address, Child, Parent, Relationship
from onroll.people.told import NewAddress, NewChild, NewName, NewParent, Source
from onroll.schools.models import Closure, Establishment, Term

SEED = 4_361
CASES_OF_ONE_OFFICER = 25
CLOSED_IN_TEN = 3
WAITING_PER_CASE = 20  # one notice that nobody has looked at for so many cases
BATCH = 1_000
ROLES = {"CMEA": "cme.assistant", "AEM": "cme.manager", "ADM": "admissions"}
ROLES_OF_AREA = {"ARM": "area.manager", "ARL": "area.lead"}

Row = TypeVar("Row")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Ground:
    """What is there before the first child: areas, officers of each, schools by URN."""

    areas: dict[str, Area]
    officers: dict[str, list[User]]
    schools: dict[int, Establishment]


def load(*, children: int, cases: int, at: datetime, say: Say = print) -> dict[str, int]:
    """Bring a county as of ``at`` into the database, and return how many rows of each kind there are.

    What a run that was stopped has loaded is kept, and loading goes on after it; the day must be the same.
    """
    day = at.astimezone(LONDON).date()
    county = County(seed=SEED, children=children, day=day)
    by = actors.service_actor("Command line", role="LOAD", at=at - timedelta(days=400), purpose="measuring")
    with transaction.atomic():
        there = Area.objects.exists()
        officers = max(4, cases * (10 - CLOSED_IN_TEN) // 10 // CASES_OF_ONE_OFFICER)
        ground = ground_there() if there else lay_ground(county, officers=officers)
    done = _every_child().count()
    for batch in _batches(islice(county.children(), done, None), BATCH):
        with transaction.atomic():
            _take_in(batch, ground, by)
        done += len(batch)
        say(f"  children: {done:,} of {children:,}")
    open_cases(_with_case(county, cases), ground, at=at, say=say)
    every_case = Case.objects.unscoped("counted after loading")
    counts = {"children": done, "cases": every_case.count()}
    return counts | {"open": every_case.filter(closed_on=None).count()}


def _every_child() -> QuerySet[Child]:
    return Child.objects.unscoped("a county is loaded, by nobody in particular")


# ------------------------------------------------------------------------------------------ places and people at work
def lay_ground(county: County, *, officers: int) -> Ground:
    """Record areas, organisations, schools, terms and accounts; the number of officers grows with the caseload."""
    areas = {
        name: Area.objects.create(name=name, code=name.lower().replace(" ", "-")) for name in county.areas
    }
    council = Organisation.objects.create(name="Wendlemere County Council", kind=OrganisationKind.AUTHORITY)
    schools = _schools(county, areas)
    _terms(county)
    password = make_password(PASSWORD)
    for role, name in ROLES.items():
        _person(name, role, council, password)
    found: dict[str, list[User]] = {}
    for number, (words, area) in enumerate(areas.items()):
        team = Team.objects.create(name=f"Attendance, {words}", code=f"attendance-{area.code}", area=area)
        for role, name in ROLES_OF_AREA.items():
            _person(f"{name}.{area.code}", role, council, password, area=area)
        here = officers // len(areas) + (number < officers % len(areas))
        found[words] = [
            _person(f"officer.{area.code}.{each}", "AIO", council, password, area=area, team=team)
            for each in range(1, here + 1)
        ]
    return Ground(areas, found, schools)


def ground_there() -> Ground:
    """Return what an earlier run laid."""
    areas = {area.name: area for area in Area.objects.all()}
    officers: dict[str, list[User]] = {name: [] for name in areas}
    for held in Membership.objects.filter(role="AIO").select_related("user", "area").order_by("user__email"):
        assert held.area
        officers[held.area.name].append(held.user)
    schools = {int(row.urn): row for row in Establishment.objects.select_related("area")}
    return Ground(areas, officers, schools)


def _person(
    name: str, role: str, organisation: Organisation, password: str, *, area: Area | None = None,
    team: Team | None = None,
) -> User:  # fmt: skip
    words = name.replace(".", " ").replace("-", " ").title()
    user = User(email=f"{name}@wendlemere.example", name=words, organisation=organisation, password=password)
    user.save(force_insert=True)
    Membership.objects.create(user=user, role=role, area=area, team=team, from_on="2020-09-01")
    return user


def _schools(county: County, areas: dict[str, Area]) -> dict[int, Establishment]:
    rows = {}
    for made in county.establishments:
        organisation = None
        if made.is_open:
            name = f"{made.name} ({made.urn})"
            organisation = Organisation.objects.create(name=name, kind=OrganisationKind.SCHOOL)
        rows[made.urn] = _school(made, areas[made.area], organisation, county)
    Establishment.objects.bulk_create(rows.values(), batch_size=200)
    return rows


def _school(
    made: SchoolAsMade, area: Area, organisation: Organisation | None, county: County
) -> Establishment:
    return Establishment(
        urn=str(made.urn), la_code=made.la_code, establishment_number=made.number, name=made.name,
        type_code=made.type_code, type_name=made.type_name, type_group=made.group_name,
        phase_name=made.phase_name, status_code=made.status, status_name=made.status_name,
        opened_on=made.opened_on, closed_on=made.closed_on, low_age=made.low_age, high_age=made.high_age,
        street=made.street, locality=made.village, town=made.town, postcode=made.postcode, area=area,
        organisation=organisation, roll_as_of_on=county.day - timedelta(days=4) if made.is_open else None,
    )  # fmt: skip


def _terms(county: County) -> None:
    for year in county.calendar:
        for term in year.terms:
            Term.objects.create(
                name=f"{term.name} {year.starts_in}", starts_on=term.first_on, ends_on=term.last_on
            )
        for closure in year.closures:
            Closure.objects.create(starts_on=closure.on, ends_on=closure.on, reason=closure.words)


# ------------------------------------------------------------------------------------------------------ the children
Member = tuple[Person, Family]


def _on_cases(county: County, wanted: int) -> set[int]:
    """Choose the children who have a case: first all who are on no roll, then others of school age, spread evenly."""
    missing, others = [], []
    for child, _ in county.children():
        if child.situation is Situation.NO_ROLL:
            missing.append(child.number)
        elif of_compulsory_age(child.born_on, county.day) and child.situation is not Situation.DIED:
            others.append(child.number)
    draw = stream(SEED, 200)
    others.sort(key=lambda _: draw())
    return {*missing[:wanted], *others[: max(0, wanted - len(missing))]}


def _with_case(county: County, cases: int) -> list[tuple[Child, str]]:
    """Return the children who are to have a case and have none yet, each with the name of the area, in one order."""
    chosen = _on_cases(county, cases)
    have = set(Case.objects.unscoped("loading goes on").values_list("child_id", flat=True))
    rows = _every_child().select_related("area").order_by("reference")
    by_name = {(row.surname, row.forenames, row.birth_date, row.upn): row for row in rows.iterator()}
    found = []
    for child, _ in county.children():
        if child.number in chosen:
            row = by_name[child.surname, _forenames(child), child.born_on, child.upn]
            if row.pk not in have and row.area:
                found.append((row, row.area.name))
    return found


def _forenames(child: Person) -> str:
    return f"{child.forename} {child.middle_names}".strip()


def _take_in(batch: Sequence[Member], ground: Ground, by: Actor) -> None:
    source = Source(words="population list", as_of_on=by.today)
    area_of = _areas_of(ground)
    rows = record_children(
        [(_told(child, family, ground, area_of), source) for child, family in batch], by=by
    )
    _join_families(batch, rows)
    enrolments = [
        (NewEnrolment(child=row, establishment=school, starting_on=spell.started_on, listed=True), source)
        for row, (child, _) in zip(rows, batch, strict=True)
        for spell in child.enrolments
        if spell.ended_on is None and (school := ground.schools.get(spell.urn))
    ]
    record_enrolments(enrolments, by=by)


def _areas_of(ground: Ground) -> dict[str, Area]:
    return {school.town: school.area for school in ground.schools.values() if school.area}


def _told(child: Person, family: Family, ground: Ground, area_of: dict[str, Area]) -> NewChild:
    home = family.home_of(child)
    fallback = next(iter(ground.areas.values()))
    names = (
        [NewName(kind="former", forenames=child.forename, surname=child.former_surname)]
        if child.former_surname
        else []
    )
    return NewChild(
        forenames=_forenames(child), surname=child.surname,
        known_as=child.known_as, birth_date=child.born_on, sex=child.sex, upn=child.upn,
        ethnicity=child.ethnicity[:4], first_language=child.language[:3],
        area=area_of.get(home.town, fallback),
        addresses=[
            NewAddress(
                lines=f"{place.house} {place.street}".strip(), town=place.town, postcode=place.postcode,
                no_fixed_address=place.kind != "home" and not place.street,
            )
            for place in (family.homes[at] for at in child.homes)
        ],
        parents=[
            NewParent(
                name=f"{each.forename} {each.surname}", phone=each.phone, email=each.email,
                lives_with=each.home in child.homes, has_responsibility=each.responsible,
            )
            for each in family.parents
        ],
        names=names,
        identifiers={
            "nhs-number": child.nhs_number, "former-upn": child.former_upn,
        },
    )  # fmt: skip


def _join_families(batch: Sequence[Member], rows: Sequence[Child]) -> None:
    """Make the parents of brothers and sisters one row each, as they are once officers have joined a family."""
    family_of = {row.pk: family.number for row, (_, family) in zip(rows, batch, strict=True)}
    links = Relationship.objects.unscoped("families are joined").filter(child_id__in=list(family_of))
    first: dict[tuple[int, str, int], Any] = {}
    seen: Counter[tuple[Any, str]] = Counter()
    moved, spare = [], []
    for link in links.select_related("parent"):
        name = link.parent.name
        seen[link.child_id, name] += 1  # father and son may share a name
        kept = first.setdefault((family_of[link.child_id], name, seen[link.child_id, name]), link.parent_id)
        if kept != link.parent_id:
            spare.append(link.parent_id)
            link.parent_id = kept
            moved.append(link)
    Relationship.objects.unscoped("families are joined").bulk_update(moved, ["parent"], batch_size=200)
    for ids in _batches(iter(spare), 500):
        Parent.objects.unscoped("families are joined").filter(pk__in=ids).delete()


# --------------------------------------------------------------------------------------------------------- the cases
def open_cases(with_case: Sequence[tuple[Child, str]], ground: Ground, *, at: datetime, say: Say) -> None:
    """Insert the cases of these children with all that was done, and let the service work out what follows."""
    by = actors.service_actor("Nightly run", role="NIGHT", at=at, purpose="measuring")
    done = 0
    for number, batch in enumerate(_batches(iter(with_case), 250)):
        draw = stream(SEED, 201, number)
        with transaction.atomic():
            histories = [
                history_of(known, closed=place % 10 < CLOSED_IN_TEN)
                for place, known in enumerate(_known(batch, ground, by, draw))
            ]
            Case.objects.bulk_create([each.case for each in histories], batch_size=500)
            _insert([row for each in histories for row in each.rows])
            for moved in (each.last["moved_out"] for each in histories if "moved_out" in each.last):
                moved.save(update_fields=["until_on"])
            for each in histories:
                refresh_case(each.case.pk, by=by)
        done += len(batch)
        say(f"  cases: {done:,} of {len(with_case):,}")
    _notices_waiting(with_case, ground, by)


def _known(
    batch: Sequence[tuple[Child, str]], ground: Ground, by: Actor, draw: Callable[[], float]
) -> Iterator[Known]:
    ids = [child.pk for child, _ in batch]
    homes = {
        row.child_id: row for row in Address.objects.unscoped("where cases are").filter(child_id__in=ids)
    }
    schools = [school for school in ground.schools.values() if school.is_open]
    for child, area in batch:
        yield Known(
            child=child, address=homes.get(child.pk), area=ground.areas[area], officers=ground.officers[area],
            schools=schools, day=by.today, draw=draw,
        )  # fmt: skip


def _insert(rows: Iterable[Model]) -> None:
    """Insert rows table by table, in the order in which their kinds first come, which is that of their keys."""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, some in by_model.items():
        model._base_manager.bulk_create(some, batch_size=500)


def _notices_waiting(with_case: Sequence[tuple[Child, str]], ground: Ground, by: Actor) -> None:
    draw = stream(SEED, 202)
    some = with_case[::WAITING_PER_CASE]
    with transaction.atomic():
        for known in _known(some, ground, by, draw):
            known.child = pick([child for child, _ in with_case], draw)
            row = referral_of(known, by.today - timedelta(days=int(draw() * 4)))
            row.save(force_insert=True)
            refresh_referral(row, by=by)


def _batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def main() -> None:
    """Load a county into the database of this environment and print how many rows it has."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--children", type=int, required=True)
    options.add_argument("--cases", type=int, required=True)
    wanted = options.parse_args()
    gc.disable()  # nothing that is made here is thrown away in circles, and looking for it takes a quarter of the time
    counts = load(children=wanted.children, cases=wanted.cases, at=datetime.now(UTC),
                  say=lambda words: print(words, flush=True))  # fmt: skip
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
