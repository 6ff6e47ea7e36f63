"""The page of letters and forms: looked at, reworded with a preview, signed, undone; what was typed is never lost."""

from onroll.documents.kinds import BY_CODE, DOCUMENTS
from onroll.documents.models import Wording
from tests.factories.world import World
from tests.onroll.documents.reading import text_of
from tests.onroll.web.conftest import SignIn, words

LIST = "/administration/documents/"
VISIT = f"{LIST}before-visit/"


def test_every_document_is_listed_and_can_be_looked_at(world: World, sign_in: SignIn) -> None:
    browser = sign_in("AEM")

    listed = words(browser.get(LIST))

    assert all(kind.name in listed for kind in DOCUMENTS)
    for kind in DOCUMENTS:
        assert kind.source in words(browser.get(f"{LIST}{kind.code}/"))
    example = browser.get(f"{VISIT}example.pdf")
    assert example["Content-Type"] == "application/pdf"
    assert "We would like to visit you" in text_of(example.content)
    assert browser.get(f"{LIST}no-such-letter/").status_code == 404


def test_words_are_drafted_seen_signed_and_undone(world: World, sign_in: SignIn) -> None:
    officer, manager = sign_in("SYS"), sign_in("AEM")
    body = BY_CODE["before-visit"].supplied[1]
    typed = {
        "title": "Our visit to you",
        "body": f"{body}\n\nBring {{officer_name}} tea.",
        "because": "Warmer",
    }

    seen = words(officer.post(f"{VISIT}change/", typed | {"save": "later"}))
    assert "So it would read" in seen
    assert "Bring Jo Martlet tea." in seen
    assert not Wording.objects.exists()

    officer.post(f"{VISIT}change/", typed)
    row = Wording.objects.get()
    assert "Our visit to you" in words(manager.get(VISIT))
    assert officer.post(f"/administration/wordings/{row.pk}/sign/").status_code == 403
    manager.post(f"/administration/wordings/{row.pk}/sign/")
    assert "Your own, version 1" in words(manager.get(LIST))

    officer.post(f"{VISIT}undo/")
    assert "Your own" not in words(manager.get(LIST))


def test_wrong_words_are_refused_by_name_and_stay_in_the_box(world: World, sign_in: SignIn) -> None:
    typed = {"title": "A visit", "body": "Bring the {upn} of your child", "because": "Why"}

    answer = sign_in("SYS").post(f"{VISIT}change/", typed)

    said = words(answer)
    assert "{upn} is nothing that this document may hold" in said
    assert "{visit_on}" in said
    assert "Bring the {upn} of your child" in answer.content.decode()


def test_who_may_only_read_changes_nothing(world: World, sign_in: SignIn) -> None:
    assistant = sign_in("CMEA")

    assert "Change the words" not in words(assistant.get(VISIT))
    assert assistant.get(f"{VISIT}change/").status_code == 403
    assert assistant.post(f"{VISIT}undo/").status_code == 403
    assert sign_in("SCH").get(LIST).status_code == 403
