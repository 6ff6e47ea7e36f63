"""A hold is placed in the very moment in which something leaves, each on its own connection: one sees the other."""

from pathlib import Path

import pytest

from onroll.access.models import Organisation
from onroll.audit.actor import Actor
from onroll.cases import actions, register_list
from onroll.cases.models import Case
from onroll.cases.papers import Reader
from onroll.people.models import Child
from onroll.release import actions as release
from onroll.release.actions import release_list
from onroll.release.files import OutgoingFile
from onroll.release.models import Disclosure, Hold, HoldKind
from onroll.transfers import lost
from onroll.transfers.actions.exchanging import exchange, send_lost_file
from onroll.transfers.exchange_models import ExchangedFile
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World, make_world
from tests.onroll.cases.test_two_at_once import meanwhile
from tests.onroll.transfers.conftest import clerk, make_school, officer  # noqa: F401
from tests.onroll.transfers.test_exchange import later, names, pupil, root  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return the authority, committed, so that every connection sees it."""
    return make_world()


def placed(child: Child, organisation: Organisation | None, by: Actor) -> Hold:
    """Place a hold against one organisation."""
    return release.place_hold(
        child, kind=HoldKind.NO_DISCLOSURE_TO, reason="Said so", organisation=organisation, by=by
    )


def listed(case: Case, organisation: Organisation, by: Actor) -> Disclosure:
    """Let a list with one child leave to an organisation."""
    outgoing = OutgoingFile(
        product=register_list.PRODUCT,
        recipient_kind=register_list.RECIPIENT,
        to_name=organisation.name,
        organisation=organisation,
        fields=register_list.columns(),
        reference="20261123",
    )
    return release_list(
        outgoing,
        content=b"a list",
        children=[case.child],
        subject_id=case.pk,
        permission="export:send",
        by=by,
    )


def standing() -> int:
    """Return how many holds stand."""
    return Hold.objects.unscoped("a test").filter(lifted_at=None).count()


def given(product: str) -> int:
    """Return how often something was disclosed as this product."""
    return Disclosure.objects.unscoped("a test").filter(product=product).count()


@pytest.mark.requirement("HOLD-1")
def test_a_list_that_would_leave_while_a_hold_is_placed_does_not(world: World) -> None:
    case, organisation = make.open_case(world), world.organisation("AGY")
    another = world.as_user(world.another("CMEA"))

    met = meanwhile(
        lambda: placed(case.child, organisation, world.by("AEM")),
        lambda: listed(case, organisation, another),
    )

    with refused(code="list-held"):
        raise met[0]
    assert (standing(), given(register_list.PRODUCT)) == (1, 0)


@pytest.mark.requirement("HOLD-1")
def test_a_hold_placed_while_a_list_leaves_stands_and_the_list_is_on_record(world: World) -> None:
    case, organisation = make.open_case(world), world.organisation("AGY")
    another = world.as_user(world.another("CMEA"))

    met = meanwhile(
        lambda: listed(case, organisation, another),
        lambda: placed(case.child, organisation, world.by("AEM")),
    )

    assert met == []
    assert (standing(), given(register_list.PRODUCT)) == (1, 2)  # the list, and the child on it


@pytest.mark.requirement("HOLD-1")
def test_a_paper_is_not_printed_while_a_hold_is_placed(world: World) -> None:
    case, request = make.visited_case(world)
    reader = Reader(sees=True, guarded=True)

    met = meanwhile(
        lambda: actions.place_case_hold(
            case, kind=HoldKind.NO_APPROACH_FAMILY, reason="Feared", by=world.by("AEM")
        ),
        lambda: actions.print_cme4(request, reader=reader, by=world.by("CMEA")),
    )

    with refused(code="held"):
        raise met[0]


@pytest.mark.requirement("HOLD-1")
def test_a_transfer_file_is_not_written_while_a_hold_is_placed(
    pupil: lost.LostPupil,  # noqa: F811
    root: Path,  # noqa: F811
    clerk: Actor,  # noqa: F811
) -> None:
    school = make_school("900002", "Next School")
    row = send_lost_file(pupil, school=school, by=clerk)
    child = pupil.child
    assert child is not None

    met = meanwhile(
        lambda: placed(child, school.organisation, officer("AEM", "CMEA")),
        lambda: exchange(by=later()),
    )

    assert met == []
    assert (ExchangedFile.objects.get(pk=row.pk).state, names(root, "out")) == ("stopped", [])
    assert (standing(), given("transfer-file")) == (1, 0)


@pytest.mark.requirement("HOLD-1")
def test_a_hold_placed_while_a_transfer_file_is_written_takes_it_back(
    pupil: lost.LostPupil,  # noqa: F811
    root: Path,  # noqa: F811
    clerk: Actor,  # noqa: F811
) -> None:
    school = make_school("900002", "Next School")
    row = send_lost_file(pupil, school=school, by=clerk)
    child = pupil.child
    assert child is not None

    met = meanwhile(
        lambda: exchange(by=later()),
        lambda: placed(child, school.organisation, officer("AEM", "CMEA")),
    )

    assert met == []
    assert (names(root, "out"), given("transfer-file")) == ([row.name], 1)
    exchange(by=later(120))
    assert (ExchangedFile.objects.get(pk=row.pk).state, names(root, "out")) == ("taken-back", [])
