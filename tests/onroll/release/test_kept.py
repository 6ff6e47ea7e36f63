"""What leaves as a document is kept: the very bytes, with their hash; what may not leave is not even printed."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core import mail

from onroll.audit.models import Event
from onroll.documents import papers
from onroll.documents.papers import Addressed, Paper
from onroll.people.models import Child
from onroll.release import actions, queries
from onroll.release.models import HoldKind, KeptDocument
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.documents.reading import text_of
from tests.onroll.release.test_gate import release, to_family, to_referrer
from tests.onroll.release.test_post import take_out


@pytest.fixture
def child(world: World) -> Child:
    """Return a child with a home and a mother."""
    return make.known_child(world)


def kept() -> list[KeptDocument]:
    return list(KeptDocument.objects.unscoped("a test").order_by("made_at"))


def paper(code: str, **values: str) -> Paper:
    to = Addressed(name="Liska Testlost", lines=["14 Tanners Reach"], on=date(2026, 11, 9), reference="C-1")
    told = {"how_to_correct_us": "Ring us.", "signed_by": "The council", **values}
    return papers.letter(code, values=told, to=to)


def letter(child: Child) -> Any:
    return replace(to_family(child), document=paper("before-visit", visit_on="Monday", reach_us="ring us"))


@pytest.mark.requirement("VISIT-1")
def test_a_letter_is_kept_as_it_is_printed_with_its_hash_in_the_chain(world: World, child: Child) -> None:
    message = release(letter(child), child, world)

    (document,) = kept()
    assert queries.document_of(message) == document
    content = queries.content_of(document)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.made_at == world.at
    assert "on Monday" not in document.file_name
    assert document.file_name == "before-visit-c-1.pdf"
    assert "Liska Testlost" in text_of(content)
    event = Event.objects.get(kind="document.kept")
    assert (event.detail["sha256"], event.child_id) == (document.sha256, child.pk)


def test_what_a_hold_forbids_is_not_even_printed(world: World, child: Child) -> None:
    actions.place_hold(child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=world.by("CMEA"))

    with refused(code="held-no-approach-family"):
        release(letter(child), child, world)

    assert kept() == []


@pytest.mark.requirement("ACK-1")
def test_the_very_bytes_go_with_the_email_and_its_subject_names_no_child(world: World, child: Child) -> None:
    document = paper(
        "answer-to-referrer", outcome_sentence="The child is in education.", received_on="9 November"
    )
    release(replace(to_referrer(world), document=document), child, world)

    assert take_out(world) == 1

    (sent,) = mail.outbox
    (attached,) = sent.attachments
    (row,) = kept()
    assert (attached.filename, attached.mimetype) == ("answer-to-referrer-c-1.pdf", "application/pdf")
    assert attached.content == queries.content_of(row)
    assert child.surname not in sent.subject


def test_a_receipt_by_email_has_its_words_alone(world: World, child: Child) -> None:
    release(
        replace(to_referrer(world), document=paper("acknowledgement", referral_reference="R-1")), child, world
    )

    assert take_out(world) == 1

    assert kept() == []
    assert mail.outbox[0].attachments == []


def test_bytes_that_are_no_longer_those_kept_are_never_shown(world: World, child: Child) -> None:
    message = release(letter(child), child, world)
    KeptDocument.objects.unscoped("a test").update(content=b"%PDF-1.7 something else")

    document = kept()[0]
    with pytest.raises(queries.DocumentAltered, match=str(document.pk)):
        queries.content_of(document)
    assert queries.document_of(message) is not None
