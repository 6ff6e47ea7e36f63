"""A UPN can be entered by whoever keeps the numbers; one that is mistyped is refused in words beside the box."""

import pytest
from django.urls import reverse

from onroll.people.models import Child
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.web.conftest import SignIn, words

UPN = "H801200001001"


@pytest.fixture
def child(world: World) -> Child:
    """Return a child whose UPN nobody knows."""
    return make.known_child(world)


def test_a_upn_is_entered_from_the_facts_and_shown_with_who_gave_it(child: Child, sign_in: SignIn) -> None:
    browser, address = sign_in("CMEA"), reverse("record_upn", args=[child.pk])
    assert address in browser.get(reverse("child_facts", args=[child.pk])).content.decode()

    page = words(
        browser.post(address, {"upn": "h801 2000 01001", "source": "Castle Meadow School"}, follow=True)
    )

    assert "The UPN is recorded." in page
    assert f"UPN {UPN} Castle Meadow School" in page


def test_a_mistyped_upn_is_refused_and_what_was_typed_stays(child: Child, sign_in: SignIn) -> None:
    answer = sign_in("CMEA").post(
        reverse("record_upn", args=[child.pk]), {"upn": "A801200001001", "source": "Castle Meadow School"}
    )

    assert "The first letter of this UPN does not fit its other characters" in words(answer)
    assert 'value="A801200001001"' in answer.content.decode()
    child.refresh_from_db()
    assert child.upn == ""


@pytest.mark.parametrize("role", ["AEM", "ARM", "SCH"])
def test_who_may_not_enter_numbers_is_not_offered_it(child: Child, sign_in: SignIn, role: str) -> None:
    browser, address = sign_in(role), reverse("record_upn", args=[child.pk])

    assert browser.get(address).status_code in (403, 404)
    assert address not in browser.get(reverse("child_facts", args=[child.pk])).content.decode()
