"""A school's roll: read, shown, approved, put in; what it changes and what it never changes by itself."""

from datetime import date

import pytest

from onroll.access.models import Reach
from onroll.access.policy import PermissionRefused
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.people import actions as people
from onroll.people.actions import NewChild, Source
from onroll.schools.models import Establishment
from onroll.transfers.actions.applying import allow_file, apply_file, approve_file, cancel_file
from onroll.transfers.actions.receiving import receive_file
from onroll.transfers.actions.staging import correct_columns, stage_file
from onroll.transfers.models import ReceivedFile
from rulebook.findings import Refused
from tests.onroll.transfers.conftest import (
    HEADINGS,
    adds_up,
    as_csv,
    as_xlsx,
    children,
    enrolments,
    officer,
    pupil,
    put_in,
    receive,
    records,
    staged,
    upn,
)


def test_staging_shows_what_would_change_and_changes_nothing(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv(pupil(n) for n in range(5)), by=clerk)

    assert (file.state, file.urn, file.data_as_of) == ("staged", "900001", date(2026, 11, 20))
    assert (file.counts["rows"], file.counts["new"]) == (5, 5)
    assert adds_up(file)
    assert not children().exists()


def test_a_roll_put_in_records_children_with_their_source_and_puts_them_on_the_roll(
    school: Establishment, clerk: Actor
) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)

    child = children().get()
    enrolment = enrolments().get()
    assert (child.forenames, child.surname, child.upn, child.sex) == ("Noah", "Sampleford", upn(1), "F")
    assert child.source == "Roll of Testwood Primary School"
    assert (enrolment.starting_on, enrolment.year_group) == (date(2025, 9, 2), "2")
    assert (enrolment.last_listed_on, enrolment.as_of_on) == (date(2026, 11, 20), date(2026, 11, 20))
    assert Reach.objects.get(child_id=child.pk).holder_id == school.organisation_id
    school.refresh_from_db()
    assert school.roll_as_of_on == date(2026, 11, 20)


def test_the_same_bytes_again_tell_so_and_change_nothing(school: Establishment, clerk: Actor) -> None:
    data = as_csv(pupil(n) for n in range(5))
    first = put_in(data, by=clerk)
    events = Event.objects.count()

    again = receive_file([data], kind="roll", name="another name.csv", by=clerk)

    assert (again.again, again.file.pk) == (True, first.pk)
    assert Event.objects.count() == events
    assert ReceivedFile.objects.count() == 1


def test_the_same_roll_for_a_later_day_is_news_of_that_day_only(school: Establishment, clerk: Actor) -> None:
    data = as_csv(pupil(n) for n in range(5))
    put_in(data, by=clerk)

    later = put_in(data, by=clerk, as_of=date(2026, 11, 23))

    assert (later.counts["here"], later.counts["changed"], later.counts["new"]) == (5, 0, 0)
    assert set(enrolments().values_list("last_listed_on", flat=True)) == {date(2026, 11, 23)}
    assert children().count() == 5


def test_the_same_pupils_in_another_dress_are_the_same(school: Establishment, clerk: Actor) -> None:
    rows = [pupil(n) for n in range(12)]
    put_in(as_csv(rows), by=clerk)

    workbook = staged(
        as_xlsx(rows, title="Testwood Primary School: all pupils"),
        name="900001_roll_2026-11-22.xlsx",
        by=clerk,
    )

    assert workbook.counts["here"] == 12, [found["words"] for found in workbook.findings]
    assert records(workbook)[0].line == 4


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_separator_is_read(school: Establishment, clerk: Actor, delimiter: str) -> None:
    file = staged(as_csv((pupil(n) for n in range(3)), delimiter=delimiter), by=clerk)

    assert file.counts["new"] == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_accents_arrive_in_any_usual_encoding(school: Establishment, clerk: Actor, encoding: str) -> None:
    data = as_csv([pupil(1, **{"Legal Surname": "Ibáñez-Müller"})]).decode("utf-8-sig").encode(encoding)

    put_in(data, by=clerk)

    assert children().get().surname == "Ibáñez-Müller"


