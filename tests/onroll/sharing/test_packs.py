"""The month's register and the term's list: prepared once, looked at, released through the gate, proved by bytes."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from onroll.access.models import Organisation
from onroll.access.policy import PermissionRefused
from onroll.cases import actions as cases
from onroll.duties.models import Duty
from onroll.people.told import NewAddress
from onroll.release.models import Disclosure, HoldKind
from onroll.release.queries import content_of
from onroll.sharing import actions
from onroll.sharing.contents import MONTHLY, TERMLY, contents_of
from onroll.sharing.models import Pack, PackState
from onroll.sharing.questions import QUESTIONS
from rulebook.disclosure import Recipient
from rulebook.findings import Refused
from tests import people as cast
from tests.factories import cases as make
from tests.factories.world import World, at_another_moment
from tests.onroll.sharing import lists


def read(pack: Pack) -> list[list[str]]:
    """Return the rows of the list in the file that was kept, without what stands above it."""
    assert pack.disclosure is not None
    book = CalamineWorkbook.from_filelike(BytesIO(content_of(pack.disclosure.document)))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_name("Children").to_python()][3:]


def owed(subject_id: object) -> dict[str, Duty]:
    rows = Duty.objects.unscoped("a test").filter(subject_id=subject_id)
    return {row.code: row for row in rows}


@pytest.mark.requirement("MONTHLY-1")
def test_the_night_prepares_each_list_once_and_sends_nothing(world: World) -> None:
    housing = lists.partner(world)

    made = lists.prepare(world)
    again = lists.prepare(world)

    # Two areas: a register and a list each; and the partner's own list.
    assert sorted((pack.product, pack.recipient) for pack in made) == [
        (MONTHLY, "Area lead, North"),
        (MONTHLY, "Area lead, South"),
        (TERMLY, "Area lead, North"),
        (TERMLY, "Area lead, South"),
        (TERMLY, housing.name),
    ]
    assert {pack.period for pack in made} == {"2026-11", "autumn-2026"}
    assert again == []
    assert not Disclosure.objects.unscoped("a test").exists()


def test_a_month_that_has_gone_by_is_not_made_up_and_what_nobody_released_lapses(world: World) -> None:
    lists.prepare(world)
    december = at_another_moment(world, datetime(2026, 12, 3, 7, tzinfo=UTC))

    late = actions.prepare_packs(on=world.today, by=december.night())
    new = lists.prepare(december)

    assert late == []
    assert {(pack.product, pack.period) for pack in new} == {(MONTHLY, "2026-12")}
    assert {pack.state for pack in Pack.objects.filter(period="2026-11")} == {PackState.LAPSED}
    assert {pack.state for pack in Pack.objects.filter(period="autumn-2026")} == {PackState.PREPARED}


@pytest.mark.requirement("MONTHLY-1")
@pytest.mark.requirement("SHARE-1")
def test_a_register_is_released_as_it_was_looked_at_and_every_child_is_on_record(world: World) -> None:
    case = make.open_case(world)
    lists.prepare(world)

    pack = lists.release(lists.monthly(world), world, role="CMEA")

    heading, line = read(pack)
    assert heading[:4] == ["Line (leave as it is)", "Case reference", "Child's name", "Date of birth"]
    assert heading[-3:] == [each.words for each in QUESTIONS]
    assert line[1:4] == [case.reference, "Rowan Testlost", "9 March 2018"]
    assert "14 Tanners Reach" not in " ".join(line)
    whole, of_child = Disclosure.objects.unscoped("a test").filter(subject_id=pack.pk).order_by("child")
    if whole.child_id:
        whole, of_child = of_child, whole
    assert (whole.child_id, of_child.child_id) == (None, case.child_id)
    assert of_child.sha256 == whole.sha256 == hashlib.sha256(content_of(whole.document)).hexdigest()
    assert (of_child.decided_by, of_child.recipient) == ("CMEA Person", "Area lead, North")
    assert "born_on" in of_child.fields
    assert "address" not in of_child.fields


@pytest.mark.requirement("MONTHLY-1")
def test_what_is_owed_of_a_register_is_met_by_sending_it(world: World) -> None:
    lists.prepare(world)
    assert owed(world.north.pk)["send-monthly-register"].met_on is None

    pack = lists.release(lists.monthly(world), world)

    rows = Duty.objects.unscoped("a test").filter(subject_id=world.north.pk)
    sent = rows.filter(code="send-monthly-register").order_by("triggered_on", "met_on")
    assert {row.met_on for row in sent} == {world.today, None}  # met, and the next month's has begun
    # Ten working days after Monday 23 November 2026.
    assert (
        rows.get(code="answer-monthly-register").due_on == pack.answer_due_on == datetime(2026, 12, 7).date()
    )


@pytest.mark.requirement("TERMLY-1")
def test_each_partner_has_only_its_own_fields_of_children_who_are_not_found(world: World) -> None:
    lost = lists.lose(make.open_case(world), world)
    make.open_case(world, cast.ASH)  # lives where we think
    homes, police = (
        lists.partner(world),
        lists.partner(world, Recipient.POLICE, name="Wendlemere Constabulary"),
    )
    lists.prepare(world)

    for_homes, for_police = (lists.release(lists.termly_of(body), world) for body in (homes, police))

    assert [row[1:-3] for row in read(for_homes)] == [
        ["Child's name", "Date of birth", "Last known town"],
        [lost.child.name, "9 March 2018", "Merebridge"],
    ]
    assert read(for_police)[0][1:-3] == ["Child's name", "Date of birth", "Sex", "Last known town"]


@pytest.mark.requirement("TERMLY-1")
def test_the_termly_list_needs_the_managers_signature(world: World) -> None:
    lists.partner(world)
    lists.prepare(world)
    pack = Pack.objects.get(product=TERMLY, area=world.north)

    with pytest.raises(PermissionRefused):
        lists.release(pack, world, role="CMEA")
    assert owed(pack.pk)["send-termly-list"].met_on is None

    lists.release(pack, world)

    # The area lead's duty to pass it on is met by the service with the last partner's own list.
    assert owed(pack.pk)["send-termly-list"].met_on == world.today
    assert owed(pack.pk)["distribute-termly-list"].met_on is None
    partners = lists.release(Pack.objects.get(product=TERMLY, area=None), world)
    assert owed(pack.pk)["distribute-termly-list"].met_on == world.today
    assert "answer-termly-list" in owed(partners.pk)


@pytest.mark.requirement("HOLD-1")
def test_a_held_child_is_on_no_partners_list_and_the_file_says_nothing_of_it(world: World) -> None:
    lost = lists.lose(make.open_case(world), world)
    homes = lists.partner(world)
    lists.prepare(world)
    pack = lists.termly_of(homes)
    before = contents_of(pack, by=world.by("AEM")).digest
    cases.place_case_hold(
        lost, kind=HoldKind.NO_APPROACH_FAMILY, reason="Forced marriage feared", by=world.by("CMEA")
    )

    # What was looked at is not what would leave any more.
    with pytest.raises(Refused, match="has changed"):
        actions.release_pack(pack, seen=before, by=world.by("AEM"))
    pack = lists.release(pack, world)

    assert (pack.withheld, pack.lines.count(), len(read(pack))) == (1, 0, 1)
    assert not Disclosure.objects.unscoped("a test").filter(child=lost.child_id, product=TERMLY).exists()


@pytest.mark.requirement("HOLD-1")
def test_an_area_lead_reads_of_a_held_child_whom_to_ask_and_nothing_else(world: World) -> None:
    case = make.open_case(world)
    cases.place_case_hold(
        case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Forced marriage feared", by=world.by("CMEA")
    )
    lists.prepare(world)

    pack = lists.release(lists.monthly(world), world)

    _, line = read(pack)
    assert "Speak to the CME manager first" in line
    assert not any("eld" in cell and "contact" in cell for cell in line)
    assert "Forced marriage" not in " ".join(line)


def test_a_list_is_released_once_and_by_nobody_without_the_right(world: World) -> None:
    lists.prepare(world)
    pack = lists.monthly(world)
    with pytest.raises(PermissionRefused):
        lists.release(pack, world, role="ARL")
    lists.release(pack, world)

    with pytest.raises(Refused, match="released already"):
        lists.release(pack, world)


def test_a_list_is_there_for_its_own_recipient_until_its_day_has_passed(world: World) -> None:
    agency: Organisation = world.organisation("AGY")
    actions.agree_partner(agency, recipient_kind=Recipient.HEALTH, by=world.by("AEM"))
    lists.prepare(world)
    pack = lists.termly_of(agency)

    def visible(role: str, *, days: int = 0) -> set[object]:
        return set(
            Pack.objects.visible_to(world.by(role, days=days), "pack:read").values_list("pk", flat=True)
        )

    assert visible("AGY") == set()  # not before it is released
    lists.release(pack, world)
    lists.release(Pack.objects.get(product=TERMLY, area=world.south), world)
    assert pack.open_until is not None
    open_for = (pack.open_until - world.today).days
    assert visible("AGY") == visible("AGY", days=open_for) == {pack.pk}
    assert visible("AGY", days=open_for + 1) == set()
    assert visible("CNX") == visible("ARL") == set()  # another body's, and another area's


def test_the_same_list_makes_the_same_bytes(world: World) -> None:
    from onroll.sharing.workbook import Sheet, workbook_of

    def sheet() -> bytes:
        return workbook_of(
            Sheet(
                title="A list",
                notes=("For one.",),
                fields=("child_name",),
                headings=("Child's name",),
                answers=("What you know",),
                rows=[("L-1", {"child_name": "=1+1"})],
                about=(("What", "A list"),),
                made_at=world.at,
            )
        )

    assert sheet() == sheet()
    (row,) = CalamineWorkbook.from_filelike(BytesIO(sheet())).get_sheet_by_name("Children").to_python()[4:]
    assert row[1] == "=1+1"  # a name is a name, and no formula


def test_a_child_who_died_is_on_no_list(world: World) -> None:
    from onroll.people.models import Child

    case = make.open_case(world)
    lists.prepare(world)
    Child.objects.unscoped("a test").filter(pk=case.child_id).update(died_on=world.today - timedelta(days=1))

    assert contents_of(lists.monthly(world), by=world.by("AEM")).entries == ()


def test_of_several_addresses_the_newest_town_is_the_last_known(world: World) -> None:
    from onroll.people import actions as people

    case = make.open_case(world)
    people.record_address(
        case.child,
        told=NewAddress(lines="2 Quay", town="Cobsea"),
        source=make.SOURCE,
        by=world.by("CMEA", days=1),
    )
    lists.prepare(world)

    (entry,) = contents_of(lists.monthly(world), by=world.by("AEM")).entries
    assert entry.given["last_town"] == "Cobsea"
