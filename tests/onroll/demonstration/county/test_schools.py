"""The county's schools, their terms, and the people who work with its children."""

from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from onroll.access import matrix
from onroll.demonstration.county import County
from onroll.demonstration.county.places import localities
from onroll.demonstration.county.school_kinds import KINDS
from onroll.demonstration.county.school_year import bank_holidays, default_year, easter, working_days_from

TODAY = date(2026, 11, 23)


@cache
def county() -> County:
    return County(day=TODAY)


def test_there_are_schools_of_every_kind_and_standing() -> None:
    schools = county().establishments

    assert 90 <= len(schools) <= 120
    assert {school.kind for school in schools} == set(KINDS)
    assert {school.status for school in schools} == {"1", "2", "3", "4"}
    assert {school.phase for school in schools} >= {"0", "1", "2", "4", "5", "6", "7"}
    assert len({school.type_code for school in schools}) >= 14
    assert {school.system for school in schools} == {"sims", "arbor", "bromcom", "scholarpack"}


def test_a_school_is_known_by_one_urn_one_number_and_one_name() -> None:
    schools = county().establishments

    assert len({school.urn for school in schools}) == len(schools)
    assert all(900_000 < school.urn < 990_000 for school in schools)
    now = [school for school in schools if school.status != "2"]
    assert len({school.laestab for school in now}) == len(now)
    assert len({school.name for school in now}) == len(now)


def test_an_academy_that_was_converted_follows_a_school_that_closed_the_day_before() -> None:
    now = next(school for school in county().establishments if school.succeeds)

    before = county().establishment(now.succeeds)
    assert before.number == now.number
    assert before.closed_on is not None
    assert (now.opened_on - before.closed_on).days == 1


def test_the_largest_county_has_room_for_its_schools() -> None:
    schools = County(children=1_000_000, day=TODAY).establishments

    now = [school for school in schools if school.status != "2"]
    assert len({school.number for school in now}) == len(now)
    assert all(len(school.number) == 4 and not "3950" <= school.number <= "3999" for school in schools)
    assert len({place.name for place in localities(1_000_000)}) == 300


def test_a_county_three_years_on_has_the_same_schools() -> None:
    later = County(day=date(2029, 11, 23)).establishments

    assert [school.name for school in later] == [school.name for school in county().establishments]


@pytest.mark.parametrize("year", range(2020, 2040))
def test_the_authority_s_year_has_a_hundred_and_ninety_days_and_ends_in_july(year: int) -> None:
    calendar = default_year(year)

    assert len(calendar.school_days()) == 190
    assert calendar.last_day.month == 7
    assert [term.first_on for term in calendar.terms] == sorted(term.first_on for term in calendar.terms)
    for term, following in pairwise(calendar.terms):
        assert 2 < (following.first_on - term.last_on).days < 20


def test_bank_holidays_are_those_that_were_published() -> None:
    """Source: the published list for England and Wales, 2026 and 2027."""
    assert easter(2026) == date(2026, 4, 5)
    assert sorted(bank_holidays(2027)) == [
        date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30),
        date(2027, 12, 27), date(2027, 12, 28),
    ]  # fmt: skip


def test_working_days_step_over_weekends_and_bank_holidays() -> None:
    assert working_days_from(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert working_days_from(date(2026, 12, 29), -1) == date(2026, 12, 24)
    assert working_days_from(date(2026, 11, 22), 0) == date(2026, 11, 20)


def test_most_schools_keep_the_authority_s_terms_and_some_their_own() -> None:
    counts: Counter[str] = Counter()
    for school in county().establishments:
        calendars = county().calendar_of(school)
        assert [calendar.starts_in for calendar in calendars] == [2025, 2026, 2027]
        for calendar, default in zip(calendars, county().calendar, strict=True):
            assert 165 <= len(calendar.school_days()) <= 194, school.name
            counts["own terms"] += calendar.terms != default.terms
            counts["own closures"] += calendar.closures != default.closures
            counts["unplanned"] += any(closure.kind == "unplanned closure" for closure in calendar.closures)
            unplanned = [closure.on for closure in calendar.closures if closure.kind == "unplanned closure"]
            assert all(on < TODAY for on in unplanned)
    print("\nof", 3 * len(county().establishments), "school years:", dict(counts))

    assert counts["own terms"] > 30
    assert counts["own closures"] > 80
    assert counts["unplanned"] > 5


def test_there_is_somebody_for_each_role_but_the_public_and_each_has_something_to_try() -> None:
    roles = Counter(person.role for person in county().staff)

    assert set(roles) == {role.code for role in matrix.ROLES} - {"PUB", "NIGHT", "LOAD"}
    assert roles["CMEA"] == 2
    assert roles["ARL"] == roles["ARM"] == 4
    assert roles["AIO"] >= 8
    assert roles["AGY"] >= 6
    assert all(len(person.try_this) > 20 for person in county().staff)


def test_keys_and_e_mail_addresses_are_nobody_else_s_and_lead_to_what_exists() -> None:
    staff, bodies, teams = county().staff, county().organisations, county().teams

    assert len({person.key for person in staff}) == len(staff)
    assert len({person.email for person in staff}) == len(staff)
    assert {person.organisation for person in staff} <= {body.key for body in bodies}
    assert {person.team for person in staff} <= {team.key for team in teams} | {""}
    assert {team.area for team in teams} == {*county().areas, ""}
