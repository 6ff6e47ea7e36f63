"""The post-16 list: prepared by the week where somebody is to be on it, signed, released; the duty of each is met."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from onroll.access.policy import PermissionRefused
from onroll.cases import actions as cases
from onroll.cases.models import Case
from onroll.release.models import Disclosure, HoldKind
from onroll.release.queries import content_of
from onroll.sharing import actions
from onroll.sharing.contents import POST_16, contents_of, fields_of, headings
from onroll.sharing.models import ListPartner, Pack, PackState
from rulebook.disclosure import Recipient
from rulebook.findings import Refused
from tests import people as cast
from tests.factories import cases as make
from tests.factories.world import World, at_another_moment
from tests.onroll.sharing import lists

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "sharing.md"


def prepared(world: World) -> list[Pack]:
    """Let the night prepare what is due, and return the post-16 lists among it."""
    return [pack for pack in lists.prepare(world) if pack.product == POST_16]


def with_leaver(world: World) -> Case:
    """Return a case of a child in the last year, one of another child who is not, and a post-16 team to tell."""
    lists.partner(world, Recipient.CONNEXIONS, name="Wendlemere Post-16")
    make.open_case(world)
    return make.open_case(world, cast.IDRIS)


def read(pack: Pack) -> list[list[str]]:
    """Return the headings and rows of the file that was kept."""
    assert pack.disclosure is not None
    book = CalamineWorkbook.from_filelike(BytesIO(content_of(pack.disclosure.document)))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_name("Children").to_python()][3:]


@pytest.mark.requirement("LEAVER-1")
def test_the_release_of_the_post_16_list_meets_the_duty_of_each_child_on_it(world: World) -> None:
    case = with_leaver(world)

    (pack,) = prepared(world)
    assert make.duties_of(case)["share-leaver"].met_on is None
    released = lists.release(pack, world)

    # Today is Monday 23 November 2026.
    assert (pack.period, pack.period_words, pack.recipient) == (
        "2026-W48",
        "week of 23 November 2026",
        "Wendlemere Post-16",
    )
    heading, line = read(released)
    assert heading[1:-3] == [
        "Case reference", "Child's name", "Date of birth", "Sex", "Year group", "Address", "On the register since",
        "Officer's name",
    ]  # fmt: skip
    assert line[1:6] == [case.reference, "Idris Quayle", "1 February 2011", "Male", "Year 11"]
    assert make.duties_of(case)["share-leaver"].met_on == world.today
    assert Disclosure.objects.unscoped("a test").filter(child=case.child_id, product=POST_16).count() == 1
    assert (released.answer_due_on, (released.open_until - world.today).days) == (None, 14)  # type: ignore[operator]


@pytest.mark.requirement("LEAVER-1")
def test_a_child_is_on_one_post_16_list_and_a_week_without_a_new_one_has_none(world: World) -> None:
    with_leaver(world)
    (pack,) = prepared(world)
    assert prepared(world) == []  # one waits to be released
    lists.release(pack, world)

    next_week = at_another_moment(world, datetime(2026, 11, 30, 7, tzinfo=UTC))
    assert prepared(next_week) == []
    make.open_case(next_week, cast.IDRIS)
    (new,) = prepared(next_week)
    assert [row[2] for row in read(lists.release(new, next_week))[1:]] == ["Idris Quayle"]
    assert new.period == "2026-W49"


def test_a_list_that_waits_stands_until_it_is_released_and_takes_in_who_came_meanwhile(world: World) -> None:
    with_leaver(world)
    (pack,) = prepared(world)
    next_week = at_another_moment(world, datetime(2026, 11, 30, 7, tzinfo=UTC))
    make.open_case(next_week, cast.IDRIS)

    assert prepared(next_week) == []
    pack.refresh_from_db()
    assert pack.state == PackState.PREPARED
    assert lists.release(pack, next_week).lines.count() == 2


@pytest.mark.requirement("LEAVER-1", "HOLD-1")
def test_a_held_leaver_is_on_no_list_and_stays_owed(world: World) -> None:
    case = with_leaver(world)
    (pack,) = prepared(world)
    seen = contents_of(pack, by=world.by("AEM")).digest
    cases.place_case_hold(case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared", by=world.by("CMEA"))

    with pytest.raises(Refused, match="has changed"):
        actions.release_pack(pack, seen=seen, by=world.by("AEM"))
    released = lists.release(pack, world)

    assert (released.lines.count(), released.withheld) == (0, 1)
    assert make.duties_of(case)["share-leaver"].met_on is None
    # Of nobody but held children no list is made.
    assert prepared(at_another_moment(world, datetime(2026, 11, 30, 7, tzinfo=UTC))) == []


@pytest.mark.requirement("LEAVER-1")
def test_whoever_was_told_by_hand_meanwhile_is_not_told_again(world: World) -> None:
    case = with_leaver(world)
    (pack,) = prepared(world)
    seen, duty = contents_of(pack, by=world.by("AEM")).digest, make.duties_of(case)["share-leaver"]
    cases.record_done(
        case,
        duty="share-leaver",
        trigger=duty.trigger,
        done_on=world.today,
        words="Rung",
        by=world.by("CMEA"),
    )

    with pytest.raises(Refused, match="has changed"):
        actions.release_pack(pack, seen=seen, by=world.by("AEM"))
    assert contents_of(pack, by=world.by("AEM")).entries == ()


@pytest.mark.requirement("LEAVER-1")
def test_the_post_16_list_is_signed_by_the_manager_and_goes_to_nobody_else(world: World) -> None:
    make.open_case(world, cast.IDRIS)
    lists.partner(world)  # a housing body
    assert prepared(world) == []
    lists.partner(world, Recipient.CONNEXIONS, name="Wendlemere Post-16")
    lists.partner(world, Recipient.CONNEXIONS, name="Another Post-16")
    agreed = ListPartner.objects.get(organisation__name="Another Post-16")
    ListPartner.objects.filter(pk=agreed.pk).update(agreed_at=world.at.replace(year=2027))

    (pack,) = prepared(world)

    assert pack.recipient == "Wendlemere Post-16"  # with which it was agreed first
    with pytest.raises(PermissionRefused):
        lists.release(pack, world, role="CMEA")
    assert not Disclosure.objects.unscoped("a test").exists()


def test_no_list_goes_where_the_agreement_has_ended(world: World) -> None:
    make.open_case(world, cast.IDRIS)
    body = lists.partner(world, Recipient.CONNEXIONS, name="Wendlemere Post-16")
    body.agreement_ends_on = world.today
    body.save(update_fields=["agreement_ends_on"])

    assert prepared(at_another_moment(world, datetime(2026, 11, 24, 7, tzinfo=UTC))) == []
    assert len(prepared(world)) == 1


@pytest.mark.requirement("LEAVER-1")
def test_the_guide_names_every_column_of_the_post_16_list_in_order(world: World) -> None:
    pack = Pack(product=POST_16, recipient_kind=Recipient.CONNEXIONS)

    part = GUIDE.read_text(encoding="utf-8").split("## The columns of the post-16 list")[1].split("\n## ")[0]
    told = [row for row in re.findall(r"^\| ([^|]+) \|", part, flags=re.MULTILINE) if row != "column"]

    assert told == [
        "Line (leave as it is)",
        *headings(fields_of(pack)),
        "Where the child is now, if you know",
        "School or other education, if you know",
        "What else you know",
    ]