# ------------------------------------------------------------------------------- changed and unchanged
def test_a_known_child_new_on_this_roll_comes_onto_it(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)

    file = put_in(as_csv([pupil(1)], HEADINGS[:-2]), name="900002_roll_20261121.csv", by=clerk)

    assert (file.counts["changed"], file.counts["new"]) == (1, 0)
    assert records(file)[0].changes == ["enrolment"]
    assert children().count() == 1
    assert set(enrolments().values_list("establishment__urn", flat=True)) == {"900001", "900002"}


def test_a_changed_name_is_corrected_and_the_old_one_kept(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)

    put_in(as_csv([pupil(1, **{"Legal Surname": "Newname"})]), name="900001_20261122.csv", by=clerk)

    child = children().get()
    assert child.surname == "Newname"
    assert [name.surname for name in child.names.all()] == ["Sampleford"]


def test_a_new_address_is_added_and_the_old_one_stays(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)

    put_in(
        as_csv([pupil(1, Address="7 Other Lane", Postcode="WX3 4AB")]), name="900001_20261122.csv", by=clerk
    )

    assert sorted(address.postcode for address in children().get().addresses.all()) == ["WX2 1AB", "WX3 4AB"]


def test_a_missing_upn_is_filled_in(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1, UPN="")]), by=clerk)

    file = put_in(as_csv([pupil(1)]), name="900001_20261122.csv", by=clerk)

    assert records(file)[0].changes == ["upn"]
    assert children().get().upn == upn(1)


# ---------------------------------------------------------------------------- held: never merged alone
def test_a_upn_of_a_child_with_another_name_and_birth_date_is_held(
    school: Establishment, clerk: Actor
) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)

    file = put_in(as_csv([pupil(2, UPN=upn(1))]), name="900001_20261122.csv", by=clerk)

    assert (file.counts["conflict"], file.counts["new"]) == (1, 0)
    assert "upn-of-another" in {found["code"] for found in records(file)[0].findings}
    assert children().count() == 1


def test_another_birth_date_for_the_same_upn_and_name_is_held(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)

    file = staged(as_csv([pupil(1, DOB="01/09/2014")]), name="900001_20261122.csv", by=clerk)

    assert file.counts["conflict"] == 1
    assert children().get().birth_date != date(2014, 9, 1)


def test_a_child_known_without_upn_under_a_like_name_is_held_or_recognised_never_made_twice(
    school: Establishment, clerk: Actor
) -> None:
    told = NewChild(forenames="Mohammed", surname="Testlost", birth_date=date(2016, 3, 9), sex="M")
    people.record_child(told, source=Source(words="A referral"), by=clerk)

    row = pupil(
        1, **{"Legal Forename": "Muhamad", "Legal Surname": "Testlost", "DOB": "09/03/2016", "Gender": "M"}
    )
    file = staged(as_csv([row]), by=clerk)

    assert file.counts["new"] == 0


def test_twins_are_two_children(school: Establishment, clerk: Actor) -> None:
    home = {"Legal Surname": "Twintest", "Address": "1 A Street", "Postcode": "WX1 1AB", "DOB": "02/03/2016"}
    twins = [pupil(n, **home, **{"Legal Forename": name}) for n, name in ((1, "Hana"), (2, "Mina"))]

    first = put_in(as_csv(twins), by=clerk)
    second = staged(as_csv(twins), by=clerk, as_of=date(2026, 11, 23))

    assert first.counts["new"] == 2
    assert second.counts["here"] == 2


def test_one_child_is_recognised_on_one_line_only(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)
    twice = [pupil(1), pupil(1, UPN="", **{"Legal Forename": "Noah James"})]

    file = staged(as_csv(twice), name="900001_20261122.csv", by=clerk)

    assert file.counts["conflict"] == 1
    assert "child-claimed" in {found["code"] for found in records(file, "conflict")[0].findings}


