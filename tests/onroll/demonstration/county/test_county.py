"""The county: the same from the same seed, of the size asked for, true to itself, and never ahead of its day."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from onroll.demonstration.county import County
from onroll.demonstration.county.county import overlapping
from onroll.demonstration.county.people import Child, Family, Situation
from onroll.demonstration.county.school_year import of_compulsory_age
from rulebook.identifiers.nhs_number import read_nhs_number
from rulebook.identifiers.postcode import read_postcode
from rulebook.identifiers.upn import read_upn
from rulebook.school_days.ages import compulsory_school_age

TODAY = date(2026, 11, 23)
DAYS = (TODAY, date(2026, 9, 1), date(2027, 2, 14), date(2027, 7, 13), date(2027, 8, 31), date(2028, 2, 29))


@cache
def county() -> County:
    return County(day=TODAY)


@cache
def children() -> list[tuple[Child, Family]]:
    return list(county().children())


def test_the_same_seed_size_and_day_give_the_same_county() -> None:
    again = County(day=TODAY)

    assert list(again.children()) == children()
    assert again.establishments == county().establishments
    assert again.staff == county().staff
    assert again.stories == county().stories


def test_another_seed_gives_other_people_and_the_same_stories() -> None:
    other = County(seed=2, day=TODAY)

    names = [child.name for child, _ in other.children() if not child.story]
    assert names != [child.name for child, _ in children() if not child.story]
    assert [story.key for story in other.stories] == [story.key for story in county().stories]


def test_a_district_can_be_made_by_itself() -> None:
    alone = list(county().children(district=2))

    assert alone == [row for row in children() if county().localities[row[1].locality].district == 2]


@pytest.mark.parametrize("size", [1_000, 5_000, 12_345])
def test_a_county_has_exactly_as_many_children_as_were_asked_for_each_with_its_own_number(size: int) -> None:
    numbers = [child.number for child, _ in County(children=size, day=TODAY).children()]

    assert sorted(numbers) == list(range(size))


@pytest.mark.parametrize("size", [0, 999, 2_000_001])
def test_a_county_too_small_or_too_large_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="children must be from 1000 to 2000000"):
        County(children=size, day=TODAY)


def test_every_upn_has_the_right_check_letter_and_belongs_to_one_child() -> None:
    upns = [child.upn for child, _ in children() if child.upn]
    former = [child.former_upn for child, _ in children() if child.former_upn]

    for number in (*upns, *former):
        assert not [found for found in read_upn(number, where="").findings if found.severity == "refusal"], (
            number
        )
    assert len(set(upns)) == len(upns)
    assert len(upns) > 3_800
    assert former, "some have a former UPN"


def test_a_upn_from_elsewhere_can_be_no_real_child_s() -> None:
    """Real authorities' codes stand only before establishment numbers that no school has."""
    outside = [child.upn for child, _ in children() if child.upn and not child.upn[1:4].startswith("99")]

    assert outside
    assert all(upn[4:8] < "1000" for upn in outside)


def test_every_nhs_number_is_valid_and_from_the_range_for_tests() -> None:
    numbers = [child.nhs_number for child, _ in children() if child.nhs_number]

    assert len(numbers) == len(set(numbers)) > 4_000
    assert all(number.startswith("999") for number in numbers)
    assert all(read_nhs_number(number, where="").value is not None for number in numbers)


def test_every_postcode_is_well_formed_and_none_is_of_a_real_area() -> None:
    areas = set()
    for _, family in children():
        for home in family.homes:
            assert read_postcode(home.postcode, where="").value is not None, home
            areas.add(home.postcode[:2])

    assert areas <= {"WX", "WY", "ZZ"}


def test_every_telephone_number_and_e_mail_address_leads_nowhere() -> None:
    parents = [parent for _, family in children() for parent in family.parents]
    bodies = county().organisations
    officers = county().staff

    assert all(parent.phone.startswith("07700 900") for parent in parents)
    assert all(body.telephone.startswith("01632 960") for body in bodies)
    assert all(person.telephone.startswith("01632 960") for person in officers)
    assert all(each.email.endswith(".example") for each in (*parents, *bodies, *officers))


