"""Two people act on one case at the same moment, each on a connection of their own: nothing is kept of stale facts."""

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection, connections, transaction

from onroll.cases import actions
from onroll.cases.models import Case, Stage
from rulebook.findings import Refused
from rulebook.procedure.facts import CheckResult
from rulebook.procedure.outcomes import ConfirmedBy
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20.0  # seconds: longer than anything here takes on a slow machine


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return the authority, committed, so that every connection sees it."""
    return make_world()


def somebody_waits() -> bool:
    """Return whether another connection waits for what this transaction holds: only PostgreSQL can be asked."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from pg_locks where not granted)")
        return bool(cursor.fetchone()[0])


def meanwhile(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    then: Callable[[], object] = lambda: None,
) -> list[BaseException]:
    """Do the first thing and, before it is committed, let another connection begin the second; return what that met.

    The first is committed once the other waits for it, or has come to its end without waiting; ``then`` is what the
    first goes on to do before that.
    """
    met: list[BaseException] = []
    done = Event()

    def other() -> None:
        try:
            second()
        except (Refused, DatabaseError) as error:
            met.append(error)
        finally:
            connections.close_all()
            done.set()

    thread = Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        if connection.vendor == "postgresql":
            until = time.monotonic() + PATIENCE
            while not done.is_set() and not somebody_waits():
                assert time.monotonic() < until, "the second neither waited nor ended"
                time.sleep(0.01)
        else:
            done.wait(0.3)  # it waits to begin its transaction, which SQLite does not tell
        then()
    thread.join(PATIENCE)
    assert done.is_set(), "the second did not end"
    return met


def close(case: Case, world: World) -> None:
    make.screened(case, world)
    end(case, world)


def end(case: Case, world: World) -> None:
    """Close a case whose questions are answered."""
    actions.close_case(
        case, outcome="on-roll", confirmed_how=ConfirmedBy.SCHOOL_ATTENDING, confirmed_on=world.today,
        confirmed_with="Mrs Ferrier", by=world.by("CMEA"),
    )  # fmt: skip


def assert_kept_as_it_is(case: Case, world: World) -> None:
    """What is kept of the case is what its facts say: asking the rulebook again changes nothing."""
    before = Case.objects.unscoped("a test").values().get(pk=case.pk)
    kept = actions.refresh_case(case.pk, by=world.by("AEM"))

    assert (kept.added, kept.changed, kept.withdrawn) == (0, 0, 0)
    assert Case.objects.unscoped("a test").values().get(pk=case.pk) == before


def test_a_visit_made_while_the_case_is_closed_leaves_it_closed(world: World) -> None:
    case, request = make.visited_case(world)
    another = world.as_user(world.another("CMEA"))  # fifteen times of sixteen with another lane

    met = meanwhile(lambda: close(case, world), lambda: make.visit(request, world, by=another))

    assert met == []
    now = Case.objects.unscoped("a test").get(pk=case.pk)
    assert (now.stage, now.closed_on) == (Stage.CLOSED, world.today)
    assert_kept_as_it_is(case, world)


def test_of_two_who_close_a_case_the_second_is_told(world: World) -> None:
    case = make.screened(make.open_case(world), world)
    theirs = Case.objects.unscoped("a test").get(pk=case.pk)

    met = meanwhile(lambda: end(case, world), lambda: end(theirs, world))

    with refused("The case was closed on 23 November 2026."):
        raise met[0]
    assert case.closings.count() == 1


def test_two_notices_of_one_child_registered_at_once_join_one_case(world: World) -> None:
    child, first, second = make.known_child(world), make.receive(world), make.receive(world)
    another = world.as_user(world.another("CMEA"))

    met = meanwhile(
        lambda: actions.open_case(child, referral=first, by=world.by("CMEA")),
        lambda: actions.open_case(child, referral=second, by=another),
    )

    assert met == []
    case = Case.objects.unscoped("a test").get(child=child)
    assert set(case.referrals.values_list("pk", flat=True)) == {first.pk, second.pk}
    assert_kept_as_it_is(case, world)


def test_two_of_one_lane_who_change_a_case_do_not_wait_for_each_other_for_ever(world: World) -> None:
    """Both take the case before the lane of the chain; the other way round, one of them would be refused."""
    case = make.open_case(world)
    by = world.night()

    def search() -> object:
        return make.check(case, world, result=CheckResult.UNCLEAR, by=by)

    met = meanwhile(lambda: actions.refresh_case(case.pk, by=by), search, then=search)

    assert met == []
    assert case.rollchecks.count() == 2
    assert_kept_as_it_is(case, world)
