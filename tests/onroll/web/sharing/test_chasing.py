"""A late list on screen: a button asks for its answer again, and is gone when it was."""

from datetime import timedelta

from onroll.release.models import Message
from onroll.sharing.models import Pack
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.sharing import lists
from tests.onroll.web.conftest import SignIn, words

BUTTON = "Ask for the answer again"


def test_the_button_is_there_while_an_answer_is_late_and_was_not_asked_for_again(
    world: World, sign_in: SignIn
) -> None:
    make.open_case(world)
    lists.prepare(world)
    pack = lists.release(lists.monthly(world), world)
    path, assistant = f"/lists/{pack.pk}/", sign_in("CMEA")
    assert BUTTON not in words(assistant.get(path))
    Pack.objects.filter(pk=pack.pk).update(answer_due_on=world.today - timedelta(days=2))

    assert BUTTON in words(assistant.get(path))
    assert BUTTON not in words(sign_in("ARL").get(path))
    assert sign_in("ARL").post(f"{path}chase/").status_code == 403
    done = assistant.post(f"{path}chase/", follow=True)

    assert "Asked for again" in words(done)
    assert BUTTON not in words(done)
    assert Message.objects.unscoped("a test").filter(subject_id=pack.pk).count() == 1
    assert "asked for again already" in assistant.post(f"{path}chase/", follow=True).content.decode()