# --------------------------------------------------------------------------------------------- refused
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Legal Surname": "", "Legal Forename": ""}, "row-no-name"),
        ({"UPN": "", "DOB": ""}, "row-nothing-to-tell"),
        ({"UPN": "", "DOB": "31/02/2016"}, "row-nothing-to-tell"),
    ],
    ids=["no name", "neither date nor UPN", "a day that is none"],
)
def test_a_row_of_which_nobody_can_be_told_is_refused_with_its_line(
    school: Establishment, clerk: Actor, change: dict[str, str], code: str
) -> None:
    file = staged(as_csv([pupil(1), pupil(2, **change)]), by=clerk)

    assert (file.counts["new"], file.counts["refused"]) == (1, 1)
    refused = records(file, "refused")[0]
    assert refused.line == 3
    assert code in {found["code"] for found in refused.findings}
    assert any(found["where"].startswith("Line 3") for found in file.findings)


def test_the_same_pupil_twice_in_a_file_is_used_once(school: Establishment, clerk: Actor) -> None:
    file = put_in(as_csv([pupil(1), pupil(2), pupil(1)]), by=clerk)

    assert (file.counts["new"], file.counts["refused"]) == (2, 1)
    assert records(file, "refused")[0].findings[0]["words"].startswith("This is the same pupil as on line 2.")


def test_a_pupil_with_a_day_of_leaving_in_the_past_is_not_put_on_the_roll(
    school: Establishment, clerk: Actor
) -> None:
    rows = [pupil(1, Left="01/11/2026"), pupil(2, Left="")]

    file = put_in(as_csv(rows, (*HEADINGS, "Left")), by=clerk)

    assert (file.counts["new"], file.counts["refused"]) == (1, 1)
    assert enrolments().count() == 1


def test_a_upn_with_a_wrong_letter_is_left_out_and_said(school: Establishment, clerk: Actor) -> None:
    wrong = ("A" if upn(1)[0] != "A" else "B") + upn(1)[1:]

    file = put_in(as_csv([pupil(1, UPN=wrong)]), by=clerk)

    assert children().get().upn == ""
    assert "upn-check-letter" in {found["code"] for found in file.findings}
    assert wrong not in str(file.findings)


def test_a_formula_in_a_cell_stays_text(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1, Address="=HYPERLINK(A1)")]), by=clerk)

    assert children().get().addresses.get().lines == "=HYPERLINK(A1)"


