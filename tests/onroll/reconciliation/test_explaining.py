"""What explains a child of a list: worked out by hand from what is known, without a database."""

from datetime import date

import pytest

from onroll.reconciliation.explaining import Known, SchoolNow, explain, of_stranger
from onroll.reconciliation.models import Reason

DAY = date(2026, 11, 23)
BORN = date(2015, 3, 9)
SCHOOL = SchoolNow(name="Testwood Primary School")
AWAY = SchoolNow(name="Far Primary School", ours=False)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Known(born_on=BORN, school=SCHOOL), Reason.ON_ROLL),
        (Known(born_on=BORN, school=SchoolNow(name="Dunmere Hall", independent=True)), Reason.INDEPENDENT),
        (Known(born_on=BORN, school=SchoolNow(name="The Bridge", alternative=True)), Reason.ALTERNATIVE),
        (Known(born_on=BORN, school=AWAY), Reason.OUT_OF_COUNTY),
        (Known(born_on=BORN, otherwise="home"), Reason.HOME),
        (Known(born_on=BORN, otherwise="alternative"), Reason.ALTERNATIVE),
        (Known(born_on=BORN, otherwise="school"), Reason.OUT_OF_COUNTY),
        (Known(born_on=BORN, case="K-TEST-0001"), Reason.KNOWN_CASE),
        (Known(born_on=BORN, died_on=date(2026, 1, 1)), Reason.EXPLAINED),
        (Known(born_on=BORN, ended_as="another-authority"), Reason.OUT_OF_COUNTY),
        (Known(born_on=BORN, ended_as="left-country"), Reason.EXPLAINED),
        (Known(born_on=BORN), Reason.UNEXPLAINED),
        # A case closed because a school had the child says nothing once no roll has the child.
        (Known(born_on=BORN, ended_as="on-roll"), Reason.UNEXPLAINED),
    ],
)
def test_each_thing_that_is_known_explains(known: Known, reason: Reason) -> None:
    assert explain(known, on=DAY).reason is reason


def test_an_open_case_is_not_explained_away_by_home_education_that_somebody_claims() -> None:
    assert explain(Known(born_on=BORN, case="K-1", otherwise="home"), on=DAY).reason is Reason.KNOWN_CASE


def test_a_roll_that_lists_the_child_answers_before_the_open_case() -> None:
    assert explain(Known(born_on=BORN, case="K-1", school=SCHOOL), on=DAY).reason is Reason.ON_ROLL


def test_a_child_whom_the_newest_roll_leaves_out_is_not_on_it() -> None:
    answer = explain(Known(born_on=BORN, school=SCHOOL, left_out=True), on=DAY)

    assert answer.reason is Reason.UNEXPLAINED
    assert answer.likeliest.startswith("Left out of the school’s newest list")


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        # Five on 1 December 2026: of compulsory age from 31 December (Education Act 1996 s.8(2)).
        (date(2021, 12, 1), Reason.AGE),
        # Five on 30 August 2026: of compulsory age from 31 August.
        (date(2021, 8, 30), Reason.UNEXPLAINED),
        # Sixteen on 31 August 2026: compulsory age ended on the last Friday in June 2026, the 26th.
        (date(2010, 8, 31), Reason.AGE),
        # Sixteen on 1 September 2026: it ends in June 2027.
        (date(2010, 9, 1), Reason.UNEXPLAINED),
        (None, Reason.UNEXPLAINED),
    ],
)
def test_age_on_the_day_explains_a_child_of_whom_nothing_is_held(born: date | None, reason: Reason) -> None:
    answer = of_stranger(born_on=born, on=DAY, postcode="WX1 1AA", ours=True, listed_on=DAY)

    assert answer.reason is reason


def test_a_postcode_outside_our_areas_explains_and_none_does_not() -> None:
    outside = of_stranger(born_on=BORN, on=DAY, postcode="ZZ1 1AA", ours=False, listed_on=DAY)
    unknown = of_stranger(born_on=BORN, on=DAY, postcode="", ours=None, listed_on=DAY)

    assert (outside.reason, unknown.reason) == (Reason.OUT_OF_COUNTY, Reason.UNEXPLAINED)


def test_what_is_likeliest_is_said_from_what_there_is() -> None:
    def likeliest(**more: object) -> str:
        told = {"born_on": BORN, "on": DAY, "postcode": "", "ours": None, "listed_on": DAY, **more}
        return of_stranger(**told).likeliest  # type: ignore[arg-type]

    assert "May be C-1" in likeliest(near="C-1", family="C-2 of the same name")
    assert likeliest(family="C-2 of the same name").startswith(
        "C-2 of the same name: may be a brother or sister"
    )
    assert "only just reached school age" in likeliest(born_on=date(2021, 7, 1))
    assert "moved away since the list was made, on 1 January 2026" in likeliest(listed_on=date(2026, 1, 1))
