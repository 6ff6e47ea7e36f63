"""Two officers agree on one partner, or publish one calendar, at the same moment: the second reads why not."""

from datetime import date

import pytest
from django.db import connection

from onroll.access.models import Organisation
from onroll.schools import actions as schools
from onroll.schools.models import Term
from onroll.sharing import actions
from onroll.sharing.models import ListPartner
from rulebook.disclosure import Recipient
from rulebook.findings import Refused
from tests.factories.at_once import meanwhile
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

AUTUMN = (("Autumn 2027", date(2027, 9, 2), date(2027, 12, 17)),)
OTHER_AUTUMN = (("Autumn 2027", date(2027, 9, 6), date(2027, 12, 21)),)


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return the authority, committed, so that every connection sees it."""
    return make_world()


def test_of_two_who_agree_on_a_partner_the_second_is_told(world: World) -> None:
    body = Organisation.objects.create(name="Fenshire Health", kind="agency")
    another = world.as_user(world.another("AEM"))

    met = meanwhile(
        lambda: actions.agree_partner(body, recipient_kind=Recipient.HEALTH, by=world.by("AEM")),
        lambda: actions.agree_partner(body, recipient_kind=Recipient.HEALTH, by=another),
    )

    [refused] = met
    assert isinstance(refused, Refused)
    assert refused.findings[0].code == "partner-twice"
    assert ListPartner.objects.count() == 1


def test_of_two_who_publish_a_calendar_at_once_nobody_mixes_the_terms_of_both(world: World) -> None:
    """On SQLite the second begins when the first has ended, and publishes over it, as it would a minute later."""

    def publish(terms: tuple[tuple[str, date, date], ...]) -> None:
        schools.publish_calendar(None, terms=terms, closures=(), by=world.by("SYS"))

    met = meanwhile(lambda: publish(AUTUMN), lambda: publish(OTHER_AUTUMN))

    kept = Term.objects.filter(starts_on__gte=date(2027, 9, 1)).values_list("starts_on", flat=True)
    if connection.vendor == "postgresql":
        assert [error.findings[0].code for error in met] == ["calendar-published-meanwhile"]
        assert list(kept) == [date(2027, 9, 2)]
    else:
        assert met == []
        assert list(kept) == [date(2027, 9, 6)]