# ----------------------------------------------------------------------------- which school, which day
def test_the_school_is_told_by_a_column_before_the_name(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    file = staged(as_csv([pupil(1, URN="900002")], (*HEADINGS, "URN")), name="900001_roll.csv", by=clerk)

    assert file.urn == "900002"


def test_the_school_is_told_by_its_number(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv([pupil(1)]), name="999-0001 all pupils.csv", by=clerk)

    assert file.urn == "900001"


def test_a_roll_of_nobody_knows_which_school_is_refused_and_says_how_to_tell(
    school: Establishment, clerk: Actor
) -> None:
    file = staged(as_csv([pupil(1)]), name="pupils.csv", by=clerk)

    assert file.state == "refused"
    assert "--school URN" in file.findings[0]["words"]


def test_a_list_of_several_schools_is_refused(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    rows = [pupil(1, URN="900001"), pupil(2, URN="900002")]

    file = staged(as_csv(rows, (*HEADINGS, "URN")), by=clerk)

    assert file.findings[0]["code"] == "several-schools"


def test_without_any_day_the_day_of_arrival_is_taken_and_said(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv([pupil(1)]), name="900001.csv", by=clerk)

    assert file.data_as_of == date(2026, 11, 23)
    assert "as-of-received" in {found["code"] for found in file.findings}


def test_a_day_to_come_is_refused(school: Establishment, clerk: Actor) -> None:
    with pytest.raises(Refused, match="still to come"):
        receive(as_csv([pupil(1)]), by=clerk, as_of=date(2026, 11, 24))


# ------------------------------------------------------------------------------------- not in the file
def test_a_child_whom_a_newer_roll_leaves_out_is_told_and_nothing_ends(
    school: Establishment, clerk: Actor
) -> None:
    put_in(as_csv(pupil(n) for n in range(12)), by=clerk)

    file = put_in(as_csv(pupil(n) for n in range(11)), name="900001_20261122.csv", by=clerk)

    gone = enrolments().get(child__upn=upn(11))
    assert (file.counts["here"], file.counts["missing"]) == (11, 1)
    assert file.missing == [str(gone.pk)]
    assert (gone.deleted_on, gone.last_listed_on) == (None, date(2026, 11, 20))
    assert Event.objects.filter(kind="education.no-longer-listed", child_id=gone.child_id).count() == 1


def test_a_held_record_keeps_its_child_from_counting_as_left_out(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv(pupil(n) for n in range(12)), by=clerk)

    rows = [pupil(n) for n in range(11)] + [pupil(11, DOB="01/09/2014")]
    file = staged(as_csv(rows), name="900001_20261122.csv", by=clerk)

    assert (file.counts["conflict"], file.counts["missing"]) == (1, 0)


def test_a_child_listed_again_is_said_to_be(school: Establishment, clerk: Actor) -> None:
    everybody = [pupil(n) for n in range(12)]
    put_in(as_csv(everybody), name="900001_20261118.csv", by=clerk)
    put_in(as_csv(everybody[:11]), name="900001_20261119.csv", by=clerk)

    file = put_in(as_csv(everybody), name="900001_20261120.csv", by=clerk)

    assert records(file, "changed")[0].changes == ["relisted"]


def test_an_older_roll_leaves_nobody_out(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv(pupil(n) for n in range(12)), name="900001_20261120.csv", by=clerk)

    file = put_in(as_csv(pupil(n) for n in range(6)), name="900001_20261001.csv", by=clerk)

    school.refresh_from_db()
    assert (file.counts["here"], file.counts["missing"]) == (6, 0)
    assert "older-roll" in {found["code"] for found in file.findings}
    assert school.roll_as_of_on == date(2026, 11, 20)


# ------------------------------------------------------------------------------------------- the floor
def test_a_roll_that_knows_too_few_of_the_schools_pupils_is_stopped_until_a_manager_allows_it(
    school: Establishment, clerk: Actor, manager: Actor
) -> None:
    put_in(as_csv(pupil(n) for n in range(20)), by=clerk)
    file = staged(as_csv(pupil(n) for n in range(9)), name="900001_20261122.csv", by=clerk)

    with pytest.raises(Refused, match="stopped"):
        approve_file(file, by=clerk)
    with pytest.raises(PermissionRefused):
        allow_file(file, by=clerk)
    allow_file(file, by=manager)
    approve_file(file, by=clerk)
    apply_file(file, by=clerk)

    assert file.state == "applied"
    assert (file.allowed_by, file.counts["missing"]) == ("Test Officer", 11)


def test_exactly_half_is_enough(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv(pupil(n) for n in range(20)), by=clerk)

    file = staged(as_csv(pupil(n) for n in range(10)), name="900001_20261122.csv", by=clerk)

    assert not file.stopped


def test_the_first_roll_of_a_school_has_no_floor(school: Establishment, clerk: Actor) -> None:
    assert not staged(as_csv([pupil(1)]), by=clerk).stopped


# ------------------------------------------------------------------------------------- moved meanwhile
def test_what_changed_since_reading_is_seen_before_anything_is_put_in(
    school: Establishment, other_school: Establishment, clerk: Actor
) -> None:
    file = staged(as_csv([pupil(1)]), by=clerk)
    # Meanwhile the child comes by another school's roll.
    put_in(as_csv([pupil(1)], HEADINGS[:-2]), name="900002_20261121.csv", by=clerk)

    approve_file(file, by=clerk)
    apply_file(file, by=clerk)

    assert file.state == "staged"
    assert (file.counts["new"], file.counts["changed"]) == (0, 1)
    assert children().count() == 1
    assert enrolments().count() == 1


def test_a_file_is_approved_once(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv([pupil(1)]), by=clerk)
    same = ReceivedFile.objects.get(pk=file.pk)
    approve_file(file, by=clerk)

    with pytest.raises(Refused, match="This file is now: being put in"):
        approve_file(same, by=clerk)


def test_putting_in_twice_puts_in_once(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv(pupil(n) for n in range(3)), by=clerk)
    approve_file(file, by=clerk)
    apply_file(file, by=clerk)

    apply_file(ReceivedFile.objects.get(pk=file.pk), by=clerk)

    assert children().count() == 3


def test_reading_again_after_it_was_cut_off_begins_anew(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv(pupil(n) for n in range(3)), by=clerk)
    ReceivedFile.objects.filter(pk=file.pk).update(state="reading")
    file.refresh_from_db()

    stage_file(file, by=clerk)

    assert file.state == "staged"
    assert adds_up(file)


# ---------------------------------------------------------------------------------- cancel and columns
def test_a_cancelled_file_leaves_neither_records_nor_bytes(
    school: Establishment, clerk: Actor, tmp_path: object, django_capture_on_commit_callbacks: object
) -> None:
    file = staged(as_csv([pupil(1)]), by=clerk)
    from onroll.transfers.storage import path_of

    path = path_of(file.stored_as)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        cancel_file(file, by=clerk)

    assert file.state == "cancelled"
    assert not file.records.exists()
    assert not path.exists()
    again = receive_file([as_csv([pupil(1)])], kind="roll", name="900001.csv", by=clerk)
    assert not again.again


def test_columns_that_were_not_recognised_can_be_said_by_a_person(
    school: Establishment, clerk: Actor
) -> None:
    odd = ("Nr", "Achternaam", "Voornaam", "Geboren")
    rows = [{"Nr": upn(1), "Achternaam": "Testlost", "Voornaam": "Amira", "Geboren": "09/03/2016"}]
    file = staged(as_csv(rows, odd), by=clerk)
    assert file.state == "refused"
    assert [column["heading"] for column in file.columns] == list(odd)

    correct_columns(
        file,
        columns={"Nr": "upn", "Achternaam": "surname", "Voornaam": "forenames", "Geboren": "birth_date"},
        by=clerk,
    )
    stage_file(file, by=clerk)

    assert (file.state, file.counts["new"]) == ("staged", 1)
    assert all(column["by_person"] for column in file.columns)


def test_two_columns_cannot_hold_the_same(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv([pupil(1)]), by=clerk)

    with pytest.raises(Refused, match="hold the same"):
        correct_columns(file, columns={"Legal Surname": "surname", "Legal Forename": "surname"}, by=clerk)


def test_a_column_can_be_left_out(school: Establishment, clerk: Actor) -> None:
    file = staged(as_csv([pupil(1)]), by=clerk)
    chosen = {column["heading"]: column["field"] for column in file.columns} | {"Address": "", "Postcode": ""}

    correct_columns(file, columns=chosen, by=clerk)
    stage_file(file, by=clerk)
    approve_file(file, by=clerk)
    apply_file(file, by=clerk)

    assert not children().get().addresses.exists()


# --------------------------------------------------------------------------------------------- who may
@pytest.mark.parametrize("role", ["SCH", "AIO", "DPO", "SYS", "ARM", "AGY"])
def test_nobody_without_the_grant_sends_a_file(db: None, role: str) -> None:
    with pytest.raises(PermissionRefused):
        receive(as_csv([pupil(1)]), by=officer(role))

    assert not ReceivedFile.objects.exists()


def test_admissions_may_send_but_not_approve(school: Establishment) -> None:
    admissions = officer("ADM")
    file = staged(as_csv([pupil(1)]), by=admissions)

    with pytest.raises(PermissionRefused):
        approve_file(file, by=admissions)

    assert not children().exists()


def test_an_empty_roll_of_a_school_with_pupils_is_refused(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)
    file = staged(as_csv([]), name="900001_20261122.csv", by=clerk)

    with pytest.raises(Refused, match="no pupil in this file"):
        approve_file(file, by=clerk)


def test_an_empty_roll_of_a_school_with_nobody_is_its_roll(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([]), by=clerk)

    school.refresh_from_db()
    assert school.roll_as_of_on == date(2026, 11, 20)
