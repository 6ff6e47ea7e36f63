"""What an officer said of two records is not asked again at the next roll."""

from onroll.audit.actor import Actor
from onroll.cases import actions as cases
from onroll.people import actions as people
from onroll.people import same
from onroll.people.actions import NewDecision
from onroll.people.models import Answer, PairState
from onroll.schools.models import Establishment
from onroll.transfers import queries, sought
from onroll.transfers.actions.deciding import decide_different
from onroll.transfers.matching import TWICE_HERE, recognise
from rulebook.identity.compare import IdentityRecord
from tests.onroll.transfers.conftest import as_csv, children, pupil, put_in, records, upn

LATER = "900002_roll_20261127.csv"
HER = {"Legal Forename": "Amira", "Legal Surname": "Testlost", "DOB": "09/03/2014"}


def namesakes(clerk: Actor) -> None:
    """Put in two girls of one name and date of birth, at two schools and homes, each with a UPN of her own."""
    put_in(as_csv([pupil(1, Postcode="WX1 2AB", **HER)]), by=clerk)
    put_in(as_csv([pupil(5, Postcode="WX9 7QQ", **HER)]), name="900002_roll_20261120.csv", by=clerk)


def test_the_next_roll_does_not_ask_again_of_a_child_told_apart(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    namesakes(clerk)
    held = queries.held_records(clerk).get()

    decide_different(held, by=clerk)

    one, other = children().order_by("recorded_at", "pk")
    (said,) = same.decisions_between(one.pk, other.pk)
    assert (said.answer, said.state) == (Answer.DIFFERENT, PairState.STANDS)
    again = put_in(as_csv([pupil(5, UPN="", Postcode="WX9 7QQ", **HER)]), name=LATER, by=clerk)
    assert not queries.held_records(clerk).exists()
    assert children().count() == 2
    assert [row.consequence for row in records(again)] in ([], ["here"], ["changed"])


def test_a_record_that_could_be_either_is_held_all_the_same(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    namesakes(clerk)
    decide_different(queries.held_records(clerk).get(), by=clerk)

    put_in(as_csv([pupil(9, UPN="", Postcode="", Address="", **HER)]), name=LATER, by=clerk)

    assert queries.held_records(clerk).count() == 1


def test_of_a_child_who_is_said_to_be_here_twice_nobody_is_warned_once_it_is_decided(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    namesakes(clerk)
    decide_different(queries.held_records(clerk).get(), by=clerk)
    one, other = children().get(upn=upn(1)), children().get(upn=upn(5))
    told = IdentityRecord(forenames="Amira", surname="Testlost", birth_date=one.birth_date, upn=upn(1))

    (found,) = recognise([told], by=clerk)
    assert (found.child, found.findings) == (one, ())

    decision = same.decisions_between(one.pk, other.pk).get()
    people.undo_pair(decision, reason="Not sure", by=clerk)
    (found,) = recognise([told], by=clerk)
    assert (found.child, found.findings) == (one, (TWICE_HERE,))


def test_a_sought_child_is_known_by_the_other_record_as_well(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    put_in(as_csv([pupil(1), pupil(12)]), by=clerk)
    one, other = children().order_by("recorded_at", "pk")
    case = cases.open_case(one, reason="seen in town", by=clerk)
    assert sought.open_cases_of([one.pk, other.pk], by=clerk) == {one.pk: case.pk}

    new = NewDecision(answer=Answer.SAME, follows=one, reason="The passport was seen")
    cases.decide_same_child(one, other=other, new=new, by=clerk)

    assert sought.open_cases_of([other.pk], by=clerk) == {other.pk: case.pk}
