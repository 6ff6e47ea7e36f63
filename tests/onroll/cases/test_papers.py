"""The papers of a visit: every field of the form, nothing of who told us, none under a hold, and kept as printed."""

import pytest

from onroll.cases import actions
from onroll.cases.papers import SPEAK_FIRST, Reader
from onroll.documents.kinds.rows import CME4, VISIT_SHEET
from onroll.release import actions as release
from onroll.release.models import Disclosure, HoldKind, KeptDocument
from onroll.release.queries import content_of
from tests.factories import cases as make
from tests.factories.refusals import refused
from tests.factories.world import World
from tests.onroll.documents.reading import text_of

ALL = Reader(sees=True, guarded=True, ethnicity="White British", first_language="Polish")
LITTLE = Reader(sees=False, guarded=False)


def said(document: KeptDocument) -> str:
    return text_of(content_of(document))


def squeezed(words: str) -> str:
    """Return words without their spaces: where a line of a table breaks is the layout's business."""
    return "".join(words.split())


@pytest.mark.requirement("FORM-4")
def test_a_cme_4_asks_what_appendix_5_asks_and_is_filled_from_the_case(world: World) -> None:
    _, request = make.visited_case(world)

    document = actions.print_cme4(request, reader=ALL, by=world.by("CMEA"))

    told = squeezed(said(document))
    for section in CME4:
        for row in section.rows:
            assert squeezed(row.label) in told, row.label
    for answer in (
        "Rowan Testlost",
        "14 Tanners Reach",
        "Liska Testlost",
        "White British",
        "Polish",
        request.case.reference,
    ):
        assert squeezed(answer) in told, answer
    assert "within10workingdays,afteraletter" in told
    assert "JuniperWren" not in told


@pytest.mark.requirement("VISIT-3")
def test_the_sheet_goes_as_the_screen_does_prepare_do_record(world: World) -> None:
    _, request = make.visited_case(world)

    told = said(actions.print_visit_sheet(request, reader=ALL, by=world.by("AIO")))

    order = [
        "1. Prepare",
        "Rowan Testlost",
        "14 Tanners Reach",
        "2. At the address",
        "Nobody answered",
        "3. Record",
    ]
    assert sorted(order, key=told.index) == order
    for section in VISIT_SHEET:
        for row in section.rows:
            assert squeezed(row.label) in squeezed(told), row.label


def test_what_a_colleague_may_not_read_does_not_stand_on_their_paper(world: World) -> None:
    _, request = make.visited_case(world)

    document = actions.print_visit_sheet(request, reader=LITTLE, by=world.by("AIO"))

    told = squeezed(said(document))
    assert "TannersReach" not in told
    assert "LiskaTestlost" not in told
    assert squeezed(SPEAK_FIRST) in told


def test_what_was_printed_is_on_record_with_the_fields_that_stand_on_it(world: World) -> None:
    _, request = make.visited_case(world)

    document = actions.print_cme4(request, reader=ALL, by=world.by("CMEA"))

    disclosure = Disclosure.objects.unscoped("a test").get(pk=document.disclosure_id)
    assert disclosure.product == "cme4"
    assert {"case_reference", "child_name", "address", "ethnicity"} <= set(disclosure.fields)
    assert "mobile" not in disclosure.fields  # the mother has a landline only


@pytest.mark.requirement("HOLD-1")
def test_under_a_hold_no_paper_is_printed(world: World) -> None:
    case, request = make.visited_case(world)
    release.place_hold(case.child, kind=HoldKind.NO_APPROACH_FAMILY, reason="Told so", by=world.by("CMEA"))

    for act in (actions.print_cme4, actions.print_visit_sheet):
        with refused(code="held"):
            act(request, reader=ALL, by=world.by("AIO", days=1))


def test_a_cme_4_that_was_taken_back_is_not_printed(world: World) -> None:
    _, request = make.visited_case(world)
    actions.take_back_visit(request, reason="The family has moved away", by=world.by("CMEA"))

    with refused(code="taken-back"):
        actions.print_cme4(request, reader=ALL, by=world.by("CMEA"))
