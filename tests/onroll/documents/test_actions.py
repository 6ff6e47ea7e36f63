"""An authority words its documents: checked, signed by another person, and undone at once."""

import pytest

from onroll.access.policy import PermissionRefused
from onroll.audit.models import Event
from onroll.cases import actions as cases
from onroll.documents import actions
from onroll.documents.kinds import BY_CODE
from onroll.documents.models import Wording
from onroll.documents.queries import history_of, wording_in_force
from onroll.release.models import KeptDocument, Message
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World, make_world

VISIT = BY_CODE["before-visit"]
BODY = "We come on {visit_on}.\n\nPlease {reach_us}.\n\n{basis} {how_to_correct_us}\n\n{case_reference}"


@pytest.fixture
def world(db: None) -> World:
    """Return the smallest authority in which a case can run its course."""
    return make_world()


def draft(world: World, *, title: str = "A visit", body: str = BODY, because: str = "Shorter") -> Wording:
    return actions.draft_wording(VISIT, title=title, body=body, because=because, by=world.by("SYS"))


def test_words_are_in_force_once_another_person_has_signed_them(world: World) -> None:
    row = draft(world)
    assert wording_in_force(VISIT).version == 0

    actions.sign_wording(row, by=world.by("AEM"))

    now = wording_in_force(VISIT)
    assert (now.version, now.title, now.body) == (1, "A visit", BODY)
    kinds = Event.objects.filter(kind__startswith="wording.").values_list("kind", flat=True)
    assert set(kinds) == {"wording.drafted", "wording.signed"}


@pytest.mark.requirement("VISIT-1")
def test_a_letter_goes_out_in_the_words_in_force_and_gives_away_what_stands_in_them(world: World) -> None:
    _, request = make.visited_case(world)
    actions.sign_wording(draft(world), by=world.by("AEM"))

    visit_on = make.days_before(world.today, -14)
    cases.write_visit_letter(request, visit_on=visit_on, by=world.by("AIO"))

    message = Message.objects.unscoped("a test").select_related("disclosure").get(to_family=True)
    assert (message.subject, "We come on" in message.body) == ("A visit", True)
    assert "child_name" not in message.disclosure.fields
    assert "visit_on" in message.disclosure.fields
    assert KeptDocument.objects.unscoped("a test").get(kind="before-visit").wording_version == 1


def test_undoing_needs_one_person_and_the_next_version_goes_on_counting(world: World) -> None:
    actions.sign_wording(draft(world), by=world.by("AEM"))

    actions.undo_wording(VISIT, by=world.by("SYS"))

    title, body = VISIT.supplied
    assert (wording_in_force(VISIT).title, wording_in_force(VISIT).body) == (title, body)
    assert draft(world).version == 2
    assert [row.version for row in history_of(VISIT)] == [2, 1]
    with refused(code="wording-supplied"):
        actions.undo_wording(VISIT, by=world.by("AEM"))


def test_wrong_words_are_refused_with_the_name_of_the_field(world: World) -> None:
    with refused("{school}", code="field-unknown"):
        draft(world, body=f"{BODY} {{school}}")
    with refused("{basis}", code="field-missing"):
        draft(world, body=BODY.replace("{basis}", ""))
    with refused(code="wording-reason", where="because"):
        draft(world, because=" ")


def test_one_draft_waits_at_a_time_and_is_settled_once(world: World) -> None:
    row = draft(world)
    with refused(code="wording-waits"):
        draft(world, title="Another")

    actions.decline_wording(row, by=world.by("AEM"))

    with refused(code="wording-moved-on"):
        actions.sign_wording(row, by=world.by("AEM"))
    assert wording_in_force(VISIT).version == 0


def test_who_may_not_word_documents_does_not(world: World) -> None:
    with pytest.raises(PermissionRefused):
        actions.draft_wording(VISIT, title="A", body=BODY, because="b", by=world.by("CMEA"))
    row = draft(world)
    for role in ("SYS", "CMEA"):  # whoever drafted it has no signature, and an assistant signs nothing
        with pytest.raises(PermissionRefused):
            actions.sign_wording(row, by=world.by(role))
    with pytest.raises(PermissionRefused):
        actions.undo_wording(VISIT, by=world.by("AIO"))