def test_no_two_people_of_the_stories_have_one_telephone_number() -> None:
    told = {story.key for story in county().stories}
    theirs = [parent.phone for key in told for parent in county().story_family(key).parents]
    others = {
        parent.phone for _, family in children() if family.community != "story" for parent in family.parents
    }

    assert len(set(theirs)) == len(theirs)
    assert not others & set(theirs)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_that_happened_lies_ahead_of_the_day(day: date) -> None:
    made = County(children=2_000, day=day)

    for child, _ in made.children():
        assert child.born_on <= day
        assert child.moved_in_on is None or child.moved_in_on <= day
        for spell in child.enrolments:
            assert spell.started_on <= day
            assert spell.ended_on is None or spell.started_on <= spell.ended_on <= day, child
        assert all(exclusion.began_on <= day for exclusion in child.exclusions)
    for school in made.establishments:
        assert school.opened_on <= day or school.status == "4", school
        assert school.closed_on is None or (school.closed_on <= day) is (school.status == "2"), school


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_truth_about_a_child_agrees_with_itself(day: date) -> None:
    made = County(children=3_000, day=day)

    for child, _ in made.children():
        current = [spell for spell in child.enrolments if spell.ended_on is None]
        assert not overlapping(child.enrolments), child
        assert len([spell for spell in current if spell.status != "S"]) <= 1, child
        if child.situation is Situation.ON_ROLL:
            assert current, child
            assert all(made.establishment(spell.urn).is_open for spell in current), child
        if child.situation is Situation.NO_ROLL:
            assert not current, child
            assert child.reason, child
        if child.situation is Situation.OUT_OF_COUNTY:
            assert current[0].elsewhere, child
        if child.situation in (Situation.TOO_YOUNG, Situation.OVER_AGE):
            assert not of_compulsory_age(child.born_on, day), child
        if not child.on_roll and of_compulsory_age(child.born_on, day):
            assert child.situation not in (Situation.TOO_YOUNG, Situation.OVER_AGE), child


def test_every_pupil_is_of_a_year_that_the_school_takes() -> None:
    for child, _ in children():
        spell = child.enrolment
        if spell and spell.urn and not child.story:
            school = county().establishment(spell.urn)
            assert school.first_year <= child.year <= school.last_year or school.kind == "nursery", (
                child,
                school,
            )


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_compulsory_age_is_counted_as_the_rulebook_counts_it(day: date) -> None:
    for days in range(0, 17 * 365, 11):
        born_on = day - timedelta(days=days)
        age = compulsory_school_age(born_on)

        assert of_compulsory_age(born_on, day) is (age.starts_on <= day <= age.ends_on), born_on


def test_all_kinds_of_child_that_an_authority_meets_are_there() -> None:
    situations = Counter(child.situation for child, _ in children())
    traits = Counter(trait for _, family in children() for trait in family.traits)

    assert situations[Situation.ON_ROLL] > 3_500
    for situation in Situation:
        assert situations[situation] > 0, situation
    assert situations[Situation.NO_ROLL] > 70
    assert {"two homes", "temporary accommodation", "traveller", "no fixed address"} <= set(traits)
    assert sum(child.looked_after for child, _ in children()) > 20
    assert sum(child.sen == "E" for child, _ in children()) > 100
    assert sum(bool(child.exclusions) for child, _ in children()) > 20
    assert any(exclusion.category == "PERM" for child, _ in children() for exclusion in child.exclusions)
    hidden = [child for child, _ in children() if child.situation is Situation.NO_ROLL and not child.known]
    assert len(hidden) >= 8, "some the authority does not know of"


def test_leavers_of_late_are_there_with_and_without_a_destination() -> None:
    since = county().clock.school_day_before(60)
    reasons = Counter(spell.leaving_reason for _, spell, _ in county().leavers(since=since))

    assert reasons["IM"] > 5
    assert reasons["UK"] > 5


def test_rolls_hold_each_pupil_once_for_each_school() -> None:
    on_rolls = [
        (urn, child.number)
        for district in county().districts
        for urn, roll in county().rolls(district=district).items()
        for child, _, _ in roll
    ]

    enrolled = [
        (spell.urn, child.number)
        for child, _ in children()
        for spell in child.enrolments
        if spell.ended_on is None and spell.urn
    ]
    assert sorted(on_rolls) == sorted(enrolled)
    assert len(set(on_rolls)) == len(on_rolls)
