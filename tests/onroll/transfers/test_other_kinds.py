"""Establishments, transfer files and population lists, loaded as rolls are."""

import csv
import gzip
import io
from datetime import date, datetime
from pathlib import Path

import pytest

from onroll.access.models import Area, Organisation
from onroll.audit.actor import Actor
from onroll.audit.models import Event
from onroll.demonstration.county.files import gias
from onroll.schools.models import Establishment
from onroll.transfers import telling
from onroll.transfers.formats.registry import format_of
from rulebook.ctf import CtfPupil, Header, School, TransferFile, write_transfer_file
from rulebook.ctf.layout import Address, Contact, Phone, SchoolAttended
from tests.onroll.transfers.conftest import (
    adds_up,
    as_csv,
    children,
    enrolments,
    make_school,
    officer,
    pupil,
    put_in,
    records,
    staged,
    upn,
)


def gias_csv(*rows: dict[str, str]) -> bytes:
    """Return an establishment file with every column that the register has."""
    text = io.StringIO()
    writer = csv.DictWriter(text, gias.columns(), restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("cp1252")


def establishment(urn: str = "900001", **more: str) -> dict[str, str]:
    """Return one row of the establishment file."""
    return {
        "URN": urn,
        "LA (code)": "999",
        "LA (name)": "Wendlemere",
        "EstablishmentNumber": urn[-4:],
        "EstablishmentName": "Testwood Primary School",
        "TypeOfEstablishment (code)": "01",
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (code)": "1",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (code)": "2",
        "StatutoryLowAge": "4",
        "StatutoryHighAge": "11",
        "Postcode": "WX1 1AB",
        "OpenDate": "01-09-1968",
    } | more


def loaded(data: bytes, by: Actor, name: str = "edubasealldata20261120.csv") -> object:
    return put_in(data, kind="establishments", name=name, by=by)


# -------------------------------------------------------------------------------------------------- establishments
def test_establishments_are_recorded_with_area_and_organisation(clerk: Actor) -> None:
    area = Area.objects.create(name="West", code="west", postcode_prefixes=["WX1"])

    loaded(gias_csv(establishment()), clerk)

    row = Establishment.objects.get(urn="900001")
    assert (row.name, row.low_age, row.opened_on, row.area) == (
        "Testwood Primary School",
        4,
        date(1968, 9, 1),
        area,
    )
    assert row.organisation is not None
    assert row.organisation.name == "Testwood Primary School"


def test_two_schools_of_one_name_have_two_organisations(clerk: Actor) -> None:
    loaded(gias_csv(establishment("900001"), establishment("900002")), clerk)

    names = set(Organisation.objects.values_list("name", flat=True))
    assert names == {"Testwood Primary School", "Testwood Primary School (900002)"}


def test_an_establishment_of_another_authority_has_no_organisation(clerk: Actor) -> None:
    loaded(gias_csv(establishment(**{"LA (code)": "998"})), clerk)

    assert Establishment.objects.get().organisation is None


def test_the_register_again_changes_only_what_changed(clerk: Actor) -> None:
    loaded(gias_csv(establishment("900001"), establishment("900002")), clerk)

    changed = establishment("900002", **{"EstablishmentStatus (code)": "2", "CloseDate": "31-08-2026"})
    file = put_in(
        gias_csv(establishment("900001"), changed),
        kind="establishments",
        name="edubasealldata20261121.csv",
        by=clerk,
    )

    assert (file.counts["here"], file.counts["changed"]) == (1, 1)
    assert Establishment.objects.get(urn="900002").closed_on == date(2026, 8, 31)
    assert Event.objects.filter(kind="establishment.changed").count() == 1
    assert records(file, "changed")[0].changes == ["status_code", "closed_on"]


def test_a_column_that_the_file_lacks_changes_nothing(clerk: Actor) -> None:
    loaded(gias_csv(establishment()), clerk)
    short = "URN,LA (code),EstablishmentName,EstablishmentStatus (code)\r\n900001,999,Testwood Primary School,1\r\n"

    file = put_in(short.encode(), kind="establishments", name="gias 2026-11-22.csv", by=clerk)

    assert file.counts["here"] == 1
    assert Establishment.objects.get().postcode == "WX1 1AB"


def test_rows_that_cannot_be_used_are_refused_with_their_line(clerk: Actor) -> None:
    rows = gias_csv(
        establishment(), establishment("12"), establishment("900003", EstablishmentName=""), establishment()
    )

    file = staged(rows, kind="establishments", name="edubasealldata20261120.csv", by=clerk)

    assert [(record.line, record.consequence) for record in records(file)] == [
        (2, "new"), (3, "refused"), (4, "refused"), (5, "refused"),
    ]  # fmt: skip
    assert adds_up(file)


# ------------------------------------------------------------------------------------------------- transfer files
def ctf(*pupils: CtfPupil, to: tuple[str, str] = ("XXX", "XXXX")) -> bytes:
    """Return a transfer file from our school."""
    header = Header(
        version="25.0",
        made_at=datetime(2026, 11, 16, 15, 40),
        source=School(
            la="999", estab="0001", urn="900001", name="Testwood Primary School", academic_year=2026
        ),
        destination=School(la=to[0], estab=to[1]),
        qualifier="full",
        supplier_id="Test",
    )
    return write_transfer_file(TransferFile(header, pupils))


def leaver(number: int = 1, **more: object) -> CtfPupil:
    """Return one invented pupil who left."""
    values: dict[str, object] = {
        "upn": upn(number),
        "surname": "SAMPLEFORD",
        "forename": "NOAH",
        "birth_date": date(2013, 2, 2),
        "sex": "F",
        "address": Address(paon="2", street="Example Street", town="Merebridge", postcode="WX2 1AB"),
        "contacts": (
            Contact(
                surname="Sampleford", forename="Ada", relationship="PAM", responsibility=True,
                phones=(Phone("M", "07700 900123"),), address=Address(as_pupil=True),
            ),
        ),
        "school_history": (
            SchoolAttended(la="999", estab="0001", name="Testwood", left_on=date(2026, 11, 13), is_last=True),
        ),
    }  # fmt: skip
    return CtfPupil(**(values | more))  # type: ignore[arg-type]


def load_ctf(data: bytes, by: Actor, name: str = "9990001_CTF_XXXXXXX_001.xml") -> object:
    return put_in(data, kind="ctf", name=name, by=by)


def test_a_lost_pupil_is_recorded_and_told(school: Establishment, clerk: Actor) -> None:
    file = put_in(ctf(leaver()), kind="ctf", name="9990001_CTF_XXXXXXX_001.xml", by=clerk)

    child = children().get()
    assert child.upn == upn(1)
    assert [row.parent.phone for row in child.relationships.all()] == ["07700 900123"]
    assert child.relationships.get().lives_with is True
    assert "lost-pupil" in {found["code"] for found in file.findings}
    event = Event.objects.get(kind="transfer-file.lost-pupil")
    assert (event.child_id, event.detail["destination"]) == (child.pk, "XXX/XXXX")


def test_a_transfer_file_ends_no_enrolment(school: Establishment, clerk: Actor) -> None:
    put_in(as_csv([pupil(1)]), by=clerk)

    file = put_in(ctf(leaver()), kind="ctf", name="9990001_CTF_XXXXXXX_001.xml", by=clerk)

    assert (file.counts["changed"], file.counts["new"]) == (1, 0)
    assert records(file)[0].changes == ["parent", "transfer"]
    assert enrolments().get().deleted_on is None


def test_a_file_to_a_known_school_tells_of_the_transfer(school: Establishment, clerk: Actor) -> None:
    load_ctf(ctf(leaver(), to=("999", "0002")), clerk, "9990001_CTF_9990002_001.xml")

    assert Event.objects.get(kind="transfer-file.recorded").detail["destination"] == "999/0002"


def test_a_former_upn_finds_the_child(school: Establishment, clerk: Actor) -> None:
    load_ctf(ctf(leaver(1, former_upn=upn(2))), clerk)

    file = staged(as_csv([pupil(1, UPN=upn(2))]), by=clerk)

    assert (file.counts["new"], file.counts["close"]) == (0, 0)


def test_siblings_on_one_line_are_two_records(school: Establishment, clerk: Actor) -> None:
    packed = ctf(leaver(1), leaver(2, forename="LEAH", birth_date=date(2015, 5, 5))).replace(b"\n", b"")

    file = staged(packed, kind="ctf", name="9990001_CTF_XXXXXXX_001.xml", by=clerk)

    assert file.counts["rows"] == 2
    assert adds_up(file)


def test_a_name_that_contradicts_the_header_is_said(school: Establishment, clerk: Actor) -> None:
    file = staged(ctf(leaver()), kind="ctf", name="9980001_CTF_9980002_001.xml", by=clerk)

    assert "ctf-name-differs" in {found["code"] for found in file.findings}


@pytest.mark.parametrize("name", ["synthetic-lost-pupil-926xxxx.xml", "synthetic-left-sector.xml"])
def test_the_published_samples_load(clerk: Actor, name: str) -> None:
    samples = Path(__file__).resolve().parents[2] / "published" / "ctf"
    if not (samples / name).exists():
        pytest.fail(f"the sample {name} is not in tests/published/ctf")

    file = put_in((samples / name).read_bytes(), kind="ctf", name=name, by=clerk)

    assert file.counts["new"] == file.counts["rows"] > 0


# ------------------------------------------------------------------------------------------------ population lists
def test_a_population_list_is_counted_and_kept_and_makes_no_children(clerk: Actor) -> None:
    rows = [pupil(n) for n in range(20)] + [pupil(20, **{"Legal Surname": "", "Legal Forename": ""})]

    file = put_in(as_csv(rows), kind="population", name="births 2026-11-01.csv", by=clerk)

    assert (file.counts["new"], file.counts["refused"], file.counts["rows"]) == (20, 1, 21)
    assert [record.line for record in records(file)] == [22]
    assert not children().exists()
    assert file.stored_as
    noun = format_of("population").noun[1]
    assert telling.in_brief(file) == f"21 {noun}: 20 to be compared"
    assert telling.what_came_of_it(file) == f"Kept, to be compared with the rolls: 20 {noun}."


def test_a_packed_population_list_is_read(clerk: Actor) -> None:
    data = gzip.compress(as_csv(pupil(n) for n in range(5)))

    assert staged(data, kind="population", name="patients.csv.gz", by=clerk).counts["new"] == 5


def test_an_extract_of_one_school_leaves_others_alone(clerk: Actor) -> None:
    make_school("900009", "Other School")

    loaded(gias_csv(establishment()), officer("LOAD"))

    assert Establishment.objects.get(urn="900009").status_code == "1"
